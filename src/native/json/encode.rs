//! Writes values as JSON text. Runs no language code, so the values stand still meanwhile.
use crate::gil::Gil;
use crate::native::SpecialMethod;
use crate::object::builtin::shape;
use crate::object::dict::DictObject;
use crate::object::heap::Layout;
use crate::object::number::{FloatObject, IntObject};
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::float::push_repr;
use crate::text::{is_surrogate, to_code_point};
use std::fmt::Write;

/// How to write.
#[derive(Clone, Copy)]
pub(super) struct Style<'a> {
    pub(super) ensure_ascii: bool,
    pub(super) allow_nan: bool,
    pub(super) sort_keys: bool,
    pub(super) item_separator: &'a str,
    pub(super) key_separator: &'a str,
}

/// Nesting that is written here; deeper values (and cycles, which have no end) are the caller's.
const DEEPEST: usize = 400;

/// The text of a value, `None` if the value is not one this module writes.
pub(super) fn encode(gil: &Gil, value: &Value, style: Style) -> Option<String> {
    let mut writer = Writer {
        gil,
        style,
        out: String::with_capacity(64),
    };
    writer.value(value, 0)?;
    Some(writer.out)
}

struct Writer<'a> {
    gil: &'a Gil,
    style: Style<'a>,
    out: String,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value, depth: usize) -> Option<()> {
        if let Some(number) = value.as_int() {
            push_int(&mut self.out, number);
            return Some(());
        }
        if let Some(number) = value.as_float() {
            return self.float(number);
        }
        let Some(layout) = value.layout() else {
            self.out.push_str(match value.as_bool() {
                Some(true) => "true",
                Some(false) => "false",
                None if value.is_none() => "null",
                None => return None,
            });
            return Some(());
        };
        match layout {
            Layout::Str => {
                let text = value.downcast::<StrObject>()?.as_str();
                // The caller finds out that there is no room.
                if crate::memory::is_troubled()
                    || text.len() > 1 << 18 && !crate::memory::has_room(text.len() * 12)
                {
                    return None;
                }
                quote(&mut self.out, text, self.style.ensure_ascii)
            }
            Layout::List if self.iterates_plainly(value) => {
                self.items(value.downcast::<ListObject>()?.items.get(self.gil), depth)?;
            }
            Layout::Tuple if self.iterates_plainly(value) => {
                self.items(value.downcast::<TupleObject>()?.items(), depth)?
            }
            Layout::Dict if value.header()?.shape() == shape::DICT => {
                self.dict(value.downcast::<DictObject>()?, depth)?
            }
            Layout::Int => self.big_int(value)?,
            Layout::Float => self.float(value.downcast::<FloatObject>()?.number)?,
            _ => return None,
        }
        Some(())
    }

    fn iterates_plainly(&self, value: &Value) -> bool {
        value.header().is_some_and(|header| {
            let class = self.gil.class_of_header(header);
            class.overrides.get() & SpecialMethod::Iter.bit() == 0
        })
    }

    fn big_int(&mut self, value: &Value) -> Option<()> {
        let number = value.downcast::<IntObject>()?.big();
        // Longer ones may be over the interpreter's limit of digits.
        if number.bits() > 2000 {
            return None;
        }
        write!(self.out, "{number}").ok()
    }

    fn float(&mut self, number: f64) -> Option<()> {
        if number.is_finite() {
            push_repr(&mut self.out, number);
            return Some(());
        }
        if !self.style.allow_nan {
            return None;
        }
        self.out.push_str(if number.is_nan() {
            "NaN"
        } else if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        });
        Some(())
    }

    fn items(&mut self, items: &[Value], depth: usize) -> Option<()> {
        if depth >= DEEPEST {
            return None;
        }
        self.out.push('[');
        for (at, item) in items.iter().enumerate() {
            if at != 0 {
                self.out.push_str(self.style.item_separator);
            }
            self.value(item, depth + 1)?;
        }
        self.out.push(']');
        Some(())
    }

    fn dict(&mut self, dict: &DictObject, depth: usize) -> Option<()> {
        if depth >= DEEPEST {
            return None;
        }
        let map = dict.map.get(self.gil);
        self.out.push('{');
        if self.style.sort_keys {
            let mut items = Vec::with_capacity(map.len());
            for entry in map.iter() {
                let key = entry
                    .key
                    .downcast::<StrObject>()
                    .filter(|key| key.header.shape() == shape::STR)?;
                // The order of surrogates is not that of their stand-ins.
                if !key.is_ascii() && key.as_str().chars().any(is_surrogate) {
                    return None;
                }
                items.push((key.as_str(), entry));
            }
            items.sort_by_key(|item| item.0);
            for (at, (_, entry)) in items.into_iter().enumerate() {
                self.item(at, &entry.key, &entry.value, depth)?;
            }
        } else {
            for (at, entry) in map.iter().enumerate() {
                self.item(at, &entry.key, &entry.value, depth)?;
            }
        }
        self.out.push('}');
        Some(())
    }

    fn item(&mut self, at: usize, key: &Value, value: &Value, depth: usize) -> Option<()> {
        if at != 0 {
            self.out.push_str(self.style.item_separator);
        }
        if key.layout() == Some(Layout::Str) {
            quote(
                &mut self.out,
                key.downcast::<StrObject>()?.as_str(),
                self.style.ensure_ascii,
            );
        } else if matches!(key.layout(), None | Some(Layout::Int | Layout::Float)) {
            self.out.push('"');
            self.value(key, depth)?;
            self.out.push('"');
        } else {
            return None;
        }
        self.out.push_str(self.style.key_separator);
        self.value(value, depth + 1)
    }
}

