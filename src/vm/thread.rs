//! What a thread needs from the system: its ident, its stack's bounds; and the record the interpreter keeps of it.
#![allow(unsafe_code)] // Calls of libc about the current thread.

use crate::gil::slot::Slot;
use std::sync::Arc;

/// A live thread.
pub struct ThreadRecord {
    /// Its ident.
    pub ident: u64,
    /// Its slot.
    pub slot: Arc<Slot>,
    /// An exception to raise in it at its next safe point.
    pub pending: Option<crate::object::value::Value>,
}

/// The calling thread's ident as `get_ident` shows it.
pub fn native_ident() -> u64 {
    // SAFETY: no preconditions.
    unsafe { libc::pthread_self() as u64 }
}

/// The lowest address the native stack of the calling thread may reach, with a reserve for what does not check.
pub fn native_stack_limit() -> usize {
    const RESERVE: usize = 192 << 10;
    // SAFETY: the attributes are initialised by the first call and destroyed by the last.
    unsafe {
        let mut attributes: libc::pthread_attr_t = std::mem::zeroed();
        if libc::pthread_getattr_np(libc::pthread_self(), &mut attributes) != 0 {
            return (&raw const attributes as usize).saturating_sub(512 << 10);
        }
        let (mut low, mut size) = (std::ptr::null_mut(), 0);
        libc::pthread_attr_getstack(&attributes, &mut low, &mut size);
        libc::pthread_attr_destroy(&mut attributes);
        low as usize + RESERVE.min(size / 2)
    }
}
