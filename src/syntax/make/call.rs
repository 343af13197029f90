//! Constructors of parameters and arguments, whose order the grammar leaves open.

use super::super::ast::*;
use super::{Make, Span, describe};

/// An argument of a call or class as the grammar finds it.
pub enum Arg {
    /// `value` or `*value`.
    Positional(Expr),
    /// `element for …` without parentheses of its own: its place, up to the end.
    Generator(Expr, Vec<Generator>, Span),
    /// `name=value` or `**value`.
    Keyword(Keyword),
    /// A comma at the end.
    Comma,
}

/// A parameter as the grammar finds it.
pub struct Param {
    kind: ParamKind,
    parameter: Option<Parameter>,
    /// Everything, default included.
    span: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ParamKind {
    Plain,
    Slash,
    Star,
    StarStar,
}

impl Param {
    /// `name: annotation = default`; `r` is where the annotation ends, `end` where the default ends.
    pub fn plain(
        name: Name,
        annotation: Option<Expr>,
        default: Option<Expr>,
        l: u32,
        r: u32,
        end: u32,
    ) -> Self {
        let parameter = parameter(name, annotation, default, l, r);
        Param {
            kind: ParamKind::Plain,
            parameter: Some(parameter),
            span: Span::new(l, end),
        }
    }

    /// `*` or `*name: annotation`.
    pub fn star(
        name: Option<(u32, Name, Option<Expr>, u32)>,
        default: Option<Expr>,
        l: u32,
        r: u32,
    ) -> Self {
        let bare = name.is_none();
        let mut found =
            name.map(|(l, name, annotation, r)| parameter(name, annotation, None, l, r));
        if let (Some(parameter), Some(value)) = (&mut found, default) {
            parameter.default = Some(Box::new(value));
        } else if bare {
            // A default of a bare star is as wrong as that of a named one; `params` sees the longer span.
        }
        Param {
            kind: ParamKind::Star,
            parameter: found,
            span: Span::new(l, r),
        }
    }

    /// `**name: annotation`.
    pub fn star_star(
        name: Name,
        annotation: Option<Expr>,
        default: Option<Expr>,
        l: u32,
        name_l: u32,
        r: u32,
        end: u32,
    ) -> Self {
        let parameter = parameter(name, annotation, default, name_l, r);
        Param {
            kind: ParamKind::StarStar,
            parameter: Some(parameter),
            span: Span::new(l, end),
        }
    }

    /// `/`.
    pub fn slash(l: u32, r: u32) -> Self {
        Param {
            kind: ParamKind::Slash,
            parameter: None,
            span: Span::new(l, r),
        }
    }
}

fn parameter(
    name: Name,
    annotation: Option<Expr>,
    default: Option<Expr>,
    l: u32,
    r: u32,
) -> Parameter {
    Parameter {
        name,
        annotation: annotation.map(Box::new),
        default: default.map(Box::new),
        span: Span::new(l, r),
    }
}

impl Make<'_> {
    /// Sorts parameters into their kinds.
    pub fn params(&mut self, items: Vec<Param>, l: u32, r: u32) -> Parameters {
        let _ = l;
        let mut out = Parameters::default();
        let mut star: Option<Span> = None;
        let mut seen_slash = false;
        let mut seen_default = false;
        for Param {
            kind,
            parameter,
            span,
        } in items
        {
            if out.kwarg.is_some() {
                self.fault(
                    "arguments cannot follow var-keyword argument",
                    first_token(span, kind, &parameter),
                );
            }
            match (kind, parameter) {
                (ParamKind::Plain, Some(parameter)) => {
                    if star.is_some() {
                        out.kwonly.push(parameter);
                        continue;
                    }
                    if parameter.default.is_none() && seen_default {
                        self.fault(
                            "parameter without a default follows parameter with a default",
                            parameter.span,
                        );
                    }
                    seen_default |= parameter.default.is_some();
                    out.args.push(parameter);
                }
                (ParamKind::Slash, _) => {
                    if star.is_some() {
                        self.fault("/ must be ahead of *", span);
                    } else if seen_slash {
                        self.fault("/ may appear only once", span);
                    } else if out.args.is_empty() && span.end == r {
                        self.fault("invalid syntax", span);
                    } else if out.args.is_empty() {
                        self.fault("at least one argument must precede /", span);
                    }
                    seen_slash = true;
                    out.posonly.append(&mut out.args);
                }
                (ParamKind::Star, parameter) => {
                    if star.is_some() {
                        self.fault(
                            "* argument may appear only once",
                            Span::new(span.start, span.start + 1),
                        );
                    }
                    star = Some(span);
                    if let Some(parameter) = parameter {
                        if let Some(value) = &parameter.default {
                            let equal = self.sign_before(b'=', value.span.start);
                            self.fault("var-positional argument cannot have default value", equal);
                        }
                        out.vararg = Some(Box::new(parameter));
                    }
                }
                (_, Some(parameter)) => {
                    if let Some(value) = &parameter.default {
                        let equal = self.sign_before(b'=', value.span.start);
                        self.fault("var-keyword argument cannot have default value", equal);
                    }
                    out.kwarg = Some(Box::new(parameter));
                }
                (_, None) => {}
            }
        }
        if let Some(star) = star.filter(|_| out.vararg.is_none() && out.kwonly.is_empty()) {
            let span = if out.kwarg.is_some() || star.end == r {
                star
            } else {
                Span::new(star.start, star.end)
            };
            self.fault(
                "named arguments must follow bare *",
                Span::new(span.start, span.start + 1),
            );
        }
        out
    }

