//! Modules.
#![allow(unsafe_code)] // `unsafe impl Object` only.

use super::dict::DictObject;
use super::heap::{Header, Layout, Object, Ref};
use super::value::Value;

/// A module: a namespace with a name in it.
#[repr(C)]
pub struct ModuleObject {
    /// The header.
    pub header: Header,
    /// The namespace.
    pub dict: Ref<DictObject>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for ModuleObject {
    const LAYOUT: Layout = Layout::Module;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.dict.to_value());
    }
}
