//! Signatures of native functions: parsed from Python's notation, and the binding of arguments to parameters with CPython's
//! error messages.
use super::arguments::Arguments;
use crate::object::builtin::Exc;
use crate::object::function::NativeFunctionObject;
use crate::object::text::StrObject;
use crate::object::value::{Raw, Value};
use crate::vm::{Outcome, Vm};
use smallvec::SmallVec;

/// A default that the binder fills in.
#[derive(Debug, Clone, PartialEq)]
pub enum Default {
    /// The parameter is required.
    Required,
    /// The function sees `MISSING`.
    Missing,
    /// `None`.
    None,
    /// `True` or `False`.
    Bool(bool),
    /// An int.
    Int(i64),
    /// A string.
    Str(String),
}

/// A parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its default.
    pub default: Default,
}

/// A parsed signature.
#[derive(Debug)]
pub struct Signature {
    /// The function's name.
    pub name: String,
    /// Positional-only, positional and keyword-only parameters in order.
    pub parameters: Vec<Parameter>,
    /// How many are positional-only.
    pub positional_only: usize,
    /// How many are positional, the former included.
    pub positional: usize,
    /// Has `*args`.
    pub star: bool,
    /// Has `**kwargs`.
    pub double_star: bool,
    /// How many positional ones have no default.
    pub required: usize,
    /// The first parameter is `self` or `cls`, which messages do not count.
    pub method: bool,
    /// The function is `__new__`.
    pub is_new: bool,
    /// The defaults by parameter, if those that no position can give have one, all are few, none must be made first, and
    /// there is no `**kwargs`.
    pub line: Option<[Raw; LINE]>,
}

/// Most parameters of a plain signature.
pub const LINE: usize = 8;

impl Signature {
    /// True if all parameters may be given by position, and they are few.
    pub fn is_plain(&self) -> bool {
        !self.star
            && !self.double_star
            && self.parameters.len() == self.positional
            && self.positional <= LINE
    }
    /// Parses `name(a, b=1, /, c, *args, d=None, **kwargs)`. Text that is not of this form is a bug in a table and panics
    /// in the test that parses all tables.
    pub fn parse(text: &str) -> Signature {
        let (name, rest) = text.split_once('(').unwrap_or((text, ")"));
        let inner = rest.strip_suffix(')').unwrap_or(rest);
        let mut signature = Signature {
            name: name.to_string(),
            parameters: Vec::new(),
            positional_only: 0,
            positional: usize::MAX,
            star: false,
            double_star: false,
            required: 0,
            method: false,
            is_new: name == "__new__",
            line: None,
        };
        for part in split_commas(inner) {
            let part = part.trim();
            if part.is_empty() {
                continue;
            } else if part == "/" {
                signature.positional_only = signature.parameters.len();
            } else if part.starts_with("**") {
                signature.double_star = true;
            } else if let Some(star) = part.strip_prefix('*') {
                signature.star = !star.is_empty();
                signature.positional = signature.parameters.len();
            } else {
                let (name, default) = match part.split_once('=') {
                    None => (part, Default::Required),
                    Some((name, text)) => (name.trim(), parse_default(text.trim())),
                };
                signature.parameters.push(Parameter {
                    name: name.to_string(),
                    default,
                });
            }
        }
        signature.positional = signature.positional.min(signature.parameters.len());
        signature.required = signature.parameters[..signature.positional]
            .iter()
            .take_while(|parameter| parameter.default == Default::Required)
            .count();
        signature.method = signature
            .parameters
            .first()
            .is_some_and(|first| matches!(first.name.as_str(), "self" | "cls"));
        signature.line = signature.inline_defaults();
        signature
    }

