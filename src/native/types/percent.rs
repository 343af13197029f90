//! The `%` operator of `str`, `bytes` and `bytearray`.
//!
//! Enters: a format and the right operand. Leaves: the text or bytes, or the exception of the first directive that fails.

use super::int::int_ref;
use super::{buffer, slicing};
use crate::native::{Conversion, SpecialMethod};
use crate::object::builtin::{Exc, shape};
use crate::object::heap::Layout;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::number::IntRef;
use crate::text::percent::{self, Arguments, Directive, Flags, Piece, Pieces};
use crate::text::{TextError, digits, repr};
use crate::vm::numbers::{float_of, is_int, small_int_of};
use crate::vm::{Outcome, Raised, Vm};

/// A kernel's error or a pending exception.
enum Failure {
    Text(TextError),
    Raised(Raised),
}

impl From<TextError> for Failure {
    fn from(error: TextError) -> Failure {
        Failure::Text(error)
    }
}

impl From<Raised> for Failure {
    fn from(raised: Raised) -> Failure {
        Failure::Raised(raised)
    }
}

/// The right operand and what of it has been used.
struct Operands<'a> {
    vm: &'a mut Vm,
    right: &'a Value,
    is_bytes: bool,
    /// The values in order; the right operand itself if it is no tuple.
    values: &'a [Value],
    next: usize,
    /// The value that a key picked, until it is used.
    selected: Option<Value>,
    /// The right operand serves keys, and may stay unused.
    is_mapping: bool,
}

impl<'a> Operands<'a> {
    fn new(vm: &'a mut Vm, right: &'a Value, is_bytes: bool) -> Self {
        let tuple = right.downcast::<TupleObject>();
        let is_text = right.layout() == Some(Layout::Str)
            || (is_bytes && matches!(right.layout(), Some(Layout::Bytes | Layout::ByteArray)));
        let is_mapping = tuple.is_none()
            && !is_text
            && (vm.class_of(right).slots().get_item.is_some()
                || vm.overrides(right, SpecialMethod::GetItem));
        let values = tuple.map_or(std::slice::from_ref(right), TupleObject::items);
        Operands {
            vm,
            right,
            is_bytes,
            values,
            next: 0,
            selected: None,
            is_mapping,
        }
    }

    fn take(&mut self) -> Result<Value, Failure> {
        if let Some(selected) = self.selected.take() {
            return Ok(selected);
        }
        let value = self
            .values
            .get(self.next)
            .cloned()
            .ok_or_else(percent::not_enough)?;
        self.next += 1;
        Ok(value)
    }

    /// The error when values are left.
    fn finish(self) -> Outcome<()> {
        if self.next < self.values.len() && !self.is_mapping {
            let kind = if self.is_bytes { "bytes" } else { "string" };
            return Err(self.vm.text_error(percent::not_all_converted(kind)));
        }
        Ok(())
    }
}

impl Arguments for Operands<'_> {
    type Error = Failure;

    fn select(&mut self, key: &[u8]) -> Result<(), Failure> {
        if !self.is_mapping {
            return Err(percent::needs_mapping().into());
        }
        let key = if self.is_bytes {
            self.vm.new_bytes(key)
        } else {
            self.vm
                .new_str(std::str::from_utf8(key).unwrap_or_default())
        };
        self.selected = Some(self.vm.get_item(self.right, &key)?);
        // From now on the right operand itself serves no directive.
        self.next = self.values.len();
        Ok(())
    }

    fn star(&mut self) -> Result<i64, Failure> {
        let value = self.take()?;
        if !is_int(&value) {
            return Err(percent::star_wants_int().into());
        }
        small_int_of(&value).ok_or_else(|| {
            TextError::overflow("Python int too large to convert to C ssize_t").into()
        })
    }
}

fn raised(vm: &Vm, failure: Failure) -> Raised {
    match failure {
        Failure::Text(error) => vm.text_error(error),
        Failure::Raised(raised) => raised,
    }
}

