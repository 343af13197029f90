//! Making objects while a pickle is read: containers, globals, calls, states, buffers.

use super::load::Load;
use super::opcode::*;
use super::save_objects::deep_attribute;
use super::unpickling_error;
use crate::native::SpecialMethod;
use crate::native::arguments::add_keywords;
use crate::native::types::object::OBJECT;
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::{ClassObject, flags};
use crate::object::dict::DictObject;
use crate::object::heap::{Layout, Ref};
use crate::object::instance::InstanceObject;
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::set::SetObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

impl Load<'_> {
    /// The instructions that make objects of any class.
    pub fn make(&mut self, vm: &mut Vm, opcode: u8) -> Outcome<()> {
        match opcode {
            GLOBAL => {
                let (module, name) = self.two_lines(vm)?;
                let found = self.find_class(vm, &module, &name)?;
                self.stack.push(found);
            }
            STACK_GLOBAL => {
                let name = self.pop(vm)?;
                let module = self.pop(vm)?;
                if module.downcast::<StrObject>().is_none()
                    || name.downcast::<StrObject>().is_none()
                {
                    return Err(unpickling_error(vm, "STACK_GLOBAL requires str"));
                }
                let found = self.find_class(vm, &module, &name)?;
                self.stack.push(found);
            }
            REDUCE => {
                let arguments = self.pop(vm)?;
                let function = self.pop(vm)?;
                let Some(arguments) = arguments.downcast::<TupleObject>() else {
                    return Err(vm.type_error("argument list must be a tuple"));
                };
                let made = vm.call(&function, arguments.items())?;
                self.stack.push(made);
            }
            NEWOBJ => {
                let arguments = self.pop(vm)?;
                let class = self.pop(vm)?;
                let made = new_object(vm, &class, &arguments, None)?;
                self.stack.push(made);
            }
            NEWOBJ_EX => {
                let keywords = self.pop(vm)?;
                let arguments = self.pop(vm)?;
                let class = self.pop(vm)?;
                let made = new_object(vm, &class, &arguments, Some(&keywords))?;
                self.stack.push(made);
            }
            BUILD => {
                let state = self.pop(vm)?;
                let object = self.peek(vm)?.clone();
                build(vm, &object, &state)?;
            }
            INST => {
                let (module, name) = self.two_lines(vm)?;
                let class = self.find_class(vm, &module, &name)?;
                let arguments = self.to_mark(vm)?;
                let made = instantiate(vm, &class, &arguments)?;
                self.stack.push(made);
            }
            OBJ => {
                let mut arguments = self.to_mark(vm)?;
                if arguments.is_empty() {
                    return Err(unpickling_error(vm, "unpickling stack underflow"));
                }
                let class = arguments.remove(0);
                let made = instantiate(vm, &class, &arguments)?;
                self.stack.push(made);
            }
            EXT1 => {
                let [code] = self.input.array(vm)?;
                self.extension(vm, i64::from(code))?;
            }
            EXT2 => {
                let code = u16::from_le_bytes(self.input.array(vm)?);
                self.extension(vm, i64::from(code))?;
            }
            EXT4 => {
                let code = i32::from_le_bytes(self.input.array(vm)?);
                self.extension(vm, i64::from(code))?;
            }
            PERSID => {
                let line = self.input.line(vm)?;
                let Ok(text) = String::from_utf8(line)
                    .map_err(drop)
                    .and_then(|text| if text.is_ascii() { Ok(text) } else { Err(()) })
                else {
                    let message = "persistent IDs in protocol 0 must be ASCII strings";
                    return Err(unpickling_error(vm, message));
                };
                let identifier = vm.new_str(&text);
                self.persistent(vm, identifier)?;
            }
            BINPERSID => {
                let identifier = self.pop(vm)?;
                self.persistent(vm, identifier)?;
            }
            _ => return Err(Load::invalid(vm, opcode)),
        }
        Ok(())
    }

    fn two_lines(&mut self, vm: &mut Vm) -> Outcome<(Value, Value)> {
        let mut names = [Value::NONE, Value::NONE];
        for name in &mut names {
            let line = self.input.line(vm)?;
            *name = super::load::decode(
                vm,
                crate::text::codec::Codec::Utf8,
                &line,
                crate::text::codec::Errors::Strict,
            )?;
        }
        let [module, name] = names;
        Ok((module, name))
    }

    fn find_class(&mut self, vm: &mut Vm, module: &Value, name: &Value) -> Outcome<Value> {
        match self.options.find_class.clone() {
            Some(function) => vm.call(&function, &[module.clone(), name.clone()]),
            None => find_class(vm, module, name, self.protocol, self.options.fix_imports),
        }
    }

    fn persistent(&mut self, vm: &mut Vm, identifier: Value) -> Outcome<()> {
        let Some(function) = self.options.persistent_load.clone() else {
            let message = "A load persistent id instruction was encountered, but no \
                           persistent_load function was specified.";
            return Err(unpickling_error(vm, message));
        };
        let found = vm.call(&function, &[identifier])?;
        self.stack.push(found);
        Ok(())
    }

    fn extension(&mut self, vm: &mut Vm, code: i64) -> Outcome<()> {
        if code <= 0 {
            return Err(unpickling_error(vm, "EXT specifies code <= 0"));
        }
        let module = vm.import_module("copyreg")?;
        let cache = vm.get_attribute_str(&module, "_extension_cache")?;
        let registry = vm.get_attribute_str(&module, "_inverted_registry")?;
        let (Some(cache), Some(registry)) = (
            cache.to_ref::<DictObject>(),
            registry.to_ref::<DictObject>(),
        ) else {
            return Err(vm.type_error("the registries of copyreg must be dicts"));
        };
        let key = Value::int(code);
        if let Some(found) = vm.dict_get(&cache, &key)? {
            self.stack.push(found);
            return Ok(());
        }
        let Some(pair) = vm.dict_get(&registry, &key)? else {
            return Err(vm.value_error(format!("unregistered extension code {code}")));
        };
        let (module, name) = match pair.downcast::<TupleObject>().map(TupleObject::items) {
            Some([module, name])
                if module.downcast::<StrObject>().is_some()
                    && name.downcast::<StrObject>().is_some() =>
            {
                (module.clone(), name.clone())
            }
            _ => {
                return Err(vm.value_error(format!(
                    "_inverted_registry[{code}] isn't a 2-tuple of strings"
                )));
            }
        };
        let found = self.find_class(vm, &module, &name)?;
        vm.dict_set(&cache, &key, found.clone())?;
        self.stack.push(found);
        Ok(())
    }

    /// A dict of what lies above the mark.
    pub fn dict(&mut self, vm: &mut Vm) -> Outcome<()> {
        let items = self.to_mark(vm)?;
        if !items.len().is_multiple_of(2) {
            return Err(unpickling_error(vm, "odd number of items for DICT"));
        }
        let dict = vm.new_dict();
        for pair in items.chunks_exact(2) {
            vm.dict_set(&dict, &pair[0], pair[1].clone())?;
        }
        self.stack.push(dict.into_value());
        Ok(())
    }

    /// A frozen set of what lies above the mark.
    pub fn frozen_set(&mut self, vm: &mut Vm) -> Outcome<()> {
        let items = self.to_mark(vm)?;
        let set = vm.new_set_from(Default::default(), true);
        for item in &items {
            vm.set_add(&set, item)?;
        }
        self.stack.push(set.into_value());
        Ok(())
    }

    /// Adds items to the list-like object on top of the stack.
    pub fn append(&mut self, vm: &mut Vm, items: Vec<Value>) -> Outcome<()> {
        let target = self.peek(vm)?.clone();
        if items.is_empty() {
            return Ok(());
        }
        if is_exactly(&target, Builtin::List)
            && let Some(list) = target.downcast::<ListObject>()
        {
            list.items.get_mut(vm.gil()).extend(items);
            return Ok(());
        }
        if let Some(extend) = vm.get_attribute_opt(&target, "extend")? {
            let items = vm.new_list(items);
            vm.call(&extend, &[items])?;
            return Ok(());
        }
        let append = vm.get_attribute_str(&target, "append")?;
        for item in items {
            vm.call(&append, &[item])?;
        }
        Ok(())
    }

    /// Sets pairs in the dict-like object on top of the stack.
    pub fn set_items(&mut self, vm: &mut Vm, items: Vec<Value>) -> Outcome<()> {
        let target = self.peek(vm)?.clone();
        if !items.len().is_multiple_of(2) {
            return Err(unpickling_error(vm, "odd number of items for SETITEMS"));
        }
        let plain = target
            .to_ref::<DictObject>()
            .filter(|_| is_exactly(&target, Builtin::Dict));
        for pair in items.chunks_exact(2) {
            match &plain {
                Some(dict) => vm.dict_set(dict, &pair[0], pair[1].clone())?,
                None => vm.set_item(&target, &pair[0], Some(&pair[1]))?,
            }
        }
        Ok(())
    }

    /// Adds members to the set-like object on top of the stack.
    pub fn add_items(&mut self, vm: &mut Vm, items: Vec<Value>) -> Outcome<()> {
        let target = self.peek(vm)?.clone();
        if is_exactly(&target, Builtin::Set)
            && let Some(set) = target.to_ref::<SetObject>()
        {
            for item in &items {
                vm.set_add(&set, item)?;
            }
            return Ok(());
        }
        let add = vm.get_attribute_str(&target, "add")?;
        for item in items {
            vm.call(&add, &[item])?;
        }
        Ok(())
    }

    /// The next of the buffers that travelled beside the pickle.
    pub fn next_buffer(&mut self, vm: &mut Vm) -> Outcome<()> {
        let Some(buffers) = self.options.buffers.clone() else {
            let message =
                "pickle stream refers to out-of-band data but no *buffers* argument was given";
            return Err(unpickling_error(vm, message));
        };
        match vm.next(&buffers)? {
            Some(buffer) => {
                self.stack.push(buffer);
                Ok(())
            }
            None => Err(unpickling_error(vm, "not enough out-of-band buffers")),
        }
    }

    /// Makes the buffer on top of the stack read-only.
    pub fn readonly_buffer(&mut self, vm: &mut Vm) -> Outcome<()> {
        let buffer = self.peek(vm)?.clone();
        let views = vm.native_class(&crate::native::types::memoryview::MEMORYVIEW)?;
        let view = vm.call(&views.into_value(), std::slice::from_ref(&buffer))?;
        let readonly = vm.get_attribute_str(&view, "readonly")?;
        if !vm.truth(&readonly)? {
            let view = vm.call_method(&view, "toreadonly", &[])?;
            if let Some(top) = self.stack.last_mut() {
                *top = view;
            }
        }
        Ok(())
    }
}

