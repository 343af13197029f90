//! The reader of patterns and templates: tokens, names, and errors that know where they are.
//!
//! What enters: code points. What leaves: tokens. The parsers of patterns and of templates use it.

use super::RegexError;
use crate::text::repr::repr_str;
use crate::text::{from_code_point, strings};

type Result<T> = std::result::Result<T, RegexError>;

/// Reads tokens and remembers where it is; shared by both parsers.
pub struct Source {
    pub code: Vec<u32>,
    pub at: usize,
    pub is_text: bool,
}

/// A code point as text, for messages.
pub fn shown(code: u32) -> String {
    from_code_point(code).map(String::from).unwrap_or_default()
}

/// Whether there is a code point and it passes.
pub fn is(code: Option<u32>, test: impl Fn(char) -> bool) -> bool {
    code.and_then(char::from_u32).is_some_and(test)
}

impl Source {
    /// The error `offset` code points before the cursor.
    pub fn error(&self, message: impl Into<String>, offset: usize) -> RegexError {
        RegexError::at(message, self.at.saturating_sub(offset), &self.code)
    }

    /// A lone backslash at the end is noticed as soon as it comes next.
    pub fn check_end(&self) -> Result<()> {
        if self.code.len() == self.at + 1 && self.code[self.at] == '\\' as u32 {
            return Err(RegexError::at(
                "bad escape (end of pattern)",
                self.at,
                &self.code,
            ));
        }
        Ok(())
    }

    /// The next code point.
    pub fn peek(&self) -> Option<u32> {
        self.code.get(self.at).copied()
    }

    /// Takes one token: a code point, or a backslash with what follows it.
    pub fn get(&mut self) -> Result<Option<(u32, Option<u32>)>> {
        let Some(code) = self.peek() else {
            return Ok(None);
        };
        self.at += 1;
        let escaped = (code == '\\' as u32).then(|| self.peek()).flatten();
        self.at += usize::from(escaped.is_some());
        self.check_end()?;
        Ok(Some((code, escaped)))
    }

    /// Takes `c` if it is next.
    pub fn eat(&mut self, c: char) -> Result<bool> {
        if self.peek() != Some(c as u32) {
            return Ok(false);
        }
        self.at += 1;
        self.check_end()?;
        Ok(true)
    }

    /// Takes at most `most` code points that pass.
    pub fn take_while(&mut self, most: usize, test: impl Fn(char) -> bool) -> Result<String> {
        let mut out = String::new();
        while out.len() < most && is(self.peek(), &test) {
            out.push_str(&shown(self.code[self.at]));
            self.at += 1;
            self.check_end()?;
        }
        Ok(out)
    }

    /// The text up to `end`, which is taken too; `what` names it in messages.
    pub fn until(&mut self, end: char, what: &str) -> Result<String> {
        let mut out = String::new();
        loop {
            let Some((code, escaped)) = self.get()? else {
                if out.is_empty() {
                    return Err(self.error(format!("missing {what}"), 0));
                }
                return Err(self.error(
                    format!("missing {end}, unterminated name"),
                    strings::char_count(&out),
                ));
            };
            if code == end as u32 {
                if out.is_empty() {
                    return Err(self.error(format!("missing {what}"), 1));
                }
                return Ok(out);
            }
            out.push_str(&shown(code));
            out.push_str(&escaped.map(shown).unwrap_or_default());
        }
    }

    /// Refuses what is no name of a group.
    pub fn check_name(&self, name: &str) -> Result<()> {
        if strings::is_identifier(name) && (self.is_text || name.is_ascii()) {
            return Ok(());
        }
        let shown = if self.is_text {
            repr_str(name)
        } else {
            crate::text::repr::ascii_str(name)
        };
        Err(self.error(
            format!("bad character in group name {shown}"),
            strings::char_count(name) + 1,
        ))
    }
}

/// The code point of `\a \b \f \n \r \t \v \\`.
pub fn simple_escape(code: u32) -> Option<u32> {
    Some(match char::from_u32(code)? {
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'n' => 10,
        'r' => 13,
        't' => 9,
        'v' => 11,
        '\\' => 92,
        _ => return None,
    })
}
