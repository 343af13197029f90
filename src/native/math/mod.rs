//! The module `math`: real functions, with the results and the errors of CPython.
//!
//! Enters: numbers of any kind, through `__float__` and `__index__`. Leaves: floats and ints. `libm` are the C library's functions,
//! `integers` those on ints of any size, `sums` those whose results are rounded once only.
mod integers;
pub mod libm;
pub mod sums;

use crate::native::{NativeModule, SpecialMethod};
use crate::object::builtin::Exc;
use crate::object::number::IntObject;
use crate::object::value::Value;
use crate::text::float;
use crate::vm::numbers::{big_int_of, float_of, is_int};
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

/// `math`.
pub static MODULE: NativeModule = NativeModule {
    name: "math",
    doc: "Mathematical functions of real numbers.",
    functions: &[
        UNARY,
        BINARY,
        PARTS,
        TESTS,
        integers::FUNCTIONS,
        sums::FUNCTIONS,
    ],
    classes: &[],
    init: Some(|vm, module| {
        let constants = [
            ("pi", std::f64::consts::PI),
            ("e", std::f64::consts::E),
            ("tau", std::f64::consts::TAU),
            ("inf", f64::INFINITY),
            ("nan", f64::NAN),
        ];
        for (name, number) in constants {
            vm.dict_set_str(&module.dict, name, Value::float(number));
        }
        Ok(())
    }),
};

fn domain_error(vm: &mut Vm) -> crate::vm::Raised {
    vm.raise(Exc::ValueError, "math domain error")
}

fn range_error(vm: &mut Vm) -> crate::vm::Raised {
    vm.raise(Exc::OverflowError, "math range error")
}

/// The result of a function of finite arguments, checked: NaN is a domain error, an infinity a range error if the function
/// can overflow and a domain error if it has poles instead.
fn checked(vm: &mut Vm, result: f64, overflows: bool) -> Outcome<f64> {
    if result.is_finite() {
        return Ok(result);
    }
    Err(if result.is_infinite() && overflows {
        range_error(vm)
    } else {
        domain_error(vm)
    })
}

#[inline(always)]
fn unary(vm: &mut Vm, x: f64, function: impl Fn(f64) -> f64, overflows: bool) -> Outcome<f64> {
    let result = function(x);
    if result.is_finite() || x.is_nan() {
        return Ok(result);
    }
    if x.is_infinite() && result.is_infinite() {
        return Ok(result);
    }
    checked(vm, result, overflows)
}

