//! `product`, `permutations`, `combinations`, `combinations_with_replacement`: tuples of items of pools, by their indices.
use super::iterator_classes;
use crate::gil::GilCell;
use crate::native::Arguments;
use crate::native::payload::state;
use crate::object::class::ClassObject;
use crate::object::heap::Ref;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

crate::payload! {
    /// The pools and the indices of the next tuple; no indices when exhausted.
    struct Product { pools: Vec<Vec<Value>>, indices: GilCell<Option<Vec<usize>>> }
    /// A pool and what the next selection is made of; for permutations `indices` is the whole pool in order, and `cycles`
    /// counts what is left of each place.
    struct Selection {
        pool: Vec<Value>,
        size: usize,
        indices: GilCell<Option<Vec<usize>>>,
        cycles: GilCell<Vec<usize>>,
    }
}

fn new_product(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let mut repeat = 1;
    for (name, value) in arguments.keywords() {
        let name = vm.string(name)?;
        if name != "repeat" {
            return Err(vm.type_error(format!(
                "product() got an unexpected keyword argument '{name}'"
            )));
        }
        repeat = vm.index_i64(value)?;
    }
    if repeat < 0 {
        return Err(vm.value_error("repeat argument cannot be negative"));
    }
    let mut once = Vec::new();
    if repeat > 0 {
        for iterable in arguments.positional() {
            once.push(vm.collect(iterable)?);
        }
    }
    let total = once
        .len()
        .checked_mul(repeat as usize)
        .filter(|&total| total < 1 << 24);
    let Some(total) = total else {
        return Err(vm.raise(
            crate::object::builtin::Exc::OverflowError,
            "repeat argument too large",
        ));
    };
    let mut pools: Vec<Vec<Value>> = Vec::new();
    let items: usize = once.iter().map(Vec::len).sum();
    let all = items.saturating_mul(total / once.len().max(1));
    vm.room(&mut pools, total)?;
    vm.room(&mut Vec::<Value>::new(), all)?;
    pools.extend(once.iter().cycle().take(total).cloned());
    let indices = pools
        .iter()
        .all(|pool| !pool.is_empty())
        .then(|| vec![0; pools.len()]);
    Ok(vm.new_native(
        class,
        Product {
            pools,
            indices: GilCell::new(indices),
        },
    ))
}

fn next_product(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let product: &Product = state(vm, value)?;
    let Some(indices) = product.indices.get_mut(vm) else {
        return Ok(None);
    };
    let items: Vec<Value> = product
        .pools
        .iter()
        .zip(&*indices)
        .map(|(pool, &at)| pool[at].clone())
        .collect();
    let mut exhausted = true;
    for (pool, at) in product.pools.iter().zip(indices.iter_mut()).rev() {
        *at += 1;
        if *at < pool.len() {
            exhausted = false;
            break;
        }
        *at = 0;
    }
    if exhausted {
        *product.indices.get_mut(vm) = None;
    }
    Ok(Some(vm.new_tuple(items)))
}

/// Pool and size from the arguments. A missing size is that of the pool.
fn selection(vm: &mut Vm, arguments: Arguments, signature: &str) -> Outcome<(Vec<Value>, usize)> {
    let bound = arguments.bind(vm, signature)?;
    let pool = vm.collect(&bound[0])?;
    if bound[1].is_none() {
        let size = pool.len();
        return Ok((pool, size));
    }
    if !crate::vm::numbers::is_int(&bound[1]) && signature.starts_with("permutations") {
        return Err(vm.type_error("Expected int as r"));
    }
    let size = vm.index_i64(&bound[1])?;
    if size < 0 {
        return Err(vm.value_error("r must be non-negative"));
    }
    Ok((pool, size as usize))
}

