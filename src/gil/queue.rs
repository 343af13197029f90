//! The threads that wait for the lock, and who of them is next. Guarded by the lock's mutex.
use std::collections::VecDeque;

use super::lock::Arrival;
use super::policy::{Policy, Rules};
use super::slot::Slot;
use super::sync::Arc;
use crate::sched::Instant;

/// Hand-overs in a row to threads that come back from waiting, before a preempted one gets a turn.
pub const BURST: u32 = 8;

/// Forced hand-overs in a row that lengthen the slice by one more [`Rules::slice`].
const GROWTH: u32 = 8;

/// The lists of waiting threads and the rules for choosing.
pub(super) struct Queue {
    pub(super) ahead: VecDeque<Arc<Slot>>,
    pub(super) rest: VecDeque<Arc<Slot>>,
    /// Hand-overs to `ahead` in a row while `rest` waited.
    burst: u32,
    /// Forced hand-overs since a thread last came into line on its own.
    forced_in_row: u32,
    /// The only thread that may still have the lock, once the interpreter finalises.
    pub(super) finalizer: Option<u32>,
    pub(super) policy: Policy,
    pub(super) rules: Rules,
}

impl Queue {
    pub(super) fn new(policy: Policy, rules: Rules) -> Self {
        Queue {
            ahead: VecDeque::with_capacity(16),
            rest: VecDeque::with_capacity(16),
            burst: 0,
            forced_in_row: 0,
            finalizer: None,
            policy,
            rules,
        }
    }

    /// What is left of the queue in the child of a fork: nobody waits. Policy and finalizer are only changed by holders.
    pub(super) fn forked(&self) -> Self {
        Queue {
            finalizer: self.finalizer,
            ..Queue::new(self.policy, self.rules)
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ahead.is_empty() && self.rest.is_empty()
    }

    pub(super) fn push(&mut self, slot: &Arc<Slot>, arrival: Arrival) {
        let list = if self.rules.io_first && arrival == Arrival::Io {
            &mut self.ahead
        } else {
            &mut self.rest
        };
        self.forced_in_row = match arrival {
            Arrival::Preempted => self.forced_in_row.saturating_add(1),
            Arrival::New | Arrival::Io => 0,
        };
        list.push_back(slot.clone());
    }

    pub(super) fn choose(&mut self) -> Option<Arc<Slot>> {
        let turn_of_rest = self.burst >= BURST || self.ahead.is_empty();
        if turn_of_rest && let Some(slot) = self.rest.pop_front() {
            self.burst = 0;
            return Some(slot);
        }
        let slot = self.ahead.pop_front()?;
        self.burst = if self.rest.is_empty() {
            0
        } else {
            self.burst + 1
        };
        Some(slot)
    }

    /// All that wait, in the order of their ids: what a scheduler chooses from.
    pub(super) fn line(&mut self) -> &[Arc<Slot>] {
        self.rest.append(&mut self.ahead);
        let line = self.rest.make_contiguous();
        line.sort_by_key(|slot| slot.id());
        line
    }

    /// Whether that thread may not have the lock any more.
    pub(super) fn is_closed_to(&self, slot: &Slot) -> bool {
        self.finalizer.is_some_and(|id| id != slot.id())
    }

    /// When the holder, which has run since `since` (zero: unknown), has to make room; `None` when nobody waits.
    ///
    /// While nobody comes or comes back, the threads in line take turns that grow with every [`GROWTH`] of them: short ones
    /// are for threads that meet briefly or wait for each other, and long ones cost less.
    pub(super) fn due(&self, since: Instant) -> Option<Instant> {
        if let Some(first) = self.ahead.front() {
            // A holder that took the lock without a look at the clock has usually run for long.
            let start = if self.rules.from_arrival {
                since.max(first.wanted())
            } else {
                since
            };
            return Some(start + self.rules.minimum_slice);
        }
        let first = self.rest.front()?;
        let unknown = since == Instant::ZERO;
        let start = if self.rules.from_arrival || unknown {
            since.max(first.wanted())
        } else {
            since
        };
        let grown = self
            .rules
            .slice
            .saturating_mul(1 + self.forced_in_row / GROWTH);
        Some(start + grown.min(self.rules.longest_slice))
    }
}
