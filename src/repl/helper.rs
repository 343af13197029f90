//! What rustyline asks while a line is edited: colours, hints, completion; and what it does at keys.
//!
//! Enters: the line and the cursor. Leaves: text to show and commands. All runs in the thread that types, without the
//! interpreter's lock; only completion and hints take it, through the door.
#![allow(unsafe_code)] // The door is lent for the time of one call; getrusage.

use super::lexer::{self, Kind, State};
use super::screen::{self, Screen};
use super::{complete, indent, paint, paste, signature};
use crate::native::signals;
use crate::vm::{Door, Vm};
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hint, Hinter};
use rustyline::validate::Validator;
use rustyline::{
    Cmd, ConditionalEventHandler, Context, EditMode, Event, EventContext, Helper, InputMode,
    KeyCode, KeyEvent, Modifiers, Movement, RepeatCount,
};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How often this thread has waited for something; 0 if the system does not count that.
fn waits() -> i64 {
    // SAFETY: the call fills the structure.
    unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_THREAD, &mut usage);
        usage.ru_nvcsw
    }
}

/// What the helper and the keys know of the line.
#[derive(Default)]
pub struct Line {
    /// The lines of the block before this one.
    pub block: String,
    /// What they leave open.
    pub state: State,
    /// The margin that the prompt has put there, until a key is typed.
    pub margin: Option<usize>,
    /// What [`waits`] said when the prompt was drawn first. Still the same at the first key, that key was sent before there was a
    /// prompt: not by a typist.
    pub waits: Option<i64>,
    /// It was Ctrl-C that ended it.
    pub interrupted: bool,
    /// Texts that were pasted and are too long to be shown.
    pub folded: Vec<String>,
    /// A paste that is under way.
    paste: Option<String>,
    /// It began behind the margin that the prompt has put there.
    paste_in_margin: bool,
    /// What [`replace`] has asked for.
    replacement: Option<(usize, String)>,
    /// The history is being searched.
    searching: bool,
}

/// Shared between the session, the helper and the keys.
#[derive(Clone, Default)]
pub struct Shared(Arc<Mutex<Line>>);

impl Shared {
    /// The line.
    pub fn line(&self) -> MutexGuard<'_, Line> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers rustyline's questions.
pub struct Assistant {
    shared: Shared,
    screen: Arc<Screen>,
    colour: bool,
    builtins: HashSet<String>,
    /// The way to the interpreter while a line is edited.
    door: AtomicPtr<Door>,
    /// See [`Assistant::has_raised`]: then no other code may run before the line has ended.
    raised: AtomicBool,
    /// Where in the last hint the parameter is that is being typed.
    mark: Mutex<std::ops::Range<usize>>,
}

impl Assistant {
    /// For a session on this screen; `builtins` are names with a colour of their own.
    pub fn new(
        shared: Shared,
        screen: Arc<Screen>,
        colour: bool,
        builtins: HashSet<String>,
    ) -> Assistant {
        Assistant {
            shared,
            screen,
            colour,
            builtins,
            door: AtomicPtr::new(std::ptr::null_mut()),
            raised: AtomicBool::new(false),
            mark: Mutex::new(0..0),
        }
    }

    /// Lends the door, until [`Assistant::take_back`].
    pub fn lend(&self, door: &Door) {
        self.raised.store(false, Ordering::Relaxed);
        self.door
            .store(std::ptr::from_ref(door).cast_mut(), Ordering::Relaxed);
    }

    /// Takes the door back. A line may be read only in between.
    pub fn take_back(&self) {
        self.door.store(std::ptr::null_mut(), Ordering::Relaxed);
    }

    /// Runs the handlers of signals. An exception ends the line.
    fn serve_signals(&self) {
        let serve = |vm: &mut Vm| match signals::serve(vm) {
            Ok(()) => {
                super::session::flush(vm);
                false
            }
            Err(_) => true,
        };
        if self.screen.serving(|| self.enter(serve)) == Some(true) {
            self.raised.store(true, Ordering::Relaxed);
            screen::end_line();
        }
    }

    /// True if a handler of a signal has raised an exception, which is pending, and has ended the line.
    pub fn has_raised(&self) -> bool {
        self.raised.load(Ordering::Relaxed)
    }

