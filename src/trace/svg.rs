//! A recorded run as a still picture for slides: SVG, 1000 pixels wide, small whatever the run was.
//!
//! Enters: a [`Trace`]. Leaves: one SVG document with text as text. Anybody may call [`write`].
//!
//! Time is cut into columns. In each, the height of the solid part is the share of the time that the thread ran; above it stands the
//! pattern of what it mostly did else. Columns that look the same are one rectangle. If the picture would be larger than it may, the
//! columns are made wider until it is not.

use super::look::{GROUP_LOOKS, GROUPS, Group};
use super::model::{Handover, Process, Thread, Trace};
use super::page::text::{cut, duration, markup, percent};
use super::totals::{self, Times, columns, groups_used};
use std::fmt::Write as _;
use std::io::{self, Write};

/// The whole picture, and the parts left and right of the rows: names, and how much of its life a thread ran. Pixels.
const WIDTH: u32 = 1000;
const LEFT: u32 = 150;
const RIGHT: u32 = 60;
const ROW: u32 = 26;
const BAR: u32 = 18;
const TOP: u32 = 62;
/// Threads that are shown; a picture with more rows fits no slide.
const MOST_ROWS: usize = 32;
/// Bytes that the rows may have; the rest of the picture needs about 5,000.
const MOST_BYTES: usize = 40_000;
/// Hand-overs are arrows if there are at most so many.
const MOST_ARROWS: usize = 60;

/// Writes the trace as one SVG document.
pub fn write(trace: &Trace, out: &mut dyn Write) -> io::Result<()> {
    let rows = Rows::of(trace);
    // Wider columns and coarser heights until the rows are small enough. The last step has at most eight columns a row.
    let mut drawn = String::new();
    for (pixels, levels) in [
        (1, 18),
        (2, 18),
        (2, 9),
        (4, 9),
        (4, 6),
        (8, 6),
        (16, 3),
        (32, 3),
        (100, 3),
    ] {
        drawn = rows.draw(pixels, levels);
        if drawn.len() <= MOST_BYTES {
            break;
        }
    }
    let bottom = rows.height + TOP + 8;
    let legend = legend(&rows, bottom + 8);
    let title = super::page::title(trace);
    let height = bottom + 18 + 20 * legend.1;
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-label=\"{0}: what each thread did\">\n\
         <title>{0}</title>\n\
         <style>text{{font:13px sans-serif;fill:#1c2129}}.s{{font-size:11px;fill:#5d6672}}.b{{font-weight:bold}}.e{{text-anchor:end}}.m{{font-family:monospace;font-weight:bold}}</style>\n\
         <defs>{1}<marker id=\"head\" viewBox=\"0 0 6 6\" refX=\"5\" refY=\"3\" markerWidth=\"6\" markerHeight=\"6\" orient=\"auto\"><path d=\"M0 0 6 3 0 6z\"/></marker></defs>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>",
        markup(&title),
        patterns(&rows.used),
    )?;
    writeln!(
        out,
        "<text x=\"12\" y=\"22\" class=\"b\" style=\"font-size:16px\">{}</text><text x=\"{}\" y=\"22\" class=\"s e\">{}</text>",
        markup(&cut(&title, 70)),
        WIDTH - 12,
        markup(&cut(&facts(trace), 70)),
    )?;
    writeln!(
        out,
        "<text x=\"12\" y=\"39\" class=\"s\">{}</text>",
        markup(&cut(&totals::verdict(trace), 150)),
    )?;
    out.write_all(axis(trace.duration_ns, bottom).as_bytes())?;
    out.write_all(drawn.as_bytes())?;
    out.write_all(legend.0.as_bytes())?;
    out.write_all(b"</svg>\n")
}

fn facts(trace: &Trace) -> String {
    let forced = |forced: bool| {
        let all = trace
            .processes
            .iter()
            .flat_map(|process| &process.handovers);
        all.filter(|handover| !forced || handover.forced).count()
    };
    format!(
        "policy {}, {} hand-overs, {} forced",
        trace.policy,
        forced(false),
        forced(true)
    )
}

