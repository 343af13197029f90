//! The methods of `bytes` and `bytearray` on plain bytes, with ASCII meaning.
//!
//! What enters: byte slices and positions. What leaves: borrowed pieces, new bytes, positions, yes or no.
//! Callers: the `bytes`, `bytearray` and `memoryview` objects.

use super::strings::{Side, SliceRange, clip_range};
use super::{Result, TextError};
use memchr::memmem;

/// What `bytes.split` and `strip` take for whitespace.
#[inline]
pub fn is_space(b: u8) -> bool {
    matches!(b, b'\t'..=b'\r' | b' ')
}

/// The part from `start` to `end`, and its offset; `None` when the range crosses.
pub fn window(bytes: &[u8], start: Option<i64>, end: Option<i64>) -> Option<(&[u8], usize)> {
    let (start, end) = clip_range(bytes.len(), start, end);
    bytes.get(start..end).map(|view| (view, start))
}

/// `find(part, start, end)`.
pub fn find(bytes: &[u8], part: &[u8], start: Option<i64>, end: Option<i64>) -> Option<usize> {
    let (view, offset) = window(bytes, start, end)?;
    memmem::find(view, part).map(|at| at + offset)
}

/// `rfind(part, start, end)`.
pub fn rfind(bytes: &[u8], part: &[u8], start: Option<i64>, end: Option<i64>) -> Option<usize> {
    let (view, offset) = window(bytes, start, end)?;
    memmem::rfind(view, part).map(|at| at + offset)
}

/// `count(part, start, end)`.
pub fn count(bytes: &[u8], part: &[u8], start: Option<i64>, end: Option<i64>) -> usize {
    match window(bytes, start, end) {
        None => 0,
        Some((view, _)) if part.is_empty() => view.len() + 1,
        Some((view, _)) => memmem::find_iter(view, part).count(),
    }
}

/// `startswith(part, start, end)`.
pub fn starts_with(bytes: &[u8], part: &[u8], start: Option<i64>, end: Option<i64>) -> bool {
    window(bytes, start, end).is_some_and(|(view, _)| view.starts_with(part))
}

/// `endswith(part, start, end)`.
pub fn ends_with(bytes: &[u8], part: &[u8], start: Option<i64>, end: Option<i64>) -> bool {
    window(bytes, start, end).is_some_and(|(view, _)| view.ends_with(part))
}

/// `replace(old, new, count)`; a negative count replaces all.
pub fn replace(bytes: &[u8], old: &[u8], new: &[u8], count: i64) -> Vec<u8> {
    let mut left = usize::try_from(count).unwrap_or(usize::MAX);
    let mut out = Vec::with_capacity(bytes.len());
    if old.is_empty() {
        for (at, b) in bytes.iter().enumerate() {
            if at < left {
                out.extend_from_slice(new);
            }
            out.push(*b);
        }
        if bytes.len() < left {
            out.extend_from_slice(new);
        }
        return out;
    }
    let mut plain = 0;
    for at in memmem::find_iter(bytes, old) {
        if left == 0 {
            break;
        }
        left -= 1;
        out.extend_from_slice(&bytes[plain..at]);
        out.extend_from_slice(new);
        plain = at + old.len();
    }
    out.extend_from_slice(&bytes[plain..]);
    out
}

fn cuts(maxsplit: i64) -> usize {
    usize::try_from(maxsplit).unwrap_or(usize::MAX)
}

fn trim_start(bytes: &[u8], taken: impl Fn(u8) -> bool) -> &[u8] {
    let at = bytes.iter().position(|b| !taken(*b)).unwrap_or(bytes.len());
    &bytes[at..]
}

fn trim_end(bytes: &[u8], taken: impl Fn(u8) -> bool) -> &[u8] {
    let end = bytes
        .iter()
        .rposition(|b| !taken(*b))
        .map_or(0, |at| at + 1);
    &bytes[..end]
}

/// `split(None, maxsplit)`.
pub fn split_whitespace(bytes: &[u8], maxsplit: i64) -> Vec<&[u8]> {
    let mut left = cuts(maxsplit);
    let mut out = Vec::new();
    let mut rest = trim_start(bytes, is_space);
    while !rest.is_empty() {
        if left == 0 {
            out.push(rest);
            break;
        }
        left -= 1;
        let end = rest.iter().position(|b| is_space(*b)).unwrap_or(rest.len());
        out.push(&rest[..end]);
        rest = trim_start(&rest[end..], is_space);
    }
    out
}

/// `rsplit(None, maxsplit)`.
pub fn rsplit_whitespace(bytes: &[u8], maxsplit: i64) -> Vec<&[u8]> {
    let mut left = cuts(maxsplit);
    let mut out = Vec::new();
    let mut rest = trim_end(bytes, is_space);
    while !rest.is_empty() {
        if left == 0 {
            out.push(rest);
            break;
        }
        left -= 1;
        let start = rest
            .iter()
            .rposition(|b| is_space(*b))
            .map_or(0, |at| at + 1);
        out.push(&rest[start..]);
        rest = trim_end(&rest[..start], is_space);
    }
    out.reverse();
    out
}

