//! The built-in exception classes: one shared definition, and a family for each group of classes with fields of its own.
//!
//! A family says which fields an exception has beside its arguments, how arguments fill them, and what `str()` shows. Fields
//! lie in `ExceptionObject::fields` by number; the attributes that reach them are in `exception_fields`.
use super::{exception_fields as fields, exception_texts as texts};
use crate::gil::Gil;
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::object::builtin::Exc;
use crate::object::class::{ClassObject, flags};
use crate::object::dict::DictObject;
use crate::object::exception::ExceptionObject;
use crate::object::heap::{Layout, Ref};
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Raised, Vm};

/// Which fields an exception class has beside `args`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    /// None.
    Plain,
    /// None, but the text shows the key's repr: `KeyError`.
    Key,
    /// `value`: `StopIteration`.
    Stop,
    /// `code`: `SystemExit`.
    Exit,
    /// `msg`, `name`, `path`, `name_from`: `ImportError`.
    Import,
    /// `name`: `NameError`.
    Name,
    /// `name`, `obj`: `AttributeError`.
    Attribute,
    /// `errno`, `strerror`, `filename`, `filename2`, `characters_written`: `OSError`.
    System,
    /// `msg` and the place: `SyntaxError`.
    Syntax,
    /// `encoding`, `object`, `start`, `end`, `reason`: `UnicodeDecodeError`.
    Decode,
    /// The same: `UnicodeEncodeError`.
    Encode,
    /// The same without an encoding: `UnicodeTranslateError`.
    Translate,
    /// `message`, `exceptions`: groups.
    Group,
}

impl Family {
    /// True if instances carry fields, so that two such bases exclude each other.
    pub fn has_fields(self) -> bool {
        !matches!(self, Family::Plain | Family::Key)
    }
}

/// What all exception classes share.
pub const EXCEPTION: NativeClass = NativeClass {
    flags: flags::HAS_DICT | flags::WEAK,
    slots: Slots {
        repr: Some(texts::repr),
        str: Some(texts::str),
        ..Slots::NONE
    },
    new: Some(new),
    init: Some(init),
    ..NativeClass::EMPTY
};

const fn family(family: Family, getset: &'static [GetSetDefinition]) -> NativeClass {
    NativeClass {
        exception: family,
        getset,
        ..EXCEPTION
    }
}

/// `BaseException`.
pub const BASE: NativeClass = NativeClass {
    doc: "Common base class of all exceptions.",
    methods: fields::BASE_TABLE,
    getset: fields::BASE,
    ..EXCEPTION
};
/// `KeyError`.
pub const KEY: NativeClass = family(Family::Key, &[]);
/// `StopIteration`.
pub const STOP: NativeClass = family(Family::Stop, fields::STOP);
/// `SystemExit`.
pub const EXIT: NativeClass = family(Family::Exit, fields::EXIT);
/// `ImportError`.
pub const IMPORT: NativeClass = NativeClass {
    methods: fields::IMPORT_TABLE,
    ..family(Family::Import, fields::IMPORT)
};
/// Subclasses of `ImportError`.
pub const IMPORT_KIND: NativeClass = family(Family::Import, &[]);
/// `NameError`.
pub const NAME: NativeClass = family(Family::Name, fields::NAME);
/// Subclasses of `NameError`.
pub const NAME_KIND: NativeClass = family(Family::Name, &[]);
/// `AttributeError`.
pub const ATTRIBUTE: NativeClass = NativeClass {
    methods: fields::ATTRIBUTE_TABLE,
    ..family(Family::Attribute, fields::ATTRIBUTE)
};
/// `OSError`.
pub const SYSTEM: NativeClass = NativeClass {
    methods: fields::SYSTEM_TABLE,
    ..family(Family::System, fields::SYSTEM)
};
/// Subclasses of `OSError`.
pub const SYSTEM_KIND: NativeClass = family(Family::System, &[]);
/// `SyntaxError`.
pub const SYNTAX: NativeClass = family(Family::Syntax, fields::SYNTAX);
/// Subclasses of `SyntaxError`.
pub const SYNTAX_KIND: NativeClass = family(Family::Syntax, &[]);
/// `UnicodeDecodeError`.
pub const DECODE: NativeClass = family(Family::Decode, fields::UNICODE);
/// `UnicodeEncodeError`.
pub const ENCODE: NativeClass = family(Family::Encode, fields::UNICODE);
/// `UnicodeTranslateError`.
pub const TRANSLATE: NativeClass = family(Family::Translate, fields::UNICODE);
/// `BaseExceptionGroup`.
pub const GROUP: NativeClass = NativeClass {
    new: Some(super::exception_group::new),
    init: Some(super::exception_group::init),
    methods: super::exception_group::TABLE,
    ..family(Family::Group, fields::GROUP)
};
/// `ExceptionGroup`.
pub const GROUP_KIND: NativeClass = NativeClass {
    methods: &[],
    getset: &[],
    ..GROUP
};

