//! The parser of Python's pattern syntax, with the messages and positions of `re.error`.
//!
//! What enters: code points and flags. What leaves: a tree, the flags in force, the groups and their names. Only this folder uses it.

use super::ast::{Category, Fold, Member, Node, Place, Set, Taste, UNLIMITED};
use super::source::{Source, is, shown, simple_escape};
use super::{RegexError, flag};
use crate::text::repr::repr_str;
use crate::text::strings;
use std::collections::HashMap;

type Result<T> = std::result::Result<T, RegexError>;

/// Groups may nest this deep; CPython's parser gives up by recursion depth.
const MAX_NESTING: usize = 200;

/// What parsing gives.
#[derive(Debug)]
pub struct Parsed {
    pub root: Node,
    pub flags: u32,
    /// Number of groups, the whole match not counted.
    pub groups: u32,
    pub names: Vec<(String, u32)>,
    /// Width of every group, the whole match's place included.
    pub widths: Vec<(u32, Option<u32>)>,
}

struct Parser {
    source: Source,
    flags: u32,
    /// Width of each group; `None` while it is open.
    groups: Vec<Option<(u32, Option<u32>)>>,
    names: HashMap<String, u32>,
    order: Vec<(String, u32)>,
    lookbehind_groups: Option<usize>,
    /// Groups that conditions name by number, and where.
    conditions: Vec<(u32, usize)>,
    depth: usize,
}

/// Parses a pattern.
pub fn parse(code: Vec<u32>, is_text: bool, flags: u32) -> Result<Parsed> {
    let source = Source {
        code,
        at: 0,
        is_text,
    };
    source.check_end()?;
    let mut parser = Parser {
        source,
        flags,
        groups: vec![Some((0, None))],
        names: HashMap::new(),
        order: Vec::new(),
        lookbehind_groups: None,
        conditions: Vec::new(),
        depth: 0,
    };
    // Inline flags at the start count for the whole pattern; they are found before anything depends on them.
    let root = parser.alternatives(flags)?;
    let flags = fix_flags(parser.flags, is_text)?;
    if parser.source.peek().is_some() {
        return Err(parser.source.error("unbalanced parenthesis", 0));
    }
    for (group, at) in &parser.conditions {
        if *group as usize >= parser.groups.len() {
            return Err(RegexError::at(
                format!("invalid group reference {group}"),
                *at,
                &parser.source.code,
            ));
        }
    }
    let groups = parser.groups.len() as u32 - 1;
    let widths = parser
        .groups
        .iter()
        .map(|w| w.unwrap_or((0, None)))
        .collect();
    Ok(Parsed {
        root,
        flags,
        groups,
        names: parser.order,
        widths,
    })
}

/// Refuses combinations of flags, and adds the one that is implied.
fn fix_flags(flags: u32, is_text: bool) -> Result<u32> {
    let both = |mask: u32| flags & mask == mask;
    if is_text {
        if flags & flag::LOCALE != 0 {
            return Err(RegexError::value(
                "cannot use LOCALE flag with a str pattern",
            ));
        }
        if both(flag::ASCII | flag::UNICODE) {
            return Err(RegexError::value(
                "ASCII and UNICODE flags are incompatible",
            ));
        }
        return Ok(if flags & flag::ASCII == 0 {
            flags | flag::UNICODE
        } else {
            flags
        });
    }
    if flags & flag::UNICODE != 0 {
        return Err(RegexError::value(
            "cannot use UNICODE flag with a bytes pattern",
        ));
    }
    if both(flag::LOCALE | flag::ASCII) {
        return Err(RegexError::value("ASCII and LOCALE flags are incompatible"));
    }
    Ok(flags)
}

impl Parser {
    fn is_ascii(&self, flags: u32) -> bool {
        !self.source.is_text || flags & flag::ASCII != 0
    }

    fn fold(&self, flags: u32) -> Fold {
        match flags & flag::IGNORECASE != 0 {
            false => Fold::Exact,
            true if self.is_ascii(flags) => Fold::Ascii,
            true => Fold::Unicode,
        }
    }

    /// Branches separated by `|`.
    fn alternatives(&mut self, mut flags: u32) -> Result<Node> {
        let nested = self.depth > 0;
        if self.depth > MAX_NESTING {
            return Err(RegexError::recursion());
        }
        self.depth += 1;
        let mut branches = Vec::new();
        loop {
            let (branch, after) = self.sequence(flags, !nested && branches.is_empty())?;
            branches.push(branch);
            if !nested {
                flags = after;
            }
            if !self.source.eat('|')? {
                break;
            }
        }
        self.depth -= 1;
        Ok(if branches.len() == 1 {
            branches.swap_remove(0)
        } else {
            Node::Either(branches)
        })
    }

