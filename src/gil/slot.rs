//! One OS thread as the lock sees it: the word it sleeps on, whether it runs, queues or is blocked, and what it has used so far.
use std::fmt;
use std::sync::{Mutex, PoisonError};

use super::sync::{Arc, AtomicI32, AtomicU8, AtomicU32, AtomicU64, Futex, Ordering};
use crate::sched::{Instant, NO_REASON, Reason, Wait};

/// Bits of [`Slot::word`].
pub(super) mod bit {
    /// The lock has been handed to the slot's thread.
    pub const GRANTED: u32 = 1;
    /// The lock is free and the slot's thread may try to take it.
    pub const TRY: u32 = 2;
    /// The thread should look at pending signals.
    pub const INTERRUPT: u32 = 4;
    /// The thread sleeps on the word, or is about to.
    pub const PARKED: u32 = 8;
}

/// What the thread of a slot does; changed only under the queue's mutex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    /// Has the lock, or does something that needs no lock.
    Running,
    /// Wants the lock.
    Queued,
    /// Waits in `GilLock::block` to be woken.
    Blocked,
}

/// How [`super::lock::GilLock::block`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Blocked {
    /// Another thread called `wake`.
    Woken,
    /// The deadline passed first.
    TimedOut,
    /// `interrupt` was called: pending signals want to be served.
    Interrupted,
}

/// One OS thread attached to an interpreter. Two cache lines of its own, because its waker writes to it.
#[repr(align(128))]
pub struct Slot {
    pub(super) word: Futex,
    pub(super) state: AtomicU8,
    pub(super) outcome: AtomicU8,
    /// Its block, if it is blocked, has no deadline; 1 for yes.
    pub(super) endless: AtomicU8,
    /// When it began to want the lock.
    pub(super) wanted: AtomicU64,
    /// Instructions left before the policy `ticks` wants a switch.
    pub(super) ticks_left: AtomicU32,
    /// Spins that may still fail; below zero, blocks to let pass before the next attempt.
    pub(super) spin_credit: AtomicI32,
    id: u32,
    reason: AtomicU8,
    object: AtomicU64,
    /// For the recorder, while one is on: the numbers of the site at which the thread waits and of the object it waits for.
    place: AtomicU64,
    pub(super) ticks: AtomicU64,
    pub(super) holds: AtomicU64,
    pub(super) hold_ns: AtomicU64,
    pub(super) wait_ns: AtomicU64,
    pub(super) forced: AtomicU64,
    name: Mutex<Arc<str>>,
}

impl Slot {
    /// A slot for a thread; `id` is unique within the interpreter.
    pub fn new(id: u32, name: &str) -> Arc<Slot> {
        Arc::new(Slot {
            word: Futex::new(0),
            state: AtomicU8::new(State::Running as u8),
            outcome: AtomicU8::new(Blocked::Woken as u8),
            endless: AtomicU8::new(0),
            wanted: AtomicU64::new(0),
            ticks_left: AtomicU32::new(0),
            spin_credit: AtomicI32::new(0),
            id,
            reason: AtomicU8::new(NO_REASON),
            object: AtomicU64::new(0),
            place: AtomicU64::new(u64::MAX),
            ticks: AtomicU64::new(0),
            holds: AtomicU64::new(0),
            hold_ns: AtomicU64::new(0),
            wait_ns: AtomicU64::new(0),
            forced: AtomicU64::new(0),
            name: Mutex::new(Arc::from(name)),
        })
    }