fn make(
    vm: &mut Vm,
    class: &ClassObject,
    pool: Vec<Value>,
    size: usize,
    start: Option<Vec<usize>>,
) -> Value {
    let cycles = match start {
        Some(_) => (0..size).map(|at| pool.len().saturating_sub(at)).collect(),
        None => Vec::new(),
    };
    vm.new_native(
        class,
        Selection {
            pool,
            size,
            indices: GilCell::new(start),
            cycles: GilCell::new(cycles),
        },
    )
}

fn new_permutations(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let (pool, size) = selection(vm, arguments, "permutations(iterable, r=None)")?;
    let start = (size <= pool.len()).then(|| (0..pool.len()).collect());
    Ok(make(vm, class, pool, size, start))
}

fn new_combinations(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let (pool, size) = selection(vm, arguments, "combinations(iterable, r)")?;
    let start = (size <= pool.len()).then(|| (0..size).collect());
    Ok(make(vm, class, pool, size, start))
}

fn new_with_replacement(
    vm: &mut Vm,
    class: &Ref<ClassObject>,
    arguments: Arguments,
) -> Outcome<Value> {
    let (pool, size) = selection(vm, arguments, "combinations_with_replacement(iterable, r)")?;
    let start = match size == 0 || !pool.is_empty() {
        true => Some(vm.zeroed(size)?),
        false => None,
    };
    Ok(make(vm, class, pool, size, start))
}

/// Gives the tuple the indices name and moves them on by `advance`, which answers false after the last one.
fn next_by(
    vm: &mut Vm,
    value: &Value,
    advance: impl FnOnce(&Selection, &mut Vec<usize>, &mut Vec<usize>) -> bool,
) -> Outcome<Option<Value>> {
    let this: &Selection = state(vm, value)?;
    let Some(mut indices) = this.indices.replace(vm, None) else {
        return Ok(None);
    };
    let items = indices[..this.size]
        .iter()
        .map(|&at| this.pool[at].clone())
        .collect();
    let mut cycles = this.cycles.replace(vm, Vec::new());
    if advance(this, &mut indices, &mut cycles) {
        this.indices.replace(vm, Some(indices));
        this.cycles.replace(vm, cycles);
    }
    Ok(Some(vm.new_tuple(items)))
}

fn next_permutations(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    next_by(vm, value, |this, indices, cycles| {
        for place in (0..this.size).rev() {
            cycles[place] -= 1;
            if cycles[place] == 0 {
                indices[place..].rotate_left(1);
                cycles[place] = this.pool.len() - place;
            } else {
                let other = indices.len() - cycles[place];
                indices.swap(place, other);
                return true;
            }
        }
        false
    })
}

fn next_combinations(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    next_by(vm, value, |this, indices, _| {
        let last = this.pool.len() - this.size;
        let Some(place) = (0..this.size)
            .rev()
            .find(|&place| indices[place] != place + last)
        else {
            return false;
        };
        indices[place] += 1;
        for next in place + 1..this.size {
            indices[next] = indices[next - 1] + 1;
        }
        true
    })
}

fn next_with_replacement(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    next_by(vm, value, |this, indices, _| {
        let Some(place) = (0..this.size)
            .rev()
            .find(|&place| indices[place] + 1 != this.pool.len())
        else {
            return false;
        };
        let index = indices[place] + 1;
        indices[place..].fill(index);
        true
    })
}

iterator_classes! {
    /// Cartesian product of input iterables. Equivalent to nested for-loops.
    PRODUCT "itertools.product" Some(new_product), next_product, &[];
    /// Return successive r-length permutations of elements in the iterable.
    PERMUTATIONS "itertools.permutations" Some(new_permutations), next_permutations, &[];
    /// Return successive r-length combinations of elements in the iterable.
    COMBINATIONS "itertools.combinations" Some(new_combinations), next_combinations, &[];
    /// Return successive r-length combinations of elements in the iterable allowing individual elements to repeat.
    COMBINATIONS_WITH_REPLACEMENT "itertools.combinations_with_replacement"
        Some(new_with_replacement), next_with_replacement, &[];
}
