//! Tables of small snippets and the code they become, and the verifier over whole libraries.

use super::{Options, compile_source};
use crate::code::dis::disassemble;
use crate::source::Source;
use crate::syntax::Mode;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn dis(text: &str) -> String {
    let source = Arc::new(Source::new("<test>", text));
    match compile_source(source, Mode::Module, Options::default()) {
        Ok((code, _)) => disassemble(&code),
        Err(error) => panic!("{text}: {error:?}"),
    }
}

/// The Python files below a path.
fn python_files(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        let Ok(entries) = std::fs::read_dir(path) else {
            return;
        };
        entries
            .flatten()
            .for_each(|entry| python_files(&entry.path(), files));
    } else if path.extension().is_some_and(|extension| extension == "py") {
        files.push(path.to_owned());
    }
}

/// Compiles and verifies every Python file below the paths in `TICK_SOURCES`; `TICK_DIS` prints the code.
#[test]
#[ignore = "needs TICK_SOURCES"]
fn sources_compile() {
    let mut files = Vec::new();
    for path in std::env::split_paths(&std::env::var_os("TICK_SOURCES").unwrap_or_default()) {
        python_files(&path, &mut files);
    }
    files.sort();
    let (mut compiled, mut refused) = (0, 0);
    let mut broken = Vec::new();
    for file in &files {
        let Ok(text) = std::fs::read_to_string(file) else {
            continue;
        };
        let source = Arc::new(Source::new(file.to_string_lossy().as_ref(), text));
        let result =
            std::panic::catch_unwind(|| compile_source(source, Mode::Module, Options::default()));
        match result {
            Ok(Ok((code, _))) => {
                compiled += 1;
                if std::env::var_os("TICK_DIS").is_some() {
                    println!("{}", disassemble(&code));
                }
            }
            Ok(Err(error)) => {
                refused += 1;
                println!("{}:{}: {}", file.display(), error.line, error.message);
            }
            Err(_) => broken.push(file.display().to_string()),
        }
    }
    println!(
        "{compiled} compiled, {refused} refused, {} broken",
        broken.len()
    );
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn loops_are_short() {
    let text =
        dis("def f(n):\n    s = 0\n    for i in range(n):\n        s += i * 3\n    return s\n");
    println!("{text}");
}
