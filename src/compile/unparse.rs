//! Expressions as text: the strings that stand for annotations under `from __future__ import annotations`.
//!
//! In: an expression. Out: its text in CPython's normal form (`ast.unparse`), so that spaces and quotes of the source do
//! not matter. Constants print as `repr` prints them.

use crate::syntax::ast::*;
use std::fmt::Write;

/// How tightly operators bind; a part that binds less tightly than its place asks for is put in parentheses.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Binding {
    Tuple,
    Named,
    Yield,
    Test,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

/// The text of an expression.
pub(super) fn unparse(e: &Expr) -> String {
    let mut out = String::new();
    write_expr(&mut out, e, Binding::Test);
    out
}

fn binary(op: BinaryOp) -> (&'static str, Binding) {
    match op {
        BinaryOp::Add => (" + ", Binding::Sum),
        BinaryOp::Sub => (" - ", Binding::Sum),
        BinaryOp::Mult => (" * ", Binding::Term),
        BinaryOp::MatMult => (" @ ", Binding::Term),
        BinaryOp::Div => (" / ", Binding::Term),
        BinaryOp::Mod => (" % ", Binding::Term),
        BinaryOp::FloorDiv => (" // ", Binding::Term),
        BinaryOp::Pow => (" ** ", Binding::Power),
        BinaryOp::LShift => (" << ", Binding::Shift),
        BinaryOp::RShift => (" >> ", Binding::Shift),
        BinaryOp::BitOr => (" | ", Binding::BitOr),
        BinaryOp::BitXor => (" ^ ", Binding::BitXor),
        BinaryOp::BitAnd => (" & ", Binding::BitAnd),
    }
}

/// The binding next tighter than a binary operator's, for its right operand.
fn tighter(binding: Binding) -> Binding {
    match binding {
        Binding::BitOr => Binding::BitXor,
        Binding::BitXor => Binding::BitAnd,
        Binding::BitAnd => Binding::Shift,
        Binding::Shift => Binding::Sum,
        Binding::Sum => Binding::Term,
        Binding::Term => Binding::Factor,
        _ => Binding::Await,
    }
}

fn compare(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => " == ",
        CompareOp::NotEq => " != ",
        CompareOp::Lt => " < ",
        CompareOp::LtE => " <= ",
        CompareOp::Gt => " > ",
        CompareOp::GtE => " >= ",
        CompareOp::Is => " is ",
        CompareOp::IsNot => " is not ",
        CompareOp::In => " in ",
        CompareOp::NotIn => " not in ",
    }
}

fn grouped(out: &mut String, place: Binding, own: Binding, write: impl FnOnce(&mut String)) {
    let parentheses = place > own;
    out.push_str(if parentheses { "(" } else { "" });
    write(out);
    out.push_str(if parentheses { ")" } else { "" });
}

fn list(out: &mut String, items: &[Expr]) {
    for (at, item) in items.iter().enumerate() {
        out.push_str(if at > 0 { ", " } else { "" });
        write_expr(out, item, Binding::Test);
    }
}

