//! The built-in classes `set` and `frozenset`: construction, operators and comparison. Their methods are in `set_methods`.
use super::containers::*;
use super::dict::next_entry;
use crate::gil::GilCell;
use crate::native::special::{BinaryOp, CompareOp, SpecialMethod};
use crate::native::{Arguments, NativeClass, Slots};
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::ClassObject;
use crate::object::dict::{DictMap, DictObject};
use crate::object::heap::{Layout, Ref};
use crate::object::set::SetObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

/// Which of the two built-in classes a new set is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SetKind {
    /// `set`.
    Mutable,
    /// `frozenset`.
    Frozen,
}

impl SetKind {
    /// The kind of an existing set.
    pub fn of(set: &SetObject) -> SetKind {
        if set.frozen {
            SetKind::Frozen
        } else {
            SetKind::Mutable
        }
    }
}

/// A set of what an iterable gives.
pub fn set_from(vm: &mut Vm, iterable: &Value, kind: SetKind) -> Outcome<Ref<SetObject>> {
    let set = vm.new_set_from(DictMap::default(), kind == SetKind::Frozen);
    add_all(vm, &set, iterable)?;
    Ok(set)
}

/// A copy of a set, of a built-in class.
pub fn copy_of(vm: &mut Vm, set: &SetObject, kind: SetKind) -> Ref<SetObject> {
    let map = set.map.get(vm).copy();
    vm.new_set_from(map, kind == SetKind::Frozen)
}

/// The keys of a dict or set whose iteration is the built-in one, as a map with hashes.
fn known_keys<'a>(vm: &Vm, iterable: &'a Value) -> Option<&'a GilCell<DictMap>> {
    let map = match iterable.layout()? {
        Layout::Set => &iterable.downcast::<SetObject>()?.map,
        Layout::Dict => &iterable.downcast::<DictObject>()?.map,
        _ => return None,
    };
    (!vm.overrides(iterable, SpecialMethod::Iter)).then_some(map)
}

/// Calls `each` with hash and item for all an iterable has, until it answers false.
pub fn each_hashed(
    vm: &mut Vm,
    iterable: &Value,
    mut each: impl FnMut(&mut Vm, u64, Value) -> Outcome<bool>,
) -> Outcome<()> {
    if let Some(map) = known_keys(vm, iterable) {
        // What comparisons add meanwhile is not walked.
        let (mut at, end) = (0, map.get(vm).entries().len());
        while at < end
            && let Some((hash, key)) =
                next_entry(map.get(vm), &mut at).map(|entry| (entry.hash, entry.key.clone()))
        {
            if !each(vm, hash, key)? {
                break;
            }
        }
        return Ok(());
    }
    vm.for_each(iterable, |vm, item| {
        let hash = vm.hash(&item)?;
        each(vm, hash, item)
    })
}

/// Adds an item whose hash is known.
pub fn add_hashed(vm: &mut Vm, set: &SetObject, hash: u64, item: Value) -> Outcome<()> {
    vm.set_add_hashed(set, hash, &item).map(drop)
}

/// `set.update(iterable)`.
pub fn add_all(vm: &mut Vm, set: &SetObject, iterable: &Value) -> Outcome<()> {
    if let Some(source) = iterable.downcast::<SetObject>()
        && set.map.get(vm).is_empty()
        && !vm.overrides(iterable, SpecialMethod::Iter)
    {
        let copy = source.map.get(vm).copy();
        drop(set.map.replace(vm, copy));
        return Ok(());
    }
    // The set may grow by its own items: the iterable must not be the set itself then.
    if iterable
        .downcast::<SetObject>()
        .is_some_and(|other| std::ptr::eq(other, set))
    {
        return Ok(());
    }
    each_hashed(vm, iterable, |vm, hash, item| {
        add_hashed(vm, set, hash, item)?;
        Ok(true)
    })
}

/// The items of a set that another set has not.
fn without(vm: &mut Vm, set: &SetObject, other: &SetObject) -> Outcome<DictMap> {
    let (mut result, mut at) = (DictMap::default(), 0);
    while let Some((hash, key)) =
        next_entry(set.map.get(vm), &mut at).map(|entry| (entry.hash, entry.key.clone()))
    {
        if vm.find_in(&other.map, hash, &key)?.is_none() {
            result.insert_new(hash, key, Value::NONE);
        }
    }
    Ok(result)
}

/// Removes an item whose hash is known; true if it was there.
pub fn discard_hashed(vm: &mut Vm, set: &SetObject, hash: u64, item: &Value) -> Outcome<bool> {
    let Some(number) = vm.find_in(&set.map, hash, item)? else {
        return Ok(false);
    };
    drop(set.map.get_mut(vm).remove(number));
    Ok(true)
}

/// `set.difference_update(iterable)`.
pub fn discard_all(vm: &mut Vm, set: &SetObject, iterable: &Value) -> Outcome<()> {
    if iterable
        .downcast::<SetObject>()
        .is_some_and(|other| std::ptr::eq(other, set))
    {
        drop(set.map.replace(vm, DictMap::default()));
        return Ok(());
    }
    each_hashed(vm, iterable, |vm, hash, item| {
        discard_hashed(vm, set, hash, &item)?;
        Ok(true)
    })
}

