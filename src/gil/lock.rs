//! The interpreter's lock: who may run language code, and who is next.
//!
//! # What enters, what leaves
//! Threads enter as [`Slot`]s, one per OS thread; the right to run leaves. Nothing here knows of values, so the same source is
//! compiled against simulated atomics by the model check (`tests/lock_model.rs`). Callers are the token types of [`crate::gil`]
//! (acquire, release, offer) and the primitives that language code waits on (block, wake), which keep their own state as plain
//! data and hold the lock whenever they touch it. Signal handlers may call [`GilLock::interrupt`] and nothing else.
//!
//! # Protocol
//! * `word` is `HELD | WAITERS | CLOSED`. Free and nobody waiting is 0, so acquire and release are one compare-and-swap each when
//!   nobody competes: no clock, no system call.
//! * Everything else happens under the mutex `queue`: two first-in-first-out lists, `ahead` for threads that come back from
//!   waiting and `rest` for new and preempted ones. While `HELD` is set, only owners of that mutex change `word`, except for the
//!   uncontended release `HELD -> 0`.
//! * **Hand-over.** Who gives the lock up picks the next thread, leaves `word` at `HELD`, sets `GRANTED` in that thread's slot
//!   and wakes it. Nobody can slip in between (no barging), so the order of the lists is the order of running. Policies that play
//!   an older interpreter set `word` to free and `TRY` in the slot instead; that thread then races.
//! * **Blocking is one switch.** [`GilLock::block`] marks the caller blocked and hands over in one step. [`GilLock::wake`] moves
//!   the blocked thread to `ahead` *without waking it in the kernel*: it could not run anyway, the waker holds the lock. It is
//!   woken once, when the lock is handed to it. The waker runs on until it blocks or its minimum slice is over, so a producer
//!   and a consumer pay one switch per item at most and a busy lock none.
//! * **Offers.** While somebody waits, `breaker` has [`WAITERS_BIT`] and the holder calls [`GilLock::offer`] every check interval.
//!   The holder reads the clock itself, at every 32nd offer or earlier when the time for a switch is near; no timer thread and no
//!   timed wait of the queue exists. A thread in `ahead` gets the lock when the holder's minimum slice is over, others after the
//!   full slice, which grows while all that are in line only compute (`Queue::due`).
//!
//! * **Short waits stay out of the kernel.** A thread that blocks while nobody else is in line looks at its slot for
//!   some microseconds before it sleeps (learnt per thread, see `spin_for_answer`).
//!
//! # Nobody starves
//! Both lists are first-in-first-out. After [`BURST`] hand-overs in a row to `ahead` while `rest` is not empty, one from `rest`
//! runs. So a thread at place `p` of `rest` waits for at most `(BURST + 1) * (p + 1)` turns, and a turn ends with the first offer
//! after its slice.
//!
//! # No wake-up is lost
//! * *Queueing against release.* A thread that finds the lock held sets `WAITERS` (under the mutex) and queues before it unlocks
//!   the mutex. If the holder's release swaps `HELD -> 0` first, setting `WAITERS` fails and the thread takes the lock instead. If
//!   it comes second, the swap fails because of `WAITERS`, and the slow path needs the mutex, so it sees the queued thread.
//! * *Sleeping against granting.* A thread sleeps only while its slot's word is the very value it looked at, with `PARKED` set;
//!   whoever sets another bit sees `PARKED` and wakes it in the kernel, and the kernel refuses to sleep on a changed word.
//! * *Blocking against waking.* A thread registers with the primitive, marks itself blocked and hands over while it holds the
//!   lock; who wakes holds the lock too, hence comes later and sees the mark.
//! * *Timeout and interrupt against waking.* All three turn "blocked" into "queued" under the mutex; the first one wins and the
//!   others see that there is nothing left to do. `wake` tells its caller who won. In every case the thread comes back holding the
//!   lock and reads the primitive's state, which is the truth.
//! * *Interrupt* only sets bits and wakes, so it is safe in a signal handler; the slot's thread does the rest.
//!
//! # Memory ordering
//! What one holder wrote must be seen by the next. The pairs are: release by swap (`Release`) with acquire by swap (`Acquire`);
//! setting `GRANTED` or `TRY` (`Release`) with the sleeper's load (`Acquire`); and the mutex itself. Everything marked `Relaxed`
//! is either guarded by the mutex (a slot's state), written by the holder alone (start of the slice, counters), or a hint that is
//! looked at again (`breaker`, polled once per check interval: a stale value delays a switch by one interval).
//!
//! # Fork
//! The forking thread holds the lock. Another thread may hold the mutex at that moment, with the lists half changed. The child
//! therefore never looks at them: [`GilLock::after_fork_in_child`] overwrites mutex and lists and makes the one remaining thread
//! the holder. The kernel keeps nothing about futexes of threads that do not exist in the child.
//!
//! # Measured
//! `benches/gil_lock.rs`, two virtual processors, 20 ns an instruction. "py39" is the algorithm of CPython 3.2 to 3.9.
//!
//! | | fair | py39 | py2 |
//! |---|---|---|---|
//! | uncontended release + acquire | 12 to 20 ns | same | same |
//! | 2, 4, 16 computing threads over one | 1.02, 1.02, 1.01 | 1.00, 1.00, 0.99 | 1.26, 2.03, 1.85 |
//! | IO thread waits, median / p99 ms, beside 1 | 0.015 / 0.03 | 5.0 / 5.1 | 0.19 / 1.9 |
//! | beside 2 | 0.005 / 0.03 | 9.5 / 9.6 | 0.03 / 1.3 |
//! | beside 4 | 0.006 / 0.03 | 19.5 / 24.4 | 0.00 / 0.1 |
//! | computing threads keep, beside 1, 2, 4 | 98, 99, 99 % | 99, 98, 88 % | 91, 71, 41 % |
//! | an item through a channel with room for one | 0.7 us (34 without spinning) | 43 us | 42 us |
//!
//! The longest measured wait of "fair" is the wake-up of a sleeping processor; the minimum slice shows only when IO threads come
//! faster than one in 200 us.

