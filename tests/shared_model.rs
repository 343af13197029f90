//! A model check of the protocols between processes: their own source over simulated atomics and futexes, run under thousands of
//! random schedules. Here nobody looks again by himself, so a lost wake-up shows as a deadlock; a permit given twice shows as a
//! failed assertion.
#![allow(dead_code)] // Only the protocols are driven here, not all of their interface.

#[path = "shared_model/sched.rs"]
mod sched;
#[path = "shared_model/shared.rs"]
mod shared;

use sched::Instant;
use shared::permits::Owner;
use shared::slot::{Answer, Slot, Waiting};
use shared::sync::{AtomicU32, Ordering};
use shuttle::thread;
use std::sync::Arc;

const SOON: Option<Instant> = Some(Instant::ZERO);

static SPUN: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// Waiting without ever looking by oneself.
fn patient() -> Waiting<'static> {
    Waiting {
        deadline: None,
        look: None,
        spins: false,
        spun: &SPUN,
        interrupted: &|| false,
        ended: &|_, _| false,
    }
}

/// Waiting that may end at any moment.
fn hasty(deadline: Option<Instant>) -> Waiting<'static> {
    Waiting {
        deadline,
        ..patient()
    }
}

fn run(iterations: usize, model: impl Fn() + Send + Sync + 'static) {
    let model = Arc::new(model);
    let again = model.clone();
    shuttle::check_random(move || model(), iterations);
    shuttle::check_pct(move || again(), iterations, 3);
}

fn owner(process: u32) -> Option<Owner> {
    Some(Owner { process, began: 1 })
}

/// Takes and gives `rounds` times, with a witness of how many are inside.
fn enter(
    slot: &Slot,
    inside: &AtomicU32,
    most: u32,
    owner: Option<Owner>,
    rounds: u32,
    waiting: &Waiting,
) -> u32 {
    let mut entered = 0;
    for _ in 0..rounds {
        if slot.try_take(owner) || slot.take(owner, false, waiting) == Answer::Got {
            assert!(
                inside.fetch_add(1, Ordering::SeqCst) < most,
                "too many inside"
            );
            inside.fetch_sub(1, Ordering::SeqCst);
            assert!(slot.give(most));
            entered += 1;
        }
    }
    entered
}

#[test]
fn locks_exclude_and_nobody_is_forgotten() {
    for processes in [2, 3, 4] {
        run(1500, move || {
            let shared = Arc::new((Slot::default(), AtomicU32::new(0)));
            shared.0.set_permits(1);
            let threads: Vec<_> = (1..=processes)
                .map(|process| {
                    let shared = shared.clone();
                    thread::spawn(move || {
                        enter(&shared.0, &shared.1, 1, owner(process), 3, &patient())
                    })
                })
                .collect();
            for thread in threads {
                assert_eq!(thread.join().unwrap(), 3);
            }
            assert_eq!(shared.0.permits(), 1);
            assert_eq!(shared.0.holder(), 0);
            assert!(!shared.0.give(1), "no permit too many");
        });
    }
}

#[test]
fn semaphores_let_in_as_many_as_they_say() {
    run(1500, || {
        let shared = Arc::new((Slot::default(), AtomicU32::new(0)));
        shared.0.set_permits(2);
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let shared = shared.clone();
                thread::spawn(move || enter(&shared.0, &shared.1, 2, None, 2, &patient()))
            })
            .collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), 2);
        }
        assert_eq!(shared.0.permits(), 2);
    });
}

