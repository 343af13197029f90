//! The built-in classes `int` and `bool`: construction, slots and conversions. Methods are in `int_methods`, arithmetic in
//! `int_arithmetic`.

use super::buffer;
use super::int_arithmetic as arithmetic;
use super::int_methods::{GETSET, METHODS};
use crate::native::{
    Arguments, BinaryOp, Conversion, FromValue, NativeClass, Slots, SpecialMethod, UnaryOp,
};
use crate::object::builtin::Builtin;
use crate::object::class::{ClassObject, flags};
use crate::object::heap::{Layout, Ref};
use crate::object::number::{IntObject, Limbs};
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::limbs;
use crate::text::number::{Int, IntRef, int_to_text, parse_int, parse_int_shown};
use crate::vm::numbers::big_int_of;
use crate::vm::{Outcome, Vm};
use num_bigint::BigInt;
use smallvec::SmallVec;

/// The number in an int of any kind, borrowed.
#[inline]
pub fn int_ref(value: &Value) -> Option<IntRef<'_>> {
    match value.as_int_or_bool() {
        Some(small) => Some(IntRef::Small(small)),
        None => value
            .downcast::<IntObject>()
            .map(|int| IntRef::Big(int.big())),
    }
}

impl<'a> FromValue<'a> for IntRef<'a> {
    fn from_value(vm: &mut Vm, value: &'a Value) -> Outcome<Self> {
        match int_ref(value) {
            Some(number) => Ok(number),
            None => {
                let name = vm.class_name(value);
                Err(vm.type_error(format!("expected int, not {name}")))
            }
        }
    }
}

/// A kernel's int as a value.
pub fn value_of_int(vm: &Vm, number: Int) -> Value {
    match number {
        Int::Small(small) => Value::int(small),
        Int::Big(big) => vm.new_int(big),
    }
}

const OPERATORS: &[BinaryOp] = &[
    BinaryOp::Add,
    BinaryOp::Sub,
    BinaryOp::Mul,
    BinaryOp::TrueDiv,
    BinaryOp::FloorDiv,
    BinaryOp::Mod,
    BinaryOp::DivMod,
    BinaryOp::Pow,
    BinaryOp::LeftShift,
    BinaryOp::RightShift,
    BinaryOp::BitAnd,
    BinaryOp::BitOr,
    BinaryOp::BitXor,
];

const SLOTS: Slots = Slots {
    repr: Some(repr),
    hash: Some(hash),
    compare: Some(arithmetic::compare),
    truth: Some(truth),
    binary: Some(arithmetic::binary),
    unary: Some(arithmetic::unary),
    convert: Some(convert),
    operators: OPERATORS,
    unary_operators: UnaryOp::ALL,
    conversions: &[Conversion::Int, Conversion::Float, Conversion::Index],
    ..Slots::NONE
};

/// `int`.
pub static INT: NativeClass = NativeClass {
    name: "int",
    doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or text to an integer; without arguments, 0.\n\
          Text is read in the given base (2 to 36, or 0: as a literal says).",
    layout: Layout::Int,
    slots: SLOTS,
    new: Some(new_int),
    methods: METHODS,
    getset: GETSET,
    ..NativeClass::EMPTY
};

/// `bool`.
pub static BOOL: NativeClass = NativeClass {
    name: "bool",
    doc: "bool(object=False, /)\n\nReturn True when the argument is true, False otherwise.",
    layout: Layout::Int,
    base: Some(&INT),
    slots: Slots {
        repr: Some(repr_bool),
        ..SLOTS
    },
    new: Some(new_bool),
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

/// Ints of so many limbs are below every limit of digits, and shown by the simplest algorithm.
const SHORT: usize = 24;

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    if let Some(small) = value.as_int_or_bool() {
        return Ok(vm.new_decimal(small));
    }
    let Some(number) = value.downcast::<IntObject>() else {
        return Err(vm.type_error("expected int"));
    };
    if let Some(Limbs { negative, limbs }) = number.limbs()
        && limbs.len() <= SHORT
    {
        let mut text = vm.take_scratch();
        if negative {
            text.push('-');
        }
        limbs::push_decimal(&mut text, &mut SmallVec::<[u64; SHORT]>::from_slice(limbs));
        return Ok(vm.str_of_scratch(text));
    }
    let limit = vm.state().int_max_str_digits.get();
    let text = vm.text(int_to_text(IntRef::Big(number.big()), limit))?;
    Ok(vm.new_str_owned(text))
}

fn repr_bool(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    Ok(vm.intern(if value.as_int_or_bool() == Some(1) {
        "True"
    } else {
        "False"
    }))
}

fn hash(_: &mut Vm, value: &Value) -> Outcome<u64> {
    if let Some(Limbs { negative, limbs }) = value.downcast().and_then(IntObject::limbs) {
        let hash = limbs::hash(limbs) as i64;
        let hash = if negative { -hash } else { hash };
        return Ok(if hash == -1 { -2 } else { hash } as u64);
    }
    Ok(match int_ref(value) {
        Some(IntRef::Small(small)) => crate::text::hash::hash_int(small),
        Some(IntRef::Big(big)) => crate::text::hash::hash_big(big),
        None => 0,
    } as u64)
}

fn truth(_: &mut Vm, value: &Value) -> Outcome<bool> {
    Ok(match value.as_int_or_bool() {
        Some(small) => small != 0,
        None => value
            .downcast()
            .and_then(IntObject::limbs)
            .is_none_or(|number| !number.limbs.is_empty()),
    })
}

