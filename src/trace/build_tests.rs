//! The law of the model, on made-up records: spans have no gaps and add up to lives, holds do not overlap.
use super::build::{Run, build};
use super::cut::cut;
use super::desk::{Initially, RawProcess, ThreadFacts};
use super::model::{Doing, End, NONE, Process, Trace};
use crate::sched::{Event, Instant, NO_NUMBER, Record, Wait};
use proptest::prelude::*;
use std::collections::BTreeMap;

const BEGAN: u64 = 1_000_000;

fn facts(initially: Initially) -> ThreadFacts {
    ThreadFacts {
        name: "one".into(),
        daemon: false,
        initially,
        ticks_before: 0,
        ticks: 0,
    }
}

fn run(threads: Vec<(u32, Initially, Vec<(u64, Event)>)>, ended: u64) -> Trace {
    let mut raw = RawProcess {
        pid: 1,
        parent: NONE,
        began: BEGAN,
        ended: BEGAN + ended,
        ..RawProcess::default()
    };
    for (id, initially, events) in threads {
        raw.threads.insert(id, facts(initially));
        let records = events
            .into_iter()
            .map(|(time, event)| Record::new(Instant::from_nanos(BEGAN + time), event))
            .collect();
        raw.records.push((id, records));
    }
    let whole = Run {
        command: Vec::new(),
        policy: String::new(),
        began_unix_ns: 0,
        processors: 1,
    };
    build(whole, vec![raw], |_, _| None)
}

/// Whether each thread's spans follow each other and fill its life.
fn check_lives(process: &Process) {
    for thread in &process.threads {
        let mut at = thread.start_ns;
        for span in &thread.spans {
            assert_eq!(span.start_ns, at);
            assert!(span.end_ns > span.start_ns);
            at = span.end_ns;
        }
        assert_eq!(at, thread.end_ns);
        for lock in &thread.locks {
            assert!(lock.wanted_ns <= lock.got_ns && lock.got_ns <= lock.released_ns);
        }
    }
}

fn release(wait: Option<Wait>) -> Event {
    Event::Release {
        wait,
        object: NO_NUMBER,
        site: NO_NUMBER,
    }
}

#[test]
fn two_threads_take_turns() {
    let main = vec![
        (10, Event::Preempted),
        (30, Event::Acquire { waited_ns: 20 }),
        (40, release(Some(Wait::Sleep(0)))),
        (100, Event::Acquire { waited_ns: 5 }),
    ];
    let other = vec![
        (5, Event::Want),
        (12, Event::Acquire { waited_ns: 7 }),
        (28, release(None)),
    ];
    let trace = run(
        vec![(1, Initially::Holds, main), (2, Initially::Absent, other)],
        120,
    );
    let process = &trace.processes[0];
    check_lives(process);
    let doing: Vec<(u64, Doing, End)> = process.threads[0]
        .spans
        .iter()
        .map(|span| (span.end_ns, span.doing, span.end))
        .collect();
    let sleep = Doing::Wait(crate::sched::Reason::Sleep);
    assert_eq!(
        doing,
        [
            (10, Doing::Hold, End::Forced),
            (30, Doing::Want, End::Granted),
            (40, Doing::Hold, End::Own),
            (95, sleep, End::Own),
            (100, Doing::Want, End::Granted),
            (120, Doing::Hold, End::Ended),
        ]
    );
    let handed: Vec<(u64, u32, u32, bool)> = process
        .handovers
        .iter()
        .map(|one| (one.time_ns, one.from, one.to, one.forced))
        .collect();
    assert_eq!(handed, [(12, 0, 1, true), (30, 1, 0, false)]);
}

