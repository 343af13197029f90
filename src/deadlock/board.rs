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

use super::statement::Statement;
use crate::native::multiprocessing::arena::memory_file;
use crate::native::multiprocessing::process::has_ended;
use crate::native::signals::NUDGE;
use crate::object::mapping::Mapping;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::SeqCst};

/// Processes on a board, the head included.
const ENTRIES: usize = 256;
/// Waiting threads of a process that can be rung for; the others look by themselves.
pub const THREADS: usize = 8;
/// In place of a process's number while its entry is being freed; no process has it.
const GOING: u32 = u32::MAX;
/// Words of eight bytes for the text about a process.
const TEXT: usize = 496;

/// One process.
#[repr(C, align(64))]
pub struct Entry {
    /// Its number; 0 for a free entry. In the head: 1 if there was no room for some process.
    pub process: AtomicU32,
    /// In the head: the last entry that was ever used.
    last: AtomicU32,
    /// What it states about itself.
    pub statement: Statement,
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

    /// Notes the threads that can be rung for.
    pub fn show_threads(&self, mut threads: impl Iterator<Item = u32>) {
        for thread in &self.threads {
            thread.store(threads.next().unwrap_or(0), SeqCst);
        }
    }

    /// Has all threads of the process that wait for another one try once more and look at the board.
    pub fn ring(&self) {
        self.statement.ask();
        self.ring_again();
    }

    /// As [`Entry::ring`], for who has asked already: the signal may have come just before the system call it was to interrupt.
    pub fn ring_again(&self) {
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
        1..=(self.entry(0).last.load(SeqCst) as usize).min(ENTRIES - 1)
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
                self.entry(0).last.fetch_max(index as u32, SeqCst);
                return;
            }
        }
        self.entry(0).process.store(1, SeqCst);
    }

    /// Frees the entry of a process that has ended; true if it has.
    pub fn is_gone(&self, index: usize) -> bool {
        let entry = self.entry(index);
        let process = entry.process.load(SeqCst);
        if process == 0 {
            return true;
        }
        if !has_ended(process, None) {
            return false;
        }
        // Only one does it, else the entry might be somebody else's already.
        let freed = entry
            .process
            .compare_exchange(process, GOING, SeqCst, SeqCst);
        if freed.is_ok() {
            entry.statement.version.fetch_add(1, SeqCst);
            for word in [&entry.statement.still, &entry.statement.anybody] {
                word.store(0, SeqCst);
            }
            for word in entry.threads.iter().chain(&entry.statement.named) {
                word.store(0, SeqCst);
            }
            for word in [&entry.asked, &entry.length] {
                word.store(0, SeqCst);
            }
            entry.process.store(0, SeqCst);
        }
        true
    }

    /// The other processes than the one at `index`.
    pub fn others(&self, index: usize) -> impl Iterator<Item = usize> {
        self.indices().filter(move |&other| {
            let process = self.entry(other).process.load(SeqCst);
            other != index && process != 0 && process != GOING
        })
    }

    /// The processes that the one at `index` waits for; `None` if one of them can go on.
    fn targets(&self, index: usize) -> Option<Vec<usize>> {
        let statement = &self.entry(index).statement;
        if !statement.is_still() {
            return None;
        }
        let mut targets = Vec::new();
        for process in statement.named.iter().map(|named| named.load(SeqCst)) {
            if process != 0 {
                targets.push(self.find(process)?);
            }
        }
        if statement.anybody.load(SeqCst) != 0 {
            if self.entry(0).process.load(SeqCst) != 0 {
                return None;
            }
            for other in self.others(index) {
                if self.entry(other).statement.is_still() {
                    targets.push(other);
                } else if !self.is_gone(other) {
                    return None;
                }
            }
        }
        Some(targets)
    }

    /// All processes that waiting leads to from the one at `start`, itself included; `None` if one of them can go on.
    pub fn closure(&self, start: usize) -> Option<Closure> {
        let mut members = vec![(start, self.targets(start)?)];
        let mut at = 0;
        while at < members.len() {
            for target in members[at].1.clone() {
                if members.iter().all(|(index, _)| *index != target) {
                    members.push((target, self.targets(target)?));
                }
            }
            at += 1;
        }
        members.sort_unstable();
        Some(Closure { members })
    }
}

/// Processes that wait for nobody else but each other, with whom each waits for.
#[derive(Debug, PartialEq, Eq)]
pub struct Closure {
    members: Vec<(usize, Vec<usize>)>,
}

impl Closure {
    /// Their indices, the eldest first.
    pub fn set(&self) -> Vec<usize> {
        self.members.iter().map(|(index, _)| *index).collect()
    }

    /// Those who wait for themselves by way of others, or for anybody while there is nobody else. Never empty.
    pub fn cycle(&self) -> Vec<usize> {
        let mut cycle = self.set();
        cycle.retain(|&index| self.is_in_cycle(index));
        cycle
    }

    fn targets(&self, index: usize) -> &[usize] {
        let found = self
            .members
            .binary_search_by_key(&index, |(member, _)| *member);
        found.map_or(&[], |at| &self.members[at].1)
    }

