//! Advice about texts that are not Python, by the line: habits from other languages.

/// A sign or word of another language, and what to write.
const SIGNS: &[(&str, &str)] = &[
    ("&&", "write `and`"),
    ("||", "write `or`"),
    (
        "=>",
        "a function without a name is written `lambda x: x + 1`",
    ),
    ("===", "equality is written =="),
    ("!==", "inequality is written !="),
    ("<>", "inequality is written !="),
    ("++", "write `x += 1`"),
    ("--", "write `x -= 1`"),
    ("::", "names in a module are reached with a dot"),
    (
        "?.",
        "`x.y if x is not None else None` is the way to say it",
    ),
    ("??", "`a if a is not None else b` is the way to say it"),
    ("$", "names have no $ in front"),
    (
        "`",
        "text is written in ' or \"; repr(x) was written with ` once",
    ),
    ("/*", "a comment begins with #"),
];

/// First words of statements of other languages.
const STATEMENTS: &[(&[&str], &str)] = &[
    (
        &["elseif", "elsif", "elif"],
        "write `elif condition:`, in line with its if",
    ),
    (&["switch"], "choose with `match value:` and `case ...:`"),
    (&["case"], "`case` stands inside `match value:`"),
    (
        &["function", "func", "fn", "sub", "void"],
        "a function is written `def name(parameters):`",
    ),
    (
        &[
            "var", "let", "const", "int", "double", "String", "float", "auto", "val", "char",
            "boolean",
        ],
        "a variable is made by assignment alone: name = value",
    ),
    (
        &["foreach"],
        "a loop over items is written `for item in items:`",
    ),
    (
        &["until", "unless"],
        "write `while not condition:` or `if not condition:`",
    ),
    (
        &["do", "begin", "loop"],
        "write `while True:` and leave it with break",
    ),
    (&["catch", "rescue"], "write `except SomeError as error:`"),
    (&["throw"], "write `raise SomeError(...)`"),
    (
        &["new"],
        "an object is made by calling its class, without new",
    ),
    (
        &["public", "private", "protected", "static", "final"],
        "there are no such words; a name that begins with _ is private by custom",
    ),
    (&["struct", "interface", "enum"], "write `class Name:`"),
    (
        &["end", "endif", "fi", "done"],
        "a block ends where its indentation ends",
    ),
    (
        &["include", "require", "using"],
        "modules are loaded with `import name`",
    ),
    (&["echo", "puts"], "write `print(...)`"),
    (&["async"], "`async` stands in front of def, for or with"),
];

/// Messages of CPython and what may help.
const MESSAGES: &[(&str, &str)] = &[
    (
        "'return' outside function",
        "at the top of a program, sys.exit() ends it",
    ),
    (
        "'await' outside function",
        "put it into `async def main():` and call asyncio.run(main())",
    ),
    (
        "'await' outside async function",
        "make the function one with `async def`",
    ),
    (
        "asynchronous comprehension outside",
        "make the function one with `async def`",
    ),
    (
        "'async for' outside async function",
        "make the function one with `async def`",
    ),
    (
        "'async with' outside async function",
        "make the function one with `async def`",
    ),
    (
        "'break' outside loop",
        "break stands in a for or while; return leaves a function",
    ),
    (
        "'continue' not properly in loop",
        "continue stands in a for or while",
    ),
    (
        "unindent does not match",
        "a line begins below an earlier line of its block: count the blanks in front",
    ),
    (
        "unexpected indent",
        "only a line that ends with a colon is followed by one that is further in",
    ),
    (
        "expected an indented block",
        "what belongs to the block goes further in, by custom four blanks; `pass` does nothing",
    ),
    (
        "inconsistent use of tabs",
        "use blanks alone; editors can replace tabs",
    ),
    (
        "non-default argument follows",
        "parameters with a default come last",
    ),
    (
        "parameter without a default follows",
        "parameters with a default come last",
    ),
    (
        "invalid non-printable character",
        "a character that cannot be seen came in by copying; write the line anew",
    ),
    (
        "unterminated string literal",
        "a text over several lines is written in three quotes",
    ),
    (
        "name '",
        "`global` and `nonlocal` stand before the first use",
    ),
    (
        "cannot delete function call",
        "del takes names and items, not results",
    ),
    (
        "leading zeros in decimal",
        "an octal number is written 0o17",
    ),
    (
        "positional argument follows keyword",
        "arguments with names come last",
    ),
    (
        "cannot assign to literal",
        "the name stands on the left: name = value",
    ),
    (
        "f-string: expecting '}'",
        "in an f-string, a brace itself is written {{ or }}",
    ),
    (
        "f-string: single '}'",
        "in an f-string, a brace itself is written {{ or }}",
    ),
    (
        "(unicode error)",
        "a backslash itself is written \\\\; r\"...\" takes backslashes as they are",
    ),
];

