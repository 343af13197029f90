//! The board in shared memory on which processes that belong together say that they cannot go on by themselves, and for whom they wait.
//!
//! Enters: entries, one a process. Leaves: who waits for whom, and a bell that makes the waiting threads of another process look
//! at once. [`super::family`] says what the words mean together, and is the only caller.
//!
//! # The bell
//! A thread that waits for another process sleeps in a system call that knows nothing of the board. `SIGURG` gets it out of there: to
//! whoever has not asked for that signal it does nothing, so one that comes too late, or to a process that has the number of
//! another, does no harm. One that comes just before the call is lost; whoever rang looks for the answer and rings again, and who
//! waits looks by itself now and then.
#![allow(unsafe_code)] // Mapped memory, its descriptor, and the call that sends a signal to one thread.

use crate::native::multiprocessing::arena::memory_file;
use crate::native::multiprocessing::process::has_ended;
use crate::native::signals::NUDGE;
use crate::object::mapping::Mapping;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::SeqCst};

/// Processes on a board, the head included.
const ENTRIES: usize = 256;
/// Processes that one process is known to wait for; with more, it counts as waiting for anybody.
pub const NAMED: usize = 8;
/// Waiting threads of a process that can be rung for; the others look by themselves.
pub const THREADS: usize = 8;
/// Words of eight bytes for the text about a process.
const TEXT: usize = 496;
/// How often each wait must have been tried in vain before it is believed.
pub const BEATS: u64 = 2;

/// One process.
#[repr(C, align(64))]
pub struct Entry {
    /// Its number; 0 for a free entry. In the head: 1 if there was no room for some process.
    pub process: AtomicU32,
    /// It cannot go on by itself.
    pub still: AtomicU32,
    /// Changes when it goes on or waits for something else.
    pub version: AtomicU64,
    /// Counts how often each of its waits was tried again in vain. In the head: the last entry that was ever used.
    pub beat: AtomicU64,
    /// What `beat` is wanted to reach at once.
    pub rung: AtomicU64,
    /// 1 if any process may wake it.
    pub anybody: AtomicU32,
    /// The processes it waits for; zeros behind them.
    pub named: [AtomicU32; NAMED],
    /// The system's numbers of the threads that wait; zeros behind them.
    pub threads: [AtomicU32; THREADS],
    /// The index of who wants the text; 0 if nobody does.
    pub asked: AtomicU32,
    /// Bytes of text; 0 for none.
    pub length: AtomicU32,
    text: [AtomicU64; TEXT],
}

const SIZE: usize = ENTRIES * size_of::<Entry>();

impl Entry {
    /// Writes the text about the process.
    pub fn write(&self, text: &str) {
        let mut end = text.len().min(TEXT * 8);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        for (word, bytes) in self.text.iter().zip(text.as_bytes()[..end].chunks(8)) {
            let mut eight = [0; 8];
            eight[..bytes.len()].copy_from_slice(bytes);
            word.store(u64::from_ne_bytes(eight), SeqCst);
        }
        self.length.store(end as u32, SeqCst);
    }

    /// The text about the process, if it has written it.
    pub fn read(&self) -> Option<String> {
        let length = self.length.load(SeqCst) as usize;
        if length == 0 || length > TEXT * 8 {
            return None;
        }
        let words = self.text.iter().take(length.div_ceil(8));
        let mut bytes: Vec<u8> = words
            .flat_map(|word| word.load(SeqCst).to_ne_bytes())
            .collect();
        bytes.truncate(length);
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Whether somebody rang, and not all waits have been tried again since.
    pub fn is_rung(&self) -> bool {
        self.rung.load(SeqCst) > self.beat.load(SeqCst)
    }

    /// Has all threads of the process that wait for another one look at once: until they have tried again in vain, or go on.
    pub fn ring(&self) {
        self.ring_until(self.beat.load(SeqCst) + BEATS);
    }

    /// As [`Entry::ring`], until `beat` has reached that number.
    pub fn ring_until(&self, beat: u64) {
        self.rung.fetch_max(beat, SeqCst);
        let process = self.process.load(SeqCst);
        for thread in self.threads.iter().map(|thread| thread.load(SeqCst)) {
            if thread != 0 {
                // SAFETY: three numbers. A thread or process that is there no more is an error, which says nothing new.
                unsafe { libc::syscall(libc::SYS_tgkill, process, thread, NUDGE) };
            }
        }
    }
}

/// The board as a process has it.
pub struct Board {
    mapping: Mapping,
    descriptor: OwnedFd,
}

impl Board {
    /// An empty one.
    pub fn create() -> std::io::Result<Board> {
        Board::map(memory_file(c"tick-waits", SIZE)?)
    }

    /// The one behind a descriptor. Its memory must not be able to shrink.
    pub fn map(descriptor: OwnedFd) -> std::io::Result<Board> {
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        let fd = descriptor.as_raw_fd();
        let mapping = Mapping::new(Some(fd), SIZE, protection, libc::MAP_SHARED, 0)?;
        Ok(Board {
            mapping,
            descriptor,
        })
    }

    /// What to pass on to a child.
    pub fn descriptor(&self) -> RawFd {
        self.descriptor.as_raw_fd()
    }

    /// The entry with that index.
    pub fn entry(&self, index: usize) -> &Entry {
        // SAFETY: entries are atomics, and all processes use the memory in this way.
        let entry = unsafe { self.mapping.place::<Entry>(index * size_of::<Entry>()) };
        entry.expect("indices are below the number of entries, which the mapping has room for")
    }

    /// The indices of entries that may be in use.
    fn indices(&self) -> std::ops::RangeInclusive<usize> {
        1..=(self.entry(0).beat.load(SeqCst) as usize).min(ENTRIES - 1)
    }

