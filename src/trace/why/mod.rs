//! The adviser: why a program takes as long as it does, and what would make it faster.
//!
//! Enters: a [`Trace`], what processes cost. Leaves: [`Advice`]: its kind, predictions, one sentence, a table. The kind goes by demand:
//! how much of the time somebody computes or wants to, how much everybody waits for the world, and whether the program's own locks
//! keep its threads from each other. Predictions come from playing the recorded graph again ([`simulate`]), not from formulas.
pub mod costs;
pub mod graph;
pub mod several;
pub mod simulate;

use super::model::{Doing, Process, Trace};
use super::text::cells::plain;
use super::text::{duration, percent};
use super::totals;
use crate::sched::Reason;
use crate::text::json::{rounded, spaced};
use serde_json::json;
use several::{Part, Several};
use simulate::{Costs, Rules, play};
use std::fmt::Write;

/// What bounds a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Computing.
    Cpu,
    /// Waiting for the world.
    Io,
    /// Waiting for its own locks.
    Lock,
    /// Computing and waiting about as much.
    Mixed,
}

impl Kind {
    /// Its name in one word.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Cpu => "cpu",
            Kind::Io => "io",
            Kind::Lock => "lock",
            Kind::Mixed => "mixed",
        }
    }
}

/// How many times as fast something has to be to be worth a word.
const PAYS: f64 = 1.1;
/// No program that takes less, in nanoseconds, is worth a process, so it is not asked what one costs.
const SHORTEST: f64 = 5e6;
/// The share of the processors from which processes use them fully.
const FULL_USE: f64 = 0.85;
/// The share of processors had while computing below which a machine is told to be busy with other things.
const BUSY_MACHINE: f64 = 0.8;

/// A share of computing from which a program is bound by it, and up to which it is bound by waiting.
const MOSTLY: f64 = 0.65;
/// How much faster a program would be without its locks if they are what bounds it.
const LOCK_GAIN: f64 = 1.3;
/// The share of the time in which its locks were waited for, from which they may be.
const LOCK_SHARE: f64 = 0.1;

/// Times in nanoseconds that the program would take.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Predicted {
    /// As it is: the play that the others are compared with.
    pub now: f64,
    /// One thread after the other.
    pub one_by_one: f64,
    /// Without the interpreter's lock.
    pub free: f64,
    /// Threads as processes, or the computing of the only thread split evenly; `None` if that is not known.
    pub processes: Option<f64>,
    /// Without its own locks.
    pub no_locks: f64,
    /// Without either.
    pub neither: f64,
    /// Without the interpreter's lock, on as many processors as it can use.
    pub span: f64,
}

/// What is found out about a run.
pub struct Advice {
    /// What bounds it.
    pub kind: Kind,
    /// Processors it is predicted for.
    pub processors: u32,
    /// Threads that did something.
    pub threads: usize,
    /// Processes.
    pub processes: usize,
    /// How long it took.
    pub recorded: u64,
    /// The share of the time in which somebody computed or wanted to.
    pub cpu: f64,
    /// The share in which nobody did.
    pub io: f64,
    /// How long threads waited for locks of the program, together, over the time it took.
    pub lock: f64,
    /// Predictions.
    pub predicted: Predicted,
    /// What processes cost.
    pub costs: Option<Costs>,
    /// How its processes go together, if it has several.
    pub several: Option<Several>,
    /// How many times as fast it would be without its own locks.
    pub lock_gain: f64,
    /// The share of the time in which something computed that it had a processor: on a busy machine other programs have them.
    pub had_processor: f64,
    /// The lock that was waited for longest: its name and where it was made.
    pub worst_lock: Option<String>,
}

