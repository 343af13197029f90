//! Text and number recipes: plain Rust functions on plain data, with the results and messages of CPython.
//!
//! What enters: `&str`, bytes, `i64`, `BigInt`, `f64`. What leaves: owned text, numbers, or a [`TextError`] that names the
//! Python exception. Nothing here knows values or the GIL; every object type and native module may call it.
//!
//! Text is valid UTF-8. Python strings may hold lone surrogates (U+D800..U+DFFF), which UTF-8 cannot; those are kept as the
//! private code points U+10F000..U+10F7FF, and only [`to_code_point`] and [`from_code_point`] know that mapping.

pub mod bytestrings;
pub mod codec;
pub mod digits;
pub mod float;
pub mod format;
pub mod hash;
pub mod json;
pub mod limbs;
pub mod number;
pub mod percent;
pub mod regex;
pub mod repr;
pub mod search;
pub mod strings;
pub mod template;
pub mod unicode;
mod unicode_tables;

use std::fmt;

/// First of the private code points that stand for surrogates.
const SURROGATE_STAND_IN: u32 = 0x10F000;

/// The Python code point that `c` stands for: itself, or the surrogate it represents.
#[inline]
pub fn to_code_point(c: char) -> u32 {
    let code = c as u32;
    if (SURROGATE_STAND_IN..SURROGATE_STAND_IN + 0x800).contains(&code) {
        code - SURROGATE_STAND_IN + 0xD800
    } else {
        code
    }
}

/// The `char` that represents a Python code point; `None` above U+10FFFF.
#[inline]
pub fn from_code_point(code: u32) -> Option<char> {
    if (0xD800..0xE000).contains(&code) {
        char::from_u32(code - 0xD800 + SURROGATE_STAND_IN)
    } else {
        char::from_u32(code)
    }
}

/// Whether `c` stands for a lone surrogate.
#[inline]
pub fn is_surrogate(c: char) -> bool {
    (SURROGATE_STAND_IN..SURROGATE_STAND_IN + 0x800).contains(&(c as u32))
}

/// The fields that a Unicode error carries besides its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnicodeFault {
    /// Name of the codec as Python reports it, for example `utf-8`.
    pub encoding: String,
    /// First offending code point (encoding) or byte (decoding).
    pub start: usize,
    /// One past the last offending position.
    pub end: usize,
    /// Why, for example `ordinal not in range(128)`.
    pub reason: String,
}

/// The Python exception type of a [`TextError`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    ValueError,
    TypeError,
    OverflowError,
    LookupError,
    IndexError,
    KeyError,
    ZeroDivisionError,
    MemoryError,
    UnicodeEncodeError(UnicodeFault),
    UnicodeDecodeError(UnicodeFault),
}

impl Kind {
    /// The name of the exception class.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::ValueError => "ValueError",
            Kind::TypeError => "TypeError",
            Kind::OverflowError => "OverflowError",
            Kind::LookupError => "LookupError",
            Kind::IndexError => "IndexError",
            Kind::KeyError => "KeyError",
            Kind::ZeroDivisionError => "ZeroDivisionError",
            Kind::MemoryError => "MemoryError",
            Kind::UnicodeEncodeError(_) => "UnicodeEncodeError",
            Kind::UnicodeDecodeError(_) => "UnicodeDecodeError",
        }
    }
}

/// A failure that the caller turns into the Python exception of that kind and message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextError {
    pub kind: Kind,
    pub message: String,
}

/// What the functions of this module return.
pub type Result<T> = std::result::Result<T, TextError>;

impl TextError {
    /// A `ValueError`.
    pub fn value(message: impl Into<String>) -> Self {
        TextError {
            kind: Kind::ValueError,
            message: message.into(),
        }
    }

    /// A `TypeError`.
    pub fn type_error(message: impl Into<String>) -> Self {
        TextError {
            kind: Kind::TypeError,
            message: message.into(),
        }
    }

    /// An `OverflowError`.
    pub fn overflow(message: impl Into<String>) -> Self {
        TextError {
            kind: Kind::OverflowError,
            message: message.into(),
        }
    }

    /// A `LookupError`.
    pub fn lookup(message: impl Into<String>) -> Self {
        TextError {
            kind: Kind::LookupError,
            message: message.into(),
        }
    }

    /// A `MemoryError`, for results too long to be built.
    pub fn memory() -> Self {
        TextError {
            kind: Kind::MemoryError,
            message: String::new(),
        }
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.name(), self.message)
    }
}

impl std::error::Error for TextError {}
