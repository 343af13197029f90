//! The module `_weakref`: proxies, and questions about weak references. The reference itself is in `types/weakref.rs`.

use crate::native::special::{BinaryOp, CompareOp, Conversion, SpecialMethod, UnaryOp};
use crate::native::types::weakref::{REFERENCE, check_referable};
use crate::native::{Arguments, NativeClass, NativeModule, Slots};
use crate::native_functions;
use crate::object::builtin::{Builtin, Exc};
use crate::object::heap::Ref;
use crate::object::module::ModuleObject;
use crate::object::value::Value;
use crate::object::weak::{WeakRefObject, reference, references_to, target_of};
use crate::vm::{Outcome, Vm};

crate::payload! {
    /// A proxy: the weak reference behind it.
    struct Proxy { reference: Value }
}

/// The referent of a proxy, or ReferenceError.
fn target(vm: &mut Vm, proxy: &Value) -> Outcome<Value> {
    let found = proxy
        .payload::<Proxy>()
        .and_then(|proxy| proxy.reference.downcast::<WeakRefObject>())
        .and_then(|reference| target_of(vm, reference));
    found.ok_or_else(|| {
        vm.raise(
            Exc::ReferenceError,
            "weakly-referenced object no longer exists",
        )
    })
}

/// The value itself, or what it is a proxy of.
fn behind(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    if value.payload::<Proxy>().is_some() {
        target(vm, value)
    } else {
        Ok(value.clone())
    }
}

/// Calls a special method of the referent.
fn special(
    vm: &mut Vm,
    proxy: &Value,
    method: SpecialMethod,
    arguments: &[Value],
) -> Outcome<Value> {
    let object = target(vm, proxy)?;
    let found = vm.get_attribute_str(&object, method.name())?;
    vm.call(&found, arguments)
}

fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (left, right) = (behind(vm, left)?, behind(vm, right)?);
    vm.binary(op, &left, &right)
}

fn in_place(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (left, right) = (behind(vm, left)?, behind(vm, right)?);
    vm.in_place(op, &left, &right)
}

fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (left, right) = (behind(vm, left)?, behind(vm, right)?);
    vm.compare(op, &left, &right)
}

fn unary(vm: &mut Vm, op: UnaryOp, proxy: &Value) -> Outcome<Value> {
    let object = target(vm, proxy)?;
    vm.unary(op, &object)
}

fn convert(vm: &mut Vm, conversion: Conversion, proxy: &Value) -> Outcome<Value> {
    let object = target(vm, proxy)?;
    Ok(vm
        .convert(conversion, &object)?
        .unwrap_or(Value::NOT_IMPLEMENTED))
}

fn repr(vm: &mut Vm, proxy: &Value) -> Outcome<Value> {
    let reference = proxy
        .payload::<Proxy>()
        .map_or(Value::NONE, |proxy| proxy.reference.clone());
    let object = reference
        .downcast::<WeakRefObject>()
        .and_then(|reference| target_of(vm, reference));
    let at = vm.identity_of(proxy);
    let text = match object {
        Some(object) => {
            let name = vm.class_name(&object);
            format!(
                "<weakproxy at {at:#x}; to '{name}' at {:#x}>",
                vm.identity_of(&object)
            )
        }
        None => format!("<weakproxy at {at:#x}; dead>"),
    };
    Ok(vm.new_str(&text))
}

fn hash(vm: &mut Vm, proxy: &Value) -> Outcome<u64> {
    let name = vm.class_name(proxy);
    Err(vm.type_error(format!("unhashable type: 'weakref.{name}'")))
}

