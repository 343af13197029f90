//! Generators, coroutines and asynchronous generators: frames with registers of their own.
#![allow(unsafe_code)] // Saved registers are raw values; each block argues from the state.

use super::function::{CodeObject, FunctionObject, seen};
use super::heap::{Header, Layout, Object, Ref};
use super::value::{Raw, Value};
use crate::code::Ins;
use crate::gil::GilCell;
use std::cell::{Cell, UnsafeCell};
use std::ptr::NonNull;

/// What a generator is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GeneratorState {
    /// Not begun.
    Created,
    /// Waiting at a yield.
    Suspended,
    /// On a thread's stack.
    Running,
    /// Ended.
    Finished,
}

/// Which of the three it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GeneratorKind {
    /// A generator.
    Generator,
    /// A coroutine.
    Coroutine,
    /// An asynchronous generator.
    AsyncGenerator,
}

/// A generator and its saved frame.
#[repr(C)]
pub struct GeneratorObject {
    /// The header.
    pub header: Header,
    /// Which of the three it is.
    pub kind: GeneratorKind,
    /// What it is doing.
    pub state: Cell<GeneratorState>,
    /// For asynchronous generators: an `asend`, `athrow` or `aclose` is in progress.
    pub async_running: Cell<bool>,
    /// The function; none once finished, so that what it holds is released.
    pub function: GilCell<Option<Ref<FunctionObject>>>,
    /// The code it runs, whatever becomes of the function's.
    pub code: Ref<CodeObject>,
    /// Its registers, where it runs. While it runs they are a frame's; when it is created or suspended they own their values;
    /// after its end they are stale.
    pub registers: UnsafeCell<Box<[Raw]>>,
    /// The instruction to go on with.
    pub next_instruction: Cell<u32>,
    /// Exceptions being handled inside, the innermost last.
    pub handled: GilCell<Vec<Value>>,
    /// `__name__`.
    pub name: GilCell<Value>,
    /// `__qualname__`.
    pub qualified_name: GilCell<Value>,
}

// SAFETY: repr(C), header first, the only type of this layout.
unsafe impl Object for GeneratorObject {
    const LAYOUT: Layout = Layout::Generator;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: the collector runs under the lock; saved objects own their counts.
        unsafe {
            if let Some(function) = seen(&self.function) {
                visit(&function.to_value());
            }
            visit(&self.code.to_value());
            if self.owns_registers() {
                for raw in (*self.registers.get()).iter() {
                    if raw.is_object() {
                        visit(&*(raw as *const Raw).cast::<Value>());
                    }
                }
            }
            seen(&self.handled).iter().for_each(visit);
        }
    }
    fn clear(&mut self) {
        self.drop_registers();
        self.state.set(GeneratorState::Finished);
        self.handled.get_mut_unshared().clear();
        *self.function.get_mut_unshared() = None;
    }
}

impl GeneratorObject {
    /// True if no exception was being handled where it waits.
    ///
    /// # Safety
    /// The lock must be held.
    #[inline(always)]
    pub unsafe fn handles_nothing(&self) -> bool {
        // SAFETY: the caller holds the lock, and the borrow ends here.
        unsafe { (*self.handled.as_ptr()).is_empty() }
    }
    /// The register that takes what is sent to the yield where it waits.
    ///
    /// # Safety
    /// It must be suspended and the lock held.
    #[inline(always)]
    pub unsafe fn register_of_yield(&self) -> *mut Raw {
        // SAFETY: the instruction before the next one is the yield, and its registers are the generator's.
        unsafe {
            let first = self.code.instructions.as_ptr().cast::<Ins>();
            let next = first.add(self.next_instruction.get() as usize);
            let registers: *mut Raw = (*self.registers.get()).as_mut_ptr();
            registers.add((*next.sub(1)).a as usize)
        }
    }
    /// True while the saved registers own their values.
    pub fn owns_registers(&self) -> bool {
        matches!(
            self.state.get(),
            GeneratorState::Created | GeneratorState::Suspended
        )
    }
    fn drop_registers(&mut self) {
        if !self.owns_registers() {
            return;
        }
        for raw in std::mem::take(self.registers.get_mut()) {
            if raw.is_object() {
                // SAFETY: saved registers own their counts.
                drop(unsafe { raw.into_value() });
            }
        }
    }
}

impl Drop for GeneratorObject {
    fn drop(&mut self) {
        self.drop_registers();
    }
}

/// True for a suspended generator that is inside a `try` or `with`, or an asynchronous generator or coroutine that wants a
/// hook or a warning: `close()` must run before it is freed.
///
/// # Safety
/// The header must be that of a generator.
pub unsafe fn wants_finalizer(header: NonNull<Header>) -> bool {
    // SAFETY: the caller says that it is a generator; the lock is held.
    let generator = unsafe { header.cast::<GeneratorObject>().as_ref() };
    match generator.state.get() {
        GeneratorState::Suspended => {
            let code = &generator.code;
            let at = generator.next_instruction.get();
            generator.kind != GeneratorKind::Generator
                || code
                    .code
                    .handlers
                    .iter()
                    .any(|handler| handler.start < at && at <= handler.end)
        }
        GeneratorState::Created => generator.kind == GeneratorKind::Coroutine,
        _ => false,
    }
}
