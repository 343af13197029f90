//! Hostile programs: ten thousand mutated and generated ones, run whole, none of which may panic, crash or hang.
//!
//! Enters: the golden programs, as material for mutations, and a seed. Leaves: a failure that shows the program. Programs run in
//! interpreters of their own inside worker processes (this executable called again), so that a crash costs one worker and
//! names its case. `TICK_HOSTILE_CASES=N` and `TICK_HOSTILE_SEED=N` run more or others.

#[path = "hostile/generate.rs"]
mod generate;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tick::interp::{Config, Interp};
use tick::object::builtin::Exc;

/// Cases of one run, and how many a worker takes before a fresh one does.
const CASES: usize = 10_400;
const BATCH: usize = 400;
/// A program that runs longer gets KeyboardInterrupt, again and again.
const PATIENCE: Duration = Duration::from_millis(300);
/// A worker whose case does not end in this time hangs.
const HANGS: Duration = Duration::from_secs(180);
/// Native stack of the thread that runs the programs, as the command has it.
const STACK: usize = 256 << 20;

fn number(name: &str, default: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

#[test]
fn no_program_panics_crashes_or_hangs() {
    let (cases, seed) = (
        number("TICK_HOSTILE_CASES", CASES),
        number("TICK_HOSTILE_SEED", 1),
    );
    let next = Mutex::new(0);
    let problems = Mutex::new(Vec::new());
    let refused = AtomicUsize::new(0);
    let lanes = std::thread::available_parallelism()
        .map_or(2, usize::from)
        .min(8);
    std::thread::scope(|scope| {
        for _ in 0..lanes {
            scope.spawn(|| {
                loop {
                    let first = {
                        let mut next = next.lock().expect("nobody panics with it");
                        let first = *next;
                        *next += BATCH;
                        first
                    };
                    if first >= cases {
                        return;
                    }
                    let found = run_batch(seed, first, cases.min(first + BATCH), &refused);
                    problems
                        .lock()
                        .expect("nobody panics with it")
                        .extend(found);
                }
            });
        }
    });
    let refused = refused.into_inner();
    println!("{refused} of {cases} programs did not compile");
    assert!(
        refused < cases / 2,
        "{refused} of {cases} programs do not even compile: they test too little"
    );
    let problems = problems.into_inner().expect("all lanes are done");
    let texts: Vec<String> = problems
        .iter()
        .map(|(case, what)| {
            format!(
                "=== case {case}: {what}\n{}",
                generate::program(seed as u64, *case as u64)
            )
        })
        .collect();
    assert!(
        texts.is_empty(),
        "{} of {cases} programs failed\n{}",
        texts.len(),
        texts.join("\n")
    );
}

/// Runs cases `from..to` in worker processes; goes on behind a case that killed its worker.
fn run_batch(
    seed: usize,
    mut from: usize,
    to: usize,
    refused: &AtomicUsize,
) -> Vec<(usize, String)> {
    let folder = std::env::temp_dir().join(format!("tick-hostile-{}-{from}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
    let mut problems = Vec::new();
    while from < to {
        let ended = run_worker(seed, from, to, &folder);
        let text = std::fs::read_to_string(folder.join("panics")).unwrap_or_default();
        for line in text.lines() {
            if let Some((case, what)) = line.split_once(' ') {
                problems.push((case.parse().unwrap_or(from), format!("panic: {what}")));
            }
        }
        let _ = std::fs::remove_file(folder.join("panics"));
        let count = std::fs::read_to_string(folder.join("refused")).unwrap_or_default();
        refused.fetch_add(count.parse().unwrap_or(0), Ordering::Relaxed);
        match ended {
            Ok(()) => break,
            Err((case, what)) => {
                problems.push((case, what));
                from = case + 1;
            }
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    problems
}

/// One worker process; where it stopped and why, if it did not reach the end.
fn run_worker(seed: usize, from: usize, to: usize, folder: &Path) -> Result<(), (usize, String)> {
    let executable = std::env::current_exe().expect("a test knows its executable");
    let errors = std::fs::File::create(folder.join("stderr")).expect("the folder is ours");
    // The limit turns endless allocation into a quick end; it is far above what the programs need.
    let mut child = Command::new("sh")
        .args(["-c", "ulimit -v 4000000; ulimit -c 0; exec \"$0\" \"$@\""])
        .arg(executable)
        .args(["--exact", "worker", "--ignored", "--nocapture"])
        .env("TICK_HOSTILE_WORKER", format!("{seed} {from} {to}"))
        .env("TZ", "UTC")
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(errors)
        .spawn()
        .expect("this executable can be started");
    let progress = || -> usize {
        let text = std::fs::read_to_string(folder.join("progress")).unwrap_or_default();
        text.trim().parse().unwrap_or(from)
    };
    let (mut case, mut since) = (from, Instant::now());
    loop {
        if let Some(status) = child.try_wait().expect("the child is ours") {
            let reached = progress();
            if status.success() && reached == to {
                return Ok(());
            }
            let text = std::fs::read(folder.join("stderr")).unwrap_or_default();
            let text = String::from_utf8_lossy(&text);
            let tail: Vec<&str> = text.lines().rev().take(5).collect();
            return Err((
                reached,
                format!("the process ended with {status}: {tail:?}"),
            ));
        }
        let now = progress();
        if now != case {
            (case, since) = (now, Instant::now());
        } else if since.elapsed() > HANGS {
            let _ = child.kill();
            let _ = child.wait();
            return Err((case, "hangs".to_string()));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What the watchdog needs to interrupt the running program.
type Running = Arc<Mutex<Option<(Arc<Interp>, u64, Instant)>>>;

/// `TICK_HOSTILE_CASE=N cargo test --test hostile show -- --ignored --nocapture` prints a program.
#[test]
#[ignore = "prints a program"]
fn show() {
    print!(
        "{}",
        generate::program(
            number("TICK_HOSTILE_SEED", 1) as u64,
            number("TICK_HOSTILE_CASE", 1) as u64
        )
    );
}

#[test]
#[ignore = "called by the other test in a process of its own"]
fn worker() {
    let Ok(text) = std::env::var("TICK_HOSTILE_WORKER") else {
        return;
    };
    let numbers: Vec<usize> = text
        .split(' ')
        .filter_map(|text| text.parse().ok())
        .collect();
    let &[seed, from, to] = numbers.as_slice() else {
        return;
    };
    let running: Running = Arc::default();
    let watched = running.clone();
    std::thread::spawn(move || watch(&watched));
    let thread = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || {
            let mut refused = 0;
            for case in from..to {
                note("progress", &case.to_string());
                refused += usize::from(!run_case(seed, case, &running));
            }
            note("refused", &refused.to_string());
            note("progress", &to.to_string());
        });
    thread
        .expect("a thread can be made")
        .join()
        .expect("panics are caught inside");
}

fn note(name: &str, text: &str) {
    // Written whole under another name first: the reader must never see half a number.
    let temporary = PathBuf::from(format!("{name}.new"));
    std::fs::write(&temporary, text).expect("the folder is ours");
    std::fs::rename(&temporary, name).expect("the folder is ours");
}

/// Runs a program; false if it is not even syntactically right.
fn run_case(seed: usize, case: usize, running: &Running) -> bool {
    let program = generate::program(seed as u64, case as u64);
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let interp = Interp::new(Config {
            hash_seed: Some(0),
            ..Config::default()
        });
        interp.attach(|vm| {
            *running.lock().expect("nobody panics with it") =
                Some((interp.clone(), vm.ident, Instant::now()));
            let ran = vm.run_text("<hostile>", &program);
            let error = if ran.is_err() {
                vm.take_error_text()
            } else {
                String::new()
            };
            *running.lock().expect("nobody panics with it") = None;
            !error.starts_with("SyntaxError")
                && !error.starts_with("IndentationError")
                && !error.starts_with("TabError")
        })
    }));
    *running.lock().expect("nobody panics with it") = None;
    let panic = match outcome {
        Ok(compiled) => return compiled,
        Err(panic) => panic,
    };

    let what = (panic.downcast_ref::<String>().cloned())
        .or_else(|| panic.downcast_ref::<&str>().map(|text| text.to_string()))
        .unwrap_or_default();
    let old = std::fs::read_to_string("panics").unwrap_or_default();
    note(
        "panics",
        &format!("{old}{case} {}\n", what.replace('\n', " ")),
    );
    true
}

/// Interrupts programs that run for too long.
fn watch(running: &Running) {
    loop {
        std::thread::sleep(Duration::from_millis(50));
        let late = running.lock().expect("nobody panics with it").clone();
        if let Some((interp, ident, since)) = late
            && since.elapsed() > PATIENCE
        {
            interp.attach(|vm| {
                let class = vm.exception_class(Exc::KeyboardInterrupt).to_value();
                vm.send_exception(ident, Some(class));
            });
        }
    }
}
