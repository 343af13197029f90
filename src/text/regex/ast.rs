//! The syntax tree of a pattern.
//!
//! What enters: nothing; the parser builds it. What leaves: nodes that the compiler reads. Only this folder uses it.

use super::case;
use crate::text::{from_code_point, unicode};

/// The most repetitions a quantifier may name; it itself means "without limit".
pub const UNLIMITED: u32 = u32::MAX;

/// How letters of both cases are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// As they are.
    Exact,
    /// Only ASCII letters are alike.
    Ascii,
    /// By Unicode.
    Unicode,
}

/// What a quantifier prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taste {
    Greedy,
    Lazy,
    Possessive,
}

/// A test of the position that consumes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    TextStart,
    LineStart,
    TextEnd,
    /// The end, or before a newline that is last.
    TextEndOrNewline,
    LineEnd,
    WordEdge {
        ascii: bool,
        negated: bool,
    },
}

/// A node of the tree.
#[derive(Debug, Clone)]
pub enum Node {
    Literal(u32, Fold),
    /// Any character; `true`: newlines too.
    Any(bool),
    Set(Set),
    Place(Place),
    Concat(Vec<Node>),
    Either(Vec<Node>),
    Repeat {
        body: Box<Node>,
        least: u32,
        most: u32,
        taste: Taste,
    },
    Group {
        body: Box<Node>,
        index: Option<u32>,
    },
    Atomic(Box<Node>),
    Look {
        body: Box<Node>,
        behind: bool,
        negated: bool,
    },
    Reference {
        group: u32,
        fold: Fold,
    },
    Condition {
        group: u32,
        yes: Box<Node>,
        no: Box<Node>,
    },
}

/// A class such as `\d`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    Digit,
    Space,
    Word,
}

/// One member of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member {
    Range(u32, u32),
    Category {
        category: Category,
        negated: bool,
        ascii: bool,
    },
}

impl Category {
    /// Whether a code point belongs to it.
    pub fn contains(self, code: u32, ascii: bool) -> bool {
        let c = match from_code_point(code) {
            Some(c) if c.is_ascii() || !ascii => c,
            _ => return false,
        };
        match self {
            Category::Digit => unicode::is_decimal(c),
            Category::Space if ascii => matches!(c, '\t'..='\r' | ' '),
            Category::Space => unicode::is_space(c),
            Category::Word => unicode::is_word(c),
        }
    }
}

/// A set of characters, with its answers for the first 256 at hand.
#[derive(Debug, Clone)]
pub struct Set {
    members: Vec<Member>,
    negated: bool,
    fold: Fold,
    latin: [u64; 4],
}

impl Set {
    /// Builds the set and its table.
    pub fn new(members: Vec<Member>, negated: bool, fold: Fold) -> Self {
        let mut set = Set {
            members,
            negated,
            fold,
            latin: [0; 4],
        };
        for code in 0..256 {
            if set.slow_contains(code) {
                set.latin[code as usize / 64] |= 1 << (code % 64);
            }
        }
        set
    }

    /// Whether a code point belongs to the set.
    #[inline]
    pub fn contains(&self, code: u32) -> bool {
        if code < 256 {
            self.latin[code as usize / 64] >> (code % 64) & 1 == 1
        } else {
            self.slow_contains(code)
        }
    }

    fn slow_contains(&self, code: u32) -> bool {
        let mut found = self.has(code);
        if !found && self.fold != Fold::Exact {
            found = case::variants(code, self.fold)
                .iter()
                .any(|other| self.has(*other));
        }
        found != self.negated
    }

    fn has(&self, code: u32) -> bool {
        self.members.iter().any(|member| match *member {
            Member::Range(low, high) => (low..=high).contains(&code),
            Member::Category {
                category,
                negated,
                ascii,
            } => category.contains(code, ascii) != negated,
        })
    }
}

impl Node {
    /// The least and the most characters the node can match; `None` for no limit.
    pub fn width(&self, groups: &[(u32, Option<u32>)]) -> (u32, Option<u32>) {
        let add = |a: (u32, Option<u32>), b: (u32, Option<u32>)| {
            (
                a.0.saturating_add(b.0),
                a.1.zip(b.1).and_then(|(x, y)| x.checked_add(y)),
            )
        };
        let either = |a: (u32, Option<u32>), b: (u32, Option<u32>)| {
            (a.0.min(b.0), a.1.zip(b.1).map(|(x, y)| x.max(y)))
        };
        match self {
            Node::Literal(..) | Node::Any(_) | Node::Set(_) => (1, Some(1)),
            Node::Place(_) | Node::Look { .. } => (0, Some(0)),
            Node::Concat(nodes) => nodes
                .iter()
                .map(|n| n.width(groups))
                .fold((0, Some(0)), add),
            Node::Either(nodes) => nodes
                .iter()
                .map(|n| n.width(groups))
                .reduce(either)
                .unwrap_or((0, Some(0))),
            Node::Repeat {
                body, least, most, ..
            } => {
                let (low, high) = body.width(groups);
                let top = match high {
                    Some(0) => Some(0),
                    Some(high) if *most != UNLIMITED => high.checked_mul(*most),
                    _ => None,
                };
                (low.saturating_mul(*least), top)
            }
            Node::Group { body, .. } | Node::Atomic(body) => body.width(groups),
            Node::Reference { group, .. } => {
                groups.get(*group as usize).copied().unwrap_or((0, None))
            }
            Node::Condition { yes, no, .. } => either(yes.width(groups), no.width(groups)),
        }
    }
}
