//! Where a recorded run goes: the forms it can have, and the files.
//!
//! Enters: what the command line says, and a [`Trace`]. Leaves: the report on standard error, or a file.
use super::model::Trace;
use super::text;
use crate::vm::Vm;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// The form of a recorded run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A timeline and tables.
    Text,
}

/// Every form: the names it has on the command line, the ending of its files.
const FORMATS: &[(Format, &[&str], &str)] = &[(Format::Text, &["text"], "txt")];

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

/// What the command line asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The form.
    pub format: Format,
    /// The file; without one the text goes to standard error.
    pub path: Option<PathBuf>,
}

impl Output {
    /// The report on standard error.
    pub const REPORT: Output = Output {
        format: Format::Text,
        path: None,
    };

    /// A file whose name says the form.
    pub fn to_file(path: &str) -> Result<Output, String> {
        match Format::of_file(Path::new(path)) {
            Some(format) => Ok(Output {
                format,
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
        let colour =
            crate::diag::wants_colour(vm.interp().config.colour, io::stderr().is_terminal());
        let Some(path) = &self.path else {
            let style = text::Style {
                width: text::terminal_width(2).unwrap_or(text::Style::PLAIN.width),
                colour,
            };
            let mut shown = text::report(trace, style);
            shown += "A page to zoom into: tick trace -o trace.html ...\n";
            return vm.write_error(&shown);
        };
        let shown = path.display();
        let told = match save(trace, self.format, path) {
            Ok(()) => format!(
                "trace: {}\ntrace: written to {shown}\n",
                super::totals::verdict(trace)
            ),
            Err(error) => format!("trace: cannot write {shown}: {error}\n"),
        };
        vm.write_error(&told);
    }
}
