//! The built-in class `slice`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `slice`.
pub static SLICE: NativeClass = NativeClass {
    name: "slice",
    layout: Layout::Slice,
    ..NativeClass::EMPTY
};
