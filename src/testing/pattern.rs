//! Whether a text is what was expected: equal, or else what the expectation's patterns allow.
//!
//! Enters: expectation and output. Leaves: yes or no; for lines in any order, also what is missing and what is too much.
//!
//! A line `...` stands for any number of lines. Inside a line, `[..]` stands for anything, and the names in [`CLASSES`] for a number
//! and the like. Equality is tried first, so an expectation taken verbatim always holds, whatever it contains.

/// What a name in brackets stands for: from the rest of a line, how long it may be, the longest first.
type Class = fn(&str) -> Vec<usize>;

/// The names.
const CLASSES: &[(&str, Class)] = &[
    ("[..]", |rest| ends(rest, 0, |_| true)),
    ("[PID]", |rest| ends(rest, 1, |c| c.is_ascii_digit())),
    ("[TID]", |rest| ends(rest, 1, |c| c.is_ascii_digit())),
    ("[NUM]", number),
    ("[ADDR]", address),
    ("[TIME]", time),
    ("[PATH]", |rest| {
        ends(rest, 1, |c| {
            !c.is_whitespace() && !matches!(c, '"' | '\'' | '<' | '>')
        })
    }),
];

/// The lengths of what begins the text and consists of such characters; at least `least` characters.
fn ends(text: &str, least: usize, fits: impl Fn(char) -> bool) -> Vec<usize> {
    let mut found = vec![0];
    found.extend(
        text.char_indices()
            .take_while(|(_, c)| fits(*c))
            .map(|(at, c)| at + c.len_utf8()),
    );
    found.drain(..least.min(found.len()));
    found.reverse();
    found
}

/// An int or a float.
fn number(text: &str) -> Vec<usize> {
    let bare = text.strip_prefix(['-', '+']).unwrap_or(text);
    let sign = text.len() - bare.len();
    let digit = |c: char| c.is_ascii_digit();
    let mut found = Vec::new();
    let Some(&whole) = ends(bare, 1, digit).first() else {
        return found;
    };
    found.push(sign + whole);
    let mut at = whole;
    if let Some(fraction) = bare[at..].strip_prefix('.') {
        let more = ends(fraction, 0, digit).first().copied().unwrap_or(0);
        at += 1 + more;
        found.push(sign + at);
    }
    if let Some(exponent) = bare[at..].strip_prefix(['e', 'E']) {
        let unsigned = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if let Some(&more) = ends(unsigned, 1, digit).first() {
            found.push(sign + at + 1 + exponent.len() - unsigned.len() + more);
        }
    }
    found.reverse();
    found
}

/// `0x` and hexadecimal digits.
fn address(text: &str) -> Vec<usize> {
    let Some(digits) = text.strip_prefix("0x") else {
        return Vec::new();
    };
    let mut found = ends(digits, 1, |c| c.is_ascii_hexdigit());
    found.iter_mut().for_each(|end| *end += 2);
    found
}

/// A duration (`0.25`, `12 ms`) or a time of day (`12:30:05.1`).
fn time(text: &str) -> Vec<usize> {
    const UNITS: [&str; 12] = [
        "seconds", "second", "secs", "sec", "nsec", "usec", "msec", "ns", "us", "µs", "ms", "s",
    ];
    let clock = ends(text, 1, |c| c.is_ascii_digit() || matches!(c, ':' | '.'));
    let mut found = Vec::new();
    for end in number(text) {
        let rest = &text[end..];
        let blank = rest.strip_prefix(' ').unwrap_or(rest);
        let lead = end + rest.len() - blank.len();
        let unit = UNITS.iter().find(|unit| blank.starts_with(**unit));
        found.extend(unit.map(|unit| lead + unit.len()));
        found.push(end);
    }
    if clock.first().is_some_and(|&end| text[..end].contains(':')) {
        found.extend(clock);
    }
    found
}

enum Part<'a> {
    Text(&'a str),
    Class(Class),
}