/// The rows of the picture with their places.
struct Rows<'a> {
    trace: &'a Trace,
    /// A process's heading or a thread, and the upper edge of its row.
    rows: Vec<(u32, Row<'a>)>,
    height: u32,
    /// Which groups occur, for the legend.
    used: Vec<usize>,
}

enum Row<'a> {
    Heading(&'a Process),
    Thread {
        process: usize,
        index: usize,
        thread: &'a Thread,
    },
    /// That so many threads are not shown.
    More(usize),
}

impl<'a> Rows<'a> {
    fn of(trace: &'a Trace) -> Rows<'a> {
        let mut rows = Vec::new();
        let (mut y, mut shown, mut hidden) = (TOP, 0, 0);
        let mut times = Vec::new();
        for (number, process) in trace.processes.iter().enumerate() {
            if shown < MOST_ROWS && trace.processes.len() > 1 {
                rows.push((y, Row::Heading(process)));
                y += 20;
            }
            for (index, thread) in process.threads.iter().enumerate() {
                if shown == MOST_ROWS {
                    hidden += 1;
                    continue;
                }
                shown += 1;
                times.push(Times::of(&thread.spans));
                rows.push((
                    y,
                    Row::Thread {
                        process: number,
                        index,
                        thread,
                    },
                ));
                y += ROW + if thread.locks.is_empty() { 0 } else { 5 };
            }
        }
        if hidden > 0 {
            rows.push((y, Row::More(hidden)));
            y += 20;
        }
        Rows {
            trace,
            rows,
            height: y - TOP,
            used: groups_used(times.iter()),
        }
    }

    fn draw(&self, pixels: u32, levels: u32) -> String {
        let mut out = String::new();
        for (y, row) in &self.rows {
            let y = *y;
            match row {
                Row::Heading(process) => {
                    let _ = writeln!(
                        out,
                        "<text x=\"12\" y=\"{}\" class=\"b\">{} <tspan class=\"s\">{}</tspan></text>",
                        y + 14,
                        markup(&cut(&process.name, 40)),
                        process.pid
                    );
                }
                Row::More(count) => {
                    let _ = writeln!(
                        out,
                        "<text x=\"12\" y=\"{}\" class=\"s\">{count} more threads are not shown</text>",
                        y + 14
                    );
                }
                Row::Thread { thread, .. } => {
                    let times = Times::of(&thread.spans);
                    let _ = writeln!(
                        out,
                        "<text x=\"{}\" y=\"{}\" class=\"e\">{}</text><text x=\"{}\" y=\"{}\" class=\"s\">{}</text>",
                        LEFT - 8,
                        y + 14,
                        markup(&cut(&thread.name, 19)),
                        WIDTH - RIGHT + 8,
                        y + 14,
                        percent(times.get(Group::Hold), times.life()),
                    );
                    bar(thread, self.trace.duration_ns, y, pixels, levels, &mut out);
                    locks(
                        thread,
                        self.trace.duration_ns,
                        y + BAR + 1,
                        pixels,
                        &mut out,
                    );
                }
            }
        }
        self.arrows(&mut out);
        out
    }

    /// Hand-overs between rows that are shown, if an eye can follow them.
    fn arrows(&self, out: &mut String) {
        let handovers: Vec<(usize, &Handover)> = self
            .trace
            .processes
            .iter()
            .enumerate()
            .flat_map(|(number, process)| process.handovers.iter().map(move |it| (number, it)))
            .collect();
        if handovers.len() > MOST_ARROWS {
            return;
        }
        let place = |process: usize, index: u32| {
            self.rows.iter().find_map(|(y, row)| match row {
                Row::Thread {
                    process: p,
                    index: i,
                    ..
                } if *p == process && *i == index as usize => Some(*y),
                _ => None,
            })
        };
        for (process, handover) in handovers {
            let (Some(from), Some(to)) =
                (place(process, handover.from), place(process, handover.to))
            else {
                continue;
            };
            if from == to {
                continue;
            }
            let x = x_of(handover.time_ns, self.trace.duration_ns);
            let (begin, end) = if from < to {
                (from + BAR, to)
            } else {
                (from, to + BAR)
            };
            let dash = if handover.forced {
                ""
            } else {
                " stroke-dasharray=\"3 2\""
            };
            let _ = writeln!(
                out,
                "<path d=\"M{x} {begin}V{end}\" stroke=\"#1c2129\"{dash} marker-end=\"url(#head)\"/>"
            );
        }
    }
}

/// Pixels that stand for time.
const LANE: u32 = WIDTH - LEFT - RIGHT;

fn x_of(time: u64, whole: u64) -> u32 {
    let part = u128::from(time.min(whole)) * u128::from(LANE) / u128::from(whole.max(1));
    LEFT + part as u32
}

/// One column of a bar: the height of its solid part, and the group above it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Cell {
    solid: u32,
    rest: Option<usize>,
}

