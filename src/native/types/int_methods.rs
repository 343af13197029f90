//! The methods and computed attributes of `int`, which `bool` inherits.

use super::buffer;
use super::int::value_of_int;
use super::int_arithmetic::{MOST_BITS, big};
use crate::native::GetSetDefinition;
use crate::native_functions;
use crate::object::builtin::{Builtin, Exc};
use crate::object::class::ClassObject;
use crate::object::number::IntObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::number::{IntRef, int_from_bytes, int_to_bytes, round_int};
use crate::vm::numbers::big_int_of;
use crate::vm::{Outcome, Vm};
use num_traits::{Signed, ToPrimitive};

/// The computed attributes.
pub static GETSET: &[GetSetDefinition] = &[
    GetSetDefinition {
        name: "real",
        doc: "The number itself.",
        get: plain,
        set: None,
    },
    GetSetDefinition {
        name: "imag",
        doc: "Zero.",
        get: |_, _| Ok(Value::int(0)),
        set: None,
    },
    GetSetDefinition {
        name: "numerator",
        doc: "The number itself.",
        get: plain,
        set: None,
    },
    GetSetDefinition {
        name: "denominator",
        doc: "One.",
        get: |_, _| Ok(Value::int(1)),
        set: None,
    },
];

/// The number as a plain int.
fn plain(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    match vm.as_int_value(value) {
        Some(number) => Ok(number),
        None => Err(vm.type_error("expected int")),
    }
}

/// `big` or `little`.
fn is_big_endian(vm: &mut Vm, function: &str, order: &Value) -> Outcome<bool> {
    let Some(order) = order.downcast::<StrObject>() else {
        let name = vm.class_name(order);
        return Err(vm.type_error(format!(
            "{function}() argument 'byteorder' must be str, not {name}"
        )));
    };
    match order.as_str() {
        "big" => Ok(true),
        "little" => Ok(false),
        _ => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
    }
}

/// `round(number, digits)`.
fn rounded(vm: &mut Vm, number: &Value, digits: &Value) -> Outcome<Value> {
    let digits = vm.index_big(digits)?;
    if !digits.is_negative() {
        return plain(vm, number);
    }
    let Some(exact) = big_int_of(number) else {
        return Err(vm.type_error("expected int"));
    };
    // Beyond its length a number rounds to zero.
    let places = (-digits)
        .to_u64()
        .filter(|&places| places <= exact.bits() / 3 + 2);
    Ok(match places {
        None => Value::int(0),
        Some(places) => {
            let result = round_int(&exact, places);
            vm.new_int(result)
        }
    })
}

native_functions! {
    /// The methods.
    pub static METHODS;
    /// Number of bits necessary to represent self in binary.
    "bit_length(self, /)" fn bit_length(vm, this: &Value) -> i64 {
        Ok(match (this.as_int_or_bool(), this.downcast::<IntObject>()) {
            (Some(small), _) => i64::from(64 - small.unsigned_abs().leading_zeros()),
            (None, Some(int)) => int.bits() as i64,
            (None, None) => return Err(vm.type_error("expected int")),
        })
    }
    /// Number of ones in the binary representation of the absolute value of self.
    "bit_count(self, /)" fn bit_count(vm, this: IntRef) -> Value {
        Ok(match this {
            IntRef::Small(small) => Value::int(i64::from(small.unsigned_abs().count_ones())),
            IntRef::Big(big) => Value::int(big.magnitude().count_ones() as i64),
        })
    }
    /// Return self, the complex conjugate of any int.
    "conjugate(self, /)" fn conjugate(vm, this: &Value) -> Value {
        plain(vm, this)
    }
    /// Return a pair of integers, whose ratio is equal to the original int.
    "as_integer_ratio(self, /)" fn as_integer_ratio(vm, this: &Value) -> Value {
        let number = plain(vm, this)?;
        Ok(vm.new_pair(number, Value::int(1)))
    }
    /// Returns True. Exists for duck type compatibility with float.is_integer.
    "is_integer(self, /)" fn is_integer(vm, this: IntRef) -> bool {
        Ok(true)
    }
    /// Return an array of bytes representing an integer.
    "to_bytes(self, /, length=1, byteorder='big', *, signed=False)"
    fn to_bytes(vm, this: IntRef, length: &Value, order: &Value, signed: bool) -> Value {
        let length = vm.index_i64(length)?;
        let big_endian = is_big_endian(vm, "to_bytes", order)?;
        let Ok(length) = usize::try_from(length) else {
            return Err(vm.value_error("length argument must be non-negative"));
        };
        if length as u64 > MOST_BITS {
            return Err(vm.raise_with(Exc::MemoryError, Vec::new()));
        }
        let bytes = vm.text(int_to_bytes(&big(this), length, big_endian, signed))?;
        Ok(vm.new_bytes(bytes))
    }
    /// Return the integer represented by the given array of bytes.
    [class] "from_bytes(cls, /, bytes, byteorder='big', *, signed=False)"
    fn from_bytes(vm, class: &ClassObject, bytes: &Value, order: &Value, signed: bool) -> Value {
        let big_endian = is_big_endian(vm, "from_bytes", order)?;
        let bytes = buffer::collect_bytes(vm, bytes, "bytes")?;
        let number = value_of_int(vm, int_from_bytes(&bytes, big_endian, signed));
        if std::ptr::eq(class, &**vm.class(Builtin::Int)) {
            return Ok(number);
        }
        vm.call(&crate::object::heap::value_of(class), &[number])
    }
    /// Convert to a string according to format_spec.
    "__format__(self, format_spec, /)" fn format(vm, this: &Value, spec: &Value) -> Value {
        super::str_methods::format_with(vm, this, spec)
    }
    /// Rounding an integer with an ndigits argument rounds to that power of ten.
    "__round__(self, ndigits=None, /)" fn round(vm, this: &Value, digits: &Value) -> Value {
        if digits.is_none() { plain(vm, this) } else { rounded(vm, this, digits) }
    }
    /// Truncating an integer returns itself.
    "__trunc__(self, /)" fn trunc(vm, this: &Value) -> Value {
        plain(vm, this)
    }
    /// The floor of an integer is itself.
    "__floor__(self, /)" fn floor(vm, this: &Value) -> Value {
        plain(vm, this)
    }
    /// The ceiling of an integer is itself.
    "__ceil__(self, /)" fn ceil(vm, this: &Value) -> Value {
        plain(vm, this)
    }
    /// The arguments that make an equal number.
    "__getnewargs__(self, /)" fn getnewargs(vm, this: &Value) -> Value {
        let number = plain(vm, this)?;
        Ok(vm.new_tuple(vec![number]))
    }
    /// Returns size in memory, in bytes.
    "__sizeof__(self, /)" fn sizeof(vm, this: IntRef) -> i64 {
        let bits = match this { IntRef::Small(small) => 64 - small.unsigned_abs().leading_zeros() as u64, IntRef::Big(big) => big.bits() };
        Ok(24 + 4 * bits.div_ceil(30).max(1) as i64)
    }
}