fn parts(line: &str) -> Vec<Part<'_>> {
    let mut found = Vec::new();
    let mut rest = line;
    loop {
        let next = CLASSES
            .iter()
            .filter_map(|(name, class)| Some((rest.find(name)?, *name, *class)))
            .min_by_key(|(at, ..)| *at);
        let Some((at, name, class)) = next else {
            found.push(Part::Text(rest));
            return found;
        };
        if at > 0 {
            found.push(Part::Text(&rest[..at]));
        }
        found.push(Part::Class(class));
        rest = &rest[at + name.len()..];
    }
}

/// Whether a line is what the other one expects.
pub fn line_matches(wanted: &str, got: &str) -> bool {
    if wanted == got {
        return true;
    }
    if !wanted.contains('[') {
        return false;
    }
    let parts = parts(wanted);
    // Places that were tried in vain, by part and position.
    let mut tried = std::collections::HashSet::new();
    parts_match(&parts, 0, got, 0, &mut tried)
}

fn parts_match(
    parts: &[Part],
    part: usize,
    text: &str,
    at: usize,
    tried: &mut std::collections::HashSet<(usize, usize)>,
) -> bool {
    if part == parts.len() {
        return at == text.len();
    }
    if !tried.insert((part, at)) {
        return false;
    }
    let rest = &text[at..];
    match &parts[part] {
        Part::Text(wanted) => {
            rest.starts_with(wanted) && parts_match(parts, part + 1, text, at + wanted.len(), tried)
        }
        Part::Class(lengths) => lengths(rest)
            .into_iter()
            .any(|length| parts_match(parts, part + 1, text, at + length, tried)),
    }
}

/// Whether a line stands for any number of lines.
pub fn is_gap(line: &str) -> bool {
    line == "..."
}

fn has_patterns(wanted: &str) -> bool {
    wanted.lines().any(is_gap) || CLASSES.iter().any(|(name, _)| wanted.contains(name))
}

/// Whether `got` is what `wanted` says: exactly, or by its patterns. Line ends CR LF count as LF.
pub fn matches(wanted: &str, got: &str) -> bool {
    if wanted == got {
        return true;
    }
    if wanted.contains('\r') || got.contains('\r') {
        let plain = |text: &str| text.replace("\r\n", "\n");
        let (wanted, got) = (plain(wanted), plain(got));
        return wanted == got || matches_by_lines(&wanted, &got);
    }
    matches_by_lines(wanted, got)
}

fn matches_by_lines(wanted: &str, got: &str) -> bool {
    if !has_patterns(wanted) {
        return false;
    }
    let ends_alike = wanted.ends_with('\n') == got.ends_with('\n');
    let (wanted, got): (Vec<&str>, Vec<&str>) = (wanted.lines().collect(), got.lines().collect());
    // A gap at the end takes the last line as it is.
    (ends_alike || wanted.last().is_some_and(|line| is_gap(line))) && lines_match(&wanted, &got)
}

/// Matches lines with gaps; the last gap seen is the only one that ever needs to give way.
fn lines_match(wanted: &[&str], got: &[&str]) -> bool {
    let (mut at, mut next, mut resume) = (0, 0, None);
    while next < got.len() {
        if at < wanted.len() && is_gap(wanted[at]) {
            resume = Some((at, next));
            at += 1;
        } else if at < wanted.len() && line_matches(wanted[at], got[next]) {
            at += 1;
            next += 1;
        } else if let Some((gap, from)) = resume {
            resume = Some((gap, from + 1));
            at = gap + 1;
            next = from + 1;
        } else {
            return false;
        }
    }
    wanted[at..].iter().all(|line| is_gap(line))
}

/// What is wrong with lines that may come in any order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Unordered<'a> {
    /// Expected lines that nothing printed matches.
    pub missing: Vec<&'a str>,
    /// Printed lines that nobody expected.
    pub unexpected: Vec<&'a str>,
}

impl Unordered<'_> {
    /// True if nothing is wrong.
    pub fn is_fine(&self) -> bool {
        self.missing.is_empty() && self.unexpected.is_empty()
    }
}

