//! The built-in class `bytearray` and its iterator. The methods it shares with `bytes` are in `byte_methods`.
//!
//! While memory views on it exist its length must not change; everything that would change it asks [`resizable`] first.

use super::byte_methods::{self as shared, byte_methods};
use super::{buffer, slicing};
use crate::gil::GilCell;
use crate::native::{Arguments, BinaryOp, NativeClass, Slots};
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::bytes::ByteArrayObject;
use crate::object::class::ClassObject;
use crate::object::heap::{Layout, Ref, value_of};
use crate::object::native::Payload;
use crate::object::range::SliceObject;
use crate::object::value::Value;
use crate::text::bytestrings as kernel;
use crate::text::strings::{Side, SliceRange};
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

/// `bytearray`.
pub static BYTEARRAY: NativeClass = NativeClass {
    name: "bytearray",
    doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\n\
          bytearray(bytes_or_buffer) -> copy\nbytearray(int) -> zero bytes of that number\nbytearray() -> empty\n\n\
          A mutable array of bytes.",
    layout: Layout::ByteArray,
    slots: Slots {
        repr: Some(repr),
        compare: Some(super::bytes::compare),
        length: Some(|vm, value| Ok(this(vm, value)?.bytes.get(vm).len())),
        get_item: Some(get_item),
        set_item: Some(set_item),
        contains: Some(shared::contains),
        iterate: Some(iterate),
        binary: Some(binary),
        in_place: Some(in_place),
        operators: &[BinaryOp::Add, BinaryOp::Mul, BinaryOp::Mod],
        in_place_operators: &[BinaryOp::Add, BinaryOp::Mul],
        ..Slots::NONE
    },
    new: Some(|vm, class, _| {
        let make = |header| ByteArrayObject {
            header,
            bytes: GilCell::new(Vec::new()),
            exports: Cell::new(0),
        };
        Ok(vm.allocate(class.root_shape.get(), make).into_value())
    }),
    init: Some(init),
    methods: METHODS,
    ..NativeClass::EMPTY
};

fn this<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a ByteArrayObject> {
    match value.downcast::<ByteArrayObject>() {
        Some(bytes) => Ok(bytes),
        None => {
            let name = vm.class_name(value);
            Err(vm.type_error(format!("expected bytearray, not {name}")))
        }
    }
}

/// Raises BufferError while the length must not change.
fn resizable(vm: &mut Vm, object: &ByteArrayObject) -> Outcome<()> {
    if object.exports.get() == 0 {
        return Ok(());
    }
    Err(vm.raise(
        Exc::BufferError,
        "Existing exports of data: object cannot be re-sized",
    ))
}

/// The content, after a check that its length may change.
fn growing<'a>(vm: &'a mut Vm, object: &'a ByteArrayObject) -> Outcome<&'a mut Vec<u8>> {
    resizable(vm, object)?;
    Ok(object.bytes.get_mut(vm.gil()))
}

