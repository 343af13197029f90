//! The text of f-strings: the layout's second mode.
//!
//! In: the layout's state inside an f-string. Out: `FStringText`, braces and `FStringEnd` among the tokens; what is
//! inside a replacement field is scanned as usual, so that inner expressions have true spans and one grammar.
//! As PEP 701 has it, a field may hold any expression, its own strings with the same quotes included.

use super::error::Fault;
use super::layout::{Layout, point};
use super::literal;
use super::token::Tok;

/// The most f-strings inside one another.
const MAX_FSTRINGS: usize = 150;
/// The most fields inside one another in one f-string, by way of format specifications.
const MAX_FIELDS: usize = 3;

/// An open f-string.
pub(super) struct FString {
    start: usize,
    quote: u8,
    triple: bool,
    raw: bool,
    /// The fields open now; true when the scan is in the field's format specification.
    fields: Vec<bool>,
}

impl FString {
    /// Whether text comes next, and not an expression.
    pub fn in_text(&self) -> bool {
        self.fields.last().copied().unwrap_or(true)
    }
}

impl Layout<'_, '_> {
    /// At the prefix and first quote of an f-string.
    pub(super) fn start_fstring(&mut self, start: usize, end: usize) -> Result<(), Fault> {
        let prefix = literal::prefix(&self.source[start..]);
        let text = start + prefix.text;
        if self.fstrings.len() >= MAX_FSTRINGS {
            return Err(Fault::new("too many nested f-strings", point(start)));
        }
        self.lexer.bump(text - end);
        self.push(Tok::FStringStart, start, text);
        let (quote, triple, raw) = (prefix.quote, prefix.triple, prefix.raw);
        self.fstrings.push(FString {
            start,
            quote,
            triple,
            raw,
            fields: Vec::new(),
        });
        Ok(())
    }

    /// After the colon of a field.
    pub(super) fn start_spec(&mut self) {
        if let Some(field) = self
            .fstrings
            .last_mut()
            .and_then(|fstring| fstring.fields.last_mut())
        {
            *field = true;
        }
    }

    /// After the closing brace of a field.
    pub(super) fn end_field(&mut self) {
        if let Some(fstring) = self.fstrings.last_mut() {
            fstring.fields.pop();
        }
    }

    /// A string without end inside a field is rather the end of the f-string, when the quotes are the same.
    pub(super) fn unterminated_in_field(&self, start: usize) -> Option<Fault> {
        let fstring = self.fstrings.last()?;
        let mut quotes = self.source.as_bytes()[start..].iter();
        let quote = quotes.find(|byte| matches!(byte, b'"' | b'\''));
        let same = quote == Some(&fstring.quote);
        same.then(|| Fault::new("f-string: expecting '}'", point(start)))
    }

    /// Scans text up to the next field, or the end of the field or string. False at the end of the source.
    pub(super) fn fstring_text(&mut self) -> Result<bool, Fault> {
        let Some(fstring) = self.fstrings.last() else {
            return Ok(true);
        };
        let FString {
            quote,
            triple,
            raw,
            start: fstring_start,
            ..
        } = *fstring;
        let in_spec = !fstring.fields.is_empty();
        let depth = fstring.fields.len();
        let bytes = self.source.as_bytes();
        let start = self.lexer.span().end;
        let mut at = start;
        loop {
            let byte = bytes.get(at).copied();
            let next = bytes.get(at + 1).copied();
            match byte {
                Some(b'\\') => at += backslash(bytes, at, raw, quote),
                Some(b'{') if next == Some(b'{') && !in_spec => at += 2,
                Some(b'{') => {
                    if depth >= MAX_FIELDS {
                        return Err(Fault::new(
                            "f-string: expressions nested too deeply",
                            point(at - 1),
                        ));
                    }
                    self.text(start, at, 1);
                    self.open(Tok::LBrace, at, at + 1, true)?;
                    self.push(Tok::LBrace, at, at + 1);
                    if let Some(fstring) = self.fstrings.last_mut() {
                        fstring.fields.push(false);
                    }
                    return Ok(true);
                }
                Some(b'}') if in_spec => {
                    self.text(start, at, 1);
                    self.brackets.pop();
                    self.push(Tok::RBrace, at, at + 1);
                    self.end_field();
                    return Ok(true);
                }
                Some(b'}') if next == Some(b'}') => at += 2,
                Some(b'}') => {
                    return Err(Fault::new("f-string: single '}' is not allowed", point(at)));
                }
                Some(byte)
                    if byte == quote && (!triple || bytes[at..].starts_with(&[quote; 3])) =>
                {
                    let length = if triple { 3 } else { 1 };
                    if in_spec {
                        let message = "f-string: expecting '}', or format specs";
                        return Err(Fault::new(
                            message,
                            super::Span::new(at as u32, (at + length) as u32),
                        ));
                    }
                    self.text(start, at, length);
                    self.push(Tok::FStringEnd, at, at + length);
                    self.fstrings.pop();
                    return Ok(true);
                }
                Some(b'\n' | b'\r') if !triple && in_spec => {
                    // The line end closes the specification; only the brace may follow.
                    self.text(start, at, 0);
                    if let Some(field) = self
                        .fstrings
                        .last_mut()
                        .and_then(|fstring| fstring.fields.last_mut())
                    {
                        *field = false;
                    }
                    return Ok(true);
                }
                Some(b'\n' | b'\r') if !triple => {
                    return Err(literal::unterminated(
                        self.source,
                        fstring_start,
                        at,
                        false,
                        "f-string literal",
                    ));
                }
                Some(_) => at += 1,
                None if in_spec => {
                    self.lexer.bump(bytes.len() - start);
                    return Ok(false);
                }
                None => {
                    let end = bytes.len();
                    return Err(literal::unterminated(
                        self.source,
                        fstring_start,
                        end,
                        triple,
                        "f-string literal",
                    ));
                }
            }
        }
    }

    /// Appends text, when there is any, and moves behind it and the sign after it.
    fn text(&mut self, start: usize, end: usize, sign: usize) {
        if end > start {
            self.push(Tok::FStringText, start, end);
        }
        self.lexer.bump(end + sign - start);
    }
}

/// How far to go at a backslash.
fn backslash(bytes: &[u8], at: usize, raw: bool, quote: u8) -> usize {
    let next = bytes.get(at + 1).copied();
    match next {
        // Braces keep their meaning after a backslash.
        None | Some(b'{' | b'}') => 1,
        Some(b'N') if !raw && bytes.get(at + 2) == Some(&b'{') => {
            let name = bytes[at + 3..]
                .iter()
                .take_while(|byte| !matches!(byte, b'}' | b'\n') && **byte != quote);
            let end = at + 3 + name.count();
            if bytes.get(end) == Some(&b'}') {
                end + 1 - at
            } else {
                2
            }
        }
        Some(b'\r') if bytes.get(at + 2) == Some(&b'\n') => 3,
        // Never end inside a character.
        Some(byte) if byte < 0x80 => 2,
        Some(_) => 1,
    }
}
