//! Functions, native functions, bound methods, cells and code objects as values.
use crate::native::arguments::Arguments;
use crate::native::{GetSetDefinition, NativeClass, Slots};
use crate::object::class::flags;
use crate::object::dict::DictObject;
use crate::object::function::{
    BoundMethodObject, CellObject, CodeObject, FunctionObject, NativeFunctionObject,
};
use crate::object::heap::{Layout, Ref};
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

fn function(vm: &mut Vm, value: &Value) -> Outcome<Ref<FunctionObject>> {
    value
        .to_ref()
        .ok_or_else(|| vm.type_error("expected a function"))
}

/// Refuses to write a field that only making a function sets.
fn read_only(vm: &mut Vm, _: &Value, _: Option<&Value>) -> Outcome<()> {
    Err(vm.raise(
        crate::object::builtin::Exc::AttributeError,
        "readonly attribute",
    ))
}

/// A plain field of functions: any value may be written, or None and values of one layout.
macro_rules! field {
    ($name:literal, $field:ident, $layout:expr, $what:literal) => {
        GetSetDefinition {
            name: $name,
            doc: "",
            get: |vm, value| Ok(function(vm, value)?.$field.get(vm).clone()),
            set: Some(|vm, value, new| {
                let function = function(vm, value)?;
                let new = new.cloned().unwrap_or(Value::NONE);
                if !new.is_none() && new.layout() != Some($layout) {
                    return Err(vm.type_error(concat!(
                        $name,
                        " must be set to ",
                        $what,
                        " object"
                    )));
                }
                drop(function.$field.replace(vm.gil(), new));
                Ok(())
            }),
        }
    };
    ($name:literal, $field:ident) => {
        GetSetDefinition {
            name: $name,
            doc: "",
            get: |vm, value| Ok(function(vm, value)?.$field.get(vm).clone()),
            set: Some(|vm, value, new| {
                let function = function(vm, value)?;
                drop(
                    function
                        .$field
                        .replace(vm.gil(), new.cloned().unwrap_or(Value::NONE)),
                );
                Ok(())
            }),
        }
    };
}

