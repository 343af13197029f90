//! Verdicts as text for people, as JSON lines, as JUnit's XML, as annotations of GitHub's.
//!
//! Enters: cases with their verdicts, in order. Leaves: lines.

use super::case::Case;
use super::execute::Verdict;
use crate::text::json::{rounded, spaced};
use serde_json::json;
use std::fmt::Write;
use std::time::Duration;

/// How verdicts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// One object a line, the last one with the sums.
    Json,
    /// One XML document at the end.
    Junit,
    /// Text, and a line for each failure that GitHub shows beside the source.
    Github,
}

/// A case with what became of it.
#[derive(Clone, Debug)]
pub struct Finished {
    /// Its name.
    pub name: String,
    /// Its verdict.
    pub verdict: Verdict,
    /// How long it took.
    pub time: Duration,
}

/// How many of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    counts: Vec<(&'static str, usize)>,
}

/// Words in the order of the summary.
const WORDS: [&str; 11] = [
    "passed", "failed", "timeout", "crashed", "xpass", "new", "broken", "xfail", "flaky",
    "skipped", "stopped",
];

impl Sums {
    /// Of these.
    pub fn of<'a>(finished: impl Iterator<Item = &'a Finished>) -> Sums {
        let mut counts: Vec<(&str, usize)> = WORDS.iter().map(|word| (*word, 0)).collect();
        for one in finished {
            let word = one.verdict.word();
            for (_, count) in counts.iter_mut().filter(|(known, _)| *known == word) {
                *count += 1;
            }
        }
        Sums { counts }
    }
    fn shown(&self) -> impl Iterator<Item = &(&'static str, usize)> {
        self.counts
            .iter()
            .filter(|(word, count)| *count > 0 || *word == "passed")
    }
}

/// Writes verdicts in one format.
#[derive(Clone, Copy, Debug)]
pub struct Reporter {
    /// The format.
    pub format: Format,
    /// Colours.
    pub colour: bool,
    /// Also what passed.
    pub verbose: bool,
}

impl Reporter {
    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_string()
        }
    }

    /// What is said about a case when it is done; nothing for most that pass.
    pub fn one(&self, done: &Finished) -> String {
        match self.format {
            Format::Text => self.text(done),
            Format::Github => self.text(done) + &annotation(done),
            Format::Json => json_of(done),
            Format::Junit => String::new(),
        }
    }

    fn text(&self, done: &Finished) -> String {
        let Finished {
            name,
            verdict,
            time,
        } = done;
        let word = verdict.word();
        let seconds = time.as_secs_f64();
        if verdict.is_failure() {
            let mut text = format!("{} {name} ({seconds:.2} s)\n", self.paint("1;31", word));
            for line in verdict.text().lines() {
                let colour = match line.as_bytes().first() {
                    Some(b'-') => "31",
                    Some(b'+') => "32",
                    Some(b'@') => "36",
                    _ => "",
                };
                let line = match colour {
                    "" => line.to_string(),
                    colour => self.paint(colour, line),
                };
                let _ = writeln!(text, "    {line}");
            }
            return text;
        }
        match verdict {
            Verdict::Flaky(failures) => {
                let word = self.paint("33", word);
                format!("{word} {name}: passed after {failures} failed\n")
            }
            _ if !self.verbose => String::new(),
            _ => {
                let reason = match verdict.text() {
                    "" => String::new(),
                    reason => format!(": {reason}"),
                };
                let colour = if *verdict == Verdict::Passed {
                    "32"
                } else {
                    "33"
                };
                let word = self.paint(colour, word);
                format!("{word} {name} ({seconds:.2} s){reason}\n")
            }
        }
    }

    /// What is said at the end.
    pub fn summary(&self, all: &[Finished], time: Duration) -> String {
        let sums = Sums::of(all.iter());
        match self.format {
            Format::Text | Format::Github => {
                let failed = all.iter().any(|done| done.verdict.is_failure());
                let parts: Vec<String> = sums
                    .shown()
                    .map(|(word, count)| format!("{count} {word}"))
                    .collect();
                let colour = if failed { "1;31" } else { "1;32" };
                let line = format!("{} in {:.2} s", parts.join(", "), time.as_secs_f64());
                self.paint(colour, &line) + "\n"
            }
            Format::Json => {
                let mut line = json!({"version": 1, "type": "summary", "seconds": seconds(time)});
                for (word, count) in &sums.counts {
                    line[word] = json!(count);
                }
                spaced(&line) + "\n"
            }
            Format::Junit => junit(all, time),
        }
    }

    /// A list of names.
    pub fn list(&self, cases: &[Case]) -> String {
        let mut text = String::new();
        for case in cases {
            let _ = match self.format {
                Format::Json => {
                    let line = json!({"version": 1, "type": "case", "name": case.name});
                    writeln!(text, "{}", spaced(&line))
                }
                _ => writeln!(text, "{}", case.name),
            };
        }
        text
    }
}

