//! The built-in classes `dict_keys`, `dict_values`, `dict_items`, `dict_keyiterator`, `dict_valueiterator`, `dict_itemiterator`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `dict_keys`.
pub static KEYS: NativeClass = NativeClass {
    name: "dict_keys",
    layout: Layout::DictView,
    ..NativeClass::EMPTY
};

/// `dict_values`.
pub static VALUES: NativeClass = NativeClass {
    name: "dict_values",
    layout: Layout::DictView,
    ..NativeClass::EMPTY
};

/// `dict_items`.
pub static ITEMS: NativeClass = NativeClass {
    name: "dict_items",
    layout: Layout::DictView,
    ..NativeClass::EMPTY
};

/// `dict_keyiterator`.
pub static KEY_ITERATOR: NativeClass = NativeClass {
    name: "dict_keyiterator",
    layout: Layout::DictIter,
    ..NativeClass::EMPTY
};

/// `dict_valueiterator`.
pub static VALUE_ITERATOR: NativeClass = NativeClass {
    name: "dict_valueiterator",
    layout: Layout::DictIter,
    ..NativeClass::EMPTY
};

/// `dict_itemiterator`.
pub static ITEM_ITERATOR: NativeClass = NativeClass {
    name: "dict_itemiterator",
    layout: Layout::DictIter,
    ..NativeClass::EMPTY
};