/// `format % right` for text whose directives are all `%s` or `%d` of machine ints, or `%s` of plain strings, and number as
/// many as the values; `None` for what else there is, of which nothing was used.
fn format_simple(vm: &mut Vm, format: &str, right: &Value) -> Option<Value> {
    let values = match right.downcast::<TupleObject>() {
        Some(tuple) => tuple.items(),
        None => std::slice::from_ref(right),
    };
    let mut values = values.iter();
    let mut out = vm.take_scratch();
    let mut rest = format;
    let done = loop {
        let Some(at) = memchr::memchr(b'%', rest.as_bytes()) else {
            out.push_str(rest);
            break values.next().is_none();
        };
        out.push_str(&rest[..at]);
        let (Some(&code), Some(value)) = (rest.as_bytes().get(at + 1), values.next()) else {
            break false;
        };
        if let Some(number) = value.as_int()
            && matches!(code, b's' | b'd')
        {
            digits::push(&mut out, number);
        } else if let Some(text) = value.downcast::<StrObject>()
            && text.header.shape() == shape::STR
            && code == b's'
        {
            out.push_str(text.as_str());
        } else {
            break false;
        }
        rest = &rest[at + 2..];
    };
    if done {
        return Some(vm.str_of_scratch(out));
    }
    out.clear();
    vm.scratch = out;
    None
}

/// `format % right` for text.
pub fn format_text(vm: &mut Vm, format: &str, right: &Value) -> Outcome<Value> {
    if let Some(text) = format_simple(vm, format, right) {
        return Ok(text);
    }
    let mut pieces = Pieces::of_text(format);
    let mut operands = Operands::new(vm, right, false);
    let mut out = operands.vm.take_scratch();
    loop {
        match pieces.next_piece(&mut operands) {
            Ok(None) => break,
            Ok(Some(Piece::Literal(literal))) => {
                out.push_str(std::str::from_utf8(literal).unwrap_or_default())
            }
            Ok(Some(Piece::Directive(directive))) => {
                if let Err(failure) = text_directive(&mut operands, &directive, &mut out) {
                    return Err(raised(operands.vm, failure));
                }
            }
            Err(failure) => return Err(raised(operands.vm, failure)),
        }
    }
    let text = operands.vm.str_of_scratch(out);
    operands.finish()?;
    Ok(text)
}

fn text_directive(
    operands: &mut Operands,
    directive: &Directive,
    out: &mut String,
) -> Result<(), Failure> {
    let value = operands.take()?;
    let vm = &mut *operands.vm;
    let bare = directive.width == 0 && directive.precision.is_none();
    if bare && let Some(number) = value.as_int() {
        let simple = match directive.code {
            's' => true,
            'd' => directive.flags == Flags::default(),
            _ => false,
        };
        if simple {
            digits::push(out, number);
            return Ok(());
        }
    }
    let text = match directive.code {
        's' => vm.str(&value)?,
        'r' => vm.repr(&value)?,
        'a' => vm.ascii(&value)?,
        'c' => {
            let c = character(vm, &value)?;
            vm.new_character(c)
        }
        _ => return number_directive(vm, directive, &value, out),
    };
    if let Some(text) = text.downcast::<StrObject>() {
        if bare {
            out.push_str(text.as_str());
        } else {
            directive.apply_text(out, text.as_str())?;
        }
    }
    Ok(())
}

/// `%c` of text.
fn character(vm: &mut Vm, value: &Value) -> Result<char, Failure> {
    if let Some(text) = value.downcast::<StrObject>() {
        let mut chars = text.as_str().chars();
        return match (chars.next(), chars.next()) {
            (Some(c), None) => Ok(c),
            _ => Err(TextError::type_error("%c requires int or char").into()),
        };
    }
    if !slicing::is_index(vm, value) {
        return Err(percent::wants_number('c', "").into());
    }
    let number = vm.index(value)?;
    number
        .as_int()
        .and_then(|code| crate::text::strings::chr(code).ok())
        .ok_or_else(|| TextError::overflow("%c arg not in range(0x110000)").into())
}

/// The directives of numbers, which text and bytes share.
fn number_directive(
    vm: &mut Vm,
    directive: &Directive,
    value: &Value,
    out: &mut String,
) -> Result<(), Failure> {
    match directive.code {
        'd' | 'i' | 'u' => {
            let number = integer(vm, directive.code, value)?;
            apply_int(directive, &number, out)
        }
        'o' | 'x' | 'X' => {
            if !slicing::is_index(vm, value) {
                let name = vm.class_name(value);
                return Err(percent::wants_number(directive.code, &name).into());
            }
            let number = vm.index(value)?;
            apply_int(directive, &number, out)
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let number = vm.float(value)?;
            Ok(directive.apply_float(out, number)?)
        }
        _ => Err(directive.unsupported().into()),
    }
}

