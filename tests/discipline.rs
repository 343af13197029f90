//! Rules of the house, read off the source tree and the tables.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use tick::native::{NativeClass, NativeDefinition};

/// Most lines of a file.
const MOST_LINES: usize = 840;

/// Files with these endings below a folder, as paths from the root.
fn files(folder: &str, extensions: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)
            .expect("the source tree can be read")
            .flatten()
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|found| extensions.iter().any(|wanted| found == *wanted))
            {
                let name = path
                    .strip_prefix(root)
                    .expect("it lies below the root")
                    .display()
                    .to_string();
                found.push((
                    name,
                    std::fs::read_to_string(&path).expect("sources are text"),
                ));
            }
        }
    }
    found.sort();
    found
}

/// A line of Rust without strings and comments, as far as a search for words needs it.
fn bare(line: &str) -> String {
    let (mut bare, mut quoted, mut previous) = (String::new(), false, ' ');
    let characters: Vec<char> = line.chars().collect();
    for (at, &c) in characters.iter().enumerate() {
        if !quoted && c == '/' && characters.get(at + 1) == Some(&'/') {
            break;
        }
        if c == '"'
            && previous != '\\'
            && !(previous == '\'' && characters.get(at + 1) == Some(&'\''))
        {
            quoted = !quoted;
        } else if !quoted {
            bare.push(c);
        }
        previous = if c == '\\' && previous == '\\' {
            ' '
        } else {
            c
        };
    }
    bare
}

/// True if the word stands in the text on its own.
fn has_word(text: &str, word: &str) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(inside)
            && !text[at + word.len()..].chars().next().is_some_and(inside)
    })
}

fn fail_if_any(problems: Vec<String>) {
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn every_source_says_what_it_is() {
    let mut problems = Vec::new();
    for (name, text) in files("src", &["rs"])
        .into_iter()
        .chain(files("tests", &["rs"]))
        .chain(files("grammar", &["rs"]))
    {
        if !text.starts_with("//!") {
            problems.push(format!("{name} does not begin with a header"));
        }
    }
    for (name, text) in files("src/lib_py", &["py"]) {
        if !text.starts_with(['"', 'r']) && !text.is_empty() {
            problems.push(format!("{name} does not begin with a docstring"));
        }
    }
    fail_if_any(problems);
}

#[test]
fn files_are_short() {
    let mut problems = Vec::new();
    for (name, text) in files("src", &["rs", "py"])
        .into_iter()
        .chain(files("tests", &["rs"]))
        .chain(files("grammar", &["rs", "lalrpop"]))
    {
        if name.ends_with("unicode_tables.rs") {
            continue;
        }
        let lines = text.lines().count();
        if lines > MOST_LINES {
            problems.push(format!("{name} has {lines} lines, more than {MOST_LINES}"));
        }
    }
    fail_if_any(problems);
}

#[test]
fn one_thread_local() {
    let users: Vec<String> = files("src", &["rs"])
        .into_iter()
        .filter(|(_, text)| {
            text.lines().any(|line| {
                bare(line).contains("thread_local!") || bare(line).contains("#[thread_local]")
            })
        })
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        users,
        ["src/vm/mod.rs"],
        "a thread-local could keep a value while the lock is away"
    );
}

#[test]
fn nothing_process_wide_changes() {
    let mut problems = Vec::new();
    for (name, text) in files("src", &["rs"]) {
        for (number, line) in text.lines().enumerate() {
            if has_word(&bare(line), "static") && bare(line).contains("static mut ") {
                problems.push(format!("{name}:{}: {line}", number + 1));
            }
        }
    }
    fail_if_any(problems);
}

#[test]
fn unsafe_is_opened_by_file_and_with_a_reason() {
    let sources: Vec<(String, String)> = files("src", &["rs"])
        .into_iter()
        .chain(files("grammar", &["rs"]))
        .collect();
    let mut problems = Vec::new();
    let mut open = BTreeSet::new();
    for (name, text) in &sources {
        for line in text.lines().filter(|line| {
            line.contains("allow(unsafe_code)") && !line.trim_start().starts_with("//")
        }) {
            if !line.starts_with("#![allow(unsafe_code)]") {
                problems.push(format!(
                    "{name}: unsafe is opened for less than the file: {line}"
                ));
            } else if line
                .split_once("//")
                .is_none_or(|(_, reason)| reason.trim().len() < 15)
            {
                problems.push(format!("{name}: no reason beside {line}"));
            } else {
                open.insert(name.as_str());
            }
        }
    }
    // A module file opens its folder, too: the instruction handlers share one argument.
    for (name, text) in &sources {
        let folder = Path::new(name)
            .parent()
            .expect("a file lies in a folder")
            .join("mod.rs")
            .display()
            .to_string();
        if text.lines().any(|line| has_word(&bare(line), "unsafe"))
            && !open.contains(name.as_str())
            && !open.contains(folder.as_str())
        {
            problems.push(format!("{name}: unsafe, but not opened"));
        }
    }
    fail_if_any(problems);
}

