//! The built-in exception classes: one shared definition, and the attributes that single classes add.
use crate::native::NativeClass;
use crate::object::class::flags;

/// What all exception classes share.
pub const EXCEPTION: NativeClass = NativeClass {
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};
