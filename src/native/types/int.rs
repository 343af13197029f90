//! The built-in classes `int`, `bool`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `int`.
pub static INT: NativeClass = NativeClass {
    name: "int",
    layout: Layout::Int,
    ..NativeClass::EMPTY
};

/// `bool`.
pub static BOOL: NativeClass = NativeClass {
    name: "bool",
    layout: Layout::Int,
    base: Some(&INT),
    ..NativeClass::EMPTY
};
