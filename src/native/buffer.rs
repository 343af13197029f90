//! Bytes-like objects: reading the bytes of any, writing into those that allow it.
//!
//! Enters: bytes, bytearrays, arrays, memory views. Leaves: their bytes. Callers: streams, sockets, packing.

use crate::native::types::buffer::{bytes_of, mapped, not_bytes_like, shared_buffer};
use crate::native::types::memoryview::View;
use crate::object::bytes::{ByteArrayObject, BytesObject};
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::ops::Deref;

/// The bytes of an object: borrowed from one that cannot change, copied from any other.
pub enum ByteView<'a> {
    /// Of `bytes`.
    Borrowed(&'a [u8]),
    /// Of anything else.
    Owned(Vec<u8>),
}

impl Deref for ByteView<'_> {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        match self {
            ByteView::Borrowed(bytes) => bytes,
            ByteView::Owned(bytes) => bytes,
        }
    }
}

impl ByteView<'_> {
    /// The bytes as a vector.
    pub fn into_vec(self) -> Vec<u8> {
        match self {
            ByteView::Borrowed(bytes) => bytes.to_vec(),
            ByteView::Owned(bytes) => bytes,
        }
    }
}

impl Vm {
    /// The bytes of a bytes-like object; `None` for another.
    pub fn bytes_like_if_any<'a>(&mut self, value: &'a Value) -> Outcome<Option<ByteView<'a>>> {
        if let Some(bytes) = value.downcast::<BytesObject>() {
            return Ok(Some(ByteView::Borrowed(&bytes.bytes)));
        }
        Ok(bytes_of(self, value).map(|bytes| ByteView::Owned(bytes.into_owned())))
    }
    /// The bytes of a bytes-like object, or TypeError.
    pub fn bytes_like<'a>(&mut self, value: &'a Value) -> Outcome<ByteView<'a>> {
        match self.bytes_like_if_any(value)? {
            Some(bytes) => Ok(bytes),
            None => Err(not_bytes_like(self, value)),
        }
    }
    /// Number of bytes that may be written into an object; `None` if it takes none.
    pub fn writable_length(&mut self, value: &Value) -> Outcome<Option<usize>> {
        if let Some(bytes) = value.downcast::<ByteArrayObject>() {
            return Ok(Some(bytes.bytes.get(self).len()));
        }
        if let Some(buffer) = shared_buffer(value) {
            return Ok(Some(buffer.bytes.get(self).len()));
        }
        if let Some((memory, (_, length))) = mapped(self, value) {
            return Ok(memory.is_writable().then_some(length));
        }
        if value.payload::<View>().is_some() {
            let read_only = self.get_attribute_str(value, "readonly")?;
            if !self.truth(&read_only)? {
                let length = self.get_attribute_str(value, "nbytes")?;
                return Ok(length.as_int().map(|length| length as usize));
            }
        }
        Ok(None)
    }
    /// As [`Vm::writable_length`], with the TypeError that names the function.
    pub fn writable_argument(&mut self, value: &Value, function: &str) -> Outcome<usize> {
        match self.writable_length(value)? {
            Some(length) => Ok(length),
            None => {
                let name = self.class_name(value);
                Err(self.type_error(format!(
                    "{function} argument must be read-write bytes-like object, not {name}"
                )))
            }
        }
    }
    /// Overwrites bytes of an object that takes them, from `at` on; what does not fit any more is left out.
    pub fn write_into(&mut self, value: &Value, at: usize, data: &[u8]) -> Outcome<()> {
        fn put(bytes: &mut [u8], at: usize, data: &[u8]) {
            if let Some(room) = bytes.get_mut(at..) {
                let count = room.len().min(data.len());
                room[..count].copy_from_slice(&data[..count]);
            }
        }
        if let Some(bytes) = value.downcast::<ByteArrayObject>() {
            put(bytes.bytes.get_mut(self.gil()), at, data);
        } else if let Some(buffer) = shared_buffer(value) {
            put(buffer.bytes.get_mut(self.gil()), at, data);
        } else if let Some((memory, (start, length))) = mapped(self, value) {
            let count = length.saturating_sub(at).min(data.len());
            memory.write(start + at.min(length), &data[..count]);
        } else if value.payload::<View>().is_some() {
            let format = self.new_str("B");
            let flat = self.call_method(value, "cast", &[format])?;
            let (start, end) = (Value::int(at as i64), Value::int((at + data.len()) as i64));
            let range = self.new_slice(start, end, Value::NONE);
            let data = self.new_bytes(data.to_vec());
            self.set_item(&flat, &range, Some(&data))?;
        }
        Ok(())
    }
}