    fn enter<R: Send>(&self, work: impl FnOnce(&mut Vm) -> R + Send) -> Option<R> {
        if self.has_raised() {
            return None;
        }
        // SAFETY: rustyline calls the helper only while it reads a line, in the thread that reads it. The session lends the door
        // of that very call of `detach_with` just before, and takes it back before the call ends.
        let door = unsafe { self.door.load(Ordering::Relaxed).as_ref() }?;
        door.enter(work)
    }
}

impl Helper for Assistant {}
impl Validator for Assistant {}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, _pos: usize) -> Cow<'l, str> {
        if !self.colour || line.is_empty() {
            return Cow::Borrowed(line);
        }
        let state = self.shared.line().state.clone();
        Cow::Owned(paint::paint(line, state, &self.builtins))
    }

    /// The prompt, and above it what other threads have written since it was drawn.
    fn highlight_prompt<'b, 's: 'b, 'p: 'b>(
        &'s self,
        prompt: &'p str,
        _default: bool,
    ) -> Cow<'b, str> {
        if self.screen.take_ring() {
            self.serve_signals();
        }
        let mut text = self.screen.take_waiting();
        if self.colour && !prompt.contains('\x1b') {
            text += &paint::with(paint::PROMPT, prompt);
        } else {
            text += prompt;
        }
        let mut line = self.shared.line();
        if line.waits.is_none() {
            line.waits = Some(waits());
        }
        Cow::Owned(text)
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if !self.colour {
            return Cow::Borrowed(hint);
        }
        let mark = self
            .mark
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        match (
            hint.get(..mark.start),
            hint.get(mark.clone()),
            hint.get(mark.end..),
        ) {
            (Some(before), Some(marked), Some(after)) if !marked.is_empty() => Cow::Owned(
                paint::with(paint::FAINT, before)
                    + &paint::with(paint::MARKED, marked)
                    + &paint::with(paint::FAINT, after),
            ),
            _ => Cow::Owned(paint::with(paint::FAINT, hint)),
        }
    }

    fn highlight_char(&self, _line: &str, _pos: usize, kind: CmdKind) -> bool {
        self.colour && kind != CmdKind::MoveCursor
    }
}

/// The signature of the call that is being typed; shown, never inserted.
pub struct SignatureHint(String);

impl Hint for SignatureHint {
    fn display(&self) -> &str {
        &self.0
    }
    fn completion(&self) -> Option<&str> {
        None
    }
}

impl Hinter for Assistant {
    type Hint = SignatureHint;

    fn hint(&self, line: &str, pos: usize, _context: &Context<'_>) -> Option<SignatureHint> {
        // Only at the end of a line that is short enough to be looked at after every key.
        if pos < line.len()
            || !line.contains('(') && self.shared.line().state.depth == 0
            || line.len() > 10_000
        {
            return None;
        }
        let text = text_before(&self.shared.line(), line);
        let (pieces, state) = lexer::scan(&text, State::default());
        let at_comment = pieces.last().is_some_and(|last| last.kind == Kind::Comment);
        if state.quote.is_some() || at_comment {
            return None;
        }
        let call = complete::call_at(&text, &pieces)?;
        let list = self.enter(|vm| {
            let found = complete::callee(vm, &text, &call)?;
            signature::parameters(vm, &found)
        })??;
        let current = match &call.keyword {
            Some(name) => list.iter().position(|parameter| parameter.name == *name),
            None => list
                .iter()
                .take_while(|parameter| parameter.how != signature::How::Name)
                .take(call.position + 1)
                .enumerate()
                .find(|(at, parameter)| {
                    *at == call.position || parameter.how == signature::How::Star
                })
                .map(|(at, _)| at),
        };
        let (shown, mark) = signature::show(&list, current);
        let room = screen::size()
            .0
            .saturating_sub(12 + line.lines().last().map_or(0, |line| line.chars().count()));
        if room < 8 {
            return None;
        }
        let shown: String = match shown.char_indices().nth(room) {
            Some((cut, _)) => format!("{}...", &shown[..cut]),
            None => shown,
        };
        *self.mark.lock().unwrap_or_else(PoisonError::into_inner) = mark.start + 2..mark.end + 2;
        Some(SignatureHint(format!("  {shown}")))
    }
}

/// The block up to the cursor. A long one is not looked through.
fn text_before(line: &Line, typed: &str) -> String {
    if line.block.len() > 20_000 {
        return typed.to_string();
    }
    format!("{}{typed}", line.block)
}

impl Completer for Assistant {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _context: &Context<'_>,
    ) -> Result<(usize, Vec<String>), ReadlineError> {
        if let Some((start, text)) = self.shared.line().replacement.take() {
            return Ok((start, vec![text]));
        }
        let typed = &line[..pos];
        let text = text_before(&self.shared.line(), typed);
        let offset = text.len() - typed.len();
        let offers = self.enter(|vm| complete::offers(vm, &text));
        let offers = offers.unwrap_or(complete::Offers {
            start: text.len(),
            words: Vec::new(),
        });
        Ok((offers.start.saturating_sub(offset), offers.words))
    }
}

/// What keys do beyond rustyline's own commands: indenting, and pastes as a whole.
pub struct Keys(pub Shared);

