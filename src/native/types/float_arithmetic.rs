//! Arithmetic of floats, and their comparison with ints, which is exact.
//!
//! Enters: operands of any type. Leaves: floats, complex numbers from powers of negative numbers, or `NotImplemented`.
//! Callers: the slots of `float`, powers of ints.

use super::int::int_ref;
use super::int_arithmetic::{big, to_float};
use crate::native::{BinaryOp, CompareOp, UnaryOp};
use crate::object::builtin::Exc;
use crate::object::value::Value;
use crate::text::number::IntRef;
use crate::vm::numbers::float_of;
use crate::vm::{Outcome, Raised, Vm};
use num_bigint::BigInt;
use std::cmp::Ordering;

/// A float, or an int as a float; `None` for other types.
fn operand(vm: &Vm, value: &Value) -> Outcome<Option<f64>> {
    if let Some(float) = float_of(value) {
        return Ok(Some(float));
    }
    match int_ref(value) {
        Some(IntRef::Small(small)) => Ok(Some(small as f64)),
        Some(IntRef::Big(number)) => to_float(vm, number).map(Some),
        None => Ok(None),
    }
}

fn division_by_zero(vm: &Vm, message: &str) -> Raised {
    vm.raise(Exc::ZeroDivisionError, message)
}

/// `left op right`; `NotImplemented` for operands that are no floats or ints.
pub fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    let Some(x) = operand(vm, left)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let Some(y) = operand(vm, right)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let zero = |message: &str| {
        if y == 0.0 {
            Err(division_by_zero(vm, message))
        } else {
            Ok(())
        }
    };
    Ok(Value::float(match op {
        BinaryOp::Add => x + y,
        BinaryOp::Sub => x - y,
        BinaryOp::Mul => x * y,
        BinaryOp::TrueDiv => {
            zero("float division by zero")?;
            x / y
        }
        BinaryOp::FloorDiv => {
            zero("float floor division by zero")?;
            divide(x, y).0
        }
        BinaryOp::Mod => {
            zero("float modulo by zero")?;
            divide(x, y).1
        }
        BinaryOp::DivMod => {
            zero("float divmod()")?;
            let (quotient, remainder) = divide(x, y);
            return Ok(vm.new_pair(Value::float(quotient), Value::float(remainder)));
        }
        BinaryOp::Pow => return power(vm, x, y),
        _ => return Ok(Value::NOT_IMPLEMENTED),
    }))
}

/// Floor quotient and remainder with the divisor's sign; the divisor is not zero.
fn divide(x: f64, y: f64) -> (f64, f64) {
    let mut remainder = x % y;
    let mut quotient = (x - remainder) / y;
    if remainder == 0.0 {
        remainder = 0.0f64.copysign(y);
    } else if (y < 0.0) != (remainder < 0.0) {
        remainder += y;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0.0f64.copysign(x / y), remainder);
    }
    let floor = quotient.floor();
    (
        if quotient - floor > 0.5 {
            floor + 1.0
        } else {
            floor
        },
        remainder,
    )
}

/// `x ** y`.
pub fn power(vm: &mut Vm, x: f64, y: f64) -> Outcome<Value> {
    if x == 0.0 && y < 0.0 {
        return Err(division_by_zero(
            vm,
            "0.0 cannot be raised to a negative power",
        ));
    }
    if x < 0.0 && x.is_finite() && y.is_finite() && y.fract() != 0.0 {
        return super::complex::power(vm, (x, 0.0), (y, 0.0));
    }
    let result = x.powf(y);
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(out_of_range(vm));
    }
    Ok(Value::float(result))
}

/// The OverflowError of C's mathematical functions.
pub fn out_of_range(vm: &Vm) -> Raised {
    let message = vm.new_str("Numerical result out of range");
    vm.raise_with(Exc::OverflowError, vec![Value::int(34), message])
}

/// Compares a float with an int without rounding either; `None` for NaN.
fn order_with_int(x: f64, number: IntRef<'_>) -> Option<Ordering> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 {
            Ordering::Greater
        } else {
            Ordering::Less
        });
    }
    if let IntRef::Small(small) = number {
        if small.unsigned_abs() <= 1 << 53 {
            return x.partial_cmp(&(small as f64));
        }
        if x.abs() >= 1e19 {
            return Some(if x > 0.0 {
                Ordering::Greater
            } else {
                Ordering::Less
            });
        }
    }
    let whole: BigInt = crate::text::float::truncate(x).ok()?;
    Some(whole.cmp(&big(number)).then(x.fract().partial_cmp(&0.0)?))
}

/// `left op right`, the left operand a float.
pub fn compare(_: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    let Some(x) = float_of(left) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let ordering = match (float_of(right), int_ref(right)) {
        (Some(y), _) => x.partial_cmp(&y),
        (None, Some(number)) => order_with_int(x, number),
        (None, None) => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(Value::bool(match ordering {
        Some(ordering) => op.holds(ordering),
        None => op == CompareOp::Ne,
    }))
}

/// Negation, `+` and `abs`.
pub fn unary(_: &mut Vm, op: UnaryOp, value: &Value) -> Outcome<Value> {
    let Some(x) = float_of(value) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(match op {
        UnaryOp::Negative => Value::float(-x),
        UnaryOp::Positive => Value::float(x),
        UnaryOp::Absolute => Value::float(x.abs()),
        UnaryOp::Invert => Value::NOT_IMPLEMENTED,
    })
}

#[cfg(test)]
mod tests {
    use super::{divide, order_with_int};
    use crate::text::number::IntRef;
    use std::cmp::Ordering;

    #[test]
    fn floor_division_follows_the_divisor() {
        assert_eq!(divide(7.0, -2.0), (-4.0, -1.0));
        assert_eq!(divide(-7.0, 2.0), (-4.0, 1.0));
        assert_eq!(divide(1.0, 0.1), (9.0, 1.0 % 0.1));
    }

    #[test]
    fn ints_and_floats_are_compared_exactly() {
        assert_eq!(
            order_with_int(9007199254740992.0, IntRef::Small(9007199254740993)),
            Some(Ordering::Less)
        );
        assert_eq!(
            order_with_int(9223372036854775808.0, IntRef::Small(i64::MAX)),
            Some(Ordering::Greater)
        );
        assert_eq!(order_with_int(-0.5, IntRef::Small(0)), Some(Ordering::Less));
        assert_eq!(order_with_int(f64::NAN, IntRef::Small(0)), None);
    }
}
