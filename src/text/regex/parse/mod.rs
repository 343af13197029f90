//! The parser of Python's pattern syntax, with the messages and positions of `re.error`.
//!
//! What enters: code points and flags. What leaves: a tree, the flags in force, the groups and their names. Only this folder uses it.

mod escape;
mod group;

use super::ast::{Fold, Node, Place, Taste, UNLIMITED};
use super::source::Source;
use super::{RegexError, flag};
use group::Inside;
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
}
