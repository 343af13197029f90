//! Where events go: the [`Recorder`] trait, the [`Tap`] that costs one predictable branch while nobody records, and a recorder
//! into memory.
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::clock::Instant;
use super::event::{Event, EventKind};

/// Receives events. Called by the thread the event is about, mostly while it holds the interpreter's lock but also just before it
/// has it, so an implementation synchronises on its own, never blocks for long and never asks for the interpreter's lock.
pub trait Recorder: Send + Sync {
    /// `thread` did `event` at `time`.
    fn record(&self, thread: u32, time: Instant, event: Event);
}

/// The place in the lock where a recorder is plugged in. Events cost one relaxed load while it is off.
#[derive(Default)]
pub struct Tap {
    on: AtomicBool,
    sink: OnceLock<Arc<dyn Recorder>>,
}

impl Tap {
    /// A tap that is off.
    pub const fn new() -> Self {
        Tap {
            on: AtomicBool::new(false),
            sink: OnceLock::new(),
        }
    }

    /// Plugs `recorder` in and turns the tap on. False if one was there already (a tap takes one recorder in its life).
    pub fn attach(&self, recorder: Arc<dyn Recorder>) -> bool {
        let fresh = self.sink.set(recorder).is_ok();
        if fresh {
            self.on.store(true, Ordering::Release);
        }
        fresh
    }

    /// Turns recording on or off; without a recorder it stays off.
    pub fn switch(&self, on: bool) {
        self.on
            .store(on && self.sink.get().is_some(), Ordering::Release);
    }

    /// Whether events are wanted.
    #[inline(always)]
    pub fn is_on(&self) -> bool {
        self.on.load(Ordering::Relaxed)
    }

    /// Records the event that `make` gives, if events are wanted.
    #[inline(always)]
    pub fn emit(&self, thread: u32, make: impl FnOnce() -> (Instant, Event)) {
        if self.is_on() {
            let (time, event) = make();
            self.send(thread, time, event);
        }
    }

    #[cold]
    fn send(&self, thread: u32, time: Instant, event: Event) {
        if let Some(sink) = self.sink.get() {
            sink.record(thread, time, event);
        }
    }
}

/// One event of one thread: 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// When, on the monotonic clock.
    pub time: Instant,
    /// The argument of the event, see [`Event::pack`].
    pub argument: u32,
    /// What happened.
    pub kind: EventKind,
    /// The number of the reason for releases, else `NO_REASON`.
    pub reason: u8,
}

/// Keeps the newest `capacity` records of each thread in memory.
pub struct MemoryRecorder {
    capacity: usize,
    rings: Mutex<Vec<Arc<Mutex<Ring>>>>,
}

#[derive(Default)]
struct Ring {
    records: Vec<Record>,
    /// Where the oldest record is, once the ring is full.
    oldest: usize,
    /// Records overwritten so far.
    lost: u64,
}

impl MemoryRecorder {
    /// A recorder that keeps `capacity` records per thread (at least one).
    pub fn new(capacity: usize) -> Self {
        MemoryRecorder {
            capacity: capacity.max(1),
            rings: Mutex::new(Vec::new()),
        }
    }

    /// The records of `thread`, oldest first, and how many older ones were overwritten.
    pub fn take(&self, thread: u32) -> (Vec<Record>, u64) {
        let ring = self.ring(thread);
        let mut ring = ring.lock().unwrap_or_else(PoisonError::into_inner);
        let Ring {
            mut records,
            oldest,
            lost,
        } = std::mem::take(&mut *ring);
        records.rotate_left(oldest);
        (records, lost)
    }

    /// The ids up to which threads have been seen (exclusive).
    pub fn threads(&self) -> u32 {
        self.rings
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len() as u32
    }

    fn ring(&self, thread: u32) -> Arc<Mutex<Ring>> {
        let mut rings = self.rings.lock().unwrap_or_else(PoisonError::into_inner);
        while rings.len() <= thread as usize {
            rings.push(Arc::default());
        }
        rings[thread as usize].clone()
    }
}

impl Recorder for MemoryRecorder {
    fn record(&self, thread: u32, time: Instant, event: Event) {
        let (kind, reason, argument) = event.pack();
        let record = Record {
            time,
            argument,
            kind,
            reason,
        };
        let ring = self.ring(thread);
        let mut ring = ring.lock().unwrap_or_else(PoisonError::into_inner);
        if ring.records.len() < self.capacity {
            ring.records.push(record);
        } else {
            let at = ring.oldest;
            ring.records[at] = record;
            ring.oldest = (at + 1) % self.capacity;
            ring.lost += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_16_bytes() {
        assert_eq!(size_of::<Record>(), 16);
    }

    #[test]
    fn the_ring_keeps_the_newest() {
        let recorder = Arc::new(MemoryRecorder::new(3));
        let tap = Tap::new();
        tap.emit(1, || unreachable!("the tap is off"));
        assert!(tap.attach(recorder.clone()));
        for number in 0..5 {
            tap.emit(1, || {
                (
                    Instant::from_nanos(u64::from(number)),
                    Event::Signal { number },
                )
            });
        }
        let (records, lost) = recorder.take(1);
        assert_eq!(
            records.iter().map(|r| r.argument).collect::<Vec<_>>(),
            [2, 3, 4]
        );
        assert_eq!(lost, 2);
        assert!(recorder.take(1).0.is_empty());
    }
}
