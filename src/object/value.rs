//! `Value`: sixteen bytes, a tag and a payload. Ints, floats, booleans and the singletons are inline; everything else is a
//! counted reference to a heap object.
//!
//! `Value` owns its count and is neither `Send` nor `Sync`. `Raw` is the same pair without ownership, for registers.
#![allow(unsafe_code)] // Reference counting by hand: each block argues from ownership of a count and from the lock.

use super::heap::{self, Header, Layout, Object, Ref};
use std::marker::PhantomData;
use std::ptr::NonNull;

/// Tags of values.
pub mod tag {
    /// No value: an unbound register, a missing argument.
    pub const UNBOUND: u64 = 0;
    /// `None`.
    pub const NONE: u64 = 1;
    /// A boolean; the payload is 0 or 1.
    pub const BOOL: u64 = 2;
    /// A 64-bit integer.
    pub const INT: u64 = 3;
    /// A float; the payload is its bits.
    pub const FLOAT: u64 = 4;
    /// `...`, `NotImplemented` and the mark of a missing argument; the payload tells which.
    pub const SINGLETON: u64 = 5;
    /// A counted pointer to a heap object.
    pub const OBJECT: u64 = 6;
}

/// A value without ownership; tag 0 is "unbound".
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Raw {
    /// One of [`tag`].
    pub tag: u64,
    /// The payload.
    pub bits: u64,
}

impl Raw {
    /// The unbound mark.
    pub const UNBOUND: Raw = Raw {
        tag: tag::UNBOUND,
        bits: 0,
    };
    /// `None`.
    pub const NONE: Raw = Raw {
        tag: tag::NONE,
        bits: 0,
    };

    /// An int.
    #[inline(always)]
    pub const fn int(value: i64) -> Raw {
        Raw {
            tag: tag::INT,
            bits: value as u64,
        }
    }
    /// A float.
    #[inline(always)]
    pub const fn float(value: f64) -> Raw {
        Raw {
            tag: tag::FLOAT,
            bits: value.to_bits(),
        }
    }
    /// A boolean.
    #[inline(always)]
    pub const fn bool(value: bool) -> Raw {
        Raw {
            tag: tag::BOOL,
            bits: value as u64,
        }
    }
    /// A heap object.
    #[inline(always)]
    pub fn object(header: *const Header) -> Raw {
        Raw {
            tag: tag::OBJECT,
            bits: header as u64,
        }
    }
    /// Reads a place as two words. What was just written as two words must not be read as one of sixteen bytes: the
    /// processor would wait until the stores have left its buffer.
    ///
    /// # Safety
    /// The place must be valid.
    #[inline(always)]
    pub unsafe fn of_halves(place: *const Raw) -> Raw {
        // SAFETY: the caller says so; `volatile` only keeps the compiler from joining the loads.
        unsafe {
            Raw {
                tag: (&raw const (*place).tag).read_volatile(),
                bits: (&raw const (*place).bits).read_volatile(),
            }
        }
    }
    /// True unless this is the unbound mark.
    #[inline(always)]
    pub const fn is_bound(self) -> bool {
        self.tag != tag::UNBOUND
    }
    /// True for a heap object.
    #[inline(always)]
    pub const fn is_object(self) -> bool {
        self.tag >= tag::OBJECT
    }
    /// The object's header; only for objects.
    ///
    /// # Safety
    /// The tag must be OBJECT and the object alive.
    #[inline(always)]
    pub unsafe fn header<'a>(self) -> &'a Header {
        // SAFETY: the caller says that this is a live object.
        unsafe { &*(self.bits as *const Header) }
    }
    /// Adds a count if this is an object.
    ///
    /// # Safety
    /// An object must be alive.
    #[inline(always)]
    pub unsafe fn retain(self) {
        if self.is_object() {
            // SAFETY: as above.
            unsafe { self.header().retain() }
        }
    }
    /// Takes over the count this raw value stands for.
    ///
    /// # Safety
    /// The raw value must be bound and own a count that nobody else gives back.
    #[inline(always)]
    pub unsafe fn into_value(self) -> Value {
        // SAFETY: bound means that the tag is one of `Tag`.
        Value {
            tag: unsafe { std::mem::transmute::<u64, Tag>(self.tag) },
            bits: self.bits,
            not_send: PhantomData,
        }
    }
    /// A new counted value.
    ///
    /// # Safety
    /// The raw value must be bound and, if an object, alive.
    #[inline(always)]
    pub unsafe fn to_value(self) -> Value {
        // SAFETY: the count is added here.
        unsafe {
            self.retain();
            self.into_value()
        }
    }
}

