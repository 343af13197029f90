//! The format-spec mini language: `format(value, spec)` for text, integers, floats and complex numbers.
//!
//! What enters: a plain value, the spec's text and the type name to put into messages. What leaves: the formatted text.
//! Callers: the `__format__` methods, f-strings, `str.format`. [`Spec`] can be parsed once and applied often.

use super::number::{IntRef, Layout, repr_float, to_text};
use super::{Result, TextError, from_code_point};

/// A parsed format spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec {
    fill: char,
    align: Option<char>,
    sign: Option<char>,
    no_negative_zero: bool,
    alternate: bool,
    width: Option<usize>,
    grouping: Option<char>,
    precision: Option<usize>,
    code: Option<char>,
}

/// Reads a spec. `right` says whether the type aligns to the right by default (numbers), which decides what a leading `0` means.
pub fn parse_spec(spec: &str, right: bool, type_name: &str) -> Result<Spec> {
    let is_align = |c: char| matches!(c, '<' | '>' | '=' | '^');
    let chars: Vec<char> = spec.chars().collect();
    let at = |i: usize| chars.get(i).copied();
    let mut out = Spec {
        fill: ' ',
        align: None,
        sign: None,
        no_negative_zero: false,
        alternate: false,
        width: None,
        grouping: None,
        precision: None,
        code: None,
    };
    let mut i = 0;
    let mut fill_given = false;
    if at(1).is_some_and(is_align) {
        (out.fill, out.align, fill_given, i) = (chars[0], at(1), true, 2);
    } else if at(0).is_some_and(is_align) {
        (out.align, i) = (at(0), 1);
    }
    if matches!(at(i), Some('+' | '-' | ' ')) {
        out.sign = at(i);
        i += 1;
    }
    if at(i) == Some('z') {
        out.no_negative_zero = true;
        i += 1;
    }
    if at(i) == Some('#') {
        out.alternate = true;
        i += 1;
    }
    if !fill_given && at(i) == Some('0') {
        out.fill = '0';
        if out.align.is_none() && right {
            out.align = Some('=');
        }
        i += 1;
    }
    out.width = read_number(&chars, &mut i)?;
    let both = || TextError::value("Cannot specify both ',' and '_'.");
    if at(i) == Some(',') {
        out.grouping = Some(',');
        i += 1;
    }
    if at(i) == Some('_') {
        if out.grouping.is_some() {
            return Err(both());
        }
        out.grouping = Some('_');
        i += 1;
    }
    if at(i) == Some(',') && out.grouping == Some('_') {
        return Err(both());
    }
    if at(i) == Some('.') {
        i += 1;
        out.precision = read_number(&chars, &mut i)?;
        if out.precision.is_none() {
            return Err(TextError::value("Format specifier missing precision"));
        }
    }
    if chars.len() - i > 1 {
        return Err(TextError::value(format!(
            "Invalid format specifier '{spec}' for object of type '{type_name}'"
        )));
    }
    out.code = at(i);
    if let Some(separator) = out.grouping {
        let code = out.code.unwrap_or(if right { '\0' } else { 's' });
        let allowed = match code {
            'd' | 'e' | 'f' | 'g' | 'E' | 'G' | 'F' | '%' | '\0' => true,
            'b' | 'o' | 'x' | 'X' => separator == '_',
            _ => false,
        };
        if !allowed {
            return Err(TextError::value(format!(
                "Cannot specify '{separator}' with '{}'.",
                shown_code(code)
            )));
        }
    }
    Ok(out)
}

/// A run of decimal digits; an error when it exceeds what CPython can hold.
fn read_number(chars: &[char], i: &mut usize) -> Result<Option<usize>> {
    let start = *i;
    let mut value = 0usize;
    while let Some(digit) = chars
        .get(*i)
        .and_then(|c| super::unicode::decimal_value(*c))
    {
        value = value
            .checked_mul(10)
            .and_then(|v| v.checked_add(digit as usize))
            .filter(|v| *v <= isize::MAX as usize)
            .ok_or_else(|| TextError::value("Too many decimal digits in format string"))?;
        *i += 1;
    }
    Ok((*i > start).then_some(value))
}

