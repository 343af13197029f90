//! `TextIOWrapper`: text over a stream of bytes. This file has the state, writing and the attributes; `text_read` reads and
//! moves.
//!
//! Over a native buffer a `write` encodes and appends in one step; over any other stream encoded bytes wait here for `flush`.

use super::buffered::{self, Buffered};
use super::newline::{self, Newline};
use super::text_read::{read, readline, seek, tell};
use super::{
    BUFFER_SIZE, ask, buffered_methods, closed, is_plain, refuse_pickle, size_argument, unsupported,
};
use crate::gil::GilCell;
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::native_functions;
use crate::object::cycle::visit_cell;
use crate::object::native::Payload;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::codec::{Codec, Errors, IncrementalDecoder, IncrementalEncoder};
use crate::vm::{Outcome, Raised, Vm};
use std::cell::Cell;

/// State of a text stream.
pub struct Text {
    /// The stream of bytes; `None` before `__init__` and after `detach`.
    pub buffer: GilCell<Value>,
    pub(super) encoding: GilCell<String>,
    pub(super) errors: GilCell<String>,
    pub(super) codec: Cell<Codec>,
    pub(super) encoder: GilCell<IncrementalEncoder>,
    pub(super) decoder: GilCell<IncrementalDecoder>,
    pub(super) newline: Cell<Newline>,
    /// Flush after each line.
    pub line_buffering: Cell<bool>,
    /// Keep nothing back.
    pub write_through: Cell<bool>,
    pub(super) readable: Cell<bool>,
    pub(super) writable: Cell<bool>,
    pub(super) seekable: Cell<bool>,
    /// `tell` works: no iteration is under way.
    pub(super) telling: Cell<bool>,
    /// Encoded bytes that wait, over streams other than native buffers.
    pub(super) pending: GilCell<Vec<u8>>,
    /// Decoded text, line ends translated, handed out up to `at`.
    pub(super) text: GilCell<String>,
    /// The same before the translation, if that changed anything.
    pub(super) raw: GilCell<Option<String>>,
    pub(super) at: Cell<usize>,
    /// A `\r` at the end of the last piece waits for what follows.
    pub(super) held: Cell<bool>,
    pub(super) ends: Cell<u8>,
    pub(super) chunk: Cell<usize>,
    pub(super) mode: GilCell<Value>,
}

impl Payload for Text {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit_cell(&self.buffer, &mut *visit);
        visit_cell(&self.mode, visit);
    }
}

impl Text {
    fn empty() -> Text {
        Text {
            buffer: GilCell::new(Value::NONE),
            encoding: GilCell::new(String::new()),
            errors: GilCell::new(String::new()),
            codec: Cell::new(Codec::Utf8),
            encoder: GilCell::new(IncrementalEncoder::new(Codec::Utf8, Errors::Strict)),
            decoder: GilCell::new(IncrementalDecoder::new(Codec::Utf8, Errors::Strict)),
            newline: Cell::new(Newline::Universal),
            line_buffering: Cell::new(false),
            write_through: Cell::new(false),
            readable: Cell::new(false),
            writable: Cell::new(false),
            seekable: Cell::new(false),
            telling: Cell::new(false),
            pending: GilCell::new(Vec::new()),
            text: GilCell::new(String::new()),
            raw: GilCell::new(None),
            at: Cell::new(0),
            held: Cell::new(false),
            ends: Cell::new(0),
            chunk: Cell::new(BUFFER_SIZE),
            mode: GilCell::new(Value::MISSING),
        }
    }

    /// Sets encoding and error handler.
    fn set_codec(&self, vm: &mut Vm, encoding: &str, errors: &str) -> Outcome<()> {
        let codec = match Codec::lookup(encoding) {
            Ok(codec) => codec,
            Err(error) => return Err(vm.text_error(error)),
        };
        self.codec.set(codec);
        *self.encoding.get_mut(vm.gil()) = encoding.to_string();
        *self.errors.get_mut(vm.gil()) = errors.to_string();
        *self.encoder.get_mut(vm.gil()) = IncrementalEncoder::new(codec, Errors::by_name(errors));
        *self.decoder.get_mut(vm.gil()) = IncrementalDecoder::new(codec, Errors::by_name(errors));
        Ok(())
    }

    /// The bytes of a text as this stream writes it.
    fn encode(&self, vm: &mut Vm, value: &Value, text: &StrObject) -> Outcome<Vec<u8>> {
        let written = self.newline.get().written(text.as_str());
        if text.is_ascii() && matches!(self.codec.get(), Codec::Utf8 | Codec::Ascii | Codec::Latin1)
        {
            return Ok(written.into_owned().into_bytes());
        }
        match self.encoder.get_mut(vm.gil()).encode(&written) {
            Ok(bytes) => Ok(bytes),
            Err(error) => Err(vm.unicode_error(error, value)),
        }
    }
}

