//! The module `array`: compact arrays of numbers or characters.
//!
//! An array owns its bytes, which memory views and everything that takes a bytes-like object see through
//! [`SharedBuffer`]; while views exist its length must not change, which [`growing`] checks.
pub mod item;
mod methods;
mod reconstruct;

use crate::gil::{Gil, GilCell};
use crate::native::payload::state;
use crate::native::special::{BinaryOp, CompareOp, SpecialMethod};
use crate::native::types::containers::repeat_count;
use crate::native::types::{buffer, slicing};
use crate::native::{Arguments, GetSetDefinition, NativeClass, NativeModule, Slots};
use crate::object::builtin::Exc;
use crate::object::bytes::{ByteArrayObject, BytesObject};
use crate::object::class::{ClassObject, flags};
use crate::object::heap::{Layout, Ref};
use crate::object::native::{Payload, SharedBuffer};
use crate::object::range::SliceObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

/// The payload of an array.
pub struct Array {
    code: u8,
    size: usize,
    bytes: GilCell<Vec<u8>>,
    exports: Cell<usize>,
}

impl Payload for Array {
    fn buffer(&self) -> Option<SharedBuffer<'_>> {
        Some(SharedBuffer {
            bytes: &self.bytes,
            // What struct cannot name: characters of four bytes are 'w' to the buffer protocol.
            format: if self.code == b'u' {
                'w'
            } else {
                self.code as char
            },
            exports: &self.exports,
        })
    }
}

impl Array {
    fn len(&self, gil: &Gil) -> usize {
        self.bytes.get(gil).len() / self.size
    }
    /// The bytes of an item that is there.
    fn item<'a>(&'a self, gil: &'a Gil, at: usize) -> Option<&'a [u8]> {
        self.bytes
            .get(gil)
            .get(at * self.size..(at + 1) * self.size)
    }
    /// The value of an item that may be there.
    fn value(&self, vm: &Vm, at: usize) -> Outcome<Option<Value>> {
        match self.item(vm, at) {
            Some(bytes) => item::read(vm, self.code, bytes).map(Some),
            None => Ok(None),
        }
    }
}

fn this<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a Array> {
    state(vm, value)
}

/// The bytes, after a check that their number may change.
fn growing<'a>(vm: &'a mut Vm, array: &'a Array) -> Outcome<&'a mut Vec<u8>> {
    if array.exports.get() != 0 {
        return Err(vm.raise(
            Exc::BufferError,
            "cannot resize an array that is exporting buffers",
        ));
    }
    Ok(array.bytes.get_mut(vm.gil()))
}

/// Adds bytes at the end; MemoryError if there is no room for them.
fn extend_bytes(vm: &mut Vm, array: &Array, more: &[u8]) -> Outcome<()> {
    if more.is_empty() {
        return Ok(());
    }
    let bytes = growing(vm, array)?;
    if !crate::memory::reserve(bytes, more.len()) {
        return Err(vm.raise_with(Exc::MemoryError, Vec::new()));
    }
    bytes.extend_from_slice(more);
    Ok(())
}

/// Adds one value at the end.
fn push(vm: &mut Vm, array: &Array, value: &Value) -> Outcome<()> {
    let item = item::write(vm, array.code, value)?;
    extend_bytes(vm, array, item.bytes())
}

fn make(vm: &Vm, class: &ClassObject, code: u8, bytes: Vec<u8>) -> Value {
    vm.new_native(
        class,
        Array {
            code,
            size: item::size_of(code).unwrap_or(1),
            bytes: GilCell::new(bytes),
            exports: Cell::new(0),
        },
    )
}

