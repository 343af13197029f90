//! The slot: 64 bytes of shared memory that hold one lock, semaphore, condition or event, and what its protocols have in common.
//!
//! Enters and leaves: nothing but atomics. Any process may be killed between any two instructions, so no protocol relies on a
//! process doing its next step: whoever sleeps looks again after a while, by itself.
use super::sync::{AtomicU32, AtomicU64, Ordering, SPIN_NANOS, Word, spin_loop};
use crate::sched::{Instant, now};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// A cache line in a shared arena. What the words mean depends on what lives in it; all zeros is a lock that is taken, a condition
/// nobody waits for, an event that is not set.
#[repr(C, align(64))]
#[derive(Default)]
pub struct Slot {
    /// The state: everything that must change in one step.
    pub state: AtomicU64,
    /// A second word, changed beside the state.
    pub extra: AtomicU64,
    /// What sleepers sleep on: counts the wakes.
    pub sequence: Word,
    unused: AtomicU32,
    /// Plain numbers.
    pub words: [AtomicU64; 5],
}

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// With what was waited for.
    Got,
    /// The deadline passed first.
    TimedOut,
    /// Signals want to be served first.
    Interrupted,
    /// The process of this number, which holds the lock, has ended.
    OwnerDied(u32),
}

/// How somebody waits.
pub struct Waiting<'a> {
    /// When to give up.
    pub deadline: Option<Instant>,
    /// How often to look at the state without having been woken; `None`: never, for the model check.
    pub look: Option<Duration>,
    /// Whether to spin before sleeping: pointless with one processor.
    pub spins: bool,
    /// Whether it did so in vain.
    pub spun: &'a AtomicBool,
    /// Whether signals are to be served.
    pub interrupted: &'a (dyn Fn() -> bool + Sync),
    /// Whether the process of that number, which began at that time if the time is known, has ended.
    pub ended: &'a (dyn Fn(u32, Option<u64>) -> bool + Sync),
}

impl Waiting<'_> {
    /// Whether the deadline has passed.
    pub fn is_late(&self, time: Instant) -> bool {
        self.deadline.is_some_and(|deadline| time >= deadline)
    }

    /// When to wake up at the latest.
    pub fn until(&self, time: Instant, at_most: Option<Duration>) -> Option<Instant> {
        let look = at_most.map(|pause| time + pause);
        match (self.deadline, look) {
            (Some(deadline), Some(look)) => Some(deadline.min(look)),
            (deadline, look) => deadline.or(look),
        }
    }

    /// Looks for the answer for a short while.
    pub fn spin(&self, mut found: impl FnMut() -> bool) -> bool {
        if !self.spins || SPIN_NANOS == 0 {
            return false;
        }
        let limit = now() + Duration::from_nanos(SPIN_NANOS);
        loop {
            for _ in 0..16 {
                if found() {
                    return true;
                }
                spin_loop();
            }
            if now() >= limit {
                self.spun.store(true, std::sync::atomic::Ordering::Relaxed);
                return false;
            }
        }
    }
}

impl Slot {
    /// Wakes at most `count` sleepers; those who are about to sleep look again instead. The state was changed before.
    pub fn call(&self, count: u32) {
        self.sequence.fetch_add(1, Ordering::AcqRel);
        self.sequence.wake(count);
    }

    /// Sleeps until called. `sequence` was read before the state.
    pub fn sleep(&self, sequence: u32, until: Option<Instant>) {
        self.sequence.sleep(sequence, until);
    }
}
