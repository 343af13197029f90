//! `repr()` and `str()` of exceptions.
use super::exception::{Family, arguments_of, exception, family_of, field};
use super::exception_fields::number::*;
use crate::object::bytes::BytesObject;
use crate::object::exception::ExceptionObject;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::to_code_point;
use crate::vm::{Outcome, Vm};

/// `Name(arguments)`.
pub fn repr(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let object = exception(vm, this)?;
    let name = vm.class_name(this);
    let inner = match arguments_of(vm, &object).as_slice() {
        [only] => format!("({})", vm.repr_text(only)?),
        _ => {
            let args = object.args.get(vm).clone();
            vm.repr_text(&args)?
        }
    };
    Ok(vm.new_str(&format!("{name}{inner}")))
}

/// The text of the arguments, or what the family's fields say.
pub fn str(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let object = exception(vm, this)?;
    let class = vm.class_of(this).clone();
    let text = match family_of(vm, &class) {
        Family::Key => match arguments_of(vm, &object).as_slice() {
            [key] => return vm.repr(key),
            _ => None,
        },
        Family::Import => match field(vm, &object, MESSAGE) {
            Some(message) if message.downcast::<StrObject>().is_some() => return Ok(message),
            _ => None,
        },
        Family::System => system(vm, &object)?,
        Family::Syntax => Some(syntax(vm, &object)?),
        Family::Decode => decode(vm, &object)?,
        Family::Encode => encode(vm, &object, true)?,
        Family::Translate => encode(vm, &object, false)?,
        Family::Group => Some(group(vm, &object)?),
        Family::Plain | Family::Stop | Family::Exit | Family::Name | Family::Attribute => None,
    };
    if let Some(text) = text {
        return Ok(vm.new_str(&text));
    }
    match arguments_of(vm, &object).as_slice() {
        [] => Ok(vm.new_str("")),
        [only] => vm.str(only),
        _ => {
            let args = object.args.get(vm).clone();
            vm.str(&args)
        }
    }
}

fn system(vm: &mut Vm, object: &ExceptionObject) -> Outcome<Option<String>> {
    let (number, text) = (field(vm, object, ERRNO), field(vm, object, STRERROR));
    let show = |vm: &mut Vm, value: &Option<Value>| match value {
        Some(value) => vm.str_text(value),
        None => Ok("None".to_string()),
    };
    if let Some(path) = field(vm, object, FILENAME) {
        let (number, text, path) = (show(vm, &number)?, show(vm, &text)?, vm.repr_text(&path)?);
        let second = match field(vm, object, FILENAME2) {
            Some(second) => format!(" -> {}", vm.repr_text(&second)?),
            None => String::new(),
        };
        return Ok(Some(format!("[Errno {number}] {text}: {path}{second}")));
    }
    if number.is_some() && text.is_some() {
        return Ok(Some(format!(
            "[Errno {}] {}",
            show(vm, &number)?,
            show(vm, &text)?
        )));
    }
    Ok(None)
}

fn syntax(vm: &mut Vm, object: &ExceptionObject) -> Outcome<String> {
    let message = field(vm, object, MESSAGE).unwrap_or(Value::NONE);
    let message = vm.str_text(&message)?;
    let file = field(vm, object, FILE)
        .and_then(|file| Some(file.downcast::<StrObject>()?.as_str().to_string()));
    let file = file.map(|file| file.rsplit('/').next().unwrap_or_default().to_string());
    let line = field(vm, object, LINE).and_then(|line| line.as_int());
    Ok(match (file, line) {
        (Some(file), Some(line)) => format!("{message} ({file}, line {line})"),
        (Some(file), None) => format!("{message} ({file})"),
        (None, Some(line)) => format!("{message} (line {line})"),
        (None, None) => message,
    })
}

/// What a Unicode error says of its place.
struct Fault {
    encoding: String,
    reason: String,
    start: usize,
    end: usize,
}

fn fault(vm: &mut Vm, object: &ExceptionObject, length: usize) -> Outcome<Fault> {
    let text = |vm: &mut Vm, number: usize| match field(vm, object, number) {
        Some(value) => vm.str_text(&value),
        None => Ok(String::new()),
    };
    let (encoding, reason) = (text(vm, ENCODING)?, text(vm, REASON)?);
    let place = |vm: &Vm, number: usize| {
        field(vm, object, number)
            .and_then(|value| value.as_int())
            .unwrap_or(0)
    };
    let start = place(vm, START).clamp(0, length.max(1) as i64 - 1) as usize;
    let end = place(vm, END).clamp(1, length.max(1) as i64) as usize;
    Ok(Fault {
        encoding,
        reason,
        start,
        end,
    })
}

fn decode(vm: &mut Vm, object: &ExceptionObject) -> Outcome<Option<String>> {
    let bytes = field(vm, object, OBJECT).and_then(|object| object.to_ref::<BytesObject>());
    let Some(bytes) = bytes else {
        return Ok(Some(String::new()));
    };
    let Fault {
        encoding,
        reason,
        start,
        end,
    } = fault(vm, object, bytes.bytes.len())?;
    Ok(Some(match bytes.bytes.get(start) {
        Some(byte) if end == start + 1 => {
            format!(
                "'{encoding}' codec can't decode byte 0x{byte:02x} in position {start}: {reason}"
            )
        }
        _ => format!(
            "'{encoding}' codec can't decode bytes in position {start}-{}: {reason}",
            end.wrapping_sub(1)
        ),
    }))
}

fn encode(vm: &mut Vm, object: &ExceptionObject, encoding: bool) -> Outcome<Option<String>> {
    let text = field(vm, object, OBJECT).and_then(|object| object.to_ref::<StrObject>());
    let Some(text) = text else {
        return Ok(Some(String::new()));
    };
    let fault = fault(vm, object, text.length())?;
    let can_not = match encoding {
        true => format!("'{}' codec can't encode", fault.encoding),
        false => "can't translate".to_string(),
    };
    let (start, end, reason) = (fault.start, fault.end, fault.reason);
    Ok(Some(
        match text
            .slice(start, (start + 1).min(text.length()))
            .chars()
            .next()
            .map(to_code_point)
        {
            Some(code) if end == start + 1 => {
                let shown = match code {
                    0..=0xff => format!("\\x{code:02x}"),
                    0x100..=0xffff => format!("\\u{code:04x}"),
                    _ => format!("\\U{code:08x}"),
                };
                format!("{can_not} character '{shown}' in position {start}: {reason}")
            }
            _ => format!(
                "{can_not} characters in position {start}-{}: {reason}",
                end.wrapping_sub(1)
            ),
        },
    ))
}

fn group(vm: &mut Vm, object: &ExceptionObject) -> Outcome<String> {
    let message = field(vm, object, GROUP_MESSAGE).unwrap_or(Value::NONE);
    let message = vm.str_text(&message)?;
    let count = field(vm, object, EXCEPTIONS)
        .and_then(|all| Some(all.downcast::<TupleObject>()?.items().len()))
        .unwrap_or(0);
    Ok(format!(
        "{message} ({count} sub-exception{})",
        if count == 1 { "" } else { "s" }
    ))
}
