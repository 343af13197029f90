//! How two texts differ, as a unified diff.
//!
//! Enters: expectation and output, or the streams of two runs. Leaves: lines that begin with a blank, `-` (expected, first) or `+`
//! (printed, second).

use super::pattern::{is_gap, line_matches};

/// Lines of agreement shown around a difference.
const CONTEXT: usize = 3;
/// Larger comparisons are cut off instead of worked out.
const LARGEST: usize = 4_000_000;
/// Lines shown of each side then.
const SHOWN: usize = 50;

/// What the two texts are.
struct Sides {
    /// What their lines are called.
    lines: [&'static str; 2],
    /// What they are called as a whole.
    whole: [&'static str; 2],
    /// When a line of the first text is one of the second.
    alike: fn(&str, &str) -> bool,
    /// When a line of the first text stands for any lines.
    is_gap: fn(&str) -> bool,
}

const EXPECTATION: Sides = Sides {
    lines: ["expected", "printed"],
    whole: ["the expectation", "what was printed"],
    alike: line_matches,
    is_gap,
};

const RUNS: Sides = Sides {
    lines: ["first", "second"],
    whole: ["the first", "the second"],
    alike: |one, other| one == other,
    is_gap: |_| false,
};

/// The difference of what is expected and what was printed, with a few lines of agreement around each change.
pub fn unified(wanted: &str, got: &str) -> String {
    difference(wanted, got, &EXPECTATION)
}

/// How two runs differ: each stream, with its name and what both runs wrote to it, under a head of its own. Empty if none does.
pub fn runs(streams: [(&str, &[u8], &[u8]); 2]) -> String {
    let mut text = String::new();
    for (name, one, other) in streams {
        if one != other {
            text += &format!("--- first {name}\n+++ second {name}\n");
            let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
            text += &difference(&one, &other, &RUNS);
        }
    }
    text
}

fn difference(wanted: &str, got: &str, sides: &Sides) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (wanted.lines().collect(), got.lines().collect());
    let script = edits(&old, &new, sides);
    let [old_name, new_name] = sides.lines;
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
                text += &format!("@@ {old_name} line {old_line}, {new_name} line {new_line} @@\n");
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
        let without = sides.whole[usize::from(wanted.ends_with('\n'))];
        text += &format!("\\ {without} has no newline at its end\n");
    }
    text
}

/// The shortest edit script: kept, removed and added lines, by longest common subsequence.
fn edits<'a>(old: &[&'a str], new: &[&'a str], sides: &Sides) -> Vec<(char, &'a str)> {
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
        sides,
        &mut script,
    );
    script.extend(new[new.len() - tail..].iter().map(|line| (' ', *line)));
    script
}

fn middle<'a>(old: &[&'a str], new: &[&'a str], sides: &Sides, script: &mut Vec<(char, &'a str)>) {
    let is_gap = sides.is_gap;
    if old.len() * new.len() > LARGEST {
        script.extend(old.iter().take(SHOWN).map(|line| ('-', *line)));
        script.extend(new.iter().take(SHOWN).map(|line| ('+', *line)));
        return;
    }
    let width = new.len() + 1;
    let mut length = vec![0u32; (old.len() + 1) * width];
    let alike: Vec<bool> = old
        .iter()
        .flat_map(|wanted| new.iter().map(|got| (sides.alike)(wanted, got)))
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
        assert!(unified("a\n", "a").contains("what was printed has no newline"));
        assert!(unified("a", "a\n").contains("the expectation has no newline"));
    }

    #[test]
    fn two_runs_are_compared_as_they_stand() {
        let same: (&str, &[u8], &[u8]) = ("stderr", b"\xff", b"\xff");
        assert_eq!(runs([("stdout", b"1\n", b"1\n"), same]), "");
        // What is a pattern in an expectation is text here.
        let text = runs([("stdout", b"a\n[NUM]\n...\n", b"a\n1\n...\n"), same]);
        let shown = "@@ first line 1, second line 1 @@\n a\n-[NUM]\n+1\n ...\n";
        assert_eq!(
            text,
            format!("--- first stdout\n+++ second stdout\n{shown}")
        );
        // Bytes that show alike differ all the same.
        let text = runs([("stdout", b"\xfe\n", b"\xff\n"), same]);
        assert_eq!(text, "--- first stdout\n+++ second stdout\n");
    }
}
