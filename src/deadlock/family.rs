//! Deadlocks across processes: each says on a [`Board`] in shared memory that it cannot go on by itself, and for whom it waits.
//!
//! # What enters, what leaves
//! A process that starts children makes the board ([`descriptor`]) and passes it on ([`adopt`], or a fork); it notes each child
//! ([`note_child`]). A thread that waits for another process without a deadline keeps a [`Patrol`], which breaks the wait when
//! somebody rings or a slice is over, and looks at the board. Leaves: a report with all processes concerned, by one of them, whose
//! main thread gets the exception.
//!
//! # Protocol
//! One entry a process; only that process changes it, under its interpreter's lock, but for the claim of a new entry by the parent,
//! for `asked` and `rung`, and for the text that is taken away by who asks for a new one. An entry is *still* while all threads of the process are blocked without a deadline, in it or in a patrol, and
//! no signal handler of the program is set. Then only the processes it waits for can make it go on: those named, for locks with an
//! owner and for children; or any other one, for everything else.
//!
//! A set of still processes that wait for nobody outside of it is a deadlock, if no wake is on its way. That is made sure of by
//! asking: `version` changes when a process goes on or waits for something else; `beat` counts how often each of its waits was
//! tried again in vain. When all versions have stayed and every beat has advanced by two since the set was first seen, each
//! member has found, after all were still, that it cannot go on. So nobody can. (By two, because the first try may have begun before.)
//!
//! # When
//! A wait touches the board only after [`FIRST`]. Then whoever waits last sees the closed set, and rings for the *teller*, the
//! eldest process of the cycle. That one rings for all, for another two tries and for the text about their threads, and prints
//! everything at once. A thread that blocks or ends inside of a process, and a process that ends, ring for those they leave waiting.
//! What rings for nobody, such as a death by `SIGKILL` or a lock that changes hands, is found at the end of a slice.
#![allow(unsafe_code)] // Descriptors that are passed on.

use super::board::{BEATS, Board, Entry, NAMED};
use super::{Mode, Want, picture, tell};
use crate::native::posix::children::time_left;
use crate::native::signals::{self, Watch};
use crate::sched::{Instant, Wait, now};
use crate::vm::thread::{interp_threads, native_id};
use crate::vm::{Outcome, Vm};
use std::cell::{Cell, RefCell};
use std::os::fd::{FromRawFd, OwnedFd, RawFd};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::time::Duration;

/// The first slice of a wait; shorter waits never touch the board.
const FIRST: Duration = Duration::from_micros(200);
/// The longest slice.
const LONGEST: Duration = Duration::from_millis(50);
/// How long to wait for the texts of the others.
const TEXTS: Duration = Duration::from_millis(300);

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
    /// The system's number of the thread.
    thread: u32,
    target: Target,
    beat: u64,
}

/// A member of a set that may be a deadlock: its place, version and beat when the set was first seen.
type Suspect = (usize, u64, u64);

/// The board, and what this process remembers.
pub(super) struct Family {
    board: Board,
    /// The place of this process on it, once it was found.
    mine: Cell<usize>,
    waiters: RefCell<Vec<Waiter>>,
    suspects: RefCell<Vec<Suspect>>,
    /// The text about this process, and its version then.
    text: RefCell<Option<(u64, String)>>,
    /// The teller this process rang for last, and its own version then.
    rang: Cell<(usize, u64)>,
    /// Told of already; the versions say that nothing has changed.
    told: RefCell<Vec<(usize, u64)>>,
    /// The other processes of the last report.
    told_of: RefCell<Vec<u32>>,
    /// Until when to wait for texts.
    until: Cell<Option<Instant>>,
}

impl Family {
    fn of(board: Board) -> Family {
        Family {
            board,
            mine: Cell::new(0),
            waiters: RefCell::default(),
            suspects: RefCell::default(),
            text: RefCell::default(),
            rang: Cell::default(),
            told: RefCell::default(),
            told_of: RefCell::default(),
            until: Cell::new(None),
        }
    }

    /// The place of this process.
    fn mine(&self) -> Option<usize> {
        let process = std::process::id();
        let known = self.mine.get();
        if known != 0 && self.board.entry(known).process.load(SeqCst) == process {
            return Some(known);
        }
        let found = self.board.find(process)?;
        self.mine.set(found);
        Some(found)
    }

    fn my_entry(&self) -> Option<&Entry> {
        self.mine().map(|mine| self.board.entry(mine))
    }

