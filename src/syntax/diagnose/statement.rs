//! Rules about statements: indentation, colons, clauses, words that were keywords once.
//!
//! In: the scene of a failure. Out: a fault when the rule knows what is wrong.

use super::super::Span;
use super::super::ast::ExprKind;
use super::super::error::Fault;
use super::super::layout::point;
use super::super::make::{Use, describe, invalid_target};
use super::super::span::LineIndex;
use super::super::token::{Class, Tok, Token};
use super::{Scene, starts_operand};

pub(super) fn unexpected_indent(scene: &Scene) -> Option<Fault> {
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
pub(super) fn missing_block(scene: &Scene) -> Option<Fault> {
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
    let message = format!("expected an indented block after {what} on line {on}");
    Some(scene.at_end(Fault::indentation(message, here.span())))
}

pub(super) fn missing_handler(scene: &Scene) -> Option<Fault> {
    if !(scene.expects("except") && scene.expects("finally")) {
        return None;
    }
    let fault = Fault::new("expected 'except' or 'finally' block", scene.here().span());
    Some(scene.at_end(fault))
}

/// `except*:` without classes.
pub(super) fn missing_group_classes(scene: &Scene) -> Option<Fault> {
    let is = |back: usize, kind: Tok| scene.before(back).is_some_and(|token| token.kind == kind);
    if scene.here().kind == Tok::Colon && is(1, Tok::Star) && is(2, Tok::Except) {
        return scene.syntax("expected one or more exception types", scene.here().span());
    }
    None
}

/// What Python 3.12 has and this parser does not.
pub(super) fn not_supported(scene: &Scene) -> Option<Fault> {
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

pub(super) fn missing_print_parentheses(scene: &Scene) -> Option<Fault> {
    let word = scene.before(1)?;
    let name = scene.text(word);
    let is_call = scene.before(2).is_some_and(|token| {
        matches!(
            token.kind,
            Tok::Import | Tok::From | Tok::As | Tok::Dot | Tok::Def | Tok::Class
        )
    });
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
pub(super) fn missing_else(scene: &Scene) -> Option<Fault> {
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

pub(super) fn missing_colon(scene: &Scene) -> Option<Fault> {
    let after_arrow = scene
        .before(1)
        .is_some_and(|token| token.kind == Tok::Arrow);
    if !scene.open.is_empty() || !(scene.expects(":") || after_arrow) {
        return None;
    }
    let (header, _) = scene.header()?;
    // The header's own colon may be there already.
    let mut depth = 0usize;
    let mut lambdas = 0usize;
    for token in &scene.list[scene.line..scene.at] {
        match token.kind.class() {
            Class::Open => depth += 1,
            Class::Close => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            _ if token.kind == Tok::Lambda => lambdas += 1,
            _ if token.kind == Tok::Colon && lambdas > 0 => lambdas -= 1,
            _ if token.kind == Tok::Colon => return None,
            _ => {}
        }
    }
    if let Some(arrow) = scene.before(1).filter(|token| token.kind == Tok::Arrow) {
        return scene.syntax("expected ':'", arrow.span());
    }
    let forced = matches!(header, Tok::Def | Tok::Try | Tok::Else | Tok::Finally);
    if forced || scene.here().kind == Tok::Newline {
        return scene.syntax("expected ':'", scene.here().span());
    }
    None
}

pub(super) fn import(scene: &Scene) -> Option<Fault> {
    let (here, last) = (scene.here(), scene.before(1)?);
    if last.kind == Tok::Import && here.kind == Tok::Newline {
        return scene.syntax("Expected one or more names after 'import'", here.span());
    }
    if here.kind == Tok::From
        && scene.kind(scene.line) == Tok::Import
        && last.kind == Tok::Name
        && scene.kind(scene.at + 1) == Tok::Name
    {
        let mut end = scene.at + 1;
        while scene.kind(end + 1) == Tok::Dot && scene.kind(end + 2) == Tok::Name {
            end += 2;
        }
        let span = Span::new(scene.list[scene.line].start, scene.list[end].end);
        return scene.syntax("Did you mean to use 'from ... import ...' instead?", span);
    }
    None
}

pub(super) fn walrus_target(scene: &Scene) -> Option<Fault> {
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

/// `for f() …`: what stands for the variable cannot be one.
pub(super) fn loop_target(scene: &Scene) -> Option<Fault> {
    let floor = scene.open.last().map_or(scene.line, |open| open.index + 1);
    let start = (floor..scene.at).rfind(|index| scene.kind(*index) == Tok::For)? + 1;
    if scene.list[start..scene.at]
        .iter()
        .any(|token| token.kind == Tok::In)
    {
        return None;
    }
    let end = scene.longest(start, scene.at)?;
    let target = scene.parse(start, end)?;
    let bad = invalid_target(&target, Use::Loop)?;
    scene.syntax(format!("cannot assign to {}", describe(bad)), bad.span)
}

pub(super) fn unexpected_unindent(scene: &Scene) -> Option<Fault> {
    let here = scene.here();
    (here.kind == Tok::Dedent)
        .then(|| scene.at_end(Fault::indentation("unexpected unindent", here.span())))
}

/// `f():` and nothing after it: the colon is what does not fit.
pub(super) fn annotation(scene: &Scene) -> Option<Fault> {
    let colon = scene.before(1).filter(|token| token.kind == Tok::Colon)?;
    if !scene.open.is_empty() || scene.header().is_some() {
        return None;
    }
    let target = scene.parse(scene.line, scene.at - 1)?;
    let fits = matches!(
        target.kind,
        ExprKind::Name(_) | ExprKind::Attribute(_) | ExprKind::Subscript(_)
    );
    if fits {
        None
    } else {
        scene.syntax("invalid syntax", colon.span())
    }
}
