//! Deadlocks: found at the moment at which the last thread blocks, told with who holds what since when, and ended by an exception
//! in the main thread.
//!
//! # What enters, what leaves
//! Every wait without a deadline passes [`before_block`], every end of a thread [`at_thread_end`]. When that leaves nobody who can
//! go on, a report leaves on descriptor 2, and the main thread gets [`DEADLOCK_ERROR`] where it waits ([`raise_told`]).
//!
//! # What counts as a deadlock
//! * **Everybody is blocked**: every thread of the interpreter, the main one included, waits in [`Vm::block`] without a deadline.
//!   Threads inside of [`Vm::detach`] (input, output, system calls, other processes) and those with a deadline are not blocked. Nobody
//!   is while a handler of the program's own is set for a signal, since it may wake anybody.
//! * **A cycle** of threads that wait for each other, while others go on, if it is certain: each edge is a re-entrant lock, the end
//!   of a thread, an import, or a plain lock that its holder took by a `with` statement that it is still inside of. A plain lock
//!   taken otherwise may be released by any thread, so then only the first rule tells.
//!
//! # Cost
//! Off or on, nothing happens where a thread does not block. A block without a deadline compares two numbers, and for a lock looks
//! up its holder.
//!
//! | file | holds |
//! |---|---|
//! | [`graph`] | who waits for whom; cycles |
//! | [`names`] | what the program calls a lock |
//! | [`picture`] | the facts about each thread |
//! | [`tell`] | the forms of a report |
//! | [`family`], [`board`] | processes that wait for each other; the memory they share |
//! | [`statement`] | what proves that they cannot go on; no values, model-checked |
mod board;
pub mod family;
pub mod graph;
pub mod names;
pub mod picture;
pub mod statement;
pub mod tell;

use crate::gil::slot::Slot;
use crate::native::multiprocessing::sync;
use crate::native::{NativeClass, signals};
use crate::object::builtin::Exc;
use crate::object::exception::ExceptionObject;
use crate::object::heap::Layout;
use crate::object::value::Value;
use crate::sched::{Reason, Wait};
use crate::vm::thread::interp_threads;
use crate::vm::{Outcome, Vm};
use graph::{Graph, Want};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tell::Report;

/// `threading.DeadlockError`.
pub static DEADLOCK_ERROR: NativeClass = NativeClass {
    name: "threading.DeadlockError",
    doc: "No thread can go on: each waits for another one, or for what nobody can do any more.",
    layout: Layout::Exception,
    base: Some(crate::object::builtin::EXCEPTIONS[Exc::RuntimeError as usize]),
    ..crate::native::types::exception::EXCEPTION
};

/// How long to wait until the main thread sleeps before it is looked at again.
const PAUSE: Duration = Duration::from_micros(50);
/// How often to do so.
const LOOKS: u32 = 20_000;

/// What is done about deadlocks: `-X deadlock=`.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nothing: the program hangs. So it is in an interpreter whose host may still attach threads.
    #[default]
    Off,
    /// It is told, and hangs.
    Tell,
    /// It is told, and the main thread gets an exception.
    Raise,
}

impl Mode {
    /// The mode of that name.
    pub fn named(name: &str) -> Option<Mode> {
        match name {
            "off" | "0" | "no" => Some(Mode::Off),
            "report" => Some(Mode::Tell),
            "on" | "1" | "" => Some(Mode::Raise),
            _ => None,
        }
    }
}

/// What an interpreter does and remembers about deadlocks.
#[derive(Default)]
pub struct Watch {
    mode: Cell<Mode>,
    /// Somebody sits at a prompt: it goes on whatever its threads do.
    at_prompt: Cell<bool>,
    /// The message for the main thread.
    for_main: Cell<Option<String>>,
    has_for_main: Cell<bool>,
    /// What to print before it is raised.
    to_print: Cell<Option<String>>,
    /// Threads that were told to be stuck and have not gone on since.
    told: RefCell<Vec<u32>>,
    any_told: Cell<bool>,
    /// The program has run its last instruction, and waits for its threads.
    at_end: Cell<bool>,
    /// A deadlock came to light then, where nobody can catch the exception.
    failed: Cell<bool>,
    /// The board of processes that belong together, once there are any.
    family: RefCell<Option<Rc<family::Family>>>,
}

/// A deadlock.
pub struct Deadlock {
    /// The threads that wait for each other, each for the next one; empty if they wait for what nobody can do any more.
    pub cycle: Vec<u32>,
    /// Nobody can go on; else only those of the cycle cannot.
    pub is_total: bool,
}

impl Vm {
    /// Begins to look for deadlocks: for who runs a program to its end.
    pub fn watch_for_deadlocks(&mut self, mode: Mode, at_prompt: bool) {
        let watch = &self.state().deadlock;
        watch.mode.set(mode);
        watch.at_prompt.set(at_prompt);
    }

