//! Advice: what may help, beyond what CPython says. One line, or nothing.
//!
//! Enters: an exception. Leaves: the text of a `hint:` line for people and for `--diagnostics json`. It never changes the text
//! that Python prints. The tables hold facts about habits from other languages, about Python 2, and about threads and processes.
mod attributes;
mod calls;
mod names;
mod runtime;
mod syntax;

use crate::native::types::exception::{Family, family_of, field};
use crate::native::types::exception_fields::number;
use crate::object::exception::{ExceptionObject, TracebackObject};
use crate::object::heap::Ref;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::Vm;

/// What is known to the rules.
struct Case {
    /// The class's own name.
    class: String,
    /// `str(exception)`.
    message: String,
    /// The line of the innermost frame that is the program's own; empty if unknown.
    line: String,
    /// The name that was not found.
    name: String,
    /// The object that lacks an attribute.
    object: Option<Value>,
}

/// What may help; errors on the way are swallowed.
pub fn advice(vm: &mut Vm, exception: &Ref<ExceptionObject>) -> Option<String> {
    let value = exception.to_value();
    let class = vm.class_of(&value).clone();
    let family = family_of(vm, &class);
    let text = |vm: &Vm, number: usize| {
        let value = field(vm, exception, number)?;
        Some(value.downcast::<StrObject>()?.as_str().to_string())
    };
    if family == Family::Syntax {
        let line = text(vm, number::TEXT)?;
        let message = text(vm, number::MESSAGE)?;
        let column = field(vm, exception, number::OFFSET).and_then(|column| column.as_int());
        return syntax::advice(&message, &line, column.unwrap_or(0).max(0) as usize);
    }
    let name = match family {
        Family::Name | Family::Attribute => text(vm, number::WRONG_NAME),
        Family::Import => text(vm, number::MODULE),
        _ => None,
    };
    let object = match family {
        Family::Attribute => field(vm, exception, number::OBJECT_OF),
        _ => None,
    };
    let case = Case {
        class: vm.name_of_class(&class),
        message: vm.safe_text(&value, "exception", false),
        line: own_line(vm, exception),
        name: name.unwrap_or_default(),
        object,
    };
    let found = match family {
        Family::Name => names::advice(&case),
        Family::Attribute => attributes::advice(vm, &case),
        Family::Import => names::advice_on_import(vm, &case),
        Family::System => runtime::advice_on_system(vm, &case, exception),
        _ => None,
    };
    let found = found
        .or_else(|| calls::advice(vm, &case))
        .or_else(|| runtime::advice(&case));
    vm.take_pending();
    found
}

/// The line that the innermost frame outside of the library was at.
fn own_line(vm: &mut Vm, exception: &ExceptionObject) -> String {
    let (entries, _) = vm.entries(exception, false);
    let Some(entry) = entries.last() else {
        return String::new();
    };
    line_of(vm, entry)
}

fn line_of(vm: &mut Vm, entry: &TracebackObject) -> String {
    match vm.shown_source(&entry.code.code.source) {
        Some(source) => source.line(entry.line()).trim().to_string(),
        None => String::new(),
    }
}

/// What stands between two parts of a text.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let start = text.find(before)? + before.len();
    let end = text[start..].find(after)? + start;
    Some(&text[start..end])
}
