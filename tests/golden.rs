//! The golden tests: every program under `tests/golden/` and `scripts/` that has an expectation beside it is one test.
//!
//! Enters: `case.py` with, beside it, `case.out` (standard output), `case.err` (standard error; empty when the file is missing),
//! `case.code` (exit status; 0 when missing), `case.in` (standard input), `case.opts` and `case.args` (arguments in front of and
//! behind the script, one a line). A `.py` file without `.out`, `.err` or `.code` is a module that cases import.
//! Leaves: libtest's report; a difference is shown as a unified diff.
//!
//! Expectations are compared exactly first. If that fails, a line `...` matches any number of lines and `[..]` matches anything
//! inside a line. The directory of the script is removed from what the program printed, so that tracebacks are the same everywhere.
//!
//! `tests/golden/expected_failures.txt` lists cases that do not pass yet; a listed case that passes fails the run, so that the list
//! never lies. `TICK_BLESS=1` rewrites expectations, `TICK_EXPECTED=update` rewrites the list from what this run saw.

use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

/// The time after which a case is killed with everything it started.
const TIMEOUT: Duration = Duration::from_secs(60);
/// Lines of agreement shown around a difference.
const CONTEXT: usize = 3;

/// What a run printed and how it ended.
struct Outcome {
    stdout: String,
    stderr: String,
    code: i32,
}

/// The names of the cases that failed and passed in this run.
#[derive(Default)]
struct Tally {
    failed: BTreeSet<String>,
    passed: BTreeSet<String>,
}

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = root.join("tests/golden/expected_failures.txt");
    let expected_failures = read_list(&list);
    let updating = std::env::var_os("TICK_EXPECTED").is_some_and(|value| value == "update");
    let blessing = std::env::var_os("TICK_BLESS").is_some();
    let tally = Arc::new(Mutex::new(Tally::default()));

    let mut cases = Vec::new();
    collect(
        &root.join("tests/golden"),
        &root.join("tests/golden"),
        "",
        &mut cases,
    );
    collect(
        &root.join("scripts"),
        &root.join("scripts"),
        "scripts/",
        &mut cases,
    );
    cases.sort();
    let names: BTreeSet<&String> = cases.iter().map(|(name, _)| name).collect();
    let stale: Vec<&String> = expected_failures
        .iter()
        .filter(|name| !names.contains(name))
        .collect();
    if !stale.is_empty() && !updating {
        eprintln!(
            "warning: {} names cases that do not exist: {stale:?}",
            list.display()
        );
    }

    let trials = cases
        .iter()
        .map(|(name, script)| {
            let (name, script, tally) = (name.clone(), script.clone(), Arc::clone(&tally));
            let must_fail = expected_failures.contains(&name);
            Trial::test(name.clone(), move || {
                let result = run_case(&script, blessing);
                let mut tally = tally
                    .lock()
                    .expect("no case panics while it holds the tally");
                match &result {
                    Ok(()) => tally.passed.insert(name.clone()),
                    Err(_) => tally.failed.insert(name.clone()),
                };
                match result {
                    _ if updating => Ok(()),
                    Ok(()) if must_fail => Err(Failed::from(format!(
                        "{name} passes now: remove it from tests/golden/expected_failures.txt \
                         (or run with TICK_EXPECTED=update)"
                    ))),
                    Err(_) if must_fail => Ok(()),
                    Err(message) => Err(Failed::from(message)),
                    Ok(()) => Ok(()),
                }
            })
        })
        .collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    if updating {
        let tally = tally.lock().expect("all cases are done");
        let mut failures: BTreeSet<String> = expected_failures
            .iter()
            .filter(|name| names.contains(name) && !tally.passed.contains(*name))
            .cloned()
            .collect();
        failures.extend(tally.failed.iter().cloned());
        write_list(&list, &failures);
    }
    conclusion.exit();
}

/// Finds the cases below `folder`; a name is the path below `base` without its extension.
fn collect(base: &Path, folder: &Path, prefix: &str, cases: &mut Vec<(String, PathBuf)>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(base, &path, prefix, cases);
        } else if path.extension().is_some_and(|extension| extension == "py")
            && ["out", "err", "code"]
                .iter()
                .any(|extension| path.with_extension(extension).exists())
        {
            let relative = path
                .strip_prefix(base)
                .expect("the path was found below the base")
                .with_extension("");
            cases.push((format!("{prefix}{}", relative.display()), path));
        }
    }
}

