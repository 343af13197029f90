//! The bases of all streams: `_IOBase`, `_RawIOBase`, `_BufferedIOBase`, `_TextIOBase`, with the methods that are written by
//! means of the others. Language classes derive from them; the native streams override most of it.

use super::{ask, closed, is_closed, size_argument, unsupported};
use crate::native::{GetSetDefinition, NativeClass, Slots};
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::bytes::{ByteArrayObject, BytesObject};
use crate::object::class::flags;
use crate::object::heap::Layout;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// The attribute that says that a stream of the language is closed.
const CLOSED: &str = "__IOBase_closed";

/// Raises ValueError if the stream is closed.
pub fn check_open(vm: &mut Vm, stream: &Value) -> Outcome<()> {
    if is_closed(vm, stream)? {
        Err(closed(vm))
    } else {
        Ok(())
    }
}

/// `iter(stream)`.
pub fn iterate(vm: &mut Vm, stream: &Value) -> Outcome<Value> {
    check_open(vm, stream)?;
    Ok(stream.clone())
}

/// `next(stream)`: a line; `None` at the end.
pub fn next_line(vm: &mut Vm, stream: &Value) -> Outcome<Option<Value>> {
    let line = vm.call_method(stream, "readline", &[])?;
    Ok(if vm.length(&line)? == 0 {
        None
    } else {
        Some(line)
    })
}

/// `_IOBase`'s operations.
pub const SLOTS: Slots = Slots {
    iterate: Some(iterate),
    next: Some(next_line),
    ..Slots::NONE
};

native_functions! { static IO_METHODS;
    /// Change the position; not there in this base.
    "seek(self, offset, whence=0, /)" fn seek(vm, stream: &Value, offset: &Value, whence: &Value) -> Value {
        Err(unsupported(vm, "seek"))
    }
    /// The position.
    "tell(self, /)" fn tell(vm, stream: &Value) -> Value { vm.call_method(stream, "seek", &[Value::int(0), Value::int(1)]) }
    /// Cut or extend; not there in this base.
    "truncate(self, size=None, /)" fn truncate(vm, stream: &Value, size: &Value) -> Value {
        Err(unsupported(vm, "truncate"))
    }
    /// Hand what is buffered on; here only a check.
    "flush(self, /)" fn flush(vm, stream: &Value) -> () { check_open(vm, stream) }
    /// Flush and close; more than once does no harm.
    "close(self, /)" fn close(vm, stream: &Value) -> () {
        if is_closed(vm, stream)? {
            return Ok(());
        }
        let outcome = vm.call_method(stream, "flush", &[]);
        let error = vm.take_pending();
        vm.set_attribute_str(stream, CLOSED, Value::TRUE)?;
        if let Some(error) = error {
            vm.set_pending(error);
        }
        outcome.map(drop)
    }
    /// Whether the position can be changed.
    "seekable(self, /)" fn seekable(vm, stream: &Value) -> bool { Ok(false) }
    /// Whether the stream can be read.
    "readable(self, /)" fn readable(vm, stream: &Value) -> bool { Ok(false) }
    /// Whether the stream can be written.
    "writable(self, /)" fn writable(vm, stream: &Value) -> bool { Ok(false) }
    /// The descriptor; not there in this base.
    "fileno(self, /)" fn fileno(vm, stream: &Value) -> Value { Err(unsupported(vm, "fileno")) }
    /// Whether this is a terminal.
    "isatty(self, /)" fn isatty(vm, stream: &Value) -> bool {
        check_open(vm, stream)?;
        Ok(false)
    }
    /// ValueError if the stream is closed.
    "_checkClosed(self, msg=None, /)" fn check_closed(vm, stream: &Value, message: &Value) -> () { check_open(vm, stream) }
    /// UnsupportedOperation unless the stream can be read.
    "_checkReadable(self, msg=None, /)" fn check_readable(vm, stream: &Value, message: &Value) -> () {
        if ask(vm, stream, "readable")? { Ok(()) } else { Err(unsupported(vm, "File or stream is not readable.")) }
    }
    /// UnsupportedOperation unless the stream can be written.
    "_checkWritable(self, msg=None, /)" fn check_writable(vm, stream: &Value, message: &Value) -> () {
        if ask(vm, stream, "writable")? { Ok(()) } else { Err(unsupported(vm, "File or stream is not writable.")) }
    }
    /// UnsupportedOperation unless the position can be changed.
    "_checkSeekable(self, msg=None, /)" fn check_seekable(vm, stream: &Value, message: &Value) -> () {
        if ask(vm, stream, "seekable")? { Ok(()) } else { Err(unsupported(vm, "File or stream is not seekable.")) }
    }
    /// The stream itself.
    "__enter__(self, /)" fn enter(vm, stream: &Value) -> Value {
        check_open(vm, stream)?;
        Ok(stream.clone())
    }
    /// Close.
    "__exit__(self, /, *args)" fn exit(vm, stream: &Value, arguments: &Value) -> Value {
        vm.call_method(stream, "close", &[])
    }
    /// One line, of at most `size` bytes.
    "readline(self, size=-1, /)" fn readline(vm, stream: &Value, size: Option<&Value>) -> Value {
        let limit = size_argument(vm, size)?.unwrap_or(usize::MAX);
        let peek = vm.get_attribute_opt(stream, "peek")?;
        let mut line = Vec::new();
        while line.len() < limit {
            let mut count = 1;
            if let Some(peek) = &peek {
                let seen = vm.call(peek, &[Value::int(1)])?;
                let Some(seen) = seen.downcast::<BytesObject>() else {
                    let name = vm.class_name(&seen);
                    return Err(vm.raise(Exc::OSError, format!("peek() should have returned a bytes object, not '{name}'")));
                };
                if !seen.bytes.is_empty() {
                    let end = memchr::memchr(b'\n', &seen.bytes).map_or(seen.bytes.len(), |at| at + 1);
                    count = end.min(limit - line.len());
                }
            }
            let piece = vm.call_method(stream, "read", &[Value::int(count as i64)])?;
            let Some(piece) = piece.downcast::<BytesObject>() else {
                let name = vm.class_name(&piece);
                return Err(vm.raise(Exc::OSError, format!("read() should have returned a bytes object, not '{name}'")));
            };
            if piece.bytes.is_empty() {
                break;
            }
            line.extend_from_slice(&piece.bytes);
            if line.last() == Some(&b'\n') {
                break;
            }
        }
        Ok(vm.new_bytes(line))
    }
    /// All lines, or lines until their sizes reach `hint`.
    "readlines(self, hint=-1, /)" fn readlines(vm, stream: &Value, hint: Option<&Value>) -> Value {
        let hint = match size_argument(vm, hint)? { None | Some(0) => usize::MAX, Some(hint) => hint };
        let iterator = vm.iterate(stream)?;
        let (mut lines, mut size) = (Vec::new(), 0);
        while let Some(line) = vm.next(&iterator)? {
            size += vm.length(&line)?;
            lines.push(line);
            if size >= hint {
                break;
            }
        }
        Ok(vm.new_list(lines))
    }
    /// Write all lines of an iterable.
    "writelines(self, lines, /)" fn writelines(vm, stream: &Value, lines: &Value) -> () {
        check_open(vm, stream)?;
        vm.for_each(lines, |vm, line| vm.call_method(stream, "write", &[line]).map(|_| true))
    }
    /// Close at the end of the stream's life.
    "__del__(self, /)" fn finish(vm, stream: &Value) -> () { vm.call_method(stream, "close", &[]).map(drop) }
}

