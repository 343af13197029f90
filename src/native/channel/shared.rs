//! The memory of a channel: a file without a name, mapped by every process that has the channel.
//!
//! Enters: a capacity, or the descriptor of a channel made elsewhere. Leaves: words that processes change together, two locks that
//! the system opens when their owner dies, and copies of bytes in and out of the ring. What another process writes there is never
//! trusted with more than a wrong answer: every offset is reduced to the ring's size, every length checked by the caller.
#![allow(unsafe_code)] // Mapped memory, futexes and the system's locks.

use crate::native::os_error::last_errno;
use crate::sched::{Instant, now};
use std::mem::{offset_of, size_of};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::SeqCst};

/// Known at both ends: a descriptor of something else is refused.
const MAGIC: u32 = 0x7c1c_c4a1;
/// Processes whose reservations are known one by one; more share the count alone.
pub const PRODUCERS: usize = 32;
/// Workers that can say what they work at.
pub const SLOTS: usize = 1024;
/// The ring begins here, behind the head.
const RING: usize = 16384;
/// Capacities are powers of two up to this.
const LARGEST: usize = 1 << 30;

/// What one process has promised to send and has not sent yet.
#[repr(C)]
pub struct Producer {
    /// The process; 0 for none.
    pub process: AtomicU32,
    /// How much it has promised.
    pub pending: AtomicU32,
}

/// The head of the memory. A fresh file is zeros, which is its beginning in all but the first line and the locks.
#[repr(C)]
pub struct Head {
    magic: u32,
    ring: u32,
    /// How many items fit, sent ones and promised ones together.
    pub limit: u32,
    /// Whether items are counted.
    pub counted: u32,
    writing: libc::pthread_mutex_t,
    reading: libc::pthread_mutex_t,
    /// 1 while who has the writers' lock has sent a part of a message.
    pub in_message: AtomicU32,
    /// Set once and for all: nothing is sent any more.
    pub closed: AtomicU32,
    /// Bytes ever written; everything below is whole.
    pub tail: AtomicU64,
    /// Changes with the tail.
    pub arrivals: AtomicU32,
    /// How many sleep on `arrivals`.
    pub readers: AtomicU32,
    /// Whether somebody polls for arrivals by the descriptor.
    pub polled: AtomicU32,
    /// Bytes ever taken.
    pub head: AtomicU64,
    /// Changes with the head.
    pub departures: AtomicU32,
    /// How many sleep on `departures`.
    pub writers: AtomicU32,
    /// Items sent or promised, and not taken.
    pub count: AtomicU32,
    /// How many sleep on `count`.
    pub putters: AtomicU32,
    /// Items that nobody has reported as done.
    pub unfinished: AtomicU32,
    /// How many sleep on `unfinished`.
    pub joiners: AtomicU32,
    /// Who has promised how much.
    pub producers: [Producer; PRODUCERS],
    /// What each worker has taken last and not put back.
    pub slots: [AtomicU64; SLOTS],
}

const _: () = assert!(size_of::<Head>() <= RING);

/// How an attempt at a lock ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Locked {
    /// The caller has it.
    Yes,
    /// The caller has it, and who had it before died with it.
    Inherited,
    /// Somebody else has it.
    Busy,
    /// The calling thread has it already.
    Own,
}

/// The two locks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// Of those who write.
    Writing,
    /// Of those who read.
    Reading,
}

/// The mapping.
pub struct Shared {
    base: NonNull<u8>,
    length: usize,
    mask: u64,
    /// The descriptor of the memory.
    pub file: i32,
}

// SAFETY: the memory is changed only through atomics, through copies between head and tail that the two locks order, and by the
// calls of the system for its locks.
unsafe impl Send for Shared {}
// SAFETY: as above.
unsafe impl Sync for Shared {}

impl Drop for Shared {
    fn drop(&mut self) {
        // SAFETY: the mapping and the descriptor are this object's own, and no borrow of it is left.
        unsafe {
            libc::munmap(self.base.as_ptr().cast(), self.length);
            libc::close(self.file);
        }
    }
}

