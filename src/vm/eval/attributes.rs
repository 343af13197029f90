//! Attributes.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::{Exit, attempt, kill, kill_write_next, next, put, resume, save, value_at, write_next};
use crate::code::{Ins, Op};
use crate::object::class::flags;
use crate::object::function::Cache;
use crate::object::heap::{Header, Layout};
use crate::object::instance::{FIRST_SLOT, InstanceObject};
use crate::object::module::ModuleObject;
use crate::object::value::{Raw, Value, tag};
use crate::vm::{Outcome, Vm};

/// The kind word of plain modules.
const MODULE_KIND: u32 =
    (Layout::Module as u32) << 24 | crate::object::builtin::Builtin::Module as u32;

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

impl Vm {
    /// Turns every instruction that reads or writes a slot by its cache back into the general one: a class has got a data
    /// descriptor or a hook that such caches do not look for. Rare, and walks the heap.
    #[cold]
    pub(crate) fn forget_slot_caches(&mut self) {
        self.forget_sites();
        let heap = self.heap();
        heap.each(self, &mut |header| {
            if header.layout() as u8 != Layout::Code as u8 {
                return;
            }
            // SAFETY: the layout says that this is a code object; under the lock no handler holds a borrow of an instruction.
            unsafe {
                let code =
                    &*(header as *const Header).cast::<crate::object::function::CodeObject>();
                for place in &code.instructions {
                    let ins = &mut *place.get();
                    match Op::from_u8(ins.op) {
                        Some(Op::GetAttrSlot | Op::GetAttrClass) => ins.op = Op::GetAttr as u8,
                        Some(Op::SetAttrSlot | Op::SetAttrAdd) => ins.op = Op::SetAttr as u8,
                        _ => {}
                    }
                }
            }
        });
    }
    /// Where an instance's attribute lies in line, for an inline cache: only if no class attribute interferes.
    fn cacheable_slot(&mut self, value: &Value, name: &Value, storing: bool) -> Option<u32> {
        let instance: &InstanceObject = value.downcast()?;
        let class = self.class_of(value).clone();
        let hooks = if storing {
            flags::SETATTR
        } else {
            flags::GETATTRIBUTE
        };
        if class.has(hooks) || class.slots().get_attribute.is_some() {
            return None;
        }
        let shape = self.shape(instance.header.shape());
        let slot = shape.slot_of(name)?;
        if shape.in_dict && slot >= class.member_count.get() as usize
            || slot >= instance.inline_slots()
        {
            return None;
        }
        if slot >= class.member_count.get() as usize
            && let Some(found) = self.lookup(&class, name)
            && (self.is_data_descriptor(&found)
                || class.has(flags::LANGUAGE) && !self.is_plain(&found))
        {
            return None;
        }
        if slot < class.member_count.get() as usize && storing && class.has(flags::SETATTR) {
            return None;
        }
        Some((FIRST_SLOT + slot * size_of::<Raw>()) as u32)
    }
    /// Values on a class that can never become data descriptors.
    fn is_plain(&self, value: &Value) -> bool {
        !matches!(value.layout(), Some(Layout::Instance | Layout::Native))
    }
    /// Where a plain value (no descriptor) lies on the class of an instance that has no attribute of that name itself.
    fn cacheable_class_value(&mut self, value: &Value, name: &Value) -> Option<usize> {
        let instance: &InstanceObject = value.downcast()?;
        let class = self.class_of(value).clone();
        if class.has(flags::GETATTRIBUTE) || class.slots().get_attribute.is_some() {
            return None;
        }
        let shape = self.shape(instance.header.shape());
        if shape.in_dict || shape.slot_of(name).is_some() {
            return None;
        }
        for base in class.mro.get(self) {
            let map = base.dict.map.get(self);
            if let Some(entry) = map.iter().find(|entry| entry.key.is(name)) {
                let plain = matches!(
                    entry.value.layout(),
                    None | Some(
                        Layout::Int
                            | Layout::Str
                            | Layout::List
                            | Layout::Dict
                            | Layout::Tuple
                            | Layout::Set
                    )
                );
                return plain.then_some(&raw const entry.value as usize);
            }
        }
        None
    }
    /// The version of a plain module's namespace and the number of its entry with this name.
    fn cacheable_entry(&self, value: &Value, name: &Value) -> Option<Cache> {
        let module: &ModuleObject = value.downcast()?;
        if module.header.kind() != MODULE_KIND {
            return None;
        }
        let map = module.dict.map.get(self);
        let number = map.entries().iter().position(|entry| entry.key.is(name))?;
        Some(Cache {
            guard: map.version(),
            detail: number as u32,
            pointer: 0,
        })
    }
    /// `value.name`, what to put into the cache, and the quick form.
    fn get_attribute_caching(
        &mut self,
        value: &Value,
        name: &Value,
    ) -> Outcome<(Value, Option<(Cache, Op)>)> {
        let kind = value.header().map_or(u32::MAX, Header::kind);
        if let Some(offset) = self.cacheable_slot(value, name, false) {
            // SAFETY: the offset is that of a slot in line of this very instance; a bound slot owns its value.
            let raw = unsafe { *((value.raw().bits as usize + offset as usize) as *const Raw) };
            let found = match raw.tag {
                0 => self.get_attribute(value, name)?,
                // SAFETY: as above.
                _ => unsafe { raw.to_value() },
            };
            let cache = Cache {
                guard: kind,
                detail: offset,
                pointer: usize::MAX,
            };
            return Ok((found, Some((cache, Op::GetAttrSlot))));
        }
        if let Some(cache) = self.cacheable_entry(value, name) {
            return Ok((
                self.get_attribute(value, name)?,
                Some((cache, Op::GetAttrModule)),
            ));
        }
        if let Some(place) = self.cacheable_class_value(value, name) {
            let found = self.get_attribute(value, name)?;
            let cache = Cache {
                guard: kind,
                detail: self.class_version(),
                pointer: place,
            };
            return Ok((found, Some((cache, Op::GetAttrClass))));
        }
        Ok((self.get_attribute(value, name)?, None))
    }
}

