//! What comes before any prompt: the banner and `PYTHONSTARTUP`. [`crate::repl`] is the prompt itself.
//!
//! Enters: the environment. Leaves: text on `sys.stderr`, what the start-up file does, and how the session ended.

use super::environment::Environment;
use super::run::Ending;
use crate::vm::Vm;

/// Prints the banner and runs the start-up file: what comes before a prompt that no program has run in front of.
pub fn begin(vm: &mut Vm, quiet: bool, environment: &Environment) {
    if !quiet {
        vm.write_error(&format!(
            "{}\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.\n",
            super::version()
        ));
    }
    crate::repl::set_prompts(vm);
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
    if outcome.is_err()
        && let Some(exception) = vm.take_pending()
    {
        vm.excepthook(&exception);
    }
}

/// Runs a prompt until the input ends; the way of this place: with line editing on a terminal that can, else without.
pub fn run(vm: &mut Vm, environment: &Environment) -> Ending {
    Ending::finished(crate::repl::run(vm, &|name| environment.get(name)))
}
