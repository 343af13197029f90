//! The stable sort behind `list.sort` and `sorted`: natural runs and merging, with comparisons that may raise, lie, or run
//! language code.
//!
//! Enters: values, a key function or None. Leaves: the values in order; after an exception some permutation of them. Keys
//! that are all ints, all floats or all strings are sorted without the protocol.
use crate::native::special::{CompareOp, SpecialMethod};
use crate::object::builtin::shape;
use crate::object::dict::equal_fast;
use crate::object::heap::Layout;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::cmp::Ordering;

/// Runs shorter than this are completed by binary insertion.
const SHORTEST_RUN: usize = 32;

/// Sorts values, by `key(value)` unless `key` is None.
pub fn sort_values(vm: &mut Vm, items: &mut Vec<Value>, key: &Value, reverse: bool) -> Outcome<()> {
    if key.is_none() || key.is_missing() {
        if sort_alike(items, reverse) {
            return Ok(());
        }
        let (order, outcome) = order_of(vm, items, reverse);
        permute(items, &order);
        return outcome;
    }
    let mut keys = Vec::new();
    vm.room(&mut keys, items.len())?;
    for item in items.iter() {
        vm.check_memory()?;
        keys.push(vm.call(key, std::slice::from_ref(item))?);
    }
    if let Some(order) = order_alike(&keys, reverse) {
        permute(items, &order);
        return Ok(());
    }
    let (order, outcome) = order_of(vm, &keys, reverse);
    permute(items, &order);
    outcome
}

/// Puts items into an order, which must be a permutation.
fn permute(items: &mut Vec<Value>, order: &[u32]) {
    let mut old: Vec<Option<Value>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(order.iter().filter_map(|&at| old[at as usize].take()));
}

/// What all keys have in common.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Int,
    Float,
    Str,
}

fn kind_of(keys: &[Value]) -> Option<Kind> {
    let kind = |key: &Value| {
        if key.as_int().is_some() {
            Some(Kind::Int)
        } else if let Some(number) = key.as_float() {
            (!number.is_nan()).then_some(Kind::Float)
        } else {
            plain_text(key).map(|_| Kind::Str)
        }
    };
    let first = kind(keys.first()?)?;
    keys[1..]
        .iter()
        .all(|key| kind(key) == Some(first))
        .then_some(first)
}

fn plain_text(value: &Value) -> Option<&str> {
    let text: &StrObject = value.downcast()?;
    (text.header.shape() == shape::STR).then(|| text.as_str())
}

/// Sorts values that are all ints, floats or strings in place; false if they are not.
fn sort_alike(items: &mut [Value], reverse: bool) -> bool {
    let Some(kind) = kind_of(items) else {
        return items.len() < 2;
    };
    // Reversing before and after keeps equal items in their order.
    if reverse {
        items.reverse();
    }
    match kind {
        Kind::Int => {
            // Equal ints cannot be told apart, so their order does not matter.
            let mut numbers: Vec<i64> = items.iter().filter_map(Value::as_int).collect();
            numbers.sort_unstable();
            for (item, number) in items.iter_mut().zip(numbers) {
                *item = Value::int(number);
            }
        }
        Kind::Float => {
            let mut numbers: Vec<f64> = items.iter().filter_map(Value::as_float).collect();
            numbers.sort_by(compare_floats);
            for (item, number) in items.iter_mut().zip(numbers) {
                *item = Value::float(number);
            }
        }
        Kind::Str => {
            let mut texts: Vec<(u64, Value)> = items
                .iter_mut()
                .map(|item| {
                    let item = std::mem::replace(item, Value::NONE);
                    (first_bytes(&item), item)
                })
                .collect();
            texts.sort_by(|a, b| compare_texts((a.0, &a.1), (b.0, &b.1)));
            for (item, (_, text)) in items.iter_mut().zip(texts) {
                *item = text;
            }
        }
    }
    if reverse {
        items.reverse();
    }
    true
}

/// Order of floats that are no NaN.
fn compare_floats(a: &f64, b: &f64) -> Ordering {
    a.partial_cmp(b).unwrap_or(Ordering::Equal)
}

