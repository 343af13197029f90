//! The built-in classes every interpreter has from the start: their numbers, which are also the numbers of their shapes.

use super::heap::{KIND_ATTRIBUTES, Layout};
use crate::native::{NativeClass, types};

macro_rules! builtin_classes {
    ($($name:ident $class:path;)*) => {
        /// A built-in class by number.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u16)]
        #[allow(missing_docs)]
        pub enum Builtin { $($name,)* }

        /// The definitions of the built-in classes by number, without the exceptions.
        pub static CLASSES: &[&NativeClass] = &[$(&$class,)*];
    };
}

builtin_classes! {
    Object types::object::OBJECT;
    Type types::class::TYPE;
    Int types::int::INT;
    Bool types::int::BOOL;
    Float types::float::FLOAT;
    Complex types::complex::COMPLEX;
    Str types::str::STR;
    Bytes types::bytes::BYTES;
    ByteArray types::bytearray::BYTEARRAY;
    Tuple types::tuple::TUPLE;
    List types::list::LIST;
    Dict types::dict::DICT;
    DictKeys types::dict_views::KEYS;
    DictValues types::dict_views::VALUES;
    DictItems types::dict_views::ITEMS;
    Set types::set::SET;
    FrozenSet types::set::FROZENSET;
    Range types::range::RANGE;
    Slice types::slice::SLICE;
    NoneType types::singletons::NONE_TYPE;
    EllipsisType types::singletons::ELLIPSIS_TYPE;
    NotImplementedType types::singletons::NOT_IMPLEMENTED_TYPE;
    Function types::function::FUNCTION;
    NativeFunction types::function::NATIVE_FUNCTION;
    MethodDescriptor types::function::METHOD_DESCRIPTOR;
    BoundMethod types::function::BOUND_METHOD;
    Cell types::function::CELL;
    Code types::function::CODE;
    Property types::descriptors::PROPERTY;
    StaticMethod types::descriptors::STATIC_METHOD;
    ClassMethod types::descriptors::CLASS_METHOD;
    GetSetDescriptor types::descriptors::GETSET;
    MemberDescriptor types::descriptors::MEMBER;
    Module types::module::MODULE;
    Generator types::generator::GENERATOR;
    Coroutine types::generator::COROUTINE;
    AsyncGenerator types::generator::ASYNC_GENERATOR;
    Traceback types::traceback::TRACEBACK;
    WeakRef types::weakref::REFERENCE;
    RangeIterator types::range::ITERATOR;
    ListIterator types::list::ITERATOR;
    ListReverseIterator types::list::REVERSE_ITERATOR;
    TupleIterator types::tuple::ITERATOR;
    DictKeyIterator types::dict_views::KEY_ITERATOR;
    DictValueIterator types::dict_views::VALUE_ITERATOR;
    DictItemIterator types::dict_views::ITEM_ITERATOR;
}

/// Numbers of shapes of built-in classes that code compares with.
pub mod shape {
    use super::Builtin;
    /// Plain strings.
    pub const STR: u32 = Builtin::Str as u32;
    /// Plain ints beyond 64 bits.
    pub const INT: u32 = Builtin::Int as u32;
    /// Plain lists.
    pub const LIST: u32 = Builtin::List as u32;
    /// Plain tuples.
    pub const TUPLE: u32 = Builtin::Tuple as u32;
    /// Plain dicts.
    pub const DICT: u32 = Builtin::Dict as u32;
}

macro_rules! exceptions {
    ($($name:ident $base:ident;)*) => {
        /// A built-in exception class by number.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u16)]
        #[allow(missing_docs)]
        pub enum Exc { BaseException, $($name,)* }

        /// The definitions of the exception classes, by number.
        pub static EXCEPTIONS: &[&NativeClass] = &[&exception_class::BaseException, $(&exception_class::$name,)*];

        #[allow(non_upper_case_globals, missing_docs)]
        mod exception_class {
            use super::*;
            pub static BaseException: NativeClass = NativeClass {
                name: "BaseException", layout: Layout::Exception, base: None, ..types::exception::EXCEPTION
            };
            $(pub static $name: NativeClass = NativeClass {
                name: stringify!($name), layout: Layout::Exception, base: Some(&$base), ..types::exception::EXCEPTION
            };)*
        }
    };
}

exceptions! {
    Exception BaseException;
    SystemExit BaseException;
    KeyboardInterrupt BaseException;
    GeneratorExit BaseException;
    BaseExceptionGroup BaseException;
    ArithmeticError Exception;
    FloatingPointError ArithmeticError;
    OverflowError ArithmeticError;
    ZeroDivisionError ArithmeticError;
    AssertionError Exception;
    AttributeError Exception;
    BufferError Exception;
    EOFError Exception;
    ImportError Exception;
    ModuleNotFoundError ImportError;
    LookupError Exception;
    IndexError LookupError;
    KeyError LookupError;
    MemoryError Exception;
    NameError Exception;
    UnboundLocalError NameError;
    OSError Exception;
    BlockingIOError OSError;
    ChildProcessError OSError;
    ConnectionError OSError;
    BrokenPipeError ConnectionError;
    ConnectionAbortedError ConnectionError;
    ConnectionRefusedError ConnectionError;
    ConnectionResetError ConnectionError;
    FileExistsError OSError;
    FileNotFoundError OSError;
    InterruptedError OSError;
    IsADirectoryError OSError;
    NotADirectoryError OSError;
    PermissionError OSError;
    ProcessLookupError OSError;
    TimeoutError OSError;
    ReferenceError Exception;
    RuntimeError Exception;
    NotImplementedError RuntimeError;
    RecursionError RuntimeError;
    PythonFinalizationError RuntimeError;
    StopAsyncIteration Exception;
    StopIteration Exception;
    SyntaxError Exception;
    IndentationError SyntaxError;
    TabError IndentationError;
    SystemError Exception;
    TypeError Exception;
    ValueError Exception;
    UnicodeError ValueError;
    UnicodeDecodeError UnicodeError;
    UnicodeEncodeError UnicodeError;
    UnicodeTranslateError UnicodeError;
    Warning Exception;
    BytesWarning Warning;
    DeprecationWarning Warning;
    EncodingWarning Warning;
    FutureWarning Warning;
    ImportWarning Warning;
    PendingDeprecationWarning Warning;
    ResourceWarning Warning;
    RuntimeWarning Warning;
    SyntaxWarning Warning;
    UnicodeWarning Warning;
    UserWarning Warning;
}

/// Number of built-in classes, exceptions included; also the number of shapes an interpreter starts with.
pub fn count() -> usize {
    CLASSES.len() + EXCEPTIONS.len()
}

impl Builtin {
    /// The number of its shape.
    pub const fn shape(self) -> u32 {
        self as u32
    }
}

impl Exc {
    /// The number of the class in the interpreter's table.
    pub fn number(self) -> usize {
        CLASSES.len() + self as usize
    }
    /// The number of its shape.
    pub fn shape(self) -> u32 {
        self.number() as u32 | KIND_ATTRIBUTES
    }
}
