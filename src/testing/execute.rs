//! Running a case: in a folder of its own with copies of the files it needs, in an environment that is the same everywhere, as
//! often as it asks, and comparing what came out.
//!
//! Enters: a case and settings. Leaves: its verdict.

use super::case::{Case, Kind};
use super::directive::Directives;
use super::process::{self, End, Ran};
use super::seeds::{self, Seeds};
use super::{diff, pattern, transcript};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

/// How cases are run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The program that runs scripts.
    pub program: PathBuf,
    /// Options of the program in front of the script.
    pub leading: Vec<String>,
    /// It is Tick: it knows `-X gil`, and shows its threads at SIGQUIT.
    pub is_tick: bool,
    /// Another Python, whose answers are what is expected.
    pub oracle: Option<PathBuf>,
    /// The longest a case may run that does not say so itself.
    pub timeout: Duration,
    /// Attempts after a failure, for all cases.
    pub retries: u32,
    /// Each case runs under these seeds.
    pub seeds: Option<Seeds>,
}

impl Settings {
    /// For this binary of Tick.
    pub fn new(program: PathBuf) -> Settings {
        Settings {
            program,
            leading: Vec::new(),
            is_tick: true,
            oracle: None,
            timeout: Duration::from_secs(60),
            retries: 0,
            seeds: None,
        }
    }
    /// The same, with the oracle as the program.
    fn of_oracle(&self, oracle: &Path) -> Settings {
        Settings {
            program: oracle.to_path_buf(),
            leading: Vec::new(),
            is_tick: false,
            oracle: None,
            seeds: None,
            ..self.clone()
        }
    }
}

/// How a case went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As expected.
    Passed,
    /// As expected after some failures.
    Flaky(u32),
    /// Not as expected: how it differs.
    Failed(String),
    /// It did not end in time: what it had printed, and where its threads were.
    TimedOut(String),
    /// A signal ended it that nobody expected.
    Crashed(String),
    /// It failed, as it says it does.
    ExpectedFailure(String),
    /// It says it fails, and does not.
    UnexpectedPass(String),
    /// It is not run here.
    Skipped(String),
    /// Nothing says what to expect.
    New(String),
    /// It cannot be run.
    Broken(String),
    /// The run was stopped before it ended.
    Stopped,
}

impl Verdict {
    /// A failure with a line in front of its text that says which run it was.
    pub(super) fn with_head(self, head: &str) -> Verdict {
        match self {
            Verdict::Failed(text) => Verdict::Failed(head.to_string() + &text),
            Verdict::TimedOut(text) => Verdict::TimedOut(head.to_string() + &text),
            Verdict::Crashed(text) => Verdict::Crashed(head.to_string() + &text),
            other => other,
        }
    }

    /// True for verdicts that make the whole run fail.
    pub fn is_failure(&self) -> bool {
        !matches!(
            self,
            Verdict::Passed
                | Verdict::Flaky(_)
                | Verdict::ExpectedFailure(_)
                | Verdict::Skipped(_)
                | Verdict::Stopped
        )
    }
    /// One word.
    pub fn word(&self) -> &'static str {
        match self {
            Verdict::Passed => "passed",
            Verdict::Flaky(_) => "flaky",
            Verdict::Failed(_) => "failed",
            Verdict::TimedOut(_) => "timeout",
            Verdict::Crashed(_) => "crashed",
            Verdict::ExpectedFailure(_) => "xfail",
            Verdict::UnexpectedPass(_) => "xpass",
            Verdict::Skipped(_) => "skipped",
            Verdict::New(_) => "new",
            Verdict::Broken(_) => "broken",
            Verdict::Stopped => "stopped",
        }
    }
    /// What there is to say.
    pub fn text(&self) -> &str {
        match self {
            Verdict::Failed(text)
            | Verdict::TimedOut(text)
            | Verdict::Crashed(text)
            | Verdict::ExpectedFailure(text)
            | Verdict::UnexpectedPass(text)
            | Verdict::Skipped(text)
            | Verdict::New(text)
            | Verdict::Broken(text) => text,
            Verdict::Passed | Verdict::Flaky(_) | Verdict::Stopped => "",
        }
    }
}

