//! Python's regular expressions: its syntax, its errors, its rules of matching.
//!
//! What enters: a pattern as text or bytes, flags, a subject and positions in its bytes. What leaves: the spans of groups, in bytes
//! (`strings::char_index` turns them into code points), or the error with message and position. The `re` module uses it.
//!
//! `parse` reads the syntax into `ast`, `compile` makes a program of it, `exec` runs it, `case` knows which letters are alike,
//! `template` reads replacements, `source` cuts both into tokens. It is a matcher of our own because Python's meaning of empty
//! iterations, captures in loops, conditionals and flags is not that of the engines one could translate to.

mod ast;
mod case;
mod compile;
mod exec;
mod parse;
mod source;
mod template;

pub use template::Template;

use super::to_code_point;
use compile::Program;
use exec::{Bytes, Demand, Memory, NONE, Text};

/// The flags of `re`, as bits.
pub mod flag {
    pub const IGNORECASE: u32 = 2;
    pub const LOCALE: u32 = 4;
    pub const MULTILINE: u32 = 8;
    pub const DOTALL: u32 = 16;
    pub const UNICODE: u32 = 32;
    pub const VERBOSE: u32 = 64;
    pub const DEBUG: u32 = 128;
    pub const ASCII: u32 = 256;
    /// The flags that choose a kind of characters.
    pub const TYPES: u32 = ASCII | LOCALE | UNICODE;

    /// The flag of an inline letter, 0 for other letters.
    pub fn of(c: char) -> u32 {
        match c {
            'i' => IGNORECASE,
            'L' => LOCALE,
            'm' => MULTILINE,
            's' => DOTALL,
            'u' => UNICODE,
            'x' => VERBOSE,
            'a' => ASCII,
            _ => 0,
        }
    }
}

/// The exception that a [`RegexError`] becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegexKind {
    /// `re.error` (`re.PatternError`).
    Pattern,
    Value,
    Overflow,
    Index,
    Recursion,
}

/// Why a pattern or template was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegexError {
    pub kind: RegexKind,
    /// The message without position.
    pub message: String,
    /// Code points before the fault.
    pub position: Option<usize>,
    pub line: Option<usize>,
    pub column: Option<usize>,
    multiline: bool,
}

impl RegexError {
    fn new(kind: RegexKind, message: impl Into<String>) -> Self {
        RegexError {
            kind,
            message: message.into(),
            position: None,
            line: None,
            column: None,
            multiline: false,
        }
    }

    fn at(message: impl Into<String>, position: usize, pattern: &[u32]) -> Self {
        let newline = |code: &u32| *code == '\n' as u32;
        let before = &pattern[..position.min(pattern.len())];
        let last = before.iter().rposition(newline);
        RegexError {
            position: Some(position),
            line: Some(before.iter().filter(|code| newline(code)).count() + 1),
            column: Some(last.map_or(position + 1, |at| position - at)),
            multiline: pattern.iter().any(newline),
            ..RegexError::new(RegexKind::Pattern, message)
        }
    }

    fn without_position(message: &str) -> Self {
        RegexError::new(RegexKind::Pattern, message)
    }

    fn value(message: &str) -> Self {
        RegexError::new(RegexKind::Value, message)
    }

    fn overflow(message: &str) -> Self {
        RegexError::new(RegexKind::Overflow, message)
    }

    fn index(message: String) -> Self {
        RegexError::new(RegexKind::Index, message)
    }

    fn recursion() -> Self {
        RegexError::new(RegexKind::Recursion, "maximum recursion depth exceeded")
    }

    /// `str(error)`.
    pub fn text(&self) -> String {
        match (self.position, self.line, self.column) {
            (Some(position), Some(line), Some(column)) if self.multiline => {
                format!(
                    "{} at position {position} (line {line}, column {column})",
                    self.message
                )
            }
            (Some(position), ..) => format!("{} at position {position}", self.message),
            _ => self.message.clone(),
        }
    }
}

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct Pattern {
    program: Program,
    flags: u32,
    groups: u32,
    names: Vec<(String, u32)>,
    is_text: bool,
}

/// What a match captured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captures {
    slots: Vec<usize>,
    last: u32,
}

impl Captures {
    /// Where a group matched, in bytes; group 0 is the whole match.
    pub fn span(&self, group: u32) -> Option<(usize, usize)> {
        let (start, end) = (
            *self.slots.get(group as usize * 2)?,
            *self.slots.get(group as usize * 2 + 1)?,
        );
        (start != NONE && end != NONE).then_some((start, end))
    }

    /// Where the whole match begins.
    pub fn start(&self) -> usize {
        self.slots[0]
    }

    /// Where the whole match ends.
    pub fn end(&self) -> usize {
        self.slots[1]
    }

    /// `Match.lastindex`: the group that closed last.
    pub fn last_index(&self) -> Option<u32> {
        (self.last != 0).then_some(self.last)
    }
}

/// How a match is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// At the position only.
    Match,
    /// At the position, and up to the end.
    FullMatch,
    /// At the position or anywhere after it.
    Search,
}

impl Pattern {
    /// Compiles a `str` pattern.
    pub fn compile(pattern: &str, flags: u32) -> Result<Pattern, RegexError> {
        Pattern::build(pattern.chars().map(to_code_point).collect(), flags, true)
    }

    /// Compiles a `bytes` pattern.
    pub fn compile_bytes(pattern: &[u8], flags: u32) -> Result<Pattern, RegexError> {
        Pattern::build(
            pattern.iter().map(|b| u32::from(*b)).collect(),
            flags,
            false,
        )
    }

