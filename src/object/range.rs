//! Ranges, slices and the iterator of ranges of machine ints.
#![allow(unsafe_code)] // `unsafe impl Object` only.

use super::heap::{Header, Layout, Object};
use super::value::Value;
use std::cell::Cell;

/// A `range`; its bounds are ints of any size.
#[repr(C)]
pub struct RangeObject {
    /// The header.
    pub header: Header,
    /// First value.
    pub start: Value,
    /// Bound.
    pub stop: Value,
    /// Step, not zero.
    pub step: Value,
}

/// A `slice`.
#[repr(C)]
pub struct SliceObject {
    /// The header.
    pub header: Header,
    /// First bound or None.
    pub start: Value,
    /// Second bound or None.
    pub stop: Value,
    /// Step or None.
    pub step: Value,
}

/// An iterator over a range whose values and length fit 64 bits.
#[repr(C)]
pub struct RangeIterObject {
    /// The header.
    pub header: Header,
    /// The next value.
    pub next: Cell<i64>,
    /// The step.
    pub step: i64,
    /// How many values are left.
    pub remaining: Cell<u64>,
}

macro_rules! three {
    ($($type:ident $layout:ident)*) => { $(
        // SAFETY: repr(C), header first, the only type of this layout.
        unsafe impl Object for $type {
            const LAYOUT: Layout = Layout::$layout;
            const CYCLIC: bool = true;
            fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
                visit(&self.start);
                visit(&self.stop);
                visit(&self.step);
            }
            fn clear(&mut self) {
                (self.start, self.stop, self.step) = (Value::NONE, Value::NONE, Value::NONE);
            }
        }
    )* };
}
three! { RangeObject Range  SliceObject Slice }

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for RangeIterObject {
    const LAYOUT: Layout = Layout::RangeIter;
    const CYCLIC: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}
