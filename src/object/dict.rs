//! Dicts: insertion order, an entry vector and, from nine entries on, an index table.
//!
//! The map itself never runs language code: a look-up by a key whose equality needs a method is answered with the
//! candidate, and `vm::hashing` compares and comes back. `version` changes whenever an entry's place changes, so that inline
//! caches may keep entry numbers and callers can tell that a comparison changed the dict under their feet.
#![allow(unsafe_code)] // `unsafe impl Object` only.

use super::heap::{Header, Layout, Object, Ref};
use super::value::Value;
use crate::gil::GilCell;
use hashbrown::HashTable;
use std::cell::Cell;

/// Entries up to which a dict is searched without an index table.
const SMALL: usize = 8;

/// One item of a dict. A deleted one has `key` `MISSING`.
pub struct Entry {
    /// The key's hash.
    pub hash: u64,
    /// The key, or `MISSING` for a deleted entry.
    pub key: Value,
    /// The value.
    pub value: Value,
}

/// What a fast search found.
pub enum Found {
    /// The entry with this number has the key.
    At(usize),
    /// No entry has the key.
    Absent,
    /// The entry with this number has the same hash, and its key must be compared by language code.
    Ask(usize),
}

/// The map in a dict.
#[derive(Default)]
pub struct DictMap {
    entries: Vec<Entry>,
    index: HashTable<u32>,
    live: usize,
    version: Cell<u32>,
}

/// The next version of a dict; process-wide, because a version names one state of one dict for ever.
static NEXT_VERSION: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(1);

/// Compares keys without running language code: `None` if that cannot be known here.
#[inline]
pub fn equal_fast(a: &Value, b: &Value) -> Option<bool> {
    if a.is(b) && a.as_float().is_none_or(|number| !number.is_nan()) {
        return Some(true);
    }
    match (a.layout(), b.layout()) {
        (Some(Layout::Str), Some(Layout::Str)) => {
            let (a, b) = (
                a.downcast::<super::text::StrObject>()?,
                b.downcast::<super::text::StrObject>()?,
            );
            if a.header.kind() != b.header.kind() {
                return None;
            }
            Some(a.as_str() == b.as_str())
        }
        (None, None) => Some(match (a.as_int_or_bool(), b.as_int_or_bool()) {
            (Some(a), Some(b)) => a == b,
            _ => match (a.as_float(), b.as_float()) {
                (Some(a), Some(b)) => a == b,
                (Some(float), None) => b
                    .as_int_or_bool()
                    .is_some_and(|int| crate::object::number_equal(int, float)),
                (None, Some(float)) => a
                    .as_int_or_bool()
                    .is_some_and(|int| crate::object::number_equal(int, float)),
                _ => false,
            },
        }),
        (Some(Layout::Str), None) => string_differs(a),
        (None, Some(Layout::Str)) => string_differs(b),
        _ => None,
    }
}

/// A plain string differs from every inline value; a subclass may think otherwise.
fn string_differs(string: &Value) -> Option<bool> {
    let header = string.header()?;
    (header.shape() == super::builtin::shape::STR).then_some(false)
}

