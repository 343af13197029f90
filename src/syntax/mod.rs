//! The front half: source text in, syntax tree or syntax error out. Holds no run-time values; any thread may call.
//!
//! `token` (scanner) → `layout` (lines, blocks, brackets; `fstring` and `literal` beside it) → `soft` (soft keywords)
//! → `grammar/python.lalrpop` (actions in `make`) → `ast` → `check` (rules beyond the grammar). `error` turns what
//! any of them finds into a [`SyntaxError`].

pub mod ast;
mod check;
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
    if let Some(at) = source.bytes().position(|byte| byte == 0) {
        return Err(Fault::new(
            "source code cannot contain null bytes",
            layout::point(at),
        ));
    }
    let mut tokens = layout::tokenize(source, &mut warnings)?;
    soft::mark(source, &mut tokens.list);
    let mut make = make::Make::new(source, warnings);
    match run(&mut make, &tokens.list, mode) {
        Ok(ast) => {
            if let Some(fault) = make.fault {
                return Err(fault);
            }
            let mut warnings = make.warnings;
            check::check(&ast, &mut warnings)?;
            warnings.sort_by_key(|warning| warning.span.start);
            Ok(Parsed { ast, warnings })
        }
        Err(at) => {
            if let Some(fault) = make.fault {
                return Err(fault);
            }
            Err(Fault::new("invalid syntax", tokens.list[at].span()))
        }
    }
}

/// Runs the generated parser; an error is the index of the token it stopped at.
fn run(make: &mut make::Make<'_>, list: &[Token], mode: Mode) -> Result<Ast, usize> {
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
    let start = list[0].start;
    let stream = std::iter::once(Ok((start, marker, start))).chain(feed);
    match python::parser::RootParser::new().parse(make, stream) {
        Ok(ast) => Ok(ast),
        Err(lalrpop_util::ParseError::UnrecognizedEof { .. }) => Err(list.len() - 1),
        Err(_) => Err(taken.max(1) - 1),
    }
}
