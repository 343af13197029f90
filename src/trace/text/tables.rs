//! The tables of the text report: threads, locks, source lines.
//!
//! Enters: one process of a [`Trace`]. Leaves: lines. The times of a thread add up to its life.
use super::super::model::{NONE, Trace};
use super::super::totals::{self, Kind, Places, ThreadTotals};
use super::{cut, duration, percent};
use std::fmt::Write;

/// Rows of a table; the rest is counted.
const MOST_ROWS: usize = 40;
/// Source lines told.
const MOST_LINES: usize = 5;
/// Columns of a name.
const NAME: usize = 20;

/// Kinds of waiting, as heads of columns.
const KINDS: &[(Kind, &str)] = &[
    (Kind::Io, "io"),
    (Kind::Sleep, "sleep"),
    (Kind::Lock, "locks"),
    (Kind::Threads, "threads"),
    (Kind::Processes, "process"),
    (Kind::Compute, "compute"),
];

/// Adds a table: heads and rows of cells, the first column to the left and the others to the right.
fn table(text: &mut String, heads: &[&str], rows: &[Vec<String>]) {
    let lines = std::iter::once(heads.iter().map(ToString::to_string).collect::<Vec<_>>());
    let lines: Vec<Vec<String>> = lines.chain(rows.iter().take(MOST_ROWS).cloned()).collect();
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    for line in &lines {
        let mut row = String::new();
        for (at, (cell, &width)) in line.iter().zip(&widths).enumerate() {
            let _ = if at == 0 {
                write!(row, "{cell:width$}")
            } else {
                write!(row, "  {cell:>width$}")
            };
        }
        let _ = writeln!(text, "{}", row.trim_end());
    }
    let more = rows.len().saturating_sub(MOST_ROWS);
    if more > 0 {
        let _ = writeln!(text, "and {more} more");
    }
}

/// All tables of a process.
pub fn of_process(trace: &Trace, at: usize) -> String {
    let process = &trace.processes[at];
    let all: Vec<ThreadTotals> = process.threads.iter().map(ThreadTotals::of).collect();
    let of = match trace.processes.len() {
        1 => String::new(),
        _ => format!(" of {}", process.name),
    };
    let mut text = String::new();

    let _ = writeln!(
        text,
        "\nTime of threads{of}: with the lock, wanting it, waiting for else"
    );
    let kinds: Vec<&(Kind, &str)> = KINDS
        .iter()
        .filter(|(kind, _)| all.iter().any(|one| one.waited(*kind) > 0))
        .collect();
    let mut heads = vec!["thread", "life", "has it", "wants it"];
    heads.extend(kinds.iter().map(|(_, head)| *head));
    let name = |at: usize| cut(&process.threads[at].name, NAME);
    let rows: Vec<Vec<String>> = (all.iter().enumerate())
        .map(|(at, one)| {
            let mut cells = vec![
                name(at),
                duration(one.life),
                duration(one.hold),
                duration(one.want),
            ];
            cells.extend(kinds.iter().map(|(kind, _)| duration(one.waited(*kind))));
            cells
        })
        .collect();
    table(&mut text, &heads, &rows);

    let _ = writeln!(
        text,
        "\nTurns with the lock{of}, and how long each was waited for"
    );
    let rows: Vec<Vec<String>> = (all.iter().enumerate())
        .map(|(at, one)| {
            vec![
                name(at),
                one.holds.to_string(),
                one.forced.to_string(),
                one.voluntary.to_string(),
                one.wants.len().to_string(),
                duration(one.quantile(0.5)),
                duration(one.quantile(0.99)),
                duration(one.quantile(1.0)),
            ]
        })
        .collect();
    let heads = [
        "thread",
        "turns",
        "taken away",
        "given up",
        "waits",
        "median",
        "99 %",
        "longest",
    ];
    table(&mut text, &heads, &rows);

    let locks = totals::locks(process);
    if !locks.is_empty() {
        let _ = writeln!(text, "\nLocks of the program{of}");
        let rows: Vec<Vec<String>> = locks
            .iter()
            .map(|lock| {
                let object = trace.objects.get(lock.object as usize);
                vec![
                    object.map_or_else(|| "a lock".to_string(), |object| cut(&object.name, 28)),
                    lock.taken.to_string(),
                    lock.contended.to_string(),
                    duration(lock.waited),
                    duration(lock.longest_wait),
                    duration(lock.held),
                ]
            })
            .collect();
        table(
            &mut text,
            &["lock", "taken", "waited for", "waits", "longest", "held"],
            &rows,
        );
    }

    let sum = |places: fn(&ThreadTotals) -> &Places| {
        let mut sums = Places::new();
        for (&site, &time) in all.iter().flat_map(places) {
            *sums.entry(site).or_default() += time;
        }
        sums
    };
    lines(
        &mut text,
        trace,
        &format!("Lines at which the lock was given up{of}, by how long it was held before"),
        &sum(|one| &one.held_at),
    );
    lines(
        &mut text,
        trace,
        &format!("Lines at which it was waited for{of}"),
        &sum(|one| &one.wanted_at),
    );
    let mut held = Places::new();
    for (&site, &time) in locks.iter().flat_map(|lock| &lock.held_at) {
        if site != NONE {
            *held.entry(site).or_default() += time;
        }
    }
    lines(
        &mut text,
        trace,
        &format!("Lines that took locks of the program{of}, by how long they held them"),
        &held,
    );
    text
}

fn lines(text: &mut String, trace: &Trace, title: &str, places: &Places) {
    let longest = totals::longest_lines(trace, places, MOST_LINES);
    if longest.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{title}");
    let whole: u64 = places.values().sum();
    for (key, time) in longest {
        let (name, number) = key;
        let file = name.rsplit('/').next().unwrap_or(name);
        let found =
            (trace.lines).binary_search_by(|(file, line, _)| (file.as_str(), *line).cmp(&key));
        let source = found.map_or("", |at| trace.lines[at].2.trim());
        let _ = writeln!(
            text,
            "{:>8}  {:>4}  {}",
            duration(time),
            percent(time, whole),
            cut(&format!("{file}:{number}  {source}"), 66)
        );
    }
}
