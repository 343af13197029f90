//! `repr` and `ascii` of text and bytes.
//!
//! What enters: text or bytes. What leaves: a Python literal of it. Callers: `str`, `bytes` and `bytearray` objects, messages.

use super::{to_code_point, unicode};
use std::fmt::Write;

/// The quote CPython picks: single, unless the text has single quotes and no double ones.
fn quote_for(has: impl Fn(u8) -> bool) -> char {
    if has(b'\'') && !has(b'"') { '"' } else { '\'' }
}

/// `repr(text)`.
pub fn repr_str(text: &str) -> String {
    quoted(text, unicode::is_printable)
}

/// `ascii(text)`.
pub fn ascii_str(text: &str) -> String {
    quoted(text, |c| matches!(c, ' '..='~'))
}

/// The non-ASCII characters of an existing `repr` as escapes: `ascii(object)`.
pub fn ascii_of_repr(repr: &str) -> String {
    let mut out = String::with_capacity(repr.len());
    for c in repr.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            push_escape(&mut out, c);
        }
    }
    out
}

fn quoted(text: &str, shown: impl Fn(char) -> bool) -> String {
    let quote = quote_for(|b| memchr::memchr(b, text.as_bytes()).is_some());
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        if c != quote && c != '\\' && shown(c) {
            continue;
        }
        out.push_str(&text[plain..at]);
        plain = at + c.len_utf8();
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if c == quote => {
                out.push('\\');
                out.push(c);
            }
            _ => push_escape(&mut out, c),
        }
    }
    out.push_str(&text[plain..]);
    out.push(quote);
    out
}

/// Appends `\xNN`, `\uNNNN` or `\UNNNNNNNN`.
pub fn push_escape(out: &mut String, c: char) {
    let code = to_code_point(c);
    // Writing to a String cannot fail.
    let _ = match code {
        0..=0xFF => write!(out, "\\x{code:02x}"),
        0x100..=0xFFFF => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// `repr(bytes)`.
pub fn repr_bytes(bytes: &[u8]) -> String {
    let quote = quote_for(|b| memchr::memchr(b, bytes).is_some());
    let mut out = String::with_capacity(bytes.len() + 3);
    out.push('b');
    out.push(quote);
    for &b in bytes {
        match b {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b' '..=b'~' => {
                if b as char == quote {
                    out.push('\\');
                }
                out.push(b as char);
            }
            _ => push_escape(&mut out, b as char),
        }
    }
    out.push(quote);
    out
}

/// `repr(bytearray)`.
pub fn repr_bytearray(bytes: &[u8]) -> String {
    let text = repr_bytes(bytes);
    // Between double quotes the single ones are escaped all the same.
    if text.starts_with("b\"") {
        return format!("bytearray({})", text.replace('\'', "\\'"));
    }
    format!("bytearray({text})")
}
