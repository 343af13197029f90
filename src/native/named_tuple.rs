//! Tuples with named fields made by native code: `sys.version_info`, `os.stat_result`, `time.struct_time`.
use crate::native::arguments::Arguments;
use crate::native::{NativeClass, Slots};
use crate::object::builtin::Builtin;
use crate::object::class::ClassObject;
use crate::object::heap::{Layout, Ref};
use crate::object::native::Payload;
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// A field: reads the item with this index.
struct Field {
    index: usize,
}

impl Payload for Field {}

static FIELD: NativeClass = NativeClass {
    name: "member_descriptor",
    layout: Layout::Native,
    slots: Slots {
        descriptor_get: Some(|_, field, instance, _| {
            let (Some(field), Some(instance)) = (field.payload::<Field>(), instance) else {
                return Ok(field.clone());
            };
            let items = instance
                .downcast::<TupleObject>()
                .map_or(&[][..], TupleObject::items);
            Ok(items.get(field.index).cloned().unwrap_or(Value::NONE))
        }),
        descriptor_set: Some(|vm, _, _, _| {
            Err(vm.raise(
                crate::object::builtin::Exc::AttributeError,
                "readonly attribute",
            ))
        }),
        ..Slots::NONE
    },
    ..NativeClass::EMPTY
};

crate::native_functions! { static METHODS;
    /// Return repr(self).
    "__repr__(self, /)" fn repr(vm, this: &Value) -> Value {
        let class = vm.class_of(this).clone();
        let name = vm.dotted_name(&class);
        let fields = vm.get_attribute_str(&class.to_value(), "__match_args__")?;
        let fields = vm.collect(&fields)?;
        let items = this.to_ref::<TupleObject>();
        let mut parts = Vec::new();
        for (field, item) in fields.iter().zip(items.iter().flat_map(|items| items.items())) {
            parts.push(format!("{}={}", vm.string(field)?, vm.repr_text(item)?));
        }
        Ok(vm.new_str(&format!("{name}({})", parts.join(", "))))
    }
    /// Helper for pickle.
    "__reduce__(self, /)" fn reduce(vm, this: &Value) -> Value {
        let class = vm.class_of(this).to_value();
        let items = vm.collect(this)?;
        let tuple = vm.new_tuple(items);
        let arguments = vm.new_tuple(vec![tuple]);
        Ok(vm.new_pair(class, arguments))
    }
    /// Make one from a sequence.
    [static] "__new__(cls, sequence, dict=None)" fn new(vm, class: &ClassObject, sequence: &Value, dict: &Value) -> Value {
        let items = vm.collect(sequence)?;
        let fields = vm.get_attribute_str(&Ref::of(class).into_value(), "__match_args__")?;
        let least = vm.length(&fields)?;
        let fewest = vm.dict_get_str(class.dict(vm), "n_sequence_fields").and_then(|count| count.as_int()).unwrap_or(least as i64);
        if items.len() < fewest as usize {
            let name = vm.dotted_name(class);
            crate::raise!(vm, TypeError, "{name}() takes an at least {fewest}-sequence ({}-sequence given)", items.len());
        }
        Ok(vm.new_tuple_of_shape(class.root_shape.get(), items).into_value())
    }
}

/// The class with this dotted name and these fields, made at first use.
pub fn class(vm: &mut Vm, name: &str, fields: &[String]) -> Outcome<Ref<ClassObject>> {
    let key = vm.intern(&format!("named tuple {name}"));
    let known = vm.hidden_dict();
    if let Some(class) = vm
        .dict_get_name(&known, &key)
        .and_then(|class| class.to_ref())
    {
        return Ok(class);
    }
    let (module, short) = name.rsplit_once('.').unwrap_or(("builtins", name));
    let namespace = vm.new_dict();
    let module = vm.intern(module);
    vm.dict_set_str(&namespace, "__module__", module);
    let slots = vm.empty_tuple();
    vm.dict_set_str(&namespace, "__slots__", slots);
    let names: Vec<Value> = fields.iter().map(|field| vm.intern(field)).collect();
    let names = vm.new_tuple(names);
    vm.dict_set_str(&namespace, "__match_args__", names);
    vm.dict_set_str(&namespace, "n_fields", Value::int(fields.len() as i64));
    vm.dict_set_str(
        &namespace,
        "n_sequence_fields",
        Value::int(fields.len() as i64),
    );
    vm.dict_set_str(&namespace, "n_unnamed_fields", Value::int(0));
    let field_class = vm.native_class(&FIELD)?;
    for (index, field) in fields.iter().enumerate() {
        let value = vm.new_native(&field_class, Field { index });
        vm.dict_set_str(&namespace, field, value);
    }
    let (base, meta) = (
        vm.class(Builtin::Tuple).to_value(),
        vm.class(Builtin::Type).clone(),
    );
    let (short, bases) = (vm.intern(short), vm.new_tuple(vec![base]));
    let base = vm.class(Builtin::Tuple).clone();
    for method in METHODS {
        let value = vm.native_method(method, &base);
        vm.dict_set_str(&namespace, method.name(), value);
    }
    let class = vm.make_class(&meta, &short, &bases, &namespace, Arguments::NONE)?;
    vm.dict_set_name(&known, &key, class.clone());
    class.to_ref().ok_or_else(|| vm.type_error("not a class"))
}

/// A tuple with named fields.
pub fn make(vm: &mut Vm, name: &str, fields: &[String], values: Vec<Value>) -> Outcome<Value> {
    let class = class(vm, name, fields)?;
    Ok(vm
        .new_tuple_of_shape(class.root_shape.get(), values)
        .into_value())
}
