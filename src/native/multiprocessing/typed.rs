//! `_multiprocessing.Scalar`, `Vector`, `Characters` and `Text`: numbers and characters of the machine in shared memory.
//!
//! Enters: an mmap object, a place in it, a type code of `array`, or `c` for a byte as bytes. Leaves: objects that behave as those of
//! ctypes: ints wrap around, floats are rounded. An item is read and written in one piece. `multiprocessing.sharedctypes`
//! derives a class for each type code.

use crate::gil::GilCell;
use crate::native::array::item;
use crate::native::payload::state;
use crate::native::types::{buffer, slicing};
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::object::builtin::Exc;
use crate::object::bytes::{ByteArrayObject, BytesObject};
use crate::object::class::flags;
use crate::object::mapping::Mapping;
use crate::object::native::{Payload, SharedMapping};
use crate::object::range::SliceObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use num_integer::Integer;
use num_traits::ToPrimitive;
use std::cell::Cell;
use std::sync::Arc;

/// Items of one type in shared memory; of a scalar there is one.
pub struct Items {
    memory: GilCell<Option<Arc<Mapping>>>,
    exports: Cell<usize>,
    at: Cell<usize>,
    code: Cell<u8>,
    size: Cell<usize>,
    count: Cell<usize>,
}

impl Default for Items {
    fn default() -> Self {
        Items {
            memory: GilCell::new(None),
            exports: Cell::new(0),
            at: Cell::new(0),
            code: Cell::new(b'B'),
            size: Cell::new(1),
            count: Cell::new(0),
        }
    }
}

impl Payload for Items {
    fn mapping(&self) -> Option<SharedMapping<'_>> {
        let format = match self.code.get() {
            b'u' => 'w',
            code => code as char,
        };
        Some(SharedMapping {
            mapping: &self.memory,
            exports: &self.exports,
            range: Some((self.at.get(), self.count.get() * self.size.get())),
            format,
        })
    }
}

/// Bytes of an item.
fn size_of(code: u8) -> Option<usize> {
    if code == b'c' {
        Some(1)
    } else {
        item::size_of(code)
    }
}

impl Items {
    fn memory<'a>(&'a self, vm: &'a Vm) -> Outcome<&'a Mapping> {
        match self.memory.get(vm) {
            Some(memory) => Ok(memory),
            None => Err(vm.raise(Exc::RuntimeError, "it lives in no memory yet")),
        }
    }

    fn place(&self, index: usize) -> usize {
        self.at.get() + index * self.size.get()
    }

    /// The value of an item.
    pub(super) fn read(&self, vm: &Vm, index: usize) -> Outcome<Value> {
        let size = self.size.get();
        let bytes = self
            .memory(vm)?
            .load(self.place(index), size)
            .unwrap_or_default();
        match self.code.get() {
            b'c' => Ok(vm.new_bytes(bytes[..1].to_vec())),
            code => item::read(vm, code, &bytes[..size]),
        }
    }

    /// Changes an item.
    pub(super) fn write(&self, vm: &mut Vm, index: usize, value: &Value) -> Outcome<()> {
        let bytes = self.item(vm, value)?;
        self.memory(vm)?
            .store(self.place(index), &bytes[..self.size.get()]);
        Ok(())
    }

