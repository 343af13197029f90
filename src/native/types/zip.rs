//! The built-in class `zip`.
use super::containers::this;
use crate::native::{Arguments, NativeClass, Slots};
use crate::object::class::ClassObject;
use crate::object::heap::{Layout, Ref};
use crate::object::iterators::ZipObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let mut strict = false;
    for (name, value) in arguments.keywords() {
        let name = vm.string(name)?;
        if name != "strict" {
            return Err(vm.type_error(format!("'{name}' is an invalid keyword argument for zip()")));
        }
        strict = vm.truth(value)?;
    }
    let mut sources = Vec::with_capacity(arguments.positional().len());
    for iterable in arguments.positional() {
        sources.push(vm.iterate(iterable)?);
    }
    Ok(vm
        .allocate(class.root_shape.get(), |header| ZipObject {
            header,
            sources,
            strict: Cell::new(strict),
            done: Cell::new(false),
        })
        .into_value())
}

fn next(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let zip: &ZipObject = this(vm, value)?;
    if zip.sources.is_empty() || zip.done.get() {
        return Ok(None);
    }
    if let [first, second] = zip.sources.as_slice()
        && !zip.strict.get()
    {
        let Some(first) = vm.next(first)? else {
            return Ok(None);
        };
        let Some(second) = vm.next(second)? else {
            return Ok(None);
        };
        return Ok(Some(vm.new_pair(first, second)));
    }
    let mut items = Vec::with_capacity(zip.sources.len());
    for (at, source) in zip.sources.iter().enumerate() {
        match vm.next(source)? {
            Some(item) => items.push(item),
            None if zip.strict.get() => return uneven(vm, zip, at),
            None => return Ok(None),
        }
    }
    Ok(Some(vm.new_tuple(items)))
}

/// A source of a strict `zip` ended: that must be the first one, and all others must end with it.
fn uneven(vm: &mut Vm, zip: &ZipObject, ended: usize) -> Outcome<Option<Value>> {
    zip.done.set(true);
    let others = |at: usize| {
        if at == 1 {
            "argument 1".to_string()
        } else {
            format!("arguments 1-{at}")
        }
    };
    if ended > 0 {
        return Err(vm.value_error(format!(
            "zip() argument {} is shorter than {}",
            ended + 1,
            others(ended)
        )));
    }
    for (at, source) in zip.sources.iter().enumerate().skip(1) {
        if vm.next(source)?.is_some() {
            return Err(vm.value_error(format!(
                "zip() argument {} is longer than {}",
                at + 1,
                others(at)
            )));
        }
    }
    Ok(None)
}

crate::native_functions! { static METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn reduce(vm, value: &Value) -> Value {
        let zip: &ZipObject = this(vm, value)?;
        let (class, sources) = (vm.class_of(value).to_value(), vm.new_tuple(zip.sources.clone()));
        Ok(match zip.strict.get() {
            true => vm.new_tuple(vec![class, sources, Value::TRUE]),
            false => vm.new_pair(class, sources),
        })
    }
    /// Set state information for unpickling: whether it is strict.
    "__setstate__(self, state, /)" fn set_state(vm, value: &Value, strict: bool) -> () {
        let zip: &ZipObject = this(vm, value)?;
        zip.strict.set(strict);
        Ok(())
    }
}

/// `zip`.
pub static ZIP: NativeClass = NativeClass {
    name: "zip",
    doc: "The zip object yields n-length tuples, where n is the number of iterables passed as positional arguments to zip().",
    layout: Layout::Zip,
    slots: Slots {
        iterate: Some(|_, value| Ok(value.clone())),
        next: Some(next),
        ..Slots::NONE
    },
    new: Some(new),
    methods: METHODS,
    ..NativeClass::EMPTY
};
