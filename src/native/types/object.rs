//! The built-in class `object`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `object`.
pub static OBJECT: NativeClass =
    NativeClass { name: "object", layout: Layout::Instance, ..NativeClass::EMPTY };
