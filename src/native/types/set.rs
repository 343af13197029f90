//! The built-in classes `set`, `frozenset`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `set`.
pub static SET: NativeClass = NativeClass {
    name: "set",
    layout: Layout::Set,
    ..NativeClass::EMPTY
};

/// `frozenset`.
pub static FROZENSET: NativeClass = NativeClass {
    name: "frozenset",
    layout: Layout::Set,
    ..NativeClass::EMPTY
};
