//! What native code looks like to the interpreter: definitions of functions, classes and modules, as immutable tables.
//!
//! A native function is a typed Rust function with its doc comment and the signature Python shows; [`native_functions!`]
//! makes the table row. Tables hold no values, so all interpreters share them. A module is one leaf file and one line in
//! [`MODULES`].
pub mod arguments;
pub mod array;
pub mod atexit;
pub mod binascii;
pub mod bisect;
pub mod buffer;
pub mod builtins;
pub mod builtins_core;
pub mod builtins_iter;
pub mod channel;
pub mod cmath;
pub mod codecs;
pub mod collections;
pub mod connection;
pub mod fcntl;
pub mod frames;
pub mod functools;
pub mod gc;
pub mod hashlib;
pub mod heapq;
pub mod imp;
pub mod io;
pub mod itertools;
pub mod json;
pub mod library;
pub mod math;
pub mod mmap;
pub mod modules;
pub mod multiprocessing;
pub mod named_tuple;
pub mod operator;
pub mod os_error;
pub mod packing;
pub mod payload;
pub mod pickle;
pub mod posix;
pub mod posixshmem;
pub mod posixsubprocess;
pub mod pwd;
pub mod queue;
pub mod random;
pub mod regex;
pub mod resource;
pub mod select;
pub mod signal;
pub mod signals;
pub mod signature;
pub mod site;
pub mod socket;
pub mod special;
pub mod structure;
pub mod sys;
pub mod thread;
pub mod tick;
pub mod time;
pub mod time_text;
pub mod types;
pub mod unicodedata;
pub mod weakref;
pub mod zip_file;
pub mod zlib;

use crate::object::class::ClassObject;
use crate::object::heap::{Layout, Ref};
use crate::object::module::ModuleObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
pub use arguments::{Arguments, FromValue, IntoValue};
pub use special::{BinaryOp, CompareOp, Conversion, SpecialMethod, UnaryOp};
use std::sync::OnceLock;

/// The uniform form of a native function: one value a parameter in the order of the signature, `MISSING` for what was not
/// given; a `*args` parameter gets a tuple, `**kwargs` a dict.
pub type NativeFn = fn(&mut Vm, &[Value]) -> Outcome<Value>;

/// A native function or method.
pub struct NativeDefinition {
    /// Name and parameters in Python's notation: `"sqrt(x, /)"`. Defaults are shown and, if they are None, booleans, ints
    /// or strings, filled in; any other default text reaches the function as `MISSING`.
    pub signature: &'static str,
    /// Length of the name in front of the parameters.
    pub name_length: usize,
    /// The doc comment.
    pub doc: &'static str,
    /// The code.
    pub function: NativeFn,
    /// What kind of attribute it becomes in a class.
    pub kind: MethodKind,
    /// The signature, parsed at first use.
    pub parsed: OnceLock<signature::Signature>,
}

/// What a native function becomes in a class.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MethodKind {
    /// A method: the first parameter is the instance.
    Method,
    /// A class method: the first parameter is the class.
    Class,
    /// A static method (`__new__` among them).
    Static,
}

impl NativeDefinition {
    /// The parsed signature.
    #[inline]
    pub fn parsed(&self) -> &signature::Signature {
        self.parsed
            .get_or_init(|| signature::Signature::parse(self.signature))
    }
    /// The name.
    #[inline]
    pub fn name(&self) -> &'static str {
        self.signature.split_at(self.name_length).0
    }
}

/// How much of a signature is the name.
pub const fn name_length(signature: &str) -> usize {
    let bytes = signature.as_bytes();
    let mut at = 0;
    while at < bytes.len() && bytes[at] != b'(' {
        at += 1;
    }
    at
}

/// A computed attribute of a native class.
pub struct GetSetDefinition {
    /// Its name.
    pub name: &'static str,
    /// Its doc.
    pub doc: &'static str,
    /// Reads it.
    pub get: fn(&mut Vm, &Value) -> Outcome<Value>,
    /// Writes it, or with `None` deletes it.
    pub set: Option<fn(&mut Vm, &Value, Option<&Value>) -> Outcome<()>>,
}

