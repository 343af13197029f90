//! `tick trace`: its options, and how it becomes the command line of the program to be recorded.
//!
//! Enters: what stands before and behind the word `trace`. Leaves: the options of the program with the recording added. Options of
//! Python may stand in both places; the program ends them, as always.
use super::output::{Format, Output};
use crate::cli::options::{Options, Program, Stop, parse as parse_program};
use clap::{Arg, Command, ValueHint};
use std::path::PathBuf;

/// The table of the command.
pub fn surface() -> Command {
    Command::new("trace")
        .override_usage("tick trace [-o FILE] [--format FORMAT] [option] ... (file | -c cmd | -m mod | -) [arg] ...")
        .arg(
            Arg::new("output")
                .short('o')
                .long("output")
                .value_name("FILE")
                .value_hint(ValueHint::FilePath)
                .help("Write a file instead of the report; the ending of its name says the form"),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(Format::names().collect::<Vec<_>>())
                .help("The form, whatever the file's name says; without -o the file is called trace.FORMAT"),
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
        .after_help(
            "The program runs as always. At its end a timeline and tables are printed on standard error, or a file is written:\n\
             who had the lock, who wanted it, who waited for what, and on which lines.\n\n\
             Examples:\n  tick trace story.py one two\n  tick trace -X gil=py2 story.py\n  tick trace -o story.html story.py",
        )
}

/// What an option has as its value: behind `=`, or the next word.
fn value(word: &str, name: &str, rest: &mut &[String]) -> Result<Option<String>, Stop> {
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
        return Err(Stop::usage(format!("tick trace: {name} needs a value")));
    };
    *rest = others;
    Ok(Some(first.clone()))
}

/// The options of the program: `leading` stood before the word `trace`, `rest` behind it.
pub fn parse(leading: &[String], rest: &[String]) -> Result<Options, Stop> {
    let (mut path, mut format) = (None, None);
    let mut rest = rest;
    while let Some((word, others)) = rest.split_first() {
        let mut others = others;
        if matches!(word.as_str(), "-h" | "--help") {
            let help =
                surface().about("Run a program and show who had the lock and who waited for what");
            return Err(Stop {
                message: help.bin_name("tick trace").render_long_help().to_string(),
                code: 0,
                to_stdout: true,
            });
        } else if let Some(file) = value(word, "--output", &mut others)? {
            path = Some(file);
        } else if let Some(file) = value(word, "-o", &mut others)? {
            path = Some(file);
        } else if let Some(name) = value(word, "--format", &mut others)? {
            format = Some(Format::named(&name).ok_or_else(|| {
                let names: Vec<&str> = Format::names().collect();
                Stop::usage(format!(
                    "tick trace --format {name}: there is {}",
                    names.join(", ")
                ))
            })?);
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
            "tick trace: {name} is a command, not a program; a file of that name is ./{name}"
        )));
    }
    options.trace = Some(match (path, format) {
        (None, None | Some(Format::Text)) => Output::REPORT,
        (Some(file), None) => Output::to_file(&file)
            .map_err(|why| Stop::usage(format!("tick trace -o {file}: {why}")))?,
        (path, Some(format)) => Output {
            format,
            path: Some(path.map_or_else(
                || PathBuf::from(format!("trace.{}", format.ending())),
                PathBuf::from,
            )),
        },
    });
    Ok(options)
}
