//! Arguments of calls, and the conversion of values to and from Rust types in native functions.
use crate::object::builtin::Exc;
use crate::object::dict::DictObject;
use crate::object::heap::{Layout, Object, Ref, value_of};
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// The arguments of a call: positional values, then one value a keyword name.
#[derive(Clone, Copy)]
pub struct Arguments<'a> {
    values: &'a [Value],
    names: &'a [Value],
}

impl<'a> Arguments<'a> {
    /// No arguments.
    pub const NONE: Arguments<'static> = Arguments {
        values: &[],
        names: &[],
    };

    /// Positional arguments only.
    #[inline]
    pub fn of(values: &'a [Value]) -> Self {
        Arguments { values, names: &[] }
    }
    /// Positional values followed by the values of `names`, which are strings.
    #[inline]
    pub fn with_names(values: &'a [Value], names: &'a [Value]) -> Self {
        debug_assert!(names.len() <= values.len());
        Arguments { values, names }
    }
    /// The positional values.
    #[inline]
    pub fn positional(&self) -> &'a [Value] {
        &self.values[..self.values.len() - self.names.len()]
    }
    /// The keyword names.
    #[inline]
    pub fn names(&self) -> &'a [Value] {
        self.names
    }
    /// All values: positional, then keywords'.
    #[inline]
    pub fn values(&self) -> &'a [Value] {
        self.values
    }
    /// Names and values of the keyword arguments.
    pub fn keywords(&self) -> impl Iterator<Item = (&'a Value, &'a Value)> + use<'a> {
        self.names
            .iter()
            .zip(&self.values[self.values.len() - self.names.len()..])
    }
    /// True without any argument.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
    /// The arguments without the first positional one.
    pub fn rest(&self) -> Arguments<'a> {
        Arguments {
            values: &self.values[1..],
            names: self.names,
        }
    }
    /// Raises TypeError if there are keyword arguments.
    pub fn no_keywords(&self, vm: &mut Vm, function: &str) -> Outcome<()> {
        if self.names.is_empty() {
            return Ok(());
        }
        Err(vm.raise(
            Exc::TypeError,
            format!("{function}() takes no keyword arguments"),
        ))
    }
    /// Binds to a signature given as text; for classes' `new`, whose definition is not in a table. Parsed on every call:
    /// for rare paths.
    pub fn bind(self, vm: &mut Vm, signature: &str) -> Outcome<smallvec::SmallVec<[Value; 8]>> {
        super::signature::Signature::parse(signature).bind(vm, self)
    }
}

/// Appends the values of a dict of keyword arguments and gives their names; none for what is no dict.
pub fn add_keywords(vm: &Vm, keywords: &Value, values: &mut impl Extend<Value>) -> Vec<Value> {
    let Some(dict) = keywords.downcast::<DictObject>() else {
        return Vec::new();
    };
    let entries = dict.map.get(vm);
    values.extend(entries.iter().map(|entry| entry.value.clone()));
    entries.iter().map(|entry| entry.key.clone()).collect()
}

/// Takes the next bound argument as `T`.
#[inline(always)]
pub fn take<'a, T: FromValue<'a>>(
    vm: &mut Vm,
    next: &mut std::slice::Iter<'a, Value>,
    signature: &'static str,
    name: &str,
) -> Outcome<T> {
    match next.next() {
        Some(value) => T::from_value(vm, value),
        None => Err(no_parameter(vm, signature, name)),
    }
}

#[cold]
#[inline(never)]
fn no_parameter(vm: &mut Vm, signature: &'static str, name: &str) -> crate::vm::Raised {
    vm.raise(
        Exc::SystemError,
        format!("native signature '{signature}' has no parameter '{name}'"),
    )
}

/// A Rust type that a native function may take.
pub trait FromValue<'a>: Sized {
    /// Converts, or raises TypeError.
    fn from_value(vm: &mut Vm, value: &'a Value) -> Outcome<Self>;
    /// Converts what may be missing. For most types None counts as missing.
    fn from_optional(vm: &mut Vm, value: &'a Value) -> Outcome<Option<Self>> {
        if value.is_missing() || value.is_none() {
            Ok(None)
        } else {
            Self::from_value(vm, value).map(Some)
        }
    }
}

