//! Strings: immutable, UTF-8, with the number of code points; indexing by code point is constant time (ASCII) or a walk of
//! at most 64 code points from a mark (other text). Lone surrogates are private code points, see `crate::text`.
//!
//! A short text lies in the object's own cell, a long one in a buffer of its own. Enters: texts, or sizes with a function
//! that fills them. Leaves: string objects. A string that only one register refers to may grow in place ([`StrObject::grow`]).
#![allow(unsafe_code)] // Text in line behind the object: each block argues from the sizes that `room` laid out.

use super::heap::{
    Attributes, FLAG_WEAK, Header, KIND_ATTRIBUTES, Layout, Object, Ref, cell_bytes,
};
use super::value::Value;
use crate::gil::{Gil, GilCell};
use std::cell::{Cell, OnceCell};
use std::mem::ManuallyDrop;

const MARK_EVERY: usize = 64;

/// Every code point is one byte.
const ASCII: usize = 1;
/// The one string of its text that the table of interned strings holds.
const INTERNED: usize = 2;
/// The text lies in a buffer of its own.
const EXTERNAL: usize = 4;
/// Where the number of code points begins in `StrObject::meta`.
const LENGTH_SHIFT: u32 = 3;

/// Objects of at most this many bytes keep their text in the cell.
const MAX_CELL: usize = 512;

/// A string.
#[repr(C)]
pub struct StrObject {
    /// The header.
    pub header: Header,
    /// The hash, 0 while unknown.
    pub hash: Cell<u64>,
    data: Cell<*mut u8>,
    size: Cell<usize>,
    /// The number of code points above the flags.
    meta: Cell<usize>,
}

/// What lies between the object and its text if the text is not ASCII or has a buffer of its own.
#[repr(C)]
struct Extra {
    /// Byte offsets of every 64th code point, made at the first indexing of long text that is not ASCII.
    marks: OnceCell<Box<Box<[u32]>>>,
    /// Bytes of the buffer.
    capacity: Cell<usize>,
}

const HEAD: usize = size_of::<StrObject>();
const EXTRA: usize = size_of::<Extra>();

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for StrObject {
    const LAYOUT: Layout = Layout::Str;
    const CYCLIC: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
    fn extra_bytes(&self) -> usize {
        let meta = self.meta.get();
        if meta & EXTERNAL != 0 {
            return EXTRA;
        }
        self.size.get().next_multiple_of(8) + if meta & ASCII != 0 { 0 } else { EXTRA }
    }
}

impl Drop for StrObject {
    #[inline]
    fn drop(&mut self) {
        let meta = self.meta.get();
        if meta & (EXTERNAL | ASCII) == ASCII {
            return;
        }
        // SAFETY: the flags say that the extra part is there, and that the buffer is that of a vector with this capacity.
        unsafe {
            let extra = std::ptr::from_mut(self).add(1).cast::<Extra>();
            if meta & EXTERNAL != 0 {
                drop(Vec::from_raw_parts(
                    self.data.get(),
                    0,
                    (*extra).capacity.get(),
                ));
            }
            std::ptr::drop_in_place(extra);
        }
    }
}

/// Copies a text that is mostly short.
///
/// # Safety
/// As for `copy_nonoverlapping`.
#[inline(always)]
pub unsafe fn copy_short(from: *const u8, to: *mut u8, size: usize) {
    // SAFETY: the first and the last word (half word, byte) of the text overlap and cover it.
    unsafe {
        if size > 16 {
            return std::ptr::copy_nonoverlapping(from, to, size);
        }
        if size >= 8 {
            let (first, last) = (from.cast::<u64>(), from.add(size - 8).cast::<u64>());
            let (first, last) = (first.read_unaligned(), last.read_unaligned());
            to.cast::<u64>().write_unaligned(first);
            to.add(size - 8).cast::<u64>().write_unaligned(last);
        } else if size >= 4 {
            let (first, last) = (from.cast::<u32>(), from.add(size - 4).cast::<u32>());
            let (first, last) = (first.read_unaligned(), last.read_unaligned());
            to.cast::<u32>().write_unaligned(first);
            to.add(size - 4).cast::<u32>().write_unaligned(last);
        } else if size > 0 {
            let (first, middle, last) = (*from, *from.add(size / 2), *from.add(size - 1));
            *to = first;
            *to.add(size / 2) = middle;
            *to.add(size - 1) = last;
        }
    }
}

