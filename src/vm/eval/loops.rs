//! Loops and unpacking.
//!
//! `for` steps the built-in iterators by itself. Where the two items of a pair are unpacked by the instruction that follows,
//! `ForIter` does that, too, and no tuple is made.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::attributes::kind_of;
use super::iteration::resume_generator;
use super::{Exit, attempt, kill, kill_write_next, next, put, resume, save, value_at, write_next};
use crate::code::{Ins, Op};
use crate::native::special::SpecialMethod;
use crate::object::builtin::Builtin;
use crate::object::dict::{DictIterObject, DictPart};
use crate::object::heap::{self, Header, Layout, Ref, decrement};
use crate::object::iterators::{StrIterObject, ZipObject};
use crate::object::kind;
use crate::object::range::{RangeIterObject, RangeObject};
use crate::object::sequence::{ListIterObject, ListObject, TupleIterObject, TupleObject};
use crate::object::value::{Raw, Value, tag};
use crate::vm::stepping::*;
use crate::vm::{Outcome, Raised, Vm};
use std::cell::Cell;
use std::ptr::NonNull;

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
        let source = *base.add(ins.b as usize);
        let kind = kind_of(source);
        let iterator = if kind == kind::LIST {
            source.retain();
            let list = Ref::from_raw(source.bits as *const ListObject);
            vm.new_list_iterator(list).into_raw()
        } else if kind == kind::TUPLE {
            source.retain();
            let tuple = Ref::from_raw(source.bits as *const TupleObject);
            vm.new_tuple_iterator(tuple).into_raw()
        } else if kind == kind::RANGE
            && let range = &*(source.bits as *const RangeObject)
            && let (Some(start), Some(stop), Some(1)) = (
                range.start.as_int(),
                range.stop.as_int(),
                range.step.as_int(),
            )
            && let Some(distance) = stop.checked_sub(start)
        {
            vm.allocate(Builtin::RangeIterator.shape(), |header| RangeIterObject {
                header,
                next: Cell::new(start),
                step: 1,
                remaining: Cell::new(distance.max(0) as u64),
            })
            .into_value()
            .into_raw()
        } else if kind == kind::GENERATOR || kind == kind::ENUMERATE || kind == kind::ZIP {
            source.retain();
            source
        } else {
            return iterate_slow(vm, pc, base, t, k);
        };
        if ins.d & 1 != 0 && ins.b != ins.a {
            kill_write_next!(vm, pc, base, t, k, ins.b, ins.a, iterator)
        }
        write_next!(vm, pc, base, t, k, ins.a, iterator)
    }
}

#[inline(never)]
unsafe fn iterate_slow(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
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
    unsafe { for_iter(vm, pc, base, t, k) }
}

/// The jump at the end of a loop. What follows is mostly a `ForIter`: if the countdown does not end between the two, this handler
/// goes through it, too, and one jump to an address that must be foreseen is saved each time round.
pub(crate) unsafe fn JumpBack(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let pc = pc.offset((*pc.sub(1)).d as isize);
        if (*pc).op == Op::ForIter as u8 && t > 1 {
            let t = if cfg!(tick_uncounted) { t } else { t - 1 };
            return for_iter(vm, pc.add(1), base, t, k);
        }
        next!(vm, pc, base, t, k)
    }
}

#[inline(always)]
unsafe fn for_iter(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let iterator = *base.add((*ins).b as usize);
        let kind = kind_of(iterator);
        let item = if kind == kind::RANGE_ITER {
            step_range(iterator)
        } else if kind == kind::LIST_ITER {
            step_list_forward(iterator)
        } else {
            return for_other(vm, pc, base, t, k);
        };
        if item.tag == tag::UNBOUND {
            return for_ended(vm, pc, base, t, k);
        }
        write_next!(vm, pc, base, t, k, (*ins).a, item)
    }
}

