//! Replaying a schedule: where the next look is due, what is decided there, and what did not fit.

use super::schedule::{Entry, Key, Schedule, operation};
use crate::code::Op;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many instructions later a decision may be found again whose place was not where the schedule says.
const SLACK: u64 = 2000;

/// What became of an entry.
#[derive(Clone, PartialEq, Eq)]
enum Fate {
    Waits,
    Done,
    Missed(String),
}

/// The entries of one thread.
struct Lane {
    /// Their numbers: in the order of ticks, or as they stand in the file if one has no tick.
    entries: Vec<usize>,
    is_sorted: bool,
    /// Those in front of it wait no more.
    first: usize,
}

/// A schedule under way.
pub(super) struct Replay {
    schedule: Arc<Schedule>,
    fates: Vec<Fate>,
    lanes: BTreeMap<String, Lane>,
    /// The threads that there have been.
    met: BTreeSet<String>,
}

impl Replay {
    pub(super) fn new(schedule: Arc<Schedule>) -> Replay {
        let mut lanes: BTreeMap<String, Lane> = BTreeMap::new();
        for (at, (_, entry)) in schedule.entries.iter().enumerate() {
            let lane = lanes
                .entry(entry.key.thread.clone())
                .or_insert_with(|| Lane {
                    entries: Vec::new(),
                    is_sorted: true,
                    first: 0,
                });
            lane.entries.push(at);
            lane.is_sorted &= entry.key.tick.is_some();
        }
        for lane in lanes.values_mut().filter(|lane| lane.is_sorted) {
            let tick = |&at: &usize| schedule.entries[at].1.key.tick;
            lane.entries.sort_by_key(tick);
        }
        let fates = vec![Fate::Waits; schedule.entries.len()];
        Replay {
            schedule,
            fates,
            lanes,
            met: BTreeSet::from(["main".to_string()]),
        }
    }

    /// Notes a thread that was made.
    pub(super) fn meet(&mut self, thread: &str) {
        self.met.insert(thread.to_string());
    }

