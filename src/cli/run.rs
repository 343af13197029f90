//! Running a program: a file, a folder, a zip file, a command, a module, standard input.
//!
//! Enters: the split command line. Leaves: the exit code, or the death by SIGINT of a program that Ctrl-C ended.

use super::environment::{Environment, configure};
use super::options::{Options, Program};
use super::{prompt, stack};
use crate::deadlock;
use crate::interp::Interp;
use crate::native::zip_file::Archive;
use crate::object::builtin::Exc;
use crate::object::value::Value;
use crate::vm::thread::awaited_threads;
use crate::vm::{Outcome, Vm};
use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a program ended.
#[derive(Clone, Copy, Debug)]
pub struct Ending {
    code: u8,
    /// By a KeyboardInterrupt that nobody caught: the process has to die of SIGINT, so that its parent can tell.
    interrupted: bool,
}

impl Ending {
    /// With an exit code.
    pub fn finished(code: u8) -> Ending {
        Ending {
            code,
            interrupted: false,
        }
    }
}

/// What a file named on the command line is.
enum Script {
    /// A text.
    Source(Vec<u8>),
    /// A folder or zip file with `__main__.py`: its path, and the text with its shown and its full path.
    Container(
        PathBuf,
        Option<(String, String, Vec<u8>)>,
        Option<Arc<Archive>>,
    ),
    /// It cannot be read.
    Unreadable(std::io::Error),
}

/// Runs what the command line says.
pub fn run(options: Options) -> u8 {
    stack::on_large_stack(|stack| run_here(options, stack))
}

fn run_here(options: Options, stack: Option<std::ops::Range<usize>>) -> u8 {
    let script = match &options.program {
        Program::File(name) => Some(find_script(name)),
        _ => None,
    };
    let mut config = match configure(&options, stack) {
        Ok(config) => config,
        Err(stop) => return super::say_why(&stop),
    };
    if let Some(Script::Container(path, ..)) = &script {
        // It is where the program's modules are, whatever -P says.
        let path = path.to_string_lossy().into_owned();
        match config.path.first_mut() {
            Some(first) if !config.flags.safe_path => *first = path,
            _ => config.path.insert(0, path),
        }
    }
    let work = |vm: &mut Vm| -> std::convert::Infallible {
        let ending = execute(vm, &options, script);
        crate::trace::session::finish_process(vm);
        vm.write_exit_record();
        // The process ends here, with the lock held and the heap as it is: daemon threads never run again.
        if ending.interrupted {
            stack::die_of_interrupt()
        }
        stack::exit(ending.code)
    };
    let outcome = Interp::try_new(config).and_then(|interp| interp.try_attach(work));
    let Err(error) = outcome;
    super::print_all(
        &mut std::io::stderr(),
        &format!("tick: cannot start: no room for the registers: {error}\n"),
    );
    1
}

/// Looks at the file: reads it, or finds what to run in it.
fn find_script(name: &str) -> Script {
    let name = if name.is_empty() { "." } else { name };
    let full = || {
        let full = std::path::absolute(name).unwrap_or_else(|_| PathBuf::from(name));
        // Without a slash or a dot at its end.
        full.components().collect::<PathBuf>()
    };
    let inside = |path: &Path| path.join("__main__.py").to_string_lossy().into_owned();
    match std::fs::read(name) {
        Ok(bytes) => match Archive::of(&bytes) {
            Some(archive) => {
                let main = archive.read("__main__.py").map(|text| {
                    let shown = inside(Path::new(name));
                    (shown, inside(&full()), text)
                });
                Script::Container(full(), main, Some(Arc::new(archive)))
            }
            None => Script::Source(bytes),
        },
        Err(_) if Path::new(name).is_dir() => {
            let path = Path::new(name);
            let main = std::fs::read(path.join("__main__.py")).ok();
            let main = main.map(|text| {
                let shown = if name == "." {
                    Path::new("").join("__main__.py")
                } else {
                    path.join("__main__.py")
                };
                (shown.to_string_lossy().into_owned(), inside(&full()), text)
            });
            Script::Container(full(), main, None)
        }
        Err(error) => Script::Unreadable(error),
    }
}

