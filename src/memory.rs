//! The process's allocator, and what happens when the system has no more memory to give.
//!
//! Enters: requests for buffers, from every thread. Leaves: memory. Where the address space of the process is limited
//! (`ulimit -v`, `resource.setrlimit`), a part of it is held back. A request that fails is served from that part, and the thread
//! that holds a lock raises MemoryError at its next safe point.
//!
//! Why that suffices: what runs between two safe points asks for little, or for something in proportion to what it works on: a
//! copy, a sum of two, a table or vector of twice the size. So beside a fixed part there is always held back twice the size of
//! the largest buffer alive. A buffer that leaves no room for that is refused, where [`reserve`] and its like ask for it; or it
//! counts as a failure like any other, and MemoryError is raised until it is gone. Work that makes many objects or a result
//! many times as large as its operands looks for itself, with [`is_troubled`] or [`has_room`].
//!
//! The address space belongs to the process, not to an interpreter; hence the statics.
#![allow(unsafe_code)] // An allocator, and mappings.

use mimalloc::MiMalloc;
use std::alloc::{GlobalAlloc, Layout};
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering};

/// Blocks from this size on are counted, because what is held back depends on the largest.
const LARGE: usize = 4 << 20;
/// Blocks from this size on are mappings of their own: they grow without a copy, and their address space goes back.
const DIRECT: usize = 32 << 20;
/// Held back for every byte of the largest block.
const HEADROOM: usize = 2;
/// The least that a failed request takes from what is held back.
const SLICE: usize = 8 << 20;
const PAGE: usize = 4096;

/// The allocator of buffers, for `#[global_allocator]`: mimalloc, measured faster than the system's.
pub struct Allocator;

// SAFETY: forwards to mimalloc and to mappings, told apart by size and alignment, which do not change between calls for a block;
// a request that is made a second time is the same request.
unsafe impl GlobalAlloc for Allocator {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise, here and below.
        unsafe {
            if layout.size() >= LARGE {
                return large(layout, false);
            }
            let memory = MiMalloc.alloc(layout);
            if memory.is_null() {
                return again(layout.size(), || MiMalloc.alloc(layout));
            }
            memory
        }
    }
    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        unsafe {
            if layout.size() >= LARGE {
                return large(layout, true);
            }
            let memory = MiMalloc.alloc_zeroed(layout);
            if memory.is_null() {
                return again(layout.size(), || MiMalloc.alloc_zeroed(layout));
            }
            memory
        }
    }
    #[inline]
    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above; a failed call leaves the old memory as it is.
        unsafe {
            if layout.size() >= LARGE || size >= LARGE {
                return large_again(old, layout, size);
            }
            let memory = MiMalloc.realloc(old, layout, size);
            if memory.is_null() {
                return again(size, || MiMalloc.realloc(old, layout, size));
            }
            memory
        }
    }
    #[inline]
    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe {
            if layout.size() >= LARGE {
                return large_free(memory, layout);
            }
            MiMalloc.dealloc(memory, layout)
        }
    }
}

/// How many large blocks are alive, by size: four classes for every power of two.
static LIVE: [AtomicU32; 128] = [const { AtomicU32::new(0) }; 128];
/// What is held back: the page where it begins, and above that its size in units of 64 KiB; 0 for nothing.
static HELD: AtomicU64 = AtomicU64::new(0);
/// Threads that have taken what is held back to change it.
static CHANGING: AtomicU32 = AtomicU32::new(0);
/// The limit of the address space; 0 for none.
static LIMIT: AtomicUsize = AtomicUsize::new(0);
/// [`EXHAUSTED`], [`SHORT`].
static TROUBLE: AtomicU8 = AtomicU8::new(0);

/// Something of what is held back has been spent, and nobody has heard of it.
const EXHAUSTED: u8 = 1;
/// There is no room to hold back what the largest block asks for.
const SHORT: u8 = 2;

/// Room for more items in a vector whose size a program decides; false if there is none, or if it would leave no room for what
/// comes after it.
#[inline]
pub fn reserve<T>(items: &mut Vec<T>, more: usize) -> bool {
    let room = items.capacity();
    room - items.len() >= more
        || may_grow::<T>(
            room,
            items.len().saturating_add(more).max(room.saturating_mul(2)),
        ) && items.try_reserve(more).is_ok()
}

