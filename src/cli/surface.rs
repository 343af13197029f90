//! The command line as a table: what the long help, the completions, the manual page and the commands' own options are made
//! from. Programs are run without it (see [`super::options`]), so that their start costs nothing.

use super::help::TOOLS;
use clap::{Arg, ArgAction, Command, ValueHint};

/// Everything `tick` understands.
pub fn surface() -> Command {
    let mut command = Command::new("tick")
        .version(env!("CARGO_PKG_VERSION"))
        .about("A small Python with a global interpreter lock you can see")
        .override_usage("tick [option] ... [-c cmd | -m mod | file | -] [arg] ...\n       tick COMMAND [option] ... [arg] ...")
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .args(python_options())
        .args(tick_options())
        .arg(
            Arg::new("file")
                .help("The program: a file, a folder or zip file with __main__.py, or - for standard input")
                .value_hint(ValueHint::FilePath),
        )
        .arg(
            Arg::new("arg")
                .num_args(0..)
                .trailing_var_arg(true)
                .allow_hyphen_values(true)
                .help("What the program finds in sys.argv[1:]"),
        )
        .after_help(AFTER);
    for (name, about) in TOOLS {
        command = command.subcommand(tool(name, about));
    }
    command
}

const AFTER: &str = "\
Options end at -c, -m, the file, - or --; what follows is the program's. A first word that is a command's name is that command:
`tick ./test` runs a file called so. Topics: tick help gil, exit-codes, environment, xoptions, testing.

Examples:
  tick story.py one two
  tick -X gil=py2 -c 'import threading; ...'
  python3 -c 'print(\"print(42)\")' | tick -
  tick test --update lessons/hello.py";

/// A command's own table.
pub fn tool(name: &'static str, about: &'static str) -> Command {
    let command = match name {
        "test" => return crate::testing::command::surface(),
        "compare" => crate::compare::surface(),
        "dis" => Command::new(name)
            .arg(
                Arg::new("format")
                    .long("format")
                    .value_name("format")
                    .value_parser(["text", "json"])
                    .help("json: an object a line for each function and class body"),
            )
            .arg(
                Arg::new("file")
                    .required(true)
                    .value_hint(ValueHint::FilePath)
                    .help("The program, or - for standard input"),
            ),
        "trace" | "why" => crate::trace::command::surface(name),
        "completions" => Command::new(name)
            .arg(
                Arg::new("shell")
                    .required(true)
                    .value_parser(clap::value_parser!(clap_complete::Shell))
                    .help("The shell"),
            )
            .after_help(
                "Example: tick completions bash > ~/.local/share/bash-completion/completions/tick",
            ),
        "man" => Command::new(name).after_help("Example: tick man | man -l -"),
        _ => Command::new(name).arg(
            Arg::new("topic").help("A command, or gil, exit-codes, environment, xoptions, testing"),
        ),
    };
    command.about(about)
}

fn python_options() -> Vec<Arg> {
    let flag = |letter: char, help: &'static str| {
        Arg::new(letter.to_string())
            .short(letter)
            .action(match letter {
                'b' | 'd' | 'O' | 'v' | 'V' => ArgAction::Count,
                _ => ArgAction::SetTrue,
            })
            .help(help)
            .help_heading("Options, as Python's")
    };
    let valued = |letter: char, value: &'static str, help: &'static str| {
        flag(letter, help)
            .action(ArgAction::Append)
            .value_name(value)
    };
    vec![
        valued('c', "cmd", "Run a text; ends the options"),
        valued('m', "mod", "Run a module as a program; ends the options"),
        flag(
            'i',
            "Prompt after the program, or although standard input is no terminal",
        ),
        flag('q', "No banner at the prompt"),
        flag('u', "Output is not buffered"),
        flag('x', "Skip the first line of the file"),
        flag('O', "Leave out assertions; twice: docstrings, too"),
        valued(
            'W',
            "action",
            "Warning control: action:message:category:module:line",
        ),
        flag('E', "Ignore PYTHON… variables"),
        flag('I', "Isolated: -E -P -s"),
        flag('P', "Do not search the program's folder for modules"),
        flag('b', "Accepted; sets sys.flags"),
        flag('B', "Accepted: bytecode is never written"),
        flag('d', "Accepted; sets sys.flags"),
        flag('R', "Random hashes, whatever PYTHONHASHSEED says"),
        flag('s', "Accepted; sets sys.flags"),
        flag('S', "Accepted; sets sys.flags"),
        flag('t', "Accepted"),
        flag('v', "Accepted; sets sys.flags"),
        flag('V', "Print the version; twice: how it was built").visible_alias("version"),
    ]
}

fn tick_options() -> Vec<Arg> {
    let option = |name: &'static str| Arg::new(name).help_heading("Options of Tick");
    vec![
        option("extra").short('X').value_name("name[=value]").action(ArgAction::Append).help(
            "Set gil=POLICY (fair, ticks:N, interval:MS, py2, py39, py310), seed=N, schedule=FILE, save-schedule=FILE, \
             trace[=FILE], deadlock=off, tb=full, report, dev, cpu_count=N, int_max_str_digits=N",
        ),
        option("diagnostics")
            .long("diagnostics")
            .value_name("form")
            .value_parser(["auto", "python", "rich", "plain", "json"])
            .help(
                "How errors are told: python is CPython's text, rich adds hints and pictures, plain is sentences for reading \
                 aloud, json an object a line; auto is rich on a terminal and python elsewhere",
            ),
        option("color")
            .long("color")
            .value_name("when")
            .value_parser(["auto", "always", "never"])
            .help("Colours; auto looks at PYTHON_COLORS, NO_COLOR, FORCE_COLOR, TERM and the terminal, in this order"),
        option("verify")
            .long("verify")
            .action(ArgAction::SetTrue)
            .help("With -X seed or -X schedule: run the program twice and compare output and exit code"),
        option("format")
            .long("format")
            .value_name("format")
            .value_parser(["text", "json"])
            .help("With --version: how it is printed"),
        option("help-env").long("help-env").action(ArgAction::SetTrue).help("Explain environment variables"),
        option("help-xoptions").long("help-xoptions").action(ArgAction::SetTrue).help("Explain -X options"),
        option("help-all").long("help-all").action(ArgAction::SetTrue).help("Everything"),
    ]
}

/// What `tick --help` says.
pub fn long_help() -> String {
    let help = surface().render_long_help().to_string();
    // Python's own help begins with this line, and scripts look for it.
    match help.split_once("Usage: ") {
        Some((about, rest)) => format!("usage: {rest}\n{about}"),
        None => help,
    }
}
