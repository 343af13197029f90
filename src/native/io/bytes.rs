//! `BytesIO`: a stream of bytes in memory.

use super::{closed, size_argument};
use crate::gil::GilCell;
use crate::native::{GetSetDefinition, NativeClass, Slots};
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::bytes::ByteArrayObject;
use crate::object::cycle::visit_cell;
use crate::object::heap::Ref;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::vm::{Outcome, Raised, Vm};
use std::cell::Cell;

/// State: the bytes lie in a bytearray, which views by `getbuffer` share.
pub struct BytesIO {
    store: GilCell<Value>,
    at: Cell<usize>,
}

impl Payload for BytesIO {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit_cell(&self.store, visit);
    }
}

fn state<'a>(vm: &Vm, value: &'a Value) -> Outcome<(&'a BytesIO, Ref<ByteArrayObject>)> {
    let Some(state) = value.payload::<BytesIO>() else {
        return Err(vm.type_error("a BytesIO is required"));
    };
    match state.store.get(vm).to_ref::<ByteArrayObject>() {
        Some(store) => Ok((state, store)),
        None => Err(closed(vm)),
    }
}

fn check_exports(vm: &Vm, store: &ByteArrayObject) -> Outcome<()> {
    if store.exports.get() > 0 {
        return Err(vm.raise(
            Exc::BufferError,
            "Existing exports of data: object cannot be re-sized",
        ));
    }
    Ok(())
}

fn take(vm: &mut Vm, value: &Value, size: Option<usize>) -> Outcome<Vec<u8>> {
    let (state, store) = state(vm, value)?;
    let bytes = store.bytes.get(vm);
    let from = state.at.get().min(bytes.len());
    let end = from
        .saturating_add(size.unwrap_or(usize::MAX))
        .min(bytes.len());
    if end > from {
        state.at.set(end);
    }
    Ok(bytes[from..end].to_vec())
}

fn take_line(vm: &mut Vm, value: &Value, limit: Option<usize>) -> Outcome<Vec<u8>> {
    let (state, store) = state(vm, value)?;
    let rest = store
        .bytes
        .get(vm)
        .get(state.at.get()..)
        .unwrap_or_default();
    let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
    take(vm, value, Some(end.min(limit.unwrap_or(usize::MAX))))
}

