//! Generic aliases (`list[int]`) and unions (`int | str`).
use crate::native::{BinaryOp, CompareOp, GetSetDefinition, NativeClass, Slots};
use crate::object::builtin::Exc;
use crate::object::class::ClassObject;
use crate::object::heap::{Layout, Ref};
use crate::object::native::Payload;
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

struct Alias {
    origin: Value,
    /// A tuple.
    arguments: Value,
}

impl Payload for Alias {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.origin);
        visit(&self.arguments);
    }
}

/// `types.GenericAlias`.
pub static ALIAS: NativeClass = NativeClass {
    name: "types.GenericAlias",
    doc: "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    layout: Layout::Native,
    slots: Slots {
        repr: Some(|vm, this| {
            let text = describe(vm, this)?;
            Ok(vm.new_str(&text))
        }),
        call: Some(|vm, this, arguments| {
            let origin = alias(this).0;
            let made = vm.call_with(&origin, arguments)?;
            let outcome = vm.set_attribute_str(&made, "__orig_class__", this.clone());
            if outcome.is_err()
                && vm.catch(Exc::AttributeError).is_none()
                && vm.catch(Exc::TypeError).is_none()
            {
                return Err(crate::vm::Raised);
            }
            Ok(made)
        }),
        compare: Some(|vm, op, left, right| {
            if right.payload::<Alias>().is_none() || left.payload::<Alias>().is_none() {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            let (a, b) = (alias(left), alias(right));
            let same = vm.equal(&a.0, &b.0)? && vm.equal(&a.1, &b.1)?;
            Ok(match op {
                CompareOp::Eq => Value::bool(same),
                CompareOp::Ne => Value::bool(!same),
                _ => Value::NOT_IMPLEMENTED,
            })
        }),
        hash: Some(|vm, this| {
            let (origin, arguments) = alias(this);
            Ok(vm.hash(&origin)? ^ vm.hash(&arguments)?)
        }),
        get_item: Some(substitute),
        iterate: Some(|vm, this| {
            let list = vm.new_list_ref(vec![this.clone()]);
            Ok(vm.new_list_iterator(list))
        }),
        binary: Some(|vm, op, left, right| match op {
            BinaryOp::BitOr => union(vm, left, right),
            _ => Ok(Value::NOT_IMPLEMENTED),
        }),
        operators: &[BinaryOp::BitOr],
        get_attribute: Some(|vm, this, name| {
            const OWN: [&str; 14] = [
                "__origin__",
                "__args__",
                "__parameters__",
                "__mro_entries__",
                "__reduce_ex__",
                "__reduce__",
                "__copy__",
                "__deepcopy__",
                "__unpacked__",
                "__typing_unpacked_tuple_args__",
                "__class__",
                "__instancecheck__",
                "__subclasscheck__",
                "__getitem__",
            ];
            let text = vm.string(name)?;
            if OWN.contains(&text.as_str()) {
                let class = vm.class_of(this).clone();
                return vm.find_generic_attribute(this, &class, name);
            }
            let origin = alias(this).0;
            vm.find_attribute(&origin, name)
        }),
        ..Slots::NONE
    },
    new: Some(|vm, class, arguments| {
        let bound = arguments.bind(vm, "GenericAlias(origin, args, /)")?;
        Ok(new_alias(vm, class, &bound[0], &bound[1]))
    }),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "__origin__",
            doc: "",
            get: |_, this| Ok(alias(this).0),
            set: None,
        },
        GetSetDefinition {
            name: "__args__",
            doc: "",
            get: |_, this| Ok(alias(this).1),
            set: None,
        },
        GetSetDefinition {
            name: "__unpacked__",
            doc: "",
            get: |_, _| Ok(Value::FALSE),
            set: None,
        },
        GetSetDefinition {
            name: "__parameters__",
            doc: "",
            get: |vm, this| {
                let found = parameters(vm, &alias(this).1)?;
                Ok(vm.new_tuple(found))
            },
            set: None,
        },
    ],
    ..NativeClass::EMPTY
};

fn alias(this: &Value) -> (Value, Value) {
    match this.payload::<Alias>() {
        Some(alias) => (alias.origin.clone(), alias.arguments.clone()),
        None => (Value::NONE, Value::NONE),
    }
}

impl Vm {
    /// `origin[arguments]`; arguments that are not a tuple become one.
    pub fn generic_alias(&mut self, origin: &Value, arguments: &Value) -> Outcome<Value> {
        let class = self.native_class(&ALIAS)?;
        Ok(new_alias(self, &class, origin, arguments))
    }
}

/// An alias of this class or subclass.
fn new_alias(vm: &mut Vm, class: &Ref<ClassObject>, origin: &Value, arguments: &Value) -> Value {
    let arguments = match arguments.layout() {
        Some(Layout::Tuple) => arguments.clone(),
        _ => vm.new_tuple(vec![arguments.clone()]),
    };
    let origin = origin.clone();
    vm.new_native(class, Alias { origin, arguments })
}

