//! What the primitives of the language are made of: lists of blocked threads, as plain data that only the holder of the
//! interpreter's lock touches.
//!
//! * [`WaitList`]: threads that wait to be told something (condition, event, barrier, join). Being picked is the message.
//! * [`Turnstile`]: a number of permits and the threads that wait for one (lock, semaphore, room and items of a queue).
//!
//! A primitive blocks in three steps: it joins the list, calls [`GilLock::block`], and takes the answer (`leave`, `settle`),
//! *whatever* `block` returned: the pick may have come between deadline and lock, and then it counts. After that, and only if the
//! answer is no, a timeout is a timeout and an interrupt is served.
use std::collections::VecDeque;
use std::time::Duration;

use super::lock::GilLock;
use super::slot::Slot;
use super::sync::Arc;
use crate::sched::Instant;

/// One thread in a list, and since when it waits.
struct Waiter {
    slot: Arc<Slot>,
    since: Instant,
}

/// Threads that wait to be picked, first come first served.
#[derive(Default)]
pub struct WaitList(VecDeque<Waiter>);

impl WaitList {
    /// An empty list.
    pub const fn new() -> Self {
        WaitList(VecDeque::new())
    }

    /// How many threads wait.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ids of the threads that wait, in order.
    pub fn ids(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().map(|waiter| waiter.slot.id())
    }

    /// Whether the thread is in line. Looks from the end, where those are who came last.
    pub fn contains(&self, slot: &Arc<Slot>) -> bool {
        self.0
            .iter()
            .rev()
            .any(|waiter| Arc::ptr_eq(&waiter.slot, slot))
    }

    /// Puts the caller in line, behind all who wait since earlier; it calls [`GilLock::block`] next.
    pub fn join(&mut self, me: &Arc<Slot>, since: Instant) {
        let place = self
            .0
            .iter()
            .rposition(|waiter| waiter.since <= since)
            .map_or(0, |place| place + 1);
        self.0.insert(
            place,
            Waiter {
                slot: me.clone(),
                since,
            },
        );
    }

    /// After the block: true if somebody picked the caller; else takes it out of the line.
    pub fn leave(&mut self, me: &Arc<Slot>) -> bool {
        match self
            .0
            .iter()
            .position(|waiter| Arc::ptr_eq(&waiter.slot, me))
        {
            Some(place) => {
                self.0.remove(place);
                false
            }
            None => true,
        }
    }

    /// Picks the first in line and makes it runnable; its id.
    pub fn wake_one(&mut self, lock: &GilLock) -> Option<u32> {
        let waiter = loop {
            let waiter = self.0.pop_front()?;
            // In the child of a fork the others may still be in line.
            if !lock.is_gone(waiter.slot.id()) {
                break waiter;
            }
        };
        // False if its deadline came first: it finds that it has been picked when it has the lock.
        lock.wake(&waiter.slot);
        Some(waiter.slot.id())
    }

    /// Picks everybody; how many they were.
    pub fn wake_all(&mut self, lock: &GilLock) -> usize {
        let mut count = 0;
        while self.wake_one(lock).is_some() {
            count += 1;
        }
        count
    }

    /// Forgets everybody, in the child of a fork, where the other threads do not exist.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// A thread that has waited that long is handed the next permit; before, it only may try. Handing over at once would force a
/// switch on every use of a busy lock (a convoy); never handing over could starve.
const PATIENCE: Duration = Duration::from_millis(1);

/// Permits, and the threads that wait for one.
///
/// Invariant: while anybody is in line, at least as many threads have been called (made runnable, and bound to `settle`) as there
/// are permits. So no permit lies unused beside a sleeping thread.
pub struct Turnstile {
    permits: usize,
    line: WaitList,
    /// Threads that were picked and have not settled yet.
    called: Vec<u32>,
    /// Those of them that have their permit already.
    granted: Vec<u32>,
}

impl Turnstile {
    /// A turnstile with that many permits: 1 for a free lock.
    pub const fn new(permits: usize) -> Self {
        Turnstile {
            permits,
            line: WaitList::new(),
            called: Vec::new(),
            granted: Vec::new(),
        }
    }

