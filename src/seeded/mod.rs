//! Runs that can be repeated: all threads of an interpreter as coroutines on one system thread, switched where a seed or a
//! schedule says, under a clock of their own.
//!
//! # What enters, what leaves
//! [`Settings`] enter with the interpreter's configuration (`-X seed=N`). [`Seeded`] is the [`Scheduler`] of its lock: the lock
//! keeps its states and lists, and asks here who is next. The virtual machine books the instructions it ran ([`Seeded::book`]),
//! polls where a switch is to be drawn, and asks for the time, for identities and for random bytes. A schedule leaves as a file
//! if one is wanted.
//!
//! # One system thread
//! A thread of the language is a coroutine with a stack of its own (`strands`). The thread that is attached from outside, the
//! main one, runs on the stack of the system thread. Whenever it cannot go on it becomes the driver
//! ([`Scheduler::run_others`]): it resumes whoever has been handed the lock, until that is itself. If nobody can run the driver
//! moves the clock to the earliest deadline; without one it waits for descriptors; without these all are blocked for ever.
//!
//! # Time
//! An instruction takes [`NANOS`] nanoseconds, everything else takes none. So time passes the same on every machine, and sleeps
//! cost nothing.
//!
//! # Identities
//! Everything a program can see of a thread or an object is made from the path of its making: the n-th child of the m-th child
//! of the main thread, the k-th object whose identity that thread asked for. Neither addresses nor the order in which threads
//! happen to run come in. Random bytes are made from the seed and the same path.
#![allow(unsafe_code)] // Coroutines belong to one system thread; the claim that keeps this is checked.

mod draws;
mod network;
mod places;
mod ready;
mod refuse;
mod replay;
mod schedule;
mod strands;
mod timers;
mod vm;

use crate::gil::lock::{Blocked, GilLock, Scheduler};
use crate::gil::slot::Slot;
use crate::sched::Instant;
use draws::{Draws, mix};
pub use refuse::REFUSED;
use replay::Replay;
use schedule::{Entry, Key};
pub use schedule::{Schedule, Title, read as read_schedule};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::ThreadId;
use strands::Strands;

/// Nanoseconds that an instruction takes on the virtual clock.
pub const NANOS: u64 = 20;
/// Where the monotonic clock begins. Not at zero, which stands for "never".
pub const ORIGIN: u64 = 1_000_000_000;
/// The civil time at the beginning, in nanoseconds since 1970: 2024-01-01T00:00:00Z.
pub const EPOCH: u64 = 1_704_067_200 * 1_000_000_000;
/// The process's number as the program sees it.
pub const PID: i64 = 1000;
/// The number of processors as the program sees it.
pub const PROCESSORS: u32 = 4;
const ALL_PROCESSORS: u64 = (1 << PROCESSORS) - 1;

/// Mean numbers of instructions between two draws. A run begins with one of them: some bugs show when switches are dense, others
/// when they are rare. Two threads that do `counter += 1` a hundred times each run about a thousand instructions.
const SPACINGS: [u32; 4] = [3, 10, 40, 160];
/// After so many draws the spacing has grown by its first value again, so that long runs do not spend their time on draws.
const GROWTH: u32 = 1000;
/// The largest mean spacing.
const WIDEST: u32 = 400;
/// What is said of a deadlock that no report has told of.
pub(crate) const STUCK: &str = "all threads are blocked for ever: a deadlock, told of by no report (deadlock=off); \
    a run with a seed cannot hang instead, since no time passes in it and nothing from outside can wake a thread";
/// Instructions between two polls when there is nothing to draw.
const LONGEST: u32 = 10_000;

/// How a run is to be.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The seed.
    pub seed: u64,
    /// What to replay instead of drawing.
    pub schedule: Option<Arc<Schedule>>,
    /// Where to write the schedule that was drawn.
    pub save: Option<PathBuf>,
    /// What the file says about the run.
    pub title: Title,
}

/// A thread as it is named and counted. Threads attached from outside are all "main".
struct Thread {
    /// The path of its making: `main`, `T2` for the second that main made, `T2.1` for the first that this one made.
    path: String,
    hash: u64,
    children: u32,
    /// Instructions it ran.
    ticks: u64,
    /// The instruction of its last forced decision, and how many of them that instruction has forced.
    forced: (u64, u32),
    /// Where it was when it last gave the lock up or was asked to; only kept when a schedule is read or written.
    place: String,
    /// Identities it has given to objects.
    objects: u64,
    bytes: Draws,
}

