//! Literals: where numbers and strings end, and what they mean.
//!
//! In: the source and an offset (scanning, for `layout`), or the text of a whole token (decoding, for the grammar's
//! actions). Out: ends, [`Constant`]s, and CPython's words for what is wrong.

use std::sync::Arc;

use num_bigint::BigInt;

use super::Span;
use super::ast::Constant;
use super::error::{Fault, Warning};

/// The most decimal digits of an integer literal.
const MAX_DIGITS: usize = 4300;

/// Finds the end of the number that starts at `start`; warns when a keyword follows without a space.
pub fn scan_number(
    source: &str,
    start: usize,
    warnings: &mut Vec<Warning>,
) -> Result<usize, Fault> {
    let mut scan = NumberScan {
        bytes: source.as_bytes(),
        at: start,
    };
    let kind = scan.number(start)?;
    scan.verify_end(kind, start, warnings)?;
    Ok(scan.at)
}

/// A cursor in a number.
struct NumberScan<'s> {
    bytes: &'s [u8],
    at: usize,
}

impl NumberScan<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// An error that points at the last byte read.
    fn fault<T>(&self, message: String) -> Result<T, Fault> {
        let at = self.at as u32 - 1;
        Err(Fault::new(message, Span::new(at, at)))
    }

    fn number(&mut self, start: usize) -> Result<&'static str, Fault> {
        if self.peek() == b'0' {
            self.at += 1;
            let radix = match self.peek() | 0x20 {
                b'x' => Some(("hexadecimal", 16)),
                b'o' => Some(("octal", 8)),
                b'b' => Some(("binary", 2)),
                _ => None,
            };
            if let Some((kind, radix)) = radix {
                self.at += 1;
                return self.radix_digits(kind, radix);
            }
            return self.zero(start);
        }
        if self.peek() != b'.' {
            self.decimal_digits()?;
        }
        self.fraction()
    }

    /// After `0x` and its kin.
    fn radix_digits(&mut self, kind: &'static str, radix: u32) -> Result<&'static str, Fault> {
        loop {
            if self.peek() == b'_' {
                self.at += 1;
            }
            if !(self.peek() as char).is_digit(radix) {
                return self.bad_digit(kind);
            }
            while (self.peek() as char).is_digit(radix) {
                self.at += 1;
            }
            if self.peek() != b'_' {
                break;
            }
        }
        if self.peek().is_ascii_digit() {
            return self.bad_digit(kind);
        }
        Ok(kind)
    }

    fn bad_digit<T>(&mut self, kind: &str) -> Result<T, Fault> {
        let byte = self.peek();
        if byte.is_ascii_digit() {
            self.at += 1;
            return self.fault(format!(
                "invalid digit '{}' in {kind} literal",
                byte as char
            ));
        }
        self.fault(format!("invalid {kind} literal"))
    }

    /// After a leading `0`: more zeros, or a float, or a mistake.
    fn zero(&mut self, start: usize) -> Result<&'static str, Fault> {
        let mut nonzero = false;
        loop {
            if self.peek() == b'_' {
                self.at += 1;
                if !self.peek().is_ascii_digit() {
                    return self.fault("invalid decimal literal".into());
                }
            }
            if self.peek() != b'0' {
                break;
            }
            self.at += 1;
        }
        let zeros_end = self.at;
        if self.peek().is_ascii_digit() {
            nonzero = true;
            self.decimal_digits()?;
        }
        if matches!(self.peek(), b'.' | b'e' | b'E' | b'j' | b'J') || !nonzero {
            return self.fraction();
        }
        Err(Fault::new(
            "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
            Span::new(start as u32, zeros_end as u32),
        ))
    }

    fn decimal_digits(&mut self) -> Result<(), Fault> {
        loop {
            while self.peek().is_ascii_digit() {
                self.at += 1;
            }
            if self.peek() != b'_' {
                return Ok(());
            }
            self.at += 1;
            if !self.peek().is_ascii_digit() {
                return self.fault("invalid decimal literal".into());
            }
        }
    }

    /// After the whole part: `.5`, `e7`, `j`.
    fn fraction(&mut self) -> Result<&'static str, Fault> {
        if self.peek() == b'.' {
            self.at += 1;
            if self.peek().is_ascii_digit() {
                self.decimal_digits()?;
            }
        }
        if self.peek() | 0x20 == b'e' {
            let mark = self.at;
            self.at += 1;
            let sign = matches!(self.peek(), b'+' | b'-');
            if sign {
                self.at += 1;
            }
            if self.peek().is_ascii_digit() {
                self.decimal_digits()?;
            } else if sign {
                return self.fault("invalid decimal literal".into());
            } else {
                self.at = mark;
            }
        }
        if self.peek() | 0x20 == b'j' {
            self.at += 1;
            return Ok("imaginary");
        }
        Ok("decimal")
    }

    /// A letter right after a number is an error unless it starts a keyword that may follow.
    fn verify_end(
        &self,
        kind: &str,
        start: usize,
        warnings: &mut Vec<Warning>,
    ) -> Result<(), Fault> {
        let rest = &self.bytes[self.at..];
        const FOLLOWERS: [&[u8]; 8] = [b"and", b"else", b"for", b"if", b"in", b"is", b"not", b"or"];
        if FOLLOWERS.iter().any(|word| rest.starts_with(word)) {
            warnings.push(Warning {
                message: format!("invalid {kind} literal"),
                span: Span::new(start as u32, self.at as u32),
            });
            return Ok(());
        }
        match rest.first() {
            Some(byte) if byte.is_ascii_alphanumeric() || *byte == b'_' => {
                self.fault(format!("invalid {kind} literal"))
            }
            _ => Ok(()),
        }
    }
}