/// `_io._IOBase`.
pub static IO_BASE: NativeClass = NativeClass {
    name: "_io._IOBase",
    doc: "The base of all streams.",
    layout: Layout::Instance,
    slots: SLOTS,
    methods: IO_METHODS,
    getset: &[GetSetDefinition {
        name: "closed",
        doc: "Whether the stream is closed.",
        get: |vm, stream| Ok(Value::bool(vm.get_attribute_opt(stream, CLOSED)?.is_some())),
        set: None,
    }],
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};

native_functions! { static RAW_METHODS;
    /// Up to `size` bytes; None if there are none yet, empty at the end.
    "read(self, size=-1, /)" fn raw_read(vm, stream: &Value, size: Option<&Value>) -> Value {
        let Some(size) = size_argument(vm, size)? else { return vm.call_method(stream, "readall", &[]) };
        let buffer = vm.zeroed(size)?;
        let buffer = vm.new_bytearray(buffer);
        let count = vm.call_method(stream, "readinto", std::slice::from_ref(&buffer))?;
        if count.is_none() {
            return Ok(count);
        }
        let count = vm.index_i64(&count)?;
        let Some(bytes) = buffer.downcast::<ByteArrayObject>() else { return Ok(Value::NONE) };
        let mut bytes = bytes.bytes.get(vm).clone();
        if count < 0 || count as usize > bytes.len() {
            let length = bytes.len();
            return Err(vm.value_error(format!("readinto returned {count} outside buffer size {length}")));
        }
        bytes.truncate(count as usize);
        Ok(vm.new_bytes(bytes))
    }
    /// All bytes until the end.
    "readall(self, /)" fn raw_readall(vm, stream: &Value) -> Value {
        let mut all = Vec::new();
        loop {
            let piece = vm.call_method(stream, "read", &[Value::int(super::BUFFER_SIZE as i64)])?;
            if piece.is_none() {
                if all.is_empty() {
                    return Ok(piece);
                }
                break;
            }
            let Some(piece) = piece.downcast::<BytesObject>() else {
                return Err(vm.type_error("read() should return bytes"));
            };
            if piece.bytes.is_empty() {
                break;
            }
            all.extend_from_slice(&piece.bytes);
        }
        Ok(vm.new_bytes(all))
    }
    /// Not there in this base.
    "readinto(self, buffer, /)" fn raw_readinto(vm, stream: &Value, buffer: &Value) -> Value {
        Err(vm.raise_with(Exc::NotImplementedError, Vec::new()))
    }
    /// Not there in this base.
    "write(self, buffer, /)" fn raw_write(vm, stream: &Value, buffer: &Value) -> Value {
        Err(vm.raise_with(Exc::NotImplementedError, Vec::new()))
    }
}