/// A plain array of the same type code.
fn alike(vm: &mut Vm, array: &Array, bytes: Vec<u8>) -> Outcome<Value> {
    let class = vm.native_class(&ARRAY)?;
    Ok(make(vm, &class, array.code, bytes))
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    if class.overrides.get() & SpecialMethod::Init.bit() == 0 {
        arguments.no_keywords(vm, "array.array")?;
    }
    let given = arguments.positional();
    let (code, initial) = match given {
        [code] => (code, &Value::NONE),
        [code, initial] => (code, initial),
        _ => {
            let (bound, plural) = if given.is_empty() {
                ("at least 1", "")
            } else {
                ("at most 2", "s")
            };
            let count = given.len();
            return Err(vm.type_error(format!(
                "array() takes {bound} argument{plural} ({count} given)"
            )));
        }
    };
    let mut letters = code
        .downcast::<StrObject>()
        .map_or("", StrObject::as_str)
        .chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        let name = vm.class_name(code);
        return Err(vm.type_error(format!(
            "array() argument 1 must be a unicode character, not {name}"
        )));
    };
    if letter != 'u' && initial.layout() == Some(Layout::Str) {
        return Err(vm.type_error(format!(
            "cannot use a str to initialize an array with typecode '{letter}'"
        )));
    }
    if letter != 'u'
        && initial
            .payload::<Array>()
            .is_some_and(|array| array.code == b'u')
    {
        return Err(vm.type_error(format!(
            "cannot use a unicode array to initialize an array with typecode '{letter}'"
        )));
    }
    let Some(code) = u8::try_from(letter)
        .ok()
        .filter(|&code| item::size_of(code).is_some())
    else {
        return Err(
            vm.value_error("bad typecode (must be b, B, u, h, H, i, I, l, L, q, Q, f or d)")
        );
    };
    let value = make(vm, class, code, Vec::new());
    let array = this(vm, &value)?;
    if initial.is_none() {
        return Ok(value);
    }
    if initial.downcast::<BytesObject>().is_some()
        || initial.downcast::<ByteArrayObject>().is_some()
    {
        methods::from_bytes(vm, array, initial)?;
    } else if let Some(text) = initial.downcast::<StrObject>() {
        methods::from_text(vm, array, text.as_str())?;
    } else {
        match initial.payload::<Array>() {
            Some(source) if source.code == code => {
                let bytes = source.bytes.get(vm).clone();
                *array.bytes.get_mut(vm.gil()) = bytes;
            }
            _ => vm.for_each(initial, |vm, item| push(vm, array, &item).map(|()| true))?,
        }
    }
    Ok(value)
}

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let array = this(vm, value)?;
    let (name, code) = (vm.class_name(value), array.code as char);
    if array.len(vm) == 0 {
        return Ok(vm.new_str(&format!("{name}('{code}')")));
    }
    let content = if array.code == b'u' {
        methods::text_of(vm, array)?
    } else {
        let items = methods::items(vm, array)?;
        vm.new_list(items)
    };
    let content = vm.repr_text(&content)?;
    Ok(vm.new_str(&format!("{name}('{code}', {content})")))
}

fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (Some(a), Some(b)) = (left.payload::<Array>(), right.payload::<Array>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (length_a, length_b) = (a.len(vm), b.len(vm));
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    if equality && length_a != length_b {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    if equality && a.code == b.code && !matches!(a.code, b'f' | b'd' | b'u') {
        let equal = a.bytes.get(vm) == b.bytes.get(vm);
        return Ok(Value::bool(equal == (op == CompareOp::Eq)));
    }
    for at in 0..length_a.min(length_b) {
        let (Some(x), Some(y)) = (a.value(vm, at)?, b.value(vm, at)?) else {
            break;
        };
        if !vm.compare_truth(CompareOp::Eq, &x, &y)? {
            return match op {
                CompareOp::Eq => Ok(Value::FALSE),
                CompareOp::Ne => Ok(Value::TRUE),
                _ => vm.compare(op, &x, &y),
            };
        }
    }
    Ok(Value::bool(op.holds(length_a.cmp(&length_b))))
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<Value> {
    let array = this(vm, value)?;
    if let Some(slice) = key.downcast::<SliceObject>() {
        let bounds = slicing::unpack(vm, slice)?;
        let (start, _, step, count) = bounds.adjust(array.len(vm));
        let all = array.bytes.get(vm);
        let bytes = if step == 1 {
            all[start as usize * array.size..][..count * array.size].to_vec()
        } else {
            let mut bytes = Vec::with_capacity(count * array.size);
            for n in 0..count as i64 {
                let at = (start + n * step) as usize * array.size;
                bytes.extend_from_slice(&all[at..at + array.size]);
            }
            bytes
        };
        return alike(vm, array, bytes);
    }
    let index = integer_key(vm, key)?;
    match slicing::place(index, array.len(vm)) {
        Some(at) => Ok(array.value(vm, at)?.unwrap_or(Value::NONE)),
        None => Err(vm.raise(Exc::IndexError, "array index out of range")),
    }
}

fn integer_key(vm: &mut Vm, key: &Value) -> Outcome<i64> {
    if !slicing::is_index(vm, key) {
        return Err(vm.type_error("array indices must be integers"));
    }
    slicing::integer_key(vm, key, "array indices must be integers")
}

fn set_item(vm: &mut Vm, value: &Value, key: &Value, new: Option<&Value>) -> Outcome<()> {
    let array = this(vm, value)?;
    if let Some(slice) = key.downcast::<SliceObject>() {
        let bounds = slicing::unpack(vm, slice)?;
        let content = match new {
            None => Vec::new(),
            Some(new) => match new.payload::<Array>() {
                Some(source) if source.code == array.code => source.bytes.get(vm).clone(),
                Some(_) => return Err(vm.type_error("bad argument type for built-in operation")),
                None => {
                    let name = vm.class_name(new);
                    return Err(vm.type_error(format!(
                        "can only assign array (not \"{name}\") to array slice"
                    )));
                }
            },
        };
        return set_slice(vm, array, bounds, content, new.is_none());
    }
    let index = integer_key(vm, key)?;
    let Some(at) = slicing::place(index, array.len(vm)) else {
        return Err(vm.raise(Exc::IndexError, "array assignment index out of range"));
    };
    let range = at * array.size..(at + 1) * array.size;
    match new {
        Some(new) => {
            let item = item::write(vm, array.code, new)?;
            // Making a number of the value may have run methods that shortened the array.
            if let Some(place) = array.bytes.get_mut(vm.gil()).get_mut(range) {
                place.copy_from_slice(item.bytes());
            }
        }
        None => drop(growing(vm, array)?.drain(range)),
    }
    Ok(())
}

fn set_slice(
    vm: &mut Vm,
    array: &Array,
    bounds: slicing::Bounds,
    content: Vec<u8>,
    is_delete: bool,
) -> Outcome<()> {
    let size = array.size;
    let (start, stop, step, count) = bounds.adjust(array.len(vm));
    if step == 1 {
        let range = start as usize * size..stop.max(start) as usize * size;
        let bytes = if range.len() == content.len() {
            array.bytes.get_mut(vm.gil())
        } else {
            growing(vm, array)?
        };
        bytes.splice(range, content);
        return Ok(());
    }
    if is_delete {
        let bytes = growing(vm, array)?;
        let mut picked: Vec<usize> = (0..count as i64)
            .map(|n| (start + n * step) as usize)
            .collect();
        picked.sort_unstable();
        let mut next = picked.into_iter().peekable();
        let mut left = Vec::with_capacity(bytes.len());
        for (at, item) in bytes.chunks_exact(size).enumerate() {
            if next.next_if_eq(&at).is_none() {
                left.extend_from_slice(item);
            }
        }
        *bytes = left;
        return Ok(());
    }
    let given = content.len() / size;
    if given != count {
        return Err(vm.value_error(format!(
            "attempt to assign array of size {given} to extended slice of size {count}"
        )));
    }
    let bytes = array.bytes.get_mut(vm.gil());
    for (n, item) in content.chunks_exact(size).enumerate() {
        let at = (start + n as i64 * step) as usize * size;
        bytes[at..at + size].copy_from_slice(item);
    }
    Ok(())
}

/// The bytes `count` times; MemoryError if that is more than a machine can hold.
fn repeated(vm: &mut Vm, array: &Array, count: usize) -> Outcome<Vec<u8>> {
    let bytes = array.bytes.get(vm);
    let total = bytes.len().saturating_mul(count);
    let mut all = Vec::new();
    if total >= 1 << 40 || !crate::memory::reserve_exact(&mut all, total) {
        return Err(vm.raise_with(Exc::MemoryError, Vec::new()));
    }
    if let &[byte] = bytes.as_slice() {
        all.resize(total, byte);
    } else {
        for _ in 0..if bytes.is_empty() { 0 } else { count } {
            all.extend_from_slice(bytes);
        }
    }
    Ok(all)
}

fn binary(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    match op {
        BinaryOp::Add => {
            let Some(array) = left.payload::<Array>() else {
                return Ok(Value::NOT_IMPLEMENTED);
            };
            let Some(other) = right.payload::<Array>() else {
                if vm.overrides(right, SpecialMethod::ReflectedAdd) {
                    return Ok(Value::NOT_IMPLEMENTED);
                }
                let name = vm.class_name(right);
                return Err(
                    vm.type_error(format!("can only append array (not \"{name}\") to array"))
                );
            };
            if array.code != other.code {
                return Err(vm.type_error("bad argument type for built-in operation"));
            }
            let all = [array.bytes.get(vm).as_slice(), other.bytes.get(vm)].concat();
            alike(vm, array, all)
        }
        BinaryOp::Mul => {
            let (value, count) = if left.payload::<Array>().is_some() {
                (left, right)
            } else {
                (right, left)
            };
            let array = this(vm, value)?;
            match repeat_count(vm, count)? {
                Some(count) => {
                    let bytes = repeated(vm, array, count)?;
                    alike(vm, array, bytes)
                }
                None => Ok(Value::NOT_IMPLEMENTED),
            }
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn in_place(vm: &mut Vm, op: BinaryOp, left: &Value, right: &Value) -> Outcome<Value> {
    let array = this(vm, left)?;
    match op {
        BinaryOp::Add => {
            if right.payload::<Array>().is_none() {
                let name = vm.class_name(right);
                return Err(
                    vm.type_error(format!("can only extend array with array (not \"{name}\")"))
                );
            }
            methods::extend(vm, array, right)?;
        }
        BinaryOp::Mul => match repeat_count(vm, right)? {
            Some(1) => {}
            Some(count) => {
                let bytes = repeated(vm, array, count)?;
                *growing(vm, array)? = bytes;
            }
            None => return Ok(Value::NOT_IMPLEMENTED),
        },
        _ => return Ok(Value::NOT_IMPLEMENTED),
    }
    Ok(left.clone())
}

crate::payload! {
    /// The state of an iterator: its array until the end, and the next index.
    struct Items { array: GilCell<Option<Value>>, next: Cell<usize> }
}

fn iterate(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    this(vm, value)?;
    let class = vm.native_class(&ITERATOR)?;
    let array = GilCell::new(Some(value.clone()));
    Ok(vm.new_native(
        &class,
        Items {
            array,
            next: Cell::new(0),
        },
    ))
}

fn next(vm: &mut Vm, iterator: &Value) -> Outcome<Option<Value>> {
    let items: &Items = state(vm, iterator)?;
    let at = items.next.get();
    let found = match items
        .array
        .get(vm)
        .as_ref()
        .and_then(|array| array.payload::<Array>())
    {
        Some(array) => array.value(vm, at)?,
        None => return Ok(None),
    };
    match found {
        Some(_) => items.next.set(at + 1),
        None => drop(items.array.replace(vm.gil(), None)),
    }
    Ok(found)
}

crate::native_functions! { static ITERATOR_METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn iterator_reduce(vm, iterator: &Value) -> Value {
        let items: &Items = state(vm, iterator)?;
        let function = crate::native::types::containers::builtin(vm, "iter")?;
        let Some(array) = items.array.get(vm).clone() else {
            let nothing = vm.empty_tuple();
            let arguments = vm.new_tuple(vec![nothing]);
            return Ok(vm.new_pair(function, arguments));
        };
        let arguments = vm.new_tuple(vec![array]);
        Ok(vm.new_tuple(vec![function, arguments, Value::int(items.next.get() as i64)]))
    }
    /// Set state information for unpickling.
    "__setstate__(self, state, /)" fn iterator_set_state(vm, iterator: &Value, at: i64) -> () {
        let items: &Items = state(vm, iterator)?;
        let length = match items.array.get(vm).as_ref().and_then(|array| array.payload::<Array>()) {
            Some(array) => array.len(vm),
            None => return Ok(()),
        };
        items.next.set(at.clamp(0, length as i64) as usize);
        Ok(())
    }
}

static ITERATOR: NativeClass = NativeClass {
    name: "array.arrayiterator",
    slots: Slots {
        iterate: Some(|_, iterator| Ok(iterator.clone())),
        next: Some(next),
        ..Slots::NONE
    },
    methods: ITERATOR_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

/// `array.array`.
pub static ARRAY: NativeClass = NativeClass {
    name: "array.array",
    doc: "array(typecode [, initializer]) -> array\n\nAn array of numbers or characters, kept as machine values of one type.",
    slots: Slots {
        repr: Some(repr),
        hash: None,
        compare: Some(compare),
        length: Some(|vm, value| Ok(this(vm, value)?.len(vm))),
        get_item: Some(get_item),
        set_item: Some(set_item),
        contains: Some(|vm, value, wanted| {
            let array = this(vm, value)?;
            Ok(methods::find(vm, array, wanted, 0, usize::MAX)?.is_some())
        }),
        iterate: Some(iterate),
        binary: Some(binary),
        in_place: Some(in_place),
        operators: &[BinaryOp::Add, BinaryOp::Mul],
        in_place_operators: &[BinaryOp::Add, BinaryOp::Mul],
        ..Slots::NONE
    },
    new: Some(new),
    methods: methods::METHODS,
    getset: &[
        GetSetDefinition {
            name: "typecode",
            doc: "the typecode character used to create the array",
            get: |vm, value| {
                let code = this(vm, value)?.code as char;
                Ok(vm.new_character(code))
            },
            set: None,
        },
        GetSetDefinition {
            name: "itemsize",
            doc: "the size, in bytes, of one array item",
            get: |vm, value| Ok(Value::int(this(vm, value)?.size as i64)),
            set: None,
        },
    ],
    flags: flags::SEQUENCE | flags::WEAK,
    ..NativeClass::EMPTY
};

/// `array`.
pub static MODULE: NativeModule = NativeModule {
    name: "array",
    doc: "Compact arrays of basic values: characters, integers, floating-point numbers.",
    functions: &[reconstruct::FUNCTIONS],
    classes: &[&ARRAY],
    init: Some(|vm, module| {
        let class = vm.native_class(&ARRAY)?;
        let class = class.into_value();
        vm.dict_set_str(&module.dict, "ArrayType", class.clone());
        let module_of_abc = vm.import_module("_collections_abc")?;
        let abstract_class = vm.get_attribute_str(&module_of_abc, "MutableSequence")?;
        vm.call_method(&abstract_class, "register", &[class])?;
        let codes = vm.new_str(item::CODES);
        vm.dict_set_str(&module.dict, "typecodes", codes);
        Ok(())
    }),
};

/// Bytes-like, as methods of arrays take it.
fn bytes_like(vm: &mut Vm, value: &Value) -> Outcome<Vec<u8>> {
    Ok(buffer::bytes_like(vm, value)?.into_owned())
}