/// A blocked thread.
struct Waiting {
    slot: Arc<Slot>,
    deadline: Option<Instant>,
    /// Descriptors that end the wait when one is ready.
    watched: Vec<libc::pollfd>,
}

/// The key of the entry for all threads attached from outside.
const MAIN: u32 = 0;

struct State {
    owner: Option<ThreadId>,
    threads: BTreeMap<u32, Thread>,
    waiting: BTreeMap<u32, Waiting>,
    deadlines: BTreeSet<(Instant, u32)>,
    /// How many of `waiting` watch descriptors.
    watchers: usize,
    /// What the thread that is about to block watches.
    watch_next: Vec<libc::pollfd>,
    /// Who has been handed the lock and does not run yet.
    granted: Option<u32>,
    strands: Strands,
    draws: Draws,
    /// The mean spacing at the beginning, and draws since then.
    spacing: u32,
    gaps: u32,
    /// A thread that has ended may still be the one that had the lock last.
    ended: Option<(u32, Thread)>,
    ports: network::Ports,
    timers: timers::Timers,
    drawn: Vec<Entry>,
    names: BTreeMap<String, String>,
    replay: Option<Replay>,
    /// Times in a row that all were blocked for ever.
    stuck: u32,
}

// SAFETY: what is not `Send` are coroutines and pointers into their stacks. They are made, resumed and dropped by the owner
// alone: `claim` refuses any other system thread before it can attach.
unsafe impl Send for State {}

/// The scheduler of an interpreter whose runs can be repeated.
pub struct Seeded {
    settings: Settings,
    clock: AtomicU64,
    /// Instructions of all threads.
    ticks: AtomicU64,
    state: parking_lot::Mutex<State>,
    /// The main thread has to be told that all are blocked for ever.
    tells: AtomicBool,
    /// The program has made a socket of the internet's family: its packets may take a moment of real time.
    pub(crate) has_internet: AtomicBool,
    /// The processors that the program may use, a bit for each.
    affinity: AtomicU64,
    /// Places are wanted: a schedule is written or read.
    wants_places: bool,
}

/// What `run_others` came to when nobody can run.
enum Idle {
    Moved,
    Stuck,
}

impl Seeded {
    /// A scheduler for one interpreter.
    pub fn new(settings: Settings) -> Arc<Seeded> {
        let mut draws = Draws::new(settings.seed, 0);
        let spacing = SPACINGS[draws.below(SPACINGS.len() as u32) as usize];
        let main = Thread::new("main".to_string(), 0, settings.seed);
        let state = State {
            owner: None,
            threads: BTreeMap::from([(MAIN, main)]),
            waiting: BTreeMap::new(),
            deadlines: BTreeSet::new(),
            watchers: 0,
            watch_next: Vec::new(),
            granted: None,
            strands: Strands::default(),
            draws,
            spacing,
            gaps: 0,
            ended: None,
            ports: network::Ports::default(),
            timers: timers::Timers::default(),
            drawn: Vec::new(),
            names: BTreeMap::new(),
            replay: settings.schedule.clone().map(Replay::new),
            stuck: 0,
        };
        Arc::new(Seeded {
            clock: AtomicU64::new(ORIGIN),
            ticks: AtomicU64::new(0),
            tells: AtomicBool::new(false),
            has_internet: AtomicBool::new(false),
            affinity: AtomicU64::new(ALL_PROCESSORS),
            wants_places: settings.save.is_some() || settings.schedule.is_some(),
            state: parking_lot::Mutex::new(state),
            settings,
        })
    }

    /// The key of the hash of strings.
    pub fn hash_seed(&self) -> u64 {
        Draws::new(self.settings.seed, 1).next() | 1
    }

    /// To be called before a thread attaches from outside. False on any other system thread than the first: coroutines do not move
    /// between them.
    pub fn claim(&self) -> bool {
        let me = std::thread::current().id();
        *self.state.lock().owner.get_or_insert(me) == me
    }

