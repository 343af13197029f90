//! What a run that can be repeated does not do: whatever has an other end outside of the program.

use crate::object::builtin::Exc;
use crate::vm::{Outcome, Vm};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileTypeExt;

/// How a refusal reads, behind the name of what is refused. `tick test --seeds` looks for it.
pub const REFUSED: &str =
    "is refused with -X seed: a run that depends on the outside cannot be repeated";

impl Vm {
    /// RuntimeError that names `what`, if the run is one that can be repeated.
    pub fn refuse_if_seeded(&mut self, what: &str) -> Outcome<()> {
        match self.interp().seeded {
            None => Ok(()),
            Some(_) => Err(self.raise(Exc::RuntimeError, format!("{what} {REFUSED}"))),
        }
    }

    /// RuntimeError if a run that can be repeated opens a named pipe: opening waits for the other end, which may be anywhere.
    pub fn refuse_named_pipe(&mut self, path: &std::ffi::CStr) -> Outcome<()> {
        if !self.is_seeded() {
            return Ok(());
        }
        let path = std::ffi::OsStr::from_bytes(path.to_bytes());
        let is_pipe = std::fs::metadata(path).is_ok_and(|data| data.file_type().is_fifo());
        match is_pipe {
            true => self.refuse_if_seeded("opening a named pipe"),
            false => Ok(()),
        }
    }
}