native_functions! { static UNARY;
    /// Return the arc cosine (measured in radians) of x.
    "acos(x, /)" fn acos(vm, x: f64) -> f64 { unary(vm, x, libm::acos, false) }
    /// Return the inverse hyperbolic cosine of x.
    "acosh(x, /)" fn acosh(vm, x: f64) -> f64 { unary(vm, x, libm::acosh, false) }
    /// Return the arc sine (measured in radians) of x.
    "asin(x, /)" fn asin(vm, x: f64) -> f64 { unary(vm, x, libm::asin, false) }
    /// Return the inverse hyperbolic sine of x.
    "asinh(x, /)" fn asinh(vm, x: f64) -> f64 { unary(vm, x, libm::asinh, false) }
    /// Return the arc tangent (measured in radians) of x.
    "atan(x, /)" fn atan(vm, x: f64) -> f64 { unary(vm, x, libm::atan, false) }
    /// Return the inverse hyperbolic tangent of x.
    "atanh(x, /)" fn atanh(vm, x: f64) -> f64 { unary(vm, x, libm::atanh, false) }
    /// Return the cube root of x.
    "cbrt(x, /)" fn cbrt(vm, x: f64) -> f64 { unary(vm, x, libm::cbrt, false) }
    /// Return the cosine of x (measured in radians).
    "cos(x, /)" fn cos(vm, x: f64) -> f64 { unary(vm, x, libm::cos, false) }
    /// Return the hyperbolic cosine of x.
    "cosh(x, /)" fn cosh(vm, x: f64) -> f64 { unary(vm, x, libm::cosh, true) }
    /// Convert angle x from radians to degrees.
    "degrees(x, /)" fn degrees(vm, x: f64) -> f64 { Ok(x * (180.0 / std::f64::consts::PI)) }
    /// Error function at x.
    "erf(x, /)" fn erf(vm, x: f64) -> f64 { unary(vm, x, libm::erf, false) }
    /// Complementary error function at x: 1 - erf(x) without the loss of digits.
    "erfc(x, /)" fn erfc(vm, x: f64) -> f64 { unary(vm, x, libm::erfc, false) }
    /// Return e raised to the power of x.
    "exp(x, /)" fn exp(vm, x: f64) -> f64 { unary(vm, x, libm::exp, true) }
    /// Return 2 raised to the power of x.
    "exp2(x, /)" fn exp2(vm, x: f64) -> f64 { unary(vm, x, libm::exp2, true) }
    /// Return exp(x) - 1 without the loss of digits for small x.
    "expm1(x, /)" fn expm1(vm, x: f64) -> f64 { unary(vm, x, libm::expm1, true) }
    /// Return the absolute value of the float x.
    "fabs(x, /)" fn fabs(vm, x: f64) -> f64 { Ok(x.abs()) }
    /// Gamma function at x.
    "gamma(x, /)" fn gamma(vm, x: f64) -> f64 {
        if x == 0.0 || x == f64::NEG_INFINITY || x < 0.0 && x.floor() == x {
            return Err(domain_error(vm));
        }
        if x.floor() == x && (1.0..24.0).contains(&x) {
            // Exact in a float.
            return Ok((1..x as u64).map(|n| n as f64).product());
        }
        unary(vm, x, libm::tgamma, true)
    }
    /// Natural logarithm of the absolute value of the gamma function at x.
    "lgamma(x, /)" fn lgamma(vm, x: f64) -> f64 {
        if x.is_infinite() {
            return Ok(f64::INFINITY);
        }
        if x <= 0.0 && x.floor() == x {
            return Err(domain_error(vm));
        }
        unary(vm, x, libm::lgamma, true)
    }
    /// Return the natural logarithm of 1+x without the loss of digits for small x.
    "log1p(x, /)" fn log1p(vm, x: f64) -> f64 { unary(vm, x, libm::log1p, false) }
    /// Convert angle x from degrees to radians.
    "radians(x, /)" fn radians(vm, x: f64) -> f64 { Ok(x * (std::f64::consts::PI / 180.0)) }
    /// Return the sine of x (measured in radians).
    "sin(x, /)" fn sin(vm, x: f64) -> f64 { unary(vm, x, libm::sin, false) }
    /// Return the hyperbolic sine of x.
    "sinh(x, /)" fn sinh(vm, x: f64) -> f64 { unary(vm, x, libm::sinh, true) }
    /// Return the square root of x.
    "sqrt(x, /)" fn sqrt(vm, x: f64) -> f64 { unary(vm, x, f64::sqrt, false) }
    /// Return the tangent of x (measured in radians).
    "tan(x, /)" fn tan(vm, x: f64) -> f64 { unary(vm, x, libm::tan, false) }
    /// Return the hyperbolic tangent of x.
    "tanh(x, /)" fn tanh(vm, x: f64) -> f64 { unary(vm, x, libm::tanh, false) }
    /// Return the value of the least significant bit of the float x.
    "ulp(x, /)" fn ulp(vm, x: f64) -> f64 {
        if !x.is_finite() {
            return Ok(x.abs());
        }
        let x = x.abs();
        let next = libm::nextafter(x, f64::INFINITY);
        Ok(if next.is_infinite() { x - libm::nextafter(x, 0.0) } else { next - x })
    }
    /// Return the logarithm of x to the given base, to base e without one.
    "log(x, base=..., /)" fn log(vm, x: &Value, base: Option<&Value>) -> f64 {
        let numerator = logarithm(vm, x, libm::log, std::f64::consts::LN_2)?;
        let Some(base) = base else { return Ok(numerator) };
        let denominator = logarithm(vm, base, libm::log, std::f64::consts::LN_2)?;
        if denominator == 0.0 {
            raise!(vm, ZeroDivisionError, "float division by zero");
        }
        Ok(numerator / denominator)
    }
    /// Return the base 2 logarithm of x.
    "log2(x, /)" fn log2(vm, x: &Value) -> f64 { logarithm(vm, x, libm::log2, 1.0) }
    /// Return the base 10 logarithm of x.
    "log10(x, /)" fn log10(vm, x: &Value) -> f64 { logarithm(vm, x, libm::log10, std::f64::consts::LOG10_2) }
}

/// A logarithm of a number of any size; `of_two` is the logarithm of 2 in the same base.
fn logarithm(
    vm: &mut Vm,
    value: &Value,
    function: impl Fn(f64) -> f64,
    of_two: f64,
) -> Outcome<f64> {
    if let Some(int) = value.downcast::<IntObject>() {
        let number = int.big();
        if number.sign() != Sign::Plus {
            return Err(domain_error(vm));
        }
        let bits = number.bits();
        if bits > 1024 || !number.to_f64().is_some_and(f64::is_finite) {
            let exponent = bits - 1000;
            let mantissa = (number >> exponent).to_f64().unwrap_or(f64::MAX);
            let (mantissa, small) = libm::frexp(mantissa);
            return Ok(function(mantissa) + of_two * (exponent as f64 + small as f64));
        }
    }
    let x = vm.float(value)?;
    if x.is_nan() || x == f64::INFINITY {
        return Ok(x);
    }
    if x <= 0.0 {
        return Err(domain_error(vm));
    }
    Ok(function(x))
}

