//! `GilCell`: a payload that only the holder of the interpreter's lock can open.
//!
//! Enters: a payload. Leaves: borrows tied to a borrow of the [`Gil`] token. Reading borrows the token, so no language code
//! and no other thread can run while the borrow lives; writing borrows it exclusively.
#![allow(unsafe_code)] // The one place where the token is turned into access; the argument stands in `gil/mod.rs`.

use super::Gil;
use std::cell::UnsafeCell;

/// A payload guarded by the lock of the interpreter it belongs to.
#[repr(transparent)]
pub struct GilCell<T>(UnsafeCell<T>);

impl<T> GilCell<T> {
    /// Wraps a payload.
    pub const fn new(payload: T) -> Self {
        GilCell(UnsafeCell::new(payload))
    }

    /// Reads the payload.
    #[inline(always)]
    pub fn get<'a>(&'a self, _gil: &'a Gil) -> &'a T {
        // SAFETY: the shared token proves that this thread holds the lock; a `get_mut` borrow would hold it exclusively.
        unsafe { &*self.0.get() }
    }

    /// Opens the payload for change.
    #[inline(always)]
    #[allow(clippy::mut_from_ref)]
    pub fn get_mut<'a>(&'a self, _gil: &'a mut Gil) -> &'a mut T {
        // SAFETY: the token is borrowed exclusively, so no other payload borrow of this interpreter is alive.
        unsafe { &mut *self.0.get() }
    }

    /// Replaces the payload and returns the old one.
    #[inline(always)]
    pub fn replace(&self, gil: &mut Gil, payload: T) -> T {
        std::mem::replace(self.get_mut(gil), payload)
    }

    /// Direct access for code that runs before the object is shared or while it is destroyed.
    pub fn get_mut_unshared(&mut self) -> &mut T {
        self.0.get_mut()
    }

    /// The address of the payload, for the collector and the instruction handlers, which argue on their own.
    #[inline(always)]
    pub(crate) const fn as_ptr(&self) -> *mut T {
        self.0.get()
    }
}