/// What a script printed and how it ended, as expectations have it: without the names of folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Standard output; for sessions the whole transcript.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
    /// How it ended.
    pub end: End,
}

/// Runs a case as often as it asks and compares. Also gives the time of all its runs.
pub fn run(case: &Case, settings: &Settings, stop: &AtomicBool) -> (Verdict, Duration) {
    let begin = std::time::Instant::now();
    let verdict = judge(case, settings, stop);
    (verdict, begin.elapsed())
}

fn judge(case: &Case, settings: &Settings, stop: &AtomicBool) -> Verdict {
    let directives = match case.directives() {
        Ok(directives) => directives,
        Err(error) => return Verdict::Broken(format!("{error}\n")),
    };
    if let Some(reason) = &directives.skip {
        return Verdict::Skipped(reason.clone());
    }
    let is_known = !case.is_new || settings.oracle.is_some();
    if let (false, Some(seeds)) = (is_known, &settings.seeds)
        && seeds.verify
    {
        // That a seed gives the same twice needs no expectation.
        let variant = Variant::first(&directives);
        return seeds::judge(case, &directives, settings, seeds, None, variant, stop);
    }
    if !is_known {
        let name = &case.name;
        return Verdict::New(format!(
            "nothing says what it prints; `tick test --update {name}' takes what it prints now\n"
        ));
    }
    let attempts = 1 + directives.flaky.max(settings.retries);
    let mut last = Verdict::Passed;
    for failures in 0..attempts {
        last = all_runs(case, &directives, settings, stop);
        match &last {
            Verdict::Passed if failures > 0 => {
                last = Verdict::Flaky(failures);
                break;
            }
            Verdict::Failed(_) | Verdict::TimedOut(_) | Verdict::Crashed(_)
                if directives.xfail.is_none() => {}
            _ => break,
        }
    }
    match (&directives.xfail, last) {
        (Some(reason), Verdict::Passed | Verdict::Flaky(_)) => {
            let reason = if reason.is_empty() {
                String::new()
            } else {
                format!(" ({reason})")
            };
            Verdict::UnexpectedPass(format!(
                "it passes although it says xfail{reason}: take that out\n"
            ))
        }
        (Some(reason), Verdict::Failed(_) | Verdict::TimedOut(_) | Verdict::Crashed(_)) => {
            Verdict::ExpectedFailure(reason.clone())
        }
        (_, verdict) => verdict,
    }
}

/// Every run that the case asks for: all have to pass.
fn all_runs(
    case: &Case,
    directives: &Directives,
    settings: &Settings,
    stop: &AtomicBool,
) -> Verdict {
    let expected = match &settings.oracle {
        None => Expected::from_files(case),
        Some(oracle) => match execute(
            case,
            directives,
            &settings.of_oracle(oracle),
            Variant::first(directives),
            stop,
        ) {
            Ok(outcome) => Expected::from_outcome(outcome),
            Err(error) => return Verdict::Broken(format!("{}: {error}\n", oracle.display())),
        },
    };
    let expected = match expected {
        Ok(expected) => expected,
        Err(error) => return Verdict::Broken(error),
    };
    if let Some(seeds) = &settings.seeds {
        let words = Variant::all(directives, false);
        let judged = |variant| {
            seeds::judge(
                case,
                directives,
                settings,
                seeds,
                Some(&expected),
                variant,
                stop,
            )
        };
        let mut verdicts = words.into_iter().map(judged);
        let failed = verdicts.find(|verdict| *verdict != Verdict::Passed);
        return failed.unwrap_or(Verdict::Passed);
    }
    let variants = Variant::all(directives, settings.is_tick);
    let several = variants.len() > 1 || directives.repeat > 1;
    for variant in variants {
        for number in 1..=directives.repeat {
            let outcome = match execute(case, directives, settings, variant, stop) {
                Ok(outcome) => outcome,
                Err(error) => return Verdict::Broken(format!("it cannot be run: {error}\n")),
            };
            let limit = directives.timeout.unwrap_or(settings.timeout);
            let verdict = compare(directives, limit, &expected, &outcome);
            if verdict == Verdict::Passed {
                continue;
            }
            if !several {
                return verdict;
            }
            let head = format!("run {number} of {}{variant}:\n", directives.repeat);
            return verdict.with_head(&head);
        }
    }
    Verdict::Passed
}

