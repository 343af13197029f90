//! A program in a pseudo-terminal: keys go in, what stands on the screen can be waited for.
//!
//! Enters: how the terminal and the program's surroundings are. Leaves: a [`Terminal`]. Only the tests of the prompt use it.
#![allow(unsafe_code)] // The pseudo-terminal is made by calls of libc.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// A program that takes longer hangs.
pub const LIMIT: Duration = Duration::from_secs(120);

/// The prompts that the tests' sessions show.
const PROMPTS: [&str; 4] = [">>>", "...", "in>", "  >"];

pub const UP: &str = "\x1b[A";
pub const DOWN: &str = "\x1b[B";
pub const LEFT: &str = "\x1b[D";
pub const ENTER: &str = "\r";
pub const TAB: &str = "\t";
pub const BACKSPACE: &str = "\x7f";
pub const CTRL_C: &str = "\x03";
pub const CTRL_D: &str = "\x04";
pub const CTRL_R: &str = "\x12";

/// What the terminal shows, and how much it was sent.
pub struct Shown {
    pub parser: vt100::Parser,
    pub ended: bool,
}

/// A program at a terminal.
pub struct Terminal {
    pub child: Child,
    pub keys: File,
    pub shown: Arc<(Mutex<Shown>, Condvar)>,
    pub home: PathBuf,
}