    /// Says that the program has run its last instruction and now waits for its threads.
    pub(crate) fn begin_end(&self) {
        self.state().deadlock.at_end.set(true);
    }

    /// Whether a deadlock came to light at the very end.
    pub fn ended_in_deadlock(&self) -> bool {
        self.state().deadlock.failed.get()
    }
}

/// To be called by a thread that is about to block without a deadline and has joined the line of what it waits for.
#[inline]
pub(crate) fn before_block(vm: &mut Vm, why: &Wait) {
    if vm.state().deadlock.mode.get() == Mode::Off {
        return;
    }
    let want = Want::of(why);
    let is_last = is_last(vm, 1);
    if want.is_for_thread() && (is_last || want.may_have_holder()) {
        look(vm, Some(want), is_last);
    }
    if want.is_for_thread() {
        family::before_rest(vm, 1);
    }
}

/// To be called by a thread that comes back from such a block.
#[inline]
pub(crate) fn after_block(vm: &mut Vm) {
    family::before_going_on(vm);
    if vm.state().deadlock.any_told.get() {
        let id = vm.slot.id();
        let watch = &vm.state().deadlock;
        let mut told = watch.told.borrow_mut();
        told.retain(|&other| other != id);
        watch.any_told.set(!told.is_empty());
    }
}

/// To be called by a thread that has run its last instruction and is off the list of threads.
pub(crate) fn at_thread_end(vm: &mut Vm) {
    if vm.state().deadlock.mode.get() == Mode::Off {
        return;
    }
    if is_last(vm, 0) {
        look(vm, None, true);
    }
    family::before_rest(vm, 0);
}

/// Whether all threads but the caller seem to be blocked; `me` is 1 if the caller is on the list of threads.
fn is_last(vm: &mut Vm, me: usize) -> bool {
    let blocked = vm.interp().lock.blocked_for_ever() as usize;
    let count = interp_threads(vm).records.len();
    count > 0 && blocked + me >= count
}

/// Looks whether anybody can go on, and tells if not.
#[cold]
fn look(vm: &mut Vm, want: Option<Want>, may_be_total: bool) {
    if vm
        .interp()
        .finalizing
        .load(std::sync::atomic::Ordering::Relaxed)
    {
        return;
    }
    let graph = Graph::new(vm, want);
    let me = graph.me.clone();
    let is_total = may_be_total && graph.all_are_blocked(vm) && stays_blocked(vm, &graph);
    find(vm, &graph, &me, is_total);
}

/// For a scheduler that knows that no thread can go on: tells of it, whatever the threads' slots say.
pub fn nobody_can_go_on(vm: &mut Vm) {
    if vm.state().deadlock.mode.get() != Mode::Off {
        let graph = Graph::new(vm, None);
        let me = graph.me.clone();
        find(vm, &graph, &me, true);
    }
}

/// Waits until the main thread really sleeps, and looks again: a signal may be on its way to it. Nobody else needs the lock
/// meanwhile, since all are blocked.
fn stays_blocked(vm: &mut Vm, graph: &Graph) -> bool {
    // With a seed all threads are this system thread: it has had its signals.
    if vm.is_main || vm.is_seeded() {
        return true;
    }
    for _ in 0..LOOKS {
        if signals::serving_thread_sleeps(vm) {
            break;
        }
        std::thread::sleep(PAUSE);
    }
    graph.all_are_blocked(vm)
}

/// Finds the cycle, if there is one, and tells.
fn find(vm: &mut Vm, graph: &Graph, me: &Arc<Slot>, is_total: bool) {
    let want = graph.want;
    let mut cycle = match want {
        Some(_) => graph.cycle(vm, me, !is_total).unwrap_or_default(),
        None => Vec::new(),
    };
    if is_total && cycle.is_empty() {
        let slots: Vec<_> = (interp_threads(vm).records.values())
            .map(|record| record.slot.clone())
            .collect();
        let found = slots.iter().find_map(|slot| graph.cycle(vm, slot, false));
        cycle = found.unwrap_or_default();
    }
    if !is_total && cycle.is_empty() {
        return;
    }
    // The one with the smallest id comes first, whoever was the last to block.
    if let Some(first) = (0..cycle.len()).min_by_key(|&at| cycle[at]) {
        cycle.rotate_left(first);
    }
    tell_once(vm, graph, Deadlock { cycle, is_total });
}

