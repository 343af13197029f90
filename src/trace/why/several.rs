//! A program that has child processes: how much of the processors it uses, and what keeps it from using more.
//!
//! Enters: a [`Trace`] of several processes. Leaves: [`Several`]: the whole time in [`Part`]s by which processes compute, and what other
//! ways to divide the work would take. What processes send each other is not recorded, so nothing is played again here: who computes
//! when is taken as it was.
use super::super::model::{Doing, Trace};
use super::graph::work_share;
use crate::sched::Reason;

/// What the time is divided into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Until the first child process runs.
    Starting,
    /// Two processes compute, or more.
    Together,
    /// Only the program's own process does.
    MainAlone,
    /// Only one child does.
    ChildAlone,
    /// Nobody does.
    Nobody,
}

impl Part {
    /// Every part, in the order of the table.
    pub const ALL: [Part; 5] = [
        Part::Starting,
        Part::Together,
        Part::MainAlone,
        Part::ChildAlone,
        Part::Nobody,
    ];

    /// What the table calls it.
    pub fn text(self) -> &'static str {
        match self {
            Part::Starting => "until its first child process runs",
            Part::Together => "two processes compute, or more",
            Part::MainAlone => "only its main process computes",
            Part::ChildAlone => "only one child process computes",
            Part::Nobody => "nobody computes",
        }
    }

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Part::Starting => "starting",
            Part::Together => "together",
            Part::MainAlone => "main_alone",
            Part::ChildAlone => "child_alone",
            Part::Nobody => "nobody",
        }
    }
}

/// How the processes of a program go together. Times are nanoseconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Several {
    /// The share of the processors' time that its processes computed, if other programs took none of it.
    pub used: f64,
    /// How long it would take as it is, if other programs took no processor away.
    pub now: f64,
    /// How long nobody computed before the first child ran: processes were being started.
    pub starting_idle: u64,
    /// How long each of [`Part::ALL`] was; together the whole time.
    pub parts: [u64; 5],
    /// The child that computes alone longest, and for how long.
    pub slowest: Option<(String, u64)>,
    /// How long it would take if what processes compute side by side, or one child alone, were spread evenly.
    pub evenly: f64,
    /// How long it would take in one process with one thread: all computing, and the time in which nobody computes.
    pub one_process: f64,
}

impl Several {
    /// How long that part was.
    pub fn part(&self, part: Part) -> u64 {
        self.parts[part as usize]
    }

    /// Looks how the processes of a trace go together; `None` if there is only one.
    pub fn of(trace: &Trace) -> Option<Several> {
        let first_child = (trace.processes.get(1..)?.iter())
            .map(|process| process.start_ns)
            .min()?
            .min(trace.duration_ns);
        let mut edges: Vec<(u64, bool, usize)> = Vec::new();
        let mut shares = Vec::with_capacity(trace.processes.len());
        for (at, process) in trace.processes.iter().enumerate() {
            let (mut computing, mut work) = (0.0, 0.0);
            for thread in &process.threads {
                let share = work_share(thread);
                let spans = thread.spans.iter();
                for span in spans.filter(|span| computes(span.doing)) {
                    let end = span.end_ns.min(trace.duration_ns);
                    if end <= span.start_ns {
                        continue;
                    }
                    edges.push((span.start_ns, true, at));
                    edges.push((end, false, at));
                    let length = (end - span.start_ns) as f64;
                    computing += length;
                    work += length * share;
                }
            }
            shares.push(if computing > 0.0 {
                work / computing
            } else {
                1.0
            });
        }
        edges.push((first_child, true, usize::MAX));
        edges.push((trace.duration_ns, true, usize::MAX));
        edges.sort_unstable();
        let mut several = Several {
            used: 0.0,
            now: 0.0,
            starting_idle: 0,
            parts: [0; 5],
            slowest: None,
            evenly: 0.0,
            one_process: 0.0,
        };
        let mut depths = vec![0_u32; trace.processes.len()];
        let mut alone = vec![0_u64; trace.processes.len()];
        let processors = f64::from(trace.processors.max(1));
        let (mut since, mut all_work, mut shared_work, mut not_shared) = (0, 0.0, 0.0, 0.0);
        for (time, begins, at) in edges {
            let passed = time.saturating_sub(since);
            if passed > 0 {
                let mut computing = (0..depths.len()).filter(|&at| depths[at] > 0);
                let first = computing.next();
                let part = match (first, computing.next()) {
                    _ if since < first_child => Part::Starting,
                    (None, _) => Part::Nobody,
                    (Some(_), Some(_)) => Part::Together,
                    (Some(0), None) => Part::MainAlone,
                    (Some(child), None) => {
                        alone[child] += passed;
                        Part::ChildAlone
                    }
                };
                several.parts[part as usize] += passed;
                if part == Part::Starting && first.is_none() {
                    several.starting_idle += passed;
                }
                // What each did in this time, and how long that takes where only they are.
                let works = (depths.iter().zip(&shares))
                    .map(|(&depth, share)| f64::from(depth) * share * passed as f64);
                let work: f64 = works.clone().sum();
                let takes = match part {
                    Part::Nobody => passed as f64,
                    Part::Starting if work == 0.0 => passed as f64,
                    _ => works.fold(work / processors, f64::max),
                };
                all_work += work;
                several.now += takes;
                match part {
                    Part::Together | Part::ChildAlone => shared_work += work,
                    _ => not_shared += takes,
                }
            }
            since = since.max(time);
            if let Some(depth) = depths.get_mut(at) {
                match begins {
                    true => *depth += 1,
                    false => *depth -= 1,
                }
            }
        }
        several.used = all_work / (processors * several.now.max(1.0));
        let children = (trace.processes.len() - 1) as f64;
        several.evenly = not_shared + shared_work / processors.min(children);
        several.one_process = all_work + several.part(Part::Nobody) as f64;
        several.slowest = (1..alone.len())
            .max_by_key(|&at| (alone[at], std::cmp::Reverse(at)))
            .filter(|&at| alone[at] > 0)
            .map(|at| (trace.processes[at].name.clone(), alone[at]));
        Some(several)
    }
}

