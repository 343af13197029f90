//! The module `cmath`: functions of complex numbers.
//!
//! Enters: numbers, through `__complex__`, `__float__`, `__index__`. Leaves: complex numbers and floats. At infinities and NaN the
//! results are those of C99's Annex G, which the formulas below are guarded to give.
use crate::native::math::libm;
use crate::native::{Conversion, NativeModule};
use crate::native_functions;
use crate::object::number::ComplexObject;
use crate::object::value::Value;
use crate::raise;
use crate::vm::{Outcome, Raised, Vm};
use std::f64::consts::{E, FRAC_PI_2, LN_2, PI, TAU};

/// `cmath`.
pub static MODULE: NativeModule = NativeModule {
    name: "cmath",
    doc: "Mathematical functions of complex numbers.",
    functions: &[FUNCTIONS],
    classes: &[],
    init: Some(|vm, module| {
        let constants = [
            ("pi", PI),
            ("e", E),
            ("tau", TAU),
            ("inf", f64::INFINITY),
            ("nan", f64::NAN),
        ];
        for (name, number) in constants {
            vm.dict_set_str(&module.dict, name, Value::float(number));
        }
        let infinite = vm.new_complex(0.0, f64::INFINITY);
        vm.dict_set_str(&module.dict, "infj", infinite);
        let nan = vm.new_complex(0.0, f64::NAN);
        vm.dict_set_str(&module.dict, "nanj", nan);
        Ok(())
    }),
};

/// A complex number.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Complex {
    re: f64,
    im: f64,
}

const fn complex(re: f64, im: f64) -> Complex {
    Complex { re, im }
}

impl Complex {
    fn is_finite(self) -> bool {
        self.re.is_finite() && self.im.is_finite()
    }
    fn is_infinite(self) -> bool {
        self.re.is_infinite() || self.im.is_infinite()
    }
    fn is_nan(self) -> bool {
        !self.is_infinite() && (self.re.is_nan() || self.im.is_nan())
    }
    /// Times i.
    fn turned(self) -> Complex {
        complex(-self.im, self.re)
    }
    /// Times -i.
    fn turned_back(self) -> Complex {
        complex(self.im, -self.re)
    }
}

fn argument(vm: &mut Vm, value: &Value) -> Outcome<Complex> {
    if let Some(number) = value.downcast::<ComplexObject>() {
        return Ok(complex(number.real, number.imaginary));
    }
    if value.as_float().is_none()
        && value.as_int_or_bool().is_none()
        && let Some(result) = vm.convert(Conversion::Complex, value)?
        && let Some(number) = result.downcast::<ComplexObject>()
    {
        return Ok(complex(number.real, number.imaginary));
    }
    Ok(complex(vm.float(value)?, 0.0))
}

fn domain_error(vm: &mut Vm) -> Raised {
    vm.value_error("math domain error")
}

/// The result of a function, with an overflow or a domain error if finite input gave none.
fn checked(vm: &mut Vm, input: Complex, result: Complex) -> Outcome<Value> {
    if input.is_finite() && !result.is_finite() {
        if result.is_infinite() {
            raise!(vm, OverflowError, "math range error");
        }
        return Err(domain_error(vm));
    }
    Ok(vm.new_complex(result.re, result.im))
}

/// Beyond this, squares overflow.
const LARGE: f64 = f64::MAX / 4.0;

fn sqrt(z: Complex) -> Complex {
    if z.im.is_infinite() {
        return complex(f64::INFINITY, z.im);
    }
    if z.re.is_infinite() {
        let other = if z.im.is_nan() {
            f64::NAN
        } else {
            0f64.copysign(z.im)
        };
        return match z.re > 0.0 {
            true => complex(z.re, other),
            false if z.im.is_nan() => complex(f64::NAN, f64::INFINITY),
            false => complex(0.0, f64::INFINITY.copysign(z.im)),
        };
    }
    if z.re == 0.0 && z.im == 0.0 {
        return complex(0.0, z.im);
    }
    let (mut x, mut y) = (z.re.abs(), z.im.abs());
    let small = x < f64::MIN_POSITIVE && y < f64::MIN_POSITIVE;
    let half = if small {
        x = libm::ldexp(x, 54);
        y = libm::ldexp(y, 54);
        libm::ldexp((x + libm::hypot(x, y)).sqrt(), -27 - 1) * std::f64::consts::SQRT_2
    } else {
        x /= 8.0;
        2.0 * (x + libm::hypot(x, y / 8.0)).sqrt()
    };
    let other = z.im.abs() / (2.0 * half);
    if z.re >= 0.0 {
        complex(half, other.copysign(z.im))
    } else {
        complex(other, half.copysign(z.im))
    }
}

