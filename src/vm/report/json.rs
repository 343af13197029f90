//! Exceptions for programs: one JSON object a line.
//!
//! Enters: facts. Leaves: `{"version":1,"kind":"exception","type":…,"message":…,"thread":…,"frames":[…],"notes":[…],"hint":…}`,
//! with `syntax` for a SyntaxError, `members` for a group, and `earlier` for exceptions that led to it (each with `relation`).
use super::facts::{Facts, Link, Place};
use std::fmt::Write as _;

/// The object of an exception; `context` says what it interrupted if nobody could catch it.
pub fn write(chain: &[(Option<Link>, Facts)], thread: &str, context: Option<&str>) -> String {
    let mut text = String::from("{\"version\":1,\"kind\":");
    text += if context.is_some() {
        "\"unraisable\""
    } else {
        "\"exception\""
    };
    if let Some(context) = context {
        text += ",\"context\":";
        string(&mut text, context);
    }
    text += ",\"thread\":";
    string(&mut text, thread);
    members_of(&mut text, chain);
    text += "}\n";
    text
}

/// The members of an object: those of the exception, then the earlier ones.
fn members_of(text: &mut String, chain: &[(Option<Link>, Facts)]) {
    let Some(((_, last), earlier)) = chain.split_first() else {
        return;
    };
    one(text, last);
    if earlier.is_empty() {
        return;
    }
    *text += ",\"earlier\":[";
    for (at, (link, facts)) in earlier.iter().enumerate() {
        let relation = match link {
            Some(Link::Cause) => "cause",
            _ => "context",
        };
        let comma = if at > 0 { "," } else { "" };
        let _ = write!(text, "{comma}{{\"relation\":\"{relation}\"");
        one(text, facts);
        *text += "}";
    }
    *text += "]";
}

fn one(text: &mut String, facts: &Facts) {
    *text += ",\"type\":";
    string(text, &facts.class);
    *text += ",\"message\":";
    string(text, &facts.message);
    *text += ",\"frames\":[";
    for (at, place) in facts.frames.iter().enumerate() {
        *text += if at > 0 { "," } else { "" };
        self::place(text, place);
    }
    *text += "]";
    if let Some(place) = &facts.syntax {
        *text += ",\"syntax\":";
        self::place(text, place);
    }
    *text += ",\"notes\":[";
    for (at, note) in facts.notes.iter().enumerate() {
        *text += if at > 0 { "," } else { "" };
        string(text, note);
    }
    *text += "],\"hint\":";
    match &facts.hint {
        Some(hint) => string(text, hint),
        None => *text += "null",
    }
    if facts.member_count > 0 {
        let _ = write!(
            text,
            ",\"member_count\":{},\"members\":[",
            facts.member_count
        );
        for (at, member) in facts.members.iter().enumerate() {
            *text += if at > 0 { ",{" } else { "{" };
            let start = text.len();
            members_of(text, member);
            // Without the comma in front of the first member.
            if text[start..].starts_with(',') {
                text.remove(start);
            }
            *text += "}";
        }
        *text += "]";
    }
}

fn place(text: &mut String, place: &Place) {
    *text += "{\"file\":";
    string(text, &place.file);
    let _ = write!(
        text,
        ",\"line\":{},\"end_line\":{}",
        place.line, place.end_line
    );
    for (name, column) in [("column", place.column), ("end_column", place.end_column)] {
        match column {
            Some(column) => drop(write!(text, ",\"{name}\":{column}")),
            None => drop(write!(text, ",\"{name}\":null")),
        }
    }
    if !place.function.is_empty() {
        *text += ",\"function\":";
        string(text, &place.function);
    }
    *text += ",\"text\":";
    string(text, &place.text);
    *text += "}";
}

/// A string in quotes.
pub fn string(text: &mut String, value: &str) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => *text += "\\\"",
            '\\' => *text += "\\\\",
            '\n' => *text += "\\n",
            '\r' => *text += "\\r",
            '\t' => *text += "\\t",
            // Line ends of other kinds would break a line-based reader.
            c if (c as u32) < 0x20 || matches!(c, '\u{7f}' | '\u{2028}' | '\u{2029}') => {
                let _ = write!(text, "\\u{:04x}", c as u32);
            }
            c => text.push(c),
        }
    }
    text.push('"');
}