impl DictMap {
    /// Number of items.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.live
    }
    /// True without items.
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }
    /// A number that no other dict has, and this one only until an entry is added, removed or moved.
    #[inline(always)]
    pub fn version(&self) -> u32 {
        if self.version.get() == 0 {
            self.version.set(
                NEXT_VERSION
                    .fetch_add(1, std::sync::atomic::Ordering::Relaxed)
                    .max(1),
            );
        }
        self.version.get()
    }
    /// All entries by number, deleted ones included.
    #[inline(always)]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
    /// The live entries in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.key.is_missing())
    }
    /// The value of an entry, for change.
    #[inline(always)]
    pub fn value_mut(&mut self, number: usize) -> &mut Value {
        &mut self.entries[number].value
    }

    /// Looks for a key, first by the means of its own type, then by all: `skip` are entries that an `Ask` was answered for
    /// with no.
    #[inline]
    pub fn find(&self, hash: u64, key: &Value, skip: &[usize]) -> Found {
        let raw = key.raw();
        if raw.tag == super::value::tag::INT {
            let entries = &self.entries;
            let same = |entry: &Entry| {
                let other = entry.key.raw();
                other.tag == raw.tag && other.bits == raw.bits
            };
            let found = if entries.len() <= SMALL {
                entries.iter().position(same)
            } else {
                self.index
                    .find(hash, |&at| same(&entries[at as usize]))
                    .map(|&at| at as usize)
            };
            if let Some(found) = found {
                return Found::At(found);
            }
        } else if let Some(text) = key.downcast::<super::text::StrObject>()
            && text.header.shape() == super::builtin::shape::STR
        {
            let entries = &self.entries;
            let same = |entry: &Entry| {
                entry.hash == hash
                    && (entry.key.is(key)
                        || entry
                            .key
                            .downcast::<super::text::StrObject>()
                            .is_some_and(|other| {
                                other.header.shape() == super::builtin::shape::STR
                                    && other.as_str() == text.as_str()
                            }))
            };
            let found = if entries.len() <= SMALL {
                entries.iter().position(same)
            } else {
                self.index
                    .find(hash, |&at| same(&entries[at as usize]))
                    .map(|&at| at as usize)
            };
            if let Some(found) = found {
                return Found::At(found);
            }
        }
        self.find_any(hash, key, skip)
    }

    fn find_any(&self, hash: u64, key: &Value, skip: &[usize]) -> Found {
        let test = |number: usize| -> Option<Found> {
            let entry = &self.entries[number];
            if entry.hash != hash || entry.key.is_missing() || skip.contains(&number) {
                return None;
            }
            match equal_fast(&entry.key, key) {
                Some(true) => Some(Found::At(number)),
                Some(false) => None,
                None => Some(Found::Ask(number)),
            }
        };
        if self.entries.len() <= SMALL {
            return (0..self.entries.len())
                .find_map(test)
                .unwrap_or(Found::Absent);
        }
        self.index
            .iter_hash(hash)
            .find_map(|&number| test(number as usize))
            .unwrap_or(Found::Absent)
    }

    /// Looks for a string key that is known to be plain.
    #[inline]
    pub fn find_str(&self, hash: u64, text: &str) -> Option<usize> {
        let test = |number: usize| {
            let entry = &self.entries[number];
            entry.hash == hash
                && entry
                    .key
                    .downcast::<super::text::StrObject>()
                    .is_some_and(|key| key.as_str() == text)
        };
        if self.entries.len() <= SMALL {
            return (0..self.entries.len()).find(|&number| test(number));
        }
        self.index
            .iter_hash(hash)
            .map(|&number| number as usize)
            .find(|&number| test(number))
    }

    /// Adds an item whose key is not there; returns the entry's number.
    pub fn insert_new(&mut self, hash: u64, key: Value, value: Value) -> usize {
        if self.entries.len() == self.entries.capacity() && self.live * 2 < self.entries.len() {
            self.compact();
        }
        let number = self.entries.len();
        self.entries.push(Entry { hash, key, value });
        self.live += 1;
        self.version.set(0);
        if number + 1 > SMALL {
            if self.index.is_empty() {
                self.rebuild();
            } else {
                let entries = &self.entries;
                self.index
                    .insert_unique(hash, number as u32, |&other| entries[other as usize].hash);
            }
        }
        number
    }

    /// Removes an entry and returns its key and value.
    pub fn remove(&mut self, number: usize) -> (Value, Value) {
        let entry = &mut self.entries[number];
        let hash = entry.hash;
        let key = std::mem::replace(&mut entry.key, Value::MISSING);
        let value = std::mem::replace(&mut entry.value, Value::NONE);
        if let Ok(found) = self
            .index
            .find_entry(hash, |&other| other as usize == number)
        {
            found.remove();
        }
        self.live -= 1;
        self.version.set(0);
        while self
            .entries
            .last()
            .is_some_and(|entry| entry.key.is_missing())
        {
            self.entries.pop();
        }
        if self.entries.len() <= SMALL && !self.index.is_empty() {
            self.index.clear();
        }
        (key, value)
    }

    /// Removes everything and returns the entries, to be dropped when nothing is borrowed.
    pub fn take(&mut self) -> Vec<Entry> {
        self.index.clear();
        self.live = 0;
        self.version.set(0);
        std::mem::take(&mut self.entries)
    }

    /// Makes room for `more` further items.
    pub fn reserve(&mut self, more: usize) {
        self.entries.reserve(more);
    }

    fn compact(&mut self) {
        self.entries.retain(|entry| !entry.key.is_missing());
        self.rebuild();
    }

    fn rebuild(&mut self) {
        self.index.clear();
        if self.entries.len() <= SMALL {
            return;
        }
        let entries = &self.entries;
        self.index
            .reserve(entries.len(), |&other| entries[other as usize].hash);
        for (number, entry) in entries.iter().enumerate() {
            if !entry.key.is_missing() {
                self.index
                    .insert_unique(entry.hash, number as u32, |&other| {
                        entries[other as usize].hash
                    });
            }
        }
    }

    /// A copy with the same items in the same order.
    pub fn copy(&self) -> DictMap {
        let entries: Vec<Entry> = self
            .iter()
            .map(|entry| Entry {
                hash: entry.hash,
                key: entry.key.clone(),
                value: entry.value.clone(),
            })
            .collect();
        let mut copy = DictMap {
            live: entries.len(),
            entries,
            index: HashTable::new(),
            version: Cell::new(0),
        };
        copy.rebuild();
        copy
    }

    /// Bytes of its buffers.
    pub fn buffer_bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Entry>() + self.index.allocation_size()
    }
}