/// The value of a scanned number.
pub fn number(text: &str, span: Span) -> Result<Constant, Fault> {
    let clean;
    let text = if text.contains('_') {
        clean = text.replace('_', "");
        &clean
    } else {
        text
    };
    let bytes = text.as_bytes();
    let radix = match bytes.get(1).map(|byte| byte | 0x20) {
        Some(b'x') if bytes[0] == b'0' => 16,
        Some(b'o') if bytes[0] == b'0' => 8,
        Some(b'b') if bytes[0] == b'0' => 2,
        _ => 10,
    };
    let float = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
    if radix == 10 {
        if let Some(part) = text.strip_suffix(['j', 'J']) {
            return Ok(Constant::Imaginary(float(part)));
        }
        if bytes.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E')) {
            return Ok(Constant::Float(float(text)));
        }
    }
    let digits = if radix == 10 { text } else { &text[2..] };
    if let Ok(small) = i64::from_str_radix(digits, radix) {
        return Ok(Constant::Int(small));
    }
    if radix == 10 && digits.len() > MAX_DIGITS {
        let mut fault = Fault::new(
            format!(
                "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {} digits; use \
                 sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals \
                 to avoid decimal conversion limits.",
                digits.len()
            ),
            span,
        );
        fault.before_line = true;
        return Err(fault);
    }
    let big = BigInt::parse_bytes(digits.as_bytes(), radix).unwrap_or_default();
    Ok(Constant::BigInt(Box::new(big)))
}

/// What stands before a string's text.
#[derive(Clone, Copy, Debug)]
pub struct Prefix {
    /// `r`
    pub raw: bool,
    /// `b`
    pub bytes: bool,
    /// The quote sign.
    pub quote: u8,
    /// Three of them.
    pub triple: bool,
    /// Offset of the text within the token.
    pub text: usize,
}

/// Reads letters and quotes at the start of `text`, which a token rule found to be a string.
pub fn prefix(text: &str) -> Prefix {
    let bytes = text.as_bytes();
    let letters = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let has = |letter: u8| bytes[..letters].iter().any(|byte| byte | 0x20 == letter);
    let quote = bytes.get(letters).copied().unwrap_or(b'"');
    let triple = bytes.get(letters + 1) == Some(&quote) && bytes.get(letters + 2) == Some(&quote);
    Prefix {
        raw: has(b'r'),
        bytes: has(b'b'),
        quote,
        triple,
        text: letters + if triple { 3 } else { 1 },
    }
}

/// Finds the offset after the closing quotes of the string that starts at `start`.
pub fn scan_string(source: &str, start: usize) -> Result<usize, Fault> {
    let prefix = prefix(&source[start..]);
    let bytes = source.as_bytes();
    let mut at = start + prefix.text;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'\\' {
            at += if bytes[at..].starts_with(b"\\\r\n") {
                3
            } else {
                2
            };
        } else if byte == prefix.quote {
            if !prefix.triple {
                return Ok(at + 1);
            }
            if bytes.get(at + 1) == Some(&byte) && bytes.get(at + 2) == Some(&byte) {
                return Ok(at + 3);
            }
            at += 1;
        } else if !prefix.triple && matches!(byte, b'\n' | b'\r') {
            break;
        } else {
            at += 1;
        }
    }
    Err(unterminated(
        source,
        start,
        at.min(bytes.len()),
        prefix.triple,
        "string literal",
    ))
}