/// True for an object of the built-in class itself, not of a subclass.
pub fn is_exactly(value: &Value, class: Builtin) -> bool {
    value
        .header()
        .is_some_and(|header| header.shape() == class.shape())
}

/// The global with this name, imported.
pub fn find_class(
    vm: &mut Vm,
    module: &Value,
    name: &Value,
    protocol: u8,
    fix_imports: bool,
) -> Outcome<Value> {
    let (mut module, mut name) = (module.clone(), name.clone());
    if protocol < 3 && fix_imports {
        let tables = vm.import_module("_compat_pickle")?;
        let names = vm.get_attribute_str(&tables, "NAME_MAPPING")?;
        let modules = vm.get_attribute_str(&tables, "IMPORT_MAPPING")?;
        let key = vm.new_pair(module.clone(), name.clone());
        if let Some(names) = names.downcast::<DictObject>()
            && let Some(pair) = vm.dict_get(names, &key)?
            && let Some([new_module, new_name]) =
                pair.downcast::<TupleObject>().map(TupleObject::items)
        {
            (module, name) = (new_module.clone(), new_name.clone());
        } else if let Some(modules) = modules.downcast::<DictObject>()
            && let Some(new) = vm.dict_get(modules, &module)?
        {
            module = new;
        }
    }
    let (module_name, path) = (vm.string(&module)?, vm.string(&name)?);
    let imported = vm.import_module(&module_name)?;
    let found = if protocol >= 4 {
        if path.split('.').any(|part| part == "<locals>") {
            let module = vm.repr_text(&imported)?;
            return Err(vm.raise(
                Exc::AttributeError,
                format!("Can't pickle local attribute '{path}' on {module}"),
            ));
        }
        deep_attribute(vm, &imported, &path)?.map(|(found, _)| found)
    } else {
        vm.get_attribute_opt(&imported, &path)?
    };
    match found {
        Some(found) => Ok(found),
        None => {
            let (name, module) = (vm.repr_text(&name)?, vm.repr_text(&imported)?);
            Err(vm.raise(
                Exc::AttributeError,
                format!("Can't get attribute {name} on {module}"),
            ))
        }
    }
}

