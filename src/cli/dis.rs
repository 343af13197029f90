//! `tick dis`: the bytecode of a program beside its source.
//!
//! Enters: the command's arguments, and an interpreter for decoding and compiling. Leaves: text, or JSON lines, and the exit code.

use super::print_all;
use crate::code::{Code, dis};
use crate::syntax::Mode;
use crate::vm::Vm;
use serde_json::json;
use std::io::Read;
use std::path::Path;

/// Runs the command: the exit code.
pub fn run(vm: &mut Vm, words: &[String]) -> u8 {
    let matches = match super::tools::parse("dis", words) {
        Ok(matches) => matches,
        Err(code) => return code,
    };
    let file = matches
        .get_one::<String>("file")
        .map_or("-", String::as_str);
    let text = match file {
        "-" => {
            let mut bytes = Vec::new();
            match std::io::stdin().read_to_end(&mut bytes) {
                Ok(_) => vm.decode_source(&bytes, "<stdin>"),
                Err(error) => Err(vm.raise_os_error(&error, None)),
            }
        }
        _ => vm.read_source(Path::new(file)),
    };
    let shown = if file == "-" { "<stdin>" } else { file };
    let outcome = text.and_then(|text| vm.compile_text(shown, &text, Mode::Module, false));
    match outcome {
        Ok(code) => {
            let format = matches.get_one::<String>("format");
            let text = match format.is_some_and(|format| format == "json") {
                true => json(&code.code),
                false => dis::disassemble(&code.code),
            };
            print_all(&mut std::io::stdout(), &text);
            0
        }
        Err(_) => super::report(vm),
    }
}

/// One object a line for the code and each code inside it.
fn json(code: &Code) -> String {
    let mut codes = Vec::new();
    dis::all_codes(code, &mut codes);
    let lines: Vec<String> = codes
        .into_iter()
        .map(|code| format!("{}\n", json_of(code)))
        .collect();
    lines.concat()
}

fn json_of(code: &Code) -> serde_json::Value {
    let instructions: Vec<_> = dis::instructions(code)
        .into_iter()
        .map(|shown| {
            json!({
                "at": shown.at, "line": shown.line, "op": shown.name, "operands": shown.operands,
                "switches": shown.switches, "target": shown.is_target, "jump": shown.jump,
            })
        })
        .collect();
    let handlers: Vec<_> = code
        .handlers
        .iter()
        .map(|handler| {
            json!({
                "start": handler.start, "end": handler.end, "target": handler.target,
                "register": dis::register_name(code, handler.register),
            })
        })
        .collect();
    json!({
        "version": 1, "type": "code", "name": &*code.qualified_name, "file": &*code.source.name, "line": code.first_line,
        "locals": code.local_names.iter().map(|name| &**name).collect::<Vec<_>>(), "registers": code.registers,
        "instructions": instructions, "handlers": handlers,
    })
}
