//! The built-in class `float`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `float`.
pub static FLOAT: NativeClass = NativeClass {
    name: "float",
    layout: Layout::Float,
    ..NativeClass::EMPTY
};