native_functions! { static BINARY;
    /// Return the arc tangent (measured in radians) of y/x, by the signs of both.
    "atan2(y, x, /)" fn atan2(vm, y: f64, x: f64) -> f64 { Ok(libm::atan2(y, x)) }
    /// Return a float with the magnitude of x and the sign of y.
    "copysign(x, y, /)" fn copysign(vm, x: f64, y: f64) -> f64 { Ok(x.copysign(y)) }
    /// Return the remainder of x/y with the sign of x.
    "fmod(x, y, /)" fn fmod(vm, x: f64, y: f64) -> f64 {
        if y.is_infinite() && x.is_finite() {
            return Ok(x);
        }
        let result = libm::fmod(x, y);
        if result.is_nan() && !x.is_nan() && !y.is_nan() {
            return Err(domain_error(vm));
        }
        Ok(result)
    }
    /// Return the difference between x and the closest multiple of y.
    "remainder(x, y, /)" fn remainder(vm, x: f64, y: f64) -> f64 {
        if x.is_finite() && y.is_infinite() {
            return Ok(x);
        }
        let result = libm::remainder(x, y);
        if result.is_nan() && !x.is_nan() && !y.is_nan() {
            return Err(domain_error(vm));
        }
        Ok(result)
    }
    /// Return x**y (x to the power of y) as floats.
    "pow(x, y, /)" fn pow(vm, x: f64, y: f64) -> f64 {
        let result = libm::pow(x, y);
        if result.is_finite() || !x.is_finite() || !y.is_finite() {
            return Ok(result);
        }
        if result.is_nan() || x == 0.0 { Err(domain_error(vm)) } else { Err(range_error(vm)) }
    }
    /// Return (x * y) + z, rounded once.
    "fma(x, y, z, /)" fn fma(vm, x: f64, y: f64, z: f64) -> f64 {
        let result = libm::fma(x, y, z);
        if result.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
            raise!(vm, ValueError, "invalid operation in fma");
        }
        if result.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
            raise!(vm, OverflowError, "overflow in fma");
        }
        Ok(result)
    }
    /// Return the float the given number of steps after x towards y.
    "nextafter(x, y, /, *, steps=None)" fn nextafter(vm, x: f64, y: f64, steps: &Value) -> f64 {
        if steps.is_none() {
            return Ok(libm::nextafter(x, y));
        }
        let steps = vm.index_big(steps)?;
        if steps.sign() == Sign::Minus {
            raise!(vm, ValueError, "steps must be a non-negative integer");
        }
        Ok(steps_after(x, y, steps.to_u64().unwrap_or(u64::MAX)))
    }
    /// Whether two numbers are close: by the larger of a relative and an absolute difference.
    "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)"
    fn isclose(vm, a: f64, b: f64, rel_tol: Option<f64>, abs_tol: Option<f64>) -> bool {
        let (relative, absolute) = (rel_tol.unwrap_or(1e-9), abs_tol.unwrap_or(0.0));
        if relative < 0.0 || absolute < 0.0 {
            raise!(vm, ValueError, "tolerances must be non-negative");
        }
        if a == b {
            return Ok(true);
        }
        if a.is_infinite() || b.is_infinite() {
            return Ok(false);
        }
        let difference = (b - a).abs();
        Ok(difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute)
    }
    /// Return x * (2**i), the inverse of frexp().
    "ldexp(x, i, /)" fn ldexp(vm, x: f64, i: &Value) -> f64 {
        let Some(exponent) = big_int_of(i) else {
            raise!(vm, TypeError, "Expected an int as second argument to ldexp.");
        };
        if x == 0.0 || !x.is_finite() {
            return Ok(x);
        }
        let exponent = exponent.to_i64().unwrap_or(if exponent.sign() == Sign::Minus { i64::MIN } else { i64::MAX });
        if exponent > i32::MAX as i64 {
            return Err(range_error(vm));
        }
        if exponent < i32::MIN as i64 {
            return Ok(0f64.copysign(x));
        }
        let result = libm::ldexp(x, exponent as i32);
        if result.is_infinite() { Err(range_error(vm)) } else { Ok(result) }
    }
}

/// Floats in order are their bits in order, but for the sign.
fn steps_after(x: f64, y: f64, steps: u64) -> f64 {
    if x.is_nan() || y.is_nan() {
        return x + y;
    }
    if steps == 0 {
        return x;
    }
    if x == y {
        return y;
    }
    let place = |number: f64| {
        let bits = number.to_bits() as i128;
        if number.is_sign_negative() {
            (1i128 << 63) - bits
        } else {
            bits
        }
    };
    let (from, to) = (place(x), place(y));
    if from == to {
        return y;
    }
    let distance = (to - from).unsigned_abs();
    if steps as u128 >= distance {
        return y;
    }
    let end = if to > from {
        from + steps as i128
    } else {
        from - steps as i128
    };
    if end > 0 || end == 0 && from > 0 {
        f64::from_bits(end as u64)
    } else {
        -f64::from_bits((-end) as u64)
    }
}

