//! Generators and coroutines: making, resuming, throwing into, closing.
//!
//! A generator runs in registers of its own, so that resuming and yielding copy nothing. The frames of what it calls lie in the
//! stack like all others: a call moves its arguments there.
#![allow(unsafe_code)] // A frame is put on a generator's registers.

use crate::code::{Ins, Op, flags as code_flags};
use crate::gil::GilCell;
use crate::native::special::SpecialMethod;
use crate::object::builtin::{Builtin, Exc};
use crate::object::dict::DictObject;
use crate::object::exception::ExceptionObject;
use crate::object::function::{CodeObject, FunctionObject};
use crate::object::generator::{GeneratorKind, GeneratorObject, GeneratorState};
use crate::object::heap::{Layout, Ref};
use crate::object::value::{Raw, Value};
use crate::vm::frame::{self, FrameKind};
use crate::vm::{Outcome, Raised, Vm};
use std::cell::{Cell, UnsafeCell};

/// What a resumed generator did.
pub enum Resumed {
    /// It yielded a value.
    Yielded(Value),
    /// It returned a value.
    Returned(Value),
}

impl Resumed {
    /// What a generator did whose run gave this value.
    fn of(generator: &GeneratorObject, value: Value) -> Resumed {
        match generator.state.get() {
            GeneratorState::Suspended => Resumed::Yielded(value),
            _ => Resumed::Returned(value),
        }
    }
}

impl Vm {
    /// Makes the generator of a call whose arguments lie at `base`; they move into it.
    pub(crate) fn make_generator(
        &mut self,
        function: &Ref<FunctionObject>,
        code: &Ref<CodeObject>,
        base: *mut Raw,
    ) -> Value {
        let registers = code.registers as usize;
        let parameters = code.code.parameter_count();
        let mut saved = vec![Raw::UNBOUND; registers].into_boxed_slice();
        for (at, place) in saved.iter_mut().take(parameters).enumerate() {
            // SAFETY: the arguments were bound into these registers; they move out.
            unsafe { frame::take_over(base.add(at), place) };
        }
        let (kind, shape) = match code.code.flags & (code_flags::GENERATOR | code_flags::COROUTINE)
        {
            code_flags::GENERATOR => (GeneratorKind::Generator, Builtin::Generator),
            code_flags::COROUTINE => (GeneratorKind::Coroutine, Builtin::Coroutine),
            _ => (GeneratorKind::AsyncGenerator, Builtin::AsyncGenerator),
        };
        let name = function.name.get(self).clone();
        let qualified_name = function.qualified_name.get(self).clone();
        self.allocate(shape.shape(), |header| GeneratorObject {
            header,
            kind,
            state: Cell::new(GeneratorState::Created),
            async_running: Cell::new(false),
            function: GilCell::new(Some(function.clone())),
            registers: UnsafeCell::new(saved),
            code: code.clone(),
            next_instruction: Cell::new(0),
            handled: GilCell::new(Vec::new()),
            name: GilCell::new(name),
            qualified_name: GilCell::new(qualified_name),
        })
        .into_value()
    }

    /// Writes the frame of a generator, created or suspended, behind the top one, whose `pc` is up to date, and answers the
    /// instruction to go on with. Whoever asks keeps the generator alive until the frame is gone, by a count that language code
    /// cannot reach.
    ///
    /// # Safety
    /// There must be a place for the frame; `stack_top` is where the frames of what it calls may lie.
    #[inline(always)]
    pub(crate) unsafe fn write_generator_frame(
        &mut self,
        generator: &GeneratorObject,
        stack_top: *mut Raw,
        kind: FrameKind,
    ) -> *const Ins {
        // SAFETY: under the lock and not running, so the registers are the generator's, and become the frame's. All fields of
        // the frame are written, in place. A generator that is not finished has a function, and holds it as long as the frame is
        // there.
        unsafe {
            let code: &CodeObject = &generator.code;
            let function = (*generator.function.as_ptr()).as_ref();
            let function: *const FunctionObject = function.unwrap_unchecked().as_ptr();
            let globals: *const DictObject = (*function).globals.as_ptr();
            let first: *const Ins = code.instructions.as_ptr().cast();
            let frame = self.frames.place();
            self.globals = globals;
            (*frame).base = (*generator.registers.get()).as_mut_ptr();
            (*frame).constants = code.pool.start();
            (*frame).globals = globals;
            (*frame).function = function;
            (*frame).code = code;
            let namespace = (&raw mut (*frame).namespace).cast::<Raw>();
            namespace.write(Raw::UNBOUND);
            (*frame).generator = generator;
            (*frame).stack_top = stack_top;
            (*frame).handled_base = self.handled.len() as u32;
            (*frame).kind = kind;
            generator.state.set(GeneratorState::Running);
            first.add(generator.next_instruction.get() as usize)
        }
    }

