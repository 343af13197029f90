//! The built-in class `dict`.
use super::containers::*;
use crate::gil::GilCell;
use crate::native::special::{BinaryOp, CompareOp, SpecialMethod};
use crate::native::{Arguments, NativeClass, Slots};
use crate::object::builtin::{Builtin, Exc, shape};
use crate::object::class::{ClassObject, flags};
use crate::object::dict::{DictMap, DictObject, DictPart, DictViewObject, Entry};
use crate::object::heap::{Layout, Ref, value_of};
use crate::object::set::SetObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// An empty dict of a class.
pub fn new(vm: &mut Vm, class: &Ref<ClassObject>, _: Arguments) -> Outcome<Value> {
    let shape = class.root_shape.get();
    Ok(vm
        .allocate(shape, |header| DictObject {
            header,
            map: GilCell::new(DictMap::default()),
        })
        .into_value())
}

fn init(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<()> {
    let dict: &DictObject = this(vm, value)?;
    let positional = arguments.positional();
    if positional.len() > 1 {
        return Err(vm.type_error(format!(
            "dict expected at most 1 argument, got {}",
            positional.len()
        )));
    }
    if let Some(other) = positional.first() {
        update(vm, dict, other)?;
    }
    for (name, item) in arguments.keywords() {
        vm.dict_set(dict, name, item.clone())?;
    }
    Ok(())
}

/// `dict.update(other)`; an empty dict takes over a plain one as a whole.
pub fn update(vm: &mut Vm, dict: &DictObject, other: &Value) -> Outcome<()> {
    if let Some(source) = other.downcast::<DictObject>()
        && source.header.shape() == shape::DICT
        && dict.map.get(vm).is_empty()
    {
        let copy = source.map.get(vm).copy();
        drop(dict.map.replace(vm, copy));
        return Ok(());
    }
    vm.dict_update(dict, other)
}

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let dict: &DictObject = this(vm, value)?;
    if dict.map.get(vm).is_empty() {
        return Ok(vm.new_str("{}"));
    }
    let text = vm.guard_repr(value, |vm| {
        let mut text = String::new();
        let mut at = 0;
        while let Some((key, item)) = entry_from(dict, vm, &mut at) {
            if !text.is_empty() {
                text.push_str(", ");
            }
            text.push_str(&vm.repr_text(&key)?);
            text.push_str(": ");
            text.push_str(&vm.repr_text(&item)?);
        }
        Ok(text)
    })?;
    Ok(vm.new_str(&format!("{{{}}}", text.as_deref().unwrap_or("..."))))
}

/// The next live entry from number `at` on, which moves behind it. Language code may change the dict between calls.
pub fn entry_from(dict: &DictObject, vm: &Vm, at: &mut usize) -> Option<(Value, Value)> {
    let entry = next_entry(dict.map.get(vm), at)?;
    Some((entry.key.clone(), entry.value.clone()))
}

/// The next live entry of a map from number `at` on, which moves behind it.
#[inline]
pub fn next_entry<'a>(map: &'a DictMap, at: &mut usize) -> Option<&'a Entry> {
    while let Some(entry) = map.entries().get(*at) {
        *at += 1;
        if !entry.key.is_missing() {
            return Some(entry);
        }
    }
    None
}

fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (Some(a), Some(b)) = (
        left.downcast::<DictObject>(),
        right.downcast::<DictObject>(),
    ) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match op {
        CompareOp::Eq => equal(vm, a, b).map(Value::bool),
        CompareOp::Ne => equal(vm, a, b).map(|equal| Value::bool(!equal)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn equal(vm: &mut Vm, a: &DictObject, b: &DictObject) -> Outcome<bool> {
    if a.map.get(vm).len() != b.map.get(vm).len() {
        return Ok(false);
    }
    let mut at = 0;
    loop {
        let Some((hash, key, item)) = next_entry(a.map.get(vm), &mut at)
            .map(|entry| (entry.hash, entry.key.clone(), entry.value.clone()))
        else {
            return Ok(true);
        };
        let Some(number) = vm.find_in(&b.map, hash, &key)? else {
            return Ok(false);
        };
        let other = b.map.get(vm).entries()[number].value.clone();
        if !vm.equal(&item, &other)? {
            return Ok(false);
        }
    }
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<Value> {
    let dict: &DictObject = this(vm, value)?;
    if let Some(item) = vm.dict_get(dict, key)? {
        return Ok(item);
    }
    if dict.header.shape() != shape::DICT
        && let Some(missing) = vm.find_special(value, SpecialMethod::Missing)
    {
        return vm.call_found(&missing, value, std::slice::from_ref(key));
    }
    Err(vm.key_error(key))
}

fn set_item(vm: &mut Vm, value: &Value, key: &Value, item: Option<&Value>) -> Outcome<()> {
    let dict: &DictObject = this(vm, value)?;
    match item {
        Some(item) => vm.dict_set(dict, key, item.clone()),
        None => match vm.dict_remove(dict, key)? {
            Some(_) => Ok(()),
            None => Err(vm.key_error(key)),
        },
    }
}

fn contains(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<bool> {
    let dict: &DictObject = this(vm, value)?;
    let hash = vm.hash(key)?;
    Ok(vm.find_in(&dict.map, hash, key)?.is_some())
}

fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (BinaryOp::BitOr, Some(a), Some(_)) = (
        op,
        left.downcast::<DictObject>(),
        right.downcast::<DictObject>(),
    ) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let map = a.map.get(vm).copy();
    let joined = vm.new_dict_from(map);
    vm.dict_update(&joined, right)?;
    Ok(joined.into_value())
}

fn in_place(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    if op != BinaryOp::BitOr {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let dict: &DictObject = this(vm, left)?;
    update(vm, dict, right)?;
    Ok(left.clone())
}

/// A view of a dict.
pub fn new_view(vm: &Vm, dict: &DictObject, part: DictPart) -> Value {
    let shape = match part {
        DictPart::Keys => Builtin::DictKeys,
        DictPart::Values => Builtin::DictValues,
        DictPart::Items => Builtin::DictItems,
    };
    let dict = Ref::of(dict);
    vm.allocate(shape.shape(), |header| DictViewObject {
        header,
        dict,
        part,
    })
    .into_value()
}

/// `map[key] = value` for every key of a plain dict or set, with the hashes at hand.
fn keys_from(vm: &mut Vm, iterable: &Value, value: &Value) -> Option<DictMap> {
    let source = match iterable.layout()? {
        Layout::Dict if iterable.header()?.shape() == shape::DICT => {
            &iterable.downcast::<DictObject>()?.map
        }
        Layout::Set if !vm.overrides(iterable, SpecialMethod::Iter) => {
            &iterable.downcast::<SetObject>()?.map
        }
        _ => return None,
    };
    let mut map = DictMap::default();
    let source = source.get(vm);
    map.reserve(source.len());
    for entry in source.iter() {
        map.insert_new(entry.hash, entry.key.clone(), value.clone());
    }
    Some(map)
}

crate::native_functions! { static METHODS;
    /// Remove all items from the dict.
    "clear(self, /)" fn clear(vm, dict: &DictObject) -> () {
        let old = dict.map.get_mut(vm).take();
        drop(old);
        Ok(())
    }
    /// Return a shallow copy of the dict.
    "copy(self, /)" fn copy(vm, dict: &DictObject) -> Value {
        let map = dict.map.get(vm).copy();
        Ok(vm.new_dict_from(map).into_value())
    }
    /// Create a new dictionary with keys from iterable and values set to value.
    [class] "fromkeys(cls, iterable, value=None, /)"
    fn fromkeys(vm, class: &Value, iterable: &Value, value: &Value) -> Value {
        let made = vm.call(class, &[])?;
        if let Some(dict) = made.downcast::<DictObject>()
            && dict.header.shape() == shape::DICT
        {
            if dict.map.get(vm).is_empty()
                && let Some(map) = keys_from(vm, iterable, value)
            {
                drop(dict.map.replace(vm, map));
                return Ok(made);
            }
            vm.for_each(iterable, |vm, key| {
                vm.dict_set(dict, &key, value.clone())?;
                Ok(true)
            })?;
            return Ok(made);
        }
        vm.for_each(iterable, |vm, key| {
            vm.set_item(&made, &key, Some(value))?;
            Ok(true)
        })?;
        Ok(made)
    }
    /// Return the value for key if key is in the dictionary, else default.
    "get(self, key, default=None, /)" fn get(vm, dict: &DictObject, key: &Value, default: &Value) -> Value {
        Ok(match vm.dict_get(dict, key)? {
            Some(value) => value,
            None => default.clone(),
        })
    }
    /// Return a set-like object providing a view on the dict's items.
    "items(self, /)" fn items(vm, dict: &DictObject) -> Value {
        Ok(new_view(vm, dict, DictPart::Items))
    }
    /// Return a set-like object providing a view on the dict's keys.
    "keys(self, /)" fn keys(vm, dict: &DictObject) -> Value {
        Ok(new_view(vm, dict, DictPart::Keys))
    }
    /// Return an object providing a view on the dict's values.
    "values(self, /)" fn values(vm, dict: &DictObject) -> Value {
        Ok(new_view(vm, dict, DictPart::Values))
    }
    /// D.pop(k[,d]) -> v, remove specified key and return the corresponding value.
    ///
    /// If the key is not found, return the default if given; otherwise, raise a KeyError.
    "pop(self, key, default=<unrepresentable>, /)" fn pop(vm, dict: &DictObject, key: &Value, default: &Value) -> Value {
        if dict.map.get(vm).is_empty() {
            return if default.is_missing() { Err(vm.key_error(key)) } else { Ok(default.clone()) };
        }
        match vm.dict_remove(dict, key)? {
            Some((_, value)) => Ok(value),
            None if default.is_missing() => Err(vm.key_error(key)),
            None => Ok(default.clone()),
        }
    }
    /// Remove and return a (key, value) pair as a 2-tuple.
    ///
    /// Pairs are returned in LIFO (last-in, first-out) order. Raises KeyError if the dict is empty.
    "popitem(self, /)" fn popitem(vm, dict: &DictObject) -> Value {
        let map = dict.map.get_mut(vm);
        let Some(last) = map.entries().len().checked_sub(1) else {
            let message = vm.new_str("popitem(): dictionary is empty");
            return Err(vm.raise_with(Exc::KeyError, vec![message]));
        };
        let (key, value) = map.remove(last);
        Ok(vm.new_pair(key, value))
    }
    /// Insert key with a value of default if key is not in the dictionary.
    ///
    /// Return the value for key if key is in the dictionary, else default.
    "setdefault(self, key, default=None, /)" fn setdefault(vm, dict: &DictObject, key: &Value, default: &Value) -> Value {
        let hash = vm.hash(key)?;
        if let Some(number) = vm.find_in(&dict.map, hash, key)? {
            return Ok(dict.map.get(vm).entries()[number].value.clone());
        }
        let (key, value) = (key.clone(), default.clone());
        dict.map.get_mut(vm).insert_new(hash, key, value);
        Ok(default.clone())
    }
    /// D.update([E, ]**F) -> None. Update D from mapping/iterable E and F.
    "update(self, other=<unrepresentable>, /, **kwargs)"
    fn update_method(vm, dict: &DictObject, other: &Value, keywords: &Value) -> () {
        if !other.is_missing() {
            update(vm, dict, other)?;
        }
        if keywords.downcast::<DictObject>().is_some_and(|keywords| !keywords.map.get(vm).is_empty()) {
            vm.dict_update(dict, keywords)?;
        }
        Ok(())
    }
    /// Return a reverse iterator over the dict keys.
    "__reversed__(self, /)" fn reversed(vm, dict: &DictObject) -> Value {
        Ok(vm.new_dict_iterator(Ref::of(dict), DictPart::Keys, true))
    }
    /// See PEP 585.
    [class] "__class_getitem__(cls, item, /)" fn class_getitem(vm, class: &Value, item: &Value) -> Value {
        vm.generic_alias(class, item)
    }
}

/// The operations of dicts, also for native subclasses.
pub const SLOTS: Slots = Slots {
    repr: Some(repr),
    compare: Some(compare),
    length: Some(|vm, value| Ok(this::<DictObject>(vm, value)?.map.get(vm).len())),
    get_item: Some(get_item),
    set_item: Some(set_item),
    contains: Some(contains),
    iterate: Some(|vm, value| {
        let dict: &DictObject = this(vm, value)?;
        Ok(vm.new_dict_iterator(Ref::of(dict), DictPart::Keys, false))
    }),
    binary: Some(binary),
    in_place: Some(in_place),
    operators: &[BinaryOp::BitOr],
    in_place_operators: &[BinaryOp::BitOr],
    ..Slots::NONE
};

/// `dict`.
pub static DICT: NativeClass = NativeClass {
    name: "dict",
    doc: "dict() -> new empty dictionary\ndict(mapping) -> new dictionary initialized from a mapping object's\n    (key, value) pairs\ndict(iterable) -> new dictionary initialized from an iterable of pairs\ndict(**kwargs) -> new dictionary initialized with the name=value pairs\n    in the keyword argument list.  For example:  dict(one=1, two=2)",
    layout: Layout::Dict,
    slots: SLOTS,
    new: Some(new),
    init: Some(init),
    methods: METHODS,
    flags: flags::MAPPING,
    ..NativeClass::EMPTY
};

/// `__init__` of dicts, for native subclasses.
pub fn initialise(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<()> {
    init(vm, value, arguments)
}

/// The dict's own repr, for native subclasses.
pub fn repr_text(vm: &mut Vm, dict: &DictObject) -> Outcome<String> {
    let text = repr(vm, &value_of(dict))?;
    vm.string(&text)
}
