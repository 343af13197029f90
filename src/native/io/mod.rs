//! The module `_io`: files and streams.
//!
//! A text file is three layers, each an object: [`text`] over [`buffered`] over [`file`]. A layer that stands on the native
//! layer below talks to it directly, on anything else through its methods. Text is encoded into the buffer at once, so that
//! one `write` is one change of one buffer, under the lock; whoever has to leave the lock for a transfer holds the stream's
//! [`latch::Latch`] meanwhile, so that no two threads mix their bytes.
pub mod base;
pub mod buffered;
pub mod buffered_methods;
pub mod bytes;
pub mod console;
pub mod file;
pub mod latch;
pub mod newline;
pub mod open;
pub mod pair;
pub mod stdio;
pub mod string;
pub mod text;
pub mod text_read;

use crate::native::{NativeClass, NativeModule};
use crate::object::builtin::{EXCEPTIONS, Exc};
use crate::object::class::{ClassObject, flags};
use crate::object::heap::{Layout, Ref};
use crate::object::value::Value;
use crate::vm::{Outcome, Raised, Vm};

/// `io.DEFAULT_BUFFER_SIZE`.
pub const BUFFER_SIZE: usize = 8192;

/// `io.UnsupportedOperation`, but for its second base.
pub static UNSUPPORTED: NativeClass = NativeClass {
    name: "io.UnsupportedOperation",
    layout: Layout::Exception,
    base: Some(EXCEPTIONS[Exc::OSError as usize]),
    ..crate::native::types::exception::EXCEPTION
};

/// `io.UnsupportedOperation`, an OSError and a ValueError.
pub fn unsupported_class(vm: &mut Vm) -> Outcome<Ref<ClassObject>> {
    let class = vm.native_class(&UNSUPPORTED)?;
    if class.bases.get(vm).len() == 1 {
        let second = vm.exception_class(Exc::ValueError).clone();
        class.bases.get_mut(vm.gil()).push(second.clone());
        class.mro.get_mut(vm.gil()).insert(2, second.clone());
        second.subclasses.get_mut(vm.gil()).push(class.clone());
        vm.bump_class_version();
    }
    Ok(class)
}

/// Raises UnsupportedOperation.
pub fn unsupported(vm: &mut Vm, message: &str) -> Raised {
    match unsupported_class(vm) {
        Ok(_) => vm.raise_native_text(&UNSUPPORTED, message),
        Err(raised) => raised,
    }
}

/// Raises the error of streams that are closed.
pub fn closed(vm: &Vm) -> Raised {
    vm.value_error("I/O operation on closed file.")
}

/// True for an instance of the native class itself, whose methods nobody overrides.
pub fn is_plain(vm: &Vm, value: &Value) -> bool {
    !vm.class_of(value).has(flags::LANGUAGE)
}

/// Flushes a stream that is about to be closed, by its own method or this one: what was raised is kept until it is closed.
pub fn flush_for_close(
    vm: &mut Vm,
    value: &Value,
    flush: fn(&mut Vm, &Value) -> Outcome<()>,
) -> Option<Value> {
    let flushed = match is_plain(vm, value) {
        true => flush(vm, value),
        false => vm.call_method(value, "flush", &[]).map(drop),
    };
    match flushed {
        Ok(()) => None,
        Err(_) => vm.take_pending(),
    }
}

/// An optional size argument: None and negative numbers mean "all".
pub fn size_argument(vm: &mut Vm, value: Option<&Value>) -> Outcome<Option<usize>> {
    match value {
        None => Ok(None),
        Some(value) if value.is_none() => Ok(None),
        Some(value) => {
            if vm.class_of(value).slots().convert.is_none()
                && !vm.overrides(value, crate::native::SpecialMethod::Index)
                && crate::vm::numbers::small_int_of(value).is_none()
            {
                let name = vm.class_name(value);
                return Err(
                    vm.type_error(format!("argument should be integer or None, not '{name}'"))
                );
            }
            Ok(usize::try_from(vm.index_i64(value)?).ok())
        }
    }
}