    /// The bytes of an item for a value.
    fn item(&self, vm: &mut Vm, value: &Value) -> Outcome<[u8; 8]> {
        let mut bytes = [0; 8];
        match self.code.get() {
            b'd' => bytes = vm.float(value)?.to_ne_bytes(),
            b'f' => bytes[..4].copy_from_slice(&(vm.float(value)? as f32).to_ne_bytes()),
            b'c' => match byte_of(vm, value) {
                Some(byte) => bytes[0] = byte,
                None => {
                    return Err(vm.type_error("one character bytes, bytearray or integer expected"));
                }
            },
            b'u' => {
                let Some(text) = value.downcast::<StrObject>() else {
                    let name = vm.class_name(value);
                    return Err(vm.type_error(format!(
                        "unicode string expected instead of {name} instance"
                    )));
                };
                let mut characters = text.as_str().chars();
                match (characters.next(), characters.next()) {
                    (Some(character), None) => {
                        bytes[..4]
                            .copy_from_slice(&crate::text::to_code_point(character).to_ne_bytes());
                    }
                    _ => return Err(vm.type_error("one character unicode string expected")),
                }
            }
            // The low bytes come first on the machines there are; others take the upper end of the number.
            _ => {
                let number = match value.as_int_or_bool() {
                    Some(number) => number as u64,
                    None => {
                        let big = vm.index_big(value)?;
                        let modulus = num_bigint::BigInt::from(1u8) << 64;
                        big.mod_floor(&modulus).to_u64().unwrap_or(0)
                    }
                };
                let size = self.size.get();
                match size {
                    1 => bytes[0] = number as u8,
                    2 => bytes[..2].copy_from_slice(&(number as u16).to_ne_bytes()),
                    4 => bytes[..4].copy_from_slice(&(number as u32).to_ne_bytes()),
                    _ => bytes = number.to_ne_bytes(),
                }
            }
        }
        Ok(bytes)
    }

    /// All bytes, as they are now.
    fn bytes(&self, vm: &Vm) -> Outcome<Vec<u8>> {
        let memory = self.memory(vm)?;
        Ok(memory.read(self.at.get(), self.count.get() * self.size.get()))
    }
}

/// The byte that a `c` takes.
fn byte_of(vm: &Vm, value: &Value) -> Option<u8> {
    if let Some(bytes) = value.downcast::<BytesObject>() {
        return match *bytes.bytes {
            [byte] => Some(byte),
            _ => None,
        };
    }
    if let Some(bytes) = value.downcast::<ByteArrayObject>() {
        return match bytes.bytes.get(vm)[..] {
            [byte] => Some(byte),
            _ => None,
        };
    }
    value
        .as_int_or_bool()
        .and_then(|number| u8::try_from(number).ok())
}

fn items<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a Items> {
    state(vm, value)
}

native_functions! { static COMMON_METHODS;
    /// Live in the memory of an mmap object, from a byte on: `count` items of a type.
    "_live_in(self, memory, at, typecode, count, /)"
    fn live_in(vm, this: &Value, memory: &Value, at: usize, typecode: &str, count: usize) -> () {
        let items = items(vm, this)?;
        let (Ok(code), Some(size)) = (
            u8::try_from(typecode.chars().next().unwrap_or(' ')),
            typecode.bytes().next().and_then(size_of),
        ) else {
            return Err(vm.type_error(format!("bad typecode '{typecode}'")));
        };
        let memory = crate::native::mmap::memory_of(vm, memory)?;
        let end = count.checked_mul(size).and_then(|bytes| bytes.checked_add(at));
        if end.is_none_or(|end| end > memory.len()) || !memory.is_writable() || items.exports.get() > 0 {
            return Err(vm.value_error("the items do not fit into the memory"));
        }
        items.memory.replace(vm.gil(), Some(memory));
        items.at.set(at);
        items.code.set(code);
        items.size.set(size);
        items.count.set(count);
        Ok(())
    }
}

fn only(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let items = items(vm, this)?;
    items.read(vm, 0)
}

/// What a program makes of an attribute that cannot be deleted.
fn given<'a>(vm: &mut Vm, value: Option<&'a Value>) -> Outcome<&'a Value> {
    value.ok_or_else(|| vm.type_error("can't delete attribute"))
}

/// What scalars and vectors have in common.
static COMMON: NativeClass = NativeClass {
    name: "_multiprocessing.Items",
    doc: "Items in shared memory.",
    new: Some(|vm, class, _: Arguments| Ok(vm.new_native(class, Items::default()))),
    init: Some(|_, _, _| Ok(())),
    methods: COMMON_METHODS,
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};

/// `_multiprocessing.Scalar`.
pub static SCALAR: NativeClass = NativeClass {
    name: "_multiprocessing.Scalar",
    doc: "A number or character in shared memory.",
    base: Some(&COMMON),
    slots: Slots {
        repr: Some(|vm, this| {
            let value = only(vm, this)?;
            let text = vm.repr_text(&value)?;
            let name = vm.class_name(this);
            Ok(vm.new_str(&format!("{name}({text})")))
        }),
        ..Slots::NONE
    },
    getset: &[GetSetDefinition {
        name: "value",
        doc: "The number or character.",
        get: only,
        set: Some(|vm, this, value| {
            let value = given(vm, value)?;
            let items = items(vm, this)?;
            items.write(vm, 0, value)
        }),
    }],
    methods: &[],
    ..COMMON
};

