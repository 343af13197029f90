//! Sessions at the prompt, in a pseudo-terminal: what is asserted is what stands on the screen.
//!
//! Enters: keys, as a terminal sends them. Leaves: a screen, as a terminal shows it. Nothing is asserted about time: a test waits
//! until the screen shows what it must, and fails when that does not happen within a limit that only a hanging program reaches.
#[path = "repl/terminal.rs"]
mod terminal;

use std::os::unix::process::ExitStatusExt;
use std::time::Instant;
use terminal::*;

// ---- lines and blocks ----

#[test]
fn values_are_shown_and_remembered() {
    let mut terminal = Terminal::new();
    terminal.lines(&["6 * 7", "_ + 1"]);
    terminal.wait_for_end(&[">>> 6 * 7", "42", ">>> _ + 1", "43", ">>>"]);
}

#[test]
fn blocks_are_indented_line_by_line() {
    let mut terminal = Terminal::new();
    terminal.lines(&["def f(n):", "for i in range(n):", "print(i)"]);
    assert_eq!(
        terminal.cursor().1,
        12,
        "the margin is there before anything is typed"
    );
    terminal.keys(BACKSPACE).wait_for_last("...");
    terminal.wait_until("a step to the left", |terminal| terminal.cursor().1 == 8);
    terminal
        .line("return n")
        .wait_until("less after return", |terminal| terminal.cursor().1 == 4);
    terminal.keys(ENTER).wait_for_last(">>>");
    terminal.lines(&["f(2)"]);
    terminal.wait_for_end(&[
        ">>> def f(n):",
        "...     for i in range(n):",
        "...         print(i)",
        "...     return n",
        "...",
        ">>> f(2)",
        "0",
        "1",
        "2",
        ">>>",
    ]);
}

#[test]
fn tab_and_space_in_the_margin() {
    let mut terminal = Terminal::new();
    terminal.lines(&["if True:"]);
    terminal
        .keys(TAB)
        .wait_until("a step to the right", |terminal| terminal.cursor().1 == 12);
    terminal
        .keys(BACKSPACE)
        .wait_until("and back", |terminal| terminal.cursor().1 == 8);
    terminal
        .keys(CTRL_C)
        .wait_for_end(&["...", "KeyboardInterrupt", ">>>"]);
    // Who types the margin, as a sender of text does, gets what he types.
    terminal.lines(&["if True:"]);
    terminal.keys("  'two'").wait_for_last("...   'two'");
    terminal.keys(ENTER).wait_for_last("...");
    terminal.keys(ENTER).wait_for_end(&["'two'", ">>>"]);
}

#[test]
fn text_that_is_sent_without_marks_of_a_paste() {
    let mut terminal = Terminal::new();
    let text = "def g(x):\n    if x:\n        return 'yes'\n    else:\n        return 'no'\n\ng(1), g(0)\nprint('end')\n";
    terminal.keys(&text.replace('\n', "\r"));
    terminal.wait_for_end(&["('yes', 'no')", ">>> print('end')", "end", ">>>"]);
}

#[test]
fn blocks_are_recalled_whole() {
    let mut terminal = Terminal::new();
    terminal.lines(&["def f():", "return 'one'", ""]);
    terminal
        .keys(UP)
        .wait_for_end(&[">>> def f():", "    return 'one'"]);
    // Into the string, to change it there.
    terminal
        .keys(LEFT)
        .keys(BACKSPACE)
        .keys(BACKSPACE)
        .keys(BACKSPACE)
        .keys("two");
    terminal.wait_for_end(&[">>> def f():", "    return 'two'"]);
    terminal.keys(ENTER).wait_for_last(">>>");
    terminal.lines(&["f()"]);
    terminal.wait_for_end(&["'two'", ">>>"]);
    terminal.keys(UP).wait_for_last(">>> f()");
    terminal.keys(DOWN).wait_for_last(">>>");
    terminal.keys(CTRL_R).wait_for("reverse-i-search");
    terminal.keys("one").wait_for("return 'one'");
    terminal.keys(ENTER).wait_for_last(">>>");
    terminal.lines(&["f()"]);
    terminal.wait_for_end(&["'one'", ">>>"]);
}

