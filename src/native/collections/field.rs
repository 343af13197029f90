//! `collections._tuplegetter`: a field of a named tuple, a data descriptor that reads one item.
use crate::gil::GilCell;
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::object::builtin::Exc;
use crate::object::class::ClassObject;
use crate::object::heap::Ref;
use crate::object::native::Payload;
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

struct Field {
    index: usize,
    doc: GilCell<Value>,
}

impl Payload for Field {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        crate::object::cycle::visit_cell(&self.doc, visit);
    }
}

fn field<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a Field> {
    match value.payload::<Field>() {
        Some(field) => Ok(field),
        None => Err(vm.type_error("expected a field of a named tuple")),
    }
}

fn get(vm: &mut Vm, value: &Value, instance: Option<&Value>, _: &Value) -> Outcome<Value> {
    let Some(instance) = instance.filter(|instance| !instance.is_none()) else {
        return Ok(value.clone());
    };
    let index = field(vm, value)?.index;
    match instance.downcast::<TupleObject>() {
        Some(tuple) => match tuple.items().get(index) {
            Some(item) => Ok(item.clone()),
            None => Err(vm.raise(Exc::IndexError, "tuple index out of range")),
        },
        None => {
            let name = vm.class_name(instance);
            Err(vm.type_error(format!(
                "descriptor for index '{index}' for tuple subclasses doesn't apply to '{name}' object"
            )))
        }
    }
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "_tuplegetter(index, doc, /)")?;
    let index = vm.index(&bound[0])?;
    let Some(index) = index.as_int().and_then(|index| usize::try_from(index).ok()) else {
        return Err(vm.value_error("the index of a field is not negative"));
    };
    let doc = GilCell::new(bound[1].clone());
    Ok(vm.new_native(class, Field { index, doc }))
}

crate::native_functions! { static METHODS;
    /// Helper for pickle.
    "__reduce__(self, /)" fn reduce(vm, this: &Value) -> Value {
        let class = vm.class_of(this).to_value();
        let field = field(vm, this)?;
        let doc = field.doc.get(vm).clone();
        let arguments = vm.new_tuple(vec![Value::int(field.index as i64), doc]);
        Ok(vm.new_pair(class, arguments))
    }
}

/// `collections._tuplegetter`.
pub static FIELD: NativeClass = NativeClass {
    name: "collections._tuplegetter",
    doc: "",
    layout: crate::object::heap::Layout::Native,
    slots: Slots {
        descriptor_get: Some(get),
        descriptor_set: Some(|vm, _, _, new| {
            let what = if new.is_some() { "set" } else { "delete" };
            Err(vm.raise(Exc::AttributeError, format!("can't {what} attribute")))
        }),
        repr: Some(|vm, this| {
            let field = field(vm, this)?;
            let (index, doc) = (field.index, field.doc.get(vm).clone());
            let doc = vm.repr_text(&doc)?;
            Ok(vm.new_str(&format!("_tuplegetter({index}, {doc})")))
        }),
        ..Slots::NONE
    },
    new: Some(new),
    init: Some(|_, _, _| Ok(())),
    methods: METHODS,
    getset: &[GetSetDefinition {
        name: "__doc__",
        doc: "",
        get: |vm, value| Ok(field(vm, value)?.doc.get(vm).clone()),
        set: Some(|vm, value, new| {
            let field = field(vm, value)?;
            let new = new.cloned().unwrap_or(Value::NONE);
            drop(field.doc.replace(vm.gil(), new));
            Ok(())
        }),
    }],
    ..NativeClass::EMPTY
};
