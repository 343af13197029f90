//! Methods of `set` and `frozenset`, and the iterator over both.
use super::containers::this;
use super::dict::next_entry;
use super::set::*;
use crate::gil::GilCell;
use crate::native::{NativeClass, Slots};
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::flags;
use crate::object::dict::DictMap;
use crate::object::heap::{Layout, Ref, value_of};
use crate::object::iterators::SetIterObject;
use crate::object::sequence::TupleObject;
use crate::object::set::SetObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

/// `iter(set)`.
pub fn iterate(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let set: &SetObject = this(vm, value)?;
    let expected = set.map.get(vm).len();
    let set = GilCell::new(Some(Ref::of(set)));
    Ok(vm
        .allocate(Builtin::SetIterator.shape(), |header| SetIterObject {
            header,
            set,
            next: Cell::new(0),
            expected,
        })
        .into_value())
}

fn next(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let iterator: &SetIterObject = this(vm, value)?;
    let Some(set) = iterator.set.get(vm) else {
        return Ok(None);
    };
    let map = set.map.get(vm);
    if map.len() != iterator.expected {
        return Err(vm.raise(Exc::RuntimeError, "Set changed size during iteration"));
    }
    let mut at = iterator.next.get();
    let item = next_entry(map, &mut at).map(|entry| entry.key.clone());
    iterator.next.set(at);
    if item.is_none() {
        drop(iterator.set.replace(vm, None));
    }
    Ok(item)
}

crate::native_functions! { static ITERATOR_METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn iterator_reduce(vm, value: &Value) -> Value {
        let iterator: &SetIterObject = this(vm, value)?;
        let rest = match iterator.set.get(vm) {
            Some(set) => {
                let entries = set.map.get(vm).entries().get(iterator.next.get()..).unwrap_or_default();
                entries.iter().filter(|entry| !entry.key.is_missing()).map(|entry| entry.key.clone()).collect()
            }
            None => Vec::new(),
        };
        let rest = vm.new_list(rest);
        super::containers::reduced_iterator(vm, rest, None)
    }
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__(self, /)" fn length_hint(vm, value: &Value) -> usize {
        let iterator: &SetIterObject = this(vm, value)?;
        let Some(set) = iterator.set.get(vm) else { return Ok(0) };
        let rest = set.map.get(vm).entries().get(iterator.next.get()..).unwrap_or_default();
        Ok(rest.iter().filter(|entry| !entry.key.is_missing()).count())
    }
}

