//! Sums over a recorded run: for each thread how long it did what, for each lock how long it was held and waited for.
//!
//! Enters: a [`Trace`]. Leaves: plain numbers, for the tables of every report and for `tick.trace().totals`.
use super::model::{Doing, End, NONE, Process, Thread, Trace};
use crate::sched::Reason;
use std::collections::BTreeMap;

/// What a thread waits for, as far as tables tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// For the system: reading, writing, connecting, input.
    Io,
    /// For time to pass.
    Sleep,
    /// For a lock of the program.
    Lock,
    /// For another thread: a queue, an event, a condition, its end …
    Threads,
    /// For another process.
    Processes,
    /// It computes without the lock.
    Compute,
}

impl Kind {
    /// The kind of a reason.
    pub fn of(reason: Reason) -> Kind {
        match reason {
            Reason::Io | Reason::Input => Kind::Io,
            Reason::Sleep => Kind::Sleep,
            Reason::Lock | Reason::RLock => Kind::Lock,
            Reason::Condition
            | Reason::Semaphore
            | Reason::Event
            | Reason::Barrier
            | Reason::Queue
            | Reason::Join
            | Reason::Import
            | Reason::Executor => Kind::Threads,
            Reason::Child | Reason::Process => Kind::Processes,
            Reason::Compute => Kind::Compute,
        }
    }
}

/// Times at a place, in nanoseconds.
pub type Places = BTreeMap<u32, u64>;

/// Sums of one thread, in nanoseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThreadTotals {
    /// From its beginning to its end.
    pub life: u64,
    /// It had the interpreter's lock.
    pub hold: u64,
    /// It wanted the interpreter's lock.
    pub want: u64,
    /// It waited for something else.
    pub waits: BTreeMap<Kind, u64>,
    /// Each wait for the interpreter's lock, ascending.
    pub wants: Vec<u64>,
    /// How often it had the lock.
    pub holds: u64,
    /// How often it was made to give it up.
    pub forced: u64,
    /// How often it gave it up on its own.
    pub voluntary: u64,
    /// Where the lock was held when it was given up: by site.
    pub held_at: Places,
    /// Where it was waited for.
    pub wanted_at: Places,
}

impl ThreadTotals {
    /// The sums of a thread.
    pub fn of(thread: &Thread) -> ThreadTotals {
        let mut totals = ThreadTotals {
            life: thread.end_ns - thread.start_ns,
            ..ThreadTotals::default()
        };
        // Where a thread is while it wants the lock is where it was before.
        let mut last_site = NONE;
        for span in &thread.spans {
            let length = span.end_ns - span.start_ns;
            match span.doing {
                Doing::Hold => {
                    totals.hold += length;
                    totals.holds += 1;
                    match span.end {
                        End::Forced => totals.forced += 1,
                        End::Own => totals.voluntary += 1,
                        End::Granted | End::Ended => {}
                    }
                    *totals.held_at.entry(span.site).or_default() += length;
                }
                Doing::Want => {
                    totals.want += length;
                    totals.wants.push(length);
                    let site = if span.site == NONE {
                        last_site
                    } else {
                        span.site
                    };
                    *totals.wanted_at.entry(site).or_default() += length;
                }
                Doing::Wait(reason) => {
                    *totals.waits.entry(Kind::of(reason)).or_default() += length;
                }
            }
            if span.site != NONE {
                last_site = span.site;
            }
        }
        totals.held_at.remove(&NONE);
        totals.wanted_at.remove(&NONE);
        totals.wants.sort_unstable();
        totals
    }

    /// The sums of several threads together.
    pub fn sum(all: &[ThreadTotals]) -> ThreadTotals {
        let mut sum = ThreadTotals::default();
        for one in all {
            sum.life += one.life;
            sum.hold += one.hold;
            sum.want += one.want;
            sum.holds += one.holds;
            sum.forced += one.forced;
            sum.voluntary += one.voluntary;
            sum.wants.extend(&one.wants);
            for (&kind, time) in &one.waits {
                *sum.waits.entry(kind).or_default() += time;
            }
            for (&site, time) in &one.held_at {
                *sum.held_at.entry(site).or_default() += time;
            }
            for (&site, time) in &one.wanted_at {
                *sum.wanted_at.entry(site).or_default() += time;
            }
        }
        sum.wants.sort_unstable();
        sum
    }

