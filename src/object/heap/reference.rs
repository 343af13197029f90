//! Counted references to heap objects of known type.
//!
//! Enters: an object, or a pointer that owns a count. Leaves: [`Ref`]s, which give their counts back. Everybody uses them.
#![allow(unsafe_code)] // Type erasure: each block argues from the object's header or from a counted reference.

use super::{Header, Object, release};
use crate::object::value::{Raw, Value, tag};
use std::marker::PhantomData;
use std::ops::Deref;
use std::ptr::NonNull;

/// A counted reference to a heap object of known type.
pub struct Ref<T: Object> {
    pointer: NonNull<T>,
    owns: PhantomData<T>,
}

impl<T: Object> Ref<T> {
    /// A reference of its own to a borrowed object.
    #[inline(always)]
    pub fn of(object: &T) -> Ref<T> {
        // SAFETY: `Object` types begin with a header.
        unsafe { (*(object as *const T).cast::<Header>()).retain() };
        Ref {
            pointer: NonNull::from(object),
            owns: PhantomData,
        }
    }
    /// The untyped value.
    #[inline(always)]
    pub fn into_value(self) -> Value {
        let bits = self.pointer.as_ptr() as u64;
        std::mem::forget(self);
        // SAFETY: the count moves over.
        unsafe {
            Raw {
                tag: tag::OBJECT,
                bits,
            }
            .into_value()
        }
    }
    /// An untyped value of its own.
    #[inline(always)]
    pub fn to_value(&self) -> Value {
        self.clone().into_value()
    }
    /// The header.
    #[inline(always)]
    pub fn header(&self) -> &Header {
        // SAFETY: `Object` types begin with a header.
        unsafe { self.pointer.cast::<Header>().as_ref() }
    }
    /// The same object?
    pub fn is(&self, other: &Ref<T>) -> bool {
        self.pointer == other.pointer
    }
    /// The address, for identity and caches.
    #[inline(always)]
    pub fn as_ptr(&self) -> *const T {
        self.pointer.as_ptr()
    }
    /// Takes over a reference.
    ///
    /// # Safety
    /// The pointer must own a reference to a live `T`.
    #[inline(always)]
    pub unsafe fn from_raw(pointer: *const T) -> Ref<T> {
        // SAFETY: the caller says so.
        Ref {
            pointer: unsafe { NonNull::new_unchecked(pointer as *mut T) },
            owns: PhantomData,
        }
    }
}

/// A value of a borrowed object.
pub fn value_of<T: Object>(object: &T) -> Value {
    Ref::of(object).into_value()
}

/// The header of a borrowed object.
#[inline(always)]
pub fn header_of<T: Object>(object: &T) -> &Header {
    // SAFETY: `Object` types begin with a header.
    unsafe { &*(object as *const T).cast::<Header>() }
}

impl<T: Object> Deref for Ref<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: this reference keeps the object alive.
        unsafe { self.pointer.as_ref() }
    }
}

impl<T: Object> Clone for Ref<T> {
    #[inline(always)]
    fn clone(&self) -> Ref<T> {
        Ref::of(&**self)
    }
}

impl<T: Object> Drop for Ref<T> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: this reference owns one count.
        unsafe { release(self.pointer.cast()) }
    }
}
