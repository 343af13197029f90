//! Unwinding: from a raised exception to its handler, with tracebacks and contexts.
#![allow(unsafe_code)] // Registers of abandoned frames are released by hand.

use crate::code::Op;
use crate::gil::GilCell;
use crate::object::builtin::{Builtin, Exc};
use crate::object::exception::{ExceptionObject, TracebackObject};
use crate::object::generator::GeneratorState;
use crate::object::heap::Ref;
use crate::object::value::{Raw, Value};
use crate::vm::frame::FrameKind;
use crate::vm::{Raised, Vm};

impl Vm {
    /// Looks for the handler of the pending exception, from the top frame down to the entry frame number `entry`.
    /// `Ok`: go on at `Vm::pc`. `Err`: the entry frame is gone and the exception still pending.
    pub(crate) fn unwind(&mut self, entry: usize) -> Result<(), Raised> {
        self.chain_context();
        loop {
            let index = self.frames.len() - 1;
            self.add_traceback(index);
            if self.find_handler(index) {
                return Ok(());
            }
            let done = index <= entry;
            self.abandon_frame();
            if done {
                return Err(Raised);
            }
        }
    }

    /// Sets the context of a new exception to the one being handled.
    fn chain_context(&mut self) {
        let Some(handled) = self.handled.last().cloned() else {
            return;
        };
        let Some(pending) = self.take_pending() else {
            return;
        };
        let travelled = pending
            .downcast::<ExceptionObject>()
            .is_some_and(|exception| !exception.traceback.get(self).is_none());
        if travelled && !self.at_raise() {
            // It comes out of a call: its context was set where it was raised.
            self.set_pending(pending);
            return;
        }
        if !pending.is(&handled)
            && let Some(exception) = pending.downcast::<ExceptionObject>()
            && exception.context.get(self).is_none()
        {
            // A context that leads back to this exception is cut, so that no cycle arises.
            let mut at = handled.clone();
            while let Some(other) = at.to_ref::<ExceptionObject>() {
                let next = other.context.get(self).clone();
                if next.is(&pending) {
                    other.context.replace(self.gil(), Value::NONE);
                    break;
                }
                at = next;
            }
            drop(exception.context.replace(self.gil(), handled));
        }
        self.set_pending(pending);
    }

    /// True if the top frame is at a `raise` statement with an operand.
    fn at_raise(&self) -> bool {
        let Some(index) = self.frames.len().checked_sub(1) else {
            return false;
        };
        let at = self.instruction_of(index);
        let instructions = &self.frames[index].code().code.instructions;
        instructions
            .get(at)
            .is_some_and(|ins| Op::from_u8(ins.op) == Some(Op::Raise) && ins.a != 0)
    }

    /// Puts an entry for a frame in front of the pending exception's traceback, unless it is there already.
    fn add_traceback(&mut self, index: usize) {
        let instruction = self.instruction_of(index) as u32;
        let frame = &self.frames[index];
        let code = Ref::of(frame.code());
        let globals = frame.function().globals.to_value();
        let Some(pending) = self.take_pending() else {
            return;
        };
        if let Some(exception) = pending.downcast::<ExceptionObject>() {
            let next = exception.traceback.get(self).clone();
            let goes_on = match code.code.instructions.get(instruction as usize) {
                None => false,
                Some(ins) => match Op::from_u8(ins.op) {
                    // What is raised again after its handler has an entry for this frame; a group made of it after `except*` has none.
                    Some(Op::Reraise | Op::EndAsyncFor) => true,
                    // A bare `raise` goes on with the exception as it is.
                    Some(Op::Raise) => ins.a == 0 && !next.is_none(),
                    _ => false,
                },
            };
            if !goes_on {
                let entry = self.allocate(Builtin::Traceback.shape(), |header| TracebackObject {
                    header,
                    next: GilCell::new(next),
                    code,
                    frame: GilCell::new(Value::NONE),
                    globals,
                    instruction,
                });
                exception.traceback.replace(self.gil(), entry.into_value());
            }
        }
        self.set_pending(pending);
    }

    /// Enters the innermost handler of a frame that covers its instruction.
    fn find_handler(&mut self, index: usize) -> bool {
        let at = self.instruction_of(index) as u32;
        let frame = &self.frames[index];
        let code = frame.code();
        let Some(handler) = code
            .code
            .handlers
            .iter()
            .find(|handler| handler.start <= at && at < handler.end)
            .copied()
        else {
            return false;
        };
        let (base, registers) = (frame.base, code.code.registers as usize);
        let target = code
            .instructions
            .as_ptr()
            .cast::<crate::code::Ins>()
            .wrapping_add(handler.target as usize);
        let Some(exception) = self.take_pending() else {
            return false;
        };
        let first = handler.register as usize;
        // SAFETY: temporaries own their values or are inert; dead ones own nothing.
        unsafe {
            self.release_registers(base.add(first), registers - first);
            *base.add(first) = exception.into_raw();
        }
        self.pc = target;
        true
    }

    /// Takes the top frame away: its registers are released; a generator is finished.
    pub(crate) fn abandon_frame(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let registers = frame.code().code.registers as usize;
        self.handled.truncate(frame.handled_base as usize);
        // SAFETY: as above.
        unsafe { self.release_registers(frame.base, registers) };
        if let Some(generator) = frame.generator() {
            generator.state.set(GeneratorState::Finished);
            self.convert_stop_iteration(generator.kind);
            drop(generator.function.replace(self.gil(), None));
        }
        if matches!(
            frame.kind,
            FrameKind::Construct | FrameKind::Get | FrameKind::Set
        ) {
            // SAFETY: such a frame owned a count of its function.
            drop(unsafe { Raw::object(frame.function.cast()).into_value() });
        }
        self.restore_top();
        drop(frame);
    }

    /// A StopIteration that leaves a generator's body becomes a RuntimeError.
    fn convert_stop_iteration(&mut self, kind: crate::object::generator::GeneratorKind) {
        use crate::object::generator::GeneratorKind;
        let what = match kind {
            GeneratorKind::Generator => "generator",
            GeneratorKind::Coroutine => "coroutine",
            GeneratorKind::AsyncGenerator => "async generator",
        };
        let raised = if self.pending_is(Exc::StopIteration) {
            "StopIteration"
        } else if kind == GeneratorKind::AsyncGenerator && self.pending_is(Exc::StopAsyncIteration)
        {
            "StopAsyncIteration"
        } else {
            return;
        };
        let Some(old) = self.take_pending() else {
            return;
        };
        let _ = self.raise(Exc::RuntimeError, format!("{what} raised {raised}"));
        if let Some(new) = self.take_pending() {
            if let Some(exception) = new.downcast::<ExceptionObject>() {
                exception.cause.replace(self.gil(), old.clone());
                exception.context.replace(self.gil(), old);
                exception.suppress_context.set(true);
            }
            self.set_pending(new);
        }
    }

    /// Empties a register and gives its value.
    ///
    /// # Safety
    /// The register must lie in the stack.
    pub(crate) unsafe fn take_register(&mut self, register: *mut Raw) -> Option<Value> {
        // SAFETY: the caller says so; registers own their values.
        unsafe {
            let raw = std::mem::replace(&mut *register, Raw::UNBOUND);
            (raw.tag != 0).then(|| raw.into_value())
        }
    }
}
