//! The built-in classes `tuple`, `tuple_iterator`.
use super::containers::*;
use super::slicing::{integer_key, place, unpack};
use crate::native::special::{BinaryOp, CompareOp};
use crate::native::{Arguments, NativeClass, Slots};
use crate::object::builtin::{Exc, shape};
use crate::object::class::{ClassObject, flags};
use crate::object::heap::{Layout, Ref};
use crate::object::range::SliceObject;
use crate::object::sequence::{ListObject, TupleIterObject, TupleObject};
use crate::object::value::Value;
use crate::text::hash::TupleHasher;
use crate::vm::{Outcome, Vm};

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let shape = class.root_shape.get();
    let plain = shape == shape::TUPLE;
    if plain {
        arguments.no_keywords(vm, "tuple")?;
    }
    let items = match arguments.positional() {
        [] => Vec::new(),
        [iterable] => {
            if plain && is_plain_tuple(iterable) {
                return Ok(iterable.clone());
            }
            if plain
                && let Some(list) = iterable.downcast::<ListObject>()
                && list.header.shape() == shape::LIST
                && !list.items.get(vm).is_empty()
            {
                let items = list.items.get(vm);
                return Ok(TupleObject::of_clones(vm, items).into_value());
            }
            vm.collect(iterable)?
        }
        more => {
            return Err(vm.type_error(format!(
                "tuple expected at most 1 argument, got {}",
                more.len()
            )));
        }
    };
    if plain {
        return Ok(vm.new_tuple(items));
    }
    Ok(vm.new_tuple_of_shape(shape, items).into_value())
}

fn is_plain_tuple(value: &Value) -> bool {
    value
        .downcast::<TupleObject>()
        .is_some_and(|tuple| tuple.header.shape() == shape::TUPLE)
}

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let tuple: &TupleObject = this(vm, value)?;
    let items = tuple.items();
    if items.is_empty() {
        return Ok(vm.new_str("()"));
    }
    let text = vm.guard_repr(value, |vm| repr_joined(vm, |_, at| items.get(at).cloned()))?;
    let comma = if items.len() == 1 && text.is_some() {
        ","
    } else {
        ""
    };
    Ok(vm.new_str(&format!("({}{comma})", text.as_deref().unwrap_or("..."))))
}

fn hash(vm: &mut Vm, value: &Value) -> Outcome<u64> {
    let tuple: &TupleObject = this(vm, value)?;
    let mut hasher = TupleHasher::default();
    for item in tuple.items() {
        hasher.add(vm.hash(item)? as i64);
    }
    Ok(hasher.finish() as u64)
}

fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    if left.layout() != Some(Layout::Tuple) || right.layout() != Some(Layout::Tuple) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    compare_sequences(vm, op, left, right)
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<Value> {
    let tuple: &TupleObject = this(vm, value)?;
    let items = tuple.items();
    if let Some(slice) = key.downcast::<SliceObject>() {
        let picked @ (_, _, step, count) = unpack(vm, slice)?.adjust(items.len());
        if count == items.len() && step == 1 && is_plain_tuple(value) {
            return Ok(value.clone());
        }
        let part: Vec<Value> = picked_indices(picked).map(|at| items[at].clone()).collect();
        return Ok(vm.new_tuple(part));
    }
    let index = integer_key(vm, key, "tuple indices must be integers or slices")?;
    match place(index, items.len()) {
        Some(at) => Ok(items[at].clone()),
        None => Err(vm.raise(Exc::IndexError, "tuple index out of range")),
    }
}

fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    match op {
        BinaryOp::Add => {
            let Some(a) = left.downcast::<TupleObject>() else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let Some(b) = right.downcast::<TupleObject>() else {
                return cannot_concatenate(vm, "tuple", right);
            };
            if a.items().is_empty() && is_plain_tuple(right) {
                return Ok(right.clone());
            }
            if b.items().is_empty() && is_plain_tuple(left) {
                return Ok(left.clone());
            }
            let mut items = Vec::with_capacity(a.items().len() + b.items().len());
            items.extend_from_slice(a.items());
            items.extend_from_slice(b.items());
            Ok(vm.new_tuple(items))
        }
        BinaryOp::Mul => {
            let (tuple, count) = if left.layout() == Some(Layout::Tuple) {
                (left, right)
            } else {
                (right, left)
            };
            let Some(count) = repeat_count(vm, count)? else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            if count == 1 && is_plain_tuple(tuple) {
                return Ok(tuple.clone());
            }
            let items = items_of(vm, tuple).to_vec();
            let items = repeated(vm, &items, count)?;
            Ok(vm.new_tuple(items))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

crate::native_functions! { static METHODS;
    /// Return number of occurrences of value.
    "count(self, value, /)" fn count(vm, tuple: &Value, value: &Value) -> usize {
        count_items(vm, value, tuple)
    }
    /// Return first index of value. Raises ValueError if the value is not present.
    "index(self, value, start=0, stop=9223372036854775807, /)"
    fn index(vm, tuple: &Value, value: &Value, start: &Value, stop: &Value) -> usize {
        let length = items_of(vm, tuple).len();
        let (from, to) = search_bounds(vm, start, stop, length)?;
        match find_item(vm, value, from, to, tuple)? {
            Some(at) => Ok(at),
            None => Err(vm.value_error("tuple.index(x): x not in tuple")),
        }
    }
    /// Help for copying and pickle.
    "__getnewargs__(self, /)" fn getnewargs(vm, tuple: &TupleObject) -> Value {
        let items = tuple.items().to_vec();
        let plain = vm.new_tuple(items);
        Ok(vm.new_tuple(vec![plain]))
    }
    /// See PEP 585.
    [class] "__class_getitem__(cls, item, /)" fn class_getitem(vm, class: &Value, item: &Value) -> Value {
        vm.generic_alias(class, item)
    }
}

fn next(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let iterator: &TupleIterObject = this(vm, value)?;
    let at = iterator.index.get();
    let item = iterator.tuple.items().get(at).cloned();
    if item.is_some() {
        iterator.index.set(at + 1);
    }
    Ok(item)
}

crate::native_functions! { static ITERATOR_METHODS;
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__(self, /)" fn length_hint(vm, iterator: &TupleIterObject) -> usize {
        Ok(iterator.tuple.items().len().saturating_sub(iterator.index.get()))
    }
    /// Return state information for pickling.
    "__reduce__(self, /)" fn iterator_reduce(vm, iterator: &TupleIterObject) -> Value {
        let function = builtin(vm, "iter")?;
        let arguments = vm.new_tuple(vec![iterator.tuple.to_value()]);
        let at = Value::int(iterator.index.get() as i64);
        Ok(vm.new_tuple(vec![function, arguments, at]))
    }
    /// Set state information for unpickling.
    "__setstate__(self, state, /)" fn iterator_setstate(vm, iterator: &TupleIterObject, state: i64) -> () {
        iterator.index.set(state.clamp(0, iterator.tuple.items().len() as i64) as usize);
        Ok(())
    }
}

/// `tuple`.
pub static TUPLE: NativeClass = NativeClass {
    name: "tuple",
    doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
    layout: Layout::Tuple,
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        length: Some(|vm, value| Ok(this::<TupleObject>(vm, value)?.items().len())),
        get_item: Some(get_item),
        contains: Some(|vm, value, key| Ok(find_item(vm, key, 0, usize::MAX, value)?.is_some())),
        iterate: Some(|vm, value| {
            let tuple: &TupleObject = this(vm, value)?;
            Ok(vm.new_tuple_iterator(Ref::of(tuple)))
        }),
        binary: Some(binary),
        operators: &[BinaryOp::Add, BinaryOp::Mul],
        ..Slots::NONE
    },
    new: Some(new),
    methods: METHODS,
    flags: flags::SEQUENCE,
    ..NativeClass::EMPTY
};

/// `tuple_iterator`.
pub static ITERATOR: NativeClass = NativeClass {
    name: "tuple_iterator",
    layout: Layout::TupleIter,
    slots: Slots {
        iterate: Some(|_, value| Ok(value.clone())),
        next: Some(next),
        ..Slots::NONE
    },
    methods: ITERATOR_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};
