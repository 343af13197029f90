//! Arithmetic of ints: machine ints first, big ints where those overflow.
//!
//! Enters: operands of any type. Leaves: ints, floats from `/` and negative powers, or `NotImplemented`. Results are kept below
//! [`MOST_BITS`], so that no operation exhausts the machine. Callers: the slots of `int` and `bool`, `pow`.

use crate::native::{BinaryOp, CompareOp, UnaryOp};
use crate::object::builtin::Exc;
use crate::object::number::{IntObject, Limbs};
use crate::object::value::Value;
use crate::text::number::IntRef;
use crate::vm::{Outcome, Vm};
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use std::borrow::Cow;
use std::cmp::Ordering;

/// Bits of the largest int: one gibibyte.
pub const MOST_BITS: u64 = 1 << 33;

/// The number as a big int.
pub fn big(number: IntRef<'_>) -> Cow<'_, BigInt> {
    match number {
        IntRef::Small(small) => Cow::Owned(BigInt::from(small)),
        IntRef::Big(big) => Cow::Borrowed(big),
    }
}

/// An int of any kind.
#[derive(Clone, Copy)]
enum Operand<'a> {
    Small(i64),
    Object(&'a IntObject),
}

impl<'a> Operand<'a> {
    #[inline(always)]
    fn of(value: &'a Value) -> Option<Self> {
        match value.as_int_or_bool() {
            Some(small) => Some(Operand::Small(small)),
            None => value.downcast().map(Operand::Object),
        }
    }

    fn big(self) -> Cow<'a, BigInt> {
        match self {
            Operand::Small(small) => Cow::Owned(BigInt::from(small)),
            Operand::Object(int) => Cow::Borrowed(int.big()),
        }
    }

    /// Sign and limbs, unless it is long; a machine int's limb goes into `room`.
    #[inline(always)]
    fn limbs<'b>(self, room: &'b mut [u64; 1]) -> Option<Limbs<'b>>
    where
        'a: 'b,
    {
        match self {
            Operand::Object(int) => int.limbs(),
            Operand::Small(small) => {
                room[0] = small.unsigned_abs();
                Some(Limbs {
                    negative: small < 0,
                    limbs: &room[..(small != 0) as usize],
                })
            }
        }
    }
}

/// Raises MemoryError.
fn too_large(vm: &Vm) -> crate::vm::Raised {
    vm.raise_with(Exc::MemoryError, Vec::new())
}

/// `left op right` for ints; `NotImplemented` for other operands.
pub fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (Some(x), Some(y)) = (Operand::of(left), Operand::of(right)) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if let (Some(x), Some(y)) = (left.as_bool(), right.as_bool()) {
        match op {
            BinaryOp::BitAnd => return Ok(Value::bool(x & y)),
            BinaryOp::BitOr => return Ok(Value::bool(x | y)),
            BinaryOp::BitXor => return Ok(Value::bool(x ^ y)),
            _ => {}
        }
    }
    if let (Operand::Small(x), Operand::Small(y)) = (x, y)
        && let Some(result) = binary_small(vm, op, x, y)
    {
        return Ok(result);
    }
    let mut rooms = ([0], [0]);
    if let (Some(a), Some(b)) = (x.limbs(&mut rooms.0), y.limbs(&mut rooms.1))
        && let Some(result) = super::int_limbs::binary(vm, op, a, b)
    {
        return Ok(result);
    }
    binary_big(vm, op, x, y)
}

