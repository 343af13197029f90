//! `re.Pattern`.
use super::matches::new_match;
use super::{Bounds, Subject, find, next, replace, scanner};
use crate::gil::GilCell;
use crate::native::types::buffer::bytes_of;
use crate::native::types::mapping_proxy;
use crate::native::{CompareOp, GetSetDefinition, NativeClass, Slots};
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::class::flags;
use crate::object::heap::Layout;
use crate::object::native::Payload;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::raise;
use crate::text::regex::{Mode, Pattern, RegexError, RegexKind, Scanner, Template, flag};
use crate::vm::{Outcome, Raised, Vm};
use std::rc::Rc;

/// The payload of a pattern object.
pub(super) struct PatternData {
    pub(super) compiled: Pattern,
    pub(super) source: Value,
    /// Makes the exception for a message, a pattern and a position.
    error: Value,
    group_index: Value,
    /// The template used last, which most likely is used again.
    pub(super) template: GilCell<Option<(Value, Rc<Template>)>>,
}

impl Payload for PatternData {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.source);
        visit(&self.error);
        visit(&self.group_index);
    }
    fn clear(&mut self) {
        self.error = Value::NONE;
        self.group_index = Value::NONE;
    }
}

impl PatternData {
    /// The payload of a pattern object.
    pub(super) fn of<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a PatternData> {
        match value.payload::<PatternData>() {
            Some(data) => Ok(data),
            None => {
                let name = vm.class_name(value);
                Err(vm.type_error(format!(
                    "descriptor requires a 're.Pattern' object but received a '{name}'"
                )))
            }
        }
    }

    /// Raises what is wrong with the pattern or, in a template, with `source`.
    pub(super) fn raise(&self, vm: &mut Vm, fault: RegexError, source: &Value) -> Raised {
        raise_fault(vm, fault, source, &self.error)
    }
}

fn raise_fault(vm: &mut Vm, fault: RegexError, source: &Value, error: &Value) -> Raised {
    let class = match fault.kind {
        RegexKind::Pattern => {
            let message = vm.new_str(&fault.message);
            let position = fault
                .position
                .map_or(Value::NONE, |position| Value::int(position as i64));
            return match vm.call(error, &[message, source.clone(), position]) {
                Ok(exception) => vm.raise_value(exception),
                Err(raised) => raised,
            };
        }
        RegexKind::Value => Exc::ValueError,
        RegexKind::Overflow => Exc::OverflowError,
        RegexKind::Index => Exc::IndexError,
        RegexKind::Recursion => Exc::RecursionError,
    };
    vm.raise(class, fault.text())
}

native_functions! { pub(super) static FUNCTIONS;
    /// Compile a pattern; a malformed one raises what error(message, pattern, position) makes.
    "compile(pattern, flags, error, /)" fn compile(vm, pattern: &Value, flags: i64, error: &Value) -> Value {
        let flags = flags as u32;
        let compiled = match pattern.downcast::<StrObject>() {
            Some(text) => Pattern::compile(text.as_str(), flags),
            None => match bytes_of(vm, pattern) {
                Some(bytes) => Pattern::compile_bytes(&bytes, flags),
                None => raise!(vm, TypeError, "first argument must be string or compiled pattern"),
            },
        };
        let compiled = match compiled {
            Ok(compiled) => compiled,
            Err(fault) => return Err(raise_fault(vm, fault, pattern, error)),
        };
        let names = vm.new_dict();
        for (name, group) in compiled.group_index() {
            vm.dict_set_str(&names, name, Value::int(*group as i64));
        }
        let group_index = mapping_proxy::of(vm, names.into_value())?;
        let class = vm.native_class(&PATTERN)?;
        let (source, error) = (pattern.clone(), error.clone());
        Ok(vm.new_native(&class, PatternData { compiled, source, error, group_index, template: GilCell::new(None) }))
    }
}