native_functions! { static METHODS;
    /// `size` bytes, or all.
    "read(self, size=-1, /)" fn read(vm, value: &Value, size: Option<&Value>) -> Vec<u8> {
        let size = size_argument(vm, size)?;
        take(vm, value, size)
    }
    /// `size` bytes, or all.
    "read1(self, size=-1, /)" fn read1(vm, value: &Value, size: Option<&Value>) -> Vec<u8> {
        let size = size_argument(vm, size)?;
        take(vm, value, size)
    }
    /// Read into a buffer; the number of bytes read.
    "readinto(self, buffer, /)" fn readinto(vm, value: &Value, buffer: &Value) -> usize {
        let room = vm.writable_argument(buffer, "readinto()")?;
        let data = take(vm, value, Some(room))?;
        vm.write_into(buffer, 0, &data)?;
        Ok(data.len())
    }
    /// One line.
    "readline(self, size=-1, /)" fn readline(vm, value: &Value, size: Option<&Value>) -> Vec<u8> {
        let size = size_argument(vm, size)?;
        take_line(vm, value, size)
    }
    /// Write bytes; the number of bytes.
    "write(self, b, /)" fn write(vm, value: &Value, data: &Value) -> usize {
        let (state, store) = state(vm, value)?;
        check_exports(vm, &store)?;
        let data = vm.bytes_like(data)?;
        if data.is_empty() {
            return Ok(0);
        }
        let at = state.at.get();
        let end = at.saturating_add(data.len());
        if end.saturating_sub(store.bytes.get(vm).len()) > store.bytes.get(vm).capacity()
            && !crate::memory::could_have(end)
        {
            return Err(vm.memory_error());
        }
        let bytes = store.bytes.get_mut(vm.gil());
        if at >= bytes.len() {
            bytes.resize(at, 0);
            bytes.extend_from_slice(&data);
        } else {
            if end > bytes.len() {
                bytes.resize(end, 0);
            }
            bytes[at..end].copy_from_slice(&data);
        }
        state.at.set(end);
        Ok(data.len())
    }
    /// Move the position.
    "seek(self, pos, whence=0, /)" fn seek(vm, value: &Value, offset: i64, whence: i64) -> i64 {
        let (state, store) = state(vm, value)?;
        let base = match whence {
            0 if offset < 0 => return Err(vm.value_error(format!("negative seek value {offset}"))),
            0 => 0,
            1 => state.at.get() as i64,
            2 => store.bytes.get(vm).len() as i64,
            _ => return Err(vm.value_error(format!("invalid whence ({whence}, should be 0, 1 or 2)"))),
        };
        let Some(at) = base.checked_add(offset) else {
            return Err(vm.raise(Exc::OverflowError, "new position too large"));
        };
        state.at.set(at.max(0) as usize);
        Ok(at.max(0))
    }
    /// The position.
    "tell(self, /)" fn tell(vm, value: &Value) -> usize { Ok(state(vm, value)?.0.at.get()) }
    /// Cut the bytes; the position stays.
    "truncate(self, size=None, /)" fn truncate(vm, value: &Value, size: Option<&Value>) -> i64 {
        let (state, store) = state(vm, value)?;
        check_exports(vm, &store)?;
        let size = match size.filter(|size| !size.is_none()) {
            Some(size) => vm.index_i64(size)?,
            None => state.at.get() as i64,
        };
        if size < 0 {
            return Err(vm.value_error(format!("negative size value {size}")));
        }
        store.bytes.get_mut(vm.gil()).truncate(size as usize);
        Ok(size)
    }
    /// All bytes.
    "getvalue(self, /)" fn getvalue(vm, value: &Value) -> Vec<u8> {
        let (_, store) = state(vm, value)?;
        Ok(store.bytes.get(vm).clone())
    }
    /// A view of the bytes.
    "getbuffer(self, /)" fn getbuffer(vm, value: &Value) -> Value {
        let (_, store) = state(vm, value)?;
        let view = vm.dict_get_str(&vm.builtins(), "memoryview").unwrap_or(Value::NONE);
        vm.call(&view, &[store.into_value()])
    }
    /// Give the memory back.
    "close(self, /)" fn close(vm, value: &Value) -> () {
        let Ok((state, store)) = state(vm, value) else {
            vm.take_pending();
            return Ok(());
        };
        check_exports(vm, &store)?;
        drop(state.store.replace(vm.gil(), Value::NONE));
        Ok(())
    }
    /// Nothing to do.
    "flush(self, /)" fn flush(vm, value: &Value) -> () { state(vm, value).map(drop) }
    /// False.
    "isatty(self, /)" fn isatty(vm, value: &Value) -> bool { state(vm, value).map(|_| false) }
    /// True.
    "readable(self, /)" fn readable(vm, value: &Value) -> bool { state(vm, value).map(|_| true) }
    /// True.
    "writable(self, /)" fn writable(vm, value: &Value) -> bool { state(vm, value).map(|_| true) }
    /// True.
    "seekable(self, /)" fn seekable(vm, value: &Value) -> bool { state(vm, value).map(|_| true) }
    /// Bytes and position, for pickle and copy.
    "__getstate__(self, /)" fn getstate(vm, value: &Value) -> Value {
        let (state, store) = state(vm, value)?;
        let (bytes, at) = (vm.new_bytes(store.bytes.get(vm).clone()), Value::int(state.at.get() as i64));
        let dict = vm.attribute_dict(value).map_or(Value::NONE, Ref::into_value);
        Ok(vm.new_tuple(vec![bytes, at, dict]))
    }
    /// Bytes and position from pickle and copy.
    "__setstate__(self, state, /)" fn setstate(vm, value: &Value, pickled: &Value) -> () {
        let (state, store) = state(vm, value)?;
        let items = vm.collect(pickled)?;
        let [bytes, at, ..] = items.as_slice() else { return Err(vm.type_error("a tuple of three is required")) };
        let bytes = vm.bytes_like(bytes)?.into_vec();
        state.at.set(vm.index_i64(at)?.max(0) as usize);
        *store.bytes.get_mut(vm.gil()) = bytes;
        Ok(())
    }
}

/// `_io.BytesIO`.
pub static BYTES_IO: NativeClass = NativeClass {
    name: "_io.BytesIO",
    doc: "A stream of bytes in memory.",
    base: Some(&super::base::BUFFERED_BASE),
    slots: Slots {
        next: Some(|vm, value| {
            if !super::is_plain(vm, value) {
                return super::base::next_line(vm, value);
            }
            let line = take_line(vm, value, None)?;
            Ok(if line.is_empty() {
                None
            } else {
                Some(vm.new_bytes(line))
            })
        }),
        ..super::base::SLOTS
    },
    new: Some(|vm, class, _| {
        let store = vm.new_bytearray(Vec::new());
        Ok(vm.new_native(
            class,
            BytesIO {
                store: GilCell::new(store),
                at: Cell::new(0),
            },
        ))
    }),
    init: Some(|vm, value, arguments| {
        let bound = arguments.bind(vm, "BytesIO(initial_bytes=b'')")?;
        let Some(state) = value.payload::<BytesIO>() else {
            return Err(Raised);
        };
        let initial = match &bound[0] {
            missing if missing.is_missing() || missing.is_none() => Vec::new(),
            initial => vm.bytes_like(initial)?.into_vec(),
        };
        let store = vm.new_bytearray(initial);
        drop(state.store.replace(vm.gil(), store));
        state.at.set(0);
        Ok(())
    }),
    methods: METHODS,
    getset: &[GetSetDefinition {
        name: "closed",
        doc: "Whether the stream is closed.",
        get: |vm, value| {
            let closed = value
                .payload::<BytesIO>()
                .is_none_or(|state| state.store.get(vm).is_none());
            Ok(Value::bool(closed))
        },
        set: None,
    }],
    ..NativeClass::EMPTY
};
