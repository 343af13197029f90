//! The protocol of locks and semaphores: permits to take and to give back.
//!
//! `state` holds how many permits there are and, of a lock, which process has it; a permit is taken or given in one
//! compare-and-swap. The flag `WAITERS` says that somebody may sleep. Who gives a permit takes the flag down and wakes one sleeper;
//! who was woken and takes the permit puts the flag up again, because others may sleep, or, if there are more permits, wakes the
//! next. So each wake is answered for by one sleeper, and between its waking and its answer permits given cost no system call.
//!
//! Who comes along may be faster than who was woken. A sleeper for which this goes on too long raises `STARVING`; the next permit
//! is then `PROMISED` to those who were in line. A promise whose receiver was killed ends by itself after a moment.
use super::slot::{Answer, Slot, Waiting};
use super::sync::{AtomicU64, Ordering};
use crate::sched::now;
use std::time::Duration;

const VALUE: u64 = 0xffff_ffff;
const OWNER_SHIFT: u32 = 32;
/// Bits of a process number; Linux has no more than 2^22 processes.
const OWNER_BITS: u32 = 24;
const OWNER: u64 = ((1 << OWNER_BITS) - 1) << OWNER_SHIFT;
const PROMISED: u64 = 1 << 61;
const STARVING: u64 = 1 << 62;
const WAITERS: u64 = 1 << 63;

/// Waiting for longer than that is too long if permits went to others meanwhile.
const PATIENCE: Duration = Duration::from_millis(1);
/// How long a promise holds.
const PROMISE: Duration = Duration::from_millis(1);

/// Who takes a permit of a lock: the process, and when it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The process's number.
    pub process: u32,
    /// When it began, in the kernel's unit; tells it from a later process of the same number.
    pub began: u64,
}

impl Owner {
    fn bits(owner: Option<Owner>) -> u64 {
        owner.map_or(0, |owner| u64::from(owner.process) << OWNER_SHIFT & OWNER)
    }
}

/// The owner in a state; 0 if there is none.
fn owner_of(state: u64) -> u32 {
    ((state & OWNER) >> OWNER_SHIFT) as u32
}

impl Slot {
    /// Sets the number of permits; nobody else knows the slot yet.
    pub fn set_permits(&self, count: u32) {
        self.state.store(u64::from(count), Ordering::Release);
    }

    /// How many permits there are.
    pub fn permits(&self) -> u32 {
        self.state.load(Ordering::Acquire) as u32
    }

    /// The process that has the lock; 0 if none has.
    pub fn holder(&self) -> u32 {
        owner_of(self.state.load(Ordering::Relaxed))
    }

    /// Notes whether the lock, which the caller has, was taken by a `with` statement: then nobody else will release it.
    #[inline]
    pub fn note_with(&self, is_inside: bool) {
        self.words[4].store(u64::from(is_inside), Ordering::Relaxed);
    }

    /// What [`Slot::note_with`] was told last.
    pub fn is_in_with(&self) -> bool {
        self.words[4].load(Ordering::Relaxed) != 0
    }

    /// Takes a permit if one is free.
    #[inline]
    pub fn try_take(&self, owner: Option<Owner>) -> bool {
        let mut state = self.state.load(Ordering::Relaxed);
        while state & VALUE != 0 && state & PROMISED == 0 {
            let new = ((state & !OWNER) - 1) | Owner::bits(owner);
            match swap(&self.state, state, new) {
                Ok(_) => {
                    self.note(owner);
                    return true;
                }
                Err(found) => state = found,
            }
        }
        false
    }

    /// Whether a permit is free, but promised to somebody: the one case in which looking once is not enough.
    pub fn is_promised(&self) -> bool {
        let state = self.state.load(Ordering::Relaxed);
        state & PROMISED != 0 && state & VALUE != 0
    }

    /// Until when a promise that is met now holds.
    pub fn end_of_promise() -> crate::sched::Instant {
        now() + PROMISE
    }

    /// Says when the owner began. A process killed before it has said so is known by its number alone.
    #[inline]
    fn note(&self, owner: Option<Owner>) {
        if let Some(owner) = owner {
            let mark = owner.began << OWNER_BITS | u64::from(owner.process);
            self.extra.store(mark, Ordering::Relaxed);
        }
    }

