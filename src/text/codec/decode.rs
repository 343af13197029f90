//! Bytes to text, for every codec and error handler, whole or up to the last complete character.

use super::tables::PAGES;
use super::{Codec, Errors, Handler, Order, Substitute, decode_error, resume_at, unknown_handler};
use crate::text::{Result, TextError, UnicodeFault, from_code_point};
use std::sync::OnceLock;

/// `bytes.decode(codec, errors)`.
pub fn decode(codec: Codec, bytes: &[u8], errors: Errors<'_>) -> Result<String> {
    decode_with(codec, bytes, errors, &mut unknown_handler)
}

/// As [`decode`]; `handler` answers for [`Errors::Other`].
pub fn decode_with(
    codec: Codec,
    bytes: &[u8],
    errors: Errors<'_>,
    handler: &mut Handler<'_>,
) -> Result<String> {
    let (codec, start) = settle_mark(codec, bytes, true).unwrap_or((codec, 0));
    Ok(decode_from(codec, bytes, start, errors, handler, true)?.0)
}

/// The text and how many bytes it took; without `last`, an unfinished character at the end is left alone.
pub fn decode_partial(
    codec: Codec,
    bytes: &[u8],
    errors: Errors<'_>,
    last: bool,
) -> Result<(String, usize)> {
    match settle_mark(codec, bytes, last) {
        Some((codec, start)) => {
            decode_from(codec, bytes, start, errors, &mut unknown_handler, last)
        }
        None => Ok((String::new(), 0)),
    }
}

/// Reads the mark in front: the codec to go on with and where its text begins. `None`: the mark has not come whole.
pub(super) fn settle_mark(codec: Codec, bytes: &[u8], last: bool) -> Option<(Codec, usize)> {
    let wait = |mark: &[u8]| !last && bytes.len() < mark.len() && mark.starts_with(bytes);
    match codec {
        Codec::Utf8Sig => {
            let mark = b"\xef\xbb\xbf";
            if wait(mark) {
                return None;
            }
            Some((Codec::Utf8, if bytes.starts_with(mark) { 3 } else { 0 }))
        }
        Codec::Utf16(Order::Marked) => match bytes {
            [0xFF, 0xFE, ..] => Some((Codec::Utf16(Order::Little), 2)),
            [0xFE, 0xFF, ..] => Some((Codec::Utf16(Order::Big), 2)),
            _ if bytes.len() < 2 && !last => None,
            _ => Some((Codec::Utf16(Order::Little), 0)),
        },
        Codec::Utf32(Order::Marked) => match bytes {
            [0xFF, 0xFE, 0, 0, ..] => Some((Codec::Utf32(Order::Little), 4)),
            [0, 0, 0xFE, 0xFF, ..] => Some((Codec::Utf32(Order::Big), 4)),
            _ if bytes.len() < 4 && !last => None,
            _ => Some((Codec::Utf32(Order::Little), 0)),
        },
        _ => Some((codec, 0)),
    }
}

/// As [`decode_partial`], from byte `start` on and with the mark already read.
pub(super) fn decode_from(
    codec: Codec,
    bytes: &[u8],
    start: usize,
    errors: Errors<'_>,
    handler: &mut Handler<'_>,
    last: bool,
) -> Result<(String, usize)> {
    let out = String::with_capacity(bytes.len() - start);
    let mut decoder = Decoder {
        codec,
        errors,
        handler,
        bytes,
        at: start,
        last,
        out,
    };
    match codec {
        Codec::Utf8 | Codec::Utf8Sig => decoder.utf8()?,
        Codec::Ascii => decoder.single(
            |b| b.is_ascii().then_some(b as char),
            "ordinal not in range(128)",
        )?,
        Codec::Latin1 => decoder.single(|b| Some(b as char), "")?,
        Codec::Page(row) => {
            let page = page_chars(row);
            decoder.single(|b| page[b as usize], "character maps to <undefined>")?;
        }
        Codec::Utf16(order) => decoder.utf16(order)?,
        Codec::Utf32(order) => decoder.utf32(order)?,
        Codec::MultiByte(_) => decoder.multibyte()?,
        Codec::UnicodeEscape => decoder.unicode_escape()?,
        Codec::RawUnicodeEscape => decoder.raw_unicode_escape()?,
    }
    Ok((decoder.out, decoder.at))
}

