//! Iterators that `for` steps by itself: over sets and strings, `enumerate` and `zip`.
#![allow(unsafe_code)] // `unsafe impl Object` only.

use super::heap::{Header, Layout, Object, Ref};
use super::set::SetObject;
use super::text::StrObject;
use super::value::Value;
use crate::gil::{Gil, GilCell};
use std::cell::Cell;

/// An iterator over a set; forgets it when exhausted.
#[repr(C)]
pub struct SetIterObject {
    /// The header.
    pub header: Header,
    /// The set; none when exhausted.
    pub set: GilCell<Option<Ref<SetObject>>>,
    /// Number of the next entry.
    pub next: Cell<usize>,
    /// Number of items the set had at the start; another number raises RuntimeError.
    pub expected: usize,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for SetIterObject {
    const LAYOUT: Layout = Layout::SetIter;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: the collector runs under the lock.
        if let Some(set) = unsafe { &*self.set.as_ptr() } {
            visit(&set.to_value());
        }
    }
    fn clear(&mut self) {
        *self.set.get_mut_unshared() = None;
    }
}

/// An iterator over a string.
#[repr(C)]
pub struct StrIterObject {
    /// The header.
    pub header: Header,
    /// The string.
    pub text: Ref<StrObject>,
    /// The byte at which the rest begins.
    pub at: Cell<usize>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for StrIterObject {
    const LAYOUT: Layout = Layout::StrIter;
    const CYCLIC: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

impl StrIterObject {
    /// The next character.
    #[inline(always)]
    pub fn next(&self, gil: &Gil) -> Option<Value> {
        let at = self.at.get();
        match self.text.as_str().as_bytes().get(at) {
            None => None,
            Some(&byte) if byte.is_ascii() => {
                self.at.set(at + 1);
                Some(gil.ascii_character(byte))
            }
            Some(_) => self.next_beyond_ascii(gil),
        }
    }

    #[inline(never)]
    fn next_beyond_ascii(&self, gil: &Gil) -> Option<Value> {
        let at = self.at.get();
        let c = self.text.as_str()[at..].chars().next()?;
        self.at.set(at + c.len_utf8());
        Some(gil.new_character(c))
    }
}

/// An `enumerate`.
#[repr(C)]
pub struct EnumerateObject {
    /// The header.
    pub header: Header,
    /// The iterator whose items are counted.
    pub source: Value,
    /// The next number, an int of any size.
    pub next: GilCell<Value>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for EnumerateObject {
    const LAYOUT: Layout = Layout::Enumerate;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.source);
        // SAFETY: the collector runs under the lock.
        visit(unsafe { &*self.next.as_ptr() });
    }
    fn clear(&mut self) {
        self.source = Value::NONE;
    }
}

/// A `zip`.
#[repr(C)]
pub struct ZipObject {
    /// The header.
    pub header: Header,
    /// The iterators.
    pub sources: Vec<Value>,
    /// Sources of different lengths raise ValueError.
    pub strict: Cell<bool>,
    /// A strict one has found its end.
    pub done: Cell<bool>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for ZipObject {
    const LAYOUT: Layout = Layout::Zip;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.sources.iter().for_each(visit);
    }
    fn clear(&mut self) {
        drop(std::mem::take(&mut self.sources));
    }
}
