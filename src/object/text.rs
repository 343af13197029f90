//! Strings: immutable, UTF-8, with the number of code points; indexing by code point is constant time (ASCII) or a walk of
//! at most 64 code points from a mark (other text). Lone surrogates are private code points, see `crate::text`.
#![allow(unsafe_code)] // `unsafe impl Object` only.

use super::heap::{Header, Layout, Object};
use super::value::Value;
use compact_str::CompactString;
use std::cell::{Cell, OnceCell};

const MARK_EVERY: usize = 64;

/// A string.
#[repr(C)]
pub struct StrObject {
    /// The header.
    pub header: Header,
    /// The hash, 0 while unknown.
    pub hash: Cell<u64>,
    length: usize,
    text: CompactString,
    /// Byte offsets of every 64th code point, made at the first indexing of long text that is not ASCII.
    marks: OnceCell<Box<Box<[u32]>>>,
    /// True for the one string of its text that the table of interned strings holds.
    pub interned: Cell<bool>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for StrObject {
    const LAYOUT: Layout = Layout::Str;
    const CYCLIC: bool = false;
    fn traverse(&self, _: &mut dyn FnMut(&Value)) {}
}

impl StrObject {
    /// A string object around a text.
    pub fn new(header: Header, text: CompactString) -> StrObject {
        let length = if text.is_ascii() {
            text.len()
        } else {
            text.chars().count()
        };
        StrObject {
            header,
            hash: Cell::new(0),
            length,
            text,
            marks: OnceCell::new(),
            interned: Cell::new(false),
        }
    }
    /// The text.
    #[inline(always)]
    pub fn as_str(&self) -> &str {
        &self.text
    }
    /// Number of code points.
    #[inline(always)]
    pub fn length(&self) -> usize {
        self.length
    }
    /// True if every code point is one byte.
    #[inline(always)]
    pub fn is_ascii(&self) -> bool {
        self.length == self.text.len()
    }
    /// The byte offset of the code point with this index; the text's length for `index >= length()`.
    pub fn byte_offset(&self, index: usize) -> usize {
        if self.is_ascii() {
            return index.min(self.text.len());
        }
        if index >= self.length {
            return self.text.len();
        }
        let marks = self.marks.get_or_init(|| {
            Box::new(
                self.text
                    .char_indices()
                    .step_by(MARK_EVERY)
                    .map(|(at, _)| at as u32)
                    .collect(),
            )
        });
        let start = marks[index / MARK_EVERY] as usize;
        self.text[start..]
            .char_indices()
            .nth(index % MARK_EVERY)
            .map_or(self.text.len(), |(at, _)| start + at)
    }
    /// The code point index of a byte offset that is a boundary.
    pub fn index_of_byte(&self, offset: usize) -> usize {
        if self.is_ascii() {
            return offset;
        }
        if let Some(marks) = self.marks.get() {
            let mark = marks.partition_point(|&at| at as usize <= offset).max(1) - 1;
            return mark * MARK_EVERY + self.text[marks[mark] as usize..offset].chars().count();
        }
        self.text[..offset].chars().count()
    }
    /// The code points from `start` to `end` (indices; `start <= end <= length()`).
    pub fn slice(&self, start: usize, end: usize) -> &str {
        if start >= end {
            return "";
        }
        let from = self.byte_offset(start);
        &self.text[from..self.byte_offset(end)]
    }
    /// Takes the text out for in-place growth; only for an object that nobody else refers to and that dies next.
    pub(crate) fn take_text(&mut self) -> CompactString {
        self.length = 0;
        std::mem::take(&mut self.text)
    }
}
