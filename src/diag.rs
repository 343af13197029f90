//! Pictures of errors for people at a terminal; the only user of miette.
//!
//! Enters: plain data about an error. Leaves: text. Colour, characters and width are decided here, never by miette's hooks.
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteDiagnostic, NamedSource, Report,
    SourceSpan,
};

/// Whether text is coloured that goes to a terminal or not: what was asked for, then `PYTHON_COLORS`, `NO_COLOR`, `FORCE_COLOR`
/// and `TERM=dumb` decide, in this order; variables that are empty count as not set.
pub fn wants_colour(asked: Option<bool>, is_terminal: bool) -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let python = set("PYTHON_COLORS");
    match asked {
        Some(asked) => asked,
        None if python.as_ref().is_some_and(|value| value == "0") => false,
        None if python.as_ref().is_some_and(|value| value == "1") => true,
        None if set("NO_COLOR").is_some() => false,
        None if set("FORCE_COLOR").is_some() => true,
        None => is_terminal && set("TERM").is_none_or(|term| term != "dumb"),
    }
}

/// A syntax error with its line.
pub struct Place<'a> {
    /// The exception's class.
    pub class: &'a str,
    /// The text that the line is in, if known.
    pub whole: Option<&'a str>,
    /// What is wrong.
    pub message: &'a str,
    /// The file's name.
    pub file: &'a str,
    /// The text of the line.
    pub text: &'a str,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1; 0 if there is none.
    pub column: usize,
    /// The column behind the last character.
    pub end_column: usize,
}

/// How a picture is drawn.
#[derive(Clone, Copy)]
pub struct Look {
    /// With colours.
    pub colour: bool,
    /// With the box characters of Unicode, or else with ASCII.
    pub unicode: bool,
}

/// True if the locale says that the terminal shows UTF-8; without a locale it is believed to.
pub fn speaks_unicode() -> bool {
    let set = |name: &&str| std::env::var_os(name).filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(set);
    locale.is_none_or(|locale| {
        let locale = locale.to_string_lossy().to_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// The picture; its last line is `SyntaxError: message`. `None` if the place cannot be drawn.
pub fn syntax_error(place: &Place, look: Look) -> Option<String> {
    let text = place.text.trim_end_matches('\n');
    if place.column == 0 || place.line == 0 || place.line > 1_000_000 {
        return None;
    }
    let offset = |column: usize| {
        text.char_indices()
            .nth(column - 1)
            .map_or(text.len(), |(at, _)| at)
    };
    // Without them, lines before it are empty, so that the picture numbers the line right.
    let lines = place.whole.map(|whole| whole.split_inclusive('\n'));
    let lead = match lines {
        Some(lines) => lines.take(place.line - 1).map(str::len).sum(),
        None => place.line - 1,
    };
    let (start, end) = (
        offset(place.column),
        offset(place.end_column.max(place.column + 1)),
    );
    let source = match place.whole {
        Some(whole) => whole.to_string(),
        None => format!("{}{text}\n", "\n".repeat(lead)),
    };
    let span = SourceSpan::from((lead + start, (end - start).max(1)));
    let label = LabeledSpan::new_with_span(Some(place.message.to_string()), span);
    let diagnostic = MietteDiagnostic::new(place.class).with_label(label);
    let report = Report::new(diagnostic).with_source_code(NamedSource::new(place.file, source));
    let handler = handler(look);
    let mut picture = String::new();
    handler.render_report(&mut picture, report.as_ref()).ok()?;
    let class = place.class;
    if !look.colour {
        return Some(format!(
            "{}\n{class}: {}\n",
            picture.trim_end(),
            place.message
        ));
    }
    Some(format!(
        "{}\n\x1b[1;35m{class}\x1b[0m: \x1b[35m{}\x1b[0m\n",
        picture.trim_end(),
        place.message
    ))
}

/// What draws pictures.
fn handler(look: Look) -> GraphicalReportHandler {
    let width = std::env::var("COLUMNS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(100);
    let theme = match (look.unicode, look.colour) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, colour) => GraphicalTheme {
            characters: miette::ThemeCharacters::ascii(),
            styles: match colour {
                true => miette::ThemeStyles::ansi(),
                false => miette::ThemeStyles::none(),
            },
        },
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_context_lines(1)
}

/// The first line of a report: what it is, and what has happened.
pub fn title(what: &str, message: &str, look: Look) -> String {
    match look.colour {
        true => format!("\x1b[1;31m{what}\x1b[0m: {message}\n"),
        false => format!("{what}: {message}\n"),
    }
}

/// A picture of a text with marked places, each with its words, below a title. `None` if it cannot be drawn.
pub fn marked(
    title: &str,
    file: &str,
    text: &str,
    marks: &[(std::ops::Range<usize>, String)],
    look: Look,
) -> Option<String> {
    let labels = marks.iter().map(|(range, words)| {
        let span = SourceSpan::from((range.start, range.len().max(1)));
        LabeledSpan::new_with_span(Some(words.clone()), span)
    });
    let diagnostic = MietteDiagnostic::new(title).with_labels(labels);
    let source = NamedSource::new(file, text.to_string());
    let report = Report::new(diagnostic).with_source_code(source);
    let mut picture = String::new();
    handler(look)
        .render_report(&mut picture, report.as_ref())
        .ok()?;
    Some(format!("{}\n", picture.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_pythons() {
        let place = Place {
            class: "SyntaxError",
            whole: None,
            message: "invalid syntax",
            file: "x.py",
            text: "a b\n",
            line: 3,
            column: 3,
            end_column: 4,
        };
        let look = Look {
            colour: true,
            unicode: true,
        };
        let picture = syntax_error(&place, look).unwrap_or_default();
        assert!(picture.contains("x.py:3:3"), "{picture}");
        assert!(picture.contains("invalid syntax"));
        assert!(
            picture
                .lines()
                .last()
                .is_some_and(|line| line.contains("SyntaxError"))
        );
    }
}
