//! The methods of `str` on plain text, counted in code points.
//!
//! What enters: `&str` and code-point positions. What leaves: borrowed pieces, new text, positions, yes or no.
//! Callers: the `str` object and modules that treat text as Python does.

use super::format::{push_fill, reserve};
use super::search::{self, Matches};
use super::{Result, TextError, from_code_point, to_code_point, unicode};
use memchr::memmem;

/// The number of code points.
#[inline]
pub fn char_count(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.chars().count()
    }
}

/// The byte where code point `index` starts; the text's length when `index` is at or past its end.
#[inline]
pub fn byte_index(text: &str, index: usize) -> usize {
    if text.is_ascii() {
        return index.min(text.len());
    }
    text.char_indices()
        .nth(index)
        .map_or(text.len(), |(at, _)| at)
}

/// The code point that starts at byte `at`, counted from the front.
#[inline]
pub fn char_index(text: &str, at: usize) -> usize {
    char_count(&text[..at])
}

/// Start and end as `str.find` and its kin clip them; `end` may be below `start`, then nothing is found.
pub fn clip_range(length: usize, start: Option<i64>, end: Option<i64>) -> (usize, usize) {
    let length = length as i64;
    let wrap = |n: i64| {
        if n < 0 {
            n.saturating_add(length).max(0)
        } else {
            n
        }
    };
    let end = wrap(end.unwrap_or(i64::MAX).min(length));
    (wrap(start.unwrap_or(0)) as usize, end as usize)
}

/// The part of `text` from code point `start` to `end`, and how many code points stand before it; `None` when the range is
/// empty by crossing (then even the empty text is not found in it).
pub fn window(text: &str, start: Option<i64>, end: Option<i64>) -> Option<(&str, usize)> {
    if start.is_none() && end.is_none() {
        return Some((text, 0));
    }
    let (start, end) = clip_range(char_count(text), start, end);
    if start > end {
        return None;
    }
    let first = byte_index(text, start);
    let last = first + byte_index(&text[first..], end - start);
    Some((&text[first..last], start))
}

/// `text.find(part, start, end)`.
pub fn find(text: &str, part: &str, start: Option<i64>, end: Option<i64>) -> Option<usize> {
    let (view, offset) = window(text, start, end)?;
    search::find(view.as_bytes(), part.as_bytes()).map(|at| offset + char_index(view, at))
}

/// `text.rfind(part, start, end)`.
pub fn rfind(text: &str, part: &str, start: Option<i64>, end: Option<i64>) -> Option<usize> {
    let (view, offset) = window(text, start, end)?;
    memmem::rfind(view.as_bytes(), part.as_bytes()).map(|at| offset + char_index(view, at))
}

/// `text.count(part, start, end)`.
pub fn count(text: &str, part: &str, start: Option<i64>, end: Option<i64>) -> usize {
    match window(text, start, end) {
        None => 0,
        Some((view, _)) if part.is_empty() => char_count(view) + 1,
        Some((view, _)) => match part.as_bytes() {
            &[byte] => memchr::memchr_iter(byte, view.as_bytes()).count(),
            part => Matches::new(view.as_bytes(), part).count(),
        },
    }
}

/// `text.startswith(part, start, end)`.
pub fn starts_with(text: &str, part: &str, start: Option<i64>, end: Option<i64>) -> bool {
    window(text, start, end).is_some_and(|(view, _)| view.starts_with(part))
}

/// `text.endswith(part, start, end)`.
pub fn ends_with(text: &str, part: &str, start: Option<i64>, end: Option<i64>) -> bool {
    window(text, start, end).is_some_and(|(view, _)| view.ends_with(part))
}

/// `text.replace(old, new, count)`; a negative count replaces all.
pub fn replace(text: &str, old: &str, new: &str, count: i64) -> String {
    if count < 0 {
        text.replace(old, new)
    } else {
        text.replacen(old, new, count as usize)
    }
}

/// How many cuts a `maxsplit` argument allows.
fn cuts(maxsplit: i64) -> usize {
    usize::try_from(maxsplit).unwrap_or(usize::MAX)
}

/// `text.split(None, maxsplit)`.
pub fn split_whitespace(text: &str, maxsplit: i64) -> Vec<&str> {
    let mut left = cuts(maxsplit);
    let mut out = Vec::new();
    let mut rest = text.trim_start_matches(unicode::is_space);
    while !rest.is_empty() {
        if left == 0 {
            // The last piece keeps what follows as it is.
            out.push(rest);
            break;
        }
        left -= 1;
        let end = rest.find(unicode::is_space).unwrap_or(rest.len());
        out.push(&rest[..end]);
        rest = rest[end..].trim_start_matches(unicode::is_space);
    }
    out
}