fn computes(doing: Doing) -> bool {
    matches!(doing, Doing::Hold | Doing::Wait(Reason::Compute))
}

#[cfg(test)]
mod tests {
    use super::super::super::model::{End, NONE, Process, Span, Thread};
    use super::*;

    /// A process with one thread that computes in these times.
    fn process(name: &str, start_ns: u64, computing: &[(u64, u64)]) -> Process {
        let spans = computing.iter().map(|&(start_ns, end_ns)| Span {
            start_ns,
            end_ns,
            doing: Doing::Hold,
            end: End::Own,
            site: NONE,
            object: NONE,
        });
        Process {
            name: name.into(),
            start_ns,
            threads: vec![Thread {
                spans: spans.collect(),
                ..Thread::default()
            }],
            ..Process::default()
        }
    }

    fn trace(processes: Vec<Process>) -> Trace {
        Trace {
            duration_ns: 100,
            processors: 2,
            processes,
            ..Trace::default()
        }
    }

    #[test]
    fn parts_are_the_whole_time() {
        let several = Several::of(&trace(vec![
            process("main", 0, &[(0, 10), (30, 35), (90, 100)]),
            process("one", 20, &[(20, 30), (35, 85)]),
            process("two", 25, &[(25, 30), (35, 45)]),
        ]))
        .expect("there are several");
        // 0-20 starting, 25-30 and 35-45 together, 30-35 and 90-100 main, 20-25 and 45-85 one child, 85-90 nobody.
        assert_eq!(several.parts, [20, 15, 15, 45, 5]);
        assert_eq!(several.parts.iter().sum::<u64>(), 100);
        assert_eq!(several.slowest, Some(("one".into(), 45)));
        assert_eq!(several.used, (25.0 + 60.0 + 15.0) / 200.0);
        assert_eq!((several.starting_idle, several.now), (10, 100.0));
        assert_eq!(several.evenly, 20.0 + 15.0 + 5.0 + 75.0 / 2.0);
        assert_eq!(several.one_process, 100.0 + 5.0);
    }

    #[test]
    fn what_other_programs_took_is_left_out() {
        let mut trace = trace(vec![
            process("main", 0, &[(0, 10), (80, 100)]),
            process("one", 10, &[(10, 80)]),
        ]);
        trace.processes[0].threads[0].cpu_ns = 15;
        trace.processes[1].threads[0].cpu_ns = 7;
        let several = Several::of(&trace).expect("there are several");
        assert_eq!(several.parts, [10, 0, 20, 70, 0]);
        assert_eq!(several.now, 15.0 + 7.0);
        assert_eq!(several.used, 22.0 / 44.0);
        assert_eq!(several.evenly, 15.0 + 7.0);
    }

    #[test]
    fn one_process_is_not_several() {
        assert_eq!(Several::of(&trace(vec![process("main", 0, &[])])), None);
        let idle = trace(vec![process("main", 0, &[]), process("one", 200, &[])]);
        let several = Several::of(&idle).expect("there are several");
        assert_eq!(several.parts, [100, 0, 0, 0, 0]);
        assert_eq!(several.slowest, None);
    }
}
