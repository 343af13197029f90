//! The records of one thread: a small part that the thread alone writes, without a lock, and packed blocks of what was there before.
//!
//! Enters: records, from the ring's own thread. Leaves: all of them in order, for a reader who comes when the recording is over or at
//! any time while it goes on. Nothing is overwritten.
//!
//! # Layout
//! The active part is [`WORDS`] words: the thread's number plus one, the *state* (records sealed so far, shifted, and records that lie
//! here), and two words a record. The thread stores a record's words, then the state. When the part is full it is packed into a
//! block and the state says so in one store; so a reader, also one of another process after the writer was killed, sees each record
//! once: those here that have a higher number than what the blocks hold.
use super::area::Area;
use super::pack;
use super::store::{Block, Store};
use crate::sched::Record;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Records in the active part.
const RECORDS: usize = 128;
/// Words of the active part.
pub const WORDS: usize = 2 + 2 * RECORDS;
/// Bits of the state that count the records in the active part.
const STATE_BITS: u32 = 8;

/// What lies in an active part: the thread's number, the number of the first record, the records.
pub struct Live {
    /// The number of the thread's slot.
    pub thread: u32,
    /// How many records the thread made before these.
    pub first: u64,
    /// The records.
    pub records: Vec<Record>,
}

/// The number of the first record of an active part, and how many there are.
fn range(words: &[AtomicU64]) -> (u64, usize) {
    let state = words[1].load(Ordering::Acquire);
    let count = (state & ((1 << STATE_BITS) - 1)) as usize;
    (state >> STATE_BITS, count.min(RECORDS))
}

/// The first so many records of an active part.
fn records(words: &[AtomicU64], count: usize) -> impl Iterator<Item = Record> {
    let word = |at: usize| words[2 + at].load(Ordering::Relaxed);
    (0..count).filter_map(move |at| Record::from_words([word(2 * at), word(2 * at + 1)]))
}

/// Reads an active part; `None` if no thread has it.
pub fn read_live(words: &[AtomicU64]) -> Option<Live> {
    let thread = words[0].load(Ordering::Acquire).checked_sub(1)?;
    let (first, count) = range(words);
    Some(Live {
        thread: u32::try_from(thread).ok()?,
        first,
        records: records(words, count).collect(),
    })
}

/// A block of packed records.
struct Sealed {
    first: u64,
    block: Block,
}

/// What a ring keeps beside its active part.
#[derive(Default)]
struct Past {
    blocks: Vec<Sealed>,
    /// Records with smaller numbers are not wanted any more.
    from: u64,
}

/// The records of one thread.
pub struct Ring {
    thread: u32,
    area: Arc<Area>,
    /// Where in the area the active part begins.
    at: usize,
    past: Mutex<Past>,
}

impl Ring {
    /// An empty ring whose active part is at that place of the area.
    pub fn new(thread: u32, area: Arc<Area>, at: usize) -> Ring {
        let ring = Ring {
            thread,
            area,
            at,
            past: Mutex::default(),
        };
        ring.words()[0].store(u64::from(thread) + 1, Ordering::Release);
        ring
    }

    #[inline]
    fn words(&self) -> &[AtomicU64] {
        &self.area.words()[self.at..self.at + WORDS]
    }

    /// Adds a record. Only the ring's thread calls it.
    #[inline]
    pub fn push(&self, record: Record, store: &Store) {
        let words = self.words();
        let state = words[1].load(Ordering::Relaxed);
        let count = (state & ((1 << STATE_BITS) - 1)) as usize;
        let [first, second] = record.to_words();
        words[2 + 2 * count].store(first, Ordering::Relaxed);
        words[3 + 2 * count].store(second, Ordering::Relaxed);
        words[1].store(state + 1, Ordering::Release);
        if count + 1 == RECORDS {
            self.seal(store);
        }
    }

    /// Packs the active part into a block. Only the ring's thread calls it.
    #[cold]
    fn seal(&self, store: &Store) {
        let words = self.words();
        let (first, count) = range(words);
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let numbers = (first, count as u64);
        let block = store.keep(self.thread, numbers, records(words, count));
        past.blocks.push(Sealed { first, block });
        words[1].store((first + count as u64) << STATE_BITS, Ordering::Release);
    }

    /// Lets go of the records there are.
    pub fn forget(&self, store: &Store) {
        let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        for sealed in past.blocks.drain(..) {
            store.free(&sealed.block);
        }
        let state = self.words()[1].load(Ordering::Acquire);
        past.from = (state >> STATE_BITS) + (state & ((1 << STATE_BITS) - 1));
    }

    /// All records since [`Ring::forget`].
    pub fn records(&self, store: &Store) -> Vec<Record> {
        // A block is added under the same lock as the active part is emptied.
        let past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
        let mut records = Vec::new();
        let from = past.from;
        let mut add = |first: u64, part: &[Record]| {
            let skip = usize::try_from(from.saturating_sub(first)).unwrap_or(usize::MAX);
            records.extend_from_slice(part.get(skip..).unwrap_or_default());
        };
        for sealed in &past.blocks {
            add(sealed.first, &pack::unpack(&store.read(&sealed.block)));
        }
        if let Some(live) = read_live(self.words()) {
            add(live.first, &live.records);
        }
        records
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sched::{Event, Instant};
    use std::path::PathBuf;

    fn ring() -> Ring {
        Ring::new(3, Arc::new(Area::heap(WORDS)), 0)
    }

    fn record(number: u32) -> Record {
        let time = Instant::from_nanos(u64::from(number) * 7);
        Record::new(time, Event::Wake { other: number })
    }

    #[test]
    fn nothing_is_lost() {
        let path = std::env::temp_dir().join(format!("tick-ring-{}", std::process::id()));
        for bound in [u64::MAX, 0] {
            let (ring, store) = (ring(), Store::new(bound, path.clone()));
            let all: Vec<Record> = (0..1000).map(record).collect();
            for (at, &one) in all.iter().enumerate() {
                ring.push(one, &store);
                if at % 97 == 0 {
                    assert_eq!(ring.records(&store), all[..=at]);
                }
            }
            assert_eq!(ring.records(&store), all);
            assert_eq!(store.lost(), 0);
        }
        std::fs::remove_file(path).expect("the second store wrote it");
    }

    #[test]
    fn what_is_forgotten_does_not_come_back() {
        let (ring, store) = (ring(), Store::new(u64::MAX, PathBuf::new()));
        for number in 0..200 {
            ring.push(record(number), &store);
        }
        ring.forget(&store);
        assert!(ring.records(&store).is_empty());
        assert_eq!(store.in_memory(), 0);
        for number in 200..500 {
            ring.push(record(number), &store);
        }
        let expected: Vec<Record> = (200..500).map(record).collect();
        assert_eq!(ring.records(&store), expected);
    }
}
