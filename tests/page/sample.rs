//! Traces made by hand: a small simulation of threads under one lock, so that pages and pictures can be looked at and measured without
//! running a program. The same input gives the same trace.

use std::collections::{BTreeMap, VecDeque};
use tick::sched::Reason;
use tick::trace::model::*;

/// What a simulated thread does next. Times in nanoseconds; numbers name locks and queues of the process.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Run(u64),
    Sleep(u64),
    Io(u64),
    Lock(u32),
    Unlock(u32),
    Put(u32),
    Get(u32),
    Join(usize),
    Print,
}

/// How long a holder has the lock at least while others want it.
const SLICE: u64 = 1_000_000;

struct Task {
    thread: Thread,
    steps: VecDeque<Step>,
    open: Option<(u64, Doing, u32)>,
    wanted: BTreeMap<u32, u64>,
    done: bool,
}

struct Simulation {
    now: u64,
    tasks: Vec<Task>,
    ready: VecDeque<usize>,
    timers: Vec<(u64, usize)>,
    owners: BTreeMap<u32, (usize, u64)>,
    lock_waiters: BTreeMap<u32, VecDeque<usize>>,
    items: BTreeMap<u32, u32>,
    queue_waiters: BTreeMap<u32, VecDeque<usize>>,
    joiners: Vec<(usize, usize)>,
    handovers: Vec<Handover>,
    gave: Option<(usize, bool)>,
    first_object: u32,
}

impl Simulation {
    fn close(&mut self, at: usize, end: End) {
        let Some((start_ns, doing, object)) = self.tasks[at].open.take() else {
            return;
        };
        let site = match doing {
            Doing::Hold => (at % 3) as u32,
            Doing::Want => NONE,
            Doing::Wait(_) => 3 + (at % 2) as u32,
        };
        let end_ns = self.now;
        if end_ns > start_ns {
            self.tasks[at].thread.spans.push(Span {
                start_ns,
                end_ns,
                doing,
                end,
                site,
                object,
            });
        }
    }

    fn open(&mut self, at: usize, doing: Doing, object: u32) {
        self.tasks[at].open = Some((self.now, doing, object));
    }

    fn want(&mut self, at: usize) {
        self.close(at, End::Own);
        self.open(at, Doing::Want, NONE);
        self.ready.push_back(at);
    }

    fn wake_timers(&mut self, until: u64) {
        self.timers.sort_unstable();
        while self.timers.first().is_some_and(|timer| timer.0 <= until) {
            let (time, at) = self.timers.remove(0);
            let later = std::mem::replace(&mut self.now, time);
            self.want(at);
            self.now = later.max(time);
        }
    }

    fn mark(&mut self, at: usize, what: MarkKind, object: u32) {
        let time_ns = self.now;
        self.tasks[at].thread.marks.push(Mark {
            time_ns,
            what,
            site: (at % 3) as u32,
            object,
            other: NONE,
        });
    }

    fn take(&mut self, at: usize, lock: u32) {
        self.owners.insert(lock, (at, self.now));
    }