/// The tag of a value that exists. An enumeration leaves all other numbers to `Option` and `Result`, so that also
/// `Outcome<Option<Value>>` is sixteen bytes and comes back in registers.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u64)]
#[allow(dead_code)] // Some come from memory only.
enum Tag {
    None = tag::NONE,
    Bool = tag::BOOL,
    Int = tag::INT,
    Float = tag::FLOAT,
    Singleton = tag::SINGLETON,
    Object = tag::OBJECT,
}

/// A Python value, owning its reference.
#[repr(C)]
pub struct Value {
    tag: Tag,
    bits: u64,
    not_send: PhantomData<*mut ()>,
}

const _: () = assert!(
    size_of::<Value>() == 16
        && size_of::<Option<Value>>() == 16
        && size_of::<crate::vm::Outcome<Option<Value>>>() == 16
        && size_of::<Raw>() == 16
);

// `Option<Value>` is the unbound mark when it is none; frames rely on it.
const _: () = {
    let none: std::mem::ManuallyDrop<Option<Value>> = std::mem::ManuallyDrop::new(None);
    // SAFETY: an option of a value is as large as one and begins with its tag.
    assert!(unsafe { *(&raw const none).cast::<u64>() } == tag::UNBOUND);
};

impl Value {
    /// `None`.
    pub const NONE: Value = Value::inline(Tag::None, 0);
    /// `True`.
    pub const TRUE: Value = Value::inline(Tag::Bool, 1);
    /// `False`.
    pub const FALSE: Value = Value::inline(Tag::Bool, 0);
    /// `...`.
    pub const ELLIPSIS: Value = Value::inline(Tag::Singleton, 0);
    /// `NotImplemented`.
    pub const NOT_IMPLEMENTED: Value = Value::inline(Tag::Singleton, 1);
    /// The mark of an argument that was not given; never visible to language code.
    pub const MISSING: Value = Value::inline(Tag::Singleton, 2);

