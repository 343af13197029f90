//! `format(value, spec)`, and the exceptions of the text kernels.
//!
//! Enters: values and format specs, errors of `crate::text`. Leaves: strings, or the Python exception. Callers: f-strings,
//! `format`, `str.format`, and every type that uses the kernels.

use crate::native::special::SpecialMethod;
use crate::object::builtin::{Builtin, Exc, shape};
use crate::object::heap::Layout;
use crate::object::number::ComplexObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::number::IntRef;
use crate::text::{Kind, TextError};
use crate::vm::{Outcome, Raised, Vm};

impl Vm {
    /// An empty text to write into; [`Vm::str_of_scratch`] takes it back. If code that runs meanwhile asks for it, too, it
    /// gets another one.
    pub(crate) fn take_scratch(&mut self) -> String {
        std::mem::take(&mut self.scratch)
    }

    /// The string of a text from [`Vm::take_scratch`].
    pub(crate) fn str_of_scratch(&mut self, mut text: String) -> Value {
        if text.len() > 400 {
            return self.new_str_owned(text);
        }
        let string = self.new_str(&text);
        text.clear();
        self.scratch = text;
        string
    }

    /// Appends `format(value, spec)`.
    pub fn push_format(&mut self, out: &mut String, value: &Value, spec: &str) -> Outcome<()> {
        if let Some(done) = push_plain(out, value, spec) {
            return self.text(done);
        }
        let formatted = self.format(value, spec)?;
        if let Some(text) = formatted.downcast::<StrObject>() {
            out.push_str(text.as_str());
        }
        Ok(())
    }

    /// `format(value, spec)`: a string value.
    pub fn format(&mut self, value: &Value, spec: &str) -> Outcome<Value> {
        if !spec.is_empty() {
            let mut out = self.take_scratch();
            match push_plain(&mut out, value, spec) {
                Some(Ok(())) => return Ok(self.str_of_scratch(out)),
                Some(Err(error)) => return Err(self.text_error(error)),
                None => self.scratch = out,
            }
        }
        let plain = self.class_of(value).overrides.get()
            & (SpecialMethod::Format.bit() | SpecialMethod::Str.bit())
            == 0;
        if plain {
            if spec.is_empty() && is_native_formatted(value) {
                return self.str(value);
            }
            if let Some(text) = self.format_native(value, spec)? {
                return Ok(text);
            }
        }
        let name = self.special_name(SpecialMethod::Format).clone();
        let method = self.lookup(self.class_of(value), &name);
        let default = self.lookup(self.class(Builtin::Object), &name);
        let result = match (method, default) {
            (Some(method), Some(default)) if !method.is(&default) => {
                self.call_format(&method, value, spec)?
            }
            (Some(method), None) => self.call_format(&method, value, spec)?,
            _ => return self.format_default(value, spec),
        };
        if result.layout() == Some(Layout::Str) {
            return Ok(result);
        }
        let name = self.type_name(&result);
        Err(self.type_error(format!("__format__ must return a str, not {name}")))
    }

    fn call_format(&mut self, method: &Value, value: &Value, spec: &str) -> Outcome<Value> {
        self.check_native_stack()?;
        let spec = self.new_str(spec);
        self.call_found(method, value, std::slice::from_ref(&spec))
    }

    /// What `object.__format__` does.
    pub fn format_default(&mut self, value: &Value, spec: &str) -> Outcome<Value> {
        if spec.is_empty() {
            return self.str(value);
        }
        let name = self.type_name(value);
        Err(self.type_error(format!(
            "unsupported format string passed to {name}.__format__"
        )))
    }

    /// The `__format__` of the numeric types and of `str`; `None` for other values.
    pub fn format_native(&mut self, value: &Value, spec: &str) -> Outcome<Option<Value>> {
        if spec.is_empty() && is_native_formatted(value) {
            return self.str(value).map(Some);
        }
        let shown = self.type_name(value);
        let formatted = if let Some(text) = value.downcast::<StrObject>() {
            crate::text::format::format_str(text.as_str(), spec, &shown)
        } else if let Some(number) = crate::native::types::int::int_ref(value) {
            crate::text::format::format_int(number, spec, &shown)
        } else if let Some(number) = crate::vm::numbers::float_of(value) {
            crate::text::format::format_float(number, spec, &shown)
        } else if let Some(number) = value.downcast::<ComplexObject>() {
            crate::text::format::format_complex(number.real, number.imaginary, spec, &shown)
        } else {
            return Ok(None);
        };
        match formatted {
            Ok(text) => Ok(Some(self.new_str(&text))),
            Err(error) => Err(self.text_error(error)),
        }
    }

