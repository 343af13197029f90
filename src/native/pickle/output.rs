//! Where a pickle is written: a buffer cut into frames, and the file behind it.
//!
//! From protocol 4 on instructions lie in frames, whose length precedes them. A frame ends at the first boundary between objects after
//! [`FRAME_TARGET`] bytes; long strings and bytes lie between frames.

use super::opcode::FRAME;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// Bytes after which a frame ends, and from which on data is written outside of frames.
pub const FRAME_TARGET: usize = 64 * 1024;
/// Content below which a frame is not worth its head.
const FRAME_LEAST: usize = 4;
/// The instruction and eight bytes of length.
const FRAME_HEAD: usize = 9;

/// The written bytes.
#[derive(Default)]
pub struct Output {
    bytes: Vec<u8>,
    frame: Option<usize>,
    framing: bool,
    write: Option<Value>,
}

impl Output {
    /// For a file's `write` method, or for memory.
    pub fn new(write: Option<Value>) -> Output {
        Output {
            write,
            ..Output::default()
        }
    }
    /// For memory, behind bytes that are there already.
    pub fn behind(head: &[u8]) -> Output {
        Output {
            bytes: head.to_vec(),
            ..Output::default()
        }
    }
    /// From here on instructions lie in frames.
    pub fn begin_frames(&mut self) {
        self.framing = true;
    }
    /// Writes an instruction, or a part of one.
    #[inline]
    pub fn put(&mut self, data: &[u8]) {
        if self.framing && self.frame.is_none() {
            self.frame = Some(self.bytes.len());
            self.bytes.extend_from_slice(&[0; FRAME_HEAD]);
        }
        self.bytes.extend_from_slice(data);
    }
    /// Ends the frame.
    fn commit(&mut self) {
        let Some(start) = self.frame.take() else {
            return;
        };
        let length = self.bytes.len() - start - FRAME_HEAD;
        if length >= FRAME_LEAST {
            self.bytes[start] = FRAME;
            self.bytes[start + 1..start + FRAME_HEAD]
                .copy_from_slice(&(length as u64).to_le_bytes());
        } else {
            self.bytes.drain(start..start + FRAME_HEAD);
        }
    }
    /// Hands everything to the file, if there is one.
    fn flush(&mut self, vm: &mut Vm) -> Outcome<()> {
        if let Some(write) = self.write.clone() {
            let data = vm.new_bytes(std::mem::take(&mut self.bytes));
            vm.call(&write, &[data])?;
        }
        Ok(())
    }
    /// Between two objects: ends a frame that is long enough.
    #[inline]
    pub fn boundary(&mut self, vm: &mut Vm) -> Outcome<()> {
        match self.frame {
            Some(start) if self.bytes.len() - start >= FRAME_TARGET + FRAME_HEAD => {
                self.commit();
                self.flush(vm)
            }
            _ => Ok(()),
        }
    }
    /// Writes an instruction and its data, outside of frames if the data is long. `object`: bytes of the same content.
    pub fn put_data(
        &mut self,
        vm: &mut Vm,
        head: &[u8],
        data: &[u8],
        object: Option<&Value>,
    ) -> Outcome<()> {
        if data.len() < FRAME_TARGET {
            self.put(head);
            self.put(data);
            return Ok(());
        }
        self.commit();
        self.bytes.extend_from_slice(head);
        match self.write.clone() {
            Some(write) => {
                self.flush(vm)?;
                let data = match object {
                    Some(object) => object.clone(),
                    None => vm.new_bytes(data.to_vec()),
                };
                vm.call(&write, &[data])?;
            }
            None => self.bytes.extend_from_slice(data),
        }
        Ok(())
    }
    /// Ends the last frame and hands the rest to the file; gives the bytes if there is no file.
    pub fn finish(&mut self, vm: &mut Vm) -> Outcome<Vec<u8>> {
        self.commit();
        self.framing = false;
        self.flush(vm)?;
        Ok(std::mem::take(&mut self.bytes))
    }
}
