//! "Did you mean": what a NameError, AttributeError or ImportError may have meant, and modules that were not imported.
use crate::native::types::exception::{Family, family_of, field};
use crate::native::types::exception_fields::number;
use crate::object::dict::DictObject;
use crate::object::exception::{ExceptionObject, TracebackObject};
use crate::object::heap::Ref;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::Vm;

/// What follows the message; empty if nothing comes to mind. Errors on the way are swallowed.
pub fn hint(vm: &mut Vm, exception: &Ref<ExceptionObject>) -> String {
    let class = vm.class_of_header(&exception.header).clone();
    let family = family_of(vm, &class);
    let wrong = match family {
        Family::Import => number::NAME_FROM,
        Family::Name | Family::Attribute => number::WRONG_NAME,
        _ => return String::new(),
    };
    let Some(wrong) = field(vm, exception, wrong).and_then(|name| text_of(&name)) else {
        return String::new();
    };
    let best = match family {
        Family::Import => {
            let module = field(vm, exception, number::MODULE).and_then(|name| {
                let modules = vm.modules();
                vm.dict_get_str(&modules, &text_of(&name)?)
            });
            module.and_then(|module| {
                let names = attributes(vm, &module, wrong.starts_with('_'));
                vm.suggest(&wrong, names)
            })
        }
        Family::Attribute => field(vm, exception, number::OBJECT_OF).and_then(|object| {
            let inside = field(vm, exception, number::IS_SELF).is_some();
            let names = attributes(vm, &object, inside || wrong.starts_with('_'));
            vm.suggest(&wrong, names)
        }),
        _ => for_name(vm, exception, &wrong),
    };
    let mut text = best.map_or_else(String::new, |best| format!(". Did you mean: '{best}'?"));
    if family == Family::Name && is_library(vm, &wrong) {
        text += if text.is_empty() { ". Did" } else { " Or did" };
        text += &format!(" you forget to import '{wrong}'?");
    }
    text
}

fn text_of(value: &Value) -> Option<String> {
    value
        .downcast::<StrObject>()
        .map(|text| text.as_str().to_string())
}

/// The names `dir()` gives, without private ones unless asked for.
fn attributes(vm: &mut Vm, object: &Value, private: bool) -> Vec<String> {
    let builtins = vm.builtins();
    let names = vm.dict_get_str(&builtins, "dir").map(|dir| {
        let names = vm.call(&dir, std::slice::from_ref(object))?;
        vm.collect(&names)
    });
    match names {
        Some(Ok(names)) => names
            .iter()
            .filter_map(text_of)
            .filter(|name| private || !name.starts_with('_'))
            .collect(),
        Some(Err(_)) => {
            vm.take_pending();
            Vec::new()
        }
        None => Vec::new(),
    }
}

fn keys(vm: &Vm, dict: &DictObject) -> Vec<String> {
    dict.map
        .get(vm)
        .iter()
        .filter_map(|entry| text_of(&entry.key))
        .collect()
}

/// The nearest of the names that the innermost frame could see.
fn for_name(vm: &mut Vm, exception: &ExceptionObject, wrong: &str) -> Option<String> {
    let mut at = exception.traceback.get(vm).to_ref::<TracebackObject>()?;
    while let Some(next) = at.next.get(vm).to_ref::<TracebackObject>() {
        at = next;
    }
    if let Some(this) = field(vm, exception, number::SELF_OF_NAME) {
        match vm.get_attribute_opt(&this, wrong) {
            Ok(Some(_)) => return Some(format!("self.{wrong}")),
            Ok(None) => {}
            Err(_) => drop(vm.take_pending()),
        }
    }
    let mut names: Vec<String> = at
        .code
        .code
        .local_names
        .iter()
        .map(|name| name.to_string())
        .collect();
    if let Some(globals) = at.globals.downcast::<DictObject>() {
        names.extend(keys(vm, globals));
    }
    names.extend(keys(vm, &vm.builtins()));
    vm.suggest(wrong, names)
}

pub(crate) fn is_library(vm: &mut Vm, name: &str) -> bool {
    let sys = vm.sys();
    crate::native::sys::complete(vm, &sys);
    let name = vm.new_str(name);
    match vm
        .dict_get_str(&sys, "stdlib_module_names")
        .map(|names| vm.contains(&names, &name))
    {
        Some(Ok(found)) => found,
        Some(Err(_)) => {
            vm.take_pending();
            false
        }
        None => false,
    }
}
