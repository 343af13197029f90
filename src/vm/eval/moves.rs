//! Moves, constants, names, cells.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::{Exit, attempt, free_dying, next, put, read, resume, save, take, value_at, write_next};
use crate::code::{Ins, Op};
use crate::object::builtin::Exc;
use crate::object::dict::DictObject;
use crate::object::function::{Cache, CellObject, CodeObject};
use crate::object::heap::Header;
use crate::object::pool::cache_at;
use crate::object::value::{Raw, Value, tag};
use crate::vm::{Outcome, Raised, Vm};

/// Writes a raw value, whose count is owned, to a place outside of the registers and goes on; the old content is released.
macro_rules! store_next {
    ($vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident, $place:expr, $raw:expr) => {{
        let place: *mut Raw = $place;
        let (is_object, old) = ((*place).is_object(), (*place).bits);
        *place = $raw;
        if is_object && $crate::object::heap::decrement(old as *const _) {
            return free_dying($vm, $pc, $base, $t, $k, old);
        }
        next!($vm, $pc, $base, $t, $k)
    }};
}

pub(crate) unsafe fn Nop(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe { next!(vm, pc, base, t, k) }
}

pub(crate) unsafe fn LoadConst(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let raw = *k.add((*ins).d as usize);
        raw.retain();
        write_next!(vm, pc, base, t, k, (*ins).a, raw)
    }
}

pub(crate) unsafe fn Move(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let raw = read(base.add((*ins).b as usize));
        raw.retain();
        write_next!(vm, pc, base, t, k, (*ins).a, raw)
    }
}

pub(crate) unsafe fn Take(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let source = base.add((*ins).b as usize);
        let raw = read(source);
        *source = Raw::UNBOUND;
        write_next!(vm, pc, base, t, k, (*ins).a, raw)
    }
}

pub(crate) unsafe fn Clear(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe { write_next!(vm, pc, base, t, k, (*pc.sub(1)).a, Raw::UNBOUND) }
}

pub(crate) unsafe fn CheckLocal(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        if (*base.add((*pc.sub(1)).a as usize)).tag != 0 {
            next!(vm, pc, base, t, k)
        }
        unbound_local(vm, pc, base, t, k)
    }
}

#[cold]
#[inline(never)]
unsafe fn unbound_local(vm: &mut Vm, pc: *const Ins, _: *mut Raw, t: i32, _: *const Raw) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let Raised = vm.unbound_local(ins.d as usize);
        Exit::Raise
    }
}

