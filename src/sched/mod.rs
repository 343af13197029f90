//! The seam through which everything passes that decides which thread runs next: why a thread waits, what time it is, which
//! random number comes next, and the record of all that happened.
//!
//! # What enters, what leaves
//! * [`Wait`] enters with every call that blocks: the reason and the object waited for. The recorder, the deadlock report and a
//!   deterministic scheduler all read the same value.
//! * [`Event`] leaves: one per change of state of a thread, into the [`Recorder`] attached to the interpreter's lock.
//! * [`now`] and [`Instant`] are the only clock, [`Jitter`] the only source of random numbers of the lock.
//!
//! # Who may call
//! Anybody; nothing here knows of language values or blocks for longer than a few instructions. Code that wants to block goes
//! through [`crate::gil::lock::GilLock`], which reports here.
mod clock;
mod event;
mod jitter;
mod record;
mod wait;

pub use clock::{Instant, now, thread_time};
pub use event::{Event, EventKind, NO_NUMBER, NO_REASON, Record};
pub use jitter::Jitter;
pub use record::{Recorder, Tap};
pub use wait::{Reason, Wait};
