//! The lock under real threads: one holder at a time, no wake-up lost, every way out of `block`, nobody starves. Assertions hold
//! under every schedule; clocks only decide how long a test takes.
#![allow(unsafe_code)] // A counter without atomics shows that the lock excludes.
use std::cell::UnsafeCell;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use tick::gil::lock::{
    Arrival, Blocked, GilLock, ReleaseReason, SIGNAL_BIT, STOP_BIT, Slot, State, WAITERS_BIT,
};
use tick::gil::policy::Policy;
use tick::sched::{Event, EventKind, Instant, Reason, Record, Recorder, Wait, now};

const IO: ReleaseReason = ReleaseReason::Wait(Wait::Io {
    fd: 1,
    what: "write",
});
const POLICIES: [Policy; 6] = [
    Policy::Fair,
    Policy::Ticks(3),
    Policy::Interval(Duration::from_micros(50)),
    Policy::Py2,
    Policy::Py39,
    Policy::Py310,
];

/// State that only the holder of the lock touches, as the interpreter's values are.
struct Shared<T> {
    lock: GilLock,
    data: UnsafeCell<T>,
}

// SAFETY: `with` is only called by the holder, which these tests are to show to be one thread.
unsafe impl<T: Send> Sync for Shared<T> {}

impl<T> Shared<T> {
    fn new(policy: Policy, data: T) -> Arc<Self> {
        Arc::new(Shared {
            lock: GilLock::new(policy),
            data: UnsafeCell::new(data),
        })
    }

    /// The caller has the lock.
    fn with<R>(&self, f: impl FnOnce(&mut T) -> R) -> R {
        // SAFETY: see the `Sync` above.
        f(unsafe { &mut *self.data.get() })
    }
}

fn spawn<T: Send + 'static>(
    shared: &Arc<Shared<T>>,
    id: u32,
    body: impl FnOnce(&Shared<T>, &Arc<Slot>) + Send + 'static,
) -> thread::JoinHandle<()> {
    let shared = shared.clone();
    thread::spawn(move || {
        let me = Slot::new(id, "test");
        shared.lock.acquire(&me, Arrival::New);
        body(&shared, &me);
        shared.lock.release(&me, ReleaseReason::Exit);
    })
}

fn join(threads: Vec<thread::JoinHandle<()>>) {
    for thread in threads {
        thread.join().unwrap();
    }
}

#[test]
fn one_holder_at_a_time() {
    for policy in POLICIES {
        let shared = Shared::new(policy, 0u64);
        let threads = (0..4).map(|id| {
            spawn(&shared, id, move |shared, me| {
                for round in 0..20_000 {
                    shared.with(|n| *n += 1);
                    shared.lock.reload(me);
                    match (round + id) % 7 {
                        0 => {
                            shared.lock.release(me, IO);
                            shared.lock.acquire(me, Arrival::Io);
                        }
                        3 => _ = shared.lock.yield_now(me),
                        _ => _ = shared.lock.offer(me),
                    }
                }
            })
        });
        join(threads.collect());
        let main = Slot::new(9, "main");
        shared.lock.acquire(&main, Arrival::New);
        assert_eq!(shared.with(|n| *n), 80_000, "{policy}");
        assert_eq!(
            shared.lock.breaker().load(Ordering::Relaxed) & WAITERS_BIT,
            0
        );
        assert_eq!(shared.lock.waiting(), 0);
    }
}

/// A bounded queue as a primitive of the language would be: plain data and lists of slots.
#[derive(Default)]
struct Channel {
    items: VecDeque<u32>,
    room: usize,
    getters: VecDeque<Arc<Slot>>,
    putters: VecDeque<Arc<Slot>>,
    sum: u64,
    open: usize,
}

fn block_on(
    shared: &Shared<Channel>,
    me: &Arc<Slot>,
    line: fn(&mut Channel) -> &mut VecDeque<Arc<Slot>>,
    deadline: Option<tick::sched::Instant>,
) -> Blocked {
    shared.with(|c| line(c).push_back(me.clone()));
    let outcome = shared.lock.block(me, deadline, &Wait::Queue(1));
    shared.with(|c| line(c).retain(|slot| !Arc::ptr_eq(slot, me)));
    outcome
}

fn wake_first(shared: &Shared<Channel>, line: fn(&mut Channel) -> &mut VecDeque<Arc<Slot>>) {
    while let Some(slot) = shared.with(|c| line(c).pop_front()) {
        if shared.lock.wake(&slot) {
            break;
        }
    }
}

