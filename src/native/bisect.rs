//! The module `_bisect`: searching in sorted sequences.
//!
//! Enters: a sequence and an item, bounds, a key function. Leaves: a place. Comparisons may run language code and change the
//! sequence, so every item is asked for anew. `bisect.py` takes the functions over.
use crate::native::{CompareOp, NativeModule};
use crate::native_functions;
use crate::object::builtin::shape;
use crate::object::heap::Layout;
use crate::object::sequence::ListObject;
use crate::object::value::Value;
use crate::raise;
use crate::vm::{Outcome, Vm};

/// `_bisect`.
pub static MODULE: NativeModule = NativeModule {
    name: "_bisect",
    doc: "Searching in sorted sequences.",
    functions: &[FUNCTIONS],
    classes: &[],
    init: None,
};

/// Which side of its equals an item goes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// The part of the sequence to search.
struct Bounds<'a> {
    low: i64,
    high: Option<&'a Value>,
    key: &'a Value,
}

fn place(vm: &mut Vm, sequence: &Value, item: &Value, side: Side, bounds: &Bounds) -> Outcome<i64> {
    if bounds.low < 0 {
        raise!(vm, ValueError, "lo must be non-negative");
    }
    let mut low = bounds.low;
    let mut high = match bounds.high {
        Some(high) if !high.is_none() => vm.index_i64(high)?,
        _ => vm.length(sequence)? as i64,
    };
    while low < high {
        let middle = low + (high - low) / 2;
        let found = item_at(vm, sequence, middle)?;
        let found = if bounds.key.is_none() {
            found
        } else {
            vm.call(bounds.key, &[found])?
        };
        let before = match side {
            Side::Left => vm.compare_truth(CompareOp::Lt, &found, item)?,
            Side::Right => !vm.compare_truth(CompareOp::Lt, item, &found)?,
        };
        if before {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

fn item_at(vm: &mut Vm, sequence: &Value, index: i64) -> Outcome<Value> {
    if let Some(list) = sequence.downcast::<ListObject>()
        && list.header.shape() == shape::LIST
        && let Some(item) = list.items.get(vm).get(index as usize)
    {
        return Ok(item.clone());
    }
    vm.get_item(sequence, &Value::int(index))
}

fn insert(vm: &mut Vm, sequence: &Value, item: &Value, side: Side, bounds: &Bounds) -> Outcome<()> {
    let at = if bounds.key.is_none() {
        place(vm, sequence, item, side, bounds)?
    } else {
        let key = vm.call(bounds.key, std::slice::from_ref(item))?;
        place(vm, sequence, &key, side, bounds)?
    };
    if sequence.layout() == Some(Layout::List)
        && let Some(list) = sequence.downcast::<ListObject>()
        && list.header.shape() == shape::LIST
    {
        let items = list.items.get_mut(vm.gil());
        let at = (at as usize).min(items.len());
        items.insert(at, item.clone());
        return Ok(());
    }
    vm.call_method(sequence, "insert", &[Value::int(at), item.clone()])?;
    Ok(())
}

native_functions! { static FUNCTIONS;
    /// Where to insert x in a sorted sequence, before its equals.
    "bisect_left(a, x, lo=0, hi=None, *, key=None)"
    fn bisect_left(vm, a: &Value, x: &Value, lo: i64, hi: Option<&Value>, key: &Value) -> i64 {
        place(vm, a, x, Side::Left, &Bounds { low: lo, high: hi, key })
    }
    /// Where to insert x in a sorted sequence, after its equals.
    "bisect_right(a, x, lo=0, hi=None, *, key=None)"
    fn bisect_right(vm, a: &Value, x: &Value, lo: i64, hi: Option<&Value>, key: &Value) -> i64 {
        place(vm, a, x, Side::Right, &Bounds { low: lo, high: hi, key })
    }
    /// Insert x before its equals.
    "insort_left(a, x, lo=0, hi=None, *, key=None)"
    fn insort_left(vm, a: &Value, x: &Value, lo: i64, hi: Option<&Value>, key: &Value) -> () {
        insert(vm, a, x, Side::Left, &Bounds { low: lo, high: hi, key })
    }
    /// Insert x after its equals.
    "insort_right(a, x, lo=0, hi=None, *, key=None)"
    fn insort_right(vm, a: &Value, x: &Value, lo: i64, hi: Option<&Value>, key: &Value) -> () {
        insert(vm, a, x, Side::Right, &Bounds { low: lo, high: hi, key })
    }
}
