//! The built-in class `weakref.ReferenceType`.
use super::containers::this;
use crate::native::special::CompareOp;
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::object::builtin::Builtin;
use crate::object::class::{ClassObject, flags};
use crate::object::heap::{Layout, Ref};
use crate::object::value::Value;
use crate::object::weak::{WeakRefObject, reference, references_to, target_of};
use crate::vm::{Outcome, Vm};

/// True if values of this kind can be referred to weakly.
pub fn is_referable(vm: &Vm, value: &Value) -> bool {
    match value.layout() {
        Some(
            Layout::Function
            | Layout::NativeFunction
            | Layout::BoundMethod
            | Layout::Class
            | Layout::Generator
            | Layout::Module
            | Layout::Code
            | Layout::Set,
        ) => true,
        Some(_) => vm.class_of(value).has(flags::WEAK),
        None => false,
    }
}

/// Raises TypeError unless a value can be referred to weakly.
pub fn check_referable(vm: &mut Vm, value: &Value) -> Outcome<()> {
    if is_referable(vm, value) {
        return Ok(());
    }
    let name = vm.class_name(value);
    Err(vm.type_error(format!("cannot create weak reference to '{name}' object")))
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let (target, callback) = match arguments.positional() {
        [target] => (target, Value::NONE),
        [target, callback, ..] => (target, callback.clone()),
        [] => return Err(vm.type_error("__new__ expected at least 1 argument, got 0")),
    };
    let plain = class.is(vm.class(Builtin::WeakRef));
    if plain {
        arguments.no_keywords(vm, "ref")?;
        if arguments.positional().len() > 2 {
            let given = arguments.positional().len();
            return Err(vm.type_error(format!("__new__ expected at most 2 arguments, got {given}")));
        }
    }
    check_referable(vm, target)?;
    let Some(header) = target.header() else {
        return Ok(Value::NONE);
    };
    let shape = class.root_shape.get();
    if plain && callback.is_none() {
        // References without a callback are shared.
        for other in references_to(vm, header) {
            if other.header.shape() == shape && other.callback.get(vm).is_none() {
                return Ok(other.into_value());
            }
        }
    }
    Ok(reference(vm, shape, header, callback).into_value())
}

/// `__init__` takes what `__new__` took and does nothing.
fn init(_: &mut Vm, _: &Value, _: Arguments) -> Outcome<()> {
    Ok(())
}

fn call(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<Value> {
    if !arguments.is_empty() {
        let count = arguments.values().len();
        return Err(vm.type_error(format!(
            "weakref.__call__() takes 0 positional arguments but {count} was given"
        )));
    }
    let weak: &WeakRefObject = this(vm, value)?;
    Ok(target_of(vm, weak).unwrap_or(Value::NONE))
}

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let weak: &WeakRefObject = this(vm, value)?;
    let at = vm.identity_of(value);
    let text = match target_of(vm, weak) {
        None => format!("<weakref at {at:#x}; dead>"),
        Some(target) => {
            let kind = vm.class_name(&target);
            let place = vm.identity_of(&target);
            match vm.get_attribute_opt(&target, "__name__")? {
                Some(name) if name.layout() == Some(Layout::Str) => {
                    let name = vm.string(&name)?;
                    format!("<weakref at {at:#x}; to '{kind}' at {place:#x} ({name})>")
                }
                _ => format!("<weakref at {at:#x}; to '{kind}' at {place:#x}>"),
            }
        }
    };
    Ok(vm.new_str(&text))
}

fn hash(vm: &mut Vm, value: &Value) -> Outcome<u64> {
    let weak: &WeakRefObject = this(vm, value)?;
    if let Some(hash) = weak.hash.get() {
        return Ok(hash);
    }
    let Some(target) = target_of(vm, weak) else {
        return Err(vm.type_error("weak object has gone away"));
    };
    let hash = vm.hash(&target)?;
    weak.hash.set(Some(hash));
    Ok(hash)
}

fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (Some(a), Some(b)) = (
        left.downcast::<WeakRefObject>(),
        right.downcast::<WeakRefObject>(),
    ) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    match (target_of(vm, a), target_of(vm, b)) {
        (Some(a), Some(b)) => vm.compare(op, &a, &b),
        _ => Ok(Value::bool(left.is(right) == (op == CompareOp::Eq))),
    }
}

fn callback(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let weak: &WeakRefObject = this(vm, value)?;
    if weak.target.get() == 0 {
        return Ok(Value::NONE);
    }
    Ok(weak.callback.get(vm).clone())
}

/// `weakref.ReferenceType`.
pub static REFERENCE: NativeClass = NativeClass {
    name: "weakref.ReferenceType",
    layout: Layout::WeakRef,
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        call: Some(call),
        ..Slots::NONE
    },
    new: Some(new),
    init: Some(init),
    getset: &[GetSetDefinition {
        name: "__callback__",
        doc: "",
        get: callback,
        set: None,
    }],
    ..NativeClass::EMPTY
};
