//! `anext`: the awaitable of an asynchronous iterator's next value, and of a default at its end.

use crate::native::special::SpecialMethod;
use crate::native::{NativeClass, Slots};
use crate::object::builtin::Exc;
use crate::object::heap::Layout;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// What `anext` with a default gives: runs the awaitable and turns the end of the iterator into the default.
struct WithDefault {
    inner: Value,
    default: Value,
}

impl Payload for WithDefault {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.inner);
        visit(&self.default);
    }
}

static WITH_DEFAULT: NativeClass = NativeClass {
    name: "anext_awaitable",
    layout: Layout::Native,
    slots: Slots {
        iterate: Some(|_, this| Ok(this.clone())),
        next: Some(|vm, this| {
            let outcome = vm.next_or_stop(&inner(this));
            or_default(vm, this, outcome).map(Some)
        }),
        ..Slots::NONE
    },
    methods: METHODS,
    ..NativeClass::EMPTY
};

fn inner(this: &Value) -> Value {
    this.payload::<WithDefault>()
        .map_or(Value::NONE, |parts| parts.inner.clone())
}

fn or_default(vm: &mut Vm, this: &Value, outcome: Outcome<Value>) -> Outcome<Value> {
    match outcome {
        Err(raised) => {
            if vm.catch(Exc::StopAsyncIteration).is_none() {
                return Err(raised);
            }
            let default = this
                .payload::<WithDefault>()
                .map_or(Value::NONE, |parts| parts.default.clone());
            Err(vm.raise_with(Exc::StopIteration, vec![default]))
        }
        value => value,
    }
}

fn forward(vm: &mut Vm, this: &Value, method: &str, arguments: &[Value]) -> Outcome<Value> {
    let outcome = vm.call_method(&inner(this), method, arguments);
    or_default(vm, this, outcome)
}

crate::native_functions! { static METHODS;
    /// Send a value into the awaitable.
    "send(self, arg, /)" fn send(vm, this: &Value, arg: &Value) -> Value {
        if arg.is_none() {
            let outcome = vm.next_or_stop(&inner(this));
            return or_default(vm, this, outcome);
        }
        forward(vm, this, "send", std::slice::from_ref(arg))
    }
    /// Raise an exception in the awaitable.
    "throw(self, /, *args)" fn throw(vm, this: &Value, args: &Value) -> Value {
        let args = vm.collect(args)?;
        forward(vm, this, "throw", &args)
    }
    /// Close the awaitable.
    "close(self, /)" fn close(vm, this: &Value) -> Value { forward(vm, this, "close", &[]) }
    /// The iterator of the awaitable: itself.
    "__await__(self, /)" fn await_(vm, this: &Value) -> Value { Ok(this.clone()) }
}

crate::native_functions! { pub static FUNCTIONS;
    /// Return the next item from the async iterator; the default, if given, at its end.
    "anext(async_iterator, default=<missing>, /)" fn anext(vm, iterator: &Value, default: &Value) -> Value {
        let Some(awaitable) = vm.call_special(iterator, SpecialMethod::AsyncNext, &[])? else {
            let name = vm.class_name(iterator);
            return Err(vm.type_error(format!("'{name}' object is not an async iterator")));
        };
        if default.is_missing() {
            return Ok(awaitable);
        }
        let inner = vm.awaitable(&awaitable, 0)?;
        let class = vm.native_class(&WITH_DEFAULT)?;
        Ok(vm.new_native(&class, WithDefault { inner, default: default.clone() }))
    }
}
