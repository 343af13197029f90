//! `memoryview`: a window on the bytes of another object, of one dimension.
//!
//! A view holds its object and, on a bytearray or array, keeps its length fixed until it is released. Items are read and
//! written in the machine's order by the format's letter.

use super::{buffer, slicing};
use crate::gil::{Gil, GilCell};
use crate::native::pickle::buffer::PickleBuffer;
use crate::native::{Arguments, CompareOp, GetSetDefinition, NativeClass, Slots};
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::bytes::{ByteArrayObject, BytesObject};
use crate::object::class::ClassObject;
use crate::object::heap::{Layout, Ref};
use crate::object::mapping::Mapping;
use crate::object::native::Payload;
use crate::object::range::SliceObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::borrow::Cow;
use std::cell::Cell;

/// The window: `length` items of `item` bytes, the first at byte `start`, each `stride` bytes after the other.
#[derive(Clone, Copy)]
struct Window {
    start: usize,
    length: usize,
    stride: i64,
    item: usize,
    format: char,
    readonly: bool,
}

/// The payload of a memory view.
pub struct View {
    object: Value,
    window: Window,
    released: Cell<bool>,
}

impl Payload for View {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.object);
    }
}

impl Drop for View {
    fn drop(&mut self) {
        self.release();
    }
}

/// The memory of the object that a view is made of; views are made of plain objects only.
#[derive(Clone, Copy)]
enum Storage<'a> {
    /// Nobody changes it while the token is borrowed.
    Bytes(&'a [u8]),
    /// Other processes may change it at any moment: it is copied.
    Mapped(&'a Mapping),
}

fn storage<'a>(gil: &'a Gil, object: &'a Value) -> Option<Storage<'a>> {
    let bytes = match object.layout()? {
        Layout::Bytes => object.downcast::<BytesObject>().map(|bytes| &*bytes.bytes),
        Layout::ByteArray => object
            .downcast::<ByteArrayObject>()
            .map(|bytes| &bytes.bytes.get(gil)[..]),
        _ => match buffer::shared_buffer(object) {
            Some(buffer) => Some(&buffer.bytes.get(gil)[..]),
            None => return buffer::mapped(gil, object).map(|(memory, _)| Storage::Mapped(memory)),
        },
    };
    bytes.map(Storage::Bytes)
}

impl<'a> Storage<'a> {
    fn len(self) -> usize {
        match self {
            Storage::Bytes(bytes) => bytes.len(),
            Storage::Mapped(memory) => memory.len(),
        }
    }

    /// A range of the bytes.
    fn range(self, start: usize, count: usize) -> Option<Cow<'a, [u8]>> {
        match self {
            Storage::Bytes(bytes) => bytes.get(start..start + count).map(Cow::Borrowed),
            Storage::Mapped(memory) => {
                (start + count <= memory.len()).then(|| Cow::Owned(memory.read(start, count)))
            }
        }
    }

    /// What `read` makes of an item of at most 8 bytes, seen whole.
    fn item<R>(self, at: usize, size: usize, read: impl FnOnce(&[u8]) -> R) -> Option<R> {
        match self {
            Storage::Bytes(bytes) => bytes.get(at..at + size).map(read),
            Storage::Mapped(memory) => memory.load(at, size).map(|item| read(&item[..size])),
        }
    }
}

fn storage_mut<'a>(gil: &'a mut Gil, object: &'a Value) -> Option<&'a mut [u8]> {
    match object.downcast::<ByteArrayObject>() {
        Some(bytes) => Some(&mut bytes.bytes.get_mut(gil)[..]),
        None => buffer::shared_buffer(object).map(|buffer| &mut buffer.bytes.get_mut(gil)[..]),
    }
}

/// The counter of views on an object whose length can change.
fn exports(object: &Value) -> Option<&Cell<usize>> {
    match object.downcast::<ByteArrayObject>() {
        Some(bytes) => Some(&bytes.exports),
        None => match buffer::shared_buffer(object) {
            Some(buffer) => Some(buffer.exports),
            None => buffer::shared_mapping(object).map(|shared| shared.exports),
        },
    }
}

impl View {
    fn new(object: Value, window: Window) -> View {
        if let Some(exports) = exports(&object) {
            exports.set(exports.get() + 1);
        }
        View {
            object,
            window,
            released: Cell::new(false),
        }
    }