/// Cells that look the same: the first and the number of columns.
fn runs<T: Copy + PartialEq>(cells: &[T]) -> impl Iterator<Item = (T, u32, u32)> {
    let mut at = 0;
    cells.chunk_by(|a, b| a == b).map(move |chunk| {
        let start = at;
        at += chunk.len() as u32;
        (chunk[0], start, chunk.len() as u32)
    })
}

fn bar(thread: &Thread, whole: u64, y: u32, pixels: u32, levels: u32, out: &mut String) {
    let count = (LANE / pixels) as usize;
    let cells: Vec<Cell> = columns(&thread.spans, 0, whole.max(1), count)
        .iter()
        .map(|sums| {
            let sum: u64 = sums.iter().sum();
            let rest = (1..GROUPS)
                .filter(|&group| sums[group] > 0)
                .max_by_key(|&group| sums[group]);
            // In whole levels, but never none where the thread ran, and never all where it did something else for long.
            let share = sums[0] as f64 / sum.max(1) as f64;
            let solid = (share * f64::from(levels)).round() as u32 * BAR / levels;
            Cell {
                solid,
                rest: rest.filter(|_| solid < BAR),
            }
        })
        .collect();
    // Rectangles as one path a group, each move relative to the one before.
    let mut paths: [(String, u32, u32); GROUPS] = std::array::from_fn(|_| (String::new(), 0, 0));
    let mut rectangle = |group: usize, x: u32, top: u32, wide: u32, high: u32| {
        let (path, last_x, last_top) = &mut paths[group];
        let (dx, dy) = (
            i64::from(x) - i64::from(*last_x),
            i64::from(top) - i64::from(*last_top),
        );
        let gap = if dy < 0 { "" } else { " " };
        let _ = write!(path, "m{dx}{gap}{dy}h{wide}v{high}h-{wide}z");
        (*last_x, *last_top) = (x, top);
    };
    for (cell, start, length) in runs(&cells) {
        let (x, wide) = (LEFT + start * pixels, length * pixels);
        if cell.solid > 0 {
            rectangle(0, x, y + BAR - cell.solid, wide, cell.solid);
        }
        if let Some(group) = cell.rest {
            rectangle(group, x, y, wide, BAR - cell.solid);
        }
    }
    for (group, (path, ..)) in paths.iter().enumerate() {
        if !path.is_empty() {
            let _ = writeln!(out, "<path fill=\"{}\" d=\"{path}\"/>", fill(group));
        }
    }
}

/// A line below the bar while the thread has a lock of the script.
fn locks(thread: &Thread, whole: u64, y: u32, pixels: u32, out: &mut String) {
    if thread.locks.is_empty() {
        return;
    }
    let mut held = vec![false; (LANE / pixels) as usize + 1];
    for lock in &thread.locks {
        let column = |time| ((x_of(time, whole) - LEFT) / pixels) as usize;
        for cell in held
            .iter_mut()
            .take(column(lock.released_ns) + 1)
            .skip(column(lock.got_ns))
        {
            *cell = true;
        }
    }
    let _ = write!(
        out,
        "<path fill=\"{}\" d=\"",
        GROUP_LOOKS[Group::Lock as usize].ink
    );
    let mut last: Option<u32> = None;
    for (_, start, length) in runs(&held).filter(|(held, ..)| *held) {
        let (x, wide) = (
            LEFT + start * pixels,
            (length * pixels)
                .min(WIDTH - RIGHT - LEFT - start * pixels)
                .max(1),
        );
        let _ = match last {
            None => write!(out, "M{x} {y}h{wide}v4h-{wide}z"),
            Some(last) => write!(out, "m{} 0h{wide}v4h-{wide}z", x - last),
        };
        last = Some(x);
    }
    out.push_str("\"/>\n");
}

