//! JSON for other programs: values as lines. (The language's own module `json` is `native::json`.)
//!
//! Enters: a [`Value`], whose objects keep the order of their members. Leaves: one line without its end. Anybody may call.

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};
use std::io::{self, Write};

/// Characters that some reader takes for the end of a line, or a terminal for an order.
const LINE_ENDS: &[char] = &['\u{7f}', '\u{2028}', '\u{2029}'];

/// A value without any space between its parts.
pub fn compact(value: &Value) -> String {
    without(value.to_string(), LINE_ENDS)
}

/// A value with a space behind each comma and colon, as Python's `json.dumps` writes it.
pub fn spaced(value: &Value) -> String {
    let mut bytes = Vec::new();
    let written = value.serialize(&mut Serializer::with_formatter(&mut bytes, Spaced));
    debug_assert!(
        written.is_ok(),
        "values have keys of text, and memory takes every byte"
    );
    without(String::from_utf8(bytes).unwrap_or_default(), LINE_ENDS)
}

/// A number with so many decimals at most.
pub fn rounded(number: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    (number * scale).round() / scale
}

/// JSON in which these characters, which may only stand inside of its strings, are escapes.
pub fn without(text: String, unwanted: &[char]) -> String {
    if !text.contains(unwanted) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text.as_str();
    while let Some(at) = rest.find(unwanted) {
        let (before, from) = rest.split_at(at);
        let mut characters = from.chars();
        out += before;
        out += &format!("\\u{:04x}", characters.next().map_or(0, u32::from));
        rest = characters.as_str();
    }
    out + rest
}

/// The spaces of [`spaced`].
struct Spaced;

impl Spaced {
    fn between<W: ?Sized + Write>(writer: &mut W, first: bool) -> io::Result<()> {
        writer.write_all(if first { b"" } else { b", " })
    }
}

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        Spaced::between(writer, first)
    }
    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        Spaced::between(writer, first)
    }
    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn layouts() {
        let value = json!({"b": [1, null, "é, \"\\\n\u{1}"], "a": {}, "c": 0.25});
        assert_eq!(
            compact(&value),
            "{\"b\":[1,null,\"é, \\\"\\\\\\n\\u0001\"],\"a\":{},\"c\":0.25}"
        );
        assert_eq!(
            spaced(&value),
            "{\"b\": [1, null, \"é, \\\"\\\\\\n\\u0001\"], \"a\": {}, \"c\": 0.25}"
        );
    }

    #[test]
    fn a_line_is_one_line() {
        let text = "\u{2028}a\u{7f}\u{2029}\u{2029}é";
        let line = spaced(&json!(text));
        assert_eq!(line, "\"\\u2028a\\u007f\\u2029\\u2029é\"");
        assert_eq!(
            serde_json::from_str::<String>(&line).expect("it is JSON"),
            text
        );
    }
}
