//! Sums over a recorded run: for each thread how long it did what, for each object how long it was held and waited for, for each
//! column of a picture what a thread did in it.
//!
//! Enters: a [`Trace`]. Leaves: plain numbers, for the tables and pictures of every report. What threads do is told apart by
//! [`look::Group`] everywhere. The parts of a thread's row add up to its life exactly, because its spans do.
use super::look::{self, GROUPS, Group};
use super::model::{Doing, End, NONE, Span, Thread, Trace};
use std::collections::BTreeMap;

/// How long a span is; a span that ends before it begins has no length.
pub fn length(span: &Span) -> u64 {
    span.end_ns.saturating_sub(span.start_ns)
}

/// Nanoseconds by [`Group`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times(pub [u64; GROUPS]);

impl Times {
    /// Of spans.
    pub fn of(spans: &[Span]) -> Times {
        let mut times = Times::default();
        for span in spans {
            times.0[look::of(span.doing).group as usize] += length(span);
        }
        times
    }

    /// The time of one group.
    pub fn get(&self, group: Group) -> u64 {
        self.0[group as usize]
    }

    /// The life of the thread.
    pub fn life(&self) -> u64 {
        self.0.iter().sum()
    }

    fn add(&mut self, other: &Times) {
        for (sum, time) in self.0.iter_mut().zip(other.0) {
            *sum += time;
        }
    }
}

/// The groups that occur in any of these rows, in order: columns of nothing but zeros help nobody. What is about the interpreter's
/// lock is always there.
pub fn groups_used<'a>(rows: impl Iterator<Item = &'a Times>) -> Vec<usize> {
    let mut used = [false; GROUPS];
    used[Group::Hold as usize] = true;
    used[Group::Want as usize] = true;
    for row in rows {
        for (used, time) in used.iter_mut().zip(row.0) {
            *used |= time > 0;
        }
    }
    (0..GROUPS).filter(|&group| used[group]).collect()
}

/// Times at a place, in nanoseconds.
pub type Places = BTreeMap<u32, u64>;

/// Sums of one thread, in nanoseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThreadTotals {
    /// How long it did what.
    pub times: Times,
    /// Each wait for the interpreter's lock, ascending.
    pub wants: Vec<u64>,
    /// How often it had the lock.
    pub holds: u64,
    /// How often it was made to give it up.
    pub forced: u64,
    /// How often it gave it up on its own.
    pub voluntary: u64,
    /// Where the lock was held when it was given up: by site.
    pub held_at: Places,
    /// Where it was waited for.
    pub wanted_at: Places,
}

impl ThreadTotals {
    /// The sums of a thread.
    pub fn of(thread: &Thread) -> ThreadTotals {
        let mut totals = ThreadTotals {
            times: Times::of(&thread.spans),
            ..ThreadTotals::default()
        };
        // Where a thread is while it wants the lock is where it was before.
        let mut last_site = NONE;
        for span in &thread.spans {
            match span.doing {
                Doing::Hold => {
                    totals.holds += 1;
                    match span.end {
                        End::Forced => totals.forced += 1,
                        End::Own => totals.voluntary += 1,
                        End::Granted | End::Ended => {}
                    }
                    *totals.held_at.entry(span.site).or_default() += length(span);
                }
                Doing::Want => {
                    totals.wants.push(length(span));
                    let site = if span.site == NONE {
                        last_site
                    } else {
                        span.site
                    };
                    *totals.wanted_at.entry(site).or_default() += length(span);
                }
                Doing::Wait(_) => {}
            }
            if span.site != NONE {
                last_site = span.site;
            }
        }
        totals.held_at.remove(&NONE);
        totals.wanted_at.remove(&NONE);
        totals.wants.sort_unstable();
        totals
    }

    /// The sums of several threads together.
    pub fn sum(all: &[ThreadTotals]) -> ThreadTotals {
        let mut sum = ThreadTotals::default();
        for one in all {
            sum.times.add(&one.times);
            sum.holds += one.holds;
            sum.forced += one.forced;
            sum.voluntary += one.voluntary;
            sum.wants.extend(&one.wants);
            for (&site, time) in &one.held_at {
                *sum.held_at.entry(site).or_default() += time;
            }
            for (&site, time) in &one.wanted_at {
                *sum.wanted_at.entry(site).or_default() += time;
            }
        }
        sum.wants.sort_unstable();
        sum
    }

    /// The wait for the interpreter's lock that this share of them does not exceed; 0 without any.
    pub fn quantile(&self, share: f64) -> u64 {
        let count = self.wants.len();
        let at = (share * count as f64).ceil() as usize;
        self.wants
            .get(at.clamp(1, count.max(1)) - 1)
            .copied()
            .unwrap_or(0)
    }
}

/// The source lines with the longest times, at most `most`, longest first: file and line.
pub fn longest_lines<'a>(
    trace: &'a Trace,
    places: &Places,
    most: usize,
) -> Vec<((&'a str, u32), u64)> {
    let mut sums: BTreeMap<(&str, u32), u64> = BTreeMap::new();
    for (&site, &time) in places {
        if let Some(site) = trace.sites.get(site as usize) {
            *sums.entry((&site.file, site.line)).or_default() += time;
        }
    }
    let mut all: Vec<((&str, u32), u64)> = sums.into_iter().collect();
    all.sort_by_key(|&(line, time)| (std::cmp::Reverse(time), line));
    all.truncate(most);
    all
}

/// What happened around one object; times in nanoseconds, of all threads together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectTotals {
    /// How often it was taken.
    pub taken: u64,
    /// How often of those it was not free.
    pub contended: u64,
    /// How long it was held.
    pub held: u64,
    /// How often threads waited for it, those in vain, too.
    pub waits: u64,
    /// How long they did.
    pub waited: u64,
    /// The longest of these waits.
    pub longest: u64,
    /// From asking for it to having it: with the wait for the interpreter's lock after it was free.
    pub asked: u64,
}

/// The sums of every object, in the order of `trace.objects`, as these threads used it.
pub fn objects<'a>(trace: &Trace, threads: impl Iterator<Item = &'a Thread>) -> Vec<ObjectTotals> {
    let mut totals = vec![ObjectTotals::default(); trace.objects.len()];
    for thread in threads {
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
                object.asked += held.got_ns.saturating_sub(held.wanted_ns);
            }
        }
    }
    totals
}

/// The numbers of the objects, those waited for longest first.
pub fn worst_first(totals: &[ObjectTotals]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..totals.len()).collect();
    order.sort_by_key(|&object| std::cmp::Reverse((totals[object].waited, totals[object].held)));
    order
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

/// One sentence about the whole run.
pub fn verdict(trace: &Trace) -> String {
    let threads: usize = trace
        .processes
        .iter()
        .map(|process| process.threads.len())
        .sum();
    let (mut times, mut wall) = (Times::default(), 0);
    for process in &trace.processes {
        for thread in &process.threads {
            times.add(&Times::of(&thread.spans));
        }
        wall += process.end_ns - process.start_ns;
    }
    let count = |number: usize, what: &str, more: &str| match number {
        1 => format!("1 {what}"),
        number => format!("{number} {what}{more}"),
    };
    let mut text = String::new();
    if trace.processes.len() > 1 {
        text += &count(trace.processes.len(), "process", "es");
        text += ", ";
    }
    text += &count(threads, "thread", "s");
    text += &format!(
        ", {}: the lock was busy {} of the time, threads waited for it {} of theirs",
        super::text::duration(trace.duration_ns),
        super::text::percent(times.get(Group::Hold), wall),
        super::text::percent(times.get(Group::Want), times.life()),
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::Reason;
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