/// The error for a string without end; `stop` is where the search ended.
pub fn unterminated(source: &str, start: usize, stop: usize, triple: bool, what: &str) -> Fault {
    let lines = super::LineIndex::new(source);
    let mut line = lines.line(stop as u32);
    // A text that ends in a line end has no line after it.
    if stop == source.len() && triple && source.ends_with(['\n', '\r']) && line > 1 {
        line -= 1;
    }
    let triple = if triple { "triple-quoted " } else { "" };
    Fault::new(
        format!("unterminated {triple}{what} (detected at line {line})"),
        Span::new(start as u32, start as u32),
    )
}

/// A string in the making: UTF-8 until a lone surrogate comes.
#[derive(Default, Debug)]
pub struct Text {
    narrow: String,
    wide: Option<Vec<u32>>,
}

impl Text {
    fn push_str(&mut self, text: &str) {
        match &mut self.wide {
            None => self.narrow.push_str(text),
            Some(wide) => wide.extend(text.chars().map(u32::from)),
        }
    }

    fn push(&mut self, code: u32) {
        match (&mut self.wide, char::from_u32(code)) {
            (None, Some(sign)) => self.narrow.push(sign),
            (Some(wide), _) => wide.push(code),
            (None, None) => {
                let mut wide: Vec<u32> = self.narrow.chars().map(u32::from).collect();
                wide.push(code);
                self.wide = Some(wide);
            }
        }
    }

    /// Whether nothing was pushed.
    pub fn is_empty(&self) -> bool {
        self.wide.is_none() && self.narrow.is_empty()
    }

    /// The finished constant; the text is empty again.
    pub fn take(&mut self) -> Constant {
        match self.wide.take() {
            Some(wide) => {
                self.narrow.clear();
                Constant::WideStr(wide.into())
            }
            None => Constant::Str(Arc::from(std::mem::take(&mut self.narrow))),
        }
    }

    /// Appends source text as it is, with universal line ends.
    pub fn push_source(&mut self, text: &str) {
        if !text.contains('\r') {
            return self.push_str(text);
        }
        self.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
    }
}

/// How a string's text is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// No escapes.
    pub raw: bool,
    /// `{{` and `}}` are single braces.
    pub braces: bool,
}

/// Decodes the text of a str, or of a piece of an f-string; `literal` is the span that errors and warnings name.
pub fn decode(
    text: &str,
    reading: Reading,
    literal: Span,
    out: &mut Text,
    warnings: &mut Vec<Warning>,
) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    let mut done = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if reading.braces && matches!(byte, b'{' | b'}') && bytes.get(at + 1) == Some(&byte) {
            out.push_source(&text[done..=at]);
            at += 2;
            done = at;
        } else if byte == b'\\' && !reading.raw {
            out.push_source(&text[done..at]);
            at = escape(text, at, literal, out, warnings)?;
            done = at;
        } else {
            at += 1;
        }
    }
    out.push_source(&text[done..]);
    Ok(())
}

/// Decodes one escape of a str at the backslash; returns the offset after it.
fn escape(
    text: &str,
    at: usize,
    literal: Span,
    out: &mut Text,
    warnings: &mut Vec<Warning>,
) -> Result<usize, Fault> {
    let bytes = text.as_bytes();
    let Some(&letter) = bytes.get(at + 1) else {
        out.push_str("\\");
        return Ok(at + 1);
    };
    if let Some(code) = simple_escape(letter) {
        out.push(code.into());
        return Ok(at + 2);
    }
    let bad = |end: usize, what: &str| {
        Fault::new(
            format!(
                "(unicode error) 'unicodeescape' codec can't decode bytes in position {at}-{}: {what}",
                end.max(at + 1) - 1
            ),
            literal,
        )
    };
    match letter {
        b'\n' => Ok(at + 2),
        b'\r' => Ok(if bytes.get(at + 2) == Some(&b'\n') {
            at + 3
        } else {
            at + 2
        }),
        b'0'..=b'7' => {
            let (code, end) = octal(bytes, at, literal, warnings);
            out.push(code);
            Ok(end)
        }
        b'x' | b'u' | b'U' => {
            let (width, form) = match letter {
                b'x' => (2, "truncated \\xXX escape"),
                b'u' => (4, "truncated \\uXXXX escape"),
                _ => (8, "truncated \\UXXXXXXXX escape"),
            };
            let digits = bytes[at + 2..]
                .iter()
                .take(width)
                .take_while(|byte| byte.is_ascii_hexdigit())
                .count();
            if digits < width {
                return Err(bad(at + 2 + digits, form));
            }
            let end = at + 2 + width;
            let code = u32::from_str_radix(&text[at + 2..end], 16).unwrap_or(u32::MAX);
            if code > 0x10FFFF {
                return Err(bad(end, "illegal Unicode character"));
            }
            out.push(code);
            Ok(end)
        }
        b'N' => {
            let name = text[at + 2..]
                .strip_prefix('{')
                .and_then(|rest| rest.split_once('}'));
            let Some((name, _)) = name.filter(|(name, _)| !name.is_empty()) else {
                let length = text[at + 2..]
                    .find('}')
                    .map_or(text.len(), |close| at + 2 + close + 1);
                let end = if text[at + 2..].starts_with('{') {
                    length
                } else {
                    at + 2
                };
                return Err(bad(end, "malformed \\N character escape"));
            };
            let end = at + 2 + name.len() + 2;
            match unicode_names2::character(name) {
                Some(sign) => out.push(sign.into()),
                None => return Err(bad(end, "unknown Unicode character name")),
            }
            Ok(end)
        }
        _ => {
            invalid_escape(text, at, literal, warnings);
            out.push_str("\\");
            Ok(at + 1)
        }
    }
}

