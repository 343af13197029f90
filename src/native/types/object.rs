//! `object`: the root of all classes, and the special methods every object has.
use crate::native::arguments::{Arguments, add_keywords};
use crate::native::special::SpecialMethod;
use crate::native::{GetSetDefinition, NativeClass};
use crate::object::builtin::Builtin;
use crate::object::class::{ClassObject, flags};
use crate::object::heap::Layout;
use crate::object::instance::InstanceObject;
use crate::object::value::Value;
use crate::vm::hashing::hash_of_address;
use crate::vm::{Outcome, Vm};

/// `object`.
pub static OBJECT: NativeClass = NativeClass {
    name: "object",
    doc: "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\n\
          instance that has no instance attributes and cannot be given any.\n",
    layout: Layout::Instance,
    methods: METHODS,
    getset: GETSET,
    ..NativeClass::EMPTY
};

crate::native_functions! { static METHODS;
    /// Create and return a new object.  See help(type) for accurate signature.
    [static] "__new__(cls, /, *args, **kwargs)" fn new(vm, class: &Value, args: &Value, kwargs: &Value) -> Value {
        let Some(class) = class.to_ref::<ClassObject>() else {
            let name = vm.class_name(class);
            crate::raise!(vm, TypeError, "object.__new__(X): X is not a type object ({name})");
        };
        let mut values = vm.collect(args)?;
        let names = add_keywords(vm, kwargs, &mut values);
        vm.new_instance(&class, Arguments::with_names(&values, &names))
    }
    /// Initialize self.  See help(type(self)) for accurate signature.
    "__init__(self, /, *args, **kwargs)" fn init(vm, this: &Value, args: &Value, kwargs: &Value) -> () {
        let class = vm.class_of(this).clone();
        if vm.length(args)? + vm.length(kwargs)? > 0 {
            let overrides = class.overrides.get();
            if overrides & SpecialMethod::Init.bit() != 0 {
                crate::raise!(vm, TypeError, "object.__init__() takes exactly one argument (the instance to initialize)");
            }
            if overrides & SpecialMethod::New.bit() == 0 && class.native.new.is_none() {
                let name = vm.name_of_class(&class);
                crate::raise!(vm, TypeError, "{name}.__init__() takes exactly one argument (the instance to initialize)");
            }
        }
        Ok(())
    }
    /// Return repr(self).
    "__repr__(self, /)" fn repr(vm, this: &Value) -> Value { vm.default_repr(this) }
    /// Return str(self).
    "__str__(self, /)" fn str(vm, this: &Value) -> Value { vm.repr(this) }
    /// Return hash(self).
    "__hash__(self, /)" fn hash(vm, this: &Value) -> Value { Ok(Value::int(hash_of_address(vm.identity_of(this)) as i64)) }
    /// Return self==value.
    "__eq__(self, value, /)" fn eq(vm, this: &Value, value: &Value) -> Value {
        Ok(if this.is(value) { Value::TRUE } else { Value::NOT_IMPLEMENTED })
    }
    /// Return self!=value.
    "__ne__(self, value, /)" fn ne(vm, this: &Value, value: &Value) -> Value {
        let equal = match vm.call_special(this, SpecialMethod::Eq, std::slice::from_ref(value))? {
            Some(equal) => equal,
            None => return Ok(Value::NOT_IMPLEMENTED),
        };
        if equal.is_not_implemented() { return Ok(equal); }
        Ok(Value::bool(!vm.truth(&equal)?))
    }
    /// Return self<value.
    "__lt__(self, value, /)" fn lt(vm, this: &Value, value: &Value) -> Value { Ok(Value::NOT_IMPLEMENTED) }
    /// Return self<=value.
    "__le__(self, value, /)" fn le(vm, this: &Value, value: &Value) -> Value { Ok(Value::NOT_IMPLEMENTED) }
    /// Return self>value.
    "__gt__(self, value, /)" fn gt(vm, this: &Value, value: &Value) -> Value { Ok(Value::NOT_IMPLEMENTED) }
    /// Return self>=value.
    "__ge__(self, value, /)" fn ge(vm, this: &Value, value: &Value) -> Value { Ok(Value::NOT_IMPLEMENTED) }
    /// Return getattr(self, name).
    "__getattribute__(self, name, /)" fn getattribute(vm, this: &Value, name: &Value) -> Value {
        vm.plain_attribute(this, name)
    }
    /// Implement setattr(self, name, value).
    "__setattr__(self, name, value, /)" fn setattr(vm, this: &Value, name: &Value, value: &Value) -> () {
        vm.change_plain_attribute(this, name, Some(value))
    }
    /// Implement delattr(self, name).
    "__delattr__(self, name, /)" fn delattr(vm, this: &Value, name: &Value) -> () {
        vm.change_plain_attribute(this, name, None)
    }
    /// Default object formatter.
    "__format__(self, format_spec, /)" fn format(vm, this: &Value, spec: &str) -> Value {
        if !spec.is_empty() {
            let name = vm.class_name(this);
            crate::raise!(vm, TypeError, "unsupported format string passed to {name}.__format__");
        }
        vm.str(this)
    }
    /// This method is called when a class is subclassed.
    [class] "__init_subclass__(cls, /, *args, **kwargs)" fn init_subclass(vm, class: &Value, args: &Value, kwargs: &Value) -> () {
        let (positional, named) = (vm.length(args)?, vm.length(kwargs)?);
        if positional + named == 0 { return Ok(()); }
        let name = match class.to_ref::<ClassObject>() {
            Some(class) => vm.name_of_class(&class),
            None => vm.class_name(class),
        };
        if named > 0 {
            crate::raise!(vm, TypeError, "{name}.__init_subclass__() takes no keyword arguments");
        }
        crate::raise!(vm, TypeError, "{name}.__init_subclass__() takes no arguments ({positional} given)");
    }
    /// Abstract classes can override this to customize issubclass().
    [class] "__subclasshook__(cls, object, /)" fn subclasshook(vm, class: &Value, object: &Value) -> Value {
        Ok(Value::NOT_IMPLEMENTED)
    }
    /// Default dir() implementation.
    "__dir__(self, /)" fn dir(vm, this: &Value) -> Value {
        let mut names = Vec::new();
        let own = match this.downcast::<InstanceObject>() {
            Some(instance) if !vm.shape(instance.header.shape()).in_dict => {
                let members = vm.class_of(this).member_count.get() as usize;
                let shape = vm.shape(instance.header.shape());
                shape.names.iter().skip(members).cloned().collect()
            }
            _ => match vm.attribute_dict(this) {
                Some(dict) => dict.map.get(vm).iter().map(|entry| entry.key.clone()).collect(),
                None => Vec::new(),
            },
        };
        names.extend(own);
        let mro = vm.class_of(this).mro.get(vm).clone();
        for class in mro {
            names.extend(class.dict(vm).map.get(vm).iter().map(|entry| entry.key.clone()));
        }
        let set = vm.new_set_from(Default::default(), false);
        for name in names { vm.set_add(&set, &name)?; }
        let unique = set.map.get(vm).iter().map(|entry| entry.key.clone()).collect();
        Ok(vm.new_list(unique))
    }
    /// Helper for pickle.
    "__reduce__(self, /)" fn reduce(vm, this: &Value) -> Value { reduce_by_copyreg(vm, this, 0) }
    /// Helper for pickle.
    "__reduce_ex__(self, protocol, /)" fn reduce_ex(vm, this: &Value, protocol: i64) -> Value {
        let own = vm.find_special(this, SpecialMethod::Reduce);
        let plain = vm.lookup(vm.class(Builtin::Object), vm.special_name(SpecialMethod::Reduce));
        if own.map(|own| own.identity()) != plain.map(|plain| plain.identity()) {
            return vm.call_method(this, "__reduce__", &[]);
        }
        reduce_by_copyreg(vm, this, protocol)
    }
    /// Helper for pickle.
    "__getstate__(self, /)" fn getstate(vm, this: &Value) -> Value { state_of(vm, this) }
    /// Size of object in memory, in bytes.
    "__sizeof__(self, /)" fn sizeof(vm, this: &Value) -> usize { Ok(this.header().map_or(16, crate::object::heap::cell_bytes)) }
}

