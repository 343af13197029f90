//! A model check of the interpreter's lock: its own source over simulated atomics and futexes, run under thousands of random
//! schedules. A lost wake-up shows as a deadlock, double holding as a failed assertion, starvation as a broken bound.
#![allow(dead_code)] // Only the lock's protocol is driven here, not all of its interface.
#[path = "lock_model/gil.rs"]
mod gil;
#[path = "lock_model/sched.rs"]
mod sched;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use gil::lock::{Arrival, BURST, Blocked, GilLock, ReleaseReason, Slot, WAITERS_BIT};
use gil::policy::Policy;
use gil::sync::{AtomicU32, Ordering};
use gil::waiters::Turnstile;
use sched::{Instant, Wait, now};
use shuttle::thread;

const IO: ReleaseReason = ReleaseReason::Wait(Wait::Io {
    fd: 1,
    what: "write",
});
const SOON: Option<Instant> = Some(Instant::ZERO);
const POLICIES: [Policy; 5] = [
    Policy::Fair,
    Policy::Ticks(1),
    Policy::Interval(Duration::from_micros(150)),
    Policy::Py2,
    Policy::Py39,
];

/// The lock, a witness of who holds it, and the state of a language-level primitive. The mutex around that state is never
/// contended if the lock is right, so it adds no order of its own; `with` fails if it is.
struct World<T> {
    lock: GilLock,
    witness: AtomicU32,
    data: Mutex<T>,
}

impl<T> World<T> {
    fn new(policy: Policy, data: T) -> Arc<Self> {
        Arc::new(World {
            lock: GilLock::new(policy),
            witness: AtomicU32::new(0),
            data: Mutex::new(data),
        })
    }

    /// Holder only: touches the shared state, with a point for switching in the middle.
    fn with<R>(&self, me: &Slot, f: impl FnOnce(&mut T) -> R) -> R {
        assert_eq!(
            self.witness.swap(me.id() + 1, Ordering::Relaxed),
            0,
            "two holders"
        );
        let result = f(&mut self.data.try_lock().expect("two holders"));
        assert_eq!(
            self.witness.swap(0, Ordering::Relaxed),
            me.id() + 1,
            "two holders"
        );
        result
    }
}

fn spawn<T: Send + 'static>(
    world: &Arc<World<T>>,
    slot: &Arc<Slot>,
    body: impl FnOnce(&World<T>, &Arc<Slot>) + Send + 'static,
) -> thread::JoinHandle<()> {
    let (world, slot) = (world.clone(), slot.clone());
    thread::spawn(move || {
        world.lock.acquire(&slot, Arrival::New);
        body(&world, &slot);
        world.lock.release(&slot, ReleaseReason::Exit);
    })
}

fn slots(count: u32) -> Vec<Arc<Slot>> {
    (0..count).map(|id| Slot::new(id, "")).collect()
}

fn join(threads: Vec<thread::JoinHandle<()>>) {
    for thread in threads {
        thread.join().unwrap();
    }
}

/// Runs `model` under random schedules and under schedules with few, well-placed preemptions.
fn check(iterations: usize, model: impl Fn() + Send + Sync + 'static) {
    let model = Arc::new(model);
    let again = model.clone();
    shuttle::check_random(move || model(), iterations);
    shuttle::check_pct(move || again(), iterations, 3);
}

#[test]
fn one_holder_at_a_time() {
    for policy in POLICIES {
        check(2000, move || {
            let world = World::new(policy, 0);
            let threads = slots(3).into_iter().map(|slot| {
                spawn(&world, &slot, |world, me| {
                    for _ in 0..2 {
                        world.with(me, |n| *n += 1);
                        world.lock.reload(me);
                        world.lock.offer(me);
                        world.with(me, |n| *n += 1);
                        world.lock.release(me, IO);
                        world.lock.acquire(me, Arrival::Io);
                    }
                })
            });
            join(threads.collect());
            assert_eq!(*world.data.lock().unwrap(), 12);
            assert_eq!(
                world.lock.breaker().load(Ordering::Relaxed) & WAITERS_BIT,
                0
            );
            assert_eq!(world.lock.holder(), None);
        });
    }
}

/// A channel with room for one item, its waiting lists and what `wake` said.
#[derive(Default)]
struct Channel {
    item: Option<u32>,
    getter: Option<Arc<Slot>>,
    putter: Option<Arc<Slot>>,
    got: Vec<u32>,
}

fn pass_items(policy: Policy, deadline: Option<Instant>, interrupts: bool) {
    let world = World::new(policy, Channel::default());
    let ids = slots(3);
    let producer = spawn(&world, &ids[0], move |world, me| {
        for item in 0..3 {
            while world.with(me, |c| c.item.is_some()) {
                world.with(me, |c| c.putter = Some(me.clone()));
                world.lock.block(me, deadline, &Wait::Queue(1));
                world.with(me, |c| c.putter = None);
            }
            let getter = world.with(me, |c| {
                c.item = Some(item);
                c.getter.take()
            });
            getter.map(|slot| world.lock.wake(&slot));
            world.lock.offer(me);
        }
    });
    let consumer = spawn(&world, &ids[1], move |world, me| {
        while world.with(me, |c| c.got.len()) < 3 {
            match world.with(me, |c| {
                c.item
                    .take()
                    .map(|item| (c.got.push(item), c.putter.take()).1)
            }) {
                Some(putter) => _ = putter.map(|slot| world.lock.wake(&slot)),
                None => {
                    world.with(me, |c| c.getter = Some(me.clone()));
                    world.lock.block(me, deadline, &Wait::Queue(1));
                    world.with(me, |c| c.getter = None);
                }
            }
            world.lock.offer(me);
        }
    });
    // Somebody who only wants to compute, so that woken threads have to queue.
    let bystander = spawn(&world, &ids[2], |world, me| {
        for _ in 0..3 {
            world.with(me, |_| ());
            world.lock.reload(me);
            world.lock.offer(me);
        }
    });
    if interrupts {
        for slot in &ids[..2] {
            world.lock.interrupt(slot);
        }
    }
    join(vec![producer, consumer, bystander]);
    assert_eq!(world.data.lock().unwrap().got, [0, 1, 2]);
}

