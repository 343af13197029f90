//! The parser of `str.format` templates: literals and fields, field names and their paths, automatic numbering.
//!
//! What enters: the template's text. What leaves: borrowed pieces, one at a time, because CPython formats a field before it looks
//! at the next one and so do its errors come. Callers: `str.format`, `format_map`, the `_string` module.

use super::{Kind, Result, TextError, to_code_point, unicode};

/// How deep fields may nest: a field in a field's spec, and no further.
pub const MAX_DEPTH: usize = 2;

/// A literal and the field that follows it, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    pub literal: &'a str,
    pub field: Option<Field<'a>>,
}

/// A replacement field `{name!conversion:spec}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field<'a> {
    pub name: &'a str,
    pub conversion: Option<char>,
    pub spec: &'a str,
    /// The spec holds fields itself and must be expanded (one level deeper) before use.
    pub nested: bool,
}

/// Iterates over the pieces of a template.
#[derive(Debug, Clone)]
pub struct Pieces<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Pieces<'a> {
    /// Starts at the front of `text`.
    pub fn new(text: &'a str) -> Self {
        Pieces { text, at: 0 }
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.text[self.at..].chars().next()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn fail<T>(&mut self, message: &str) -> Result<T> {
        self.at = self.text.len();
        Err(TextError::value(message))
    }

    fn piece(&mut self) -> Result<Piece<'a>> {
        let start = self.at;
        let Some(found) = memchr::memchr2(b'{', b'}', &self.text.as_bytes()[start..]) else {
            self.at = self.text.len();
            return Ok(Piece {
                literal: &self.text[start..],
                field: None,
            });
        };
        let brace = start + found;
        let c = self.text.as_bytes()[brace];
        let next = self.text.as_bytes().get(brace + 1);
        self.at = brace + 1;
        if next == Some(&c) {
            // A doubled brace: one of the two belongs to the literal.
            self.at += 1;
            return Ok(Piece {
                literal: &self.text[start..=brace],
                field: None,
            });
        }
        if c == b'}' {
            return self.fail("Single '}' encountered in format string");
        }
        if next.is_none() {
            return self.fail("Single '{' encountered in format string");
        }
        let field = self.field()?;
        Ok(Piece {
            literal: &self.text[start..brace],
            field: Some(field),
        })
    }

    fn field(&mut self) -> Result<Field<'a>> {
        let start = self.at;
        let end_mark = loop {
            match self.bump() {
                None => return self.fail("expected '}' before end of string"),
                Some('{') => return self.fail("unexpected '{' in field name"),
                // Whatever stands in brackets belongs to the name.
                Some('[') => {
                    let rest = &self.text[self.at..];
                    self.at += rest.find(']').unwrap_or(rest.len());
                }
                Some(c @ ('}' | ':' | '!')) => break c,
                Some(_) => {}
            }
        };
        let mut field = Field {
            name: &self.text[start..self.at - 1],
            conversion: None,
            spec: "",
            nested: false,
        };
        if end_mark == '}' {
            return Ok(field);
        }
        if end_mark == '!' {
            field.conversion = self.bump();
            if field.conversion.is_none() {
                return self.fail("end of string while looking for conversion specifier");
            }
            match self.bump() {
                Some('}') => return Ok(field),
                Some(':') | None => {}
                Some(_) => return self.fail("expected ':' after conversion specifier"),
            }
        }
        let spec = self.at;
        let mut depth = 1;
        while let Some(c) = self.bump() {
            match c {
                '{' => {
                    field.nested = true;
                    depth += 1;
                }
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                field.spec = &self.text[spec..self.at - 1];
                return Ok(field);
            }
        }
        self.fail("unmatched '{' in format spec")
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        (self.at < self.text.len()).then(|| self.piece())
    }
}

/// What a field's name begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First<'a> {
    /// Nothing: the next positional argument.
    Auto,
    Index(usize),
    Name(&'a str),
}

/// One step of the path after the first part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    Attribute(&'a str),
    Index(usize),
    Key(&'a str),
}

