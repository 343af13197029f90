//! `super`.
use crate::native::arguments::Arguments;
use crate::native::{GetSetDefinition, NativeClass, Slots};
use crate::object::class::ClassObject;
use crate::object::function::CellObject;
use crate::object::heap::{Layout, Ref};
use crate::object::native::Payload;
use crate::object::value::{Value, tag};
use crate::vm::{Outcome, Vm};

struct Super {
    /// The class after which the look-up begins.
    class: Ref<ClassObject>,
    /// The object, and the class whose order is followed; none for an unbound `super(C)`.
    bound: Option<(Value, Ref<ClassObject>)>,
}

impl Payload for Super {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some((object, _)) = &self.bound {
            visit(object);
        }
    }
}

/// `super`.
pub static SUPER: NativeClass = NativeClass {
    name: "super",
    doc: "super() -> same as super(__class__, <first argument>)\nsuper(type) -> unbound super object\n\
          super(type, obj) -> bound super object; requires isinstance(obj, type)",
    layout: Layout::Native,
    slots: Slots {
        repr: Some(|vm, this| {
            let Some(parts) = this.payload::<Super>() else {
                return vm.default_repr(this);
            };
            let class = vm.name_of_class(&parts.class);
            let text = match &parts.bound {
                Some((_, owner)) => format!(
                    "<super: <class '{class}'>, <{} object>>",
                    vm.name_of_class(owner)
                ),
                None => format!("<super: <class '{class}'>, NULL>"),
            };
            Ok(vm.new_str(&text))
        }),
        get_attribute: Some(get_attribute),
        descriptor_get: Some(|vm, this, instance, _| {
            let unbound = match this.payload::<Super>() {
                Some(parts) if parts.bound.is_none() => Some(parts.class.clone()),
                _ => None,
            };
            match (unbound, instance) {
                (Some(class), Some(instance)) if !instance.is_none() => {
                    let owner = owner_of(vm, &class, instance)?;
                    let super_class = vm.class_of(this).clone();
                    let bound = Some((instance.clone(), owner));
                    Ok(vm.new_native(&super_class, Super { class, bound }))
                }
                _ => Ok(this.clone()),
            }
        }),
        ..Slots::NONE
    },
    new: Some(new),
    init: Some(|_, _, _| Ok(())),
    getset: &[
        GetSetDefinition {
            name: "__thisclass__",
            doc: "the class invoking super()",
            get: |_, this| {
                Ok(this
                    .payload::<Super>()
                    .map_or(Value::NONE, |parts| parts.class.to_value()))
            },
            set: None,
        },
        GetSetDefinition {
            name: "__self__",
            doc: "the instance invoking super(); may be None",
            get: |_, this| {
                let bound = this
                    .payload::<Super>()
                    .and_then(|parts| parts.bound.as_ref());
                Ok(bound.map_or(Value::NONE, |(object, _)| object.clone()))
            },
            set: None,
        },
        GetSetDefinition {
            name: "__self_class__",
            doc: "the type of the instance invoking super(); may be None",
            get: |_, this| {
                let bound = this
                    .payload::<Super>()
                    .and_then(|parts| parts.bound.as_ref());
                Ok(bound.map_or(Value::NONE, |(_, owner)| owner.to_value()))
            },
            set: None,
        },
    ],
    ..NativeClass::EMPTY
};

fn new(vm: &mut Vm, _: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    arguments.no_keywords(vm, "super")?;
    let (class, object) = match arguments.positional() {
        [] => from_frame(vm)?,
        [class] => (class.clone(), None),
        [class, object] => (class.clone(), (!object.is_none()).then(|| object.clone())),
        more => {
            let message = format!("super() takes at most 2 arguments ({} given)", more.len());
            return Err(vm.type_error(message));
        }
    };
    let Some(class) = class.to_ref::<ClassObject>() else {
        let name = vm.class_name(&class);
        return Err(vm.type_error(format!("super() argument 1 must be a type, not {name}")));
    };
    let bound = match object {
        Some(object) => Some((object.clone(), owner_of(vm, &class, &object)?)),
        None => None,
    };
    let super_class = vm.native_class(&SUPER)?;
    Ok(vm.new_native(&super_class, Super { class, bound }))
}

