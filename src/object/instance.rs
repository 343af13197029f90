//! Instances of classes written in the language: slots in line, laid out by shapes.
#![allow(unsafe_code)] // Slots in line behind the head; each block argues from the cell's size.

use super::dict::DictObject;
use super::heap::{Header, Layout, Object, Ref, cell_bytes};
use super::value::{Raw, Value};
use crate::gil::Gil;
use std::cell::UnsafeCell;

/// Where attributes go that have no slot in line.
#[derive(Default)]
pub struct Overflow {
    /// Slots behind the ones in line.
    pub slots: Vec<Option<Value>>,
    /// All attributes, once somebody asked for `__dict__`; the slots of the shape are not used then.
    pub dict: Option<Ref<DictObject>>,
}

/// An instance. Slot `i` of its shape is in line if `i < inline_slots()`, else in the overflow.
#[repr(C)]
pub struct InstanceObject {
    /// The header.
    pub header: Header,
    overflow: UnsafeCell<Option<Box<Overflow>>>,
    slots: [UnsafeCell<Raw>; 0],
}

/// Byte offset of slot 0, for the instruction handlers.
pub const FIRST_SLOT: usize = 16;
/// Most slots in line.
pub const MOST_INLINE: u32 = 30;
const _: () = assert!(size_of::<InstanceObject>() == FIRST_SLOT);

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for InstanceObject {
    const LAYOUT: Layout = Layout::Instance;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: the collector runs under the lock and no payload borrow is alive then.
        unsafe {
            for index in 0..self.inline_slots() {
                let raw = *self.slot(index);
                if raw.is_object() {
                    visit(&*(&raw as *const Raw).cast::<Value>());
                }
            }
            if let Some(overflow) = &*self.overflow.get() {
                overflow.slots.iter().flatten().for_each(&mut *visit);
                if let Some(dict) = &overflow.dict {
                    visit(&dict.to_value());
                }
            }
        }
    }
    fn clear(&mut self) {
        for index in 0..self.inline_slots() {
            // SAFETY: the slot is ours; its content moves out before anything is dropped.
            let old = unsafe { std::mem::replace(&mut *self.slot(index), Raw::UNBOUND) };
            drop_raw(old);
        }
        *self.overflow.get_mut() = None;
    }
}

fn drop_raw(raw: Raw) {
    if raw.is_object() {
        // SAFETY: a slot owns its count.
        drop(unsafe { raw.into_value() });
    }
}

impl Drop for InstanceObject {
    fn drop(&mut self) {
        for index in 0..self.inline_slots() {
            // SAFETY: the slot is ours and not read again.
            drop_raw(unsafe { *self.slot(index) });
        }
    }
}

impl InstanceObject {
    /// A new instance with room for `inline` slots in line.
    pub fn allocate(gil: &Gil, shape: u32, inline: usize) -> Ref<InstanceObject> {
        // SAFETY: the cell is written whole: head, then every slot the cell has room for.
        unsafe {
            let cell = gil
                .heap()
                .cell(FIRST_SLOT + inline * size_of::<Raw>(), true)
                .cast::<InstanceObject>();
            cell.write(InstanceObject {
                header: Header::new(Layout::Instance, shape),
                overflow: UnsafeCell::new(None),
                slots: [],
            });
            let object = &*cell;
            for index in 0..object.inline_slots() {
                *object.slot(index) = Raw::UNBOUND;
            }
            Ref::from_raw(cell)
        }
    }
    /// Number of slots in line.
    pub fn inline_slots(&self) -> usize {
        (cell_bytes(&self.header) - FIRST_SLOT) / size_of::<Raw>()
    }
    /// The place of a slot in line.
    #[inline(always)]
    pub(crate) fn slot(&self, index: usize) -> *mut Raw {
        // The slots lie behind the head; callers stay below `inline_slots`.
        (self as *const Self as usize + FIRST_SLOT + index * size_of::<Raw>()) as *mut Raw
    }
    /// The value in a slot, if it is bound.
    pub fn get_slot(&self, _gil: &Gil, index: usize) -> Option<Value> {
        let inline = self.inline_slots();
        // SAFETY: under the lock; the slot exists; a bound slot owns its value.
        unsafe {
            if index < inline {
                let raw = *self.slot(index);
                return (raw.tag != 0).then(|| raw.to_value());
            }
            (*self.overflow.get())
                .as_ref()?
                .slots
                .get(index - inline)?
                .clone()
        }
    }
    /// Puts a value into a slot, or empties it, and returns the old one.
    pub fn set_slot(&self, _gil: &mut Gil, index: usize, value: Option<Value>) -> Option<Value> {
        let inline = self.inline_slots();
        // SAFETY: under the exclusive token; ownership moves in and out.
        unsafe {
            if index < inline {
                let raw = value.map_or(Raw::UNBOUND, Value::into_raw);
                let old = std::mem::replace(&mut *self.slot(index), raw);
                return (old.tag != 0).then(|| old.into_value());
            }
            let slots = &mut (*self.overflow.get()).get_or_insert_default().slots;
            let at = index - inline;
            if slots.len() <= at {
                slots.resize_with(at + 1, || None);
            }
            std::mem::replace(&mut slots[at], value)
        }
    }
    /// The dict that holds all attributes, if there is one.
    pub fn dict(&self, _gil: &Gil) -> Option<Ref<DictObject>> {
        // SAFETY: under the lock.
        unsafe { (*self.overflow.get()).as_ref()?.dict.clone() }
    }
    /// The place of the value of an entry of that dict, if the entry is there and has the name at this address.
    #[inline(always)]
    pub(crate) fn entry_place(&self, number: usize, name: u64) -> Option<*mut Raw> {
        // SAFETY: under the lock; the place is used at once.
        unsafe {
            let dict = (*self.overflow.get()).as_ref()?.dict.as_ref()?;
            let map = &mut *dict.map.as_ptr();
            let entry = map.entries().get(number)?;
            (entry.key.raw().bits == name && entry.key.raw().is_object())
                .then(|| std::ptr::from_mut(map.value_mut(number)).cast())
        }
    }
    /// From now on all attributes live in `dict` (or in slots again, with None).
    pub fn set_dict(
        &self,
        _gil: &mut Gil,
        dict: Option<Ref<DictObject>>,
    ) -> Option<Ref<DictObject>> {
        // SAFETY: under the exclusive token.
        unsafe {
            std::mem::replace(
                &mut (*self.overflow.get()).get_or_insert_default().dict,
                dict,
            )
        }
    }
}