    /// Runs the holder until it gives the lock up; says whether it was made to.
    fn hold(&mut self, at: usize) -> bool {
        let since = self.now;
        loop {
            self.now += 200;
            let Some(step) = self.tasks[at].steps.pop_front() else {
                self.close(at, End::Ended);
                self.tasks[at].thread.end_ns = self.now;
                self.tasks[at].done = true;
                let (ended, others) = self.joiners.iter().partition(|(_, target)| *target == at);
                self.joiners = others;
                let ended: Vec<(usize, usize)> = ended;
                for (waiter, _) in ended {
                    self.want(waiter);
                }
                return false;
            };
            let (doing, object) = match step {
                Step::Run(time) => {
                    let end = self.now + time;
                    let over = since + SLICE;
                    if end > over
                        && (!self.ready.is_empty() || self.timers.iter().any(|timer| timer.0 < end))
                    {
                        let first = self
                            .timers
                            .iter()
                            .map(|timer| timer.0)
                            .min()
                            .unwrap_or(over);
                        let stop = if self.ready.is_empty() {
                            over.max(first)
                        } else {
                            over
                        };
                        self.wake_timers(stop);
                        self.now = stop.max(self.now);
                        self.tasks[at]
                            .steps
                            .push_front(Step::Run(end.saturating_sub(self.now)));
                        self.tasks[at].thread.ticks += (self.now - since) / 20;
                        self.close(at, End::Forced);
                        self.open(at, Doing::Want, NONE);
                        self.ready.push_back(at);
                        return true;
                    }
                    self.wake_timers(end);
                    self.now = end;
                    self.tasks[at].thread.ticks += time / 20;
                    continue;
                }
                Step::Print => {
                    self.mark(at, MarkKind::Print, NONE);
                    continue;
                }
                Step::Unlock(lock) => {
                    if let Some((owner, got_ns)) = self.owners.remove(&lock) {
                        let wanted_ns = self.tasks[owner].wanted.remove(&lock).unwrap_or(got_ns);
                        let object = self.first_object + lock;
                        let released_ns = self.now;
                        self.tasks[owner].thread.locks.push(LockSpan {
                            object,
                            wanted_ns,
                            got_ns,
                            released_ns,
                            site: 4,
                        });
                    }
                    if let Some(next) = self.lock_waiters.entry(lock).or_default().pop_front() {
                        self.take(next, lock);
                        self.want(next);
                    }
                    continue;
                }
                Step::Lock(lock) => {
                    let now = self.now;
                    self.tasks[at].wanted.insert(lock, now);
                    if !self.owners.contains_key(&lock) {
                        self.take(at, lock);
                        continue;
                    }
                    self.lock_waiters.entry(lock).or_default().push_back(at);
                    (Doing::Wait(Reason::Lock), self.first_object + lock)
                }
                Step::Put(queue) => {
                    self.mark(at, MarkKind::Put, self.first_object + queue);
                    match self.queue_waiters.entry(queue).or_default().pop_front() {
                        Some(next) => self.want(next),
                        None => *self.items.entry(queue).or_default() += 1,
                    }
                    continue;
                }
                Step::Get(queue) => {
                    let count = self.items.entry(queue).or_default();
                    if *count > 0 {
                        *count -= 1;
                        self.mark(at, MarkKind::Get, self.first_object + queue);
                        continue;
                    }
                    self.queue_waiters.entry(queue).or_default().push_back(at);
                    (Doing::Wait(Reason::Queue), self.first_object + queue)
                }
                Step::Join(other) => {
                    if self.tasks[other].done {
                        continue;
                    }
                    self.joiners.push((at, other));
                    (Doing::Wait(Reason::Join), NONE)
                }
                Step::Sleep(time) => {
                    self.timers.push((self.now + time, at));
                    (Doing::Wait(Reason::Sleep), NONE)
                }
                Step::Io(time) => {
                    self.timers.push((self.now + time, at));
                    (Doing::Wait(Reason::Io), NONE)
                }
            };
            self.tasks[at].thread.ticks += (self.now - since) / 20;
            self.close(at, End::Own);
            self.open(at, doing, object);
            return false;
        }
    }

    fn run(&mut self) {
        loop {
            let Some(at) = self.ready.pop_front() else {
                let Some(next) = self.timers.iter().map(|timer| timer.0).min() else {
                    return;
                };
                self.now = self.now.max(next);
                self.wake_timers(next);
                self.gave = None;
                continue;
            };
            self.close(at, End::Granted);
            self.open(at, Doing::Hold, NONE);
            if let Some((from, forced)) = self.gave.filter(|(from, _)| *from != at) {
                let time_ns = self.now;
                self.handovers.push(Handover {
                    time_ns,
                    from: from as u32,
                    to: at as u32,
                    forced,
                });
            }
            let forced = self.hold(at);
            self.gave = Some((at, forced));
        }
    }
}

