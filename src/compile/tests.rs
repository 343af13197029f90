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
                if std::env::var_os("TICK_SCOPES").is_some() {
                    show_scopes(&code);
                }
                if std::env::var_os("TICK_SPANS").is_some() {
                    show_spans(&code);
                }
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

fn show_scopes(code: &crate::code::Code) {
    use crate::code::{Const, flags};
    let mut cells: Vec<_> = code.cell_registers.iter().map(|&r| &*code.local_names[r as usize]).collect();
    cells.sort();
    println!(
        "@ {}|{}|{}|{} {} {}|{}|{}|{}",
        code.source.name,
        code.qualified_name,
        code.first_line,
        code.positional_only,
        code.positional,
        code.keyword_only,
        code.flags & (flags::VARARGS | flags::VARKEYWORDS | flags::GENERATOR | flags::COROUTINE),
        code.free_names.join(","),
        cells.join(","),
    );
    for constant in &code.constants {
        if let Const::Code(inner) = constant {
            show_scopes(inner);
        }
    }
}

fn show_spans(code: &crate::code::Code) {
    use crate::code::{Const, Op};
    for (at, ins) in code.instructions.iter().enumerate() {
        let Some(op) = Op::from_u8(ins.op) else { continue };
        let kind = match op.name() {
            "Call" | "CallMethod" | "CallKw" | "CallEx" => "call",
            "GetAttr" | "LoadMethod" => "attr",
            "GetItem" | "GetItemK" => "item",
            "SetItem" => "setitem",
            "SetAttr" => "setattr",
            "Raise" => "raise",
            "Add" | "Sub" | "Mul" | "TrueDiv" | "Mod" => "op",
            "AddK" | "SubK" | "MulK" | "TrueDivK" | "ModK" => "op",
            "LoadGlobal" => "global",
            "ForIter" => "for",
            "GetIter" => "iter",
            "UnpackSequence" | "UnpackEx" => "unpack",
            "ImportFrom" => "from",
            "ImportName" => "import",
            _ => continue,
        };
        let span = code.spans[at];
        let (l, c) = code.source.line_column(span.start);
        let (l2, c2) = code.source.line_column(span.end);
        println!("@ {}|{}|{kind}|{l}:{c}-{l2}:{c2}", code.source.name, code.qualified_name);
    }
    for constant in &code.constants {
        if let Const::Code(inner) = constant {
            show_spans(inner);
        }
    }
}
