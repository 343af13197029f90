//! A case under many schedules: `tick test --seeds K` runs it once for each seed, or twice to see that both runs are the same.
//!
//! Enters: a case with what is expected of it. Leaves: the verdict of the least seed under which it fails, and how to repeat that.

use super::case::{Case, Kind};
use super::directive::Directives;
use super::execute::{Expected, Outcome, Settings, Variant, Verdict, compare, execute, exit_code};
use super::{diff, process::End};
use crate::seeded::REFUSED;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Which seeds, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seeds {
    /// The first one.
    pub first: u64,
    /// How many.
    pub count: u64,
    /// Each runs twice, and both runs have to be the same, byte for byte.
    pub verify: bool,
    /// How many runs of one case at one time.
    pub jobs: usize,
}

/// The head of the failed runs: the least seed and its verdict.
type Worst = Mutex<Option<(u64, Verdict)>>;

/// Runs a case under each seed.
pub(super) fn judge(
    case: &Case,
    directives: &Directives,
    settings: &Settings,
    seeds: &Seeds,
    expected: Option<&Expected>,
    variant: Variant,
    stop: &AtomicBool,
) -> Verdict {
    if case.kind == Kind::Transcript {
        return Verdict::Skipped("a session has no seed".to_string());
    }
    let next = AtomicU64::new(0);
    let worst: Worst = Mutex::new(None);
    let one = |seed: u64| {
        let variant = variant.with_seed(seed);
        one_seed(case, directives, settings, seeds, expected, variant, stop)
    };
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= seeds.count || stop.load(Ordering::Relaxed) {
                return;
            }
            let seed = seeds.first.wrapping_add(at);
            let lesser = |found: &Option<(u64, Verdict)>| {
                found.as_ref().is_some_and(|(failed, _)| *failed < seed)
            };
            if worst.lock().is_ok_and(|found| lesser(&found)) {
                return;
            }
            let verdict = one(seed);
            if verdict != Verdict::Passed
                && let Ok(mut found) = worst.lock()
                && !lesser(&found)
            {
                *found = Some((seed, verdict));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..seeds.jobs {
            scope.spawn(work);
        }
        work();
    });
    match worst.into_inner() {
        Ok(None) if stop.load(Ordering::Relaxed) => Verdict::Stopped,
        Ok(None) => Verdict::Passed,
        Ok(Some((seed, verdict))) => verdict.with_head(&head(case, settings, seeds, variant, seed)),
        Err(_) => Verdict::Broken("a run of it went wrong\n".to_string()),
    }
}

/// Which seed it was and how to repeat it.
fn head(case: &Case, settings: &Settings, seeds: &Seeds, variant: Variant, seed: u64) -> String {
    let mut words = vec!["tick".to_string()];
    words.extend(settings.leading.iter().cloned());
    words.push(format!("-X seed={seed}"));
    words.extend(case.words("opts"));
    words.push(case.name.clone());
    words.extend(case.words("args"));
    words.extend(variant.word().map(String::from));
    let last = seeds.first.wrapping_add(seeds.count - 1);
    format!(
        "seed {seed} of {} to {last}; run it again with: {}\n",
        seeds.first,
        words.join(" ")
    )
}

/// One seed: as expected, and the same again if that is asked for.
fn one_seed(
    case: &Case,
    directives: &Directives,
    settings: &Settings,
    seeds: &Seeds,
    expected: Option<&Expected>,
    variant: Variant,
    stop: &AtomicBool,
) -> Verdict {
    let run = || execute(case, directives, settings, variant, stop);
    let first = match run() {
        Ok(first) => first,
        Err(error) => return Verdict::Broken(format!("it cannot be run: {error}\n")),
    };
    let limit = directives.timeout.unwrap_or(settings.timeout);
    if let Some(expected) = expected {
        let verdict = compare(directives, limit, expected, &first);
        if verdict != Verdict::Passed {
            return match refusal(&first) {
                Some(what) => Verdict::Skipped(what),
                None => verdict,
            };
        }
    }
    if !seeds.verify {
        return Verdict::Passed;
    }
    if let (None, Some(what)) = (expected, refusal(&first)) {
        return Verdict::Skipped(what);
    }
    // Where a run was killed is no question of the seed.
    if let Err(verdict) = exit_code(limit, &first) {
        return verdict;
    }
    match run() {
        Ok(second) => same(&first, &second),
        Err(error) => Verdict::Broken(format!("it cannot be run: {error}\n")),
    }
}

/// What the run refused to do, if that is why it ended.
fn refusal(outcome: &Outcome) -> Option<String> {
    let mut lines = outcome.stderr.lines().chain(outcome.stdout.lines());
    let line = lines.find(|line| line.contains(REFUSED))?;
    let what = line.split(REFUSED).next().unwrap_or_default();
    let what = what.rsplit_once("Error: ").map_or(what, |(_, what)| what);
    Some(format!("{} has no seed", what.trim()))
}

/// Whether both runs were the same.
fn same(first: &Outcome, second: &Outcome) -> Verdict {
    match (first == second, second.end) {
        (true, _) => return Verdict::Passed,
        (_, End::Stopped) => return Verdict::Stopped,
        _ => {}
    }
    let mut report = "two runs with this seed differ\n".to_string();
    report += &diff::runs([
        ("stdout", first.stdout.as_bytes(), second.stdout.as_bytes()),
        ("stderr", first.stderr.as_bytes(), second.stderr.as_bytes()),
    ]);
    if first.end != second.end {
        report += &format!("ended: first {:?}, then {:?}\n", first.end, second.end);
    }
    Verdict::Failed(report)
}
