//! Imports: native modules, the library written in the language (embedded in the binary), files and packages on `sys.path`;
//! compiling and running source texts.

use crate::code::pack::Bodies;
use crate::code::{Body, Code, Const};
use crate::compile;
use crate::gil::GilCell;
use crate::native::zip_file::Archive;
use crate::native::{Arguments, library};
use crate::object::builtin::{Builtin, Exc};
use crate::object::dict::DictObject;
use crate::object::function::{Cache, CodeObject, FunctionObject};
use crate::object::heap::{Layout, Ref};
use crate::object::module::ModuleObject;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::source::{Source, Text};
use crate::syntax::Mode;
use crate::vm::frame::FrameKind;
use crate::vm::report;
use crate::vm::{Outcome, Raised, Vm};
use std::cell::UnsafeCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Modules that are found before anything on the path, as those that CPython has inside itself; so are those of ours whose
/// names begin with an underscore.
fn precedes_path(name: &str) -> bool {
    const INSIDE: &[&str] = &[
        "abc",
        "atexit",
        "builtins",
        "codecs",
        "errno",
        "faulthandler",
        "gc",
        "genericpath",
        "importlib",
        "io",
        "itertools",
        "marshal",
        "os",
        "posix",
        "posixpath",
        "pwd",
        "runpy",
        "site",
        "stat",
        "sys",
        "time",
        "zipimport",
    ];
    name.starts_with('_') || INSIDE.binary_search(&name).is_ok()
}

impl Vm {
    /// The runtime form of compiled code: constants as values, names interned, caches empty.
    pub fn new_code(&mut self, code: &Arc<Code>) -> Ref<CodeObject> {
        self.new_code_with(code, &Bodies::default())
    }

    /// The same for code whose bodies may be in `bodies`.
    fn new_code_with(&mut self, code: &Arc<Code>, bodies: &Bodies) -> Ref<CodeObject> {
        let body = bodies.get(&Arc::as_ptr(code));
        let body: &Body = body.unwrap_or_else(|| code);
        let constants: Vec<Value> = (body.constants.iter())
            .map(|constant| self.new_constant(constant, bodies))
            .collect();
        let names: Box<[Value]> = body.names.iter().map(|name| self.intern(name)).collect();
        let parameters = code.parameter_count() as u32;
        let rest = crate::code::flags::VARARGS | crate::code::flags::VARKEYWORDS;
        let suspended = crate::code::flags::GENERATOR | crate::code::flags::COROUTINE;
        let plain = code.flags & rest == 0 && code.keyword_only == 0;
        let simple = plain && code.flags & suspended == 0;
        let (name, qualified_name) = (self.intern(&code.name), self.intern(&code.qualified_name));
        self.allocate(Builtin::Code.shape(), |header| CodeObject {
            header,
            name,
            qualified_name,
            code: code.clone(),
            instructions: (body.instructions.iter())
                .map(|&ins| UnsafeCell::new(ins))
                .collect(),
            constants: constants.into(),
            caches: (body.cache_names.iter())
                .map(|&name| UnsafeCell::new(Cache::of_name(names[name as usize].raw().bits)))
                .collect(),
            names,
            simple_parameters: if simple { parameters } else { u32::MAX },
            plain_parameters: if plain { parameters } else { u32::MAX },
            named_registers: code.local_names.len() as u32,
            registers: code.registers,
        })
    }

    fn new_constant(&mut self, constant: &Const, bodies: &Bodies) -> Value {
        match constant {
            Const::None => Value::NONE,
            Const::Bool(value) => Value::bool(*value),
            Const::Ellipsis => Value::ELLIPSIS,
            Const::Int(value) => Value::int(*value),
            Const::BigInt(value) => self.new_int((**value).clone()),
            Const::Float(value) => Value::float(*value),
            Const::Complex(real, imaginary) => self.new_complex(*real, *imaginary),
            Const::Str(text) if text.len() <= 64 => self.intern(text),
            Const::Str(text) => self.new_str(text),
            Const::WideStr(codes) => {
                let text: String = codes
                    .iter()
                    .map(|&code| crate::text::from_code_point(code).unwrap_or('\u{fffd}'))
                    .collect();
                self.new_str(&text)
            }
            Const::Bytes(bytes) => self.new_bytes(bytes.to_vec()),
            Const::Tuple(items) => {
                let make = |item| self.new_constant(item, bodies);
                let items = items.iter().map(make).collect();
                self.new_tuple(items)
            }
            Const::FrozenSet(items) => {
                let set = self.new_set_from(Default::default(), true);
                for item in items.iter() {
                    let item = self.new_constant(item, bodies);
                    // Constants are hashable.
                    let _ = self.set_add(&set, &item);
                }
                set.into_value()
            }
            Const::Code(code) => self.new_code_with(code, bodies).into_value(),
        }
    }