/// The state of an open text stream; ValueError for a closed or detached one.
pub fn state<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a Text> {
    let (state, buffer) = attached(vm, value)?;
    let is_open = match buffer.payload::<Buffered>() {
        Some(_) if is_plain(vm, &buffer) => {
            let raw = buffered::raw_of(vm, &buffer)?;
            match raw.payload::<super::file::FileIO>() {
                Some(file) => file.fd.get() >= 0,
                None => !super::is_closed(vm, &raw)?,
            }
        }
        _ => !super::is_closed(vm, &buffer)?,
    };
    if is_open { Ok(state) } else { Err(closed(vm)) }
}

/// The state of a text stream that has a stream below, and that stream.
pub fn attached<'a>(vm: &Vm, value: &'a Value) -> Outcome<(&'a Text, Value)> {
    let Some(state) = value.payload::<Text>() else {
        let name = vm.class_name(value);
        return Err(vm.type_error(format!("a TextIOWrapper is required, not '{name}'")));
    };
    let buffer = state.buffer.get(vm).clone();
    if buffer.is_none() {
        return Err(vm.value_error("underlying buffer has been detached"));
    }
    Ok((state, buffer))
}

/// The native buffer below, if there is one whose methods nobody overrides.
pub fn native_buffer<'a>(vm: &Vm, buffer: &'a Value) -> Option<&'a Buffered> {
    buffer
        .payload::<Buffered>()
        .filter(|_| is_plain(vm, buffer))
}

/// Writes a string; the number of characters.
pub fn write(vm: &mut Vm, value: &Value, text: &Value) -> Outcome<usize> {
    let Some(object) = text.downcast::<StrObject>() else {
        let name = vm.class_name(text);
        return Err(vm.type_error(format!("write() argument must be str, not {name}")));
    };
    let state = state(vm, value)?;
    if !state.writable.get() {
        return Err(unsupported(vm, "not writable"));
    }
    let bytes = state.encode(vm, text, object)?;
    let buffer = state.buffer.get(vm).clone();
    state.forget_text(vm);
    let flush = state.line_buffering.get()
        && memchr::memchr2(b'\n', b'\r', object.as_str().as_bytes()).is_some();
    if let Some(native) = native_buffer(vm, &buffer).filter(|native| native.writes) {
        native.write(vm, &buffer, &bytes)?;
        if flush {
            buffered::flush(vm, &buffer)?;
        }
    } else {
        state.pending.get_mut(vm.gil()).extend_from_slice(&bytes);
        if flush || state.write_through.get() || state.pending.get(vm).len() > state.chunk.get() {
            state.hand_on(vm)?;
        }
        if flush {
            vm.call_method(&buffer, "flush", &[])?;
        }
    }
    Ok(object.length())
}

impl Text {
    /// Hands bytes that wait to the stream below.
    pub fn hand_on(&self, vm: &mut Vm) -> Outcome<()> {
        let bytes = std::mem::take(self.pending.get_mut(vm.gil()));
        if bytes.is_empty() {
            return Ok(());
        }
        let buffer = self.buffer.get(vm).clone();
        let bytes = vm.new_bytes(bytes);
        vm.call_method(&buffer, "write", &[bytes]).map(drop)
    }
    /// Forgets text that was read ahead.
    pub fn forget_text(&self, vm: &mut Vm) {
        if self.text.get(vm).is_empty() && !self.held.get() {
            return;
        }
        self.text.get_mut(vm.gil()).clear();
        *self.raw.get_mut(vm.gil()) = None;
        self.at.set(0);
        self.held.set(false);
        self.decoder.get_mut(vm.gil()).reset();
    }
}

/// Flushes this stream and the one below.
pub fn flush(vm: &mut Vm, value: &Value) -> Outcome<()> {
    let state = state(vm, value)?;
    state.telling.set(state.seekable.get());
    state.hand_on(vm)?;
    let buffer = state.buffer.get(vm).clone();
    if native_buffer(vm, &buffer).is_some() {
        return buffered::flush(vm, &buffer);
    }
    vm.call_method(&buffer, "flush", &[]).map(drop)
}

/// Closes this stream and the one below, even if flushing fails.
pub fn close(vm: &mut Vm, value: &Value) -> Outcome<()> {
    let (_, buffer) = attached(vm, value)?;
    if super::is_closed(vm, &buffer)? {
        return Ok(());
    }
    let error = super::flush_for_close(vm, value, flush);
    vm.call_method(&buffer, "close", &[])?;
    match error {
        Some(error) => Err(vm.raise_value(error)),
        None => Ok(()),
    }
}