    fn inline_defaults(&self) -> Option<[Raw; LINE]> {
        if self.double_star || self.arity() > LINE {
            return None;
        }
        let mut line = [Raw::UNBOUND; LINE];
        for (at, (place, parameter)) in line.iter_mut().zip(&self.parameters).enumerate() {
            *place = match &parameter.default {
                // Always given.
                Default::Required if at < self.required => Raw::UNBOUND,
                Default::Required => return None,
                Default::Missing => Value::MISSING.into_raw(),
                Default::None => Raw::NONE,
                Default::Bool(value) => Raw::bool(*value),
                Default::Int(value) => Raw::int(*value),
                Default::Str(_) => return None,
            };
        }
        Some(line)
    }

    /// Number of values the function receives.
    pub fn arity(&self) -> usize {
        self.parameters.len() + self.star as usize + self.double_star as usize
    }

    /// Binds arguments: one value a parameter, then the `*args` tuple, then the `**kwargs` dict.
    pub fn bind(&self, vm: &mut Vm, arguments: Arguments) -> Outcome<SmallVec<[Value; 8]>> {
        self.bind_for(vm, arguments, None)
    }

    /// As [`Signature::bind`] for a function object, whose class or module some messages name.
    pub fn bind_for(
        &self,
        vm: &mut Vm,
        arguments: Arguments,
        native: Option<&NativeFunctionObject>,
    ) -> Outcome<SmallVec<[Value; 8]>> {
        let mut bound: SmallVec<[Value; 8]> = SmallVec::new();
        let positional = arguments.positional();
        if positional.len() > self.positional && !self.star {
            return Err(self.too_many(vm, positional.len(), arguments.names().len(), native));
        }
        bound.extend(positional.iter().take(self.positional).cloned());
        bound.resize(self.parameters.len(), Value::MISSING);
        let mut extra = Vec::new();
        for (name, value) in arguments.keywords() {
            let text = vm.string(name)?;
            match self
                .parameters
                .iter()
                .position(|parameter| parameter.name == text)
            {
                Some(at) if at >= self.positional_only => {
                    if !bound[at].is_missing() {
                        let place = at + 1 - self.method as usize;
                        return Err(vm.raise(
                            Exc::TypeError,
                            format!(
                                "argument for {}() given by name ('{text}') and position ({place})",
                                self.name
                            ),
                        ));
                    }
                    bound[at] = value.clone();
                }
                _ if self.double_star => extra.push((name.clone(), value.clone())),
                _ if self.positional_only == self.parameters.len() && !self.star => {
                    return Err(vm.raise(
                        Exc::TypeError,
                        format!("{}() takes no keyword arguments", self.title(vm, native)),
                    ));
                }
                _ => {
                    let named = self.parameters[self.positional_only..].iter();
                    let hint = vm.suggest(&text, named.map(|parameter| parameter.name.clone()));
                    let hint =
                        hint.map_or_else(String::new, |hint| format!(". Did you mean '{hint}'?"));
                    // `sorted` hands its keywords to `list.sort`.
                    let name = if self.name == "sorted" {
                        "sort"
                    } else {
                        &self.name
                    };
                    return Err(vm.raise(
                        Exc::TypeError,
                        format!("{name}() got an unexpected keyword argument '{text}'{hint}"),
                    ));
                }
            }
        }
        for (at, parameter) in self.parameters.iter().enumerate() {
            if bound[at].is_missing() {
                bound[at] = match &parameter.default {
                    Default::Required => {
                        return Err(self.missing(vm, at, positional.len(), native));
                    }
                    Default::Missing => Value::MISSING,
                    Default::None => Value::NONE,
                    Default::Bool(value) => Value::bool(*value),
                    Default::Int(value) => Value::int(*value),
                    Default::Str(text) => vm.new_str(text),
                };
            }
        }
        if self.star {
            let rest = positional
                .get(self.positional..)
                .unwrap_or_default()
                .to_vec();
            bound.push(vm.new_tuple(rest));
        }
        if self.double_star {
            let dict = vm.new_dict();
            for (name, value) in extra {
                vm.dict_set(&dict, &name, value)?;
            }
            bound.push(dict.into_value());
        }
        Ok(bound)
    }