/// One of the ways in which a case has to pass.
#[derive(Clone, Copy, Default)]
pub struct Variant<'a> {
    policy: Option<&'a str>,
    /// Its last argument.
    word: Option<&'a str>,
    seed: Option<u64>,
}

impl<'a> Variant<'a> {
    /// The way that expectations are taken from.
    pub fn first(directives: &'a Directives) -> Self {
        Variant {
            word: directives.each.first().map(String::as_str),
            ..Variant::default()
        }
    }

    /// The same with a seed.
    pub(super) fn with_seed(self, seed: u64) -> Self {
        Variant {
            seed: Some(seed),
            ..self
        }
    }

    /// Its last argument, if it has one.
    pub(super) fn word(&self) -> Option<&'a str> {
        self.word
    }

    /// Every policy with every word.
    fn all(directives: &'a Directives, is_tick: bool) -> Vec<Self> {
        let choices = |list: &'a [String]| -> Vec<Option<&'a str>> {
            match list {
                [] => vec![None],
                list => list.iter().map(|one| Some(one.as_str())).collect(),
            }
        };
        let policies = choices(if is_tick { &directives.policies } else { &[] });
        let words = choices(&directives.each);
        let of_policy = |policy| {
            words.iter().map(move |&word| Variant {
                policy,
                word,
                seed: None,
            })
        };
        policies.into_iter().flat_map(of_policy).collect()
    }
}

impl std::fmt::Display for Variant<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(policy) = self.policy {
            write!(f, " with -X gil={policy}")?;
        }
        match self.word {
            Some(word) => write!(f, " with the argument {word}"),
            None => Ok(()),
        }
    }
}

/// What is expected of a run.
pub(super) struct Expected {
    stdout: String,
    stderr: String,
    code: i32,
    /// For sessions: what stands there, without a look at gaps.
    verbatim: Option<String>,
}

impl Expected {
    fn from_files(case: &Case) -> Result<Expected, String> {
        let code = match case.text("code") {
            None => 0,
            Some(text) => text
                .trim()
                .parse()
                .map_err(|_| format!("the .code file is not a number: {:?}\n", text.trim()))?,
        };
        if case.kind == Kind::Transcript {
            let text = fs::read_to_string(&case.path).map_err(|error| format!("{error}\n"))?;
            return Ok(Expected {
                stdout: transcript::expected(&text),
                verbatim: Some(transcript::verbatim(&text)),
                stderr: String::new(),
                code,
            });
        }
        Ok(Expected {
            stdout: case.text("out").unwrap_or_default(),
            stderr: case.text("err").unwrap_or_default(),
            code,
            verbatim: None,
        })
    }
    fn from_outcome(outcome: Outcome) -> Result<Expected, String> {
        match outcome.end {
            End::Exited(code) => Ok(Expected {
                stdout: outcome.stdout,
                stderr: outcome.stderr,
                code,
                verbatim: None,
            }),
            _ => Err("the oracle did not end in time\n".to_string()),
        }
    }
}

/// What a run had printed when it was killed.
fn so_far(outcome: &Outcome) -> String {
    let mut text = String::new();
    for (name, printed) in [("stdout", &outcome.stdout), ("stderr", &outcome.stderr)] {
        if !printed.is_empty() {
            text += &format!("--- {name} so far\n{}", with_newline(printed));
        }
    }
    text
}

