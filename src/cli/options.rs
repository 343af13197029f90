//! Splitting the command line as Python does: options end at `-c`, `-m`, a file, `-` or the end.

use crate::gil::policy::Policy;
use std::time::Duration;

/// What to run.
#[derive(Debug, PartialEq, Eq)]
pub enum Program {
    /// `-c command`.
    Command(String),
    /// `-m module`.
    Module(String),
    /// A file or folder.
    File(String),
    /// Standard input: a program if it is not a terminal, else the prompt.
    Stdin,
    /// `tick dis file`.
    Disassemble(Vec<String>),
}

/// The split command line.
#[derive(Debug)]
pub struct Options {
    /// What to run.
    pub program: Program,
    /// `sys.argv`.
    pub argv: Vec<String>,
    /// `-i`.
    pub inspect: bool,
    /// `-q`.
    pub quiet: bool,
    /// `-u`.
    pub unbuffered: bool,
    /// `-E` or `-I`: environment variables are ignored.
    pub isolated: bool,
    /// `-W` options.
    pub warnings: Vec<String>,
    /// `-X` options.
    pub extra: Vec<(String, Option<String>)>,
    /// The lock's policy.
    pub policy: Policy,
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

const USAGE: &str = "usage: tick [option] ... [-c cmd | -m mod | file | -] [arg] ...\n";

const HELP: &str = "\
usage: tick [option] ... [-c cmd | -m mod | file | -] [arg] ...
Examples:
  tick script.py one two        run a script with arguments
  tick -c 'print(2 ** 100)'     run a command
  tick dis script.py            show the bytecode and where threads may switch
Options:
  -c cmd         run a program given as text (ends the options)
  -m mod         run a library module as a script (ends the options)
  -i             prompt after the program
  -q             no banner at the prompt
  -u             standard output is not buffered
  -W action      warning control, as in Python
  -X gil=POLICY  who gets the lock: fair (default), ticks:N, interval:MS, py2, py39, py310
  -X tb=full     show the library's own frames in tracebacks
  -V, --version  print the version
  -h, --help     print this help
  -B -E -I -O -P -R -b -d -s -S -v -x   accepted as by Python
file             a program to run; `-` is standard input
arg ...          what the program finds in sys.argv[1:]
";

fn usage_error(message: String) -> Stop {
    Stop {
        message: format!("{message}\n{USAGE}Try `tick -h' for more information.\n"),
        code: 2,
        to_stdout: false,
    }
}

/// The version line.
pub fn version() -> String {
    let (major, minor, micro) = crate::native::sys::LANGUAGE_VERSION;
    format!(
        "Tick {} (Python {major}.{minor}.{micro})",
        env!("CARGO_PKG_VERSION")
    )
}

/// Splits the command line; `arguments[0]` is the program's name.
pub fn parse(arguments: &[String]) -> Result<Options, Stop> {
    let mut options = Options {
        program: Program::Stdin,
        argv: vec![String::new()],
        inspect: false,
        quiet: false,
        unbuffered: false,
        isolated: false,
        warnings: Vec::new(),
        extra: Vec::new(),
        policy: Policy::default(),
    };
    let mut rest = arguments.get(1..).unwrap_or_default().iter();
    while let Some(argument) = rest.next() {
        if argument == "-" || !argument.starts_with('-') {
            let others: Vec<String> = rest.cloned().collect();
            if argument == "dis" && !std::path::Path::new("dis").exists() {
                options.program = Program::Disassemble(others);
                return Ok(options);
            }
            options.program = if argument == "-" {
                Program::Stdin
            } else {
                Program::File(argument.clone())
            };
            options.argv = std::iter::once(argument.clone()).chain(others).collect();
            return Ok(options);
        }
        match argument.as_str() {
            "--" => {
                let others: Vec<String> = rest.cloned().collect();
                if let Some(file) = others.first() {
                    options.program = Program::File(file.clone());
                    options.argv = others;
                }
                return Ok(options);
            }
            "--help" => {
                return Err(Stop {
                    message: HELP.to_string(),
                    code: 0,
                    to_stdout: true,
                });
            }
            "--version" => {
                return Err(Stop {
                    message: version() + "\n",
                    code: 0,
                    to_stdout: true,
                });
            }
            long if long.starts_with("--") => {
                return Err(usage_error(format!("unknown option {long}")));
            }
            _ => {}
        }
        let letters: Vec<char> = argument.chars().skip(1).collect();
        for (at, letter) in letters.iter().enumerate() {
            let remainder: String = letters[at + 1..].iter().collect();
            let value = |rest: &mut std::slice::Iter<'_, String>| {
                if remainder.is_empty() {
                    rest.next().cloned()
                } else {
                    Some(remainder.clone())
                }
            };
            match letter {
                'c' => {
                    let Some(command) = value(&mut rest) else {
                        return Err(usage_error(
                            "Argument expected for the -c option".to_string(),
                        ));
                    };
                    options.program = Program::Command(command);
                    options.argv = std::iter::once("-c".to_string())
                        .chain(rest.cloned())
                        .collect();
                    return Ok(options);
                }
                'm' => {
                    let Some(module) = value(&mut rest) else {
                        return Err(usage_error(
                            "Argument expected for the -m option".to_string(),
                        ));
                    };
                    options.program = Program::Module(module);
                    options.argv = std::iter::once("-m".to_string())
                        .chain(rest.cloned())
                        .collect();
                    return Ok(options);
                }
                'W' => match value(&mut rest) {
                    Some(action) => {
                        options.warnings.push(action);
                        break;
                    }
                    None => {
                        return Err(usage_error(
                            "Argument expected for the -W option".to_string(),
                        ));
                    }
                },
                'X' => match value(&mut rest) {
                    Some(text) => {
                        extra(&mut options, &text)?;
                        break;
                    }
                    None => {
                        return Err(usage_error(
                            "Argument expected for the -X option".to_string(),
                        ));
                    }
                },
                'i' => options.inspect = true,
                'q' => options.quiet = true,
                'u' => options.unbuffered = true,
                'E' | 'I' => options.isolated = true,
                'h' | '?' => {
                    return Err(Stop {
                        message: HELP.to_string(),
                        code: 0,
                        to_stdout: true,
                    });
                }
                'V' => {
                    return Err(Stop {
                        message: version() + "\n",
                        code: 0,
                        to_stdout: true,
                    });
                }
                'B' | 'O' | 'P' | 'R' | 'b' | 'd' | 's' | 'S' | 'v' | 'x' => {}
                other => return Err(usage_error(format!("Unknown option: -{other}"))),
            }
        }
    }
    Ok(options)
}

/// Takes a `-X` option.
fn extra(options: &mut Options, text: &str) -> Result<(), Stop> {
    let (name, value) = match text.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (text, None),
    };
    if name == "gil" {
        options.policy = policy(value.unwrap_or("")).ok_or_else(|| {
            usage_error(format!(
                "-X gil={}: a policy is fair, ticks:N, interval:MS, py2, py39 or py310",
                value.unwrap_or("")
            ))
        })?;
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
