//! Binding: arguments to the parameters of a language function, with the messages of what does not fit.
//!
//! Enters: a function, arguments, the registers of the frame to be. Leaves: the parameters in the registers, or an exception.
//! [`super::call`] enters functions with it.
#![allow(unsafe_code)] // Arguments move into registers; each block argues from the free space above the top frame.

use crate::code::flags as code_flags;
use crate::native::Arguments;
use crate::object::dict::{DictMap, DictObject};
use crate::object::function::{CodeObject, FunctionObject};
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::{Raw, Value};
use crate::vm::{Outcome, Raised, Vm};
use smallvec::SmallVec;

impl Vm {
    /// Binds arguments to the parameters of a language function, in the registers from `base` on. On an error nothing is
    /// left in the registers.
    pub(crate) fn bind_arguments(
        &mut self,
        function: &FunctionObject,
        code: &CodeObject,
        base: *mut Raw,
        arguments: Arguments,
    ) -> Outcome<()> {
        let positional = arguments.positional();
        if arguments.names().is_empty() && positional.len() == code.simple_parameters as usize {
            for (at, value) in positional.iter().enumerate() {
                // SAFETY: there is room; the registers are free.
                unsafe { *base.add(at) = value.clone().into_raw() };
            }
            return Ok(());
        }
        if self.bind_plainly(function, code, base, arguments) {
            return Ok(());
        }
        let shape = &code.code;
        let count = shape.parameter_count();
        let mut bound: SmallVec<[Value; 12]> = SmallVec::new();
        bound.resize(count, Value::MISSING);
        let (positional_count, named) = (
            shape.positional as usize,
            (shape.positional + shape.keyword_only) as usize,
        );
        for (at, value) in positional.iter().take(positional_count).enumerate() {
            bound[at] = value.clone();
        }
        let mut extra = DictMap::default();
        let mut misplaced: Vec<String> = Vec::new();
        for (name, value) in arguments.keywords() {
            let text = self.string(name)?;
            let found = shape.local_names[..named]
                .iter()
                .position(|parameter| **parameter == *text);
            match found {
                Some(at) if at >= shape.positional_only as usize => {
                    if !bound[at].is_missing() {
                        let name = self.function_title(function);
                        return Err(self.type_error(format!(
                            "{name}() got multiple values for argument '{text}'"
                        )));
                    }
                    bound[at] = value.clone();
                }
                _ if shape.flags & code_flags::VARKEYWORDS != 0 => {
                    let hash = self.hash(name)?;
                    extra.insert_new(hash, name.clone(), value.clone());
                }
                Some(_) => misplaced.push(text),
                None => {
                    let title = self.function_title(function);
                    let hint = self.suggest(
                        &text,
                        shape.local_names[..named]
                            .iter()
                            .map(|name| name.to_string()),
                    );
                    let hint =
                        hint.map_or_else(String::new, |hint| format!(". Did you mean '{hint}'?"));
                    return Err(self.type_error(format!(
                        "{title}() got an unexpected keyword argument '{text}'{hint}"
                    )));
                }
            }
        }
        if !misplaced.is_empty() {
            let title = self.function_title(function);
            return Err(self.type_error(format!(
                "{title}() got some positional-only arguments passed as keyword arguments: '{}'",
                misplaced.join(", ")
            )));
        }
        if positional.len() > positional_count && shape.flags & code_flags::VARARGS == 0 {
            return Err(self.too_many_arguments(function, code, &bound, positional.len()));
        }
        self.fill_defaults(function, code, &mut bound)?;
        let mut at = named;
        if shape.flags & code_flags::VARARGS != 0 {
            let rest = positional
                .get(positional_count..)
                .unwrap_or_default()
                .to_vec();
            bound[at] = self.new_tuple(rest);
            at += 1;
        }
        if shape.flags & code_flags::VARKEYWORDS != 0 {
            bound[at] = self.new_dict_from(extra).into_value();
        }
        for (at, value) in bound.into_iter().enumerate() {
            // SAFETY: there is room; the registers are free.
            unsafe { *base.add(at) = value.into_raw() };
        }
        Ok(())
    }

