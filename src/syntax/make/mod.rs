//! Constructors for the grammar's actions: spans, shapes and depth of expressions.
//!
//! In: the parts a rule has found. Out: nodes. What the grammar accepts and Python does not is recorded as a fault, the
//! first of which the parse then reports; the node built meanwhile is of no use to anyone. The constructors of
//! statements, parameters, arguments, strings and patterns are in the files beside this one.

use std::collections::HashMap;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

mod call;
mod pattern;
mod statement;
mod string;

pub use super::Span;
pub use call::{Arg, Param};
pub use pattern::{ClassItem, MappingItem};
pub use string::{FStringItem, StringPart};

use super::ast::*;
use super::error::{Fault, Warning};
use super::literal;

/// What the actions share during one parse.
pub struct Make<'s> {
    pub(super) source: &'s str,
    names: HashMap<&'s str, Name, rustc_hash::FxBuildHasher>,
    pub(super) fault: Option<Fault>,
    pub(super) warnings: Vec<Warning>,
}

impl<'s> Make<'s> {
    /// For one parse of `source`.
    pub fn new(source: &'s str, warnings: Vec<Warning>) -> Self {
        Make {
            source,
            names: HashMap::default(),
            fault: None,
            warnings,
        }
    }

    /// Records what is wrong; the first record counts.
    pub(super) fn fault(&mut self, message: impl Into<String>, span: Span) {
        if self.fault.is_none() {
            self.fault = Some(Fault::new(message, span));
        }
    }

    /// Records a fault that a helper found.
    pub(super) fn record(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }

    pub(super) fn text(&self, l: u32, r: u32) -> &'s str {
        Span::new(l, r).text(self.source)
    }

    /// The shared name of a token.
    pub fn name(&mut self, l: u32, r: u32) -> Name {
        let text = self.text(l, r);
        let entry = self.names.entry(text);
        let make = |text: &str| {
            if text.is_ascii() {
                Arc::from(text)
            } else {
                Arc::from(text.nfkc().collect::<String>())
            }
        };
        entry.or_insert_with(|| make(text)).clone()
    }

    /// `left.right` of an import.
    pub fn dotted(&mut self, left: &str, right: &str) -> Name {
        Arc::from(format!("{left}.{right}"))
    }

    /// An expression; too deep a one is a fault.
    pub fn expr(&mut self, kind: ExprKind, l: u32, r: u32) -> Expr {
        let depth = kind.depth();
        let span = Span::new(l, r);
        if depth > MAX_DEPTH {
            self.fault("expression is nested too deeply", span);
            return Expr {
                kind: ExprKind::Constant(Constant::None),
                span,
                depth: 1,
            };
        }
        Expr { kind, span, depth }
    }

    /// A literal.
    pub fn constant(&mut self, value: Constant, l: u32, r: u32) -> Expr {
        Expr {
            kind: ExprKind::Constant(value),
            span: Span::new(l, r),
            depth: 1,
        }
    }

    /// A number.
    pub fn number(&mut self, l: u32, r: u32) -> Expr {
        let value = literal::number(self.text(l, r), Span::new(l, r)).unwrap_or_else(|fault| {
            self.record(fault);
            Constant::None
        });
        self.constant(value, l, r)
    }

    /// `value.attr`.
    pub fn attribute(&mut self, value: Expr, attr: Identifier, l: u32, r: u32) -> Expr {
        self.expr(
            ExprKind::Attribute(Box::new(Attribute { value, attr })),
            l,
            r,
        )
    }

    /// `value[index]`; a lone starred index is a tuple.
    pub fn subscript(&mut self, value: Expr, mut index: Expr, l: u32, r: u32) -> Expr {
        if let ExprKind::Starred(_) = index.kind {
            let span = index.span;
            index = self.expr(ExprKind::Tuple(vec![index]), span.start, span.end);
        }
        self.expr(
            ExprKind::Subscript(Box::new(Subscript { value, index })),
            l,
            r,
        )
    }

    /// `op operand`.
    pub fn unary(&mut self, op: UnaryOp, operand: Expr, l: u32, r: u32) -> Expr {
        self.expr(
            ExprKind::UnaryOp {
                op,
                operand: Box::new(operand),
            },
            l,
            r,
        )
    }

    /// `first op rest op rest`.
    pub fn bool_op(&mut self, op: BoolOp, first: Expr, rest: Vec<Expr>, l: u32, r: u32) -> Expr {
        let mut values = Vec::with_capacity(rest.len() + 1);
        values.push(first);
        values.extend(rest);
        self.expr(
            ExprKind::BoolOp {
                op,
                values: values.into_boxed_slice(),
            },
            l,
            r,
        )
    }

    /// `base ** exponent`.
    pub fn power(&mut self, base: Expr, op_span: Span, exponent: Expr, l: u32, r: u32) -> Expr {
        let tail = BinOpTail {
            op: BinaryOp::Pow,
            right: exponent,
            op_span,
            span: Span::new(l, r),
        };
        self.expr(
            ExprKind::BinOp(Box::new(BinOpChain {
                first: base,
                rest: vec![tail],
            })),
            l,
            r,
        )
    }

    /// Sorts a row of operands and operators into chains, by precedence.
    pub fn binary(
        &mut self,
        l: u32,
        first: Expr,
        first_end: u32,
        rest: Vec<((BinaryOp, Span), u32, Expr, u32)>,
    ) -> Expr {
        // Open chains, each of a higher precedence than the one below it. The last operand of the highest is `operand`.
        struct Open {
            precedence: u8,
            start: u32,
            chain: BinOpChain,
            pending: (BinaryOp, Span),
        }
        impl Open {
            /// Takes the operand behind the pending operator, which ends there.
            fn take(&mut self, right: Expr, end: u32) {
                let (op, op_span) = self.pending;
                self.chain.rest.push(BinOpTail {
                    op,
                    right,
                    op_span,
                    span: Span::new(self.start, end),
                });
            }
        }
        let mut open: Vec<Open> = Vec::new();
        let mut operand = first;
        let mut start = l;
        let mut end = first_end;
        for ((op, op_span), right_start, right, right_end) in rest {
            let here = precedence(op);
            // Close what binds tighter.
            while open.last().is_some_and(|top| top.precedence > here) {
                if let Some(mut top) = open.pop() {
                    top.take(operand, end);
                    start = top.start;
                    operand = self.expr(ExprKind::BinOp(Box::new(top.chain)), start, end);
                }
            }
            match open.last_mut() {
                Some(top) if top.precedence == here => {
                    top.take(operand, end);
                    top.pending = (op, op_span);
                }
                _ => {
                    let chain = BinOpChain {
                        first: operand,
                        rest: Vec::with_capacity(1),
                    };
                    open.push(Open {
                        precedence: here,
                        start,
                        chain,
                        pending: (op, op_span),
                    });
                }
            }
            operand = right;
            start = right_start;
            end = right_end;
        }
        while let Some(mut top) = open.pop() {
            top.take(operand, end);
            operand = self.expr(ExprKind::BinOp(Box::new(top.chain)), top.start, end);
        }
        operand
    }

    /// `element for …` in brackets of the given kind.
    pub fn comprehension(
        &mut self,
        kind: fn(Box<Comprehension>) -> ExprKind,
        element: Expr,
        generators: Vec<Generator>,
        l: u32,
        r: u32,
    ) -> Expr {
        if matches!(element.kind, ExprKind::Starred(_)) {
            self.fault(
                "iterable unpacking cannot be used in comprehension",
                element.span,
            );
        }
        self.expr(
            kind(Box::new(Comprehension {
                element,
                generators,
            })),
            l,
            r,
        )
    }

    /// `{key: value for …}`.
    pub fn dict_comprehension(
        &mut self,
        item: DictItem,
        generators: Vec<Generator>,
        l: u32,
        r: u32,
    ) -> Expr {
        let DictItem { key, value } = item;
        let Some(key) = key else {
            self.fault(
                "dict unpacking cannot be used in dict comprehension",
                Span::new(l + 1, l + 3),
            );
            return value;
        };
        self.expr(
            ExprKind::DictComp(Box::new(DictComprehension {
                key,
                value,
                generators,
            })),
            l,
            r,
        )
    }

    /// `for target in iter if …`.
    pub fn generator(
        &mut self,
        is_async: bool,
        target: Expr,
        iter: Expr,
        ifs: Vec<Expr>,
    ) -> Generator {
        self.check_target(&target, Use::Loop);
        Generator {
            target,
            iter,
            ifs,
            is_async,
        }
    }

    /// `(inner)`: the same expression, marked by nothing.
    pub fn parenthesised(&mut self, inner: Expr, l: u32, r: u32) -> Expr {
        if let ExprKind::Starred(_) = inner.kind {
            self.fault("cannot use starred expression here", inner.span);
        }
        let _ = (l, r);
        inner
    }

    /// `(first, rest…)`.
    pub fn tuple(&mut self, first: Expr, rest: Vec<Expr>, l: u32, r: u32) -> Expr {
        let mut items = Vec::with_capacity(rest.len() + 1);
        items.push(first);
        items.extend(rest);
        self.expr(ExprKind::Tuple(items), l, r)
    }

    /// `target := value`.
    pub fn named(&mut self, target: Expr, walrus: Span, value: Expr, l: u32, r: u32) -> Expr {
        match target.kind {
            ExprKind::Name(name) if target.span.start == l => {
                let target = Identifier {
                    name,
                    span: target.span,
                };
                self.expr(
                    ExprKind::NamedExpr(Box::new(NamedExpr { target, value })),
                    l,
                    r,
                )
            }
            ExprKind::Name(_) => {
                self.fault("invalid syntax", walrus);
                value
            }
            _ => {
                let message = format!(
                    "cannot use assignment expressions with {}",
                    describe(&target)
                );
                self.fault(message, target.span);
                value
            }
        }
    }

    /// `left = right` where only an expression can be.
    pub fn equal_for_compare(&mut self, left: Expr, equal: Span, right: Expr) -> Expr {
        let right_end = arith_part(&right).span.end;
        match &left.kind {
            ExprKind::Name(_) => {
                let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
                self.fault(message, Span::new(left.span.start, right_end));
            }
            _ if is_assignable_display(&left) || !is_arith(&left) => {
                self.fault("invalid syntax", equal)
            }
            _ => {
                let what = describe(&left);
                self.fault(
                    format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?"),
                    left.span,
                );
            }
        }
        right
    }

    /// `lower:upper:step`.
    pub fn slice(
        &mut self,
        lower: Option<Expr>,
        upper: Option<Expr>,
        step: Option<Expr>,
        l: u32,
        r: u32,
    ) -> Expr {
        self.expr(
            ExprKind::Slice(Box::new(Slice { lower, upper, step })),
            l,
            r,
        )
    }

    /// Checks what is assigned to, and records the first thing that cannot be.
    pub(super) fn check_target(&mut self, target: &Expr, usage: Use) {
        if self.fault.is_some() {
            return;
        }
        if let Some(bad) = invalid_target(target, usage) {
            let verb = if usage == Use::Delete {
                "delete"
            } else {
                "assign to"
            };
            let (message, span) = (format!("cannot {verb} {}", describe(bad)), bad.span);
            self.fault(message, span);
        }
    }
}

