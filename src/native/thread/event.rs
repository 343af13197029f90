//! `threading.Event`: a flag that threads wait for.

use super::wait::{Patience, join_line, payload, pick, wait_to_be_picked};
use crate::gil::slot::Slot;
use crate::gil::waiters::WaitList;
use crate::gil::{Gil, GilCell};
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::native_functions;
use crate::object::class::{ClassObject, flags};
use crate::object::heap::Ref;
use crate::object::native::Payload;
use crate::object::origin::{Origin, Waited};
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;
use std::sync::Arc;

/// The flag, and who waits for it.
pub struct Event {
    flag: Cell<bool>,
    line: GilCell<WaitList>,
    origin: Option<Origin>,
}

impl Payload for Event {
    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
    fn waited(&self, _gil: &Gil, _slot: &Arc<Slot>) -> Option<Waited> {
        Some(Waited {
            doing: "waits for the event {} to be set".into(),
            noun: "event",
            origin: self.origin.clone(),
        })
    }
}

const NAME: &str = "threading.Event";

native_functions! {
    static METHODS;
    /// Whether the flag is true.
    "is_set(self, /)" fn is_set(vm, this: &Value) -> bool {
        let event: &Event = payload(vm, this, NAME)?;
        Ok(event.flag.get())
    }
    /// The old name of is_set.
    "isSet(self, /)" fn is_set_deprecated(vm, this: &Value) -> bool {
        super::warn_deprecated(vm, "isSet() is deprecated, use is_set() instead")?;
        let event: &Event = payload(vm, this, NAME)?;
        Ok(event.flag.get())
    }
    /// Make the flag true and wake up all threads that wait for that.
    "set(self, /)" fn set(vm, this: &Value) -> () {
        let event: &Event = payload(vm, this, NAME)?;
        event.flag.set(true);
        pick(vm, &event.line, usize::MAX);
        Ok(())
    }
    /// Make the flag false.
    "clear(self, /)" fn clear(vm, this: &Value) -> () {
        let event: &Event = payload(vm, this, NAME)?;
        event.flag.set(false);
        Ok(())
    }
    /// Wait until the flag is true, or until `timeout` seconds have passed: then the answer is false.
    "wait(self, /, timeout=None)" fn wait(vm, this: &Value, timeout: &Value) -> bool {
        let event: &Event = payload(vm, this, NAME)?;
        if event.flag.get() {
            return Ok(true);
        }
        let patience = Patience::of_timeout(vm, timeout)?;
        join_line(vm, &event.line);
        wait_to_be_picked(vm, &event.line, Wait::Event(this.identity()), patience)
    }
    "_at_fork_reinit(self, /)" fn at_fork_reinit(vm, this: &Value) -> () {
        let event: &Event = payload(vm, this, NAME)?;
        event.line.get_mut(vm).clear();
        Ok(())
    }
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, _arguments: Arguments) -> Outcome<Value> {
    Ok(vm.new_native(
        class,
        Event {
            flag: Cell::new(false),
            line: GilCell::new(WaitList::new()),
            origin: vm.origin(),
        },
    ))
}

fn init(vm: &mut Vm, _: &Value, arguments: Arguments) -> Outcome<()> {
    arguments.bind(vm, "Event.__init__()").map(drop)
}

fn repr(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let event: &Event = payload(vm, this, NAME)?;
    let state = if event.flag.get() { "set" } else { "unset" };
    let name = vm.dotted_name(&vm.class_of(this).clone());
    Ok(vm.new_str(&format!("<{name} at {:#x}: {state}>", vm.identity_of(this))))
}

/// `threading.Event`.
pub static EVENT: NativeClass = NativeClass {
    name: NAME,
    doc: "A flag, false at first: set() makes it true, clear() false, wait() waits until it is true.",
    slots: Slots {
        repr: Some(repr),
        ..Slots::NONE
    },
    new: Some(new),
    init: Some(init),
    methods: METHODS,
    getset: &[GetSetDefinition {
        name: "_flag",
        doc: "The flag.",
        get: |vm, this| {
            let event: &Event = payload(vm, this, NAME)?;
            Ok(Value::bool(event.flag.get()))
        },
        set: None,
    }],
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};
