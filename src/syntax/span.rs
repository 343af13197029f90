//! Places in a source text: byte ranges, and the index that turns them into lines and columns.
//!
//! In: byte offsets of tokens. Out: [`Span`]s in every node and error, line and column on demand. Anyone may call.

/// A range of bytes in one source text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The range from `start` up to `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Span { start, end }
    }

    /// The smallest range that holds both.
    pub fn to(self, other: Span) -> Self {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The text of this range; empty when the range does not fit the text.
    pub fn text(self, source: &str) -> &str {
        source
            .get(self.start as usize..self.end as usize)
            .unwrap_or("")
    }
}

/// A place as people say it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column in UTF-8 bytes, from 0 (what `ast` calls `col_offset`).
    pub byte: u32,
}

/// Where each line of a text starts. A line ends at `\n`, `\r\n` or a lone `\r`, as in universal newlines.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of `source`.
    pub fn new(source: &str) -> Self {
        let bytes = source.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(at as u32 + 1);
            }
        }
        LineIndex { starts }
    }

    /// Line and byte column of an offset.
    pub fn place(&self, offset: u32) -> Place {
        let line = self.starts.partition_point(|&start| start <= offset).max(1);
        Place {
            line: line as u32,
            byte: offset - self.starts[line - 1],
        }
    }

    /// Line of an offset, from 1.
    pub fn line(&self, offset: u32) -> u32 {
        self.place(offset).line
    }

    /// How many lines there are; an empty text has one.
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// Column of an offset in characters, from 1: the `offset` of a `SyntaxError`.
    pub fn column(&self, offset: u32, source: &str) -> u32 {
        let place = self.place(offset);
        let line = Span::new(offset - place.byte, offset).text(source);
        line.chars().count() as u32 + 1
    }
}
