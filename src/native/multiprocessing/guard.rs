//! `_multiprocessing.Guard`: an object in shared memory and the lock around it.
//!
//! Enters: the object and the lock, which is one of this module's or anything that can be entered. Leaves: the object's value, read and
//! written under the lock. `multiprocessing.sharedctypes` derives its `Synchronized` classes from it.

use super::semlock::SemLock;
use super::typed::Items;
use super::wait::Patience;
use crate::gil::GilCell;
use crate::native::payload::state;
use crate::native::{GetSetDefinition, NativeClass};
use crate::native_functions;
use crate::object::class::flags;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

crate::payload! {
    /// The object and its lock; None until initialised.
    struct Guard { object: GilCell<Value>, lock: GilCell<Value> }
}

fn parts(vm: &mut Vm, this: &Value) -> Outcome<(Value, Value)> {
    let guard: &Guard = state(vm, this)?;
    Ok((guard.object.get(vm).clone(), guard.lock.get(vm).clone()))
}

fn enter(vm: &mut Vm, lock: &Value) -> Outcome<Value> {
    match lock.payload::<SemLock>() {
        Some(own) => own
            .acquire(vm, lock, Patience::Until(None))
            .map(Value::bool),
        None => vm.call_method(lock, "__enter__", &[]),
    }
}

fn leave(vm: &mut Vm, lock: &Value) -> Outcome<()> {
    match lock.payload::<SemLock>() {
        Some(own) => own.release(vm),
        None => vm
            .call_method(lock, "__exit__", &[Value::NONE, Value::NONE, Value::NONE])
            .map(drop),
    }
}

/// Does something to the object under the lock.
fn locked<R>(
    vm: &mut Vm,
    this: &Value,
    work: impl FnOnce(&mut Vm, &Value) -> Outcome<R>,
) -> Outcome<R> {
    let (object, lock) = parts(vm, this)?;
    enter(vm, &lock)?;
    let result = work(vm, &object);
    match result {
        Ok(result) => {
            leave(vm, &lock)?;
            Ok(result)
        }
        Err(raised) => {
            let pending = vm.take_pending();
            let left = leave(vm, &lock);
            match pending {
                Some(pending) if left.is_ok() => Err(vm.raise_value(pending)),
                _ => Err(left.err().unwrap_or(raised)),
            }
        }
    }
}

native_functions! { static METHODS;
    /// Take the lock.
    "acquire(self, /, block=True, timeout=None)" fn acquire(vm, this: &Value, block: &Value, timeout: &Value) -> Value {
        let (_, lock) = parts(vm, this)?;
        let given = [block.clone(), timeout.clone()];
        vm.call_method(&lock, "acquire", &given[..if timeout.is_none() { 1 } else { 2 }])
    }
    /// Give the lock back.
    "release(self, /)" fn release(vm, this: &Value) -> Value {
        let (_, lock) = parts(vm, this)?;
        vm.call_method(&lock, "release", &[])
    }
    /// Take the lock.
    "__enter__(self, /)" fn enter_method(vm, this: &Value) -> Value {
        let (_, lock) = parts(vm, this)?;
        enter(vm, &lock)
    }
    /// Give the lock back.
    "__exit__(self, /, *args)" fn exit(vm, this: &Value, _args: &Value) -> () {
        let (_, lock) = parts(vm, this)?;
        leave(vm, &lock)
    }
    /// The object without the lock.
    "get_obj(self, /)" fn get_obj(vm, this: &Value) -> Value {
        Ok(parts(vm, this)?.0)
    }
    /// The lock.
    "get_lock(self, /)" fn get_lock(vm, this: &Value) -> Value {
        Ok(parts(vm, this)?.1)
    }
}

native_functions! { pub(super) static FUNCTIONS;
    /// The value of a guarded scalar, read under its lock.
    "_locked_value(guard, /)" fn locked_value(vm, this: &Value) -> Value {
        locked(vm, this, |vm, object| match object.payload::<Items>() {
            Some(items) => items.read(vm, 0),
            None => vm.get_attribute_str(object, "value"),
        })
    }
    /// Set the value of a guarded scalar under its lock.
    "_set_locked_value(guard, value, /)" fn set_locked_value(vm, this: &Value, value: &Value) -> () {
        locked(vm, this, |vm, object| match object.payload::<Items>() {
            Some(items) => items.write(vm, 0, value),
            None => vm.set_attribute_str(object, "value", value.clone()),
        })
    }
}

/// `_multiprocessing.Guard`.
pub static GUARD: NativeClass = NativeClass {
    name: "_multiprocessing.Guard",
    doc: "Guard(object, lock)\n\nAn object in shared memory and the lock around it.",
    new: Some(|vm, class, _| {
        let guard = Guard {
            object: GilCell::new(Value::NONE),
            lock: GilCell::new(Value::NONE),
        };
        Ok(vm.new_native(class, guard))
    }),
    init: Some(|vm, this, arguments| {
        let bound = arguments.bind(vm, "Guard.__init__(object, lock)")?;
        let guard: &Guard = state(vm, this)?;
        drop(guard.object.replace(vm.gil(), bound[0].clone()));
        drop(guard.lock.replace(vm.gil(), bound[1].clone()));
        Ok(())
    }),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "_obj",
            doc: "The object without the lock.",
            get: |vm, this| Ok(parts(vm, this)?.0),
            set: None,
        },
        GetSetDefinition {
            name: "_lock",
            doc: "The lock.",
            get: |vm, this| Ok(parts(vm, this)?.1),
            set: None,
        },
    ],
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};
