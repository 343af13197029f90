//! What the container types share: opening receivers, indices, repr of items, comparison and repetition of sequences.
//!
//! Enters: values of any of those types. Leaves: results or exceptions. For `native::types` and the modules with containers.
use super::slicing::{Picked, is_index};
use crate::gil::Gil;
use crate::native::FromValue;
use crate::native::special::{CompareOp, SpecialMethod};
use crate::object::builtin::Exc;
use crate::object::dict::equal_fast;
use crate::object::heap::{Layout, Object};
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::value::{Value, tag};
use crate::vm::{Outcome, Vm};

/// The object as `T`; TypeError for another.
#[inline(always)]
pub fn this<'a, T: Object>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a T> {
    <&T as FromValue>::from_value(vm, value)
}

/// The indices that a slice picks, in order.
pub fn picked_indices((start, _, step, count): Picked) -> impl DoubleEndedIterator<Item = usize> {
    (0..count as i64).map(move |at| (start + at * step) as usize)
}

/// An optional bound of `index()` methods: clamped, negative ones counted from the end.
pub fn clamp_bound(index: i64, length: usize) -> usize {
    let index = if index < 0 {
        index.saturating_add(length as i64)
    } else {
        index
    };
    index.clamp(0, length as i64) as usize
}

/// The items of a list or tuple; nothing for other values.
#[inline(always)]
pub fn items_of<'a>(gil: &'a Gil, value: &'a Value) -> &'a [Value] {
    match value.layout() {
        Some(Layout::List) => value
            .downcast::<ListObject>()
            .map_or(&[], |list| list.items.get(gil)),
        Some(Layout::Tuple) => value
            .downcast::<TupleObject>()
            .map_or(&[], |tuple| tuple.items()),
        _ => &[],
    }
}

/// The reprs of items, joined by commas; `get` is asked again for each, because a repr may change the container.
pub fn repr_joined(
    vm: &mut Vm,
    mut get: impl FnMut(&Gil, usize) -> Option<Value>,
) -> Outcome<String> {
    let mut text = String::new();
    let mut at = 0;
    while let Some(item) = get(vm, at) {
        if at > 0 {
            text.push_str(", ");
        }
        match item.as_int() {
            Some(number) => text.push_str(&number.to_string()),
            None => text.push_str(&vm.repr_text(&item)?),
        }
        at += 1;
    }
    Ok(text)
}

