//! `collections.deque`: a ring of items with an optional bound, and its two iterators.
use crate::gil::{Gil, GilCell};
use crate::native::payload::state;
use crate::native::special::{BinaryOp, CompareOp, SpecialMethod};
use crate::native::types::containers::{repr_joined, search_bounds};
use crate::native::types::slicing::{is_index, place};
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::object::builtin::Exc;
use crate::object::class::{ClassObject, flags};
use crate::object::dict::equal_fast;
use crate::object::heap::{Layout, Ref};
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;
use std::collections::VecDeque;

crate::payload! {
    /// Items, bound, and a count of changes by which iterators notice them.
    pub(crate) struct Deque { items: GilCell<VecDeque<Value>>, bound: Cell<Option<usize>>, changes: Cell<u64> }
    struct DequeIterator {
        deque: GilCell<Option<Value>>,
        next: Cell<usize>,
        expected: u64,
        reversed: bool,
    }
}

impl Deque {
    fn touch(&self) {
        self.changes.set(self.changes.get().wrapping_add(1));
    }
    /// How many items there are.
    pub(crate) fn len(&self, gil: &Gil) -> usize {
        self.items.get(gil).len()
    }
    /// Adds at the right and gives what falls off at the left.
    pub(crate) fn push_right(&self, gil: &mut Gil, item: Value) -> Option<Value> {
        self.touch();
        let bound = self.bound.get();
        if bound == Some(0) {
            return Some(item);
        }
        let items = self.items.get_mut(gil);
        let fallen = if Some(items.len()) == bound {
            items.pop_front()
        } else {
            None
        };
        items.push_back(item);
        fallen
    }
    /// Takes the leftmost item.
    pub(crate) fn pop_left(&self, gil: &mut Gil) -> Option<Value> {
        self.touch();
        self.items.get_mut(gil).pop_front()
    }
    /// Adds at the left and gives what falls off at the right.
    fn push_left(&self, gil: &mut Gil, item: Value) -> Option<Value> {
        self.touch();
        let bound = self.bound.get();
        if bound == Some(0) {
            return Some(item);
        }
        let items = self.items.get_mut(gil);
        let fallen = if Some(items.len()) == bound {
            items.pop_back()
        } else {
            None
        };
        items.push_front(item);
        fallen
    }
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, _: Arguments) -> Outcome<Value> {
    Ok(new_deque(vm, class, VecDeque::new(), None))
}

/// A deque without items.
pub fn new_empty(vm: &mut Vm) -> Outcome<Value> {
    let class = vm.native_class(&DEQUE)?;
    Ok(new_deque(vm, &class, VecDeque::new(), None))
}

fn new_deque(vm: &Vm, class: &ClassObject, items: VecDeque<Value>, bound: Option<usize>) -> Value {
    vm.new_native(
        class,
        Deque {
            items: GilCell::new(items),
            bound: Cell::new(bound),
            changes: Cell::new(0),
        },
    )
}

fn init(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<()> {
    let deque: &Deque = state(vm, value)?;
    let bound = arguments.bind(vm, "deque(iterable=<empty>, maxlen=None)")?;
    deque.bound.set(match &bound[1] {
        none if none.is_none() => None,
        size => {
            if !is_index(vm, size) {
                return Err(vm.type_error("an integer is required"));
            }
            let size = vm.index_i64(size)?;
            if size < 0 {
                return Err(vm.value_error("maxlen must be non-negative"));
            }
            Some(size as usize)
        }
    });
    deque.touch();
    drop(deque.items.replace(vm, VecDeque::new()));
    if bound[0].is_missing() {
        Ok(())
    } else {
        extend(vm, value, &bound[0], false)
    }
}

fn extend(vm: &mut Vm, value: &Value, iterable: &Value, left: bool) -> Outcome<()> {
    let deque: &Deque = state(vm, value)?;
    let source = if iterable.is(value) {
        let items = deque.items.get(vm).iter().cloned().collect();
        vm.new_list(items)
    } else {
        iterable.clone()
    };
    vm.for_each(&source, |vm, item| {
        drop(if left {
            deque.push_left(vm, item)
        } else {
            deque.push_right(vm, item)
        });
        Ok(true)
    })
}

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let deque: &Deque = state(vm, value)?;
    let text = vm.guard_repr(value, |vm| {
        let changes = deque.changes.get();
        repr_joined(vm, |gil, at| {
            (deque.changes.get() == changes)
                .then(|| deque.items.get(gil).get(at).cloned())
                .flatten()
        })
    })?;
    let Some(text) = text else {
        return Ok(vm.new_str("[...]"));
    };
    let name = vm.class_name(value);
    Ok(vm.new_str(&match deque.bound.get() {
        Some(bound) => format!("{name}([{text}], maxlen={bound})"),
        None => format!("{name}([{text}])"),
    }))
}

fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (Some(a), Some(b)) = (left.payload::<Deque>(), right.payload::<Deque>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (m, n) = (a.len(vm), b.len(vm));
    if m != n && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    let (changes_a, changes_b) = (a.changes.get(), b.changes.get());
    let mut at = 0;
    while let (Some(x), Some(y)) = (
        a.items.get(vm).get(at).cloned(),
        b.items.get(vm).get(at).cloned(),
    ) {
        let equal = vm.equal(&x, &y)?;
        if a.changes.get() != changes_a || b.changes.get() != changes_b {
            return Err(mutated(vm));
        }
        if !equal {
            return match op {
                CompareOp::Eq => Ok(Value::FALSE),
                CompareOp::Ne => Ok(Value::TRUE),
                _ => vm.compare(op, &x, &y),
            };
        }
        at += 1;
    }
    Ok(Value::bool(op.holds(m.cmp(&n))))
}

fn mutated(vm: &Vm) -> crate::vm::Raised {
    vm.raise(Exc::RuntimeError, "deque mutated during iteration")
}

/// The place of the first item equal to `wanted` within bounds.
fn find(
    vm: &mut Vm,
    deque: &Deque,
    wanted: &Value,
    from: usize,
    to: usize,
) -> Outcome<Option<usize>> {
    let changes = deque.changes.get();
    let mut at = from;
    while at < to {
        let Some(item) = deque.items.get(vm).get(at).cloned() else {
            break;
        };
        let equal = match equal_fast(&item, wanted) {
            Some(equal) => equal || item.is(wanted),
            None => {
                let equal = vm.equal(&item, wanted)?;
                if deque.changes.get() != changes {
                    return Err(mutated(vm));
                }
                equal
            }
        };
        if equal {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}

fn index_of_item(vm: &mut Vm, deque: &Deque, key: &Value) -> Outcome<usize> {
    if !is_index(vm, key) {
        let name = vm.class_name(key);
        return Err(vm.type_error(format!("sequence index must be integer, not '{name}'")));
    }
    let index = vm.index_clamped(key)?;
    match place(index, deque.len(vm)) {
        Some(at) => Ok(at),
        None => Err(vm.raise(Exc::IndexError, "deque index out of range")),
    }
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<Value> {
    let deque: &Deque = state(vm, value)?;
    let at = index_of_item(vm, deque, key)?;
    Ok(deque.items.get(vm).get(at).cloned().unwrap_or(Value::NONE))
}

fn set_item(vm: &mut Vm, value: &Value, key: &Value, item: Option<&Value>) -> Outcome<()> {
    let deque: &Deque = state(vm, value)?;
    let at = index_of_item(vm, deque, key)?;
    deque.touch();
    let items = deque.items.get_mut(vm);
    match item {
        Some(item) => {
            if let Some(place) = items.get_mut(at) {
                drop(std::mem::replace(place, item.clone()));
            }
        }
        None => drop(items.remove(at)),
    }
    Ok(())
}

/// A deque of the same class and bound with other items.
fn alike(vm: &mut Vm, value: &Value, items: VecDeque<Value>) -> Outcome<Value> {
    let deque: &Deque = state(vm, value)?;
    let bound = deque.bound.get();
    let class = vm.class_of(value).clone();
    if std::ptr::eq(class.native, &DEQUE) && !class.has(flags::LANGUAGE) {
        let mut items = items;
        while bound.is_some_and(|bound| items.len() > bound) {
            items.pop_front();
        }
        return Ok(new_deque(vm, &class, items, bound));
    }
    let items = vm.new_list(items.into());
    let class = class.to_value();
    match bound {
        Some(bound) => vm.call_keywords(&class, &[items], &[("maxlen", Value::int(bound as i64))]),
        None => vm.call(&class, &[items]),
    }
}

fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    match op {
        BinaryOp::Add => {
            let Some(a) = left.payload::<Deque>() else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let Some(b) = right.payload::<Deque>() else {
                if vm.overrides(right, SpecialMethod::ReflectedAdd) {
                    return Ok(Value::NOT_IMPLEMENTED);
                }
                let name = vm.class_name(right);
                return Err(vm.type_error(format!(
                    "can only concatenate deque (not \"{name}\") to deque"
                )));
            };
            let items = a
                .items
                .get(vm)
                .iter()
                .chain(b.items.get(vm))
                .cloned()
                .collect();
            alike(vm, left, items)
        }
        BinaryOp::Mul => {
            let (value, count) = if left.payload::<Deque>().is_some() {
                (left, right)
            } else {
                (right, left)
            };
            match repeated(vm, value, count)? {
                Some(items) => alike(vm, value, items),
                None => Ok(Value::NOT_IMPLEMENTED),
            }
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// The items `count` times, as far as the bound keeps them.
fn repeated(vm: &mut Vm, value: &Value, count: &Value) -> Outcome<Option<VecDeque<Value>>> {
    let deque: &Deque = state(vm, value)?;
    let Some(mut count) = crate::native::types::containers::repeat_count(vm, count)? else {
        return Ok(None);
    };
    let items: Vec<Value> = deque.items.get(vm).iter().cloned().collect();
    if let Some(bound) = deque.bound.get()
        && !items.is_empty()
    {
        count = count.min(bound.div_ceil(items.len()));
    }
    let items = crate::native::types::containers::repeated(vm, &items, count)?;
    let surplus = deque
        .bound
        .get()
        .map_or(0, |bound| items.len().saturating_sub(bound));
    Ok(Some(items.into_iter().skip(surplus).collect()))
}

fn in_place(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    match op {
        BinaryOp::Add => extend(vm, left, right, false)?,
        BinaryOp::Mul => {
            let Some(items) = repeated(vm, left, right)? else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let deque: &Deque = state(vm, left)?;
            deque.touch();
            drop(deque.items.replace(vm, items));
        }
        _ => return Ok(Value::NOT_IMPLEMENTED),
    }
    Ok(left.clone())
}

fn iterator(vm: &mut Vm, value: &Value, reversed: bool) -> Outcome<Value> {
    let deque: &Deque = state(vm, value)?;
    let expected = deque.changes.get();
    let class = vm.native_class(if reversed {
        &REVERSE_ITERATOR
    } else {
        &ITERATOR
    })?;
    let deque = GilCell::new(Some(value.clone()));
    Ok(vm.new_native(
        &class,
        DequeIterator {
            deque,
            next: Cell::new(0),
            expected,
            reversed,
        },
    ))
}

fn next(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let iterator: &DequeIterator = state(vm, value)?;
    let Some(deque) = iterator
        .deque
        .get(vm)
        .as_ref()
        .and_then(|deque| deque.payload::<Deque>())
    else {
        return Ok(None);
    };
    if deque.changes.get() != iterator.expected {
        let raised = mutated(vm);
        drop(iterator.deque.replace(vm, None));
        return Err(raised);
    }
    let (at, length) = (iterator.next.get(), deque.len(vm));
    if at >= length {
        drop(iterator.deque.replace(vm, None));
        return Ok(None);
    }
    iterator.next.set(at + 1);
    Ok(deque
        .items
        .get(vm)
        .get(if iterator.reversed {
            length - 1 - at
        } else {
            at
        })
        .cloned())
}

fn empty(vm: &Vm) -> crate::vm::Raised {
    vm.raise(Exc::IndexError, "pop from an empty deque")
}

crate::native_functions! { static METHODS;
    /// Add an element to the right side of the deque.
    "append(self, item, /)" fn append(vm, value: &Value, item: &Value) -> () {
        let deque: &Deque = state(vm, value)?;
        drop(deque.push_right(vm, item.clone()));
        Ok(())
    }
    /// Add an element to the left side of the deque.
    "appendleft(self, item, /)" fn appendleft(vm, value: &Value, item: &Value) -> () {
        let deque: &Deque = state(vm, value)?;
        drop(deque.push_left(vm, item.clone()));
        Ok(())
    }
    /// Remove all elements from the deque.
    "clear(self, /)" fn clear(vm, value: &Value) -> () {
        let deque: &Deque = state(vm, value)?;
        deque.touch();
        drop(deque.items.replace(vm, VecDeque::new()));
        Ok(())
    }
    /// Return a shallow copy of a deque.
    "copy(self, /)" fn copy(vm, value: &Value) -> Value {
        let items = state::<Deque>(vm, value)?.items.get(vm).clone();
        alike(vm, value, items)
    }
    /// Return a shallow copy of a deque.
    "__copy__(self, /)" fn dunder_copy(vm, value: &Value) -> Value {
        let items = state::<Deque>(vm, value)?.items.get(vm).clone();
        alike(vm, value, items)
    }
    /// Return number of occurrences of value.
    "count(self, value, /)" fn count(vm, this: &Value, value: &Value) -> usize {
        let deque: &Deque = state(vm, this)?;
        let (mut count, mut from) = (0, 0);
        while let Some(at) = find(vm, deque, value, from, usize::MAX)? {
            count += 1;
            from = at + 1;
        }
        Ok(count)
    }
    /// Extend the right side of the deque with elements from the iterable.
    "extend(self, iterable, /)" fn extend_method(vm, value: &Value, iterable: &Value) -> () {
        extend(vm, value, iterable, false)
    }
    /// Extend the left side of the deque with elements from the iterable.
    "extendleft(self, iterable, /)" fn extendleft(vm, value: &Value, iterable: &Value) -> () {
        extend(vm, value, iterable, true)
    }
    /// Return first index of value. Raises ValueError if the value is not present.
    "index(self, value, start=0, stop=9223372036854775807, /)"
    fn index(vm, this: &Value, value: &Value, start: &Value, stop: &Value) -> usize {
        let deque: &Deque = state(vm, this)?;
        let length = deque.len(vm);
        let (from, to) = search_bounds(vm, start, stop, length)?;
        match find(vm, deque, value, from, to)? {
            Some(at) => Ok(at),
            None => {
                let text = vm.repr_text(value)?;
                Err(vm.value_error(format!("{text} is not in deque")))
            }
        }
    }
    /// Insert value before index.
    "insert(self, index, value, /)" fn insert(vm, this: &Value, index: i64, value: &Value) -> () {
        let deque: &Deque = state(vm, this)?;
        let length = deque.len(vm);
        if Some(length) == deque.bound.get() {
            return Err(vm.raise(Exc::IndexError, "deque already at its maximum size"));
        }
        deque.touch();
        let at = crate::native::types::containers::clamp_bound(index, length);
        let value = value.clone();
        deque.items.get_mut(vm).insert(at, value);
        Ok(())
    }
    /// Remove and return the rightmost element.
    "pop(self, /)" fn pop(vm, value: &Value) -> Value {
        let deque: &Deque = state(vm, value)?;
        match deque.items.get_mut(vm).pop_back() {
            Some(item) => {
                deque.touch();
                Ok(item)
            }
            None => Err(empty(vm)),
        }
    }
    /// Remove and return the leftmost element.
    "popleft(self, /)" fn popleft(vm, value: &Value) -> Value {
        let deque: &Deque = state(vm, value)?;
        match deque.items.get_mut(vm).pop_front() {
            Some(item) => {
                deque.touch();
                Ok(item)
            }
            None => Err(empty(vm)),
        }
    }
    /// Remove first occurrence of value.
    "remove(self, value, /)" fn remove(vm, this: &Value, value: &Value) -> () {
        let deque: &Deque = state(vm, this)?;
        match find(vm, deque, value, 0, usize::MAX)? {
            Some(at) => {
                deque.touch();
                drop(deque.items.get_mut(vm).remove(at));
                Ok(())
            }
            None => {
                let text = vm.repr_text(value)?;
                Err(vm.value_error(format!("{text} is not in deque")))
            }
        }
    }
    /// Reverse *IN PLACE*.
    "reverse(self, /)" fn reverse(vm, value: &Value) -> () {
        let deque: &Deque = state(vm, value)?;
        deque.items.get_mut(vm).make_contiguous().reverse();
        Ok(())
    }
    /// Rotate the deque n steps to the right. If n is negative, rotates left.
    "rotate(self, n=1, /)" fn rotate(vm, value: &Value, n: i64) -> () {
        let deque: &Deque = state(vm, value)?;
        let items = deque.items.get_mut(vm);
        if items.len() > 1 {
            items.rotate_right(n.rem_euclid(items.len() as i64) as usize);
            deque.touch();
        }
        Ok(())
    }
    /// Return a reverse iterator over the deque.
    "__reversed__(self, /)" fn reversed(vm, value: &Value) -> Value {
        iterator(vm, value, true)
    }
    /// Return state information for pickling.
    "__reduce__(self, /)" fn reduce(vm, value: &Value) -> Value {
        let deque: &Deque = state(vm, value)?;
        let arguments = match deque.bound.get() {
            Some(bound) => {
                let nothing = vm.empty_tuple();
                vm.new_pair(nothing, Value::int(bound as i64))
            }
            None => vm.empty_tuple(),
        };
        let class = vm.class_of(value).clone();
        let attributes = if class.has(flags::HAS_DICT) { vm.attribute_dict(value) } else { None };
        let attributes = match attributes {
            Some(dict) if !dict.map.get(vm).is_empty() => dict.into_value(),
            _ => Value::NONE,
        };
        let items = iterator(vm, value, false)?;
        Ok(vm.new_tuple(vec![class.to_value(), arguments, attributes, items]))
    }
    /// See PEP 585.
    [class] "__class_getitem__(cls, item, /)" fn class_getitem(vm, class: &Value, item: &Value) -> Value {
        vm.generic_alias(class, item)
    }
}

/// `collections.deque`.
pub static DEQUE: NativeClass = NativeClass {
    name: "collections.deque",
    doc: "A list-like sequence optimized for data accesses near its endpoints.",
    layout: Layout::Native,
    slots: Slots {
        repr: Some(repr),
        compare: Some(compare),
        length: Some(|vm, value| Ok(state::<Deque>(vm, value)?.len(vm))),
        get_item: Some(get_item),
        set_item: Some(set_item),
        contains: Some(|vm, value, key| {
            let deque: &Deque = state(vm, value)?;
            Ok(find(vm, deque, key, 0, usize::MAX)?.is_some())
        }),
        iterate: Some(|vm, value| iterator(vm, value, false)),
        binary: Some(binary),
        in_place: Some(in_place),
        operators: &[BinaryOp::Add, BinaryOp::Mul],
        in_place_operators: &[BinaryOp::Add, BinaryOp::Mul],
        ..Slots::NONE
    },
    new: Some(new),
    init: Some(init),
    methods: METHODS,
    getset: &[GetSetDefinition {
        name: "maxlen",
        doc: "maximum size of a deque or None if unbounded",
        get: |vm, value| {
            let deque: &Deque = state(vm, value)?;
            Ok(deque
                .bound
                .get()
                .map_or(Value::NONE, |bound| Value::int(bound as i64)))
        },
        set: None,
    }],
    flags: flags::SEQUENCE | flags::WEAK,
    ..NativeClass::EMPTY
};

crate::native_functions! { static ITERATOR_METHODS;
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__(self, /)" fn length_hint(vm, value: &Value) -> usize {
        let iterator: &DequeIterator = state(vm, value)?;
        let deque = iterator.deque.get(vm).as_ref().and_then(|deque| deque.payload::<Deque>());
        Ok(deque.map_or(0, |deque| deque.len(vm).saturating_sub(iterator.next.get())))
    }
}

const ITERATOR_SLOTS: Slots = Slots {
    iterate: Some(|_, value| Ok(value.clone())),
    next: Some(next),
    ..Slots::NONE
};

static ITERATOR: NativeClass = NativeClass {
    name: "collections._deque_iterator",
    layout: Layout::Native,
    slots: ITERATOR_SLOTS,
    methods: ITERATOR_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

static REVERSE_ITERATOR: NativeClass = NativeClass {
    name: "collections._deque_reverse_iterator",
    layout: Layout::Native,
    slots: ITERATOR_SLOTS,
    methods: ITERATOR_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};
