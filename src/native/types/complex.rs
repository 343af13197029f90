//! The built-in class `complex`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `complex`.
pub static COMPLEX: NativeClass = NativeClass {
    name: "complex",
    layout: Layout::Complex,
    ..NativeClass::EMPTY
};
