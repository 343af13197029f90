//! The built-in class `type`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `type`.
pub static TYPE: NativeClass =
    NativeClass { name: "type", layout: Layout::Class, ..NativeClass::EMPTY };
