//! The methods of `str`.

use super::slicing::bound;
use super::str::{encode, optional_text, owned};
use super::str_format;
use super::str_parts::{self as parts, map_ascii, part_of, triple};
use crate::native_functions;
use crate::object::builtin::{Exc, shape};
use crate::object::dict::DictObject;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::search;
use crate::text::strings::{self, Mapped, Side};
use crate::vm::{Outcome, Vm};
use memchr::memmem;

/// `value.__format__(spec)` of a type that `Vm::format_native` knows.
pub fn format_with(vm: &mut Vm, value: &Value, spec: &Value) -> Outcome<Value> {
    let Some(spec) = spec.downcast::<StrObject>() else {
        let name = vm.class_name(spec);
        return Err(vm.type_error(format!("__format__() argument must be str, not {name}")));
    };
    match vm.format_native(value, spec.as_str())? {
        Some(text) => Ok(text),
        None => vm.format_default(value, spec.as_str()),
    }
}

/// An argument that must be a string. `complaint` begins the TypeError: `"find() argument 1 must be str"`.
fn text<'a>(vm: &mut Vm, value: &'a Value, complaint: &str) -> Outcome<&'a str> {
    match value.downcast::<StrObject>() {
        Some(text) => Ok(text.as_str()),
        None => {
            let name = if value.is_none() {
                "None".to_string()
            } else {
                vm.class_name(value)
            };
            Err(vm.type_error(format!("{complaint}, not {name}")))
        }
    }
}

/// The byte range that `start` and `end` pick; `None` when they cross.
fn window(
    vm: &mut Vm,
    text: &StrObject,
    start: &Value,
    end: &Value,
) -> Outcome<Option<(usize, usize)>> {
    let absent = |value: &Value| value.is_missing() || value.is_none();
    if absent(start) && absent(end) {
        return Ok(Some((0, text.as_str().len())));
    }
    let (start, end) = (bound(vm, start)?, bound(vm, end)?);
    let (start, end) = strings::clip_range(text.length(), start, end);
    Ok((start <= end).then(|| (text.byte_offset(start), text.byte_offset(end))))
}

/// `find` and `rfind`.
fn search(
    vm: &mut Vm,
    name: &str,
    value: &StrObject,
    arguments: [&Value; 3],
    last: bool,
) -> Outcome<Option<usize>> {
    let [part, start, end] = arguments;
    let part = match part.downcast::<StrObject>() {
        Some(part) => part.as_str(),
        None => text(vm, part, &format!("{name}() argument 1 must be str"))?,
    };
    let Some((from, to)) = window(vm, value, start, end)? else {
        return Ok(None);
    };
    let view = &value.as_str().as_bytes()[from..to];
    let found = if last {
        memmem::rfind(view, part.as_bytes())
    } else {
        search::find(view, part.as_bytes())
    };
    Ok(found.map(|at| value.index_of_byte(from + at)))
}

fn found_or_minus_one(found: Option<usize>) -> i64 {
    found.map_or(-1, |at| at as i64)
}

fn found_or_error(vm: &mut Vm, found: Option<usize>) -> Outcome<i64> {
    match found {
        Some(at) => Ok(at as i64),
        None => Err(vm.value_error("substring not found")),
    }
}