    /// The number given to `new`.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// The thread's name, for reports.
    pub fn name(&self) -> Arc<str> {
        self.name
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Renames the thread. Called with the interpreter's lock held, like everything that a fork must find in order.
    pub fn set_name(&self, name: &str) {
        *self.name.lock().unwrap_or_else(PoisonError::into_inner) = Arc::from(name);
    }

    /// What the thread waits for, if it waits: the reason and the object (see [`Wait`]).
    pub fn waits_for(&self) -> Option<(Reason, u64)> {
        let reason = Reason::from_u8(self.reason.load(Ordering::Relaxed))?;
        Some((reason, self.object.load(Ordering::Relaxed)))
    }

    /// Tells the recorder, by its own numbers, what the thread is about to wait for and where. The thread calls it.
    pub fn set_place(&self, object: u32, site: u32) {
        let place = u64::from(object) | u64::from(site) << 32;
        self.place.store(place, Ordering::Relaxed);
    }

    /// What the thread said last: object and site, each `u32::MAX` if it said none.
    pub(super) fn place(&self) -> (u32, u32) {
        let place = self.place.load(Ordering::Relaxed);
        (place as u32, (place >> 32) as u32)
    }

    /// What the thread does. Exact for whoever holds the lock, except that a deadline may end a block at any time.
    pub fn state(&self) -> State {
        const ALL: [State; 3] = [State::Running, State::Queued, State::Blocked];
        ALL[usize::from(self.state.load(Ordering::Relaxed))]
    }

    /// Whether only another thread or an interrupt can end what the thread waits in: it is blocked, without a deadline, and no
    /// interrupt is under way. Exact for whoever holds the lock, except that an interrupt may come at any time.
    pub fn is_blocked_for_ever(&self) -> bool {
        self.is(State::Blocked) && self.is_endless() && !self.is_interrupted()
    }

    pub(super) fn is_endless(&self) -> bool {
        self.endless.load(Ordering::Relaxed) != 0
    }

    /// Takes back a pending interrupt. The thread that serves signals calls it before it looks for them, so that a signal that
    /// comes later interrupts again.
    pub fn take_interrupt(&self) -> bool {
        self.word.fetch_and(!bit::INTERRUPT, Ordering::AcqRel) & bit::INTERRUPT != 0
    }

    /// Whether an interrupt is pending.
    pub fn is_interrupted(&self) -> bool {
        self.word.load(Ordering::Relaxed) & bit::INTERRUPT != 0
    }

    /// What the thread has used so far.
    pub fn usage(&self) -> Usage {
        Usage {
            ticks: self.ticks.load(Ordering::Relaxed),
            holds: self.holds.load(Ordering::Relaxed),
            hold_ns: self.hold_ns.load(Ordering::Relaxed),
            wait_ns: self.wait_ns.load(Ordering::Relaxed),
            forced: self.forced.load(Ordering::Relaxed),
        }
    }

    pub(super) fn set_wait(&self, wait: Option<Wait>) {
        if let Some(wait) = wait {
            self.object.store(wait.object(), Ordering::Relaxed);
        }
        self.reason.store(
            wait.map_or(NO_REASON, |wait| wait.reason() as u8),
            Ordering::Relaxed,
        );
    }

    pub(super) fn is(&self, state: State) -> bool {
        self.state() == state
    }

    pub(super) fn set_state(&self, state: State) {
        self.state.store(state as u8, Ordering::Relaxed);
    }

    pub(super) fn set_outcome(&self, outcome: Blocked) {
        self.outcome.store(outcome as u8, Ordering::Relaxed);
    }

    pub(super) fn outcome(&self) -> Blocked {
        const ALL: [Blocked; 3] = [Blocked::Woken, Blocked::TimedOut, Blocked::Interrupted];
        ALL[usize::from(self.outcome.load(Ordering::Relaxed))]
    }

    pub(super) fn set_wanted(&self, time: Instant) {
        self.wanted.store(time.as_nanos(), Ordering::Relaxed);
    }

    /// Since when it has wanted the lock, if it does.
    pub(crate) fn wanted(&self) -> Instant {
        Instant::from_nanos(self.wanted.load(Ordering::Relaxed))
    }
}

/// Adds to a counter that only one thread writes at a time: cheaper than an atomic addition.
#[inline(always)]
pub(super) fn add(counter: &AtomicU64, by: u64) {
    counter.store(
        counter.load(Ordering::Relaxed).wrapping_add(by),
        Ordering::Relaxed,
    );
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slot")
            .field("id", &self.id)
            .field("name", &self.name())
            .field("state", &self.state())
            .field("waits", &self.waits_for())
            .finish()
    }
}

/// What a thread has used so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Instructions run, counted in steps of the check interval.
    pub ticks: u64,
    /// Times it got the lock.
    pub holds: u64,
    /// Time it held the lock, as far as somebody waited for it; uncontended spells are not timed.
    pub hold_ns: u64,
    /// Time it waited for the lock.
    pub wait_ns: u64,
    /// Times it was made to give the lock up.
    pub forced: u64,
}
