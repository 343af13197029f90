//! Where a pickle is read from: bytes in memory, or a file, of which no byte behind the pickle is taken.
//!
//! Enters: sizes that a pickle declares. Leaves: that many bytes, or UnpicklingError. Room is made for bytes that are there, never
//! for sizes that are only declared.

use super::unpickling_error;
use crate::object::builtin::Exc;
use crate::object::value::Value;
use crate::vm::{Outcome, Raised, Vm};
use std::borrow::Cow;
use std::ops::Range;

/// Bytes that are asked for ahead, where a file can show them without giving them.
const AHEAD: usize = 128 * 1024;
/// Bytes that are asked of a file at once.
const PIECE: usize = 1 << 20;

/// The methods of a file.
pub struct File {
    /// `read(size)`.
    pub read: Value,
    /// `readline()`.
    pub readline: Value,
    /// `peek(size)`, if the file has it.
    pub peek: Option<Value>,
}

/// The bytes of a pickle.
pub struct Input<'a> {
    bytes: Cow<'a, [u8]>,
    at: usize,
    frame: Option<usize>,
    file: Option<File>,
    /// The bytes were only shown: the file still has them, from this place on.
    shown: bool,
}

impl<'a> Input<'a> {
    /// A pickle in memory.
    pub fn of_bytes(bytes: Cow<'a, [u8]>) -> Input<'a> {
        Input {
            bytes,
            at: 0,
            frame: None,
            file: None,
            shown: false,
        }
    }
    /// A pickle in a file.
    pub fn of_file(file: File) -> Input<'a> {
        Input {
            file: Some(file),
            ..Input::of_bytes(Cow::Borrowed(&[]))
        }
    }
    /// The bytes of a range that [`Input::take`] gave.
    #[inline]
    pub fn get(&self, range: Range<usize>) -> &[u8] {
        &self.bytes[range]
    }
    /// The next instruction; EOFError at the end.
    #[inline]
    pub fn opcode(&mut self, vm: &mut Vm) -> Outcome<u8> {
        if self.at < self.bytes.len() && self.frame.is_none_or(|end| self.at < end) {
            let byte = self.bytes[self.at];
            self.at += 1;
            return Ok(byte);
        }
        self.leave_frame();
        match self.take(vm, 1) {
            Ok(range) => Ok(self.bytes[range.start]),
            Err(raised) => {
                let class = vm.native_class(&super::UNPICKLING_ERROR)?;
                let Some(pending) = vm.take_pending() else {
                    return Err(raised);
                };
                if vm.is_instance(&pending, &class) {
                    return Err(vm.raise(Exc::EOFError, "Ran out of input"));
                }
                Err(vm.raise_value(pending))
            }
        }
    }
    fn leave_frame(&mut self) {
        if self.frame.is_some_and(|end| self.at >= end) {
            self.frame = None;
        }
    }
    /// The next `count` bytes; the range is good until more is taken.
    #[inline]
    pub fn take(&mut self, vm: &mut Vm, count: usize) -> Outcome<Range<usize>> {
        if let Some(end) = self.frame {
            if self.at == end {
                self.frame = None;
            } else if count > end - self.at {
                return Err(unpickling_error(vm, "pickle exhausted before end of frame"));
            }
        }
        if count > self.bytes.len() - self.at {
            self.fill(vm, count)?;
        }
        let range = self.at..self.at + count;
        self.at += count;
        Ok(range)
    }
    /// As many bytes as the array has.
    #[inline]
    pub fn array<const N: usize>(&mut self, vm: &mut Vm) -> Outcome<[u8; N]> {
        let range = self.take(vm, N)?;
        let mut out = [0; N];
        out.copy_from_slice(&self.bytes[range]);
        Ok(out)
    }
    /// A line without its end.
    pub fn line(&mut self, vm: &mut Vm) -> Outcome<Vec<u8>> {
        self.leave_frame();
        let end = self.frame.unwrap_or(self.bytes.len());
        let rest = &self.bytes[self.at..end];
        if let Some(length) = memchr::memchr(b'\n', rest) {
            let line = rest[..length].to_vec();
            self.at += length + 1;
            return Ok(line);
        }
        if self.frame.is_some() {
            return Err(unpickling_error(vm, "pickle exhausted before end of frame"));
        }
        let mut line = if self.shown {
            Vec::new()
        } else {
            rest.to_vec()
        };
        self.settle(vm)?;
        self.bytes = Cow::Borrowed(&[]);
        self.at = 0;
        let Some(file) = &self.file else {
            return Err(truncated(vm));
        };
        let readline = file.readline.clone();
        let more = vm.call(&readline, &[])?;
        line.extend_from_slice(&bytes_of(vm, &more)?);
        if line.pop() != Some(b'\n') {
            return Err(truncated(vm));
        }
        Ok(line)
    }
    /// Begins a frame.
    pub fn enter_frame(&mut self, vm: &mut Vm, length: u64) -> Outcome<()> {
        self.leave_frame();
        if self.frame.is_some() {
            let message = "beginning of a new frame before end of current frame";
            return Err(unpickling_error(vm, message));
        }
        let Some(length) = usize::try_from(length)
            .ok()
            .filter(|&length| length <= isize::MAX as usize)
        else {
            let most = isize::MAX;
            return Err(vm.raise(
                Exc::OverflowError,
                format!("FRAME length exceeds system's maximum of {most} bytes"),
            ));
        };
        let range = self.take(vm, length)?;
        self.at = range.start;
        self.frame = Some(range.end);
        Ok(())
    }
    /// At the end of a pickle: the file is left behind its last byte.
    pub fn settle(&mut self, vm: &mut Vm) -> Outcome<()> {
        if !std::mem::take(&mut self.shown) || self.at == 0 {
            return Ok(());
        }
        if let Some(file) = &self.file {
            let read = file.read.clone();
            vm.call(&read, &[Value::int(self.at as i64)])?;
        }
        self.bytes = Cow::Borrowed(&[]);
        self.at = 0;
        Ok(())
    }

