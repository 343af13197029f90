//! The recorder: takes the events of all threads of an interpreter.
//!
//! Enters: events, from any thread. Leaves: each thread's records, in order. A thread writes to its own [`Ring`] without a lock; which
//! that is, is found without a lock, too. Besides the lock's tap only [`super::desk`] calls in.
use super::area::Area;
use super::ring::{Ring, WORDS};
use super::store::{MEMORY, Store};
use crate::sched::{Event, Instant, Record, Recorder};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// Rings in the first segment; each further segment has as many as all before it.
const FIRST: u32 = 32;
/// Segments, enough for all numbers of threads.
const SEGMENTS: usize = 28;
/// Threads of a child process whose newest records survive it when it is killed.
const LIVE: usize = 256;

/// Rings by the numbers of threads; finding one takes no lock.
struct Rings {
    segments: [OnceLock<Box<[OnceLock<Ring>]>>; SEGMENTS],
}

impl Rings {
    fn new() -> Rings {
        Rings {
            segments: [const { OnceLock::new() }; SEGMENTS],
        }
    }

    #[inline]
    fn place(&self, thread: u32) -> &OnceLock<Ring> {
        let at = u64::from(thread) + u64::from(FIRST);
        let segment = (63 - at.leading_zeros()) as usize - FIRST.trailing_zeros() as usize;
        let length = (FIRST as usize) << segment;
        let rings =
            self.segments[segment].get_or_init(|| (0..length).map(|_| OnceLock::new()).collect());
        &rings[at as usize - length]
    }

    fn all(&self) -> impl Iterator<Item = (u32, &Ring)> {
        let segments = self.segments.iter().enumerate();
        segments.flat_map(|(number, segment)| {
            let first = (FIRST << number) - FIRST;
            let rings = segment.get().map_or(&[][..], |rings| rings);
            (first..)
                .zip(rings)
                .filter_map(|(thread, ring)| Some((thread, ring.get()?)))
        })
    }
}

/// Takes the events of an interpreter.
pub struct Recording {
    rings: Rings,
    /// Where blocks and facts are kept.
    pub store: Store,
    /// In a child process: the file with the active parts, and how many of them are taken.
    live: Option<Arc<Area>>,
    taken: AtomicUsize,
    /// Whether events are wanted; the tap may be on for somebody else.
    wanted: AtomicBool,
}

impl Recording {
    /// A recording of the program itself; what does not fit into memory goes to a file of that name.
    pub fn in_memory(spill: PathBuf) -> Recording {
        Recording::with(Store::new(MEMORY, spill), None)
    }

    /// The recording of a child process into two new files, of frames and of active parts.
    pub fn in_files(frames: PathBuf, live: &Path) -> io::Result<Recording> {
        let area = Area::create(live, LIVE * WORDS)?;
        Ok(Recording::with(Store::new(0, frames), Some(Arc::new(area))))
    }

    fn with(store: Store, live: Option<Arc<Area>>) -> Recording {
        Recording {
            rings: Rings::new(),
            store,
            live,
            taken: AtomicUsize::new(0),
            wanted: AtomicBool::new(true),
        }
    }

    fn new_ring(&self, thread: u32) -> Ring {
        if let Some(area) = &self.live {
            let number = self.taken.fetch_add(1, Ordering::Relaxed);
            if number < LIVE {
                return Ring::new(thread, area.clone(), number * WORDS);
            }
        }
        Ring::new(thread, Arc::new(Area::heap(WORDS)), 0)
    }

    /// Begins or stops to take events.
    pub fn switch(&self, on: bool) {
        self.wanted.store(on, Ordering::Relaxed);
    }

    /// Lets go of all records there are.
    pub fn forget(&self) {
        for (_, ring) in self.rings.all() {
            ring.forget(&self.store);
        }
    }

    /// The records of all threads that have any, by the threads' numbers.
    pub fn records(&self) -> Vec<(u32, Vec<Record>)> {
        self.rings
            .all()
            .map(|(thread, ring)| (thread, ring.records(&self.store)))
            .filter(|(_, records)| !records.is_empty())
            .collect()
    }
}

impl Recorder for Recording {
    #[inline]
    fn record(&self, thread: u32, time: Instant, event: Event) {
        if !self.wanted.load(Ordering::Relaxed) {
            return;
        }
        let ring = self
            .rings
            .place(thread)
            .get_or_init(|| self.new_ring(thread));
        ring.push(Record::new(time, event), &self.store);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thread_has_a_ring() {
        let recording = Recording::in_memory(PathBuf::new());
        let threads = [0, 1, 31, 32, 33, 95, 96, 1000, 70_000];
        for thread in threads {
            for number in 0..3 {
                let time = Instant::from_nanos(u64::from(number));
                recording.record(thread, time, Event::Wake { other: number });
            }
        }
        let found: Vec<u32> = recording.records().iter().map(|(id, _)| *id).collect();
        assert_eq!(found, threads);
        assert!(
            recording
                .records()
                .iter()
                .all(|(_, records)| records.len() == 3)
        );
        recording.forget();
        assert!(recording.records().is_empty());
    }
}
