//! The lock in the child of a fork, where all threads but the caller are gone.
#![allow(unsafe_code)] // One call: resetting the mutex.

use super::super::queue::Queue;
use super::super::slot::bit;
use super::super::sync::{Arc, Ordering};
use super::{GilLock, HELD, Slot, State, WAITERS_BIT};

impl GilLock {
    /// To be called first in the child of a fork, by the forking thread, which had the lock: it has it here too, and nobody waits.
    pub fn after_fork_in_child(&self, me: &Arc<Slot>) {
        // SAFETY: a forked child has one thread, the caller. Policy and finalizer are only changed by the holder, so they are whole.
        unsafe { self.queue.reset(Queue::forked) };
        self.word.store(HELD, Ordering::Relaxed);
        self.breaker.fetch_and(!WAITERS_BIT, Ordering::Relaxed);
        self.holder.id.store(me.id(), Ordering::Relaxed);
        self.endless.store(0, Ordering::Relaxed);
        me.word.fetch_and(bit::INTERRUPT, Ordering::Relaxed);
        me.set_state(State::Running);
        me.set_wait(None);
    }

    /// To be called next in the child of a fork: from now on no slot with an id below `next` is woken, except the caller's. Lists of
    /// waiting threads may still have them.
    pub fn forget_others(&self, me: &Arc<Slot>, next: u32) {
        self.survivor.store(me.id(), Ordering::Relaxed);
        self.gone_below.store(next, Ordering::Relaxed);
    }

    /// Whether the slot with that id belongs to a thread that a fork has left behind in the parent.
    #[inline]
    pub fn is_gone(&self, id: u32) -> bool {
        id < self.gone_below.load(Ordering::Relaxed) && id != self.survivor.load(Ordering::Relaxed)
    }
}