/// A dict.
#[repr(C)]
pub struct DictObject {
    /// The header.
    pub header: Header,
    /// The items.
    pub map: GilCell<DictMap>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for DictObject {
    const LAYOUT: Layout = Layout::Dict;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: the collector runs under the lock and no payload borrow is alive then.
        for entry in unsafe { &(*self.map.as_ptr()).entries } {
            visit(&entry.key);
            visit(&entry.value);
        }
    }
    fn clear(&mut self) {
        drop(self.map.get_mut_unshared().take());
    }
}

/// Which part of a dict a view or an iterator shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DictPart {
    /// The keys.
    Keys,
    /// The values.
    Values,
    /// Pairs of both.
    Items,
}

/// `d.keys()`, `d.values()` or `d.items()`.
#[repr(C)]
pub struct DictViewObject {
    /// The header.
    pub header: Header,
    /// The dict.
    pub dict: Ref<DictObject>,
    /// Which part.
    pub part: DictPart,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for DictViewObject {
    const LAYOUT: Layout = Layout::DictView;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.dict.to_value());
    }
}

/// An iterator over a dict.
#[repr(C)]
pub struct DictIterObject {
    /// The header.
    pub header: Header,
    /// The dict; none when exhausted.
    pub dict: GilCell<Option<Ref<DictObject>>>,
    /// Which part.
    pub part: DictPart,
    /// The number of the next entry; for a reversed iterator one more than it.
    pub next: Cell<usize>,
    /// Number of items the dict had at the start; another number raises RuntimeError.
    pub expected: usize,
    /// Number of items given; more than the dict had means that keys were replaced meanwhile.
    pub given: Cell<usize>,
    /// Goes backwards.
    pub reversed: bool,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for DictIterObject {
    const LAYOUT: Layout = Layout::DictIter;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: the collector runs under the lock.
        if let Some(dict) = unsafe { &*self.dict.as_ptr() } {
            visit(&dict.to_value());
        }
    }
    fn clear(&mut self) {
        *self.dict.get_mut_unshared() = None;
    }
}
