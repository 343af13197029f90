//! Floats as text and as exact numbers: digits, `repr`, parsing, hexadecimal form, ratios, rounding.
//!
//! What enters: `f64` or text. What leaves: text in CPython's layout, numbers, or the error CPython raises.
//! Callers: `float` and `complex` objects, `format`, `percent`, the math and json modules.

use super::number::{strip_python_whitespace, to_ascii_digits};
use super::repr::repr_str;
use super::{Result, TextError, digits};
use num_bigint::BigInt;
use num_traits::{One, ToPrimitive};

/// More digits than any `f64` has after its point or in all; beyond it only zeros follow.
const EXACT_DIGITS: usize = 1100;

/// Decimal digits of a finite, non-negative float: `0.d1d2d3… × 10^point`. Zero is the digit `0` with `point` 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digits {
    /// ASCII digits, at least one.
    pub digits: Vec<u8>,
    /// Where the decimal point stands, counted from the first digit.
    pub point: i32,
}

/// Options of [`to_text`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Layout {
    /// Write `+` before non-negative numbers.
    pub plus: bool,
    /// The alternate form: keep the point and, for `g`, trailing zeros.
    pub alternate: bool,
    /// Write `.0` after a whole number that has neither point nor exponent.
    pub dot_zero: bool,
    /// Write a negative zero (after rounding) without its sign.
    pub no_negative_zero: bool,
}

/// The shortest digits that read back as `x`.
pub fn shortest_digits(x: f64) -> Digits {
    if x == 0.0 {
        return Digits {
            digits: vec![b'0'],
            point: 1,
        };
    }
    let mut buffer = zmij::Buffer::new();
    split_scientific(buffer.format_finite(x))
}

/// Exactly `count` significant digits of `x`, correctly rounded.
pub fn significant_digits(x: f64, count: usize) -> Digits {
    let count = count.max(1);
    let shown = count.min(EXACT_DIGITS);
    let text = format!("{:.*e}", shown - 1, x);
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mut digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).collect();
    digits.resize(count, b'0');
    Digits {
        digits,
        point: exponent.parse::<i32>().unwrap_or(0) + 1,
    }
}

/// `x` in plain notation with `decimals` digits after the point, correctly rounded: the digits before and after the point.
fn fixed_digits(x: f64, decimals: usize) -> (Vec<u8>, Vec<u8>) {
    let text = format!("{:.*}", decimals.min(EXACT_DIGITS), x);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut fraction = fraction.as_bytes().to_vec();
    fraction.resize(decimals, b'0');
    (whole.as_bytes().to_vec(), fraction)
}

/// Digits and point position of what zmij writes (`12.5`, `1e16`, `1.5e-7`, `0.001`).
fn split_scientific(text: &str) -> Digits {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = Vec::with_capacity(mantissa.len());
    digits.extend_from_slice(whole.as_bytes());
    digits.extend_from_slice(fraction.as_bytes());
    let mut point = whole.len() as i32 + exponent;
    let leading = digits.iter().take_while(|d| **d == b'0').count();
    digits.drain(..leading);
    point -= leading as i32;
    while digits.len() > 1 && digits.last() == Some(&b'0') {
        digits.pop();
    }
    if digits.is_empty() {
        return Digits {
            digits: vec![b'0'],
            point: 1,
        };
    }
    Digits { digits, point }
}

/// `repr(x)`.
pub fn repr_float(x: f64) -> String {
    let mut out = String::new();
    push_repr(&mut out, x);
    out
}

/// Appends `repr(x)`.
pub fn push_repr(out: &mut String, x: f64) {
    let magnitude = x.abs();
    if (1e-4..1e16).contains(&magnitude) {
        // Here the shortest text is in plain notation already, with a point in it.
        out.push_str(zmij::Buffer::new().format_finite(x));
        return;
    }
    let layout = Layout {
        dot_zero: true,
        ..Layout::default()
    };
    push_text(out, x, 'r', 0, layout);
}

