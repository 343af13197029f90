//! What parentheses hold: groups, looks ahead and behind, conditions, flags, comments; and what may refer to a group.
//!
//! Enters: the parser behind an opening parenthesis. Leaves: what it held.

use super::{MAX_NESTING, Parser, Result};
use crate::text::regex::RegexError;
use crate::text::regex::ast::Node;
use crate::text::regex::flag;
use crate::text::regex::source::shown;
use crate::text::repr::repr_str;
use crate::text::strings;

/// What a parenthesis turned out to hold.
pub(super) enum Inside {
    Node(Node),
    /// A comment.
    Nothing,
    /// Flags for the whole pattern.
    Flags,
}

impl Parser {
    pub(super) fn check_open(&self, group: u32, offset: usize) -> Result<()> {
        match self.groups.get(group as usize) {
            Some(Some(_)) => Ok(()),
            _ => Err(self.source.error("cannot refer to an open group", offset)),
        }
    }

    pub(super) fn check_lookbehind(&self, group: u32) -> Result<()> {
        let Some(before) = self.lookbehind_groups else {
            return Ok(());
        };
        self.check_open(group, 0)?;
        if group as usize >= before {
            let message = "cannot refer to group defined in the same lookbehind subpattern";
            return Err(self.source.error(message, 0));
        }
        Ok(())
    }

    fn close(&mut self, start: usize) -> Result<()> {
        if self.source.eat(')')? {
            return Ok(());
        }
        Err(self
            .source
            .error("missing ), unterminated subpattern", self.source.at - start))
    }

    /// What follows an opening parenthesis. `bare`: nothing stands before it in the whole pattern.
    pub(super) fn group(&mut self, flags: u32, bare: bool) -> Result<Inside> {
        let start = self.source.at - 1;
        if !self.source.eat('?')? {
            return self.capture(flags, start, None).map(Inside::Node);
        }
        let end = |parser: &Parser| parser.source.error("unexpected end of pattern", 0);
        let Some((code, escaped)) = self.source.get()? else {
            return Err(end(self));
        };
        let c = char::from_u32(code)
            .filter(|_| escaped.is_none())
            .unwrap_or('\u{fffd}');
        let token = shown(code) + &escaped.map(shown).unwrap_or_default();
        match c {
            'P' => {
                if self.source.eat('<')? {
                    let name = self.source.until('>', "group name")?;
                    self.source.check_name(&name)?;
                    return self.capture(flags, start, Some(name)).map(Inside::Node);
                }
                if self.source.eat('=')? {
                    let name = self.source.until(')', "group name")?;
                    self.source.check_name(&name)?;
                    let offset = strings::char_count(&name) + 1;
                    let group = self.named(&name, offset)?;
                    self.check_open(group, offset)?;
                    self.check_lookbehind(group)?;
                    return Ok(Inside::Node(Node::Reference {
                        group,
                        fold: self.fold(flags),
                    }));
                }
                let Some((code, escaped)) = self.source.get()? else {
                    return Err(end(self));
                };
                let token = shown(code) + &escaped.map(shown).unwrap_or_default();
                let offset = strings::char_count(&token) + 2;
                Err(self
                    .source
                    .error(format!("unknown extension ?P{token}"), offset))
            }
            '#' => loop {
                match self.source.get()? {
                    None => {
                        let offset = self.source.at - start;
                        return Err(self.source.error("missing ), unterminated comment", offset));
                    }
                    Some((code, None)) if code == ')' as u32 => return Ok(Inside::Nothing),
                    Some(_) => {}
                }
            },
            '=' | '!' => self.look(flags, start, false, c == '!'),
            '<' => {
                let Some((code, escaped)) = self.source.get()? else {
                    return Err(end(self));
                };
                let negated = code == '!' as u32;
                if !negated && code != '=' as u32 {
                    let token = shown(code) + &escaped.map(shown).unwrap_or_default();
                    let offset = strings::char_count(&token) + 2;
                    return Err(self
                        .source
                        .error(format!("unknown extension ?<{token}"), offset));
                }
                self.look(flags, start, true, negated)
            }
            '(' => self.condition(flags, start),
            ':' => {
                let body = Box::new(self.alternatives(flags)?);
                self.close(start)?;
                Ok(Inside::Node(Node::Group { body, index: None }))
            }
            '>' => {
                let body = self.alternatives(flags)?;
                self.close(start)?;
                Ok(Inside::Node(Node::Atomic(Box::new(body))))
            }
            '-' | 'i' | 'L' | 'm' | 's' | 'x' | 'a' | 'u' => {
                let Some((on, off)) = self.inline_flags(c)? else {
                    if !bare {
                        let message = "global flags not at the start of the expression";
                        return Err(self.source.error(message, self.source.at - start));
                    }
                    return Ok(Inside::Flags);
                };
                // Naming one kind of characters takes the place of the other.
                let mut inner = flags;
                if on & flag::TYPES != 0 {
                    inner &= !flag::TYPES;
                }
                let body = Box::new(self.alternatives((inner | on) & !off)?);
                self.close(start)?;
                Ok(Inside::Node(Node::Group { body, index: None }))
            }
            _ => {
                let offset = strings::char_count(&token) + 1;
                Err(self
                    .source
                    .error(format!("unknown extension ?{token}"), offset))
            }
        }
    }

