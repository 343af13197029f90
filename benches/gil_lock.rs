//! What the interpreter's lock costs: the uncontended pair, threads that compute, a thread that returns from IO beside them, and
//! passing items between two threads. `cargo bench --bench gil_lock [POLICY …]`; instructions are simulated by 20 ns of work.
use std::hint::black_box;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tick::gil::lock::{Arrival, GilLock, ReleaseReason, Slot};
use tick::gil::policy::Policy;
use tick::gil::waiters::Turnstile;
use tick::sched::Wait;

const IO: ReleaseReason = ReleaseReason::Wait(Wait::Io {
    fd: 1,
    what: "write",
});

/// Turns of the empty loop that last 20 ns on this machine.
fn calibrate() -> u32 {
    let spin = |turns: u32| {
        let start = Instant::now();
        for _ in 0..20_000 {
            work(turns);
        }
        start.elapsed().as_secs_f64() / 20_000.0
    };
    let each = (0..20).map(|_| spin(100)).fold(f64::INFINITY, f64::min) / 100.0;
    (20e-9 / each).round().max(1.0) as u32
}

#[inline(always)]
fn work(turns: u32) {
    for turn in 0..turns {
        black_box(turn);
    }
}

/// Runs that many simulated instructions; the caller has the lock.
fn run_ticks(lock: &GilLock, me: &Arc<Slot>, turns: u32, ticks: u64) {
    let mut done = 0;
    while done < ticks {
        let countdown = lock.reload(me);
        for _ in 0..countdown {
            work(turns);
        }
        done += u64::from(countdown);
        if lock.breaker().load(Ordering::Relaxed) != 0 {
            lock.offer(me);
        }
    }
}

fn uncontended() -> f64 {
    let lock = GilLock::new(Policy::Fair);
    let me = Slot::new(0, "main");
    lock.acquire(&me, Arrival::New);
    let trial = || {
        let start = Instant::now();
        for _ in 0..1_000_000 {
            lock.release(&me, IO);
            lock.acquire(&me, Arrival::Io);
        }
        start.elapsed().as_secs_f64() * 1e3
    };
    (0..20).map(|_| trial()).fold(f64::INFINITY, f64::min)
}

/// Seconds for `ticks` instructions shared by that many threads, and the switches.
fn compute(policy: Policy, threads: u32, turns: u32, ticks: u64) -> (f64, u64) {
    let lock = Arc::new(GilLock::new(policy));
    let start = Instant::now();
    let handles: Vec<_> = (0..threads)
        .map(|id| {
            let lock = lock.clone();
            thread::spawn(move || {
                let me = Slot::new(id, "compute");
                lock.acquire(&me, Arrival::New);
                run_ticks(&lock, &me, turns, ticks / u64::from(threads));
                lock.release(&me, ReleaseReason::Exit);
            })
        })
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    (start.elapsed().as_secs_f64(), lock.stats().switches)
}

/// Waits for the lock of a thread that sleeps 0.5 ms and asks again, beside threads that compute: median and 99th percentile in
/// milliseconds, and instructions per second that the computing ones ran.
fn latency(policy: Policy, threads: u32, turns: u32, span: Duration) -> (f64, f64, f64) {
    let lock = Arc::new(GilLock::new(policy));
    let stop = Arc::new(AtomicBool::new(false));
    let total = Arc::new(AtomicU64::new(0));
    let handles: Vec<_> = (0..threads)
        .map(|id| {
            let (lock, stop, total) = (lock.clone(), stop.clone(), total.clone());
            thread::spawn(move || {
                let me = Slot::new(id, "compute");
                lock.acquire(&me, Arrival::New);
                while !stop.load(Ordering::Relaxed) {
                    run_ticks(&lock, &me, turns, 1000);
                }
                total.fetch_add(me.usage().ticks, Ordering::Relaxed);
                lock.release(&me, ReleaseReason::Exit);
            })
        })
        .collect();
    let me = Slot::new(threads, "io");
    lock.acquire(&me, Arrival::New);
    let mut waits = Vec::new();
    let start = Instant::now();
    while start.elapsed() < span {
        lock.release(&me, IO);
        thread::sleep(Duration::from_micros(500));
        let asked = Instant::now();
        lock.acquire(&me, Arrival::Io);
        waits.push(asked.elapsed().as_secs_f64() * 1e3);
        for _ in 0..100 {
            work(turns);
        }
    }
    stop.store(true, Ordering::Relaxed);
    lock.release(&me, ReleaseReason::Exit);
    for handle in handles {
        handle.join().unwrap();
    }
    let rate = total.load(Ordering::Relaxed) as f64 / start.elapsed().as_secs_f64();
    waits.sort_by(f64::total_cmp);
    let at = |share: f64| waits[((waits.len() - 1) as f64 * share) as usize];
    (at(0.5), at(0.99), rate)
}

