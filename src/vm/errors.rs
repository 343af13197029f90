//! Raising: making exceptions and leaving them pending.
#![allow(unsafe_code)] // The pending exception is set through a shared token; the argument stands at the block.

use crate::gil::{Gil, GilCell};
use crate::native::types::exception;
use crate::object::builtin::Exc;
use crate::object::class::ClassObject;
use crate::object::exception::ExceptionObject;
use crate::object::heap::Ref;
use crate::object::value::Value;
use crate::vm::{Outcome, Raised, Vm};
use std::cell::Cell;

impl Gil {
    /// An exception of a class with native layout, with these arguments; no language code runs.
    pub fn new_exception(
        &self,
        class: &ClassObject,
        arguments: Vec<Value>,
    ) -> Ref<ExceptionObject> {
        let mut arguments = arguments;
        let family = exception::family_of(self, class);
        let fields = exception::positional_fields(self, family, &mut arguments);
        let arguments = self.new_tuple(arguments);
        self.allocate_exception(class, arguments, fields)
    }
    /// An exception with these arguments (a tuple) and fields of its family.
    pub fn allocate_exception(
        &self,
        class: &ClassObject,
        args: Value,
        fields: Vec<Value>,
    ) -> Ref<ExceptionObject> {
        self.allocate(class.root_shape.get(), |header| ExceptionObject {
            header,
            args: GilCell::new(args),
            fields: GilCell::new(fields),
            cause: GilCell::new(Value::NONE),
            context: GilCell::new(Value::NONE),
            traceback: GilCell::new(Value::NONE),
            suppress_context: Cell::new(false),
        })
    }
    /// Makes a built-in exception with a message pending.
    pub fn raise(&self, class: Exc, message: impl AsRef<str>) -> Raised {
        let message = self.new_str(message.as_ref());
        self.raise_with(class, vec![message])
    }
    /// Makes a built-in exception with these arguments pending.
    pub fn raise_with(&self, class: Exc, arguments: Vec<Value>) -> Raised {
        if class as usize == Exc::MemoryError as usize {
            // One failure, one exception.
            crate::memory::is_serious();
        }
        let exception = self.new_exception(self.exception_class(class), arguments);
        self.raise_value(exception.into_value())
    }
    /// MemoryError, by whoever has failed to get memory.
    #[cold]
    pub fn memory_error(&self) -> Raised {
        self.raise_with(Exc::MemoryError, Vec::new())
    }
    /// A buffer of a size that a program has given.
    pub fn zeroed<T: Clone + Default>(&self, count: usize) -> Outcome<Vec<T>> {
        // The buffer itself comes from the system as zeros where it is large, which only `vec!` knows how to ask for.
        if count > 1 << 16 {
            self.room(&mut Vec::<T>::new(), count)?;
        }
        Ok(vec![T::default(); count])
    }
    /// MemoryError if a text would be too long once `old` is replaced by something longer.
    pub fn room_to_replace(&self, text: &[u8], old: &[u8], new: usize, count: i64) -> Outcome<()> {
        let most = usize::try_from(count).unwrap_or(usize::MAX);
        let growth = new.saturating_sub(old.len());
        let found = text.len() / old.len().max(1) + 1;
        if found.min(most).saturating_mul(growth) < 1 << 24 {
            return Ok(());
        }
        let found = match old {
            [] => found,
            _ => memchr::memmem::find_iter(text, old).take(most).count(),
        };
        let size = text
            .len()
            .saturating_add(found.min(most).saturating_mul(growth));
        self.room(
            &mut Vec::<u8>::new(),
            size.saturating_mul(2).min(size.saturating_add(1 << 30)),
        )
    }
    /// Room for more items at the end of a vector that grows as a program wants.
    #[inline]
    pub fn room<T>(&self, items: &mut Vec<T>, more: usize) -> Outcome<()> {
        if !crate::memory::reserve(items, more) {
            return Err(self.memory_error());
        }
        Ok(())
    }
    /// MemoryError unless there is room for so many bytes. For work that makes much more than what it is given, before it begins.
    #[inline]
    pub fn room_for(&self, bytes: usize) -> Outcome<()> {
        if bytes >= 1 << 20 && !crate::memory::has_room(bytes) {
            return Err(self.memory_error());
        }
        Ok(())
    }
    /// Puts an item behind others; MemoryError if the vector has no room to grow.
    #[inline]
    pub fn push<T>(&self, items: &mut Vec<T>, item: T) -> Outcome<()> {
        if items.len() == items.capacity() {
            self.room(items, 1)?;
        }
        items.push(item);
        Ok(())
    }
    /// Makes an exception object pending.
    pub fn raise_value(&self, exception: Value) -> Raised {
        // SAFETY: nobody borrows the pending exception: it is only taken and set, by value.
        let old = unsafe { (*self.pending.get()).replace(exception) };
        drop(old);
        Raised
    }
    /// True if the pending exception is an instance of this class.
    pub fn pending_is(&self, class: Exc) -> bool {
        // SAFETY: as above; the borrow ends before anything is set.
        let pending = unsafe { &*self.pending.get() };
        pending.as_ref().is_some_and(|value| {
            self.class_of(value)
                .is_subclass_of(self, self.exception_class(class))
        })
    }
}

