//! The adviser's verdict on programs of known kind: each program under `tests/why/` says in its first line, `# why: cpu`, what bounds it,
//! and may say in further ones, `# says: words`, what the sentence has in it.
//!
//! Enters: the programs. Leaves: libtest's report. A verdict that is wrong is asked for again, for the machine may be busy with other
//! things, and then its waits and its computing are others: it has to be right once in twenty times. One that is mistaken never is.

use libtest_mimic::{Arguments, Failed, Trial};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const ATTEMPTS: usize = 20;

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/why");
    let mut programs: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "py"))
        .collect();
    programs.sort();
    assert!(programs.len() >= 30);
    let trials = programs.into_iter().map(|path| {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        Trial::test(name, move || judge(&path))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

fn judge(path: &Path) -> Result<(), Failed> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let wanted = text
        .lines()
        .next()
        .and_then(|line| line.strip_prefix("# why: "));
    let wanted = wanted.ok_or("the first line does not say the kind")?;
    let words: Vec<&str> = (text.lines())
        .filter_map(|line| line.strip_prefix("# says: "))
        .collect();
    let mut told = String::new();
    for _ in 0..ATTEMPTS {
        told = advice(path)?;
        let found: serde_json::Value =
            serde_json::from_str(&told).map_err(|error| format!("{error}: {told}"))?;
        let sentence = found["sentence"].as_str().unwrap_or_default();
        let says_all = words.iter().all(|words| sentence.contains(words));
        if found["kind"] == wanted && !sentence.is_empty() && says_all {
            return Ok(());
        }
    }
    Err(format!("it is {wanted} {words:?}, told was {told}").into())
}

/// What `tick why` says, as JSON.
fn advice(path: &Path) -> Result<String, Failed> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("why-{name}-{}.json", std::process::id()));
    let output = Command::new(env!("CARGO_BIN_EXE_tick"))
        .args(["why", "--format", "json", "-o"])
        .arg(&file)
        .arg(path)
        .env_remove("PYTHONUNBUFFERED")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if !output.status.success() || !output.stderr.is_empty() {
        return Err(format!(
            "{}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        )
        .into());
    }
    let text = std::fs::read_to_string(&file);
    let _ = std::fs::remove_file(&file);
    text.map_err(|error| error.to_string().into())
}
