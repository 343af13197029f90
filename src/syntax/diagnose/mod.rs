//! The second look at a text the grammar refused: rules over the tokens around the place, in order.
//!
//! In: the tokens, the one the parser stopped at, what it expected instead. Out: one fault in CPython 3.13's words, at
//! CPython's place; "invalid syntax" when no rule knows better.

mod bracket;
mod statement;

use super::Span;
use super::ast::Expr;
use super::error::Fault;
use super::make::Make;
use super::span::LineIndex;
use super::token::{Class, Tok, Token};

/// Where and why a parse stopped.
pub struct Failure<'a> {
    /// The text.
    pub source: &'a str,
    /// Its tokens.
    pub list: &'a [Token],
    /// The token that did not fit.
    pub at: usize,
    /// The innermost bracket that is never closed.
    pub unclosed: Option<Token>,
    /// The terminals that would have fitted.
    pub expected: &'a [String],
}

/// The rules; the first that speaks is right.
const RULES: &[fn(&Scene) -> Option<Fault>] = &[
    statement::unexpected_indent,
    statement::missing_block,
    statement::missing_handler,
    statement::missing_group_classes,
    statement::not_supported,
    statement::missing_print_parentheses,
    statement::missing_else,
    bracket::dict_item,
    bracket::missing_comma,
    bracket::keyword_generator,
    bracket::field,
    statement::missing_colon,
    bracket::comprehension,
    statement::import,
    bracket::parameters,
    bracket::star_argument,
    bracket::assigned_unpacking,
    statement::walrus_target,
    statement::loop_target,
    statement::annotation,
    statement::unexpected_unindent,
];

/// Finds the fault of a failed parse.
pub fn diagnose(failure: &Failure) -> Fault {
    let scene = Scene::new(failure);
    let fault = RULES.iter().find_map(|rule| rule(&scene));
    let fault = fault.unwrap_or_else(|| {
        let here = scene.here();
        let mut fault = Fault::new("invalid syntax", here.span());
        if here.kind == Tok::EndOfFile {
            let text = failure.source.strip_suffix('\n').unwrap_or(failure.source);
            let start = text.rfind('\n').map_or(0, |end| end + 1) as u32;
            fault.span = Span::new(start, start);
            fault.before_line = true;
        }
        fault
    });
    const NO_OPERAND: &[Tok] = &[
        Tok::Def,
        Tok::Class,
        Tok::Import,
        Tok::From,
        Tok::Async,
        Tok::At,
    ];
    let joins = !NO_OPERAND.contains(&scene.kind(scene.line))
        && scene
            .before(1)
            .is_some_and(|token| ends_operand(token.kind));
    // An operand that starts here with the open bracket reaches the end of the text.
    let reaches_end = |open: &Token| {
        joins && scene.here() == *open && scene.stop(scene.at) + 1 == failure.list.len()
    };
    let is_unclosed = |open: &Token| scene.here().kind == Tok::EndOfFile || reaches_end(open);
    match failure.unclosed {
        Some(open) if is_unclosed(&open) => never_closed(open),
        _ => prefer_unclosed(fault, failure.source, scene.here().start, failure.unclosed),
    }
}

/// A bracket left open on an earlier line is the likelier cause of a fault found at `offset`.
pub fn prefer_unclosed(fault: Fault, source: &str, offset: u32, unclosed: Option<Token>) -> Fault {
    let Some(open) = unclosed else { return fault };
    let lines = LineIndex::new(source);
    if lines.line(offset) > lines.line(open.start) {
        never_closed(open)
    } else {
        fault
    }
}

fn never_closed(open: Token) -> Fault {
    Fault::new(
        format!(
            "'{}' was never closed",
            open.kind.text().trim_start_matches("with ")
        ),
        open.span(),
    )
}

/// An open bracket around the place.
#[derive(Clone, Copy)]
struct Open {
    index: usize,
    /// It opens a replacement field.
    is_field: bool,
    /// The scan is in the field's specification.
    in_spec: bool,
}

