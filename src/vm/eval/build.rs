//! Displays, pattern matching.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::{Exit, attempt, kill, next, put, resume, save, take, value_at, write_next};
use crate::code::Ins;
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::{ClassObject, flags};
use crate::object::dict::{DictMap, DictObject};
use crate::object::heap::Layout;
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::set::SetObject;
use crate::object::value::{Raw, Value};
use crate::vm::{Outcome, Raised, Vm};

/// Moves registers into a vector.
unsafe fn take_many(base: *mut Raw, first: u8, count: usize) -> Vec<Value> {
    let mut items: Vec<Value> = Vec::with_capacity(count);
    // SAFETY: the caller says that the registers are bound; there is room for so many items.
    unsafe {
        let (from, to) = (base.add(first as usize), items.as_mut_ptr().cast::<Raw>());
        for at in 0..count {
            to.add(at).write(Raw::of_halves(from.add(at)));
            *from.add(at) = Raw::UNBOUND;
        }
        items.set_len(count);
    }
    items
}

pub(crate) unsafe fn BuildTuple(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    // SAFETY (of all handlers here): registers exist and are bound, as the verifier checks.
    unsafe {
        let ins = pc.sub(1);
        let count = (*ins).c as usize;
        let tuple = if count == 0 {
            vm.empty_tuple().into_raw()
        } else {
            TupleObject::take(vm, base.add((*ins).b as usize), count)
        };
        write_next!(vm, pc, base, t, k, (*ins).a, tuple)
    }
}

pub(crate) unsafe fn BuildList(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let count = (*ins).c as usize;
        let items = if count == 0 {
            Vec::new()
        } else {
            take_many(base, (*ins).b, count)
        };
        let list = vm.new_list(items).into_raw();
        write_next!(vm, pc, base, t, k, (*ins).a, list)
    }
}