fn convert(vm: &mut Vm, conversion: Conversion, value: &Value) -> Outcome<Value> {
    Ok(match (conversion, int_ref(value)) {
        (Conversion::Int | Conversion::Index, Some(_)) => {
            vm.as_int_value(value).unwrap_or(Value::NOT_IMPLEMENTED)
        }
        (Conversion::Float, Some(IntRef::Small(small))) => Value::float(small as f64),
        (Conversion::Float, Some(IntRef::Big(big))) => Value::float(arithmetic::to_float(vm, big)?),
        _ => Value::NOT_IMPLEMENTED,
    })
}

fn new_bool(vm: &mut Vm, _: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    arguments.no_keywords(vm, "bool")?;
    match arguments.positional() {
        [] => Ok(Value::FALSE),
        [value] => Ok(Value::bool(vm.truth(value)?)),
        more => Err(vm.type_error(format!(
            "bool expected at most 1 argument, got {}",
            more.len()
        ))),
    }
}

fn new_int(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let number = match (arguments.positional(), arguments.names()) {
        ([], []) => Value::int(0),
        ([value], []) => int_of(vm, value)?,
        _ => {
            if arguments.values().len() > 2 {
                let count = arguments.values().len();
                return Err(vm.type_error(format!("int expected at most 2 arguments, got {count}")));
            }
            let bound = arguments.bind(vm, "int(x=_, /, base=_)")?;
            match (bound[0].is_missing(), bound[1].is_missing()) {
                (true, true) => Value::int(0),
                (true, false) => return Err(vm.type_error("int() missing string argument")),
                (false, true) => int_of(vm, &bound[0])?,
                (false, false) => int_in_base(vm, &bound[0], &bound[1])?,
            }
        }
    };
    if class.is(vm.class(Builtin::Int)) {
        return Ok(number);
    }
    Ok(instance(vm, class, big_int_of(&number).unwrap_or_default()))
}

/// An instance of a subclass of int.
pub fn instance(vm: &mut Vm, class: &Ref<ClassObject>, number: BigInt) -> Value {
    IntObject::of_shape(vm, class.root_shape.get(), number).into_value()
}

/// `int(value)`: a plain int.
pub fn int_of(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    if let Some(small) = value.as_int_or_bool() {
        return Ok(Value::int(small));
    }
    if let Some(float) = value.as_float() {
        return int_of_float(vm, float);
    }
    if let Some(result) = vm.convert(Conversion::Int, value)? {
        return Ok(result);
    }
    if let Some(result) = vm.convert(Conversion::Index, value)? {
        return Ok(result);
    }
    if let Some(method) = vm.find_special(value, SpecialMethod::Trunc) {
        let result = vm.call_found(&method, value, &[])?;
        if let Some(number) = vm.as_int_value(&result) {
            return Ok(number);
        }
        return match vm.convert(Conversion::Index, &result)? {
            Some(number) => Ok(number),
            None => {
                let name = vm.class_name(&result);
                Err(vm.type_error(format!("__trunc__ returned non-Integral (type {name})")))
            }
        };
    }
    if let Some(text) = value.downcast::<StrObject>() {
        return parsed(vm, text.as_str(), 10);
    }
    if let Some(bytes) = buffer::bytes_of(vm, value) {
        let bytes = bytes.into_owned();
        return parsed_bytes(vm, &bytes, 10);
    }
    let name = vm.class_name(value);
    Err(vm.type_error(format!(
        "int() argument must be a string, a bytes-like object or a real number, not '{name}'"
    )))
}

/// `int(float)`.
pub fn int_of_float(vm: &mut Vm, float: f64) -> Outcome<Value> {
    if float.abs() < 9.2e18 {
        return Ok(Value::int(float as i64));
    }
    let number = vm.text(crate::text::float::truncate(float))?;
    Ok(vm.new_int(number))
}

fn parsed(vm: &mut Vm, text: &str, base: i64) -> Outcome<Value> {
    let number = vm.text(parse_int(text, base, vm.state().int_max_str_digits.get()))?;
    Ok(value_of_int(vm, number))
}

fn parsed_bytes(vm: &mut Vm, bytes: &[u8], base: i64) -> Outcome<Value> {
    let limit = vm.state().int_max_str_digits.get();
    // Bytes beyond ASCII become characters that no number contains.
    let text: String = bytes
        .iter()
        .map(|&byte| {
            if byte.is_ascii() {
                byte as char
            } else {
                '\u{fffd}'
            }
        })
        .collect();
    let number = vm.text(parse_int_shown(&text, base, limit, || {
        crate::text::repr::repr_bytes(bytes)
    }))?;
    Ok(value_of_int(vm, number))
}

fn int_in_base(vm: &mut Vm, value: &Value, base: &Value) -> Outcome<Value> {
    let base = vm.index_clamped(base)?;
    if let Some(text) = value.downcast::<StrObject>() {
        return parsed(vm, text.as_str(), base);
    }
    if matches!(value.layout(), Some(Layout::Bytes | Layout::ByteArray))
        && let Some(bytes) = buffer::bytes_of(vm, value)
    {
        let bytes = bytes.into_owned();
        return parsed_bytes(vm, &bytes, base);
    }
    Err(vm.type_error("int() can't convert non-string with explicit base"))
}
