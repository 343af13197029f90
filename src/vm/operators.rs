//! Operators on values of any type: binary, augmented, unary, comparison, identity of types' rules.

use crate::native::special::{BinaryOp, CompareOp, SpecialMethod, UnaryOp};
use crate::object::class::ClassObject;
use crate::object::heap::{Layout, Ref};
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

impl Vm {
    /// `left op right`.
    pub fn binary(&mut self, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
        let result = self.binary_or_not(op, left, right)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        Err(self.unsupported(op.symbol(), left, right))
    }

    fn unsupported(&mut self, symbol: &str, left: &Value, right: &Value) -> crate::vm::Raised {
        let (left_name, right_name) = (self.type_name(left), self.type_name(right));
        if symbol == ">>" && left_name == "builtin_function_or_method" {
            let text = self.repr_text(left).unwrap_or_default();
            if text.contains("function print") {
                return self.type_error(format!(
                    "unsupported operand type(s) for >>: '{left_name}' and '{right_name}'. Did you mean \
                     \"print(<message>, file=<output_stream>)\"?"
                ));
            }
        }
        if let Some(message) = sequence_complaint(symbol, left, right, &left_name, &right_name) {
            return self.type_error(message);
        }
        self.type_error(format!(
            "unsupported operand type(s) for {symbol}: '{left_name}' and '{right_name}'"
        ))
    }

