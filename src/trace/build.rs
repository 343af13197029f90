//! From records to the model.
//!
//! Enters: what was recorded in a program and its children. Leaves: a [`Trace`]. Its law: the spans of each thread have no gaps and
//! add up to its life, and the holds of one process never overlap. The first is so by construction: a thread is always in one state,
//! and a span is a state between two changes. The second holds because a holder reads the clock before it gives the lock away and
//! the next one after it has it.
use super::desk::{Initially, RawProcess, ThreadFacts};
use super::model::{
    Doing, End, Handover, LockSpan, Mark, MarkKind, NONE, Process, Site, Span, Thread, Trace,
};
use crate::sched::{EventKind, Instant, NO_REASON, Reason, Record};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, VecDeque};

/// What is known of the whole run.
pub struct Run {
    /// The command line.
    pub command: Vec<String>,
    /// The policy of the lock.
    pub policy: String,
    /// When it began, in nanoseconds since 1970.
    pub began_unix_ns: u64,
    /// Processors of the machine.
    pub processors: u32,
}

/// Makes the model; the program itself is the first of the processes. `line` gives the text of a source line.
pub fn build(
    run: Run,
    processes: Vec<RawProcess>,
    mut line: impl FnMut(&str, u32) -> Option<String>,
) -> Trace {
    let (began, ended) = processes
        .first()
        .map_or((0, 0), |first| (first.began, first.ended));
    let mut trace = Trace {
        command: run.command,
        policy: run.policy,
        began_unix_ns: run.began_unix_ns,
        duration_ns: ended.saturating_sub(began),
        processors: run.processors,
        lost: processes.iter().map(|process| process.lost).sum(),
        ..Trace::default()
    };
    let mut numbers = FxHashMap::default();
    let pids: Vec<u32> = processes.iter().map(|process| process.pid).collect();
    let deaths: FxHashMap<u32, u64> = processes
        .iter()
        .flat_map(|process| process.children.iter().copied())
        .collect();
    for raw in processes {
        let sites: Vec<u32> = raw
            .sites
            .iter()
            .map(|site| number_site(&mut trace.sites, &mut numbers, site))
            .collect();
        let first_object = trace.objects.len() as u32;
        for mut object in raw.objects.iter().cloned() {
            object.made = at(&sites, object.made);
            trace.objects.push(object);
        }
        let names = Names {
            sites,
            first_object,
            objects: raw.objects.len() as u32,
        };
        let end = end_of(&raw, &deaths, began, trace.duration_ns);
        let parent = pids.iter().position(|&pid| pid == raw.parent);
        let process = Process {
            pid: raw.pid,
            parent: parent.map_or(NONE, |parent| parent as u32),
            start_ns: raw.began.saturating_sub(began).min(end),
            end_ns: end,
            ..Process::default()
        };
        trace
            .processes
            .push(build_process(process, raw, &names, began));
    }
    let mut lines: Vec<(String, u32, String)> = trace
        .sites
        .iter()
        .filter_map(|site| {
            let text = line(&site.file, site.line)?;
            Some((site.file.clone(), site.line, text))
        })
        .collect();
    lines.sort();
    lines.dedup();
    trace.lines = lines;
    trace
}

fn number_site(sites: &mut Vec<Site>, numbers: &mut FxHashMap<Site, u32>, site: &Site) -> u32 {
    *numbers.entry(site.clone()).or_insert_with(|| {
        sites.push(site.clone());
        sites.len() as u32 - 1
    })
}

fn at(numbers: &[u32], number: u32) -> u32 {
    numbers.get(number as usize).copied().unwrap_or(NONE)
}

/// When a process ended: as it said itself, else as its parent saw, else at its last record if it is gone.
fn end_of(raw: &RawProcess, deaths: &FxHashMap<u32, u64>, began: u64, duration: u64) -> u64 {
    let last = || {
        let ends = raw.records.iter().filter_map(|(_, records)| records.last());
        ends.map(|record| record.nanos_since(Instant::from_nanos(began)))
            .max()
            .unwrap_or(0)
    };
    let end = match (raw.ended, deaths.get(&raw.pid)) {
        (0, Some(&seen)) => seen.saturating_sub(began),
        (0, None) if std::path::Path::new(&format!("/proc/{}", raw.pid)).exists() => duration,
        (0, None) => last(),
        (said, _) => said.saturating_sub(began),
    };
    end.min(duration)
}