/// `set.symmetric_difference_update(iterable)`.
pub fn toggle_all(vm: &mut Vm, set: &SetObject, iterable: &Value) -> Outcome<()> {
    if iterable
        .downcast::<SetObject>()
        .is_some_and(|other| std::ptr::eq(other, set))
    {
        drop(set.map.replace(vm, DictMap::default()));
        return Ok(());
    }
    let other = match known_keys(vm, iterable) {
        Some(_) => iterable.clone(),
        None => set_from(vm, iterable, SetKind::Mutable)?.into_value(),
    };
    each_hashed(vm, &other, |vm, hash, item| {
        if !discard_hashed(vm, set, hash, &item)? {
            add_hashed(vm, set, hash, item)?;
        }
        Ok(true)
    })
}

/// The items of `set` that an iterable has, too.
pub fn common(vm: &mut Vm, set: &SetObject, iterable: &Value) -> Outcome<DictMap> {
    let result = vm.new_set_from(DictMap::default(), false);
    // Walking the smaller of two sets is enough.
    let (walked, tested) = match iterable.downcast::<SetObject>() {
        Some(other) if other.map.get(vm).len() > set.map.get(vm).len() => {
            (crate::object::heap::value_of(set), Ref::of(other))
        }
        _ => (iterable.clone(), Ref::of(set)),
    };
    let unique = known_keys(vm, &walked).is_some();
    each_hashed(vm, &walked, |vm, hash, item| {
        if vm.find_in(&tested.map, hash, &item)?.is_none() {
            return Ok(true);
        }
        if unique {
            let map = result.map.get_mut(vm);
            map.insert_new(hash, item, Value::NONE);
        } else {
            add_hashed(vm, &result, hash, item)?;
        }
        Ok(true)
    })?;
    Ok(result.map.replace(vm, DictMap::default()))
}

/// `set.intersection_update(iterable)`.
pub fn keep_common(vm: &mut Vm, set: &SetObject, iterable: &Value) -> Outcome<()> {
    let map = common(vm, set, iterable)?;
    drop(set.map.replace(vm, map));
    Ok(())
}

/// True if all items of `part` are in `whole`.
pub fn is_subset(vm: &mut Vm, part: &SetObject, whole: &SetObject) -> Outcome<bool> {
    if part.map.get(vm).len() > whole.map.get(vm).len() {
        return Ok(false);
    }
    let mut at = 0;
    loop {
        let Some((hash, key)) =
            next_entry(part.map.get(vm), &mut at).map(|entry| (entry.hash, entry.key.clone()))
        else {
            return Ok(true);
        };
        if vm.find_in(&whole.map, hash, &key)?.is_none() {
            return Ok(false);
        }
    }
}

/// The hash of a key for look-ups: a mutable set stands for the frozen set of its items.
#[inline]
pub fn hash_of_member(vm: &mut Vm, key: &Value) -> Outcome<u64> {
    match vm.hash_fast(key) {
        Some(hash) => Ok(hash),
        None => hash_of_member_slow(vm, key),
    }
}

fn hash_of_member_slow(vm: &mut Vm, key: &Value) -> Outcome<u64> {
    let outcome = vm.hash(key);
    match (outcome, key.downcast::<SetObject>()) {
        (Err(_), Some(set)) if !set.frozen && vm.catch(Exc::TypeError).is_some() => {
            Ok(hash_of_items(vm, set))
        }
        (outcome, _) => outcome,
    }
}

fn hash_of_items(vm: &Vm, set: &SetObject) -> u64 {
    crate::text::hash::hash_frozenset(set.map.get(vm).iter().map(|entry| entry.hash as i64)) as u64
}

fn new_set(vm: &mut Vm, class: &Ref<ClassObject>, _: Arguments) -> Outcome<Value> {
    Ok(allocate(vm, class, DictMap::default(), false))
}

fn allocate(vm: &Vm, class: &Ref<ClassObject>, map: DictMap, frozen: bool) -> Value {
    let shape = class.root_shape.get();
    vm.allocate(shape, |header| SetObject {
        header,
        hash: Cell::new(0),
        frozen,
        map: GilCell::new(map),
    })
    .into_value()
}

