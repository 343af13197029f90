//! Splitting the command line as Python does: options end at `-c`, `-m`, a file, `-`, `--` or the end. What is behind belongs to
//! the program. Nothing here looks at the environment or the disk.
//!
//! Enters: the arguments. Leaves: [`Options`], or the words to say instead of running anything.

use super::help;
use crate::gil::policy::Policy;
use crate::interp::Flags;
use crate::trace::output::Output;
use std::time::Duration;

/// What to run.
#[derive(Debug, PartialEq, Eq)]
pub enum Program {
    /// `-c command`.
    Command(String),
    /// `-m module`.
    Module(String),
    /// A file, a folder or a zip file.
    File(String),
    /// Standard input: a program if it is not a terminal, else the prompt.
    Stdin,
    /// A command of Tick's own: its name and the arguments behind it.
    Tool(String, Vec<String>),
}

/// The split command line.
#[derive(Debug)]
pub struct Options {
    /// What to run.
    pub program: Program,
    /// `sys.argv`.
    pub argv: Vec<String>,
    /// Everything in front of the program, as it was typed.
    pub leading: Vec<String>,
    /// `sys.flags`, as far as options set them.
    pub flags: Flags,
    /// `-u`.
    pub unbuffered: bool,
    /// `-x`: the first line of the file is not Python.
    pub skip_first_line: bool,
    /// `-R`: the hash is random whatever PYTHONHASHSEED says.
    pub random_hash: bool,
    /// `-W` options.
    pub warnings: Vec<String>,
    /// `-X` options.
    pub extra: Vec<(String, Option<String>)>,
    /// The lock's policy.
    pub policy: Policy,
    /// `--color`.
    pub colour: Option<bool>,
    /// `-X trace` or `tick trace`: the run is recorded, and shown so.
    pub trace: Option<Output>,
    /// `--verify`.
    pub verify: bool,
    /// `-X exit-record=FD`.
    pub exit_record: Option<i32>,
    /// `-X pools=processes`.
    pub pools_are_processes: bool,
    /// What to say on standard error before anything runs.
    pub notes: String,
}

/// Why nothing is run.
#[derive(Debug)]
pub struct Stop {
    /// What to print.
    pub message: String,
    /// The exit code.
    pub code: u8,
    /// Where.
    pub to_stdout: bool,
}

impl Stop {
    fn say(message: String) -> Stop {
        Stop {
            message,
            code: 0,
            to_stdout: true,
        }
    }
    /// A mistake in the command line.
    pub fn usage(message: String) -> Stop {
        let usage = help::USAGE;
        Stop {
            message: format!("{message}\n{usage}Try `tick -h' for more information.\n"),
            code: 2,
            to_stdout: false,
        }
    }
    /// The same with a word that was perhaps meant.
    fn perhaps(message: String, meant: Option<&str>) -> Stop {
        let mut stop = Stop::usage(message);
        if let Some(meant) = meant {
            stop.message += &format!("Did you mean `{meant}'?\n");
        }
        stop
    }
    /// A setting that Python refuses to start with.
    pub fn fatal(place: &str, message: &str) -> Stop {
        Stop {
            message: format!(
                "Fatal Python error: {place}: {message}\nPython runtime state: preinitialized\n\n"
            ),
            code: 1,
            to_stdout: false,
        }
    }
}

/// Names of `-X` options that only Tick has.
const OWN_EXTRA: &[&str] = &[
    "deadlock",
    "exit-record",
    "gil",
    "pools",
    "save-schedule",
    "schedule",
    "seed",
    "trace",
];

/// Long options without a value.
const LONG: &[&str] = &[
    "--help",
    "--help-all",
    "--help-env",
    "--help-xoptions",
    "--verify",
    "--version",
];
/// Long options with a value, in the next argument or behind `=`.
const LONG_VALUED: &[&str] = &[
    "--check-hash-based-pycs",
    "--color",
    "--diagnostics",
    "--format",
];

