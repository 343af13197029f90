//! Looking at values without running anything of the program: what completion and hints may do while somebody types.
//!
//! Enters: a namespace and text such as `a.b.c`. Leaves: the value, as far as dicts of instances, classes and modules tell.
//! Properties, `__getattr__` and all other computed attributes are not asked.

use crate::native::MethodKind;
use crate::object::class::ClassObject;
use crate::object::dict::DictObject;
use crate::object::function::{
    Access, FunctionObject, GetSetObject, MethodWrapperObject, NativeFunctionObject,
};
use crate::object::heap::{Layout, Ref, attributes};
use crate::object::instance::InstanceObject;
use crate::object::module::ModuleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::Vm;
use std::collections::BTreeSet;

/// What a text stands for.
#[derive(Clone)]
pub struct Found {
    /// The value.
    pub value: Value,
    /// It is a method, and the first argument is given already.
    pub bound: bool,
}

impl Found {
    fn plain(value: Value) -> Found {
        Found {
            value,
            bound: false,
        }
    }
}

/// The keys of a dict that are strings.
pub fn keys(vm: &Vm, dict: &DictObject) -> Vec<String> {
    let map = dict.map.get(vm);
    map.iter()
        .filter_map(|entry| entry.key.downcast::<StrObject>())
        .map(|key| key.as_str().to_string())
        .collect()
}

/// A global or built-in name.
pub fn name(vm: &mut Vm, name: &str) -> Option<Value> {
    let globals = vm.main_namespace();
    let builtins = vm.builtins();
    vm.dict_get_str(&globals, name)
        .or_else(|| vm.dict_get_str(&builtins, name))
}

/// What names joined by dots stand for.
pub fn chain(vm: &mut Vm, names: &[&str]) -> Option<Found> {
    let (first, rest) = names.split_first()?;
    let mut found = Found::plain(name(vm, first)?);
    for name in rest {
        found = attribute(vm, &found.value, name)?;
    }
    Some(found)
}

/// An attribute, if it lies there as it is.
pub fn attribute(vm: &mut Vm, value: &Value, name: &str) -> Option<Found> {
    let name = vm.intern(name);
    if let Some(class) = value.downcast::<ClassObject>() {
        let found = in_class(vm, class, &name)?;
        return unwrap(vm, found, true);
    }
    let class = vm.class_of(value).clone();
    let inherited = in_class(vm, &class, &name);
    if let Some(found) = &inherited
        && let Some(descriptor) = found.downcast::<GetSetObject>()
    {
        let instance = value.downcast::<InstanceObject>();
        return match (descriptor.access, instance) {
            (Access::Slot(slot), Some(instance)) => {
                instance.get_slot(vm, slot as usize).map(Found::plain)
            }
            _ => None,
        };
    }
    if inherited
        .as_ref()
        .is_some_and(|found| found.layout() == Some(Layout::Property))
    {
        return None;
    }
    if let Some(own) = vm.own_attribute(value, &name) {
        return Some(Found::plain(own));
    }
    unwrap(vm, inherited?, false)
}

/// A method of the instances of a class.
pub fn attribute_of_instances(vm: &mut Vm, class: &ClassObject, name: &str) -> Option<Found> {
    let name = vm.intern(name);
    let found = in_class(vm, class, &name)?;
    unwrap(vm, found, false)
}

/// The value that lies in the dict of a class or one of its bases.
pub fn in_class(vm: &Vm, class: &ClassObject, name: &Value) -> Option<Value> {
    let order: Vec<Ref<ClassObject>> = class.mro.get(vm).clone();
    order
        .iter()
        .find_map(|class| vm.dict_get_name(class.dict(vm), name))
}

/// What lies in a class as an attribute of the class itself or of an instance; None for what would have to be computed.
fn unwrap(vm: &Vm, found: Value, of_class: bool) -> Option<Found> {
    if let Some(wrapper) = found.downcast::<MethodWrapperObject>() {
        let value = wrapper.function.get(vm).clone();
        return Some(Found {
            value,
            bound: wrapper.is_class_method,
        });
    }
    if let Some(native) = found.downcast::<NativeFunctionObject>() {
        let bound = match native.definition.kind {
            MethodKind::Method => !of_class && native.receiver.is_missing(),
            MethodKind::Class => true,
            MethodKind::Static => false,
        };
        return Some(Found {
            value: found.clone(),
            bound,
        });
    }
    match found.layout() {
        Some(Layout::Property | Layout::GetSet) => None,
        Some(Layout::Function) => Some(Found {
            value: found,
            bound: !of_class,
        }),
        _ => Some(Found::plain(found)),
    }
}

/// The names of a value's attributes.
pub fn attribute_names(vm: &mut Vm, value: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    if let Some(class) = value.downcast::<ClassObject>() {
        names_in_class(vm, class, &mut names);
        return names;
    }
    let class = vm.class_of(value).clone();
    names_in_class(vm, &class, &mut names);
    if let Some(instance) = value.downcast::<InstanceObject>() {
        if let Some(dict) = instance.dict(vm) {
            names.extend(keys(vm, &dict));
        } else {
            let shape = vm.shape(instance.header.shape());
            let slots = shape.names.iter().enumerate();
            let set = slots.filter(|(slot, _)| instance.get_slot(vm, *slot).is_some());
            let texts = set.filter_map(|(_, name)| name.downcast::<StrObject>());
            names.extend(texts.map(|name| name.as_str().to_string()));
        }
        return names;
    }
    let dict = match (
        value.downcast::<ModuleObject>(),
        value.downcast::<FunctionObject>(),
    ) {
        (Some(_), _) => vm.attribute_dict(value),
        (_, Some(function)) => function.dict.get(vm).clone(),
        _ => value
            .header()
            .and_then(attributes)
            .and_then(|slot| slot.get(vm).clone()),
    };
    if let Some(dict) = dict {
        names.extend(keys(vm, &dict));
    }
    names
}

/// The names of the attributes of a class, and with that of its instances.
pub fn names_in_class(vm: &Vm, class: &ClassObject, names: &mut BTreeSet<String>) {
    let order: Vec<Ref<ClassObject>> = class.mro.get(vm).clone();
    for class in &order {
        names.extend(keys(vm, class.dict(vm)));
    }
}

/// True for what is called in most of its uses.
pub fn is_callable(value: &Value) -> bool {
    matches!(
        value.layout(),
        Some(Layout::Function | Layout::NativeFunction | Layout::BoundMethod | Layout::Class)
    )
}
