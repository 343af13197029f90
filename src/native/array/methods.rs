//! Methods of arrays.
use super::{Array, alike, bytes_like, extend_bytes, growing, item, push, this};
use crate::native::special::CompareOp;
use crate::native::types::containers::{clamp_bound, search_bounds};
use crate::native::types::slicing;
use crate::object::builtin::Exc;
use crate::object::bytes::BytesObject;
use crate::object::class::flags;
use crate::object::sequence::ListObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// All items as values.
pub fn items(vm: &mut Vm, array: &Array) -> Outcome<Vec<Value>> {
    let bytes = array.bytes.get(vm).chunks_exact(array.size);
    bytes
        .map(|bytes| item::read(vm, array.code, bytes))
        .collect()
}

/// The text in an array of characters.
pub fn text_of(vm: &mut Vm, array: &Array) -> Outcome<Value> {
    let characters = array.bytes.get(vm).chunks_exact(array.size);
    let text: String = characters
        .map(|bytes| item::character(vm, bytes))
        .collect::<Outcome<_>>()?;
    Ok(vm.new_str(&text))
}

/// Adds the characters of a text.
pub fn from_text(vm: &mut Vm, array: &Array, text: &str) -> Outcome<()> {
    let more: Vec<u8> = text
        .chars()
        .flat_map(|c| crate::text::to_code_point(c).to_ne_bytes())
        .collect();
    extend_bytes(vm, array, &more)
}

/// Adds items given as machine bytes.
pub fn from_bytes(vm: &mut Vm, array: &Array, value: &Value) -> Outcome<()> {
    let more = bytes_like(vm, value)?;
    if !more.len().is_multiple_of(array.size) {
        return Err(vm.value_error("bytes length not a multiple of item size"));
    }
    extend_bytes(vm, array, &more)
}

/// Adds the items of an array of the same kind or of an iterable.
pub fn extend(vm: &mut Vm, array: &Array, source: &Value) -> Outcome<()> {
    match source.payload::<Array>() {
        Some(other) if other.code == array.code => {
            let more = other.bytes.get(vm).clone();
            extend_bytes(vm, array, &more)
        }
        Some(_) => Err(vm.type_error("can only extend with array of same kind")),
        None => vm.for_each(source, |vm, item| push(vm, array, &item).map(|()| true)),
    }
}

