//! `collections.defaultdict`: a dict whose missing items a factory makes. The factory lies in the attribute dict behind it.
use crate::native::special::{BinaryOp, SpecialMethod};
use crate::native::types::containers::this;
use crate::native::types::dict;
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::object::class::flags;
use crate::object::dict::DictObject;
use crate::object::heap::Layout;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// The name of the attribute.
const FACTORY: &str = "default_factory";

fn factory(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let attributes = vm.attribute_dict(value);
    Ok(attributes
        .and_then(|attributes| vm.dict_get_str(&attributes, FACTORY))
        .unwrap_or(Value::NONE))
}

fn set_factory(vm: &mut Vm, value: &Value, new: Option<&Value>) -> Outcome<()> {
    if let Some(attributes) = vm.attribute_dict(value) {
        vm.dict_set_str(&attributes, FACTORY, new.cloned().unwrap_or(Value::NONE));
    }
    Ok(())
}

fn init(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<()> {
    let Some(first) = arguments.positional().first() else {
        set_factory(vm, value, None)?;
        return dict::initialise(vm, value, arguments);
    };
    if !first.is_none() && !vm.is_callable(first) {
        return Err(vm.type_error("first argument must be callable or None"));
    }
    set_factory(vm, value, Some(first))?;
    dict::initialise(vm, value, arguments.rest())
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<Value> {
    let dict: &DictObject = this(vm, value)?;
    if let Some(item) = vm.dict_get(dict, key)? {
        return Ok(item);
    }
    if vm.overrides(value, SpecialMethod::Missing)
        && let Some(missing) = vm.find_special(value, SpecialMethod::Missing)
    {
        return vm.call_found(&missing, value, std::slice::from_ref(key));
    }
    make_missing(vm, value, key)
}

fn make_missing(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<Value> {
    let factory = factory(vm, value)?;
    if factory.is_none() {
        return Err(vm.key_error(key));
    }
    let item = vm.call(&factory, &[])?;
    vm.set_item(value, key, Some(&item))?;
    Ok(item)
}

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let dict: &DictObject = this(vm, value)?;
    let factory = factory(vm, value)?;
    // A factory that is bound to this very dict would never come to an end.
    let shown = vm
        .guard_repr(&factory, |vm| vm.repr_text(&factory))?
        .unwrap_or_else(|| "...".to_string());
    let items = dict::repr_text(vm, dict)?;
    let name = vm.class_name(value);
    Ok(vm.new_str(&format!("{name}({shown}, {items})")))
}

fn copy_of(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let (class, factory) = (vm.class_of(value).to_value(), factory(vm, value)?);
    vm.call(&class, &[factory, value.clone()])
}

fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    if op != BinaryOp::BitOr
        || left.layout() != Some(Layout::Dict)
        || right.layout() != Some(Layout::Dict)
    {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let own = if std::ptr::eq(vm.class_of(left).native, &DEFAULTDICT) {
        left
    } else {
        right
    };
    let class = vm.class_of(own).to_value();
    let factory = factory(vm, own)?;
    let joined = vm.call(&class, &[factory, left.clone()])?;
    let dict: &DictObject = this(vm, &joined)?;
    vm.dict_update(dict, right)?;
    Ok(joined)
}

crate::native_functions! { static METHODS;
    /// Called by __getitem__ for missing key; calls the factory, stores and returns its result.
    "__missing__(self, key, /)" fn missing(vm, value: &Value, key: &Value) -> Value {
        make_missing(vm, value, key)
    }
    /// D.copy() -> a shallow copy of D.
    "copy(self, /)" fn copy(vm, value: &Value) -> Value {
        copy_of(vm, value)
    }
    /// D.copy() -> a shallow copy of D.
    "__copy__(self, /)" fn dunder_copy(vm, value: &Value) -> Value {
        copy_of(vm, value)
    }
    /// Return state information for pickling.
    "__reduce__(self, /)" fn reduce(vm, value: &Value) -> Value {
        let (class, factory) = (vm.class_of(value).to_value(), factory(vm, value)?);
        let arguments = if factory.is_none() { Vec::new() } else { vec![factory] };
        let arguments = vm.new_tuple(arguments);
        let items = vm.call_method(value, "items", &[])?;
        let items = vm.iterate(&items)?;
        Ok(vm.new_tuple(vec![class, arguments, Value::NONE, Value::NONE, items]))
    }
}

/// `collections.defaultdict`.
pub static DEFAULTDICT: NativeClass = NativeClass {
    name: "collections.defaultdict",
    doc: "defaultdict(default_factory=None, /, [...]) --> dict with default factory\n\nThe default factory is called without arguments to produce\na new value when a key is not present, in __getitem__ only.",
    base: Some(&dict::DICT),
    layout: Layout::Dict,
    slots: Slots {
        repr: Some(repr),
        get_item: Some(get_item),
        binary: Some(binary),
        ..dict::SLOTS
    },
    new: Some(dict::new),
    init: Some(init),
    methods: METHODS,
    getset: &[GetSetDefinition {
        name: FACTORY,
        doc: "Factory for default value called by __missing__().",
        get: factory,
        set: Some(set_factory),
    }],
    flags: flags::MAPPING | flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};