/// A type code as messages show it.
fn shown_code(code: char) -> String {
    if matches!(code, '!'..='\x7f') {
        code.to_string()
    } else {
        format!("\\x{:x}", super::to_code_point(code))
    }
}

/// The error for a type code that the type does not know.
fn unknown_code(code: char, type_name: &str) -> TextError {
    TextError::value(format!(
        "Unknown format code '{}' for object of type '{type_name}'",
        shown_code(code)
    ))
}

/// `format(text, spec)`.
pub fn format_str(text: &str, spec: &str, type_name: &str) -> Result<String> {
    if spec.is_empty() {
        return Ok(text.to_owned());
    }
    apply_str(text, &parse_spec(spec, false, type_name)?, type_name)
}

/// As [`format_str`] with a parsed spec.
pub fn apply_str(text: &str, spec: &Spec, type_name: &str) -> Result<String> {
    if let Some(code) = spec.code.filter(|c| *c != 's') {
        return Err(unknown_code(code, type_name));
    }
    let refuse = |what: &str| {
        Err(TextError::value(format!(
            "{what} not allowed in string format specifier"
        )))
    };
    match spec.sign {
        Some(' ') => return refuse("Space"),
        Some(_) => return refuse("Sign"),
        None => {}
    }
    if spec.no_negative_zero {
        return refuse("Negative zero coercion (z)");
    }
    if spec.alternate {
        return refuse("Alternate form (#)");
    }
    if spec.align == Some('=') {
        return Err(TextError::value(
            "'=' alignment not allowed in string format specifier",
        ));
    }
    let text = match spec.precision {
        Some(precision) => match text.char_indices().nth(precision) {
            Some((end, _)) => &text[..end],
            None => text,
        },
        None => text,
    };
    pad(text, "", spec, '<')
}

/// `format(n, spec)` of an integer; `type_name` is `int` or `bool`.
pub fn format_int(n: IntRef<'_>, spec: &str, type_name: &str) -> Result<String> {
    if spec.is_empty() {
        return super::number::int_to_text(n, super::number::DEFAULT_MAX_STR_DIGITS);
    }
    apply_int(n, &parse_spec(spec, true, type_name)?, type_name)
}

/// As [`format_int`] with a parsed spec.
pub fn apply_int(n: IntRef<'_>, spec: &Spec, type_name: &str) -> Result<String> {
    let code = spec.code.unwrap_or('d');
    let (base, prefix) = match code {
        'd' | 'n' => (10, ""),
        'b' => (2, "0b"),
        'o' => (8, "0o"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        'c' => (0, ""),
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
            return apply_float(n.to_float()?, spec, type_name);
        }
        _ => return Err(unknown_code(code, type_name)),
    };
    let refuse = |what: &str| {
        Err(TextError::value(format!(
            "{what} not allowed in integer format specifier"
        )))
    };
    if spec.precision.is_some() {
        return refuse("Precision");
    }
    if spec.no_negative_zero {
        return refuse("Negative zero coercion (z)");
    }
    if code == 'c' {
        return format_character(n, spec);
    }
    let mut digits = match (n, base) {
        (IntRef::Big(_), 10) => {
            let text = super::number::int_to_text(n, super::number::DEFAULT_MAX_STR_DIGITS)?;
            text.trim_start_matches('-').to_owned()
        }
        _ => n.magnitude_digits(base),
    };
    if code == 'X' {
        digits.make_ascii_uppercase();
    }
    let parts = Parts {
        sign: sign_text(n.is_negative(), spec),
        prefix: if spec.alternate { prefix } else { "" },
        digits: &digits,
        rest: "",
        group: if base == 10 { 3 } else { 4 },
    };
    assemble(&parts, spec)
}

