//! The built-in class `float`. Arithmetic is in `float_arithmetic`.

use super::buffer;
use super::float_arithmetic as arithmetic;
use super::int::int_of_float;
use crate::native::{
    Arguments, BinaryOp, Conversion, GetSetDefinition, NativeClass, Slots, UnaryOp,
};
use crate::native_functions;
use crate::object::builtin::Builtin;
use crate::object::class::ClassObject;
use crate::object::heap::{Layout, Ref, value_of};
use crate::object::number::FloatObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::{float as kernel, repr};
use crate::vm::numbers::float_of;
use crate::vm::{Outcome, Vm};

/// `float`.
pub static FLOAT: NativeClass = NativeClass {
    name: "float",
    doc: "float(x=0, /)\n\nConvert a string or number to a floating-point number, if possible.",
    layout: Layout::Float,
    slots: Slots {
        repr: Some(|vm, value| {
            let x = number(vm, value)?;
            let mut out = vm.take_scratch();
            kernel::push_repr(&mut out, x);
            Ok(vm.str_of_scratch(out))
        }),
        hash: Some(hash),
        compare: Some(arithmetic::compare),
        truth: Some(|_, value| Ok(float_of(value) != Some(0.0))),
        binary: Some(arithmetic::binary),
        unary: Some(arithmetic::unary),
        convert: Some(convert),
        operators: &[
            BinaryOp::Add,
            BinaryOp::Sub,
            BinaryOp::Mul,
            BinaryOp::TrueDiv,
            BinaryOp::FloorDiv,
            BinaryOp::Mod,
            BinaryOp::DivMod,
            BinaryOp::Pow,
        ],
        unary_operators: &[UnaryOp::Negative, UnaryOp::Positive, UnaryOp::Absolute],
        conversions: &[Conversion::Int, Conversion::Float],
        ..Slots::NONE
    },
    new: Some(new),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "real",
            doc: "The number itself.",
            get: plain,
            set: None,
        },
        GetSetDefinition {
            name: "imag",
            doc: "Zero.",
            get: |_, _| Ok(Value::float(0.0)),
            set: None,
        },
    ],
    ..NativeClass::EMPTY
};

fn number(vm: &mut Vm, value: &Value) -> Outcome<f64> {
    match float_of(value) {
        Some(x) => Ok(x),
        None => {
            let name = vm.class_name(value);
            Err(vm.type_error(format!("expected float, not {name}")))
        }
    }
}

fn plain(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    number(vm, value).map(Value::float)
}

fn hash(vm: &mut Vm, value: &Value) -> Outcome<u64> {
    let x = number(vm, value)?;
    // Different NaNs should not share a hash: its identity stands for it.
    Ok(crate::text::hash::hash_float(x).map_or_else(
        || crate::vm::hashing::hash_of_address(vm.identity_of(value)),
        |hash| hash as u64,
    ))
}