/// The number of code points.
#[inline]
fn code_points(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    }
}

/// A new string of `size` bytes and `length` code points whose text is yet to be written at the returned place; there is
/// room for `spare` bytes more.
///
/// # Safety
/// The caller must write `size` bytes of UTF-8 with that many code points before anybody reads the string.
#[inline]
unsafe fn room(
    gil: &Gil,
    shape: u32,
    size: usize,
    length: usize,
    spare: usize,
) -> (*mut StrObject, *mut u8) {
    let ascii = size == length;
    let attributes = if shape & KIND_ATTRIBUTES != 0 { 8 } else { 0 };
    let bytes =
        HEAD + if ascii { 0 } else { EXTRA } + size.next_multiple_of(8) + spare + attributes;
    // SAFETY: the cell has room for head, extra part, text and dict pointer; all but the text are written here.
    unsafe {
        if bytes > MAX_CELL {
            return room_outside(gil, shape, Vec::with_capacity(size + spare), size, length);
        }
        let cell = gil.heap().cell(bytes, false).cast::<StrObject>();
        let mut data = cell.add(1).cast::<u8>();
        if !ascii {
            write_extra(data.cast(), 0);
            data = data.add(EXTRA);
        }
        write_head(
            cell,
            shape,
            data,
            size,
            length << LENGTH_SHIFT | ascii as usize,
        );
        if attributes != 0 {
            data.add(size.next_multiple_of(8))
                .cast::<Attributes>()
                .write(GilCell::new(None));
        }
        (cell, data)
    }
}

/// The object around a buffer of its own, which the object takes over.
#[cold]
#[inline(never)]
unsafe fn room_outside(
    gil: &Gil,
    shape: u32,
    buffer: Vec<u8>,
    size: usize,
    length: usize,
) -> (*mut StrObject, *mut u8) {
    let attributes = if shape & KIND_ATTRIBUTES != 0 { 8 } else { 0 };
    let mut buffer = ManuallyDrop::new(buffer);
    let data = buffer.as_mut_ptr();
    // SAFETY: as in `room`.
    unsafe {
        let cell = gil.heap().cell(HEAD + EXTRA + attributes, false);
        let cell = cell.cast::<StrObject>();
        let extra = cell.add(1).cast::<Extra>();
        write_extra(extra, buffer.capacity());
        let flags = (size == length) as usize | EXTERNAL;
        write_head(cell, shape, data, size, length << LENGTH_SHIFT | flags);
        if attributes != 0 {
            extra.add(1).cast::<Attributes>().write(GilCell::new(None));
        }
        (cell, data)
    }
}

/// Writes the fields one by one: a head built elsewhere and moved here would wait for its own stores.
#[inline(always)]
unsafe fn write_head(cell: *mut StrObject, shape: u32, data: *mut u8, size: usize, meta: usize) {
    // SAFETY: the caller has the cell for itself.
    unsafe {
        (&raw mut (*cell).header).write(Header::new(Layout::Str, shape));
        (&raw mut (*cell).hash).write(Cell::new(0));
        (&raw mut (*cell).data).write(Cell::new(data));
        (&raw mut (*cell).size).write(Cell::new(size));
        (&raw mut (*cell).meta).write(Cell::new(meta));
    }
}

#[inline(always)]
unsafe fn write_extra(extra: *mut Extra, capacity: usize) {
    // SAFETY: the caller has the cell for itself.
    unsafe {
        extra.write(Extra {
            marks: OnceCell::new(),
            capacity: Cell::new(capacity),
        });
    }
}

impl StrObject {
    /// A string of a shape: `str` itself or a subclass.
    pub fn of_shape(gil: &Gil, shape: u32, text: &str) -> Ref<StrObject> {
        StrObject::with_length(gil, shape, text, code_points(text))
    }