    /// Books instructions that a thread ran: time passes.
    pub fn book(&self, id: u32, instructions: u64) {
        self.clock
            .fetch_add(instructions * NANOS, Ordering::Relaxed);
        self.ticks.fetch_add(instructions, Ordering::Relaxed);
        self.state.lock().thread(id).ticks += instructions;
        self.fire_timers();
    }

    /// The numbers of the processors that the program may use.
    pub fn processors(&self) -> Vec<i64> {
        let chosen = self.affinity.load(Ordering::Relaxed);
        let numbers = 0..i64::from(PROCESSORS);
        numbers
            .filter(|number| (chosen >> number) & 1 == 1)
            .collect()
    }

    /// Chooses the processors that the program may use, a bit for each. False if there is none of them.
    pub fn choose_processors(&self, bits: u64) -> bool {
        let chosen = bits & ALL_PROCESSORS;
        if chosen != 0 {
            self.affinity.store(chosen, Ordering::Relaxed);
        }
        chosen != 0
    }

    /// Nanoseconds of work of all threads.
    pub fn work_nanos(&self) -> u64 {
        self.ticks.load(Ordering::Relaxed) * NANOS
    }

    /// Nanoseconds of work of one thread.
    pub fn thread_nanos(&self, id: u32) -> u64 {
        self.state.lock().thread(id).ticks * NANOS
    }

    /// The number of instructions until the thread polls next.
    pub fn gap(&self, id: u32) -> u32 {
        let state = &mut *self.state.lock();
        let longest = LONGEST.min(state.timers.until(self.times()));
        let thread = state.key(id);
        if let Some(replay) = &mut state.replay {
            let thread = &state.threads[&thread];
            return replay.gap(&thread.path, thread.ticks).min(longest);
        }
        if state.threads.len() == 1 {
            return longest;
        }
        state.gaps = state.gaps.saturating_add(1);
        let spacing = state.spacing.saturating_mul(1 + state.gaps / GROWTH);
        let drawn = 1 + state.draws.below(2 * spacing.min(WIDEST) - 1);
        drawn.min(longest)
    }

    /// Whether the schedule that is replayed has a decision where the thread is now.
    pub fn is_due(&self, id: u32) -> bool {
        let state = &*self.state.lock();
        let thread = &state.threads[&state.key(id)];
        (state.replay.as_ref()).is_some_and(|replay| replay.is_due(&thread.path, thread.ticks))
    }

    /// Whether places are wanted, see [`Seeded::set_place`].
    pub fn wants_places(&self) -> bool {
        self.wants_places
    }

    /// Says where a thread is, before it gives the lock up or is asked to.
    pub fn set_place(&self, id: u32, place: String) {
        self.state.lock().thread(id).place = place;
    }

    /// Notes how a program calls a thread, for readers of a schedule.
    pub fn set_name(&self, id: u32, name: &str) {
        if self.settings.save.is_some() {
            let state = &mut *self.state.lock();
            let path = state.thread(id).path.clone();
            state.names.insert(path, name.to_string());
        }
    }

    /// The ident of a thread.
    pub fn ident(&self, id: u32) -> u64 {
        // As large and as even as real ones, which are addresses.
        0x7f00_0000_0000 + (self.state.lock().thread(id).hash >> 34) * 4096
    }

    /// The system's number of a thread, as the program sees it.
    pub fn native_id(&self, id: u32) -> i64 {
        match self.state.lock().thread(id).hash {
            0 => PID,
            hash => PID + 1 + (hash >> 43) as i64,
        }
    }

    /// An identity for an object, asked for by a thread.
    pub fn new_identity(&self, id: u32) -> u64 {
        let state = &mut *self.state.lock();
        let thread = state.thread(id);
        thread.objects += 1;
        // Room for 2**26 objects a thread.
        0x7f80_0000_0000 + ((thread.hash >> 40) << 30) + thread.objects * 16
    }

    /// Random bytes for a thread.
    pub fn fill_random(&self, id: u32, bytes: &mut [u8]) {
        self.state.lock().thread(id).bytes.fill(bytes);
    }

    /// What the thread that blocks next waits for beside its deadline.
    pub fn watch(&self, entries: &[libc::pollfd]) {
        self.state.lock().watch_next = entries.to_vec();
    }

