//! Deadlocks across processes: each says on a [`Board`] in shared memory that it cannot go on by itself, and for whom it waits.
//!
//! # What enters, what leaves
//! A process that starts children makes the board ([`descriptor`]) and passes it on ([`adopt`], or a fork); it notes each child
//! ([`note_child`]). A thread that waits for another process without a deadline keeps a [`Patrol`], which breaks the wait when
//! somebody rings or a slice is over, and looks at the board. Leaves: a report with all processes concerned, by one of them, whose
//! main thread gets the exception.
//!
//! # Protocol
//! One entry a process, which holds what it states about itself; [`super::statement`] says what that means, and proves that what is
//! told of is a deadlock. Others only count its rounds up, claim a new entry for it, ask for its text and take an old text away.
//!
//! A process is still when every one of its threads is found waiting, in [`Vm::block`] without a deadline or in a patrol, and
//! no handler of the program's own is set for a signal. Then only the processes it waits for can make it go on: those named, for locks
//! with an owner and for children; or any other one, for everything else.
//!
//! # When
//! A wait touches the board only after [`FIRST`]. Then whoever waits last sees the closed set, and rings for the *teller*, the
//! eldest process of the cycle. That one asks all for one more try, and for the text about their threads, and prints
//! everything at once. A thread that blocks or ends inside of a process states for the others that the process is still; a process that
//! ends rings for those that wait for anybody. What rings for nobody, such as a death by `SIGKILL` or a lock that changes hands, is
//! found at the end of a slice.
//!
//! From the last block to the exception it takes 0.7 to 1.3 ms where every process finds a processor free: [`FIRST`], three changes of
//! processes, and the texts, which all write at the same time.
#![allow(unsafe_code)] // Descriptors that are passed on.

use super::board::{Board, Entry};
pub use super::statement::Target;
use super::statement::{Statement, Suspicion, Verdict, Waiters};
use super::{Mode, Want, graph, picture, tell};
use crate::native::posix::children::time_left;
use crate::native::signals::{self, Watch};
use crate::sched::{Instant, Wait, now};
use crate::vm::thread::{interp_threads, native_id};
use crate::vm::{Outcome, Vm};
use std::cell::{Cell, RefCell};
use std::os::fd::{FromRawFd, OwnedFd, RawFd};
use std::rc::Rc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

/// The first slice of a wait; shorter waits never touch the board.
const FIRST: Duration = Duration::from_micros(200);
/// The longest slice.
const LONGEST: Duration = Duration::from_millis(50);
/// How long to wait for the texts of the others.
const TEXTS: Duration = Duration::from_millis(300);

/// The board, and what this process remembers.
pub(super) struct Family {
    board: Board,
    /// The number of this process, and its place on the board once it was found.
    process: Cell<u32>,
    mine: Cell<usize>,
    waiters: RefCell<Waiters>,
    suspicion: RefCell<Suspicion>,
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
            process: Cell::new(std::process::id()),
            mine: Cell::new(0),
            waiters: RefCell::default(),
            suspicion: RefCell::default(),
            text: RefCell::default(),
            rang: Cell::default(),
            told: RefCell::default(),
            told_of: RefCell::default(),
            until: Cell::new(None),
        }
    }

    /// The place of this process.
    fn mine(&self) -> Option<usize> {
        let (process, known) = (self.process.get(), self.mine.get());
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

    /// Whether the set that waiting leads to from this process is a deadlock. Asks its members to try again, and the others for texts.
    fn is_proven(&self, me: usize) -> bool {
        let board = &self.board;
        let mut suspicion = self.suspicion.borrow_mut();
        let verdict = suspicion.examine(
            |index| &board.entry(index).statement,
            || board.closure(me).map(|closure| closure.set()),
        );
        let is_new = verdict == Verdict::New;
        if is_new {
            self.text.take();
            self.until.set(None);
        }
        for member in suspicion.members() {
            let entry = board.entry(member.index);
            if member.index != me && is_new {
                // What it wrote for an earlier suspicion may say too little by now.
                entry.length.store(0, SeqCst);
                entry.asked.store(me as u32, SeqCst);
                // Awake as it was, it may have answered before it could see that.
                if entry.statement.has_answered(member.round) {
                    entry.ring();
                }
            }
            if !entry.statement.has_answered(member.round) {
                entry.ring_again();
                // Killed where it waited, it stays on the board as it was.
                if !is_new {
                    board.is_gone(member.index);
                }
            }
        }
        verdict == Verdict::Proven
    }

    fn acquit(&self) {
        self.suspicion.borrow_mut().acquit();
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
        family.board.claim(process);
    }
}