    fn release(&self) {
        if !self.released.replace(true)
            && let Some(exports) = exports(&self.object)
        {
            exports.set(exports.get().saturating_sub(1));
        }
    }

    /// The bytes the view shows; `None` once it is released.
    pub fn bytes<'a>(&'a self, gil: &'a Gil) -> Option<Cow<'a, [u8]>> {
        if self.released.get() {
            return None;
        }
        let all = storage(gil, &self.object)?;
        let window = self.window;
        if window.stride == window.item as i64 {
            return all.range(window.start, window.length * window.item);
        }
        let mut items = Vec::with_capacity(window.length * window.item);
        for n in 0..window.length {
            all.item(window.offset(n), window.item, |item| {
                items.extend_from_slice(item)
            });
        }
        Some(Cow::Owned(items))
    }
}

impl Window {
    fn offset(&self, index: usize) -> usize {
        (self.start as i64 + index as i64 * self.stride) as usize
    }
}

/// Sizes of the formats that casts and items know, in the machine's own way.
fn item_size(format: char) -> Option<usize> {
    Some(match format {
        'c' | 'b' | 'B' | '?' => 1,
        'h' | 'H' | 'e' => 2,
        'i' | 'I' | 'f' | 'w' => 4,
        'l' | 'L' | 'q' | 'Q' | 'n' | 'N' | 'd' | 'P' => 8,
        _ => return None,
    })
}

/// The `N` bytes of an item.
fn raw<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(&bytes[..N]);
    out
}

fn read_item(vm: &Vm, format: char, bytes: &[u8]) -> Value {
    match format {
        'c' => vm.new_bytes(bytes.to_vec()),
        '?' => Value::bool(bytes[0] != 0),
        'b' => Value::int(i64::from(bytes[0] as i8)),
        'h' => Value::int(i64::from(i16::from_ne_bytes(raw(bytes)))),
        'H' => Value::int(i64::from(u16::from_ne_bytes(raw(bytes)))),
        'i' => Value::int(i64::from(i32::from_ne_bytes(raw(bytes)))),
        'I' => Value::int(i64::from(u32::from_ne_bytes(raw(bytes)))),
        'l' | 'q' | 'n' => Value::int(i64::from_ne_bytes(raw(bytes))),
        'L' | 'Q' | 'N' | 'P' => vm.new_int_from(u64::from_ne_bytes(raw(bytes))),
        'f' => Value::float(f64::from(f32::from_ne_bytes(raw(bytes)))),
        'd' => Value::float(f64::from_ne_bytes(raw(bytes))),
        _ => Value::int(i64::from(bytes[0])),
    }
}

/// The bytes of an item, or of several.
type Packed = smallvec::SmallVec<[u8; 8]>;

fn write_item(vm: &mut Vm, format: char, value: &Value) -> Outcome<Packed> {
    let wrong_type =
        |vm: &mut Vm| vm.type_error(format!("memoryview: invalid type for format '{format}'"));
    let wrong_value =
        |vm: &mut Vm| vm.value_error(format!("memoryview: invalid value for format '{format}'"));
    match format {
        'c' => match value.downcast::<BytesObject>() {
            Some(bytes) if bytes.bytes.len() == 1 => Ok(Packed::from_slice(&bytes.bytes)),
            Some(_) => Err(wrong_value(vm)),
            None => Err(wrong_type(vm)),
        },
        '?' => Ok(Packed::from_slice(&[u8::from(vm.truth(value)?)])),
        'f' | 'd' => {
            if crate::vm::numbers::float_of(value).is_none() && !slicing::is_index(vm, value) {
                return Err(wrong_type(vm));
            }
            let number = vm.float(value)?;
            Ok(if format == 'f' {
                Packed::from_slice(&(number as f32).to_ne_bytes())
            } else {
                Packed::from_slice(&number.to_ne_bytes())
            })
        }
        _ => {
            if !slicing::is_index(vm, value) {
                return Err(wrong_type(vm));
            }
            if let Some(byte) = value.as_int().and_then(|number| u8::try_from(number).ok())
                && format == 'B'
            {
                return Ok(Packed::from_slice(&[byte]));
            }
            let number = vm.index_big(value)?;
            let packed = match format {
                'b' => i8::try_from(&number).map(|n| Packed::from_slice(&n.to_ne_bytes())),
                'h' => i16::try_from(&number).map(|n| Packed::from_slice(&n.to_ne_bytes())),
                'H' => u16::try_from(&number).map(|n| Packed::from_slice(&n.to_ne_bytes())),
                'i' => i32::try_from(&number).map(|n| Packed::from_slice(&n.to_ne_bytes())),
                'I' => u32::try_from(&number).map(|n| Packed::from_slice(&n.to_ne_bytes())),
                'l' | 'q' | 'n' => {
                    i64::try_from(&number).map(|n| Packed::from_slice(&n.to_ne_bytes()))
                }
                'L' | 'Q' | 'N' | 'P' => {
                    u64::try_from(&number).map(|n| Packed::from_slice(&n.to_ne_bytes()))
                }
                _ => u8::try_from(&number).map(|n| Packed::from_slice(&[n])),
            };
            packed.map_err(|_| wrong_value(vm))
        }
    }
}

