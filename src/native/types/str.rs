//! The built-in class `str`: construction, slots, iteration. Methods are in `str_methods`, templates in `str_format`, the `%`
//! operator in `percent`.

use super::str_methods::METHODS;
use super::str_parts::{part_of, repeated, stepped};
use super::{buffer, slicing};
use crate::gil::Gil;
use crate::native::{Arguments, BinaryOp, CompareOp, FromValue, NativeClass, Slots};
use crate::object::builtin::{Builtin, Exc, shape};
use crate::object::class::ClassObject;
use crate::object::heap::{Layout, Ref, value_of};
use crate::object::range::SliceObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::codec::{self, Codec, Errors};
use crate::text::{search, strings};
use crate::vm::{Outcome, Vm};

/// `str`.
pub static STR: NativeClass = NativeClass {
    name: "str",
    doc: "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given \
          object, or decode bytes.",
    layout: Layout::Str,
    slots: Slots {
        repr: Some(|vm, value| {
            let text = this(vm, value)?;
            vm.room_for(text.as_str().len().saturating_mul(4))?;
            Ok(owned(vm, crate::text::repr::repr_str(text.as_str())))
        }),
        str: Some(plain),
        hash: Some(|vm, value| {
            let text = this(vm, value)?;
            Ok(vm.hash_of_str(text))
        }),
        compare: Some(compare),
        truth: Some(|vm, value| Ok(this(vm, value)?.length() != 0)),
        length: Some(|vm, value| Ok(this(vm, value)?.length())),
        get_item: Some(get_item),
        contains: Some(contains),
        iterate: Some(super::str_iterator::iterate),
        binary: Some(binary),
        operators: &[BinaryOp::Add, BinaryOp::Mul, BinaryOp::Mod],
        ..Slots::NONE
    },
    new: Some(new),
    methods: METHODS,
    ..NativeClass::EMPTY
};

/// The string in a value; TypeError for another type.
pub fn this<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a StrObject> {
    <&StrObject>::from_value(vm, value)
}

/// True for instances of `str` itself.
#[inline]
pub fn is_plain(text: &StrObject) -> bool {
    text.header.shape() == shape::STR
}

/// The string as an instance of `str` itself.
pub fn plain(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let text = this(vm, value)?;
    Ok(if is_plain(text) {
        value.clone()
    } else {
        vm.new_str(text.as_str())
    })
}

/// A string value of an owned text.
pub fn owned(gil: &Gil, text: String) -> Value {
    gil.new_str_owned(text)
}

/// Text from bytes, by the names of codec and error handler.
pub fn decode(
    vm: &mut Vm,
    object: &Value,
    encoding: Option<&str>,
    errors: Option<&str>,
) -> Outcome<Value> {
    if let Some(name) = errors
        && matches!(Errors::by_name(name), Errors::Other(_))
    {
        return crate::native::codecs::decode_bytes(vm, object, encoding.unwrap_or("utf-8"), name);
    }
    let codec = match encoding {
        None | Some("utf-8" | "utf8") => Codec::Utf8,
        Some(name) => vm.text(Codec::lookup(name))?,
    };
    let decoded = {
        let bytes = buffer::bytes_like(vm, object)?;
        codec::decode(
            codec,
            &bytes,
            errors.map_or(Errors::Strict, Errors::by_name),
        )
    };
    match decoded {
        Ok(text) => Ok(owned(vm, text)),
        Err(error) => {
            let object = match object.layout() {
                Some(Layout::Bytes) => object.clone(),
                _ => {
                    let bytes = buffer::bytes_like(vm, object)?.into_owned();
                    vm.new_bytes(bytes)
                }
            };
            Err(vm.unicode_error(error, &object))
        }
    }
}

/// Bytes from text, by the names of codec and error handler.
pub fn encode(
    vm: &mut Vm,
    text: &StrObject,
    encoding: Option<&str>,
    errors: Option<&str>,
) -> Outcome<Vec<u8>> {
    if let Some(name) = errors
        && matches!(Errors::by_name(name), Errors::Other(_))
    {
        let value = value_of(text);
        return crate::native::codecs::encode_text(vm, &value, encoding.unwrap_or("utf-8"), name);
    }
    let codec = match encoding {
        None | Some("utf-8" | "utf8") => Codec::Utf8,
        Some(name) => vm.text(Codec::lookup(name))?,
    };
    if !matches!(codec, Codec::Utf8 | Codec::Ascii | Codec::Latin1) || errors.is_some() {
        vm.room_for(text.as_str().len().saturating_mul(8))?;
    }
    match codec::encode(
        codec,
        text.as_str(),
        errors.map_or(Errors::Strict, Errors::by_name),
    ) {
        Ok(bytes) => Ok(bytes),
        Err(error) => Err(vm.unicode_error(error, &value_of(text))),
    }
}

/// An argument that must be a string; `None` if it was not given.
pub fn optional_text<'a>(
    vm: &mut Vm,
    value: &'a Value,
    function: &str,
    argument: &str,
) -> Outcome<Option<&'a str>> {
    if value.is_missing() {
        return Ok(None);
    }
    match value.downcast::<StrObject>() {
        Some(text) => Ok(Some(text.as_str())),
        None => {
            let name = if value.is_none() {
                "None".to_string()
            } else {
                vm.class_name(value)
            };
            Err(vm.type_error(format!(
                "{function}() argument {argument} must be str, not {name}"
            )))
        }
    }
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let text = match (arguments.positional(), arguments.names()) {
        ([], []) => vm.new_str(""),
        ([value], []) => vm.str(value)?,
        _ => {
            let bound = arguments.bind(vm, "str(object=_, encoding=_, errors=_)")?;
            let encoding = optional_text(vm, &bound[1], "str", "'encoding'")?;
            let errors = optional_text(vm, &bound[2], "str", "'errors'")?;
            match (
                bound[0].is_missing(),
                encoding.is_none() && errors.is_none(),
            ) {
                (true, _) => vm.new_str(""),
                (false, true) => vm.str(&bound[0])?,
                (false, false) => decode_argument(vm, &bound[0], encoding, errors)?,
            }
        }
    };
    if class.is(vm.class(Builtin::Str)) {
        return Ok(text);
    }
    let content = this(vm, &text)?.as_str();
    Ok(StrObject::of_shape(vm, class.root_shape.get(), content).into_value())
}

