//! `StringIO`: a stream of text in memory.

use super::newline::{self, Newline};
use super::size_argument;
use crate::gil::GilCell;
use crate::native::{GetSetDefinition, NativeClass, Slots};
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::native::Payload;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::strings::char_count;
use crate::vm::{Outcome, Raised, Vm};
use std::cell::Cell;

/// State of a `StringIO`.
pub struct StringIO {
    text: GilCell<String>,
    /// Position in code points; may lie behind the end.
    at: Cell<usize>,
    /// The same in bytes; the end if the position lies behind it.
    byte: Cell<usize>,
    /// How many code points the position lies behind the end.
    past: Cell<usize>,
    newline: Cell<Newline>,
    ends: Cell<u8>,
    closed: Cell<bool>,
}

impl Payload for StringIO {}

fn state<'a>(vm: &Vm, value: &'a Value) -> Outcome<&'a StringIO> {
    match value.payload::<StringIO>() {
        Some(state) if !state.closed.get() => Ok(state),
        Some(_) => Err(vm.value_error("I/O operation on closed file")),
        None => Err(vm.type_error("a StringIO is required")),
    }
}

impl StringIO {
    fn take(&self, vm: &mut Vm, bytes: usize) -> Value {
        let from = self.byte.get();
        let piece = vm.new_str(&self.text.get(vm)[from..from + bytes]);
        let count = piece.downcast::<StrObject>().map_or(0, StrObject::length);
        if count > 0 {
            self.at.set(self.at.get() + count);
            self.byte.set(from + bytes);
        }
        piece
    }
    fn rest<'a>(&'a self, vm: &'a Vm) -> &'a str {
        &self.text.get(vm)[self.byte.get()..]
    }
    fn move_to(&self, vm: &Vm, at: usize) {
        let text = self.text.get(vm);
        let byte = offset_of(text, at);
        self.at.set(at);
        self.byte.set(byte);
        self.past.set(if byte == text.len() {
            at - char_count(text).min(at)
        } else {
            0
        });
    }
    fn line(&self, vm: &mut Vm, limit: Option<usize>) -> Value {
        let rest = self.rest(vm);
        let mut end = self.newline.get().line_end(rest).unwrap_or(rest.len());
        if let Some(limit) = limit
            && limit < end
        {
            end = end.min(offset_of(rest, limit));
        }
        self.take(vm, end)
    }
    fn write(&self, vm: &mut Vm, text: &str) {
        let newline = self.newline.get();
        if newline.is_universal() {
            self.ends.set(self.ends.get() | newline::ends_in(text));
        }
        let translated: std::borrow::Cow<str> =
            if newline == Newline::Universal && text.contains('\r') {
                newline::translate(text).into()
            } else {
                newline.written(text)
            };
        let text = &*translated;
        if text.is_empty() {
            return;
        }
        let (count, at, byte) = (char_count(text), self.at.get(), self.byte.get());
        let store = self.text.get_mut(vm.gil());
        if byte == store.len() {
            store.extend(std::iter::repeat_n('\0', self.past.replace(0)));
            store.push_str(text);
            self.byte.set(store.len());
        } else {
            let over = offset_of(&store[byte..], count);
            store.replace_range(byte..byte + over, text);
            self.byte.set(byte + text.len());
        }
        self.at.set(at + count);
    }
}

/// The byte offset of the code point with this index, the length behind the end; looks at no more text than it must.
fn offset_of(text: &str, index: usize) -> usize {
    text.char_indices()
        .nth(index)
        .map_or(text.len(), |(at, _)| at)
}

fn text_argument<'a>(vm: &Vm, value: &'a Value) -> Outcome<&'a StrObject> {
    value.downcast::<StrObject>().ok_or_else(|| {
        let name = vm.class_name(value);
        vm.type_error(format!("string argument expected, got '{name}'"))
    })
}