fn format_character(n: IntRef<'_>, spec: &Spec) -> Result<String> {
    if spec.sign.is_some() {
        return Err(TextError::value(
            "Sign not allowed with integer format specifier 'c'",
        ));
    }
    if spec.alternate {
        return Err(TextError::value(
            "Alternate form (#) not allowed with integer format specifier 'c'",
        ));
    }
    let code = n
        .to_i64()
        .ok_or_else(|| TextError::overflow("Python int too large to convert to C long"))?;
    let c = u32::try_from(code)
        .ok()
        .and_then(from_code_point)
        .ok_or_else(|| TextError::overflow("%c arg not in range(0x110000)"))?;
    pad(c.encode_utf8(&mut [0; 4]), "", spec, '>')
}

/// `format(x, spec)` of a float.
pub fn format_float(x: f64, spec: &str, type_name: &str) -> Result<String> {
    if spec.is_empty() {
        return Ok(repr_float(x));
    }
    apply_float(x, &parse_spec(spec, true, type_name)?, type_name)
}

/// As [`format_float`] with a parsed spec.
pub fn apply_float(x: f64, spec: &Spec, type_name: &str) -> Result<String> {
    let mut layout = Layout {
        alternate: spec.alternate,
        no_negative_zero: spec.no_negative_zero,
        ..Layout::default()
    };
    let mut value = x;
    let (code, precision) = match spec.code {
        None => {
            layout.dot_zero = true;
            (
                if spec.precision.is_some() { 'g' } else { 'r' },
                spec.precision.unwrap_or(0),
            )
        }
        Some('n') => ('g', spec.precision.unwrap_or(6)),
        Some('%') => {
            value *= 100.0;
            ('f', spec.precision.unwrap_or(6))
        }
        Some(code @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G')) => (code, spec.precision.unwrap_or(6)),
        Some(code) => return Err(unknown_code(code, type_name)),
    };
    check_precision(precision)?;
    let mut text = to_text(value, code, precision, layout);
    if spec.code == Some('%') {
        text.push('%');
    }
    let (negative, body) = match text.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, text.as_str()),
    };
    let whole = body.bytes().take_while(u8::is_ascii_digit).count();
    let parts = Parts {
        sign: sign_text(negative, spec),
        prefix: "",
        digits: &body[..whole],
        rest: &body[whole..],
        group: 3,
    };
    assemble(&parts, spec)
}

fn check_precision(precision: usize) -> Result<()> {
    if precision > i32::MAX as usize {
        Err(TextError::value("precision too big"))
    } else {
        Ok(())
    }
}

/// `format(re + im*1j, spec)`.
pub fn format_complex(re: f64, im: f64, spec: &str, type_name: &str) -> Result<String> {
    if spec.is_empty() {
        return Ok(super::number::repr_complex(re, im));
    }
    let spec = parse_spec(spec, true, type_name)?;
    let (code, precision) = match spec.code {
        None if spec.precision.is_none() => ('r', 0),
        None => ('g', spec.precision.unwrap_or(6)),
        Some('n') => ('g', spec.precision.unwrap_or(6)),
        Some(code @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G')) => (code, spec.precision.unwrap_or(6)),
        Some(code) => return Err(unknown_code(code, type_name)),
    };
    if spec.fill == '0' {
        return Err(TextError::value(
            "Zero padding is not allowed in complex format specifier",
        ));
    }
    if spec.align == Some('=') {
        return Err(TextError::value(
            "'=' alignment flag is not allowed in complex format specifier",
        ));
    }
    check_precision(precision)?;
    let part = |x: f64, sign: Option<char>| -> Result<String> {
        let layout = Layout {
            alternate: spec.alternate,
            no_negative_zero: spec.no_negative_zero,
            ..Layout::default()
        };
        let text = to_text(x, code, precision, layout);
        let (negative, body) = match text.strip_prefix('-') {
            Some(body) => (true, body),
            None => (false, text.as_str()),
        };
        let plain = Spec {
            fill: ' ',
            align: None,
            width: None,
            sign,
            ..spec.clone()
        };
        let whole = body.bytes().take_while(u8::is_ascii_digit).count();
        let parts = Parts {
            sign: sign_text(negative, &plain),
            prefix: "",
            digits: &body[..whole],
            rest: &body[whole..],
            group: 3,
        };
        assemble(&parts, &plain)
    };
    let bare = spec.code.is_none();
    let text = if bare && re == 0.0 && re.is_sign_positive() {
        format!("{}j", part(im, spec.sign)?)
    } else {
        let body = format!("{}{}j", part(re, spec.sign)?, part(im, Some('+'))?);
        if bare { format!("({body})") } else { body }
    };
    pad(&text, "", &spec, '>')
}

fn sign_text(negative: bool, spec: &Spec) -> &'static str {
    match (negative, spec.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(' ')) => " ",
        _ => "",
    }
}