    /// Permits that nobody has.
    pub fn permits(&self) -> usize {
        self.permits
    }

    /// The threads in line.
    pub fn line(&self) -> &WaitList {
        &self.line
    }

    /// The id of a thread that has a permit already and has not run since.
    pub fn granted(&self) -> Option<u32> {
        self.granted.first().copied()
    }

    /// Takes a permit if there is one.
    #[inline]
    pub fn try_take(&mut self) -> bool {
        let free = self.permits > 0;
        self.permits -= usize::from(free);
        free
    }

    /// Puts the caller in line, when `try_take` failed; it calls [`GilLock::block`] next, and then [`Turnstile::settle`].
    /// `since` is when it first asked, also when it asks again, so that it does not lose its place.
    pub fn join(&mut self, me: &Arc<Slot>, since: Instant) {
        self.line.join(me, since);
    }

    /// After the block, whatever it returned: true if the caller has a permit now; else it is out of the line.
    pub fn settle(&mut self, me: &Arc<Slot>) -> bool {
        if self.line.leave(me) {
            self.called.retain(|&id| id != me.id());
            if let Some(place) = self.granted.iter().position(|&id| id == me.id()) {
                self.granted.swap_remove(place);
                return true;
            }
        }
        self.try_take()
    }

    /// Gives `count` permits back if nobody is in line; else false, and [`Turnstile::give`] is to be called.
    #[inline]
    pub fn give_quietly(&mut self, count: usize) -> bool {
        let quiet = self.line.is_empty();
        self.permits += if quiet { count } else { 0 };
        quiet
    }

    /// Gives `count` permits back, and calls as many threads from the line.
    #[inline]
    pub fn give(&mut self, lock: &GilLock, count: usize) {
        self.permits += count;
        if !self.line.is_empty() {
            self.call(lock);
        }
    }

    /// Forgets whoever waits, in the child of a fork, and sets the permits anew.
    pub fn reset(&mut self, permits: usize) {
        *self = Turnstile::new(permits);
    }

    #[cold]
    fn call(&mut self, lock: &GilLock) {
        let time = lock.now();
        // Threads that a fork left behind neither settle nor wait. A permit that one of them was given stays taken.
        self.called.retain(|&id| !lock.is_gone(id));
        self.granted.retain(|&id| !lock.is_gone(id));
        self.line.0.retain(|waiter| !lock.is_gone(waiter.slot.id()));
        // Those called and not granted may find a permit each.
        while self.permits > self.called.len() - self.granted.len() {
            let Some(first) = self.line.0.front() else {
                break;
            };
            let (id, starving) = (first.slot.id(), first.since + PATIENCE <= time);
            self.called.push(id);
            if starving {
                self.permits -= 1;
                self.granted.push(id);
            }
            self.line.wake_one(lock);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_ordered_by_first_asking() {
        let mut line = WaitList::new();
        let slots: Vec<_> = (0..4).map(|id| Slot::new(id, "")).collect();
        for (slot, since) in slots.iter().zip([20, 30, 10, 20]) {
            line.join(slot, Instant::from_nanos(since));
        }
        assert_eq!(line.ids().collect::<Vec<_>>(), [2, 0, 3, 1]);
        assert!(!line.leave(&slots[3]));
        assert!(line.leave(&slots[3]));
        assert_eq!(line.len(), 3);
    }

    #[test]
    fn permits_are_counted() {
        let mut turnstile = Turnstile::new(2);
        assert!(turnstile.try_take() && turnstile.try_take() && !turnstile.try_take());
        let me = Slot::new(0, "");
        turnstile.join(&me, Instant::ZERO);
        assert!(!turnstile.settle(&me));
        turnstile.reset(1);
        assert_eq!(turnstile.permits(), 1);
    }
}
