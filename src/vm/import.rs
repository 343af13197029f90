//! The statements of imports: names made absolute, packages before their modules, `from … import`, and what is said of a name that is
//! not there.
//!
//! Enters: a name and what is wanted from it. Leaves: modules, which [`super::load`] finds. Everybody may call.

use crate::native::Arguments;
use crate::object::builtin::Exc;
use crate::object::heap::Layout;
use crate::object::module::ModuleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::report;
use crate::vm::{Outcome, Raised, Vm};
use std::path::Path;

impl Vm {
    /// The namespace of the module that imports: the top frame's globals.
    fn importing_package(&mut self, level: i64) -> Outcome<String> {
        let Some(frame) = self.frames.last() else {
            return Ok(String::new());
        };
        let globals = frame.function().globals.clone();
        let text = |vm: &mut Vm, name: &str| {
            vm.dict_get_str(&globals, name).and_then(|value| {
                value
                    .downcast::<StrObject>()
                    .map(|text| text.as_str().to_string())
            })
        };
        let package = match text(self, "__package__") {
            Some(package) => package,
            None => {
                let name = text(self, "__name__").unwrap_or_default();
                match self.dict_get_str(&globals, "__path__") {
                    Some(_) => name,
                    None => name
                        .rsplit_once('.')
                        .map_or(String::new(), |(package, _)| package.to_string()),
                }
            }
        };
        if package.is_empty() {
            return Err(self.raise(
                Exc::ImportError,
                "attempted relative import with no known parent package",
            ));
        }
        let mut base = package.as_str();
        for _ in 1..level {
            match base.rsplit_once('.') {
                Some((parent, _)) => base = parent,
                None => {
                    return Err(self.raise(
                        Exc::ImportError,
                        "attempted relative import beyond top-level package",
                    ));
                }
            }
        }
        Ok(base.to_string())
    }

    /// The `import` instruction: through `builtins.__import__` if somebody replaced it.
    pub(crate) fn import_name(&mut self, name: &Value, from: &Value, level: i64) -> Outcome<Value> {
        let name = self.string(name)?;
        self.import(&name, from, level)
    }

    /// `__import__(name, fromlist=from, level=level)`.
    pub fn import(&mut self, name: &str, from: &Value, level: i64) -> Outcome<Value> {
        if level < 0 {
            return Err(self.value_error("level must be >= 0"));
        }
        if level == 0 && name.is_empty() {
            return Err(self.value_error("Empty module name"));
        }
        let absolute = if level > 0 {
            let package = self.importing_package(level)?;
            if name.is_empty() {
                package
            } else {
                format!("{package}.{name}")
            }
        } else {
            name.to_string()
        };
        let module = self.import_module(&absolute)?;
        let wants = if from.is_none() {
            Vec::new()
        } else {
            self.collect(from)?
        };
        if wants.is_empty() {
            if level > 0 && !name.is_empty() {
                return Ok(module);
            }
            let first = absolute.split('.').next().unwrap_or(&absolute);
            return self.import_module(first);
        }
        if self.get_attribute_opt(&module, "__path__")?.is_some() {
            for want in wants {
                let want = self.string(&want)?;
                if want == "*" {
                    if let Some(all) = self.get_attribute_opt(&module, "__all__")? {
                        for item in self.collect(&all)? {
                            let item = self.string(&item)?;
                            self.import_submodule_if_any(&module, &absolute, &item)?;
                        }
                    }
                    continue;
                }
                self.import_submodule_if_any(&module, &absolute, &want)?;
            }
        }
        Ok(module)
    }

    fn import_submodule_if_any(&mut self, package: &Value, name: &str, part: &str) -> Outcome<()> {
        if self.get_attribute_opt(package, part)?.is_some() {
            return Ok(());
        }
        let full = format!("{name}.{part}");
        match self.import_module(&full) {
            Ok(_) => Ok(()),
            Err(raised) => {
                if self.pending_is(Exc::ModuleNotFoundError) && self.pending_names(&full) {
                    self.take_pending();
                    return Ok(());
                }
                Err(raised)
            }
        }
    }

    /// True if the pending ModuleNotFoundError is about this module.
    fn pending_names(&mut self, name: &str) -> bool {
        let Some(pending) = self.take_pending() else {
            return false;
        };
        let found = match self.get_attribute_opt(&pending, "name") {
            Ok(found) => found,
            Err(_) => {
                self.take_pending();
                None
            }
        };
        self.set_pending(pending);
        found.is_some_and(|found| {
            found
                .downcast::<StrObject>()
                .is_some_and(|found| found.as_str() == name)
        })
    }

    /// Imports a module by its full name and returns it.
    pub fn import_module(&mut self, name: &str) -> Outcome<Value> {
        if let Some(module) = self.dict_get_str(&self.modules(), name) {
            if module.is_none() {
                return Err(self.module_not_found(
                    name,
                    &format!("import of {name} halted; None in sys.modules"),
                ));
            }
            self.wait_for_import(name, &module)?;
            return Ok(module);
        }
        let Some((parent, child)) = name.rsplit_once('.') else {
            return self.load_module(name, name, None);
        };
        let package = self.import_module(parent)?;
        if let Some(module) = self.dict_get_str(&self.modules(), name) {
            return Ok(module);
        }
        let Some(path) = self.get_attribute_opt(&package, "__path__")? else {
            let message = format!("No module named '{name}'; '{parent}' is not a package");
            return Err(self.module_not_found(name, &message));
        };
        let module = self.load_module(name, child, Some(&path))?;
        self.set_attribute_str(&package, child, module.clone())?;
        Ok(module)
    }

