//! The seam's own source files with a clock that advances by a step at every reading.
use std::sync::atomic::{AtomicU64, Ordering};

#[path = "../../src/sched/clock.rs"]
mod clock;
#[path = "../../src/sched/event.rs"]
mod event;
#[path = "../../src/sched/jitter.rs"]
mod jitter;
#[path = "../../src/sched/record.rs"]
mod record;
#[path = "../../src/sched/wait.rs"]
mod wait;

pub use clock::Instant;
pub use event::{Event, NO_REASON};
pub use jitter::Jitter;
pub use record::{Recorder, Tap};
pub use wait::{Reason, Wait};

static TIME: AtomicU64 = AtomicU64::new(0);

/// Half a minimum slice passes between two readings, so that time and switching meet in every order.
pub fn now() -> Instant {
    Instant::from_nanos(TIME.fetch_add(100_000, Ordering::Relaxed) + 1)
}