fn init(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<()> {
    let bound = arguments.bind(vm, "bytearray(source=_, encoding=_, errors=_)")?;
    let content = shared::construct(vm, "bytearray", &bound)?;
    let object = this(vm, value)?;
    *growing(vm, object)? = content;
    Ok(())
}

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let object = this(vm, value)?;
    let name = vm.class_name(value);
    vm.room_for(object.bytes.get(vm).len().saturating_mul(12))?;
    let text = crate::text::repr::repr_bytearray(object.bytes.get(vm));
    let content = text.strip_prefix("bytearray").unwrap_or(&text);
    Ok(super::str::owned(vm, format!("{name}{content}")))
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<Value> {
    let object = this(vm, value)?;
    if let Some(slice) = key.downcast::<SliceObject>() {
        let bounds = slicing::unpack(vm, slice)?;
        let bytes = object.bytes.get(vm);
        let (start, _, step, count) = bounds.adjust(bytes.len());
        let picked = if count == 0 {
            Vec::new()
        } else {
            kernel::slice(
                bytes,
                SliceRange {
                    start: start as usize,
                    step,
                    count,
                },
            )
        };
        return Ok(vm.new_bytearray(picked));
    }
    let index = slicing::integer_key(vm, key, "bytearray indices must be integers or slices")?;
    let bytes = object.bytes.get(vm);
    match slicing::place(index, bytes.len()) {
        Some(at) => Ok(Value::int(i64::from(bytes[at]))),
        None => Err(vm.raise(Exc::IndexError, "bytearray index out of range")),
    }
}

fn set_item(vm: &mut Vm, value: &Value, key: &Value, item: Option<&Value>) -> Outcome<()> {
    let object = this(vm, value)?;
    if let Some(slice) = key.downcast::<SliceObject>() {
        let content = match item {
            None => Vec::new(),
            Some(item)
                if crate::vm::numbers::is_int(item) || item.layout() == Some(Layout::Str) =>
            {
                return Err(vm.type_error(
                    "can assign only bytes, buffers, or iterables of ints in range(0, 256)",
                ));
            }
            Some(item) => buffer::collect_bytes(vm, item, "bytearray")?,
        };
        let bounds = slicing::unpack(vm, slice)?;
        return set_slice(vm, object, bounds, content, item.is_none());
    }
    let index = slicing::integer_key(vm, key, "bytearray indices must be integers or slices")?;
    let byte = match item {
        Some(item) => Some(buffer::byte_of(vm, item)?),
        None => None,
    };
    let Some(at) = slicing::place(index, object.bytes.get(vm).len()) else {
        return Err(vm.raise(Exc::IndexError, "bytearray index out of range"));
    };
    match byte {
        Some(byte) => object.bytes.get_mut(vm.gil())[at] = byte,
        None => drop(growing(vm, object)?.remove(at)),
    }
    Ok(())
}

fn set_slice(
    vm: &mut Vm,
    object: &ByteArrayObject,
    bounds: slicing::Bounds,
    content: Vec<u8>,
    is_delete: bool,
) -> Outcome<()> {
    let (start, stop, step, count) = bounds.adjust(object.bytes.get(vm).len());
    if step == 1 {
        let (start, stop) = (start as usize, stop.max(start) as usize);
        if stop - start != content.len() {
            resizable(vm, object)?;
        }
        object.bytes.get_mut(vm.gil()).splice(start..stop, content);
        return Ok(());
    }
    if is_delete {
        let bytes = growing(vm, object)?;
        let mut picked: Vec<i64> = (0..count as i64).map(|n| start + n * step).collect();
        picked.sort_unstable();
        let mut at = 0;
        let mut next = picked.into_iter().peekable();
        bytes.retain(|_| {
            let gone = next.next_if_eq(&at).is_some();
            at += 1;
            !gone
        });
        return Ok(());
    }
    if content.len() != count {
        return Err(vm.value_error(format!(
            "attempt to assign bytes of size {} to extended slice of size {count}",
            content.len()
        )));
    }
    let bytes = object.bytes.get_mut(vm.gil());
    for (n, byte) in content.into_iter().enumerate() {
        bytes[(start + n as i64 * step) as usize] = byte;
    }
    Ok(())
}

fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    match op {
        BinaryOp::Add if left.layout() == Some(Layout::ByteArray) => {
            let joined = match (buffer::bytes_of(vm, left), buffer::bytes_of(vm, right)) {
                (Some(x), Some(y)) => [&*x, &*y].concat(),
                _ => return Ok(Value::NOT_IMPLEMENTED),
            };
            Ok(vm.new_bytearray(joined))
        }
        BinaryOp::Mul => {
            let (bytes, times) = if left.layout() == Some(Layout::ByteArray) {
                (left, right)
            } else {
                (right, left)
            };
            match shared::repeated(vm, bytes, times)? {
                Some(bytes) => Ok(vm.new_bytearray(bytes)),
                None => Ok(Value::NOT_IMPLEMENTED),
            }
        }
        BinaryOp::Mod if left.layout() == Some(Layout::ByteArray) => {
            let format = shared::copied(vm, left)?;
            let bytes = super::percent::format_bytes(vm, &format, right)?;
            Ok(vm.new_bytearray(bytes))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn in_place(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    let object = this(vm, left)?;
    match op {
        BinaryOp::Add => {
            let Some(more) = buffer::bytes_of(vm, right).map(|bytes| bytes.into_owned()) else {
                let (right, left) = (vm.class_name(right), vm.class_name(left));
                return Err(vm.type_error(format!("can't concat {right} to {left}")));
            };
            growing(vm, object)?.extend_from_slice(&more);
        }
        BinaryOp::Mul => match shared::repeated(vm, left, right)? {
            Some(bytes) => *growing(vm, object)? = bytes,
            None => return Ok(Value::NOT_IMPLEMENTED),
        },
        _ => return Ok(Value::NOT_IMPLEMENTED),
    }
    Ok(left.clone())
}

byte_methods! {
    /// Create a bytearray object from a string of hexadecimal numbers.
    [class] "fromhex(cls, string, /)" fn fromhex(vm, class: &ClassObject, text: &Value) -> Value {
        let bytes = shared::from_hex(vm, text)?;
        let bytes = vm.new_bytes(bytes);
        vm.call(&value_of(class), &[bytes])
    }
    /// Append a single item to the end of the bytearray.
    "append(self, item, /)" fn append(vm, object: &ByteArrayObject, item: &Value) -> () {
        let byte = buffer::byte_of(vm, item)?;
        growing(vm, object)?.push(byte);
        Ok(())
    }
    /// Remove all items from the bytearray.
    "clear(self, /)" fn clear(vm, object: &ByteArrayObject) -> () {
        growing(vm, object)?.clear();
        Ok(())
    }
    /// Return a copy.
    "copy(self, /)" fn copy(vm, this: &Value) -> Value { shared::map(vm, this, <[u8]>::to_vec) }
    /// Append all the items from the iterable to the end of the bytearray.
    "extend(self, iterable_of_ints, /)" fn extend(vm, object: &ByteArrayObject, iterable: &Value) -> () {
        if iterable.layout() == Some(Layout::Str) {
            return Err(vm.type_error("expected iterable of integers; got: 'str'"));
        }
        if buffer::bytes_of(vm, iterable).is_none() && !vm.is_iterable(iterable) {
            let name = vm.class_name(iterable);
            return Err(vm.type_error(format!("can't extend bytearray with {name}")));
        }
        let more = buffer::collect_bytes(vm, iterable, "bytearray")?;
        growing(vm, object)?.extend_from_slice(&more);
        Ok(())
    }
    /// Insert a single item into the bytearray before the given index.
    "insert(self, index, item, /)" fn insert(vm, object: &ByteArrayObject, index: &Value, item: &Value) -> () {
        let index = vm.index_i64(index)?;
        let byte = buffer::byte_of(vm, item)?;
        let bytes = growing(vm, object)?;
        let length = bytes.len() as i64;
        let at = if index < 0 { index.saturating_add(length).max(0) } else { index.min(length) };
        bytes.insert(at as usize, byte);
        Ok(())
    }
    /// Remove and return a single item from the bytearray.
    "pop(self, index=-1, /)" fn pop(vm, object: &ByteArrayObject, index: i64) -> i64 {
        let length = object.bytes.get(vm).len();
        if length == 0 {
            return Err(vm.raise(Exc::IndexError, "pop from empty bytearray"));
        }
        match slicing::place(index, length) {
            Some(at) => Ok(i64::from(growing(vm, object)?.remove(at))),
            None => Err(vm.raise(Exc::IndexError, "pop index out of range")),
        }
    }
    /// Remove the first occurrence of a value in the bytearray.
    "remove(self, value, /)" fn remove(vm, object: &ByteArrayObject, item: &Value) -> () {
        let byte = buffer::byte_of(vm, item)?;
        match memchr::memchr(byte, object.bytes.get(vm)) {
            Some(at) => drop(growing(vm, object)?.remove(at)),
            None => return Err(vm.value_error("value not found in bytearray")),
        }
        Ok(())
    }
    /// Reverse the order of the values in the bytearray in place.
    "reverse(self, /)" fn reverse(vm, object: &ByteArrayObject) -> () {
        object.bytes.get_mut(vm.gil()).reverse();
        Ok(())
    }
    /// How to make an equal bytearray.
    "__reduce__(self, /)" fn reduce(vm, this: &Value) -> Value {
        let bytes = shared::copied(vm, this)?;
        let bytes = vm.new_bytes(bytes);
        let arguments = vm.new_tuple(vec![bytes]);
        let class = vm.class_of(this).to_value();
        let state = match vm.attribute_dict(this) {
            Some(dict) => dict.into_value(),
            None => Value::NONE,
        };
        Ok(vm.new_tuple(vec![class, arguments, state]))
    }
    /// Return the size of the object in memory, in bytes.
    "__sizeof__(self, /)" fn sizeof(vm, object: &ByteArrayObject) -> usize {
        Ok(size_of::<ByteArrayObject>() + object.bytes.get(vm).capacity())
    }
    /// Return the number of bytes actually allocated.
    "__alloc__(self, /)" fn allocated(vm, object: &ByteArrayObject) -> usize {
        Ok(object.bytes.get(vm).capacity())
    }
}

/// The state of an iterator over a bytearray, which may change meanwhile.
struct Bytes {
    bytes: GilCell<Option<Ref<ByteArrayObject>>>,
    next: Cell<usize>,
}

impl Payload for Bytes {}

/// `bytearray_iterator`.
pub static ITERATOR: NativeClass = NativeClass {
    name: "bytearray_iterator",
    slots: Slots {
        iterate: Some(|_, iterator| Ok(iterator.clone())),
        next: Some(|vm, iterator| {
            let Some(state) = iterator.payload::<Bytes>() else {
                return Ok(None);
            };
            let Some(object) = state.bytes.get(vm).clone() else {
                return Ok(None);
            };
            let byte = object.bytes.get(vm).get(state.next.get()).copied();
            match byte {
                Some(byte) => {
                    state.next.set(state.next.get() + 1);
                    Ok(Some(Value::int(i64::from(byte))))
                }
                None => {
                    drop(state.bytes.replace(vm.gil(), None));
                    Ok(None)
                }
            }
        }),
        ..Slots::NONE
    },
    methods: ITERATOR_METHODS,
    ..NativeClass::EMPTY
};

fn iterate(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let bytes = GilCell::new(Some(Ref::of(this(vm, value)?)));
    let class = vm.native_class(&ITERATOR)?;
    Ok(vm.new_native(
        &class,
        Bytes {
            bytes,
            next: Cell::new(0),
        },
    ))
}

native_functions! {
    static ITERATOR_METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn iterator_reduce(vm, iterator: &Value) -> Value {
        let Some(state) = iterator.payload::<Bytes>() else { return Ok(Value::NONE) };
        let Some(object) = state.bytes.get(vm).clone() else {
            let nothing = vm.empty_tuple();
            return super::containers::reduced_iterator(vm, nothing, None);
        };
        super::containers::reduced_iterator(vm, object.into_value(), Some(state.next.get() as i64))
    }
    /// Set state information for unpickling.
    "__setstate__(self, state, /)" fn iterator_set_state(vm, iterator: &Value, at: i64) -> () {
        if let Some(state) = iterator.payload::<Bytes>() {
            let length = state.bytes.get(vm).as_ref().map_or(0, |object| object.bytes.get(vm).len());
            state.next.set(at.clamp(0, length as i64) as usize);
        }
        Ok(())
    }
    /// How many bytes are left.
    "__length_hint__(self, /)" fn length_hint(vm, iterator: &Value) -> usize {
        let Some(state) = iterator.payload::<Bytes>() else { return Ok(0) };
        let length = state.bytes.get(vm).as_ref().map_or(0, |object| object.bytes.get(vm).len());
        Ok(length.saturating_sub(state.next.get()))
    }
}
