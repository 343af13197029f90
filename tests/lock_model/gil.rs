//! The lock's own source files beside the simulated `sync`.
#[path = "../../src/gil/lock.rs"]
pub mod lock;
#[path = "../../src/gil/mutex.rs"]
mod mutex;
#[path = "../../src/gil/policy.rs"]
pub mod policy;
#[path = "../../src/gil/queue.rs"]
mod queue;
#[path = "../../src/gil/slot.rs"]
mod slot;
#[path = "sync.rs"]
pub mod sync;
#[path = "../../src/gil/waiters.rs"]
pub mod waiters;
