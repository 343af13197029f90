//! The module `_collections`: `deque`, `defaultdict`, fields of named tuples, and the counting loop of `Counter`.
mod defaultdict;
pub mod deque;
mod field;

use crate::native::NativeModule;
use crate::native::special::BinaryOp;
use crate::object::builtin::shape;
use crate::object::dict::DictObject;
use crate::object::value::Value;

crate::native_functions! { static FUNCTIONS;
    /// Count elements in the iterable, updating the mapping.
    "_count_elements(mapping, iterable, /)" fn count_elements(vm, mapping: &Value, iterable: &Value) -> () {
        let plain = mapping.downcast::<DictObject>().filter(|dict| {
            let class = vm.class_of(mapping);
            dict.header.shape() == shape::DICT
                || class.overrides.get() & (crate::native::SpecialMethod::SetItem.bit()) == 0
        });
        let Some(dict) = plain else {
            return vm.for_each(iterable, |vm, item| {
                let old = vm.call_method(mapping, "get", &[item.clone(), Value::int(0)])?;
                let new = vm.binary(BinaryOp::Add, &old, &Value::int(1))?;
                vm.set_item(mapping, &item, Some(&new))?;
                Ok(true)
            });
        };
        vm.for_each(iterable, |vm, item| {
            let hash = vm.hash(&item)?;
            let Some(number) = vm.find_in(&dict.map, hash, &item)? else {
                dict.map.get_mut(vm).insert_new(hash, item, Value::int(1));
                return Ok(true);
            };
            let old = dict.map.get(vm).entries()[number].value.clone();
            match old.as_int().and_then(|old| old.checked_add(1)) {
                Some(new) => drop(std::mem::replace(dict.map.get_mut(vm).value_mut(number), Value::int(new))),
                None => {
                    let new = vm.binary(BinaryOp::Add, &old, &Value::int(1))?;
                    vm.dict_set_hashed(dict, hash, &item, new)?;
                }
            }
            Ok(true)
        })
    }
}

/// `_collections`.
pub static MODULE: NativeModule = NativeModule {
    name: "_collections",
    doc: "High performance data structures.",
    functions: &[FUNCTIONS],
    classes: &[&deque::DEQUE, &defaultdict::DEFAULTDICT, &field::FIELD],
    init: None,
};