/// The exception object of a value; SystemError for anything else, which a method of these classes never sees.
pub fn exception(vm: &mut Vm, value: &Value) -> Outcome<Ref<ExceptionObject>> {
    value
        .to_ref()
        .ok_or_else(|| vm.type_error("descriptor requires an exception object"))
}

/// The family of a class: that of its nearest native class, or of the first in the MRO that has one.
pub fn family_of(gil: &Gil, class: &ClassObject) -> Family {
    if class.native.exception != Family::Plain || !class.has(flags::LANGUAGE) {
        return class.native.exception;
    }
    let mro = class.mro.get(gil);
    mro.iter()
        .map(|class| class.native.exception)
        .find(|family| *family != Family::Plain)
        .unwrap_or(Family::Plain)
}

/// A field by number; `None` if it was never set.
pub fn field(gil: &Gil, exception: &ExceptionObject, number: usize) -> Option<Value> {
    exception
        .fields
        .get(gil)
        .get(number)
        .filter(|value| !value.is_missing())
        .cloned()
}

/// Sets a field.
pub fn set_field(gil: &mut Gil, exception: &ExceptionObject, number: usize, value: Value) {
    let fields = exception.fields.get_mut(gil);
    if fields.len() <= number {
        fields.resize(number + 1, Value::MISSING);
    }
    drop(std::mem::replace(&mut fields[number], value));
}

/// The arguments of an exception.
pub fn arguments_of(gil: &Gil, exception: &ExceptionObject) -> Vec<Value> {
    exception
        .args
        .get(gil)
        .downcast::<TupleObject>()
        .map_or_else(Vec::new, |tuple| tuple.items().to_vec())
}

/// The fields that positional arguments of a family fill without any check; for exceptions raised by the interpreter
/// itself, and the common part of all constructors. May shorten the arguments.
pub fn positional_fields(gil: &Gil, family: Family, arguments: &mut Vec<Value>) -> Vec<Value> {
    match family {
        Family::Plain | Family::Key | Family::Name | Family::Attribute | Family::Group => {
            Vec::new()
        }
        Family::Stop => arguments.first().cloned().into_iter().collect(),
        Family::Exit => match arguments.as_slice() {
            [] => Vec::new(),
            [code] => vec![code.clone()],
            all => vec![gil.new_tuple(all.to_vec())],
        },
        Family::Import => {
            if let [message] = arguments.as_slice() {
                vec![message.clone()]
            } else {
                Vec::new()
            }
        }
        Family::Syntax => arguments.first().cloned().into_iter().collect(),
        Family::Decode | Family::Encode => arguments.clone(),
        Family::Translate => std::iter::once(Value::NONE)
            .chain(arguments.iter().cloned())
            .collect(),
        Family::System => {
            if !(2..=5).contains(&arguments.len()) {
                return Vec::new();
            }
            let mut fields = arguments[..2].to_vec();
            let path = arguments.get(2).filter(|path| !path.is_none()).cloned();
            if let Some(path) = path {
                let second = arguments.get(4).filter(|path| !path.is_none()).cloned();
                fields.extend([path, second.unwrap_or(Value::MISSING)]);
                arguments.truncate(2);
            }
            fields
        }
    }
}

