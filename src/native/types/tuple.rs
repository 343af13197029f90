//! The built-in classes `tuple`, `tuple_iterator`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `tuple`.
pub static TUPLE: NativeClass = NativeClass {
    name: "tuple",
    layout: Layout::Tuple,
    ..NativeClass::EMPTY
};

/// `tuple_iterator`.
pub static ITERATOR: NativeClass = NativeClass {
    name: "tuple_iterator",
    layout: Layout::TupleIter,
    ..NativeClass::EMPTY
};
