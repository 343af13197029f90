//! Encodings: names, error handlers, `str.encode`, `bytes.decode`, and decoding in pieces for streams.
//!
//! What enters: text or bytes, a codec, an error handler. What leaves: bytes or text, or the Unicode error with its fields.
//! Callers: `str`, `bytes`, files, the `codecs` module. `encode` and `decode` hold the two directions, `multibyte` the East Asian
//! sets, `tables` the code pages.

mod decode;
mod encode;
mod multibyte;
mod tables;

pub use decode::{decode, decode_partial, decode_with};
pub use encode::{encode, encode_with};

use super::{Kind, Result, TextError, UnicodeFault, repr::push_escape};
use multibyte::MultiByte;
use tables::{NAMES, PAGES};

/// A codec that was found by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    Utf8,
    /// UTF-8 with a byte order mark in front.
    Utf8Sig,
    Ascii,
    Latin1,
    Utf16(Order),
    Utf32(Order),
    /// A single-byte code page: a row of the table.
    Page(usize),
    MultiByte(MultiByte),
    UnicodeEscape,
    RawUnicodeEscape,
}

/// The order of bytes in UTF-16 and UTF-32.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Told by a mark in front; little-endian without one.
    Marked,
    Little,
    Big,
}

impl Order {
    fn suffix(self) -> &'static str {
        match self {
            Order::Marked => "",
            Order::Little => "-le",
            Order::Big => "-be",
        }
    }
}

impl Codec {
    /// Finds a codec; `LookupError` for a name that no codec has.
    pub fn lookup(name: &str) -> Result<Codec> {
        if name.contains('\0') {
            return Err(TextError::value("embedded null character"));
        }
        let unknown = || TextError::lookup(format!("unknown encoding: {name}"));
        let wanted = normalise(name).ok_or_else(unknown)?;
        let find = |name: &str| {
            NAMES
                .binary_search_by_key(&name, |row| row.0)
                .ok()
                .map(|row| NAMES[row])
        };
        // An alias may be written with an underscore for its point; a codec's own name may not.
        let undotted = || find(&wanted.replace('.', "_")).filter(|(alias, module)| alias != module);
        let (_, module) = find(&wanted).or_else(undotted).ok_or_else(unknown)?;
        Ok(match module {
            "utf_8" => Codec::Utf8,
            "utf_8_sig" => Codec::Utf8Sig,
            "ascii" => Codec::Ascii,
            "latin_1" => Codec::Latin1,
            "utf_16" => Codec::Utf16(Order::Marked),
            "utf_16_le" => Codec::Utf16(Order::Little),
            "utf_16_be" => Codec::Utf16(Order::Big),
            "utf_32" => Codec::Utf32(Order::Marked),
            "utf_32_le" => Codec::Utf32(Order::Little),
            "utf_32_be" => Codec::Utf32(Order::Big),
            "unicode_escape" => Codec::UnicodeEscape,
            "raw_unicode_escape" => Codec::RawUnicodeEscape,
            module => match PAGES.binary_search_by_key(&module, |row| row.0) {
                Ok(page) => Codec::Page(page),
                Err(_) => Codec::MultiByte(MultiByte::by_name(module).ok_or_else(unknown)?),
            },
        })
    }

    /// `codecs.lookup(…).name`.
    pub fn name(self) -> String {
        match self {
            Codec::Utf8 => "utf-8".to_owned(),
            Codec::Utf8Sig => "utf-8-sig".to_owned(),
            Codec::Ascii => "ascii".to_owned(),
            Codec::Latin1 => "iso8859-1".to_owned(),
            Codec::Utf16(order) => format!("utf-16{}", order.suffix()),
            Codec::Utf32(order) => format!("utf-32{}", order.suffix()),
            Codec::Page(row) => PAGES[row].0.replace('_', "-"),
            Codec::MultiByte(set) => set.name().to_owned(),
            Codec::UnicodeEscape => "unicode-escape".to_owned(),
            Codec::RawUnicodeEscape => "raw-unicode-escape".to_owned(),
        }
    }

    /// The name that Unicode errors carry.
    fn error_name(self) -> String {
        match self {
            Codec::Utf8Sig => "utf-8".to_owned(),
            Codec::Latin1 => "latin-1".to_owned(),
            Codec::Page(_) => "charmap".to_owned(),
            Codec::UnicodeEscape => "unicodeescape".to_owned(),
            Codec::RawUnicodeEscape => "rawunicodeescape".to_owned(),
            _ => self.name(),
        }
    }
}

