//! Replacements: `Pattern.sub`, `Pattern.subn`, `Match.expand`.
use super::matches::new_match;
use super::pattern::PatternData;
use super::{Bounds, Subject, next, scanner};
use crate::native::types::buffer::bytes_of;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::regex::{Captures, Template};
use crate::text::to_code_point;
use crate::vm::{Outcome, Vm};
use std::rc::Rc;

/// Where the replacement of a match comes from.
enum Replacement {
    Literal(Vec<u8>),
    Template(Rc<Template>),
    Call(Value),
}

/// The bytes of a template or a replacement, if it is of the pattern's kind.
fn bytes_for(vm: &Vm, pattern: &PatternData, value: &Value) -> Option<Vec<u8>> {
    if pattern.compiled.is_text() {
        return value
            .downcast::<StrObject>()
            .map(|text| text.as_str().as_bytes().to_vec());
    }
    bytes_of(vm, value).map(|bytes| bytes.into_owned())
}

fn wrong_item(
    vm: &mut Vm,
    pattern: &PatternData,
    value: &Value,
    place: usize,
) -> crate::vm::Raised {
    let name = vm.class_name(value);
    let wanted = if pattern.compiled.is_text() {
        "str instance"
    } else {
        "a bytes-like object"
    };
    vm.type_error(format!(
        "sequence item {place}: expected {wanted}, {name} found"
    ))
}

/// The parsed template, from the pattern's memory if it is the one used last.
pub(super) fn template(vm: &mut Vm, pattern: &PatternData, value: &Value) -> Outcome<Rc<Template>> {
    if let Some((known, template)) = pattern.template.get(vm)
        && known.is(value)
    {
        return Ok(template.clone());
    }
    let Some(bytes) = bytes_for(vm, pattern, value) else {
        let name = vm.class_name(value);
        let wanted = if pattern.compiled.is_text() {
            "str instance"
        } else {
            "a bytes-like object"
        };
        return Err(vm.type_error(format!("expected {wanted}, {name} found")));
    };
    let code = match std::str::from_utf8(&bytes) {
        Ok(text) if pattern.compiled.is_text() => text.chars().map(to_code_point).collect(),
        _ => bytes.iter().map(|&byte| byte as u32).collect(),
    };
    match Template::parse(&pattern.compiled, code) {
        Ok(template) => {
            let template = Rc::new(template);
            // Only what cannot change under its identity is remembered.
            if !matches!(value.layout(), Some(crate::object::heap::Layout::ByteArray)) {
                pattern
                    .template
                    .replace(vm.gil(), Some((value.clone(), template.clone())));
            }
            Ok(template)
        }
        Err(fault) => Err(pattern.raise(vm, fault, value)),
    }
}

/// The replaced subject and the number of replacements.
pub(super) fn replace(
    vm: &mut Vm,
    this: &Value,
    by: &Value,
    string: &Value,
    count: i64,
) -> Outcome<(Value, i64)> {
    let pattern = PatternData::of(vm, this)?;
    let replacement = if vm.is_callable(by) {
        Replacement::Call(by.clone())
    } else {
        match bytes_for(vm, pattern, by) {
            Some(bytes) if !bytes.contains(&b'\\') => Replacement::Literal(bytes),
            _ => {
                let template = template(vm, pattern, by)?;
                match template.literal() {
                    Some(bytes) => Replacement::Literal(bytes.to_vec()),
                    None => Replacement::Template(template),
                }
            }
        }
    };
    let subject = Subject::of(vm, pattern, string)?;
    let bounds = Bounds::whole(&subject);
    let mut walk = scanner(bounds);
    let (mut out, mut last, mut number, mut items) = (Vec::new(), 0, 0, 0);
    while count == 0 || number < count {
        let Some(captures) = next(vm, pattern, &subject, &mut walk)? else {
            break;
        };
        vm.check_memory()?;
        let bytes = subject.bytes();
        let (start, end) = (captures.start(), captures.end());
        if out.is_empty() {
            out.reserve(bytes.len());
        }
        items += (start > last) as usize;
        out.extend_from_slice(&bytes[last..start]);
        match &replacement {
            Replacement::Literal(literal) => out.extend_from_slice(literal),
            Replacement::Template(template) => template.expand(&captures, bytes, &mut out),
            Replacement::Call(function) => {
                let found = new_match(vm, this, subject.share(), captures, bounds)?;
                let item = vm.call(function, &[found])?;
                if !item.is_none() {
                    append(vm, pattern, &item, items, &mut out)?;
                    items += 1;
                }
            }
        }
        last = end;
        number += 1;
    }
    if number == 0 {
        return Ok((subject.part(vm, 0, subject.bytes().len()), 0));
    }
    out.extend_from_slice(&subject.bytes()[last..]);
    vm.check_memory()?;
    Ok((finished(vm, pattern, out), number))
}

fn append(
    vm: &mut Vm,
    pattern: &PatternData,
    item: &Value,
    place: usize,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    if pattern.compiled.is_text() {
        if let Some(text) = item.downcast::<StrObject>() {
            out.extend_from_slice(text.as_str().as_bytes());
            return Ok(());
        }
    } else if let Some(bytes) = bytes_of(vm, item) {
        out.extend_from_slice(&bytes);
        return Ok(());
    }
    Err(wrong_item(vm, pattern, item, place))
}

/// The collected bytes as text or bytes.
fn finished(vm: &Vm, pattern: &PatternData, out: Vec<u8>) -> Value {
    if !pattern.compiled.is_text() {
        return vm.new_bytes(out);
    }
    match String::from_utf8(out) {
        Ok(text) => crate::native::types::str::owned(vm, text),
        Err(bytes) => vm.new_str(&String::from_utf8_lossy(bytes.as_bytes())),
    }
}

/// `Match.expand`.
pub(super) fn expand(
    vm: &mut Vm,
    pattern: &PatternData,
    by: &Value,
    subject: &Subject,
    captures: &Captures,
) -> Outcome<Value> {
    let template = template(vm, pattern, by)?;
    let mut out = Vec::new();
    template.expand(captures, subject.bytes(), &mut out);
    Ok(finished(vm, pattern, out))
}