fn init(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<()> {
    let set: &SetObject = this(vm, value)?;
    arguments.no_keywords(vm, "set")?;
    if !set.map.get(vm).is_empty() {
        drop(set.map.replace(vm, DictMap::default()));
    }
    match arguments.positional() {
        [] => Ok(()),
        [iterable] => add_all(vm, set, iterable),
        more => Err(vm.type_error(format!(
            "set expected at most 1 argument, got {}",
            more.len()
        ))),
    }
}

fn new_frozenset(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let plain = class.is(vm.class(Builtin::FrozenSet));
    if plain {
        arguments.no_keywords(vm, "frozenset")?;
    }
    let map = match arguments.positional() {
        [] => DictMap::default(),
        [iterable] => {
            if plain && vm.class_of(iterable).is(class) {
                return Ok(iterable.clone());
            }
            let set = set_from(vm, iterable, SetKind::Mutable)?;
            set.map.replace(vm, DictMap::default())
        }
        more => {
            return Err(vm.type_error(format!(
                "frozenset expected at most 1 argument, got {}",
                more.len()
            )));
        }
    };
    Ok(allocate(vm, class, map, true))
}

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let set: &SetObject = this(vm, value)?;
    let name = vm.class_name(value);
    if set.map.get(vm).is_empty() {
        return Ok(vm.new_str(&format!("{name}()")));
    }
    let text = vm.guard_repr(value, |vm| {
        let mut at = 0;
        repr_joined(vm, |gil, _| {
            next_entry(set.map.get(gil), &mut at).map(|entry| entry.key.clone())
        })
    })?;
    let plain = vm.class_of(value).is(vm.class(Builtin::Set));
    Ok(vm.new_str(&match text {
        Some(text) if plain => format!("{{{text}}}"),
        Some(text) => format!("{name}({{{text}}})"),
        None => format!("{name}(...)"),
    }))
}

fn hash(vm: &mut Vm, value: &Value) -> Outcome<u64> {
    let set: &SetObject = this(vm, value)?;
    if set.hash.get() == 0 {
        set.hash.set(hash_of_items(vm, set));
    }
    Ok(set.hash.get())
}

fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (Some(a), Some(b)) = (left.downcast::<SetObject>(), right.downcast::<SetObject>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (m, n) = (a.map.get(vm).len(), b.map.get(vm).len());
    let holds = match op {
        CompareOp::Eq => m == n && is_subset(vm, a, b)?,
        CompareOp::Ne => m != n || !is_subset(vm, a, b)?,
        CompareOp::Lt => m < n && is_subset(vm, a, b)?,
        CompareOp::Le => m <= n && is_subset(vm, a, b)?,
        CompareOp::Gt => m > n && is_subset(vm, b, a)?,
        CompareOp::Ge => m >= n && is_subset(vm, b, a)?,
    };
    Ok(Value::bool(holds))
}

fn contains(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<bool> {
    let set: &SetObject = this(vm, value)?;
    let hash = hash_of_member(vm, key)?;
    Ok(vm.find_in(&set.map, hash, key)?.is_some())
}

const OPERATORS: &[BinaryOp] = &[
    BinaryOp::BitAnd,
    BinaryOp::BitOr,
    BinaryOp::BitXor,
    BinaryOp::Sub,
];

fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (Some(a), Some(b)) = (left.downcast::<SetObject>(), right.downcast::<SetObject>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !OPERATORS.contains(&op) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    if op == BinaryOp::BitAnd {
        let map = common(vm, a, right)?;
        return Ok(vm.new_set_from(map, a.frozen).into_value());
    }
    if op == BinaryOp::Sub {
        let map = without(vm, a, b)?;
        return Ok(vm.new_set_from(map, a.frozen).into_value());
    }
    let result = copy_of(vm, a, SetKind::of(a));
    match op {
        BinaryOp::BitOr => add_all(vm, &result, right)?,
        _ => toggle_all(vm, &result, right)?,
    }
    Ok(result.into_value())
}

fn in_place(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (Some(set), Some(_)) = (left.downcast::<SetObject>(), right.downcast::<SetObject>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match op {
        BinaryOp::BitAnd => keep_common(vm, set, right)?,
        BinaryOp::BitOr => add_all(vm, set, right)?,
        BinaryOp::BitXor => toggle_all(vm, set, right)?,
        BinaryOp::Sub => discard_all(vm, set, right)?,
        _ => return Ok(Value::NOT_IMPLEMENTED),
    }
    Ok(left.clone())
}

const SHARED: Slots = Slots {
    repr: Some(repr),
    compare: Some(compare),
    length: Some(|vm, value| Ok(this::<SetObject>(vm, value)?.map.get(vm).len())),
    contains: Some(contains),
    iterate: Some(super::set_methods::iterate),
    binary: Some(binary),
    operators: OPERATORS,
    ..Slots::NONE
};

/// `set`.
pub static SET: NativeClass = NativeClass {
    name: "set",
    doc: "Build an unordered collection of unique elements.",
    layout: Layout::Set,
    slots: Slots {
        in_place: Some(in_place),
        in_place_operators: OPERATORS,
        ..SHARED
    },
    new: Some(new_set),
    init: Some(init),
    methods: super::set_methods::SET_METHODS,
    ..NativeClass::EMPTY
};

/// `frozenset`.
pub static FROZENSET: NativeClass = NativeClass {
    name: "frozenset",
    doc: "Build an immutable unordered collection of unique elements.",
    layout: Layout::Set,
    slots: Slots {
        hash: Some(hash),
        ..SHARED
    },
    new: Some(new_frozenset),
    methods: super::set_methods::FROZENSET_METHODS,
    ..NativeClass::EMPTY
};
