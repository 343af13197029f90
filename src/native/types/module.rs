//! The built-in class `module`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `module`.
pub static MODULE: NativeClass =
    NativeClass { name: "module", layout: Layout::Module, ..NativeClass::EMPTY };
