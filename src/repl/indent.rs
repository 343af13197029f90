//! How far the next line of a block is indented.
//!
//! Enters: the lines so far. Leaves: the spaces that the prompt puts at the beginning of the next line, and the steps of Tab
//! and Backspace.

use super::lexer::{Kind, Piece, State, scan};

/// Spaces of one step, where the block does not show another width.
pub const STEP: usize = 4;

fn width_of_margin(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// The step of a block: the margin of its first indented line.
fn step_of(block: &str) -> usize {
    block
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(width_of_margin)
        .find(|&width| width > 0)
        .unwrap_or(STEP)
}

/// The margin of the line that follows these lines.
pub fn next(block: &str) -> String {
    let block = block.strip_suffix('\n').unwrap_or(block);
    let (pieces, state) = scan(block, State::default());
    if state.quote.is_some() {
        return String::new();
    }
    let line_start = |at: usize| block[..at].rfind('\n').map_or(0, |end| end + 1);
    let margin = |at: usize| {
        let line = &block[line_start(at)..];
        &line[..width_of_margin(line)]
    };
    let meaningful = |piece: &&Piece| !matches!(piece.kind, Kind::Comment | Kind::LineEnd);
    let Some(last) = pieces.iter().rfind(meaningful) else {
        return String::new();
    };
    let step = " ".repeat(step_of(block));
    if state.depth > 0 {
        let mut text = margin(block.len()).to_string();
        if last.kind == Kind::Open {
            text += &step;
        }
        return text;
    }
    // The first piece of the last statement.
    let last_at = pieces.iter().rposition(|piece| piece == last).unwrap_or(0);
    let first_at = pieces[..last_at]
        .iter()
        .rposition(|piece| piece.kind == Kind::LineEnd)
        .map_or(0, |at| at + 1);
    let first = pieces[first_at..=last_at]
        .iter()
        .find(meaningful)
        .unwrap_or(last);
    let base = margin(first.start);
    if &block[last.start..last.end] == ":" {
        return format!("{base}{step}");
    }
    if block.ends_with('\\') && block[last.end..].trim() == "\\" {
        return margin(block.len()).to_string();
    }
    let word = &block[first.start..first.end];
    let leaves = first.kind == Kind::Keyword
        && matches!(word, "return" | "pass" | "raise" | "break" | "continue");
    if leaves {
        return base[..base.len().saturating_sub(step.len())].to_string();
    }
    base.to_string()
}

/// Spaces that Tab adds in a margin of this width.
pub fn to_next_step(width: usize) -> usize {
    STEP - width % STEP
}

/// Spaces that Backspace takes away in a margin of this width.
pub fn to_last_step(width: usize) -> usize {
    match width % STEP {
        0 => STEP.min(width),
        over => over,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn margins() {
        let cases = [
            ("def f(x):", 4),
            ("def f(x):  # why", 4),
            ("def f(x):\n    y = {'a': 1}", 4),
            ("def f(x):\n    return 1", 0),
            ("class A:\n    def f(self):\n        pass", 4),
            (
                "class A:\n    def f(self):\n        x = (1 +\n             2)",
                8,
            ),
            ("foo(", 4),
            ("foo(a,", 0),
            ("foo(\n    a,", 4),
            ("x = '''", 0),
            ("if a:\n  if b:", 4),
            ("x = a[1:", 0),
            ("@d", 0),
            ("x = 1 + \\", 0),
            ("f = lambda: 1", 0),
            ("", 0),
            ("# only this:", 0),
        ];
        for (block, want) in cases {
            assert_eq!(next(block).len(), want, "{block:?}");
            assert_eq!(
                next(&format!("{block}\n")).len(),
                want,
                "{block:?} and a line end"
            );
        }
    }

    #[test]
    fn steps() {
        assert_eq!([0, 1, 3, 4].map(to_next_step), [4, 3, 1, 4]);
        assert_eq!([1, 4, 6, 8].map(to_last_step), [1, 4, 2, 4]);
    }
}