fn push_int(out: &mut String, number: i64) {
    let mut digits = [0u8; 20];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        out.push('-');
    }
    out.extend(digits[at..].iter().map(|&digit| digit as char));
}

/// What a byte of a string is: written as it is, or not.
const PLAIN: u8 = 0;
const ESCAPED: u8 = 1;
const NOT_ASCII: u8 = 2;
const BYTES: [u8; 256] = {
    let mut table = [PLAIN; 256];
    let mut byte = 0;
    while byte < 256 {
        if byte < 32 || byte == b'"' as usize || byte == b'\\' as usize {
            table[byte] = ESCAPED;
        } else if byte >= 127 {
            table[byte] = NOT_ASCII;
        }
        byte += 1;
    }
    table
};

/// Appends a string with its quotes.
pub(super) fn quote(out: &mut String, text: &str, ensure_ascii: bool) {
    let special = if ensure_ascii { NOT_ASCII } else { ESCAPED };
    let bytes = text.as_bytes();
    out.push('"');
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        let kind = BYTES[bytes[at] as usize];
        if kind == PLAIN || kind > special {
            at += 1;
            continue;
        }
        out.push_str(&text[start..at]);
        let c = text[at..].chars().next().unwrap_or_default();
        at += c.len_utf8();
        start = at;
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c => {
                let code = to_code_point(c);
                if code < 0x1_0000 {
                    push_unit(out, code);
                } else {
                    push_unit(out, 0xd800 | (code - 0x1_0000) >> 10);
                    push_unit(out, 0xdc00 | code & 0x3ff);
                }
            }
        }
    }
    out.push_str(&text[start..]);
    out.push('"');
}

fn push_unit(out: &mut String, unit: u32) {
    out.push_str("\\u");
    for shift in [12, 8, 4, 0] {
        out.push(char::from_digit(unit >> shift & 15, 16).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes() {
        let mut out = String::new();
        quote(&mut out, "a\"\n\u{1}\u{7f}é😀", true);
        assert_eq!(out, r#""a\"\n\u0001\u007f\u00e9\ud83d\ude00""#);
        out.clear();
        quote(&mut out, "a\\\u{7f}é😀", false);
        assert_eq!(out, "\"a\\\\\u{7f}é😀\"");
        out.clear();
        push_int(&mut out, i64::MIN);
        assert_eq!(out, i64::MIN.to_string());
    }
}
