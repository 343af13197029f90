//! Attributes: reading, writing, deleting.
//!
//! The general instructions look the attribute up and note its site (see `vm::sites`); the quickened ones guard what is in
//! their cache, then ask the interpreter's table of sites, then fall back on the general ones.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::calls::enter;
use super::{
    Exit, attempt, free_dying, kill, kill_write_next, next, put, read, resume, save, value_at,
    write_next,
};
use crate::code::{Ins, Op};
use crate::native::GetSetDefinition;
use crate::object::function::{Cache, FunctionObject};
use crate::object::heap::{self, Header, KIND_SHAPE};
use crate::object::instance::InstanceObject;
use crate::object::kind;
use crate::object::module::ModuleObject;
use crate::object::pool::cache_at;
use crate::object::value::{Raw, Value, tag};
use crate::vm::Vm;
use crate::vm::frame::FrameKind;
use crate::vm::sites::{Form, GET_SLOT, Line, SET_SLOT, Use, seldom};
use std::hint::select_unpredictable;

/// The kind word of an object, or one that no object has.
#[inline(always)]
pub(super) unsafe fn kind_of(raw: Raw) -> u32 {
    // SAFETY: registers hold live objects.
    if raw.tag == tag::OBJECT {
        unsafe { (*(raw.bits as *const Header)).kind() }
    } else {
        u32::MAX
    }
}

/// The cache of an instruction.
#[inline(always)]
pub(super) unsafe fn cache_of(k: *const Raw, ins: *const Ins) -> *mut Cache {
    // SAFETY: the verifier checks the numbers of caches.
    unsafe { cache_at(k, (*ins).d) }
}

/// The object at an address as a raw value.
#[inline(always)]
pub(super) fn object(bits: u64) -> Raw {
    Raw {
        tag: tag::OBJECT,
        bits,
    }
}

/// Ends a `GetAttr`: counts the value found, kills the object if its register dies, writes, and goes on.
macro_rules! give {
    ($vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident, $ins:ident, $raw:expr) => {{
        let raw: Raw = $raw;
        raw.retain();
        // The kill bit is not set where the result overwrites the object.
        if (*$ins).c & 1 != 0 {
            kill_write_next!($vm, $pc, $base, $t, $k, (*$ins).b, (*$ins).a, raw)
        }
        write_next!($vm, $pc, $base, $t, $k, (*$ins).a, raw)
    }};
}

// --- reading ---------------------------------------------------------------------------------------------------------

pub(crate) unsafe fn GetAttr(
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
        let cache = cache_of(k, pc.sub(1));
        let name = (*cache).name();
        let object = value_at(base, ins.b);
        let found = attempt!(vm.get_attribute(object, &name));
        if ins.op != Op::GetAttr as u8 || (*cache).is_due() {
            vm.note_get(&mut *(pc.sub(1) as *mut Ins), &mut *cache, object, &name);
        }
        if ins.c & 1 != 0 && ins.b != ins.a {
            kill(base, ins.b);
        }
        put(base, ins.a, found);
        resume!(vm, pc, base, k)
    }
}

impl Vm {
    /// Notes where the attribute that was just read is found, in the instruction and in the table.
    fn note_get(&mut self, ins: &mut Ins, cache: &mut Cache, value: &Value, name: &Value) {
        let Some(kind) = value.header().map(Header::kind) else {
            return;
        };
        if let Some((version, number)) = self.site_of_module(value, name) {
            (cache.guard, cache.detail) = (version, number);
            ins.op = Op::GetAttrModule as u8;
        } else if let Some((site, class)) = self.site_of_class(value, name, Use::Get) {
            (cache.detail, cache.pointer) = (site.detail, site.pointer);
            cache.second = (class as u32, (class >> 32) as u32);
            ins.op = Op::GetAttrOfClass as u8;
        } else if let Some(site) = self.site_of(value, name, Use::Get) {
            self.note_site(kind, name, Use::Get, site);
            match site.form {
                Form::Slot => cache.remember_slot(ins, GET_SLOT, kind, site.detail),
                Form::Value => {
                    (cache.guard, cache.detail, cache.pointer) = (kind, site.detail, site.pointer);
                    ins.op = Op::GetAttrClass as u8;
                }
                _ => ins.op = Op::GetAttrSite as u8,
            }
        }
    }
}

