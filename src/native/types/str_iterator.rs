//! Iterators over strings: `str_ascii_iterator` and `str_iterator`. `for` steps them by itself.

use super::str::this;
use crate::native::{NativeClass, Slots};
use crate::native_functions;
use crate::object::builtin::Builtin;
use crate::object::heap::{Layout, Ref};
use crate::object::iterators::StrIterObject;
use crate::object::value::Value;
use crate::text::strings;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

const SLOTS: Slots = Slots {
    iterate: Some(|_, iterator| Ok(iterator.clone())),
    next: Some(|vm, iterator| {
        let state: Option<&StrIterObject> = iterator.downcast();
        Ok(state.and_then(|state| state.next(vm)))
    }),
    ..Slots::NONE
};

/// `str_ascii_iterator`.
pub static ASCII_ITERATOR: NativeClass = NativeClass {
    name: "str_ascii_iterator",
    layout: Layout::StrIter,
    slots: SLOTS,
    methods: METHODS,
    ..NativeClass::EMPTY
};

/// `str_iterator`.
pub static ITERATOR: NativeClass = NativeClass {
    name: "str_iterator",
    layout: Layout::StrIter,
    slots: SLOTS,
    methods: METHODS,
    ..NativeClass::EMPTY
};

/// `iter(text)`.
pub fn iterate(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let text = Ref::of(this(vm, value)?);
    let class = if text.is_ascii() {
        Builtin::StrAsciiIterator
    } else {
        Builtin::StrIterator
    };
    Ok(vm
        .allocate(class.shape(), |header| StrIterObject {
            header,
            text,
            at: Cell::new(0),
        })
        .into_value())
}

native_functions! {
    static METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn iterator_reduce(vm, iterator: &Value) -> Value {
        let Some(state) = iterator.downcast::<StrIterObject>() else { return Ok(Value::NONE) };
        let (text, at) = (state.text.as_str(), state.at.get());
        if at >= text.len() {
            let nothing = vm.new_str("");
            return super::containers::reduced_iterator(vm, nothing, None);
        }
        let at = strings::char_count(&text[..at]);
        super::containers::reduced_iterator(vm, state.text.to_value(), Some(at as i64))
    }
    /// Set state information for unpickling.
    "__setstate__(self, state, /)" fn iterator_set_state(vm, iterator: &Value, at: i64) -> () {
        if let Some(state) = iterator.downcast::<StrIterObject>() {
            let at = at.clamp(0, state.text.length() as i64) as usize;
            state.at.set(state.text.byte_offset(at));
        }
        Ok(())
    }
    /// How many characters are left.
    "__length_hint__(self, /)" fn length_hint(vm, iterator: &Value) -> usize {
        Ok(iterator.downcast::<StrIterObject>().map_or(0, |state| strings::char_count(&state.text.as_str()[state.at.get()..])))
    }
}