/// The operation where operands and result fit machine ints.
fn binary_small(vm: &Vm, op: BinaryOp, x: i64, y: i64) -> Option<Value> {
    Some(Value::int(match op {
        BinaryOp::Add => x.checked_add(y)?,
        BinaryOp::Sub => x.checked_sub(y)?,
        BinaryOp::Mul => x.checked_mul(y)?,
        BinaryOp::TrueDiv => {
            let exact = |n: i64| n.unsigned_abs() <= 1 << 53;
            if y == 0 || !exact(x) || !exact(y) {
                return None;
            }
            return Some(Value::float(x as f64 / y as f64));
        }
        BinaryOp::FloorDiv => divide_small(x, y)?.0,
        BinaryOp::Mod => divide_small(x, y)?.1,
        BinaryOp::DivMod => {
            let (quotient, remainder) = divide_small(x, y)?;
            return Some(vm.new_pair(Value::int(quotient), Value::int(remainder)));
        }
        BinaryOp::Pow => x.checked_pow(u32::try_from(y).ok()?)?,
        BinaryOp::LeftShift => {
            if !(0..63).contains(&y) || (x << y) >> y != x {
                return None;
            }
            x << y
        }
        BinaryOp::RightShift => {
            if y < 0 {
                return None;
            }
            x >> y.min(63)
        }
        BinaryOp::BitAnd => x & y,
        BinaryOp::BitOr => x | y,
        BinaryOp::BitXor => x ^ y,
        BinaryOp::MatMul => return Some(Value::NOT_IMPLEMENTED),
    }))
}

/// Quotient and remainder, rounded down; `None` for a zero divisor and the one overflow.
fn divide_small(x: i64, y: i64) -> Option<(i64, i64)> {
    let (quotient, remainder) = (x.checked_div(y)?, x % y);
    Some(if remainder != 0 && (remainder < 0) != (y < 0) {
        (quotient - 1, remainder + y)
    } else {
        (quotient, remainder)
    })
}

#[inline(never)]
fn binary_big(vm: &mut Vm, op: BinaryOp, x: Operand<'_>, y: Operand<'_>) -> Outcome<Value> {
    let (a, b) = (x.big(), y.big());
    let result = match op {
        BinaryOp::Add => &*a + &*b,
        BinaryOp::Sub => &*a - &*b,
        BinaryOp::Mul => {
            if a.bits().saturating_add(b.bits()) > MOST_BITS {
                return Err(too_large(vm));
            }
            &*a * &*b
        }
        BinaryOp::TrueDiv => return true_divide(vm, &a, &b).map(Value::float),
        BinaryOp::FloorDiv | BinaryOp::Mod | BinaryOp::DivMod if b.is_zero() => {
            let message = if op == BinaryOp::Mod {
                "integer modulo by zero"
            } else {
                "integer division or modulo by zero"
            };
            return Err(vm.raise(Exc::ZeroDivisionError, message));
        }
        BinaryOp::FloorDiv => a.div_floor(&b),
        BinaryOp::Mod => a.mod_floor(&b),
        BinaryOp::DivMod => {
            let (quotient, remainder) = a.div_mod_floor(&b);
            let (quotient, remainder) = (vm.new_int(quotient), vm.new_int(remainder));
            return Ok(vm.new_pair(quotient, remainder));
        }
        BinaryOp::Pow => return power(vm, &a, &b),
        BinaryOp::LeftShift => return shift_left(vm, &a, &b),
        BinaryOp::RightShift => {
            if b.is_negative() {
                return Err(vm.value_error("negative shift count"));
            }
            match b.to_u64() {
                Some(count) if count < a.bits() + 1 => &*a >> count,
                _ if a.is_negative() => BigInt::from(-1),
                _ => BigInt::zero(),
            }
        }
        BinaryOp::BitAnd => &*a & &*b,
        BinaryOp::BitOr => &*a | &*b,
        BinaryOp::BitXor => &*a ^ &*b,
        BinaryOp::MatMul => return Ok(Value::NOT_IMPLEMENTED),
    };
    if result.bits() > MOST_BITS {
        return Err(too_large(vm));
    }
    Ok(vm.new_int(result))
}

