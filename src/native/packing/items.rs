//! Packing and unpacking one item of a format.

use super::error;
use super::format::Item;
use crate::object::builtin::Exc;
use crate::object::bytes::BytesObject;
use crate::object::value::Value;
use crate::vm::numbers::{big_int_of, float_of, is_int};
use crate::vm::{Outcome, Vm};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// Puts a number's low bytes into place.
fn put(out: &mut [u8], number: u64, big_endian: bool) {
    let size = out.len();
    if big_endian {
        out.copy_from_slice(&number.to_be_bytes()[8 - size..]);
    } else {
        out.copy_from_slice(&number.to_le_bytes()[..size]);
    }
}

/// The number of some bytes.
fn get(bytes: &[u8], big_endian: bool) -> u64 {
    let mut wide = [0u8; 8];
    if big_endian {
        wide[8 - bytes.len()..].copy_from_slice(bytes);
        u64::from_be_bytes(wide)
    } else {
        wide[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(wide)
    }
}

/// Packs the values of an item; gives how many it took.
pub fn pack(
    vm: &mut Vm,
    item: &Item,
    big_endian: bool,
    values: &[Value],
    out: &mut [u8],
) -> Outcome<usize> {
    match item.code {
        'x' => return Ok(0),
        's' | 'p' => {
            let bytes = match values[0].downcast::<BytesObject>() {
                Some(bytes) => bytes.bytes.to_vec(),
                None if values[0].layout() == Some(crate::object::heap::Layout::ByteArray) => {
                    vm.bytes_like(&values[0])?.into_vec()
                }
                None => {
                    return Err(error(
                        vm,
                        format!("argument for '{}' must be a bytes object", item.code),
                    ));
                }
            };
            let field = &mut out[item.offset..item.offset + item.count];
            if item.code == 's' {
                let count = bytes.len().min(field.len());
                field[..count].copy_from_slice(&bytes[..count]);
            } else if let Some((first, rest)) = field.split_first_mut() {
                let count = bytes.len().min(rest.len()).min(255);
                *first = count as u8;
                rest[..count].copy_from_slice(&bytes[..count]);
            }
            return Ok(1);
        }
        _ => {}
    }
    for (at, value) in values.iter().take(item.count).enumerate() {
        let from = item.offset + at * item.size;
        pack_one(
            vm,
            item,
            big_endian,
            value,
            &mut out[from..from + item.size],
        )?;
    }
    Ok(item.count)
}

fn pack_one(
    vm: &mut Vm,
    item: &Item,
    big_endian: bool,
    value: &Value,
    out: &mut [u8],
) -> Outcome<()> {
    match item.code {
        'c' => match value.downcast::<BytesObject>() {
            Some(bytes) if bytes.bytes.len() == 1 => out[0] = bytes.bytes[0],
            _ => return Err(error(vm, "char format requires a bytes object of length 1")),
        },
        '?' => out[0] = vm.truth(value)? as u8,
        'e' | 'f' | 'd' => {
            let outcome = vm.float(value);
            let Ok(number) = outcome else {
                if vm.pending_is(Exc::TypeError) && float_of(value).is_none() {
                    vm.take_pending();
                    return Err(error(vm, "required argument is not a float"));
                }
                return outcome.map(drop);
            };
            let bits = match item.code {
                'd' => number.to_bits(),
                'f' => {
                    let narrow = number as f32;
                    if narrow.is_infinite() && number.is_finite() {
                        return Err(
                            vm.raise(Exc::OverflowError, "float too large to pack with f format")
                        );
                    }
                    narrow.to_bits() as u64
                }
                _ => match half_bits(number) {
                    Some(bits) => bits as u64,
                    None => {
                        return Err(
                            vm.raise(Exc::OverflowError, "float too large to pack with e format")
                        );
                    }
                },
            };
            put(out, bits, big_endian);
        }
        code => {
            let outcome = if is_int(value) {
                Ok(value.clone())
            } else {
                vm.index(value)
            };
            let Ok(index) = outcome else {
                if vm.pending_is(Exc::TypeError) {
                    vm.take_pending();
                    return Err(error(vm, "required argument is not an integer"));
                }
                return outcome.map(drop);
            };
            let number = big_int_of(&index).unwrap_or_default();
            let bits = item.size as u32 * 8;
            let signed = code.is_ascii_lowercase();
            let (low, high) = match signed {
                true => (
                    -(BigInt::from(1) << (bits - 1)),
                    (BigInt::from(1) << (bits - 1)) - 1,
                ),
                false => (BigInt::from(0), (BigInt::from(1) << bits) - 1),
            };
            if number < low || number > high {
                let message = match code {
                    'P' => "int too large to convert".to_string(),
                    _ => format!("'{code}' format requires {low} <= number <= {high}"),
                };
                return Err(error(vm, message));
            }
            let bits = if signed {
                number.to_i64().unwrap_or(0) as u64
            } else {
                number.to_u64().unwrap_or(0)
            };
            put(out, bits, big_endian);
        }
    }
    Ok(())
}

/// Adds the values of an item.
pub fn unpack(vm: &mut Vm, item: &Item, big_endian: bool, bytes: &[u8], values: &mut Vec<Value>) {
    match item.code {
        'x' => {}
        's' => values.push(vm.new_bytes(bytes[item.offset..item.offset + item.count].to_vec())),
        'p' => {
            let field = &bytes[item.offset..item.offset + item.count];
            let text = match field.split_first() {
                Some((&count, rest)) => rest[..(count as usize).min(rest.len())].to_vec(),
                None => Vec::new(),
            };
            values.push(vm.new_bytes(text));
        }
        code => {
            for at in 0..item.count {
                let from = item.offset + at * item.size;
                let part = &bytes[from..from + item.size];
                values.push(unpack_one(vm, code, part, big_endian));
            }
        }
    }
}

/// The value of one item's bytes.
pub fn unpack_one(vm: &mut Vm, code: char, bytes: &[u8], big_endian: bool) -> Value {
    let bits = get(bytes, big_endian);
    match code {
        'c' => vm.new_bytes(bytes.to_vec()),
        '?' => Value::bool(bits != 0),
        'e' => Value::float(half_value(bits as u16)),
        'f' => Value::float(f32::from_bits(bits as u32) as f64),
        'd' => Value::float(f64::from_bits(bits)),
        code if code.is_ascii_lowercase() => {
            let unused = 64 - 8 * bytes.len() as u32;
            Value::int((bits << unused) as i64 >> unused)
        }
        _ => vm.new_int_from(bits),
    }
}

/// A half-precision number's bits, rounded to even; none beyond its range.
fn half_bits(number: f64) -> Option<u16> {
    let sign = if number.is_sign_negative() { 0x8000 } else { 0 };
    if number.is_nan() {
        return Some(sign | 0x7e00);
    }
    let size = number.abs();
    if size.is_infinite() {
        return Some(sign | 0x7c00);
    }
    if size < 2f64.powi(-14) {
        return Some(sign | (size * 2f64.powi(24)).round_ties_even() as u16);
    }
    let exponent = ((size.to_bits() >> 52) as i32) - 1023;
    let fraction = (size / 2f64.powi(exponent) * 1024.0).round_ties_even() as u32;
    let bits = ((exponent + 15) as u32) * 1024 + (fraction - 1024);
    (bits < 0x7c00).then_some(sign | bits as u16)
}

/// The value of a half-precision number.
fn half_value(bits: u16) -> f64 {
    let sign = if bits & 0x8000 != 0 { -1.0 } else { 1.0 };
    let (exponent, fraction) = ((bits >> 10 & 31) as i32, (bits & 1023) as f64);
    sign * match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * 2f64.powi(exponent - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_to_even() {
        assert_eq!(
            (half_bits(1.0), half_bits(65504.0), half_bits(65520.0)),
            (Some(0x3c00), Some(0x7bff), None)
        );
        assert_eq!(
            (half_bits(5.960_464_477_539_063e-8), half_value(0x3555)),
            (Some(1), 0.333_251_953_125)
        );
    }
}