/// What numbers of one process are in the whole trace.
struct Names {
    sites: Vec<u32>,
    first_object: u32,
    objects: u32,
}

impl Names {
    fn site(&self, number: u32) -> u32 {
        at(&self.sites, number)
    }

    fn object(&self, number: u32) -> u32 {
        match number {
            NONE => NONE,
            number if number < self.objects => self.first_object + number,
            _ => NONE,
        }
    }
}

fn build_process(mut process: Process, raw: RawProcess, names: &Names, began: u64) -> Process {
    let began = Instant::from_nanos(began);
    let mut builders: BTreeMap<u32, Builder> = BTreeMap::new();
    for (id, facts) in &raw.threads {
        builders.insert(*id, Builder::new(*id, Some(facts), &process));
    }
    for (id, records) in &raw.records {
        let builder = builders
            .entry(*id)
            .or_insert_with(|| Builder::new(*id, None, &process));
        for record in records {
            builder.take(record, record.nanos_since(began), names);
        }
    }
    let mut creators: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
    let mut stray = Vec::new();
    let mut threads = Vec::new();
    for (id, mut builder) in builders {
        creators
            .extend((builder.made.drain(..)).map(|(child, site)| (child, (id, names.site(site)))));
        stray.append(&mut builder.stray);
        let leads = builder.leads;
        if let Some(thread) = builder.finish() {
            threads.push((!leads, thread));
        }
    }
    // Numbers are given in the order in which threads are started; which of them runs first is luck.
    threads.sort_by_key(|(follows, thread)| (*follows, thread.id));
    let mut threads: Vec<Thread> = threads.into_iter().map(|(_, thread)| thread).collect();
    let places: FxHashMap<u32, u32> = (0..)
        .zip(&threads)
        .map(|(at, thread)| (thread.id, at))
        .collect();
    let place = |id: u32| places.get(&id).copied().unwrap_or(NONE);
    for thread in &mut threads {
        if let Some(&(creator, site)) = creators.get(&thread.id) {
            (thread.creator, thread.created) = (place(creator), site);
        }
        for mark in &mut thread.marks {
            if mark.what == MarkKind::Wake {
                mark.other = place(mark.other);
            }
        }
    }
    release_strays(&mut threads, stray);
    process.handovers = handovers(&threads);
    process.name = raw.name;
    process.threads = threads;
    process
}

/// Ends holds of locks that another thread released: each at the first such release after it began.
fn release_strays(threads: &mut [Thread], mut stray: Vec<(u32, u64)>) {
    stray.sort_by_key(|&(_, time)| time);
    let mut by_object: FxHashMap<u32, VecDeque<u64>> = FxHashMap::default();
    for (object, time) in stray {
        by_object.entry(object).or_default().push_back(time);
    }
    if by_object.is_empty() {
        return;
    }
    let mut open: Vec<&mut LockSpan> = threads
        .iter_mut()
        .flat_map(|thread| {
            let end = thread.end_ns;
            let locks = thread.locks.iter_mut();
            locks.filter(move |lock| lock.released_ns == end)
        })
        .collect();
    open.sort_by_key(|lock| lock.got_ns);
    for lock in open {
        let Some(times) = by_object.get_mut(&lock.object) else {
            continue;
        };
        while times.front().is_some_and(|&time| time < lock.got_ns) {
            times.pop_front();
        }
        if let Some(time) = times.pop_front() {
            lock.released_ns = time;
        }
    }
}

