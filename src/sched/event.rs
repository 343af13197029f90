//! What happened to a thread, in the smallest form worth keeping.
use super::wait::Wait;

/// One change in the life of a thread. The recorder adds when and to whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The thread made another one, of that id.
    ThreadCreate { child: u32 },
    /// The thread's first instruction is about to run.
    ThreadRun,
    /// The thread has run its last instruction.
    ThreadExit,
    /// The thread asks for the interpreter's lock and must queue.
    Want,
    /// The thread has the lock, after waiting that long (0: nobody held it).
    Acquire { waited_ns: u64 },
    /// The thread gave the lock up on its own: in order to wait, or because it ends.
    Release { wait: Option<Wait> },
    /// The thread was made to give the lock up: its slice was over.
    Preempted,
    /// The thread asks for a language-level lock that is taken.
    LockWant { object: u64 },
    /// The thread has the language-level lock.
    LockGot { object: u64 },
    /// The thread released the language-level lock.
    LockReleased { object: u64 },
    /// The thread made another one runnable.
    Wake { other: u32 },
    /// A signal was served.
    Signal { number: u32 },
}

/// The kind of an [`Event`], as records store it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum EventKind {
    ThreadCreate,
    ThreadRun,
    ThreadExit,
    Want,
    Acquire,
    Release,
    Preempted,
    LockWant,
    LockGot,
    LockReleased,
    Wake,
    Signal,
}

/// Stands for "no reason" where a record has room for the number of one.
pub const NO_REASON: u8 = u8::MAX;

impl Event {
    /// Kind, reason ([`NO_REASON`] when there is none) and argument: what a 16-byte record keeps. Durations and objects are cut to 32 bits
    /// (durations saturate at 4.29 s).
    pub fn pack(self) -> (EventKind, u8, u32) {
        use EventKind as K;
        match self {
            Event::ThreadCreate { child } => (K::ThreadCreate, NO_REASON, child),
            Event::ThreadRun => (K::ThreadRun, NO_REASON, 0),
            Event::ThreadExit => (K::ThreadExit, NO_REASON, 0),
            Event::Want => (K::Want, NO_REASON, 0),
            Event::Acquire { waited_ns } => (
                K::Acquire,
                NO_REASON,
                u32::try_from(waited_ns).unwrap_or(u32::MAX),
            ),
            Event::Release { wait: Some(wait) } => {
                (K::Release, wait.reason() as u8, wait.object() as u32)
            }
            Event::Release { wait: None } => (K::Release, NO_REASON, 0),
            Event::Preempted => (K::Preempted, NO_REASON, 0),
            Event::LockWant { object } => (K::LockWant, NO_REASON, object as u32),
            Event::LockGot { object } => (K::LockGot, NO_REASON, object as u32),
            Event::LockReleased { object } => (K::LockReleased, NO_REASON, object as u32),
            Event::Wake { other } => (K::Wake, NO_REASON, other),
            Event::Signal { number } => (K::Signal, NO_REASON, number),
        }
    }
}
