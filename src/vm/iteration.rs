//! Iteration: `iter()`, `next()`, and collecting.
#![allow(unsafe_code)] // Steps of built-in iterators read payloads in place.

use crate::gil::GilCell;
use crate::native::special::SpecialMethod;
use crate::native::types::dict::next_entry;
use crate::native::{NativeClass, Slots};
use crate::object::builtin::{Builtin, Exc};
use crate::object::dict::{DictIterObject, DictObject, DictPart};
use crate::object::generator::{GeneratorKind, GeneratorObject};
use crate::object::heap::{Layout, Ref};
use crate::object::native::Payload;
use crate::object::sequence::{ListIterObject, ListObject, TupleIterObject, TupleObject};
use crate::object::value::{Value, tag};
use crate::vm::stepping::step;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

/// Iterates by `__getitem__` with 0, 1, 2, …
struct SequenceIterator {
    sequence: GilCell<Option<Value>>,
    next: Cell<i64>,
}

impl Payload for SequenceIterator {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        crate::object::cycle::visit_cell(&self.sequence, |sequence| {
            sequence.iter().for_each(visit)
        });
    }
    fn clear(&mut self) {
        *self.sequence.get_mut_unshared() = None;
    }
}

/// `iterator`: over objects that have only `__getitem__`.
pub static SEQUENCE_ITERATOR: NativeClass = NativeClass {
    name: "iterator",
    layout: Layout::Native,
    slots: Slots {
        iterate: Some(|_, iterator| Ok(iterator.clone())),
        next: Some(|vm, iterator| {
            let Some(state) = iterator.payload::<SequenceIterator>() else {
                return Ok(None);
            };
            let Some(sequence) = state.sequence.get(vm).clone() else {
                return Ok(None);
            };
            let index = state.next.get();
            let outcome = vm.get_item(&sequence, &Value::int(index));
            match outcome {
                Ok(item) => {
                    state.next.set(index + 1);
                    Ok(Some(item))
                }
                Err(raised) => {
                    if vm.catch(Exc::IndexError).is_some() || vm.catch(Exc::StopIteration).is_some()
                    {
                        drop(state.sequence.replace(vm.gil(), None));
                        return Ok(None);
                    }
                    Err(raised)
                }
            }
        }),
        ..Slots::NONE
    },
    ..NativeClass::EMPTY
};

impl Vm {
    /// True if `iter(value)` would find a way.
    pub fn is_iterable(&self, value: &Value) -> bool {
        let class = self.class_of(value);
        if class.overrides.get() & SpecialMethod::Iter.bit() != 0 {
            return self
                .find_special(value, SpecialMethod::Iter)
                .is_some_and(|method| !method.is_none());
        }
        class.slots().iterate.is_some() || class.overrides.get() & SpecialMethod::GetItem.bit() != 0
    }

    /// `iter(value)`.
    pub fn iterate(&mut self, value: &Value) -> Outcome<Value> {
        let class = self.class_of(value);
        let (overrides, slots) = (class.overrides.get(), class.slots());
        if overrides & SpecialMethod::Iter.bit() != 0 {
            let function = self
                .find_special(value, SpecialMethod::Iter)
                .unwrap_or(Value::NONE);
            if !function.is_none() {
                let iterator = self.call_found(&function, value, &[])?;
                if !self.is_iterator(&iterator) {
                    let name = self.type_name(&iterator);
                    return Err(
                        self.type_error(format!("iter() returned non-iterator of type '{name}'"))
                    );
                }
                return Ok(iterator);
            }
        } else if let Some(iterate) = slots.iterate {
            return iterate(self, value);
        } else if overrides & SpecialMethod::GetItem.bit() != 0 {
            let class = self.native_class(&SEQUENCE_ITERATOR)?;
            return Ok(self.new_native(
                &class,
                SequenceIterator {
                    sequence: GilCell::new(Some(value.clone())),
                    next: Cell::new(0),
                },
            ));
        }
        let name = self.type_name(value);
        Err(self.type_error(format!("'{name}' object is not iterable")))
    }

    /// True if `next(value)` would find a way.
    pub fn is_iterator(&self, value: &Value) -> bool {
        let class = self.class_of(value);
        class.overrides.get() & SpecialMethod::Next.bit() != 0 || class.slots().next.is_some()
    }

    /// `next(iterator)`; `None` at the end.
    #[inline]
    pub fn next(&mut self, iterator: &Value) -> Outcome<Option<Value>> {
        // SAFETY: the iterator is alive, and this thread holds the lock.
        let item = unsafe { step(self, iterator.raw()) };
        if item.tag != tag::UNBOUND {
            // SAFETY: the step gave a count of its own.
            return Ok(Some(unsafe { item.into_value() }));
        }
        self.next_slowly(iterator)
    }

