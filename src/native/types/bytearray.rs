//! The built-in class `bytearray`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `bytearray`.
pub static BYTEARRAY: NativeClass = NativeClass {
    name: "bytearray",
    layout: Layout::ByteArray,
    ..NativeClass::EMPTY
};
