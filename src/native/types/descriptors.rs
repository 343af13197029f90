//! The built-in classes `property`, `staticmethod`, `classmethod`, `getset_descriptor`, `member_descriptor`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `property`.
pub static PROPERTY: NativeClass =
    NativeClass { name: "property", layout: Layout::Property, ..NativeClass::EMPTY };

/// `staticmethod`.
pub static STATIC_METHOD: NativeClass =
    NativeClass { name: "staticmethod", layout: Layout::MethodWrapper, ..NativeClass::EMPTY };

/// `classmethod`.
pub static CLASS_METHOD: NativeClass =
    NativeClass { name: "classmethod", layout: Layout::MethodWrapper, ..NativeClass::EMPTY };

/// `getset_descriptor`.
pub static GETSET: NativeClass =
    NativeClass { name: "getset_descriptor", layout: Layout::GetSet, ..NativeClass::EMPTY };

/// `member_descriptor`.
pub static MEMBER: NativeClass =
    NativeClass { name: "member_descriptor", layout: Layout::GetSet, ..NativeClass::EMPTY };
