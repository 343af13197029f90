//! What a process states about itself on the board, and when a set of statements proves a deadlock. Nothing but atomics: the model
//! check runs this file over simulated ones.
//!
//! # Statements
//! A process is *still* while each of its threads waits without a deadline: for a thread of its own, or in a *watched wait* for
//! another process. A watched wait is a row of tries. A try ends well, or **in vain**: at some moment of it, what is waited for was not
//! there, and only somebody's doing can bring it. (A permit that is free but promised is not there yet, and comes by itself: a try
//! does not end in vain then.) Each process changes its own statement, and does so with its interpreter's lock held, but for
//! `round`, which others count up.
//!
//! * **Exact**: `still` is stated only when every thread is found waiting, one by one.
//! * **First the version**: `version` changes before a process that was still does anything else: before a thread whose wait is over
//!   goes on, before a signal's handler runs, and after a try that did a part of its work although it ended in vain. It changes with what is
//!   waited for, too.
//! * **Answers**: who doubts a set asks each member, by counting its `round` up. A wait answers for the round that stood there
//!   *before* the try began which ended in vain. `answered` is the least answer of all waits of the process.
//!
//! # Proof
//! [`Suspicion`] collects twice. First a closed set (all still, nobody waits for a process outside), then its versions, then one
//! round more for each. Later, in this order: the answers to those rounds, again a closed set, its versions. If all have answered
//! and the set and the versions are the same, it is a deadlock. For let T be the time of the first collect's last look. Each wait *w* of
//! the set has a moment *t(w)* after T at which what it waits for was not there. Suppose that some thread of the set does
//! something after T, and take the first such deed. Threads that wait for their own process do not begin. So it is a wait *w* that
//! ends well or does part of its work. Before *t(w)* this cannot be: a wait that has ended makes no more tries, so it does not
//! answer, and part of the work changes the version before the answer, which the second collect sees. Nor after *t(w)*: what *w* waits for
//! was not there at *t(w)*, only somebody's doing can bring it, nobody outside of the set can, and inside this is the first deed. So
//! nobody in the set does anything any more. A wake that is on its way, a byte in a pipe, a message in a ring, a permit, makes a
//! try end well, so nobody needs to count those.
//!
//! What this rests on and a count of tries does not give: a process with two waits may have tried the one often and the other not
//! since T; the answers are read before the versions, else a process may go on between the two; and the tries that count began after T.
use super::sync::{AtomicU32, AtomicU64, Ordering::SeqCst};

/// Processes that one process is known to wait for; with more, it counts as waiting for anybody.
pub const NAMED: usize = 8;

/// For whom a thread waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The process of that number.
    Process(u32),
    /// Any process may do what it waits for.
    Anybody,
}

/// What a process states.
#[repr(C)]
#[derive(Default)]
pub struct Statement {
    /// It cannot go on by itself.
    pub still: AtomicU32,
    /// 1 if any process may wake it.
    pub anybody: AtomicU32,
    /// The processes it waits for; zeros behind them.
    pub named: [AtomicU32; NAMED],
    /// Changes when it goes on or waits for something else.
    pub version: AtomicU64,
    /// How often it was asked to try again.
    pub round: AtomicU64,
    /// The last round since which each of its waits was tried in vain.
    pub answered: AtomicU64,
}

impl Statement {
    /// Whether the process cannot go on by itself.
    pub fn is_still(&self) -> bool {
        self.still.load(SeqCst) != 0
    }

    /// Asks for one more try of every wait; the round to be answered.
    pub fn ask(&self) -> u64 {
        self.round.fetch_add(1, SeqCst) + 1
    }

    /// Whether every wait was tried in vain since that round began.
    pub fn has_answered(&self, round: u64) -> bool {
        self.answered.load(SeqCst) >= round
    }

    /// Whether somebody waits for an answer.
    pub fn is_asked(&self) -> bool {
        !self.has_answered(self.round.load(SeqCst))
    }

    /// Says that the process goes on, before it does. Whoever calls has the interpreter's lock.
    pub fn take_back(&self) {
        if self.is_still() {
            self.version.fetch_add(1, SeqCst);
            self.still.store(0, SeqCst);
        }
    }
}

/// A watched wait.
struct Waiter {
    /// Whose it is.
    slot: u32,
    /// The system's number of the thread.
    thread: u32,
    target: Target,
    /// The last round since which it was tried in vain.
    tried: u64,
}

/// The watched waits of a process that have lasted long enough to be on the board. Whoever uses them has the interpreter's lock.
#[derive(Default)]
pub struct Waiters {
    list: Vec<Waiter>,
    /// Something has changed since it was stated.
    has_changed: bool,
}

