//! Making objects: constructors on the token, because allocating runs nothing else.
#![allow(unsafe_code)] // Tuples take their items from raw memory.

use crate::gil::{Gil, GilCell};
use crate::object::builtin::Builtin;
use crate::object::bytes::{ByteArrayObject, BytesObject};
use crate::object::class::ClassObject;
use crate::object::dict::{DictMap, DictObject};
use crate::object::function::{BoundMethodObject, CellObject};
use crate::object::heap::{Header, KIND_ATTRIBUTES, Layout, Object, Ref};
use crate::object::native::{NativeObject, Payload};
use crate::object::number::{ComplexObject, IntObject};
use crate::object::range::SliceObject;
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::set::SetObject;
use crate::object::text::StrObject;
use crate::object::value::{Raw, Value};
use crate::text::digits;
use num_bigint::BigInt;
use std::cell::{Cell, UnsafeCell};

impl Gil {
    /// Puts an object of this shape on the heap, with room for attributes if the shape wants it.
    #[inline]
    pub fn allocate<T: Object>(&self, shape: u32, make: impl FnOnce(Header) -> T) -> Ref<T> {
        let object = make(Header::new(T::LAYOUT, shape));
        if shape & KIND_ATTRIBUTES != 0 {
            self.heap().allocate_with_attributes(self, object)
        } else {
            self.heap().allocate(self, object)
        }
    }
    /// A string; the empty one and those of one ASCII character are shared.
    #[inline]
    pub fn new_str(&self, text: &str) -> Value {
        match text.as_bytes() {
            [] => self.empty_str(),
            &[byte] => self.ascii_character(byte),
            _ => self.new_str_uncached(text),
        }
    }
    /// As [`Gil::new_str`] for a text that is known to be ASCII.
    #[inline]
    pub fn new_ascii(&self, text: &str) -> Value {
        debug_assert!(text.is_ascii());
        match text.as_bytes() {
            [] => self.empty_str(),
            &[byte] => self.ascii_character(byte),
            _ => StrObject::of_ascii_text(self, text).into_value(),
        }
    }
    /// A string object of its own.
    pub(crate) fn new_str_uncached(&self, text: &str) -> Value {
        StrObject::of_shape(self, Builtin::Str.shape(), text).into_value()
    }
    /// A string of an owned text, whose buffer it takes over if the text is long.
    pub fn new_str_owned(&self, text: String) -> Value {
        match text.as_bytes() {
            [] => self.empty_str(),
            &[byte] => self.ascii_character(byte),
            _ => StrObject::of_string(self, Builtin::Str.shape(), text).into_value(),
        }
    }
    /// A machine int in decimal.
    pub fn new_decimal(&self, number: i64) -> Value {
        if let 0..10 = number {
            return self.ascii_character(b'0' + number as u8);
        }
        let size = digits::length(number);
        // SAFETY: all bytes are written, with digits.
        unsafe {
            StrObject::filled(self, size, size, |to| {
                digits::write(std::slice::from_raw_parts_mut(to, size), number);
            })
            .into_value()
        }
    }
    /// A string of one code point.
    pub fn new_character(&self, c: char) -> Value {
        if c.is_ascii() {
            return self.ascii_character(c as u8);
        }
        self.new_str_uncached(c.encode_utf8(&mut [0; 4]))
    }
    /// An int of any size.
    pub fn new_int(&self, number: BigInt) -> Value {
        IntObject::of_big(self, number)
    }
    /// An int of a Rust integer of any type.
    pub fn new_int_from(&self, number: impl Into<u128> + Copy + TryInto<i64>) -> Value
    where
        u128: TryFrom<u128>,
    {
        match number.try_into() {
            Ok(small) => Value::int(small),
            Err(_) => self.new_int(BigInt::from(number.into())),
        }
    }
    /// A complex number.
    pub fn new_complex(&self, real: f64, imaginary: f64) -> Value {
        self.allocate(Builtin::Complex.shape(), |header| ComplexObject {
            header,
            real,
            imaginary,
        })
        .into_value()
    }
    /// A byte string.
    pub fn new_bytes(&self, bytes: impl Into<Box<[u8]>>) -> Value {
        let bytes = bytes.into();
        self.allocate(Builtin::Bytes.shape(), |header| BytesObject {
            header,
            hash: Cell::new(0),
            bytes,
        })
        .into_value()
    }
    /// A bytearray.
    pub fn new_bytearray(&self, bytes: Vec<u8>) -> Value {
        self.allocate(Builtin::ByteArray.shape(), |header| ByteArrayObject {
            header,
            bytes: GilCell::new(bytes),
            exports: Cell::new(0),
        })
        .into_value()
    }
    /// A tuple.
    pub fn new_tuple(&self, items: Vec<Value>) -> Value {
        if items.is_empty() {
            return self.empty_tuple();
        }
        self.new_tuple_uncached(items)
    }
    /// A tuple object of its own.
    pub(crate) fn new_tuple_uncached(&self, items: Vec<Value>) -> Value {
        self.new_tuple_of_shape(Builtin::Tuple.shape(), items)
            .into_value()
    }
    /// A tuple of a subclass.
    pub fn new_tuple_of_shape(&self, shape: u32, mut items: Vec<Value>) -> Ref<TupleObject> {
        let length = items.len();
        // SAFETY: the items are copied out and the vector forgets them.
        unsafe {
            items.set_len(0);
            TupleObject::allocate(self, shape, items.as_ptr(), length)
        }
    }
    /// A tuple of two.
    #[inline]
    pub fn new_pair(&self, first: Value, second: Value) -> Value {
        self.new_tuple_of([first, second])
    }
    /// A tuple of a few.
    pub fn new_tuple_of<const N: usize>(&self, items: [Value; N]) -> Value {
        let items = std::mem::ManuallyDrop::new(items);
        // SAFETY: the items are copied out and not dropped here.
        unsafe {
            TupleObject::allocate(self, Builtin::Tuple.shape(), items.as_ptr(), N).into_value()
        }
    }
    /// A list.
    #[inline]
    pub fn new_list(&self, items: Vec<Value>) -> Value {
        self.new_list_ref(items).into_value()
    }
    /// A list, typed.
    #[inline]
    pub fn new_list_ref(&self, items: Vec<Value>) -> Ref<ListObject> {
        self.allocate(Builtin::List.shape(), |header| ListObject {
            header,
            items: GilCell::new(items),
        })
    }
    /// An empty dict.
    pub fn new_dict(&self) -> Ref<DictObject> {
        self.new_dict_from(DictMap::default())
    }
    /// A dict around a map.
    pub fn new_dict_from(&self, map: DictMap) -> Ref<DictObject> {
        self.allocate(Builtin::Dict.shape(), |header| DictObject {
            header,
            map: GilCell::new(map),
        })
    }
    /// A set or frozen set around a map.
    pub fn new_set_from(&self, map: DictMap, frozen: bool) -> Ref<SetObject> {
        let shape = if frozen {
            Builtin::FrozenSet
        } else {
            Builtin::Set
        }
        .shape();
        self.allocate(shape, |header| SetObject {
            header,
            hash: Cell::new(0),
            frozen,
            map: GilCell::new(map),
        })
    }
    /// A slice.
    pub fn new_slice(&self, start: Value, stop: Value, step: Value) -> Value {
        self.allocate(Builtin::Slice.shape(), |header| SliceObject {
            header,
            start,
            stop,
            step,
        })
        .into_value()
    }
    /// A bound method.
    pub fn new_bound_method(&self, function: Value, receiver: Value) -> Value {
        self.allocate(Builtin::BoundMethod.shape(), |header| BoundMethodObject {
            header,
            function,
            receiver,
        })
        .into_value()
    }
    /// A closure cell.
    pub fn new_cell(&self, content: Option<Value>) -> Ref<CellObject> {
        self.new_raw_cell(content.map_or(Raw::UNBOUND, Value::into_raw))
    }
    /// A closure cell that takes over a register's content.
    #[inline(always)]
    pub(crate) fn new_raw_cell(&self, raw: Raw) -> Ref<CellObject> {
        self.allocate(Builtin::Cell.shape(), |header| CellObject {
            header,
            content: UnsafeCell::new(raw),
        })
    }
    /// An object of a native class with a payload.
    pub fn new_native(&self, class: &ClassObject, payload: impl Payload) -> Value {
        debug_assert!(class.layout == Layout::Native);
        self.allocate(class.root_shape.get(), |header| NativeObject {
            header,
            payload: Box::new(payload),
        })
        .into_value()
    }
    /// The class of a value.
    #[inline]
    pub fn class_of(&self, value: &Value) -> &Ref<ClassObject> {
        match value.header() {
            Some(header) => self.class_of_header(header),
            None => self.class(match value.raw().tag {
                crate::object::value::tag::INT => Builtin::Int,
                crate::object::value::tag::FLOAT => Builtin::Float,
                crate::object::value::tag::BOOL => Builtin::Bool,
                crate::object::value::tag::NONE => Builtin::NoneType,
                _ if value.is_ellipsis() => Builtin::EllipsisType,
                _ => Builtin::NotImplementedType,
            }),
        }
    }
    /// A built-in class.
    #[inline(always)]
    pub fn class(&self, class: Builtin) -> &Ref<ClassObject> {
        self.class_number(class as usize)
    }
    /// A built-in exception class.
    pub fn exception_class(&self, class: crate::object::builtin::Exc) -> &Ref<ClassObject> {
        self.class_number(class.number())
    }
    /// The `__name__` of a value's class.
    pub fn class_name(&self, value: &Value) -> String {
        self.name_of_class(self.class_of(value))
    }
    /// The name of a value's class as messages have it: CPython's native classes with their modules, others without.
    pub fn type_name(&self, value: &Value) -> String {
        let class = self.class_of(value);
        if !class.has(crate::object::class::flags::LANGUAGE) {
            let name = class.native.name;
            // What is a class of the language there has its short name.
            return name.strip_prefix("threading.").unwrap_or(name).to_string();
        }
        let name = self.name_of_class(class);
        let module = self.dict_get_str(class.dict(self), "__module__");
        match module
            .as_ref()
            .and_then(|module| module.downcast::<StrObject>())
        {
            Some(module) if is_native_there(module.as_str(), &name) => {
                format!("{}.{name}", module.as_str())
            }
            _ => name,
        }
    }
    /// The `__name__` of a class.
    pub fn name_of_class(&self, class: &ClassObject) -> String {
        class
            .name
            .get(self)
            .downcast::<StrObject>()
            .map_or_else(String::new, |name| name.as_str().to_string())
    }
}

/// Modules of the library whose classes are written in the language here and native in CPython: which ones.
const NATIVE_THERE: &[(&str, &[&str])] = &[
    ("collections", &["OrderedDict"]),
    (
        "datetime",
        &[
            "date",
            "datetime",
            "time",
            "timedelta",
            "timezone",
            "tzinfo",
        ],
    ),
    ("decimal", &["Context", "Decimal"]),
];

fn is_native_there(module: &str, class: &str) -> bool {
    NATIVE_THERE
        .iter()
        .any(|(name, classes)| *name == module && classes.contains(&class))
}
