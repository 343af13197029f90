//! What is printed for errors: programs that fail, with what CPython 3.13 prints for them, byte for byte.
//!
//! Enters: `tests/errors/*.cases`, texts of cases. A case begins with `######## name`, then perhaps settings, then the program,
//! then sections:
//!
//! ```text
//! ######## name
//! #! run: -c                 how it runs: `file` (the default), `-c`, `stdin`, or `-m`
//! #! script: name.py         the file's name, `case.py` if not told
//! #! options: -W error       options in front of it
//! #! no-newline:             the text does not end with a line end
//! #! beyond: hint            it runs with `--diagnostics rich`: CPython's text and a hint
//! #! own: reason             Tick differs on purpose: the expectation is its own
//! print(nme)
//! #### file lib.py           another file beside it
//! #### stderr 1              the exit code, and below what is on standard error
//! ```
//!
//! `tests/errors/refresh.py` writes the expectations. Frames of the library are left out of CPython's answers. Leaves: libtest's
//! report, one test a case.

use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// Begins a case.
const TITLE: &str = "######## ";
/// Begins a section of a case.
const SECTION: &str = "#### ";

/// A program and what is expected of it.
#[derive(Default)]
struct Case {
    name: String,
    settings: Vec<(String, String)>,
    program: String,
    files: Vec<(String, String)>,
    stderr: String,
    code: i32,
}

impl Case {
    fn setting(&self, name: &str) -> Option<&str> {
        let found = self.settings.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let entries = fs::read_dir(folder).expect("the folder of cases is there");
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "cases"));
    paths.sort();
    let mut trials = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).expect("cases are UTF-8");
        let area = path.file_stem().unwrap_or_default().to_string_lossy();
        for case in parse(&text) {
            let name = format!("{area}/{}", case.name);
            trials.push(Trial::test(name, move || run(&case).map_err(Failed::from)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn parse(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    // Where the next line goes: the program, a file, or the expectation.
    let mut section = "program";
    for line in text.split_inclusive('\n') {
        if let Some(name) = line.strip_prefix(TITLE) {
            let name = name.trim_end().to_string();
            cases.push(Case {
                name,
                ..Case::default()
            });
            section = "program";
            continue;
        }
        let Some(case) = cases.last_mut() else {
            continue;
        };
        if let Some(title) = line.strip_prefix(SECTION) {
            let title = title.trim_end();
            if let Some(name) = title.strip_prefix("file ") {
                case.files.push((name.to_string(), String::new()));
                section = "file";
            } else {
                let code = title
                    .strip_prefix("stderr ")
                    .and_then(|code| code.parse().ok());
                case.code = code.expect("a section is `file NAME` or `stderr CODE`");
                section = "stderr";
            }
        } else if section == "program" && case.program.is_empty() && line.starts_with("#! ") {
            let (key, value) = line[3..].split_once(':').expect("a setting has a colon");
            case.settings
                .push((key.to_string(), value.trim().to_string()));
        } else {
            match section {
                "program" => case.program.push_str(line),
                "file" => case.files.last_mut().expect("a file").1.push_str(line),
                _ => case.stderr.push_str(line),
            }
        }
    }
    cases
}

/// A folder that is removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> std::io::Result<Folder> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("tick-errors-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path)?;
        path.canonicalize().map(Folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn run(case: &Case) -> Result<(), String> {
    let failed = |error: std::io::Error| error.to_string();
    let folder = Folder::new().map_err(failed)?;
    for (name, text) in &case.files {
        let path = folder.0.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        fs::write(path, text).map_err(failed)?;
    }
    let how = case.setting("run").unwrap_or("file");
    let script = case.setting("script").unwrap_or("case.py");
    let mut program = case.program.as_str();
    if how == "-c" || case.setting("no-newline").is_some() {
        program = program.strip_suffix('\n').unwrap_or(program);
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_tick"));
    command.args(case.setting("options").unwrap_or("").split_whitespace());
    if case.setting("beyond").is_some() {
        command.args(["--diagnostics", "rich"]);
    }
    let input = match how {
        "-c" => {
            command.args(["-c", program]);
            ""
        }
        "stdin" => {
            command.arg("-");
            program
        }
        _ => {
            fs::write(folder.0.join(script), program).map_err(failed)?;
            match how {
                "-m" => command.args(["-m", script.trim_end_matches(".py")]),
                _ => command.arg(script),
            };
            ""
        }
    };
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("PYTHON") || text.starts_with("TICK") || text.ends_with("_COLOR") {
            command.env_remove(&name);
        }
    }
    let mut child = command
        .env("PYTHONHASHSEED", "0")
        .current_dir(&folder.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    if let Some(mut stdin) = child.stdin.take() {
        let _ = stdin.write_all(input.as_bytes());
    }
    let output = child.wait_with_output().map_err(failed)?;
    let stderr = normalise(&String::from_utf8_lossy(&output.stderr), &folder.0);
    let code = match output.status.code() {
        Some(code) => code,
        None => -output.status.signal().unwrap_or(0),
    };
    let mut report = String::new();
    if stderr != case.stderr {
        report = format!("expected:\n{}tick:\n{stderr}", case.stderr);
    }
    if code != case.code {
        report += &format!("exit code: expected {}, got {code}\n", case.code);
    }
    match report.is_empty() {
        true => Ok(()),
        false => Err(report),
    }
}

/// The text without what differs from machine to machine.
fn normalise(text: &str, folder: &Path) -> String {
    let folder = folder.to_string_lossy();
    let text = text
        .replace(&format!("{folder}/"), "")
        .replace(&*folder, ".")
        .replace("<lib>/", "LIB/");
    let mut parts = text.split("0x");
    let mut out = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_hexdigit).count();
        out += "0x";
        if digits >= 6 {
            out += "ADDRESS";
            out += &part[digits..];
        } else {
            out += part;
        }
    }
    out
}
