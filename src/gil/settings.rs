//! The policy in force, and what programs change about it while they run.
//!
//! Enters: a policy, an interval, a number of instructions, under the lock. Leaves: the same, for whoever asks; and for the holder
//! its copy of what it looks at at every turn, so that it needs no mutex for it.

use std::time::Duration;

use super::super::policy::{Policy, Rules};
use super::super::sync::Ordering;
use super::{GilLock, SPACING_EXACT, SPACING_JITTER};

impl GilLock {
    /// The policy in force.
    pub fn policy(&self) -> Policy {
        self.queue.lock().policy
    }

    /// Changes the policy, also while threads wait. The caller has the lock, or nobody else has seen it yet.
    pub fn set_policy(&self, policy: Policy) {
        let mut queue = self.queue.lock();
        queue.policy = policy;
        queue.rules = policy.rules();
        self.set_spacing(&queue.rules);
    }

    /// Whether a call that may wait has to give the lock up before it knows that it must (see `Rules::always_gives_up`).
    #[inline]
    pub fn always_gives_up(&self) -> bool {
        self.holder.gives_up.load(Ordering::Relaxed) != 0
    }

    /// The slice of threads that use the processor (`sys.getswitchinterval`).
    pub fn interval(&self) -> Duration {
        self.queue.lock().rules.slice
    }

    /// Changes the slice under the policy in force (`sys.setswitchinterval`). The caller has the lock.
    pub fn set_interval(&self, slice: Duration) {
        let mut queue = self.queue.lock();
        let minimum = queue.policy.rules().minimum_slice;
        queue.rules.slice = slice;
        queue.rules.longest_slice = slice;
        queue.rules.minimum_slice = minimum.min(slice);
        if let Policy::Interval(_) = queue.policy {
            queue.policy = Policy::Interval(slice);
            queue.rules.minimum_slice = slice;
        }
        self.holder.skip.store(0, Ordering::Relaxed);
    }

    /// Instructions between two offers, without the jitter (`sys.getcheckinterval`).
    pub fn check_ticks(&self) -> u32 {
        self.queue.lock().rules.check_ticks
    }

    /// Makes the spacing of offers repeatable.
    pub fn reseed(&self, seed: u64) {
        self.holder.jitter.reseed(seed);
    }

    fn set_spacing(&self, rules: &Rules) {
        let flags = if rules.jitter { SPACING_JITTER } else { 0 }
            | if rules.by_ticks { SPACING_EXACT } else { 0 };
        let gives_up = u32::from(rules.always_gives_up);
        self.holder.gives_up.store(gives_up, Ordering::Relaxed);
        self.holder.spacing.store(
            rules.check_ticks.min(SPACING_EXACT - 1) | flags,
            Ordering::Relaxed,
        );
        self.holder.skip.store(0, Ordering::Relaxed);
    }
}
