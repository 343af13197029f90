//! Cutting, joining and replacing strings: what several methods of `str` do on objects.
//!
//! Enters: string objects and arguments that have been checked. Leaves: string objects, lists and tuples of them. A part of an
//! ASCII string is known to be ASCII, and results whose size is known are written where they are to stay.
#![allow(unsafe_code)] // Filling new strings: each block argues from the sizes it has counted.

use super::str::{is_plain, plain};
use crate::gil::Gil;
use crate::object::builtin::{Builtin, Exc};
use crate::object::heap::{Layout, value_of};
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::text::{StrObject, copy_short};
use crate::object::value::Value;
use crate::text::search::{ASCII_SPACE, AsciiSet, Matches};
use crate::text::strings::{self, Side, SliceRange};
use crate::vm::{Outcome, Vm};
use memchr::{memchr, memchr_iter};

/// `part` of `text` as a value; the string itself if that is all of it.
#[inline]
pub fn part_of(gil: &Gil, text: &StrObject, part: &str) -> Value {
    if part.len() == text.as_str().len() && is_plain(text) {
        return value_of(text);
    }
    if text.is_ascii() {
        gil.new_ascii(part)
    } else {
        gil.new_str(part)
    }
}

/// The pieces of a text between the places of an ASCII byte, at most `most` cuts, as a list.
fn split_at_byte(vm: &Vm, value: &StrObject, separator: u8, most: usize) -> Outcome<Value> {
    let whole = value.as_str();
    let mut items = Vec::new();
    let mut start = 0;
    for at in memchr_iter(separator, whole.as_bytes()).take(most) {
        vm.check_memory()?;
        vm.push(&mut items, part_of(vm, value, &whole[start..at]))?;
        start = at + 1;
    }
    items.push(part_of(vm, value, &whole[start..]));
    Ok(vm.new_list(items))
}

/// The words of an ASCII text, at most `most` cuts, as a list.
fn split_ascii_words(vm: &Vm, value: &StrObject, most: usize) -> Outcome<Value> {
    let whole = value.as_str();
    let bytes = whole.as_bytes();
    let skip = |mut at: usize, space: bool| {
        while at < bytes.len() && ASCII_SPACE.has(bytes[at]) == space {
            at += 1;
        }
        at
    };
    let mut items = Vec::new();
    let mut at = skip(0, true);
    while at < bytes.len() {
        let end = if items.len() == most {
            // The last piece keeps what follows as it is.
            bytes.len()
        } else {
            skip(at, false)
        };
        vm.check_memory()?;
        vm.push(&mut items, part_of(vm, value, &whole[at..end]))?;
        at = skip(end, true);
    }
    Ok(vm.new_list(items))
}

/// `text.split(separator, limit)` and `rsplit`; without a separator at whitespace.
pub fn split(
    vm: &mut Vm,
    value: &StrObject,
    separator: Option<&str>,
    limit: i64,
    from_end: bool,
) -> Outcome<Value> {
    let whole = value.as_str();
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let parts = match separator {
        None if value.is_ascii() && (!from_end || limit < 0) => {
            return split_ascii_words(vm, value, most);
        }
        None => {
            room_for_pieces(vm, whole, crate::text::unicode::is_space)?;
            match from_end {
                true => strings::rsplit_whitespace(whole, limit),
                false => strings::split_whitespace(whole, limit),
            }
        }
        Some(separator) => {
            if let &[byte] = separator.as_bytes()
                && (!from_end || limit < 0)
            {
                return split_at_byte(vm, value, byte, most);
            }
            let count = || memchr::memmem::find_iter(whole.as_bytes(), separator).count() + 1;
            if !separator.is_empty() && !crate::memory::has_room_for_pieces(whole.len(), count) {
                return Err(vm.memory_error());
            }
            vm.text(if from_end {
                strings::rsplit(whole, separator, limit)
            } else {
                strings::split(whole, separator, limit)
            })?
        }
    };
    pieces(vm, value, parts)
}

/// `text.splitlines(keep_ends)`.
pub fn split_lines(vm: &Vm, value: &StrObject, keep_ends: bool) -> Outcome<Value> {
    room_for_pieces(vm, value.as_str(), strings::is_line_end)?;
    pieces(vm, value, strings::split_lines(value.as_str(), keep_ends))
}

/// MemoryError if there is no room for the pieces of a text that is cut at such characters.
fn room_for_pieces(vm: &Vm, text: &str, cut: impl Fn(char) -> bool) -> Outcome<()> {
    let count = || text.chars().filter(|&c| cut(c)).count() + 1;
    if !crate::memory::has_room_for_pieces(text.len(), count) {
        return Err(vm.memory_error());
    }
    Ok(())
}

