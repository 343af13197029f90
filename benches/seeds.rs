//! What runs that can be repeated cost: an instance, a run of a small program, a switch, a sleep. `cargo bench --bench seeds`.
//!
//! Leaves: one line a figure, the least of several rounds.

use std::time::{Duration, Instant};
use tick::interp::{Config, Interp};
use tick::seeded::Settings;

const COUNTER: &str = "\
import threading
counter = 0
def count():
    global counter
    for _ in range(3):
        counter += 1
threads = [threading.Thread(target=count) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
";

const SWITCHES: &str = "\
import threading, time
def yields():
    for _ in range(100_000):
        time.sleep(0)
threads = [threading.Thread(target=yields) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
";

const SLEEPS: &str = "\
import threading, time
def sleeps():
    for _ in range(100):
        time.sleep(1)
threads = [threading.Thread(target=sleeps) for _ in range(10)]
for thread in threads: thread.start()
for thread in threads: thread.join()
";

fn run(seed: u64, program: Option<&str>) -> Duration {
    let begin = Instant::now();
    let config = Config {
        seeded: Some(Settings {
            seed,
            ..Settings::default()
        }),
        ..Config::default()
    };
    let interp = Interp::new(config);
    if let Some(program) = program {
        interp.attach(|vm| assert!(vm.run_text("<bench>", program).is_ok()));
    }
    drop(interp);
    begin.elapsed()
}

fn least(rounds: u64, program: Option<&str>) -> Duration {
    let times = (0..rounds).map(|seed| run(seed, program));
    times.min().unwrap_or_default()
}

fn main() {
    let micros = |time: Duration| time.as_secs_f64() * 1e6;
    println!("an instance: {:.0} us", micros(least(300, None)));
    println!(
        "an instance that imports threading and counts in two threads: {:.0} us",
        micros(least(300, Some(COUNTER)))
    );
    let switches = least(5, Some(SWITCHES));
    println!(
        "a switch by sleep(0): {:.0} ns",
        micros(switches) * 1e3 / 200_000.0
    );
    println!(
        "1,000 s of sleeps in 10 threads: {:.0} us",
        micros(least(5, Some(SLEEPS)))
    );
}
