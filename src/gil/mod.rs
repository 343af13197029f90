//! The interpreter's lock.
mod futex;
pub mod lock;
mod mutex;
pub mod policy;
mod queue;
mod slot;
mod sync;
pub mod waiters;