/// `class.__new__(class, *arguments, **keywords)`.
fn new_object(
    vm: &mut Vm,
    class: &Value,
    arguments: &Value,
    keywords: Option<&Value>,
) -> Outcome<Value> {
    let opcode = if keywords.is_some() {
        "NEWOBJ_EX"
    } else {
        "NEWOBJ"
    };
    let Some(type_object) = class.to_ref::<ClassObject>() else {
        let name = vm.class_name(class);
        return Err(unpickling_error(
            vm,
            format!("{opcode} class argument must be a type, not {name}"),
        ));
    };
    let Some(items) = arguments.downcast::<TupleObject>() else {
        let name = vm.class_name(arguments);
        return Err(unpickling_error(
            vm,
            format!("{opcode} args argument must be a tuple, not {name}"),
        ));
    };
    let items = items.items();
    if items.is_empty()
        && keywords.is_none()
        && std::ptr::eq(type_object.native, &OBJECT)
        && type_object.layout == Layout::Instance
        && type_object.overrides.get() & SpecialMethod::New.bit() == 0
    {
        return vm.new_instance(&type_object, crate::native::Arguments::NONE);
    }
    let new = vm.get_attribute_str(class, "__new__")?;
    let mut values = vec![class.clone()];
    values.extend_from_slice(items);
    let mut names = Vec::new();
    if let Some(keywords) = keywords {
        if keywords.downcast::<DictObject>().is_none() {
            let name = vm.class_name(keywords);
            return Err(unpickling_error(
                vm,
                format!("NEWOBJ_EX kwargs argument must be a dict, not {name}"),
            ));
        }
        names = add_keywords(vm, keywords, &mut values);
        if names
            .iter()
            .any(|name| name.downcast::<StrObject>().is_none())
        {
            return Err(vm.type_error("keywords must be strings"));
        }
    }
    vm.call_with(&new, crate::native::Arguments::with_names(&values, &names))
}