/// The characters of a code page by byte.
fn page_chars(row: usize) -> &'static [Option<char>; 256] {
    static MAPS: [OnceLock<[Option<char>; 256]>; PAGES.len()] =
        [const { OnceLock::new() }; PAGES.len()];
    MAPS[row].get_or_init(|| {
        let mut page = std::array::from_fn(|byte| u8::try_from(byte).ok().map(|b| b as char));
        for (slot, c) in page[128..].iter_mut().zip(PAGES[row].1.chars()) {
            *slot = (c != '\u{fffe}').then_some(c);
        }
        page
    })
}

/// One decoding in progress.
struct Decoder<'a, 'h> {
    codec: Codec,
    errors: Errors<'a>,
    handler: &'a mut Handler<'h>,
    bytes: &'a [u8],
    at: usize,
    last: bool,
    out: String,
}

impl Decoder<'_, '_> {
    /// Lets the handler answer for the bytes from the cursor to `end`, and moves the cursor to where decoding goes on.
    fn fault(&mut self, end: usize, reason: &str) -> Result<()> {
        let start = self.at;
        let strict = || {
            let fault = UnicodeFault {
                encoding: self.codec.error_name(),
                start,
                end,
                reason: reason.to_owned(),
            };
            decode_error(fault, self.bytes)
        };
        let bad = &self.bytes[start..end];
        match self.errors {
            Errors::Strict => return Err(strict()),
            Errors::Other(name) => {
                let error = strict();
                let answer = (self.handler)(name, &error)?;
                let Substitute::Text(text) = answer.substitute else {
                    return Err(TextError::type_error(
                        "decoding error handler must return (str, int) tuple",
                    ));
                };
                self.out.push_str(&text);
                self.at = resume_at(answer.resume, self.bytes.len())?;
                return Ok(());
            }
            Errors::Ignore => {}
            Errors::Replace => self.out.push('\u{fffd}'),
            Errors::BackslashReplace => bad
                .iter()
                .for_each(|b| self.out.push_str(&format!("\\x{b:02x}"))),
            Errors::XmlCharRefReplace => {
                return Err(TextError::type_error(
                    "don't know how to handle UnicodeDecodeError in error callback",
                ));
            }
            Errors::SurrogateEscape => {
                let high = bad.iter().take(4).take_while(|b| **b >= 0x80).count();
                if high == 0 {
                    return Err(strict());
                }
                let escaped = bad[..high]
                    .iter()
                    .filter_map(|b| from_code_point(0xDC00 + u32::from(*b)));
                self.out.extend(escaped);
                self.at = start + high;
                return Ok(());
            }
            Errors::SurrogatePass => {
                let (c, size) = self.surrogate_at(start).ok_or_else(strict)?;
                self.out.push(c);
                self.at = start + size;
                return Ok(());
            }
        }
        self.at = end;
        Ok(())
    }

    /// The encoded surrogate at `start`, and its size in bytes.
    fn surrogate_at(&self, start: usize) -> Option<(char, usize)> {
        let (code, size) = match (self.codec, &self.bytes[start..]) {
            (Codec::Utf8 | Codec::Utf8Sig, [0xED, b @ 0xA0..=0xBF, c @ 0x80..=0xBF, ..]) => {
                (0xD000 | u32::from(b & 0x3F) << 6 | u32::from(c & 0x3F), 3)
            }
            (Codec::Utf16(order), [a, b, ..]) => (u32::from(unit16(order, [*a, *b])), 2),
            (Codec::Utf32(order), [a, b, c, d, ..]) => (unit32(order, [*a, *b, *c, *d]), 4),
            _ => return None,
        };
        (0xD800..0xE000)
            .contains(&code)
            .then(|| from_code_point(code))
            .flatten()
            .map(|c| (c, size))
    }