/// Runs threads, given by their names and steps, as one process that begins at `start_ns`.
pub fn process(
    name: &str,
    pid: u32,
    start_ns: u64,
    first_object: u32,
    threads: &[(&str, Vec<Step>)],
) -> Process {
    let mut simulation = Simulation {
        now: start_ns,
        tasks: Vec::new(),
        ready: VecDeque::new(),
        timers: Vec::new(),
        owners: BTreeMap::new(),
        lock_waiters: BTreeMap::new(),
        items: BTreeMap::new(),
        queue_waiters: BTreeMap::new(),
        joiners: Vec::new(),
        handovers: Vec::new(),
        gave: None,
        first_object,
    };
    for (number, (name, steps)) in threads.iter().enumerate() {
        let start_ns = start_ns + number as u64 * 50_000;
        simulation.tasks.push(Task {
            thread: Thread {
                id: number as u32,
                name: (*name).to_string(),
                creator: if number == 0 { NONE } else { 0 },
                created: if number == 0 { NONE } else { 5 },
                start_ns,
                ..Thread::default()
            },
            steps: steps.iter().copied().collect(),
            open: Some((start_ns, Doing::Want, NONE)),
            wanted: BTreeMap::new(),
            done: false,
        });
        simulation.ready.push_back(number);
        simulation.now = start_ns;
    }
    simulation.run();
    let end_ns = simulation.now;
    let mut threads: Vec<Thread> = Vec::new();
    for at in 0..simulation.tasks.len() {
        // Who waits for ever does so to the end.
        if !simulation.tasks[at].done {
            simulation.close(at, End::Ended);
            simulation.tasks[at].thread.end_ns = end_ns;
        }
        let mut thread = std::mem::take(&mut simulation.tasks[at].thread);
        thread.locks.sort_by_key(|lock| lock.got_ns);
        threads.push(thread);
    }
    Process {
        pid,
        parent: if pid == 4711 { NONE } else { 0 },
        name: name.to_string(),
        start_ns,
        end_ns,
        threads,
        handovers: simulation.handovers,
    }
}

fn sites() -> (Vec<Site>, Vec<(String, u32, String)>) {
    let lines = [
        (12, "work", "    total += step * step"),
        (13, "work", "    numbers.append(total)"),
        (14, "work", "    if total > limit:"),
        (21, "serve", "    with balance:"),
        (22, "serve", "        item = jobs.get()"),
        (40, "<module>", "threading.Thread(target=work).start()"),
        (3, "<module>", "balance = threading.Lock()"),
        (4, "<module>", "jobs = queue.Queue()"),
    ];
    let file = "examples/bank.py".to_string();
    let sites = lines
        .iter()
        .map(|&(line, function, _)| Site {
            file: file.clone(),
            line,
            function: function.to_string(),
        })
        .collect();
    let mut texts: Vec<(String, u32, String)> = lines
        .iter()
        .map(|&(line, _, text)| (file.clone(), line, text.to_string()))
        .collect();
    texts.sort();
    (sites, texts)
}

fn trace(command: &str, processes: Vec<Process>) -> Trace {
    let (sites, lines) = sites();
    let object = |kind: &str, name: &str, made| Object {
        kind: kind.to_string(),
        name: name.to_string(),
        made,
    };
    Trace {
        command: command.split(' ').map(str::to_string).collect(),
        policy: "fair".to_string(),
        began_unix_ns: 1_700_000_000_000_000_000,
        duration_ns: processes
            .iter()
            .map(|process| process.end_ns)
            .max()
            .unwrap_or(0),
        processors: 2,
        sites,
        lines,
        objects: vec![
            object("Lock", "balance", 6),
            object("Queue", "jobs", 7),
            object("Lock", "log", 6),
        ],
        processes,
        lost: 0,
    }
}