/// An instance as protocols 0 and 1 make it: a call, or a bare `__new__` where there is nothing to say.
fn instantiate(vm: &mut Vm, class: &Value, arguments: &[Value]) -> Outcome<Value> {
    if arguments.is_empty()
        && class.layout() == Some(Layout::Class)
        && vm.get_attribute_opt(class, "__getinitargs__")?.is_none()
    {
        let new = vm.get_attribute_str(class, "__new__")?;
        return vm.call(&new, std::slice::from_ref(class));
    }
    vm.call(class, arguments)
}

/// Gives an object its state.
fn build(vm: &mut Vm, object: &Value, state: &Value) -> Outcome<()> {
    if let Some(set_state) = vm.get_attribute_opt(object, "__setstate__")? {
        return vm.call(&set_state, std::slice::from_ref(state)).map(drop);
    }
    let (attributes, slots) = match state.downcast::<TupleObject>().map(TupleObject::items) {
        Some([attributes, slots]) => (attributes.clone(), slots.clone()),
        _ => (state.clone(), Value::NONE),
    };
    if !attributes.is_none() {
        let Some(attributes) = attributes.to_ref::<DictObject>() else {
            return Err(unpickling_error(vm, "state is not a dictionary"));
        };
        set_attributes(vm, object, &attributes)?;
    }
    if !slots.is_none() {
        let Some(slots) = slots.to_ref::<DictObject>() else {
            return Err(unpickling_error(vm, "slot state is not a dictionary"));
        };
        for (name, value) in entries(vm, &slots) {
            let name = vm.attribute_name(&name)?;
            vm.set_attribute(object, &name, Some(&value))?;
        }
    }
    Ok(())
}

fn entries(vm: &mut Vm, dict: &DictObject) -> Vec<(Value, Value)> {
    let map = dict.map.get(vm);
    map.iter()
        .map(|entry| (entry.key.clone(), entry.value.clone()))
        .collect()
}

/// `object.__dict__.update(attributes)`.
fn set_attributes(vm: &mut Vm, object: &Value, attributes: &Ref<DictObject>) -> Outcome<()> {
    let entries = entries(vm, attributes);
    let class = vm.class_of(object).clone();
    if class.has(flags::HAS_DICT)
        && class.member_count.get() == 0
        && let Some(instance) = object.downcast::<InstanceObject>()
        && entries
            .iter()
            .all(|(name, _)| is_exactly(name, Builtin::Str))
    {
        for (name, value) in entries {
            let name = vm.intern_value(&name);
            vm.set_own(instance, &name, value);
        }
        return Ok(());
    }
    let dict = vm.get_attribute_str(object, "__dict__")?;
    for (name, value) in entries {
        let name = if is_exactly(&name, Builtin::Str) {
            vm.intern_value(&name)
        } else {
            name
        };
        vm.set_item(&dict, &name, Some(&value))?;
    }
    Ok(())
}