fn no_keywords(vm: &mut Vm, class: &ClassObject, arguments: Arguments) -> Outcome<()> {
    if arguments.names().is_empty() {
        return Ok(());
    }
    let name = vm.name_of_class(class);
    Err(vm.type_error(format!("{name}() takes no keyword arguments")))
}

/// True if OSError's arguments are read by `__init__`, because a subclass overrides it.
fn reads_in_init(class: &ClassObject) -> bool {
    use crate::native::SpecialMethod;
    let overrides = class.overrides.get();
    overrides & SpecialMethod::Init.bit() != 0 && overrides & SpecialMethod::New.bit() == 0
}

/// `__new__` of all but the groups.
fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    if class.layout != Layout::Exception {
        let name = vm.name_of_class(class);
        return Err(vm.type_error(format!(
            "BaseException.__new__({name}): {name} is not an exception class"
        )));
    }
    if family_of(vm, class) != Family::System {
        let args = vm.new_tuple(arguments.positional().to_vec());
        return Ok(vm.allocate_exception(class, args, Vec::new()).into_value());
    }
    if reads_in_init(class) {
        let args = vm.empty_tuple();
        return Ok(vm.allocate_exception(class, args, Vec::new()).into_value());
    }
    no_keywords(vm, class, arguments)?;
    let mut args = arguments.positional().to_vec();
    let mut class = class.clone();
    if class.is(vm.exception_class(Exc::OSError))
        && let (2..=5, Some(number)) = (args.len(), args.first().and_then(Value::as_int_or_bool))
        && let Ok(number) = i32::try_from(number)
    {
        class = vm
            .exception_class(crate::native::os_error::class_of_errno(number))
            .clone();
    }
    let fields = system_fields(vm, &class, &mut args)?;
    let args = vm.new_tuple(args);
    Ok(vm.allocate_exception(&class, args, fields).into_value())
}

/// OSError's fields; the third argument of BlockingIOError may be the number of characters written.
fn system_fields(
    vm: &mut Vm,
    class: &ClassObject,
    arguments: &mut Vec<Value>,
) -> Outcome<Vec<Value>> {
    if let Some(written) = arguments.get(2).and_then(Value::as_int_or_bool)
        && class.is_subclass_of(vm, vm.exception_class(Exc::BlockingIOError))
    {
        let mut fields = arguments[..2].to_vec();
        fields.extend([Value::MISSING, Value::MISSING, Value::int(written)]);
        return Ok(fields);
    }
    Ok(positional_fields(vm, Family::System, arguments))
}

/// `__init__` of all but the groups.
fn init(vm: &mut Vm, this: &Value, arguments: Arguments) -> Outcome<()> {
    let object = exception(vm, this)?;
    let class = vm.class_of(this).clone();
    let family = family_of(vm, &class);
    let keywords: &[&str] = match family {
        Family::Import => &["name", "path", "name_from"],
        Family::Name => &["name"],
        Family::Attribute => &["name", "obj"],
        _ => &[],
    };
    if keywords.is_empty() {
        if family == Family::System && !reads_in_init(&class) {
            return Ok(());
        }
        no_keywords(vm, &class, arguments)?;
    }
    let mut args = arguments.positional().to_vec();
    let mut new_fields = match family {
        Family::System => system_fields(vm, &class, &mut args)?,
        Family::Syntax => syntax_fields(vm, &args)?,
        Family::Decode | Family::Encode | Family::Translate => {
            unicode_fields(vm, family, &mut args)?
        }
        _ => positional_fields(vm, family, &mut args),
    };
    let first = if family == Family::Import { 1 } else { 0 };
    for (name, value) in arguments.keywords() {
        let text = vm.string(name)?;
        let Some(at) = keywords.iter().position(|keyword| *keyword == text) else {
            let class = class.native.exception_root();
            return Err(vm.type_error(format!(
                "{class}() got an unexpected keyword argument '{text}'"
            )));
        };
        if new_fields.len() <= first + at {
            new_fields.resize(first + at + 1, Value::MISSING);
        }
        new_fields[first + at] = value.clone();
    }
    let same = object
        .args
        .get(vm)
        .downcast::<TupleObject>()
        .is_some_and(|old| {
            old.items().len() == args.len()
                && old.items().iter().zip(&args).all(|(old, new)| old.is(new))
        });
    if !same {
        let args = vm.new_tuple(args);
        drop(object.args.replace(vm.gil(), args));
    }
    if !new_fields.is_empty() || family.has_fields() {
        drop(object.fields.replace(vm.gil(), new_fields));
    }
    Ok(())
}

