//! What happened to a thread, in the smallest form worth keeping.
//!
//! Sites and objects are numbers that the recorder's owner gives out (`NO_NUMBER` for none); nothing here knows what they stand for.
use super::clock::Instant;
use super::wait::Wait;

/// Stands for "no site", "no object".
pub const NO_NUMBER: u32 = u32::MAX;

/// One change in the life of a thread. The recorder adds when and to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The thread made another one, of that id.
    ThreadCreate { child: u32, site: u32 },
    /// The thread's first instruction is about to run.
    ThreadRun,
    /// The thread has run its last instruction, of so many.
    ThreadExit { ticks: u64 },
    /// The thread has used so much processor time.
    Used { cpu_ns: u64 },
    /// The thread asks for the interpreter's lock and must queue.
    Want,
    /// The thread has the lock, after waiting that long (0: nobody held it).
    Acquire { waited_ns: u64 },
    /// The thread gave the lock up on its own: in order to wait, or because it ends.
    Release {
        wait: Option<Wait>,
        object: u32,
        site: u32,
    },
    /// The thread was made to give the lock up: its slice was over. Where, says [`Event::Place`].
    Preempted,
    /// Where the thread was when it was last made to give the lock up.
    Place { site: u32 },
    /// The thread asks for a language-level lock that is taken: its identity, its number.
    LockWant { lock: u64, object: u32, site: u32 },
    /// The thread does not want the language-level lock any more: its patience is over.
    LockLeft { object: u32 },
    /// The thread has the language-level lock.
    LockGot { lock: u64, object: u32, site: u32 },
    /// The thread released the language-level lock.
    LockReleased { lock: u64, object: u32 },
    /// The thread put an item into a queue.
    Put { object: u32, site: u32 },
    /// The thread took an item from a queue.
    Get { object: u32, site: u32 },
    /// The thread made another one runnable.
    Wake { other: u32 },
    /// A signal was served.
    Signal { number: u32, site: u32 },
    /// The thread printed.
    Print { site: u32 },
    /// The thread made a copy of the process, of that number.
    Fork { process: u32, site: u32 },
    /// The thread began a child process of that number.
    Child { process: u32, site: u32 },
}

/// The kind of an [`Event`], as records store it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(missing_docs)] // See `Event`.
pub enum EventKind {
    ThreadCreate,
    ThreadRun,
    ThreadExit,
    Used,
    Want,
    Acquire,
    Release,
    Preempted,
    Place,
    LockWant,
    LockLeft,
    LockGot,
    LockReleased,
    Put,
    Get,
    Wake,
    Signal,
    Print,
    Fork,
    Child,
}

impl EventKind {
    /// Every kind, in numeric order.
    pub const ALL: &[EventKind] = {
        use EventKind as K;
        &[
            K::ThreadCreate,
            K::ThreadRun,
            K::ThreadExit,
            K::Used,
            K::Want,
            K::Acquire,
            K::Release,
            K::Preempted,
            K::Place,
            K::LockWant,
            K::LockLeft,
            K::LockGot,
            K::LockReleased,
            K::Put,
            K::Get,
            K::Wake,
            K::Signal,
            K::Print,
            K::Fork,
            K::Child,
        ]
    };

    /// The kind of that number.
    pub fn from_u8(number: u8) -> Option<EventKind> {
        EventKind::ALL.get(usize::from(number)).copied()
    }
}

/// Stands for "no reason" where a record has room for the number of one.
pub const NO_REASON: u8 = u8::MAX;

/// Bits of a record's time: nanoseconds of the clock without their high part, which the reader knows.
const TIME_BITS: u32 = 48;

/// One event of one thread: 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// When: the low 48 bits of the monotonic clock's nanoseconds, which come round every 78 hours.
    pub time: u64,
    /// What happened.
    pub kind: EventKind,
    /// The number of the reason for releases, else `NO_REASON`.
    pub reason: u8,
    /// An object, a thread, a process, or the low half of a number.
    pub argument: u32,
    /// A site, or the high half of a number.
    pub site: u32,
}

