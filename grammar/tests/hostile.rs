//! Hostile sources: deep nesting, long chains, huge literals, and mutations of real code. Every one ends in a tree or
//! an error, in bounded native stack, without a panic.

use tick_syntax::ast::{Ast, ExprKind, StmtKind};
use tick_syntax::{Mode, completeness, parse};

/// Runs on a stack as small as a thread of the interpreter may have.
fn on_small_stack<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(work);
    thread.expect("a thread").join().expect("no panic")
}

fn message(source: String) -> String {
    on_small_stack(move || match parse(&source, Mode::Module) {
        Ok(_) => "ok".to_string(),
        Err(error) => error.message,
    })
}

#[test]
fn deep_nesting_is_an_error() {
    let many = 100_000;
    assert_eq!(message("(".repeat(many)), "too many nested parentheses");
    assert_eq!(message("[".repeat(many)), "too many nested parentheses");
    assert_eq!(message("f(".repeat(many)), "too many nested parentheses");
    let deep = "expression is nested too deeply";
    assert_eq!(message("-".repeat(many) + "1"), deep);
    assert_eq!(message("not ".repeat(many) + "1"), deep);
    assert_eq!(message("lambda: ".repeat(many) + "1"), deep);
    assert_eq!(message("a".to_string() + &".b".repeat(many)), deep);
    assert_eq!(message("a".to_string() + &"()".repeat(many)), deep);
    assert_eq!(message("1 if 2 else ".repeat(many) + "3"), deep);
    assert_eq!(message("2**".repeat(many) + "3"), deep);
    assert_eq!(
        message("a".to_string() + &".b".repeat(many) + " )"),
        "unmatched ')'"
    );
    assert_eq!(message("a".to_string() + &".b".repeat(many) + " 1"), deep);
    assert_ne!(message("-".repeat(many)), "ok");
    let blocks: String = (0..1000)
        .map(|depth| " ".repeat(depth) + "if x:\n")
        .collect();
    assert_eq!(message(blocks), "too many levels of indentation");
    let quotes: String = (0..1000).map(|_| "f'{").collect();
    assert_eq!(message(quotes), "too many nested f-strings");
}

#[test]
fn flat_things_may_be_long() {
    let many = 100_000;
    assert_eq!(message("a".to_string() + &" + a".repeat(many)), "ok");
    assert_eq!(message("a".to_string() + &" + a * b".repeat(many)), "ok");
    assert_eq!(message("a".to_string() + &" and a".repeat(many)), "ok");
    assert_eq!(message("a".to_string() + &" < a".repeat(many)), "ok");
    assert_eq!(message("'a' ".repeat(many)), "ok");
    assert_eq!(message("x = ".repeat(many) + "1"), "ok");
    assert_eq!(message("[".to_string() + &"1, ".repeat(many) + "]"), "ok");
    let elifs: String = (0..many).map(|_| "elif x:\n    pass\n").collect();
    assert_eq!(message("if x:\n    pass\n".to_string() + &elifs), "ok");
    assert_eq!(message("(".repeat(199) + "1" + &")".repeat(199)), "ok");
    assert_eq!(message("a".to_string() + &".b()".repeat(200)), "ok");
}

#[test]
fn huge_literals() {
    assert_eq!(message("x = ".to_string() + &"9".repeat(4300)), "ok");
    assert!(
        message("x = ".to_string() + &"9".repeat(4301))
            .starts_with("Exceeds the limit (4300 digits)")
    );
    assert_eq!(message("x = 0x".to_string() + &"f".repeat(100_000)), "ok");
    assert_eq!(
        message("x = '".to_string() + &"é".repeat(100_000) + "'"),
        "ok"
    );
    assert_eq!(message("x".repeat(100_000)), "ok");
    assert_eq!(message("1e999999999".to_string()), "ok");
}

#[test]
fn chains_keep_their_order() {
    let parsed = parse("a - b * c ** d - e", Mode::Module).expect("it parses");
    let Ast::Module(body) = parsed.ast else {
        panic!("a module")
    };
    let StmtKind::Expr(value) = &body[0].kind else {
        panic!("an expression")
    };
    let ExprKind::BinOp(chain) = &value.kind else {
        panic!("a chain")
    };
    assert_eq!(chain.rest.len(), 2);
    assert_eq!((chain.rest[0].span.start, chain.rest[0].span.end), (0, 14));
    assert_eq!((chain.rest[1].span.start, chain.rest[1].span.end), (0, 18));
}