/// Finds out. `costs` is asked for what processes cost if that matters.
pub fn advise(trace: &Trace, costs: impl FnOnce(u32) -> Option<Costs>) -> Advice {
    let several = Several::of(trace);
    let starting_idle = several.as_ref().map_or(0, |several| several.starting_idle);
    let (cpu, had_processor) = busy_share(trace, starting_idle);
    let empty = Process::default();
    let main = trace.processes.first().unwrap_or(&empty);
    let graph = graph::of(main);
    let threads = main.threads.len();
    let cores = f64::from(trace.processors);
    let rules = |gil, locks, cores| Rules {
        gil,
        locks,
        cores,
        costs: None,
    };
    let mut predicted = Predicted {
        now: play(&graph, rules(true, true, cores)),
        one_by_one: demand(&graph),
        free: play(&graph, rules(false, true, cores)),
        processes: None,
        no_locks: play(&graph, rules(true, false, cores)),
        neither: play(&graph, rules(false, false, cores)),
        span: play(&graph, rules(false, true, 1e9)),
    };
    let objects = totals::objects(trace, main.threads.iter());
    let waited: u64 = objects.iter().map(|object| object.asked).sum();
    let lock = waited as f64 / (trace.duration_ns.max(1)) as f64;
    let gain = f64::max(
        predicted.now / predicted.no_locks.max(1.0),
        // Without the interpreter's lock its own would still be in the way.
        predicted.free / predicted.neither.max(1.0),
    );
    if let Some(several) = &several {
        // What was played is the program's own process only.
        predicted.now = several.now;
    }
    let kind = match cpu {
        _ if gain >= LOCK_GAIN && lock >= LOCK_SHARE => Kind::Lock,
        MOSTLY.. => Kind::Cpu,
        cpu if cpu <= 1.0 - MOSTLY => Kind::Io,
        _ => Kind::Mixed,
    };
    let may_pay = several.is_none() && kind != Kind::Io && predicted.now >= SHORTEST;
    let costs = if may_pay {
        costs(trace.processors)
    } else {
        None
    };
    predicted.processes = costs.map(|costs| {
        if threads > 1 {
            let rules = Rules {
                costs: Some(costs),
                ..rules(false, true, costs.cores)
            };
            return play(&graph, rules);
        }
        let computing = predicted.now * cpu;
        predicted.now - computing
            + computing / costs.cores
            + costs.first_start
            + costs.start * (cores - 1.0)
    });
    let worst_lock = (trace.objects.iter().zip(&objects))
        .filter(|(_, totals)| totals.asked > 0)
        .max_by_key(|(_, totals)| (totals.asked, totals.taken))
        .map(|(object, _)| match trace.sites.get(object.made as usize) {
            Some(site) if !object.name.contains(':') => {
                let file = site.file.rsplit('/').next().unwrap_or(&site.file);
                format!(
                    "{} (made at {}:{})",
                    plain(&object.name),
                    plain(file),
                    site.line
                )
            }
            _ => plain(&object.name),
        });
    Advice {
        kind,
        processors: trace.processors,
        threads: (trace.processes.iter())
            .map(|process| process.threads.len())
            .sum(),
        processes: trace.processes.len(),
        recorded: trace.duration_ns,
        cpu,
        io: 1.0 - cpu,
        lock,
        predicted,
        costs,
        several,
        lock_gain: gain,
        had_processor,
        worst_lock,
    }
}

/// Everything that threads do, one after the other.
fn demand(graph: &graph::Graph) -> f64 {
    let steps = graph.threads.iter().flatten();
    steps
        .map(|step| match *step {
            graph::Step::Compute(time) | graph::Step::Native(time) | graph::Step::Wait(time) => {
                time
            }
            _ => 0.0,
        })
        .sum()
}

/// The share of the time in which some thread computed, or wanted to. A thread that wants the lock counts as computing: who queues
/// for a processor waits for no one else. Time in which who computed had no processor does not count on either side, nor does that in
/// which the first child process was being started. Then the share of the time that who computed had a processor.
fn busy_share(trace: &Trace, starting_idle: u64) -> (f64, f64) {
    let mut edges: Vec<(u64, i32)> = Vec::new();
    let (mut work, mut busy) = (0.0, 0.0);
    for thread in trace.processes.iter().flat_map(|process| &process.threads) {
        let share = graph::work_share(thread);
        for span in &thread.spans {
            if matches!(
                span.doing,
                Doing::Hold | Doing::Want | Doing::Wait(Reason::Compute)
            ) {
                edges.push((span.start_ns, 1));
                edges.push((span.end_ns, -1));
                if span.doing != Doing::Want {
                    let length = (span.end_ns - span.start_ns) as f64;
                    busy += length;
                    work += length * share;
                }
            }
        }
    }
    edges.sort_unstable();
    let (mut depth, mut since, mut covered) = (0, 0, 0);
    for (time, step) in edges {
        if depth == 0 {
            since = time;
        }
        depth += step;
        if depth == 0 {
            covered += time - since;
        }
    }
    let had_processor = if busy > 0.0 { work / busy } else { 1.0 };
    let computing = covered as f64 * had_processor;
    let waiting = trace.duration_ns.saturating_sub(covered + starting_idle) as f64;
    let share = match computing + waiting {
        0.0 => 1.0,
        all => computing / all,
    };
    (share, had_processor)
}