/// A formatted number before padding.
struct Parts<'a> {
    sign: &'static str,
    prefix: &'a str,
    digits: &'a str,
    rest: &'a str,
    group: usize,
}

/// Groups digits, pads, joins.
fn assemble(parts: &Parts<'_>, spec: &Spec) -> Result<String> {
    let around = parts.sign.len() + parts.prefix.len() + parts.rest.len();
    let zero_fill = spec.fill == '0' && spec.align == Some('=');
    let mut body = match spec.grouping {
        Some(separator) if !parts.digits.is_empty() => {
            let least = if zero_fill {
                spec.width.unwrap_or(0).saturating_sub(around)
            } else {
                0
            };
            reserve(least)?;
            group_digits(parts.digits, separator, parts.group, least)
        }
        _ => parts.digits.to_owned(),
    };
    body.push_str(parts.rest);
    let head = format!("{}{}", parts.sign, parts.prefix);
    pad(&body, &head, spec, '>')
}

/// Separators every `group` digits from the right; leading zeros until the text is at least `least` long.
fn group_digits(digits: &str, separator: char, group: usize, least: usize) -> String {
    let mut reversed = Vec::with_capacity(digits.len() * 2);
    let mut source = digits.bytes().rev();
    let (mut remaining, mut least) = (digits.len(), least as i64);
    loop {
        let run = (group as i64).min((remaining as i64).max(least).max(1)) as usize;
        for _ in 0..run {
            reversed.push(source.next().unwrap_or(b'0'));
        }
        remaining = remaining.saturating_sub(run);
        least -= run as i64;
        if remaining == 0 && least <= 0 {
            break;
        }
        reversed.push(separator as u8);
        least -= 1;
    }
    reversed.iter().rev().map(|b| *b as char).collect()
}

/// Pads `head + body` to the width; with `=` the padding stands between the two.
fn pad(body: &str, head: &str, spec: &Spec, default: char) -> Result<String> {
    let length = head.len() + super::strings::char_count(body);
    let missing = spec.width.unwrap_or(0).saturating_sub(length);
    if missing == 0 {
        return Ok(if head.is_empty() {
            body.to_owned()
        } else {
            format!("{head}{body}")
        });
    }
    let (left, middle, right) = match spec.align.unwrap_or(default) {
        '<' => (0, 0, missing),
        '^' => (missing / 2, 0, missing - missing / 2),
        '=' => (0, missing, 0),
        _ => (missing, 0, 0),
    };
    let mut out = reserve(
        missing
            .saturating_mul(spec.fill.len_utf8())
            .saturating_add(head.len() + body.len()),
    )?;
    let fill = |out: &mut String, n: usize| out.extend(std::iter::repeat_n(spec.fill, n));
    fill(&mut out, left);
    out.push_str(head);
    fill(&mut out, middle);
    out.push_str(body);
    fill(&mut out, right);
    Ok(out)
}

/// An empty string with room for `bytes`, or `MemoryError`.
pub(super) fn reserve(bytes: usize) -> Result<String> {
    let mut out = String::new();
    out.try_reserve(bytes).map_err(|_| TextError::memory())?;
    Ok(out)
}