    fn build(code: Vec<u32>, flags: u32, is_text: bool) -> Result<Pattern, RegexError> {
        let parsed = parse::parse(code, is_text, flags)?;
        let program = compile::compile(&parsed.root, &parsed.widths, is_text)?;
        Ok(Pattern {
            program,
            flags: parsed.flags,
            groups: parsed.groups,
            names: parsed.names,
            is_text,
        })
    }

    /// The flags in force, those of the pattern itself included.
    pub fn flags(&self) -> u32 {
        self.flags
    }

    /// How many groups capture.
    pub fn groups(&self) -> u32 {
        self.groups
    }

    /// Names and numbers of the named groups, in order.
    pub fn group_index(&self) -> &[(String, u32)] {
        &self.names
    }

    /// The number of a named group.
    pub fn group_number(&self, name: &str) -> Option<u32> {
        self.names.iter().find(|row| row.0 == name).map(|row| row.1)
    }

    /// The name of a group, for `Match.lastgroup`.
    pub fn group_name(&self, group: u32) -> Option<&str> {
        self.names
            .iter()
            .find(|row| row.1 == group)
            .map(|row| row.0.as_str())
    }

    /// Whether it is a `str` pattern, to be used on UTF-8 only.
    pub fn is_text(&self) -> bool {
        self.is_text
    }

    /// Looks for a match in `subject` from byte `from` to byte `end`; both lie on character boundaries. What stands before `from` is
    /// seen by look-behinds and `^`; what stands after `end` is not there.
    pub fn find(&self, subject: &[u8], from: usize, end: usize, mode: Mode) -> Option<Captures> {
        let demand = Demand {
            whole: mode == Mode::FullMatch,
            ..Demand::default()
        };
        self.find_with(subject, from, end, mode, demand, &mut Memory::default())
            .ok()
            .flatten()
    }

    /// As [`Pattern::find`]; `watch` is asked now and then and ends a long search by answering true.
    pub fn find_watched(
        &self,
        subject: &[u8],
        from: usize,
        end: usize,
        mode: Mode,
        watch: &dyn Fn() -> bool,
    ) -> Result<Option<Captures>, Interrupted> {
        let demand = Demand {
            whole: mode == Mode::FullMatch,
            watch: Some(watch),
            ..Demand::default()
        };
        self.find_with(subject, from, end, mode, demand, &mut Memory::default())
    }

    fn find_with(
        &self,
        subject: &[u8],
        from: usize,
        end: usize,
        mode: Mode,
        demand: Demand<'_>,
        memory: &mut Memory,
    ) -> Result<Option<Captures>, Interrupted> {
        let subject = &subject[..end.min(subject.len())];
        if from > subject.len() {
            return Ok(None);
        }
        memory.interrupted = false;
        let found = match (mode, self.is_text) {
            (Mode::Search, true) => {
                exec::search::<Text>(&self.program, subject, from, demand, memory)
            }
            (Mode::Search, false) => {
                exec::search::<Bytes>(&self.program, subject, from, demand, memory)
            }
            (_, true) => exec::matches_at::<Text>(&self.program, subject, from, demand, memory),
            (_, false) => exec::matches_at::<Bytes>(&self.program, subject, from, demand, memory),
        };
        if memory.interrupted {
            return Err(Interrupted);
        }
        Ok(found.then(|| Captures {
            slots: memory.slots.clone(),
            last: memory.last_group,
        }))
    }
}

/// The watch ended the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interrupted;

/// Walks over the matches of a subject that do not overlap: `finditer`, `findall`, `sub`, `split`, `scanner`.
#[derive(Debug)]
pub struct Scanner {
    at: Option<usize>,
    end: usize,
    nonempty: bool,
    memory: Memory,
}

impl Scanner {
    /// Starts at byte `from`; matches end at byte `end` at the latest.
    pub fn new(from: usize, end: usize) -> Self {
        Scanner {
            at: Some(from),
            end,
            nonempty: false,
            memory: Memory::default(),
        }
    }

    /// The next match. An empty match is allowed right after another match, but not twice at one place.
    pub fn next(&mut self, pattern: &Pattern, subject: &[u8], mode: Mode) -> Option<Captures> {
        self.advance(pattern, subject, mode, None).ok().flatten()
    }

    /// As [`Scanner::next`]; `watch` is asked now and then and ends a long search by answering true.
    pub fn next_watched(
        &mut self,
        pattern: &Pattern,
        subject: &[u8],
        mode: Mode,
        watch: &dyn Fn() -> bool,
    ) -> Result<Option<Captures>, Interrupted> {
        self.advance(pattern, subject, mode, Some(watch))
    }

    fn advance(
        &mut self,
        pattern: &Pattern,
        subject: &[u8],
        mode: Mode,
        watch: Option<&dyn Fn() -> bool>,
    ) -> Result<Option<Captures>, Interrupted> {
        let Some(at) = self.at else { return Ok(None) };
        let demand = Demand {
            whole: mode == Mode::FullMatch,
            nonempty: self.nonempty,
            watch,
        };
        let found = pattern.find_with(subject, at, self.end, mode, demand, &mut self.memory)?;
        match &found {
            Some(captures) => {
                self.nonempty = captures.start() == captures.end();
                self.at = Some(captures.end());
            }
            None => self.at = None,
        }
        Ok(found)
    }
}

/// `re.escape`: a backslash before every character that means something in a pattern.
pub fn escape(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() * 2);
    for c in pattern.chars() {
        if is_special(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn is_special(c: char) -> bool {
    matches!(
        c,
        '(' | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '?'
            | '*'
            | '+'
            | '-'
            | '|'
            | '^'
            | '$'
            | '\\'
            | '.'
            | '&'
            | '~'
            | '#'
            | ' '
            | '\t'..='\r'
    )
}
