//! Waiting for files to change.
//!
//! Enters: cases and the folders they were found in. Leaves: which cases to run again.

use super::case::Case;
use super::process::STOP;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

/// Time between two looks.
const PAUSE: Duration = Duration::from_millis(300);

/// The files that matter, with the times of their last changes.
#[derive(Debug, PartialEq, Eq)]
pub struct Snapshot(BTreeMap<PathBuf, SystemTime>);

impl Snapshot {
    /// Of the folders that hold these cases, and those below.
    pub fn take(cases: &[Case]) -> Snapshot {
        let folders: BTreeSet<&Path> = cases.iter().map(Case::folder).collect();
        let mut files = BTreeMap::new();
        for folder in folders {
            note(folder, 4, &mut files);
        }
        Snapshot(files)
    }

    /// The files that were changed, made or removed between this and a later one.
    fn changed<'a>(&'a self, later: &'a Snapshot) -> BTreeSet<&'a PathBuf> {
        let differs = |(path, time): &(&PathBuf, &SystemTime), other: &Snapshot| {
            other.0.get(*path) != Some(*time)
        };
        let gone = self.0.iter().filter(|entry| differs(entry, later));
        let new = later.0.iter().filter(|entry| differs(entry, self));
        gone.chain(new).map(|(path, _)| path).collect()
    }
}

fn note(folder: &Path, depth: usize, files: &mut BTreeMap<PathBuf, SystemTime>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        match entry.metadata() {
            Ok(data) if data.is_dir() && depth > 0 => note(&entry.path(), depth - 1, files),
            Ok(data) if data.is_file() => {
                let time = data.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                files.insert(entry.path(), time);
            }
            _ => {}
        }
    }
}

/// Waits for a change; gives the stems of what was changed, or nothing if the run was stopped meanwhile.
pub fn wait(before: &Snapshot, cases: impl Fn() -> Vec<Case>) -> Option<(Vec<Case>, Snapshot)> {
    loop {
        std::thread::sleep(PAUSE);
        if STOP.load(Ordering::Relaxed) {
            return None;
        }
        let all = cases();
        let now = Snapshot::take(&all);
        let changed = before.changed(&now);
        if changed.is_empty() {
            continue;
        }
        // A file that is part of one case concerns that one; any other may concern all.
        let stems: BTreeSet<PathBuf> = changed.iter().map(|path| path.with_extension("")).collect();
        let touched: Vec<Case> = all
            .iter()
            .filter(|case| stems.contains(&case.path.with_extension("")))
            .cloned()
            .collect();
        let owned: BTreeSet<PathBuf> = touched
            .iter()
            .map(|case| case.path.with_extension(""))
            .collect();
        let picked = if stems.is_subset(&owned) {
            touched
        } else {
            all
        };
        return Some((picked, now));
    }
}
