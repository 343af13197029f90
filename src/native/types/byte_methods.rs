//! The methods that `bytes` and `bytearray` share: a macro that puts them into the table of either class, and what they call.
//!
//! Enters: the object, arguments. Leaves: results of the object's own type. An argument is copied where running its methods
//! could change the object.

use super::buffer::{byte_of, bytes_like, bytes_of};
use super::slicing::{bound, is_index};
use crate::object::builtin::Exc;
use crate::object::heap::Layout;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::TextError;
use crate::text::bytestrings as kernel;
use crate::text::strings::Side;
use crate::vm::{Outcome, Vm};

/// Bytes as an object of the type of `like`, without subclasses.
pub fn make_like(vm: &Vm, like: &Value, bytes: Vec<u8>) -> Value {
    match like.layout() {
        Some(Layout::ByteArray) => vm.new_bytearray(bytes),
        _ => vm.new_bytes(bytes),
    }
}

/// The object's content after `work` on it, as an object of its own type.
pub fn map(vm: &mut Vm, this: &Value, work: impl FnOnce(&[u8]) -> Vec<u8>) -> Outcome<Value> {
    let result = work(&bytes_like(vm, this)?);
    Ok(make_like(vm, this, result))
}

/// As [`map`] for work that may fail.
pub fn try_map(
    vm: &mut Vm,
    this: &Value,
    work: impl FnOnce(&[u8]) -> crate::text::Result<Vec<u8>>,
) -> Outcome<Value> {
    let result = work(&bytes_like(vm, this)?);
    let result = vm.text(result)?;
    Ok(make_like(vm, this, result))
}

/// Asks something of the object's content.
pub fn ask<T>(vm: &mut Vm, this: &Value, work: impl FnOnce(&[u8]) -> T) -> Outcome<T> {
    Ok(work(&bytes_like(vm, this)?))
}

/// A copy of a bytes-like argument.
pub fn copied(vm: &Vm, value: &Value) -> Outcome<Vec<u8>> {
    Ok(bytes_like(vm, value)?.into_owned())
}

/// What `find` and its kin look for: a byte or bytes.
fn needle(vm: &mut Vm, value: &Value) -> Outcome<Vec<u8>> {
    if let Some(bytes) = bytes_of(vm, value) {
        return Ok(bytes.into_owned());
    }
    if is_index(vm, value) {
        return Ok(vec![byte_of(vm, value)?]);
    }
    let name = vm.class_name(value);
    Err(vm.type_error(format!(
        "argument should be integer or bytes-like object, not '{name}'"
    )))
}

/// `find`, `rfind`, `index`, `rindex`.
pub fn search(
    vm: &mut Vm,
    this: &Value,
    arguments: [&Value; 3],
    last: bool,
) -> Outcome<Option<usize>> {
    let [part, start, end] = arguments;
    let part = needle(vm, part)?;
    let (start, end) = (bound(vm, start)?, bound(vm, end)?);
    ask(vm, this, |bytes| {
        if last {
            kernel::rfind(bytes, &part, start, end)
        } else {
            kernel::find(bytes, &part, start, end)
        }
    })
}

/// The position, or ValueError.
pub fn found(vm: &mut Vm, position: Option<usize>) -> Outcome<i64> {
    match position {
        Some(at) => Ok(at as i64),
        None => Err(vm.value_error("subsection not found")),
    }
}

/// `count`.
pub fn count(vm: &mut Vm, this: &Value, arguments: [&Value; 3]) -> Outcome<usize> {
    let [part, start, end] = arguments;
    let part = needle(vm, part)?;
    let (start, end) = (bound(vm, start)?, bound(vm, end)?);
    ask(vm, this, |bytes| kernel::count(bytes, &part, start, end))
}