impl Vm {
    /// Takes the pending exception if it is an instance of this class.
    pub fn catch(&mut self, class: Exc) -> Option<Value> {
        if self.pending_is(class) {
            self.take_pending()
        } else {
            None
        }
    }
    /// The result, with one exception class turned into `None`.
    pub fn unless<T>(&mut self, class: Exc, outcome: Outcome<T>) -> Outcome<Option<T>> {
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(raised) => match self.catch(class) {
                Some(_) => Ok(None),
                None => Err(raised),
            },
        }
    }
    /// Raises an attribute on an exception: used for `name`, `obj`, `value`, `errno` and the like.
    pub fn raise_with_attributes(
        &mut self,
        class: Exc,
        arguments: Vec<Value>,
        attributes: &[(&str, Value)],
    ) -> Raised {
        let exception = self
            .new_exception(&self.exception_class(class).clone(), arguments)
            .into_value();
        for (name, value) in attributes {
            self.set_exception_attribute(&exception, name, value.clone());
        }
        self.note_instance(&exception);
        self.raise_value(exception)
    }
    /// Notes for hints what `self` is where a NameError or AttributeError arises.
    fn note_instance(&mut self, exception: &Value) {
        use crate::native::types::exception::{Family, family_of, field, set_field};
        use crate::native::types::exception_fields::number;
        let family = family_of(self, self.class_of(exception));
        if !matches!(family, Family::Name | Family::Attribute) {
            return;
        }
        let Some(index) = self.frames.len().checked_sub(1) else {
            return;
        };
        let code = &self.frames[index].code().code;
        let Some(register) = code.local_names.iter().position(|name| &**name == "self") else {
            return;
        };
        let is_cell = code.cell_registers.contains(&(register as u8))
            || register + code.free_names.len() >= code.local_names.len();
        let Some(this) = self.local_in_frame(index, register, is_cell) else {
            return;
        };
        let Some(object) = exception.to_ref::<ExceptionObject>() else {
            return;
        };
        if family == Family::Name {
            set_field(self, &object, number::SELF_OF_NAME, this);
        } else if field(self, &object, number::OBJECT_OF).is_some_and(|object| object.is(&this)) {
            set_field(self, &object, number::IS_SELF, Value::TRUE);
        }
    }
    /// Sets a field of an exception, or an entry of its attribute dict; no language code runs.
    pub fn set_exception_attribute(&mut self, exception: &Value, name: &str, value: Value) {
        let (class, name) = (self.class_of(exception).clone(), self.intern(name));
        if self
            .set_generic_attribute(exception, &class, &name, Some(&value))
            .is_err()
        {
            self.take_pending();
        }
    }
    /// Raises TypeError with a message.
    pub fn type_error(&self, message: impl AsRef<str>) -> Raised {
        self.raise(Exc::TypeError, message)
    }
    /// Raises ValueError with a message.
    pub fn value_error(&self, message: impl AsRef<str>) -> Raised {
        self.raise(Exc::ValueError, message)
    }
    /// Raises KeyError for a key.
    pub fn key_error(&self, key: &Value) -> Raised {
        self.raise_with(Exc::KeyError, vec![key.clone()])
    }
    /// Raises NameError for a name.
    pub fn name_error(&mut self, name: &Value) -> Raised {
        let text = self.string(name).unwrap_or_default();
        let message = self.new_str(&format!("name '{text}' is not defined"));
        self.raise_with_attributes(Exc::NameError, vec![message], &[("name", name.clone())])
    }
}
