//! Payloads of native objects: what they own is told to the collector field by field.
//!
//! Enters: struct definitions in [`payload!`](crate::payload). Leaves: the structs with their `Payload`, and [`state`], which
//! opens the payload of a value.
use crate::gil::GilCell;
use crate::object::heap::{Object, Ref};
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;
use std::collections::VecDeque;

/// A field of a payload: shows the values in it, and releases them to break a cycle.
pub trait Trace {
    /// Shows every value in the field.
    fn trace(&self, _visit: &mut dyn FnMut(&Value)) {}
    /// Releases the values; the field stays valid.
    fn release(&mut self) {}
}

impl Trace for Value {
    fn trace(&self, visit: &mut dyn FnMut(&Value)) {
        visit(self);
    }
    fn release(&mut self) {
        *self = Value::NONE;
    }
}
impl<T: Object> Trace for Ref<T> {
    fn trace(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.to_value());
    }
}
impl<T: Trace> Trace for Option<T> {
    fn trace(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(field) = self {
            field.trace(visit);
        }
    }
    fn release(&mut self) {
        *self = None;
    }
}
impl<T: Trace> Trace for Vec<T> {
    fn trace(&self, visit: &mut dyn FnMut(&Value)) {
        self.iter().for_each(|field| field.trace(visit));
    }
    fn release(&mut self) {
        self.iter_mut().for_each(Trace::release);
    }
}
impl<T: Trace> Trace for VecDeque<T> {
    fn trace(&self, visit: &mut dyn FnMut(&Value)) {
        self.iter().for_each(|field| field.trace(visit));
    }
    fn release(&mut self) {
        self.clear();
    }
}
impl<T: Trace> Trace for GilCell<T> {
    fn trace(&self, visit: &mut dyn FnMut(&Value)) {
        crate::object::cycle::visit_cell(self, |field| field.trace(visit));
    }
    fn release(&mut self) {
        self.get_mut_unshared().release();
    }
}
impl<T> Trace for Cell<T> {}
impl Trace for bool {}
impl Trace for i64 {}
impl Trace for usize {}
impl Trace for u64 {}

/// Defines structs that are payloads of native objects. Every field must be [`Trace`].
#[macro_export]
macro_rules! payload {
    ($( $(#[$doc:meta])* $visibility:vis struct $name:ident {
        $( $(#[$field_doc:meta])* $field_visibility:vis $field:ident : $type:ty ),* $(,)?
    } )*) => { $(
        $(#[$doc])*
        $visibility struct $name { $( $(#[$field_doc])* $field_visibility $field: $type, )* }
        impl $crate::object::native::Payload for $name {
            fn traverse(&self, visit: &mut dyn FnMut(&$crate::object::value::Value)) {
                $( $crate::native::payload::Trace::trace(&self.$field, visit); )*
            }
            fn clear(&mut self) {
                $( $crate::native::payload::Trace::release(&mut self.$field); )*
            }
        }
    )* };
}

/// The payload of a native object; TypeError for another object.
#[inline]
pub fn state<'a, T: Payload>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a T> {
    match value.payload::<T>() {
        Some(payload) => Ok(payload),
        None => {
            let name = vm.class_name(value);
            Err(vm.type_error(format!("method does not apply to a '{name}' object")))
        }
    }
}