fn execute(vm: &mut Vm, options: &Options, script: Option<Script>) -> Ending {
    crate::native::signals::install(vm);
    check_warning_options(vm);
    let environment = Environment::new(options);
    let forced = options.flags.interactive != 0;
    let is_prompt =
        matches!(options.program, Program::Stdin) && (forced || std::io::stdin().is_terminal());
    vm.begin_exit_report(is_prompt);
    let inspects = options.flags.inspect != 0;
    vm.watch_for_deadlocks(deadlock_mode(vm), is_prompt || inspects);
    if !matches!(options.program, Program::Tool(..)) {
        crate::trace::session::begin_program(vm);
    }
    let ran = match &options.program {
        Program::Tool(_, words) => return Ending::finished(super::dis::run(vm, words)),
        Program::File(name) => {
            let script = script.unwrap_or(Script::Source(Vec::new()));
            run_script(vm, name, script, options.skip_first_line)
        }
        Program::Command(text) => {
            vm.remember_source("<string>", text);
            Ok(vm.run_text("<string>", text))
        }
        Program::Module(name) => Ok(run_module(vm, name)),
        Program::Stdin if std::io::stdin().is_terminal() || forced => {
            let quiet = vm.interp().config.flags.quiet != 0;
            prompt::begin(vm, quiet, &environment);
            let ending = prompt::run(vm, &environment);
            return end(vm, ending);
        }
        Program::Stdin => Ok(run_stdin(vm)),
    };
    let inspects =
        vm.interp().config.flags.inspect != 0 || environment.get("PYTHONINSPECT").is_some();
    let prompts = inspects && (forced || std::io::stdin().is_terminal());
    let mut ending = match ran {
        Ok(Ok(())) => Ending::finished(0),
        Ok(Err(_)) if prompts => {
            // The prompt goes on where SystemExit would have ended the program.
            if let Some(exception) = vm.take_pending() {
                vm.excepthook(&exception);
            }
            Ending::finished(1)
        }
        Ok(Err(_)) => ending_of_error(vm),
        Err(code) => Ending::finished(code),
    };
    if prompts {
        ending = prompt::run(vm, &environment);
    }
    end(vm, ending)
}

/// What `-X deadlock=` says; the last one counts.
fn deadlock_mode(vm: &Vm) -> deadlock::Mode {
    let asked = vm.option("deadlock");
    asked
        .and_then(|name| deadlock::Mode::named(&name))
        .unwrap_or(deadlock::Mode::Raise)
}

/// The end: waits for threads, calls exit functions, flushes.
fn end(vm: &mut Vm, ending: Ending) -> Ending {
    if ending.interrupted {
        say_who_runs(vm);
    }
    Ending {
        code: finish(vm, ending.code),
        ..ending
    }
}

/// Ends the interpreter; then says what there is to say about its schedule.
fn finish(vm: &mut Vm, code: u8) -> u8 {
    let code = vm.finish(code);
    if let Some(seeded) = vm.interp().seeded.clone() {
        super::print_all(&mut std::io::stderr(), &seeded.finish());
    }
    code
}

/// After a Ctrl-C: tells what the process waits for, and how to end that, too.
fn say_who_runs(vm: &mut Vm) {
    if let Some(threads) = awaited_threads(vm) {
        vm.write_error(&format!("waiting for {threads} (Ctrl-C again to end)\n"));
    }
}

/// Complains about `-W` options that are none, as Python does before anything runs.
fn check_warning_options(vm: &mut Vm) {
    if !vm.interp().config.warnings.is_empty() && vm.import_module("warnings").is_err() {
        vm.take_pending();
    }
}