    fn utf8(&mut self) -> Result<()> {
        while self.at < self.bytes.len() {
            let rest = &self.bytes[self.at..];
            let error = match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.out.push_str(text);
                    self.at = self.bytes.len();
                    return Ok(());
                }
                Err(error) => error,
            };
            let (good, bad) = rest.split_at(error.valid_up_to());
            self.out
                .push_str(std::str::from_utf8(good).unwrap_or_default());
            self.at += good.len();
            match error.error_len() {
                None if !self.last => return Ok(()),
                None => self.fault(self.bytes.len(), "unexpected end of data")?,
                Some(size) => {
                    let starts = matches!(bad[0], 0xC2..=0xF4);
                    let reason = if starts {
                        "invalid continuation byte"
                    } else {
                        "invalid start byte"
                    };
                    self.fault(self.at + size, reason)?;
                }
            }
        }
        Ok(())
    }

    fn single(&mut self, char_of: impl Fn(u8) -> Option<char>, reason: &str) -> Result<()> {
        while let Some(byte) = self.bytes.get(self.at) {
            match char_of(*byte) {
                Some(c) => {
                    self.out.push(c);
                    self.at += 1;
                }
                None => self.fault(self.at + 1, reason)?,
            }
        }
        Ok(())
    }

    fn utf16(&mut self, order: Order) -> Result<()> {
        loop {
            let rest = &self.bytes[self.at..];
            let unit = match rest {
                [] => return Ok(()),
                [a, b, ..] => unit16(order, [*a, *b]),
                _ if !self.last => return Ok(()),
                _ => {
                    self.fault(self.bytes.len(), "truncated data")?;
                    continue;
                }
            };
            match (unit, rest) {
                (0xDC00..=0xDFFF, _) => self.fault(self.at + 2, "illegal encoding")?,
                (0xD800..=0xDBFF, [_, _, c, d, ..]) => {
                    match char::decode_utf16([unit, unit16(order, [*c, *d])]).next() {
                        Some(Ok(c)) => {
                            self.out.push(c);
                            self.at += 4;
                        }
                        _ => self.fault(self.at + 2, "illegal UTF-16 surrogate")?,
                    }
                }
                (0xD800..=0xDBFF, _) if !self.last => return Ok(()),
                (0xD800..=0xDBFF, _) => self.fault(self.bytes.len(), "unexpected end of data")?,
                _ => {
                    self.out.extend(char::from_u32(u32::from(unit)));
                    self.at += 2;
                }
            }
        }
    }

    fn utf32(&mut self, order: Order) -> Result<()> {
        loop {
            let code = match &self.bytes[self.at..] {
                [] => return Ok(()),
                [a, b, c, d, ..] => unit32(order, [*a, *b, *c, *d]),
                _ if !self.last => return Ok(()),
                _ => {
                    self.fault(self.bytes.len(), "truncated data")?;
                    continue;
                }
            };
            match char::from_u32(code) {
                Some(c) => {
                    self.out.push(c);
                    self.at += 4;
                }
                None if code < 0x110000 => {
                    self.fault(
                        self.at + 4,
                        "code point in surrogate code point range(0xd800, 0xe000)",
                    )?;
                }
                None => self.fault(self.at + 4, "code point not in range(0x110000)")?,
            }
        }
    }

    fn multibyte(&mut self) -> Result<()> {
        let Codec::MultiByte(set) = self.codec else {
            return Ok(());
        };
        while self.at < self.bytes.len() {
            let rest = &self.bytes[self.at..];
            let plain = rest.iter().position(|b| *b >= 0x80).unwrap_or(rest.len());
            if plain > 0 {
                self.out
                    .push_str(std::str::from_utf8(&rest[..plain]).unwrap_or_default());
                self.at += plain;
                continue;
            }
            match set.char_at(rest) {
                super::multibyte::Found::Text(text, size) => {
                    self.out.push_str(&text);
                    self.at += size;
                }
                super::multibyte::Found::Cut if !self.last => return Ok(()),
                super::multibyte::Found::Cut => {
                    self.fault(self.bytes.len(), "incomplete multibyte sequence")?
                }
                super::multibyte::Found::Bad(size) => {
                    self.fault(self.at + size, "illegal multibyte sequence")?
                }
            }
        }
        Ok(())
    }

    fn unicode_escape(&mut self) -> Result<()> {
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte != b'\\' {
                self.out.push(byte as char);
                self.at += 1;
                continue;
            }
            let Some(&kind) = self.bytes.get(self.at + 1) else {
                if !self.last {
                    return Ok(());
                }
                self.fault(self.bytes.len(), "\\ at end of string")?;
                continue;
            };
            let simple = match kind {
                b'\n' => Some(""),
                b'\\' => Some("\\"),
                b'\'' => Some("'"),
                b'"' => Some("\""),
                b'a' => Some("\x07"),
                b'b' => Some("\x08"),
                b'f' => Some("\x0c"),
                b'n' => Some("\n"),
                b'r' => Some("\r"),
                b't' => Some("\t"),
                b'v' => Some("\x0b"),
                _ => None,
            };
            if let Some(text) = simple {
                self.out.push_str(text);
                self.at += 2;
                continue;
            }
            let (size, radix, reason) = match kind {
                b'x' => (2, 16, "truncated \\xXX escape"),
                b'u' => (4, 16, "truncated \\uXXXX escape"),
                b'U' => (8, 16, "truncated \\UXXXXXXXX escape"),
                b'0'..=b'7' => (3, 8, ""),
                b'N' => {
                    self.fault(
                        (self.at + 2).min(self.bytes.len()),
                        "malformed \\N character escape",
                    )?;
                    continue;
                }
                _ => {
                    self.out.push('\\');
                    self.at += 1;
                    continue;
                }
            };
            let first = self.at + if radix == 8 { 1 } else { 2 };
            let range = "illegal Unicode character";
            if !self.numbered(first, size, radix, [reason, range])? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Takes the escape at hand, whose digits begin at `first`: octal ones are up to `size`, hexadecimal ones exactly so many. The
    /// reasons are for too few digits and for a number that is no character. False if it is cut off and more may come.
    fn numbered(
        &mut self,
        first: usize,
        size: usize,
        radix: u32,
        [short, range]: [&str; 2],
    ) -> Result<bool> {
        let digits = self.bytes[first..].iter().take(size);
        let digits = digits.map_while(|byte| (*byte as char).to_digit(radix));
        let (code, count) = digits.fold((0u32, 0), |(code, count), digit| {
            (code.wrapping_mul(radix) | digit, count + 1)
        });
        let end = first + count;
        if radix == 16 && count < size {
            if end == self.bytes.len() && !self.last {
                return Ok(false);
            }
            self.fault(end, short)?;
            return Ok(true);
        }
        match from_code_point(code) {
            Some(c) => {
                self.out.push(c);
                self.at = end;
            }
            None => self.fault(end, range)?,
        }
        Ok(true)
    }

    /// Only `\u` and `\U` are escapes; every other byte is a character.
    fn raw_unicode_escape(&mut self) -> Result<()> {
        while let Some(&byte) = self.bytes.get(self.at) {
            let kind = self.bytes.get(self.at + 1).copied();
            if byte == b'\\' && kind.is_none() && !self.last {
                return Ok(());
            }
            let (size, reason) = match (byte, kind) {
                (b'\\', Some(b'u')) => (4, "truncated \\uXXXX escape"),
                (b'\\', Some(b'U')) => (8, "truncated \\UXXXXXXXX escape"),
                (b'\\', Some(kind)) => {
                    self.out.extend(['\\', kind as char]);
                    self.at += 2;
                    continue;
                }
                _ => {
                    self.out.push(byte as char);
                    self.at += 1;
                    continue;
                }
            };
            let range = "\\Uxxxxxxxx out of range";
            if !self.numbered(self.at + 2, size, 16, [reason, range])? {
                return Ok(());
            }
        }
        Ok(())
    }
}

fn unit16(order: Order, bytes: [u8; 2]) -> u16 {
    if order == Order::Big {
        u16::from_be_bytes(bytes)
    } else {
        u16::from_le_bytes(bytes)
    }
}

fn unit32(order: Order, bytes: [u8; 4]) -> u32 {
    if order == Order::Big {
        u32::from_be_bytes(bytes)
    } else {
        u32::from_le_bytes(bytes)
    }
}
