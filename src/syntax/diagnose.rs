//! The second look at a text the grammar refused: rules over the tokens around the place, in order.
//!
//! In: the tokens, the one the parser stopped at, what it expected instead. Out: one fault in CPython 3.13's words, at
//! CPython's place; "invalid syntax" when no rule knows better.

use super::Span;
use super::ast::{Expr, ExprKind};
use super::error::Fault;
use super::layout::point;
use super::make::{Make, describe};
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
    unexpected_indent,
    missing_block,
    missing_handler,
    not_supported,
    missing_print_parentheses,
    missing_else,
    dict_item,
    missing_comma,
    keyword_generator,
    field,
    missing_colon,
    comprehension,
    import,
    parameters,
    star_argument,
    walrus_target,
];

/// Finds the fault of a failed parse.
pub fn diagnose(failure: &Failure) -> Fault {
    let scene = Scene::new(failure);
    let fault = RULES.iter().find_map(|rule| rule(&scene));
    let fault = fault.unwrap_or_else(|| Fault::new("invalid syntax", scene.here().span()));
    let is_unclosed =
        |open: &Token| failure.list[failure.at] == *open || scene.here().kind == Tok::EndOfFile;
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

fn unexpected_indent(scene: &Scene) -> Option<Fault> {
    let here = scene.here();
    match here.kind {
        Tok::Indent => Some(Fault::indentation(
            "unexpected indent",
            point(here.start.saturating_sub(1) as usize),
        )),
        _ => None,
    }
}

/// A header, a colon, a line end, and no indent.
fn missing_block(scene: &Scene) -> Option<Fault> {
    let newline = scene.at.checked_sub(1)?;
    if scene.kind(newline) != Tok::Newline || scene.kind(newline.checked_sub(1)?) != Tok::Colon {
        // A dedent may stand between.
        return None;
    }
    let is_edge = |token: &Token| matches!(token.kind, Tok::Newline | Tok::Indent | Tok::Dedent);
    let line = scene.list[..newline]
        .iter()
        .rposition(is_edge)
        .map_or(0, |edge| edge + 1);
    let header = Scene {
        line,
        open: Vec::new(),
        ..*scene
    }
    .header()?;
    let what = match header.0 {
        Tok::Def => "function definition".to_string(),
        Tok::Class => "class definition".to_string(),
        Tok::Except if scene.kind(line + 1) == Tok::Star => "'except*' statement".to_string(),
        kind => format!("'{}' statement", kind.text()),
    };
    let on = LineIndex::new(scene.source).line(header.1.start);
    let here = scene.here();
    let end = if here.kind == Tok::Dedent || here.kind == Tok::EndOfFile {
        here.start
    } else {
        here.end
    };
    let span = if here.start as usize == scene.source.len() {
        let newline = scene.list[newline];
        Span::new(newline.start, newline.start)
    } else {
        Span::new(here.start, end)
    };
    Some(Fault::indentation(
        format!("expected an indented block after {what} on line {on}"),
        span,
    ))
}

fn missing_handler(scene: &Scene) -> Option<Fault> {
    if !(scene.expects("except") && scene.expects("finally")) {
        return None;
    }
    let mut span = scene.here().span();
    if scene.here().kind == Tok::EndOfFile {
        let newline = scene.list[..scene.at]
            .iter()
            .rfind(|token| token.kind == Tok::Newline)?;
        span = Span::new(newline.start, newline.start);
    }
    scene.syntax("expected 'except' or 'finally' block", span)
}

/// What Python 3.12 has and this parser does not.
fn not_supported(scene: &Scene) -> Option<Fault> {
    let (here, last) = (scene.here(), scene.before(1)?);
    let owner = scene.before(2).map(|token| token.kind);
    if here.kind == Tok::LBracket
        && last.kind == Tok::Name
        && matches!(owner, Some(Tok::Def | Tok::Class))
    {
        return scene.syntax("type parameters are not supported yet", here.span());
    }
    let follows = matches!(scene.kind(scene.at + 1), Tok::Equal | Tok::LBracket);
    if scene.at == scene.line + 1 && here.kind == Tok::Name && scene.text(last) == "type" && follows
    {
        return scene.syntax(
            "the 'type' statement is not supported yet",
            Span::new(last.start, here.end),
        );
    }
    None
}

fn missing_print_parentheses(scene: &Scene) -> Option<Fault> {
    let word = scene.before(1)?;
    let name = scene.text(word);
    let is_call = scene
        .before(2)
        .is_some_and(|token| matches!(token.kind, Tok::Dot | Tok::Def | Tok::Class));
    if word.kind != Tok::Name
        || !matches!(name, "print" | "exec")
        || is_call
        || !starts_operand(scene.here().kind)
    {
        return None;
    }
    let limit = scene.list.len() - 1;
    let end = scene.longest(scene.at, limit.min(scene.at + 24))?;
    let span = Span::new(word.start, scene.list[end - 1].end);
    scene.syntax(
        format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?"),
        span,
    )
}

/// `a if b` and no `else`.
fn missing_else(scene: &Scene) -> Option<Fault> {
    if !scene.expects("else") || matches!(scene.here().kind, Tok::Colon | Tok::FormatColon) {
        return None;
    }
    let floor = scene.open.last().map_or(scene.line, |open| open.index + 1);
    let mut depth = 0usize;
    for index in (floor..scene.at).rev() {
        let kind = scene.kind(index);
        if kind.class() == Class::Close || kind == Tok::FStringEnd {
            depth += 1;
        } else if kind.class() == Class::Open || kind == Tok::FStringStart {
            depth = depth.checked_sub(1)?;
        } else if depth == 0 && kind == Tok::If && index > scene.line {
            let start = scene.expression_start(index)?;
            let span = Span::new(scene.list[start].start, scene.list[scene.at - 1].end);
            return scene.syntax("expected 'else' after 'if' expression", span);
        }
    }
    None
}

/// Two operands side by side inside brackets.
fn missing_comma(scene: &Scene) -> Option<Fault> {
    let open = scene.open.last()?;
    let is_fstring_text = scene.list[open.index].kind == Tok::FStringStart;
    if is_fstring_text || !starts_operand(scene.here().kind) || !ends_operand(scene.before(1)?.kind)
    {
        return None;
    }
    let start = scene.expression_start(scene.at)?;
    if scene.is_in_def() && !matches!(scene.kind(start - 1), Tok::Equal | Tok::Colon) {
        return None;
    }
    let first = *scene.list.get(start)?;
    let is_soft = matches!(scene.text(first), "match" | "case" | "_" | "type");
    if first.kind == Tok::Name && (is_soft || scene.kind(start + 1) == Tok::String) {
        return None;
    }
    scene.parse(start, scene.at)?;
    let end = scene.longest(scene.at, (scene.at + 24).min(scene.list.len() - 1))?;
    let span = Span::new(first.start, scene.list[end - 1].end);
    scene.syntax("invalid syntax. Perhaps you forgot a comma?", span)
}

/// `f(a=b for …)`.
fn keyword_generator(scene: &Scene) -> Option<Fault> {
    let open = scene.open.last()?;
    if scene.here().kind != Tok::For || scene.list[open.index].kind != Tok::LParen {
        return None;
    }
    let start = scene.expression_start(scene.at)?;
    if scene.kind(start.checked_sub(1)?) != Tok::Equal
        || scene.kind(start.checked_sub(2)?) != Tok::Name
    {
        return None;
    }
    let span = Span::new(scene.list[start - 2].start, scene.list[start - 1].end);
    scene.syntax(
        "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
        span,
    )
}

/// Inside a replacement field.
fn field(scene: &Scene) -> Option<Fault> {
    let open = scene.open.last().filter(|open| open.is_field)?;
    let first = open.index + 1;
    let here = scene.here();
    if scene.at == first {
        let sign = scene.text(here);
        return match here.kind {
            Tok::RBrace | Tok::Exclaim | Tok::FormatColon | Tok::Equal => {
                let message = format!("f-string: valid expression required before '{sign}'");
                scene.syntax(message, here.span())
            }
            Tok::EndOfFile => None,
            _ => scene.syntax(
                "f-string: expecting a valid expression after '{'",
                here.span(),
            ),
        };
    }
    let colon = scene.list[first..=scene.at]
        .iter()
        .any(|token| token.kind == Tok::FormatColon);
    if colon
        && let Some(lambda) = scene.list[first..scene.at]
            .iter()
            .find(|token| token.kind == Tok::Lambda)
    {
        let message = "f-string: lambda expressions are not allowed without parentheses";
        return scene.syntax(message, Span::new(lambda.start, here.end));
    }
    let Some(end) = scene.longest(first, scene.at) else {
        return scene.syntax(
            "f-string: expecting a valid expression after '{'",
            scene.list[first].span(),
        );
    };
    let mut next = end;
    let mut rest = "'=', or '!', or ':', or '}'";
    if scene.kind(next) == Tok::Equal {
        next += 1;
        rest = "'!', or ':', or '}'";
    }
    if scene.kind(next) == Tok::Exclaim {
        next += 1;
        let token = scene.list[next];
        match token.kind {
            Tok::Name => {
                next += 1;
                rest = "':' or '}'";
            }
            Tok::RBrace | Tok::FormatColon => {
                return scene.syntax("f-string: missing conversion character", token.span());
            }
            _ => return scene.syntax("f-string: invalid conversion character", token.span()),
        }
    }
    let token = *scene.list.get(next)?;
    if matches!(token.kind, Tok::FormatColon | Tok::RBrace | Tok::EndOfFile) {
        return None;
    }
    scene.syntax(format!("f-string: expecting {rest}"), token.span())
}

fn missing_colon(scene: &Scene) -> Option<Fault> {
    if !scene.open.is_empty() || !scene.expects(":") {
        return None;
    }
    let (header, _) = scene.header()?;
    let line = &scene.list[scene.line..scene.at];
    let has = |kind: Tok| line.iter().any(|token| token.kind == kind);
    if scene.kind(scene.at - 1) == Tok::Semicolon
        || has(Tok::Colon) && !has(Tok::Lambda) && !has(Tok::LBracket) && !has(Tok::LBrace)
    {
        return None;
    }
    let forced = matches!(header, Tok::Def | Tok::Try | Tok::Else | Tok::Finally);
    if forced || scene.here().kind == Tok::Newline {
        return scene.syntax("expected ':'", scene.here().span());
    }
    None
}

/// Inside `{…}`.
fn dict_item(scene: &Scene) -> Option<Fault> {
    let open = scene
        .open
        .last()
        .filter(|open| !open.is_field && scene.list[open.index].kind == Tok::LBrace)?;
    let (here, last) = (scene.here(), scene.before(1)?);
    if last.kind == Tok::Colon {
        return match here.kind {
            Tok::RBrace | Tok::Comma => scene.syntax(
                "expression expected after dictionary key and ':'",
                last.span(),
            ),
            Tok::Star => {
                let end = scene
                    .longest(scene.at + 1, scene.list.len() - 1)
                    .map_or(here.end, |end| scene.list[end - 1].end);
                let message = "cannot use a starred expression in a dictionary value";
                scene.syntax(message, Span::new(here.start, end))
            }
            _ => None,
        };
    }
    let start = scene.expression_start(scene.at)?;
    let after_comma = start > open.index + 1 && scene.kind(start - 1) == Tok::Comma;
    if after_comma && scene.expects(":") && scene.parse(start, scene.at).is_some() {
        let end = last.end;
        return scene.syntax("':' expected after dictionary key", Span::new(end - 1, end));
    }
    None
}

/// `[a, b for …]`, `[x for x y …]`.
fn comprehension(scene: &Scene) -> Option<Fault> {
    let open = scene.open.last()?;
    let (here, last) = (scene.here(), scene.before(1)?);
    let bracket = scene.list[open.index].kind;
    if here.kind == Tok::For && matches!(bracket, Tok::LBracket | Tok::LBrace) {
        let first = scene.list[open.index + 1];
        let is_list = scene
            .parse(open.index + 1, scene.at)
            .is_some_and(|value| matches!(value.kind, ExprKind::Tuple(_)));
        if is_list {
            let message = "did you forget parentheses around the comprehension target?";
            return scene.syntax(message, Span::new(first.start, last.end));
        }
    }
    if scene.expects("in") && ends_operand(last.kind) {
        let mut depth = 0usize;
        for index in (open.index + 1..scene.at).rev() {
            let kind = scene.kind(index);
            match kind.class() {
                Class::Close => depth += 1,
                Class::Open => depth = depth.checked_sub(1)?,
                _ if depth > 0 => {}
                _ if kind == Tok::In => return None,
                _ if kind == Tok::For => {
                    return scene.syntax("'in' expected after for-loop variables", here.span());
                }
                _ => {}
            }
        }
    }
    None
}

fn import(scene: &Scene) -> Option<Fault> {
    let (here, last) = (scene.here(), scene.before(1)?);
    if last.kind == Tok::Import && here.kind == Tok::Newline {
        return scene.syntax("Expected one or more names after 'import'", here.span());
    }
    if here.kind == Tok::From && scene.kind(scene.line) == Tok::Import {
        let span = Span::new(scene.list[scene.line].start, here.start);
        return scene.syntax("Did you mean to use 'from ... import ...' instead?", span);
    }
    None
}

fn parameters(scene: &Scene) -> Option<Fault> {
    let (here, last) = (scene.here(), scene.before(1)?);
    let owner = scene.before(2).map(|token| token.kind);
    if owner == Some(Tok::Def) && last.kind == Tok::Name {
        return scene.syntax("expected '('", here.span());
    }
    let in_def = scene.is_in_def();
    let in_lambda = || {
        let start = scene.list[..scene.at]
            .iter()
            .rposition(|token| token.kind == Tok::Lambda)?;
        let plain = |token: &Token| {
            matches!(
                token.kind,
                Tok::Name | Tok::Comma | Tok::Equal | Tok::Number
            )
        };
        (start >= scene.line && scene.list[start + 1..scene.at].iter().all(plain)).then_some(())
    };
    let starts = matches!(last.kind, Tok::LParen | Tok::Comma | Tok::Lambda);
    if here.kind == Tok::LParen && starts {
        let what = if in_def {
            "Function parameters"
        } else {
            in_lambda()?;
            "Lambda expression parameters"
        };
        let inside = scene.list[scene.at + 1..].iter();
        let length = inside
            .take_while(|token| matches!(token.kind, Tok::Name | Tok::Comma))
            .count();
        let close = scene.list[scene.at + 1 + length];
        if close.kind == Tok::RParen && length > 0 {
            return scene.syntax(
                format!("{what} cannot be parenthesized"),
                Span::new(here.start, close.end),
            );
        }
    }
    if last.kind == Tok::Equal && matches!(here.kind, Tok::RParen | Tok::Comma) {
        let name = scene.before(2).filter(|token| token.kind == Tok::Name)?;
        if in_def {
            return scene.syntax("expected default value expression", last.span());
        }
        return scene.syntax(
            "expected argument value expression",
            Span::new(name.start, last.end),
        );
    }
    None
}

fn star_argument(scene: &Scene) -> Option<Fault> {
    let (here, last) = (scene.here(), scene.before(1)?);
    let opened = scene.open.last().map(|open| scene.list[open.index].kind)?;
    let starts = scene
        .before(2)
        .is_some_and(|token| matches!(token.kind, Tok::LParen | Tok::LBracket | Tok::Comma));
    let ends = matches!(here.kind, Tok::RParen | Tok::RBracket | Tok::Comma);
    if last.kind == Tok::Star && starts && ends && matches!(opened, Tok::LParen | Tok::LBracket) {
        let open = scene.open.last()?.index;
        let is_call = open > scene.line && ends_operand(scene.kind(open - 1));
        return if is_call {
            scene.syntax("Invalid star expression", here.span())
        } else {
            None
        };
    }
    None
}

fn walrus_target(scene: &Scene) -> Option<Fault> {
    if scene.here().kind != Tok::ColonEqual || !scene.open.is_empty() {
        return None;
    }
    let start = scene
        .expression_start(scene.at)
        .filter(|start| *start == scene.line)?;
    let target = scene.parse(start, scene.at)?;
    if let ExprKind::Name(_) = target.kind {
        return None;
    }
    scene.syntax(
        format!(
            "cannot use assignment expressions with {}",
            describe(&target)
        ),
        target.span,
    )
}
