//! Exceptions in words: one fact a sentence, one sentence a line, no drawing characters. Made for reading aloud.
//!
//! Enters: facts. Leaves: text. What is most needed comes first: the error, where it happened, who called.
use super::facts::{Facts, Link, Place};
use std::fmt::Write as _;

/// The sentences about an exception and what led to it; `intro` goes in front.
pub fn write(chain: &[(Option<Link>, Facts)], intro: &str) -> String {
    let mut text = intro.to_string();
    chapters(&mut text, chain, "");
    text
}

fn chapters(text: &mut String, chain: &[(Option<Link>, Facts)], number: &str) {
    for (link, facts) in chain {
        match link {
            None => {}
            Some(Link::Cause) => *text += "The cause of this error is an earlier error.\n",
            Some(Link::Context) => *text += "This happened while an earlier error was handled.\n",
        }
        one(text, facts, link.is_some(), number);
    }
}

/// A text that ends as a sentence does.
fn sentence(text: &mut String, words: &str) {
    let words = words.trim_end();
    let end = if words.ends_with(['.', '?', '!']) {
        ""
    } else {
        "."
    };
    let _ = writeln!(text, "{words}{end}");
}

fn one(text: &mut String, facts: &Facts, earlier: bool, number: &str) {
    let what = match (earlier, number) {
        (true, _) => "Earlier error".to_string(),
        (false, "") => "Error".to_string(),
        (false, number) => format!("Error {number}"),
    };
    sentence(text, &format!("{what}: {}", facts.class));
    if !facts.message.is_empty() {
        sentence(text, &format!("Message: {}", facts.message));
    }
    if let Some(place) = &facts.syntax {
        let column = place
            .column
            .map_or(String::new(), |column| format!(", column {column}"));
        sentence(
            text,
            &format!("It is in file {}, line {}{column}", place.file, place.line),
        );
        line(text, place);
    }
    let mut frames = facts.frames.iter().rev().peekable();
    let mut first = true;
    while let Some(place) = frames.next() {
        let verb = if first {
            "It happened"
        } else {
            "That was called"
        };
        first = false;
        sentence(
            text,
            &format!(
                "{verb} in file {}, line {}, {}",
                place.file,
                place.line,
                function(place)
            ),
        );
        line(text, place);
        let same = |other: &&Place| {
            (&other.file, other.line, &other.function) == (&place.file, place.line, &place.function)
        };
        let mut count = 0;
        while frames.next_if(same).is_some() {
            count += 1;
        }
        match count {
            0 => {}
            1 => *text += "The same call came once more before.\n",
            count => sentence(
                text,
                &format!("The same call came {count} more times before"),
            ),
        }
    }
    for note in &facts.notes {
        sentence(text, &format!("Note: {note}"));
    }
    if facts.member_count > 0 {
        let s = if facts.member_count == 1 { "" } else { "s" };
        sentence(
            text,
            &format!("It is a group of {} error{s}", facts.member_count),
        );
        for (at, member) in facts.members.iter().enumerate() {
            let inner = match number {
                "" => (at + 1).to_string(),
                number => format!("{number} point {}", at + 1),
            };
            chapters(text, member, &inner);
        }
        if facts.members.len() < facts.member_count {
            let more = facts.member_count - facts.members.len();
            sentence(text, &format!("{more} more are not told"));
        }
    }
    if let Some(hint) = &facts.hint {
        sentence(text, &format!("Hint: {hint}"));
    }
}

fn function(place: &Place) -> String {
    match place.function.as_str() {
        "<module>" => "outside of functions".to_string(),
        "<lambda>" => "in a lambda".to_string(),
        "<genexpr>" => "in a generator expression".to_string(),
        name => format!("in {name}"),
    }
}

fn line(text: &mut String, place: &Place) {
    if !place.text.is_empty() {
        let _ = writeln!(text, "The line is: {}", place.text);
    }
    if let Some(part) = &place.part {
        let _ = writeln!(text, "The part that is meant is: {}", part.trim());
    }
}
