//! Constant folding: the value of an expression of constants, where computing it cannot raise and stays small.
//!
//! In: expressions. Out: a [`Const`] or nothing. The limits are those of CPython: integers of 128 bits, text of 4096
//! characters, tuples of 256 items.

use crate::code::Const;
use crate::syntax::ast::*;
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive, Zero};
use std::sync::Arc;

const MAX_INT_BITS: u64 = 128;
const MAX_TEXT: usize = 4096;
const MAX_ITEMS: usize = 256;

/// The constant of a literal.
pub(super) fn literal(constant: &Constant) -> Const {
    match constant {
        Constant::None => Const::None,
        Constant::True => Const::Bool(true),
        Constant::False => Const::Bool(false),
        Constant::Ellipsis => Const::Ellipsis,
        Constant::Int(i) => Const::Int(*i),
        Constant::BigInt(big) => Const::BigInt(Arc::new((**big).clone())),
        Constant::Float(f) => Const::Float(*f),
        Constant::Imaginary(f) => Const::Complex(0.0, *f),
        Constant::Str(text) => Const::Str(text.clone()),
        Constant::WideStr(text) => Const::WideStr(text.clone()),
        Constant::Bytes(bytes) => Const::Bytes(bytes.clone()),
    }
}

/// The value of a constant expression.
pub(super) fn fold(e: &Expr) -> Option<Const> {
    match &e.kind {
        ExprKind::Constant(constant) => Some(literal(constant)),
        ExprKind::UnaryOp { op, operand } => unary(*op, fold(operand)?),
        ExprKind::BinOp(chain) => {
            let first = fold(&chain.first)?;
            chain.rest.iter().try_fold(first, |left, tail| {
                binary(tail.op, &left, &fold(&tail.right)?)
            })
        }
        ExprKind::Tuple(items) => {
            let items: Option<Vec<Const>> = items.iter().map(fold).collect();
            Some(Const::Tuple(items?.into()))
        }
        _ => None,
    }
}

/// The truth value of a constant.
pub(super) fn truth(constant: &Const) -> bool {
    match constant {
        Const::None => false,
        Const::Bool(b) => *b,
        Const::Ellipsis | Const::Code(_) => true,
        Const::Int(i) => *i != 0,
        Const::BigInt(big) => !big.is_zero(),
        Const::Float(f) => *f != 0.0,
        Const::Complex(re, im) => *re != 0.0 || *im != 0.0,
        Const::Str(text) => !text.is_empty(),
        Const::WideStr(text) => !text.is_empty(),
        Const::Bytes(bytes) => !bytes.is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
    }
}

/// A constant integer, shortened where it fits.
fn int(big: BigInt) -> Const {
    match big.to_i64() {
        Some(small) => Const::Int(small),
        None => Const::BigInt(Arc::new(big)),
    }
}

fn big(constant: &Const) -> Option<BigInt> {
    match constant {
        Const::Int(i) => Some(BigInt::from(*i)),
        Const::BigInt(big) => Some((**big).clone()),
        _ => None,
    }
}

fn float(constant: &Const) -> Option<f64> {
    match constant {
        Const::Float(f) => Some(*f),
        // Larger integers would have to be rounded, or overflow.
        Const::Int(i) if i.unsigned_abs() <= 1 << 53 => Some(*i as f64),
        _ => None,
    }
}

fn unary(op: UnaryOp, value: Const) -> Option<Const> {
    match (op, &value) {
        (UnaryOp::Not, _) => Some(Const::Bool(!truth(&value))),
        (UnaryOp::USub, Const::Float(f)) => Some(Const::Float(-f)),
        (UnaryOp::USub, Const::Complex(re, im)) => Some(Const::Complex(-re, -im)),
        (UnaryOp::USub, Const::Int(i)) => Some(
            i.checked_neg()
                .map_or_else(|| int(-BigInt::from(*i)), Const::Int),
        ),
        (UnaryOp::USub, Const::BigInt(big)) => Some(int(-(**big).clone())),
        (
            UnaryOp::UAdd,
            Const::Int(_) | Const::BigInt(_) | Const::Float(_) | Const::Complex(..),
        ) => Some(value),
        (UnaryOp::Invert, Const::Int(i)) => Some(Const::Int(!i)),
        (UnaryOp::Invert, Const::BigInt(big)) => Some(int(!(**big).clone())),
        _ => None,
    }
}

