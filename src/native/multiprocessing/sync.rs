//! The primitives that the protocols between processes are built on, by the names they use. The model check compiles the
//! protocols against another file of this name, whose atomics and sleeping are simulated.
#![allow(unsafe_code)] // The futex system call.

use crate::sched::Instant;
pub use std::hint::spin_loop;
pub use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// How long somebody who waits looks for the answer before going to sleep; zero: not at all.
pub const SPIN_NANOS: u64 = 12_000;

/// Sleeps while `word`, which may lie in memory shared with other processes, is `expected`: until woken, interrupted by a signal
/// handler or past `deadline`. May return for no reason, so the caller looks again.
pub fn sleep_on(word: &AtomicU32, expected: u32, deadline: Option<Instant>) {
    let time = deadline
        .filter(|&deadline| deadline != Instant::FAR)
        .map(|deadline| libc::timespec {
            tv_sec: (deadline.as_nanos() / 1_000_000_000) as libc::time_t,
            tv_nsec: (deadline.as_nanos() % 1_000_000_000) as _,
        });
    let time = time.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: the word outlives the call because it is borrowed; `time` is null or points to a timespec that lives to the end of
    // the function. FUTEX_WAIT_BITSET takes an absolute time on CLOCK_MONOTONIC, the clock of `Instant`. Without
    // FUTEX_PRIVATE_FLAG the kernel finds sleepers of other processes by the page behind the address.
    unsafe {
        libc::syscall(
            libc::SYS_futex,
            word.as_ptr(),
            libc::FUTEX_WAIT_BITSET,
            expected,
            time,
            std::ptr::null::<u32>(),
            libc::FUTEX_BITSET_MATCH_ANY,
        );
    }
}

/// Wakes at most `count` of those who sleep on the word, in whatever process.
pub fn wake(word: &AtomicU32, count: u32) {
    let count = count.min(i32::MAX as u32);
    // SAFETY: the kernel only uses the address as a key.
    unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAKE, count) };
}
