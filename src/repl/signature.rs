//! Parameters of callables as text, without running anything of the program.
//!
//! Enters: a callable. Leaves: its parameters in the language's notation; defaults that are no plain literals are dots.

use super::lookup::{self, Found};
use crate::code::flags;
use crate::object::class::{ClassObject, flags as class_flags};
use crate::object::dict::DictObject;
use crate::object::function::{BoundMethodObject, FunctionObject, NativeFunctionObject};
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::Vm;

/// How a parameter is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// By position only.
    Position,
    /// By position or name.
    Either,
    /// By name only.
    Name,
    /// `*args`.
    Star,
    /// `**kwargs`.
    DoubleStar,
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name, without stars.
    pub name: String,
    /// How it is given.
    pub how: How,
    /// The text of its default.
    pub default: Option<String>,
}

/// The parameters of a callable that its caller gives.
pub fn parameters(vm: &mut Vm, found: &Found) -> Option<Vec<Parameter>> {
    let value = &found.value;
    let mut skip = found.bound;
    let list = if let Some(function) = value.downcast::<FunctionObject>() {
        of_function(vm, function)
    } else if let Some(method) = value.downcast::<BoundMethodObject>() {
        skip = true;
        of_function(vm, method.function.downcast::<FunctionObject>()?)
    } else if let Some(native) = value.downcast::<NativeFunctionObject>() {
        // A module's functions may have a receiver that is no parameter.
        skip |= !native.receiver.is_missing() && native.definition.parsed().method;
        of_text(native.definition.signature)
    } else if let Some(class) = value.downcast::<ClassObject>() {
        return of_class(vm, class);
    } else {
        let class = vm.class_of(value).clone();
        let call = lookup::attribute_of_instances(vm, &class, "__call__")?;
        skip = true;
        of_function(vm, call.value.downcast::<FunctionObject>()?)
    };
    Some(if skip { without_first(list) } else { list })
}

/// What is left when the first argument is given; `*args` takes it and goes on.
fn without_first(mut list: Vec<Parameter>) -> Vec<Parameter> {
    if list
        .first()
        .is_some_and(|first| matches!(first.how, How::Position | How::Either))
    {
        list.remove(0);
    }
    list
}

fn of_class(vm: &mut Vm, class: &ClassObject) -> Option<Vec<Parameter>> {
    for name in ["__init__", "__new__"] {
        let name = vm.intern(name);
        let Some(found) = lookup::in_class(vm, class, &name) else {
            continue;
        };
        let plain = match found.downcast::<crate::object::function::MethodWrapperObject>() {
            Some(wrapper) => wrapper.function.get(vm).clone(),
            None => found,
        };
        if let Some(function) = plain.downcast::<FunctionObject>() {
            return Some(without_first(of_function(vm, function)));
        }
    }
    (class.has(class_flags::LANGUAGE) && !class.has(class_flags::METACLASS)).then(Vec::new)
}

/// What a chain of wrappers (`functools.wraps`) stands for.
fn unwrapped(vm: &Vm, function: &FunctionObject) -> Option<Value> {
    let mut found = None;
    let mut dict = function.dict.get(vm).clone();
    // Somebody may have wrapped a function in itself.
    for _ in 0..100 {
        let Some(inner) = dict.and_then(|dict| vm.dict_get_str(&dict, "__wrapped__")) else {
            break;
        };
        dict = match inner.downcast::<FunctionObject>() {
            Some(function) => function.dict.get(vm).clone(),
            None => break,
        };
        found = Some(inner);
    }
    found
}

fn of_function(vm: &Vm, function: &FunctionObject) -> Vec<Parameter> {
    let inner = unwrapped(vm, function);
    let function = inner
        .as_ref()
        .and_then(|inner| inner.downcast::<FunctionObject>())
        .unwrap_or(function);
    let code = &function.code.get(vm).code;
    let (positional, keyword_only) = (code.positional as usize, code.keyword_only as usize);
    let defaults: Vec<String> = match function.defaults.get(vm).downcast::<TupleObject>() {
        Some(tuple) => tuple.items().iter().map(literal).collect(),
        None => Vec::new(),
    };
    let name = |at: usize| {
        code.local_names
            .get(at)
            .map_or(String::new(), |name| name.to_string())
    };
    let mut list = Vec::new();
    for at in 0..positional {
        let how = if at < code.positional_only as usize {
            How::Position
        } else {
            How::Either
        };
        let default = (at + defaults.len())
            .checked_sub(positional)
            .map(|at| defaults[at].clone());
        list.push(Parameter {
            name: name(at),
            how,
            default,
        });
    }
    let mut next = positional + keyword_only;
    if code.flags & flags::VARARGS != 0 {
        list.push(Parameter {
            name: name(next),
            how: How::Star,
            default: None,
        });
        next += 1;
    }
    for at in positional..positional + keyword_only {
        let given = function.keyword_defaults.get(vm).downcast::<DictObject>();
        let default = given.and_then(|dict| vm.dict_get_str(dict, &name(at)));
        list.push(Parameter {
            name: name(at),
            how: How::Name,
            default: default.as_ref().map(literal),
        });
    }
    if code.flags & flags::VARKEYWORDS != 0 {
        list.push(Parameter {
            name: name(next),
            how: How::DoubleStar,
            default: None,
        });
    }
    list
}

