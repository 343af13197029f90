//! Escapes and sets: what stands for one character of the text, and the places that escapes name.
//!
//! Enters: the parser behind a backslash or an opening bracket. Leaves: a node.

use super::{Parser, Result};
use crate::text::regex::RegexError;
use crate::text::regex::ast::{Category, Fold, Member, Node, Place, Set};
use crate::text::regex::source::{is, shown, simple_escape};
use crate::text::repr::repr_str;
use crate::text::strings;

impl Parser {
    fn category(&self, c: char, flags: u32) -> Option<Member> {
        let category = match c.to_ascii_lowercase() {
            'd' => Category::Digit,
            's' => Category::Space,
            'w' => Category::Word,
            _ => return None,
        };
        Some(Member::Category {
            category,
            negated: c.is_ascii_uppercase(),
            ascii: self.is_ascii(flags),
        })
    }

    /// `\x \u \U \N`: a code point by number or name; `None` if the letter is none of them.
    fn numeric_escape(&mut self, c: char) -> Result<Option<u32>> {
        let digits = match c {
            'x' => 2,
            'u' if self.source.is_text => 4,
            'U' if self.source.is_text => 8,
            'N' if self.source.is_text => return self.named_escape().map(Some),
            _ => return Ok(None),
        };
        let text = self.source.take_while(digits, |c| c.is_ascii_hexdigit())?;
        if text.len() != digits {
            return Err(self
                .source
                .error(format!("incomplete escape \\{c}{text}"), text.len() + 2));
        }
        match u32::from_str_radix(&text, 16) {
            Ok(code) if code < 0x110000 => Ok(Some(code)),
            _ => Err(self
                .source
                .error(format!("bad escape \\{c}{text}"), text.len() + 2)),
        }
    }

    /// `\N{…}`: names of characters are not kept, so every name is unknown.
    fn named_escape(&mut self) -> Result<u32> {
        if !self.source.eat('{')? {
            return Err(self.source.error("missing {", 0));
        }
        let name = self.source.until('}', "character name")?;
        let offset = strings::char_count(&name) + 4;
        Err(self.source.error(
            format!("undefined character name {}", repr_str(&name)),
            offset,
        ))
    }

    fn octal(&self, digits: &str) -> Result<u32> {
        let value = u32::from_str_radix(digits, 8).unwrap_or(u32::MAX);
        if value > 0o377 {
            let message = format!("octal escape value \\{digits} outside of range 0-0o377");
            return Err(self.source.error(message, digits.len() + 1));
        }
        Ok(value)
    }

    fn bad_escape(&self, code: u32) -> RegexError {
        self.source
            .error(format!("bad escape \\{}", shown(code)), 2)
    }

    /// An escape outside a set.
    pub(super) fn escape(&mut self, code: u32, flags: u32) -> Result<Node> {
        let c = char::from_u32(code).unwrap_or('\u{fffd}');
        let fold = self.fold(flags);
        let ascii = self.is_ascii(flags);
        match c {
            'A' => return Ok(Node::Place(Place::TextStart)),
            'Z' => return Ok(Node::Place(Place::TextEnd)),
            'b' => {
                return Ok(Node::Place(Place::WordEdge {
                    ascii,
                    negated: false,
                }));
            }
            'B' => {
                return Ok(Node::Place(Place::WordEdge {
                    ascii,
                    negated: true,
                }));
            }
            _ => {}
        }
        if let Some(member) = self.category(c, flags) {
            return Ok(Node::Set(Set::new(vec![member], false, Fold::Exact)));
        }
        if let Some(code) = simple_escape(code) {
            return Ok(Node::Literal(code, fold));
        }
        if let Some(code) = self.numeric_escape(c)? {
            return Ok(Node::Literal(code, fold));
        }
        let octal_digit = |c: char| matches!(c, '0'..='7');
        if c == '0' {
            let digits = format!("0{}", self.source.take_while(2, octal_digit)?);
            return Ok(Node::Literal(self.octal(&digits)?, fold));
        }
        if c.is_ascii_digit() {
            let mut digits = c.to_string();
            if is(self.source.peek(), |c| c.is_ascii_digit()) {
                digits.push_str(&self.source.take_while(1, |_| true)?);
                if digits.chars().all(octal_digit) && is(self.source.peek(), octal_digit) {
                    digits.push_str(&self.source.take_while(1, |_| true)?);
                    return Ok(Node::Literal(self.octal(&digits)?, fold));
                }
            }
            let group = digits.parse::<u32>().unwrap_or(u32::MAX);
            if (group as usize) < self.groups.len() {
                self.check_open(group, digits.len() + 1)?;
                self.check_lookbehind(group)?;
                return Ok(Node::Reference { group, fold });
            }
            return Err(self
                .source
                .error(format!("invalid group reference {group}"), digits.len()));
        }
        if c.is_ascii_alphabetic() {
            return Err(self.bad_escape(code));
        }
        Ok(Node::Literal(code, fold))
    }

