//! Hostile programs by number: even ones are mutations of the golden programs, odd ones are made up from a grammar of nasty
//! values and operations. The same seed and number give the same text.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A small generator of numbers (splitmix64): good enough to choose with, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }
    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
    fn word<'a>(&mut self, from: &'a str) -> &'a str {
        let words: Vec<&str> = from.split_whitespace().collect();
        self.pick(&words)
    }
    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// Programs whose mutations could touch the machine they run on, wait, or take for ever are no material.
const AVOID: &[&str] = &[
    "import os",
    "from os",
    "subprocess",
    "signal",
    "shutil",
    "open(",
    "socket",
    "input(",
    "thread",
    "asyncio",
    "multiprocessing",
    "tempfile",
    "pathlib",
    "sleep",
    "_exit",
    "**",
    "<<",
    "setrecursionlimit",
    "selectors",
    "logging",
    "io.",
];

/// The golden programs that may be mutated, in order of their names.
static CORPUS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let (mut folders, mut paths): (Vec<PathBuf>, Vec<PathBuf>) = (Vec::new(), Vec::new());
    folders.extend(["hostile", "run", "syntax"].map(|area| root.join(area)));
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|extension| extension == "py") => {
                    paths.push(path)
                }
                false => {}
            }
        }
    }
    paths.sort();
    let texts = paths
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok());
    texts
        .filter(|text| text.len() < 20_000 && !AVOID.iter().any(|word| text.contains(word)))
        .collect()
});

/// The program with this number.
pub fn program(seed: u64, case: u64) -> String {
    let mut random = Random(seed << 32 ^ case);
    random.next();
    match case.is_multiple_of(2) && !CORPUS.is_empty() {
        true => mutated(&mut random),
        false => Maker {
            random,
            names: Vec::new(),
            budget: 120,
        }
        .program(),
    }
}

const NUMBERS: &[&str] = &[
    "0",
    "-1",
    "1",
    "2",
    "3",
    "7",
    "255",
    "256",
    "-129",
    "2147483647",
    "2147483648",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "123456789012345678901234567890",
    "0.0",
    "-0.0",
    "0.5",
    "1e308",
    "1e-320",
    "1e400",
    "float('nan')",
    "-float('inf')",
    "1j",
    "True",
    "0x7f",
];

const OPERATORS: &[&str] = &[
    "+", "-", "*", "/", "//", "%", "@", "&", "|", "^", ">>", "<", ">", "==", "!=", "<=", ">=",
    " in ", " not in ", " is ", " is not ", " and ", " or ",
];

/// Cuts a text into words, numbers, single signs and blanks.
fn tokens(text: &str) -> Vec<&str> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let (mut parts, mut start) = (Vec::new(), 0);
    let mut previous = None;
    for (at, c) in text.char_indices() {
        if let Some(previous) = previous
            && !(word(previous) && word(c) || previous == ' ' && c == ' ')
        {
            parts.push(&text[start..at]);
            start = at;
        }
        previous = Some(c);
    }
    parts.push(&text[start..]);
    parts
}

fn mutated(random: &mut Random) -> String {
    let corpus: Vec<&str> = CORPUS.iter().map(String::as_str).collect();
    let mut text = random.pick(&corpus).to_string();
    for _ in 0..1 + random.below(4) {
        let other = random.pick(&corpus);
        text = match random.below(8) {
            0..=2 => mutate_lines(random, &text, other),
            _ => mutate_tokens(random, &text, other),
        };
    }
    text
}

fn mutate_lines(random: &mut Random, text: &str, other: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(String::from).collect();
    let others: Vec<&str> = other.lines().collect();
    if lines.is_empty() || others.is_empty() {
        return text.to_string();
    }
    let at = random.below(lines.len());
    match random.below(6) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[at].clone()),
        2 => {
            let to = random.below(lines.len());
            lines.swap(at, to);
        }
        3 => {
            let indent: String = lines[at].chars().take_while(|c| *c == ' ').collect();
            lines.insert(at, format!("{indent}{}", random.pick(&others).trim_start()));
        }
        4 => {
            let first = random.below(others.len());
            let block = others[first..]
                .iter()
                .take(1 + random.below(12))
                .map(|line| line.to_string());
            lines.splice(at..at, block);
        }
        _ => lines[at] = lines[at].replacen("    ", "", 1),
    }
    lines.join("\n") + "\n"
}

