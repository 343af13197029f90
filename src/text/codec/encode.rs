//! Text to bytes, for every codec and error handler.

use super::tables::PAGES;
use super::{Codec, Errors, Handler, Order, Substitute, encode_error, resume_at, unknown_handler};
use crate::text::strings::{byte_index, char_count};
use crate::text::{
    Result, TextError, UnicodeFault, is_surrogate, repr::push_escape, to_code_point,
};
use std::collections::HashMap;
use std::sync::OnceLock;

/// `text.encode(codec, errors)`.
pub fn encode(codec: Codec, text: &str, errors: Errors<'_>) -> Result<Vec<u8>> {
    encode_with(codec, text, errors, &mut unknown_handler)
}

/// As [`encode`]; `handler` answers for [`Errors::Other`].
pub fn encode_with(
    codec: Codec,
    text: &str,
    errors: Errors<'_>,
    handler: &mut Handler<'_>,
) -> Result<Vec<u8>> {
    if let Some(bytes) = encode_whole(codec, text) {
        return Ok(bytes);
    }
    let out = Vec::with_capacity(text.len() + 4);
    Encoder {
        codec,
        errors,
        handler,
        text,
        out,
    }
    .run()
}

/// The common cases at once: ASCII text in an extension of ASCII, UTF-8 without surrogates, a multi-byte set that has it all.
fn encode_whole(codec: Codec, text: &str) -> Option<Vec<u8>> {
    let extends_ascii = !matches!(
        codec,
        Codec::Utf8Sig | Codec::Utf16(_) | Codec::Utf32(_) | Codec::UnicodeEscape
    );
    if extends_ascii && text.is_ascii() {
        return Some(text.as_bytes().to_vec());
    }
    match codec {
        Codec::Utf8 if memchr::memmem::find(text.as_bytes(), b"\xf4\x8f").is_none() => {
            Some(text.as_bytes().to_vec())
        }
        _ => None,
    }
}

/// The bytes of the upper half of a code page, by character.
fn page_bytes(row: usize) -> &'static HashMap<char, u8> {
    static MAPS: [OnceLock<HashMap<char, u8>>; PAGES.len()] =
        [const { OnceLock::new() }; PAGES.len()];
    MAPS[row].get_or_init(|| {
        PAGES[row]
            .1
            .chars()
            .zip(0x80..=0xFFu8)
            .filter(|(c, _)| *c != '\u{fffe}')
            .collect()
    })
}

