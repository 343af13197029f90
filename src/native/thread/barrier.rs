//! `threading.Barrier`: a number of threads wait until all of them have come.
//!
//! Each round of the barrier has a record of its own, which its waiters keep; so the next round may fill while they are still
//! on their way out.

use super::wait::{Patience, join_line, payload, pick, wait_to_be_picked};
use crate::gil::slot::Slot;
use crate::gil::waiters::WaitList;
use crate::gil::{Gil, GilCell};
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::object::builtin::Exc;
use crate::object::class::{ClassObject, flags};
use crate::object::cycle::visit_cell;
use crate::object::heap::{Layout, Ref};
use crate::object::native::Payload;
use crate::object::origin::{Origin, Waited};
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

/// `threading.BrokenBarrierError`.
pub static BROKEN_BARRIER_ERROR: NativeClass = NativeClass {
    name: "threading.BrokenBarrierError",
    layout: Layout::Exception,
    base: Some(crate::object::builtin::EXCEPTIONS[Exc::RuntimeError as usize]),
    ..crate::native::types::exception::EXCEPTION
};

/// What has become of a round.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Round {
    Filling,
    /// All have come, and the last one runs the action.
    Acting,
    Released,
    Broken,
}

/// A barrier.
pub struct Barrier {
    parties: Cell<i64>,
    action: GilCell<Value>,
    timeout: GilCell<Value>,
    /// How many have come in the present round.
    count: Cell<i64>,
    broken: Cell<bool>,
    round: GilCell<Rc<Cell<Round>>>,
    /// Those who have come.
    line: GilCell<WaitList>,
    /// Those who came while an action ran.
    outside: GilCell<WaitList>,
    origin: Option<Origin>,
}

impl Payload for Barrier {
    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
    fn waited(&self, _gil: &Gil, _slot: &Arc<Slot>) -> Option<Waited> {
        let (count, parties) = (self.count.get(), self.parties.get());
        let have = if count == 1 { "has" } else { "have" };
        Some(Waited {
            doing: format!(
                "waits at the barrier {{}}, where {count} of {parties} threads {have} come"
            ),
            noun: "barrier",
            origin: self.origin.clone(),
        })
    }
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit_cell(&self.action, |action| visit(action));
        visit_cell(&self.timeout, |timeout| visit(timeout));
    }
    fn clear(&mut self) {
        *self.action.get_mut_unshared() = Value::NONE;
    }
}

impl Barrier {
    /// Ends the present round and begins the next one.
    fn end_round(&self, vm: &mut Vm, how: Round) {
        let next = Rc::new(Cell::new(Round::Filling));
        self.round.replace(vm, next).set(how);
        self.count.set(0);
        pick(vm, &self.line, usize::MAX);
        pick(vm, &self.outside, usize::MAX);
    }
    fn break_for_good(&self, vm: &mut Vm) {
        self.broken.set(true);
        self.end_round(vm, Round::Broken);
    }
}

const NAME: &str = "threading.Barrier";

fn broken(vm: &mut Vm) -> crate::vm::Raised {
    vm.raise_native(&BROKEN_BARRIER_ERROR, Vec::new())
}

fn wait(vm: &mut Vm, this: &Value, timeout: &Value) -> Outcome<i64> {
    let barrier: &Barrier = payload(vm, this, NAME)?;
    let default = barrier.timeout.get(vm).clone();
    let patience = Patience::of_timeout(vm, if timeout.is_none() { &default } else { timeout })?;
    let why = Wait::Barrier(this.identity());
    loop {
        if barrier.broken.get() {
            return Err(broken(vm));
        }
        if barrier.round.get(vm).get() != Round::Acting {
            break;
        }
        join_line(vm, &barrier.outside);
        wait_to_be_picked(vm, &barrier.outside, why, Patience::Forever)?;
    }
    let round = barrier.round.get(vm).clone();
    let index = barrier.count.get();
    barrier.count.set(index + 1);
    if index + 1 == barrier.parties.get() {
        let action = barrier.action.get(vm).clone();
        if !action.is_none() {
            round.set(Round::Acting);
            if let Err(raised) = vm.call(&action, &[]) {
                barrier.break_for_good(vm);
                return Err(raised);
            }
            // The action may have broken or reset the barrier itself.
            if round.get() != Round::Acting {
                return if round.get() == Round::Broken {
                    Err(broken(vm))
                } else {
                    Ok(index)
                };
            }
        }
        barrier.end_round(vm, Round::Released);
        return Ok(index);
    }
    loop {
        join_line(vm, &barrier.line);
        let picked = wait_to_be_picked(vm, &barrier.line, why, patience);
        match round.get() {
            Round::Released => return picked.map(|_| index),
            Round::Broken => {
                return if picked.is_err() {
                    picked.map(|_| index)
                } else {
                    Err(broken(vm))
                };
            }
            // While the action runs its result counts, whatever the clock says.
            Round::Acting if picked.is_ok() => {
                join_line(vm, &barrier.line);
                wait_to_be_picked(vm, &barrier.line, why, Patience::Forever)?;
                return if round.get() == Round::Released {
                    Ok(index)
                } else {
                    Err(broken(vm))
                };
            }
            Round::Filling | Round::Acting => match picked {
                Ok(true) => {}
                Ok(false) => {
                    barrier.break_for_good(vm);
                    return Err(broken(vm));
                }
                Err(raised) => {
                    barrier.break_for_good(vm);
                    return Err(raised);
                }
            },
        }
    }
}

