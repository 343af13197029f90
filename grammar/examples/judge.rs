//! Says of each source what is wrong with it, in the columns of `tests/golden/syntax/errors.tsv`.
//!
//! In: sources on stdin, one a line, backslash escapes as in that table. Out: one row a source.

use std::io::BufRead;

use tick_syntax::{Mode, parse};

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        let sign = if sign == '\\' {
            signs.next().map(unescaped).unwrap_or('\\')
        } else {
            sign
        };
        out.push(sign);
    }
    out
}

fn unescaped(sign: char) -> char {
    match sign {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'f' => '\x0c',
        other => other,
    }
}

fn main() {
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        match parse(&unescape(&line), Mode::Module) {
            Ok(_) => println!("-\t0\t0\t"),
            Err(error) => {
                let message = error.message.replace('\\', "\\\\").replace('\n', "\\n");
                println!(
                    "{}\t{}\t{}\t{message}",
                    error.kind.name(),
                    error.line,
                    error.column
                );
            }
        }
    }
}
