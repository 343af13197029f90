//! A trace as the page's script reads it: JSON whose long columns are packed.
//!
//! Enters: a [`Trace`]. Leaves: text for a `<script type="application/json">`.
//!
//! A *column* is a string in base 64 of numbers of 7 bits a byte, low bits first, the high bit set on all bytes but a number's last
//! (LEB128). Times are differences from the time before. Indices are one higher, so that 0 stands for none. A span costs about six
//! bytes before base 64: its length, its state (`4 × doing + end`), its place and its object. `data.js` unpacks.

use super::text::json_of_script;
use crate::native::binascii::encode_base64;
use crate::trace::look;
use crate::trace::model::{NONE, Process, Thread, Trace};
use serde_json::{Value, json};

/// The whole as one JSON object.
pub fn json_of(trace: &Trace) -> String {
    let groups = look::GROUP_LOOKS
        .iter()
        .map(|group| json!({"name": group.name, "short": group.short, "letter": group.letter}));
    let doings = look::all().map(|doing| {
        let look = look::of(doing);
        json!({"word": look.word, "letter": look.letter, "group": look.group as u8})
    });
    let marks = look::MARKS
        .iter()
        .map(|(word, sign)| json!({"word": word, "sign": sign}));
    let sites = trace.sites.iter().map(|site| {
        let text = super::source_line(trace, &site.file, site.line).unwrap_or("");
        json!([site.file, site.line, site.function, text])
    });
    let objects = trace.objects.iter().map(|object| {
        let made = index(object.made, trace.sites.len());
        json!([object.kind, object.name, made])
    });
    json_of_script(&json!({
        "command": trace.command,
        "policy": trace.policy,
        // Milliseconds, as dates of JavaScript count.
        "began": trace.began_unix_ns / 1_000_000,
        "duration": trace.duration_ns,
        "processors": trace.processors,
        "groups": groups.collect::<Value>(),
        "doings": doings.collect::<Value>(),
        "ends": look::ENDS,
        "marks": marks.collect::<Value>(),
        "sites": sites.collect::<Value>(),
        "objects": objects.collect::<Value>(),
        "processes": trace.processes.iter().map(|it| process(trace, it)).collect::<Value>(),
    }))
}

fn process(trace: &Trace, process: &Process) -> Value {
    let mut times = Column::default();
    let mut kinds = Column::default();
    let mut before = 0;
    for handover in &process.handovers {
        times.difference(&mut before, handover.time_ns);
        kinds.number(u64::from(handover.forced));
        kinds.index(handover.from, process.threads.len());
        kinds.index(handover.to, process.threads.len());
    }
    let threads = process.threads.iter().map(|it| thread(trace, process, it));
    json!({
        "pid": process.pid,
        "parent": index(process.parent, trace.processes.len()),
        "name": process.name,
        "start": process.start_ns,
        "end": process.end_ns,
        "handovers": {"count": process.handovers.len(), "time": times.text(), "kind": kinds.text()},
        "threads": threads.collect::<Value>(),
    })
}

fn thread(trace: &Trace, process: &Process, thread: &Thread) -> Value {
    let (sites, objects) = (trace.sites.len(), trace.objects.len());
    let mut lengths = Column::default();
    let mut states = Column::default();
    let (mut site, mut object) = (Column::default(), Column::default());
    for span in &thread.spans {
        lengths.number(span.end_ns.saturating_sub(span.start_ns));
        states.number(u64::from(
            look::number(span.doing) * 4 + look::end_number(span.end),
        ));
        site.index(span.site, sites);
        object.index(span.object, objects);
    }
    let first = thread
        .spans
        .first()
        .map_or(thread.start_ns, |span| span.start_ns);
    let mut held = Column::default();
    let mut before = 0;
    for lock in &thread.locks {
        held.index(lock.object, objects);
        held.index(lock.site, sites);
        held.difference(&mut before, lock.got_ns);
        held.number(lock.got_ns.saturating_sub(lock.wanted_ns));
        held.number(lock.released_ns.saturating_sub(lock.got_ns));
    }
    let mut marks = Column::default();
    let mut before = 0;
    for mark in &thread.marks {
        marks.difference(&mut before, mark.time_ns);
        marks.number(u64::from(look::mark_number(mark.what)));
        marks.index(mark.site, sites);
        marks.index(mark.object, objects);
        marks.number(match mark.other {
            NONE => 0,
            other => u64::from(other) + 1,
        });
    }
    json!({
        "id": thread.id,
        "name": thread.name,
        "daemon": thread.daemon,
        "creator": index(thread.creator, process.threads.len()),
        "created": index(thread.created, sites),
        "start": thread.start_ns,
        "end": thread.end_ns,
        "ticks": thread.ticks,
        "cpu": thread.cpu_ns,
        "first": first,
        "spans": {
            "count": thread.spans.len(), "length": lengths.text(), "state": states.text(), "site": site.text(),
            "object": object.text(),
        },
        "locks": {"count": thread.locks.len(), "all": held.text()},
        "marks": {"count": thread.marks.len(), "all": marks.text()},
    })
}

/// An index as the page has it: one higher; 0 for [`NONE`] and for what is in no table.
fn index(index: u32, count: usize) -> u64 {
    match index {
        NONE => 0,
        index if (index as usize) < count => u64::from(index) + 1,
        _ => 0,
    }
}

/// A column while it is written.
#[derive(Default)]
struct Column(Vec<u8>);

impl Column {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    fn index(&mut self, at: u32, count: usize) {
        self.number(index(at, count));
    }

    /// A time as its difference from the one before. Twice the difference, one more if time runs backwards.
    fn difference(&mut self, before: &mut u64, time: u64) {
        let distance = time.abs_diff(*before).min(u64::MAX >> 1);
        self.number(distance << 1 | u64::from(time < *before));
        *before = time;
    }

    /// The column in base 64.
    fn text(&self) -> String {
        String::from_utf8(encode_base64(&self.0)).unwrap_or_default()
    }
}