/// What an argument scan has seen that is not an option of the program.
#[derive(Default)]
struct Seen {
    version: usize,
    format: Option<String>,
}

/// Splits the command line; `arguments[0]` is the program's name.
pub fn parse(arguments: &[String]) -> Result<Options, Stop> {
    let mut options = Options {
        program: Program::Stdin,
        argv: vec![String::new()],
        leading: Vec::new(),
        flags: Flags::default(),
        unbuffered: false,
        skip_first_line: false,
        random_hash: false,
        warnings: Vec::new(),
        extra: Vec::new(),
        policy: Policy::default(),
        colour: None,
        trace: None,
        verify: false,
        exit_record: None,
        pools_are_processes: false,
        notes: String::new(),
    };
    let arguments = arguments.get(1..).unwrap_or_default();
    let mut seen = Seen::default();
    let mut at = 0;
    while let Some(argument) = arguments.get(at) {
        if argument == "-" || !argument.starts_with('-') {
            break;
        }
        at += 1;
        if argument == "--" {
            break;
        }
        let mut value = |name: &str, rest: &str| {
            if !rest.is_empty() {
                return Ok(rest.to_string());
            }
            at += 1;
            let missing = || Stop::usage(format!("Argument expected for the {name} option"));
            arguments.get(at - 1).cloned().ok_or_else(missing)
        };
        if argument.starts_with("--") {
            long(&mut options, &mut seen, argument, &mut value)?;
            continue;
        }
        let mut program = None;
        for (place, letter) in argument.char_indices().skip(1) {
            let rest = &argument[place + letter.len_utf8()..];
            match letter {
                'c' => program = Some(Program::Command(value("-c", rest)?)),
                'm' => program = Some(Program::Module(value("-m", rest)?)),
                'W' => options.warnings.push(value("-W", rest)?),
                'X' => extra(&mut options, &value("-X", rest)?)?,
                'V' => seen.version += 1,
                'h' | '?' => return Err(Stop::say(help::SHORT.to_string())),
                '-' => return Err(Stop::usage(format!("unknown option {argument}"))),
                _ => {
                    flag(&mut options, letter)?;
                    continue;
                }
            }
            if letter != 'V' {
                break;
            }
        }
        if let Some(program) = program {
            finish_scan(&seen)?;
            options.leading = arguments[..at].to_vec();
            let name = match program {
                Program::Command(_) => "-c",
                _ => "-m",
            };
            options.argv = with_first(name, &arguments[at..]);
            options.program = program;
            return Ok(options);
        }
    }
    finish_scan(&seen)?;
    options.leading = arguments[..at].to_vec();
    let Some(first) = arguments.get(at) else {
        return Ok(options);
    };
    let rest = &arguments[at + 1..];
    options.argv = with_first(first, rest);
    options.program = match first.as_str() {
        "-" => Program::Stdin,
        // Behind `--` a file may have any name.
        name if help::is_tool(name) && (at == 0 || arguments[at - 1] != "--") => {
            Program::Tool(name.to_string(), rest.to_vec())
        }
        name => Program::File(name.to_string()),
    };
    Ok(options)
}

fn with_first(first: &str, rest: &[String]) -> Vec<String> {
    std::iter::once(first.to_string())
        .chain(rest.iter().cloned())
        .collect()
}

/// What must be said once all options are known.
fn finish_scan(seen: &Seen) -> Result<(), Stop> {
    match (seen.version, seen.format.as_deref()) {
        (0, None) => Ok(()),
        (0, Some(_)) => Err(Stop::usage("--format goes with --version".to_string())),
        (_, Some("json")) => Err(Stop::say(help::version_json())),
        (_, Some("text") | None) => Err(Stop::say(if seen.version > 1 {
            help::version_long()
        } else {
            help::version() + "\n"
        })),
        (_, Some(other)) => Err(Stop::usage(format!("--format {other}: text or json"))),
    }
}

