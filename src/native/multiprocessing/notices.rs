//! The protocols of conditions and events.
//!
//! **Conditions.** `state` counts who waits (high half) and who of them has been notified (low half); `extra` counts the
//! notifications. A waiter may take a notice if there was a notification since it began to wait, so one that comes later
//! never takes a notice meant for another. A waiter that was killed stays counted; its notice, if it gets one, stays lying and does no
//! harm. Beginning to wait and notifying happen under the condition's lock.
//!
//! **Events.** `state` holds whether it is set, whether somebody may sleep, and above these how often it was set, so that who waits
//! learns of it even if it is cleared at once. Setting is one step: were it two, who waits could go on after the first, clear the
//! event, wait again, and find it set by the second.
use super::slot::{Answer, Slot, Waiting};
use super::sync::Ordering;
use crate::sched::now;

const ONE_WAITER: u64 = 1 << 32;
const NOTICES: u64 = ONE_WAITER - 1;

const SET: u64 = 1;
const SLEEPERS: u64 = 2;
const ONE_TIME: u64 = 4;

/// How often an event in this state was set.
fn times(state: u64) -> u64 {
    state / ONE_TIME
}

impl Slot {
    /// Begins to wait for a notice; what to give to [`Slot::await_notice`].
    pub fn enrol(&self) -> u64 {
        self.state.fetch_add(ONE_WAITER, Ordering::AcqRel);
        self.extra.load(Ordering::Acquire)
    }

    /// How many wait and were not notified yet.
    pub fn enrolled(&self) -> u64 {
        let state = self.state.load(Ordering::Acquire);
        (state >> 32).saturating_sub(state & NOTICES)
    }

    /// Notifies at most `most` of those who wait; how many there are to be woken by [`Slot::call`], now or once the lock is free.
    pub fn notify(&self, most: u32) -> u32 {
        self.extra.fetch_add(1, Ordering::AcqRel);
        let mut state = self.state.load(Ordering::Acquire);
        loop {
            let count = (state >> 32)
                .saturating_sub(state & NOTICES)
                .min(u64::from(most));
            if count == 0 {
                return 0;
            }
            match self.state.compare_exchange(
                state,
                state + count,
                Ordering::AcqRel,
                Ordering::Acquire,
            ) {
                Ok(_) => return count as u32,
                Err(found) => state = found,
            }
        }
    }

    /// Takes a notice, or with `leave` stops waiting; true with a notice, false without, `None` if it goes on waiting.
    fn take_notice(&self, enrolled: u64, leave: bool) -> Option<bool> {
        let mut state = self.state.load(Ordering::Acquire);
        loop {
            let is_notified =
                state & NOTICES != 0 && self.extra.load(Ordering::Acquire) != enrolled;
            if !is_notified && !leave {
                return None;
            }
            let new = state - ONE_WAITER - u64::from(is_notified);
            match self
                .state
                .compare_exchange(state, new, Ordering::AcqRel, Ordering::Acquire)
            {
                Ok(_) => return Some(is_notified),
                Err(found) => state = found,
            }
        }
    }

    /// Waits for a notice. The caller goes on being enrolled only if the answer is `Interrupted`.
    pub fn await_notice(&self, enrolled: u64, waiting: &Waiting) -> Answer {
        if waiting.spin(|| self.take_notice(enrolled, false).is_some()) {
            return Answer::Got;
        }
        loop {
            let sequence = self.sequence.load(Ordering::Acquire);
            if self.take_notice(enrolled, false).is_some() {
                return Answer::Got;
            }
            let time = now();
            if waiting.is_late(time) {
                return if self.take_notice(enrolled, true) == Some(true) {
                    Answer::Got
                } else {
                    Answer::TimedOut
                };
            }
            if (waiting.interrupted)() {
                return Answer::Interrupted;
            }
            self.sleep(sequence, waiting.until(time, waiting.look));
        }
    }

    /// Stops waiting after an interruption; a notice that came meanwhile goes to another waiter.
    pub fn leave(&self, enrolled: u64) {
        if self.take_notice(enrolled, true) == Some(true) {
            let count = self.notify(1);
            if count > 0 {
                self.call(count);
            }
        }
    }

    /// Whether the event is set.
    pub fn is_set(&self) -> bool {
        self.state.load(Ordering::Acquire) & SET != 0
    }

    /// Sets the event and wakes whoever waits for it.
    pub fn set(&self) {
        let mut state = self.state.load(Ordering::Acquire);
        loop {
            let new = ((state | SET) & !SLEEPERS).wrapping_add(ONE_TIME);
            match self
                .state
                .compare_exchange(state, new, Ordering::AcqRel, Ordering::Acquire)
            {
                Ok(_) => break,
                Err(found) => state = found,
            }
        }
        if state & SLEEPERS != 0 {
            self.call(u32::MAX);
        }
    }

    /// Clears the event.
    pub fn clear(&self) {
        self.state.fetch_and(!SET, Ordering::AcqRel);
    }

    /// How often the event was set: what to give to [`Slot::await_set`].
    pub fn times_set(&self) -> u64 {
        times(self.state.load(Ordering::Acquire))
    }

    /// Waits until the event is set, or has been since it was set for the time `before`.
    pub fn await_set(&self, before: u64, waiting: &Waiting) -> Answer {
        let was_set = |state: u64| state & SET != 0 || times(state) != before;
        if waiting.spin(|| was_set(self.state.load(Ordering::Acquire))) {
            return Answer::Got;
        }
        loop {
            let sequence = self.sequence.load(Ordering::Acquire);
            let state = self.state.load(Ordering::Acquire);
            if was_set(state) {
                return Answer::Got;
            }
            let time = now();
            if waiting.is_late(time) {
                return Answer::TimedOut;
            }
            if (waiting.interrupted)() {
                return Answer::Interrupted;
            }
            let marked = self.state.compare_exchange(
                state,
                state | SLEEPERS,
                Ordering::AcqRel,
                Ordering::Relaxed,
            );
            if marked.is_ok() {
                self.sleep(sequence, waiting.until(time, waiting.look));
            }
        }
    }
}