/// A list of pieces of one text.
fn pieces(vm: &Vm, value: &StrObject, parts: Vec<&str>) -> Outcome<Value> {
    let mut items = Vec::new();
    vm.room(&mut items, parts.len())?;
    for part in parts {
        vm.check_memory()?;
        items.push(part_of(vm, value, part));
    }
    Ok(vm.new_list(items))
}

/// Three parts of one text as a tuple.
pub fn triple(vm: &Vm, value: &StrObject, parts: (&str, &str, &str)) -> Value {
    vm.new_tuple_of([parts.0, parts.1, parts.2].map(|part| part_of(vm, value, part)))
}

/// `text.strip(set)` and its one-sided kin; whitespace without a set.
pub fn strip(vm: &Vm, value: &StrObject, set: Option<&str>, side: Side) -> Value {
    let whole = value.as_str();
    if !value.is_ascii() {
        return part_of(vm, value, strings::strip(whole, set, side));
    }
    // Of the set only its ASCII characters can be in the text.
    let set = set.map_or(ASCII_SPACE, |set| AsciiSet::new(set.as_bytes()));
    let bytes = whole.as_bytes();
    let (mut start, mut end) = (0, bytes.len());
    if side != Side::Right {
        while start < end && set.has(bytes[start]) {
            start += 1;
        }
    }
    if side != Side::Left {
        while start < end && set.has(bytes[end - 1]) {
            end -= 1;
        }
    }
    part_of(vm, value, &whole[start..end])
}

/// `text.replace(old, new, count)`.
pub fn replace(vm: &mut Vm, value: &StrObject, old: &str, new: &str, count: i64) -> Value {
    let whole = value.as_str();
    let most = usize::try_from(count).unwrap_or(usize::MAX);
    if most == 0 || old.len() > whole.len() {
        return part_of(vm, value, whole);
    }
    if old.is_empty() {
        return vm.new_str_owned(strings::replace(whole, old, new, count));
    }
    if let (&[from], &[to]) = (old.as_bytes(), new.as_bytes()) {
        return replace_byte(vm, value, from, to, most);
    }
    let mut found = Matches::new(whole.as_bytes(), old.as_bytes()).take(most);
    let Some(first) = found.next() else {
        return part_of(vm, value, whole);
    };
    let mut out = vm.take_scratch();
    out.reserve(whole.len());
    out.push_str(&whole[..first]);
    out.push_str(new);
    let mut rest = first + old.len();
    for at in found {
        out.push_str(&whole[rest..at]);
        out.push_str(new);
        rest = at + old.len();
    }
    out.push_str(&whole[rest..]);
    vm.str_of_scratch(out)
}

/// Every ASCII byte `from` replaced by `to`, at most `most`.
fn replace_byte(vm: &Vm, value: &StrObject, from: u8, to: u8, most: usize) -> Value {
    let bytes = value.as_str().as_bytes();
    let Some(first) = memchr(from, bytes) else {
        return part_of(vm, value, value.as_str());
    };
    // SAFETY: the text is copied whole; an ASCII byte in place of an ASCII byte keeps UTF-8 and the number of code points.
    let result = unsafe {
        StrObject::filled(vm, bytes.len(), value.length(), |start| {
            copy_short(bytes.as_ptr(), start, bytes.len());
            let copy = std::slice::from_raw_parts_mut(start.add(first), bytes.len() - first);
            if most == usize::MAX {
                for byte in copy {
                    *byte = if *byte == from { to } else { *byte };
                }
            } else {
                let found = copy.iter_mut().filter(|byte| **byte == from);
                found.take(most).for_each(|byte| *byte = to);
            }
        })
    };
    result.into_value()
}

/// `separator.join(iterable)`.
pub fn join(vm: &mut Vm, separator: &StrObject, iterable: &Value) -> Outcome<Value> {
    let result = if let Some(list) = iterable.downcast::<ListObject>()
        && iterable
            .header()
            .is_some_and(|header| header.shape() == Builtin::List.shape())
    {
        join_texts(vm, separator, list.items.get(vm))
    } else if let Some(tuple) = iterable.downcast::<TupleObject>()
        && iterable
            .header()
            .is_some_and(|header| header.shape() == Builtin::Tuple.shape())
    {
        join_texts(vm, separator, tuple.items())
    } else {
        if !matches!(iterable.layout(), Some(Layout::List | Layout::Tuple))
            && !vm.is_iterable(iterable)
        {
            return Err(vm.type_error("can only join an iterable"));
        }
        let outcome = vm.iterate(iterable);
        let Some(iterator) = vm.unless(Exc::TypeError, outcome)? else {
            return Err(vm.type_error("can only join an iterable"));
        };
        let items = vm.collect(&iterator)?;
        join_texts(vm, separator, &items)
    };
    match result {
        Ok(Joined::Text(text)) => Ok(text),
        Ok(Joined::Only(text)) => plain(vm, &text),
        Ok(Joined::TooLong) => Err(vm.raise_with(Exc::MemoryError, Vec::new())),
        Err((at, item)) => {
            let name = vm.class_name(&item);
            Err(vm.type_error(format!(
                "sequence item {at}: expected str instance, {name} found"
            )))
        }
    }
}