/// Compares lines in any order: each expected line, exact or pattern, takes one printed line. A gap takes whatever is left.
pub fn unordered<'a>(wanted: &'a str, got: &'a str) -> Unordered<'a> {
    let gap = wanted.lines().any(is_gap);
    let mut counts: std::collections::BTreeMap<&str, i64> = Default::default();
    for line in got.lines() {
        *counts.entry(line).or_default() += 1;
    }
    let mut open = Vec::new();
    for line in wanted.lines().filter(|line| !is_gap(line)) {
        match counts.get_mut(line) {
            Some(count) if *count > 0 => *count -= 1,
            _ => open.push(line),
        }
    }
    let mut left = Vec::new();
    for line in got.lines() {
        if let Some(count) = counts.get_mut(line)
            && *count > 0
        {
            *count -= 1;
            left.push(line);
        }
    }
    // Patterns may compete for a line: augmenting paths give each what can be had.
    let mut owner: Vec<Option<usize>> = vec![None; left.len()];
    let mut missing = Vec::new();
    for (pattern, line) in open.iter().enumerate() {
        let mut seen = vec![false; left.len()];
        if !place(pattern, &open, &left, &mut owner, &mut seen) {
            missing.push(*line);
        }
    }
    let unexpected = left
        .iter()
        .zip(&owner)
        .filter(|(_, owner)| owner.is_none() && !gap)
        .map(|(line, _)| *line)
        .collect();
    Unordered {
        missing,
        unexpected,
    }
}

fn place(
    pattern: usize,
    open: &[&str],
    left: &[&str],
    owner: &mut [Option<usize>],
    seen: &mut [bool],
) -> bool {
    for at in 0..left.len() {
        if seen[at] || !line_matches(open[pattern], left[at]) {
            continue;
        }
        seen[at] = true;
        if owner[at].is_none_or(|other| place(other, open, left, owner, seen)) {
            owner[at] = Some(pattern);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_comes_first() {
        assert!(matches("[PID]\n...\n", "[PID]\n...\n"));
        assert!(matches("a\r\n", "a\n"));
        assert!(!matches("a\n", "a"));
        assert!(!matches("a\n", "b\n"));
    }

    #[test]
    fn names_stand_for_what_they_say() {
        assert!(line_matches("process [PID] ended", "process 4711 ended"));
        assert!(!line_matches("process [PID] ended", "process x ended"));
        assert!(line_matches("<f at [ADDR]>", "<f at 0x7f00dEAD>"));
        assert!(line_matches("took [TIME]", "took 0.25 s"));
        assert!(line_matches("took [TIME].", "took 12ms."));
        assert!(line_matches("at [TIME]", "at 12:30:05.5"));
        assert!(line_matches("x = [NUM]", "x = -1.5e-7"));
        assert!(line_matches(
            "\"[PATH]\", line [NUM]",
            "\"/tmp/x.py\", line 3"
        ));
        assert!(line_matches("[..]a[..]b", "xaxab"));
        assert!(!line_matches("[..]a[..]b", "xaxa"));
        assert!(line_matches("[PID][PID]", "12"));
        assert!(!line_matches("[PID][PID]", "1"));
    }

    #[test]
    fn gaps_stand_for_lines() {
        assert!(matches("a\n...\nd\n", "a\nb\nc\nd\n"));
        assert!(matches("...\n", ""));
        assert!(matches("a\n...\n", "a\nb"));
        assert!(!matches("a\n...\nd\n", "a\nb\n"));
    }

    #[test]
    fn any_order() {
        assert!(unordered("a\nb\nb\n", "b\na\nb\n").is_fine());
        assert!(unordered("[NUM]\n[..]\n", "x\n1\n").is_fine());
        assert!(unordered("[..]\n[NUM]\n", "1\nx\n").is_fine());
        assert!(unordered("a\n...\n", "x\na\ny\n").is_fine());
        let wrong = unordered("a\nb\n", "b\nc\n");
        assert_eq!((wrong.missing, wrong.unexpected), (vec!["a"], vec!["c"]));
    }
}