/// `memoryview`.
pub static MEMORYVIEW: NativeClass = NativeClass {
    name: "memoryview",
    doc: "memoryview(object)\n\nCreate a new memoryview object which references the given object.",
    slots: Slots {
        repr: Some(|vm, value| {
            let released = value
                .payload::<View>()
                .is_none_or(|view| view.released.get());
            let what = if released {
                "released memory"
            } else {
                "memory"
            };
            Ok(vm.new_str(&format!("<{what} at {:#x}>", vm.identity_of(value))))
        }),
        hash: Some(hash),
        compare: Some(compare),
        length: Some(|vm, value| Ok(view(vm, value)?.window.length)),
        get_item: Some(get_item),
        set_item: Some(set_item),
        iterate: Some(iterate),
        ..Slots::NONE
    },
    new: Some(new),
    methods: METHODS,
    getset: GETSET,
    ..NativeClass::EMPTY
};

static GETSET: &[GetSetDefinition] = &[
    GetSetDefinition {
        name: "obj",
        doc: "The underlying object of the memoryview.",
        get: |vm, value| Ok(view(vm, value)?.object.clone()),
        set: None,
    },
    GetSetDefinition {
        name: "nbytes",
        doc: "The amount of space in bytes that the items take.",
        get: |vm, value| {
            let window = view(vm, value)?.window;
            Ok(Value::int((window.length * window.item) as i64))
        },
        set: None,
    },
    GetSetDefinition {
        name: "readonly",
        doc: "Whether the memory is read only.",
        get: |vm, value| Ok(Value::bool(view(vm, value)?.window.readonly)),
        set: None,
    },
    GetSetDefinition {
        name: "itemsize",
        doc: "The size in bytes of each item.",
        get: |vm, value| Ok(Value::int(view(vm, value)?.window.item as i64)),
        set: None,
    },
    GetSetDefinition {
        name: "format",
        doc: "The format of the items, in the notation of the struct module.",
        get: |vm, value| {
            let format = view(vm, value)?.window.format;
            Ok(vm.new_character(format))
        },
        set: None,
    },
    GetSetDefinition {
        name: "ndim",
        doc: "The number of dimensions: one.",
        get: |vm, value| view(vm, value).map(|_| Value::int(1)),
        set: None,
    },
    GetSetDefinition {
        name: "shape",
        doc: "The number of items, in a tuple.",
        get: |vm, value| {
            let length = view(vm, value)?.window.length;
            Ok(vm.new_tuple(vec![Value::int(length as i64)]))
        },
        set: None,
    },
    GetSetDefinition {
        name: "strides",
        doc: "The distance between items in bytes, in a tuple.",
        get: |vm, value| {
            let stride = view(vm, value)?.window.stride;
            Ok(vm.new_tuple(vec![Value::int(stride)]))
        },
        set: None,
    },
    GetSetDefinition {
        name: "suboffsets",
        doc: "Always empty.",
        get: |vm, value| {
            view(vm, value)?;
            Ok(vm.empty_tuple())
        },
        set: None,
    },
    GetSetDefinition {
        name: "contiguous",
        doc: "Whether the memory is contiguous.",
        get: contiguous,
        set: None,
    },
    GetSetDefinition {
        name: "c_contiguous",
        doc: "Whether the memory is contiguous.",
        get: contiguous,
        set: None,
    },
    GetSetDefinition {
        name: "f_contiguous",
        doc: "Whether the memory is contiguous.",
        get: contiguous,
        set: None,
    },
];

