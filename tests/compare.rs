//! `tick compare` on itself: what its table says of programs whose behaviour is known, and its mistakes.
//!
//! Enters: programs written here. Leaves: libtest's report. Nothing here depends on times.

use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A program in a folder that goes away with the value.
struct Program(PathBuf);

impl Program {
    fn new(name: &str, text: &str) -> Program {
        let folder =
            std::env::temp_dir().join(format!("tick-compare-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        std::fs::write(folder.join("x.py"), text).expect("room for a file");
        Program(folder)
    }
    fn run(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_tick"))
            .arg("compare")
            .args(words)
            .current_dir(&self.0)
            .env_remove("PYTHONUNBUFFERED")
            .output()
            .expect("tick starts")
    }
    fn text(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("text")
    }
    /// The rows of the table as JSON.
    fn ways(&self, words: &[&str]) -> Vec<Value> {
        let all = [&["--format", "json"], words].concat();
        let table: Value = serde_json::from_str(&self.text(&all)).expect("JSON");
        table["ways"].as_array().expect("a list").clone()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const LOSING: &str = "\
import threading
counter = 0
both = threading.Barrier(2)
def count():
    global counter
    both.wait()
    for _ in range(300_000):
        counter += 1
threads = [threading.Thread(target=count) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print('lost' if counter < 600_000 else 'nothing lost')
";

#[test]
fn policies_differ_where_they_should() {
    let program = Program::new("losing", LOSING);
    // Both threads are there before they count. With a switch every 7 instructions the middle of the statement cannot be missed.
    let ways = program.ways(&["--policies", "py310,ticks:7", "x.py"]);
    assert_eq!(ways[0]["way"], "py310");
    assert_eq!(ways[0]["same_output"], true);
    assert_eq!(ways[1]["same_output"], false);
    assert_eq!(ways[1]["first_difference"]["expected"], "nothing lost");
    assert_eq!(ways[1]["first_difference"]["got"], "lost");
    assert!(ways[1]["switches"].as_u64() > ways[0]["switches"].as_u64());
    assert!(ways[1]["forced"].as_u64() > Some(1000));
    let share = ways[1]["wait_share"].as_f64().expect("a share");
    assert!((0.0..=1.0).contains(&share), "{share}");
    let text = program.text(&["--policies", "py310,ticks:7", "x.py"]);
    assert!(text.contains("exit 0, differs at line 1"), "{text}");
    assert!(
        text.contains("line 1 of the output\n  py310: nothing lost\n  ticks:7: lost\n"),
        "{text}"
    );
}

#[test]
fn waits_are_counted_by_reason() {
    let program = Program::new(
        "reasons",
        "\
import threading, time
for n in range(3):
    time.sleep(0.05)
for n in range(2):
    threading.Event().wait(0.05)
",
    );
    let ways = program.ways(&["--policies", "fair", "--runs", "3", "x.py"]);
    assert_eq!(ways[0]["released"]["sleep"], 3);
    assert_eq!(ways[0]["released"]["event"], 2);
    assert_eq!(ways[0]["wall_s"].as_array().map(Vec::len), Some(3));
}

#[test]
fn old_policies_give_the_lock_up_at_every_call() {
    let program = Program::new(
        "calls",
        "\
import socket
a, b = socket.socketpair()
a.settimeout(5)
for _ in range(10):
    a.send(b'x')
",
    );
    let ways = program.ways(&["--policies", "fair,py2,py39,py310", "x.py"]);
    let count = |at: usize| ways[at]["released"]["io"].as_u64().unwrap_or(0);
    assert!(count(0) < 10, "{}", count(0));
    // CPython polls, then sends, and gives the lock up for both.
    for at in 1..4 {
        assert!(count(at) >= 20, "{}", count(at));
    }
}

#[test]
fn pools_of_threads_become_processes() {
    let program = Program::new(
        "pools",
        "\
import os
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool
from multiprocessing.dummy import Pool
def where(n):
    return os.getpid() == main
main = os.getpid()
with ThreadPoolExecutor(2, thread_name_prefix='w') as pool:
    print(set(pool.map(where, range(4))), type(pool).__name__)
for kind in ThreadPool, Pool:
    with kind(2) as pool:
        print(set(pool.map(where, range(4))))
",
    );
    // Named by the program, so that the row is there without being asked for.
    let ways = program.ways(&["x.py"]);
    let names: Vec<&str> = ways.iter().filter_map(|way| way["way"].as_str()).collect();
    assert_eq!(names, ["fair", "py2", "py39", "py310", "processes"]);
    assert_eq!(ways[3]["same_output"], true);
    let difference = &ways[4]["first_difference"];
    assert_eq!(difference["expected"], "{True} ThreadPoolExecutor");
    assert_eq!(difference["got"], "{False} ThreadPoolExecutor");
}

#[test]
fn every_end_is_told() {
    let program = Program::new(
        "ends",
        "\
import os, sys
match sys.argv[1]:
    case 'exit': sys.exit(3)
    case '_exit': os._exit(4)
    case 'raise': raise ValueError('oh')
    case 'signal': os.kill(os.getpid(), 9)
    case 'hang':
        while True: pass
    case 'input': print(sys.stdin.read())
",
    );
    // What hangs is ended by the limit; what ends by itself does so long before.
    let end = |word: &str| {
        let limit = if word == "hang" { "1" } else { "300" };
        program.ways(&["--policies", "fair", "--timeout", limit, "x.py", word])[0].clone()
    };
    assert_eq!(end("exit")["exit"][0], 3);
    // Also where nothing of the usual end is gone through.
    let row = end("_exit");
    assert_eq!(
        (&row["exit"][0], &row["switches"]),
        (&Value::from(4), &Value::from(0))
    );
    let row = end("raise");
    assert_eq!(row["last_error_line"], "ValueError: oh");
    let row = end("signal");
    assert_eq!(
        (&row["exit"][0], &row["switches"]),
        (&Value::from(-9), &Value::Null)
    );
    assert_eq!(end("hang")["exit"][0], "timeout");
    std::fs::write(program.0.join("in.txt"), "words").expect("room for a file");
    let row = program.text(&[
        "--policies",
        "fair,py2",
        "--input",
        "in.txt",
        "x.py",
        "input",
    ]);
    assert!(row.contains("exit 0, prints the same"), "{row}");
}

#[test]
fn mistakes_are_two() {
    let program = Program::new("mistakes", "print(1)\n");
    for words in [
        &["missing.py"][..],
        &[],
        &["--policies", "py4", "x.py"],
        &["--runs", "0", "x.py"],
    ] {
        let output = program.run(words);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        assert!(!output.stderr.is_empty(), "{words:?}");
    }
}
