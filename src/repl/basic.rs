//! The prompt without line editing: what a pipe, a dumb terminal and `PYTHON_BASIC_REPL` get.
//!
//! Enters: lines of `sys.stdin`. Leaves: prompts on `sys.stderr`, what the statements print, the exit code.

use super::ledger::Ledger;
use super::session;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::ops::ControlFlow;

/// Runs the prompt until the input ends.
pub fn run(vm: &mut Vm, books: &Ledger) -> u8 {
    // Lines of what was typed are shown by tracebacks from the code's own text.
    vm.remember_source(session::NAME, "");
    loop {
        let (text, ended) = match statement(vm) {
            Ok(read) => read,
            Err(_) => {
                session::report_error(vm);
                continue;
            }
        };
        if ended {
            vm.write_error("\n");
            if text.is_empty() {
                return 0;
            }
        }
        if text.trim().is_empty() {
            continue;
        }
        if let ControlFlow::Break(code) = session::run_text(vm, books, &text) {
            return code;
        }
    }
}

/// Reads one statement; true if the input ended behind it.
fn statement(vm: &mut Vm) -> Outcome<(String, bool)> {
    let first = session::prompt_text(vm, "ps1");
    let more = session::prompt_text(vm, "ps2");
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
        if session::is_complete(&text, &line) {
            return Ok((text, false));
        }
    }
}

/// One line from `sys.stdin`, so that what the program reads and what the prompt reads come from one buffer. Empty at the end.
fn read_line(vm: &mut Vm) -> Outcome<String> {
    session::flush(vm);
    let sys = vm.sys();
    let stdin = vm.dict_get_str(&sys, "stdin").unwrap_or(Value::NONE);
    if stdin.is_none() {
        return Ok(String::new());
    }
    let line = vm.call_method(&stdin, "readline", &[])?;
    vm.string(&line)
}
