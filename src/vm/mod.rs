//! The virtual machine: one [`Vm`] is one thread attached to one interpreter. It owns the token, the frames and the
//! register stack.
//!
//! Enters: functions and values. Leaves: results, or `Raised` with the exception pending in the token. Whoever has
//! `&mut Vm` may run language code, and another thread may run meanwhile.
#![allow(unsafe_code)] // The register stack is raw memory, and attaching makes tokens; arguments beside the blocks.

pub mod attributes;
pub(crate) mod bases;
pub mod binding;
pub mod call;
pub mod classes;
pub mod code;
pub mod embed;
pub mod errors;
pub mod errors_hint;
pub mod eval;
pub mod exit_record;
pub mod fast;
pub mod finish;
pub mod format;
pub mod frame;
pub mod frames;
pub mod generators;
pub mod hashing;
pub mod import;
pub(crate) mod instances;
pub mod items;
pub mod iteration;
mod load;
pub mod make;
pub(crate) mod native_classes;
pub mod numbers;
pub mod operators;
mod parameters;
mod pools;
pub mod report;
pub mod safepoint;
pub(crate) mod sites;
pub mod special;
pub mod startup;
pub(crate) mod stepping;
pub mod thread;
pub mod unwind;

use crate::code::Ins;
use crate::gil::Gil;
use crate::gil::lock::{Arrival, Blocked, ReleaseReason};
use crate::gil::slot::Slot;
use crate::interp::Interp;
use crate::object::value::{Raw, Value};
use crate::sched::{Instant, Wait};
use frame::Frames;
use std::cell::Cell;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// Says that an exception is pending in the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Raised;

/// A result, or a pending exception.
pub type Outcome<T> = Result<T, Raised>;

/// One thread attached to one interpreter.
pub struct Vm {
    gil: Gil,
    /// This thread's place in the lock's queues.
    pub slot: Arc<Slot>,
    /// Next instruction of the top frame, up to date whenever code outside of the handlers runs.
    pub(crate) pc: *const Ins,
    /// Instructions left before the lock is offered.
    pub(crate) ticks: i32,
    /// What `ticks` was when instructions were booked last, in runs that can be repeated.
    pub(crate) settled: i32,
    /// Instructions in a row, at polls of such runs, that nobody else can see.
    pub(crate) unseen: u32,
    /// A value that `eval` is about to free.
    pub(crate) parked: Raw,
    /// Room for a text in the making, empty between its uses.
    pub(crate) scratch: String,
    /// What the thread waits for, while signals are served that have interrupted it there.
    pub(crate) waiting: Option<crate::deadlock::graph::Want>,
    /// The globals of the top frame's function.
    pub(crate) globals: *const crate::object::dict::DictObject,
    /// The items of the standard `builtins`.
    pub(crate) builtins_map: *const crate::object::dict::DictMap,
    /// The class `super`, once it was used.
    pub(crate) super_class: *const crate::object::class::ClassObject,
    /// The beginning of the register stack.
    pub(crate) stack_first: *mut Raw,
    /// Bytes of it in which frames may lie.
    pub(crate) stack_room: usize,
    /// Steps of iterators that native code may take before it looks around.
    pub(crate) native_steps: u32,
    pub(crate) frames: Frames,
    pub(crate) stack: frame::RegisterStack,
    /// What an entry frame returned.
    pub(crate) result: Raw,
    /// Exceptions being handled, the innermost last.
    pub(crate) handled: Vec<Value>,
    /// Lowest address the native stack may reach.
    stack_limit: usize,
    /// Objects whose `repr` is under way, for cycles.
    pub(crate) repr_guard: Vec<u64>,
    /// This thread's ident as `_thread` sees it.
    pub ident: u64,
    /// True for the thread that created the interpreter.
    pub is_main: bool,
}

impl Deref for Vm {
    type Target = Gil;
    #[inline(always)]
    fn deref(&self) -> &Gil {
        &self.gil
    }
}

impl DerefMut for Vm {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut Gil {
        &mut self.gil
    }
}

/// Instructions before the first poll of a thread.
const FIRST_COUNTDOWN: i32 = 100;

thread_local! {
    /// The interpreter this thread is attached to, by address; 0 if none. The only thread-local of the crate.
    static ATTACHED: Cell<usize> = const { Cell::new(0) };
}

/// The way back in for work that runs under [`Vm::detach_with`]. Being neither `Send` nor `Sync` it stays on its thread.
pub struct Door {
    vm: *mut Vm,
    why: Wait,
    is_open: Cell<bool>,
}

