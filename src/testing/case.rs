//! Finding cases: scripts with expectations beside them, and sessions.
//!
//! Enters: files and folders. Leaves: [`Case`]s in the order of their names.
//!
//! `x.py` is a case if `x.out`, `x.err` or `x.code` is beside it, or if its head has a `# test:` line, or if it is named itself; any
//! other script is a module that cases import. `x.pycon` is a session at the prompt.

use super::directive::{self, Directives};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Endings of the files that say what a script prints and how it ends.
const EXPECTATIONS: [&str; 3] = ["out", "err", "code"];
/// Folders nobody looks into.
const PASSED_OVER: &[&str] = &["__pycache__", "node_modules", "target"];

/// What a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A script.
    Script,
    /// A session at the prompt.
    Transcript,
}

/// A test.
#[derive(Clone, Debug)]
pub struct Case {
    /// How it is called in reports: its path as given.
    pub name: String,
    /// The script or session, as an absolute path.
    pub path: PathBuf,
    /// What it is.
    pub kind: Kind,
    /// Nothing says what to expect.
    pub is_new: bool,
}

impl Case {
    /// The file beside the script with this ending.
    pub fn beside(&self, ending: &str) -> PathBuf {
        self.path.with_extension(ending)
    }
    /// The text of a file beside the script.
    pub fn text(&self, ending: &str) -> Option<String> {
        let bytes = fs::read(self.beside(ending)).ok()?;
        Some(match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        })
    }
    /// The words in a file beside the script, one a line.
    pub fn words(&self, ending: &str) -> Vec<String> {
        let text = self.text(ending).unwrap_or_default();
        text.lines().map(String::from).collect()
    }
    /// The folder it lies in.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("/"))
    }
    /// What its head says.
    pub fn directives(&self) -> Result<Directives, String> {
        let bytes = fs::read(&self.path).map_err(|error| error.to_string())?;
        directive::parse(&String::from_utf8_lossy(&bytes))
    }
}

/// The cases at and below these paths. A path that is not there is an error.
pub fn collect(paths: &[PathBuf]) -> Result<Vec<Case>, String> {
    let mut found = BTreeMap::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut found)?;
        } else if path.exists() {
            named(path, &mut found)?;
        } else {
            return Err(format!("{}: no such file or folder", path.display()));
        }
    }
    Ok(found.into_values().collect())
}

/// A file that was named: a script, a session, or an expectation of one.
fn named(path: &Path, found: &mut BTreeMap<String, Case>) -> Result<(), String> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending {
        Some("pycon") => add(path, Kind::Transcript, false, found),
        Some("py") => {
            let has = |ending: &&str| path.with_extension(ending).exists();
            let is_new = !EXPECTATIONS.iter().any(has) && !has_directive(path);
            add(path, Kind::Script, is_new, found)
        }
        _ => {
            let script = path.with_extension("py");
            if !script.exists() {
                return Err(format!(
                    "{}: neither a script (.py) nor a session (.pycon)",
                    path.display()
                ));
            }
            named(&script, found)
        }
    }
}

fn walk(folder: &Path, found: &mut BTreeMap<String, Case>) -> Result<(), String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names = std::collections::BTreeSet::new();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_folder {
            names.insert(name);
        } else if !name.starts_with('.') && !PASSED_OVER.contains(&name.as_str()) {
            walk(&folder.join(name), found)?;
        }
    }
    for name in &names {
        let path = folder.join(name);
        if name.ends_with(".pycon") {
            add(&path, Kind::Transcript, false, found)?;
        } else if let Some(stem) = name.strip_suffix(".py") {
            let has = |ending: &&str| names.contains(&format!("{stem}.{ending}"));
            if EXPECTATIONS.iter().any(has) || has_directive(&path) {
                add(&path, Kind::Script, false, found)?;
            }
        }
    }
    Ok(())
}

fn has_directive(path: &Path) -> bool {
    // A mistake in it is told when the case is run.
    fs::read(path).is_ok_and(|bytes| {
        memchr::memmem::find(&bytes, b"test:").is_some()
            && directive::parse(&String::from_utf8_lossy(&bytes)).map_or(true, |found| found.any)
    })
}

fn add(
    path: &Path,
    kind: Kind,
    is_new: bool,
    found: &mut BTreeMap<String, Case>,
) -> Result<(), String> {
    let absolute = std::path::absolute(path).map_err(|error| error.to_string())?;
    let name = path.strip_prefix(".").unwrap_or(path).display().to_string();
    found.insert(
        name.clone(),
        Case {
            name,
            path: absolute,
            kind,
            is_new,
        },
    );
    Ok(())
}