/// `re.Pattern`.
pub(super) static PATTERN: NativeClass = NativeClass {
    name: "re.Pattern",
    doc: "A compiled regular expression.",
    layout: Layout::Native,
    slots: Slots {
        repr: Some(repr),
        hash: Some(|vm, this| {
            let data = PatternData::of(vm, this)?;
            let hash = vm.hash(&data.source)?;
            Ok(hash.rotate_left(7) ^ data.compiled.flags() as u64 ^ data.compiled.is_text() as u64)
        }),
        compare: Some(|vm, op, left, right| {
            if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            let (Some(a), Some(b)) = (
                left.payload::<PatternData>(),
                right.payload::<PatternData>(),
            ) else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let same = a.compiled.flags() == b.compiled.flags()
                && a.compiled.is_text() == b.compiled.is_text()
                && vm.equal(&a.source, &b.source)?;
            Ok(Value::bool(same == (op == CompareOp::Eq)))
        }),
        ..Slots::NONE
    },
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "pattern",
            doc: "The pattern it was compiled from.",
            get: |vm, this| Ok(PatternData::of(vm, this)?.source.clone()),
            set: None,
        },
        GetSetDefinition {
            name: "flags",
            doc: "The flags in force.",
            get: |vm, this| {
                Ok(Value::int(
                    PatternData::of(vm, this)?.compiled.flags() as i64
                ))
            },
            set: None,
        },
        GetSetDefinition {
            name: "groups",
            doc: "The number of capturing groups.",
            get: |vm, this| {
                Ok(Value::int(
                    PatternData::of(vm, this)?.compiled.groups() as i64
                ))
            },
            set: None,
        },
        GetSetDefinition {
            name: "groupindex",
            doc: "The numbers of the named groups.",
            get: |vm, this| Ok(PatternData::of(vm, this)?.group_index.clone()),
            set: None,
        },
    ],
    flags: flags::FINAL | flags::WEAK,
    ..NativeClass::EMPTY
};

/// Names of flags in the order in which a pattern shows them.
const FLAG_NAMES: [(u32, &str); 8] = [
    (flag::IGNORECASE, "re.IGNORECASE"),
    (flag::LOCALE, "re.LOCALE"),
    (flag::MULTILINE, "re.MULTILINE"),
    (flag::DOTALL, "re.DOTALL"),
    (flag::UNICODE, "re.UNICODE"),
    (flag::VERBOSE, "re.VERBOSE"),
    (flag::DEBUG, "re.DEBUG"),
    (flag::ASCII, "re.ASCII"),
];

fn repr(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let data = PatternData::of(vm, this)?;
    let shown: String = vm.repr_text(&data.source)?.chars().take(200).collect();
    let mut flags = data.compiled.flags();
    if data.compiled.is_text() && flags & flag::TYPES == flag::UNICODE {
        flags &= !flag::UNICODE;
    }
    let mut names = Vec::new();
    for (bit, name) in FLAG_NAMES {
        if flags & bit != 0 {
            names.push(name.to_string());
            flags &= !bit;
        }
    }
    if flags != 0 {
        names.push(format!("{flags:#x}"));
    }
    let names = if names.is_empty() {
        String::new()
    } else {
        format!(", {}", names.join("|"))
    };
    Ok(vm.new_str(&format!("re.compile({shown}{names})")))
}

fn search_one(
    vm: &mut Vm,
    this: &Value,
    string: &Value,
    pos: Option<&Value>,
    endpos: Option<&Value>,
    mode: Mode,
) -> Outcome<Value> {
    let data = PatternData::of(vm, this)?;
    let subject = Subject::of(vm, data, string)?;
    let bounds = Bounds::of(vm, &subject, pos, endpos)?;
    match find(vm, data, &subject, bounds, mode)? {
        Some(captures) => new_match(vm, this, subject, captures, bounds),
        None => Ok(Value::NONE),
    }
}

