//! The built-in class `bytes`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `bytes`.
pub static BYTES: NativeClass = NativeClass {
    name: "bytes",
    layout: Layout::Bytes,
    ..NativeClass::EMPTY
};