fn exp(z: Complex) -> Complex {
    if !z.is_finite() {
        if z.re.is_infinite() && z.im.is_finite() && z.im != 0.0 {
            let scale = if z.re > 0.0 { f64::INFINITY } else { 0.0 };
            return complex(
                scale.copysign(libm::cos(z.im)),
                scale.copysign(libm::sin(z.im)),
            );
        }
        return match (z.re, z.im) {
            (re, im) if im == 0.0 => complex(libm::exp(re), im),
            (re, _) if re == f64::NEG_INFINITY => complex(0.0, 0.0),
            (re, _) if re == f64::INFINITY => complex(re, f64::NAN),
            _ => complex(f64::NAN, f64::NAN),
        };
    }
    if z.re > 708.0 {
        let scale = libm::exp(z.re - 1.0);
        return complex(scale * libm::cos(z.im) * E, scale * libm::sin(z.im) * E);
    }
    let scale = libm::exp(z.re);
    complex(
        scale * libm::cos(z.im),
        if z.im == 0.0 {
            z.im
        } else {
            scale * libm::sin(z.im)
        },
    )
}

fn log(z: Complex) -> Complex {
    let angle = libm::atan2(z.im, z.re);
    let (x, y) = (z.re.abs(), z.im.abs());
    let length = if z.is_infinite() {
        f64::INFINITY
    } else if x > LARGE || y > LARGE {
        libm::log(libm::hypot(x / 2.0, y / 2.0)) + LN_2
    } else if x < f64::MIN_POSITIVE && y < f64::MIN_POSITIVE && (x > 0.0 || y > 0.0) {
        libm::log(libm::hypot(libm::ldexp(x, 53), libm::ldexp(y, 53))) - 53.0 * LN_2
    } else {
        let length = libm::hypot(x, y);
        if (0.71..=1.73).contains(&length) {
            let (large, small) = if x > y { (x, y) } else { (y, x) };
            libm::log1p((large - 1.0) * (large + 1.0) + small * small) / 2.0
        } else {
            libm::log(length)
        }
    };
    complex(length, angle)
}

fn cosh(z: Complex) -> Complex {
    if !z.is_finite() {
        if z.re.is_infinite() && z.im.is_finite() && z.im != 0.0 {
            let (re, im) = (libm::cos(z.im), libm::sin(z.im));
            return complex(
                f64::INFINITY.copysign(re),
                f64::INFINITY.copysign(if z.re > 0.0 { im } else { -im }),
            );
        }
        return match (z.re, z.im) {
            (re, im) if im == 0.0 => complex(
                re.abs(),
                if re.is_nan() {
                    0.0
                } else {
                    im * 1f64.copysign(re)
                },
            ),
            (re, _) if re.is_infinite() => complex(f64::INFINITY, f64::NAN),
            (0.0, _) => complex(f64::NAN, 0.0),
            _ => complex(f64::NAN, f64::NAN),
        };
    }
    if z.re.abs() > 708.0 {
        let less = z.re - 1f64.copysign(z.re);
        return complex(
            libm::cos(z.im) * libm::cosh(less) * E,
            libm::sin(z.im) * libm::sinh(less) * E,
        );
    }
    complex(
        libm::cos(z.im) * libm::cosh(z.re),
        libm::sin(z.im) * libm::sinh(z.re),
    )
}

fn sinh(z: Complex) -> Complex {
    if !z.is_finite() {
        if z.re.is_infinite() && z.im.is_finite() && z.im != 0.0 {
            let (re, im) = (libm::cos(z.im), libm::sin(z.im));
            return complex(
                z.re.copysign(if z.re > 0.0 { re } else { -re }),
                f64::INFINITY.copysign(im),
            );
        }
        return match (z.re, z.im) {
            (re, im) if im == 0.0 => complex(re, im),
            (re, _) if re.is_infinite() || re == 0.0 => complex(re.abs(), f64::NAN),
            _ => complex(f64::NAN, f64::NAN),
        };
    }
    if z.re.abs() > 708.0 {
        let less = z.re - 1f64.copysign(z.re);
        return complex(
            libm::cos(z.im) * libm::sinh(less) * E,
            libm::sin(z.im) * libm::cosh(less) * E,
        );
    }
    complex(
        libm::cos(z.im) * libm::sinh(z.re),
        libm::sin(z.im) * libm::cosh(z.re),
    )
}