impl NativeClass {
    /// The name messages give a family's constructor.
    fn exception_root(&self) -> &'static str {
        match self.exception {
            Family::Import => "ImportError",
            Family::Name => "NameError",
            Family::Attribute => "AttributeError",
            _ => self.name,
        }
    }
}

fn syntax_fields(vm: &mut Vm, arguments: &[Value]) -> Outcome<Vec<Value>> {
    let mut fields: Vec<Value> = arguments.first().cloned().into_iter().collect();
    if let [_, place] = arguments {
        let place = vm.collect(place)?;
        let given = place.len();
        let message = match given {
            0..4 => format!("function takes at least 4 arguments ({given} given)"),
            5 => "end_offset must be provided when end_lineno is provided".to_string(),
            4 | 6 => String::new(),
            _ => format!("function takes at most 6 arguments ({given} given)"),
        };
        if !message.is_empty() {
            return Err(vm.type_error(message));
        }
        fields.extend(place);
    }
    Ok(fields)
}

fn unicode_fields(vm: &mut Vm, family: Family, arguments: &mut Vec<Value>) -> Outcome<Vec<Value>> {
    let wanted = if family == Family::Translate { 4 } else { 5 };
    if arguments.len() != wanted {
        let given = arguments.len();
        return Err(vm.type_error(format!(
            "function takes exactly {wanted} arguments ({given} given)"
        )));
    }
    let object = wanted - 4;
    for (at, value) in arguments.clone().iter().enumerate() {
        if at == object && family == Family::Decode {
            if !matches!(value.layout(), Some(Layout::Bytes)) {
                let bytes = match value.layout() {
                    Some(Layout::ByteArray) => vm.collect(value)?,
                    _ => return Err(unlike_bytes(vm, value)),
                };
                let bytes: Vec<u8> = bytes
                    .iter()
                    .filter_map(|byte| byte.as_int())
                    .map(|byte| byte as u8)
                    .collect();
                arguments[at] = vm.new_bytes(bytes);
            }
        } else if at == object + 1 || at == object + 2 {
            arguments[at] = Value::int(vm.index_i64(value)?);
        } else if value.downcast::<StrObject>().is_none() {
            let (place, class) = (at + 1, vm.class_name(value));
            return Err(vm.type_error(format!("argument {place} must be str, not {class}")));
        }
    }
    Ok(positional_fields(vm, family, arguments))
}

fn unlike_bytes(vm: &mut Vm, value: &Value) -> Raised {
    let class = vm.class_name(value);
    vm.type_error(format!("a bytes-like object is required, not '{class}'"))
}

/// Adds every item of a dict of attributes: `__setstate__`.
pub(super) fn set_state(vm: &mut Vm, this: &Value, state: &Value) -> Outcome<()> {
    if state.is_none() {
        return Ok(());
    }
    let Some(dict) = state.to_ref::<DictObject>() else {
        return Err(vm.type_error("state is not a dictionary"));
    };
    let items: Vec<(Value, Value)> = dict
        .map
        .get(vm)
        .iter()
        .map(|entry| (entry.key.clone(), entry.value.clone()))
        .collect();
    for (name, value) in items {
        vm.set_attribute(this, &name, Some(&value))?;
    }
    Ok(())
}
