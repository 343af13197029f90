//! The built-in classes `NoneType`, `ellipsis`, `NotImplementedType`: one inline value each.
use crate::native::{Arguments, NativeClass, Slots};
use crate::object::class::{ClassObject, flags};
use crate::object::heap::{Layout, Ref};
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

macro_rules! singleton {
    ($(#[$doc:meta])* $static:ident $name:literal $shown:literal $value:expr, $new:ident $truth:expr, $methods:expr) => {
        fn $new(vm: &mut Vm, _: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
            if arguments.is_empty() {
                return Ok($value);
            }
            Err(vm.type_error(concat!($name, " takes no arguments")))
        }
        $(#[$doc])*
        pub static $static: NativeClass = NativeClass {
            name: $name,
            layout: Layout::Native,
            slots: Slots { repr: Some(|vm, _| Ok(vm.new_str($shown))), truth: $truth, ..Slots::NONE },
            new: Some($new),
            methods: $methods,
            flags: flags::FINAL,
            ..NativeClass::EMPTY
        };
    };
}

crate::native_functions! { static ELLIPSIS_METHODS;
    /// The name under which pickle finds it.
    "__reduce__(self, /)" fn ellipsis_reduce(vm, this: &Value) -> &'static str { Ok("Ellipsis") }
}

crate::native_functions! { static NOT_IMPLEMENTED_METHODS;
    /// The name under which pickle finds it.
    "__reduce__(self, /)" fn not_implemented_reduce(vm, this: &Value) -> &'static str { Ok("NotImplemented") }
}

singleton! {
    /// `NoneType`.
    NONE_TYPE "NoneType" "None" Value::NONE, new_none Some(|_, _| Ok(false)), &[]
}
singleton! {
    /// `ellipsis`.
    ELLIPSIS_TYPE "ellipsis" "Ellipsis" Value::ELLIPSIS, new_ellipsis None, ELLIPSIS_METHODS
}
singleton! {
    /// `NotImplementedType`.
    NOT_IMPLEMENTED_TYPE "NotImplementedType" "NotImplemented" Value::NOT_IMPLEMENTED, new_not_implemented
    None, NOT_IMPLEMENTED_METHODS
}