/// Sets up a lock that other processes use, too, and that does not stay locked when its owner dies.
///
/// # Safety
/// `lock` points to memory for a lock that nobody uses yet.
unsafe fn make_lock(lock: *mut libc::pthread_mutex_t) {
    // SAFETY: the attributes are initialised before use, and destroyed; the lock is the caller's promise.
    unsafe {
        let mut attributes = std::mem::zeroed();
        libc::pthread_mutexattr_init(&mut attributes);
        libc::pthread_mutexattr_setpshared(&mut attributes, libc::PTHREAD_PROCESS_SHARED);
        libc::pthread_mutexattr_setrobust(&mut attributes, libc::PTHREAD_MUTEX_ROBUST);
        libc::pthread_mutexattr_settype(&mut attributes, libc::PTHREAD_MUTEX_ERRORCHECK);
        libc::pthread_mutex_init(lock, &attributes);
        libc::pthread_mutexattr_destroy(&mut attributes);
    }
}

impl Shared {
    /// A new channel for about `capacity` bytes.
    pub fn new(capacity: usize, limit: u32, counted: bool) -> Result<Shared, i32> {
        let ring = capacity.clamp(4096, LARGEST).next_power_of_two();
        let length = RING + ring;
        // SAFETY: a name that ends with a zero.
        let file = unsafe { libc::memfd_create(c"tick-channel".as_ptr(), libc::MFD_CLOEXEC) };
        if file < 0 {
            return Err(last_errno());
        }
        // SAFETY: a descriptor of our own.
        if unsafe { libc::ftruncate(file, length as libc::off_t) } != 0 {
            let number = last_errno();
            // SAFETY: as above.
            unsafe { libc::close(file) };
            return Err(number);
        }
        let shared = Shared::map(file, length).inspect_err(|_| {
            // SAFETY: as above.
            unsafe { libc::close(file) };
        })?;
        let head = shared.base.as_ptr().cast::<Head>();
        // SAFETY: the fresh memory is this thread's alone until the descriptor is given away; it is large and aligned enough.
        unsafe {
            (*head).ring = ring as u32;
            (*head).limit = limit;
            (*head).counted = u32::from(counted);
            make_lock(&raw mut (*head).writing);
            make_lock(&raw mut (*head).reading);
            (*head).magic = MAGIC;
        }
        Ok(shared)
    }

    /// The channel behind a descriptor, which it owns from now on.
    pub fn attach(file: i32) -> Result<Shared, i32> {
        // SAFETY: the structure is filled by the call.
        let size = unsafe {
            let mut about: libc::stat = std::mem::zeroed();
            if libc::fstat(file, &mut about) != 0 {
                return Err(last_errno());
            }
            about.st_size as usize
        };
        let ring = size.wrapping_sub(RING);
        if size < RING || !ring.is_power_of_two() || ring > LARGEST {
            return Err(libc::EINVAL);
        }
        let shared = Shared::map(file, size)?;
        if shared.head().magic != MAGIC || shared.head().ring as usize != ring {
            // The descriptor stays the caller's.
            // SAFETY: the mapping is of that length, and is left to nobody.
            unsafe { libc::munmap(shared.base.as_ptr().cast(), shared.length) };
            std::mem::forget(shared);
            return Err(libc::EINVAL);
        }
        Ok(shared)
    }

