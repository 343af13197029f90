//! Loading methods for calls, without making bound methods, also through `super()`; calls of bound methods and of instances.
//!
//! As in `eval::attributes`, the quickened instructions guard what is in their cache, then ask the interpreter's table of sites.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::attributes::{cache_of, kind_of, module_entry, object};
use super::calls::{call_generally, enter};
use super::{Exit, attempt, free_dying, kill, next, put, read, resume, save, value_at};
use crate::code::{Ins, Op};
use crate::native::special::SpecialMethod;
use crate::native::types::super_object;
use crate::object::class::ClassObject;
use crate::object::function::{BoundMethodObject, Cache, CellObject, FunctionObject};
use crate::object::heap::{self, Header, Layout, Ref};
use crate::object::instance::InstanceObject;
use crate::object::value::{Raw, Value, tag};
use crate::vm::Vm;
use crate::vm::frame::FrameKind;
use crate::vm::sites::{Form, Line, Use, kind_word, seldom};

pub(crate) unsafe fn LoadMethod(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let cache = cache_of(k, pc.sub(1));
        let name = (*cache).name();
        let receiver = value_at(base, ins.b).clone();
        let (function, bound) = attempt!(vm.find_method(&receiver, &name));
        if ins.op != Op::LoadMethod as u8 || (*cache).is_due() {
            vm.note_method(&mut *(pc.sub(1) as *mut Ins), &mut *cache, &receiver, &name);
        }
        if ins.c & 1 != 0 {
            kill(base, ins.b);
        }
        put(base, ins.a, function);
        let second = if bound {
            receiver
        } else {
            kill(base, ins.a + 1);
            resume!(vm, pc, base, k)
        };
        put(base, ins.a + 1, second);
        resume!(vm, pc, base, k)
    }
}

impl Vm {
    /// Notes where the method that was just loaded is found.
    fn note_method(&mut self, ins: &mut Ins, cache: &mut Cache, value: &Value, name: &Value) {
        // SAFETY: a value is alive.
        let kind = unsafe { kind_word(value.raw()) };
        if let Some((version, number)) = self.site_of_module(value, name) {
            (cache.guard, cache.detail) = (version, number);
            ins.op = Op::LoadMethodModule as u8;
        } else if let Some((site, class)) = self.site_of_class(value, name, Use::Call) {
            (cache.guard, cache.detail, cache.pointer) = (
                (site.form == Form::Method) as u32,
                site.detail,
                site.pointer,
            );
            cache.second = (class as u32, (class >> 32) as u32);
            ins.op = Op::LoadMethodOfClass as u8;
        } else if let Some(site) = self.site_of(value, name, Use::Call) {
            self.note_site(kind, name, Use::Call, site);
            if site.form == Form::Method {
                (cache.guard, cache.detail, cache.pointer) = (kind, site.detail, site.pointer);
                ins.op = Op::LoadMethodCached as u8;
            } else {
                ins.op = Op::LoadMethodSite as u8;
            }
        }
    }
}

/// Ends a `LoadMethod` with a function and its receiver, which is what register `b` holds.
macro_rules! pair {
    ($vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident, $ins:ident, $receiver:expr, $function:expr) => {{
        let (receiver, function): (Raw, u64) = ($receiver, $function);
        (*(function as *const Header)).retain();
        if (*$ins).c & 1 == 0 {
            receiver.retain();
        } else {
            *$base.add((*$ins).b as usize) = Raw::UNBOUND;
        }
        let window = $base.add((*$ins).a as usize);
        *window = object(function);
        *window.add(1) = receiver;
        next!($vm, $pc, $base, $t, $k)
    }};
}

/// Ends a `LoadMethod` with a callable that takes no receiver.
macro_rules! single {
    ($vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident, $ins:ident, $callable:expr) => {{
        let callable: Raw = $callable;
        callable.retain();
        let register = $base.add((*$ins).b as usize);
        let receiver = read(register);
        let dies = (*$ins).c & 1 != 0 && receiver.is_object();
        if dies {
            *register = Raw::UNBOUND;
        }
        let window = $base.add((*$ins).a as usize);
        *window = callable;
        *window.add(1) = Raw::UNBOUND;
        if dies && heap::decrement(receiver.bits as *const _) {
            return free_dying($vm, $pc, $base, $t, $k, receiver.bits);
        }
        next!($vm, $pc, $base, $t, $k)
    }};
}

