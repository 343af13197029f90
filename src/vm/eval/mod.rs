//! The loop: one small handler an opcode, each ending in a tail call to the next.
//!
//! A handler has the hot state in its arguments: `pc` already points behind the current instruction, `base` is register 0,
//! `ticks` the countdown, `constants` the code's constants. Whatever may block, raise or poll returns to the driver
//! [`Vm::run`], so that tail calls are an optimisation and never a requirement. Slow paths are functions of the same
//! signature in tail position; they save `pc` and `ticks` in the `Vm` before they call anything.
#![allow(unsafe_code)] // Registers are raw memory; the compiler's verifier argues for their discipline.

mod arithmetic;
mod attributes;
mod build;
mod calls;
mod exceptions;
mod items;
mod iteration;
mod loops;
mod methods;
mod moves;
mod returns;
mod strings;

use crate::code::{Ins, Op};
use crate::object::heap;
use crate::object::value::{Raw, Value};
use crate::vm::{Outcome, Raised, Vm};
use std::ptr::NonNull;

/// Why the handlers returned to the driver.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Exit {
    /// A safe point is due.
    Poll,
    /// An exception is pending.
    Raise,
    /// The entry frame returned or yielded; its value is in `Vm::result`.
    Return,
}

pub(crate) type Handler = unsafe fn(&mut Vm, *const Ins, *mut Raw, i32, *const Raw) -> Exit;

/// Goes to the next instruction. A build with `RUSTFLAGS="--cfg tick_uncounted"` counts no ticks, and so offers the lock only
/// where it blocks: `benches/compare --python` with such a build shows what counting costs.
macro_rules! next {
    ($vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident) => {{
        // The countdown never gets near the least number, so this is exact; `unchecked` lets its flags decide the jump.
        let ticks = if cfg!(tick_uncounted) {
            $t
        } else {
            $t.unchecked_sub(1)
        };
        if !cfg!(tick_uncounted) && ticks <= 0 {
            return $crate::vm::eval::poll($vm, $pc, $base, ticks, $k);
        }
        return $crate::vm::eval::TABLE[(*$pc).op as usize]($vm, $pc.add(1), $base, ticks, $k);
    }};
}

/// Writes a raw value, whose count is owned, to register `a` and goes to the next instruction; the old content is released. Most
/// results go to temporaries, which are empty before: the way of those has no jump but its own.
macro_rules! write_next {
    ($vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident, $a:expr, $raw:expr) => {{
        let slot = $base.add($a as usize);
        let new = $raw;
        let (is_object, old) = ((*slot).is_object(), (*slot).bits);
        *slot = new;
        if is_object {
            std::hint::cold_path();
            if $crate::object::heap::decrement(old as *const _) {
                return $crate::vm::eval::free_dying($vm, $pc, $base, $t, $k, old);
            }
        }
        $crate::vm::eval::next!($vm, $pc, $base, $t, $k)
    }};
}

/// As `write_next`, and kills register `b`, which is not `a` and holds an object.
macro_rules! kill_write_next {
    ($vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident, $b:expr, $a:expr, $raw:expr) => {{
        let new = $raw;
        let register = $base.add($b as usize);
        let dying = (*register).bits;
        *register = Raw::UNBOUND;
        if $crate::object::heap::decrement(dying as *const _) {
            $vm.parked = new;
            return $crate::vm::eval::free_and_write($vm, $pc, $base, $t, $k, dying);
        }
        $crate::vm::eval::write_next!($vm, $pc, $base, $t, $k, $a, new)
    }};
}

/// Saves the hot state before code outside of the handlers runs.
macro_rules! save {
    ($vm:ident, $pc:ident, $t:ident) => {
        $vm.pc = $pc;
        $vm.ticks = $t;
    };
}

/// After a slow path: takes the countdown back, polls if something is urgent, and goes on.
macro_rules! resume {
    ($vm:ident, $pc:ident, $base:ident, $k:ident) => {{
        let ticks = $vm.ticks;
        if $vm.heap().urgent() || $crate::memory::is_troubled() {
            $vm.pc = $pc;
            return $crate::vm::eval::Exit::Poll;
        }
        $crate::vm::eval::next!($vm, $pc, $base, ticks, $k)
    }};
}

/// The value of an outcome, or back to the driver with the exception.
macro_rules! attempt {
    ($outcome:expr) => {
        match $outcome {
            Ok(value) => value,
            Err($crate::vm::Raised) => return $crate::vm::eval::Exit::Raise,
        }
    };
}

pub(crate) use {attempt, kill_write_next, next, resume, save, write_next};

/// Goes back to the driver for a safe point. A function, and cold, so that the way to the next handler has no jump but its own.
#[cold]
#[inline(never)]
pub(crate) unsafe fn poll(vm: &mut Vm, pc: *const Ins, _: *mut Raw, _: i32, _: *const Raw) -> Exit {
    vm.pc = pc;
    vm.ticks = 0;
    // A result that the compiler knew would be put in place by the caller, which would need a frame for that.
    std::hint::black_box(Exit::Poll)
}

/// Frees an object, given by its address, whose last count is gone, and goes on.
#[cold]
#[inline(never)]
pub(crate) unsafe fn free_dying(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
    dying: u64,
) -> Exit {
    // SAFETY: the caller gave the last count back.
    unsafe {
        save!(vm, pc, t);
        heap::died(NonNull::new_unchecked(dying as *mut heap::Header));
        resume!(vm, pc, base, k)
    }
}

/// Frees the parked value and goes on.
#[cold]
#[inline(never)]
pub(crate) unsafe fn free_then_next(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    // SAFETY: the parked value's last count was given back by the caller.
    unsafe {
        save!(vm, pc, t);
        heap::died(NonNull::new_unchecked(vm.parked.bits as *mut heap::Header));
        resume!(vm, pc, base, k)
    }
}