/// Calls a method of a stream and takes its truth.
pub fn ask(vm: &mut Vm, stream: &Value, method: &str) -> Outcome<bool> {
    if let Some(answer) = answer_of(vm, stream, method)? {
        return Ok(answer);
    }
    let answer = vm.call_method(stream, method, &[])?;
    vm.truth(&answer)
}

/// What an open native stream, whose methods nobody can have overridden, answers to [`ask`].
fn answer_of(vm: &mut Vm, stream: &Value, method: &str) -> Outcome<Option<bool>> {
    if !is_plain(vm, stream) || has_attributes(vm, stream) {
        return Ok(None);
    }
    if let Some(file) = stream
        .payload::<file::FileIO>()
        .filter(|file| file.fd.get() >= 0)
    {
        return Ok(match method {
            "readable" => Some(file.readable.get()),
            "writable" => Some(file.writable.get()),
            "seekable" => Some(file.is_seekable()),
            _ => None,
        });
    }
    let Some(buffer) = stream.payload::<buffered::Buffered>() else {
        return Ok(None);
    };
    match method {
        "readable" if !buffer.reads => Ok(Some(false)),
        "writable" if !buffer.writes => Ok(Some(false)),
        "readable" | "writable" | "seekable" => {
            let raw = buffered::raw_of(vm, stream)?;
            ask(vm, &raw, method).map(Some)
        }
        _ => Ok(None),
    }
}

/// True if somebody has given the object attributes of its own.
fn has_attributes(vm: &Vm, value: &Value) -> bool {
    value
        .header()
        .and_then(crate::object::heap::attributes)
        .is_some_and(|slot| slot.get(vm).is_some())
}

/// True if the stream's `closed` says so.
pub fn is_closed(vm: &mut Vm, stream: &Value) -> Outcome<bool> {
    if is_plain(vm, stream) {
        if let Some(file) = stream.payload::<file::FileIO>() {
            return Ok(file.fd.get() < 0);
        }
        let below = match stream.payload::<buffered::Buffered>() {
            Some(buffer) => buffer.raw.get(vm).clone(),
            None => match stream.payload::<text::Text>() {
                Some(text) => text.buffer.get(vm).clone(),
                None => Value::NONE,
            },
        };
        if !below.is_none() {
            return is_closed(vm, &below);
        }
    }
    let closed = vm.get_attribute_str(stream, "closed")?;
    vm.truth(&closed)
}

/// Refuses pickling, as all streams over descriptors do.
pub fn refuse_pickle(vm: &mut Vm, stream: &Value) -> Outcome<Value> {
    let name = vm.class_name(stream);
    Err(vm.type_error(format!("cannot pickle '{name}' instances")))
}

/// `_io`.
pub static MODULE: NativeModule = NativeModule {
    name: "_io",
    doc: "Files and streams.",
    functions: &[open::FUNCTIONS],
    classes: &[
        &base::IO_BASE,
        &base::RAW_BASE,
        &base::BUFFERED_BASE,
        &base::TEXT_BASE,
        &file::FILE_IO,
        &bytes::BYTES_IO,
        &buffered::READER,
        &buffered::WRITER,
        &buffered::RANDOM,
        &pair::PAIR,
        &string::STRING_IO,
        &text::TEXT_WRAPPER,
        &newline::NEWLINE_DECODER,
    ],
    init: Some(|vm, module| {
        let class = unsupported_class(vm)?;
        vm.dict_set_str(&module.dict, "UnsupportedOperation", class.into_value());
        let blocking = vm.exception_class(Exc::BlockingIOError).to_value();
        vm.dict_set_str(&module.dict, "BlockingIOError", blocking);
        vm.dict_set_str(
            &module.dict,
            "DEFAULT_BUFFER_SIZE",
            Value::int(BUFFER_SIZE as i64),
        );
        Ok(())
    }),
};