/// `text.rsplit(None, maxsplit)`.
pub fn rsplit_whitespace(text: &str, maxsplit: i64) -> Vec<&str> {
    let mut left = cuts(maxsplit);
    let mut out = Vec::new();
    let mut rest = text.trim_end_matches(unicode::is_space);
    while !rest.is_empty() {
        if left == 0 {
            out.push(rest);
            break;
        }
        left -= 1;
        let start = rest
            .char_indices()
            .rev()
            .find(|(_, c)| unicode::is_space(*c))
            .map_or(0, |(at, c)| at + c.len_utf8());
        out.push(&rest[start..]);
        rest = rest[..start].trim_end_matches(unicode::is_space);
    }
    out.reverse();
    out
}

/// The error of every method that is given an empty separator.
pub fn empty_separator() -> TextError {
    TextError::value("empty separator")
}

/// `text.split(separator, maxsplit)`.
pub fn split<'a>(text: &'a str, separator: &str, maxsplit: i64) -> Result<Vec<&'a str>> {
    if separator.is_empty() {
        return Err(empty_separator());
    }
    let mut out = Vec::new();
    let mut start = 0;
    for at in Matches::new(text.as_bytes(), separator.as_bytes()).take(cuts(maxsplit)) {
        out.push(&text[start..at]);
        start = at + separator.len();
    }
    out.push(&text[start..]);
    Ok(out)
}

/// `text.rsplit(separator, maxsplit)`.
pub fn rsplit<'a>(text: &'a str, separator: &str, maxsplit: i64) -> Result<Vec<&'a str>> {
    if separator.is_empty() {
        return Err(empty_separator());
    }
    let mut out: Vec<&str> = text
        .rsplitn(cuts(maxsplit).saturating_add(1), separator)
        .collect();
    out.reverse();
    Ok(out)
}

/// Whether `c` ends a line for `str.splitlines`.
pub fn is_line_end(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// `text.splitlines(keepends)`.
pub fn split_lines(text: &str, keep_ends: bool) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !is_line_end(c) {
            continue;
        }
        let mut next = at + c.len_utf8();
        if c == '\r' && chars.next_if(|(_, c)| *c == '\n').is_some() {
            next += 1;
        }
        out.push(&text[start..if keep_ends { next } else { at }]);
        start = next;
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

/// `text.partition(separator)`; without a match the text comes first.
pub fn partition<'a>(text: &'a str, separator: &'a str) -> Result<(&'a str, &'a str, &'a str)> {
    if separator.is_empty() {
        return Err(empty_separator());
    }
    Ok(match search::find(text.as_bytes(), separator.as_bytes()) {
        Some(at) => (&text[..at], separator, &text[at + separator.len()..]),
        None => (text, "", ""),
    })
}

/// `text.rpartition(separator)`; without a match the text comes last.
pub fn rpartition<'a>(text: &'a str, separator: &'a str) -> Result<(&'a str, &'a str, &'a str)> {
    if separator.is_empty() {
        return Err(empty_separator());
    }
    Ok(match text.rsplit_once(separator) {
        Some((before, after)) => (before, separator, after),
        None => ("", "", text),
    })
}

/// Which ends `strip` works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Both,
    Left,
    Right,
}

/// `strip`, `lstrip`, `rstrip`: of whitespace, or of the characters in `chars`.
pub fn strip<'a>(text: &'a str, chars: Option<&str>, side: Side) -> &'a str {
    let taken = |c: char| chars.map_or_else(|| unicode::is_space(c), |set| set.contains(c));
    let text = if side == Side::Right {
        text
    } else {
        text.trim_start_matches(taken)
    };
    if side == Side::Left {
        text
    } else {
        text.trim_end_matches(taken)
    }
}

/// `text.expandtabs(size)`.
pub fn expand_tabs(text: &str, size: i64) -> Result<String> {
    let size = usize::try_from(size).unwrap_or(0);
    let mut out = String::with_capacity(text.len());
    let mut column = 0usize;
    for c in text.chars() {
        match c {
            '\t' if size == 0 => {}
            '\t' => {
                let fill = size - column % size;
                if !crate::memory::reserve_text(&mut out, fill) {
                    return Err(TextError::memory());
                }
                out.extend(std::iter::repeat_n(' ', fill));
                column = column.wrapping_add(fill);
            }
            _ => {
                out.push(c);
                column = if matches!(c, '\n' | '\r') {
                    0
                } else {
                    column.wrapping_add(1)
                };
            }
        }
    }
    Ok(out)
}

