//! Deadlocks across processes: a board in shared memory on which each process says that it cannot go on by itself, and for whom it
//! waits.
//!
//! # What enters, what leaves
//! A process that starts children makes the board ([`descriptor`]) and passes it on ([`adopt`], or a fork); it notes each child
//! ([`note_child`]). A thread that waits for another process without a deadline keeps a [`Patrol`], which breaks the wait into
//! slices and looks at the board between them. Leaves: a report with all processes concerned, by one of them, whose main thread
//! gets the exception.
//!
//! # Protocol
//! One entry a process; only that process changes it, under its interpreter's lock, but for the claim of a new entry by the parent,
//! and `asked`. An entry is *still* while all threads of the process are blocked without a deadline, in it or in a patrol, and no
//! signal handler of the program is set. Then only the processes it waits for can make it go on: those named, for locks with an
//! owner and for children; or any other one, for everything else.
//!
//! A set of still processes that wait for nobody outside of it is a deadlock, if no wake is on its way. That is made sure of by
//! waiting: `version` changes when a process goes on or waits for something else; `beat` counts how often each of its waits was
//! tried again in vain. When all versions have stayed and every beat has advanced by two since the set was first seen, each
//! member has found, after all were still, that it cannot go on. So nobody can.
//!
//! The eldest process of the cycle tells: it asks the others for the text about their threads, and prints everything at once.
#![allow(unsafe_code)] // Mapped memory and its descriptor.

use super::{Mode, Want, picture, tell};
use crate::native::multiprocessing::arena::memory_file;
use crate::native::multiprocessing::process::has_ended;
use crate::native::signals;
use crate::object::mapping::Mapping;
use crate::sched::{Instant, Wait, now};
use crate::vm::thread::interp_threads;
use crate::vm::{Outcome, Vm};
use std::cell::{Cell, RefCell};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::SeqCst};
use std::time::Duration;

/// Processes on a board, the head included.
const ENTRIES: usize = 256;
/// Processes that one process is known to wait for; with more, it counts as waiting for anybody.
const NAMED: usize = 8;
/// Words of eight bytes for the text about a process.
const TEXT: usize = 496;
/// The first slice of a wait; shorter waits never touch the board.
const FIRST: Duration = Duration::from_micros(300);
/// The longest slice.
const LONGEST: Duration = Duration::from_millis(50);
/// How long to wait for the texts of the others.
const TEXTS: Duration = Duration::from_millis(300);
/// How often each wait must have been tried again.
const BEATS: u64 = 2;

/// One process.
#[repr(C, align(64))]
struct Entry {
    /// Its number; 0 for a free entry. In the head: 1 if there was no room for some process.
    process: AtomicU32,
    /// It cannot go on by itself.
    still: AtomicU32,
    version: AtomicU64,
    beat: AtomicU64,
    /// 1 if any process may wake it.
    anybody: AtomicU32,
    /// The processes it waits for; zeros behind them.
    named: [AtomicU32; NAMED],
    /// Somebody wants the text.
    asked: AtomicU32,
    /// Bytes of text; 0 for none.
    length: AtomicU32,
    text: [AtomicU64; TEXT],
}

const SIZE: usize = ENTRIES * size_of::<Entry>();

/// For whom a thread waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The process of that number.
    Process(u32),
    /// Any process may do what it waits for.
    Anybody,
}

/// A wait of a thread of this process.
struct Waiter {
    slot: u32,
    target: Target,
    beat: u64,
}

/// A member of a set that may be a deadlock: its place, version and beat when the set was first seen.
type Suspect = (usize, u64, u64);

/// The board as a process has it.
pub(super) struct Family {
    mapping: Mapping,
    descriptor: OwnedFd,
    waiters: RefCell<Vec<Waiter>>,
    suspects: RefCell<Vec<Suspect>>,
    /// Told of already; the versions say that nothing has changed.
    told: RefCell<Vec<(usize, u64)>>,
    /// The other processes of the last report.
    told_of: RefCell<Vec<u32>>,
    /// Until when to wait for texts.
    until: Cell<Option<Instant>>,
}

impl Family {
    fn create() -> std::io::Result<Family> {
        Family::map(memory_file(c"tick-waits", SIZE)?)
    }

    fn map(descriptor: OwnedFd) -> std::io::Result<Family> {
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        let fd = descriptor.as_raw_fd();
        let mapping = Mapping::new(Some(fd), SIZE, protection, libc::MAP_SHARED, 0)?;
        Ok(Family {
            mapping,
            descriptor,
            waiters: RefCell::default(),
            suspects: RefCell::default(),
            told: RefCell::default(),
            told_of: RefCell::default(),
            until: Cell::new(None),
        })
    }

