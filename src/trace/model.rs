//! What a recorded run is: the one form between the recorder, which makes it, and everything that shows it (timeline, tables, page,
//! picture, JSON, the adviser).
//!
//! Times are nanoseconds since the trace began. In each thread's `spans` the end of one span is the beginning of the next, so their
//! durations add up to the thread's life exactly.

use crate::sched::Reason;

/// Stands for "no site", "no object", "no thread" in the indices below.
pub const NONE: u32 = u32::MAX;

/// A recorded run: one program and the child processes it started.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// The command line of the program, for titles.
    pub command: Vec<String>,
    /// The policy of the lock, as `-X gil=` takes it; `seed=N` of a run where a seed decides.
    pub policy: String,
    /// When the trace began: nanoseconds since 1970 (0 under virtual time).
    pub began_unix_ns: u64,
    /// How long it was.
    pub duration_ns: u64,
    /// Processors of the machine.
    pub processors: u32,
    /// Places in sources.
    pub sites: Vec<Site>,
    /// The source lines that sites name, for hovering: (file, line, text), sorted.
    pub lines: Vec<(String, u32, String)>,
    /// Locks, queues and other things waited for.
    pub objects: Vec<Object>,
    /// The program itself first.
    pub processes: Vec<Process>,
    /// Events for which there was no room: what they would show is missing.
    pub lost: u64,
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Site {
    pub file: String,
    pub line: u32,
    /// The function, as `co_qualname` has it; `<module>` outside of one.
    pub function: String,
}

/// Something that threads wait for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// "Lock", "RLock", "Queue", "Thread", "Process", "descriptor" …
    pub kind: String,
    /// The name for people: the variable it was made for if known, else kind and place (`Lock bank.py:3`).
    pub name: String,
    /// Where it was made, an index into `sites`, or NONE.
    pub made: u32,
}

/// One process: one lock.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Process {
    pub pid: u32,
    /// Index of the parent in `processes`, or NONE.
    pub parent: u32,
    /// "MainProcess", "Process-1", "SpawnPoolWorker-2" …
    pub name: String,
    pub start_ns: u64,
    pub end_ns: u64,
    /// In the order of their starts; the main thread first.
    pub threads: Vec<Thread>,
    /// Hand-overs of the interpreter's lock, by time.
    pub handovers: Vec<Handover>,
}

/// One thread.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thread {
    /// The number of its slot: unique in its process.
    pub id: u32,
    pub name: String,
    pub daemon: bool,
    /// Index in `threads` of the thread that started it, or NONE.
    pub creator: u32,
    /// Where it was started, or NONE.
    pub created: u32,
    pub start_ns: u64,
    pub end_ns: u64,
    /// Instructions it ran.
    pub ticks: u64,
    /// Processor time it used, as the system counts it; 0 if that is not known.
    pub cpu_ns: u64,
    /// What it did, without gaps.
    pub spans: Vec<Span>,
    /// Language-level locks it held, by the time it got them; they may overlap.
    pub locks: Vec<LockSpan>,
    /// Moments: prints, signals, items put and got, forks, children.
    pub marks: Vec<Mark>,
}

/// What a thread does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doing {
    /// It has the interpreter's lock and runs.
    Hold,
    /// It wants the interpreter's lock and queues for it.
    Want,
    /// It gave the lock up and waits; the reason says for what.
    Wait(Reason),
}

/// Why a span ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// A holder gave the lock up on its own, to do what the next span says, or a wait was over.
    Own,
    /// A holder was made to give the lock up: its slice or its count of instructions was over.
    Forced,
    /// The lock was handed to a thread that wanted it.
    Granted,
    /// The thread ended, or the trace did.
    Ended,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start_ns: u64,
    pub end_ns: u64,
    pub doing: Doing,
    pub end: End,
    /// Where the thread was when the span ended (a hold) or while it lasted (a want, a wait): an index into `sites`, or NONE.
    pub site: u32,
    /// What it waits for: an index into `objects`, or NONE.
    pub object: u32,
}

/// A language-level lock held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockSpan {
    pub object: u32,
    /// When the thread asked for it; the same as `got_ns` if it was free.
    pub wanted_ns: u64,
    pub got_ns: u64,
    pub released_ns: u64,
    /// Where it was taken, or NONE.
    pub site: u32,
}

/// The interpreter's lock goes from one thread to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handover {
    pub time_ns: u64,
    /// Indices into `threads`.
    pub from: u32,
    pub to: u32,
    /// Whether the giver was made to.
    pub forced: bool,
}

/// A moment in a thread's life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub time_ns: u64,
    pub what: MarkKind,
    pub site: u32,
    /// The object concerned (queue), or NONE.
    pub object: u32,
    /// The index of the thread woken, the number of the process begun or of the signal, or NONE.
    pub other: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkKind {
    Print,
    Put,
    Get,
    Wake,
    Signal,
    Fork,
    Child,
}