fn shift_left(vm: &mut Vm, a: &BigInt, count: &BigInt) -> Outcome<Value> {
    if count.is_negative() {
        return Err(vm.value_error("negative shift count"));
    }
    if a.is_zero() {
        return Ok(Value::int(0));
    }
    match count.to_i64() {
        None => Err(vm.raise(Exc::OverflowError, "too many digits in integer")),
        Some(count) if (count as u64).saturating_add(a.bits()) > MOST_BITS => Err(too_large(vm)),
        Some(count) => {
            let result = a << count as u64;
            Ok(vm.new_int(result))
        }
    }
}

fn power(vm: &mut Vm, base: &BigInt, exponent: &BigInt) -> Outcome<Value> {
    if exponent.is_negative() {
        let (x, y) = (to_float(vm, base)?, to_float(vm, exponent)?);
        return super::float_arithmetic::power(vm, x, y);
    }
    if exponent.is_zero() || base.is_one() {
        return Ok(Value::int(1));
    }
    if base.is_zero() {
        return Ok(Value::int(0));
    }
    if *base == BigInt::from(-1) {
        return Ok(Value::int(if exponent.is_even() { 1 } else { -1 }));
    }
    match exponent.to_u32() {
        Some(count) if (base.bits() - 1).saturating_mul(count as u64) <= MOST_BITS => {
            let result = num_traits::Pow::pow(base, count);
            Ok(vm.new_int(result))
        }
        _ => Err(too_large(vm)),
    }
}

/// `pow(base, exponent, modulus)` of ints.
pub fn power_modulo(
    vm: &mut Vm,
    base: &BigInt,
    exponent: &BigInt,
    modulus: &BigInt,
) -> Outcome<Value> {
    if modulus.is_zero() {
        return Err(vm.value_error("pow() 3rd argument cannot be 0"));
    }
    let size = modulus.abs();
    if size.is_one() {
        return Ok(Value::int(0));
    }
    let mut base = base.mod_floor(&size);
    let mut exponent = Cow::Borrowed(exponent);
    if exponent.is_negative() {
        match base.modinv(&size) {
            Some(inverse) => base = inverse,
            None => return Err(vm.value_error("base is not invertible for the given modulus")),
        }
        exponent = Cow::Owned(-exponent.into_owned());
    }
    let mut result = base.modpow(&exponent, &size);
    if modulus.is_negative() && !result.is_zero() {
        result += modulus;
    }
    Ok(vm.new_int(result))
}

/// The nearest float, or OverflowError.
pub fn to_float(vm: &Vm, number: &BigInt) -> Outcome<f64> {
    vm.text(crate::text::float::from_big_int(number))
}

/// `a / b`, correctly rounded.
fn true_divide(vm: &Vm, a: &BigInt, b: &BigInt) -> Outcome<f64> {
    if b.is_zero() {
        return Err(vm.raise(Exc::ZeroDivisionError, "division by zero"));
    }
    match quotient(a, b) {
        Some(quotient) => Ok(quotient),
        None => Err(vm.raise(
            Exc::OverflowError,
            "integer division result too large for a float",
        )),
    }
}

/// The float nearest to `a / b`, half to even; `None` if it is out of range.
fn quotient(a: &BigInt, b: &BigInt) -> Option<f64> {
    let negative = (a.sign() == Sign::Minus) != (b.sign() == Sign::Minus);
    let sign = if negative { -1.0 } else { 1.0 };
    let distance = a.bits() as i64 - b.bits() as i64;
    if a.is_zero() || distance < -1080 {
        return Some(0.0 * sign);
    }
    if distance > 1025 {
        return None;
    }
    // The quotient, scaled to 56 to 58 bits (fewer among subnormals, where the last place is 2**-1074), and a sticky last bit.
    let scale = (distance - 56).max(-1077);
    let (a, b) = (a.abs(), b.abs());
    let (whole, rest) = if scale >= 0 {
        a.div_rem(&(b << scale as u64))
    } else {
        (a << scale.unsigned_abs()).div_rem(&b)
    };
    let whole = whole.to_u64()?;
    let length = 64 - i64::from(whole.leading_zeros());
    let last = (length + scale - 53).max(-1074);
    let drop = (last - scale) as u32;
    let (kept, lost) = (whole >> drop, whole & ((1 << drop) - 1));
    let half = 1u64 << (drop - 1);
    let up = lost > half || (lost == half && (!rest.is_zero() || kept & 1 == 1));
    let result = sign * (kept + u64::from(up)) as f64 * power_of_two(last)?;
    result.is_finite().then_some(result)
}

