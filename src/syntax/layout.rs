//! Layout: drives the scanner over a whole source and adds what Python's lines mean.
//!
//! In: source text. Out: the list of [`Token`]s with line ends, indents and dedents, and the first lexical error. It
//! owns the bracket stack, the indentation stack and the stack of open f-strings (whose text `fstring` scans). The list
//! ends with [`Tok::EndOfFile`]; a bracket left open is reported beside it, because a parse error may come first.

use logos::{Lexer, Logos};
use unicode_general_category::{GeneralCategory, get_general_category};

use super::Span;
use super::error::{ErrorKind, Fault, Warning};
use super::fstring::FString;
use super::literal;
use super::span::LineIndex;
use super::token::{Class, Tok, Token};

/// The most brackets open at once.
const MAX_BRACKETS: usize = 200;
/// The most blocks open at once.
const MAX_INDENTS: usize = 100;
/// Columns between tab stops.
const TAB: u32 = 8;

/// A scanned source.
pub struct Tokens {
    /// The tokens, `EndOfFile` last.
    pub list: Vec<Token>,
    /// What is wrong in the text itself; the tokens end there.
    pub fault: Option<Fault>,
    /// The innermost bracket that was never closed.
    pub unclosed: Option<Token>,
}

/// Scans a source; adds to `warnings`.
pub fn tokenize(source: &str, warnings: &mut Vec<Warning>) -> Tokens {
    let mut lexer = Tok::lexer(source);
    if source.starts_with('\u{feff}') {
        lexer.bump('\u{feff}'.len_utf8());
    }
    let mut layout = Layout {
        source,
        lexer,
        list: Vec::with_capacity(source.len() / 4 + 8),
        brackets: Vec::new(),
        indents: vec![Indent {
            column: 0,
            alternate: 0,
        }],
        fstrings: Vec::new(),
        line_is_empty: true,
        warnings,
    };
    let fault = layout.run().err();
    if fault.is_some() {
        layout.push(Tok::EndOfFile, source.len(), source.len());
    }
    Tokens {
        unclosed: layout.brackets.last().map(|bracket| bracket.token),
        list: layout.list,
        fault,
    }
}

/// An open bracket.
pub(super) struct Bracket {
    pub token: Token,
    /// It opens a replacement field of an f-string.
    pub is_field: bool,
}

/// An indentation, counted with tab stops at 8 and with tabs of width 1: both must agree.
#[derive(Clone, Copy)]
struct Indent {
    column: u32,
    alternate: u32,
}

/// The state of a scan.
pub(super) struct Layout<'s, 'w> {
    pub source: &'s str,
    pub lexer: Lexer<'s, Tok>,
    pub list: Vec<Token>,
    pub brackets: Vec<Bracket>,
    indents: Vec<Indent>,
    pub fstrings: Vec<FString>,
    line_is_empty: bool,
    warnings: &'w mut Vec<Warning>,
}

impl Layout<'_, '_> {
    fn run(&mut self) -> Result<(), Fault> {
        self.start_line()?;
        loop {
            if self.fstrings.last().is_some_and(FString::in_text) {
                if self.fstring_text()? {
                    continue;
                }
                break;
            }
            match self.lexer.next() {
                Some(Ok(kind)) => self.token(kind)?,
                Some(Err(())) => return Err(self.bad_character(self.lexer.span().start)),
                None => break,
            }
        }
        self.finish();
        Ok(())
    }

    /// Appends a token of the given range.
    pub fn push(&mut self, kind: Tok, start: usize, end: usize) {
        self.list.push(Token {
            kind,
            start: start as u32,
            end: end as u32,
        });
        self.line_is_empty = false;
    }