/// What a target is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    Assign,
    Loop,
    Delete,
}

/// The first part of a target that cannot be one.
pub(super) fn invalid_target(target: &Expr, usage: Use) -> Option<&Expr> {
    match &target.kind {
        ExprKind::Name(_) | ExprKind::Attribute(_) | ExprKind::Subscript(_) => None,
        ExprKind::Tuple(items) | ExprKind::List(items) => {
            items.iter().find_map(|item| invalid_target(item, usage))
        }
        ExprKind::Starred(value) if usage != Use::Delete => invalid_target(value, usage),
        _ => Some(target),
    }
}

/// What an expression is called in error messages.
pub(super) fn describe(expr: &Expr) -> &'static str {
    match &expr.kind {
        ExprKind::Attribute(_) => "attribute",
        ExprKind::Subscript(_) => "subscript",
        ExprKind::Starred(_) => "starred",
        ExprKind::Name(_) => "name",
        ExprKind::List(_) => "list",
        ExprKind::Tuple(_) => "tuple",
        ExprKind::Lambda(_) => "lambda",
        ExprKind::Call(_) => "function call",
        ExprKind::BoolOp { .. } | ExprKind::BinOp(_) | ExprKind::UnaryOp { .. } => "expression",
        ExprKind::GeneratorExp(_) => "generator expression",
        ExprKind::Yield(_) | ExprKind::YieldFrom(_) => "yield expression",
        ExprKind::Await(_) => "await expression",
        ExprKind::ListComp(_) => "list comprehension",
        ExprKind::SetComp(_) => "set comprehension",
        ExprKind::DictComp(_) => "dict comprehension",
        ExprKind::Dict(_) => "dict literal",
        ExprKind::Set(_) => "set display",
        ExprKind::JoinedStr(_) => "f-string expression",
        ExprKind::Constant(value) => match value {
            Constant::None => "None",
            Constant::True => "True",
            Constant::False => "False",
            Constant::Ellipsis => "ellipsis",
            _ => "literal",
        },
        ExprKind::Compare(_) => "comparison",
        ExprKind::IfExp(_) => "conditional expression",
        ExprKind::NamedExpr(_) => "named expression",
        ExprKind::Slice(_) => "slice",
    }
}

/// Whether `==` for `=` is not suggested after it.
pub(super) fn is_assignable_display(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::List(_)
            | ExprKind::Tuple(_)
            | ExprKind::GeneratorExp(_)
            | ExprKind::Constant(Constant::True | Constant::False | Constant::None)
    )
}

