//! The cycle collector behind reference counting.
//!
//! Enters: the heap, at a safe point or from `gc.collect`. Leaves: the number of objects that were reachable only from each
//! other, now freed. The method is trial deletion with tables beside the objects: what references inside the heap explain is
//! subtracted from each count; objects with a rest are held from outside (a register, a frame, Rust code, the interpreter's
//! tables), and so is all they reach. The others are garbage. Their weak references die first, then their finalizers run, and
//! what a finalizer made reachable again survives.
#![allow(unsafe_code)] // Payloads are visited and emptied without a token borrow; each block argues from the lock.

use super::heap::{
    self, FLAG_FINALIZED, FLAG_WEAK, Header, KIND_ATTRIBUTES, KIND_FINALIZER, LAYOUTS, Layout,
};
use super::value::Value;
use super::weak::{self, WeakRefObject};
use crate::gil::{Gil, GilCell};
use crate::vm::Vm;
use std::ptr::NonNull;

/// Fewest allocations of cyclic objects between two automatic collections.
pub const LEAST_THRESHOLD: usize = 20_000;

/// Opens a payload for `traverse`, which has no token: it is only called by the collector and by `gc`, which hold the lock and
/// run no language code meanwhile, so no exclusive borrow of a payload is alive.
pub fn visit_cell<T>(cell: &GilCell<T>, visit: impl FnOnce(&T)) {
    // SAFETY: see above.
    visit(unsafe { &*cell.as_ptr() });
}

/// True if the collector looks at objects like this one.
pub fn is_tracked(header: &Header) -> bool {
    LAYOUTS[header.layout() as usize].cyclic || header.kind() & KIND_ATTRIBUTES != 0
}

/// Mark of a cell that is no candidate: free, not tracked, or known to be reachable.
const NOT_CANDIDATE: u32 = u32::MAX;

/// For each cell of the heap, by number, how many references to its object are not explained by candidates.
struct Unexplained {
    rests: Vec<u32>,
}

impl Unexplained {
    /// A table in which nothing is a candidate.
    fn new(gil: &Gil) -> Unexplained {
        Unexplained {
            rests: vec![NOT_CANDIDATE; gil.heap().number_cells(gil)],
        }
    }

    fn is_candidate(&self, header: &Header) -> bool {
        self.rests
            .get(heap::cell_number(header))
            .is_some_and(|&rest| rest != NOT_CANDIDATE)
    }

    fn admit(&mut self, header: &Header, count: u32) {
        if let Some(rest) = self.rests.get_mut(heap::cell_number(header)) {
            *rest = count;
        }
    }

    /// Takes what the object refers to off the rests.
    fn explain(&mut self, header: &Header) {
        heap::traverse(header, &mut |value| {
            if let Some(child) = value.header()
                && let Some(rest) = self.rests.get_mut(heap::cell_number(child))
                && *rest != NOT_CANDIDATE
            {
                *rest = rest.saturating_sub(1);
            }
        });
    }

    /// Strikes off the object, if it is held from outside, and all it reaches.
    fn keep_if_held(&mut self, header: &Header, work: &mut Vec<NonNull<Header>>) {
        let Some(rest) = self.rests.get_mut(heap::cell_number(header)) else {
            return;
        };
        if *rest == NOT_CANDIDATE || *rest == 0 {
            return;
        }
        *rest = NOT_CANDIDATE;
        work.push(NonNull::from(header));
        while let Some(reached) = work.pop() {
            // SAFETY: objects on the list are alive: nothing is freed while the tables are in use.
            heap::traverse(unsafe { reached.as_ref() }, &mut |value| {
                if let Some(child) = value.header()
                    && let Some(rest) = self.rests.get_mut(heap::cell_number(child))
                    && *rest != NOT_CANDIDATE
                {
                    *rest = NOT_CANDIDATE;
                    work.push(NonNull::from(child));
                }
            });
        }
    }
}

