//! What the head of a script says about its test: comments `# test: timeout=5 unordered xfail="waits for X"`.
//!
//! Enters: a script's text. Leaves: [`Directives`], or what is wrong with them.

use std::time::Duration;

/// What a script asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Directives {
    /// True if there was any.
    pub any: bool,
    /// The longest it may run.
    pub timeout: Option<Duration>,
    /// Lines of standard output may come in any order.
    pub unordered: bool,
    /// It is known to fail, and why.
    pub xfail: Option<String>,
    /// It is not run, and why.
    pub skip: Option<String>,
    /// It may fail that often before it passes.
    pub flaky: u32,
    /// It has to pass that often.
    pub repeat: u32,
    /// It has to pass under each of these policies of the lock.
    pub policies: Vec<String>,
    /// It has to pass with each of these words as its last argument.
    pub each: Vec<String>,
    /// Files and folders beside it that it finds in its folder.
    pub files: Vec<String>,
    /// Variables of its environment.
    pub environment: Vec<(String, String)>,
    /// Standard error is not looked at.
    pub ignore_stderr: bool,
}

const NAMES: &[&str] = &[
    "timeout",
    "unordered",
    "xfail",
    "skip",
    "skip-if",
    "only-if",
    "flaky",
    "repeat",
    "gil",
    "each",
    "files",
    "env",
    "ignore-stderr",
];

/// Conditions of `skip-if` and `only-if`.
const CONDITIONS: &[(&str, fn() -> bool)] = &[
    ("linux", || cfg!(target_os = "linux")),
    ("macos", || cfg!(target_os = "macos")),
    ("root", super::process::is_root),
    ("ci", is_ci),
    ("one-cpu", || {
        std::thread::available_parallelism().map_or(1, usize::from) == 1
    }),
];

/// True on a machine that tests what others wrote.
pub fn is_ci() -> bool {
    std::env::var_os("CI")
        .is_some_and(|value| !value.is_empty() && value != "false" && value != "0")
}

/// Reads the comments at the beginning of a script.
pub fn parse(source: &str) -> Result<Directives, String> {
    let mut found = Directives {
        repeat: 1,
        ..Default::default()
    };
    for (number, line) in source.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim();
        let Some(comment) = line.strip_prefix('#') else {
            if line.is_empty() {
                continue;
            }
            break;
        };
        if let Some(rest) = comment.trim_start().strip_prefix("test:") {
            found.any = true;
            for word in words(rest) {
                apply(&mut found, &word)
                    .map_err(|error| format!("line {}: {error}", number + 1))?;
            }
        }
    }
    Ok(found)
}

/// Splits at blanks and commas between words; quotes keep both.
fn words(text: &str) -> Vec<String> {
    let (mut found, mut word, mut quote, mut any) = (Vec::new(), String::new(), None, false);
    for c in text.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => (quote, any) = (Some(c), true),
            None if c.is_whitespace() => {
                if any {
                    found.push(std::mem::take(&mut word));
                }
                any = false;
            }
            _ => {
                word.push(c);
                any = true;
            }
        }
    }
    if any {
        found.push(word);
    }
    found
}

fn apply(found: &mut Directives, word: &str) -> Result<(), String> {
    let (name, value) = match word.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (word, None),
    };
    let needed = || match value {
        Some(value) if !value.is_empty() => Ok(value),
        _ => Err(format!("{name} needs a value: {name}=...")),
    };
    let number = || {
        let text = needed()?;
        let number = text.parse().ok().filter(|&number: &u32| number > 0);
        number.ok_or_else(|| format!("{name}={text}: a number from 1 is needed"))
    };
    let list = || -> Result<Vec<String>, String> {
        Ok(needed()?
            .split(',')
            .filter(|item| !item.is_empty())
            .map(str::to_string)
            .collect())
    };
    let reason = || value.unwrap_or("").to_string();
    match name {
        "timeout" => {
            let text = needed()?;
            let seconds = text
                .parse()
                .ok()
                .filter(|&seconds: &f64| seconds > 0.0 && seconds < 1e6);
            let seconds = seconds.ok_or_else(|| format!("timeout={text}: seconds are needed"))?;
            found.timeout = Some(Duration::from_secs_f64(seconds));
        }
        "unordered" => found.unordered = true,
        "ignore-stderr" => found.ignore_stderr = true,
        "xfail" => found.xfail = Some(reason()),
        "skip" => found.skip = Some(reason()),
        "skip-if" | "only-if" => {
            for condition in list()? {
                let known = CONDITIONS.iter().find(|(name, _)| *name == condition);
                let Some((_, holds)) = known else {
                    let names: Vec<&str> = CONDITIONS.iter().map(|(name, _)| *name).collect();
                    return Err(format!(
                        "{name}={condition}: a condition is one of {}",
                        names.join(", ")
                    ));
                };
                if holds() == (name == "skip-if") {
                    found.skip = Some(format!("{name}={condition}"));
                }
            }
        }
        "flaky" => found.flaky = number()?,
        "repeat" => found.repeat = number()?,
        "gil" => {
            for policy in list()? {
                if crate::cli::options::policy(&policy).is_none() {
                    return Err(format!(
                        "gil={policy}: a policy is fair, ticks:N, interval:MS, py2, py39 or py310"
                    ));
                }
                found.policies.push(policy);
            }
        }
        "each" => found.each.extend(list()?),
        "files" => found.files.extend(list()?),
        "env" => match needed()?.split_once('=') {
            Some((name, value)) => {
                found
                    .environment
                    .push((name.to_string(), value.to_string()));
            }
            None => return Err("env needs NAME=VALUE: env=NAME=VALUE".to_string()),
        },
        _ => {
            let hint = match crate::cli::closest(name, NAMES.iter().copied()) {
                Some(meant) => format!("did you mean {meant}?"),
                None => format!("there are {}", NAMES.join(", ")),
            };
            return Err(format!("nothing is called {name}; {hint}"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read() {
        let found = parse(
            "#!/usr/bin/env tick\n# A lesson.\n# test: timeout=2.5 unordered\n\n# test: xfail=\"not yet\" gil=py2,ticks:7 env=A=b=c each=x,y\nprint(1)\n# test: skip\n",
        )
        .expect("it is right");
        assert_eq!(found.timeout, Some(Duration::from_millis(2500)));
        assert!(found.any && found.unordered && found.skip.is_none());
        assert_eq!(found.xfail.as_deref(), Some("not yet"));
        assert_eq!(found.policies, ["py2", "ticks:7"]);
        assert_eq!(found.each, ["x", "y"]);
        assert_eq!(found.environment, [("A".to_string(), "b=c".to_string())]);
    }

    #[test]
    fn mistakes_are_told() {
        let error = |text: &str| parse(text).expect_err("it is wrong");
        assert!(error("# test: unorderd\n").contains("did you mean unordered"));
        assert!(error("# test: timeout=soon\n").contains("seconds"));
        assert!(error("# test: gil=py4\n").contains("policy"));
        assert!(error("\n# test: repeat=0\n").starts_with("line 2"));
        assert!(
            !parse("x = 1\n# test: nonsense\n")
                .expect("code has begun")
                .any
        );
    }
}