/// `split(separator, maxsplit)`.
pub fn split<'a>(bytes: &'a [u8], separator: &[u8], maxsplit: i64) -> Result<Vec<&'a [u8]>> {
    if separator.is_empty() {
        return Err(super::strings::empty_separator());
    }
    let mut out = Vec::new();
    let mut start = 0;
    for at in memmem::find_iter(bytes, separator).take(cuts(maxsplit)) {
        out.push(&bytes[start..at]);
        start = at + separator.len();
    }
    out.push(&bytes[start..]);
    Ok(out)
}

/// `rsplit(separator, maxsplit)`.
pub fn rsplit<'a>(bytes: &'a [u8], separator: &[u8], maxsplit: i64) -> Result<Vec<&'a [u8]>> {
    if separator.is_empty() {
        return Err(super::strings::empty_separator());
    }
    let mut out = Vec::new();
    let mut end = bytes.len();
    for at in memmem::rfind_iter(bytes, separator).take(cuts(maxsplit)) {
        out.push(&bytes[at + separator.len()..end]);
        end = at;
    }
    out.push(&bytes[..end]);
    out.reverse();
    Ok(out)
}

/// `splitlines(keepends)`: only `\n`, `\r` and `\r\n` end lines.
pub fn split_lines(bytes: &[u8], keep_ends: bool) -> Vec<&[u8]> {
    let mut out = Vec::new();
    let mut start = 0;
    while let Some(found) = memchr::memchr2(b'\n', b'\r', &bytes[start..]) {
        let at = start + found;
        let next = at
            + if bytes[at..].starts_with(b"\r\n") {
                2
            } else {
                1
            };
        out.push(&bytes[start..if keep_ends { next } else { at }]);
        start = next;
    }
    if start < bytes.len() {
        out.push(&bytes[start..]);
    }
    out
}

/// `partition(separator)`.
pub fn partition<'a>(
    bytes: &'a [u8],
    separator: &'a [u8],
) -> Result<(&'a [u8], &'a [u8], &'a [u8])> {
    if separator.is_empty() {
        return Err(super::strings::empty_separator());
    }
    Ok(match memmem::find(bytes, separator) {
        Some(at) => (&bytes[..at], separator, &bytes[at + separator.len()..]),
        None => (bytes, b"", b""),
    })
}

/// `rpartition(separator)`.
pub fn rpartition<'a>(
    bytes: &'a [u8],
    separator: &'a [u8],
) -> Result<(&'a [u8], &'a [u8], &'a [u8])> {
    if separator.is_empty() {
        return Err(super::strings::empty_separator());
    }
    Ok(match memmem::rfind(bytes, separator) {
        Some(at) => (&bytes[..at], separator, &bytes[at + separator.len()..]),
        None => (b"", b"", bytes),
    })
}

/// `strip`, `lstrip`, `rstrip`.
pub fn strip<'a>(bytes: &'a [u8], set: Option<&[u8]>, side: Side) -> &'a [u8] {
    let taken = |b: u8| set.map_or_else(|| is_space(b), |set| set.contains(&b));
    let bytes = if side == Side::Right {
        bytes
    } else {
        trim_start(bytes, taken)
    };
    if side == Side::Left {
        bytes
    } else {
        trim_end(bytes, taken)
    }
}

/// `expandtabs(size)`.
pub fn expand_tabs(bytes: &[u8], size: i64) -> Result<Vec<u8>> {
    let size = usize::try_from(size).unwrap_or(0);
    let mut out = Vec::with_capacity(bytes.len());
    let mut column = 0usize;
    for &b in bytes {
        match b {
            b'\t' if size == 0 => {}
            b'\t' => {
                let fill = size - column % size;
                if !crate::memory::reserve(&mut out, fill) {
                    return Err(TextError::memory());
                }
                out.extend(std::iter::repeat_n(b' ', fill));
                column = column.wrapping_add(fill);
            }
            _ => {
                out.push(b);
                column = if matches!(b, b'\n' | b'\r') {
                    0
                } else {
                    column.wrapping_add(1)
                };
            }
        }
    }
    Ok(out)
}

fn padded(bytes: &[u8], fill: u8, left: usize, right: usize) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let size = left.saturating_add(right).saturating_add(bytes.len());
    if !crate::memory::reserve(&mut out, size) {
        return Err(TextError::memory());
    }
    out.resize(left, fill);
    out.extend_from_slice(bytes);
    out.resize(out.len() + right, fill);
    Ok(out)
}

fn missing(bytes: &[u8], width: i64) -> usize {
    usize::try_from(width)
        .unwrap_or(0)
        .saturating_sub(bytes.len())
}

/// `center(width, fill)`.
pub fn center(bytes: &[u8], width: i64, fill: u8) -> Result<Vec<u8>> {
    let missing = missing(bytes, width);
    let left = missing / 2 + (missing & width as usize & 1);
    padded(bytes, fill, left, missing - left)
}

/// `ljust(width, fill)`.
pub fn ljust(bytes: &[u8], width: i64, fill: u8) -> Result<Vec<u8>> {
    padded(bytes, fill, 0, missing(bytes, width))
}

