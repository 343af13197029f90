//! Programs under a limit of the address space: each ends by itself, or with MemoryError; none aborts, crashes or panics.
//!
//! Enters: programs that work on the largest value there is room for, that fill memory by loops in native code, or that go on
//! after a MemoryError. Each runs in processes of its own, limited by `ulimit -v` of the shell.

use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Limits in KiB.
const LIMITS: [u32; 2] = [300 << 10, 700 << 10];
/// No program takes so long, but on a machine that is busy with something else.
const HANGS: Duration = Duration::from_secs(300);

/// Works on a value that was doubled until there was no room: `{0}` makes the first, `{1}` is the work.
const NEAR: &str = "
def grow(value):
    try:
        while True:
            value = value + value
    except MemoryError:
        return value
v = grow({0})
for _ in range(2):
    try:
        {1}
        print('worked')
    except (MemoryError, OverflowError, ValueError, KeyError, RecursionError, SyntaxError):
        print('failed')
";

const TEXT: &str = r"'aB\xdf\u0101 \n\U0001f600' * 1000";
const OF_TEXT: &[&str] = &[
    "v.upper()",
    "v.title()",
    "v.casefold()",
    "v.split()",
    "v.split('a')",
    "v.rsplit(None, 10**9)",
    "v.splitlines()",
    "v + 'x'",
    "v[::-1]",
    "ascii(v)",
    "repr(v)",
    "list(v)",
    "[c + 'x' for c in v]",
    "v.encode('utf-32')",
    "v.encode('ascii', 'xmlcharrefreplace')",
    "v.replace('a', 'bcdefg')",
    "v.translate({97: 'long text'})",
    "v.join('abc')",
    "f'{v}{v}{v}'",
    "'%s%s' % (v, v)",
    "__import__('json').dumps([v, v])",
    "__import__('re').sub('a', 'bbb', v)",
    "__import__('re').findall('.', v)",
    "__import__('pickle').dumps([v, v + 'x'])",
    "eval(repr(v))",
];

const BYTES: &str = r"b'a\xffb\n' * 1000";
const OF_BYTES: &[&str] = &[
    "v.split(b'a')",
    "v.splitlines()",
    "v.hex()",
    "repr(v)",
    "list(v)",
    "bytearray(v) + v",
    "v.decode('latin-1')",
    "v.decode('ascii', 'backslashreplace')",
    "memoryview(v).tolist()",
    "__import__('struct').unpack('%dB' % len(v), v)",
    "__import__('array').array('B', v).tolist()",
    "__import__('base64').b64encode(v)",
];

const LIST: &str = "list(range(1000))";
const OF_LIST: &[&str] = &[
    "v + v",
    "v * 3",
    "v.extend(v)",
    "tuple(v)",
    "set(v)",
    "dict.fromkeys(v)",
    "sorted(v, key=str)",
    "repr(v)",
    "list(map(str, v))",
    "list(zip(v, v))",
    "[[x] for x in v]",
    "{x: [x] for x in v}",
    "(lambda *a: a)(*v)",
    "__import__('copy').deepcopy(v)",
    "__import__('pickle').dumps(v)",
];

/// `{0}` fills memory in native code; afterwards the program goes on.
const ENDLESS: &str = "
import collections, io, itertools, re
filled = []
try:
    {0}
    print('worked')
except (MemoryError, OverflowError):
    print('failed')
filled = None
assert len([str(number) for number in range(10000)]) == 10000
";

const FILLING: &[&str] = &[
    "list(itertools.repeat(1))",
    "list(map(str, itertools.count()))",
    "tuple(itertools.count())",
    "set(map(str, itertools.count()))",
    "dict.fromkeys(itertools.count())",
    "dict(zip(itertools.count(), itertools.repeat(0)))",
    "''.join(itertools.repeat('x'))",
    "b''.join(itertools.repeat(b'x'))",
    "bytes(itertools.repeat(1))",
    "bytearray(itertools.repeat(1))",
    "collections.deque(map(str, itertools.count()))",
    "collections.Counter(itertools.count())",
    "sorted(itertools.count())",
    "[*itertools.count()]",
    "(lambda *a: a)(*itertools.count())",
    "filled.extend(map(str, itertools.count()))",
    "filled.__setitem__(slice(0, 0), itertools.count())",
    "list(iter(list, 1))",
    "any(filled.append(number) for number in itertools.count())",
    "max(itertools.count(), key=lambda number: filled.append(number) or number)",
    "next(itertools.dropwhile(lambda number: filled.append(number) or True, itertools.count()))",
    "io.StringIO().writelines(itertools.repeat('x' * 1000))",
    "list(itertools.product(range(1000), repeat=3))",
    "open('/dev/zero').read()",
    "open('/dev/zero').readline()",
    "open('/dev/zero', 'rb').readline()",
    "('x ' * 10**8).split()",
    "re.findall('x', 'x' * 10**8)",
    "list('\\u0416' * 10**8)",
    "eval('[' + '0,' * 10**7 + ']')",
    "exec('x = 1\\n' * 10**7)",
    "1 << 10**10",
];

