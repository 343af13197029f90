//! Exceptions and tracebacks.
#![allow(unsafe_code)] // `unsafe impl Object`, and payload visits by the collector.

use super::function::{CodeObject, seen};
use super::heap::{Header, Layout, Object, Ref};
use super::value::Value;
use crate::gil::GilCell;
use std::cell::Cell;

/// An exception. Always allocated with an attribute dict behind it.
#[repr(C)]
pub struct ExceptionObject {
    /// The header.
    pub header: Header,
    /// `args`: a tuple.
    pub args: GilCell<Value>,
    /// `__cause__` or None.
    pub cause: GilCell<Value>,
    /// `__context__` or None.
    pub context: GilCell<Value>,
    /// `__traceback__` or None.
    pub traceback: GilCell<Value>,
    /// The fields of its family, see `native::types::exception`; `MISSING` for those never set.
    pub fields: GilCell<Vec<Value>>,
    /// `__suppress_context__`.
    pub suppress_context: Cell<bool>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for ExceptionObject {
    const LAYOUT: Layout = Layout::Exception;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for value in [&self.args, &self.cause, &self.context, &self.traceback] {
            // SAFETY: the collector runs under the lock.
            visit(unsafe { seen(value) });
        }
        // SAFETY: as above.
        unsafe { seen(&self.fields) }.iter().for_each(visit);
    }
    fn clear(&mut self) {
        for value in [
            &mut self.args,
            &mut self.cause,
            &mut self.context,
            &mut self.traceback,
        ] {
            drop(std::mem::replace(value.get_mut_unshared(), Value::NONE));
        }
        drop(std::mem::take(self.fields.get_mut_unshared()));
    }
}

/// One entry of a traceback: a frame's code and the instruction it was at.
#[repr(C)]
pub struct TracebackObject {
    /// The header.
    pub header: Header,
    /// The next inner entry or None.
    pub next: GilCell<Value>,
    /// The frame's code.
    pub code: Ref<CodeObject>,
    /// The frame object, made when first asked for; else None.
    pub frame: GilCell<Value>,
    /// The globals of the frame's function.
    pub globals: Value,
    /// The instruction.
    pub instruction: u32,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for TracebackObject {
    const LAYOUT: Layout = Layout::Traceback;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: the collector runs under the lock.
        unsafe {
            visit(seen(&self.next));
            visit(seen(&self.frame));
        }
        visit(&self.globals);
    }
    fn clear(&mut self) {
        drop(std::mem::replace(self.next.get_mut_unshared(), Value::NONE));
        drop(std::mem::replace(
            self.frame.get_mut_unshared(),
            Value::NONE,
        ));
    }
}