/// As [`reserve`], with no room beyond.
pub fn reserve_exact<T>(items: &mut Vec<T>, more: usize) -> bool {
    let room = items.capacity();
    room - items.len() >= more
        || may_grow::<T>(room, items.len().saturating_add(more))
            && items.try_reserve_exact(more).is_ok()
}

/// As [`reserve`], for text.
pub fn reserve_text(text: &mut String, more: usize) -> bool {
    let room = text.capacity();
    room - text.len() >= more
        || may_grow::<u8>(
            room,
            text.len().saturating_add(more).max(room.saturating_mul(2)),
        ) && text.try_reserve(more).is_ok()
}

/// True if a buffer may grow to this many items.
fn may_grow<T>(old: usize, new: usize) -> bool {
    let bytes = new.saturating_mul(size_of::<T>());
    bytes < LARGE || LIMIT.load(Ordering::Relaxed) == 0 || fits(old * size_of::<T>(), bytes)
}

/// True if a buffer of this many bytes could be had.
pub fn could_have(bytes: usize) -> bool {
    bytes < LARGE || reserve_exact(&mut Vec::<u8>::new(), bytes)
}

fn class(size: usize) -> usize {
    let bits = size.ilog2() as usize;
    let part = size >> (bits - 2) & 3;
    ((bits - LARGE.ilog2() as usize) * 4 + part).min(LIVE.len() - 1)
}

/// The size of the largest block alive, or somewhat more.
fn largest() -> usize {
    let found = LIVE
        .iter()
        .rposition(|count| count.load(Ordering::Relaxed) != 0);
    found.map_or(0, |class| {
        (5 + class % 4) << (LARGE.ilog2() as usize + class / 4 - 2)
    })
}

/// A block of this layout is a mapping of its own.
fn is_direct(size: usize) -> bool {
    size >= DIRECT
}

/// One attempt to serve a large request.
unsafe fn attempt(layout: Layout, zeroed: bool) -> *mut u8 {
    if is_direct(layout.size()) {
        return map(layout.size(), layout.align());
    }
    // SAFETY: the caller's promise.
    unsafe {
        match zeroed {
            true => MiMalloc.alloc_zeroed(layout),
            false => MiMalloc.alloc(layout),
        }
    }
}

#[cold]
#[inline(never)]
unsafe fn large(layout: Layout, zeroed: bool) -> *mut u8 {
    // SAFETY: the caller's promise.
    unsafe {
        let memory = insist(layout.size(), || attempt(layout, zeroed));
        if !memory.is_null() {
            note_growth(0, layout.size());
        }
        memory
    }
}

#[cold]
#[inline(never)]
unsafe fn large_free(memory: *mut u8, layout: Layout) {
    // SAFETY: the caller's promise; the size tells how the block was made.
    unsafe {
        LIVE[class(layout.size())].fetch_sub(1, Ordering::Relaxed);
        if is_direct(layout.size()) {
            libc::munmap(memory.cast(), layout.size().next_multiple_of(PAGE));
        } else {
            MiMalloc.dealloc(memory, layout);
        }
    }
}

#[cold]
#[inline(never)]
unsafe fn large_again(old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
    // SAFETY: the caller's promise.
    unsafe {
        let (was, will_be) = (is_direct(layout.size()), is_direct(size));
        if was != will_be || (was && layout.align() > PAGE) {
            let new = Layout::from_size_align_unchecked(size, layout.align());
            let memory = Allocator.alloc(new);
            if !memory.is_null() {
                std::ptr::copy_nonoverlapping(old, memory, size.min(layout.size()));
                Allocator.dealloc(old, layout);
            }
            return memory;
        }
        let attempt = || {
            if !was {
                return MiMalloc.realloc(old, layout, size);
            }
            let (before, after) = (
                layout.size().next_multiple_of(PAGE),
                size.next_multiple_of(PAGE),
            );
            let memory = libc::mremap(old.cast(), before, after, libc::MREMAP_MAYMOVE);
            if memory == libc::MAP_FAILED {
                std::ptr::null_mut()
            } else {
                memory.cast()
            }
        };
        let memory = insist(size, attempt);
        if !memory.is_null() {
            note_growth(layout.size(), size);
        }
        memory
    }
}