use crossbeam::utils::CachePadded;

use super::mutex::{Guard, Mutex};
use super::policy::Policy;
#[allow(unused_imports)] // The model check does without some.
pub use super::queue::BURST;
use super::queue::Queue;
#[allow(unused_imports)] // The model check does without some.
pub use super::slot::{Blocked, Slot, State, Usage};
use super::slot::{add, bit};
use super::sync::{Arc, AtomicU32, AtomicU64, Ordering};
use crate::sched::{Event, Instant, Jitter, Reason, Recorder, Tap, Wait, now};
#[allow(unused_imports)] // The model check does without some.
pub use turns::{SCHEDULED_BIT, Scheduler};

#[path = "forked.rs"]
mod forked;
#[path = "idle.rs"]
mod idle;
#[path = "settings.rs"]
mod settings;
#[path = "turns.rs"]
mod turns;

use idle::{sleep_for_ever, spin_for_answer};

/// Bit of [`GilLock::breaker`]: somebody waits for the lock; call [`GilLock::offer`].
pub const WAITERS_BIT: u32 = 1;
/// Bit of [`GilLock::breaker`]: a signal is pending. The thread that serves signals clears it.
pub const SIGNAL_BIT: u32 = 2;
/// Bit of [`GilLock::breaker`]: the interpreter is finalising.
pub const STOP_BIT: u32 = 4;
/// Bit of [`GilLock::breaker`]: an exception was sent to some thread. Who set it also says to whom; receivers clear it.
pub const ASYNC_BIT: u32 = 8;
const HELD: u32 = 1;
const WAITERS: u32 = 2;
const CLOSED: u32 = 4;

/// Offers that may pass between two looks at the clock.
const MOST_SKIPPED: u64 = 32;
/// Failed attempts to spin before a thread stops trying, if the ones before succeeded.
const SPIN_CREDIT: i32 = 3;
/// Blocks without spinning between two attempts that fail.
const SPIN_PAUSE: i32 = 30;
/// Longest countdown that [`GilLock::reload`] gives out, so that signals are seen under `ticks:1000000` too.
const LONGEST_COUNTDOWN: u32 = 1000;