    fn is_in_cycle(&self, start: usize) -> bool {
        let mut reached = self.targets(start).to_vec();
        if reached.is_empty() {
            return true;
        }
        let mut at = 0;
        while at < reached.len() && reached[at] != start {
            for &target in self.targets(reached[at]) {
                if !reached.contains(&target) {
                    reached.push(target);
                }
            }
            at += 1;
        }
        at < reached.len()
    }
}

#[cfg(test)]
mod tests {
    use super::super::statement::{Suspicion, Target, Verdict, Waiters};
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
        let [first, second] = [1, 2].map(|index| &board.entry(index).statement);
        assert_eq!(numbers.map(|number| board.find(number)), [Some(1), Some(2)]);
        first.named[0].store(numbers[1], SeqCst);
        first.still.store(1, SeqCst);
        let set = |start| board.closure(start).map(|closure| closure.set());
        assert_eq!(set(1), None);
        second.still.store(1, SeqCst);
        second.named[0].store(numbers[0], SeqCst);
        assert_eq!((set(1), set(2)), (Some(vec![1, 2]), Some(vec![1, 2])));
        assert_eq!(board.closure(2).unwrap().cycle(), [1, 2]);
        // Whoever waits for anybody waits for a third one, too, as long as that lives.
        second.named[0].store(0, SeqCst);
        second.anybody.store(1, SeqCst);
        assert_eq!(set(1), Some(vec![1, 2]));
        let mut third = std::process::Command::new("cat")
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        board.claim(third.id());
        assert_eq!(set(1), None);
        drop(third.stdin.take());
        third.wait().unwrap();
        assert_eq!(set(1), Some(vec![1, 2]));
        assert_eq!(board.others(1).collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn a_cycle_leaves_out_who_only_waits_for_it() {
        let members = |list: &[(usize, &[usize])]| Closure {
            members: list
                .iter()
                .map(|&(index, targets)| (index, targets.to_vec()))
                .collect(),
        };
        let ring = members(&[(1, &[2]), (2, &[4]), (3, &[1]), (4, &[5]), (5, &[4, 2])]);
        assert_eq!(ring.set(), [1, 2, 3, 4, 5]);
        assert_eq!(ring.cycle(), [2, 4, 5]);
        assert_eq!(members(&[(3, &[3])]).cycle(), [3]);
        assert_eq!(members(&[(7, &[])]).cycle(), [7]);
    }

    #[test]
    fn a_process_answers_when_each_of_its_waits_was_tried_since() {
        let board = Board::create().unwrap();
        let statement = &board.entry(1).statement;
        let mut waiters = Waiters::default();
        let mut tried = |slot, target, round, was_in_vain| {
            waiters.tried((slot, slot), target, round, was_in_vain);
            waiters.state(statement, true);
        };
        // The first has been tried often when the second begins.
        for _ in 0..9 {
            tried(1, Target::Anybody, 0, true);
        }
        tried(2, Target::Anybody, 0, true);
        let round = statement.ask();
        for _ in 0..9 {
            tried(2, Target::Anybody, round, true);
        }
        assert!(!statement.has_answered(round) && statement.is_asked());
        // This try began before the round.
        tried(1, Target::Anybody, 0, true);
        assert!(!statement.has_answered(round));
        tried(1, Target::Anybody, round, true);
        assert!(statement.has_answered(round) && !statement.is_asked());
        // What changes what others wait for is no answer, and neither is a try for another process than before.
        let (round, version) = (statement.ask(), statement.version.load(SeqCst));
        tried(2, Target::Anybody, round, true);
        tried(1, Target::Anybody, round, false);
        assert!(!statement.has_answered(round) && statement.version.load(SeqCst) > version);
        let version = statement.version.load(SeqCst);
        tried(1, Target::Process(7), round, true);
        assert!(!statement.has_answered(round) && statement.version.load(SeqCst) > version);
        tried(1, Target::Process(7), round, true);
        assert!(statement.has_answered(round));
    }

    #[test]
    fn a_suspicion_begins_anew_when_a_member_goes_on() {
        let board = Board::create().unwrap();
        let at = |index: usize| &board.entry(index).statement;
        let mut both: [Waiters; 2] = Default::default();
        let try_in_vain = |waiters: &mut Waiters, index: usize| {
            waiters.tried((1, 1), Target::Anybody, at(index).round.load(SeqCst), true);
            waiters.state(at(index), true);
        };
        let closed = || (at(1).is_still() && at(2).is_still()).then(|| vec![1, 2]);
        let mut suspicion = Suspicion::default();
        try_in_vain(&mut both[0], 1);
        assert_eq!(suspicion.examine(at, closed), Verdict::Acquitted);
        try_in_vain(&mut both[1], 2);
        assert_eq!(suspicion.examine(at, closed), Verdict::New);
        try_in_vain(&mut both[0], 1);
        assert_eq!(suspicion.examine(at, closed), Verdict::Open);
        // The second goes on between the look at the set and the one at the versions, and answers a round of its new wait.
        let goes_on = || {
            let set = closed();
            both[1].remove(1, at(2));
            try_in_vain(&mut both[1], 2);
            set
        };
        assert_eq!(suspicion.examine(at, goes_on), Verdict::New);
        for (waiters, index) in both.iter_mut().zip([1, 2]) {
            assert_eq!(suspicion.examine(at, closed), Verdict::Open);
            try_in_vain(waiters, index);
        }
        assert_eq!(suspicion.examine(at, closed), Verdict::Proven);
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