/// The first eight bytes of a text as a number whose order is theirs; shorter texts are filled up with zeros.
fn first_bytes(value: &Value) -> u64 {
    let text = plain_text(value).unwrap_or_default().as_bytes();
    let mut bytes = [0; 8];
    let length = text.len().min(8);
    bytes[..length].copy_from_slice(&text[..length]);
    u64::from_be_bytes(bytes)
}

/// Order of texts with their first bytes at hand.
fn compare_texts(a: (u64, &Value), b: (u64, &Value)) -> Ordering {
    a.0.cmp(&b.0)
        .then_with(|| plain_text(a.1).cmp(&plain_text(b.1)))
}

/// The order of keys that are all ints, floats or strings.
fn order_alike(keys: &[Value], reverse: bool) -> Option<Vec<u32>> {
    let kind = match kind_of(keys) {
        Some(kind) => kind,
        None => return (keys.len() < 2).then(|| (0..keys.len() as u32).collect()),
    };
    // The place breaks ties; reversing before and after keeps equal items in their order.
    let last = keys.len() as u32 - 1;
    let place = |at: usize| if reverse { last - at as u32 } else { at as u32 };
    let places = keys.iter().enumerate();
    let mut order: Vec<u32> = match kind {
        Kind::Int => {
            let mut pairs: Vec<(i64, u32)> = places
                .filter_map(|(at, key)| Some((key.as_int()?, place(at))))
                .collect();
            pairs.sort_unstable();
            pairs.into_iter().map(|pair| pair.1).collect()
        }
        Kind::Float => {
            let mut pairs: Vec<(f64, u32)> = places
                .filter_map(|(at, key)| Some((key.as_float()?, place(at))))
                .collect();
            pairs.sort_unstable_by(|a, b| compare_floats(&a.0, &b.0).then(a.1.cmp(&b.1)));
            pairs.into_iter().map(|pair| pair.1).collect()
        }
        Kind::Str => {
            let mut pairs: Vec<(u64, u32)> = places
                .map(|(at, key)| (first_bytes(key), place(at)))
                .collect();
            let key = |number: u32| &keys[place(number as usize) as usize];
            pairs.sort_unstable_by(|a, b| {
                compare_texts((a.0, key(a.1)), (b.0, key(b.1))).then(a.1.cmp(&b.1))
            });
            pairs.into_iter().map(|pair| pair.1).collect()
        }
    };
    if reverse {
        order.reverse();
        for number in &mut order {
            *number = last - *number;
        }
    }
    Some(order)
}

/// The order of any keys, and whether a comparison raised; then the order is some permutation.
fn order_of(vm: &mut Vm, keys: &[Value], reverse: bool) -> (Vec<u32>, Outcome<()>) {
    let mut sorter = Sorter {
        keys,
        order: (0..keys.len() as u32).collect(),
        spare: Vec::new(),
    };
    if reverse {
        sorter.order.reverse();
    }
    let outcome = sorter.sort(vm);
    if reverse {
        sorter.order.reverse();
    }
    (sorter.order, outcome)
}

/// `a < b` where that needs no language code.
pub fn less_fast(a: &Value, b: &Value) -> Option<bool> {
    if let (Some(a), Some(b)) = (a.as_int_or_bool(), b.as_int_or_bool()) {
        return Some(a < b);
    }
    if let (Some(a), Some(b)) = (a.as_float(), b.as_float()) {
        return Some(a < b);
    }
    if let (Some(a), Some(b)) = (plain_text(a), plain_text(b)) {
        return Some(a < b);
    }
    if a.layout()? == Layout::Tuple && b.layout()? == Layout::Tuple {
        let (a, b) = (a.downcast::<TupleObject>()?, b.downcast::<TupleObject>()?);
        if a.header.shape() != shape::TUPLE || b.header.shape() != shape::TUPLE {
            return None;
        }
        for (x, y) in a.items().iter().zip(b.items()) {
            if x.is(y) {
                continue;
            }
            if let (Some(x), Some(y)) = (x.as_int(), y.as_int()) {
                return Some(x < y);
            }
            if equal_fast(x, y)? {
                continue;
            }
            return if x.layout() == Some(Layout::Tuple) {
                None
            } else {
                less_fast(x, y)
            };
        }
        return Some(a.items().len() < b.items().len());
    }
    None
}

