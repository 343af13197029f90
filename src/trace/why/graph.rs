//! What a program did, as a graph that can be played again under other rules.
//!
//! Enters: one process of a [`Trace`]. Leaves: for each thread its steps: computing, waiting for the world, taking and giving locks,
//! signals between threads. Waits for the interpreter's lock are left out: who plays the graph makes them anew. So are waits for locks
//! and items: they become the acts of taking.
use super::super::model::{Doing, LockSpan, Mark, MarkKind, NONE, Process, Thread};
use crate::sched::Reason;
use rustc_hash::FxHashMap;

/// One step of a thread. Times are nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// It computes with the interpreter's lock.
    Compute(f64),
    /// It computes without it.
    Native(f64),
    /// It waits for the world: input, output, time, other programs.
    Wait(f64),
    /// It takes a lock of the program.
    Acquire(u32),
    /// It gives it back.
    Release(u32),
    /// It puts an item into a queue.
    Put(u32),
    /// It takes one out.
    Get(u32),
    /// It waits for that signal.
    Await(u32),
    /// It gives that signal.
    Signal(u32),
    /// It starts that thread.
    Start(u32),
}

/// The steps of a process's threads; the first is the main one.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// By thread.
    pub threads: Vec<Vec<Step>>,
    /// Threads that nobody waits for at the end.
    pub daemons: Vec<bool>,
}

/// Signals that end waits: by the thread that waits, those it was given, by time.
struct Signals {
    received: FxHashMap<u32, Vec<(u64, u32)>>,
    /// By the giver: (time, number of the signal).
    given: FxHashMap<u32, Vec<(u64, u32)>>,
}

impl Signals {
    fn of(process: &Process) -> Signals {
        let mut signals = Signals {
            received: FxHashMap::default(),
            given: FxHashMap::default(),
        };
        let mut number = 0;
        for (giver, thread) in (0..).zip(&process.threads) {
            for mark in &thread.marks {
                if mark.what == MarkKind::Wake && mark.other != NONE {
                    let to = signals.received.entry(mark.other).or_default();
                    to.push((mark.time_ns, number));
                    let from = signals.given.entry(giver).or_default();
                    from.push((mark.time_ns, number));
                    number += 1;
                }
            }
        }
        for received in signals.received.values_mut() {
            received.sort_unstable();
        }
        signals
    }

    /// The signal that ended a wait.
    fn ending(&self, thread: u32, start: u64, end: u64) -> Option<u32> {
        let received = self.received.get(&thread)?;
        let first = received.partition_point(|&(time, _)| time < start);
        let last = received.partition_point(|&(time, _)| time <= end);
        received[first..last].last().map(|&(_, number)| number)
    }
}

/// The graph of a process. Where the processor time of a thread is known, it says how much of the time with the lock was work:
/// on a busy machine the system takes a processor away from whoever has the lock.
pub fn of(process: &Process) -> Graph {
    let signals = Signals::of(process);
    let mut starts: FxHashMap<u32, Vec<(u64, Step)>> = FxHashMap::default();
    for (at, thread) in (0..).zip(&process.threads) {
        if at > 0 {
            let creator = if thread.creator == NONE {
                0
            } else {
                thread.creator
            };
            let starts = starts.entry(creator).or_default();
            starts.push((thread.start_ns, Step::Start(at)));
        }
    }
    let mut graph = Graph::default();
    for (at, thread) in (0..).zip(&process.threads) {
        let mut points = points_of(thread);
        let given = signals.given.get(&at).into_iter().flatten();
        points.extend(given.map(|&(time, number)| (time, Step::Signal(number))));
        points.extend(starts.remove(&at).unwrap_or_default());
        points.sort_by_key(|&(time, _)| time);
        graph.threads.push(steps_of(at, thread, &points, &signals));
        graph.daemons.push(thread.daemon);
    }
    graph
}

/// Acts on locks and queues, with their times.
fn points_of(thread: &Thread) -> Vec<(u64, Step)> {
    let mut points = Vec::with_capacity(thread.locks.len() * 2 + thread.marks.len());
    for lock in &thread.locks {
        points.push((lock.wanted_ns, Step::Acquire(lock.object)));
        points.push((lock.released_ns, Step::Release(lock.object)));
    }
    for mark in &thread.marks {
        match mark.what {
            MarkKind::Put => points.push((mark.time_ns, Step::Put(mark.object))),
            MarkKind::Get => points.push((mark.time_ns, Step::Get(mark.object))),
            _ => {}
        }
    }
    points
}