    fn map(file: i32, length: usize) -> Result<Shared, i32> {
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: a new mapping at a place the system chooses.
        let base = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                length,
                protection,
                libc::MAP_SHARED,
                file,
                0,
            )
        };
        match NonNull::new(base.cast::<u8>()) {
            Some(base) if base.as_ptr().cast() != libc::MAP_FAILED => Ok(Shared {
                base,
                length,
                mask: (length - RING) as u64 - 1,
                file,
            }),
            _ => Err(last_errno()),
        }
    }

    /// The words.
    #[inline]
    pub fn head(&self) -> &Head {
        // SAFETY: the mapping is that large, aligned to pages, lives as long as `self`; what changes in it are atomics, and the
        // locks, which are only touched through raw pointers.
        unsafe { self.base.cast::<Head>().as_ref() }
    }

    /// Bytes that fit into the ring.
    #[inline]
    pub fn capacity(&self) -> u64 {
        self.mask + 1
    }

    fn lock_of(&self, side: Side) -> *mut libc::pthread_mutex_t {
        let offset = match side {
            Side::Writing => offset_of!(Head, writing),
            Side::Reading => offset_of!(Head, reading),
        };
        // SAFETY: inside the mapping.
        unsafe { self.base.as_ptr().add(offset).cast() }
    }

    fn locked(&self, side: Side, result: i32) -> Locked {
        match result {
            0 => Locked::Yes,
            libc::EOWNERDEAD => {
                // SAFETY: a lock that was set up, held by this thread.
                unsafe { libc::pthread_mutex_consistent(self.lock_of(side)) };
                if side == Side::Writing {
                    self.head().in_message.store(0, SeqCst);
                }
                Locked::Inherited
            }
            libc::EDEADLK => Locked::Own,
            _ => Locked::Busy,
        }
    }

    /// Takes a lock if it is free.
    #[inline]
    pub fn try_lock(&self, side: Side) -> Locked {
        // SAFETY: a lock that was set up by the channel's maker.
        let result = unsafe { libc::pthread_mutex_trylock(self.lock_of(side)) };
        self.locked(side, result)
    }

    /// Takes a lock, waiting at most until the deadline.
    pub fn lock_until(&self, side: Side, deadline: Instant) -> Locked {
        let left = std::time::Duration::from_nanos(deadline.nanos_since(now()));
        // SAFETY: the time is filled by the first call; the lock was set up by the channel's maker.
        let result = unsafe {
            let mut time: libc::timespec = std::mem::zeroed();
            libc::clock_gettime(libc::CLOCK_REALTIME, &mut time);
            let nanos = time.tv_nsec as u64 + u64::from(left.subsec_nanos());
            time.tv_sec += left.as_secs() as libc::time_t + (nanos / 1_000_000_000) as libc::time_t;
            time.tv_nsec = (nanos % 1_000_000_000) as _;
            libc::pthread_mutex_timedlock(self.lock_of(side), &time)
        };
        self.locked(side, result)
    }

    /// Gives a lock back, which the calling thread has.
    #[inline]
    pub fn unlock(&self, side: Side) {
        // SAFETY: a lock that was set up; one that is not the caller's is left alone by the call.
        unsafe { libc::pthread_mutex_unlock(self.lock_of(side)) };
    }

    /// Copies bytes into the ring at a position, which may go round its end.
    #[inline]
    pub fn write(&self, position: u64, bytes: &[u8]) {
        let at = (position & self.mask) as usize;
        let first = bytes.len().min(self.capacity() as usize - at);
        let second = (bytes.len() - first).min(at);
        // SAFETY: both pieces lie inside the ring, by the two minima; the writers' lock keeps other writers away, and readers
        // do not look beyond the tail.
        unsafe {
            let ring = self.base.as_ptr().add(RING);
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), ring.add(at), first);
            std::ptr::copy_nonoverlapping(bytes.as_ptr().add(first), ring, second);
        }
    }

    /// Appends bytes from a position of the ring to a vector; `count` is at most the capacity.
    #[inline]
    pub fn read(&self, position: u64, count: usize, into: &mut Vec<u8>) {
        let at = (position & self.mask) as usize;
        let first = count.min(self.capacity() as usize - at);
        let second = (count - first).min(at);
        into.reserve(first + second);
        // SAFETY: both pieces lie inside the ring, and the vector has room for both; the readers' lock keeps other readers away,
        // and writers do not go beyond the head.
        unsafe {
            let ring = self.base.as_ptr().add(RING).cast_const();
            let end = into.as_mut_ptr().add(into.len());
            std::ptr::copy_nonoverlapping(ring.add(at), end, first);
            std::ptr::copy_nonoverlapping(ring, end.add(first), second);
            into.set_len(into.len() + first + second);
        }
    }
}

/// Sleeps while the word has that value, until woken, interrupted, or past the deadline.
pub fn sleep_on(word: &AtomicU32, value: u32, sleepers: &AtomicU32, deadline: Instant) {
    sleepers.fetch_add(1, SeqCst);
    if word.load(SeqCst) == value {
        let time = libc::timespec {
            tv_sec: (deadline.as_nanos() / 1_000_000_000) as libc::time_t,
            tv_nsec: (deadline.as_nanos() % 1_000_000_000) as _,
        };
        // SAFETY: the word outlives the call. The time is an absolute one of CLOCK_MONOTONIC, the clock of `Instant`. The word is
        // shared with other processes, so the flag for private ones is not given.
        unsafe {
            libc::syscall(
                libc::SYS_futex,
                word.as_ptr(),
                libc::FUTEX_WAIT_BITSET,
                value,
                &time,
                std::ptr::null::<u32>(),
                libc::FUTEX_BITSET_MATCH_ANY,
            );
        }
    }
    sleepers.fetch_sub(1, SeqCst);
}

/// Wakes up to `count` of those who sleep on a word. A sleeper that was killed stays counted, which costs a call in vain.
#[inline]
pub fn wake(word: &AtomicU32, sleepers: &AtomicU32, count: i32) {
    if sleepers.load(SeqCst) != 0 {
        // SAFETY: the call uses the address as a key.
        unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAKE, count) };
    }
}
