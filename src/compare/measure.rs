//! One run of a program: its times, what it printed, how it ended, and what the lock did.
//!
//! Enters: a plan and a way to run it. Leaves: a [`Run`].

use crate::gil::policy::Policy;
use crate::testing::process::{self, End, Note, STOP};
use serde_json::Value;
use std::fmt;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// A way to run a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Under this policy.
    Policy(Policy),
    /// Under the usual policy, with processes in the place of pools of threads.
    Processes,
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Way::Policy(policy) => policy.fmt(f),
            Way::Processes => f.write_str("processes"),
        }
    }
}

/// What is run.
pub struct Plan {
    /// The `tick` to run it with.
    pub tick: PathBuf,
    /// Options in front of the program.
    pub leading: Vec<String>,
    /// The program.
    pub script: String,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Its standard input.
    pub input: Vec<u8>,
    /// The longest it may take.
    pub limit: Duration,
}

/// What a run gave.
pub struct Run {
    /// How long it took.
    pub wall: Duration,
    /// The processor time it used, with that of its children.
    pub processor: Duration,
    /// How it ended.
    pub end: End,
    /// Its standard output.
    pub output: Vec<u8>,
    /// The last line of its standard error.
    pub last_words: String,
    /// What the lock did; None if a signal ended the program.
    pub record: Option<Record>,
}

/// What the lock did in a run, as the program's exit record tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Times the lock went to another thread.
    pub switches: u64,
    /// Times it was taken from a thread.
    pub forced: u64,
    /// Times a thread was woken for it and did not get it.
    pub failed_wakes: u64,
    /// How long all threads together lived, in nanoseconds.
    pub thread_ns: u64,
    /// How long they waited for the lock, in nanoseconds.
    pub wait_ns: u64,
    /// Times a thread gave it up in order to wait, by the reason's key.
    pub released: Vec<(String, u64)>,
}

impl Record {
    /// Reads a record; None if it is none.
    pub fn parse(text: &[u8]) -> Option<Record> {
        let record: Value = serde_json::from_slice(text).ok()?;
        let number = |name: &str| record.get(name).and_then(Value::as_u64);
        let released = record.get("released")?.as_object()?;
        Some(Record {
            switches: number("switches")?,
            forced: number("forced")?,
            failed_wakes: number("failed_wakes")?,
            thread_ns: number("thread_ns")?,
            wait_ns: number("wait_ns")?,
            released: released
                .iter()
                .filter_map(|(key, count)| Some((key.clone(), count.as_u64()?)))
                .collect(),
        })
    }

    /// How often the lock was given up for one of these reasons.
    pub fn released_for(&self, keys: &[String]) -> u64 {
        let chosen = self.released.iter().filter(|(key, _)| keys.contains(key));
        chosen.map(|(_, count)| count).sum()
    }

    /// The part of the threads' time that they waited for the lock.
    pub fn wait_share(&self) -> f64 {
        self.wait_ns as f64 / (self.thread_ns.max(1)) as f64
    }
}

impl Plan {
    /// Runs the program once.
    pub fn run(&self, way: &Way) -> std::io::Result<Run> {
        let note = Note::new()?;
        let mut command = Command::new(&self.tick);
        command.args(&self.leading);
        match way {
            Way::Policy(policy) => command.arg("-X").arg(format!("gil={policy}")),
            Way::Processes => command.args(["-X", "gil=fair", "-X", "pools=processes"]),
        };
        command
            .arg("-X")
            .arg(format!("exit-record={}", note.descriptor()))
            // The script, even if it is called like a command.
            .arg("--")
            .arg(&self.script)
            .args(&self.arguments);
        if std::env::var_os("PYTHONHASHSEED").is_none() {
            // What is printed in the order of a set shall not differ because of that.
            command.env("PYTHONHASHSEED", "0");
        }
        let before = process::children_time();
        let ran = process::run(command, &self.input, self.limit, false, false, &STOP)?;
        let processor = process::children_time().saturating_sub(before);
        let error = String::from_utf8_lossy(&ran.stderr).into_owned();
        Ok(Run {
            wall: ran.time,
            processor,
            end: ran.end,
            output: ran.stdout,
            last_words: error.trim_end().lines().last().unwrap_or("").to_string(),
            record: Record::parse(&note.read()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read() {
        let text = br#"{"version": 1, "policy": "py2", "threads": 3, "thread_ns": 1000, "wait_ns": 250, "ticks": 9, "switches": 7,
            "forced": 5, "voluntary": 4, "failed_wakes": 2, "released": {"sleep": 1, "io": 3}}"#;
        let record = Record::parse(text).expect("it is one");
        assert_eq!(
            (record.switches, record.forced, record.failed_wakes),
            (7, 5, 2)
        );
        assert_eq!(record.released_for(&["io".into(), "input".into()]), 3);
        assert_eq!(record.wait_share(), 0.25);
        assert_eq!(Record::parse(b""), None);
        assert_eq!(Record::parse(b"{\"switches\": 1}"), None);
    }
}
