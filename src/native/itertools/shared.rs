//! `groupby` and `tee`: several iterators that draw from one source.
use super::iterator_classes;
use crate::gil::GilCell;
use crate::native::Arguments;
use crate::native::payload::state;
use crate::object::builtin::Exc;
use crate::object::class::ClassObject;
use crate::object::heap::Ref;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

crate::payload! {
    struct GroupBy {
        source: Value,
        key: Value,
        /// Key of the group that is being given out.
        target: GilCell<Option<Value>>,
        /// Key and value of the item that was read last and belongs to nobody yet.
        current_key: GilCell<Option<Value>>,
        current: GilCell<Option<Value>>,
        /// Identity of the group that may still read.
        group: Cell<u64>,
    }
    struct Group { parent: Value, target: Value }
    /// Some items of a teed source, and the link to those that follow.
    struct Chunk { source: Value, items: GilCell<Vec<Value>>, next: GilCell<Option<Value>>, running: Cell<bool> }
    struct Tee { chunk: GilCell<Value>, at: Cell<usize> }
}

fn new_groupby(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "groupby(iterable, key=None)")?;
    let source = vm.iterate(&bound[0])?;
    Ok(vm.new_native(
        class,
        GroupBy {
            source,
            key: bound[1].clone(),
            target: GilCell::new(None),
            current_key: GilCell::new(None),
            current: GilCell::new(None),
            group: Cell::new(0),
        },
    ))
}

/// Reads the next item; false at the end.
fn step(vm: &mut Vm, groups: &GroupBy) -> Outcome<bool> {
    let Some(item) = vm.next(&groups.source)? else {
        return Ok(false);
    };
    let key = if groups.key.is_none() {
        item.clone()
    } else {
        vm.call(&groups.key, std::slice::from_ref(&item))?
    };
    drop(groups.current.replace(vm, Some(item)));
    drop(groups.current_key.replace(vm, Some(key)));
    Ok(true)
}

fn next_groupby(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let groups: &GroupBy = state(vm, value)?;
    groups.group.set(0);
    loop {
        if let Some(current) = groups.current_key.get(vm).clone() {
            match groups.target.get(vm).clone() {
                None => break,
                Some(target) => {
                    if !vm.equal(&target, &current)? {
                        break;
                    }
                }
            }
        }
        if !step(vm, groups)? {
            return Ok(None);
        }
    }
    let key = groups.current_key.get(vm).clone().unwrap_or(Value::NONE);
    drop(groups.target.replace(vm, Some(key.clone())));
    let class = vm.native_class(&GROUP)?;
    let group = vm.new_native(
        &class,
        Group {
            parent: value.clone(),
            target: key.clone(),
        },
    );
    groups.group.set(group.identity());
    Ok(Some(vm.new_pair(key, group)))
}

fn next_group(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let group: &Group = state(vm, value)?;
    let groups: &GroupBy = state(vm, &group.parent)?;
    if groups.group.get() != value.identity() {
        return Ok(None);
    }
    if groups.current.get(vm).is_none() && !step(vm, groups)? {
        return Ok(None);
    }
    let current = groups.current_key.get(vm).clone().unwrap_or(Value::NONE);
    if !vm.equal(&group.target, &current)? {
        return Ok(None);
    }
    drop(groups.current_key.replace(vm, None));
    Ok(groups.current.replace(vm, None))
}

/// Items in one chunk of a teed source.
const CHUNK: usize = 56;

fn new_chunk(vm: &mut Vm, source: Value) -> Outcome<Value> {
    let class = vm.native_class(&TEE_CHUNK)?;
    let (items, next) = (GilCell::new(Vec::new()), GilCell::new(None));
    Ok(vm.new_native(
        &class,
        Chunk {
            source,
            items,
            next,
            running: Cell::new(false),
        },
    ))
}

