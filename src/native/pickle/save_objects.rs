//! Writing objects by name, by reduction, or by an identifier of the program's own.

use super::opcode::*;
use super::pickling_error;
use super::reduce::{self, Maker, Reduction};
use super::save::Save;
use crate::native::SpecialMethod;
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::{ClassObject, flags};
use crate::object::dict::DictObject;
use crate::object::heap::{Layout, Ref};
use crate::object::module::ModuleObject;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

impl Save {
    /// Writes the identifier of an object that has one.
    pub fn save_persistent(&mut self, vm: &mut Vm, value: &Value) -> Outcome<bool> {
        let Some(function) = self.options.persistent_id.clone() else {
            return Ok(false);
        };
        let identifier = vm.call(&function, std::slice::from_ref(value))?;
        if identifier.is_none() {
            return Ok(false);
        }
        if self.is_binary() {
            self.save(vm, &identifier, true)?;
            self.out.put(&[BINPERSID]);
            return Ok(true);
        }
        let text = vm.str_text(&identifier)?;
        if !text.is_ascii() {
            let message = "persistent IDs in protocol 0 must be ASCII strings";
            return Err(pickling_error(vm, message));
        }
        self.out.put(format!("P{text}\n").as_bytes());
        Ok(true)
    }

    /// Writes what is no plain value of a built-in type.
    pub fn save_object(&mut self, vm: &mut Vm, value: &Value) -> Outcome<()> {
        if let Some(function) = self.options.reducer_override.clone() {
            let reduced = vm.call(&function, std::slice::from_ref(value))?;
            if !reduced.is_not_implemented() {
                return self.save_reduced(vm, value, &reduced);
            }
        }
        let class = vm.class_of(value).clone();
        let by_name =
            is_builtin(vm, &class, Builtin::Type) || is_builtin(vm, &class, Builtin::Function);
        if by_name {
            return self.save_class_or_function(vm, value);
        }
        if let Some(reducer) = self.registered(vm, &class)? {
            let reduced = vm.call(&reducer, std::slice::from_ref(value))?;
            return self.save_reduced(vm, value, &reduced);
        }
        if class.has(flags::METACLASS) {
            return self.save_global(vm, value, None);
        }
        let custom = SpecialMethod::Reduce.bit() | SpecialMethod::ReduceEx.bit();
        if class.overrides.get() & custom == 0
            && class.has(flags::LANGUAGE)
            && self.options.protocol >= 2
            && !reduce::has_native_reduction(vm, &class)
        {
            let reduction = reduce::default_reduction(vm, value)?;
            return self.save_reduction(vm, reduction, Some(value));
        }
        let protocol = Value::int(i64::from(self.options.protocol));
        let reduced = match vm.get_attribute_opt(value, "__reduce_ex__")? {
            Some(method) => vm.call(&method, &[protocol])?,
            None => match vm.get_attribute_opt(value, "__reduce__")? {
                Some(method) => vm.call(&method, &[])?,
                None => {
                    let (name, text) = (vm.class_name(value), vm.repr_text(value)?);
                    let message = format!("can't pickle '{name}' object: {text}");
                    return Err(pickling_error(vm, message));
                }
            },
        };
        self.save_reduced(vm, value, &reduced)
    }

    /// The reducer that a program registered for a class.
    fn registered(&mut self, vm: &mut Vm, class: &Ref<ClassObject>) -> Outcome<Option<Value>> {
        if let Some(extra) = &self.options.extra_reducers
            && let Some(extra) = extra.downcast::<DictObject>()
            && let Some(reducer) = vm.dict_get(extra, &class.to_value())?
        {
            return Ok(Some(reducer));
        }
        let table = match (&self.options.dispatch_table, &self.registry) {
            (Some(table), _) => table.clone(),
            (None, Some(table)) => table.clone(),
            (None, None) => {
                let module = vm.import_module("copyreg")?;
                let table = vm.get_attribute_str(&module, "dispatch_table")?;
                self.registry = Some(table.clone());
                table
            }
        };
        let class = class.to_value();
        match table.downcast::<DictObject>() {
            Some(dict) if !vm.overrides(&table, SpecialMethod::GetItem) => {
                vm.dict_get(dict, &class)
            }
            _ => {
                let outcome = vm.get_item(&table, &class);
                vm.unless(Exc::LookupError, outcome)
            }
        }
    }