    /// When the owner `process` began, if it has said so.
    fn began(&self, process: u32) -> Option<u64> {
        let mark = self.extra.load(Ordering::Relaxed);
        (mark & ((1 << OWNER_BITS) - 1) == u64::from(process)).then_some(mark >> OWNER_BITS)
    }

    /// Waits for a permit. With `recover` the permit of an owner that has died is taken over.
    pub fn take(&self, owner: Option<Owner>, recover: bool, waiting: &Waiting) -> Answer {
        if waiting.spin(|| self.try_take(owner)) {
            return Answer::Got;
        }
        let begun = now();
        // Whether this waiter has been in line: then a promise is for it, and a wake may have been.
        let mut in_line = false;
        let mut looked = begun;
        let mut may_look = waiting.look.map(|look| look / 2);
        loop {
            let sequence = self.sequence.load(Ordering::Acquire);
            let state = self.state.load(Ordering::Acquire);
            if state & VALUE != 0 && (in_line || state & PROMISED == 0) {
                if self.take_from(state, owner, in_line) {
                    return Answer::Got;
                }
                continue;
            }
            let time = now();
            let is_late = waiting.is_late(time);
            if is_late || may_look.is_some_and(|pause| time >= looked + pause) {
                (looked, may_look) = (time, waiting.look);
                let process = owner_of(state);
                if state & VALUE == 0
                    && process != 0
                    && (waiting.ended)(process, self.began(process))
                {
                    if recover {
                        let new = (state & !OWNER) | Owner::bits(owner) | WAITERS;
                        if swap(&self.state, state, new).is_ok() {
                            self.note(owner);
                            return Answer::Got;
                        }
                        continue;
                    }
                    if owner_of(self.state.load(Ordering::Relaxed)) == process {
                        self.step_back(in_line);
                        return Answer::OwnerDied(process);
                    }
                    continue;
                }
            }
            // A permit that is free but promised can be had in a moment: nobody may learn from an interruption that there is none.
            if is_late || (state & VALUE == 0 && (waiting.interrupted)()) {
                self.step_back(in_line);
                return if is_late {
                    Answer::TimedOut
                } else {
                    Answer::Interrupted
                };
            }
            let flags = if in_line && time >= begun + PATIENCE {
                WAITERS | STARVING
            } else {
                WAITERS
            };
            if state & flags != flags && swap(&self.state, state, state | flags).is_err() {
                continue;
            }
            let pause = if state & VALUE != 0 {
                Some(PROMISE)
            } else {
                may_look
            };
            self.sleep(sequence, waiting.until(time, pause));
            in_line = true;
        }
    }

    /// Takes a permit of a state that has one; false if the state has changed.
    fn take_from(&self, state: u64, owner: Option<Owner>, in_line: bool) -> bool {
        let left = (state & VALUE) - 1;
        let mut new = left | state & (WAITERS | STARVING) | Owner::bits(owner);
        if in_line && left == 0 {
            new |= WAITERS;
        }
        if swap(&self.state, state, new).is_err() {
            return false;
        }
        self.note(owner);
        if in_line && left > 0 {
            self.call(1);
        }
        true
    }

    /// Leaves without a permit. The wake that may have been for this waiter must not be lost to the others.
    fn step_back(&self, in_line: bool) {
        if !in_line {
            return;
        }
        let mut state = self.state.load(Ordering::Relaxed);
        while state & VALUE == 0 && state & WAITERS == 0 {
            match swap(&self.state, state, state | WAITERS) {
                Ok(_) => return,
                Err(found) => state = found,
            }
        }
        if state & VALUE != 0 {
            self.call(1);
        }
    }

    /// Gives a permit back; false, and nothing happens, if there are `most` already.
    #[inline]
    pub fn give(&self, most: u32) -> bool {
        let mut state = self.state.load(Ordering::Relaxed);
        loop {
            if state & VALUE >= u64::from(most) {
                return false;
            }
            let mut new = (state & !(OWNER | WAITERS | STARVING)) + 1;
            if state & STARVING != 0 {
                new |= PROMISED;
            }
            match swap(&self.state, state, new) {
                Ok(_) => break,
                Err(found) => state = found,
            }
        }
        if state & WAITERS != 0 {
            self.call(1);
        }
        true
    }
}

#[inline(always)]
fn swap(word: &AtomicU64, old: u64, new: u64) -> Result<u64, u64> {
    word.compare_exchange(old, new, Ordering::AcqRel, Ordering::Relaxed)
}