/// Where a thread that asks for the lock comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    /// It has just been started.
    New,
    /// It gave the lock up on its own in order to wait.
    Io,
    /// It was made to give the lock up.
    Preempted,
}

/// Why a thread gives the lock up on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReleaseReason {
    /// To wait, outside of the lock's knowledge.
    Wait(Wait),
    /// Because it ends.
    Exit,
}

/// Counters of the whole lock; written by holders.
#[derive(Default)]
struct Counters {
    switches: AtomicU64,
    forced: AtomicU64,
    voluntary: AtomicU64,
    released: [AtomicU64; Reason::ALL.len()],
}

/// What the lock has done so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Times the lock went to another thread than the one that had it last.
    pub switches: u64,
    /// Times a holder was made to give the lock up.
    pub forced: u64,
    /// Times a holder gave the lock up on its own.
    pub voluntary: u64,
    /// Times a thread was woken for the lock and did not get it (policies that let threads race).
    pub failed_wakes: u64,
    /// The voluntary ones by reason, without those that are zero.
    pub reasons: Vec<(Reason, u64)>,
}

/// The lock of one interpreter. See the head of this file.
pub struct GilLock {
    /// Polled by the holder; alone on its line so that arrivals disturb it only once.
    breaker: CachePadded<AtomicU32>,
    word: CachePadded<AtomicU32>,
    queue: CachePadded<Mutex<Queue>>,
    holder: CachePadded<Holder>,
    counters: CachePadded<Counters>,
    /// The one counter that threads without the lock write to.
    failed_wakes: AtomicU64,
    /// How many threads are blocked without a deadline; changed under the mutex.
    endless: AtomicU32,
    /// In the child of a fork: slots with smaller ids, except the survivor's, belong to threads that exist only in the parent.
    gone_below: AtomicU32,
    survivor: AtomicU32,
    tap: Tap,
    /// Who decides instead of the policy, if somebody does; see `turns`.
    scheduler: Option<Arc<dyn Scheduler>>,
}

/// What the holder notes for itself: written by the holder alone, except that arrivals reset `skip`.
struct Holder {
    /// The id of the slot that has, or last had, the lock.
    id: AtomicU32,
    /// Offers to let pass before the next look at the clock.
    skip: AtomicU32,
    /// How many `skip` was last set to.
    skipped: AtomicU32,
    /// When the holder got the lock; zero if it did not look.
    since: AtomicU64,
    /// When an offer last looked at the clock.
    looked: AtomicU64,
    /// Instructions between two offers; the top bit asks for jitter, the next one says that the policy counts instructions.
    spacing: AtomicU32,
    /// Whether the policy wants it given up by every call that may wait; see `Rules::always_gives_up`.
    gives_up: AtomicU32,
    jitter: Jitter,
}

const SPACING_JITTER: u32 = 1 << 31;
const SPACING_EXACT: u32 = 1 << 30;
const NOBODY: u32 = u32::MAX;

impl GilLock {
    /// A free lock.
    pub fn new(policy: Policy) -> Self {
        let lock = GilLock {
            breaker: CachePadded::new(AtomicU32::new(0)),
            word: CachePadded::new(AtomicU32::new(0)),
            queue: CachePadded::new(Mutex::new(Queue::new(policy, policy.rules()))),
            holder: CachePadded::new(Holder {
                id: AtomicU32::new(NOBODY),
                skip: AtomicU32::new(0),
                skipped: AtomicU32::new(0),
                since: AtomicU64::new(0),
                looked: AtomicU64::new(0),
                spacing: AtomicU32::new(0),
                gives_up: AtomicU32::new(0),
                jitter: Jitter::new(now().as_nanos()),
            }),
            counters: CachePadded::default(),
            failed_wakes: AtomicU64::new(0),
            endless: AtomicU32::new(0),
            gone_below: AtomicU32::new(0),
            survivor: AtomicU32::new(NOBODY),
            tap: Tap::new(),
            scheduler: None,
        };
        lock.set_policy(policy);
        lock
    }

