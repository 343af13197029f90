//! What the command line says about itself: usage, the short help, versions, topics. The long help, the completions and the man
//! page are made from the table in [`super::surface`].

use crate::text::json::spaced;
use serde_json::json;
use std::fmt::Write;

/// The line that shows how to call the command.
pub const USAGE: &str = "usage: tick [option] ... [-c cmd | -m mod | file | -] [arg] ...\n";

/// What `tick -h` says: one screen.
pub const SHORT: &str = "\
usage: tick [option] ... [-c cmd | -m mod | file | -] [arg] ...

  tick                          a prompt
  tick story.py one two         run a program with arguments
  tick -c 'print(2 ** 100)'     run a text;  tick -m json.tool  runs a module
  tick test lessons/            check that programs print what is expected

Options, as Python's:
  -i  prompt after the program      -q  no banner        -u  unbuffered output
  -c cmd, -m mod  end the options   -x  skip first line  -O  no assertions
  -W action  warnings               -I -E -P -s -S  isolation    -V  version
  -B -b -d -R -t -v   accepted; they change sys.flags at most
Options of Tick:
  -X gil=POLICY  who gets the lock: fair, ticks:N, interval:MS, py2, py39, py310
  -X seed=N      a run that can be repeated: switches drawn from N, virtual time
  -X tb=full     library frames in tracebacks
  -X report      at the end: what failed in silence
  --color WHEN   auto, always, never     --diagnostics FORM   rich, plain, json
Commands (tick COMMAND --help; ./test runs a file that is called so):
  test  dis  compare  trace  why  completions  man  help
More: tick --help, tick help gil, tick help environment
";

/// The commands: name and what each does in a line.
pub const TOOLS: &[(&str, &str)] = &[
    (
        "test",
        "Run programs and compare what they print with what is expected",
    ),
    (
        "dis",
        "Show a program's bytecode and where threads may switch",
    ),
    (
        "compare",
        "Run a program under several policies of the lock, and show them in one table",
    ),
    (
        "trace",
        "Run a program and show who had the lock and who waited for what",
    ),
    (
        "why",
        "Run a program and say why it takes so long and what would help",
    ),
    ("completions", "Write completions for a shell"),
    ("man", "Write the manual page"),
    ("help", "Explain a topic or a command"),
];

/// True for the name of a command.
pub fn is_tool(name: &str) -> bool {
    TOOLS.iter().any(|(tool, _)| *tool == name)
}

/// What `tick --help-env` says.
pub const ENVIRONMENT: &str = "\
Environment variables that change Tick's behaviour; empty ones count as not set, and -E or -I hide them all:
  PYTHONPATH               folders and zip files, separated by ':', put in front of the library's path
  PYTHONSTARTUP            a file that is run before the first prompt
  PYTHONINSPECT            prompt after the program (-i), if it has a terminal
  PYTHONUNBUFFERED         output is not buffered (-u)
  PYTHONOPTIMIZE           no assertions (-O); 2: no docstrings either
  PYTHONHASHSEED           'random', or the number that hashes of str begin with; 0 makes them the same in every run
  PYTHONWARNINGS           warning filters, separated by ',' (-W)
  PYTHONSAFEPATH           the program's folder is not searched for modules (-P)
  PYTHONDEVMODE            all warnings (-X dev)
  PYTHONINTMAXSTRDIGITS    most digits of conversions between int and str (-X int_max_str_digits)
  PYTHON_CPU_COUNT         what os.cpu_count() says (-X cpu_count)
  PYTHON_BASIC_REPL        a prompt without line editing
  PYTHON_COLORS            1: colours, 0: none; before NO_COLOR, FORCE_COLOR and TERM=dumb, in this order
  PYTHONDONTWRITEBYTECODE PYTHONNOUSERSITE PYTHONVERBOSE PYTHONDEBUG   accepted; they set sys.flags
";

/// What `tick --help-xoptions` says.
pub const EXTRA: &str = "\
Options -X NAME or -X NAME=VALUE; sys._xoptions has them all, and names unknown here are for the program:
  -X gil=POLICY              who gets the lock when: fair (default), ticks:N, interval:MS, py2, py39, py310
  -X deadlock=off            threads that wait for each other hang, instead of being told of and ended by DeadlockError;
                             report: they are told of, and hang
  -X tb=full                 tracebacks show the library's own frames, too
  -X report                  tell at the end: threads that died, daemons ended, exceptions of futures and pools that nobody
                             read, processes not joined, programs not waited for, locks held, items left in queues; the
                             prompt does so unless it is -X report=off; report=json, report=plain: in that form
  -X trace                   record the run and tell at the end who had the lock and who waited for what
  -X trace=FILE              the same into a file; its name says the form (tick trace --help)
  -X seed=N                  a run that can be repeated: switches drawn from N, virtual time, the same output every time
  -X save-schedule=FILE      with a seed: write the switches that were drawn
  -X schedule=FILE           switch as that file says
  -X dev                     all warnings
  -X int_max_str_digits=N    most digits of conversions between int and str; 0 for no limit
  -X cpu_count=N             what os.cpu_count() says
  -X pools=processes         ThreadPoolExecutor and multiprocessing.pool.ThreadPool have processes instead of threads
  -X exit-record=FD          at the end a line of JSON about the lock is written to that descriptor
  -X utf8=1                  accepted: text is UTF-8
  -X warn_default_encoding   accepted; it sets sys.flags
