//! The command line: argv split as Python splits it, then one file a subcommand.
//!
//! Enters: the process's arguments. Leaves: the exit code.
pub mod options;
mod run;
mod stack;

pub use options::version;
pub use run::{main_module as run_namespace, report};

/// Runs the command line of this process.
pub fn main() -> u8 {
    let arguments: Vec<String> = std::env::args_os()
        .map(|text| text.to_string_lossy().into_owned())
        .collect();
    match options::parse(&arguments) {
        Ok(options) => run::run(options),
        Err(options::Stop {
            message,
            code,
            to_stdout,
        }) => {
            if to_stdout {
                print_all(&mut std::io::stdout(), &message);
            } else {
                print_all(&mut std::io::stderr(), &message);
            }
            code
        }
    }
}

/// Writes a text; a closed pipe is not an error here.
fn print_all(out: &mut dyn std::io::Write, text: &str) {
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}