/// Reports the pending exception, and says how it ends the program.
pub fn ending_of_error(vm: &mut Vm) -> Ending {
    let Some(exception) = vm.take_pending() else {
        return Ending::finished(1);
    };
    let exit = vm.exception_class(Exc::SystemExit).clone();
    if vm.is_instance(&exception, &exit) {
        return Ending::finished(vm.exit_code_of(&exception) as u8);
    }
    if let Some(code) = vm.excepthook(&exception) {
        return Ending::finished(code as u8);
    }
    let interrupt = vm.exception_class(Exc::KeyboardInterrupt).to_value();
    // Only the class itself, as Python has it.
    if vm.class_of(&exception).to_value().is(&interrupt) {
        Ending {
            code: 130,
            interrupted: true,
        }
    } else {
        Ending::finished(1)
    }
}

/// Reports the pending exception and gives the exit code it means.
pub fn report(vm: &mut Vm) -> u8 {
    ending_of_error(vm).code
}

/// The namespace of `__main__`, made at first use.
pub fn main_module(vm: &mut Vm) -> crate::object::heap::Ref<crate::object::dict::DictObject> {
    vm.main_namespace()
}

/// Runs a file's text; the outer error is the exit code if there is nothing to run.
fn run_script(
    vm: &mut Vm,
    name: &str,
    script: Script,
    skip_first_line: bool,
) -> Result<Outcome<()>, u8> {
    let (shown, full, mut bytes, package) = match script {
        Script::Source(bytes) => {
            let full = std::path::absolute(name).map_or_else(
                |_| name.to_string(),
                |full| full.to_string_lossy().into_owned(),
            );
            (name.to_string(), full, bytes, Value::NONE)
        }
        Script::Container(path, main, archive) => {
            let Some((shown, full, bytes)) = main else {
                let path = path.display();
                vm.write_error(&format!("tick: can't find '__main__' module in '{path}'\n"));
                return Err(1);
            };
            if archive.is_some() {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                vm.remember_source(&shown, &text);
            }
            (shown, full, bytes, vm.new_str(""))
        }
        Script::Unreadable(error) => {
            let number = error.raw_os_error().unwrap_or(0);
            let text = crate::native::os_error::strerror(number);
            let full = std::path::absolute(name).unwrap_or_else(|_| PathBuf::from(name));
            let full = full.display();
            vm.write_error(&format!(
                "tick: can't open file '{full}': [Errno {number}] {text}\n"
            ));
            if let Some(tool) =
                super::help::closest(name, super::help::TOOLS.iter().map(|(tool, _)| *tool))
            {
                vm.write_error(&format!("Did you mean `tick {tool}'?\n"));
            }
            return Err(2);
        }
    };
    if skip_first_line {
        let line = bytes.iter().position(|&byte| byte == b'\n');
        bytes.drain(..line.unwrap_or(bytes.len()));
    }
    let module = main_module(vm);
    let full = vm.new_str(&full);
    vm.dict_set_str(&module, "__file__", full);
    vm.dict_set_str(&module, "__cached__", Value::NONE);
    vm.dict_set_str(&module, "__package__", package);
    Ok(match vm.decode_source(&bytes, &shown) {
        Ok(text) => vm.run_text(&shown, &text),
        Err(raised) => Err(raised),
    })
}

fn run_stdin(vm: &mut Vm) -> Outcome<()> {
    let mut bytes = Vec::new();
    let read = vm.detach(crate::sched::Wait::Input(0), || {
        std::io::stdin().read_to_end(&mut bytes)
    });
    if let Err(error) = read {
        return Err(vm.raise_os_error(&error, None));
    }
    let module = main_module(vm);
    let name = vm.new_str("<stdin>");
    vm.dict_set_str(&module, "__file__", name);
    let text = vm.decode_source(&bytes, "<stdin>")?;
    vm.run_text("<stdin>", &text)
}

fn run_module(vm: &mut Vm, name: &str) -> Outcome<()> {
    main_module(vm);
    let name = vm.new_str(name);
    vm.call_module_function("runpy", "_run_module_as_main", &[name])
        .map(drop)
}
