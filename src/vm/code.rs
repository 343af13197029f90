//! Code in memory: from what the compiler makes to objects, functions of it, and running the texts of modules, classes and `exec`.
//!
//! Enters: a [`Code`] or a source text. Leaves: objects, or what the text leaves when it has run. Everybody may call.

use crate::code::pack::Bodies;
use crate::code::{Body, Code, Const};
use crate::compile;
use crate::gil::GilCell;
use crate::object::builtin::{Builtin, Exc};
use crate::object::dict::DictObject;
use crate::object::function::{CodeObject, FunctionObject};
use crate::object::heap::Ref;
use crate::object::pool::Pool;
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::source::Source;
use crate::syntax::Mode;
use crate::vm::frame::FrameKind;
use crate::vm::{Outcome, Raised, Vm};
use std::cell::{Cell, UnsafeCell};
use std::sync::Arc;

impl Vm {
    /// The runtime form of compiled code: constants as values, names interned, caches empty.
    pub fn new_code(&mut self, code: &Arc<Code>) -> Ref<CodeObject> {
        self.new_code_with(code, &Bodies::default())
    }

    /// The same for code whose bodies may be in `bodies`.
    pub(super) fn new_code_with(&mut self, code: &Arc<Code>, bodies: &Bodies) -> Ref<CodeObject> {
        let body = bodies.get(&Arc::as_ptr(code));
        let body: &Body = body.unwrap_or_else(|| code);
        let constants: Vec<Value> = (body.constants.iter())
            .map(|constant| self.new_constant(constant, bodies))
            .collect();
        let names: Box<[Value]> = body.names.iter().map(|name| self.intern(name)).collect();
        let cache_names: Vec<u64> = (body.cache_names.iter())
            .map(|&name| names[name as usize].raw().bits)
            .collect();
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
            pool: Pool::new(constants, &cache_names),
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
            true => code
                .pool
                .constants()
                .first()
                .cloned()
                .unwrap_or(Value::NONE),
            false => Value::NONE,
        };
        let module = self
            .dict_get_name(&globals, self.module_name_key())
            .unwrap_or(Value::NONE);
        self.allocate(Builtin::Function.shape(), |header| FunctionObject {
            header,
            entry: Cell::new(code.entry()),
            globals,
            code: GilCell::new(code),
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
        self.check_room(base)?;
        self.enter_function(&function, code, base, FrameKind::Entry, namespace)
    }
}