/// The exit code; or the verdict about a run that did not end by itself.
pub(super) fn exit_code(limit: Duration, outcome: &Outcome) -> Result<i32, Verdict> {
    match outcome.end {
        End::Exited(code) => Ok(code),
        End::TimedOut => {
            let seconds = limit.as_secs_f64();
            let text = format!("killed after {seconds} s\n{}", so_far(outcome));
            Err(Verdict::TimedOut(text))
        }
        End::TooMuchOutput => {
            let text = "it prints without end, and was killed\n".to_string();
            Err(Verdict::Failed(text))
        }
        End::Stopped => Err(Verdict::Stopped),
    }
}

pub(super) fn compare(
    directives: &Directives,
    limit: Duration,
    expected: &Expected,
    outcome: &Outcome,
) -> Verdict {
    let code = match exit_code(limit, outcome) {
        Ok(code) => code,
        Err(verdict) => return verdict,
    };
    if code < 0 && code != expected.code {
        let name = process::signal_name(-code);
        return Verdict::Crashed(format!("it was ended by {name}\n{}", so_far(outcome)));
    }
    let mut report = String::new();
    let any_order = directives.unordered;
    if expected.verbatim.as_ref() != Some(&outcome.stdout) {
        streams(
            &mut report,
            "stdout",
            &expected.stdout,
            &outcome.stdout,
            any_order,
        );
    }
    if !directives.ignore_stderr {
        streams(
            &mut report,
            "stderr",
            &expected.stderr,
            &outcome.stderr,
            false,
        );
    }
    if expected.code != code {
        report += &format!("exit code: expected {}, got {code}\n", expected.code);
    }
    if report.is_empty() {
        Verdict::Passed
    } else {
        Verdict::Failed(report)
    }
}

fn streams(report: &mut String, name: &str, wanted: &str, got: &str, any_order: bool) {
    if any_order {
        let wrong = pattern::unordered(wanted, got);
        if !wrong.is_fine() {
            *report += &format!("--- {name} expected, in any order\n+++ {name} printed\n");
            for (sign, lines) in [('-', wrong.missing), ('+', wrong.unexpected)] {
                for line in lines {
                    *report += &format!("{sign}{line}\n");
                }
            }
        }
    } else if !pattern::matches(wanted, got) {
        *report += &format!(
            "--- {name} expected\n+++ {name} printed\n{}",
            diff::unified(wanted, got)
        );
    }
}

fn with_newline(text: &str) -> String {
    match text.ends_with('\n') {
        true => text.to_string(),
        false => format!("{text}\n"),
    }
}

/// Runs a case once, in one of its ways.
pub fn execute(
    case: &Case,
    directives: &Directives,
    settings: &Settings,
    variant: Variant,
    stop: &AtomicBool,
) -> std::io::Result<Outcome> {
    let folder = TemporaryFolder::new()?;
    copy_files(case, directives, &folder.0)?;
    let mut command = Command::new(&settings.program);
    command.args(&settings.leading);
    if let Some(policy) = variant.policy {
        command.arg("-X").arg(format!("gil={policy}"));
    }
    if let Some(seed) = variant.seed {
        command.arg("-X").arg(format!("seed={seed}"));
    }
    command.args(case.words("opts"));
    environment(&mut command, directives);
    command.current_dir(&folder.0);
    let limit = directives.timeout.unwrap_or(settings.timeout);
    if case.kind == Kind::Transcript {
        let text = String::from_utf8_lossy(&fs::read(&case.path)?).into_owned();
        return transcript::run(command, &text, limit, settings.is_tick, stop);
    }
    command.arg(&case.path).args(case.words("args"));
    command.args(variant.word);
    let input = fs::read(case.beside("in")).unwrap_or_default();
    let ran = process::run(command, &input, limit, false, settings.is_tick, stop)?;
    Ok(clean(case, &folder.0, ran))
}