impl Record {
    /// What is kept of an event.
    #[inline]
    pub fn new(time: Instant, event: Event) -> Record {
        use EventKind as K;
        let (kind, argument, site) = match event {
            Event::ThreadCreate { child, site } => (K::ThreadCreate, child, site),
            Event::ThreadRun => (K::ThreadRun, 0, NO_NUMBER),
            Event::ThreadExit { ticks } => (K::ThreadExit, ticks as u32, (ticks >> 32) as u32),
            Event::Used { cpu_ns } => (K::Used, cpu_ns as u32, (cpu_ns >> 32) as u32),
            Event::Want => (K::Want, 0, NO_NUMBER),
            Event::Acquire { waited_ns } => {
                (K::Acquire, waited_ns as u32, (waited_ns >> 32) as u32)
            }
            Event::Release { object, site, .. } => (K::Release, object, site),
            Event::Preempted => (K::Preempted, 0, NO_NUMBER),
            Event::Place { site } => (K::Place, 0, site),
            Event::LockWant { object, site, .. } => (K::LockWant, object, site),
            Event::LockLeft { object } => (K::LockLeft, object, NO_NUMBER),
            Event::LockGot { object, site, .. } => (K::LockGot, object, site),
            Event::LockReleased { object, .. } => (K::LockReleased, object, NO_NUMBER),
            Event::Put { object, site } => (K::Put, object, site),
            Event::Get { object, site } => (K::Get, object, site),
            Event::Wake { other } => (K::Wake, other, NO_NUMBER),
            Event::Signal { number, site } => (K::Signal, number, site),
            Event::Print { site } => (K::Print, 0, site),
            Event::Fork { process, site } => (K::Fork, process, site),
            Event::Child { process, site } => (K::Child, process, site),
        };
        let reason = match event {
            Event::Release {
                wait: Some(wait), ..
            } => wait.reason() as u8,
            _ => NO_REASON,
        };
        Record {
            time: time.as_nanos() & ((1 << TIME_BITS) - 1),
            kind,
            reason,
            argument,
            site,
        }
    }

    /// Nanoseconds from `began`, a reading of the clock less than 39 hours away, to the record; 0 if it is the earlier one.
    pub fn nanos_since(&self, began: Instant) -> u64 {
        let apart = self.time.wrapping_sub(began.as_nanos()) & ((1 << TIME_BITS) - 1);
        if apart >> (TIME_BITS - 1) == 0 {
            apart
        } else {
            0
        }
    }

    /// The number in two halves that some kinds have.
    pub fn number(&self) -> u64 {
        u64::from(self.argument) | u64::from(self.site) << 32
    }

    /// The record as two words.
    #[inline]
    pub fn to_words(self) -> [u64; 2] {
        [
            self.time | u64::from(self.kind as u8) << 48 | u64::from(self.reason) << 56,
            u64::from(self.argument) | u64::from(self.site) << 32,
        ]
    }

    /// The record of two words; `None` if they are none.
    pub fn from_words([first, second]: [u64; 2]) -> Option<Record> {
        Some(Record {
            time: first & ((1 << TIME_BITS) - 1),
            kind: EventKind::from_u8((first >> 48) as u8)?,
            reason: (first >> 56) as u8,
            argument: second as u32,
            site: (second >> 32) as u32,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_numbered() {
        for (number, &kind) in EventKind::ALL.iter().enumerate() {
            assert_eq!(kind as usize, number);
        }
    }

    #[test]
    fn a_record_is_two_words() {
        let time = Instant::from_nanos(0x1234_5678_9abc_def0);
        for event in [
            Event::Want,
            Event::Acquire {
                waited_ns: 0x1_2345_6789,
            },
            Event::Release {
                wait: Some(Wait::Lock(7)),
                object: 3,
                site: NO_NUMBER,
            },
        ] {
            let record = Record::new(time, event);
            assert_eq!(Record::from_words(record.to_words()), Some(record));
            let earlier = Instant::from_nanos(time.as_nanos() - 1_000_000);
            assert_eq!(record.nanos_since(earlier), 1_000_000);
            assert_eq!(
                record.nanos_since(time + std::time::Duration::from_secs(1)),
                0
            );
        }
    }
}