impl Door {
    /// Takes the lock, runs `work`, and gives the lock up again. `None` from within such work: there is one `Vm` a thread.
    pub fn enter<R: Send>(&self, work: impl FnOnce(&mut Vm) -> R + Send) -> Option<R> {
        if self.is_open.replace(true) {
            return None;
        }
        struct Close<'a>(&'a Door, Arc<Interp>, Arc<Slot>);
        impl Drop for Close<'_> {
            fn drop(&mut self) {
                ATTACHED.set(0);
                self.1
                    .lock
                    .release(&self.2, ReleaseReason::Wait(self.0.why));
                self.0.is_open.set(false);
            }
        }
        // SAFETY: `detach_with` holds the exclusive borrow of the machine for as long as the door is there, uses it for
        // nothing meanwhile, and runs on this thread; the flag keeps a second reference from being made. What is read before
        // the lock is taken, the interpreter and the slot, never changes.
        let (interp, slot) = unsafe { ((*self.vm).gil.interp().clone(), (*self.vm).slot.clone()) };
        interp.lock.acquire(&slot, Arrival::Io);
        ATTACHED.set(Arc::as_ptr(&interp) as usize);
        let close = Close(self, interp, slot);
        // SAFETY: as above, and now the lock is held.
        let result = work(unsafe { &mut *self.vm });
        drop(close);
        Some(result)
    }
}

/// True if this thread is attached to some interpreter.
pub fn is_attached() -> bool {
    ATTACHED.get() != 0
}

impl Interp {
    /// Attaches the calling thread, runs `work` with the lock held, and detaches. Of the threads attached this way at one time
    /// the first is the interpreter's main thread.
    ///
    /// Panics if this thread is attached to an interpreter already: a second token would alias the first; and where
    /// [`Interp::try_attach`] gives an error.
    pub fn attach<R: Send>(self: &Arc<Interp>, work: impl FnOnce(&mut Vm) -> R + Send) -> R {
        self.try_attach(work)
            .expect("address space for a register stack")
    }

    /// [`Interp::attach`], or an error if the system has no room for the thread's registers.
    pub fn try_attach<R: Send>(
        self: &Arc<Interp>,
        work: impl FnOnce(&mut Vm) -> R + Send,
    ) -> std::io::Result<R> {
        let id = self
            .next_thread
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let slot = Slot::new(id, "MainThread");
        self.attach_thread(slot, true, None, work)
    }

    /// Attaches the calling thread with a slot, and for a started thread a register stack, made by its creator.
    pub(crate) fn attach_thread<R: Send>(
        self: &Arc<Interp>,
        slot: Arc<Slot>,
        is_main: bool,
        stack: Option<frame::RegisterStack>,
        work: impl FnOnce(&mut Vm) -> R + Send,
    ) -> std::io::Result<R> {
        assert!(
            !is_attached(),
            "this thread is attached to an interpreter already"
        );
        let ident = match &self.seeded {
            None => thread::native_ident(),
            Some(seeded) if seeded.claim() => seeded.ident(slot.id()),
            Some(_) => {
                return Err(std::io::Error::other(
                    "an interpreter with a seed belongs to the thread that made it",
                ));
            }
        };
        self.lock.acquire(&slot, Arrival::New);
        ATTACHED.set(Arc::as_ptr(self) as usize);
        // A panic must not leave the lock held for ever: the guard releases it on the way out, after
        // the machine and its values are gone.
        struct Release<'a>(&'a Interp, &'a Arc<Slot>);
        impl Drop for Release<'_> {
            fn drop(&mut self) {
                ATTACHED.set(0);
                self.0.lock.release(self.1, ReleaseReason::Exit);
            }
        }
        let release = Release(self, &slot);
        // SAFETY: the lock is held until the release below, and nothing else on this thread makes a token.
        let mut gil = unsafe { Gil::new(self.clone()) };
        let stack = match stack {
            Some(stack) => stack,
            None => thread::take_register_stack(&mut gil, is_main)?,
        };
        let mut vm = Vm {
            builtins_map: gil.builtins_map(),
            super_class: std::ptr::null(),
            frames: Frames::new(gil.state().recursion_limit.get()),
            stack_first: stack.first(),
            stack_room: stack.room(),
            gil,
            slot: slot.clone(),
            pc: std::ptr::null(),
            ticks: FIRST_COUNTDOWN,
            settled: FIRST_COUNTDOWN,
            unseen: 0,
            parked: Raw::UNBOUND,
            waiting: None,
            scratch: String::new(),
            globals: std::ptr::null(),
            native_steps: safepoint::NATIVE_STEPS,
            stack,
            result: Raw::UNBOUND,
            handled: Vec::new(),
            // A started thread knows the size of its stack and sets the limit itself.
            stack_limit: if is_main {
                thread::native_stack_limit(&self.config)
            } else {
                0
            },
            repr_guard: Vec::new(),
            ident,
            is_main,
        };
        vm.enter_thread();
        // The machine is not used after a panic but to take its thread off the list.
        let work = std::panic::AssertUnwindSafe(|| work(&mut vm));
        let result = std::panic::catch_unwind(work);
        match &result {
            Ok(_) => {
                vm.leave_thread();
                vm.give_register_stack();
            }
            Err(_) => drop(thread::interp_threads(&mut vm).records.remove(&slot.id())),
        }
        drop(vm);
        drop(release);
        match result {
            Ok(result) => Ok(result),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    }
}

