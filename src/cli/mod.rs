//! The command line: argv split as Python splits it ([`options`]), what the environment adds ([`environment`]), running programs
//! ([`run`]) once, or twice to compare ([`seeds`]), and the commands of Tick's own ([`tools`], [`dis`]).
//!
//! Enters: the process's arguments. Leaves: the exit code.
mod dis;
pub mod environment;
mod help;
pub mod options;
mod prompt;
mod run;
mod seeds;
mod stack;
mod surface;
mod tools;

pub use help::{closest, version};
pub use run::{main_module as run_namespace, report};
pub use tools::long_help_of;

use options::Program;

/// Runs the command line of this process.
pub fn main() -> u8 {
    let arguments: Vec<String> = std::env::args_os()
        .map(|text| text.to_string_lossy().into_owned())
        .collect();
    let parsed = options::parse(&arguments).and_then(|options| match &options.program {
        Program::Tool(name, rest) if crate::trace::command::is_recording(name) => {
            crate::trace::command::parse(name, &options.leading, rest)
        }
        _ => Ok(options),
    });
    match parsed {
        Ok(options) => {
            if !options.notes.is_empty() {
                print_all(&mut std::io::stderr(), &options.notes);
            }
            match &options.program {
                Program::Tool(name, rest) if name != "dis" => tools::run(name, rest, &options),
                _ if options.verify => seeds::verify(&options),
                _ => run::run(options),
            }
        }
        Err(stop) => say_why(&stop),
    }
}

/// Says why nothing is run; the exit code.
fn say_why(stop: &options::Stop) -> u8 {
    if stop.to_stdout {
        print_all(&mut std::io::stdout(), &stop.message);
    } else {
        print_all(&mut std::io::stderr(), &stop.message);
    }
    stop.code
}

/// Writes a text; a closed pipe is not an error here.
pub fn print_all(out: &mut dyn std::io::Write, text: &str) {
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}
