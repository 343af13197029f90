//! The built-in class `bytes` and its iterator. The methods it shares with `bytearray` are in `byte_methods`.

use super::byte_methods::{self as shared, byte_methods};
use super::{buffer, slicing};
use crate::native::{Arguments, BinaryOp, CompareOp, NativeClass, Slots, SpecialMethod};
use crate::native_functions;
use crate::object::builtin::{Builtin, Exc};
use crate::object::bytes::BytesObject;
use crate::object::class::ClassObject;
use crate::object::heap::{Layout, Ref, value_of};
use crate::object::native::Payload;
use crate::object::range::SliceObject;
use crate::object::value::Value;
use crate::text::bytestrings as kernel;
use crate::text::strings::{Side, SliceRange};
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

/// `bytes`.
pub static BYTES: NativeClass = NativeClass {
    name: "bytes",
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> copy\n\
          bytes(int) -> zero bytes of that number\nbytes() -> empty bytes\n\nAn immutable array of bytes.",
    layout: Layout::Bytes,
    slots: Slots {
        repr: Some(|vm, value| {
            let bytes = &this(vm, value)?.bytes;
            vm.room_for(bytes.len().saturating_mul(8))?;
            let text = crate::text::repr::repr_bytes(bytes);
            Ok(super::str::owned(vm, text))
        }),
        hash: Some(hash),
        compare: Some(compare),
        length: Some(|vm, value| Ok(this(vm, value)?.bytes.len())),
        get_item: Some(get_item),
        contains: Some(shared::contains),
        iterate: Some(iterate),
        binary: Some(binary),
        operators: &[BinaryOp::Add, BinaryOp::Mul, BinaryOp::Mod],
        ..Slots::NONE
    },
    new: Some(new),
    methods: METHODS,
    ..NativeClass::EMPTY
};

fn this<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a BytesObject> {
    match value.downcast::<BytesObject>() {
        Some(bytes) => Ok(bytes),
        None => {
            let name = vm.class_name(value);
            Err(vm.type_error(format!("expected bytes, not {name}")))
        }
    }
}

fn hash(vm: &mut Vm, value: &Value) -> Outcome<u64> {
    let object = this(vm, value)?;
    if object.hash.get() == 0 {
        object.hash.set(vm.hash_of_bytes(&object.bytes));
    }
    Ok(object.hash.get())
}

/// The comparison of byte strings of all kinds.
pub fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    Ok(match shared::compared(vm, left, right) {
        Some(ordering) => Value::bool(op.holds(ordering)),
        None => Value::NOT_IMPLEMENTED,
    })
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<Value> {
    let object = this(vm, value)?;
    if let Some(slice) = key.downcast::<SliceObject>() {
        let (start, _, step, count) = slicing::resolve(vm, slice, object.bytes.len())?;
        if count == object.bytes.len()
            && step == 1
            && object.header.shape() == Builtin::Bytes.shape()
        {
            return Ok(value.clone());
        }
        if count == 0 {
            return Ok(vm.new_bytes(Vec::new()));
        }
        return Ok(vm.new_bytes(kernel::slice(
            &object.bytes,
            SliceRange {
                start: start as usize,
                step,
                count,
            },
        )));
    }
    let index = slicing::integer_key(vm, key, "byte indices must be integers or slices")?;
    match slicing::place(index, object.bytes.len()) {
        Some(at) => Ok(Value::int(i64::from(object.bytes[at]))),
        None => Err(vm.raise(Exc::IndexError, "index out of range")),
    }
}

fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    match op {
        BinaryOp::Add if left.layout() == Some(Layout::Bytes) => {
            let joined = match (buffer::bytes_of(vm, left), buffer::bytes_of(vm, right)) {
                (Some(x), Some(y)) => [&*x, &*y].concat(),
                _ => return Ok(Value::NOT_IMPLEMENTED),
            };
            Ok(vm.new_bytes(joined))
        }
        BinaryOp::Mul => {
            let (bytes, times) = if left.layout() == Some(Layout::Bytes) {
                (left, right)
            } else {
                (right, left)
            };
            match shared::repeated(vm, bytes, times)? {
                Some(bytes) => Ok(vm.new_bytes(bytes)),
                None => Ok(Value::NOT_IMPLEMENTED),
            }
        }
        BinaryOp::Mod => match left.downcast::<BytesObject>() {
            Some(format) => {
                let bytes = super::percent::format_bytes(vm, &format.bytes, right)?;
                Ok(vm.new_bytes(bytes))
            }
            None => Ok(Value::NOT_IMPLEMENTED),
        },
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let exact = class.is(vm.class(Builtin::Bytes));
    let bound = arguments.bind(vm, "bytes(source=_, encoding=_, errors=_)")?;
    let alone = bound[1].is_missing() && bound[2].is_missing();
    if alone
        && exact
        && let Some(bytes) = bound[0].downcast::<BytesObject>()
        && bytes.header.shape() == Builtin::Bytes.shape()
    {
        return Ok(bound[0].clone());
    }
    let mut found = None;
    if alone && !bound[0].is_missing() && bound[0].layout() != Some(Layout::Bytes) {
        found = vm.call_special(&bound[0], SpecialMethod::Bytes, &[])?;
    }
    let bytes = match found {
        Some(result) if result.layout() == Some(Layout::Bytes) => {
            if exact {
                return Ok(result);
            }
            shared::copied(vm, &result)?
        }
        Some(result) => {
            let name = vm.class_name(&result);
            return Err(vm.type_error(format!("__bytes__ returned non-bytes (type {name})")));
        }
        None => shared::construct(vm, "bytes", &bound)?,
    };
    if exact {
        return Ok(vm.new_bytes(bytes));
    }
    let bytes = bytes.into_boxed_slice();
    let make = |header| BytesObject {
        header,
        hash: Cell::new(0),
        bytes,
    };
    Ok(vm.allocate(class.root_shape.get(), make).into_value())
}

byte_methods! {
    /// Create a bytes object from a string of hexadecimal numbers.
    [class] "fromhex(cls, string, /)" fn fromhex(vm, class: &ClassObject, text: &Value) -> Value {
        let bytes = shared::from_hex(vm, text)?;
        let bytes = vm.new_bytes(bytes);
        if std::ptr::eq(class, &**vm.class(Builtin::Bytes)) {
            return Ok(bytes);
        }
        vm.call(&value_of(class), &[bytes])
    }
    /// Convert this value to exact type bytes.
    "__bytes__(self, /)" fn to_bytes(vm, this: &Value) -> Value {
        let is_plain = this.header().is_some_and(|header| header.shape() == Builtin::Bytes.shape());
        if is_plain { Ok(this.clone()) } else { shared::map(vm, this, <[u8]>::to_vec) }
    }
    /// The arguments that make equal bytes.
    "__getnewargs__(self, /)" fn getnewargs(vm, this: &Value) -> Value {
        let copy = shared::map(vm, this, <[u8]>::to_vec)?;
        Ok(vm.new_tuple(vec![copy]))
    }
    /// Return the size of the object in memory, in bytes.
    "__sizeof__(self, /)" fn sizeof(vm, this: &BytesObject) -> usize { Ok(size_of::<BytesObject>() + this.bytes.len()) }
}

/// The state of an iterator over bytes.
struct Bytes {
    bytes: Ref<BytesObject>,
    next: Cell<usize>,
}

impl Payload for Bytes {}

/// `bytes_iterator`.
pub static ITERATOR: NativeClass = NativeClass {
    name: "bytes_iterator",
    slots: Slots {
        iterate: Some(|_, iterator| Ok(iterator.clone())),
        next: Some(|_, iterator| {
            let Some(state) = iterator.payload::<Bytes>() else {
                return Ok(None);
            };
            let byte = state.bytes.bytes.get(state.next.get()).copied();
            state
                .next
                .set(state.next.get() + usize::from(byte.is_some()));
            Ok(byte.map(|byte| Value::int(i64::from(byte))))
        }),
        ..Slots::NONE
    },
    methods: ITERATOR_METHODS,
    ..NativeClass::EMPTY
};

fn iterate(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let bytes = Ref::of(this(vm, value)?);
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
        let at = state.next.get();
        if at >= state.bytes.bytes.len() {
            let nothing = vm.empty_tuple();
            return super::containers::reduced_iterator(vm, nothing, None);
        }
        super::containers::reduced_iterator(vm, state.bytes.to_value(), Some(at as i64))
    }
    /// Set state information for unpickling.
    "__setstate__(self, state, /)" fn iterator_set_state(vm, iterator: &Value, at: i64) -> () {
        if let Some(state) = iterator.payload::<Bytes>() {
            state.next.set(at.clamp(0, state.bytes.bytes.len() as i64) as usize);
        }
        Ok(())
    }
    /// How many bytes are left.
    "__length_hint__(self, /)" fn length_hint(vm, iterator: &Value) -> usize {
        Ok(iterator.payload::<Bytes>().map_or(0, |state| state.bytes.bytes.len() - state.next.get()))
    }
}