    /// `[…]`, its bracket already taken.
    pub(super) fn set(&mut self, flags: u32) -> Result<Node> {
        let here = self.source.at - 1;
        let negated = self.source.eat('^')?;
        let mut members = Vec::new();
        let unterminated = |parser: &Parser| {
            parser
                .source
                .error("unterminated character set", parser.source.at - here)
        };
        loop {
            let start = self.source.at;
            let Some(token) = self.source.get()? else {
                return Err(unterminated(self));
            };
            if token.0 == ']' as u32 && token.1.is_none() && !members.is_empty() {
                break;
            }
            let low = self.set_member(token, flags)?;
            let low_end = self.source.at;
            if !self.source.eat('-')? {
                members.push(low);
                continue;
            }
            let Some(token) = self.source.get()? else {
                return Err(unterminated(self));
            };
            if token == (']' as u32, None) {
                members.push(low);
                members.push(Member::Range('-' as u32, '-' as u32));
                break;
            }
            let high_start = low_end + 1;
            let high_token_end = self.source.at;
            let high = self.set_member(token, flags)?;
            match (low, high) {
                (Member::Range(a, _), Member::Range(b, _)) if a <= b => {
                    members.push(Member::Range(a, b))
                }
                _ => {
                    // The message shows both tokens: a backslash and one letter, not the digits after it.
                    let first = if self.source.code[start] == '\\' as u32 {
                        2
                    } else {
                        1
                    };
                    let text = |from: usize, to: usize| {
                        self.source.code[from..to]
                            .iter()
                            .map(|c| shown(*c))
                            .collect::<String>()
                    };
                    let (left, right) =
                        (text(start, start + first), text(high_start, high_token_end));
                    let offset = strings::char_count(&left) + 1 + strings::char_count(&right);
                    return Err(self
                        .source
                        .error(format!("bad character range {left}-{right}"), offset));
                }
            }
        }
        Ok(Node::Set(Set::new(members, negated, self.fold(flags))))
    }

    /// One member of a set: a character (as a range of one) or a class.
    fn set_member(&mut self, token: (u32, Option<u32>), flags: u32) -> Result<Member> {
        let one = |code: u32| Member::Range(code, code);
        let Some(code) = token.1 else {
            return Ok(one(token.0));
        };
        let c = char::from_u32(code).unwrap_or('\u{fffd}');
        if let Some(code) = simple_escape(code) {
            return Ok(one(code));
        }
        if let Some(member) = self.category(c, flags) {
            return Ok(member);
        }
        if let Some(code) = self.numeric_escape(c)? {
            return Ok(one(code));
        }
        if matches!(c, '0'..='7') {
            let digits = format!(
                "{c}{}",
                self.source.take_while(2, |c| matches!(c, '0'..='7'))?
            );
            return Ok(one(self.octal(&digits)?));
        }
        if c.is_ascii_alphanumeric() {
            return Err(self.bad_escape(code));
        }
        Ok(one(code))
    }
}
