//! The terminal as threads see it while somebody types: whole lines of others go above the prompt, with the thread's name.
//!
//! Enters: what threads write to descriptors 1 and 2. Leaves: at once to the terminal while statements run; else into a
//! queue that [`Screen::take_waiting`] empties whenever the line is drawn. [`Screen::watch`] is the body of the thread that
//! has it drawn again when there is something. A signal is such a thing, too: its handler runs where the line is drawn.
#![allow(unsafe_code)] // Calls of libc on descriptors, the terminal and signals.

use super::paint;
use crate::gil::slot::Slot;
use crate::native::io::console::Console;
use crate::native::signals;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// A writer waits while so much waits to be drawn.
const MOST_WAITING: usize = 256 << 10;

/// What stands between threads and the terminal.
pub struct Screen {
    state: Mutex<State>,
    /// The queue is no longer empty, or is empty again, a signal has come, a handler begins or is done, or the prompt has ended.
    changed: Condvar,
    colour: bool,
    /// The process that has the prompt; children that forked from it write for themselves.
    process: i32,
}

#[derive(Default)]
struct State {
    /// Somebody types.
    prompting: bool,
    /// Lines to be shown above the prompt.
    waiting: String,
    /// How often the line was drawn.
    drawn: u64,
    /// A signal has come.
    rung: bool,
    /// Its handler is running in the thread that draws the line.
    serving: bool,
    /// The beginnings of lines, by the writer's number.
    partial: BTreeMap<u32, (Arc<Slot>, Vec<u8>)>,
    /// The cursor is not at the left margin, as far as what went through here says.
    in_line: bool,
}

