//! The tokens: one table, from which come the scanner (logos), the names people read, and the classes that other
//! stages ask about.
//!
//! In: source text. Out: [`Tok`]s without payload; the text of a name or literal is found through its span, so a token
//! is one byte. The scanner knows nothing of lines, strings' ends or numbers' forms: `layout` drives it.
//! The terminals of `grammar/python.lalrpop` are this table, and a test compares them.

use logos::Logos;

/// What role a token plays in the layout and in error messages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// A reserved word.
    Keyword,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// Any other sign.
    Operator,
    /// A name or literal.
    Operand,
    /// Made by the layout stage: line ends, blocks, markers.
    Layout,
    /// Seen by the layout stage only.
    Raw,
}

macro_rules! tokens {
    (
        fixed { $($name:ident $text:tt $class:ident;)* }
        free { $($(#[$rule:meta])* $free:ident $shown:tt $free_class:ident;)* }
    ) => {
        /// A kind of token.
        #[derive(Logos, Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[logos(skip r"[ \t\x0c]+")]
        #[logos(skip(r"#[^\r\n]*", allow_greedy = true))]
        #[repr(u8)]
        #[allow(missing_docs)] // The table says what each is.
        pub enum Tok {
            $(#[token($text)] $name,)*
            $($(#[$rule])* $free,)*
        }

        impl Tok {
            /// Every token: its kind, its terminal in the grammar, its class.
            pub const TABLE: &'static [(Tok, &'static str, Class)] = &[
                $((Tok::$name, $text, Class::$class),)*
                $((Tok::$free, $shown, Class::$free_class),)*
            ];
        }
    };
}

tokens! {
    fixed {
        False "False" Keyword;
        None "None" Keyword;
        True "True" Keyword;
        And "and" Keyword;
        As "as" Keyword;
        Assert "assert" Keyword;
        Async "async" Keyword;
        Await "await" Keyword;
        Break "break" Keyword;
        Class "class" Keyword;
        Continue "continue" Keyword;
        Def "def" Keyword;
        Del "del" Keyword;
        Elif "elif" Keyword;
        Else "else" Keyword;
        Except "except" Keyword;
        Finally "finally" Keyword;
        For "for" Keyword;
        From "from" Keyword;
        Global "global" Keyword;
        If "if" Keyword;
        Import "import" Keyword;
        In "in" Keyword;
        Is "is" Keyword;
        Lambda "lambda" Keyword;
        Nonlocal "nonlocal" Keyword;
        Not "not" Keyword;
        Or "or" Keyword;
        Pass "pass" Keyword;
        Raise "raise" Keyword;
        Return "return" Keyword;
        Try "try" Keyword;
        While "while" Keyword;
        With "with" Keyword;
        Yield "yield" Keyword;
        LParen "(" Open;
        LBracket "[" Open;
        LBrace "{" Open;
        RParen ")" Close;
        RBracket "]" Close;
        RBrace "}" Close;
        Comma "," Operator;
        Colon ":" Operator;
        ColonEqual ":=" Operator;
        Semicolon ";" Operator;
        Dot "." Operator;
        Ellipsis "..." Operator;
        Arrow "->" Operator;
        At "@" Operator;
        Exclaim "!" Operator;
        Equal "=" Operator;
        Plus "+" Operator;
        Minus "-" Operator;
        Star "*" Operator;
        StarStar "**" Operator;
        Slash "/" Operator;
        SlashSlash "//" Operator;
        Percent "%" Operator;
        Pipe "|" Operator;
        Caret "^" Operator;
        Ampersand "&" Operator;
        LeftShift "<<" Operator;
        RightShift ">>" Operator;
        Tilde "~" Operator;
        Less "<" Operator;
        Greater ">" Operator;
        LessEqual "<=" Operator;
        GreaterEqual ">=" Operator;
        EqualEqual "==" Operator;
        NotEqual "!=" Operator;
        PlusEqual "+=" Operator;
        MinusEqual "-=" Operator;
        StarEqual "*=" Operator;
        SlashEqual "/=" Operator;
        SlashSlashEqual "//=" Operator;
        PercentEqual "%=" Operator;
        AtEqual "@=" Operator;
        AmpersandEqual "&=" Operator;
        PipeEqual "|=" Operator;
        CaretEqual "^=" Operator;
        LeftShiftEqual "<<=" Operator;
        RightShiftEqual ">>=" Operator;
        StarStarEqual "**=" Operator;
    }
    free {
        // Any character beyond ASCII is taken here and judged by the layout stage.
        #[regex(r"[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_\u{80}-\u{10FFFF}]*")]
        Name "name" Operand;
        // Only the start is found here; `literal` finds the end.
        #[regex(r"\.?[0-9]")]
        Number "number" Operand;
        #[regex(r#"([rRbBuU]|[rR][bB]|[bB][rR])?["']"#)]
        String "string" Operand;
        #[regex(r#"([fF]|[rR][fF]|[fF][rR])["']"#)]
        FStringStart "f-string start" Operand;
        FStringText "f-string text" Operand;
        FStringEnd "f-string end" Operand;
        // The colon before a format specification, and the bar before a conversion.
        FormatColon "format colon" Operator;
        // Soft keywords, where `soft` found them to be keywords.
        Match "match" Keyword;
        Case "case" Keyword;
        // The parentheses of `with (a as b, c as d):`.
        WithOpen "with (" Open;
        WithClose "with )" Close;
        Newline "end of line" Layout;
        Indent "indent" Layout;
        Dedent "dedent" Layout;
        StartModule "module" Layout;
        StartInteractive "interactive" Layout;
        StartExpression "expression" Layout;
        // Signs that no rule of the grammar accepts.
        #[token("<>")]
        #[regex(r"[$?`]")]
        Unknown "unknown" Operator;
        #[regex(r"\r\n|\n|\r")]
        LineEnd "line end" Raw;
        #[regex(r"\\(\r\n|\n|\r)")]
        Continuation "line continuation" Raw;
        #[token("\\")]
        Backslash "backslash" Raw;
        EndOfFile "end of file" Raw;
    }
}

impl Tok {
    /// Its terminal in the grammar, which for keywords and signs is its text.
    pub fn text(self) -> &'static str {
        Tok::TABLE[self as usize].1
    }

    /// Its class.
    pub fn class(self) -> Class {
        Tok::TABLE[self as usize].2
    }

    /// The bracket that closes this one.
    pub fn closer(self) -> Option<Tok> {
        match self {
            Tok::LParen => Some(Tok::RParen),
            Tok::LBracket => Some(Tok::RBracket),
            Tok::LBrace => Some(Tok::RBrace),
            _ => None,
        }
    }
}

/// A token in its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: Tok,
    /// Offset of its first byte.
    pub start: u32,
    /// Offset after its last byte.
    pub end: u32,
}

impl Token {
    /// Its place.
    pub fn span(self) -> super::Span {
        super::Span::new(self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_in_order() {
        for (index, row) in Tok::TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, index);
        }
    }

    #[test]
    fn grammar_names_every_token() {
        let grammar = include_str!("../../grammar/python.lalrpop");
        let body = grammar
            .split("enum Tok {")
            .nth(1)
            .and_then(|rest| rest.split("\n    }").next());
        let listed: Vec<String> = body
            .expect("the grammar has an extern block")
            .lines()
            .filter_map(|line| line.trim().strip_suffix(','))
            .map(str::to_string)
            .collect();
        let wanted: Vec<String> = Tok::TABLE
            .iter()
            .filter(|row| row.2 != Class::Raw)
            .map(|row| format!("\"{}\" => Tok::{:?}", row.1, row.0))
            .collect();
        assert_eq!(listed, wanted);
    }
}