    /// As `next`, where the iterator's step may run language code, or it is at its end.
    pub(crate) fn next_slowly(&mut self, iterator: &Value) -> Outcome<Option<Value>> {
        self.count_native_step()?;
        if let Some(generator) = iterator.to_ref::<GeneratorObject>()
            && generator.kind == GeneratorKind::Generator
        {
            return self.next_of_generator(&generator);
        }
        let class = self.class_of(iterator);
        if class.overrides.get() & SpecialMethod::Next.bit() != 0 {
            self.check_native_stack()?;
            let outcome = self.call_special(iterator, SpecialMethod::Next, &[]);
            return Ok(self.unless(Exc::StopIteration, outcome)?.flatten());
        }
        match class.slots().next {
            Some(next) => match next(self, iterator) {
                // StopIteration by way of an error: from a callback, or with the result of a finished generator.
                Err(_) if self.pending_is(Exc::StopIteration) => {
                    self.take_pending();
                    Ok(None)
                }
                outcome => outcome,
            },
            None => {
                let name = self.type_name(iterator);
                Err(self.type_error(format!("'{name}' object is not an iterator")))
            }
        }
    }

    /// `list(value)` as a vector.
    pub fn collect(&mut self, value: &Value) -> Outcome<Vec<Value>> {
        if let Some(list) = value.downcast::<ListObject>()
            && !self.overrides(value, SpecialMethod::Iter)
        {
            return Ok(list.items.get(self).clone());
        }
        if let Some(tuple) = value.downcast::<TupleObject>()
            && !self.overrides(value, SpecialMethod::Iter)
        {
            return Ok(tuple.items().to_vec());
        }
        let iterator = self.iterate(value)?;
        let mut items = Vec::new();
        let hint = self.length_hint(value)?;
        // A hint may be wrong, but what it promises must be possible.
        if !crate::memory::reserve_exact(&mut items, hint) {
            return Err(self.memory_error());
        }
        if hint > 1 << 20 {
            items = Vec::with_capacity(1 << 20);
        }
        while let Some(item) = self.next(&iterator)? {
            // An endless iterator ends here, not in the allocator, which would end the process.
            self.check_memory()?;
            if !crate::memory::reserve(&mut items, 1) {
                drop(items);
                return Err(self.raise_with(Exc::MemoryError, Vec::new()));
            }
            items.push(item);
        }
        Ok(items)
    }

    /// A guess of how many items an iterable has; 0 if nobody knows.
    pub fn length_hint(&mut self, value: &Value) -> Outcome<usize> {
        if self.class_of(value).slots().length.is_some()
            && !self.overrides(value, SpecialMethod::Len)
        {
            return self.length(value);
        }
        if self.overrides(value, SpecialMethod::Len) {
            let outcome = self.length(value);
            if let Some(length) = self.unless(Exc::TypeError, outcome)? {
                return Ok(length);
            }
        }
        if self.overrides(value, SpecialMethod::LengthHint) {
            let outcome = self.call_special(value, SpecialMethod::LengthHint, &[]);
            let Some(hint) = self.unless(Exc::TypeError, outcome)?.flatten() else {
                return Ok(0);
            };
            if hint.is_not_implemented() {
                return Ok(0);
            }
            if !crate::vm::numbers::is_int(&hint) {
                let name = self.type_name(&hint);
                return Err(
                    self.type_error(format!("__length_hint__ must be an integer, not {name}"))
                );
            }
            let hint = self.index_i64(&hint)?;
            return usize::try_from(hint)
                .map_err(|_| self.value_error("__length_hint__() should return >= 0"));
        }
        Ok(0)
    }

    /// Calls `each` for every item, until it answers false.
    pub fn for_each(
        &mut self,
        value: &Value,
        mut each: impl FnMut(&mut Vm, Value) -> Outcome<bool>,
    ) -> Outcome<()> {
        let iterator = self.iterate(value)?;
        while let Some(item) = self.next(&iterator)? {
            if !each(self, item)? {
                break;
            }
            // What an endless iterator fills has no safe point before the end.
            self.check_memory()?;
        }
        Ok(())
    }

