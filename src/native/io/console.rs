//! What may stand between the standard streams and the terminal.
//!
//! While somebody edits a line there, text of other threads must not be written across it. Whoever edits (the prompt) puts a
//! [`Console`] into [`Interp::console`](crate::interp::Interp::console); writes to descriptors 1 and 2 then go through it.

use crate::gil::slot::Slot;
use std::sync::Arc;

/// Takes what is written to standard output and standard error.
pub trait Console: Send + Sync {
    /// As `write(2)`, errno included. Called by the thread of `writer` without the interpreter's lock; may block.
    fn write(&self, descriptor: i32, writer: &Arc<Slot>, data: &[u8]) -> i64;

    /// A line was read from the terminal, which has shown its end.
    fn line_was_typed(&self);
}
