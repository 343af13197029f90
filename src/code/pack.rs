//! Code as bytes and back, for code that is compiled ahead (the library in the binary) or runs in another process (functions that
//! travel by value). The reader must be the same build as the writer: opcodes and layout have no version of their own.
//!
//! Enters: a code object. Leaves: bytes without its source text, which the reader gives anew. A pack is a table of strings and
//! then the code, whose strings are numbers in that table; numbers are LEB128, signed ones zigzag. [`unpack`] checks lengths and
//! indexes into the pack, so damaged bytes are an error; whether instructions keep their rules is what `compile::verify` proves, to be
//! asked for packs that do not come from this program.

use super::{Body, Code, Const, Handler, Ins, LazyBody};
use crate::source::Source;
use crate::syntax::span::Span;
use num_bigint::BigInt;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Why bytes are no pack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Damaged;

/// Deepest nesting of tuples and code that is read: damaged bytes must not exhaust the native stack.
const MOST_DEEP: u32 = 500;

/// The bytes of a code object and all code inside it.
pub fn pack(code: &Code) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.code(code);
    let mut head = Writer::default();
    head.number(writer.strings.len() as u64);
    for text in &writer.strings {
        head.bytes(text.as_bytes());
    }
    head.out.extend_from_slice(&writer.out);
    head.out
}

/// The code object of these bytes, as code of `source`.
pub fn unpack(bytes: &[u8], source: &Arc<Source>) -> Result<Arc<Code>, Damaged> {
    let mut reader = Reader::new(bytes, source)?;
    let code = reader.code(None)?;
    match reader.bytes.is_empty() {
        true => Ok(code),
        false => Err(Damaged),
    }
}

/// Bodies of code that keeps none itself, by the code's address.
pub type Bodies = FxHashMap<*const Code, Body>;

/// As [`unpack`], for bytes that stay: the code does not keep its bodies, and unpacks one when it is looked at. All of them are
/// given once, for whoever makes something of them now; they have no spans.
pub fn unpack_lazily(
    bytes: &'static [u8],
    source: &Arc<Source>,
) -> Result<(Arc<Code>, Bodies), Damaged> {
    let mut reader = Reader::new(bytes, source)?;
    let code = reader.code(Some(bytes))?;
    match reader.bytes.is_empty() {
        true => Ok((code, reader.bodies)),
        false => Err(Damaged),
    }
}

/// Where in a pack the body of a code is.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    bytes: &'static [u8],
    at: usize,
}

impl Place {
    /// The body, as one of this code's, which was read from the same pack without damage.
    pub fn unpack(&self, code: &Code) -> Body {
        let read = || {
            let mut reader = Reader::new(self.bytes, &code.source)?;
            reader.bytes = self.bytes.get(self.at..).ok_or(Damaged)?;
            // Code inside it keeps none either.
            reader.body(Some(self.bytes), true)
        };
        read().expect("the same bytes were read before")
    }
}

#[derive(Default)]
struct Writer {
    out: Vec<u8>,
    strings: Vec<Arc<str>>,
    numbers: FxHashMap<Arc<str>, u64>,
}

