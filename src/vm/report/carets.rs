//! Which part of its source lines a traceback entry underlines, by the rules of CPython 3.13.
//!
//! Enters: the lines of an expression and its columns. Leaves: the lines to show with the marks below them. The expression
//! is parsed again to find its operator or brackets, which get `^` while the rest gets `~`.
use crate::syntax::ast::{Ast, Expr, ExprKind, Stmt, StmtKind};
use crate::syntax::{Mode, parse};
use unicode_width::UnicodeWidthChar;

/// A line of the report, and the marks below it.
pub struct Marked {
    /// The line.
    pub line: String,
    /// Spaces, `~` and `^`; none if nothing is underlined.
    pub marks: Option<String>,
}

/// A place in the lines: row and column in characters.
type Place = (usize, usize);

/// The part of an expression that gets `^`.
struct Anchors {
    start: Place,
    end: Place,
}

/// Removes what all lines that are not blank have in front; blank lines become empty.
pub fn dedent<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let lines: Vec<&str> = lines.collect();
    let lead = |line: &'a str| &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
    let mut margin: Option<&str> = None;
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let own = lead(line);
        margin = Some(match margin {
            None => own,
            Some(margin) => {
                let same = margin
                    .bytes()
                    .zip(own.bytes())
                    .take_while(|(a, b)| a == b)
                    .count();
                &margin[..same]
            }
        });
    }
    let cut = margin.map_or(0, str::len);
    lines
        .into_iter()
        .map(|line| {
            if line.trim().is_empty() {
                ""
            } else {
                &line[cut..]
            }
        })
        .collect()
}

/// Columns on a terminal.
fn width(c: char) -> usize {
    if c.width() == Some(2) { 2 } else { 1 }
}

fn width_of(line: &str, characters: usize) -> usize {
    line.chars().take(characters).map(width).sum()
}

/// The byte offset of a character.
fn byte_of(line: &str, characters: usize) -> usize {
    line.char_indices()
        .nth(characters)
        .map_or(line.len(), |(at, _)| at)
}

/// Stands in front of a text, so that `return` and `await` are in their place.
const FRONT: &str = "async def f():";

/// The statements of a text that fits behind `FRONT`; spans count the bytes in front.
fn body(text: &str) -> Option<Vec<Stmt>> {
    match parse(&format!("{FRONT}{text}"), Mode::Module).ok()?.ast {
        Ast::Module(body) => match body.into_iter().next()?.kind {
            StmtKind::FunctionDef(function) => Some(function.body),
            _ => None,
        },
        _ => None,
    }
}

/// Row and column of a byte offset.
fn place(text: &str, offset: usize) -> Place {
    let before = &text[..offset.min(text.len())];
    let row = before.matches('\n').count();
    (
        row,
        before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count(),
    )
}

/// The offset of the first `wanted` from `from` on, comments and continued lines left out.
fn find(text: &str, from: usize, wanted: char) -> Option<usize> {
    let mut at = from;
    while let Some(c) = text.get(at..)?.chars().next() {
        if c == wanted {
            return Some(at);
        }
        at += match c {
            '#' | '\\' => text[at..].find('\n')? + 1,
            c => c.len_utf8(),
        };
    }
    None
}

fn anchors(segment: &str) -> Option<Anchors> {
    let body = body(&format!("(\n{segment}\n)"))?;
    let [
        Stmt {
            kind: StmtKind::Expr(expression),
            ..
        },
    ] = body.as_slice()
    else {
        return None;
    };
    // The bracket and its line end stand in front, too.
    let front = FRONT.len() + 2;
    let end_of = |expression: &Expr| (expression.span.end as usize).saturating_sub(front);
    let (start, end) = match &expression.kind {
        ExprKind::BinOp(chain) => {
            let operator = chain.rest.last()?.op_span;
            (
                operator.start as usize - front,
                operator.end as usize - front,
            )
        }
        ExprKind::Subscript(subscript) => (
            find(segment, end_of(&subscript.value), '[')?,
            end_of(expression),
        ),
        ExprKind::Call(call) => (find(segment, end_of(&call.func), '(')?, end_of(expression)),
        _ => return None,
    };
    Some(Anchors {
        start: place(segment, start),
        end: place(segment, end),
    })
}

/// `return f(…)` and `x = f(…)` where the call is all the rest: nothing but the obvious would be underlined.
fn is_whole_statement(lines: &[&str], start: usize, end: usize) -> bool {
    let text = lines.join("\n");
    let Some(body) = body(&text) else {
        return false;
    };
    let value = match body.first().map(|statement| &statement.kind) {
        Some(StmtKind::Return(Some(value))) => match &value.kind {
            ExprKind::Call(call) if matches!(call.func.kind, ExprKind::Name(_)) => value,
            _ => return false,
        },
        Some(StmtKind::Assign { value, .. }) if matches!(value.kind, ExprKind::Call(_)) => value,
        _ => return false,
    };
    let last = lines.len() - 1;
    let front = FRONT.len();
    let (from, to) = (
        (value.span.start as usize).saturating_sub(front),
        (value.span.end as usize).saturating_sub(front),
    );
    let row_of = |offset: usize| text[..offset.min(text.len())].matches('\n').count();
    row_of(from) == 0
        && row_of(to) == last
        && from == byte_of(lines[0], start)
        && to == text.len() - lines[last].len() + byte_of(lines[last], end)
}

