//! Simulated primitives by the names of `src/gil/sync.rs`: every access is a point where the model check may switch threads.
use std::ops::Deref;

pub use shuttle::hint::spin_loop;
pub use shuttle::sync::atomic::{AtomicI32, AtomicU8, AtomicU32, AtomicU64, Ordering};
use shuttle::sync::{Condvar, Mutex};
pub use std::sync::Arc;

use crate::sched::Instant;

/// Spinning explores nothing that sleeping does not.
pub const MUTEX_SPINS: u32 = 1;
pub const SPIN_NANOS: u64 = 0;

/// The futex of the kernel: the word is compared and the sleeper queued in one step, guarded by `bucket`.
pub struct Futex {
    word: AtomicU32,
    bucket: Mutex<()>,
    sleepers: Condvar,
}

impl Futex {
    pub fn new(value: u32) -> Self {
        Futex {
            word: AtomicU32::new(value),
            bucket: Mutex::new(()),
            sleepers: Condvar::new(),
        }
    }

    /// A deadline passes when chance says so, which covers every moment at which a real one could.
    pub fn wait(&self, expected: u32, deadline: Option<Instant>) -> bool {
        use shuttle::rand::Rng;
        if deadline.is_some() {
            loop {
                if self.word.load(Ordering::SeqCst) != expected {
                    return false;
                }
                if shuttle::rand::thread_rng().gen_bool(0.25) {
                    return true;
                }
                shuttle::thread::yield_now();
            }
        }
        let bucket = self.bucket.lock().unwrap();
        if self.word.load(Ordering::SeqCst) == expected {
            drop(self.sleepers.wait(bucket).unwrap());
        }
        false
    }

    pub fn wake_one(&self) {
        let _bucket = self.bucket.lock().unwrap();
        self.sleepers.notify_one();
    }
}

impl Deref for Futex {
    type Target = AtomicU32;
    fn deref(&self) -> &AtomicU32 {
        &self.word
    }
}
