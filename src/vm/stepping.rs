//! Steps of the built-in iterators that run no language code.
//!
//! Enters: an iterator. Leaves: its next item, or nothing where the general way must tell: at the end, at errors, and of all
//! other iterators. Nothing is consumed then. For `for`, `Vm::next`, and whatever collects items.
#![allow(unsafe_code)] // Payloads are read in place: under the lock, and nothing here runs language code.

use crate::gil::Gil;
use crate::object::dict::{DictIterObject, DictPart, Entry};
use crate::object::heap::{Header, Layout};
use crate::object::iterators::{EnumerateObject, SetIterObject, StrIterObject};
use crate::object::kind;
use crate::object::range::RangeIterObject;
use crate::object::sequence::{ListIterObject, TupleIterObject, TupleObject};
use crate::object::value::{Raw, Value, tag};

/// The next item of an iterator with a count of its own, or unbound if it is not told here.
///
/// # Safety
/// The iterator must be alive and its lock held.
#[inline(always)]
pub(crate) unsafe fn step(gil: &Gil, iterator: Raw) -> Raw {
    // SAFETY: the layout tells the type.
    unsafe {
        if iterator.tag != tag::OBJECT {
            return Raw::UNBOUND;
        }
        match (*(iterator.bits as *const Header)).layout() {
            Layout::RangeIter => step_range(iterator),
            Layout::ListIter => step_list(iterator),
            Layout::TupleIter => step_tuple(iterator),
            Layout::StrIter => step_str(gil, iterator),
            Layout::DictIter | Layout::SetIter | Layout::Enumerate => step_others(gil, iterator),
            _ => Raw::UNBOUND,
        }
    }
}

/// As [`step`], of an iterator over a range.
///
/// # Safety
/// It must be one.
#[inline(always)]
pub(crate) unsafe fn step_range(iterator: Raw) -> Raw {
    // SAFETY: the caller says so.
    let range = unsafe { &*(iterator.bits as *const RangeIterObject) };
    let remaining = range.remaining.get();
    if remaining == 0 {
        return Raw::UNBOUND;
    }
    let value = range.next.get();
    range.remaining.set(remaining - 1);
    range.next.set(value.wrapping_add(range.step));
    Raw::int(value)
}

/// As [`step`], of an iterator over a list.
///
/// # Safety
/// It must be one.
#[inline(always)]
pub(crate) unsafe fn step_list(iterator: Raw) -> Raw {
    // SAFETY: the caller says so; the item is alive because the list is.
    unsafe {
        let state = &*(iterator.bits as *const ListIterObject);
        if !state.reversed {
            return step_list_forward(iterator);
        }
        let Some(list) = &*state.list.as_ptr() else {
            return Raw::UNBOUND;
        };
        let at = state.index.get().wrapping_sub(1);
        let Some(item) = (&*list.items.as_ptr()).get(at) else {
            return Raw::UNBOUND;
        };
        state.index.set(at);
        let raw = item.raw();
        raw.retain();
        raw
    }
}

/// As [`step`], of an iterator over a list that goes forward.
///
/// # Safety
/// It must be one.
#[inline(always)]
pub(crate) unsafe fn step_list_forward(iterator: Raw) -> Raw {
    // SAFETY: the caller says so; the item is alive because the list is.
    unsafe {
        let state = &*(iterator.bits as *const ListIterObject);
        let Some(list) = &*state.list.as_ptr() else {
            return Raw::UNBOUND;
        };
        let at = state.index.get();
        let Some(item) = (&*list.items.as_ptr()).get(at) else {
            return Raw::UNBOUND;
        };
        state.index.set(at + 1);
        let raw = item.raw();
        raw.retain();
        raw
    }
}

/// As [`step`], of an iterator over a tuple.
///
/// # Safety
/// It must be one.
#[inline(always)]
pub(crate) unsafe fn step_tuple(iterator: Raw) -> Raw {
    // SAFETY: the caller says so; the item is alive because the tuple is.
    unsafe {
        let state = &*(iterator.bits as *const TupleIterObject);
        let at = state.index.get();
        let Some(item) = state.tuple.items().get(at) else {
            return Raw::UNBOUND;
        };
        state.index.set(at + 1);
        let raw = item.raw();
        raw.retain();
        raw
    }
}

/// As [`step`], of an iterator over a string.
///
/// # Safety
/// It must be one.
#[inline(always)]
pub(crate) unsafe fn step_str(gil: &Gil, iterator: Raw) -> Raw {
    // SAFETY: the caller says so.
    let state = unsafe { &*(iterator.bits as *const StrIterObject) };
    state.next(gil).map_or(Raw::UNBOUND, Value::into_raw)
}

