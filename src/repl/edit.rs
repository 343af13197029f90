//! The prompt with line editing: rustyline in front, one line at a time, blocks as a whole in the history.
//!
//! Enters: keys. Leaves: statements run, output, the exit code. The interpreter's lock is free while the prompt waits.

use super::helper::{Assistant, Keys, Shared};
use super::ledger::Ledger;
use super::lexer::{self, State};
use super::screen::Screen;
use super::{indent, paste, session};
use crate::object::builtin::Exc;
use crate::sched::Wait;
use crate::vm::Vm;
use crate::vm::thread::{awaited_threads, interp_threads};
use rustyline::config::BellStyle;
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::{
    ColorMode, CompletionType, Config, EditMode, Editor, Event, EventHandler, ExternalPrinter,
};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

/// Entries of the history.
const MOST_ENTRIES: usize = 10_000;
/// Statements longer than this are not kept in it.
const LONGEST_ENTRY: usize = 64 << 10;
/// Makes rustyline draw the line again without a trace: what it prints above the line ends with a line end.
const REDRAW: &str = "\x1b[A\n";

struct Session {
    editor: Editor<Assistant, DefaultHistory>,
    shared: Shared,
    screen: Arc<Screen>,
    history: Option<PathBuf>,
    books: Arc<Ledger>,
}

/// Runs the prompt; None if the terminal does not serve for it.
pub fn run(
    vm: &mut Vm,
    variable: &dyn Fn(&str) -> Option<String>,
    books: &Arc<Ledger>,
) -> Option<u8> {
    let colour = crate::diag::wants_colour(vm.interp().config.colour, true);
    let screen = Screen::new(colour);
    let vi = variable("TICK_EDIT_MODE").is_some_and(|mode| mode == "vi");
    let config = Config::builder()
        .max_history_size(MOST_ENTRIES)
        .and_then(|builder| builder.history_ignore_dups(true))
        .ok()?
        .auto_add_history(false)
        .completion_type(CompletionType::List)
        .completion_show_all_if_ambiguous(true)
        .completion_prompt_limit(200)
        .edit_mode(if vi { EditMode::Vi } else { EditMode::Emacs })
        .bell_style(BellStyle::None)
        .bracketed_paste(true)
        // The highlighter is needed without colours, too: it shows what threads print.
        .color_mode(ColorMode::Forced)
        .build();
    let mut editor = Editor::<Assistant, DefaultHistory>::with_config(config).ok()?;
    let shared = Shared::default();
    let builtins = vm.builtins();
    let builtins = super::lookup::keys(vm, &builtins).into_iter().collect();
    editor.set_helper(Some(Assistant::new(
        shared.clone(),
        screen.clone(),
        colour,
        builtins,
    )));
    editor.bind_sequence(
        Event::Any,
        EventHandler::Conditional(Box::new(Keys(shared.clone()))),
    );
    let mut printer = editor.create_external_printer().ok()?;
    let watcher = screen.clone();
    std::thread::Builder::new()
        .name("prompt".into())
        .stack_size(64 << 10)
        .spawn(move || {
            watcher.watch(|| {
                // Fails when the session has ended.
                let _ = printer.print(REDRAW.to_string());
            })
        })
        .ok()?;
    if let Some(bell) = screen.bell() {
        crate::native::signals::set_bell(vm, bell);
    }
    let history = history_file(variable);
    if let Some(file) = &history {
        let _ = editor.load_history(file);
    }
    let _ = vm.interp().console.set(screen.clone());
    // Lines of what was typed are shown by tracebacks from the code's own text.
    vm.remember_source(session::NAME, "");
    let mut session = Session {
        editor,
        shared,
        screen,
        history,
        books: books.clone(),
    };
    let code = session.run(vm);
    session.screen.finish();
    Some(code)
}

/// `PYTHON_HISTORY`, else a file in `XDG_STATE_HOME`, else one in the home folder.
fn history_file(variable: &dyn Fn(&str) -> Option<String>) -> Option<PathBuf> {
    if let Some(file) = variable("PYTHON_HISTORY") {
        return Some(PathBuf::from(file));
    }
    let folder = |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    if let Some(state) = folder("XDG_STATE_HOME") {
        let folder = state.join("tick");
        let _ = std::fs::create_dir_all(&folder);
        return Some(folder.join("history"));
    }
    folder("HOME").map(|home| home.join(".tick_history"))
}

/// What was read.
enum Read {
    Line(String),
    /// Ctrl-C.
    Interrupt,
    /// A handler of a signal has raised an exception, which is pending.
    Raised,
    /// Ctrl-D.
    End,
    /// Bytes that are no text.
    Garbled,
    /// The terminal is gone.
    Lost,
}