    /// Gets bytes, so that there are `count`.
    #[cold]
    fn fill(&mut self, vm: &mut Vm, count: usize) -> Outcome<()> {
        if self.file.is_none() {
            return Err(truncated(vm));
        }
        if self.shown {
            self.settle(vm)?;
            self.bytes = Cow::Borrowed(&[]);
            self.at = 0;
        }
        let mut held = self.bytes[self.at..].to_vec();
        self.bytes = Cow::Borrowed(&[]);
        self.at = 0;
        let Some(file) = &self.file else {
            return Err(truncated(vm));
        };
        let (read, peek) = (file.read.clone(), file.peek.clone());
        if held.is_empty()
            && count < AHEAD
            && let Some(peek) = peek
        {
            let outcome = vm.call(&peek, &[Value::int(AHEAD as i64)]);
            match vm.unless(Exc::NotImplementedError, outcome)? {
                Some(shown) => {
                    let shown = bytes_of(vm, &shown)?;
                    if shown.len() >= count {
                        self.bytes = Cow::Owned(shown);
                        self.shown = true;
                        return Ok(());
                    }
                }
                None => {
                    if let Some(file) = &mut self.file {
                        file.peek = None;
                    }
                }
            }
        }
        while held.len() < count {
            let piece = (count - held.len()).min(PIECE);
            let more = vm.call(&read, &[Value::int(piece as i64)])?;
            let more = bytes_of(vm, &more)?;
            if more.is_empty() {
                return Err(truncated(vm));
            }
            held.extend_from_slice(&more);
        }
        self.bytes = Cow::Owned(held);
        Ok(())
    }
}

/// The UnpicklingError of a pickle that ends too early.
pub fn truncated(vm: &mut Vm) -> Raised {
    unpickling_error(vm, "pickle data was truncated")
}

/// What a file's method gave, which must be bytes-like.
fn bytes_of(vm: &mut Vm, value: &Value) -> Outcome<Vec<u8>> {
    Ok(vm.bytes_like(value)?.into_vec())
}
