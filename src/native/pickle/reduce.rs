//! Reductions: how to make an object again. What `__reduce_ex__` gave is checked here, and `object.__reduce_ex__` of protocol 2 and
//! up is made here.

use super::pickling_error;
use crate::native::SpecialMethod;
use crate::native::arguments::add_keywords;
use crate::native::types::object::OBJECT;
use crate::object::builtin::Builtin;
use crate::object::class::{ClassObject, flags};
use crate::object::dict::DictObject;
use crate::object::heap::{Layout, Ref};
use crate::object::instance::InstanceObject;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// The call that makes an object.
pub enum Maker {
    /// `function(*arguments)`.
    Call {
        /// The function.
        function: Value,
        /// A tuple.
        arguments: Value,
    },
    /// `class.__new__(class, *arguments)`.
    NewObject {
        /// The class.
        class: Value,
        /// A tuple.
        arguments: Value,
    },
    /// `class.__new__(class, *arguments, **keywords)`.
    NewObjectWithKeywords {
        /// The class.
        class: Value,
        /// A tuple.
        arguments: Value,
        /// A dict.
        keywords: Value,
    },
}

/// How to make an object and what to fill it with.
pub struct Reduction {
    /// Makes it.
    pub maker: Maker,
    /// For `__setstate__`, or the attributes.
    pub state: Option<Value>,
    /// An iterator over items to append.
    pub items: Option<Value>,
    /// An iterator over pairs to set, or a plain dict of them.
    pub pairs: Option<Value>,
    /// Called with the object and the state instead of `__setstate__`.
    pub setter: Option<Value>,
}

impl Reduction {
    /// A call that does it all.
    pub fn of(maker: Maker) -> Reduction {
        Reduction {
            maker,
            state: None,
            items: None,
            pairs: None,
            setter: None,
        }
    }
}

/// Checks the tuple that a reducer gave.
pub fn read(vm: &mut Vm, parts: &[Value], protocol: u8) -> Outcome<Reduction> {
    let (function, arguments) = match parts {
        [function, arguments, ..] if parts.len() <= 6 => (function, arguments),
        _ => {
            let message = "tuple returned by __reduce__ must contain 2 through 6 elements";
            return Err(pickling_error(vm, message));
        }
    };
    if !vm.is_callable(function) {
        let message = "first item of the tuple returned by __reduce__ must be callable";
        return Err(pickling_error(vm, message));
    }
    let Some(items) = arguments.downcast::<TupleObject>().map(TupleObject::items) else {
        let message = "second item of the tuple returned by __reduce__ must be a tuple";
        return Err(pickling_error(vm, message));
    };
    let given = |at: usize| parts.get(at).filter(|part| !part.is_none()).cloned();
    for (at, which, what) in [
        (3, "fourth", "an iterator"),
        (4, "fifth", "an iterator"),
        (5, "sixth", "a function"),
    ] {
        let Some(part) = given(at) else { continue };
        let fits = if at == 5 {
            vm.is_callable(&part)
        } else {
            vm.is_iterator(&part)
        };
        if !fits {
            let name = vm.class_name(&part);
            return Err(pickling_error(
                vm,
                format!(
                    "{which} element of the tuple returned by __reduce__ must be {what}, not {name}"
                ),
            ));
        }
    }
    let name = if protocol >= 2 {
        vm.get_attribute_opt(function, "__name__")?
    } else {
        None
    };
    let name = name.as_ref().and_then(|name| name.downcast::<StrObject>());
    let maker = match name.map_or("", StrObject::as_str) {
        "__newobj_ex__" => new_object_with_keywords(vm, items)?,
        "__newobj__" => new_object(vm, items)?,
        _ => Maker::Call {
            function: function.clone(),
            arguments: arguments.clone(),
        },
    };
    Ok(Reduction {
        maker,
        state: given(2),
        items: given(3),
        pairs: given(4),
        setter: given(5),
    })
}

fn new_object(vm: &mut Vm, items: &[Value]) -> Outcome<Maker> {
    let [class, arguments @ ..] = items else {
        return Err(pickling_error(vm, "__newobj__ arglist is empty"));
    };
    if class.layout() != Some(Layout::Class) {
        return Err(pickling_error(
            vm,
            "args[0] from __newobj__ args is not a type",
        ));
    }
    Ok(Maker::NewObject {
        class: class.clone(),
        arguments: vm.new_tuple(arguments.to_vec()),
    })
}