fn steps_of(at: u32, thread: &Thread, points: &[(u64, Step)], signals: &Signals) -> Vec<Step> {
    let scale = work_share(thread);
    let mut steps = Vec::new();
    let mut points = points.iter().copied().peekable();
    for span in &thread.spans {
        match span.doing {
            Doing::Hold => {
                let mut from = span.start_ns;
                while let Some((time, step)) = points.next_if(|&(time, _)| time <= span.end_ns) {
                    compute(&mut steps, time.saturating_sub(from), scale);
                    from = time.max(from);
                    steps.push(step);
                }
                compute(&mut steps, span.end_ns - from, scale);
            }
            Doing::Want => {}
            Doing::Wait(reason) => {
                // What falls into a wait was done before it.
                while let Some((_, step)) = points.next_if(|&(time, _)| time <= span.start_ns) {
                    steps.push(step);
                }
                while let Some((_, step)) = points
                    .next_if(|&(time, step)| time <= span.end_ns && matches!(step, Step::Start(_)))
                {
                    steps.push(step);
                }
                let length = (span.end_ns - span.start_ns) as f64;
                let signal = || match signals.ending(at, span.start_ns, span.end_ns) {
                    Some(number) => Step::Await(number),
                    None => Step::Wait(length),
                };
                match reason {
                    Reason::Compute => steps.push(Step::Native(length)),
                    Reason::Sleep
                    | Reason::Io
                    | Reason::Input
                    | Reason::Child
                    | Reason::Process => steps.push(Step::Wait(length)),
                    Reason::Lock | Reason::RLock
                        if takes(&thread.locks, span.object, span.start_ns, span.end_ns) => {}
                    Reason::Lock | Reason::RLock => steps.push(Step::Wait(length)),
                    Reason::Queue if gets(&thread.marks, span.object, span.end_ns) => {}
                    _ => steps.push(signal()),
                }
            }
        }
    }
    steps.extend(points.map(|(_, step)| step));
    steps
}

fn compute(steps: &mut Vec<Step>, time: u64, scale: f64) {
    if time > 0 {
        steps.push(Step::Compute(time as f64 * scale));
    }
}

/// The share of a thread's time with the lock, or computing without it, in which it had a processor.
pub fn work_share(thread: &Thread) -> f64 {
    let busy: u64 = thread
        .spans
        .iter()
        .filter(|span| matches!(span.doing, Doing::Hold | Doing::Wait(Reason::Compute)))
        .map(|span| span.end_ns - span.start_ns)
        .sum();
    if thread.cpu_ns == 0 || busy == 0 {
        return 1.0;
    }
    (thread.cpu_ns as f64 / busy as f64).min(1.0)
}

/// Whether a wait for a lock ended with the thread having it.
fn takes(locks: &[LockSpan], object: u32, start: u64, end: u64) -> bool {
    let first = locks.partition_point(|lock| lock.got_ns < end);
    locks[first..]
        .iter()
        .take(4)
        .any(|lock| lock.object == object && lock.wanted_ns <= start)
}

/// Whether what a thread does next with a queue is to take an item.
fn gets(marks: &[Mark], object: u32, end: u64) -> bool {
    let first = marks.partition_point(|mark| mark.time_ns < end);
    marks[first..]
        .iter()
        .find(|mark| mark.object == object)
        .is_some_and(|mark| mark.what == MarkKind::Get)
}

#[cfg(test)]
mod tests {
    use super::super::super::model::{End, Span};
    use super::*;

    fn span(start_ns: u64, end_ns: u64, doing: Doing, object: u32) -> Span {
        Span {
            start_ns,
            end_ns,
            doing,
            end: End::Own,
            site: NONE,
            object,
        }
    }

    fn mark(time_ns: u64, what: MarkKind, object: u32, other: u32) -> Mark {
        Mark {
            time_ns,
            what,
            site: NONE,
            object,
            other,
        }
    }

    #[test]
    fn waits_for_each_other_become_acts() {
        let lock = |wanted_ns, got_ns, released_ns| LockSpan {
            object: 5,
            wanted_ns,
            got_ns,
            released_ns,
            site: NONE,
        };
        let main = Thread {
            end_ns: 100,
            // It waits for the lock, then for an item, then for the other's end.
            spans: vec![
                span(0, 10, Doing::Hold, NONE),
                span(10, 30, Doing::Wait(Reason::Lock), 5),
                span(30, 35, Doing::Want, NONE),
                span(35, 45, Doing::Hold, NONE),
                span(45, 60, Doing::Wait(Reason::Queue), 6),
                span(60, 70, Doing::Hold, NONE),
                span(70, 90, Doing::Wait(Reason::Join), 7),
                span(90, 100, Doing::Hold, NONE),
            ],
            locks: vec![lock(10, 35, 40)],
            marks: vec![mark(62, MarkKind::Get, 6, NONE)],
            ..Thread::default()
        };
        let other = Thread {
            start_ns: 4,
            end_ns: 90,
            creator: 0,
            cpu_ns: 30,
            spans: vec![
                span(4, 10, Doing::Want, NONE),
                span(10, 35, Doing::Hold, NONE),
                span(35, 55, Doing::Wait(Reason::Sleep), NONE),
                span(55, 90, Doing::Hold, NONE),
            ],
            locks: vec![lock(12, 12, 30)],
            marks: vec![
                mark(58, MarkKind::Put, 6, NONE),
                mark(90, MarkKind::Wake, NONE, 0),
            ],
            ..Thread::default()
        };
        let process = Process {
            threads: vec![main, other],
            ..Process::default()
        };
        let graph = of(&process);
        use Step::{Acquire, Await, Compute, Get, Put, Release, Signal, Start, Wait};
        assert_eq!(
            graph.threads[0],
            [
                Compute(4.0),
                Start(1),
                Compute(6.0),
                Acquire(5),
                Compute(5.0),
                Release(5),
                Compute(5.0),
                Compute(2.0),
                Get(6),
                Compute(8.0),
                Await(0),
                Compute(10.0),
            ]
        );
        // It had a processor for half of the time it had the lock.
        assert_eq!(
            graph.threads[1],
            [
                Compute(1.0),
                Acquire(5),
                Compute(9.0),
                Release(5),
                Compute(2.5),
                Wait(20.0),
                Compute(1.5),
                Put(6),
                Compute(16.0),
                Signal(0),
            ]
        );
    }
}
