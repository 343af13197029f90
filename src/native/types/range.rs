//! The built-in classes `range`, `range_iterator`, `longrange_iterator`.
//!
//! Ranges whose values and length fit 64 bits take the short ways; all others calculate with big ints.
use super::containers::{builtin, this};
use super::slicing::{integer_key, is_index};
use crate::gil::GilCell;
use crate::native::payload::state;
use crate::native::special::CompareOp;
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::{ClassObject, flags};
use crate::object::heap::{Layout, Ref};
use crate::object::range::{RangeIterObject, RangeObject, SliceObject};
use crate::object::value::Value;
use crate::text::hash::hash_tuple;
use crate::vm::numbers::{big_int_of, is_int};
use crate::vm::{Outcome, Vm};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};
use std::cell::Cell;

/// A range of machine ints: start, step and length.
#[derive(Clone, Copy)]
struct Small {
    start: i64,
    step: i64,
    length: u64,
}

impl Small {
    fn of(range: &RangeObject) -> Option<Small> {
        Small::new(
            range.start.as_int()?,
            range.stop.as_int()?,
            range.step.as_int()?,
        )
    }
    fn new(start: i64, stop: i64, step: i64) -> Option<Small> {
        let distance = if step > 0 {
            stop as i128 - start as i128
        } else {
            start as i128 - stop as i128
        };
        let length = if distance <= 0 {
            0
        } else {
            (distance as u128 - 1) / step.unsigned_abs() as u128 + 1
        };
        Some(Small {
            start,
            step,
            length: u64::try_from(length)
                .ok()
                .filter(|&length| length <= i64::MAX as u64)?,
        })
    }
    fn at(self, index: u64) -> i64 {
        self.start
            .wrapping_add((index as i64).wrapping_mul(self.step))
    }
    fn index_of(self, value: i64) -> Option<u64> {
        let distance = value as i128 - self.start as i128;
        if distance % self.step as i128 != 0 {
            return None;
        }
        let index = distance / self.step as i128;
        (0..self.length as i128)
            .contains(&index)
            .then_some(index as u64)
    }
}

/// A range of ints of any size.
struct Big {
    start: BigInt,
    step: BigInt,
    length: BigInt,
}

impl Big {
    fn of(range: &RangeObject) -> Big {
        let part = |value: &Value| big_int_of(value).unwrap_or_default();
        let (start, stop, step) = (part(&range.start), part(&range.stop), part(&range.step));
        let distance = if step.is_positive() {
            &stop - &start
        } else {
            &start - &stop
        };
        let length = if distance.is_positive() {
            (distance - BigInt::one()) / step.abs() + BigInt::one()
        } else {
            BigInt::zero()
        };
        Big {
            start,
            step,
            length,
        }
    }
}

/// A range object; the parts are ints.
pub fn new_range(vm: &Vm, start: Value, stop: Value, step: Value) -> Value {
    vm.allocate(Builtin::Range.shape(), |header| RangeObject {
        header,
        start,
        stop,
        step,
    })
    .into_value()
}

fn new(vm: &mut Vm, _: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    arguments.no_keywords(vm, "range")?;
    let (start, stop, step) = match arguments.positional() {
        [stop] => (Value::int(0), vm.index(stop)?, Value::int(1)),
        [start, stop] => (vm.index(start)?, vm.index(stop)?, Value::int(1)),
        [start, stop, step] => (vm.index(start)?, vm.index(stop)?, vm.index(step)?),
        [] => return Err(vm.type_error("range expected at least 1 argument, got 0")),
        more => {
            return Err(vm.type_error(format!(
                "range expected at most 3 arguments, got {}",
                more.len()
            )));
        }
    };
    if step.as_int() == Some(0) {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    Ok(new_range(vm, start, stop, step))
}

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let range: &RangeObject = this(vm, value)?;
    let (start, stop, step) = (
        vm.repr_text(&range.start)?,
        vm.repr_text(&range.stop)?,
        vm.repr_text(&range.step)?,
    );
    Ok(vm.new_str(&match step.as_str() {
        "1" => format!("range({start}, {stop})"),
        _ => format!("range({start}, {stop}, {step})"),
    }))
}

fn length_value(vm: &Vm, range: &RangeObject) -> Value {
    match Small::of(range) {
        Some(small) => Value::int(small.length as i64),
        None => vm.new_int(Big::of(range).length),
    }
}

