//! A recorded run as text: a verdict, a timeline, tables.
//!
//! Enters: a [`Trace`], a width, whether colours may be used. Leaves: text in ASCII, but for names and source lines.
pub mod cells;
mod tables;
mod timeline;

use super::model::Trace;
use super::totals;
use std::fmt::Write;

/// How the text is to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns of a line of the timeline.
    pub width: usize,
    /// Whether states are coloured.
    pub colour: bool,
}

impl Style {
    /// For a file or a pipe.
    pub const PLAIN: Style = Style {
        width: 80,
        colour: false,
    };
}

/// Columns of the terminal behind a descriptor; `None` if there is none.
pub fn terminal_width(descriptor: i32) -> Option<usize> {
    crate::repl::terminal_columns(descriptor).map(|columns| columns.clamp(40, 400))
}

/// The whole report.
pub fn report(trace: &Trace, style: Style) -> String {
    let command = cells::plain(&trace.command.join(" "));
    let decides = match trace.policy.starts_with("seed=") {
        true => trace.policy.clone(),
        false => format!("gil={}", trace.policy),
    };
    let mut text = format!("--- trace of {command} ({decides})\n");
    // Two lines: one is more than 80 columns.
    let _ = writeln!(text, "{}", totals::verdict(trace).replacen(": ", "\n", 1));
    if trace.lost > 0 {
        let _ = writeln!(
            text,
            "{} events are missing: there was no room for them",
            trace.lost
        );
    }
    text += &timeline::draw(trace, style);
    text += &tables::draw(trace);
    text
}

/// A time for people: three digits and a unit.
pub fn duration(nanos: u64) -> String {
    duration_with(nanos, "us")
}

/// The same with another sign for microseconds.
pub fn duration_with(nanos: u64, micro: &str) -> String {
    let value = nanos as f64;
    let (value, unit) = match nanos {
        0 => return "0".to_string(),
        1..1_000 => return format!("{nanos} ns"),
        1_000..999_500 => (value / 1e3, micro),
        999_500..999_500_000 => (value / 1e6, "ms"),
        _ => (value / 1e9, "s"),
    };
    match value {
        ..9.995 => format!("{value:.2} {unit}"),
        ..99.95 => format!("{value:.1} {unit}"),
        _ => format!("{value:.0} {unit}"),
    }
}

/// A share for people.
pub fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "0 %".to_string();
    }
    let share = 100.0 * part as f64 / whole as f64;
    match share {
        0.0 => "0 %".to_string(),
        ..1.0 => "<1 %".to_string(),
        _ => format!("{share:.0} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_digits() {
        let shown: Vec<String> = [
            0,
            999,
            1_000,
            12_345,
            999_499,
            1_234_567,
            99_960_000,
            61_000_000_000,
        ]
        .map(duration)
        .into();
        assert_eq!(
            shown,
            [
                "0", "999 ns", "1.00 us", "12.3 us", "999 us", "1.23 ms", "100 ms", "61.0 s"
            ]
        );
    }

    #[test]
    fn shares_are_whole_percents() {
        assert_eq!(percent(1, 0), "0 %");
        assert_eq!(percent(1, 1000), "<1 %");
        assert_eq!(percent(2, 3), "67 %");
    }
}
