//! The format-spec mini language: `format(value, spec)` for text, integers, floats and complex numbers.
//!
//! What enters: a plain value, the spec's text and the type name to put into messages. What leaves: the formatted text.
//! Callers: the `__format__` methods, f-strings, `str.format`. [`Spec`] can be parsed once and applied often.

use super::number::{IntRef, Layout, push_text, to_text};
use super::{Result, TextError, digits, from_code_point};

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

/// What is left of a spec while it is read.
struct Cursor<'a>(&'a str);

impl Cursor<'_> {
    #[inline]
    fn peek(&self) -> Option<char> {
        self.0.chars().next()
    }
    #[inline]
    fn skip(&mut self, c: char) {
        self.0 = &self.0[c.len_utf8()..];
    }
    #[inline]
    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            self.skip(c);
        }
        found
    }
    /// A run of decimal digits; an error when it exceeds what CPython can hold.
    fn number(&mut self) -> Result<Option<usize>> {
        let mut value = None;
        while let Some(c) = self.peek()
            && let Some(digit) = super::unicode::decimal_value(c)
        {
            value = Some(
                value
                    .unwrap_or(0usize)
                    .checked_mul(10)
                    .and_then(|v| v.checked_add(digit as usize))
                    .filter(|v| *v <= isize::MAX as usize)
                    .ok_or_else(|| TextError::value("Too many decimal digits in format string"))?,
            );
            self.skip(c);
        }
        Ok(value)
    }
}