const SLOTS: Slots = Slots {
    repr: Some(repr),
    str: Some(|vm, proxy| {
        let object = target(vm, proxy)?;
        vm.str(&object)
    }),
    hash: Some(hash),
    compare: Some(compare),
    truth: Some(|vm, proxy| {
        let object = target(vm, proxy)?;
        vm.truth(&object)
    }),
    length: Some(|vm, proxy| {
        let object = target(vm, proxy)?;
        vm.length(&object)
    }),
    get_item: Some(|vm, proxy, key| {
        let object = target(vm, proxy)?;
        vm.get_item(&object, key)
    }),
    set_item: Some(|vm, proxy, key, value| {
        let object = target(vm, proxy)?;
        vm.set_item(&object, key, value)
    }),
    contains: Some(|vm, proxy, item| {
        let object = target(vm, proxy)?;
        vm.contains(&object, item)
    }),
    iterate: Some(|vm, proxy| {
        let object = target(vm, proxy)?;
        vm.iterate(&object)
    }),
    next: Some(|vm, proxy| {
        let object = target(vm, proxy)?;
        if !vm.is_iterator(&object) {
            let name = vm.class_name(&object);
            return Err(vm.type_error(format!(
                "Weakref proxy referenced a non-iterator '{name}' object"
            )));
        }
        vm.next(&object)
    }),
    binary: Some(binary),
    in_place: Some(in_place),
    unary: Some(unary),
    convert: Some(convert),
    get_attribute: Some(|vm, proxy, name| {
        if name.is(&vm.intern("__class__")) {
            let object = target(vm, proxy)?;
            return vm.get_attribute(&object, name).map(Some);
        }
        let object = target(vm, proxy)?;
        vm.find_attribute(&object, name)
    }),
    set_attribute: Some(|vm, proxy, name, value| {
        let object = target(vm, proxy)?;
        vm.set_attribute(&object, name, value)
    }),
    operators: BinaryOp::ALL,
    in_place_operators: BinaryOp::ALL,
    ..Slots::NONE
};

native_functions! {
    static METHODS;
    "__bytes__(self, /)" fn bytes(vm, this: &Value) -> Value {
        special(vm, this, SpecialMethod::Bytes, &[])
    }
    "__reversed__(self, /)" fn reversed(vm, this: &Value) -> Value {
        special(vm, this, SpecialMethod::Reversed, &[])
    }
}

/// `weakref.ProxyType`.
static PROXY: NativeClass = NativeClass {
    name: "weakref.ProxyType",
    slots: SLOTS,
    methods: METHODS,
    ..NativeClass::EMPTY
};

/// `weakref.CallableProxyType`.
static CALLABLE_PROXY: NativeClass = NativeClass {
    name: "weakref.CallableProxyType",
    slots: Slots {
        call: Some(|vm, proxy, arguments: Arguments| {
            let object = target(vm, proxy)?;
            vm.call_with(&object, arguments)
        }),
        ..SLOTS
    },
    methods: METHODS,
    ..NativeClass::EMPTY
};

native_functions! {
    static FUNCTIONS;
    /// An object that stands for obj without keeping it alive; callback is called with it when obj dies.
    "proxy(obj, callback=None, /)" fn proxy(vm, object: &Value, callback: &Value) -> Value {
        check_referable(vm, object)?;
        let class = vm.native_class(if vm.is_callable(object) { &CALLABLE_PROXY } else { &PROXY })?;
        let Some(header) = object.header() else { return Ok(Value::NONE) };
        let shape = vm.class(Builtin::WeakRef).root_shape.get();
        let reference = reference(vm, shape, header, callback.clone());
        Ok(vm.new_native(&class, Proxy { reference: reference.into_value() }))
    }
    /// How many weak references and proxies there are to obj.
    "getweakrefcount(object, /)" fn getweakrefcount(vm, object: &Value) -> usize {
        Ok(object.header().map_or(0, |header| references_to(vm, header).len()))
    }
    /// The weak references to obj.
    "getweakrefs(object, /)" fn getweakrefs(vm, object: &Value) -> Value {
        let found = object.header().map_or_else(Vec::new, |header| references_to(vm, header));
        Ok(vm.new_list(found.into_iter().map(Ref::into_value).collect()))
    }
    /// Remove a key whose reference is dead.
    "_remove_dead_weakref(dct, key, /)" fn remove_dead_weakref(vm, dict: &crate::object::dict::DictObject, key: &Value) -> () {
        if let Some(value) = vm.dict_get(dict, key)?
            && let Some(reference) = value.downcast::<WeakRefObject>()
            && target_of(vm, reference).is_none()
        {
            vm.dict_remove(dict, key)?;
        }
        Ok(())
    }
}

fn init(vm: &mut Vm, module: &Ref<ModuleObject>) -> Outcome<()> {
    let reference = vm.native_class(&REFERENCE)?.into_value();
    vm.dict_set_str(&module.dict, "ref", reference.clone());
    vm.dict_set_str(&module.dict, "ReferenceType", reference);
    Ok(())
}

/// `_weakref`.
pub static MODULE: NativeModule = NativeModule {
    name: "_weakref",
    doc: "Weak references; the module `weakref` is built on it.",
    functions: &[FUNCTIONS],
    classes: &[&PROXY, &CALLABLE_PROXY],
    init: Some(init),
};
