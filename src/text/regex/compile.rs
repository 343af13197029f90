//! From the syntax tree to the matcher's program.
//!
//! What enters: a parsed pattern. What leaves: instructions, sets, and what a search may skip by. Only this folder uses it.

use super::RegexError;
use super::ast::Member;
use super::ast::{Fold, Node, Place, Set, Taste, UNLIMITED};
use super::case;
use crate::text::from_code_point;

/// What matches exactly one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Single {
    Char(u32),
    Any,
    AnyOrNewline,
    /// A row of the program's sets.
    Set(u32),
}

/// One step of the matcher.
#[derive(Debug, Clone)]
pub enum Step {
    Single(Single),
    /// These bytes, as they are.
    Bytes(Box<[u8]>),
    Place(Place),
    /// Remember the position: slot 2n opens group n, slot 2n+1 closes it.
    Save(u32),
    /// Try the next step, later `other`.
    Split {
        other: usize,
    },
    Jump(usize),
    RepeatSingle {
        single: Single,
        least: u32,
        most: u32,
        taste: Taste,
    },
    /// Begin a loop and go to its end's test.
    LoopStart {
        id: u32,
        end: usize,
    },
    /// Count an iteration, then go to `body` or on.
    LoopEnd {
        id: u32,
        body: usize,
        least: u32,
        most: u32,
        lazy: bool,
    },
    /// Look around: `back` characters back first; `end` is the step after the matching `LookEnd`.
    LookStart {
        negated: bool,
        back: u32,
        end: usize,
    },
    LookEnd,
    AtomicStart,
    AtomicEnd,
    Reference {
        group: u32,
        fold: Fold,
    },
    Condition {
        group: u32,
        otherwise: usize,
    },
    Accept,
}

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct Program {
    pub steps: Vec<Step>,
    pub sets: Vec<Set>,
    pub loops: usize,
    pub slots: usize,
    /// Bytes every match begins with.
    pub prefix: Vec<u8>,
    /// Bytes a match may begin with, if it cannot be empty there.
    pub first: Option<Box<[bool; 256]>>,
    /// Matches only at the start of the text.
    pub anchored: bool,
}

struct Compiler<'a> {
    program: Program,
    widths: &'a [(u32, Option<u32>)],
    is_text: bool,
}

/// Compiles a tree.
pub fn compile(
    root: &Node,
    widths: &[(u32, Option<u32>)],
    is_text: bool,
) -> Result<Program, RegexError> {
    let program = Program {
        steps: Vec::new(),
        sets: Vec::new(),
        loops: 0,
        slots: widths.len() * 2,
        prefix: Vec::new(),
        first: None,
        anchored: matches!(first_of(root), Some(Node::Place(Place::TextStart))),
    };
    let mut compiler = Compiler {
        program,
        widths,
        is_text,
    };
    compiler.node(root)?;
    compiler.program.steps.push(Step::Accept);
    let mut program = compiler.program;
    program.prefix = match program
        .steps
        .iter()
        .find(|step| !matches!(step, Step::Save(_)))
    {
        Some(Step::Bytes(bytes)) => bytes.to_vec(),
        Some(Step::Single(Single::Char(code))) => encoded(*code, is_text),
        _ => Vec::new(),
    };
    let mut first = Box::new([false; 256]);
    if !first_bytes(root, is_text, &mut first) {
        program.first = Some(first);
    }
    Ok(program)
}

/// The node a match begins with, looking into groups and sequences.
fn first_of(node: &Node) -> Option<&Node> {
    match node {
        Node::Concat(nodes) => nodes.first().and_then(first_of),
        Node::Group { body, .. } => first_of(body),
        other => Some(other),
    }
}

/// The bytes of a code point in the subject.
fn encoded(code: u32, is_text: bool) -> Vec<u8> {
    match from_code_point(code) {
        Some(c) if is_text => c.encode_utf8(&mut [0; 4]).as_bytes().to_vec(),
        _ => vec![code as u8],
    }
}