/// `startswith` and `endswith`.
pub fn affix(
    vm: &mut Vm,
    name: &str,
    this: &Value,
    arguments: [&Value; 3],
    at_end: bool,
) -> Outcome<bool> {
    let [parts, start, end] = arguments;
    let (start, end) = (bound(vm, start)?, bound(vm, end)?);
    let test = |vm: &mut Vm, part: &[u8]| {
        ask(vm, this, |bytes| {
            if at_end {
                kernel::ends_with(bytes, part, start, end)
            } else {
                kernel::starts_with(bytes, part, start, end)
            }
        })
    };
    if let Some(tuple) = parts.downcast::<TupleObject>() {
        for part in tuple.items() {
            let part = copied(vm, part)?;
            if test(vm, &part)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    match bytes_of(vm, parts).map(|part| part.into_owned()) {
        Some(part) => test(vm, &part),
        None => {
            let class = vm.class_name(parts);
            Err(vm.type_error(format!(
                "{name} first arg must be bytes or a tuple of bytes, not {class}"
            )))
        }
    }
}

/// `strip` and its kin.
pub fn stripped(vm: &mut Vm, this: &Value, set: &Value, side: Side) -> Outcome<Value> {
    let set = if set.is_none() {
        None
    } else {
        Some(copied(vm, set)?)
    };
    map(vm, this, |bytes| {
        kernel::strip(bytes, set.as_deref(), side).to_vec()
    })
}

/// A list of pieces.
fn pieces(vm: &Vm, this: &Value, parts: Vec<Vec<u8>>) -> Value {
    vm.new_list(
        parts
            .into_iter()
            .map(|part| make_like(vm, this, part))
            .collect(),
    )
}

/// Copies of pieces; an error if there is no room for them and the objects they will be.
fn copies(parts: Vec<&[u8]>) -> Result<Vec<Vec<u8>>, TextError> {
    const OBJECT: usize = 128;
    let size = parts.iter().map(|part| OBJECT + part.len() * 2).sum();
    if size >= 1 << 20 && !crate::memory::has_room(size) {
        return Err(TextError::memory());
    }
    Ok(parts.into_iter().map(<[u8]>::to_vec).collect())
}

/// `split` and `rsplit`.
pub fn split(
    vm: &mut Vm,
    this: &Value,
    separator: &Value,
    limit: i64,
    from_end: bool,
) -> Outcome<Value> {
    let separator = if separator.is_none() {
        None
    } else {
        Some(copied(vm, separator)?)
    };
    let parts = ask(vm, this, |bytes| {
        let count = || match separator.as_deref() {
            Some(&[byte]) => memchr::memchr_iter(byte, bytes).count() + 1,
            _ => bytes.len() / 2 + 1,
        };
        if !crate::memory::has_room_for_pieces(bytes.len(), count) {
            return Err(TextError::memory());
        }
        let parts = match (&separator, from_end) {
            (None, false) => kernel::split_whitespace(bytes, limit),
            (None, true) => kernel::rsplit_whitespace(bytes, limit),
            (Some(separator), false) => kernel::split(bytes, separator, limit)?,
            (Some(separator), true) => kernel::rsplit(bytes, separator, limit)?,
        };
        copies(parts)
    })?;
    let parts = vm.text(parts)?;
    Ok(pieces(vm, this, parts))
}

/// `splitlines`.
pub fn split_lines(vm: &mut Vm, this: &Value, keep_ends: bool) -> Outcome<Value> {
    let parts = ask(vm, this, |bytes| {
        let count = || memchr::memchr2_iter(b'\n', b'\r', bytes).count() + 1;
        if !crate::memory::has_room_for_pieces(bytes.len(), count) {
            return Err(TextError::memory());
        }
        copies(kernel::split_lines(bytes, keep_ends))
    })?;
    let parts = vm.text(parts)?;
    Ok(pieces(vm, this, parts))
}

/// `partition` and `rpartition`.
pub fn partition(vm: &mut Vm, this: &Value, separator: &Value, last: bool) -> Outcome<Value> {
    let separator = copied(vm, separator)?;
    let parts = ask(vm, this, |bytes| {
        let (before, middle, after) = if last {
            kernel::rpartition(bytes, &separator)?
        } else {
            kernel::partition(bytes, &separator)?
        };
        Ok([before.to_vec(), middle.to_vec(), after.to_vec()])
    })?;
    let parts = vm.text(parts)?;
    let items = parts
        .into_iter()
        .map(|part| make_like(vm, this, part))
        .collect();
    Ok(vm.new_tuple(items))
}

/// `join`.
pub fn join(vm: &mut Vm, this: &Value, iterable: &Value) -> Outcome<Value> {
    if !vm.is_iterable(iterable) {
        return Err(vm.type_error("can only join an iterable"));
    }
    let items = vm.collect(iterable)?;
    let mut out = Vec::new();
    {
        let separator = bytes_like(vm, this)?;
        let sizes = items
            .iter()
            .map(|item| bytes_of(vm, item).map_or(0, |bytes| bytes.len()) + separator.len());
        let size = sizes.fold(0, usize::saturating_add);
        vm.room(&mut out, size.saturating_sub(separator.len()))?;
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                out.extend_from_slice(&separator);
            }
            match bytes_of(vm, item) {
                Some(bytes) => out.extend_from_slice(&bytes),
                None => {
                    let name = vm.class_name(item);
                    return Err(vm.type_error(format!(
                        "sequence item {at}: expected a bytes-like object, {name} found"
                    )));
                }
            }
        }
    }
    Ok(make_like(vm, this, out))
}