impl Vm {
    /// The code of the top frame.
    pub(crate) fn top_code(&self) -> &CodeObject {
        self.frames.last().expect("code runs in a frame").code()
    }
    /// The name with this number in the top frame's code.
    pub(crate) fn top_name(&self, number: usize) -> Value {
        self.top_code().names[number].clone()
    }
    #[cold]
    pub(crate) fn unbound_local(&mut self, name: usize) -> Raised {
        let name = self.top_name(name);
        let text = self.string(&name).unwrap_or_default();
        let message = self.new_str(&format!(
            "cannot access local variable '{text}' where it is not associated with a value"
        ));
        // Without a name to guess at: the name is right.
        self.raise_with_attributes(Exc::UnboundLocalError, vec![message], &[])
    }
    /// Looks a global up and fills the inline cache.
    fn load_global(&mut self, name: &Value, cache: &mut Cache) -> Outcome<(Value, Option<Op>)> {
        // SAFETY: the globals of the top frame are alive.
        let globals = unsafe { &*self.globals };
        let hash = self.hash(name)?;
        let text = self.string(name)?;
        if let Some(number) = globals.map.get(self).find_str(hash, &text) {
            let map = globals.map.get(self);
            let entry = &map.entries()[number];
            cache.guard = map.version();
            cache.pointer = &raw const entry.value as usize;
            return Ok((entry.value.clone(), Some(Op::LoadGlobalCached)));
        }
        let builtins = self.builtins_of(globals);
        if let Some(number) = builtins.map.get(self).find_str(hash, &text) {
            let map = builtins.map.get(self);
            let entry = &map.entries()[number];
            let standard = builtins.is(&self.builtins());
            cache.guard = globals.map.get(self).version();
            cache.detail = map.version();
            cache.pointer = &raw const entry.value as usize;
            return Ok((
                entry.value.clone(),
                standard.then_some(Op::LoadBuiltinCached),
            ));
        }
        Err(self.name_error(name))
    }
    /// The built-ins that go with a global namespace: its `__builtins__`, or the interpreter's.
    pub(crate) fn builtins_of(&self, globals: &DictObject) -> crate::object::heap::Ref<DictObject> {
        match self.dict_get_str(globals, "__builtins__") {
            Some(value) => match value.to_ref::<DictObject>() {
                Some(dict) => dict,
                None => match value.downcast::<crate::object::module::ModuleObject>() {
                    Some(module) => module.dict.clone(),
                    None => self.builtins(),
                },
            },
            None => self.builtins(),
        }
    }
    /// Looks a name up in the frame's namespace, the globals and the built-ins.
    fn load_name(&mut self, name: &Value) -> Outcome<Value> {
        if let Some(found) = self.load_from_namespace(name)? {
            return Ok(found);
        }
        // SAFETY: the globals of the top frame are alive.
        let globals = unsafe { &*self.globals };
        if let Some(found) = self.dict_get_name(globals, name) {
            return Ok(found);
        }
        let builtins = self.builtins_of(globals);
        match self.dict_get_name(&builtins, name) {
            Some(found) => Ok(found),
            None => Err(self.name_error(name)),
        }
    }
    fn load_from_namespace(&mut self, name: &Value) -> Outcome<Option<Value>> {
        let Some(namespace) = self.frames.last().and_then(|frame| frame.namespace.clone()) else {
            return Ok(None);
        };
        match namespace.downcast::<DictObject>() {
            Some(dict)
                if self
                    .class_of(&namespace)
                    .is(self.class(crate::object::builtin::Builtin::Dict)) =>
            {
                Ok(self.dict_get_name(dict, name))
            }
            _ => {
                let outcome = self.get_item(&namespace, name);
                self.unless(Exc::KeyError, outcome)
            }
        }
    }
    /// The namespace of the top frame: its own, or the globals.
    pub(crate) fn top_namespace(&mut self) -> Value {
        match self.frames.last().and_then(|frame| frame.namespace.clone()) {
            Some(namespace) => namespace,
            // SAFETY: the globals of the top frame are alive.
            None => crate::object::heap::value_of(unsafe { &*self.globals }),
        }
    }
}

