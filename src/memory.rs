//! The process's allocator, and what happens when the system has no more memory to give.
//!
//! Enters: requests for buffers, from every thread. Leaves: memory. Where the address space of the process is limited
//! (`ulimit -v`, `resource.setrlimit`), a part of it is held back. When a request of moderate size fails, that part is given
//! up, the request succeeds, and the thread that holds a lock raises MemoryError at its next safe point. Large requests fail at
//! once: whoever makes one whose size a program decides asks with `try_reserve` and raises MemoryError itself.
//!
//! The address space belongs to the process, not to an interpreter; hence the statics.
#![allow(unsafe_code)] // An allocator, and mappings.

use mimalloc::MiMalloc;
use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What is held back.
const RESERVE: usize = 64 << 20;
/// Requests larger than this are not served from it.
const MODERATE: usize = 16 << 20;

/// Address of what is held back; 0 for nothing.
static HELD: AtomicUsize = AtomicUsize::new(0);
/// The reserve has been given up and nobody has heard of it.
static EXHAUSTED: AtomicBool = AtomicBool::new(false);

/// The allocator of buffers, for `#[global_allocator]`: mimalloc, measured faster than the system's.
pub struct Allocator;

// SAFETY: forwards to mimalloc; a request that is made a second time is the same request.
unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise, here and below.
        unsafe {
            let memory = MiMalloc.alloc(layout);
            if memory.is_null() && give_up_reserve(layout.size()) {
                return MiMalloc.alloc(layout);
            }
            memory
        }
    }
    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        unsafe {
            let memory = MiMalloc.alloc_zeroed(layout);
            if memory.is_null() && give_up_reserve(layout.size()) {
                return MiMalloc.alloc_zeroed(layout);
            }
            memory
        }
    }
    #[inline]
    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above; a failed call leaves the old memory as it is.
        unsafe {
            let memory = MiMalloc.realloc(old, layout, size);
            if memory.is_null() && give_up_reserve(size) {
                return MiMalloc.realloc(old, layout, size);
            }
            if size > MODERATE && size > layout.size() {
                look_ahead(size);
            }
            memory
        }
    }
    #[inline]
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { MiMalloc.dealloc(memory, layout) }
    }
}

/// Gives the reserve back to the system for a failed request; false if it would not help.
#[cold]
#[inline(never)]
pub fn give_up_reserve(size: usize) -> bool {
    if size > MODERATE {
        return false;
    }
    let held = HELD.swap(0, Ordering::AcqRel);
    if held != 0 {
        // SAFETY: the mapping is ours and unused; the swap gives it to one thread only.
        unsafe { libc::munmap(held as *mut libc::c_void, RESERVE) };
        EXHAUSTED.store(true, Ordering::Release);
    }
    // Another thread may have given it up a moment ago.
    held != 0 || EXHAUSTED.load(Ordering::Acquire)
}

/// A buffer has grown to `size`, and will grow again if the program goes on. What grows by itself does not ask with
/// `try_reserve`, so a program whose limit does not allow the next step hears of it now.
#[cold]
#[inline(never)]
fn look_ahead(size: usize) {
    if !has_room(size.saturating_mul(2)) {
        EXHAUSTED.store(true, Ordering::Release);
    }
}

/// True if the address space of the process is limited.
fn is_limited() -> bool {
    // SAFETY: fills a plain structure.
    unsafe {
        let mut limit: libc::rlimit = std::mem::zeroed();
        libc::getrlimit(libc::RLIMIT_AS, &mut limit) == 0 && limit.rlim_cur != libc::RLIM_INFINITY
    }
}

/// Address space of `size` bytes that nobody may touch.
fn map_nothing(size: usize) -> Option<usize> {
    // SAFETY: a private anonymous mapping at an address of the system's choice.
    let start = unsafe {
        libc::mmap(
            std::ptr::null_mut(),
            size,
            libc::PROT_NONE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
            -1,
            0,
        )
    };
    (start != libc::MAP_FAILED).then_some(start as usize)
}

/// Holds a part of the address space back, if it is limited. To be called at the start, when the limit has changed, and when
/// memory may be free again.
pub fn hold_reserve() {
    if HELD.load(Ordering::Relaxed) == 0
        && is_limited()
        && let Some(start) = map_nothing(RESERVE)
        && HELD
            .compare_exchange(0, start, Ordering::AcqRel, Ordering::Acquire)
            .is_err()
    {
        // SAFETY: another thread was faster; this mapping is ours.
        unsafe { libc::munmap(start as *mut libc::c_void, RESERVE) };
    }
}

/// True once after the reserve was given up: time for a MemoryError.
#[inline]
pub fn take_exhausted() -> bool {
    EXHAUSTED.load(Ordering::Relaxed) && EXHAUSTED.swap(false, Ordering::AcqRel)
}

/// True if something as large as `size` can still be mapped, so that what follows will not fail half way. Costs nothing where
/// the address space is not limited.
pub fn has_room(size: usize) -> bool {
    if !is_limited() {
        return true;
    }
    match map_nothing(size) {
        Some(start) => {
            // SAFETY: mapped above, seen by nobody.
            unsafe { libc::munmap(start as *mut libc::c_void, size) };
            true
        }
        None => false,
    }
}
