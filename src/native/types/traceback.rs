//! The built-in class `traceback`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `traceback`.
pub static TRACEBACK: NativeClass = NativeClass {
    name: "traceback",
    layout: Layout::Traceback,
    ..NativeClass::EMPTY
};
