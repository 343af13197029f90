//! Tuples with named items made by native code: `sys.version_info`, `pwd.struct_passwd`, `resource.struct_rusage`.
//!
//! Enters: a class that names its items, and the items. Leaves: a tuple. The class is a table, whose namespace is made only
//! if somebody looks into it; for any native module.
use crate::native::arguments::Arguments;
use crate::native::types::tuple::TUPLE;
use crate::native::{NativeClass, Slots};
use crate::object::class::{ClassObject, flags};
use crate::object::heap::{Layout, Ref};
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// What the tables of such classes have in common, for struct update: they give `name` and `fields`.
pub const NAMED_TUPLE: NativeClass = NativeClass {
    base: Some(&TUPLE),
    layout: Layout::Tuple,
    slots: Slots {
        repr: Some(repr),
        ..TUPLE.slots
    },
    new: Some(new),
    methods: METHODS,
    flags: TUPLE.flags | flags::FINAL,
    ..NativeClass::EMPTY
};

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let class = vm.class_of(value).clone();
    let items = value.to_ref::<TupleObject>();
    let mut parts = Vec::new();
    for (field, item) in class
        .native
        .fields
        .iter()
        .zip(items.iter().flat_map(|items| items.items()))
    {
        parts.push(format!("{field}={}", vm.repr_text(item)?));
    }
    let name = vm.dotted_name(&class);
    Ok(vm.new_str(&format!("{name}({})", parts.join(", "))))
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "__new__(sequence, dict=None)")?;
    let items = vm.collect(&bound[0])?;
    let (wanted, given) = (class.native.fields.len(), items.len());
    if given != wanted {
        let name = vm.dotted_name(class);
        return Err(vm.type_error(format!(
            "{name}() takes a {wanted}-sequence ({given}-sequence given)"
        )));
    }
    Ok(vm
        .new_tuple_of_shape(class.root_shape.get(), items)
        .into_value())
}

crate::native_functions! { static METHODS;
    /// Helper for pickle.
    "__reduce__(self, /)" fn reduce(vm, this: &Value) -> Value {
        let class = vm.class_of(this).to_value();
        let items = vm.collect(this)?;
        let tuple = vm.new_tuple(items);
        let arguments = vm.new_tuple(vec![tuple]);
        Ok(vm.new_pair(class, arguments))
    }
}

/// A tuple with named items.
pub fn make(vm: &mut Vm, class: &'static NativeClass, values: Vec<Value>) -> Outcome<Value> {
    debug_assert_eq!(class.fields.len(), values.len());
    let class = vm.native_class(class)?;
    Ok(vm
        .new_tuple_of_shape(class.root_shape.get(), values)
        .into_value())
}