fn write_expr(out: &mut String, e: &Expr, place: Binding) {
    match &e.kind {
        ExprKind::Constant(constant) => write_constant(out, constant),
        ExprKind::Name(name) => out.push_str(name),
        ExprKind::Attribute(attribute) => {
            write_expr(out, &attribute.value, Binding::Atom);
            if matches!(attribute.value.kind, ExprKind::Constant(Constant::Int(_))) {
                out.push(' ');
            }
            out.push('.');
            out.push_str(&attribute.attr.name);
        }
        ExprKind::Subscript(subscript) => {
            write_expr(out, &subscript.value, Binding::Atom);
            out.push('[');
            match &subscript.index.kind {
                ExprKind::Tuple(items) if !items.is_empty() => {
                    list(out, items);
                    out.push_str(if items.len() == 1 { "," } else { "" });
                }
                _ => write_expr(out, &subscript.index, Binding::Test),
            }
            out.push(']');
        }
        ExprKind::Call(call) => {
            write_expr(out, &call.func, Binding::Atom);
            out.push('(');
            list(out, &call.args);
            for (at, keyword) in call.keywords.iter().enumerate() {
                out.push_str(if at + call.args.len() > 0 { ", " } else { "" });
                match &keyword.name {
                    Some(name) => {
                        out.push_str(name);
                        out.push('=');
                    }
                    None => out.push_str("**"),
                }
                write_expr(out, &keyword.value, Binding::Test);
            }
            out.push(')');
        }
        ExprKind::BoolOp { op, values } => {
            let (own, inner, word) = match op {
                BoolOp::And => (Binding::And, Binding::Not, " and "),
                BoolOp::Or => (Binding::Or, Binding::And, " or "),
            };
            grouped(out, place, own, |out| {
                for (at, value) in values.iter().enumerate() {
                    out.push_str(if at > 0 { word } else { "" });
                    write_expr(out, value, inner);
                }
            });
        }
        ExprKind::BinOp(chain) => {
            let own = binary(chain.rest[0].op).1;
            grouped(out, place, own, |out| {
                let left = if own == Binding::Power {
                    Binding::Await
                } else {
                    own
                };
                write_expr(out, &chain.first, left);
                for tail in &chain.rest {
                    out.push_str(binary(tail.op).0);
                    let right = if own == Binding::Power {
                        Binding::Factor
                    } else {
                        tighter(own)
                    };
                    write_expr(out, &tail.right, right);
                }
            });
        }
        ExprKind::UnaryOp { op, operand } => {
            let (own, sign) = match op {
                UnaryOp::Not => (Binding::Not, "not "),
                UnaryOp::USub => (Binding::Factor, "-"),
                UnaryOp::UAdd => (Binding::Factor, "+"),
                UnaryOp::Invert => (Binding::Factor, "~"),
            };
            grouped(out, place, own, |out| {
                out.push_str(sign);
                write_expr(out, operand, own);
            });
        }
        ExprKind::Compare(comparison) => grouped(out, place, Binding::Compare, |out| {
            write_expr(out, &comparison.left, Binding::BitOr);
            for (op, right) in &comparison.rest {
                out.push_str(compare(*op));
                write_expr(out, right, Binding::BitOr);
            }
        }),
        ExprKind::NamedExpr(named) => grouped(out, Binding::Atom, Binding::Named, |out| {
            let _ = write!(out, "{} := ", named.target.name);
            write_expr(out, &named.value, Binding::Test);
        }),
        ExprKind::Lambda(lambda) => grouped(out, place, Binding::Test, |out| {
            out.push_str("lambda");
            parameters(out, &lambda.params);
            out.push_str(": ");
            write_expr(out, &lambda.body, Binding::Test);
        }),
        ExprKind::IfExp(choice) => grouped(out, place, Binding::Test, |out| {
            write_expr(out, &choice.body, Binding::Or);
            out.push_str(" if ");
            write_expr(out, &choice.test, Binding::Or);
            out.push_str(" else ");
            write_expr(out, &choice.orelse, Binding::Test);
        }),
        ExprKind::Tuple(items) => {
            out.push('(');
            list(out, items);
            out.push_str(if items.len() == 1 { ",)" } else { ")" });
        }
        ExprKind::List(items) => {
            out.push('[');
            list(out, items);
            out.push(']');
        }
        ExprKind::Set(items) => {
            out.push('{');
            list(out, items);
            out.push('}');
        }
        ExprKind::Dict(items) => {
            out.push('{');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                match &item.key {
                    Some(key) => {
                        write_expr(out, key, Binding::Test);
                        out.push_str(": ");
                        write_expr(out, &item.value, Binding::Test);
                    }
                    None => {
                        out.push_str("**");
                        write_expr(out, &item.value, Binding::BitOr);
                    }
                }
            }
            out.push('}');
        }
        ExprKind::ListComp(c) => comprehension(out, ('[', ']'), &[&c.element], &c.generators),
        ExprKind::SetComp(c) => comprehension(out, ('{', '}'), &[&c.element], &c.generators),
        ExprKind::GeneratorExp(c) => comprehension(out, ('(', ')'), &[&c.element], &c.generators),
        ExprKind::DictComp(c) => comprehension(out, ('{', '}'), &[&c.key, &c.value], &c.generators),
        ExprKind::Await(value) => grouped(out, place, Binding::Await, |out| {
            out.push_str("await ");
            write_expr(out, value, Binding::Atom);
        }),
        ExprKind::Yield(value) => grouped(out, Binding::Atom, Binding::Yield, |out| {
            out.push_str("yield");
            if let Some(value) = value {
                out.push(' ');
                write_expr(out, value, Binding::Test);
            }
        }),
        ExprKind::YieldFrom(value) => grouped(out, Binding::Atom, Binding::Yield, |out| {
            out.push_str("yield from ");
            write_expr(out, value, Binding::Test);
        }),
        ExprKind::JoinedStr(parts) => {
            let mut text = String::new();
            formatted(&mut text, parts);
            let quote = if text.contains('\'') && !text.contains('"') {
                '"'
            } else {
                '\''
            };
            let _ = write!(out, "f{quote}{text}{quote}");
        }
        ExprKind::Starred(value) => {
            out.push('*');
            write_expr(out, value, Binding::BitOr);
        }
        ExprKind::Slice(slice) => {
            let part = |out: &mut String, e: &Option<Expr>| {
                if let Some(e) = e {
                    write_expr(out, e, Binding::Test);
                }
            };
            part(out, &slice.lower);
            out.push(':');
            part(out, &slice.upper);
            if slice.step.is_some() {
                out.push(':');
                part(out, &slice.step);
            }
        }
    }
}