/// In the child of a fork: it has the board, an entry that its parent makes, and no waits.
pub(super) fn after_fork_in_child(vm: &mut Vm) {
    if let Some(family) = family(vm) {
        family.process.set(std::process::id());
        family.mine.set(0);
        family.waiters.borrow_mut().clear();
        family.acquit();
        family.rang.take();
        family.text.take();
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
/// already, it states so.
#[inline]
pub(super) fn before_rest(vm: &mut Vm, me: usize) {
    let waiting = match &*vm.state().deadlock.family.borrow() {
        Some(family) => family.waiters.borrow().count(),
        None => 0,
    };
    if waiting > 0 {
        let blocked = vm.interp().lock.blocked_for_ever() as usize;
        if blocked + me + waiting >= interp_threads(vm).records.len() {
            rest(vm);
        }
    }
}

#[cold]
fn rest(vm: &mut Vm) {
    let Some(family) = family(vm) else { return };
    let Some(me) = family.mine() else { return };
    let statement = &family.board.entry(me).statement;
    let still = all_wait(vm, &family.waiters.borrow(), true);
    family.waiters.borrow_mut().state(statement, still);
    if still && let Some(closure) = family.board.closure(me) {
        family.board.entry(closure.cycle()[0]).ring();
    }
}

/// Whether no thread of this process can go on by itself: each is on the list of watched waits, or waits for a thread. `me_rests`: the
/// caller is about to.
fn all_wait(vm: &mut Vm, waiters: &Waiters, me_rests: bool) -> bool {
    let me = vm.slot.id();
    let rests = |id: u32| (me_rests && id == me) || waiters.contains(id);
    let threads = &interp_threads(vm).records;
    let all = threads
        .iter()
        .all(|(&id, record)| rests(id) || graph::waits_for_thread(&record.slot));
    all && !graph::may_be_woken_by_signal(vm)
}

/// To be called before anything happens in this process that is no other thread's doing: a thread comes back from a block, or a signal
/// is served.
#[inline]
pub(crate) fn before_going_on(vm: &Vm) {
    let family = vm.state().deadlock.family.borrow();
    if let Some(family) = &*family
        && let Some(entry) = family.my_entry()
    {
        entry.statement.take_back();
    }
}

/// To be called by a process that is about to end. Those that wait for anybody, and now only for its end, look soon what it means to
/// them. Who waits for this process learns of its end by itself.
pub fn before_end(vm: &Vm) {
    let family = vm.state().deadlock.family.borrow();
    if let Some(family) = &*family
        && let Some(me) = family.mine()
    {
        let others = || {
            let entries = family.board.others(me);
            entries.map(|other| family.board.entry(other))
        };
        if others().all(|other| other.statement.is_still()) {
            others()
                .filter(|other| other.statement.anybody.load(SeqCst) != 0)
                .for_each(Entry::ring);
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
    /// The round that stood on the board before the present try.
    round: Cell<u64>,
    /// The last round it has answered; the highest number before it is on the board.
    answered: u64,
}

/// Says when a wait that may be broken into slices shall return; for who waits without the lock.
pub struct Slice<'a> {
    statement: Option<&'a Statement>,
    round: u64,
    answered: u64,
    end: Instant,
}

impl Slice<'_> {
    fn is_rung(&self) -> bool {
        let is_later = |statement: &Statement| statement.round.load(SeqCst) > self.answered;
        self.statement.is_some_and(is_later)
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        self.is_rung() || now() >= self.end
    }

    /// When it ends; now if somebody rang.
    pub fn end(&self) -> Instant {
        if self.is_rung() { now() } else { self.end }
    }

    /// Whether another try follows this one at once, since somebody rang after it had begun: then it need not look at what is as good
    /// as certain and takes long.
    pub fn is_hasty(&self) -> bool {
        let is_later = |statement: &Statement| statement.round.load(SeqCst) > self.round;
        self.is_rung() && self.statement.is_some_and(is_later)
    }
}

impl Drop for Patrol {
    /// The wait is over, whatever came of it. The lock is held.
    fn drop(&mut self) {
        let mut waiters = self.family.waiters.borrow_mut();
        if waiters.contains(self.slot)
            && let Some(entry) = self.family.my_entry()
        {
            waiters.remove(self.slot, &entry.statement);
            entry.length.store(0, SeqCst);
            entry.show_threads(waiters.threads());
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
            round: Cell::new(0),
            answered: u64::MAX,
        })
    }

    /// The present slice. To be asked for right before each try.
    pub fn slice(&self) -> Slice<'_> {
        let statement = self.family.my_entry().map(|entry| &entry.statement);
        let round = statement.map_or(0, |statement| statement.round.load(SeqCst));
        self.round.set(round);
        Slice {
            statement,
            round,
            answered: self.answered,
            end: self.end,
        }
    }

    /// To be called with the lock held by a thread whose wait `why` was interrupted, by a signal or by the end of a slice: serves the
    /// one and looks after the other. True if a slice was over. `was_in_vain`: nothing was done of what the wait is for.
    pub fn after_interrupt(
        patrol: &mut Option<Patrol>,
        vm: &mut Vm,
        why: &Wait,
        was_in_vain: bool,
        target: impl FnOnce() -> Target,
    ) -> Outcome<bool> {
        vm.slot.take_interrupt();
        signals::serve_waiting(vm, why)?;
        match patrol {
            Some(patrol) if patrol.is_due() || !was_in_vain => {
                patrol.look(vm, target(), was_in_vain).map(|()| true)
            }
            _ => Ok(false),
        }
    }

    /// Whether the slice is over; the round of the try stays.
    fn is_due(&self) -> bool {
        let statement = self.family.my_entry().map(|entry| &entry.statement);
        let is_rung = statement.is_some_and(|it| it.round.load(SeqCst) > self.answered);
        is_rung || now() >= self.end
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
                Ok(0) => self.look(vm, target, true)?,
                Ok(_) => return Ok(()),
                Err(number) => return Err(vm.raise_errno(number, None)),
            }
        }
    }

    /// To be called after a try without success, with the lock held. The main thread may get the exception here.
    fn look(&mut self, vm: &mut Vm, target: Target, was_in_vain: bool) -> Outcome<()> {
        let time = now();
        let family = self.family.clone();
        let Some(me) = family.mine() else {
            self.end = time + FIRST;
            return Ok(());
        };
        if family.board.entry(me).statement.round.load(SeqCst) > self.answered {
            self.begun = time;
        }
        if self.state(vm, &family, me, target, was_in_vain) {
            patrol(vm, &family, me, self.want);
        } else {
            family.acquit();
        }
        let time = now();
        self.end = time + (time - self.begun).div_f64(4.0).clamp(FIRST, LONGEST);
        super::raise_told(vm)
    }

    /// States how things are; whether the process is still.
    fn state(
        &mut self,
        vm: &mut Vm,
        family: &Family,
        me: usize,
        target: Target,
        was_in_vain: bool,
    ) -> bool {
        let entry = family.board.entry(me);
        let mut waiters = family.waiters.borrow_mut();
        let thread = (self.slot, native_id() as u32);
        self.answered = waiters.tried(thread, target, self.round.get(), was_in_vain);
        entry.show_threads(waiters.threads());
        // The number tells most often that somebody goes on; that all wait, only their states tell.
        let blocked = vm.interp().lock.blocked_for_ever() as usize;
        let may_be = blocked + waiters.count() >= interp_threads(vm).records.len();
        let still = may_be && all_wait(vm, &waiters, false);
        if waiters.state(&entry.statement, still) {
            entry.length.store(0, SeqCst);
        }
        still
    }
}

