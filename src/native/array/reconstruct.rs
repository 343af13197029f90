//! Bringing arrays back from pickles, also those of machines with other sizes and byte orders.
//!
//! A pickled array names a *machine format*: a number for the size, sign and order of its items. Items of this machine's format are
//! taken as they are; others are converted one by one.

use super::{ARRAY, make};
use crate::object::bytes::BytesObject;
use crate::object::class::ClassObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use num_bigint::{BigInt, Sign};

/// How the items of a machine format look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unsigned,
    Signed,
    Float,
    Utf16,
    Utf32,
}

/// Size, kind and "big-endian" of the machine formats by number.
const FORMATS: [(usize, Kind, bool); 22] = [
    (1, Kind::Unsigned, false),
    (1, Kind::Signed, false),
    (2, Kind::Unsigned, false),
    (2, Kind::Unsigned, true),
    (2, Kind::Signed, false),
    (2, Kind::Signed, true),
    (4, Kind::Unsigned, false),
    (4, Kind::Unsigned, true),
    (4, Kind::Signed, false),
    (4, Kind::Signed, true),
    (8, Kind::Unsigned, false),
    (8, Kind::Unsigned, true),
    (8, Kind::Signed, false),
    (8, Kind::Signed, true),
    (4, Kind::Float, false),
    (4, Kind::Float, true),
    (8, Kind::Float, false),
    (8, Kind::Float, true),
    (2, Kind::Utf16, false),
    (2, Kind::Utf16, true),
    (4, Kind::Utf32, false),
    (4, Kind::Utf32, true),
];

/// The machine format of a type code on this machine.
pub fn format_of(code: u8) -> i64 {
    let little = match code {
        b'B' => return 0,
        b'b' => return 1,
        b'H' => 2,
        b'h' => 4,
        b'I' => 6,
        b'i' => 8,
        b'L' | b'Q' => 10,
        b'l' | b'q' => 12,
        b'f' => 14,
        b'd' => 16,
        _ => 20,
    };
    little + i64::from(cfg!(target_endian = "big"))
}

/// The text of UTF-16 or UTF-32 bytes.
fn text(vm: &mut Vm, bytes: &[u8], size: usize, big_endian: bool) -> Outcome<String> {
    let units = bytes.chunks_exact(size).map(|unit| {
        unit.iter().enumerate().fold(0u32, |sum, (at, &byte)| {
            let place = if big_endian { size - 1 - at } else { at };
            sum | u32::from(byte) << (8 * place)
        })
    });
    let text: Option<String> = if size == 4 {
        units.map(char::from_u32).collect()
    } else {
        char::decode_utf16(units.map(|unit| unit as u16))
            .collect::<Result<_, _>>()
            .ok()
    };
    text.ok_or_else(|| vm.value_error("array of characters holds no text"))
}

fn number(vm: &Vm, item: &[u8], kind: Kind, big_endian: bool) -> Value {
    let mut little = item.to_vec();
    if big_endian {
        little.reverse();
    }
    match (kind, little.len()) {
        (Kind::Float, 4) => {
            let mut raw = [0; 4];
            raw.copy_from_slice(&little);
            Value::float(f64::from(f32::from_le_bytes(raw)))
        }
        (Kind::Float, _) => {
            let mut raw = [0; 8];
            raw.copy_from_slice(&little);
            Value::float(f64::from_le_bytes(raw))
        }
        (Kind::Signed, _) => vm.new_int(BigInt::from_signed_bytes_le(&little)),
        _ => vm.new_int(BigInt::from_bytes_le(Sign::Plus, &little)),
    }
}

crate::native_functions! { pub static FUNCTIONS;
    /// Internal. Used for pickling support.
    "_array_reconstructor(arraytype, typecode, mformat_code, items, /)"
    fn reconstruct(vm, class: &Value, letter: &Value, format: i64, content: &Value) -> Value {
        let Some(class) = class.to_ref::<ClassObject>() else {
            let name = vm.class_name(class);
            return Err(vm.type_error(format!("first argument must be a type object, not {name}")));
        };
        let plain = vm.native_class(&ARRAY)?;
        if !class.is_subclass_of(vm, &plain) {
            let name = vm.name_of_class(&class);
            return Err(vm.type_error(format!("{name} is not a subtype of array.array")));
        }
        let code = letter.downcast::<StrObject>().and_then(|text| match text.as_str().as_bytes() {
            &[code] => Some(code),
            _ => None,
        });
        let Some(code) = code else {
            let name = vm.class_name(letter);
            return Err(vm.type_error(format!(
                "_array_reconstructor() argument 2 must be a unicode character, not {name}"
            )));
        };
        if super::item::size_of(code).is_none() {
            return Err(vm.value_error("second argument must be a valid type code"));
        }
        let Some(&(size, kind, big_endian)) = usize::try_from(format).ok().and_then(|at| FORMATS.get(at)) else {
            return Err(vm.value_error("third argument must be a valid machine format code."));
        };
        let Some(bytes) = content.downcast::<BytesObject>() else {
            let name = vm.class_name(content);
            return Err(vm.type_error(format!("fourth argument should be bytes, not {name}")));
        };
        let bytes = &bytes.bytes;
        if format == format_of(code) && bytes.len().is_multiple_of(size) {
            return Ok(make(vm, &class, code, bytes.to_vec()));
        }
        if !bytes.len().is_multiple_of(size) {
            return Err(vm.value_error(if format == format_of(code) {
                "bytes length not a multiple of item size"
            } else {
                "string length not a multiple of item size"
            }));
        }
        let initial = if matches!(kind, Kind::Utf16 | Kind::Utf32) {
            let text = text(vm, bytes, size, big_endian)?;
            vm.new_str(&text)
        } else {
            let items = bytes.chunks_exact(size).map(|item| number(vm, item, kind, big_endian)).collect();
            vm.new_list(items)
        };
        // A number that another machine kept in more bytes: the nearest code of this one that is wide enough.
        let code = match kind {
            Kind::Unsigned | Kind::Signed => b"BbHhIiLl"
                .iter()
                .copied()
                .find(|&other| super::item::size_of(other) == Some(size) && other.is_ascii_lowercase() == (kind == Kind::Signed)
                    && super::item::size_of(code) != Some(size))
                .unwrap_or(code),
            _ => code,
        };
        let letter = vm.new_character(code as char);
        vm.call(&class.into_value(), &[letter, initial])
    }
}
