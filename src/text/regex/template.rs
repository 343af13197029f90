//! Replacement templates of `re.sub` and `Match.expand`.
//!
//! What enters: the template and the pattern's groups. What leaves: parts to join for every match. The `re` module uses it.

use super::source::{Source, simple_escape};
use super::{Captures, Pattern, RegexError};
use crate::text::from_code_point;
use crate::text::repr::repr_str;
use crate::text::strings::char_count;

/// A parsed template.
#[derive(Debug, Clone)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone)]
enum Part {
    Literal(Vec<u8>),
    Group(u32),
}

impl Template {
    /// Parses a template for a pattern, both of text or both of bytes. Code points are given as they are in Python.
    pub fn parse(pattern: &Pattern, code: Vec<u32>) -> Result<Template, RegexError> {
        let mut source = Source {
            code,
            at: 0,
            is_text: pattern.is_text(),
        };
        source.check_end()?;
        let mut template = Template { parts: Vec::new() };
        while let Some((code, escaped)) = source.get()? {
            match escaped {
                None => template.push(code, pattern),
                Some(escaped) => template.escape(escaped, &mut source, pattern)?,
            }
        }
        Ok(template)
    }

    fn push(&mut self, code: u32, pattern: &Pattern) {
        if !matches!(self.parts.last(), Some(Part::Literal(_))) {
            self.parts.push(Part::Literal(Vec::new()));
        }
        if let Some(Part::Literal(bytes)) = self.parts.last_mut() {
            match from_code_point(code) {
                Some(c) if pattern.is_text() => {
                    bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes())
                }
                _ => bytes.push(code as u8),
            }
        }
    }

    fn group(
        &mut self,
        group: u32,
        offset: usize,
        source: &Source,
        pattern: &Pattern,
    ) -> Result<(), RegexError> {
        if group > pattern.groups() {
            return Err(source.error(format!("invalid group reference {group}"), offset));
        }
        self.parts.push(Part::Group(group));
        Ok(())
    }

    fn escape(
        &mut self,
        escaped: u32,
        source: &mut Source,
        pattern: &Pattern,
    ) -> Result<(), RegexError> {
        let octal = |c: char| matches!(c, '0'..='7');
        let next_is = |source: &Source, test: &dyn Fn(char) -> bool| {
            source.peek().and_then(char::from_u32).is_some_and(test)
        };
        match char::from_u32(escaped).unwrap_or('\u{fffd}') {
            'g' => {
                if !source.eat('<')? {
                    return Err(source.error("missing <", 0));
                }
                let name = source.until('>', "group name")?;
                let offset = char_count(&name) + 1;
                if name.bytes().all(|b| b.is_ascii_digit()) {
                    let group = name.parse::<u32>().unwrap_or(u32::MAX);
                    return self.group(group, offset, source, pattern);
                }
                source.check_name(&name)?;
                let missing =
                    || RegexError::index(format!("unknown group name {}", repr_str(&name)));
                let group = pattern.group_number(&name).ok_or_else(missing)?;
                self.group(group, offset, source, pattern)
            }
            '0' => {
                let digits = source.take_while(2, octal)?;
                let value = u32::from_str_radix(&format!("0{digits}"), 8).unwrap_or(0);
                self.push(value & 0xFF, pattern);
                Ok(())
            }
            c @ '1'..='9' => {
                let mut digits = c.to_string();
                if next_is(source, &|c| c.is_ascii_digit()) {
                    digits.push_str(&source.take_while(1, |_| true)?);
                    if digits.chars().all(octal) && next_is(source, &octal) {
                        digits.push_str(&source.take_while(1, |_| true)?);
                        let value = u32::from_str_radix(&digits, 8).unwrap_or(0);
                        if value > 0o377 {
                            let message =
                                format!("octal escape value \\{digits} outside of range 0-0o377");
                            return Err(source.error(message, digits.len() + 1));
                        }
                        self.push(value, pattern);
                        return Ok(());
                    }
                }
                let group = digits.parse::<u32>().unwrap_or(u32::MAX);
                self.group(group, digits.len(), source, pattern)
            }
            c => {
                if let Some(code) = simple_escape(escaped) {
                    self.push(code, pattern);
                } else if c.is_ascii_alphabetic() {
                    return Err(source.error(format!("bad escape \\{c}"), 2));
                } else {
                    self.push('\\' as u32, pattern);
                    self.push(escaped, pattern);
                }
                Ok(())
            }
        }
    }

    /// The template's bytes if it names no group.
    pub fn literal(&self) -> Option<&[u8]> {
        match self.parts.as_slice() {
            [] => Some(b""),
            [Part::Literal(bytes)] => Some(bytes),
            _ => None,
        }
    }

    /// Appends the replacement of one match; groups that did not take part are empty.
    pub fn expand(&self, captures: &Captures, subject: &[u8], out: &mut Vec<u8>) {
        for part in &self.parts {
            match part {
                Part::Literal(bytes) => out.extend_from_slice(bytes),
                Part::Group(group) => {
                    if let Some((start, end)) = captures.span(*group) {
                        out.extend_from_slice(&subject[start..end]);
                    }
                }
            }
        }
    }
}