    /// The exceptions being handled inside a generator are handled by the thread again.
    #[cold]
    #[inline(never)]
    fn take_handled(&mut self, generator: &GeneratorObject) {
        let handled = generator.handled.replace(self.gil(), Vec::new());
        self.handled.extend(handled);
    }

    /// Puts the frame of a generator, created or suspended, on top; the value sent goes to the yield's register. The caller runs it,
    /// and keeps it alive, see [`Vm::write_generator_frame`].
    pub(crate) fn push_generator(
        &mut self,
        generator: &GeneratorObject,
        sent: Value,
        kind: FrameKind,
    ) -> Outcome<()> {
        if generator.function.get(self).is_none() {
            return Err(self.raise(Exc::StopIteration, ""));
        }
        let stack_top = self.free_registers();
        if !self.frames.make_place() || !self.has_room(stack_top) {
            return Err(self.recursion_error());
        }
        // SAFETY: under the lock, not finished, and there is room.
        unsafe {
            let old = match generator.state.get() {
                GeneratorState::Suspended => {
                    std::mem::replace(&mut *generator.register_of_yield(), sent.into_raw())
                }
                _ => Raw::UNBOUND,
            };
            if let Some(top) = self.frames.last_mut() {
                top.pc = self.pc;
            }
            self.pc = self.write_generator_frame(generator, stack_top, kind);
            if !generator.handles_nothing() {
                self.take_handled(generator);
            }
            if old.is_object() {
                drop(old.into_value());
            }
        }
        Ok(())
    }

    /// Takes the top frame away, a generator at a yield, whose registers are its own again. `pc` is behind the yield.
    pub(crate) fn suspend_generator(&mut self) {
        let top = self.frames.top();
        // SAFETY: there is a frame on top, of a generator that lives longer than it, and it owns nothing.
        let (generator, handled_base) = unsafe {
            self.frames.forget_top();
            (&*(*top).generator, (*top).handled_base as usize)
        };
        let first = generator.code.instructions.as_ptr() as usize;
        generator
            .next_instruction
            .set(((self.pc as usize - first) / size_of::<Ins>()) as u32);
        generator.state.set(GeneratorState::Suspended);
        if self.handled.len() > handled_base {
            let handled = self.handled.split_off(handled_base);
            generator.handled.replace(self.gil(), handled);
        }
        self.restore_top();
    }

    /// Raises the error of resuming a generator that runs.
    fn check_resumable(&mut self, generator: &GeneratorObject, sent: &Value) -> Outcome<bool> {
        let what = match generator.kind {
            GeneratorKind::Generator => "generator",
            GeneratorKind::Coroutine => "coroutine",
            GeneratorKind::AsyncGenerator => "async generator",
        };
        match generator.state.get() {
            GeneratorState::Running => Err(self.value_error(format!("{what} already executing"))),
            GeneratorState::Finished => {
                if generator.kind == GeneratorKind::Coroutine {
                    return Err(
                        self.raise(Exc::RuntimeError, "cannot reuse already awaited coroutine")
                    );
                }
                Ok(false)
            }
            GeneratorState::Created if !sent.is_none() => Err(self.type_error(format!(
                "can't send non-None value to a just-started {what}"
            ))),
            _ => Ok(true),
        }
    }

    /// Resumes a generator from Rust.
    pub fn resume(&mut self, generator: &Ref<GeneratorObject>, sent: Value) -> Outcome<Resumed> {
        if !self.check_resumable(generator, &sent)? {
            return Ok(Resumed::Returned(Value::NONE));
        }
        self.check_native_stack()?;
        self.push_generator(generator, sent, FrameKind::Entry)?;
        let value = self.run()?;
        Ok(Resumed::of(generator, value))
    }

