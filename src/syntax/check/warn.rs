//! Warnings about what is legal but surely a mistake.

use super::super::Span;
use super::super::ast::*;
use super::super::error::Warning;
use super::Check;

impl Check<'_> {
    pub(super) fn warn(&mut self, message: impl Into<String>, span: Span) {
        self.warnings.push(Warning {
            message: message.into(),
            span,
        });
    }

    /// `x is 1`.
    pub(super) fn warn_identity(&mut self, node: &Compare, span: Span) {
        let mut left = &node.left;
        for (op, right) in &node.rest {
            let (sign, better) = match op {
                CompareOp::Is => ("is", "=="),
                CompareOp::IsNot => ("is not", "!="),
                _ => {
                    left = right;
                    continue;
                }
            };
            if let Some(what) = literal_type(left).or_else(|| literal_type(right)) {
                self.warn(
                    format!("\"{sign}\" with '{what}' literal. Did you mean \"{better}\"?"),
                    span,
                );
                return;
            }
            left = right;
        }
    }

    /// `[1, 2](3)`.
    pub(super) fn warn_call(&mut self, node: &Call, span: Span) {
        let what = match &node.func.kind {
            ExprKind::Constant(value) => constant_type(value),
            kind => match display_type(kind) {
                Some(what) => what,
                None => return,
            },
        };
        self.warn(
            format!("'{what}' object is not callable; perhaps you missed a comma?"),
            span,
        );
    }

    /// `1[2]`, `[1][2, 3]`.
    pub(super) fn warn_subscript(&mut self, node: &Subscript, span: Span) {
        let no_items = match &node.value.kind {
            ExprKind::Constant(value) => match value {
                Constant::Str(_) | Constant::WideStr(_) | Constant::Bytes(_) => None,
                value => Some(constant_type(value)),
            },
            ExprKind::Set(_) | ExprKind::SetComp(_) => Some("set"),
            ExprKind::GeneratorExp(_) => Some("generator"),
            ExprKind::Lambda(_) => Some("function"),
            _ => None,
        };
        if let Some(what) = no_items {
            return self.warn(
                format!("'{what}' object is not subscriptable; perhaps you missed a comma?"),
                span,
            );
        }
        let sequence = match &node.value.kind {
            ExprKind::Constant(value) => constant_type(value),
            ExprKind::Tuple(_) => "tuple",
            ExprKind::List(_) | ExprKind::ListComp(_) => "list",
            ExprKind::JoinedStr(_) => "str",
            _ => return,
        };
        let index = match &node.index.kind {
            ExprKind::Constant(
                Constant::Int(_) | Constant::BigInt(_) | Constant::True | Constant::False,
            ) => return,
            ExprKind::Constant(value) => constant_type(value),
            ExprKind::Lambda(_) => "function",
            kind => match display_type(kind) {
                Some(what) => what,
                None => return,
            },
        };
        let message = format!(
            "{sequence} indices must be integers or slices, not {index}; perhaps you missed a comma?"
        );
        self.warn(message, span);
    }
}

/// The type of a literal that `is` should not meet.
fn literal_type(expr: &Expr) -> Option<&'static str> {
    match &expr.kind {
        ExprKind::Constant(
            Constant::None | Constant::True | Constant::False | Constant::Ellipsis,
        ) => None,
        ExprKind::Constant(value) => Some(constant_type(value)),
        ExprKind::UnaryOp {
            op: UnaryOp::USub,
            operand,
        } => literal_type(operand),
        ExprKind::Tuple(items)
            if items
                .iter()
                .all(|item| matches!(item.kind, ExprKind::Constant(_))) =>
        {
            Some("tuple")
        }
        _ => None,
    }
}

fn constant_type(value: &Constant) -> &'static str {
    match value {
        Constant::None => "NoneType",
        Constant::True | Constant::False => "bool",
        Constant::Ellipsis => "ellipsis",
        Constant::Int(_) | Constant::BigInt(_) => "int",
        Constant::Float(_) => "float",
        Constant::Imaginary(_) => "complex",
        Constant::Str(_) | Constant::WideStr(_) => "str",
        Constant::Bytes(_) => "bytes",
    }
}

/// The type of a display, when the node is one.
fn display_type(kind: &ExprKind) -> Option<&'static str> {
    Some(match kind {
        ExprKind::Tuple(_) => "tuple",
        ExprKind::List(_) | ExprKind::ListComp(_) => "list",
        ExprKind::Dict(_) | ExprKind::DictComp(_) => "dict",
        ExprKind::Set(_) | ExprKind::SetComp(_) => "set",
        ExprKind::GeneratorExp(_) => "generator",
        ExprKind::JoinedStr(_) => "str",
        _ => return None,
    })
}
