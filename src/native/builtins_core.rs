//! The built-in functions that reach into the machine: classes, namespaces, compiling and running code, imports.
use crate::native::arguments::Arguments;
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::ClassObject;
use crate::object::dict::DictObject;
use crate::object::function::{CodeObject, FunctionObject};
use crate::object::heap::{Layout, Ref};
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::syntax::Mode;
use crate::vm::{Outcome, Raised, Vm};

crate::native_functions! { pub static FUNCTIONS;
    /// Internal helper function used by the class statement.
    "__build_class__(func, name, /, *bases, **kwds)"
    fn build_class(vm, function: &FunctionObject, name: &Value, bases: &Value, keywords: &Value) -> Value {
        class_statement(vm, function, name, bases, keywords)
    }
    /// Import a module.
    "__import__(name, globals=None, locals=None, fromlist=(), level=0)"
    fn import(vm, name: &Value, globals: &Value, locals: &Value, from: &Value, level: i64) -> Value {
        if name.layout() != Some(Layout::Str) {
            crate::raise!(vm, TypeError, "module name must be a string");
        }
        let name = &vm.string(name)?;
        let none = Value::NONE;
        vm.import(name, if from.is_missing() { &none } else { from }, level)
    }
    /// Return the dictionary containing the current scope's global variables.
    "globals()" fn globals(vm) -> Value { Ok(vm.current_globals().into_value()) }
    /// Return a dictionary containing the current scope's local variables.
    "locals()" fn locals(vm) -> Value { vm.current_locals() }
    /// Read a line from standard input, without its newline; the prompt is written to standard output first.
    "input(prompt='', /)" fn input(vm, prompt: &Value) -> Value { read_line(vm, prompt) }
    /// Show attributes of an object.
    "vars(object=<missing>, /)" fn vars(vm, object: Option<&Value>) -> Value {
        match object {
            None => vm.current_locals(),
            Some(object) => match vm.get_attribute_opt(object, "__dict__")? {
                Some(dict) => Ok(dict),
                None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
            },
        }
    }
    /// Show attributes of an object, or the names in the current scope.
    "dir(object=<missing>, /)" fn dir(vm, object: Option<&Value>) -> Value {
        let names = match object {
            None => {
                let locals = vm.current_locals()?;
                vm.collect(&locals)?
            }
            Some(object) => {
                let names = vm.call_special(object, crate::native::SpecialMethod::Dir, &[])?.unwrap_or(Value::NONE);
                vm.collect(&names)?
            }
        };
        let list = vm.new_list(names);
        vm.call_method(&list, "sort", &[])?;
        Ok(list)
    }
    /// Compile source into a code object that can be executed by exec() or eval().
    "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)"
    fn compile(vm, source: &Value, filename: &Value, mode: &str, flags: i64, inherit: bool, optimize: i64, feature: i64) -> Value {
        let parsed = match mode {
            "exec" => Mode::Module,
            "eval" => Mode::Expression,
            "single" => Mode::Interactive,
            _ => crate::raise!(vm, ValueError, "compile() mode must be 'exec', 'eval' or 'single'"),
        };
        let name = match filename.layout() {
            Some(Layout::Bytes) => String::from_utf8_lossy(
                &filename.downcast::<crate::object::bytes::BytesObject>().map(|bytes| bytes.bytes.to_vec()).unwrap_or_default()
            ).into_owned(),
            _ => vm.str_text(filename)?,
        };
        let text = source_text(vm, source, &name, "compile", parsed)?;
        let options = crate::compile::Options {
            namespace: true,
            future_annotations: flags & 0x100_0000 != 0,
            optimize: match optimize {
                -1 => vm.optimize(),
                0..=2 => optimize as u8,
                _ => crate::raise!(vm, ValueError, "compile(): invalid optimize value"),
            },
        };
        Ok(vm.compile_with(&name, &text, parsed, options)?.into_value())
    }
    /// Evaluate the given source in the context of globals and locals.
    "eval(source, globals=None, locals=None, /)"
    fn eval(vm, source: &Value, globals: &Value, locals: &Value) -> Value { evaluate(vm, source, globals, locals, Mode::Expression) }
    /// Execute the given source in the context of globals and locals.
    "exec(source, globals=None, locals=None, /, *, closure=None)"
    fn exec(vm, source: &Value, globals: &Value, locals: &Value, closure: &Value) -> () {
        evaluate_with(vm, source, globals, locals, closure, Mode::Module).map(drop)
    }
}

