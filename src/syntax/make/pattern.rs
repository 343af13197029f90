//! Constructors of patterns.

use super::super::ast::*;
use super::{Make, Span};

/// An entry of a mapping pattern.
pub enum MappingItem {
    /// `key: pattern`
    Pair(Expr, Pattern),
    /// `**rest`
    Rest(Identifier),
}

/// An argument of a class pattern.
pub enum ClassItem {
    /// `pattern`
    Positional(Pattern),
    /// `name=pattern`
    Keyword(Identifier, Pattern),
}

impl Make<'_> {
    /// A pattern.
    pub fn pattern(&mut self, kind: PatternKind, l: u32, r: u32) -> Pattern {
        Pattern {
            kind,
            span: Span::new(l, r),
        }
    }

    /// `(first, rest…)`.
    pub fn sequence_pattern(
        &mut self,
        first: Pattern,
        rest: Vec<Pattern>,
        l: u32,
        r: u32,
    ) -> Pattern {
        let mut items = Vec::with_capacity(rest.len() + 1);
        items.push(first);
        items.extend(rest);
        self.pattern(PatternKind::Sequence(items), l, r)
    }

    /// `*name` outside a sequence.
    pub fn lone_star(&mut self, pattern: Pattern, l: u32, r: u32) -> Pattern {
        let _ = l;
        self.fault("invalid syntax", Span::new(r, r + 1));
        pattern
    }

    /// `*name` or `*_`.
    pub fn star_pattern(&mut self, name: Name, l: u32, r: u32) -> Pattern {
        let name = (&*name != "_").then_some(name);
        Pattern {
            kind: PatternKind::Star(name),
            span: Span::new(l, r),
        }
    }

    /// `pattern as target`.
    pub fn as_pattern(&mut self, pattern: Pattern, target: Expr, l: u32, r: u32) -> Pattern {
        let name = match &target.kind {
            ExprKind::Name(name) if &**name == "_" => {
                self.fault("cannot use '_' as a target", target.span);
                name.clone()
            }
            ExprKind::Name(name) => name.clone(),
            _ => {
                let text = target.span.text(self.source);
                let word = text
                    .find(|sign: char| !(sign.is_alphanumeric() || sign == '_'))
                    .unwrap_or(0) as u32;
                let starts_with_name =
                    text.starts_with(|sign: char| sign.is_alphabetic() || sign == '_');
                if starts_with_name {
                    let at = target.span.start + word;
                    self.fault("invalid syntax", Span::new(at, at + 1));
                }
                self.fault("invalid pattern target", target.span);
                return pattern;
            }
        };
        self.pattern(
            PatternKind::As {
                pattern: Box::new(pattern),
                name,
            },
            l,
            r,
        )
    }

    /// `first | rest`.
    pub fn or_pattern(&mut self, first: Pattern, rest: Vec<Pattern>, l: u32, r: u32) -> Pattern {
        let mut items = Vec::with_capacity(rest.len() + 1);
        items.push(first);
        items.extend(rest);
        self.pattern(PatternKind::Or(items), l, r)
    }

    /// A literal.
    pub fn value_pattern(&mut self, value: Expr, l: u32, r: u32) -> Pattern {
        let kind = match value.kind {
            ExprKind::Constant(constant @ (Constant::None | Constant::True | Constant::False)) => {
                PatternKind::Singleton(constant)
            }
            _ => PatternKind::Value(Box::new(value)),
        };
        self.pattern(kind, l, r)
    }

    /// A name or dotted name.
    pub fn path_pattern(&mut self, path: Expr, l: u32, r: u32) -> Pattern {
        let kind = match path.kind {
            ExprKind::Name(name) if &*name == "_" => PatternKind::Wildcard,
            ExprKind::Name(name) => PatternKind::Capture(name),
            _ => PatternKind::Value(Box::new(path)),
        };
        self.pattern(kind, l, r)
    }

    /// `1 + 2j`: a real and an imaginary part.
    pub fn complex_pattern(
        &mut self,
        first: Expr,
        op: (BinaryOp, Span),
        right: Expr,
        l: u32,
        r: u32,
    ) -> Expr {
        if !matches!(right.kind, ExprKind::Constant(Constant::Imaginary(_))) {
            self.fault("imaginary number required in complex literal", right.span);
        }
        let real = match &first.kind {
            ExprKind::UnaryOp { operand, .. } => &operand.kind,
            kind => kind,
        };
        if matches!(real, ExprKind::Constant(Constant::Imaginary(_))) {
            self.fault("real number required in complex literal", first.span);
        }
        let tail = BinOpTail {
            op: op.0,
            right,
            op_span: op.1,
            span: Span::new(l, r),
        };
        self.expr(
            ExprKind::BinOp(Box::new(BinOpChain {
                first,
                rest: vec![tail],
            })),
            l,
            r,
        )
    }

    /// `{key: pattern, **rest}`.
    pub fn mapping_pattern(&mut self, items: Vec<MappingItem>, l: u32, r: u32) -> Pattern {
        let (mut keys, mut patterns, mut rest) = (Vec::new(), Vec::new(), None);
        for item in items {
            match item {
                MappingItem::Pair(key, pattern) => {
                    if rest.is_some() {
                        self.fault("invalid syntax", key.span);
                    }
                    if let ExprKind::Name(_) = key.kind {
                        self.fault("invalid syntax", key.span);
                    }
                    keys.push(key);
                    patterns.push(pattern);
                }
                MappingItem::Rest(name) => {
                    if rest.is_some() || &*name.name == "_" {
                        self.fault("invalid syntax", name.span);
                    }
                    rest = Some(name.name);
                }
            }
        }
        self.pattern(
            PatternKind::Mapping(Box::new(MappingPattern {
                keys,
                patterns,
                rest,
            })),
            l,
            r,
        )
    }

    /// `class(items)`.
    pub fn class_pattern(&mut self, class: Expr, items: Vec<ClassItem>, l: u32, r: u32) -> Pattern {
        let (mut patterns, mut keywords): (Vec<Pattern>, Vec<(Identifier, Pattern)>) =
            (Vec::new(), Vec::new());
        for item in items {
            match item {
                ClassItem::Positional(pattern) => {
                    if !keywords.is_empty() {
                        self.fault("positional patterns follow keyword patterns", pattern.span);
                    }
                    patterns.push(pattern);
                }
                ClassItem::Keyword(name, pattern) => keywords.push((name, pattern)),
            }
        }
        self.pattern(
            PatternKind::Class(Box::new(ClassPattern {
                class,
                patterns,
                keywords,
            })),
            l,
            r,
        )
    }
}