impl Writer {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.out.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.out.push(number as u8);
    }
    fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)) as u64);
    }
    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.out.extend_from_slice(bytes);
    }
    fn text(&mut self, text: &Arc<str>) {
        let next = self.strings.len() as u64;
        let number = match self.numbers.get(text) {
            Some(&number) => number,
            None => {
                self.numbers.insert(text.clone(), next);
                self.strings.push(text.clone());
                next
            }
        };
        self.number(number);
    }
    fn texts(&mut self, texts: &[Arc<str>]) {
        self.number(texts.len() as u64);
        texts.iter().for_each(|text| self.text(text));
    }
    fn constants(&mut self, constants: &[Const]) {
        self.number(constants.len() as u64);
        constants
            .iter()
            .for_each(|constant| self.constant(constant));
    }

    fn constant(&mut self, constant: &Const) {
        let tag = |writer: &mut Writer, tag: u8| writer.out.push(tag);
        match constant {
            Const::None => tag(self, 0),
            Const::Bool(false) => tag(self, 1),
            Const::Bool(true) => tag(self, 2),
            Const::Ellipsis => tag(self, 3),
            Const::Int(number) => {
                tag(self, 4);
                self.signed(*number);
            }
            Const::BigInt(number) => {
                tag(self, 5);
                self.bytes(&number.to_signed_bytes_le());
            }
            Const::Float(number) => {
                tag(self, 6);
                self.out.extend_from_slice(&number.to_bits().to_le_bytes());
            }
            Const::Complex(real, imaginary) => {
                tag(self, 7);
                self.out.extend_from_slice(&real.to_bits().to_le_bytes());
                self.out
                    .extend_from_slice(&imaginary.to_bits().to_le_bytes());
            }
            Const::Str(text) => {
                tag(self, 8);
                self.text(text);
            }
            Const::WideStr(codes) => {
                tag(self, 9);
                self.number(codes.len() as u64);
                codes.iter().for_each(|&code| self.number(u64::from(code)));
            }
            Const::Bytes(bytes) => {
                tag(self, 10);
                self.bytes(bytes);
            }
            Const::Tuple(items) => {
                tag(self, 11);
                self.constants(items);
            }
            Const::FrozenSet(items) => {
                tag(self, 12);
                self.constants(items);
            }
            Const::Code(code) => {
                tag(self, 13);
                self.code(code);
            }
        }
    }

    fn code(&mut self, code: &Code) {
        self.text(&code.name);
        self.text(&code.qualified_name);
        for number in [
            code.first_line,
            code.flags,
            code.positional_only,
            code.positional,
            code.keyword_only,
            code.registers,
        ] {
            self.number(u64::from(number));
        }
        self.texts(&code.local_names);
        self.bytes(&code.cell_registers);
        self.texts(&code.free_names);
        self.number(code.instructions.len() as u64);
        for ins in &code.instructions {
            self.out.extend_from_slice(&[ins.op, ins.a, ins.b, ins.c]);
            self.signed(i64::from(ins.d));
        }
        // Most spans begin near the one before.
        let mut previous = 0;
        for span in &code.spans {
            self.signed(i64::from(span.start) - previous);
            self.signed(i64::from(span.end) - i64::from(span.start));
            previous = i64::from(span.start);
        }
        self.constants(&code.constants);
        self.texts(&code.names);
        self.number(code.cache_names.len() as u64);
        for &name in &code.cache_names {
            self.number(u64::from(name));
        }
        self.number(code.handlers.len() as u64);
        for handler in &code.handlers {
            for number in [handler.start, handler.end, handler.target] {
                self.number(u64::from(number));
            }
            self.out.push(handler.register);
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    /// The strings of the table, and those of them that somebody has asked for.
    texts: Vec<&'a [u8]>,
    strings: Vec<Option<Arc<str>>>,
    source: &'a Arc<Source>,
    depth: u32,
    bodies: Bodies,
}

impl<'a> Reader<'a> {
    /// At the beginning of the code.
    fn new(bytes: &'a [u8], source: &'a Arc<Source>) -> Result<Self, Damaged> {
        let mut reader = Reader {
            bytes,
            texts: Vec::new(),
            strings: Vec::new(),
            source,
            depth: 0,
            bodies: Bodies::default(),
        };
        reader.texts = reader.many(Reader::bytes)?;
        reader.strings = vec![None; reader.texts.len()];
        Ok(reader)
    }
    fn take(&mut self, count: usize) -> Result<&'a [u8], Damaged> {
        let (taken, rest) = self.bytes.split_at_checked(count).ok_or(Damaged)?;
        self.bytes = rest;
        Ok(taken)
    }
    fn byte(&mut self) -> Result<u8, Damaged> {
        let (&byte, rest) = self.bytes.split_first().ok_or(Damaged)?;
        self.bytes = rest;
        Ok(byte)
    }
    #[inline]
    fn number(&mut self) -> Result<u64, Damaged> {
        let first = self.byte()?;
        if first < 0x80 {
            return Ok(u64::from(first));
        }
        let mut number = u64::from(first & 0x7f);
        for shift in (7..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Damaged)
    }
    fn small(&mut self) -> Result<u32, Damaged> {
        u32::try_from(self.number()?).map_err(|_| Damaged)
    }
    #[inline]
    fn signed(&mut self) -> Result<i64, Damaged> {
        let number = self.number()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }
    /// A length of things of at least one byte each.
    fn length(&mut self) -> Result<usize, Damaged> {
        let length = self.number()? as usize;
        match length <= self.bytes.len() {
            true => Ok(length),
            false => Err(Damaged),
        }
    }
    fn many<T>(
        &mut self,
        mut read: impl FnMut(&mut Self) -> Result<T, Damaged>,
    ) -> Result<Vec<T>, Damaged> {
        let length = self.length()?;
        let mut items = Vec::with_capacity(length);
        for _ in 0..length {
            items.push(read(self)?);
        }
        Ok(items)
    }
    fn bytes(&mut self) -> Result<&'a [u8], Damaged> {
        let length = self.length()?;
        self.take(length)
    }
    fn text(&mut self) -> Result<Arc<str>, Damaged> {
        let number = self.number()? as usize;
        let (text, known) = match (self.texts.get(number), self.strings.get_mut(number)) {
            (Some(text), Some(known)) => (text, known),
            _ => return Err(Damaged),
        };
        if let Some(known) = known {
            return Ok(known.clone());
        }
        let made: Arc<str> = Arc::from(std::str::from_utf8(text).map_err(|_| Damaged)?);
        *known = Some(made.clone());
        Ok(made)
    }
    fn float(&mut self) -> Result<f64, Damaged> {
        let bytes = self.take(8)?.try_into().map_err(|_| Damaged)?;
        Ok(f64::from_bits(u64::from_le_bytes(bytes)))
    }
    fn deeper<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Damaged>,
    ) -> Result<T, Damaged> {
        if self.depth >= MOST_DEEP {
            return Err(Damaged);
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }

    /// `pack`: see [`Reader::code`].
    fn constant(&mut self, pack: Option<&'static [u8]>) -> Result<Const, Damaged> {
        Ok(match self.byte()? {
            0 => Const::None,
            1 => Const::Bool(false),
            2 => Const::Bool(true),
            3 => Const::Ellipsis,
            4 => Const::Int(self.signed()?),
            5 => Const::BigInt(Arc::new(BigInt::from_signed_bytes_le(self.bytes()?))),
            6 => Const::Float(self.float()?),
            7 => Const::Complex(self.float()?, self.float()?),
            8 => Const::Str(self.text()?),
            9 => Const::WideStr(self.many(Self::small)?.into()),
            10 => Const::Bytes(self.bytes()?.into()),
            11 => Const::Tuple(self.deeper(|reader| reader.constants(pack))?.into()),
            12 => Const::FrozenSet(self.deeper(|reader| reader.constants(pack))?.into()),
            13 => Const::Code(self.deeper(|reader| reader.code(pack))?),
            _ => return Err(Damaged),
        })
    }

    fn constants(&mut self, pack: Option<&'static [u8]>) -> Result<Vec<Const>, Damaged> {
        self.many(|reader| reader.constant(pack))
    }

    /// Code. With the whole pack, which then stays for ever, bodies go to `bodies` and the code has their places.
    fn code(&mut self, pack: Option<&'static [u8]>) -> Result<Arc<Code>, Damaged> {
        let (name, qualified_name) = (self.text()?, self.text()?);
        let (first_line, flags) = (self.small()?, self.small()?);
        let (positional_only, positional) = (self.small()?, self.small()?);
        let (keyword_only, registers) = (self.small()?, self.small()?);
        let local_names = self.many(Self::text)?;
        let cell_registers = self.bytes()?.to_vec();
        let free_names = self.many(Self::text)?;
        let left = self.bytes.len();
        let body = self.body(pack, pack.is_none())?;
        let head = |body| {
            Arc::new(Code {
                name,
                qualified_name,
                source: self.source.clone(),
                first_line,
                flags,
                positional_only,
                positional,
                keyword_only,
                registers,
                local_names,
                cell_registers,
                free_names,
                body,
            })
        };
        let Some(pack) = pack else {
            return Ok(head(LazyBody::here(body)));
        };
        let place = Place {
            bytes: pack,
            at: pack.len() - left,
        };
        let code = head(LazyBody::packed(place));
        self.bodies.insert(Arc::as_ptr(&code), body);
        Ok(code)
    }

    /// What follows the head of a code, with its spans or without.
    fn body(&mut self, pack: Option<&'static [u8]>, has_spans: bool) -> Result<Body, Damaged> {
        let instructions = self.many(|reader| {
            let &[op, a, b, c] = reader.take(4)? else {
                return Err(Damaged);
            };
            let d = i32::try_from(reader.signed()?).map_err(|_| Damaged)?;
            Ok(Ins { op, a, b, c, d })
        })?;
        let mut spans = Vec::with_capacity(if has_spans { instructions.len() } else { 0 });
        let mut previous = 0i64;
        for _ in 0..instructions.len() {
            let start = previous.checked_add(self.signed()?).ok_or(Damaged)?;
            let end = start.checked_add(self.signed()?).ok_or(Damaged)?;
            let place = |number: i64| u32::try_from(number).map_err(|_| Damaged);
            let span = Span::new(place(start)?, place(end)?);
            if has_spans {
                spans.push(span);
            }
            previous = start;
        }
        Ok(Body {
            instructions,
            spans,
            constants: self.constants(pack)?,
            names: self.many(Self::text)?,
            cache_names: self.many(Self::small)?,
            handlers: self.many(|reader| {
                Ok(Handler {
                    start: reader.small()?,
                    end: reader.small()?,
                    target: reader.small()?,
                    register: reader.byte()?,
                })
            })?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compile::{Options, compile_source};
    use crate::syntax::Mode;

    const TEXT: &str = "import os\nX = (1, -2, 3 << 80, 1.5, 2j, 'é', b'\\0', None, ..., True)\n\
        class A:\n    def f(self, a, /, b=1, *c, d, **e):\n        try:\n            return lambda: (a, b in {1, 2})\n        finally:\n            print(c)\n\
        S = '\\ud800'\nasync def g():\n    async for x in y: yield x\n";

    fn packed() -> (Arc<Source>, Arc<Code>, Vec<u8>) {
        let source = Arc::new(Source::new("<test>", TEXT));
        let Ok((code, _)) = compile_source(source.clone(), Mode::Module, Options::default()) else {
            panic!("the program compiles");
        };
        let bytes = pack(&code);
        (source, code, bytes)
    }

    #[test]
    fn code_comes_back_as_it_was() {
        let (source, code, bytes) = packed();
        assert_eq!(unpack(&bytes, &source).as_ref(), Ok(&code));
    }

    #[test]
    fn bodies_are_unpacked_when_they_are_looked_at() {
        let (source, code, bytes) = packed();
        let (lazy, bodies) = unpack_lazily(bytes.leak(), &source).expect("no damage");
        assert!(lazy.body.here.get().is_none());
        let given = bodies.get(&Arc::as_ptr(&lazy)).expect("its body");
        assert_eq!(given.instructions, code.instructions);
        assert!(given.spans.is_empty());
        let inner = |code: &Arc<Code>| {
            code.constants.iter().find_map(|constant| match constant {
                Const::Code(inner) => Some(inner.clone()),
                _ => None,
            })
        };
        assert!(inner(&lazy).expect("a class").body.here.get().is_none());
        assert_eq!(lazy, code);
    }

    #[test]
    fn damaged_bytes_are_an_error_or_other_code() {
        let (source, _, bytes) = packed();
        for length in 0..bytes.len() {
            assert_eq!(unpack(&bytes[..length], &source), Err(Damaged));
        }
        for at in 0..bytes.len() {
            for flip in [1, 0x40, 0x80, 0xff] {
                let mut bytes = bytes.clone();
                bytes[at] ^= flip;
                let _ = unpack(&bytes, &source);
            }
        }
    }
}