fn contiguous(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let window = view(vm, value)?.window;
    Ok(Value::bool(
        window.length <= 1 || window.stride == window.item as i64,
    ))
}

/// The view in a value, if it is not released.
fn view<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a View> {
    match value.payload::<View>() {
        Some(view) if view.released.get() => {
            Err(vm.value_error("operation forbidden on released memoryview object"))
        }
        Some(view) => Ok(view),
        None => {
            let name = vm.class_name(value);
            Err(vm.type_error(format!("expected memoryview, not {name}")))
        }
    }
}

/// A view on a view's object.
fn derived(vm: &mut Vm, source: &View, window: Window) -> Outcome<Value> {
    let class = vm.native_class(&MEMORYVIEW)?;
    Ok(vm.new_native(&class, View::new(source.object.clone(), window)))
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(vm, "memoryview(object)")?;
    let object = match bound[0].payload::<PickleBuffer>() {
        Some(_) => &PickleBuffer::view_of(vm, &bound[0])?,
        None => &bound[0],
    };
    if object.payload::<View>().is_some() {
        let source = view(vm, object)?;
        return derived(vm, source, source.window);
    }
    let (format, readonly, range) = match buffer::shared_buffer(object) {
        Some(buffer) => (buffer.format, false, None),
        None => match (buffer::shared_mapping(object), buffer::mapped(vm, object)) {
            (Some(shared), Some((memory, range))) => {
                (shared.format, !memory.is_writable(), Some(range))
            }
            (Some(_), None) => return Err(buffer::not_bytes_like(vm, object)),
            _ => ('B', object.layout() == Some(Layout::Bytes), None),
        },
    };
    let item = item_size(format).unwrap_or(1);
    let Some(all) = storage(vm, object).map(Storage::len) else {
        let name = vm.class_name(object);
        return Err(vm.type_error(format!(
            "memoryview: a bytes-like object is required, not '{name}'"
        )));
    };
    let (start, size) = range.unwrap_or((0, all));
    let window = Window {
        start,
        length: size / item,
        stride: item as i64,
        item,
        format,
        readonly,
    };
    Ok(vm.new_native(class, View::new(object.clone(), window)))
}

