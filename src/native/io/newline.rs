//! Line ends: the `newline` argument of text streams, and `IncrementalNewlineDecoder`.

use crate::gil::GilCell;
use crate::native::{GetSetDefinition, NativeClass};
use crate::native_functions;
use crate::object::cycle::visit_cell;
use crate::object::native::Payload;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Raised, Vm};
use std::borrow::Cow;
use std::cell::Cell;

/// What ends a line, by the `newline` argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Newline {
    /// None: any end, handed out as `\n`.
    Universal,
    /// `''`: any end, handed out as it is.
    Any,
    /// `'\n'`.
    Line,
    /// `'\r'`.
    Return,
    /// `'\r\n'`.
    Both,
}

/// Bits of the line ends seen.
pub mod seen {
    /// `\r`.
    pub const RETURN: u8 = 1;
    /// `\n`.
    pub const LINE: u8 = 2;
    /// `\r\n`.
    pub const BOTH: u8 = 4;
}

impl Newline {
    /// The mode of an argument.
    pub fn parse(vm: &mut Vm, value: &Value, function: &str) -> Outcome<Newline> {
        if value.is_none() || value.is_missing() {
            return Ok(Newline::Universal);
        }
        let Some(text) = value.downcast::<StrObject>() else {
            let name = vm.class_name(value);
            return Err(vm.type_error(format!(
                "{function} argument 'newline' must be str or None, not {name}"
            )));
        };
        Ok(match text.as_str() {
            "" => Newline::Any,
            "\n" => Newline::Line,
            "\r" => Newline::Return,
            "\r\n" => Newline::Both,
            other => return Err(vm.value_error(format!("illegal newline value: {other}"))),
        })
    }
    /// True if both `\r` and `\n` end lines.
    pub fn is_universal(self) -> bool {
        matches!(self, Newline::Universal | Newline::Any)
    }
    /// A text as it is written: `\n` becomes the line end.
    pub fn written(self, text: &str) -> Cow<'_, str> {
        match self {
            Newline::Return if text.contains('\n') => Cow::Owned(text.replace('\n', "\r")),
            Newline::Both if text.contains('\n') => Cow::Owned(text.replace('\n', "\r\n")),
            _ => Cow::Borrowed(text),
        }
    }
    /// The offset behind the first line end, if there is one.
    pub fn line_end(self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        match self {
            Newline::Universal | Newline::Line => memchr::memchr(b'\n', bytes).map(|at| at + 1),
            Newline::Return => memchr::memchr(b'\r', bytes).map(|at| at + 1),
            Newline::Both => memchr::memmem::find(bytes, b"\r\n").map(|at| at + 2),
            Newline::Any => memchr::memchr2(b'\r', b'\n', bytes).map(|at| {
                if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                    at + 2
                } else {
                    at + 1
                }
            }),
        }
    }
}

/// Which line ends a text has.
pub fn ends_in(text: &str) -> u8 {
    if !text.contains('\r') {
        return if text.contains('\n') { seen::LINE } else { 0 };
    }
    let bytes = text.as_bytes();
    let mut ends = 0;
    let mut from = 0;
    while let Some(at) = memchr::memchr2(b'\r', b'\n', &bytes[from..]) {
        let at = from + at;
        from = at + 1;
        ends |= match (bytes[at], bytes.get(at + 1)) {
            (b'\r', Some(b'\n')) => {
                from += 1;
                seen::BOTH
            }
            (b'\r', _) => seen::RETURN,
            _ => seen::LINE,
        };
    }
    ends
}

/// All line ends as `\n`.
pub fn translate(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// `newlines`: None, a string or a tuple.
pub fn ends_value(vm: &Vm, ends: u8) -> Value {
    let table = [
        (seen::RETURN, "\r"),
        (seen::LINE, "\n"),
        (seen::BOTH, "\r\n"),
    ];
    let mut found: Vec<Value> = table
        .iter()
        .filter(|row| ends & row.0 != 0)
        .map(|row| vm.new_str(row.1))
        .collect();
    match found.len() {
        0 => Value::NONE,
        1 => found.swap_remove(0),
        _ => vm.new_tuple(found),
    }
}

/// State of an `IncrementalNewlineDecoder`.
struct NewlineDecoder {
    decoder: GilCell<Value>,
    translate: Cell<bool>,
    held: Cell<bool>,
    ends: Cell<u8>,
}

impl Payload for NewlineDecoder {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit_cell(&self.decoder, visit);
    }
}

