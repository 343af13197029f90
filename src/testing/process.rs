//! One process: started in a group of its own, fed, listened to, ended in time.
//!
//! Enters: what to run, with input and a time limit. Leaves: what it printed and how it ended. Nothing it started outlives it:
//! its whole group is killed.
#![allow(unsafe_code)] // Calls of libc: polling descriptors, signals to a group, waiting without reaping.

use std::io::{ErrorKind, Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::time::{Duration, Instant};

/// Output beyond it ends the process.
const MOST_OUTPUT: usize = 64 << 20;
/// How long a process that is late may take to tell where its threads are.
const DUMP_TIME: Duration = Duration::from_secs(10);
/// How long the output of a process that has ended is waited for, when somebody it started still has it open.
const DRAIN_TIME: Duration = Duration::from_secs(2);
/// How often requests to stop are looked for.
const LOOK: Duration = Duration::from_millis(100);

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// By itself, with its exit code; negative for the signal that ended it.
    Exited(i32),
    /// It was killed because its time was over.
    TimedOut,
    /// It was killed because it printed more than anybody reads.
    TooMuchOutput,
    /// It was killed because the run was stopped.
    Stopped,
}

/// What a process did.
#[derive(Clone, Debug)]
pub struct Ran {
    /// Its standard output.
    pub stdout: Vec<u8>,
    /// Its standard error.
    pub stderr: Vec<u8>,
    /// How it ended.
    pub end: End,
    /// How long it took.
    pub time: Duration,
}

/// Runs a command to its end. With `merged` both streams come as one, in order, in `stdout`. A process that is late gets SIGQUIT
/// first if it `dumps`: Tick then shows where its threads are.
pub fn run(
    mut command: Command,
    input: &[u8],
    limit: Duration,
    merged: bool,
    dumps: bool,
    stop: &AtomicBool,
) -> std::io::Result<Ran> {
    command.process_group(0).stdin(Stdio::piped());
    let mut pipes = Pipes::default();
    if merged {
        let (reading, writing) = std::io::pipe()?;
        command.stdout(writing.try_clone()?).stderr(writing);
        pipes.out = Some(OwnedFd::from(reading));
    } else {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
    }
    let begin = Instant::now();
    let mut child = command.spawn()?;
    // Our copies of the writing ends are in the command.
    drop(command);
    if !merged {
        pipes.out = child.stdout.take().map(OwnedFd::from);
        pipes.error = child.stderr.take().map(OwnedFd::from);
    }
    pipes.input = child.stdin.take().map(OwnedFd::from);
    for pipe in [&pipes.out, &pipes.error, &pipes.input]
        .into_iter()
        .flatten()
    {
        set_nonblocking(pipe.as_raw_fd());
    }
    let group = Group(child.id() as i32);
    let ended = pipes.serve(&group, input, begin + limit, dumps, stop);
    // Before the process is reaped: its number is not given to another one.
    group.signal(libc::SIGKILL);
    let status = child.wait()?;
    let end = ended.unwrap_or_else(|| {
        End::Exited(
            status
                .code()
                .unwrap_or_else(|| -status.signal().unwrap_or(0)),
        )
    });
    Ok(Ran {
        stdout: pipes.stdout,
        stderr: pipes.stderr,
        end,
        time: begin.elapsed(),
    })
}

/// A process group, by its leader.
struct Group(i32);

impl Group {
    fn signal(&self, number: i32) {
        // SAFETY: no preconditions; the group is the child's, which is not reaped yet.
        unsafe { libc::kill(-self.0, number) };
    }
    /// A descriptor that can be polled for the leader's end, where the system has such.
    fn descriptor(&self) -> Option<OwnedFd> {
        // SAFETY: the call gives a new descriptor or an error.
        unsafe {
            let fd = libc::syscall(libc::SYS_pidfd_open, self.0, 0);
            (fd >= 0).then(|| OwnedFd::from_raw_fd(fd as RawFd))
        }
    }
    /// True if the leader has ended; it is left to be reaped.
    fn has_ended(&self) -> bool {
        // SAFETY: the structure is filled by the call.
        unsafe {
            let mut info: libc::siginfo_t = std::mem::zeroed();
            let flags = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
            let result = libc::waitid(libc::P_PID, self.0 as libc::id_t, &mut info, flags);
            result != 0 || info.si_pid() != 0
        }
    }
}