#[test]
fn readme_lists_the_files_with_unsafe_code() {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"))
        .expect("there is a README");
    let mut problems = Vec::new();
    for (name, text) in files("src", &["rs"])
        .into_iter()
        .chain(files("grammar", &["rs"]))
    {
        let listed = |path: &Path| readme.contains(&format!("`{}`", path.display()));
        let folders = Path::new(&name)
            .ancestors()
            .skip(1)
            .map(|folder| folder.join("*"));
        let known = listed(Path::new(&name)) || folders.into_iter().any(|folder| listed(&folder));
        if text
            .lines()
            .any(|line| line.starts_with("#![allow(unsafe_code)]"))
            && !known
        {
            problems.push(name);
        }
    }
    fail_if_any(problems);
}

/// Every native class reachable from the built-in ones and from modules.
fn native_classes() -> Vec<&'static NativeClass> {
    let mut classes: Vec<&NativeClass> = tick::object::builtin::CLASSES.to_vec();
    classes.extend(tick::object::builtin::EXCEPTIONS);
    classes.extend(tick::native::builtin_classes());
    for module in tick::native::modules::MODULES {
        classes.extend(module.classes);
    }
    classes
}

#[test]
fn native_signatures_parse() {
    let mut problems = Vec::new();
    let mut check = |owner: &str, definition: &NativeDefinition| {
        let text = definition.signature;
        let mut complain = |what: &str| problems.push(format!("{owner}: {text:?}: {what}"));
        let Some((name, rest)) = text.split_once('(') else {
            return complain("no parameters");
        };
        if !rest.ends_with(')') {
            return complain("no closing bracket");
        }
        let word = |text: &str| {
            text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
                && !text.is_empty()
                && !text.starts_with(|c: char| c.is_ascii_digit())
        };
        if !word(name) {
            complain("the name is not a name");
        }
        let parsed = definition.parsed();
        let mut seen = BTreeSet::new();
        for parameter in &parsed.parameters {
            if !word(&parameter.name) {
                complain("a parameter's name is not a name");
            }
            if !seen.insert(&parameter.name) {
                complain("a parameter comes twice");
            }
        }
        if parsed.positional_only > parsed.positional || parsed.positional > parsed.parameters.len()
        {
            complain("the marks stand in a wrong order");
        }
        if definition.doc.trim().is_empty() && !name.starts_with('_') {
            complain("no doc");
        }
    };
    for table in tick::native::builtin_functions() {
        table
            .iter()
            .for_each(|definition| check("builtins", definition));
    }
    for module in tick::native::modules::MODULES {
        module
            .functions
            .iter()
            .copied()
            .flatten()
            .for_each(|definition| check(module.name, definition));
    }
    for class in native_classes() {
        class
            .methods
            .iter()
            .for_each(|definition| check(class.name, definition));
    }
    fail_if_any(problems);
}

#[test]
fn modules_and_classes_are_named_once() {
    let mut seen = BTreeSet::new();
    for module in tick::native::modules::MODULES {
        assert!(
            seen.insert(module.name),
            "two modules are called {}",
            module.name
        );
        let mut names = BTreeSet::new();
        for definition in module.functions.iter().copied().flatten() {
            assert!(
                names.insert(definition.name()),
                "{}.{} is defined twice",
                module.name,
                definition.name()
            );
        }
        for class in module.classes {
            let name = class.name.rsplit('.').next().unwrap_or(class.name);
            assert!(
                names.insert(name),
                "{}.{name} is defined twice",
                module.name
            );
        }
    }
    for class in native_classes() {
        let mut names = BTreeSet::new();
        for name in class
            .methods
            .iter()
            .map(NativeDefinition::name)
            .chain(class.getset.iter().map(|row| row.name))
        {
            assert!(names.insert(name), "{}.{name} is defined twice", class.name);
        }
    }
}

#[test]
fn opcodes_are_numbered_and_named() {
    use tick::code::op::Op;
    let names: BTreeSet<&str> = Op::ALL.iter().map(|op| op.name()).collect();
    assert_eq!(names.len(), Op::ALL.len(), "two opcodes share a name");
    for (number, op) in Op::ALL.iter().enumerate() {
        assert_eq!(Op::from_u8(number as u8), Some(*op));
    }
    assert_eq!(Op::from_u8(Op::ALL.len() as u8), None);
}