/// `rjust(width, fill)`.
pub fn rjust(bytes: &[u8], width: i64, fill: u8) -> Result<Vec<u8>> {
    padded(bytes, fill, missing(bytes, width), 0)
}

/// `zfill(width)`.
pub fn zfill(bytes: &[u8], width: i64) -> Result<Vec<u8>> {
    let zeros = missing(bytes, width);
    let mut out = padded(bytes, b'0', zeros, 0)?;
    if zeros > 0
        && let Some(sign @ (b'+' | b'-')) = bytes.first()
    {
        out[zeros] = b'0';
        out[0] = *sign;
    }
    Ok(out)
}

/// `bytes * times`.
pub fn repeat(bytes: &[u8], times: i64) -> Result<Vec<u8>> {
    let times = usize::try_from(times).unwrap_or(0);
    let size = bytes
        .len()
        .checked_mul(times)
        .ok_or_else(TextError::memory)?;
    let mut out = Vec::new();
    if !crate::memory::reserve_exact(&mut out, size) {
        return Err(TextError::memory());
    }
    (0..times).for_each(|_| out.extend_from_slice(bytes));
    Ok(out)
}

/// `title()`.
pub fn title(bytes: &[u8]) -> Vec<u8> {
    let mut inside = false;
    let step = |b: &u8| {
        let new = if inside {
            b.to_ascii_lowercase()
        } else {
            b.to_ascii_uppercase()
        };
        inside = b.is_ascii_alphabetic();
        new
    };
    bytes.iter().map(step).collect()
}

/// `capitalize()`.
pub fn capitalize(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_ascii_lowercase();
    if let Some(first) = out.first_mut() {
        first.make_ascii_uppercase();
    }
    out
}

/// `swapcase()`.
pub fn swap_case(bytes: &[u8]) -> Vec<u8> {
    bytes
        .iter()
        .map(|b| {
            if b.is_ascii_alphabetic() {
                b ^ 0x20
            } else {
                *b
            }
        })
        .collect()
}

/// Not empty, and every byte passes: the rule of `isalpha`, `isdigit`, `isalnum`, `isspace`.
pub fn every(bytes: &[u8], test: impl Fn(u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(|b| test(*b))
}

/// `islower()`.
pub fn is_lower(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_lowercase) && !bytes.iter().any(u8::is_ascii_uppercase)
}

/// `isupper()`.
pub fn is_upper(bytes: &[u8]) -> bool {
    bytes.iter().any(u8::is_ascii_uppercase) && !bytes.iter().any(u8::is_ascii_lowercase)
}

/// `istitle()`.
pub fn is_title(bytes: &[u8]) -> bool {
    let (mut inside, mut seen) = (false, false);
    for b in bytes {
        if b.is_ascii_alphabetic() {
            if b.is_ascii_uppercase() == inside {
                return false;
            }
            (inside, seen) = (true, true);
        } else {
            inside = false;
        }
    }
    seen
}

/// `translate(table, delete)`: the table has 256 bytes or is absent.
pub fn translate(bytes: &[u8], table: Option<&[u8]>, delete: &[u8]) -> Result<Vec<u8>> {
    if table.is_some_and(|t| t.len() != 256) {
        return Err(TextError::value(
            "translation table must be 256 characters long",
        ));
    }
    let kept = bytes.iter().filter(|b| !delete.contains(b));
    Ok(kept.map(|b| table.map_or(*b, |t| t[*b as usize])).collect())
}

/// The bytes that `range` picks.
pub fn slice(bytes: &[u8], range: SliceRange) -> Vec<u8> {
    if range.step == 1 {
        return bytes[range.start.min(bytes.len())..][..range.count].to_vec();
    }
    (0..range.count as i64)
        .map(|n| bytes[(range.start as i64 + n * range.step) as usize])
        .collect()
}

/// `hex(separator, group)`: a positive group counts from the right, a negative one from the left, zero means no separators.
pub fn hex(bytes: &[u8], separator: Option<char>, group: i64) -> String {
    let size = group.unsigned_abs() as usize;
    let mut out = String::with_capacity(bytes.len() * 3);
    for (at, b) in bytes.iter().enumerate() {
        let place = if group > 0 { bytes.len() - at } else { at };
        if let Some(separator) = separator
            && at > 0
            && size > 0
            && place % size == 0
        {
            out.push(separator);
        }
        for digit in [b >> 4, b & 15] {
            out.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        }
    }
    out
}

/// `bytes.fromhex(text)`: pairs of digits, whitespace between them.
pub fn from_hex(text: &str) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 2);
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_ascii() && is_space(chars[at] as u8) {
            at += 1;
            continue;
        }
        let digit = |i: usize| chars.get(i).and_then(|c| c.to_digit(16));
        let bad = |i: usize| {
            TextError::value(format!(
                "non-hexadecimal number found in fromhex() arg at position {i}"
            ))
        };
        let high = digit(at).ok_or_else(|| bad(at))?;
        let low = digit(at + 1).ok_or_else(|| bad(at + 1))?;
        out.push((high << 4 | low) as u8);
        at += 2;
    }
    Ok(out)
}
