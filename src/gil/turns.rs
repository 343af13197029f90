//! The lock whose threads take turns on one system thread: a [`Scheduler`] decides who has it next and what time it is.
//!
//! # What enters, what leaves
//! A scheduler enters with [`GilLock::scheduled`]. States, lists and grants are those of the lock; what changes is that every
//! choice is the scheduler's, that waiting for the lock is [`Scheduler::run_others`] instead of sleeping in the kernel, and that
//! the clock is the scheduler's. The word of such a lock always has `WAITERS`, so that no thread passes by the decisions, and its
//! breaker always has [`SCHEDULED_BIT`], so that every poll of the virtual machine comes to [`GilLock::offer_turn`].
//!
//! Who runs is decided from states alone: at each decision all whose wait is over by the clock join the line first, and the line
//! is in the order of ids. So a decision does not depend on when somebody last looked, and a schedule that is replayed with
//! fewer looks goes the same way.

use super::*;

/// Bit of [`GilLock::breaker`]: a scheduler decides; call [`GilLock::offer_turn`] at every poll.
pub const SCHEDULED_BIT: u32 = 16;

/// Decides for a lock whose threads take turns on one system thread. All calls come from that thread.
pub trait Scheduler: Send + Sync {
    /// What time it is.
    fn now(&self) -> Instant;
    /// The place in `line` (in the order of ids, not empty) of the thread that runs next. `leaver` is the id of the thread that
    /// has, or last had, the lock; with `offer` it is in line itself and may stay.
    fn choose(&self, leaver: u32, line: &[Arc<Slot>], offer: bool) -> usize;
    /// The lock has been handed to this thread.
    fn granted(&self, next: &Arc<Slot>);
    /// The thread waits from now on, until it is woken or the deadline.
    fn blocked(&self, slot: &Arc<Slot>, deadline: Option<Instant>);
    /// Somebody wakes the thread. True if its deadline has passed already: then the deadline came first.
    fn woken(&self, id: u32) -> bool;
    /// Takes those whose wait is over: by deadline, by a descriptor, or, if `signalled`, by an interrupt.
    fn over(&self, signalled: bool) -> Vec<(Arc<Slot>, Blocked)>;
    /// Called by a thread that cannot go on: returns when it perhaps can.
    fn run_others(&self, lock: &GilLock, me: &Arc<Slot>);
}

impl GilLock {
    /// A free lock for which `scheduler` decides.
    pub fn scheduled(policy: Policy, scheduler: Arc<dyn Scheduler>) -> Self {
        let mut lock = GilLock::new(policy);
        lock.scheduler = Some(scheduler);
        lock.word.store(WAITERS, Ordering::Relaxed);
        lock.breaker.store(SCHEDULED_BIT, Ordering::Relaxed);
        lock
    }

    /// What time it is: on the scheduler's clock, if there is one.
    #[inline]
    pub fn now(&self) -> Instant {
        match &self.scheduler {
            None => now(),
            Some(scheduler) => scheduler.now(),
        }
    }

    /// Books instructions to a thread, when a scheduler counts them exactly.
    pub fn book(&self, me: &Slot, instructions: u64) {
        add(&me.ticks, instructions);
    }

    /// At a poll: the scheduler may let another thread run first. True if one did. The caller has the lock, before and after.
    pub fn offer_turn(&self, me: &Arc<Slot>) -> bool {
        self.assert_held_by(me);
        let Some(scheduler) = &self.scheduler else {
            return false;
        };
        let mut queue = self.queue.lock();
        self.admit(&mut queue, &**scheduler);
        if queue.is_empty() {
            return false;
        }
        queue.push(me, Arrival::Preempted);
        let line = queue.line();
        let place = scheduler.choose(me.id(), line, true);
        let Some(next) = queue.rest.remove(place) else {
            return false;
        };
        if Arc::ptr_eq(&next, me) {
            return false;
        }
        add(&self.counters.forced, 1);
        add(&me.forced, 1);
        let time = scheduler.now();
        self.tap.emit(me.id(), || (time, Event::Preempted));
        self.note_hold(me, time);
        me.set_wanted(time);
        me.set_state(State::Queued);
        self.grant(&queue, &next, true);
        drop(queue);
        self.park(me, None);
        true
    }

    /// Puts a thread that has just been made in line. The caller has the lock.
    pub fn enter_line(&self, slot: &Arc<Slot>) {
        let mut queue = self.queue.lock();
        slot.set_wanted(self.now());
        self.enqueue(&mut queue, slot, Arrival::New);
    }

    /// When nobody has the lock: hands it to one of those that may run, if there is one.
    pub fn grant_next(&self) -> bool {
        let Some(scheduler) = &self.scheduler else {
            return false;
        };
        let mut queue = self.queue.lock();
        let leaver = self.holder.id.load(Ordering::Relaxed);
        let next = self.draw(&mut queue, &**scheduler, leaver);
        if let Some(next) = &next {
            self.grant(&queue, next, true);
        }
        next.is_some()
    }

    /// Takes the next one out of the line, as the scheduler says.
    pub(super) fn draw(
        &self,
        queue: &mut Queue,
        scheduler: &dyn Scheduler,
        leaver: u32,
    ) -> Option<Arc<Slot>> {
        self.admit(queue, scheduler);
        if queue.is_empty() {
            return None;
        }
        let place = scheduler.choose(leaver, queue.line(), false);
        queue.rest.remove(place)
    }

    /// Lets those join the line whose wait is over.
    fn admit(&self, queue: &mut Queue, scheduler: &dyn Scheduler) {
        let signalled = self.breaker.load(Ordering::Relaxed) & SIGNAL_BIT != 0;
        for (slot, outcome) in scheduler.over(signalled) {
            if slot.is(State::Blocked) && !queue.is_closed_to(&slot) {
                self.end_block(&slot, outcome);
                slot.set_wanted(scheduler.now());
                self.enqueue(queue, &slot, Arrival::Io);
            }
        }
    }

    /// Waits, by letting others run, until the caller has been handed the lock.
    pub(super) fn park_turn(&self, scheduler: &dyn Scheduler, me: &Arc<Slot>) {
        while me.word.load(Ordering::Acquire) & bit::GRANTED == 0 {
            scheduler.run_others(self, me);
        }
        me.word.fetch_and(!bit::GRANTED, Ordering::Relaxed);
        self.entered(me);
    }
}
