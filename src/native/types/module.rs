//! `module`.
use crate::native::{NativeClass, Slots};
use crate::object::class::flags;
use crate::object::heap::Layout;
use crate::object::module::ModuleObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// `module`.
pub static MODULE: NativeClass = NativeClass {
    name: "module",
    doc: "Create a module object.",
    layout: Layout::Module,
    slots: Slots {
        repr: Some(repr),
        get_attribute: Some(|vm, module, name| vm.find_module_attribute(module, name)),
        ..Slots::NONE
    },
    new: Some(|vm, class, arguments| {
        let bound = arguments.bind(vm, "module(name='', doc=None)")?;
        let dict = vm.new_dict();
        let module = vm.allocate(class.root_shape.get(), |header| ModuleObject {
            header,
            dict,
        });
        for (name, value) in [
            ("__name__", bound[0].clone()),
            ("__doc__", bound[1].clone()),
            ("__package__", Value::NONE),
            ("__loader__", Value::NONE),
            ("__spec__", Value::NONE),
        ] {
            vm.dict_set_str(&module.dict, name, value);
        }
        Ok(module.into_value())
    }),
    init: Some(|vm, module, arguments| {
        let bound = arguments.bind(vm, "module(name, doc=None)")?;
        if let Some(module) = module.downcast::<ModuleObject>() {
            vm.dict_set_str(&module.dict, "__name__", bound[0].clone());
            vm.dict_set_str(&module.dict, "__doc__", bound[1].clone());
        }
        Ok(())
    }),
    methods: METHODS,
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};

fn repr(vm: &mut Vm, module: &Value) -> Outcome<Value> {
    let Some(module) = module.downcast::<ModuleObject>() else {
        return vm.default_repr(module);
    };
    let entry = |vm: &mut Vm, name: &str| {
        vm.dict_get_str(&module.dict, name)
            .filter(|value| !value.is_none())
    };
    let name = match entry(vm, "__name__") {
        Some(name) => vm.repr_text(&name)?,
        None => "'?'".to_string(),
    };
    let text = match entry(vm, "__file__") {
        Some(file) => format!("<module {name} from {}>", vm.repr_text(&file)?),
        None if matches!(name.as_str(), "'sys'" | "'builtins'")
            || crate::native::modules::find(name.trim_matches('\'')).is_some() =>
        {
            format!("<module {name} (built-in)>")
        }
        None => format!("<module {name}>"),
    };
    Ok(vm.new_str(&text))
}

crate::native_functions! { static METHODS;
    /// Names of the module's attributes.
    "__dir__(self, /)" fn dir(vm, this: &ModuleObject) -> Value {
        if let Some(hook) = vm.dict_get_str(&this.dict, "__dir__") {
            return vm.call(&hook, &[]);
        }
        crate::native::sys::complete(vm, &this.dict);
        let names = this.dict.map.get(vm).iter().map(|entry| entry.key.clone()).collect();
        Ok(vm.new_list(names))
    }
}