fn read_line(vm: &mut Vm, prompt: &Value) -> Outcome<Value> {
    let sys = vm.sys();
    let stream = |vm: &mut Vm, name: &str| match vm.dict_get_str(&sys, name) {
        Some(stream) if !stream.is_none() => Ok(stream),
        _ => Err(vm.raise(Exc::RuntimeError, format!("input(): lost sys.{name}"))),
    };
    let (stdin, stdout, stderr) = (
        stream(vm, "stdin")?,
        stream(vm, "stdout")?,
        stream(vm, "stderr")?,
    );
    vm.call_method(&stderr, "flush", &[])?;
    let prompt = vm.str(prompt)?;
    vm.call_method(&stdout, "write", &[prompt])?;
    vm.call_method(&stdout, "flush", &[])?;
    let line = vm.call_method(&stdin, "readline", &[])?;
    let Some(text) = line.downcast::<StrObject>() else {
        return Err(vm.type_error("object.readline() returned non-string"));
    };
    if text.as_str().is_empty() {
        return Err(vm.raise(Exc::EOFError, "EOF when reading a line"));
    }
    let text = text.as_str().strip_suffix('\n').unwrap_or(text.as_str());
    Ok(vm.new_str(text))
}

/// The text of what `compile`, `eval` and `exec` were given.
fn source_text(
    vm: &mut Vm,
    source: &Value,
    name: &str,
    function: &str,
    mode: Mode,
) -> Outcome<String> {
    let text = match source.layout() {
        Some(Layout::Str) => vm.string(source)?,
        Some(Layout::Bytes) => {
            let bytes = source
                .downcast::<crate::object::bytes::BytesObject>()
                .map(|bytes| bytes.bytes.to_vec())
                .unwrap_or_default();
            vm.decode_source(&bytes, name)?
        }
        _ => {
            let what = if function == "compile" {
                "a string, bytes or AST object"
            } else {
                "a string, bytes or code object"
            };
            return Err(vm.type_error(format!("{function}() arg 1 must be {what}")));
        }
    };
    if text.contains('\0') {
        return Err(vm.raise(
            Exc::SyntaxError,
            "source code string cannot contain null bytes",
        ));
    }
    Ok(match mode {
        Mode::Expression => text.trim_start_matches([' ', '\t']).to_string(),
        _ => text,
    })
}

fn evaluate(
    vm: &mut Vm,
    source: &Value,
    globals: &Value,
    locals: &Value,
    mode: Mode,
) -> Outcome<Value> {
    evaluate_with(vm, source, globals, locals, &Value::NONE, mode)
}

fn evaluate_with(
    vm: &mut Vm,
    source: &Value,
    globals: &Value,
    locals: &Value,
    closure: &Value,
    mode: Mode,
) -> Outcome<Value> {
    let function = if mode == Mode::Expression {
        "eval"
    } else {
        "exec"
    };
    let (globals, locals) = if globals.is_none() {
        let current = vm.current_globals();
        let locals = if locals.is_none() {
            vm.current_locals()?
        } else {
            locals.clone()
        };
        (current, locals)
    } else {
        let Some(dict) = globals.to_ref::<DictObject>() else {
            let name = vm.type_name(globals);
            return Err(vm.type_error(if function == "eval" {
                "globals must be a dict".to_string()
            } else {
                format!("{function}() globals must be a dict, not {name}")
            }));
        };
        (
            dict,
            if locals.is_none() {
                globals.clone()
            } else {
                locals.clone()
            },
        )
    };
    if vm.dict_get_str(&globals, "__builtins__").is_none() {
        let builtins = vm.builtins().into_value();
        vm.dict_set_str(&globals, "__builtins__", builtins);
    }
    let code = match source.to_ref::<CodeObject>() {
        Some(code) => {
            let free = code.code.free_names.len();
            let given = closure
                .downcast::<TupleObject>()
                .map_or(0, |cells| cells.items().len());
            if free > 0 && given != free {
                return Err(vm.type_error(if given == 0 {
                    format!("code object passed to {function}() may not contain free variables")
                } else {
                    format!("code object requires a closure of exactly length {free}")
                }));
            }
            code
        }
        None => {
            let text = source_text(vm, source, "<string>", function, mode)?;
            vm.compile_text("<string>", &text, mode, true)?
        }
    };
    vm.run_code_with(&code, &globals, Some(locals), closure.clone())
}

