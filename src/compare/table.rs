//! Runs beside each other: a table for people, or one object of JSON.
//!
//! Enters: the runs of each way, at least one of each. Leaves: text.

use super::measure::{Record, Run, Way};
use crate::sched::Reason;
use crate::testing::process::{End, signal_name};
use crate::trace::text::cells::{cut, plain};
use crate::vm::exit_record::reason_key;
use serde_json::{Map, Value, json};
use std::fmt::Write;
use std::time::Duration;

/// Most columns that are shown of a line that differs.
const MOST_SHOWN: usize = 70;

/// Why the lock is given up, as columns of the table: a word, and the reasons it stands for.
const GROUPS: &[(&str, &[Reason])] = &[
    ("io", &[Reason::Io, Reason::Input]),
    (
        "lock",
        &[
            Reason::Lock,
            Reason::RLock,
            Reason::Condition,
            Reason::Semaphore,
            Reason::Event,
            Reason::Barrier,
        ],
    ),
    ("queue", &[Reason::Queue]),
    ("sleep", &[Reason::Sleep]),
    ("join", &[Reason::Join, Reason::Executor, Reason::Child]),
    ("other", &[Reason::Import, Reason::Process, Reason::Compute]),
];

/// One way with its runs.
pub type Row = (Way, Vec<Run>);

/// Two outputs part here: the line, from 1, and what each has there (None: nothing any more).
#[derive(Debug, PartialEq, Eq)]
struct Difference {
    line: usize,
    expected: Option<String>,
    got: Option<String>,
}

fn first_difference(expected: &[u8], got: &[u8]) -> Option<Difference> {
    if expected == got {
        return None;
    }
    let lines = |text: &[u8]| -> Vec<String> {
        let text = String::from_utf8_lossy(text);
        text.split_inclusive('\n').map(str::to_string).collect()
    };
    let (expected, got) = (lines(expected), lines(got));
    let most = expected.len().max(got.len());
    let at = (0..most).find(|&at| expected.get(at) != got.get(at));
    // Bytes that are no text may differ where their texts do not.
    let at = at.unwrap_or(0);
    let shown = |lines: &[String]| {
        lines
            .get(at)
            .map(|line| line.trim_end_matches('\n').to_string())
    };
    Some(Difference {
        line: at + 1,
        expected: shown(&expected),
        got: shown(&got),
    })
}

/// The middle one of some numbers, the smaller of two.
fn median<T: Copy + PartialOrd>(mut numbers: Vec<T>) -> Option<T> {
    numbers.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    numbers.get(numbers.len().saturating_sub(1) / 2).copied()
}

fn median_of<T: Copy + PartialOrd>(runs: &[Run], number: impl Fn(&Record) -> T) -> Option<T> {
    median(
        runs.iter()
            .filter_map(|run| run.record.as_ref())
            .map(number)
            .collect(),
    )
}

fn group_keys(reasons: &[Reason]) -> Vec<String> {
    reasons.iter().map(|&reason| reason_key(reason)).collect()
}

/// How a run ended, in words.
fn ending(end: End, limit: Duration) -> String {
    match end {
        End::Exited(code) if code < 0 => signal_name(-code),
        End::Exited(code) => format!("exit {code}"),
        End::TimedOut => format!("killed after {} s", limit.as_secs_f64()),
        End::TooMuchOutput => "killed: prints without end".to_string(),
        End::Stopped => "stopped".to_string(),
    }
}

/// What the runs of a way printed, compared with the first run of the first way.
struct Verdict {
    /// For the table.
    words: String,
    difference: Option<Difference>,
}

fn verdict(rows: &[Row], row: &Row) -> Verdict {
    let first = &rows[0].1[0];
    let runs = &row.1;
    let differences: Vec<Difference> = runs
        .iter()
        .filter_map(|run| first_difference(&first.output, &run.output))
        .collect();
    let is_first = std::ptr::eq(row, &rows[0]);
    let (count, all) = (differences.len(), runs.len());
    let difference = differences.into_iter().next();
    let words = match &difference {
        None if is_first => String::new(),
        None => ", prints the same".to_string(),
        Some(difference) => {
            let line = difference.line;
            let often = if count == all {
                String::new()
            } else {
                format!(" in {count} of {all} runs")
            };
            let who = if is_first {
                "itself differs"
            } else {
                "differs"
            };
            format!(", {who} at line {line}{often}")
        }
    };
    Verdict { words, difference }
}