/// `ForIter` of the less frequent iterators. A function of its own, because the compiler would tell the frequent ones by this
/// jump table, too.
#[inline(never)]
unsafe fn for_other(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let iterator = *base.add((*pc.sub(1)).b as usize);
        if iterator.tag != tag::OBJECT {
            return for_slow(vm, pc, base, t, k);
        }
        match (*(iterator.bits as *const Header)).layout() {
            Layout::Generator => resume_generator(vm, pc, base, t, k),
            Layout::TupleIter | Layout::ListIter | Layout::RangeIter => {
                for_sequence(vm, pc, base, t, k)
            }
            Layout::DictIter => for_dict(vm, pc, base, t, k),
            Layout::SetIter => for_set(vm, pc, base, t, k),
            Layout::StrIter => for_str(vm, pc, base, t, k),
            Layout::Enumerate => for_enumerate(vm, pc, base, t, k),
            Layout::Zip => for_zip(vm, pc, base, t, k),
            _ => for_slow(vm, pc, base, t, k),
        }
    }
}

/// `ForIter` of a tuple, or of a list backwards.
#[inline(never)]
unsafe fn for_sequence(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let item = step(vm, *base.add((*ins).b as usize));
        if item.tag == tag::UNBOUND {
            return for_ended(vm, pc, base, t, k);
        }
        write_next!(vm, pc, base, t, k, (*ins).a, item)
    }
}

/// `ForIter` of a string at a character of ASCII.
#[inline(never)]
unsafe fn for_str(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let state = &*((*base.add((*ins).b as usize)).bits as *const StrIterObject);
        let at = state.at.get();
        match state.text.as_str().as_bytes().get(at) {
            None => exhausted(vm, pc, base, t, k),
            Some(&byte) if byte.is_ascii() => {
                state.at.set(at + 1);
                let item = vm.ascii_character(byte).into_raw();
                write_next!(vm, pc, base, t, k, (*ins).a, item)
            }
            Some(_) => for_str_beyond_ascii(vm, pc, base, t, k),
        }
    }
}

/// `ForIter` of a string at another character.
#[inline(never)]
unsafe fn for_str_beyond_ascii(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let item = step_str(vm, *base.add((*ins).b as usize));
        if item.tag == tag::UNBOUND {
            return exhausted(vm, pc, base, t, k);
        }
        write_next!(vm, pc, base, t, k, (*ins).a, item)
    }
}

/// `ForIter` of a set.
#[inline(never)]
unsafe fn for_set(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let item = step_set(*base.add((*ins).b as usize));
        if item.tag == tag::UNBOUND {
            return for_slow(vm, pc, base, t, k);
        }
        write_next!(vm, pc, base, t, k, (*ins).a, item)
    }
}

/// `ForIter` at the end of a range, list or tuple.
#[inline(never)]
unsafe fn for_ended(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let iterator = *base.add((*pc.sub(1)).b as usize);
        match (*(iterator.bits as *const Header)).layout() {
            Layout::RangeIter | Layout::TupleIter => {}
            Layout::ListIter => {
                // Items that the list gets later are not given any more.
                save!(vm, pc, t);
                drop(
                    (*(iterator.bits as *const ListIterObject))
                        .list
                        .replace(vm, None),
                );
            }
            _ => return for_slow(vm, pc, base, t, k),
        }
        exhausted(vm, pc, base, t, k)
    }
}

/// True if the instruction behind `ForIter` unpacks its item, which then dies, into two registers.
#[inline(always)]
unsafe fn unpacks_pair(pc: *const Ins, t: i32) -> bool {
    unsafe {
        let (ins, following) = (pc.sub(1), pc);
        (*following).op == Op::UnpackSequence as u8
            && (*following).c == 2
            && (*following).b == (*ins).a
            && (*following).d & 1 != 0
            && t > 1
    }
}