#[test]
fn the_history_outlives_the_session() {
    let home = fresh_home();
    let setup = || Setup {
        home: Some(home.clone()),
        ..Setup::default()
    };
    let mut first = setup().start();
    first.wait_for(">>>");
    first.lines(&["if 1:", "'a block'", ""]);
    first.keys(CTRL_D).end();
    let kept = std::fs::read_to_string(home.join(".tick_history")).expect("a history");
    assert!(kept.contains("a block"), "{kept}");
    let mut second = setup().start();
    second.wait_for(">>>");
    second
        .keys(UP)
        .wait_for_end(&[">>> if 1:", "    'a block'"]);
    second.keys(CTRL_C).wait_for("KeyboardInterrupt");
    drop(first);
}

#[test]
fn another_history_file() {
    let home = fresh_home();
    let file = home.join("elsewhere");
    let mut terminal = Setup {
        home: Some(home),
        environment: vec![
            ("NO_COLOR", "1".into()),
            ("PYTHON_HISTORY", file.display().to_string()),
        ],
        ..Setup::default()
    }
    .start();
    terminal.wait_for(">>>");
    terminal.lines(&["'kept'"]);
    assert!(std::fs::read_to_string(&file).is_ok_and(|text| text.contains("kept")));
}

#[test]
fn prompts_are_what_sys_says() {
    let mut terminal = Terminal::new();
    terminal
        .line("import sys; sys.ps1 = 'in> '; sys.ps2 = '  > '")
        .wait_for_last("in>");
    terminal.line("if 1:").wait_for_last("  >");
    terminal.keys("'deep'\r\r").wait_for_end(&[
        "in> if 1:",
        "  >     'deep'",
        "  >",
        "'deep'",
        "in>",
    ]);
}

// ---- pastes ----

fn paste(text: &str) -> String {
    format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r"))
}

#[test]
fn a_paste_is_shown_and_run_at_enter() {
    let mut terminal = Terminal::new();
    terminal.keys(&paste("x = 20\nif x:\n    x += 1\n\nx\nx * 2\n"));
    terminal.wait_for_end(&[">>> x = 20", "if x:", "    x += 1", "", "x", "x * 2"]);
    terminal.keys(ENTER);
    // Only the last value is shown.
    terminal.wait_for_end(&["x", "x * 2", "42", ">>>"]);
}

#[test]
fn a_large_paste() {
    let mut terminal = Terminal::new();
    let mut text = String::from("total = 0\n");
    let mut lines = 1;
    while text.len() < 100_000 {
        text += &format!(
            "def step_{lines}(n):\n    # {lines}\n    return n + 1\ntotal = step_{lines}(total)\n"
        );
        lines += 4;
    }
    text += "total\n";
    let calls = (lines - 1) / 4;
    terminal.keys(&paste(&text));
    terminal.wait_for_last(&format!(">>> [pasted text 1: {} lines]", lines + 1));
    terminal
        .keys(ENTER)
        .wait_for_end(&[&calls.to_string(), ">>>"]);
}

#[test]
fn a_paste_with_a_mistake_runs_nothing() {
    let mut terminal = Terminal::new();
    terminal.keys(&paste("print('ran')\nif:\n    pass\n"));
    terminal.wait_for_last("    pass");
    terminal
        .keys(ENTER)
        .wait_for("SyntaxError: invalid syntax")
        .wait_for_last(">>>");
    assert!(!terminal.screen().lines().any(|line| line == "ran"));
}

#[test]
fn a_transcript_can_be_pasted() {
    let mut terminal = Terminal::new();
    terminal.keys(&paste(
        ">>> for i in range(2):\n...     i\n...\n0\n1\n>>> i\n1\n",
    ));
    terminal.wait_for_last("i");
    terminal.keys(ENTER).wait_for_end(&["1", ">>>"]);
}

// ---- completion, hints, colours ----

