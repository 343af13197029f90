//! Writing one object: who it is decides how it is written.
//!
//! Enters: a value and the options of a pickler. Leaves: instructions in an [`Output`]. Numbers, strings and bytes are written here;
//! containers in `save_containers`, everything else by its reduction in `save_objects`.

use super::memo::WriteMemo;
use super::opcode::*;
use super::output::Output;
use crate::native::types::slicing::is_index;
use crate::object::builtin::{Builtin, Exc};
use crate::object::bytes::{ByteArrayObject, BytesObject};
use crate::object::heap::Layout;
use crate::object::number::{FloatObject, IntObject};
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::codec::{Codec, Errors};
use crate::text::to_code_point;
use crate::vm::{Outcome, Vm};
use num_bigint::BigInt;
use num_traits::Signed;

/// What a pickler does differently.
#[derive(Default)]
pub struct Options {
    /// Version of the format.
    pub protocol: u8,
    /// Writes no memo.
    pub fast: bool,
    /// Writes the old names of modules for protocols below 3.
    pub fix_imports: bool,
    /// Gets buffers that shall not be in the pickle.
    pub buffer_callback: Option<Value>,
    /// Names objects that live elsewhere.
    pub persistent_id: Option<Value>,
    /// Asked before the reduction of an object.
    pub reducer_override: Option<Value>,
    /// Reducers by class, instead of those of `copyreg`.
    pub dispatch_table: Option<Value>,
    /// Reducers by class that go before all others: those of pickles between processes.
    pub extra_reducers: Option<Value>,
}

/// A pickle in the making.
pub struct Save {
    /// The bytes.
    pub out: Output,
    /// What was written.
    pub memo: WriteMemo,
    /// The options.
    pub options: Options,
    /// `copyreg.dispatch_table`, once it was needed.
    pub registry: Option<Value>,
    /// Containers around the current one, in fast mode.
    pub open: Vec<u64>,
}

impl Save {
    /// A pickle that goes to `out`.
    pub fn new(out: Output, memo: WriteMemo, options: Options) -> Save {
        Save {
            out,
            memo,
            options,
            registry: None,
            open: Vec::new(),
        }
    }
    /// True from protocol 1 on.
    pub fn is_binary(&self) -> bool {
        self.options.protocol > 0
    }
    /// Writes a whole pickle of one object; gives the bytes if they go to no file.
    pub fn pickle(&mut self, vm: &mut Vm, value: &Value) -> Outcome<Vec<u8>> {
        let protocol = self.options.protocol;
        if protocol >= 2 {
            self.out.put(&[PROTO, protocol]);
        }
        if protocol >= 4 {
            self.out.begin_frames();
        }
        self.save(vm, value, false)?;
        self.out.put(&[STOP]);
        self.out.finish(vm)
    }

