//! A model check of what proves a deadlock of several processes: the rules' own source over simulated atomics, run under thousands of
//! random schedules. Here processes send each other the right to go on. As long as it is anywhere, nobody may be told to be stuck; when it
//! is gone, somebody has to tell.
#![allow(dead_code, unused_imports)] // The file beside has more of the simulated primitives.

#[path = "shared_model/sched.rs"]
mod sched;
#[path = "statement_model/shared.rs"]
mod shared;

use shared::statement::{Statement, Suspicion, Target, Verdict, Waiters};
use shared::sync::{AtomicU32, Ordering::SeqCst};
use shuttle::rand::Rng;
use shuttle::sync::Mutex;
use shuttle::thread;
use std::sync::Arc;

/// What the interpreter's lock of a process protects.
#[derive(Default)]
struct Inside {
    waiters: Waiters,
    suspicion: Suspicion,
}

#[derive(Default)]
struct Process {
    lock: Mutex<Inside>,
    statement: Statement,
    threads: usize,
}

struct World {
    processes: Vec<Process>,
    /// What each thread has been sent; the process of each.
    mail: Vec<(AtomicU32, usize)>,
    /// How often the right is sent on before it is gone.
    left: AtomicU32,
    told: AtomicU32,
}

impl World {
    /// One with so many threads in its processes.
    fn new(threads: &[usize], hops: u32) -> World {
        let processes = threads.iter().map(|&threads| Process {
            threads,
            ..Process::default()
        });
        let mail = threads
            .iter()
            .enumerate()
            .flat_map(|(process, &count)| vec![process; count])
            .map(|process| (AtomicU32::new(0), process));
        World {
            processes: processes.collect(),
            mail: mail.collect(),
            left: AtomicU32::new(hops),
            told: AtomicU32::new(0),
        }
    }

    fn take(&self, thread: usize) -> bool {
        let mail = &self.mail[thread].0;
        mail.load(SeqCst) != 0 && mail.fetch_sub(1, SeqCst) != 0
    }

    fn closed(&self) -> Option<Vec<usize>> {
        let all = self.processes.iter().all(|it| it.statement.is_still());
        all.then(|| (0..self.processes.len()).collect())
    }

    /// After a try in vain.
    fn look(&self, thread: usize, round: u64) {
        let process = &self.processes[self.mail[thread].1];
        let mut inside = process.lock.lock().unwrap();
        let inside = &mut *inside;
        let id = thread as u32;
        let waiters = &mut inside.waiters;
        waiters.tried((id, id), Target::Anybody, round, true);
        let still = waiters.count() == process.threads;
        waiters.state(&process.statement, still);
        if still {
            let at = |index: usize| &self.processes[index].statement;
            let verdict = inside.suspicion.examine(at, || self.closed());
            if verdict == Verdict::Proven {
                assert_eq!(self.left.load(SeqCst), 0, "a false alarm");
                self.told.store(1, SeqCst);
            }
        }
    }

    /// What a thread does until somebody tells: waits for the right to go on, and sends it to another one.
    fn live(&self, thread: usize) {
        let process = &self.processes[self.mail[thread].1];
        while self.told.load(SeqCst) == 0 {
            let round = process.statement.round.load(SeqCst);
            if !self.take(thread) {
                self.look(thread, round);
                // Seldom, so that one tries often while another one does not come to it.
                if shuttle::rand::thread_rng().gen_bool(0.2) {
                    thread::yield_now();
                }
                continue;
            }
            let mut inside = process.lock.lock().unwrap();
            inside.waiters.remove(thread as u32, &process.statement);
            let left = self.left.fetch_sub(1, SeqCst);
            if left > 1 {
                let next = (thread + left as usize) % self.mail.len();
                self.mail[next].0.fetch_add(1, SeqCst);
            }
        }
    }
}

fn check(threads: &'static [usize], hops: u32, iterations: usize) {
    let model = move || {
        let world = Arc::new(World::new(threads, hops));
        world.mail[0].0.store(1, SeqCst);
        let lives: Vec<_> = (0..world.mail.len())
            .map(|thread| {
                let world = world.clone();
                thread::spawn(move || world.live(thread))
            })
            .collect();
        for life in lives {
            life.join().unwrap();
        }
        assert_eq!(world.told.load(SeqCst), 1);
    };
    shuttle::check_random(model, iterations);
    shuttle::check_pct(model, iterations, 3);
}

#[test]
fn two_processes_of_one_thread() {
    check(&[1, 1], 4, 1000);
}

#[test]
fn a_process_with_two_waits_beside_another() {
    check(&[2, 1], 5, 1000);
}

#[test]
fn three_processes() {
    check(&[2, 1, 2], 5, 500);
}