    /// The entries of a thread that wait, with their numbers; at least those up to that tick.
    fn waiting<'a>(
        &'a self,
        thread: &'a str,
        offers: bool,
        until: u64,
    ) -> impl Iterator<Item = (usize, &'a Entry)> {
        let lane = self.lanes.get(thread);
        let is_sorted = lane.is_some_and(|lane| lane.is_sorted);
        let numbers = lane.map_or(&[][..], |lane| &lane.entries[lane.first..]);
        numbers
            .iter()
            .map(|&at| (at, &self.schedule.entries[at].1))
            .take_while(move |(_, entry)| !is_sorted || entry.key.tick <= Some(until))
            .filter(move |(at, entry)| {
                self.fates[*at] == Fate::Waits && (entry.key.ordinal == 0) == offers
            })
    }

    /// Notes what became of an entry.
    fn settle(&mut self, at: usize, fate: Fate) {
        self.fates[at] = fate;
        if let Some(lane) = self.lanes.get_mut(&self.schedule.entries[at].1.key.thread) {
            while let Some(&first) = lane.entries.get(lane.first)
                && self.fates[first] != Fate::Waits
            {
                lane.first += 1;
            }
        }
    }

    /// The entry without a tick that the thread comes to next: none while one before it waits.
    fn untimed<'a>(&'a self, thread: &'a str) -> Option<(usize, &'a Entry)> {
        let first = self.waiting(thread, true, u64::MAX).next();
        first.filter(|(_, entry)| entry.key.tick.is_none())
    }

    /// Instructions until the thread, which has run `ticks`, is to be asked next.
    pub(super) fn gap(&self, thread: &str, ticks: u64) -> u32 {
        if self.untimed(thread).is_some() {
            return 1;
        }
        let mut timed = self
            .waiting(thread, true, u64::MAX)
            .filter_map(|(_, entry)| entry.key.tick);
        let is_sorted = (self.lanes.get(thread)).is_none_or(|lane| lane.is_sorted);
        let next = if is_sorted { timed.next() } else { timed.min() };
        match next {
            None => u32::MAX,
            // One that did not fit where it should: every instruction may be the one.
            Some(tick) if tick <= ticks => 1,
            Some(tick) => u32::try_from(tick - ticks).unwrap_or(u32::MAX),
        }
    }

    /// Whether an entry is for this very instruction.
    pub(super) fn is_due(&self, thread: &str, ticks: u64) -> bool {
        self.waiting(thread, true, ticks)
            .any(|(_, entry)| entry.key.tick == Some(ticks))
    }

    /// The entry for a decision.
    fn find(&self, key: &Key, place: &str) -> Option<usize> {
        let offers = key.ordinal == 0;
        let now = key.tick.unwrap_or_default();
        let entries = || self.waiting(&key.thread, offers, now);
        // Lines may have moved while the instructions stayed.
        let fits =
            |entry: &Entry| entry.place.is_empty() || operation(&entry.place) == operation(place);
        let exact = |entry: &Entry| entry.key == *key && fits(entry);
        // Only what is late: until then the decision itself may still come.
        let near = |entry: &Entry| {
            entry
                .key
                .tick
                .is_some_and(|tick| tick <= now && now - tick <= SLACK)
                && entry.key.ordinal == key.ordinal
                && !entry.place.is_empty()
                && entry.place == place
        };
        let at_place = |entry: &Entry| {
            let rest = place.strip_prefix(&*entry.place);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        let found = entries().find(|(_, entry)| exact(entry));
        let found = found.or_else(|| entries().find(|(_, entry)| near(entry)));
        let untimed = || {
            self.untimed(&key.thread)
                .filter(|(_, entry)| offers && at_place(entry))
        };
        found.or_else(untimed).map(|(at, _)| at)
    }

    /// What to decide, given where it is, what runs there and the threads that can run; None for the default.
    pub(super) fn choose<'a>(
        &mut self,
        key: &Key,
        place: &str,
        mut line: impl Iterator<Item = &'a str>,
    ) -> Option<usize> {
        let found = self.find(key, place);
        let now = key.tick.unwrap_or_default();
        let late = self.waiting(&key.thread, true, now).filter(|(_, entry)| {
            key.ordinal == 0 && entry.key.tick.is_some_and(|tick| tick + SLACK < now)
        });
        let late: Vec<usize> = late.map(|(at, _)| at).collect();
        for at in late {
            let why = format!("not found; at that time it ran {place}");
            self.settle(at, Fate::Missed(why));
        }
        let at = found?;
        let to = &self.schedule.entries[at].1.to;
        let chosen = line.position(|path| path == to);
        let fate = match chosen {
            Some(_) => Fate::Done,
            None => Fate::Missed(format!("{to} cannot run there")),
        };
        self.settle(at, fate);
        chosen
    }

    /// Why an entry can fit nowhere.
    fn mistake(&self, entry: &Entry) -> Option<String> {
        let mut named = [&entry.key.thread, &entry.to].into_iter();
        if let Some(stranger) = named.find(|thread| !self.met.contains(*thread)) {
            return Some(format!("there was no thread {stranger}"));
        }
        let name = operation(&entry.place).split(' ').next()?;
        let mut all = (0..=u8::MAX).filter_map(Op::from_u8);
        match all.find(|op| op.name() == name) {
            _ if name.is_empty() => None,
            None => Some(format!("there is no operation {name}")),
            // With a tick it may be anywhere.
            Some(op) if entry.key.tick.is_none() && !op.is_visible() => Some(format!(
                "threads do not switch in front of {name}, which no other thread can see"
            )),
            Some(_) => None,
        }
    }

    /// What did not fit: the first entry in full, and how many more.
    pub(super) fn report(&self) -> String {
        let entries = self.schedule.entries.iter().zip(&self.fates);
        let mut missed = entries.filter(|(_, fate)| **fate != Fate::Done);
        let Some(((line, entry), fate)) = missed.next() else {
            return String::new();
        };
        let why = match (self.mistake(entry), fate) {
            (Some(mistake), _) => mistake,
            (None, Fate::Missed(why)) => why.clone(),
            (None, _) => "not reached".to_string(),
        };
        let mut said =
            format!("tick: the run left the schedule at its line {line}, {entry}: {why}\n");
        match missed.count() {
            0 => {}
            more => said += &format!("tick: {more} more of its lines did not fit\n"),
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::super::schedule::read;
    use super::*;

    fn replay(lines: &str) -> Replay {
        let schedule = read(&format!("tick schedule 1\n{lines}")).expect("it is right");
        Replay::new(Arc::new(schedule))
    }

    fn key(tick: u64, ordinal: u32) -> Key {
        Key {
            thread: "T1".to_string(),
            tick: Some(tick),
            ordinal,
        }
    }

    #[test]
    fn decisions_are_found_where_they_are() {
        let mut replay = replay("T1 @10 a.py:1 X -> T2\nT1 @12.1 a.py:2 Y -> T3\n");
        let line = || ["main", "T2", "T3"].into_iter();
        assert_eq!(replay.gap("T1", 4), 6);
        assert_eq!(replay.gap("T2", 4), u32::MAX);
        assert_eq!(replay.choose(&key(9, 1), "a.py:1 X", line()), None);
        assert_eq!(replay.choose(&key(10, 0), "a.py:1 X", line()), Some(1));
        assert_eq!(replay.choose(&key(12, 1), "a.py:2 Y", line()), Some(2));
        assert_eq!(replay.report(), "");
    }

    #[test]
    fn a_place_that_moved_is_found_again() {
        let mut replay = replay("T1 @10 a.py:1 X -> T2\n");
        let line = || ["main", "T2"].into_iter();
        assert_eq!(replay.choose(&key(10, 0), "a.py:7 Z", line()), None);
        assert_eq!(replay.gap("T1", 10), 1);
        assert_eq!(replay.choose(&key(15, 0), "a.py:1 X", line()), Some(1));
    }

    #[test]
    fn without_a_tick_the_next_time_is_meant() {
        let mut replay = replay("T1 @5 -> T2\nT1 a.py:1 -> T2\nT1 a.py:1 X -> main\n");
        let line = || ["main", "T2"].into_iter();
        assert_eq!(replay.gap("T1", 0), 5);
        assert_eq!(replay.choose(&key(3, 0), "a.py:1 X", line()), None);
        assert_eq!(replay.choose(&key(5, 0), "a.py:3 Z", line()), Some(1));
        assert_eq!(replay.gap("T1", 5), 1);
        assert_eq!(replay.choose(&key(6, 0), "a.py:12 X", line()), None);
        assert_eq!(replay.choose(&key(7, 0), "a.py:1 Y", line()), Some(1));
        assert_eq!(replay.choose(&key(8, 0), "a.py:1 X", line()), Some(0));
        assert_eq!(replay.gap("T1", 8), u32::MAX);
        assert_eq!(replay.report(), "");
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let mut first = replay("T1 @10 a.py:1 GetAttr x -> T2\nT1 @90 -> T2\n");
        first.meet("T1");
        first.meet("T2");
        let line = || ["main", "T1"].into_iter();
        assert_eq!(first.choose(&key(10, 0), "a.py:1 GetAttr x", line()), None);
        let said = first.report();
        assert!(said.contains("line 2, T1 @10 a.py:1 GetAttr x -> T2: T2 cannot run there"));
        assert!(said.contains("1 more"));
        for (entry, told) in [
            ("T1 a.py:1 GetAttr x -> main", "not reached"),
            ("T1 a.py:1 GetAttr x -> T9", "there was no thread T9"),
            ("Thread-1 a.py:1 -> main", "there was no thread Thread-1"),
            ("T1 a.py:1 getattr -> main", "there is no operation getattr"),
            (
                "T1 a.py:1 Move -> main",
                "threads do not switch in front of Move",
            ),
            ("T1 @7 a.py:1 Move -> main", "not reached"),
        ] {
            let mut replay = replay(&format!("{entry}\n"));
            replay.meet("T1");
            let said = replay.report();
            assert!(said.contains(&format!("line 2, {entry}: {told}")), "{said}");
        }
    }
}