/// Producers and consumers; a lost wake-up hangs. `deadline` microseconds make timeouts race with wakes.
fn run_channel(
    policy: Policy,
    room: usize,
    items: u32,
    micros: Option<u64>,
) -> Arc<Shared<Channel>> {
    let shared = Shared::new(
        policy,
        Channel {
            room,
            open: 2,
            ..Channel::default()
        },
    );
    let deadline = move || micros.map(|n| now() + Duration::from_micros(n));
    let mut threads = Vec::new();
    for id in 0..2 {
        threads.push(spawn(&shared, id, move |shared, me| {
            for item in 1..=items {
                while shared.with(|c| c.items.len() >= c.room) {
                    block_on(shared, me, |c| &mut c.putters, deadline());
                }
                shared.with(|c| c.items.push_back(item));
                wake_first(shared, |c| &mut c.getters);
                shared.lock.offer(me);
            }
            shared.with(|c| c.open -= 1);
            while shared.with(|c| !c.getters.is_empty()) {
                wake_first(shared, |c| &mut c.getters);
            }
        }));
        threads.push(spawn(&shared, id + 2, move |shared, me| {
            loop {
                match shared.with(|c| c.items.pop_front()) {
                    Some(item) => {
                        shared.with(|c| c.sum += u64::from(item));
                        wake_first(shared, |c| &mut c.putters);
                    }
                    None if shared.with(|c| c.open) == 0 => break,
                    None => _ = block_on(shared, me, |c| &mut c.getters, deadline()),
                }
                shared.lock.offer(me);
            }
        }));
    }
    join(threads);
    shared
}

#[test]
fn no_wake_up_is_lost() {
    for policy in POLICIES {
        for room in [1, 5] {
            let shared = run_channel(policy, room, 3000, None);
            assert_eq!(shared.with(|c| c.sum), 3000 * 3001, "{policy}");
        }
    }
}

#[test]
fn timeouts_race_with_wakes() {
    for policy in [Policy::Fair, Policy::Py2] {
        for micros in [0, 5, 60] {
            let shared = run_channel(policy, 1, 1500, Some(micros));
            assert_eq!(shared.with(|c| c.sum), 1500 * 1501, "{policy}");
        }
    }
}

#[test]
fn block_times_out_and_a_late_wake_is_harmless() {
    let shared = Shared::new(Policy::Fair, ());
    let me = Slot::new(0, "main");
    shared.lock.acquire(&me, Arrival::New);
    let start = now();
    let outcome = shared
        .lock
        .block(&me, Some(start + Duration::from_millis(3)), &Wait::Sleep(0));
    assert_eq!(outcome, Blocked::TimedOut);
    assert!(now() - start >= Duration::from_millis(3));
    assert!(!shared.lock.wake(&me));
    assert_eq!(me.waits_for(), None);
    assert_eq!(shared.lock.holder(), Some(0));
}

#[test]
fn interrupts_end_blocks_at_any_time() {
    let shared = Shared::new(Policy::Fair, ());
    let me = Slot::new(0, "main");
    shared.lock.acquire(&me, Arrival::New);
    shared.lock.interrupt(&me);
    assert_eq!(
        shared.lock.block(&me, None, &Wait::Join(1)),
        Blocked::Interrupted
    );
    assert!(!me.take_interrupt());
    assert_ne!(
        shared.lock.breaker().load(Ordering::Relaxed) & SIGNAL_BIT,
        0
    );
    // One thread interrupts for as long as the other blocks: each block ends, or the test hangs.
    let done = Arc::new(AtomicBool::new(false));
    let interrupter = {
        let (shared, me, done) = (shared.clone(), me.clone(), done.clone());
        thread::spawn(move || {
            while !done.load(Ordering::Relaxed) {
                shared.lock.interrupt(&me);
                thread::sleep(Duration::from_micros(20));
            }
        })
    };
    for _ in 0..500 {
        assert_eq!(
            shared.lock.block(&me, None, &Wait::Join(1)),
            Blocked::Interrupted
        );
    }
    done.store(true, Ordering::Relaxed);
    interrupter.join().unwrap();
}

