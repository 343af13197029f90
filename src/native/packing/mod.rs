//! The module `_struct`: values as packed bytes. `format` parses formats, `items` packs and unpacks single items.
pub mod format;
pub mod items;

use crate::gil::GilCell;
use crate::native::{GetSetDefinition, NativeClass, NativeModule, Slots};
use crate::native_functions;
use crate::object::builtin::{EXCEPTIONS, Exc};
use crate::object::bytes::BytesObject;
use crate::object::heap::Layout;
use crate::object::native::Payload;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Raised, Vm};
use format::Format;
use std::cell::Cell;

/// `struct.error`.
pub static ERROR: NativeClass = NativeClass {
    name: "struct.error",
    layout: Layout::Exception,
    base: Some(EXCEPTIONS[Exc::Exception as usize]),
    ..crate::native::types::exception::EXCEPTION
};

/// Raises `struct.error`.
pub fn error(vm: &mut Vm, message: impl AsRef<str>) -> Raised {
    vm.raise_native_text(&ERROR, message)
}

fn format_argument(vm: &mut Vm, value: &Value) -> Outcome<Format> {
    if let Some(text) = value.downcast::<StrObject>() {
        return Format::parse(vm, text.as_str());
    }
    if let Some(bytes) = value.downcast::<BytesObject>() {
        let text = String::from_utf8_lossy(&bytes.bytes).into_owned();
        return Format::parse(vm, &text);
    }
    let name = vm.class_name(value);
    Err(vm.type_error(format!(
        "Struct() argument 1 must be a str or bytes object, not {name}"
    )))
}

fn pack(vm: &mut Vm, format: &Format, values: &[Value], function: &str) -> Outcome<Vec<u8>> {
    let wanted = format.value_count();
    if values.len() != wanted {
        let message = format!(
            "{function} expected {wanted} items for packing (got {})",
            values.len()
        );
        return Err(error(vm, message));
    }
    let mut out: Vec<u8> = vm.zeroed(format.size)?;
    let mut next = 0;
    for item in &format.items {
        next += items::pack(vm, item, format.big_endian, &values[next..], &mut out)?;
    }
    Ok(out)
}

fn unpack(vm: &mut Vm, format: &Format, bytes: &[u8]) -> Outcome<Value> {
    let mut values = Vec::new();
    vm.room_for(format.value_count().saturating_mul(size_of::<Value>() * 2))?;
    vm.room(&mut values, format.value_count())?;
    for item in &format.items {
        items::unpack(vm, item, format.big_endian, bytes, &mut values);
    }
    Ok(vm.new_tuple(values))
}

fn unpack_exactly(vm: &mut Vm, format: &Format, value: &Value) -> Outcome<Value> {
    let bytes = vm.bytes_like(value)?;
    if bytes.len() != format.size {
        return Err(error(
            vm,
            format!("unpack requires a buffer of {} bytes", format.size),
        ));
    }
    unpack(vm, format, &bytes)
}

/// The place of `offset` in a buffer where `size` bytes must fit.
fn place(vm: &mut Vm, function: &str, length: usize, offset: i64, size: usize) -> Outcome<usize> {
    let packs = function.starts_with("pack");
    let mut at = offset;
    if offset < 0 {
        if packs && offset + size as i64 > 0 {
            return Err(error(
                vm,
                format!("no space to pack {size} bytes at offset {offset}"),
            ));
        }
        if !packs && offset + size as i64 > 0 {
            return Err(error(vm, format!("not enough data to unpack {size} bytes")));
        }
        at += length as i64;
        if at < 0 {
            return Err(error(
                vm,
                format!("offset {offset} out of range for {length}-byte buffer"),
            ));
        }
    }
    if (length as i64 - at) < size as i64 {
        let (verb, needed) = (
            if packs { "packing" } else { "unpacking" },
            at + size as i64,
        );
        return Err(error(
            vm,
            format!(
                "{function} requires a buffer of at least {needed} bytes for {verb} {size} bytes at offset {at} (actual \
                 buffer size is {length})"
            ),
        ));
    }
    Ok(at as usize)
}