/// Makes an attempt to get a large block, or to change the size of one, and what can be done to make it succeed.
fn insist(new: usize, mut attempt: impl FnMut() -> *mut u8) -> *mut u8 {
    let mut memory = attempt();
    if memory.is_null() && relax() {
        memory = attempt();
    }
    if memory.is_null() {
        memory = again(new, attempt);
    }
    memory
}

/// True if there is room for a block to grow, and for what is to be held back because of it.
fn fits(old: usize, new: usize) -> bool {
    let (fixed, more) = wanted();
    let wanted = fixed + more.max(new.saturating_mul(HEADROOM));
    let held = (HELD.load(Ordering::Relaxed) >> 36 << 16) as usize;
    has_room((new - old).saturating_add(wanted.saturating_sub(held)))
}

/// Counts a block that has another size now.
fn note_growth(old: usize, new: usize) {
    if old >= LARGE {
        LIVE[class(old)].fetch_sub(1, Ordering::Relaxed);
    }
    if new >= LARGE {
        LIVE[class(new)].fetch_add(1, Ordering::Relaxed);
    }
    if new > old && LIMIT.load(Ordering::Relaxed) != 0 && !settle() {
        TROUBLE.fetch_or(EXHAUSTED, Ordering::Relaxed);
    }
}

/// Repeats a failed attempt while there is something to spend on it.
#[cold]
#[inline(never)]
fn again(size: usize, mut attempt: impl FnMut() -> *mut u8) -> *mut u8 {
    loop {
        let memory = attempt();
        if !memory.is_null() || !spend(size) {
            return memory;
        }
    }
}

/// Gives a part of what is held back to the system for a failed request of this size; false if there is none.
#[cold]
#[inline(never)]
pub fn spend(size: usize) -> bool {
    let wanted = size.saturating_add(SLICE).next_multiple_of(1 << 16);
    for _ in 0..1000 {
        let held = take_held();
        if let Some((start, size)) = held {
            let rest = size.saturating_sub(wanted);
            unmap(start + rest, size - rest);
            put_held(start, rest);
            TROUBLE.fetch_or(EXHAUSTED, Ordering::Relaxed);
            return true;
        }
        if CHANGING.load(Ordering::Acquire) == 0 {
            return false;
        }
        // Another thread has it in hand.
        std::thread::yield_now();
    }
    false
}

/// Takes what is held back out of everybody's reach: its address and size.
fn take_held() -> Option<(usize, usize)> {
    CHANGING.fetch_add(1, Ordering::AcqRel);
    let held = HELD.swap(0, Ordering::AcqRel);
    if held == 0 {
        CHANGING.fetch_sub(1, Ordering::AcqRel);
        return None;
    }
    Some((
        (held as usize & ((1 << 36) - 1)) << 12,
        (held >> 36 << 16) as usize,
    ))
}

/// Puts back what was taken; something that another thread has put there meanwhile is given up.
fn put_held(start: usize, size: usize) {
    let held = if size == 0 {
        0
    } else {
        (start as u64 >> 12) | (size as u64 >> 16 << 36)
    };
    let other = HELD.swap(held, Ordering::AcqRel);
    CHANGING.fetch_sub(1, Ordering::AcqRel);
    if other != 0 {
        unmap(
            (other as usize & ((1 << 36) - 1)) << 12,
            (other >> 36 << 16) as usize,
        );
    }
}

/// How much is to be held back whatever there is, and how much because of the largest block.
fn wanted() -> (usize, usize) {
    let limit = LIMIT.load(Ordering::Relaxed);
    if limit == 0 {
        return (0, 0);
    }
    let fixed = (limit / 16).clamp(16 << 20, 64 << 20) & !0xffff;
    (fixed, (largest() * HEADROOM).next_multiple_of(1 << 16))
}

/// Gives up what is held back for a block that is gone; true if that was something.
fn relax() -> bool {
    let (fixed, more) = wanted();
    let Some((start, size)) = take_held() else {
        return false;
    };
    let rest = size.min(fixed + more);
    unmap(start + rest, size - rest);
    put_held(start, rest);
    rest < size
}

