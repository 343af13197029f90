//! Heap forms of numbers: big ints, floats of subclasses, complex numbers.
#![allow(unsafe_code)] // `unsafe impl Object` only: the types are repr(C) and begin with a header.

use super::heap::{Header, Layout, Object};
use super::value::Value;
use num_bigint::BigInt;

/// An int beyond 64 bits, or an instance of a subclass of int of any size.
#[repr(C)]
pub struct IntObject {
    /// The header.
    pub header: Header,
    /// The number.
    pub number: BigInt,
}

/// An instance of a subclass of float.
#[repr(C)]
pub struct FloatObject {
    /// The header.
    pub header: Header,
    /// The number.
    pub number: f64,
}

/// A complex number.
#[repr(C)]
pub struct ComplexObject {
    /// The header.
    pub header: Header,
    /// Real part.
    pub real: f64,
    /// Imaginary part.
    pub imaginary: f64,
}

macro_rules! leaf {
    ($($type:ident $layout:ident)*) => { $(
        // SAFETY: repr(C), header first, the only type of this layout.
        unsafe impl Object for $type {
            const LAYOUT: Layout = Layout::$layout;
            const CYCLIC: bool = false;
            fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
        }
    )* };
}
leaf! { IntObject Int  FloatObject Float  ComplexObject Complex }