";

/// Names of `-X` options that Python or Tick knows.
pub const EXTRA_NAMES: &[&str] = &[
    "cpu_count",
    "deadlock",
    "dev",
    "faulthandler",
    "frozen_modules",
    "gil",
    "importtime",
    "int_max_str_digits",
    "no_debug_ranges",
    "perf",
    "perf_jit",
    "presite",
    "pycache_prefix",
    "save-schedule",
    "schedule",
    "seed",
    "showrefcount",
    "tb",
    "trace",
    "tracemalloc",
    "utf8",
    "warn_default_encoding",
];

const GIL: &str = "\
The lock. One thread at a time runs instructions: the one that has the global interpreter lock. A thread that waits (for input,
a lock, a queue, a sleep) gives it away meanwhile. Between two instructions a thread may be made to give it away; the policy
says when:
  fair          first come, first served, handed over directly; who comes back from waiting goes ahead
  ticks:N       after exactly N instructions when somebody waits
  interval:MS   first come, first served, slices of MS milliseconds
  py2           as Python 2: every 100 instructions all race for it
  py39          as CPython 3.2 to 3.9: after 5 ms, at any instruction
  py310         as CPython 3.10 and later: after 5 ms, at calls and backward jumps only
Say it with -X gil=POLICY; `tick compare FILE` shows several beside each other. `tick dis FILE` marks the instructions
between which a switch may come.
Ctrl-\\ shows where every thread is and what it waits for, and ends the program.
";

const EXIT_CODES: &str = "\
Exit codes of a program:
  0     it ended, or sys.exit() or sys.exit(None)
  n     sys.exit(n): the low eight bits of n; with any other object 1, and the object is printed
  1     an exception nobody caught, a syntax error, no such module, no __main__
  2     a mistake in the command line, or no such file
  120   the last of the output could not be written
  130   as a shell shows it: Ctrl-C nobody caught. The process ends by the signal itself, so that its parent can tell
An exception in a thread other than the main one does not change the code.
`tick test`: 0 all passed, 1 some did not, 2 a mistake in the command line or nothing to run.
";

/// Topics of `tick help`.
const TOPICS: &[(&str, &str)] = &[
    ("gil", GIL),
    ("exit-codes", EXIT_CODES),
    ("environment", ENVIRONMENT),
    ("xoptions", EXTRA),
    ("testing", crate::testing::command::TOPIC),
];

/// The text of a topic.
pub fn topic(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let found = TOPICS.iter().find(|(topic, _)| *topic == name);
    found.map(|(_, text)| *text)
}

/// Names that `tick help` knows: topics, then commands.
pub fn names() -> impl Iterator<Item = &'static str> {
    let tools = TOOLS.iter().map(|(name, _)| *name);
    TOPICS.iter().map(|(name, _)| *name).chain(tools)
}

/// All topics one after the other.
pub fn all_topics() -> String {
    TOPICS.iter().fold(String::new(), |mut text, (_, more)| {
        let _ = write!(text, "\n{more}");
        text
    })
}

/// The one of these names that this may be a slip of.
pub fn closest<'a>(wrong: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let most = (wrong.chars().count() / 3).clamp(1, 2);
    names
        .map(|name| (edits(wrong, name), name))
        .filter(|(count, _)| *count <= most)
        .min()
        .map(|(_, name)| name)
}

/// Letters to change, add, leave out, or swap with the next one.
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = match (i, j) {
                (0, _) => j,
                (_, 0) => i,
                _ => {
                    let change = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let mut least = change.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(table[i - 2][j - 2] + 1);
                    }
                    least
                }
            };
        }
    }
    table[a.len()][b.len()]
}

fn language() -> String {
    let (major, minor, micro) = crate::native::sys::LANGUAGE_VERSION;
    format!("{major}.{minor}.{micro}")
}

/// The version line.
pub fn version() -> String {
    format!("Tick {} (Python {})", env!("CARGO_PKG_VERSION"), language())
}

fn build() -> [(&'static str, &'static str); 4] {
    let debug = cfg!(debug_assertions);
    [
        ("target_os", std::env::consts::OS),
        ("target_arch", std::env::consts::ARCH),
        ("build", if debug { "debug" } else { "optimized" }),
        (
            "ticks",
            if cfg!(tick_uncounted) {
                "uncounted"
            } else {
                "counted"
            },
        ),
    ]
}

/// The version with how the binary was built.
pub fn version_long() -> String {
    let build: Vec<String> = build()
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{} [{}]\n", version(), build.join(" "))
}

/// The version as one line of JSON.
pub fn version_json() -> String {
    let mut line = json!({
        "version": 1, "tick": env!("CARGO_PKG_VERSION"), "python": language(), "policy": "fair",
        "policies": ["fair", "ticks:N", "interval:MS", "py2", "py39", "py310"],
    });
    for (name, value) in build() {
        line[name] = json!(value);
    }
    spaced(&line) + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised() {
        let names = || ["test", "dis", "help"].into_iter();
        assert_eq!(closest("tset", names()), Some("test"));
        assert_eq!(closest("hepl", names()), Some("help"));
        assert_eq!(closest("main", names()), None);
    }

    #[test]
    fn the_short_help_fits_a_screen() {
        assert!(SHORT.lines().count() <= 24);
        assert!(SHORT.lines().all(|line| line.len() <= 80));
    }
}
