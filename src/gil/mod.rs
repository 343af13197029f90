//! The interpreter's lock.
mod cell;
mod futex;
pub mod lock;
mod mutex;
pub mod policy;
mod queue;
#[cfg(test)]
mod queue_tests;
pub mod slot;
mod sync;
mod token;
pub mod waiters;

pub use cell::GilCell;
pub use token::Gil;
