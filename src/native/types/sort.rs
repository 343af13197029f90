//! The stable sort behind `list.sort` and `sorted`: natural runs and merging, with comparisons that may raise, lie, or run
//! language code.
//!
//! Enters: values, a key function or None. Leaves: the values in order; after an exception some permutation of them. Keys
//! that are all ints, all floats or all strings are sorted without the protocol, and so are tuples of them.
use crate::native::special::{CompareOp, SpecialMethod};
use crate::object::builtin::shape;
use crate::object::dict::equal_fast;
use crate::object::heap::Layout;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use smallvec::SmallVec;
use std::cmp::Ordering;

/// Runs shorter than this are completed by binary insertion.
const SHORTEST_RUN: usize = 32;

/// Sorts values, by `key(value)` unless `key` is None.
pub fn sort_values(vm: &mut Vm, items: &mut Vec<Value>, key: &Value, reverse: bool) -> Outcome<()> {
    if key.is_none() || key.is_missing() {
        if sort_alike(items, reverse) {
            return Ok(());
        }
        if let Some(order) = order_of_tuples(items, reverse) {
            permute(items, &order);
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
    if let Some(order) = order_alike(&keys, reverse).or_else(|| order_of_tuples(&keys, reverse)) {
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

impl Kind {
    fn of(key: &Value) -> Option<Kind> {
        if key.as_int().is_some() {
            Some(Kind::Int)
        } else if let Some(number) = key.as_float() {
            (!number.is_nan()).then_some(Kind::Float)
        } else {
            plain_text(key).map(|_| Kind::Str)
        }
    }

    /// A number whose order is that of the keys; texts of one number may differ.
    fn rank(self, key: &Value) -> u64 {
        const TOP: u64 = 1 << 63;
        match self {
            Kind::Int => key.as_int().unwrap_or_default() as u64 ^ TOP,
            Kind::Float => {
                // Both zeros are one.
                let bits = (key.as_float().unwrap_or_default() + 0.0).to_bits();
                if bits & TOP != 0 { !bits } else { bits | TOP }
            }
            Kind::Str => first_bytes(key),
        }
    }

    /// The order of two keys.
    fn compare(self, a: &Value, b: &Value) -> Ordering {
        match self {
            Kind::Str => plain_text(a).cmp(&plain_text(b)),
            _ => self.rank(a).cmp(&self.rank(b)),
        }
    }
}

fn kind_of(keys: &[Value]) -> Option<Kind> {
    let first = Kind::of(keys.first()?)?;
    keys[1..]
        .iter()
        .all(|key| Kind::of(key) == Some(first))
        .then_some(first)
}

/// The items of a plain tuple.
pub fn plain_tuple(value: &Value) -> Option<&[Value]> {
    let tuple: &TupleObject = value.downcast()?;
    (tuple.header.shape() == shape::TUPLE).then(|| tuple.items())
}

/// The order of plain tuples of one length that have, place by place, all ints, all floats or all strings.
fn order_of_tuples(keys: &[Value], reverse: bool) -> Option<Vec<u32>> {
    let kinds: SmallVec<[Kind; 4]> = plain_tuple(keys.first()?)?
        .iter()
        .map(Kind::of)
        .collect::<Option<_>>()?;
    let first = *kinds.first()?;
    let last = keys.len() as u32 - 1;
    // Reversing before and after keeps equal items in their order.
    let place = |at: u32| if reverse { last - at } else { at };
    let mut ranked: Vec<(u64, u32)> = Vec::with_capacity(keys.len());
    for (at, key) in keys.iter().enumerate() {
        let items = plain_tuple(key)?;
        let alike = items.len() == kinds.len()
            && items
                .iter()
                .zip(&kinds)
                .all(|(item, &kind)| Kind::of(item) == Some(kind));
        if !alike {
            return None;
        }
        ranked.push((first.rank(&items[0]), place(at as u32)));
    }
    // A rank says all of an int or a float.
    let unclear = if first == Kind::Str { 0 } else { 1 };
    ranked.sort_unstable_by(|a, b| {
        a.0.cmp(&b.0)
            .then_with(|| {
                let items = |number: u32| plain_tuple(&keys[place(number) as usize]);
                let (x, y) = (
                    items(a.1).unwrap_or_default(),
                    items(b.1).unwrap_or_default(),
                );
                x.iter()
                    .zip(y)
                    .zip(&kinds)
                    .skip(unclear)
                    .map(|((x, y), kind)| kind.compare(x, y))
                    .find(|order| order.is_ne())
                    .unwrap_or(Ordering::Equal)
            })
            .then(a.1.cmp(&b.1))
    });
    let mut order: Vec<u32> = ranked
        .into_iter()
        .map(|(_, number)| place(number))
        .collect();
    if reverse {
        order.reverse();
    }
    Some(order)
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
    less_tuples(plain_tuple(a)?, plain_tuple(b)?)
}

/// `a < b` of plain tuples where that needs no language code.
pub fn less_tuples(a: &[Value], b: &[Value]) -> Option<bool> {
    for (x, y) in a.iter().zip(b) {
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
    Some(a.len() < b.len())
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
