//! The adviser: why a program takes as long as it does, and what would make it faster.
//!
//! Enters: a [`Trace`], what processes cost. Leaves: [`Advice`]: its kind, predictions, one sentence, a table. The kind goes by demand:
//! how much of the time somebody computes or wants to, how much everybody waits for the world, and whether the program's own locks
//! keep its threads from each other. Predictions come from playing the recorded graph again ([`simulate`]), not from formulas.
pub mod costs;
pub mod graph;
pub mod simulate;

use super::model::{Doing, Process, Trace};
use super::text::{duration, percent};
use super::totals;
use crate::sched::Reason;
use crate::text::json::{rounded, spaced};
use serde_json::json;
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
    /// Threads of the program itself that did something.
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
    /// The lock that was waited for longest: its name and where it was made.
    pub worst_lock: Option<String>,
}

/// Finds out. `costs` is asked for what processes cost if that matters.
pub fn advise(trace: &Trace, costs: impl FnOnce(u32) -> Option<Costs>) -> Advice {
    let cpu = busy_share(trace);
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
    let kind = match cpu {
        _ if gain >= LOCK_GAIN && lock >= LOCK_SHARE => Kind::Lock,
        MOSTLY.. => Kind::Cpu,
        cpu if cpu <= 1.0 - MOSTLY => Kind::Io,
        _ => Kind::Mixed,
    };
    let costs = if trace.processes.len() == 1 && kind != Kind::Io {
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
                format!("{} (made at {file}:{})", object.name, site.line)
            }
            _ => object.name.clone(),
        });
    Advice {
        kind,
        processors: trace.processors,
        threads,
        processes: trace.processes.len(),
        recorded: trace.duration_ns,
        cpu,
        io: 1.0 - cpu,
        lock,
        predicted,
        costs,
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
/// for a processor waits for no one else. Time in which who computed had no processor does not count on either side.
fn busy_share(trace: &Trace) -> f64 {
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
    let computing = covered as f64 * if busy > 0.0 { work / busy } else { 1.0 };
    let waiting = trace.duration_ns.saturating_sub(covered) as f64;
    if computing + waiting > 0.0 {
        computing / (computing + waiting)
    } else {
        1.0
    }
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

    /// The advice in one sentence.
    pub fn sentence(&self) -> String {
        let (cpu, io) = (share(self.cpu), share(self.io));
        let processors = match self.processors {
            1 => "the one processor".to_string(),
            count => format!("{count} processors"),
        };
        let faster = self.predicted.processes.map(|time| self.speed_up(time));
        match self.kind {
            Kind::Cpu if self.processes > 1 => format!(
                "CPU-bound: {cpu} of the time something computes, already in {} processes; more than {processors} can do would \
                 not help.",
                self.processes
            ),
            Kind::Cpu if self.threads == 1 => match faster {
                Some(faster) if faster >= 1.1 => format!(
                    "CPU-bound: one thread computes {cpu} of the time; threads cannot help, its work split over processes would \
                     be up to {} times as fast on {processors}.",
                    times(faster)
                ),
                _ => format!(
                    "CPU-bound: one thread computes {cpu} of the time; it is over too soon for processes to help, and threads \
                     cannot."
                ),
            },
            Kind::Cpu => match faster {
                Some(faster) if faster >= 1.1 => format!(
                    "CPU-bound: {cpu} of the time is computing, which the interpreter's lock lets one thread do at a time; with \
                     processes instead of threads it would be {} times as fast on {processors}.",
                    times(faster)
                ),
                _ => format!(
                    "CPU-bound: {cpu} of the time is computing, which the interpreter's lock lets one thread do at a time; \
                     processes would not pay either: starting them costs as much as they gain."
                ),
            },
            Kind::Io => {
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
            Kind::Lock => {
                let gained = f64::max(
                    self.predicted.now / self.predicted.no_locks.max(1.0),
                    self.predicted.free / self.predicted.neither.max(1.0),
                );
                format!(
                    "Lock-bound: threads keep each other waiting for {}; without that it could be {} times as fast, so hold it \
                     for less, or have more than one.",
                    self.worst_lock.as_deref().unwrap_or("a lock"),
                    times(gained)
                )
            }
            Kind::Mixed => format!(
                "Mixed: {cpu} of the time is computing and {io} waiting for input and output or for time to pass; threads can \
                 overlap the two, more of them only until the computing takes all the time."
            ),
        }
    }

    /// Rows of the table: what, and how long it would take.
    fn rows(&self) -> Vec<(&'static str, f64)> {
        let predicted = &self.predicted;
        let mut rows = vec![("with the interpreter's lock, as it is", predicted.now)];
        if self.processes == 1 {
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
        }
        rows
    }

    /// The sentence, and a table below it.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n\n", self.sentence());
        let _ = writeln!(
            text,
            "recorded: {}, {} computing, {} waiting, {} thread{}, {} process{}",
            duration(self.recorded),
            share(self.cpu),
            share(self.io),
            self.threads,
            if self.threads == 1 { "" } else { "s" },
            self.processes,
            if self.processes == 1 { "" } else { "es" },
        );
        let _ = writeln!(
            text,
            "{:<46} {:>9}  times as fast",
            format!("predicted on {} processors", self.processors),
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
                "measured here: the first process {}, each further one {}, an item sent or taken {}; {} processes compute {:.2} \
                 times as fast as one",
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
        let mut advice = json!({
            "version": 1, "kind": self.kind.name(), "sentence": self.sentence(), "processors": self.processors,
            "threads": self.threads, "processes": self.processes, "recorded_ns": self.recorded,
            "cpu_share": rounded(self.cpu, 4), "io_share": rounded(self.io, 4), "lock_share": rounded(self.lock, 4),
            "lock": self.worst_lock,
            "predicted_ns": {
                "now": whole(predicted.now), "one_by_one": whole(predicted.one_by_one), "no_gil": whole(predicted.free),
                "processes": predicted.processes.map(whole), "no_locks": whole(predicted.no_locks),
                "neither": whole(predicted.neither), "span": whole(predicted.span),
            },
        });
        if let Some(costs) = self.costs {
            advice["costs_ns"] = json!({
                "first_start": whole(costs.first_start), "start": whole(costs.start), "item": whole(costs.item),
            });
            advice["cores"] = json!(rounded(costs.cores, 3));
        }
        spaced(&advice) + "\n"
    }
}
