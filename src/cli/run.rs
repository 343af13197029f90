//! Running a program: a file, a command, a module, standard input; or disassembling it.

use super::options::{Options, Program};
use crate::interp::{Config, Interp};
use crate::object::builtin::Exc;
use crate::syntax::Mode;
use crate::vm::{Outcome, Vm};
use std::io::{IsTerminal, Read};
use std::path::Path;

/// Runs what the command line says.
pub fn run(options: Options) -> u8 {
    super::stack::on_large_stack(|stack| run_here(options, stack))
}

fn run_here(options: Options, stack: Option<std::ops::Range<usize>>) -> u8 {
    let mut path = Vec::new();
    match &options.program {
        Program::File(file) => {
            let file = Path::new(file);
            let folder = match file.is_dir() {
                true => file.to_path_buf(),
                false => std::fs::canonicalize(file)
                    .ok()
                    .and_then(|file| file.parent().map(Path::to_path_buf))
                    .unwrap_or_default(),
            };
            path.push(folder.to_string_lossy().into_owned());
        }
        Program::Module(_) => {
            path.push(
                std::env::current_dir()
                    .map(|path| path.to_string_lossy().into_owned())
                    .unwrap_or_default(),
            );
        }
        _ => path.push(String::new()),
    }
    if !options.isolated
        && let Ok(more) = std::env::var("PYTHONPATH")
    {
        path.extend(
            more.split(':')
                .filter(|part| !part.is_empty())
                .map(str::to_string),
        );
    }
    let environment = |name: &str| {
        (!options.isolated)
            .then(|| std::env::var(name).ok())
            .flatten()
    };
    let config = Config {
        argv: options.argv.clone(),
        path,
        inspect: options.inspect,
        unbuffered: options.unbuffered
            || environment("PYTHONUNBUFFERED").is_some_and(|text| !text.is_empty()),
        warnings: options.warnings.clone(),
        options: options.extra.clone(),
        hash_seed: environment("PYTHONHASHSEED").and_then(|text| text.parse().ok()),
        executable: std::env::current_exe()
            .map(|path| path.to_string_lossy().into_owned())
            .unwrap_or_default(),
        policy: options.policy,
        stack,
    };
    let work = |vm: &mut Vm| -> std::convert::Infallible {
        let code = execute(vm, &options);
        // The process ends here, with the lock held and the heap as it is: daemon threads never run again.
        super::stack::exit(code)
    };
    let outcome = Interp::try_new(config).and_then(|interp| interp.try_attach(work));
    let Err(error) = outcome;
    super::print_all(
        &mut std::io::stderr(),
        &format!("tick: cannot start: no room for the registers: {error}\n"),
    );
    1
}

fn execute(vm: &mut Vm, options: &Options) -> u8 {
    crate::native::signals::install(vm);
    let outcome = match &options.program {
        Program::Disassemble(files) => return disassemble(vm, files),
        Program::File(file) => match file_program(vm, file) {
            Ok(outcome) => outcome,
            Err(code) => return code,
        },
        Program::Command(text) => {
            vm.remember_source("<string>", text);
            vm.run_text("<string>", text)
        }
        Program::Module(name) => run_module(vm, name),
        Program::Stdin if std::io::stdin().is_terminal() || options.inspect => {
            return crate::repl::run(vm, options.quiet);
        }
        Program::Stdin => {
            let mut bytes = Vec::new();
            match std::io::stdin().read_to_end(&mut bytes) {
                Ok(_) => match vm.decode_source(&bytes, "<stdin>") {
                    Ok(text) => vm.run_text("<stdin>", &text),
                    Err(raised) => Err(raised),
                },
                Err(error) => Err(vm.raise_os_error(&error, None)),
            }
        }
    };
    finish(vm, outcome, options.inspect)
}

/// The exit code of a program that has ended: reports its exception, waits for threads, flushes.
fn finish(vm: &mut Vm, outcome: Outcome<()>, inspect: bool) -> u8 {
    let mut code = match outcome {
        Ok(()) => 0,
        Err(_) => report(vm),
    };
    if inspect {
        code = crate::repl::run(vm, true);
    }
    vm.finish(code)
}

/// Reports the pending exception and gives the exit code it means.
pub fn report(vm: &mut Vm) -> u8 {
    let Some(exception) = vm.take_pending() else {
        return 1;
    };
    let exit = vm.exception_class(Exc::SystemExit).clone();
    if vm.is_instance(&exception, &exit) {
        return vm.exit_code_of(&exception) as u8;
    }
    vm.excepthook(&exception);
    let interrupt = vm.exception_class(Exc::KeyboardInterrupt).clone();
    if vm.is_instance(&exception, &interrupt) {
        130
    } else {
        1
    }
}

/// The namespace of `__main__`, made at first use.
pub fn main_module(vm: &mut Vm) -> crate::object::heap::Ref<crate::object::dict::DictObject> {
    vm.main_namespace()
}

fn file_program(vm: &mut Vm, file: &str) -> Result<Outcome<()>, u8> {
    let path = Path::new(file);
    let (shown, path) = match path.is_dir() {
        true => {
            let main = path.join("__main__.py");
            if !main.is_file() {
                vm.write_error(&format!("tick: can't find '__main__' module in '{file}'\n"));
                return Err(1);
            }
            (main.to_string_lossy().into_owned(), main)
        }
        false => (file.to_string(), path.to_path_buf()),
    };
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let text = crate::native::os_error::strerror(error.raw_os_error().unwrap_or(0));
            let number = error.raw_os_error().unwrap_or(0);
            vm.write_error(&format!(
                "tick: can't open file '{file}': [Errno {number}] {text}\n"
            ));
            return Err(2);
        }
    };
    let module = main_module(vm);
    let value = vm.new_str(&shown);
    vm.dict_set_str(&module, "__file__", value);
    Ok(match vm.decode_source(&bytes, &shown) {
        Ok(text) => vm.run_text(&shown, &text),
        Err(raised) => Err(raised),
    })
}

fn run_module(vm: &mut Vm, name: &str) -> Outcome<()> {
    main_module(vm);
    let name = vm.new_str(name);
    vm.call_module_function("runpy", "_run_module_as_main", &[name])
        .map(drop)
}

fn disassemble(vm: &mut Vm, files: &[String]) -> u8 {
    let [file] = files else {
        vm.write_error("usage: tick dis file.py\n");
        return 2;
    };
    let outcome = match vm.read_source(Path::new(file)) {
        Ok(text) => vm.compile_text(file, &text, Mode::Module, false),
        Err(raised) => Err(raised),
    };
    match outcome {
        Ok(code) => {
            let text = crate::code::dis::disassemble(&code.code);
            super::print_all(&mut std::io::stdout(), &text);
            0
        }
        Err(_) => report(vm),
    }
}
