//! The prompt: rustyline in front, one statement at a time.

use crate::cli::report;
use crate::cli::run_namespace;
use crate::syntax::{Completeness, Mode, completeness};
use crate::vm::{Outcome, Vm};
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

/// Runs the prompt until the end of input; gives the exit code.
pub fn run(vm: &mut Vm, quiet: bool) -> u8 {
    if !quiet {
        vm.write_error(&format!(
            "{}\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n",
            crate::cli::version()
        ));
    }
    let globals = run_namespace(vm);
    let Ok(mut editor) = DefaultEditor::new() else {
        return 1;
    };
    let history =
        std::env::var_os("HOME").map(|home| std::path::Path::new(&home).join(".tick_history"));
    if let Some(history) = &history {
        let _ = editor.load_history(history);
    }
    let mut source = String::new();
    loop {
        let prompt = if source.is_empty() { ">>> " } else { "... " };
        // The lock is free while the prompt waits, so other threads run on.
        let line = vm.detach(crate::sched::Wait::Input(0), || editor.readline(prompt));
        match line {
            Ok(line) => {
                if source.is_empty() && line.trim().is_empty() {
                    continue;
                }
                source.push_str(&line);
                source.push('\n');
                let block = source.lines().count() > 1;
                let complete = match completeness(&source) {
                    Completeness::Incomplete => false,
                    _ => {
                        !block
                            || line.trim().is_empty()
                            || !line.starts_with([' ', '\t']) && !starts_block(&source)
                    }
                };
                if !complete {
                    continue;
                }
                let _ = editor.add_history_entry(source.trim_end());
                let text = std::mem::take(&mut source);
                if let Err(code) = run_one(vm, &globals, &text) {
                    return vm.finish(code);
                }
            }
            Err(ReadlineError::Interrupted) => {
                source.clear();
                vm.write_error("\nKeyboardInterrupt\n");
            }
            Err(_) => break,
        }
    }
    if let Some(history) = &history {
        let _ = editor.save_history(history);
    }
    vm.finish(0)
}

/// True if the first line opens a block, which only an empty line ends.
fn starts_block(source: &str) -> bool {
    let first = source.lines().next().unwrap_or("");
    first.trim_end().ends_with(':') || first.starts_with('@')
}

/// Runs one complete input; the error is the exit code of `SystemExit`.
fn run_one(
    vm: &mut Vm,
    globals: &crate::object::heap::Ref<crate::object::dict::DictObject>,
    text: &str,
) -> Result<(), u8> {
    let outcome: Outcome<()> = match vm.compile_text("<stdin>", text, Mode::Interactive, false) {
        Ok(code) => vm.run_code(&code, globals, None).map(drop),
        Err(raised) => Err(raised),
    };
    if outcome.is_err() {
        let exit = vm.pending_is(crate::object::builtin::Exc::SystemExit);
        let code = report(vm);
        if exit {
            return Err(code);
        }
    }
    Ok(())
}
