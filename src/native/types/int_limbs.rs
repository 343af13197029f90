//! Arithmetic of ints of moderate length on their limbs, written straight into the result's cell.
//!
//! Enters: signs and limbs of two ints. Leaves: the result, or `None` where num-bigint must do it. Callers: `int_arithmetic`.

use crate::gil::Gil;
use crate::native::BinaryOp;
use crate::object::number::{IntObject, Limbs, MOST_INLINE};
use crate::object::value::Value;
use crate::text::limbs;
use std::cmp::Ordering;

/// The order of two ints.
pub fn compare(a: Limbs<'_>, b: Limbs<'_>) -> Ordering {
    match (a.negative, b.negative) {
        (false, true) => Ordering::Greater,
        (true, false) => Ordering::Less,
        (false, false) => limbs::compare(a.limbs, b.limbs),
        (true, true) => limbs::compare(b.limbs, a.limbs),
    }
}

/// `a op b`; `None` if the result may be long, the operation is a hard one, or it fails.
pub fn binary(gil: &Gil, op: BinaryOp, a: Limbs<'_>, b: Limbs<'_>) -> Option<Value> {
    match op {
        BinaryOp::Add => add(gil, a, b),
        BinaryOp::Sub => {
            let negative = !b.negative;
            add(gil, a, Limbs { negative, ..b })
        }
        BinaryOp::Mul => multiply(gil, a, b),
        BinaryOp::FloorDiv | BinaryOp::Mod => divide(gil, op, a, b),
        BinaryOp::LeftShift => {
            let count = shift_count(b)?;
            let length = usize::try_from(count / 64)
                .ok()?
                .checked_add(a.limbs.len() + 1)?;
            (length <= MOST_INLINE).then(|| {
                IntObject::filled(gil, length, a.negative, |out| {
                    limbs::shift_left(out, a.limbs, count)
                })
            })
        }
        BinaryOp::RightShift => {
            let count = shift_count(b)?;
            if a.negative {
                return None;
            }
            if count >= limbs::bits(a.limbs) {
                return Some(Value::int(0));
            }
            let length = a.limbs.len() - (count / 64) as usize;
            Some(IntObject::filled(gil, length, false, |out| {
                limbs::shift_right(out, a.limbs, count)
            }))
        }
        BinaryOp::BitAnd | BinaryOp::BitOr | BinaryOp::BitXor => bitwise(gil, op, a, b),
        _ => None,
    }
}

fn shift_count(count: Limbs<'_>) -> Option<u64> {
    match count.limbs {
        [] => Some(0),
        &[limb] if !count.negative => Some(limb),
        _ => None,
    }
}

/// `a + b`.
#[inline(always)]
pub fn add(gil: &Gil, a: Limbs<'_>, b: Limbs<'_>) -> Option<Value> {
    if a.negative != b.negative {
        return Some(difference(gil, a, b));
    }
    let (more, less) = if a.limbs.len() < b.limbs.len() {
        (b.limbs, a.limbs)
    } else {
        (a.limbs, b.limbs)
    };
    let length = more.len() + limbs::may_grow(more, less) as usize;
    (length <= MOST_INLINE).then(|| {
        IntObject::filled(gil, length, a.negative, |out| {
            limbs::add(out, more, less);
        })
    })
}

/// `a + b` of different signs.
#[inline(never)]
fn difference(gil: &Gil, a: Limbs<'_>, b: Limbs<'_>) -> Value {
    let order = limbs::compare(a.limbs, b.limbs);
    let (more, less) = if order.is_lt() { (b, a) } else { (a, b) };
    IntObject::filled(gil, more.limbs.len(), more.negative, |out| {
        limbs::subtract(out, more.limbs, less.limbs)
    })
}

/// `a * b`.
#[inline]
pub fn multiply(gil: &Gil, a: Limbs<'_>, b: Limbs<'_>) -> Option<Value> {
    let length = a.limbs.len() + b.limbs.len();
    (length <= MOST_INLINE).then(|| {
        let (more, less) = if a.limbs.len() < b.limbs.len() {
            (b, a)
        } else {
            (a, b)
        };
        IntObject::filled(gil, length, a.negative != b.negative, |out| {
            limbs::multiply(out, more.limbs, less.limbs)
        })
    })
}

/// Quotient or remainder, rounded down: by one limb, among numbers of two limbs, and where the remainder is the dividend.
fn divide(gil: &Gil, op: BinaryOp, a: Limbs<'_>, b: Limbs<'_>) -> Option<Value> {
    let differ = a.negative != b.negative;
    if let (BinaryOp::Mod, &[limb]) = (op, b.limbs) {
        let rest = limbs::remainder_by_limb(a.limbs, limb);
        let rest = if differ && rest != 0 {
            limb - rest
        } else {
            rest
        };
        return Some(IntObject::filled(gil, 1, b.negative, |out| out[0] = rest));
    }
    if let &[limb] = b.limbs {
        let length = a.limbs.len() + 1;
        return (length <= MOST_INLINE).then(|| {
            IntObject::filled(gil, length, differ, |out| {
                let (last, quotient) = out.split_last_mut().expect("one limb more");
                *last = 0;
                let rest = limbs::divide_by_limb(quotient, a.limbs, limb);
                if differ && rest != 0 {
                    increment(out);
                }
            })
        });
    }
    if !differ && limbs::compare(a.limbs, b.limbs).is_lt() {
        return Some(match op {
            BinaryOp::FloorDiv => Value::int(0),
            _ => IntObject::filled(gil, a.limbs.len(), a.negative, |out| {
                out.copy_from_slice(a.limbs)
            }),
        });
    }
    let (&[a0, a1], &[b0, b1]) = (a.limbs, b.limbs) else {
        return None;
    };
    let wide = |low: u64, high: u64| u128::from(high) << 64 | u128::from(low);
    let (x, y) = (wide(a0, a1), wide(b0, b1));
    let (mut quotient, mut rest) = (x / y, x % y);
    if differ && rest != 0 {
        quotient += 1;
        rest = y - rest;
    }
    let (result, negative) = match op {
        BinaryOp::FloorDiv => (quotient, differ),
        _ => (rest, b.negative),
    };
    Some(IntObject::filled(gil, 2, negative, |out| {
        (out[0], out[1]) = (result as u64, (result >> 64) as u64);
    }))
}

fn increment(limbs: &mut [u64]) {
    for limb in limbs {
        *limb = limb.wrapping_add(1);
        if *limb != 0 {
            break;
        }
    }
}

fn bitwise(gil: &Gil, op: BinaryOp, a: Limbs<'_>, b: Limbs<'_>) -> Option<Value> {
    if a.negative || b.negative {
        return None;
    }
    let (more, less) = if a.limbs.len() < b.limbs.len() {
        (b, a)
    } else {
        (a, b)
    };
    let length = match op {
        BinaryOp::BitAnd => less.limbs.len(),
        _ => more.limbs.len(),
    };
    Some(IntObject::filled(gil, length, false, |out| {
        for (at, to) in out.iter_mut().enumerate() {
            let (x, y) = (more.limbs[at], less.limbs.get(at).copied().unwrap_or(0));
            *to = match op {
                BinaryOp::BitAnd => x & y,
                BinaryOp::BitOr => x | y,
                _ => x ^ y,
            };
        }
    }))
}