/// Ends `ForIter` with a pair, whose counts are owned: unpacks it or makes a tuple of it.
macro_rules! pair_next {
    ($vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident, $first:expr, $second:expr) => {{
        let (first, second) = ($first, $second);
        if unpacks_pair($pc, $t) {
            let slot = $base.add((*$pc).a as usize);
            let (pc, t) = ($pc.add(1), $t - 1);
            let (old_first, old_second) = (*slot, *slot.add(1));
            *slot = first;
            *slot.add(1) = second;
            if old_first.is_object() || old_second.is_object() {
                return release_two($vm, pc, $base, t, $k, old_first, old_second);
            }
            next!($vm, pc, $base, t, $k)
        }
        let pair = TupleObject::pair($vm, first, second);
        write_next!($vm, $pc, $base, $t, $k, (*$pc.sub(1)).a, pair)
    }};
}

/// Gives back the counts of two values and goes on.
#[inline(never)]
unsafe fn release_two(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
    first: Raw,
    second: Raw,
) -> Exit {
    unsafe {
        let mut died = false;
        for raw in [first, second] {
            if raw.is_object() && decrement(raw.bits as *const Header) {
                save!(vm, pc, t);
                heap::died(NonNull::new_unchecked(raw.bits as *mut Header));
                died = true;
            }
        }
        if died {
            resume!(vm, pc, base, k)
        }
        next!(vm, pc, base, t, k)
    }
}

/// `ForIter` of a dict or one of its views.
#[inline(never)]
unsafe fn for_dict(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let iterator = *base.add((*ins).b as usize);
        let Some(entry) = step_dict(iterator) else {
            return for_slow(vm, pc, base, t, k);
        };
        let item = match (*(iterator.bits as *const DictIterObject)).part {
            DictPart::Keys => entry.key.raw(),
            DictPart::Values => entry.value.raw(),
            DictPart::Items => {
                let (key, value) = (entry.key.raw(), entry.value.raw());
                key.retain();
                value.retain();
                pair_next!(vm, pc, base, t, k, key, value)
            }
        };
        item.retain();
        write_next!(vm, pc, base, t, k, (*ins).a, item)
    }
}

/// `ForIter` of `enumerate`.
#[inline(never)]
unsafe fn for_enumerate(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let iterator = *base.add((*pc.sub(1)).b as usize);
        let (number, item) = step_enumerate(iterator);
        if item.tag == tag::UNBOUND {
            return for_slow(vm, pc, base, t, k);
        }
        pair_next!(vm, pc, base, t, k, number, item)
    }
}

/// What stands in front of an iterator over a list, forward, or a tuple: the items and the place. `None` for others, and for a
/// list that has none left.
#[inline(always)]
unsafe fn rest_of<'a>(iterator: Raw) -> Option<(&'a [Value], &'a Cell<usize>)> {
    // SAFETY: the kind tells the type; the items are read before anything else can happen to them.
    unsafe {
        let kind = kind_of(iterator);
        if kind == kind::LIST_ITER {
            let state = &*(iterator.bits as *const ListIterObject);
            let list = (*state.list.as_ptr()).as_ref()?;
            Some((&*list.items.as_ptr(), &state.index))
        } else if kind == kind::TUPLE_ITER {
            let state = &*(iterator.bits as *const TupleIterObject);
            Some((state.tuple.items(), &state.index))
        } else {
            None
        }
    }
}

/// `ForIter` of `zip` with two sources, which are lists or tuples with items left.
#[inline(never)]
unsafe fn for_zip(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let iterator = *base.add((*pc.sub(1)).b as usize);
        let zip = &*(iterator.bits as *const ZipObject);
        if let [first, second] = zip.sources.as_slice()
            && zip.header.kind() == kind::ZIP
            && !zip.strict.get()
            && let Some((items, place)) = rest_of(first.raw())
            && let Some((other_items, other_place)) = rest_of(second.raw())
            && let Some(one) = items.get(place.get())
            && let Some(other) = other_items.get(other_place.get())
            // Twice the same iterator steps twice.
            && first.raw().bits != second.raw().bits
        {
            place.set(place.get() + 1);
            other_place.set(other_place.get() + 1);
            let (one, other) = (one.raw(), other.raw());
            one.retain();
            other.retain();
            pair_next!(vm, pc, base, t, k, one, other)
        }
        for_zip_any(vm, pc, base, t, k)
    }
}