/// The type variables in arguments, each once.
fn parameters(vm: &mut Vm, arguments: &Value) -> Outcome<Vec<Value>> {
    let mut found: Vec<Value> = Vec::new();
    for argument in vm.collect(arguments)? {
        let inner = if argument.downcast::<ClassObject>().is_some() {
            Vec::new()
        } else if vm
            .find_special_named(&argument, "__typing_subst__")?
            .is_some()
        {
            vec![argument.clone()]
        } else {
            match vm.get_attribute_opt(&argument, "__parameters__")? {
                Some(inner) if inner.layout() == Some(Layout::Tuple) => vm.collect(&inner)?,
                _ => Vec::new(),
            }
        };
        for variable in inner {
            if !found.iter().any(|other| other.is(&variable)) {
                found.push(variable);
            }
        }
    }
    Ok(found)
}

/// `alias[arguments]`: puts arguments in the place of type variables.
fn substitute(vm: &mut Vm, this: &Value, key: &Value) -> Outcome<Value> {
    let (origin, arguments) = alias(this);
    let variables = parameters(vm, &arguments)?;
    let given = match key.downcast::<TupleObject>() {
        Some(tuple) => tuple.items().to_vec(),
        None => vec![key.clone()],
    };
    if variables.is_empty() {
        let text = describe(vm, this)?;
        return Err(vm.type_error(format!("{text} is not a generic class")));
    }
    if variables.len() != given.len() {
        let text = describe(vm, this)?;
        let few = if given.len() > variables.len() {
            "many"
        } else {
            "few"
        };
        return Err(vm.type_error(format!(
            "Too {few} arguments for {text}; actual {}, expected {}",
            given.len(),
            variables.len()
        )));
    }
    let mut replaced = Vec::new();
    for argument in vm.collect(&arguments)? {
        if let Some(at) = variables.iter().position(|variable| variable.is(&argument)) {
            replaced.push(given[at].clone());
            continue;
        }
        let inner = match argument.downcast::<ClassObject>() {
            Some(_) => None,
            None => vm.get_attribute_opt(&argument, "__parameters__")?,
        };
        match inner {
            Some(inner) if inner.layout() == Some(Layout::Tuple) && vm.length(&inner)? > 0 => {
                let mut chosen = Vec::new();
                for variable in vm.collect(&inner)? {
                    let at = variables.iter().position(|other| other.is(&variable));
                    chosen.push(at.map_or(variable, |at| given[at].clone()));
                }
                let key = vm.new_tuple(chosen);
                replaced.push(vm.get_item(&argument, &key)?);
            }
            _ => replaced.push(argument),
        }
    }
    let arguments = vm.new_tuple(replaced);
    vm.generic_alias(&origin, &arguments)
}

/// A type as annotations show it.
fn describe_argument(vm: &mut Vm, value: &Value) -> Outcome<String> {
    if value.is_ellipsis() {
        return Ok("...".to_string());
    }
    if value.is_none() {
        return Ok("None".to_string());
    }
    if let Some(class) = value.to_ref::<ClassObject>() {
        return Ok(vm.dotted_name(&class));
    }
    if value.layout() == Some(Layout::List) {
        let mut parts = Vec::new();
        for item in vm.collect(value)? {
            parts.push(describe_argument(vm, &item)?);
        }
        return Ok(format!("[{}]", parts.join(", ")));
    }
    vm.repr_text(value)
}

fn describe(vm: &mut Vm, this: &Value) -> Outcome<String> {
    let (origin, arguments) = alias(this);
    let origin = describe_argument(vm, &origin)?;
    let mut parts = Vec::new();
    for argument in vm.collect(&arguments)? {
        parts.push(describe_argument(vm, &argument)?);
    }
    if parts.is_empty() {
        parts.push("()".to_string());
    }
    Ok(format!("{origin}[{}]", parts.join(", ")))
}

crate::native_functions! { static METHODS;
    /// The bases that a class statement puts in the place of the alias.
    "__mro_entries__(self, bases, /)" fn mro_entries(vm, this: &Value, bases: &Value) -> Value {
        Ok(vm.new_tuple(vec![alias(this).0]))
    }
    /// Refuses.
    "__instancecheck__(self, instance, /)" fn instancecheck(vm, this: &Value, instance: &Value) -> Value {
        Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
    }
    /// Refuses.
    "__subclasscheck__(self, subclass, /)" fn subclasscheck(vm, this: &Value, subclass: &Value) -> Value {
        Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
    }
    /// Helper for pickle.
    "__reduce__(self, /)" fn reduce(vm, this: &Value) -> Value {
        let (origin, arguments) = alias(this);
        let class = vm.class_of(this).to_value();
        let arguments = vm.new_pair(origin, arguments);
        Ok(vm.new_pair(class, arguments))
    }
}

