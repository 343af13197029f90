//! Colours of what is typed: the sixteen of every terminal, so that they follow its theme.
//!
//! Enters: text with the scanner's state before it. Leaves: the same text with escape sequences, of the same width.

use super::lexer::{Kind, State, scan};
use std::collections::HashSet;

const RESET: &str = "\x1b[0m";
const KEYWORD: &str = "\x1b[1;34m";
const BUILTIN: &str = "\x1b[36m";
const TEXT: &str = "\x1b[32m";
const NUMBER: &str = "\x1b[33m";
const COMMENT: &str = "\x1b[31m";
const DEFINITION: &str = "\x1b[1m";
const COMMAND: &str = "\x1b[35m";
/// Of prompts.
pub const PROMPT: &str = "\x1b[1;35m";
/// Of what is shown beside: hints, labels.
pub const FAINT: &str = "\x1b[2m";
/// Of the parameter that is typed.
pub const MARKED: &str = "\x1b[0;1m";

/// A text in a colour.
pub fn with(colour: &str, text: &str) -> String {
    format!("{colour}{text}{RESET}")
}

/// The text in colours.
pub fn paint(text: &str, state: State, builtins: &HashSet<String>) -> String {
    if text.starts_with(':') && state == State::default() {
        let word = text.find(char::is_whitespace).unwrap_or(text.len());
        return with(COMMAND, &text[..word]) + &text[word..];
    }
    let (pieces, _) = scan(text, state);
    let mut out = String::with_capacity(text.len() * 2);
    let mut done = 0;
    let mut line_begins = true;
    for (at, piece) in pieces.iter().enumerate() {
        let word = &text[piece.start..piece.end];
        let colour = match piece.kind {
            Kind::Keyword => KEYWORD,
            Kind::Name
                if line_begins
                    && is_soft_keyword(
                        text,
                        word,
                        piece.end,
                        pieces.get(at + 1).map(|next| next.kind),
                    ) =>
            {
                KEYWORD
            }
            Kind::Name if builtins.contains(word) => BUILTIN,
            Kind::Text => TEXT,
            Kind::Number => NUMBER,
            Kind::Comment => COMMENT,
            Kind::Definition => DEFINITION,
            _ => "",
        };
        line_begins = piece.kind == Kind::LineEnd;
        if colour.is_empty() {
            continue;
        }
        out += &text[done..piece.start];
        // Every line for itself, so that a redraw that begins at any of them has its colour.
        for (number, line) in word.split('\n').enumerate() {
            if number > 0 {
                out.push('\n');
            }
            if !line.is_empty() {
                out += &with(colour, line);
            }
        }
        done = piece.end;
    }
    out += &text[done..];
    out
}

/// `match x:` and `case y:` at the beginning of a line.
fn is_soft_keyword(text: &str, word: &str, end: usize, next: Option<Kind>) -> bool {
    let line = text[end..].lines().next().unwrap_or("");
    matches!(word, "match" | "case")
        && line.starts_with([' ', '\t'])
        && line.trim_end().ends_with(':')
        && !matches!(next, Some(Kind::Sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_escape_sequences_are_added() {
        let text = "def f(a):\n    \"\"\"x\n    y\"\"\"\n    return len(a) + 1.5  # é\nmatch a:\n";
        let builtins = HashSet::from(["len".to_string()]);
        let painted = paint(text, State::default(), &builtins);
        let mut plain = String::new();
        let mut rest = painted.as_str();
        while let Some(at) = rest.find('\x1b') {
            plain += &rest[..at];
            rest = &rest[at..];
            rest = &rest[rest.find('m').expect("a colour ends") + 1..];
        }
        assert_eq!(plain + rest, text);
        assert!(
            painted.contains("\x1b[36mlen\x1b[0m") && painted.contains("\x1b[1;34mmatch\x1b[0m")
        );
    }
}
