//! The built-in classes `list`, `list_iterator`, `list_reverseiterator`.
use super::containers::*;
use super::slicing::{integer_key, place, unpack};
use crate::gil::GilCell;
use crate::native::special::{BinaryOp, CompareOp};
use crate::native::{Arguments, NativeClass, Slots};
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::{ClassObject, flags};
use crate::object::heap::{Layout, Ref};
use crate::object::range::{RangeObject, SliceObject};
use crate::object::sequence::{ListIterObject, ListObject, drop_items};
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

fn new(vm: &mut Vm, class: &Ref<ClassObject>, _: Arguments) -> Outcome<Value> {
    let shape = class.root_shape.get();
    Ok(vm
        .allocate(shape, |header| ListObject {
            header,
            items: GilCell::new(Vec::new()),
        })
        .into_value())
}

fn init(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<()> {
    arguments.no_keywords(vm, "list")?;
    let list: &ListObject = this(vm, value)?;
    if !list.items.get(vm).is_empty() {
        drop_items(list.items.replace(vm, Vec::new()));
    }
    match arguments.positional() {
        [] => Ok(()),
        [iterable] => extend(vm, list, iterable),
        more => Err(vm.type_error(format!(
            "list expected at most 1 argument, got {}",
            more.len()
        ))),
    }
}

/// `list.extend(iterable)`.
pub fn extend(vm: &mut Vm, list: &ListObject, iterable: &Value) -> Outcome<()> {
    if matches!(
        iterable.layout(),
        Some(Layout::List | Layout::Tuple | Layout::Dict | Layout::Set | Layout::Range)
    ) {
        let mut items = match iterable
            .downcast::<RangeObject>()
            .and_then(super::range::values)
        {
            Some(items) => items,
            None => vm.collect(iterable)?,
        };
        let own = list.items.get_mut(vm);
        if own.is_empty() && own.capacity() < items.len() {
            drop(std::mem::replace(own, items));
        } else {
            own.append(&mut items);
        }
        return Ok(());
    }
    let iterator = vm.iterate(iterable)?;
    let hint = vm.length_hint(iterable)?.min(1 << 20);
    if hint > 0 {
        list.items.get_mut(vm).reserve(hint);
    }
    while let Some(item) = vm.next(&iterator)? {
        let room = vm.check_memory();
        let items = list.items.get_mut(vm);
        if room.is_err() || !crate::memory::reserve(items, 1) {
            return Err(vm.memory_error());
        }
        items.push(item);
    }
    Ok(())
}

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let list: &ListObject = this(vm, value)?;
    if list.items.get(vm).is_empty() {
        return Ok(vm.new_str("[]"));
    }
    let text = vm.guard_repr(value, |vm| {
        repr_joined(vm, |gil, at| list.items.get(gil).get(at).cloned())
    })?;
    Ok(vm.new_str(&format!("[{}]", text.as_deref().unwrap_or("..."))))
}

fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    if left.layout() != Some(Layout::List) || right.layout() != Some(Layout::List) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    compare_sequences(vm, op, left, right)
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<Value> {
    let list: &ListObject = this(vm, value)?;
    if let Some(slice) = key.downcast::<SliceObject>() {
        let bounds = unpack(vm, slice)?;
        let items = list.items.get(vm);
        let picked @ (start, _, step, count) = bounds.adjust(items.len());
        let part: Vec<Value> = if step == 1 {
            items[start as usize..start as usize + count].to_vec()
        } else {
            picked_indices(picked).map(|at| items[at].clone()).collect()
        };
        return Ok(vm.new_list(part));
    }
    let index = integer_key(vm, key, "list indices must be integers or slices")?;
    let items = list.items.get(vm);
    match place(index, items.len()) {
        Some(at) => Ok(items[at].clone()),
        None => Err(vm.raise(Exc::IndexError, "list index out of range")),
    }
}

