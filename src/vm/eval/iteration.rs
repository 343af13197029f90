//! Generators, coroutines and asynchronous iteration.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::loops::{exhausted, for_slow};
use super::{Exit, attempt, kill, next, put, resume, save, take, value_at};
use crate::code::Ins;
use crate::native::special::SpecialMethod;
use crate::object::builtin::Exc;
use crate::object::generator::{GeneratorKind, GeneratorObject, GeneratorState};
use crate::object::heap::{self, Layout, Ref};
use crate::object::value::{Raw, Value};
use crate::vm::frame::FrameKind;
use crate::vm::{Outcome, Raised, Vm};
use std::ptr::NonNull;

#[inline(never)]
pub(super) unsafe fn resume_generator(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let register = base.add((*pc.sub(1)).b as usize);
        // The register has the layout of a reference, and holds its count.
        let generator = &*(&raw const (*register).bits).cast::<Ref<GeneratorObject>>();
        let state = generator.state.get();
        if generator.kind == GeneratorKind::Generator
            && (state == GeneratorState::Suspended || state == GeneratorState::Created)
        {
            save!(vm, pc, t);
            if let Some(base) = vm.place_generator(generator, FrameKind::Iterate) {
                let pc = vm.pc;
                if state == GeneratorState::Suspended {
                    // Resuming sends None to the yield.
                    let sent = base.add((*pc.sub(1)).a as usize);
                    let old = *sent;
                    *sent = Raw::NONE;
                    if old.is_object() {
                        drop(old.into_value());
                    }
                }
                let k = (*vm.frames.as_ptr().add(vm.frames.len() - 1)).constants;
                next!(vm, pc, base, t, k)
            }
        }
        resume_slowly(vm, pc, base, t, k)
    }
}

/// A loop over a generator that cannot go on just so.
#[cold]
#[inline(never)]
unsafe fn resume_slowly(
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
        drop(generator);
        let Raised = vm.recursion_error();
        Exit::Raise
    }
}

pub(crate) unsafe fn Yield(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let depth = vm.frames.len();
        let frame = vm.frames.as_mut_ptr().add(depth - 1);
        let quick = ((*frame).kind == FrameKind::Iterate || (*frame).kind == FrameKind::Send)
            && (*ins).c != 2
            && vm.handled.len() == (*frame).handled_base as usize;
        if !quick {
            return yield_slowly(vm, pc, base, t, k);
        }
        let slot = base.add((*ins).b as usize);
        let value = *slot;
        *slot = Raw::UNBOUND;
        // The frame's count of the generator goes with the frame; the loop or the delegation holds another.
        let generator = (&raw const (*frame).generator)
            .cast::<*const GeneratorObject>()
            .read();
        let first = (*(*frame).code).instructions.as_ptr().cast::<Ins>();
        (*generator)
            .next_instruction
            .set(pc.offset_from(first) as u32);
        (*generator).state.set(GeneratorState::Suspended);
        vm.frames.set_len(depth - 1);
        let caller = frame.sub(1);
        let (pc, base, k) = ((*caller).pc, (*caller).base, (*caller).constants);
        vm.caches = (*caller).caches;
        vm.globals = (*caller).globals;
        let target = base.add((*pc.sub(1)).a as usize);
        let old = *target;
        *target = value;
        let died = heap::decrement(generator.cast());
        if died || (old.is_object() && heap::decrement(old.bits as *const _)) {
            vm.parked = if died {
                Raw::object(generator.cast())
            } else {
                old
            };
            if died && old.is_object() {
                save!(vm, pc, t);
                drop(old.into_value());
            }
            return free_parked(vm, pc, base, t, k);
        }
        next!(vm, pc, base, t, k)
    }
}

/// Frees the parked object, whose last count was given back, and goes on.
#[cold]
#[inline(never)]
unsafe fn free_parked(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        save!(vm, pc, t);
        heap::died(NonNull::new_unchecked(vm.parked.bits as *mut heap::Header));
        resume!(vm, pc, base, k)
    }
}

/// A yield to native code, of an asynchronous generator, or while exceptions are handled.
#[inline(never)]
unsafe fn yield_slowly(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, _: *const Raw) -> Exit {
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
            let name = self.type_name(iterator);
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
                let name = vm.type_name(value);
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
            let name = vm.type_name(&iterator);
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
                let name = vm.type_name(value);
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
                let name = vm.type_name(&awaitable);
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
