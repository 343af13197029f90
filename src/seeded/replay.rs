//! Replaying a schedule: where the next look is due, what is decided there, and what did not fit.

use super::schedule::{Entry, Key, Schedule};
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

/// A schedule under way.
pub(super) struct Replay {
    schedule: Arc<Schedule>,
    fates: Vec<Fate>,
}

/// The part of a place behind file and line.
fn operation(place: &str) -> &str {
    place.split_once(' ').map_or("", |(_, operation)| operation)
}

impl Replay {
    pub(super) fn new(schedule: Arc<Schedule>) -> Replay {
        let fates = vec![Fate::Waits; schedule.entries.len()];
        Replay { schedule, fates }
    }

    /// The entries of a thread that wait, with their numbers.
    fn waiting<'a>(
        &'a self,
        thread: &'a str,
        offers: bool,
    ) -> impl Iterator<Item = (usize, &'a Entry)> {
        let entries = self.schedule.entries.iter().map(|(_, entry)| entry);
        entries.enumerate().filter(move |(at, entry)| {
            self.fates[*at] == Fate::Waits
                && entry.key.thread == thread
                && (entry.key.ordinal == 0) == offers
        })
    }

    /// Instructions until the thread, which has run `ticks`, is to be asked next.
    pub(super) fn gap(&self, thread: &str, ticks: u64) -> u32 {
        let next = self
            .waiting(thread, true)
            .map(|(_, entry)| entry.key.tick)
            .min();
        match next {
            None => u32::MAX,
            // One that did not fit where it should: every instruction may be the one.
            Some(tick) if tick <= ticks => 1,
            Some(tick) => u32::try_from(tick - ticks).unwrap_or(u32::MAX),
        }
    }

    /// Whether an entry is for this very instruction.
    pub(super) fn is_due(&self, thread: &str, ticks: u64) -> bool {
        self.waiting(thread, true)
            .any(|(_, entry)| entry.key.tick == ticks)
    }

    /// What to decide, given where it is, what runs there and the threads that can run; None for the default.
    pub(super) fn choose<'a>(
        &mut self,
        key: &Key,
        place: &str,
        mut line: impl Iterator<Item = &'a str>,
    ) -> Option<usize> {
        // Lines may have moved while the instructions stayed.
        let fits =
            |entry: &Entry| entry.place.is_empty() || operation(&entry.place) == operation(place);
        let exact = |entry: &Entry| {
            entry.key.tick == key.tick && entry.key.ordinal == key.ordinal && fits(entry)
        };
        // Only what is late: until then the decision itself may still come.
        let near = |entry: &Entry| {
            entry.key.tick <= key.tick
                && key.tick - entry.key.tick <= SLACK
                && entry.key.ordinal == key.ordinal
                && !entry.place.is_empty()
                && entry.place == place
        };
        let offers = key.ordinal == 0;
        let found = (self
            .waiting(&key.thread, offers)
            .find(|(_, entry)| exact(entry)))
        .or_else(|| {
            self.waiting(&key.thread, offers)
                .find(|(_, entry)| near(entry))
        })
        .map(|(at, entry)| (at, entry.to.clone()));
        let late = self.waiting(&key.thread, offers);
        let late = late.filter(|(_, entry)| offers && entry.key.tick + SLACK < key.tick);
        let late: Vec<usize> = late.map(|(at, _)| at).collect();
        for at in late {
            self.fates[at] = Fate::Missed(format!("not found; at that time it ran {place}"));
        }
        let (at, to) = found?;
        let chosen = line.position(|path| path == to);
        self.fates[at] = match chosen {
            Some(_) => Fate::Done,
            None => Fate::Missed(format!("{to} cannot run there")),
        };
        chosen
    }

    /// What did not fit: the first entry in full, and how many more.
    pub(super) fn report(&self) -> String {
        let entries = self.schedule.entries.iter().zip(&self.fates);
        let mut missed = entries.filter(|(_, fate)| **fate != Fate::Done);
        let Some(((line, entry), fate)) = missed.next() else {
            return String::new();
        };
        let why = match fate {
            Fate::Missed(why) => why,
            _ => "not reached",
        };
        let Entry { key, place, to } = entry;
        let (thread, tick) = (&key.thread, key.tick);
        let mut said = format!(
            "tick: the run left the schedule at its line {line}, {thread} @{tick} {place} -> {to}: {why}\n"
        );
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
            tick,
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
    fn what_does_not_fit_is_told() {
        let mut first = replay("T1 @10 a.py:1 X -> T9\nT1 @90 -> T2\n");
        let line = || ["main", "T2"].into_iter();
        assert_eq!(first.choose(&key(10, 0), "a.py:1 X", line()), None);
        let said = first.report();
        assert!(said.contains("line 2, T1 @10 a.py:1 X -> T9: T9 cannot run there"));
        assert!(said.contains("1 more"));
        let second = replay("T1 @10 a.py:1 X -> T9\n");
        assert!(second.report().contains("not reached"));
    }
}
