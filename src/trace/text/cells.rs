//! Texts of scripts in lines and tables: whatever a name or a source line holds, it takes the columns that are counted for it and
//! does nothing to the terminal.
//!
//! Enters: any text. Leaves: text that can be printed, and its width.
use crate::text::unicode::is_printable;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The text with the sign for "unknown" for everything that is not printed: controls, and marks that turn the direction of what
/// follows.
pub fn plain(text: &str) -> String {
    let shown = |c: char| if is_printable(c) { c } else { '\u{fffd}' };
    text.chars().map(shown).collect()
}

/// Columns that a text takes on a terminal.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The printable text in at most so many columns; what is cut is two dots.
pub fn cut(text: &str, most: usize) -> String {
    let whole = plain(text);
    if width(&whole) <= most {
        return whole;
    }
    let mut left = most.saturating_sub(2);
    let fits = |c: &char| {
        let columns = c.width().unwrap_or(0);
        let fits = columns <= left;
        left = left.saturating_sub(columns);
        fits
    };
    whole.chars().take_while(fits).chain("..".chars()).collect()
}

/// The text with spaces behind it, up to that width.
pub fn left(text: &str, columns: usize) -> String {
    text.to_string() + &" ".repeat(columns.saturating_sub(width(text)))
}

/// The text with spaces in front of it, up to that width.
pub fn right(text: &str, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(width(text))) + text
}

/// A word as a shell takes it.
pub fn shell_word(word: &str) -> String {
    let is_safe = |c: char| c.is_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_safe) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_their_width() {
        for (text, most, expected) in [
            ("worker", 20, "worker"),
            ("worker-12", 8, "worker.."),
            ("日本語スレッド", 8, "日本語.."),
            ("日本語スレッド", 9, "日本語.."),
            ("\x1b[31mred\u{202e}", 20, "\u{fffd}[31mred\u{fffd}"),
            ("ab", 1, ".."),
        ] {
            assert_eq!(cut(text, most), expected);
        }
        assert_eq!(left("日本", 6), "日本  ");
        assert_eq!(right("größe", 7), "  größe");
        assert_eq!(right("größe", 3), "größe");
    }

    #[test]
    fn words_for_the_shell() {
        for (word, expected) in [
            ("story.py", "story.py"),
            ("a story.py", "'a story.py'"),
            ("it's", "'it'\\''s'"),
            ("", "''"),
            ("größe", "größe"),
        ] {
            assert_eq!(shell_word(word), expected);
        }
    }
}
