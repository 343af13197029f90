//! What is known about an exception, without references to it.
//!
//! Enters: an exception. Leaves: [`Facts`] of it and of those that led to it, for the writers in `plain` and `json`.
use super::{GROUP_DEPTH, GROUP_WIDTH, advice, hints};
use crate::native::types::exception::{Family, family_of, field};
use crate::native::types::exception_fields::number;
use crate::native::types::exception_group::members;
use crate::object::exception::{ExceptionObject, TracebackObject};
use crate::object::heap::Ref;
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::Vm;

/// How an exception led to the one before it in the list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// `raise … from` it.
    Cause,
    /// The other was raised while it was handled.
    Context,
}

/// A place in a source text; columns in characters from 1, ends are behind the last character.
#[derive(Clone, Default)]
pub struct Place {
    pub file: String,
    pub line: u32,
    pub column: Option<u32>,
    pub end_line: u32,
    pub end_column: Option<u32>,
    /// The function; empty for a syntax error.
    pub function: String,
    /// The first line, without blanks around it.
    pub text: String,
    /// The part of it that is meant, if that is less than the line.
    pub part: Option<String>,
}

/// An exception.
pub struct Facts {
    /// The class's name, with its module unless that is built in or `__main__`.
    pub class: String,
    /// Its text and what Python suggests.
    pub message: String,
    /// Where it passed, outermost first.
    pub frames: Vec<Place>,
    /// Where the text is wrong, for a SyntaxError.
    pub syntax: Option<Place>,
    pub notes: Vec<String>,
    /// What may help.
    pub hint: Option<String>,
    /// Members of a group, at most as many as a traceback shows; and how many there are.
    pub members: Vec<Vec<(Option<Link>, Facts)>>,
    pub member_count: usize,
}

impl Vm {
    /// An exception and those that led to it, the last one first.
    pub(super) fn facts(&mut self, exception: &Value) -> Vec<(Option<Link>, Facts)> {
        self.facts_of_chain(exception, 0)
    }

    fn facts_of_chain(&mut self, exception: &Value, depth: usize) -> Vec<(Option<Link>, Facts)> {
        let mut seen = Vec::new();
        let mut found = Vec::new();
        let mut link = None;
        let mut next = exception.to_ref::<ExceptionObject>();
        while let Some(object) = next.take() {
            seen.push(object.to_value().identity());
            let facts = self.facts_of(&object, depth, found.is_empty() && depth == 0);
            found.push((link, facts));
            let (cause, context) = (
                object.cause.get(self).clone(),
                object.context.get(self).clone(),
            );
            let before = match () {
                () if !cause.is_none() => Some((Link::Cause, cause)),
                () if object.suppress_context.get() => None,
                () => Some((Link::Context, context)),
            };
            if let Some((kind, before)) = before
                && !seen.contains(&before.identity())
            {
                link = Some(kind);
                next = before.to_ref();
            }
        }
        found
    }

    fn facts_of(&mut self, exception: &Ref<ExceptionObject>, depth: usize, last: bool) -> Facts {
        let value = exception.to_value();
        let class = self.class_of(&value).clone();
        let is_syntax = family_of(self, &class) == Family::Syntax;
        let title = self.exception_title(&class);
        let string = |vm: &Vm, number: usize| {
            let value = field(vm, exception, number)?;
            Some(value.downcast::<StrObject>()?.as_str().to_string())
        };
        let message = if is_syntax {
            string(self, number::MESSAGE).unwrap_or_default()
        } else {
            self.safe_text(&value, "exception", false) + &hints::hint(self, exception)
        };
        let full = self.shows_library();
        let (entries, _) = self.entries(exception, full);
        let frames = entries.iter().map(|entry| self.place_of(entry)).collect();
        let int = |vm: &Vm, number: usize| field(vm, exception, number)?.as_int();
        let syntax = match int(self, number::LINE).filter(|_| is_syntax) {
            Some(line) => {
                let text = string(self, number::TEXT).unwrap_or_default();
                let column = int(self, number::OFFSET).filter(|column| *column > 0);
                let end_line = int(self, number::END_LINE).unwrap_or(line);
                let end = int(self, number::END_OFFSET).filter(|end| *end > 0);
                let part = match (column, end) {
                    (Some(column), Some(end)) if end_line == line && end > column => {
                        let part = text.chars().skip(column as usize - 1);
                        Some(part.take((end - column) as usize).collect())
                    }
                    _ => None,
                };
                Some(Place {
                    file: string(self, number::FILE).unwrap_or_else(|| "<string>".to_string()),
                    line: line as u32,
                    column: column.map(|column| column as u32),
                    end_line: end_line as u32,
                    end_column: end.map(|end| end as u32),
                    function: String::new(),
                    part: shorter(part, text.trim()),
                    text: text.trim().to_string(),
                })
            }
            None => None,
        };
        let inner = members(self, exception);
        let member_count = inner.len();
        let mut members = Vec::new();
        if depth < GROUP_DEPTH && self.check_native_stack().is_ok() {
            for member in inner.iter().take(GROUP_WIDTH) {
                members.push(self.facts_of_chain(member, depth + 1));
            }
        }
        self.take_pending();
        let hint = match last {
            true => advice::advice(self, exception),
            false => None,
        };
        Facts {
            class: title,
            message,
            frames,
            syntax,
            notes: self.notes(&value),
            hint,
            members,
            member_count,
        }
    }

    fn notes(&mut self, exception: &Value) -> Vec<String> {
        let notes = match self.get_attribute_opt(exception, "__notes__") {
            Ok(Some(notes)) => notes,
            _ => {
                self.take_pending();
                return Vec::new();
            }
        };
        let items = match (
            notes.downcast::<ListObject>(),
            notes.downcast::<TupleObject>(),
        ) {
            (Some(list), _) => list.items.get(self).to_vec(),
            (_, Some(tuple)) => tuple.items().to_vec(),
            _ => return Vec::new(),
        };
        items
            .iter()
            .map(|note| self.safe_text(note, "note", false))
            .collect()
    }

    fn place_of(&mut self, entry: &TracebackObject) -> Place {
        let code = &entry.code.code;
        let mut place = Place {
            file: code.source.name.to_string(),
            line: entry.line(),
            end_line: entry.line(),
            function: code.name.to_string(),
            ..Place::default()
        };
        let Some(source) = self.shown_source(&code.source) else {
            return place;
        };
        let line = source.line(place.line);
        place.text = line.trim().to_string();
        let Some(span) = code.spans.get(entry.instruction as usize).copied() else {
            return place;
        };
        let (first, start) = code.source.line_column(span.start);
        let (last, end) = code.source.line_column(span.end);
        if first != place.line || span.start == span.end {
            return place;
        }
        let column = |line: &str, offset: u32| {
            let bytes = &line.as_bytes()[..line.len().min(offset as usize)];
            String::from_utf8_lossy(bytes).chars().count() as u32 + 1
        };
        place.column = Some(column(line, start));
        place.end_line = last;
        place.end_column = Some(column(source.line(last), end));
        if last == first {
            let part = line.get(start as usize..end as usize);
            place.part = shorter(part.map(str::to_string), &place.text);
        }
        place
    }
}

/// A part of a line that is not all of it.
fn shorter(part: Option<String>, line: &str) -> Option<String> {
    part.filter(|part| part.trim() != line && !part.trim().is_empty())
}
