//! Rules about what stands in brackets: commas, displays, arguments, parameters, replacement fields.
//!
//! In: the scene of a failure. Out: a fault when the rule knows what is wrong.

use super::super::Span;
use super::super::ast::ExprKind;
use super::super::error::Fault;
use super::super::token::{Class, Tok, Token};
use super::{Scene, ends_operand, starts_operand};

/// Two operands side by side inside brackets.
pub(super) fn missing_comma(scene: &Scene) -> Option<Fault> {
    let open = scene.open.last()?;
    if scene.kind(open.index) == Tok::WithOpen {
        return None;
    }
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
pub(super) fn keyword_generator(scene: &Scene) -> Option<Fault> {
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
pub(super) fn field(scene: &Scene) -> Option<Fault> {
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

/// Inside `{…}`.
pub(super) fn dict_item(scene: &Scene) -> Option<Fault> {
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
pub(super) fn comprehension(scene: &Scene) -> Option<Fault> {
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

pub(super) fn parameters(scene: &Scene) -> Option<Fault> {
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
        let open = scene.open.last()?.index;
        let is_call =
            scene.kind(open) == Tok::LParen && open > 0 && ends_operand(scene.kind(open - 1));
        let start = scene.expression_start(scene.at - 1)?;
        if is_call && !in_def && (start != scene.at - 2 || scene.kind(start) != Tok::Name) {
            scene.parse(start, scene.at - 1)?;
            let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
            return scene.syntax(message, Span::new(scene.list[start].start, last.end));
        }
        let name = scene.before(2).filter(|token| token.kind == Tok::Name)?;
        if in_def {
            return scene.syntax("expected default value expression", last.span());
        }
        if !is_call {
            return None;
        }
        return scene.syntax(
            "expected argument value expression",
            Span::new(name.start, last.end),
        );
    }
    None
}

pub(super) fn star_argument(scene: &Scene) -> Option<Fault> {
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

/// `f(*a=1)` and `f(**a=1)`.
pub(super) fn assigned_unpacking(scene: &Scene) -> Option<Fault> {
    if scene.here().kind != Tok::Equal {
        return None;
    }
    let open = scene.open.last()?.index;
    let is_call = scene.kind(open) == Tok::LParen
        && open > scene.line
        && ends_operand(scene.kind(open - 1))
        && !scene.is_in_def();
    let start = scene.expression_start(scene.at)?;
    let star = start.checked_sub(1).filter(|star| *star > open)?;
    let what = match scene.kind(star) {
        Tok::Star => "iterable",
        Tok::StarStar => "keyword",
        _ => return None,
    };
    if !is_call {
        return None;
    }
    scene.parse(start, scene.at)?;
    let mut depth = 0usize;
    let limit = (scene.at + 1..scene.list.len()).find(|index| {
        match scene.kind(*index).class() {
            Class::Open => depth += 1,
            Class::Close if depth > 0 => depth -= 1,
            Class::Close => return true,
            _ => {}
        }
        depth == 0 && scene.kind(*index) == Tok::Comma
    })?;
    let end = scene.longest(scene.at + 1, limit)?;
    scene.syntax(
        format!("cannot assign to {what} argument unpacking"),
        Span::new(scene.list[star].start, scene.list[end - 1].end),
    )
}