enum Joined {
    Text(Value),
    /// There was one string and nothing to join.
    Only(Value),
    TooLong,
}

/// The joined text, or the place and value of the first item that is no string.
fn join_texts(vm: &Gil, separator: &StrObject, items: &[Value]) -> Result<Joined, (usize, Value)> {
    let gaps = items.len().saturating_sub(1);
    let mut size = separator.as_str().len().saturating_mul(gaps);
    let mut length = separator.length().saturating_mul(gaps);
    for (at, item) in items.iter().enumerate() {
        let Some(text) = item.downcast::<StrObject>() else {
            return Err((at, item.clone()));
        };
        size = size.saturating_add(text.as_str().len());
        length = length.saturating_add(text.length());
    }
    if let [only] = items {
        return Ok(Joined::Only(only.clone()));
    }
    if size == 0 {
        return Ok(Joined::Text(vm.empty_str()));
    }
    if !crate::memory::could_have(size) {
        return Ok(Joined::TooLong);
    }
    let gap = separator.as_str();
    // SAFETY: exactly the texts counted above are written.
    let joined = unsafe {
        StrObject::filled(vm, size, length, |mut to| {
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    copy_short(gap.as_ptr(), to, gap.len());
                    to = to.add(gap.len());
                }
                if let Some(text) = item.downcast::<StrObject>() {
                    let text = text.as_str();
                    copy_short(text.as_ptr(), to, text.len());
                    to = to.add(text.len());
                }
            }
        })
    };
    Ok(Joined::Text(joined.into_value()))
}

/// An ASCII text with every byte mapped to an ASCII byte; `None` for other texts.
#[inline]
pub fn map_ascii(vm: &Gil, value: &StrObject, map: impl Fn(u8) -> u8) -> Option<Value> {
    if !value.is_ascii() {
        return None;
    }
    let bytes = value.as_str().as_bytes();
    match bytes {
        [] => return Some(vm.empty_str()),
        &[byte] => return Some(vm.ascii_character(map(byte) & 127)),
        _ => {}
    }
    // SAFETY: all bytes are written, and with ASCII.
    let mapped = unsafe {
        StrObject::of_ascii(vm, bytes.len(), |to| {
            let to = std::slice::from_raw_parts_mut(to, bytes.len());
            for (to, from) in to.iter_mut().zip(bytes) {
                *to = map(*from) & 127;
            }
        })
    };
    Some(mapped.into_value())
}

/// The characters that a slice with a step picks.
pub fn stepped(vm: &Gil, value: &StrObject, range: SliceRange) -> Value {
    let text = value.as_str();
    if !value.is_ascii() || range.count < 2 {
        return vm.new_str_owned(strings::slice(text, range));
    }
    let bytes = text.as_bytes();
    // SAFETY: all bytes are written, with bytes of an ASCII text.
    let picked = unsafe {
        StrObject::of_ascii(vm, range.count, |to| {
            let to = std::slice::from_raw_parts_mut(to, range.count);
            if range.step == -1 {
                let from = &bytes[range.start + 1 - range.count..=range.start];
                to.copy_from_slice(from);
                to.reverse();
                return;
            }
            let mut at = range.start as i64;
            for to in to {
                *to = bytes[at as usize];
                at += range.step;
            }
        })
    };
    picked.into_value()
}

/// `text * times` for a count above one of a text that is not empty; `None` if the result does not fit memory.
pub fn repeated(vm: &Gil, value: &StrObject, times: usize) -> Option<Value> {
    let text = value.as_str();
    let size = text.len().checked_mul(times)?;
    if !crate::memory::could_have(size) {
        return None;
    }
    // SAFETY: the text is written `times` times.
    let repeated = unsafe {
        StrObject::filled(vm, size, value.length() * times, |to| {
            if let &[byte] = text.as_bytes() {
                return to.write_bytes(byte, times);
            }
            // What has been written is copied behind itself.
            copy_short(text.as_ptr(), to, text.len());
            let mut done = text.len();
            while done < size {
                let more = done.min(size - done);
                std::ptr::copy_nonoverlapping(to, to.add(done), more);
                done += more;
            }
        })
    };
    Some(repeated.into_value())
}
