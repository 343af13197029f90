//! The token: whoever has a [`Gil`] holds the lock of its interpreter.
//!
//! Why plain reference counts are sound. A `Value` and a payload borrow exist only on a thread that is attached to the
//! value's interpreter, because
//! * the only way in is `Interp::attach`, whose closure and result must be `Send`, and `Value` is not;
//! * the only way to block is `Vm::detach`, whose closure and result must be `Send` as well, so no value and no borrow of
//!   the token goes along, and which borrows the `Vm` exclusively, so no payload borrow is alive;
//! * the token is neither `Copy` nor `Clone` nor `Send`, has no public constructor, and is owned by the `Vm`.
//!
//! Hence all touches of counts and payloads of one interpreter are ordered by its lock. A function that takes `&Gil` may
//! read and allocate, with `&mut Gil` also change payloads, and in both cases nothing else runs meanwhile; with `&mut Vm`
//! language code and other threads may run, and the borrow checker has ended every payload borrow.
//!
//! Known hole: a `thread_local!` that keeps a `Value` across `detach`. The crate has none, and a test looks for it.
#![allow(unsafe_code)] // Sharing the state between threads rests on the argument above.

use crate::interp::{Interp, Room, Sites, State};
use crate::object::heap::Heap;
use crate::object::value::Value;
use std::cell::UnsafeCell;
use std::marker::PhantomData;
use std::sync::Arc;

/// Proof that this thread holds the lock of `interp`.
pub struct Gil {
    interp: Arc<Interp>,
    /// The interpreter's state, at hand: it stays in place as long as the interpreter lives.
    room: *const Room,
    pub(crate) pending: UnsafeCell<Option<Value>>,
    not_send: PhantomData<*mut ()>,
}

impl Gil {
    /// A token.
    ///
    /// # Safety
    /// The calling thread must hold the interpreter's lock as long as the token lives, but for stretches inside `detach`
    /// and safe points, and must not have another token of the same interpreter.
    pub(crate) unsafe fn new(interp: Arc<Interp>) -> Gil {
        // SAFETY: the caller holds the lock.
        let room = unsafe { interp.room() } as *const Room;
        Gil {
            interp,
            room,
            pending: UnsafeCell::new(None),
            not_send: PhantomData,
        }
    }
    /// The interpreter.
    #[inline(always)]
    pub fn interp(&self) -> &Arc<Interp> {
        &self.interp
    }
    /// The interpreter's state.
    #[inline(always)]
    pub fn state(&self) -> &State {
        // SAFETY: the token proves that the lock is held, and its interpreter keeps the state alive.
        unsafe { &(*self.room).state }
    }
    /// The interpreter's table of attribute sites.
    #[inline(always)]
    pub(crate) fn sites(&self) -> &Sites {
        // SAFETY: as above.
        unsafe { &(*self.room).sites }
    }
    /// The heap.
    #[inline(always)]
    pub fn heap(&self) -> &Heap {
        &self.state().heap
    }
    /// Takes the exception that a `Raised` stands for.
    pub fn take_pending(&mut self) -> Option<Value> {
        self.pending.get_mut().take()
    }
    /// Makes an exception pending; the former one, if any, is dropped.
    pub fn set_pending(&mut self, exception: Value) {
        *self.pending.get_mut() = Some(exception);
    }
}
