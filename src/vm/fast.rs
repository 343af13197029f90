//! Short cuts for plain built-in types in front of the general protocols.
#![allow(unsafe_code)] // The in-place append takes a register's content apart.

use crate::native::special::{BinaryOp, CompareOp};
use crate::object::builtin::shape;
use crate::object::dict::DictObject;
use crate::object::heap::Layout;
use crate::object::text::StrObject;
use crate::object::value::{Raw, Value};
use crate::vm::{Outcome, Vm};

/// A plain string.
fn plain_str(value: &Value) -> Option<&StrObject> {
    let text: &StrObject = value.downcast()?;
    (text.header.shape() == shape::STR).then_some(text)
}

/// What became of an append in place.
pub(crate) enum Append {
    /// The text grew; the register holds the result.
    Done,
    /// The result is a new string.
    New(Value),
    /// These are not two plain strings.
    NotText,
}

impl Vm {
    /// Arithmetic of plain types that needs no dispatch.
    pub(crate) fn binary_fast(
        &mut self,
        op: BinaryOp,
        left: &Value,
        right: &Value,
    ) -> Option<Value> {
        if op == BinaryOp::Add
            && let (Some(left), Some(right)) = (plain_str(left), plain_str(right))
        {
            return Some(left.joined(self, right, 0).into_value());
        }
        let number = |value: &Value| {
            value
                .as_float()
                .or_else(|| value.as_int().map(|int| int as f64))
        };
        if left.as_float().is_some() || right.as_float().is_some() {
            let exact = |value: &Value| {
                value
                    .as_int()
                    .is_none_or(|int| int.unsigned_abs() <= 1 << 53)
            };
            if !exact(left) || !exact(right) {
                return None;
            }
            let (x, y) = (number(left)?, number(right)?);
            return Some(Value::float(match op {
                BinaryOp::Add => x + y,
                BinaryOp::Sub => x - y,
                BinaryOp::Mul => x * y,
                BinaryOp::TrueDiv if y != 0.0 => x / y,
                _ => return None,
            }));
        }
        None
    }

    /// Comparison of plain types that needs no dispatch.
    pub(crate) fn compare_fast(
        &mut self,
        op: CompareOp,
        left: &Value,
        right: &Value,
    ) -> Option<bool> {
        if let (Some(left), Some(right)) = (plain_str(left), plain_str(right)) {
            return Some(match op {
                CompareOp::Eq => left.as_str() == right.as_str(),
                CompareOp::Ne => left.as_str() != right.as_str(),
                _ => op.holds(left.as_str().cmp(right.as_str())),
            });
        }
        None
    }

    /// `register += text` where the register holds the only reference to a string: the text grows in place.
    ///
    /// # Safety
    /// The register must be bound and own its content.
    #[inline]
    pub(crate) unsafe fn append_in_place(&mut self, register: *mut Raw, right: &Value) -> Append {
        // SAFETY: the caller says so.
        let left = unsafe { &*register.cast::<Value>() };
        let (Some(text), Some(more)) = (plain_str(left), plain_str(right)) else {
            return Append::NotText;
        };
        // SAFETY: the only reference is the register's, and no borrow of the text is alive.
        if unsafe { text.grow(more) } {
            return Append::Done;
        }
        let spare = if text.header.count() == 1 && text.as_str().len() > 32 {
            text.as_str().len() / 2
        } else {
            0
        };
        Append::New(text.joined(self, more, spare).into_value())
    }

    /// `container[key]` with a short cut for plain dicts.
    #[inline]
    pub(crate) fn get_item_fast(&mut self, container: &Value, key: &Value) -> Outcome<Value> {
        if let Some(header) = container.header()
            && header.kind() == (Layout::Dict as u32) << 24 | shape::DICT
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
