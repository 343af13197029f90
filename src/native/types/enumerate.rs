//! The built-in class `enumerate`.
use super::containers::this;
use crate::gil::GilCell;
use crate::native::special::BinaryOp;
use crate::native::{Arguments, NativeClass, Slots};
use crate::object::class::ClassObject;
use crate::object::heap::{Layout, Ref};
use crate::object::iterators::EnumerateObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

fn allocate(vm: &Vm, class: &ClassObject, source: Value, next: Value) -> Value {
    vm.allocate(class.root_shape.get(), |header| EnumerateObject {
        header,
        source,
        next: GilCell::new(next),
    })
    .into_value()
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    if let ([iterable], []) = (arguments.values(), arguments.names()) {
        let source = vm.iterate(iterable)?;
        return Ok(allocate(vm, class, source, Value::int(0)));
    }
    if arguments.values().is_empty() {
        return Err(vm.type_error("enumerate() missing required argument 'iterable'"));
    }
    let bound = arguments.bind(vm, "enumerate(iterable, start=0)")?;
    let start = vm.index(&bound[1])?;
    let source = vm.iterate(&bound[0])?;
    Ok(allocate(vm, class, source, start))
}

fn next(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let this: &EnumerateObject = this(vm, value)?;
    let Some(item) = vm.next(&this.source)? else {
        return Ok(None);
    };
    let number = this.next.get(vm).clone();
    let next = match number.as_int().and_then(|number| number.checked_add(1)) {
        Some(next) => Value::int(next),
        None => vm.binary(BinaryOp::Add, &number, &Value::int(1))?,
    };
    drop(this.next.replace(vm, next));
    Ok(Some(vm.new_pair(number, item)))
}

crate::native_functions! { static METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn reduce(vm, value: &Value) -> Value {
        let this: &EnumerateObject = this(vm, value)?;
        let next = this.next.get(vm).clone();
        let (class, arguments) = (vm.class_of(value).to_value(), vm.new_pair(this.source.clone(), next));
        Ok(vm.new_pair(class, arguments))
    }
    /// See PEP 585.
    [class] "__class_getitem__(cls, item, /)" fn class_getitem(vm, class: &Value, item: &Value) -> Value {
        vm.generic_alias(class, item)
    }
}

/// `enumerate`.
pub static ENUMERATE: NativeClass = NativeClass {
    name: "enumerate",
    doc: "Return an enumerate object: pairs of a count (from start, which defaults to zero) and a value from the iterable.",
    layout: Layout::Enumerate,
    slots: Slots {
        iterate: Some(|_, value| Ok(value.clone())),
        next: Some(next),
        ..Slots::NONE
    },
    new: Some(new),
    methods: METHODS,
    ..NativeClass::EMPTY
};
