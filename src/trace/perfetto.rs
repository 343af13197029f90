//! A trace as JSON of Chrome's trace event format, for ui.perfetto.dev and Firefox's profiler.
//!
//! Enters: a [`Trace`]. Leaves: one JSON object. Anybody may call [`write`].
//!
//! # What the readers ask for
//! * Perfetto reads slices (`X`) of one track only if they nest. A thread's spans follow each other without overlap, so each is one
//!   slice of the thread's track. Locks of the script overlap them in any way: those of one name have a track of their own, with a
//!   slice for each time one was held; where several are held at once, there are several such tracks.
//! * Hand-overs are flows that stand in the slices themselves (`bind_id`), for a flow event binds to whatever stands at its time. A
//!   slice has one number only, so the hand-overs that pass through the same holds share it.
//! * Processes and threads with the number 0 mean "idle" to Perfetto, and Firefox takes the thread whose number is its process's for
//!   the main one: the main thread has the number of its process, every other track a number nobody has.
//! * Perfetto shows `\u…` as it stands: what need not be escaped is not.
//! * Firefox shows `args.detail` beside a slice and no other argument; it knows neither flows nor counters and leaves them out.
//!
//! Times are microseconds with three decimals, so nothing is lost. A run may have millions of slices: nothing is said twice.

use super::look;
use super::model::{Doing, End, Handover, LockSpan, MarkKind, Process, Span, Thread, Trace};
use crate::text::json::compact;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::{self, Write};

/// Writes the trace as one JSON object.
pub fn write(trace: &Trace, out: &mut dyn Write) -> io::Result<()> {
    let object = |object: &super::model::Object| quoted(&object.name);
    let mut file = File {
        out: io::BufWriter::with_capacity(1 << 16, out),
        first: true,
        flows: 0,
        places: (0..trace.sites.len())
            .map(|site| place(trace, site))
            .collect(),
        objects: trace.objects.iter().map(object).collect(),
    };
    write!(
        file.out,
        "{{\"displayTimeUnit\":\"ns\",\"otherData\":{{\"command\":{},\"policy\":{},\"began_unix_ns\":\"{}\",\"processors\":\"{}\"}},\"traceEvents\":[",
        quoted(&trace.command.join(" ")),
        quoted(&trace.policy),
        trace.began_unix_ns,
        trace.processors,
    )?;
    let lanes: Vec<Vec<Lane>> = trace
        .processes
        .iter()
        .map(|process| lanes(trace, process))
        .collect();
    for ((process, lanes), numbers) in
        (trace.processes.iter().zip(&lanes)).zip(numbers(trace, &lanes))
    {
        file.process(process, lanes, &numbers)?;
    }
    file.out.write_all(b"\n]}\n")?;
    file.out.flush()
}

/// A text as JSON.
fn quoted(text: &str) -> String {
    compact(&serde_json::json!(text))
}

/// A place and its source line, as JSON.
fn place(trace: &Trace, site: usize) -> String {
    let site = &trace.sites[site];
    let file = site.file.rsplit('/').next().unwrap_or(&site.file);
    let source = super::page::source_line(trace, &site.file, site.line).map_or("", str::trim);
    quoted(&format!(
        "{file}:{} in {}: {source}",
        site.line, site.function
    ))
}

/// A track of locks that have the same name and are not held at the same time.
struct Lane<'a> {
    name: String,
    /// The thread, and what it held.
    held: Vec<(usize, &'a LockSpan)>,
}