/// `x` in one of the layouts `e E f F g G r`; `precision` counts as in `printf` and is ignored for `r` (shortest digits).
pub fn to_text(x: f64, code: char, precision: usize, layout: Layout) -> String {
    let mut out = String::new();
    push_text(&mut out, x, code, precision, layout);
    out
}

/// Appends what [`to_text`] gives.
pub fn push_text(out: &mut String, x: f64, code: char, precision: usize, layout: Layout) {
    let upper = code.is_ascii_uppercase();
    if x.is_nan() {
        // The sign of a NaN is never shown.
        if layout.plus {
            out.push('+');
        }
        out.push_str(if upper { "NAN" } else { "nan" });
        return;
    }
    let magnitude = x.abs();
    let start = out.len();
    if x.is_sign_negative() {
        out.push('-');
    } else if layout.plus {
        out.push('+');
    }
    if x.is_infinite() {
        out.push_str(if upper { "INF" } else { "inf" });
        return;
    }
    let body = out.len();
    match code.to_ascii_lowercase() {
        'f' => plain_body(out, magnitude, precision, layout),
        'e' => {
            let digits = significant_digits(magnitude, precision.saturating_add(1));
            exponent_body(out, &digits, upper, layout)
        }
        'g' => {
            let precision = precision.max(1);
            let mut digits = significant_digits(magnitude, precision);
            if !layout.alternate {
                while digits.digits.len() > 1 && digits.digits.last() == Some(&b'0') {
                    digits.digits.pop();
                }
            }
            let limit = precision as i64 - i64::from(layout.dot_zero);
            general_body(out, &digits, limit, upper, layout)
        }
        _ => general_body(out, &shortest_digits(magnitude), 16, upper, layout),
    }
    if layout.no_negative_zero && x.is_sign_negative() {
        let is_zero = !out.as_bytes()[body..]
            .iter()
            .take_while(|b| !matches!(b, b'e' | b'E'))
            .any(|b| matches!(b, b'1'..=b'9'));
        if is_zero {
            out.replace_range(start..body, if layout.plus { "+" } else { "" });
        }
    }
}

/// The nearest whole number to `magnitude * 10^decimals`, half to even, if it is exactly within reach of 128-bit integers.
fn scaled(magnitude: f64, decimals: usize) -> Option<u64> {
    let power = *digits::POWERS.get(decimals)?;
    let (mantissa, exponent, _) = decompose(magnitude);
    let product = u128::from(mantissa) * u128::from(power);
    if exponent >= 0 {
        let shifted = product.checked_shl(exponent as u32)?;
        return (exponent < 12)
            .then(|| u64::try_from(shifted).ok())
            .flatten();
    }
    let shift = exponent.unsigned_abs();
    if shift > 120 {
        // Below 2^117 in all: less than a half.
        return Some(0);
    }
    let (whole, rest) = (product >> shift, product & ((1 << shift) - 1));
    let half = 1u128 << (shift - 1);
    let up = rest > half || (rest == half && whole & 1 == 1);
    u64::try_from(whole + u128::from(up)).ok()
}

fn plain_body(out: &mut String, magnitude: f64, decimals: usize, layout: Layout) {
    if let Some(scaled) = scaled(magnitude, decimals) {
        let mut buffer = [0; digits::MAX_DIGITS + 2];
        let count = digits::count(scaled).max(decimals + 1);
        let text = &mut buffer[..count];
        digits::fill(text, scaled);
        let (whole, fraction) = text.split_at(count - decimals);
        push_digits(out, whole);
        push_fraction(out, fraction, layout);
        return;
    }
    let (whole, fraction) = fixed_digits(magnitude, decimals);
    push_digits(out, &whole);
    push_fraction(out, &fraction, layout);
}

fn push_fraction(out: &mut String, fraction: &[u8], layout: Layout) {
    if !fraction.is_empty() || layout.alternate {
        out.push('.');
        push_digits(out, fraction);
    } else if layout.dot_zero {
        out.push_str(".0");
    }
}