/// The operations of a native class. An operation that is not there is not supported. Binary operations and comparisons
/// answer `NotImplemented` for operands they do not know. They see instances of subclasses, too.
#[derive(Clone, Copy)]
#[allow(missing_docs)] // Each field is the operation of its name; the types say the rest.
pub struct Slots {
    pub repr: Option<fn(&mut Vm, &Value) -> Outcome<Value>>,
    pub str: Option<fn(&mut Vm, &Value) -> Outcome<Value>>,
    pub hash: Option<fn(&mut Vm, &Value) -> Outcome<u64>>,
    pub compare: Option<fn(&mut Vm, CompareOp, &Value, &Value) -> Outcome<Value>>,
    pub truth: Option<fn(&mut Vm, &Value) -> Outcome<bool>>,
    pub length: Option<fn(&mut Vm, &Value) -> Outcome<usize>>,
    pub get_item: Option<fn(&mut Vm, &Value, &Value) -> Outcome<Value>>,
    /// Sets an item, or with `None` deletes it.
    pub set_item: Option<fn(&mut Vm, &Value, &Value, Option<&Value>) -> Outcome<()>>,
    pub contains: Option<fn(&mut Vm, &Value, &Value) -> Outcome<bool>>,
    pub iterate: Option<fn(&mut Vm, &Value) -> Outcome<Value>>,
    /// The next item, `None` at the end.
    pub next: Option<fn(&mut Vm, &Value) -> Outcome<Option<Value>>>,
    pub call: Option<fn(&mut Vm, &Value, Arguments) -> Outcome<Value>>,
    pub binary: Option<fn(&mut Vm, BinaryOp, &Value, &Value) -> Outcome<Value>>,
    /// Augmented assignment in place; `NotImplemented` falls back to `binary`.
    pub in_place: Option<fn(&mut Vm, BinaryOp, &Value, &Value) -> Outcome<Value>>,
    /// Negation and the like; `NotImplemented` if this type lacks that one.
    pub unary: Option<fn(&mut Vm, UnaryOp, &Value) -> Outcome<Value>>,
    /// Conversions: `__int__`, `__float__`, `__index__`, `__complex__`; `NotImplemented` if this type lacks that one.
    pub convert: Option<fn(&mut Vm, Conversion, &Value) -> Outcome<Value>>,
    /// Reads an attribute; `None` if it is not there. Without it the generic look-up of `object` serves.
    pub get_attribute: Option<fn(&mut Vm, &Value, &Value) -> Outcome<Option<Value>>>,
    /// Sets an attribute, or with `None` deletes it. Without it the generic one serves.
    pub set_attribute: Option<fn(&mut Vm, &Value, &Value, Option<&Value>) -> Outcome<()>>,
    /// Descriptor: called with descriptor, instance (none when read from the class) and the class.
    pub descriptor_get: Option<fn(&mut Vm, &Value, Option<&Value>, &Value) -> Outcome<Value>>,
    /// Data descriptor: sets, or with `None` deletes.
    pub descriptor_set: Option<fn(&mut Vm, &Value, &Value, Option<&Value>) -> Outcome<()>>,
    /// Which of the binary operators `binary` knows, for the class's `__add__` and so on; reflected ones come with it.
    pub operators: &'static [BinaryOp],
    /// Which of them `in_place` knows.
    pub in_place_operators: &'static [BinaryOp],
    /// Which unary operators `unary` knows.
    pub unary_operators: &'static [UnaryOp],
    /// Which conversions `convert` knows.
    pub conversions: &'static [Conversion],
}

impl Slots {
    /// No operations.
    pub const NONE: Slots = Slots {
        repr: None,
        str: None,
        hash: None,
        compare: None,
        truth: None,
        length: None,
        get_item: None,
        set_item: None,
        contains: None,
        iterate: None,
        next: None,
        call: None,
        binary: None,
        in_place: None,
        unary: None,
        convert: None,
        get_attribute: None,
        set_attribute: None,
        descriptor_get: None,
        descriptor_set: None,
        operators: &[],
        in_place_operators: &[],
        unary_operators: &[],
        conversions: &[],
    };
}

/// A class written in Rust.
pub struct NativeClass {
    /// Its dotted name: `"list"`, `"collections.deque"`. What precedes the last dot is `__module__`, `builtins` if nothing.
    pub name: &'static str,
    /// Its doc.
    pub doc: &'static str,
    /// Its base; `object` if none.
    pub base: Option<&'static NativeClass>,
    /// The physical type of its instances.
    pub layout: Layout,
    /// Its own operations. What is `None` here is inherited from `base` by `Slots` that name it (see `slots_from`).
    pub slots: Slots,
    /// Makes an instance of the class or a subclass: `__new__` and, for native classes, `__init__` in one. Without it the
    /// class cannot be called.
    pub new: Option<fn(&mut Vm, &Ref<ClassObject>, Arguments) -> Outcome<Value>>,
    /// Initialises an instance after `new` (for classes such as `list`, where subclasses call `super().__init__`).
    pub init: Option<fn(&mut Vm, &Value, Arguments) -> Outcome<()>>,
    /// Methods.
    pub methods: &'static [NativeDefinition],
    /// Computed attributes.
    pub getset: &'static [GetSetDefinition],
    /// For tuples with names: the names of the items, in order; see `named_tuple`.
    pub fields: &'static [&'static str],
    /// For exceptions: which fields instances have beside their arguments.
    pub exception: types::exception::Family,
    /// Bits of `class::flags`: FINAL, HAS_DICT, WEAK, SEQUENCE, MAPPING …
    pub flags: u32,
}