#[test]
fn another_thread_may_release_a_lock() {
    let lock = |event: fn(u32) -> Event| event(0);
    let got = |object| Event::LockGot {
        lock: 1,
        object,
        site: NO_NUMBER,
    };
    let released = |object| Event::LockReleased { lock: 1, object };
    let mut raw = vec![
        (1, Initially::Holds, vec![(10, lock(got))]),
        (
            2,
            Initially::Waits(crate::sched::Reason::Io),
            vec![(20, Event::Acquire { waited_ns: 0 }), (25, lock(released))],
        ),
    ];
    raw[0].2.push((15, release(Some(Wait::Sleep(0)))));
    let mut trace = run(raw, 50);
    // The object is not in the table of these records, so all are the same unknown one.
    assert_eq!(trace.processes[0].threads[0].locks[0].released_ns, 25);
    cut(&mut trace, 12, 22);
    let lock = trace.processes[0].threads[0].locks[0];
    assert_eq!((lock.got_ns, lock.released_ns), (0, 10));
    check_lives(&trace.processes[0]);
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Want),
        (0u64..50).prop_map(|waited_ns| Event::Acquire { waited_ns }),
        Just(release(Some(Wait::Sleep(0)))),
        Just(release(Some(Wait::Queue(1)))),
        Just(release(None)),
        Just(Event::Preempted),
        Just(Event::Place { site: 0 }),
        (0u32..3).prop_map(|object| Event::LockWant {
            lock: 1,
            object,
            site: 0
        }),
        (0u32..3).prop_map(|object| Event::LockGot {
            lock: 1,
            object,
            site: 0
        }),
        (0u32..3).prop_map(|object| Event::LockReleased { lock: 1, object }),
        (0u32..5).prop_map(|other| Event::Wake { other }),
        (0u32..5).prop_map(|child| Event::ThreadCreate { child, site: 0 }),
        Just(Event::ThreadExit { ticks: 7 }),
        Just(Event::Print { site: 0 }),
    ]
}

proptest! {
    #[test]
    fn whatever_comes_lives_have_no_gaps(
        threads in prop::collection::vec(prop::collection::vec((0u64..40, event()), 0..60), 1..5),
        ended in 0u64..1500,
        part in (0u64..1500, 0u64..1500),
    ) {
        let threads = threads
            .into_iter()
            .enumerate()
            .map(|(id, events)| {
                let mut time = 0;
                let events = events
                    .into_iter()
                    .map(|(step, event)| {
                        time += step;
                        (time, event)
                    })
                    .collect();
                let initially = if id == 0 { Initially::Holds } else { Initially::Absent };
                (id as u32 + 1, initially, events)
            })
            .collect();
        let mut trace = run(threads, ended);
        check_lives(&trace.processes[0]);
        cut(&mut trace, part.0.min(part.1), part.0.max(part.1));
        check_lives(&trace.processes[0]);
    }

    /// A lock handed from thread to thread in a random order: holds never overlap, each hand-over is seen.
    #[test]
    fn holds_never_overlap(steps in prop::collection::vec((0usize..4, 1u64..50, any::<bool>()), 1..100)) {
        let mut events: BTreeMap<u32, Vec<(u64, Event)>> = BTreeMap::new();
        let (mut holder, mut time, mut switches) = (1, 0, 0);
        for (next, length, forced) in steps {
            let next = next as u32 + 1;
            time += length;
            let gives = if forced { Event::Preempted } else { release(Some(Wait::Sleep(0))) };
            events.entry(holder).or_default().push((time, gives));
            time += 1;
            events.entry(next).or_default().push((time, Event::Acquire { waited_ns: 0 }));
            switches += usize::from(next != holder);
            holder = next;
        }
        let threads = (1..5)
            .map(|id| {
                let initially = if id == 1 { Initially::Holds } else { Initially::Wants };
                (id, initially, events.remove(&id).unwrap_or_default())
            })
            .collect();
        let trace = run(threads, time + 10);
        let process = &trace.processes[0];
        check_lives(process);
        let mut holds: Vec<(u64, u64)> = process
            .threads
            .iter()
            .flat_map(|thread| &thread.spans)
            .filter(|span| span.doing == Doing::Hold)
            .map(|span| (span.start_ns, span.end_ns))
            .collect();
        holds.sort_unstable();
        prop_assert!(holds.windows(2).all(|pair| pair[0].1 <= pair[1].0));
        prop_assert_eq!(process.handovers.len(), switches);
    }
}