#[test]
fn modes() {
    assert!(parse("1 + 1", Mode::Expression).is_ok());
    assert!(parse("x = 1", Mode::Expression).is_err());
    assert!(parse("", Mode::Expression).is_err());
    assert!(parse("", Mode::Module).is_ok());
    assert!(parse("x = 1; y = 2", Mode::Interactive).is_ok());
    let error = parse("x = 1\ny = 2", Mode::Interactive).expect_err("two statements");
    assert_eq!(
        error.message,
        "multiple statements found while compiling a single statement"
    );
}

/// A small generator of numbers, so that each run is the same.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

const SEEDS: &[&str] = &[
    "def f(a, /, b: int = 1, *args, c, d=2, **kw) -> str:\n    \"\"\"doc\"\"\"\n    return f\"{a!r:>{b}} {c=}\" + 'x'\n",
    "class A(B, metaclass=M):\n    x: int = 3\n    @property\n    async def g(self):\n        await self.y\n        yield [z async for z in w]\n",
    "try:\n    x = {1: 2, **d}\nexcept (A, B) as e:\n    raise C from e\nelse:\n    pass\nfinally:\n    del x[1:2, ...], y.z\n",
    "match p:\n    case [1, *rest] | {'k': v, **o}:\n        pass\n    case P(x=0, y=None) if z:\n        print(z)\n    case _: pass\n",
    "with (open(a) as f, open(b) as g):\n    for i, (j, *k) in enumerate(x):\n        while i < j <= 3 and not k: i += 1; continue\n",
    "x = lambda *a, k=1, **kw: (yield)\ny = [a if b else c for a in d if e for f in g]\nz = 0xff + 1_000 - 1.5e3j ** -2 // ~q\n",
    "from . import a as b, c\nimport d.e.f\nglobal x, y\nassert x, 'm'\nif (n := len(a)) > 10 and (a, b) == c: pass\nelif x: pass\nelse: pass\n",
    "s = b'\\x00\\n' b\"q\" ; t = r'\\d' '\\N{BULLET}' u'''a\n'b' ''' f'''{x:\n}{{}}'''\n",
];

const PIECES: &[&str] = &[
    "(", ")", "[", "]", "{", "}", ":", ",", "=", "==", ":=", "*", "**", "\n", "\n    ", "\t", "\\",
    "\\\n", "'", "\"", "\"\"\"", "f'", "f\"{", "{", "}}", "!", "!r", "if ", "else ", "for ",
    " in ", "lambda ", "def ", "class ", "match ", "case ", "print ", "await ", "yield ", "0",
    "1_", "0x", "1e", "é", "\u{a0}", "€", "\0", ";", "@", "...", "->", "#", "\r", "\r\n",
    "\u{feff}", "async ", "with ", "except ", "*a", " = ", "\\N{", "\\x", "None", "_", "del ",
    "not ",
];

fn mutate(source: &str, random: &mut Random) -> String {
    let mut signs: Vec<char> = source.chars().collect();
    for _ in 0..1 + random.below(4) {
        let at = random.below(signs.len() + 1);
        match random.below(5) {
            0 => drop(signs.drain(at..(at + 1 + random.below(6)).min(signs.len()))),
            1 | 2 => {
                let piece = PIECES[random.below(PIECES.len())];
                drop(signs.splice(at..at, piece.chars()));
            }
            3 => {
                let end = (at + random.below(20)).min(signs.len());
                let copy: Vec<char> = signs[at..end].to_vec();
                let to = random.below(signs.len() + 1);
                drop(signs.splice(to..to, copy));
            }
            _ => signs.truncate(at),
        }
    }
    signs.into_iter().collect()
}

#[test]
fn mutations_never_panic() {
    let workers: Vec<_> = (0..2u64)
        .map(|worker| {
            std::thread::spawn(move || {
                let mut random = Random(0x9e37_79b9_7f4a_7c15 ^ (worker + 1));
                for round in 0..52_000 {
                    let source = mutate(SEEDS[random.below(SEEDS.len())], &mut random);
                    if let Err(error) = parse(&source, Mode::Module) {
                        assert!(
                            error.span.start <= error.span.end,
                            "{error:?} in {source:?}"
                        );
                        assert!(
                            error.span.end as usize <= source.len(),
                            "{error:?} in {source:?}"
                        );
                        let span = (error.span.start as usize, error.span.end as usize);
                        assert!(source.is_char_boundary(span.0) && source.is_char_boundary(span.1));
                        assert!(error.line >= 1 && !error.message.is_empty());
                    }
                    if round % 8 == 0 {
                        completeness(&source);
                        let _ = parse(&source, Mode::Expression);
                    }
                }
            })
        })
        .collect();
    for worker in workers {
        worker.join().expect("no panic");
    }
}
