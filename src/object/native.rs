//! Objects of native modules and rare built-in types: a boxed payload with a trait.
#![allow(unsafe_code)] // `unsafe impl Object` only.

use super::heap::{Header, Layout, Object};
use super::value::Value;
use std::any::Any;

/// What a native payload tells the collector. State that changes lives in `GilCell` or `Cell` fields.
pub trait Payload: Any {
    /// Shows every value the payload owns.
    fn traverse(&self, _visit: &mut dyn FnMut(&Value)) {}
    /// Releases the values it owns, to break a cycle.
    fn clear(&mut self) {}
}

/// An object with a payload of a native module.
#[repr(C)]
pub struct NativeObject {
    /// The header.
    pub header: Header,
    /// The payload.
    pub payload: Box<dyn Payload>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for NativeObject {
    const LAYOUT: Layout = Layout::Native;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.payload.traverse(visit);
    }
    fn clear(&mut self) {
        self.payload.clear();
    }
}

impl Value {
    /// The payload of a native object if it is a `T`.
    pub fn payload<T: Payload>(&self) -> Option<&T> {
        let object: &NativeObject = self.downcast()?;
        (&*object.payload as &dyn Any).downcast_ref::<T>()
    }
}
