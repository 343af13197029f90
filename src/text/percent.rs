//! `text % values` and `bytes % values`: the parser of the directives and what applies them.
//!
//! What enters: the format's bytes (UTF-8 for text) and, through [`Arguments`], the values it asks for. What leaves: pieces, and the
//! padded text of values that the caller has converted. Callers: the `%` operator of `str`, `bytes` and `bytearray`.

use super::format::push_fill;
use super::number::{IntRef, Layout, push_text, to_text};
use super::strings::char_count;
use super::{Kind, Result, TextError, digits, to_code_point};

/// The flags between `%` and the width.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flags {
    pub left: bool,
    pub plus: bool,
    pub blank: bool,
    pub alternate: bool,
    pub zero: bool,
}

/// One `%…` directive, its `*` already replaced by values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Directive {
    pub flags: Flags,
    pub width: usize,
    pub precision: Option<usize>,
    /// The conversion type, for example `d`.
    pub code: char,
    /// Where it stands: code points (or bytes) before it; for the message about an unknown type.
    pub index: usize,
}

/// What a format consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Copied as it is; `%%` comes as the literal `%`.
    Literal(&'a [u8]),
    /// Wants one value, formatted.
    Directive(Directive),
}

/// How the parser asks for values in the order in which CPython does.
pub trait Arguments {
    /// The caller's error, which can hold ours.
    type Error: From<TextError>;

    /// `%(key)…`: from now on until the directive's end, values come from this key.
    fn select(&mut self, key: &[u8]) -> std::result::Result<(), Self::Error>;

    /// The next value as a width or precision; see [`star_wants_int`].
    fn star(&mut self) -> std::result::Result<i64, Self::Error>;
}

/// Walks through a format.
#[derive(Debug, Clone)]
pub struct Pieces<'a> {
    format: &'a [u8],
    at: usize,
    is_text: bool,
}

impl<'a> Pieces<'a> {
    /// The pieces of a `str` format.
    pub fn of_text(format: &'a str) -> Self {
        Pieces {
            format: format.as_bytes(),
            at: 0,
            is_text: true,
        }
    }

    /// The pieces of a `bytes` format.
    pub fn of_bytes(format: &'a [u8]) -> Self {
        Pieces {
            format,
            at: 0,
            is_text: false,
        }
    }

