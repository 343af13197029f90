//! The tables of the text report: threads, locks, source lines.
//!
//! Enters: a [`Trace`]. Leaves: lines. The times of a thread add up to its life.
use super::super::look::GROUP_LOOKS;
use super::super::model::{NONE, Process, Trace};
use super::super::totals::{self, Places, ThreadTotals, groups_used};
use super::cells::{self, cut};
use super::{duration, percent};
use std::fmt::Write;

/// Rows of a table; the rest is counted.
const MOST_ROWS: usize = 40;
/// Source lines told.
const MOST_LINES: usize = 5;
/// Columns of a place and its source line.
const LINE: usize = 63;
/// Columns of a name.
const NAME: usize = 20;

/// Titles over the lines at which the lock was given up, and at which it was waited for.
const OWN_LINES: [&str; 2] = [
    "Lines at which the lock was given up, by how long it was held before",
    "Lines at which it was waited for",
];
const CHILDREN_LINES: [&str; 2] = [
    "Lines at which child processes gave the lock up, by how long it was held before",
    "Lines at which child processes waited for it",
];

/// Adds a table: heads and rows of cells, the first column to the left and the others to the right.
fn table(text: &mut String, heads: &[&str], rows: &[Vec<String>]) {
    let lines = std::iter::once(heads.iter().map(ToString::to_string).collect::<Vec<_>>());
    let lines: Vec<Vec<String>> = lines.chain(rows.iter().take(MOST_ROWS).cloned()).collect();
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cells::width(cell)).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    for line in &lines {
        let mut row = String::new();
        for (at, (cell, &width)) in line.iter().zip(&widths).enumerate() {
            row += &match at {
                0 => cells::left(cell, width),
                _ => cells::right(cell, width + 2),
            };
        }
        let _ = writeln!(text, "{}", row.trim_end());
    }
    let more = rows.len().saturating_sub(MOST_ROWS);
    if more > 0 {
        let _ = writeln!(text, "and {more} more");
    }
}

/// All tables: of the program itself, then sums over each of its child processes and their lines together.
pub fn draw(trace: &Trace) -> String {
    let all: Vec<Vec<ThreadTotals>> = (trace.processes.iter())
        .map(|process| process.threads.iter().map(ThreadTotals::of).collect())
        .collect();
    let Some((own, others)) = all.split_first() else {
        return String::new();
    };
    let main = &trace.processes[0];
    let names: Vec<String> = main
        .threads
        .iter()
        .map(|thread| cut(&thread.name, NAME))
        .collect();
    let mut text = String::new();
    let _ = writeln!(
        text,
        "\nTime of threads: they run with the lock, want it, or wait for else"
    );
    times(&mut text, "thread", &names, own);
    turns(&mut text, &names, own);
    locks(&mut text, trace, main);
    lock_lines(&mut text, trace, own, OWN_LINES);
    let held = held_at(main);
    let title = "Lines that took locks of the program, by how long they held them";
    lines(&mut text, trace, title, &held);
    if !others.is_empty() {
        let _ = writeln!(text, "\nTime of child processes, their threads together");
        let names: Vec<String> = (trace.processes[1..].iter())
            .map(|process| cut(&format!("{} ({})", process.name, process.pid), NAME + 8))
            .collect();
        let sums: Vec<ThreadTotals> = others
            .iter()
            .map(|threads| ThreadTotals::sum(threads))
            .collect();
        times(&mut text, "process", &names, &sums);
        lock_lines(&mut text, trace, &sums, CHILDREN_LINES);
    }
    text
}

fn times(text: &mut String, what: &str, names: &[String], all: &[ThreadTotals]) {
    let groups = groups_used(all.iter().map(|one| &one.times));
    let mut heads = vec![what, "life"];
    heads.extend(groups.iter().map(|&group| GROUP_LOOKS[group].short));
    let rows: Vec<Vec<String>> = (names.iter().zip(all))
        .map(|(name, one)| {
            let mut cells = vec![name.clone(), duration(one.times.life())];
            cells.extend(groups.iter().map(|&group| duration(one.times.0[group])));
            cells
        })
        .collect();
    table(text, &heads, &rows);
}

fn turns(text: &mut String, names: &[String], all: &[ThreadTotals]) {
    let _ = writeln!(
        text,
        "\nTurns with the lock, and how long each was waited for"
    );
    let rows: Vec<Vec<String>> = (names.iter().zip(all))
        .map(|(name, one)| {
            let mut cells = vec![name.clone()];
            let counts = [one.holds, one.forced, one.voluntary, one.wants.len() as u64];
            cells.extend(counts.map(|count| count.to_string()));
            cells.extend([0.5, 0.99, 1.0].map(|share| duration(one.quantile(share))));
            cells
        })
        .collect();
    let heads = [
        "thread", "turns", "forced", "given up", "waits", "median", "99 %", "longest",
    ];
    table(text, &heads, &rows);
}

fn locks(text: &mut String, trace: &Trace, process: &Process) {
    let all = totals::objects(trace, process.threads.iter());
    let rows: Vec<Vec<String>> = totals::worst_first(&all)
        .into_iter()
        .filter(|&object| all[object].taken > 0)
        .map(|object| {
            let lock = &all[object];
            vec![
                cut(&trace.objects[object].name, 28),
                lock.taken.to_string(),
                lock.contended.to_string(),
                duration(lock.waited),
                duration(lock.longest),
                duration(lock.held),
            ]
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nLocks of the program");
    let heads = ["lock", "taken", "waited for", "waits", "longest", "held"];
    table(text, &heads, &rows);
}

/// The lines at which the interpreter's lock was given up and waited for.
fn lock_lines(text: &mut String, trace: &Trace, all: &[ThreadTotals], titles: [&str; 2]) {
    let sum = |places: fn(&ThreadTotals) -> &Places| {
        let mut sums = Places::new();
        for (&site, &time) in all.iter().flat_map(places) {
            *sums.entry(site).or_default() += time;
        }
        sums
    };
    lines(text, trace, titles[0], &sum(|one| &one.held_at));
    lines(text, trace, titles[1], &sum(|one| &one.wanted_at));
}

/// Where locks of the program were taken, with how long they were held.
fn held_at(process: &Process) -> Places {
    let mut held = Places::new();
    for lock in process.threads.iter().flat_map(|thread| &thread.locks) {
        if lock.site != NONE {
            *held.entry(lock.site).or_default() += lock.released_ns.saturating_sub(lock.got_ns);
        }
    }
    held
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
            "{:>8}  {:>5}  {}",
            duration(time),
            percent(time, whole),
            cut(&format!("{file}:{number}  {source}"), LINE)
        );
    }
}
