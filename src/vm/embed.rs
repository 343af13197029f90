//! What a host needs of a machine it attached: running text, reading results, reading errors.
//!
//! Enters: source text and names. Leaves: values for the attached thread, or Rust strings that may leave it.

use crate::object::dict::DictObject;
use crate::object::heap::Ref;
use crate::object::module::ModuleObject;
use crate::object::value::Value;
use crate::syntax::Mode;
use crate::vm::{Outcome, Vm};

impl Vm {
    /// The namespace of `__main__`, made at first use.
    pub fn main_namespace(&mut self) -> Ref<DictObject> {
        let modules = self.modules();
        if let Some(module) = self.dict_get_str(&modules, "__main__")
            && let Some(module) = module.to_ref::<ModuleObject>()
        {
            return module.dict.clone();
        }
        let module = self.new_module("__main__");
        let builtins = self.import_module("builtins").unwrap_or(Value::NONE);
        self.dict_set_str(&module.dict, "__builtins__", builtins);
        let annotations = self.new_dict().into_value();
        self.dict_set_str(&module.dict, "__annotations__", annotations);
        self.dict_set_str(&modules, "__main__", module.to_value());
        module.dict.clone()
    }

    /// Runs a program in `__main__`; `name` stands in tracebacks.
    pub fn run_text(&mut self, name: &str, text: &str) -> Outcome<()> {
        let namespace = self.main_namespace();
        let code = self.compile_text(name, text, Mode::Module, false)?;
        self.heap().begin_program();
        self.run_code(&code, &namespace, None).map(drop)
    }

    /// The value of an expression in `__main__`.
    pub fn evaluate_text(&mut self, text: &str) -> Outcome<Value> {
        let namespace = self.main_namespace();
        let code = self.compile_text("<string>", text, Mode::Expression, false)?;
        self.run_code(&code, &namespace, None)
    }

    /// Takes the pending exception as one line, `ValueError: text`; empty if there is none.
    pub fn take_error_text(&mut self) -> String {
        let Some(exception) = self.take_pending() else {
            return String::new();
        };
        let name = self.class_name(&exception);
        match self.str_text(&exception) {
            Ok(text) if text.is_empty() => name,
            Ok(text) => format!("{name}: {text}"),
            Err(_) => {
                self.take_pending();
                name
            }
        }
    }
}