/// The table for people.
pub fn text(script: &str, rows: &[Row], limit: Duration) -> String {
    let Some((first_way, first_runs)) = rows.first() else {
        return String::new();
    };
    let all_records = || {
        let runs = rows.iter().flat_map(|(_, runs)| runs);
        runs.filter_map(|run| run.record.as_ref())
    };
    let groups: Vec<(&str, Vec<String>)> = GROUPS
        .iter()
        .map(|(name, reasons)| (*name, group_keys(reasons)))
        .filter(|(_, keys)| all_records().any(|record| record.released_for(keys) > 0))
        .collect();
    let mut head = vec!["policy", "wall s", "CPU s", "switches", "forced"];
    head.extend(groups.iter().map(|(name, _)| *name));
    let has_failed_wakes = all_records().any(|record| record.failed_wakes > 0);
    head.extend(has_failed_wakes.then_some("failed wake-ups"));
    head.extend(["waited", "result"]);
    let mut lines = vec![head.iter().map(|text| text.to_string()).collect::<Vec<_>>()];
    // By line of the output: the ways that print something else there. By last words: the ways that end with them.
    let mut differing: Vec<(usize, Option<String>, String)> = Vec::new();
    let mut failing: Vec<(String, Vec<String>)> = Vec::new();
    for row in rows {
        let (way, runs) = row;
        let seconds = |time: fn(&Run) -> Duration| {
            let all = runs.iter().map(|run| time(run).as_secs_f64()).collect();
            median(all).map_or(String::new(), |seconds| format!("{seconds:.3}"))
        };
        let count = |number: &dyn Fn(&Record) -> u64| {
            median_of(runs, number).map_or("-".to_string(), |number| number.to_string())
        };
        let verdict = verdict(rows, row);
        let mut endings: Vec<String> = runs.iter().map(|run| ending(run.end, limit)).collect();
        endings.dedup();
        let mut line = vec![
            way.to_string(),
            seconds(|run| run.wall),
            seconds(|run| run.processor),
            count(&|record| record.switches),
            count(&|record| record.forced),
        ];
        line.extend(
            groups
                .iter()
                .map(|(_, keys)| count(&|record| record.released_for(keys))),
        );
        line.extend(has_failed_wakes.then(|| count(&|record| record.failed_wakes)));
        line.push(
            median_of(runs, Record::wait_share)
                .map_or("-".to_string(), |share| format!("{:.0} %", 100.0 * share)),
        );
        line.push(endings.join(" or ") + &verdict.words);
        lines.push(line);
        if let Some(difference) = verdict.difference {
            let got = format!("  {way}: {}\n", shown(difference.got));
            match differing
                .iter_mut()
                .find(|(line, ..)| *line == difference.line)
            {
                Some((.., text)) => *text += &got,
                None => differing.push((difference.line, difference.expected, got)),
            }
        }
        let failed = runs
            .iter()
            .find(|run| run.end != End::Exited(0) && !run.last_words.is_empty());
        if let Some(failed) = failed {
            match failing
                .iter_mut()
                .find(|(words, _)| *words == failed.last_words)
            {
                Some((_, ways)) => ways.push(way.to_string()),
                None => failing.push((failed.last_words.clone(), vec![way.to_string()])),
            }
        }
    }
    let mut notes = String::new();
    for (line, expected, others) in differing {
        let expected = shown(expected);
        let _ = write!(
            notes,
            "\nline {line} of the output\n  {first_way}: {expected}\n{others}"
        );
    }
    for (words, ways) in failing {
        let _ = writeln!(
            notes,
            "\nlast words of {}\n  {}",
            ways.join(", "),
            cut(&words, MOST_SHOWN)
        );
    }
    let medians = match first_runs.len() {
        1 => String::new(),
        runs => format!(", medians of {runs} runs"),
    };
    let mut text = format!("{}{medians}\n", plain(script));
    text += &aligned(&lines);
    text += "forced: the lock was taken away. waited: part of the threads' time.\n";
    if !groups.is_empty() {
        let names: Vec<&str> = groups.iter().map(|(name, _)| *name).collect();
        let names = names.join(", ");
        let _ = writeln!(text, "{names}: it was given up in order to wait.");
    }
    if rows.iter().any(|(way, _)| *way == Way::Processes) {
        text += "processes: the lock of the parent; each child has its own.\n";
    }
    text + &notes
}

fn shown(line: Option<String>) -> String {
    line.map_or("(nothing)".to_string(), |line| cut(&line, MOST_SHOWN))
}

/// Columns beside each other: the first and the last are texts, the others numbers.
fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|at| {
            lines
                .iter()
                .map(|line| line[at].chars().count())
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for line in lines {
        let cells: Vec<String> = line
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(at, (cell, &width))| match at {
                0 => format!("{cell:<width$}"),
                _ if at == columns - 1 => cell.clone(),
                _ => format!("{cell:>width$}"),
            })
            .collect();
        let _ = writeln!(text, "{}", cells.join("  ").trim_end());
    }
    text
}

