//! `tick trace` and `tick why`: their options, and how they become the command line of the program to be recorded.
//!
//! Enters: what stands before and behind the word `trace` or `why`. Leaves: the options of the program with the recording added. Options of
//! Python may stand in both places; the program ends them, as always.
use super::output::{Format, Output, Told};
use crate::cli::options::{Options, Program, Stop, parse as parse_program};
use clap::{Arg, Command, ValueHint};
use std::path::PathBuf;

/// True for the commands that run a program and record it.
pub fn is_recording(name: &str) -> bool {
    matches!(name, "trace" | "why")
}

/// The table of `trace` or `why`.
pub fn surface(name: &'static str) -> Command {
    let is_why = name == "why";
    let (usage, formats, file, form, after) = if is_why {
        (
            WHY_USAGE,
            vec!["text", "json"],
            WHY_FILE,
            WHY_FORM,
            WHY_AFTER,
        )
    } else {
        (USAGE, Format::names().collect(), FILE, FORM, AFTER)
    };
    Command::new(name)
        .override_usage(usage)
        .arg(
            Arg::new("output")
                .short('o')
                .long("output")
                .value_name("FILE")
                .value_hint(ValueHint::FilePath)
                .help(file),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(formats)
                .help(form),
        )
        .arg(
            Arg::new("program")
                .num_args(0..)
                .trailing_var_arg(true)
                .allow_hyphen_values(true)
                .value_name("program")
                .value_hint(ValueHint::FilePath)
                .help("The program with its options and arguments, as behind `tick`"),
        )
        .after_help(after)
}

const USAGE: &str =
    "tick trace [-o FILE] [--format FORMAT] [option] ... (file | -c cmd | -m mod | -) [arg] ...";
const FILE: &str = "Write a file instead of the report; the ending of its name says the form";
const FORM: &str =
    "The form, whatever the file's name says; without -o the file is called trace and its ending";
const AFTER: &str = "\
The program runs as always. At its end a timeline and tables are printed on standard error, or a file is written: who had the lock,
who wanted it, who waited for what, and on which lines.

Examples:
  tick trace story.py one two
  tick trace -X gil=py2 story.py
  tick trace -o story.html story.py";

const WHY_USAGE: &str =
    "tick why [-o FILE] [--format FORMAT] [option] ... (file | -c cmd | -m mod | -) [arg] ...";
const WHY_FILE: &str = "Write the advice to a file instead of standard error";
const WHY_FORM: &str = "text, or json: one object";
const WHY_AFTER: &str = "\
The program runs as always. At its end standard error says whether it is bound by computing, by waiting or by its own locks, and
what processes or no lock at all would give on this machine.

Example:
  tick why story.py";

/// What an option has as its value: behind `=`, or the next word.
fn value(
    command: &str,
    word: &str,
    name: &str,
    rest: &mut &[String],
) -> Result<Option<String>, Stop> {
    let Some(behind) = word.strip_prefix(name) else {
        return Ok(None);
    };
    let attached = match (name.starts_with("--"), behind) {
        (_, "") => None,
        (true, behind) => match behind.strip_prefix('=') {
            Some(value) => Some(value),
            None => return Ok(None),
        },
        (false, behind) => Some(behind),
    };
    if let Some(value) = attached {
        return Ok(Some(value.to_string()));
    }
    let Some((first, others)) = rest.split_first() else {
        return Err(Stop::usage(format!("tick {command}: {name} needs a value")));
    };
    *rest = others;
    Ok(Some(first.clone()))
}

/// The options of the program: `leading` stood before the word, `rest` behind it.
pub fn parse(command: &str, leading: &[String], rest: &[String]) -> Result<Options, Stop> {
    let (mut path, mut format) = (None, None);
    let mut rest = rest;
    while let Some((word, others)) = rest.split_first() {
        let mut others = others;
        if matches!(word.as_str(), "-h" | "--help") {
            return Err(Stop {
                message: crate::cli::long_help_of(command),
                code: 0,
                to_stdout: true,
            });
        } else if let Some(file) = value(command, word, "--output", &mut others)? {
            path = Some(file);
        } else if let Some(file) = value(command, word, "-o", &mut others)? {
            path = Some(file);
        } else if let Some(name) = value(command, word, "--format", &mut others)? {
            format = Some(name);
        } else {
            break;
        }
        rest = others;
    }
    let words = std::iter::once("tick".to_string())
        .chain(leading.iter().cloned())
        .chain(rest.iter().cloned());
    let mut options = parse_program(&words.collect::<Vec<_>>())?;
    if let Program::Tool(name, _) = &options.program {
        return Err(Stop::usage(format!(
            "tick {command}: {name} is a command, not a program; a file of that name is ./{name}"
        )));
    }
    options.trace = Some(match command {
        "why" => why_output(path, format)?,
        _ => trace_output(path, format)?,
    });
    Ok(options)
}

fn trace_output(path: Option<String>, format: Option<String>) -> Result<Output, Stop> {
    let Some(name) = format else {
        return match path {
            None => Ok(Output::REPORT),
            Some(file) => Output::to_file(&file)
                .map_err(|why| Stop::usage(format!("tick trace -o {file}: {why}"))),
        };
    };
    let Some(format) = Format::named(&name) else {
        let names: Vec<&str> = Format::names().collect();
        let names = names.join(", ");
        return Err(Stop::usage(format!(
            "tick trace --format {name}: there is {names}"
        )));
    };
    Ok(Output {
        told: Told::Run(format),
        path: match (path, format) {
            (None, Format::Text) => None,
            (None, format) => Some(PathBuf::from(format!("trace.{}", format.ending()))),
            (Some(path), _) => Some(PathBuf::from(path)),
        },
    })
}

fn why_output(path: Option<String>, format: Option<String>) -> Result<Output, Stop> {
    let json = match format.as_deref() {
        None | Some("text") => false,
        Some("json") => true,
        Some(other) => {
            return Err(Stop::usage(format!(
                "tick why --format {other}: text or json"
            )));
        }
    };
    Ok(Output {
        told: Told::Why { json },
        path: path.map(PathBuf::from),
    })
}