    /// Waits for the lock and takes it. The caller must not have it already.
    #[inline]
    pub fn acquire(&self, me: &Arc<Slot>, arrival: Arrival) {
        if self
            .word
            .compare_exchange(0, HELD, Ordering::Acquire, Ordering::Relaxed)
            .is_ok()
        {
            self.holder.since.store(0, Ordering::Relaxed);
            self.note_holder(me);
            self.tap
                .emit(me.id(), || (self.now(), Event::Acquire { waited_ns: 0 }));
        } else {
            self.acquire_slow(me, arrival);
        }
        me.set_wait(None);
    }

    /// Gives the lock up, to the next thread if one waits. The caller has it.
    #[inline]
    pub fn release(&self, me: &Arc<Slot>, why: ReleaseReason) {
        self.assert_held_by(me);
        let wait = match why {
            ReleaseReason::Wait(wait) => Some(wait),
            ReleaseReason::Exit => None,
        };
        self.leave(me, wait);
        if self
            .word
            .compare_exchange(HELD, 0, Ordering::Release, Ordering::Relaxed)
            .is_err()
        {
            let mut queue = self.queue.lock();
            let hand_over = !queue.rules.barging;
            let next = self.pass_on(&mut queue, me, self.now(), hand_over, false);
            wake_after(queue, next);
        }
    }

    /// To be called at a safe point when [`WAITERS_BIT`] is set. Lets another thread run if it is time; true if one did. The
    /// caller has the lock, before and after. The whole poll of an interpreter loop whose countdown has reached zero is
    ///
    /// ```text
    /// let bits = lock.breaker().load(Relaxed);
    /// if bits != 0 { serve signals and sent exceptions; lock.offer(me); }
    /// countdown = lock.reload(me);
    /// ```
    #[inline]
    pub fn offer(&self, me: &Arc<Slot>) -> bool {
        if self.breaker.load(Ordering::Relaxed) & WAITERS_BIT == 0 {
            return false;
        }
        if self.pass_offer() {
            return false;
        }
        self.offer_slow(me)
    }

    /// True if this offer need not be made, for the holder's slice is not near its end. Each call counts as an offer.
    #[inline(always)]
    pub fn pass_offer(&self) -> bool {
        let skip = self.holder.skip.load(Ordering::Relaxed);
        if skip > 0 {
            self.holder.skip.store(skip - 1, Ordering::Relaxed);
        }
        skip > 0
    }

    /// Lets the next thread run now, if one waits (`time.sleep(0)`); true if one did.
    pub fn yield_now(&self, me: &Arc<Slot>) -> bool {
        self.assert_held_by(me);
        if self.breaker.load(Ordering::Relaxed) & WAITERS_BIT == 0 {
            return false;
        }
        self.preempt(self.queue.lock(), me, self.now())
    }

    /// Gives the lock up, waits to be woken, and comes back with the lock. `why` is for reports. The caller has registered its
    /// slot where its waker will find it; afterwards it looks at that place again, whatever the answer is, since a wake may come
    /// after the deadline and before the lock. With an interrupt already pending it returns at once.
    pub fn block(&self, me: &Arc<Slot>, deadline: Option<Instant>, why: &Wait) -> Blocked {
        self.assert_held_by(me);
        if me.is_interrupted() {
            me.take_interrupt();
            return Blocked::Interrupted;
        }
        self.leave(me, Some(*why));
        let mut queue = self.queue.lock();
        me.set_state(State::Blocked);
        me.endless
            .store(u8::from(deadline.is_none()), Ordering::Relaxed);
        if deadline.is_none() {
            self.endless.fetch_add(1, Ordering::Relaxed);
        }
        if let Some(scheduler) = &self.scheduler {
            scheduler.blocked(me, deadline);
        }
        let hand_over = !queue.rules.barging;
        let next = self.pass_on(&mut queue, me, self.now(), hand_over, false);
        // With nobody else in line, the thread that runs now may well be the one that wakes this one, soon.
        let alone = self.word.load(Ordering::Relaxed) & (HELD | WAITERS) == HELD;
        wake_after(queue, next);
        if alone {
            spin_for_answer(me);
        }
        self.park(me, deadline);
        me.set_wait(None);
        let outcome = me.outcome();
        if outcome == Blocked::Interrupted {
            me.take_interrupt();
        }
        outcome
    }

