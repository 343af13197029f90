//! Short cuts for plain built-in types in front of the general protocols.

use crate::native::special::{BinaryOp, CompareOp};
use crate::native::types::sort::{self, plain_tuple};
use crate::native::types::{float_arithmetic, int_arithmetic};
use crate::object::builtin::shape;
use crate::object::dict::DictObject;
use crate::object::kind;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// A plain string.
fn plain_str(value: &Value) -> Option<&StrObject> {
    let text: &StrObject = value.downcast()?;
    (text.header.shape() == shape::STR).then_some(text)
}

/// An int of no subclass; no boolean.
fn is_plain_int(value: &Value) -> bool {
    value.as_int().is_some()
        || value
            .header()
            .is_some_and(|header| header.kind() == kind::INT)
}

/// A float, or an int that is exactly one.
fn number(value: &Value) -> Option<f64> {
    match value.as_int() {
        Some(int) if int.unsigned_abs() <= 1 << 53 => Some(int as f64),
        Some(_) => None,
        None => value.as_float(),
    }
}

impl Vm {
    /// Arithmetic of plain ints, floats and strings, which needs no dispatch and is the same in place; `NotImplemented` for
    /// other operands and operations.
    pub(crate) fn binary_fast(
        &mut self,
        op: BinaryOp,
        left: &Value,
        right: &Value,
    ) -> Outcome<Value> {
        if is_plain_int(left) && is_plain_int(right) {
            return int_arithmetic::binary(self, op, left, right);
        }
        if op == BinaryOp::Add
            && let (Some(left), Some(right)) = (plain_str(left), plain_str(right))
        {
            return Ok(left.joined(self, right, 0).into_value());
        }
        if left.as_float().is_none() && right.as_float().is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        let (Some(x), Some(y)) = (number(left), number(right)) else {
            return Ok(Value::NOT_IMPLEMENTED);
        };
        Ok(Value::float(match op {
            BinaryOp::Add => x + y,
            BinaryOp::Sub => x - y,
            BinaryOp::Mul => x * y,
            BinaryOp::TrueDiv if y != 0.0 => x / y,
            // No constant exponent here: the compiler would multiply, which the library's power is not.
            BinaryOp::Pow if y > 0.0 && y.fract() == 0.0 && x.powf(y).is_finite() => x.powf(y),
            _ => return float_arithmetic::binary(self, op, left, right),
        }))
    }

    /// Comparison of plain types that needs no dispatch.
    pub(crate) fn compare_fast(
        &mut self,
        op: CompareOp,
        left: &Value,
        right: &Value,
    ) -> Option<bool> {
        if is_plain_int(left) && is_plain_int(right) {
            return int_arithmetic::order(left, right).map(|order| op.holds(order));
        }
        if let (Some(x), Some(y)) = (number(left), number(right)) {
            return Some(match op {
                CompareOp::Eq => x == y,
                CompareOp::Ne => x != y,
                CompareOp::Lt => x < y,
                CompareOp::Le => x <= y,
                CompareOp::Gt => x > y,
                CompareOp::Ge => x >= y,
            });
        }
        if let (Some(left), Some(right)) = (plain_str(left), plain_str(right)) {
            return Some(match op {
                CompareOp::Eq => left.as_str() == right.as_str(),
                CompareOp::Ne => left.as_str() != right.as_str(),
                _ => op.holds(left.as_str().cmp(right.as_str())),
            });
        }
        match op {
            CompareOp::Lt => sort::less_tuples(plain_tuple(left)?, plain_tuple(right)?),
            CompareOp::Gt => sort::less_tuples(plain_tuple(right)?, plain_tuple(left)?),
            _ => None,
        }
    }

    /// `container[key]` with a short cut for plain dicts.
    #[inline]
    pub(crate) fn get_item_fast(&mut self, container: &Value, key: &Value) -> Outcome<Value> {
        if let Some(header) = container.header()
            && header.kind() == kind::DICT
            && let Some(dict) = container.downcast::<DictObject>()
        {
            return match self.dict_get(dict, key)? {
                Some(value) => Ok(value),
                None => Err(self.key_error(key)),
            };
        }
        self.get_item(container, key)
    }
}
