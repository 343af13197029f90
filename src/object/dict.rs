//! Dicts: insertion order, an entry vector and, from seventeen entries on, an index table.
//!
//! The map itself never runs language code: a look-up by a key whose equality needs a method is answered with the
//! candidate, and `vm::hashing` compares and comes back. `version` changes whenever an entry's place changes, so that inline
//! caches may keep entry numbers and callers can tell that a comparison changed the dict under their feet.
//!
//! The index is open addressing over 32-bit slots. With `2^k` slots the low `k` bits of a slot number an entry and the
//! others repeat those bits of its hash, so that a slot of another key is told without looking at its entry. The first
//! probe is at the hash's low bits, so that runs of ints stay together in memory; the following ones go in steps drawn from
//! the whole hash, so that such runs do not make other keys walk along them. At most half of the slots are in use.
//!
//! A small map has no index but a tag a place: seven bits of the entry's hash, all of which are compared at once.
#![allow(unsafe_code)] // `unsafe impl Object`, the probes of the index, and entries written in place.

use super::heap::{Header, Layout, Object, Ref};
use super::sequence::TupleObject;
use super::text::StrObject;
use super::value::{Raw, Value, tag};
use crate::gil::GilCell;
use crate::object::kind;
use std::cell::Cell;

/// Entries up to which a dict is searched without an index table: as many as there are tags.
const SMALL: usize = 16;
/// A slot that was never used.
const EMPTY: u32 = u32::MAX;
/// A slot whose entry was removed: searches go on behind it.
const DELETED: u32 = u32::MAX - 1;

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
    /// The slots, a power of two of them; none while the map is small.
    index: Box<[u32]>,
    /// The tags of a small map's entries.
    tags: Tags,
    live: u32,
    /// Slots that are not [`EMPTY`].
    used: u32,
    version: Cell<u32>,
}

/// A tag a place: its top bit and seven bits of the hash where a live entry is, otherwise 0. They lie in two words, which
/// are written and read as words: a read of bytes that were just written one by one would wait for them.
#[derive(Clone, Copy, Default)]
struct Tags([u64; 2]);