fn long(
    options: &mut Options,
    seen: &mut Seen,
    argument: &str,
    value: &mut dyn FnMut(&str, &str) -> Result<String, Stop>,
) -> Result<(), Stop> {
    let (name, given) = match argument.split_once('=') {
        Some((name, given)) => (name, Some(given)),
        None => (argument, None),
    };
    if LONG_VALUED.contains(&name) {
        let given = match given {
            Some(given) => given.to_string(),
            None => value(name, "")?,
        };
        match name {
            "--color" => {
                options.colour = match given.as_str() {
                    "auto" => None,
                    "always" => Some(true),
                    "never" => Some(false),
                    _ => {
                        return Err(Stop::usage(format!(
                            "--color {given}: auto, always or never"
                        )));
                    }
                }
            }
            "--diagnostics" => match given.as_str() {
                "auto" | "python" | "rich" | "plain" | "json" => {
                    options.extra.push(("diagnostics".to_string(), Some(given)));
                }
                _ => {
                    return Err(Stop::usage(format!(
                        "--diagnostics {given}: auto, python, rich, plain or json"
                    )));
                }
            },
            "--format" => seen.format = Some(given),
            _ if matches!(given.as_str(), "always" | "default" | "never") => {}
            _ => {
                return Err(Stop::usage(
                    "--check-hash-based-pycs must be one of 'default', 'always', or 'never'"
                        .to_string(),
                ));
            }
        }
        return Ok(());
    }
    match argument {
        "--help" => Err(Stop::say(super::surface::long_help())),
        "--help-all" => Err(Stop::say(super::surface::long_help() + &help::all_topics())),
        "--help-env" => Err(Stop::say(help::ENVIRONMENT.to_string())),
        "--help-xoptions" => Err(Stop::say(help::EXTRA.to_string())),
        "--verify" => {
            options.verify = true;
            Ok(())
        }
        "--version" => {
            seen.version += 1;
            Ok(())
        }
        _ => {
            let meant = help::closest(name, LONG.iter().chain(LONG_VALUED).copied());
            Err(Stop::perhaps(format!("unknown option {argument}"), meant))
        }
    }
}

/// Takes an option that is one letter.
fn flag(options: &mut Options, letter: char) -> Result<(), Stop> {
    let flags = &mut options.flags;
    match letter {
        'b' => flags.bytes_warning += 1,
        'B' => flags.dont_write_bytecode = 1,
        'd' => flags.debug += 1,
        'E' => flags.ignore_environment = 1,
        'i' => {
            flags.inspect += 1;
            flags.interactive += 1;
        }
        'I' => {
            flags.isolated = 1;
            flags.ignore_environment = 1;
            flags.no_user_site = 1;
            flags.safe_path = true;
        }
        'O' => flags.optimize += 1,
        'P' => flags.safe_path = true,
        'q' => flags.quiet = 1,
        'R' => options.random_hash = true,
        's' => flags.no_user_site = 1,
        'S' => flags.no_site = 1,
        't' => {}
        'u' => options.unbuffered = true,
        'v' => flags.verbose += 1,
        'x' => options.skip_first_line = true,
        'J' => return Err(Stop::usage("-J is reserved for Jython".to_string())),
        other => return Err(Stop::usage(format!("Unknown option: -{other}"))),
    }
    Ok(())
}