impl NativeClass {
    /// A class with nothing in it, for struct update.
    pub const EMPTY: NativeClass = NativeClass {
        name: "",
        doc: "",
        base: None,
        layout: Layout::Native,
        slots: Slots::NONE,
        new: None,
        init: None,
        methods: &[],
        getset: &[],
        fields: &[],
        exception: types::exception::Family::Plain,
        flags: 0,
    };
}

/// A module written in Rust.
pub struct NativeModule {
    /// Its name in `import`.
    pub name: &'static str,
    /// Its doc.
    pub doc: &'static str,
    /// Its functions.
    pub functions: &'static [&'static [NativeDefinition]],
    /// Its classes, by the last part of their names.
    pub classes: &'static [&'static NativeClass],
    /// Adds constants and what else the module needs.
    pub init: Option<fn(&mut Vm, &Ref<ModuleObject>) -> Outcome<()>>,
}

/// The tables of functions in `builtins`.
pub fn builtin_functions() -> &'static [&'static [NativeDefinition]] {
    static TABLES: std::sync::LazyLock<Vec<&'static [NativeDefinition]>> =
        std::sync::LazyLock::new(|| {
            vec![
                builtins_core::FUNCTIONS,
                builtins::FUNCTIONS,
                types::anext::FUNCTIONS,
            ]
        });
    &TABLES
}

/// Classes in `builtins` beside those of `object::builtin`.
pub fn builtin_classes() -> Vec<&'static NativeClass> {
    let mut classes = vec![&types::super_object::SUPER, &types::memoryview::MEMORYVIEW];
    classes.extend_from_slice(builtins_iter::CLASSES);
    classes
}

/// Makes the standard streams of a new interpreter.
pub fn prepare_streams(vm: &mut Vm) {
    let outcome = io::stdio::make_stdio(vm);
    debug_assert!(outcome.is_ok(), "streams that cannot be made are None");
}

/// Makes a table of native functions from typed Rust functions.
///
/// ```ignore
/// native_functions! { pub static FUNCTIONS;
///     /// Return the square root of x.
///     "sqrt(x, /)" fn sqrt(vm, x: f64) -> f64 { Ok(x.sqrt()) }
///     #[class] /// Make one from an iterable.
///     "fromkeys(cls, iterable, value=None, /)" fn fromkeys(vm, class: &Value, ...) -> Value { … }
/// }
/// ```
/// One Rust parameter a Python parameter; types are those with [`FromValue`]; the body gives `Outcome` of a type with
/// [`IntoValue`]. Inside, `vm` is `&mut Vm`.
#[macro_export]
macro_rules! native_functions {
    ($(#[$table_doc:meta])* $visibility:vis static $table:ident; $( $(#[doc = $doc:literal])* $([$kind:ident])?
        $signature:literal fn $name:ident($vm:ident $(, $argument:ident : $type:ty)* $(,)?) -> $result:ty $body:block )*) => {
        $( #[allow(unused_variables, unused_mut, clippy::unnecessary_wraps)]
        fn $name($vm: &mut $crate::vm::Vm, arguments: &[$crate::object::value::Value])
            -> $crate::vm::Outcome<$crate::object::value::Value> {
            let mut next = arguments.iter();
            $( let $argument: $type = $crate::native::arguments::take($vm, &mut next, $signature, stringify!($argument))?; )*
            #[allow(clippy::redundant_closure_call)]
            let result: $crate::vm::Outcome<$result> = (|$vm: &mut $crate::vm::Vm| $body)($vm);
            $crate::native::IntoValue::into_value(result?, $vm)
        } )*
        $(#[$table_doc])*
        $visibility static $table: &[$crate::native::NativeDefinition] = {
            const COUNT: usize = [$($signature),*].len();
            static ROWS: [$crate::native::NativeDefinition; COUNT] = [ $( $crate::native::NativeDefinition {
                signature: $signature,
                name_length: $crate::native::name_length($signature),
                doc: concat!("" $(, $doc, "\n")*),
                function: $name,
                kind: $crate::native_functions!(@kind $($kind)?),
                parsed: std::sync::OnceLock::new(),
            }, )* ];
            &ROWS
        };
    };
    (@kind) => { $crate::native::MethodKind::Method };
    (@kind class) => { $crate::native::MethodKind::Class };
    (@kind static) => { $crate::native::MethodKind::Static };
}

/// Returns from the function with an exception: `raise!(vm, TypeError, "cannot {what}")`.
#[macro_export]
macro_rules! raise {
    ($vm:expr, $class:ident, $($message:tt)*) => {
        return Err($vm.raise($crate::object::builtin::Exc::$class, format!($($message)*)))
    };
}
