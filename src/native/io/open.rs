//! `open`, `open_code`, `text_encoding`: which layers a mode means.

use super::buffered::{self, RANDOM, READER, WRITER};
use super::file::{FILE_IO, FileIO, open_into};
use super::{BUFFER_SIZE, text};
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// A mode taken apart.
struct Mode {
    kind: char,
    plus: bool,

    binary: bool,
}

fn parse_mode(vm: &mut Vm, mode: &str) -> Outcome<Mode> {
    let letters: Vec<char> = mode.chars().collect();
    let repeated = letters
        .iter()
        .enumerate()
        .any(|(at, letter)| letters[..at].contains(letter));
    if repeated || letters.iter().any(|letter| !"rwaxbt+".contains(*letter)) {
        return Err(vm.value_error(format!("invalid mode: '{mode}'")));
    }
    let has = |letter: char| letters.contains(&letter);
    if has('t') && has('b') {
        return Err(vm.value_error("can't have text and binary mode at once"));
    }
    let mut kinds = letters
        .iter()
        .copied()
        .filter(|letter| "rwax".contains(*letter));
    let kind = match (kinds.next(), kinds.next()) {
        (Some(kind), None) => kind,
        (Some(_), Some(_)) => {
            return Err(vm.value_error("must have exactly one of create/read/write/append mode"));
        }
        _ => {
            let message =
                "Must have exactly one of create/read/write/append mode and at most one plus";
            return Err(vm.value_error(message));
        }
    };
    Ok(Mode {
        kind,
        plus: has('+'),
        binary: has('b'),
    })
}

/// `open(…)`.
#[allow(clippy::too_many_arguments)] // The language's function has as many.
fn open(
    vm: &mut Vm,
    file: &Value,
    mode_text: &str,
    buffering: i64,
    encoding: &Value,
    errors: &Value,
    newline: &Value,
    close_fd: bool,
    opener: &Value,
) -> Outcome<Value> {
    let file = match crate::vm::numbers::small_int_of(file) {
        Some(_) => file.clone(),
        None => crate::native::posix::path::fspath(vm, file)?,
    };
    let mode = parse_mode(vm, mode_text)?;
    if mode.binary {
        for (argument, name) in [
            (encoding, "an encoding"),
            (errors, "an errors"),
            (newline, "a newline"),
        ] {
            if !argument.is_none() {
                return Err(vm.value_error(format!("binary mode doesn't take {name} argument")));
            }
        }
        if buffering == 1 {
            let message = "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used";
            vm.warn(Exc::RuntimeWarning, message)?;
        }
    }
    if buffering == 0 && !mode.binary {
        return Err(vm.value_error("can't have unbuffered text I/O"));
    }
    let class = vm.native_class(&FILE_IO)?;
    let raw = (FILE_IO
        .new
        .unwrap_or(|vm, _, _| Err(vm.type_error("FileIO cannot be made"))))(
        vm,
        &class,
        crate::native::Arguments::NONE,
    )?;
    let raw_mode = format!("{}{}", mode.kind, if mode.plus { "+" } else { "" });
    open_into(vm, &raw, &file, &raw_mode, close_fd, opener)?;
    let Some(state) = raw.payload::<FileIO>() else {
        return Ok(raw);
    };
    let is_terminal = !state.regular.get() && buffering < 0 && super::ask(vm, &raw, "isatty")?;
    let line_buffering = (buffering == 1 && !mode.binary) || is_terminal;
    if buffering == 0 {
        return Ok(raw);
    }
    let size = if buffering > 1 {
        buffering as usize
    } else {
        BUFFER_SIZE
    };
    let layer = match (mode.plus, mode.kind) {
        (true, _) => &RANDOM,
        (false, 'r') => &READER,
        _ => &WRITER,
    };
    if mode.plus && !state.is_seekable() {
        return Err(super::unsupported(vm, "File or stream is not seekable."));
    }
    let buffer = buffered::over(vm, layer, raw.clone(), size)?;
    if mode.binary {
        return Ok(buffer);
    }
    let settings = text::Settings {
        encoding,
        errors,
        newline,
        line_buffering,
        write_through: false,
    };
    text::over(vm, buffer, settings, mode_text)
}

native_functions! { pub static FUNCTIONS;
    /// Open a file: a stream of text, or of bytes with 'b' in the mode.
    "open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)"
    fn open_function(vm, file: &Value, mode: &Value, buffering: i64, encoding: &Value, errors: &Value, newline: &Value,
        close_fd: bool, opener: &Value) -> Value {
        let Some(mode) = mode.downcast::<crate::object::text::StrObject>() else {
            let name = vm.class_name(mode);
            return Err(vm.type_error(format!("open() argument 'mode' must be str, not {name}")));
        };
        open(vm, file, mode.as_str(), buffering, encoding, errors, newline, close_fd, opener)
    }
    /// Open a file of code for reading its bytes.
    "open_code(path)" fn open_code(vm, path: &Value) -> Value {
        let none = Value::NONE;
        open(vm, path, "rb", -1, &none, &none, &none, true, &none)
    }
    /// The encoding a caller asked for, or the default.
    "text_encoding(encoding, stacklevel=2, /)" fn text_encoding(vm, encoding: &Value, level: &Value) -> Value {
        Ok(if encoding.is_none() { vm.new_str("utf-8") } else { encoding.clone() })
    }
}
