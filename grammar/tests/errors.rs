//! The texts and places of syntax errors, against the table that CPython 3.13 made (`errors.py`, beside).
//!
//! Rows of `known.tsv` differ on purpose: their first column says how this parser answers.

use std::collections::HashMap;

use tick_syntax::{Mode, parse};

const TABLE: &str = include_str!("../../tests/golden/syntax/errors.tsv");
const KNOWN: &str = include_str!("../../tests/golden/syntax/known.tsv");

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        if sign != '\\' {
            out.push(sign);
            continue;
        }
        match signs.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('f') => out.push('\x0c'),
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
    }
    out
}

fn answer(source: &str) -> String {
    match parse(source, Mode::Module) {
        Ok(_) => "-\t0\t0\t".to_string(),
        Err(error) => {
            let message = error.message.replace('\\', "\\\\").replace('\n', "\\n");
            format!(
                "{}\t{}\t{}\t{message}",
                error.kind.name(),
                error.line,
                error.column
            )
        }
    }
}

#[test]
fn errors_are_cpythons() {
    let known: HashMap<&str, &str> = KNOWN
        .lines()
        .filter_map(|line| line.rsplit_once('\t'))
        .map(|(a, b)| (b, a))
        .collect();
    let mut wrong = Vec::new();
    let mut rows = 0;
    for row in TABLE.lines() {
        let Some((want, source)) = row.rsplit_once('\t') else {
            continue;
        };
        rows += 1;
        let want = known.get(source).copied().unwrap_or(want);
        let got = answer(&unescape(source));
        if want != got && !want.starts_with('?') {
            wrong.push(format!("{source}\n    want {want}\n    got  {got}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\n{} of {rows} rows differ",
        wrong.join("\n"),
        wrong.len()
    );
}