    /// The function's name with that of its class or module.
    fn title(&self, vm: &Vm, native: Option<&NativeFunctionObject>) -> String {
        let name = &self.name;
        let Some(native) = native else {
            return name.clone();
        };
        if let Some(owner) = &native.owner {
            return format!("{}.{name}", vm.name_of_class(owner));
        }
        match native.module.downcast::<StrObject>().map(StrObject::as_str) {
            Some("builtins") | None => name.clone(),
            Some(module) => format!("{module}.{name}"),
        }
    }

    fn too_many(
        &self,
        vm: &mut Vm,
        given: usize,
        keywords: usize,
        native: Option<&NativeFunctionObject>,
    ) -> crate::vm::Raised {
        let title = self.title(vm, native);
        let skip = self.method as usize;
        let (given, limit, required) = (
            given - skip.min(given),
            self.positional - skip,
            self.required.saturating_sub(skip),
        );
        let name = &self.name;
        let message = if limit == 0 && self.parameters.len() == self.positional {
            format!("{title}() takes no arguments ({given} given)")
        } else if limit == 0 {
            format!("{name}() takes no positional arguments")
        } else if limit == required && self.positional_only == self.positional {
            match limit {
                1 => format!("{title}() takes exactly one argument ({given} given)"),
                _ => format!("{name} expected {limit} arguments, got {given}"),
            }
        } else if self.positional_only == self.positional {
            format!(
                "{name} expected at most {limit} argument{}, got {given}",
                if limit == 1 { "" } else { "s" }
            )
        } else {
            let at_most = if limit == required {
                "exactly"
            } else {
                "at most"
            };
            let kind = if keywords > 0 || self.parameters.len() > self.positional {
                "positional "
            } else {
                ""
            };
            let s = if limit == 1 { "" } else { "s" };
            format!("{name}() takes {at_most} {limit} {kind}argument{s} ({given} given)")
        };
        vm.raise(Exc::TypeError, message)
    }

    fn missing(
        &self,
        vm: &mut Vm,
        at: usize,
        given: usize,
        native: Option<&NativeFunctionObject>,
    ) -> crate::vm::Raised {
        let title = self.title(vm, native);
        let skip = self.method as usize;
        let name = &self.name;
        if at >= self.positional {
            let message = format!(
                "{name}() missing required keyword-only argument: '{}'",
                self.parameters[at].name
            );
            return vm.raise(Exc::TypeError, message);
        }
        if at < skip {
            return vm.raise(
                Exc::TypeError,
                format!("unbound method {title}() needs an argument"),
            );
        }
        let given = given - skip.min(given);
        let (limit, required) = (self.positional - skip, self.required.saturating_sub(skip));
        let least = self.positional_only.saturating_sub(skip);
        let message = if at < self.positional_only && self.positional_only < self.positional {
            let s = if least == 1 { "" } else { "s" };
            format!("{name}() takes at least {least} positional argument{s} ({given} given)")
        } else if self.positional_only < self.positional {
            format!(
                "{name}() missing required argument '{}' (pos {})",
                self.parameters[at].name,
                at + 1 - skip
            )
        } else if limit == required {
            match limit {
                1 => format!("{title}() takes exactly one argument ({given} given)"),
                _ => format!("{name} expected {limit} arguments, got {given}"),
            }
        } else {
            format!(
                "{name} expected at least {required} argument{}, got {given}",
                if required == 1 { "" } else { "s" }
            )
        };
        vm.raise(Exc::TypeError, message)
    }
}

/// Splits at commas that are outside quotes and brackets.
fn split_commas(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut quote, mut start) = (Vec::new(), 0, None, 0);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn parse_default(text: &str) -> Default {
    match text {
        "None" => Default::None,
        "True" => Default::Bool(true),
        "False" => Default::Bool(false),
        _ => {
            if let Ok(number) = text.parse() {
                return Default::Int(number);
            }
            let quoted = text.len() >= 2 && (text.starts_with('\'') && text.ends_with('\''));
            if quoted && !text.contains('\\') {
                return Default::Str(text[1..text.len() - 1].to_string());
            }
            Default::Missing
        }
    }
}