impl Waiters {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// Whether that thread is one of them.
    pub fn contains(&self, slot: u32) -> bool {
        self.list.iter().any(|waiter| waiter.slot == slot)
    }

    /// The system's numbers of their threads.
    pub fn threads(&self) -> impl Iterator<Item = u32> {
        self.list.iter().map(|waiter| waiter.thread)
    }

    /// Notes a try of a thread that ended without success and began when `round` stood on the board. `was_in_vain`: nothing of its
    /// work was done. What is returned is the last round that the wait can answer for.
    pub fn tried(
        &mut self,
        (slot, thread): (u32, u32),
        target: Target,
        round: u64,
        was_in_vain: bool,
    ) -> u64 {
        let Some(waiter) = self.list.iter_mut().find(|waiter| waiter.slot == slot) else {
            self.has_changed = true;
            self.list.push(Waiter {
                slot,
                thread,
                target,
                tried: round,
            });
            return round;
        };
        if waiter.target == target && was_in_vain {
            waiter.tried = round;
        } else {
            // Who is waited for now was not when the try began.
            waiter.target = target;
            self.has_changed = true;
        }
        waiter.tried
    }

    /// The wait of that thread is over, whatever came of it: true if it was on the list, and the statement is taken back.
    pub fn remove(&mut self, slot: u32, statement: &Statement) -> bool {
        let before = self.list.len();
        self.list.retain(|waiter| waiter.slot != slot);
        let was_there = self.list.len() != before;
        if was_there {
            self.has_changed = true;
            statement.take_back();
        }
        was_there
    }

    /// Forgets them all, in a copy of the process.
    pub fn clear(&mut self) {
        self.list.clear();
        self.has_changed = true;
    }

    /// States how things are; `still`: every thread was found waiting. True if the version is a new one.
    pub fn state(&mut self, statement: &Statement, still: bool) -> bool {
        if !still {
            statement.take_back();
            return false;
        }
        let is_new = self.has_changed || !statement.is_still();
        if is_new {
            self.has_changed = false;
            statement.version.fetch_add(1, SeqCst);
            let (named, anybody) = self.targets();
            for (old, new) in statement.named.iter().zip(named) {
                old.store(new, SeqCst);
            }
            statement.anybody.store(u32::from(anybody), SeqCst);
            statement.still.store(1, SeqCst);
        }
        let least = self.list.iter().map(|waiter| waiter.tried).min();
        statement.answered.store(least.unwrap_or(0), SeqCst);
        is_new
    }

    fn targets(&self) -> ([u32; NAMED], bool) {
        let (mut named, mut anybody, mut count) = ([0; NAMED], false, 0);
        for waiter in &self.list {
            match waiter.target {
                Target::Process(process) if named.contains(&process) => {}
                Target::Process(process) if count < NAMED => {
                    named[count] = process;
                    count += 1;
                }
                Target::Process(_) | Target::Anybody => anybody = true,
            }
        }
        (named, anybody)
    }
}

/// What has come of a look at a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is no closed set.
    Acquitted,
    /// There is another one than before: its members have been asked.
    New,
    /// Not all have answered yet.
    Open,
    /// It is a deadlock.
    Proven,
}

/// A member of a set as it was first seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its place.
    pub index: usize,
    /// Its version then.
    pub version: u64,
    /// The round it has to answer.
    pub round: u64,
}

/// The first collect, as somebody remembers it.
#[derive(Default)]
pub struct Suspicion {
    members: Vec<Member>,
}

impl Suspicion {
    /// The set.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Forgets it.
    pub fn acquit(&mut self) {
        self.members.clear();
    }

    /// Looks again, or for the first time. `at` gives the statement at an index, `closed` the closed set that the caller is in.
    pub fn examine<'a>(
        &mut self,
        at: impl Fn(usize) -> &'a Statement,
        closed: impl FnOnce() -> Option<Vec<usize>>,
    ) -> Verdict {
        // The order is the proof's: answers, set, versions.
        let has_answered = |member: &Member| at(member.index).has_answered(member.round);
        let all_have_answered = self.members.iter().all(has_answered);
        let Some(set) = closed() else {
            self.acquit();
            return Verdict::Acquitted;
        };
        let seen: Vec<(usize, u64)> = set
            .iter()
            .map(|&index| (index, at(index).version.load(SeqCst)))
            .collect();
        let known = self
            .members
            .iter()
            .map(|member| (member.index, member.version));
        if !known.eq(seen.iter().copied()) {
            let ask = |&(index, version): &(usize, u64)| Member {
                index,
                version,
                round: at(index).ask(),
            };
            self.members = seen.iter().map(ask).collect();
            return Verdict::New;
        }
        match all_have_answered {
            true => Verdict::Proven,
            false => Verdict::Open,
        }
    }
}