    fn save_class_or_function(&mut self, vm: &mut Vm, value: &Value) -> Outcome<()> {
        // The classes of the three singletons have no name that can be imported.
        let singleton = [
            (Builtin::NoneType, Value::NONE),
            (Builtin::NotImplementedType, Value::NOT_IMPLEMENTED),
            (Builtin::EllipsisType, Value::ELLIPSIS),
        ];
        for (class, only) in singleton {
            if value.is(&vm.class(class).to_value()) {
                let function = vm.class(Builtin::Type).to_value();
                let arguments = vm.new_tuple(vec![only]);
                return self.save_call(vm, &function, &arguments, Some(value));
            }
        }
        self.save_global(vm, value, None)
    }

    /// Writes what a reducer gave: a name, or how to make the object.
    fn save_reduced(&mut self, vm: &mut Vm, value: &Value, reduced: &Value) -> Outcome<()> {
        if reduced.layout() == Some(Layout::Str) {
            return self.save_global(vm, value, Some(reduced));
        }
        let Some(parts) = reduced.downcast::<TupleObject>() else {
            return Err(pickling_error(
                vm,
                "__reduce__ must return a string or tuple",
            ));
        };
        let reduction = reduce::read(vm, parts.items(), self.options.protocol)?;
        if let Maker::NewObject { class, .. } = &reduction.maker {
            let own = vm.get_attribute_opt(value, "__class__")?;
            if own.is_some_and(|own| !own.is(class)) {
                let message = "args[0] from __newobj__ args has the wrong class";
                return Err(pickling_error(vm, message));
            }
        }
        self.save_reduction(vm, reduction, Some(value))
    }

    /// Writes a call that makes the object.
    pub fn save_call(
        &mut self,
        vm: &mut Vm,
        function: &Value,
        arguments: &Value,
        value: Option<&Value>,
    ) -> Outcome<()> {
        let maker = Maker::Call {
            function: function.clone(),
            arguments: arguments.clone(),
        };
        self.save_reduction(vm, Reduction::of(maker), value)
    }

    /// Writes how to make an object, and what to fill it with.
    fn save_reduction(
        &mut self,
        vm: &mut Vm,
        reduction: Reduction,
        value: Option<&Value>,
    ) -> Outcome<()> {
        match &reduction.maker {
            Maker::Call {
                function,
                arguments,
            } => {
                self.save(vm, function, false)?;
                self.save(vm, arguments, false)?;
                self.out.put(&[REDUCE]);
            }
            Maker::NewObject { class, arguments } => {
                self.save(vm, class, false)?;
                self.save(vm, arguments, false)?;
                self.out.put(&[NEWOBJ]);
            }
            Maker::NewObjectWithKeywords {
                class,
                arguments,
                keywords,
            } if self.options.protocol >= 4 => {
                self.save(vm, class, false)?;
                self.save(vm, arguments, false)?;
                self.save(vm, keywords, false)?;
                self.out.put(&[NEWOBJ_EX]);
            }
            Maker::NewObjectWithKeywords {
                class,
                arguments,
                keywords,
            } => {
                let partial = reduce::partial_new(vm, class, arguments, keywords)?;
                let nothing = vm.empty_tuple();
                self.save(vm, &partial, false)?;
                self.save(vm, &nothing, false)?;
                self.out.put(&[REDUCE]);
            }
        }
        if let Some(value) = value {
            // An object that is part of its own arguments was written meanwhile: that one counts.
            if let Some(number) = self.memo.find(value) {
                self.out.put(&[POP]);
                self.put_get(number);
                return Ok(());
            }
            self.put_memo(value);
        }
        if let Some(items) = &reduction.items {
            self.save_items(vm, items)?;
        }
        if let Some(pairs) = &reduction.pairs {
            match pairs.to_ref::<DictObject>() {
                Some(dict) => self.dict_items(vm, &dict)?,
                None => self.save_pairs(vm, pairs)?,
            }
        }
        let Some(state) = &reduction.state else {
            return Ok(());
        };
        match (&reduction.setter, value) {
            (Some(setter), Some(value)) => {
                self.save(vm, setter, false)?;
                self.save(vm, value, false)?;
                self.save(vm, state, false)?;
                self.out.put(&[TUPLE2, REDUCE, POP]);
            }
            _ => {
                self.save(vm, state, false)?;
                self.out.put(&[BUILD]);
            }
        }
        Ok(())
    }

