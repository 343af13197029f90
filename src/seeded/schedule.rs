//! Schedules as text: a head that names the run, then the decisions that differ from the default, one a line. The default is that
//! who runs goes on until it blocks, and that then the first one that can run does.
//!
//! Enters: the decisions of a run, or a file. Leaves: a file, or what to replay; mistakes in a file with their line.

use super::Settings;
use std::collections::BTreeMap;
use std::fmt::{Display, Write};

/// The first line of a file, with the version of the form.
const FIRST: &str = "tick schedule 1";

/// What a file says about the run it is of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// The script as it was named.
    pub script: String,
    /// SHA-256 of its text, in hexadecimal digits.
    pub hash: String,
    /// Its arguments.
    pub arguments: Vec<String>,
}

/// Where a decision is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The thread that gives the lock up, by the path of its making.
    pub thread: String,
    /// Instructions it has run.
    pub tick: Option<u64>,
    /// 0: it was asked between two instructions; else the number of the decision among those that this instruction forced.
    pub ordinal: u32,
}

/// A decision that differs from the default.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where. The tick is none where a person wrote that the next time at this place is meant.
    pub key: Key,
    /// What runs there: file, line, operation and name. Found again by these when instructions were added or removed before.
    /// Empty: any.
    pub place: String,
    /// The thread that runs instead.
    pub to: String,
}

/// A schedule that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// The seed of everything but the switches.
    pub seed: u64,
    /// What it is of.
    pub title: Title,
    /// The decisions, each with the number of its line.
    pub entries: Vec<(usize, Entry)>,
}

/// The file of a run.
pub(super) fn text(
    settings: &Settings,
    names: &BTreeMap<String, String>,
    entries: &[Entry],
) -> String {
    let title = &settings.title;
    let mut text = format!("{FIRST}\n");
    let _ = writeln!(text, "script {}", title.script);
    if !title.hash.is_empty() {
        let _ = writeln!(text, "sha256 {}", title.hash);
    }
    let _ = writeln!(text, "version {}", env!("CARGO_PKG_VERSION"));
    let _ = writeln!(text, "seed {}", settings.seed);
    for argument in &title.arguments {
        let _ = writeln!(text, "argument {argument:?}");
    }
    text += "\n# thread @instructions it has run, what it is about to do -> who runs instead\n";
    text += "# (@12.1: instruction 12 made it wait, or was its last one)\n";
    for (path, name) in names {
        let _ = writeln!(text, "# {path} is {name}");
    }
    for entry in entries {
        let _ = writeln!(text, "{entry}");
    }
    text
}

impl Display for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Entry { key, place, to } = self;
        f.write_str(&key.thread)?;
        match (key.tick, key.ordinal) {
            (None, _) => {}
            (Some(tick), 0) => write!(f, " @{tick}")?,
            (Some(tick), ordinal) => write!(f, " @{tick}.{ordinal}")?,
        }
        let space = if place.is_empty() { "" } else { " " };
        write!(f, "{space}{place} -> {to}")
    }
}

/// Reads a file; a mistake is told with the number of its line.
pub fn read(text: &str) -> Result<Schedule, String> {
    let mut schedule = Schedule::default();
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.trim()));
    match lines.next() {
        Some((_, FIRST)) => {}
        Some((_, line)) if line.starts_with("tick schedule ") => {
            return Err(format!(
                "line 1: this Tick reads \"{FIRST}\", not \"{line}\""
            ));
        }
        _ => return Err(format!("line 1: a schedule begins with \"{FIRST}\"")),
    }
    for (number, line) in lines {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "script" => schedule.title.script = rest.to_string(),
            "sha256" => schedule.title.hash = rest.to_string(),
            "version" => {}
            "argument" => schedule.title.arguments.push(rest.to_string()),
            "seed" => {
                schedule.seed = rest
                    .parse()
                    .map_err(|_| format!("line {number}: \"{rest}\" is not a seed"))?;
            }
            _ => match entry(line) {
                Some(entry) => schedule.entries.push((number, entry)),
                None => {
                    return Err(format!(
                        "line {number}: \"{line}\" is not of the form THREAD [@INSTRUCTION] [FILE:LINE [OPERATION [NAME]]] -> THREAD"
                    ));
                }
            },
        }
    }
    Ok(schedule)
}