/// What equal ranges have in common: length, start unless empty, step unless shorter than two.
fn identity(vm: &Vm, range: &RangeObject) -> [Value; 3] {
    let length = length_value(vm, range);
    match length.as_int() {
        Some(0) => [length, Value::NONE, Value::NONE],
        Some(1) => [length, range.start.clone(), Value::NONE],
        _ => [length, range.start.clone(), range.step.clone()],
    }
}

fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (Some(a), Some(b)) = (
        left.downcast::<RangeObject>(),
        right.downcast::<RangeObject>(),
    ) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let mut same = true;
    for (a, b) in identity(vm, a).iter().zip(&identity(vm, b)) {
        same = same && vm.equal(a, b)?;
    }
    Ok(Value::bool(same == (op == CompareOp::Eq)))
}

fn hash(vm: &mut Vm, value: &Value) -> Outcome<u64> {
    let range: &RangeObject = this(vm, value)?;
    let mut hashes = [0; 3];
    for (hash, part) in hashes.iter_mut().zip(&identity(vm, range)) {
        *hash = vm.hash(part)? as i64;
    }
    Ok(hash_tuple(hashes) as u64)
}

fn length(vm: &mut Vm, value: &Value) -> Outcome<usize> {
    let range: &RangeObject = this(vm, value)?;
    match length_value(vm, range).as_int() {
        Some(length) => Ok(length as usize),
        None => Err(vm.raise(
            Exc::OverflowError,
            "Python int too large to convert to C ssize_t",
        )),
    }
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<Value> {
    let range: &RangeObject = this(vm, value)?;
    if let Some(slice) = key.downcast::<SliceObject>() {
        return get_slice(vm, value, slice);
    }
    if let (Some(small), Some(index)) = (Small::of(range), key.as_int_or_bool()) {
        let index = if index < 0 {
            index + small.length as i64
        } else {
            index
        };
        if (0..small.length as i64).contains(&index) {
            return Ok(Value::int(small.at(index as u64)));
        }
        return Err(vm.raise(Exc::IndexError, "range object index out of range"));
    }
    if !is_index(vm, key) {
        integer_key(vm, key, "range indices must be integers or slices")?;
    }
    let mut index = vm.index_big(key)?;
    let big = Big::of(range);
    if index.is_negative() {
        index += &big.length;
    }
    if index.is_negative() || index >= big.length {
        return Err(vm.raise(Exc::IndexError, "range object index out of range"));
    }
    Ok(vm.new_int(big.start + index * big.step))
}

fn get_slice(vm: &mut Vm, value: &Value, slice: &SliceObject) -> Outcome<Value> {
    let range: &RangeObject = this(vm, value)?;
    let length = length_value(vm, range);
    let slice = crate::object::heap::value_of(slice);
    let indices = vm.call_method(&slice, "indices", &[length])?;
    let parts: Vec<BigInt> = vm
        .collect(&indices)?
        .iter()
        .filter_map(big_int_of)
        .collect();
    let [start, stop, step] = parts.as_slice() else {
        return Err(vm.type_error("indices() must give three ints"));
    };
    let big = Big::of(range);
    let (first, last) = (
        &big.start + start * &big.step,
        &big.start + stop * &big.step,
    );
    let (first, last, step) = (
        vm.new_int(first),
        vm.new_int(last),
        vm.new_int(step * &big.step),
    );
    Ok(new_range(vm, first, last, step))
}

/// The index of an int in the range.
fn index_of(vm: &Vm, range: &RangeObject, value: &Value) -> Option<Value> {
    if let (Some(small), Some(value)) = (Small::of(range), value.as_int_or_bool()) {
        return small.index_of(value).map(|index| Value::int(index as i64));
    }
    let (big, value) = (Big::of(range), big_int_of(value)?);
    let (index, rest) = (value - big.start).div_mod_floor(&big.step);
    (rest.is_zero() && !index.is_negative() && index < big.length).then(|| vm.new_int(index))
}

fn contains(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<bool> {
    let range: &RangeObject = this(vm, value)?;
    if is_plain_int(key) {
        return Ok(index_of(vm, range, key).is_some());
    }
    search(vm, value, key).map(|found| found.is_some())
}

/// Ints whose comparison is the built-in one.
fn is_plain_int(value: &Value) -> bool {
    value.as_int_or_bool().is_some()
        || value.header().is_some_and(|header| {
            header.layout() == Layout::Int && header.shape() == Builtin::Int.shape()
        })
}

/// The index of the first value that equals `key`, by comparing one after the other.
fn search(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<Option<i64>> {
    let (mut at, mut found) = (0, None);
    vm.for_each(value, |vm, item| {
        if vm.equal(&item, key)? {
            found = Some(at);
        }
        at += 1;
        Ok(found.is_none())
    })?;
    Ok(found)
}

crate::payload! {
    /// An iterator over a range that does not fit 64 bits.
    struct BigRangeIterator {
        next: GilCell<Value>,
        step: Value,
        remaining: GilCell<Value>,
    }
}

fn big_next(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let iterator: &BigRangeIterator = state(vm, value)?;
    let remaining = big_int_of(iterator.remaining.get(vm)).unwrap_or_default();
    if remaining.is_zero() {
        return Ok(None);
    }
    let item = iterator.next.get(vm).clone();
    let next =
        big_int_of(&item).unwrap_or_default() + big_int_of(&iterator.step).unwrap_or_default();
    let (next, remaining) = (vm.new_int(next), vm.new_int(remaining - BigInt::one()));
    iterator.next.replace(vm, next);
    iterator.remaining.replace(vm, remaining);
    Ok(Some(item))
}

crate::native_functions! { static BIG_ITERATOR_METHODS;
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__(self, /)" fn big_length_hint(vm, value: &Value) -> Value {
        let iterator: &BigRangeIterator = state(vm, value)?;
        Ok(iterator.remaining.get(vm).clone())
    }
}

static BIG_ITERATOR: NativeClass = NativeClass {
    name: "longrange_iterator",
    layout: Layout::Native,
    slots: Slots {
        iterate: Some(|_, value| Ok(value.clone())),
        next: Some(big_next),
        ..Slots::NONE
    },
    methods: BIG_ITERATOR_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

fn small_iterator(vm: &Vm, first: i64, step: i64, length: u64) -> Value {
    vm.allocate(Builtin::RangeIterator.shape(), |header| RangeIterObject {
        header,
        next: Cell::new(first),
        step,
        remaining: Cell::new(length),
    })
    .into_value()
}

/// True if no value that an iterator calculates leaves 64 bits; the one behind the last is calculated, too.
fn fits(small: Small) -> bool {
    let end = small.start as i128 + small.length as i128 * small.step as i128;
    i64::try_from(end).is_ok()
}

fn big_iterator(vm: &mut Vm, first: BigInt, step: BigInt, length: BigInt) -> Outcome<Value> {
    let class = vm.native_class(&BIG_ITERATOR)?;
    let (next, step, remaining) = (
        GilCell::new(vm.new_int(first)),
        vm.new_int(step),
        GilCell::new(vm.new_int(length)),
    );
    Ok(vm.new_native(
        &class,
        BigRangeIterator {
            next,
            step,
            remaining,
        },
    ))
}

/// `iter(range)`.
pub fn iterate(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let range: &RangeObject = this(vm, value)?;
    match Small::of(range) {
        Some(small) if fits(small) => Ok(small_iterator(vm, small.start, small.step, small.length)),
        _ => {
            let big = Big::of(range);
            big_iterator(vm, big.start, big.step, big.length)
        }
    }
}

crate::native_functions! { static METHODS;
    /// rangeobject.count(value) -> integer -- return number of occurrences of value
    "count(self, value, /)" fn count(vm, range: &Value, value: &Value) -> usize {
        if is_plain_int(value) {
            return contains(vm, range, value).map(usize::from);
        }
        let mut count = 0;
        vm.for_each(range, |vm, item| {
            count += vm.equal(&item, value)? as usize;
            Ok(true)
        })?;
        Ok(count)
    }
    /// rangeobject.index(value) -> integer -- return index of value. Raise ValueError if the value is not present.
    "index(self, value, /)" fn index(vm, range: &Value, value: &Value) -> Value {
        let found = if is_plain_int(value) {
            let range: &RangeObject = this(vm, range)?;
            index_of(vm, range, value)
        } else {
            search(vm, range, value)?.map(Value::int)
        };
        match found {
            Some(index) => Ok(index),
            None if is_int(value) => {
                let text = vm.repr_text(value)?;
                Err(vm.value_error(format!("{text} is not in range")))
            }
            None => Err(vm.value_error("sequence.index(x): x not in sequence")),
        }
    }
    /// Return a reverse iterator.
    "__reversed__(self, /)" fn reversed(vm, range: &RangeObject) -> Value {
        match Small::of(range) {
            Some(small) if fits(small) && small.step != i64::MIN && small.start.checked_sub(small.step).is_some() => {
                let last = if small.length == 0 { small.start } else { small.at(small.length - 1) };
                Ok(small_iterator(vm, last, -small.step, small.length))
            }
            _ => {
                let big = Big::of(range);
                let last = &big.start + (&big.length - 1) * &big.step;
                big_iterator(vm, last, -big.step, big.length)
            }
        }
    }
    /// Help for pickle.
    "__reduce__(self, /)" fn reduce(vm, value: &Value) -> Value {
        let range: &RangeObject = this(vm, value)?;
        let arguments = vm.new_tuple(vec![range.start.clone(), range.stop.clone(), range.step.clone()]);
        let class = vm.class_of(value).to_value();
        Ok(vm.new_pair(class, arguments))
    }
}

fn next(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let iterator: &RangeIterObject = this(vm, value)?;
    let remaining = iterator.remaining.get();
    if remaining == 0 {
        return Ok(None);
    }
    let item = iterator.next.get();
    iterator.remaining.set(remaining - 1);
    iterator.next.set(item.wrapping_add(iterator.step));
    Ok(Some(Value::int(item)))
}

crate::native_functions! { static ITERATOR_METHODS;
    /// Private method returning an estimate of len(list(it)).
    "__length_hint__(self, /)" fn length_hint(vm, iterator: &RangeIterObject) -> u64 {
        Ok(iterator.remaining.get())
    }
    /// Return state information for pickling.
    "__reduce__(self, /)" fn iterator_reduce(vm, iterator: &RangeIterObject) -> Value {
        let function = builtin(vm, "iter")?;
        let (next, step) = (iterator.next.get(), iterator.step);
        let stop = next as i128 + step as i128 * iterator.remaining.get() as i128;
        let stop = vm.new_int(BigInt::from(stop));
        let range = new_range(vm, Value::int(next), stop, Value::int(step));
        let arguments = vm.new_tuple(vec![range]);
        Ok(vm.new_pair(function, arguments))
    }
}

/// The ints of a range as values, for `list(range(…))`; `None` if they do not fit 64 bits.
pub fn values(range: &RangeObject) -> Option<Vec<Value>> {
    let small = Small::of(range)?;
    let length = usize::try_from(small.length).ok()?;
    let mut items = Vec::new();
    crate::memory::reserve_exact(&mut items, length).then_some(())?;
    items.extend((0..small.length).map(|index| Value::int(small.at(index))));
    Some(items)
}

/// `range`.
pub static RANGE: NativeClass = NativeClass {
    name: "range",
    doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.",
    layout: Layout::Range,
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        truth: Some(|vm, value| {
            let range: &RangeObject = this(vm, value)?;
            Ok(length_value(vm, range).as_int() != Some(0))
        }),
        length: Some(length),
        get_item: Some(get_item),
        contains: Some(contains),
        iterate: Some(iterate),
        ..Slots::NONE
    },
    new: Some(new),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "start",
            doc: "",
            get: |vm, value| Ok(this::<RangeObject>(vm, value)?.start.clone()),
            set: None,
        },
        GetSetDefinition {
            name: "stop",
            doc: "",
            get: |vm, value| Ok(this::<RangeObject>(vm, value)?.stop.clone()),
            set: None,
        },
        GetSetDefinition {
            name: "step",
            doc: "",
            get: |vm, value| Ok(this::<RangeObject>(vm, value)?.step.clone()),
            set: None,
        },
    ],
    flags: flags::FINAL | flags::SEQUENCE,
    ..NativeClass::EMPTY
};

/// `range_iterator`.
pub static ITERATOR: NativeClass = NativeClass {
    name: "range_iterator",
    layout: Layout::RangeIter,
    slots: Slots {
        iterate: Some(|_, value| Ok(value.clone())),
        next: Some(next),
        ..Slots::NONE
    },
    methods: ITERATOR_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};
