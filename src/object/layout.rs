//! The table of layouts: one row a heap object type.
#![allow(unsafe_code)] // The rows erase types; each entry is called only with objects of its layout.

use super::heap::{LayoutTable, Object, layouts};
use super::*;

layouts! {
    /// Big ints, and instances of subclasses of int.
    Int = number::IntObject;
    /// Instances of subclasses of float.
    Float = number::FloatObject;
    /// Complex numbers.
    Complex = number::ComplexObject;
    /// Strings.
    Str = text::StrObject;
    /// Byte strings.
    Bytes = bytes::BytesObject;
    /// Mutable byte strings.
    ByteArray = bytes::ByteArrayObject;
    /// Tuples.
    Tuple = sequence::TupleObject;
    /// Lists.
    List = sequence::ListObject;
    /// Dicts.
    Dict = dict::DictObject;
    /// Keys, values and items of a dict.
    DictView = dict::DictViewObject;
    /// Sets and frozen sets.
    Set = set::SetObject;
    /// Ranges.
    Range = range::RangeObject;
    /// Slices.
    Slice = range::SliceObject;
    /// Iterators over ranges of machine ints.
    RangeIter = range::RangeIterObject;
    /// Iterators over lists.
    ListIter = sequence::ListIterObject;
    /// Iterators over tuples.
    TupleIter = sequence::TupleIterObject;
    /// Iterators over dicts and their views.
    DictIter = dict::DictIterObject;
    /// Iterators over strings.
    StrIter = iterators::StrIterObject;
    /// Iterators over sets.
    SetIter = iterators::SetIterObject;
    /// `enumerate`.
    Enumerate = iterators::EnumerateObject;
    /// `zip`.
    Zip = iterators::ZipObject;
    /// Classes.
    Class = class::ClassObject;
    /// Instances of classes written in the language.
    Instance = instance::InstanceObject;
    /// Functions written in the language.
    Function = function::FunctionObject;
    /// Functions written in Rust, and methods of built-in types, bound or not.
    NativeFunction = function::NativeFunctionObject;
    /// Bound methods.
    BoundMethod = function::BoundMethodObject;
    /// Closure cells.
    Cell = function::CellObject;
    /// Code objects.
    Code = function::CodeObject;
    /// Properties.
    Property = function::PropertyObject;
    /// Static and class methods.
    MethodWrapper = function::MethodWrapperObject;
    /// Attributes of native types computed by Rust functions, and slots of `__slots__`.
    GetSet = function::GetSetObject;
    /// Modules.
    Module = module::ModuleObject;
    /// Generators, coroutines and asynchronous generators.
    Generator = generator::GeneratorObject;
    /// Exceptions.
    Exception = exception::ExceptionObject;
    /// Tracebacks.
    Traceback = exception::TracebackObject;
    /// Weak references.
    WeakRef = weak::WeakRefObject;
    /// Objects of native modules: a boxed payload.
    Native = native::NativeObject;
}