/// Code points missing to `width`, or none.
fn missing(text: &str, width: i64) -> usize {
    usize::try_from(width)
        .unwrap_or(0)
        .saturating_sub(char_count(text))
}

/// `left` fill characters, the text, `right` fill characters.
fn padded(text: &str, fill: char, left: usize, right: usize) -> Result<String> {
    let extra = left.saturating_add(right).saturating_mul(fill.len_utf8());
    let mut out = reserve(extra.saturating_add(text.len()))?;
    push_fill(&mut out, fill, left)?;
    out.push_str(text);
    push_fill(&mut out, fill, right)?;
    Ok(out)
}

/// `text.center(width, fill)`.
pub fn center(text: &str, width: i64, fill: char) -> Result<String> {
    let missing = missing(text, width);
    let left = missing / 2 + (missing & width as usize & 1);
    padded(text, fill, left, missing - left)
}

/// `text.ljust(width, fill)`.
pub fn ljust(text: &str, width: i64, fill: char) -> Result<String> {
    padded(text, fill, 0, missing(text, width))
}

/// `text.rjust(width, fill)`.
pub fn rjust(text: &str, width: i64, fill: char) -> Result<String> {
    padded(text, fill, missing(text, width), 0)
}

/// `text.zfill(width)`: zeros after the sign.
pub fn zfill(text: &str, width: i64) -> Result<String> {
    let missing = missing(text, width);
    let split = usize::from(missing > 0 && text.starts_with(['+', '-']));
    let body = padded(&text[split..], '0', missing, 0)?;
    Ok(if split == 1 {
        format!("{}{body}", &text[..1])
    } else {
        body
    })
}

/// `text * times`; a negative count gives the empty text.
pub fn repeat(text: &str, times: i64) -> Result<String> {
    let times = usize::try_from(times).unwrap_or(0);
    let size = text
        .len()
        .checked_mul(times)
        .filter(|n| *n <= isize::MAX as usize)
        .ok_or_else(TextError::memory)?;
    let mut out = reserve(size)?;
    (0..times).for_each(|_| out.push_str(text));
    Ok(out)
}

/// Appends the lower case of the character at byte `at`, with the form a sigma has at the end of a word.
fn push_lower_in(out: &mut String, text: &str, at: usize, c: char) {
    if c != 'Σ' {
        return unicode::push_lower(out, c);
    }
    let cased = |mut chars: Box<dyn Iterator<Item = char> + '_>| {
        chars
            .find(|c| !unicode::is_case_ignorable(*c))
            .is_some_and(unicode::is_cased)
    };
    let before = cased(Box::new(text[..at].chars().rev()));
    let after = cased(Box::new(text[at + c.len_utf8()..].chars()));
    out.push(if before && !after { 'ς' } else { 'σ' });
}

/// `text.lower()`.
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    text.char_indices()
        .for_each(|(at, c)| push_lower_in(&mut out, text, at, c));
    out
}

/// `text.upper()`.
pub fn upper(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_uppercase();
    }
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| unicode::push_upper(&mut out, c));
    out
}

/// `text.title()`.
pub fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for (at, c) in text.char_indices() {
        if inside {
            push_lower_in(&mut out, text, at, c);
        } else {
            unicode::push_title(&mut out, c);
        }
        inside = unicode::is_cased(c);
    }
    out
}

/// `text.capitalize()`.
pub fn capitalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if at == 0 {
            unicode::push_title(&mut out, c);
        } else {
            push_lower_in(&mut out, text, at, c);
        }
    }
    out
}

/// `text.swapcase()`.
pub fn swap_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if unicode::is_upper(c) {
            push_lower_in(&mut out, text, at, c);
        } else if unicode::is_lower(c) {
            unicode::push_upper(&mut out, c);
        } else {
            out.push(c);
        }
    }
    out
}

/// `text.casefold()`.
pub fn casefold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| unicode::push_folded(&mut out, c));
    out
}

