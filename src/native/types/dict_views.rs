//! The built-in classes `dict_keys`, `dict_values`, `dict_items` and their iterators.
use super::containers::*;
use super::dict::next_entry;
use super::set::{SetKind, set_from};
use crate::native::special::{BinaryOp, CompareOp};
use crate::native::{GetSetDefinition, NativeClass, Slots};
use crate::object::class::flags;
use crate::object::dict::{DictIterObject, DictPart, DictViewObject};
use crate::object::heap::{Layout, Ref};
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let view: &DictViewObject = this(vm, value)?;
    let part = view.part;
    let text = vm.guard_repr(value, |vm| {
        let mut at = 0;
        repr_joined(vm, |gil, _| {
            let entry = next_entry(view.dict.map.get(gil), &mut at)?;
            let (key, item) = (entry.key.clone(), entry.value.clone());
            Some(match part {
                DictPart::Keys => key,
                DictPart::Values => item,
                DictPart::Items => gil.new_pair(key, item),
            })
        })
    })?;
    let Some(text) = text else {
        return Ok(vm.new_str("..."));
    };
    let name = vm.class_name(value);
    Ok(vm.new_str(&format!("{name}([{text}])")))
}

fn length(vm: &mut Vm, value: &Value) -> Outcome<usize> {
    Ok(this::<DictViewObject>(vm, value)?.dict.map.get(vm).len())
}

fn iterate(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let view: &DictViewObject = this(vm, value)?;
    Ok(vm.new_dict_iterator(view.dict.clone(), view.part, false))
}

fn contains(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<bool> {
    let view: &DictViewObject = this(vm, value)?;
    match view.part {
        DictPart::Keys => {
            let hash = vm.hash(key)?;
            Ok(vm.find_in(&view.dict.map, hash, key)?.is_some())
        }
        _ => {
            let Some([key, item]) = key.downcast::<TupleObject>().map(TupleObject::items) else {
                return Ok(false);
            };
            match vm.dict_get(&view.dict, key)? {
                Some(found) => vm.equal(&found, item),
                None => Ok(false),
            }
        }
    }
}

/// True for the values that views compare with: sets, and views of keys or items.
fn is_set_like(value: &Value) -> bool {
    value.layout() == Some(Layout::Set)
        || value
            .downcast::<DictViewObject>()
            .is_some_and(|view| view.part != DictPart::Values)
}

fn all_in(vm: &mut Vm, part: &Value, whole: &Value) -> Outcome<bool> {
    let mut all = true;
    vm.for_each(part, |vm, item| {
        all = vm.contains(whole, &item)?;
        Ok(all)
    })?;
    Ok(all)
}

fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    if !is_set_like(left) || !is_set_like(right) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (a, b) = (vm.length(left)?, vm.length(right)?);
    let holds = match op {
        CompareOp::Eq => a == b && all_in(vm, left, right)?,
        CompareOp::Ne => !(a == b && all_in(vm, left, right)?),
        CompareOp::Lt => a < b && all_in(vm, left, right)?,
        CompareOp::Le => a <= b && all_in(vm, left, right)?,
        CompareOp::Gt => a > b && all_in(vm, right, left)?,
        CompareOp::Ge => a >= b && all_in(vm, right, left)?,
    };
    Ok(Value::bool(holds))
}

const OPERATORS: &[BinaryOp] = &[
    BinaryOp::BitAnd,
    BinaryOp::BitOr,
    BinaryOp::BitXor,
    BinaryOp::Sub,
];

fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    if !OPERATORS.contains(&op) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let result = set_from(vm, left, SetKind::Mutable)?;
    match op {
        BinaryOp::BitAnd => super::set::keep_common(vm, &result, right)?,
        BinaryOp::BitOr => super::set::add_all(vm, &result, right)?,
        BinaryOp::BitXor => super::set::toggle_all(vm, &result, right)?,
        _ => super::set::discard_all(vm, &result, right)?,
    }
    Ok(result.into_value())
}

crate::native_functions! { static SET_LIKE_METHODS;
    /// Return True if the view and the given iterable have a null intersection.
    "isdisjoint(self, other, /)" fn isdisjoint(vm, view: &Value, other: &Value) -> bool {
        let mut disjoint = true;
        vm.for_each(other, |vm, item| {
            disjoint = !vm.contains(view, &item)?;
            Ok(disjoint)
        })?;
        Ok(disjoint)
    }
    /// Return a reverse iterator over the dict view.
    "__reversed__(self, /)" fn reversed(vm, view: &DictViewObject) -> Value {
        Ok(vm.new_dict_iterator(view.dict.clone(), view.part, true))
    }
}

