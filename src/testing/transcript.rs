//! Sessions at the prompt: `>>> ` and `... ` in front of what is typed, below it what is printed.
//!
//! Enters: the text of a session. Leaves: what a real session with the same input looks like.
//!
//! The prompt itself runs the session, on a pipe: its prompts are replaced by marks that no program prints, and each mark tells
//! which line was read and where the output of the one before ends.

use super::execute::Outcome;
use super::process;
use std::fmt::Write;
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// What a prompt begins with during the run.
const MARK: char = '\u{1}';
/// Run in front of the session, in its namespace.
const SET_PROMPTS: &str = "import sys; sys.ps1 = '\\x01>'; sys.ps2 = '\\x01.'; del sys";

/// A line of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line<'a> {
    /// Typed at the first prompt.
    First(&'a str),
    /// Typed at the second prompt.
    More(&'a str),
    /// Printed.
    Output(&'a str),
}

/// What was typed, behind its prompt.
fn typed<'a>(line: &'a str, prompt: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(prompt)?;
    if rest.is_empty() {
        return Some("");
    }
    rest.strip_prefix(' ')
}

/// The text in front of the first prompt, and the lines from there.
fn parse(text: &str) -> (&str, Vec<Line<'_>>) {
    let (mut lines, mut head, mut at) = (Vec::new(), text.len(), 0);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if let Some(source) = typed(line, ">>>") {
            head = head.min(start);
            lines.push(Line::First(source));
        } else if let (Some(source), Some(Line::First(_) | Line::More(_))) =
            (typed(line, "..."), lines.last())
        {
            lines.push(Line::More(source));
        } else if !lines.is_empty() {
            lines.push(Line::Output(line));
        }
    }
    (&text[..head], lines)
}

/// Writes typed lines the same way everywhere, and leaves out blank lines in front of a prompt and at the end, which people put
/// there to set things apart.
fn normal<'a>(lines: impl Iterator<Item = Line<'a>>, gaps: bool) -> String {
    let mut text = String::new();
    let mut blank = 0;
    for line in lines {
        let (prompt, line) = match line {
            Line::Output("") => {
                blank += 1;
                continue;
            }
            Line::First(line) => (">>> ", line),
            Line::More(line) => ("... ", line),
            Line::Output(line) => {
                text.extend(std::iter::repeat_n('\n', blank));
                let is_gap = gaps && matches!(line.trim(), "..." | "[...]");
                let _ = writeln!(text, "{}", if is_gap { "..." } else { line });
                blank = 0;
                continue;
            }
        };
        blank = 0;
        let _ = writeln!(text, "{prompt}{line}");
    }
    text
}

/// What a session is expected to look like, as [`run`] writes it: a line `[...]`, or an indented `...`, stands for any lines.
pub fn expected(text: &str) -> String {
    normal(parse(text).1.into_iter(), true)
}

/// The same without a look at gaps.
pub fn verbatim(text: &str) -> String {
    normal(parse(text).1.into_iter(), false)
}

/// The text in front of the session, which stays when the rest is written anew.
pub fn head(text: &str) -> &str {
    parse(text).0
}

/// Runs a session. `command` is the program with its options.
pub fn run(
    mut command: Command,
    text: &str,
    limit: Duration,
    is_tick: bool,
    stop: &AtomicBool,
) -> std::io::Result<Outcome> {
    let lines = parse(text).1;
    let mut sent: Vec<(&str, bool)> = Vec::new();
    for line in &lines {
        match line {
            Line::First(source) => {
                // An empty line ends a block; at a fresh prompt it does nothing.
                if !sent.is_empty() {
                    sent.push(("", false));
                }
                sent.push((source, true));
            }
            Line::More(source) => sent.push((source, true)),
            Line::Output(_) => {}
        }
    }
    if !sent.is_empty() {
        sent.push(("", false));
    }
    let input: String = sent.iter().map(|(line, _)| format!("{line}\n")).collect();
    command.args(["-q", "-u", "-i", "-c", SET_PROMPTS]);
    let ran = process::run(command, input.as_bytes(), limit, true, is_tick, stop)?;
    let printed = String::from_utf8_lossy(&ran.stdout).into_owned();
    Ok(Outcome {
        stdout: retell(&printed, &sent),
        stderr: String::new(),
        end: ran.end,
    })
}

/// Puts what was typed and what was printed together again.
fn retell(printed: &str, sent: &[(&str, bool)]) -> String {
    let mut pieces = printed.split(MARK);
    let mut lines: Vec<Line> = Vec::new();
    let before = pieces.next().unwrap_or("");
    lines.extend(before.lines().map(Line::Output));
    for (at, piece) in pieces.enumerate() {
        let (first, output) = match piece.strip_prefix('>') {
            Some(output) => (true, output),
            None => (false, piece.strip_prefix('.').unwrap_or(piece)),
        };
        match sent.get(at) {
            Some((source, true)) if first => lines.push(Line::First(source)),
            Some((source, true)) => lines.push(Line::More(source)),
            // The end of the input is answered with an empty line.
            None if output == "\n" => continue,
            _ => {}
        }
        lines.extend(output.lines().map(Line::Output));
    }
    normal(lines.into_iter(), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_are_taken_apart() {
        let text = "# head\n\n>>> for x in y:\n...     x\n...\n1\n...\n\n>>> z\n";
        let (head, lines) = parse(text);
        assert_eq!(head, "# head\n\n");
        assert_eq!(
            lines,
            [
                Line::First("for x in y:"),
                Line::More("    x"),
                Line::More(""),
                Line::Output("1"),
                Line::Output("..."),
                Line::Output(""),
                Line::First("z"),
            ]
        );
        assert_eq!(
            expected(text),
            ">>> for x in y:\n...     x\n... \n1\n...\n>>> z\n"
        );
    }

    #[test]
    fn sessions_are_put_together() {
        let sent = [
            ("if 1:", true),
            (" 2", true),
            ("", false),
            ("3", true),
            ("", false),
        ];
        let printed = "\u{1}>\u{1}.\u{1}.2\n\u{1}>3\n\u{1}>\u{1}>\n";
        assert_eq!(retell(printed, &sent), ">>> if 1:\n...  2\n2\n>>> 3\n3\n");
    }
}