fn read_list(list: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(list).unwrap_or_default();
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(String::from)
        .collect()
}

fn write_list(list: &Path, failures: &BTreeSet<String>) {
    let mut text = String::from(
        "# Cases that do not pass yet, one a line. A listed case that passes fails the run; TICK_EXPECTED=update rewrites the list.\n",
    );
    for name in failures {
        text.push_str(name);
        text.push('\n');
    }
    fs::write(list, text).expect("the list can be written");
}

/// Runs one case and compares; the error is the text to show.
fn run_case(script: &Path, blessing: bool) -> Result<(), String> {
    let outcome = execute(script)?;
    if blessing {
        return bless(script, &outcome);
    }
    let mut report = String::new();
    let wanted = fs::read_to_string(script.with_extension("out")).unwrap_or_default();
    compare("stdout", &wanted, &outcome.stdout, &mut report);
    let wanted = fs::read_to_string(script.with_extension("err")).unwrap_or_default();
    compare("stderr", &wanted, &outcome.stderr, &mut report);
    let wanted = expected_code(script)?;
    if wanted != outcome.code {
        report.push_str(&format!(
            "exit status: expected {wanted}, got {}\n",
            outcome.code
        ));
    }
    if report.is_empty() {
        Ok(())
    } else {
        Err(report)
    }
}

fn expected_code(script: &Path) -> Result<i32, String> {
    match fs::read_to_string(script.with_extension("code")) {
        Ok(text) => text
            .trim()
            .parse()
            .map_err(|_| format!("the .code file is not a number: {text:?}")),
        Err(_) => Ok(0),
    }
}

/// Writes what the run gave as the new expectation. A file with patterns that still match is left alone.
fn bless(script: &Path, outcome: &Outcome) -> Result<(), String> {
    let write = |extension: &str, text: &str, keep_empty: bool| {
        let path = script.with_extension(extension);
        let old = fs::read_to_string(&path).ok();
        if old.as_deref().is_some_and(|old| matches(old, text)) {
            return Ok(());
        }
        if text.is_empty() && !keep_empty {
            return if old.is_some() {
                fs::remove_file(&path)
            } else {
                Ok(())
            };
        }
        fs::write(&path, text)
    };
    let code = if outcome.code == 0 {
        String::new()
    } else {
        format!("{}\n", outcome.code)
    };
    write("out", &outcome.stdout, true)
        .and_then(|()| write("err", &outcome.stderr, false))
        .and_then(|()| write("code", &code, false))
        .map_err(|error| error.to_string())
}

/// Runs the binary on a script in an empty folder of its own, in a process group of its own.
fn execute(script: &Path) -> Result<Outcome, String> {
    let folder = TemporaryFolder::new(script)?;
    let lines = |extension: &str| -> Vec<String> {
        let text = fs::read_to_string(script.with_extension(extension)).unwrap_or_default();
        text.lines().map(String::from).collect()
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_tick"));
    command
        .args(lines("opts"))
        .arg(script)
        .args(lines("args"))
        .current_dir(&folder.0)
        .process_group(0);
    command
        .env("PYTHONHASHSEED", "0")
        .env("TZ", "UTC")
        .env("NO_COLOR", "1")
        .env_remove("PYTHONPATH");
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|error| format!("cannot start tick: {error}"))?;
    let group = child.id();

    let input = fs::read(script.with_extension("in")).unwrap_or_default();
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    let feeder = std::thread::spawn(move || {
        // A program may end without having read everything.
        let _ = stdin.write_all(&input);
    });
    let (done, waiting) = mpsc::channel::<()>();
    let watchdog = std::thread::spawn(move || {
        let late = matches!(
            waiting.recv_timeout(TIMEOUT),
            Err(mpsc::RecvTimeoutError::Timeout)
        );
        if late {
            kill_group(group);
        }
        late
    });
    let output = child
        .wait_with_output()
        .map_err(|error| error.to_string())?;
    drop(done);
    let late = watchdog.join().expect("the watchdog does not panic");
    feeder.join().expect("the feeder does not panic");

    let directory = format!(
        "{}/",
        script
            .parent()
            .expect("a script lies in a folder")
            .display()
    );
    let clean = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).replace(&directory, "");
    let outcome = Outcome {
        stdout: clean(output.stdout),
        stderr: clean(output.stderr),
        code: output
            .status
            .code()
            .unwrap_or_else(|| -output.status.signal().unwrap_or(0)),
    };
    if late {
        return Err(format!(
            "killed after {} s\n--- stdout so far\n{}\n--- stderr so far\n{}",
            TIMEOUT.as_secs(),
            outcome.stdout,
            outcome.stderr
        ));
    }
    Ok(outcome)
}