/// Lower case, and every run of other characters than letters, digits and points as one underscore.
fn normalise(name: &str) -> Option<String> {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if !c.is_ascii() {
            return None;
        }
        if c.is_ascii_alphanumeric() || c == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            out.push(c.to_ascii_lowercase());
            gap = false;
        } else {
            gap = true;
        }
    }
    Some(out)
}

/// What to do where text cannot be encoded or bytes cannot be decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errors<'a> {
    Strict,
    Ignore,
    Replace,
    BackslashReplace,
    XmlCharRefReplace,
    SurrogateEscape,
    SurrogatePass,
    /// A name that is looked up only when the first error occurs.
    Other(&'a str),
}

impl<'a> Errors<'a> {
    /// The handler of that name.
    pub fn by_name(name: &'a str) -> Self {
        match name {
            "strict" => Errors::Strict,
            "ignore" => Errors::Ignore,
            "replace" => Errors::Replace,
            "backslashreplace" => Errors::BackslashReplace,
            "xmlcharrefreplace" => Errors::XmlCharRefReplace,
            "surrogateescape" => Errors::SurrogateEscape,
            "surrogatepass" => Errors::SurrogatePass,
            other => Errors::Other(other),
        }
    }

    /// The handler's name.
    pub fn name(self) -> &'a str {
        match self {
            Errors::Strict => "strict",
            Errors::Ignore => "ignore",
            Errors::Replace => "replace",
            Errors::BackslashReplace => "backslashreplace",
            Errors::XmlCharRefReplace => "xmlcharrefreplace",
            Errors::SurrogateEscape => "surrogateescape",
            Errors::SurrogatePass => "surrogatepass",
            Errors::Other(name) => name,
        }
    }
}

/// What a registered handler puts in place of the fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Substitute {
    Text(String),
    /// Only when encoding.
    Bytes(Vec<u8>),
}

/// What a registered handler returns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub substitute: Substitute,
    /// Where to go on; below zero it counts from the end.
    pub resume: i64,
}

/// Finds a registered handler by name and asks it about a Unicode error. What fails there is handed through: a caller with
/// errors of its own keeps them aside and returns any [`TextError`].
pub type Handler<'h> = dyn FnMut(&str, &TextError) -> Result<Answer> + 'h;

/// The handler of those who have none registered.
fn unknown_handler(name: &str, _error: &TextError) -> Result<Answer> {
    Err(TextError::lookup(format!(
        "unknown error handler name '{name}'"
    )))
}

/// The place a handler wants to go on at, within `0..=length`.
fn resume_at(wanted: i64, length: usize) -> Result<usize> {
    let place = if wanted < 0 {
        wanted.saturating_add(length as i64)
    } else {
        wanted
    };
    usize::try_from(place)
        .ok()
        .filter(|place| *place <= length)
        .ok_or_else(|| TextError {
            kind: Kind::IndexError,
            message: format!("position {wanted} from error handler out of bounds"),
        })
}

/// `str(UnicodeDecodeError)` from its fields.
pub fn decode_error_text(fault: &UnicodeFault, bytes: &[u8]) -> String {
    let UnicodeFault {
        encoding,
        start,
        end,
        reason,
    } = fault;
    if *end == start + 1 && *start < bytes.len() {
        let byte = bytes[*start];
        return format!(
            "'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"
        );
    }
    format!(
        "'{encoding}' codec can't decode bytes in position {start}-{}: {reason}",
        *end as i64 - 1
    )
}

/// `str(UnicodeEncodeError)` from its fields; `first` is the code point at the start, if there is one.
pub fn encode_error_text(fault: &UnicodeFault, first: Option<char>) -> String {
    let UnicodeFault {
        encoding,
        start,
        end,
        reason,
    } = fault;
    if let (true, Some(c)) = (*end == start + 1, first) {
        let mut shown = String::new();
        push_escape(&mut shown, c);
        return format!(
            "'{encoding}' codec can't encode character '{shown}' in position {start}: {reason}"
        );
    }
    format!(
        "'{encoding}' codec can't encode characters in position {start}-{}: {reason}",
        *end as i64 - 1
    )
}

fn decode_error(fault: UnicodeFault, bytes: &[u8]) -> TextError {
    TextError {
        message: decode_error_text(&fault, bytes),
        kind: Kind::UnicodeDecodeError(fault),
    }
}

fn encode_error(fault: UnicodeFault, first: Option<char>) -> TextError {
    TextError {
        message: encode_error_text(&fault, first),
        kind: Kind::UnicodeEncodeError(fault),
    }
}