/// How a session is set up.
pub struct Setup {
    pub rows: u16,
    pub columns: u16,
    pub environment: Vec<(&'static str, String)>,
    pub arguments: Vec<&'static str>,
    pub home: Option<PathBuf>,
}

impl Default for Setup {
    fn default() -> Self {
        Setup {
            rows: 40,
            columns: 120,
            environment: vec![("NO_COLOR", "1".into())],
            arguments: vec!["-q"],
            home: None,
        }
    }
}

pub fn fresh_home() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let home = std::env::temp_dir().join(format!("tick-repl-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&home).expect("room for a folder");
    home
}

impl Setup {
    pub fn start(self) -> Terminal {
        let (mut master, mut slave) = (0, 0);
        let size = libc::winsize {
            ws_row: self.rows,
            ws_col: self.columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        // SAFETY: the two numbers are filled by the call; the size is a plain structure.
        let made = unsafe {
            libc::openpty(
                &mut master,
                &mut slave,
                std::ptr::null_mut(),
                std::ptr::null(),
                &size,
            )
        };
        assert_eq!(
            made,
            0,
            "a pseudo-terminal: {}",
            std::io::Error::last_os_error()
        );
        // SAFETY: both descriptors were made just now and belong to nobody else.
        let (master, slave) = unsafe {
            libc::fcntl(master, libc::F_SETFD, libc::FD_CLOEXEC);
            (File::from_raw_fd(master), OwnedFd::from_raw_fd(slave))
        };
        let home = self.home.unwrap_or_else(fresh_home);
        let mut command = Command::new(env!("CARGO_BIN_EXE_tick"));
        command.args(&self.arguments).current_dir(&home);
        command
            .env_clear()
            .env("HOME", &home)
            .env("TERM", "xterm-256color");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let side = || Stdio::from(slave.try_clone().expect("a descriptor"));
        command.stdin(side()).stdout(side()).stderr(side());
        // SAFETY: only calls that are allowed between fork and exec.
        unsafe {
            command.pre_exec(|| {
                libc::setsid();
                libc::ioctl(0, libc::TIOCSCTTY, 0);
                Ok(())
            });
        }
        let child = command.spawn().expect("tick runs");
        drop(slave);
        let parser = vt100::Parser::new(self.rows, self.columns, 2000);
        let shown = Arc::new((
            Mutex::new(Shown {
                parser,
                ended: false,
            }),
            Condvar::new(),
        ));
        let (mut output, sink) = (master.try_clone().expect("a descriptor"), shown.clone());
        std::thread::spawn(move || {
            let mut bytes = [0; 65536];
            loop {
                let count = output.read(&mut bytes).unwrap_or(0);
                let mut shown = sink.0.lock().expect("the screen");
                shown.parser.process(&bytes[..count]);
                shown.ended = count == 0;
                sink.1.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        Terminal {
            child,
            keys: master,
            shown,
            home,
        }
    }
}

impl Terminal {
    /// A session that shows its first prompt.
    pub fn new() -> Terminal {
        let mut terminal = Setup::default().start();
        terminal.wait_for(">>>");
        terminal
    }

    /// Types keys.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        self.keys
            .write_all(keys.as_bytes())
            .expect("the terminal takes keys");
        self
    }

    /// Types a line and waits until the screen shows it, so that it is typed by somebody who looks.
    pub fn line(&mut self, text: &str) -> &mut Self {
        self.keys(text);
        self.wait(&format!("{text:?} typed"), |screen| {
            screen
                .lines()
                .last()
                .is_some_and(|last| last.contains(text))
        });
        self.keys(ENTER)
    }

    /// Types lines, each when the prompt for it is there, and waits for the next first prompt.
    pub fn lines(&mut self, lines: &[&str]) -> &mut Self {
        for line in lines {
            let before = self.prompts();
            self.line(line);
            self.wait_until("the next prompt", |terminal| {
                terminal.prompts() > before && terminal.waits()
            });
        }
        self
    }

    /// True if the program waits for something, as the prompt does for keys: what is typed now was not typed ahead.
    pub fn waits(&self) -> bool {
        let line =
            std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        line.rsplit(')')
            .next()
            .is_some_and(|rest| rest.trim_start().starts_with('S'))
    }

    /// How many prompts have been shown and are in sight or above it; grows with every line.
    pub fn prompts(&self) -> usize {
        let text = self.everything();
        text.lines()
            .filter(|line| line.starts_with(">>>") || line.starts_with("..."))
            .count()
    }

    /// The lines on the screen and those that have left it.
    pub fn everything(&self) -> String {
        let mut shown = self.shown.0.lock().expect("the screen");
        let screen = shown.parser.screen_mut();
        screen.set_scrollback(usize::MAX);
        let above = screen.scrollback();
        let (rows, columns) = screen.size();
        let mut lines: Vec<String> = Vec::new();
        let mut left = above;
        while left > 0 {
            screen.set_scrollback(left);
            let take = left.min(usize::from(rows));
            lines.extend(screen.rows(0, columns).take(take));
            left -= take;
        }
        screen.set_scrollback(0);
        lines.extend(screen.rows(0, columns));
        let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
        lines.join("\n").trim_end().to_string()
    }

    pub fn screen(&self) -> String {
        text_of(&self.shown.0.lock().expect("the screen"))
    }

    /// The cursor's row and column.
    pub fn cursor(&self) -> (u16, u16) {
        self.shown
            .0
            .lock()
            .expect("the screen")
            .parser
            .screen()
            .cursor_position()
    }

    pub fn wait(&mut self, what: &str, fits: impl Fn(&str) -> bool) {
        let deadline = Instant::now() + LIMIT;
        let (lock, changed) = &*self.shown;
        let mut shown = lock.lock().expect("the screen");
        loop {
            let text = text_of(&shown);
            if fits(&text) {
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && !shown.ended,
                "never came: {what}; the screen:\n{text}\n"
            );
            shown = changed.wait_timeout(shown, left).expect("the screen").0;
        }
    }

    pub fn wait_until(&self, what: &str, fits: impl Fn(&Terminal) -> bool) {
        let deadline = Instant::now() + LIMIT;
        while !fits(self) {
            assert!(
                Instant::now() < deadline,
                "never came: {what}; the screen:\n{}\n",
                self.screen()
            );
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits until the screen contains a text.
    pub fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait(&format!("{text:?}"), |screen| screen.contains(text));
        self
    }

    /// Waits until the last line on the screen is this one, and, if it is a bare prompt, until keys would be typed at it.
    pub fn wait_for_last(&mut self, line: &str) -> &mut Self {
        self.wait(&format!("{line:?} last"), |screen| {
            screen.lines().last() == Some(line)
        });
        self.wait_for_reader(line);
        self
    }

    /// A prompt is shown before it is read at, and what is typed in between counts as typed ahead, which gets no margin.
    fn wait_for_reader(&mut self, line: &str) {
        if PROMPTS.contains(&line) {
            self.wait_until("that the prompt waits", Terminal::waits);
        }
    }

    /// Waits until the screen ends with these lines; a bare prompt as [`Terminal::wait_for_last`] says.
    pub fn wait_for_end(&mut self, lines: &[&str]) -> &mut Self {
        let text = lines.join("\n");
        self.wait(&format!("at the end:\n{text}"), |screen| {
            screen == text || screen.ends_with(&format!("\n{text}"))
        });
        self.wait_for_reader(lines.last().unwrap_or(&""));
        self
    }

    pub fn resize(&mut self, rows: u16, columns: u16) {
        self.shown
            .0
            .lock()
            .expect("the screen")
            .parser
            .screen_mut()
            .set_size(rows, columns);
        let size = libc::winsize {
            ws_row: rows,
            ws_col: columns,
            ws_xpixel: 0,
            ws_ypixel: 0,
        };
        // SAFETY: the descriptor is open and the structure is whole.
        unsafe { libc::ioctl(self.keys.as_raw_fd(), libc::TIOCSWINSZ, &size) };
    }

    /// Waits until keys are the terminal's own business again, as they are while a statement runs: Ctrl-C is a signal then.
    pub fn wait_for_signals(&mut self) -> &mut Self {
        self.wait_until("the terminal in its usual mode", |terminal| {
            // SAFETY: the call fills the structure or fails.
            unsafe {
                let mut mode: libc::termios = std::mem::zeroed();
                libc::tcgetattr(terminal.keys.as_raw_fd(), &mut mode) == 0
                    && mode.c_lflag & libc::ISIG != 0
            }
        });
        self
    }

    /// Makes a file in the program's folder.
    pub fn make_file(&mut self, name: &str) -> &mut Self {
        std::fs::write(self.home.join(name), "").expect("room for a file");
        self
    }

    /// Sends a signal to the program.
    pub fn signal(&mut self, number: i32) -> &mut Self {
        // SAFETY: no preconditions; the child has not been waited for.
        unsafe { libc::kill(self.child.id() as i32, number) };
        self
    }

    /// Waits for the program to end.
    pub fn end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status;
            }
            assert!(
                Instant::now() < deadline,
                "never ended; the screen:\n{}\n",
                self.screen()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

pub fn text_of(shown: &Shown) -> String {
    let screen = shown.parser.screen();
    let (_, columns) = screen.size();
    let rows: Vec<String> = screen
        .rows(0, columns)
        .map(|row| row.trim_end().to_string())
        .collect();
    rows.join("\n").trim_end().to_string()
}
