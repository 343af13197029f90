//! What every prompt does with what was typed.
//!
//! Enters: text. Leaves: what it prints, and how the session ends if it does. Statements of one text are run one after the
//! other; only the last one shows its value.

use super::ledger::Ledger;
use super::{commands, lexer};
use crate::object::builtin::Exc;
use crate::object::dict::DictObject;
use crate::object::heap::Ref;
use crate::object::value::Value;
use crate::syntax::{Completeness, Mode, completeness};
use crate::vm::{Outcome, Vm};
use std::io::IsTerminal;
use std::ops::ControlFlow;

/// The name that code of the prompt has in tracebacks.
pub const NAME: &str = "<stdin>";

/// `sys.ps1` and `sys.ps2` are there if and only if there is a prompt.
pub fn set_prompts(vm: &mut Vm) {
    let sys = vm.sys();
    for (name, text) in [("ps1", ">>> "), ("ps2", "... ")] {
        if vm.dict_get_str(&sys, name).is_none() {
            let text = vm.new_str(text);
            vm.dict_set_str(&sys, name, text);
        }
    }
}

/// The text of a prompt; the program may have put any object there.
pub fn prompt_text(vm: &mut Vm, name: &str) -> String {
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

/// True if the text can be run: a compound statement ends with an empty line, any other where it is complete. `line` is the
/// last one.
pub fn is_complete(text: &str, line: &str) -> bool {
    if text.starts_with(':') {
        return true;
    }
    match completeness(text) {
        Completeness::Incomplete => false,
        Completeness::Invalid => true,
        Completeness::Complete => !is_compound(text) || line.trim().is_empty(),
    }
}

/// True if a text of several lines, typed as one, ends in the middle of a statement.
pub fn wants_more(text: &str) -> bool {
    let last = lexer::statements(text).last().copied().unwrap_or(0);
    crate::syntax::parse(text, Mode::Module).is_err()
        && completeness(&text[last..]) == Completeness::Incomplete
}

fn is_compound(text: &str) -> bool {
    const WORDS: [&str; 8] = ["if", "while", "for", "try", "with", "def", "class", "async"];
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'))
        .unwrap_or("");
    let word = first.split(|c| !lexer::is_word(c)).next().unwrap_or("");
    first.starts_with('@') || WORDS.contains(&word) || first.ends_with(':')
}

/// Runs a text; breaks with the exit code if that ends the session.
pub fn run_text(vm: &mut Vm, books: &Ledger, text: &str) -> ControlFlow<u8> {
    let globals = vm.main_namespace();
    let outcome = match text.strip_prefix(':') {
        Some(command) => commands::run(vm, books, command.trim()),
        None => match bare_word(vm, &globals, text.trim()) {
            Some(outcome) => outcome,
            None => run_statements(vm, &globals, text),
        },
    };
    if outcome.is_err() {
        if vm.pending_is(Exc::SystemExit) {
            return ControlFlow::Break(crate::cli::report(vm));
        }
        report_error(vm);
    }
    flush(vm);
    ControlFlow::Continue(())
}

/// `exit`, `quit` and `help` alone on a terminal mean to be called, unless the program has given the word a meaning.
fn bare_word(vm: &mut Vm, globals: &DictObject, word: &str) -> Option<Outcome<()>> {
    if !matches!(
        word,
        "exit" | "quit" | "help" | "copyright" | "credits" | "license"
    ) || vm.dict_get_str(globals, word).is_some()
        || !std::io::stdin().is_terminal()
    {
        return None;
    }
    let builtins = vm.builtins();
    let function = vm.dict_get_str(&builtins, word)?;
    Some(vm.call(&function, &[]).map(drop))
}

fn run_statements(vm: &mut Vm, globals: &Ref<DictObject>, text: &str) -> Outcome<()> {
    let starts = lexer::statements(text);
    let last = match starts.last() {
        Some(&last) if starts.len() > 1 => last,
        _ => {
            let code = vm.compile_text(NAME, text, Mode::Interactive, false)?;
            return vm.run_code(&code, globals, None).map(drop);
        }
    };
    if crate::syntax::parse(text, Mode::Module).is_err() {
        // Says what is wrong with all of it; nothing is run.
        return vm.compile_text(NAME, text, Mode::Module, false).map(drop);
    }
    let lines = text[..last].matches('\n').count();
    let first = vm.compile_text(NAME, &text[..last], Mode::Module, false)?;
    let last = format!("{}{}", "\n".repeat(lines), &text[last..]);
    let last = vm.compile_text(NAME, &last, Mode::Interactive, false)?;
    vm.run_code(&first, globals, None)?;
    vm.run_code(&last, globals, None).map(drop)
}

/// Shows the pending exception; SystemExit, too, which here ends nothing.
pub fn report_error(vm: &mut Vm) {
    if let Some(exception) = vm.take_pending() {
        vm.excepthook(&exception);
    }
}

/// Flushes the output streams; what goes wrong with that is nobody's business here.
pub fn flush(vm: &mut Vm) {
    for name in ["stdout", "stderr"] {
        let sys = vm.sys();
        if let Some(stream) = vm
            .dict_get_str(&sys, name)
            .filter(|value: &Value| !value.is_none())
            && vm.call_method(&stream, "flush", &[]).is_err()
        {
            vm.take_pending();
        }
    }
}