/// Decodes a stream piece by piece; characters cut in two wait for their rest.
#[derive(Debug, Clone)]
pub struct IncrementalDecoder {
    first: Codec,
    codec: Codec,
    errors: String,
    pending: Vec<u8>,
}

impl IncrementalDecoder {
    /// A decoder at the start of its stream.
    pub fn new(codec: Codec, errors: Errors<'_>) -> Self {
        IncrementalDecoder {
            first: codec,
            codec,
            errors: errors.name().to_owned(),
            pending: Vec::new(),
        }
    }

    /// The text of what has come whole; with `last`, all of it. Positions in errors count from the bytes that were pending.
    pub fn decode(&mut self, input: &[u8], last: bool) -> Result<String> {
        let joined;
        let bytes = if self.pending.is_empty() {
            input
        } else {
            joined = [self.pending.as_slice(), input].concat();
            &joined
        };
        let (codec, start) = match decode::settle_mark(self.codec, bytes, last) {
            Some(settled) => settled,
            None => {
                self.pending = bytes.to_vec();
                return Ok(String::new());
            }
        };
        let (text, used) = decode::decode_from(
            codec,
            bytes,
            start,
            Errors::by_name(&self.errors),
            &mut unknown_handler,
            last,
        )?;
        let rest = bytes[used..].to_vec();
        self.codec = codec;
        self.pending = rest;
        Ok(text)
    }

    /// Bytes that wait for more.
    pub fn pending(&self) -> &[u8] {
        &self.pending
    }

    /// Back to the start of a stream.
    pub fn reset(&mut self) {
        self.codec = self.first;
        self.pending.clear();
    }
}

/// Encodes a stream piece by piece; a mark goes in front of the first piece only.
#[derive(Debug, Clone)]
pub struct IncrementalEncoder {
    first: Codec,
    codec: Codec,
    errors: String,
}

impl IncrementalEncoder {
    /// An encoder at the start of its stream.
    pub fn new(codec: Codec, errors: Errors<'_>) -> Self {
        IncrementalEncoder {
            first: codec,
            codec,
            errors: errors.name().to_owned(),
        }
    }

    /// The bytes of one piece.
    pub fn encode(&mut self, text: &str) -> Result<Vec<u8>> {
        let bytes = encode(self.codec, text, Errors::by_name(&self.errors))?;
        self.skip_mark();
        Ok(bytes)
    }

    /// From now on without a mark: for appending to what has one.
    pub fn skip_mark(&mut self) {
        self.codec = match self.codec {
            Codec::Utf8Sig => Codec::Utf8,
            Codec::Utf16(Order::Marked) => Codec::Utf16(Order::Little),
            Codec::Utf32(Order::Marked) => Codec::Utf32(Order::Little),
            codec => codec,
        };
    }

    /// Back to the start of a stream.
    pub fn reset(&mut self) {
        self.codec = self.first;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registered_handlers_substitute_and_resume() {
        let mut stars = |name: &str, error: &TextError| match (&error.kind, name) {
            (Kind::UnicodeEncodeError(fault), "stars") => Ok(Answer {
                substitute: Substitute::Text("*".repeat(fault.end - fault.start)),
                resume: fault.end as i64,
            }),
            (Kind::UnicodeDecodeError(_), "stars") => Ok(Answer {
                substitute: Substitute::Text("*".to_owned()),
                resume: -1,
            }),
            _ => unknown_handler(name, error),
        };
        let named = Errors::by_name("stars");
        let bytes = encode_with(Codec::Ascii, "aé世b", named, &mut stars);
        assert_eq!(bytes.unwrap(), b"a**b");
        let text = decode_with(Codec::Utf8, b"a\xff\xfez", named, &mut stars);
        assert_eq!(text.unwrap(), "a*z");
        let error =
            encode_with(Codec::Ascii, "é", Errors::by_name("none"), &mut stars).unwrap_err();
        assert_eq!(
            error.to_string(),
            "LookupError: unknown error handler name 'none'"
        );
    }

    #[test]
    fn places_outside_are_refused() {
        let mut away = |_: &str, _: &TextError| {
            Ok(Answer {
                substitute: Substitute::Text(String::new()),
                resume: 9,
            })
        };
        let error =
            decode_with(Codec::Ascii, b"\xff", Errors::Other("away"), &mut away).unwrap_err();
        assert_eq!(error.message, "position 9 from error handler out of bounds");
    }
}