/// `count` items from `start`, each `step` after the other, as a slice of a vector shows them.
fn slice_of(vm: &mut Vm, items: &Items, start: i64, step: i64, count: usize) -> Outcome<Value> {
    let at = |n: usize| (start + n as i64 * step) as usize;
    match items.code.get() {
        b'c' => {
            let all = items.bytes(vm)?;
            let picked: Vec<u8> = (0..count)
                .map(|n| all.get(at(n)).copied().unwrap_or(0))
                .collect();
            Ok(vm.new_bytes(picked))
        }
        b'u' => {
            let mut text = String::new();
            for n in 0..count {
                let bytes = items
                    .memory(vm)?
                    .load(items.place(at(n)), 4)
                    .unwrap_or_default();
                text.push(item::character(vm, &bytes[..4])?);
            }
            Ok(vm.new_str(&text))
        }
        _ => {
            let mut values = Vec::with_capacity(count);
            for n in 0..count {
                values.push(items.read(vm, at(n))?);
            }
            Ok(vm.new_list(values))
        }
    }
}

fn get_item(vm: &mut Vm, this: &Value, key: &Value) -> Outcome<Value> {
    let items = items(vm, this)?;
    if let Some(slice) = key.downcast::<SliceObject>() {
        let (start, _, step, count) = slicing::resolve(vm, slice, items.count.get())?;
        return slice_of(vm, items, start, step, count);
    }
    let index = index_of(vm, items, key, "indices must be integers")?;
    items.read(vm, index)
}

fn index_of(vm: &mut Vm, items: &Items, key: &Value, complaint: &str) -> Outcome<usize> {
    if !slicing::is_index(vm, key) {
        return Err(vm.type_error(complaint));
    }
    let index = slicing::integer_key(vm, key, complaint)?;
    match slicing::place(index, items.count.get()) {
        Some(at) => Ok(at),
        None => Err(vm.raise(Exc::IndexError, "invalid index")),
    }
}

fn set_item(vm: &mut Vm, this: &Value, key: &Value, new: Option<&Value>) -> Outcome<()> {
    let items = items(vm, this)?;
    let Some(new) = new else {
        return Err(vm.type_error("Array does not support item deletion"));
    };
    if let Some(slice) = key.downcast::<SliceObject>() {
        let (start, _, step, count) = slicing::resolve(vm, slice, items.count.get())?;
        let values = if vm.is_iterable(new) {
            vm.collect(new)?
        } else {
            Vec::new()
        };
        if values.len() != count || !vm.is_iterable(new) {
            return Err(vm.value_error("Can only assign sequence of same size"));
        }
        for (n, value) in values.iter().enumerate() {
            items.write(vm, (start + n as i64 * step) as usize, value)?;
        }
        return Ok(());
    }
    let index = index_of(vm, items, key, "indices must be integer")?;
    items.write(vm, index, new)
}

/// The state of an iterator: the vector and the next index.
struct Walk {
    vector: Value,
    next: Cell<usize>,
}

impl Payload for Walk {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.vector);
    }
}