#[derive(Default)]
struct Pipes {
    out: Option<OwnedFd>,
    error: Option<OwnedFd>,
    input: Option<OwnedFd>,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

impl Pipes {
    /// Feeds and listens until the process has ended and its output is read, or something makes an end of it.
    fn serve(
        &mut self,
        group: &Group,
        input: &[u8],
        limit: Instant,
        dumps: bool,
        stop: &AtomicBool,
    ) -> Option<End> {
        let mut watch = group.descriptor();
        let (mut fed, mut ended, mut limit, mut verdict) = (0, false, limit, None);
        if input.is_empty() {
            self.input = None;
        }
        loop {
            let open = self.out.is_some() || self.error.is_some();
            if ended && !open {
                return verdict;
            }
            let now = Instant::now();
            // Who has ended is not late, however late that is seen.
            if now >= limit && (ended || !group.has_ended()) {
                if ended || verdict.is_some() || !dumps {
                    // What has come since the last look.
                    read_more(&self.out, &mut self.stdout);
                    read_more(&self.error, &mut self.stderr);
                    return verdict.or(if ended { None } else { Some(End::TimedOut) });
                }
                // Its last words: where every thread is.
                verdict = Some(End::TimedOut);
                limit = now + DUMP_TIME;
                group.signal(libc::SIGQUIT);
            }
            if stop.load(Ordering::Relaxed) {
                return Some(End::Stopped);
            }
            let mut wait = (limit - now.min(limit)).min(LOOK);
            if watch.is_none() && !ended {
                wait = wait.min(Duration::from_millis(3));
            }
            let descriptors = [
                (&self.out, libc::POLLIN),
                (&self.error, libc::POLLIN),
                (&self.input, libc::POLLOUT),
                (&watch, libc::POLLIN),
            ];
            let mut polled = descriptors.map(|(fd, events)| libc::pollfd {
                // A negative descriptor is passed over.
                fd: fd.as_ref().map_or(-1, AsRawFd::as_raw_fd),
                events,
                revents: 0,
            });
            // A part of a millisecond is a whole one, so that the wait is never a busy one.
            let milliseconds = wait.as_micros().div_ceil(1000) as libc::c_int;
            // SAFETY: the array lives across the call.
            unsafe {
                libc::poll(
                    polled.as_mut_ptr(),
                    polled.len() as libc::nfds_t,
                    milliseconds,
                )
            };
            let ready = |at: usize| polled[at].revents != 0;
            if ready(0) && !read_more(&self.out, &mut self.stdout) {
                self.out = None;
            }
            if ready(1) && !read_more(&self.error, &mut self.stderr) {
                self.error = None;
            }
            if ready(2) && !write_more(&self.input, input, &mut fed) {
                self.input = None;
            }
            if self.stdout.len() + self.stderr.len() > MOST_OUTPUT {
                return Some(End::TooMuchOutput);
            }
            if !ended && (ready(3) || watch.is_none()) && group.has_ended() {
                ended = true;
                self.input = None;
                watch = None;
                limit = Instant::now() + DRAIN_TIME;
            }
        }
    }
}

fn set_nonblocking(fd: RawFd) {
    // SAFETY: the descriptor is open; only its flags change.
    unsafe {
        let flags = libc::fcntl(fd, libc::F_GETFL);
        libc::fcntl(fd, libc::F_SETFL, flags | libc::O_NONBLOCK);
    }
}

/// The descriptor as a file that does not close it.
fn borrowed(fd: &OwnedFd) -> std::mem::ManuallyDrop<std::fs::File> {
    // SAFETY: the descriptor is open and stays the owner's: the file is never dropped.
    std::mem::ManuallyDrop::new(unsafe { std::fs::File::from_raw_fd(fd.as_raw_fd()) })
}

/// Reads what is there; false at the end.
fn read_more(fd: &Option<OwnedFd>, into: &mut Vec<u8>) -> bool {
    let Some(fd) = fd else { return false };
    let mut file = borrowed(fd);
    let mut block = [0; 16 << 10];
    loop {
        match file.read(&mut block) {
            Ok(0) => return false,
            Ok(count) => into.extend_from_slice(&block[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return error.kind() == ErrorKind::WouldBlock,
        }
        if into.len() > MOST_OUTPUT {
            return true;
        }
    }
}

/// Writes what the pipe takes; false when there is no more to write or nobody reads.
fn write_more(fd: &Option<OwnedFd>, input: &[u8], fed: &mut usize) -> bool {
    let Some(fd) = fd else { return false };
    let mut file = borrowed(fd);
    while *fed < input.len() {
        match file.write(&input[*fed..]) {
            Ok(count) => *fed += count,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return error.kind() == ErrorKind::WouldBlock,
        }
    }
    false
}

/// A pipe that a program gets besides its standard streams, for a note of less than a pipe holds.
pub struct Note {
    reading: OwnedFd,
    writing: OwnedFd,
}

impl Note {
    /// A pipe whose writing end every program has that is started as long as this lives.
    pub fn new() -> std::io::Result<Note> {
        /// Above the descriptors that programs open and may print.
        const FIRST: libc::c_int = 200;
        let (reading, writing) = std::io::pipe()?;
        // SAFETY: the call gives a new descriptor, which stays open over an execution, or an error.
        let writing = unsafe {
            let copy = libc::fcntl(writing.as_raw_fd(), libc::F_DUPFD, FIRST);
            if copy < 0 {
                return Err(std::io::Error::last_os_error());
            }
            OwnedFd::from_raw_fd(copy)
        };
        let reading = OwnedFd::from(reading);
        set_nonblocking(reading.as_raw_fd());
        Ok(Note { reading, writing })
    }
    /// The number of the writing end.
    pub fn descriptor(&self) -> RawFd {
        self.writing.as_raw_fd()
    }
    /// What has been written until now.
    pub fn read(self) -> Vec<u8> {
        let mut text = Vec::new();
        read_more(&Some(self.reading), &mut text);
        text
    }
}

/// The processor time of all children that have ended and were waited for, with what they waited for.
pub fn children_time() -> Duration {
    // SAFETY: the call fills the structure.
    let usage = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        libc::getrusage(libc::RUSAGE_CHILDREN, &mut usage);
        usage
    };
    let time = |time: libc::timeval| {
        Duration::from_secs(time.tv_sec as u64) + Duration::from_micros(time.tv_usec as u64)
    };
    time(usage.ru_utime) + time(usage.ru_stime)
}

/// The signal that asked the run to stop; 0 if none did.
static STOP_SIGNAL: AtomicI32 = AtomicI32::new(0);
/// Set by that signal: what is running is to be killed, nothing more is to be started.
pub static STOP: AtomicBool = AtomicBool::new(false);

extern "C" fn on_stop(number: libc::c_int) {
    // A second one ends this process at once.
    if STOP.swap(true, Ordering::SeqCst) {
        // SAFETY: both are async-signal-safe.
        unsafe {
            libc::signal(number, libc::SIG_DFL);
            libc::raise(number);
        }
    }
    STOP_SIGNAL.store(number, Ordering::SeqCst);
}

/// Makes Ctrl-C and the like stop the run instead of this process: the processes it started have groups of their own, and would
/// be left behind. Writing to a pipe that nobody reads is an error, not the end.
pub fn catch_stop_signals() {
    // SAFETY: the handler is async-signal-safe.
    unsafe {
        for number in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP] {
            if libc::signal(number, on_stop as *const () as libc::sighandler_t) == libc::SIG_IGN {
                libc::signal(number, libc::SIG_IGN);
            }
        }
        libc::signal(libc::SIGPIPE, libc::SIG_IGN);
    }
}

/// Ends this process by the signal that stopped the run, if one did.
pub fn die_if_stopped() {
    let number = STOP_SIGNAL.load(Ordering::SeqCst);
    if number != 0 {
        // SAFETY: the default action of the signal ends the process.
        unsafe {
            libc::signal(number, libc::SIG_DFL);
            libc::raise(number);
        }
    }
}

/// True for the user who may do everything.
pub fn is_root() -> bool {
    // SAFETY: no preconditions.
    unsafe { libc::geteuid() == 0 }
}

/// The name of a signal that ends processes.
pub fn signal_name(number: i32) -> String {
    let name = match number {
        libc::SIGHUP => "SIGHUP",
        libc::SIGINT => "SIGINT",
        libc::SIGQUIT => "SIGQUIT",
        libc::SIGILL => "SIGILL",
        libc::SIGTRAP => "SIGTRAP",
        libc::SIGABRT => "SIGABRT",
        libc::SIGBUS => "SIGBUS",
        libc::SIGFPE => "SIGFPE",
        libc::SIGKILL => "SIGKILL",
        libc::SIGSEGV => "SIGSEGV",
        libc::SIGPIPE => "SIGPIPE",
        libc::SIGALRM => "SIGALRM",
        libc::SIGTERM => "SIGTERM",
        libc::SIGXCPU => "SIGXCPU",
        libc::SIGSYS => "SIGSYS",
        _ => return format!("signal {number}"),
    };
    name.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(line: &str, input: &[u8], limit: f64) -> Ran {
        let mut command = Command::new("sh");
        command.args(["-c", line]);
        let stop = AtomicBool::new(false);
        let limit = Duration::from_secs_f64(limit);
        run(command, input, limit, false, false, &stop).expect("sh runs")
    }

    #[test]
    fn streams_and_codes() {
        let ran = shell("cat; echo error >&2; exit 3", b"text", 60.0);
        assert_eq!(
            (ran.stdout.as_slice(), ran.stderr.as_slice()),
            (&b"text"[..], &b"error\n"[..])
        );
        assert_eq!(ran.end, End::Exited(3));
        assert_eq!(shell("kill -TERM $$", b"", 60.0).end, End::Exited(-15));
        // More than pipes hold, and nobody reads it.
        assert_eq!(
            shell("exit 0", &vec![b'x'; 1 << 20], 60.0).end,
            End::Exited(0)
        );
        let large = shell("cat", &vec![b'x'; 1 << 20], 60.0);
        assert_eq!(large.stdout.len(), 1 << 20);
    }

    #[test]
    fn late_processes_are_killed_with_what_they_started() {
        // Later, if the shell has not even begun to speak by then.
        let mut limit = 0.1;
        let ran = loop {
            let ran = shell("echo begun; sleep 600 & sleep 600", b"", limit);
            assert_eq!(ran.end, End::TimedOut);
            limit *= 2.0;
            if !ran.stdout.is_empty() || limit > 60.0 {
                break ran;
            }
        };
        assert_eq!(ran.stdout, b"begun\n");
        assert!(ran.time < Duration::from_secs(300));
    }
}