/// Frees a dying operand, given by its address, writes the parked value to register `a` of the current instruction, and goes
/// on.
#[cold]
#[inline(never)]
pub(crate) unsafe fn free_and_write(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
    dying: u64,
) -> Exit {
    // SAFETY: the dying value's last count was given back; the parked value is owned.
    unsafe {
        save!(vm, pc, t);
        let new = std::mem::replace(&mut vm.parked, Raw::UNBOUND).into_value();
        heap::died(NonNull::new_unchecked(dying as *mut heap::Header));
        put(base, (*pc.sub(1)).a, new);
        resume!(vm, pc, base, k)
    }
}

/// A register as a value, borrowed.
///
/// # Safety
/// The register must be bound and stay untouched while the borrow lives.
#[inline(always)]
pub(crate) unsafe fn value_at<'a>(base: *mut Raw, register: u8) -> &'a Value {
    // SAFETY: the caller says so; `Raw` and `Value` share their layout.
    unsafe { &*base.add(register as usize).cast::<Value>() }
}

/// A constant as a value, borrowed.
///
/// # Safety
/// The constant must exist.
#[inline(always)]
pub(crate) unsafe fn constant_at<'a>(constants: *const Raw, number: usize) -> &'a Value {
    // SAFETY: the caller says so; the code object keeps its constants alive while its frame runs.
    unsafe { &*constants.add(number).cast::<Value>() }
}

/// Releases a register and marks it unbound.
///
/// # Safety
/// The register must own its content.
#[inline(always)]
pub(crate) unsafe fn kill(base: *mut Raw, register: u8) {
    // SAFETY: the caller says so; the register is emptied before the drop.
    unsafe {
        let slot = base.add(register as usize);
        let old = *slot;
        *slot = Raw::UNBOUND;
        if old.is_object() {
            drop(old.into_value());
        }
    }
}

/// Reads a register, see [`Raw::of_halves`].
#[inline(always)]
pub(crate) unsafe fn read(slot: *const Raw) -> Raw {
    // SAFETY: the caller says that the register exists.
    unsafe { Raw::of_halves(slot) }
}

/// Empties a register that is bound.
///
/// # Safety
/// The register must be bound and own its content.
#[inline(always)]
pub(crate) unsafe fn take(base: *mut Raw, register: u8) -> Value {
    // SAFETY: the caller says so.
    unsafe { std::mem::replace(&mut *base.add(register as usize), Raw::UNBOUND).into_value() }
}

/// Writes a value to a register and releases the old content.
///
/// # Safety
/// The register must be inert or own its content.
#[inline(always)]
pub(crate) unsafe fn put(base: *mut Raw, register: u8, value: Value) {
    // SAFETY: the caller says so.
    unsafe {
        let old = std::mem::replace(&mut *base.add(register as usize), value.into_raw());
        if old.is_object() {
            drop(old.into_value());
        }
    }
}

unsafe fn bad_opcode(vm: &mut Vm, pc: *const Ins, _: *mut Raw, t: i32, _: *const Raw) -> Exit {
    save!(vm, pc, t);
    let Raised = vm.raise(crate::object::builtin::Exc::SystemError, "unknown opcode");
    Exit::Raise
}

mod handlers {
    pub(crate) use super::arithmetic::*;
    pub(crate) use super::attributes::*;
    pub(crate) use super::build::*;
    pub(crate) use super::calls::*;
    pub(crate) use super::exceptions::*;
    pub(crate) use super::items::*;
    pub(crate) use super::iteration::*;
    pub(crate) use super::loops::*;
    pub(crate) use super::methods::*;
    pub(crate) use super::moves::*;
    pub(crate) use super::returns::*;
    pub(crate) use super::strings::*;
}

macro_rules! handler_table {
    ($($name:ident)*) => {
        /// The handlers by opcode.
        pub(crate) static TABLE: [Handler; 256] = {
            let mut table: [Handler; 256] = [bad_opcode; 256];
            $( table[Op::$name as usize] = handlers::$name; )*
            table
        };
    };
}
crate::code::op::for_each_opcode!(handler_table);

impl Vm {
    /// Runs the top frame, which must be an entry frame, to its end or its next yield.
    pub(crate) fn run(&mut self) -> Outcome<Value> {
        self.drive(false)
    }

    /// As `run`, but begins by raising the pending exception in the top frame.
    pub(crate) fn run_raising(&mut self, _: Raised) -> Outcome<Value> {
        self.drive(true)
    }

    fn drive(&mut self, mut raising: bool) -> Outcome<Value> {
        let entry = self.frames.len() - 1;
        loop {
            if raising {
                self.unwind(entry)?;
            }
            let Some(frame) = self.frames.last() else {
                return Err(Raised);
            };
            let (base, constants) = (frame.base, frame.constants);
            // SAFETY: `pc`, `base` and `constants` are those of the top frame; the handlers keep the register discipline
            // that the compiler's verifier checks.
            let exit = unsafe {
                let first = self.pc;
                TABLE[(*first).op as usize](self, first.add(1), base, self.ticks.max(1), constants)
            };
            raising = match exit {
                Exit::Poll => {
                    let failed = self.safe_point().is_err();
                    if failed {
                        // The exception belongs to the instruction that would have come next.
                        self.pc = self.pc.wrapping_add(1);
                    }
                    failed
                }
                Exit::Raise => true,
                Exit::Return => {
                    let result = std::mem::replace(&mut self.result, Raw::UNBOUND);
                    // SAFETY: the handler that returned left an owned value there.
                    return Ok(unsafe { result.into_value() });
                }
            };
        }
    }
}
