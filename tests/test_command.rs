//! `tick test` on itself: folders with programs that pass, fail, are flaky, hang, crash; what it says about them and how it ends.
//!
//! Enters: files written here. Leaves: libtest's report.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

const TICK: &str = env!("CARGO_BIN_EXE_tick");

/// A folder that goes away with the value.
struct Folder(PathBuf);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("tick-selftest-{}-{number}", std::process::id());
        let folder = fs::canonicalize(std::env::temp_dir())
            .expect("a temporary folder")
            .join(name);
        let folder = Folder(folder);
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }
    fn write(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("room");
        fs::write(path, text).expect("room for a file");
    }
    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap_or_else(|_| "(not there)".to_string())
    }
    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(TICK);
        command
            .arg("test")
            .args(words)
            .current_dir(&self.0)
            .env("XDG_CACHE_HOME", self.0.join(".cache"))
            .env("NO_COLOR", "1")
            .env_remove("CI");
        command
    }
    fn test(&self, words: &[&str]) -> (String, i32) {
        let output = self.command(words).output().expect("tick starts");
        (said(&output), output.status.code().unwrap_or(-1))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[track_caller]
fn has(text: &str, part: &str) {
    assert!(text.contains(part), "no {part:?} in:\n{text}");
}

#[test]
fn passing_and_failing() {
    let folder = Folder::new(&[
        ("good.py", "print('fine')\n"),
        ("good.out", "fine\n"),
        ("sub/bad.py", "print('a\\nb')\nraise SystemExit(3)\n"),
        ("sub/bad.out", "a\nc\n"),
        ("sub/err.py", "import sys\nsys.stderr.write('oh\\n')\n"),
        ("sub/err.out", ""),
        ("helper.py", "print('not a case')\n"),
    ]);
    let (text, code) = folder.test(&[]);
    assert_eq!(code, 1, "{text}");
    has(&text, "failed sub/bad.py");
    has(
        &text,
        "    @@ expected line 1, printed line 1 @@\n     a\n    -c\n    +b\n    exit code: expected 0, got 3\n",
    );
    has(&text, "failed sub/err.py");
    has(&text, "+++ stderr printed");
    has(&text, "1 passed, 2 failed");
    assert!(!text.contains("helper"), "{text}");
    let (text, code) = folder.test(&["good.py", "-v"]);
    assert_eq!(code, 0, "{text}");
    has(&text, "passed good.py");
    let (text, code) = folder.test(&["-k", "goo"]);
    assert_eq!(code, 0, "{text}");
    let (text, code) = folder.test(&["--list"]);
    assert_eq!(
        (text.as_str(), code),
        ("good.py\nsub/bad.py\nsub/err.py\n", 0)
    );
    // Only what failed, then nothing that failed.
    let (text, _) = folder.test(&["--last-failed", "-v"]);
    has(&text, "0 passed, 2 failed");
    folder.write("sub/bad.out", "a\nb\n");
    folder.write("sub/bad.code", "3\n");
    folder.write("sub/err.err", "oh\n");
    assert_eq!(folder.test(&["--last-failed"]).1, 0);
    let (text, code) = folder.test(&["--last-failed"]);
    assert_eq!(code, 0, "{text}");
    has(&text, "3 passed");
}

#[test]
fn mistakes_are_two() {
    let folder = Folder::new(&[("x.py", "print(1)\n"), ("x.out", "1\n"), ("e/y.txt", "")]);
    for (words, why) in [
        (&["nosuch"][..], "no such file"),
        (&["--hlep"], "--help"),
        (&["-k", "nothing"], "no case"),
        (&["e"], "no cases"),
        (&["e/y.txt"], "neither"),
        (&["-j", "0"], "0"),
    ] {
        let (text, code) = folder.test(words);
        assert_eq!(code, 2, "{words:?}: {text}");
        has(&text, why);
    }
    folder.write("bad.py", "# test: unorderd\n");
    let (text, code) = folder.test(&[]);
    assert_eq!(code, 1);
    has(&text, "did you mean unordered");
}

#[test]
fn hanging_programs_tell_where_they_are() {
    // How long it takes until all threads are where they stay depends on the machine: more time, if it was too little.
    let program = "import threading, time\nlock = threading.Lock()\n\ndef holder():\n    with lock:\n        time.sleep(600)\n\n\
             def spin():\n    while True:\n        pass\n\nprint('begun')\nthreads = [threading.Thread(target=f, name=f.__name__) for f in (holder, spin)]\n\
             for thread in threads:\n    thread.start()\nthreads[0].join()\n";
    let folder = Folder::new(&[("hang.out", "")]);
    let mut limit = 1.5;
    let text = loop {
        folder.write("hang.py", &format!("# test: timeout={limit}\n{program}"));
        let (text, code) = folder.test(&[]);
        assert_eq!(code, 1);
        has(&text, "timeout hang.py");
        has(&text, &format!("killed after {limit} s"));
        let settled = [
            "        threads[0].join()",
            "Thread \"holder\" (sleeping)",
            "Thread \"spin\" (waiting for the global lock)",
        ];
        if limit > 100.0 || settled.iter().all(|part| text.contains(part)) {
            break text;
        }
        limit *= 2.0;
    };
    has(&text, "begun");
    has(&text, "Stacks of the 3 threads");
    has(&text, "Thread \"MainThread\"");
    has(&text, "        threads[0].join()");
    has(
        &text,
        "Thread \"holder\" (sleeping):\n      File \"hang.py\", line 7, in holder\n        time.sleep(600)",
    );
    has(&text, "Thread \"spin\" (waiting for the global lock)");
}

#[test]
fn programs_without_an_end_are_ended() {
    let folder = Folder::new(&[
        (
            "child.py",
            "# test: timeout=0.4\nimport os, time\nif os.fork() == 0:\n    open('child.txt', 'w').write(str(os.getpid()))\ntime.sleep(600)\n",
        ),
        (
            "endless.py",
            "# test: timeout=300\nwhile True: print('x' * 10000)\n",
        ),
        ("endless.out", ""),
    ]);
    let begin = Instant::now();
    let (text, code) = folder.test(&["-j", "2"]);
    // Long before those whom nobody ends would end.
    assert!(begin.elapsed() < Duration::from_secs(500), "{text}");
    assert_eq!(code, 1);
    has(&text, "timeout child.py");
    has(&text, "failed endless.py");
    has(&text, "prints without end");
}

#[test]
fn crashes_and_expected_signals() {
    let folder = Folder::new(&[
        ("crash.py", "import os\nos.abort()\n"),
        ("crash.out", ""),
        (
            "meant.py",
            "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n",
        ),
        ("meant.code", "-9\n"),
    ]);
    let (text, code) = folder.test(&[]);
    assert_eq!(code, 1);
    has(&text, "crashed crash.py");
    has(&text, "SIGABRT");
    has(&text, "1 passed, 1 crashed");
}

#[test]
fn flaky_programs() {
    // It fails the first time: what it leaves behind is outside of its folder.
    let source = "import os\nmark = os.environ['MARK']\nif os.path.exists(mark):\n    print('fine')\nelse:\n    open(mark, 'w').close()\n";
    let folder = Folder::new(&[("f.out", "fine\n"), ("g.out", "fine\n")]);
    let script = |name: &str| {
        let mark = folder.0.join(format!("{name}.mark"));
        format!("# test: flaky=2 env=MARK={}\n{source}", mark.display())
    };
    folder.write("f.py", &script("f"));
    let (text, code) = folder.test(&[]);
    assert_eq!(code, 0, "{text}");
    has(&text, "flaky f.py: passed after 1 failed");
    has(&text, "0 passed, 1 flaky");
    folder.write("g.py", &script("g").replace(" flaky=2", ""));
    assert_eq!(folder.test(&["g.py", "--retries", "1"]).1, 0);
    folder.write("h.py", "# test: flaky=2\nprint(1)\n");
    assert_eq!(folder.test(&["h.py"]).1, 1);
}

#[test]
fn expected_failures_and_skips() {
    let folder = Folder::new(&[
        ("a.py", "# test: xfail=\"not yet\"\n1/0\n"),
        ("b.py", "# test: skip=\"no time\"\n1/0\n"),
        ("c.py", "# test: only-if=macos skip-if=linux\n1/0\n"),
    ]);
    let (text, code) = folder.test(&["-v"]);
    assert_eq!(code, 0, "{text}");
    has(&text, "xfail a.py");
    has(&text, "not yet");
    has(&text, "no time");
    has(&text, "0 passed, 1 xfail, 2 skipped");
    folder.write("a.py", "# test: xfail=\"not yet\"\n");
    let (text, code) = folder.test(&[]);
    assert_eq!(code, 1, "{text}");
    has(&text, "xpass a.py");
}

#[test]
fn patterns_orders_policies() {
    let folder = Folder::new(&[
        (
            "p.py",
            "import os, time\nprint(os.getpid(), object())\nprint('t', time.perf_counter())\nprint('mid')\nprint('last')\n",
        ),
        (
            "p.out",
            "[PID] <object object at [ADDR]>\nt [TIME]\n...\nlast\n",
        ),
        (
            "u.py",
            "# test: unordered repeat=3 gil=py2,ticks:3\nimport threading\nfor n in range(4):\n    threading.Thread(target=print, args=(n,)).start()\n",
        ),
        ("u.out", "3\n1\n0\n2\n"),
        (
            "g.py",
            "# test: gil=ticks:7\nimport sys\nprint(sys._xoptions)\n",
        ),
        ("g.out", "{'gil': 'ticks:7'}\n"),
    ]);
    let (text, code) = folder.test(&[]);
    assert_eq!(code, 0, "{text}");
    folder.write("u.out", "3\n1\n0\n5\n");
    let (text, code) = folder.test(&["u.py"]);
    assert_eq!(code, 1);
    has(&text, "run 1 of 3 with -X gil=py2");
    has(&text, "in any order");
    has(&text, "    -5\n    +2\n");
}

#[test]
fn inputs_arguments_files() {
    let folder = Folder::new(&[
        (
            "a.py",
            "import os, sys\nprint(input(), sys.argv, sys.flags.optimize)\nprint(open('data.txt').read(), sorted(os.listdir('.')))\nprint(os.getcwd())\nimport near\n",
        ),
        ("a.in", "typed\n"),
        ("a.args", "one\ntwo words\n"),
        ("a.opts", "-O\n"),
        (
            "a.out",
            "typed ['a.py', 'one', 'two words'] 1\ndata ['data.txt', 'deep', 'own.txt']\n[CWD]\nnear near.py\n",
        ),
        ("a.files/own.txt", ""),
        ("a.files/deep/x", ""),
        ("data.txt", "data"),
        ("near.py", "print('near', __file__)\n"),
        (
            "b.py",
            "# test: files=more,data.txt env=NAME=value\nimport os\nprint(sorted(os.listdir('.')), os.listdir('more'), os.environ['NAME'])\nopen('made.txt', 'w').close()\n",
        ),
        ("b.out", "['data.txt', 'more'] ['m'] value\n"),
        ("more/m", ""),
    ]);
    let (text, code) = folder.test(&[]);
    assert_eq!(code, 0, "{text}");
    assert_eq!(folder.read("made.txt"), "(not there)");
}

#[test]
fn updates() {
    let folder = Folder::new(&[
        ("new.py", "import sys\nprint('new')\nsys.exit(4)\n"),
        ("old.py", "print('now')\n"),
        ("old.out", "before\n"),
        ("old.err", "gone\n"),
        ("pattern.py", "import os\nprint(os.getpid())\n"),
        ("pattern.out", "[PID]\n"),
        ("varies.py", "import os\nprint(os.getpid())\n"),
        ("varies.out", "1\n"),
        ("crash.py", "import os\nos.abort()\n"),
        ("crash.out", "kept\n"),
        (
            "late.py",
            "# test: timeout=0.2\nimport time\ntime.sleep(60)\n",
        ),
        ("late.out", "kept\n"),
    ]);
    let (text, code) = folder.test(&["new.py"]);
    assert_eq!(code, 1);
    has(&text, "tick test --update new.py");
    let output = folder
        .command(&["--update", "new.py"])
        .env("CI", "true")
        .output();
    assert_eq!(output.expect("tick starts").status.code(), Some(2));
    assert_eq!(folder.read("new.out"), "(not there)");
    let (text, code) = folder.test(&["--update", "new.py"]);
    assert_eq!(code, 0, "{text}");
    assert_eq!(
        (
            folder.read("new.out").as_str(),
            folder.read("new.code").as_str()
        ),
        ("new\n", "4\n")
    );
    let (text, code) = folder.test(&["--update"]);
    assert_eq!(code, 1, "{text}");
    has(&text, "wrote old.out\nremoved old.err\n");
    has(
        &text,
        "left varies.py as it is: it prints something else the second time",
    );
    has(&text, "left crash.py as it is: it was ended by SIGABRT");
    has(&text, "left late.py as it is: it did not end in time");
    has(&text, "2 unchanged");
    assert_eq!(folder.read("old.out"), "now\n");
    assert_eq!(folder.read("pattern.out"), "[PID]\n");
    assert_eq!(
        (folder.read("varies.out"), folder.read("crash.out")),
        ("1\n".to_string(), "kept\n".to_string())
    );
}

#[test]
fn sessions() {
    let good = ">>> x = 1\n>>> for i in range(2):\n...     print(i)\n...\n0\n1\n\n>>> 1/0\nTraceback (most recent call last):\n  ...\nZeroDivisionError: division by zero\n\
                >>> def f():\n...     return x\n>>> f()\n1\n>>> print('a\\nb\\nc')\na\n[...]\nc\n>>> import sys; sys.exit(2)\n";
    let folder = Folder::new(&[("s.pycon", good), ("s.code", "2\n")]);
    let (text, code) = folder.test(&["-v"]);
    assert_eq!(code, 0, "{text}");
    folder.write(
        "t.pycon",
        "A session.\n\n>>> 1 + 1\n3\n>>> if 1:\n...     2\n...\n",
    );
    let (text, code) = folder.test(&["t.pycon"]);
    assert_eq!(code, 1);
    has(&text, "     >>> 1 + 1\n    -3\n    +2\n");
    assert_eq!(folder.test(&["--update", "t.pycon"]).1, 0);
    assert_eq!(
        folder.read("t.pycon"),
        "A session.\n\n>>> 1 + 1\n2\n>>> if 1:\n...     2\n... \n2\n"
    );
    assert_eq!(folder.test(&["t.pycon"]).1, 0);
}

#[test]
fn formats() {
    let folder = Folder::new(&[
        ("a.py", "print(1)\n"),
        ("a.out", "1\n"),
        ("b.py", "print('<&\"')\n"),
        ("b.out", "2\n"),
    ]);
    let (text, code) = folder.test(&["--format", "json"]);
    assert_eq!(code, 1);
    let rows: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(
        (rows[0]["status"].as_str(), rows[1]["status"].as_str()),
        (Some("passed"), Some("failed"))
    );
    assert!(
        rows[1]["message"]
            .as_str()
            .is_some_and(|text| text.contains("+<&\""))
    );
    assert_eq!(
        (rows[2]["type"].as_str(), rows[2]["failed"].as_i64()),
        (Some("summary"), Some(1))
    );
    let (text, _) = folder.test(&["--format", "junit", "--output", "r.xml"]);
    assert_eq!(text, "");
    let text = folder.read("r.xml");
    has(&text, "<testsuites tests=\"2\" failures=\"1\" errors=\"0\"");
    has(&text, "&lt;&amp;&quot;");
    let (text, _) = folder.test(&["--format", "github"]);
    has(
        &text,
        "::error file=b.py,title=b.py failed::--- stdout expected%0A",
    );
    let (text, _) = folder.test(&["--list", "--format", "json"]);
    has(&text, "\"name\": \"a.py\"");
}

#[test]
fn fail_fast_ends_what_runs() {
    // The one fails when the other has begun.
    let mark = "import os, time\nmark = os.environ['MARK']\n";
    let fails = format!("{mark}while not os.path.exists(mark): time.sleep(0.01)\n1/0\n");
    let sleeps = format!("{mark}open(mark, 'w').close()\ntime.sleep(600)\n");
    let folder = Folder::new(&[
        ("a.py", &fails),
        ("a.out", ""),
        ("b.py", &sleeps),
        ("b.out", ""),
        ("c.py", ""),
        ("c.out", ""),
    ]);
    let begin = Instant::now();
    let mut command = folder.command(&["--fail-fast", "-j", "2"]);
    let output = command.env("MARK", folder.0.join("mark")).output();
    let output = output.expect("tick starts");
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(begin.elapsed() < Duration::from_secs(500), "{text}");
    has(&text, "1 failed, 1 stopped");
}

#[test]
fn an_oracle() {
    // Tick under another name answers as the oracle: the way counts, not the answer.
    let folder = Folder::new(&[
        ("a.py", "import sys\nprint(sys.version_info[0])\n"),
        ("a.out", "wrong\n"),
    ]);
    assert_eq!(folder.test(&["--oracle", TICK]).1, 0);
    assert_eq!(folder.read("a.out"), "wrong\n");
    let (text, code) = folder.test(&["--update", "--oracle", TICK]);
    assert_eq!(code, 0, "{text}");
    assert_eq!(folder.read("a.out"), "3\n");
    let (text, code) = folder.test(&["--oracle", "/nosuch/python"]);
    assert_eq!(code, 1, "{text}");
    has(&text, "broken a.py");
}

#[test]
fn an_interrupt_ends_everything() {
    let folder = Folder::new(&[
        (
            "a.py",
            "import os, time\nopen(os.environ['PIDS'], 'w').write(str(os.getpid()))\ntime.sleep(600)\n",
        ),
        ("a.out", ""),
    ]);
    let pids = folder.0.join("pids");
    let child = folder.command(&[]).env("PIDS", &pids).spawn();
    let mut child = child.expect("tick starts");
    let begin = Instant::now();
    let pid = loop {
        match fs::read_to_string(&pids).unwrap_or_default().parse::<u32>() {
            Ok(pid) => break pid,
            Err(_) if begin.elapsed() < Duration::from_secs(60) => {
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(_) => panic!("the program did not begin"),
        }
    };
    let kill = format!("kill -INT {}", child.id());
    assert!(
        Command::new("sh")
            .args(["-c", &kill])
            .status()
            .is_ok_and(|status| status.success())
    );
    let status = child.wait().expect("it ends");
    assert_eq!(
        std::os::unix::process::ExitStatusExt::signal(&status),
        Some(2)
    );
    assert!(
        !PathBuf::from(format!("/proc/{pid}/exe")).exists(),
        "the program lives on"
    );
}