/// `2.0 ** exponent` for exponents of floats' last places.
fn power_of_two(exponent: i64) -> Option<f64> {
    match exponent {
        -1074..=-1023 => Some(f64::from_bits(1 << (exponent + 1074))),
        -1022..=1023 => Some(f64::from_bits(((exponent + 1023) as u64) << 52)),
        _ => None,
    }
}

/// `left op right` for ints; `NotImplemented` for other operands.
pub fn compare(_: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    Ok(match order(left, right) {
        Some(order) => Value::bool(op.holds(order)),
        None => Value::NOT_IMPLEMENTED,
    })
}

/// The order of two ints; `None` for other operands.
#[inline]
pub fn order(left: &Value, right: &Value) -> Option<Ordering> {
    let (x, y) = (Operand::of(left)?, Operand::of(right)?);
    if let (Operand::Small(x), Operand::Small(y)) = (x, y) {
        return Some(x.cmp(&y));
    }
    let mut rooms = ([0], [0]);
    Some(match (x.limbs(&mut rooms.0), y.limbs(&mut rooms.1)) {
        (Some(a), Some(b)) => super::int_limbs::compare(a, b),
        _ => x.big().cmp(&y.big()),
    })
}

/// Negation, `+`, `~` and `abs`.
pub fn unary(vm: &mut Vm, op: UnaryOp, value: &Value) -> Outcome<Value> {
    let Some(number) = Operand::of(value) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if let Operand::Small(small) = number {
        let result = match op {
            UnaryOp::Negative => small.checked_neg(),
            UnaryOp::Positive => Some(small),
            UnaryOp::Invert => Some(!small),
            UnaryOp::Absolute => small.checked_abs(),
        };
        if let Some(result) = result {
            return Ok(Value::int(result));
        }
    }
    let mut room = [0];
    if let (UnaryOp::Negative | UnaryOp::Absolute, Some(Limbs { negative, limbs })) =
        (op, number.limbs(&mut room))
    {
        let negative = op == UnaryOp::Negative && !negative;
        return Ok(IntObject::filled(vm, limbs.len(), negative, |out| {
            out.copy_from_slice(limbs);
        }));
    }
    let number = number.big();
    let result = match op {
        UnaryOp::Negative => -&*number,
        UnaryOp::Positive => number.into_owned(),
        UnaryOp::Invert => !&*number,
        UnaryOp::Absolute => number.abs(),
    };
    Ok(vm.new_int(result))
}

#[cfg(test)]
mod tests {
    use super::quotient;
    use num_bigint::BigInt;

    #[test]
    fn quotients_are_rounded_once() {
        let divide = |a: &str, b: &str| {
            quotient(
                &a.parse::<BigInt>().expect("a number"),
                &b.parse::<BigInt>().expect("a number"),
            )
        };
        assert_eq!(
            divide("0", "-5").map(f64::to_bits),
            Some((-0.0f64).to_bits())
        );
        assert_eq!(divide("1", "3"), Some(1.0 / 3.0));
        assert_eq!(divide("9007199254740993", "1"), Some(9007199254740992.0));
        assert_eq!(divide("-27021597764222979", "3"), Some(-9007199254740992.0));
        let huge = format!("1{}", "0".repeat(308));
        assert_eq!(divide(&huge, "1"), Some(1e308));
        assert_eq!(
            divide("1", &format!("{huge}0000000000000000")),
            Some(1e-324)
        );
        assert_eq!(
            divide("5", &format!("{huge}0000000000000000")),
            Some(5e-324)
        );
        assert_eq!(divide(&format!("{huge}0"), "1"), None);
    }
}