#[test]
fn preempted_threads_are_not_starved_by_those_that_return() {
    // Three threads that come back from waiting all the time, one that is always preempted: it must get its turn after at most 8
    // others, plus one that was chosen before it queued. A thread that has only been started queues as preempted ones do, so the
    // count begins when all of them have run.
    let shared = Shared::new(Policy::Fair, (0u64, Vec::new()));
    let started = Arc::new(AtomicU64::new(0));
    let done = Arc::new(AtomicBool::new(false));
    let mut threads = Vec::new();
    for id in 0..3 {
        let (done, started) = (done.clone(), started.clone());
        threads.push(spawn(&shared, id, move |shared, me| {
            started.fetch_add(1, Ordering::Relaxed);
            while !done.load(Ordering::Relaxed) {
                shared.with(|d| d.0 += 1);
                shared.lock.release(me, IO);
                shared.lock.acquire(me, Arrival::Io);
            }
        }));
    }
    threads.push(spawn(&shared, 3, move |shared, me| {
        while started.load(Ordering::Relaxed) < 3 {
            shared.lock.release(me, IO);
            thread::yield_now();
            shared.lock.acquire(me, Arrival::Io);
        }
        for _ in 0..2000 {
            let before = shared.with(|d| d.0);
            let switched = shared.lock.yield_now(me);
            let turns = shared.with(|d| d.0) - before;
            if switched {
                shared.with(|d| d.1.push(turns));
            }
        }
        done.store(true, Ordering::Relaxed);
    }));
    join(threads);
    let worst = shared.with(|d| d.1.iter().copied().max()).unwrap_or(0);
    assert!(worst <= 9, "{worst} turns");
}

#[test]
fn waiting_threads_run_in_order() {
    let shared = Shared::new(Policy::Fair, Vec::new());
    let me = Slot::new(0, "main");
    shared.lock.acquire(&me, Arrival::New);
    let mut threads = Vec::new();
    for id in 1..6 {
        threads.push(spawn(&shared, id, |shared, me| {
            shared.with(|order| order.push(me.id()))
        }));
        while shared.lock.waiting() < id as usize {
            thread::yield_now();
        }
    }
    assert!(shared.lock.yield_now(&me));
    shared.lock.release(&me, ReleaseReason::Exit);
    join(threads);
    assert_eq!(shared.with(|order| order.clone()), [1, 2, 3, 4, 5]);
}

#[test]
fn ticks_switch_after_exactly_that_many() {
    let shared = Shared::new(Policy::Ticks(2500), ());
    let me = Slot::new(0, "main");
    shared.lock.acquire(&me, Arrival::New);
    let turns: Vec<u32> = (0..6).map(|_| shared.lock.reload(&me)).collect();
    assert_eq!(turns, [1000, 1000, 500, 1000, 1000, 500]);
    let other = spawn(&shared, 1, |_, _| ());
    while shared.lock.waiting() == 0 {
        thread::yield_now();
    }
    let switched: Vec<bool> = (0..3)
        .map(|_| {
            shared.lock.reload(&me);
            shared.lock.offer(&me)
        })
        .collect();
    assert_eq!(switched, [false, false, true]);
    assert_eq!(me.usage().ticks, 5000 + 2500);
    other.join().unwrap();
}

#[test]
fn finalising_stops_everybody_else() {
    let shared = Shared::new(Policy::Fair, 0u32);
    let me = Slot::new(0, "main");
    shared.lock.acquire(&me, Arrival::New);
    for id in 1..4 {
        spawn(&shared, id, |shared, _| shared.with(|n| *n += 1));
    }
    while shared.lock.waiting() < 2 {
        thread::yield_now();
    }
    shared.lock.finalize(&me);
    for _ in 0..100 {
        shared.lock.release(&me, IO);
        thread::yield_now();
        shared.lock.acquire(&me, Arrival::Io);
        assert!(!shared.lock.yield_now(&me));
    }
    let outcome = shared
        .lock
        .block(&me, Some(now() + Duration::from_millis(2)), &Wait::Sleep(0));
    assert_eq!(outcome, Blocked::TimedOut);
    assert_eq!(shared.with(|n| *n), 0);
    assert_ne!(shared.lock.breaker().load(Ordering::Relaxed) & STOP_BIT, 0);
}