fn exponent_body(body: &mut String, digits: &Digits, upper: bool, layout: Layout) {
    push_digits(body, &digits.digits[..1]);
    if digits.digits.len() > 1 || layout.alternate {
        body.push('.');
        push_digits(body, &digits.digits[1..]);
    }
    let exponent = digits.point - 1;
    body.push(if upper { 'E' } else { 'e' });
    body.push(if exponent < 0 { '-' } else { '+' });
    let exponent = exponent.unsigned_abs();
    if exponent < 10 {
        body.push('0');
    }
    digits::push(body, i64::from(exponent));
}

/// Plain notation for points in `-3..=limit`, exponents elsewhere.
fn general_body(body: &mut String, digits: &Digits, limit: i64, upper: bool, layout: Layout) {
    if digits.point <= -4 || i64::from(digits.point) > limit {
        return exponent_body(body, digits, upper, layout);
    }
    let count = digits.digits.len();
    if digits.point <= 0 {
        body.push_str("0.");
        body.extend(std::iter::repeat_n(
            '0',
            digits.point.unsigned_abs() as usize,
        ));
        push_digits(body, &digits.digits);
        return;
    }
    let point = digits.point as usize;
    if point >= count {
        push_digits(body, &digits.digits);
        body.extend(std::iter::repeat_n('0', point - count));
        if layout.dot_zero {
            body.push_str(".0");
        } else if layout.alternate {
            body.push('.');
        }
    } else {
        push_digits(body, &digits.digits[..point]);
        body.push('.');
        push_digits(body, &digits.digits[point..]);
    }
}

fn push_digits(out: &mut String, digits: &[u8]) {
    out.push_str(std::str::from_utf8(digits).unwrap_or_default());
}

/// `float(text)`: surrounding whitespace, underscores between digits, any Unicode decimal digits, `inf` and `nan`.
pub fn parse_float(text: &str) -> Result<f64> {
    parse_float_inner(text).ok_or_else(|| {
        TextError::value(format!(
            "could not convert string to float: {}",
            repr_str(text)
        ))
    })
}

/// As [`parse_float`], `None` where that fails: for callers with a message of their own.
pub fn parse_float_inner(text: &str) -> Option<f64> {
    let usual = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
    if text.as_bytes().iter().all(usual) {
        return text.parse().ok();
    }
    let ascii = to_ascii_digits(strip_python_whitespace(text));
    let (number, rest) = parse_float_prefix(ascii.as_bytes(), true)?;
    (rest == 0).then_some(number)
}

/// The longest float at the start of `bytes` and how many bytes follow it; `None` if there is none.
pub(super) fn parse_float_prefix(bytes: &[u8], underscores: bool) -> Option<(f64, usize)> {
    let mut at = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    for word in ["infinity", "inf", "nan"] {
        let end = at + word.len();
        if bytes.len() >= end && bytes[at..end].eq_ignore_ascii_case(word.as_bytes()) {
            let negative = bytes[0] == b'-';
            let value = if word == "nan" {
                f64::NAN
            } else {
                f64::INFINITY
            };
            return Some((if negative { -value } else { value }, bytes.len() - end));
        }
    }
    let mut clean = String::with_capacity(bytes.len());
    push_digits(&mut clean, &bytes[..at]);
    // One run of digits; an underscore counts only between two digits.
    let run = |at: &mut usize, clean: &mut String| {
        let start = clean.len();
        while let Some(&b) = bytes.get(*at) {
            let between = clean.len() > start && bytes.get(*at + 1).is_some_and(u8::is_ascii_digit);
            if b.is_ascii_digit() {
                clean.push(b as char);
            } else if !(underscores && b == b'_' && between) {
                break;
            }
            *at += 1;
        }
        clean.len() - start
    };
    let mut count = run(&mut at, &mut clean);
    if bytes.get(at) == Some(&b'.') {
        let (mut ahead, mut tail) = (at + 1, String::new());
        let fraction = run(&mut ahead, &mut tail);
        if count + fraction > 0 {
            clean.push('.');
            clean.push_str(&tail);
            count += fraction;
            at = ahead;
        }
    }
    if count == 0 {
        return None;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let (mut ahead, mut tail) = (at + 1, String::from("e"));
        if let Some(sign @ (b'+' | b'-')) = bytes.get(ahead) {
            tail.push(*sign as char);
            ahead += 1;
        }
        if run(&mut ahead, &mut tail) > 0 {
            clean.push_str(&tail);
            at = ahead;
        }
    }
    Some((clean.parse().ok()?, bytes.len() - at))
}

