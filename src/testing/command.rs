//! `tick test`: options, workers, what is printed, and the exit code: 0 if all passed, 1 if not, 2 for a mistake.
//!
//! Enters: the command's arguments. Leaves: its exit code.

use super::case::{self, Case};
use super::directive::is_ci;
use super::execute::{self, Settings, Verdict};
use super::process::{self, STOP};
use super::report::{Finished, Format, Reporter};
use super::seeds::Seeds;
use super::update::{self, Update};
use super::watch::{self, Snapshot};
use crate::cli::options::Options;
use crate::cli::print_all;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use std::collections::BTreeSet;
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What `tick help testing` says.
pub const TOPIC: &str = "\
tick test [paths]: runs programs and compares what they print and how they end with files beside them.
  x.py      the program           x.args   its arguments, one a line      x.opts   options of tick, one a line
  x.out     standard output       x.in     its standard input             x.files/ files it finds in its folder
  x.err     standard error (nothing if the file is missing)
  x.code    exit code (0 if the file is missing; -9 for a death by signal 9)
  x.pycon   a session at the prompt: >>> and ... in front of what is typed
Texts are compared exactly. If that fails, patterns are tried: a line `...` stands for any lines ([...] in a session), and inside
of a line [..] for anything, [NUM] [PID] [TID] [ADDR] [TIME] [PATH] for what they say.
Comments at the head of a program say more:
  # test: timeout=5 unordered repeat=10 gil=py2,ticks:7 flaky=2 xfail=\"why\" skip=\"why\" skip-if=ci only-if=linux
  # test: each=fork,spawn files=data.csv,more/ env=NAME=VALUE ignore-stderr
Each program runs in an empty folder of its own, with copies of the files beside it that it names in quotes, with PYTHONHASHSEED=0,
TZ=UTC, NO_COLOR=1, 80 columns. One that is late shows where its threads are, and is killed with all it started.
`tick test --seeds 100` runs each program under 100 schedules drawn from seeds, with virtual time (docs/seeds.md).
`tick test --update x.py` writes x.out, x.err and x.code from what x.py does now, and keeps a file whose patterns still match.
";

