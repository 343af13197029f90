//! Returns: taking the top frame away and handing its result to whoever called, of whatever kind the frame is.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::{Exit, kill, put, read, resume, save};
use crate::code::Ins;
use crate::object::generator::GeneratorState;
use crate::object::heap::{self, Header};
use crate::object::value::{Raw, Value, tag};
use crate::vm::frame::FrameKind;
use crate::vm::{Raised, Vm};
use std::ptr::NonNull;

pub(crate) unsafe fn Return(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let slot = base.add((*pc.sub(1)).b as usize);
        let result = read(slot);
        (*slot).tag = tag::UNBOUND;
        leave(vm, pc, base, t, k, result)
    }
}

pub(crate) unsafe fn ReturnConst(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let result = *k.add((*pc.sub(1)).d as usize);
        result.retain();
        leave(vm, pc, base, t, k, result)
    }
}

/// Takes the top frame away and hands its result to the caller.
#[inline(always)]
unsafe fn leave(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
    result: Raw,
) -> Exit {
    unsafe {
        let frame = vm.frames.top();
        let end = base.add((*(*frame).code).named_registers as usize);
        let mut slot = base;
        while slot < end {
            if (*slot).is_object() {
                let old = (*slot).bits;
                (*slot).tag = tag::UNBOUND;
                if heap::decrement(old as *const _) {
                    vm.result = result;
                    return leave_releasing(vm, pc, base, t, k, old);
                }
            }
            slot = slot.add(1);
        }
        if (*frame).kind != FrameKind::Call {
            vm.result = result;
            return leave_slow(vm, pc, base, t, k);
        }
        vm.frames.forget_top();
        let caller = frame.sub(1);
        let (pc, base, k) = ((*caller).pc, (*caller).base, (*caller).constants);
        vm.globals = (*caller).globals;
        let ins = pc.sub(1);
        let callable = base.add((*ins).b as usize);
        let (is_object, old) = ((*callable).is_object(), (*callable).bits);
        (*callable).tag = tag::UNBOUND;
        if is_object && heap::decrement(old as *const _) {
            vm.result = result;
            return returned_to_dead(vm, pc, base, t, k, old);
        }
        super::write_next!(vm, pc, base, t, k, (*ins).a, result)
    }
}

/// Goes on with a return at the first local that dies, given by its address; the result is in `Vm::result`.
#[inline(never)]
unsafe fn leave_releasing(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
    dying: u64,
) -> Exit {
    unsafe {
        save!(vm, pc, t);
        heap::died(NonNull::new_unchecked(dying as *mut Header));
        let named = (*(*vm.frames.top()).code).named_registers as usize;
        vm.release_registers(base, named);
        leave_slow(vm, pc, base, t, k)
    }
}

/// Ends a return whose callable, given by its address, dies with it; the frame is gone and the result in `Vm::result`.
#[inline(never)]
unsafe fn returned_to_dead(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
    dying: u64,
) -> Exit {
    unsafe {
        save!(vm, pc, t);
        heap::died(NonNull::new_unchecked(dying as *mut Header));
        put(base, (*pc.sub(1)).a, vm.result.into_value());
        resume!(vm, pc, base, k)
    }
}

/// Takes a top frame of any kind away; its locals are released and the result is in `Vm::result`.
#[inline(never)]
unsafe fn leave_slow(vm: &mut Vm, pc: *const Ins, _: *mut Raw, t: i32, _: *const Raw) -> Exit {
    unsafe {
        save!(vm, pc, t);
        let frame = vm.frames.top();
        let kind = (*frame).kind;
        if vm.handled.len() > (*frame).handled_base as usize {
            vm.handled.truncate((*frame).handled_base as usize);
        }
        if let Some(generator) = (*frame).generator() {
            generator.state.set(GeneratorState::Finished);
            drop(generator.function.replace(vm.gil(), None));
        }
        // Nothing that has a destructor may live on to the end: the next handler is called in tail position.
        let instance = (*frame)
            .namespace
            .take()
            .map_or(Raw::UNBOUND, Value::into_raw);
        let function = (*frame).function;
        vm.frames.forget_top();
        vm.restore_top();
        if kind != FrameKind::Construct && instance.is_object() {
            drop(instance.into_value());
        }
        if kind == FrameKind::Entry {
            return Exit::Return;
        }
        let caller = frame.sub(1);
        let (pc, base, k) = ((*caller).pc, (*caller).base, (*caller).constants);
        let ins = *pc.sub(1);
        let result = std::mem::replace(&mut vm.result, Raw::UNBOUND).into_value();
        match kind {
            FrameKind::Construct => {
                // The frame owned its function.
                drop(Raw::object(function.cast()).into_value());
                if !result.is_none() {
                    drop(instance.into_value());
                    let name = vm.type_name(&result);
                    let Raised =
                        vm.type_error(format!("__init__() should return None, not '{name}'"));
                    return Exit::Raise;
                }
                std::mem::forget(result);
                kill(base, ins.b);
                put(base, ins.a, instance.into_value());
                resume!(vm, pc, base, k)
            }
            FrameKind::Get => {
                // As above.
                drop(Raw::object(function.cast()).into_value());
                put(base, ins.a, result);
                resume!(vm, pc, base, k)
            }
            FrameKind::Set => {
                drop(Raw::object(function.cast()).into_value());
                drop(result);
                resume!(vm, pc, base, k)
            }
            FrameKind::Iterate => {
                drop(result);
                kill(base, ins.b);
                let pc = pc.offset(ins.d as isize);
                resume!(vm, pc, base, k)
            }
            FrameKind::Send => {
                put(base, ins.a, result);
                let pc = pc.offset(ins.d as isize);
                resume!(vm, pc, base, k)
            }
            FrameKind::Call | FrameKind::Entry => {
                kill(base, ins.b);
                put(base, ins.a, result);
                resume!(vm, pc, base, k)
            }
        }
    }
}
