//! Items of arrays: from values to machine bytes and back, by type code.
//!
//! Enters: a type code and a value, or the bytes of one item. Leaves: the bytes in the machine's order, or the value. The errors are
//! those of the C conversions CPython uses, which differ from code to code.

use crate::native::types::slicing::is_index;
use crate::object::builtin::Exc;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::numbers::big_int_of;
use crate::vm::{Outcome, Raised, Vm};
use num_traits::{Signed, ToPrimitive};

/// What the module calls `typecodes`.
pub const CODES: &str = "bBuhHiIlLqQfd";

/// Bytes of an item; nothing for a letter that is no type code.
pub fn size_of(code: u8) -> Option<usize> {
    Some(match code {
        b'b' | b'B' => 1,
        b'h' | b'H' => 2,
        b'i' | b'I' | b'f' | b'u' => 4,
        b'l' | b'L' | b'q' | b'Q' | b'd' => 8,
        _ => return None,
    })
}

/// One item in the machine's order: `size` bytes of `bytes` count.
#[derive(Clone, Copy)]
pub struct Item {
    bytes: [u8; 8],
    size: u8,
}

impl Item {
    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.size as usize]
    }
    fn of<const N: usize>(raw: [u8; N]) -> Item {
        let mut bytes = [0; 8];
        bytes[..N].copy_from_slice(&raw);
        Item {
            bytes,
            size: N as u8,
        }
    }
}

fn raw<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(&bytes[..N]);
    out
}

/// The value of an item's bytes.
#[inline]
pub fn read(vm: &Vm, code: u8, bytes: &[u8]) -> Outcome<Value> {
    Ok(match code {
        b'b' => Value::int(i64::from(bytes[0] as i8)),
        b'B' => Value::int(i64::from(bytes[0])),
        b'h' => Value::int(i64::from(i16::from_ne_bytes(raw(bytes)))),
        b'H' => Value::int(i64::from(u16::from_ne_bytes(raw(bytes)))),
        b'i' => Value::int(i64::from(i32::from_ne_bytes(raw(bytes)))),
        b'I' => Value::int(i64::from(u32::from_ne_bytes(raw(bytes)))),
        b'l' | b'q' => Value::int(i64::from_ne_bytes(raw(bytes))),
        b'L' | b'Q' => vm.new_int_from(u64::from_ne_bytes(raw(bytes))),
        b'f' => Value::float(f64::from(f32::from_ne_bytes(raw(bytes)))),
        b'd' => Value::float(f64::from_ne_bytes(raw(bytes))),
        _ => vm.new_character(character(vm, bytes)?),
    })
}

/// The code point of an item of an array of characters.
pub fn character(vm: &Vm, bytes: &[u8]) -> Outcome<char> {
    let number = u32::from_ne_bytes(raw(bytes));
    match crate::text::from_code_point(number) {
        Some(character) => Ok(character),
        None => Err(vm.value_error(format!(
            "character U+{number:x} is not in range [U+0000; U+10ffff]"
        ))),
    }
}

/// The item for a value.
#[inline]
pub fn write(vm: &mut Vm, code: u8, value: &Value) -> Outcome<Item> {
    match code {
        b'd' => return Ok(Item::of(vm.float(value)?.to_ne_bytes())),
        b'f' => return Ok(Item::of((vm.float(value)? as f32).to_ne_bytes())),
        b'u' => {
            let mut characters = value
                .downcast::<StrObject>()
                .map_or("", StrObject::as_str)
                .chars();
            return match (characters.next(), characters.next()) {
                (Some(character), None) => Ok(Item::of(
                    crate::text::to_code_point(character).to_ne_bytes(),
                )),
                _ => Err(vm.type_error("array item must be unicode character")),
            };
        }
        _ => {}
    }
    let number = match value.as_int_or_bool() {
        Some(small) => i128::from(small),
        None => wide(vm, value)?,
    };
    let fitting = match code {
        b'b' => i8::try_from(number).ok().map(|n| Item::of(n.to_ne_bytes())),
        b'B' => u8::try_from(number).ok().map(|n| Item::of(n.to_ne_bytes())),
        b'h' => i16::try_from(number)
            .ok()
            .map(|n| Item::of(n.to_ne_bytes())),
        b'H' => u16::try_from(number)
            .ok()
            .map(|n| Item::of(n.to_ne_bytes())),
        b'i' => i32::try_from(number)
            .ok()
            .map(|n| Item::of(n.to_ne_bytes())),
        b'I' => u32::try_from(number)
            .ok()
            .map(|n| Item::of(n.to_ne_bytes())),
        b'l' | b'q' => i64::try_from(number)
            .ok()
            .map(|n| Item::of(n.to_ne_bytes())),
        _ => u64::try_from(number)
            .ok()
            .map(|n| Item::of(n.to_ne_bytes())),
    };
    fitting.ok_or_else(|| out_of_range(vm, code, number))
}

/// An int beyond 64 bits, or by `__index__`; numbers beyond 128 bits become the nearest one.
#[cold]
fn wide(vm: &mut Vm, value: &Value) -> Outcome<i128> {
    if !is_index(vm, value) {
        let name = vm.class_name(value);
        return Err(vm.type_error(format!(
            "'{name}' object cannot be interpreted as an integer"
        )));
    }
    let index = vm.index(value)?;
    let big = big_int_of(&index).unwrap_or_default();
    Ok(big.to_i128().unwrap_or(if big.is_negative() {
        i128::MIN
    } else {
        i128::MAX
    }))
}

/// The OverflowError of a number that an item cannot hold.
#[cold]
fn out_of_range(vm: &mut Vm, code: u8, number: i128) -> Raised {
    let is_long = i64::try_from(number).is_ok();
    let side = if number < 0 {
        "less than minimum"
    } else {
        "greater than maximum"
    };
    let message = match code {
        b'q' => "int too big to convert".to_string(),
        b'Q' if number < 0 => "can't convert negative int to unsigned".to_string(),
        b'Q' => "int too big to convert".to_string(),
        b'I' | b'L' if number < 0 => "can't convert negative value to unsigned int".to_string(),
        b'I' if u64::try_from(number).is_ok() => format!("unsigned int is {side}"),
        b'I' | b'L' => "Python int too large to convert to C unsigned long".to_string(),
        _ if !is_long => "Python int too large to convert to C long".to_string(),
        b'b' if i16::try_from(number).is_ok() => format!("signed char is {side}"),
        b'b' | b'h' => format!("signed short integer is {side}"),
        b'B' => format!("unsigned byte integer is {side}"),
        b'H' if i32::try_from(number).is_ok() => format!("unsigned short is {side}"),
        _ => format!("signed integer is {side}"),
    };
    vm.raise(Exc::OverflowError, message)
}
