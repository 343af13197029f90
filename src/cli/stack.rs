//! The process: a large native stack for its main thread, and its end.
//!
//! Enters: the work to run. Leaves: its result, computed on a stack of our own: the system's has 8 MB, and making a second
//! thread for a larger one takes longer than starting the interpreter.
#![allow(unsafe_code)] // Mapping memory and moving the stack pointer into it.

use std::io::Write;
use std::ops::Range;

/// Size of the stack: native recursion is bounded by it, and only touched pages are used.
const MOST: usize = 256 << 20;
/// Less than this is not worth the move.
const LEAST: usize = 4 << 20;
/// Never accessible, so that running over the end is a fault and not a write into somebody's data.
const GUARD: usize = 64 << 10;

/// Runs `work` on a stack as large as the system has room for; it learns the addresses it may use, or None if it runs on the
/// stack the thread has. A panic in it ends the process.
pub fn on_large_stack<R>(work: impl FnOnce(Option<Range<usize>>) -> R) -> R {
    let mut size = crate::memory::share(MOST);
    while size >= LEAST {
        // SAFETY: a private anonymous mapping at an address of the system's choice.
        let start = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                size,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | libc::MAP_STACK,
                -1,
                0,
            )
        };
        if start == libc::MAP_FAILED {
            size /= 2;
            continue;
        }
        let first = start as usize;
        // SAFETY: the mapping is ours, page-aligned and stays for ever; its lowest part becomes the guard. The callback does
        // not unwind: a panic is caught inside.
        let result = unsafe {
            libc::mprotect(start, GUARD, libc::PROT_NONE);
            psm::on_stack(start.cast(), size, || {
                let work = || work(Some(first + GUARD..first + size));
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(work))
            })
        };
        return result.unwrap_or_else(|_| std::process::exit(70));
    }
    work(None)
}

/// Ends the process at once: what Rust's own standard streams hold is written, exit functions of libraries are not called, for
/// other threads may be in the middle of anything.
pub fn exit(code: u8) -> ! {
    let _ = std::io::stdout().flush();
    // SAFETY: no preconditions.
    unsafe { libc::_exit(code.into()) }
}

/// Ends the process by SIGINT, as a program does that Ctrl-C ended: a shell then stops its script, too.
pub fn die_of_interrupt() -> ! {
    let _ = std::io::stdout().flush();
    // SAFETY: no preconditions; the default action of the signal ends the process.
    unsafe {
        libc::signal(libc::SIGINT, libc::SIG_DFL);
        libc::kill(libc::getpid(), libc::SIGINT);
    }
    // The signal is blocked in this thread: a shell's number for it.
    exit(130)
}