/// The next entry of an iterator over a dict, which is stepped.
///
/// # Safety
/// It must be one.
#[inline(always)]
pub(crate) unsafe fn step_dict<'a>(iterator: Raw) -> Option<&'a Entry> {
    // SAFETY: the caller says so; the entry is looked at before anything else can happen to the dict.
    unsafe {
        let state = &*(iterator.bits as *const DictIterObject);
        let dict = (*state.dict.as_ptr()).as_ref()?;
        let map = &*dict.map.as_ptr();
        let given = state.given.get();
        if state.reversed || map.len() != state.expected || given == state.expected {
            return None;
        }
        let mut at = state.next.get();
        loop {
            let entry = map.entries().get(at)?;
            at += 1;
            if !entry.key.is_missing() {
                state.next.set(at);
                state.given.set(given + 1);
                return Some(entry);
            }
        }
    }
}

/// As [`step`], of an iterator over a set.
///
/// # Safety
/// It must be one.
#[inline(always)]
pub(crate) unsafe fn step_set(iterator: Raw) -> Raw {
    // SAFETY: the caller says so; the item is alive because the set is.
    unsafe {
        let state = &*(iterator.bits as *const SetIterObject);
        let Some(set) = &*state.set.as_ptr() else {
            return Raw::UNBOUND;
        };
        let map = &*set.map.as_ptr();
        if map.len() != state.expected {
            return Raw::UNBOUND;
        }
        let mut at = state.next.get();
        loop {
            let Some(entry) = map.entries().get(at) else {
                return Raw::UNBOUND;
            };
            at += 1;
            if !entry.key.is_missing() {
                state.next.set(at);
                let raw = entry.key.raw();
                raw.retain();
                return raw;
            }
        }
    }
}

/// The next number and item of a plain `enumerate`; both are unbound if they are not told here.
///
/// # Safety
/// It must be an `enumerate`.
#[inline(always)]
pub(crate) unsafe fn step_enumerate(iterator: Raw) -> (Raw, Raw) {
    const NOTHING: (Raw, Raw) = (Raw::UNBOUND, Raw::UNBOUND);
    // SAFETY: the caller says so.
    unsafe {
        let state = &*(iterator.bits as *const EnumerateObject);
        let number = (*state.next.as_ptr()).raw();
        let following = (number.bits as i64).wrapping_add(1);
        if state.header.kind() != kind::ENUMERATE || number.tag != tag::INT || following == i64::MIN
        {
            return NOTHING;
        }
        let item = step_source(state.source.raw());
        if item.tag == tag::UNBOUND {
            return NOTHING;
        }
        // The old number needs no release.
        state.next.as_ptr().write(Value::int(following));
        (number, item)
    }
}

/// As [`step`], of what `enumerate` and `zip` walk along as a rule; others go the general way.
///
/// # Safety
/// As for [`step`].
#[inline(always)]
pub(crate) unsafe fn step_source(iterator: Raw) -> Raw {
    // SAFETY: the layout tells the type.
    unsafe {
        if iterator.tag != tag::OBJECT {
            return Raw::UNBOUND;
        }
        match (*(iterator.bits as *const Header)).layout() {
            Layout::ListIter => step_list(iterator),
            Layout::RangeIter => step_range(iterator),
            Layout::TupleIter => step_tuple(iterator),
            _ => Raw::UNBOUND,
        }
    }
}

/// The part of an entry that an iterator over a dict shows, with a count of its own.
///
/// # Safety
/// The entry must be alive.
#[inline(always)]
pub(crate) unsafe fn part_of_entry(gil: &Gil, part: DictPart, entry: &Entry) -> Raw {
    // SAFETY: the caller says so.
    unsafe {
        let raw = match part {
            DictPart::Keys => entry.key.raw(),
            DictPart::Values => entry.value.raw(),
            DictPart::Items => {
                let (key, value) = (entry.key.raw(), entry.value.raw());
                key.retain();
                value.retain();
                return TupleObject::pair(gil, key, value);
            }
        };
        raw.retain();
        raw
    }
}

#[inline(never)]
unsafe fn step_others(gil: &Gil, iterator: Raw) -> Raw {
    // SAFETY: the layout tells the type.
    unsafe {
        match (*(iterator.bits as *const Header)).layout() {
            Layout::DictIter => {
                let part = (*(iterator.bits as *const DictIterObject)).part;
                match step_dict(iterator) {
                    Some(entry) => part_of_entry(gil, part, entry),
                    None => Raw::UNBOUND,
                }
            }
            Layout::SetIter => step_set(iterator),
            Layout::Enumerate => {
                let (number, item) = step_enumerate(iterator);
                if item.tag == tag::UNBOUND {
                    return item;
                }
                TupleObject::pair(gil, number, item)
            }
            _ => Raw::UNBOUND,
        }
    }
}