/// The output without the folders' names: that of the script goes, its own becomes `[CWD]`.
fn clean(case: &Case, folder: &Path, ran: Ran) -> Outcome {
    let (place, own) = (
        format!("{}/", case.folder().display()),
        folder.display().to_string(),
    );
    let text = |bytes: Vec<u8>| {
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        };
        match text.contains(&own) || text.contains(&place) {
            true => text.replace(&own, "[CWD]").replace(&place, ""),
            false => text,
        }
    };
    Outcome {
        stdout: text(ran.stdout),
        stderr: text(ran.stderr),
        end: ran.end,
    }
}

/// Sets what is the same everywhere: hashes, time zone, no colours, a width, nothing of Python's.
fn environment(command: &mut Command, directives: &Directives) {
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("PYTHON") || matches!(&*text, "FORCE_COLOR" | "CLICOLOR_FORCE") {
            command.env_remove(&name);
        }
    }
    command
        .env("PYTHONHASHSEED", "0")
        .env("TZ", "UTC")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "80")
        .env("LINES", "24");
    command.envs(
        directives
            .environment
            .iter()
            .map(|(name, value)| (name, value)),
    );
}

/// Copies what the case needs into its folder: what lies in `x.files/`, what `files=` names, and files beside the script whose
/// names the script has in quotes.
fn copy_files(case: &Case, directives: &Directives, folder: &Path) -> std::io::Result<()> {
    let own = case.beside("files");
    if own.is_dir() {
        copy_inside(&own, folder)?;
    }
    for name in &directives.files {
        let from = case.folder().join(name);
        let Some(last) = from.file_name() else {
            continue;
        };
        copy(&from, &folder.join(last))
            .map_err(|error| std::io::Error::new(error.kind(), format!("files={name}: {error}")))?;
    }
    if case.kind == Kind::Script {
        let source = fs::read(&case.path)?;
        for name in quoted_names(&String::from_utf8_lossy(&source)) {
            let from = case.folder().join(name);
            if from.is_file() && from.file_stem() != case.path.file_stem() {
                let to = folder.join(name);
                if let Some(parent) = to.parent() {
                    fs::create_dir_all(parent)?;
                }
                fs::copy(from, to)?;
            }
        }
    }
    Ok(())
}

/// What stands behind a quotation mark and looks like the name of a file: relative, with an ending, nowhere above.
fn quoted_names(source: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    for (at, quote) in source.match_indices(['"', '\'']) {
        let rest = &source[at + 1..];
        let end = rest.find(|c| !inner(c)).unwrap_or(rest.len());
        let name = &rest[..end];
        if rest[end..].starts_with(quote)
            && name.contains('.')
            && !name.starts_with(['/', '.'])
            && !name.ends_with(['/', '.'])
            && !name.contains("..")
            && !found.contains(&name)
        {
            found.push(name);
        }
    }
    found
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        copy_inside(from, to)
    } else {
        fs::copy(from, to).map(drop)
    }
}

fn copy_inside(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}

/// An empty folder that goes away with the value.
struct TemporaryFolder(PathBuf);

impl TemporaryFolder {
    fn new() -> std::io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let base = fs::canonicalize(std::env::temp_dir())?;
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = base.join(format!("tick-test-{}-{number}", std::process::id()));
            match fs::create_dir(&path) {
                // Somebody's leftovers.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                other => return other.map(|()| Self(path)),
            }
        }
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // Most are empty.
        if fs::remove_dir(&self.0).is_err() {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_quotes() {
        let source = "open('data.txt'); f\"{x}.csv\"; 'sub/a.b'; '../up.txt'; \"/etc/passwd.x\"; 'no'; 'a b.txt'; 'x.'";
        assert_eq!(quoted_names(source), ["data.txt", "sub/a.b"]);
    }
}