/// A failure with its surroundings.
struct Scene<'a> {
    source: &'a str,
    list: &'a [Token],
    at: usize,
    expected: &'a [String],
    /// Index of the first token of the logical line.
    line: usize,
    /// The brackets open at the place, outermost first; f-strings are among them.
    open: Vec<Open>,
}

impl<'a> Scene<'a> {
    fn new(failure: &Failure<'a>) -> Self {
        let (list, at) = (failure.list, failure.at);
        let is_edge =
            |token: &Token| matches!(token.kind, Tok::Newline | Tok::Indent | Tok::Dedent);
        let line = list[..at]
            .iter()
            .rposition(is_edge)
            .map_or(0, |edge| edge + 1);
        let mut open: Vec<Open> = Vec::new();
        for (offset, token) in list[line..at].iter().enumerate() {
            let index = line + offset;
            match token.kind {
                Tok::FStringStart => open.push(Open {
                    index,
                    is_field: false,
                    in_spec: false,
                }),
                Tok::FStringEnd => drop(open.pop()),
                Tok::FormatColon => {
                    if let Some(top) = open.last_mut() {
                        top.in_spec = true;
                    }
                }
                Tok::LBrace => {
                    let is_field = open.last().is_some_and(|top| {
                        top.in_spec && top.is_field || list[top.index].kind == Tok::FStringStart
                    });
                    open.push(Open {
                        index,
                        is_field,
                        in_spec: false,
                    });
                }
                kind if kind.class() == Class::Open => open.push(Open {
                    index,
                    is_field: false,
                    in_spec: false,
                }),
                kind if kind.class() == Class::Close => drop(open.pop()),
                _ => {}
            }
        }
        Scene {
            source: failure.source,
            list,
            at,
            expected: failure.expected,
            line,
            open,
        }
    }

    fn here(&self) -> Token {
        self.list[self.at]
    }

    fn kind(&self, index: usize) -> Tok {
        self.list
            .get(index)
            .map_or(Tok::EndOfFile, |token| token.kind)
    }

    /// The token `back` before the place, in the same line.
    fn before(&self, back: usize) -> Option<Token> {
        let index = self.at.checked_sub(back)?;
        (index >= self.line).then(|| self.list[index])
    }

