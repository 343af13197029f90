//! Plays a graph again: with the interpreter's lock or without, with the program's locks or without, on some processors, with what
//! processes cost.
//!
//! Enters: a [`Graph`] and [`Rules`]. Leaves: how long it takes. Threads that can compute share what there is evenly, as schedulers of
//! systems do over time; so slices need not be played.
use super::graph::{Graph, Step};
use rustc_hash::FxHashMap;
use std::collections::VecDeque;

/// What processes cost, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Costs {
    /// Loading what is needed and starting the first one.
    pub first_start: f64,
    /// Starting another one.
    pub start: f64,
    /// Sending an item to one and taking it there, on each side.
    pub item: f64,
    /// How much faster processes compute together than one: at most the number of processors.
    pub cores: f64,
}

/// The rules of a play.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// One thread computes at a time.
    pub gil: bool,
    /// Locks of the program let one in at a time.
    pub locks: bool,
    /// Processors.
    pub cores: f64,
    /// Threads are processes, which cost.
    pub costs: Option<Costs>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    /// Not started.
    Unborn,
    /// Its next step is to be looked at.
    Ready,
    /// Computes; so much is left.
    Computes(f64),
    /// Computes without the interpreter's lock.
    Native(f64),
    /// Waits until then.
    Waits(f64),
    /// Waits for another thread.
    Blocked,
    /// Has ended.
    Done,
}

#[derive(Default)]
struct Lock {
    owner: Option<usize>,
    line: VecDeque<usize>,
}

#[derive(Default)]
struct Queue {
    items: u64,
    line: VecDeque<usize>,
}

struct Play<'a> {
    graph: &'a Graph,
    rules: Rules,
    states: Vec<State>,
    next: Vec<usize>,
    ready: Vec<usize>,
    locks: FxHashMap<u32, Lock>,
    queues: FxHashMap<u32, Queue>,
    /// Signals given, or the thread that waits for one.
    given: FxHashMap<u32, Option<usize>>,
    started: usize,
    /// Threads that have not ended and are waited for.
    waited_for: usize,
    now: f64,
    /// Threads that compute or wait for a time, and whether each thread is one.
    active: Vec<usize>,
    is_active: Vec<bool>,
}

/// How long the graph takes under these rules, in nanoseconds: until the main thread and all that are waited for have ended.
pub fn play(graph: &Graph, rules: Rules) -> f64 {
    let count = graph.threads.len();
    if count == 0 {
        return 0.0;
    }
    let mut play = Play {
        graph,
        rules,
        states: vec![State::Unborn; count],
        next: vec![0; count],
        ready: Vec::new(),
        locks: FxHashMap::default(),
        queues: FxHashMap::default(),
        given: FxHashMap::default(),
        started: 0,
        waited_for: (0..count)
            .filter(|&at| at == 0 || !graph.daemons[at])
            .count(),
        now: 0.0,
        active: Vec::new(),
        is_active: vec![false; count],
    };
    play.wake(0);
    loop {
        while let Some(thread) = play.ready.pop() {
            play.step(thread);
            play.settle(thread);
        }
        if play.is_over() {
            return play.now;
        }
        // What the recording saw may not happen in this order: then somebody waits for what never comes.
        if !play.pass() && !play.force() {
            return play.now;
        }
    }
}