/// `set_iterator`.
pub static SET_ITERATOR: NativeClass = NativeClass {
    name: "set_iterator",
    layout: Layout::SetIter,
    slots: Slots {
        iterate: Some(|_, value| Ok(value.clone())),
        next: Some(next),
        ..Slots::NONE
    },
    methods: ITERATOR_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

/// A set of the other operand, which may be a set already.
fn as_set(vm: &mut Vm, other: &Value) -> Outcome<Ref<SetObject>> {
    match other.downcast::<SetObject>() {
        Some(set) => Ok(Ref::of(set)),
        None => set_from(vm, other, SetKind::Mutable),
    }
}

fn copied(vm: &mut Vm, set: &SetObject) -> Value {
    if set.frozen && vm.class_of(&value_of(set)).is(vm.class(Builtin::FrozenSet)) {
        return value_of(set);
    }
    copy_of(vm, set, SetKind::of(set)).into_value()
}

macro_rules! shared_methods {
    ($table:ident { $($own:tt)* }) => {
        crate::native_functions! {
            /// The methods of the class.
            pub static $table;
            /// Return a shallow copy of a set.
            "copy(self, /)" fn copy(vm, set: &SetObject) -> Value {
                Ok(copied(vm, set))
            }
            /// Return the difference of two or more sets as a new set.
            "difference(self, *others)" fn difference(vm, set: &SetObject, others: &TupleObject) -> Value {
                let result = copy_of(vm, set, SetKind::of(set));
                for other in others.items() {
                    discard_all(vm, &result, other)?;
                }
                Ok(result.into_value())
            }
            /// Return the intersection of two or more sets as a new set.
            "intersection(self, *others)" fn intersection(vm, set: &SetObject, others: &TupleObject) -> Value {
                let [first, rest @ ..] = others.items() else { return Ok(copied(vm, set)) };
                let map = common(vm, set, first)?;
                let result = vm.new_set_from(map, set.frozen);
                for other in rest {
                    keep_common(vm, &result, other)?;
                }
                Ok(result.into_value())
            }
            /// Return True if two sets have a null intersection.
            "isdisjoint(self, other, /)" fn isdisjoint(vm, set: &SetObject, other: &Value) -> bool {
                let mut disjoint = true;
                each_hashed(vm, other, |vm, hash, item| {
                    disjoint = vm.find_in(&set.map, hash, &item)?.is_none();
                    Ok(disjoint)
                })?;
                Ok(disjoint)
            }
            /// Report whether another set contains this set.
            "issubset(self, other, /)" fn issubset(vm, set: &SetObject, other: &Value) -> bool {
                let other = as_set(vm, other)?;
                is_subset(vm, set, &other)
            }
            /// Report whether this set contains another set.
            "issuperset(self, other, /)" fn issuperset(vm, set: &SetObject, other: &Value) -> bool {
                let mut all = true;
                each_hashed(vm, other, |vm, hash, item| {
                    all = vm.find_in(&set.map, hash, &item)?.is_some();
                    Ok(all)
                })?;
                Ok(all)
            }
            /// Return the symmetric difference of two sets as a new set.
            "symmetric_difference(self, other, /)"
            fn symmetric_difference(vm, set: &SetObject, other: &Value) -> Value {
                let result = copy_of(vm, set, SetKind::of(set));
                toggle_all(vm, &result, other)?;
                Ok(result.into_value())
            }
            /// Return the union of sets as a new set.
            "union(self, *others)" fn union(vm, set: &SetObject, others: &TupleObject) -> Value {
                let result = copy_of(vm, set, SetKind::of(set));
                for other in others.items() {
                    add_all(vm, &result, other)?;
                }
                Ok(result.into_value())
            }
            /// Return state information for pickling.
            "__reduce__(self, /)" fn reduce(vm, value: &Value) -> Value {
                let items = vm.collect(value)?;
                let items = vm.new_list(items);
                let arguments = vm.new_tuple(vec![items]);
                let class = vm.class_of(value).to_value();
                let state = vm.attribute_dict(value).map_or(Value::NONE, Ref::into_value);
                Ok(vm.new_tuple(vec![class, arguments, state]))
            }
            /// See PEP 585.
            [class] "__class_getitem__(cls, item, /)" fn class_getitem(vm, class: &Value, item: &Value) -> Value {
                vm.generic_alias(class, item)
            }
            $($own)*
        }
    };
}

mod frozen {
    use super::*;
    shared_methods! { METHODS {} }
}

pub use frozen::METHODS as FROZENSET_METHODS;

shared_methods! { SET_METHODS {
    /// Add an element to a set. This has no effect if the element is already present.
    "add(self, object, /)" fn add(vm, set: &SetObject, object: &Value) -> () {
        vm.set_add(set, object)?;
        Ok(())
    }
    /// Remove all elements from this set.
    "clear(self, /)" fn clear(vm, set: &SetObject) -> () {
        drop(set.map.replace(vm, DictMap::default()));
        Ok(())
    }
    /// Remove all elements of other sets from this set.
    "difference_update(self, *others)" fn difference_update(vm, set: &SetObject, others: &TupleObject) -> () {
        for other in others.items() {
            discard_all(vm, set, other)?;
        }
        Ok(())
    }
    /// Remove an element from a set if it is a member. If the element is not a member, do nothing.
    "discard(self, object, /)" fn discard(vm, set: &SetObject, object: &Value) -> () {
        let hash = hash_of_member(vm, object)?;
        discard_hashed(vm, set, hash, object)?;
        Ok(())
    }
    /// Update a set with the intersection of itself and others.
    "intersection_update(self, *others)" fn intersection_update(vm, set: &SetObject, others: &TupleObject) -> () {
        for other in others.items() {
            keep_common(vm, set, other)?;
        }
        Ok(())
    }
    /// Remove and return an arbitrary set element. Raises KeyError if the set is empty.
    "pop(self, /)" fn pop(vm, set: &SetObject) -> Value {
        let map = set.map.get_mut(vm);
        // The first item while few holes precede it, else the last one, so that popping all stays linear.
        let first = map.entries().iter().take(33).position(|entry| !entry.key.is_missing());
        let first = first.or_else(|| map.entries().len().checked_sub(1));
        match first {
            Some(first) => Ok(map.remove(first).0),
            None => {
                let message = vm.new_str("pop from an empty set");
                Err(vm.raise_with(Exc::KeyError, vec![message]))
            }
        }
    }
    /// Remove an element from a set; it must be a member. If the element is not a member, raise a KeyError.
    "remove(self, object, /)" fn remove(vm, set: &SetObject, object: &Value) -> () {
        let hash = hash_of_member(vm, object)?;
        if discard_hashed(vm, set, hash, object)? { Ok(()) } else { Err(vm.key_error(object)) }
    }
    /// Update a set with the symmetric difference of itself and another.
    "symmetric_difference_update(self, other, /)"
    fn symmetric_difference_update(vm, set: &SetObject, other: &Value) -> () {
        toggle_all(vm, set, other)
    }
    /// Update a set with the union of itself and others.
    "update(self, *others)" fn update(vm, set: &SetObject, others: &TupleObject) -> () {
        for other in others.items() {
            add_all(vm, set, other)?;
        }
        Ok(())
    }
} }
