//! Writing tuples, lists, dicts, sets and buffers. An object of a container may change the container while it is written.

use super::buffer::PickleBuffer;
use super::opcode::*;
use super::save::Save;
use crate::object::builtin::{Builtin, Exc};
use crate::object::dict::DictObject;
use crate::object::heap::Ref;
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::set::SetObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// Items that one instruction adds.
const BATCH: usize = 1000;
/// Depth from which on fast mode looks for cycles.
const FAST_DEPTH: usize = 50;

impl Save {
    /// Raises ValueError for a container inside itself, which fast mode could not end.
    fn enter(&mut self, vm: &mut Vm, value: &Value) -> Outcome<()> {
        if !self.options.fast {
            return Ok(());
        }
        let identity = value.identity();
        if self.open.len() >= FAST_DEPTH && self.open.contains(&identity) {
            let name = vm.class_name(value);
            return Err(vm.value_error(format!(
                "fast mode: can't pickle cyclic objects including object type {name} at {identity:#x}"
            )));
        }
        self.open.push(identity);
        Ok(())
    }
    fn leave(&mut self) {
        if self.options.fast {
            self.open.pop();
        }
    }

    /// Writes a tuple; one that contains itself was written by its own items, and is fetched.
    pub fn save_tuple(&mut self, vm: &mut Vm, value: &Value) -> Outcome<()> {
        let Some(tuple) = value.downcast::<TupleObject>() else {
            return Ok(());
        };
        let (items, protocol) = (tuple.items(), self.options.protocol);
        if items.is_empty() {
            self.out.put(if protocol > 0 {
                &[EMPTY_TUPLE]
            } else {
                &[MARK, TUPLE]
            });
            return Ok(());
        }
        let is_short = items.len() <= 3 && protocol >= 2;
        if !is_short {
            self.out.put(&[MARK]);
        }
        for item in items {
            self.save(vm, item, false)?;
        }
        if let Some(number) = self.memo.find(value) {
            if is_short {
                self.out.put(&[POP; 3][..items.len()]);
            } else if protocol > 0 {
                self.out.put(&[POP_MARK]);
            } else {
                self.out.put(&vec![POP; items.len() + 1]);
            }
            self.put_get(number);
            return Ok(());
        }
        self.out.put(&[match (is_short, items.len()) {
            (true, 1) => TUPLE1,
            (true, 2) => TUPLE2,
            (true, _) => TUPLE3,
            _ => TUPLE,
        }]);
        self.put_memo(value);
        Ok(())
    }

    /// Writes a list.
    pub fn save_list(&mut self, vm: &mut Vm, value: &Value) -> Outcome<()> {
        self.enter(vm, value)?;
        self.out.put(if self.is_binary() {
            &[EMPTY_LIST]
        } else {
            &[MARK, LIST]
        });
        self.put_memo(value);
        if let Some(list) = value.to_ref::<ListObject>() {
            self.list_items(vm, &list)?;
        }
        self.leave();
        Ok(())
    }

    fn list_items(&mut self, vm: &mut Vm, list: &ListObject) -> Outcome<()> {
        let at = |vm: &Vm, at: usize| list.items.get(vm).get(at).cloned();
        let length = list.items.get(vm).len();
        if length == 1 || !self.is_binary() {
            let mut next = 0;
            while let Some(item) = at(vm, next) {
                self.save(vm, &item, false)?;
                self.out.put(&[APPEND]);
                next += 1;
            }
            return Ok(());
        }
        let mut next = 0;
        while next < list.items.get(vm).len() {
            self.out.put(&[MARK]);
            let end = next + BATCH;
            while next < end
                && let Some(item) = at(vm, next)
            {
                self.save(vm, &item, false)?;
                next += 1;
            }
            self.out.put(&[APPENDS]);
        }
        Ok(())
    }

    /// Writes the items of an iterator, for a list-like object on top of the stack.
    pub fn save_items(&mut self, vm: &mut Vm, iterator: &Value) -> Outcome<()> {
        self.batches(vm, iterator, [APPEND, APPENDS], |save, vm, item| {
            save.save(vm, &item, false)
        })
    }

    /// Writes the pairs of an iterator, for a dict-like object on top of the stack.
    pub fn save_pairs(&mut self, vm: &mut Vm, iterator: &Value) -> Outcome<()> {
        self.batches(
            vm,
            iterator,
            [SETITEM, SETITEMS],
            |save, vm, pair| match pair.downcast::<TupleObject>().map(TupleObject::items) {
                Some([key, value]) => {
                    save.save(vm, key, false)?;
                    save.save(vm, value, false)
                }
                _ => Err(vm.type_error("dict items iterator must return 2-tuples")),
            },
        )
    }

    fn batches(
        &mut self,
        vm: &mut Vm,
        iterator: &Value,
        [one, many]: [u8; 2],
        mut each: impl FnMut(&mut Save, &mut Vm, Value) -> Outcome<()>,
    ) -> Outcome<()> {
        if !self.is_binary() {
            while let Some(item) = vm.next(iterator)? {
                each(self, vm, item)?;
                self.out.put(&[one]);
            }
            return Ok(());
        }
        loop {
            let Some(first) = vm.next(iterator)? else {
                return Ok(());
            };
            let Some(mut item) = vm.next(iterator)? else {
                each(self, vm, first)?;
                self.out.put(&[one]);
                return Ok(());
            };
            self.out.put(&[MARK]);
            each(self, vm, first)?;
            let mut count = 1;
            let ended = loop {
                each(self, vm, item)?;
                count += 1;
                if count == BATCH {
                    break false;
                }
                match vm.next(iterator)? {
                    Some(next) => item = next,
                    None => break true,
                }
            };
            self.out.put(&[many]);
            if ended {
                return Ok(());
            }
        }
    }

