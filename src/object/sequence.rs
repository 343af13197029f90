//! Tuples and lists and their iterators.
#![allow(unsafe_code)] // Items in line behind the tuple, and `unsafe impl Object`.

use super::builtin::Builtin;
use super::heap::{Header, Layout, Object, Ref};
use super::value::{Raw, Value, tag};
use crate::gil::{Gil, GilCell};
use std::cell::Cell;

/// A tuple; its items lie behind it in the same cell.
#[repr(C)]
pub struct TupleObject {
    /// The header.
    pub header: Header,
    length: usize,
    items: [Value; 0],
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for TupleObject {
    const LAYOUT: Layout = Layout::Tuple;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.items().iter().for_each(visit);
    }
    fn extra_bytes(&self) -> usize {
        self.length * size_of::<Value>()
    }
}

impl Drop for TupleObject {
    fn drop(&mut self) {
        // SAFETY: the items were written at allocation and are dropped once, here.
        unsafe {
            // The last item goes first, as finalizers show.
            for at in (0..self.length).rev() {
                std::ptr::drop_in_place(self.items.as_mut_ptr().add(at));
            }
        }
    }
}

impl TupleObject {
    /// The items.
    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        // SAFETY: `length` items lie behind the fixed part.
        unsafe { std::slice::from_raw_parts(self.items.as_ptr(), self.length) }
    }

    /// A tuple of items that are moved out of `items`, with an attribute dict behind it if `attributes`.
    ///
    /// # Safety
    /// `items` must point to `length` values whose ownership passes over.
    pub unsafe fn allocate(
        gil: &Gil,
        shape: u32,
        items: *const Value,
        length: usize,
    ) -> Ref<TupleObject> {
        let attributes = shape & super::heap::KIND_ATTRIBUTES != 0;
        let bytes =
            size_of::<TupleObject>() + length * size_of::<Value>() + if attributes { 8 } else { 0 };
        // SAFETY: the cell has room for head, items and dict pointer; all are written here.
        unsafe {
            let cell = gil.heap().cell(bytes, true).cast::<TupleObject>();
            cell.write(TupleObject {
                header: Header::new(Layout::Tuple, shape),
                length,
                items: [],
            });
            let first = cell.add(1).cast::<Value>();
            std::ptr::copy_nonoverlapping(items, first, length);
            if attributes {
                first
                    .add(length)
                    .cast::<super::heap::Attributes>()
                    .write(GilCell::new(None));
            }
            Ref::from_raw(cell)
        }
    }
}

impl TupleObject {
    /// A tuple of so many registers, at least one, which are emptied.
    ///
    /// # Safety
    /// They must be bound.
    #[inline(always)]
    pub(crate) unsafe fn take(gil: &Gil, registers: *mut Raw, count: usize) -> Raw {
        // SAFETY: the cell has room for head and items, which are written in place here.
        unsafe {
            let bytes = size_of::<TupleObject>() + count * size_of::<Value>();
            let cell = gil.heap().cell(bytes, true).cast::<TupleObject>();
            (&raw mut (*cell).header).write(Header::new(Layout::Tuple, Builtin::Tuple.shape()));
            (&raw mut (*cell).length).write(count);
            let items = cell.add(1).cast::<Raw>();
            for at in 0..count {
                items.add(at).write(Raw::of_halves(registers.add(at)));
                *registers.add(at) = Raw::UNBOUND;
            }
            Raw {
                tag: tag::OBJECT,
                bits: cell as u64,
            }
        }
    }

    /// A plain tuple of clones of items.
    pub fn of_clones(gil: &Gil, items: &[Value]) -> Ref<TupleObject> {
        // SAFETY: the cell has room for head and items, which are written in place here.
        unsafe {
            let bytes = size_of::<TupleObject>() + size_of_val(items);
            let cell = gil.heap().cell(bytes, true).cast::<TupleObject>();
            (&raw mut (*cell).header).write(Header::new(Layout::Tuple, Builtin::Tuple.shape()));
            (&raw mut (*cell).length).write(items.len());
            let first = cell.add(1).cast::<Raw>();
            for (at, item) in items.iter().enumerate() {
                first.add(at).write(item.clone().into_raw());
            }
            Ref::from_raw(cell)
        }
    }

    /// A tuple of two items whose counts pass over.
    ///
    /// # Safety
    /// Both must be bound.
    #[inline(always)]
    pub(crate) unsafe fn pair(gil: &Gil, first: Raw, second: Raw) -> Raw {
        const BYTES: usize = size_of::<TupleObject>() + 2 * size_of::<Value>();
        // SAFETY: the cell has room for head and items, which are written in place here.
        unsafe {
            let cell = gil.heap().cell(BYTES, true).cast::<TupleObject>();
            (&raw mut (*cell).header).write(Header::new(Layout::Tuple, Builtin::Tuple.shape()));
            (&raw mut (*cell).length).write(2);
            let items = cell.add(1).cast::<Raw>();
            items.write(first);
            items.add(1).write(second);
            Raw {
                tag: tag::OBJECT,
                bits: cell as u64,
            }
        }
    }
}

/// A list.
#[repr(C)]
pub struct ListObject {
    /// The header.
    pub header: Header,
    /// The items.
    pub items: GilCell<Vec<Value>>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for ListObject {
    const LAYOUT: Layout = Layout::List;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: the collector runs under the lock and no payload borrow is alive then.
        unsafe { (*self.items.as_ptr()).iter().for_each(visit) }
    }
    fn clear(&mut self) {
        drop_items(std::mem::take(self.items.get_mut_unshared()));
    }
}

impl Drop for ListObject {
    #[inline]
    fn drop(&mut self) {
        drop_items(std::mem::take(self.items.get_mut_unshared()));
    }
}

/// Drops the items of a list, the last one first, as finalizers show.
#[inline]
pub fn drop_items(mut items: Vec<Value>) {
    while let Some(item) = items.pop() {
        drop(item);
    }
}

/// An iterator over a list; forgets the list when it is exhausted.
#[repr(C)]
pub struct ListIterObject {
    /// The header.
    pub header: Header,
    /// The list.
    pub list: GilCell<Option<Ref<ListObject>>>,
    /// Index of the next item; for a reversed iterator one more than it.
    pub index: Cell<usize>,
    /// Counts downwards.
    pub reversed: bool,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for ListIterObject {
    const LAYOUT: Layout = Layout::ListIter;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: the collector runs under the lock.
        if let Some(list) = unsafe { &*self.list.as_ptr() } {
            visit(&list.to_value());
        }
    }
    fn clear(&mut self) {
        *self.list.get_mut_unshared() = None;
    }
}

/// An iterator over a tuple.
#[repr(C)]
pub struct TupleIterObject {
    /// The header.
    pub header: Header,
    /// The tuple.
    pub tuple: Ref<TupleObject>,
    /// Index of the next item.
    pub index: Cell<usize>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for TupleIterObject {
    const LAYOUT: Layout = Layout::TupleIter;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.tuple.to_value());
    }
}