#[test]
fn completion_runs_nothing() {
    let mut terminal = Terminal::new();
    terminal.lines(&[
        "class C:",
        "def __init__(self): self.alpha = 1",
        "@property",
        "def beta(self): print('RUN')",
        "def __getattr__(self, name): print('RUN')",
        "def gamma(self): pass",
        "",
        "c = C()",
    ]);
    terminal.keys("c.").wait_for_last(">>> c.").keys(TAB);
    terminal.wait_for("alpha   beta    gamma(");
    terminal.keys("al").keys(TAB).wait_for_last(">>> c.alpha");
    terminal.keys(CTRL_C).wait_for_last(">>>");
    terminal
        .keys("c.beta.")
        .keys(TAB)
        .keys("x")
        .wait_for_last(">>> c.beta.x");
    let text = terminal.everything();
    assert!(!text.lines().any(|line| line == "RUN"), "{text}");
}

#[test]
fn names_modules_and_keywords_are_completed() {
    let mut terminal = Terminal::new();
    let cases = [
        ("import thread", "import threading"),
        ("from concurrent.fu", "from concurrent.futures"),
        ("from os import getcwd", "from os import getcwd"),
        (
            "from threading import Barr",
            "from threading import Barrier",
        ),
        ("isinst", "isinstance("),
        ("sorted([], ke", "sorted([], key="),
        ("''.isaln", "''.isalnum("),
        ("[].rev", "[].reverse("),
        (":thr", ":threads"),
        (":dis isinst", ":dis isinstance("),
    ];
    for (typed, want) in cases {
        terminal.keys(typed).keys(TAB);
        let last = format!(">>> {want}");
        terminal.wait(&format!("{typed} completed"), |screen| {
            screen
                .lines()
                .last()
                .is_some_and(|line| line.starts_with(&last))
        });
        terminal.keys(CTRL_C).wait_for_last(">>>");
    }
}

#[test]
fn the_signature_of_the_call_is_shown_and_goes_away() {
    let mut terminal = Terminal::new();
    terminal.lines(&[
        "def power(base, exponent=2, *, modulo=None): return base ** exponent",
        "",
    ]);
    terminal
        .keys("power(")
        .wait_for_last(">>> power(  (base, exponent=2, *, modulo=None)");
    terminal.keys("3)").wait_for_last(">>> power(3)");
    terminal
        .keys(ENTER)
        .wait_for_end(&[">>> power(3)", "9", ">>>"]);
    // A wrapper has the parameters of what it wraps.
    terminal.lines(&[
        "import functools",
        "wrapped = functools.wraps(power)(lambda *args: None)",
    ]);
    terminal
        .keys("wrapped(")
        .wait_for_last(">>> wrapped(  (base, exponent=2, *, modulo=None)");
    terminal.keys(CTRL_C).wait_for_last(">>>");
    terminal
        .keys("power(1")
        .wait_for("(base, exponent=2, *, modulo=None)");
    terminal
        .keys(CTRL_C)
        .wait_for_end(&[">>> power(1", "KeyboardInterrupt", ">>>"]);
}