    /// A function.
    pub fn new_function(
        &mut self,
        code: &Value,
        globals: Ref<DictObject>,
        closure: Value,
        defaults: Value,
        keyword_defaults: Value,
        annotations: Value,
    ) -> Value {
        let Some(code) = code.to_ref::<CodeObject>() else {
            return Value::NONE;
        };
        let (name, qualified_name) = (code.name.clone(), code.qualified_name.clone());
        let doc = match code.code.flags & crate::code::flags::DOCSTRING != 0 {
            true => code.constants.first().cloned().unwrap_or(Value::NONE),
            false => Value::NONE,
        };
        let module = self
            .dict_get_name(&globals, self.module_name_key())
            .unwrap_or(Value::NONE);
        self.allocate(Builtin::Function.shape(), |header| FunctionObject {
            header,
            code: GilCell::new(code),
            globals,
            closure: closure.to_ref::<TupleObject>(),
            defaults: GilCell::new(defaults),
            keyword_defaults: GilCell::new(keyword_defaults),
            annotations: GilCell::new(annotations),
            name: GilCell::new(name),
            qualified_name: GilCell::new(qualified_name),
            doc: GilCell::new(doc),
            module: GilCell::new(module),
            dict: GilCell::new(None),
        })
        .into_value()
    }

    /// Compiles a source text; syntax errors become exceptions, warnings are shown.
    pub fn compile_text(
        &mut self,
        name: &str,
        text: &str,
        mode: Mode,
        namespace: bool,
    ) -> Outcome<Ref<CodeObject>> {
        self.compile_with(
            name,
            text,
            mode,
            compile::Options {
                namespace,
                optimize: self.optimize(),
                ..Default::default()
            },
        )
    }

    /// The `-O` options: 1 leaves out assertions, 2 docstrings, too.
    pub fn optimize(&self) -> u8 {
        self.interp().config.flags.optimize.min(2) as u8
    }

    /// As [`Vm::compile_text`] with all options.
    pub fn compile_with(
        &mut self,
        name: &str,
        text: &str,
        mode: Mode,
        options: compile::Options,
    ) -> Outcome<Ref<CodeObject>> {
        // The tree of a text is many times as large.
        self.room_for(text.len().saturating_mul(64))?;
        let source = Arc::new(Source::new(name, text));
        match compile::compile_source(source.clone(), mode, options) {
            Ok((code, warnings)) => {
                for warning in warnings {
                    let line = source.line_column(warning.span.start).0;
                    if self
                        .warn_at(Exc::SyntaxWarning, &warning.message, name, line)
                        .is_err()
                    {
                        return Err(self.warning_to_syntax_error(&source, warning));
                    }
                }
                Ok(self.new_code(&code))
            }
            Err(error) => Err(self.raise_syntax_error(&source, &error)),
        }
    }

    /// Runs the code of a module, class or `exec` with this namespace and these globals.
    pub fn run_code(
        &mut self,
        code: &Ref<CodeObject>,
        globals: &Ref<DictObject>,
        namespace: Option<Value>,
    ) -> Outcome<Value> {
        self.run_code_with(code, globals, namespace, Value::NONE)
    }

    /// As [`Vm::run_code`], with a closure.
    pub fn run_code_with(
        &mut self,
        code: &Ref<CodeObject>,
        globals: &Ref<DictObject>,
        namespace: Option<Value>,
        closure: Value,
    ) -> Outcome<Value> {
        self.check_native_stack()?;
        let none = Value::NONE;
        let function = self.new_function(
            &code.to_value(),
            globals.clone(),
            closure,
            none.clone(),
            none.clone(),
            none,
        );
        let Some(function) = function.to_ref::<FunctionObject>() else {
            return Err(Raised);
        };
        let base = self.free_registers();
        self.check_room(base, code)?;
        self.enter_function(&function, code, base, FrameKind::Entry, namespace)
    }

    /// A new module with its standard names, not yet in `sys.modules`.
    pub fn new_module(&mut self, name: &str) -> Ref<ModuleObject> {
        let dict = self.new_dict();
        let module = self.allocate(Builtin::Module.shape(), |header| ModuleObject {
            header,
            dict,
        });
        let name = self.intern(name);
        self.dict_set_str(&module.dict, "__name__", name);
        self.dict_set_str(&module.dict, "__doc__", Value::NONE);
        self.dict_set_str(&module.dict, "__package__", Value::NONE);
        self.dict_set_str(&module.dict, "__loader__", Value::NONE);
        self.dict_set_str(&module.dict, "__spec__", Value::NONE);
        module
    }

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

