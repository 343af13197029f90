//! Ctrl-C and Ctrl-\ sent to programs that compute, wait, and end.
//!
//! Enters: programs written here. Leaves: libtest's report.

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};

const INTERRUPT: i32 = 2;
const QUIT: i32 = 3;

struct Program {
    child: Child,
    out: BufReader<ChildStdout>,
    error: BufReader<ChildStderr>,
}

impl Program {
    /// Starts a program and waits for its line `ready`.
    fn start(text: &str) -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tick"))
            .args(["-u", "-X", "deadlock=off", "-c", text])
            .env("NO_COLOR", "1")
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("tick starts");
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let error = BufReader::new(child.stderr.take().expect("a pipe"));
        let mut program = Program { child, out, error };
        let mut line = String::new();
        program.out.read_line(&mut line).expect("it prints");
        assert_eq!(line, "ready\n");
        program
    }
    fn send(&self, signal: i32) {
        let line = format!("kill -{signal} {}", self.child.id());
        let status = Command::new("sh").args(["-c", &line]).status();
        assert!(status.is_ok_and(|status| status.success()));
    }
    /// Reads standard error up to a line that begins so.
    fn error_until(&mut self, start: &str) -> String {
        let mut text = String::new();
        loop {
            let before = text.len();
            let count = self.error.read_line(&mut text).expect("it is read");
            assert!(count > 0, "no {start:?} in:\n{text}");
            if text[before..].starts_with(start) {
                return text;
            }
        }
    }
    /// Waits for the end: the signal that ended it, the rest of both streams.
    fn end(mut self) -> (Option<i32>, String, String) {
        let (mut out, mut error) = (String::new(), String::new());
        self.out.read_to_string(&mut out).expect("it is read");
        self.error.read_to_string(&mut error).expect("it is read");
        let status = self.child.wait().expect("it ends");
        (status.signal(), out, error)
    }
}

#[test]
fn an_interrupt_ends_what_computes_or_waits() {
    for wait in [
        "while True: pass",
        "time.sleep(600)",
        "threading.Lock().acquire() and (lock := threading.Lock()).acquire() and lock.acquire()",
        "threading.Event().wait()",
        "queue.Queue().get()",
        "sys.stdin.read()",
        "input()",
    ] {
        let program = Program::start(&format!(
            "import atexit, queue, sys, threading, time\natexit.register(print, 'last')\nprint('ready')\n{wait}"
        ));
        program.send(INTERRUPT);
        let (signal, out, error) = program.end();
        assert_eq!(signal, Some(INTERRUPT), "{wait}: {error}");
        assert_eq!(out, "last\n", "{wait}");
        assert!(
            // It may come before the last line is begun.
            error.starts_with("Traceback (most recent call last):\n  File \"<string>\", line "),
            "{wait}: {error}"
        );
        assert!(error.ends_with("KeyboardInterrupt\n"), "{wait}: {error}");
    }
}

#[test]
fn threads_are_waited_for_and_a_second_interrupt_ends_that() {
    let text = "import threading\nevent, begun = threading.Event(), threading.Event()\n\
                def work():\n    begun.set()\n    event.wait()\nthread = threading.Thread(target=work, name='worker-1')\nthread.start()\nbegun.wait()\n\
                print('ready')\nthread.join()";
    let mut program = Program::start(text);
    program.send(INTERRUPT);
    let error = program.error_until("waiting for");
    assert!(
        error.contains(
            "\nKeyboardInterrupt\nwaiting for 1 thread: worker-1 (Ctrl-C again to end)\n"
        ),
        "{error}"
    );
    program.send(INTERRUPT);
    let (signal, _, error) = program.end();
    assert_eq!(signal, Some(INTERRUPT), "{error}");
}

#[test]
fn a_thread_that_ends_is_not_lost() {
    let text = "import sys, threading\ndef work():\n    event.wait()\n    print('done')\nevent = threading.Event()\n\
                thread = threading.Thread(target=work)\nthread.start()\n\
                def late():\n    sys.stdin.read(1)\n    event.set()\nthreading.Thread(target=late, daemon=True).start()\n\
                print('ready')\nthread.join()";
    let mut program = Program::start(text);
    program.send(INTERRUPT);
    program.error_until("waiting for 1 thread");
    // The end of its input lets the thread go on.
    drop(program.child.stdin.take());
    let (signal, out, error) = program.end();
    assert_eq!(
        (signal, out.as_str()),
        (Some(INTERRUPT), "done\n"),
        "{error}"
    );
}

#[test]
fn quit_tells_where_the_threads_are() {
    let text = "import threading\nlock, begun = threading.Lock(), []\ndef work():\n    begun.append(1)\n    with lock:\n        pass\ndef deep(n):\n    if n:\n        deep(n - 1)\n    else:\n\
                \x20       print('ready')\n        threading.Event().wait()\nlock.acquire()\nthread = threading.Thread(target=work, name='worker')\n\
                thread.start()\nwhile not begun: pass\ndeep(10)";
    let program = Program::start(text);
    program.send(QUIT);
    let (signal, _, error) = program.end();
    assert_eq!(signal, Some(QUIT), "{error}");
    for part in [
        "Stacks of the 2 threads of process ",
        // All may still be on their way, to the event and to the lock.
        "Thread \"MainThread\"",
        ":\n  File \"<string>\", line 17, in <module>\n    deep(10)\n  File \"<string>\", line 9, in deep\n    deep(n - 1)\n",
        "  [Previous line repeated 7 more times]\n  File \"<string>\", line 1",
        ", in deep\n    ",
        "Thread \"worker\" ",
        ", in work\n",
    ] {
        assert!(error.contains(part), "no {part:?} in:\n{error}");
    }
}

#[test]
fn quit_is_the_programs_own_if_it_wants() {
    let text = "import signal, threading\nassert signal.getsignal(signal.SIGQUIT) == signal.SIG_DFL\nevent = threading.Event()\n\
                signal.signal(signal.SIGQUIT, lambda *a: (print('mine'), event.set()))\nprint('ready')\nevent.wait()";
    let program = Program::start(text);
    program.send(QUIT);
    let (signal, out, error) = program.end();
    assert_eq!((signal, out.as_str(), error.as_str()), (None, "mine\n", ""));
}