/// Whether an expression binds at least as tightly as `|`.
pub(super) fn is_arith(expr: &Expr) -> bool {
    !matches!(
        expr.kind,
        ExprKind::BoolOp { .. }
            | ExprKind::UnaryOp {
                op: UnaryOp::Not,
                ..
            }
            | ExprKind::Compare(_)
            | ExprKind::IfExp(_)
            | ExprKind::Lambda(_)
            | ExprKind::NamedExpr(_)
            | ExprKind::Yield(_)
            | ExprKind::YieldFrom(_)
            | ExprKind::Starred(_)
    )
}

/// The first part of an expression that binds at least as tightly as `|`.
pub(super) fn arith_part(expr: &Expr) -> &Expr {
    match &expr.kind {
        ExprKind::BoolOp { values, .. } => arith_part(&values[0]),
        ExprKind::Compare(compare) => &compare.left,
        ExprKind::IfExp(choice) => arith_part(&choice.body),
        _ => expr,
    }
}

/// How tightly an operator binds.
fn precedence(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::BitOr => 1,
        BinaryOp::BitXor => 2,
        BinaryOp::BitAnd => 3,
        BinaryOp::LShift | BinaryOp::RShift => 4,
        BinaryOp::Add | BinaryOp::Sub => 5,
        BinaryOp::Mult | BinaryOp::Div | BinaryOp::FloorDiv | BinaryOp::Mod | BinaryOp::MatMult => {
            6
        }
        BinaryOp::Pow => 7,
    }
}

impl Expr {
    /// How many nodes the longest path from here to a leaf has.
    pub fn depth(&self) -> u16 {
        self.depth
    }
}

fn deepest<'e>(items: impl IntoIterator<Item = &'e Expr>) -> u16 {
    items.into_iter().map(|item| item.depth).max().unwrap_or(0)
}

fn generators_depth(generators: &[Generator]) -> u16 {
    let of = |generator: &Generator| {
        deepest(&generator.ifs)
            .max(generator.target.depth)
            .max(generator.iter.depth)
    };
    generators.iter().map(of).max().unwrap_or(0)
}

fn params_depth(params: &Parameters) -> u16 {
    let all = params
        .posonly
        .iter()
        .chain(&params.args)
        .chain(&params.kwonly);
    all.filter_map(|param| param.default.as_ref())
        .map(|value| value.depth)
        .max()
        .unwrap_or(0)
}

fn parts_depth(parts: &[FStringPart]) -> u16 {
    let of = |part: &FStringPart| match part {
        FStringPart::Literal(..) => 1,
        FStringPart::Value(field) => {
            field
                .value
                .depth
                .max(field.spec.as_deref().map_or(0, parts_depth))
                + 1
        }
    };
    parts.iter().map(of).max().unwrap_or(0)
}

impl ExprKind {
    fn depth(&self) -> u16 {
        1 + match self {
            ExprKind::Constant(_) | ExprKind::Name(_) => 0,
            ExprKind::Attribute(node) => node.value.depth,
            ExprKind::Subscript(node) => node.value.depth.max(node.index.depth),
            ExprKind::Call(node) => {
                let keywords = deepest(node.keywords.iter().map(|keyword| &keyword.value));
                node.func.depth.max(deepest(&node.args)).max(keywords)
            }
            ExprKind::BoolOp { values, .. } => deepest(values.iter()),
            ExprKind::BinOp(node) => node
                .first
                .depth
                .max(deepest(node.rest.iter().map(|tail| &tail.right))),
            ExprKind::UnaryOp { operand, .. } => operand.depth,
            ExprKind::Compare(node) => node
                .left
                .depth
                .max(deepest(node.rest.iter().map(|(_, right)| right))),
            ExprKind::NamedExpr(node) => node.value.depth,
            ExprKind::Lambda(node) => node.body.depth.max(params_depth(&node.params)),
            ExprKind::IfExp(node) => node.test.depth.max(node.body.depth).max(node.orelse.depth),
            ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) => deepest(items),
            ExprKind::Dict(items) => deepest(items.iter().map(|item| &item.value))
                .max(deepest(items.iter().filter_map(|item| item.key.as_ref()))),
            ExprKind::ListComp(node) | ExprKind::SetComp(node) | ExprKind::GeneratorExp(node) => {
                node.element.depth.max(generators_depth(&node.generators))
            }
            ExprKind::DictComp(node) => node
                .key
                .depth
                .max(node.value.depth)
                .max(generators_depth(&node.generators)),
            ExprKind::Await(value) | ExprKind::YieldFrom(value) | ExprKind::Starred(value) => {
                value.depth
            }
            ExprKind::Yield(value) => value.as_ref().map_or(0, |value| value.depth),
            ExprKind::JoinedStr(parts) => parts_depth(parts),
            ExprKind::Slice(node) => deepest(
                [&node.lower, &node.upper, &node.step]
                    .into_iter()
                    .filter_map(Option::as_ref),
            ),
        }
    }
}
