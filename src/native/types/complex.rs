//! The built-in class `complex`.

use super::float::float_from;
use super::int::int_ref;
use super::int_arithmetic::to_float;
use crate::native::{
    Arguments, BinaryOp, CompareOp, Conversion, GetSetDefinition, NativeClass, Slots, UnaryOp,
};
use crate::native_functions;
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::ClassObject;
use crate::object::heap::{Layout, Ref};
use crate::object::number::ComplexObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::number::IntRef;
use crate::text::{float as kernel, hash};
use crate::vm::numbers::float_of;
use crate::vm::{Outcome, Raised, Vm};

/// Real and imaginary part.
type Parts = (f64, f64);

/// `complex`.
pub static COMPLEX: NativeClass = NativeClass {
    name: "complex",
    doc: "complex(real=0, imag=0)\n\nCreate a complex number from a string or numbers.",
    layout: Layout::Complex,
    slots: Slots {
        repr: Some(|vm, value| {
            let (re, im) = own(vm, value)?;
            Ok(vm.new_str(&kernel::repr_complex(re, im)))
        }),
        hash: Some(|vm, value| {
            let (re, im) = own(vm, value)?;
            let part = |x| hash::hash_float(x).unwrap_or(0);
            Ok(hash::hash_complex(part(re), part(im)) as u64)
        }),
        compare: Some(compare),
        truth: Some(|vm, value| Ok(own(vm, value)? != (0.0, 0.0))),
        binary: Some(binary),
        unary: Some(unary),
        convert: Some(|vm, conversion, value| {
            if conversion != Conversion::Complex {
                return Ok(Value::NOT_IMPLEMENTED);
            }
            let (re, im) = own(vm, value)?;
            Ok(vm.new_complex(re, im))
        }),
        operators: &[
            BinaryOp::Add,
            BinaryOp::Sub,
            BinaryOp::Mul,
            BinaryOp::TrueDiv,
            BinaryOp::Pow,
        ],
        unary_operators: &[UnaryOp::Negative, UnaryOp::Positive, UnaryOp::Absolute],
        conversions: &[Conversion::Complex],
        ..Slots::NONE
    },
    new: Some(new),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "real",
            doc: "the real part of a complex number",
            get: |vm, value| Ok(Value::float(own(vm, value)?.0)),
            set: None,
        },
        GetSetDefinition {
            name: "imag",
            doc: "the imaginary part of a complex number",
            get: |vm, value| Ok(Value::float(own(vm, value)?.1)),
            set: None,
        },
    ],
    ..NativeClass::EMPTY
};

/// The parts of a complex number.
fn own(vm: &mut Vm, value: &Value) -> Outcome<Parts> {
    match value.downcast::<ComplexObject>() {
        Some(number) => Ok((number.real, number.imaginary)),
        None => {
            let name = vm.class_name(value);
            Err(vm.type_error(format!("expected complex, not {name}")))
        }
    }
}

/// The parts of any number; `None` for other types.
fn operand(vm: &Vm, value: &Value) -> Outcome<Option<Parts>> {
    if let Some(number) = value.downcast::<ComplexObject>() {
        return Ok(Some((number.real, number.imaginary)));
    }
    if let Some(x) = float_of(value) {
        return Ok(Some((x, 0.0)));
    }
    Ok(match int_ref(value) {
        Some(IntRef::Small(small)) => Some((small as f64, 0.0)),
        Some(IntRef::Big(big)) => Some((to_float(vm, big)?, 0.0)),
        None => None,
    })
}

fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (re, im) = own(vm, left)?;
    let equal = if let Some(other) = right.downcast::<ComplexObject>() {
        re == other.real && im == other.imaginary
    } else if float_of(right).is_some() || int_ref(right).is_some() {
        im == 0.0 && vm.compare_truth(CompareOp::Eq, &Value::float(re), right)?
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    let Some(x) = operand(vm, left)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let Some(y) = operand(vm, right)? else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (re, im) = match op {
        BinaryOp::Add => (x.0 + y.0, x.1 + y.1),
        BinaryOp::Sub => (x.0 - y.0, x.1 - y.1),
        BinaryOp::Mul => multiply(x, y),
        BinaryOp::TrueDiv => {
            if y == (0.0, 0.0) {
                return Err(vm.raise(Exc::ZeroDivisionError, "complex division by zero"));
            }
            divide(x, y)
        }
        BinaryOp::Pow => return power(vm, x, y),
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(vm.new_complex(re, im))
}

fn multiply(x: Parts, y: Parts) -> Parts {
    (x.0 * y.0 - x.1 * y.1, x.0 * y.1 + x.1 * y.0)
}

/// Smith's method: the divisor is scaled by its larger part, so that nothing overflows on the way.
fn divide(x: Parts, y: Parts) -> Parts {
    if y.0.abs() >= y.1.abs() {
        let ratio = y.1 / y.0;
        let scale = y.0 + y.1 * ratio;
        ((x.0 + x.1 * ratio) / scale, (x.1 - x.0 * ratio) / scale)
    } else if y.1.abs() >= y.0.abs() {
        let ratio = y.0 / y.1;
        let scale = y.0 * ratio + y.1;
        ((x.0 * ratio + x.1) / scale, (x.1 * ratio - x.0) / scale)
    } else {
        (f64::NAN, f64::NAN)
    }
}

/// `x ** y`; small whole exponents by multiplication.
pub fn power(vm: &mut Vm, x: Parts, y: Parts) -> Outcome<Value> {
    let failed = |vm: &Vm| -> Raised {
        vm.raise(Exc::ZeroDivisionError, "0.0 to a negative or complex power")
    };
    let (re, im) = if y.1 == 0.0 && y.0.fract() == 0.0 && y.0.abs() <= 100.0 {
        let whole = whole_power(x, y.0.abs() as u32);
        if y.0 >= 0.0 {
            whole
        } else if whole == (0.0, 0.0) {
            return Err(failed(vm));
        } else {
            divide((1.0, 0.0), whole)
        }
    } else if y == (0.0, 0.0) {
        (1.0, 0.0)
    } else if x == (0.0, 0.0) {
        if y.1 != 0.0 || y.0 < 0.0 {
            return Err(failed(vm));
        }
        (0.0, 0.0)
    } else {
        let absolute = x.0.hypot(x.1);
        let angle = x.1.atan2(x.0);
        let mut length = absolute.powf(y.0);
        let mut phase = angle * y.0;
        if y.1 != 0.0 {
            length *= (-angle * y.1).exp();
            phase += y.1 * absolute.ln();
        }
        (length * phase.cos(), length * phase.sin())
    };
    let finite = |parts: Parts| parts.0.is_finite() && parts.1.is_finite();
    if !finite((re, im)) && finite(x) && finite(y) {
        return Err(vm.raise(Exc::OverflowError, "complex exponentiation"));
    }
    Ok(vm.new_complex(re, im))
}

fn whole_power(x: Parts, mut exponent: u32) -> Parts {
    let (mut result, mut factor) = ((1.0, 0.0), x);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = multiply(result, factor);
        }
        factor = multiply(factor, factor);
        exponent >>= 1;
    }
    result
}