    /// Writes an object. `is_identifier`: it names a persistent object, and is not persistent itself.
    pub fn save(&mut self, vm: &mut Vm, value: &Value, is_identifier: bool) -> Outcome<()> {
        self.out.boundary(vm)?;
        vm.check_memory()?;
        if !is_identifier
            && self.options.persistent_id.is_some()
            && self.save_persistent(vm, value)?
        {
            return Ok(());
        }
        if let Some(number) = value.as_int() {
            self.save_int(number);
            return Ok(());
        }
        if value.is_none() {
            self.out.put(&[NONE]);
            return Ok(());
        }
        if let Some(truth) = value.as_bool() {
            self.save_bool(truth);
            return Ok(());
        }
        if let Some(number) = value.as_float() {
            self.save_float(number);
            return Ok(());
        }
        let shape = value.header().map_or(u32::MAX, |header| header.shape());
        if shape == Builtin::Int.shape()
            && let Some(int) = value.downcast::<IntObject>()
        {
            return self.save_big_int(vm, int.big());
        }
        if shape == Builtin::Float.shape()
            && let Some(float) = value.downcast::<FloatObject>()
        {
            self.save_float(float.number);
            return Ok(());
        }
        if let Some(number) = self.memo.find(value) {
            self.put_get(number);
            return Ok(());
        }
        if shape == Builtin::Str.shape()
            && let Some(text) = value.downcast::<StrObject>()
        {
            return self.save_str(vm, value, text);
        }
        if shape == Builtin::Bytes.shape()
            && let Some(bytes) = value.downcast::<BytesObject>()
        {
            return self.save_bytes(vm, value, bytes);
        }
        self.check_depth(vm)?;
        const DICT: u32 = Builtin::Dict.shape();
        const LIST: u32 = Builtin::List.shape();
        const TUPLE: u32 = Builtin::Tuple.shape();
        const SET: u32 = Builtin::Set.shape();
        const FROZEN: u32 = Builtin::FrozenSet.shape();
        const BYTE_ARRAY: u32 = Builtin::ByteArray.shape();
        match shape {
            DICT => self.save_dict(vm, value),
            LIST => self.save_list(vm, value),
            TUPLE => self.save_tuple(vm, value),
            SET => self.save_set(vm, value),
            FROZEN => self.save_frozen_set(vm, value),
            BYTE_ARRAY => self.save_bytearray(vm, value),
            _ if value.payload::<super::buffer::PickleBuffer>().is_some() => {
                self.save_buffer(vm, value)
            }
            _ => self.save_object(vm, value),
        }
    }

    /// Raises RecursionError before the native stack is used up.
    fn check_depth(&self, vm: &mut Vm) -> Outcome<()> {
        if vm.check_native_stack().is_err() {
            vm.take_pending();
            return Err(vm.raise(
                Exc::RecursionError,
                "maximum recursion depth exceeded while pickling an object",
            ));
        }
        Ok(())
    }

    fn save_bool(&mut self, truth: bool) {
        self.out.put(match (self.options.protocol >= 2, truth) {
            (true, true) => &[NEWTRUE],
            (true, false) => &[NEWFALSE],
            (false, true) => b"I01\n",
            (false, false) => b"I00\n",
        });
    }

    fn save_int(&mut self, number: i64) {
        let Ok(small) = i32::try_from(number) else {
            if self.options.protocol < 2 {
                self.out.put(format!("L{number}L\n").as_bytes());
                return;
            }
            return self.put_long(&minimal(&number.to_le_bytes(), number < 0));
        };
        if !self.is_binary() {
            self.out.put(format!("I{small}\n").as_bytes());
        } else if let Ok(byte) = u8::try_from(small) {
            self.out.put(&[BININT1, byte]);
        } else if let Ok(short) = u16::try_from(small) {
            let [low, high] = short.to_le_bytes();
            self.out.put(&[BININT2, low, high]);
        } else {
            let mut bytes = [BININT; 5];
            bytes[1..].copy_from_slice(&small.to_le_bytes());
            self.out.put(&bytes);
        }
    }

    fn save_big_int(&mut self, vm: &mut Vm, number: &BigInt) -> Outcome<()> {
        if self.options.protocol < 2 {
            let value = vm.new_int(number.clone());
            let text = vm.repr_text(&value)?;
            self.out.put(format!("L{text}L\n").as_bytes());
            return Ok(());
        }
        let bytes = minimal(&number.to_signed_bytes_le(), number.is_negative());
        if bytes.len() > i32::MAX as usize {
            return Err(vm.raise(Exc::OverflowError, "int too large to pickle"));
        }
        self.put_long(&bytes);
        Ok(())
    }

    fn put_long(&mut self, bytes: &[u8]) {
        match u8::try_from(bytes.len()) {
            Ok(length) => self.out.put(&[LONG1, length]),
            Err(_) => {
                self.out.put(&[LONG4]);
                self.out.put(&(bytes.len() as u32).to_le_bytes());
            }
        }
        self.out.put(bytes);
    }

    fn save_float(&mut self, number: f64) {
        if self.is_binary() {
            let mut bytes = [BINFLOAT; 9];
            bytes[1..].copy_from_slice(&number.to_be_bytes());
            self.out.put(&bytes);
        } else {
            let text = crate::text::float::repr_float(number);
            self.out.put(format!("F{text}\n").as_bytes());
        }
    }