/// A bank: a main thread, two tellers that share a lock, a reader of a queue, one that computes, one that does IO, and a child process.
/// `rounds` sets the length: a round is about 25 spans.
pub fn bank(rounds: usize) -> Trace {
    let teller = |rest: u64| -> Vec<Step> {
        (0..rounds)
            .flat_map(|round| {
                let more = (round as u64 * 7919) % 500_000;
                [
                    Step::Run(150_000 + more / 2),
                    Step::Lock(0),
                    Step::Run(300_000 + more),
                    Step::Io(200_000 + more),
                    Step::Unlock(0),
                    Step::Sleep(rest + more),
                ]
            })
            .collect()
    };
    let serve: Vec<Step> = (0..rounds)
        .flat_map(|_| {
            [
                Step::Get(1),
                Step::Lock(2),
                Step::Run(90_000),
                Step::Unlock(2),
            ]
        })
        .collect();
    let compute: Vec<Step> = (0..rounds).map(|_| Step::Run(1_400_000)).collect();
    let read: Vec<Step> = (0..rounds)
        .flat_map(|round| {
            [
                Step::Io(400_000 + (round as u64 * 104_729) % 900_000),
                Step::Run(60_000),
                Step::Put(1),
            ]
        })
        .collect();
    let main = vec![
        Step::Run(100_000),
        Step::Print,
        Step::Join(1),
        Step::Join(2),
        Step::Join(4),
        Step::Print,
        Step::Run(50_000),
    ];
    let main = process(
        "MainProcess",
        4711,
        0,
        0,
        &[
            ("MainThread", main),
            ("teller-1", teller(300_000)),
            ("teller-2", teller(500_000)),
            ("serve", serve),
            ("compute", compute),
            ("reader", read),
        ],
    );
    let child = process(
        "Process-1",
        4712,
        2_000_000,
        0,
        &[
            (
                "MainThread",
                (0..rounds)
                    .flat_map(|_| [Step::Run(900_000), Step::Io(150_000)])
                    .collect(),
            ),
            (
                "helper",
                (0..rounds)
                    .flat_map(|_| [Step::Run(300_000), Step::Sleep(500_000)])
                    .collect(),
            ),
        ],
    );
    trace("examples/bank.py --accounts 3", vec![main, child])
}

/// So many threads that take turns, each for a few spans.
pub fn crowd(threads: usize) -> Trace {
    let names: Vec<String> = (0..threads)
        .map(|number| format!("worker-{number}"))
        .collect();
    let steps = |number: usize| -> Vec<Step> {
        let more = (number as u64 * 7919) % 90_000;
        vec![
            Step::Run(20_000 + more),
            Step::Sleep(900_000),
            Step::Run(50_000),
            Step::Io(300_000 + more),
            Step::Run(30_000),
        ]
    };
    let threads: Vec<(&str, Vec<Step>)> = names
        .iter()
        .enumerate()
        .map(|(number, name)| (name.as_str(), steps(number)))
        .collect();
    trace(
        "crowd.py",
        vec![process("MainProcess", 4711, 0, 0, &threads)],
    )
}

/// One process of three threads in a few spans, for tests that name each of them.
pub fn small() -> Trace {
    let main = vec![Step::Run(400_000), Step::Join(1), Step::Print];
    let teller = |time| {
        vec![
            Step::Lock(0),
            Step::Run(time),
            Step::Io(500_000),
            Step::Unlock(0),
            Step::Sleep(800_000),
            Step::Run(200_000),
        ]
    };
    let process = process(
        "MainProcess",
        4711,
        0,
        0,
        &[
            ("MainThread", main),
            ("left", teller(700_000)),
            ("right", teller(900_000)),
        ],
    );
    trace("small.py", vec![process])
}

/// Names and lines that try to break out of wherever they are put.
pub fn nasty() -> Trace {
    let mut trace = small();
    let evil = "</script><script>window.hacked=1</script><img src=x onerror=\"window.hacked=2\">'\"&\u{2028}\u{2029}\u{202e}\u{0}]]>-->";
    trace.command = vec![evil.to_string()];
    trace.policy = evil.to_string();
    trace.processes[0].name = evil.to_string();
    trace.processes[0].threads[1].name = evil.to_string();
    trace.objects[0].name = evil.to_string();
    trace.objects[0].kind = evil.to_string();
    for site in &mut trace.sites {
        site.file = evil.to_string();
        site.function = evil.to_string();
    }
    let mut lines: Vec<(String, u32, String)> = trace
        .lines
        .iter()
        .map(|(_, line, _)| (evil.to_string(), *line, evil.to_string()))
        .collect();
    lines.sort();
    trace.lines = lines;
    trace
}

/// How many spans a trace has.
pub fn spans(trace: &Trace) -> usize {
    trace
        .processes
        .iter()
        .flat_map(|process| &process.threads)
        .map(|thread| thread.spans.len())
        .sum()
}
