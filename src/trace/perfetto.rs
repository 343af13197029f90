//! A trace as JSON of Chrome's trace event format, for ui.perfetto.dev and Firefox's profiler.
//!
//! Enters: a [`Trace`]. Leaves: one JSON object. Anybody may call [`write`].
//!
//! # What the readers ask for
//! * Perfetto reads slices (`X`) of one track only if they nest. A thread's spans follow each other without overlap, so each is one
//!   slice of the thread's track. Locks of the script may overlap in any way, and several threads may hold one semaphore: they are
//!   asynchronous slices (`b`, `e`) with an id each.
//! * A flow (`s`, `f`) is bound to the slice that is open at its time. The giver's end is therefore told a nanosecond before its slice
//!   ends, the receiver's beginning (`bp: "e"`) at the start of its slice, and slices stand in front of flows in the file.
//! * Processes and threads with the number 0 mean "idle" to Perfetto, and Firefox takes the thread whose number is its process's for
//!   the main one: the main thread has the number of its process, every other thread a number nobody has.
//! * Firefox shows `args.detail` beside a slice; it knows neither flows nor counters and leaves them out.
//!
//! Times are microseconds with three decimals, so nothing is lost; as floats, long traces would lose nanoseconds. They are why an
//! event is put together as text around the JSON of its name and arguments.

use super::look;
use super::model::{Doing, Handover, Process, Span, Thread, Trace};
use crate::text::json::compact;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Writes the trace as one JSON object.
pub fn write(trace: &Trace, out: &mut dyn Write) -> io::Result<()> {
    let mut file = File {
        trace,
        out: io::BufWriter::with_capacity(1 << 16, out),
        first: true,
        id: 0,
    };
    write!(
        file.out,
        "{{\"displayTimeUnit\":\"ns\",\"otherData\":{{\"command\":{},\"policy\":{},\"began_unix_ns\":\"{}\",\"processors\":\"{}\"}},\"traceEvents\":[",
        string(&trace.command.join(" ")),
        string(&trace.policy),
        trace.began_unix_ns,
        trace.processors,
    )?;
    for (process, numbers) in trace.processes.iter().zip(numbers(trace)) {
        file.process(process, &numbers)?;
    }
    file.out.write_all(b"\n]}\n")?;
    file.out.flush()
}

/// A text as JSON.
fn string(text: &str) -> String {
    compact(&json!(text))
}

/// The numbers of a process and of its threads in the file.
struct Numbers {
    process: u32,
    threads: Vec<u32>,
    order: usize,
}

/// A number for every process and thread, none twice. A process keeps its own unless an earlier one had the same (the system uses
/// them again).
fn numbers(trace: &Trace) -> Vec<Numbers> {
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
        all.push(Numbers {
            process: number,
            threads,
            order,
        });
    }
    all
}

/// Nanoseconds as microseconds, exactly.
struct Micros(u64);

impl std::fmt::Display for Micros {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}

struct File<'a, W: Write> {
    trace: &'a Trace,
    out: W,
    first: bool,
    /// The last id of an asynchronous slice or a flow.
    id: u64,
}