/// The tracks of a process's locks.
fn lanes<'a>(trace: &Trace, process: &'a Process) -> Vec<Lane<'a>> {
    let mut by_object: BTreeMap<u32, Vec<(usize, &LockSpan)>> = BTreeMap::new();
    for (at, thread) in process.threads.iter().enumerate() {
        for held in &thread.locks {
            by_object.entry(held.object).or_default().push((at, held));
        }
    }
    let mut by_name: BTreeMap<String, Vec<(usize, &LockSpan)>> = BTreeMap::new();
    for (object, held) in by_object {
        let name = match trace.objects.get(object as usize) {
            None => "a lock".to_string(),
            Some(object) => match trace.sites.get(object.made as usize) {
                Some(site) if !object.name.contains(':') => {
                    let file = site.file.rsplit('/').next().unwrap_or(&site.file);
                    format!(
                        "{} {}, made at {file}:{}",
                        object.kind, object.name, site.line
                    )
                }
                _ => object.name.clone(),
            },
        };
        by_name.entry(name).or_default().extend(held);
    }
    let mut lanes = Vec::new();
    for (name, mut held) in by_name {
        held.sort_by_key(|(_, span)| (span.got_ns, span.released_ns));
        let first = lanes.len();
        let mut ends: Vec<u64> = Vec::new();
        for (thread, span) in held {
            let free = ends.iter().position(|&end| end <= span.got_ns);
            let at = free.unwrap_or_else(|| {
                lanes.push(Lane {
                    name: match ends.len() {
                        0 => name.clone(),
                        more => format!("{name} ({})", more + 1),
                    },
                    held: Vec::new(),
                });
                ends.push(0);
                ends.len() - 1
            });
            ends[at] = end_of(span);
            lanes[first + at].held.push((thread, span));
        }
    }
    lanes
}

fn end_of(span: &LockSpan) -> u64 {
    span.released_ns.max(span.got_ns)
}

/// The numbers of a process and of its tracks in the file.
struct Numbers {
    process: u32,
    threads: Vec<u32>,
    lanes: Vec<u32>,
    order: usize,
}

/// A number for every process and track, none twice. A process keeps its own unless an earlier one had the same (the system uses
/// them again).
fn numbers(trace: &Trace, lanes: &[Vec<Lane>]) -> Vec<Numbers> {
    let mut used: BTreeSet<u32> = trace.processes.iter().map(|process| process.pid).collect();
    used.insert(0);
    let mut next = 0;
    let mut fresh = move |used: &mut BTreeSet<u32>, above: u32| {
        next = next.max(above);
        while !used.insert(next) {
            next = next.wrapping_add(1);
        }
        next
    };
    let mut taken = BTreeSet::from([0]);
    let processes: Vec<u32> = trace
        .processes
        .iter()
        .map(|process| match taken.insert(process.pid) {
            true => process.pid,
            false => {
                let number = fresh(&mut used, 1);
                taken.insert(number);
                number
            }
        })
        .collect();
    let mut all = Vec::with_capacity(processes.len());
    for (order, (process, &number)) in trace.processes.iter().zip(&processes).enumerate() {
        let threads = (0..process.threads.len())
            .map(|thread| match thread {
                0 => number,
                _ => fresh(&mut used, number.saturating_add(1)),
            })
            .collect();
        let lanes = (lanes[order].iter())
            .map(|_| fresh(&mut used, number.saturating_add(1)))
            .collect();
        all.push(Numbers {
            process: number,
            threads,
            lanes,
            order,
        });
    }
    all
}

/// Nanoseconds as microseconds, exactly.
struct Micros(u64);

impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}

/// The arguments of an event: names, and what is known of them as JSON.
struct Arguments<'a, const COUNT: usize>([(&'static str, Option<&'a str>); COUNT]);

impl<const COUNT: usize> fmt::Display for Arguments<'_, COUNT> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self
            .0
            .iter()
            .filter_map(|&(name, value)| Some((name, value?)));
        let mut before = ",\"args\":{";
        for (name, value) in known {
            write!(f, "{before}\"{name}\":{value}")?;
            before = ",";
        }
        f.write_str(if before == "," { "}" } else { "" })
    }
}

/// What a hold has to do with hand-overs.
#[derive(Default)]
struct Flow {
    id: u64,
    enters: bool,
    leaves: bool,
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, ",\"bind_id\":\"{:#x}\"", self.id)?;
        if self.enters {
            f.write_str(",\"flow_in\":true")?;
        }
        if self.leaves {
            f.write_str(",\"flow_out\":true")?;
        }
        Ok(())
    }
}

/// By thread and number of the span.
type Flows = FxHashMap<(u32, usize), Flow>;

/// Something that is written or not.
struct Maybe<T>(Option<T>);

impl<T: fmt::Display> fmt::Display for Maybe<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().map_or(Ok(()), |value| value.fmt(f))
    }
}

struct File<W: Write> {
    out: W,
    first: bool,
    /// The last number of a flow.
    flows: u64,
    /// Places and names of objects as JSON.
    places: Vec<String>,
    objects: Vec<String>,
}