fn new_object_with_keywords(vm: &mut Vm, items: &[Value]) -> Outcome<Maker> {
    let [class, arguments, keywords] = items else {
        let length = items.len();
        return Err(pickling_error(
            vm,
            format!("length of the NEWOBJ_EX argument tuple must be exactly 3, not {length}"),
        ));
    };
    for (which, part, layout, what) in [
        ("first", class, Layout::Class, "class"),
        ("second", arguments, Layout::Tuple, "tuple"),
        ("third", keywords, Layout::Dict, "dict"),
    ] {
        if part.layout() != Some(layout) {
            let name = vm.class_name(part);
            return Err(pickling_error(
                vm,
                format!("{which} item from NEWOBJ_EX argument tuple must be a {what}, not {name}"),
            ));
        }
    }
    Ok(Maker::NewObjectWithKeywords {
        class: class.clone(),
        arguments: arguments.clone(),
        keywords: keywords.clone(),
    })
}

/// `functools.partial(class.__new__, class, *arguments, **keywords)`, for protocols that have no instruction with keywords.
pub fn partial_new(
    vm: &mut Vm,
    class: &Value,
    arguments: &Value,
    keywords: &Value,
) -> Outcome<Value> {
    let module = vm.import_module("functools")?;
    let partial = vm.get_attribute_str(&module, "partial")?;
    let new = vm.get_attribute_str(class, "__new__")?;
    let mut values = vec![new, class.clone()];
    if let Some(arguments) = arguments.downcast::<TupleObject>() {
        values.extend_from_slice(arguments.items());
    }
    let names = add_keywords(vm, keywords, &mut values);
    vm.call_with(
        &partial,
        crate::native::Arguments::with_names(&values, &names),
    )
}

/// True for classes whose native base brings its own `__reduce__` or `__reduce_ex__`.
pub fn has_native_reduction(vm: &Vm, class: &Ref<ClassObject>) -> bool {
    let object = vm.class(Builtin::Object);
    [SpecialMethod::Reduce, SpecialMethod::ReduceEx]
        .iter()
        .any(|&method| {
            let name = vm.special_name(method);
            let (own, plain) = (vm.lookup(class, name), vm.lookup(object, name));
            own.map(|own| own.identity()) != plain.map(|plain| plain.identity())
        })
}

/// The default reduction: a call of `__new__`, the state, and the items of lists and dicts.
pub fn default_reduction(vm: &mut Vm, value: &Value) -> Outcome<Reduction> {
    let class = vm.class_of(value).clone();
    let (arguments, keywords, has_arguments) = new_arguments(vm, value)?;
    let layout = class.layout;
    if !has_arguments {
        let is_plain = std::ptr::eq(class.native, &OBJECT) && layout == Layout::Instance;
        if !is_plain && !matches!(layout, Layout::List | Layout::Dict) {
            // Its content is out of reach: `__new__` alone would not bring it back.
            let name = if class.has(flags::LANGUAGE) {
                vm.name_of_class(&class)
            } else {
                class.native.name.to_string()
            };
            // What has a number of items of its own, in CPython, is named without quotes.
            return Err(vm.type_error(match name.as_str() {
                "memoryview" | "code" => format!("cannot pickle {name} objects"),
                _ => format!("cannot pickle '{name}' object"),
            }));
        }
    }
    let state = state_of(vm, value, &class)?;
    let items = match layout {
        Layout::List => Some(vm.iterate(value)?),
        _ => None,
    };
    let pairs = match layout {
        Layout::Dict => {
            let items = vm.call_method(value, "items", &[])?;
            Some(vm.iterate(&items)?)
        }
        _ => None,
    };
    let class = class.into_value();
    let is_empty = keywords
        .downcast::<DictObject>()
        .is_none_or(|keywords| keywords.map.get(vm).is_empty());
    let maker = if is_empty {
        Maker::NewObject { class, arguments }
    } else {
        Maker::NewObjectWithKeywords {
            class,
            arguments,
            keywords,
        }
    };
    Ok(Reduction {
        maker,
        state: Some(state).filter(|state| !state.is_none()),
        items,
        pairs,
        setter: None,
    })
}

