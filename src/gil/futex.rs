//! A 32-bit word that threads can sleep on, straight on the kernel's futex: no table in this process that a fork could leave
//! broken, no allocation, and waking is safe in a signal handler.
#![allow(unsafe_code)] // The futex system call.

use std::ops::Deref;
use std::sync::atomic::AtomicU32;

use crate::sched::Instant;

/// The word. Derefs to the atomic; change the value first, then wake.
#[derive(Debug, Default)]
pub struct Futex(AtomicU32);

impl Futex {
    /// A word of that value.
    pub const fn new(value: u32) -> Self {
        Futex(AtomicU32::new(value))
    }

    /// Sleeps while the word is `expected`, until woken, interrupted by a signal handler or past `deadline`. True only when the
    /// deadline has passed; false may be spurious, so the caller looks at the word again.
    pub fn wait(&self, expected: u32, deadline: Option<Instant>) -> bool {
        let time = deadline
            .filter(|&d| d != Instant::FAR)
            .map(|deadline| libc::timespec {
                tv_sec: (deadline.as_nanos() / 1_000_000_000) as libc::time_t,
                tv_nsec: (deadline.as_nanos() % 1_000_000_000) as _,
            });
        let time = time.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
        // SAFETY: the word outlives the call because `self` is borrowed; `time` is null or points to a timespec that lives to the
        // end of the function. FUTEX_WAIT_BITSET takes an absolute time on CLOCK_MONOTONIC, the clock of `Instant`.
        let result = unsafe {
            libc::syscall(
                libc::SYS_futex,
                self.0.as_ptr(),
                libc::FUTEX_WAIT_BITSET | libc::FUTEX_PRIVATE_FLAG,
                expected,
                time,
                std::ptr::null::<u32>(),
                libc::FUTEX_BITSET_MATCH_ANY,
            )
        };
        // SAFETY: reads this thread's errno.
        result != 0 && unsafe { *libc::__errno_location() } == libc::ETIMEDOUT
    }

    /// Wakes one sleeper, if there is one. Safe in a signal handler (errno is kept).
    pub fn wake_one(&self) {
        // SAFETY: the kernel only uses the address as a key; errno belongs to this thread and is put back, since the caller may be
        // a signal handler.
        unsafe {
            let errno = libc::__errno_location();
            let saved = *errno;
            libc::syscall(
                libc::SYS_futex,
                self.0.as_ptr(),
                libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG,
                1,
            );
            *errno = saved;
        }
    }
}

impl Deref for Futex {
    type Target = AtomicU32;
    #[inline(always)]
    fn deref(&self) -> &AtomicU32 {
        &self.0
    }
}
