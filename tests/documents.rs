//! The manual's examples: files in `docs/testing.md` are made, commands are run, and print what stands there.
//!
//! Enters: blocks ` ```python name.py ` or ` ```text name ` (files) and ` ```console ` (lines `$ command`, its output, and `? code`
//! where the exit code is not 0). Leaves: libtest's report. Output may have the patterns of `tick test`.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
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

/// Runs the commands of a block and writes it anew.
fn retell(block: &str, folder: &Path) -> String {
    let mut told = String::new();
    let tick = PathBuf::from(env!("CARGO_BIN_EXE_tick"));
    let programs = tick.parent().expect("it lies in a folder").display();
    let path = std::env::var("PATH").unwrap_or_default();
    for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let output = Command::new("sh")
            .args(["-c", command])
            .current_dir(folder)
            .env("PATH", format!("{programs}:{path}"))
            .env("XDG_CACHE_HOME", folder.join(".cache"))
            .env("NO_COLOR", "1")
            .env_remove("CI")
            .output()
            .expect("sh runs");
        let _ = write!(
            told,
            "$ {command}\n{}",
            String::from_utf8_lossy(&output.stdout)
        );
        // What the shell's own commands complain about is their business.
        if command.starts_with("tick") {
            told += &String::from_utf8_lossy(&output.stderr);
        }
        match output.status.code() {
            Some(0) => {}
            code => {
                let _ = writeln!(told, "? {}", code.unwrap_or(-1));
            }
        }
    }
    told
}

#[test]
fn examples_of_the_manual_of_testing() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/testing.md");
    let text = std::fs::read_to_string(document).expect("the manual is there");
    let folder = std::env::temp_dir().join(format!("tick-documents-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("room for a folder");
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
    assert!(commands > 15, "the manual has lost its examples");
}