/// A place as it is compared: the file without its folders, single blanks. Empty for none; None if it is no place.
fn place(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    let (file, rest) = text.rsplit_once(':')?;
    let file = file.rsplit('/').next().unwrap_or_default();
    let words: Vec<&str> = rest.split_whitespace().collect();
    let ([line] | [line, _] | [line, _, _]) = words[..] else {
        return None;
    };
    line.parse::<u32>().ok()?;
    (!file.is_empty()).then(|| format!("{file}:{}", words.join(" ")))
}

/// The part of a place behind file and line.
pub(super) fn operation(place: &str) -> &str {
    let behind = place.rsplit_once(':').map_or("", |(_, behind)| behind);
    behind
        .split_once(' ')
        .map_or("", |(_, operation)| operation)
}

/// One line.
fn entry(line: &str) -> Option<Entry> {
    let (rest, to) = line.split_once("->")?;
    let (thread, rest) = rest.trim().split_once(' ')?;
    let (at, place) = match rest.trim().strip_prefix('@') {
        None => (None, rest),
        Some(rest) => {
            let (at, place) = rest.split_once(' ').unwrap_or((rest, ""));
            (Some(at.split_once('.').unwrap_or((at, "0"))), place)
        }
    };
    let to = to.split('#').next().unwrap_or_default().trim();
    let is_name = |name: &str| !name.is_empty() && !name.contains(char::is_whitespace);
    (is_name(thread) && is_name(to)).then_some(())?;
    Some(Entry {
        key: Key {
            thread: thread.to_string(),
            tick: match at {
                None => None,
                Some((tick, _)) => Some(tick.parse().ok()?),
            },
            ordinal: at.map_or(Some(0), |(_, ordinal)| ordinal.parse().ok())?,
        },
        place: self::place(place.trim())?,
        to: to.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(ordinal: u32, place: &str) -> Entry {
        let key = Key {
            thread: "T1".to_string(),
            tick: Some(1234),
            ordinal,
        };
        Entry {
            key,
            place: place.to_string(),
            to: "main".to_string(),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let entries = [
            example(0, "counter.py:8 StoreGlobal counter"),
            example(2, ""),
        ];
        let settings = Settings {
            seed: 17,
            ..Settings::default()
        };
        let names = BTreeMap::from([("T1".to_string(), "Thread-1 (count)".to_string())]);
        let read = read(&text(&settings, &names, &entries)).expect("it is right");
        assert_eq!(read.seed, 17);
        let untimed = super::entry("T1 counter.py:8 -> T2").expect("it is right");
        assert_eq!((untimed.key.tick, &*untimed.place), (None, "counter.py:8"));
        let found: Vec<Entry> = read.entries.into_iter().map(|(_, entry)| entry).collect();
        assert_eq!(found, entries);
    }

    #[test]
    fn a_person_writes_more_loosely() {
        let read = |line: &str| super::entry(line).map(|entry| entry.to_string());
        let told = "T1  code/my file.py:8   StoreGlobal  counter->T2  # lost here -> see";
        let plain = "T1 my file.py:8 StoreGlobal counter -> T2";
        assert_eq!(read(told).as_deref(), Some(plain));
        assert_eq!(read("T1 @5 -> T2").as_deref(), Some("T1 @5 -> T2"));
        for wrong in [
            "T1 my.py StoreGlobal -> T2",
            "T1 my.py 8 -> T2",
            "T1 my.py:x -> T2",
            "T1 :8 -> T2",
            "T1 my.py:8 a b c -> T2",
            "T1 my.py:8",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(operation("my file.py:8 StoreGlobal x"), "StoreGlobal x");
        assert_eq!((operation("a.py:8"), operation("")), ("", ""));
    }

    #[test]
    fn mistakes_are_told() {
        for (text, told) in [
            ("", "line 1: a schedule begins"),
            ("tick schedule 2\n", "line 1: this Tick reads"),
            ("tick schedule 1\nseed x\n", "line 2: \"x\" is not a seed"),
            (
                "tick schedule 1\n\nT1 @x -> T2\n",
                "line 3: \"T1 @x -> T2\" is not",
            ),
            ("tick schedule 1\nT1 @4 ->\n", "line 2: "),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.starts_with(told), "{error}");
        }
    }
}