    fn save_str(&mut self, vm: &mut Vm, value: &Value, text: &StrObject) -> Outcome<()> {
        vm.room_for(text.as_str().len().saturating_mul(4))?;
        if !self.is_binary() {
            let mut line = vec![UNICODE];
            raw_escape(text.as_str(), &mut line);
            line.push(b'\n');
            self.out.put(&line);
            self.put_memo(value);
            return Ok(());
        }
        let encoded;
        let bytes = if text.as_str().chars().any(crate::text::is_surrogate) && !text.is_ascii() {
            let result =
                crate::text::codec::encode(Codec::Utf8, text.as_str(), Errors::SurrogatePass);
            encoded = vm.text(result)?;
            &encoded[..]
        } else {
            text.as_str().as_bytes()
        };
        let length = bytes.len();
        if length <= 0xff && self.options.protocol >= 4 {
            self.out.put(&[SHORT_BINUNICODE, length as u8]);
            self.out.put(bytes);
        } else if let Ok(length) = u32::try_from(length) {
            self.put_sized(vm, BINUNICODE, &length.to_le_bytes(), bytes, None)?;
        } else if self.options.protocol >= 4 {
            self.put_sized(vm, BINUNICODE8, &(length as u64).to_le_bytes(), bytes, None)?;
        } else {
            return Err(vm.raise(
                Exc::OverflowError,
                "serializing a string larger than 4 GiB requires pickle protocol 4 or higher",
            ));
        }
        self.put_memo(value);
        Ok(())
    }

    fn put_sized(
        &mut self,
        vm: &mut Vm,
        opcode: u8,
        length: &[u8],
        data: &[u8],
        object: Option<&Value>,
    ) -> Outcome<()> {
        let mut head = vec![opcode];
        head.extend_from_slice(length);
        self.out.put_data(vm, &head, data, object)
    }

    fn save_bytes(&mut self, vm: &mut Vm, value: &Value, bytes: &BytesObject) -> Outcome<()> {
        if self.options.protocol >= 3 {
            return self.save_bytes_content(vm, value, &bytes.bytes, Some(value));
        }
        // Older machines have text only: bytes travel as Latin-1.
        if bytes.bytes.is_empty() {
            let class = vm.class(Builtin::Bytes).to_value();
            let arguments = vm.empty_tuple();
            return self.save_call(vm, &class, &arguments, Some(value));
        }
        let text: String = bytes.bytes.iter().map(|&byte| byte as char).collect();
        let module = vm.import_module("_codecs")?;
        let encode = vm.get_attribute_str(&module, "encode")?;
        let (text, encoding) = (vm.new_str(&text), vm.intern("latin1"));
        let arguments = vm.new_pair(text, encoding);
        self.save_call(vm, &encode, &arguments, Some(value))
    }

    /// Bytes of an object that is bytes or shall become them.
    pub fn save_bytes_content(
        &mut self,
        vm: &mut Vm,
        value: &Value,
        bytes: &[u8],
        object: Option<&Value>,
    ) -> Outcome<()> {
        let length = bytes.len();
        if length <= 0xff {
            self.out.put(&[SHORT_BINBYTES, length as u8]);
            self.out.put(bytes);
        } else if let Ok(length) = u32::try_from(length) {
            self.put_sized(vm, BINBYTES, &length.to_le_bytes(), bytes, object)?;
        } else if self.options.protocol >= 4 {
            self.put_sized(vm, BINBYTES8, &(length as u64).to_le_bytes(), bytes, object)?;
        } else {
            return Err(vm.raise(
                Exc::OverflowError,
                "serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher",
            ));
        }
        self.put_memo(value);
        Ok(())
    }

    /// Bytes that shall become a bytearray.
    pub fn save_bytearray_content(
        &mut self,
        vm: &mut Vm,
        value: &Value,
        bytes: &[u8],
    ) -> Outcome<()> {
        let length = (bytes.len() as u64).to_le_bytes();
        self.put_sized(vm, BYTEARRAY8, &length, bytes, None)?;
        self.put_memo(value);
        Ok(())
    }