native_functions! { static METHODS;
    /// `size` characters, or all.
    "read(self, size=-1, /)" fn read(vm, value: &Value, size: Option<&Value>) -> Value {
        let size = size_argument(vm, size)?;
        let state = state(vm, value)?;
        let rest = state.rest(vm);
        let bytes = size.map_or(rest.len(), |size| offset_of(rest, size));
        Ok(state.take(vm, bytes))
    }
    /// One line.
    "readline(self, size=-1, /)" fn readline(vm, value: &Value, size: Option<&Value>) -> Value {
        let size = size_argument(vm, size)?;
        Ok(state(vm, value)?.line(vm, size))
    }
    /// Write text; the number of characters.
    "write(self, s, /)" fn write(vm, value: &Value, text: &Value) -> usize {
        let text = text_argument(vm, text)?;
        let state = state(vm, value)?;
        // What lies between the end and the position will be filled.
        vm.room(&mut Vec::<u8>::new(), state.past.get().saturating_add(text.as_str().len()))?;
        state.write(vm, text.as_str());
        Ok(text.length())
    }
    /// Move the position.
    "seek(self, pos, whence=0, /)" fn seek(vm, value: &Value, offset: i64, whence: i64) -> usize {
        let state = state(vm, value)?;
        match whence {
            0 if offset < 0 => return Err(vm.value_error(format!("Negative seek position {offset}"))),
            0 => state.move_to(vm, offset as usize),
            1 | 2 if offset != 0 => {
                let from = if whence == 1 { "cur" } else { "end" };
                return Err(vm.raise(Exc::OSError, format!("Can't do nonzero {from}-relative seeks")));
            }
            1 => {}
            2 => {
                let end = char_count(state.text.get(vm));
                state.move_to(vm, end);
            }
            _ => return Err(vm.value_error(format!("Invalid whence ({whence}, should be 0, 1 or 2)"))),
        }
        Ok(state.at.get())
    }
    /// The position.
    "tell(self, /)" fn tell(vm, value: &Value) -> usize { Ok(state(vm, value)?.at.get()) }
    /// Cut the text; the position stays.
    "truncate(self, pos=None, /)" fn truncate(vm, value: &Value, size: Option<&Value>) -> i64 {
        let state = state(vm, value)?;
        let size = match size.filter(|size| !size.is_none()) {
            Some(size) => vm.index_i64(size)?,
            None => state.at.get() as i64,
        };
        if size < 0 {
            return Err(vm.value_error(format!("Negative size value {size}")));
        }
        let end = offset_of(state.text.get(vm), size as usize);
        state.text.get_mut(vm.gil()).truncate(end);
        state.move_to(vm, state.at.get());
        Ok(size)
    }
    /// The whole text.
    "getvalue(self, /)" fn getvalue(vm, value: &Value) -> Value { Ok(vm.new_str(state(vm, value)?.text.get(vm))) }
    /// Give the memory back.
    "close(self, /)" fn close(vm, value: &Value) -> () {
        if let Some(state) = value.payload::<StringIO>() {
            state.closed.set(true);
            *state.text.get_mut(vm.gil()) = String::new();
        }
        Ok(())
    }
    /// True.
    "readable(self, /)" fn readable(vm, value: &Value) -> bool { state(vm, value).map(|_| true) }
    /// True.
    "writable(self, /)" fn writable(vm, value: &Value) -> bool { state(vm, value).map(|_| true) }
    /// True.
    "seekable(self, /)" fn seekable(vm, value: &Value) -> bool { state(vm, value).map(|_| true) }
}

/// `_io.StringIO`.
pub static STRING_IO: NativeClass = NativeClass {
    name: "_io.StringIO",
    doc: "A stream of text in memory.",
    base: Some(&super::base::TEXT_BASE),
    slots: Slots {
        next: Some(|vm, value| {
            if !super::is_plain(vm, value) {
                return super::base::next_line(vm, value);
            }
            let state = state(vm, value)?;
            let line = state.line(vm, None);
            let empty = line
                .downcast::<StrObject>()
                .is_none_or(|line| line.length() == 0);
            Ok(if empty { None } else { Some(line) })
        }),
        ..super::base::SLOTS
    },
    new: Some(|vm, class, _| {
        Ok(vm.new_native(
            class,
            StringIO {
                text: GilCell::new(String::new()),
                at: Cell::new(0),
                byte: Cell::new(0),
                past: Cell::new(0),
                newline: Cell::new(Newline::Line),
                ends: Cell::new(0),
                closed: Cell::new(false),
            },
        ))
    }),
    init: Some(|vm, value, arguments| {
        let bound = arguments.bind(vm, "StringIO(initial_value='', newline='\u{a}')")?;
        let Some(state) = value.payload::<StringIO>() else {
            return Err(Raised);
        };
        let newline = if bound[1].is_missing() {
            Newline::Line
        } else {
            Newline::parse(vm, &bound[1], "StringIO()")?
        };
        state.newline.set(newline);
        state.closed.set(false);
        state.ends.set(0);
        *state.text.get_mut(vm.gil()) = String::new();
        state.move_to(vm, 0);
        if !bound[0].is_none() {
            let Some(initial) = bound[0].downcast::<StrObject>() else {
                let name = vm.class_name(&bound[0]);
                return Err(vm.type_error(format!("initial_value must be str or None, not {name}")));
            };
            state.write(vm, initial.as_str());
            state.move_to(vm, 0);
        }
        Ok(())
    }),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "closed",
            doc: "Whether the stream is closed.",
            get: |_, value| {
                Ok(Value::bool(
                    value
                        .payload::<StringIO>()
                        .is_none_or(|state| state.closed.get()),
                ))
            },
            set: None,
        },
        GetSetDefinition {
            name: "newlines",
            doc: "The line ends seen.",
            get: |vm, value| Ok(newline::ends_value(vm, state(vm, value)?.ends.get())),
            set: None,
        },
        GetSetDefinition {
            name: "line_buffering",
            doc: "False.",
            get: |vm, value| state(vm, value).map(|_| Value::FALSE),
            set: None,
        },
    ],
    ..NativeClass::EMPTY
};
