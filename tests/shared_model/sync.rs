//! Simulated primitives by the names of `src/native/multiprocessing/sync.rs`: every access is a point where the model check may
//! switch processes.
use std::ops::Deref;

pub use shuttle::hint::spin_loop;
pub use shuttle::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use shuttle::sync::{Condvar, Mutex};

use crate::sched::Instant;

/// Spinning explores nothing that sleeping does not.
pub const SPIN_NANOS: u64 = 0;

/// The futex of the kernel: the word is compared and the sleeper queued in one step, guarded by `bucket`.
#[derive(Default)]
pub struct Word {
    word: AtomicU32,
    bucket: Mutex<()>,
    sleepers: Condvar,
}

impl Word {
    /// A deadline passes when chance says so, which covers every moment at which a real one could.
    pub fn sleep(&self, expected: u32, deadline: Option<Instant>) {
        use shuttle::rand::Rng;
        if deadline.is_some() {
            while self.word.load(Ordering::SeqCst) == expected
                && !shuttle::rand::thread_rng().gen_bool(0.25)
            {
                shuttle::thread::yield_now();
            }
            return;
        }
        let bucket = self.bucket.lock().unwrap();
        if self.word.load(Ordering::SeqCst) == expected {
            drop(self.sleepers.wait(bucket).unwrap());
        }
    }

    pub fn wake(&self, count: u32) {
        let _bucket = self.bucket.lock().unwrap();
        for _ in 0..count.min(8) {
            self.sleepers.notify_one();
        }
    }
}

impl Deref for Word {
    type Target = AtomicU32;
    fn deref(&self) -> &AtomicU32 {
        &self.word
    }
}