/// `function`.
pub static FUNCTION: NativeClass = NativeClass {
    name: "function",
    doc: "Create a function object.",
    layout: Layout::Function,
    slots: Slots {
        repr: Some(|vm, value| {
            let function = function(vm, value)?;
            let name = function.qualified_name.get(vm).clone();
            let name = vm.str_text(&name)?;
            Ok(vm.new_str(&format!(
                "<function {name} at {:#x}>",
                vm.identity_of(value)
            )))
        }),
        call: Some(|vm, value, arguments| vm.call_with(value, arguments)),
        descriptor_get: Some(|vm, value, instance, class| {
            vm.bind_descriptor(value, instance, class)
        }),
        ..Slots::NONE
    },
    new: Some(new_function),
    getset: &[
        field!("__defaults__", defaults, Layout::Tuple, "a tuple"),
        field!("__kwdefaults__", keyword_defaults, Layout::Dict, "a dict"),
        field!("__doc__", doc),
        field!("__module__", module),
        GetSetDefinition {
            name: "__name__",
            doc: "",
            get: |vm, value| Ok(function(vm, value)?.name.get(vm).clone()),
            set: Some(|vm, value, new| {
                let function = function(vm, value)?;
                match new {
                    Some(new) if new.layout() == Some(Layout::Str) => {
                        drop(function.name.replace(vm.gil(), new.clone()));
                        Ok(())
                    }
                    _ => Err(vm.type_error("__name__ must be set to a string object")),
                }
            }),
        },
        GetSetDefinition {
            name: "__qualname__",
            doc: "",
            get: |vm, value| Ok(function(vm, value)?.qualified_name.get(vm).clone()),
            set: Some(|vm, value, new| {
                let function = function(vm, value)?;
                match new {
                    Some(new) if new.layout() == Some(Layout::Str) => {
                        drop(function.qualified_name.replace(vm.gil(), new.clone()));
                        Ok(())
                    }
                    _ => Err(vm.type_error("__qualname__ must be set to a string object")),
                }
            }),
        },
        GetSetDefinition {
            name: "__annotations__",
            doc: "",
            get: |vm, value| {
                let function = function(vm, value)?;
                let found = function.annotations.get(vm).clone();
                if !found.is_none() {
                    return Ok(found);
                }
                let dict = vm.new_dict().into_value();
                function.annotations.replace(vm.gil(), dict.clone());
                Ok(dict)
            },
            set: Some(|vm, value, new| {
                let function = function(vm, value)?;
                drop(
                    function
                        .annotations
                        .replace(vm.gil(), new.cloned().unwrap_or(Value::NONE)),
                );
                Ok(())
            }),
        },
        GetSetDefinition {
            name: "__code__",
            doc: "",
            get: |vm, value| Ok(function(vm, value)?.code.get(vm).to_value()),
            set: Some(|vm, value, new| {
                let function = function(vm, value)?;
                let Some(code) = new.and_then(|new| new.to_ref::<CodeObject>()) else {
                    return Err(vm.type_error("__code__ must be set to a code object"));
                };
                let cells = function
                    .closure
                    .as_ref()
                    .map_or(0, |closure| closure.items().len());
                if code.code.free_names.len() != cells {
                    let name = function.name.get(vm).clone();
                    let name = vm.str_text(&name)?;
                    return Err(vm.value_error(format!(
                        "{name}() requires a code object with {cells} free vars, not {}",
                        code.code.free_names.len()
                    )));
                }
                function.entry.set(code.entry());
                let old = function.code.replace(vm.gil(), code);
                // A frame may still run the old code: it is kept as long as the interpreter.
                vm.keep_alive(old.into_value());
                Ok(())
            }),
        },
        GetSetDefinition {
            name: "__globals__",
            doc: "",
            get: |vm, value| Ok(function(vm, value)?.globals.to_value()),
            set: Some(read_only),
        },
        GetSetDefinition {
            name: "__builtins__",
            doc: "",
            get: |vm, value| {
                let globals = function(vm, value)?.globals.clone();
                Ok(vm.builtins_of(&globals).into_value())
            },
            set: None,
        },
        GetSetDefinition {
            name: "__closure__",
            doc: "",
            get: |vm, value| {
                Ok(function(vm, value)?
                    .closure
                    .as_ref()
                    .map_or(Value::NONE, Ref::to_value))
            },
            set: Some(read_only),
        },
        GetSetDefinition {
            name: "__type_params__",
            doc: "",
            get: |vm, _| Ok(vm.empty_tuple()),
            set: Some(|_, _, _| Ok(())),
        },
    ],
    flags: flags::HAS_DICT | flags::WEAK | flags::FINAL,
    ..NativeClass::EMPTY
};

fn new_function(
    vm: &mut Vm,
    _: &Ref<crate::object::class::ClassObject>,
    arguments: Arguments,
) -> Outcome<Value> {
    let bound = arguments.bind(
        vm,
        "function(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)",
    )?;
    let Some(code) = bound[0].to_ref::<CodeObject>() else {
        let name = vm.class_name(&bound[0]);
        return Err(vm.type_error(format!(
            "function() argument 'code' must be code, not {name}"
        )));
    };
    let Some(globals) = bound[1].to_ref::<DictObject>() else {
        let name = vm.class_name(&bound[1]);
        return Err(vm.type_error(format!(
            "function() argument 'globals' must be dict, not {name}"
        )));
    };
    let cells = bound[4]
        .downcast::<TupleObject>()
        .map_or(0, |closure| closure.items().len());
    if cells != code.code.free_names.len() {
        let name = &code.code.name;
        return Err(vm.value_error(format!(
            "{name} requires closure of length {}, not {cells}",
            code.code.free_names.len()
        )));
    }
    if let Some(closure) = bound[4].downcast::<TupleObject>()
        && closure
            .items()
            .iter()
            .any(|cell| cell.layout() != Some(Layout::Cell))
    {
        return Err(vm.type_error("arg 5 (closure) expected cell objects"));
    }
    let function = vm.new_function(
        &bound[0],
        globals,
        bound[4].clone(),
        bound[3].clone(),
        bound[5].clone(),
        Value::NONE,
    );
    if bound[2].layout() == Some(Layout::Str)
        && let Some(object) = function.downcast::<FunctionObject>()
    {
        object.name.replace(vm.gil(), bound[2].clone());
    }
    Ok(function)
}