impl Tags {
    #[inline(always)]
    fn of(hash: u64) -> u8 {
        fold(hash) as u8 | 0x80
    }
    #[inline(always)]
    fn set(&mut self, number: usize, tag: u8) {
        let (word, shift) = (&mut self.0[number / 8 % 2], number % 8 * 8);
        *word = *word & !(0xff << shift) | u64::from(tag) << shift;
    }
    /// A bit for each place with the tag of the hash.
    #[cfg(target_arch = "x86_64")]
    #[inline(always)]
    fn matches(&self, hash: u64) -> u32 {
        use std::arch::x86_64::*;
        // SAFETY: every processor of this kind has these instructions; `volatile` keeps the loads two words.
        unsafe {
            let (low, high) = (&raw const self.0[0], &raw const self.0[1]);
            let tags = _mm_unpacklo_epi64(
                _mm_cvtsi64_si128(low.read_volatile() as i64),
                _mm_cvtsi64_si128(high.read_volatile() as i64),
            );
            let wanted = _mm_set1_epi8(Tags::of(hash) as i8);
            _mm_movemask_epi8(_mm_cmpeq_epi8(tags, wanted)) as u32
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    fn matches(&self, hash: u64) -> u32 {
        let tag = Tags::of(hash);
        let bytes = self.0.iter().flat_map(|word| word.to_le_bytes());
        bytes
            .enumerate()
            .fold(0, |bits, (at, byte)| bits | u32::from(byte == tag) << at)
    }
}

/// What a first look tells of a key.
pub enum Glance {
    /// The entry with this number has the key.
    At(usize),
    /// No entry has the key.
    Absent,
    /// It takes a search.
    Unclear,
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
        (Some(Layout::Tuple), Some(Layout::Tuple)) => equal_tuples(a, b),
        _ => None,
    }
}

/// Compares plain tuples of plain items, as keys often are.
#[inline(never)]
fn equal_tuples(a: &Value, b: &Value) -> Option<bool> {
    let (a, b) = (a.downcast::<TupleObject>()?, b.downcast::<TupleObject>()?);
    if a.header.kind() != kind::TUPLE || b.header.kind() != kind::TUPLE {
        return None;
    }
    if a.items().len() != b.items().len() {
        return Some(false);
    }
    for (x, y) in a.items().iter().zip(b.items()) {
        // Tuples in tuples go the general way, which bounds the depth.
        if !x.is(y) && (x.layout() == Some(Layout::Tuple) || !equal_fast(x, y)?) {
            return if x.layout() == Some(Layout::Tuple) {
                None
            } else {
                Some(false)
            };
        }
    }
    Some(true)
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
        self.live as usize
    }
    /// True without items.
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }
    /// A number that no other dict has, and this one only until an entry is added, removed or moved, be it only to another
    /// address.
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
    /// True if this is the version. Whoever has it has got it by [`DictMap::version`], which is never 0.
    #[inline(always)]
    pub fn has_version(&self, version: u32) -> bool {
        self.version.get() == version
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

    /// Looks for the entry that `test` knows; it is asked only about entries of this hash, which may be deleted ones.
    #[inline(always)]
    fn search(&self, hash: u64, mut test: impl FnMut(usize, &Entry) -> Verdict) -> Found {
        if self.index.is_empty() {
            let mut matches = self.tags.matches(hash);
            while matches != 0 {
                let number = matches.trailing_zeros() as usize;
                matches &= matches - 1;
                if let Some(entry) = self.entries.get(number)
                    && entry.hash == hash
                {
                    match test(number, entry) {
                        Verdict::Same => return Found::At(number),
                        Verdict::Other => {}
                        Verdict::Ask => return Found::Ask(number),
                    }
                }
            }
            return Found::Absent;
        }
        let mask = self.index.len() - 1;
        let folded = fold(hash);
        let mut at = folded as usize & mask;
        let mut step = 0;
        loop {
            // SAFETY: the mask is the length, which is not zero, less one.
            let slot = unsafe { *self.index.get_unchecked(at & mask) };
            let number = slot as usize & mask;
            if (slot ^ folded) & !(mask as u32) == 0
                && let Some(entry) = self.entries.get(number)
                && entry.hash == hash
            {
                match test(number, entry) {
                    Verdict::Same => return Found::At(number),
                    Verdict::Other => {}
                    Verdict::Ask => return Found::Ask(number),
                }
            }
            if slot == EMPTY {
                return Found::Absent;
            }
            if step == 0 {
                step = stride(hash);
            }
            at = at.wrapping_add(step);
        }
    }

    /// A look at the first place where a key could be, which finds the key itself but no equal one. It is short, so that
    /// instruction handlers may hold it.
    #[inline(always)]
    pub fn glance(&self, hash: u64, key: Raw) -> Glance {
        let number = if self.index.is_empty() {
            let matches = self.tags.matches(hash);
            if matches == 0 {
                return Glance::Absent;
            }
            matches.trailing_zeros() as usize
        } else {
            let mask = self.index.len() - 1;
            let folded = fold(hash);
            // SAFETY: the mask is the length, which is not zero, less one.
            let slot = unsafe { *self.index.get_unchecked(folded as usize & mask) };
            if slot == EMPTY {
                return Glance::Absent;
            }
            if (slot ^ folded) & !(mask as u32) != 0 {
                return Glance::Unclear;
            }
            slot as usize & mask
        };
        match self.entries.get(number) {
            Some(entry) if entry.key.raw().bits == key.bits && entry.key.raw().tag == key.tag => {
                Glance::At(number)
            }
            _ => Glance::Unclear,
        }
    }

    /// Looks for a key; `skip` are entries that an `Ask` was answered for with no.
    #[inline]
    pub fn find(&self, hash: u64, key: &Value, skip: &[usize]) -> Found {
        let raw = key.raw();
        if raw.tag == tag::INT && skip.is_empty() {
            return self.find_int(hash, key);
        }
        if let Some(header) = key.header()
            && header.kind() == kind::STR
            && skip.is_empty()
        {
            return self.find_text(hash, key);
        }
        self.find_any(hash, key, skip)
    }

    /// Looks for an int of the machine's size.
    #[inline]
    pub fn find_int(&self, hash: u64, key: &Value) -> Found {
        let bits = key.raw().bits;
        let found = self.search(hash, |_, entry| {
            let other = entry.key.raw();
            if other.tag != tag::INT {
                return Verdict::Ask;
            }
            // Two ints may share a hash.
            Verdict::of(Some(other.bits == bits))
        });
        match found {
            // A float or a boolean may be the same number.
            Found::Ask(_) => self.find_any(hash, key, &[]),
            found => found,
        }
    }

    /// Looks for a plain string.
    #[inline]
    pub fn find_text(&self, hash: u64, key: &Value) -> Found {
        let Some(text) = key.downcast::<StrObject>() else {
            return self.find_any(hash, key, &[]);
        };
        let found = self.search(hash, |_, entry| {
            if entry.key.is(key) {
                return Verdict::Same;
            }
            match entry.key.downcast::<StrObject>() {
                Some(other) if other.header.kind() == kind::STR => {
                    Verdict::of(Some(other.as_str() == text.as_str()))
                }
                _ => Verdict::Ask,
            }
        });
        match found {
            Found::Ask(_) => self.find_any(hash, key, &[]),
            found => found,
        }
    }

    #[inline(never)]
    fn find_any(&self, hash: u64, key: &Value, skip: &[usize]) -> Found {
        self.search(hash, |number, entry| {
            if entry.key.is_missing() || skip.contains(&number) {
                return Verdict::Other;
            }
            Verdict::of(equal_fast(&entry.key, key))
        })
    }

    /// Looks for a string key that is known to be plain.
    #[inline]
    pub fn find_str(&self, hash: u64, text: &str) -> Option<usize> {
        let found = self.search(hash, |_, entry| {
            let same = entry
                .key
                .downcast::<StrObject>()
                .is_some_and(|key| key.as_str() == text);
            Verdict::of(Some(same))
        });
        match found {
            Found::At(number) => Some(number),
            _ => None,
        }
    }

    /// Adds an item whose key is not there; returns the entry's number.
    #[inline]
    pub fn insert_new(&mut self, hash: u64, key: Value, value: Value) -> usize {
        let room = if self.index.is_empty() {
            SMALL
        } else {
            self.index.len() / 2
        };
        if self.entries.len() >= room || self.used as usize >= room {
            self.make_room();
        }
        let number = self.entries.len();
        if number == self.entries.capacity() {
            self.entries.reserve(1);
        }
        // SAFETY: there is room for one more.
        unsafe {
            write_entry(self.entries.as_mut_ptr().add(number), hash, key, value);
            self.entries.set_len(number + 1);
        }
        self.live += 1;
        self.version.set(0);
        if self.index.is_empty() {
            self.tags.set(number, Tags::of(hash));
        } else {
            self.place(hash, number);
        }
        number
    }

    /// Notes an entry in the index, which has room.
    #[inline]
    fn place(&mut self, hash: u64, number: usize) {
        let mask = self.index.len() - 1;
        let folded = fold(hash);
        let mut at = folded as usize & mask;
        let step = stride(hash);
        while self.index[at & mask] < DELETED {
            at = at.wrapping_add(step);
        }
        let slot = &mut self.index[at & mask];
        self.used += (*slot == EMPTY) as u32;
        *slot = folded & !(mask as u32) | number as u32;
    }

    /// Removes an entry and returns its key and value.
    pub fn remove(&mut self, number: usize) -> (Value, Value) {
        let entry = &mut self.entries[number];
        let hash = entry.hash;
        let key = std::mem::replace(&mut entry.key, Value::MISSING);
        let value = std::mem::replace(&mut entry.value, Value::NONE);
        self.live -= 1;
        self.version.set(0);
        if self.index.is_empty() {
            self.tags.set(number, 0);
        } else {
            let mask = self.index.len() - 1;
            let folded = fold(hash);
            let wanted = folded & !(mask as u32) | number as u32;
            let mut at = folded as usize & mask;
            while self.index[at & mask] != wanted {
                at = at.wrapping_add(stride(hash));
            }
            self.index[at & mask] = DELETED;
        }
        if number + 1 == self.entries.len() {
            while self
                .entries
                .last()
                .is_some_and(|entry| entry.key.is_missing())
            {
                self.entries.pop();
            }
        }
        if self.live == 0 && self.used as usize > self.index.len() / 4 {
            self.index.fill(EMPTY);
            self.used = 0;
        }
        (key, value)
    }

    /// Removes everything and returns the entries, to be dropped when nothing is borrowed.
    pub fn take(&mut self) -> Vec<Entry> {
        self.index = Box::default();
        self.tags = Tags::default();
        self.live = 0;
        self.used = 0;
        self.version.set(0);
        std::mem::take(&mut self.entries)
    }

    /// Makes room for `more` further items.
    pub fn reserve(&mut self, more: usize) {
        self.entries.reserve(more);
        self.version.set(0);
        let wanted = self.len() + more;
        if wanted > SMALL && wanted > self.index.len() / 2 {
            self.rebuild(wanted);
        }
    }

    /// Drops deleted entries, and makes the index larger if there are few of them.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self) {
        if self.len() < SMALL && self.index.is_empty() {
            self.entries.retain(|entry| !entry.key.is_missing());
            self.tag_all();
            return;
        }
        self.rebuild(self.len() + self.len() / 2);
    }

    /// Tags the entries of a small map, all of which are live.
    fn tag_all(&mut self) {
        self.tags = Tags::default();
        for (number, entry) in self.entries.iter().enumerate() {
            self.tags.set(number, Tags::of(entry.hash));
        }
    }

    /// Drops deleted entries, whose places in the order nobody may rely on, and makes a new index with room for so many
    /// entries.
    fn rebuild(&mut self, room: usize) {
        if self.len() < self.entries.len() {
            self.entries.retain(|entry| !entry.key.is_missing());
        }
        self.version.set(0);
        let slots = (room * 2).next_power_of_two().max(SMALL * 4);
        if slots == self.index.len() {
            self.index.fill(EMPTY);
        } else {
            self.index = vec![EMPTY; slots].into_boxed_slice();
        }
        self.used = 0;
        for number in 0..self.entries.len() {
            self.place(self.entries[number].hash, number);
        }
    }

    /// A copy with the same items in the same order.
    pub fn copy(&self) -> DictMap {
        let mut entries: Vec<Entry> = Vec::with_capacity(self.len());
        for (number, entry) in self.iter().enumerate() {
            let (key, value) = (entry.key.clone(), entry.value.clone());
            // SAFETY: there is room for all live entries.
            unsafe { write_entry(entries.as_mut_ptr().add(number), entry.hash, key, value) };
        }
        // SAFETY: so many have been written.
        unsafe { entries.set_len(self.len()) };
        let mut copy = DictMap {
            live: self.live,
            entries,
            ..DictMap::default()
        };
        if self.len() == self.entries.len() {
            copy.index = self.index.clone();
            copy.used = self.used;
            copy.tags = self.tags;
        } else if copy.len() > SMALL {
            copy.rebuild(copy.len());
        } else {
            copy.tag_all();
        }
        copy
    }
}