fn mutate_tokens(random: &mut Random, text: &str, other: &str) -> String {
    let mut parts: Vec<String> = tokens(text).into_iter().map(String::from).collect();
    let others = tokens(other);
    for _ in 0..1 + random.below(3) {
        let at = random.below(parts.len());
        let digits = parts[at].starts_with(|c: char| c.is_ascii_digit());
        let sign = OPERATORS.contains(&parts[at].as_str());
        match random.below(5) {
            _ if digits => parts[at] = random.pick(NUMBERS).to_string(),
            _ if sign => parts[at] = random.pick(OPERATORS).to_string(),
            0 => parts[at].clear(),
            1 => parts[at] = random.pick(&others).to_string(),
            2 => {
                // A word of the same program in place of another: most such programs still compile.
                let words: Vec<String> = parts
                    .iter()
                    .filter(|part| part.starts_with(|c: char| c.is_alphabetic()))
                    .cloned()
                    .collect();
                if parts[at].starts_with(|c: char| c.is_alphabetic()) && !words.is_empty() {
                    parts[at] = words[random.below(words.len())].clone();
                }
            }
            3 => {
                let again = parts[at].clone();
                parts.insert(at, again);
            }
            _ => {
                let to = random.below(parts.len());
                parts.swap(at, to);
            }
        }
    }
    // Powers and shifts of large numbers take for ever by right.
    parts.concat().replace("**", "+").replace("<<", "+")
}

/// The head of every made-up program: a class whose every operation misbehaves, and a helper that keeps going.
const HEAD: &str = "\
import itertools
class Evil:
    turn = 0
    def __init__(self, *a, **k): self.a = a
    def answer(self, *a):
        Evil.turn += 1
        return [None, 1, -1, 'x', [], self, NotImplemented, 3.5, (1, 2), True][Evil.turn % 10]
    def fail(self, *a): raise ValueError(self)
    __add__ = __radd__ = __iadd__ = __mul__ = __sub__ = __getitem__ = __setitem__ = __delitem__ = __call__ = answer
    __eq__ = __lt__ = __gt__ = __le__ = __ge__ = __contains__ = __bool__ = __len__ = __iter__ = __next__ = answer
    __index__ = __int__ = __float__ = __hash__ = __enter__ = __exit__ = __length_hint__ = __reversed__ = answer
    __get__ = __set_name__ = __format__ = __round__ = __neg__ = __missing__ = __class_getitem__ = answer
class Bad(Evil):
    __eq__ = __hash__ = __bool__ = __len__ = __iter__ = __index__ = __str__ = __repr__ = __getattr__ = Evil.fail
class Str(str):
    def __eq__(self, other): store.clear(); return True
    def __hash__(self): return 1
class List(list):
    def __len__(self): return 10
    def __getitem__(self, i): self.append(i); return i
class Meta(type):
    def __instancecheck__(self, x): return x
    def __call__(self, *a): return a
class Odd(metaclass=Meta): pass
store = {}
def gen(n=5):
    try:
        for i in range(n):
            got = yield i
            if got: yield got
    finally:
        store.pop(0, None)
def deep(n):
    return deep(n + 1)
cyclic = []; cyclic.append(cyclic); cyclic.append({'c': cyclic})
";

