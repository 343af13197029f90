//! Compiles the library modules under `src/lib_py` and lists them, sorted by name, for embedding: source and code.
//!
//! The compiler of the crate is part of this program, too: it holds no values, so it runs before there is an interpreter.
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tick_syntax as syntax;

#[allow(dead_code, unused_imports, unused_macros)]
#[path = "src/code/mod.rs"]
mod code;
#[allow(dead_code)]
#[path = "src/compile/mod.rs"]
mod compile;
#[allow(dead_code)]
#[path = "src/source.rs"]
mod source;

fn main() {
    start_fast();
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("set by cargo"))
        .join("src/lib_py");
    println!("cargo::rerun-if-changed=src/lib_py");
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    files.sort();
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("set by cargo"));
    let mut text = String::from("static FILES: &[(&str, &str, &[u8])] = &[\n");
    for (at, (name, path)) in files.iter().enumerate() {
        println!("cargo::rerun-if-changed={}", path.display());
        let packed = out.join(format!("module_{at}.code"));
        std::fs::write(&packed, compiled(name, path)).expect("the output folder is writable");
        writeln!(
            text,
            "    ({name:?}, include_str!({:?}), include_bytes!({:?})),",
            path.display().to_string(),
            packed.display().to_string(),
        )
        .expect("a string grows");
    }
    text.push_str("];\n");
    // One text beside the table: walking the table itself would touch the pages of all the sources.
    let names: Vec<&str> = files
        .iter()
        .filter_map(|(name, _)| match name.split_once('/') {
            Some((package, "__init__.py")) => Some(package),
            Some(_) => None,
            None => name.strip_suffix(".py"),
        })
        .collect();
    writeln!(text, "static NAMES: &str = {:?};", names.join(" ")).expect("a string grows");
    std::fs::write(out.join("library.rs"), text).expect("the output folder is writable");
}

/// The packed code of a library module; what does not compile ends the build with its place.
fn compiled(name: &str, path: &Path) -> Vec<u8> {
    let text = std::fs::read_to_string(path).expect("library modules are UTF-8");
    let source = Arc::new(source::Source::new(format!("<lib>/{name}"), text));
    let options = compile::Options::default();
    match compile::compile_source(source, syntax::Mode::Module, options) {
        Ok((code, _)) => code::pack::pack(&code),
        Err(error) => panic!("{}:{}: {}", path.display(), error.line, error.message),
    }
}

/// Asks the linker for an executable that the system's loader is soon done with.
fn start_fast() {
    let is = |name: &str, wanted: &str| std::env::var(name).is_ok_and(|value| value == wanted);
    if !is("CARGO_CFG_TARGET_OS", "linux") {
        return;
    }
    // At a fixed address its tables are ready: sixteen thousand pointers less to relocate at each start. Functions of shared
    // libraries are looked up when they are first called.
    println!("cargo::rustc-link-arg-bins=-no-pie");
    println!("cargo::rustc-link-arg-bins=-Wl,-z,lazy");
    // What runs at each start lies side by side.
    let order = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("set by cargo"))
        .join("src/startup.ld");
    println!("cargo::rerun-if-changed={}", order.display());
    println!("cargo::rustc-link-arg-bins=-Wl,-T,{}", order.display());
    // The unwinder in the executable spares a shared library, where the C compiler has it to link.
    let compiler = std::env::var("CC").unwrap_or_else(|_| "cc".into());
    let asked = std::process::Command::new(compiler)
        .arg("-print-file-name=libgcc_eh.a")
        .output();
    if is("CARGO_CFG_TARGET_ENV", "gnu")
        && std::env::var("HOST") == std::env::var("TARGET")
        && let Ok(answer) = asked
        && let Some(folder) = Path::new(String::from_utf8_lossy(&answer.stdout).trim()).parent()
        && folder.is_absolute()
    {
        println!("cargo::rustc-link-search=native={}", folder.display());
        println!("cargo::rustc-link-lib=static=gcc_eh");
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, PathBuf)>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            let name = path
                .strip_prefix(root)
                .expect("below the root")
                .display()
                .to_string();
            files.push((name, path));
        }
    }
}