    fn save_bytearray(&mut self, vm: &mut Vm, value: &Value) -> Outcome<()> {
        let bytes = match value.downcast::<ByteArrayObject>() {
            Some(object) => object.bytes.get(vm).clone(),
            None => return Ok(()),
        };
        if self.options.protocol >= 5 {
            return self.save_bytearray_content(vm, value, &bytes);
        }
        let class = vm.class(Builtin::ByteArray).to_value();
        let arguments = if bytes.is_empty() {
            vm.empty_tuple()
        } else {
            let bytes = vm.new_bytes(bytes);
            vm.new_tuple(vec![bytes])
        };
        self.save_call(vm, &class, &arguments, Some(value))
    }

    /// Gives the object on top of the machine's stack a number.
    pub fn put_memo(&mut self, value: &Value) {
        if self.options.fast {
            return;
        }
        let number = self.memo.add(value);
        if self.options.protocol >= 4 {
            self.out.put(&[MEMOIZE]);
        } else if !self.is_binary() {
            self.out.put(format!("p{number}\n").as_bytes());
        } else if let Ok(byte) = u8::try_from(number) {
            self.out.put(&[BINPUT, byte]);
        } else {
            self.out.put(&[LONG_BINPUT]);
            self.out.put(&(number as u32).to_le_bytes());
        }
    }

    /// Fetches an object that was written already.
    pub fn put_get(&mut self, number: usize) {
        if !self.is_binary() {
            self.out.put(format!("g{number}\n").as_bytes());
        } else if let Ok(byte) = u8::try_from(number) {
            self.out.put(&[BINGET, byte]);
        } else {
            self.out.put(&[LONG_BINGET]);
            self.out.put(&(number as u32).to_le_bytes());
        }
    }
}

/// The shortest two's complement of a number.
fn minimal(bytes: &[u8], negative: bool) -> Vec<u8> {
    let filler = if negative { 0xff } else { 0 };
    let mut length = bytes.len();
    while length > 1 && bytes[length - 1] == filler && (bytes[length - 2] >= 0x80) == negative {
        length -= 1;
    }
    bytes[..length].to_vec()
}

/// Text of protocol 0: Latin-1, with escapes for the rest and for what would end the line.
fn raw_escape(text: &str, line: &mut Vec<u8>) {
    for character in text.chars() {
        match to_code_point(character) {
            code @ (0 | 0x0a | 0x0d | 0x1a | 0x5c) => {
                line.extend_from_slice(format!("\\u{code:04x}").as_bytes());
            }
            code if code < 0x100 => line.push(code as u8),
            code if code < 0x1_0000 => line.extend_from_slice(format!("\\u{code:04x}").as_bytes()),
            code => line.extend_from_slice(format!("\\U{code:08x}").as_bytes()),
        }
    }
}

/// The protocol that an argument names: None is the default, a negative one the highest.
pub fn protocol_argument(vm: &mut Vm, value: &Value) -> Outcome<u8> {
    if value.is_none() || value.is_missing() {
        return Ok(DEFAULT);
    }
    if value.layout() == Some(Layout::Str) || !is_index(vm, value) {
        let name = vm.class_name(value);
        return Err(vm.type_error(format!(
            "'{name}' object cannot be interpreted as an integer"
        )));
    }
    match vm.index_i64(value)? {
        number if number < 0 => Ok(HIGHEST),
        number if number <= i64::from(HIGHEST) => Ok(number as u8),
        _ => Err(vm.value_error(format!("pickle protocol must be <= {HIGHEST}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::minimal;

    #[test]
    fn numbers_are_as_short_as_can_be() {
        assert_eq!(minimal(&128i64.to_le_bytes(), false), [128, 0]);
        assert_eq!(minimal(&(-128i64).to_le_bytes(), true), [128]);
        assert_eq!(minimal(&(-129i64).to_le_bytes(), true), [127, 255]);
    }
}
