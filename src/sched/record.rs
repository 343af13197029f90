//! Where events go: the [`Recorder`] trait, and the [`Tap`] that costs one predictable branch while nobody records.
//!
//! Enters: a recorder, and events. Leaves: the same events, at the recorder's. Who may call: the lock, the machine, the primitives;
//! each thread about itself.
#![allow(unsafe_code)] // The recorder in force is behind a pointer that may change.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

use super::clock::Instant;
use super::event::Event;

/// Receives events. Called by the thread the event is about, mostly while it holds the interpreter's lock but also just before it
/// has it, so an implementation synchronises on its own, never blocks for long and never asks for the interpreter's lock.
pub trait Recorder: Send + Sync {
    /// `thread` did `event` at `time`.
    fn record(&self, thread: u32, time: Instant, event: Event);
}

/// Two recorders as one.
struct Both(Arc<dyn Recorder>, Arc<dyn Recorder>);

impl Recorder for Both {
    fn record(&self, thread: u32, time: Instant, event: Event) {
        self.0.record(thread, time, event);
        self.1.record(thread, time, event);
    }
}

/// The place in the lock where a recorder is plugged in. Events cost one relaxed load while it is off.
#[derive(Default)]
pub struct Tap {
    on: AtomicBool,
    /// The recorder in force, or null. What it points to is never freed: another thread may be about to use it.
    sink: AtomicPtr<Arc<dyn Recorder>>,
}

impl Tap {
    /// A tap that is off.
    pub const fn new() -> Self {
        Tap {
            on: AtomicBool::new(false),
            sink: AtomicPtr::new(std::ptr::null_mut()),
        }
    }

    /// Plugs `recorder` in, instead of the one before, and turns the tap on. Each call costs some memory for ever: it is for the
    /// first recording of a process and for the child of a fork.
    pub fn attach(&self, recorder: Arc<dyn Recorder>) {
        let sink = Box::into_raw(Box::new(recorder));
        self.sink.store(sink, Ordering::Release);
        self.on.store(true, Ordering::Release);
    }

    /// Plugs `recorder` in beside the one there is.
    pub fn add(&self, recorder: Arc<dyn Recorder>) {
        // SAFETY: null, or a box made by `attach`, which nobody frees.
        let known = unsafe { self.sink.load(Ordering::Acquire).as_ref() };
        match known {
            Some(known) => self.attach(Arc::new(Both(known.clone(), recorder))),
            None => self.attach(recorder),
        }
    }

    /// Turns recording on or off; without a recorder it stays off.
    pub fn switch(&self, on: bool) {
        let has_sink = !self.sink.load(Ordering::Acquire).is_null();
        self.on.store(on && has_sink, Ordering::Release);
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
        // SAFETY: null, or a box made by `attach`, which nobody frees.
        if let Some(sink) = unsafe { self.sink.load(Ordering::Acquire).as_ref() } {
            sink.record(thread, time, event);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    #[derive(Default)]
    struct Kept(Mutex<Vec<(u32, u64, Event)>>);

    impl Recorder for Kept {
        fn record(&self, thread: u32, time: Instant, event: Event) {
            let mut kept = self.0.lock().expect("no panic while it is held");
            kept.push((thread, time.as_nanos(), event));
        }
    }

    #[test]
    fn only_what_happens_while_it_is_on_is_recorded() {
        let recorder = Arc::new(Kept::default());
        let tap = Tap::new();
        tap.emit(1, || unreachable!("the tap is off"));
        tap.switch(true);
        assert!(!tap.is_on());
        tap.attach(recorder.clone());
        tap.emit(1, || (Instant::from_nanos(5), Event::Want));
        tap.switch(false);
        tap.emit(1, || unreachable!("the tap is off"));
        let kept = recorder.0.lock().expect("no panic while it is held");
        assert_eq!(*kept, [(1, 5, Event::Want)]);
    }
}