const ATOMS: &[&str] = &[
    "None",
    "True",
    "...",
    "NotImplemented",
    "''",
    "'abc'",
    "'\\u00e9\\U0001f600'",
    "b''",
    "b'\\xff\\x00'",
    "bytearray(b'xyz')",
    "[]",
    "[1, 2, 3]",
    "()",
    "(1,)",
    "{}",
    "{1: 2}",
    "set()",
    "{1, 2}",
    "frozenset([3])",
    "range(5)",
    "range(9, -9, -2)",
    "slice(None)",
    "slice(-3, 9, 2)",
    "Evil()",
    "Bad()",
    "Evil",
    "Bad",
    "Str('k')",
    "List([1])",
    "Odd",
    "object()",
    "object",
    "int",
    "str",
    "list",
    "dict",
    "type",
    "len",
    "print",
    "cyclic",
    "store",
    "gen()",
    "gen",
    "iter([1, 2])",
    "zip([1], 'ab')",
    "map(str, [1])",
    "enumerate('ab')",
    "reversed([1, 2])",
    "memoryview(b'abcd')",
    "Exception('e')",
    "ValueError",
    "StopIteration(3)",
    "(lambda *a, **k: (a, k))",
    "(lambda x: x)",
    "itertools.chain([1], [2])",
    "itertools.islice(itertools.count(), 3)",
    "property(len)",
    "staticmethod(len)",
    "classmethod(len)",
    "super",
    "BaseException",
    "ExceptionGroup('g', [ValueError()])",
    "globals()",
    "Evil().answer",
    "[].append",
    "str.join",
];

const BUILTINS: &str = "\
    abs all any ascii bin bool bytearray bytes callable chr complex dict dir divmod enumerate filter float format \
    frozenset getattr hasattr hash hex id int isinstance issubclass iter len list map max memoryview min next object oct \
    ord pow property range repr reversed round set setattr delattr slice sorted str sum super tuple type vars zip \
    compile eval exec staticmethod classmethod Evil List Str gen deep int.from_bytes dict.fromkeys str.maketrans \
    bytes.fromhex float.fromhex object.__new__ type.__call__ list.sort dict.update set.union str.format str.join \
    str.split str.translate tuple.index object.__getattribute__ object.__setattr__ type.mro BaseException.with_traceback";

const ATTRIBUTES: &str = "\
    __class__ __dict__ __doc__ __name__ __mro__ __bases__ __module__ __qualname__ __init__ __new__ __repr__ __eq__ \
    __hash__ __call__ __get__ __iter__ __next__ __len__ __getitem__ __add__ __reduce__ __sizeof__ __code__ __defaults__ \
    __kwdefaults__ __closure__ __globals__ __self__ __func__ __wrapped__ __slots__ __traceback__ __cause__ __context__ \
    __notes__ args a append extend insert pop remove clear sort reverse index count copy keys values items get \
    setdefault update add discard union join split format encode decode replace find strip zfill center translate \
    partition splitlines expandtabs send throw close gi_frame gi_code real imag bit_length to_bytes as_integer_ratio hex \
    start stop step indices tobytes cast release tolist with_traceback add_note co_code co_consts";

const SPECS: &[&str] = &[
    "", ":>10", ":05", ":x", ":.3f", ":,", ":_b", ":e", ":%", ":c", ":{1}", "!r", "!a:^20", ":^%d",
    ":=+9,.2g", ":s",
];

/// Makes a program up.
struct Maker {
    random: Random,
    names: Vec<String>,
    /// How many more statements and expressions there may be.
    budget: i32,
}

impl Maker {
    fn program(mut self) -> String {
        let mut text = HEAD.to_string();
        for _ in 0..12 {
            self.statement(0, false, &mut text);
        }
        text.push_str("store.clear(); del cyclic\n");
        text
    }

    fn line(text: &mut String, indent: usize, line: &str) {
        text.push_str(&"    ".repeat(indent));
        text.push_str(line);
        text.push('\n');
    }

    fn name(&mut self) -> String {
        if self.names.is_empty() || self.random.below(4) == 0 {
            let name = format!("v{}", self.random.below(12));
            self.names.push(name.clone());
            return name;
        }
        self.names[self.random.below(self.names.len())].clone()
    }

    fn target(&mut self) -> String {
        match self.random.below(8) {
            0 => format!("{}.a", self.name()),
            1 => format!("{}[{}]", self.name(), self.expression(3)),
            2 => format!("{}, *{}", self.name(), self.name()),
            3 => format!(
                "{}[{}:{}]",
                self.name(),
                self.expression(4),
                self.expression(4)
            ),
            _ => self.name(),
        }
    }

    fn block(&mut self, indent: usize, function: bool, text: &mut String) {
        for _ in 0..1 + self.random.below(3) {
            self.statement(indent, function, text);
        }
    }

