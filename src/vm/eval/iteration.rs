//! Loops, unpacking, generators.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::{Exit, attempt, kill, next, put, resume, save, take, value_at, write_next};
use crate::code::Ins;
use crate::native::special::SpecialMethod;
use crate::object::builtin::Exc;
use crate::object::dict::DictIterObject;
use crate::object::generator::{GeneratorKind, GeneratorObject, GeneratorState};
use crate::object::heap::{Header, Layout, Ref};
use crate::object::range::RangeIterObject;
use crate::object::sequence::{ListIterObject, ListObject, TupleIterObject, TupleObject};
use crate::object::value::{Raw, Value, tag};
use crate::vm::frame::FrameKind;
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
unsafe fn exhausted(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        kill(base, ins.b);
        let pc = pc.offset(ins.d as isize);
        resume!(vm, pc, base, k)
    }
}

#[inline(never)]
unsafe fn for_slow(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
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

#[inline(never)]
unsafe fn resume_generator(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let generator = Ref::of(&*((*base.add(ins.b as usize)).bits as *const GeneratorObject));
        match generator.state.get() {
            GeneratorState::Finished => return exhausted(vm, pc, base, t, k),
            GeneratorState::Running => {
                let Raised = vm.value_error("generator already executing");
                return Exit::Raise;
            }
            _ => {}
        }
        if generator.kind != GeneratorKind::Generator {
            drop(generator);
            return for_slow(vm, pc, base, t, k);
        }
        attempt!(vm.push_generator(&generator, Value::NONE, FrameKind::Iterate));
        drop(generator);
        let frame = vm.frames.last().unwrap_unchecked();
        let (pc, base, k, t) = (vm.pc, frame.base, frame.constants, vm.ticks);
        next!(vm, pc, base, t, k)
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

pub(crate) unsafe fn Yield(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    _: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let value = take(base, ins.b);
        let kind = vm.frames.last().unwrap_unchecked().kind;
        let value = if ins.c == 2 {
            vm.wrap_async_yield(value)
        } else {
            value
        };
        let generator = vm.suspend_generator();
        drop(generator);
        if kind == FrameKind::Entry {
            vm.result = value.into_raw();
            return Exit::Return;
        }
        let caller = vm.frames.last().unwrap_unchecked();
        let (pc, base, k) = (caller.pc, caller.base, caller.constants);
        put(base, (*pc.sub(1)).a, value);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn Send(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let sent = take(base, ins.c);
        let receiver = value_at(base, ins.b);
        if let Some(generator) = receiver.to_ref::<GeneratorObject>()
            && generator.kind != GeneratorKind::AsyncGenerator
        {
            let waiting = match generator.state.get() {
                GeneratorState::Suspended => true,
                GeneratorState::Created => sent.is_none(),
                _ => false,
            };
            if waiting {
                attempt!(vm.push_generator(&generator, sent, FrameKind::Send));
                drop(generator);
                let frame = vm.frames.last().unwrap_unchecked();
                let (pc, base, k, t) = (vm.pc, frame.base, frame.constants, vm.ticks);
                next!(vm, pc, base, t, k)
            }
        }
        let outcome = if sent.is_none() && !matches!(receiver.layout(), Some(Layout::Generator)) {
            vm.next_or_stop(receiver)
        } else if let Some(generator) = receiver.to_ref::<GeneratorObject>() {
            vm.send(&generator, sent)
        } else {
            vm.call_method(receiver, "send", &[sent])
        };
        match outcome {
            Ok(value) => {
                put(base, ins.a, value);
                resume!(vm, pc, base, k)
            }
            Err(Raised) => match vm.catch(Exc::StopIteration) {
                Some(stop) => {
                    let value = vm.stop_value(&stop);
                    put(base, ins.a, value);
                    let pc = pc.offset(ins.d as isize);
                    resume!(vm, pc, base, k)
                }
                None => Exit::Raise,
            },
        }
    }
}

impl Vm {
    /// `iterator.__next__()`, leaving StopIteration (with its value) pending at the end.
    pub(crate) fn next_or_stop(&mut self, iterator: &Value) -> Outcome<Value> {
        if self.overrides(iterator, SpecialMethod::Next) {
            return match self.call_special(iterator, SpecialMethod::Next, &[])? {
                Some(value) => Ok(value),
                None => Err(self.type_error("not an iterator")),
            };
        }
        let Some(next) = self.class_of(iterator).slots().next else {
            let name = self.class_name(iterator);
            return Err(self.type_error(format!("'{name}' object is not an iterator")));
        };
        match next(self, iterator)? {
            Some(value) => Ok(value),
            None => Err(self.stop_iteration(GeneratorKind::Generator, Value::NONE)),
        }
    }
}

pub(crate) unsafe fn GetYieldFromIter(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let iterator = attempt!(vm.yield_from_iterator(value_at(base, ins.b)));
        if ins.d & 1 != 0 && ins.b != ins.a {
            kill(base, ins.b);
        }
        put(base, ins.a, iterator);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn GetAwaitable(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let iterator = attempt!(vm.awaitable(value_at(base, ins.b), ins.c));
        if ins.d & 1 != 0 && ins.b != ins.a {
            kill(base, ins.b);
        }
        put(base, ins.a, iterator);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn GetAIter(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let value = value_at(base, ins.b);
        let iterator = match attempt!(vm.call_special(value, SpecialMethod::AsyncIter, &[])) {
            Some(iterator) => iterator,
            None => {
                let name = vm.class_name(value);
                let Raised = vm.type_error(format!(
                    "'async for' requires an object with __aiter__ method, got {name}"
                ));
                return Exit::Raise;
            }
        };
        if vm
            .find_special(&iterator, SpecialMethod::AsyncNext)
            .is_none()
        {
            let name = vm.class_name(&iterator);
            let Raised = vm.type_error(format!(
                "'async for' received an object from __aiter__ that does not implement __anext__: {name}"
            ));
            return Exit::Raise;
        }
        if ins.d & 1 != 0 && ins.b != ins.a {
            kill(base, ins.b);
        }
        put(base, ins.a, iterator);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn GetANext(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let value = value_at(base, ins.b);
        let awaitable = match attempt!(vm.call_special(value, SpecialMethod::AsyncNext, &[])) {
            Some(awaitable) => awaitable,
            None => {
                let name = vm.class_name(value);
                let Raised = vm.type_error(format!(
                    "'async for' requires an iterator with __anext__ method, got {name}"
                ));
                return Exit::Raise;
            }
        };
        let iterator = match vm.awaitable(&awaitable, 0) {
            Ok(iterator) => iterator,
            Err(Raised) => {
                let Some(cause) = vm.catch(Exc::TypeError) else {
                    return Exit::Raise;
                };
                let name = vm.class_name(&awaitable);
                let Raised = vm.type_error(format!(
                    "'async for' received an invalid object from __anext__: {name}"
                ));
                vm.set_pending_cause(cause);
                return Exit::Raise;
            }
        };
        put(base, ins.a, iterator);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn EndAsyncFor(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let exception = take(base, ins.a);
        let stop = vm.exception_class(Exc::StopAsyncIteration).clone();
        if vm.is_instance(&exception, &stop) {
            kill(base, ins.b);
            let pc = pc.offset(ins.d as isize);
            drop((exception, stop));
            resume!(vm, pc, base, k)
        }
        let Raised = vm.raise_value(exception);
        Exit::Raise
    }
}
