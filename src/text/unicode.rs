//! Python's predicates and case mappings of single code points.
//!
//! What enters: a `char`. What leaves: yes or no, a digit's value, or the text of another case. Any part of the crate may call
//! it; the tables come from CPython itself, so that the answers are of its Unicode version.

use super::unicode_tables::{CASE_IGNORABLE, DIGITS, FOLD, PROPERTIES, TITLE, ZEROS};

const ALPHA: u32 = 1;
const LOWER: u32 = 1 << 1;
const UPPER: u32 = 1 << 2;
const TITLE_CASE: u32 = 1 << 3;
const SPACE: u32 = 1 << 4;
const DECIMAL: u32 = 1 << 5;
const DIGIT: u32 = 1 << 6;
const NUMERIC: u32 = 1 << 7;
const PRINTABLE: u32 = 1 << 8;
const START: u32 = 1 << 9;
const CONTINUE: u32 = 1 << 10;

/// The flags of the first 256 code points, so that common text needs no search.
static LATIN: [u16; 256] = latin();

const fn latin() -> [u16; 256] {
    let mut table = [0; 256];
    let (mut code, mut row) = (0, 0);
    while code < 256 {
        while (PROPERTIES[row + 1] >> 11) <= code {
            row += 1;
        }
        table[code as usize] = (PROPERTIES[row] & 0x7FF) as u16;
        code += 1;
    }
    table
}

#[inline]
fn flags(c: char) -> u32 {
    let code = c as u32;
    if code < 256 {
        return u32::from(LATIN[code as usize]);
    }
    let row = PROPERTIES.partition_point(|entry| entry >> 11 <= code);
    PROPERTIES[row - 1] & 0x7FF
}

/// `str.isalpha` of one code point.
pub fn is_alpha(c: char) -> bool {
    flags(c) & ALPHA != 0
}
/// Lower case by Python's table.
pub fn is_lower(c: char) -> bool {
    flags(c) & LOWER != 0
}
/// Upper case by Python's table.
pub fn is_upper(c: char) -> bool {
    flags(c) & UPPER != 0
}
/// Title case: the digraphs such as `ǅ`.
pub fn is_title(c: char) -> bool {
    flags(c) & TITLE_CASE != 0
}
/// Has a case at all.
pub fn is_cased(c: char) -> bool {
    flags(c) & (LOWER | UPPER | TITLE_CASE) != 0
}
/// `str.isspace` of one code point; what `strip` and `split` take away.
pub fn is_space(c: char) -> bool {
    flags(c) & SPACE != 0
}
/// `str.isdecimal` of one code point.
pub fn is_decimal(c: char) -> bool {
    flags(c) & DECIMAL != 0
}
/// `str.isdigit` of one code point.
pub fn is_digit(c: char) -> bool {
    flags(c) & DIGIT != 0
}
/// `str.isnumeric` of one code point.
pub fn is_numeric(c: char) -> bool {
    flags(c) & NUMERIC != 0
}
/// `str.isalnum` of one code point.
pub fn is_alnum(c: char) -> bool {
    flags(c) & (ALPHA | DECIMAL | DIGIT | NUMERIC) != 0
}
/// Shown as itself by `repr`.
#[inline]
pub fn is_printable(c: char) -> bool {
    flags(c) & PRINTABLE != 0
}
/// May begin an identifier.
pub fn is_identifier_start(c: char) -> bool {
    flags(c) & START != 0
}
/// May stand inside an identifier.
pub fn is_identifier_continue(c: char) -> bool {
    flags(c) & CONTINUE != 0
}
/// A letter, digit or underscore: the `\w` of Unicode patterns.
pub fn is_word(c: char) -> bool {
    c == '_' || is_alnum(c)
}

/// Skipped when the end of a word is looked for (final sigma).
pub fn is_case_ignorable(c: char) -> bool {
    CASE_IGNORABLE.partition_point(|edge| *edge <= c as u32) % 2 == 1
}

/// The value of a decimal digit in any script.
pub fn decimal_value(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.is_ascii_digit().then(|| c as u8 - b'0');
    }
    if !is_decimal(c) {
        return None;
    }
    let row = ZEROS.partition_point(|zero| *zero <= c as u32);
    let value = c as u32 - ZEROS.get(row.wrapping_sub(1))?;
    u8::try_from(value).ok().filter(|v| *v < 10)
}

/// The value of a digit in the wider sense of `str.isdigit` (superscripts and the like).
pub fn digit_value(c: char) -> Option<u8> {
    decimal_value(c).or_else(|| {
        let row = DIGITS
            .binary_search_by_key(&(c as u32), |entry| entry >> 11)
            .ok()?;
        Some((DIGITS[row] & 0x7FF) as u8)
    })
}

/// Whether the tables know both a character and what another table maps it to: the standard library's Unicode is newer.
fn both_known(c: char, mapped: char) -> bool {
    c.is_ascii() || flags(c) != 0 && flags(mapped) != 0
}

/// Appends the lower case of `c`, without regard to its neighbours.
pub fn push_lower(out: &mut String, c: char) {
    if c.is_ascii() {
        return out.push(c.to_ascii_lowercase());
    }
    let mut lower = c.to_lowercase();
    match lower.next() {
        Some(first) if both_known(c, first) => {
            out.push(first);
            out.extend(lower);
        }
        _ => out.push(c),
    }
}

/// Appends the upper case of `c`.
pub fn push_upper(out: &mut String, c: char) {
    if c.is_ascii() {
        return out.push(c.to_ascii_uppercase());
    }
    let mut upper = c.to_uppercase();
    match upper.next() {
        Some(first) if both_known(c, first) => {
            out.push(first);
            out.extend(upper);
        }
        _ => out.push(c),
    }
}

/// Appends the title case of `c`.
pub fn push_title(out: &mut String, c: char) {
    match TITLE.binary_search_by_key(&c, |row| row.0) {
        Ok(row) if !c.is_ascii() => out.push_str(TITLE[row].1),
        _ => push_upper(out, c),
    }
}

/// Appends the case-folded form of `c`.
pub fn push_folded(out: &mut String, c: char) {
    match FOLD.binary_search_by_key(&c, |row| row.0) {
        Ok(row) if !c.is_ascii() => out.push_str(FOLD[row].1),
        _ => push_lower(out, c),
    }
}