    fn named(&self, name: &str, offset: usize) -> Result<u32> {
        let missing = || {
            self.source
                .error(format!("unknown group name {}", repr_str(name)), offset)
        };
        self.names.get(name).copied().ok_or_else(missing)
    }

    fn capture(&mut self, flags: u32, start: usize, name: Option<String>) -> Result<Node> {
        let index = self.groups.len() as u32;
        self.groups.push(None);
        if let Some(name) = name {
            if let Some(old) = self.names.insert(name.clone(), index) {
                let message = format!(
                    "redefinition of group name {} as group {index}; was group {old}",
                    repr_str(&name)
                );
                return Err(self.source.error(message, strings::char_count(&name) + 1));
            }
            self.order.push((name, index));
        }
        let body = self.alternatives(flags)?;
        self.close(start)?;
        let widths: Vec<_> = self.groups.iter().map(|w| w.unwrap_or((0, None))).collect();
        self.groups[index as usize] = Some(body.width(&widths));
        Ok(Node::Group {
            body: Box::new(body),
            index: Some(index),
        })
    }

    fn look(&mut self, flags: u32, start: usize, behind: bool, negated: bool) -> Result<Inside> {
        let outer = self.lookbehind_groups;
        if behind && outer.is_none() {
            self.lookbehind_groups = Some(self.groups.len());
        }
        let body = self.alternatives(flags)?;
        self.lookbehind_groups = outer;
        self.close(start)?;
        Ok(Inside::Node(Node::Look {
            body: Box::new(body),
            behind,
            negated,
        }))
    }

    fn condition(&mut self, flags: u32, start: usize) -> Result<Inside> {
        let name = self.source.until(')', "group name")?;
        let offset = strings::char_count(&name) + 1;
        let group = if name.bytes().all(|b| b.is_ascii_digit()) {
            let group = name.parse::<u32>().unwrap_or(u32::MAX);
            if group == 0 {
                return Err(self.source.error("bad group number", offset));
            }
            if group > i32::MAX as u32 / 2 {
                return Err(self
                    .source
                    .error(format!("invalid group reference {name}"), offset));
            }
            if self.conditions.iter().all(|(known, _)| *known != group) {
                self.conditions.push((group, self.source.at - offset));
            }
            group
        } else {
            self.source.check_name(&name)?;
            self.named(&name, offset)?
        };
        self.check_lookbehind(group)?;
        self.depth += 1;
        if self.depth > MAX_NESTING {
            return Err(RegexError::recursion());
        }
        let yes = Box::new(self.sequence(flags, false)?.0);
        let no = if self.source.eat('|')? {
            let no = self.sequence(flags, false)?.0;
            if self.source.peek() == Some('|' as u32) {
                return Err(self
                    .source
                    .error("conditional backref with more than two branches", 0));
            }
            Box::new(no)
        } else {
            Box::new(Node::Concat(Vec::new()))
        };
        self.depth -= 1;
        self.close(start)?;
        Ok(Inside::Node(Node::Condition { group, yes, no }))
    }

    /// `(?flags)`, which gives `None`, or `(?on-off:`.
    fn inline_flags(&mut self, first: char) -> Result<Option<(u32, u32)>> {
        let (mut on, mut off) = (0, 0);
        let mut c = first;
        let next = |parser: &mut Parser, missing: &str, ends: &str| -> Result<char> {
            let Some((code, escaped)) = parser.source.get()? else {
                return Err(parser.source.error(missing, 0));
            };
            let c = char::from_u32(code)
                .filter(|_| escaped.is_none())
                .unwrap_or('\\');
            if ends.contains(c) || flag::of(c) != 0 {
                return Ok(c);
            }
            let size = 1 + usize::from(escaped.is_some());
            let message = if size == 1 && c.is_alphabetic() {
                "unknown flag"
            } else {
                missing
            };
            Err(parser.source.error(message, size))
        };
        if c != '-' {
            loop {
                if self.source.is_text && c == 'L' {
                    let message = "bad inline flags: cannot use 'L' flag with a str pattern";
                    return Err(self.source.error(message, 0));
                }
                if !self.source.is_text && c == 'u' {
                    let message = "bad inline flags: cannot use 'u' flag with a bytes pattern";
                    return Err(self.source.error(message, 0));
                }
                let bit = flag::of(c);
                on |= bit;
                if bit & flag::TYPES != 0 && on & flag::TYPES != bit {
                    let message = "bad inline flags: flags 'a', 'u' and 'L' are incompatible";
                    return Err(self.source.error(message, 0));
                }
                c = next(self, "missing -, : or )", ")-:")?;
                if matches!(c, ')' | '-' | ':') {
                    break;
                }
            }
        }
        if c == ')' {
            self.flags |= on;
            return Ok(None);
        }
        if c == '-' {
            c = next(self, "missing flag", "")?;
            loop {
                let bit = flag::of(c);
                if bit & flag::TYPES != 0 {
                    let message = "bad inline flags: cannot turn off flags 'a', 'u' and 'L'";
                    return Err(self.source.error(message, 0));
                }
                off |= bit;
                c = next(self, "missing :", ":")?;
                if c == ':' {
                    break;
                }
            }
        }
        if on & off != 0 {
            return Err(self
                .source
                .error("bad inline flags: flag turned on and off", 1));
        }
        Ok(Some((on, off)))
    }
}