    /// Writes an object as the name under which it can be imported.
    pub fn save_global(&mut self, vm: &mut Vm, value: &Value, name: Option<&Value>) -> Outcome<()> {
        let name = match name {
            Some(name) => name.clone(),
            None => match vm.get_attribute_opt(value, "__qualname__")? {
                Some(name) => name,
                None => vm.get_attribute_str(value, "__name__")?,
            },
        };
        let path = vm.string(&name)?;
        check_path(vm, value, &path)?;
        let module = which_module(vm, value, &path)?;
        let module_name = vm.string(&module)?;
        let shown = |vm: &mut Vm| vm.repr_text(value);
        let imported = vm.import_module(&module_name);
        let Ok(imported) = imported else {
            if !vm.pending_is(Exc::ImportError) {
                return imported.map(drop);
            }
            vm.take_pending();
            let text = shown(vm)?;
            let message = format!(
                "Can't pickle {text}: import of module {} failed",
                vm.repr_text(&module)?
            );
            return Err(pickling_error(vm, message));
        };
        let Some((found, parent)) = deep_attribute(vm, &imported, &path)? else {
            let text = shown(vm)?;
            let message =
                format!("Can't pickle {text}: attribute lookup {path} on {module_name} failed");
            return Err(pickling_error(vm, message));
        };
        if !found.is(value) {
            let text = shown(vm)?;
            let message =
                format!("Can't pickle {text}: it's not the same object as {module_name}.{path}");
            return Err(pickling_error(vm, message));
        }
        if self.options.protocol >= 2 && self.save_extension(vm, &module, &name)? {
            return Ok(());
        }
        if self.options.protocol >= 4 {
            self.save(vm, &module, false)?;
            self.save(vm, &name, false)?;
            self.out.put(&[STACK_GLOBAL]);
        } else if !parent.is(&imported) {
            let last = path.rsplit('.').next().unwrap_or(&path);
            let function = crate::native::types::containers::builtin(vm, "getattr")?;
            let last = vm.intern(last);
            let arguments = vm.new_pair(parent, last);
            return self.save_call(vm, &function, &arguments, Some(value));
        } else {
            let (module_name, path) = self.old_names(vm, module_name, path)?;
            if self.options.protocol < 3 && !(module_name.is_ascii() && path.is_ascii()) {
                let message = format!(
                    "can't pickle global identifier '{module_name}.{path}' using pickle protocol {}",
                    self.options.protocol
                );
                return Err(pickling_error(vm, message));
            }
            self.out.put(format!("c{module_name}\n{path}\n").as_bytes());
        }
        self.put_memo(value);
        Ok(())
    }

    /// Writes the code that `copyreg.add_extension` gave a global.
    fn save_extension(&mut self, vm: &mut Vm, module: &Value, name: &Value) -> Outcome<bool> {
        // Without `copyreg` nothing is registered.
        let Some(copyreg) = vm.dict_get_str(&vm.modules(), "copyreg") else {
            return Ok(false);
        };
        let registry = vm.get_attribute_str(&copyreg, "_extension_registry")?;
        let Some(registry) = registry.to_ref::<DictObject>() else {
            return Ok(false);
        };
        if registry.map.get(vm).is_empty() {
            return Ok(false);
        }
        let key = vm.new_pair(module.clone(), name.clone());
        let Some(code) = vm.dict_get(&registry, &key)? else {
            return Ok(false);
        };
        let Some(code) = code
            .as_int()
            .filter(|code| (1..=0x7fff_ffff).contains(code))
        else {
            let text = vm.repr_text(&code)?;
            return Err(vm.raise(
                Exc::RuntimeError,
                format!("extension code {text} is out of range"),
            ));
        };
        let bytes = (code as u32).to_le_bytes();
        match code {
            0..=0xff => self.out.put(&[EXT1, bytes[0]]),
            0x100..=0xffff => self.out.put(&[EXT2, bytes[0], bytes[1]]),
            _ => self
                .out
                .put(&[EXT4, bytes[0], bytes[1], bytes[2], bytes[3]]),
        }
        Ok(true)
    }