/// Tells of a deadlock, and has the main thread raise the exception.
fn tell_once(vm: &mut Vm, graph: &Graph, deadlock: Deadlock) {
    let main = graph::main_thread(vm);
    let stuck: Vec<u32> = if deadlock.is_total {
        interp_threads(vm).records.keys().copied().collect()
    } else {
        deadlock.cycle.clone()
    };
    // A thread that joins those that are stuck already learns of it only if it is the main one.
    let is_mains = main.is_some_and(|main| stuck.contains(&main) || graph.me.id() == main);
    let main_joins = main
        .and_then(|main| graph.want_of_id(vm, main))
        .is_some_and(|want| want.reason == Reason::Join);
    let watch = &vm.state().deadlock;
    let told_before = |id: &u32| watch.told.borrow().contains(id) || Some(*id) == main;
    // At the end nobody but the main thread is new to it: it goes on without the others.
    let is_quiet = is_mains
        && watch.at_end.get()
        && main_joins
        && stuck.len() > 1
        && stuck.iter().all(told_before);
    if !is_mains && stuck.iter().all(|id| watch.told.borrow().contains(id)) {
        return;
    }
    let mut report = tell::report(vm, graph, &deadlock);
    let watch = &vm.state().deadlock;
    for id in stuck {
        let mut told = watch.told.borrow_mut();
        if !told.contains(&id) {
            told.push(id);
        }
    }
    watch.any_told.set(true);
    if is_quiet {
        // It was told already.
        report.text.clear();
        report.message.clear();
    }
    raise_in_main(vm, report, is_mains);
}

/// Prints a report, and has the main thread raise the exception. `is_mains`: the main thread is among those that cannot go on.
fn raise_in_main(vm: &mut Vm, report: Report, is_mains: bool) {
    let watch = &vm.state().deadlock;
    let at_prompt = watch.at_prompt.get();
    let raises = watch.mode.get() == Mode::Raise && (is_mains || !at_prompt);
    if raises {
        watch.for_main.set(Some(report.message));
        watch.has_for_main.set(true);
    }
    if raises && at_prompt {
        // The main thread prints it itself, past the prompt.
        watch.to_print.set(Some(report.text));
    } else if !report.text.is_empty() {
        tell::print(vm, report.text);
    }
    let main = graph::main_thread(vm);
    let records = &interp_threads(vm).records;
    let slot = main.and_then(|main| records.get(&main));
    if let Some(slot) = slot.map(|record| record.slot.clone()).filter(|_| raises) {
        vm.interp().lock.interrupt(&slot);
        // It may wait for another process, outside of the lock's reach.
        family::ring_here(vm);
    }
}

/// Raises the exception in the main thread, if a deadlock was told of.
#[inline]
pub(crate) fn raise_told(vm: &mut Vm) -> Outcome<()> {
    if vm.is_main && vm.state().deadlock.has_for_main.get() {
        return raise(vm);
    }
    Ok(())
}

#[cold]
fn raise(vm: &mut Vm) -> Outcome<()> {
    let watch = &vm.state().deadlock;
    watch.has_for_main.set(false);
    let message = watch.for_main.take().unwrap_or_default();
    if watch.at_end.get() && !message.is_empty() {
        watch.failed.set(true);
    }
    if let Some(text) = watch.to_print.take() {
        vm.write_error(&text);
    }
    Err(vm.raise_native_text(&DEADLOCK_ERROR, message))
}

/// Whether an exception says that there is a deadlock.
pub(crate) fn is_deadlock(vm: &mut Vm, exception: &Value) -> bool {
    match vm.native_class(&DEADLOCK_ERROR) {
        Ok(class) => vm.is_instance(exception, &class),
        Err(_) => {
            vm.take_pending();
            false
        }
    }
}

/// Whether a thread was told to be stuck and still is: then the end of the program does not wait for it.
pub(crate) fn is_stuck(vm: &mut Vm, id: u32) -> bool {
    if !vm.state().deadlock.told.borrow().contains(&id) {
        return false;
    }
    let record = interp_threads(vm).records.get(&id);
    record.is_some_and(|record| record.slot.is_blocked_for_ever())
}

/// Takes the pending exception if it is a deadlock's, at the end of the program, where nobody can catch it: it is printed, and the
/// exit code will say so. False if it is another one.
pub(crate) fn note_at_end(vm: &mut Vm) -> bool {
    let Some(exception) = vm.take_pending() else {
        return false;
    };
    if !is_deadlock(vm, &exception) {
        vm.set_pending(exception);
        return false;
    }
    // One without a message is not new.
    if let Some(object) = exception.to_ref::<ExceptionObject>()
        && vm.str_text(&exception).is_ok_and(|text| !text.is_empty())
    {
        // There is no line of the program to be shown.
        drop(object.traceback.replace(vm.gil(), Value::NONE));
        vm.print_exception(&exception);
    }
    vm.take_pending();
    true
}

/// In the child of a fork nobody is stuck yet.
pub(crate) fn after_fork_in_child(vm: &mut Vm) {
    let watch = &vm.state().deadlock;
    watch.told.borrow_mut().clear();
    watch.any_told.set(false);
    watch.failed.set(false);
    watch.at_end.set(false);
    watch.has_for_main.set(false);
    watch.for_main.take();
    watch.to_print.take();
    family::after_fork_in_child(vm);
}