/// Holds back what is wanted, or as much of it as there is; false if that is too little for the largest block.
fn settle() -> bool {
    let (fixed, more) = wanted();
    let wanted = fixed + more;
    if wanted == 0 {
        return true;
    }
    CHANGING.fetch_add(1, Ordering::AcqRel);
    let (start, size) = take_held().map_or((0, 0), |held| {
        CHANGING.fetch_sub(1, Ordering::AcqRel);
        held
    });
    let (mut held, mut aim) = ((start, size), wanted);
    // Not more often than it takes to come near.
    for _ in 0..6 {
        if aim <= size {
            break;
        }
        if let Some(start) = grow(start, size, aim) {
            held = (start, aim);
            break;
        }
        aim = size + (((aim - size) / 2) & !0xffff);
    }
    put_held(held.0, held.1);
    more == 0 || held.1 >= more + fixed / 4
}

/// What is held back at `start`, if anything, with a larger size.
fn grow(start: usize, size: usize, aim: usize) -> Option<usize> {
    if size == 0 {
        return map_nothing(aim);
    }
    // SAFETY: the mapping is in hand, and nobody looks into it.
    let moved =
        unsafe { libc::mremap(start as *mut libc::c_void, size, aim, libc::MREMAP_MAYMOVE) };
    (moved != libc::MAP_FAILED).then_some(moved as usize)
}

fn unmap(start: usize, size: usize) {
    if size != 0 {
        // SAFETY: a part of a mapping of ours that nobody uses.
        unsafe { libc::munmap(start as *mut libc::c_void, size) };
    }
}

/// A mapping of zeros; null if there is no room.
fn map(size: usize, align: usize) -> *mut u8 {
    let size = size.next_multiple_of(PAGE);
    let spare = if align > PAGE { align } else { 0 };
    // SAFETY: a private anonymous mapping at an address of the system's choice; what lies around the aligned part goes back.
    unsafe {
        let start = libc::mmap(
            std::ptr::null_mut(),
            size + spare,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
            -1,
            0,
        );
        if start == libc::MAP_FAILED {
            return std::ptr::null_mut();
        }
        let first = (start as usize).next_multiple_of(align.max(1));
        unmap(start as usize, first - start as usize);
        unmap(first + size, start as usize + spare - first);
        first as *mut u8
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

/// Asks for the limit of the address space, and holds a part back if there is one. To be called at the start and when the limit
/// has changed.
pub fn note_limit() {
    // SAFETY: fills a plain structure.
    let limit = unsafe {
        let mut limit: libc::rlimit = std::mem::zeroed();
        let known = libc::getrlimit(libc::RLIMIT_AS, &mut limit) == 0;
        (known && limit.rlim_cur != libc::RLIM_INFINITY).then_some(limit.rlim_cur as usize)
    };
    LIMIT.store(limit.unwrap_or(0), Ordering::Relaxed);
    if limit.is_some() {
        settle();
    }
}

/// True if the address space of the process is limited.
pub fn is_limited() -> bool {
    LIMIT.load(Ordering::Relaxed) != 0
}

/// True if there is room to keep so many pieces of a text of this size apart; they are counted only where it matters.
pub fn has_room_for_pieces(size: usize, pieces: impl FnOnce() -> usize) -> bool {
    const PIECE: usize = 48;
    size < LARGE / PIECE || !is_limited() || has_room(pieces().saturating_mul(PIECE))
}

/// Of the address space that something would like to have, what is fit for it where that is limited.
pub fn share(most: usize) -> usize {
    match LIMIT.load(Ordering::Relaxed) {
        0 => most,
        limit => most.min((limit / 16).next_power_of_two().max(8 << 20)),
    }
}

/// True if somebody should raise MemoryError, or at least look; see [`is_serious`].
#[inline(always)]
pub fn is_troubled() -> bool {
    TROUBLE.load(Ordering::Relaxed) != 0
}

/// True if it is time for a MemoryError: a request has failed since the last one, or there is a block too large for the room
/// around it. Takes note that the former will be heard of.
#[cold]
#[inline(never)]
pub fn is_serious() -> bool {
    let trouble = TROUBLE.swap(0, Ordering::AcqRel);
    let is_short = !settle();
    if is_short {
        TROUBLE.fetch_or(SHORT, Ordering::Relaxed);
    }
    trouble & EXHAUSTED != 0 || is_short
}

/// True if something as large as `size` can still be mapped, so that what follows will not fail half way. Costs nothing where
/// the address space is not limited.
pub fn has_room(size: usize) -> bool {
    if LIMIT.load(Ordering::Relaxed) == 0 {
        return true;
    }
    match map_nothing(size) {
        Some(start) => {
            unmap(start, size);
            true
        }
        None => false,
    }
}
