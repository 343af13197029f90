//! The rules of the token, proved by programs that must not compile.
//!
//! Enters: `tests/compile_fail/*.rs`; each opens with the codes of the errors it must meet (`//! error: E0277`) and with a part
//! of a message (`//! says: …`). `allowed.rs` must compile: it shows that the others fail for their reason alone.
//! Leaves: a failure that shows what the compiler said. The compiler is called directly on the library this test was built
//! with, which needs no network and no second build of the dependencies.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Compiles a program up to its types; what the compiler printed and whether it was content.
fn check(program: &Path, library: &Path, folder: &Path) -> (bool, String) {
    let metadata = folder
        .join(program.file_stem().expect("a file has a name"))
        .with_extension("rmeta");
    let output = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args([
            "--edition=2024",
            "--crate-type=bin",
            "--emit=metadata",
            "--color=never",
            "-o",
        ])
        .arg(metadata)
        .arg("--extern")
        .arg(format!("tick={}", library.display()))
        .arg("-L")
        .arg(format!(
            "dependency={}",
            library.parent().expect("a file lies in a folder").display()
        ))
        .arg(program)
        .output()
        .expect("the compiler can be started");
    (
        output.status.success(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

/// The libraries of this package beside the test's own executable, the newest first.
fn libraries() -> Vec<PathBuf> {
    let executable = std::env::current_exe().expect("a test knows its executable");
    let folder = executable.parent().expect("a file lies in a folder");
    let mut found: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of the executable can be read")
        .flatten()
        .filter(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            name.starts_with("libtick-") && name.ends_with(".rlib")
        })
        .map(|entry| {
            (
                entry.metadata().and_then(|data| data.modified()).ok(),
                entry.path(),
            )
        })
        .collect();
    found.sort_by(|one, two| two.cmp(one));
    found.into_iter().map(|(_, path)| path).collect()
}

/// What follows `//! key: ` in the head of a program.
fn said<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    text.lines()
        .filter_map(|line| {
            line.strip_prefix("//! ")?
                .strip_prefix(key)?
                .strip_prefix(": ")
        })
        .collect()
}

#[test]
fn forbidden_programs_do_not_compile() {
    let programs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile_fail");
    let folder = std::env::temp_dir().join(format!("tick-compile-fail-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");

    // A stale library of another compiler or build may lie beside ours; ours is the newest with which the lawful program compiles.
    let mut complaints = String::new();
    let library = libraries()
        .into_iter()
        .find(|library| {
            let (compiles, text) = check(&programs.join("allowed.rs"), library, &folder);
            complaints.push_str(&text);
            compiles
        })
        .unwrap_or_else(|| panic!("allowed.rs compiles with no library:\n{complaints}"));

    let mut cases: Vec<PathBuf> = std::fs::read_dir(&programs)
        .expect("the programs lie beside this test")
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| path.file_stem().is_some_and(|stem| stem != "allowed"))
        .collect();
    cases.sort();
    assert!(cases.len() >= 15, "programs are missing: {cases:?}");

    let mut report = String::new();
    for case in &cases {
        let text = std::fs::read_to_string(case).expect("a program can be read");
        let (codes, messages) = (said(&text, "error"), said(&text, "says"));
        assert!(
            !codes.is_empty() && !messages.is_empty(),
            "{} says nothing",
            case.display()
        );
        let (compiles, output) = check(case, &library, &folder);
        let errors: Vec<&str> = output
            .lines()
            .filter(|line| line.starts_with("error["))
            .collect();
        let expected = |line: &&str| {
            codes
                .iter()
                .any(|code| line.starts_with(&format!("error[{code}]")))
        };
        let met = |code: &&str| {
            errors
                .iter()
                .any(|line| line.starts_with(&format!("error[{code}]")))
        };
        if compiles
            || !errors.iter().all(&expected)
            || !codes.iter().all(&met)
            || !messages.iter().all(|message| output.contains(message))
        {
            report.push_str(&format!(
                "--- {}: expected {codes:?} and {messages:?}, the compiler said\n{output}\n",
                case.display()
            ));
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    assert!(report.is_empty(), "{report}");
}