/// An argument that is a string or None.
fn optional_text<'a>(
    vm: &Vm,
    value: &'a Value,
    function: &str,
    name: &str,
) -> Outcome<Option<&'a str>> {
    if value.is_none() || value.is_missing() {
        return Ok(None);
    }
    match value.downcast::<StrObject>() {
        Some(text) => Ok(Some(text.as_str())),
        None => {
            let class = vm.class_name(value);
            Err(vm.type_error(format!(
                "{function} argument '{name}' must be str or None, not {class}"
            )))
        }
    }
}

/// How a text stream is set up; `None` for what is not said.
pub struct Settings<'a> {
    /// The encoding: a string or None.
    pub encoding: &'a Value,
    /// The error handler: a string or None.
    pub errors: &'a Value,
    /// The kind of line ends: a string or None.
    pub newline: &'a Value,
    /// Flush after each line.
    pub line_buffering: bool,
    /// Keep nothing back.
    pub write_through: bool,
}

fn init(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<()> {
    let bound = arguments.bind(
        vm,
        "TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
    )?;
    let settings = Settings {
        encoding: &bound[1],
        errors: &bound[2],
        newline: &bound[3],
        line_buffering: vm.truth(&bound[4])?,
        write_through: vm.truth(&bound[5])?,
    };
    set_up(vm, value, &bound[0], settings)
}

fn set_up(vm: &mut Vm, value: &Value, buffer: &Value, settings: Settings) -> Outcome<()> {
    let Some(state) = value.payload::<Text>() else {
        return Err(Raised);
    };
    drop(state.buffer.replace(vm.gil(), Value::NONE));
    let newline = Newline::parse(vm, settings.newline, "TextIOWrapper()")?;
    let encoding = match optional_text(vm, settings.encoding, "TextIOWrapper()", "encoding")? {
        None | Some("locale") => "UTF-8",
        Some(encoding) => encoding,
    };
    let errors =
        optional_text(vm, settings.errors, "TextIOWrapper()", "errors")?.unwrap_or("strict");
    state.set_codec(vm, encoding, errors)?;
    state.newline.set(newline);
    let readable = ask(vm, buffer, "readable")?;
    state.readable.set(readable);
    let writable = ask(vm, buffer, "writable")?;
    state.writable.set(writable);
    let seekable = ask(vm, buffer, "seekable")?;
    state.seekable.set(seekable);
    state.telling.set(seekable);
    state.line_buffering.set(settings.line_buffering);
    state.write_through.set(settings.write_through);
    if seekable && writable {
        // A mark belongs at the start of a file only.
        let at = match native_buffer(vm, buffer) {
            Some(_) => buffered_methods::tell(vm, buffer)?,
            None => {
                let at = vm.call_method(buffer, "tell", &[])?;
                vm.index_i64(&at)?
            }
        };
        if at != 0 {
            state.encoder.get_mut(vm.gil()).skip_mark();
        }
    }
    drop(state.buffer.replace(vm.gil(), buffer.clone()));
    if native_buffer(vm, buffer).is_none()
        && let Some(header) = value.header()
    {
        // Bytes may wait here, so `__del__` has to hand them on.
        header.set_shape(header.shape() | crate::object::heap::KIND_FINALIZER);
    }
    Ok(())
}

/// A text stream over a buffer, as `open` and the standard streams make it.
pub fn over(vm: &mut Vm, buffer: Value, settings: Settings, mode: &str) -> Outcome<Value> {
    let class = vm.native_class(&TEXT_WRAPPER)?;
    let text = vm.new_native(&class, Text::empty());
    set_up(vm, &text, &buffer, settings)?;
    if let Some(state) = text.payload::<Text>() {
        let mode = vm.new_str(mode);
        drop(state.mode.replace(vm.gil(), mode));
    }
    Ok(text)
}

fn reconfigure(vm: &mut Vm, value: &Value, arguments: &[&Value]) -> Outcome<()> {
    let [encoding, errors, newline, line_buffering, write_through] = arguments else {
        return Ok(());
    };
    let state = state(vm, value)?;
    let new_encoding = optional_text(vm, encoding, "reconfigure()", "encoding")?;
    let new_errors = optional_text(vm, errors, "reconfigure()", "errors")?;
    if !state.text.get(vm).is_empty()
        && (new_encoding.is_some() || new_errors.is_some() || !newline.is_missing())
    {
        return Err(unsupported(
            vm,
            "It is not possible to set the encoding or newline of stream after the first read",
        ));
    }
    let mode = match newline.is_missing() {
        true => None,
        false => Some(Newline::parse(vm, newline, "reconfigure()")?),
    };
    flush(vm, value)?;
    if new_encoding.is_some() || new_errors.is_some() {
        let encoding = match new_encoding {
            Some("locale") => "UTF-8".to_string(),
            Some(encoding) => encoding.to_string(),
            None => state.encoding.get(vm).clone(),
        };
        let errors = match (new_errors, new_encoding) {
            (Some(errors), _) => errors.to_string(),
            (None, Some(_)) => "strict".to_string(),
            (None, None) => state.errors.get(vm).clone(),
        };
        state.set_codec(vm, &encoding, &errors)?;
    }
    if let Some(mode) = mode {
        state.newline.set(mode);
    }
    for (argument, cell) in [
        (line_buffering, &state.line_buffering),
        (write_through, &state.write_through),
    ] {
        if !argument.is_none() {
            let on = vm.truth(argument)?;
            cell.set(on);
        }
    }
    Ok(())
}

fn forward(vm: &mut Vm, value: &Value, method: &str) -> Outcome<Value> {
    let (_, buffer) = attached(vm, value)?;
    vm.call_method(&buffer, method, &[])
}

native_functions! { static METHODS;
    /// Write text; the number of characters.
    "write(self, text, /)" fn write_method(vm, value: &Value, text: &Value) -> usize { write(vm, value, text) }
    /// `size` characters, or all.
    "read(self, size=-1, /)" fn read_method(vm, value: &Value, size: Option<&Value>) -> Value {
        let size = size_argument(vm, size)?;
        read(vm, value, size)
    }
    /// One line.
    "readline(self, size=-1, /)" fn readline_method(vm, value: &Value, size: Option<&Value>) -> Value {
        let size = size_argument(vm, size)?;
        readline(vm, value, size)
    }
    /// Hand everything on.
    "flush(self, /)" fn flush_method(vm, value: &Value) -> () { flush(vm, value) }
    /// Close the stream and the one below.
    "close(self, /)" fn close_method(vm, value: &Value) -> () { close(vm, value) }
    /// Move to a position that `tell` gave.
    "seek(self, cookie, whence=0, /)" fn seek_method(vm, value: &Value, cookie: i64, whence: i64) -> Value {
        seek(vm, value, cookie, whence)
    }
    /// The position.
    "tell(self, /)" fn tell_method(vm, value: &Value) -> i64 { tell(vm, value) }
    /// Cut or extend the stream.
    "truncate(self, pos=None, /)" fn truncate(vm, value: &Value, size: &Value) -> Value {
        flush(vm, value)?;
        let (_, buffer) = attached(vm, value)?;
        let size = if size.is_none() { Value::int(tell(vm, value)?) } else { size.clone() };
        vm.call_method(&buffer, "truncate", &[size])
    }
    /// Give the stream below away.
    "detach(self, /)" fn detach(vm, value: &Value) -> Value {
        vm.call_method(value, "flush", &[])?;
        let (state, _) = attached(vm, value)?;
        Ok(state.buffer.replace(vm.gil(), Value::NONE))
    }
    /// Change settings of the stream.
    "reconfigure(self, /, *, encoding=None, errors=None, newline=..., line_buffering=None, write_through=None)"
    fn reconfigure_method(vm, value: &Value, encoding: &Value, errors: &Value, newline: &Value, line_buffering: &Value,
        write_through: &Value) -> () {
        reconfigure(vm, value, &[encoding, errors, newline, line_buffering, write_through])
    }
    /// The descriptor.
    "fileno(self, /)" fn fileno(vm, value: &Value) -> Value { forward(vm, value, "fileno") }
    /// Whether this is a terminal.
    "isatty(self, /)" fn isatty(vm, value: &Value) -> Value { forward(vm, value, "isatty") }
    /// Whether the position can be moved.
    "seekable(self, /)" fn seekable(vm, value: &Value) -> Value { forward(vm, value, "seekable") }
    /// Whether the stream can be read.
    "readable(self, /)" fn readable(vm, value: &Value) -> Value { forward(vm, value, "readable") }
    /// Whether the stream can be written.
    "writable(self, /)" fn writable(vm, value: &Value) -> Value { forward(vm, value, "writable") }
    /// Refused.
    "__reduce_ex__(self, protocol, /)" fn reduce(vm, value: &Value, protocol: &Value) -> Value { refuse_pickle(vm, value) }
}

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let class = vm.dotted_name(&vm.class_of(value).clone());
    let mut text = format!("<{class}");
    for name in ["name", "mode"] {
        match vm.get_attribute_opt(value, name) {
            Ok(Some(found)) => text.push_str(&format!(" {name}={}", vm.repr_text(&found)?)),
            Ok(None) => {}
            Err(_) => drop(vm.take_pending()),
        }
    }
    let encoding = value
        .payload::<Text>()
        .map_or(String::new(), |state| state.encoding.get(vm).clone());
    text.push_str(&format!(" encoding='{encoding}'>"));
    Ok(vm.new_str(&text))
}