static ITERATOR: NativeClass = NativeClass {
    name: "iterator",
    slots: Slots {
        iterate: Some(|_, iterator| Ok(iterator.clone())),
        next: Some(|vm, iterator| {
            let walk: &Walk = state(vm, iterator)?;
            let items = items(vm, &walk.vector)?;
            let at = walk.next.get();
            if at >= items.count.get() {
                return Ok(None);
            }
            walk.next.set(at + 1);
            items.read(vm, at).map(Some)
        }),
        ..Slots::NONE
    },
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

/// `_multiprocessing.Vector`.
pub static VECTOR: NativeClass = NativeClass {
    name: "_multiprocessing.Vector",
    doc: "An array of numbers or characters in shared memory.",
    base: Some(&COMMON),
    slots: Slots {
        length: Some(|vm, this| Ok(items(vm, this)?.count.get())),
        get_item: Some(get_item),
        set_item: Some(set_item),
        iterate: Some(|vm, this| {
            items(vm, this)?;
            let class = vm.native_class(&ITERATOR)?;
            let walk = Walk {
                vector: this.clone(),
                next: Cell::new(0),
            };
            Ok(vm.new_native(&class, walk))
        }),
        ..Slots::NONE
    },
    methods: &[],
    flags: flags::HAS_DICT | flags::WEAK | flags::SEQUENCE,
    ..COMMON
};

/// Writes bytes over the first items of a vector of bytes; ValueError if they are too many.
fn put_bytes(vm: &mut Vm, this: &Value, mut bytes: Vec<u8>, ends: bool) -> Outcome<()> {
    let items = items(vm, this)?;
    if bytes.len() > items.count.get() {
        raise!(vm, ValueError, "byte string too long");
    }
    if ends && bytes.len() < items.count.get() {
        bytes.push(0);
    }
    items.memory(vm)?.write(items.at.get(), &bytes);
    Ok(())
}

/// `_multiprocessing.Characters`.
pub static CHARACTERS: NativeClass = NativeClass {
    name: "_multiprocessing.Characters",
    doc: "An array of bytes in shared memory.",
    base: Some(&VECTOR),
    getset: &[
        GetSetDefinition {
            name: "raw",
            doc: "All bytes.",
            get: |vm, this| {
                let bytes = items(vm, this)?.bytes(vm)?;
                Ok(vm.new_bytes(bytes))
            },
            set: Some(|vm, this, value| {
                let value = given(vm, value)?;
                let bytes = buffer::bytes_like(vm, value)?.into_owned();
                put_bytes(vm, this, bytes, false)
            }),
        },
        GetSetDefinition {
            name: "value",
            doc: "The bytes in front of the first zero.",
            get: |vm, this| {
                let mut bytes = items(vm, this)?.bytes(vm)?;
                bytes.truncate(memchr::memchr(0, &bytes).unwrap_or(bytes.len()));
                Ok(vm.new_bytes(bytes))
            },
            set: Some(|vm, this, value| {
                let value = given(vm, value)?;
                let Some(bytes) = value
                    .downcast::<BytesObject>()
                    .map(|bytes| bytes.bytes.to_vec())
                else {
                    let name = vm.class_name(value);
                    return Err(vm.type_error(format!("bytes expected instead of {name} instance")));
                };
                put_bytes(vm, this, bytes, true)
            }),
        },
    ],
    ..VECTOR
};

/// `_multiprocessing.Text`.
pub static TEXT: NativeClass = NativeClass {
    name: "_multiprocessing.Text",
    doc: "An array of characters in shared memory.",
    base: Some(&VECTOR),
    getset: &[GetSetDefinition {
        name: "value",
        doc: "The characters in front of the first null character.",
        get: |vm, this| {
            let items = items(vm, this)?;
            let bytes = items.bytes(vm)?;
            let mut text = String::new();
            for code in bytes.chunks_exact(4).take_while(|code| *code != [0; 4]) {
                text.push(item::character(vm, code)?);
            }
            Ok(vm.new_str(&text))
        },
        set: Some(|vm, this, value| {
            let value = given(vm, value)?;
            let items = items(vm, this)?;
            let Some(text) = value.downcast::<StrObject>() else {
                let name = vm.class_name(value);
                return Err(vm.type_error(format!(
                    "unicode string expected instead of {name} instance"
                )));
            };
            let mut bytes = Vec::new();
            for character in text.as_str().chars() {
                bytes.extend_from_slice(&crate::text::to_code_point(character).to_ne_bytes());
            }
            if bytes.len() > items.count.get() * 4 {
                raise!(vm, ValueError, "string too long");
            }
            if bytes.len() < items.count.get() * 4 {
                bytes.extend_from_slice(&[0; 4]);
            }
            items.memory(vm)?.write(items.at.get(), &bytes);
            Ok(())
        }),
    }],
    ..VECTOR
};