/// `a < b`.
pub fn less(vm: &mut Vm, a: &Value, b: &Value) -> Outcome<bool> {
    match less_fast(a, b) {
        Some(less) => Ok(less),
        None => less_slow(vm, a, b),
    }
}

fn less_slow(vm: &mut Vm, a: &Value, b: &Value) -> Outcome<bool> {
    let class = vm.class_of(a);
    if class.overrides.get() & SpecialMethod::Lt.bit() != 0 && class.is(vm.class_of(b)) {
        // Both of one class: its method decides unless it declines.
        if let Some(answer) = vm.call_special(a, SpecialMethod::Lt, std::slice::from_ref(b))?
            && !answer.is_not_implemented()
        {
            return vm.truth(&answer);
        }
    }
    vm.compare_truth(CompareOp::Lt, a, b)
}

struct Sorter<'a> {
    keys: &'a [Value],
    order: Vec<u32>,
    spare: Vec<u32>,
}

impl Sorter<'_> {
    /// True if the key at place `a` of the order is less than that at place `b`.
    fn less(&self, vm: &mut Vm, a: u32, b: u32) -> Outcome<bool> {
        less(vm, &self.keys[a as usize], &self.keys[b as usize])
    }

    fn sort(&mut self, vm: &mut Vm) -> Outcome<()> {
        let length = self.order.len();
        let mut runs: Vec<(usize, usize)> = Vec::new();
        let mut start = 0;
        while start < length {
            let mut end = self.natural_run(vm, start)?;
            let wanted = length.min(start + SHORTEST_RUN);
            if end < wanted {
                self.insert(vm, start, end, wanted)?;
                end = wanted;
            }
            runs.push((start, end));
            start = end;
            // Run lengths shrink geometrically towards the end of the stack, so that every item is merged few times.
            while let [.., (first, middle), (_, last)] = runs[..] {
                let (a, b) = (middle - first, last - middle);
                if a > 2 * b && start < length {
                    break;
                }
                self.merge(vm, first, middle, last)?;
                runs.pop();
                if let Some(top) = runs.last_mut() {
                    top.1 = last;
                }
            }
        }
        Ok(())
    }

    /// The end of the run that begins at `start`; a strictly descending one is reversed.
    fn natural_run(&mut self, vm: &mut Vm, start: usize) -> Outcome<usize> {
        let length = self.order.len();
        let mut end = start + 1;
        if end == length {
            return Ok(end);
        }
        let descending = self.less(vm, self.order[end], self.order[start])?;
        end += 1;
        while end < length && self.less(vm, self.order[end], self.order[end - 1])? == descending {
            end += 1;
        }
        if descending {
            self.order[start..end].reverse();
        }
        Ok(end)
    }

    /// Binary insertion of the items from `sorted` to `end` into the run from `start`.
    fn insert(&mut self, vm: &mut Vm, start: usize, sorted: usize, end: usize) -> Outcome<()> {
        for at in sorted..end {
            let item = self.order[at];
            let (mut low, mut high) = (start, at);
            while low < high {
                let middle = (low + high) / 2;
                if self.less(vm, item, self.order[middle])? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.order[low..=at].rotate_right(1);
        }
        Ok(())
    }

    /// Merges two neighbouring runs. Whatever happens, no item is lost.
    fn merge(&mut self, vm: &mut Vm, first: usize, middle: usize, last: usize) -> Outcome<()> {
        if !self.less(vm, self.order[middle], self.order[middle - 1])? {
            return Ok(());
        }
        let mut spare = std::mem::take(&mut self.spare);
        spare.clear();
        spare.extend_from_slice(&self.order[first..middle]);
        let (mut left, mut right, mut out) = (0, middle, first);
        let mut outcome = Ok(());
        while left < spare.len() && right < last {
            match self.less(vm, self.order[right], spare[left]) {
                Ok(true) => {
                    self.order[out] = self.order[right];
                    right += 1;
                }
                Ok(false) => {
                    self.order[out] = spare[left];
                    left += 1;
                }
                Err(raised) => {
                    outcome = Err(raised);
                    break;
                }
            }
            out += 1;
        }
        // What is left of the first run fits exactly into the gap before what is left of the second.
        self.order[out..out + spare.len() - left].copy_from_slice(&spare[left..]);
        self.spare = spare;
        outcome
    }
}