impl ConditionalEventHandler for Keys {
    fn handle(
        &self,
        event: &Event,
        _count: RepeatCount,
        _positive: bool,
        context: &EventContext,
    ) -> Option<Cmd> {
        let &KeyEvent(code, modifiers) = event.get(0)?;
        let mut line = self.0.line();
        if line.paste.is_some() {
            return Some(pasting(&mut line, code, modifiers));
        }
        let first = line.margin.take();
        let (text, position) = (context.line(), context.pos());
        let control = |letter| code == KeyCode::Char(letter) && modifiers == Modifiers::CTRL;
        let searching = line.searching;
        let edits_search =
            matches!(code, KeyCode::Char(_) if modifiers.is_empty()) || code == KeyCode::Backspace;
        line.searching = control('R') || control('S') || searching && edits_search;
        if code == KeyCode::BracketedPasteStart {
            line.paste = Some(String::new());
            line.paste_in_margin = first.is_some_and(|width| width > 0 && width == text.len());
            return Some(Cmd::Noop);
        }
        if control('C') {
            // As if accepted, so that the hint goes away.
            line.interrupted = true;
            return Some(Cmd::AcceptLine);
        }
        if context.mode() == EditMode::Vi && context.input_mode() != InputMode::Insert {
            return None;
        }
        let row = text[..position].rfind('\n').map_or(0, |at| at + 1);
        let before = &text[row..position];
        let in_margin = before.bytes().all(|byte| byte == b' ');
        match (code, modifiers) {
            (KeyCode::Char(c), Modifiers::NONE) => {
                // The margin was for a typist: a sender brings its own, and so does who begins with a space.
                let is_margin = first.is_some_and(|width| width > 0 && width == text.len());
                let ahead = line
                    .waits
                    .is_some_and(|before| before > 0 && before == waits());
                (is_margin && (c == ' ' || ahead)).then(|| replace(&mut line, 0, c.to_string()))
            }
            (KeyCode::Enter, Modifiers::NONE) | (KeyCode::Char('M' | 'J'), Modifiers::CTRL) => {
                if searching || !text.contains('\n') {
                    return Some(Cmd::AcceptLine);
                }
                let last = !text[position..].contains('\n');
                if last && (before.trim().is_empty() || !super::session::wants_more(text)) {
                    return Some(Cmd::AcceptLine);
                }
                Some(new_line(&line, &text[..position]))
            }
            (KeyCode::Enter, Modifiers::ALT) | (KeyCode::Char('M' | 'J'), Modifiers::CTRL_ALT) => {
                Some(new_line(&line, &text[..position]))
            }
            (KeyCode::Tab, Modifiers::NONE) | (KeyCode::Char('I'), Modifiers::CTRL)
                if in_margin && !searching =>
            {
                // At the beginning of a statement after `import` and the like there is a word; here is none to complete.
                Some(Cmd::Insert(
                    1,
                    " ".repeat(indent::to_next_step(before.len())),
                ))
            }
            (KeyCode::Backspace, Modifiers::NONE) | (KeyCode::Char('H'), Modifiers::CTRL)
                if in_margin && !before.is_empty() && !searching =>
            {
                Some(match before.len() - indent::to_last_step(before.len()) {
                    0 => Cmd::Kill(Movement::BeginningOfLine),
                    left => replace(&mut line, row, " ".repeat(left)),
                })
            }
            (KeyCode::Char('D'), Modifiers::CTRL) if !text.is_empty() && text.trim().is_empty() => {
                Some(Cmd::Kill(Movement::WholeBuffer))
            }
            (KeyCode::PageUp, Modifiers::NONE) => Some(Cmd::HistorySearchBackward),
            (KeyCode::PageDown, Modifiers::NONE) => Some(Cmd::HistorySearchForward),
            _ => None,
        }
    }
}

/// Puts a text in place of what stands between `start` and the cursor. None of rustyline's commands does that and leaves the
/// cursor behind the text, except completion: so it is asked to complete, and [`Assistant::complete`] offers the text.
fn replace(line: &mut Line, start: usize, text: String) -> Cmd {
    line.replacement = Some((start, text));
    Cmd::Complete
}

fn new_line(line: &Line, before: &str) -> Cmd {
    let margin = indent::next(&format!("{}{before}", line.block));
    Cmd::Insert(1, format!("\n{margin}"))
}

/// A key within a paste.
fn pasting(line: &mut Line, code: KeyCode, modifiers: Modifiers) -> Cmd {
    let Some(text) = &mut line.paste else {
        return Cmd::Noop;
    };
    match (code, modifiers) {
        (KeyCode::BracketedPasteEnd, _) => {
            let text = paste::clean(
                &line.paste.take().unwrap_or_default(),
                line.block.is_empty(),
            );
            let has_margin = line.paste_in_margin && text.starts_with([' ', '\t']);
            let text = paste::fold(text, screen::size().1, &mut line.folded);
            return if has_margin {
                replace(line, 0, text)
            } else {
                Cmd::Insert(1, text)
            };
        }
        (KeyCode::Enter, _) => text.push('\r'),
        (KeyCode::Tab, _) => text.push('\t'),
        (KeyCode::Char(c), Modifiers::NONE) => text.push(c),
        (KeyCode::Char('M'), Modifiers::CTRL) => text.push('\r'),
        (KeyCode::Char('J'), Modifiers::CTRL) => text.push('\n'),
        (KeyCode::Char('I'), Modifiers::CTRL) => text.push('\t'),
        _ => {}
    }
    Cmd::Noop
}