fn native(vm: &mut Vm, value: &Value) -> Outcome<Ref<NativeFunctionObject>> {
    value
        .to_ref()
        .ok_or_else(|| vm.type_error("expected a built-in function"))
}

fn native_repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let native = native(vm, value)?;
    let name = native.definition.name();
    let text = match (&native.owner, native.receiver.is_missing()) {
        (Some(owner), true) => {
            let owner = vm.name_of_class(owner);
            let slot = name.starts_with("__") && name.ends_with("__");
            format!(
                "<{} '{name}' of '{owner}' objects>",
                if slot { "slot wrapper" } else { "method" }
            )
        }
        (_, false) => {
            let class = vm.class_name(&native.receiver);
            let slot = name.starts_with("__") && name.ends_with("__");
            let kind = if slot && native.owner.is_some() {
                "method-wrapper"
            } else {
                "built-in method"
            };
            if kind == "method-wrapper" {
                format!(
                    "<{kind} '{name}' of {class} object at {:#x}>",
                    vm.identity_of(&native.receiver)
                )
            } else {
                format!(
                    "<{kind} {name} of {class} object at {:#x}>",
                    vm.identity_of(&native.receiver)
                )
            }
        }
        (None, true) => format!("<built-in function {name}>"),
    };
    Ok(vm.new_str(&text))
}

const NATIVE_SLOTS: Slots = Slots {
    repr: Some(native_repr),
    call: Some(|vm, value, arguments| vm.call_with(value, arguments)),
    compare: Some(|_, op, left, right| {
        let same = match (
            left.downcast::<NativeFunctionObject>(),
            right.downcast::<NativeFunctionObject>(),
        ) {
            (Some(a), Some(b)) => {
                std::ptr::eq(a.definition, b.definition)
                    && a.receiver.is(&b.receiver)
                    && match (&a.owner, &b.owner) {
                        (Some(a), Some(b)) => a.is(b),
                        (None, None) => true,
                        _ => false,
                    }
            }
            _ => return Ok(Value::NOT_IMPLEMENTED),
        };
        Ok(match op {
            crate::native::CompareOp::Eq => Value::bool(same),
            crate::native::CompareOp::Ne => Value::bool(!same),
            _ => Value::NOT_IMPLEMENTED,
        })
    }),
    hash: Some(|vm, value| {
        let Some(native) = value.downcast::<NativeFunctionObject>() else {
            return Ok(0);
        };
        let function = match vm.is_seeded() {
            // Where the program lies in memory is not the same every time.
            true => vm.hash_of_text(native.definition.name()),
            false => (native.definition as *const _ as u64).rotate_right(4),
        };
        Ok(function ^ vm.identity_of(&native.receiver))
    }),
    descriptor_get: Some(|vm, value, instance, class| vm.bind_descriptor(value, instance, class)),
    ..Slots::NONE
};

