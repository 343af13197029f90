//! The module `_imp`: what `importlib` asks of the interpreter's own import.
//!
//! Enters: full names of modules. Leaves: the embedded sources.

use crate::native::{NativeModule, library};
use crate::native_functions;
use crate::object::value::Value;

/// `_imp`.
pub static MODULE: NativeModule = NativeModule {
    name: "_imp",
    doc: "What importlib asks of the interpreter.",
    functions: &[FUNCTIONS],
    classes: &[],
    init: None,
};

native_functions! { static FUNCTIONS;
    /// The shown path, the source and whether it is a package of a module embedded in the interpreter; None if there is none.
    "find_library(name, /)" fn find_library(vm, name: &str) -> Value {
        let Some(module) = library::find(&name.replace('.', "/")) else {
            return Ok(Value::NONE);
        };
        let (path, source) = (vm.new_str(&module.shown), vm.new_str(module.text));
        let items = vec![path, source, Value::bool(module.is_package)];
        Ok(vm.new_tuple(items))
    }
    /// The text that a name like `<string>` on the command line stands for, if lines of it are to be shown; or None.
    "remembered_source(name, /)" fn remembered_source(vm, name: &str) -> Value {
        Ok(vm.remembered_source(name).unwrap_or(Value::NONE))
    }
    /// The shown path, the source as bytes and whether it is a package of a module in a zip file on the path; None if there is
    /// none.
    "find_in_archive(entry, name, /)" fn find_in_archive(vm, entry: &str, name: &str) -> Value {
        let Some((path, source, is_package)) = vm.find_in_archive(entry, name) else {
            return Ok(Value::NONE);
        };
        let items = vec![vm.new_str(&path), vm.new_bytes(source), Value::bool(is_package)];
        Ok(vm.new_tuple(items))
    }
}