    /// The place of a one-byte sign somewhere before an offset.
    fn sign_before(&self, sign: u8, offset: u32) -> Span {
        let before = &self.source.as_bytes()[..offset as usize];
        let at = before.iter().rposition(|byte| *byte == sign).unwrap_or(0) as u32;
        Span::new(at, at + 1)
    }

    pub(super) fn sign_after(&self, sign: u8, offset: u32) -> Span {
        let after = &self.source.as_bytes()[offset as usize..];
        let at = after.iter().position(|byte| *byte == sign).unwrap_or(0) as u32 + offset;
        Span::new(at, at + 1)
    }

    /// Where the word after an operand that ends at `offset` starts, closing parentheses skipped.
    fn after_operand(&self, offset: u32) -> u32 {
        let rest = self.source.get(offset as usize..).unwrap_or("");
        offset
            + rest
                .find(|sign: char| sign.is_ascii_alphabetic())
                .unwrap_or(0) as u32
    }

    /// `name=value`; whatever stands for the name is judged here.
    pub fn keyword(&mut self, name: Expr, equal: Span, value: Expr, l: u32, r: u32) -> Arg {
        let span = Span::new(l, r);
        match name.kind {
            ExprKind::Name(name_text) if name.span.start == l => {
                return Arg::Keyword(Keyword {
                    name: Some(name_text),
                    value,
                    span,
                });
            }
            ExprKind::Constant(Constant::True | Constant::False | Constant::None) => {
                self.fault(
                    format!("cannot assign to {}", describe(&name)),
                    Span::new(l, equal.end),
                );
            }
            _ => {
                let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
                self.fault(message, Span::new(l, equal.end));
            }
        }
        Arg::Positional(value)
    }

    /// `target := value` as an argument.
    pub fn named_argument(
        &mut self,
        target: Expr,
        walrus: Span,
        value: Expr,
        l: u32,
        r: u32,
    ) -> Arg {
        if !matches!(target.kind, ExprKind::Name(_)) {
            self.fault("invalid syntax", walrus);
        }
        Arg::Positional(self.named(target, walrus, value, l, r))
    }

    /// `element for …` among arguments.
    pub fn generator_arg(
        &mut self,
        element: Expr,
        generators: Vec<Generator>,
        l: u32,
        r: u32,
    ) -> Arg {
        Arg::Generator(element, generators, Span::new(l, r))
    }

    /// `func(args)`; `open` is the offset of the parenthesis.
    pub fn call(&mut self, func: Expr, args: Vec<Arg>, l: u32, open: u32, r: u32) -> Expr {
        let (args, keywords) = self.arguments(args, Some(Span::new(open, r)));
        self.expr(
            ExprKind::Call(Box::new(Call {
                func,
                args,
                keywords,
            })),
            l,
            r,
        )
    }

    /// Sorts arguments. A lone generator takes the span of the call's parentheses.
    pub(super) fn arguments(
        &mut self,
        items: Vec<Arg>,
        parens: Option<Span>,
    ) -> (Vec<Expr>, Vec<Keyword>) {
        let lone = items.len() == 1;
        let end_of_all = items.iter().rev().find_map(|item| match item {
            Arg::Positional(value) => Some(value.span.end),
            Arg::Keyword(keyword) => Some(keyword.span.end),
            Arg::Generator(_, _, span) => Some(span.end),
            Arg::Comma => None,
        });
        let mut args = Vec::new();
        let mut keywords: Vec<Keyword> = Vec::new();
        for item in items {
            match item {
                Arg::Positional(value) => {
                    if let Some(last) = keywords.last() {
                        let unpacked = keywords.iter().any(|keyword| keyword.name.is_none());
                        if !matches!(value.kind, ExprKind::Starred(_)) {
                            let what = if last.name.is_none() {
                                " unpacking"
                            } else {
                                ""
                            };
                            let at = parens
                                .map_or(value.span, |parens| Span::new(parens.end - 1, parens.end));
                            self.fault(
                                format!("positional argument follows keyword argument{what}"),
                                at,
                            );
                        } else if unpacked {
                            let message =
                                "iterable argument unpacking follows keyword argument unpacking";
                            let comma = self.sign_before(b',', value.span.start);
                            let end = end_of_all.unwrap_or(comma.end);
                            self.fault(message, Span::new(comma.start, end));
                        }
                    }
                    args.push(value);
                }
                Arg::Generator(element, generators, span) => {
                    let place = match parens {
                        Some(parens) if lone => parens,
                        Some(_) => {
                            self.fault("Generator expression must be parenthesized", span);
                            span
                        }
                        None => {
                            let after = self.after_operand(element.span.end);
                            self.fault("invalid syntax", Span::new(after, after + 3));
                            span
                        }
                    };
                    let node = Box::new(Comprehension {
                        element,
                        generators,
                    });
                    args.push(self.expr(ExprKind::GeneratorExp(node), place.start, place.end));
                }
                Arg::Keyword(keyword) => keywords.push(keyword),
                Arg::Comma => {}
            }
        }
        (args, keywords)
    }
}

/// Where an error about a parameter points: its first token.
fn first_token(span: Span, kind: ParamKind, parameter: &Option<Parameter>) -> Span {
    match (kind, parameter) {
        (ParamKind::Plain, Some(parameter)) => {
            Span::new(span.start, span.start + parameter.name.len() as u32)
        }
        (ParamKind::StarStar, _) => Span::new(span.start, span.start + 2),
        _ => Span::new(span.start, span.start + 1),
    }
}