fn tanh(z: Complex) -> Complex {
    if !z.is_finite() {
        if z.re.is_infinite() {
            let sign = if z.im.is_finite() {
                (2.0 * libm::sin(z.im) * libm::cos(z.im)).signum()
            } else {
                1.0
            };
            return complex(
                1f64.copysign(z.re),
                if z.im == 0.0 {
                    z.im
                } else {
                    0f64.copysign(sign)
                },
            );
        }
        return match (z.re, z.im) {
            (re, im) if im == 0.0 => complex(re, im),
            _ => complex(f64::NAN, f64::NAN),
        };
    }
    if z.re.abs() > 354.0 {
        let im = 4.0 * libm::sin(z.im) * libm::cos(z.im) * libm::exp(-2.0 * z.re.abs());
        return complex(1f64.copysign(z.re), im);
    }
    let (tx, ty) = (libm::tanh(z.re), libm::tan(z.im));
    let cx = 1.0 / libm::cosh(z.re);
    let txty = tx * ty;
    let scale = 1.0 + txty * txty;
    complex(tx * (1.0 + ty * ty) / scale, ty / scale * cx * cx)
}

fn asinh(z: Complex) -> Complex {
    if z.re.abs() > LARGE || z.im.abs() > LARGE || !z.is_finite() {
        if z.is_nan() {
            return complex(f64::NAN, if z.im == 0.0 { z.im } else { f64::NAN });
        }
        let (length, angle) = (large_log(z), libm::atan2(z.im, z.re.abs()));
        return complex(
            if z.re.is_nan() {
                length
            } else {
                length.copysign(z.re)
            },
            angle,
        );
    }
    let left = sqrt(complex(1.0 + z.im, -z.re));
    let right = sqrt(complex(1.0 - z.im, z.re));
    complex(
        libm::asinh(left.re * right.im - right.re * left.im),
        libm::atan2(z.im, left.re * right.re - left.im * right.im),
    )
}

/// The logarithm of twice the absolute value of a large number.
fn large_log(z: Complex) -> f64 {
    libm::log(libm::hypot(z.re / 2.0, z.im / 2.0)) + 2.0 * LN_2
}

fn acosh(z: Complex) -> Complex {
    if z.re.abs() > LARGE || z.im.abs() > LARGE || !z.is_finite() {
        if z.is_nan() {
            return complex(f64::NAN, f64::NAN);
        }
        return complex(large_log(z), libm::atan2(z.im, z.re));
    }
    let left = sqrt(complex(z.re - 1.0, z.im));
    let right = sqrt(complex(z.re + 1.0, z.im));
    complex(
        libm::asinh(left.re * right.re + left.im * right.im),
        2.0 * libm::atan2(left.im, right.re),
    )
}

fn acos(z: Complex) -> Complex {
    if z.re.abs() > LARGE || z.im.abs() > LARGE || !z.is_finite() {
        if z.is_nan() {
            return complex(if z.re == 0.0 { FRAC_PI_2 } else { f64::NAN }, f64::NAN);
        }
        return complex(
            libm::atan2(z.im.abs(), z.re),
            if z.im.is_nan() {
                f64::INFINITY
            } else {
                -large_log(z).copysign(z.im)
            },
        );
    }
    let left = sqrt(complex(1.0 - z.re, -z.im));
    let right = sqrt(complex(1.0 + z.re, z.im));
    complex(
        2.0 * libm::atan2(left.re, right.re),
        libm::asinh(right.re * left.im - right.im * left.re),
    )
}