/// The entry of a module that a cache names, without a count of its own.
#[inline(always)]
unsafe fn module_entry(object: Raw, cache: &Cache) -> Option<Raw> {
    // SAFETY: registers hold live objects; a version belongs to one state of one dict, so the number is valid.
    unsafe {
        if kind_of(object) != MODULE_KIND {
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
        if let Some(raw) = module_entry(object, &*vm.caches.add((*ins).d as usize)) {
            raw.retain();
            if (*ins).c & 1 != 0 && (*ins).a != (*ins).b {
                kill_write_next!(vm, pc, base, t, k, (*ins).b, (*ins).a, raw)
            }
            write_next!(vm, pc, base, t, k, (*ins).a, raw)
        }
        GetAttr(vm, pc, base, t, k)
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
        let ins = *pc.sub(1);
        let object = *base.add(ins.b as usize);
        if let Some(raw) = module_entry(object, &*vm.caches.add(ins.d as usize)) {
            raw.retain();
            save!(vm, pc, t);
            if ins.c & 1 != 0 {
                kill(base, ins.b);
            }
            kill(base, ins.a + 1);
            put(base, ins.a, raw.into_value());
            resume!(vm, pc, base, k)
        }
        LoadMethod(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn GetAttrClass(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    // SAFETY: while the version holds no class namespace has changed, so the value is where it was.
    unsafe {
        let ins = pc.sub(1);
        let object = *base.add((*ins).b as usize);
        let cache = &*vm.caches.add((*ins).d as usize);
        if kind_of(object) == cache.guard && vm.class_version() == cache.detail {
            let raw = (*(cache.pointer as *const Value)).raw();
            raw.retain();
            if (*ins).c & 1 != 0 && (*ins).a != (*ins).b {
                kill_write_next!(vm, pc, base, t, k, (*ins).b, (*ins).a, raw)
            }
            write_next!(vm, pc, base, t, k, (*ins).a, raw)
        }
        GetAttr(vm, pc, base, t, k)
    }
}

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
        let name = vm.cache_name(ins.d as usize);
        let (found, cache) = attempt!(vm.get_attribute_caching(value_at(base, ins.b), &name));
        if let Some((cache, Op::GetAttrSlot)) = cache {
            let bits = name.raw().bits;
            vm.site_line(cache.guard, bits)
                .set(crate::interp::SiteLine {
                    kind: cache.guard,
                    detail: cache.detail,
                    name: bits,
                    method: 0,
                });
        }
        if let Some((mut cache, quick)) = cache {
            let old = *vm.caches.add(ins.d as usize);
            if quick == Op::GetAttrSlot && ins.op == quick as u8 && old.guard != cache.guard {
                cache.pointer = (old.guard as usize) << 32 | old.detail as usize;
            }
            *vm.caches.add(ins.d as usize) = cache;
            (*(pc.sub(1) as *mut Ins)).op = quick as u8;
        }
        if ins.c & 1 != 0 && ins.b != ins.a {
            kill(base, ins.b);
        }
        put(base, ins.a, found);
        resume!(vm, pc, base, k)
    }
}

/// The address of the name of an inline cache of the top frame's code.
#[inline(always)]
unsafe fn top_name_bits(vm: &Vm, cache: usize) -> u64 {
    // SAFETY: a frame is running; its code has a name for each of its caches.
    unsafe {
        let code = &*vm.frames.last().unwrap_unchecked().code;
        let number = *code.code.cache_names.get_unchecked(cache);
        code.names.get_unchecked(number as usize).raw().bits
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
        let object = *base.add((*ins).b as usize);
        let cache = &*vm.caches.add((*ins).d as usize);
        let kind = kind_of(object);
        // The cache holds two shapes: the newer one in front, the older one packed into the pointer.
        let offset = if kind == cache.guard {
            cache.detail as usize
        } else if kind == (cache.pointer >> 32) as u32 && kind != u32::MAX {
            cache.pointer & 0xffff_ffff
        } else {
            let name = top_name_bits(vm, (*ins).d as usize);
            let line = vm.site_line(kind, name).get();
            if line.kind != kind || line.name != name || line.method != 0 || kind == u32::MAX {
                return GetAttr(vm, pc, base, t, k);
            }
            line.detail as usize
        };
        let raw = *((object.bits as usize + offset) as *const Raw);
        if raw.tag == 0 {
            return GetAttr(vm, pc, base, t, k);
        }
        raw.retain();
        if (*ins).c & 1 != 0 && (*ins).a != (*ins).b {
            kill_write_next!(vm, pc, base, t, k, (*ins).b, (*ins).a, raw)
        }
        write_next!(vm, pc, base, t, k, (*ins).a, raw)
    }
}

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
        let name = vm.cache_name(ins.d as usize);
        let object = value_at(base, ins.b);
        let before = object.header().map_or(u32::MAX, Header::kind);
        attempt!(vm.set_attribute(object, &name, Some(value_at(base, ins.c))));
        let after = object.header().map_or(u32::MAX, Header::kind);
        if before != after {
            if let Some(offset) = vm.cacheable_slot(object, &name, true)
                && object.downcast::<InstanceObject>().is_some_and(|instance| {
                    // The same step again: the name is the last of the new shape, and the old shape leads there.
                    let names = &vm.shape(instance.header.shape()).names;
                    names.last().is_some_and(|last| last.is(&name))
                })
            {
                *vm.caches.add(ins.d as usize) = Cache {
                    guard: before,
                    detail: offset,
                    pointer: after as usize,
                };
                (*(pc.sub(1) as *mut Ins)).op = Op::SetAttrAdd as u8;
            }
        } else if let Some(offset) = vm.cacheable_slot(object, &name, true) {
            let kind = object.header().map_or(u32::MAX, Header::kind);
            *vm.caches.add(ins.d as usize) = Cache {
                guard: kind,
                detail: offset,
                pointer: 0,
            };
            (*(pc.sub(1) as *mut Ins)).op = Op::SetAttrSlot as u8;
        }
        if ins.a & 2 != 0 {
            kill(base, ins.c);
        }
        if ins.a & 1 != 0 {
            kill(base, ins.b);
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
        let object = *base.add((*ins).b as usize);
        let cache = &*vm.caches.add((*ins).d as usize);
        if kind_of(object) == cache.guard {
            let slot = (object.bits as usize + cache.detail as usize) as *mut Raw;
            let new = *base.add((*ins).c as usize);
            if (*ins).a & 2 != 0 {
                *base.add((*ins).c as usize) = Raw::UNBOUND;
            } else {
                new.retain();
            }
            let old = std::mem::replace(&mut *slot, new);
            if (*ins).a & 1 != 0 {
                save!(vm, pc, t);
                if old.is_object() {
                    drop(old.into_value());
                }
                kill(base, (*ins).b);
                resume!(vm, pc, base, k)
            }
            if old.is_object() && crate::object::heap::decrement(old.bits as *const _) {
                vm.parked = old;
                return super::free_then_next(vm, pc, base, t, k);
            }
            next!(vm, pc, base, t, k)
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
        let object = *base.add((*ins).b as usize);
        let cache = &*vm.caches.add((*ins).d as usize);
        if kind_of(object) == cache.guard && (*ins).a & 1 == 0 {
            let instance = &*(object.bits as *const InstanceObject);
            let slot = (object.bits as usize + cache.detail as usize) as *mut Raw;
            // Cells of one shape may differ in size: older instances have fewer slots in line.
            if cache.detail as usize + size_of::<Raw>()
                <= crate::object::heap::cell_bytes(&instance.header)
            {
                let new = *base.add((*ins).c as usize);
                if (*ins).a & 2 != 0 {
                    *base.add((*ins).c as usize) = Raw::UNBOUND;
                } else {
                    new.retain();
                }
                *slot = new;
                instance
                    .header
                    .set_shape(cache.pointer as u32 & crate::object::heap::KIND_SHAPE);
                next!(vm, pc, base, t, k)
            }
        }
        SetAttr(vm, pc, base, t, k)
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
        let name = vm.cache_name(ins.d as usize);
        let receiver = value_at(base, ins.b).clone();
        let (function, bound) = attempt!(vm.find_method(&receiver, &name));
        if let Some(cache) = vm.cacheable_entry(&receiver, &name) {
            *vm.caches.add(ins.d as usize) = cache;
            (*(pc.sub(1) as *mut Ins)).op = Op::LoadMethodModule as u8;
        }
        if bound
            && let Some(header) = receiver.header()
            && !matches!(
                header.layout(),
                Layout::Module | Layout::Class | Layout::Function
            )
        {
            // An instance's own attribute of that name would have changed its shape, unless it keeps a dict.
            let shape = vm.shape(header.shape());
            let own = header.kind() & crate::object::heap::KIND_ATTRIBUTES != 0;
            if !shape.in_dict
                && !own
                && vm
                    .lookup(&shape.class, &name)
                    .is_some_and(|found| found.is(&function))
            {
                *vm.caches.add(ins.d as usize) = Cache {
                    guard: header.kind(),
                    detail: vm.class_version(),
                    pointer: function.raw().bits as usize,
                };
                let bits = name.raw().bits;
                vm.site_line(header.kind(), bits)
                    .set(crate::interp::SiteLine {
                        kind: header.kind(),
                        detail: vm.class_version(),
                        name: bits,
                        method: function.raw().bits as usize,
                    });
                (*(pc.sub(1) as *mut Ins)).op = Op::LoadMethodCached as u8;
            }
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

pub(crate) unsafe fn LoadMethodCached(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        let receiver = *base.add(ins.b as usize);
        let cache = &*vm.caches.add(ins.d as usize);
        let (kind, version) = (kind_of(receiver), vm.class_version());
        let method = if kind == cache.guard && version == cache.detail {
            cache.pointer
        } else {
            let name = top_name_bits(vm, ins.d as usize);
            let line = vm.site_line(kind, name).get();
            let hit = line.kind == kind
                && line.name == name
                && line.detail == version
                && kind != u32::MAX;
            if hit { line.method } else { 0 }
        };
        if method != 0 {
            let function = Raw {
                tag: tag::OBJECT,
                bits: method as u64,
            };
            function.retain();
            if ins.c & 1 == 0 {
                receiver.retain();
            } else {
                *base.add(ins.b as usize) = Raw::UNBOUND;
            }
            *base.add(ins.a as usize + 1) = receiver;
            *base.add(ins.a as usize) = function;
            next!(vm, pc, base, t, k)
        }
        LoadMethod(vm, pc, base, t, k)
    }
}