    fn token(&mut self, kind: Tok) -> Result<(), Fault> {
        let span = self.lexer.span();
        let in_field = self.brackets.last().is_some_and(|bracket| bracket.is_field);
        match kind {
            Tok::LineEnd => {
                if self.brackets.is_empty() {
                    if !self.line_is_empty {
                        let start = self.comment_start(span.start);
                        self.push(Tok::Newline, start, span.end);
                    }
                    self.start_line()?;
                }
            }
            Tok::Continuation => {
                if span.end == self.source.len() {
                    let behind = point(span.start + 1);
                    return Err(Fault::new("unexpected EOF while parsing", behind));
                }
            }
            Tok::Backslash => {
                if span.end == self.source.len() {
                    return Err(Fault::new("unexpected EOF while parsing", point(span.end)));
                }
                return Err(Fault::new(
                    "unexpected character after line continuation character",
                    point(span.end),
                ));
            }
            Tok::Name => {
                self.check_name(span.start, span.end)?;
                self.push(kind, span.start, span.end);
            }
            Tok::Number => {
                let end = literal::scan_number(self.source, span.start, self.warnings)?;
                self.lexer.bump(end - span.end);
                self.push(kind, span.start, end);
            }
            Tok::String => match literal::scan_string(self.source, span.start) {
                Ok(end) => {
                    self.lexer.bump(end - span.end);
                    self.push(kind, span.start, end);
                }
                Err(fault) => return Err(self.unterminated_in_field(span.start).unwrap_or(fault)),
            },
            Tok::FStringStart => self.start_fstring(span.start, span.end)?,
            Tok::Colon | Tok::ColonEqual if in_field => {
                // In a field `:=` is a colon and a specification that starts with `=`.
                let end = span.start + 1;
                self.push(Tok::FormatColon, span.start, end);
                if kind == Tok::ColonEqual {
                    self.rewind(end);
                }
                self.start_spec();
            }
            Tok::RBrace if in_field => {
                self.brackets.pop();
                self.push(kind, span.start, span.end);
                self.end_field();
            }
            _ => {
                match kind.class() {
                    Class::Open => self.open(kind, span.start, span.end, false)?,
                    Class::Close => self.close(kind, span.start)?,
                    _ => {}
                }
                self.push(kind, span.start, span.end);
            }
        }
        Ok(())
    }

    /// A line ends where the comment before its end starts, if there is one.
    fn comment_start(&self, end: usize) -> usize {
        let last = self.list.last().map_or(0, |token| token.end as usize);
        let gap = self.source.get(last..end).unwrap_or("");
        gap.find('#').map_or(end, |at| last + at)
    }

    /// Puts the scanner at another offset.
    pub fn rewind(&mut self, offset: usize) {
        self.lexer = Tok::lexer(self.source);
        self.lexer.bump(offset);
    }

    /// Records an opening bracket.
    pub fn open(
        &mut self,
        kind: Tok,
        start: usize,
        end: usize,
        is_field: bool,
    ) -> Result<(), Fault> {
        if self.brackets.len() >= MAX_BRACKETS {
            return Err(Fault::new("too many nested parentheses", point(start)));
        }
        let token = Token {
            kind,
            start: start as u32,
            end: end as u32,
        };
        self.brackets.push(Bracket { token, is_field });
        Ok(())
    }

    fn close(&mut self, kind: Tok, start: usize) -> Result<(), Fault> {
        let text = kind.text();
        let Some(bracket) = self.brackets.last() else {
            return Err(Fault::new(format!("unmatched '{text}'"), point(start)));
        };
        let opener = bracket.token;
        if opener.kind.closer() == Some(kind) {
            self.brackets.pop();
            return Ok(());
        }
        if bracket.is_field {
            return Err(Fault::new(
                format!("f-string: unmatched '{text}'"),
                point(start),
            ));
        }
        let lines = LineIndex::new(self.source);
        let (here, there) = (lines.line(start as u32), lines.line(opener.start));
        let place = if here == there {
            String::new()
        } else {
            format!(" on line {there}")
        };
        let message = format!(
            "closing parenthesis '{text}' does not match opening parenthesis '{}'{place}",
            opener.kind.text()
        );
        Err(Fault::new(message, point(start)))
    }

    /// Measures the indentation of a line that starts here and opens or closes blocks; blank lines count for nothing.
    fn start_line(&mut self) -> Result<(), Fault> {
        self.line_is_empty = true;
        let bytes = self.source.as_bytes();
        let start = self.lexer.span().end;
        let mut at = start;
        let mut here = Indent {
            column: 0,
            alternate: 0,
        };
        let mut continued = None;
        loop {
            match bytes.get(at) {
                Some(b' ') => {
                    here = Indent {
                        column: here.column + 1,
                        alternate: here.alternate + 1,
                    }
                }
                Some(b'\t') => {
                    here = Indent {
                        column: (here.column / TAB + 1) * TAB,
                        alternate: here.alternate + 1,
                    };
                }
                Some(b'\x0c') => {
                    here = Indent {
                        column: 0,
                        alternate: 0,
                    }
                }
                // A line joined to the next keeps its own indentation.
                Some(b'\\') if matches!(bytes.get(at + 1), Some(b'\n' | b'\r')) => {
                    if here.column > 0 && continued.is_none() {
                        continued = Some(here);
                    }
                    at += if bytes[at..].starts_with(b"\\\r\n") {
                        2
                    } else {
                        1
                    };
                }
                _ => break,
            }
            at += 1;
        }
        self.lexer.bump(at - start);
        if matches!(bytes.get(at), None | Some(b'\n' | b'\r' | b'#')) {
            return Ok(());
        }
        self.indent(continued.unwrap_or(here), at)
    }