    /// A plain string of a text that is known to be ASCII.
    #[inline]
    pub fn of_ascii_text(gil: &Gil, text: &str) -> Ref<StrObject> {
        StrObject::with_length(gil, super::builtin::shape::STR, text, text.len())
    }

    #[inline(always)]
    fn with_length(gil: &Gil, shape: u32, text: &str, length: usize) -> Ref<StrObject> {
        // SAFETY: the whole text is written.
        unsafe {
            let (object, data) = room(gil, shape, text.len(), length, 0);
            copy_short(text.as_ptr(), data, text.len());
            Ref::from_raw(object)
        }
    }

    /// A string that takes over a long text's buffer.
    pub fn of_string(gil: &Gil, shape: u32, mut text: String) -> Ref<StrObject> {
        let length = code_points(&text);
        if text.len() + HEAD + EXTRA <= MAX_CELL {
            return StrObject::with_length(gil, shape, &text, length);
        }
        if text.capacity() - text.len() > text.len() / 4 {
            text.shrink_to_fit();
        }
        let size = text.len();
        // SAFETY: the text is in the buffer.
        unsafe { Ref::from_raw(room_outside(gil, shape, text.into_bytes(), size, length).0) }
    }

    /// A plain string of `size` ASCII characters that `fill` writes.
    ///
    /// # Safety
    /// `fill` must write `size` bytes below 128.
    #[inline(always)]
    pub unsafe fn of_ascii(gil: &Gil, size: usize, fill: impl FnOnce(*mut u8)) -> Ref<StrObject> {
        // SAFETY: the caller says that the text is written.
        unsafe { StrObject::filled(gil, size, size, fill) }
    }

    /// A plain string of `size` bytes and `length` code points that `fill` writes.
    ///
    /// # Safety
    /// `fill` must write `size` bytes of UTF-8 with that many code points.
    #[inline(always)]
    pub unsafe fn filled(
        gil: &Gil,
        size: usize,
        length: usize,
        fill: impl FnOnce(*mut u8),
    ) -> Ref<StrObject> {
        // SAFETY: the caller says that the text is written.
        unsafe {
            let (object, data) = room(gil, super::builtin::shape::STR, size, length, 0);
            fill(data);
            Ref::from_raw(object)
        }
    }

    /// `self + other` as a new plain string with room for `spare` bytes more.
    #[inline]
    pub fn joined(&self, gil: &Gil, other: &StrObject, spare: usize) -> Ref<StrObject> {
        let (x, y) = (self.as_str(), other.as_str());
        let length = self.length() + other.length();
        // SAFETY: both texts are written.
        unsafe {
            let shape = super::builtin::shape::STR;
            let (object, data) = room(gil, shape, x.len() + y.len(), length, spare);
            copy_short(x.as_ptr(), data, x.len());
            copy_short(y.as_ptr(), data.add(x.len()), y.len());
            Ref::from_raw(object)
        }
    }

    /// Appends `more` to a plain string in place, if nobody else refers to it and there is room for it or a buffer to grow.
    ///
    /// # Safety
    /// The caller must own the only reference if the count is 1, and no borrow of the text may be alive.
    #[inline]
    pub unsafe fn grow(&self, more: &StrObject) -> bool {
        if self.header.count() != 1 || self.header.flag(FLAG_WEAK) || std::ptr::eq(self, more) {
            return false;
        }
        let (size, meta) = (self.size.get(), self.meta.get());
        let text = more.as_str();
        if meta & EXTERNAL != 0 {
            // SAFETY: the caller says so.
            return unsafe { self.grow_buffer(more) };
        }
        if meta & ASCII == 0
            || !more.is_ascii()
            || HEAD + size + text.len() > cell_bytes(&self.header)
        {
            return false;
        }
        // SAFETY: the text fits behind the old one, and nobody reads it meanwhile.
        unsafe { copy_short(text.as_ptr(), self.data.get().add(size), text.len()) };
        self.grown(more);
        true
    }

