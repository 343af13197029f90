//! The manual's examples: files in documents of `docs/` are made, commands are run, and print what stands there.
//!
//! Enters: blocks ` ```python name.py ` or ` ```text name ` (files) and ` ```console ` (lines `$ command`, its output, and `? code`
//! where the exit code is not 0). A line `^\` below a command is the key Ctrl-\, pressed once the program has come to rest. Leaves:
//! libtest's report. Output may have the patterns of `tick test`.

use std::fmt::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;
use tick::testing::{diff, pattern};

/// The blocks of a document: what stands behind the fence, and the lines.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            continue;
        };
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let body: String = body.iter().map(|line| format!("{line}\n")).collect();
        found.push((info.to_string(), body));
    }
    found
}

/// A command as a shell runs it, in a folder of its own, with the `tick` of this build.
fn shell(command: &str, folder: &Path) -> Command {
    let tick = PathBuf::from(env!("CARGO_BIN_EXE_tick"));
    let programs = tick.parent().expect("it lies in a folder").display();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut shell = Command::new("sh");
    shell
        .args(["-c", command])
        .current_dir(folder)
        .env("PATH", format!("{programs}:{path}"))
        .env("XDG_CACHE_HOME", folder.join(".cache"))
        .env("NO_COLOR", "1")
        .env_remove("CI");
    shell
}

/// What a command did, as a block of the document shows it.
fn told(command: &str, output: &Output) -> String {
    let mut told = String::from_utf8_lossy(&output.stdout).into_owned();
    // What the shell's own commands complain about is their business.
    if command.starts_with("tick") {
        told += &String::from_utf8_lossy(&output.stderr);
    }
    match (output.status.code(), output.status.signal()) {
        (Some(0), _) => {}
        (Some(code), _) => {
            let _ = writeln!(told, "? {code}");
        }
        (None, signal) => {
            let _ = writeln!(told, "? {}", 128 + signal.unwrap_or(0));
        }
    }
    told
}

/// Runs a program that comes to rest without end, and ends it by Ctrl-\. When it rests cannot be asked from here: it is run again
/// with more time until it shows what it must, or has had more time than any machine takes.
fn interrupted(command: &str, expected: &str, folder: &Path) -> String {
    let mut patience = Duration::from_millis(200);
    loop {
        let child = shell(&format!("exec {command}"), folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("sh runs");
        std::thread::sleep(patience);
        let quit = format!("kill -QUIT {}", child.id());
        shell(&quit, folder).status().expect("sh runs");
        let output = child.wait_with_output().expect("it has ended");
        let told = format!("^\\\n{}", told(command, &output));
        patience *= 2;
        if pattern::matches(expected, &told) || patience > Duration::from_secs(30) {
            return told;
        }
    }
}

/// Runs a command. What it tells of times is the machine's matter, too: on a busy one a time limit may end a program before it has come
/// to where the document sees it, and what bounds a run may be something else. Then it is run again.
fn run(command: &str, expected: &str, folder: &Path) -> String {
    let measures = ["tick why", "tick compare"]
        .iter()
        .any(|words| command.starts_with(words));
    let attempts = match measures || expected.contains("killed after") {
        true => 20,
        false => 1,
    };
    let mut text = String::new();
    for _ in 0..attempts {
        let output = shell(command, folder).output().expect("sh runs");
        text = told(command, &output);
        if pattern::matches(expected, &text) {
            break;
        }
    }
    text
}

/// Runs the commands of a block and writes it anew.
fn retell(block: &str, folder: &Path) -> String {
    let mut text = String::new();
    for part in format!("\n{block}").split("\n$ ").skip(1) {
        let (command, expected) = part.split_once('\n').unwrap_or((part, ""));
        let _ = writeln!(text, "$ {command}");
        let expected = format!("{}\n", expected.trim_end());
        text += &match expected.starts_with("^\\") {
            true => interrupted(command, &expected, folder),
            false => run(command, &expected, folder),
        };
    }
    text
}

/// Runs the examples of a document, at least `least` commands, in a folder where `scripts` are those of the repository.
fn examples(name: &str, least: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("docs").join(name)).expect("the manual is there");
    let folder = std::env::temp_dir().join(format!("tick-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("room for a folder");
    if text.contains("$ tick scripts/") {
        std::os::unix::fs::symlink(root.join("scripts"), folder.join("scripts")).expect("a link");
    }
    let mut problems = String::new();
    let mut commands = 0;
    for (info, body) in blocks(&text) {
        match info.split_once(' ') {
            Some((_, name)) => std::fs::write(folder.join(name), body).expect("room for a file"),
            None if info == "console" => {
                let told = retell(&body, &folder);
                commands += body.lines().filter(|line| line.starts_with("$ ")).count();
                if !pattern::matches(&body, &told) {
                    problems += &diff::unified(&body, &told);
                }
            }
            None => {}
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    assert!(problems.is_empty(), "\n{problems}");
    assert!(commands >= least, "the manual has lost its examples");
}

#[test]
fn examples_of_the_manual_of_testing() {
    examples("testing.md", 16);
}

#[test]
fn examples_of_the_manual_of_deadlocks() {
    examples("deadlocks.md", 3);
}

#[test]
fn examples_of_the_manual_of_seeds() {
    examples("seeds.md", 6);
}

#[test]
fn examples_of_the_tour() {
    examples("tour.md", 15);
}

#[test]
fn examples_of_the_page_of_a_trace() {
    examples("trace_page.md", 3);
}

#[test]
fn examples_of_the_manual_of_the_lock() {
    examples("gil.md", 4);
}

#[test]
fn examples_of_the_manual_of_traces() {
    examples("trace.md", 3);
}
