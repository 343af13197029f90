//! What processes cost on this machine, now.
//!
//! Enters: the interpreter's own program. Leaves: times measured by starting processes with it and sending them items.
use super::simulate::Costs;
use std::process::{Command, Stdio};

/// Starts processes and sends items; prints how long the first start took with all that it loads, another one, and an item there
/// and back.
const PROGRAM: &str = "\
import time
clock = time.perf_counter_ns
begin = clock()
import multiprocessing
def nothing(item):
    pass
first = multiprocessing.Process(target=nothing, args=(0,))
first.start()
first.join()
started = clock()
others = [multiprocessing.Process(target=nothing, args=(0,)) for _ in range(4)]
for process in others:
    process.start()
all_started = clock()
for process in others:
    process.join()
with multiprocessing.Pool(1) as pool:
    pool.map(nothing, [0])
    sending = clock()
    pool.map(nothing, range(300), chunksize=1)
    sent = clock()
print(started - begin, (all_started - started) // 4, (sent - sending) // 300)
";

/// How often it is measured; the least counts.
const TIMES: usize = 2;

/// Measures; `None` if processes cannot be started.
pub fn measure(program: &str) -> Option<Costs> {
    let mut least: Option<Costs> = None;
    for _ in 0..TIMES {
        let output = Command::new(program)
            .args(["-I", "-c", PROGRAM])
            .env_remove(super::super::children::VARIABLE)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        let numbers: Vec<f64> = text
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect();
        let [first_start, start, item] = numbers[..] else {
            return None;
        };
        let found = Costs {
            first_start,
            start,
            // There and back is two sendings and two takings.
            item: item / 4.0,
        };
        least = Some(least.map_or(found, |least| Costs {
            first_start: least.first_start.min(found.first_start),
            start: least.start.min(found.start),
            item: least.item.min(found.item),
        }));
    }
    least
}