/// `None` at the poles.
fn atanh(z: Complex) -> Option<Complex> {
    if z.re < 0.0 || z.re == 0.0 && z.re.is_sign_negative() {
        return atanh(complex(-z.re, -z.im)).map(|z| complex(-z.re, -z.im));
    }
    let y = z.im.abs();
    if !z.is_finite() || z.re > LARGE.sqrt() || y > LARGE.sqrt() {
        if z.is_nan() {
            return Some(complex(if z.re == 0.0 { 0.0 } else { f64::NAN }, f64::NAN));
        }
        let length = libm::hypot(z.re / 2.0, y / 2.0);
        let re = if length.is_infinite() {
            0.0
        } else {
            z.re / 4.0 / length / length
        };
        return Some(complex(
            re,
            if z.im.is_nan() {
                f64::NAN
            } else {
                FRAC_PI_2.copysign(z.im)
            },
        ));
    }
    if z.re == 1.0 && y < f64::MIN_POSITIVE.sqrt() {
        if y == 0.0 {
            return None;
        }
        let re = -libm::log(y.sqrt() / libm::hypot(y, 2.0).sqrt());
        return Some(complex(re, (libm::atan2(2.0, -y) / 2.0).copysign(z.im)));
    }
    let less = 1.0 - z.re;
    let re = libm::log1p(4.0 * z.re / (less * less + y * y)) / 4.0;
    Some(complex(
        re,
        -libm::atan2(-2.0 * z.im, less * (1.0 + z.re) - y * y) / 2.0,
    ))
}

fn phase_of(z: Complex) -> f64 {
    libm::atan2(z.im, z.re)
}

fn length_of(vm: &mut Vm, z: Complex) -> Outcome<f64> {
    let length = libm::hypot(z.re, z.im);
    if length.is_infinite() && z.is_finite() {
        raise!(vm, OverflowError, "math range error");
    }
    Ok(length)
}

fn logarithm(vm: &mut Vm, value: &Value) -> Outcome<Complex> {
    let z = argument(vm, value)?;
    if z.re == 0.0 && z.im == 0.0 {
        return Err(domain_error(vm));
    }
    Ok(log(z))
}