    const fn inline(tag: Tag, bits: u64) -> Value {
        Value {
            tag,
            bits,
            not_send: PhantomData,
        }
    }
    /// An int of the machine's size.
    #[inline(always)]
    pub const fn int(value: i64) -> Value {
        Value::inline(Tag::Int, value as u64)
    }
    /// A float.
    #[inline(always)]
    pub const fn float(value: f64) -> Value {
        Value::inline(Tag::Float, value.to_bits())
    }
    /// A boolean.
    #[inline(always)]
    pub const fn bool(value: bool) -> Value {
        Value::inline(Tag::Bool, value as u64)
    }
    #[inline(always)]
    const fn word(&self) -> u64 {
        self.tag as u64
    }
    /// The pair without ownership; the value stays owner.
    #[inline(always)]
    pub const fn raw(&self) -> Raw {
        Raw {
            tag: self.word(),
            bits: self.bits,
        }
    }
    /// The kind word of an object: its layout and shape; 0 for inline values.
    #[inline(always)]
    pub fn kind_word(&self) -> u32 {
        match self.raw().is_object() {
            // SAFETY: an owned object is alive.
            true => unsafe { self.raw().header().kind() },
            false => 0,
        }
    }
    /// The pair with the ownership.
    #[inline(always)]
    pub const fn into_raw(self) -> Raw {
        let raw = self.raw();
        std::mem::forget(self);
        raw
    }
    /// True for `None`.
    #[inline(always)]
    pub const fn is_none(&self) -> bool {
        self.word() == tag::NONE
    }
    /// True for the mark of an argument that was not given.
    #[inline(always)]
    pub const fn is_missing(&self) -> bool {
        self.word() == tag::SINGLETON && self.bits == 2
    }
    /// True for `NotImplemented`.
    #[inline(always)]
    pub const fn is_not_implemented(&self) -> bool {
        self.word() == tag::SINGLETON && self.bits == 1
    }
    /// True for `...`.
    #[inline(always)]
    pub const fn is_ellipsis(&self) -> bool {
        self.word() == tag::SINGLETON && self.bits == 0
    }
    /// The inline int. Booleans, big ints and instances of subclasses of int are not inline ints; see `object::int`.
    #[inline(always)]
    pub const fn as_int(&self) -> Option<i64> {
        if self.word() == tag::INT {
            Some(self.bits as i64)
        } else {
            None
        }
    }
    /// The inline int or boolean as an int.
    #[inline(always)]
    pub const fn as_int_or_bool(&self) -> Option<i64> {
        if self.word() == tag::INT || self.word() == tag::BOOL {
            Some(self.bits as i64)
        } else {
            None
        }
    }
    /// The inline float.
    #[inline(always)]
    pub const fn as_float(&self) -> Option<f64> {
        if self.word() == tag::FLOAT {
            Some(f64::from_bits(self.bits))
        } else {
            None
        }
    }
    /// The boolean.
    #[inline(always)]
    pub const fn as_bool(&self) -> Option<bool> {
        if self.word() == tag::BOOL {
            Some(self.bits != 0)
        } else {
            None
        }
    }
    /// True for a heap object.
    #[inline(always)]
    pub const fn is_object(&self) -> bool {
        self.word() >= tag::OBJECT
    }
    /// The header of a heap object.
    #[inline(always)]
    pub fn header(&self) -> Option<&Header> {
        // SAFETY: the tag says object, and this value owns a count of it.
        if self.is_object() {
            Some(unsafe { self.raw().header() })
        } else {
            None
        }
    }
    /// The layout of a heap object.
    #[inline(always)]
    pub fn layout(&self) -> Option<Layout> {
        self.header().map(Header::layout)
    }
    /// The object as `T`, if its layout is that of `T` (so subclasses of a built-in type match, too).
    #[inline(always)]
    pub fn downcast<T: Object>(&self) -> Option<&T> {
        match self.header() {
            // SAFETY: the layout byte is written once at allocation, together with a `T`.
            Some(header) if header.layout() as u8 == T::LAYOUT as u8 => {
                Some(unsafe { &*(header as *const Header).cast() })
            }
            _ => None,
        }
    }
    /// The object as a typed reference of its own.
    pub fn to_ref<T: Object>(&self) -> Option<Ref<T>> {
        self.downcast::<T>().map(Ref::of)
    }
    /// `is`: the same object, or the same inline value.
    #[inline(always)]
    pub const fn is(&self, other: &Value) -> bool {
        self.word() == other.word() && self.bits == other.bits
    }
    /// What `id()` shows; for inline values a number made of the payload.
    pub fn identity(&self) -> u64 {
        if self.is_object() {
            self.bits
        } else {
            (self.bits << 5) ^ (self.word() << 1) ^ 0x5_0000_0000_0001
        }
    }
    /// A value of an object's header.
    pub fn of_header(header: &Header) -> Value {
        header.retain();
        // SAFETY: the count was added just now.
        unsafe {
            Raw {
                tag: tag::OBJECT,
                bits: header as *const Header as u64,
            }
            .into_value()
        }
    }
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Value {
        // SAFETY: self owns a count, so the object is alive; the new count belongs to the clone.
        unsafe { self.raw().to_value() }
    }
}

impl Drop for Value {
    #[inline(always)]
    fn drop(&mut self) {
        if self.is_object() {
            // SAFETY: this value owns one count, given back here and never used again.
            unsafe { heap::release(NonNull::new_unchecked(self.bits as *mut Header)) }
        }
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.word(), self.bits) {
            (tag::NONE, _) => f.write_str("None"),
            (tag::BOOL, bits) => write!(f, "{}", bits != 0),
            (tag::INT, bits) => write!(f, "{}", bits as i64),
            (tag::FLOAT, bits) => write!(f, "{:?}", f64::from_bits(bits)),
            (tag::SINGLETON, bits) => write!(f, "singleton {bits}"),
            (_, bits) => write!(f, "<{:?} at {bits:#x}>", self.layout()),
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::bool(value)
    }
}

impl<T: Object> From<Ref<T>> for Value {
    fn from(value: Ref<T>) -> Value {
        value.into_value()
    }
}

/// The registers of a running native call as values.
///
/// # Safety
/// All `count` registers from `first` on must be bound and stay untouched while the slice lives.
pub unsafe fn registers_as_values<'a>(first: *const Raw, count: usize) -> &'a [Value] {
    // SAFETY: `Raw` and `Value` have the same layout and a bound `Raw` has a nonzero tag.
    unsafe { std::slice::from_raw_parts(first.cast::<Value>(), count) }
}
