//! `tick compare`: a program under several policies of the lock, and with processes in the place of its pools of threads.
//!
//! Enters: the command's arguments. Leaves: one table, and the exit code: 0, or 2 for a mistake in the command line.
//!
//! | file | holds |
//! |---|---|
//! | [`measure`] | one run: its times, what it printed, and the record that the lock leaves (`vm::exit_record`) |
//! | [`table`] | the runs of all ways beside each other, as text and as JSON |
pub mod measure;
pub mod table;

use crate::cli::options::{self, Options};
use crate::cli::print_all;
use crate::testing::process::{self, STOP};
use clap::{Arg, ArgMatches, Command, ValueHint};
use measure::{Plan, Run, Way};
use std::io::{IsTerminal, Read, Write};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// The ways a program is run if none are named.
const USUAL: &str = "fair,py2,py39,py310";
/// What a program names that has threads which processes can replace.
const POOLS: &[&str] = &["ThreadPoolExecutor", "ThreadPool", "multiprocessing.dummy"];

/// The command's table.
pub fn surface() -> Command {
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    Command::new("compare")
        .arg(
            option(
                "policies",
                "list",
                "Policies of the lock (tick help gil), with commas between; `processes' is fair with processes in the place \
                 of pools of threads",
            )
            .value_parser(ways),
        )
        .arg(
            option("runs", "n", "Runs under each; the table has medians")
                .default_value("1")
                .value_parser(clap::value_parser!(u16).range(1..=1000)),
        )
        .arg(
            option("timeout", "seconds", "The longest that a run may take")
                .default_value("60")
                .value_parser(crate::testing::command::seconds),
        )
        .arg(
            option("input", "file", "What the program finds on its standard input; - for that of this command")
                .value_hint(ValueHint::FilePath),
        )
        .arg(option("format", "format", "How the table is written").value_parser(["text", "json"]))
        .arg(
            Arg::new("file")
                .required(true)
                .value_hint(ValueHint::FilePath)
                .help("The program"),
        )
        .arg(
            Arg::new("arg")
                .num_args(0..)
                .trailing_var_arg(true)
                .allow_hyphen_values(true)
                .help("What it finds in sys.argv[1:]"),
        )
        .after_help(format!(
            "\
Policies, if none are named: {USUAL}; and processes, if the program names ThreadPoolExecutor or
multiprocessing.pool.ThreadPool. Options of tick in front of `compare' are given to the program.

Examples:
  tick compare story.py                         the table
  tick compare --runs 5 story.py 1000           medians of five runs
  tick compare --policies fair,ticks:7 story.py two ways
More: tick help gil"
        ))
}

fn ways(text: &str) -> Result<Vec<Way>, String> {
    text.split(',')
        .map(|name| match name {
            "processes" => Ok(Way::Processes),
            _ => options::policy(name).map(Way::Policy).ok_or_else(|| {
                format!(
                    "`{name}' is not one of fair, ticks:N, interval:MS, py2, py39, py310, processes"
                )
            }),
        })
        .collect()
}

/// Runs the command.
pub fn run(matches: &ArgMatches, options: &Options) -> u8 {
    match prepare(matches, options) {
        Ok((plan, ways)) => {
            let json = matches
                .get_one::<String>("format")
                .is_some_and(|format| format == "json");
            let runs = matches.get_one::<u16>("runs").copied().unwrap_or(1).into();
            compare(&plan, &ways, runs, json)
        }
        Err(message) => complain(&message),
    }
}

fn complain(message: &str) -> u8 {
    print_all(
        &mut std::io::stderr(),
        &format!("tick compare: {message}\n"),
    );
    2
}

/// What is to be run, and in which ways.
fn prepare(matches: &ArgMatches, options: &Options) -> Result<(Plan, Vec<Way>), String> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let script = text("file").unwrap_or_default().to_string();
    if !Path::new(&script).exists() {
        return Err(format!("there is no file {script}"));
    }
    let mut input = Vec::new();
    match text("input") {
        None => {}
        Some("-") => {
            std::io::stdin()
                .read_to_end(&mut input)
                .map_err(|error| format!("standard input: {error}"))?;
        }
        Some(file) => input = std::fs::read(file).map_err(|error| format!("{file}: {error}"))?,
    }
    let ways = match matches.get_one::<Vec<Way>>("policies") {
        Some(ways) => ways.clone(),
        None => {
            let mut usual = ways(USUAL)?;
            let source = std::fs::read(&script).unwrap_or_default();
            let source = String::from_utf8_lossy(&source);
            if POOLS.iter().any(|name| source.contains(name)) {
                usual.push(Way::Processes);
            }
            usual
        }
    };
    let mut leading = options.leading.clone();
    leading.retain(|word| word != "--");
    let plan = Plan {
        tick: std::env::current_exe().unwrap_or_else(|_| "tick".into()),
        leading,
        script,
        arguments: matches
            .get_many::<String>("arg")
            .map(|words| words.cloned().collect())
            .unwrap_or_default(),
        input,
        limit: Duration::from_secs_f64(matches.get_one::<f64>("timeout").copied().unwrap_or(60.0)),
    };
    Ok((plan, ways))
}

/// Runs all ways and prints the table; the exit code.
fn compare(plan: &Plan, ways: &[Way], runs: usize, json: bool) -> u8 {
    process::catch_stop_signals();
    let progress = Progress::new(ways.len() * runs);
    let mut rows = Vec::new();
    for way in ways {
        let mut row: Vec<Run> = Vec::new();
        for number in 1..=runs {
            progress.show(rows.len() * runs + number, way);
            match plan.run(way) {
                Ok(_) if STOP.load(Ordering::Relaxed) => break,
                Ok(run) => row.push(run),
                Err(error) => {
                    progress.clear();
                    return complain(&format!("{}: {error}", plan.tick.display()));
                }
            }
        }
        if row.is_empty() {
            break;
        }
        rows.push((*way, row));
    }
    progress.clear();
    let text = match json {
        true => table::json(&plan.script, &rows),
        false => table::text(&plan.script, &rows, plan.limit),
    };
    print_all(&mut std::io::stdout(), &text);
    process::die_if_stopped();
    0
}

/// A line on the terminal that says how far the runs are.
struct Progress {
    total: usize,
    is_on: bool,
}

impl Progress {
    fn new(total: usize) -> Progress {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Progress {
            total,
            is_on: !dumb && std::io::stderr().is_terminal(),
        }
    }
    fn show(&self, number: usize, way: &Way) {
        if self.is_on {
            let _ = write!(
                std::io::stderr(),
                "\r\x1b[K{number} of {}: {way}",
                self.total
            );
        }
    }
    fn clear(&self) {
        if self.is_on {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