/// MemoryError if the result of `replace` would be too long.
pub fn room_to_replace(vm: &Vm, this: &Value, old: &[u8], new: usize, count: i64) -> Outcome<()> {
    match bytes_of(vm, this) {
        Some(bytes) => vm.room_to_replace(&bytes, old, new, count),
        None => Ok(()),
    }
}

/// The fill byte of `center` and its kin.
pub fn fill(vm: &mut Vm, name: &str, value: &Value) -> Outcome<u8> {
    if value.is_missing() {
        return Ok(b' ');
    }
    if matches!(value.layout(), Some(Layout::Bytes | Layout::ByteArray))
        && let Some(&[byte]) = bytes_of(vm, value).as_deref()
    {
        return Ok(byte);
    }
    let class = vm.class_name(value);
    Err(vm.type_error(format!(
        "{name}() argument 2 must be a byte string of length 1, not {class}"
    )))
}

/// `removeprefix` and `removesuffix`.
pub fn without(vm: &mut Vm, this: &Value, part: &Value, at_end: bool) -> Outcome<Value> {
    let part = copied(vm, part)?;
    map(vm, this, |bytes| {
        let rest = if at_end {
            bytes.strip_suffix(&part[..])
        } else {
            bytes.strip_prefix(&part[..])
        };
        rest.unwrap_or(bytes).to_vec()
    })
}

/// `translate`.
pub fn translate(vm: &mut Vm, this: &Value, table: &Value, delete: &Value) -> Outcome<Value> {
    let table = if table.is_none() {
        None
    } else {
        Some(copied(vm, table)?)
    };
    let delete = if delete.is_missing() {
        Vec::new()
    } else {
        copied(vm, delete)?
    };
    try_map(vm, this, |bytes| {
        kernel::translate(bytes, table.as_deref(), &delete)
    })
}