/// Reads a spec. `right` says whether the type aligns to the right by default (numbers), which decides what a leading `0` means.
pub fn parse_spec(spec: &str, right: bool, type_name: &str) -> Result<Spec> {
    let is_align = |c: char| matches!(c, '<' | '>' | '=' | '^');
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
    let mut rest = Cursor(spec);
    let mut fill_given = false;
    let mut first_two = spec.chars();
    match (first_two.next(), first_two.next()) {
        (Some(fill), Some(align)) if is_align(align) => {
            (out.fill, out.align, fill_given) = (fill, Some(align), true);
            rest.skip(fill);
            rest.skip(align);
        }
        (Some(align), _) if is_align(align) => {
            out.align = Some(align);
            rest.skip(align);
        }
        _ => {}
    }
    if let Some(sign @ ('+' | '-' | ' ')) = rest.peek() {
        out.sign = Some(sign);
        rest.skip(sign);
    }
    out.no_negative_zero = rest.eat('z');
    out.alternate = rest.eat('#');
    if !fill_given && rest.eat('0') {
        out.fill = '0';
        if out.align.is_none() && right {
            out.align = Some('=');
        }
    }
    out.width = rest.number()?;
    let both = || TextError::value("Cannot specify both ',' and '_'.");
    if rest.eat(',') {
        out.grouping = Some(',');
    }
    if rest.eat('_') {
        if out.grouping.is_some() {
            return Err(both());
        }
        out.grouping = Some('_');
    }
    if rest.peek() == Some(',') && out.grouping == Some('_') {
        return Err(both());
    }
    if rest.eat('.') {
        out.precision = rest.number()?;
        if out.precision.is_none() {
            return Err(TextError::value("Format specifier missing precision"));
        }
    }
    out.code = rest.peek();
    if out.code.is_some_and(|code| code.len_utf8() < rest.0.len()) {
        return Err(TextError::value(format!(
            "Invalid format specifier '{spec}' for object of type '{type_name}'"
        )));
    }
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

/// What `push` appended to an empty text.
fn text_of(push: impl FnOnce(&mut String) -> Result<()>) -> Result<String> {
    let mut out = String::new();
    push(&mut out)?;
    Ok(out)
}

/// `format(text, spec)`.
pub fn format_str(text: &str, spec: &str, type_name: &str) -> Result<String> {
    text_of(|out| push_str(out, text, spec, type_name))
}

/// Appends what [`format_str`] gives.
pub fn push_str(out: &mut String, text: &str, spec: &str, type_name: &str) -> Result<()> {
    if spec.is_empty() {
        out.push_str(text);
        return Ok(());
    }
    let spec = &parse_spec(spec, false, type_name)?;
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
    pad(out, text, spec, '<')
}

/// `format(n, spec)` of an integer; `type_name` is `int` or `bool`.
pub fn format_int(n: IntRef<'_>, spec: &str, type_name: &str) -> Result<String> {
    text_of(|out| push_int(out, n, spec, type_name))
}

/// The most frequent specs of ints, `5`, `05`, `5d`, `05d` and those of two digits: whether zeros fill, and the width.
#[inline]
fn simple_width(spec: &[u8]) -> Option<(bool, usize)> {
    let spec = spec.strip_suffix(b"d").unwrap_or(spec);
    let (zeros, width) = match spec {
        [b'0', width @ ..] => (true, width),
        width => (false, width),
    };
    match width {
        [a @ b'1'..=b'9'] => Some((zeros, (a - b'0') as usize)),
        [a @ b'1'..=b'9', b @ b'0'..=b'9'] => {
            Some((zeros, (a - b'0') as usize * 10 + (b - b'0') as usize))
        }
        _ => None,
    }
}

/// Appends what [`format_int`] gives.
pub fn push_int(out: &mut String, n: IntRef<'_>, spec: &str, type_name: &str) -> Result<()> {
    if spec.is_empty() {
        match n {
            IntRef::Small(n) => digits::push(out, n),
            IntRef::Big(_) => {
                let limit = super::number::DEFAULT_MAX_STR_DIGITS;
                out.push_str(&super::number::int_to_text(n, limit)?);
            }
        }
        return Ok(());
    }
    if let IntRef::Small(number) = n
        && let Some((zeros, width)) = simple_width(spec.as_bytes())
    {
        let missing = width.saturating_sub(digits::length(number));
        if zeros && number < 0 {
            out.push('-');
            push_fill(out, '0', missing)?;
            out.push_str(&digits::decimal(&mut [0; digits::MAX_DIGITS], number)[1..]);
            return Ok(());
        }
        push_fill(out, if zeros { '0' } else { ' ' }, missing)?;
        digits::push(out, number);
        return Ok(());
    }
    let spec = &parse_spec(spec, true, type_name)?;
    let code = spec.code.unwrap_or('d');
    let (base, prefix) = match code {
        'd' | 'n' => (10, ""),
        'b' => (2, "0b"),
        'o' => (8, "0o"),
        'x' => (16, "0x"),
        'X' => (16, "0X"),
        'c' => (0, ""),
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => {
            return apply_float(out, n.to_float()?, spec, type_name);
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
        return push_character(out, n, spec);
    }
    let mut buffer = [0; digits::MAX_DIGITS];
    let long;
    let digits = match (n, base) {
        (IntRef::Small(n), 10) => digits::decimal(&mut buffer, n).trim_start_matches('-'),
        (IntRef::Big(_), 10) => {
            long = super::number::int_to_text(n, super::number::DEFAULT_MAX_STR_DIGITS)?;
            long.trim_start_matches('-')
        }
        _ => {
            let mut digits = n.magnitude_digits(base);
            if code == 'X' {
                digits.make_ascii_uppercase();
            }
            long = digits;
            &long
        }
    };
    let parts = Parts {
        sign: sign_text(n.is_negative(), spec),
        prefix: if spec.alternate { prefix } else { "" },
        digits,
        rest: "",
        group: if base == 10 { 3 } else { 4 },
    };
    assemble(out, &parts, spec)
}

fn push_character(out: &mut String, n: IntRef<'_>, spec: &Spec) -> Result<()> {
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
    pad(out, c.encode_utf8(&mut [0; 4]), spec, '>')
}

/// `format(x, spec)` of a float.
pub fn format_float(x: f64, spec: &str, type_name: &str) -> Result<String> {
    text_of(|out| push_float(out, x, spec, type_name))
}

/// Appends what [`format_float`] gives.
pub fn push_float(out: &mut String, x: f64, spec: &str, type_name: &str) -> Result<()> {
    if spec.is_empty() {
        super::float::push_repr(out, x);
        return Ok(());
    }
    apply_float(out, x, &parse_spec(spec, true, type_name)?, type_name)
}

fn apply_float(out: &mut String, x: f64, spec: &Spec, type_name: &str) -> Result<()> {
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
    let start = out.len();
    push_text(out, value, code, precision, layout);
    if spec.code == Some('%') {
        out.push('%');
    }
    if spec.is_plain() || spec.pads_in_place(out, start)? {
        return Ok(());
    }
    let text = out.split_off(start);
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
    assemble(out, &parts, spec)
}

fn check_precision(precision: usize) -> Result<()> {
    if precision > i32::MAX as usize {
        Err(TextError::value("precision too big"))
    } else if precision > 1 << 20 {
        // Digits are kept as text, rounded, and laid out.
        reserve(precision.saturating_mul(4)).map(drop)
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
        text_of(|out| assemble(out, &parts, &plain))
    };
    let bare = spec.code.is_none();
    let text = if bare && re == 0.0 && re.is_sign_positive() {
        format!("{}j", part(im, spec.sign)?)
    } else {
        let body = format!("{}{}j", part(re, spec.sign)?, part(im, Some('+'))?);
        if bare { format!("({body})") } else { body }
    };
    text_of(|out| pad(out, &text, &spec, '>'))
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

impl Spec {
    /// Pads the number that stands in `out` from `start` on, if that takes a short run of blanks or zeros and nothing else.
    fn pads_in_place(&self, out: &mut String, start: usize) -> Result<bool> {
        let missing = self.width.unwrap_or(0).saturating_sub(out.len() - start);
        let fill = match self.fill {
            ' ' => BLANKS,
            '0' => ZEROS,
            _ => return Ok(false),
        };
        if self.grouping.is_some() || !matches!(self.sign, None | Some('-')) || missing > fill.len()
        {
            return Ok(false);
        }
        let (left, middle, right) = self.fills(missing, '>');
        let at = start + (middle > 0 && out[start..].starts_with('-')) as usize;
        out.insert_str(at, &fill[..left + middle]);
        push_fill(out, self.fill, right)?;
        Ok(true)
    }
    /// True if a number is shown without sign, separators and padding of the spec's.
    fn is_plain(&self) -> bool {
        self.width.is_none() && self.grouping.is_none() && matches!(self.sign, None | Some('-'))
    }
}

/// Groups digits, pads, joins.
fn assemble(out: &mut String, parts: &Parts<'_>, spec: &Spec) -> Result<()> {
    let around = parts.sign.len() + parts.prefix.len() + parts.rest.len();
    let zero_fill = spec.fill == '0' && spec.align == Some('=');
    let grouped;
    let mut digits = parts.digits;
    if let Some(separator) = spec.grouping
        && !digits.is_empty()
    {
        let least = if zero_fill {
            spec.width.unwrap_or(0).saturating_sub(around)
        } else {
            0
        };
        reserve(least)?;
        grouped = group_digits(digits, separator, parts.group, least);
        digits = &grouped;
    }
    let missing = spec
        .width
        .unwrap_or(0)
        .saturating_sub(around + digits.len());
    let (left, middle, right) = spec.fills(missing, '>');
    push_fill(out, spec.fill, left)?;
    out.push_str(parts.sign);
    out.push_str(parts.prefix);
    push_fill(out, spec.fill, middle)?;
    out.push_str(digits);
    out.push_str(parts.rest);
    push_fill(out, spec.fill, right)
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

impl Spec {
    /// How much of the missing width stands before, inside (behind the sign) and after; `default` aligns if the spec does not.
    fn fills(&self, missing: usize, default: char) -> (usize, usize, usize) {
        match self.align.unwrap_or(default) {
            _ if missing == 0 => (0, 0, 0),
            '<' => (0, 0, missing),
            '^' => (missing / 2, 0, missing - missing / 2),
            '=' => (0, missing, 0),
            _ => (missing, 0, 0),
        }
    }
}

/// Appends `body`, padded to the width.
fn pad(out: &mut String, body: &str, spec: &Spec, default: char) -> Result<()> {
    let missing = match spec.width {
        Some(width) => width.saturating_sub(super::strings::char_count(body)),
        None => 0,
    };
    let (left, middle, right) = spec.fills(missing, default);
    push_fill(out, spec.fill, left + middle)?;
    out.push_str(body);
    push_fill(out, spec.fill, right)
}

const BLANKS: &str = "                                ";
const ZEROS: &str = "00000000000000000000000000000000";

/// Appends `count` times the same character.
pub(super) fn push_fill(out: &mut String, fill: char, count: usize) -> Result<()> {
    match fill {
        ' ' if count <= BLANKS.len() => out.push_str(&BLANKS[..count]),
        '0' if count <= ZEROS.len() => out.push_str(&ZEROS[..count]),
        _ => {
            let bytes = count.saturating_mul(fill.len_utf8());
            if !crate::memory::reserve_text(out, bytes) {
                return Err(TextError::memory());
            }
            out.extend(std::iter::repeat_n(fill, count));
        }
    }
    Ok(())
}

/// An empty string with room for `bytes`, or `MemoryError`.
pub(super) fn reserve(bytes: usize) -> Result<String> {
    let mut out = String::new();
    if !crate::memory::reserve_text(&mut out, bytes) {
        return Err(TextError::memory());
    }
    Ok(out)
}