    /// The names that a global had in the times of the older protocols.
    fn old_names(&self, vm: &mut Vm, module: String, name: String) -> Outcome<(String, String)> {
        if self.options.protocol >= 3 || !self.options.fix_imports {
            return Ok((module, name));
        }
        let tables = vm.import_module("_compat_pickle")?;
        let names = vm.get_attribute_str(&tables, "REVERSE_NAME_MAPPING")?;
        let modules = vm.get_attribute_str(&tables, "REVERSE_IMPORT_MAPPING")?;
        let (module_value, name_value) = (vm.new_str(&module), vm.new_str(&name));
        let key = vm.new_pair(module_value, name_value);
        if let Some(names) = names.downcast::<DictObject>()
            && let Some(pair) = vm.dict_get(names, &key)?
            && let Some([module, name]) = pair.downcast::<TupleObject>().map(TupleObject::items)
        {
            return Ok((vm.string(module)?, vm.string(name)?));
        }
        if let Some(modules) = modules.to_ref::<DictObject>()
            && let Some(old) = vm.dict_get_str(&modules, &module)
        {
            return Ok((vm.string(&old)?, name));
        }
        Ok((module, name))
    }
}

fn is_builtin(vm: &Vm, class: &Ref<ClassObject>, builtin: Builtin) -> bool {
    std::ptr::eq(&**class, &**vm.class(builtin))
}

/// Raises AttributeError for what lives inside a function.
fn check_path(vm: &mut Vm, value: &Value, path: &str) -> Outcome<()> {
    if !path.split('.').any(|part| part == "<locals>") {
        return Ok(());
    }
    let _ = value;
    Err(vm.raise(
        Exc::AttributeError,
        format!("Can't pickle local object '{path}'"),
    ))
}

/// The attribute at the end of a dotted path, and the object it is an attribute of.
pub fn deep_attribute(vm: &mut Vm, from: &Value, path: &str) -> Outcome<Option<(Value, Value)>> {
    let (mut object, mut parent) = (from.clone(), from.clone());
    for part in path.split('.') {
        match vm.get_attribute_opt(&object, part)? {
            Some(found) => parent = std::mem::replace(&mut object, found),
            None => return Ok(None),
        }
    }
    Ok(Some((object, parent)))
}

/// The name of the module that an object belongs to: its `__module__`, or the first module that has it.
fn which_module(vm: &mut Vm, value: &Value, path: &str) -> Outcome<Value> {
    if let Some(module) = vm.get_attribute_opt(value, "__module__")?
        && !module.is_none()
    {
        if module.downcast::<StrObject>().is_none() {
            return Err(pickling_error(vm, "__module__ is not a string"));
        }
        return Ok(module);
    }
    let modules = vm.modules();
    let entries: Vec<(Value, Value)> = modules
        .map
        .get(vm)
        .iter()
        .map(|entry| (entry.key.clone(), entry.value.clone()))
        .collect();
    for (name, module) in entries {
        let is_main = name
            .downcast::<StrObject>()
            .is_some_and(|name| name.as_str() == "__main__");
        if is_main || module.downcast::<ModuleObject>().is_none() {
            continue;
        }
        if let Some((found, _)) = deep_attribute(vm, &module, path)?
            && found.is(value)
        {
            return Ok(name);
        }
    }
    Ok(vm.intern("__main__"))
}