/// `maketrans`.
pub fn translation_table(vm: &mut Vm, from: &Value, to: &Value) -> Outcome<Value> {
    let (from, to) = (copied(vm, from)?, copied(vm, to)?);
    if from.len() != to.len() {
        return Err(vm.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=255).collect();
    from.iter()
        .zip(&to)
        .for_each(|(&from, &to)| table[from as usize] = to);
    Ok(vm.new_bytes(table))
}

/// `hex(sep, bytes_per_sep)`.
pub fn hex(vm: &mut Vm, this: &Value, separator: &Value, group: i64) -> Outcome<Value> {
    let size = bytes_of(vm, this).map_or(0, |bytes| bytes.len());
    vm.room_for(size.saturating_mul(4))?;
    let separator = if separator.is_missing() {
        None
    } else {
        if vm.length(separator)? != 1 {
            return Err(vm.value_error("sep must be length 1."));
        }
        let only = match separator.downcast::<StrObject>() {
            Some(text) => text.as_str().chars().next(),
            None => {
                bytes_of(vm, separator).and_then(|bytes| bytes.first().map(|&byte| byte as char))
            }
        };
        match only {
            Some(c) if c.is_ascii() => Some(c),
            Some(_) => return Err(vm.value_error("sep must be ASCII.")),
            None => return Err(vm.type_error("sep must be str or bytes.")),
        }
    };
    let text = ask(vm, this, |bytes| kernel::hex(bytes, separator, group))?;
    Ok(super::str::owned(vm, text))
}

/// `fromhex`.
pub fn from_hex(vm: &mut Vm, text: &Value) -> Outcome<Vec<u8>> {
    match text.downcast::<StrObject>() {
        Some(text) => vm.text(kernel::from_hex(text.as_str())),
        None => {
            let name = vm.class_name(text);
            Err(vm.type_error(format!("fromhex() argument must be str, not {name}")))
        }
    }
}

/// `object * times` of byte types.
pub fn repeated(vm: &mut Vm, this: &Value, times: &Value) -> Outcome<Option<Vec<u8>>> {
    let Some(times) = super::str::repeat_count(vm, times)? else {
        return Ok(None);
    };
    let result = ask(vm, this, |bytes| kernel::repeat(bytes, times))?;
    vm.text(result).map(Some)
}

/// The order of two byte strings; `None` if the other is no bytes-like object.
pub fn compared(vm: &Vm, left: &Value, right: &Value) -> Option<std::cmp::Ordering> {
    Some(bytes_of(vm, left)?.cmp(&bytes_of(vm, right)?))
}

/// `key in object`.
pub fn contains(vm: &mut Vm, this: &Value, key: &Value) -> Outcome<bool> {
    if is_index(vm, key) {
        let byte = byte_of(vm, key)?;
        return ask(vm, this, |bytes| memchr::memchr(byte, bytes).is_some());
    }
    let part = copied(vm, key)?;
    ask(vm, this, |bytes| {
        memchr::memmem::find(bytes, &part).is_some()
    })
}

/// The bytes that an argument of a constructor means. `type_name` is the class that is called.
pub fn construct(vm: &mut Vm, type_name: &str, bound: &[Value]) -> Outcome<Vec<u8>> {
    let source = &bound[0];
    let encoding = super::str::optional_text(vm, &bound[1], type_name, "'encoding'")?;
    let errors = super::str::optional_text(vm, &bound[2], type_name, "'errors'")?;
    if let Some(text) = source.downcast::<StrObject>() {
        if encoding.is_none() {
            return Err(vm.type_error("string argument without an encoding"));
        }
        return super::str::encode(vm, text, encoding, errors);
    }
    if encoding.is_some() || errors.is_some() {
        let what = if encoding.is_some() {
            "encoding"
        } else {
            "errors"
        };
        return Err(vm.type_error(format!("{what} without a string argument")));
    }
    if source.is_missing() {
        return Ok(Vec::new());
    }
    if bytes_of(vm, source).is_none() && is_index(vm, source) {
        let number = vm.index(source)?;
        return match number.as_int() {
            Some(count) => super::buffer::zeros(vm, count),
            None => {
                let name = vm.class_name(source);
                Err(vm.raise(
                    Exc::OverflowError,
                    format!("cannot fit '{name}' into an index-sized integer"),
                ))
            }
        };
    }
    super::buffer::collect_bytes(vm, source, type_name)
}

/// Makes `METHODS`: those given and those that both byte types have.
macro_rules! byte_methods {
    ($($own:tt)*) => {
        $crate::native_functions! {
            static METHODS;
            $($own)*
            /// Return a copy with the first character upper case and the others lower case, by ASCII.
            "capitalize(self, /)" fn capitalize(vm, this: &Value) -> Value { shared::map(vm, this, kernel::capitalize) }
            /// Return a centered copy of length width.
            "center(self, width, fillchar=_, /)" fn center(vm, this: &Value, width: i64, by: &Value) -> Value {
                let by = shared::fill(vm, "center", by)?;
                shared::try_map(vm, this, |bytes| kernel::center(bytes, width, by))
            }
            /// Return the number of non-overlapping occurrences of a subsection.
            "count(self, sub, start=None, end=None, /)"
            fn count(vm, this: &Value, part: &Value, start: &Value, end: &Value) -> usize {
                shared::count(vm, this, [part, start, end])
            }
            /// Decode the bytes using the codec registered for encoding.
            "decode(self, /, encoding=_, errors=_)" fn decode(vm, this: &Value, encoding: &Value, errors: &Value) -> Value {
                let encoding = super::str::optional_text(vm, encoding, "decode", "'encoding'")?;
                let errors = super::str::optional_text(vm, errors, "decode", "'errors'")?;
                super::str::decode(vm, this, encoding, errors)
            }
            /// Return True if the bytes end with the specified suffix, or with one of a tuple of suffixes.
            "endswith(self, suffix, start=None, end=None, /)"
            fn endswith(vm, this: &Value, parts: &Value, start: &Value, end: &Value) -> bool {
                shared::affix(vm, "endswith", this, [parts, start, end], true)
            }
            /// Return a copy where all tab characters are expanded using spaces.
            "expandtabs(self, /, tabsize=8)" fn expandtabs(vm, this: &Value, size: i64) -> Value {
                shared::try_map(vm, this, |bytes| kernel::expand_tabs(bytes, size))
            }
            /// Return the lowest index where the subsection is found, or -1.
            "find(self, sub, start=None, end=None, /)"
            fn find(vm, this: &Value, part: &Value, start: &Value, end: &Value) -> i64 {
                Ok(shared::search(vm, this, [part, start, end], false)?.map_or(-1, |at| at as i64))
            }
            /// Return hexadecimal digits, two a byte.
            "hex(self, /, sep=_, bytes_per_sep=1)" fn hex(vm, this: &Value, separator: &Value, group: i64) -> Value {
                shared::hex(vm, this, separator, group)
            }
            /// Return the lowest index where the subsection is found; raise ValueError if it is not.
            "index(self, sub, start=None, end=None, /)"
            fn index(vm, this: &Value, part: &Value, start: &Value, end: &Value) -> i64 {
                let position = shared::search(vm, this, [part, start, end], false)?;
                shared::found(vm, position)
            }
            /// Return True if all bytes are ASCII letters or digits.
            "isalnum(self, /)" fn isalnum(vm, this: &Value) -> bool {
                shared::ask(vm, this, |bytes| kernel::every(bytes, |byte| byte.is_ascii_alphanumeric()))
            }
            /// Return True if all bytes are ASCII letters.
            "isalpha(self, /)" fn isalpha(vm, this: &Value) -> bool {
                shared::ask(vm, this, |bytes| kernel::every(bytes, |byte| byte.is_ascii_alphabetic()))
            }
            /// Return True if all bytes are ASCII.
            "isascii(self, /)" fn isascii(vm, this: &Value) -> bool { shared::ask(vm, this, |bytes| bytes.is_ascii()) }
            /// Return True if all bytes are ASCII digits.
            "isdigit(self, /)" fn isdigit(vm, this: &Value) -> bool {
                shared::ask(vm, this, |bytes| kernel::every(bytes, |byte| byte.is_ascii_digit()))
            }
            /// Return True if there are lower case letters and no upper case ones.
            "islower(self, /)" fn islower(vm, this: &Value) -> bool { shared::ask(vm, this, kernel::is_lower) }
            /// Return True if all bytes are ASCII whitespace.
            "isspace(self, /)" fn isspace(vm, this: &Value) -> bool {
                shared::ask(vm, this, |bytes| kernel::every(bytes, kernel::is_space))
            }
            /// Return True if words begin with upper case and go on with lower case.
            "istitle(self, /)" fn istitle(vm, this: &Value) -> bool { shared::ask(vm, this, kernel::is_title) }
            /// Return True if there are upper case letters and no lower case ones.
            "isupper(self, /)" fn isupper(vm, this: &Value) -> bool { shared::ask(vm, this, kernel::is_upper) }
            /// Concatenate any number of bytes objects, with this one between each two.
            "join(self, iterable_of_bytes, /)" fn join(vm, this: &Value, iterable: &Value) -> Value {
                shared::join(vm, this, iterable)
            }
            /// Return a left-justified copy of length width.
            "ljust(self, width, fillchar=_, /)" fn ljust(vm, this: &Value, width: i64, by: &Value) -> Value {
                let by = shared::fill(vm, "ljust", by)?;
                shared::try_map(vm, this, |bytes| kernel::ljust(bytes, width, by))
            }
            /// Return a copy with all ASCII characters converted to lowercase.
            "lower(self, /)" fn lower(vm, this: &Value) -> Value { shared::map(vm, this, <[u8]>::to_ascii_lowercase) }
            /// Strip leading bytes contained in the argument, or whitespace.
            "lstrip(self, bytes=None, /)" fn lstrip(vm, this: &Value, set: &Value) -> Value {
                shared::stripped(vm, this, set, Side::Left)
            }
            /// Return a translation table usable for the translate method.
            [static] "maketrans(frm, to, /)" fn maketrans(vm, from: &Value, to: &Value) -> Value {
                shared::translation_table(vm, from, to)
            }
            /// Partition the bytes into three parts using the given separator.
            "partition(self, sep, /)" fn partition(vm, this: &Value, separator: &Value) -> Value {
                shared::partition(vm, this, separator, false)
            }
            /// Return a copy with the given prefix removed if present.
            "removeprefix(self, prefix, /)" fn removeprefix(vm, this: &Value, part: &Value) -> Value {
                shared::without(vm, this, part, false)
            }
            /// Return a copy with the given suffix removed if present.
            "removesuffix(self, suffix, /)" fn removesuffix(vm, this: &Value, part: &Value) -> Value {
                shared::without(vm, this, part, true)
            }
            /// Return a copy with all occurrences of old replaced by new, or the first count ones.
            "replace(self, old, new, count=-1, /)"
            fn replace(vm, this: &Value, old: &Value, new: &Value, count: i64) -> Value {
                let (old, new) = (shared::copied(vm, old)?, shared::copied(vm, new)?);
                shared::room_to_replace(vm, this, &old, new.len(), count)?;
                shared::map(vm, this, |bytes| kernel::replace(bytes, &old, &new, count))
            }
            /// Return the highest index where the subsection is found, or -1.
            "rfind(self, sub, start=None, end=None, /)"
            fn rfind(vm, this: &Value, part: &Value, start: &Value, end: &Value) -> i64 {
                Ok(shared::search(vm, this, [part, start, end], true)?.map_or(-1, |at| at as i64))
            }
            /// Return the highest index where the subsection is found; raise ValueError if it is not.
            "rindex(self, sub, start=None, end=None, /)"
            fn rindex(vm, this: &Value, part: &Value, start: &Value, end: &Value) -> i64 {
                let position = shared::search(vm, this, [part, start, end], true)?;
                shared::found(vm, position)
            }
            /// Return a right-justified copy of length width.
            "rjust(self, width, fillchar=_, /)" fn rjust(vm, this: &Value, width: i64, by: &Value) -> Value {
                let by = shared::fill(vm, "rjust", by)?;
                shared::try_map(vm, this, |bytes| kernel::rjust(bytes, width, by))
            }
            /// Partition the bytes into three parts at the last occurrence of the separator.
            "rpartition(self, sep, /)" fn rpartition(vm, this: &Value, separator: &Value) -> Value {
                shared::partition(vm, this, separator, true)
            }
            /// Return a list of the sections in the bytes, splitting from the end.
            "rsplit(self, /, sep=None, maxsplit=-1)" fn rsplit(vm, this: &Value, separator: &Value, limit: i64) -> Value {
                shared::split(vm, this, separator, limit, true)
            }
            /// Strip trailing bytes contained in the argument, or whitespace.
            "rstrip(self, bytes=None, /)" fn rstrip(vm, this: &Value, set: &Value) -> Value {
                shared::stripped(vm, this, set, Side::Right)
            }
            /// Return a list of the sections in the bytes, using sep as the delimiter.
            "split(self, /, sep=None, maxsplit=-1)" fn split(vm, this: &Value, separator: &Value, limit: i64) -> Value {
                shared::split(vm, this, separator, limit, false)
            }
            /// Return a list of the lines in the bytes.
            "splitlines(self, /, keepends=False)" fn splitlines(vm, this: &Value, keep_ends: bool) -> Value {
                shared::split_lines(vm, this, keep_ends)
            }
            /// Return True if the bytes start with the specified prefix, or with one of a tuple of prefixes.
            "startswith(self, prefix, start=None, end=None, /)"
            fn startswith(vm, this: &Value, parts: &Value, start: &Value, end: &Value) -> bool {
                shared::affix(vm, "startswith", this, [parts, start, end], false)
            }
            /// Strip leading and trailing bytes contained in the argument, or whitespace.
            "strip(self, bytes=None, /)" fn strip(vm, this: &Value, set: &Value) -> Value {
                shared::stripped(vm, this, set, Side::Both)
            }
            /// Return a copy with uppercase ASCII characters converted to lowercase and vice versa.
            "swapcase(self, /)" fn swapcase(vm, this: &Value) -> Value { shared::map(vm, this, kernel::swap_case) }
            /// Return a titlecased copy.
            "title(self, /)" fn title(vm, this: &Value) -> Value { shared::map(vm, this, kernel::title) }
            /// Return a copy with each byte mapped by the given translation table, after deleting some.
            "translate(self, table, /, delete=_)" fn translate(vm, this: &Value, table: &Value, delete: &Value) -> Value {
                shared::translate(vm, this, table, delete)
            }
            /// Return a copy with all ASCII characters converted to uppercase.
            "upper(self, /)" fn upper(vm, this: &Value) -> Value { shared::map(vm, this, <[u8]>::to_ascii_uppercase) }
            /// Pad a numeric string with zeros on the left, to fill a field of the given width.
            "zfill(self, width, /)" fn zfill(vm, this: &Value, width: i64) -> Value {
                shared::try_map(vm, this, |bytes| kernel::zfill(bytes, width))
            }
        }
    };
}
pub(super) use byte_methods;
