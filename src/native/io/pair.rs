//! `BufferedRWPair`: a reader and a writer as one stream, for the two ends of a connection.

use super::buffered::{READER, WRITER};
use crate::gil::GilCell;
use crate::native::{GetSetDefinition, NativeClass};
use crate::native_functions;
use crate::object::cycle::visit_cell;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::vm::{Outcome, Raised, Vm};

/// The two streams.
struct Pair {
    reader: GilCell<Value>,
    writer: GilCell<Value>,
}

impl Payload for Pair {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit_cell(&self.reader, &mut *visit);
        visit_cell(&self.writer, visit);
    }
}

fn half(vm: &Vm, value: &Value, writes: bool) -> Outcome<Value> {
    let Some(pair) = value.payload::<Pair>() else {
        return Err(vm.type_error("a BufferedRWPair is required"));
    };
    let half = if writes { &pair.writer } else { &pair.reader }
        .get(vm)
        .clone();
    if half.is_none() {
        return Err(vm.value_error("I/O operation on uninitialized object"));
    }
    Ok(half)
}

fn forward(
    vm: &mut Vm,
    value: &Value,
    writes: bool,
    method: &str,
    arguments: &[Value],
) -> Outcome<Value> {
    let half = half(vm, value, writes)?;
    vm.call_method(&half, method, arguments)
}

native_functions! { static METHODS;
    /// Read bytes.
    "read(self, size=-1, /)" fn read(vm, value: &Value, size: Value) -> Value { forward(vm, value, false, "read", &[size]) }
    /// Read bytes with at most one read below.
    "read1(self, size=-1, /)" fn read1(vm, value: &Value, size: Value) -> Value { forward(vm, value, false, "read1", &[size]) }
    /// Bytes that come next.
    "peek(self, size=0, /)" fn peek(vm, value: &Value, size: Value) -> Value { forward(vm, value, false, "peek", &[size]) }
    /// Read into a buffer.
    "readinto(self, buffer, /)" fn readinto(vm, value: &Value, buffer: Value) -> Value {
        forward(vm, value, false, "readinto", &[buffer])
    }
    /// Read into a buffer, with at most one read below.
    "readinto1(self, buffer, /)" fn readinto1(vm, value: &Value, buffer: Value) -> Value {
        forward(vm, value, false, "readinto1", &[buffer])
    }
    /// One line.
    "readline(self, size=-1, /)" fn readline(vm, value: &Value, size: Value) -> Value {
        forward(vm, value, false, "readline", &[size])
    }
    /// Write bytes.
    "write(self, buffer, /)" fn write(vm, value: &Value, buffer: Value) -> Value { forward(vm, value, true, "write", &[buffer]) }
    /// Write what is pending.
    "flush(self, /)" fn flush(vm, value: &Value) -> Value { forward(vm, value, true, "flush", &[]) }
    /// Whether the reader can be read.
    "readable(self, /)" fn readable(vm, value: &Value) -> Value { forward(vm, value, false, "readable", &[]) }
    /// Whether the writer can be written.
    "writable(self, /)" fn writable(vm, value: &Value) -> Value { forward(vm, value, true, "writable", &[]) }
    /// Close the writer, then the reader.
    "close(self, /)" fn close(vm, value: &Value) -> Value {
        let outcome = forward(vm, value, true, "close", &[]);
        let error = if outcome.is_err() { vm.take_pending() } else { None };
        let closed = forward(vm, value, false, "close", &[])?;
        match error {
            Some(error) => Err(vm.raise_value(error)),
            None => Ok(closed),
        }
    }
    /// Whether one of the two is a terminal.
    "isatty(self, /)" fn isatty(vm, value: &Value) -> bool {
        for writes in [true, false] {
            let answer = forward(vm, value, writes, "isatty", &[])?;
            if vm.truth(&answer)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// `_io.BufferedRWPair`.
pub static PAIR: NativeClass = NativeClass {
    name: "_io.BufferedRWPair",
    doc: "A buffered reader and writer together.",
    base: Some(&super::base::BUFFERED_BASE),
    slots: super::base::SLOTS,
    new: Some(|vm, class, _| {
        Ok(vm.new_native(
            class,
            Pair {
                reader: GilCell::new(Value::NONE),
                writer: GilCell::new(Value::NONE),
            },
        ))
    }),
    init: Some(|vm, value, arguments| {
        let bound = arguments.bind(vm, "BufferedRWPair(reader, writer, buffer_size=8192, /)")?;
        let Some(pair) = value.payload::<Pair>() else {
            return Err(Raised);
        };
        let (reader, writer) = (
            vm.native_class(&READER)?.into_value(),
            vm.native_class(&WRITER)?.into_value(),
        );
        let reader = vm.call(&reader, &[bound[0].clone(), bound[2].clone()])?;
        let writer = vm.call(&writer, &[bound[1].clone(), bound[2].clone()])?;
        drop(pair.reader.replace(vm.gil(), reader));
        drop(pair.writer.replace(vm.gil(), writer));
        Ok(())
    }),
    methods: METHODS,
    getset: &[GetSetDefinition {
        name: "closed",
        doc: "Whether the writer is closed.",
        get: |vm, value| {
            let writer = half(vm, value, true)?;
            vm.get_attribute_str(&writer, "closed")
        },
        set: None,
    }],
    ..NativeClass::EMPTY
};