#[test]
fn who_gives_up_or_is_interrupted_passes_the_wake_on() {
    run(1500, || {
        let shared = Arc::new((Slot::default(), AtomicU32::new(0)));
        shared.0.set_permits(1);
        let threads: Vec<_> = (1..=4)
            .map(|process| {
                let shared = shared.clone();
                thread::spawn(move || {
                    let waits = match process {
                        1 => hasty(SOON),
                        2 => Waiting {
                            interrupted: &|| {
                                use shuttle::rand::Rng;
                                shuttle::rand::thread_rng().gen_bool(0.3)
                            },
                            ..patient()
                        },
                        _ => patient(),
                    };
                    let entered = enter(&shared.0, &shared.1, 1, owner(process), 3, &waits);
                    assert!(entered == 3 || process <= 2);
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(shared.0.permits(), 1);
    });
}

#[test]
fn permits_given_at_once_reach_all_who_sleep() {
    run(1500, || {
        let slot = Arc::new(Slot::default());
        let takers: Vec<_> = (0..3)
            .map(|_| {
                let slot = slot.clone();
                thread::spawn(move || assert_eq!(slot.take(None, false, &patient()), Answer::Got))
            })
            .collect();
        for _ in 0..3 {
            assert!(slot.give(u32::MAX));
        }
        for taker in takers {
            taker.join().unwrap();
        }
        assert_eq!(slot.permits(), 0);
    });
}

#[test]
fn a_dead_owner_is_reported_or_replaced() {
    run(1000, || {
        let slot = Arc::new(Slot::default());
        slot.set_permits(1);
        assert!(slot.try_take(owner(9)));
        let threads: Vec<_> = (1..=3)
            .map(|process| {
                let slot = slot.clone();
                thread::spawn(move || {
                    let waiting = Waiting {
                        look: Some(std::time::Duration::from_nanos(2)),
                        ended: &|process, began| process == 9 && began == Some(1),
                        ..patient()
                    };
                    let answer = slot.take(owner(process), process != 1, &waiting);
                    match answer {
                        Answer::Got => assert!(slot.give(1)),
                        answer => assert_eq!((answer, process), (Answer::OwnerDied(9), 1)),
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(slot.permits(), 1);
    });
}

/// A condition as the language has it: its lock, its waiters, and what it is about.
struct Condition {
    lock: Slot,
    waiters: Slot,
    ready: AtomicU32,
}

impl Condition {
    fn new() -> Arc<Condition> {
        let condition = Condition {
            lock: Slot::default(),
            waiters: Slot::default(),
            ready: AtomicU32::new(0),
        };
        condition.lock.set_permits(1);
        Arc::new(condition)
    }

    fn lock(&self) {
        assert!(self.lock.try_take(None) || self.lock.take(None, false, &patient()) == Answer::Got);
    }

    fn unlock(&self) {
        assert!(self.lock.give(1));
    }

    fn wait(&self, waiting: &Waiting) -> Answer {
        let enrolled = self.waiters.enrol();
        self.unlock();
        let answer = self.waiters.await_notice(enrolled, waiting);
        if answer == Answer::Interrupted {
            self.waiters.leave(enrolled);
        }
        self.lock();
        answer
    }

    fn notify(&self, count: u32) {
        let count = self.waiters.notify(count);
        if count > 0 {
            self.waiters.call(count);
        }
    }
}

#[test]
fn each_notice_wakes_one_waiter() {
    run(1500, || {
        let condition = Condition::new();
        let takers: Vec<_> = (0..3)
            .map(|_| {
                let condition = condition.clone();
                thread::spawn(move || {
                    condition.lock();
                    while condition.ready.load(Ordering::SeqCst) == 0 {
                        assert_eq!(condition.wait(&patient()), Answer::Got);
                    }
                    condition.ready.fetch_sub(1, Ordering::SeqCst);
                    condition.unlock();
                })
            })
            .collect();
        for _ in 0..3 {
            condition.lock();
            condition.ready.fetch_add(1, Ordering::SeqCst);
            condition.notify(1);
            condition.unlock();
        }
        for taker in takers {
            taker.join().unwrap();
        }
        assert_eq!(condition.waiters.enrolled(), 0);
    });
}

#[test]
fn waiters_that_leave_or_die_do_not_take_the_notices_of_others() {
    run(1500, || {
        let condition = Condition::new();
        // One was killed while it waited.
        condition.waiters.enrol();
        let leaver = {
            let condition = condition.clone();
            thread::spawn(move || {
                condition.lock();
                condition.wait(&hasty(SOON));
                condition.unlock();
            })
        };
        let taker = {
            let condition = condition.clone();
            thread::spawn(move || {
                condition.lock();
                while condition.ready.load(Ordering::SeqCst) == 0 {
                    assert_eq!(condition.wait(&patient()), Answer::Got);
                }
                condition.unlock();
            })
        };
        condition.lock();
        condition.ready.store(1, Ordering::SeqCst);
        condition.notify(u32::MAX);
        condition.unlock();
        leaver.join().unwrap();
        taker.join().unwrap();
        assert!(condition.waiters.enrolled() <= 1);
    });
}

#[test]
fn an_event_that_is_set_once_lets_go_on_once() {
    run(1500, || {
        let (ping, pong) = (Arc::new(Slot::default()), Arc::new(Slot::default()));
        let answered = Arc::new(AtomicU32::new(0));
        // As `Event.wait` does it.
        fn wait_and_clear(event: &Slot) {
            let before = event.times_set();
            if !event.is_set() {
                assert_eq!(event.await_set(before, &patient()), Answer::Got);
            }
            event.clear();
        }
        let other = {
            let (ping, pong, answered) = (ping.clone(), pong.clone(), answered.clone());
            thread::spawn(move || {
                for _ in 0..3 {
                    wait_and_clear(&ping);
                    answered.fetch_add(1, Ordering::SeqCst);
                    pong.set();
                }
            })
        };
        for round in 1..=3 {
            ping.set();
            wait_and_clear(&pong);
            assert_eq!(answered.load(Ordering::SeqCst), round);
        }
        other.join().unwrap();
    });
}

#[test]
fn an_event_is_seen_by_all_even_if_it_is_cleared_at_once() {
    run(1500, || {
        let event = Arc::new(Slot::default());
        let began = Arc::new(AtomicU32::new(0));
        let waiters: Vec<_> = (0..3)
            .map(|_| {
                let (event, began) = (event.clone(), began.clone());
                thread::spawn(move || {
                    let before = event.times_set();
                    began.fetch_add(1, Ordering::SeqCst);
                    assert_eq!(event.await_set(before, &patient()), Answer::Got);
                })
            })
            .collect();
        while began.load(Ordering::SeqCst) < 3 {
            thread::yield_now();
        }
        event.set();
        event.clear();
        for waiter in waiters {
            waiter.join().unwrap();
        }
        assert!(!event.is_set());
    });
}