native_functions! { static FUNCTIONS;
    /// Return the square root of z.
    "sqrt(z, /)" fn sqrt_of(vm, z: &Value) -> Value { let z = argument(vm, z)?; checked(vm, z, sqrt(z)) }
    /// Return the exponential value e**z.
    "exp(z, /)" fn exp_of(vm, z: &Value) -> Value {
        let z = argument(vm, z)?;
        if z.im.is_infinite() && (z.re.is_finite() || z.re > 0.0) {
            return Err(domain_error(vm));
        }
        checked(vm, z, exp(z))
    }
    /// Return the logarithm of z to the given base, to base e without one.
    "log(z, base=..., /)" fn log_of(vm, z: &Value, base: Option<&Value>) -> Value {
        let result = logarithm(vm, z)?;
        let Some(base) = base else { return Ok(vm.new_complex(result.re, result.im)) };
        let base = logarithm(vm, base)?;
        let (a, b) = (vm.new_complex(result.re, result.im), vm.new_complex(base.re, base.im));
        vm.binary(crate::native::BinaryOp::TrueDiv, &a, &b)
    }
    /// Return the base-10 logarithm of z.
    "log10(z, /)" fn log10(vm, z: &Value) -> Value {
        let result = logarithm(vm, z)?;
        let ten = std::f64::consts::LN_10;
        Ok(vm.new_complex(result.re / ten, result.im / ten))
    }
    /// Return the cosine of z.
    "cos(z, /)" fn cos(vm, z: &Value) -> Value {
        let z = argument(vm, z)?;
        if z.re.is_infinite() && !z.im.is_nan() {
            return Err(domain_error(vm));
        }
        checked(vm, z, cosh(z.turned()))
    }
    /// Return the sine of z.
    "sin(z, /)" fn sin(vm, z: &Value) -> Value {
        let z = argument(vm, z)?;
        if z.re.is_infinite() && !z.im.is_nan() {
            return Err(domain_error(vm));
        }
        checked(vm, z, sinh(z.turned()).turned_back())
    }
    /// Return the tangent of z.
    "tan(z, /)" fn tan(vm, z: &Value) -> Value {
        let z = argument(vm, z)?;
        if z.re.is_infinite() && z.im.is_finite() {
            return Err(domain_error(vm));
        }
        checked(vm, z, tanh(z.turned()).turned_back())
    }
    /// Return the hyperbolic cosine of z.
    "cosh(z, /)" fn cosh_of(vm, z: &Value) -> Value {
        let z = argument(vm, z)?;
        if z.im.is_infinite() && !z.re.is_nan() {
            return Err(domain_error(vm));
        }
        checked(vm, z, cosh(z))
    }
    /// Return the hyperbolic sine of z.
    "sinh(z, /)" fn sinh_of(vm, z: &Value) -> Value {
        let z = argument(vm, z)?;
        if z.im.is_infinite() && !z.re.is_nan() {
            return Err(domain_error(vm));
        }
        checked(vm, z, sinh(z))
    }
    /// Return the hyperbolic tangent of z.
    "tanh(z, /)" fn tanh_of(vm, z: &Value) -> Value {
        let z = argument(vm, z)?;
        if z.im.is_infinite() && z.re.is_finite() {
            return Err(domain_error(vm));
        }
        checked(vm, z, tanh(z))
    }
    /// Return the arc cosine of z.
    "acos(z, /)" fn acos_of(vm, z: &Value) -> Value { let z = argument(vm, z)?; checked(vm, z, acos(z)) }
    /// Return the arc sine of z.
    "asin(z, /)" fn asin(vm, z: &Value) -> Value { let z = argument(vm, z)?; checked(vm, z, asinh(z.turned()).turned_back()) }
    /// Return the arc tangent of z.
    "atan(z, /)" fn atan(vm, z: &Value) -> Value {
        let z = argument(vm, z)?;
        match atanh(z.turned()) {
            Some(result) => checked(vm, z, result.turned_back()),
            None => Err(domain_error(vm)),
        }
    }
    /// Return the inverse hyperbolic cosine of z.
    "acosh(z, /)" fn acosh_of(vm, z: &Value) -> Value { let z = argument(vm, z)?; checked(vm, z, acosh(z)) }
    /// Return the inverse hyperbolic sine of z.
    "asinh(z, /)" fn asinh_of(vm, z: &Value) -> Value { let z = argument(vm, z)?; checked(vm, z, asinh(z)) }
    /// Return the inverse hyperbolic tangent of z.
    "atanh(z, /)" fn atanh_of(vm, z: &Value) -> Value {
        let z = argument(vm, z)?;
        match atanh(z) {
            Some(result) => checked(vm, z, result),
            None => Err(domain_error(vm)),
        }
    }
    /// Return the argument, also known as the phase angle, of z.
    "phase(z, /)" fn phase(vm, z: &Value) -> f64 { Ok(phase_of(argument(vm, z)?)) }
    /// Convert z from rectangular to polar coordinates: the length and the phase.
    "polar(z, /)" fn polar(vm, z: &Value) -> Value {
        let z = argument(vm, z)?;
        let length = length_of(vm, z)?;
        Ok(vm.new_pair(Value::float(length), Value::float(phase_of(z))))
    }
    /// Convert from polar to rectangular coordinates.
    "rect(r, phi, /)" fn rect(vm, r: f64, phi: f64) -> Value {
        if phi.is_infinite() && r != 0.0 && !r.is_nan() {
            return Err(domain_error(vm));
        }
        let result = if phi == 0.0 {
            complex(r, if r.is_nan() { 0.0 } else { 0f64.copysign(r) * 1f64.copysign(phi) })
        } else if r.is_infinite() && phi.is_nan() {
            complex(f64::INFINITY, f64::NAN)
        } else if r == 0.0 && !phi.is_finite() {
            complex(0.0, 0.0)
        } else {
            complex(r * libm::cos(phi), r * libm::sin(phi))
        };
        Ok(vm.new_complex(result.re, result.im))
    }
    /// Return True if both parts are neither infinities nor NaN.
    "isfinite(z, /)" fn isfinite(vm, z: &Value) -> bool { Ok(argument(vm, z)?.is_finite()) }
    /// Return True if a part is an infinity.
    "isinf(z, /)" fn isinf(vm, z: &Value) -> bool { Ok(argument(vm, z)?.is_infinite()) }
    /// Return True if a part is a NaN.
    "isnan(z, /)" fn isnan(vm, z: &Value) -> bool {
        let z = argument(vm, z)?;
        Ok(z.re.is_nan() || z.im.is_nan())
    }
    /// Whether two numbers are close: by the larger of a relative and an absolute difference.
    "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)"
    fn isclose(vm, a: &Value, b: &Value, rel_tol: Option<f64>, abs_tol: Option<f64>) -> bool {
        let (a, b) = (argument(vm, a)?, argument(vm, b)?);
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
        let length = |z: Complex| libm::hypot(z.re, z.im);
        let difference = length(complex(a.re - b.re, a.im - b.im));
        Ok(difference <= relative * length(b) || difference <= relative * length(a) || difference <= absolute)
    }
}
