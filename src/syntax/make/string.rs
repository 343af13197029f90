//! Constructors of strings: decoding, joining neighbours, f-strings.

use super::super::ast::*;
use super::super::error::Fault;
use super::super::literal::{self, Reading, Text};
use super::{Make, Span};

/// One of several strings side by side.
pub enum StringPart {
    /// A plain one: its place.
    Plain(Span),
    /// An f-string, not yet decoded: how its text is read is said by its prefix.
    Formatted(Vec<FStringItem>, Span),
}

/// A piece of an f-string as the grammar finds it.
pub enum FStringItem {
    /// Source text.
    Text(Span),
    /// A replacement field.
    Field(Box<Field>),
}

/// A replacement field, its specification not yet decoded.
pub struct Field {
    value: Expr,
    /// The text that `=` asks to show.
    debug: Option<(Span, String)>,
    conversion: Conversion,
    spec: Option<(Vec<FStringItem>, Span)>,
    span: Span,
}

impl Make<'_> {
    /// `{value=!conversion:spec}`.
    pub fn field(
        &mut self,
        value: Expr,
        debug: Option<Span>,
        conversion: Option<(Conversion, Span)>,
        spec: Option<(Vec<FStringItem>, Span)>,
        l: u32,
        r: u32,
    ) -> FStringItem {
        let debug = debug.map(|span| {
            (
                span,
                span.text(self.source).to_string() + &self.space_after(span.end),
            )
        });
        let conversion = match conversion {
            Some((conversion, _)) => conversion,
            None if debug.is_some() && spec.is_none() => Conversion::Repr,
            None => Conversion::None,
        };
        FStringItem::Field(Box::new(Field {
            value,
            debug,
            conversion,
            spec,
            span: Span::new(l, r),
        }))
    }

    /// The space after an offset, line ends included, comments left out.
    fn space_after(&self, offset: u32) -> String {
        let mut rest = self.source.get(offset as usize..).unwrap_or("");
        let mut space = String::new();
        loop {
            let after = rest.trim_start_matches([' ', '\t', '\n', '\r', '\x0c']);
            space.push_str(&rest[..rest.len() - after.len()]);
            if !after.starts_with('#') {
                return space;
            }
            rest = &after[after.find(['\n', '\r']).unwrap_or(after.len())..];
        }
    }

    /// The letter after `!`.
    pub fn conversion(&mut self, name: &str, l: u32, r: u32) -> (Conversion, Span) {
        let span = Span::new(l, r);
        if l > 0 && self.source.as_bytes().get(l as usize - 1) != Some(&b'!') {
            let message = "f-string: conversion type must come right after the exclamanation mark";
            let before = self.text(0, l);
            let bang = before.rfind('!').unwrap_or(0) as u32;
            self.fault(message, Span::new(bang, r));
        }
        let conversion = match name {
            "s" => Conversion::Str,
            "r" => Conversion::Repr,
            "a" => Conversion::Ascii,
            _ => {
                let message = format!(
                    "f-string: invalid conversion character '{name}': expected 's', 'r', or 'a'"
                );
                self.fault(message, span);
                Conversion::None
            }
        };
        (conversion, span)
    }

    /// Strings side by side become one.
    pub fn strings(&mut self, parts: Vec<StringPart>, l: u32, r: u32) -> Expr {
        let mut bytes = 0;
        let mut formatted = false;
        for part in &parts {
            match part {
                StringPart::Plain(span) if literal::prefix(span.text(self.source)).bytes => {
                    bytes += 1
                }
                StringPart::Plain(_) => {}
                StringPart::Formatted(..) => formatted = true,
            }
        }
        if bytes > 0 && bytes < parts.len() {
            self.fault("cannot mix bytes and nonbytes literals", Span::new(r, r));
            return self.constant(Constant::None, l, r);
        }
        let outcome = if bytes > 0 {
            self.bytes(&parts)
                .map(|value| ExprKind::Constant(Constant::Bytes(value.into())))
        } else {
            self.text_parts(parts, formatted)
        };
        match outcome {
            Ok(kind) => self.expr(kind, l, r),
            Err(fault) => {
                self.record(fault);
                self.constant(Constant::None, l, r)
            }
        }
    }

    fn bytes(&mut self, parts: &[StringPart]) -> Result<Vec<u8>, Fault> {
        let mut out = Vec::new();
        for part in parts {
            if let StringPart::Plain(span) = part {
                let (text, prefix) = inside(self.source, *span);
                literal::decode_bytes(text, prefix.raw, *span, &mut out, &mut self.warnings)?;
            }
        }
        Ok(out)
    }

    fn text_parts(&mut self, parts: Vec<StringPart>, formatted: bool) -> Result<ExprKind, Fault> {
        let mut out = Joiner::default();
        for part in parts {
            match part {
                StringPart::Plain(span) => {
                    let (text, prefix) = inside(self.source, span);
                    let reading = Reading {
                        raw: prefix.raw,
                        braces: false,
                    };
                    out.cover(span);
                    literal::decode(text, reading, span, &mut out.text, &mut self.warnings)?;
                }
                StringPart::Formatted(items, span) => {
                    let raw = literal::prefix(span.text(self.source)).raw;
                    self.fstring_items(items, raw, true, &mut out)?;
                }
            }
        }
        if formatted {
            out.flush();
            return Ok(ExprKind::JoinedStr(out.parts));
        }
        Ok(ExprKind::Constant(out.text.take()))
    }

    fn fstring_items(
        &mut self,
        items: Vec<FStringItem>,
        raw: bool,
        braces: bool,
        out: &mut Joiner,
    ) -> Result<(), Fault> {
        for item in items {
            match item {
                FStringItem::Text(span) => {
                    out.cover(span);
                    let text = span.text(self.source);
                    let reading = Reading { raw, braces };
                    literal::decode(text, reading, span, &mut out.text, &mut self.warnings)?;
                }
                FStringItem::Field(field) => {
                    let Field {
                        value,
                        debug,
                        conversion,
                        spec,
                        span,
                    } = *field;
                    if let Some((span, text)) = debug {
                        out.cover(span);
                        out.text.push_source(&text);
                    }
                    out.flush();
                    let spec_span = spec.as_ref().map_or(Span::default(), |(_, span)| *span);
                    let spec = match spec {
                        Some((items, _)) => {
                            let mut inner = Joiner::default();
                            self.fstring_items(items, raw, false, &mut inner)?;
                            inner.flush();
                            Some(inner.parts)
                        }
                        None => None,
                    };
                    let field = FormattedValue {
                        value,
                        conversion,
                        spec,
                        spec_span,
                        span,
                    };
                    out.parts.push(FStringPart::Value(Box::new(field)));
                }
            }
        }
        Ok(())
    }
}

/// The text between the quotes of a string, and its prefix.
fn inside(source: &str, span: Span) -> (&str, literal::Prefix) {
    let whole = span.text(source);
    let prefix = literal::prefix(whole);
    let quotes = if prefix.triple { 3 } else { 1 };
    let end = whole.len().saturating_sub(quotes).max(prefix.text);
    (whole.get(prefix.text..end).unwrap_or(""), prefix)
}

/// The pieces of a string, with text that lies side by side joined.
#[derive(Default)]
struct Joiner {
    parts: Vec<FStringPart>,
    text: Text,
    span: Option<Span>,
}

impl Joiner {
    /// Text from `span` follows.
    fn cover(&mut self, span: Span) {
        self.span = Some(self.span.map_or(span, |before| before.to(span)));
    }

    /// Ends the text so far.
    fn flush(&mut self) {
        let span = self.span.take().unwrap_or_default();
        if !self.text.is_empty() {
            self.parts
                .push(FStringPart::Literal(self.text.take(), span));
        }
    }
}