    /// Writes a dict.
    pub fn save_dict(&mut self, vm: &mut Vm, value: &Value) -> Outcome<()> {
        self.enter(vm, value)?;
        self.out.put(if self.is_binary() {
            &[EMPTY_DICT]
        } else {
            &[MARK, DICT]
        });
        self.put_memo(value);
        if let Some(dict) = value.to_ref::<DictObject>() {
            self.dict_items(vm, &dict)?;
        }
        self.leave();
        Ok(())
    }

    /// Writes the items of a dict, for a dict on top of the stack.
    pub fn dict_items(&mut self, vm: &mut Vm, dict: &Ref<DictObject>) -> Outcome<()> {
        let size = dict.map.get(vm).len();
        let is_single = size == 1 || !self.is_binary();
        let mut at = 0;
        if size == 0 {
            return Ok(());
        }
        loop {
            let mut count = 0;
            if !is_single {
                self.out.put(&[MARK]);
            }
            while count < BATCH {
                let Some(entry) = dict.map.get(vm).entries().get(at) else {
                    break;
                };
                at += 1;
                if entry.key.is_missing() {
                    continue;
                }
                let (key, value) = (entry.key.clone(), entry.value.clone());
                self.save(vm, &key, false)?;
                self.save(vm, &value, false)?;
                if is_single {
                    self.out.put(&[SETITEM]);
                }
                count += 1;
                if dict.map.get(vm).len() != size {
                    return Err(vm.raise(
                        Exc::RuntimeError,
                        "dictionary changed size during iteration",
                    ));
                }
            }
            if !is_single {
                self.out.put(&[SETITEMS]);
            }
            if count < BATCH {
                return Ok(());
            }
        }
    }

    fn members(vm: &mut Vm, value: &Value) -> Vec<Value> {
        let Some(set) = value.downcast::<SetObject>() else {
            return Vec::new();
        };
        let map = set.map.get(vm);
        map.iter().map(|entry| entry.key.clone()).collect()
    }

    fn save_set_by_call(&mut self, vm: &mut Vm, value: &Value, class: Builtin) -> Outcome<()> {
        let members = Save::members(vm, value);
        let members = vm.new_list(members);
        let arguments = vm.new_tuple(vec![members]);
        let class = vm.class(class).to_value();
        self.save_call(vm, &class, &arguments, Some(value))
    }

    /// Writes a set.
    pub fn save_set(&mut self, vm: &mut Vm, value: &Value) -> Outcome<()> {
        if self.options.protocol < 4 {
            return self.save_set_by_call(vm, value, Builtin::Set);
        }
        self.out.put(&[EMPTY_SET]);
        self.put_memo(value);
        let members = Save::members(vm, value);
        if members.is_empty() {
            return Ok(());
        }
        let mut rest = members.as_slice();
        loop {
            let (batch, later) = rest.split_at(rest.len().min(BATCH));
            self.out.put(&[MARK]);
            for member in batch {
                self.save(vm, member, false)?;
            }
            self.out.put(&[ADDITEMS]);
            if batch.len() < BATCH {
                break;
            }
            rest = later;
        }
        if value
            .downcast::<SetObject>()
            .is_some_and(|set| set.map.get(vm).len() != members.len())
        {
            return Err(vm.raise(Exc::RuntimeError, "set changed size during iteration"));
        }
        Ok(())
    }

    /// Writes a frozen set; one that contains itself by way of an object is fetched.
    pub fn save_frozen_set(&mut self, vm: &mut Vm, value: &Value) -> Outcome<()> {
        if self.options.protocol < 4 {
            return self.save_set_by_call(vm, value, Builtin::FrozenSet);
        }
        self.enter(vm, value)?;
        self.out.put(&[MARK]);
        for member in Save::members(vm, value) {
            self.save(vm, &member, false)?;
        }
        if let Some(number) = self.memo.find(value) {
            self.out.put(&[POP_MARK]);
            self.put_get(number);
        } else {
            self.out.put(&[FROZENSET]);
            self.put_memo(value);
        }
        self.leave();
        Ok(())
    }

    /// Writes a buffer, or hands it to the callback and writes only its place.
    pub fn save_buffer(&mut self, vm: &mut Vm, value: &Value) -> Outcome<()> {
        if self.options.protocol < 5 {
            let message = "PickleBuffer can only pickled with protocol >= 5";
            return Err(super::pickling_error(vm, message));
        }
        let view = PickleBuffer::view_of(vm, value)?;
        let contiguous = vm.get_attribute_str(&view, "contiguous")?;
        if !vm.truth(&contiguous)? {
            let message =
                "PickleBuffer can not be pickled when pointing to a non-contiguous buffer";
            return Err(super::pickling_error(vm, message));
        }
        let readonly = vm.get_attribute_str(&view, "readonly")?;
        let readonly = vm.truth(&readonly)?;
        let mut in_band = true;
        if let Some(callback) = self.options.buffer_callback.clone() {
            let answer = vm.call(&callback, std::slice::from_ref(value))?;
            in_band = vm.truth(&answer)?;
        }
        if !in_band {
            self.out.put(&[NEXT_BUFFER]);
            if readonly {
                self.out.put(&[READONLY_BUFFER]);
            }
            return Ok(());
        }
        let bytes = vm.bytes_like(&view)?.into_vec();
        if readonly {
            self.save_bytes_content(vm, value, &bytes, None)
        } else {
            self.save_bytearray_content(vm, value, &bytes)
        }
    }
}