static NATIVE_GETSET: &[GetSetDefinition] = &[
    GetSetDefinition {
        name: "__name__",
        doc: "",
        get: |vm, value| {
            let name = native(vm, value)?.definition.name();
            Ok(vm.new_str(name))
        },
        set: None,
    },
    GetSetDefinition {
        name: "__qualname__",
        doc: "",
        get: |vm, value| {
            let native = native(vm, value)?;
            let name = native.definition.name();
            let text = match &native.owner {
                Some(owner) => format!("{}.{name}", vm.name_of_class(owner)),
                None => name.to_string(),
            };
            Ok(vm.new_str(&text))
        },
        set: None,
    },
    GetSetDefinition {
        name: "__doc__",
        doc: "",
        get: |vm, value| {
            let doc = native(vm, value)?.definition.doc.trim();
            Ok(if doc.is_empty() {
                Value::NONE
            } else {
                vm.new_str(doc)
            })
        },
        set: None,
    },
    GetSetDefinition {
        name: "__module__",
        doc: "",
        get: |vm, value| {
            let native = native(vm, value)?;
            Ok(if native.owner.is_some() {
                Value::NONE
            } else {
                native.module.clone()
            })
        },
        set: None,
    },
    GetSetDefinition {
        name: "__self__",
        doc: "",
        get: |vm, value| {
            let native = native(vm, value)?;
            if !native.receiver.is_missing() {
                return Ok(native.receiver.clone());
            }
            match vm.str_text(&native.module.clone())?.as_str() {
                "None" => {
                    let name = vm.intern("__self__");
                    Err(vm.attribute_error(value, &name))
                }
                module => vm.import_module(module),
            }
        },
        set: None,
    },
    GetSetDefinition {
        name: "__objclass__",
        doc: "",
        get: |vm, value| match native(vm, value)?.owner.clone() {
            Some(owner) => Ok(owner.into_value()),
            None => {
                let name = vm.intern("__objclass__");
                Err(vm.attribute_error(value, &name))
            }
        },
        set: None,
    },
    GetSetDefinition {
        name: "__text_signature__",
        doc: "",
        get: |vm, value| {
            let signature = native(vm, value)?.definition.signature;
            let parameters = signature.find('(').map_or("()", |at| &signature[at..]);
            Ok(vm.new_str(&parameters.replacen("(self", "($self", 1)))
        },
        set: None,
    },
];

/// `builtin_function_or_method`.
pub static NATIVE_FUNCTION: NativeClass = NativeClass {
    name: "builtin_function_or_method",
    layout: Layout::NativeFunction,
    slots: NATIVE_SLOTS,
    methods: super::callable_reductions::NATIVE_METHODS,
    getset: NATIVE_GETSET,
    flags: flags::FINAL | flags::WEAK,
    ..NativeClass::EMPTY
};

/// `method_descriptor`.
pub static METHOD_DESCRIPTOR: NativeClass = NativeClass {
    name: "method_descriptor",
    layout: Layout::NativeFunction,
    slots: NATIVE_SLOTS,
    methods: super::callable_reductions::NATIVE_METHODS,
    getset: NATIVE_GETSET,
    flags: flags::FINAL | flags::WEAK,
    ..NativeClass::EMPTY
};

fn bound(vm: &mut Vm, value: &Value) -> Outcome<Ref<BoundMethodObject>> {
    value
        .to_ref()
        .ok_or_else(|| vm.type_error("expected a method"))
}

