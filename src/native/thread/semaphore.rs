//! `threading.Semaphore` and `threading.BoundedSemaphore`: a counter that never goes below zero.

use super::wait::{Patience, give_permits, payload, take_permit};
use crate::gil::slot::Slot;
use crate::gil::waiters::Turnstile;
use crate::gil::{Gil, GilCell};
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::object::class::{ClassObject, flags};
use crate::object::heap::Ref;
use crate::object::native::Payload;
use crate::object::origin::{Origin, Waited};
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use std::cell::Cell;
use std::sync::Arc;

/// The counter, who waits, and the bound if there is one.
pub struct Semaphore {
    turnstile: GilCell<Turnstile>,
    bound: Cell<Option<usize>>,
    origin: Option<Origin>,
}

impl Payload for Semaphore {
    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
    fn waited(&self, _gil: &Gil, _slot: &Arc<Slot>) -> Option<Waited> {
        Some(Waited {
            doing: "waits for the semaphore {}, which is 0".into(),
            noun: "semaphore",
            origin: self.origin.clone(),
        })
    }
}

const NAME: &str = "threading.Semaphore";

fn acquire(vm: &mut Vm, this: &Value, patience: Patience) -> Outcome<bool> {
    let semaphore: &Semaphore = payload(vm, this, NAME)?;
    take_permit(
        vm,
        &semaphore.turnstile,
        Wait::Semaphore(this.identity()),
        patience,
        false,
    )
}

fn release(vm: &mut Vm, this: &Value, count: i64) -> Outcome<()> {
    let semaphore: &Semaphore = payload(vm, this, NAME)?;
    if count < 1 {
        raise!(vm, ValueError, "n must be one or more");
    }
    let value = semaphore.turnstile.get(vm).permits();
    let Some(new) = value.checked_add(count as usize) else {
        raise!(vm, OverflowError, "the semaphore's value is too large");
    };
    if semaphore.bound.get().is_some_and(|bound| new > bound) {
        raise!(vm, ValueError, "Semaphore released too many times");
    }
    give_permits(vm, &semaphore.turnstile, count as usize);
    Ok(())
}

native_functions! {
    static METHODS;
    /// Take one off the counter, waiting while it is zero; with a timeout for at most that many seconds. True if it was done.
    "acquire(self, /, blocking=True, timeout=None)"
    fn acquire_method(vm, this: &Value, blocking: &Value, timeout: &Value) -> bool {
        let patience = Patience::of_semaphore(vm, blocking, timeout)?;
        acquire(vm, this, patience)
    }
    /// Add one, or `n`, to the counter.
    "release(self, /, n=1)" fn release_method(vm, this: &Value, n: i64) -> () {
        release(vm, this, n)
    }
    /// Take one off the counter.
    "__enter__(self, /)" fn enter(vm, this: &Value) -> bool {
        acquire(vm, this, Patience::Forever)
    }
    /// Add one to the counter.
    "__exit__(self, exc_type=None, exc_value=None, traceback=None, /)"
    fn exit(vm, this: &Value, _class: &Value, _exception: &Value, _traceback: &Value) -> () {
        release(vm, this, 1)
    }
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, _arguments: Arguments) -> Outcome<Value> {
    Ok(vm.new_native(
        class,
        Semaphore {
            turnstile: GilCell::new(Turnstile::new(1)),
            bound: Cell::new(None),
            origin: vm.origin(),
        },
    ))
}

fn start(vm: &mut Vm, this: &Value, arguments: Arguments, bounded: bool) -> Outcome<()> {
    let name = if bounded {
        "BoundedSemaphore.__init__(value=1)"
    } else {
        "Semaphore.__init__(value=1)"
    };
    let bound = arguments.bind(vm, name)?;
    let value = vm.index_i64(&bound[0])?;
    if value < 0 {
        raise!(vm, ValueError, "semaphore initial value must be >= 0");
    }
    let semaphore: &Semaphore = payload(vm, this, NAME)?;
    semaphore.turnstile.get_mut(vm).reset(value as usize);
    semaphore.bound.set(bounded.then_some(value as usize));
    Ok(())
}

fn value(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let semaphore: &Semaphore = payload(vm, this, NAME)?;
    let permits = semaphore.turnstile.get(vm).permits();
    Ok(Value::int(permits as i64))
}

fn repr(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let semaphore: &Semaphore = payload(vm, this, NAME)?;
    let mut value = semaphore.turnstile.get(vm).permits().to_string();
    if let Some(bound) = semaphore.bound.get() {
        value = format!("{value}/{bound}");
    }
    let name = vm.dotted_name(&vm.class_of(this).clone());
    Ok(vm.new_str(&format!(
        "<{name} at {:#x}: value={value}>",
        vm.identity_of(this)
    )))
}

/// `threading.Semaphore`.
pub static SEMAPHORE: NativeClass = NativeClass {
    name: NAME,
    doc: "A counter: acquire() takes one off and waits while it is zero, release() adds one.",
    slots: Slots {
        repr: Some(repr),
        ..Slots::NONE
    },
    new: Some(new),
    init: Some(|vm, this, arguments| start(vm, this, arguments, false)),
    methods: METHODS,
    getset: &[GetSetDefinition {
        name: "_value",
        doc: "The counter.",
        get: value,
        set: None,
    }],
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};

/// `threading.BoundedSemaphore`.
pub static BOUNDED_SEMAPHORE: NativeClass = NativeClass {
    name: "threading.BoundedSemaphore",
    doc: "A semaphore whose counter never exceeds what it was at first.",
    base: Some(&SEMAPHORE),
    slots: Slots {
        repr: Some(repr),
        ..Slots::NONE
    },
    new: Some(new),
    init: Some(|vm, this, arguments| start(vm, this, arguments, true)),
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};