    /// `left op right`, or `NotImplemented`.
    fn binary_or_not(&mut self, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
        let left_class = self.class_of(left).clone();
        let right_class = self.class_of(right).clone();
        let same = left_class.is(&right_class);
        let right_first = !same
            && right_class.is_subclass_of(self, &left_class)
            && self.has_reflected(&right_class, &left_class, op);
        if right_first {
            let result = self.try_operand(op, op.reflected(), right, &right_class, left, true)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        let result = self.try_operand(op, op.method(), left, &left_class, right, false)?;
        if !result.is_not_implemented() || same || right_first {
            // A sequence repeated or joined by its right operand: `3 * [0]`.
            if same
                && result.is_not_implemented()
                && left_class.overrides.get() & op.method().bit() == 0
            {
                return self.try_operand(op, op.reflected(), right, &right_class, left, true);
            }
            return Ok(result);
        }
        self.try_operand(op, op.reflected(), right, &right_class, left, true)
    }

    /// Whether the right operand's class, a subclass of the left one's, has a reflected method of its own.
    fn has_reflected(
        &self,
        right: &Ref<ClassObject>,
        left: &Ref<ClassObject>,
        op: BinaryOp,
    ) -> bool {
        let name = self.special_name(op.reflected());
        match (self.lookup(right, name), self.lookup(left, name)) {
            (Some(right), Some(left)) => !right.is(&left),
            (Some(_), None) => true,
            _ => false,
        }
    }

    fn try_operand(
        &mut self,
        op: BinaryOp,
        method: SpecialMethod,
        receiver: &Value,
        class: &Ref<ClassObject>,
        other: &Value,
        reflected: bool,
    ) -> Outcome<Value> {
        if class.overrides.get() & method.bit() != 0 {
            self.check_native_stack()?;
            let arguments = [other.clone()];
            return Ok(self
                .call_special(receiver, method, &arguments)?
                .unwrap_or(Value::NOT_IMPLEMENTED));
        }
        match class.slots().binary {
            Some(binary) if reflected => binary(self, op, other, receiver),
            Some(binary) => binary(self, op, receiver, other),
            None => Ok(Value::NOT_IMPLEMENTED),
        }
    }

    /// `left op= right`: the new value.
    pub fn in_place(&mut self, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
        if let Some(method) = op.in_place() {
            let class = self.class_of(left);
            let (overrides, slots) = (class.overrides.get(), class.slots());
            let mut result = Value::NOT_IMPLEMENTED;
            if overrides & method.bit() != 0 {
                let arguments = [right.clone()];
                result = self
                    .call_special(left, method, &arguments)?
                    .unwrap_or(Value::NOT_IMPLEMENTED);
            } else if let Some(in_place) = slots.in_place {
                result = in_place(self, op, left, right)?;
            }
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        let result = self.binary_or_not(op, left, right)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        let symbol = format!("{}=", op.symbol().trim_end_matches(" or pow()"));
        Err(self.unsupported(&symbol, left, right))
    }

    /// `-value` and the like.
    pub fn unary(&mut self, op: UnaryOp, value: &Value) -> Outcome<Value> {
        let result = if self.overrides(value, op.method()) {
            self.call_special(value, op.method(), &[])?
                .unwrap_or(Value::NOT_IMPLEMENTED)
        } else {
            match self.class_of(value).slots().unary {
                Some(unary) => unary(self, op, value)?,
                None => Value::NOT_IMPLEMENTED,
            }
        };
        if !result.is_not_implemented() {
            return Ok(result);
        }
        let name = self.type_name(value);
        Err(self.type_error(format!("bad operand type for {}: '{name}'", op.symbol())))
    }

    /// `left op right` for a comparison, as the value that the methods give.
    pub fn compare(&mut self, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
        let left_class = self.class_of(left).clone();
        let right_class = self.class_of(right).clone();
        self.check_native_stack()?;
        let mut tried = false;
        if !left_class.is(&right_class)
            && right_class.is_subclass_of(self, &left_class)
            && (right_class.overrides.get() | left_class.overrides.get())
                & op.swapped().method().bit()
                != 0
        {
            tried = true;
            let result = self.compare_operand(op.swapped(), right, &right_class, left)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        let result = self.compare_operand(op, left, &left_class, right)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
        if !tried {
            let result = self.compare_operand(op.swapped(), right, &right_class, left)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
        }
        match op {
            CompareOp::Eq => Ok(Value::bool(left.is(right))),
            CompareOp::Ne => Ok(Value::bool(!left.is(right))),
            _ => {
                let (left, right) = (self.type_name(left), self.type_name(right));
                Err(self.type_error(format!(
                    "'{}' not supported between instances of '{left}' and '{right}'",
                    op.symbol()
                )))
            }
        }
    }

    fn compare_operand(
        &mut self,
        op: CompareOp,
        left: &Value,
        class: &Ref<ClassObject>,
        right: &Value,
    ) -> Outcome<Value> {
        let overrides = class.overrides.get();
        if overrides & op.method().bit() != 0 {
            let arguments = [right.clone()];
            return Ok(self
                .call_special(left, op.method(), &arguments)?
                .unwrap_or(Value::NOT_IMPLEMENTED));
        }
        if op == CompareOp::Ne && overrides & SpecialMethod::Eq.bit() != 0 {
            let arguments = [right.clone()];
            let equal = self
                .call_special(left, SpecialMethod::Eq, &arguments)?
                .unwrap_or(Value::NOT_IMPLEMENTED);
            if equal.is_not_implemented() {
                return Ok(equal);
            }
            return Ok(Value::bool(!self.truth(&equal)?));
        }
        match class.slots().compare {
            Some(compare) => compare(self, op, left, right),
            None => Ok(match op {
                CompareOp::Eq if left.is(right) => Value::TRUE,
                CompareOp::Ne if left.is(right) => Value::FALSE,
                _ => Value::NOT_IMPLEMENTED,
            }),
        }
    }

    /// `left op right` as a truth value.
    pub fn compare_truth(&mut self, op: CompareOp, left: &Value, right: &Value) -> Outcome<bool> {
        let result = self.compare(op, left, right)?;
        self.truth(&result)
    }

    /// `left is right or left == right`: what containers mean by equality.
    pub fn equal(&mut self, left: &Value, right: &Value) -> Outcome<bool> {
        if left.is(right) {
            return Ok(true);
        }
        if let Some(equal) = crate::object::dict::equal_fast(left, right) {
            return Ok(equal);
        }
        self.compare_truth(CompareOp::Eq, left, right)
    }
}

/// What built-in sequences say of operands that they cannot be joined to or repeated by.
fn sequence_complaint(
    symbol: &str,
    left: &Value,
    right: &Value,
    left_name: &str,
    right_name: &str,
) -> Option<String> {
    let is_sequence = |value: &Value| {
        use Layout::{ByteArray, Bytes, List, Str, Tuple};
        matches!(value.layout(), Some(Str | Bytes | ByteArray | List | Tuple))
    };
    match symbol.trim_end_matches('=') {
        "+" => match left.layout()? {
            Layout::Str | Layout::List | Layout::Tuple => Some(format!(
                "can only concatenate {left_name} (not \"{right_name}\") to {left_name}"
            )),
            Layout::Bytes | Layout::ByteArray => {
                Some(format!("can't concat {right_name} to {left_name}"))
            }
            _ => None,
        },
        "*" if is_sequence(left) => Some(format!(
            "can't multiply sequence by non-int of type '{right_name}'"
        )),
        "*" if is_sequence(right) => Some(format!(
            "can't multiply sequence by non-int of type '{left_name}'"
        )),
        _ => None,
    }
}
