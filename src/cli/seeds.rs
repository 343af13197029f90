//! Runs that can be repeated, as the command line has them: `-X seed=N`, `-X schedule=FILE`, `-X save-schedule=FILE`, and `--verify`,
//! which runs a program twice and compares.
//!
//! Local time is UTC in such runs.
//!
//! Enters: the split command line. Leaves: settings for the interpreter, or why there are none; the exit code of `--verify`.

#![allow(unsafe_code)] // Setting an environment variable before there is a second thread.

use super::options::{Options, Program, Stop};
use super::print_all;
use crate::seeded::{Schedule, Settings, Title, read_schedule};
use crate::testing::diff;
use sha2::{Digest, Sha256};
use std::io::{IsTerminal, Read, Write};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

/// The settings that the options ask for; none without a seed.
pub fn settings(options: &Options) -> Result<Option<Settings>, Stop> {
    let set = |name: &str| {
        let found = options.extra.iter().rev().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_deref().unwrap_or_default())
    };
    let schedule = match set("schedule") {
        None => None,
        Some(path) => Some(Arc::new(schedule(path)?)),
    };
    let seed = match (set("seed"), &schedule) {
        (Some(text), _) => text.parse().map_err(|_| {
            Stop::usage(format!(
                "-X seed={text}: a seed is a whole number from 0 to {}",
                u64::MAX
            ))
        })?,
        (None, Some(schedule)) => schedule.seed,
        (None, None) if set("save-schedule").is_some() => {
            return Err(Stop::usage(
                "-X save-schedule goes with -X seed=N or -X schedule=FILE".to_string(),
            ));
        }
        (None, None) => return Ok(None),
    };
    let save = set("save-schedule");
    if save == Some("") {
        return Err(Stop::usage(
            "-X save-schedule=FILE: where to is missing".to_string(),
        ));
    }
    let wants_title = save.is_some() || schedule.is_some();
    let title = if wants_title {
        title(options)
    } else {
        Title::default()
    };
    // Under --verify the runs tell it themselves.
    if let Some(schedule) = &schedule
        && !options.verify
        && !schedule.title.hash.is_empty()
        && schedule.title.hash != title.hash
    {
        print_all(
            &mut std::io::stderr(),
            &format!(
                "tick: the schedule is of another text of {}: where it does not fit is told at the end\n",
                schedule.title.script
            ),
        );
    }
    // SAFETY: the process has one thread yet: this is called before the interpreter is made.
    unsafe { std::env::set_var("TZ", "UTC") };
    Ok(Some(Settings {
        seed,
        schedule,
        save: save.map(Into::into),
        title,
    }))
}

fn schedule(path: &str) -> Result<Schedule, Stop> {
    let read = std::fs::read_to_string(path)
        .map_err(|error| error.to_string())
        .and_then(|text| read_schedule(&text));
    read.map_err(|error| Stop {
        message: format!("tick: -X schedule={path}: {error}\n"),
        code: 2,
        to_stdout: false,
    })
}

/// What a schedule says about the program.
fn title(options: &Options) -> Title {
    let (script, text) = match &options.program {
        Program::File(name) => (name.clone(), std::fs::read(name).unwrap_or_default()),
        Program::Command(text) => ("-c".to_string(), text.clone().into_bytes()),
        Program::Module(name) => (format!("-m {name}"), Vec::new()),
        Program::Stdin | Program::Tool(..) => ("-".to_string(), Vec::new()),
    };
    let mut hash = String::new();
    if !text.is_empty() {
        for byte in Sha256::digest(&text) {
            hash += &format!("{byte:02x}");
        }
    }
    Title {
        script,
        hash,
        arguments: options.argv.get(1..).unwrap_or_default().to_vec(),
    }
}

/// Runs the program twice and compares standard output, standard error and exit code. 0: the same, 1: not, 2: it cannot be run.
pub fn verify(options: &Options) -> u8 {
    match settings(options) {
        Ok(Some(_)) => {}
        Ok(None) => {
            return super::say_why(&Stop::usage(
                "--verify goes with -X seed=N or -X schedule=FILE".to_string(),
            ));
        }
        Err(stop) => return super::say_why(&stop),
    }
    let mut input = Vec::new();
    if !std::io::stdin().is_terminal() && std::io::stdin().read_to_end(&mut input).is_err() {
        input.clear();
    }
    let outputs: std::io::Result<Vec<Output>> = (0..2).map(|_| run_once(&input)).collect();
    let outputs = match outputs {
        Ok(outputs) => outputs,
        Err(error) => {
            print_all(
                &mut std::io::stderr(),
                &format!("tick: --verify: {error}\n"),
            );
            return 2;
        }
    };
    let [first, second] = &outputs[..] else {
        return 2;
    };
    let _ = std::io::stdout().write_all(&first.stdout);
    let _ = std::io::stderr().write_all(&first.stderr);
    let mut report = diff::runs([
        ("standard output", &first.stdout, &second.stdout),
        ("standard error", &first.stderr, &second.stderr),
    ]);
    if first.status != second.status {
        report += &format!("first {}, then {}\n", first.status, second.status);
    }
    if report.is_empty() {
        let bytes = first.stdout.len() + first.stderr.len();
        let status = first.status;
        print_all(
            &mut std::io::stderr(),
            &format!("tick: two runs, the same {bytes} bytes and {status}\n"),
        );
        return 0;
    }
    report.insert_str(0, "tick: the two runs differ\n");
    print_all(&mut std::io::stderr(), &report);
    1
}

/// This command line without `--verify`.
fn run_once(input: &[u8]) -> std::io::Result<Output> {
    let mut arguments = std::env::args_os().skip(1).collect::<Vec<_>>();
    if let Some(at) = arguments.iter().position(|argument| argument == "--verify") {
        arguments.remove(at);
    }
    let mut child = Command::new(std::env::current_exe()?)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut pipe = child.stdin.take();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if let Some(pipe) = &mut pipe {
                // A program need not read it.
                let _ = pipe.write_all(input);
            }
            drop(pipe);
        });
        child.wait_with_output()
    })
}