fn share(part: f64) -> String {
    percent((part * 1e6) as u64, 1_000_000)
}

fn times(factor: f64) -> String {
    format!("{factor:.1}")
}

impl Advice {
    /// How many times as fast the program would be if it took that long.
    pub fn speed_up(&self, time: f64) -> f64 {
        self.predicted.now / time.max(1.0)
    }

    fn processors_text(&self) -> String {
        match self.processors {
            1 => "the one processor".to_string(),
            count => format!("{count} processors"),
        }
    }

    /// The advice in one sentence.
    pub fn sentence(&self) -> String {
        let (cpu, io) = (share(self.cpu), share(self.io));
        let processors = self.processors_text();
        match (self.kind, &self.several) {
            (Kind::Lock, _) => format!(
                "Lock-bound: threads keep each other waiting for {}; without that it could be {} times as fast, so hold it for \
                 less, or have more than one.",
                self.worst_lock.as_deref().unwrap_or("a lock"),
                times(self.lock_gain)
            ),
            (Kind::Io, Some(_)) => format!(
                "IO-bound: {io} of the time all of its {} processes wait, for input and output or for time to pass; that needs no \
                 processes, threads or asyncio wait as well and cost less.",
                self.processes
            ),
            (kind, Some(several)) => self.sentence_of_several(kind, several),
            (Kind::Cpu, None) => self.sentence_of_computing(&cpu, &processors),
            (Kind::Io, None) => {
                let overlap = self.predicted.one_by_one / self.predicted.now.max(1.0);
                if self.threads > 1 && overlap >= 1.2 {
                    format!(
                        "IO-bound: {io} of the time everybody waits, for input and output or for time to pass; threads are \
                         right for that and make it {} times as fast as one after the other, processes would not help.",
                        times(overlap)
                    )
                } else {
                    format!(
                        "IO-bound: {io} of the time everybody waits, for input and output or for time to pass; threads or \
                         asyncio could wait for several things at once, processes would not help more."
                    )
                }
            }
            (Kind::Mixed, None) => format!(
                "Mixed: {cpu} of the time is computing and {io} waiting for input and output or for time to pass; threads can \
                 overlap the two, more of them only until the computing takes all the time."
            ),
        }
    }

    /// The sentence for one process that computes.
    fn sentence_of_computing(&self, cpu: &str, processors: &str) -> String {
        let faster = self.predicted.processes.map(|time| self.speed_up(time));
        let pays = faster.filter(|faster| *faster >= PAYS).map(times);
        let is_crowded = self.costs.is_some_and(|costs| costs.cores < PAYS);
        // Whether threads would compute at the same time: without the interpreter's lock, and without their own as well.
        let is_held_up = self.speed_up(self.predicted.free) >= PAYS;
        let holds_itself_up = !is_held_up && self.speed_up(self.predicted.neither) >= PAYS;
        let own_lock = self.worst_lock.as_deref().unwrap_or("a lock of its own");
        let whose = match self.threads {
            1 => format!("CPU-bound: one thread computes {cpu} of the time"),
            _ if is_held_up => format!(
                "CPU-bound: {cpu} of the time is computing, which the interpreter's lock lets one thread do at a time"
            ),
            _ if holds_itself_up => format!(
                "CPU-bound: {cpu} of the time is computing, nearly all of it with {own_lock}, which lets in one thread at a time \
                 as the interpreter's lock does"
            ),
            _ => format!(
                "CPU-bound: {cpu} of the time is computing, and hardly two of its threads want to at once, so the interpreter's \
                 lock is not in the way"
            ),
        };
        let hope = match (self.threads, pays) {
            (1, Some(faster)) => format!(
                "threads cannot help, its work split over processes would be up to {faster} times as fast on {processors}"
            ),
            (1, None) if is_crowded => {
                "threads cannot help, nor can processes here: others use the processors, too"
                    .to_string()
            }
            (1, None) => {
                "it is over too soon for processes to help, and threads cannot".to_string()
            }
            (_, Some(faster)) => format!(
                "with processes instead of threads it would be {faster} times as fast on {processors}"
            ),
            _ if holds_itself_up => {
                "processes would wait for it as well, so hold it for less, or have more than one"
                    .to_string()
            }
            _ if !is_held_up => {
                "only what splits the work of the one that computes would help".to_string()
            }
            _ if is_crowded => {
                "processes would not pay here: others use the processors, too".to_string()
            }
            _ => "processes would not pay: starting them costs more than they gain".to_string(),
        };
        format!("{whose}; {hope}.")
    }

