//! Commands of Tick's own besides running programs: `dis`, `completions`, `man`, `help`; `test` is in [`crate::testing`],
//! `compare` in [`crate::compare`].
//!
//! Enters: a command's name and arguments. Leaves: the exit code.

use super::options::Options;
use super::{help, print_all, surface};
use clap::error::ErrorKind;
use clap::{ArgMatches, Command};

/// Runs a command; `dis` is run by [`super::run`], which has an interpreter.
pub fn run(name: &str, arguments: &[String], options: &Options) -> u8 {
    let matches = match parse(name, arguments) {
        Ok(matches) => matches,
        Err(code) => return code,
    };
    match name {
        "test" => crate::testing::command::run(&matches, options),
        "compare" => crate::compare::run(&matches, options),
        "completions" => {
            let Some(&shell) = matches.get_one::<clap_complete::Shell>("shell") else {
                return 2;
            };
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut surface::surface(), "tick", &mut text);
            say(&String::from_utf8_lossy(&text))
        }
        "man" => {
            let mut text = Vec::new();
            match clap_mangen::Man::new(surface::surface()).render(&mut text) {
                Ok(()) => say(&String::from_utf8_lossy(&text)),
                Err(_) => 1,
            }
        }
        _ => explain(matches.get_one::<String>("topic").map(String::as_str)),
    }
}

/// Takes a command's arguments apart; mistakes and calls for help are answered here, and the exit code is the error.
pub fn parse(name: &str, arguments: &[String]) -> Result<ArgMatches, u8> {
    let words = std::iter::once(format!("tick {name}")).chain(arguments.iter().cloned());
    command(name).try_get_matches_from(words).map_err(|error| {
        let text = error.render().to_string();
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => say(&text),
            _ => {
                print_all(&mut std::io::stderr(), &text);
                2
            }
        }
    })
}

fn command(name: &str) -> Command {
    let (name, about) = help::TOOLS
        .iter()
        .find(|(tool, _)| *tool == name)
        .copied()
        .unwrap_or(("help", ""));
    surface::tool(name, about)
        .bin_name(format!("tick {name}"))
        .no_binary_name(false)
}

/// What `tick COMMAND --help` says.
pub fn long_help_of(name: &str) -> String {
    command(name).render_long_help().to_string()
}

fn say(text: &str) -> u8 {
    print_all(&mut std::io::stdout(), text);
    0
}

/// `tick help TOPIC`.
fn explain(name: Option<&str>) -> u8 {
    let Some(name) = name else {
        let names: Vec<&str> = help::names().collect();
        return say(&format!("{}Topics: {}\n", help::SHORT, names.join(", ")));
    };
    if let Some(text) = help::topic(name) {
        return say(text);
    }
    if help::is_tool(name) {
        return say(&long_help_of(name));
    }
    let meant = help::closest(name, help::names());
    let names: Vec<&str> = help::names().collect();
    let hint = match meant {
        Some(meant) => format!("Did you mean `tick help {meant}'?\n"),
        None => format!("There are: {}\n", names.join(", ")),
    };
    print_all(
        &mut std::io::stderr(),
        &format!("tick help: there is no topic {name}\n{hint}"),
    );
    2
}