fn unary(vm: &mut Vm, op: UnaryOp, value: &Value) -> Outcome<Value> {
    let (re, im) = own(vm, value)?;
    Ok(match op {
        UnaryOp::Negative => vm.new_complex(-re, -im),
        UnaryOp::Positive => vm.new_complex(re, im),
        UnaryOp::Absolute => {
            let length = re.hypot(im);
            if length.is_infinite() && re.is_finite() && im.is_finite() {
                return Err(vm.raise(Exc::OverflowError, "absolute value too large"));
            }
            Value::float(length)
        }
        UnaryOp::Invert => Value::NOT_IMPLEMENTED,
    })
}

/// The parts of an argument of `complex()`.
fn argument(vm: &mut Vm, value: &Value, place: &str) -> Outcome<Parts> {
    if let Some(number) = value.downcast::<ComplexObject>() {
        return Ok((number.real, number.imaginary));
    }
    if let Some(found) = vm.convert(Conversion::Complex, value)? {
        return own(vm, &found);
    }
    let is_number = float_of(value).is_some()
        || super::slicing::is_index(vm, value)
        || vm
            .find_special(value, crate::native::SpecialMethod::Float)
            .is_some();
    if !is_number {
        let name = vm.class_name(value);
        let wanted = if place == "first" {
            "a string or a number"
        } else {
            "a number"
        };
        return Err(vm.type_error(format!(
            "complex() {place} argument must be {wanted}, not '{name}'"
        )));
    }
    Ok((float_from(vm, value)?, 0.0))
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "complex(real=_, imag=_)")?;
    let (first, second) = (&bound[0], &bound[1]);
    let (re, im) = if let Some(text) = first.downcast::<StrObject>() {
        if !second.is_missing() {
            return Err(vm.type_error("complex() can't take second arg if first is a string"));
        }
        vm.text(kernel::parse_complex(text.as_str()))?
    } else if second.downcast::<StrObject>().is_some() {
        return Err(vm.type_error("complex() second arg can't be a string"));
    } else {
        let real = if first.is_missing() {
            (0.0, 0.0)
        } else {
            argument(vm, first, "first")?
        };
        if second.is_missing() {
            real
        } else {
            let imaginary = argument(vm, second, "second")?;
            // A sum with a part that was not given would lose the sign of a zero.
            let im = if first.layout() == Some(Layout::Complex) {
                real.1 + imaginary.0
            } else {
                imaginary.0
            };
            let re = if second.layout() == Some(Layout::Complex) {
                real.0 - imaginary.1
            } else {
                real.0
            };
            (re, im)
        }
    };
    if class.is(vm.class(Builtin::Complex)) {
        return Ok(vm.new_complex(re, im));
    }
    let make = |header| ComplexObject {
        header,
        real: re,
        imaginary: im,
    };
    Ok(vm.allocate(class.root_shape.get(), make).into_value())
}

native_functions! {
    static METHODS;
    /// Return the complex conjugate of its argument.
    "conjugate(self, /)" fn conjugate(vm, this: &Value) -> Value {
        let (re, im) = own(vm, this)?;
        Ok(vm.new_complex(re, -im))
    }
    /// Convert to a string according to format_spec.
    "__format__(self, format_spec, /)" fn format(vm, this: &Value, spec: &Value) -> Value {
        super::str_methods::format_with(vm, this, spec)
    }
    /// The arguments that make an equal number.
    "__getnewargs__(self, /)" fn getnewargs(vm, this: &Value) -> Value {
        let (re, im) = own(vm, this)?;
        Ok(vm.new_pair(Value::float(re), Value::float(im)))
    }
}
