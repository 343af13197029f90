//! Classes and shapes: who an object is, and where its attributes lie.
//!
//! A *shape* is the layout of an instance: its class and the names of its slots in order. Objects carry the number of their
//! shape; adding an attribute moves an instance to a successor shape. Built-in classes have one shape each. Classes live as
//! long as their interpreter, because shapes point to them.
#![allow(unsafe_code)] // `unsafe impl Object`, and payload visits by the collector.

use super::dict::DictObject;
use super::function::{FunctionObject, seen};
use super::heap::{Header, Layout, Object, Ref};
use super::value::Value;
use crate::gil::{Gil, GilCell};
use crate::native::{NativeClass, Slots};
use rustc_hash::FxHashMap;
use std::cell::Cell;

/// Bits of [`ClassObject::flags`].
pub mod flags {
    /// Made by a class statement or `type()`.
    pub const LANGUAGE: u32 = 1;
    /// May not be a base.
    pub const FINAL: u32 = 2;
    /// Instances have a `__dict__`.
    pub const HAS_DICT: u32 = 4;
    /// Has `__del__`.
    pub const FINALIZER: u32 = 8;
    /// Has abstract methods left.
    pub const ABSTRACT: u32 = 16;
    /// Overrides `__getattribute__` in the language.
    pub const GETATTRIBUTE: u32 = 32;
    /// Has `__getattr__`.
    pub const GETATTR: u32 = 64;
    /// Overrides `__setattr__` or `__delattr__` in the language.
    pub const SETATTR: u32 = 128;
    /// Has `__slots__` members of its own or inherited.
    pub const SLOTS: u32 = 256;
    /// Instances of `type` or a subclass: a metaclass.
    pub const METACLASS: u32 = 512;
    /// Overrides `__new__` in the language.
    pub const NEW: u32 = 1024;
    /// Attributes cannot be set from outside (built-in).
    pub const IMMUTABLE: u32 = 2048;
    /// Instances may be referred to weakly.
    pub const WEAK: u32 = 4096;
    /// Pattern matching takes it for a sequence.
    pub const SEQUENCE: u32 = 8192;
    /// Pattern matching takes it for a mapping.
    pub const MAPPING: u32 = 16384;
}

/// A class.
#[repr(C)]
pub struct ClassObject {
    /// The header; its shape's class is the metaclass.
    pub header: Header,
    /// `__name__`: a string.
    pub name: GilCell<Value>,
    /// `__qualname__`: a string.
    pub qualified_name: GilCell<Value>,
    /// Direct bases.
    pub bases: GilCell<Vec<Ref<ClassObject>>>,
    /// Method resolution order, this class first.
    pub mro: GilCell<Vec<Ref<ClassObject>>>,
    /// The namespace; to be reached through [`ClassObject::dict`].
    pub(crate) namespace: Ref<DictObject>,
    /// The namespace holds what it should; that of a native class is filled at first sight.
    pub(crate) is_filled: Cell<bool>,
    /// Physical type of its instances.
    pub layout: Layout,
    /// The nearest native class: this one, if it is native.
    pub native: &'static NativeClass,
    /// Which special methods are overridden in the language somewhere in the MRO, by `SpecialMethod` number.
    pub overrides: Cell<u128>,
    /// Bits of [`flags`].
    pub flags: Cell<u32>,
    /// Shape of a new instance.
    pub root_shape: Cell<u32>,
    /// Number of slots a new instance has in line.
    pub inline_slots: Cell<u32>,
    /// Number of `__slots__` members; they are the first slots.
    pub member_count: Cell<u32>,
    /// The `__init__` that construction calls at once, and the version of all classes for which that is true; see
    /// `Vm::constructor`.
    pub constructor: Cell<(u32, *const FunctionObject)>,
    /// Direct subclasses.
    pub subclasses: GilCell<Vec<Ref<ClassObject>>>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for ClassObject {
    const LAYOUT: Layout = Layout::Class;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: the collector runs under the lock.
        unsafe {
            for list in [&self.bases, &self.mro, &self.subclasses] {
                seen(list).iter().for_each(|class| visit(&class.to_value()));
            }
        }
        visit(&self.namespace.to_value());
    }
}

impl ClassObject {
    /// The namespace.
    #[inline(always)]
    pub fn dict(&self, gil: &Gil) -> &Ref<DictObject> {
        if !self.is_filled.replace(true) {
            gil.fill_native_class(self);
        }
        &self.namespace
    }
    /// Tests a flag.
    #[inline(always)]
    pub fn has(&self, flag: u32) -> bool {
        self.flags.get() & flag != 0
    }
    /// Sets flags.
    pub fn set(&self, flags: u32) {
        self.flags.set(self.flags.get() | flags);
    }
    /// True if `other` is in the MRO.
    pub fn is_subclass_of(&self, gil: &Gil, other: &ClassObject) -> bool {
        std::ptr::eq(self, other)
            || self
                .mro
                .get(gil)
                .iter()
                .any(|class| std::ptr::eq(&**class, other))
    }
    /// The native operations of its instances.
    #[inline(always)]
    pub fn slots(&self) -> &'static Slots {
        &self.native.slots
    }
}

/// The layout of an instance.
pub struct Shape {
    /// The class.
    pub class: Ref<ClassObject>,
    /// Names of the slots in order, interned; the first ones are `__slots__` members.
    pub names: Vec<Value>,
    /// Slot of a name, by the address of the interned string; for more than eight names.
    pub index: FxHashMap<u64, u32>,
    /// Successor shapes by the added name's address.
    pub next: Vec<(u64, u32)>,
    /// Number of slots that lie in line.
    pub inline_slots: u32,
    /// The instance keeps its attributes in a dict; slots beyond the members are not used.
    pub in_dict: bool,
}

impl Shape {
    /// The slot of an interned name.
    #[inline]
    pub fn slot_of(&self, name: &Value) -> Option<usize> {
        let address = name.raw().bits;
        if self.names.len() <= 8 {
            return self
                .names
                .iter()
                .position(|other| other.raw().bits == address);
        }
        self.index.get(&address).map(|&slot| slot as usize)
    }
}