/// The value of `left op right` if it cannot raise and is small.
pub(super) fn binary(op: BinaryOp, left: &Const, right: &Const) -> Option<Const> {
    if let (Some(a), Some(b)) = (big(left), big(right)) {
        return integers(op, a, b);
    }
    if let (Const::Complex(..), _) | (_, Const::Complex(..)) = (left, right) {
        let ((a, b), (c, d)) = (complex(left)?, complex(right)?);
        return match op {
            BinaryOp::Add => Some(Const::Complex(a + c, b + d)),
            BinaryOp::Sub => Some(Const::Complex(a - c, b - d)),
            _ => None,
        };
    }
    if let (Some(a), Some(b)) = (float(left), float(right)) {
        return match op {
            BinaryOp::Add => Some(Const::Float(a + b)),
            BinaryOp::Sub => Some(Const::Float(a - b)),
            BinaryOp::Mult => Some(Const::Float(a * b)),
            BinaryOp::Div if b != 0.0 => Some(Const::Float(a / b)),
            _ => None,
        };
    }
    match (op, left, right) {
        (BinaryOp::Add, Const::Str(a), Const::Str(b)) if a.len() + b.len() <= MAX_TEXT => {
            Some(Const::Str(format!("{a}{b}").into()))
        }
        (BinaryOp::Add, Const::Bytes(a), Const::Bytes(b)) if a.len() + b.len() <= MAX_TEXT => {
            Some(Const::Bytes([&a[..], &b[..]].concat().into()))
        }
        (BinaryOp::Add, Const::Tuple(a), Const::Tuple(b)) if a.len() + b.len() <= MAX_ITEMS => {
            Some(Const::Tuple([&a[..], &b[..]].concat().into()))
        }
        (BinaryOp::Mult, Const::Int(n), other) | (BinaryOp::Mult, other, Const::Int(n)) => {
            repeat(other, *n)
        }
        _ => None,
    }
}

fn complex(constant: &Const) -> Option<(f64, f64)> {
    match constant {
        Const::Complex(re, im) => Some((*re, *im)),
        other => Some((float(other)?, 0.0)),
    }
}

fn repeat(value: &Const, count: i64) -> Option<Const> {
    let count = usize::try_from(count.max(0)).ok()?;
    let fits = |length: usize, limit: usize| {
        length
            .checked_mul(count)
            .is_some_and(|total| total <= limit)
    };
    match value {
        Const::Str(text) if fits(text.len(), MAX_TEXT) => {
            Some(Const::Str(text.repeat(count).into()))
        }
        Const::Bytes(bytes) if fits(bytes.len(), MAX_TEXT) => {
            Some(Const::Bytes(bytes.repeat(count).into()))
        }
        Const::Tuple(items) if fits(items.len(), MAX_ITEMS) => Some(Const::Tuple(
            (0..count).flat_map(|_| items.iter().cloned()).collect(),
        )),
        _ => None,
    }
}

fn integers(op: BinaryOp, a: BigInt, b: BigInt) -> Option<Const> {
    match op {
        BinaryOp::Add => Some(int(a + b)),
        BinaryOp::Sub => Some(int(a - b)),
        BinaryOp::Mult if a.bits() + b.bits() <= MAX_INT_BITS => Some(int(a * b)),
        BinaryOp::Div if !b.is_zero() => {
            let (a, b) = (float(&int(a))?, float(&int(b))?);
            Some(Const::Float(a / b))
        }
        BinaryOp::FloorDiv if !b.is_zero() => Some(int(num_integer::Integer::div_floor(&a, &b))),
        BinaryOp::Mod if !b.is_zero() => Some(int(num_integer::Integer::mod_floor(&a, &b))),
        BinaryOp::Pow => {
            let exponent = b.to_u32()?;
            let small = a
                .bits()
                .checked_mul(u64::from(exponent))
                .is_some_and(|bits| bits <= MAX_INT_BITS);
            small.then(|| int(a.pow(exponent)))
        }
        BinaryOp::LShift => {
            let by = b
                .to_u64()
                .filter(|by| *by <= MAX_INT_BITS && a.bits() + by <= MAX_INT_BITS)?;
            Some(int(a << by))
        }
        BinaryOp::RShift if !b.is_negative() => Some(int(a >> b.to_u64()?)),
        BinaryOp::BitAnd => Some(int(a & b)),
        BinaryOp::BitOr => Some(int(a | b)),
        BinaryOp::BitXor => Some(int(a ^ b)),
        _ => None,
    }
}