impl Session {
    fn run(&mut self, vm: &mut Vm) -> u8 {
        loop {
            let (text, ended) = match self.statement(vm) {
                ControlFlow::Continue(read) => read,
                ControlFlow::Break(code) => return code,
            };
            if !text.trim().is_empty() {
                self.remember(&text);
                if let ControlFlow::Break(code) = session::run_text(vm, &self.books, &text) {
                    return code;
                }
            } else if ended {
                self.say_who_runs(vm);
                return 0;
            }
        }
    }

    /// Reads one statement, or several that were pasted; true if Ctrl-D ended it. Breaks with the exit code if the terminal is
    /// gone, or the handler of a signal ends the program.
    fn statement(&mut self, vm: &mut Vm) -> ControlFlow<u8, (String, bool)> {
        let mut text = String::new();
        let mut raised = false;
        loop {
            // Ctrl-C that came when nothing was running any more is for this prompt.
            if raised || crate::native::signals::serve(vm).is_err() {
                if vm.pending_is(Exc::SystemExit) {
                    return ControlFlow::Break(crate::cli::report(vm));
                }
                session::report_error(vm);
                text.clear();
                raised = false;
            }
            session::flush(vm);
            let prompt = session::prompt_text(vm, if text.is_empty() { "ps1" } else { "ps2" });
            let line = match self.read_line(vm, &prompt, &text) {
                Read::Line(line) => line,
                Read::Interrupt => {
                    vm.write_error("KeyboardInterrupt\n");
                    text.clear();
                    continue;
                }
                Read::Raised => {
                    raised = true;
                    continue;
                }
                Read::End => return ControlFlow::Continue((text, true)),
                Read::Garbled => {
                    vm.write_error("tick: what was typed is not UTF-8 and was dropped\n");
                    continue;
                }
                Read::Lost => return ControlFlow::Break(0),
            };
            if text.is_empty() && line.trim().is_empty() {
                continue;
            }
            text += &line;
            text.push('\n');
            // Several lines at once, pasted or recalled, are run as they are if they are whole.
            let whole = line.contains('\n')
                && crate::syntax::parse(&text, crate::syntax::Mode::Module).is_ok();
            if whole || session::is_complete(&text, line.rsplit('\n').next().unwrap_or("")) {
                return ControlFlow::Continue((text, false));
            }
        }
    }

    fn read_line(&mut self, vm: &mut Vm, prompt: &str, block: &str) -> Read {
        let margin = indent::next(block);
        let records = &interp_threads(vm).records;
        self.screen.begin_prompt(|id| records.contains_key(&id));
        {
            let mut line = self.shared.line();
            line.state = if block.is_empty() {
                State::default()
            } else {
                lexer::scan(block, State::default()).1
            };
            line.block = block.to_string();
            line.margin = Some(margin.len());
            line.waits = None;
            line.interrupted = false;
            line.folded.clear();
        }
        let editor = &mut self.editor;
        let screen = &self.screen;
        let result = vm.detach_with(Wait::Input(0), move |door| {
            if let Some(helper) = editor.helper() {
                helper.lend(door);
            }
            let result = editor.readline_with_initial(prompt, (&margin, ""));
            if let Some(helper) = editor.helper() {
                helper.take_back();
            }
            screen.end_prompt();
            result
        });
        match result {
            _ if self.editor.helper().is_some_and(Assistant::has_raised) => Read::Raised,
            Ok(_) if self.shared.line().interrupted => Read::Interrupt,
            Ok(line) => Read::Line(paste::unfold(&line, &mut self.shared.line().folded)),
            Err(ReadlineError::Interrupted) => Read::Interrupt,
            Err(ReadlineError::Eof) => Read::End,
            Err(ReadlineError::Io(error)) if error.kind() == std::io::ErrorKind::InvalidData => {
                Read::Garbled
            }
            Err(_) => Read::Lost,
        }
    }

    fn remember(&mut self, text: &str) {
        let entry = text.trim_end();
        if entry.len() > LONGEST_ENTRY || !matches!(self.editor.add_history_entry(entry), Ok(true))
        {
            return;
        }
        if let Some(file) = &self.history {
            let _ = self.editor.append_history(file);
        }
    }

    /// At Ctrl-D: which threads the end of the session waits for.
    fn say_who_runs(&self, vm: &mut Vm) {
        if let Some(threads) = awaited_threads(vm) {
            vm.write_error(&format!("waiting for {threads} (Ctrl-C to end)\n"));
        }
    }
}