/// Microseconds an item takes through a channel with room for one, and the switches per item.
fn ping_pong(policy: Policy) -> (f64, f64) {
    const ITEMS: u32 = 20_000;
    let lock = Arc::new(GilLock::new(policy));
    // The holder of the lock alone reads and writes `full`.
    let full = Arc::new(AtomicU32::new(0));
    let slots = [Slot::new(0, "producer"), Slot::new(1, "consumer")];
    let start = Instant::now();
    let handles: Vec<_> = (0..2u32)
        .map(|mine| {
            let (lock, full, slots) = (lock.clone(), full.clone(), slots.clone());
            thread::spawn(move || {
                let me = &slots[mine as usize];
                lock.acquire(me, Arrival::New);
                for _ in 0..ITEMS {
                    while full.load(Ordering::Relaxed) != mine {
                        lock.block(me, None, &Wait::Queue(1));
                    }
                    full.store(1 - mine, Ordering::Relaxed);
                    lock.wake(&slots[1 - mine as usize]);
                }
                lock.release(me, ReleaseReason::Exit);
            })
        })
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    let items = f64::from(ITEMS);
    (
        start.elapsed().as_secs_f64() * 1e6 / items,
        lock.stats().switches as f64 / items,
    )
}

/// Nanoseconds a thread needs to take and give a lock of the language that another thread uses in the same way, and the blocks
/// per thousand uses. The lock is held for 5 instructions and free for 5.
fn busy_lock(policy: Policy, turns: u32) -> (f64, f64) {
    const USES: u32 = 200_000;
    let lock = Arc::new(GilLock::new(policy));
    // Uncontended if the interpreter's lock is right; stands for data that only its holder touches.
    let gate = Arc::new(Mutex::new(Turnstile::new(1)));
    let blocks = Arc::new(AtomicU64::new(0));
    let start = Instant::now();
    let handles: Vec<_> = (0..2u32)
        .map(|id| {
            let (lock, gate, blocks) = (lock.clone(), gate.clone(), blocks.clone());
            thread::spawn(move || {
                let me = Slot::new(id, "lock");
                lock.acquire(&me, Arrival::New);
                let mut left = 0;
                let mut tick = || {
                    work(turns);
                    if left == 0 {
                        if lock.breaker().load(Ordering::Relaxed) != 0 {
                            lock.offer(&me);
                        }
                        left = lock.reload(&me);
                    }
                    left -= 1;
                };
                for _ in 0..USES {
                    if !gate.lock().unwrap().try_take() {
                        let since = tick::sched::now();
                        loop {
                            gate.lock().unwrap().join(&me, since);
                            blocks.fetch_add(1, Ordering::Relaxed);
                            lock.block(&me, None, &Wait::Lock(1));
                            if gate.lock().unwrap().settle(&me) {
                                break;
                            }
                        }
                    }
                    (0..5).for_each(|_| tick());
                    gate.lock().unwrap().give(&lock, 1);
                    (0..5).for_each(|_| tick());
                }
                lock.release(&me, ReleaseReason::Exit);
            })
        })
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    let uses = f64::from(2 * USES);
    (
        start.elapsed().as_secs_f64() * 1e9 / uses,
        blocks.load(Ordering::Relaxed) as f64 * 1e3 / uses,
    )
}

fn main() {
    let chosen: Vec<Policy> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .map(|a| a.parse().unwrap())
        .collect();
    let policies = if chosen.is_empty() {
        vec![Policy::Fair, Policy::Py2, Policy::Py39]
    } else {
        chosen
    };
    let turns = calibrate();
    println!("uncontended release + acquire: {:.1} ns", uncontended());
    for policy in policies {
        println!("\n{policy}");
        let ticks = 20_000_000;
        let best = |threads| {
            (0..3)
                .map(|_| compute(policy, threads, turns, ticks))
                .min_by(|a, b| a.0.total_cmp(&b.0))
                .unwrap()
        };
        let (alone, _) = best(1);
        for threads in [2, 4, 16] {
            let (time, switches) = best(threads);
            println!(
                "  {threads:2} computing threads: {:.3} of sequential, {switches} switches",
                time / alone
            );
        }
        let full_rate = ticks as f64 / alone;
        for threads in [1, 2, 4] {
            let (median, p99, rate) = latency(policy, threads, turns, Duration::from_secs(1));
            println!(
                "  IO beside {threads}: median {median:.3} ms, p99 {p99:.3} ms, computing at {:.0} %",
                100.0 * rate / full_rate
            );
        }
        let (micros, switches) = ping_pong(policy);
        println!("  one-item channel: {micros:.2} us an item, {switches:.2} switches");
        let (nanos, blocks) = busy_lock(policy, turns);
        println!(
            "  busy lock: {nanos:.0} ns a use, of which 200 are work, {blocks:.2} blocks in 1000"
        );
    }
}