fn set_item(vm: &mut Vm, value: &Value, key: &Value, item: Option<&Value>) -> Outcome<()> {
    let list: &ListObject = this(vm, value)?;
    if let Some(slice) = key.downcast::<SliceObject>() {
        return match item {
            Some(item) => set_slice(vm, list, slice, item),
            None => delete_slice(vm, list, slice),
        };
    }
    let index = integer_key(vm, key, "list indices must be integers or slices")?;
    let items = list.items.get_mut(vm);
    let Some(at) = place(index, items.len()) else {
        return Err(vm.raise(Exc::IndexError, "list assignment index out of range"));
    };
    drop(match item {
        Some(item) => std::mem::replace(&mut items[at], item.clone()),
        None => items.remove(at),
    });
    Ok(())
}

fn set_slice(vm: &mut Vm, list: &ListObject, slice: &SliceObject, item: &Value) -> Outcome<()> {
    let bounds = unpack(vm, slice)?;
    if !vm.is_iterable(item) {
        return Err(vm.type_error("must assign iterable to extended slice"));
    }
    let new = vm.collect(item)?;
    let items = list.items.get_mut(vm);
    let picked @ (start, _, step, count) = bounds.adjust(items.len());
    if step == 1 {
        let start = start as usize;
        drop_items(items.splice(start..start + count, new).collect());
        return Ok(());
    }
    if new.len() != count {
        return Err(vm.value_error(format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            new.len(),
            count
        )));
    }
    let mut old = Vec::with_capacity(new.len());
    for (at, item) in picked_indices(picked).zip(new) {
        old.push(std::mem::replace(&mut items[at], item));
    }
    Ok(())
}

fn delete_slice(vm: &mut Vm, list: &ListObject, slice: &SliceObject) -> Outcome<()> {
    let bounds = unpack(vm, slice)?;
    let items = list.items.get_mut(vm);
    let picked @ (start, _, step, count) = bounds.adjust(items.len());
    if step == 1 {
        let start = start as usize;
        drop_items(items.drain(start..start + count).collect());
        return Ok(());
    }
    if count == 0 {
        return Ok(());
    }
    let mut indices: Vec<usize> = picked_indices(picked).collect();
    indices.sort_unstable();
    let mut gone = indices.iter().copied().peekable();
    let old = std::mem::take(items);
    let mut dropped = Vec::with_capacity(count);
    for (at, item) in old.into_iter().enumerate() {
        if gone.peek() == Some(&at) {
            gone.next();
            dropped.push(item);
        } else {
            items.push(item);
        }
    }
    Ok(())
}

