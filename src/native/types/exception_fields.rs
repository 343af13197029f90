//! Attributes and methods of the exception classes.
use super::exception::{arguments_of, exception, field, set_field, set_state};
use crate::native::GetSetDefinition;
use crate::object::exception::{ExceptionObject, TracebackObject};
use crate::object::heap::Layout;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// Numbers of the fields of each family.
pub mod number {
    /// `StopIteration.value`, `SystemExit.code`.
    pub const VALUE: usize = 0;
    /// `msg` of ImportError and SyntaxError.
    pub const MESSAGE: usize = 0;
    /// `ImportError.name`.
    pub const MODULE: usize = 1;
    /// `ImportError.path`.
    pub const PATH: usize = 2;
    /// `ImportError.name_from`.
    pub const NAME_FROM: usize = 3;
    /// `name` of NameError and AttributeError.
    pub const WRONG_NAME: usize = 0;
    /// `AttributeError.obj`.
    pub const OBJECT_OF: usize = 1;
    /// NameError: the value of `self` where it was raised; no attribute.
    pub const SELF_OF_NAME: usize = 1;
    /// AttributeError: True if raised by a method of `obj`; no attribute.
    pub const IS_SELF: usize = 2;
    /// `OSError.errno`.
    pub const ERRNO: usize = 0;
    /// `OSError.strerror`.
    pub const STRERROR: usize = 1;
    /// `filename` of OSError.
    pub const FILENAME: usize = 2;
    /// `filename2` of OSError.
    pub const FILENAME2: usize = 3;
    /// `characters_written` of OSError.
    pub const CHARACTERS_WRITTEN: usize = 4;
    /// `SyntaxError.filename`.
    pub const FILE: usize = 1;
    /// `SyntaxError.lineno`.
    pub const LINE: usize = 2;
    /// `SyntaxError.offset`.
    pub const OFFSET: usize = 3;
    /// `SyntaxError.text`.
    pub const TEXT: usize = 4;
    /// `SyntaxError.end_lineno`.
    pub const END_LINE: usize = 5;
    /// `SyntaxError.end_offset`.
    pub const END_OFFSET: usize = 6;
    /// `SyntaxError.print_file_and_line`.
    pub const PRINT: usize = 7;
    /// `encoding` of Unicode errors.
    pub const ENCODING: usize = 0;
    /// `object` of Unicode errors.
    pub const OBJECT: usize = 1;
    /// `start` of Unicode errors.
    pub const START: usize = 2;
    /// `end` of Unicode errors.
    pub const END: usize = 3;
    /// `reason` of Unicode errors.
    pub const REASON: usize = 4;
    /// `message` of groups.
    pub const GROUP_MESSAGE: usize = 0;
    /// `exceptions` of groups: a tuple.
    pub const EXCEPTIONS: usize = 1;
}
use number::*;

fn get(vm: &mut Vm, this: &Value, number: usize) -> Outcome<Value> {
    let object = exception(vm, this)?;
    Ok(field(vm, &object, number).unwrap_or(Value::NONE))
}
fn set(vm: &mut Vm, this: &Value, number: usize, value: Option<&Value>) -> Outcome<()> {
    let object = exception(vm, this)?;
    set_field(
        vm,
        &object,
        number,
        value.cloned().unwrap_or(Value::MISSING),
    );
    Ok(())
}

macro_rules! attributes {
    ($($table:ident: $($name:literal $number:ident $doc:literal;)*)*) => { $(
        /// Attributes of the family.
        pub const $table: &[GetSetDefinition] = &[$(GetSetDefinition {
            name: $name,
            doc: $doc,
            get: |vm, this| get(vm, this, $number),
            set: Some(|vm, this, value| set(vm, this, $number, value)),
        },)*];
    )* };
}
attributes! {
    STOP: "value" VALUE "generator return value";
    EXIT: "code" VALUE "exception code";
    IMPORT: "msg" MESSAGE "exception message"; "name" MODULE "module name"; "path" PATH "module path";
        "name_from" NAME_FROM "name imported from module";
    NAME: "name" WRONG_NAME "name";
    ATTRIBUTE: "name" WRONG_NAME "attribute name"; "obj" OBJECT_OF "object";
    SYNTAX: "msg" MESSAGE "exception msg"; "filename" FILE "exception filename"; "lineno" LINE "exception lineno";
        "offset" OFFSET "exception offset"; "text" TEXT "exception text"; "end_lineno" END_LINE "exception end lineno";
        "end_offset" END_OFFSET "exception end offset"; "print_file_and_line" PRINT "exception print_file_and_line";
    UNICODE: "encoding" ENCODING "exception encoding"; "object" OBJECT "exception object";
        "start" START "exception start"; "end" END "exception end"; "reason" REASON "exception reason";
}