fn comprehension(
    out: &mut String,
    brackets: (char, char),
    elements: &[&Expr],
    generators: &[Generator],
) {
    out.push(brackets.0);
    for (at, element) in elements.iter().enumerate() {
        out.push_str(if at > 0 { ": " } else { "" });
        write_expr(out, element, Binding::Test);
    }
    for generator in generators {
        out.push_str(if generator.is_async {
            " async for "
        } else {
            " for "
        });
        match &generator.target.kind {
            ExprKind::Tuple(items) if items.len() > 1 => list(out, items),
            _ => write_expr(out, &generator.target, Binding::Tuple),
        }
        out.push_str(" in ");
        write_expr(out, &generator.iter, Binding::Or);
        for test in &generator.ifs {
            out.push_str(" if ");
            write_expr(out, test, Binding::Or);
        }
    }
    out.push(brackets.1);
}

fn parameters(out: &mut String, params: &Parameters) {
    let mut all: Vec<String> = Vec::new();
    let show = |parameter: &Parameter| {
        let mut text = parameter.name.to_string();
        if let Some(default) = &parameter.default {
            text.push('=');
            write_expr(&mut text, default, Binding::Test);
        }
        text
    };
    all.extend(params.posonly.iter().map(show));
    if !params.posonly.is_empty() {
        all.push("/".into());
    }
    all.extend(params.args.iter().map(show));
    match &params.vararg {
        Some(vararg) => all.push(format!("*{}", vararg.name)),
        None if !params.kwonly.is_empty() => all.push("*".into()),
        None => {}
    }
    all.extend(params.kwonly.iter().map(show));
    all.extend(params.kwarg.iter().map(|kwarg| format!("**{}", kwarg.name)));
    if !all.is_empty() {
        let _ = write!(out, " {}", all.join(", "));
    }
}

fn formatted(out: &mut String, parts: &[FStringPart]) {
    for part in parts {
        match part {
            FStringPart::Literal(Constant::Str(text), _) => {
                out.push_str(
                    &text
                        .replace('\\', "\\\\")
                        .replace('\n', "\\n")
                        .replace('{', "{{")
                        .replace('}', "}}"),
                );
            }
            FStringPart::Literal(..) => {}
            FStringPart::Value(value) => {
                out.push('{');
                write_expr(out, &value.value, Binding::Test);
                out.push_str(match value.conversion {
                    Conversion::None => "",
                    Conversion::Str => "!s",
                    Conversion::Repr => "!r",
                    Conversion::Ascii => "!a",
                });
                if let Some(spec) = &value.spec {
                    out.push(':');
                    formatted(out, spec);
                }
                out.push('}');
            }
        }
    }
}

fn write_constant(out: &mut String, constant: &Constant) {
    match constant {
        Constant::None => out.push_str("None"),
        Constant::True => out.push_str("True"),
        Constant::False => out.push_str("False"),
        Constant::Ellipsis => out.push_str("..."),
        Constant::Int(i) => {
            let _ = write!(out, "{i}");
        }
        Constant::BigInt(big) => {
            let _ = write!(out, "{big}");
        }
        Constant::Float(f) if f.is_infinite() => out.push_str("1e309"),
        Constant::Float(f) => {
            let _ = write!(out, "{f:?}");
        }
        Constant::Imaginary(f) if f.is_infinite() => out.push_str("1e309j"),
        Constant::Imaginary(f) => {
            let _ = write!(out, "{f}j");
        }
        Constant::Str(text) => quote(out, text.chars().map(|c| (c as u32, Some(c)))),
        Constant::WideStr(text) => quote(out, text.iter().map(|&c| (c, char::from_u32(c)))),
        Constant::Bytes(bytes) => {
            out.push('b');
            quote(
                out,
                bytes
                    .iter()
                    .map(|&b| (u32::from(b), b.is_ascii().then_some(b as char))),
            );
        }
    }
}

/// Quotes text as `repr` does.
fn quote(out: &mut String, text: impl Iterator<Item = (u32, Option<char>)> + Clone) {
    let has = |wanted: char| text.clone().any(|(_, c)| c == Some(wanted));
    let mark = if has('\'') && !has('"') { '"' } else { '\'' };
    out.push(mark);
    for (code, c) in text {
        match c {
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\\') => out.push_str("\\\\"),
            Some(c) if c == mark => out.extend(['\\', c]),
            Some(c) if !c.is_control() => out.push(c),
            _ => {
                let _ = match code {
                    0..=0xff => write!(out, "\\x{code:02x}"),
                    0x100..=0xffff => write!(out, "\\u{code:04x}"),
                    _ => write!(out, "\\U{code:08x}"),
                };
            }
        }
    }
    out.push(mark);
}