    /// The next piece, or `None` at the end.
    pub fn next_piece<A: Arguments>(
        &mut self,
        arguments: &mut A,
    ) -> std::result::Result<Option<Piece<'a>>, A::Error> {
        let rest = &self.format[self.at..];
        if rest.is_empty() {
            return Ok(None);
        }
        if rest[0] != b'%' {
            let end = memchr::memchr(b'%', rest).unwrap_or(rest.len());
            self.at += end;
            return Ok(Some(Piece::Literal(&rest[..end])));
        }
        self.at += 1;
        // Only the bare form is a literal; `%5%` wants a value and then fails.
        if self.peek() == Some(b'%') {
            self.at += 1;
            return Ok(Some(Piece::Literal(b"%")));
        }
        let mut directive = Directive::default();
        if self.peek() == Some(b'(') {
            let key = self.key()?;
            arguments.select(key)?;
        }
        loop {
            match self.peek() {
                Some(b'-') => directive.flags.left = true,
                Some(b'+') => directive.flags.plus = true,
                Some(b' ') => directive.flags.blank = true,
                Some(b'#') => directive.flags.alternate = true,
                Some(b'0') => directive.flags.zero = true,
                _ => break,
            }
            self.at += 1;
        }
        if self.peek() == Some(b'*') {
            self.at += 1;
            let width = arguments.star()?;
            directive.flags.left |= width < 0;
            directive.width = width.unsigned_abs() as usize;
        } else {
            directive.width = self
                .number(isize::MAX as usize, "width too big")?
                .unwrap_or(0);
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            directive.precision = Some(if self.peek() == Some(b'*') {
                self.at += 1;
                usize::try_from(arguments.star()?).unwrap_or(0)
            } else {
                let message = if self.is_text {
                    "precision too big"
                } else {
                    "prec too big"
                };
                self.number(i32::MAX as usize, message)?.unwrap_or(0)
            });
        }
        if matches!(self.peek(), Some(b'h' | b'l' | b'L')) {
            self.at += 1;
        }
        let Some(code) = self.code() else {
            self.at = self.format.len();
            return Err(TextError::value("incomplete format").into());
        };
        directive.code = code;
        // Only complaints show the place.
        let known = matches!(code, 's' | 'd' | 'f' | 'r' | 'x' | 'g' | 'i' | 'c' | 'e');
        directive.index = if known {
            self.at
        } else if self.is_text {
            self.format[..self.at]
                .iter()
                .filter(|b| (**b as i8) >= -0x40)
                .count()
        } else {
            self.at
        };
        self.at += if self.is_text { code.len_utf8() } else { 1 };
        Ok(Some(Piece::Directive(directive)))
    }

    fn peek(&self) -> Option<u8> {
        self.format.get(self.at).copied()
    }

    /// The character at the cursor: a code point in text, a byte in bytes.
    fn code(&self) -> Option<char> {
        let first = self.peek()?;
        if !self.is_text || first.is_ascii() {
            return Some(first as char);
        }
        self.format[self.at..]
            .utf8_chunks()
            .next()?
            .valid()
            .chars()
            .next()
    }

    /// A key between balanced parentheses.
    fn key(&mut self) -> Result<&'a [u8]> {
        let start = self.at + 1;
        let mut depth = 0;
        while let Some(b) = self.peek() {
            self.at += 1;
            depth += i32::from(b == b'(') - i32::from(b == b')');
            if depth == 0 {
                return Ok(&self.format[start..self.at - 1]);
            }
        }
        Err(TextError::value("incomplete format key"))
    }

    fn number(&mut self, most: usize, message: &str) -> Result<Option<usize>> {
        let start = self.at;
        let mut value = 0usize;
        while let Some(b @ b'0'..=b'9') = self.peek() {
            value = value
                .checked_mul(10)
                .and_then(|v| v.checked_add((b - b'0') as usize))
                .filter(|v| *v <= most)
                .ok_or_else(|| TextError::value(message))?;
            self.at += 1;
        }
        Ok((self.at > start).then_some(value))
    }
}

/// The error for a key without a mapping on the right.
pub fn needs_mapping() -> TextError {
    TextError::type_error("format requires a mapping")
}

/// The error when the values run out.
pub fn not_enough() -> TextError {
    TextError::type_error("not enough arguments for format string")
}

/// The error when values are left; `kind` is `string` or `bytes`.
pub fn not_all_converted(kind: &str) -> TextError {
    TextError::type_error(format!(
        "not all arguments converted during {kind} formatting"
    ))
}

/// The error for a `*` value that is no integer.
pub fn star_wants_int() -> TextError {
    TextError::type_error("* wants int")
}

/// The error for a value of the wrong type; `type_name` is the value's.
pub fn wants_number(code: char, type_name: &str) -> TextError {
    TextError::type_error(match code {
        'd' | 'i' | 'u' => format!("%{code} format: a real number is required, not {type_name}"),
        'o' | 'x' | 'X' => format!("%{code} format: an integer is required, not {type_name}"),
        'c' => "%c requires int or char".to_owned(),
        _ => format!("must be real number, not {type_name}"),
    })
}

impl Directive {
    /// The error for an unknown conversion type.
    pub fn unsupported(&self) -> TextError {
        let code = to_code_point(self.code);
        let shown = if (31..127).contains(&code) {
            self.code
        } else {
            '?'
        };
        TextError {
            kind: Kind::ValueError,
            message: format!(
                "unsupported format character '{shown}' (0x{code:x}) at index {}",
                self.index
            ),
        }
    }

