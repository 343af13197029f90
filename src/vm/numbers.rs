//! Values as numbers: the conversions that indexing, arithmetic and native functions ask for.

use crate::native::special::{Conversion, SpecialMethod};
use crate::object::builtin::{Exc, shape};
use crate::object::heap::Layout;
use crate::object::number::{FloatObject, IntObject};
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// The number in an int of any kind: inline, boolean, big, or of a subclass.
pub fn big_int_of(value: &Value) -> Option<BigInt> {
    match value.as_int_or_bool() {
        Some(small) => Some(BigInt::from(small)),
        None => value.downcast::<IntObject>().map(|int| int.big().clone()),
    }
}

/// The number in an int of any kind, if it fits 64 bits.
pub fn small_int_of(value: &Value) -> Option<i64> {
    value.as_int_or_bool().or_else(|| {
        value
            .downcast::<IntObject>()
            .and_then(|int| int.big().to_i64())
    })
}

/// True for ints of any kind.
pub fn is_int(value: &Value) -> bool {
    value.as_int_or_bool().is_some() || value.layout() == Some(Layout::Int)
}

/// The number in a float or an instance of a subclass.
pub fn float_of(value: &Value) -> Option<f64> {
    value
        .as_float()
        .or_else(|| value.downcast::<FloatObject>().map(|float| float.number))
}

impl Vm {
    /// The value as a plain int, if it is an int of any kind.
    pub fn as_int_value(&self, value: &Value) -> Option<Value> {
        match value.as_int_or_bool() {
            Some(small) => Some(Value::int(small)),
            None => {
                let int: &IntObject = value.downcast()?;
                if int.header.shape() == shape::INT {
                    return Some(value.clone());
                }
                Some(self.new_int(int.big().clone()))
            }
        }
    }
    /// `operator.index(value)`: a plain int.
    pub fn index(&mut self, value: &Value) -> Outcome<Value> {
        if let Some(int) = self.as_int_value(value) {
            return Ok(int);
        }
        match self.convert(Conversion::Index, value)? {
            Some(result) => Ok(result),
            None => {
                let name = self.type_name(value);
                Err(self.type_error(format!(
                    "'{name}' object cannot be interpreted as an integer"
                )))
            }
        }
    }
    /// The result of `__index__`, `__int__` and so on, checked; `None` if the class lacks it.
    pub fn convert(&mut self, conversion: Conversion, value: &Value) -> Outcome<Option<Value>> {
        let method = conversion.method();
        let result = if self.overrides(value, method) {
            let Some(result) = self.call_special(value, method, &[])? else {
                return Ok(None);
            };
            result
        } else {
            match self.class_of(value).slots().convert {
                Some(convert) => {
                    let result = convert(self, conversion, value)?;
                    if result.is_not_implemented() {
                        return Ok(None);
                    }
                    result
                }
                None => return Ok(None),
            }
        };
        let right = match conversion {
            Conversion::Float => float_of(&result).map(Value::float),
            Conversion::Complex => {
                (result.layout() == Some(Layout::Complex)).then(|| result.clone())
            }
            Conversion::Int | Conversion::Index => self.as_int_value(&result),
        };
        match right {
            Some(result) => Ok(Some(result)),
            None => {
                let wanted = ["int", "float", "int", "complex"][conversion as usize];
                let name = self.type_name(&result);
                let class = self.type_name(value);
                Err(self.type_error(if conversion == Conversion::Float {
                    format!("{class}.{} returned non-float (type {name})", method.name())
                } else {
                    format!("{} returned non-{wanted} (type {name})", method.name())
                }))
            }
        }
    }
    /// The value as an index that fits 64 bits; OverflowError beyond.
    pub fn index_i64(&mut self, value: &Value) -> Outcome<i64> {
        if let Some(small) = value.as_int_or_bool() {
            return Ok(small);
        }
        let index = self.index(value)?;
        match index.as_int() {
            Some(small) => Ok(small),
            None => Err(self.raise(
                Exc::OverflowError,
                "Python int too large to convert to C ssize_t",
            )),
        }
    }
    /// The value as an index that is clamped to 64 bits.
    pub fn index_clamped(&mut self, value: &Value) -> Outcome<i64> {
        let index = self.index(value)?;
        Ok(match index.as_int() {
            Some(small) => small,
            None => match big_int_of(&index) {
                Some(big) if big < BigInt::from(0) => i64::MIN,
                _ => i64::MAX,
            },
        })
    }
    /// The value as an int of any size, by `__index__`.
    pub fn index_big(&mut self, value: &Value) -> Outcome<BigInt> {
        let index = self.index(value)?;
        Ok(big_int_of(&index).unwrap_or_default())
    }
    /// The value as a float, by `__float__` or `__index__`.
    pub fn float(&mut self, value: &Value) -> Outcome<f64> {
        if let Some(float) = float_of(value) {
            return Ok(float);
        }
        if let Some(small) = value.as_int_or_bool() {
            return Ok(small as f64);
        }
        if let Some(int) = value.downcast::<IntObject>()
            && !self.overrides(value, SpecialMethod::Float)
        {
            return match int.big().to_f64() {
                Some(float) if float.is_finite() => Ok(float),
                _ => Err(self.raise(Exc::OverflowError, "int too large to convert to float")),
            };
        }
        if let Some(result) = self.convert(Conversion::Float, value)? {
            return Ok(float_of(&result).unwrap_or_default());
        }
        if let Some(result) = self.convert(Conversion::Index, value)? {
            return self.float(&result);
        }
        let name = self.type_name(value);
        Err(self.type_error(format!("must be real number, not {name}")))
    }
}
