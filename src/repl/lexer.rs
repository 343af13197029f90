//! A scanner for text that is being typed: never fails, keeps comments, and can go on where a block of lines ended.
//!
//! Enters: a text and the state that what precedes it left. Leaves: pieces with their places, and the state at the end. The
//! parser has a stricter one; colours, indents and completion need one that makes something of every text.

/// What a piece is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A reserved word.
    Keyword,
    /// Any other word.
    Name,
    /// The name behind `def` or `class`.
    Definition,
    /// The name behind a dot.
    Attribute,
    /// A number.
    Number,
    /// A string, or as much of one as there is.
    Text,
    /// From `#` to the end of the line.
    Comment,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// Any other sign.
    Sign,
    /// The end of a line that ends a statement (not one within brackets or behind a backslash).
    LineEnd,
}

/// A piece of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    /// What it is.
    pub kind: Kind,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset behind its last byte.
    pub end: usize,
}

/// A string that is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quote {
    mark: u8,
    triple: bool,
}

/// What a text leaves open.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    /// The string that is open.
    pub quote: Option<Quote>,
    /// How many brackets are open.
    pub depth: usize,
}

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// The reserved words.
pub fn keywords() -> &'static [&'static str] {
    KEYWORDS
}

/// True for what may stand in a name.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Scans a text that follows one which left `state`.
pub fn scan(text: &str, mut state: State) -> (Vec<Piece>, State) {
    let bytes = text.as_bytes();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    if let Some(quote) = state.quote {
        let (end, open) = end_of_text(bytes, 0, quote);
        pieces.push(Piece {
            kind: Kind::Text,
            start: 0,
            end,
        });
        state.quote = open.then_some(quote);
        at = end;
    }
    while at < bytes.len() {
        let start = at;
        let byte = bytes[at];
        let kind = match byte {
            b' ' | b'\t' | b'\x0c' | b'\r' => {
                at += 1;
                continue;
            }
            b'\n' => {
                at += 1;
                if state.depth > 0 {
                    continue;
                }
                Kind::LineEnd
            }
            b'\\' if bytes.get(at + 1) == Some(&b'\n') => {
                at += 2;
                continue;
            }
            b'#' => {
                at += text[at..].find('\n').unwrap_or(bytes.len() - at);
                Kind::Comment
            }
            b'"' | b'\'' => {
                let quote = quote_at(bytes, at);
                let (end, open) = end_of_text(bytes, at + if quote.triple { 3 } else { 1 }, quote);
                at = end;
                // Only strings with three quotes go on in the next line.
                state.quote = (open && quote.triple).then_some(quote);
                Kind::Text
            }
            b'0'..=b'9' => {
                at = end_of_number(bytes, at);
                Kind::Number
            }
            b'.' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                at = end_of_number(bytes, at);
                Kind::Number
            }
            b'(' | b'[' | b'{' => {
                at += 1;
                state.depth += 1;
                Kind::Open
            }
            b')' | b']' | b'}' => {
                at += 1;
                state.depth = state.depth.saturating_sub(1);
                Kind::Close
            }
            _ => {
                let word = text[at..]
                    .find(|c: char| !is_word(c))
                    .unwrap_or(text.len() - at);
                if word == 0 {
                    at += text[at..].chars().next().map_or(1, char::len_utf8);
                    Kind::Sign
                } else {
                    at += word;
                    let is_prefix = word <= 2
                        && matches!(bytes.get(at), Some(b'"' | b'\''))
                        && bytes[start..at]
                            .iter()
                            .all(|byte| b"rRbBuUfF".contains(byte));
                    if is_prefix {
                        let quote = quote_at(bytes, at);
                        let (end, open) =
                            end_of_text(bytes, at + if quote.triple { 3 } else { 1 }, quote);
                        at = end;
                        state.quote = (open && quote.triple).then_some(quote);
                        Kind::Text
                    } else {
                        kind_of_word(text, &pieces, start, at)
                    }
                }
            }
        };
        pieces.push(Piece {
            kind,
            start,
            end: at,
        });
    }
    (pieces, state)
}

fn kind_of_word(text: &str, pieces: &[Piece], start: usize, end: usize) -> Kind {
    let before = pieces
        .last()
        .map(|piece| (piece.kind, &text[piece.start..piece.end]));
    match before {
        Some((Kind::Sign, ".")) => Kind::Attribute,
        Some((Kind::Keyword, "def" | "class")) => Kind::Definition,
        _ if KEYWORDS.contains(&&text[start..end]) => Kind::Keyword,
        _ => Kind::Name,
    }
}