fn convert(vm: &mut Vm, conversion: Conversion, value: &Value) -> Outcome<Value> {
    let x = number(vm, value)?;
    match conversion {
        Conversion::Int => int_of_float(vm, x),
        Conversion::Float => Ok(Value::float(x)),
        Conversion::Index | Conversion::Complex => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let exact = class.is(vm.class(Builtin::Float));
    if exact {
        arguments.no_keywords(vm, "float")?;
    }
    let x = match arguments.positional() {
        [] => 0.0,
        [value] => float_from(vm, value)?,
        more => {
            return Err(vm.type_error(format!(
                "float expected at most 1 argument, got {}",
                more.len()
            )));
        }
    };
    Ok(if exact {
        Value::float(x)
    } else {
        instance(vm, class, x)
    })
}

fn instance(vm: &mut Vm, class: &Ref<ClassObject>, number: f64) -> Value {
    vm.allocate(class.root_shape.get(), |header| FloatObject {
        header,
        number,
    })
    .into_value()
}

/// `float(value)`.
pub fn float_from(vm: &mut Vm, value: &Value) -> Outcome<f64> {
    if let Some(x) = value.as_float() {
        return Ok(x);
    }
    if let Some(text) = value.downcast::<StrObject>() {
        return vm.text(kernel::parse_float(text.as_str()));
    }
    let found = vm.convert(Conversion::Float, value)?;
    if let Some(x) = found.as_ref().and_then(float_of) {
        return Ok(x);
    }
    if let Some(index) = vm.convert(Conversion::Index, value)? {
        return vm.float(&index);
    }
    if let Some(bytes) = buffer::bytes_of(vm, value) {
        let bytes = bytes.into_owned();
        let parsed = std::str::from_utf8(&bytes)
            .ok()
            .filter(|text| text.is_ascii())
            .and_then(kernel::parse_float_inner);
        return match parsed {
            Some(x) => Ok(x),
            None => Err(vm.value_error(format!(
                "could not convert string to float: {}",
                repr::repr_bytes(&bytes)
            ))),
        };
    }
    let name = vm.class_name(value);
    Err(vm.type_error(format!(
        "float() argument must be a string or a real number, not '{name}'"
    )))
}

native_functions! {
    static METHODS;
    /// Return a pair of integers, whose ratio is exactly equal to the original float.
    "as_integer_ratio(self, /)" fn as_integer_ratio(vm, this: &Value) -> Value {
        let x = number(vm, this)?;
        let (numerator, denominator) = vm.text(kernel::integer_ratio(x))?;
        let (numerator, denominator) = (vm.new_int(numerator), vm.new_int(denominator));
        Ok(vm.new_pair(numerator, denominator))
    }
    /// Return self, the complex conjugate of any float.
    "conjugate(self, /)" fn conjugate(vm, this: &Value) -> Value {
        plain(vm, this)
    }
    /// Return True if the float is an integer.
    "is_integer(self, /)" fn is_integer(vm, this: &Value) -> bool {
        let x = number(vm, this)?;
        Ok(x.is_finite() && x.fract() == 0.0)
    }
    /// Return a hexadecimal representation of a floating-point number.
    "hex(self, /)" fn hex(vm, this: &Value) -> String {
        Ok(kernel::hex(number(vm, this)?))
    }
    /// Create a floating-point number from a hexadecimal string.
    [class] "fromhex(cls, string, /)" fn fromhex(vm, class: &ClassObject, text: &Value) -> Value {
        let Some(text) = text.downcast::<StrObject>() else {
            return Err(vm.type_error("bad argument type for built-in operation"));
        };
        let x = vm.text(kernel::from_hex(text.as_str()))?;
        if std::ptr::eq(class, &**vm.class(Builtin::Float)) {
            return Ok(Value::float(x));
        }
        vm.call(&value_of(class), &[Value::float(x)])
    }
    /// Which floating-point format the machine has: 'double' or 'float'.
    [class] "__getformat__(cls, typestr, /)" fn getformat(vm, class: &ClassObject, kind: &str) -> Value {
        if kind != "double" && kind != "float" {
            return Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'"));
        }
        Ok(vm.new_str(if cfg!(target_endian = "big") { "IEEE, big-endian" } else { "IEEE, little-endian" }))
    }
    /// Formats the float according to format_spec.
    "__format__(self, format_spec, /)" fn format(vm, this: &Value, spec: &Value) -> Value {
        super::str_methods::format_with(vm, this, spec)
    }
    /// Return the Integral closest to x, rounding half toward even, or with ndigits the nearest float of so many digits.
    "__round__(self, ndigits=None, /)" fn round(vm, this: &Value, digits: &Value) -> Value {
        let x = number(vm, this)?;
        if digits.is_none() {
            let rounded = vm.text(kernel::round_to_int(x))?;
            return Ok(vm.new_int(rounded));
        }
        let digits = vm.index_clamped(digits)?;
        Ok(Value::float(vm.text(kernel::round_digits(x, digits))?))
    }
    /// Return the Integral closest to x between 0 and x.
    "__trunc__(self, /)" fn trunc(vm, this: &Value) -> Value {
        let x = number(vm, this)?;
        int_of_float(vm, x)
    }
    /// Return the floor as an Integral.
    "__floor__(self, /)" fn floor(vm, this: &Value) -> Value {
        let x = number(vm, this)?;
        int_of_float(vm, x.floor())
    }
    /// Return the ceiling as an Integral.
    "__ceil__(self, /)" fn ceil(vm, this: &Value) -> Value {
        let x = number(vm, this)?;
        int_of_float(vm, x.ceil())
    }
    /// The arguments that make an equal number.
    "__getnewargs__(self, /)" fn getnewargs(vm, this: &Value) -> Value {
        let x = plain(vm, this)?;
        Ok(vm.new_tuple(vec![x]))
    }
}
