//! Pasted text: what it loses before it is run, and how a long one is shown.
//!
//! Enters: what the terminal sent between the marks of a paste. Leaves: text for the line; [`unfold`] gives back what a
//! placeholder stands for.

/// Lines of a text without the prompts of a transcript that precede them.
fn without_prompts(text: &str) -> Option<String> {
    let is_prompted = |line: &str| line.starts_with(">>> ") || line == ">>>";
    if !text.lines().next().is_some_and(is_prompted) {
        return None;
    }
    let mut out = String::new();
    for line in text.lines() {
        let code = match line {
            ">>>" | "..." => Some(""),
            _ => line
                .strip_prefix(">>> ")
                .or_else(|| line.strip_prefix("... ")),
        };
        // Other lines are what the statements printed.
        if let Some(code) = code {
            out += code;
            out.push('\n');
        }
    }
    Some(out)
}

/// Lines without the margin that all of them have.
fn without_margin(text: &str) -> String {
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let width = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let common = lines().map(width).min().unwrap_or(0);
    if common == 0 {
        return text.to_string();
    }
    let cut: Vec<&str> = text
        .lines()
        .map(|line| line.get(common..).unwrap_or(""))
        .collect();
    cut.join("\n")
}

/// The text as it goes into the line: line ends of one kind and none at the end; for a first line (`fresh`) without the
/// prompts of a transcript and without a common margin.
pub fn clean(text: &str, fresh: bool) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if !text.contains('\n') {
        return text;
    }
    let text = match without_prompts(&text) {
        Some(code) if fresh => code,
        _ if fresh => without_margin(&text),
        _ => text,
    };
    text.trim_end_matches(['\n', ' ', '\t']).to_string()
}

/// The text, or if it has more lines than fit on the screen a placeholder for it.
pub fn fold(text: String, rows: usize, folded: &mut Vec<String>) -> String {
    let lines = text.lines().count();
    if lines + 2 <= rows && text.len() <= 16 << 10 {
        return text;
    }
    folded.push(text);
    format!("[pasted text {}: {lines} lines]", folded.len())
}

/// The line with its placeholders replaced.
pub fn unfold(line: &str, folded: &mut Vec<String>) -> String {
    let mut text = line.to_string();
    for (at, inside) in folded.drain(..).enumerate() {
        let lines = inside.lines().count();
        text = text.replace(&format!("[pasted text {}: {lines} lines]", at + 1), &inside);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pastes_are_cleaned() {
        let cases = [
            ("a\r\nb\r\n", "a\nb"),
            ("one", "one"),
            (
                ">>> x = 1\r>>> if x:\r...     x\r...\r1\r",
                "x = 1\nif x:\n    x",
            ),
            ("    a\n      b\n\n    c\n", "a\n  b\n\nc"),
        ];
        for (text, want) in cases {
            assert_eq!(clean(text, true), want, "{text:?}");
        }
        assert_eq!(clean("    a\n    b\n", false), "    a\n    b");
    }

    #[test]
    fn long_pastes_are_folded_and_unfolded() {
        let mut folded = Vec::new();
        let long = "x = 1\n".repeat(100);
        let shown = fold(long.clone(), 24, &mut folded);
        assert_eq!(shown, "[pasted text 1: 100 lines]");
        assert_eq!(
            unfold(&format!("{shown}; y"), &mut folded),
            format!("{long}; y")
        );
        assert_eq!(fold("a\nb".into(), 24, &mut folded), "a\nb");
    }
}