pub(crate) unsafe fn GetAttrSlot(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let register = base.add((*ins).b as usize);
        if (*register).tag == tag::OBJECT {
            let address = (*register).bits;
            let cache = cache_of(k, ins);
            if (*(address as *const Header)).kind() != (*cache).guard {
                return GetAttrSlots(vm, pc, base, t, k);
            }
            let place = (address as usize + (*cache).detail as usize) as *const Raw;
            let raw = read(place);
            if raw.tag != 0 {
                give!(vm, pc, base, t, k, ins, raw)
            }
        }
        GetAttr(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn GetAttrSlots(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let register = base.add((*ins).b as usize);
        if (*register).tag == tag::OBJECT {
            let address = (*register).bits;
            let kind = (*(address as *const Header)).kind();
            let cache = cache_of(k, ins);
            // Which of two kinds comes cannot be foreseen, that it is one of them can.
            let first = kind == (*cache).guard;
            if !first & (kind != (*cache).second.0) {
                return GetAttrSite(vm, pc, base, t, k);
            }
            let offset = select_unpredictable(first, (*cache).detail, (*cache).second.1);
            let raw = read((address as usize + offset as usize) as *const Raw);
            if raw.tag != 0 {
                give!(vm, pc, base, t, k, ins, raw)
            }
        }
        GetAttr(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn GetAttrClass(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    // SAFETY: while the version holds no class namespace has changed its entries, so the value is where it was.
    unsafe {
        let ins = pc.sub(1);
        let register = base.add((*ins).b as usize);
        let cache = cache_of(k, ins);
        if kind_of(*register) == (*cache).guard && vm.class_version() == (*cache).detail {
            let raw = read((*cache).pointer as *const Raw);
            give!(vm, pc, base, t, k, ins, raw)
        }
        GetAttrSite(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn GetAttrOfClass(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    // SAFETY: as above; a class lives as long as its interpreter, so its address is its identity.
    unsafe {
        let ins = pc.sub(1);
        let register = base.add((*ins).b as usize);
        let cache = cache_of(k, ins);
        if (*register).tag == tag::OBJECT
            && (*register).bits == (*cache).class()
            && vm.class_version() == (*cache).detail
        {
            let raw = read((*cache).pointer as *const Raw);
            give!(vm, pc, base, t, k, ins, raw)
        }
        GetAttr(vm, pc, base, t, k)
    }
}

/// The entry of a module that a cache names, without a count of its own.
#[inline(always)]
pub(super) unsafe fn module_entry(object: Raw, cache: &Cache) -> Option<Raw> {
    // SAFETY: registers hold live objects; a version belongs to one state of one dict, so the number is valid.
    unsafe {
        if kind_of(object) != kind::MODULE {
            return None;
        }
        let module = &*(object.bits as *const ModuleObject);
        let map = &*module.dict.map.as_ptr();
        (map.version() == cache.guard).then(|| map.entries()[cache.detail as usize].value.raw())
    }
}

pub(crate) unsafe fn GetAttrModule(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let object = *base.add((*ins).b as usize);
        if let Some(raw) = module_entry(object, &*cache_of(k, ins)) {
            give!(vm, pc, base, t, k, ins, raw)
        }
        GetAttr(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn GetAttrSite(
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
            let name = (*cache_of(k, ins)).name | Use::Get as u64;
            let line: *const Line = vm.site_line(kind, name);
            if (*line).kind == kind && (*line).name == name && (*line).form == Form::Slot as u64 {
                let raw = read((address as usize + (*line).detail as usize) as *const Raw);
                if raw.tag != 0 {
                    give!(vm, pc, base, t, k, ins, raw)
                }
            }
        }
        get_attr_by_table(vm, pc, base, t, k)
    }
}

/// Reads an attribute by the table of sites, whatever form it has.
#[inline(never)]
unsafe fn get_attr_by_table(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let register = base.add((*ins).b as usize);
        let cache = cache_of(k, ins);
        let kind = kind_of(*register);
        let name = (*cache).name | Use::Get as u64;
        let line: *const Line = vm.site_line(kind, name);
        if kind != u32::MAX && (*line).kind == kind && (*line).name == name {
            let (detail, pointer) = ((*line).detail, (*line).pointer);
            if (*line).form() == Form::Slot {
                let raw = read(((*register).bits as usize + detail as usize) as *const Raw);
                if raw.tag != 0 {
                    (*cache).settle_slot(ins, t, GET_SLOT, kind, detail);
                    give!(vm, pc, base, t, k, ins, raw)
                }
            } else if (*line).form() == Form::InDict {
                let instance = &*((*register).bits as *const InstanceObject);
                if let Some(place) = instance.entry_place(detail as usize, (*cache).name) {
                    let raw = read(place);
                    give!(vm, pc, base, t, k, ins, raw)
                }
            } else if detail == vm.class_version() {
                match (*line).form() {
                    Form::Descriptor => {
                        return get_described(vm, pc, base, t, k, pointer as u64);
                    }
                    Form::Native => return get_native(vm, pc, base, t, k, pointer as u64),
                    Form::Value => {
                        let ops = (Op::GetAttrClass, Op::GetAttrSite);
                        (*cache).settle(ins, t, ops, kind, detail, pointer);
                        let raw = read(pointer as *const Raw);
                        give!(vm, pc, base, t, k, ins, raw)
                    }
                    Form::Method => return get_bound(vm, pc, base, t, k, pointer as u64),
                    Form::Property => return get_property(vm, pc, base, t, k, pointer as u64),
                    _ => {}
                }
            }
        }
        GetAttr(vm, pc, base, t, k)
    }
}

/// Makes the method that a function found on the class is for the object.
#[inline(never)]
unsafe fn get_bound(
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
        let receiver = value_at(base, (*ins).b).clone();
        let method = vm.new_bound_method(object(function).to_value(), receiver);
        if (*ins).c & 1 != 0 && (*ins).b != (*ins).a {
            kill(base, (*ins).b);
        }
        put(base, (*ins).a, method);
        resume!(vm, pc, base, k)
    }
}

/// Reads a computed attribute of a native type.
#[inline(never)]
unsafe fn get_native(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
    definition: u64,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        save!(vm, pc, t);
        let definition = &*(definition as *const GetSetDefinition);
        let found = attempt!((definition.get)(vm, value_at(base, (*ins).b)));
        if (*ins).c & 1 != 0 && (*ins).b != (*ins).a {
            kill(base, (*ins).b);
        }
        put(base, (*ins).a, found);
        resume!(vm, pc, base, k)
    }
}

/// Reads what a native data descriptor gives.
#[inline(never)]
unsafe fn get_described(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
    descriptor: u64,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        save!(vm, pc, t);
        let descriptor = object(descriptor).to_value();
        let instance = value_at(base, (*ins).b);
        let class = vm.class_of(instance).to_value();
        let found = match vm.class_of(&descriptor).slots().descriptor_get {
            Some(get) => attempt!(get(vm, &descriptor, Some(instance), &class)),
            None => Value::NONE,
        };
        drop((descriptor, class));
        if (*ins).c & 1 != 0 && (*ins).b != (*ins).a {
            kill(base, (*ins).b);
        }
        put(base, (*ins).a, found);
        resume!(vm, pc, base, k)
    }
}

/// Enters the getter of a property; its result goes where the attribute goes.
#[inline(never)]
unsafe fn get_property(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
    getter: u64,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let function = &*(getter as *const FunctionObject);
        let callee = vm.free_registers();
        // The code of a function can be exchanged; whatever is not simple goes the general way.
        if function.entry.get().simple_parameters != 1
            || !vm.frames.make_place()
            || !vm.has_room(callee)
        {
            return GetAttr(vm, pc, base, t, k);
        }
        let register = base.add((*ins).b as usize);
        let raw = read(register);
        if (*ins).c & 1 != 0 && (*ins).a != (*ins).b {
            *register = Raw::UNBOUND;
        } else {
            raw.retain();
        }
        *callee = raw;
        // The frame owns a count of the function.
        (*(getter as *const Header)).retain();
        enter(vm, pc, callee, t, function, FrameKind::Get, Raw::UNBOUND)
    }
}

// --- writing ---------------------------------------------------------------------------------------------------------

pub(crate) unsafe fn SetAttr(
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
        let object = value_at(base, ins.b);
        let before = object.header().map_or(u32::MAX, Header::kind);
        attempt!(vm.set_attribute(object, &name, Some(value_at(base, ins.c))));
        vm.note_set(
            &mut *(pc.sub(1) as *mut Ins),
            &mut *cache,
            object,
            &name,
            before,
        );
        if ins.a & 2 != 0 {
            kill(base, ins.c);
        }
        if ins.a & 1 != 0 {
            kill(base, ins.b);
        }
        resume!(vm, pc, base, k)
    }
}

impl Vm {
    /// Notes where the attribute that was just written lies; `before` is the kind the object had then.
    fn note_set(
        &mut self,
        ins: &mut Ins,
        cache: &mut Cache,
        value: &Value,
        name: &Value,
        before: u32,
    ) {
        let Some(mut site) = self.site_of_store(value, name) else {
            return;
        };
        let kind = value.header().map_or(u32::MAX, Header::kind);
        if site.form != Form::Slot {
            self.note_site(kind, name, Use::Set, site);
            ins.op = Op::SetAttrSite as u8;
            return;
        }
        if kind == before {
            self.note_site(kind, name, Use::Set, site);
            cache.remember_slot(ins, SET_SLOT, kind, site.detail);
            return;
        }
        // The same step again: the name is the last of the new shape, and the old shape leads there.
        let number = kind & KIND_SHAPE;
        let names = &self.shape(number).names;
        if names.last().is_some_and(|last| last.is(name))
            && before >> 24 == kind >> 24
            && self.next_shape(before & KIND_SHAPE, name) == number
        {
            (site.form, site.pointer) = (Form::Add, kind as usize);
            self.note_site(before, name, Use::Set, site);
            (cache.guard, cache.detail, cache.pointer) = (before, site.detail, site.pointer);
            ins.op = Op::SetAttrAdd as u8;
        }
    }
}

/// Ends a `SetAttr`: moves or copies the value to the place, releases what was there, kills the object if its register
/// dies, and goes on.
macro_rules! store {
    ($vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident, $ins:ident, $place:expr) => {{
        let place: *mut Raw = $place;
        let source = $base.add((*$ins).c as usize);
        let new = read(source);
        if (*$ins).a & 2 != 0 {
            *source = Raw::UNBOUND;
        } else {
            new.retain();
        }
        let (is_object, old) = ((*place).is_object(), (*place).bits);
        *place = new;
        if (*$ins).a & 1 != 0 {
            let holder = $base.add((*$ins).b as usize);
            let dying = (*holder).bits;
            *holder = Raw::UNBOUND;
            if heap::decrement(dying as *const _) {
                if is_object {
                    $vm.parked = object(old);
                }
                return free_with_parked($vm, $pc, $base, $t, $k, dying);
            }
        }
        if is_object && heap::decrement(old as *const _) {
            return free_dying($vm, $pc, $base, $t, $k, old);
        }
        next!($vm, $pc, $base, $t, $k)
    }};
}

/// Frees an object whose last count is gone, gives back one count of the parked value, and goes on.
#[cold]
#[inline(never)]
unsafe fn free_with_parked(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
    dying: u64,
) -> Exit {
    unsafe {
        save!(vm, pc, t);
        let parked = std::mem::replace(&mut vm.parked, Raw::UNBOUND);
        heap::died(std::ptr::NonNull::new_unchecked(dying as *mut Header));
        if parked.is_object() {
            drop(parked.into_value());
        }
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn SetAttrSlot(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let register = base.add((*ins).b as usize);
        if (*register).tag == tag::OBJECT {
            let address = (*register).bits;
            let cache = cache_of(k, ins);
            if (*(address as *const Header)).kind() != (*cache).guard {
                return SetAttrSlots(vm, pc, base, t, k);
            }
            let place = (address as usize + (*cache).detail as usize) as *mut Raw;
            store!(vm, pc, base, t, k, ins, place)
        }
        SetAttr(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn SetAttrSlots(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let register = base.add((*ins).b as usize);
        if (*register).tag == tag::OBJECT {
            let address = (*register).bits;
            let kind = (*(address as *const Header)).kind();
            let cache = cache_of(k, ins);
            // Which of two kinds comes cannot be foreseen, that it is one of them can.
            let first = kind == (*cache).guard;
            if !first & (kind != (*cache).second.0) {
                return SetAttrSite(vm, pc, base, t, k);
            }
            let offset = select_unpredictable(first, (*cache).detail, (*cache).second.1);
            let place = (address as usize + offset as usize) as *mut Raw;
            store!(vm, pc, base, t, k, ins, place)
        }
        SetAttr(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn SetAttrAdd(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let register = base.add((*ins).b as usize);
        let cache = cache_of(k, ins);
        if kind_of(*register) == (*cache).guard {
            let address = (*register).bits;
            let instance = &*(address as *const InstanceObject);
            instance
                .header
                .set_shape((*cache).pointer as u32 & KIND_SHAPE);
            let place = (address as usize + (*cache).detail as usize) as *mut Raw;
            store!(vm, pc, base, t, k, ins, place)
        }
        SetAttrSite(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn SetAttrSite(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let register = base.add((*ins).b as usize);
        let cache = cache_of(k, ins);
        let kind = kind_of(*register);
        let name = (*cache).name | Use::Set as u64;
        let line: *const Line = vm.site_line(kind, name);
        if kind != u32::MAX && (*line).kind == kind && (*line).name == name {
            let (detail, pointer) = ((*line).detail, (*line).pointer);
            let instance = &*((*register).bits as *const InstanceObject);
            let mut place = std::ptr::null_mut();
            match (*line).form() {
                Form::Add => {
                    let ops = (Op::SetAttrAdd, Op::SetAttrSite);
                    (*cache).settle(ins, t, ops, kind, detail, pointer);
                    instance.header.set_shape(pointer as u32 & KIND_SHAPE);
                    place = ((*register).bits as usize + detail as usize) as *mut Raw;
                }
                Form::Slot => {
                    (*cache).settle_slot(ins, t, SET_SLOT, kind, detail);
                    place = ((*register).bits as usize + detail as usize) as *mut Raw;
                }
                Form::InDict => {
                    if let Some(found) = instance.entry_place(detail as usize, (*cache).name) {
                        place = found;
                    }
                }
                Form::Setter if detail == vm.class_version() => {
                    return set_property(vm, pc, base, t, k, pointer as u64);
                }
                _ => {}
            }
            if !place.is_null() {
                store!(vm, pc, base, t, k, ins, place)
            }
        }
        SetAttr(vm, pc, base, t, k)
    }
}

/// Enters the setter of a property.
#[inline(never)]
unsafe fn set_property(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
    setter: u64,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let function = &*(setter as *const FunctionObject);
        let callee = vm.free_registers();
        if function.entry.get().simple_parameters != 2
            || !vm.frames.make_place()
            || !vm.has_room(callee)
        {
            return SetAttr(vm, pc, base, t, k);
        }
        for (at, operand, dies) in [(0, (*ins).b, 1), (1, (*ins).c, 2)] {
            let register = base.add(operand as usize);
            let raw = read(register);
            if (*ins).a & dies != 0 {
                *register = Raw::UNBOUND;
            } else {
                raw.retain();
            }
            *callee.add(at) = raw;
        }
        // The frame owns a count of the function.
        (*(setter as *const Header)).retain();
        enter(vm, pc, callee, t, function, FrameKind::Set, Raw::UNBOUND)
    }
}

pub(crate) unsafe fn DelAttr(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let name = vm.top_name(ins.d as usize);
        attempt!(vm.set_attribute(value_at(base, ins.b), &name, None));
        if ins.a & 1 != 0 {
            kill(base, ins.b);
        }
        resume!(vm, pc, base, k)
    }
}