/// Words that no name may have.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

/// What may help with a message about a line; `column` in characters from 1.
pub(super) fn advice(message: &str, line: &str, column: usize) -> Option<String> {
    let code = without_texts(line);
    let code = code.trim();
    let words: Vec<&str> = code
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let first = words.first().copied().unwrap_or_default();
    let general = message.starts_with("invalid syntax")
        || message.starts_with("expected ':'")
        || message.starts_with("invalid character");
    if line.contains(['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}'])
        && message.starts_with("invalid character")
    {
        return Some("quotes are straight: \" or '; word processors bend them".to_string());
    }
    if let Some(name) = super::between(message, "invalid character '", "'") {
        match name {
            "\u{2212}" | "\u{2013}" | "\u{2014}" => {
                return Some("minus is the plain -".to_string());
            }
            "\u{d7}" => return Some("multiplication is written *".to_string()),
            "\u{f7}" => return Some("division is written /".to_string()),
            "\u{2264}" => return Some("write <=".to_string()),
            "\u{2265}" => return Some("write >=".to_string()),
            "\u{2260}" => return Some("write !=".to_string()),
            _ => {}
        }
    }
    if general {
        if code.starts_with("else if ") || code.contains("} else if") {
            return Some("write `elif condition:`".to_string());
        }
        for (sign, advice) in SIGNS {
            if code.contains(sign) {
                return Some(advice.to_string());
            }
        }
        if code.contains('?') && code.contains(':') {
            return Some("a choice is written `a if condition else b`".to_string());
        }
        if let Some(at) = code.find('!')
            && !code[at..].starts_with("!=")
        {
            return Some("write `not`".to_string());
        }
        if code.ends_with('{') || code.ends_with('}') && !code.contains('{') {
            return Some(
                "a block begins with a colon and goes further in; there are no braces around it"
                    .to_string(),
            );
        }
        if words
            .windows(2)
            .any(|pair| pair[0] == "import" && pair[1] == "from")
        {
            return Some("write `from module import name`".to_string());
        }
        if matches!(first, "def" | "class")
            && words.get(1).is_some_and(|name| KEYWORDS.contains(name))
        {
            return Some(format!(
                "{} is a word of the language and cannot be a name; {}_ can",
                words[1], words[1]
            ));
        }
        if let Some((_, advice)) = STATEMENTS.iter().find(|(names, _)| names.contains(&first)) {
            return Some(advice.to_string());
        }
        if words.contains(&"then") && first == "if" {
            return Some("there is no then: `if condition:`".to_string());
        }
        if words.contains(&"new") {
            return Some("an object is made by calling its class, without new".to_string());
        }
        if code.ends_with(';') && message.starts_with("expected ':'") {
            return Some("a statement ends with its line".to_string());
        }
        if KEYWORDS.contains(&first) && code[first.len()..].trim_start().starts_with('=') {
            return Some(format!(
                "{first} is a word of the language and cannot be a name; {first}_ can"
            ));
        }
        // A word of the language where a name was expected.
        let here: String = code_from(line, column);
        let word: String = here
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect();
        let before = line
            .chars()
            .take(column.saturating_sub(1))
            .collect::<String>();
        if KEYWORDS.contains(&word.as_str()) && before.trim_end().ends_with(['.', ',', '(', '=']) {
            return Some(format!(
                "{word} is a word of the language and cannot be a name; {word}_ can"
            ));
        }
        return None;
    }
    if message.starts_with("invalid decimal literal") {
        return Some("a name cannot begin with a digit".to_string());
    }
    MESSAGES
        .iter()
        .find(|(start, _)| message.starts_with(start))
        .filter(|(start, _)| *start != "name '" || message.contains("prior to"))
        .map(|(_, advice)| advice.to_string())
}

fn code_from(line: &str, column: usize) -> String {
    line.chars().skip(column.saturating_sub(1)).collect()
}

/// The line with the insides of texts and the comment left out.
fn without_texts(line: &str) -> String {
    let mut out = String::new();
    let mut quote = None;
    let mut escaped = false;
    for c in line.chars() {
        match quote {
            Some(open) if c == open && !escaped => {
                quote = None;
                out.push(c);
            }
            Some(_) => escaped = c == '\\' && !escaped,
            None if c == '#' => break,
            None => {
                if matches!(c, '"' | '\'') {
                    (quote, escaped) = (Some(c), false);
                }
                out.push(c);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn habits() {
        let said = |line: &str| advice("invalid syntax", line, 1).unwrap_or_default();
        assert!(said("if a && b:").contains("and"));
        assert!(said("else if x:").contains("elif"));
        assert!(said("x++").contains("+= 1"));
        assert!(said("x = a ? b : c").contains("if condition else"));
        assert!(said("print(\"a && b\" x)").is_empty());
        assert!(said("class = 3").contains("class_"));
    }
}