native_functions! { static METHODS;
    /// Match at the beginning of the string, or None.
    "match(self, string, pos=..., endpos=...)"
    fn match_(vm, this: &Value, string: &Value, pos: Option<&Value>, endpos: Option<&Value>) -> Value {
        search_one(vm, this, string, pos, endpos, Mode::Match)
    }
    /// Match all of the string, or None.
    "fullmatch(self, string, pos=..., endpos=...)"
    fn fullmatch(vm, this: &Value, string: &Value, pos: Option<&Value>, endpos: Option<&Value>) -> Value {
        search_one(vm, this, string, pos, endpos, Mode::FullMatch)
    }
    /// The first match in the string, or None.
    "search(self, string, pos=..., endpos=...)"
    fn search(vm, this: &Value, string: &Value, pos: Option<&Value>, endpos: Option<&Value>) -> Value {
        search_one(vm, this, string, pos, endpos, Mode::Search)
    }
    /// All matches that do not overlap, as a list of texts or tuples of groups.
    "findall(self, string, pos=..., endpos=...)"
    fn findall(vm, this: &Value, string: &Value, pos: Option<&Value>, endpos: Option<&Value>) -> Value {
        let data = PatternData::of(vm, this)?;
        let subject = Subject::of(vm, data, string)?;
        let bounds = Bounds::of(vm, &subject, pos, endpos)?;
        let groups = data.compiled.groups();
        let empty = subject.empty(vm);
        let mut items = Vec::new();
        let mut walk = scanner(bounds);
        while let Some(captures) = next(vm, data, &subject, &mut walk)? {
            vm.check_memory()?;
            let item = match groups {
                0 | 1 => subject.group(vm, &captures, groups, &empty),
                _ => {
                    let parts = (1..=groups).map(|group| subject.group(vm, &captures, group, &empty)).collect();
                    vm.new_tuple(parts)
                }
            };
            vm.push(&mut items, item)?;
        }
        Ok(vm.new_list(items))
    }
    /// An iterator over all matches that do not overlap.
    "finditer(self, string, pos=..., endpos=...)"
    fn finditer(vm, this: &Value, string: &Value, pos: Option<&Value>, endpos: Option<&Value>) -> Value {
        let data = PatternData::of(vm, this)?;
        let subject = Subject::of(vm, data, string)?;
        let bounds = Bounds::of(vm, &subject, pos, endpos)?;
        let class = vm.native_class(&MATCH_ITERATOR)?;
        let walk = GilCell::new(Some(scanner(bounds)));
        Ok(vm.new_native(&class, MatchIterator { pattern: this.clone(), subject, bounds, walk }))
    }
    /// Split the string at the matches; groups are kept.
    "split(self, string, maxsplit=0)" fn split(vm, this: &Value, string: &Value, maxsplit: i64) -> Value {
        let data = PatternData::of(vm, this)?;
        let subject = Subject::of(vm, data, string)?;
        let mut walk = scanner(Bounds::whole(&subject));
        let (mut parts, mut last, mut count) = (Vec::new(), 0, 0);
        while maxsplit == 0 || count < maxsplit {
            let Some(captures) = next(vm, data, &subject, &mut walk)? else { break };
            vm.check_memory()?;
            vm.push(&mut parts, subject.part(vm, last, captures.start()))?;
            for group in 1..=data.compiled.groups() {
                parts.push(subject.group(vm, &captures, group, &Value::NONE));
            }
            last = captures.end();
            count += 1;
        }
        parts.push(subject.part(vm, last, subject.bytes().len()));
        Ok(vm.new_list(parts))
    }
    /// The string with the matches replaced by a template or by what a function gives.
    "sub(self, repl, string, count=0)" fn sub(vm, this: &Value, repl: &Value, string: &Value, count: i64) -> Value {
        Ok(replace::replace(vm, this, repl, string, count)?.0)
    }
    /// As sub(), with the number of replacements.
    "subn(self, repl, string, count=0)" fn subn(vm, this: &Value, repl: &Value, string: &Value, count: i64) -> Value {
        let (result, number) = replace::replace(vm, this, repl, string, count)?;
        Ok(vm.new_pair(result, Value::int(number)))
    }
    /// Itself: patterns do not change.
    "__copy__(self, /)" fn copy(vm, this: &Value) -> Value { Ok(this.clone()) }
    /// Itself: patterns do not change.
    "__deepcopy__(self, memo, /)" fn deep_copy(vm, this: &Value, memo: &Value) -> Value { Ok(this.clone()) }
    /// How to compile it again.
    "__reduce__(self, /)" fn reduce(vm, this: &Value) -> Value {
        let data = PatternData::of(vm, this)?;
        let (source, flags) = (data.source.clone(), data.compiled.flags());
        let module = vm.import_module("re")?;
        let function = vm.get_attribute_str(&module, "_compile")?;
        let arguments = vm.new_pair(source, Value::int(i64::from(flags)));
        Ok(vm.new_pair(function, arguments))
    }
    /// `re.Pattern[str]`.
    [class] "__class_getitem__(cls, item, /)" fn class_item(vm, class: &Value, item: &Value) -> Value {
        vm.generic_alias(class, item)
    }
}

/// What `finditer` gives.
struct MatchIterator {
    pattern: Value,
    subject: Subject,
    bounds: Bounds,
    /// None when exhausted or while a thread is at it.
    walk: GilCell<Option<Scanner>>,
}

impl Payload for MatchIterator {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.pattern);
        visit(&self.subject.value);
    }
    fn clear(&mut self) {
        self.pattern = Value::NONE;
    }
}

static MATCH_ITERATOR: NativeClass = NativeClass {
    name: "callable_iterator",
    layout: Layout::Native,
    slots: Slots {
        iterate: Some(|_, this| Ok(this.clone())),
        next: Some(|vm, this| {
            let Some(iterator) = this.payload::<MatchIterator>() else {
                return Ok(None);
            };
            let Some(data) = iterator.pattern.payload::<PatternData>() else {
                return Ok(None);
            };
            let Some(mut walk) = iterator.walk.replace(vm.gil(), None) else {
                return Ok(None);
            };
            let found = next(vm, data, &iterator.subject, &mut walk)?;
            let Some(captures) = found else {
                return Ok(None);
            };
            iterator.walk.replace(vm.gil(), Some(walk));
            let subject = iterator.subject.share();
            new_match(vm, &iterator.pattern, subject, captures, iterator.bounds).map(Some)
        }),
        ..Slots::NONE
    },
    ..NativeClass::EMPTY
};
