//! Start-up: the classes, `builtins` and `sys` of a new interpreter.

use crate::native::{self, modules};
use crate::object::builtin::{Builtin, CLASSES, EXCEPTIONS, Exc};
use crate::object::value::Value;
use crate::vm::Vm;

/// Built-in classes that are names in `builtins`.
const NAMED: &[Builtin] = &[
    Builtin::Object,
    Builtin::Type,
    Builtin::Int,
    Builtin::Bool,
    Builtin::Float,
    Builtin::Complex,
    Builtin::Str,
    Builtin::Bytes,
    Builtin::ByteArray,
    Builtin::Tuple,
    Builtin::List,
    Builtin::Dict,
    Builtin::Set,
    Builtin::FrozenSet,
    Builtin::Range,
    Builtin::Slice,
    Builtin::Property,
    Builtin::StaticMethod,
    Builtin::ClassMethod,
    Builtin::Enumerate,
    Builtin::Zip,
];

/// Fills a new interpreter.
pub(crate) fn populate(vm: &mut Vm) {
    crate::vm::native_classes::make_builtin_classes(vm);
    let modules = vm.new_dict();
    let builtins = vm.new_module("builtins");
    let sys = vm.new_module("sys");
    vm.set_namespaces(modules.clone(), builtins.dict.clone(), sys.dict.clone());
    vm.builtins_map = builtins.dict.map.as_ptr();
    vm.dict_set_str(&modules, "builtins", builtins.to_value());
    vm.dict_set_str(&modules, "sys", sys.to_value());
    for &class in NAMED {
        let value = vm.class(class).to_value();
        vm.dict_set_str(&builtins.dict, CLASSES[class as usize].name, value);
    }
    for (number, definition) in EXCEPTIONS.iter().enumerate() {
        let value = vm.class_number(CLASSES.len() + number).to_value();
        vm.dict_set_str(&builtins.dict, definition.name, value);
    }
    let os_error = vm.exception_class(Exc::OSError).to_value();
    for name in ["IOError", "EnvironmentError"] {
        vm.dict_set_str(&builtins.dict, name, os_error.clone());
    }
    let debug = Value::bool(vm.interp().config.flags.optimize == 0);
    for (name, value) in [
        ("None", Value::NONE),
        ("True", Value::TRUE),
        ("False", Value::FALSE),
        ("Ellipsis", Value::ELLIPSIS),
        ("NotImplemented", Value::NOT_IMPLEMENTED),
        ("__debug__", debug),
    ] {
        vm.dict_set_str(&builtins.dict, name, value);
    }
    for class in native::builtin_classes() {
        if let Ok(made) = vm.native_class(class) {
            vm.dict_set_str(&builtins.dict, class.name, made.into_value());
        }
    }
    let name = vm.intern("builtins");
    for table in native::builtin_functions() {
        for definition in *table {
            let function = vm.new_native_function(definition, name.clone());
            vm.dict_set_str(&builtins.dict, definition.name(), function);
        }
    }
    let name = vm.intern("sys");
    for definition in native::sys::FUNCTIONS.iter() {
        let function = vm.new_native_function(definition, name.clone());
        vm.dict_set_str(&sys.dict, definition.name(), function);
    }
    let outcome = native::sys::init(vm, &sys);
    debug_assert!(outcome.is_ok(), "sys is made without errors");
    native::prepare_streams(vm);
    if vm.interp().config.flags.no_site == 0 {
        let outcome = native::site::add(vm);
        debug_assert!(outcome.is_ok(), "names are made without errors");
    }
    debug_assert!(
        modules::MODULES
            .iter()
            .all(|module| !module.name.is_empty())
    );
}