#[test]
fn a_forked_child_has_the_lock_alone() {
    let shared = Shared::new(Policy::Ticks(5), ());
    let me = Slot::new(0, "main");
    shared.lock.acquire(&me, Arrival::New);
    let stop = Arc::new(AtomicBool::new(false));
    let others: Vec<_> = (1..4)
        .map(|id| {
            let stop = stop.clone();
            spawn(&shared, id, move |shared, me| {
                while !stop.load(Ordering::Relaxed) {
                    shared.lock.release(me, IO);
                    shared.lock.acquire(me, Arrival::Io);
                }
            })
        })
        .collect();
    for _ in 0..50 {
        shared.lock.yield_now(&me);
        // SAFETY: the child only uses the lock and leaves with `_exit`.
        let pid = unsafe { libc::fork() };
        if pid == 0 {
            shared.lock.after_fork_in_child(&me);
            let fine = shared.lock.waiting() == 0
                && !shared.lock.offer(&me)
                && shared.lock.policy() == Policy::Ticks(5)
                && shared.lock.block(
                    &me,
                    Some(now() + Duration::from_micros(100)),
                    &Wait::Sleep(0),
                ) == Blocked::TimedOut;
            shared.lock.release(&me, IO);
            shared.lock.acquire(&me, Arrival::Io);
            // SAFETY: ends the child without running anything of the test's process.
            unsafe { libc::_exit(if fine { 0 } else { 1 }) };
        }
        let mut status = -1;
        // SAFETY: `status` is a valid place.
        assert_eq!(unsafe { libc::waitpid(pid, &mut status, 0) }, pid);
        assert_eq!(status, 0);
    }
    stop.store(true, Ordering::Relaxed);
    shared.lock.release(&me, ReleaseReason::Exit);
    join(others);
}

#[test]
fn policies_change_while_threads_wait() {
    let shared = Shared::new(Policy::Fair, 0u64);
    let total = Arc::new(AtomicU64::new(0));
    let threads = (0..4).map(|id| {
        let total = total.clone();
        spawn(&shared, id, move |shared, me| {
            for round in 0..5000usize {
                shared.with(|n| *n += 1);
                shared.lock.reload(me);
                shared.lock.yield_now(me);
                if round % 10 == 0 {
                    shared
                        .lock
                        .set_policy(POLICIES[(round / 10 + id as usize) % POLICIES.len()]);
                }
            }
            total.fetch_add(me.usage().holds, Ordering::Relaxed);
        })
    });
    join(threads.collect());
    assert_eq!(shared.with(|n| *n), 20_000);
    assert!(total.load(Ordering::Relaxed) >= shared.lock.stats().switches);
}

/// Keeps the kinds of events, with their threads.
#[derive(Default)]
struct Kinds(std::sync::Mutex<Vec<(u32, EventKind)>>);

impl Recorder for Kinds {
    fn record(&self, thread: u32, time: Instant, event: Event) {
        let kind = Record::new(time, event).kind;
        self.0.lock().unwrap().push((thread, kind));
    }
}

#[test]
fn the_recorder_sees_every_change() {
    let shared = Shared::new(Policy::Fair, ());
    let recorder = Arc::new(Kinds::default());
    shared.lock.record(recorder.clone());
    let me = Slot::new(0, "main");
    shared.lock.acquire(&me, Arrival::New);
    let other = spawn(&shared, 1, |_, _| ());
    while shared.lock.waiting() == 0 {
        thread::yield_now();
    }
    shared.lock.yield_now(&me);
    shared.lock.release(&me, IO);
    other.join().unwrap();
    let kinds = |thread| {
        let all = recorder.0.lock().unwrap();
        let own = all.iter().filter(|(other, _)| *other == thread);
        own.map(|(_, kind)| *kind).collect::<Vec<_>>()
    };
    use EventKind::{Acquire, Preempted, Release, Want};
    assert_eq!(kinds(0), [Acquire, Preempted, Acquire, Release]);
    assert_eq!(kinds(1), [Want, Acquire, Release]);
    let stats = shared.lock.stats();
    assert_eq!((stats.forced, stats.voluntary), (1, 2));
}

#[test]
fn a_blocked_thread_says_what_it_waits_for() {
    let shared = Shared::new(Policy::Fair, ());
    let me = Slot::new(0, "main");
    let other = Slot::new(1, "other");
    shared.lock.acquire(&me, Arrival::New);
    let thread = {
        let (shared, other) = (shared.clone(), other.clone());
        thread::spawn(move || {
            shared.lock.acquire(&other, Arrival::New);
            let outcome = shared.lock.block(&other, None, &Wait::Semaphore(42));
            shared.lock.release(&other, ReleaseReason::Exit);
            outcome
        })
    };
    while other.state() != State::Blocked {
        shared.lock.yield_now(&me);
        thread::yield_now();
    }
    assert_eq!(other.waits_for(), Some((Reason::Semaphore, 42)));
    assert!(shared.lock.wake(&other));
    assert_eq!(other.state(), State::Queued);
    assert!(!shared.lock.wake(&other));
    shared.lock.release(&me, ReleaseReason::Exit);
    assert_eq!(thread.join().unwrap(), Blocked::Woken);
    assert_eq!((other.state(), other.waits_for()), (State::Running, None));
}