/// The tracked objects that nothing outside of the heap holds, directly or not.
fn unreachable(gil: &Gil) -> Vec<Value> {
    let mut table = Unexplained::new(gil);
    gil.heap().each(gil, &mut |header| {
        if is_tracked(header) {
            table.admit(header, header.count());
        }
    });
    gil.heap().each(gil, &mut |header| {
        if table.is_candidate(header) {
            table.explain(header);
        }
    });
    let mut work = Vec::new();
    gil.heap()
        .each(gil, &mut |header| table.keep_if_held(header, &mut work));
    let mut garbage = Vec::new();
    gil.heap().each(gil, &mut |header| {
        if table.is_candidate(header) {
            garbage.push(Value::of_header(header));
        }
    });
    garbage
}

/// Of the garbage, each object held once by the list itself, what is still unreachable after finalizers have run.
fn still_unreachable(gil: &Gil, garbage: Vec<Value>) -> Vec<Value> {
    let mut table = Unexplained::new(gil);
    let headers = || garbage.iter().filter_map(Value::header);
    headers().for_each(|header| table.admit(header, header.count().saturating_sub(1)));
    headers().for_each(|header| table.explain(header));
    let mut work = Vec::new();
    headers().for_each(|header| table.keep_if_held(header, &mut work));
    let (dead, risen): (Vec<Value>, Vec<Value>) = garbage.into_iter().partition(|value| {
        value
            .header()
            .is_some_and(|header| table.is_candidate(header))
    });
    drop(risen);
    dead
}

/// Kills the weak references to garbage. Callbacks of references that survive are queued for the safe point; those of references
/// that are garbage themselves are not called.
fn kill_weak_references(vm: &mut Vm, garbage: &[Value]) {
    let mut callbacks = Vec::new();
    for value in garbage {
        if let Some(reference) = value.downcast::<WeakRefObject>() {
            callbacks.push(reference.callback.replace(vm, Value::NONE));
        }
    }
    for value in garbage {
        if let Some(header) = value.header()
            && header.flag(FLAG_WEAK)
        {
            weak::target_died(vm.heap(), header);
            header.set_flag(FLAG_WEAK, false);
        }
    }
}

/// Runs the finalizers of garbage that has some; true if language code ran.
fn finalize(vm: &mut Vm, garbage: &[Value]) -> bool {
    let mut ran = false;
    for value in garbage {
        let Some(header) = value.header() else {
            continue;
        };
        if header.flag(FLAG_FINALIZED) {
            continue;
        }
        // SAFETY: the layout says that it is a generator.
        let asks = || unsafe { super::generator::wants_finalizer(NonNull::from(header)) };
        if header.kind() & KIND_FINALIZER != 0 || header.layout() == Layout::Generator && asks() {
            ran = true;
            vm.finalize(value.clone());
        }
    }
    ran
}

/// Empties an object, so that the cycles it is part of fall apart.
fn empty(header: &Header) {
    let object = std::ptr::from_ref(header).cast_mut();
    // SAFETY: nothing but the garbage itself and the caller's list refers to the object, so no borrow of its payload is alive;
    // the row is that of its layout. What is dropped is freed by work list, and dead finalizers have run.
    unsafe {
        if let Some(slot) = heap::attributes(header) {
            drop(std::mem::take(&mut *slot.as_ptr()));
        }
        (LAYOUTS[header.layout() as usize].clear)(object);
    }
}

/// Finds and frees cyclic garbage; the number of objects freed. Finalizers run here, callbacks of weak references at the next
/// safe point. A collection started by a finalizer of this one does nothing.
pub fn collect(vm: &mut Vm) -> usize {
    if vm.state().collection_runs.replace(true) {
        return 0;
    }
    let mut garbage = unreachable(vm);
    let found = garbage.len();
    if found > 0 {
        kill_weak_references(vm, &garbage);
        if finalize(vm, &garbage) {
            garbage = still_unreachable(vm, garbage);
        }
        garbage.iter().filter_map(Value::header).for_each(empty);
    }
    let freed = garbage.len();
    drop(garbage);
    let after = LEAST_THRESHOLD.max(vm.heap().live() / 2);
    vm.heap().restart_collection_count(after);
    vm.state().collection_runs.set(false);
    freed
}