/// `ForIter` of `zip` with two sources.
#[inline(never)]
unsafe fn for_zip_any(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let iterator = *base.add((*pc.sub(1)).b as usize);
        let zip = &*(iterator.bits as *const ZipObject);
        let [first, second] = zip.sources.as_slice() else {
            return for_slow(vm, pc, base, t, k);
        };
        if zip.header.kind() != kind::ZIP || zip.strict.get() {
            return for_slow(vm, pc, base, t, k);
        }
        let first = step_source(first.raw());
        if first.tag == tag::UNBOUND {
            // Nothing was consumed.
            return for_slow(vm, pc, base, t, k);
        }
        let second = step_source(second.raw());
        if second.tag == tag::UNBOUND {
            vm.parked = first;
            return for_zip_second(vm, pc, base, t, k);
        }
        pair_next!(vm, pc, base, t, k, first, second)
    }
}

/// `ForIter` of `zip` with the first source's item parked: the second source ends, or is stepped by language code.
#[inline(never)]
unsafe fn for_zip_second(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let first = std::mem::replace(&mut vm.parked, Raw::UNBOUND).into_value();
        let iterator = value_at(base, ins.b).clone();
        let zip = &*(iterator.raw().bits as *const ZipObject);
        match attempt!(vm.next(&zip.sources[1])) {
            Some(second) => {
                let pair = TupleObject::pair(vm, first.into_raw(), second.into_raw());
                drop(iterator);
                put(base, ins.a, pair.into_value());
                resume!(vm, pc, base, k)
            }
            None => {
                drop((first, iterator));
                let t = vm.ticks;
                exhausted(vm, pc, base, t, k)
            }
        }
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
        match attempt!(vm.next_slowly(iterator)) {
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
                false => Err(self.too_many(count)),
            };
        }
        if !self.is_iterable(source) {
            let name = self.type_name(source);
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
            return Err(self.too_many(count));
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
    fn too_many(&mut self, wanted: usize) -> Raised {
        self.value_error(format!("too many values to unpack (expected {wanted})"))
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
        let source = *base.add(ins.b as usize);
        let kind = kind_of(source);
        let count = ins.c as usize;
        let items: &[Value] = if kind == kind::TUPLE {
            (*(source.bits as *const TupleObject)).items()
        } else if kind == kind::LIST {
            &*(*(source.bits as *const ListObject)).items.as_ptr()
        } else {
            return unpack_slow(vm, pc, base, t, k);
        };
        // A target may be the source's register, too.
        if items.len() != count
            || (ins.a as usize..ins.a as usize + count).contains(&(ins.b as usize))
                && ins.d & 1 == 0
        {
            return unpack_slow(vm, pc, base, t, k);
        }
        save!(vm, pc, t);
        let dies = ins.d & 1 != 0;
        if dies {
            *base.add(ins.b as usize) = Raw::UNBOUND;
        }
        let mut object = false;
        for (at, item) in items.iter().enumerate() {
            let raw = item.raw();
            raw.retain();
            let slot = base.add(ins.a as usize + at);
            let old = std::mem::replace(&mut *slot, raw);
            if old.is_object() && decrement(old.bits as *const Header) {
                heap::died(NonNull::new_unchecked(old.bits as *mut Header));
                object = true;
            }
        }
        if dies && decrement(source.bits as *const Header) {
            heap::died(NonNull::new_unchecked(source.bits as *mut Header));
            object = true;
        }
        if object {
            resume!(vm, pc, base, k)
        }
        next!(vm, pc, base, t, k)
    }
}

#[inline(never)]
unsafe fn unpack_slow(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let source = value_at(base, ins.b).clone();
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
            let name = vm.type_name(&source);
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