    /// What a module without an attribute is told to be: shadowed by a file of its name, half imported, or just without it.
    pub(crate) fn module_attribute_message(
        &mut self,
        module: &ModuleObject,
        name: &str,
        attribute: &str,
    ) -> String {
        let plain = format!("module '{name}' has no attribute '{attribute}'");
        let file = self.dict_get_str(&module.dict, "__file__");
        let file = file.and_then(|file| Some(file.downcast::<StrObject>()?.as_str().to_string()));
        let initializing = self.is_importing(name);
        let Some(file) = file.filter(|_| name != "__main__") else {
            return match initializing {
                true => format!(
                    "partially initialized module '{name}' has no attribute '{attribute}' (most likely due to a circular \
                     import)"
                ),
                false => plain,
            };
        };
        if self.is_beside_script(&file) {
            if report::is_library(self, name) {
                return format!(
                    "{plain} (consider renaming '{file}' since it has the same name as the standard library module named \
                     '{name}' and the import system gives it precedence)"
                );
            }
            if initializing {
                return format!(
                    "{plain} (consider renaming '{file}' if it has the same name as a third-party module you intended to \
                     import)"
                );
            }
        }
        if initializing {
            return format!(
                "partially initialized module '{name}' from '{file}' has no attribute '{attribute}' (most likely due to a \
                 circular import)"
            );
        }
        if self.is_importing(&format!("{name}.{attribute}")) {
            return format!(
                "cannot access submodule '{attribute}' of module '{name}' (most likely due to a circular import)"
            );
        }
        plain
    }

    /// True if a module's file is where the program is, so that it comes before everything else on the path.
    fn is_beside_script(&self, file: &str) -> bool {
        let config = &self.interp().config;
        let mut folder = Path::new(file).parent();
        if file.ends_with("/__init__.py") {
            folder = folder.and_then(Path::parent);
        }
        !config.flags.safe_path
            && config
                .path
                .first()
                .is_some_and(|first| folder == Some(Path::new(first)))
    }

    pub(crate) fn module_not_found(&mut self, name: &str, message: &str) -> Raised {
        let (name, message) = (self.new_str(name), self.new_str(message));
        self.raise_with_attributes(
            Exc::ModuleNotFoundError,
            vec![message],
            &[("name", name), ("path", Value::NONE)],
        )
    }

    /// `from module import name`.
    pub(crate) fn import_from(&mut self, module: &Value, name: &Value) -> Outcome<Value> {
        let outcome = self.get_attribute(module, name);
        if let Some(found) = self.unless(Exc::AttributeError, outcome)? {
            return Ok(found);
        }
        let text = self.string(name)?;
        let module_name = match self.get_attribute_opt(module, "__name__")? {
            Some(module_name) => self.str_text(&module_name)?,
            None => "<unknown module name>".to_string(),
        };
        if let Some(found) = self.dict_get_str(&self.modules(), &format!("{module_name}.{text}")) {
            return Ok(found);
        }
        let place = match self.get_attribute_opt(module, "__file__")? {
            Some(file) if file.layout() == Some(Layout::Str) => self.str_text(&file)?,
            _ => "unknown location".to_string(),
        };
        let initializing = self.is_importing(&module_name);
        let message = if initializing {
            format!(
                "cannot import name '{text}' from partially initialized module '{module_name}' (most likely due to a \
                 circular import) ({place})"
            )
        } else {
            format!("cannot import name '{text}' from '{module_name}' ({place})")
        };
        let (message, module_name) = (self.new_str(&message), self.new_str(&module_name));
        Err(self.raise_with_attributes(
            Exc::ImportError,
            vec![message],
            &[
                ("name", module_name),
                ("name_from", name.clone()),
                ("path", Value::NONE),
            ],
        ))
    }

    /// `from module import *`.
    pub(crate) fn import_star(&mut self, module: &Value) -> Outcome<()> {
        let namespace = self.top_namespace();
        let names = match self.get_attribute_opt(module, "__all__")? {
            Some(all) => self.collect(&all)?,
            None => {
                let Some(module) = module.downcast::<ModuleObject>() else {
                    return Err(self.raise(
                        Exc::ImportError,
                        "from-import-* object has no __dict__ and no __all__",
                    ));
                };
                crate::native::sys::complete(self, &module.dict);
                let public = |key: &Value| {
                    key.downcast::<StrObject>()
                        .is_some_and(|name| !name.as_str().starts_with('_'))
                };
                let entries = module.dict.map.get(self).iter();
                entries
                    .map(|entry| entry.key.clone())
                    .filter(|key| public(key))
                    .collect()
            }
        };
        for name in names {
            let value = self.get_attribute(module, &name)?;
            let name = self.intern_value(&name);
            self.set_item(&namespace, &name, Some(&value))?;
        }
        Ok(())
    }

    /// Calls a function of a module.
    pub fn call_module_function(
        &mut self,
        module: &str,
        function: &str,
        arguments: &[Value],
    ) -> Outcome<Value> {
        let module = self.import_module(module)?;
        let function = self.get_attribute_str(&module, function)?;
        self.call_with(&function, Arguments::of(arguments))
    }
}