/// What `copy` and `pickle` save of an object: its dict, or a pair of dict and `__slots__` values.
fn state_of(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let class = vm.class_of(this).clone();
    let members = class.member_count.get() as usize;
    let mut slots = Vec::new();
    if let Some(instance) = this.downcast::<InstanceObject>() {
        let names: Vec<Value> = vm.shape(instance.header.shape()).names[..members].to_vec();
        for (slot, name) in names.into_iter().enumerate() {
            if let Some(value) = instance.get_slot(vm, slot) {
                slots.push((name, value));
            }
        }
    }
    let dict = match vm.attribute_dict(this) {
        Some(dict) if !dict.map.get(vm).is_empty() => {
            vm.new_dict_from(dict.map.get(vm).copy()).into_value()
        }
        _ => Value::NONE,
    };
    if slots.is_empty() {
        return Ok(dict);
    }
    let values = vm.new_dict();
    for (name, value) in slots {
        vm.dict_set(&values, &name, value)?;
    }
    Ok(vm.new_pair(dict, values.into_value()))
}

fn reduce_by_copyreg(vm: &mut Vm, this: &Value, protocol: i64) -> Outcome<Value> {
    let arguments = [this.clone(), Value::int(protocol)];
    if protocol >= 2 {
        return crate::native::pickle::reduce::default_tuple(vm, this);
    }
    vm.call_module_function("copyreg", "_reduce_ex", &arguments)
}

