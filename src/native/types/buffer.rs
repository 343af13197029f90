//! Bytes-like objects: what `bytes`, `bytearray`, memory views and arrays have in common.
//!
//! Enters: values. Leaves: their bytes, borrowed under the lock where they lie in one piece. Callers: the methods of the byte
//! types, files, sockets, hashes: everything that takes "a bytes-like object".

use super::memoryview::View;
use crate::gil::Gil;
use crate::native::pickle::buffer::PickleBuffer;
use crate::object::builtin::Exc;
use crate::object::bytes::{ByteArrayObject, BytesObject};
use crate::object::heap::Layout;
use crate::object::mapping::Mapping;
use crate::object::native::{NativeObject, SharedBuffer, SharedMapping};
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::borrow::Cow;

/// The bytes of a bytes-like object; `None` for other values and for released views.
pub fn bytes_of<'a>(gil: &'a Gil, value: &'a Value) -> Option<Cow<'a, [u8]>> {
    match value.layout()? {
        Layout::Bytes => value
            .downcast::<BytesObject>()
            .map(|bytes| Cow::Borrowed(&*bytes.bytes)),
        Layout::ByteArray => value
            .downcast::<ByteArrayObject>()
            .map(|bytes| Cow::Borrowed(&bytes.bytes.get(gil)[..])),
        Layout::Native => match value.payload::<View>() {
            Some(view) => view.bytes(gil),
            None if let Some(buffer) = value.payload::<PickleBuffer>() => {
                buffer.view(gil)?.payload::<View>()?.bytes(gil)
            }
            None if let Some(buffer) = shared_buffer(value) => {
                Some(Cow::Borrowed(&buffer.bytes.get(gil)[..]))
            }
            None => {
                let (memory, (start, length)) = mapped(gil, value)?;
                Some(Cow::Owned(memory.read(start, length)))
            }
        },
        _ => None,
    }
}

/// The buffer of a native object that shows one, such as an array.
pub fn shared_buffer(value: &Value) -> Option<SharedBuffer<'_>> {
    value.downcast::<NativeObject>()?.payload.buffer()
}

/// The memory of a native object that other processes may change, such as a mapped file.
pub fn shared_mapping(value: &Value) -> Option<SharedMapping<'_>> {
    value.downcast::<NativeObject>()?.payload.mapping()
}

/// That memory as it is now, and the range in it that the object shows; `None` once the object is closed.
pub fn mapped<'a>(gil: &'a Gil, value: &'a Value) -> Option<(&'a Mapping, (usize, usize))> {
    let shared = shared_mapping(value)?;
    let memory = shared.mapping.get(gil).as_deref()?;
    Some((memory, shared.range.unwrap_or((0, memory.len()))))
}

/// The bytes of a bytes-like object, or TypeError.
pub fn bytes_like<'a>(vm: &'a Vm, value: &'a Value) -> Outcome<Cow<'a, [u8]>> {
    match bytes_of(vm, value) {
        Some(bytes) => Ok(bytes),
        None => Err(not_bytes_like(vm, value)),
    }
}

/// The TypeError for a value that is no bytes-like object, or the ValueError for a released view.
pub fn not_bytes_like(vm: &Vm, value: &Value) -> crate::vm::Raised {
    if value.payload::<View>().is_some() {
        return vm.value_error("operation forbidden on released memoryview object");
    }
    if shared_mapping(value).is_some() {
        return vm.value_error("mmap closed or invalid");
    }
    let name = vm.class_name(value);
    vm.type_error(format!("a bytes-like object is required, not '{name}'"))
}

/// An int as a byte.
pub fn byte_of(vm: &mut Vm, value: &Value) -> Outcome<u8> {
    byte_named(vm, value, "byte")
}

fn byte_named(vm: &mut Vm, value: &Value, what: &str) -> Outcome<u8> {
    let number = vm.index(value)?;
    match number.as_int().and_then(|number| u8::try_from(number).ok()) {
        Some(byte) => Ok(byte),
        None => Err(vm.value_error(format!("{what} must be in range(0, 256)"))),
    }
}

/// The bytes of a bytes-like object or of an iterable of ints. `type_name` is what is being made: `bytes` or `bytearray`.
pub fn collect_bytes(vm: &mut Vm, value: &Value, type_name: &str) -> Outcome<Vec<u8>> {
    if let Some(bytes) = bytes_of(vm, value) {
        return Ok(bytes.into_owned());
    }
    if value.payload::<View>().is_some() {
        return Err(not_bytes_like(vm, value));
    }
    if value.layout() == Some(Layout::Str) || !vm.is_iterable(value) {
        let name = vm.class_name(value);
        return Err(vm.type_error(format!("cannot convert '{name}' object to {type_name}")));
    }
    let what = if type_name == "bytes" {
        "bytes"
    } else {
        "byte"
    };
    let mut out = Vec::new();
    vm.for_each(value, |vm, item| {
        let byte = match item.as_int().and_then(|number| u8::try_from(number).ok()) {
            Some(byte) => byte,
            None => byte_named(vm, &item, what)?,
        };
        out.push(byte);
        Ok(true)
    })?;
    Ok(out)
}

/// A size given by a program; MemoryError beyond what can be allocated.
pub fn zeros(vm: &Vm, count: i64) -> Outcome<Vec<u8>> {
    let Ok(count) = usize::try_from(count) else {
        return Err(vm.value_error("negative count"));
    };
    let mut bytes = Vec::new();
    if count > 1 << 40 || !crate::memory::reserve_exact(&mut bytes, count) {
        return Err(vm.raise_with(Exc::MemoryError, Vec::new()));
    }
    bytes.resize(count, 0);
    Ok(bytes)
}
