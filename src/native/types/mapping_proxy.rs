//! `mappingproxy`: a read-only view of a mapping; `Class.__dict__`.
use crate::native::{BinaryOp, NativeClass, Slots};
use crate::object::class::flags;
use crate::object::heap::Layout;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

struct Proxy {
    mapping: Value,
}

impl Payload for Proxy {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.mapping);
    }
}

/// `mappingproxy`.
pub static MAPPING_PROXY: NativeClass = NativeClass {
    name: "mappingproxy",
    doc: "Read-only proxy of a mapping.",
    layout: Layout::Native,
    slots: Slots {
        repr: Some(|vm, this| {
            let inner = vm.repr_text(&inner(this))?;
            Ok(vm.new_str(&format!("mappingproxy({inner})")))
        }),
        str: Some(|vm, this| vm.str(&inner(this))),
        length: Some(|vm, this| vm.length(&inner(this))),
        get_item: Some(|vm, this, key| vm.get_item(&inner(this), key)),
        contains: Some(|vm, this, key| vm.contains(&inner(this), key)),
        iterate: Some(|vm, this| vm.iterate(&inner(this))),
        compare: Some(|vm, op, this, other| {
            let other = if other.payload::<Proxy>().is_some() {
                inner(other)
            } else {
                other.clone()
            };
            vm.compare(op, &inner(this), &other)
        }),
        hash: Some(|vm, this| vm.hash(&inner(this))),
        binary: Some(|vm, op, left, right| {
            if op != BinaryOp::BitOr {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            let plain = |value: &Value| {
                if value.payload::<Proxy>().is_some() {
                    inner(value)
                } else {
                    value.clone()
                }
            };
            vm.binary(op, &plain(left), &plain(right))
        }),
        operators: &[BinaryOp::BitOr],
        ..Slots::NONE
    },
    new: Some(|vm, _, arguments| {
        let bound = arguments.bind(vm, "mappingproxy(mapping)")?;
        of(vm, bound[0].clone())
    }),
    methods: METHODS,
    flags: flags::MAPPING | flags::FINAL,
    ..NativeClass::EMPTY
};

fn inner(this: &Value) -> Value {
    this.payload::<Proxy>()
        .map_or(Value::NONE, |proxy| proxy.mapping.clone())
}

/// A proxy of a mapping.
pub fn of(vm: &mut Vm, mapping: Value) -> Outcome<Value> {
    let class = vm.native_class(&MAPPING_PROXY)?;
    Ok(vm.new_native(&class, Proxy { mapping }))
}

crate::native_functions! { static METHODS;
    /// Return the value for key if it is in the mapping, else default.
    "get(self, key, default=None, /)" fn get(vm, this: &Value, key: &Value, default: &Value) -> Value {
        vm.call_method(&inner(this), "get", &[key.clone(), default.clone()])
    }
    /// A view of the keys.
    "keys(self, /)" fn keys(vm, this: &Value) -> Value { vm.call_method(&inner(this), "keys", &[]) }
    /// A view of the values.
    "values(self, /)" fn values(vm, this: &Value) -> Value { vm.call_method(&inner(this), "values", &[]) }
    /// A view of the items.
    "items(self, /)" fn items(vm, this: &Value) -> Value { vm.call_method(&inner(this), "items", &[]) }
    /// A shallow copy of the mapping.
    "copy(self, /)" fn copy(vm, this: &Value) -> Value { vm.call_method(&inner(this), "copy", &[]) }
    /// An iterator over the keys from the last to the first.
    "__reversed__(self, /)" fn reversed(vm, this: &Value) -> Value { vm.call_method(&inner(this), "__reversed__", &[]) }
}