/// Mantissa, exponent and sign of a finite float: `±mantissa × 2^exponent`.
fn decompose(x: f64) -> (u64, i32, bool) {
    let bits = x.to_bits();
    let field = (bits >> 52 & 0x7FF) as i32;
    let fraction = bits & ((1 << 52) - 1);
    if field == 0 {
        (fraction, -1074, bits >> 63 == 1)
    } else {
        (fraction | 1 << 52, field - 1075, bits >> 63 == 1)
    }
}

/// `x.hex()`.
pub fn hex(x: f64) -> String {
    if !x.is_finite() {
        return repr_float(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    let bits = x.to_bits();
    let field = (bits >> 52 & 0x7FF) as i32;
    let fraction = bits & ((1 << 52) - 1);
    if field == 0 && fraction == 0 {
        return format!("{sign}0x0.0p+0");
    }
    let (lead, exponent) = if field == 0 {
        (0, -1022)
    } else {
        (1, field - 1023)
    };
    format!("{sign}0x{lead}.{fraction:013x}p{exponent:+}")
}

/// `float.fromhex(text)`.
pub fn from_hex(text: &str) -> Result<f64> {
    let invalid = || TextError::value("invalid hexadecimal floating-point string");
    let too_large = || TextError::overflow("hexadecimal value too large to represent as a float");
    let bytes = text
        .trim_matches(|c: char| matches!(c, '\t'..='\r' | ' '))
        .as_bytes();
    let (negative, mut rest) = match bytes.first() {
        Some(b'-') => (true, &bytes[1..]),
        Some(b'+') => (false, &bytes[1..]),
        _ => (false, bytes),
    };
    let signed = |x: f64| if negative { -x } else { x };
    if rest.eq_ignore_ascii_case(b"inf") || rest.eq_ignore_ascii_case(b"infinity") {
        return Ok(signed(f64::INFINITY));
    }
    if rest.eq_ignore_ascii_case(b"nan") {
        return Ok(signed(f64::NAN));
    }
    if rest.len() >= 2 && rest[..2].eq_ignore_ascii_case(b"0x") {
        rest = &rest[2..];
    }
    // Up to 64 bits are kept exactly; what follows only matters as "something was there".
    let (mut mantissa, mut exponent, mut sticky, mut count, mut seen_point) =
        (0u64, 0i64, false, 0usize, false);
    let mut at = 0;
    while let Some(&b) = rest.get(at) {
        if b == b'.' && !seen_point {
            seen_point = true;
        } else if let Some(digit) = (b as char).to_digit(16) {
            count += 1;
            if mantissa >> 60 == 0 {
                mantissa = mantissa << 4 | u64::from(digit);
                exponent -= if seen_point { 4 } else { 0 };
            } else {
                sticky |= digit != 0;
                exponent += if seen_point { 0 } else { 4 };
            }
        } else {
            break;
        }
        at += 1;
    }
    if count == 0 {
        return Err(invalid());
    }
    if matches!(rest.get(at), Some(b'p' | b'P')) {
        at += 1;
        let minus = rest.get(at) == Some(&b'-');
        at += usize::from(matches!(rest.get(at), Some(b'+' | b'-')));
        let start = at;
        let mut written = 0i64;
        while let Some(b @ b'0'..=b'9') = rest.get(at) {
            written = written
                .saturating_mul(10)
                .saturating_add(i64::from(b - b'0'))
                .min(1 << 40);
            at += 1;
        }
        if at == start {
            return Err(invalid());
        }
        exponent += if minus { -written } else { written };
    }
    if at != rest.len() {
        return Err(invalid());
    }
    if mantissa == 0 {
        return Ok(signed(0.0));
    }
    // Normalise to 64 bits, then round once, half to even, at the precision the exponent allows.
    let shift = mantissa.leading_zeros();
    mantissa <<= shift;
    exponent -= i64::from(shift);
    let top = exponent + 63;
    if top > 1023 {
        return Err(too_large());
    }
    let dropped = if top >= -1022 { 11 } else { 11 + (-1022 - top) };
    if dropped > 64 {
        return Ok(signed(0.0));
    }
    let wide = u128::from(mantissa);
    let mut kept = (wide >> dropped) as u64;
    let remainder = wide & ((1u128 << dropped) - 1);
    let half = 1u128 << (dropped - 1);
    if remainder > half || (remainder == half && (sticky || kept & 1 == 1)) {
        kept += 1;
    }
    let scaled = kept as f64 * power_of_two(exponent + dropped);
    if scaled.is_infinite() {
        return Err(too_large());
    }
    Ok(signed(scaled))
}

/// 2^exponent for exponents down to -1074; the product with up to 54 bits stays exact.
fn power_of_two(exponent: i64) -> f64 {
    if exponent >= -1022 {
        f64::from_bits(((exponent + 1023) as u64) << 52)
    } else {
        f64::from_bits(1 << (exponent + 1074).clamp(0, 63))
    }
}

/// `x.as_integer_ratio()`: numerator and positive denominator in lowest terms.
pub fn integer_ratio(x: f64) -> Result<(BigInt, BigInt)> {
    if x.is_infinite() {
        return Err(TextError::overflow(
            "cannot convert Infinity to integer ratio",
        ));
    }
    if x.is_nan() {
        return Err(TextError::value("cannot convert NaN to integer ratio"));
    }
    let (mut mantissa, mut exponent, negative) = decompose(x);
    if mantissa == 0 {
        return Ok((BigInt::ZERO, BigInt::one()));
    }
    let zeros = mantissa.trailing_zeros();
    mantissa >>= zeros;
    exponent += zeros as i32;
    let mut numerator = BigInt::from(mantissa);
    let mut denominator = BigInt::one();
    if exponent >= 0 {
        numerator <<= exponent;
    } else {
        denominator <<= -exponent;
    }
    Ok((if negative { -numerator } else { numerator }, denominator))
}

/// `int(x)`: truncation toward zero.
pub fn truncate(x: f64) -> Result<BigInt> {
    if x.is_infinite() {
        return Err(TextError::overflow(
            "cannot convert float infinity to integer",
        ));
    }
    if x.is_nan() {
        return Err(TextError::value("cannot convert float NaN to integer"));
    }
    if x.abs() < 9.0e18 {
        return Ok(BigInt::from(x as i64));
    }
    let (mantissa, exponent, negative) = decompose(x);
    let magnitude = BigInt::from(mantissa) << exponent.max(0);
    Ok(if negative { -magnitude } else { magnitude })
}

/// `round(x)`: the nearest integer, half to even.
pub fn round_to_int(x: f64) -> Result<BigInt> {
    truncate(x.round_ties_even())
}

/// `round(x, ndigits)`: the float nearest to the decimal rounding of the exact value.
pub fn round_digits(x: f64, ndigits: i64) -> Result<f64> {
    if !x.is_finite() || x == 0.0 || ndigits > 323 {
        return Ok(x);
    }
    if ndigits < -308 {
        return Ok(0.0 * x);
    }
    let rounded = if ndigits >= 0 {
        let text = format!("{:.*}", ndigits as usize, x);
        text.parse::<f64>().unwrap_or(x)
    } else {
        round_left(x, ndigits.unsigned_abs() as usize)
    };
    if rounded.is_infinite() {
        return Err(TextError::overflow("rounded value too large to represent"));
    }
    Ok(rounded)
}

/// Rounds `x` to a multiple of 10^places, half to even on the exact value.
fn round_left(x: f64, places: usize) -> f64 {
    let exact = format!("{:.0}", x.abs().trunc());
    let inexact = x.fract() != 0.0;
    let digits = exact.as_bytes();
    let split = digits.len().checked_sub(places);
    let (kept, cut) = match split {
        Some(at) => digits.split_at(at),
        None => return 0.0f64.copysign(x),
    };
    let up = match cut[0].cmp(&b'5') {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => {
            inexact
                || cut[1..].iter().any(|d| *d != b'0')
                || kept.last().is_some_and(|d| d % 2 == 1)
        }
    };
    let mut whole =
        BigInt::parse_bytes(if kept.is_empty() { b"0" } else { kept }, 10).unwrap_or_default();
    if up {
        whole += 1;
    }
    let text = format!("{whole}e{places}");
    text.parse::<f64>().unwrap_or(f64::INFINITY).copysign(x)
}

/// The float nearest to `n`, half to even; the error of `float(n)` when it is out of range.
pub fn from_big_int(n: &BigInt) -> Result<f64> {
    match n.to_f64() {
        Some(x) if x.is_finite() => Ok(x),
        _ => Err(TextError::overflow("int too large to convert to float")),
    }
}

/// `repr` of a complex number.
pub fn repr_complex(re: f64, im: f64) -> String {
    let plain = Layout::default();
    let imaginary = to_text(im, 'r', 0, plain);
    if re == 0.0 && re.is_sign_positive() {
        return format!("{imaginary}j");
    }
    let imaginary = to_text(
        im,
        'r',
        0,
        Layout {
            plus: true,
            ..plain
        },
    );
    format!("({}{imaginary}j)", to_text(re, 'r', 0, plain))
}

/// `complex(text)`.
pub fn parse_complex(text: &str) -> Result<(f64, f64)> {
    let bytes = text.as_bytes();
    let digit = |at: Option<usize>| {
        at.and_then(|i| bytes.get(i))
            .is_some_and(u8::is_ascii_digit)
    };
    let stray = |at: usize| bytes[at] == b'_' && !(digit(at.checked_sub(1)) && digit(Some(at + 1)));
    if (0..bytes.len()).any(stray) {
        return Err(TextError::value(format!(
            "could not convert string to complex: {}",
            repr_str(text)
        )));
    }
    parse_complex_inner(text).ok_or_else(|| TextError::value("complex() arg is a malformed string"))
}

fn parse_complex_inner(text: &str) -> Option<(f64, f64)> {
    let ascii = to_ascii_digits(strip_python_whitespace(text));
    let mut body: &str = &ascii;
    if let Some(inner) = body.strip_prefix('(') {
        body = inner
            .strip_suffix(')')?
            .trim_matches(|c: char| matches!(c, '\t'..='\r' | ' '));
    }
    let bytes = body.as_bytes();
    let is_j = |b: Option<&u8>| matches!(b, Some(b'j' | b'J'));
    // One term: a float, or a sign alone (or nothing) before `j`.
    let term = |at: usize| -> Option<(f64, usize)> {
        if let Some((x, rest)) = parse_float_prefix(&bytes[at..], true) {
            return Some((x, bytes.len() - rest));
        }
        let (unit, next) = match bytes.get(at) {
            Some(b'+') => (1.0, at + 1),
            Some(b'-') => (-1.0, at + 1),
            _ => (1.0, at),
        };
        is_j(bytes.get(next)).then_some((unit, next))
    };
    let (first, at) = term(0)?;
    if at == bytes.len() {
        return Some((first, 0.0));
    }
    if is_j(bytes.get(at)) {
        return (at + 1 == bytes.len()).then_some((0.0, first));
    }
    if !matches!(bytes.get(at), Some(b'+' | b'-')) {
        return None;
    }
    let (second, at) = term(at)?;
    (is_j(bytes.get(at)) && at + 1 == bytes.len()).then_some((first, second))
}
