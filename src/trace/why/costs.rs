//! What processes cost on this machine, now.
//!
//! Enters: the interpreter's own program. Leaves: times measured by starting processes with it, sending them items, and letting them
//! compute side by side: two processors that share a core, or that others use, too, are less than two.
use super::simulate::Costs;
use std::process::{Command, Stdio};

/// Starts processes and sends items; prints how long the first start took with all that it loads, another one, an item there and
/// back, and how much faster that many processes compute together than one.
const PROGRAM: &str = "\
import sys
import time
clock = time.perf_counter_ns
processors = int(sys.argv[1])
begin = clock()
import multiprocessing
def nothing(item):
    pass
def compute(item):
    begin = clock()
    for number in range(600_000):
        pass
    return clock() - begin
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
alone = min(compute(0), compute(0))
with multiprocessing.Pool(processors) as pool:
    pool.map(nothing, range(processors), chunksize=1)
    sending = clock()
    pool.map(nothing, range(300), chunksize=1)
    sent = clock()
    together = min(sum(pool.map(compute, range(processors), chunksize=1)) for _ in range(2)) / processors
print(started - begin, (all_started - started) // 4, (sent - sending) // 300, processors * alone / together)
";

/// How often it is measured; the least counts.
const TIMES: usize = 2;

/// Measures; `None` if processes cannot be started.
pub fn measure(program: &str, processors: u32) -> Option<Costs> {
    let mut least: Option<Costs> = None;
    for _ in 0..TIMES {
        let output = Command::new(program)
            .args(["-I", "-c", PROGRAM])
            .arg(processors.to_string())
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
        let [first_start, start, item, cores] = numbers[..] else {
            return None;
        };
        let found = Costs {
            first_start,
            start,
            // There and back is two sendings and two takings.
            item: item / 4.0,
            cores: cores.clamp(1.0, f64::from(processors)),
        };
        least = Some(least.map_or(found, |least| Costs {
            first_start: least.first_start.min(found.first_start),
            start: least.start.min(found.start),
            item: least.item.min(found.item),
            cores: least.cores.max(found.cores),
        }));
    }
    least
}