/// The command's table.
pub fn surface() -> Command {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(help)
    };
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    Command::new("test")
        .about("Run programs and compare what they print with what is expected")
        .arg(
            Arg::new("paths")
                .num_args(0..)
                .value_hint(ValueHint::AnyPath)
                .help("Programs, sessions, folders; the current folder if none"),
        )
        .arg(
            flag(
                "update",
                "Write expectations from what the programs do now; patterns that still match stay",
            )
            .visible_alias("bless"),
        )
        .arg(
            option(
                "oracle",
                "python",
                "Expect what this Python does; with --update, write that down",
            )
            .value_hint(ValueHint::CommandName),
        )
        .arg(
            option(
                "filter",
                "text",
                "Only cases whose names contain it; several: any of them",
            )
            .short('k')
            .action(ArgAction::Append),
        )
        .arg(flag("list", "Print the names of the cases, run nothing"))
        .arg(flag("last-failed", "Only cases that failed last time").visible_alias("lf"))
        .arg(flag("fail-fast", "Stop at the first failure").short('x'))
        .arg(flag("watch", "Run again when files change, until Ctrl-C"))
        .arg(
            option(
                "jobs",
                "n",
                "Programs that run at one time; as many as there are processors",
            )
            .short('j')
            .value_parser(clap::value_parser!(u16).range(1..)),
        )
        .arg(
            option(
                "timeout",
                "seconds",
                "The longest a program may run that does not say so itself; 60",
            )
            .value_parser(seconds),
        )
        .arg(
            option(
                "retries",
                "n",
                "Attempts after a failure; what passes then is called flaky",
            )
            .value_parser(clap::value_parser!(u16)),
        )
        .arg(
            option(
                "seeds",
                "k",
                "Run each program under k schedules, with virtual time; tells the first seed that fails",
            )
            .value_parser(clap::value_parser!(u64).range(1..)),
        )
        .arg(
            option("first-seed", "n", "The first of these seeds; 1")
                .requires("seeds")
                .value_parser(clap::value_parser!(u64)),
        )
        .arg(
            flag("verify", "With --seeds: run each seed twice; both runs have to be the same")
                .requires("seeds"),
        )
        .arg(
            option("format", "format", "How results are written").value_parser(
                PossibleValuesParser::new(["text", "json", "junit", "github"]),
            ),
        )
        .arg(
            option(
                "output",
                "file",
                "Write results there instead of standard output",
            )
            .value_hint(ValueHint::FilePath),
        )
        .arg(option("color", "when", "Colours").value_parser(["auto", "always", "never"]))
        .arg(flag("verbose", "Also what passed").short('v'))
        .after_help(
            "\
Exit code: 0 all passed, 1 some did not, 2 a mistake in the command line or nothing to run.

Examples:
  tick test                            all cases below the current folder
  tick test --update hello.py          take what hello.py prints as what is expected
  tick test -k thread -j 4 lessons/    cases with `thread' in their names, four at a time
  tick test --oracle python3 lessons/  compare with what python3 does
  tick test --seeds 100 bank.py        the same under 100 schedules (docs/seeds.md)
More: tick help testing",
        )
}

/// A time on the command line.
pub fn seconds(text: &str) -> Result<f64, String> {
    let fits = |seconds: &f64| *seconds > 0.0 && *seconds < 1e6;
    text.parse()
        .ok()
        .filter(fits)
        .ok_or_else(|| "a number of seconds is needed".to_string())
}

/// What the options ask for.
struct Run {
    paths: Vec<PathBuf>,
    filters: Vec<String>,
    settings: Settings,
    jobs: usize,
    fail_fast: bool,
    last_failed: bool,
    reporter: Reporter,
    output: Option<PathBuf>,
}

/// Runs the command.
pub fn run(matches: &ArgMatches, options: &Options) -> u8 {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let mut settings = Settings::new(std::env::current_exe().unwrap_or_else(|_| "tick".into()));
    settings.leading = options.leading.clone();
    settings.leading.retain(|word| word != "--");
    settings.oracle = text("oracle").map(PathBuf::from);
    if let Some(&seconds) = matches.get_one::<f64>("timeout") {
        settings.timeout = Duration::from_secs_f64(seconds);
    }
    settings.retries = matches
        .get_one::<u16>("retries")
        .copied()
        .unwrap_or(0)
        .into();
    let format = match text("format") {
        Some("json") => Format::Json,
        Some("junit") => Format::Junit,
        Some("github") => Format::Github,
        _ => Format::Text,
    };
    let asked = match text("color") {
        Some("always") => Some(true),
        Some("never") => Some(false),
        _ => options.colour,
    };
    let output = text("output").map(PathBuf::from);
    let terminal = output.is_none() && std::io::stdout().is_terminal();
    let paths: Vec<PathBuf> = match matches.get_many::<String>("paths") {
        Some(paths) => paths.map(PathBuf::from).collect(),
        None => vec![PathBuf::from(".")],
    };
    let run = Run {
        paths,
        filters: matches
            .get_many::<String>("filter")
            .map(|filters| filters.cloned().collect())
            .unwrap_or_default(),
        settings,
        jobs: match matches.get_one::<u16>("jobs") {
            Some(&jobs) => jobs.into(),
            None => std::thread::available_parallelism().map_or(1, usize::from),
        },
        fail_fast: matches.get_flag("fail-fast"),
        last_failed: matches.get_flag("last-failed"),
        reporter: Reporter {
            format,
            colour: crate::diag::wants_colour(asked, terminal),
            verbose: matches.get_flag("verbose"),
        },
        output,
    };
    let cases = match run.cases() {
        Ok(cases) => cases,
        Err(message) => return complain(&message),
    };
    let mut run = run;
    run.settings.seeds = matches.get_one::<u64>("seeds").map(|&count| Seeds {
        first: matches.get_one::<u64>("first-seed").copied().unwrap_or(1),
        count,
        verify: matches.get_flag("verify"),
        // What the cases leave free.
        jobs: run.jobs.div_ceil(cases.len().max(1)),
    });
    if matches.get_flag("list") {
        return run.write(&run.reporter.list(&cases));
    }
    process::catch_stop_signals();
    let code = if matches.get_flag("update") {
        match is_ci() {
            true => complain("--update is for people: CI is set, and nothing was changed"),
            false => run.update(&cases),
        }
    } else if matches.get_flag("watch") {
        run.watch(cases)
    } else {
        run.test(&cases, true)
    };
    process::die_if_stopped();
    code
}

fn complain(message: &str) -> u8 {
    print_all(&mut std::io::stderr(), &format!("tick test: {message}\n"));
    2
}

impl Run {
    /// The cases that are to be run; none is a mistake.
    fn cases(&self) -> Result<Vec<Case>, String> {
        let mut cases = case::collect(&self.paths)?;
        if cases.is_empty() {
            return Err(
                "there are no cases here: a case is x.py with x.out beside it (tick help testing)"
                    .to_string(),
            );
        }
        if !self.filters.is_empty() {
            cases.retain(|case| self.filters.iter().any(|filter| case.name.contains(filter)));
            if cases.is_empty() {
                return Err("no case has such a name".to_string());
            }
        }
        if self.last_failed {
            let failed = LastFailed::load();
            if cases.iter().any(|case| failed.contains(&case.path)) {
                cases.retain(|case| failed.contains(&case.path));
            } else {
                print_all(
                    &mut std::io::stderr(),
                    "nothing failed last time: all cases\n",
                );
            }
        }
        Ok(cases)
    }

    fn write(&self, text: &str) -> u8 {
        let Some(path) = &self.output else {
            print_all(&mut std::io::stdout(), text);
            return 0;
        };
        match fs::write(path, text) {
            Ok(()) => 0,
            Err(error) => complain(&format!("{}: {error}", path.display())),
        }
    }

    /// Runs cases and reports; the exit code.
    fn test(&self, cases: &[Case], remember: bool) -> u8 {
        let begin = Instant::now();
        let mut report = String::new();
        let finished = self.work(cases, |text| {
            if self.output.is_some() {
                report += text;
            } else {
                print_all(&mut std::io::stdout(), text);
            }
        });
        let summary = self.reporter.summary(&finished, begin.elapsed());
        if remember {
            LastFailed::save(cases, &finished);
        }
        let written = self.write(&(report + &summary));
        if written != 0 {
            return written;
        }
        let failed = finished.iter().any(|done| done.verdict.is_failure());
        let stopped = finished.iter().any(|done| done.verdict == Verdict::Stopped);
        u8::from(failed || stopped)
    }

    /// Runs cases on workers. `say` gets each report in the order of the cases, as early as it can be said.
    fn work(&self, cases: &[Case], mut say: impl FnMut(&str)) -> Vec<Finished> {
        let next = AtomicUsize::new(0);
        // Ends what is running, after a failure or a signal.
        let stop = AtomicBool::new(false);
        let done: Mutex<Vec<Option<Finished>>> = Mutex::new(vec![None; cases.len()]);
        let (sender, receiver) = std::sync::mpsc::channel();
        let progress = Progress::new(cases.len(), self.reporter.format);
        std::thread::scope(|scope| {
            for _ in 0..self.jobs.min(cases.len()) {
                let sender = sender.clone();
                let (next, stop, done) = (&next, &stop, &done);
                scope.spawn(move || {
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(case) = cases.get(at) else { return };
                        if stop.load(Ordering::Relaxed) || STOP.load(Ordering::Relaxed) {
                            return;
                        }
                        let (verdict, time) = execute::run(case, &self.settings, stop);
                        if verdict.is_failure() && self.fail_fast {
                            stop.store(true, Ordering::Relaxed);
                        }
                        let finished = Finished {
                            name: case.name.clone(),
                            verdict,
                            time,
                        };
                        if let Ok(mut done) = done.lock() {
                            done[at] = Some(finished);
                        }
                        if sender.send(()).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            let mut said = 0;
            loop {
                let news = receiver.recv_timeout(Duration::from_millis(100));
                if STOP.load(Ordering::Relaxed) {
                    stop.store(true, Ordering::Relaxed);
                }
                let over = matches!(news, Err(std::sync::mpsc::RecvTimeoutError::Disconnected));
                let mut text = String::new();
                let mut failures = 0;
                let mut count = 0;
                if let Ok(done) = done.lock() {
                    while said < done.len() && (done[said].is_some() || over) {
                        if let Some(finished) = &done[said] {
                            text += &self.reporter.one(finished);
                        }
                        said += 1;
                    }
                    if progress.is_on {
                        for finished in done.iter().flatten() {
                            count += 1;
                            failures += usize::from(finished.verdict.is_failure());
                        }
                    }
                }
                if !text.is_empty() {
                    progress.clear();
                    say(&text);
                }
                if over {
                    progress.clear();
                    return;
                }
                progress.show(count, failures);
            }
        });
        let done = done.into_inner().unwrap_or_default();
        done.into_iter().flatten().collect()
    }

    /// Writes expectations; the exit code is 1 if one could not be had.
    fn update(&self, cases: &[Case]) -> u8 {
        let mut text = String::new();
        let (mut refused, mut unchanged) = (0, 0);
        for case in cases {
            if STOP.load(Ordering::Relaxed) {
                break;
            }
            match update::update(case, &self.settings, &STOP) {
                Update::Unchanged => unchanged += 1,
                Update::Written(paths) => {
                    for path in paths {
                        let shown = shown_beside(&case.name, &path);
                        let did = if path.exists() { "wrote" } else { "removed" };
                        text += &format!("{did} {shown}\n");
                    }
                }
                Update::Refused(reason) => {
                    refused += 1;
                    text += &format!("left {} as it is: {reason}\n", case.name);
                }
            }
        }
        if unchanged > 0 {
            text += &format!("{unchanged} unchanged\n");
        }
        let written = self.write(&text);
        written.max(u8::from(refused > 0))
    }

    /// Runs cases again and again, those that a change concerns.
    fn watch(&self, mut cases: Vec<Case>) -> u8 {
        let all = || self.cases().unwrap_or_default();
        let mut snapshot = Snapshot::take(&cases);
        loop {
            self.test(&cases, false);
            if STOP.load(Ordering::Relaxed) {
                return 1;
            }
            print_all(
                &mut std::io::stderr(),
                "waiting for changes (Ctrl-C ends)\n",
            );
            match watch::wait(&snapshot, all) {
                Some((picked, now)) => (cases, snapshot) = (picked, now),
                None => return 0,
            }
        }
    }
}

/// A file beside a case, called as the case is.
fn shown_beside(name: &str, path: &Path) -> String {
    let file = path.file_name().unwrap_or_default();
    Path::new(name).with_file_name(file).display().to_string()
}

/// A line on the terminal that says how far the run is.
struct Progress {
    total: usize,
    is_on: bool,
}

impl Progress {
    fn new(total: usize, format: Format) -> Progress {
        let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Progress {
            total,
            is_on: format == Format::Text && !dumb && std::io::stderr().is_terminal(),
        }
    }
    fn show(&self, done: usize, failed: usize) {
        if self.is_on {
            let failed = match failed {
                0 => String::new(),
                count => format!(", {count} failed"),
            };
            let _ = write!(
                std::io::stderr(),
                "\r\x1b[K{done} of {}{failed}",
                self.total
            );
        }
    }
    fn clear(&self) {
        if self.is_on {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

/// The cases that failed last time, kept in the user's cache folder, by the folder the command was run in.
struct LastFailed;

impl LastFailed {
    fn file() -> Option<PathBuf> {
        let cache = match std::env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty()) {
            Some(cache) => PathBuf::from(cache),
            None => Path::new(&std::env::var_os("HOME")?).join(".cache"),
        };
        let here = std::env::current_dir().ok()?;
        let name = here
            .to_string_lossy()
            .replace('%', "%25")
            .replace('/', "%2F");
        // A name has at most 255 bytes.
        let from = (0..name.len())
            .find(|&at| name.is_char_boundary(at) && name.len() - at <= 200)
            .unwrap_or(0);
        Some(cache.join("tick/last-failed").join(&name[from..]))
    }

    fn load() -> BTreeSet<PathBuf> {
        let text = Self::file().and_then(|file| fs::read_to_string(file).ok());
        text.unwrap_or_default()
            .lines()
            .map(PathBuf::from)
            .collect()
    }

    /// Notes what failed; what was not run this time stays noted.
    fn save(cases: &[Case], finished: &[Finished]) {
        let Some(file) = Self::file() else { return };
        let old = Self::load();
        let mut failed = old.clone();
        for case in cases {
            match finished.iter().find(|done| done.name == case.name) {
                Some(done) if done.verdict.is_failure() => {
                    failed.insert(case.path.clone());
                }
                Some(done) if done.verdict != Verdict::Stopped => {
                    failed.remove(&case.path);
                }
                _ => {}
            }
        }
        if failed == old {
            return;
        }
        let text: String = failed
            .iter()
            .map(|path| format!("{}\n", path.display()))
            .collect();
        // Without a place to keep it there is nothing to repeat.
        if let Some(folder) = file.parent()
            && fs::create_dir_all(folder).is_ok()
        {
            let _ = fs::write(file, text);
        }
    }
}
