//! `property`, `staticmethod`, `classmethod`, and the descriptors of native attributes and of `__slots__`.
use crate::gil::GilCell;
use crate::native::arguments::Arguments;
use crate::native::{GetSetDefinition, NativeClass, Slots};
use crate::object::class::{ClassObject, flags};
use crate::object::function::{Access, GetSetObject, MethodWrapperObject, PropertyObject};
use crate::object::heap::{Layout, Ref};
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

fn property(vm: &mut Vm, value: &Value) -> Outcome<Ref<PropertyObject>> {
    value
        .to_ref()
        .ok_or_else(|| vm.type_error("expected a property"))
}

/// `property`.
pub static PROPERTY: NativeClass = NativeClass {
    name: "property",
    doc: "Property attribute.",
    layout: Layout::Property,
    slots: Slots {
        descriptor_get: Some(|vm, value, instance, class| {
            vm.bind_descriptor(value, instance, class)
        }),
        descriptor_set: Some(|vm, value, instance, new| {
            let name = property(vm, value)?.name.get(vm).clone();
            let name = if name.is_none() { vm.intern("") } else { name };
            vm.set_by_descriptor(value, instance, &name, new)
        }),
        ..Slots::NONE
    },
    new: Some(new_property),
    init: Some(|_, _, _| Ok(())),
    methods: PROPERTY_METHODS,
    getset: &[
        GetSetDefinition {
            name: "fget",
            doc: "",
            get: |vm, value| Ok(property(vm, value)?.getter.clone()),
            set: None,
        },
        GetSetDefinition {
            name: "fset",
            doc: "",
            get: |vm, value| Ok(property(vm, value)?.setter.clone()),
            set: None,
        },
        GetSetDefinition {
            name: "fdel",
            doc: "",
            get: |vm, value| Ok(property(vm, value)?.deleter.clone()),
            set: None,
        },
        GetSetDefinition {
            name: "__doc__",
            doc: "",
            get: |vm, value| Ok(property(vm, value)?.doc.get(vm).clone()),
            set: Some(|vm, value, new| {
                let property = property(vm, value)?;
                property
                    .doc
                    .replace(vm.gil(), new.cloned().unwrap_or(Value::NONE));
                Ok(())
            }),
        },
        GetSetDefinition {
            name: "__name__",
            doc: "",
            get: |vm, value| {
                let property = property(vm, value)?;
                let name = property.name.get(vm).clone();
                if !name.is_none() {
                    return Ok(name);
                }
                let getter = property.getter.clone();
                vm.get_attribute_str(&getter, "__name__")
            },
            set: Some(|vm, value, new| {
                let property = property(vm, value)?;
                property
                    .name
                    .replace(vm.gil(), new.cloned().unwrap_or(Value::NONE));
                Ok(())
            }),
        },
        GetSetDefinition {
            name: "__isabstractmethod__",
            doc: "",
            get: |vm, value| {
                let property = property(vm, value)?;
                for part in [&property.getter, &property.setter, &property.deleter] {
                    if let Some(mark) = vm.get_attribute_opt(part, "__isabstractmethod__")?
                        && vm.truth(&mark)?
                    {
                        return Ok(Value::TRUE);
                    }
                }
                Ok(Value::FALSE)
            },
            set: None,
        },
    ],
    ..NativeClass::EMPTY
};

fn new_property(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "property(fget=None, fset=None, fdel=None, doc=None)")?;
    make_property(
        vm,
        class,
        bound[0].clone(),
        bound[1].clone(),
        bound[2].clone(),
        bound[3].clone(),
    )
}

fn make_property(
    vm: &mut Vm,
    class: &Ref<ClassObject>,
    getter: Value,
    setter: Value,
    deleter: Value,
    doc: Value,
) -> Outcome<Value> {
    let doc = match doc.is_none() && !getter.is_none() {
        true => vm
            .get_attribute_opt(&getter, "__doc__")?
            .unwrap_or(Value::NONE),
        false => doc,
    };
    let property = vm.allocate(class.root_shape.get(), |header| PropertyObject {
        header,
        getter,
        setter,
        deleter,
        doc: GilCell::new(doc.clone()),
        name: GilCell::new(Value::NONE),
    });
    Ok(property.into_value())
}