    /// The place of a process.
    pub fn find(&self, process: u32) -> Option<usize> {
        self.indices()
            .find(|&index| self.entry(index).process.load(SeqCst) == process)
    }

    /// Makes an entry for a process.
    pub fn claim(&self, process: u32) {
        if self.find(process).is_some() {
            return;
        }
        for index in 1..ENTRIES {
            let entry = self.entry(index);
            let claim = |old| entry.process.compare_exchange(old, process, SeqCst, SeqCst);
            if claim(0).is_ok() {
                self.entry(0).beat.fetch_max(index as u64, SeqCst);
                return;
            }
        }
        self.entry(0).process.store(1, SeqCst);
    }

    /// Frees the entry of a process that has ended; true if it has.
    fn is_gone(&self, index: usize) -> bool {
        let entry = self.entry(index);
        let process = entry.process.load(SeqCst);
        if process != 0 && !has_ended(process, None) {
            return false;
        }
        entry.version.fetch_add(1, SeqCst);
        for word in [&entry.still, &entry.asked, &entry.length, &entry.anybody] {
            word.store(0, SeqCst);
        }
        for word in entry.threads.iter().chain(&entry.named) {
            word.store(0, SeqCst);
        }
        let _ = entry.process.compare_exchange(process, 0, SeqCst, SeqCst);
        true
    }

    /// The other processes than the one at `index`.
    pub fn others(&self, index: usize) -> impl Iterator<Item = usize> {
        self.indices()
            .filter(move |&other| other != index && self.entry(other).process.load(SeqCst) != 0)
    }

    /// The processes that the one at `index` waits for; `None` if one of them can go on.
    fn targets(&self, index: usize) -> Option<Vec<usize>> {
        let entry = self.entry(index);
        if entry.still.load(SeqCst) == 0 {
            return None;
        }
        let mut targets = Vec::new();
        for process in entry.named.iter().map(|named| named.load(SeqCst)) {
            if process != 0 {
                targets.push(self.find(process)?);
            }
        }
        if entry.anybody.load(SeqCst) != 0 {
            if self.entry(0).process.load(SeqCst) != 0 {
                return None;
            }
            for other in self.others(index) {
                if self.entry(other).still.load(SeqCst) == 0 && !self.is_gone(other) {
                    return None;
                }
                if self.entry(other).process.load(SeqCst) != 0 {
                    targets.push(other);
                }
            }
        }
        Some(targets)
    }

    /// All processes that waiting leads to from the one at `start`, itself included; `None` if one of them can go on.
    pub fn closure(&self, start: usize) -> Option<Vec<usize>> {
        let mut set = vec![start];
        let mut at = 0;
        while at < set.len() {
            for target in self.targets(set[at])? {
                if !set.contains(&target) {
                    set.push(target);
                }
            }
            at += 1;
        }
        set.sort_unstable();
        Some(set)
    }

    /// Whether waiting leads from the one at `start` back to it, or any process could wake it and there is none.
    pub fn is_in_cycle(&self, start: usize) -> bool {
        let anybody = self.entry(start).anybody.load(SeqCst) != 0;
        let Some(targets) = self.targets(start) else {
            return false;
        };
        if anybody && targets.is_empty() {
            return true;
        }
        let reaches = |target| self.closure(target).is_some_and(|set| set.contains(&start));
        targets.into_iter().any(reaches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_closed_only_if_all_its_members_are_still() {
        let board = Board::create().unwrap();
        // Two processes that live.
        let numbers = [std::process::id(), std::os::unix::process::parent_id()];
        for number in numbers {
            board.claim(number);
            board.claim(number);
        }
        let [first, second] = [board.entry(1), board.entry(2)];
        assert_eq!(numbers.map(|number| board.find(number)), [Some(1), Some(2)]);
        first.named[0].store(numbers[1], SeqCst);
        first.still.store(1, SeqCst);
        assert_eq!(board.closure(1), None);
        assert!(!board.is_in_cycle(1));
        second.still.store(1, SeqCst);
        second.named[0].store(numbers[0], SeqCst);
        assert_eq!(board.closure(1), Some(vec![1, 2]));
        assert_eq!(board.closure(2), Some(vec![1, 2]));
        assert!(board.is_in_cycle(1) && board.is_in_cycle(2));
        // Whoever waits for anybody waits for a third one, too, as long as that lives.
        second.named[0].store(0, SeqCst);
        second.anybody.store(1, SeqCst);
        assert_eq!(board.closure(1), Some(vec![1, 2]));
        let mut third = std::process::Command::new("cat")
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        board.claim(third.id());
        assert_eq!(board.closure(1), None);
        drop(third.stdin.take());
        third.wait().unwrap();
        assert_eq!(board.closure(1), Some(vec![1, 2]));
        assert_eq!(board.others(1).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_ring_is_answered_by_two_tries() {
        let board = Board::create().unwrap();
        let entry = board.entry(1);
        entry.beat.store(7, SeqCst);
        assert!(!entry.is_rung());
        entry.ring();
        entry.ring();
        entry.beat.store(8, SeqCst);
        assert!(entry.is_rung());
        entry.beat.store(9, SeqCst);
        assert!(!entry.is_rung());
    }

    #[test]
    fn a_text_is_read_as_far_as_there_is_room() {
        let board = Board::create().unwrap();
        let entry = board.entry(1);
        assert_eq!(entry.read(), None);
        entry.write("a thread waits");
        assert_eq!(entry.read().as_deref(), Some("a thread waits"));
        entry.write(&"ä".repeat(TEXT * 8));
        assert_eq!(entry.read(), Some("ä".repeat(TEXT * 4)));
    }
}