    /// `next(generator)` for native code that owns a count of it; `None` at its end.
    pub(crate) fn next_of_generator(
        &mut self,
        generator: &Ref<GeneratorObject>,
    ) -> Outcome<Option<Value>> {
        if !generator.owns_registers() {
            return Ok(match self.resume(generator, Value::NONE)? {
                Resumed::Yielded(value) => Some(value),
                Resumed::Returned(_) => None,
            });
        }
        self.check_native_stack()?;
        self.push_generator(generator, Value::NONE, FrameKind::Entry)?;
        let value = self.run()?;
        Ok((generator.state.get() == GeneratorState::Suspended).then_some(value))
    }

    /// `generator.send(value)`: what it yields, or StopIteration with its result.
    pub fn send(&mut self, generator: &Ref<GeneratorObject>, sent: Value) -> Outcome<Value> {
        match self.resume(generator, sent)? {
            Resumed::Yielded(value) => Ok(value),
            Resumed::Returned(value) => Err(self.stop_iteration(generator.kind, value)),
        }
    }

    /// The exception that tells of a generator's end.
    pub fn stop_iteration(&mut self, kind: GeneratorKind, value: Value) -> Raised {
        if kind == GeneratorKind::AsyncGenerator {
            return self.raise_with(Exc::StopAsyncIteration, Vec::new());
        }
        let arguments = if value.is_none() {
            Vec::new()
        } else {
            vec![value]
        };
        self.raise_with(Exc::StopIteration, arguments)
    }

    /// The value in a StopIteration.
    pub fn stop_value(&mut self, exception: &Value) -> Value {
        exception
            .downcast::<ExceptionObject>()
            .and_then(|exception| {
                exception
                    .args
                    .get(self)
                    .to_ref::<crate::object::sequence::TupleObject>()
            })
            .and_then(|arguments| arguments.items().first().cloned())
            .unwrap_or(Value::NONE)
    }

    /// The iterator a suspended generator delegates to by `yield from` or `await`.
    pub fn delegate_of(&self, generator: &GeneratorObject) -> Option<Value> {
        if generator.state.get() != GeneratorState::Suspended {
            return None;
        }
        let code = &generator.code;
        let at = (generator.next_instruction.get() as usize).checked_sub(1)?;
        let ins = code.code.instructions.get(at)?;
        if Op::from_u8(ins.op) != Some(Op::Yield) || ins.c != 1 {
            return None;
        }
        // SAFETY: under the lock and suspended: the box holds live registers.
        unsafe {
            let raw = *(&*generator.registers.get()).get(ins.d as usize)?;
            (raw.tag != 0).then(|| raw.to_value())
        }
    }

    /// `generator.throw(exception)`.
    pub fn throw(
        &mut self,
        generator: &Ref<GeneratorObject>,
        exception: Value,
    ) -> Outcome<Resumed> {
        self.check_native_stack()?;
        if generator.state.get() == GeneratorState::Running {
            return Err(self.value_error("generator already executing"));
        }
        if let Some(delegate) = self.delegate_of(generator) {
            let is_exit = self.is_instance(
                &exception,
                &self.exception_class(Exc::GeneratorExit).clone(),
            );
            generator.state.set(GeneratorState::Running);
            let outcome = if is_exit {
                self.close_iterator(&delegate).map(|()| None)
            } else {
                self.throw_into(&delegate, &exception)
            };
            generator.state.set(GeneratorState::Suspended);
            match outcome {
                Ok(Some(value)) => return Ok(Resumed::Yielded(value)),
                Ok(None) => {}
                Err(raised) => {
                    if !is_exit && let Some(stop) = self.catch(Exc::StopIteration) {
                        let value = self.stop_value(&stop);
                        return self.resume_after_delegate(generator, value);
                    }
                    let Some(pending) = self.take_pending() else {
                        return Err(raised);
                    };
                    return self.raise_in(generator, pending);
                }
            }
        }
        self.raise_in(generator, exception)
    }

    /// Throws into the iterator of a `yield from`; `None` if it has no `throw`.
    fn throw_into(&mut self, delegate: &Value, exception: &Value) -> Outcome<Option<Value>> {
        if let Some(inner) = delegate.to_ref::<GeneratorObject>() {
            return match self.throw(&inner, exception.clone())? {
                Resumed::Yielded(value) => Ok(Some(value)),
                Resumed::Returned(value) => {
                    Err(self.stop_iteration(GeneratorKind::Generator, value))
                }
            };
        }
        match self.get_attribute_opt(delegate, "throw")? {
            Some(throw) => self.call(&throw, std::slice::from_ref(exception)).map(Some),
            None => Ok(None),
        }
    }