    /// One branch, and the flags after it (global flags may have been set at its start).
    fn sequence(&mut self, mut flags: u32, first: bool) -> Result<(Node, u32)> {
        let mut nodes: Vec<Node> = Vec::new();
        while let Some(code) = self.source.peek() {
            let c = char::from_u32(code).unwrap_or('\u{fffd}');
            if matches!(c, '|' | ')') {
                break;
            }
            let token = self.source.get()?;
            if flags & flag::VERBOSE != 0 {
                if matches!(c, ' ' | '\t'..='\r') {
                    continue;
                }
                if c == '#' {
                    while self
                        .source
                        .get()?
                        .is_some_and(|(code, _)| code != '\n' as u32)
                    {}
                    continue;
                }
            }
            match c {
                '\\' => {
                    let escaped = token.and_then(|t| t.1).unwrap_or(0);
                    nodes.push(self.escape(escaped, flags)?);
                }
                '[' => nodes.push(self.set(flags)?),
                '*' | '+' | '?' | '{' => self.repeat(c, &mut nodes, flags)?,
                '.' => nodes.push(Node::Any(flags & flag::DOTALL != 0)),
                '^' if flags & flag::MULTILINE != 0 => nodes.push(Node::Place(Place::LineStart)),
                '^' => nodes.push(Node::Place(Place::TextStart)),
                '$' if flags & flag::MULTILINE != 0 => nodes.push(Node::Place(Place::LineEnd)),
                '$' => nodes.push(Node::Place(Place::TextEndOrNewline)),
                '(' => {
                    let bare = first && nodes.is_empty();
                    match self.group(flags, bare)? {
                        Inside::Node(node) => nodes.push(node),
                        Inside::Nothing => {}
                        Inside::Flags => flags |= self.flags,
                    }
                }
                _ => nodes.push(Node::Literal(code, self.fold(flags))),
            }
        }
        Ok((
            if nodes.len() == 1 {
                nodes.swap_remove(0)
            } else {
                Node::Concat(nodes)
            },
            flags,
        ))
    }

    /// A quantifier after the last of `nodes`.
    fn repeat(&mut self, c: char, nodes: &mut Vec<Node>, flags: u32) -> Result<()> {
        let here = self.source.at;
        let (mut least, mut most) = match c {
            '?' => (0, 1),
            '*' => (0, UNLIMITED),
            '+' => (1, UNLIMITED),
            _ => (0, UNLIMITED),
        };
        if c == '{' {
            let literal = Node::Literal('{' as u32, self.fold(flags));
            if self.source.peek() == Some('}' as u32) {
                nodes.push(literal);
                return Ok(());
            }
            let digit = |c: char| c.is_ascii_digit();
            let low = self.source.take_while(usize::MAX, digit)?;
            let high = if self.source.eat(',')? {
                self.source.take_while(usize::MAX, digit)?
            } else {
                low.clone()
            };
            if !self.source.eat('}')? {
                nodes.push(literal);
                self.source.at = here;
                return Ok(());
            }
            let number = |text: &str| match text.parse::<u32>() {
                Ok(n) if n < UNLIMITED => Ok(n),
                _ => Err(RegexError::overflow("the repetition number is too large")),
            };
            if !low.is_empty() {
                least = number(&low)?;
            }
            if !high.is_empty() {
                most = number(&high)?;
                if most < least {
                    return Err(self
                        .source
                        .error("min repeat greater than max repeat", self.source.at - here));
                }
            }
        }
        let offset = self.source.at - here + 1;
        match nodes.last() {
            None | Some(Node::Place(_)) => {
                return Err(self.source.error("nothing to repeat", offset));
            }
            Some(Node::Repeat { .. }) => return Err(self.source.error("multiple repeat", offset)),
            Some(_) => {}
        }
        let taste = if self.source.eat('?')? {
            Taste::Lazy
        } else if self.source.eat('+')? {
            Taste::Possessive
        } else {
            Taste::Greedy
        };
        if let Some(body) = nodes.pop() {
            nodes.push(Node::Repeat {
                body: Box::new(body),
                least,
                most,
                taste,
            });
        }
        Ok(())
    }

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
    fn escape(&mut self, code: u32, flags: u32) -> Result<Node> {
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

    fn check_open(&self, group: u32, offset: usize) -> Result<()> {
        match self.groups.get(group as usize) {
            Some(Some(_)) => Ok(()),
            _ => Err(self.source.error("cannot refer to an open group", offset)),
        }
    }

    fn check_lookbehind(&self, group: u32) -> Result<()> {
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

    /// `[…]`, its bracket already taken.
    fn set(&mut self, flags: u32) -> Result<Node> {
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

    fn close(&mut self, start: usize) -> Result<()> {
        if self.source.eat(')')? {
            return Ok(());
        }
        Err(self
            .source
            .error("missing ), unterminated subpattern", self.source.at - start))
    }

    /// What follows an opening parenthesis. `bare`: nothing stands before it in the whole pattern.
    fn group(&mut self, flags: u32, bare: bool) -> Result<Inside> {
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

/// What a parenthesis turned out to hold.
enum Inside {
    Node(Node),
    /// A comment.
    Nothing,
    /// Flags for the whole pattern.
    Flags,
}