    /// Whether all members of a set have tried again in vain since it was first seen. Asks for that, and for the texts of the others.
    fn confirmed(&self, set: &[usize], me: usize) -> bool {
        let now_seen: Vec<Suspect> = set
            .iter()
            .map(|&index| {
                let entry = self.board.entry(index);
                (index, entry.version.load(SeqCst), entry.beat.load(SeqCst))
            })
            .collect();
        let mut suspects = self.suspects.borrow_mut();
        let is_same = suspects.len() == now_seen.len()
            && suspects
                .iter()
                .zip(&now_seen)
                .all(|(old, new)| (old.0, old.1) == (new.0, new.1));
        if !is_same {
            suspects.clone_from(&now_seen);
            self.text.take();
            self.until.set(None);
        }
        let mut all = true;
        for (old, new) in suspects.iter().zip(&now_seen) {
            if new.2 >= old.2 + BEATS {
                continue;
            }
            all = false;
            let entry = self.board.entry(new.0);
            if new.0 != me && !is_same {
                // What it wrote for an earlier suspicion may say too little by now.
                entry.length.store(0, SeqCst);
                entry.asked.store(me as u32, SeqCst);
            }
            entry.ring_until(old.2 + BEATS);
        }
        all
    }

    fn acquit(&self) {
        self.suspects.borrow_mut().clear();
        self.until.set(None);
    }
}

fn family(vm: &Vm) -> Option<Rc<Family>> {
    vm.state().deadlock.family.borrow().clone()
}

fn join(vm: &mut Vm, family: Family) {
    signals::allow_nudges(vm);
    *vm.state().deadlock.family.borrow_mut() = Some(Rc::new(family));
}

/// The descriptor of the board, for a child that is about to be made; -1 if nobody looks for deadlocks or there is no memory.
pub fn descriptor(vm: &mut Vm) -> RawFd {
    if vm.state().deadlock.mode.get() == Mode::Off {
        return -1;
    }
    if let Some(known) = family(vm) {
        return known.board.descriptor();
    }
    let Ok(board) = Board::create() else {
        return -1;
    };
    board.claim(std::process::id());
    let fd = board.descriptor();
    join(vm, Family::of(board));
    fd
}

/// In a child: takes the board whose descriptor its parent has passed on.
pub fn adopt(vm: &mut Vm, fd: RawFd) {
    // SAFETY: the descriptor was passed to be owned by the board.
    let descriptor = unsafe { OwnedFd::from_raw_fd(fd) };
    // SAFETY: the call only asks.
    let seals = unsafe { libc::fcntl(fd, libc::F_GET_SEALS) };
    let is_whole = seals >= 0 && seals & libc::F_SEAL_SHRINK != 0;
    if is_whole && let Ok(board) = Board::map(descriptor) {
        join(vm, Family::of(board));
    }
}

/// Notes a child that this process has just made. It does so before it waits for anything, so nobody overlooks the child.
pub fn note_child(vm: &mut Vm, process: u32) {
    if let Some(family) = family(vm) {
        family.board.claim(process);
    }
}

/// In the child of a fork: it has the board, an entry that its parent makes, and no waits.
pub(super) fn after_fork_in_child(vm: &mut Vm) {
    if let Some(family) = family(vm) {
        family.mine.set(0);
        family.waiters.borrow_mut().clear();
        family.acquit();
        family.rang.take();
        family.told.borrow_mut().clear();
        family.told_of.borrow_mut().clear();
    }
}

/// Has the threads of this process that wait for another one look at once.
pub(super) fn ring_here(vm: &Vm) {
    let family = vm.state().deadlock.family.borrow();
    if let Some(entry) = family.as_ref().and_then(|family| family.my_entry()) {
        entry.ring();
    }
}

/// To be called by a thread that is about to block without a deadline (`me` is 1), or has left the list of threads (0): if all others wait
/// already, one of those that wait for another process says so on the board.
#[inline]
pub(super) fn before_rest(vm: &mut Vm, me: usize) {
    let waiting = match &*vm.state().deadlock.family.borrow() {
        Some(family) => family.waiters.borrow().len(),
        None => 0,
    };
    if waiting > 0 {
        let blocked = vm.interp().lock.blocked_for_ever() as usize;
        if blocked + me + waiting >= interp_threads(vm).records.len() {
            ring_here(vm);
        }
    }
}

