//! The module `_regex`: patterns and matches over the engine in `crate::text::regex`.
//!
//! Enters: patterns, subjects of text or bytes, positions in code points. Leaves: `Pattern` and `Match` objects. The engine counts
//! in bytes; a [`Subject`] translates. `re.py` holds the contract.
mod matches;
mod pattern;
mod replace;

use crate::gil::lock::SIGNAL_BIT;
use crate::native::NativeModule;
use crate::native::types::buffer::bytes_of;
use crate::object::bytes::BytesObject;
use crate::object::heap::Layout;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::regex::{Captures, Interrupted, Mode, Scanner};
use crate::vm::{Outcome, Vm};
use pattern::PatternData;
use std::sync::atomic::Ordering;

/// `_regex`.
pub static MODULE: NativeModule = NativeModule {
    name: "_regex",
    doc: "The engine of regular expressions behind the module re.",
    functions: &[pattern::FUNCTIONS],
    classes: &[&pattern::PATTERN, &matches::MATCH],
    init: None,
};

/// What is searched: text, bytes, or a copy of what another bytes-like object held.
struct Subject {
    value: Value,
    copy: Option<std::rc::Rc<[u8]>>,
}

impl Subject {
    /// Another handle on the same subject.
    fn share(&self) -> Subject {
        Subject {
            value: self.value.clone(),
            copy: self.copy.clone(),
        }
    }

    /// The subject in a value, if it is of the pattern's kind.
    fn of(vm: &mut Vm, pattern: &PatternData, value: &Value) -> Outcome<Subject> {
        let is_text = pattern.compiled.is_text();
        match value.layout() {
            Some(Layout::Str) if is_text => {
                return Ok(Subject {
                    value: value.clone(),
                    copy: None,
                });
            }
            Some(Layout::Str) => {
                return Err(vm.type_error("cannot use a bytes pattern on a string-like object"));
            }
            Some(Layout::Bytes) if !is_text => {
                return Ok(Subject {
                    value: value.clone(),
                    copy: None,
                });
            }
            _ => {}
        }
        let copy = bytes_of(vm, value).map(|bytes| std::rc::Rc::from(&*bytes));
        if copy.is_none() {
            let name = vm.class_name(value);
            return Err(vm.type_error(format!(
                "expected string or bytes-like object, got '{name}'"
            )));
        }
        if is_text {
            return Err(vm.type_error("cannot use a string pattern on a bytes-like object"));
        }
        Ok(Subject {
            value: value.clone(),
            copy,
        })
    }

    fn bytes(&self) -> &[u8] {
        match &self.copy {
            Some(bytes) => bytes,
            None => match self.value.downcast::<StrObject>() {
                Some(text) => text.as_str().as_bytes(),
                None => self
                    .value
                    .downcast::<BytesObject>()
                    .map_or(&[], |bytes| &bytes.bytes),
            },
        }
    }

    /// Number of code points or bytes.
    fn length(&self) -> usize {
        self.value
            .downcast::<StrObject>()
            .map_or_else(|| self.bytes().len(), StrObject::length)
    }

    /// The byte at which the code point with this index begins.
    fn byte_of(&self, index: usize) -> usize {
        self.value.downcast::<StrObject>().map_or_else(
            || index.min(self.bytes().len()),
            |text| text.byte_offset(index),
        )
    }

    /// The index of the code point that begins at a byte.
    fn index_of(&self, byte: usize) -> usize {
        match self.value.downcast::<StrObject>() {
            Some(text) => {
                // Marks for long text are made by the other direction; with them this one is quick, too.
                if byte > 512 && !text.is_ascii() {
                    text.byte_offset(0);
                }
                text.index_of_byte(byte)
            }
            None => byte,
        }
    }

    /// A part of the subject: text of text, else bytes.
    fn part(&self, vm: &Vm, start: usize, end: usize) -> Value {
        if let Some(text) = self.value.downcast::<StrObject>() {
            let part = text.as_str().get(start..end).unwrap_or_default();
            return if part.len() == text.as_str().len() && self.is_plain(vm) {
                self.value.clone()
            } else {
                vm.new_str(part)
            };
        }
        let bytes = self.bytes();
        let part = bytes.get(start..end).unwrap_or_default();
        if part.len() == bytes.len() && self.is_plain(vm) {
            return self.value.clone();
        }
        vm.new_bytes(part)
    }

