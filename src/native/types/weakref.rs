//! The built-in class `weakref.ReferenceType`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `weakref.ReferenceType`.
pub static REFERENCE: NativeClass = NativeClass {
    name: "weakref.ReferenceType",
    layout: Layout::WeakRef,
    ..NativeClass::EMPTY
};