/// The class whose MRO a bound super follows.
fn owner_of(vm: &mut Vm, class: &Ref<ClassObject>, object: &Value) -> Outcome<Ref<ClassObject>> {
    if let Some(object) = object.to_ref::<ClassObject>()
        && object.is_subclass_of(vm, class)
    {
        return Ok(object);
    }
    let of_object = vm.class_of(object).clone();
    if of_object.is_subclass_of(vm, class) {
        return Ok(of_object);
    }
    let (kind, given) = match object.to_ref::<ClassObject>() {
        Some(class) => ("type", class),
        None => ("instance of", of_object),
    };
    let (given, class) = (vm.name_of_class(&given), vm.name_of_class(class));
    Err(vm.type_error(format!(
        "super(type, obj): obj ({kind} {given}) is not an instance or subtype of type ({class})."
    )))
}

/// `super()`: the class in the free variable `__class__` and the first argument of the calling function.
fn from_frame(vm: &mut Vm) -> Outcome<(Value, Option<Value>)> {
    let Some(frame) = vm.frames.last() else {
        return Err(vm.raise(
            crate::object::builtin::Exc::RuntimeError,
            "super(): no current frame",
        ));
    };
    let code = frame.code().code.clone();
    if code.positional == 0 {
        return Err(vm.raise(
            crate::object::builtin::Exc::RuntimeError,
            "super(): no arguments",
        ));
    }
    let free = code
        .free_names
        .iter()
        .position(|name| &**name == "__class__");
    let cell = free.and_then(|at| {
        let closure = frame.function().closure.clone()?;
        closure.items().get(at).cloned()
    });
    let Some(cell) = cell.and_then(|cell| cell.to_ref::<CellObject>()) else {
        return Err(vm.raise(
            crate::object::builtin::Exc::RuntimeError,
            "super(): __class__ cell not found",
        ));
    };
    let Some(class) = vm.cell_content(&cell) else {
        return Err(vm.raise(
            crate::object::builtin::Exc::RuntimeError,
            "super(): empty __class__ cell",
        ));
    };
    let first = vm.first_argument();
    match first {
        Some(first) => Ok((class, Some(first))),
        None => Err(vm.raise(
            crate::object::builtin::Exc::RuntimeError,
            "super(): arg[0] deleted",
        )),
    }
}

/// The function that `super().name` of an instance binds to it, in a method of `class`; only a function that takes the
/// instance first. The same for all instances of the same class while the version of all classes holds.
pub(crate) fn plain_method(
    vm: &mut Vm,
    class: &Ref<ClassObject>,
    object: &Value,
    name: &Value,
) -> Option<Value> {
    if object.downcast::<ClassObject>().is_some() || name.is(&vm.intern("__class__")) {
        return None;
    }
    let mro = vm.class_of(object).mro.get(vm);
    let after = mro.iter().position(|base| base.is(class))? + 1;
    let found = mro[after..]
        .iter()
        .find_map(|base| vm.dict_get_name(base.dict(vm), name))?;
    vm.binds_receiver(&found).then_some(found)
}

fn get_attribute(vm: &mut Vm, this: &Value, name: &Value) -> Outcome<Option<Value>> {
    let own = this.payload::<Super>().and_then(|parts| {
        let (object, owner) = parts.bound.as_ref()?;
        Some((parts.class.clone(), object.clone(), owner.clone()))
    });
    let is_class = name.is(&vm.intern("__class__"));
    if let Some((class, object, owner)) = own
        && !is_class
    {
        let mro = owner.mro.get(vm).clone();
        let after = mro
            .iter()
            .position(|base| base.is(&class))
            .map_or(mro.len(), |at| at + 1);
        for base in &mro[after..] {
            if let Some(found) = vm.dict_get_name(base.dict(vm), name) {
                let instance = match object.downcast::<ClassObject>() {
                    Some(_)
                        if object.raw().bits == owner.as_ptr() as u64
                            && object.raw().tag == tag::OBJECT =>
                    {
                        None
                    }
                    _ => Some(&object),
                };
                return vm
                    .bind_descriptor(&found, instance, &owner.to_value())
                    .map(Some);
            }
        }
    }
    let class = vm.class_of(this).clone();
    vm.find_generic_attribute(this, &class, name)
}