struct Union {
    /// A tuple.
    members: Value,
}

impl Payload for Union {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.members);
    }
}

/// `types.UnionType`.
pub static UNION: NativeClass = NativeClass {
    name: "types.UnionType",
    doc: "Represent a PEP 604 union type\n\nE.g. for int | str",
    layout: Layout::Native,
    slots: Slots {
        repr: Some(|vm, this| {
            let mut parts = Vec::new();
            for member in members(vm, this)? {
                let none = vm
                    .class(crate::object::builtin::Builtin::NoneType)
                    .to_value();
                parts.push(if member.is(&none) {
                    "None".to_string()
                } else {
                    describe_argument(vm, &member)?
                });
            }
            Ok(vm.new_str(&parts.join(" | ")))
        }),
        compare: Some(|vm, op, left, right| {
            if left.payload::<Union>().is_none() || right.payload::<Union>().is_none() {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            let (a, b) = (members(vm, left)?, members(vm, right)?);
            let mut same = a.len() == b.len();
            for member in &a {
                let mut found = false;
                for other in &b {
                    found = found || vm.equal(member, other)?;
                }
                same = same && found;
            }
            Ok(match op {
                CompareOp::Eq => Value::bool(same),
                CompareOp::Ne => Value::bool(!same),
                _ => Value::NOT_IMPLEMENTED,
            })
        }),
        hash: Some(|vm, this| {
            let mut hash = 0;
            for member in members(vm, this)? {
                hash ^= vm.hash(&member)?;
            }
            Ok(hash)
        }),
        binary: Some(|vm, op, left, right| match op {
            BinaryOp::BitOr => union(vm, left, right),
            _ => Ok(Value::NOT_IMPLEMENTED),
        }),
        operators: &[BinaryOp::BitOr],
        ..Slots::NONE
    },
    methods: UNION_METHODS,
    getset: &[
        GetSetDefinition {
            name: "__args__",
            doc: "",
            get: |_, this| {
                Ok(this
                    .payload::<Union>()
                    .map_or(Value::NONE, |union| union.members.clone()))
            },
            set: None,
        },
        GetSetDefinition {
            name: "__parameters__",
            doc: "",
            get: |vm, this| {
                let members = this
                    .payload::<Union>()
                    .map_or(Value::NONE, |union| union.members.clone());
                let found = parameters(vm, &members)?;
                Ok(vm.new_tuple(found))
            },
            set: None,
        },
    ],
    ..NativeClass::EMPTY
};

fn members(vm: &mut Vm, this: &Value) -> Outcome<Vec<Value>> {
    match this.payload::<Union>() {
        Some(union) => {
            let members = union.members.clone();
            vm.collect(&members)
        }
        None => Ok(vec![this.clone()]),
    }
}

/// `left | right` of types; `NotImplemented` if one is no type.
pub fn union(vm: &mut Vm, left: &Value, right: &Value) -> Outcome<Value> {
    let mut all: Vec<Value> = Vec::new();
    for side in [left, right] {
        let is_type = side.is_none()
            || side.downcast::<ClassObject>().is_some()
            || side.payload::<Alias>().is_some()
            || side.payload::<Union>().is_some()
            || vm.find_special_named(side, "__typing_subst__")?.is_some();
        if !is_type {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        for member in members(vm, side)? {
            let member = match member.is_none() {
                true => vm
                    .class(crate::object::builtin::Builtin::NoneType)
                    .to_value(),
                false => member,
            };
            let mut known = false;
            for other in &all {
                known = known || vm.equal(other, &member)?;
            }
            if !known {
                all.push(member);
            }
        }
    }
    if all.len() == 1 {
        return Ok(all.remove(0));
    }
    let class = vm.native_class(&UNION)?;
    let members = vm.new_tuple(all);
    Ok(vm.new_native(&class, Union { members }))
}

crate::native_functions! { static UNION_METHODS;
    /// True if the object is an instance of a member.
    "__instancecheck__(self, instance, /)" fn union_instancecheck(vm, this: &Value, instance: &Value) -> bool {
        for member in members(vm, this)? {
            if vm.isinstance(instance, &member)? { return Ok(true); }
        }
        Ok(false)
    }
    /// True if the class is a subclass of a member.
    "__subclasscheck__(self, subclass, /)" fn union_subclasscheck(vm, this: &Value, subclass: &Value) -> bool {
        for member in members(vm, this)? {
            if vm.issubclass(subclass, &member)? { return Ok(true); }
        }
        Ok(false)
    }
}

impl Vm {
    /// A method looked up on the class by a name that is not in the table of special methods.
    pub fn find_special_named(&mut self, value: &Value, name: &str) -> Outcome<Option<Value>> {
        let name = self.intern(name);
        Ok(self.lookup(self.class_of(value), &name))
    }
}
