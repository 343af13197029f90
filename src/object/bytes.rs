//! Byte strings, mutable and not.
#![allow(unsafe_code)] // `unsafe impl Object` only.

use super::heap::{Header, Layout, Object};
use super::value::Value;
use crate::gil::GilCell;
use std::cell::Cell;

/// An immutable byte string.
#[repr(C)]
pub struct BytesObject {
    /// The header.
    pub header: Header,
    /// The hash, 0 while unknown.
    pub hash: Cell<u64>,
    /// The bytes.
    pub bytes: Box<[u8]>,
}

/// A `bytearray`.
#[repr(C)]
pub struct ByteArrayObject {
    /// The header.
    pub header: Header,
    /// The bytes.
    pub bytes: GilCell<Vec<u8>>,
    /// Number of memory views on it; while it is not zero the length must not change.
    pub exports: Cell<usize>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for BytesObject {
    const LAYOUT: Layout = Layout::Bytes;
    const CYCLIC: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}
// SAFETY: as above.
unsafe impl Object for ByteArrayObject {
    const LAYOUT: Layout = Layout::ByteArray;
    const CYCLIC: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}