    /// How long it waited for things of that kind.
    pub fn waited(&self, kind: Kind) -> u64 {
        self.waits.get(&kind).copied().unwrap_or(0)
    }

    /// The wait for the interpreter's lock that this share of them does not exceed; 0 without any.
    pub fn quantile(&self, share: f64) -> u64 {
        let count = self.wants.len();
        let at = (share * count as f64).ceil() as usize;
        self.wants
            .get(at.clamp(1, count.max(1)) - 1)
            .copied()
            .unwrap_or(0)
    }
}

/// The source lines with the longest times, at most `most`, longest first: file and line.
pub fn longest_lines<'a>(
    trace: &'a Trace,
    places: &Places,
    most: usize,
) -> Vec<((&'a str, u32), u64)> {
    let mut sums: BTreeMap<(&str, u32), u64> = BTreeMap::new();
    for (&site, &time) in places {
        if let Some(site) = trace.sites.get(site as usize) {
            *sums.entry((&site.file, site.line)).or_default() += time;
        }
    }
    let mut all: Vec<((&str, u32), u64)> = sums.into_iter().collect();
    all.sort_by_key(|&(line, time)| (std::cmp::Reverse(time), line));
    all.truncate(most);
    all
}

/// Sums of one language-level lock, in nanoseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockTotals {
    /// The index of the object.
    pub object: u32,
    /// How often it was taken.
    pub taken: u64,
    /// How often a thread had to wait for it.
    pub contended: u64,
    /// How long threads waited for it, those that got it.
    pub waited: u64,
    /// The longest of these waits.
    pub longest_wait: u64,
    /// How long it was held.
    pub held: u64,
}

/// The sums of all locks that a process used, the ones waited for longest first.
pub fn locks(process: &Process) -> Vec<LockTotals> {
    let mut found: BTreeMap<u32, LockTotals> = BTreeMap::new();
    for lock in process.threads.iter().flat_map(|thread| &thread.locks) {
        let totals = found.entry(lock.object).or_default();
        let (waited, held) = (
            lock.got_ns - lock.wanted_ns,
            lock.released_ns.saturating_sub(lock.got_ns),
        );
        totals.object = lock.object;
        totals.taken += 1;
        totals.contended += u64::from(waited > 0);
        totals.waited += waited;
        totals.longest_wait = totals.longest_wait.max(waited);
        totals.held += held;
    }
    let mut all: Vec<LockTotals> = found.into_values().collect();
    all.sort_by_key(|totals| {
        (
            std::cmp::Reverse((totals.waited, totals.taken)),
            totals.object,
        )
    });
    all
}

/// Sums over all threads of a process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProcessTotals {
    /// Lives of its threads together.
    pub life: u64,
    /// How long the interpreter's lock was held.
    pub hold: u64,
    /// How long threads wanted it, together.
    pub want: u64,
}

impl ProcessTotals {
    /// The sums of a process.
    pub fn of(process: &Process) -> ProcessTotals {
        let mut totals = ProcessTotals::default();
        for thread in &process.threads {
            let one = ThreadTotals::of(thread);
            totals.life += one.life;
            totals.hold += one.hold;
            totals.want += one.want;
        }
        totals
    }
}

/// One sentence about the whole run.
pub fn verdict(trace: &Trace) -> String {
    let threads: usize = trace
        .processes
        .iter()
        .map(|process| process.threads.len())
        .sum();
    let (mut hold, mut want, mut life, mut wall) = (0, 0, 0, 0);
    for process in &trace.processes {
        let totals = ProcessTotals::of(process);
        hold += totals.hold;
        want += totals.want;
        life += totals.life;
        wall += process.end_ns - process.start_ns;
    }
    let count = |number: usize, what: &str, more: &str| match number {
        1 => format!("1 {what}"),
        number => format!("{number} {what}{more}"),
    };
    let mut text = String::new();
    if trace.processes.len() > 1 {
        text += &count(trace.processes.len(), "process", "es");
        text += ", ";
    }
    text += &count(threads, "thread", "s");
    text += &format!(
        ", {}: the lock was busy {} of the time, threads waited for it {} of theirs",
        super::text::duration(trace.duration_ns),
        super::text::percent(hold, wall),
        super::text::percent(want, life),
    );
    text
}