/// The lock's way from thread to thread: from one hold to the next one of another thread.
fn handovers(threads: &[Thread]) -> Vec<Handover> {
    let mut holds: Vec<(u64, u64, u32, bool)> = Vec::new();
    for (at, thread) in (0..).zip(threads) {
        let spans = thread.spans.iter().filter(|span| span.doing == Doing::Hold);
        holds.extend(spans.map(|span| (span.start_ns, span.end_ns, at, span.end == End::Forced)));
    }
    holds.sort_unstable();
    holds
        .windows(2)
        .filter(|pair| pair[0].2 != pair[1].2)
        .map(|pair| Handover {
            time_ns: pair[1].0,
            from: pair[0].2,
            to: pair[1].2,
            forced: pair[0].3,
        })
        .collect()
}

/// The life of one thread in the making.
struct Builder {
    thread: Thread,
    /// What it does, since when, with site and object; `None` before it begins and after it has ended.
    state: Option<(Doing, u64, u32, u32)>,
    ended: bool,
    /// The process's first thread.
    leads: bool,
    latest: u64,
    /// The end of the process.
    limit: u64,
    ticks_before: u64,
    /// Processor time before; `None` if it is not known yet.
    cpu_before: Option<u64>,
    /// Locks it has, by object: the index in `locks`.
    open: FxHashMap<u32, usize>,
    /// Locks it asked for, and when.
    asked: FxHashMap<u32, u64>,
    /// Releases of locks that it did not have.
    stray: Vec<(u32, u64)>,
    /// Threads it made, and where.
    made: Vec<(u32, u32)>,
}

impl Builder {
    fn new(id: u32, facts: Option<&ThreadFacts>, process: &Process) -> Builder {
        let initially = facts.map_or(Initially::Absent, |facts| facts.initially);
        let doing = match initially {
            Initially::Holds => Some(Doing::Hold),
            Initially::Wants => Some(Doing::Want),
            Initially::Waits(reason) => Some(Doing::Wait(reason)),
            Initially::Absent => None,
        };
        let ticks_before = facts.map_or(0, |facts| facts.ticks_before);
        Builder {
            thread: Thread {
                id,
                name: facts.map_or_else(|| format!("Thread-{id}"), |facts| facts.name.clone()),
                daemon: facts.is_some_and(|facts| facts.daemon),
                creator: NONE,
                created: NONE,
                start_ns: process.start_ns,
                ticks: facts.map_or(0, |facts| facts.ticks.saturating_sub(ticks_before)),
                ..Thread::default()
            },
            state: doing.map(|doing| (doing, process.start_ns, NONE, NONE)),
            ended: false,
            leads: initially == Initially::Holds,
            latest: process.start_ns,
            limit: process.end_ns,
            ticks_before,
            cpu_before: (initially == Initially::Absent).then_some(0),
            open: FxHashMap::default(),
            asked: FxHashMap::default(),
            stray: Vec::new(),
            made: Vec::new(),
        }
    }

    /// Goes on to another state; the span until then is noted unless it has no length.
    fn change(&mut self, time: u64, end: End, site: Option<u32>, to: Option<(Doing, u32, u32)>) {
        if let Some((doing, since, from_site, object)) = self.state {
            if time > since {
                self.thread.spans.push(Span {
                    start_ns: since,
                    end_ns: time,
                    doing,
                    end,
                    site: site.unwrap_or(from_site),
                    object,
                });
            }
        } else if !self.ended {
            self.thread.start_ns = time;
        }
        self.state = to.map(|(doing, site, object)| (doing, time, site, object));
    }

    /// A record whose thread can only be running: if that is not known yet, it is from now on.
    fn runs(&mut self, time: u64) {
        if self.state.is_none() && !self.ended {
            self.change(time, End::Own, None, Some((Doing::Hold, NONE, NONE)));
        }
    }

    /// Processor time that the thread has used since its beginning; of one that was there before, the first is where it counts from.
    fn used(&mut self, cpu_ns: u64) {
        match self.cpu_before {
            None => self.cpu_before = Some(cpu_ns),
            Some(before) => self.thread.cpu_ns = cpu_ns.saturating_sub(before),
        }
    }

    fn mark(&mut self, time_ns: u64, what: MarkKind, site: u32, object: u32, other: u32) {
        self.runs(time_ns);
        self.thread.marks.push(Mark {
            time_ns,
            what,
            site,
            object,
            other,
        });
    }

