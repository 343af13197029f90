//! The timeline of the text report: a row a thread, a column a stretch of time.
//!
//! Enters: a [`Trace`]. Leaves: lines. A column shows what the thread did most of its time there; `+` stands for taking turns.
use super::super::model::{Doing, Process, Thread, Trace};
use super::cells::{self, cut};
use super::{Style, duration};
use crate::sched::Reason;
use std::fmt::Write;

/// Rows of one process; the others are counted.
const MOST_THREADS: usize = 40;
/// Columns of a thread's name.
const MOST_NAME: usize = 20;
/// Marks of threads in the row of holders.
const MARKS: &[u8] = b"123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// What a letter stands for, and its colour as a terminal takes it.
struct Letter {
    sign: char,
    meaning: &'static str,
    colour: &'static str,
}

/// By the numbers of `state_of`.
const LETTERS: &[Letter] = &[
    letter('#', "has the lock", "32"),
    letter('.', "wants the lock", "33"),
    letter('+', "has and wants it in turn", "32"),
    letter('~', "input, output", "34"),
    letter('z', "sleeps", "36"),
    letter('L', "waits for a lock", "31"),
    letter('Q', "for a queue", "35"),
    letter('E', "for an event, condition, semaphore, barrier", "35"),
    letter('J', "for a thread to end", "35"),
    letter('P', "for a process", "35"),
    letter('M', "for an import", "35"),
    letter('C', "computes without the lock", "32"),
];
const HOLD: usize = 0;
const WANT: usize = 1;
const TURNS: usize = 2;

const fn letter(sign: char, meaning: &'static str, colour: &'static str) -> Letter {
    Letter {
        sign,
        meaning,
        colour,
    }
}

/// The index in `LETTERS`.
fn state_of(doing: Doing) -> usize {
    match doing {
        Doing::Hold => HOLD,
        Doing::Want => WANT,
        Doing::Wait(reason) => match reason {
            Reason::Io | Reason::Input => 3,
            Reason::Sleep => 4,
            Reason::Lock | Reason::RLock => 5,
            Reason::Queue => 6,
            Reason::Event | Reason::Condition | Reason::Semaphore | Reason::Barrier => 7,
            Reason::Join | Reason::Executor => 8,
            Reason::Child | Reason::Process => 9,
            Reason::Import => 10,
            Reason::Compute => 11,
        },
    }
}

/// Calls `add` for each column that a stretch of time touches, with how much of it lies there.
fn spread(start: u64, end: u64, whole: u64, columns: usize, mut add: impl FnMut(usize, u64)) {
    let edge = |column: usize| (u128::from(whole) * column as u128 / columns as u128) as u64;
    let first = (u128::from(start) * columns as u128 / u128::from(whole.max(1))) as usize;
    for column in first..columns {
        let (left, right) = (edge(column), edge(column + 1));
        if left >= end {
            break;
        }
        add(column, end.min(right).saturating_sub(start.max(left)));
    }
}

/// The letters of a thread, by index in `LETTERS`; `None` where it was not there.
fn row(thread: &Thread, whole: u64, columns: usize) -> Vec<Option<usize>> {
    let mut sums = vec![[0u64; 12]; columns];
    for span in &thread.spans {
        let state = state_of(span.doing);
        spread(
            span.start_ns,
            span.end_ns,
            whole,
            columns,
            |column, time| {
                sums[column][state] += time;
            },
        );
    }
    sums.iter()
        .map(|sums| {
            let total: u64 = sums.iter().sum();
            let (most, time) = (sums.iter().copied().enumerate())
                .max_by_key(|&(at, time)| (time, std::cmp::Reverse(at)))?;
            if time == 0 {
                return None;
            }
            let turns = sums[HOLD] + sums[WANT];
            let taking_turns = matches!(most, HOLD | WANT)
                && sums[HOLD] * 10 >= total
                && sums[WANT] * 10 >= total
                && turns * 2 >= total;
            Some(if taking_turns { TURNS } else { most })
        })
        .collect()
}

/// For each column the thread that held the lock longest there, if it was held half of the time or more.
fn holders(process: &Process, whole: u64, columns: usize) -> Vec<Option<usize>> {
    let mut sums = vec![Vec::<(usize, u64)>::new(); columns];
    for (at, thread) in process.threads.iter().enumerate() {
        for span in thread.spans.iter().filter(|span| span.doing == Doing::Hold) {
            spread(
                span.start_ns,
                span.end_ns,
                whole,
                columns,
                |column, time| match sums[column].last_mut() {
                    Some((known, sum)) if *known == at => *sum += time,
                    _ => sums[column].push((at, time)),
                },
            );
        }
    }
    sums.iter()
        .map(|sums| {
            let held: u64 = sums.iter().map(|(_, time)| time).sum();
            let first = sums
                .iter()
                .max_by_key(|&&(at, time)| (time, std::cmp::Reverse(at)))?;
            (u128::from(held) * columns as u128 * 2 >= u128::from(whole)).then_some(first.0)
        })
        .collect()
}

