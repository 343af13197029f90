//! Text of a trace in the languages of its pictures. What comes from scripts (names, source lines) may be anything at all: every
//! function here makes it harmless in one place.

use crate::text::json::{compact, without};
use serde_json::Value;

/// JSON that may also stand inside of a `<script>` element: no `<`, no line separators that old scripts take for ends of lines.
pub fn json_of_script(value: &Value) -> String {
    without(compact(value), &['<', '>', '&'])
}

/// Text inside of HTML and SVG, in elements and quoted attributes alike. What XML cannot say becomes the sign for "unknown".
pub fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            '\n' | '\r' | '\t' => out.push(' '),
            c if (c as u32) < 0x20
                || matches!(c, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}') =>
            {
                out.push('\u{fffd}');
            }
            c => out.push(c),
        }
    }
    out
}

/// A text cut to so many characters, with an ellipsis if it was longer.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// Nanoseconds for people: three digits and a unit.
pub fn duration(ns: u64) -> String {
    crate::trace::text::duration_with(ns, "µs")
}

/// A share of a whole as percent, `-` of nothing.
pub fn percent(part: u64, whole: u64) -> String {
    match whole {
        0 => "-".to_string(),
        _ => format!("{:.0} %", part as f64 * 100.0 / whole as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_cannot_end_the_script() {
        let text = json_of_script(&serde_json::json!(
            "</script><!--\u{2028}\"\\\u{0}\u{1f600}"
        ));
        assert_eq!(
            text,
            "\"\\u003c/script\\u003e\\u003c!--\\u2028\\\"\\\\\\u0000\u{1f600}\""
        );
        assert_eq!(
            serde_json::from_str::<String>(&text).expect("it is JSON"),
            "</script><!--\u{2028}\"\\\u{0}\u{1f600}"
        );
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(
            markup("<a b='\"&\u{0}\u{8}\n"),
            "&lt;a b=&#39;&quot;&amp;\u{fffd}\u{fffd} "
        );
    }

    #[test]
    fn durations_are_short() {
        let cases = [
            (0, "0"),
            (7, "7 ns"),
            (1_234, "1.23 µs"),
            (99_960, "100 µs"),
            (999_600, "1.00 ms"),
            (12_345_678, "12.3 ms"),
            (9_999_999_999, "10.0 s"),
            (250_000_000_000, "250 s"),
        ];
        for (ns, text) in cases {
            assert_eq!(duration(ns), text);
        }
        assert_eq!((percent(1, 3), percent(1, 0)), ("33 %".into(), "-".into()));
        assert_eq!(
            (cut("abcdef", 4), cut("abcd", 4)),
            ("abc…".into(), "abcd".into())
        );
    }
}