/// `startswith` and `endswith`.
fn affix(
    vm: &mut Vm,
    name: &str,
    value: &StrObject,
    arguments: [&Value; 3],
    at_end: bool,
) -> Outcome<bool> {
    let [parts, start, end] = arguments;
    let matches = |view: &str, part: &str| {
        let (view, part) = (view.as_bytes(), part.as_bytes());
        let Some(rest) = view.len().checked_sub(part.len()) else {
            return false;
        };
        let view = &view[if at_end { rest } else { 0 }..][..part.len()];
        match part {
            // Most are short: no call.
            &[byte] => view[0] == byte,
            _ => view == part,
        }
    };
    let range = window(vm, value, start, end)?;
    let view = range.map(|(from, to)| &value.as_str()[from..to]);
    if let Some(part) = parts.downcast::<StrObject>() {
        return Ok(view.is_some_and(|view| matches(view, part.as_str())));
    }
    let Some(tuple) = parts.downcast::<TupleObject>() else {
        let class = vm.class_name(parts);
        return Err(vm.type_error(format!(
            "{name} first arg must be str or a tuple of str, not {class}"
        )));
    };
    for part in tuple.items() {
        let Some(part) = part.downcast::<StrObject>() else {
            let complaint = format!("tuple for {name} must only contain str");
            return text(vm, part, &complaint).map(|_| false);
        };
        if view.is_some_and(|view| matches(view, part.as_str())) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn stripped(vm: &mut Vm, name: &str, value: &StrObject, set: &Value, side: Side) -> Outcome<Value> {
    let set = match set.downcast::<StrObject>() {
        Some(set) => Some(set.as_str()),
        None if set.is_none() => None,
        None => return Err(vm.type_error(format!("{name} arg must be None or str"))),
    };
    Ok(parts::strip(vm, value, set, side))
}

fn split_by(
    vm: &mut Vm,
    value: &StrObject,
    separator: &Value,
    limit: i64,
    from_end: bool,
) -> Outcome<Value> {
    let separator = match separator.is_none() {
        true => None,
        false => Some(text(vm, separator, "must be str or None")?),
    };
    parts::split(vm, value, separator, limit, from_end)
}

/// The fill character of `center` and its kin.
fn fill(vm: &mut Vm, value: &Value) -> Outcome<char> {
    let Some(text) = value.downcast::<StrObject>() else {
        let name = vm.class_name(value);
        return Err(vm.type_error(format!(
            "The fill character must be a unicode character, not {name}"
        )));
    };
    let mut chars = text.as_str().chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Ok(c),
        _ => Err(vm.type_error("The fill character must be exactly one character long")),
    }
}

/// The string itself, as an instance of `str`, if it is wide enough; else the padded text.
fn padded(
    vm: &mut Vm,
    value: &StrObject,
    width: i64,
    make: impl FnOnce() -> crate::text::Result<String>,
) -> Outcome<Value> {
    if width <= value.length() as i64 {
        return Ok(part_of(vm, value, value.as_str()));
    }
    let result = vm.text(make())?;
    Ok(owned(vm, result))
}

/// What a translation table says of one code point.
fn mapped(vm: &mut Vm, table: &Value, code: u32) -> Outcome<Mapped> {
    let key = Value::int(i64::from(code));
    let found = match table.downcast::<DictObject>() {
        Some(dict) if dict.header.shape() == shape::DICT => vm.dict_get(dict, &key)?,
        _ => {
            let outcome = vm.get_item(table, &key);
            vm.unless(Exc::LookupError, outcome)?
        }
    };
    let Some(found) = found else {
        return Ok(Mapped::Keep);
    };
    if found.is_none() {
        return Ok(Mapped::Delete);
    }
    if let Some(text) = found.downcast::<StrObject>() {
        return Ok(Mapped::Text(text.as_str().to_string()));
    }
    match crate::vm::numbers::small_int_of(&found) {
        Some(code) => match strings::chr(code) {
            Ok(c) => Ok(Mapped::Char(c)),
            Err(_) => Err(vm.value_error("character mapping must be in range(0x110000)")),
        },
        None => Err(vm.type_error("character mapping must return integer, None or str")),
    }
}

fn code_point_key(vm: &mut Vm, key: &Value) -> Outcome<Value> {
    if let Some(text) = key.downcast::<StrObject>() {
        let mut chars = text.as_str().chars();
        return match (chars.next(), chars.next()) {
            (Some(c), None) => Ok(Value::int(i64::from(crate::text::to_code_point(c)))),
            _ => Err(vm.value_error("string keys in translate table must be of length 1")),
        };
    }
    if crate::vm::numbers::is_int(key) {
        return Ok(key.clone());
    }
    Err(vm.type_error("keys in translate table must be strings or integers"))
}

/// `str.maketrans`.
fn translation_table(vm: &mut Vm, first: &Value, second: &Value, third: &Value) -> Outcome<Value> {
    let table = vm.new_dict();
    if second.is_missing() {
        let Some(source) = first.downcast::<DictObject>() else {
            return Err(
                vm.type_error("if you give only one argument to maketrans it must be a dict")
            );
        };
        let entries: Vec<(Value, Value)> = source
            .map
            .get(vm)
            .iter()
            .map(|entry| (entry.key.clone(), entry.value.clone()))
            .collect();
        for (key, value) in entries {
            let key = code_point_key(vm, &key)?;
            vm.dict_set(&table, &key, value)?;
        }
        return Ok(table.into_value());
    }
    let from = text(
        vm,
        first,
        "first maketrans argument must be a string if there is a second argument",
    )
    .map_err(|_| {
        vm.type_error("first maketrans argument must be a string if there is a second argument")
    })?;
    let to = text(vm, second, "maketrans() argument 2 must be str")?;
    let deleted = if third.is_missing() {
        ""
    } else {
        text(vm, third, "maketrans() argument 3 must be str")?
    };
    if strings::char_count(from) != strings::char_count(to) {
        return Err(vm.value_error("the first two maketrans arguments must have equal length"));
    }
    let code = |c| Value::int(i64::from(crate::text::to_code_point(c)));
    for (from, to) in from.chars().zip(to.chars()) {
        vm.dict_set(&table, &code(from), code(to))?;
    }
    for c in deleted.chars() {
        vm.dict_set(&table, &code(c), Value::NONE)?;
    }
    Ok(table.into_value())
}

native_functions! {
    /// The methods.
    pub static METHODS;
    /// Return a capitalized version of the string.
    "capitalize(self, /)" fn capitalize(vm, value: &StrObject) -> Value {
        Ok(owned(vm, strings::capitalize(value.as_str())))
    }
    /// Return a version of the string suitable for caseless comparisons.
    "casefold(self, /)" fn casefold(vm, value: &StrObject) -> Value {
        Ok(match map_ascii(vm, value, |byte| byte.to_ascii_lowercase()) {
            Some(folded) => folded,
            None => owned(vm, strings::casefold(value.as_str())),
        })
    }
    /// Return a centered string of length width.
    "center(self, width, fillchar=' ', /)" fn center(vm, value: &StrObject, width: i64, by: &Value) -> Value {
        let by = fill(vm, by)?;
        padded(vm, value, width, || strings::center(value.as_str(), width, by))
    }
    /// Return the number of non-overlapping occurrences of a substring.
    "count(self, sub, start=None, end=None, /)"
    fn count(vm, value: &StrObject, part: &Value, start: &Value, end: &Value) -> usize {
        let part = text(vm, part, "count() argument 1 must be str")?;
        Ok(match window(vm, value, start, end)? {
            Some((from, to)) => strings::count(&value.as_str()[from..to], part, None, None),
            None => 0,
        })
    }
    /// Encode the string using the codec registered for encoding.
    "encode(self, /, encoding=_, errors=_)" fn encoded(vm, value: &StrObject, encoding: &Value, errors: &Value) -> Vec<u8> {
        let encoding = optional_text(vm, encoding, "encode", "'encoding'")?;
        let errors = optional_text(vm, errors, "encode", "'errors'")?;
        encode(vm, value, encoding, errors)
    }
    /// Return True if the string ends with the specified suffix, or with one of a tuple of suffixes.
    "endswith(self, suffix, start=None, end=None, /)"
    fn endswith(vm, value: &StrObject, parts: &Value, start: &Value, end: &Value) -> bool {
        affix(vm, "endswith", value, [parts, start, end], true)
    }
    /// Return a copy where all tab characters are expanded using spaces.
    "expandtabs(self, /, tabsize=8)" fn expandtabs(vm, value: &StrObject, size: i64) -> Value {
        let result = vm.text(strings::expand_tabs(value.as_str(), size))?;
        Ok(owned(vm, result))
    }
    /// Return the lowest index where the substring is found, or -1.
    "find(self, sub, start=None, end=None, /)"
    fn find(vm, value: &StrObject, part: &Value, start: &Value, end: &Value) -> i64 {
        Ok(found_or_minus_one(search(vm, "find", value, [part, start, end], false)?))
    }
    /// Return a formatted version of the string, using substitutions from args and kwargs.
    "format(self, /, *args, **kwargs)" fn format(vm, value: &StrObject, args: &TupleObject, kwargs: &Value) -> Value {
        str_format::format(vm, value.as_str(), Some(args.items()), kwargs)
    }
    /// Return a formatted version of the string, using substitutions from a mapping.
    "format_map(self, mapping, /)" fn format_map(vm, value: &StrObject, mapping: &Value) -> Value {
        str_format::format(vm, value.as_str(), None, mapping)
    }
    /// Return the lowest index where the substring is found; raise ValueError if it is not.
    "index(self, sub, start=None, end=None, /)"
    fn index(vm, value: &StrObject, part: &Value, start: &Value, end: &Value) -> i64 {
        let found = search(vm, "index", value, [part, start, end], false)?;
        found_or_error(vm, found)
    }
    /// Return True if the string is alphanumeric.
    "isalnum(self, /)" fn isalnum(vm, value: &StrObject) -> bool { Ok(strings::is_alnum(value.as_str())) }
    /// Return True if the string is alphabetic.
    "isalpha(self, /)" fn isalpha(vm, value: &StrObject) -> bool { Ok(strings::is_alpha(value.as_str())) }
    /// Return True if all characters in the string are ASCII.
    "isascii(self, /)" fn isascii(vm, value: &StrObject) -> bool { Ok(value.is_ascii()) }
    /// Return True if the string is a decimal string.
    "isdecimal(self, /)" fn isdecimal(vm, value: &StrObject) -> bool { Ok(strings::is_decimal(value.as_str())) }
    /// Return True if the string is a digit string.
    "isdigit(self, /)" fn isdigit(vm, value: &StrObject) -> bool { Ok(strings::is_digit(value.as_str())) }
    /// Return True if the string is a valid Python identifier.
    "isidentifier(self, /)" fn isidentifier(vm, value: &StrObject) -> bool { Ok(strings::is_identifier(value.as_str())) }
    /// Return True if the string is a lowercase string.
    "islower(self, /)" fn islower(vm, value: &StrObject) -> bool { Ok(strings::is_lower(value.as_str())) }
    /// Return True if the string is a numeric string.
    "isnumeric(self, /)" fn isnumeric(vm, value: &StrObject) -> bool { Ok(strings::is_numeric(value.as_str())) }
    /// Return True if all characters in the string are printable.
    "isprintable(self, /)" fn isprintable(vm, value: &StrObject) -> bool { Ok(strings::is_printable(value.as_str())) }
    /// Return True if the string is a whitespace string.
    "isspace(self, /)" fn isspace(vm, value: &StrObject) -> bool { Ok(strings::is_space(value.as_str())) }
    /// Return True if the string is a title-cased string.
    "istitle(self, /)" fn istitle(vm, value: &StrObject) -> bool { Ok(strings::is_title(value.as_str())) }
    /// Return True if the string is an uppercase string.
    "isupper(self, /)" fn isupper(vm, value: &StrObject) -> bool { Ok(strings::is_upper(value.as_str())) }
    /// Concatenate any number of strings, with this one between each two.
    "join(self, iterable, /)" fn joined(vm, value: &StrObject, iterable: &Value) -> Value {
        parts::join(vm, value, iterable)
    }
    /// Return a left-justified string of length width.
    "ljust(self, width, fillchar=' ', /)" fn ljust(vm, value: &StrObject, width: i64, by: &Value) -> Value {
        let by = fill(vm, by)?;
        padded(vm, value, width, || strings::ljust(value.as_str(), width, by))
    }
    /// Return a copy of the string converted to lowercase.
    "lower(self, /)" fn lower(vm, value: &StrObject) -> Value {
        Ok(match map_ascii(vm, value, |byte| byte.to_ascii_lowercase()) {
            Some(lower) => lower,
            None => owned(vm, strings::lower(value.as_str())),
        })
    }
    /// Return a copy of the string with leading whitespace, or characters in chars, removed.
    "lstrip(self, chars=None, /)" fn lstrip(vm, value: &StrObject, set: &Value) -> Value {
        stripped(vm, "lstrip", value, set, Side::Left)
    }
    /// Return a translation table usable for str.translate().
    [static] "maketrans(x, y=_, z=_, /)" fn maketrans(vm, first: &Value, second: &Value, third: &Value) -> Value {
        translation_table(vm, first, second, third)
    }
    /// Partition the string into three parts using the given separator.
    "partition(self, sep, /)" fn partition(vm, value: &StrObject, separator: &Value) -> Value {
        let separator = text(vm, separator, "must be str")?;
        let parts = vm.text(strings::partition(value.as_str(), separator))?;
        Ok(triple(vm, value, parts))
    }
    /// Return a str with the given prefix string removed if present.
    "removeprefix(self, prefix, /)" fn removeprefix(vm, value: &StrObject, prefix: &Value) -> Value {
        let prefix = text(vm, prefix, "removeprefix() argument must be str")?;
        let rest = value.as_str().strip_prefix(prefix).unwrap_or(value.as_str());
        Ok(part_of(vm, value, rest))
    }
    /// Return a str with the given suffix string removed if present.
    "removesuffix(self, suffix, /)" fn removesuffix(vm, value: &StrObject, suffix: &Value) -> Value {
        let suffix = text(vm, suffix, "removesuffix() argument must be str")?;
        let rest = value.as_str().strip_suffix(suffix).unwrap_or(value.as_str());
        Ok(part_of(vm, value, rest))
    }
    /// Return a copy with all occurrences of substring old replaced by new, or the first count ones.
    "replace(self, old, new, /, count=-1)"
    fn replace(vm, value: &StrObject, old: &Value, new: &Value, count: i64) -> Value {
        let old = text(vm, old, "replace() argument 1 must be str")?;
        let new = text(vm, new, "replace() argument 2 must be str")?;
        vm.room_to_replace(value.as_str().as_bytes(), old.as_bytes(), new.len(), count)?;
        Ok(parts::replace(vm, value, old, new, count))
    }
    /// Return the highest index where the substring is found, or -1.
    "rfind(self, sub, start=None, end=None, /)"
    fn rfind(vm, value: &StrObject, part: &Value, start: &Value, end: &Value) -> i64 {
        Ok(found_or_minus_one(search(vm, "rfind", value, [part, start, end], true)?))
    }
    /// Return the highest index where the substring is found; raise ValueError if it is not.
    "rindex(self, sub, start=None, end=None, /)"
    fn rindex(vm, value: &StrObject, part: &Value, start: &Value, end: &Value) -> i64 {
        let found = search(vm, "rindex", value, [part, start, end], true)?;
        found_or_error(vm, found)
    }
    /// Return a right-justified string of length width.
    "rjust(self, width, fillchar=' ', /)" fn rjust(vm, value: &StrObject, width: i64, by: &Value) -> Value {
        let by = fill(vm, by)?;
        padded(vm, value, width, || strings::rjust(value.as_str(), width, by))
    }
    /// Partition the string into three parts at the last occurrence of the separator.
    "rpartition(self, sep, /)" fn rpartition(vm, value: &StrObject, separator: &Value) -> Value {
        let separator = text(vm, separator, "must be str")?;
        let parts = vm.text(strings::rpartition(value.as_str(), separator))?;
        Ok(triple(vm, value, parts))
    }
    /// Return a list of the substrings in the string, splitting from the end.
    "rsplit(self, /, sep=None, maxsplit=-1)" fn rsplit(vm, value: &StrObject, separator: &Value, limit: i64) -> Value {
        split_by(vm, value, separator, limit, true)
    }
    /// Return a copy of the string with trailing whitespace, or characters in chars, removed.
    "rstrip(self, chars=None, /)" fn rstrip(vm, value: &StrObject, set: &Value) -> Value {
        stripped(vm, "rstrip", value, set, Side::Right)
    }
    /// Return a list of the substrings in the string, using sep as the separator string.
    "split(self, /, sep=None, maxsplit=-1)" fn split(vm, value: &StrObject, separator: &Value, limit: i64) -> Value {
        split_by(vm, value, separator, limit, false)
    }
    /// Return a list of the lines in the string, breaking at line boundaries.
    "splitlines(self, /, keepends=False)" fn splitlines(vm, value: &StrObject, keep_ends: bool) -> Value {
        parts::split_lines(vm, value, keep_ends)
    }
    /// Return True if the string starts with the specified prefix, or with one of a tuple of prefixes.
    "startswith(self, prefix, start=None, end=None, /)"
    fn startswith(vm, value: &StrObject, parts: &Value, start: &Value, end: &Value) -> bool {
        affix(vm, "startswith", value, [parts, start, end], false)
    }
    /// Return a copy of the string with leading and trailing whitespace, or characters in chars, removed.
    "strip(self, chars=None, /)" fn strip(vm, value: &StrObject, set: &Value) -> Value {
        stripped(vm, "strip", value, set, Side::Both)
    }
    /// Convert uppercase characters to lowercase and lowercase characters to uppercase.
    "swapcase(self, /)" fn swapcase(vm, value: &StrObject) -> Value {
        Ok(owned(vm, strings::swap_case(value.as_str())))
    }
    /// Return a version of the string where each word is titlecased.
    "title(self, /)" fn title(vm, value: &StrObject) -> Value {
        Ok(owned(vm, strings::title(value.as_str())))
    }
    /// Replace each character in the string using the given translation table.
    "translate(self, table, /)" fn translate(vm, value: &StrObject, table: &Value) -> Value {
        // What is known of ASCII characters: another one, or itself; 128 for nothing yet.
        let mut known = [128u8; 128];
        let result = strings::translate(value.as_str(), |code| {
            match known.get(code as usize) {
                Some(&known) if known < 128 => return Ok(Mapped::Char(char::from(known))),
                _ => {}
            }
            if crate::memory::is_troubled() && crate::memory::is_serious() {
                return Err(vm.memory_error());
            }
            let answer = mapped(vm, table, code)?;
            if code < 128 {
                known[code as usize] = match answer {
                    Mapped::Keep => code as u8,
                    Mapped::Char(c) if c.is_ascii() => c as u8,
                    _ => 128,
                };
            }
            Ok(answer)
        })?;
        Ok(owned(vm, result))
    }
    /// Return a copy of the string converted to uppercase.
    "upper(self, /)" fn upper(vm, value: &StrObject) -> Value {
        Ok(match map_ascii(vm, value, |byte| byte.to_ascii_uppercase()) {
            Some(upper) => upper,
            None => owned(vm, strings::upper(value.as_str())),
        })
    }
    /// Pad a numeric string with zeros on the left, to fill a field of the given width.
    "zfill(self, width, /)" fn zfill(vm, value: &StrObject, width: i64) -> Value {
        padded(vm, value, width, || strings::zfill(value.as_str(), width))
    }
    /// Return a formatted version of the string as described by format_spec.
    "__format__(self, format_spec, /)" fn format_spec(vm, value: &Value, spec: &Value) -> Value {
        format_with(vm, value, spec)
    }
    /// The arguments that make an equal string.
    "__getnewargs__(self, /)" fn getnewargs(vm, value: &StrObject) -> Value {
        let copy = vm.new_str(value.as_str());
        Ok(vm.new_tuple(vec![copy]))
    }
    /// Return the size of the string in memory, in bytes.
    "__sizeof__(self, /)" fn sizeof(vm, value: &StrObject) -> usize {
        Ok(value.memory())
    }
}
