//! The pickle machine: reads instructions and makes objects on a stack.
//!
//! Enters: an [`Input`], hooks of an Unpickler. Leaves: the object. Nothing in a pickle is trusted: places on the stack, numbers and
//! sizes are checked before use. Objects are made by `load_objects`.

use super::input::Input;
use super::memo::ReadMemo;
use super::opcode::*;
use super::unpickling_error;
use crate::object::builtin::Exc;
use crate::object::value::Value;
use crate::text::codec::{Codec, Errors};
use crate::vm::{Outcome, Raised, Vm};
use num_bigint::BigInt;

/// What an Unpickler does differently.
#[derive(Default)]
pub struct Options {
    /// Gives the current names of modules to old pickles.
    pub fix_imports: bool,
    /// Encoding of the old 8-bit strings; `bytes` leaves them bytes.
    pub encoding: String,
    /// Error handler of that encoding.
    pub errors: String,
    /// An iterator over buffers that are not in the pickle.
    pub buffers: Option<Value>,
    /// Finds an object by the program's own identifier.
    pub persistent_load: Option<Value>,
    /// Finds globals, if not by import.
    pub find_class: Option<Value>,
}

/// A pickle being read.
pub struct Load<'a> {
    /// The bytes.
    pub input: Input<'a>,
    /// The stack.
    pub stack: Vec<Value>,
    /// Places in the stack where `MARK` was.
    pub marks: Vec<usize>,
    /// Objects by number.
    pub memo: ReadMemo,
    /// The options.
    pub options: Options,
    /// The protocol that the pickle names.
    pub protocol: u8,
    /// Told the protocol, for an unpickler whose `find_class` asks for it.
    pub seen_protocol: Option<&'a std::cell::Cell<i64>>,
}