    /// An iterator over a list.
    #[inline]
    pub fn new_list_iterator(&self, list: Ref<ListObject>) -> Value {
        self.allocate(Builtin::ListIterator.shape(), |header| ListIterObject {
            header,
            list: GilCell::new(Some(list)),
            index: Cell::new(0),
            reversed: false,
        })
        .into_value()
    }
    /// An iterator over a tuple.
    #[inline]
    pub fn new_tuple_iterator(&self, tuple: Ref<TupleObject>) -> Value {
        self.allocate(Builtin::TupleIterator.shape(), |header| TupleIterObject {
            header,
            tuple,
            index: Cell::new(0),
        })
        .into_value()
    }
    /// An iterator over a dict.
    pub fn new_dict_iterator(
        &self,
        dict: Ref<DictObject>,
        part: DictPart,
        reversed: bool,
    ) -> Value {
        let shape = match part {
            DictPart::Keys => Builtin::DictKeyIterator,
            DictPart::Values => Builtin::DictValueIterator,
            DictPart::Items => Builtin::DictItemIterator,
        };
        let map = dict.map.get(self);
        let (expected, next) = (map.len(), if reversed { map.entries().len() } else { 0 });
        self.allocate(shape.shape(), |header| DictIterObject {
            header,
            dict: GilCell::new(Some(dict)),
            part,
            next: Cell::new(next),
            expected,
            given: Cell::new(0),
            reversed,
        })
        .into_value()
    }
    /// The next item of an iterator over a dict.
    pub fn next_of_dict(&mut self, iterator: &DictIterObject) -> Outcome<Option<Value>> {
        let Some(dict) = iterator.dict.get(self).clone() else {
            return Ok(None);
        };
        let map = dict.map.get(self);
        if map.len() != iterator.expected {
            return Err(self.raise(
                Exc::RuntimeError,
                "dictionary changed size during iteration",
            ));
        }
        let mut at = iterator.next.get();
        loop {
            let number = if iterator.reversed {
                at.wrapping_sub(1)
            } else {
                at
            };
            let Some(entry) = map.entries().get(number) else {
                break;
            };
            at = if iterator.reversed {
                number
            } else {
                number + 1
            };
            iterator.next.set(at);
            if entry.key.is_missing() {
                continue;
            }
            let given = iterator.given.get();
            if given == iterator.expected {
                return Err(self.raise(
                    Exc::RuntimeError,
                    "dictionary keys changed during iteration",
                ));
            }
            iterator.given.set(given + 1);
            return Ok(Some(match iterator.part {
                DictPart::Keys => entry.key.clone(),
                DictPart::Values => entry.value.clone(),
                DictPart::Items => {
                    let (key, value) = (entry.key.clone(), entry.value.clone());
                    self.new_pair(key, value)
                }
            }));
        }
        drop(iterator.dict.replace(self.gil(), None));
        Ok(None)
    }
    /// `dict(mapping or pairs)` into a dict.
    pub fn dict_update(&mut self, dict: &DictObject, other: &Value) -> Outcome<()> {
        if let Some(source) = other.to_ref::<DictObject>()
            && !self.overrides(other, SpecialMethod::Iter)
        {
            if dict.map.get(self).is_empty() {
                let copy = source.map.get(self).copy();
                drop(dict.map.replace(self, copy));
                return Ok(());
            }
            let (mut at, expected) = (0, source.map.get(self).len());
            while let Some((hash, key, value)) = next_entry(source.map.get(self), &mut at)
                .map(|entry| (entry.hash, entry.key.clone(), entry.value.clone()))
            {
                self.dict_set_hashed(dict, hash, &key, value)?;
                if source.map.get(self).len() != expected {
                    return Err(self.raise(Exc::RuntimeError, "dict mutated during update"));
                }
            }
            return Ok(());
        }
        if self.get_attribute_opt(other, "keys")?.is_some() {
            let keys = self.call_method(other, "keys", &[])?;
            return self.for_each(&keys, |vm, key| {
                let value = vm.get_item(other, &key)?;
                vm.dict_set(dict, &key, value)?;
                Ok(true)
            });
        }
        let mut number = 0;
        self.for_each(other, |vm, pair| {
            let outcome = vm.collect(&pair);
            let items = match outcome {
                Ok(items) => items,
                Err(raised) => {
                    if vm.catch(Exc::TypeError).is_some() {
                        return Err(vm.type_error(format!(
                            "cannot convert dictionary update sequence element #{number} to a sequence"
                        )));
                    }
                    return Err(raised);
                }
            };
            let [key, value] = items.as_slice() else {
                let message = format!(
                    "dictionary update sequence element #{number} has length {}; 2 is required",
                    items.len()
                );
                return Err(vm.value_error(message));
            };
            vm.dict_set(dict, key, value.clone())?;
            number += 1;
            Ok(true)
        })
    }
}
