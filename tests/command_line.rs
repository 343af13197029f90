//! The command line beside CPython's: every row of `tests/command_line/table.jsonl`, which `make_table.py` there writes, is run
//! and has to print the same and end the same way.
//!
//! Enters: rows with files, arguments, standard input, environment, and CPython 3.13's answer. Leaves: libtest's report.

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use std::io::Write;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

const TICK: &str = env!("CARGO_BIN_EXE_tick");

fn main() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/command_line/table.jsonl");
    let table = std::fs::read_to_string(table).expect("the table lies beside this file");
    let trials: Vec<Trial> = table
        .lines()
        .map(|line| {
            let row: Value = serde_json::from_str(line).expect("rows are JSON");
            Trial::test(text(&row, "name").to_string(), move || check(&row))
        })
        .collect();
    assert!(trials.len() >= 120, "the table has lost rows");
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

fn text<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().expect("a text")
}

/// A folder that goes away with the value.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn build(row: &Value) -> Folder {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("tick-command-{}-{number}", std::process::id());
    let folder = std::fs::canonicalize(std::env::temp_dir()).expect("a temporary folder");
    let folder = folder.join(name);
    std::fs::create_dir_all(&folder).expect("room for a folder");
    for (name, content) in row["files"].as_object().expect("files") {
        let path = folder.join(name);
        if name.ends_with('/') {
            std::fs::create_dir_all(&path).expect("room for a folder");
            continue;
        }
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder"))
            .expect("room for a folder");
        let bytes: Vec<u8> = match (content, &content["latin-1"], &content["hex"]) {
            (Value::String(text), ..) => text.clone().into_bytes(),
            (_, Value::String(text), _) => text.chars().map(|c| c as u8).collect(),
            (.., Value::String(text)) => (0..text.len() / 2)
                .map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).expect("digits"))
                .collect(),
            _ => panic!("a file of no kind: {name}"),
        };
        std::fs::write(&path, bytes).expect("room for a file");
    }
    Folder(folder)
}

fn run(row: &Value, folder: &Path) -> Output {
    let words: Vec<&str> = row["args"]
        .as_array()
        .expect("arguments")
        .iter()
        .map(|word| word.as_str().expect("a text"))
        .collect();
    let mut command = match text(row, "out") {
        // The other kinds of output are the shell's business, too, so that no descriptor of ours leaks into the process.
        "closed" => shell("exec \"$0\" \"$@\" >&-"),
        "full" => shell("exec \"$0\" \"$@\" >/dev/full"),
        _ => Command::new(TICK),
    };
    command
        .args(words)
        .current_dir(folder)
        .env_clear()
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "dumb")
        .process_group(0);
    for name in ["PATH", "HOME"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    for (name, value) in row["env"].as_object().expect("an environment") {
        command.env(name, value.as_str().expect("a text"));
    }
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if text(row, "out") == "broken" {
        let (reading, writing) = std::io::pipe().expect("a pipe");
        drop(reading);
        command.stdout(writing);
    }
    let mut child = command.spawn().expect("tick starts");
    // It holds the end of the broken pipe.
    drop(command);
    let mut stdin = child.stdin.take().expect("a pipe");
    let _ = stdin.write_all(text(row, "stdin").as_bytes());
    drop(stdin);
    child.wait_with_output().expect("tick ends")
}

fn shell(line: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", line, TICK]);
    command
}

/// An answer without what depends on the place and the program.
fn clean(answer: &str, folder: &Path) -> String {
    let mut text = answer
        .replace(TICK, "PROGRAM")
        .replace(&folder.display().to_string(), "DIR");
    // Usage and complaints name the program, which is not called the same.
    for name in ["PROGRAM", "tick", "python"] {
        text = text
            .replace(&format!("usage: {name} "), "usage: ")
            .replace(&format!("Try `{name} -h'"), "Try `-h'");
        if let Some(rest) = text.strip_prefix(&format!("{name}: ")) {
            text = rest.to_string();
        }
    }
    // Tick shows the paths of programs as they were given.
    text.replace("File \"DIR/", "File \"")
        .replace("File \"./", "File \"")
        .replace("in file DIR/", "in file ")
}

fn agrees(how: &str, wanted: &str, got: &str) -> bool {
    let last = |text: &str| text.lines().last().unwrap_or("").to_string();
    let first = |text: &str| text.split_whitespace().next().unwrap_or("").to_string();
    match how {
        "exact" => wanted == got,
        "start" => got.starts_with(wanted),
        "last" => last(wanted) == last(got),
        "first" => {
            let (wanted, got) = (first(wanted), first(got));
            wanted == got || wanted == "Python" && got == "Tick"
        }
        "some" => wanted.is_empty() == got.is_empty(),
        "any" => true,
        other => panic!("no such agreement: {other}"),
    }
}

fn check(row: &Value) -> Result<(), Failed> {
    let folder = build(row);
    let output = run(row, &folder.0);
    let code = output
        .status
        .code()
        .unwrap_or_else(|| -output.status.signal().unwrap_or(0));
    let mut problems = String::new();
    let answer = &row["answer"];
    if answer["code"].as_i64() != Some(code.into()) {
        problems += &format!("exit code: CPython {}, Tick {code}\n", answer["code"]);
    }
    for (name, got) in [("stdout", output.stdout), ("stderr", output.stderr)] {
        let wanted = clean(text(answer, name), &folder.0);
        let got = clean(&String::from_utf8_lossy(&got), &folder.0);
        if !agrees(text(row, name), &wanted, &got) {
            problems += &format!(
                "{name}, {}:\n--- CPython\n{wanted}\n--- Tick\n{got}\n",
                text(row, name)
            );
        }
    }
    match problems.is_empty() {
        true => Ok(()),
        false => Err(Failed::from(problems)),
    }
}