    /// A string that an exception carries as an attribute.
    pub fn own_attribute_text(&mut self, value: &Value, name: &str) -> Option<String> {
        match self.get_attribute_str(value, name) {
            Ok(found) => found
                .downcast::<StrObject>()
                .map(|text| text.as_str().to_string()),
            Err(_) => {
                self.take_pending();
                None
            }
        }
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

    /// Finds and runs a module: native, embedded, or a file on the path.
    fn load_module(&mut self, name: &str, child: &str, path: Option<&Value>) -> Outcome<Value> {
        self.check_native_stack()?;
        let native = crate::native::modules::find(name);
        let first = path.is_some() || precedes_path(name);
        if first && let Some(native) = native {
            return self.load_native_module(native);
        }
        let file = name.replace('.', "/");
        let built_in = match native {
            Some(_) => None,
            None => library::find(&file),
        };
        let searched = match path {
            Some(path) => self.collect(path)?,
            None => match self.dict_get_str(&self.sys(), "path") {
                Some(path) => self.collect(&path)?,
                None => Vec::new(),
            },
        };
        let is_library = native.is_some() || built_in.is_some();
        if !is_library || !first && self.is_shadowed(&searched, child) {
            return self.load_from_path(name, child, searched);
        }
        if let Some(native) = native {
            return self.load_native_module(native);
        }
        match built_in {
            Some(module) => {
                let code = self.library_code(&module)?;
                let package = module.is_package.then(|| module.shown.clone());
                let module = self.run_module(name, &module.shown, package, &code)?;
                self.watch_module(name, &module);
                self.replace_pools(name, &module);
                Ok(module)
            }
            None => Err(self.module_not_found(name, &format!("No module named '{name}'"))),
        }
    }

    /// True if a file or package on the path has the name of a module of the library.
    fn is_shadowed(&mut self, path: &[Value], child: &str) -> bool {
        let mut name = String::new();
        path.iter().any(|entry| {
            let Some(entry) = entry.downcast::<StrObject>() else {
                return false;
            };
            let directory = match entry.as_str() {
                "" => ".",
                directory => directory,
            };
            ["py", "/__init__.py"].iter().any(|end| {
                name.clear();
                let dot = if *end == "py" { "." } else { "" };
                name.extend([directory, "/", child, dot, end]);
                std::fs::metadata(&name).is_ok_and(|found| found.is_file())
            })
        })
    }

    /// Finds and runs a module: a file or folder on the path, or in a zip file there.
    fn load_from_path(&mut self, name: &str, child: &str, path: Vec<Value>) -> Outcome<Value> {
        for entry in path {
            let Some(entry) = entry.downcast::<StrObject>() else {
                continue;
            };
            let directory = PathBuf::from(if entry.as_str().is_empty() {
                "."
            } else {
                entry.as_str()
            });
            let package = directory.join(child);
            let initial = package.join("__init__.py");
            if initial.is_file() {
                return self.load_file(name, &initial, Some(&package));
            }
            let file = directory.join(format!("{child}.py"));
            if file.is_file() {
                return self.load_file(name, &file, None);
            }
            if package.is_dir() {
                return self.make_namespace_package(name, &package);
            }
            if let Some((shown, bytes, is_package)) = self.find_in_archive(entry.as_str(), child) {
                let text = self.decode_source(&bytes, &shown)?;
                self.remember_source(&shown, &text);
                let package = is_package.then(|| format!("{}/{child}", entry.as_str()));
                let code = self.compile_text(&shown, &text, Mode::Module, false)?;
                return self.run_module(name, &shown, package, &code);
            }
        }
        Err(self.module_not_found(name, &format!("No module named '{name}'")))
    }

    /// The source of a module in a zip file, or in a folder of one: its shown path, its bytes, and whether it is a package.
    pub(crate) fn find_in_archive(
        &mut self,
        entry: &str,
        name: &str,
    ) -> Option<(String, Vec<u8>, bool)> {
        // The longest beginning of the entry that is a file; a folder, by far the most frequent entry, has none.
        let path = Path::new(entry);
        let file = path.ancestors().find(|path| path.exists())?;
        if file == path && path.is_dir() {
            return None;
        }
        let key = file.to_string_lossy().into_owned();
        let inside = path.strip_prefix(file).ok()?.to_string_lossy().into_owned();
        let interp = self.interp().clone();
        // SAFETY: the exclusive token.
        let archives = &unsafe { interp.state() }.archives;
        let known = archives.get(self).get(&key).cloned();
        let archive = match known {
            Some(known) => known,
            None => {
                let bytes = std::fs::read(file).ok();
                let found = bytes.and_then(|bytes| Archive::of(&bytes)).map(Arc::new);
                archives.get_mut(self).insert(key, found.clone());
                found
            }
        }?;
        let prefix = if inside.is_empty() {
            String::new()
        } else {
            format!("{inside}/")
        };
        let (member, bytes, is_package) = archive.module(&prefix, name)?;
        let shown = file.join(member).to_string_lossy().into_owned();
        Some((shown, bytes, is_package))
    }

    fn make_namespace_package(&mut self, name: &str, directory: &Path) -> Outcome<Value> {
        let module = self.new_module(name);
        let path = self.new_str(&directory.to_string_lossy());
        let path = self.new_list(vec![path]);
        self.dict_set_str(&module.dict, "__path__", path);
        let package = self.intern(name);
        self.dict_set_str(&module.dict, "__package__", package);
        let modules = self.modules();
        self.dict_set_str(&modules, name, module.to_value());
        Ok(module.into_value())
    }

    fn load_file(&mut self, name: &str, file: &Path, package: Option<&Path>) -> Outcome<Value> {
        let text = self.read_source(file)?;
        let shown = file.to_string_lossy().into_owned();
        let code = self.compile_text(&shown, &text, Mode::Module, false)?;
        let package = package.map(|path| path.to_string_lossy().into_owned());
        self.run_module(name, &shown, package, &code)
    }

    /// Reads a source file: UTF-8, or what its coding comment says.
    pub fn read_source(&mut self, file: &Path) -> Outcome<String> {
        match std::fs::read(file) {
            Ok(bytes) => self.decode_source(&bytes, &file.to_string_lossy()),
            Err(error) => Err(self.raise_os_error(&error, Some(&file.to_string_lossy()))),
        }
    }

    fn run_module(
        &mut self,
        name: &str,
        file: &str,
        package: Option<String>,
        code: &Ref<CodeObject>,
    ) -> Outcome<Value> {
        let module = self.new_module(name);
        let shown = self.new_str(file);
        self.dict_set_str(&module.dict, "__file__", shown);
        let parent = match &package {
            Some(path) => {
                let path = self.new_str(path);
                let path = self.new_list(vec![path]);
                self.dict_set_str(&module.dict, "__path__", path);
                name
            }
            None => name.rsplit_once('.').map_or("", |(parent, _)| parent),
        };
        let parent = self.intern(parent);
        self.dict_set_str(&module.dict, "__package__", parent);
        let builtins = self.builtins().into_value();
        self.dict_set_str(&module.dict, "__builtins__", builtins);
        let modules = self.modules();
        self.dict_set_str(&modules, name, module.to_value());
        self.begin_import(name);
        let outcome = self.run_code(code, &module.dict, None);
        self.end_import(name);
        match outcome {
            Ok(_) => Ok(self
                .dict_get_str(&modules, name)
                .unwrap_or(module.into_value())),
            Err(raised) => {
                let key = self.intern(name);
                self.dict_remove_name(&modules, &key);
                Err(raised)
            }
        }
    }

    /// The code of a library module, which was compiled with the binary.
    fn library_code(&mut self, module: &library::Module) -> Outcome<Ref<CodeObject>> {
        let source = Source::new(module.shown.as_str(), Text::Static(module.text));
        match crate::code::pack::unpack_lazily(module.packed, &Arc::new(source)) {
            Ok((code, bodies)) => Ok(self.new_code_with(&code, &bodies)),
            Err(_) => self.compile_text(&module.shown, module.text, Mode::Module, false),
        }
    }

    /// Makes a native module.
    pub fn load_native_module(
        &mut self,
        native: &'static crate::native::NativeModule,
    ) -> Outcome<Value> {
        let module = self.new_module(native.name);
        let doc = self.new_str(native.doc.trim());
        self.dict_set_str(&module.dict, "__doc__", doc);
        let name = self.intern(native.name);
        for table in native.functions {
            for definition in *table {
                let function = self.new_native_function(definition, name.clone());
                self.dict_set_str(&module.dict, definition.name(), function);
            }
        }
        for definition in native.classes {
            let class = self.native_class(definition)?;
            let short = definition
                .name
                .rsplit('.')
                .next()
                .unwrap_or(definition.name);
            self.dict_set_str(&module.dict, short, class.into_value());
        }
        let modules = self.modules();
        self.dict_set_str(&modules, native.name, module.to_value());
        if let Some(init) = native.init {
            init(self, &module)?;
        }
        Ok(module.into_value())
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
