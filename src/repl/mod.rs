//! The prompt: with line editing on a terminal that can ([`edit`]), else plain ([`basic`]).
//!
//! Enters: a machine whose `__main__` has what the session begins with. Leaves: the exit code of the session.
//!
//! | file | subject |
//! |---|---|
//! | [`session`] | what both prompts do with a statement: running, prompts, bare words |
//! | [`commands`], [`ledger`] | `:threads` and its kin, and the books they read |
//! | [`edit`], [`helper`] | rustyline: reading lines, keys, hints |
//! | [`screen`] | output of other threads above the prompt |
//! | [`lexer`], [`indent`], [`paint`], [`paste`] | text that is being typed |
//! | [`complete`], [`lookup`], [`signature`] | values that are looked at while somebody types |

mod basic;
mod commands;
mod complete;
mod edit;
mod helper;
mod indent;
mod ledger;
mod lexer;
mod lookup;
mod paint;
mod paste;
mod screen;
mod session;
mod signature;

pub use session::set_prompts;

use crate::vm::Vm;
use std::io::IsTerminal;

pub use screen::columns as terminal_columns;

/// Runs a prompt until its input ends or the program exits; gives the exit code. `variable` reads the environment as the
/// command line has it.
pub fn run(vm: &mut Vm, variable: &dyn Fn(&str) -> Option<String>) -> u8 {
    set_prompts(vm);
    let books = ledger::Ledger::new();
    // Somebody else may record already; then `:locks` knows no more than the locks themselves.
    vm.interp().lock.record(books.clone());
    let dumb = variable("PYTHON_BASIC_REPL").is_some()
        || std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
    if !dumb
        && std::io::stdin().is_terminal()
        && std::io::stdout().is_terminal()
        && let Some(code) = edit::run(vm, variable, &books)
    {
        return code;
    }
    basic::run(vm, &books)
}