pub(crate) unsafe fn LoadMethodCached(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let receiver = read(base.add((*ins).b as usize));
        let cache = cache_of(k, ins);
        if kind_word(receiver) == (*cache).guard && vm.class_version() == (*cache).detail {
            let function = (*cache).pointer as u64;
            pair!(vm, pc, base, t, k, ins, receiver, function)
        }
        LoadMethodSite(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn LoadMethodOfClass(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let receiver = read(base.add((*ins).b as usize));
        let cache = cache_of(k, ins);
        if receiver.tag == tag::OBJECT
            && receiver.bits == (*cache).class()
            && vm.class_version() == (*cache).detail
        {
            if (*cache).guard != 0 {
                let function = (*cache).pointer as u64;
                pair!(vm, pc, base, t, k, ins, receiver, function)
            }
            let callable = read((*cache).pointer as *const Raw);
            single!(vm, pc, base, t, k, ins, callable)
        }
        LoadMethod(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn LoadMethodModule(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let object = *base.add((*ins).b as usize);
        if let Some(callable) = module_entry(object, &*cache_of(k, ins)) {
            single!(vm, pc, base, t, k, ins, callable)
        }
        LoadMethod(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn LoadMethodSite(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let register = base.add((*ins).b as usize);
        if (*register).tag == tag::OBJECT && !seldom(t) {
            let address = (*register).bits;
            let kind = (*(address as *const Header)).kind();
            let name = (*cache_of(k, ins)).name | Use::Call as u64;
            let line: *const Line = vm.site_line(kind, name);
            if (*line).kind == kind
                && (*line).name == name
                && (*line).form == Form::Method as u64
                && (*line).detail == vm.class_version()
            {
                let function = (*line).pointer as u64;
                pair!(vm, pc, base, t, k, ins, object(address), function)
            }
        }
        load_method_by_table(vm, pc, base, t, k)
    }
}

/// Loads a method by the table of sites, whatever form it has.
#[inline(never)]
unsafe fn load_method_by_table(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let receiver = read(base.add((*ins).b as usize));
        let cache = cache_of(k, ins);
        let kind = kind_word(receiver);
        let name = (*cache).name | Use::Call as u64;
        let line: *const Line = vm.site_line(kind, name);
        if (*line).kind == kind && (*line).name == name {
            let (detail, pointer) = ((*line).detail, (*line).pointer);
            let form = (*line).form();
            if form == Form::InDict {
                let instance = &*(receiver.bits as *const InstanceObject);
                if let Some(place) = instance.entry_place(detail as usize, (*cache).name) {
                    let callable = read(place);
                    single!(vm, pc, base, t, k, ins, callable)
                }
            } else if form == Form::Slot {
                let raw = read((receiver.bits as usize + detail as usize) as *const Raw);
                if raw.tag != 0 {
                    single!(vm, pc, base, t, k, ins, raw)
                }
            } else if detail == vm.class_version() {
                if form == Form::Method {
                    let ops = (Op::LoadMethodCached, Op::LoadMethodSite);
                    (*cache).settle(ins, t, ops, kind, detail, pointer);
                    pair!(vm, pc, base, t, k, ins, receiver, pointer as u64)
                }
                if form == Form::Value {
                    let callable = read(pointer as *const Raw);
                    single!(vm, pc, base, t, k, ins, callable)
                }
                if form == Form::Hidden {
                    let name = (*cache).name();
                    let hidden = vm.own_attribute(value_at(base, (*ins).b), &name).is_some();
                    drop(name);
                    if !hidden {
                        pair!(vm, pc, base, t, k, ins, receiver, pointer as u64)
                    }
                    return LoadMethod(vm, pc, base, t, k);
                }
                return load_class_method(vm, pc, base, t, k, pointer as u64);
            }
        }
        LoadMethod(vm, pc, base, t, k)
    }
}

/// Ends a `LoadMethod` of a class method found through an instance.
#[inline(never)]
unsafe fn load_class_method(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
    function: u64,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        save!(vm, pc, t);
        let class = vm.class_of(value_at(base, (*ins).b)).to_value();
        if (*ins).c & 1 != 0 {
            kill(base, (*ins).b);
        }
        put(base, (*ins).a, object(function).to_value());
        put(base, (*ins).a + 1, class);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn LoadSuperMethod(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let window = base.add((*ins).a as usize);
        let receiver = read(base.add((*ins).b as usize));
        let cell = &*((*base.add((*ins).c as usize)).bits as *const CellObject);
        let cache = cache_of(k, ins);
        let callee = vm.super_class as u64;
        let (kind, class) = (kind_of(receiver), (*cell.content.get()).bits);
        if (*window).bits == callee && (*window).tag == tag::OBJECT {
            let (version, function) = if kind == (*cache).guard && class == (*cache).class() {
                ((*cache).detail, (*cache).pointer as u64)
            } else {
                let name = (*cache).name | Use::Super as u64;
                let line: *const Line = vm.super_line(kind, name, class);
                if kind == u32::MAX
                    || (*line).kind != kind
                    || (*line).name != name
                    || (*line).form != class
                {
                    return load_super_method(vm, pc, base, t, k);
                }
                ((*line).detail, (*line).pointer as u64)
            };
            if version == vm.class_version() {
                (*(function as *const Header)).retain();
                receiver.retain();
                *window = object(function);
                *window.add(1) = receiver;
                if heap::decrement(callee as *const _) {
                    return free_dying(vm, pc, base, t, k, callee);
                }
                next!(vm, pc, base, t, k)
            }
        }
        load_super_method(vm, pc, base, t, k)
    }
}

#[inline(never)]
unsafe fn load_super_method(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let cache = cache_of(k, pc.sub(1));
        let name = (*cache).name();
        let callee = value_at(base, ins.a).clone();
        let made = attempt!(vm.call(&callee, &[]));
        let (function, bound) = attempt!(vm.find_method(&made, &name));
        if let Some(parts) = vm.note_super(&mut *cache, base, ins, &callee, &name) {
            put(base, ins.a, parts.0);
            put(base, ins.a + 1, parts.1);
            resume!(vm, pc, base, k)
        }
        put(base, ins.a, function);
        if bound {
            put(base, ins.a + 1, made);
        } else {
            kill(base, ins.a + 1);
        }
        resume!(vm, pc, base, k)
    }
}

impl Vm {
    /// Notes the function that a plain `super().name` found, and gives it and the object that goes first.
    unsafe fn note_super(
        &mut self,
        cache: &mut Cache,
        base: *mut Raw,
        ins: Ins,
        callee: &Value,
        name: &Value,
    ) -> Option<(Value, Value)> {
        let known = self.native_class(&super_object::SUPER).ok()?;
        if callee.raw().bits != known.as_ptr() as u64 {
            return None;
        }
        // SAFETY: the compiler puts the cell there; the registers are the frame's.
        let (cell, receiver) = unsafe {
            let cell = &*((*base.add(ins.c as usize)).bits as *const CellObject);
            (cell, *base.add(ins.b as usize))
        };
        let class: Ref<ClassObject> = self.cell_content(cell)?.to_ref()?;
        if receiver.tag == 0 {
            return None;
        }
        // SAFETY: a bound register is alive.
        let receiver = unsafe { receiver.to_value() };
        let function = super_object::plain_method(self, &class, &receiver, name)?;
        if let Some(header) = receiver.header() {
            self.super_class = known.as_ptr();
            let address = class.as_ptr() as usize;
            cache.second = (address as u32, (address >> 32) as u32);
            (cache.guard, cache.detail) = (header.kind(), self.class_version());
            cache.pointer = function.raw().bits as usize;
            let key = name.raw().bits | Use::Super as u64;
            *self.super_line(header.kind(), key, address as u64) = Line {
                kind: header.kind(),
                name: key,
                pointer: cache.pointer,
                detail: cache.detail,
                form: address as u64,
            };
        }
        Some((function, receiver))
    }
}

/// Calls a bound method of a simple function: the receiver goes in front of the arguments.
pub(super) unsafe fn call_bound(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let callable = base.add((*ins).b as usize);
        let method = &*((*callable).bits as *const BoundMethodObject);
        let function = method.function.raw();
        let place = place_of_receiver(ins, callable);
        if !is_simple(vm, ins, function, place) {
            return call_generally(vm, pc, base, t, k);
        }
        let receiver = method.receiver.raw();
        receiver.retain();
        // The frame owns a count of the function, because the method may be overwritten.
        function.retain();
        let old = read(place);
        *place = receiver;
        save!(vm, pc, t);
        if place == callable {
            drop(old.into_value());
        } else {
            kill(base, (*ins).b);
        }
        let function = &*(function.bits as *const FunctionObject);
        enter(
            vm,
            pc,
            place,
            vm.ticks,
            function,
            FrameKind::Get,
            Raw::UNBOUND,
        )
    }
}

/// Calls an instance whose class has a simple `__call__`.
pub(super) unsafe fn call_instance(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let callable = base.add((*ins).b as usize);
        let found = vm.find_special(value_at(base, (*ins).b), SpecialMethod::Call);
        let function = found.map_or(Raw::UNBOUND, Value::into_raw);
        let place = place_of_receiver(ins, callable);
        if !is_simple(vm, ins, function, place) {
            if function.is_object() {
                drop(function.into_value());
            }
            return call_generally(vm, pc, base, t, k);
        }
        if place != callable {
            *place = read(callable);
            *callable = Raw::UNBOUND;
        }
        // The frame owns the count of the function that the search gave.
        let function = &*(function.bits as *const FunctionObject);
        enter(vm, pc, place, t, function, FrameKind::Get, Raw::UNBOUND)
    }
}

/// Where a receiver goes: in the free register of a method call, or in place of the callable.
#[inline(always)]
unsafe fn place_of_receiver(ins: *const Ins, callable: *mut Raw) -> *mut Raw {
    // SAFETY: the window of the call is the frame's.
    unsafe {
        match (*ins).op == Op::CallMethod as u8 {
            true => callable.add(1),
            false => callable,
        }
    }
}

/// True if the function takes a receiver at this place and the arguments of the call, and its frame has room.
#[inline(always)]
unsafe fn is_simple(vm: &mut Vm, ins: *const Ins, function: Raw, place: *mut Raw) -> bool {
    // SAFETY: the function is alive or unbound; the register after a method call's callable exists.
    unsafe {
        let is_method = (*ins).op == Op::CallMethod as u8;
        if !function.is_object()
            || function.header().layout() != Layout::Function
            || is_method && (*place).tag != 0
        {
            return false;
        }
        let function = &*(function.bits as *const FunctionObject);
        function.entry.get().simple_parameters == (*ins).c as u32 + 1
            && vm.frames.make_place()
            && vm.has_room(place)
    }
}