    /// True once after all threads came to be blocked for ever: the main thread has to raise an exception.
    pub fn take_stuck(&self) -> bool {
        self.tells.swap(false, Ordering::Relaxed)
    }

    /// The program has ended: writes the schedule if that is wanted. Gives what there is to say about it.
    pub fn finish(&self) -> String {
        let state = &mut *self.state.lock();
        let mut said = String::new();
        if let Some(replay) = &state.replay {
            said += &replay.report();
        }
        if let Some(path) = &self.settings.save {
            let text = schedule::text(&self.settings, &state.names, &state.drawn);
            if let Err(error) = std::fs::write(path, text) {
                said += &format!("tick: {}: {error}\n", path.display());
            }
        }
        said
    }

    /// Nobody can run: lets time pass.
    fn advance(&self, me: &Slot) -> Idle {
        let state = &mut *self.state.lock();
        let first = state.deadlines.first().map(|&(deadline, _)| deadline);
        let first = first.into_iter().chain(state.timers.deadline()).min();
        if state.watchers > 0 && !me.is_interrupted() {
            let grace = match first {
                None => None,
                Some(_) if self.has_internet.load(Ordering::Relaxed) => Some(ready::GRACE),
                Some(_) => Some(0),
            };
            if ready::any(&state.waiting, grace) {
                return Idle::Moved;
            }
            if first.is_none() {
                // A signal interrupted the wait.
                return Idle::Moved;
            }
        }
        match first {
            Some(deadline) => {
                self.clock.fetch_max(deadline.as_nanos(), Ordering::Relaxed);
                state.stuck = 0;
                Idle::Moved
            }
            None => {
                state.stuck += 1;
                Idle::Stuck
            }
        }
    }

    /// All threads are blocked for ever: the main thread comes back from its wait to say so.
    fn tell_stuck(&self, lock: &GilLock, me: &Arc<Slot>) {
        /// Waits of the main thread that ignore it: then nothing can be told but the end.
        const PATIENCE: u32 = 100;
        if self.state.lock().stuck > PATIENCE {
            eprintln!("tick: {STUCK}");
            std::process::exit(1);
        }
        self.tells.store(true, Ordering::Relaxed);
        lock.interrupt(me);
    }
}

impl Thread {
    fn new(path: String, hash: u64, seed: u64) -> Thread {
        Thread {
            path,
            hash,
            children: 0,
            ticks: 0,
            forced: (0, 0),
            place: String::new(),
            objects: 0,
            bytes: Draws::new(seed, hash.wrapping_add(2)),
        }
    }
}

impl State {
    /// The key of a thread's entry.
    fn key(&self, id: u32) -> u32 {
        if self.threads.contains_key(&id) {
            id
        } else {
            MAIN
        }
    }

    fn thread(&mut self, id: u32) -> &mut Thread {
        let key = self.key(id);
        self.threads.get_mut(&key).expect("the main entry stays")
    }

    /// The entry of a child of `parent`.
    fn child(&mut self, parent: u32, seed: u64) -> Thread {
        let parent = self.thread(parent);
        parent.children += 1;
        let number = parent.children;
        let path = match parent.hash {
            0 => format!("T{number}"),
            _ => format!("{}.{number}", parent.path),
        };
        // Never 0, which is the main thread's.
        let hash = mix(parent.hash ^ mix(u64::from(number))) | 1;
        Thread::new(path, hash, seed)
    }

    /// The thread that has, or last had, the lock.
    fn leaver(&self, id: u32) -> &Thread {
        match &self.ended {
            Some((ended, thread)) if *ended == id => thread,
            _ => &self.threads[&self.key(id)],
        }
    }

    /// Where a decision is made: path and instructions of who gives the lock up, and how many decisions that instruction has
    /// forced so far.
    fn decision(&mut self, leaver: u32, offer: bool) -> Key {
        let key = self.key(leaver);
        let thread = match &mut self.ended {
            Some((ended, thread)) if *ended == leaver => thread,
            _ => self.threads.get_mut(&key).expect("the main entry stays"),
        };
        let tick = thread.ticks;
        if !offer {
            let before = if thread.forced.0 == tick {
                thread.forced.1
            } else {
                0
            };
            thread.forced = (tick, before + 1);
        }
        Key {
            thread: thread.path.clone(),
            tick: Some(tick),
            ordinal: if offer { 0 } else { thread.forced.1 },
        }
    }