/// The same as one object of JSON, in a line: medians, and the times of each run.
pub fn json(script: &str, rows: &[Row]) -> String {
    let ways: Vec<Value> = rows.iter().map(|row| json_row(rows, row)).collect();
    let runs = rows.first().map_or(0, |(_, runs)| runs.len());
    let all = json!({"version": 1, "script": script, "runs": runs, "ways": ways});
    format!("{all}\n")
}

fn json_row(rows: &[Row], row: &Row) -> Value {
    let (way, runs) = row;
    let seconds = |time: fn(&Run) -> Duration| -> Vec<f64> {
        runs.iter().map(|run| time(run).as_secs_f64()).collect()
    };
    let released: Map<String, Value> = Reason::ALL
        .iter()
        .filter_map(|&reason| {
            let keys = group_keys(&[reason]);
            let count =
                median_of(runs, |record| record.released_for(&keys)).filter(|&count| count > 0)?;
            Some((reason_key(reason), json!(count)))
        })
        .collect();
    let ends: Vec<Value> = runs
        .iter()
        .map(|run| match run.end {
            End::Exited(code) => json!(code),
            End::TimedOut => json!("timeout"),
            End::TooMuchOutput => json!("output"),
            End::Stopped => json!("stopped"),
        })
        .collect();
    let difference = verdict(rows, row).difference.map(|difference| {
        json!({"line": difference.line, "expected": difference.expected, "got": difference.got})
    });
    json!({
        "way": way.to_string(),
        "wall_s": seconds(|run| run.wall),
        "cpu_s": seconds(|run| run.processor),
        "switches": median_of(runs, |record| record.switches),
        "forced": median_of(runs, |record| record.forced),
        "released": released,
        "failed_wakes": median_of(runs, |record| record.failed_wakes),
        "wait_share": median_of(runs, Record::wait_share),
        "exit": ends,
        "same_output": difference.is_none(),
        "first_difference": difference,
        "last_error_line": runs.iter().map(|run| run.last_words.as_str()).find(|words| !words.is_empty()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gil::policy::Policy;

    fn run(output: &str, switches: u64) -> Run {
        Run {
            wall: Duration::from_millis(500),
            processor: Duration::from_millis(400),
            end: End::Exited(0),
            output: output.into(),
            last_words: String::new(),
            record: Some(Record {
                switches,
                thread_ns: 100,
                wait_ns: 49,
                released: vec![
                    ("sleep".into(), 2),
                    ("event".into(), 1),
                    ("rlock".into(), 1),
                ],
                ..Record::default()
            }),
        }
    }

    #[test]
    fn outputs_part_at_a_line() {
        let lines = |expected: &str, got: &str| {
            first_difference(expected.as_bytes(), got.as_bytes())
                .map(|found| (found.line, found.expected, found.got))
        };
        assert_eq!(lines("a\nb\n", "a\nb\n"), None);
        assert_eq!(
            lines("a\nb\n", "a\nc\n"),
            Some((2, Some("b".into()), Some("c".into())))
        );
        assert_eq!(lines("a\n", "a\nb\n"), Some((2, None, Some("b".into()))));
    }

    #[test]
    fn every_reason_has_one_column() {
        for &reason in Reason::ALL {
            let columns = GROUPS
                .iter()
                .filter(|(_, reasons)| reasons.contains(&reason));
            assert_eq!(columns.count(), 1, "{reason:?}");
        }
    }

    #[test]
    fn the_table_has_medians_and_differences() {
        let rows = vec![
            (
                Way::Policy(Policy::Fair),
                vec![run("1\n", 5), run("1\n", 9), run("1\n", 7)],
            ),
            (
                Way::Policy(Policy::Py2),
                vec![run("1\n", 1), run("2\n", 1), run("1\n", 1)],
            ),
        ];
        assert_eq!(
            text("a.py", &rows, Duration::from_secs(60)),
            "\
a.py, medians of 3 runs
policy  wall s  CPU s  switches  forced  lock  sleep  waited  result
fair     0.500  0.400         7       0     2      2    49 %  exit 0
py2      0.500  0.400         1       0     2      2    49 %  exit 0, differs at line 1 in 1 of 3 runs
forced: the lock was taken away. waited: part of the threads' time.
lock, sleep: it was given up in order to wait.

line 1 of the output
  fair: 1
  py2: 2
"
        );
        let parsed: Value = serde_json::from_str(&json("a.py", &rows)).expect("it is JSON");
        assert_eq!(parsed["ways"][0]["switches"], 7);
        assert_eq!(parsed["ways"][1]["first_difference"]["got"], "2");
        assert_eq!(parsed["ways"][1]["released"]["sleep"], 2);
    }
}
