//! Loops and unpacking.
//!
//! `for` steps the built-in iterators by itself. Where the two items of a pair are unpacked by the instruction that follows,
//! `ForIter` does that, too, and no tuple is made.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::iteration::resume_generator;
use super::{Exit, attempt, kill, put, resume, save, value_at, write_next};
use crate::code::Ins;
use crate::native::special::SpecialMethod;
use crate::object::dict::DictIterObject;
use crate::object::heap::{Header, Layout};
use crate::object::range::RangeIterObject;
use crate::object::sequence::{ListIterObject, ListObject, TupleIterObject, TupleObject};
use crate::object::value::{Raw, Value, tag};
use crate::vm::{Outcome, Raised, Vm};

pub(crate) unsafe fn GetIter(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    // SAFETY (of all handlers here): registers exist and are bound, as the verifier checks.
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let iterator = attempt!(vm.iterate(value_at(base, ins.b)));
        if ins.d & 1 != 0 && ins.b != ins.a {
            kill(base, ins.b);
        }
        put(base, ins.a, iterator);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn ForIter(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let iterator = *base.add((*ins).b as usize);
        if iterator.tag == tag::OBJECT {
            match (*(iterator.bits as *const Header)).layout() {
                Layout::RangeIter => {
                    let range = &*(iterator.bits as *const RangeIterObject);
                    let remaining = range.remaining.get();
                    if remaining != 0 {
                        let value = range.next.get();
                        range.remaining.set(remaining - 1);
                        range.next.set(value.wrapping_add(range.step));
                        write_next!(vm, pc, base, t, k, (*ins).a, Raw::int(value))
                    }
                    return exhausted(vm, pc, base, t, k);
                }
                Layout::ListIter => {
                    let list = &*(iterator.bits as *const ListIterObject);
                    if !list.reversed
                        && let Some(items) = &*list.list.as_ptr()
                    {
                        let index = list.index.get();
                        if let Some(item) = (&*items.items.as_ptr()).get(index) {
                            list.index.set(index + 1);
                            let raw = item.raw();
                            raw.retain();
                            write_next!(vm, pc, base, t, k, (*ins).a, raw)
                        }
                    }
                }
                Layout::TupleIter => {
                    let tuple = &*(iterator.bits as *const TupleIterObject);
                    let index = tuple.index.get();
                    if let Some(item) = tuple.tuple.items().get(index) {
                        tuple.index.set(index + 1);
                        let raw = item.raw();
                        raw.retain();
                        write_next!(vm, pc, base, t, k, (*ins).a, raw)
                    }
                }
                Layout::Generator => return resume_generator(vm, pc, base, t, k),
                _ => {}
            }
        }
        for_slow(vm, pc, base, t, k)
    }
}

#[inline(never)]
pub(super) unsafe fn exhausted(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        kill(base, ins.b);
        let pc = pc.offset(ins.d as isize);
        resume!(vm, pc, base, k)
    }
}

#[inline(never)]
pub(super) unsafe fn for_slow(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let iterator = value_at(base, ins.b);
        let item = match iterator.downcast::<DictIterObject>() {
            Some(dict) => attempt!(vm.next_of_dict(dict)),
            None => attempt!(vm.next(iterator)),
        };
        match item {
            Some(item) => {
                put(base, ins.a, item);
                resume!(vm, pc, base, k)
            }
            None => {
                kill(base, ins.b);
                let pc = pc.offset(ins.d as isize);
                resume!(vm, pc, base, k)
            }
        }
    }
}

impl Vm {
    /// The items of a sequence for unpacking into `count` names; more or fewer raise ValueError. `None`: not a plain
    /// list or tuple.
    fn unpack(&mut self, source: &Value, count: usize) -> Outcome<Vec<Value>> {
        if let Some(items) = self.plain_items(source) {
            return match items.len() == count {
                true => Ok(items),
                false if items.len() < count => Err(self.not_enough(count, items.len(), "")),
                false => Err(self.too_many(count, Some(items.len()))),
            };
        }
        if !self.is_iterable(source) {
            let name = self.class_name(source);
            return Err(self.type_error(format!("cannot unpack non-iterable {name} object")));
        }
        let iterator = self.iterate(source)?;
        let mut items = Vec::with_capacity(count);
        while items.len() < count {
            match self.next(&iterator)? {
                Some(item) => items.push(item),
                None => return Err(self.not_enough(count, items.len(), "")),
            }
        }
        if self.next(&iterator)?.is_some() {
            let sized = source.layout() == Some(Layout::Dict);
            let length = if sized {
                self.length_if_any(source)?
            } else {
                None
            };
            return Err(self.too_many(count, length));
        }
        Ok(items)
    }
    fn plain_items(&self, source: &Value) -> Option<Vec<Value>> {
        if self.overrides(source, SpecialMethod::Iter) {
            return None;
        }
        if let Some(tuple) = source.downcast::<TupleObject>() {
            return Some(tuple.items().to_vec());
        }
        source
            .downcast::<ListObject>()
            .map(|list| list.items.get(self).clone())
    }
    fn not_enough(&mut self, wanted: usize, got: usize, at_least: &str) -> Raised {
        self.value_error(format!(
            "not enough values to unpack (expected {at_least}{wanted}, got {got})"
        ))
    }
    fn too_many(&mut self, wanted: usize, got: Option<usize>) -> Raised {
        let got = got.map_or_else(String::new, |got| format!(", got {got}"));
        self.value_error(format!(
            "too many values to unpack (expected {wanted}{got})"
        ))
    }
}

pub(crate) unsafe fn UnpackSequence(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let source = value_at(base, ins.b).clone();
        if let Some(tuple) = source.downcast::<TupleObject>()
            && tuple.header.shape() == crate::object::builtin::shape::TUPLE
            && tuple.items().len() == ins.c as usize
        {
            if ins.d & 1 != 0 {
                kill(base, ins.b);
            }
            for (at, item) in tuple.items().iter().enumerate() {
                put(base, ins.a + at as u8, item.clone());
            }
            drop(source);
            resume!(vm, pc, base, k)
        }
        let items = attempt!(vm.unpack(&source, ins.c as usize));
        if ins.d & 1 != 0 {
            kill(base, ins.b);
        }
        drop(source);
        for (at, item) in items.into_iter().enumerate() {
            put(base, ins.a + at as u8, item);
        }
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn UnpackEx(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let source = value_at(base, ins.b).clone();
        let (before, after) = (ins.c as usize, (ins.d >> 1) as usize);
        if !vm.is_iterable(&source) {
            let name = vm.class_name(&source);
            let Raised = vm.type_error(format!("cannot unpack non-iterable {name} object"));
            return Exit::Raise;
        }
        let mut items = attempt!(vm.collect(&source));
        if items.len() < before + after {
            let Raised = vm.not_enough(before + after, items.len(), "at least ");
            return Exit::Raise;
        }
        if ins.d & 1 != 0 {
            kill(base, ins.b);
        }
        let last = items.split_off(items.len() - after);
        let middle = items.split_off(before);
        let middle = vm.new_list(middle);
        for (at, item) in items.into_iter().chain([middle]).chain(last).enumerate() {
            put(base, ins.a + at as u8, item);
        }
        drop(source);
        resume!(vm, pc, base, k)
    }
}
