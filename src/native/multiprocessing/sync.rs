//! The primitives that the protocols between processes are built on, by the names they use. The model check compiles the
//! protocols against another file of this name, whose atomics and sleeping are simulated.
#![allow(unsafe_code)] // The futex system call.

use crate::sched::Instant;
pub use std::hint::spin_loop;
use std::ops::Deref;
pub use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// How long somebody who waits looks for the answer before going to sleep; zero: not at all.
pub const SPIN_NANOS: u64 = 12_000;

/// A word that processes can sleep on, straight on the kernel's futex. Derefs to the atomic; change it first, then wake.
#[derive(Debug, Default)]
#[repr(transparent)]
pub struct Word(AtomicU32);

impl Deref for Word {
    type Target = AtomicU32;
    #[inline(always)]
    fn deref(&self) -> &AtomicU32 {
        &self.0
    }
}

impl Word {
    /// Sleeps while the word, which may lie in memory shared with other processes, is `expected`: until woken, interrupted by a
    /// signal handler or past `deadline`. May return for no reason, so the caller looks again.
    pub fn sleep(&self, expected: u32, deadline: Option<Instant>) {
        let time = deadline
            .filter(|&deadline| deadline != Instant::FAR)
            .map(|deadline| libc::timespec {
                tv_sec: (deadline.as_nanos() / 1_000_000_000) as libc::time_t,
                tv_nsec: (deadline.as_nanos() % 1_000_000_000) as _,
            });
        let time = time.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
        // SAFETY: the word outlives the call because it is borrowed; `time` is null or points to a timespec that lives to the end
        // of the function. FUTEX_WAIT_BITSET takes an absolute time on CLOCK_MONOTONIC, the clock of `Instant`. Without
        // FUTEX_PRIVATE_FLAG the kernel finds sleepers of other processes by the page behind the address.
        unsafe {
            libc::syscall(
                libc::SYS_futex,
                self.0.as_ptr(),
                libc::FUTEX_WAIT_BITSET,
                expected,
                time,
                std::ptr::null::<u32>(),
                libc::FUTEX_BITSET_MATCH_ANY,
            );
        }
    }

    /// Wakes at most `count` of those who sleep on the word, in whatever process.
    pub fn wake(&self, count: u32) {
        let count = count.min(i32::MAX as u32);
        // SAFETY: the kernel only uses the address as a key.
        unsafe { libc::syscall(libc::SYS_futex, self.0.as_ptr(), libc::FUTEX_WAKE, count) };
    }
}