fn apply_int(directive: &Directive, number: &Value, out: &mut String) -> Result<(), Failure> {
    Ok(directive.apply_int(out, int_ref(number).unwrap_or(IntRef::Small(0)))?)
}

/// The int that `%d` shows: floats are cut, other types asked for `__int__` and `__index__`.
fn integer(vm: &mut Vm, code: char, value: &Value) -> Result<Value, Failure> {
    if is_int(value) {
        return Ok(vm.as_int_value(value).unwrap_or(Value::int(0)));
    }
    if let Some(float) = float_of(value) {
        return Ok(super::int::int_of_float(vm, float)?);
    }
    for conversion in [Conversion::Int, Conversion::Index] {
        let outcome = vm.convert(conversion, value);
        // A conversion that gives no int is told as if there were none.
        if let Some(Some(number)) = vm.unless(Exc::TypeError, outcome)? {
            return Ok(number);
        }
    }
    let name = vm.class_name(value);
    Err(percent::wants_number(code, &name).into())
}

/// `format % right` for bytes.
pub fn format_bytes(vm: &mut Vm, format: &[u8], right: &Value) -> Outcome<Vec<u8>> {
    let mut pieces = Pieces::of_bytes(format);
    let mut operands = Operands::new(vm, right, true);
    let mut out = Vec::with_capacity(format.len() + 16);
    loop {
        match pieces.next_piece(&mut operands) {
            Ok(None) => break,
            Ok(Some(Piece::Literal(literal))) => out.extend_from_slice(literal),
            Ok(Some(Piece::Directive(directive))) => {
                if let Err(failure) = bytes_directive(&mut operands, &directive, &mut out) {
                    return Err(raised(operands.vm, failure));
                }
            }
            Err(failure) => return Err(raised(operands.vm, failure)),
        }
    }
    operands.finish()?;
    Ok(out)
}

fn bytes_directive(
    operands: &mut Operands,
    directive: &Directive,
    out: &mut Vec<u8>,
) -> Result<(), Failure> {
    let value = operands.take()?;
    let vm = &mut *operands.vm;
    let bytes = match directive.code {
        's' | 'b' => bytes_operand(vm, &value)?,
        'r' | 'a' => {
            let text = vm.repr_text(&value)?;
            repr::ascii_of_repr(&text).into_bytes()
        }
        'c' => vec![byte_operand(vm, &value)?],
        _ => {
            let mut text = String::new();
            number_directive(vm, directive, &value, &mut text)?;
            out.extend_from_slice(text.as_bytes());
            return Ok(());
        }
    };
    out.extend_from_slice(&directive.apply_bytes(&bytes)?);
    Ok(())
}

/// `%b`: a bytes-like object, or one with `__bytes__`.
fn bytes_operand(vm: &mut Vm, value: &Value) -> Result<Vec<u8>, Failure> {
    if let Some(bytes) = buffer::bytes_of(vm, value) {
        return Ok(bytes.into_owned());
    }
    if let Some(result) = vm.call_special(value, SpecialMethod::Bytes, &[])? {
        if result.layout() == Some(Layout::Bytes)
            && let Some(bytes) = buffer::bytes_of(vm, &result)
        {
            return Ok(bytes.into_owned());
        }
        let name = vm.class_name(&result);
        return Err(
            TextError::type_error(format!("__bytes__ returned non-bytes (type {name})")).into(),
        );
    }
    let name = vm.class_name(value);
    Err(TextError::type_error(format!(
        "%b requires a bytes-like object, or an object that implements __bytes__, not '{name}'"
    ))
    .into())
}

/// `%c` of bytes.
fn byte_operand(vm: &mut Vm, value: &Value) -> Result<u8, Failure> {
    if matches!(value.layout(), Some(Layout::Bytes | Layout::ByteArray)) {
        let only = match buffer::bytes_of(vm, value).as_deref() {
            Some(&[byte]) => Some(byte),
            _ => None,
        };
        return only.ok_or_else(wants_byte);
    }
    if !slicing::is_index(vm, value) {
        return Err(wants_byte());
    }
    let number = vm.index(value)?;
    match number.as_int().and_then(|number| u8::try_from(number).ok()) {
        Some(byte) => Ok(byte),
        None => Err(vm
            .raise(Exc::OverflowError, "%c arg not in range(256)")
            .into()),
    }
}

fn wants_byte() -> Failure {
    TextError::type_error("%c requires an integer in range(256) or a single byte").into()
}