fn unpack_from(vm: &mut Vm, format: &Format, buffer: &Value, offset: i64) -> Outcome<Value> {
    let bytes = vm.bytes_like(buffer)?;
    let at = place(vm, "unpack_from", bytes.len(), offset, format.size)?;
    unpack(vm, format, &bytes[at..at + format.size])
}

fn pack_into(
    vm: &mut Vm,
    format: &Format,
    buffer: &Value,
    offset: i64,
    values: &[Value],
) -> Outcome<()> {
    let Some(length) = vm.writable_length(buffer)? else {
        let name = vm.class_name(buffer);
        return Err(vm.type_error(format!(
            "argument must be read-write bytes-like object, not {name}"
        )));
    };
    let at = place(vm, "pack_into", length, offset, format.size)?;
    let packed = pack(vm, format, values, "pack_into")?;
    vm.write_into(buffer, at, &packed)
}

/// State of an `unpack_iterator`.
struct UnpackIterator {
    format: Format,
    bytes: Vec<u8>,
    at: Cell<usize>,
}

impl Payload for UnpackIterator {}

/// `_struct.unpack_iterator`.
static ITERATOR: NativeClass = NativeClass {
    name: "_struct.unpack_iterator",
    slots: Slots {
        iterate: Some(|_, value| Ok(value.clone())),
        next: Some(|vm, value| {
            let Some(state) = value.payload::<UnpackIterator>() else {
                return Ok(None);
            };
            let (at, size) = (state.at.get(), state.format.size);
            if at + size > state.bytes.len() {
                return Ok(None);
            }
            state.at.set(at + size);
            unpack(vm, &state.format, &state.bytes[at..at + size]).map(Some)
        }),
        length: Some(|_, value| {
            let Some(state) = value.payload::<UnpackIterator>() else {
                return Ok(0);
            };
            Ok((state.bytes.len() - state.at.get()) / state.format.size.max(1))
        }),
        ..Slots::NONE
    },
    ..NativeClass::EMPTY
};

fn iterate(vm: &mut Vm, format: Format, buffer: &Value) -> Outcome<Value> {
    let bytes = vm.bytes_like(buffer)?.into_vec();
    if format.size == 0 {
        return Err(error(
            vm,
            "cannot iteratively unpack with a struct of length 0",
        ));
    }
    if bytes.len() % format.size != 0 {
        let message = format!(
            "iterative unpacking requires a buffer of a multiple of {} bytes",
            format.size
        );
        return Err(error(vm, message));
    }
    let class = vm.native_class(&ITERATOR)?;
    Ok(vm.new_native(
        &class,
        UnpackIterator {
            format,
            bytes,
            at: Cell::new(0),
        },
    ))
}

native_functions! { static FUNCTIONS;
    /// The size of what a format packs.
    "calcsize(format, /)" fn calcsize(vm, format: &Value) -> usize { Ok(format_argument(vm, format)?.size) }
    /// Pack values into bytes.
    "pack(format, /, *values)" fn pack_function(vm, format: &Value, values: &Value) -> Vec<u8> {
        let format = format_argument(vm, format)?;
        let values = vm.collect(values)?;
        pack(vm, &format, &values, "pack")
    }
    /// Pack values into a buffer.
    "pack_into(format, buffer, offset, /, *values)"
    fn pack_into_function(vm, format: &Value, buffer: &Value, offset: i64, values: &Value) -> () {
        let format = format_argument(vm, format)?;
        let values = vm.collect(values)?;
        pack_into(vm, &format, buffer, offset, &values)
    }
    /// Values of bytes.
    "unpack(format, buffer, /)" fn unpack_function(vm, format: &Value, buffer: &Value) -> Value {
        let format = format_argument(vm, format)?;
        unpack_exactly(vm, &format, buffer)
    }
    /// Values of bytes in a buffer.
    "unpack_from(format, /, buffer, offset=0)" fn unpack_from_function(vm, format: &Value, buffer: &Value, offset: i64) -> Value {
        let format = format_argument(vm, format)?;
        unpack_from(vm, &format, buffer, offset)
    }
    /// Values of bytes, piece by piece.
    "iter_unpack(format, buffer, /)" fn iter_unpack(vm, format: &Value, buffer: &Value) -> Value {
        let format = format_argument(vm, format)?;
        iterate(vm, format, buffer)
    }
}