fn quote_at(bytes: &[u8], at: usize) -> Quote {
    let mark = bytes[at];
    Quote {
        mark,
        triple: bytes[at..].starts_with(&[mark, mark, mark]),
    }
}

/// Where a string ends whose content begins at `at`, and whether its end is missing.
fn end_of_text(bytes: &[u8], mut at: usize, quote: Quote) -> (usize, bool) {
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'\n' if !quote.triple => return (at, true),
            byte if byte == quote.mark => {
                if !quote.triple {
                    return (at + 1, false);
                }
                if bytes[at..].starts_with(&[quote.mark; 3]) {
                    return (at + 3, false);
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    // A backslash at the end stands before nothing, and must not lead beyond it, nor into a character.
    (bytes.len(), true)
}

fn end_of_number(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        let byte = bytes[at];
        let signed = matches!(byte, b'+' | b'-')
            && matches!(bytes[at - 1], b'e' | b'E')
            && !bytes[..at].ends_with(b"0xe")
            && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        if !(byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.' || signed) {
            break;
        }
        at += 1;
    }
    at
}

/// Where the statements of a text begin that start a line at the left margin: what follows `else`, `except` or a decorator
/// belongs to the statement before or after.
pub fn statements(text: &str) -> Vec<usize> {
    let (pieces, _) = scan(text, State::default());
    let mut starts = Vec::new();
    let (mut line_begins, mut decorated) = (true, false);
    for piece in &pieces {
        match piece.kind {
            Kind::LineEnd => line_begins = true,
            Kind::Comment => {}
            _ if line_begins => {
                line_begins = false;
                let at_margin = piece.start == 0 || text.as_bytes()[piece.start - 1] == b'\n';
                let word = &text[piece.start..piece.end];
                let goes_on = matches!(word, "else" | "elif" | "except" | "finally");
                if !at_margin || goes_on {
                    continue;
                }
                if !decorated {
                    starts.push(piece.start);
                }
                decorated = word == "@";
            }
            _ => {}
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        scan(text, State::default())
            .0
            .iter()
            .map(|piece| piece.kind)
            .collect()
    }

    #[test]
    fn pieces() {
        use Kind::*;
        assert_eq!(
            kinds("def f(x): # c"),
            [Keyword, Definition, Open, Name, Close, Sign, Comment]
        );
        assert_eq!(
            kinds("a.if = rb'x\\'y' + 0x1F"),
            [Name, Sign, Attribute, Sign, Text, Sign, Number]
        );
        assert_eq!(
            kinds("(1,\n2)\n"),
            [Open, Number, Sign, Number, Close, LineEnd]
        );
        assert_eq!(kinds("'abc"), [Text]);
        assert_eq!(kinds("'abc\\"), [Text]);
        assert_eq!(kinds("1e-5-2"), [Number, Sign, Number]);
        assert_eq!(kinds("é = 'ü"), [Name, Sign, Text]);
    }

    #[test]
    fn a_text_goes_on_where_another_ended() {
        let (_, state) = scan("x = '''one\n", State::default());
        assert!(state.quote.is_some());
        let (pieces, state) = scan("two''' + f(", state);
        assert_eq!(
            pieces[0],
            Piece {
                kind: Kind::Text,
                start: 0,
                end: 6
            }
        );
        assert_eq!((state.quote, state.depth), (None, 1));
    }

    #[test]
    fn every_cut_of_a_text_can_be_scanned() {
        let text = "@d\nasync def f(a, *b): return r'\\' + \"\"\"é\\\n\"\"\" if 1.e+5j else f'{a!r:>{b}}' # ü\n\\\n$";
        for (at, _) in text.char_indices() {
            let (pieces, _) = scan(&text[..at], State::default());
            assert!(pieces.windows(2).all(|pair| pair[0].end <= pair[1].start));
        }
    }

    #[test]
    fn statements_begin_at_the_margin() {
        let text =
            "x = 1\nif x:\n    y\nelse:\n    z\n@d\ndef f():\n\n    pass\nf(\n1)\n'''\na'''\n";
        let starts: Vec<&str> = statements(text)
            .iter()
            .map(|&at| &text[at..at + 2])
            .collect();
        assert_eq!(starts, ["x ", "if", "@d", "f(", "''"]);
    }
}