fn next_tee(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let tee: &Tee = state(vm, value)?;
    let mut here = tee.chunk.get(vm).clone();
    if tee.at.get() == CHUNK {
        let chunk: &Chunk = state(vm, &here)?;
        let next = match chunk.next.get(vm).clone() {
            Some(next) => next,
            None => {
                let next = new_chunk(vm, chunk.source.clone())?;
                chunk.next.replace(vm, Some(next.clone()));
                next
            }
        };
        drop(tee.chunk.replace(vm, next.clone()));
        tee.at.set(0);
        here = next;
    }
    let chunk: &Chunk = state(vm, &here)?;
    let at = tee.at.get();
    if let Some(item) = chunk.items.get(vm).get(at).cloned() {
        tee.at.set(at + 1);
        return Ok(Some(item));
    }
    if chunk.running.replace(true) {
        return Err(vm.raise(Exc::RuntimeError, "cannot re-enter the tee iterator"));
    }
    let outcome = vm.next(&chunk.source);
    chunk.running.set(false);
    let Some(item) = outcome? else {
        return Ok(None);
    };
    let copy = item.clone();
    chunk.items.get_mut(vm).push(copy);
    tee.at.set(at + 1);
    Ok(Some(item))
}

fn new_tee(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "_tee(iterable, /)")?;
    if let Some(tee) = bound[0].payload::<Tee>() {
        return Ok(copy_of(vm, class, tee));
    }
    let source = vm.iterate(&bound[0])?;
    let chunk = new_chunk(vm, source)?;
    Ok(vm.new_native(
        class,
        Tee {
            chunk: GilCell::new(chunk),
            at: Cell::new(0),
        },
    ))
}

fn copy_of(vm: &mut Vm, class: &ClassObject, tee: &Tee) -> Value {
    let chunk = tee.chunk.get(vm).clone();
    vm.new_native(
        class,
        Tee {
            chunk: GilCell::new(chunk),
            at: Cell::new(tee.at.get()),
        },
    )
}

fn no_step(_: &mut Vm, _: &Value) -> Outcome<Option<Value>> {
    Ok(None)
}

crate::native_functions! { static TEE_METHODS;
    /// Returns an independent iterator.
    "__copy__(self, /)" fn tee_copy(vm, value: &Value) -> Value {
        let tee: &Tee = state(vm, value)?;
        let class = vm.class_of(value).clone();
        Ok(copy_of(vm, &class, tee))
    }
}

crate::native_functions! {
    /// The functions of the module.
    pub(super) static FUNCTIONS;
    /// Returns a tuple of n independent iterators.
    "tee(iterable, n=2, /)" fn tee(vm, iterable: &Value, count: i64) -> Value {
        if count < 0 {
            return Err(vm.value_error("n must be >= 0"));
        }
        if count == 0 {
            return Ok(vm.empty_tuple());
        }
        let iterator = vm.iterate(iterable)?;
        let first = match vm.get_attribute_opt(&iterator, "__copy__")? {
            Some(_) => iterator,
            None => {
                let class = vm.native_class(&TEE)?;
                new_tee(vm, &class, Arguments::of(&[iterator]))?
            }
        };
        let mut all = Vec::with_capacity((count as usize).min(1024));
        for _ in 1..count {
            all.push(vm.call_method(&first, "__copy__", &[])?);
        }
        all.insert(0, first);
        Ok(vm.new_tuple(all))
    }
}

iterator_classes! {
    /// Make an iterator that returns consecutive keys and groups from the iterable.
    GROUPBY "itertools.groupby" Some(new_groupby), next_groupby, &[];
    /// The items of one group.
    GROUP "itertools._grouper" None, next_group, &[];
    /// Iterator wrapped to make it copyable.
    TEE "itertools._tee" Some(new_tee), next_tee, TEE_METHODS;
    /// What several tee iterators share.
    TEE_CHUNK "itertools._tee_dataobject" None, no_step, &[];
}