fn state<'a>(vm: &Vm, value: &'a Value) -> Outcome<&'a NewlineDecoder> {
    value
        .payload()
        .ok_or_else(|| vm.type_error("an IncrementalNewlineDecoder is required"))
}

native_functions! { static METHODS;
    /// Decode, with line ends as asked for.
    "decode(self, input, final=False)" fn decode(vm, value: &Value, input: &Value, last: &Value) -> Value {
        let state = state(vm, value)?;
        let decoder = state.decoder.get(vm).clone();
        let decoded = match decoder.is_none() {
            true => input.clone(),
            false => vm.call_method(&decoder, "decode", &[input.clone(), last.clone()])?,
        };
        let last = vm.truth(last)?;
        let Some(text) = decoded.downcast::<StrObject>() else {
            let name = vm.class_name(&decoded);
            return Err(vm.type_error(format!("decoder should return a string result, not '{name}'")));
        };
        let mut text = text.as_str().to_string();
        if state.held.get() && (last || !text.is_empty()) {
            text.insert(0, '\r');
            state.held.set(false);
        }
        if !last && text.ends_with('\r') {
            text.pop();
            state.held.set(true);
        }
        state.ends.set(state.ends.get() | ends_in(&text));
        if state.translate.get() && text.contains('\r') {
            text = translate(&text);
        }
        Ok(vm.new_str(&text))
    }
    /// What is pending, and flags.
    "getstate(self, /)" fn getstate(vm, value: &Value) -> Value {
        let state = state(vm, value)?;
        let decoder = state.decoder.get(vm).clone();
        let (pending, flags) = match decoder.is_none() {
            true => (vm.new_bytes(Vec::new()), Value::int(0)),
            false => {
                let pair = vm.call_method(&decoder, "getstate", &[])?;
                let items = vm.collect(&pair)?;
                let [pending, flags] = items.as_slice() else { return Err(vm.type_error("illegal decoder state")) };
                (pending.clone(), flags.clone())
            }
        };
        let flags = vm.index_i64(&flags)? << 1 | state.held.get() as i64;
        Ok(vm.new_pair(pending, Value::int(flags)))
    }
    /// Set what is pending, and flags.
    "setstate(self, state, /)" fn setstate(vm, value: &Value, saved: &Value) -> () {
        let state = state(vm, value)?;
        let items = vm.collect(saved)?;
        let [pending, flags] = items.as_slice() else { return Err(vm.type_error("state argument must be a tuple")) };
        let flags = vm.index_i64(flags)?;
        state.held.set(flags & 1 != 0);
        let decoder = state.decoder.get(vm).clone();
        if !decoder.is_none() {
            let saved = vm.new_pair(pending.clone(), Value::int(flags >> 1));
            vm.call_method(&decoder, "setstate", &[saved])?;
        }
        Ok(())
    }
    /// Start anew.
    "reset(self, /)" fn reset(vm, value: &Value) -> () {
        let state = state(vm, value)?;
        state.held.set(false);
        state.ends.set(0);
        let decoder = state.decoder.get(vm).clone();
        if decoder.is_none() { Ok(()) } else { vm.call_method(&decoder, "reset", &[]).map(drop) }
    }
}

/// `_io.IncrementalNewlineDecoder`.
pub static NEWLINE_DECODER: NativeClass = NativeClass {
    name: "_io.IncrementalNewlineDecoder",
    doc: "A decoder in front of which line ends are unified.",
    new: Some(|vm, class, _| {
        let (translate, held, ends) = (Cell::new(false), Cell::new(false), Cell::new(0));
        Ok(vm.new_native(
            class,
            NewlineDecoder {
                decoder: GilCell::new(Value::NONE),
                translate,
                held,
                ends,
            },
        ))
    }),
    init: Some(|vm, value, arguments| {
        let bound = arguments.bind(
            vm,
            "IncrementalNewlineDecoder(decoder, translate, errors='strict')",
        )?;
        let Some(state) = value.payload::<NewlineDecoder>() else {
            return Err(Raised);
        };
        drop(state.decoder.replace(vm.gil(), bound[0].clone()));
        let translate = vm.truth(&bound[1])?;
        state.translate.set(translate);
        Ok(())
    }),
    methods: METHODS,
    getset: &[GetSetDefinition {
        name: "newlines",
        doc: "The line ends seen.",
        get: |vm, value| Ok(ends_value(vm, state(vm, value)?.ends.get())),
        set: None,
    }],
    ..NativeClass::EMPTY
};