impl Play<'_> {
    fn wake(&mut self, thread: usize) {
        self.states[thread] = State::Ready;
        self.ready.push(thread);
    }

    fn is_over(&self) -> bool {
        self.waited_for == 0
    }

    /// Takes a ready thread through steps that take no time.
    fn step(&mut self, thread: usize) {
        while self.states[thread] == State::Ready {
            let Some(&step) = self.graph.threads[thread].get(self.next[thread]) else {
                self.states[thread] = State::Done;
                self.waited_for -= usize::from(thread == 0 || !self.graph.daemons[thread]);
                return;
            };
            self.next[thread] += 1;
            match step {
                Step::Compute(time) => self.states[thread] = State::Computes(time),
                Step::Native(time) => self.states[thread] = State::Native(time),
                Step::Wait(time) => self.states[thread] = State::Waits(self.now + time),
                Step::Acquire(lock) if self.rules.locks => {
                    let lock = self.locks.entry(lock).or_default();
                    if lock.owner.is_some() {
                        lock.line.push_back(thread);
                        self.states[thread] = State::Blocked;
                    } else {
                        lock.owner = Some(thread);
                    }
                }
                Step::Release(lock) if self.rules.locks => {
                    let lock = self.locks.entry(lock).or_default();
                    lock.owner = lock.line.pop_front();
                    if let Some(next) = lock.owner {
                        self.wake(next);
                    }
                }
                Step::Acquire(_) | Step::Release(_) => {}
                Step::Put(queue) => {
                    let queue = self.queues.entry(queue).or_default();
                    match queue.line.pop_front() {
                        Some(next) => self.wake(next),
                        None => queue.items += 1,
                    }
                    self.pay(thread, |costs| costs.item);
                }
                Step::Get(queue) => {
                    let queue = self.queues.entry(queue).or_default();
                    if queue.items > 0 {
                        queue.items -= 1;
                        self.pay(thread, |costs| costs.item);
                    } else {
                        queue.line.push_back(thread);
                        self.states[thread] = State::Blocked;
                    }
                }
                Step::Await(signal) => match self.given.remove(&signal) {
                    Some(_) => {}
                    None => {
                        self.given.insert(signal, Some(thread));
                        self.states[thread] = State::Blocked;
                    }
                },
                Step::Signal(signal) => match self.given.remove(&signal) {
                    Some(Some(waiting)) => self.wake(waiting),
                    _ => {
                        self.given.insert(signal, None);
                    }
                },
                Step::Start(other) => {
                    let other = other as usize;
                    if self.states[other] == State::Unborn {
                        let is_first = self.started == 0;
                        self.started += 1;
                        let cost = |costs: Costs| {
                            if is_first {
                                costs.first_start
                            } else {
                                costs.start
                            }
                        };
                        self.wake(other);
                        // Both pay: the one that starts, and the one that comes to life.
                        if self.rules.costs.is_some() {
                            self.ready.retain(|ready| *ready != other);
                            self.pay(other, cost);
                            self.settle(other);
                        }
                        self.pay(thread, cost);
                    }
                }
            }
        }
    }

    /// What a process costs where a thread does not: time of the processor.
    fn pay(&mut self, thread: usize, cost: impl FnOnce(Costs) -> f64) {
        if let Some(costs) = self.rules.costs {
            self.states[thread] = State::Native(cost(costs).max(1.0));
        }
    }

    /// Notes a thread that has begun to compute or to wait for a time.
    fn settle(&mut self, thread: usize) {
        let begins = matches!(
            self.states[thread],
            State::Computes(_) | State::Native(_) | State::Waits(_)
        );
        if begins && !std::mem::replace(&mut self.is_active[thread], true) {
            self.active.push(thread);
        }
    }

    /// Lets time pass until the next thread has done what it does; false if nobody does anything.
    fn pass(&mut self) -> bool {
        let (mut computing, mut native) = (0.0, 0.0);
        for &thread in &self.active {
            match self.states[thread] {
                State::Computes(_) => computing += 1.0,
                State::Native(_) => native += 1.0,
                _ => {}
            }
        }
        let (speed, native_speed) = self.speeds(computing, native);
        let ends = self.active.iter().map(|&thread| match self.states[thread] {
            State::Computes(left) => self.now + left / speed,
            State::Native(left) => self.now + left / native_speed,
            State::Waits(until) => until,
            _ => self.now,
        });
        let end = ends.fold(f64::INFINITY, f64::min);
        if end.is_infinite() {
            return false;
        }
        let passed = end - self.now;
        self.now = end;
        let mut at = 0;
        while let Some(&thread) = self.active.get(at) {
            let is_done = match &mut self.states[thread] {
                State::Computes(left) => {
                    *left -= passed * speed;
                    *left <= 1e-3
                }
                State::Native(left) => {
                    *left -= passed * native_speed;
                    *left <= 1e-3
                }
                State::Waits(until) => *until <= end + 1e-3,
                _ => true,
            };
            if is_done {
                self.active.swap_remove(at);
                self.is_active[thread] = false;
                self.wake(thread);
            } else {
                at += 1;
            }
        }
        true
    }

    /// How fast each of so many computing threads goes, and those that need no interpreter's lock.
    fn speeds(&self, computing: f64, native: f64) -> (f64, f64) {
        let cores = self.rules.cores.max(1.0);
        if !self.rules.gil {
            let speed = (cores / (computing + native)).min(1.0);
            return (speed, speed);
        }
        let users = native + f64::min(computing, 1.0);
        let each = (cores / users).min(1.0);
        (each / f64::max(computing, 1.0), each)
    }

    /// Lets one blocked thread go on although what it waits for has not come: the one with the lowest number.
    fn force(&mut self) -> bool {
        let blocked = self
            .states
            .iter()
            .position(|state| *state == State::Blocked);
        let Some(thread) = blocked else { return false };
        for lock in self.locks.values_mut() {
            lock.line.retain(|other| *other != thread);
        }
        for queue in self.queues.values_mut() {
            queue.line.retain(|other| *other != thread);
        }
        self.given.retain(|_, waiting| *waiting != Some(thread));
        self.wake(thread);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: f64 = 1e6;

    fn rules(gil: bool, cores: f64) -> Rules {
        Rules {
            gil,
            locks: true,
            cores,
            costs: None,
        }
    }

    fn graph(threads: Vec<Vec<Step>>) -> Graph {
        let daemons = vec![false; threads.len()];
        Graph { threads, daemons }
    }

    /// A main thread that starts the others and waits for their ends.
    fn workers(count: u32, steps: &[Step]) -> Graph {
        let mut main: Vec<Step> = (1..=count).map(Step::Start).collect();
        main.extend((1..=count).map(Step::Await));
        let mut threads = vec![main];
        for number in 1..=count {
            let mut steps = steps.to_vec();
            steps.push(Step::Signal(number));
            threads.push(steps);
        }
        graph(threads)
    }

    fn takes(graph: &Graph, rules: Rules) -> f64 {
        (play(graph, rules) / MS * 1000.0).round() / 1000.0
    }

    #[test]
    fn the_lock_lets_one_compute() {
        let four = workers(4, &[Step::Compute(10.0 * MS)]);
        assert_eq!(takes(&four, rules(true, 4.0)), 40.0);
        assert_eq!(takes(&four, rules(false, 4.0)), 10.0);
        assert_eq!(takes(&four, rules(false, 2.0)), 20.0);
        let costs = Costs {
            first_start: 3.0 * MS,
            start: MS,
            item: 0.0,
            cores: 5.0,
        };
        let processes = Rules {
            costs: Some(costs),
            ..rules(false, 5.0)
        };
        // The last one starts after 5 ms and comes to life in another one.
        assert_eq!(takes(&four, processes), 16.0);
    }

    #[test]
    fn waiting_needs_nothing() {
        let four = workers(4, &[Step::Wait(10.0 * MS)]);
        assert_eq!(takes(&four, rules(true, 1.0)), 10.0);
        let native = workers(4, &[Step::Native(10.0 * MS)]);
        assert_eq!(takes(&native, rules(true, 4.0)), 10.0);
    }

    #[test]
    fn a_lock_of_the_program_lets_one_in() {
        let steps = [Step::Acquire(7), Step::Wait(10.0 * MS), Step::Release(7)];
        let four = workers(4, &steps);
        assert_eq!(takes(&four, rules(false, 4.0)), 40.0);
        let free = Rules {
            locks: false,
            ..rules(false, 4.0)
        };
        assert_eq!(takes(&four, free), 10.0);
    }

    #[test]
    fn items_come_before_they_are_taken() {
        let main = vec![Step::Start(1), Step::Get(3), Step::Compute(MS)];
        let other = vec![Step::Compute(5.0 * MS), Step::Put(3)];
        assert_eq!(takes(&graph(vec![main, other]), rules(false, 4.0)), 6.0);
    }

    #[test]
    fn what_never_comes_is_not_waited_for() {
        let main = vec![Step::Await(9), Step::Get(1), Step::Compute(MS)];
        assert_eq!(takes(&graph(vec![main]), rules(true, 1.0)), 1.0);
    }
}