    /// As `grow`, of a text in a buffer of its own.
    #[inline(never)]
    unsafe fn grow_buffer(&self, more: &StrObject) -> bool {
        let (size, text) = (self.size.get(), more.as_str());
        if self.is_ascii() && !more.is_ascii() {
            return false;
        }
        // SAFETY: nobody reads the text meanwhile, and the buffer is that of a vector with this capacity.
        unsafe {
            let extra = &mut *std::ptr::from_ref(self).add(1).cast::<Extra>().cast_mut();
            extra.marks.take();
            if size + text.len() > extra.capacity.get() {
                let buffer = Vec::from_raw_parts(self.data.get(), size, extra.capacity.get());
                let mut buffer = ManuallyDrop::new(buffer);
                buffer.reserve(text.len());
                self.data.set(buffer.as_mut_ptr());
                extra.capacity.set(buffer.capacity());
            }
            copy_short(text.as_ptr(), self.data.get().add(size), text.len());
        }
        self.grown(more);
        true
    }

    /// Notes that `more` stands behind the text.
    #[inline(always)]
    fn grown(&self, more: &StrObject) {
        self.hash.set(0);
        self.size.set(self.size.get() + more.as_str().len());
        let length = more.length() << LENGTH_SHIFT;
        self.meta.set(self.meta.get() + length);
    }

    /// The text.
    #[inline(always)]
    pub fn as_str(&self) -> &str {
        // SAFETY: the text was written at allocation and is UTF-8.
        unsafe {
            std::str::from_utf8_unchecked(std::slice::from_raw_parts(
                self.data.get(),
                self.size.get(),
            ))
        }
    }
    /// Number of code points.
    #[inline(always)]
    pub fn length(&self) -> usize {
        self.meta.get() >> LENGTH_SHIFT
    }
    /// True if every code point is one byte.
    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.meta.get() & ASCII != 0
    }
    /// True for the one string of its text that the table of interned strings holds.
    #[inline(always)]
    pub fn is_interned(&self) -> bool {
        self.meta.get() & INTERNED != 0
    }
    /// Says that the table of interned strings holds this string.
    pub fn set_interned(&self) {
        self.meta.set(self.meta.get() | INTERNED);
    }
    /// Bytes of memory: the cell and the buffer.
    pub fn memory(&self) -> usize {
        let outside = if self.meta.get() & EXTERNAL != 0 {
            self.extra().capacity.get()
        } else {
            0
        };
        cell_bytes(&self.header) + outside
    }
    /// The extra part; only for strings that have one.
    fn extra(&self) -> &Extra {
        debug_assert!(self.meta.get() & (EXTERNAL | ASCII) != ASCII);
        // SAFETY: such strings are laid out with it.
        unsafe { &*std::ptr::from_ref(self).add(1).cast::<Extra>() }
    }
    /// The byte offset of the code point with this index; the text's length for `index >= length()`.
    #[inline]
    pub fn byte_offset(&self, index: usize) -> usize {
        if self.is_ascii() {
            return index.min(self.size.get());
        }
        self.byte_offset_marked(index)
    }
    fn byte_offset_marked(&self, index: usize) -> usize {
        let text = self.as_str();
        if index >= self.length() {
            return text.len();
        }
        let marks = self.extra().marks.get_or_init(|| {
            Box::new(
                text.char_indices()
                    .step_by(MARK_EVERY)
                    .map(|(at, _)| at as u32)
                    .collect(),
            )
        });
        let start = marks[index / MARK_EVERY] as usize;
        text[start..]
            .char_indices()
            .nth(index % MARK_EVERY)
            .map_or(text.len(), |(at, _)| start + at)
    }
    /// The code point index of a byte offset that is a boundary.
    #[inline]
    pub fn index_of_byte(&self, offset: usize) -> usize {
        if self.is_ascii() {
            return offset;
        }
        let text = self.as_str();
        if let Some(marks) = self.extra().marks.get() {
            let mark = marks.partition_point(|&at| at as usize <= offset).max(1) - 1;
            return mark * MARK_EVERY + text[marks[mark] as usize..offset].chars().count();
        }
        text[..offset].chars().count()
    }
    /// The code points from `start` to `end` (indices; `start <= end <= length()`).
    pub fn slice(&self, start: usize, end: usize) -> &str {
        if start >= end {
            return "";
        }
        let from = self.byte_offset(start);
        &self.as_str()[from..self.byte_offset(end)]
    }
}