/// `_io._RawIOBase`.
pub static RAW_BASE: NativeClass = NativeClass {
    name: "_io._RawIOBase",
    doc: "The base of streams of bytes without a buffer.",
    layout: Layout::Instance,
    base: Some(&IO_BASE),
    slots: SLOTS,
    methods: RAW_METHODS,
    ..NativeClass::EMPTY
};

fn read_into_by(vm: &mut Vm, stream: &Value, buffer: &Value, method: &str) -> Outcome<Value> {
    let room = vm.writable_argument(buffer, "readinto()")?;
    let data = vm.call_method(stream, method, &[Value::int(room as i64)])?;
    let Some(bytes) = data.downcast::<BytesObject>() else {
        return Err(vm.type_error("read() should return bytes"));
    };
    if bytes.bytes.len() > room {
        let length = bytes.bytes.len();
        return Err(vm.value_error(format!(
            "read() returned too much data: {room} bytes requested, {length} returned"
        )));
    }
    vm.write_into(buffer, 0, &bytes.bytes)?;
    Ok(Value::int(bytes.bytes.len() as i64))
}

native_functions! { static BUFFERED_METHODS;
    /// Not there in this base.
    "detach(self, /)" fn buffered_detach(vm, stream: &Value) -> Value { Err(unsupported(vm, "detach")) }
    /// Not there in this base.
    "read(self, size=-1, /)" fn buffered_read(vm, stream: &Value, size: &Value) -> Value { Err(unsupported(vm, "read")) }
    /// Not there in this base.
    "read1(self, size=-1, /)" fn buffered_read1(vm, stream: &Value, size: &Value) -> Value { Err(unsupported(vm, "read1")) }
    /// Not there in this base.
    "write(self, buffer, /)" fn buffered_write(vm, stream: &Value, buffer: &Value) -> Value { Err(unsupported(vm, "write")) }
    /// Read into a buffer; the number of bytes read.
    "readinto(self, buffer, /)" fn buffered_readinto(vm, stream: &Value, buffer: &Value) -> Value {
        read_into_by(vm, stream, buffer, "read")
    }
    /// Read into a buffer, with at most one read below.
    "readinto1(self, buffer, /)" fn buffered_readinto1(vm, stream: &Value, buffer: &Value) -> Value {
        read_into_by(vm, stream, buffer, "read1")
    }
}

/// `_io._BufferedIOBase`.
pub static BUFFERED_BASE: NativeClass = NativeClass {
    name: "_io._BufferedIOBase",
    doc: "The base of streams of bytes with a buffer.",
    layout: Layout::Instance,
    base: Some(&IO_BASE),
    slots: SLOTS,
    methods: BUFFERED_METHODS,
    ..NativeClass::EMPTY
};

native_functions! { static TEXT_METHODS;
    /// Not there in this base.
    "detach(self, /)" fn text_detach(vm, stream: &Value) -> Value { Err(unsupported(vm, "detach")) }
    /// Not there in this base.
    "read(self, size=-1, /)" fn text_read(vm, stream: &Value, size: &Value) -> Value { Err(unsupported(vm, "read")) }
    /// Not there in this base.
    "readline(self, size=-1, /)" fn text_readline(vm, stream: &Value, size: &Value) -> Value {
        Err(unsupported(vm, "readline"))
    }
    /// Not there in this base.
    "write(self, s, /)" fn text_write(vm, stream: &Value, text: &Value) -> Value {
        if text.downcast::<StrObject>().is_none() {
            let name = vm.class_name(text);
            return Err(vm.type_error(format!("write() argument 1 must be str, not {name}")));
        }
        Err(unsupported(vm, "write"))
    }
}

/// `_io._TextIOBase`.
pub static TEXT_BASE: NativeClass = NativeClass {
    name: "_io._TextIOBase",
    doc: "The base of streams of text.",
    layout: Layout::Instance,
    base: Some(&IO_BASE),
    slots: SLOTS,
    methods: TEXT_METHODS,
    getset: &[
        GetSetDefinition {
            name: "encoding",
            doc: "The encoding.",
            get: |_, _| Ok(Value::NONE),
            set: None,
        },
        GetSetDefinition {
            name: "newlines",
            doc: "The line ends seen.",
            get: |_, _| Ok(Value::NONE),
            set: None,
        },
        GetSetDefinition {
            name: "errors",
            doc: "The error handler.",
            get: |_, _| Ok(Value::NONE),
            set: None,
        },
    ],
    ..NativeClass::EMPTY
};