native_functions! {
    static METHODS;
    /// Wait until all parties have come; the place in the order of arrival. A timeout breaks the barrier.
    "wait(self, /, timeout=None)" fn wait_method(vm, this: &Value, timeout: &Value) -> i64 {
        wait(vm, this, timeout)
    }
    /// Make the barrier as new; threads that wait get BrokenBarrierError.
    "reset(self, /)" fn reset(vm, this: &Value) -> () {
        let barrier: &Barrier = payload(vm, this, NAME)?;
        barrier.broken.set(false);
        barrier.end_round(vm, Round::Broken);
        Ok(())
    }
    /// Break the barrier: those who wait and those who come get BrokenBarrierError, until reset().
    "abort(self, /)" fn abort(vm, this: &Value) -> () {
        let barrier: &Barrier = payload(vm, this, NAME)?;
        barrier.break_for_good(vm);
        Ok(())
    }
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, _arguments: Arguments) -> Outcome<Value> {
    let barrier = Barrier {
        parties: Cell::new(1),
        action: GilCell::new(Value::NONE),
        timeout: GilCell::new(Value::NONE),
        count: Cell::new(0),
        broken: Cell::new(false),
        round: GilCell::new(Rc::new(Cell::new(Round::Filling))),
        line: GilCell::new(WaitList::new()),
        outside: GilCell::new(WaitList::new()),
        origin: vm.origin(),
    };
    Ok(vm.new_native(class, barrier))
}

fn init(vm: &mut Vm, this: &Value, arguments: Arguments) -> Outcome<()> {
    let bound = arguments.bind(vm, "Barrier.__init__(parties, action=None, timeout=None)")?;
    let parties = vm.index_i64(&bound[0])?;
    if parties < 1 {
        raise!(vm, ValueError, "parties must be > 0");
    }
    let barrier: &Barrier = payload(vm, this, NAME)?;
    barrier.parties.set(parties);
    drop(barrier.action.replace(vm, bound[1].clone()));
    drop(barrier.timeout.replace(vm, bound[2].clone()));
    Ok(())
}

fn repr(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let barrier: &Barrier = payload(vm, this, NAME)?;
    let state = if barrier.broken.get() {
        "broken".to_string()
    } else {
        format!("waiters={}/{}", barrier.count.get(), barrier.parties.get())
    };
    let name = vm.dotted_name(&vm.class_of(this).clone());
    Ok(vm.new_str(&format!("<{name} at {:#x}: {state}>", vm.identity_of(this))))
}

/// `threading.Barrier`.
pub static BARRIER: NativeClass = NativeClass {
    name: NAME,
    doc: "A meeting point: wait() returns when as many threads as there are parties have called it.",
    slots: Slots {
        repr: Some(repr),
        ..Slots::NONE
    },
    new: Some(new),
    init: Some(init),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "parties",
            doc: "How many threads must come.",
            get: |vm, this| {
                let barrier: &Barrier = payload(vm, this, NAME)?;
                Ok(Value::int(barrier.parties.get()))
            },
            set: None,
        },
        GetSetDefinition {
            name: "n_waiting",
            doc: "How many have come.",
            get: |vm, this| {
                let barrier: &Barrier = payload(vm, this, NAME)?;
                Ok(Value::int(barrier.count.get()))
            },
            set: None,
        },
        GetSetDefinition {
            name: "broken",
            doc: "Whether the barrier is broken.",
            get: |vm, this| {
                let barrier: &Barrier = payload(vm, this, NAME)?;
                Ok(Value::bool(barrier.broken.get()))
            },
            set: None,
        },
    ],
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};