fn hash(vm: &mut Vm, value: &Value) -> Outcome<u64> {
    let source = view(vm, value)?;
    if !source.window.readonly {
        return Err(vm.value_error("cannot hash writable memoryview object"));
    }
    if !matches!(source.window.format, 'B' | 'b' | 'c') {
        return Err(vm.value_error("memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    let bytes = buffer::bytes_like(vm, value)?;
    Ok(vm.hash_of_bytes(&bytes))
}

fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let equal = match (left.payload::<View>(), right.payload::<View>()) {
        (Some(x), _) if x.released.get() => left.is(right),
        (_, Some(y)) if y.released.get() => left.is(right),
        (Some(x), Some(y)) if x.window.format != y.window.format => {
            let (x, y) = (items(vm, left)?, items(vm, right)?);
            let (x, y) = (vm.new_list(x), vm.new_list(y));
            vm.equal(&x, &y)?
        }
        _ => match (buffer::bytes_of(vm, left), buffer::bytes_of(vm, right)) {
            (Some(x), Some(y)) => x == y,
            _ => return Ok(Value::NOT_IMPLEMENTED),
        },
    };
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

/// Refuses items of the one format that can be seen but not taken apart: characters of four bytes.
fn known_format(vm: &Vm, window: Window) -> Outcome<()> {
    if window.format == 'w' {
        let message = "memoryview: format w not supported";
        return Err(vm.raise(Exc::NotImplementedError, message));
    }
    Ok(())
}

/// All items as values.
fn items(vm: &mut Vm, value: &Value) -> Outcome<Vec<Value>> {
    let source = view(vm, value)?;
    let window = source.window;
    known_format(vm, window)?;
    let Some(all) = storage(vm, &source.object) else {
        return Ok(Vec::new());
    };
    vm.room_for(window.length.saturating_mul(size_of::<Value>() * 2))?;
    let items = (0..window.length).filter_map(|n| {
        all.item(window.offset(n), window.item, |item| {
            read_item(vm, window.format, item)
        })
    });
    Ok(items.collect())
}

/// The window that a slice picks.
fn sliced(vm: &mut Vm, value: &Value, slice: &SliceObject) -> Outcome<Window> {
    let bounds = slicing::unpack(vm, slice)?;
    let window = view(vm, value)?.window;
    let (start, _, step, count) = bounds.adjust(window.length);
    let start = if count == 0 {
        window.start
    } else {
        window.offset(start as usize)
    };
    Ok(Window {
        start,
        length: count,
        stride: window.stride.saturating_mul(step),
        ..window
    })
}

/// The index that a key names.
fn index_of(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<usize> {
    if !slicing::is_index(vm, key) {
        return Err(vm.type_error("memoryview: invalid slice key"));
    }
    let index = slicing::integer_key(vm, key, "memoryview: invalid slice key")?;
    match slicing::place(index, view(vm, value)?.window.length) {
        Some(at) => Ok(at),
        None => Err(vm.raise(Exc::IndexError, "index out of bounds on dimension 1")),
    }
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<Value> {
    let source = view(vm, value)?;
    if let Some(slice) = key.downcast::<SliceObject>() {
        let window = sliced(vm, value, slice)?;
        return derived(vm, source, window);
    }
    let at = index_of(vm, value, key)?;
    let window = source.window;
    known_format(vm, window)?;
    let item = storage(vm, &source.object).and_then(|all| {
        all.item(window.offset(at), window.item, |item| {
            read_item(vm, window.format, item)
        })
    });
    match item {
        Some(item) => Ok(item),
        None => Err(vm.raise(Exc::IndexError, "index out of bounds on dimension 1")),
    }
}

fn set_item(vm: &mut Vm, value: &Value, key: &Value, item: Option<&Value>) -> Outcome<()> {
    let source = view(vm, value)?;
    if source.window.readonly {
        return Err(vm.type_error("cannot modify read-only memory"));
    }
    let Some(item) = item else {
        return Err(vm.type_error("cannot delete memory"));
    };
    let (window, content) = if let Some(slice) = key.downcast::<SliceObject>() {
        let window = sliced(vm, value, slice)?;
        let content = Packed::from_vec(buffer::bytes_like(vm, item)?.into_owned());
        let format = item
            .payload::<View>()
            .map_or('B', |view| view.window.format);
        if content.len() != window.length * window.item || format != window.format {
            return Err(vm.value_error(
                "memoryview assignment: lvalue and rvalue have different structures",
            ));
        }
        (window, content)
    } else {
        let at = index_of(vm, value, key)?;
        known_format(vm, source.window)?;
        let content = write_item(vm, source.window.format, item)?;
        (
            Window {
                start: source.window.offset(at),
                length: 1,
                ..source.window
            },
            content,
        )
    };
    view(vm, value)?;
    if let Some((memory, _)) = buffer::mapped(vm, &source.object) {
        if window.stride == window.item as i64 && window.length > 1 {
            memory.write(window.start, &content);
        } else {
            for (n, item) in content.chunks_exact(window.item).enumerate() {
                memory.store(window.offset(n), item);
            }
        }
    } else if let Some(all) = storage_mut(vm.gil(), &source.object) {
        for (n, bytes) in content.chunks_exact(window.item).enumerate() {
            let at = window.offset(n);
            if let Some(place) = all.get_mut(at..at + window.item) {
                place.copy_from_slice(bytes);
            }
        }
    }
    Ok(())
}

native_functions! {
    static METHODS;
    /// Return the data in the buffer as a byte string.
    "tobytes(self, /, order=None)" fn tobytes(vm, this: &Value, order: &Value) -> Value {
        view(vm, this)?;
        let bytes = buffer::bytes_like(vm, this)?.into_owned();
        Ok(vm.new_bytes(bytes))
    }
    /// Return the data in the buffer as a list of elements.
    "tolist(self, /)" fn tolist(vm, this: &Value) -> Value {
        let items = items(vm, this)?;
        Ok(vm.new_list(items))
    }
    /// Return hexadecimal digits, two a byte.
    "hex(self, /, sep=_, bytes_per_sep=1)" fn hex(vm, this: &Value, separator: &Value, group: i64) -> Value {
        super::byte_methods::hex(vm, this, separator, group)
    }
    /// Return a readonly version of the memoryview.
    "toreadonly(self, /)" fn toreadonly(vm, this: &Value) -> Value {
        let source = view(vm, this)?;
        derived(vm, source, Window { readonly: true, ..source.window })
    }
    /// Release the underlying buffer exposed by the memoryview object.
    "release(self, /)" fn release(vm, this: &Value) -> () {
        if let Some(view) = this.payload::<View>() {
            view.release();
        }
        Ok(())
    }
    /// Cast a memoryview to a new format.
    "cast(self, /, format, shape=_)" fn cast(vm, this: &Value, format: &Value, shape: &Value) -> Value {
        let source = view(vm, this)?;
        let window = source.window;
        let Some(format) = format.downcast::<StrObject>() else {
            let name = vm.class_name(format);
            return Err(vm.type_error(format!("cast() argument 'format' must be str, not {name}")));
        };
        let format = format.as_str().strip_prefix('@').unwrap_or(format.as_str());
        let mut letters = format.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else {
            return Err(vm.value_error(
                "memoryview: destination format must be a native single character format prefixed with an optional '@'"
            ));
        };
        let Some(item) = item_size(letter).filter(|_| !matches!(letter, 'e' | 'w')) else {
            return Err(vm.value_error(
                "memoryview: destination format must be a native single character format prefixed with an optional '@'"
            ));
        };
        if window.stride != window.item as i64 {
            return Err(vm.type_error("memoryview: casts are restricted to C-contiguous views"));
        }
        let is_byte = |letter| matches!(letter, 'B' | 'b' | 'c');
        if !is_byte(letter) && !is_byte(window.format) {
            return Err(vm.type_error("memoryview: cannot cast between two non-byte formats"));
        }
        let size = window.length * window.item;
        if size % item != 0 {
            return Err(vm.type_error("memoryview: length is not a multiple of itemsize"));
        }
        if !shape.is_missing() {
            let dimensions = vm.collect(shape)?;
            let [only] = dimensions.as_slice() else {
                return Err(vm.raise(Exc::NotImplementedError, "memoryview: views of several dimensions are not supported"));
            };
            if vm.index_i64(only)? != (size / item) as i64 {
                return Err(vm.type_error("memoryview: product(shape) * itemsize != buffer size"));
            }
        }
        let source = view(vm, this)?;
        derived(vm, source, Window { length: size / item, stride: item as i64, item, format: letter, ..window })
    }
    /// Return the view itself.
    "__enter__(self, /)" fn enter(vm, this: &Value) -> Value {
        view(vm, this)?;
        Ok(this.clone())
    }
    /// Release the view.
    "__exit__(self, /, *args)" fn exit(vm, this: &Value, arguments: &Value) -> () {
        if let Some(view) = this.payload::<View>() {
            view.release();
        }
        Ok(())
    }
}

/// The state of an iterator over a view.
struct Items {
    view: GilCell<Option<Value>>,
    next: Cell<usize>,
}

impl Payload for Items {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        crate::object::cycle::visit_cell(&self.view, |view| view.iter().for_each(visit));
    }
    fn clear(&mut self) {
        *self.view.get_mut_unshared() = None;
    }
}

/// `memory_iterator`.
pub static ITERATOR: NativeClass = NativeClass {
    name: "memory_iterator",
    slots: Slots {
        iterate: Some(|_, iterator| Ok(iterator.clone())),
        next: Some(|vm, iterator| {
            let Some(state) = iterator.payload::<Items>() else {
                return Ok(None);
            };
            let Some(source) = state.view.get(vm).clone() else {
                return Ok(None);
            };
            if state.next.get() >= view(vm, &source)?.window.length {
                drop(state.view.replace(vm.gil(), None));
                return Ok(None);
            }
            let at = state.next.replace(state.next.get() + 1);
            get_item(vm, &source, &Value::int(at as i64)).map(Some)
        }),
        ..Slots::NONE
    },
    ..NativeClass::EMPTY
};

fn iterate(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    view(vm, value)?;
    let class = vm.native_class(&ITERATOR)?;
    Ok(vm.new_native(
        &class,
        Items {
            view: GilCell::new(Some(value.clone())),
            next: Cell::new(0),
        },
    ))
}
