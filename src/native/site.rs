//! Names that Python's `site` adds to `builtins` for people at a prompt: `exit`, `quit`, `help`, `copyright`, `credits`,
//! `license`.
//!
//! Enters: a new interpreter, unless `-S` is given. Leaves: the names in `builtins`.

use crate::native::payload::state;
use crate::native::{Arguments, NativeClass, Slots};
use crate::object::builtin::Exc;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// `exit` and `quit`: their name.
struct Quitter(&'static str);

impl Payload for Quitter {}

static QUITTER: NativeClass = NativeClass {
    name: "_sitebuiltins.Quitter",
    doc: "Ends the program when called.",
    slots: Slots {
        repr: Some(|vm, value| {
            let name = state::<Quitter>(vm, value)?.0;
            Ok(vm.new_str(&format!("Use {name}() or Ctrl-D (i.e. EOF) to exit")))
        }),
        call: Some(quit),
        ..Slots::NONE
    },
    ..NativeClass::EMPTY
};

fn quit(vm: &mut Vm, _quitter: &Value, arguments: Arguments) -> Outcome<Value> {
    let code = arguments.positional().to_vec();
    if code.len() > 1 || !arguments.names().is_empty() {
        return Err(vm.type_error("exit() takes at most one argument"));
    }
    // Whoever reads the program from there shall stop, even if SystemExit is caught.
    let sys = vm.sys();
    if let Some(stdin) = vm
        .dict_get_str(&sys, "stdin")
        .filter(|value| !value.is_none())
        && vm.call_method(&stdin, "close", &[]).is_err()
    {
        vm.take_pending();
    }
    Err(vm.raise_with(Exc::SystemExit, code))
}

/// `copyright` and the like: what they print.
struct Notice(&'static str);

impl Payload for Notice {}

static NOTICE: NativeClass = NativeClass {
    name: "_sitebuiltins._Printer",
    doc: "Prints a notice when called.",
    slots: Slots {
        repr: Some(|vm, value| {
            let text = state::<Notice>(vm, value)?.0;
            Ok(vm.new_str(text))
        }),
        call: Some(|vm, value, _| {
            let text = state::<Notice>(vm, value)?.0;
            vm.write_out(&format!("{text}\n"));
            Ok(Value::NONE)
        }),
        ..Slots::NONE
    },
    ..NativeClass::EMPTY
};

/// `help`: documentation, written in the language and imported when it is asked for.
struct Helper;

impl Payload for Helper {}

static HELPER: NativeClass = NativeClass {
    name: "_sitebuiltins._Helper",
    doc: "Shows documentation: help(), help(object), help('module.name').",
    slots: Slots {
        repr: Some(|vm, _| {
            Ok(vm.new_str(
                "Type help() for interactive help, or help(object) for help about object.",
            ))
        }),
        call: Some(|vm, _, arguments| {
            arguments.no_keywords(vm, "_Helper.__call__")?;
            vm.call_module_function("pydoc", "help", arguments.positional())
        }),
        ..Slots::NONE
    },
    ..NativeClass::EMPTY
};

const NOTICES: [(&str, &str); 3] = [
    (
        "copyright",
        "Tick: copyright by its authors; MIT or Apache-2.0.",
    ),
    (
        "credits",
        "Tick speaks the language of Python, which its community made: see https://www.python.org.",
    ),
    (
        "license",
        "Tick may be used under the MIT license or the Apache License 2.0, as you like.",
    ),
];

/// Adds the names.
pub fn add(vm: &mut Vm) -> Outcome<()> {
    let builtins = vm.builtins();
    let class = vm.native_class(&QUITTER)?;
    for name in ["exit", "quit"] {
        let value = vm.new_native(&class, Quitter(name));
        vm.dict_set_str(&builtins, name, value);
    }
    let class = vm.native_class(&HELPER)?;
    let value = vm.new_native(&class, Helper);
    vm.dict_set_str(&builtins, "help", value);
    let class = vm.native_class(&NOTICE)?;
    for (name, text) in NOTICES {
        let value = vm.new_native(&class, Notice(text));
        vm.dict_set_str(&builtins, name, value);
    }
    Ok(())
}