fn next_line(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let (state, _) = attached(vm, value)?;
    state.telling.set(false);
    let line = match is_plain(vm, value) {
        true => readline(vm, value, None)?,
        false => vm.call_method(value, "readline", &[])?,
    };
    if line
        .downcast::<StrObject>()
        .is_some_and(|line| line.length() > 0)
    {
        return Ok(Some(line));
    }
    state.telling.set(state.seekable.get());
    Ok(None)
}

fn flag(value: &Value, cell: fn(&Text) -> &Cell<bool>) -> Outcome<Value> {
    Ok(value
        .payload::<Text>()
        .map_or(Value::NONE, |state| Value::bool(cell(state).get())))
}

/// `_io.TextIOWrapper`.
pub static TEXT_WRAPPER: NativeClass = NativeClass {
    name: "_io.TextIOWrapper",
    doc: "Text over a stream of bytes.",
    base: Some(&super::base::TEXT_BASE),
    slots: Slots {
        repr: Some(repr),
        next: Some(next_line),
        ..super::base::SLOTS
    },
    new: Some(|vm, class, _| Ok(vm.new_native(class, Text::empty()))),
    init: Some(init),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "buffer",
            doc: "The stream of bytes.",
            get: |vm, value| attached(vm, value).map(|(_, buffer)| buffer),
            set: None,
        },
        GetSetDefinition {
            name: "encoding",
            doc: "The encoding.",
            get: |vm, value| {
                attached(vm, value).map(|(state, _)| vm.new_str(state.encoding.get(vm)))
            },
            set: None,
        },
        GetSetDefinition {
            name: "errors",
            doc: "The error handler.",
            get: |vm, value| attached(vm, value).map(|(state, _)| vm.new_str(state.errors.get(vm))),
            set: None,
        },
        GetSetDefinition {
            name: "newlines",
            doc: "The line ends seen.",
            get: |vm, value| {
                attached(vm, value).map(|(state, _)| newline::ends_value(vm, state.ends.get()))
            },
            set: None,
        },
        GetSetDefinition {
            name: "line_buffering",
            doc: "Whether each line is flushed.",
            get: |_, value| flag(value, |state| &state.line_buffering),
            set: None,
        },
        GetSetDefinition {
            name: "write_through",
            doc: "Whether nothing is kept back.",
            get: |_, value| flag(value, |state| &state.write_through),
            set: None,
        },
        GetSetDefinition {
            name: "closed",
            doc: "Whether the stream is closed.",
            get: |vm, value| {
                let (_, buffer) = attached(vm, value)?;
                vm.get_attribute_str(&buffer, "closed")
            },
            set: None,
        },
        GetSetDefinition {
            name: "name",
            doc: "The name of the stream below.",
            get: |vm, value| {
                let (_, buffer) = attached(vm, value)?;
                vm.get_attribute_str(&buffer, "name")
            },
            set: None,
        },
        GetSetDefinition {
            name: "mode",
            doc: "The mode it was opened with.",
            get: |vm, value| match attached(vm, value)?.0.mode.get(vm).clone() {
                mode if mode.is_missing() => {
                    let name = vm.intern("mode");
                    Err(vm.attribute_error(value, &name))
                }
                mode => Ok(mode),
            },
            set: Some(|vm, value, new| {
                let new = new.cloned().unwrap_or(Value::MISSING);
                drop(attached(vm, value)?.0.mode.replace(vm.gil(), new));
                Ok(())
            }),
        },
        GetSetDefinition {
            name: "_CHUNK_SIZE",
            doc: "How many bytes are read at once.",
            get: |vm, value| Ok(Value::int(attached(vm, value)?.0.chunk.get() as i64)),
            set: Some(|vm, value, new| {
                let size = vm.index_i64(new.unwrap_or(&Value::NONE))?;
                if size <= 0 {
                    return Err(vm.value_error("a strictly positive integer is required"));
                }
                attached(vm, value)?.0.chunk.set(size as usize);
                Ok(())
            }),
        },
    ],
    ..NativeClass::EMPTY
};