native_functions! { static PARTS;
    /// Return the ceiling of x, the smallest integer >= x.
    "ceil(x, /)" fn ceil(vm, x: &Value) -> Value { rounded(vm, x, SpecialMethod::Ceil, f64::ceil) }
    /// Return the floor of x, the largest integer <= x.
    "floor(x, /)" fn floor(vm, x: &Value) -> Value { rounded(vm, x, SpecialMethod::Floor, f64::floor) }
    /// Truncate x to the nearest integer towards 0, by its __trunc__.
    "trunc(x, /)" fn trunc(vm, x: &Value) -> Value {
        if let Some(number) = x.as_float() {
            return whole(vm, number);
        }
        if x.as_int().is_some() {
            return Ok(x.clone());
        }
        match vm.call_special(x, SpecialMethod::Trunc, &[])? {
            Some(result) => Ok(result),
            None => {
                let name = vm.class_name(x);
                raise!(vm, TypeError, "type {name} doesn't define __trunc__ method");
            }
        }
    }
    /// Return the mantissa and the exponent of x as a pair (m, e).
    "frexp(x, /)" fn frexp(vm, x: f64) -> Value {
        let (mantissa, exponent) = libm::frexp(x);
        Ok(vm.new_pair(Value::float(mantissa), Value::int(exponent as i64)))
    }
    /// Return the fractional and integer parts of x, both with its sign.
    "modf(x, /)" fn modf(vm, x: f64) -> Value {
        let whole = x.trunc();
        let part = if x.is_infinite() { 0f64.copysign(x) } else { (x - whole).copysign(x) };
        Ok(vm.new_pair(Value::float(part), Value::float(whole)))
    }
}

/// The int of a float without fraction.
fn whole(vm: &mut Vm, number: f64) -> Outcome<Value> {
    if number.abs() < 9e18 {
        return Ok(Value::int(number as i64));
    }
    match float::truncate(number) {
        Ok(big) => Ok(vm.new_int(big)),
        Err(_) if number.is_nan() => {
            Err(vm.raise(Exc::ValueError, "cannot convert float NaN to integer"))
        }
        Err(_) => Err(vm.raise(
            Exc::OverflowError,
            "cannot convert float infinity to integer",
        )),
    }
}

fn rounded(
    vm: &mut Vm,
    value: &Value,
    method: SpecialMethod,
    function: fn(f64) -> f64,
) -> Outcome<Value> {
    if let Some(number) = value.as_float() {
        return whole(vm, function(number));
    }
    if value.as_int().is_some() {
        return Ok(value.clone());
    }
    if let Some(result) = vm.call_special(value, method, &[])? {
        return Ok(result);
    }
    let number = vm.float(value)?;
    whole(vm, function(number))
}

native_functions! { static TESTS;
    /// Return True if x is neither an infinity nor a NaN.
    "isfinite(x, /)" fn isfinite(vm, x: f64) -> bool { Ok(x.is_finite()) }
    /// Return True if x is an infinity.
    "isinf(x, /)" fn isinf(vm, x: f64) -> bool { Ok(x.is_infinite()) }
    /// Return True if x is a NaN (not a number).
    "isnan(x, /)" fn isnan(vm, x: f64) -> bool { Ok(x.is_nan()) }
}

/// A number as a big int if it is an int of any kind, else a float if it is one.
pub(super) enum Kind {
    /// An int.
    Int(BigInt),
    /// A float.
    Float(f64),
    /// Something else.
    Other,
}

impl Kind {
    /// Looks at a value; runs no language code.
    pub(super) fn of(value: &Value) -> Kind {
        if is_int(value) {
            return Kind::Int(big_int_of(value).unwrap_or_default());
        }
        float_of(value).map_or(Kind::Other, Kind::Float)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_parse() {
        for definition in MODULE.functions.iter().copied().flatten() {
            assert!(!definition.parsed().name.is_empty());
        }
    }

    #[test]
    fn steps_cross_zero() {
        assert_eq!(
            steps_after(f64::from_bits(1), -1.0, 1).to_bits(),
            0.0f64.to_bits()
        );
        assert_eq!(steps_after(0.0, -1.0, 1), -f64::from_bits(1));
        assert_eq!(steps_after(-0.0, 1.0, 2), f64::from_bits(2));
        assert_eq!(steps_after(1.0, 2.0, u64::MAX), 2.0);
    }
}