    /// The sentence for several processes that compute: how much they use, and what most of the rest goes to.
    fn sentence_of_several(&self, kind: Kind, several: &Several) -> String {
        let word = match kind {
            Kind::Mixed => "Mixed",
            _ => "CPU-bound",
        };
        let begin = format!(
            "{word}: it runs in {} processes already and uses {} of {}",
            self.processes,
            share(several.used),
            self.processors_text()
        );
        if several.used >= FULL_USE {
            return format!(
                "{begin}; more processes would not help, only more processors or less work."
            );
        }
        let told = |part: Part| percent(several.part(part), self.recorded);
        let lost = [
            Part::Starting,
            Part::MainAlone,
            Part::ChildAlone,
            Part::Nobody,
        ];
        let most = lost.into_iter().max_by_key(|&part| several.part(part));
        let faster = self.speed_up(several.evenly);
        let rest = match most.filter(|&part| several.part(part) * 10 >= self.recorded) {
            Some(Part::Starting) => format!(
                "{} of the time passes before its first child process runs, so it would pay more for longer work",
                told(Part::Starting)
            ),
            Some(Part::MainAlone) => format!(
                "{} of the time only its main process computes (it makes, sends, collects): give children larger pieces, and more of \
                 what it does itself",
                told(Part::MainAlone)
            ),
            Some(Part::ChildAlone) => {
                let (name, time) = match &several.slowest {
                    Some((name, time)) => (plain(name), *time),
                    None => ("a child".to_string(), 0),
                };
                let gain = match faster >= PAYS {
                    true => format!(
                        "; spread evenly it would be {} times as fast",
                        times(faster)
                    ),
                    false => String::new(),
                };
                format!(
                    "{} of the time only one child computes, longest {name} ({}): smaller pieces would be spread more evenly{gain}",
                    told(Part::ChildAlone),
                    duration(time)
                )
            }
            Some(Part::Nobody) => format!(
                "{} of the time nobody computes: processes start and end, or wait for each other or the world",
                told(Part::Nobody)
            ),
            _ => "other programs have the rest".to_string(),
        };
        format!("{begin}; {rest}.")
    }

    /// Rows of the table: what, and how long it would take.
    fn rows(&self) -> Vec<(&'static str, f64)> {
        let predicted = &self.predicted;
        if let Some(several) = &self.several {
            let mut rows = vec![("as it is", predicted.now)];
            if self.processes > 2 {
                rows.push(("what its children compute spread evenly", several.evenly));
            }
            rows.push(("in one process, one after the other", several.one_process));
            return rows;
        }
        let mut rows = vec![("with the interpreter's lock, as it is", predicted.now)];
        if self.threads > 1 {
            rows.push(("one thread after the other", predicted.one_by_one));
            rows.push(("threads without the interpreter's lock", predicted.free));
            if let Some(time) = predicted.processes {
                rows.push(("processes instead of threads", time));
            }
            rows.push(("without locks of its own", predicted.no_locks));
            rows.push((
                "on as many processors as it can use, no lock",
                predicted.span,
            ));
        } else if let Some(time) = predicted.processes {
            rows.push(("its computing split over processes", time));
        }
        rows
    }