impl<'a> Load<'a> {
    /// A pickle to read.
    pub fn new(input: Input<'a>, memo: ReadMemo, options: Options) -> Load<'a> {
        Load {
            input,
            stack: Vec::new(),
            marks: Vec::new(),
            memo,
            options,
            protocol: 0,
            seen_protocol: None,
        }
    }

    /// Reads up to the end of the pickle.
    pub fn run(&mut self, vm: &mut Vm) -> Outcome<Value> {
        loop {
            let opcode = self.input.opcode(vm)?;
            if opcode == STOP {
                break;
            }
            self.step(vm, opcode)?;
        }
        self.input.settle(vm)?;
        self.pop(vm)
    }

    fn step(&mut self, vm: &mut Vm, opcode: u8) -> Outcome<()> {
        match opcode {
            NONE => self.stack.push(Value::NONE),
            NEWTRUE => self.stack.push(Value::TRUE),
            NEWFALSE => self.stack.push(Value::FALSE),
            BININT => {
                let bytes = self.input.array(vm)?;
                self.stack
                    .push(Value::int(i64::from(i32::from_le_bytes(bytes))));
            }
            BININT1 => {
                let number = self.small(vm)?;
                self.stack.push(Value::int(number as i64));
            }
            BININT2 => {
                let number = self.short(vm)?;
                self.stack.push(Value::int(number as i64));
            }
            LONG1 => {
                let length = self.small(vm)?;
                self.long(vm, length)?;
            }
            LONG4 => {
                let bytes = self.input.array(vm)?;
                let Ok(length) = usize::try_from(i32::from_le_bytes(bytes)) else {
                    return Err(unpickling_error(vm, "LONG pickle has negative byte count"));
                };
                self.long(vm, length)?;
            }
            INT => self.text_int(vm)?,
            LONG => self.text_long(vm)?,
            FLOAT => self.text_float(vm)?,
            BINFLOAT => {
                let bytes = self.input.array(vm)?;
                self.stack.push(Value::float(f64::from_be_bytes(bytes)));
            }
            SHORT_BINUNICODE => {
                let length = self.small(vm)?;
                self.text(vm, length)?;
            }
            BINUNICODE => {
                let length = self.word(vm)?;
                self.text(vm, length)?;
            }
            BINUNICODE8 => {
                let length = self.size(vm, "BINUNICODE")?;
                self.text(vm, length)?;
            }
            UNICODE => {
                let line = self.input.line(vm)?;
                let text = decode(vm, Codec::RawUnicodeEscape, &line, Errors::Strict)?;
                self.stack.push(text);
            }
            SHORT_BINBYTES => {
                let length = self.small(vm)?;
                self.bytes(vm, length)?;
            }
            BINBYTES => {
                let length = self.word(vm)?;
                self.bytes(vm, length)?;
            }
            BINBYTES8 => {
                let length = self.size(vm, "BINBYTES")?;
                self.bytes(vm, length)?;
            }
            BYTEARRAY8 => {
                let length = self.size(vm, "BYTEARRAY8")?;
                let range = self.input.take(vm, length)?;
                let bytes = self.input.get(range).to_vec();
                self.stack.push(vm.new_bytearray(bytes));
            }
            STRING => self.text_string(vm)?,

            BINSTRING => {
                let length = self.word(vm)?;

                self.old_string(vm, length)?;
            }
            SHORT_BINSTRING => {
                let length = self.small(vm)?;
                self.old_string(vm, length)?;
            }
            MARK => self.marks.push(self.stack.len()),
            EMPTY_TUPLE => self.stack.push(vm.empty_tuple()),
            TUPLE1 => self.tuple(vm, 1)?,
            TUPLE2 => self.tuple(vm, 2)?,
            TUPLE3 => self.tuple(vm, 3)?,
            TUPLE => {
                let items = self.to_mark(vm)?;
                self.stack.push(vm.new_tuple(items));
            }
            EMPTY_LIST => self.stack.push(vm.new_list(Vec::new())),
            LIST => {
                let items = self.to_mark(vm)?;
                self.stack.push(vm.new_list(items));
            }
            EMPTY_DICT => self.stack.push(vm.new_dict().into_value()),
            DICT => self.dict(vm)?,
            EMPTY_SET => {
                let set = vm.new_set_from(Default::default(), false);
                self.stack.push(set.into_value());
            }
            FROZENSET => self.frozen_set(vm)?,
            APPEND => {
                let items = self.top(vm, 1)?;
                self.append(vm, items)?;
            }
            APPENDS => {
                let items = self.to_mark(vm)?;
                self.append(vm, items)?;
            }
            SETITEM => {
                let items = self.top(vm, 2)?;
                self.set_items(vm, items)?;
            }
            SETITEMS => {
                let items = self.to_mark(vm)?;
                self.set_items(vm, items)?;
            }
            ADDITEMS => {
                let items = self.to_mark(vm)?;
                self.add_items(vm, items)?;
            }
            POP => {
                // At a mark, the mark is what goes.
                if self.marks.last() == Some(&self.stack.len()) {
                    self.marks.pop();
                } else {
                    self.pop(vm)?;
                }
            }
            POP_MARK => drop(self.to_mark(vm)?),
            DUP => {
                let value = self.peek(vm)?.clone();
                self.stack.push(value);
            }
            GET => {
                let number = self.number_line(vm)?;
                self.fetch(vm, number)?;
            }
            BINGET => {
                let number = self.small(vm)?;
                self.fetch(vm, number)?;
            }
            LONG_BINGET => {
                let number = self.word(vm)?;
                self.fetch(vm, number)?;
            }
            PUT => {
                let line = self.input.line(vm)?;
                let number = line_int(vm, &line)?;
                let Ok(number) = usize::try_from(number) else {
                    return Err(vm.value_error("negative PUT argument"));
                };
                self.remember(vm, number)?;
            }
            BINPUT => {
                let number = self.small(vm)?;
                self.remember(vm, number)?;
            }
            LONG_BINPUT => {
                let number = self.word(vm)?;
                self.remember(vm, number)?;
            }
            MEMOIZE => {
                let number = self.memo.count();
                self.remember(vm, number)?;
            }
            PROTO => {
                let version = self.small(vm)?;
                if version > HIGHEST as usize {
                    return Err(vm.value_error(format!("unsupported pickle protocol: {version}")));
                }
                self.protocol = version as u8;
                if let Some(seen) = self.seen_protocol {
                    seen.set(version as i64);
                }
            }
            FRAME => {
                let bytes = self.input.array(vm)?;
                self.input.enter_frame(vm, u64::from_le_bytes(bytes))?;
            }
            NEXT_BUFFER => self.next_buffer(vm)?,
            READONLY_BUFFER => self.readonly_buffer(vm)?,
            _ => self.make(vm, opcode)?,
        }
        Ok(())
    }

    /// The error for a byte that is no instruction.
    pub fn invalid(vm: &mut Vm, opcode: u8) -> Raised {
        let message = match opcode {
            b'\'' | b'\\' => format!("invalid load key, '\\x{opcode:02x}'."),
            0x20..=0x7e => format!("invalid load key, '{}'.", opcode as char),
            _ => format!("invalid load key, '\\x{opcode:02x}'."),
        };
        unpickling_error(vm, message)
    }

    /// The place below which nothing may be taken: the last mark.
    fn fence(&self) -> usize {
        self.marks.last().copied().unwrap_or(0)
    }
    fn underflow(&self, vm: &mut Vm) -> Raised {
        unpickling_error(
            vm,
            if self.marks.is_empty() {
                "unpickling stack underflow"
            } else {
                "unexpected MARK found"
            },
        )
    }
    /// Takes the top of the stack.
    pub fn pop(&mut self, vm: &mut Vm) -> Outcome<Value> {
        if self.stack.len() <= self.fence() {
            return Err(self.underflow(vm));
        }
        match self.stack.pop() {
            Some(value) => Ok(value),
            None => Err(self.underflow(vm)),
        }
    }
    /// The top of the stack.
    pub fn peek(&self, vm: &mut Vm) -> Outcome<&Value> {
        match self.stack.last() {
            Some(value) if self.stack.len() > self.fence() => Ok(value),
            _ => Err(self.underflow(vm)),
        }
    }
    /// Takes the upper `count` values; one must be left below them.
    fn top(&mut self, vm: &mut Vm, count: usize) -> Outcome<Vec<Value>> {
        if self.stack.len() < self.fence() + count + 1 {
            return Err(self.underflow(vm));
        }
        Ok(self.stack.split_off(self.stack.len() - count))
    }
    /// Takes what lies above the last mark, and the mark.
    pub fn to_mark(&mut self, vm: &mut Vm) -> Outcome<Vec<Value>> {
        match self.marks.pop() {
            Some(mark) if mark <= self.stack.len() => Ok(self.stack.split_off(mark)),
            _ => Err(unpickling_error(vm, "could not find MARK")),
        }
    }

    fn small(&mut self, vm: &mut Vm) -> Outcome<usize> {
        let [byte] = self.input.array(vm)?;
        Ok(usize::from(byte))
    }
    fn short(&mut self, vm: &mut Vm) -> Outcome<usize> {
        Ok(usize::from(u16::from_le_bytes(self.input.array(vm)?)))
    }
    fn word(&mut self, vm: &mut Vm) -> Outcome<usize> {
        Ok(u32::from_le_bytes(self.input.array(vm)?) as usize)
    }
    fn size(&mut self, vm: &mut Vm, what: &str) -> Outcome<usize> {
        let size = u64::from_le_bytes(self.input.array(vm)?);
        match usize::try_from(size) {
            Ok(size) if size <= isize::MAX as usize => Ok(size),
            _ => Err(vm.raise(
                Exc::OverflowError,
                format!(
                    "{what} exceeds system's maximum size of {} bytes",
                    isize::MAX
                ),
            )),
        }
    }

    fn long(&mut self, vm: &mut Vm, length: usize) -> Outcome<()> {
        let range = self.input.take(vm, length)?;
        let number = BigInt::from_signed_bytes_le(self.input.get(range));
        self.stack.push(vm.new_int(number));
        Ok(())
    }
    fn text(&mut self, vm: &mut Vm, length: usize) -> Outcome<()> {
        let range = self.input.take(vm, length)?;
        let bytes = self.input.get(range);
        let value = match std::str::from_utf8(bytes) {
            Ok(text) => vm.new_str(text),
            Err(_) => {
                let bytes = bytes.to_vec();
                decode(vm, Codec::Utf8, &bytes, Errors::SurrogatePass)?
            }
        };
        self.stack.push(value);
        Ok(())
    }
    fn bytes(&mut self, vm: &mut Vm, length: usize) -> Outcome<()> {
        let range = self.input.take(vm, length)?;
        let bytes = self.input.get(range).to_vec();
        self.stack.push(vm.new_bytes(bytes));
        Ok(())
    }
    /// A string of the times before Unicode.
    fn old_string(&mut self, vm: &mut Vm, length: usize) -> Outcome<()> {
        let range = self.input.take(vm, length)?;
        let bytes = self.input.get(range).to_vec();
        let value = self.old_text(vm, bytes)?;
        self.stack.push(value);
        Ok(())
    }
    fn old_text(&mut self, vm: &mut Vm, bytes: Vec<u8>) -> Outcome<Value> {
        if self.options.encoding == "bytes" {
            return Ok(vm.new_bytes(bytes));
        }
        let codec = vm.text(Codec::lookup(&self.options.encoding))?;
        decode(vm, codec, &bytes, Errors::by_name(&self.options.errors))
    }
    fn text_string(&mut self, vm: &mut Vm) -> Outcome<()> {
        let line = self.input.line(vm)?;
        let line = line.trim_ascii_end();
        let quoted = match line {
            [first @ (b'\'' | b'"'), content @ .., last] if first == last => content,
            _ => {
                return Err(unpickling_error(
                    vm,
                    "the STRING opcode argument must be quoted",
                ));
            }
        };

        let bytes = unescape(vm, quoted)?;
        let value = self.old_text(vm, bytes)?;
        self.stack.push(value);
        Ok(())
    }
    fn text_int(&mut self, vm: &mut Vm) -> Outcome<()> {
        let line = self.input.line(vm)?;
        let value = match line.as_slice() {
            b"00" => Value::FALSE,
            b"01" => Value::TRUE,
            b"" => return Err(super::input::truncated(vm)),
            line => match whole_number(vm, line)? {
                Some(number) => number,
                None => return Err(vm.value_error("could not convert string to int")),
            },
        };
        self.stack.push(value);
        Ok(())
    }
    fn text_long(&mut self, vm: &mut Vm) -> Outcome<()> {
        let line = self.input.line(vm)?;
        let digits = line.strip_suffix(b"L").unwrap_or(&line);
        match whole_number(vm, digits)? {
            Some(number) => self.stack.push(number),
            None => return Err(not_decimal(vm, digits)),
        }
        Ok(())
    }
    fn text_float(&mut self, vm: &mut Vm) -> Outcome<()> {
        let line = self.input.line(vm)?;
        let shown = String::from_utf8_lossy(&line).into_owned();
        let text = vm.new_str(&shown);
        let class = vm.class(crate::object::builtin::Builtin::Float).to_value();
        let outcome = vm.call(&class, &[text]);
        if outcome.is_err() && vm.pending_is(Exc::ValueError) {
            vm.take_pending();
            return Err(vm.value_error(format!("could not convert string to float: '{shown}\n'")));
        }
        self.stack.push(outcome?);
        Ok(())
    }
    fn number_line(&mut self, vm: &mut Vm) -> Outcome<usize> {
        let line = self.input.line(vm)?;
        let number = line_int(vm, &line)?;
        match usize::try_from(number) {
            Ok(number) => Ok(number),
            Err(_) => Err(unpickling_error(
                vm,
                format!("Memo value not found at index {number}"),
            )),
        }
    }
    fn tuple(&mut self, vm: &mut Vm, count: usize) -> Outcome<()> {
        if self.stack.len() < self.fence() + count {
            return Err(self.underflow(vm));
        }
        let items = self.stack.split_off(self.stack.len() - count);
        self.stack.push(vm.new_tuple(items));
        Ok(())
    }
    fn fetch(&mut self, vm: &mut Vm, number: usize) -> Outcome<()> {
        match self.memo.get(number) {
            Some(value) => {
                self.stack.push(value.clone());
                Ok(())
            }
            None => Err(unpickling_error(
                vm,
                format!("Memo value not found at index {number}"),
            )),
        }
    }
    fn remember(&mut self, vm: &mut Vm, number: usize) -> Outcome<()> {
        let value = self.peek(vm)?.clone();
        self.memo.set(number, value);
        Ok(())
    }
}

/// A whole number in text, with the bases that literals have; `None` if it is none.
fn whole_number(vm: &mut Vm, digits: &[u8]) -> Outcome<Option<Value>> {
    number_of(vm, digits, 0)
}

fn number_of(vm: &mut Vm, digits: &[u8], base: i64) -> Outcome<Option<Value>> {
    let text = String::from_utf8_lossy(digits).into_owned();
    let text = vm.new_str(&text);
    let class = vm.class(crate::object::builtin::Builtin::Int).to_value();
    let outcome = vm.call(&class, &[text, Value::int(base)]);
    vm.unless(Exc::ValueError, outcome)
}

/// The ValueError for a line that is no number; the end of the line shows.
fn not_decimal(vm: &mut Vm, digits: &[u8]) -> Raised {
    let line = vm.new_str(&format!("{}\n", String::from_utf8_lossy(digits)));
    let shown = vm.repr_text(&line).unwrap_or_default();
    vm.value_error(format!("invalid literal for int() with base 10: {shown}"))
}

/// The bytes of a quoted string of Python 2, whose escapes are those of bytes literals.
fn unescape(vm: &mut Vm, text: &[u8]) -> Outcome<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        at += 1;
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        let Some(&letter) = text.get(at) else {
            return Err(vm.value_error("Trailing \\ in string"));
        };
        at += 1;
        let byte = match letter {
            b'\n' => continue,
            b'\\' | b'\'' | b'"' => letter,
            b'a' => 7,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 11,
            b'0'..=b'7' => {
                let mut code = u32::from(letter - b'0');
                for _ in 0..2 {
                    if let Some(digit @ b'0'..=b'7') = text.get(at) {
                        code = code * 8 + u32::from(digit - b'0');
                        at += 1;
                    }
                }
                code as u8
            }
            b'x' => {
                let digits = text
                    .get(at..at + 2)
                    .and_then(|digits| std::str::from_utf8(digits).ok());
                let code = digits
                    .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
                    .and_then(|digits| u8::from_str_radix(digits, 16).ok());
                let Some(code) = code else {
                    let place = at - 2;
                    return Err(vm.value_error(format!("invalid \\x escape at position {place}")));
                };
                at += 2;
                code
            }
            other => {
                bytes.push(b'\\');
                other
            }
        };
        bytes.push(byte);
    }
    Ok(bytes)
}

fn line_int(vm: &mut Vm, line: &[u8]) -> Outcome<i64> {
    match number_of(vm, line, 10)? {
        Some(number) => vm.index_i64(&number),
        None => Err(not_decimal(vm, line)),
    }
}

/// Text of bytes, or the error of the codec.
pub fn decode(vm: &mut Vm, codec: Codec, bytes: &[u8], errors: Errors) -> Outcome<Value> {
    match crate::text::codec::decode(codec, bytes, errors) {
        Ok(text) => Ok(vm.new_str(&text)),
        Err(error) => {
            let object = vm.new_bytes(bytes.to_vec());
            Err(vm.unicode_error(error, &object))
        }
    }
}