/// Takes a `-X` option.
fn extra(options: &mut Options, text: &str) -> Result<(), Stop> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (text, None),
    };
    if name == "gil" {
        let value = value.unwrap_or("");
        options.policy = match value {
            "1" | "on" => Policy::default(),
            "0" | "off" => {
                return Err(Stop::fatal(
                    "config_read_gil",
                    "Disabling the GIL is not supported by this build",
                ));
            }
            _ => policy(value).ok_or_else(|| {
                Stop::usage(format!(
                    "-X gil={value}: a policy is fair, ticks:N, interval:MS, py2, py39 or py310"
                ))
            })?,
        };
    }
    if name == "trace" {
        options.trace = match value {
            None => Some(Output::REPORT),
            Some(file) => match Output::to_file(file) {
                Ok(output) => Some(output),
                Err(why) => return Err(Stop::usage(format!("-X trace={file}: {why}"))),
            },
        };
    }
    // These two are for this process alone: in `sys._xoptions` they would be passed on to its children.
    if name == "exit-record" {
        let descriptor = value.and_then(|value| value.parse().ok());
        let descriptor = descriptor.filter(|&descriptor: &i32| descriptor >= 0);
        let missing = || Stop::usage("-X exit-record=FD: a descriptor is needed".to_string());
        options.exit_record = Some(descriptor.ok_or_else(missing)?);
        return Ok(());
    }
    if name == "pools" {
        options.pools_are_processes = match value {
            Some("processes") => true,
            Some("threads") => false,
            _ => return Err(Stop::usage("-X pools: processes or threads".to_string())),
        };
        return Ok(());
    }
    if name == "deadlock" && crate::deadlock::Mode::named(value.unwrap_or("")).is_none() {
        let value = value.unwrap_or("");
        return Err(Stop::usage(format!(
            "-X deadlock={value}: what is done about deadlocks is on, report or off"
        )));
    }
    if !help::EXTRA_NAMES.contains(&name)
        && let Some(meant) = help::closest(name, OWN_EXTRA.iter().copied())
    {
        // Names unknown here are for the program; a slip of one of Tick's own is worth a word.
        options.notes +=
            &format!("tick: -X {name} is left to the program; did you mean -X {meant}?\n");
    }
    options
        .extra
        .push((name.to_string(), value.map(str::to_string)));
    Ok(())
}

/// A policy of the lock by name.
pub fn policy(text: &str) -> Option<Policy> {
    let (name, number) = match text.split_once(':') {
        Some((name, number)) => (name, Some(number)),
        None => (text, None),
    };
    Some(match (name, number) {
        ("fair", None) => Policy::Fair,
        ("ticks", Some(number)) => Policy::Ticks(number.parse().ok().filter(|&number| number > 0)?),
        ("interval", Some(number)) => {
            let milliseconds: f64 = number
                .parse()
                .ok()
                .filter(|&number: &f64| number > 0.0 && number < 1e9)?;
            Policy::Interval(Duration::from_secs_f64(milliseconds / 1000.0))
        }
        ("py2", None) => Policy::Py2,
        ("py39", None) => Policy::Py39,
        ("py310", None) => Policy::Py310,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(words: &[&str]) -> Options {
        let words: Vec<String> = std::iter::once(&"tick")
            .chain(words)
            .map(ToString::to_string)
            .collect();
        parse(&words).unwrap_or_else(|stop| panic!("{}", stop.message))
    }

    #[test]
    fn options_end_at_the_program() {
        let options = split(&["-uqX", "a=b", "-Bcprint(1)", "-x", "--help"]);
        assert_eq!(options.program, Program::Command("print(1)".into()));
        assert_eq!(options.argv, ["-c", "-x", "--help"]);
        assert_eq!(options.leading, ["-uqX", "a=b", "-Bcprint(1)"]);
        assert!(options.unbuffered && options.flags.quiet == 1);
        assert_eq!(options.extra, [("a".to_string(), Some("b".to_string()))]);
    }

    #[test]
    fn tools_are_words_and_files_may_have_their_names() {
        let rest = vec!["-j4".to_string()];
        assert_eq!(
            split(&["test", "-j4"]).program,
            Program::Tool("test".into(), rest)
        );
        assert_eq!(split(&["--", "test"]).program, Program::File("test".into()));
        assert_eq!(split(&["./test"]).program, Program::File("./test".into()));
    }
}