/// What `__new__` gets: a tuple, a dict or None, and whether the class says so.
fn new_arguments(vm: &mut Vm, value: &Value) -> Outcome<(Value, Value, bool)> {
    let class = vm.class_of(value).to_value();
    let both = vm.intern("__getnewargs_ex__");
    let positional = vm.intern("__getnewargs__");
    if vm.find_attribute(&class, &both)?.is_some() {
        let pair = vm.call_method(value, "__getnewargs_ex__", &[])?;
        let Some(items) = pair.downcast::<TupleObject>().map(TupleObject::items) else {
            let name = vm.class_name(&pair);
            return Err(vm.type_error(format!(
                "__getnewargs_ex__ should return a tuple, not '{name}'"
            )));
        };
        let [arguments, keywords] = items else {
            let length = items.len();
            return Err(vm.value_error(format!(
                "__getnewargs_ex__ should return a tuple of length 2, not {length}"
            )));
        };
        if arguments.layout() != Some(Layout::Tuple) {
            let name = vm.class_name(arguments);
            return Err(vm.type_error(format!(
                "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{name}'"
            )));
        }
        if keywords.layout() != Some(Layout::Dict) {
            let name = vm.class_name(keywords);
            return Err(vm.type_error(format!(
                "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{name}'"
            )));
        }
        return Ok((arguments.clone(), keywords.clone(), true));
    }
    if vm.find_attribute(&class, &positional)?.is_some() {
        let arguments = vm.call_method(value, "__getnewargs__", &[])?;
        if arguments.layout() != Some(Layout::Tuple) {
            let name = vm.class_name(&arguments);
            return Err(vm.type_error(format!(
                "__getnewargs__ should return a tuple, not '{name}'"
            )));
        }
        // A tuple of its own: the one that the method gave may be in the memo under its own number.
        let items = arguments
            .downcast::<TupleObject>()
            .map_or(Vec::new(), |tuple| tuple.items().to_vec());
        return Ok((vm.new_tuple(items), Value::NONE, true));
    }
    Ok((vm.empty_tuple(), Value::NONE, false))
}

/// `value.__getstate__()`; for plain instances without asking, and without giving them a dict.
fn state_of(vm: &mut Vm, value: &Value, class: &Ref<ClassObject>) -> Outcome<Value> {
    let name = vm.intern("__getstate__");
    let own = vm.lookup(class, &name);
    let plain = vm.lookup(vm.class(Builtin::Object), &name);
    let is_plain = own.map(|own| own.identity()) == plain.map(|plain| plain.identity());
    if is_plain
        && class.member_count.get() == 0
        && let Some(instance) = value.downcast::<InstanceObject>()
        && !vm.shape(instance.header.shape()).in_dict
    {
        return Ok(attributes_of(vm, instance));
    }
    vm.call_method(value, "__getstate__", &[])
}

/// The attributes of an instance in a new dict; None if there are none.
fn attributes_of(vm: &mut Vm, instance: &InstanceObject) -> Value {
    let names = vm.shape(instance.header.shape()).names.clone();
    let dict = vm.new_dict();
    for (slot, name) in names.iter().enumerate() {
        if let Some(value) = instance.get_slot(vm, slot) {
            drop(vm.dict_set_name(&dict, name, value));
        }
    }
    if dict.map.get(vm).is_empty() {
        return Value::NONE;
    }
    dict.into_value()
}

/// `object.__reduce_ex__(protocol)` of protocol 2 and up, as the tuple that language code sees.
pub fn default_tuple(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let reduction = default_reduction(vm, value)?;
    let module = vm.import_module("copyreg")?;
    let (name, arguments) = match reduction.maker {
        Maker::NewObjectWithKeywords {
            class,
            arguments,
            keywords,
        } => ("__newobj_ex__", vec![class, arguments, keywords]),
        Maker::NewObject { class, arguments }
        | Maker::Call {
            function: class,
            arguments,
        } => {
            let mut all = vec![class];
            if let Some(arguments) = arguments.downcast::<TupleObject>() {
                all.extend_from_slice(arguments.items());
            }
            ("__newobj__", all)
        }
    };
    let function = vm.get_attribute_str(&module, name)?;
    let parts = vec![
        function,
        vm.new_tuple(arguments),
        reduction.state.unwrap_or(Value::NONE),
        reduction.items.unwrap_or(Value::NONE),
        reduction.pairs.unwrap_or(Value::NONE),
    ];
    Ok(vm.new_tuple(parts))
}