fn decode_argument(
    vm: &mut Vm,
    object: &Value,
    encoding: Option<&str>,
    errors: Option<&str>,
) -> Outcome<Value> {
    if object.layout() == Some(Layout::Str) {
        return Err(vm.type_error("decoding str is not supported"));
    }
    if buffer::bytes_of(vm, object).is_none() {
        let name = vm.class_name(object);
        return Err(vm.type_error(format!(
            "decoding to str: need a bytes-like object, {name} found"
        )));
    }
    decode(vm, object, encoding, errors)
}

fn compare(_: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (Some(x), Some(y)) = (left.downcast::<StrObject>(), right.downcast::<StrObject>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(match op {
        CompareOp::Eq => x.as_str() == y.as_str(),
        CompareOp::Ne => x.as_str() != y.as_str(),
        _ => op.holds(order(x.as_str(), y.as_str())),
    }))
}

/// The order of two texts by code points; bytes decide, except where stand-ins of surrogates are about.
fn order(x: &str, y: &str) -> std::cmp::Ordering {
    let code_points = |text: &str| text.as_bytes().contains(&0xf4);
    if code_points(x) || code_points(y) {
        let points =
            |text| -> Vec<u32> { str::chars(text).map(crate::text::to_code_point).collect() };
        return points(x).cmp(&points(y));
    }
    x.cmp(y)
}

/// The character at an index.
fn character(vm: &Vm, text: &StrObject, at: usize) -> Value {
    if text.is_ascii() {
        return vm.ascii_character(text.as_str().as_bytes()[at]);
    }
    let rest = &text.as_str()[text.byte_offset(at)..];
    rest.chars()
        .next()
        .map_or_else(|| vm.new_str(""), |c| vm.new_character(c))
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<Value> {
    let text = this(vm, value)?;
    if let Some(slice) = key.downcast::<SliceObject>() {
        let (start, stop, step, count) = slicing::resolve(vm, slice, text.length())?;
        if count == 0 {
            return Ok(vm.new_str(""));
        }
        if step == 1 {
            return Ok(part_of(vm, text, text.slice(start as usize, stop as usize)));
        }
        let range = strings::SliceRange {
            start: start as usize,
            step,
            count,
        };
        return Ok(stepped(vm, text, range));
    }
    let index = match key.as_int_or_bool() {
        Some(small) => small,
        None if slicing::is_index(vm, key) => {
            slicing::integer_key(vm, key, "string indices must be integers")?
        }
        None => {
            let name = vm.class_name(key);
            return Err(vm.type_error(format!("string indices must be integers, not '{name}'")));
        }
    };
    match slicing::place(index, text.length()) {
        Some(at) => Ok(character(vm, text, at)),
        None => Err(vm.raise(Exc::IndexError, "string index out of range")),
    }
}

fn contains(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<bool> {
    let text = this(vm, value)?;
    match key.downcast::<StrObject>() {
        Some(part) => Ok(search::contains(
            text.as_str().as_bytes(),
            part.as_str().as_bytes(),
        )),
        None => {
            let name = vm.class_name(key);
            Err(vm.type_error(format!(
                "'in <string>' requires string as left operand, not {name}"
            )))
        }
    }
}

fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    match op {
        BinaryOp::Add => {
            let (Some(x), Some(y)) = (left.downcast::<StrObject>(), right.downcast::<StrObject>())
            else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            Ok(x.joined(vm, y, 0).into_value())
        }
        BinaryOp::Mul => {
            let (text, times) = match left.downcast::<StrObject>() {
                Some(text) => (text, right),
                None => (this(vm, right)?, left),
            };
            match repeat_count(vm, times)? {
                Some(1) if is_plain(text) => Ok(value_of(text)),
                Some(times) if times < 1 || text.as_str().is_empty() => Ok(vm.empty_str()),
                Some(times) => match repeated(vm, text, times as usize) {
                    Some(text) => Ok(text),
                    None if text
                        .length()
                        .checked_mul(times as usize)
                        .is_none_or(|size| size > isize::MAX as usize) =>
                    {
                        Err(vm.raise(Exc::OverflowError, "repeated string is too long"))
                    }
                    None => Err(vm.raise_with(Exc::MemoryError, Vec::new())),
                },
                None => Ok(Value::NOT_IMPLEMENTED),
            }
        }
        BinaryOp::Mod => match left.downcast::<StrObject>() {
            Some(format) => super::percent::format_text(vm, format.as_str(), right),
            None => Ok(Value::NOT_IMPLEMENTED),
        },
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// How often a sequence is to be repeated; `None` if the other operand is no index.
pub fn repeat_count(vm: &mut Vm, times: &Value) -> Outcome<Option<i64>> {
    if let Some(small) = times.as_int_or_bool() {
        return Ok(Some(small));
    }
    if !slicing::is_index(vm, times) {
        return Ok(None);
    }
    let number = vm.index(times)?;
    match number.as_int() {
        Some(small) => Ok(Some(small)),
        None => {
            let name = vm.class_name(times);
            Err(vm.raise(
                Exc::OverflowError,
                format!("cannot fit '{name}' into an index-sized integer"),
            ))
        }
    }
}