    /// A str or bytes object, not one of a subclass.
    fn is_plain(&self, vm: &Vm) -> bool {
        use crate::object::builtin::Builtin;
        let class = vm.class_of(&self.value);
        class.is(vm.class(Builtin::Str)) || class.is(vm.class(Builtin::Bytes))
    }

    /// The span of a group as a part; `missing` if the group did not take part.
    fn group(&self, vm: &Vm, captures: &Captures, group: u32, missing: &Value) -> Value {
        match captures.span(group) {
            Some((start, end)) => self.part(vm, start, end),
            None => missing.clone(),
        }
    }

    /// The empty text or bytes.
    fn empty(&self, vm: &Vm) -> Value {
        if self.value.layout() == Some(Layout::Str) {
            vm.new_str("")
        } else {
            vm.new_bytes(Vec::new())
        }
    }
}

/// Where a search may go: indices as `Match.pos` and `endpos` show them, and their bytes.
#[derive(Clone, Copy)]
struct Bounds {
    pos: usize,
    endpos: usize,
    from: usize,
    end: usize,
}

impl Bounds {
    fn whole(subject: &Subject) -> Bounds {
        Bounds {
            pos: 0,
            endpos: subject.length(),
            from: 0,
            end: subject.bytes().len(),
        }
    }

    fn of(
        vm: &mut Vm,
        subject: &Subject,
        pos: Option<&Value>,
        endpos: Option<&Value>,
    ) -> Outcome<Bounds> {
        if pos.is_none() && endpos.is_none() {
            return Ok(Bounds::whole(subject));
        }
        let length = subject.length();
        let mut clamp = |value: Option<&Value>, default: usize| match value {
            Some(value) => Ok(vm.index_clamped(value)?.clamp(0, length as i64) as usize),
            None => Ok(default),
        };
        let (pos, endpos) = (clamp(pos, 0)?, clamp(endpos, length)?);
        Ok(Bounds {
            pos,
            endpos,
            from: subject.byte_of(pos),
            end: subject.byte_of(endpos),
        })
    }
}

/// Runs a search that gives up when a signal arrives, until one is not interrupted.
fn watched<T>(
    vm: &mut Vm,
    mut search: impl FnMut(&dyn Fn() -> bool) -> Result<T, Interrupted>,
) -> Outcome<T> {
    loop {
        let result = {
            let (is_main, lock) = (vm.is_main, &vm.interp().lock);
            search(&|| is_main && lock.breaker().load(Ordering::Relaxed) & SIGNAL_BIT != 0)
        };
        match result {
            Ok(found) => return Ok(found),
            Err(Interrupted) => crate::native::signals::serve(vm)?,
        }
    }
}

/// One match, at `bounds.from` or after it.
fn find(
    vm: &mut Vm,
    pattern: &PatternData,
    subject: &Subject,
    bounds: Bounds,
    mode: Mode,
) -> Outcome<Option<Captures>> {
    if bounds.from > bounds.end {
        return Ok(None);
    }
    watched(vm, |watch| {
        pattern
            .compiled
            .find_watched(subject.bytes(), bounds.from, bounds.end, mode, watch)
    })
}

/// The next match of a walk over all.
fn next(
    vm: &mut Vm,
    pattern: &PatternData,
    subject: &Subject,
    scanner: &mut Scanner,
) -> Outcome<Option<Captures>> {
    watched(vm, |watch| {
        scanner.next_watched(&pattern.compiled, subject.bytes(), Mode::Search, watch)
    })
}

/// A walk over the matches within bounds.
fn scanner(bounds: Bounds) -> Scanner {
    // Bounds that are crossed hold no match, not even an empty one.
    let from = if bounds.from > bounds.end {
        usize::MAX
    } else {
        bounds.from
    };
    Scanner::new(from, bounds.end)
}