    fn forget_waiting(&mut self, id: u32) -> Option<Waiting> {
        let waiting = self.waiting.remove(&id)?;
        if let Some(deadline) = waiting.deadline {
            self.deadlines.remove(&(deadline, id));
        }
        self.watchers -= usize::from(!waiting.watched.is_empty());
        Some(waiting)
    }
}

impl Scheduler for Seeded {
    fn now(&self) -> Instant {
        Instant::from_nanos(self.clock.load(Ordering::Relaxed))
    }

    fn choose(&self, leaver: u32, line: &[Arc<Slot>], offer: bool) -> usize {
        let state = &mut *self.state.lock();
        let key = (self.wants_places).then(|| state.decision(leaver, offer));
        // By default who runs goes on until it blocks, then the lowest one runs.
        let default = match offer {
            true => line.iter().position(|slot| slot.id() == leaver),
            false => None,
        }
        .unwrap_or(0);
        let here = match self.wants_places {
            true => state.leaver(leaver).place.clone(),
            false => String::new(),
        };
        let place = match &mut state.replay {
            Some(replay) => {
                let paths = line.iter().map(|slot| {
                    let known = state.threads.get(&slot.id());
                    known.map_or("main", |thread| &thread.path)
                });
                let key = key.as_ref().expect("places are wanted");
                replay.choose(key, &here, paths).unwrap_or(default)
            }
            None => state.draws.below(line.len() as u32) as usize,
        };
        if place != default
            && self.settings.save.is_some()
            && let Some(key) = key
        {
            let to = state.thread(line[place].id()).path.clone();
            let entry = Entry {
                key,
                place: here,
                to,
            };
            state.drawn.push(entry);
        }
        place
    }

    fn granted(&self, next: &Arc<Slot>) {
        self.state.lock().granted = Some(next.id());
    }

    fn blocked(&self, slot: &Arc<Slot>, deadline: Option<Instant>) {
        let state = &mut *self.state.lock();
        let deadline = deadline.filter(|&deadline| deadline != Instant::FAR);
        let watched = std::mem::take(&mut state.watch_next);
        state.watchers += usize::from(!watched.is_empty());
        if let Some(deadline) = deadline {
            state.deadlines.insert((deadline, slot.id()));
        }
        let waiting = Waiting {
            slot: slot.clone(),
            deadline,
            watched,
        };
        state.waiting.insert(slot.id(), waiting);
    }

    fn woken(&self, id: u32) -> bool {
        let now = self.now();
        let waiting = self.state.lock().forget_waiting(id);
        waiting.is_some_and(|waiting| waiting.deadline.is_some_and(|deadline| deadline <= now))
    }

    fn over(&self, signalled: bool) -> Vec<(Arc<Slot>, Blocked)> {
        let now = self.now();
        let state = &mut *self.state.lock();
        let mut over = Vec::new();
        while let Some(&(deadline, id)) = state.deadlines.first()
            && deadline <= now
        {
            over.extend(
                state
                    .forget_waiting(id)
                    .map(|one| (one.slot, Blocked::TimedOut)),
            );
        }
        if state.watchers > 0 {
            for id in ready::which(&state.waiting) {
                over.extend(
                    state
                        .forget_waiting(id)
                        .map(|one| (one.slot, Blocked::Woken)),
                );
            }
        }
        if signalled {
            let interrupted = state
                .waiting
                .values()
                .filter(|one| one.slot.is_interrupted());
            let interrupted: Vec<u32> = interrupted.map(|one| one.slot.id()).collect();
            for id in interrupted {
                over.extend(
                    state
                        .forget_waiting(id)
                        .map(|one| (one.slot, Blocked::Interrupted)),
                );
            }
        }
        over
    }

    fn run_others(&self, lock: &GilLock, me: &Arc<Slot>) {
        if self.suspend(me.id()) {
            return;
        }
        loop {
            let granted = self.state.lock().granted.take();
            match granted {
                Some(id) if id == me.id() => return,
                Some(id) => self.resume(id),
                None if lock.grant_next() => {}
                None => match self.advance(me) {
                    Idle::Moved => self.fire_timers(),
                    Idle::Stuck => self.tell_stuck(lock, me),
                },
            }
        }
    }
}