/// To be called by a process that is about to end: those that wait look soon whether it has, and what that means to them.
pub fn before_end(vm: &Vm) {
    let family = vm.state().deadlock.family.borrow();
    if let Some(family) = &*family
        && let Some(me) = family.mine()
    {
        for other in family.board.others(me) {
            let entry = family.board.entry(other);
            if entry.still.load(SeqCst) != 0 {
                entry.ring();
            }
        }
    }
}

/// A wait for another process, without a deadline, that looks at the board now and then.
pub struct Patrol {
    family: Rc<Family>,
    slot: u32,
    want: Want,
    /// When the wait began, or somebody rang.
    begun: Instant,
    end: Instant,
    /// How often it was tried in vain; the highest number before it is on the board.
    beat: u64,
}

/// Says when a wait that may be broken into slices shall return; for who waits without the lock.
pub struct Slice<'a> {
    rung: Option<&'a AtomicU64>,
    beat: u64,
    end: Instant,
}

impl Slice<'_> {
    fn is_rung(&self) -> bool {
        self.rung.is_some_and(|rung| rung.load(SeqCst) > self.beat)
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.is_rung() || now() >= self.end
    }

    /// When it ends; now if somebody rang.
    pub fn end(&self) -> Instant {
        if self.is_rung() { now() } else { self.end }
    }

    /// Whether another try follows this one at once: then it need not look at what is as good as certain and takes long.
    pub fn is_hasty(&self) -> bool {
        self.rung
            .is_some_and(|rung| rung.load(SeqCst).saturating_sub(self.beat) > 1)
    }
}

impl Drop for Patrol {
    /// The wait is over, whatever came of it. The lock is held.
    fn drop(&mut self) {
        let family = &self.family;
        let mut waiters = family.waiters.borrow_mut();
        let before = waiters.len();
        waiters.retain(|waiter| waiter.slot != self.slot);
        if waiters.len() != before
            && let Some(entry) = family.my_entry()
        {
            entry.version.fetch_add(1, SeqCst);
            entry.still.store(0, SeqCst);
            entry.length.store(0, SeqCst);
            show_threads(entry, &waiters);
        }
    }
}

fn show_threads(entry: &Entry, waiters: &[Waiter]) {
    let mut threads = waiters.iter().map(|waiter| waiter.thread);
    for thread in &entry.threads {
        thread.store(threads.next().unwrap_or(0), SeqCst);
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
            beat: u64::MAX,
        })
    }

    /// The present slice. To be asked for before each try.
    pub fn slice(&self) -> Slice<'_> {
        Slice {
            rung: self.family.my_entry().map(|entry| &entry.rung),
            beat: self.beat,
            end: self.end,
        }
    }

    /// To be called with the lock held by a thread whose wait `why` was interrupted, by a signal or by the end of a slice: serves the
    /// one and looks after the other. True if a slice was over.
    pub fn after_interrupt(
        patrol: &mut Option<Patrol>,
        vm: &mut Vm,
        why: &Wait,
        target: impl FnOnce() -> Target,
    ) -> Outcome<bool> {
        vm.slot.take_interrupt();
        signals::serve_waiting(vm, why)?;
        match patrol {
            Some(patrol) if patrol.slice().is_over() => patrol.look(vm, target()).map(|()| true),
            _ => Ok(false),
        }
    }

    /// Waits until one of the descriptors is ready, which `target` may see to.
    pub fn poll(
        mut self,
        vm: &mut Vm,
        entries: &mut [libc::pollfd],
        why: Wait,
        target: Target,
    ) -> Outcome<()> {
        let watch = Watch::of(vm);
        loop {
            let slice = self.slice();
            let call = || watch.poll(entries, Some(time_left(slice.end())));
            match vm.system_call(Some(why), call)? {
                Ok(0) => self.look(vm, target)?,
                Ok(_) => return Ok(()),
                Err(number) => return Err(vm.raise_errno(number, None)),
            }
        }
    }

    /// To be called after a slice in vain, with the lock held. The main thread may get the exception here.
    pub fn look(&mut self, vm: &mut Vm, target: Target) -> Outcome<()> {
        let time = now();
        let family = self.family.clone();
        let Some(me) = family.mine() else {
            self.end = time + FIRST;
            return Ok(());
        };
        if self.slice().is_rung() {
            self.begun = time;
        }
        self.publish(vm, &family, me, target);
        if family.board.entry(me).still.load(SeqCst) != 0 {
            patrol(vm, &family, me, self.want);
        } else {
            family.acquit();
        }
        let time = now();
        self.end = time + (time - self.begun).div_f64(4.0).clamp(FIRST, LONGEST);
        super::raise_told(vm)
    }

    /// Says on the board how things are.
    fn publish(&mut self, vm: &mut Vm, family: &Family, me: usize, target: Target) {
        let entry = family.board.entry(me);
        let mut waiters = family.waiters.borrow_mut();
        match waiters.iter_mut().find(|waiter| waiter.slot == self.slot) {
            Some(waiter) => {
                waiter.beat += u64::from(waiter.target == target);
                waiter.target = target;
                self.beat = waiter.beat;
            }
            None => {
                self.beat = entry.beat.load(SeqCst);
                waiters.push(Waiter {
                    slot: self.slot,
                    thread: native_id() as u32,
                    target,
                    beat: self.beat,
                });
                show_threads(entry, &waiters);
            }
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
        let same = entry.still.load(SeqCst) == u32::from(still)
            && entry.anybody.load(SeqCst) == u32::from(anybody)
            && entry
                .named
                .iter()
                .zip(named)
                .all(|(old, new)| old.load(SeqCst) == new);
        if !same {
            entry.version.fetch_add(1, SeqCst);
            for (old, new) in entry.named.iter().zip(named) {
                old.store(new, SeqCst);
            }
            entry.anybody.store(u32::from(anybody), SeqCst);
            entry.length.store(0, SeqCst);
            entry.asked.store(0, SeqCst);
            entry.still.store(u32::from(still), SeqCst);
        }
        // It never goes back, since a new wait begins with what it is.
        let beat = waiters.iter().map(|waiter| waiter.beat).min().unwrap_or(0);
        entry.beat.store(beat, SeqCst);
    }
}