    fn take(&mut self, record: &Record, time: u64, names: &Names) {
        use EventKind as K;
        // What comes after the end of the process, or before what came already, comes at that time.
        let time = time.max(self.latest).min(self.limit);
        self.latest = time;
        if self.ended {
            return;
        }
        let site = names.site(record.site);
        let object = names.object(record.argument);
        match record.kind {
            K::Want => match self.state {
                Some((Doing::Want, ..)) => {}
                _ => self.change(time, End::Own, None, Some((Doing::Want, NONE, NONE))),
            },
            K::Acquire => {
                let since = self.state.map_or(0, |(_, since, ..)| since);
                let asked = time.saturating_sub(record.number()).max(since);
                let is_waiting = matches!(self.state, None | Some((Doing::Wait(_), ..)));
                if is_waiting && asked < time {
                    let place = self.state.map_or(NONE, |(_, _, site, _)| site);
                    self.change(asked, End::Own, None, Some((Doing::Want, place, NONE)));
                }
                let end = match self.state {
                    Some((Doing::Wait(_), ..)) => End::Own,
                    _ => End::Granted,
                };
                self.change(time, end, None, Some((Doing::Hold, NONE, NONE)));
            }
            K::Release if record.reason == NO_REASON => {
                self.runs(time);
                self.change(time, End::Ended, None, None);
                self.ended = true;
                self.thread.end_ns = time;
            }
            K::Release => {
                self.runs(time);
                let reason = Reason::from_u8(record.reason).unwrap_or(Reason::Io);
                let next = Some((Doing::Wait(reason), site, object));
                self.change(time, End::Own, Some(site), next);
            }
            K::Preempted => {
                self.runs(time);
                self.change(time, End::Forced, None, Some((Doing::Want, NONE, NONE)));
            }
            K::Place => {
                // The hold that was ended, and the want that followed it.
                let spans = self.thread.spans.iter_mut().rev();
                for span in spans.take(3) {
                    if span.doing == Doing::Want {
                        span.site = site;
                    } else if span.end == End::Forced {
                        span.site = site;
                        break;
                    }
                }
            }
            K::LockWant => {
                self.runs(time);
                self.asked.insert(object, time);
            }
            K::LockLeft => {
                self.asked.remove(&object);
            }
            K::LockGot => {
                self.runs(time);
                self.open.insert(object, self.thread.locks.len());
                self.thread.locks.push(LockSpan {
                    object,
                    wanted_ns: self.asked.remove(&object).unwrap_or(time),
                    got_ns: time,
                    released_ns: u64::MAX,
                    site,
                });
            }
            K::LockReleased => {
                self.runs(time);
                match self.open.remove(&object) {
                    Some(at) => self.thread.locks[at].released_ns = time,
                    None => self.stray.push((object, time)),
                }
            }
            K::ThreadCreate => {
                self.runs(time);
                self.made.push((record.argument, record.site));
            }
            K::ThreadExit => {
                self.thread.ticks = record.number().saturating_sub(self.ticks_before);
            }
            K::ThreadRun => self.runs(time),
            K::Used => self.used(record.number()),
            K::Put => self.mark(time, MarkKind::Put, site, object, NONE),
            K::Get => self.mark(time, MarkKind::Get, site, object, NONE),
            K::Wake => self.mark(time, MarkKind::Wake, NONE, NONE, record.argument),
            K::Signal => self.mark(time, MarkKind::Signal, site, NONE, record.argument),
            K::Print => self.mark(time, MarkKind::Print, site, NONE, NONE),
            K::Fork => self.mark(time, MarkKind::Fork, site, NONE, record.argument),
            K::Child => self.mark(time, MarkKind::Child, site, NONE, record.argument),
        }
    }

    /// The thread, if it ever was there.
    fn finish(mut self) -> Option<Thread> {
        if !self.ended {
            self.state?;
            self.change(self.limit.max(self.latest), End::Ended, None, None);
            self.thread.end_ns = self.limit.max(self.latest);
        }
        for lock in &mut self.thread.locks {
            lock.released_ns = lock.released_ns.min(self.thread.end_ns);
        }
        Some(self.thread)
    }
}
