//! The prompt without line editing: what a pipe, a dumb terminal and `PYTHON_BASIC_REPL` get; and what comes before any prompt:
//! the banner and `PYTHONSTARTUP`. [`crate::repl`] is the other one.
//!
//! Enters: lines of `sys.stdin`. Leaves: prompts on `sys.stderr`, what the statements print, and how the session ended.

use super::environment::Environment;
use super::run::{Ending, ending_of_error};
use crate::object::builtin::Exc;
use crate::object::value::Value;
use crate::syntax::{Completeness, Mode, completeness};
use crate::vm::{Outcome, Vm};
use std::io::IsTerminal;

/// The name that code of the prompt has in tracebacks.
const NAME: &str = "<stdin>";

/// Prints the banner and runs the start-up file: what comes before a prompt that no program has run in front of.
pub fn begin(vm: &mut Vm, quiet: bool, environment: &Environment) {
    if !quiet {
        vm.write_error(&format!(
            "{}\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n",
            super::version()
        ));
    }
    set_prompts(vm);
    let Some(file) = environment.get("PYTHONSTARTUP") else {
        return;
    };
    let outcome = match std::fs::read(&file) {
        Ok(bytes) => vm
            .decode_source(&bytes, &file)
            .and_then(|text| vm.run_text(&file, &text)),
        Err(error) => {
            vm.write_error("Could not open PYTHONSTARTUP\n");
            Err(vm.raise_os_error(&error, Some(&file)))
        }
    };
    if outcome.is_err() {
        report_error(vm);
    }
}

/// Runs a prompt until the input ends; the way of this place: with line editing on a terminal that can, else without.
pub fn run(vm: &mut Vm, environment: &Environment) -> Ending {
    set_prompts(vm);
    let dumb = environment.get("PYTHON_BASIC_REPL").is_some()
        || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if !dumb && std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return Ending::finished(crate::repl::run(vm, true));
    }
    basic(vm)
}

/// `sys.ps1` and `sys.ps2` are there if and only if there is a prompt.
fn set_prompts(vm: &mut Vm) {
    let sys = vm.sys();
    for (name, text) in [("ps1", ">>> "), ("ps2", "... ")] {
        if vm.dict_get_str(&sys, name).is_none() {
            let text = vm.new_str(text);
            vm.dict_set_str(&sys, name, text);
        }
    }
}

/// The text of a prompt; the program may have put any object there.
fn prompt_text(vm: &mut Vm, name: &str) -> String {
    let sys = vm.sys();
    let Some(value) = vm.dict_get_str(&sys, name) else {
        return String::new();
    };
    let text = vm.str_text(&value);
    text.unwrap_or_else(|_| {
        vm.take_pending();
        String::new()
    })
}

fn basic(vm: &mut Vm) -> Ending {
    let globals = vm.main_namespace();
    // Lines of what was typed are shown by tracebacks from the code's own text.
    vm.remember_source(NAME, "");
    loop {
        let (text, ended) = match statement(vm) {
            Ok(read) => read,
            // Ctrl-C at the prompt drops what was typed; there is no place to show.
            Err(_) if vm.pending_is(Exc::KeyboardInterrupt) => {
                vm.take_pending();
                vm.write_error("\nKeyboardInterrupt\n");
                continue;
            }
            Err(_) => {
                report_error(vm);
                continue;
            }
        };
        if ended && text.is_empty() {
            vm.write_error("\n");
            return Ending::finished(0);
        }
        if ended {
            vm.write_error("\n");
        }
        if text.trim().is_empty() {
            continue;
        }
        let outcome: Outcome<()> = vm
            .compile_text(NAME, &text, Mode::Interactive, false)
            .and_then(|code| vm.run_code(&code, &globals, None).map(drop));
        if outcome.is_err() {
            if vm.pending_is(Exc::SystemExit) {
                return ending_of_error(vm);
            }
            report_error(vm);
        }
        flush(vm);
    }
}

/// Reads one statement; true if the input ended behind it.
fn statement(vm: &mut Vm) -> Outcome<(String, bool)> {
    let (first, more) = (prompt_text(vm, "ps1"), prompt_text(vm, "ps2"));
    let mut text = String::new();
    loop {
        vm.write_error(if text.is_empty() { &first } else { &more });
        let line = read_line(vm)?;
        if line.is_empty() {
            return Ok((text, true));
        }
        if text.is_empty() && line.trim().is_empty() {
            return Ok((text, false));
        }
        text += &line;
        if is_complete(&text, &line) {
            return Ok((text, false));
        }
    }
}

/// One line from `sys.stdin`, so that what the program reads and what the prompt reads come from one buffer. Empty at the end.
fn read_line(vm: &mut Vm) -> Outcome<String> {
    flush(vm);
    let sys = vm.sys();
    let stdin = vm.dict_get_str(&sys, "stdin").unwrap_or(Value::NONE);
    if stdin.is_none() {
        return Ok(String::new());
    }
    let line = vm.call_method(&stdin, "readline", &[])?;
    vm.string(&line)
}

fn flush(vm: &mut Vm) {
    for name in ["stdout", "stderr"] {
        let sys = vm.sys();
        if let Some(stream) = vm.dict_get_str(&sys, name).filter(|value| !value.is_none())
            && vm.call_method(&stream, "flush", &[]).is_err()
        {
            vm.take_pending();
        }
    }
}

/// True if the text can be run: a compound statement ends with an empty line, any other where it is complete.
fn is_complete(text: &str, line: &str) -> bool {
    match completeness(text) {
        Completeness::Incomplete => false,
        Completeness::Invalid => true,
        Completeness::Complete => !is_compound(text) || line.trim().is_empty(),
    }
}

fn is_compound(text: &str) -> bool {
    const WORDS: [&str; 8] = ["if", "while", "for", "try", "with", "def", "class", "async"];
    let inner = |c: char| c.is_alphanumeric() || c == '_';
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'))
        .unwrap_or("");
    let word = first.split(|c| !inner(c)).next().unwrap_or("");
    first.starts_with('@') || WORDS.contains(&word) || first.ends_with(':')
}

/// Shows the pending exception; SystemExit, too, which here ends nothing.
fn report_error(vm: &mut Vm) {
    if let Some(exception) = vm.take_pending() {
        vm.excepthook(&exception);
    }
}