/// The text of a default. Only what has no code of the program in its `repr` is shown.
fn literal(value: &Value) -> String {
    if value.is_none() {
        return "None".into();
    }
    if let Some(truth) = value.as_bool() {
        return if truth { "True" } else { "False" }.into();
    }
    if let Some(number) = value.as_int() {
        return number.to_string();
    }
    if let Some(number) = value.as_float() {
        return crate::text::float::repr_float(number);
    }
    match value.downcast::<StrObject>() {
        Some(text) if text.as_str().len() <= 24 => crate::text::repr::repr_str(text.as_str()),
        _ => "...".into(),
    }
}

/// Parameters of a native function: `name(a, b=1, /, *, c=None)`.
fn of_text(signature: &str) -> Vec<Parameter> {
    let inside = signature
        .split_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'))
        .unwrap_or("");
    let (mut list, mut how) = (Vec::<Parameter>::new(), How::Either);
    let mut depth = 0;
    let parts = inside.split(|c| {
        depth += i32::from(matches!(c, '(' | '[' | '{')) - i32::from(matches!(c, ')' | ']' | '}'));
        c == ',' && depth == 0
    });
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        if part == "/" {
            list.iter_mut()
                .for_each(|parameter| parameter.how = How::Position);
        } else if let Some(name) = part.strip_prefix("**") {
            list.push(Parameter {
                name: name.into(),
                how: How::DoubleStar,
                default: None,
            });
        } else if let Some(name) = part.strip_prefix('*') {
            if !name.is_empty() {
                list.push(Parameter {
                    name: name.into(),
                    how: How::Star,
                    default: None,
                });
            }
            how = How::Name;
        } else {
            let (name, default) = match part.split_once('=') {
                Some((name, default)) => (name, Some(default.to_string())),
                None => (part, None),
            };
            list.push(Parameter {
                name: name.trim().into(),
                how,
                default,
            });
        }
    }
    list
}

/// The parameters as text, and where in it the one of that number is.
pub fn show(list: &[Parameter], current: Option<usize>) -> (String, std::ops::Range<usize>) {
    let (mut text, mut mark) = (String::from("("), 0..0);
    let mut starred = false;
    let positions = list
        .iter()
        .filter(|parameter| parameter.how == How::Position)
        .count();
    for (at, parameter) in list.iter().enumerate() {
        if at > 0 {
            text += ", ";
        }
        if parameter.how == How::Name && !starred {
            text += "*, ";
            starred = true;
        }
        let start = text.len();
        match parameter.how {
            How::Star => {
                text += "*";
                starred = true;
            }
            How::DoubleStar => text += "**",
            _ => {}
        }
        text += &parameter.name;
        if let Some(default) = parameter
            .default
            .as_ref()
            .filter(|text| *text != "<missing>")
        {
            text += "=";
            text += default;
        } else if parameter.default.is_some() {
            text += "=...";
        }
        if current == Some(at) {
            mark = start..text.len();
        }
        if positions > 0 && at + 1 == positions {
            text += ", /";
        }
    }
    text += ")";
    (text, mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn native_signatures_are_shown_as_they_are_written() {
        for text in [
            "(a, b=1, /)",
            "(x, *, key=None)",
            "(*args, sep=' ', **rest)",
            "(a, /, b, *, c=(1, 2))",
            "()",
        ] {
            let list = of_text(&format!("f{text}"));
            assert_eq!(show(&list, None).0, text);
        }
        let list = of_text("f(a, b=1)");
        let (text, mark) = show(&list, Some(1));
        assert_eq!(&text[mark], "b=1");
    }
}