fn fill(group: usize) -> String {
    match group {
        0 => GROUP_LOOKS[0].ink.to_string(),
        group => format!("url(#{})", GROUP_LOOKS[group].short),
    }
}

/// The strokes of each group in a square of 8 × 8 that repeats; the page has the same.
const HATCHES: [&str; GROUPS] = [
    "",
    "M-2 6 6-2M2 10 10 2",
    "M-1-1 9 9M9-1-1 9",
    "M2 0V8M6 0V8",
    "M0 4Q2 0 4 4T8 4",
    "M1.5 4H3",
    "M0 2H8M0 6H8",
    "M0 0H4V4H0zM4 4H8V8H4z",
];

fn patterns(used: &[usize]) -> String {
    let mut out = String::new();
    for &group in used.iter().filter(|group| **group > 0) {
        let look = &GROUP_LOOKS[group];
        let paint = match group {
            7 => format!("fill=\"{}\"", look.ink),
            _ => format!("fill=\"none\" stroke=\"{}\" stroke-width=\"1.3\"", look.ink),
        };
        let _ = write!(
            out,
            "<pattern id=\"{}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"{}\"/><path {paint} d=\"{}\"/></pattern>",
            look.short, look.ground, HATCHES[group]
        );
    }
    out
}

/// The axis above the rows with lines through them.
fn axis(whole: u64, bottom: u32) -> String {
    let mut out = String::new();
    let step = step(whole);
    let mut time = 0;
    loop {
        let x = x_of(time, whole);
        let anchor = if x > WIDTH - RIGHT - 45 { " e" } else { "" };
        let _ = write!(
            out,
            "<path d=\"M{x} {}V{bottom}\" stroke=\"#d5d9e0\"/><text x=\"{}\" y=\"{}\" class=\"s{anchor}\">{}</text>",
            TOP - 18,
            if anchor.is_empty() { x + 3 } else { x - 3 },
            TOP - 8,
            duration(time)
        );
        time = match time.checked_add(step) {
            Some(next) if next <= whole => next,
            _ => break,
        };
    }
    let _ = writeln!(
        out,
        "<text x=\"{}\" y=\"{}\" class=\"s\">ran</text>",
        WIDTH - RIGHT + 8,
        TOP - 8
    );
    out
}

/// A round distance between the lines of the axis: at most ten of them.
fn step(whole: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for factor in [1, 2, 5] {
            let step = power.saturating_mul(factor);
            if step >= whole / 8 || step == u64::MAX {
                return step.max(1);
            }
        }
        power = power.saturating_mul(10);
    }
}

/// The legend and how many lines it has.
fn legend(rows: &Rows<'_>, y: u32) -> (String, u32) {
    let mut out = String::new();
    let (mut column, mut line) = (0, 0);
    let mut next = || {
        if column == 3 {
            (column, line) = (0, line + 1);
        }
        column += 1;
        (12 + (column - 1) * 325, y + line * 20, line)
    };
    let mut last = 0;
    for &group in &rows.used {
        let look = &GROUP_LOOKS[group];
        let (x, y, line) = next();
        last = line;
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"26\" height=\"13\" fill=\"{}\"/><text x=\"{}\" y=\"{}\"><tspan class=\"m\">{}</tspan> {}</text>",
            fill(group),
            x + 33,
            y + 11,
            markup(&look.letter.to_string()),
            look.name
        );
    }
    let has_locks = |(_, row): &(u32, Row<'_>)| matches!(row, Row::Thread { thread, .. } if !thread.locks.is_empty());
    if rows.rows.iter().any(has_locks) {
        let (x, y, line) = next();
        last = line;
        let _ = writeln!(
            out,
            "<rect x=\"{x}\" y=\"{}\" width=\"26\" height=\"4\" fill=\"{}\"/><text x=\"{}\" y=\"{}\">below a bar: has a lock of the script</text>",
            y + 5,
            GROUP_LOOKS[Group::Lock as usize].ink,
            x + 33,
            y + 11,
        );
    }
    (out, last + 1)
}