/// Attributes of OSError.
pub const SYSTEM: &[GetSetDefinition] = &[
    GetSetDefinition {
        name: "errno",
        doc: "POSIX exception code",
        get: |vm, this| get(vm, this, ERRNO),
        set: Some(|vm, this, value| set(vm, this, ERRNO, value)),
    },
    GetSetDefinition {
        name: "strerror",
        doc: "exception strerror",
        get: |vm, this| get(vm, this, STRERROR),
        set: Some(|vm, this, value| set(vm, this, STRERROR, value)),
    },
    GetSetDefinition {
        name: "filename",
        doc: "exception filename",
        get: |vm, this| get(vm, this, FILENAME),
        set: Some(|vm, this, value| set(vm, this, FILENAME, value)),
    },
    GetSetDefinition {
        name: "filename2",
        doc: "second exception filename",
        get: |vm, this| get(vm, this, FILENAME2),
        set: Some(|vm, this, value| set(vm, this, FILENAME2, value)),
    },
    GetSetDefinition {
        name: "characters_written",
        doc: "",
        get: |vm, this| {
            let object = exception(vm, this)?;
            match field(vm, &object, CHARACTERS_WRITTEN) {
                Some(written) => Ok(written),
                None => crate::raise!(vm, AttributeError, "characters_written"),
            }
        },
        set: Some(|vm, this, value| {
            let value = match value {
                Some(value) => Some(Value::int(vm.index_i64(value)?)),
                None => None,
            };
            set(vm, this, CHARACTERS_WRITTEN, value.as_ref())
        }),
    },
];

/// Attributes of groups.
pub const GROUP: &[GetSetDefinition] = &[
    GetSetDefinition {
        name: "message",
        doc: "exception message",
        get: |vm, this| get(vm, this, GROUP_MESSAGE),
        set: None,
    },
    GetSetDefinition {
        name: "exceptions",
        doc: "nested exceptions",
        get: |vm, this| get(vm, this, EXCEPTIONS),
        set: None,
    },
];

/// What `__cause__` or `__context__` may be.
fn linked(vm: &mut Vm, value: Option<&Value>, what: &str) -> Outcome<Value> {
    match value {
        None => crate::raise!(vm, TypeError, "__{what}__ may not be deleted"),
        Some(value) if value.is_none() || value.layout() == Some(Layout::Exception) => {
            Ok(value.clone())
        }
        Some(_) => crate::raise!(
            vm,
            TypeError,
            "exception {what} must be None or derive from BaseException"
        ),
    }
}

fn set_traceback(vm: &mut Vm, this: &Value, value: Option<&Value>) -> Outcome<()> {
    let object = exception(vm, this)?;
    match value {
        None => crate::raise!(vm, TypeError, "__traceback__ may not be deleted"),
        Some(value) if value.is_none() || value.downcast::<TracebackObject>().is_some() => {
            drop(object.traceback.replace(vm.gil(), value.clone()));
            Ok(())
        }
        Some(_) => crate::raise!(vm, TypeError, "__traceback__ must be a traceback or None"),
    }
}

/// Attributes of all exceptions.
pub const BASE: &[GetSetDefinition] = &[
    GetSetDefinition {
        name: "args",
        doc: "",
        get: |vm, this| Ok(exception(vm, this)?.args.get(vm).clone()),
        set: Some(|vm, this, value| {
            let object = exception(vm, this)?;
            let Some(value) = value else {
                crate::raise!(vm, TypeError, "args may not be deleted")
            };
            let items = vm.collect(value)?;
            let tuple = vm.new_tuple(items);
            drop(object.args.replace(vm.gil(), tuple));
            Ok(())
        }),
    },
    GetSetDefinition {
        name: "__cause__",
        doc: "",
        get: |vm, this| Ok(exception(vm, this)?.cause.get(vm).clone()),
        set: Some(|vm, this, value| {
            let value = linked(vm, value, "cause")?;
            let object = exception(vm, this)?;
            drop(object.cause.replace(vm.gil(), value));
            object.suppress_context.set(true);
            Ok(())
        }),
    },
    GetSetDefinition {
        name: "__context__",
        doc: "",
        get: |vm, this| Ok(exception(vm, this)?.context.get(vm).clone()),
        set: Some(|vm, this, value| {
            let value = linked(vm, value, "context")?;
            let object = exception(vm, this)?;
            drop(object.context.replace(vm.gil(), value));
            Ok(())
        }),
    },
    GetSetDefinition {
        name: "__suppress_context__",
        doc: "",
        get: |vm, this| Ok(Value::bool(exception(vm, this)?.suppress_context.get())),
        set: Some(|vm, this, value| {
            let object = exception(vm, this)?;
            match value.map(Value::as_bool) {
                Some(Some(value)) => object.suppress_context.set(value),
                Some(None) => crate::raise!(vm, TypeError, "attribute value type must be bool"),
                None => crate::raise!(vm, TypeError, "can't delete numeric/char attribute"),
            }
            Ok(())
        }),
    },
    GetSetDefinition {
        name: "__traceback__",
        doc: "",
        get: |vm, this| Ok(exception(vm, this)?.traceback.get(vm).clone()),
        set: Some(set_traceback),
    },
];