    /// `ascii(value)`.
    pub fn ascii(&mut self, value: &Value) -> Outcome<Value> {
        let text = self.repr(value)?;
        match text.downcast::<StrObject>() {
            Some(shown) if !shown.is_ascii() => {
                self.room_for(shown.as_str().len().saturating_mul(8))?;
                let shown = crate::text::repr::ascii_of_repr(shown.as_str());
                Ok(self.new_str(&shown))
            }
            _ => Ok(text),
        }
    }

    /// Raises the exception of a kernel. Unicode errors need their object: see [`Vm::unicode_error`].
    pub fn text_error(&self, error: TextError) -> Raised {
        let class = match error.kind {
            Kind::ValueError => Exc::ValueError,
            Kind::TypeError => Exc::TypeError,
            Kind::OverflowError => Exc::OverflowError,
            Kind::LookupError => Exc::LookupError,
            Kind::IndexError => Exc::IndexError,
            Kind::KeyError => Exc::KeyError,
            Kind::ZeroDivisionError => Exc::ZeroDivisionError,
            Kind::MemoryError => return self.raise_with(Exc::MemoryError, Vec::new()),
            Kind::UnicodeEncodeError(_) | Kind::UnicodeDecodeError(_) => Exc::UnicodeError,
        };
        self.raise(class, error.message)
    }

    /// Raises the exception of a kernel that encoded or decoded `object`.
    pub fn unicode_error(&mut self, error: TextError, object: &Value) -> Raised {
        let (class, fault) = match error.kind {
            Kind::UnicodeEncodeError(fault) => (Exc::UnicodeEncodeError, fault),
            Kind::UnicodeDecodeError(fault) => (Exc::UnicodeDecodeError, fault),
            _ => return self.text_error(error),
        };
        let encoding = self.new_str(&fault.encoding);
        let reason = self.new_str(&fault.reason);
        let (start, end) = (Value::int(fault.start as i64), Value::int(fault.end as i64));
        let arguments = vec![
            encoding.clone(),
            object.clone(),
            start.clone(),
            end.clone(),
            reason.clone(),
        ];
        let attributes = [
            ("encoding", encoding),
            ("object", object.clone()),
            ("start", start),
            ("end", end),
            ("reason", reason),
        ];
        self.raise_with_attributes(class, arguments, &attributes)
    }

    /// The result of a kernel, or its exception.
    pub fn text<T>(&self, result: crate::text::Result<T>) -> Outcome<T> {
        result.map_err(|error| self.text_error(error))
    }
}

/// Appends `format(value, spec)` for ints of the machine's size, floats and strings of no subclass; `None` for other values.
#[inline]
pub(crate) fn push_plain(
    out: &mut String,
    value: &Value,
    spec: &str,
) -> Option<crate::text::Result<()>> {
    use crate::text::format::{push_float, push_int, push_str};
    if let Some(number) = value.as_int() {
        return Some(push_int(out, IntRef::Small(number), spec, "int"));
    }
    if let Some(number) = value.as_float() {
        return Some(push_float(out, number, spec, "float"));
    }
    let text: &StrObject = value.downcast()?;
    (text.header.shape() == shape::STR).then(|| push_str(out, text.as_str(), spec, "str"))
}

/// True for values that [`Vm::format_native`] knows.
fn is_native_formatted(value: &Value) -> bool {
    matches!(
        value.layout(),
        Some(Layout::Str | Layout::Int | Layout::Float | Layout::Complex)
    ) || (!value.is_object()
        && !value.is_none()
        && value.raw().tag != crate::object::value::tag::SINGLETON)
}

impl<'a> From<&'a crate::object::number::IntObject> for IntRef<'a> {
    fn from(int: &'a crate::object::number::IntObject) -> Self {
        IntRef::Big(int.big())
    }
}
