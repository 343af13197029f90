//! Finding and loading one module: native, of the library embedded in the binary, a file or a package on the path, in a zip file there.
//!
//! Enters: a full name that is not in `sys.modules` yet. Leaves: the module, in `sys.modules` and run. [`super::import`] calls; what
//! runs a program as a module calls single steps.

use crate::native::library;
use crate::native::zip_file::Archive;
use crate::object::builtin::Builtin;
use crate::object::function::CodeObject;
use crate::object::heap::Ref;
use crate::object::module::ModuleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::source::{Source, Text};
use crate::syntax::Mode;
use crate::vm::{Outcome, Vm};
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

    /// Finds and runs a module: native, embedded, or a file on the path.
    pub(super) fn load_module(
        &mut self,
        name: &str,
        child: &str,
        path: Option<&Value>,
    ) -> Outcome<Value> {
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
}
