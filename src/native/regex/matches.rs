//! `re.Match`.
use super::pattern::PatternData;
use super::{Bounds, Subject, replace};
use crate::native::{GetSetDefinition, NativeClass, Slots};
use crate::native_functions;
use crate::object::class::flags;
use crate::object::heap::Layout;
use crate::object::native::Payload;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::raise;
use crate::text::regex::Captures;
use crate::vm::{Outcome, Vm};

/// The payload of a match object.
pub(super) struct MatchData {
    pub(super) pattern: Value,
    subject: Subject,
    captures: Captures,
    bounds: Bounds,
}

impl Payload for MatchData {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.pattern);
        visit(&self.subject.value);
    }
}

/// A match object.
pub(super) fn new_match(
    vm: &mut Vm,
    pattern: &Value,
    subject: Subject,
    captures: Captures,
    bounds: Bounds,
) -> Outcome<Value> {
    let class = vm.native_class(&MATCH)?;
    Ok(vm.new_native(
        &class,
        MatchData {
            pattern: pattern.clone(),
            subject,
            captures,
            bounds,
        },
    ))
}

fn data<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a MatchData> {
    match value.payload::<MatchData>() {
        Some(data) => Ok(data),
        None => {
            let name = vm.class_name(value);
            Err(vm.type_error(format!(
                "descriptor requires a 're.Match' object but received a '{name}'"
            )))
        }
    }
}

impl MatchData {
    fn pattern_data(&self, vm: &mut Vm) -> Outcome<&PatternData> {
        PatternData::of(vm, &self.pattern)
    }

    /// The number of a group given by number or name.
    fn number(&self, vm: &mut Vm, group: &Value) -> Outcome<u32> {
        let compiled = &self.pattern_data(vm)?.compiled;
        let number = match group.downcast::<StrObject>() {
            Some(name) => compiled.group_number(name.as_str()),
            None => match group.as_int() {
                Some(number) => u32::try_from(number).ok(),
                None => {
                    let index = vm.index_i64(group);
                    let index = vm.unless(crate::object::builtin::Exc::TypeError, index)?;
                    index.and_then(|number| u32::try_from(number).ok())
                }
            },
        };
        match number {
            Some(number) if number <= compiled.groups() => Ok(number),
            _ => raise!(vm, IndexError, "no such group"),
        }
    }

    fn group(&self, vm: &mut Vm, group: &Value, missing: &Value) -> Outcome<Value> {
        let number = self.number(vm, group)?;
        Ok(self.subject.group(vm, &self.captures, number, missing))
    }

    /// The span of a group in code points.
    fn span(&self, number: u32) -> (i64, i64) {
        match self.captures.span(number) {
            Some((start, end)) => (
                self.subject.index_of(start) as i64,
                self.subject.index_of(end) as i64,
            ),
            None => (-1, -1),
        }
    }

    fn span_of(&self, vm: &mut Vm, group: Option<&Value>) -> Outcome<(i64, i64)> {
        let number = match group {
            Some(group) => self.number(vm, group)?,
            None => 0,
        };
        Ok(self.span(number))
    }
}

fn pair(vm: &Vm, (start, end): (i64, i64)) -> Value {
    vm.new_pair(Value::int(start), Value::int(end))
}

