//! Generators, coroutines and asynchronous iteration.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::loops::{exhausted, for_slow};
use super::{Exit, attempt, kill, next, put, read, resume, save, take, value_at, write_next};
use crate::code::Ins;
use crate::native::special::SpecialMethod;
use crate::object::builtin::Exc;
use crate::object::generator::{GeneratorKind, GeneratorObject, GeneratorState};
use crate::object::heap::Layout;
use crate::object::value::{Raw, Value, tag};
use crate::vm::frame::{self, FrameKind};
use crate::vm::{Outcome, Raised, Vm};

/// Resumes the generator that a loop steps, whose frame is written here if nothing is in the way.
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
        let generator = &*((*register).bits as *const GeneratorObject);
        let state = generator.state.get();
        let (created, suspended) = (
            state == GeneratorState::Created,
            state == GeneratorState::Suspended,
        );
        let stack_top = (*vm.frames.top()).free_registers();
        if generator.kind != GeneratorKind::Generator
            || !(created || suspended)
            || !generator.handles_nothing()
            || !vm.frames.has_place()
            || !vm.has_room(stack_top)
        {
            return resume_slowly(vm, pc, base, t, k);
        }
        if suspended {
            // Resuming sends None to the yield.
            let sent = generator.register_of_yield();
            if (*sent).is_object() {
                return resume_slowly(vm, pc, base, t, k);
            }
            (*sent).tag = tag::NONE;
            (*sent).bits = 0;
        }
        (*vm.frames.top()).pc = pc;
        let next = vm.write_generator_frame(generator, stack_top, FrameKind::Iterate);
        let top = vm.frames.top();
        let (pc, base, k) = (next, (*top).base, (*top).constants);
        next!(vm, pc, base, t, k)
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
        // The loop's register keeps it alive.
        let generator = &*((*base.add(ins.b as usize)).bits as *const GeneratorObject);
        match generator.state.get() {
            GeneratorState::Finished => return exhausted(vm, pc, base, t, k),
            GeneratorState::Running => {
                let Raised = vm.value_error("generator already executing");
                return Exit::Raise;
            }
            _ => {}
        }
        if generator.kind != GeneratorKind::Generator {
            return for_slow(vm, pc, base, t, k);
        }
        attempt!(vm.push_generator(generator, Value::NONE, FrameKind::Iterate));
        let top = vm.frames.top();
        let (pc, base, k, t) = (vm.pc, (*top).base, (*top).constants, vm.ticks);
        next!(vm, pc, base, t, k)
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
        let frame = vm.frames.top();
        let kind = (*frame).kind;
        let quick = (*ins).c != 2
            && vm.handled.len() == (*frame).handled_base as usize
            && (kind != FrameKind::Entry || vm.frames.len() > 1);
        if !quick {
            return yield_slowly(vm, pc, base, t, k);
        }
        let slot = base.add((*ins).b as usize);
        let value = *slot;
        *slot = Raw::UNBOUND;
        // The loop, the delegation or the native code that resumed the generator keeps it alive.
        let generator = (*frame).generator;
        let first = (*(*frame).code).instructions.as_ptr().cast::<Ins>();
        (*generator)
            .next_instruction
            .set(pc.offset_from(first) as u32);
        (*generator).state.set(GeneratorState::Suspended);
        vm.frames.forget_top();
        let caller = frame.sub(1);
        let (pc, base, k) = ((*caller).pc, (*caller).base, (*caller).constants);
        vm.globals = (*caller).globals;
        if kind == FrameKind::Entry {
            vm.result = value;
            save!(vm, pc, t);
            return Exit::Return;
        }
        write_next!(vm, pc, base, t, k, (*pc.sub(1)).a, value)
    }
}

/// A yield of an asynchronous generator, while exceptions are handled, or to native code that no language code called.
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
        vm.suspend_generator();
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
        let ins = pc.sub(1);
        let receiver = read(base.add((*ins).b as usize));
        if receiver.is_object() && receiver.header().layout() as u8 == Layout::Generator as u8 {
            // The register keeps it alive.
            let generator = &*(receiver.bits as *const GeneratorObject);
            let stack_top = (*vm.frames.top()).free_registers();
            if generator.state.get() == GeneratorState::Suspended
                && generator.kind != GeneratorKind::AsyncGenerator
                && generator.handles_nothing()
                && vm.frames.has_place()
                && vm.has_room(stack_top)
                && let place = generator.register_of_yield()
                && !(*place).is_object()
            {
                frame::take_over(base.add((*ins).c as usize), place);
                (*vm.frames.top()).pc = pc;
                let next = vm.write_generator_frame(generator, stack_top, FrameKind::Send);
                let top = vm.frames.top();
                let (pc, base, k) = (next, (*top).base, (*top).constants);
                next!(vm, pc, base, t, k)
            }
        }
        send_slowly(vm, pc, base, t, k)
    }
}

/// Sends to what is no generator, or to one that cannot go on just so.
#[inline(never)]
unsafe fn send_slowly(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let sent = take(base, ins.c);
        let receiver = value_at(base, ins.b);
        if let Some(generator) = receiver.downcast::<GeneratorObject>()
            && generator.kind != GeneratorKind::AsyncGenerator
        {
            let waiting = match generator.state.get() {
                GeneratorState::Suspended => true,
                GeneratorState::Created => sent.is_none(),
                _ => false,
            };
            if waiting {
                // Its register keeps it alive.
                attempt!(vm.push_generator(generator, sent, FrameKind::Send));
                let frame = vm.frames.top();
                let (pc, base, k, t) = (vm.pc, (*frame).base, (*frame).constants, vm.ticks);
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
