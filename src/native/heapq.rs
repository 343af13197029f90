//! The module `_heapq`: priority queues in lists.
//!
//! A comparison may run language code that changes the list; each step therefore looks at the list anew and raises
//! RuntimeError if its length has changed, as CPython does.
use crate::native::NativeModule;
use crate::native::types::sort::less;
use crate::object::builtin::Exc;
use crate::object::sequence::ListObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

fn list_of<'a>(
    vm: &mut Vm,
    value: &'a Value,
    function: &str,
    numbered: bool,
) -> Outcome<&'a ListObject> {
    match value.downcast::<ListObject>() {
        Some(list) => Ok(list),
        None => {
            let name = vm.class_name(value);
            let which = if numbered { "argument 1" } else { "argument" };
            Err(vm.type_error(format!("{function}() {which} must be list, not {name}")))
        }
    }
}

/// Which of two items goes up: the smaller, or in a max-heap the larger.
fn before(vm: &mut Vm, a: &Value, b: &Value, max: bool) -> Outcome<bool> {
    if max { less(vm, b, a) } else { less(vm, a, b) }
}

fn item(vm: &Vm, heap: &ListObject, at: usize, length: usize) -> Outcome<Value> {
    let items = heap.items.get(vm);
    match items.get(at) {
        Some(item) if items.len() == length => Ok(item.clone()),
        _ => Err(vm.raise(Exc::RuntimeError, "list changed size during iteration")),
    }
}

/// Moves the item at `at` up until its parent, which is not above `top`, goes before it.
fn rise(vm: &mut Vm, heap: &ListObject, top: usize, mut at: usize, max: bool) -> Outcome<()> {
    let length = heap.items.get(vm).len();
    if at >= length {
        return Err(vm.raise(Exc::IndexError, "index out of range"));
    }
    while at > top {
        let parent = (at - 1) / 2;
        let (low, high) = (item(vm, heap, at, length)?, item(vm, heap, parent, length)?);
        if !before(vm, &low, &high, max)? {
            break;
        }
        drop((low, high));
        swap(vm, heap, at, parent, length)?;
        at = parent;
    }
    Ok(())
}

fn swap(vm: &mut Vm, heap: &ListObject, a: usize, b: usize, length: usize) -> Outcome<()> {
    let items = heap.items.get_mut(vm);
    if items.len() != length {
        return Err(vm.raise(Exc::RuntimeError, "list changed size during iteration"));
    }
    items.swap(a, b);
    Ok(())
}

/// Lets the item at `top` sink to a leaf along the better children, and then rise to its place.
fn sink(vm: &mut Vm, heap: &ListObject, top: usize, max: bool) -> Outcome<()> {
    let length = heap.items.get(vm).len();
    let mut at = top;
    while 2 * at + 1 < length {
        let mut child = 2 * at + 1;
        if child + 1 < length {
            let (left, right) = (
                item(vm, heap, child, length)?,
                item(vm, heap, child + 1, length)?,
            );
            if !before(vm, &left, &right, max)? {
                child += 1;
            }
        }
        swap(vm, heap, at, child, length)?;
        at = child;
    }
    rise(vm, heap, top, at, max)
}

fn pop(vm: &mut Vm, heap: &ListObject, max: bool) -> Outcome<Value> {
    let items = heap.items.get_mut(vm);
    let Some(last) = items.pop() else {
        return Err(vm.raise(Exc::IndexError, "index out of range"));
    };
    let Some(first) = items.first_mut() else {
        return Ok(last);
    };
    let best = std::mem::replace(first, last);
    sink(vm, heap, 0, max)?;
    Ok(best)
}

fn replace(vm: &mut Vm, heap: &ListObject, new: &Value, max: bool) -> Outcome<Value> {
    let new = new.clone();
    let Some(first) = heap.items.get_mut(vm).first_mut() else {
        return Err(vm.raise(Exc::IndexError, "index out of range"));
    };
    let best = std::mem::replace(first, new);
    sink(vm, heap, 0, max)?;
    Ok(best)
}

fn make(vm: &mut Vm, heap: &ListObject, max: bool) -> Outcome<()> {
    for at in (0..heap.items.get(vm).len() / 2).rev() {
        sink(vm, heap, at, max)?;
    }
    Ok(())
}

crate::native_functions! { static FUNCTIONS;
    /// Push item onto heap, maintaining the heap invariant.
    "heappush(heap, item, /)" fn heappush(vm, heap: &Value, new: &Value) -> () {
        let heap = list_of(vm, heap, "heappush", true)?;
        let new = new.clone();
        let items = heap.items.get_mut(vm);
        items.push(new);
        let last = items.len() - 1;
        rise(vm, heap, 0, last, false)
    }
    /// Pop the smallest item off the heap, maintaining the heap invariant.
    "heappop(heap, /)" fn heappop(vm, heap: &Value) -> Value {
        let heap = list_of(vm, heap, "heappop", false)?;
        pop(vm, heap, false)
    }
    /// Pop and return the current smallest value, and add the new item.
    "heapreplace(heap, item, /)" fn heapreplace(vm, heap: &Value, new: &Value) -> Value {
        let heap = list_of(vm, heap, "heapreplace", true)?;
        replace(vm, heap, new, false)
    }
    /// Push item on the heap, then pop and return the smallest item from the heap.
    "heappushpop(heap, item, /)" fn heappushpop(vm, heap: &Value, new: &Value) -> Value {
        let heap = list_of(vm, heap, "heappushpop", true)?;
        let Some(first) = heap.items.get(vm).first().cloned() else { return Ok(new.clone()) };
        if !less(vm, &first, new)? {
            return Ok(new.clone());
        }
        drop(first);
        replace(vm, heap, new, false)
    }
    /// Transform list into a heap, in-place, in O(len(heap)) time.
    "heapify(heap, /)" fn heapify(vm, heap: &Value) -> () {
        let heap = list_of(vm, heap, "heapify", false)?;
        make(vm, heap, false)
    }
    /// Maxheap variant of heappop.
    "_heappop_max(heap, /)" fn heappop_max(vm, heap: &Value) -> Value {
        let heap = list_of(vm, heap, "_heappop_max", false)?;
        pop(vm, heap, true)
    }
    /// Maxheap variant of heapreplace.
    "_heapreplace_max(heap, item, /)" fn heapreplace_max(vm, heap: &Value, new: &Value) -> Value {
        let heap = list_of(vm, heap, "_heapreplace_max", true)?;
        replace(vm, heap, new, true)
    }
    /// Maxheap variant of heapify.
    "_heapify_max(heap, /)" fn heapify_max(vm, heap: &Value) -> () {
        let heap = list_of(vm, heap, "_heapify_max", false)?;
        make(vm, heap, true)
    }
}

/// `_heapq`.
pub static MODULE: NativeModule = NativeModule {
    name: "_heapq",
    doc: "Heap queue algorithm (a.k.a. priority queue).",
    functions: &[FUNCTIONS],
    classes: &[],
    init: None,
};