/// The class statement: bases, metaclass, namespace, body, class.
fn class_statement(
    vm: &mut Vm,
    function: &FunctionObject,
    name: &Value,
    bases: &Value,
    keywords: &Value,
) -> Outcome<Value> {
    let original = vm.collect(bases)?;
    let mut resolved = Vec::with_capacity(original.len());
    let mut changed = false;
    for base in &original {
        if base.downcast::<ClassObject>().is_none()
            && let Some(entries) = vm.get_attribute_opt(base, "__mro_entries__")?
        {
            let replacement = vm.call(&entries, std::slice::from_ref(bases))?;
            if replacement.layout() != Some(Layout::Tuple) {
                return Err(vm.type_error("__mro_entries__ must return a tuple"));
            }
            resolved.extend(vm.collect(&replacement)?);
            changed = true;
            continue;
        }
        resolved.push(base.clone());
    }
    let bases_tuple = if changed {
        vm.new_tuple(resolved.clone())
    } else {
        bases.clone()
    };
    let (mut names, mut values, mut meta) = (Vec::new(), Vec::new(), None);
    if let Some(dict) = keywords.downcast::<DictObject>() {
        for entry in dict.map.get(vm).iter() {
            if entry
                .key
                .downcast::<StrObject>()
                .is_some_and(|key| key.as_str() == "metaclass")
            {
                meta = Some(entry.value.clone());
            } else {
                names.push(entry.key.clone());
                values.push(entry.value.clone());
            }
        }
    }
    let meta = match meta {
        Some(meta) => meta,
        None => match resolved.first() {
            Some(first) => vm.class_of(first).to_value(),
            None => vm.class(Builtin::Type).to_value(),
        },
    };
    let meta = match meta.to_ref::<ClassObject>() {
        Some(class)
            if resolved
                .iter()
                .all(|base| base.downcast::<ClassObject>().is_some()) =>
        {
            let classes: Vec<Ref<ClassObject>> =
                resolved.iter().filter_map(Value::to_ref).collect();
            vm.best_metaclass(&class, &classes)?.into_value()
        }
        _ => meta,
    };
    let mut prepare_values = vec![name.clone(), bases_tuple.clone()];
    prepare_values.extend(values.iter().cloned());
    let namespace = match vm.get_attribute_opt(&meta, "__prepare__")? {
        Some(prepare) => vm.call_with(&prepare, Arguments::with_names(&prepare_values, &names))?,
        None => vm.new_dict().into_value(),
    };
    if namespace.downcast::<DictObject>().is_none()
        && vm.class_of(&namespace).slots().get_item.is_none()
    {
        let has_item = vm.overrides(&namespace, crate::native::SpecialMethod::GetItem);
        if !has_item {
            let (meta, got) = (vm.callable_name(&meta), vm.type_name(&namespace));
            return Err(vm.type_error(format!(
                "{meta}.__prepare__() must return a mapping, not {got}"
            )));
        }
    }
    let code = function.code.get(vm).clone();
    let globals = function.globals.clone();
    let closure = function.closure.as_ref().map_or(Value::NONE, Ref::to_value);
    vm.run_code_with(&code, &globals, Some(namespace.clone()), closure)?;
    if changed {
        let key = vm.intern("__orig_bases__");
        vm.set_item(&namespace, &key, Some(bases))?;
    }
    let mut call_values = vec![name.clone(), bases_tuple, namespace];
    call_values.extend(values);
    vm.call_with(&meta, Arguments::with_names(&call_values, &names))
}

impl Vm {
    /// The globals of the running language code.
    pub fn current_globals(&mut self) -> Ref<DictObject> {
        match self.frames.last() {
            Some(frame) => frame.function().globals.clone(),
            None => self.new_dict(),
        }
    }
    /// `locals()` of the running language code: the namespace of a module or class body; of a function a new dict.
    pub fn current_locals(&mut self) -> Outcome<Value> {
        let Some(index) = self.frames.len().checked_sub(1) else {
            return Ok(self.new_dict().into_value());
        };
        self.locals_of_frame(index)
    }
    /// The local variables of a frame.
    pub fn locals_of_frame(&mut self, index: usize) -> Outcome<Value> {
        let frame = &self.frames[index];
        let code = frame.code().code.clone();
        if code.flags & crate::code::flags::FUNCTION == 0 {
            return Ok(match frame.namespace.clone() {
                Some(namespace) => namespace,
                None => frame.function().globals.to_value(),
            });
        }
        let dict = self.new_dict();
        for (register, name) in code.local_names.iter().enumerate() {
            if &**name == crate::code::SPILLED
                && let Some(spilled) = self.local_in_frame(index, register, false)
            {
                self.add_spilled(&dict, &spilled);
            }
            if name.starts_with('.') || name.is_empty() {
                continue;
            }
            let free = register >= code.local_names.len() - code.free_names.len();
            let is_cell = free || code.cell_registers.contains(&(register as u8));
            if let Some(value) = self.local_in_frame(index, register, is_cell) {
                self.dict_set_str(&dict, name, value);
            }
        }
        Ok(dict.into_value())
    }
    /// Adds the locals that have no register, cells opened.
    fn add_spilled(&mut self, locals: &DictObject, spilled: &Value) {
        let Some(spilled) = spilled.downcast::<DictObject>() else {
            return;
        };
        let entries: Vec<(Value, Value)> = spilled
            .map
            .get(self)
            .iter()
            .map(|entry| (entry.key.clone(), entry.value.clone()))
            .collect();
        for (name, value) in entries {
            let value = match value.downcast::<crate::object::function::CellObject>() {
                Some(cell) => self.cell_content(cell),
                None => Some(value),
            };
            if let Some(value) = value {
                drop(self.dict_set_name(locals, &name, value));
            }
        }
    }
    /// The name of a callable for messages.
    pub fn callable_name(&mut self, callable: &Value) -> String {
        match self.get_attribute_opt(callable, "__name__") {
            Ok(Some(name)) => self.str_text(&name).unwrap_or_default(),
            Ok(None) => self.type_name(callable),
            Err(Raised) => {
                self.take_pending();
                self.type_name(callable)
            }
        }
    }
}