/// Marks the bytes a match of `node` may begin with; true if it may be empty, so that what follows counts too.
fn first_bytes(node: &Node, is_text: bool, table: &mut [bool; 256]) -> bool {
    let mark = |table: &mut [bool; 256], test: &dyn Fn(u32) -> bool| {
        let plain = if is_text { 128 } else { 256 };
        (0..plain).for_each(|code| table[code] |= test(code as u32));
        // Beyond ASCII a first byte says too little.
        table[plain..].fill(true);
    };
    match node {
        Node::Literal(code, fold) => {
            for code in case::variants(*code, *fold).iter().chain([code]) {
                if let Some(byte) = encoded(*code, is_text).first() {
                    table[*byte as usize] = true;
                }
            }
            false
        }
        Node::Any(newline) => {
            mark(table, &|code| *newline || code != 10);
            false
        }
        Node::Set(set) => {
            mark(table, &|code| set.contains(code));
            false
        }
        Node::Place(_) | Node::Look { .. } => true,
        Node::Reference { .. } => {
            table.fill(true);
            true
        }
        Node::Concat(nodes) => nodes.iter().all(|node| first_bytes(node, is_text, table)),
        Node::Either(nodes) => nodes.iter().fold(false, |empty, node| {
            first_bytes(node, is_text, table) | empty
        }),
        Node::Repeat { body, least, .. } => first_bytes(body, is_text, table) | (*least == 0),
        Node::Group { body, .. } | Node::Atomic(body) => first_bytes(body, is_text, table),
        Node::Condition { yes, no, .. } => {
            first_bytes(yes, is_text, table) | first_bytes(no, is_text, table)
        }
    }
}

