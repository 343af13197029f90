//! Formats of packed bytes: parsed into items with places.

use super::error;
use crate::vm::{Outcome, Vm};

/// One item of a format.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The letter.
    pub code: char,
    /// How many; for `s` and `p` the length.
    pub count: usize,
    /// Bytes of one.
    pub size: usize,
    /// Where the first lies.
    pub offset: usize,
}

impl Item {
    /// Number of values it takes or gives.
    pub fn values(&self) -> usize {
        match self.code {
            'x' => 0,
            's' | 'p' => 1,
            _ => self.count,
        }
    }
}

/// A parsed format.
#[derive(Clone, Debug, PartialEq)]
pub struct Format {
    /// Its items.
    pub items: Vec<Item>,
    /// Bytes in all.
    pub size: usize,
    /// The order of bytes.
    pub big_endian: bool,
}

/// Letter, size in standard mode (0: not there), size in native mode.
const SIZES: &[(char, usize, usize)] = &[
    ('x', 1, 1),
    ('c', 1, 1),
    ('b', 1, 1),
    ('B', 1, 1),
    ('?', 1, 1),
    ('h', 2, 2),
    ('H', 2, 2),
    ('i', 4, 4),
    ('I', 4, 4),
    ('l', 4, 8),
    ('L', 4, 8),
    ('q', 8, 8),
    ('Q', 8, 8),
    ('n', 0, 8),
    ('N', 0, 8),
    ('e', 2, 2),
    ('f', 4, 4),
    ('d', 8, 8),
    ('s', 1, 1),
    ('p', 1, 1),
    ('P', 0, 8),
];

impl Format {
    /// Parses a format.
    pub fn parse(vm: &mut Vm, text: &str) -> Outcome<Format> {
        match parse(text) {
            Ok(format) => Ok(format),
            Err(message) => Err(error(vm, message)),
        }
    }
    /// Number of values the format takes or gives.
    pub fn value_count(&self) -> usize {
        self.items.iter().map(Item::values).sum()
    }
}

fn parse(text: &str) -> Result<Format, &'static str> {
    let (native, big_endian, body) = match text.chars().next() {
        Some('@') => (true, false, &text[1..]),
        Some('=' | '<') => (false, false, &text[1..]),
        Some('>' | '!') => (false, true, &text[1..]),
        _ => (true, false, text),
    };
    let too_long = "total struct size too long";
    let (mut items, mut size, mut count) = (Vec::new(), 0usize, None::<usize>);
    for code in body.chars() {
        if code.is_ascii_whitespace() && count.is_none() {
            continue;
        }
        if let Some(digit) = code.to_digit(10) {
            let grown = count
                .unwrap_or(0)
                .checked_mul(10)
                .and_then(|count| count.checked_add(digit as usize));
            count = Some(grown.ok_or(too_long)?);
            continue;
        }
        let row = SIZES
            .iter()
            .find(|row| row.0 == code)
            .ok_or("bad char in struct format")?;
        let unit = if native { row.2 } else { row.1 };
        if unit == 0 {
            return Err("bad char in struct format");
        }
        let number = count.take().unwrap_or(1);
        if native && !matches!(code, 'x' | 's' | 'p') {
            size = size.checked_next_multiple_of(unit).ok_or(too_long)?;
        }
        let bytes = unit.checked_mul(number).ok_or(too_long)?;
        items.push(Item {
            code,
            count: number,
            size: unit,
            offset: size,
        });
        size = size
            .checked_add(bytes)
            .filter(|size| *size <= isize::MAX as usize)
            .ok_or(too_long)?;
    }
    if count.is_some() {
        return Err("repeat count given without format specifier");
    }
    Ok(Format {
        items,
        size,
        big_endian,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn native_formats_align() {
        assert_eq!(parse("bi").map(|format| format.size), Ok(8));
        assert_eq!(parse("<bi").map(|format| format.size), Ok(5));
        assert_eq!(parse("@0q").map(|format| format.size), Ok(0));
        assert_eq!(
            parse("3").unwrap_err(),
            "repeat count given without format specifier"
        );
        assert_eq!(parse("<n").unwrap_err(), "bad char in struct format");
    }
}