/// State of a `Struct`.
struct StructState {
    format: GilCell<Format>,
    text: GilCell<String>,
}

impl Payload for StructState {}

fn format_of(vm: &Vm, value: &Value) -> Outcome<Format> {
    match value.payload::<StructState>() {
        Some(state) => Ok(state.format.get(vm).clone()),
        None => Err(vm.type_error("a Struct is required")),
    }
}

native_functions! { static METHODS;
    /// Pack values into bytes.
    "pack(self, /, *values)" fn struct_pack(vm, value: &Value, values: &Value) -> Vec<u8> {
        let (format, values) = (format_of(vm, value)?, vm.collect(values)?);
        pack(vm, &format, &values, "pack")
    }
    /// Pack values into a buffer.
    "pack_into(self, buffer, offset, /, *values)"
    fn struct_pack_into(vm, value: &Value, buffer: &Value, offset: i64, values: &Value) -> () {
        let (format, values) = (format_of(vm, value)?, vm.collect(values)?);
        pack_into(vm, &format, buffer, offset, &values)
    }
    /// Values of bytes.
    "unpack(self, buffer, /)" fn struct_unpack(vm, value: &Value, buffer: &Value) -> Value {
        let format = format_of(vm, value)?;
        unpack_exactly(vm, &format, buffer)
    }
    /// Values of bytes in a buffer.
    "unpack_from(self, /, buffer, offset=0)" fn struct_unpack_from(vm, value: &Value, buffer: &Value, offset: i64) -> Value {
        let format = format_of(vm, value)?;
        unpack_from(vm, &format, buffer, offset)
    }
    /// Values of bytes, piece by piece.
    "iter_unpack(self, buffer, /)" fn struct_iter_unpack(vm, value: &Value, buffer: &Value) -> Value {
        let format = format_of(vm, value)?;
        iterate(vm, format, buffer)
    }
}

/// `_struct.Struct`.
static STRUCT: NativeClass = NativeClass {
    name: "_struct.Struct",
    doc: "A format, parsed once.",
    slots: Slots {
        repr: Some(|vm, value| {
            let text = value
                .payload::<StructState>()
                .map_or(String::new(), |state| state.text.get(vm).clone());
            let shown = crate::text::repr::repr_str(&text);
            let name = vm.class_name(value);
            Ok(vm.new_str(&format!("{name}({shown})")))
        }),
        ..Slots::NONE
    },
    new: Some(|vm, class, arguments| {
        let bound = arguments.bind(vm, "Struct(format)")?;
        let format = format_argument(vm, &bound[0])?;
        let text = match bound[0].downcast::<BytesObject>() {
            Some(bytes) => String::from_utf8_lossy(&bytes.bytes).into_owned(),
            None => vm.string(&bound[0])?,
        };
        Ok(vm.new_native(
            class,
            StructState {
                format: GilCell::new(format),
                text: GilCell::new(text),
            },
        ))
    }),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "format",
            doc: "The format.",
            get: |vm, value| {
                let text = value
                    .payload::<StructState>()
                    .map_or(String::new(), |state| state.text.get(vm).clone());
                Ok(vm.new_str(&text))
            },
            set: None,
        },
        GetSetDefinition {
            name: "size",
            doc: "The size in bytes.",
            get: |vm, value| Ok(Value::int(format_of(vm, value)?.size as i64)),
            set: None,
        },
    ],
    ..NativeClass::EMPTY
};

/// `_struct`.
pub static MODULE: NativeModule = NativeModule {
    name: "_struct",
    doc: "Values as packed bytes.",
    functions: &[FUNCTIONS],
    classes: &[&STRUCT, &ERROR],
    init: None,
};