    /// Makes `other`, blocked in [`GilLock::block`], runnable; it gets the lock in its turn. False if it was not blocked (any
    /// more): its deadline passed, it was interrupted, or somebody woke it already. The caller has the lock.
    pub fn wake(&self, other: &Arc<Slot>) -> bool {
        let mut queue = self.queue.lock();
        if !other.is(State::Blocked) || queue.is_closed_to(other) || self.is_gone(other.id()) {
            return false;
        }
        let time = self.now();
        let late = (self.scheduler.as_ref()).is_some_and(|scheduler| scheduler.woken(other.id()));
        if self.holder.since.load(Ordering::Relaxed) == 0 {
            // Otherwise the first wake of a thread that never looked at the clock would end its slice at once.
            self.holder.since.store(time.as_nanos(), Ordering::Relaxed);
        }
        self.tap.emit(self.holder.id.load(Ordering::Relaxed), || {
            (time, Event::Wake { other: other.id() })
        });
        let outcomes = [Blocked::Woken, Blocked::TimedOut];
        self.end_block(other, outcomes[usize::from(late)]);
        other.set_wanted(time);
        self.word.fetch_or(WAITERS, Ordering::Relaxed);
        self.enqueue(&mut queue, other, Arrival::Io);
        !late
    }

    /// Asks the thread of `slot` to look at pending signals: blocked, it returns soon; running, it finds [`SIGNAL_BIT`] at its
    /// next safe point. Async-signal-safe.
    pub fn interrupt(&self, slot: &Slot) {
        self.breaker.fetch_or(SIGNAL_BIT, Ordering::Release);
        if slot.word.fetch_or(bit::INTERRUPT, Ordering::Release) & bit::PARKED != 0 {
            slot.word.wake_one();
        }
    }

    /// The bits to look at at a safe point: one relaxed load tells whether there is anything to do.
    #[inline(always)]
    pub fn breaker(&self) -> &AtomicU32 {
        &self.breaker
    }

    /// From now on any thread but `me` that asks for the lock sleeps until the process ends. The caller has the lock.
    pub fn finalize(&self, me: &Arc<Slot>) {
        self.assert_held_by(me);
        let mut queue = self.queue.lock();
        queue.finalizer = Some(me.id());
        let (ahead, rest) = (
            std::mem::take(&mut queue.ahead),
            std::mem::take(&mut queue.rest),
        );
        self.word.store(HELD | CLOSED, Ordering::Relaxed);
        self.breaker.fetch_and(!WAITERS_BIT, Ordering::Relaxed);
        self.breaker.fetch_or(STOP_BIT, Ordering::Relaxed);
        drop(queue);
        drop((ahead, rest));
    }

    /// Instructions to run before the next safe point. The VM calls it whenever its countdown has reached zero, after it has
    /// looked at [`GilLock::breaker`]; the instructions are booked to `me`.
    #[inline]
    pub fn reload(&self, me: &Arc<Slot>) -> u32 {
        let spacing = self.holder.spacing.load(Ordering::Relaxed);
        let ticks = spacing & (SPACING_EXACT - 1);
        let countdown = if spacing & SPACING_JITTER != 0 {
            ticks - ticks / 8 + self.holder.jitter.below(ticks / 4 + 1)
        } else if spacing & SPACING_EXACT != 0 {
            let left = match me.ticks_left.load(Ordering::Relaxed) {
                0 => ticks,
                left => left,
            };
            let countdown = left.min(LONGEST_COUNTDOWN);
            me.ticks_left.store(left - countdown, Ordering::Relaxed);
            countdown
        } else {
            ticks
        };
        add(&me.ticks, u64::from(countdown));
        countdown
    }

    /// For the end of an interpreter's making: who made it is no thread of the program, and going on from it is no switch.
    pub fn forget_holder(&self) {
        self.holder.id.store(NOBODY, Ordering::Relaxed);
    }