    fn entry(&self, index: usize) -> &Entry {
        // SAFETY: entries are atomics, and all processes use the memory in this way.
        let entry = unsafe { self.mapping.place::<Entry>(index * size_of::<Entry>()) };
        entry.expect("indices are below the number of entries, which the mapping has room for")
    }

    /// The place of a process.
    fn find(&self, process: u32) -> Option<usize> {
        (1..ENTRIES).find(|&index| self.entry(index).process.load(SeqCst) == process)
    }

    /// Makes an entry for a process.
    fn claim(&self, process: u32) {
        if self.find(process).is_some() {
            return;
        }
        for index in 1..ENTRIES {
            let entry = self.entry(index);
            let claim = |old| entry.process.compare_exchange(old, process, SeqCst, SeqCst);
            if claim(0).is_ok() {
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
        let _ = entry.process.compare_exchange(process, 0, SeqCst, SeqCst);
        true
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
            let others = (1..ENTRIES)
                .filter(|&other| other != index && self.entry(other).process.load(SeqCst) != 0);
            for other in others {
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
    fn closure(&self, start: usize) -> Option<Vec<usize>> {
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
    fn is_in_cycle(&self, start: usize) -> bool {
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

    /// A set whose members have all tried again in vain since it was first seen.
    fn confirmed(&self, set: &[usize]) -> bool {
        let seen: Vec<Suspect> = set
            .iter()
            .map(|&index| {
                let entry = self.entry(index);
                (index, entry.version.load(SeqCst), entry.beat.load(SeqCst))
            })
            .collect();
        let mut suspects = self.suspects.borrow_mut();
        let same = suspects.len() == seen.len()
            && suspects
                .iter()
                .zip(&seen)
                .all(|(old, new)| (old.0, old.1) == (new.0, new.1));
        if !same {
            *suspects = seen;
            return false;
        }
        let tried = |(old, new): (&Suspect, &Suspect)| new.2 >= old.2 + BEATS;
        suspects.iter().zip(&seen).all(tried)
    }

    /// Writes the text about this process.
    fn write(&self, index: usize, text: &str) {
        let entry = self.entry(index);
        let mut end = text.len().min(TEXT * 8);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        for (word, bytes) in entry.text.iter().zip(text.as_bytes()[..end].chunks(8)) {
            let mut eight = [0; 8];
            eight[..bytes.len()].copy_from_slice(bytes);
            word.store(u64::from_ne_bytes(eight), SeqCst);
        }
        entry.length.store(end as u32, SeqCst);
    }

    /// The text about a process, if it has written it.
    fn read(&self, index: usize) -> Option<String> {
        let entry = self.entry(index);
        let length = entry.length.load(SeqCst) as usize;
        if length == 0 || length > TEXT * 8 {
            return None;
        }
        let words = entry.text.iter().take(length.div_ceil(8));
        let mut bytes: Vec<u8> = words
            .flat_map(|word| word.load(SeqCst).to_ne_bytes())
            .collect();
        bytes.truncate(length);
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn family(vm: &Vm) -> Option<Rc<Family>> {
    vm.state().deadlock.family.borrow().clone()
}

/// The descriptor of the board, for a child that is about to be made; -1 if nobody looks for deadlocks or there is no memory.
pub fn descriptor(vm: &mut Vm) -> RawFd {
    if vm.state().deadlock.mode.get() == Mode::Off {
        return -1;
    }
    if let Some(known) = family(vm) {
        return known.descriptor.as_raw_fd();
    }
    let Ok(fresh) = Family::create() else {
        return -1;
    };
    fresh.claim(std::process::id());
    let fd = fresh.descriptor.as_raw_fd();
    *vm.state().deadlock.family.borrow_mut() = Some(Rc::new(fresh));
    fd
}

/// In a child: takes the board whose descriptor its parent has passed on.
pub fn adopt(vm: &mut Vm, fd: RawFd) {
    // SAFETY: the descriptor was passed to be owned by the board.
    let descriptor = unsafe { OwnedFd::from_raw_fd(fd) };
    // SAFETY: the call only asks.
    let seals = unsafe { libc::fcntl(fd, libc::F_GET_SEALS) };
    let is_whole = seals >= 0 && seals & libc::F_SEAL_SHRINK != 0;
    if is_whole && let Ok(family) = Family::map(descriptor) {
        *vm.state().deadlock.family.borrow_mut() = Some(Rc::new(family));
    }
}

/// Before a fork: a copy of a program that has things to share is of the family, too, for either may wait for the other.
pub fn before_fork(vm: &mut Vm) {
    let modules = vm.modules();
    let shares = ["_multiprocessing", "_channel"].map(|name| vm.dict_get_str(&modules, name));
    if shares.iter().any(Option::is_some) {
        descriptor(vm);
    }
}

/// Notes a child that this process has just made. It does so before it waits for anything, so nobody overlooks the child.
pub fn note_child(vm: &mut Vm, process: u32) {
    if let Some(family) = family(vm) {
        family.claim(process);
    }
}

/// In the child of a fork: it has the board, an entry that its parent makes, and no waits.
pub(super) fn after_fork_in_child(vm: &mut Vm) {
    if let Some(family) = family(vm) {
        family.waiters.borrow_mut().clear();
        family.suspects.borrow_mut().clear();
        family.told.borrow_mut().clear();
        family.told_of.borrow_mut().clear();
        family.until.set(None);
    }
}

/// A wait for another process, without a deadline, that looks at the board now and then.
pub struct Patrol {
    family: Rc<Family>,
    slot: u32,
    want: Want,
    begun: Instant,
    end: Instant,
}

impl Drop for Patrol {
    /// The wait is over, whatever came of it. The lock is held.
    fn drop(&mut self) {
        let family = &self.family;
        let mut waiters = family.waiters.borrow_mut();
        let before = waiters.len();
        waiters.retain(|waiter| waiter.slot != self.slot);
        if waiters.len() != before
            && let Some(index) = family.find(std::process::id())
        {
            let entry = family.entry(index);
            entry.version.fetch_add(1, SeqCst);
            entry.still.store(0, SeqCst);
            entry.length.store(0, SeqCst);
        }
    }
}

impl Patrol {
    /// To be called before a wait; `None` if there is a deadline, or nobody to look at.
    pub fn begin(vm: &Vm, deadline: Option<Instant>, why: &Wait) -> Option<Patrol> {
        if deadline.is_some() || vm.state().deadlock.mode.get() == Mode::Off {
            return None;
        }
        let begun = now();
        family(vm).map(|family| Patrol {
            family,
            slot: vm.slot.id(),
            want: Want::of(why),
            begun,
            end: begun + FIRST,
        })
    }

    /// When the present slice ends.
    pub fn end_of_slice(&self) -> Instant {
        self.end
    }

    /// To be called with the lock held by a thread whose wait was interrupted, by a signal or by the end of a slice: serves the
    /// one and looks after the other. True if a slice was over.
    pub fn after_interrupt(
        patrol: &mut Option<Patrol>,
        vm: &mut Vm,
        target: impl FnOnce() -> Target,
    ) -> Outcome<bool> {
        vm.slot.take_interrupt();
        signals::serve(vm)?;
        match patrol {
            Some(patrol) if now() >= patrol.end => patrol.look(vm, target()).map(|()| true),
            _ => Ok(false),
        }
    }

    /// To be called after a slice in vain, with the lock held. The main thread may get the exception here.
    pub fn look(&mut self, vm: &mut Vm, target: Target) -> Outcome<()> {
        let time = now();
        self.end = time + (time - self.begun).div_f64(4.0).clamp(FIRST, LONGEST);
        let family = self.family.clone();
        let Some(me) = family.find(std::process::id()) else {
            return Ok(());
        };
        self.publish(vm, &family, me, target);
        if family.entry(me).still.load(SeqCst) != 0 {
            patrol(vm, &family, me, self.want);
        } else {
            family.suspects.borrow_mut().clear();
        }
        super::raise_told(vm)
    }

    /// Says on the board how things are.
    fn publish(&self, vm: &mut Vm, family: &Family, me: usize, target: Target) {
        let mut waiters = family.waiters.borrow_mut();
        match waiters.iter_mut().find(|waiter| waiter.slot == self.slot) {
            Some(waiter) => {
                waiter.beat += u64::from(waiter.target == target);
                waiter.target = target;
            }
            None => waiters.push(Waiter {
                slot: self.slot,
                target,
                beat: 0,
            }),
        }
        let live = interp_threads(vm).records.len();
        let blocked = vm.interp().lock.blocked_for_ever() as usize;
        let still = blocked + waiters.len() >= live && !super::graph::may_be_woken_by_signal(vm);
        let mut named = [0; NAMED];
        let mut anybody = false;
        let mut count = 0;
        for waiter in waiters.iter() {
            match waiter.target {
                Target::Process(process) if named.contains(&process) => {}
                Target::Process(process) if count < NAMED => {
                    named[count] = process;
                    count += 1;
                }
                Target::Process(_) | Target::Anybody => anybody = true,
            }
        }
        let entry = family.entry(me);
        let same = entry.still.load(SeqCst) == u32::from(still)
            && entry.anybody.load(SeqCst) == u32::from(anybody)
            && entry
                .named
                .iter()
                .zip(named)
                .all(|(old, new)| old.load(SeqCst) == new);
        if !same {
            entry.version.fetch_add(1, SeqCst);
            for waiter in waiters.iter_mut() {
                waiter.beat = 0;
            }
            for (old, new) in entry.named.iter().zip(named) {
                old.store(new, SeqCst);
            }
            entry.anybody.store(u32::from(anybody), SeqCst);
            entry.length.store(0, SeqCst);
            entry.asked.store(0, SeqCst);
            entry.still.store(u32::from(still), SeqCst);
        }
        let beat = waiters.iter().map(|waiter| waiter.beat).min().unwrap_or(0);
        entry.beat.store(beat, SeqCst);
    }
}

/// What a still process does after each slice: answers who asks for its text, and tells of a deadlock if that is up to it.
fn patrol(vm: &mut Vm, family: &Family, me: usize, want: Want) {
    let entry = family.entry(me);
    if entry.asked.load(SeqCst) != 0 && entry.length.load(SeqCst) == 0 {
        let text = about_this_process(vm, want);
        family.write(me, &text);
    }
    let Some(set) = family.closure(me) else {
        family.suspects.borrow_mut().clear();
        family.until.set(None);
        return;
    };
    let cycle: Vec<usize> = set
        .iter()
        .copied()
        .filter(|&index| family.is_in_cycle(index))
        .collect();
    if !family.confirmed(&set) || cycle.first() != Some(&me) {
        return;
    }
    let versions: Vec<(usize, u64)> = set
        .iter()
        .map(|&index| (index, family.entry(index).version.load(SeqCst)))
        .collect();
    if *family.told.borrow() == versions {
        return;
    }
    // The others write about themselves after their next slices.
    let until = family.until.get().unwrap_or_else(|| {
        for &index in &set {
            family.entry(index).asked.store(1, SeqCst);
        }
        now() + TEXTS
    });
    family.until.set(Some(until));
    let others: Vec<usize> = set.iter().copied().filter(|&index| index != me).collect();
    let all_there = others.iter().all(|&index| family.read(index).is_some());
    if !all_there && now() < until {
        return;
    }
    family.until.set(None);
    *family.told.borrow_mut() = versions;
    let texts: Vec<(u32, Option<String>)> = others
        .iter()
        .map(|&index| {
            let process = family.entry(index).process.load(SeqCst);
            (process, family.read(index))
        })
        .collect();
    tell_of_processes(vm, family, want, cycle.len(), &texts);
}

/// The line about this process: what it is called, and its number.
fn title(vm: &mut Vm) -> String {
    let name = picture::process_name(vm).unwrap_or_else(|| "without a name".into());
    format!("{name} (number {})", std::process::id())
}

/// The text about this process for the report of another one.
fn about_this_process(vm: &mut Vm, want: Want) -> String {
    let graph = super::Graph::new(vm, Some(want));
    let head = format!("Process {}:", title(vm));
    tell::threads_text(vm, &graph, &head) + &tell::shared_locks_text(vm)
}

/// Prints the report, and has the main thread raise the exception.
fn tell_of_processes(
    vm: &mut Vm,
    family: &Family,
    want: Want,
    cycle: usize,
    others: &[(u32, Option<String>)],
) {
    let processes: Vec<u32> = others.iter().map(|(process, _)| *process).collect();
    let known = family.told_of.replace(processes.clone());
    if vm.state().deadlock.at_end.get()
        && !processes.is_empty()
        && processes.iter().all(|process| known.contains(process))
    {
        // It was told before; now the program ends, and goes on without them.
        let nothing = super::Report {
            text: String::new(),
            message: String::new(),
        };
        return super::raise_in_main(vm, nothing, true);
    }
    let head = match (cycle, others.len()) {
        (_, 0) => "the only process waits, and nobody is left to wake it".to_string(),
        (cycle, others) if cycle == others + 1 => {
            format!("{cycle} processes wait for each other")
        }
        (cycle, others) => format!("{cycle} of {} processes wait for each other", others + 1),
    };
    let mut parts = vec![about_this_process(vm, want)];
    parts.extend(others.iter().map(|(process, text)| match text {
        Some(text) => text.clone(),
        None => format!("Process (number {process}): its threads are not known\n"),
    }));
    let text = tell::of_processes(vm, &head, &parts);
    let message = match parts.len() {
        1 => format!("{} waits, and nobody is left to wake it", title(vm)),
        _ => {
            let names = parts.iter().filter_map(|part| part.lines().next());
            let names: Vec<&str> = names
                .map(|line| line.trim_start_matches("Process ").trim_end_matches(':'))
                .collect();
            format!("{} wait for each other", names.join(" and "))
        }
    };
    super::raise_in_main(vm, super::Report { text, message }, true);
}