impl Vm {
    /// Gives the lock up, runs `work`, which may block, and takes the lock again. The only way to wait for something that
    /// the interpreter does not know.
    pub fn detach<R: Send>(&mut self, why: Wait, work: impl FnOnce() -> R + Send) -> R {
        let interp = self.gil.interp().clone();
        self.show_frames();
        if self.is_recording() {
            self.note_wait(why);
        }
        self.settle();
        self.note_seeded_place(false);
        ATTACHED.set(0);
        interp.lock.release(&self.slot, ReleaseReason::Wait(why));
        struct Again<'a>(&'a Arc<Interp>, &'a Arc<Slot>);
        impl Drop for Again<'_> {
            fn drop(&mut self) {
                self.0.lock.acquire(self.1, Arrival::Io);
                ATTACHED.set(Arc::as_ptr(self.0) as usize);
            }
        }
        let again = Again(&interp, &self.slot);
        let result = work();
        drop(again);
        self.watch_countdown();
        result
    }

    /// As [`Vm::detach`] for work that wants to look at values now and then: it is given a door through which it comes back
    /// for as long as a call takes.
    pub fn detach_with<R: Send>(&mut self, why: Wait, work: impl FnOnce(&Door) -> R + Send) -> R {
        let vm = std::ptr::from_mut(self) as usize;
        self.detach(why, move || {
            let door = Door {
                vm: vm as *mut Vm,
                why,
                is_open: Cell::new(false),
            };
            work(&door)
        })
    }

    /// Gives the lock up and parks until another thread, holding the lock, wakes this thread's slot, until the deadline, or
    /// until a signal interrupts. Returns with the lock held. All waits of threads for each other go through here.
    pub fn block(&mut self, why: Wait, deadline: Option<Instant>) -> Blocked {
        if deadline.is_none() {
            crate::deadlock::before_block(self, &why);
        }
        let interp = self.gil.interp().clone();
        self.show_frames();
        if self.is_recording() {
            self.note_wait(why);
        }
        self.settle();
        self.note_seeded_place(false);
        ATTACHED.set(0);
        let outcome = interp.lock.block(&self.slot, deadline, &why);
        ATTACHED.set(Arc::as_ptr(&interp) as usize);
        self.watch_countdown();
        if deadline.is_none() {
            crate::deadlock::after_block(self);
        }
        outcome
    }

    /// At a poll of a run that can be repeated: lets another thread run first, if the scheduler says so.
    pub(crate) fn offer_turn(&mut self) {
        let interp = self.gil.interp().clone();
        ATTACHED.set(0);
        interp.lock.offer_turn(&self.slot);
        ATTACHED.set(Arc::as_ptr(&interp) as usize);
    }

    /// The token, for payload access that needs it exclusively while other fields of the `Vm` are borrowed.
    #[inline(always)]
    pub fn gil(&mut self) -> &mut Gil {
        &mut self.gil
    }

    /// Raises RecursionError if the native stack is nearly used up. Everything that recurses natively calls it.
    #[inline]
    pub fn check_native_stack(&mut self) -> Outcome<()> {
        let here = 0u8;
        if (&raw const here as usize) < self.stack_limit {
            return Err(self.raise(
                crate::object::builtin::Exc::RecursionError,
                "maximum recursion depth exceeded",
            ));
        }
        Ok(())
    }
}