/// Escapes of one letter that str and bytes share.
fn simple_escape(letter: u8) -> Option<u8> {
    Some(match letter {
        b'\\' | b'\'' | b'"' => letter,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 11,
        _ => return None,
    })
}

/// `\777`: up to three digits after the backslash at `at`.
fn octal(bytes: &[u8], at: usize, literal: Span, warnings: &mut Vec<Warning>) -> (u32, usize) {
    let digits = bytes[at + 1..]
        .iter()
        .take(3)
        .take_while(|byte| (b'0'..=b'7').contains(byte))
        .count();
    let end = at + 1 + digits;
    let code = bytes[at + 1..end]
        .iter()
        .fold(0, |code, byte| code * 8 + u32::from(byte - b'0'));
    if code > 0o377 {
        let text = String::from_utf8_lossy(&bytes[at + 1..end]);
        warnings.push(Warning {
            message: format!("invalid octal escape sequence '\\{text}'"),
            span: literal,
        });
    }
    (code, end)
}

fn invalid_escape(text: &str, at: usize, literal: Span, warnings: &mut Vec<Warning>) {
    let sign = text[at + 1..].chars().next().unwrap_or('\\');
    warnings.push(Warning {
        message: format!("invalid escape sequence '\\{sign}'"),
        span: literal,
    });
}

/// Decodes the text of a bytes literal, appending to `out`.
pub fn decode_bytes(
    text: &str,
    raw: bool,
    literal: Span,
    out: &mut Vec<u8>,
    warnings: &mut Vec<Warning>,
) -> Result<(), Fault> {
    if !text.is_ascii() {
        return Err(Fault::new(
            "bytes can only contain ASCII literal characters",
            literal,
        ));
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b'\r' {
            out.push(b'\n');
            at += if bytes.get(at + 1) == Some(&b'\n') {
                2
            } else {
                1
            };
            continue;
        }
        let next = bytes.get(at + 1).copied();
        if byte != b'\\' || raw || next.is_none() {
            out.push(byte);
            at += 1;
            continue;
        }
        let letter = next.unwrap_or(b'\\');
        if let Some(code) = simple_escape(letter) {
            out.push(code);
            at += 2;
            continue;
        }
        match letter {
            b'\n' => at += 2,
            b'\r' => {
                at += if bytes.get(at + 2) == Some(&b'\n') {
                    3
                } else {
                    2
                }
            }
            b'0'..=b'7' => {
                let (code, end) = octal(bytes, at, literal, warnings);
                out.push(code as u8);
                at = end;
            }
            b'x' => {
                let digits = text
                    .get(at + 2..at + 4)
                    .and_then(|pair| u8::from_str_radix(pair, 16).ok());
                let signed = bytes.get(at + 2) == Some(&b'+');
                match digits.filter(|_| !signed) {
                    Some(code) => out.push(code),
                    None => {
                        let message = format!("(value error) invalid \\x escape at position {at}");
                        return Err(Fault::new(message, literal));
                    }
                }
                at += 4;
            }
            _ => {
                invalid_escape(text, at, literal, warnings);
                out.push(b'\\');
                at += 1;
            }
        }
    }
    Ok(())
}
