//! The primitives the lock is built on, by the names it uses. The model check compiles the lock's own source against another file
//! of this name, whose atomics and futex are simulated, so `lock`, `slot` and `mutex` take atomics and waiting from here only.
pub use super::futex::Futex;
pub use std::hint::spin_loop;
pub use std::sync::Arc;
pub use std::sync::atomic::{AtomicI32, AtomicU8, AtomicU32, AtomicU64, Ordering};

/// How often the queue's mutex looks again before it sleeps.
pub const MUTEX_SPINS: u32 = 60;

/// How long a blocking thread looks for its wake-up before it sleeps; zero: not at all.
pub const SPIN_NANOS: u64 = 25_000;
