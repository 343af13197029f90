//! Who has which lock, and how often it was asked for: kept from what the locks report, for `:locks`.
//!
//! Enters: events of locks. Leaves: counts by lock. Everything else that is reported is let by.

use crate::sched::{Event, Instant, Recorder};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What is known of a lock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The number of the thread that has it.
    pub owner: Option<u32>,
    /// Times it was taken.
    pub taken: u64,
    /// Times somebody had to wait for it.
    pub contended: u64,
    /// How long they waited.
    pub waited_ns: u64,
}

#[derive(Default)]
struct Books {
    locks: FxHashMap<u64, Entry>,
    /// Since when a thread waits.
    wants: FxHashMap<u32, (u64, Instant)>,
}

/// The books of all locks of an interpreter.
#[derive(Default)]
pub struct Ledger(Mutex<Books>);

/// More locks than this are not kept books of: a program that makes them without end must not fill the memory.
const MOST_LOCKS: usize = 100_000;

impl Ledger {
    /// Empty books.
    pub fn new() -> Arc<Ledger> {
        Arc::default()
    }

    /// What is known of a lock.
    pub fn entry(&self, object: u64) -> Option<Entry> {
        let books = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        books.locks.get(&object).copied()
    }
}

impl Recorder for Ledger {
    fn record(&self, thread: u32, time: Instant, event: Event) {
        if !matches!(
            event,
            Event::LockWant { .. } | Event::LockGot { .. } | Event::LockReleased { .. }
        ) {
            return;
        }
        let mut books = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let books = &mut *books;
        match event {
            Event::LockWant { lock, .. } => {
                books.wants.insert(thread, (lock, time));
            }
            Event::LockGot { lock, .. } => {
                if books.locks.len() >= MOST_LOCKS {
                    books.locks.clear();
                }
                let entry = books.locks.entry(lock).or_default();
                entry.owner = Some(thread);
                entry.taken += 1;
                if let Some((wanted, since)) = books.wants.remove(&thread)
                    && wanted == lock
                {
                    entry.contended += 1;
                    entry.waited_ns += time.nanos_since(since);
                }
            }
            Event::LockReleased { lock, .. } => {
                if let Some(entry) = books.locks.get_mut(&lock) {
                    entry.owner = None;
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::NO_NUMBER;

    #[test]
    fn waits_are_counted() {
        let ledger = Ledger::new();
        let at = Instant::from_nanos;
        let (lock, object, site) = (7, NO_NUMBER, NO_NUMBER);
        ledger.record(1, at(1), Event::LockGot { lock, object, site });
        ledger.record(2, at(10), Event::LockWant { lock, object, site });
        ledger.record(1, at(30), Event::LockReleased { lock, object });
        assert_eq!(ledger.entry(7).and_then(|entry| entry.owner), None);
        ledger.record(2, at(40), Event::LockGot { lock, object, site });
        let want = Entry {
            owner: Some(2),
            taken: 2,
            contended: 1,
            waited_ns: 30,
        };
        assert_eq!(ledger.entry(7), Some(want));
    }
}