/// Not empty, and every character passes: the rule of most `is…` methods.
pub fn every(text: &str, test: impl FnMut(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(test)
}

/// `text.isalpha()`.
pub fn is_alpha(text: &str) -> bool {
    every(text, unicode::is_alpha)
}
/// `text.isalnum()`.
pub fn is_alnum(text: &str) -> bool {
    every(text, unicode::is_alnum)
}
/// `text.isdecimal()`.
pub fn is_decimal(text: &str) -> bool {
    every(text, unicode::is_decimal)
}
/// `text.isdigit()`.
pub fn is_digit(text: &str) -> bool {
    every(text, unicode::is_digit)
}
/// `text.isnumeric()`.
pub fn is_numeric(text: &str) -> bool {
    every(text, unicode::is_numeric)
}
/// `text.isspace()`.
pub fn is_space(text: &str) -> bool {
    every(text, unicode::is_space)
}
/// `text.isprintable()`: also of the empty text.
pub fn is_printable(text: &str) -> bool {
    text.chars().all(unicode::is_printable)
}
/// `text.isidentifier()`.
pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(unicode::is_identifier_start)
        && chars.all(unicode::is_identifier_continue)
}
/// `text.islower()`: some lower case and none of the others.
pub fn is_lower(text: &str) -> bool {
    text.chars().any(unicode::is_lower)
        && !text
            .chars()
            .any(|c| unicode::is_upper(c) || unicode::is_title(c))
}
/// `text.isupper()`.
pub fn is_upper(text: &str) -> bool {
    text.chars().any(unicode::is_upper)
        && !text
            .chars()
            .any(|c| unicode::is_lower(c) || unicode::is_title(c))
}
/// `text.istitle()`: upper case exactly where a word begins.
pub fn is_title(text: &str) -> bool {
    let (mut inside, mut seen) = (false, false);
    for c in text.chars() {
        let starts = unicode::is_upper(c) || unicode::is_title(c);
        if starts == inside && (starts || unicode::is_lower(c)) {
            return false;
        }
        inside = starts || unicode::is_lower(c);
        seen |= inside;
    }
    seen
}

/// What a translation table holds for one code point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mapped {
    Keep,
    Delete,
    Char(char),
    Text(String),
}

/// `text.translate(table)`: `table` answers for one code point and may fail with the caller's error.
pub fn translate<E>(
    text: &str,
    mut table: impl FnMut(u32) -> std::result::Result<Mapped, E>,
) -> std::result::Result<String, E> {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match table(to_code_point(c))? {
            Mapped::Keep => out.push(c),
            Mapped::Delete => {}
            Mapped::Char(new) => out.push(new),
            Mapped::Text(new) => out.push_str(&new),
        }
    }
    Ok(out)
}

/// The character of a code point a program gave, or the error of `chr`.
pub fn chr(code: i64) -> Result<char> {
    u32::try_from(code)
        .ok()
        .and_then(from_code_point)
        .ok_or_else(|| TextError::value("chr() arg not in range(0x110000)"))
}

/// Positions that a slice picks from a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SliceRange {
    pub start: usize,
    pub step: i64,
    pub count: usize,
}

/// `slice(start, stop, step).indices(length)` as first position, step and count.
pub fn slice_range(
    length: usize,
    start: Option<i64>,
    stop: Option<i64>,
    step: Option<i64>,
) -> Result<SliceRange> {
    let step = step.unwrap_or(1);
    if step == 0 {
        return Err(TextError::value("slice step cannot be zero"));
    }
    let step = step.max(-i64::MAX);
    let length = length as i64;
    let (low, high) = if step > 0 {
        (0, length)
    } else {
        (-1, length - 1)
    };
    let place = |n: i64| {
        if n < 0 {
            n.saturating_add(length).max(low)
        } else {
            n.min(high)
        }
    };
    let start = start.map_or(if step > 0 { low } else { high }, place);
    let stop = stop.map_or(if step > 0 { high } else { low }, place);
    let span = if step > 0 { stop - start } else { start - stop };
    let count = if span > 0 {
        (span as u64 - 1) / step.unsigned_abs() + 1
    } else {
        0
    };
    Ok(SliceRange {
        start: start.max(0) as usize,
        step,
        count: count as usize,
    })
}

/// The code points that `range` picks.
pub fn slice(text: &str, range: SliceRange) -> String {
    if range.count == 0 {
        return String::new();
    }
    if range.step == 1 {
        let first = byte_index(text, range.start);
        let last = first + byte_index(&text[first..], range.count);
        return text[first..last].to_owned();
    }
    let stride = range.step.unsigned_abs() as usize;
    if text.is_ascii() {
        let bytes = text.as_bytes();
        return (0..range.count as i64)
            .map(|n| bytes[(range.start as i64 + n * range.step) as usize] as char)
            .collect();
    }
    let first = byte_index(text, range.start);
    if range.step > 0 {
        text[first..]
            .chars()
            .step_by(stride)
            .take(range.count)
            .collect()
    } else {
        let end = first + text[first..].chars().next().map_or(0, char::len_utf8);
        text[..end]
            .chars()
            .rev()
            .step_by(stride)
            .take(range.count)
            .collect()
    }
}
