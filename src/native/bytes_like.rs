//! The bytes of bytes-like values, borrowed under the lock.
use crate::gil::Gil;
use crate::object::bytes::{ByteArrayObject, BytesObject};
use crate::object::heap::Layout;
use crate::object::value::Value;
use std::borrow::Cow;

/// The bytes of a bytes-like object; `None` for other values.
pub fn bytes_of<'a>(gil: &'a Gil, value: &'a Value) -> Option<Cow<'a, [u8]>> {
    match value.layout()? {
        Layout::Bytes => value
            .downcast::<BytesObject>()
            .map(|bytes| Cow::Borrowed(&*bytes.bytes)),
        Layout::ByteArray => value
            .downcast::<ByteArrayObject>()
            .map(|bytes| Cow::Borrowed(&bytes.bytes.get(gil)[..])),
        _ => None,
    }
}
