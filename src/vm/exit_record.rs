//! The exit record: what the lock did while a program ran, as one line of JSON for another program (`tick compare`).
//!
//! Enters: the descriptor that `-X exit-record=FD` names. Leaves: a line into it when the program ends, by an exception or
//! `os._exit`, too; none if a signal ends it. Children of the program write none.
#![allow(unsafe_code)] // One call of libc.

use crate::gil::slot::{State, Usage};
use crate::sched::{Instant, Reason, now};
use crate::text::json::spaced;
use crate::vm::Vm;
use crate::vm::thread::{ThreadRecord, interp_threads};
use serde_json::{Map, Value, json};

/// That a record is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    descriptor: i32,
    /// The process that shall write it; its forked children shall not.
    process: u32,
}

impl Request {
    /// A record of the calling process, for this descriptor, which programs that it executes do not get (but for the standard
    /// streams).
    pub fn new(descriptor: i32) -> Request {
        if descriptor > libc::STDERR_FILENO {
            // SAFETY: changes a flag of a descriptor, or fails.
            unsafe { libc::fcntl(descriptor, libc::F_SETFD, libc::FD_CLOEXEC) };
        }
        Request {
            descriptor,
            process: std::process::id(),
        }
    }
}

/// What several threads have used together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Totals {
    threads: u64,
    /// From the start of each to its end, in nanoseconds.
    time_ns: u64,
    ticks: u64,
    /// How long they waited for the lock, in nanoseconds.
    wait_ns: u64,
}

impl Totals {
    /// Adds a thread as it is at this time.
    pub(crate) fn add(&mut self, record: &ThreadRecord, time: Instant) {
        let Usage { ticks, wait_ns, .. } = record.slot.usage();
        self.threads += 1;
        self.time_ns += time.nanos_since(record.born);
        self.ticks += ticks;
        self.wait_ns += wait_ns;
        if record.slot.state() == State::Queued {
            self.wait_ns += time.nanos_since(record.slot.wanted());
        }
    }
}

/// The name of a reason in records.
pub fn reason_key(reason: Reason) -> String {
    format!("{reason:?}").to_lowercase()
}

impl Vm {
    /// Writes the record if one is wanted. To be called once, as the last thing before the process ends.
    pub fn write_exit_record(&mut self) {
        let Some(request) = self.interp().config.exit_record else {
            return;
        };
        if request.process == std::process::id() {
            let text = self.exit_record();
            crate::native::io::file::write_all(request.descriptor, text.as_bytes());
        }
    }

    fn exit_record(&mut self) -> String {
        let time = now();
        let threads = interp_threads(self);
        let mut totals = threads.ended;
        for record in threads.records.values() {
            totals.add(record, time);
        }
        let lock = &self.interp().lock;
        let (stats, policy) = (lock.stats(), lock.policy());
        let released: Map<String, Value> = stats
            .reasons
            .iter()
            .map(|(reason, count)| (reason_key(*reason), json!(count)))
            .collect();
        let record = json!({
            "version": 1, "policy": policy.to_string(), "threads": totals.threads, "thread_ns": totals.time_ns,
            "wait_ns": totals.wait_ns, "ticks": totals.ticks, "switches": stats.switches, "forced": stats.forced,
            "voluntary": stats.voluntary, "failed_wakes": stats.failed_wakes, "released": released,
        });
        spaced(&record) + "\n"
    }
}
