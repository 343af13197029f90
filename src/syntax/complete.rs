//! Whether the lines typed so far make a whole statement: for the prompt.
//!
//! In: the text so far. Out: one of three answers. A block is whole when a blank line follows it.

use super::ast::{Ast, StmtKind};
use super::token::Tok;
use super::{Mode, layout, make, run, soft};

/// What the prompt should do with a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Completeness {
    /// Run it.
    Complete,
    /// Ask for another line.
    Incomplete,
    /// Say what is wrong with it; more lines would not help.
    Invalid,
}

/// Judges a text.
pub fn completeness(source: &str) -> Completeness {
    let mut tokens = layout::tokenize(source, &mut Vec::new());
    if let Some(fault) = &tokens.fault {
        let open = fault.message.starts_with("unterminated triple-quoted")
            || fault.message.starts_with("unexpected EOF while parsing");
        return if open {
            Completeness::Incomplete
        } else {
            Completeness::Invalid
        };
    }
    soft::mark(source, &mut tokens.list);
    let mut make = make::Make::new(source, Vec::new());
    match run(&mut make, &tokens.list, Mode::Interactive) {
        Err(stop) => {
            let at_end = tokens.list[stop.at..]
                .iter()
                .all(|token| matches!(token.kind, Tok::Dedent | Tok::EndOfFile));
            // A `match` line is a name and more until its first `case` is typed.
            let is_match = soft::force_match(source, &mut tokens.list, stop.at) && {
                let again = run(
                    &mut make::Make::new(source, Vec::new()),
                    &tokens.list,
                    Mode::Interactive,
                );
                let ends = |at: usize| {
                    tokens.list[at..]
                        .iter()
                        .all(|token| matches!(token.kind, Tok::Dedent | Tok::EndOfFile))
                };
                again.is_err_and(|stop| ends(stop.at))
            };
            if make.fault.is_none() && (at_end || is_match) {
                Completeness::Incomplete
            } else {
                Completeness::Invalid
            }
        }
        Ok(_) if make.fault.is_some() => Completeness::Invalid,
        Ok(ast) => {
            let last_line = source.rsplit(['\n', '\r']).next().unwrap_or("");
            let is_block = match &ast {
                Ast::Module(body) | Ast::Interactive(body) => {
                    body.last().is_some_and(|stmt| is_compound(&stmt.kind))
                }
                Ast::Expression(_) => false,
            };
            if is_block && !last_line.trim().is_empty() {
                Completeness::Incomplete
            } else {
                Completeness::Complete
            }
        }
    }
}

fn is_compound(kind: &StmtKind) -> bool {
    matches!(
        kind,
        StmtKind::FunctionDef(_)
            | StmtKind::ClassDef(_)
            | StmtKind::For(_)
            | StmtKind::While(_)
            | StmtKind::If { .. }
            | StmtKind::With { .. }
            | StmtKind::Match { .. }
            | StmtKind::Try(_)
    )
}

#[cfg(test)]
mod tests {
    use super::{Completeness::*, completeness};

    #[test]
    fn answers() {
        let cases = [
            ("", Complete),
            ("x = 1", Complete),
            ("x = (1,", Incomplete),
            ("x = (1,\n2)", Complete),
            ("if x:", Incomplete),
            ("if x:\n    y", Incomplete),
            ("if x:\n    y\n", Complete),
            ("if x:\n    if y:", Incomplete),
            ("if x: y", Incomplete),
            ("if x: y\n", Complete),
            ("try:\n    x\n", Incomplete),
            ("@d", Incomplete),
            ("def f():\n    '''a", Incomplete),
            ("x = 'a", Invalid),
            ("x = \\", Incomplete),
            ("x = )", Invalid),
            ("x y", Invalid),
            ("foo(a b", Invalid),
            ("f() = 1", Invalid),
            ("match x:", Incomplete),
            ("match x:\n    case 1:", Incomplete),
            ("match x:\n    case 1:\n        y\n", Complete),
            ("f'''a{b", Incomplete),
            ("for x in y:\nz", Invalid),
        ];
        for (source, want) in cases {
            assert_eq!(completeness(source), want, "{source:?}");
        }
    }
}
