//! Sums over a trace: per thread, per object, per column of a picture. The parts of a thread's row add up to its life exactly,
//! because its spans do.

use super::look::{self, GROUPS};
use crate::trace::model::{Doing, End, Span, Thread, Trace};

/// One thread's sums; times in nanoseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThreadTotals {
    /// By [`look::Group`].
    pub times: [u64; GROUPS],
    /// How often it had the lock.
    pub holds: u64,
    /// How many of those ended by force.
    pub forced: u64,
}

impl ThreadTotals {
    pub fn of(thread: &Thread) -> ThreadTotals {
        let mut totals = ThreadTotals::default();
        for span in &thread.spans {
            totals.times[look::of(span.doing).group as usize] += length(span);
            if span.doing == Doing::Hold {
                totals.holds += 1;
                totals.forced += u64::from(span.end == End::Forced);
            }
        }
        totals
    }

    /// The life of the thread.
    pub fn sum(&self) -> u64 {
        self.times.iter().sum()
    }
}

/// What happened around one object; times in nanoseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectTotals {
    /// How often it was taken, and how often of those somebody had to wait.
    pub taken: u64,
    pub contended: u64,
    /// How long it was held, by all threads together.
    pub held: u64,
    /// How often, how long and how long at most threads waited for it.
    pub waits: u64,
    pub waited: u64,
    pub longest: u64,
}

/// The sums of every object, in the order of `trace.objects`.
pub fn objects(trace: &Trace) -> Vec<ObjectTotals> {
    let mut totals = vec![ObjectTotals::default(); trace.objects.len()];
    for thread in trace.processes.iter().flat_map(|process| &process.threads) {
        for span in &thread.spans {
            if let Some(object) = totals.get_mut(span.object as usize) {
                object.waits += 1;
                object.waited += length(span);
                object.longest = object.longest.max(length(span));
            }
        }
        for held in &thread.locks {
            if let Some(object) = totals.get_mut(held.object as usize) {
                object.taken += 1;
                object.contended += u64::from(held.wanted_ns < held.got_ns);
                object.held += held.released_ns.saturating_sub(held.got_ns);
            }
        }
    }
    totals
}

/// How long a span is; a span that ends before it begins has no length.
pub fn length(span: &Span) -> u64 {
    span.end_ns.saturating_sub(span.start_ns)
}

/// The time from `from` to `to` cut into equal columns, and how much of each a thread spent in which group.
pub fn columns(spans: &[Span], from: u64, to: u64, count: usize) -> Vec<[u64; GROUPS]> {
    let mut columns = vec![[0; GROUPS]; count];
    let wide = to.saturating_sub(from);
    if wide == 0 || count == 0 {
        return columns;
    }
    let edge = |column: usize| from + (u128::from(wide) * column as u128 / count as u128) as u64;
    let column_of = |time: u64| {
        let at = (u128::from(time - from) * count as u128 / u128::from(wide)) as usize;
        at.min(count - 1)
    };
    for span in spans {
        let (start, end) = (span.start_ns.max(from), span.end_ns.min(to));
        if start >= end {
            continue;
        }
        let group = look::of(span.doing).group as usize;
        // Rounding may put a time one column off its edges; the walk below starts early and ends late enough.
        let (first, last) = (
            column_of(start).saturating_sub(1),
            column_of(end).min(count - 1),
        );
        for (column, sums) in columns.iter_mut().enumerate().take(last + 1).skip(first) {
            let (low, high) = (edge(column).max(start), edge(column + 1).min(end));
            sums[group] += high.saturating_sub(low);
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::Reason;
    use crate::trace::model::NONE;
    use proptest::prelude::*;

    fn spans(lengths: &[(u64, bool)]) -> Vec<Span> {
        let mut now = 0;
        let doing = |hold| match hold {
            true => Doing::Hold,
            false => Doing::Wait(Reason::Sleep),
        };
        lengths
            .iter()
            .map(|&(length, hold)| {
                let start_ns = now;
                now += length;
                Span {
                    start_ns,
                    end_ns: now,
                    doing: doing(hold),
                    end: End::Own,
                    site: NONE,
                    object: NONE,
                }
            })
            .collect()
    }

    proptest! {
        #[test]
        fn columns_lose_nothing(lengths in prop::collection::vec((0u64..5000, any::<bool>()), 0..40), count in 1usize..70) {
            let spans = spans(&lengths);
            let to = spans.last().map_or(0, |span| span.end_ns);
            let columns = columns(&spans, 0, to, count);
            let sum: u64 = columns.iter().flatten().sum();
            prop_assert_eq!(sum, to);
            let held: u64 = columns.iter().map(|column| column[0]).sum();
            let wanted: u64 = lengths.iter().filter(|(_, hold)| *hold).map(|(length, _)| length).sum();
            prop_assert_eq!(held, wanted);
        }
    }
}
