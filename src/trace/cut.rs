//! A part of a recorded run.
//!
//! Enters: a [`Trace`] and two times. Leaves: the trace of what lies between them, with times from its own beginning.
use super::model::{Thread, Trace};

/// Keeps what lies between `from` and `to`, nanoseconds since the trace began.
pub fn cut(trace: &mut Trace, from: u64, to: u64) {
    let to = to.min(trace.duration_ns).max(from);
    let clip = |time: u64| time.clamp(from, to) - from;
    trace.began_unix_ns += from;
    trace.duration_ns = to - from;
    trace.processes.retain(|process| {
        process.start_ns < to && process.end_ns > from || process.parent == super::model::NONE
    });
    for process in &mut trace.processes {
        process.start_ns = clip(process.start_ns);
        process.end_ns = clip(process.end_ns);
        // Threads keep their places, which others refer to, until those that are outside are taken out.
        for thread in &mut process.threads {
            cut_thread(thread, from, to, clip);
        }
        process
            .handovers
            .retain(|one| (from..=to).contains(&one.time_ns));
        for one in &mut process.handovers {
            one.time_ns = clip(one.time_ns);
        }
        remove_empty(process);
    }
}

fn cut_thread(thread: &mut Thread, from: u64, to: u64, clip: impl Fn(u64) -> u64) {
    thread.start_ns = clip(thread.start_ns);
    thread.end_ns = clip(thread.end_ns);
    thread
        .spans
        .retain(|span| span.start_ns < to && span.end_ns > from);
    for span in &mut thread.spans {
        if span.end_ns > to {
            span.end = super::model::End::Ended;
        }
        span.start_ns = clip(span.start_ns);
        span.end_ns = clip(span.end_ns);
    }
    thread
        .locks
        .retain(|lock| lock.got_ns <= to && lock.released_ns >= from);
    for lock in &mut thread.locks {
        lock.wanted_ns = clip(lock.wanted_ns);
        lock.got_ns = clip(lock.got_ns);
        lock.released_ns = clip(lock.released_ns);
    }
    thread
        .marks
        .retain(|mark| (from..=to).contains(&mark.time_ns));
    for mark in &mut thread.marks {
        mark.time_ns = clip(mark.time_ns);
    }
}

/// Takes threads out that did nothing in the part, and renumbers.
fn remove_empty(process: &mut super::model::Process) {
    use super::model::{MarkKind, NONE};
    let mut numbers = Vec::with_capacity(process.threads.len());
    let mut next = 0;
    for thread in &process.threads {
        let stays = !thread.spans.is_empty();
        numbers.push(if stays { next } else { NONE });
        next += u32::from(stays);
    }
    let number = |old: u32| numbers.get(old as usize).copied().unwrap_or(NONE);
    process.threads.retain(|thread| !thread.spans.is_empty());
    for thread in &mut process.threads {
        thread.creator = number(thread.creator);
        for mark in &mut thread.marks {
            if mark.what == MarkKind::Wake {
                mark.other = number(mark.other);
            }
        }
    }
    for one in &mut process.handovers {
        one.from = number(one.from);
        one.to = number(one.to);
    }
    process
        .handovers
        .retain(|one| one.from != NONE && one.to != NONE);
}