fn with_part(vm: &mut Vm, value: &Value, part: usize, function: &Value) -> Outcome<Value> {
    let old = property(vm, value)?;
    let mut parts = [old.getter.clone(), old.setter.clone(), old.deleter.clone()];
    parts[part] = function.clone();
    let class = vm.class_of(value).clone();
    let [getter, setter, deleter] = parts;
    let doc = if part == 0 {
        Value::NONE
    } else {
        old.doc.get(vm).clone()
    };
    let new = make_property(vm, &class, getter, setter, deleter, doc)?;
    if let Some(new) = new.downcast::<PropertyObject>() {
        let name = old.name.get(vm).clone();
        new.name.replace(vm.gil(), name);
    }
    Ok(new)
}

crate::native_functions! { static PROPERTY_METHODS;
    /// Descriptor to obtain a copy of the property with a different getter.
    "getter(self, function, /)" fn getter(vm, this: &Value, function: &Value) -> Value { with_part(vm, this, 0, function) }
    /// Descriptor to obtain a copy of the property with a different setter.
    "setter(self, function, /)" fn setter(vm, this: &Value, function: &Value) -> Value { with_part(vm, this, 1, function) }
    /// Descriptor to obtain a copy of the property with a different deleter.
    "deleter(self, function, /)" fn deleter(vm, this: &Value, function: &Value) -> Value { with_part(vm, this, 2, function) }
    /// Method to set name of a property.
    "__set_name__(self, owner, name, /)" fn set_name(vm, this: &Value, owner: &Value, name: &Value) -> () {
        let property = property(vm, this)?;
        property.name.replace(vm.gil(), name.clone());
        Ok(())
    }
}

fn wrapper(vm: &mut Vm, value: &Value) -> Outcome<Ref<MethodWrapperObject>> {
    value
        .to_ref()
        .ok_or_else(|| vm.type_error("expected a staticmethod or classmethod"))
}

fn new_wrapper(
    vm: &mut Vm,
    class: &Ref<ClassObject>,
    arguments: Arguments,
    is_class_method: bool,
) -> Outcome<Value> {
    let name = if is_class_method {
        "classmethod"
    } else {
        "staticmethod"
    };
    let bound = arguments.bind(vm, &format!("{name}(function, /)"))?;
    let wrapper = vm.allocate(class.root_shape.get(), |header| MethodWrapperObject {
        header,
        function: GilCell::new(bound[0].clone()),
        is_class_method,
    });
    let value = wrapper.into_value();
    if let Some(dict) = vm.attribute_dict(&value) {
        for name in ["__module__", "__name__", "__qualname__", "__doc__"] {
            if let Some(attribute) = vm.get_attribute_opt(&bound[0], name)? {
                vm.dict_set_str(&dict, name, attribute);
            }
        }
    }
    Ok(value)
}

static WRAPPER_GETSET: &[GetSetDefinition] = &[
    GetSetDefinition {
        name: "__func__",
        doc: "",
        get: |vm, value| Ok(wrapper(vm, value)?.function.get(vm).clone()),
        set: None,
    },
    GetSetDefinition {
        name: "__wrapped__",
        doc: "",
        get: |vm, value| Ok(wrapper(vm, value)?.function.get(vm).clone()),
        set: None,
    },
    GetSetDefinition {
        name: "__isabstractmethod__",
        doc: "",
        get: |vm, value| {
            let function = wrapper(vm, value)?.function.get(vm).clone();
            match vm.get_attribute_opt(&function, "__isabstractmethod__")? {
                Some(mark) => Ok(Value::bool(vm.truth(&mark)?)),
                None => Ok(Value::FALSE),
            }
        },
        set: None,
    },
];

fn wrapper_repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let wrapper = wrapper(vm, value)?;
    let function = wrapper.function.get(vm).clone();
    let inner = vm.repr_text(&function)?;
    let name = if wrapper.is_class_method {
        "classmethod"
    } else {
        "staticmethod"
    };
    Ok(vm.new_str(&format!("<{name}({inner})>")))
}

