//! The built-in classes `range`, `range_iterator`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `range`.
pub static RANGE: NativeClass = NativeClass {
    name: "range",
    layout: Layout::Range,
    ..NativeClass::EMPTY
};

/// `range_iterator`.
pub static ITERATOR: NativeClass = NativeClass {
    name: "range_iterator",
    layout: Layout::RangeIter,
    ..NativeClass::EMPTY
};