    /// What the lock has done so far.
    pub fn stats(&self) -> Stats {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let counters = &self.counters;
        let reasons: Vec<(Reason, u64)> = Reason::ALL
            .iter()
            .zip(&counters.released)
            .map(|(&reason, n)| (reason, read(n)))
            .filter(|&(_, n)| n > 0)
            .collect();
        Stats {
            switches: read(&counters.switches),
            forced: read(&counters.forced),
            voluntary: read(&counters.voluntary),
            failed_wakes: read(&self.failed_wakes),
            reasons,
        }
    }

    /// The id of the slot whose thread has the lock, if one has. Out of date as soon as it is known, unless the caller has it.
    pub fn holder(&self) -> Option<u32> {
        let held = self.word.load(Ordering::Relaxed) & HELD != 0;
        held.then(|| self.holder.id.load(Ordering::Relaxed))
    }

    /// How many threads queue for the lock.
    pub fn waiting(&self) -> usize {
        let queue = self.queue.lock();
        queue.ahead.len() + queue.rest.len()
    }

    /// Sends all further events to `recorder`, too.
    pub fn record(&self, recorder: Arc<dyn Recorder>) {
        self.tap.add(recorder);
    }

    /// Where events go in; the VM and the primitives report theirs here.
    pub fn tap(&self) -> &Tap {
        &self.tap
    }

    #[cold]
    fn acquire_slow(&self, me: &Arc<Slot>, arrival: Arrival) {
        // A scheduler hands the lock to a new thread before it begins.
        if me.word.load(Ordering::Relaxed) & bit::GRANTED != 0 {
            return self.park(me, None);
        }
        me.set_wanted(self.now());
        self.tap.emit(me.id(), || (me.wanted(), Event::Want));
        if !self.take_or_enqueue(self.queue.lock(), me, arrival) {
            self.park(me, None);
        }
    }

    #[cold]
    fn offer_slow(&self, me: &Arc<Slot>) -> bool {
        self.assert_held_by(me);
        let time = now();
        let queue = self.queue.lock();
        if queue.rules.by_ticks {
            return me.ticks_left.load(Ordering::Relaxed) == 0 && self.preempt(queue, me, time);
        }
        let holder = &self.holder;
        let since = Instant::from_nanos(holder.since.load(Ordering::Relaxed));
        let Some(due) = queue.due(since) else {
            return false;
        };
        if time >= due {
            return self.preempt(queue, me, time);
        }
        // Skip as many offers as fit into half of the time that is left, going by how long the last ones took.
        let looked = Instant::from_nanos(holder.looked.load(Ordering::Relaxed));
        let skip = if looked > since {
            let offers = u64::from(holder.skipped.load(Ordering::Relaxed)) + 1;
            let each = (time.nanos_since(looked) / offers).max(1);
            (due.nanos_since(time) / (2 * each)).min(MOST_SKIPPED) as u32
        } else {
            0
        };
        holder.looked.store(time.as_nanos(), Ordering::Relaxed);
        holder.skipped.store(skip, Ordering::Relaxed);
        holder.skip.store(skip, Ordering::Relaxed);
        false
    }

    /// Makes the caller give the lock up if anybody waits; true if another thread ran.
    fn preempt(&self, mut queue: Guard<'_, Queue>, me: &Arc<Slot>, time: Instant) -> bool {
        if queue.is_empty() {
            return false;
        }
        add(&self.counters.forced, 1);
        add(&me.forced, 1);
        self.tap.emit(me.id(), || (time, Event::Preempted));
        let switches = self.counters.switches.load(Ordering::Relaxed);
        if queue.rules.barging_offer {
            let next = self.pass_on(&mut queue, me, time, false, false);
            wake_after(queue, next);
            me.set_wanted(time);
            if !self.take_or_enqueue(self.queue.lock(), me, Arrival::Preempted) {
                self.park(me, None);
            }
        } else {
            let next = self.pass_on(&mut queue, me, time, true, true);
            wake_after(queue, next);
            self.park(me, None);
        }
        self.counters.switches.load(Ordering::Relaxed) != switches
    }