/// Appends one character; false if the codec has no bytes for it.
fn push_char(codec: Codec, c: char, out: &mut Vec<u8>) -> bool {
    let code = to_code_point(c);
    match codec {
        Codec::Utf8 | Codec::Utf8Sig => {
            if is_surrogate(c) {
                return false;
            }
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        Codec::Ascii if code >= 128 => return false,
        Codec::Latin1 if code >= 256 => return false,
        Codec::Ascii | Codec::Latin1 => out.push(code as u8),
        Codec::Utf16(order) => {
            if is_surrogate(c) {
                return false;
            }
            c.encode_utf16(&mut [0; 2])
                .iter()
                .for_each(|unit| push_unit16(order, *unit, out));
        }
        Codec::Utf32(order) => {
            if is_surrogate(c) {
                return false;
            }
            push_unit32(order, code, out);
        }
        Codec::Page(_) if code < 128 => out.push(code as u8),
        Codec::Page(row) => match page_bytes(row).get(&c) {
            Some(byte) => out.push(*byte),
            None => return false,
        },
        Codec::MultiByte(set) => return set.push_char(c, out),
        Codec::UnicodeEscape => {
            let mut shown = String::new();
            match c {
                '\\' => shown.push_str("\\\\"),
                '\t' => shown.push_str("\\t"),
                '\n' => shown.push_str("\\n"),
                '\r' => shown.push_str("\\r"),
                ' '..='~' => shown.push(c),
                _ => push_escape(&mut shown, c),
            }
            out.extend_from_slice(shown.as_bytes());
        }
        Codec::RawUnicodeEscape => match code {
            0..0x100 => out.push(code as u8),
            0x100..0x1_0000 => out.extend_from_slice(format!("\\u{code:04x}").as_bytes()),
            _ => out.extend_from_slice(format!("\\U{code:08x}").as_bytes()),
        },
    }
    true
}

fn push_unit16(order: Order, unit: u16, out: &mut Vec<u8>) {
    out.extend_from_slice(&if order == Order::Big {
        unit.to_be_bytes()
    } else {
        unit.to_le_bytes()
    });
}

fn push_unit32(order: Order, unit: u32, out: &mut Vec<u8>) {
    out.extend_from_slice(&if order == Order::Big {
        unit.to_be_bytes()
    } else {
        unit.to_le_bytes()
    });
}

/// One encoding that may meet characters without bytes.
struct Encoder<'a, 'h> {
    codec: Codec,
    errors: Errors<'a>,
    handler: &'a mut Handler<'h>,
    text: &'a str,
    out: Vec<u8>,
}

impl Encoder<'_, '_> {
    fn run(mut self) -> Result<Vec<u8>> {
        match self.codec {
            Codec::Utf8Sig => self.out.extend_from_slice(b"\xef\xbb\xbf"),
            Codec::Utf16(order @ Order::Marked) => push_unit16(order, 0xFEFF, &mut self.out),
            Codec::Utf32(order @ Order::Marked) => push_unit32(order, 0xFEFF, &mut self.out),
            _ => {}
        }
        // These report a run of bad characters at once, the others one by one.
        let whole_runs = matches!(
            self.codec,
            Codec::Utf8 | Codec::Utf8Sig | Codec::Ascii | Codec::Latin1 | Codec::Page(_)
        );
        let mut scratch = Vec::new();
        let text = self.text;
        let (mut index, mut at) = (0, 0);
        while let Some(c) = text[at..].chars().next() {
            if push_char(self.codec, c, &mut self.out) {
                (index, at) = (index + 1, at + c.len_utf8());
                continue;
            }
            let (mut stop, mut end) = (index + 1, at + c.len_utf8());
            if whole_runs {
                let is_bad = |c: &char| {
                    scratch.clear();
                    !push_char(self.codec, *c, &mut scratch)
                };
                for c in text[end..].chars().take_while(is_bad) {
                    (stop, end) = (stop + 1, end + c.len_utf8());
                }
            }
            (index, at) = match self.handle(index, stop, &text[at..end])? {
                Some(index) => (index, byte_index(text, index)),
                None => (stop, end),
            };
        }
        Ok(self.out)
    }

    fn error(&self, start: usize, end: usize, bad: &str) -> TextError {
        let reason = match self.codec {
            Codec::Ascii => "ordinal not in range(128)",
            Codec::Latin1 => "ordinal not in range(256)",
            Codec::Page(_) => "character maps to <undefined>",
            Codec::MultiByte(_) => "illegal multibyte sequence",
            _ => "surrogates not allowed",
        };
        let fault = UnicodeFault {
            encoding: self.codec.error_name(),
            start,
            end,
            reason: reason.to_owned(),
        };
        encode_error(fault, bad.chars().next())
    }

    /// Lets the handler answer for the characters `bad`, which stand at `start..end`; where to go on, if not behind them.
    fn handle(&mut self, start: usize, end: usize, bad: &str) -> Result<Option<usize>> {
        let mut substitute = String::new();
        let mut resume = None;
        match self.errors {
            Errors::Strict => return Err(self.error(start, end, bad)),
            Errors::Other(name) => {
                let error = self.error(start, end, bad);
                let answer = (self.handler)(name, &error)?;
                resume = Some(resume_at(answer.resume, char_count(self.text))?);
                match answer.substitute {
                    Substitute::Text(text) => substitute = text,
                    Substitute::Bytes(bytes) => {
                        self.out.extend_from_slice(&bytes);
                        return Ok(resume);
                    }
                }
            }
            Errors::Ignore => return Ok(None),
            Errors::Replace => substitute.extend(bad.chars().map(|_| '?')),
            Errors::BackslashReplace => bad.chars().for_each(|c| push_escape(&mut substitute, c)),
            Errors::XmlCharRefReplace => {
                bad.chars()
                    .for_each(|c| substitute.push_str(&format!("&#{};", to_code_point(c))));
            }
            Errors::SurrogateEscape | Errors::SurrogatePass => {
                let bytes = self
                    .surrogate_bytes(bad)
                    .ok_or_else(|| self.error(start, end, bad))?;
                self.out.extend_from_slice(&bytes);
                return Ok(None);
            }
        }
        for c in substitute.chars() {
            if !push_char(self.codec, c, &mut self.out) {
                return Err(self.error(start, end, bad));
            }
        }
        Ok(resume)
    }

    /// The bytes that surrogates stand for; `None` where the handler does not apply.
    fn surrogate_bytes(&self, bad: &str) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        for c in bad.chars() {
            let code = to_code_point(c);
            if self.errors == Errors::SurrogateEscape {
                let wide = matches!(self.codec, Codec::Utf16(_) | Codec::Utf32(_));
                if !(0xDC80..=0xDCFF).contains(&code) || wide {
                    return None;
                }
                bytes.push((code - 0xDC00) as u8);
                continue;
            }
            if !is_surrogate(c) {
                return None;
            }
            match self.codec {
                Codec::Utf8 | Codec::Utf8Sig => {
                    bytes.extend([
                        0xE0 | (code >> 12) as u8,
                        0x80 | (code >> 6 & 0x3F) as u8,
                        0x80 | (code & 0x3F) as u8,
                    ]);
                }
                Codec::Utf16(order) => push_unit16(order, code as u16, &mut bytes),
                Codec::Utf32(order) => push_unit32(order, code, &mut bytes),
                _ => return None,
            }
        }
        Some(bytes)
    }
}
