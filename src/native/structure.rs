//! Structure sequences: tuples whose items have names (`time.struct_time`, `os.stat_result` …), some names beyond the items.
//!
//! Enters: a row made by [`structure!`](crate::structure). Leaves: the class, and instances by [`make`].

use crate::native::Arguments;
use crate::native::NativeClass;
use crate::object::class::ClassObject;
use crate::object::dict::DictObject;
use crate::object::heap::Ref;
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// A structure sequence.
pub struct Structure {
    /// Its class.
    pub class: &'static NativeClass,
    /// Names of the items in order.
    pub items: &'static [&'static str],
    /// Names that are no items.
    pub hidden: &'static [&'static str],
}

/// Makes a structure sequence: its description and its class. After the items come items whose names mean something else (one of the
/// hidden ones), and the hidden names.
#[macro_export]
macro_rules! structure {
    ($(#[$doc:meta])* $visibility:vis static $name:ident, $class:ident = $title:literal, $text:literal,
     [$($index:literal $field:ident)*], [$($shadowed:ident)*], [$($hidden:ident)*]) => {
        $(#[$doc])*
        $visibility static $class: $crate::native::NativeClass = $crate::native::NativeClass {
            name: $title,
            doc: $text,
            base: Some(&$crate::native::types::tuple::TUPLE),
            layout: $crate::object::heap::Layout::Tuple,
            slots: $crate::native::Slots {
                repr: Some(|vm, value| $crate::native::structure::repr(vm, value, &$name)),
                ..$crate::native::types::tuple::TUPLE.slots
            },
            new: Some(|vm, class, arguments| $crate::native::structure::new(vm, class, arguments, &$name)),
            getset: &[$($crate::native::GetSetDefinition {
                name: stringify!($field),
                doc: "",
                get: |_, value| Ok($crate::native::structure::item(value, $index)),
                set: None,
            },)*],
            methods: $crate::native::structure::METHODS,
            flags: $crate::object::class::flags::HAS_DICT | $crate::object::class::flags::SEQUENCE,
            ..$crate::native::NativeClass::EMPTY
        };
        $(#[$doc])*
        $visibility static $name: $crate::native::structure::Structure = $crate::native::structure::Structure {
            class: &$class,
            items: &[$(stringify!($field),)* $(stringify!($shadowed),)*],
            hidden: &[$(stringify!($hidden),)*],
        };
    };
}

crate::native_functions! { pub(crate) static METHODS;
    /// Helper of pickle.
    "__reduce__(self, /)" fn reduce(vm, value: &Value) -> Value {
        let class = vm.class_of(value).to_value();
        let items = value.downcast::<TupleObject>().map_or(Vec::new(), |tuple| tuple.items().to_vec());
        let items = vm.new_tuple(items);
        let state = vm.attribute_dict(value).map_or(Value::NONE, Ref::into_value);
        let arguments = vm.new_pair(items, state);
        Ok(vm.new_pair(class, arguments))
    }
}

/// The item with this index.
pub fn item(value: &Value, index: usize) -> Value {
    value
        .downcast::<TupleObject>()
        .and_then(|tuple| tuple.items().get(index).cloned())
        .unwrap_or(Value::NONE)
}

/// An instance of these items, and the values of the hidden names.
pub fn make(
    vm: &mut Vm,
    structure: &'static Structure,
    items: Vec<Value>,
    hidden: Vec<Value>,
) -> Outcome<Value> {
    let class = vm.native_class(structure.class)?;
    Ok(make_of(vm, &class, structure, items, hidden))
}

fn make_of(
    vm: &mut Vm,
    class: &Ref<ClassObject>,
    structure: &'static Structure,
    items: Vec<Value>,
    hidden: Vec<Value>,
) -> Value {
    let value = vm
        .new_tuple_of_shape(class.root_shape.get(), items)
        .into_value();
    for (name, item) in structure.hidden.iter().zip(hidden) {
        vm.set_exception_attribute(&value, name, item);
    }
    value
}

/// `structure(sequence, dict)`.
pub fn new(
    vm: &mut Vm,
    class: &Ref<ClassObject>,
    arguments: Arguments,
    structure: &'static Structure,
) -> Outcome<Value> {
    let bound = arguments.bind(vm, "structseq(sequence, dict=None)")?;
    let name = structure.class.name;
    if !vm.is_iterable(&bound[0]) {
        return Err(vm.type_error("constructor requires a sequence"));
    }
    let mut items = vm.collect(&bound[0])?;
    let (least, most) = (
        structure.items.len(),
        structure.items.len() + structure.hidden.len(),
    );
    let count = items.len();
    if count < least || count > most {
        let bound = if least == most {
            format!("a {least}-sequence")
        } else if count < least {
            format!("an at least {least}-sequence")
        } else {
            format!("an at most {most}-sequence")
        };
        return Err(vm.type_error(format!("{name}() takes {bound} ({count}-sequence given)")));
    }
    let mut hidden = items.split_off(least);
    let given = bound[1].to_ref::<DictObject>();
    for name in &structure.hidden[hidden.len()..] {
        let value = given.as_ref().and_then(|dict| vm.dict_get_str(dict, name));
        hidden.push(value.unwrap_or(Value::NONE));
    }
    Ok(make_of(vm, class, structure, items, hidden))
}

/// `module.Class(name=value, …)`.
pub fn repr(vm: &mut Vm, value: &Value, structure: &'static Structure) -> Outcome<Value> {
    let mut text = format!("{}(", structure.class.name);
    for (at, name) in structure.items.iter().enumerate() {
        let shown = vm.repr_text(&item(value, at))?;
        text.push_str(&format!(
            "{}{name}={shown}",
            if at == 0 { "" } else { ", " }
        ));
    }
    text.push(')');
    Ok(vm.new_str(&text))
}

/// Gives the class the attributes that describe it.
pub fn describe(vm: &mut Vm, structure: &'static Structure) -> Outcome<()> {
    let class = vm.native_class(structure.class)?;
    let names = structure.items.iter().map(|name| vm.intern(name)).collect();
    let names = vm.new_tuple(names);
    let namespace = class.dict(vm);
    vm.dict_set_str(namespace, "__match_args__", names);
    let (items, all) = (
        structure.items.len() as i64,
        (structure.items.len() + structure.hidden.len()) as i64,
    );
    for (name, number) in [
        ("n_sequence_fields", items),
        ("n_fields", all),
        ("n_unnamed_fields", 0),
    ] {
        vm.dict_set_str(namespace, name, Value::int(number));
    }
    vm.bump_class_version();
    Ok(())
}