/// The lines to show for an expression from byte column `start` of the first line to byte column `end` of the last one.
pub fn marked(originals: &[&str], start: u32, end: u32) -> Vec<Marked> {
    let lines = dedent(originals.iter().copied());
    let (Some(&first), Some(&last)) = (originals.first(), originals.last()) else {
        return Vec::new();
    };
    let characters = |line: &str, offset: u32| {
        let bytes = line.as_bytes();
        String::from_utf8_lossy(&bytes[..bytes.len().min(offset as usize)])
            .chars()
            .count()
    };
    let cut = first.chars().count() - lines[0].chars().count();
    let start = characters(first, start).saturating_sub(cut);
    let end = characters(last, end).saturating_sub(cut);
    let bottom = lines.len() - 1;
    let text = lines.join("\n");
    let (from, to) = (
        byte_of(lines[0], start),
        text.len() - lines[bottom].len() + byte_of(lines[bottom], end),
    );
    let anchors = text.get(from..to).and_then(anchors).map(|anchors| {
        let shift = |(row, column): Place| {
            if row == 0 {
                (row, column + start)
            } else {
                (row, column)
            }
        };
        let wide = |(row, column): Place| {
            (
                row,
                lines.get(row).map_or(column, |line| width_of(line, column)),
            )
        };
        Anchors {
            start: wide(shift(anchors.start)),
            end: wide(shift(anchors.end)),
        }
    });
    let show = !is_whole_statement(&lines, start, end)
        && (anchors.is_some()
            || !lines[0][..from].trim().is_empty()
            || !lines[bottom][byte_of(lines[bottom], end)..]
                .trim()
                .is_empty());
    let mut important = std::collections::BTreeSet::from([0, bottom]);
    if let Some(anchors) = &anchors {
        for row in [anchors.start.0, anchors.end.0] {
            important.extend(row.saturating_sub(1)..=(row + 1).min(bottom));
        }
    }
    let (first_mark, last_mark) = (width_of(lines[0], start), width_of(lines[bottom], end));
    let show_row = |row: usize| {
        let line = lines[row];
        let blank = line.chars().count() - line.trim_start().chars().count();
        let columns = if row == bottom {
            last_mark
        } else {
            width_of(line, usize::MAX)
        };
        let mark = |column: usize| match &anchors {
            _ if column < blank || row == 0 && column < first_mark => ' ',
            Some(anchors) if (row, column) < anchors.start || (row, column) >= anchors.end => '~',
            _ => '^',
        };
        Marked {
            line: line.to_string(),
            marks: show.then(|| (0..columns).map(mark).collect()),
        }
    };
    let mut shown: Vec<Marked> = Vec::new();
    let mut previous: Option<usize> = None;
    for row in important {
        match previous {
            Some(before) if row - before == 2 => shown.push(show_row(row - 1)),
            Some(before) if row - before > 2 => {
                shown.push(Marked {
                    line: format!("...<{} lines>...", row - before - 1),
                    marks: None,
                });
            }
            _ => {}
        }
        shown.push(show_row(row));
        previous = Some(row);
    }
    let all: Vec<&str> = shown
        .iter()
        .flat_map(|row| std::iter::once(row.line.as_str()).chain(row.marks.as_deref()))
        .collect();
    let mut dedented = dedent(all.into_iter()).into_iter().map(str::to_string);
    let marks: Vec<bool> = shown.iter().map(|row| row.marks.is_some()).collect();
    marks
        .into_iter()
        .map(|has_marks| Marked {
            line: dedented.next().unwrap_or_default(),
            marks: if has_marks { dedented.next() } else { None },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(line: &str, start: u32, end: u32) -> String {
        let rows = marked(&[line], start, end);
        rows.into_iter()
            .map(|row| format!("{}\n{}", row.line, row.marks.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn operators_and_brackets() {
        assert_eq!(
            show("    x = a + b / c", 8, 17),
            "x = a + b / c\n    ~~^~~~~~~"
        );
        assert_eq!(show("f(1)", 0, 4), "f(1)\n~^^^");
        assert_eq!(show("return f(1)", 7, 11), "return f(1)\n");
        assert_eq!(show("d[k].x", 0, 4), "d[k].x\n~^^^");
        assert_eq!(show("raise ValueError", 0, 16), "raise ValueError\n");
    }
}
