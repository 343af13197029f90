//! The mutex around the lock's queue: three states in one futex word. Held for a few dozen instructions, never across a wait and
//! never by a signal handler. `std`'s would do but for two things: it cannot be reset after a fork, and the model check could not
//! see inside.
#![allow(unsafe_code)] // The protected value lives in an UnsafeCell.

use std::cell::UnsafeCell;
use std::ops::{Deref, DerefMut};

use super::sync::{Futex, MUTEX_SPINS, Ordering, spin_loop};

const FREE: u32 = 0;
const HELD: u32 = 1;
/// Held, and somebody may sleep on the word.
const CONTENDED: u32 = 2;

/// A value and the word that guards it.
pub struct Mutex<T> {
    word: Futex,
    value: UnsafeCell<T>,
}

// SAFETY: the value is only reached through a guard, and there is one guard at a time; `T: Send` because any thread may hold it.
unsafe impl<T: Send> Sync for Mutex<T> {}

/// Access to the value; dropping it unlocks.
pub struct Guard<'a, T>(&'a Mutex<T>);

impl<T> Mutex<T> {
    /// An unlocked mutex around `value`.
    pub fn new(value: T) -> Self {
        Mutex {
            word: Futex::new(FREE),
            value: UnsafeCell::new(value),
        }
    }

    /// Waits until the mutex is free and takes it.
    #[inline]
    pub fn lock(&self) -> Guard<'_, T> {
        if self
            .word
            .compare_exchange(FREE, HELD, Ordering::Acquire, Ordering::Relaxed)
            .is_err()
        {
            self.lock_slow();
        }
        Guard(self)
    }

    #[cold]
    fn lock_slow(&self) {
        for _ in 0..MUTEX_SPINS {
            if self.word.load(Ordering::Relaxed) == FREE
                && self
                    .word
                    .compare_exchange(FREE, HELD, Ordering::Acquire, Ordering::Relaxed)
                    .is_ok()
            {
                return;
            }
            spin_loop();
        }
        // From here on this thread leaves CONTENDED behind, so that its own unlock wakes whoever else sleeps.
        while self.word.swap(CONTENDED, Ordering::Acquire) != FREE {
            self.word.wait(CONTENDED, None);
        }
    }

    /// Forgets whoever held the mutex and replaces the value by what `make` makes of it, without dropping the old one: it may be
    /// half changed, so `make` looks only at parts that cannot be.
    ///
    /// # Safety
    /// No other thread exists that could hold or want the mutex: the caller is the only thread, in the child of a fork.
    pub unsafe fn reset(&self, make: impl FnOnce(&T) -> T) {
        // SAFETY: by contract nobody else has access. `write` does not look at the old value.
        unsafe {
            let value = make(&*self.value.get());
            self.value.get().write(value);
        }
        self.word.store(FREE, Ordering::Release);
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the guard exists, so this thread holds the mutex.
        unsafe { &*self.0.value.get() }
    }
}

impl<T> DerefMut for Guard<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the guard exists, so this thread holds the mutex, and it is borrowed exclusively.
        unsafe { &mut *self.0.value.get() }
    }
}

impl<T> Drop for Guard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if self.0.word.swap(FREE, Ordering::Release) == CONTENDED {
            self.0.word.wake_one();
        }
    }
}