impl Screen {
    /// A terminal at the left margin.
    pub fn new(colour: bool) -> Arc<Screen> {
        Arc::new(Screen {
            state: Mutex::default(),
            changed: Condvar::new(),
            colour,
            process: process(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on somebody types: the cursor is put at the left margin, and what threads that are gone left unfinished is
    /// shown. `lives` tells of a thread's number whether it is there.
    pub fn begin_prompt(&self, lives: impl Fn(u32) -> bool) {
        let mut state = self.lock();
        if state.in_line {
            write_all(b"\n");
            state.in_line = false;
        }
        let gone: Vec<u32> = state
            .partial
            .keys()
            .copied()
            .filter(|&id| !lives(id))
            .collect();
        for id in gone {
            if let Some((slot, line)) = state.partial.remove(&id) {
                let line = String::from_utf8_lossy(&line).into_owned();
                self.push_line(&mut state.waiting, &slot.name(), &line);
            }
        }
        state.prompting = true;
        state.rung &= signals::is_pending();
        if !state.waiting.is_empty() || state.rung {
            self.changed.notify_all();
        }
    }

    /// The line has been typed; the cursor is at the left margin.
    pub fn end_prompt(&self) {
        let mut state = self.lock();
        state.prompting = false;
        let waiting = std::mem::take(&mut state.waiting);
        write_all(waiting.as_bytes());
        state.in_line = false;
        self.changed.notify_all();
    }

    /// The end of the session: shows what is unfinished.
    pub fn finish(&self) {
        let mut state = self.lock();
        for (_, (slot, line)) in std::mem::take(&mut state.partial) {
            let mut text = String::new();
            self.push_line(&mut text, &slot.name(), &String::from_utf8_lossy(&line));
            write_all(text.as_bytes());
        }
    }

    /// The lines to be shown above the prompt, which is about to be drawn.
    pub fn take_waiting(&self) -> String {
        let mut state = self.lock();
        // Also if there is nothing: whoever asked for this must learn that it was done.
        state.drawn += 1;
        self.changed.notify_all();
        std::mem::take(&mut state.waiting)
    }

    /// An event descriptor that signals are to count up; each time a line is being typed, it is drawn again. None if the system
    /// has no more descriptors or threads.
    pub fn bell(self: &Arc<Self>) -> Option<i32> {
        // SAFETY: makes a descriptor, or fails.
        let bell = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC) };
        if bell < 0 {
            return None;
        }
        let screen = self.clone();
        let listen = move || {
            let mut count = 0u64;
            loop {
                // SAFETY: eight bytes are written to a local.
                let read = unsafe { libc::read(bell, (&raw mut count).cast(), size_of::<u64>()) };
                if read > 0 {
                    screen.ring();
                }
            }
        };
        std::thread::Builder::new()
            .name("signals".into())
            .stack_size(64 << 10)
            .spawn(listen)
            .ok()?;
        Some(bell)
    }

    /// A signal has come.
    fn ring(&self) {
        self.lock().rung = true;
        self.changed.notify_all();
    }

    /// True once after a signal.
    pub fn take_ring(&self) -> bool {
        std::mem::take(&mut self.lock().rung)
    }

    /// Runs `work`, which serves signals, in the thread that draws the line. Meanwhile Ctrl-C is a signal, as it is while any other
    /// statement runs.
    pub fn serving<R>(&self, work: impl FnOnce() -> R) -> R {
        self.set_serving(true);
        let result = with_interrupts(work);
        self.set_serving(false);
        result
    }

    /// Writers need not wait while a handler runs; what came meanwhile is due when it is done.
    fn set_serving(&self, serving: bool) {
        self.lock().serving = serving;
        self.changed.notify_all();
    }

    /// Calls `redraw` whenever something waits to be shown; never returns.
    pub fn watch(&self, mut redraw: impl FnMut()) -> ! {
        let mut state = self.lock();
        loop {
            let due = |state: &State| {
                state.prompting && !state.serving && (state.rung || !state.waiting.is_empty())
            };
            while !due(&state) {
                state = self.wait(state);
            }
            let drawn = state.drawn;
            drop(state);
            redraw();
            state = self.lock();
            // One redraw shows all that has come until then; the next one is asked for when it is done.
            while state.prompting && state.drawn == drawn {
                state = self.wait(state);
            }
        }
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.changed
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn push_line(&self, out: &mut String, name: &str, line: &str) {
        let label = format!("[{name}]");
        let label = if self.colour {
            paint::with(paint::FAINT, &label)
        } else {
            label
        };
        let _ = writeln!(out, "{label} {line}");
    }

    /// Keeps what was written while somebody types; whole lines become visible.
    fn keep(&self, state: &mut State, writer: &Arc<Slot>, data: &[u8]) {
        let entry = state.partial.entry(writer.id());
        let (_, line) = entry.or_insert_with(|| (writer.clone(), Vec::new()));
        line.extend_from_slice(data);
        let Some(end) = line.iter().rposition(|&byte| byte == b'\n') else {
            return;
        };
        let rest = line.split_off(end + 1);
        let whole = std::mem::replace(line, rest);
        if line.is_empty() {
            state.partial.remove(&writer.id());
        }
        let name = writer.name();
        for line in String::from_utf8_lossy(&whole).lines() {
            self.push_line(&mut state.waiting, &name, line);
        }
        self.changed.notify_all();
    }
}

impl Console for Screen {
    fn line_was_typed(&self) {
        if process() == self.process {
            self.lock().in_line = false;
        }
    }

    fn write(&self, descriptor: i32, writer: &Arc<Slot>, data: &[u8]) -> i64 {
        // The lock of this structure may be somebody's for ever in the child of a fork.
        if process() != self.process || !is_terminal(descriptor) {
            return write_once(descriptor, data);
        }
        let mut state = self.lock();
        // While a handler runs nobody draws, and its own thread would wait for itself.
        while state.prompting && !state.serving && state.waiting.len() > MOST_WAITING {
            state = self.wait(state);
        }
        if state.prompting {
            self.keep(&mut state, writer, data);
            return data.len() as i64;
        }
        if let Some((slot, line)) = state.partial.remove(&writer.id()) {
            let mut text = String::new();
            self.push_line(&mut text, &slot.name(), &String::from_utf8_lossy(&line));
            write_all(text.trim_end_matches('\n').as_bytes());
        }
        let count = write_once(descriptor, data);
        if let Some(&last) = usize::try_from(count)
            .ok()
            .and_then(|count| data[..count].last())
        {
            state.in_line = last != b'\n';
        }
        count
    }
}

/// Runs `work` with the terminal and the process set so that Ctrl-C is a signal of ours; the line editor has it otherwise. The handler is
/// there whenever the terminal sends the signal: the line editor's would take it for a key.
fn with_interrupts<R>(work: impl FnOnce() -> R) -> R {
    // SAFETY: structures that the calls fill; what was set before is put back.
    unsafe {
        let (mut ours, mut theirs): (libc::sigaction, libc::sigaction) = std::mem::zeroed();
        ours.sa_sigaction = signals::handler_address();
        libc::sigaction(libc::SIGINT, &ours, &mut theirs);
        let mut raw: libc::termios = std::mem::zeroed();
        let is_raw = libc::tcgetattr(0, &mut raw) == 0;
        if is_raw {
            let mut cooked = raw;
            cooked.c_lflag |= libc::ISIG;
            libc::tcsetattr(0, libc::TCSANOW, &cooked);
        }
        let result = work();
        if is_raw {
            libc::tcsetattr(0, libc::TCSANOW, &raw);
        }
        libc::sigaction(libc::SIGINT, &theirs, std::ptr::null_mut());
        result
    }
}

/// Ends the line that is being typed in the calling thread, as Ctrl-C does.
pub fn end_line() {
    // SAFETY: the line editor's handler of this signal is set while it reads a line.
    unsafe { libc::raise(libc::SIGINT) };
}

fn process() -> i32 {
    // SAFETY: no preconditions.
    unsafe { libc::getpid() }
}

fn is_terminal(descriptor: i32) -> bool {
    // SAFETY: fails on what is no terminal.
    unsafe { libc::isatty(descriptor) == 1 }
}

fn write_once(descriptor: i32, data: &[u8]) -> i64 {
    // SAFETY: the slice has that length.
    unsafe { libc::write(descriptor, data.as_ptr().cast(), data.len()) as i64 }
}

fn write_all(data: &[u8]) {
    crate::native::io::file::write_all(1, data);
}

/// Columns of the terminal behind a descriptor; `None` if it is none or does not say.
pub fn columns(descriptor: i32) -> Option<usize> {
    Some(usize::from(ask_size(descriptor).ws_col)).filter(|&columns| columns > 0)
}

fn ask_size(descriptor: i32) -> libc::winsize {
    // SAFETY: the call fills the structure or fails.
    unsafe {
        let mut size: libc::winsize = std::mem::zeroed();
        libc::ioctl(descriptor, libc::TIOCGWINSZ, &mut size);
        size
    }
}

/// Columns and rows of the terminal; 80 and 24 if it does not say.
pub fn size() -> (usize, usize) {
    let size = ask_size(1);
    let or = |number: u16, other| {
        if number == 0 {
            other
        } else {
            usize::from(number)
        }
    };
    (or(size.ws_col, 80), or(size.ws_row, 24))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    #[test]
    fn whole_lines_have_the_name_of_their_writer() {
        let screen = Screen::new(false);
        let (one, two) = (Slot::new(1, "one"), Slot::new(2, "two"));
        let mut state = screen.lock();
        screen.keep(&mut state, &one, b"a\nb");
        screen.keep(&mut state, &two, b"x\ny\n");
        screen.keep(&mut state, &one, b"c\n");
        drop(state);
        assert_eq!(
            screen.take_waiting(),
            "[one] a\n[two] x\n[two] y\n[one] bc\n"
        );
        assert_eq!(screen.take_waiting(), "");
    }

    const MINUTE: Duration = Duration::from_secs(60);

    /// Starts the thread that has the line drawn again; what it asks for.
    fn watched(screen: &Arc<Screen>) -> Receiver<()> {
        let (tell, redraws) = channel();
        let watcher = screen.clone();
        std::thread::spawn(move || {
            watcher.watch(|| {
                let _ = tell.send(());
            })
        });
        redraws
    }

    #[test]
    fn a_signal_that_comes_while_another_is_served_is_not_forgotten() {
        let screen = Screen::new(false);
        screen.begin_prompt(|_| true);
        let redraws = watched(&screen);
        screen.serving(|| {
            screen.ring();
            // Nothing is drawn now; the watcher has time to see so and to sleep again.
            let soon = redraws.recv_timeout(Duration::from_millis(100));
            assert!(soon.is_err(), "drawn while a handler runs");
        });
        redraws.recv_timeout(MINUTE).expect("it is drawn again");
        assert!(screen.take_ring());
    }

    #[test]
    fn a_signal_is_not_forgotten_when_one_before_was_served_without_a_drawing() {
        let screen = Screen::new(false);
        screen.begin_prompt(|_| true);
        let redraws = watched(&screen);
        screen.ring();
        redraws.recv_timeout(MINUTE).expect("it is drawn again");
        // What has rung was served by other means; the line is another one when it is drawn.
        screen.end_prompt();
        screen.begin_prompt(|_| true);
        screen.take_ring();
        assert_eq!(screen.take_waiting(), "");
        screen.ring();
        redraws.recv_timeout(MINUTE).expect("it is drawn again");
        assert!(screen.take_ring());
    }
}
