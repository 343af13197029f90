//! The built-in classes `function`, `builtin_function_or_method`, `method_descriptor`, `method`, `cell`, `code`.
use crate::native::NativeClass;
use crate::object::heap::Layout;

/// `function`.
pub static FUNCTION: NativeClass =
    NativeClass { name: "function", layout: Layout::Function, ..NativeClass::EMPTY };

/// `builtin_function_or_method`.
pub static NATIVE_FUNCTION: NativeClass =
    NativeClass { name: "builtin_function_or_method", layout: Layout::NativeFunction, ..NativeClass::EMPTY };

/// `method_descriptor`.
pub static METHOD_DESCRIPTOR: NativeClass =
    NativeClass { name: "method_descriptor", layout: Layout::NativeFunction, ..NativeClass::EMPTY };

/// `method`.
pub static BOUND_METHOD: NativeClass =
    NativeClass { name: "method", layout: Layout::BoundMethod, ..NativeClass::EMPTY };

/// `cell`.
pub static CELL: NativeClass =
    NativeClass { name: "cell", layout: Layout::Cell, ..NativeClass::EMPTY };

/// `code`.
pub static CODE: NativeClass =
    NativeClass { name: "code", layout: Layout::Code, ..NativeClass::EMPTY };
