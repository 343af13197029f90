//! Soft keywords: decides by looking at whole lines of tokens what the grammar must not have to guess.
//!
//! In: the layout's tokens. Out: the same list with `match` and `case` turned into keywords where they start a
//! statement or a case, and the parentheses around the items of a `with` statement marked.

use super::Span;
use super::token::{Class, Tok, Token};

/// Rewrites `list` in place.
pub fn mark(source: &str, list: &mut [Token]) {
    // One entry for each open block: whether it belongs to a `match`.
    let mut blocks: Vec<bool> = Vec::new();
    let mut opens_match = false;
    let mut at_start = true;
    for index in 0..list.len() {
        let token = list[index];
        match token.kind {
            Tok::Indent => {
                blocks.push(std::mem::take(&mut opens_match));
                at_start = true;
                continue;
            }
            Tok::Dedent => {
                blocks.pop();
                at_start = true;
                continue;
            }
            Tok::Newline => {
                at_start = true;
                continue;
            }
            Tok::Name if at_start => {
                let text = Span::new(token.start, token.end).text(source);
                if text == "match" && is_match(source, list, index) {
                    list[index].kind = Tok::Match;
                    opens_match = true;
                } else if text == "case" && blocks.last() == Some(&true) {
                    list[index].kind = Tok::Case;
                }
            }
            Tok::Match if at_start => opens_match = true,
            Tok::With => mark_with(list, index),
            _ => {}
        }
        at_start = false;
    }
}

/// Makes the word before the token at `stop` the keyword `match`, when it is that word at the start of a line.
pub fn force_match(source: &str, list: &mut [Token], stop: usize) -> bool {
    let Some(index) = stop.checked_sub(1) else {
        return false;
    };
    let word = list[index];
    let is_edge = |token: &Token| matches!(token.kind, Tok::Newline | Tok::Indent | Tok::Dedent);
    let at_start = index == 0 || is_edge(&list[index - 1]);
    if !at_start || word.kind != Tok::Name || word.span().text(source) != "match" {
        return false;
    }
    list[index].kind = Tok::Match;
    mark(source, list);
    true
}

/// A `match` statement: its line ends with a colon, and an indented `case` follows.
fn is_match(source: &str, list: &[Token], index: usize) -> bool {
    if list
        .get(index + 1)
        .is_none_or(|next| matches!(next.kind, Tok::Colon | Tok::Equal | Tok::Dot | Tok::Comma))
    {
        return false;
    }
    let Some(length) = list[index..]
        .iter()
        .position(|token| token.kind == Tok::Newline)
    else {
        return false;
    };
    let end = index + length;
    list[end - 1].kind == Tok::Colon
        && list
            .get(end + 1)
            .is_some_and(|token| token.kind == Tok::Indent)
        && list
            .get(end + 2)
            .is_some_and(|token| token.kind == Tok::Name && token.span().text(source) == "case")
}

/// `with (items):` where the parenthesis can only be that of the statement.
fn mark_with(list: &mut [Token], index: usize) {
    let open = index + 1;
    if list.get(open).is_none_or(|token| token.kind != Tok::LParen) {
        return;
    }
    let mut depth = 0usize;
    let mut item_start = false;
    let mut has_as = false;
    let mut close = open;
    for (offset, token) in list[open..].iter().enumerate() {
        match token.kind.class() {
            Class::Open => depth += 1,
            Class::Close => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            close = open + offset;
            break;
        }
        if depth == 1 {
            match token.kind {
                Tok::As => has_as = true,
                Tok::For | Tok::ColonEqual | Tok::Newline => return,
                Tok::Star | Tok::StarStar | Tok::Yield if item_start => return,
                _ => {}
            }
            item_start = offset == 0 || token.kind == Tok::Comma;
        }
    }
    let followed = list
        .get(close + 1)
        .is_some_and(|token| token.kind == Tok::Colon);
    // Only items have an `as`; without one, the colon must follow.
    if has_as || close > open + 1 && followed {
        list[open].kind = Tok::WithOpen;
        if close > open {
            list[close].kind = Tok::WithClose;
        }
    }
}