    /// Closes the iterator of a `yield from`.
    fn close_iterator(&mut self, delegate: &Value) -> Outcome<()> {
        if let Some(inner) = delegate.to_ref::<GeneratorObject>() {
            return self.close(&inner).map(drop);
        }
        match self.get_attribute_opt(delegate, "close")? {
            Some(close) => self.call(&close, &[]).map(drop),
            None => Ok(()),
        }
    }

    /// Goes on behind a `yield from` whose iterator has ended by itself with `value`.
    fn resume_after_delegate(
        &mut self,
        generator: &Ref<GeneratorObject>,
        value: Value,
    ) -> Outcome<Resumed> {
        let at = generator.next_instruction.get() as usize;
        let code = &generator.code;
        // The yield of a delegation is preceded by its Send, whose jump leads behind the loop.
        let send = (0..at)
            .rev()
            .find(|&at| Op::from_u8(code.code.instructions[at].op) == Some(Op::Send));
        let Some(send) = send else {
            return Ok(Resumed::Returned(Value::NONE));
        };
        let ins = code.code.instructions[send];
        generator
            .next_instruction
            .set((send as i32 + 1 + ins.d) as u32);
        self.push_generator_raw(generator)?;
        let base = self
            .frames
            .last()
            .map_or(std::ptr::null_mut(), |frame| frame.base);
        // SAFETY: the frame is on top; register `a` of the Send takes the result.
        unsafe {
            let old = std::mem::replace(&mut *base.add(ins.a as usize), value.into_raw());
            if old.is_object() {
                drop(old.into_value());
            }
        }
        let value = self.run()?;
        Ok(Resumed::of(generator, value))
    }

    /// As `push_generator` for an entry frame, without a value sent.
    fn push_generator_raw(&mut self, generator: &Ref<GeneratorObject>) -> Outcome<()> {
        let state = generator.state.replace(GeneratorState::Created);
        let outcome = self.push_generator(generator, Value::NONE, FrameKind::Entry);
        if outcome.is_err() {
            generator.state.set(state);
        }
        outcome
    }

    /// Raises an exception at the place where the generator waits.
    fn raise_in(&mut self, generator: &Ref<GeneratorObject>, exception: Value) -> Outcome<Resumed> {
        match generator.state.get() {
            GeneratorState::Finished => return Err(self.raise_value(exception)),
            GeneratorState::Created => {
                self.discard_arguments(generator);
                drop(generator.function.replace(self.gil(), None));
                return Err(self.raise_value(exception));
            }
            _ => {}
        }
        self.push_generator_raw(generator)?;
        let raised = self.raise_value(exception);
        let value = self.run_raising(raised)?;
        Ok(Resumed::of(generator, value))
    }

    /// Ends a generator that never ran: its arguments are released.
    fn discard_arguments(&mut self, generator: &GeneratorObject) {
        // SAFETY: under the lock, never run: the box holds the arguments, which move out before anything is dropped.
        let saved = unsafe { std::mem::take(&mut *generator.registers.get()) };
        generator.state.set(GeneratorState::Finished);
        for raw in saved {
            if raw.is_object() {
                // SAFETY: saved registers own their counts.
                drop(unsafe { raw.into_value() });
            }
        }
    }

    /// `generator.close()`: what the generator returns on it.
    pub fn close(&mut self, generator: &Ref<GeneratorObject>) -> Outcome<Value> {
        match generator.state.get() {
            GeneratorState::Finished => return Ok(Value::NONE),
            GeneratorState::Created => {
                self.discard_arguments(generator);
                drop(generator.function.replace(self.gil(), None));
                return Ok(Value::NONE);
            }
            _ => {}
        }
        let exit = self
            .new_exception(
                &self.exception_class(Exc::GeneratorExit).clone(),
                Vec::new(),
            )
            .into_value();
        match self.throw(generator, exit) {
            Ok(Resumed::Yielded(_)) => {
                let what = match generator.kind {
                    GeneratorKind::Generator => "generator",
                    GeneratorKind::Coroutine => "coroutine",
                    GeneratorKind::AsyncGenerator => "async generator",
                };
                Err(self.raise(Exc::RuntimeError, format!("{what} ignored GeneratorExit")))
            }
            Ok(Resumed::Returned(result)) => Ok(result),
            Err(raised) => {
                if self.catch(Exc::GeneratorExit).is_some()
                    || self.catch(Exc::StopIteration).is_some()
                {
                    return Ok(Value::NONE);
                }
                Err(raised)
            }
        }
    }

