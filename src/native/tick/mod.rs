//! The module `_tick`: what a program can ask of the interpreter that runs it; `tick` in `src/lib_py` is the public face.
//!
//! Enters: the beginning and the end of a recording. Leaves: a [`Recorded`] run: its report, its sums, its files. What is recorded and
//! how is in [`crate::trace`].
mod totals;

use crate::deadlock::DEADLOCK_ERROR;
use crate::native::payload::state;
use crate::native::posix::path::path_argument;
use crate::native::{NativeClass, NativeModule};
use crate::native_functions;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::raise;
use crate::trace::model::Trace;
use crate::trace::output::{Format, endings, save};
use crate::trace::session;
use crate::trace::text::{Style, report};
use crate::vm::{Outcome, Vm};
use std::path::{Path, PathBuf};

/// A run that was recorded.
struct Recorded(Trace);

impl Payload for Recorded {}

/// The form of a file: as said, else as its name says.
fn format_of(vm: &mut Vm, path: &Path, name: Option<&str>) -> Outcome<Format> {
    let found = match name {
        Some(name) => Format::named(name),
        None => Format::of_file(path),
    };
    match (found, name) {
        (Some(format), _) => Ok(format),
        (None, Some(name)) => {
            let names: Vec<&str> = Format::names().collect();
            raise!(
                vm,
                ValueError,
                "format {name:?}: there is {}",
                names.join(", ")
            )
        }
        (None, None) => raise!(
            vm,
            ValueError,
            "the name of the file says its form: it ends in one of {}",
            endings()
        ),
    }
}

fn path_of(vm: &mut Vm, value: &Value) -> Outcome<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    let path = path_argument(vm, value)?.c_text();
    Ok(PathBuf::from(std::ffi::OsStr::from_bytes(path.as_bytes())))
}

fn name_of<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<Option<&'a str>> {
    if value.is_none() {
        return Ok(None);
    }
    match value.downcast::<crate::object::text::StrObject>() {
        Some(text) => Ok(Some(text.as_str())),
        None => {
            let class = vm.class_name(value);
            raise!(vm, TypeError, "format must be str or None, not {class}")
        }
    }
}

native_functions! {
    static FUNCTIONS;
    /// Begin to record: when, and the folder in which child processes leave their part.
    "begin()" fn begin(vm) -> Value {
        let (began, folder) = match session::join(vm) {
            Ok(begun) => begun,
            Err(error) => return Err(vm.raise_os_error(&error, None)),
        };
        let folder = vm.new_str(&folder.to_string_lossy());
        Ok(vm.new_pair(Value::int(began as i64), folder))
    }
    /// The run since `began`, and whether nothing is recorded any more.
    "end(began, /)" fn end(vm, began: i64) -> Value {
        let Some((trace, is_over)) = session::leave(vm, began as u64) else {
            raise!(vm, RuntimeError, "nothing is recorded");
        };
        let class = vm.native_class(&RECORDED)?;
        let recorded = vm.new_native(&class, Recorded(trace));
        Ok(vm.new_pair(recorded, Value::bool(is_over)))
    }
    /// Check that a run can be saved under that name.
    "check(path, format=None, /)" fn check(vm, path: &Value, format: &Value) -> () {
        let (path, format) = (path_of(vm, path)?, name_of(vm, format)?);
        format_of(vm, &path, format).map(drop)
    }
    /// Tell a recording what this process is called among processes.
    "note_process(name, /)" fn note_process(vm, name: &str) -> () {
        vm.note_process_name(name);
        Ok(())
    }
    /// Tell a recording that this process began a child.
    "note_child(pid, /)" fn note_child(vm, pid: i32) -> () {
        vm.note_child(pid);
        Ok(())
    }
}

native_functions! {
    static METHODS;
    /// The timeline and the tables as a text with lines of that width.
    "report(self, width=80)" fn report_method(vm, this: &Value, width: usize) -> String {
        let recorded: &Recorded = state(vm, this)?;
        Ok(report(&recorded.0, Style { width: width.clamp(40, 10_000), ..Style::PLAIN }))
    }
    /// Write the run to a file; the ending of its name says the form, unless `format` does.
    "save(self, path, format=None)" fn save_method(vm, this: &Value, path: &Value, format: &Value) -> () {
        let recorded: &Recorded = state(vm, this)?;
        let (file, format) = (path_of(vm, path)?, name_of(vm, format)?);
        let format = format_of(vm, &file, format)?;
        match save(&recorded.0, format, &file) {
            Ok(()) => Ok(()),
            Err(error) => Err(vm.raise_os_error(&error, Some(&file.to_string_lossy()))),
        }
    }
    /// Sums as dicts and lists; times in nanoseconds.
    "totals(self)" fn totals_method(vm, this: &Value) -> Value {
        let recorded: &Recorded = state(vm, this)?;
        Ok(totals::of(vm, &recorded.0))
    }
}

static RECORDED: NativeClass = NativeClass {
    name: "_tick.Recorded",
    doc: "A run that was recorded.",
    methods: METHODS,
    ..NativeClass::EMPTY
};

/// `_tick`.
pub static MODULE: NativeModule = NativeModule {
    name: "_tick",
    doc: "Recording of runs; the module `tick` is built on it.",
    functions: &[FUNCTIONS],
    classes: &[&RECORDED, &DEADLOCK_ERROR],
    init: None,
};
