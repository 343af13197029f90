//! Errors of syntax: what they hold, and how their place is said.
//!
//! In: a kind, a text, a span. Out: a [`SyntaxError`] with line and column as CPython counts them.

use super::Span;
use super::span::LineIndex;

/// Which exception class an error becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    /// `SyntaxError`
    Syntax,
    /// `IndentationError`
    Indentation,
    /// `TabError`
    Tab,
}

impl ErrorKind {
    /// The exception's name.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::Syntax => "SyntaxError",
            ErrorKind::Indentation => "IndentationError",
            ErrorKind::Tab => "TabError",
        }
    }
}

/// A text that is not Python, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// Its exception class.
    pub kind: ErrorKind,
    /// What is wrong, in CPython 3.13's words where it has any.
    pub message: String,
    /// Where, in bytes.
    pub span: Span,
    /// `lineno`, from 1.
    pub line: u32,
    /// `offset`, in characters from 1; 0 means none, and no caret is shown.
    pub column: u32,
    /// `end_lineno`.
    pub end_line: u32,
    /// `end_offset`.
    pub end_column: u32,
}

/// An error whose line and column are not yet counted: what the stages hand on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Its exception class.
    pub kind: ErrorKind,
    /// What is wrong.
    pub message: String,
    /// Where.
    pub span: Span,
    /// CPython gives no column: it points before the line.
    pub before_line: bool,
}

impl Fault {
    /// A plain `SyntaxError`.
    pub fn new(message: impl Into<String>, span: Span) -> Self {
        Fault {
            kind: ErrorKind::Syntax,
            message: message.into(),
            span,
            before_line: false,
        }
    }

    /// An `IndentationError`.
    pub fn indentation(message: impl Into<String>, span: Span) -> Self {
        Fault {
            kind: ErrorKind::Indentation,
            message: message.into(),
            span,
            before_line: false,
        }
    }

    /// Counts line and column.
    pub fn locate(self, source: &str) -> SyntaxError {
        let lines = LineIndex::new(source);
        // Some rules point at the last byte of a character; its start is meant.
        let whole = |offset: u32| {
            let at = (0..=source.len().min(offset as usize))
                .rev()
                .find(|at| source.is_char_boundary(*at));
            at.unwrap_or(0) as u32
        };
        let (start, end) = (whole(self.span.start), whole(self.span.end));
        let (line, column) = (lines.line(start), lines.column(start, source));
        let (mut end_line, mut end_column) = (lines.line(end), lines.column(end, source));
        // A line end is one column wide, and stays in its line.
        if end_line > line && source[start as usize..].starts_with(['\n', '\r', '#']) {
            (end_line, end_column) = (line, column + 1);
        }
        SyntaxError {
            kind: self.kind,
            message: self.message,
            span: Span::new(start, end),
            line,
            column: if self.before_line { 0 } else { column },
            end_line,
            end_column,
        }
    }
}

/// Something legal but suspicious: becomes a `SyntaxWarning`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// What is suspicious.
    pub message: String,
    /// Where.
    pub span: Span,
}