    /// The iterator of `await value`.
    pub fn awaitable(&mut self, value: &Value, context: u8) -> Outcome<Value> {
        if let Some(generator) = value.downcast::<GeneratorObject>() {
            let iterable_coroutine =
                generator.kind == GeneratorKind::Generator && self.is_iterable_coroutine(generator);
            if generator.kind == GeneratorKind::Coroutine || iterable_coroutine {
                if self.delegate_of(generator).is_some() {
                    return Err(self.raise(Exc::RuntimeError, "coroutine is being awaited already"));
                }
                return Ok(value.clone());
            }
        }
        if let Some(function) = self.find_special(value, SpecialMethod::Await) {
            let iterator = self.call_found(&function, value, &[])?;
            if iterator
                .downcast::<GeneratorObject>()
                .is_some_and(|inner| inner.kind == GeneratorKind::Coroutine)
            {
                return Err(self.type_error("__await__() returned a coroutine"));
            }
            if !self.is_iterator(&iterator) {
                let name = self.type_name(&iterator);
                return Err(self.type_error(format!(
                    "__await__() returned non-iterator of type '{name}'"
                )));
            }
            return Ok(iterator);
        }
        let name = self.type_name(value);
        Err(self.type_error(match context {
            1 => format!("'async with' received an object from __aenter__ that does not implement __await__: {name}"),
            2 => format!("'async with' received an object from __aexit__ that does not implement __await__: {name}"),
            _ => format!("object {name} can't be used in 'await' expression"),
        }))
    }

    /// True for generators of functions marked by `types.coroutine`.
    fn is_iterable_coroutine(&self, generator: &GeneratorObject) -> bool {
        let Some(function) = generator.function.get(self) else {
            return false;
        };
        let Some(dict) = function.dict.get(self) else {
            return false;
        };
        self.dict_get_str(dict, "__iterable_coroutine__").is_some()
    }

    /// Finalizes a generator that nobody refers to any more.
    pub(crate) fn finalize_generator(&mut self, value: &Value) {
        let Some(generator) = value.to_ref::<GeneratorObject>() else {
            return;
        };
        generator
            .header
            .set_flag(crate::object::heap::FLAG_FINALIZED, true);
        if generator.kind == GeneratorKind::Coroutine
            && generator.state.get() == GeneratorState::Created
        {
            let name = generator.qualified_name.get(self).clone();
            let name = self.str_text(&name).unwrap_or_default();
            let message = format!("coroutine '{name}' was never awaited");
            if self.warn(Exc::RuntimeWarning, &message).is_err() {
                self.report_unraisable("Exception ignored in: ", Some(value));
            }
            return;
        }
        if generator.kind == GeneratorKind::AsyncGenerator && self.run_async_finalizer(value) {
            return;
        }
        let outcome = self.close(&generator);
        if outcome.is_err() {
            self.report_unraisable("Exception ignored in: ", Some(value));
        }
    }

    /// True for values that `yield from` may take as they are.
    pub(crate) fn yield_from_iterator(&mut self, value: &Value) -> Outcome<Value> {
        if let Some(generator) = value.downcast::<GeneratorObject>()
            && generator.kind == GeneratorKind::Coroutine
        {
            let top_is_coroutine = self.frames.last().is_some_and(|frame| {
                frame.code().code.flags & code_flags::COROUTINE != 0
                    || frame
                        .generator()
                        .is_some_and(|running| self.is_iterable_coroutine(running))
            });
            if !top_is_coroutine {
                return Err(self.type_error(
                    "cannot 'yield from' a coroutine object in a non-coroutine generator",
                ));
            }
            return Ok(value.clone());
        }
        if value.layout() == Some(Layout::Generator) {
            Ok(value.clone())
        } else {
            self.iterate(value)
        }
    }
}