    fn statement(&mut self, indent: usize, function: bool, text: &mut String) {
        self.budget -= 1;
        let kind = match self.budget < 0 || indent > 4 {
            true => 0,
            false => self.random.below(20),
        };
        // Nearly every statement fails; at the top the program goes on behind it.
        let guarded = indent == 0;
        let indent = indent + usize::from(guarded);
        if guarded {
            Self::line(text, 0, "try:");
        }
        match kind {
            0..=4 => {
                let line = format!("{} = {}", self.target(), self.expression(0));
                Self::line(text, indent, &line);
            }
            5 => {
                let sign = self.random.pick(&["+", "-", "*", "//", "|", "&", "%", "@"]);
                let line = format!("{} {sign}= {}", self.name(), self.expression(1));
                Self::line(text, indent, &line);
            }
            6 => {
                let line = format!(
                    "for _, {} in zip(range(20), {}):",
                    self.name(),
                    self.expression(1)
                );
                Self::line(text, indent, &line);
                self.block(indent + 1, function, text);
            }
            7 => {
                let line = format!(
                    "for {} in {}:",
                    self.name(),
                    self.random.pick(&[
                        "cyclic",
                        "store",
                        "gen()",
                        "List([1])",
                        "{1: 1, 2: 2}",
                        "Evil()"
                    ])
                );
                Self::line(text, indent, &line);
                self.block(indent + 1, function, text);
                let end = self
                    .random
                    .pick(&["break", "continue", "if 1: break", "pass"]);
                Self::line(text, indent + 1, end);
            }
            8 => {
                let line = format!("if {}:", self.expression(1));
                Self::line(text, indent, &line);
                self.block(indent + 1, function, text);
                Self::line(text, indent, "else:");
                self.block(indent + 1, function, text);
            }
            9..=11 => {
                Self::line(text, indent, "try:");
                self.block(indent + 1, function, text);
                if self.random.below(3) > 0 {
                    let line = format!(
                        "except {} as error:",
                        self.random.pick(&[
                            "Exception",
                            "(TypeError, ValueError)",
                            "Evil",
                            "BaseException",
                            "None"
                        ])
                    );
                    Self::line(text, indent, &line);
                    self.block(indent + 1, function, text);
                }
                Self::line(text, indent, "finally:");
                self.block(indent + 1, function, text);
            }
            12 => {
                let line = format!("with {} as {}:", self.expression(2), self.name());
                Self::line(text, indent, &line);
                self.block(indent + 1, function, text);
            }
            13..=14 => {
                let name = self.name();
                let parameters =
                    self.random
                        .pick(&["", "x=1", "*a, **k", "x, /, y=2, *, z=3", "x, *a"]);
                Self::line(text, indent, &format!("def {name}({parameters}):"));
                self.block(indent + 1, true, text);
                let line = match self.random.below(4) {
                    0 => format!("yield {}", self.expression(2)),
                    1 => format!("yield from {}", self.expression(2)),
                    _ => format!("return {}", self.expression(2)),
                };
                Self::line(text, indent + 1, &line);
                let line = format!("{} = {name}({})", self.name(), self.arguments(2));
                Self::line(text, indent, &line);
            }
            15 => {
                let bases = self.random.pick(&[
                    "",
                    "(Evil)",
                    "(list)",
                    "(int)",
                    "(str, Evil)",
                    "(Bad, dict)",
                    "(type)",
                    "(Exception)",
                    "(Odd)",
                    "(object, Evil)",
                    "(metaclass=Evil)",
                ]);
                let name = self.name();
                Self::line(text, indent, &format!("class {name}{bases}:"));
                self.block(indent + 1, false, text);
                let method = self.random.pick(&[
                    "__init__",
                    "__new__",
                    "__del__",
                    "__getattr__",
                    "__setattr__",
                    "__eq__",
                    "__iter__",
                    "__init_subclass__",
                    "__repr__",
                ]);
                let line = format!("def {method}(self, *a, **k): return {}", self.expression(2));
                Self::line(text, indent + 1, &line);
                let line = format!("{} = {name}({})", self.name(), self.arguments(2));
                Self::line(text, indent, &line);
            }
            16 => {
                let line = format!("del {}", self.target().replace('*', ""));
                Self::line(text, indent, &line);
            }
            17 => {
                let line = match function {
                    true => format!("return {}", self.expression(1)),
                    false => format!("raise {} from {}", self.expression(2), self.expression(3)),
                };
                Self::line(text, indent, &line);
            }
            18 => {
                let line = format!("match {}:", self.expression(1));
                Self::line(text, indent, &line);
                let pattern = self.random.pick(&[
                    "[x, *y]",
                    "{'a': x, **r}",
                    "int(x)",
                    "Evil(a=x)",
                    "str() | None",
                    "(1, 2)",
                    "x if x",
                ]);
                Self::line(text, indent + 1, &format!("case {pattern}:"));
                self.block(indent + 2, function, text);
                Self::line(text, indent + 1, "case _:");
                self.block(indent + 2, function, text);
            }
            _ => {
                let line = format!("assert {}, {}", self.expression(1), self.expression(2));
                Self::line(text, indent, &line);
            }
        }
        if guarded {
            Self::line(text, 0, "except BaseException as error:");
            Self::line(
                text,
                1,
                &format!(
                    "v0 = {}",
                    self.random
                        .pick(&["error", "error.__traceback__", "error.args", "None"])
                ),
            );
        }
    }