    /// `%s`, `%r`, `%a` and `%c`: cut to the precision (not for `c`) and padded.
    pub fn apply_text(&self, out: &mut String, text: &str) -> Result<()> {
        let text = match self.precision {
            Some(most) if self.code != 'c' => &text[..super::strings::byte_index(text, most)],
            _ => text,
        };
        self.pad(out, "", "", text, false)
    }

    /// `%s`, `%b`, `%a` and `%c` of a bytes format.
    pub fn apply_bytes(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        let bytes = match self.precision {
            Some(most) if self.code != 'c' => &bytes[..most.min(bytes.len())],
            _ => bytes,
        };
        let missing = self.width.saturating_sub(bytes.len());
        let mut out = Vec::new();
        let room = missing.saturating_add(bytes.len());
        if !crate::memory::reserve(&mut out, room) {
            return Err(TextError::memory());
        }
        if !self.flags.left {
            out.resize(missing, b' ');
        }
        out.extend_from_slice(bytes);
        if self.flags.left {
            out.resize(out.len() + missing, b' ');
        }
        Ok(out)
    }

    /// `%d %i %u %o %x %X` of an integer.
    pub fn apply_int(&self, out: &mut String, n: IntRef<'_>) -> Result<()> {
        let (base, prefix) = match self.code {
            'o' => (8, "0o"),
            'x' => (16, "0x"),
            'X' => (16, "0X"),
            _ => (10, ""),
        };
        let mut buffer = [0; digits::MAX_DIGITS];
        let mut long;
        let mut shown = match (n, base) {
            (IntRef::Small(n), 10) => digits::decimal(&mut buffer, n).trim_start_matches('-'),
            (IntRef::Big(_), 10) => {
                long = super::number::int_to_text(n, super::number::DEFAULT_MAX_STR_DIGITS)?;
                long.trim_start_matches('-')
            }
            _ => {
                long = n.magnitude_digits(base);
                if self.code == 'X' {
                    long.make_ascii_uppercase();
                }
                &long
            }
        };
        let zeros = self.precision.unwrap_or(0).saturating_sub(shown.len());
        if zeros > 0 {
            let mut padded = super::format::reserve(zeros.saturating_add(shown.len()))?;
            push_fill(&mut padded, '0', zeros)?;
            padded.push_str(shown);
            long = padded;
            shown = &long;
        }
        let prefix = if self.flags.alternate { prefix } else { "" };
        self.pad(
            out,
            self.sign(n.is_negative()),
            prefix,
            shown,
            self.flags.zero,
        )
    }

    /// `%e %E %f %F %g %G` of a float.
    pub fn apply_float(&self, out: &mut String, x: f64) -> Result<()> {
        let layout = Layout {
            alternate: self.flags.alternate,
            ..Layout::default()
        };
        let precision = self.precision.unwrap_or(6);
        if self.width == 0 && !self.flags.plus && !self.flags.blank {
            push_text(out, x, self.code, precision, layout);
            return Ok(());
        }
        let text = to_text(x, self.code, precision, layout);
        match text.strip_prefix('-') {
            Some(body) => self.pad(out, "-", "", body, self.flags.zero),
            None => self.pad(out, self.sign(false), "", &text, self.flags.zero),
        }
    }

    fn sign(&self, negative: bool) -> &'static str {
        match self.flags {
            _ if negative => "-",
            Flags { plus: true, .. } => "+",
            Flags { blank: true, .. } => " ",
            _ => "",
        }
    }

    fn pad(
        &self,
        out: &mut String,
        sign: &str,
        prefix: &str,
        body: &str,
        zeros: bool,
    ) -> Result<()> {
        let missing = match self.width {
            0 => 0,
            width => width.saturating_sub(sign.len() + prefix.len() + char_count(body)),
        };
        if !self.flags.left && !zeros {
            push_fill(out, ' ', missing)?;
        }
        out.push_str(sign);
        out.push_str(prefix);
        if !self.flags.left && zeros {
            push_fill(out, '0', missing)?;
        }
        out.push_str(body);
        if self.flags.left {
            push_fill(out, ' ', missing)?;
        }
        Ok(())
    }
}
