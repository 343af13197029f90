//! `type`: classes as values.
use crate::native::arguments::Arguments;
use crate::native::special::SpecialMethod;
use crate::native::{BinaryOp, GetSetDefinition, NativeClass, Slots};
use crate::object::builtin::Builtin;
use crate::object::class::{ClassObject, flags};
use crate::object::dict::DictObject;
use crate::object::heap::{Layout, Ref};
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// `type`.
pub static TYPE: NativeClass = NativeClass {
    name: "type",
    doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    layout: Layout::Class,
    slots: Slots {
        repr: Some(repr),
        call: Some(|vm, class, arguments| match class.to_ref::<ClassObject>() {
            Some(class) => vm.instantiate(&class, arguments),
            None => Err(vm.type_error("type.__call__ needs a class")),
        }),
        get_attribute: Some(|vm, class, name| vm.find_class_attribute(class, name)),
        binary: Some(|vm, op, left, right| match op {
            BinaryOp::BitOr => super::alias::union(vm, left, right),
            _ => Ok(Value::NOT_IMPLEMENTED),
        }),
        operators: &[BinaryOp::BitOr],
        set_attribute: Some(set_attribute),
        ..Slots::NONE
    },
    new: Some(new),
    init: Some(|_, _, _| Ok(())),
    methods: METHODS,
    getset: GETSET,
    flags: flags::METACLASS | flags::WEAK,
    ..NativeClass::EMPTY
};

fn repr(vm: &mut Vm, class: &Value) -> Outcome<Value> {
    let Some(class) = class.to_ref::<ClassObject>() else {
        return vm.default_repr(class);
    };
    let name = vm.dotted_name(&class);
    Ok(vm.new_str(&format!("<class '{name}'>")))
}