impl<W: Write> File<'_, W> {
    /// One event: what all have, then what is special to it (`,"dur":…`).
    fn event(
        &mut self,
        phase: char,
        name: &str,
        (process, thread): (u32, u32),
        rest: std::fmt::Arguments<'_>,
    ) -> io::Result<()> {
        let comma = if self.first { "" } else { "," };
        self.first = false;
        write!(
            self.out,
            "{comma}\n{{\"ph\":\"{phase}\",\"name\":{},\"pid\":{process},\"tid\":{thread}{rest}}}",
            string(name)
        )
    }

    fn process(&mut self, process: &Process, numbers: &Numbers) -> io::Result<()> {
        let main = (numbers.process, numbers.process);
        self.event(
            'M',
            "process_name",
            main,
            format_args!(",\"args\":{}", compact(&json!({"name": process.name}))),
        )?;
        self.event(
            'M',
            "process_sort_index",
            main,
            format_args!(",\"args\":{}", json!({"sort_index": numbers.order})),
        )?;
        for (order, (thread, &number)) in process.threads.iter().zip(&numbers.threads).enumerate() {
            let track = (numbers.process, number);
            self.event(
                'M',
                "thread_name",
                track,
                format_args!(",\"args\":{}", compact(&json!({"name": thread.name}))),
            )?;
            self.event(
                'M',
                "thread_sort_index",
                track,
                format_args!(",\"args\":{}", json!({"sort_index": order})),
            )?;
            self.thread(thread, track)?;
        }
        for handover in &process.handovers {
            self.handover(process, numbers, handover)?;
        }
        self.waiters(process, main)
    }

    fn place(&self, site: u32) -> Option<String> {
        let site = self.trace.sites.get(site as usize)?;
        Some(format!("{}:{} in {}", site.file, site.line, site.function))
    }

    fn source(&self, site: u32) -> Option<&str> {
        let site = self.trace.sites.get(site as usize)?;
        super::page::source_line(self.trace, &site.file, site.line).map(str::trim)
    }

    /// The arguments of a slice or a mark. `detail` is the text of the source line, else the object.
    fn arguments(&self, first: &[(&str, &str)], object: u32, site: u32) -> String {
        let object = self
            .trace
            .objects
            .get(object as usize)
            .map(|object| object.name.as_str());
        let place = self.place(site);
        let mut parts: Vec<(&str, &str)> = first.to_vec();
        parts.extend(object.map(|name| ("object", name)));
        parts.extend(place.as_deref().map(|place| ("line", place)));
        let detail = self.source(site).or(object);
        parts.extend(detail.map(|text| ("detail", text)));
        let members: Map<String, Value> = parts
            .iter()
            .map(|(name, text)| (name.to_string(), json!(text)))
            .collect();
        compact(&Value::Object(members))
    }

    fn thread(&mut self, thread: &Thread, track: (u32, u32)) -> io::Result<()> {
        for span in &thread.spans {
            let look = look::of(span.doing);
            let first: &[(&str, &str)] = match span.doing {
                Doing::Wait(reason) => &[("reason", reason.text())],
                Doing::Want => &[("reason", look.word)],
                Doing::Hold => &[
                    ("reason", look.word),
                    ("ended", look::ENDS[usize::from(look::end_number(span.end))]),
                ],
            };
            let arguments = self.arguments(first, span.object, span.site);
            self.event(
                'X',
                look.word,
                track,
                format_args!(
                    ",\"cat\":\"{}\",\"ts\":{},\"dur\":{},\"args\":{arguments}",
                    look::GROUP_LOOKS[look.group as usize].short,
                    Micros(span.start_ns),
                    Micros(span.end_ns.saturating_sub(span.start_ns)),
                ),
            )?;
        }
        for held in &thread.locks {
            let name = match self.trace.objects.get(held.object as usize) {
                Some(object) => format!("has {}", object.name),
                None => "has a lock".to_string(),
            };
            let waited = Micros(held.got_ns.saturating_sub(held.wanted_ns)).to_string() + " µs";
            let made = self
                .trace
                .objects
                .get(held.object as usize)
                .and_then(|object| self.place(object.made));
            let mut first = vec![("thread", thread.name.as_str()), ("waited", &waited)];
            first.extend(made.as_deref().map(|made| ("made", made)));
            let arguments = self.arguments(&first, held.object, held.site);
            self.id += 1;
            let id = self.id;
            self.event(
                'b',
                &name,
                track,
                format_args!(
                    ",\"cat\":\"lock\",\"id\":\"{id:#x}\",\"ts\":{},\"args\":{arguments}",
                    Micros(held.got_ns)
                ),
            )?;
            let end = held.released_ns.max(held.got_ns);
            self.event(
                'e',
                &name,
                track,
                format_args!(
                    ",\"cat\":\"lock\",\"id\":\"{id:#x}\",\"ts\":{}",
                    Micros(end)
                ),
            )?;
        }
        for mark in &thread.marks {
            let (word, _) = look::MARKS[usize::from(look::mark_number(mark.what))];
            let arguments = self.arguments(&[], mark.object, mark.site);
            self.event(
                'i',
                word,
                track,
                format_args!(
                    ",\"cat\":\"mark\",\"s\":\"t\",\"ts\":{},\"args\":{arguments}",
                    Micros(mark.time_ns)
                ),
            )?;
        }
        Ok(())
    }

    /// A flow from the giver's hold to the receiver's. One that begins or ends in no hold is left out: readers would bind it to
    /// whatever stands there.
    fn handover(
        &mut self,
        process: &Process,
        numbers: &Numbers,
        handover: &Handover,
    ) -> io::Result<()> {
        let (from, to) = (handover.from as usize, handover.to as usize);
        let (Some(giver), Some(receiver)) = (process.threads.get(from), process.threads.get(to))
        else {
            return Ok(());
        };
        let Some(given) = hold_before(&giver.spans, handover.time_ns) else {
            return Ok(());
        };
        let start = given.end_ns - 1;
        let Some(taken) = hold_after(&receiver.spans, handover.time_ns.max(given.end_ns)) else {
            return Ok(());
        };
        let name = match handover.forced {
            true => "forced hand-over",
            false => "hand-over",
        };
        self.id += 1;
        let id = self.id;
        self.event(
            's',
            name,
            (numbers.process, numbers.threads[from]),
            format_args!(
                ",\"cat\":\"hand-over\",\"id\":{id},\"ts\":{}",
                Micros(start)
            ),
        )?;
        self.event(
            'f',
            name,
            (numbers.process, numbers.threads[to]),
            format_args!(
                ",\"cat\":\"hand-over\",\"id\":{id},\"bp\":\"e\",\"ts\":{}",
                Micros(taken.start_ns)
            ),
        )
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
                "threads that want the lock",
                main,
                format_args!(
                    ",\"ts\":{},\"args\":{}",
                    Micros(time),
                    json!({"threads": waiting})
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
fn hold_before(spans: &[Span], time: u64) -> Option<&Span> {
    let begun = spans.partition_point(|span| span.start_ns < time);
    spans[..begun]
        .iter()
        .rev()
        .take(NEAR)
        .find(|span| is_hold(span))
}

/// The first hold that begins at that time or later and has a length.
fn hold_after(spans: &[Span], time: u64) -> Option<&Span> {
    let begun = spans.partition_point(|span| span.start_ns < time);
    spans[begun..].iter().take(NEAR).find(|span| is_hold(span))
}

fn is_hold(span: &Span) -> bool {
    span.doing == Doing::Hold && span.end_ns > span.start_ns
}