impl Compiler<'_> {
    fn push(&mut self, step: Step) -> usize {
        self.program.steps.push(step);
        self.program.steps.len() - 1
    }

    fn here(&self) -> usize {
        self.program.steps.len()
    }

    /// The single-character form of a node, if it has one.
    fn single(&mut self, node: &Node) -> Option<Single> {
        match node {
            Node::Literal(code, fold) => {
                let alike = case::variants(*code, *fold);
                if alike.iter().all(|other| other == code) {
                    return Some(Single::Char(*code));
                }
                let members = alike
                    .iter()
                    .chain([code])
                    .map(|c| Member::Range(*c, *c))
                    .collect();
                Some(self.add_set(Set::new(members, false, Fold::Exact)))
            }
            Node::Any(true) => Some(Single::AnyOrNewline),
            Node::Any(false) => Some(Single::Any),
            Node::Set(set) => Some(self.add_set(set.clone())),
            Node::Group {
                body, index: None, ..
            } => self.single(body),
            _ => None,
        }
    }

    fn add_set(&mut self, set: Set) -> Single {
        self.program.sets.push(set);
        Single::Set(self.program.sets.len() as u32 - 1)
    }

    fn node(&mut self, node: &Node) -> Result<(), RegexError> {
        if let Some(single) = self.single(node) {
            self.push(Step::Single(single));
            return Ok(());
        }
        match node {
            Node::Literal(..) | Node::Any(_) | Node::Set(_) => {}
            Node::Place(place) => {
                self.push(Step::Place(*place));
            }
            Node::Concat(nodes) => self.concat(nodes)?,
            Node::Either(nodes) => self.either(nodes)?,
            Node::Repeat {
                body,
                least,
                most,
                taste,
            } => self.repeat(body, *least, *most, *taste)?,
            Node::Group {
                body, index: None, ..
            } => self.node(body)?,
            Node::Group {
                body,
                index: Some(index),
                ..
            } => {
                self.push(Step::Save(index * 2));
                self.node(body)?;
                self.push(Step::Save(index * 2 + 1));
            }
            Node::Atomic(body) => {
                self.push(Step::AtomicStart);
                self.node(body)?;
                self.push(Step::AtomicEnd);
            }
            Node::Look {
                body,
                behind,
                negated,
            } => {
                let mut back = 0;
                if *behind {
                    back = match body.width(self.widths) {
                        (least, Some(most)) if least == most => least,
                        _ => {
                            return Err(RegexError::without_position(
                                "look-behind requires fixed-width pattern",
                            ));
                        }
                    };
                }
                let start = self.push(Step::LookStart {
                    negated: *negated,
                    back,
                    end: 0,
                });
                self.node(body)?;
                self.push(Step::LookEnd);
                let after = self.here();
                if let Step::LookStart { end, .. } = &mut self.program.steps[start] {
                    *end = after;
                }
            }
            Node::Reference { group, fold } => {
                self.push(Step::Reference {
                    group: *group,
                    fold: *fold,
                });
            }
            Node::Condition { group, yes, no } => {
                let test = self.push(Step::Condition {
                    group: *group,
                    otherwise: 0,
                });
                self.node(yes)?;
                let jump = self.push(Step::Jump(0));
                let after_yes = self.here();
                self.node(no)?;
                let after = self.here();
                self.program.steps[test] = Step::Condition {
                    group: *group,
                    otherwise: after_yes,
                };
                self.program.steps[jump] = Step::Jump(after);
            }
        }
        Ok(())
    }

    /// Runs of plain characters become one comparison of bytes.
    fn concat(&mut self, nodes: &[Node]) -> Result<(), RegexError> {
        let mut at = 0;
        while at < nodes.len() {
            let mut bytes = Vec::new();
            let mut run = 0;
            while let Some(Node::Literal(code, fold)) = nodes.get(at + run) {
                if case::variants(*code, *fold)
                    .iter()
                    .any(|other| other != code)
                {
                    break;
                }
                bytes.extend(encoded(*code, self.is_text));
                run += 1;
            }
            if run > 1 {
                self.push(Step::Bytes(bytes.into()));
                at += run;
            } else {
                self.node(&nodes[at])?;
                at += 1;
            }
        }
        Ok(())
    }

    fn either(&mut self, nodes: &[Node]) -> Result<(), RegexError> {
        let mut jumps = Vec::new();
        for (at, node) in nodes.iter().enumerate() {
            if at + 1 == nodes.len() {
                self.node(node)?;
                break;
            }
            let split = self.push(Step::Split { other: 0 });
            self.node(node)?;
            jumps.push(self.push(Step::Jump(0)));
            let other = self.here();
            self.program.steps[split] = Step::Split { other };
        }
        let after = self.here();
        for jump in jumps {
            self.program.steps[jump] = Step::Jump(after);
        }
        Ok(())
    }

    fn repeat(
        &mut self,
        body: &Node,
        least: u32,
        most: u32,
        taste: Taste,
    ) -> Result<(), RegexError> {
        if most == 0 {
            return Ok(());
        }
        if let Some(single) = self.single(body) {
            self.push(Step::RepeatSingle {
                single,
                least,
                most,
                taste,
            });
            return Ok(());
        }
        // An empty body adds nothing after the first round; this bounds `(?:){1000000000}`.
        let least = if body.width(self.widths) == (0, Some(0)) {
            least.min(1)
        } else {
            least
        };
        if taste == Taste::Possessive {
            self.push(Step::AtomicStart);
        }
        let id = self.program.loops as u32;
        self.program.loops += 1;
        let start = self.push(Step::LoopStart { id, end: 0 });
        self.node(body)?;
        let end = self.push(Step::LoopEnd {
            id,
            body: start + 1,
            least,
            most,
            lazy: taste == Taste::Lazy,
        });
        self.program.steps[start] = Step::LoopStart { id, end };
        if taste == Taste::Possessive {
            self.push(Step::AtomicEnd);
        }
        Ok(())
    }
}

/// Whether a count has reached a quantifier's upper end.
pub fn is_full(count: u32, most: u32) -> bool {
    most != UNLIMITED && count >= most
}