fn contains(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<bool> {
    Ok(find_item(vm, key, 0, usize::MAX, value)?.is_some())
}

fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    match op {
        BinaryOp::Add => {
            let Some(list) = left.downcast::<ListObject>() else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let Some(other) = right.downcast::<ListObject>() else {
                return cannot_concatenate(vm, "list", right);
            };
            let (a, b) = (list.items.get(vm), other.items.get(vm));
            let mut items = Vec::with_capacity(a.len() + b.len());
            items.extend_from_slice(a);
            items.extend_from_slice(b);
            Ok(vm.new_list(items))
        }
        BinaryOp::Mul => {
            let (list, count) = if left.layout() == Some(Layout::List) {
                (left, right)
            } else {
                (right, left)
            };
            let Some(count) = repeat_count(vm, count)? else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let items = items_of(vm, list).to_vec();
            let items = repeated(vm, &items, count)?;
            Ok(vm.new_list(items))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn in_place(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    let list: &ListObject = this(vm, left)?;
    match op {
        BinaryOp::Add => extend(vm, list, right)?,
        BinaryOp::Mul => {
            let Some(count) = repeat_count(vm, right)? else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let items = list.items.get(vm).clone();
            let items = repeated(vm, &items, count)?;
            drop_items(list.items.replace(vm, items));
        }
        _ => return Ok(Value::NOT_IMPLEMENTED),
    }
    Ok(left.clone())
}

/// `list.pop(index)`.
fn pop_at(vm: &mut Vm, list: &ListObject, index: i64) -> Outcome<Value> {
    let items = list.items.get_mut(vm);
    if index == -1
        && let Some(item) = items.pop()
    {
        return Ok(item);
    }
    if items.is_empty() {
        return Err(vm.raise(Exc::IndexError, "pop from empty list"));
    }
    match place(index, items.len()) {
        Some(at) => Ok(items.remove(at)),
        None => Err(vm.raise(Exc::IndexError, "pop index out of range")),
    }
}

crate::native_functions! { static METHODS;
    /// Append object to the end of the list.
    "append(self, object, /)" fn append(vm, list: &ListObject, object: &Value) -> () {
        let object = object.clone();
        list.items.get_mut(vm).push(object);
        Ok(())
    }
    /// Remove all items from list.
    "clear(self, /)" fn clear(vm, list: &ListObject) -> () {
        drop_items(list.items.replace(vm, Vec::new()));
        Ok(())
    }
    /// Return a shallow copy of the list.
    "copy(self, /)" fn copy(vm, list: &ListObject) -> Value {
        let items = list.items.get(vm).clone();
        Ok(vm.new_list(items))
    }
    /// Return number of occurrences of value.
    "count(self, value, /)" fn count(vm, list: &Value, value: &Value) -> usize {
        count_items(vm, value, list)
    }
    /// Extend list by appending elements from the iterable.
    "extend(self, iterable, /)" fn extend_method(vm, list: &ListObject, iterable: &Value) -> () {
        extend(vm, list, iterable)
    }
    /// Return first index of value. Raises ValueError if the value is not present.
    "index(self, value, start=0, stop=9223372036854775807, /)"
    fn index(vm, list: &Value, value: &Value, start: &Value, stop: &Value) -> usize {
        let length = items_of(vm, list).len();
        let (from, to) = search_bounds(vm, start, stop, length)?;
        match find_item(vm, value, from, to, list)? {
            Some(at) => Ok(at),
            None => {
                let text = vm.repr_text(value)?;
                Err(vm.value_error(format!("{text} is not in list")))
            }
        }
    }
    /// Insert object before index.
    "insert(self, index, object, /)" fn insert(vm, list: &ListObject, index: &Value, object: &Value) -> () {
        let index = if index.as_int_or_bool().is_some() { index.clone() } else { vm.index(index)? };
        let Some(index) = index.as_int_or_bool() else {
            return Err(vm.raise(Exc::OverflowError, "Python int too large to convert to C ssize_t"));
        };
        let object = object.clone();
        let items = list.items.get_mut(vm);
        items.insert(clamp_bound(index, items.len()), object);
        Ok(())
    }
    /// Remove and return item at index (default last). Raises IndexError if list is empty or index is out of range.
    "pop(self, index=-1, /)" fn pop(vm, list: &ListObject, index: i64) -> Value {
        pop_at(vm, list, index)
    }
    /// Remove first occurrence of value. Raises ValueError if the value is not present.
    "remove(self, value, /)" fn remove(vm, list: &Value, value: &Value) -> () {
        let Some(at) = find_item(vm, value, 0, usize::MAX, list)? else {
            return Err(vm.value_error("list.remove(x): x not in list"));
        };
        let list: &ListObject = this(vm, list)?;
        let items = list.items.get_mut(vm);
        if at < items.len() {
            drop(items.remove(at));
        }
        Ok(())
    }
    /// Reverse *IN PLACE*.
    "reverse(self, /)" fn reverse(vm, list: &ListObject) -> () {
        list.items.get_mut(vm).reverse();
        Ok(())
    }
    /// Sort the list in ascending order and return None.
    ///
    /// The sort is in-place (i.e. the list itself is modified) and stable. With a key function, items are ordered by what it
    /// gives; with reverse, in descending order.
    "sort(self, /, *, key=None, reverse=False)" fn sort(vm, list: &ListObject, key: &Value, reverse: bool) -> () {
        let mut items = list.items.replace(vm, Vec::new());
        let outcome = super::sort::sort_values(vm, &mut items, key, reverse);
        let meanwhile = list.items.replace(vm, items);
        let touched = meanwhile.capacity() != 0;
        drop(meanwhile);
        outcome?;
        if touched {
            return Err(vm.value_error("list modified during sort"));
        }
        Ok(())
    }
    /// Return a reverse iterator over the list.
    "__reversed__(self, /)" fn reversed(vm, list: &ListObject) -> Value {
        let index = list.items.get(vm).len();
        let list = Ref::of(list);
        let iterator = vm.allocate(Builtin::ListReverseIterator.shape(), |header| ListIterObject {
            header,
            list: GilCell::new(Some(list)),
            index: Cell::new(index),
            reversed: true,
        });
        Ok(iterator.into_value())
    }
    /// See PEP 585.
    [class] "__class_getitem__(cls, item, /)" fn class_getitem(vm, class: &Value, item: &Value) -> Value {
        vm.generic_alias(class, item)
    }
}

fn next(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let iterator: &ListIterObject = this(vm, value)?;
    let Some(list) = iterator.list.get(vm) else {
        return Ok(None);
    };
    let at = iterator.index.get();
    let item = if iterator.reversed {
        at.checked_sub(1)
            .and_then(|at| list.items.get(vm).get(at).cloned())
    } else {
        list.items.get(vm).get(at).cloned()
    };
    if item.is_none() {
        drop(iterator.list.replace(vm, None));
        return Ok(None);
    }
    iterator
        .index
        .set(if iterator.reversed { at - 1 } else { at + 1 });
    Ok(item)
}

crate::native_functions! { static ITERATOR_METHODS;
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__(self, /)" fn length_hint(vm, iterator: &ListIterObject) -> usize {
        let Some(list) = iterator.list.get(vm) else { return Ok(0) };
        let (length, at) = (list.items.get(vm).len(), iterator.index.get());
        Ok(match iterator.reversed {
            true if at <= length => at,
            true => 0,
            false => length.saturating_sub(at),
        })
    }
    /// Return state information for pickling.
    "__reduce__(self, /)" fn iterator_reduce(vm, iterator: &ListIterObject) -> Value {
        let name = if iterator.reversed { "reversed" } else { "iter" };
        let function = builtin(vm, name)?;
        let Some(list) = iterator.list.get(vm).clone() else {
            let function = builtin(vm, "iter")?;
            let empty = vm.new_list(Vec::new());
            let arguments = vm.new_tuple(vec![empty]);
            return Ok(vm.new_pair(function, arguments));
        };
        let at = iterator.index.get() as i64 - iterator.reversed as i64;
        let arguments = vm.new_tuple(vec![list.into_value()]);
        Ok(vm.new_tuple(vec![function, arguments, Value::int(at)]))
    }
    /// Set state information for unpickling.
    "__setstate__(self, state, /)" fn iterator_setstate(vm, iterator: &ListIterObject, state: i64) -> () {
        let Some(list) = iterator.list.get(vm) else { return Ok(()) };
        let length = list.items.get(vm).len() as i64;
        let at = if iterator.reversed { state.clamp(-1, length - 1) + 1 } else { state.clamp(0, length) };
        iterator.index.set(at as usize);
        Ok(())
    }
}

/// `list`.
pub static LIST: NativeClass = NativeClass {
    name: "list",
    doc: "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.",
    layout: Layout::List,
    slots: Slots {
        repr: Some(repr),
        compare: Some(compare),
        length: Some(|vm, value| Ok(this::<ListObject>(vm, value)?.items.get(vm).len())),
        get_item: Some(get_item),
        set_item: Some(set_item),
        contains: Some(contains),
        iterate: Some(|vm, value| {
            let list: &ListObject = this(vm, value)?;
            Ok(vm.new_list_iterator(Ref::of(list)))
        }),
        binary: Some(binary),
        in_place: Some(in_place),
        operators: &[BinaryOp::Add, BinaryOp::Mul],
        in_place_operators: &[BinaryOp::Add, BinaryOp::Mul],
        ..Slots::NONE
    },
    new: Some(new),
    init: Some(init),
    methods: METHODS,
    flags: flags::SEQUENCE,
    ..NativeClass::EMPTY
};

/// `list_iterator`.
pub static ITERATOR: NativeClass = NativeClass {
    name: "list_iterator",
    layout: Layout::ListIter,
    slots: ITERATOR_SLOTS,
    methods: ITERATOR_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

/// `list_reverseiterator`.
pub static REVERSE_ITERATOR: NativeClass = NativeClass {
    name: "list_reverseiterator",
    layout: Layout::ListIter,
    slots: ITERATOR_SLOTS,
    methods: ITERATOR_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

const ITERATOR_SLOTS: Slots = Slots {
    iterate: Some(|_, value| Ok(value.clone())),
    next: Some(next),
    ..Slots::NONE
};