    /// Lets go of the lock: to a waiting thread (handing it over, or leaving the two to race), or free. With `requeue` the caller
    /// goes to the end of the line, once the next thread has been chosen. The result is to be woken when the mutex is free.
    fn pass_on(
        &self,
        queue: &mut Queue,
        me: &Arc<Slot>,
        time: Instant,
        hand_over: bool,
        requeue: bool,
    ) -> Option<Arc<Slot>> {
        self.note_hold(me, time);
        let next = match &self.scheduler {
            None => queue.choose(),
            Some(scheduler) => self.draw(queue, &**scheduler, me.id()),
        };
        if requeue {
            me.set_wanted(time);
            me.set_state(State::Queued);
            queue.push(me, Arrival::Preempted);
        }
        let Some(next) = next else {
            self.word.store(self.marks(queue), Ordering::Release);
            return None;
        };
        let parked = self.grant(queue, &next, hand_over);
        parked.then_some(next)
    }

    /// What the word has beside [`HELD`], as the lists are now.
    fn marks(&self, queue: &Queue) -> u32 {
        let closed = if queue.finalizer.is_some() { CLOSED } else { 0 };
        if queue.is_empty() {
            self.breaker.fetch_and(!WAITERS_BIT, Ordering::Relaxed);
            if self.scheduler.is_none() {
                return closed;
            }
        }
        closed | WAITERS
    }

    /// Lets `next`, which is in line no more, have the lock, or race for it; true if it sleeps and has to be woken.
    fn grant(&self, queue: &Queue, next: &Arc<Slot>, hand_over: bool) -> bool {
        let marks = self.marks(queue);
        let grant = if hand_over {
            next.set_state(State::Running);
            self.word.store(HELD | marks, Ordering::Release);
            bit::GRANTED
        } else {
            self.word.store(marks, Ordering::Release);
            bit::TRY
        };
        if let Some(scheduler) = &self.scheduler {
            scheduler.granted(next);
        }
        next.word.fetch_or(grant, Ordering::Release) & bit::PARKED != 0
    }

    /// Books the time since the lock was taken to its holder.
    fn note_hold(&self, me: &Arc<Slot>, time: Instant) {
        let since = self.holder.since.load(Ordering::Relaxed);
        if since != 0 {
            add(&me.hold_ns, time.nanos_since(Instant::from_nanos(since)));
        }
    }

    /// Takes the lock if it is free (true), else puts the caller in line. Unlocks the mutex. Does not return to a thread that may
    /// not have the lock any more.
    fn take_or_enqueue(
        &self,
        mut queue: Guard<'_, Queue>,
        me: &Arc<Slot>,
        arrival: Arrival,
    ) -> bool {
        if queue.is_closed_to(me) {
            drop(queue);
            sleep_for_ever();
        }
        loop {
            let word = self.word.load(Ordering::Relaxed);
            let (new, order) = if word & HELD == 0 {
                (word | HELD, Ordering::Acquire)
            } else {
                (word | WAITERS, Ordering::Relaxed)
            };
            // Even when no bit changes the swap is made: an uncontended release between load and swap must make it fail.
            if self
                .word
                .compare_exchange(word, new, order, Ordering::Relaxed)
                .is_err()
            {
                continue;
            }
            if word & HELD == 0 {
                me.set_state(State::Running);
                drop(queue);
                self.entered(me);
                return true;
            }
            self.enqueue(&mut queue, me, arrival);
            return false;
        }
    }

    /// Puts `slot` in line; `WAITERS` is set already.
    fn enqueue(&self, queue: &mut Queue, slot: &Arc<Slot>, arrival: Arrival) {
        slot.set_state(State::Queued);
        queue.push(slot, arrival);
        self.breaker.fetch_or(WAITERS_BIT, Ordering::Relaxed);
        self.holder.skip.store(0, Ordering::Relaxed);
    }