/// Whole programs.
const PROGRAMS: &[&str] = &[
    // Uncaught.
    "kept = []\nwhile True: kept.append(str(len(kept)))",
    "text = 'x'\nwhile True: text += text",
    "link = None\nwhile True: link = (link, [0] * 10)",
    // What is caught again and again leaves memory as it was.
    "for _ in range(12):\n    try:\n        kept = [[] for _ in range(10**9)]\n    except MemoryError:\n        kept = None",
    "import itertools\nfor _ in range(12):\n    try:\n        kept = list(itertools.repeat(0))\n    except MemoryError:\n        kept = None",
    // What is kept is kept; smaller things still fit for a while.
    "kept = []\nfor size in (10**8, 10**6, 10**4, 100, 1):\n    try:\n        while True: kept.append(bytearray(size))\n    except MemoryError:\n        pass",
    "kept = []\nfor size in (10**8, 10**6, 10**4, 100, 1):\n    try:\n        while True: kept.append('x' * size + str(size))\n    except MemoryError:\n        pass",
    "import sys\nsys.setrecursionlimit(10**9)\ndef f(n): return f(n + 1) + 1\ntry:\n    f(0)\nexcept (MemoryError, RecursionError):\n    pass",
    "import itertools, threading\ndef work():\n    try:\n        list(map(str, itertools.count()))\n    except MemoryError:\n        pass\ntry:\n    for _ in range(4): threading.Thread(target=work).start()\nexcept RuntimeError:\n    pass",
    "kept = []\ntry:\n    while True:\n        try:\n            raise ValueError('x' * 1000)\n        except ValueError as error:\n            kept.append(error)\nexcept MemoryError:\n    kept = None",
    "kept = []\ntry:\n    while True: kept.append({})\nfinally:\n    print(len(kept) > 0)",
    "text = '\"'\ntry:\n    while True: text = repr(text)\nexcept MemoryError:\n    pass",
];

fn programs() -> Vec<String> {
    let near = [(TEXT, OF_TEXT), (BYTES, OF_BYTES), (LIST, OF_LIST)];
    let near = near.iter().flat_map(|(first, works)| {
        works
            .iter()
            .map(|work| NEAR.replace("{0}", first).replace("{1}", work))
    });
    let filling = FILLING.iter().map(|work| ENDLESS.replace("{0}", work));
    let whole = PROGRAMS.iter().map(|text| text.to_string());
    near.chain(filling).chain(whole).collect()
}

/// Runs a program; what is wrong with how it ended, if anything.
fn run(program: &str, limit: u32) -> Option<String> {
    let mut child = Command::new("sh")
        .args([
            "-c",
            "ulimit -c 0; ulimit -v \"$1\" || exit 0; exec \"$2\" -c \"$3\"",
            "sh",
        ])
        .arg(limit.to_string())
        .arg(env!("CARGO_BIN_EXE_tick"))
        .arg(program)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut errors = child.stderr.take().expect("it is piped");
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        errors.read_to_end(&mut text).map(|_| text)
    });
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("it is our child") {
            break status;
        }
        if begun.elapsed() > HANGS {
            child.kill().expect("it runs");
            child.wait().expect("it is our child");
            return Some("it hangs".to_string());
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let errors = reader.join().expect("it reads only").unwrap_or_default();
    let errors = String::from_utf8_lossy(&errors);
    let fine = !errors.contains("panicked")
        && match status.code() {
            Some(0) => true,
            Some(1) => errors.trim_end().ends_with("MemoryError"),
            _ => false,
        };
    (!fine).then(|| format!("{status}: {errors}"))
}

#[test]
fn no_program_aborts_for_want_of_memory() {
    let programs = programs();
    let cases: Vec<(&String, u32)> = programs
        .iter()
        .flat_map(|program| LIMITS.map(|limit| (program, limit)))
        .collect();
    let (next, problems) = (Mutex::new(0), Mutex::new(Vec::new()));
    let lanes = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..lanes.min(4) {
            scope.spawn(|| {
                loop {
                    let number = {
                        let mut next = next.lock().expect("nobody panics with it");
                        *next += 1;
                        *next - 1
                    };
                    let Some(&(program, limit)) = cases.get(number) else {
                        return;
                    };
                    if let Some(problem) = run(program, limit) {
                        let mut problems = problems.lock().expect("nobody panics with it");
                        problems.push(format!("--- under {limit} KiB\n{program}\n{problem}"));
                    }
                }
            });
        }
    });
    let problems = problems.into_inner().expect("all lanes are done");
    assert!(
        problems.is_empty(),
        "{} of {} runs:\n{}",
        problems.len(),
        cases.len(),
        problems.join("\n")
    );
}

#[test]
fn native_loops_without_an_end_can_be_interrupted() {
    for work in [
        "max(itertools.count())",
        "sum(itertools.repeat(0))",
        "any(itertools.repeat(0))",
        "all(itertools.repeat(1))",
        "-1 in itertools.count()",
        "collections.deque(itertools.count(), maxlen=0)",
        "next(filter(None, itertools.repeat(0)))",
        "next(itertools.filterfalse(None, itertools.repeat(1)))",
        "next(itertools.dropwhile(lambda _: True, itertools.count()))",
        "next(itertools.compress(itertools.count(), itertools.repeat(0)))",
        "next(itertools.islice(itertools.count(), 10**15, None))",
        "functools.reduce(max, itertools.count())",
        "list(filter(None, map(abs, itertools.repeat(0))))",
        "for _ in itertools.repeat(0): pass",
    ] {
        let program = format!(
            "import collections, functools, itertools, os, signal, threading\n\
             def handle(*_): raise KeyboardInterrupt\n\
             signal.signal(signal.SIGALRM, handle)\n\
             try:\n    signal.setitimer(signal.ITIMER_REAL, 0.02)\n    {work}\nexcept KeyboardInterrupt:\n    print('interrupted')\n"
        );
        assert_eq!(run(&program, 4 << 20), None, "{work}");
    }
}