static GETSET: &[GetSetDefinition] = &[
    GetSetDefinition {
        name: "__class__",
        doc: "The object's class.",
        get: |vm, this| Ok(vm.class_of(this).to_value()),
        set: Some(set_class),
    },
    GetSetDefinition {
        name: "__dict__",
        doc: "The object's own attributes.",
        get: get_dict,
        set: Some(set_dict),
    },
];

fn get_dict(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    match vm.attribute_dict(this) {
        Some(dict) => Ok(dict.into_value()),
        None => {
            let name = vm.intern("__dict__");
            Err(vm.attribute_error(this, &name))
        }
    }
}

fn set_dict(vm: &mut Vm, this: &Value, new: Option<&Value>) -> Outcome<()> {
    let Some(new) = new else {
        return Err(vm.type_error("cannot delete __dict__"));
    };
    match new.to_ref::<crate::object::dict::DictObject>() {
        Some(dict) => vm.replace_attribute_dict(this, dict),
        None => {
            let name = vm.class_name(new);
            Err(vm.type_error(format!(
                "__dict__ must be set to a dictionary, not a '{name}'"
            )))
        }
    }
}

fn set_class(vm: &mut Vm, this: &Value, new: Option<&Value>) -> Outcome<()> {
    let Some(new) = new else {
        return Err(vm.type_error("can't delete __class__ attribute"));
    };
    let Some(class) = new.to_ref::<ClassObject>() else {
        let name = vm.class_name(new);
        return Err(vm.type_error(format!(
            "__class__ must be set to a class, not '{name}' object"
        )));
    };
    let old = vm.class_of(this).clone();
    if let Some(module) = this.downcast::<crate::object::module::ModuleObject>()
        && class.layout == Layout::Module
    {
        module.header.set_shape(class.root_shape.get());
        return Ok(());
    }
    let fits = old.has(flags::LANGUAGE)
        && class.has(flags::LANGUAGE)
        && class.layout == old.layout
        && class.member_count.get() == old.member_count.get()
        && class.has(flags::HAS_DICT) == old.has(flags::HAS_DICT);
    if !fits {
        if !old.has(flags::LANGUAGE) || !class.has(flags::LANGUAGE) {
            return Err(vm.type_error(
                "__class__ assignment only supported for mutable types or ModuleType subclasses",
            ));
        }
        let (new_name, old_name) = (vm.name_of_class(&class), vm.name_of_class(&old));
        return Err(vm.type_error(format!(
            "__class__ assignment: '{new_name}' object layout differs from '{old_name}'"
        )));
    }
    match this.downcast::<InstanceObject>() {
        Some(instance) => {
            if class.has(flags::HAS_DICT) {
                vm.attribute_dict(this);
                let shape = vm.dict_shape(&class);
                instance.header.set_shape(shape);
            } else {
                instance.header.set_shape(class.root_shape.get());
            }
        }
        None => {
            if let Some(header) = this.header() {
                header.set_shape(class.root_shape.get());
            }
        }
    }
    Ok(())
}
