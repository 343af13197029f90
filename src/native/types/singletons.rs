//! The built-in classes `NoneType`, `ellipsis`, `NotImplementedType`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `NoneType`.
pub static NONE_TYPE: NativeClass = NativeClass {
    name: "NoneType",
    layout: Layout::Native,
    ..NativeClass::EMPTY
};

/// `ellipsis`.
pub static ELLIPSIS_TYPE: NativeClass = NativeClass {
    name: "ellipsis",
    layout: Layout::Native,
    ..NativeClass::EMPTY
};

/// `NotImplementedType`.
pub static NOT_IMPLEMENTED_TYPE: NativeClass = NativeClass {
    name: "NotImplementedType",
    layout: Layout::Native,
    ..NativeClass::EMPTY
};