/// What a still process does when it looks: answers who asks for its text, rings for the teller, and tells if it is that itself.
fn patrol(vm: &mut Vm, family: &Family, me: usize, want: Want) {
    let board = &family.board;
    let entry = board.entry(me);
    let asker = entry.asked.load(SeqCst) as usize;
    if asker != 0 && entry.length.load(SeqCst) == 0 && !entry.is_rung() {
        entry.write(&about_this_process(vm, want));
        if board.others(me).any(|other| other == asker) {
            board.entry(asker).ring();
        }
    }
    let Some(set) = board.closure(me) else {
        return family.acquit();
    };
    let cycle: Vec<usize> = set
        .iter()
        .copied()
        .filter(|&index| board.is_in_cycle(index))
        .collect();
    let Some(&teller) = cycle.first() else {
        return family.acquit();
    };
    if teller != me {
        family.acquit();
        let call = (teller, entry.version.load(SeqCst));
        if family.rang.replace(call) != call || board.entry(teller).is_rung() {
            board.entry(teller).ring();
        }
        return;
    }
    let versions: Vec<(usize, u64)> = set
        .iter()
        .map(|&index| (index, board.entry(index).version.load(SeqCst)))
        .collect();
    if *family.told.borrow() == versions {
        return family.acquit();
    }
    let is_confirmed = family.confirmed(&set, me);
    // Written while the others write theirs, once this one has tried again.
    let version = entry.version.load(SeqCst);
    let has_text = matches!(&*family.text.borrow(), Some((known, _)) if *known == version);
    if !has_text && !entry.is_rung() {
        let text = about_this_process(vm, want);
        family.text.replace(Some((version, text)));
    }
    if !is_confirmed {
        return;
    }
    let others: Vec<usize> = set.iter().copied().filter(|&index| index != me).collect();
    let texts: Vec<(u32, Option<String>)> = others
        .iter()
        .map(|&index| {
            let entry = board.entry(index);
            (entry.process.load(SeqCst), entry.read())
        })
        .collect();
    let until = family.until.get().unwrap_or_else(|| now() + TEXTS);
    family.until.set(Some(until));
    if texts.iter().any(|(_, text)| text.is_none()) && now() < until {
        return;
    }
    family.acquit();
    *family.told.borrow_mut() = versions;
    let mine = match family.text.take() {
        Some((known, text)) if known == version => text,
        _ => about_this_process(vm, want),
    };
    tell_of_processes(vm, family, mine, cycle.len(), &texts);
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
    mine: String,
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
    let mut parts = vec![mine];
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