fn mark(at: usize) -> char {
    MARKS.get(at).map_or('*', |&mark| char::from(mark))
}

/// The timelines of all processes, and what the letters mean.
pub fn draw(trace: &Trace, style: Style) -> String {
    let names = trace.processes.iter().flat_map(|process| &process.threads);
    let name_width = names
        .map(|thread| cells::width(&cells::plain(&thread.name)))
        .max()
        .unwrap_or(0)
        .clamp(6, MOST_NAME);
    let columns = style.width.saturating_sub(name_width + 5).max(10);
    let whole = trace.duration_ns.max(1);
    let paint = |state: usize| {
        let letter = &LETTERS[state];
        if style.colour {
            format!("\x1b[{}m{}\x1b[0m", letter.colour, letter.sign)
        } else {
            letter.sign.to_string()
        }
    };
    let mut text = String::new();
    let mut used = [false; 12];
    let end = duration(trace.duration_ns);
    let _ = writeln!(text, "{:1$}0{end:>2$}", "", name_width + 4, columns - 1);
    for process in &trace.processes {
        if trace.processes.len() > 1 {
            let name = cells::plain(&process.name);
            let _ = writeln!(text, "{name} (process {})", process.pid);
        }
        let holder: String = holders(process, whole, columns)
            .iter()
            .map(|holder| holder.map_or(' ', mark))
            .collect();
        let _ = writeln!(text, "  {:name_width$} |{holder}|", "holder");
        for (at, thread) in process.threads.iter().enumerate().take(MOST_THREADS) {
            let mut line = String::new();
            for state in row(thread, whole, columns) {
                match state {
                    Some(state) => {
                        used[state] = true;
                        line += &paint(state);
                    }
                    None => line.push(' '),
                }
            }
            let name = cells::left(&cut(&thread.name, name_width), name_width);
            let _ = writeln!(text, "{} {name} |{line}|", mark(at));
        }
        let more = process.threads.len().saturating_sub(MOST_THREADS);
        if more > 0 {
            let _ = writeln!(text, "  and {more} more threads");
        }
    }
    let mut line = String::new();
    for (state, _) in used.iter().enumerate().filter(|(_, used)| **used) {
        let meaning = LETTERS[state].meaning;
        if !line.is_empty() && line.len() + meaning.len() + 5 > style.width {
            let _ = writeln!(text, "{}", line.trim_end());
            line.clear();
        }
        // Colours take no columns, but the line is measured without them.
        let _ = write!(line, "{} {meaning}   ", LETTERS[state].sign);
    }
    let _ = writeln!(text, "{}", line.trim_end());
    text
}

#[cfg(test)]
mod tests {
    use super::super::super::model::{End, NONE, Span};
    use super::*;

    fn thread(spans: &[(u64, Doing)]) -> Thread {
        let mut start = 0;
        let spans: Vec<Span> = spans
            .iter()
            .map(|&(length, doing)| {
                let span = Span {
                    start_ns: start,
                    end_ns: start + length,
                    doing,
                    end: End::Own,
                    site: NONE,
                    object: NONE,
                };
                start += length;
                span
            })
            .collect();
        Thread {
            name: "one".into(),
            end_ns: start,
            spans,
            ..Thread::default()
        }
    }

    fn letters(thread: &Thread, whole: u64, columns: usize) -> String {
        row(thread, whole, columns)
            .iter()
            .map(|state| state.map_or(' ', |state| LETTERS[state].sign))
            .collect()
    }

    #[test]
    fn a_column_is_what_was_done_most_there() {
        let one = thread(&[
            (20, Doing::Hold),
            (10, Doing::Wait(Reason::Sleep)),
            (6, Doing::Wait(Reason::Lock)),
            (4, Doing::Hold),
        ]);
        assert_eq!(letters(&one, 50, 5), "##zL ");
        let turns: Vec<(u64, Doing)> = (0..20)
            .flat_map(|_| [(1, Doing::Hold), (3, Doing::Want)])
            .collect();
        assert_eq!(letters(&thread(&turns), 80, 4), "++++");
    }

    #[test]
    fn every_stretch_is_spread_without_loss() {
        for (start, end) in [(0, 1000), (3, 997), (499, 501), (7, 8)] {
            let mut sum = 0;
            spread(start, end, 1000, 7, |_, time| sum += time);
            assert_eq!(sum, end - start);
        }
    }
}
