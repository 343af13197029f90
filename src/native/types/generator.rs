//! The built-in classes `generator`, `coroutine`, `async_generator`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `generator`.
pub static GENERATOR: NativeClass =
    NativeClass { name: "generator", layout: Layout::Generator, ..NativeClass::EMPTY };

/// `coroutine`.
pub static COROUTINE: NativeClass =
    NativeClass { name: "coroutine", layout: Layout::Generator, ..NativeClass::EMPTY };

/// `async_generator`.
pub static ASYNC_GENERATOR: NativeClass =
    NativeClass { name: "async_generator", layout: Layout::Generator, ..NativeClass::EMPTY };
