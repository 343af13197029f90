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
    SetIterator types::set_methods::SET_ITERATOR;
    StrAsciiIterator types::str_iterator::ASCII_ITERATOR;
    StrIterator types::str_iterator::ITERATOR;
    Enumerate types::enumerate::ENUMERATE;
    Zip types::zip::ZIP;
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
    ($($name:ident $base:ident $family:ident;)*) => {
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
                name: "BaseException", layout: Layout::Exception, base: None, ..types::exception::BASE
            };
            $(pub static $name: NativeClass = NativeClass {
                name: stringify!($name), layout: Layout::Exception, base: Some(&$base), ..types::exception::$family
            };)*
        }
    };
}

exceptions! {
    Exception BaseException EXCEPTION;
    SystemExit BaseException EXIT;
    KeyboardInterrupt BaseException EXCEPTION;
    GeneratorExit BaseException EXCEPTION;
    BaseExceptionGroup BaseException GROUP;
    ExceptionGroup BaseExceptionGroup GROUP_KIND;
    ArithmeticError Exception EXCEPTION;
    FloatingPointError ArithmeticError EXCEPTION;
    OverflowError ArithmeticError EXCEPTION;
    ZeroDivisionError ArithmeticError EXCEPTION;
    AssertionError Exception EXCEPTION;
    AttributeError Exception ATTRIBUTE;
    BufferError Exception EXCEPTION;
    EOFError Exception EXCEPTION;
    ImportError Exception IMPORT;
    ModuleNotFoundError ImportError IMPORT_KIND;
    LookupError Exception EXCEPTION;
    IndexError LookupError EXCEPTION;
    KeyError LookupError KEY;
    MemoryError Exception EXCEPTION;
    NameError Exception NAME;
    UnboundLocalError NameError NAME_KIND;
    OSError Exception SYSTEM;
    BlockingIOError OSError SYSTEM_KIND;
    ChildProcessError OSError SYSTEM_KIND;
    ConnectionError OSError SYSTEM_KIND;
    BrokenPipeError ConnectionError SYSTEM_KIND;
    ConnectionAbortedError ConnectionError SYSTEM_KIND;
    ConnectionRefusedError ConnectionError SYSTEM_KIND;
    ConnectionResetError ConnectionError SYSTEM_KIND;
    FileExistsError OSError SYSTEM_KIND;
    FileNotFoundError OSError SYSTEM_KIND;
    InterruptedError OSError SYSTEM_KIND;
    IsADirectoryError OSError SYSTEM_KIND;
    NotADirectoryError OSError SYSTEM_KIND;
    PermissionError OSError SYSTEM_KIND;
    ProcessLookupError OSError SYSTEM_KIND;
    TimeoutError OSError SYSTEM_KIND;
    ReferenceError Exception EXCEPTION;
    RuntimeError Exception EXCEPTION;
    NotImplementedError RuntimeError EXCEPTION;
    RecursionError RuntimeError EXCEPTION;
    PythonFinalizationError RuntimeError EXCEPTION;
    StopAsyncIteration Exception EXCEPTION;
    StopIteration Exception STOP;
    SyntaxError Exception SYNTAX;
    IndentationError SyntaxError SYNTAX_KIND;
    TabError IndentationError SYNTAX_KIND;
    SystemError Exception EXCEPTION;
    TypeError Exception EXCEPTION;
    ValueError Exception EXCEPTION;
    UnicodeError ValueError EXCEPTION;
    UnicodeDecodeError UnicodeError DECODE;
    UnicodeEncodeError UnicodeError ENCODE;
    UnicodeTranslateError UnicodeError TRANSLATE;
    Warning Exception EXCEPTION;
    BytesWarning Warning EXCEPTION;
    DeprecationWarning Warning EXCEPTION;
    EncodingWarning Warning EXCEPTION;
    FutureWarning Warning EXCEPTION;
    ImportWarning Warning EXCEPTION;
    PendingDeprecationWarning Warning EXCEPTION;
    ResourceWarning Warning EXCEPTION;
    RuntimeWarning Warning EXCEPTION;
    SyntaxWarning Warning EXCEPTION;
    UnicodeWarning Warning EXCEPTION;
    UserWarning Warning EXCEPTION;
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