pub(crate) unsafe fn LoadGlobal(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let cache = cache_at(k, ins.d);
        let name = (*cache).name();
        let (value, quick) = attempt!(vm.load_global(&name, &mut *cache));
        if let Some(quick) = quick {
            (*(pc.sub(1) as *mut Ins)).op = quick as u8;
        }
        put(base, ins.a, value);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn LoadGlobalCached(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let cache = cache_at(k, (*ins).d);
        if (*(*vm.globals).map.as_ptr()).has_version((*cache).guard) {
            let raw = read((*cache).pointer as *const Raw);
            raw.retain();
            write_next!(vm, pc, base, t, k, (*ins).a, raw)
        }
        LoadGlobal(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn LoadBuiltinCached(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let cache = cache_at(k, (*ins).d);
        if (*(*vm.globals).map.as_ptr()).has_version((*cache).guard)
            && (*vm.builtins_map).has_version((*cache).detail)
        {
            let raw = read((*cache).pointer as *const Raw);
            raw.retain();
            write_next!(vm, pc, base, t, k, (*ins).a, raw)
        }
        LoadGlobal(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn StoreGlobal(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let source = base.add((*ins).a as usize);
        let raw = *source;
        if (*ins).c & 1 != 0 {
            *source = Raw::UNBOUND;
        } else {
            raw.retain();
        }
        let cache = &mut *cache_at(k, (*ins).d);
        let map = &mut *(*vm.globals).map.as_ptr();
        if let Some(entry) = map.entries().get(cache.detail as usize)
            && entry.key.raw().bits == cache.pointer as u64
        {
            let place = std::ptr::from_mut(map.value_mut(cache.detail as usize)).cast::<Raw>();
            store_next!(vm, pc, base, t, k, place, raw)
        }
        save!(vm, pc, t);
        let value = raw.into_value();
        let name = (*cache_at(k, (*ins).d)).name();
        let globals = &*vm.globals;
        drop(vm.dict_set_name(globals, &name, value));
        let (hash, text) = (attempt!(vm.hash(&name)), attempt!(vm.string(&name)));
        if let Some(number) = globals.map.get(vm).find_str(hash, &text) {
            let key = globals.map.get(vm).entries()[number].key.raw().bits as usize;
            let cache = &mut *cache_at(k, (*ins).d);
            (cache.detail, cache.pointer) = (number as u32, key);
        }
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn DeleteGlobal(
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
        let globals = &*vm.globals;
        if vm.dict_remove_name(globals, &name).is_none() {
            let Raised = vm.name_error(&name);
            return Exit::Raise;
        }
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn LoadName(
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
        let value = attempt!(vm.load_name(&name));
        put(base, ins.a, value);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn StoreName(
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
        let value = if ins.c & 1 != 0 {
            take(base, ins.a)
        } else {
            value_at(base, ins.a).clone()
        };
        let namespace = vm.top_namespace();
        match namespace.downcast::<DictObject>() {
            Some(dict)
                if vm
                    .class_of(&namespace)
                    .is(vm.class(crate::object::builtin::Builtin::Dict)) =>
            {
                drop(vm.dict_set_name(dict, &name, value));
            }
            _ => attempt!(vm.set_item(&namespace, &name, Some(&value))),
        }
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn DeleteName(
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
        let namespace = vm.top_namespace();
        let outcome = vm.set_item(&namespace, &name, None);
        if attempt!(vm.unless(Exc::KeyError, outcome)).is_none() {
            let Raised = vm.name_error(&name);
            return Exit::Raise;
        }
        resume!(vm, pc, base, k)
    }
}

/// The cell in a register.
unsafe fn cell<'a>(base: *mut Raw, register: u8) -> &'a CellObject {
    // SAFETY: the compiler puts cells into these registers and nothing else.
    unsafe { &*((*base.add(register as usize)).bits as *const CellObject) }
}

impl Vm {
    #[cold]
    fn unbound_cell(&mut self, register: u8, name: usize) -> Raised {
        let code = self.top_code();
        let free = code.code.local_names.len() - code.code.free_names.len();
        if (register as usize) < free || register as usize >= code.code.local_names.len() {
            return self.unbound_local(name);
        }
        let name = self.top_name(name);
        let text = self.string(&name).unwrap_or_default();
        let message = self.new_str(&format!(
            "cannot access free variable '{text}' where it is not associated with a value in enclosing scope"
        ));
        self.raise_with_attributes(Exc::NameError, vec![message], &[("name", name)])
    }
    /// Sets or empties a closure cell.
    pub fn set_cell(&mut self, cell: &CellObject, content: Option<Value>) {
        let raw = content.map_or(Raw::UNBOUND, Value::into_raw);
        // SAFETY: the exclusive token; the old content moves out before it is dropped.
        let old = unsafe { std::mem::replace(&mut *cell.content.get(), raw) };
        if old.tag != 0 {
            // SAFETY: the cell owned it.
            drop(unsafe { old.into_value() });
        }
    }
    /// The content of a closure cell.
    pub fn cell_content(&self, cell: &CellObject) -> Option<Value> {
        // SAFETY: the shared token; bound content is alive.
        unsafe {
            let raw = *cell.content.get();
            (raw.tag != 0).then(|| raw.to_value())
        }
    }
}

#[cold]
#[inline(never)]
unsafe fn unbound_cell(vm: &mut Vm, pc: *const Ins, _: *mut Raw, t: i32, _: *const Raw) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let Raised = vm.unbound_cell(ins.b, ins.d as usize);
        Exit::Raise
    }
}

pub(crate) unsafe fn LoadDeref(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let raw = read(cell(base, (*ins).b).content.get());
        if raw.tag != 0 {
            raw.retain();
            write_next!(vm, pc, base, t, k, (*ins).a, raw)
        }
        unbound_cell(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn StoreDeref(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let source = base.add((*ins).a as usize);
        let raw = read(source);
        if (*ins).c & 1 != 0 {
            *source = Raw::UNBOUND;
        } else {
            raw.retain();
        }
        let place = cell(base, (*ins).b).content.get();
        store_next!(vm, pc, base, t, k, place, raw)
    }
}

pub(crate) unsafe fn DeleteDeref(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        if (*cell(base, ins.b).content.get()).tag == 0 {
            let Raised = vm.unbound_cell(ins.b, ins.d as usize);
            return Exit::Raise;
        }
        vm.set_cell(cell(base, ins.b), None);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn LoadClassDeref(
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
        let value = match attempt!(vm.load_from_namespace(&name)) {
            Some(value) => value,
            None => match vm.cell_content(cell(base, ins.b)) {
                Some(value) => value,
                None => {
                    let Raised = vm.unbound_cell(ins.b, ins.d as usize);
                    return Exit::Raise;
                }
            },
        };
        put(base, ins.a, value);
        resume!(vm, pc, base, k)
    }
}

/// The dict of the locals that have no register.
unsafe fn spilled<'a>(base: *mut Raw, register: u8) -> &'a DictObject {
    // SAFETY: the prologue puts a dict into this register, and nothing else is ever stored there.
    unsafe { &*((*base.add(register as usize)).bits as *const DictObject) }
}

pub(crate) unsafe fn LoadSpilled(
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
        let Some(value) = vm.dict_get_name(spilled(base, ins.b), &name) else {
            let Raised = vm.unbound_local(ins.d as usize);
            return Exit::Raise;
        };
        put(base, ins.a, value);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn StoreSpilled(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let source = base.add(ins.a as usize);
        let raw = read(source);
        let value = if ins.c & 1 != 0 {
            *source = Raw::UNBOUND;
            raw.into_value()
        } else {
            raw.to_value()
        };
        let name = vm.top_name(ins.d as usize);
        drop(vm.dict_set_name(spilled(base, ins.b), &name, value));
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn DeleteSpilled(
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
        if vm.dict_remove_name(spilled(base, ins.b), &name).is_none() {
            let Raised = vm.unbound_local(ins.d as usize);
            return Exit::Raise;
        }
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn MakeCell(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let slot = base.add((*pc.sub(1)).a as usize);
        let content = read(slot);
        *slot = vm.new_raw_cell(content).into_value().into_raw();
        next!(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn CopyFree(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let function = &*vm.frames.last().unwrap_unchecked().function;
        if let Some(closure) = &function.closure {
            // The registers of the cells are unbound at the beginning of a function.
            let mut place = base.add((*ins).a as usize);
            for cell in closure.items().iter().take((*ins).c as usize) {
                let bits = cell.raw().bits;
                (*(bits as *const Header)).retain();
                *place = Raw {
                    tag: tag::OBJECT,
                    bits,
                };
                place = place.add(1);
            }
        }
        next!(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn LoadLocals(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        save!(vm, pc, t);
        let namespace = vm.top_namespace();
        put(base, (*pc.sub(1)).a, namespace);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn SetupAnnotations(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        save!(vm, pc, t);
        let name = vm.intern("__annotations__");
        let namespace = vm.top_namespace();
        if !attempt!(vm.contains(&namespace, &name)) {
            let dict = vm.new_dict().into_value();
            attempt!(vm.set_item(&namespace, &name, Some(&dict)));
        }
        resume!(vm, pc, base, k)
    }
}