    fn arguments(&mut self, depth: usize) -> String {
        let count = self.random.below(4);
        let parts: Vec<String> = (0..count)
            .map(|_| match self.random.below(12) {
                0 => format!("*{}", self.expression(depth + 1)),
                1 => format!(
                    "**{}",
                    self.random.pick(&["{}", "{'x': 1}", "store", "{1: 2}"])
                ),
                _ => self.expression(depth + 1),
            })
            .collect();
        // Keywords must stand behind the rest.
        let (late, early): (Vec<String>, Vec<String>) =
            parts.into_iter().partition(|part| part.starts_with("**"));
        [early, late].concat().join(", ")
    }

    fn expression(&mut self, depth: usize) -> String {
        self.budget -= 1;
        if depth > 4 || self.budget < -200 {
            return self.atom();
        }
        let next = depth + 1;
        match self.random.below(22) {
            0..=5 => self.atom(),
            6..=8 => format!(
                "({}{}{})",
                self.expression(next),
                self.random.pick(OPERATORS),
                self.expression(next)
            ),
            9 => format!(
                "({}{})",
                self.random.pick(&["-", "+", "~", "not "]),
                self.expression(next)
            ),
            10 => format!("{}[{}]", self.atom(), self.expression(next)),
            11 => format!(
                "{}[{}:{}:{}]",
                self.atom(),
                self.atom(),
                self.atom(),
                self.atom()
            ),
            12..=13 => format!("{}.{}", self.atom(), self.random.word(ATTRIBUTES)),
            14..=15 => format!(
                "{}.{}({})",
                self.atom(),
                self.random.word(ATTRIBUTES),
                self.arguments(next)
            ),
            16..=18 => format!("{}({})", self.random.word(BUILTINS), self.arguments(next)),
            19 => {
                let (open, close) =
                    [("[", "]"), ("{", "}"), ("list((", "))")][self.random.below(3)];
                format!(
                    "{open}{} for v1, _ in zip({}, range(9)) if {}{close}",
                    self.expression(next),
                    self.expression(next),
                    self.atom()
                )
            }
            20 => {
                let spec = self.random.pick(SPECS);
                format!(
                    "f'{{({}){spec}}}'",
                    self.random.pick(&[
                        "1",
                        "2.5",
                        "'t'",
                        "v0",
                        "Evil()",
                        "cyclic",
                        "10000000000000000000000"
                    ])
                )
            }
            _ => format!(
                "({} if {} else {})",
                self.expression(next),
                self.expression(next),
                self.expression(next)
            ),
        }
    }

    fn atom(&mut self) -> String {
        match self.random.below(4) {
            0 => format!("({})", self.random.pick(NUMBERS)),
            1 if !self.names.is_empty() => self.name(),
            _ => self.random.pick(ATOMS).to_string(),
        }
    }
}