#[test]
fn code_is_coloured_unless_that_is_unwanted() {
    let colours = |environment: Vec<(&'static str, String)>, arguments: Vec<&'static str>| {
        let mut terminal = Setup {
            environment,
            arguments,
            ..Setup::default()
        }
        .start();
        terminal.wait_for(">>>");
        terminal.keys("for x").wait_for_last(">>> for x");
        let shown = terminal.shown.0.lock().expect("the screen");
        let row = shown.parser.screen().cursor_position().0;
        (4..9)
            .map(|column| {
                shown
                    .parser
                    .screen()
                    .cell(row, column)
                    .expect("a cell")
                    .fgcolor()
            })
            .any(|colour| colour != vt100::Color::Default)
    };
    assert!(colours(vec![], vec!["-q"]));
    assert!(!colours(vec![("NO_COLOR", "1".into())], vec!["-q"]));
    assert!(colours(
        vec![("NO_COLOR", "1".into())],
        vec!["-q", "--color", "always"]
    ));
}

// ---- threads ----

/// Whoever types cannot say go at the same time: a thread that calls this goes on when there is a file of that name.
const WAIT_FOR_FILE: &[&str] = &[
    "import os, threading, time",
    "def wait_for_file(name):",
    "while not os.path.exists(name): time.sleep(.005)",
    "",
];

#[test]
fn threads_print_above_the_line_that_is_typed() {
    let mut terminal = Terminal::new();
    terminal.lines(WAIT_FOR_FILE);
    terminal.lines(&[
        "def work():",
        "wait_for_file('go')",
        "print('first'); print('sec', end=''); print('ond'); raise ValueError('lost')",
        "",
        "threading.Thread(target=work, name='worker-1').start()",
    ]);
    terminal.keys("half typed").wait_for_last(">>> half typed");
    terminal
        .make_file("go")
        .wait_for("ValueError: lost")
        .wait_for_last(">>> half typed");
    let screen = terminal.screen();
    let from = screen
        .find("[worker-1] first")
        .expect("a line with its label");
    let lines: Vec<&str> = screen[from..].lines().collect();
    assert_eq!(
        lines[..4],
        [
            "[worker-1] first",
            "[worker-1] second",
            "[worker-1] Exception in thread worker-1:",
            "[worker-1] Traceback (most recent call last):",
        ]
    );
    assert_eq!(
        lines[lines.len() - 2..],
        ["[worker-1] ValueError: lost", ">>> half typed"]
    );
    terminal.wait_until("the cursor where it was", |terminal| {
        terminal.cursor().1 == 14
    });
    terminal.keys(" on").wait_for_last(">>> half typed on");
}

#[test]
fn threads_print_above_a_block_and_in_great_number() {
    let mut terminal = Terminal::new();
    terminal.lines(WAIT_FOR_FILE);
    terminal.lines(&[
        "def many():",
        "wait_for_file('go')",
        "for i in range(2000): print('line', i)",
        "",
    ]);
    terminal.lines(&["threading.Thread(target=many, name='w', daemon=True).start()"]);
    terminal.lines(&["if True:"]);
    terminal
        .keys("x = 'typing'")
        .wait_for_last("...     x = 'typing'")
        .make_file("go")
        .wait_for("[w] line 1999")
        .wait_for_last("...     x = 'typing'");
    terminal
        .keys("\r\rx\r")
        .wait_for_end(&[">>> x", "'typing'", ">>>"]);
}

#[test]
fn threads_run_while_the_prompt_waits() {
    let mut terminal = Terminal::new();
    terminal.lines(WAIT_FOR_FILE);
    terminal.lines(&[
        "def count():",
        "wait_for_file('go')",
        "for n in range(100_000): pass",
        "open('counted', 'w').close()",
        "",
    ]);
    terminal.lines(&["threading.Thread(target=count).start()"]);
    let before = terminal.prompts();
    // Nothing is typed from here on, so what is counted is counted while the prompt waits.
    terminal.make_file("go");
    terminal.wait_until("that it has counted", |terminal| {
        terminal.home.join("counted").exists()
    });
    assert_eq!(terminal.prompts(), before);
}

#[test]
fn a_line_that_was_not_ended_is_not_overwritten() {
    let mut terminal = Terminal::new();
    terminal
        .line("print('no end', end='')")
        .wait_for_end(&["no end", ">>>"]);
}

#[test]
fn input_leaves_no_empty_line() {
    let mut terminal = Terminal::new();
    terminal
        .line("name = input('name? ')")
        .wait_for_last("name?");
    terminal.keys("bob\r").wait_for_last(">>>");
    terminal.lines(&["name"]);
    terminal.wait_for_end(&["name? bob", ">>> name", "'bob'", ">>>"]);
}

#[test]
fn commands_show_threads_and_locks() {
    let mut terminal = Setup {
        columns: 150,
        ..Setup::default()
    }
    .start();
    terminal.wait_for(">>>");
    terminal.lines(&[
        "import threading, time",
        "lock_a, idle = threading.Lock(), threading.Event()",
        "def hold():",
        "with lock_a: idle.wait()",
        "",
        "def want():",
        "with lock_a: pass",
        "",
        "threading.Thread(target=hold, name='holder').start()",
        "while not lock_a.locked(): time.sleep(.01)",
        "",
        "threading.Thread(target=want, name='wanter').start()",
    ]);
    let rows = [
        "holder thread waiting for an event: idle",
        "wanter thread waiting for a lock: lock_a",
        "MainThread running this command",
    ];
    let deadline = Instant::now() + LIMIT;
    loop {
        terminal.lines(&[":threads"]);
        let screen = terminal.screen();
        let from = screen.rfind(":threads").expect("the command");
        let shown: Vec<String> = screen[from..]
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        let is_shown = |row: &&str| shown.iter().any(|line| line.starts_with(*row));
        if rows.iter().all(is_shown) {
            break;
        }
        // They may still be on their way to where they wait.
        assert!(Instant::now() < deadline, "{screen}");
    }
    terminal
        .line(":locks")
        .wait_for("contended")
        .wait_for_last(">>>");
    let screen = terminal.screen();
    let line = screen
        .lines()
        .rfind(|line| line.starts_with("lock_a "))
        .expect("the lock");
    let words: Vec<&str> = line.split_whitespace().collect();
    assert_eq!(
        words[..5],
        ["lock_a", "lock", "locked", "holder", "wanter"],
        "{screen}"
    );
    terminal
        .line(":gil")
        .wait_for("went to another thread")
        .wait_for_last(">>>");
    terminal
        .line(":thread")
        .wait_for("unknown command ':thread'; did you mean ':threads'?");
    terminal.lines(&["idle.set()"]);
    terminal.keys(CTRL_D);
    assert!(terminal.end().success());
}

#[test]
fn commands_about_code() {
    let mut terminal = Terminal::new();
    let file = terminal.home.join("loaded.py");
    std::fs::write(
        &file,
        "def double(x):\n    return 2 * x\nprint('loading')\n",
    )
    .expect("a file");
    terminal
        .keys(":load load")
        .wait_for_last(">>> :load load")
        .keys(TAB)
        .wait_for_last(">>> :load loaded.py");
    terminal.keys(ENTER).wait_for_end(&["loading", ">>>"]);
    terminal.lines(&["double(4)"]);
    terminal.wait_for_end(&["8", ">>>"]);
    terminal
        .line(":dis double")
        .wait_for("Return")
        .wait_for_last(">>>");
    terminal
        .line(":dis n += 1")
        .wait_for("StoreGlobal")
        .wait_for_last(">>>");
    terminal
        .line(":time double(4)")
        .wait_for("a run, the best of 5")
        .wait_for_last(">>>");
    terminal
        .line(":load nothing.py")
        .wait_for("FileNotFoundError")
        .wait_for_last(">>>");
    terminal
        .line(":dis")
        .wait_for("usage: :dis NAME | STATEMENT")
        .wait_for_last(">>>");
    terminal
        .line(":help")
        .wait_for(":locks")
        .wait_for_last(">>>");
}

// ---- interrupts and the end ----

#[test]
fn ctrl_c_at_the_prompt() {
    let mut terminal = Terminal::new();
    terminal.keys("some text").wait_for_last(">>> some text");
    terminal
        .keys(CTRL_C)
        .wait_for_end(&[">>> some text", "KeyboardInterrupt", ">>>"]);
    terminal.lines(&["if 1:"]);
    terminal
        .keys(CTRL_C)
        .wait_for_end(&["...", "KeyboardInterrupt", ">>>"]);
    terminal.lines(&["'alive'"]);
    terminal.wait_for_end(&["'alive'", ">>>"]);
}

#[test]
fn ctrl_c_in_a_loop() {
    let mut terminal = Terminal::new();
    terminal.lines(&["print('looping')"]);
    terminal
        .keys("while True: pass")
        .wait_for_last(">>> while True: pass");
    terminal.keys(ENTER).wait_for_last("...");
    terminal.keys(ENTER);
    terminal.wait_for_signals();
    terminal
        .keys(CTRL_C)
        .wait_for("KeyboardInterrupt")
        .wait_for_last(">>>");
    terminal.lines(&["'alive'"]);
    terminal.wait_for_end(&["'alive'", ">>>"]);
}

#[test]
fn ctrl_c_in_join_loses_no_thread() {
    let mut terminal = Terminal::new();
    terminal.lines(&["import threading", "go = threading.Event()"]);
    terminal.lines(&[
        "thread = threading.Thread(target=lambda: (go.wait(600), print('went on')), name='w')",
        "thread.start()",
    ]);
    terminal
        .line("print('in join'); thread.join()")
        .wait_for_last("in join");
    terminal
        .keys(CTRL_C)
        .wait_for("KeyboardInterrupt")
        .wait_for_last(">>>");
    terminal
        .line("import time; print('asleep'); time.sleep(1000)")
        .wait_for_last("asleep");
    terminal.keys(CTRL_C);
    terminal.wait("the second traceback", |screen| {
        screen.matches("\nKeyboardInterrupt").count() == 2
    });
    terminal.wait_for_last(">>>");
    terminal.lines(&["thread.is_alive()"]);
    terminal.wait_for_end(&["True", ">>>"]);
    terminal
        .line("go.set(); thread.join(); 'joined'")
        .wait_for_end(&["went on", "'joined'", ">>>"]);
}

#[test]
fn handlers_of_signals_run_while_a_line_is_typed() {
    let mut terminal = Terminal::new();
    terminal.lines(&[
        "import signal, sys",
        "old = signal.signal(signal.SIGUSR1, lambda *_: print('served'))",
        "old = signal.signal(signal.SIGUSR2, lambda *_: 1 / 0)",
        "def for_ever(*_):",
        "open('begun', 'w').close()",
        "while True: pass",
        "",
        "old = signal.signal(signal.SIGALRM, for_ever)",
        "old = signal.signal(signal.SIGTERM, lambda *_: sys.exit(3))",
    ]);
    terminal
        .keys("half a line")
        .wait_for_last(">>> half a line");
    terminal
        .signal(libc::SIGUSR1)
        .wait_for_end(&["[MainThread] served", ">>> half a line"]);
    // An exception ends the line, as in Python.
    terminal
        .signal(libc::SIGUSR2)
        .wait_for("ZeroDivisionError")
        .wait_for_last(">>>");
    // A handler without end is a program that Ctrl-C ends, once it has begun.
    terminal.signal(libc::SIGALRM);
    terminal.wait_until("that it has begun", |terminal| {
        terminal.home.join("begun").exists()
    });
    terminal
        .keys(CTRL_C)
        .wait_for("KeyboardInterrupt")
        .wait_for_last(">>>");
    terminal.lines(&["'alive'"]);
    terminal.wait_for_end(&["'alive'", ">>>"]);
    terminal.keys("more").wait_for_last(">>> more");
    terminal.signal(libc::SIGTERM);
    assert_eq!(terminal.end().code(), Some(3));
}

#[test]
fn ctrl_d_waits_for_threads() {
    let mut terminal = Terminal::new();
    terminal.lines(WAIT_FOR_FILE);
    terminal.lines(&["def late():", "wait_for_file('go'); print('late')", ""]);
    terminal.lines(&["threading.Thread(target=late, name='slow').start()"]);
    terminal
        .keys(CTRL_D)
        .wait_for("waiting for 1 thread: slow (Ctrl-C to end)")
        .make_file("go");
    let status = terminal.end();
    assert!(status.success());
    terminal.wait_until("the last line", |terminal| {
        terminal.screen().ends_with("late")
    });
}

#[test]
fn ways_to_leave() {
    for (text, code) in [
        ("exit", 0),
        ("quit", 0),
        ("exit()", 0),
        ("raise SystemExit(3)", 3),
        ("import sys; sys.exit(4)", 4),
    ] {
        let mut terminal = Terminal::new();
        terminal.line(text);
        assert_eq!(terminal.end().code(), Some(code), "{text}");
    }
    // A word that the program uses is the program's.
    let mut terminal = Terminal::new();
    terminal.lines(&["exit = 5", "exit"]);
    terminal.wait_for_end(&["5", ">>>"]);
    terminal.keys(CTRL_D);
    assert_eq!(terminal.end().signal(), None);
}

#[test]
fn ctrl_d_ends_a_block() {
    let mut terminal = Terminal::new();
    terminal.lines(&["if 1:", "'in the block'"]);
    // Once for the margin, once for the block.
    terminal
        .keys(CTRL_D)
        .keys(CTRL_D)
        .wait_for_end(&["'in the block'", ">>>"]);
}

// ---- other terminals ----

#[test]
fn a_narrower_terminal_draws_the_line_again() {
    let mut terminal = Terminal::new();
    let text = "x = 'a line that is longer than the narrow terminal will be'";
    terminal.keys(text).wait_for_last(&format!(">>> {text}"));
    terminal.resize(30, 40);
    terminal.wait("the line in two rows", |screen| {
        let lines: Vec<&str> = screen.lines().collect();
        lines.len() >= 2 && lines[lines.len() - 1].ends_with("terminal will be'")
    });
    terminal.resize(30, 100);
    terminal.keys(" + 'y'\r").wait_for_last(">>>");
    terminal.lines(&["x[-5:]"]);
    terminal.wait_for_end(&["'l bey'", ">>>"]);
}

#[test]
fn a_dumb_terminal_gets_the_plain_prompt() {
    for environment in [
        vec![("TERM", "dumb".to_string())],
        vec![("PYTHON_BASIC_REPL", "1".to_string())],
    ] {
        let mut terminal = Setup {
            environment,
            ..Setup::default()
        }
        .start();
        terminal.wait_for(">>>");
        terminal.lines(&["def f():", "    return 5", "", "f()"]);
        terminal.wait_for_end(&[
            ">>> def f():",
            "...     return 5",
            "...",
            ">>> f()",
            "5",
            ">>>",
        ]);
        terminal
            .keys(":threads\r")
            .wait_for("MainThread")
            .wait_for_last(">>>");
        terminal
            .keys(CTRL_C)
            .wait_for("KeyboardInterrupt")
            .wait_for_last(">>>");
        terminal.keys("exit\r");
        assert!(terminal.end().success());
    }
}

#[test]
fn help_is_at_hand() {
    let mut terminal = Terminal::new();
    terminal
        .line("help(len)")
        .wait_for("Return the number of items")
        .wait_for_last(">>>");
    terminal
        .line("help")
        .wait_for("Tab completes")
        .wait_for_last(">>>");
    terminal
        .line("help('nothing.there')")
        .wait_for("No Python documentation found")
        .wait_for_last(">>>");
}

#[test]
fn the_transcript_in_the_documentation_is_right() {
    let text = include_str!("../docs/repl.md");
    let block = text.split("```python-repl\n").nth(1).expect("a transcript");
    let block = block.split("```").next().expect("its end");
    let mut terminal = Terminal::new();
    let mut want = String::new();
    for line in block.lines() {
        let (prompt, typed) = match line.split_at_checked(3) {
            Some((prompt @ (">>>" | "..."), typed)) => (prompt, typed.trim_start()),
            _ => {
                want += line;
                want.push('\n');
                continue;
            }
        };
        // All that precedes this prompt, and the prompt.
        let shown = format!("{want}{prompt}");
        terminal.wait(&format!("as documented:\n{shown}"), |screen| {
            screen == shown
        });
        terminal.wait_until("waiting", Terminal::waits);
        terminal.line(typed);
        want += line;
        want.push('\n');
    }
    let shown = format!("{want}>>>");
    terminal.wait(&format!("as documented:\n{shown}"), |screen| {
        screen == shown
    });
}