impl<W: Write> File<W> {
    /// One event: what all have, then what is special to it (`,"dur":…`).
    fn event(
        &mut self,
        phase: char,
        name: &str,
        (process, track): (u32, u32),
        rest: fmt::Arguments<'_>,
    ) -> io::Result<()> {
        let comma = if self.first { "" } else { "," };
        self.first = false;
        write!(
            self.out,
            "{comma}\n{{\"ph\":\"{phase}\",\"name\":{},\"pid\":{process},\"tid\":{track}{rest}}}",
            quoted(name)
        )
    }

    /// The name of a track, and where it stands among the others of its process.
    fn track(&mut self, track: (u32, u32), name: &str, order: usize) -> io::Result<()> {
        let name = quoted(name);
        self.event(
            'M',
            "thread_name",
            track,
            format_args!(",\"args\":{{\"name\":{name}}}"),
        )?;
        self.event(
            'M',
            "thread_sort_index",
            track,
            format_args!(",\"args\":{{\"sort_index\":{order}}}"),
        )
    }

    fn process(
        &mut self,
        process: &Process,
        lanes: &[Lane<'_>],
        numbers: &Numbers,
    ) -> io::Result<()> {
        let main = (numbers.process, numbers.process);
        self.event(
            'M',
            "process_name",
            main,
            format_args!(",\"args\":{{\"name\":{}}}", quoted(&process.name)),
        )?;
        self.event(
            'M',
            "process_sort_index",
            main,
            format_args!(",\"args\":{{\"sort_index\":{}}}", numbers.order),
        )?;
        let flows = self.flows(process);
        let mut order = 0;
        for ((at, thread), &number) in (0..).zip(&process.threads).zip(&numbers.threads) {
            let track = (numbers.process, number);
            self.track(track, &thread.name, order)?;
            order += 1;
            for (span_at, span) in thread.spans.iter().enumerate() {
                self.span(span, track, flows.get(&(at, span_at)))?;
            }
            self.marks(process, thread, track)?;
        }
        for (lane, &number) in lanes.iter().zip(&numbers.lanes) {
            let track = (numbers.process, number);
            self.track(track, &lane.name, order)?;
            order += 1;
            for &(thread, held) in &lane.held {
                self.held(&process.threads[thread].name, held, track)?;
            }
        }
        self.waiters(process, main)
    }

    fn place(&self, site: u32) -> Option<&str> {
        self.places.get(site as usize).map(String::as_str)
    }

    fn span(&mut self, span: &Span, track: (u32, u32), flow: Option<&Flow>) -> io::Result<()> {
        let look = look::of(span.doing);
        let is_forced = span.doing == Doing::Hold && span.end == End::Forced;
        let ended = quoted(look::ENDS[usize::from(look::end_number(span.end))]);
        let arguments = Arguments([
            ("detail", self.place(span.site)),
            (
                "object",
                self.objects.get(span.object as usize).map(String::as_str),
            ),
            ("ended", is_forced.then_some(&*ended)),
        ])
        .to_string();
        self.event(
            'X',
            look.word,
            track,
            format_args!(
                ",\"cat\":\"{}\",\"ts\":{},\"dur\":{}{}{arguments}",
                look::GROUP_LOOKS[look.group as usize].short,
                Micros(span.start_ns),
                Micros(span.end_ns.saturating_sub(span.start_ns)),
                Maybe(flow),
            ),
        )
    }

    fn held(&mut self, thread: &str, held: &LockSpan, track: (u32, u32)) -> io::Result<()> {
        let waited = held.got_ns.saturating_sub(held.wanted_ns);
        let waited = (waited > 0).then(|| format!("\"{} us\"", Micros(waited)));
        let arguments = Arguments([
            ("detail", self.place(held.site)),
            ("waited", waited.as_deref()),
        ])
        .to_string();
        self.event(
            'X',
            thread,
            track,
            format_args!(
                ",\"ts\":{},\"dur\":{}{arguments}",
                Micros(held.got_ns),
                Micros(end_of(held) - held.got_ns),
            ),
        )
    }

    fn marks(&mut self, process: &Process, thread: &Thread, track: (u32, u32)) -> io::Result<()> {
        for mark in &thread.marks {
            let (word, _) = look::MARKS[usize::from(look::mark_number(mark.what))];
            let other = match mark.what {
                MarkKind::Wake => {
                    (process.threads.get(mark.other as usize)).map(|thread| quoted(&thread.name))
                }
                MarkKind::Signal | MarkKind::Fork | MarkKind::Child => {
                    Some(format!("\"{}\"", mark.other))
                }
                MarkKind::Print | MarkKind::Put | MarkKind::Get => None,
            };
            let place = self.place(mark.site);
            let arguments = Arguments([
                ("detail", place.or(other.as_deref())),
                (
                    "object",
                    self.objects.get(mark.object as usize).map(String::as_str),
                ),
                ("which", other.as_deref().filter(|_| place.is_some())),
            ])
            .to_string();
            self.event(
                'i',
                word,
                track,
                format_args!(
                    ",\"cat\":\"mark\",\"s\":\"t\",\"ts\":{}{arguments}",
                    Micros(mark.time_ns)
                ),
            )?;
        }
        Ok(())
    }

    /// Flows from givers' holds to receivers'. One that begins or ends in no hold, or where there is one already, is left out.
    fn flows(&mut self, process: &Process) -> Flows {
        let mut flows = Flows::default();
        for &Handover {
            time_ns, from, to, ..
        } in &process.handovers
        {
            let threads = (
                process.threads.get(from as usize),
                process.threads.get(to as usize),
            );
            let (Some(giver), Some(receiver)) = threads else {
                continue;
            };
            let Some(given) = hold_before(&giver.spans, time_ns) else {
                continue;
            };
            let end = giver.spans[given].end_ns;
            let Some(taken) = hold_after(&receiver.spans, time_ns.max(end)) else {
                continue;
            };
            if flows.get(&(from, given)).is_some_and(|flow| flow.leaves)
                || flows
                    .get(&(to, taken))
                    .is_some_and(|flow| flow.enters || flow.leaves)
            {
                continue;
            }
            let flow = flows.entry((from, given)).or_default();
            if flow.id == 0 {
                self.flows += 1;
                flow.id = self.flows;
            }
            flow.leaves = true;
            let id = flow.id;
            flows.insert(
                (to, taken),
                Flow {
                    id,
                    enters: true,
                    leaves: false,
                },
            );
        }
        flows
    }

    /// How many threads of the process want the lock, at each time that changes it.
    fn waiters(&mut self, process: &Process, main: (u32, u32)) -> io::Result<()> {
        let wants = process
            .threads
            .iter()
            .flat_map(|thread| &thread.spans)
            .filter(|span| span.doing == Doing::Want && span.end_ns > span.start_ns);
        let mut changes: Vec<(u64, i64)> = wants
            .flat_map(|span| [(span.start_ns, 1), (span.end_ns, -1)])
            .collect();
        changes.sort_unstable();
        let mut waiting = 0;
        for (at, &(time, change)) in changes.iter().enumerate() {
            waiting += change;
            if changes.get(at + 1).is_some_and(|next| next.0 == time) {
                continue;
            }
            self.event(
                'C',
                "want the lock",
                main,
                format_args!(
                    ",\"ts\":{},\"args\":{{\"threads\":{waiting}}}",
                    Micros(time)
                ),
            )?;
        }
        Ok(())
    }
}

/// How many spans beside the time of a hand-over are looked at for the hold that it ends or begins: its neighbour, or one behind a
/// short wait.
const NEAR: usize = 3;

/// The last hold that has begun before that time and has a length.
fn hold_before(spans: &[Span], time: u64) -> Option<usize> {
    let begun = spans.partition_point(|span| span.start_ns < time);
    (begun.saturating_sub(NEAR)..begun)
        .rev()
        .find(|&at| is_hold(&spans[at]))
}

/// The first hold that begins at that time or later and has a length.
fn hold_after(spans: &[Span], time: u64) -> Option<usize> {
    let begun = spans.partition_point(|span| span.start_ns < time);
    (begun..spans.len())
        .take(NEAR)
        .find(|&at| is_hold(&spans[at]))
}

fn is_hold(span: &Span) -> bool {
    span.doing == Doing::Hold && span.end_ns > span.start_ns
}