/// Iterates over the steps of a field's path.
#[derive(Debug, Clone)]
pub struct Steps<'a> {
    rest: &'a str,
}

/// A whole number in Unicode decimal digits; `None` for other text.
fn index_of(text: &str) -> Result<Option<usize>> {
    let mut value = 0usize;
    for c in text.chars() {
        let Some(digit) = unicode::decimal_value(c) else {
            return Ok(None);
        };
        value = value
            .checked_mul(10)
            .and_then(|v| v.checked_add(digit as usize))
            .filter(|v| *v <= isize::MAX as usize)
            .ok_or_else(|| TextError::value("Too many decimal digits in format string"))?;
    }
    Ok((!text.is_empty()).then_some(value))
}

/// Splits a field's name into its first part and the steps after it.
pub fn split_name(name: &str) -> Result<(First<'_>, Steps<'_>)> {
    let (first, rest) = name.split_at(name.find(['.', '[']).unwrap_or(name.len()));
    let first = match index_of(first)? {
        Some(index) => First::Index(index),
        None if first.is_empty() => First::Auto,
        None => First::Name(first),
    };
    Ok((first, Steps { rest }))
}

impl<'a> Steps<'a> {
    fn step(&mut self) -> Result<Step<'a>> {
        let rest = self.rest;
        self.rest = "";
        let nonempty = |name: &'a str| {
            if name.is_empty() {
                Err(TextError::value("Empty attribute in format string"))
            } else {
                Ok(name)
            }
        };
        if let Some(after) = rest.strip_prefix('.') {
            let (name, rest) = after.split_at(after.find(['.', '[']).unwrap_or(after.len()));
            let name = nonempty(name)?;
            self.rest = rest;
            return Ok(Step::Attribute(name));
        }
        let Some(after) = rest.strip_prefix('[') else {
            return Err(TextError::value(
                "Only '.' or '[' may follow ']' in format field specifier",
            ));
        };
        let (name, rest) = after
            .split_once(']')
            .ok_or_else(|| TextError::value("Missing ']' in format string"))?;
        let index = index_of(name)?;
        let name = nonempty(name)?;
        self.rest = rest;
        Ok(index.map_or(Step::Key(name), Step::Index))
    }
}

impl<'a> Iterator for Steps<'a> {
    type Item = Result<Step<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        (!self.rest.is_empty()).then(|| self.step())
    }
}

/// Numbers the fields of one call to `format`, nested specs included.
#[derive(Debug, Clone, Default)]
pub struct Numbering {
    automatic: Option<bool>,
    next: usize,
}

impl Numbering {
    /// The first part with `Auto` replaced by its number; refuses a mixture of both ways.
    pub fn resolve<'a>(&mut self, first: First<'a>) -> Result<First<'a>> {
        let automatic = match first {
            First::Name(_) => return Ok(first),
            First::Auto => true,
            First::Index(_) => false,
        };
        match (*self.automatic.get_or_insert(automatic), automatic) {
            (true, false) => Err(TextError::value(
                "cannot switch from automatic field numbering to manual field specification",
            )),
            (false, true) => Err(TextError::value(
                "cannot switch from manual field specification to automatic field numbering",
            )),
            (false, false) => Ok(first),
            (true, true) => {
                self.next += 1;
                Ok(First::Index(self.next - 1))
            }
        }
    }
}

/// The error for a positional field without argument.
pub fn index_out_of_range(index: usize) -> TextError {
    TextError {
        kind: Kind::IndexError,
        message: format!("Replacement index {index} out of range for positional args tuple"),
    }
}

/// The error for a conversion other than `r`, `s` and `a`.
pub fn unknown_conversion(c: char) -> TextError {
    let shown = if matches!(c, '!'..='~') {
        c.to_string()
    } else {
        format!("\\x{:x}", to_code_point(c))
    };
    TextError::value(format!("Unknown conversion specifier {shown}"))
}

/// The error when fields nest beyond [`MAX_DEPTH`].
pub fn too_deep() -> TextError {
    TextError::value("Max string recursion exceeded")
}