crate::native_functions! { static VALUES_METHODS;
    /// Return a reverse iterator over the dict values.
    "__reversed__(self, /)" fn values_reversed(vm, view: &DictViewObject) -> Value {
        Ok(vm.new_dict_iterator(view.dict.clone(), view.part, true))
    }
}

fn mapping(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let dict = this::<DictViewObject>(vm, value)?.dict.to_value();
    super::mapping_proxy::of(vm, dict)
}

const GETSET: &[GetSetDefinition] = &[GetSetDefinition {
    name: "mapping",
    doc: "dictionary that this view refers to",
    get: mapping,
    set: None,
}];

const SET_LIKE: Slots = Slots {
    repr: Some(repr),
    length: Some(length),
    iterate: Some(iterate),
    contains: Some(contains),
    compare: Some(compare),
    binary: Some(binary),
    operators: OPERATORS,
    ..Slots::NONE
};

/// `dict_keys`.
pub static KEYS: NativeClass = NativeClass {
    name: "dict_keys",
    layout: Layout::DictView,
    slots: SET_LIKE,
    methods: SET_LIKE_METHODS,
    getset: GETSET,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

/// `dict_values`.
pub static VALUES: NativeClass = NativeClass {
    name: "dict_values",
    layout: Layout::DictView,
    slots: Slots {
        repr: Some(repr),
        length: Some(length),
        iterate: Some(iterate),
        ..Slots::NONE
    },
    methods: VALUES_METHODS,
    getset: GETSET,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

/// `dict_items`.
pub static ITEMS: NativeClass = NativeClass {
    name: "dict_items",
    layout: Layout::DictView,
    slots: SET_LIKE,
    methods: SET_LIKE_METHODS,
    getset: GETSET,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

fn next(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let iterator: &DictIterObject = this(vm, value)?;
    vm.next_of_dict(iterator)
}

crate::native_functions! { static ITERATOR_METHODS;
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__(self, /)" fn length_hint(vm, iterator: &DictIterObject) -> usize {
        let Some(dict) = iterator.dict.get(vm) else { return Ok(0) };
        let (entries, at) = (dict.map.get(vm).entries(), iterator.next.get().min(dict.map.get(vm).entries().len()));
        let rest = if iterator.reversed { &entries[..at] } else { &entries[at..] };
        Ok(rest.iter().filter(|entry| !entry.key.is_missing()).count())
    }
    /// Return state information for pickling.
    "__reduce__(self, /)" fn iterator_reduce(vm, iterator: &DictIterObject) -> Value {
        let function = builtin(vm, "iter")?;
        let rest = match iterator.dict.get(vm).clone() {
            Some(dict) => {
                let copy = vm.new_dict_iterator(Ref::clone(&dict), iterator.part, iterator.reversed);
                if let Some(copy) = copy.downcast::<DictIterObject>() {
                    copy.next.set(iterator.next.get());
                    copy.given.set(iterator.given.get());
                }
                vm.collect(&copy)?
            }
            None => Vec::new(),
        };
        let rest = vm.new_list(rest);
        let arguments = vm.new_tuple(vec![rest]);
        Ok(vm.new_pair(function, arguments))
    }
}

const ITERATOR_SLOTS: Slots = Slots {
    iterate: Some(|_, value| Ok(value.clone())),
    next: Some(next),
    ..Slots::NONE
};

/// `dict_keyiterator`.
pub static KEY_ITERATOR: NativeClass = NativeClass {
    name: "dict_keyiterator",
    layout: Layout::DictIter,
    slots: ITERATOR_SLOTS,
    methods: ITERATOR_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

/// `dict_valueiterator`.
pub static VALUE_ITERATOR: NativeClass = NativeClass {
    name: "dict_valueiterator",
    layout: Layout::DictIter,
    slots: ITERATOR_SLOTS,
    methods: ITERATOR_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

/// `dict_itemiterator`.
pub static ITEM_ITERATOR: NativeClass = NativeClass {
    name: "dict_itemiterator",
    layout: Layout::DictIter,
    slots: ITERATOR_SLOTS,
    methods: ITERATOR_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};