/// What a still process does when it looks: answers who asks for its text, rings for the teller, and tells if it is that itself.
fn patrol(vm: &mut Vm, family: &Family, me: usize, want: Want) {
    let board = &family.board;
    let entry = board.entry(me);
    if !entry.statement.is_asked() {
        let asker = entry.asked.swap(0, SeqCst) as usize;
        if asker != 0 {
            entry.write(&about_this_process(vm, want));
            if board.others(me).any(|other| other == asker) {
                board.entry(asker).ring();
            }
        }
    }
    let Some(closure) = board.closure(me) else {
        return family.acquit();
    };
    let cycle = closure.cycle();
    let version = entry.statement.version.load(SeqCst);
    if cycle[0] != me {
        family.acquit();
        let (call, teller) = ((cycle[0], version), board.entry(cycle[0]));
        if family.rang.replace(call) != call {
            teller.ring();
        } else if teller.statement.is_asked() && !board.is_gone(call.0) {
            teller.ring_again();
        }
        return;
    }
    let version_of = |index: usize| board.entry(index).statement.version.load(SeqCst);
    let versions: Vec<(usize, u64)> = closure
        .set()
        .into_iter()
        .map(|index| (index, version_of(index)))
        .collect();
    if *family.told.borrow() == versions {
        return family.acquit();
    }
    let is_proven = family.is_proven(me);
    // Written while the others write theirs, once this one has tried again.
    let has_text = matches!(&*family.text.borrow(), Some((known, _)) if *known == version);
    if !has_text && !entry.statement.is_asked() {
        let text = about_this_process(vm, want);
        family.text.replace(Some((version, text)));
    }
    if !is_proven {
        return;
    }
    let members = family.suspicion.borrow().members().to_vec();
    let others = members.iter().filter(|member| member.index != me);
    let texts: Vec<(u32, Option<String>)> = others
        .map(|member| {
            let entry = board.entry(member.index);
            (entry.process.load(SeqCst), entry.read())
        })
        .collect();
    let until = family.until.get().unwrap_or_else(|| now() + TEXTS);
    family.until.set(Some(until));
    if texts.iter().any(|(_, text)| text.is_none()) && now() < until {
        return;
    }
    family.acquit();
    let told = members.iter().map(|member| (member.index, member.version));
    family.told.replace(told.collect());
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