#[test]
fn no_wake_up_is_lost() {
    for policy in POLICIES {
        check(1500, move || pass_items(policy, None, false));
    }
}

#[test]
fn wakes_race_with_timeouts_and_interrupts() {
    for policy in [Policy::Fair, Policy::Py2] {
        check(2000, move || pass_items(policy, SOON, false));
        check(2000, move || pass_items(policy, None, true));
        check(2000, move || pass_items(policy, SOON, true));
    }
}

#[test]
fn the_waker_knows_who_ended_the_block() {
    check(8000, || {
        let world = World::new(Policy::Fair, None);
        let ids = slots(2);
        let sleeper = ids[0].clone();
        let waker = spawn(&world, &ids[1], move |world, me| {
            let woke = world.lock.wake(&sleeper);
            assert!(!(woke && world.lock.wake(&sleeper)), "one wake is enough");
            world.with(me, |outcomes: &mut Option<bool>| *outcomes = Some(woke));
        });
        let blocked = spawn(&world, &ids[0], |world, me| {
            // Without a deadline the block could come after the wake and never end.
            let outcome = world.lock.block(me, SOON, &Wait::Lock(1));
            match world.with(me, |outcomes| *outcomes) {
                Some(woke) => assert_eq!(woke, outcome == Blocked::Woken),
                // The deadline came, and this thread was in line before the waker.
                None => assert_eq!(outcome, Blocked::TimedOut),
            }
        });
        join(vec![waker, blocked]);
    });
}

#[test]
fn an_interrupt_ends_a_block() {
    check(8000, || {
        let world = World::new(Policy::Fair, ());
        let slot = Slot::new(0, "");
        let blocked = spawn(&world, &slot, |world, me| {
            assert_eq!(
                world.lock.block(me, None, &Wait::Join(1)),
                Blocked::Interrupted
            );
            world.with(me, |()| ());
        });
        world.lock.interrupt(&slot);
        join(vec![blocked]);
        assert!(!slot.is_interrupted());
    });
}

#[test]
fn a_preempted_thread_gets_its_turn() {
    check(600, || {
        let world = World::new(Policy::Fair, VecDeque::new());
        let mut ids = slots(3);
        let mut threads = vec![spawn(&world, &ids.pop().unwrap(), |world, me| {
            for _ in 0..2 {
                let before = world.with(me, |turns| turns.len());
                if world.lock.yield_now(me) {
                    let turns = world.with(me, |turns| turns.len()) - before;
                    assert!(turns <= BURST as usize + 2, "{turns} turns");
                }
            }
        })];
        for slot in ids {
            threads.push(spawn(&world, &slot, |world, me| {
                for _ in 0..12 {
                    world.with(me, |turns| turns.push_back(me.id()));
                    world.lock.release(me, IO);
                    world.lock.acquire(me, Arrival::Io);
                }
            }));
        }
        join(threads);
    });
}

/// What a turnstile guards: how many threads are inside.
struct Gate {
    turnstile: Turnstile,
    inside: usize,
    passed: usize,
}

/// Threads pass a turnstile, switching while they are inside. With `deadline` some give up; nobody may wait for ever.
fn pass_gate(policy: Policy, permits: usize, deadline: Option<Instant>) {
    let world = World::new(
        policy,
        Gate {
            turnstile: Turnstile::new(permits),
            inside: 0,
            passed: 0,
        },
    );
    let threads = slots(3).into_iter().map(|slot| {
        spawn(&world, &slot, move |world, me| {
            for round in 0..3 {
                let since = now();
                let mut has = world.with(me, |gate| gate.turnstile.try_take());
                while !has {
                    world.with(me, |gate| gate.turnstile.join(me, since));
                    let outcome = world.lock.block(me, deadline, &Wait::Lock(1));
                    has = world.with(me, |gate| gate.turnstile.settle(me));
                    if outcome == Blocked::TimedOut && round == 1 {
                        break;
                    }
                }
                if has {
                    world.with(me, |gate| {
                        gate.inside += 1;
                        gate.passed += 1;
                        assert!(gate.inside <= permits, "more inside than permits");
                    });
                    world.lock.reload(me);
                    world.lock.offer(me);
                    world.with(me, |gate| {
                        gate.inside -= 1;
                        gate.turnstile.give(&world.lock, 1);
                    });
                    world.lock.offer(me);
                }
            }
        })
    });
    join(threads.collect());
    let gate = world.data.lock().unwrap();
    assert_eq!((gate.turnstile.permits(), gate.inside), (permits, 0));
    assert!(gate.turnstile.line().is_empty());
    assert!(gate.passed >= 6);
}

#[test]
fn no_permit_is_lost() {
    for policy in [Policy::Fair, Policy::Ticks(1), Policy::Py2] {
        for permits in [1, 2] {
            check(800, move || pass_gate(policy, permits, None));
            check(800, move || pass_gate(policy, permits, SOON));
        }
    }
}