    /// The sentence, and a table below it.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n\n", self.sentence());
        let count = |number: usize, what: &str, more: &str| match number {
            1 => format!("1 {what}"),
            _ => format!("{number} {what}{more}"),
        };
        let _ = writeln!(
            text,
            "recorded: {}, {} computing, {} waiting, {}, {}",
            duration(self.recorded),
            share(self.cpu),
            share(self.io),
            count(self.threads, "thread", "s"),
            count(self.processes, "process", "es"),
        );
        if self.had_processor < BUSY_MACHINE {
            let _ = writeln!(
                text,
                "predicted without other programs, which took {} of its computing time",
                share(1.0 - self.had_processor)
            );
        }
        if let Some(several) = &self.several {
            let _ = writeln!(
                text,
                "{:<46} {:>9}  {:>13}",
                "the time goes", "time", "share"
            );
            for part in Part::ALL {
                let time = several.part(part);
                let _ = writeln!(
                    text,
                    "  {:<44} {:>9}  {:>13}",
                    part.text(),
                    duration(time),
                    percent(time, self.recorded)
                );
            }
        }
        let _ = writeln!(
            text,
            "{:<46} {:>9}  times as fast",
            format!(
                "predicted on {}",
                count(self.processors as usize, "processor", "s")
            ),
            "time"
        );
        for (what, time) in self.rows() {
            let _ = writeln!(
                text,
                "  {what:<44} {:>9}  {:>13.2}",
                duration(time as u64),
                self.speed_up(time)
            );
        }
        if let Some(costs) = self.costs {
            let _ = writeln!(
                text,
                "measured here: the first process {}, each further one {},\n  an item sent or taken {}; {} processes compute \
                 {:.2} times as fast as one",
                duration(costs.first_start as u64),
                duration(costs.start as u64),
                duration(costs.item as u64),
                self.processors,
                costs.cores,
            );
        }
        text
    }

    /// The same as one object of JSON.
    pub fn json(&self) -> String {
        let predicted = &self.predicted;
        let whole = |time: f64| time.round() as i64;
        // Played is one process.
        let played = |time: f64| Some(whole(time)).filter(|_| self.several.is_none());
        let mut advice = json!({
            "version": 1, "kind": self.kind.name(), "sentence": self.sentence(), "processors": self.processors,
            "threads": self.threads, "processes": self.processes, "recorded_ns": self.recorded,
            "cpu_share": rounded(self.cpu, 4), "io_share": rounded(self.io, 4), "lock_share": rounded(self.lock, 4),
            "lock": self.worst_lock,
            "predicted_ns": {
                "now": whole(predicted.now), "one_by_one": played(predicted.one_by_one), "no_gil": played(predicted.free),
                "processes": predicted.processes.map(whole), "no_locks": played(predicted.no_locks),
                "neither": played(predicted.neither), "span": played(predicted.span),
            },
        });
        if let Some(several) = &self.several {
            let mut parts = json!({"used_share": rounded(several.used, 4)});
            for part in Part::ALL {
                parts[format!("{}_ns", part.name())] = json!(several.part(part));
            }
            parts["evenly_ns"] = json!(whole(several.evenly));
            parts["one_process_ns"] = json!(whole(several.one_process));
            advice["several"] = parts;
        }
        if let Some(costs) = self.costs {
            advice["costs_ns"] = json!({
                "first_start": whole(costs.first_start), "start": whole(costs.start), "item": whole(costs.item),
            });
            advice["cores"] = json!(rounded(costs.cores, 3));
        }
        spaced(&advice) + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computing_threads_are_told_what_is_in_their_way() {
        let says = |free, neither, processes| {
            let advice = Advice {
                kind: Kind::Cpu,
                processors: 2,
                threads: 3,
                processes: 1,
                recorded: 100,
                cpu: 1.0,
                io: 0.0,
                lock: 0.0,
                predicted: Predicted {
                    now: 100.0,
                    free,
                    neither,
                    processes: Some(processes),
                    ..Predicted::default()
                },
                costs: None,
                several: None,
                lock_gain: 1.0,
                had_processor: 1.0,
                worst_lock: Some("till".into()),
            };
            advice.sentence()
        };
        for (free, neither, processes, words) in [
            (
                50.0,
                50.0,
                60.0,
                "processes instead of threads it would be 1.7 times",
            ),
            (50.0, 50.0, 99.0, "starting them costs more than they gain"),
            (99.0, 50.0, 120.0, "nearly all of it with till"),
            (
                99.0,
                99.0,
                120.0,
                "hardly two of its threads want to at once",
            ),
        ] {
            let sentence = says(free, neither, processes);
            assert!(sentence.contains(words), "{sentence}");
        }
    }
}
