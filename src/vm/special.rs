//! Special methods: looking them up on the class and calling them.
#![allow(unsafe_code)] // Arguments move into free registers.

use crate::native::special::SpecialMethod;
use crate::object::builtin::{Exc, shape};
use crate::object::function::{CodeObject, FunctionObject};
use crate::object::heap::{Layout, Ref};
use crate::object::kind;
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::frame::FrameKind;
use crate::vm::{Outcome, Vm};

impl Vm {
    /// True if the value's class overrides the method in the language.
    #[inline]
    pub fn overrides(&self, value: &Value, method: SpecialMethod) -> bool {
        match value.header() {
            Some(header) => self.class_of_header(header).overrides.get() & method.bit() != 0,
            None => false,
        }
    }
    /// The method of the value's class, not yet bound.
    pub fn find_special(&self, value: &Value, method: SpecialMethod) -> Option<Value> {
        self.lookup(self.class_of(value), self.special_name(method))
    }
    /// Calls a special method if the class has it.
    pub fn call_special(
        &mut self,
        value: &Value,
        method: SpecialMethod,
        arguments: &[Value],
    ) -> Outcome<Option<Value>> {
        let Some(function) = self.find_special(value, method) else {
            return Ok(None);
        };
        self.call_found(&function, value, arguments).map(Some)
    }
    /// Calls an attribute found on the class of `receiver`, bound to it.
    pub fn call_found(
        &mut self,
        function: &Value,
        receiver: &Value,
        arguments: &[Value],
    ) -> Outcome<Value> {
        if let Some(function) = function.downcast::<FunctionObject>() {
            let code = Ref::of(&**function.code.get(self));
            if code.simple_parameters as usize == arguments.len() + 1 {
                return self.run_simple(function, &code, receiver, arguments);
            }
        }
        match function.layout() {
            Some(Layout::Function | Layout::NativeFunction) => {
                let mut all: smallvec::SmallVec<[Value; 6]> = smallvec::SmallVec::new();
                if self.binds_receiver(function) {
                    all.push(receiver.clone());
                }
                all.extend(arguments.iter().cloned());
                self.call(function, &all)
            }
            _ => {
                let class = self.class_of(receiver).to_value();
                let bound = self.bind_descriptor(function, Some(receiver), &class)?;
                self.call(&bound, arguments)
            }
        }
    }
    /// Runs a function whose parameters are plain and as many as there are values.
    fn run_simple(
        &mut self,
        function: &FunctionObject,
        code: &Ref<CodeObject>,
        receiver: &Value,
        arguments: &[Value],
    ) -> Outcome<Value> {
        self.check_native_stack()?;
        let base = self.free_registers();
        self.check_room(base)?;
        if !self.frames.make_place() {
            return Err(self.recursion_error());
        }
        // SAFETY: there is room, and the registers are free.
        unsafe {
            *base = receiver.clone().into_raw();
            for (at, value) in arguments.iter().enumerate() {
                *base.add(at + 1) = value.clone().into_raw();
            }
        }
        self.push_frame(function, code, base, FrameKind::Entry, None);
        self.run()
    }
    /// The text of a string value; TypeError otherwise.
    pub fn string(&mut self, value: &Value) -> Outcome<String> {
        match value.downcast::<StrObject>() {
            Some(text) => Ok(text.as_str().to_string()),
            None => {
                let name = self.type_name(value);
                Err(self.raise(Exc::TypeError, format!("expected str, not {name}")))
            }
        }
    }
    /// `str(value)` as a string value.
    pub fn str(&mut self, value: &Value) -> Outcome<Value> {
        if let Some(header) = value.header()
            && header.kind() == kind::STR
        {
            return Ok(value.clone());
        }
        self.check_native_stack()?;
        let result = if self.overrides(value, SpecialMethod::Str) {
            self.call_special(value, SpecialMethod::Str, &[])?
                .unwrap_or(Value::NONE)
        } else if self.overrides(value, SpecialMethod::Repr)
            && !self.class_of(value).has_native_str()
        {
            // `object.__str__` calls `__repr__`; the answer counts as its own.
            self.call_special(value, SpecialMethod::Repr, &[])?
                .unwrap_or(Value::NONE)
        } else if let Some(str) = self.class_of(value).slots().str {
            str(self, value)?
        } else {
            return self.repr(value);
        };
        self.expect_string(result, "__str__")
    }
    /// `repr(value)` as a string value.
    pub fn repr(&mut self, value: &Value) -> Outcome<Value> {
        self.check_native_stack()?;
        let result = if self.overrides(value, SpecialMethod::Repr) {
            self.call_special(value, SpecialMethod::Repr, &[])?
                .unwrap_or(Value::NONE)
        } else if let Some(repr) = self.class_of(value).slots().repr {
            repr(self, value)?
        } else {
            self.default_repr(value)?
        };
        self.expect_string(result, "__repr__")
    }
    fn expect_string(&mut self, value: Value, method: &str) -> Outcome<Value> {
        if value.layout() == Some(Layout::Str) {
            return Ok(value);
        }
        let name = self.type_name(&value);
        Err(self.type_error(format!("{method} returned non-string (type {name})")))
    }
    /// `<module.Class object at 0x…>`.
    pub fn default_repr(&mut self, value: &Value) -> Outcome<Value> {
        let name = self.dotted_name(&self.class_of(value).clone());
        Ok(self.new_str(&format!(
            "<{name} object at {:#x}>",
            self.identity_of(value)
        )))
    }
    /// `str(value)` as text.
    pub fn str_text(&mut self, value: &Value) -> Outcome<String> {
        let text = self.str(value)?;
        self.string(&text)
    }
    /// `repr(value)` as text.
    pub fn repr_text(&mut self, value: &Value) -> Outcome<String> {
        let text = self.repr(value)?;
        self.string(&text)
    }
    /// Runs `work` unless the repr of the same object is under way on this thread; then gives `None`.
    pub fn guard_repr<T>(
        &mut self,
        value: &Value,
        work: impl FnOnce(&mut Vm) -> Outcome<T>,
    ) -> Outcome<Option<T>> {
        let identity = value.identity();
        if self.repr_guard.contains(&identity) {
            return Ok(None);
        }
        self.repr_guard.push(identity);
        let result = work(self);
        self.repr_guard.pop();
        result.map(Some)
    }
    /// `bool(value)`.
    #[inline]
    pub fn truth(&mut self, value: &Value) -> Outcome<bool> {
        let raw = value.raw();
        match raw.tag {
            crate::object::value::tag::BOOL | crate::object::value::tag::INT => Ok(raw.bits != 0),
            crate::object::value::tag::NONE => Ok(false),
            crate::object::value::tag::FLOAT => Ok(f64::from_bits(raw.bits) != 0.0),
            crate::object::value::tag::SINGLETON if value.is_not_implemented() => {
                let message = "NotImplemented should not be used in a boolean context";
                self.warn(Exc::DeprecationWarning, message).map(|()| true)
            }
            crate::object::value::tag::SINGLETON => Ok(true),
            _ => self.truth_of_object(value),
        }
    }
    fn truth_of_object(&mut self, value: &Value) -> Outcome<bool> {
        if let Some(text) = value.downcast::<StrObject>()
            && text.header.shape() == crate::object::builtin::shape::STR
        {
            return Ok(text.length() != 0);
        }
        let class = self.class_of(value);
        let (overrides, slots) = (class.overrides.get(), class.slots());
        if overrides & SpecialMethod::Bool.bit() != 0 {
            let result = self
                .call_special(value, SpecialMethod::Bool, &[])?
                .unwrap_or(Value::TRUE);
            return match result.as_bool() {
                Some(truth) => Ok(truth),
                None => {
                    let name = self.type_name(&result);
                    Err(self.type_error(format!("__bool__ should return bool, returned {name}")))
                }
            };
        }
        if overrides & SpecialMethod::Len.bit() != 0 {
            return Ok(self.length(value)? != 0);
        }
        if let Some(truth) = slots.truth {
            return truth(self, value);
        }
        if let Some(length) = slots.length {
            return Ok(length(self, value)? != 0);
        }
        Ok(true)
    }
    /// `len(value)`.
    pub fn length(&mut self, value: &Value) -> Outcome<usize> {
        if let Some(header) = value.header() {
            match header.shape() {
                shape::LIST => {
                    if let Some(list) = value.downcast::<ListObject>() {
                        return Ok(list.items.get(self).len());
                    }
                }
                shape::TUPLE => {
                    if let Some(tuple) = value.downcast::<TupleObject>() {
                        return Ok(tuple.items().len());
                    }
                }
                _ => {}
            }
        }
        match self.length_if_any(value)? {
            Some(length) => Ok(length),
            None => {
                let name = self.type_name(value);
                Err(self.type_error(format!("object of type '{name}' has no len()")))
            }
        }
    }
    /// `len(value)` if the class has a length.
    pub fn length_if_any(&mut self, value: &Value) -> Outcome<Option<usize>> {
        if self.overrides(value, SpecialMethod::Len) {
            let result = self
                .call_special(value, SpecialMethod::Len, &[])?
                .unwrap_or(Value::NONE);
            let number = self.index(&result)?;
            return match number.as_int_or_bool() {
                Some(length) if length >= 0 => Ok(Some(length as usize)),
                Some(_) => Err(self.value_error("__len__() should return >= 0")),
                None => Err(self.raise(
                    Exc::OverflowError,
                    "cannot fit 'int' into an index-sized integer",
                )),
            };
        }
        match self.class_of(value).slots().length {
            Some(length) => length(self, value).map(Some),
            None => Ok(None),
        }
    }
}
