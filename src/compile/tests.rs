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
        Err(error) => panic!("{}: {error:?}", text.get(..200).unwrap_or(text)),
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

/// Compiles and verifies every Python file below the paths in `TICK_SOURCES`; `TICK_DIS` prints the code, `TICK_SCOPES` and
/// `TICK_SPANS` what another implementation's code objects can be compared with.
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

/// The operations of the last code object of a text, without operands.
fn last_operations(text: &str) -> String {
    let listing = dis(text);
    let last = listing.rsplit("\n\n").next().unwrap_or_default();
    let rows = last.lines().filter(|line| {
        line.starts_with("      ") && line.contains(|c: char| c.is_ascii_uppercase())
    });
    let names = rows.filter_map(|row| {
        row.split_whitespace()
            .find(|word| word.starts_with(|c: char| c.is_ascii_uppercase()))
    });
    names.collect::<Vec<_>>().join(" ")
}

#[test]
fn small_snippets() {
    let table = [
        // A sum in a loop: three instructions a round.
        (
            "def f(xs):\n s = 0\n for x in xs: s += x\n return s",
            "LoadConst GetIter ForIter Add JumpBack Return",
        ),
        // An update of a global is three steps.
        (
            "def f():\n global n\n n += 1",
            "LoadGlobal AddK StoreGlobal ReturnConst",
        ),
        // Conditions jump, nothing is materialised.
        (
            "def f(a, b):\n if a < 3 and not b is None: return 1",
            "JumpLtK JumpIfNone ReturnConst ReturnConst",
        ),
        // A range test with a constant in the middle.
        (
            "def f(a):\n while 0 < a < 9: pass",
            "LoadConst JumpLt JumpLtK JumpBack ReturnConst",
        ),
        // An exchange needs one temporary.
        ("def f(a, b):\n a, b = b, a", "Move Move Take ReturnConst"),
        // Constants fold.
        (
            "def f():\n return 60 * 60 * 24, -1, 'a' + 'b'",
            "ReturnConst",
        ),
        // What is maybe unbound is checked once.
        (
            "def f(a):\n if a: x = 1\n return x + x",
            "JumpIfFalse LoadConst CheckLocal Add Return",
        ),
        // Dead code goes.
        ("def f():\n while True: pass\n return 1", "JumpBack"),
        // A comprehension is a loop of the frame.
        (
            "def f(xs):\n return [x * 2 for x in xs if x]",
            "GetIter BuildList ForIter JumpIfFalse MulK ListAppend JumpBack Clear Return",
        ),
        // Items go straight to their names.
        (
            "def f(d):\n for k, v in d: pass",
            "GetIter ForIter UnpackSequence JumpBack ReturnConst",
        ),
        // A method call makes no bound method; a discarded result is released at once.
        (
            "def f(a):\n a.b(1)",
            "LoadMethod LoadConst CallMethod Clear ReturnConst",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(last_operations(text), expected, "{text}\n{}", dis(text));
    }
}

/// The module's operations under other modes and options.
#[test]
fn modes() {
    let operations = |text: &str, mode, options| {
        let source = Arc::new(Source::new("<test>", text));
        let (code, _) = compile_source(source, mode, options).expect("it is correct");
        let names = code
            .instructions
            .iter()
            .filter_map(|ins| crate::code::Op::from_u8(ins.op));
        names.map(|op| op.name()).collect::<Vec<_>>().join(" ")
    };
    let namespace = Options {
        namespace: true,
        ..Options::default()
    };
    assert_eq!(
        operations("x + 1", Mode::Expression, namespace),
        "LoadName AddK Return"
    );
    assert_eq!(
        operations("x\n", Mode::Interactive, namespace),
        "LoadName PrintExpr ReturnConst"
    );
    assert_eq!(
        operations("x = y\n", Mode::Module, Options::default()),
        "LoadGlobal StoreGlobal ReturnConst"
    );
    let optimized = Options {
        optimize: 2,
        ..Options::default()
    };
    assert_eq!(
        operations(
            "'doc'\nassert x\nif __debug__: x\n",
            Mode::Module,
            optimized
        ),
        "ReturnConst"
    );
}

#[test]
fn errors_of_names() {
    let source = Arc::new(Source::new(
        "<test>",
        "def f():\n  def g():\n    nonlocal x\n",
    ));
    let error =
        compile_source(source, Mode::Module, Options::default()).expect_err("x is bound nowhere");
    assert_eq!(
        (error.message.as_str(), error.line),
        ("no binding for nonlocal 'x' found", 3)
    );
}

/// Wide and deep texts compile in reasonable time and without exhausting the stack.
#[test]
fn large_texts() {
    let sum = vec!["x"; 10_000].join(" + ");
    let either = vec!["x"; 10_000].join(" or ");
    let less = vec!["x"; 2_000].join(" < ");
    let items = (0..20_000)
        .map(|i| format!("{i}, y"))
        .collect::<Vec<_>>()
        .join(", ");
    let elifs: String = (0..2_000)
        .map(|i| format!("elif x == {i}: y = {i}\n"))
        .collect();
    let text = format!(
        "{sum}\nz = {either}\nif {less}: pass\nz = [{items}]\nf({items})\nif x: pass\n{elifs}"
    );
    dis(&text);
    // Copies of copies of `finally` bodies come to an end.
    let mut nested = String::new();
    for depth in 0..11 {
        nested += &format!("{0}try: f()\n{0}finally:\n", " ".repeat(depth));
    }
    nested += &format!("{}f()\n", " ".repeat(11));
    let source = Arc::new(Source::new("<test>", nested));
    assert!(compile_source(source, Mode::Module, Options::default()).is_ok());
}

#[test]
fn clauses_for_groups() {
    let text = "def f():\n try: a()\n except* B as e: b(e)\n except* C: pass\n except* (D, E) as e: raise\n else: c()\n finally: d()\n\
        def g():\n for x in y:\n  try: return 1\n  except* B:\n   try: yield x\n   except* C as e: yield e\n  finally: continue\n";
    let source = Arc::new(Source::new("<test>", text));
    let (module, _) =
        compile_source(source, Mode::Module, Options::default()).expect("it compiles");
    assert_eq!(verify_functions(&module), 2);
}

/// Verifies the functions of a module; how many there are.
fn verify_functions(module: &crate::code::Code) -> usize {
    let codes = module
        .constants
        .iter()
        .filter_map(|constant| match constant {
            crate::code::Const::Code(code) => Some(code),
            _ => None,
        });
    codes
        .map(|code| assert_eq!(super::verify::verify(code), Ok(())))
        .count()
}

#[test]
fn more_locals_than_registers() {
    let names: Vec<String> = (0..400).map(|i| format!("a{i}")).collect();
    let text = format!(
        "def f(x):\n {0} = x\n {1} = 1\n del a399, a398\n g = lambda: (a397, a1)\n {0}, *b = x\n return a399\n",
        names.join(", "),
        names.join(" = ")
    );
    let source = Arc::new(Source::new("<test>", text));
    let (module, _) =
        compile_source(source, Mode::Module, Options::default()).expect("it compiles");
    verify_functions(&module);
}

/// One line for each code object: parameters, kind, free names, cells.
fn show_scopes(code: &crate::code::Code) {
    use crate::code::{Const, flags};
    let mut cells: Vec<_> = code
        .cell_registers
        .iter()
        .map(|&r| &*code.local_names[r as usize])
        .collect();
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

/// One line for each instruction that may show up in a traceback.
fn show_spans(code: &crate::code::Code) {
    use crate::code::{Const, Op};
    for (at, ins) in code.instructions.iter().enumerate() {
        let Some(op) = Op::from_u8(ins.op) else {
            continue;
        };
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
        println!(
            "@ {}|{}|{kind}|{l}:{c}-{l2}:{c2}",
            code.source.name, code.qualified_name
        );
    }
    for constant in &code.constants {
        if let Const::Code(inner) = constant {
            show_spans(inner);
        }
    }
}
