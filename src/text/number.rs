//! Integers as text: parsing, bases, the digit limit, decimal rounding; and the re-exported float recipes.
//!
//! What enters: `i64`, `BigInt`, text. What leaves: text, an [`Int`], or the error CPython raises.
//! Callers: `int` objects, `format`, `percent`, literals in the compiler.

pub use super::float::*;
pub use super::hash::{hash_big, hash_complex, hash_float, hash_int};

use super::repr::repr_str;
use super::{Result, TextError, unicode};
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};
use std::borrow::Cow;

/// `sys.int_info.default_max_str_digits`.
pub const DEFAULT_MAX_STR_DIGITS: usize = 4300;

/// An integer in the smallest form that holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Int {
    Small(i64),
    Big(BigInt),
}

impl From<BigInt> for Int {
    fn from(n: BigInt) -> Self {
        match n.to_i64() {
            Some(small) => Int::Small(small),
            None => Int::Big(n),
        }
    }
}

/// A borrowed integer: what formatters take.
#[derive(Debug, Clone, Copy)]
pub enum IntRef<'a> {
    Small(i64),
    Big(&'a BigInt),
}

impl IntRef<'_> {
    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        match self {
            IntRef::Small(n) => n < 0,
            IntRef::Big(n) => n.is_negative(),
        }
    }

    /// The digits of the absolute value in `base` (2 to 36), lower case.
    pub fn magnitude_digits(self, base: u32) -> String {
        match self {
            IntRef::Small(n) => match base {
                10 => n.unsigned_abs().to_string(),
                16 => format!("{:x}", n.unsigned_abs()),
                8 => format!("{:o}", n.unsigned_abs()),
                2 => format!("{:b}", n.unsigned_abs()),
                _ => BigInt::from(n).magnitude().to_str_radix(base),
            },
            IntRef::Big(n) => n.magnitude().to_str_radix(base),
        }
    }

    /// The value as a float, half to even, or `OverflowError`.
    pub fn to_float(self) -> Result<f64> {
        match self {
            IntRef::Small(n) => Ok(n as f64),
            IntRef::Big(n) => from_big_int(n),
        }
    }

    /// The value as an `i64` if it fits.
    pub fn to_i64(self) -> Option<i64> {
        match self {
            IntRef::Small(n) => Some(n),
            IntRef::Big(n) => n.to_i64(),
        }
    }
}

impl Int {
    /// Borrows.
    pub fn as_ref(&self) -> IntRef<'_> {
        match self {
            Int::Small(n) => IntRef::Small(*n),
            Int::Big(n) => IntRef::Big(n),
        }
    }
}

/// Python's whitespace at both ends taken away.
pub fn strip_python_whitespace(text: &str) -> &str {
    text.trim_matches(unicode::is_space)
}

/// `text` with every Unicode decimal digit replaced by its ASCII twin and every Unicode space by a blank; a character that can
/// be part of no number becomes `?`, so that later scanning is on ASCII alone.
pub fn to_ascii_digits(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .map(|c| match unicode::decimal_value(c) {
                _ if c.is_ascii() => c,
                Some(value) => (b'0' + value) as char,
                None if unicode::is_space(c) => ' ',
                None => '?',
            })
            .collect(),
    )
}

/// The message of the digit limit when text is read.
fn too_many_digits_in(limit: usize, digits: usize) -> TextError {
    TextError::value(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion: value has {digits} digits; \
         use sys.set_int_max_str_digits() to increase the limit"
    ))
}

/// The message of the digit limit when text is written.
fn too_many_digits_out(limit: usize) -> TextError {
    TextError::value(format!(
        "Exceeds the limit ({limit} digits) for integer string conversion; \
         use sys.set_int_max_str_digits() to increase the limit"
    ))
}

/// `int(text, base)`: base 0 or 2 to 36. `limit` is `sys.get_int_max_str_digits()`, 0 for none.
pub fn parse_int(text: &str, base: i64, limit: usize) -> Result<Int> {
    parse_int_shown(text, base, limit, || repr_str(text))
}

/// The number of up to 18 ASCII digits with or without a sign; `None` for other texts.
fn short_decimal(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let magnitude = digits.iter().try_fold(0i64, |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number * 10 + i64::from(digit - b'0'))
    })?;
    Some(if negative { -magnitude } else { magnitude })
}