fn new(vm: &mut Vm, meta: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let positional = arguments.positional();
    let plain = meta.is(vm.class(Builtin::Type));
    if positional.len() == 1 && plain && arguments.names().is_empty() {
        return Ok(vm.class_of(&positional[0]).to_value());
    }
    let [name, bases, namespace] = positional else {
        return Err(vm.type_error(if plain {
            "type() takes 1 or 3 arguments".to_string()
        } else {
            format!(
                "type.__new__() takes exactly 3 arguments ({} given)",
                positional.len()
            )
        }));
    };
    for (value, layout, number, what) in [
        (name, Layout::Str, 1, "str"),
        (bases, Layout::Tuple, 2, "tuple"),
        (namespace, Layout::Dict, 3, "dict"),
    ] {
        if value.layout() != Some(layout) {
            let got = vm.class_name(value);
            return Err(vm.type_error(format!(
                "type.__new__() argument {number} must be {what}, not {got}"
            )));
        }
    }
    let name_text = vm.string(name)?;
    if name_text.contains('\0') {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    let Some(dict) = namespace.to_ref::<DictObject>() else {
        return Err(vm.type_error("namespace must be a dict"));
    };
    let values = &arguments.values()[3..];
    let base_values = vm.collect(bases)?;
    let mut best = meta.clone();
    let mut classes = Vec::new();
    for base in &base_values {
        match base.to_ref::<ClassObject>() {
            Some(class) => classes.push(class),
            None => {
                if vm.get_attribute_opt(base, "__mro_entries__")?.is_some() {
                    return Err(vm.type_error(
                        "type() doesn't support MRO entry resolution; use types.new_class()",
                    ));
                }
            }
        }
    }
    best = vm.best_metaclass(&best, &classes)?;
    if !best.is(meta) && best.overrides.get() & SpecialMethod::New.bit() != 0 {
        let new_name = vm.special_name(SpecialMethod::New).clone();
        if let Some(function) = vm.lookup(&best, &new_name) {
            let function = vm.bind_descriptor(&function, None, &best.to_value())?;
            let mut all = vec![best.to_value()];
            all.extend_from_slice(arguments.values());
            return vm.call_with(&function, Arguments::with_names(&all, arguments.names()));
        }
    }
    vm.make_class(
        &best,
        name,
        bases,
        &dict,
        Arguments::with_names(values, arguments.names()),
    )
}

/// Replaces a plain value on a class, a counter say, by another, if the class has one. What is cached elsewhere are places of
/// values, which stay good, and values by name, which are forgotten.
fn replace_inert(
    vm: &mut Vm,
    class: &Ref<ClassObject>,
    meta: &Ref<ClassObject>,
    name: &Value,
    new: &Value,
) -> bool {
    let plain = name
        .downcast::<StrObject>()
        .is_some_and(|name| !name.as_str().starts_with("__"));
    if !plain
        || class.has(flags::IMMUTABLE)
        || !vm.is_inert(new)
        || !vm
            .dict_get_name(class.dict(vm), name)
            .is_some_and(|old| vm.is_inert(&old))
        || vm
            .lookup(meta, name)
            .is_some_and(|found| vm.is_data_descriptor(&found))
    {
        return false;
    }
    {
        let dict = class.dict(vm).clone();
        drop(vm.dict_set_name(&dict, name, new.clone()));
    }
    vm.forget_lookup(class, name);
    true
}

fn set_attribute(vm: &mut Vm, value: &Value, name: &Value, new: Option<&Value>) -> Outcome<()> {
    let Some(class) = value.to_ref::<ClassObject>() else {
        return Ok(());
    };
    let meta = vm.class_of(value).clone();
    if let Some(new) = new
        && replace_inert(vm, &class, &meta, name, new)
    {
        return Ok(());
    }
    let text = vm.string(name)?;
    if class.has(flags::IMMUTABLE) {
        let class_name = vm.dotted_name(&class);
        return Err(vm.type_error(format!(
            "cannot set '{text}' attribute of immutable type '{class_name}'"
        )));
    }
    if let Some(found) = vm.lookup(&meta, name)
        && vm.is_data_descriptor(&found)
    {
        return vm.set_generic_attribute(value, &meta, name, new);
    }
    match new {
        Some(new) => {
            let wrapped = match (text.as_str(), new.layout()) {
                ("__new__", Some(Layout::Function)) => vm.new_method_wrapper(new.clone(), false),
                ("__init_subclass__" | "__class_getitem__", Some(Layout::Function)) => {
                    vm.new_method_wrapper(new.clone(), true)
                }
                _ => new.clone(),
            };
            let old = vm.dict_get_name(class.dict(vm), name);
            if vm.is_data_descriptor(&wrapped)
                || old.is_some_and(|old| vm.is_data_descriptor(&old))
                || matches!(
                    text.as_str(),
                    "__setattr__" | "__delattr__" | "__getattribute__"
                )
            {
                vm.forget_slot_caches();
            }
            let namespace = class.dict(vm);
            drop(vm.dict_set_name(namespace, name, wrapped));
        }
        None => {
            let namespace = class.dict(vm);
            let Some(old) = vm.dict_remove_name(namespace, name) else {
                return Err(vm.attribute_error(value, name));
            };
            if vm.is_data_descriptor(&old) {
                vm.forget_slot_caches();
            }
            drop(old);
            let bit = SpecialMethod::ALL
                .iter()
                .find(|method| method.name() == text)
                .map(|method| method.bit());
            if let Some(bit) = bit {
                let bases = class.bases.get(vm).clone();
                let inherited = bases
                    .iter()
                    .fold(0, |bits, base| bits | base.overrides.get());
                if inherited & bit == 0 {
                    class.overrides.set(class.overrides.get() & !bit);
                }
                vm.bump_class_version();
                return Ok(());
            }
        }
    }
    vm.class_attribute_changed(&class, &text);
    Ok(())
}

crate::native_functions! { static METHODS;
    /// Return a type's method resolution order.
    "mro(self, /)" fn mro(vm, this: &ClassObject) -> Value {
        let bases = this.bases.get(vm).clone();
        let mut mro = vec![Ref::of(this).into_value()];
        if !bases.is_empty() {
            mro.extend(vm.merge_mro(&bases)?.iter().map(Ref::to_value));
        }
        Ok(vm.new_list(mro))
    }
    /// Return a list of immediate subclasses.
    "__subclasses__(self, /)" fn subclasses(vm, this: &ClassObject) -> Value {
        let list = this.subclasses.get(vm).iter().map(Ref::to_value).collect();
        Ok(vm.new_list(list))
    }
    /// Check if an object is an instance.
    "__instancecheck__(self, instance, /)" fn instancecheck(vm, this: &Value, instance: &Value) -> bool {
        let Some(class) = this.to_ref::<ClassObject>() else { return Ok(false) };
        if vm.is_instance(instance, &class) { return Ok(true); }
        vm.claims_instance(instance, &class)
    }
    /// Check if a class is a subclass.
    "__subclasscheck__(self, subclass, /)" fn subclasscheck(vm, this: &Value, subclass: &Value) -> bool {
        match (this.downcast::<ClassObject>(), subclass.downcast::<ClassObject>()) {
            (Some(base), Some(derived)) => Ok(derived.is_subclass_of(vm, base)),
            _ => Err(vm.type_error("issubclass() arg 1 must be a class")),
        }
    }
    /// Create the namespace for a class statement.
    [class] "__prepare__(cls, /, *args, **kwargs)" fn prepare(vm, class: &Value, args: &Value, kwargs: &Value) -> Value {
        Ok(vm.new_dict().into_value())
    }
    /// Specialized __dir__ implementation for types.
    "__dir__(self, /)" fn dir(vm, this: &ClassObject) -> Value {
        let mro = this.mro.get(vm).clone();
        let set = vm.new_set_from(Default::default(), false);
        for class in mro {
            let names: Vec<Value> = class.dict(vm).map.get(vm).iter().map(|entry| entry.key.clone()).collect();
            for name in names { vm.set_add(&set, &name)?; }
        }
        let names = set.map.get(vm).iter().map(|entry| entry.key.clone()).collect();
        Ok(vm.new_list(names))
    }
}

fn class_of_value(vm: &mut Vm, value: &Value) -> Outcome<Ref<ClassObject>> {
    match value.to_ref::<ClassObject>() {
        Some(class) => Ok(class),
        None => Err(vm.type_error("expected a class")),
    }
}

fn own_entry(vm: &mut Vm, value: &Value, name: &str) -> Outcome<Value> {
    let class = class_of_value(vm, value)?;
    match vm.dict_get_str(class.dict(vm), name) {
        // `type` itself has the descriptor where other classes have their entry.
        Some(found) if found.layout() == Some(Layout::GetSet) => Ok(vm.intern("builtins")),
        Some(found) => Ok(found),
        None => {
            let name = vm.intern(name);
            Err(vm.attribute_error(value, &name))
        }
    }
}

fn set_own_entry(vm: &mut Vm, value: &Value, name: &str, new: Option<&Value>) -> Outcome<()> {
    let class = class_of_value(vm, value)?;
    if class.has(flags::IMMUTABLE) {
        let class_name = vm.dotted_name(&class);
        return Err(vm.type_error(format!(
            "cannot set '{name}' attribute of immutable type '{class_name}'"
        )));
    }
    let namespace = class.dict(vm);
    match new {
        Some(new) => vm.dict_set_str(namespace, name, new.clone()),
        None => {
            let key = vm.intern(name);
            if vm.dict_remove_name(namespace, &key).is_none() {
                return Err(vm.attribute_error(value, &key));
            }
        }
    }
    vm.bump_class_version();
    Ok(())
}

static GETSET: &[GetSetDefinition] = &[
    GetSetDefinition {
        name: "__name__",
        doc: "",
        get: |vm, value| Ok(class_of_value(vm, value)?.name.get(vm).clone()),
        set: Some(|vm, value, new| {
            let class = class_of_value(vm, value)?;
            if new.is_none() {
                let name = vm.name_of_class(&class);
                return Err(vm.type_error(format!(
                    "cannot delete '__name__' attribute of immutable type '{name}'"
                )));
            }
            let Some(new) = new.filter(|new| new.layout() == Some(Layout::Str)) else {
                let got = new.map_or("NULL".to_string(), |new| vm.class_name(new));
                let name = vm.name_of_class(&class);
                return Err(vm.type_error(format!(
                    "can only assign string to {name}.__name__, not '{got}'"
                )));
            };
            class.name.replace(vm.gil(), new.clone());
            Ok(())
        }),
    },
    GetSetDefinition {
        name: "__qualname__",
        doc: "",
        get: |vm, value| Ok(class_of_value(vm, value)?.qualified_name.get(vm).clone()),
        set: Some(|vm, value, new| {
            let class = class_of_value(vm, value)?;
            let Some(new) = new.filter(|new| new.layout() == Some(Layout::Str)) else {
                let name = vm.name_of_class(&class);
                return Err(vm.type_error(format!("can only assign string to {name}.__qualname__")));
            };
            class.qualified_name.replace(vm.gil(), new.clone());
            Ok(())
        }),
    },
    GetSetDefinition {
        name: "__module__",
        doc: "",
        get: |vm, value| own_entry(vm, value, "__module__"),
        set: Some(|vm, value, new| set_own_entry(vm, value, "__module__", new)),
    },
    GetSetDefinition {
        name: "__doc__",
        doc: "",
        get: |vm, value| {
            let class = class_of_value(vm, value)?;
            let found = vm
                .dict_get_str(class.dict(vm), "__doc__")
                .unwrap_or(Value::NONE);
            vm.bind_descriptor(&found, None, value)
        },
        set: Some(|vm, value, new| set_own_entry(vm, value, "__doc__", new)),
    },
    GetSetDefinition {
        name: "__bases__",
        doc: "",
        get: |vm, value| {
            let class = class_of_value(vm, value)?;
            Ok(vm.bases_tuple(&class))
        },
        set: Some(|vm, value, new| {
            let class = class_of_value(vm, value)?;
            vm.set_bases(&class, new)
        }),
    },
    GetSetDefinition {
        name: "__base__",
        doc: "",
        get: |vm, value| {
            let class = class_of_value(vm, value)?;
            Ok(class
                .bases
                .get(vm)
                .first()
                .map_or(Value::NONE, Ref::to_value))
        },
        set: None,
    },
    GetSetDefinition {
        name: "__mro__",
        doc: "",
        get: |vm, value| {
            let class = class_of_value(vm, value)?;
            let mro = class.mro.get(vm).iter().map(Ref::to_value).collect();
            Ok(vm.new_tuple(mro))
        },
        set: None,
    },
    GetSetDefinition {
        name: "__dict__",
        doc: "",
        get: |vm, value| {
            let class = class_of_value(vm, value)?;
            super::mapping_proxy::of(vm, class.dict(vm).to_value())
        },
        set: None,
    },
    GetSetDefinition {
        name: "__abstractmethods__",
        doc: "",
        get: |vm, value| own_entry(vm, value, "__abstractmethods__"),
        set: Some(|vm, value, new| {
            let class = class_of_value(vm, value)?;
            let any = match new {
                Some(new) => vm.truth(new)?,
                None => false,
            };
            set_own_entry(vm, value, "__abstractmethods__", new)?;
            let bits = class.flags.get();
            class.flags.set(if any {
                bits | flags::ABSTRACT
            } else {
                bits & !flags::ABSTRACT
            });
            Ok(())
        }),
    },
    GetSetDefinition {
        name: "__annotations__",
        doc: "",
        get: |vm, value| {
            let class = class_of_value(vm, value)?;
            if let Some(found) = vm.dict_get_str(class.dict(vm), "__annotations__") {
                return Ok(found);
            }
            if class.has(flags::IMMUTABLE) {
                let name = vm.intern("__annotations__");
                return Err(vm.attribute_error(value, &name));
            }
            let dict = vm.new_dict().into_value();
            vm.dict_set_str(&class.namespace, "__annotations__", dict.clone());
            Ok(dict)
        },
        set: Some(|vm, value, new| set_own_entry(vm, value, "__annotations__", new)),
    },
    GetSetDefinition {
        name: "__type_params__",
        doc: "",
        get: |vm, _| Ok(vm.empty_tuple()),
        set: None,
    },
    GetSetDefinition {
        name: "__flags__",
        doc: "",
        get: |vm, value| {
            let class = class_of_value(vm, value)?;
            let heap = if class.has(flags::LANGUAGE) {
                1 << 9
            } else {
                0
            };
            let base = if class.has(flags::FINAL) { 0 } else { 1 << 10 };
            let abstract_ = if class.has(flags::ABSTRACT) {
                1 << 20
            } else {
                0
            };
            Ok(Value::int(heap | base | abstract_))
        },
        set: None,
    },
    GetSetDefinition {
        name: "__basicsize__",
        doc: "",
        get: |_, _| Ok(Value::int(16)),
        set: None,
    },
    GetSetDefinition {
        name: "__itemsize__",
        doc: "",
        get: |_, _| Ok(Value::int(0)),
        set: None,
    },
    GetSetDefinition {
        name: "__dictoffset__",
        doc: "",
        get: |_, _| Ok(Value::int(0)),
        set: None,
    },
    GetSetDefinition {
        name: "__weakrefoffset__",
        doc: "",
        get: |_, _| Ok(Value::int(0)),
        set: None,
    },
    GetSetDefinition {
        name: "__text_signature__",
        doc: "",
        get: |_, _| Ok(Value::NONE),
        set: None,
    },
];