/// Ends a process group. The command is asked because the call itself would need unsafe code.
fn kill_group(group: u32) {
    let _ = Command::new("sh")
        .arg("-c")
        .arg(format!("kill -KILL -{group}"))
        .status();
}

/// An empty folder that goes away with the value.
struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    fn new(script: &Path) -> Result<Self, String> {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let stem = script
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!(
            "tick-golden-{}-{number}-{stem}",
            std::process::id()
        ));
        fs::create_dir_all(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn compare(what: &str, wanted: &str, got: &str, report: &mut String) {
    if !matches(wanted, got) {
        report.push_str(&format!(
            "--- {what} expected\n+++ {what} printed\n{}",
            unified_diff(wanted, got)
        ));
    }
}

/// Whether `got` is what `wanted` says: exactly, or by its patterns.
fn matches(wanted: &str, got: &str) -> bool {
    if wanted == got {
        return true;
    }
    let has_patterns = wanted.contains("[..]") || wanted.lines().any(|line| line == "...");
    has_patterns && wanted.ends_with('\n') == got.ends_with('\n') && {
        let (wanted, got): (Vec<&str>, Vec<&str>) =
            (wanted.lines().collect(), got.lines().collect());
        lines_match(&wanted, &got)
    }
}

/// Matches lines with `...` as a wildcard; the last wildcard seen is the only one that ever needs to give way.
fn lines_match(wanted: &[&str], got: &[&str]) -> bool {
    let (mut at, mut next, mut resume) = (0, 0, None);
    while next < got.len() {
        if at < wanted.len() && wanted[at] == "..." {
            resume = Some((at, next));
            at += 1;
        } else if at < wanted.len() && line_matches(wanted[at], got[next]) {
            at += 1;
            next += 1;
        } else if let Some((wildcard, from)) = resume {
            resume = Some((wildcard, from + 1));
            at = wildcard + 1;
            next = from + 1;
        } else {
            return false;
        }
    }
    wanted[at..].iter().all(|line| *line == "...")
}

/// Matches one line with `[..]` as a wildcard.
fn line_matches(wanted: &str, got: &str) -> bool {
    let mut parts = wanted.split("[..]");
    let first = parts.next().expect("split gives at least one part");
    let Some(mut rest) = got.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else {
        return rest.is_empty();
    };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The difference of two texts with a few lines of agreement around each change.
fn unified_diff(wanted: &str, got: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (wanted.lines().collect(), got.lines().collect());
    let script = edits(&old, &new);
    let near = |at: usize| {
        script[at.saturating_sub(CONTEXT)..(at + CONTEXT + 1).min(script.len())]
            .iter()
            .any(|(kind, _)| *kind != ' ')
    };
    let mut text = String::new();
    let mut skipped = false;
    for (at, (kind, line)) in script.iter().enumerate() {
        if near(at) {
            if skipped || at == 0 {
                text.push_str("@@\n");
            }
            skipped = false;
            text.push_str(&format!("{kind}{line}\n"));
        } else {
            skipped = true;
        }
    }
    if wanted.ends_with('\n') != got.ends_with('\n') {
        text.push_str("\\ one of the two has no newline at its end\n");
    }
    text
}

/// The shortest edit script: kept, removed and added lines, by longest common subsequence; large texts line by line.
fn edits<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(char, &'a str)> {
    if old.len() * new.len() > 4_000_000 {
        let removed = old.iter().take(50).map(|line| ('-', *line));
        return removed
            .chain(new.iter().take(50).map(|line| ('+', *line)))
            .collect();
    }
    let width = new.len() + 1;
    let mut length = vec![0u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            length[i * width + j] = if line_matches(old[i], new[j]) {
                length[(i + 1) * width + j + 1] + 1
            } else {
                length[(i + 1) * width + j].max(length[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j, mut script) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && line_matches(old[i], new[j]) {
            script.push((' ', new[j]));
            i += 1;
            j += 1;
        } else if j == new.len()
            || (i < old.len() && length[(i + 1) * width + j] >= length[i * width + j + 1])
        {
            script.push(('-', old[i]));
            i += 1;
        } else {
            script.push(('+', new[j]));
            j += 1;
        }
    }
    script
}
