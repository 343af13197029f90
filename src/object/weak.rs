//! Weak references: a table beside the heap, told by it when a referent dies.
#![allow(unsafe_code)] // The table is reached from destructors, which have no token; they run under the lock.

use super::heap::{FLAG_WEAK, Header, Heap, Layout, Object, Ref};
use super::value::Value;
use crate::gil::{Gil, GilCell};
use rustc_hash::FxHashMap;
use std::cell::Cell;

/// A weak reference.
#[repr(C)]
pub struct WeakRefObject {
    /// The header.
    pub header: Header,
    /// The referent's address; 0 once it is dead.
    pub target: Cell<usize>,
    /// Called with this reference when the referent dies, or None.
    pub callback: GilCell<Value>,
    /// The hash, once known.
    pub hash: Cell<Option<u64>>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for WeakRefObject {
    const LAYOUT: Layout = Layout::WeakRef;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: the collector runs under the lock.
        visit(unsafe { &*self.callback.as_ptr() });
    }
    fn clear(&mut self) {
        drop(std::mem::replace(
            self.callback.get_mut_unshared(),
            Value::NONE,
        ));
    }
}

impl Drop for WeakRefObject {
    fn drop(&mut self) {
        let target = self.target.get();
        if target != 0 {
            let this = self as *const WeakRefObject as usize;
            // SAFETY: under the lock; no other borrow of the table lives across a call.
            let table = unsafe { &mut *self.header.heap().weak.get() };
            if let Some(list) = table.references.get_mut(&target) {
                list.retain(|&other| other != this);
                if list.is_empty() {
                    table.references.remove(&target);
                }
            }
        }
    }
}

/// For each referent the addresses of its weak references.
#[derive(Default)]
pub struct WeakTable {
    references: FxHashMap<usize, Vec<usize>>,
    /// Identities that are not addresses, of the objects that were asked for theirs; see `seeded`.
    identities: FxHashMap<usize, u64>,
}

/// The identity of an object in a run that can be repeated: what `make` gave when it was asked for first.
pub fn identity(gil: &Gil, target: &Header, make: impl FnOnce() -> u64) -> u64 {
    let heap = gil.heap();
    heap.on_weak_death(target_died);
    target.set_flag(FLAG_WEAK, true);
    // SAFETY: under the lock; no other borrow of the table lives, and `make` does not come here.
    let table = unsafe { &mut *heap.weak.get() };
    let address = target as *const Header as usize;
    *table.identities.entry(address).or_insert_with(make)
}

/// Makes a weak reference.
pub fn reference(gil: &Gil, shape: u32, target: &Header, callback: Value) -> Ref<WeakRefObject> {
    let heap = gil.heap();
    heap.on_weak_death(target_died);
    let address = target as *const Header as usize;
    let object = WeakRefObject {
        header: Header::new(Layout::WeakRef, shape),
        target: Cell::new(address),
        callback: GilCell::new(callback),
        hash: Cell::new(None),
    };
    let reference = if shape & super::heap::KIND_ATTRIBUTES != 0 {
        heap.allocate_with_attributes(gil, object)
    } else {
        heap.allocate(gil, object)
    };
    target.set_flag(FLAG_WEAK, true);
    // SAFETY: under the lock; no other borrow of the table lives.
    unsafe {
        (*heap.weak.get())
            .references
            .entry(address)
            .or_default()
            .push(reference.as_ptr() as usize)
    };
    reference
}

/// The weak references to an object.
pub fn references_to(gil: &Gil, target: &Header) -> Vec<Ref<WeakRefObject>> {
    // SAFETY: under the lock; the addresses are those of live references, which remove themselves when they die.
    unsafe {
        let table = &*gil.heap().weak.get();
        let Some(list) = table.references.get(&(target as *const Header as usize)) else {
            return Vec::new();
        };
        list.iter()
            .map(|&at| Ref::of(&*(at as *const WeakRefObject)))
            .collect()
    }
}

/// The referent, if it lives.
pub fn target_of(_gil: &Gil, reference: &WeakRefObject) -> Option<Value> {
    let address = reference.target.get();
    if address == 0 {
        return None;
    }
    // SAFETY: a dead referent's references were zeroed before its cell was freed.
    let header = unsafe { &*(address as *const Header) };
    (header.count() > 0).then(|| Value::of_header(header))
}

/// Zeroes the references to a dying object and queues those with a callback; the safe point calls them.
pub fn target_died(heap: &Heap, target: &Header) {
    // SAFETY: under the lock; the addresses are those of live references.
    unsafe {
        let table = &mut *heap.weak.get();
        if !table.identities.is_empty() {
            table.identities.remove(&(target as *const Header as usize));
        }
        let Some(list) = table.references.remove(&(target as *const Header as usize)) else {
            return;
        };
        // The callback of the youngest reference comes first.
        for at in list.into_iter().rev() {
            let reference = &*(at as *const WeakRefObject);
            reference.target.set(0);
            if reference.header.count() > 0 && !(*reference.callback.as_ptr()).is_none() {
                heap.queue_finalizer(Ref::of(reference).into_value());
            }
        }
    }
}