/// `method`.
pub static BOUND_METHOD: NativeClass = NativeClass {
    name: "method",
    doc: "Create a bound instance method object.",
    layout: Layout::BoundMethod,
    slots: Slots {
        repr: Some(|vm, value| {
            let method = bound(vm, value)?;
            let name = match vm.get_attribute_opt(&method.function, "__qualname__")? {
                Some(name) => vm.str_text(&name)?,
                None => "?".to_string(),
            };
            let receiver = vm.repr_text(&method.receiver)?;
            Ok(vm.new_str(&format!("<bound method {name} of {receiver}>")))
        }),
        call: Some(|vm, value, arguments| vm.call_with(value, arguments)),
        compare: Some(|vm, op, left, right| {
            let (Some(a), Some(b)) = (
                left.downcast::<BoundMethodObject>(),
                right.downcast::<BoundMethodObject>(),
            ) else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let same = a.receiver.is(&b.receiver) && vm.equal(&a.function, &b.function)?;
            Ok(match op {
                crate::native::CompareOp::Eq => Value::bool(same),
                crate::native::CompareOp::Ne => Value::bool(!same),
                _ => Value::NOT_IMPLEMENTED,
            })
        }),
        hash: Some(|vm, value| {
            let method = bound(vm, value)?;
            Ok(vm.hash(&method.function)? ^ vm.identity_of(&method.receiver).rotate_right(4))
        }),
        get_attribute: Some(|vm, value, name| {
            let class = vm.class_of(value).clone();
            if let Some(found) = vm.find_generic_attribute(value, &class, name)? {
                return Ok(Some(found));
            }
            let function = bound(vm, value)?.function.clone();
            vm.get_attribute(&function, name).map(Some)
        }),
        descriptor_get: Some(|_, value, _, _| Ok(value.clone())),
        ..Slots::NONE
    },
    new: Some(|vm, _, arguments| {
        let bound = arguments.bind(vm, "method(function, instance, /)")?;
        if !vm.is_callable(&bound[0]) {
            return Err(vm.type_error("first argument must be callable"));
        }
        if bound[1].is_none() {
            return Err(vm.type_error("instance must not be None"));
        }
        Ok(vm.new_bound_method(bound[0].clone(), bound[1].clone()))
    }),
    methods: super::callable_reductions::BOUND_METHODS,
    getset: &[
        GetSetDefinition {
            name: "__func__",
            doc: "the function (or other callable) implementing a method",
            get: |vm, value| Ok(bound(vm, value)?.function.clone()),
            set: None,
        },
        GetSetDefinition {
            name: "__self__",
            doc: "the instance to which a method is bound",
            get: |vm, value| Ok(bound(vm, value)?.receiver.clone()),
            set: None,
        },
        GetSetDefinition {
            name: "__doc__",
            doc: "",
            get: |vm, value| {
                let function = bound(vm, value)?.function.clone();
                vm.get_attribute_str(&function, "__doc__")
            },
            set: None,
        },
    ],
    flags: flags::FINAL | flags::WEAK,
    ..NativeClass::EMPTY
};

fn cell(vm: &mut Vm, value: &Value) -> Outcome<Ref<CellObject>> {
    value
        .to_ref()
        .ok_or_else(|| vm.type_error("expected a cell"))
}

/// `cell`.
pub static CELL: NativeClass = NativeClass {
    name: "cell",
    layout: Layout::Cell,
    slots: Slots {
        repr: Some(|vm, value| {
            let inner = cell(vm, value)?;
            let content = match vm.cell_content(&inner) {
                Some(content) => format!(
                    "{} object at {:#x}",
                    vm.class_name(&content),
                    vm.identity_of(&content)
                ),
                None => "empty".to_string(),
            };
            Ok(vm.new_str(&format!(
                "<cell at {:#x}: {content}>",
                vm.identity_of(value)
            )))
        }),
        compare: Some(|vm, op, left, right| {
            let (Some(a), Some(b)) = (left.to_ref::<CellObject>(), right.to_ref::<CellObject>())
            else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            match (vm.cell_content(&a), vm.cell_content(&b)) {
                (Some(a), Some(b)) => vm.compare(op, &a, &b),
                (a, b) => Ok(Value::bool(op.holds(a.is_some().cmp(&b.is_some())))),
            }
        }),
        ..Slots::NONE
    },
    new: Some(|vm, _, arguments| {
        let bound = arguments.bind(vm, "cell(contents=<missing>, /)")?;
        let content = (!bound[0].is_missing()).then(|| bound[0].clone());
        Ok(vm.new_cell(content).into_value())
    }),
    getset: &[GetSetDefinition {
        name: "cell_contents",
        doc: "",
        get: |vm, value| {
            let cell = cell(vm, value)?;
            match vm.cell_content(&cell) {
                Some(content) => Ok(content),
                None => Err(vm.value_error("cell is empty")),
            }
        },
        set: Some(|vm, value, new| {
            let cell = cell(vm, value)?;
            vm.set_cell(&cell, new.cloned());
            Ok(())
        }),
    }],
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

/// `code`.
pub static CODE: NativeClass = NativeClass {
    name: "code",
    layout: Layout::Code,
    slots: super::code::SLOTS,
    methods: super::code::METHODS,
    getset: super::code::GETSET,
    flags: flags::FINAL | flags::WEAK,
    ..NativeClass::EMPTY
};