/// `(class, args)` or `(class, args, state)`.
fn reduced(vm: &mut Vm, this: &Value, args: Value, state: Vec<(&str, Value)>) -> Outcome<Value> {
    let mut parts = vec![vm.class_of(this).to_value(), args];
    let own = this
        .header()
        .and_then(crate::object::heap::attributes)
        .and_then(|slot| slot.get(vm).clone());
    let all = vm.new_dict();
    if let Some(own) = own {
        vm.dict_update(&all, &own.into_value())?;
    }
    for (name, value) in state {
        vm.dict_set_str(&all, name, value);
    }
    if !all.map.get(vm).is_empty() {
        parts.push(all.into_value());
    }
    Ok(vm.new_tuple(parts))
}

fn set_fields(
    vm: &Vm,
    object: &ExceptionObject,
    names: &[(&'static str, usize)],
) -> Vec<(&'static str, Value)> {
    names
        .iter()
        .filter_map(|&(name, number)| Some((name, field(vm, object, number)?)))
        .collect()
}

crate::native_functions! { pub static BASE_TABLE;
    /// Sets the exception's traceback and returns the exception.
    "with_traceback(self, tb, /)" fn with_traceback(vm, this: &Value, tb: &Value) -> Value {
        set_traceback(vm, this, Some(tb))?;
        Ok(this.clone())
    }
    /// Adds a note, which tracebacks show behind the message.
    "add_note(self, note, /)" fn add_note(vm, this: &Value, note: &Value) -> () {
        if note.layout() != Some(Layout::Str) {
            let class = vm.class_name(note);
            crate::raise!(vm, TypeError, "note must be a str, not '{class}'");
        }
        match vm.get_attribute_opt(this, "__notes__")? {
            Some(notes) => match notes.to_ref::<crate::object::sequence::ListObject>() {
                Some(list) => {
                    list.items.get_mut(vm.gil()).push(note.clone());
                    Ok(())
                }
                None => crate::raise!(vm, TypeError, "Cannot add note: __notes__ is not a list"),
            },
            None => {
                let notes = vm.new_list(vec![note.clone()]);
                vm.set_attribute_str(this, "__notes__", notes)
            }
        }
    }
    /// Restores attributes from a dict.
    "__setstate__(self, state, /)" fn setstate(vm, this: &Value, state: &Value) -> () {
        set_state(vm, this, state)
    }
    /// How to make the exception anew.
    "__reduce__(self, /)" fn reduce(vm, this: &Value) -> Value {
        let args = exception(vm, this)?.args.get(vm).clone();
        reduced(vm, this, args, Vec::new())
    }
}
crate::native_functions! { pub static IMPORT_TABLE;
    /// How to make the exception anew.
    "__reduce__(self, /)" fn reduce_import(vm, this: &Value) -> Value {
        let object = exception(vm, this)?;
        let args = object.args.get(vm).clone();
        let state = set_fields(vm, &object, &[("name", MODULE), ("path", PATH), ("name_from", NAME_FROM)]);
        reduced(vm, this, args, state)
    }
}
crate::native_functions! { pub static ATTRIBUTE_TABLE;
    /// How to make the exception anew, without the object.
    "__reduce__(self, /)" fn reduce_attribute(vm, this: &Value) -> Value {
        let object = exception(vm, this)?;
        let args = object.args.get(vm).clone();
        let mut state = set_fields(vm, &object, &[("name", WRONG_NAME)]);
        state.push(("args", args.clone()));
        reduced(vm, this, args, state)
    }
}
crate::native_functions! { pub static SYSTEM_TABLE;
    /// How to make the exception anew.
    "__reduce__(self, /)" fn reduce_system(vm, this: &Value) -> Value {
        let object = exception(vm, this)?;
        let mut args = arguments_of(vm, &object);
        if let (2, Some(path)) = (args.len(), field(vm, &object, FILENAME)) {
            args.push(path);
            if let Some(second) = field(vm, &object, FILENAME2) {
                args.extend([Value::NONE, second]);
            }
        }
        let args = vm.new_tuple(args);
        reduced(vm, this, args, Vec::new())
    }
}
