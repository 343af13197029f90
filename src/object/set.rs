//! Sets and frozen sets: a [`DictMap`] whose values are None.
#![allow(unsafe_code)] // `unsafe impl Object` only.

use super::dict::DictMap;
use super::heap::{Header, Layout, Object};
use super::value::Value;
use crate::gil::GilCell;
use std::cell::Cell;

/// A set or frozen set.
#[repr(C)]
pub struct SetObject {
    /// The header.
    pub header: Header,
    /// The hash of a frozen set, 0 while unknown.
    pub hash: Cell<u64>,
    /// True for frozen sets.
    pub frozen: bool,
    /// The members as keys.
    pub map: GilCell<DictMap>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for SetObject {
    const LAYOUT: Layout = Layout::Set;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: the collector runs under the lock and no payload borrow is alive then.
        for entry in unsafe { (*self.map.as_ptr()).entries() } {
            visit(&entry.key);
        }
    }
    fn clear(&mut self) {
        drop(self.map.get_mut_unshared().take());
    }
}
