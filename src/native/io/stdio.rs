//! The standard streams, and the ways the interpreter itself writes to them.
//!
//! Enters: a new interpreter, texts. Leaves: `sys.stdin`, `sys.stdout`, `sys.stderr`; bytes on descriptors 1 and 2.

use super::buffered::{self, READER, WRITER};
use super::file::{FILE_IO, FileIO, open_into};
use super::{BUFFER_SIZE, is_plain, text};
use crate::native::Arguments;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::io::IsTerminal;

/// Name, descriptor, reading.
const STREAMS: [(&str, i32, bool); 3] = [
    ("stdin", 0, true),
    ("stdout", 1, false),
    ("stderr", 2, false),
];

/// Makes the standard streams of `sys`, and `open` in `builtins`. A stream whose descriptor is closed is None.
pub fn make_stdio(vm: &mut Vm) -> Outcome<()> {
    let module = vm.intern("_io");
    let open = vm.new_native_function(&super::open::FUNCTIONS[0], module);
    let builtins = vm.builtins();
    vm.dict_set_str(&builtins, "open", open);
    let sys = vm.sys();
    for (name, fd, reads) in STREAMS {
        let outcome = make_stream(vm, name, fd, reads);
        let stream = match outcome {
            Ok(stream) => stream,
            Err(_) => {
                vm.take_pending();
                Value::NONE
            }
        };
        vm.dict_set_str(&sys, name, stream.clone());
        vm.dict_set_str(&sys, &format!("__{name}__"), stream);
    }
    Ok(())
}

fn make_stream(vm: &mut Vm, name: &str, fd: i32, reads: bool) -> Outcome<Value> {
    let class = vm.native_class(&FILE_IO)?;
    let Some(new) = FILE_IO.new else {
        return Ok(Value::NONE);
    };
    let raw = new(vm, &class, Arguments::NONE)?;
    let mode = if reads { "r" } else { "w" };
    open_into(vm, &raw, &Value::int(fd as i64), mode, false, &Value::NONE)?;
    if let Some(file) = raw.payload::<FileIO>() {
        let shown = vm.new_str(&format!("<{name}>"));
        drop(file.name.replace(vm.gil(), shown));
    }
    let terminal = match fd {
        0 => std::io::stdin().is_terminal(),
        1 => std::io::stdout().is_terminal(),
        _ => std::io::stderr().is_terminal(),
    };
    let unbuffered = vm.interp().config.unbuffered && !reads;
    let size = if unbuffered { 0 } else { BUFFER_SIZE };
    let buffer = buffered::over(vm, if reads { &READER } else { &WRITER }, raw, size)?;
    let errors = if fd == 2 {
        "backslashreplace"
    } else {
        "strict"
    };
    let (encoding, errors) = (vm.new_str("utf-8"), vm.new_str(errors));
    let newline = if reads { Value::NONE } else { vm.new_str("\n") };
    let settings = text::Settings {
        encoding: &encoding,
        errors: &errors,
        newline: &newline,
        line_buffering: !unbuffered && (terminal || fd == 2),
        write_through: unbuffered,
    };
    text::over(vm, buffer, settings, mode)
}

/// Waits until no thread is in the middle of writing to `sys.stdout` or `sys.stderr`, then runs `stop`, after which no other thread
/// runs any more. So none of them stops half-way through, where its bytes would be lost and the stream closed for ever. A Ctrl-C
/// ends the waiting, as when a pipe is full that nobody reads.
pub fn between_writes(vm: &mut Vm, stop: impl FnOnce(&mut Vm)) {
    let sys = vm.sys();
    let mut inside: Vec<Value> = Vec::new();
    for name in ["stdout", "stderr"] {
        let Some(buffer) = vm.dict_get_str(&sys, name).and_then(|stream| {
            let text = stream.payload::<text::Text>()?;
            Some(text.buffer.get(vm).clone())
        }) else {
            continue;
        };
        let is_known = inside.iter().any(|other| other.is(&buffer));
        if let Some(state) = text::native_buffer(vm, &buffer).filter(|_| !is_known) {
            match state.latch.enter(vm, &buffer) {
                Ok(()) => inside.push(buffer),
                Err(_) => drop(vm.take_pending()),
            }
        }
    }
    stop(vm);
    for buffer in inside {
        if let Some(state) = text::native_buffer(vm, &buffer) {
            state.latch.reset();
        }
    }
}

/// Flushes `sys.stdout` and `sys.stderr` at exit; false if the output is lost, as the exit code has to say.
pub fn flush_stdio(vm: &mut Vm) -> bool {
    let sys = vm.sys();
    let mut fine = true;
    for name in ["stdout", "stderr"] {
        let Some(stream) = vm
            .dict_get_str(&sys, name)
            .filter(|stream| !stream.is_none())
        else {
            continue;
        };
        let closed = super::is_closed(vm, &stream);
        if matches!(closed, Ok(true)) {
            continue;
        }
        let outcome = match stream.payload::<text::Text>() {
            Some(_) if is_plain(vm, &stream) && !super::has_attributes(vm, &stream) => {
                text::flush(vm, &stream)
            }
            _ => vm.call_method(&stream, "flush", &[]).map(drop),
        };
        if outcome.is_err() && name == "stdout" {
            fine = false;
            vm.report_unraisable("Exception ignored in: ", Some(&stream));
        }
        vm.take_pending();
    }
    fine
}

/// Writes a text to a stream if that is a text stream of the native class: one step for other threads, unless the buffer is
/// full. False for any other stream, whose `write` has to be called.
pub fn stdout_write_fast(vm: &mut Vm, stdout: &Value, value: &Value) -> Outcome<bool> {
    if stdout.payload::<text::Text>().is_none() || !is_plain(vm, stdout) {
        return Ok(false);
    }
    text::write(vm, stdout, value)?;
    Ok(true)
}

impl Vm {
    /// Writes to `sys.stderr`, or to descriptor 2 where that fails.
    pub fn write_error(&mut self, text: &str) {
        let pending = self.take_pending();
        if !self.write_stream("stderr", text) {
            super::file::write_all(2, text.as_bytes());
        }
        if let Some(pending) = pending {
            self.set_pending(pending);
        }
    }
    /// Writes to `sys.stdout`, or to descriptor 1 where that fails.
    pub fn write_out(&mut self, text: &str) {
        let pending = self.take_pending();
        if !self.write_stream("stdout", text) {
            super::file::write_all(1, text.as_bytes());
        }
        if let Some(pending) = pending {
            self.set_pending(pending);
        }
    }
    fn write_stream(&mut self, name: &str, text: &str) -> bool {
        let sys = self.sys();
        let Some(stream) = self
            .dict_get_str(&sys, name)
            .filter(|stream| !stream.is_none())
        else {
            return false;
        };
        let text = self.new_str(text);
        let outcome = match stdout_write_fast(self, &stream, &text) {
            Ok(false) => self.call_method(&stream, "write", &[text]).map(drop),
            other => other.map(drop),
        };
        if outcome.is_err() {
            self.take_pending();
        }
        outcome.is_ok()
    }
}
