//! Objects of native modules and rare built-in types: a boxed payload with a trait.
#![allow(unsafe_code)] // `unsafe impl Object` only.

use super::heap::{Header, Layout, Object};
use super::mapping::Mapping;
use super::origin::{Holder, Origin, Waited};
use super::value::Value;
use crate::gil::slot::Slot;
use crate::gil::{Gil, GilCell};
use std::any::Any;
use std::cell::Cell;
use std::sync::Arc;

/// Memory that an object shows to memory views and to everything that takes a bytes-like object.
pub struct SharedBuffer<'a> {
    /// The bytes.
    pub bytes: &'a GilCell<Vec<u8>>,
    /// What they mean: a letter of the struct module.
    pub format: char,
    /// Number of memory views on it; while it is not zero the length must not change.
    pub exports: &'a Cell<usize>,
}

/// Memory shared with other processes that an object shows in the same way.
pub struct SharedMapping<'a> {
    /// The memory; none once the object is closed.
    pub mapping: &'a GilCell<Option<Arc<Mapping>>>,
    /// Number of memory views on it; while it is not zero the object must not be closed.
    pub exports: &'a Cell<usize>,
    /// Where in the memory the object's bytes begin and how many there are; `None`: it is all of them.
    pub range: Option<(usize, usize)>,
    /// What they mean: a letter of the struct module.
    pub format: char,
}

/// What a native payload tells the collector. State that changes lives in `GilCell` or `Cell` fields.
pub trait Payload: Any {
    /// Shows every value the payload owns.
    fn traverse(&self, _visit: &mut dyn FnMut(&Value)) {}
    /// Releases the values it owns, to break a cycle.
    fn clear(&mut self) {}
    /// Its bytes, if it is a bytes-like object such as an array.
    fn buffer(&self) -> Option<SharedBuffer<'_>> {
        None
    }
    /// Its memory, if it is a bytes-like object that other processes may change.
    fn mapping(&self) -> Option<SharedMapping<'_>> {
        None
    }
    /// Where it was made, if it is a tool of threads.
    fn origin(&self) -> Option<&Origin> {
        None
    }
    /// Who has it, if it is a lock that is taken or something else that one thread must let go.
    fn holder(&self, _gil: &Gil) -> Option<Holder> {
        None
    }
    /// What the thread of `slot` waits for here, if threads wait for it.
    fn waited(&self, _gil: &Gil, _slot: &Arc<Slot>) -> Option<Waited> {
        None
    }
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
    /// The payload of a native object.
    pub fn any_payload(&self) -> Option<&dyn Payload> {
        let object: &NativeObject = self.downcast()?;
        Some(&*object.payload)
    }
}
