//! Random traces that keep the model's rules and are otherwise as odd as they can be: spans without length, indices of nothing, locks
//! that overlap, pids that come twice, hand-overs that fit no span.

use proptest::prelude::*;
use tick::sched::Reason;
use tick::trace::model::*;

/// An index into a table of that size, none, or sometimes one beyond it.
fn index(count: u32) -> impl Strategy<Value = u32> {
    prop_oneof![4 => 0..count.max(1), 2 => Just(NONE), 1 => Just(count + 7)]
}

fn doing() -> impl Strategy<Value = Doing> {
    prop_oneof![
        3 => Just(Doing::Hold),
        2 => Just(Doing::Want),
        3 => prop::sample::select(Reason::ALL).prop_map(Doing::Wait),
    ]
}

fn end() -> impl Strategy<Value = End> {
    prop::sample::select(vec![End::Own, End::Forced, End::Granted, End::Ended])
}

/// Mostly short, sometimes long, sometimes nothing.
fn length() -> impl Strategy<Value = u64> {
    prop_oneof![1 => Just(0), 5 => 1u64..2_000, 3 => 1_000u64..5_000_000, 1 => 0u64..1 << 40]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![4 => "[a-z]{1,8}", 2 => any::<String>(), 1 => Just("</script>\u{2028}\"\\".to_string())]
}

fn thread() -> impl Strategy<Value = Thread> {
    let spans = prop::collection::vec((length(), doing(), end(), index(3), index(2)), 0..30);
    let locks = prop::collection::vec((index(2), length(), length(), length(), index(3)), 0..8);
    let kinds = vec![
        MarkKind::Print,
        MarkKind::Put,
        MarkKind::Get,
        MarkKind::Wake,
        MarkKind::Signal,
        MarkKind::Fork,
        MarkKind::Child,
    ];
    let marks = prop::collection::vec(
        (length(), prop::sample::select(kinds), index(3), index(2)),
        0..8,
    );
    (
        name(),
        any::<bool>(),
        index(3),
        index(3),
        length(),
        spans,
        locks,
        marks,
        any::<u32>(),
    )
        .prop_map(
            |(name, daemon, creator, created, start_ns, spans, locks, marks, id)| {
                let mut now = start_ns;
                let spans: Vec<Span> = spans
                    .into_iter()
                    .map(|(length, doing, end, site, object)| {
                        let start = now;
                        now += length;
                        Span {
                            start_ns: start,
                            end_ns: now,
                            doing,
                            end,
                            site,
                            object,
                        }
                    })
                    .collect();
                let mut locks: Vec<LockSpan> = locks
                    .into_iter()
                    .map(|(object, wanted_ns, wait, held, site)| LockSpan {
                        object,
                        wanted_ns,
                        got_ns: wanted_ns + wait,
                        released_ns: wanted_ns + wait + held,
                        site,
                    })
                    .collect();
                locks.sort_by_key(|lock| lock.got_ns);
                let mut marks: Vec<Mark> = marks
                    .into_iter()
                    .map(|(time_ns, what, site, object)| Mark {
                        time_ns,
                        what,
                        site,
                        object,
                        other: NONE,
                    })
                    .collect();
                marks.sort_by_key(|mark| mark.time_ns);
                Thread {
                    id,
                    name,
                    daemon,
                    creator,
                    created,
                    start_ns,
                    end_ns: now,
                    ticks: u64::from(id),
                    cpu_ns: 0,
                    spans,
                    locks,
                    marks,
                }
            },
        )
}

fn process() -> impl Strategy<Value = Process> {
    let handovers = prop::collection::vec((length(), index(4), index(4), any::<bool>()), 0..10);
    (
        prop_oneof![0u32..4, Just(u32::MAX)],
        index(3),
        name(),
        prop::collection::vec(thread(), 0..4),
        handovers,
    )
        .prop_map(|(pid, parent, name, threads, handovers)| {
            // Some fit a hold that ends, so that flows are there to be looked at.
            let mut handovers: Vec<Handover> = handovers
                .into_iter()
                .map(|(time_ns, from, to, forced)| Handover {
                    time_ns,
                    from,
                    to,
                    forced,
                })
                .collect();
            for (from, thread) in threads.iter().enumerate() {
                for (to, other) in threads.iter().enumerate() {
                    for span in thread
                        .spans
                        .iter()
                        .filter(|span| span.doing == Doing::Hold)
                        .take(3)
                    {
                        if other.spans.iter().any(|it| it.start_ns >= span.end_ns) {
                            handovers.push(Handover {
                                time_ns: span.end_ns,
                                from: from as u32,
                                to: to as u32,
                                forced: span.end == End::Forced,
                            });
                        }
                    }
                }
            }
            handovers.sort_by_key(|handover| handover.time_ns);
            let start_ns = threads
                .iter()
                .map(|thread| thread.start_ns)
                .min()
                .unwrap_or(0);
            let end_ns = threads
                .iter()
                .map(|thread| thread.end_ns)
                .max()
                .unwrap_or(0);
            Process {
                pid,
                parent,
                name,
                start_ns,
                end_ns,
                threads,
                handovers,
            }
        })
}

/// Any trace.
pub fn trace() -> impl Strategy<Value = Trace> {
    let site = (name(), any::<u32>(), name()).prop_map(|(file, line, function)| Site {
        file,
        line,
        function,
    });
    let object =
        (name(), name(), index(3)).prop_map(|(kind, name, made)| Object { kind, name, made });
    let lines = prop::collection::vec((name(), any::<u32>(), name()), 0..3);
    (
        prop::collection::vec(name(), 0..3),
        name(),
        prop::collection::vec(site, 3),
        lines,
        prop::collection::vec(object, 2),
        prop::collection::vec(process(), 0..4),
    )
        .prop_map(|(command, policy, sites, mut lines, objects, processes)| {
            lines.sort();
            let duration_ns = processes
                .iter()
                .map(|process| process.end_ns)
                .max()
                .unwrap_or(0);
            Trace {
                command,
                policy,
                began_unix_ns: 0,
                duration_ns,
                processors: 2,
                sites,
                lines,
                objects,
                processes,
                lost: 0,
            }
        })
}