/// As [`parse_int`] for a bytes-like argument, which the message shows as `shown()`.
pub fn parse_int_shown(
    text: &str,
    base: i64,
    limit: usize,
    shown: impl Fn() -> String,
) -> Result<Int> {
    if base != 0 && !(2..=36).contains(&base) {
        return Err(TextError::value("int() base must be >= 2 and <= 36, or 0"));
    }
    if base == 10
        && let Some(number) = short_decimal(text.as_bytes())
    {
        return Ok(Int::Small(number));
    }
    let invalid = || {
        TextError::value(format!(
            "invalid literal for int() with base {base}: {}",
            shown()
        ))
    };
    let ascii = to_ascii_digits(strip_python_whitespace(text));
    let mut rest = ascii.as_bytes();
    let negative = rest.first() == Some(&b'-');
    if matches!(rest.first(), Some(b'+' | b'-')) {
        rest = &rest[1..];
    }
    let prefix = match rest {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    let mut radix = base as u32;
    let mut old_octal = false;
    if base == 0 {
        radix = if prefix != 0 { prefix } else { 10 };
        old_octal = prefix == 0 && rest.first() == Some(&b'0');
    }
    if prefix != 0 && prefix == radix {
        rest = &rest[2..];
        // One underscore may follow the prefix.
        if rest.first() == Some(&b'_') {
            rest = &rest[1..];
        }
    }
    let mut digits = Vec::with_capacity(rest.len());
    let mut after_digit = false;
    for &b in rest {
        if b == b'_' && after_digit {
            after_digit = false;
        } else if (b as char).is_digit(radix) {
            digits.push(b);
            after_digit = true;
        } else {
            return Err(invalid());
        }
    }
    if !after_digit {
        return Err(invalid());
    }
    if old_octal && digits.iter().any(|d| *d != b'0') {
        return Err(invalid());
    }
    if !radix.is_power_of_two() && limit > 0 && digits.len() > limit {
        return Err(too_many_digits_in(limit, digits.len()));
    }
    // 12 digits fit an i64 in every base.
    if digits.len() <= 12 {
        let magnitude = digits.iter().fold(0i64, |n, d| {
            n * i64::from(radix) + i64::from((*d as char).to_digit(radix).unwrap_or(0))
        });
        return Ok(Int::Small(if negative { -magnitude } else { magnitude }));
    }
    let magnitude = BigInt::parse_bytes(&digits, radix).ok_or_else(invalid)?;
    Ok(Int::from(if negative { -magnitude } else { magnitude }))
}

/// `str(n)`. `limit` is `sys.get_int_max_str_digits()`, 0 for none.
pub fn int_to_text(n: IntRef<'_>, limit: usize) -> Result<String> {
    match n {
        IntRef::Small(n) => Ok(n.to_string()),
        IntRef::Big(n) => {
            check_digit_limit(n, limit)?;
            let text = n.to_string();
            if limit > 0 && text.len() - usize::from(n.is_negative()) > limit {
                return Err(too_many_digits_out(limit));
            }
            Ok(text)
        }
    }
}

/// Refuses before the slow conversion what is certainly above the limit.
fn check_digit_limit(n: &BigInt, limit: usize) -> Result<()> {
    // 3.33 bits make a digit: fewer digits than bits * 3 / 10 are impossible.
    if limit > 0 && (n.bits() as usize).saturating_sub(1) / 10 * 3 > limit {
        return Err(too_many_digits_out(limit));
    }
    Ok(())
}

/// `bin`, `oct`, `hex` and every other base: sign, prefix when asked for, digits in lower case.
pub fn int_to_base(n: IntRef<'_>, base: u32, prefix: bool) -> String {
    let lead = match base {
        2 if prefix => "0b",
        8 if prefix => "0o",
        16 if prefix => "0x",
        _ => "",
    };
    let sign = if n.is_negative() { "-" } else { "" };
    format!("{sign}{lead}{}", n.magnitude_digits(base))
}

/// `round(n, -places)`: the nearest multiple of 10^places, half to even.
pub fn round_int(n: &BigInt, places: u64) -> BigInt {
    // Beyond the number's own length the answer is zero, whatever the power would cost.
    if places > n.bits() / 3 + 1 {
        return BigInt::zero();
    }
    let power = BigInt::from(10).pow(places as u32);
    let (mut quotient, remainder) = n.div_mod_floor(&power);
    let twice = remainder * 2;
    if twice > power || (twice == power && quotient.is_odd()) {
        quotient += 1;
    }
    quotient * power
}

/// `int.from_bytes`.
pub fn int_from_bytes(bytes: &[u8], big_endian: bool, signed: bool) -> Int {
    Int::from(match (signed, big_endian) {
        (true, true) => BigInt::from_signed_bytes_be(bytes),
        (true, false) => BigInt::from_signed_bytes_le(bytes),
        (false, true) => BigInt::from_bytes_be(Sign::Plus, bytes),
        (false, false) => BigInt::from_bytes_le(Sign::Plus, bytes),
    })
}

/// `int.to_bytes`.
pub fn int_to_bytes(n: &BigInt, length: usize, big_endian: bool, signed: bool) -> Result<Vec<u8>> {
    if n.is_negative() && !signed {
        return Err(TextError::overflow(
            "can't convert negative int to unsigned",
        ));
    }
    let mut bytes = if signed {
        n.to_signed_bytes_le()
    } else {
        n.magnitude().to_bytes_le()
    };
    if n.is_zero() {
        bytes.clear();
    }
    if bytes.len() > length {
        return Err(TextError::overflow("int too big to convert"));
    }
    let missing = length - bytes.len();
    if !crate::memory::reserve_exact(&mut bytes, missing) {
        return Err(TextError::memory());
    }
    bytes.resize(length, if n.is_negative() { 0xFF } else { 0 });
    if big_endian {
        bytes.reverse();
    }
    Ok(bytes)
}