/// Writes an entry field by field: one that is moved as a whole waits for its own stores.
///
/// # Safety
/// The place must be valid for writing.
#[inline(always)]
unsafe fn write_entry(entry: *mut Entry, hash: u64, key: Value, value: Value) {
    // SAFETY: the caller says so; `Raw` and `Value` share their layout.
    unsafe {
        (&raw mut (*entry).hash).write(hash);
        (&raw mut (*entry).key).cast::<Raw>().write(key.into_raw());
        (&raw mut (*entry).value)
            .cast::<Raw>()
            .write(value.into_raw());
    }
}

/// The bits of a hash that an index works with.
#[inline(always)]
fn fold(hash: u64) -> u32 {
    hash.wrapping_add(hash >> 32) as u32
}

/// The distance of the probes of a hash: odd, so that they come to every slot.
#[inline(always)]
fn stride(hash: u64) -> usize {
    (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize | 1
}

/// Whether an entry of the same hash has the key.
#[derive(Clone, Copy)]
enum Verdict {
    Same,
    Other,
    Ask,
}

impl Verdict {
    #[inline(always)]
    fn of(equal: Option<bool>) -> Verdict {
        match equal {
            Some(true) => Verdict::Same,
            Some(false) => Verdict::Other,
            None => Verdict::Ask,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Inserts and removes ints at random, many of which collide, beside a plain vector that does the same.
    #[test]
    fn agrees_with_a_plain_vector() {
        let mut state = 88172645463325252u64;
        for stride in [1, 16, 1 << 20, 1 << 40] {
            let mut map = DictMap::default();
            let mut model: Vec<(i64, i64)> = Vec::new();
            for turn in 0..20_000i64 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                let number = (state % 300) as i64 * stride;
                let key = Value::int(number);
                let found = map.find(number as u64, &key, &[]);
                let at = model.iter().position(|item| item.0 == number);
                match (found, at) {
                    (Found::At(place), Some(at)) => {
                        assert_eq!(map.entries()[place].value.as_int(), Some(model[at].1));
                        if state >> 32 & 3 != 0 || turn % 5_000 > 4_000 {
                            map.remove(place);
                            model.remove(at);
                        }
                    }
                    (Found::Absent, None) => {
                        map.insert_new(number as u64, key, Value::int(turn));
                        model.push((number, turn));
                    }
                    _ => panic!("map and model differ about {number}"),
                }
                assert_eq!(map.len(), model.len());
            }
            let copy = map.copy();
            let same = |map: &DictMap| {
                map.iter()
                    .zip(&model)
                    .all(|(entry, item)| entry.key.as_int() == Some(item.0))
            };
            assert!(same(&map) && same(&copy) && copy.len() == model.len());
        }
    }
}
