//! How two texts differ, as a unified diff.
//!
//! Enters: expectation and output. Leaves: lines that begin with a blank, `-` (expected) or `+` (printed).

use super::pattern::{is_gap, line_matches};

/// Lines of agreement shown around a difference.
const CONTEXT: usize = 3;
/// Larger comparisons are cut off instead of worked out.
const LARGEST: usize = 4_000_000;
/// Lines shown of each side then.
const SHOWN: usize = 50;

/// The difference of two texts with a few lines of agreement around each change.
pub fn unified(wanted: &str, got: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (wanted.lines().collect(), got.lines().collect());
    let script = edits(&old, &new);
    let mut text = String::new();
    let near = |at: usize| {
        script[at.saturating_sub(CONTEXT)..(at + CONTEXT + 1).min(script.len())]
            .iter()
            .any(|(kind, _)| *kind != ' ')
    };
    let (mut old_line, mut new_line) = (1, 1);
    let mut open = false;
    for (at, (kind, line)) in script.iter().enumerate() {
        if near(at) {
            if !open {
                text += &format!("@@ expected line {old_line}, printed line {new_line} @@\n");
            }
            open = true;
            text += &format!("{kind}{line}\n");
            // A difference nobody sees is told.
            let next = script.get(at + 1);
            if *kind == '+'
                && next.is_none_or(|(kind, _)| *kind != '+')
                && script[..at]
                    .iter()
                    .rev()
                    .find(|(kind, _)| *kind != '+')
                    .is_some_and(|(kind, other)| {
                        *kind == '-' && other.trim_end() == line.trim_end()
                    })
            {
                text += "\\ they differ in blanks at the end\n";
            }
        } else {
            open = false;
        }
        old_line += usize::from(*kind != '+');
        new_line += usize::from(*kind != '-');
    }
    if wanted.ends_with('\n') != got.ends_with('\n') && !wanted.is_empty() && !got.is_empty() {
        text += match got.ends_with('\n') {
            true => "\\ the expectation has no newline at its end\n",
            false => "\\ what was printed has no newline at its end\n",
        };
    }
    text
}

/// The shortest edit script: kept, removed and added lines, by longest common subsequence.
fn edits<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(char, &'a str)> {
    // What begins and ends alike needs no table.
    let lead = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[lead..], &new[lead..]);
    let tail = old_rest
        .iter()
        .rev()
        .zip(new_rest.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let mut script: Vec<(char, &str)> = new[..lead].iter().map(|line| (' ', *line)).collect();
    middle(
        &old_rest[..old_rest.len() - tail],
        &new_rest[..new_rest.len() - tail],
        &mut script,
    );
    script.extend(new[new.len() - tail..].iter().map(|line| (' ', *line)));
    script
}

fn middle<'a>(old: &[&'a str], new: &[&'a str], script: &mut Vec<(char, &'a str)>) {
    if old.len() * new.len() > LARGEST {
        script.extend(old.iter().take(SHOWN).map(|line| ('-', *line)));
        script.extend(new.iter().take(SHOWN).map(|line| ('+', *line)));
        return;
    }
    let width = new.len() + 1;
    let mut length = vec![0u32; (old.len() + 1) * width];
    let alike: Vec<bool> = old
        .iter()
        .flat_map(|wanted| new.iter().map(|got| line_matches(wanted, got)))
        .collect();
    let alike = |i: usize, j: usize| alike[i * new.len() + j];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            length[i * width + j] = if is_gap(old[i]) {
                // A gap takes the line, or is over; lines that are expected by their text count for more.
                length[i * width + j + 1].max(length[(i + 1) * width + j])
            } else if alike(i, j) {
                length[(i + 1) * width + j + 1] + 1
            } else {
                length[(i + 1) * width + j].max(length[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && is_gap(old[i]) {
            if j < new.len() && length[i * width + j + 1] >= length[(i + 1) * width + j] {
                script.push((' ', new[j]));
                j += 1;
            } else {
                i += 1;
            }
        } else if i < old.len() && j < new.len() && alike(i, j) {
            script.push((' ', new[j]));
            i += 1;
            j += 1;
        } else if j == new.len()
            || (i < old.len() && length[(i + 1) * width + j] >= length[i * width + j + 1])
        {
            script.push(('-', old[i]));
            i += 1;
        } else {
            script.push(('+', new[j]));
            j += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_have_their_place() {
        let text = unified("a\nb\nc\n", "a\nx\nc\n");
        assert_eq!(
            text,
            "@@ expected line 1, printed line 1 @@\n a\n-b\n+x\n c\n"
        );
    }

    #[test]
    fn patterns_are_agreement() {
        let text = unified("[NUM]\n...\nend\nlast\n", "1\nx\ny\nend\n");
        assert!(text.contains(" x\n y\n end\n-last\n"), "{text}");
    }

    #[test]
    fn blanks_and_newlines_are_told() {
        assert!(unified("a\n", "a \n").contains("blanks"));
        assert!(unified("a\n", "a").contains("no newline"));
    }
}