    /// Binds arguments in place where all parameters may be given by position and all goes well; else nothing is left in the
    /// registers.
    fn bind_plainly(
        &mut self,
        function: &FunctionObject,
        code: &CodeObject,
        base: *mut Raw,
        arguments: Arguments,
    ) -> bool {
        let parameters = code.plain_parameters as usize;
        let positional = arguments.positional();
        if code.plain_parameters == u32::MAX || positional.len() > parameters {
            return false;
        }
        // SAFETY: there is room for the parameters; the registers are free.
        let registers = unsafe { std::slice::from_raw_parts_mut(base, parameters) };
        let (given, open) = registers.split_at_mut(positional.len());
        for (register, value) in given.iter_mut().zip(positional) {
            *register = value.clone().into_raw();
        }
        open.fill(Raw::UNBOUND);
        let names = &code.code.local_names[..parameters];
        let all_known = arguments.keywords().all(|(name, value)| {
            let Some(name) = name.downcast::<StrObject>() else {
                return false;
            };
            match names
                .iter()
                .position(|parameter| **parameter == *name.as_str())
            {
                Some(at) if at >= positional.len() && at >= code.code.positional_only as usize => {
                    let register = &mut open[at - positional.len()];
                    let free = !register.is_bound();
                    if free {
                        *register = value.clone().into_raw();
                    }
                    free
                }
                _ => false,
            }
        });
        let defaults = function.defaults.get(self).downcast::<TupleObject>();
        let defaults = defaults.map_or(&[][..], TupleObject::items);
        let undefaulted = parameters.saturating_sub(defaults.len());
        let complete = all_known
            && open.iter_mut().enumerate().all(|(at, register)| {
                let at = at + positional.len();
                if !register.is_bound() && at >= undefaulted {
                    *register = defaults[defaults.len() - (parameters - at)]
                        .clone()
                        .into_raw();
                }
                register.is_bound()
            });
        if !complete {
            // SAFETY: the registers own what was put there.
            unsafe { self.release_registers(base, parameters) };
        }
        complete
    }

    fn fill_defaults(
        &mut self,
        function: &FunctionObject,
        code: &CodeObject,
        bound: &mut [Value],
    ) -> Outcome<()> {
        let shape = &code.code;
        let positional = shape.positional as usize;
        let named = positional + shape.keyword_only as usize;
        if let Some(defaults) = function.defaults.get(self).to_ref::<TupleObject>() {
            let first = positional.saturating_sub(defaults.items().len());
            for (place, default) in bound[first..positional].iter_mut().zip(defaults.items()) {
                if place.is_missing() {
                    *place = default.clone();
                }
            }
        }
        let missing: Vec<usize> = (0..positional)
            .filter(|&at| bound[at].is_missing())
            .collect();
        if !missing.is_empty() {
            return Err(self.missing_arguments(function, code, &missing, "positional"));
        }
        if named > positional {
            let defaults = function.keyword_defaults.get(self).to_ref::<DictObject>();
            let mut missing = Vec::new();
            for (at, place) in bound.iter_mut().enumerate().take(named).skip(positional) {
                if place.is_missing() {
                    match defaults
                        .as_ref()
                        .and_then(|dict| self.dict_get_str(dict, &shape.local_names[at]))
                    {
                        Some(value) => *place = value,
                        None => missing.push(at),
                    }
                }
            }
            if !missing.is_empty() {
                return Err(self.missing_arguments(function, code, &missing, "keyword-only"));
            }
        }
        Ok(())
    }

    fn function_title(&mut self, function: &FunctionObject) -> String {
        let name = function.qualified_name.get(self).clone();
        self.string(&name).unwrap_or_default()
    }

    #[cold]
    fn missing_arguments(
        &mut self,
        function: &FunctionObject,
        code: &CodeObject,
        missing: &[usize],
        kind: &str,
    ) -> Raised {
        let names: Vec<String> = missing
            .iter()
            .map(|&at| format!("'{}'", code.code.local_names[at]))
            .collect();
        let list = match names.as_slice() {
            [only] => only.clone(),
            [first, second] => format!("{first} and {second}"),
            [init @ .., last] => format!("{}, and {last}", init.join(", ")),
            [] => String::new(),
        };
        let s = if names.len() == 1 { "" } else { "s" };
        let title = self.function_title(function);
        self.type_error(format!(
            "{title}() missing {} required {kind} argument{s}: {list}",
            names.len()
        ))
    }

    #[cold]
    fn too_many_arguments(
        &mut self,
        function: &FunctionObject,
        code: &CodeObject,
        bound: &[Value],
        given: usize,
    ) -> Raised {
        let shape = &code.code;
        let positional = shape.positional as usize;
        let defaults = function
            .defaults
            .get(self)
            .downcast::<TupleObject>()
            .map_or(0, |defaults| defaults.items().len());
        let keyword_only_given = (positional..positional + shape.keyword_only as usize)
            .filter(|&at| !bound[at].is_missing())
            .count();
        let takes = if defaults > 0 {
            format!(
                "from {} to {positional} positional arguments",
                positional - defaults.min(positional)
            )
        } else {
            format!(
                "{positional} positional argument{}",
                if positional == 1 { "" } else { "s" }
            )
        };
        let was = if keyword_only_given > 0 {
            let s = if keyword_only_given == 1 { "" } else { "s" };
            format!(
                "{given} positional argument{} (and {keyword_only_given} keyword-only argument{s}) were",
                if given == 1 { "" } else { "s" }
            )
        } else {
            format!("{given} {}", if given == 1 { "was" } else { "were" })
        };
        let title = self.function_title(function);
        self.type_error(format!("{title}() takes {takes} but {was} given"))
    }
}
