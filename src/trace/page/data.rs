//! A trace as the page's script reads it: JSON whose long columns are packed.
//!
//! Enters: a [`Trace`]. Leaves: text for a `<script type="application/json">`.
//!
//! A *column* is a string in base 64 of numbers of 7 bits a byte, low bits first, the high bit set on all bytes but a number's last
//! (LEB128). Times are differences from the time before. Indices are one higher, so that 0 stands for none. A span costs about six
//! bytes before base 64: its length, its state (`4 × doing + end`), its place and its object. `data.js` unpacks.

use super::look;
use super::text::json;
use crate::native::binascii::encode_base64;
use crate::trace::model::{NONE, Process, Thread, Trace};
use std::fmt::Write;

/// The whole as one JSON object.
pub fn json_of(trace: &Trace) -> String {
    let mut out = String::new();
    let _ = write!(
        out,
        "{{\"command\":{},\"policy\":{},\"began\":{},\"duration\":{},\"processors\":{}",
        list(trace.command.iter().map(|word| json(word))),
        json(&trace.policy),
        // Milliseconds, as dates of JavaScript count.
        trace.began_unix_ns / 1_000_000,
        trace.duration_ns,
        trace.processors,
    );
    let groups = look::GROUP_LOOKS.iter().map(|group| {
        format!(
            "{{\"name\":{},\"short\":{},\"letter\":{}}}",
            json(group.name),
            json(group.short),
            json(&group.letter.to_string())
        )
    });
    let doings = look::all().map(|doing| {
        let look = look::of(doing);
        format!(
            "{{\"word\":{},\"letter\":{},\"group\":{}}}",
            json(look.word),
            json(&look.letter.to_string()),
            look.group as u8
        )
    });
    let marks = look::MARKS
        .iter()
        .map(|(word, sign)| format!("{{\"word\":{},\"sign\":{}}}", json(word), json(sign)));
    let ends = look::ENDS.iter().map(|end| json(end));
    let _ = write!(
        out,
        ",\"groups\":{},\"doings\":{},\"ends\":{},\"marks\":{}",
        list(groups),
        list(doings),
        list(ends),
        list(marks)
    );
    let sites = trace.sites.iter().map(|site| {
        let text = super::source_line(trace, &site.file, site.line).unwrap_or("");
        format!(
            "[{},{},{},{}]",
            json(&site.file),
            site.line,
            json(&site.function),
            json(text)
        )
    });
    let objects = trace.objects.iter().map(|object| {
        let made = index(object.made, trace.sites.len());
        format!("[{},{},{made}]", json(&object.kind), json(&object.name))
    });
    let _ = write!(
        out,
        ",\"sites\":{},\"objects\":{},\"processes\":{}}}",
        list(sites),
        list(objects),
        list(trace.processes.iter().map(|it| process(trace, it)))
    );
    out
}

fn process(trace: &Trace, process: &Process) -> String {
    let mut times = Column::default();
    let mut kinds = Column::default();
    let mut before = 0;
    for handover in &process.handovers {
        times.difference(&mut before, handover.time_ns);
        kinds.number(u64::from(handover.forced));
        kinds.index(handover.from, process.threads.len());
        kinds.index(handover.to, process.threads.len());
    }
    format!(
        "{{\"pid\":{},\"parent\":{},\"name\":{},\"start\":{},\"end\":{},\"handovers\":{{\"count\":{},\"time\":{},\"kind\":{}}},\"threads\":{}}}",
        process.pid,
        index(process.parent, trace.processes.len()),
        json(&process.name),
        process.start_ns,
        process.end_ns,
        process.handovers.len(),
        times.text(),
        kinds.text(),
        list(process.threads.iter().map(|it| thread(trace, process, it)))
    )
}

fn thread(trace: &Trace, process: &Process, thread: &Thread) -> String {
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
    format!(
        "{{\"id\":{},\"name\":{},\"daemon\":{},\"creator\":{},\"created\":{},\"start\":{},\"end\":{},\"ticks\":{},\"cpu\":{},\"first\":{first},\
         \"spans\":{{\"count\":{},\"length\":{},\"state\":{},\"site\":{},\"object\":{}}},\
         \"locks\":{{\"count\":{},\"all\":{}}},\"marks\":{{\"count\":{},\"all\":{}}}}}",
        thread.id,
        json(&thread.name),
        thread.daemon,
        index(thread.creator, process.threads.len()),
        index(thread.created, sites),
        thread.start_ns,
        thread.end_ns,
        thread.ticks,
        thread.cpu_ns,
        thread.spans.len(),
        lengths.text(),
        states.text(),
        site.text(),
        object.text(),
        thread.locks.len(),
        held.text(),
        thread.marks.len(),
        marks.text(),
    )
}

fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    format!("[{}]", items.join(","))
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

    /// The column as a string of JSON.
    fn text(&self) -> String {
        let digits = String::from_utf8(encode_base64(&self.0)).unwrap_or_default();
        format!("\"{digits}\"")
    }
}