    /// Sleeps until the caller, queued or blocked, has the lock.
    fn park(&self, me: &Arc<Slot>, mut deadline: Option<Instant>) {
        if let Some(scheduler) = &self.scheduler {
            return self.park_turn(&**scheduler, me);
        }
        loop {
            let word = me.word.load(Ordering::Acquire);
            if word & bit::GRANTED != 0 {
                me.word
                    .fetch_and(!(bit::GRANTED | bit::PARKED), Ordering::Relaxed);
                return self.entered(me);
            }
            if word & bit::TRY != 0 {
                me.word
                    .fetch_and(!(bit::TRY | bit::PARKED), Ordering::Relaxed);
                if self.take_or_enqueue(self.queue.lock(), me, Arrival::Preempted) {
                    return;
                }
                self.failed_wakes.fetch_add(1, Ordering::Relaxed);
                continue;
            }
            // The state is the mutex's. Read without it, "blocked" may be out of date, and is looked at again with it.
            let blocked = me.is(State::Blocked);
            if blocked && word & bit::INTERRUPT != 0 {
                if self.unblock(me, Blocked::Interrupted) {
                    return;
                }
                continue;
            }
            if word & bit::PARKED == 0 {
                me.word.fetch_or(bit::PARKED, Ordering::Relaxed);
                continue;
            }
            if me.word.wait(word, if blocked { deadline } else { None }) {
                deadline = None;
                if self.unblock(me, Blocked::TimedOut) {
                    return;
                }
            }
        }
    }

    /// Ends the block of the caller, unless somebody else did already. True if it has the lock now.
    fn unblock(&self, me: &Arc<Slot>, outcome: Blocked) -> bool {
        let queue = self.queue.lock();
        if !me.is(State::Blocked) {
            return false;
        }
        self.end_block(me, outcome);
        me.set_wanted(self.now());
        let taken = self.take_or_enqueue(queue, me, Arrival::Io);
        if taken {
            me.word.fetch_and(!bit::PARKED, Ordering::Relaxed);
        }
        taken
    }

    /// Notes how a block ended. The caller has the mutex, and goes on to change the state.
    fn end_block(&self, slot: &Slot, outcome: Blocked) {
        slot.set_outcome(outcome);
        if slot.is_endless() {
            self.endless.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// How many threads are blocked without a deadline. Exact for whoever holds the lock, except that an interrupt may end such a
    /// block at any time.
    pub fn blocked_for_ever(&self) -> u32 {
        self.endless.load(Ordering::Relaxed)
    }

    /// Notes that the caller has the lock now, after some waiting.
    fn entered(&self, me: &Arc<Slot>) {
        let time = self.now();
        let waited_ns = time.nanos_since(me.wanted());
        let holder = &self.holder;
        holder.since.store(time.as_nanos(), Ordering::Relaxed);
        holder.skip.store(0, Ordering::Relaxed);
        self.note_holder(me);
        add(&me.wait_ns, waited_ns);
        self.tap
            .emit(me.id(), || (time, Event::Acquire { waited_ns }));
    }

    #[inline]
    fn note_holder(&self, me: &Arc<Slot>) {
        add(&me.holds, 1);
        let last = self.holder.id.load(Ordering::Relaxed);
        if last != me.id() {
            self.holder.id.store(me.id(), Ordering::Relaxed);
            if last != NOBODY {
                add(&self.counters.switches, 1);
            }
        }
    }

    /// Notes that the caller is about to give the lock up on its own.
    #[inline]
    fn leave(&self, me: &Arc<Slot>, wait: Option<Wait>) {
        add(&self.counters.voluntary, 1);
        if let Some(wait) = wait {
            me.set_wait(Some(wait));
            add(&self.counters.released[wait.reason() as usize], 1);
        }
        self.tap.emit(me.id(), || {
            let (object, site) = me.place();
            (self.now(), Event::Release { wait, object, site })
        });
    }

    #[inline(always)]
    fn assert_held_by(&self, me: &Arc<Slot>) {
        debug_assert_eq!(
            self.holder(),
            Some(me.id()),
            "the caller does not have the interpreter's lock"
        );
    }
}

/// Unlocks the mutex, then wakes the chosen thread, so that it does not run into the mutex.
fn wake_after(queue: Guard<'_, Queue>, next: Option<Arc<Slot>>) {
    drop(queue);
    if let Some(next) = next {
        next.word.wake_one();
    }
}