/// Compares two lists or two tuples item by item.
pub fn compare_sequences(
    vm: &mut Vm,
    op: CompareOp,
    left: &Value,
    right: &Value,
) -> Outcome<Value> {
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    if equality && items_of(vm, left).len() != items_of(vm, right).len() {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    let mut at = 0;
    loop {
        let (a, b) = {
            let (left, right) = (items_of(vm, left), items_of(vm, right));
            while let (Some(a), Some(b)) = (left.get(at), right.get(at))
                && (a.is(b) || equal_fast(a, b) == Some(true))
            {
                at += 1;
            }
            match (left.get(at), right.get(at)) {
                (Some(a), Some(b)) => (a.clone(), b.clone()),
                _ => return Ok(Value::bool(op.holds(left.len().cmp(&right.len())))),
            }
        };
        if !vm.equal(&a, &b)? {
            return match op {
                CompareOp::Eq => Ok(Value::FALSE),
                CompareOp::Ne => Ok(Value::TRUE),
                _ => vm.compare(op, &a, &b),
            };
        }
        at += 1;
    }
}

/// The place of an item of a list or tuple that equals `wanted`, from `from` up to `to`; the items may change meanwhile.
pub fn find_item(
    vm: &mut Vm,
    wanted: &Value,
    from: usize,
    to: usize,
    container: &Value,
) -> Outcome<Option<usize>> {
    let mut at = from;
    loop {
        let candidate = {
            let items = items_of(vm, container);
            let end = to.min(items.len());
            loop {
                if at >= end {
                    return Ok(None);
                }
                let item = &items[at];
                if item.is(wanted) {
                    return Ok(Some(at));
                }
                // Two different ints, or two different booleans.
                if item.raw().tag == wanted.raw().tag && wanted.raw().tag < tag::FLOAT {
                    at += 1;
                    continue;
                }
                match equal_fast(item, wanted) {
                    Some(true) => return Ok(Some(at)),
                    Some(false) => at += 1,
                    None => break item.clone(),
                }
            }
        };
        if vm.compare_truth(CompareOp::Eq, &candidate, wanted)? {
            return Ok(Some(at));
        }
        at += 1;
    }
}

/// How often items equal `wanted`.
pub fn count_items(vm: &mut Vm, wanted: &Value, container: &Value) -> Outcome<usize> {
    let (mut count, mut from) = (0, 0);
    while let Some(at) = find_item(vm, wanted, from, usize::MAX, container)? {
        count += 1;
        from = at + 1;
    }
    Ok(count)
}

/// The bounds of `index(value, start, stop)`.
pub fn search_bounds(
    vm: &mut Vm,
    start: &Value,
    stop: &Value,
    length: usize,
) -> Outcome<(usize, usize)> {
    let mut bound = |value: &Value, default: usize| -> Outcome<usize> {
        if value.is_missing() {
            return Ok(default);
        }
        if !is_index(vm, value) {
            return Err(vm.type_error("slice indices must be integers or have an __index__ method"));
        }
        Ok(clamp_bound(vm.index_clamped(value)?, length))
    };
    Ok((bound(start, 0)?, bound(stop, usize::MAX)?))
}

/// The count of `sequence * count`: `None` if the other operand brings its own multiplication.
pub fn repeat_count(vm: &mut Vm, other: &Value) -> Outcome<Option<usize>> {
    if let Some(count) = other.as_int_or_bool() {
        return Ok(Some(count.max(0) as usize));
    }
    if is_index(vm, other) {
        let index = vm.index(other)?;
        return match index.as_int() {
            Some(count) => Ok(Some(count.max(0) as usize)),
            None => {
                let name = vm.class_name(other);
                Err(vm.raise(
                    Exc::OverflowError,
                    format!("cannot fit '{name}' into an index-sized integer"),
                ))
            }
        };
    }
    if vm.overrides(other, SpecialMethod::ReflectedMul) || vm.overrides(other, SpecialMethod::Mul) {
        return Ok(None);
    }
    let name = vm.class_name(other);
    Err(vm.type_error(format!(
        "can't multiply sequence by non-int of type '{name}'"
    )))
}

/// Items repeated; MemoryError if that is more than a machine can hold.
pub fn repeated(vm: &mut Vm, items: &[Value], count: usize) -> Outcome<Vec<Value>> {
    let total = items
        .len()
        .checked_mul(count)
        .filter(|&total| total < 1 << 40);
    let Some(total) = total else {
        return Err(vm.raise_with(Exc::MemoryError, Vec::new()));
    };
    let mut all: Vec<Value> = Vec::new();
    if !crate::memory::reserve_exact(&mut all, total) {
        return Err(vm.raise_with(Exc::MemoryError, Vec::new()));
    }
    if let [only] = items {
        all.resize(total, only.clone());
    } else {
        for _ in 0..count {
            all.extend_from_slice(items);
        }
    }
    Ok(all)
}

/// The TypeError of `left + right` for sequences of different kinds, or `NotImplemented` if `right` knows better.
pub fn cannot_concatenate(vm: &mut Vm, kind: &str, right: &Value) -> Outcome<Value> {
    if vm.overrides(right, SpecialMethod::ReflectedAdd) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let name = vm.class_name(right);
    Err(vm.type_error(format!(
        "can only concatenate {kind} (not \"{name}\") to {kind}"
    )))
}

/// The reduction of an iterator: `iter(source)`, then its place as state.
pub fn reduced_iterator(vm: &mut Vm, source: Value, at: Option<i64>) -> Outcome<Value> {
    let function = builtin(vm, "iter")?;
    let arguments = vm.new_tuple(vec![source]);
    Ok(match at {
        Some(at) => vm.new_tuple(vec![function, arguments, Value::int(at)]),
        None => vm.new_pair(function, arguments),
    })
}

/// `getattr(builtins, name)`: what `__reduce__` of iterators names.
pub fn builtin(vm: &mut Vm, name: &str) -> Outcome<Value> {
    let builtins = vm.builtins();
    match vm.dict_get_str(&builtins, name) {
        Some(value) => Ok(value),
        None => Err(vm.raise(Exc::RuntimeError, format!("lost builtin {name}"))),
    }
}