/// `re.Match`.
pub(super) static MATCH: NativeClass = NativeClass {
    name: "re.Match",
    doc: "What a search found.",
    layout: Layout::Native,
    slots: Slots {
        repr: Some(|vm, this| {
            let data = data(vm, this)?;
            let (start, end) = data.span(0);
            let text = data.subject.group(vm, &data.captures, 0, &Value::NONE);
            let text = vm.repr_text(&text)?;
            Ok(vm.new_str(&format!(
                "<re.Match object; span=({start}, {end}), match={text}>"
            )))
        }),
        get_item: Some(|vm, this, key| data(vm, this)?.group(vm, key, &Value::NONE)),
        ..Slots::NONE
    },
    methods: METHODS,
    getset: GETSET,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

static GETSET: &[GetSetDefinition] = &[
    GetSetDefinition {
        name: "string",
        doc: "The string that was searched.",
        get: |vm, this| Ok(data(vm, this)?.subject.value.clone()),
        set: None,
    },
    GetSetDefinition {
        name: "re",
        doc: "The pattern.",
        get: |vm, this| Ok(data(vm, this)?.pattern.clone()),
        set: None,
    },
    GetSetDefinition {
        name: "pos",
        doc: "Where the search began.",
        get: |vm, this| Ok(Value::int(data(vm, this)?.bounds.pos as i64)),
        set: None,
    },
    GetSetDefinition {
        name: "endpos",
        doc: "Where the search had to end.",
        get: |vm, this| Ok(Value::int(data(vm, this)?.bounds.endpos as i64)),
        set: None,
    },
    GetSetDefinition {
        name: "lastindex",
        doc: "The group that closed last.",
        get: |vm, this| {
            let last = data(vm, this)?.captures.last_index();
            Ok(last.map_or(Value::NONE, |group| Value::int(group as i64)))
        },
        set: None,
    },
    GetSetDefinition {
        name: "lastgroup",
        doc: "The name of the group that closed last.",
        get: |vm, this| {
            let data = data(vm, this)?;
            let Some(last) = data.captures.last_index() else {
                return Ok(Value::NONE);
            };
            let name = data.pattern_data(vm)?.compiled.group_name(last);
            Ok(name.map_or(Value::NONE, |name| vm.new_str(name)))
        },
        set: None,
    },
    GetSetDefinition {
        name: "regs",
        doc: "The spans of all groups.",
        get: |vm, this| {
            let data = data(vm, this)?;
            let groups = data.pattern_data(vm)?.compiled.groups();
            let spans = (0..=groups)
                .map(|group| pair(vm, data.span(group)))
                .collect();
            Ok(vm.new_tuple(spans))
        },
        set: None,
    },
];

native_functions! { static METHODS;
    /// The text of groups given by number or name, of the whole match without any.
    "group(self, *groups)" fn group(vm, this: &Value, groups: &TupleObject) -> Value {
        let data = data(vm, this)?;
        match groups.items() {
            [] => Ok(data.subject.group(vm, &data.captures, 0, &Value::NONE)),
            [group] => data.group(vm, group, &Value::NONE),
            many => {
                let mut parts = Vec::with_capacity(many.len());
                for group in many {
                    parts.push(data.group(vm, group, &Value::NONE)?);
                }
                Ok(vm.new_tuple(parts))
            }
        }
    }
    /// The texts of all groups.
    "groups(self, default=None)" fn groups(vm, this: &Value, default: &Value) -> Value {
        let data = data(vm, this)?;
        let count = data.pattern_data(vm)?.compiled.groups();
        let parts = (1..=count).map(|group| data.subject.group(vm, &data.captures, group, default)).collect();
        Ok(vm.new_tuple(parts))
    }
    /// The texts of the named groups.
    "groupdict(self, default=None)" fn groupdict(vm, this: &Value, default: &Value) -> Value {
        let data = data(vm, this)?;
        let dict = vm.new_dict();
        let pattern: &PatternData = data.pattern_data(vm)?;
        for (name, group) in pattern.compiled.group_index() {
            let text = data.subject.group(vm, &data.captures, *group, default);
            vm.dict_set_str(&dict, name, text);
        }
        Ok(dict.into_value())
    }
    /// Where a group begins; -1 if it took no part.
    "start(self, group=..., /)" fn start(vm, this: &Value, group: Option<&Value>) -> i64 {
        Ok(data(vm, this)?.span_of(vm, group)?.0)
    }
    /// Where a group ends; -1 if it took no part.
    "end(self, group=..., /)" fn end(vm, this: &Value, group: Option<&Value>) -> i64 {
        Ok(data(vm, this)?.span_of(vm, group)?.1)
    }
    /// Where a group begins and ends.
    "span(self, group=..., /)" fn span(vm, this: &Value, group: Option<&Value>) -> Value {
        let span = data(vm, this)?.span_of(vm, group)?;
        Ok(pair(vm, span))
    }
    /// A template with the groups filled in.
    "expand(self, template)" fn expand(vm, this: &Value, template: &Value) -> Value {
        let data = data(vm, this)?;
        let pattern = data.pattern_data(vm)?;
        replace::expand(vm, pattern, template, &data.subject, &data.captures)
    }
    /// Itself: matches do not change.
    "__copy__(self, /)" fn copy(vm, this: &Value) -> Value { Ok(this.clone()) }
    /// Itself: matches do not change.
    "__deepcopy__(self, memo, /)" fn deep_copy(vm, this: &Value, memo: &Value) -> Value { Ok(this.clone()) }
    /// `re.Match[str]`.
    [class] "__class_getitem__(cls, item, /)" fn class_item(vm, class: &Value, item: &Value) -> Value {
        vm.generic_alias(class, item)
    }
}