fn seconds(time: Duration) -> f64 {
    rounded(time.as_secs_f64(), 3)
}

fn json_of(done: &Finished) -> String {
    let line = json!({
        "version": 1, "type": "case", "name": done.name, "status": done.verdict.word(),
        "failed": done.verdict.is_failure(), "seconds": seconds(done.time), "message": done.verdict.text(),
    });
    spaced(&line) + "\n"
}

fn annotation(done: &Finished) -> String {
    if !done.verdict.is_failure() {
        return String::new();
    }
    // In a property a colon and a comma mean something; in the message they do not.
    let message = |text: &str| {
        text.replace('%', "%25")
            .replace('\r', "%0D")
            .replace('\n', "%0A")
    };
    let property = |text: &str| message(text).replace(':', "%3A").replace(',', "%2C");
    format!(
        "::error file={},title={}::{}\n",
        property(&done.name),
        property(&format!("{} {}", done.name, done.verdict.word())),
        message(done.verdict.text().trim_end()),
    )
}

/// Text inside of XML: what XML cannot say becomes a question mark.
fn xml(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\n' => out += "&#10;",
            '\t' => out.push(c),
            c if (c as u32) < 0x20 || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('?'),
            c => out.push(c),
        }
    }
    out
}

fn junit(all: &[Finished], time: Duration) -> String {
    let count =
        |wanted: &dyn Fn(&Verdict) -> bool| all.iter().filter(|done| wanted(&done.verdict)).count();
    let is_error = |verdict: &Verdict| {
        matches!(
            verdict,
            Verdict::TimedOut(_) | Verdict::Crashed(_) | Verdict::Broken(_)
        )
    };
    let sums = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3}\"",
        all.len(),
        count(&|verdict| verdict.is_failure() && !is_error(verdict)),
        count(&is_error),
        count(&|verdict| matches!(
            verdict,
            Verdict::Skipped(_) | Verdict::ExpectedFailure(_) | Verdict::Stopped
        )),
        time.as_secs_f64(),
    );
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {sums}>\n  <testsuite name=\"tick\" {sums}>\n"
    );
    for done in all {
        let (folder, file) = done.name.rsplit_once('/').unwrap_or(("", &done.name));
        let _ = write!(
            text,
            "    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3}\"",
            xml(&folder.replace('/', ".")),
            xml(file),
            done.time.as_secs_f64()
        );
        let message = done.verdict.text();
        let element = match &done.verdict {
            Verdict::Skipped(_) | Verdict::ExpectedFailure(_) | Verdict::Stopped => "skipped",
            verdict if is_error(verdict) => "error",
            verdict if verdict.is_failure() => "failure",
            _ => {
                text += "/>\n";
                continue;
            }
        };
        let _ = writeln!(
            text,
            ">\n      <{element} message=\"{}: {}\">{}</{element}>\n    </testcase>",
            done.verdict.word(),
            xml(message.lines().next().unwrap_or("")),
            xml(message)
        );
    }
    text + "  </testsuite>\n</testsuites>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_xml() {
        assert_eq!(xml("<&\"\u{1}"), "&lt;&amp;&quot;?");
    }

    #[test]
    fn annotations_are_one_line() {
        let done = Finished {
            name: "a,b.py".to_string(),
            verdict: Verdict::Failed("-1\n+2: x\n".to_string()),
            time: Duration::ZERO,
        };
        assert_eq!(
            annotation(&done),
            "::error file=a%2Cb.py,title=a%2Cb.py failed::-1%0A+2: x\n"
        );
    }
}