    fn indent(&mut self, here: Indent, at: usize) -> Result<(), Fault> {
        let top = self.indents[self.indents.len() - 1];
        if here.column > top.column {
            if self.indents.len() >= MAX_INDENTS {
                let line = self.source[..at].rfind('\n').map_or(0, |end| end + 1);
                return Err(Fault::indentation(
                    "too many levels of indentation",
                    point(line),
                ));
            }
            if here.alternate <= top.alternate {
                return Err(self.tab_fault(at));
            }
            self.indents.push(here);
            self.list.push(Token {
                kind: Tok::Indent,
                start: at as u32,
                end: at as u32,
            });
            return Ok(());
        }
        let kept = self
            .indents
            .iter()
            .rposition(|indent| indent.column <= here.column)
            .unwrap_or(0);
        if self.indents[kept].column != here.column {
            let message = "unindent does not match any outer indentation level";
            return Err(Fault::indentation(message, self.line_end(at)));
        }
        if self.indents[kept].alternate != here.alternate {
            return Err(self.tab_fault(at));
        }
        for _ in kept + 1..self.indents.len() {
            self.list.push(Token {
                kind: Tok::Dedent,
                start: at as u32,
                end: at as u32,
            });
        }
        self.indents.truncate(kept + 1);
        Ok(())
    }

    fn tab_fault(&self, at: usize) -> Fault {
        let message = "inconsistent use of tabs and spaces in indentation".to_string();
        Fault {
            kind: ErrorKind::Tab,
            message,
            before_line: false,
            span: point(
                self.source[..at]
                    .rfind(['\n', '\r'])
                    .map_or(0, |end| end + 1),
            ),
        }
    }

    /// The end of the line that holds an offset: where CPython points for a bad indentation.
    fn line_end(&self, at: usize) -> Span {
        let rest = &self.source[at..];
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        point(at + length)
    }

    /// The end of the source: the last line is ended and every block closed, unless a bracket is open.
    fn finish(&mut self) {
        let end = self.source.len();
        if self.brackets.is_empty() {
            if !self.line_is_empty {
                let start = self.comment_start(end);
                self.push(Tok::Newline, start, end);
            }
            for _ in 1..self.indents.len() {
                self.push(Tok::Dedent, end, end);
            }
        }
        self.push(Tok::EndOfFile, end, end);
    }

    /// A name may hold any character beyond ASCII until here.
    fn check_name(&self, start: usize, end: usize) -> Result<(), Fault> {
        let name = &self.source[start..end];
        if name.is_ascii() {
            return Ok(());
        }
        for (offset, sign) in name.char_indices() {
            let fits = if offset == 0 {
                is_name_start(sign)
            } else {
                is_name_part(sign)
            };
            if !fits {
                return Err(self.bad_character(start + offset));
            }
        }
        Ok(())
    }

    fn bad_character(&self, at: usize) -> Fault {
        let sign = self.source[at..].chars().next().unwrap_or('\0');
        let code = u32::from(sign);
        let message = if is_printable(sign) {
            format!("invalid character '{sign}' (U+{code:04X})")
        } else {
            format!("invalid non-printable character U+{code:04X}")
        };
        Fault::new(message, point(at))
    }
}

/// An empty span.
pub(super) fn point(at: usize) -> Span {
    Span::new(at as u32, at as u32)
}

/// Whether a name can start with it.
fn is_name_start(sign: char) -> bool {
    sign == '_' || unicode_ident::is_xid_start(sign)
}

/// Whether a name can go on with it.
fn is_name_part(sign: char) -> bool {
    unicode_ident::is_xid_continue(sign)
}

/// Whether `repr` would show it as it is.
fn is_printable(sign: char) -> bool {
    use GeneralCategory::*;
    !matches!(
        get_general_category(sign),
        Control
            | Format
            | Surrogate
            | PrivateUse
            | Unassigned
            | LineSeparator
            | ParagraphSeparator
            | SpaceSeparator
    )
}
