//! The built-in class `dict`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `dict`.
pub static DICT: NativeClass = NativeClass {
    name: "dict",
    layout: Layout::Dict,
    ..NativeClass::EMPTY
};
