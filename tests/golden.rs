//! The golden tests: every program under `tests/golden/` and `scripts/` that has an expectation beside it is one test. They are run
//! by the code of `tick test` (`src/testing`), where formats, patterns and `# test:` lines are described; `docs/testing.md` is the
//! manual.
//!
//! Enters: `case.py` with, beside it, `case.out` (standard output), `case.err` (standard error; empty when the file is missing),
//! `case.code` (exit status; 0 when missing), `case.in` (standard input), `case.opts` and `case.args` (arguments in front of and
//! behind the script, one a line). A `.py` file without `.out`, `.err` or `.code` is a module that cases import.
//! Leaves: libtest's report; a difference is shown as a unified diff.
//!
//! `tests/golden/expected_failures.txt` lists cases that do not pass yet; a listed case that passes fails the run, so that the list
//! never lies. `TICK_BLESS=1` rewrites expectations, `TICK_EXPECTED=update` rewrites the list from what this run saw.

use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tick::testing::case::{self, Case};
use tick::testing::execute::{self, Settings, Verdict};
use tick::testing::update::{self, Update};

/// The names of the cases that failed and passed in this run.
#[derive(Default)]
struct Tally {
    failed: BTreeSet<String>,
    passed: BTreeSet<String>,
}

/// Nobody stops a run but libtest.
static NEVER: AtomicBool = AtomicBool::new(false);

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = root.join("tests/golden/expected_failures.txt");
    let expected_failures = read_list(&list);
    let updating = std::env::var_os("TICK_EXPECTED").is_some_and(|value| value == "update");
    let blessing = std::env::var_os("TICK_BLESS").is_some();
    let tally = Arc::new(Mutex::new(Tally::default()));

    let mut cases = Vec::new();
    for (folder, prefix) in [("tests/golden", ""), ("scripts", "scripts/")] {
        let base = root.join(folder);
        for case in case::collect(std::slice::from_ref(&base)).expect("the folder is there") {
            let name = case.path.with_extension("");
            let name = name.strip_prefix(&base).expect("it was found there");
            cases.push((format!("{prefix}{}", name.display()), case));
        }
    }
    cases.sort_by(|one, other| one.0.cmp(&other.0));
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
        .map(|(name, case)| {
            let (name, case, tally) = (name.clone(), case.clone(), Arc::clone(&tally));
            let must_fail = expected_failures.contains(&name);
            Trial::test(name.clone(), move || {
                let result = run_case(&case, blessing);
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
fn run_case(case: &Case, blessing: bool) -> Result<(), String> {
    let settings = Settings {
        // It only ends what hangs: the machine may be busy with other things.
        timeout: Duration::from_secs(300),
        ..Settings::new(env!("CARGO_BIN_EXE_tick").into())
    };
    if blessing {
        return match update::update(case, &settings, &NEVER) {
            Update::Written(_) | Update::Unchanged => Ok(()),
            Update::Refused(reason) => Err(reason),
        };
    }
    let (verdict, _) = execute::run(case, &settings, &NEVER);
    match &verdict {
        Verdict::Flaky(failures) => Err(format!("flaky: it passed after {failures} failures")),
        verdict if verdict.is_failure() => Err(format!("{}\n{}", verdict.word(), verdict.text())),
        _ => Ok(()),
    }
}
