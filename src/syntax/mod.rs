//! The front half: source text in, syntax tree or syntax error out. Holds no run-time values; any thread may call.
//!
//! `token` (scanner) → `layout` (lines, blocks, brackets; `fstring` and `literal` beside it) → `soft` (soft keywords)
//! → `grammar/python.lalrpop` (actions in `make`) → `ast` → `check` (rules beyond the grammar).
//! What the grammar refuses goes to `diagnose`, which finds the words; `error` turns faults into [`SyntaxError`]s.
//!
//! Measured on two shared cores: LALRPOP generates 1.3 MB of tables in under a second, the package builds in three to
//! four; the standard library of CPython 3.12 (a million lines) is read at half a million to a million lines a second,
//! checks included, and every tree equals CPython's (`grammar/examples/dump.py`). Of sources with one random mistake,
//! 99 in 100 get CPython 3.13's error to the letter and column.
//!
//! Limits: 200 open brackets, 100 blocks, 150 f-strings in one another, [`ast::MAX_DEPTH`] nodes in depth, 4300 digits
//! in a decimal literal. Flat things (operator chains, `elif`s, displays) may be of any length. Not supported yet, with
//! an error that says so: type parameters, the `type` statement.

pub mod ast;
mod check;
mod complete;
mod diagnose;
mod encoding;
pub mod error;
mod fstring;
mod layout;
mod literal;
mod make;
mod soft;
pub mod span;
pub mod token;

#[allow(clippy::all, missing_docs, unused)]
#[rustfmt::skip]
mod python {
    lalrpop_util::lalrpop_mod!(pub parser, "/python.rs");
}

pub use complete::{Completeness, completeness};
pub use encoding::decode;
pub use error::{ErrorKind, SyntaxError, Warning};
pub use span::{LineIndex, Place, Span};

use ast::Ast;
use error::Fault;
use token::{Tok, Token};

/// What a text is read as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// A file, or `exec`.
    Module,
    /// One statement at the prompt, or `compile(…, 'single')`.
    Interactive,
    /// `eval`.
    Expression,
}

/// A parsed text.
#[derive(Clone, PartialEq, Debug)]
pub struct Parsed {
    /// The syntax tree.
    pub ast: Ast,
    /// What is legal but suspicious, in the order of the text.
    pub warnings: Vec<Warning>,
}

/// Parses a text.
pub fn parse(source: &str, mode: Mode) -> Result<Parsed, SyntaxError> {
    analyse(source, mode).map_err(|fault| fault.locate(source))
}

fn analyse(source: &str, mode: Mode) -> Result<Parsed, Fault> {
    let mut warnings = Vec::new();
    if u32::try_from(source.len()).is_err() {
        return Err(Fault::new("source is too long", Span::default()));
    }
    if let Some(at) = source.find('\0') {
        return Err(Fault::new(
            "source code cannot contain null bytes",
            layout::point(at),
        ));
    }
    let mut tokens = layout::tokenize(source, &mut warnings);
    soft::mark(source, &mut tokens.list);
    let mut make = make::Make::new(source, warnings);
    let last = tokens.list.len() - 1;
    let ast = match (run(&mut make, &tokens.list, mode), tokens.fault.take()) {
        (Ok(ast), None) => ast,
        (Err(stop), Some(fault)) if !precedes(&fault, tokens.list[stop.at].kind) => {
            return Err(fault);
        }
        (Err(stop), Some(fault)) if stop.at == last && make.fault.is_none() => return Err(fault),
        (Err(stop), _) => return Err(refuse(source, tokens, mode, make, stop)),
        (Ok(_), Some(fault)) => return Err(make.fault.unwrap_or(fault)),
    };
    if let Some(fault) = make.fault {
        let end = fault.span.end;
        return Err(diagnose::prefer_unclosed(
            fault,
            source,
            end,
            tokens.unclosed,
        ));
    }
    let mut warnings = make.warnings;
    if mode == Mode::Interactive {
        one_statement(&ast, &tokens.list)?;
    }
    check::check(&ast, &mut warnings)?;
    warnings.sort_by_key(|warning| warning.span.start);
    Ok(Parsed { ast, warnings })
}

/// Whether a parse that stopped at a token goes before a lexical fault further on. A bad indentation is told only when
/// all before it is right; any other lexical fault goes first, but for an indent out of place.
fn precedes(lexical: &Fault, stopped_at: Tok) -> bool {
    lexical.kind != ErrorKind::Syntax || stopped_at == Tok::Indent
}

/// The fault of a text that the grammar refused.
fn refuse<'s>(
    source: &'s str,
    mut tokens: layout::Tokens,
    mode: Mode,
    mut make: make::Make<'s>,
    mut stop: Stop,
) -> Fault {
    // A `match` that looked like a name may be a statement with a mistake in it.
    if make.fault.is_none() && soft::force_match(source, &mut tokens.list, stop.at) {
        let mut again = make::Make::new(source, Vec::new());
        match run(&mut again, &tokens.list, mode) {
            Err(later) if later.at > stop.at => (make, stop) = (again, later),
            _ => {}
        }
    }
    if let Some(fault) = make.fault {
        let end = fault.span.end;
        return diagnose::prefer_unclosed(fault, source, end, tokens.unclosed);
    }
    let (list, unclosed) = (&tokens.list, tokens.unclosed);
    diagnose::diagnose(&diagnose::Failure {
        source,
        list,
        at: stop.at,
        unclosed,
        expected: &stop.expected,
    })
}

/// The prompt takes one line or one block at a time.
fn one_statement(ast: &Ast, list: &[Token]) -> Result<(), Fault> {
    let Ast::Interactive(body) = ast else {
        return Ok(());
    };
    for pair in body.windows(2) {
        let (end, start) = (pair[0].span.end, pair[1].span.start);
        let between = list
            .iter()
            .any(|token| token.kind == Tok::Newline && token.start >= end && token.start < start);
        if between {
            return Err(Fault::new(
                "multiple statements found while compiling a single statement",
                pair[0].span,
            ));
        }
    }
    Ok(())
}

/// Where a parse stopped.
struct Stop {
    /// Index of the token that did not fit.
    at: usize,
    /// The terminals that would have fitted.
    expected: Vec<String>,
}

/// Runs the generated parser.
fn run(make: &mut make::Make<'_>, list: &[Token], mode: Mode) -> Result<Ast, Stop> {
    let marker = match mode {
        Mode::Module => Tok::StartModule,
        Mode::Interactive => Tok::StartInteractive,
        Mode::Expression => Tok::StartExpression,
    };
    let mut taken = 0;
    let feed = list
        .iter()
        .take_while(|token| token.kind != Tok::EndOfFile)
        .map(|token| {
            taken += 1;
            Ok((token.start, token.kind, token.end))
        });
    let start = list.first().map_or(0, |token| token.start);
    let stream = std::iter::once(Ok((start, marker, start))).chain(feed);
    use lalrpop_util::ParseError::*;
    match python::parser::RootParser::new().parse(make, stream) {
        Ok(ast) => Ok(ast),
        Err(UnrecognizedEof { expected, .. }) => Err(Stop {
            at: list.len() - 1,
            expected,
        }),
        Err(UnrecognizedToken { expected, .. }) => Err(Stop {
            at: taken.max(1) - 1,
            expected,
        }),
        Err(_) => Err(Stop {
            at: taken.max(1) - 1,
            expected: Vec::new(),
        }),
    }
}
