//! Where a recorded run goes: the forms it can have, and the files.
//!
//! Enters: what the command line says, and a [`Trace`]. Leaves: the report on standard error, or a file.
use super::model::Trace;
use super::{text, why};
use crate::vm::Vm;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// The form of a recorded run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A timeline and tables.
    Text,
    /// A page to zoom into.
    Page,
    /// A picture.
    Picture,
    /// Events for the viewer at ui.perfetto.dev and for Firefox's profiler.
    Events,
}

/// Every form: the names it has on the command line, the ending of its files.
const FORMATS: &[(Format, &[&str], &str)] = &[
    (Format::Text, &["text"], "txt"),
    (Format::Page, &["html"], "html"),
    (Format::Picture, &["svg"], "svg"),
    (Format::Events, &["json", "perfetto"], "json"),
];

/// What is behind `the name ends in`.
pub fn endings() -> String {
    let endings: Vec<String> = FORMATS
        .iter()
        .map(|(.., ending)| format!(".{ending}"))
        .collect();
    endings.join(", ")
}

impl Format {
    /// The names of all forms.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FORMATS
            .iter()
            .flat_map(|(_, names, _)| names.iter().copied())
    }

    /// The form of that name.
    pub fn named(name: &str) -> Option<Format> {
        let found = FORMATS.iter().find(|(_, names, _)| names.contains(&name))?;
        Some(found.0)
    }

    /// The form that a file of that name has.
    pub fn of_file(path: &Path) -> Option<Format> {
        let ending = path.extension()?.to_str()?;
        let found = FORMATS.iter().find(|(.., known)| *known == ending)?;
        Some(found.0)
    }

    /// The ending of files of this form.
    pub fn ending(self) -> &'static str {
        let found = FORMATS.iter().find(|(format, ..)| *format == self);
        found.map_or("txt", |(.., ending)| ending)
    }

    /// Writes a run in this form.
    pub fn write(self, trace: &Trace, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Format::Text => out.write_all(text::report(trace, text::Style::PLAIN).as_bytes()),
            Format::Page => super::page::write(trace, out),
            Format::Picture => super::svg::write(trace, out),
            Format::Events => super::perfetto::write(trace, out),
        }
    }
}

/// Writes a run to a file.
pub fn save(trace: &Trace, format: Format, path: &Path) -> io::Result<()> {
    let file = std::fs::File::create(path)?;
    let mut out = io::BufWriter::new(file);
    format.write(trace, &mut out)?;
    out.flush()
}

/// What is told of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// What happened, in that form.
    Run(Format),
    /// Why it takes as long as it does; as JSON or as text.
    Why { json: bool },
}

/// What the command line asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// What.
    pub told: Told,
    /// The file; without one the text goes to standard error.
    pub path: Option<PathBuf>,
}

impl Output {
    /// The report on standard error.
    pub const REPORT: Output = Output {
        told: Told::Run(Format::Text),
        path: None,
    };

    /// A file whose name says the form.
    pub fn to_file(path: &str) -> Result<Output, String> {
        match Format::of_file(Path::new(path)) {
            Some(format) => Ok(Output {
                told: Told::Run(format),
                path: Some(PathBuf::from(path)),
            }),
            None => Err(format!(
                "the name of the file says its form: it ends in one of {}",
                endings()
            )),
        }
    }

    /// Shows a run as asked for.
    pub fn show(&self, vm: &mut Vm, trace: &Trace) {
        let text = match self.told {
            Told::Run(_) => String::new(),
            Told::Why { json } => {
                let program = vm.interp().config.executable.clone();
                let advice = why::advise(trace, |processors| {
                    why::costs::measure(&program, processors)
                });
                if json { advice.json() } else { advice.text() }
            }
        };
        let Some(path) = &self.path else {
            let shown = match self.told {
                Told::Run(_) => self.report(vm, trace),
                Told::Why { .. } => text,
            };
            return tell(&shown);
        };
        let saved = match self.told {
            Told::Run(format) => save(trace, format, path),
            Told::Why { .. } => std::fs::write(path, text),
        };
        let shown = path.display();
        let told = match (saved, self.told) {
            (Ok(()), Told::Run(_)) => {
                let verdict = super::totals::verdict(trace);
                format!("trace: {verdict}\ntrace: written to {shown}\n")
            }
            (Ok(()), Told::Why { .. }) => String::new(),
            (Err(error), _) => format!("tick: cannot write {shown}: {error}\n"),
        };
        tell(&told);
    }

    /// The report for standard error.
    fn report(&self, vm: &mut Vm, trace: &Trace) -> String {
        let colour = vm.interp().config.colour;
        let style = text::Style {
            width: text::terminal_width(2).unwrap_or(text::Style::PLAIN.width),
            colour: crate::diag::wants_colour(colour, io::stderr().is_terminal()),
        };
        let words: Vec<String> = (trace.command.iter())
            .map(|word| text::cells::shell_word(&text::cells::plain(word)))
            .collect();
        let command = match &trace.command[..] {
            // A text or a module is not repeated: how it was given is not known any more.
            [first, ..] if first.starts_with('-') || first == "the prompt" => "...".to_string(),
            _ => words.join(" "),
        };
        text::report(trace, style)
            + &format!("\nA page to zoom into: tick trace -o trace.html {command}\n")
    }
}

/// Writes to standard error itself: what the program calls so may be gone, or something else.
fn tell(text: &str) {
    crate::cli::print_all(&mut io::stderr(), text);
}