pub(crate) unsafe fn BuildSet(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let items = take_many(base, ins.b, ins.c as usize);
        let set = vm.new_set_from(DictMap::default(), false);
        for item in &items {
            attempt!(vm.set_add(&set, item));
        }
        put(base, ins.a, set.into_value());
        drop(items);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn BuildDict(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let items = take_many(base, ins.b, ins.c as usize * 2);
        let dict = vm.new_dict();
        dict.map.get_mut(vm).reserve(ins.c as usize);
        for pair in items.chunks_exact(2) {
            attempt!(vm.dict_set(&dict, &pair[0], pair[1].clone()));
        }
        put(base, ins.a, dict.into_value());
        drop(items);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn ListAppend(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let list = &*((*base.add((*ins).a as usize)).bits as *const ListObject);
        let items = &mut *list.items.as_ptr();
        let length = items.len();
        if length == items.capacity() {
            return list_append_growing(vm, pc, base, t, k);
        }
        let slot = base.add((*ins).b as usize);
        let item = *slot;
        if (*ins).c & 1 != 0 {
            *slot = Raw::UNBOUND;
        } else {
            item.retain();
        }
        items.as_mut_ptr().cast::<Raw>().add(length).write(item);
        items.set_len(length + 1);
        next!(vm, pc, base, t, k)
    }
}

#[cold]
#[inline(never)]
unsafe fn list_append_growing(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let list = &*((*base.add((*pc.sub(1)).a as usize)).bits as *const ListObject);
        list.items.get_mut(vm).reserve(1);
        ListAppend(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn SetAdd(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let item = if ins.c & 1 != 0 {
            take(base, ins.b)
        } else {
            value_at(base, ins.b).clone()
        };
        let set = &*((*base.add(ins.a as usize)).bits as *const SetObject);
        attempt!(vm.set_add(set, &item));
        drop(item);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn MapAdd(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let key = if ins.d & 1 != 0 {
            take(base, ins.b)
        } else {
            value_at(base, ins.b).clone()
        };
        let value = if ins.d & 2 != 0 {
            take(base, ins.c)
        } else {
            value_at(base, ins.c).clone()
        };
        let dict = &*((*base.add(ins.a as usize)).bits as *const DictObject);
        attempt!(vm.dict_set(dict, &key, value));
        drop(key);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn ListExtend(
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
        if !vm.is_iterable(&source) {
            let name = vm.type_name(&source);
            let Raised = vm.type_error(format!("Value after * must be an iterable, not {name}"));
            return Exit::Raise;
        }
        let items = attempt!(vm.collect(&source));
        let list = &*((*base.add(ins.a as usize)).bits as *const ListObject);
        list.items.get_mut(vm).extend(items);
        drop(source);
        if ins.c & 1 != 0 {
            kill(base, ins.b);
        }
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn SetUpdate(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let items = attempt!(vm.collect(value_at(base, ins.b)));
        let set = &*((*base.add(ins.a as usize)).bits as *const SetObject);
        for item in &items {
            attempt!(vm.set_add(set, item));
        }
        if ins.c & 1 != 0 {
            kill(base, ins.b);
        }
        drop(items);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn DictUpdate(
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
        let dict = &*((*base.add(ins.a as usize)).bits as *const DictObject);
        attempt!(vm.check_mapping(&source, "'", "' object is not a mapping"));
        attempt!(vm.dict_update(dict, &source));
        drop(source);
        if ins.c & 1 != 0 {
            kill(base, ins.b);
        }
        resume!(vm, pc, base, k)
    }
}

impl Vm {
    fn check_mapping(&mut self, source: &Value, before: &str, behind: &str) -> Outcome<()> {
        if source.layout() == Some(Layout::Dict)
            || self.get_attribute_opt(source, "keys")?.is_some()
        {
            return Ok(());
        }
        let name = self.type_name(source);
        Err(self.type_error(format!("{before}{name}{behind}")))
    }
}

pub(crate) unsafe fn DictMerge(
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
        let callable = value_at(base, ins.c).clone();
        let dict = &*((*base.add(ins.a as usize)).bits as *const DictObject);
        let title = vm.callable_title(&callable);
        attempt!(vm.check_mapping(
            &source,
            &format!("{title} argument after ** must be a mapping, not "),
            ""
        ));
        let update = vm.new_dict();
        attempt!(vm.dict_update(&update, &source));
        let entries: Vec<(u64, Value, Value)> = update
            .map
            .get(vm)
            .iter()
            .map(|entry| (entry.hash, entry.key.clone(), entry.value.clone()))
            .collect();
        for (hash, key, value) in entries {
            if key.layout() != Some(Layout::Str) {
                let Raised = vm.type_error("keywords must be strings");
                return Exit::Raise;
            }
            if attempt!(vm.find_in(&dict.map, hash, &key)).is_some() {
                let text = attempt!(vm.string(&key));
                let Raised = vm.type_error(format!(
                    "{title} got multiple values for keyword argument '{text}'"
                ));
                return Exit::Raise;
            }
            attempt!(vm.dict_set_hashed(dict, hash, &key, value));
        }
        if ins.d & 1 != 0 {
            kill(base, ins.b);
        }
        drop((source, callable, update));
        resume!(vm, pc, base, k)
    }
}

impl Vm {
    /// A callable as error messages about its call name it: `module.f()`.
    pub(crate) fn callable_title(&mut self, callable: &Value) -> String {
        let name = self.get_attribute_opt(callable, "__qualname__");
        let module = self.get_attribute_opt(callable, "__module__");
        let text = |vm: &mut Vm, value: Outcome<Option<Value>>| match value {
            Ok(Some(value)) if value.layout() == Some(Layout::Str) => vm.string(&value).ok(),
            Ok(_) => None,
            Err(Raised) => {
                vm.take_pending();
                None
            }
        };
        match (text(self, module), text(self, name)) {
            (Some(module), Some(name)) if module != "builtins" => format!("{module}.{name}()"),
            (_, Some(name)) => format!("{name}()"),
            _ => format!("{} object", self.type_name(callable)),
        }
    }
}

pub(crate) unsafe fn ListToTuple(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let list = take(base, ins.b);
        let items = match list.downcast::<ListObject>() {
            Some(object) => std::mem::take(object.items.get_mut(vm)),
            None => Vec::new(),
        };
        let tuple = vm.new_tuple(items);
        drop(list);
        put(base, ins.a, tuple);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn MatchSequence(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe { match_kind(vm, pc, base, t, k, flags::SEQUENCE) }
}

pub(crate) unsafe fn MatchMapping(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe { match_kind(vm, pc, base, t, k, flags::MAPPING) }
}

unsafe fn match_kind(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
    flag: u32,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let value = value_at(base, ins.b).clone();
        let mut matches = vm.class_of(&value).has(flag);
        if !matches && vm.class_of(&value).has(flags::LANGUAGE) {
            matches = attempt!(vm.is_registered(
                &value,
                if flag == flags::SEQUENCE {
                    "Sequence"
                } else {
                    "Mapping"
                }
            ));
        }
        drop(value);
        put(base, ins.a, Value::bool(matches));
        resume!(vm, pc, base, k)
    }
}

impl Vm {
    /// `isinstance(value, collections.abc.NAME)` if that module was imported; otherwise nothing can be registered.
    fn is_registered(&mut self, value: &Value, name: &str) -> Outcome<bool> {
        let Some(module) = self.dict_get_str(&self.modules(), "_collections_abc") else {
            return Ok(false);
        };
        match self.get_attribute_opt(&module, name)? {
            Some(class) => self.isinstance(value, &class),
            None => Ok(false),
        }
    }

    /// The attributes of a class pattern, or `None` if the value does not match.
    fn match_class(
        &mut self,
        value: &Value,
        class: &Value,
        positional: usize,
        names: &[Value],
    ) -> Outcome<Option<Value>> {
        let Some(class_object) = class.to_ref::<ClassObject>() else {
            return Err(self.type_error("called match pattern must be a class"));
        };
        if !self.isinstance(value, class)? {
            return Ok(None);
        }
        let mut found = Vec::new();
        let mut seen: Vec<Value> = Vec::new();
        if positional > 0 {
            let class_name = self.name_of_class(&class_object);
            match self.get_attribute_opt(class, "__match_args__")? {
                Some(arguments) => {
                    let Some(arguments) = arguments.to_ref::<TupleObject>() else {
                        let name = self.type_name(&arguments);
                        return Err(self.type_error(format!(
                            "{class_name}.__match_args__ must be a tuple (got {name})"
                        )));
                    };
                    if arguments.items().len() < positional {
                        return Err(self.sub_patterns(
                            &class_name,
                            arguments.items().len(),
                            positional,
                        ));
                    }
                    for name in &arguments.items()[..positional] {
                        if name.layout() != Some(Layout::Str) {
                            let got = self.type_name(name);
                            return Err(self.type_error(format!(
                                "__match_args__ elements must be strings (got {got})"
                            )));
                        }
                        let name = self.intern_value(name);
                        if seen.iter().any(|other| other.is(&name)) {
                            let text = self.repr_text(&name)?;
                            return Err(self.type_error(format!(
                                "{class_name}() got multiple sub-patterns for attribute {text}"
                            )));
                        }
                        seen.push(name);
                    }
                }
                None if self.matches_itself(&class_object) => {
                    if positional > 1 {
                        return Err(self.sub_patterns(&class_name, 1, positional));
                    }
                    found.push(value.clone());
                }
                None => return Err(self.sub_patterns(&class_name, 0, positional)),
            }
        }
        for name in names {
            let name = self.intern_value(name);
            if seen.iter().any(|other| other.is(&name)) {
                let (class_name, text) =
                    (self.name_of_class(&class_object), self.repr_text(&name)?);
                return Err(self.type_error(format!(
                    "{class_name}() got multiple sub-patterns for attribute {text}"
                )));
            }
            seen.push(name);
        }
        for name in seen {
            let outcome = self.find_attribute(value, &name);
            match self.unless(Exc::AttributeError, outcome)?.flatten() {
                Some(attribute) => found.push(attribute),
                None => return Ok(None),
            }
        }
        Ok(Some(self.new_tuple(found)))
    }

    fn sub_patterns(&mut self, class: &str, allowed: usize, given: usize) -> Raised {
        let s = if allowed == 1 { "" } else { "s" };
        self.type_error(format!(
            "{class}() accepts {allowed} positional sub-pattern{s} ({given} given)"
        ))
    }

    /// Built-in classes whose single positional sub-pattern is the value itself.
    fn matches_itself(&self, class: &ClassObject) -> bool {
        const SELF: [Builtin; 11] = [
            Builtin::Bool,
            Builtin::ByteArray,
            Builtin::Bytes,
            Builtin::Dict,
            Builtin::Float,
            Builtin::FrozenSet,
            Builtin::Int,
            Builtin::List,
            Builtin::Set,
            Builtin::Str,
            Builtin::Tuple,
        ];
        SELF.iter()
            .any(|&known| class.is_subclass_of(self, self.class(known)))
    }
}

pub(crate) unsafe fn MatchKeys(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let (subject, keys) = (value_at(base, ins.b).clone(), value_at(base, ins.c).clone());
        let result = attempt!(vm.match_keys(&subject, &keys));
        drop((subject, keys));
        put(base, ins.a, result);
        resume!(vm, pc, base, k)
    }
}

impl Vm {
    fn match_keys(&mut self, subject: &Value, keys: &Value) -> Outcome<Value> {
        let keys = self.collect(keys)?;
        let mut values = Vec::with_capacity(keys.len());
        for (at, key) in keys.iter().enumerate() {
            for other in &keys[..at] {
                if self.equal(other, key)? {
                    let text = self.repr_text(key)?;
                    return Err(
                        self.value_error(format!("mapping pattern checks duplicate key ({text})"))
                    );
                }
            }
            let found = match subject.downcast::<DictObject>() {
                Some(dict) => self.dict_get(dict, key)?,
                None => {
                    let mark = self.new_list(Vec::new());
                    let arguments = [key.clone(), mark.clone()];
                    let found = self.call_method(subject, "get", &arguments)?;
                    (!found.is(&mark)).then_some(found)
                }
            };
            match found {
                Some(value) => values.push(value),
                None => return Ok(Value::NONE),
            }
        }
        Ok(self.new_tuple(values))
    }
}

pub(crate) unsafe fn MatchClass(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let value = value_at(base, ins.b).clone();
        let (class, names) = (take(base, ins.b + 1), take(base, ins.b + 2));
        let names = attempt!(vm.collect(&names));
        let result =
            attempt!(vm.match_class(&value, &class, ins.c as usize, &names)).unwrap_or(Value::NONE);
        drop((value, class, names));
        put(base, ins.a, result);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn MatchRest(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let rest = vm.new_dict();
        attempt!(vm.dict_update(&rest, value_at(base, ins.b)));
        for key in attempt!(vm.collect(value_at(base, ins.c))) {
            attempt!(vm.dict_remove(&rest, &key));
        }
        put(base, ins.a, rest.into_value());
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn GetLen(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let length = attempt!(vm.length(value_at(base, ins.b)));
        put(base, ins.a, Value::int(length as i64));
        resume!(vm, pc, base, k)
    }
}