impl<'a, T: FromValue<'a>> FromValue<'a> for Option<T> {
    fn from_value(vm: &mut Vm, value: &'a Value) -> Outcome<Self> {
        T::from_optional(vm, value)
    }
}
impl<'a> FromValue<'a> for &'a Value {
    #[inline(always)]
    fn from_value(_: &mut Vm, value: &'a Value) -> Outcome<Self> {
        Ok(value)
    }
    fn from_optional(_: &mut Vm, value: &'a Value) -> Outcome<Option<Self>> {
        Ok(if value.is_missing() {
            None
        } else {
            Some(value)
        })
    }
}
impl<'a> FromValue<'a> for Value {
    fn from_value(_: &mut Vm, value: &'a Value) -> Outcome<Self> {
        Ok(value.clone())
    }
    fn from_optional(_: &mut Vm, value: &'a Value) -> Outcome<Option<Self>> {
        Ok(if value.is_missing() {
            None
        } else {
            Some(value.clone())
        })
    }
}
impl<'a> FromValue<'a> for i64 {
    #[inline]
    fn from_value(vm: &mut Vm, value: &'a Value) -> Outcome<Self> {
        match value.as_int() {
            Some(number) => Ok(number),
            None => vm.index_i64(value),
        }
    }
}
impl<'a> FromValue<'a> for i32 {
    fn from_value(vm: &mut Vm, value: &'a Value) -> Outcome<Self> {
        let number = vm.index_i64(value)?;
        number.try_into().map_err(|_| {
            vm.raise(
                Exc::OverflowError,
                "Python int too large to convert to C int",
            )
        })
    }
}
impl<'a> FromValue<'a> for usize {
    fn from_value(vm: &mut Vm, value: &'a Value) -> Outcome<Self> {
        let number = vm.index_i64(value)?;
        number
            .try_into()
            .map_err(|_| vm.raise(Exc::ValueError, "value must not be negative"))
    }
}
impl<'a> FromValue<'a> for f64 {
    fn from_value(vm: &mut Vm, value: &'a Value) -> Outcome<Self> {
        vm.float(value)
    }
}
impl<'a> FromValue<'a> for bool {
    fn from_value(vm: &mut Vm, value: &'a Value) -> Outcome<Self> {
        vm.truth(value)
    }
}
impl<'a> FromValue<'a> for &'a str {
    fn from_value(vm: &mut Vm, value: &'a Value) -> Outcome<Self> {
        match value.downcast::<StrObject>() {
            Some(text) => Ok(text.as_str()),
            None => {
                let name = vm.class_name(value);
                Err(vm.raise(Exc::TypeError, format!("expected str, not {name}")))
            }
        }
    }
}
impl<'a, T: Object> FromValue<'a> for &'a T {
    #[inline(always)]
    fn from_value(vm: &mut Vm, value: &'a Value) -> Outcome<Self> {
        match value.downcast::<T>() {
            Some(object) => Ok(object),
            None => Err(wrong_layout(vm, value, T::LAYOUT)),
        }
    }
}

#[cold]
#[inline(never)]
fn wrong_layout(vm: &mut Vm, value: &Value, wanted: Layout) -> crate::vm::Raised {
    let name = vm.class_name(value);
    let wanted = crate::object::heap::LAYOUTS[wanted as usize]
        .name
        .to_lowercase();
    vm.raise(Exc::TypeError, format!("expected {wanted}, not {name}"))
}

/// A Rust type that a native function may return.
pub trait IntoValue {
    /// Converts; may allocate.
    fn into_value(self, vm: &mut Vm) -> Outcome<Value>;
}

macro_rules! into_value {
    ($($type:ty, $value:ident, $vm:ident => $body:expr;)*) => { $(
        impl IntoValue for $type {
            fn into_value(self, $vm: &mut Vm) -> Outcome<Value> { let $value = self; Ok($body) }
        }
    )* };
}
into_value! {
    Value, value, _vm => value;
    (), _value, _vm => Value::NONE;
    bool, value, _vm => Value::bool(value);
    i64, value, _vm => Value::int(value);
    i32, value, _vm => Value::int(value as i64);
    u32, value, _vm => Value::int(value as i64);
    f64, value, _vm => Value::float(value);
    String, value, vm => vm.new_str(&value);
    &str, value, vm => vm.new_str(value);
    Vec<u8>, value, vm => vm.new_bytes(value);
    usize, value, vm => vm.new_int_from(value as u64);
    u64, value, vm => vm.new_int_from(value);
    num_bigint::BigInt, value, vm => vm.new_int(value);
}
impl<T: Object> IntoValue for Ref<T> {
    fn into_value(self, _: &mut Vm) -> Outcome<Value> {
        Ok(Ref::into_value(self))
    }
}
impl<T: Object> IntoValue for &T {
    fn into_value(self, _: &mut Vm) -> Outcome<Value> {
        Ok(value_of(self))
    }
}
impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self, vm: &mut Vm) -> Outcome<Value> {
        self.map_or(Ok(Value::NONE), |value| value.into_value(vm))
    }
}
