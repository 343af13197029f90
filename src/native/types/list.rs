//! The built-in classes `list`, `list_iterator`, `list_reverseiterator`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `list`.
pub static LIST: NativeClass = NativeClass {
    name: "list",
    layout: Layout::List,
    ..NativeClass::EMPTY
};

/// `list_iterator`.
pub static ITERATOR: NativeClass = NativeClass {
    name: "list_iterator",
    layout: Layout::ListIter,
    ..NativeClass::EMPTY
};

/// `list_reverseiterator`.
pub static REVERSE_ITERATOR: NativeClass = NativeClass {
    name: "list_reverseiterator",
    layout: Layout::ListIter,
    ..NativeClass::EMPTY
};
