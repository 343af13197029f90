//! Writing expectations: what a run gave becomes what is expected. A file whose patterns still match stays as it is.
//!
//! Enters: a case. Leaves: its files, and which of them were written.

use super::case::{Case, Kind};
use super::directive::Directives;
use super::execute::{self, Outcome, Settings};
use super::process::{self, End};
use super::{pattern, transcript};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// What an update did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Update {
    /// These files were written or removed.
    Written(Vec<PathBuf>),
    /// Nothing had to be changed.
    Unchanged,
    /// Nothing was changed, for this reason.
    Refused(String),
}

/// Runs a case with Tick, or with the oracle if there is one, and writes down what it gives. Refuses what is no expectation: a
/// run that was killed or crashed, and output that is another one the second time.
pub fn update(case: &Case, settings: &Settings, stop: &AtomicBool) -> Update {
    let directives = match case.directives() {
        Ok(directives) => directives,
        Err(error) => return Update::Refused(error),
    };
    if let Some(reason) = directives.skip {
        return Update::Refused(format!("it is skipped: {reason}"));
    }
    let settings = match &settings.oracle {
        Some(oracle) => Settings {
            program: oracle.clone(),
            leading: Vec::new(),
            is_tick: false,
            ..settings.clone()
        },
        None => settings.clone(),
    };
    let once = || {
        execute::execute(
            case,
            &directives,
            &settings,
            execute::Variant::first(&directives),
            stop,
        )
    };
    let outcome = match once() {
        Ok(outcome) => outcome,
        Err(error) => return Update::Refused(format!("it cannot be run: {error}")),
    };
    let refusal = match outcome.end {
        End::Exited(code) if code < 0 && case.text("code").is_none() => Some(format!(
            "it was ended by {}; a .code file with {code} would expect that",
            process::signal_name(-code)
        )),
        End::Exited(_) => None,
        End::TimedOut => Some("it did not end in time".to_string()),
        End::TooMuchOutput => Some("it prints without end".to_string()),
        End::Stopped => Some("the run was stopped".to_string()),
    };
    if let Some(reason) = refusal {
        return Update::Refused(reason);
    }
    let planned = plan(case, &directives, &outcome);
    if planned.is_empty() {
        return Update::Unchanged;
    }
    // What is new has to come out again, or it is no expectation.
    match once() {
        Ok(again) if plan(case, &directives, &again) == planned => {}
        Ok(again) if directives.unordered && sorted(&again) == sorted(&outcome) => {}
        Ok(_) => {
            return Update::Refused(
                "it prints something else the second time; put patterns where it varies: [NUM], [TIME], [..]"
                    .to_string(),
            );
        }
        Err(error) => return Update::Refused(format!("it cannot be run: {error}")),
    }
    let mut written = Vec::new();
    for (path, text) in planned {
        let done = match text {
            Some(text) => fs::write(&path, text),
            None => fs::remove_file(&path),
        };
        if let Err(error) = done {
            return Update::Refused(format!("{}: {error}", path.display()));
        }
        written.push(path);
    }
    Update::Written(written)
}

fn sorted(outcome: &Outcome) -> (Vec<&str>, &str, End) {
    let mut lines: Vec<&str> = outcome.stdout.lines().collect();
    lines.sort_unstable();
    (lines, &outcome.stderr, outcome.end)
}

/// The files to write, and with `None` to remove.
fn plan(case: &Case, directives: &Directives, outcome: &Outcome) -> Vec<(PathBuf, Option<String>)> {
    let code = match outcome.end {
        End::Exited(code) => code,
        _ => 0,
    };
    let mut planned = Vec::new();
    if case.kind == Kind::Transcript {
        let text = fs::read_to_string(&case.path).unwrap_or_default();
        let is_fine = transcript::verbatim(&text) == outcome.stdout
            || pattern::matches(&transcript::expected(&text), &outcome.stdout);
        if !is_fine {
            let new = format!("{}{}", transcript::head(&text), outcome.stdout);
            planned.push((case.path.clone(), Some(new)));
        }
    } else {
        let old = case.text("out");
        let is_fine = |old: &str| {
            pattern::matches(old, &outcome.stdout)
                || directives.unordered && pattern::unordered(old, &outcome.stdout).is_fine()
        };
        if !old.as_deref().is_some_and(is_fine) {
            planned.push((case.beside("out"), Some(outcome.stdout.clone())));
        }
        if !directives.ignore_stderr {
            let old = case.text("err");
            if !pattern::matches(old.as_deref().unwrap_or(""), &outcome.stderr) {
                let new = Some(outcome.stderr.clone()).filter(|text| !text.is_empty());
                planned.push((case.beside("err"), new));
            }
        }
    }
    let old = case.text("code").and_then(|text| text.trim().parse().ok());
    if old.unwrap_or(0) != code {
        let new = (code != 0).then(|| format!("{code}\n"));
        planned.push((case.beside("code"), new));
    }
    planned.retain(|(path, text)| text.is_some() || Path::exists(path));
    planned
}