/// `staticmethod`.
pub static STATIC_METHOD: NativeClass = NativeClass {
    name: "staticmethod",
    doc: "Convert a function to be a static method.",
    layout: Layout::MethodWrapper,
    slots: Slots {
        repr: Some(wrapper_repr),
        call: Some(|vm, value, arguments| {
            let function = wrapper(vm, value)?.function.get(vm).clone();
            vm.call_with(&function, arguments)
        }),
        descriptor_get: Some(|vm, value, instance, class| {
            vm.bind_descriptor(value, instance, class)
        }),
        ..Slots::NONE
    },
    new: Some(|vm, class, arguments| new_wrapper(vm, class, arguments, false)),
    init: Some(|_, _, _| Ok(())),
    getset: WRAPPER_GETSET,
    flags: flags::HAS_DICT,
    ..NativeClass::EMPTY
};

/// `classmethod`.
pub static CLASS_METHOD: NativeClass = NativeClass {
    name: "classmethod",
    doc: "Convert a function to be a class method.",
    layout: Layout::MethodWrapper,
    slots: Slots {
        repr: Some(wrapper_repr),
        descriptor_get: Some(|vm, value, instance, class| {
            vm.bind_descriptor(value, instance, class)
        }),
        ..Slots::NONE
    },
    new: Some(|vm, class, arguments| new_wrapper(vm, class, arguments, true)),
    init: Some(|_, _, _| Ok(())),
    getset: WRAPPER_GETSET,
    flags: flags::HAS_DICT,
    ..NativeClass::EMPTY
};

fn member(vm: &mut Vm, value: &Value) -> Outcome<Ref<GetSetObject>> {
    value
        .to_ref()
        .ok_or_else(|| vm.type_error("expected a descriptor"))
}

const MEMBER_SLOTS: Slots = Slots {
    repr: Some(|vm, value| {
        let member = member(vm, value)?;
        let (name, owner) = (vm.str_text(&member.name)?, vm.name_of_class(&member.owner));
        let kind = match member.access {
            Access::Native(_) => "attribute",
            Access::Slot(_) | Access::Item(_) => "member",
        };
        Ok(vm.new_str(&format!("<{kind} '{name}' of '{owner}' objects>")))
    }),
    descriptor_get: Some(|vm, value, instance, class| vm.bind_descriptor(value, instance, class)),
    descriptor_set: Some(|vm, value, instance, new| {
        let name = member(vm, value)?.name.clone();
        vm.set_by_descriptor(value, instance, &name, new)
    }),
    ..Slots::NONE
};

static MEMBER_GETSET: &[GetSetDefinition] = &[
    GetSetDefinition {
        name: "__name__",
        doc: "",
        get: |vm, value| Ok(member(vm, value)?.name.clone()),
        set: None,
    },
    GetSetDefinition {
        name: "__qualname__",
        doc: "",
        get: |vm, value| {
            let member = member(vm, value)?;
            let (name, owner) = (vm.str_text(&member.name)?, vm.name_of_class(&member.owner));
            Ok(vm.new_str(&format!("{owner}.{name}")))
        },
        set: None,
    },
    GetSetDefinition {
        name: "__objclass__",
        doc: "",
        get: |vm, value| Ok(member(vm, value)?.owner.to_value()),
        set: None,
    },
    GetSetDefinition {
        name: "__doc__",
        doc: "",
        get: |vm, value| match member(vm, value)?.access {
            Access::Native(definition) if !definition.doc.is_empty() => {
                Ok(vm.new_str(definition.doc))
            }
            _ => Ok(Value::NONE),
        },
        set: None,
    },
];

/// `getset_descriptor`.
pub static GETSET: NativeClass = NativeClass {
    name: "getset_descriptor",
    layout: Layout::GetSet,
    slots: MEMBER_SLOTS,
    getset: MEMBER_GETSET,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

/// `member_descriptor`.
pub static MEMBER: NativeClass = NativeClass {
    name: "member_descriptor",
    layout: Layout::GetSet,
    slots: MEMBER_SLOTS,
    getset: MEMBER_GETSET,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};
