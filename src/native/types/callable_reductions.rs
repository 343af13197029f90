//! How functions of the built-in kinds and bound methods are pickled and copied: by name, or by the object they are bound to.

use super::containers::builtin;
use crate::object::function::{BoundMethodObject, NativeFunctionObject};
use crate::object::heap::Layout;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// `(getattr, (object, name))`.
fn attribute_of(vm: &mut Vm, object: Value, name: Value) -> Outcome<Value> {
    let function = builtin(vm, "getattr")?;
    let arguments = vm.new_pair(object, name);
    Ok(vm.new_pair(function, arguments))
}

crate::native_functions! { pub static NATIVE_METHODS;
    /// Helper of pickle.
    "__reduce__(self, /)" fn native_reduce(vm, value: &Value) -> Value {
        let Some(native) = value.downcast::<NativeFunctionObject>() else {
            return Err(vm.type_error("expected a built-in function"));
        };
        let name = vm.intern(native.definition.name());
        match (&native.owner, native.receiver.is_missing()) {
            (Some(owner), true) => attribute_of(vm, owner.to_value(), name),
            (None, true) => Ok(name),
            (_, false) if native.receiver.layout() == Some(Layout::Module) => Ok(name),
            (_, false) => attribute_of(vm, native.receiver.clone(), name),
        }
    }
}

crate::native_functions! { pub static BOUND_METHODS;
    /// Helper of pickle.
    "__reduce__(self, /)" fn bound_reduce(vm, value: &Value) -> Value {
        let Some(method) = value.downcast::<BoundMethodObject>() else {
            return Err(vm.type_error("expected a method"));
        };
        let name = vm.get_attribute_str(&method.function, "__name__")?;
        attribute_of(vm, method.receiver.clone(), name)
    }
}
