//! What is legal but suspicious, in CPython 3.13's words.

use tick_syntax::{Mode, parse};

#[test]
fn warnings_are_cpythons() {
    let cases: &[(&str, &[&str])] = &[
        (
            "x is 1",
            &["\"is\" with 'int' literal. Did you mean \"==\"?"],
        ),
        (
            "x is not 'a'",
            &["\"is not\" with 'str' literal. Did you mean \"!=\"?"],
        ),
        (
            "x is ()",
            &["\"is\" with 'tuple' literal. Did you mean \"==\"?"],
        ),
        ("x is None", &[]),
        (
            "1()",
            &["'int' object is not callable; perhaps you missed a comma?"],
        ),
        (
            "[1, 2](3)",
            &["'list' object is not callable; perhaps you missed a comma?"],
        ),
        (
            "f'a'()",
            &["'str' object is not callable; perhaps you missed a comma?"],
        ),
        (
            "[1][2, 3]",
            &["list indices must be integers or slices, not tuple; perhaps you missed a comma?"],
        ),
        (
            "'abc'[1.5]",
            &["str indices must be integers or slices, not float; perhaps you missed a comma?"],
        ),
        (
            "1[2]",
            &["'int' object is not subscriptable; perhaps you missed a comma?"],
        ),
        (
            "(lambda: 1)[0]",
            &["'function' object is not subscriptable; perhaps you missed a comma?"],
        ),
        (
            "assert (a, 'b')",
            &["assertion is always true, perhaps remove parentheses?"],
        ),
        ("assert ()", &[]),
        ("'\\d'", &["invalid escape sequence '\\d'"]),
        ("b'\\d'", &["invalid escape sequence '\\d'"]),
        (
            "f'\\d{x}\\w'",
            &[
                "invalid escape sequence '\\d'",
                "invalid escape sequence '\\w'",
            ],
        ),
        ("'\\400'", &["invalid octal escape sequence '\\400'"]),
        ("r'\\d'", &[]),
        ("1if x else 2", &["invalid decimal literal"]),
    ];
    for (source, want) in cases {
        let parsed = parse(source, Mode::Module).expect("it parses");
        let got: Vec<&str> = parsed
            .warnings
            .iter()
            .map(|warning| warning.message.as_str())
            .collect();
        assert_eq!(got, *want, "{source}");
    }
}
