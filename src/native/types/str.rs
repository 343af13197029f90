//! The built-in class `str`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `str`.
pub static STR: NativeClass = NativeClass {
    name: "str",
    layout: Layout::Str,
    ..NativeClass::EMPTY
};