    fn text(&self, token: Token) -> &'a str {
        token.span().text(self.source)
    }

    fn expects(&self, text: &str) -> bool {
        self.expected
            .iter()
            .any(|entry| entry.trim_matches('"') == text)
    }

    /// The keyword that makes the line a compound statement, `async` skipped.
    fn header(&self) -> Option<(Tok, Token)> {
        let mut index = self.line;
        if self.kind(index) == Tok::Async {
            index += 1;
        }
        let token = *self.list.get(index)?;
        match token.kind {
            Tok::If
            | Tok::Elif
            | Tok::Else
            | Tok::While
            | Tok::For
            | Tok::Try
            | Tok::Except
            | Tok::Finally
            | Tok::With
            | Tok::Def
            | Tok::Class
            | Tok::Match
            | Tok::Case => Some((token.kind, token)),
            _ => None,
        }
    }

    /// The start of the expression that ends before `end`, as far as brackets and separators tell; none when the
    /// place belongs to a `for` or `if` clause.
    fn expression_start(&self, end: usize) -> Option<usize> {
        let floor = self.open.last().map_or(self.line, |open| open.index + 1);
        let mut depth = 0usize;
        let mut index = end;
        while index > floor {
            let kind = self.kind(index - 1);
            if kind.class() == Class::Close || kind == Tok::FStringEnd {
                depth += 1;
            } else if kind.class() == Class::Open || kind == Tok::FStringStart {
                depth = depth.checked_sub(1)?;
            } else if depth == 0 {
                match kind {
                    Tok::Comma
                    | Tok::Colon
                    | Tok::Equal
                    | Tok::ColonEqual
                    | Tok::Semicolon
                    | Tok::Else
                    | Tok::Return
                    | Tok::Yield
                    | Tok::From
                    | Tok::Lambda
                    | Tok::Assert
                    | Tok::Raise
                    | Tok::Arrow
                    | Tok::FormatColon => return Some(index),
                    Tok::Elif
                    | Tok::While
                    | Tok::Match
                    | Tok::Case
                    | Tok::Del
                    | Tok::Import
                    | Tok::With
                    | Tok::As => {
                        return Some(index);
                    }
                    Tok::If if index - 1 == self.line => return Some(index),
                    Tok::If | Tok::For => return None,
                    // A star before an argument is no operator.
                    Tok::Star | Tok::StarStar
                        if index - 1 == floor || self.kind(index - 2) == Tok::Comma =>
                    {
                        return Some(index);
                    }
                    kind if is_augmented(kind) => return Some(index),
                    _ => {}
                }
            }
            index -= 1;
        }
        Some(index)
    }

    /// The expression that these tokens are, if they are one.
    fn parse(&self, from: usize, to: usize) -> Option<Expr> {
        if from >= to {
            return None;
        }
        let mut make = Make::new(self.source, Vec::new());
        match super::run(&mut make, &self.list[from..to], super::Mode::Expression) {
            Ok(super::Ast::Expression(value)) if make.fault.is_none() => Some(*value),
            _ => None,
        }
    }

    /// The index of the token at which an expression that starts at `from` stops.
    fn stop(&self, from: usize) -> usize {
        let mut make = Make::new(self.source, Vec::new());
        match super::run(&mut make, &self.list[from..], super::Mode::Expression) {
            Ok(_) => self.list.len() - 1,
            Err(stop) => from + stop.at,
        }
    }

    /// How many tokens from `from` on, at most up to `limit`, are the longest expression.
    fn longest(&self, from: usize, limit: usize) -> Option<usize> {
        const MOST: usize = 64;
        (from + 1..=limit.min(from + MOST))
            .rev()
            .find(|end| self.parse(from, *end).is_some())
    }

    /// Whether the innermost bracket holds the parameters of a `def`.
    fn is_in_def(&self) -> bool {
        self.open.last().is_some_and(|open| {
            let before = open.index.checked_sub(2).map(|index| self.kind(index));
            self.kind(open.index) == Tok::LParen && before == Some(Tok::Def)
        })
    }

    /// The end of the text is told as the end of its last line; a dedent has no column.
    fn at_end(&self, mut fault: Fault) -> Fault {
        let here = self.here();
        let rest = self.source.get(here.start as usize..).unwrap_or("");
        if rest.is_empty() {
            let newline = self.list[..self.at]
                .iter()
                .rfind(|token| token.kind == Tok::Newline);
            let ends_line = self.source.ends_with(['\n', '\r']);
            if let Some(newline) = newline.filter(|newline| ends_line || newline.end == here.start)
            {
                fault.span = Span::new(newline.start, newline.start);
            }
        } else if here.kind == Tok::Dedent {
            fault.before_line = true;
        }
        fault
    }

    fn syntax(&self, message: impl Into<String>, span: Span) -> Option<Fault> {
        Some(Fault::new(message, span))
    }
}

fn is_augmented(kind: Tok) -> bool {
    let text = kind.text();
    text.len() > 1 && text.ends_with('=') && !matches!(text, "==" | "!=" | "<=" | ">=" | ":=")
}

/// Whether a token can only start an operand, never go on with one.
fn starts_operand(kind: Tok) -> bool {
    matches!(
        kind,
        Tok::Name
            | Tok::Number
            | Tok::String
            | Tok::FStringStart
            | Tok::None
            | Tok::True
            | Tok::False
            | Tok::Ellipsis
            | Tok::Tilde
            | Tok::Lambda
            | Tok::Not
            | Tok::Await
            | Tok::LBrace
    )
}

/// Whether an operand can end with a token.
fn ends_operand(kind: Tok) -> bool {
    matches!(
        kind,
        Tok::Name
            | Tok::Number
            | Tok::String
            | Tok::FStringEnd
            | Tok::None
            | Tok::True
            | Tok::False
            | Tok::Ellipsis
            | Tok::RParen
            | Tok::RBracket
            | Tok::RBrace
    )
}