/// The first place from `from` to `to` whose item equals a value; comparing may change the array.
pub fn find(
    vm: &mut Vm,
    array: &Array,
    wanted: &Value,
    from: usize,
    to: usize,
) -> Outcome<Option<usize>> {
    let mut at = from;
    while at < to {
        let Some(value) = array.value(vm, at)? else {
            break;
        };
        if vm.compare_truth(CompareOp::Eq, &value, wanted)? {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}

/// Bytes that one `write` of `tofile` hands over at most.
const BLOCK: usize = 64 * 1024;

/// What `__reduce__` gives as state: the attribute dict of a subclass's instance.
fn attributes(vm: &mut Vm, value: &Value) -> Value {
    if !vm.class_of(value).has(flags::HAS_DICT) {
        return Value::NONE;
    }
    vm.attribute_dict(value)
        .map_or(Value::NONE, |dict| dict.into_value())
}

crate::native_functions! { pub static METHODS;
    /// Append new value v to the end of the array.
    "append(self, v, /)" fn append(vm, value: &Value, item: &Value) -> () {
        let array = this(vm, value)?;
        push(vm, array, item)
    }
    /// Return a tuple (address, length) giving the current memory address and the length in items of the buffer.
    "buffer_info(self, /)" fn buffer_info(vm, value: &Value) -> Value {
        let array = this(vm, value)?;
        let bytes = array.bytes.get(vm);
        let (address, length) = (bytes.as_ptr() as i64, bytes.len() / array.size);
        Ok(vm.new_pair(Value::int(address), Value::int(length as i64)))
    }
    /// Byteswap all items of the array.
    "byteswap(self, /)" fn byteswap(vm, value: &Value) -> () {
        let array = this(vm, value)?;
        for item in array.bytes.get_mut(vm.gil()).chunks_exact_mut(array.size) {
            item.reverse();
        }
        Ok(())
    }
    /// Return a copy of the array.
    "__copy__(self, /)" fn copy(vm, value: &Value) -> Value {
        let array = this(vm, value)?;
        let bytes = array.bytes.get(vm).clone();
        alike(vm, array, bytes)
    }
    /// Return a copy of the array.
    "__deepcopy__(self, unused, /)" fn deep_copy(vm, value: &Value, memo: &Value) -> Value {
        let array = this(vm, value)?;
        let bytes = array.bytes.get(vm).clone();
        alike(vm, array, bytes)
    }
    /// Return number of occurrences of v in the array.
    "count(self, v, /)" fn count(vm, value: &Value, wanted: &Value) -> usize {
        let array = this(vm, value)?;
        let (mut count, mut from) = (0, 0);
        while let Some(at) = find(vm, array, wanted, from, usize::MAX)? {
            count += 1;
            from = at + 1;
        }
        Ok(count)
    }
    /// Append items to the end of the array.
    "extend(self, bb, /)" fn extend_method(vm, value: &Value, source: &Value) -> () {
        let array = this(vm, value)?;
        extend(vm, array, source)
    }
    /// Appends items from the string, interpreting it as an array of machine values.
    "frombytes(self, buffer, /)" fn frombytes(vm, value: &Value, source: &Value) -> () {
        let array = this(vm, value)?;
        from_bytes(vm, array, source)
    }
    /// Read n objects from the file object f and append them to the end of the array.
    "fromfile(self, f, n, /)" fn fromfile(vm, value: &Value, file: &Value, count: i64) -> () {
        let array = this(vm, value)?;
        let Ok(count) = usize::try_from(count) else { return Err(vm.value_error("negative count")) };
        let Some(wanted) = count.checked_mul(array.size).filter(|&size| size < 1 << 62) else {
            return Err(vm.raise_with(Exc::MemoryError, Vec::new()));
        };
        let data = vm.call_method(file, "read", &[Value::int(wanted as i64)])?;
        let Some(bytes) = data.downcast::<BytesObject>() else {
            return Err(vm.type_error("read() didn't return bytes"));
        };
        let got = bytes.bytes.len();
        from_bytes(vm, array, &data)?;
        if got != wanted {
            return Err(vm.raise(Exc::EOFError, "read() didn't return enough bytes"));
        }
        Ok(())
    }
    /// Append items to array from list.
    "fromlist(self, list, /)" fn fromlist(vm, value: &Value, list: &Value) -> () {
        let array = this(vm, value)?;
        let Some(list) = list.downcast::<ListObject>() else {
            return Err(vm.type_error("arg must be list"));
        };
        let length = list.items.get(vm).len();
        let mut more = Vec::new();
        for at in 0..length {
            let Some(item) = list.items.get(vm).get(at).cloned() else { break };
            more.extend_from_slice(item::write(vm, array.code, &item)?.bytes());
            if list.items.get(vm).len() != length {
                return Err(vm.raise(Exc::RuntimeError, "list changed size during iteration"));
            }
        }
        extend_bytes(vm, array, &more)
    }
    /// Extends this array with data from the unicode string ustr.
    "fromunicode(self, ustr, /)" fn fromunicode(vm, value: &Value, text: &Value) -> () {
        let array = this(vm, value)?;
        let Some(text) = text.downcast::<StrObject>() else {
            let name = vm.class_name(text);
            return Err(vm.type_error(format!("fromunicode() argument must be str, not {name}")));
        };
        if array.code != b'u' {
            return Err(vm.value_error("fromunicode() may only be called on unicode type arrays"));
        }
        from_text(vm, array, text.as_str())
    }
    /// Return index of first occurrence of v in the array.
    "index(self, v, start=0, stop=9223372036854775807, /)"
    fn index(vm, value: &Value, wanted: &Value, start: &Value, stop: &Value) -> usize {
        let array = this(vm, value)?;
        let length = array.len(vm);
        let (from, to) = search_bounds(vm, start, stop, length)?;
        match find(vm, array, wanted, from, to)? {
            Some(at) => Ok(at),
            None => Err(vm.value_error("array.index(x): x not in array")),
        }
    }
    /// Insert a new item v into the array before position i.
    "insert(self, i, v, /)" fn insert(vm, value: &Value, index: i64, new: &Value) -> () {
        let array = this(vm, value)?;
        let item = item::write(vm, array.code, new)?;
        let at = clamp_bound(index, array.len(vm)) * array.size;
        growing(vm, array)?.splice(at..at, item.bytes().iter().copied());
        Ok(())
    }
    /// Return the i-th element and delete it from the array.
    "pop(self, i=-1, /)" fn pop(vm, value: &Value, index: i64) -> Value {
        let array = this(vm, value)?;
        let length = array.len(vm);
        if length == 0 {
            return Err(vm.raise(Exc::IndexError, "pop from empty array"));
        }
        let Some(at) = slicing::place(index, length) else {
            return Err(vm.raise(Exc::IndexError, "pop index out of range"));
        };
        let item = array.value(vm, at)?.unwrap_or(Value::NONE);
        growing(vm, array)?.drain(at * array.size..(at + 1) * array.size);
        Ok(item)
    }
    /// Remove the first occurrence of v in the array.
    "remove(self, v, /)" fn remove(vm, value: &Value, wanted: &Value) -> () {
        let array = this(vm, value)?;
        let Some(at) = find(vm, array, wanted, 0, usize::MAX)? else {
            return Err(vm.value_error("array.remove(x): x not in array"));
        };
        let size = array.size;
        let bytes = growing(vm, array)?;
        if (at + 1) * size <= bytes.len() {
            bytes.drain(at * size..(at + 1) * size);
        }
        Ok(())
    }
    /// Reverse the order of the items in the array.
    "reverse(self, /)" fn reverse(vm, value: &Value) -> () {
        let array = this(vm, value)?;
        let bytes = array.bytes.get_mut(vm.gil());
        bytes.reverse();
        for item in bytes.chunks_exact_mut(array.size) {
            item.reverse();
        }
        Ok(())
    }
    /// Convert the array to an array of machine values and return the bytes representation.
    "tobytes(self, /)" fn tobytes(vm, value: &Value) -> Value {
        let array = this(vm, value)?;
        let bytes = array.bytes.get(vm).clone();
        Ok(vm.new_bytes(bytes))
    }
    /// Write all items (as machine values) to the file object f.
    "tofile(self, f, /)" fn tofile(vm, value: &Value, file: &Value) -> () {
        let array = this(vm, value)?;
        let mut at = 0;
        loop {
            let bytes = array.bytes.get(vm);
            if at >= bytes.len() {
                return Ok(());
            }
            let end = bytes.len().min(at + BLOCK);
            let block = vm.new_bytes(bytes[at..end].to_vec());
            vm.call_method(file, "write", &[block])?;
            at = end;
        }
    }
    /// Convert array to an ordinary list with the same items.
    "tolist(self, /)" fn tolist(vm, value: &Value) -> Value {
        let array = this(vm, value)?;
        let items = items(vm, array)?;
        Ok(vm.new_list(items))
    }
    /// Extends this array with data from the unicode string ustr.
    "tounicode(self, /)" fn tounicode(vm, value: &Value) -> Value {
        let array = this(vm, value)?;
        if array.code != b'u' {
            return Err(vm.value_error("tounicode() may only be called on unicode type arrays"));
        }
        text_of(vm, array)
    }
    /// Return state information for pickling.
    "__reduce_ex__(self, protocol, /)" fn reduce_ex(vm, value: &Value, protocol: i64) -> Value {
        let array = this(vm, value)?;
        let class = vm.class_of(value).to_value();
        let state = attributes(vm, value);
        let letter = vm.new_character(array.code as char);
        if protocol < 3 {
            let items = items(vm, array)?;
            let items = vm.new_list(items);
            let arguments = vm.new_pair(letter, items);
            return Ok(vm.new_tuple(vec![class, arguments, state]));
        }
        let module = vm.import_module("array")?;
        let function = vm.get_attribute_str(&module, "_array_reconstructor")?;
        let bytes = array.bytes.get(vm).clone();
        let format = super::reconstruct::format_of(array.code);
        let arguments = vec![class, letter, Value::int(format), vm.new_bytes(bytes)];
        let arguments = vm.new_tuple(arguments);
        Ok(vm.new_tuple(vec![function, arguments, state]))
    }
    /// Size of the array in memory, in bytes.
    "__sizeof__(self, /)" fn sizeof(vm, value: &Value) -> usize {
        let array = this(vm, value)?;
        Ok(size_of::<Array>() + 24 + array.bytes.get(vm).capacity())
    }
    /// See PEP 585.
    [class] "__class_getitem__(cls, item, /)" fn class_getitem(vm, class: &Value, item: &Value) -> Value {
        vm.generic_alias(class, item)
    }
}
