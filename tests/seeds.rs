//! Runs that can be repeated: the golden programs under a sample of seeds, each twice; schedules written, read and edited; recordings;
//! what is told when a program fails under a seed or is not the same twice; interpreters with clocks of their own.
//!
//! Enters: programs here and in `tests/golden/`, `scripts/`. Leaves: libtest's report.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use tick::interp::{Config, Interp};
use tick::seeded::Settings;

const COUNTER: &str = "\
import threading

counter = 0


def count():
    global counter
    for _ in range(100):
        counter += 1


threads = [threading.Thread(target=count) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
";

/// A folder that goes away with the value.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    fn new() -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("tick-seeds-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("room for a folder");
        Folder(folder)
    }
    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.0.join(name), text).expect("room for a file");
    }
    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).expect("it was written")
    }
    /// Runs `tick` with these arguments in the folder.
    fn tick(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_tick"))
            .args(arguments)
            .current_dir(&self.0)
            .env_remove("PYTHONUNBUFFERED")
            .stdin(Stdio::null())
            .output()
            .expect("tick runs")
    }
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn golden_programs_are_the_same_twice() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_tick"))
        .args(["test", "--seeds", "2", "--verify"])
        .args(["tests/golden/threads", "tests/golden/sockets", "scripts"])
        .current_dir(root)
        .env_remove("PYTHONUNBUFFERED")
        .output()
        .expect("tick runs");
    let told = out(&output) + &err(&output);
    assert!(output.status.success(), "{told}");
    let last = told.lines().last().unwrap_or_default();
    let passed: Option<u32> = last
        .split(' ')
        .next()
        .and_then(|number| number.parse().ok());
    assert!(passed.is_some_and(|passed| passed >= 110), "{last}");
}

#[test]
fn races_show() {
    let folder = Folder::new();
    folder.write("counter.py", COUNTER);
    let lost = |seed: u32| {
        let output = folder.tick(&["-X", &format!("seed={seed}"), "counter.py"]);
        assert!(output.status.success(), "{}", err(&output));
        out(&output) != "200\n"
    };
    let count = (1..=40).filter(|&seed| lost(seed)).count();
    assert!(count >= 20, "updates were lost under {count} of 40 seeds");
}

#[test]
fn a_failing_seed_is_told_and_repeats() {
    let folder = Folder::new();
    folder.write("counter.py", COUNTER);
    folder.write("counter.out", "200\n");
    let output = folder.tick(&["test", "--seeds", "40", "--first-seed", "5", "counter.py"]);
    assert_eq!(output.status.code(), Some(1));
    let told = out(&output);
    let line = told
        .lines()
        .find(|line| line.contains("run it again with: "))
        .unwrap_or_else(|| panic!("{told}"));
    let command = line.split("with: tick ").nth(1).expect("a command");
    let again = folder.tick(&command.split(' ').collect::<Vec<_>>());
    let printed = out(&again);
    assert_ne!(printed, "200\n");
    assert!(told.contains(&format!("+{printed}")), "{told}");
    // What has no seed is no failure.
    folder.write("forks.py", "import os\nos.fork()\n");
    folder.write("forks.out", "");
    let output = folder.tick(&["test", "-v", "--seeds", "3", "forks.py"]);
    assert!(output.status.success(), "{}", out(&output));
    assert!(
        out(&output).contains("os.fork() has no seed"),
        "{}",
        out(&output)
    );
    // What never ends is none either time.
    folder.write("spins.py", "while True:\n    pass\n");
    let arguments = ["--seeds", "1", "--verify", "--timeout", "1", "spins.py"];
    let output = folder.tick(&[&["test"], &arguments[..]].concat());
    assert_eq!(output.status.code(), Some(1));
    assert!(
        out(&output).contains("timeout spins.py"),
        "{}",
        out(&output)
    );
}

#[test]
fn schedules_are_repeated() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let folder = Folder::new();
    folder.write("counter.py", COUNTER);
    let mut programs = vec![folder.0.join("counter.py")];
    for name in [
        "threads/barrier_action",
        "threads/condition_wait_for",
        "threads/executor_map",
        "threads/queue_producers",
        "threads/sched_basic",
        "threads/semaphore_bounded",
        "threads/socketserver_threads",
        "threads/thread_many",
        "seeds/channels",
        "seeds/clocks",
        "seeds/identities",
        "seeds/timers",
    ] {
        let path = golden.join(name).with_extension("py");
        if path.exists() {
            programs.push(path);
        }
    }
    assert_eq!(programs.len(), 13);
    for program in programs {
        let program = program.to_str().expect("a plain name");
        for seed in 1..=3 {
            let seed = format!("seed={seed}");
            let drawn = folder.tick(&["-X", &seed, "-X", "save-schedule=drawn", program]);
            let replayed =
                folder.tick(&["-X", "schedule=drawn", "-X", "save-schedule=again", program]);
            assert_eq!(out(&drawn), out(&replayed), "{program} {seed}");
            assert_eq!(err(&drawn), err(&replayed), "{program} {seed}");
            assert_eq!(drawn.status, replayed.status, "{program} {seed}");
            assert_eq!(
                folder.read("drawn"),
                folder.read("again"),
                "{program} {seed}"
            );
        }
    }
}

#[test]
fn a_person_may_edit_a_schedule() {
    let folder = Folder::new();
    folder.write("counter.py", &COUNTER.replace("100", "2"));
    // The first thread is stopped before it writes; the second one runs to its end.
    folder.write(
        "lost",
        "tick schedule 1\nT1 counter.py:9 StoreGlobal counter -> T2\n",
    );
    let output = folder.tick(&[
        "-X",
        "schedule=lost",
        "-X",
        "save-schedule=exact",
        "counter.py",
    ]);
    assert_eq!(
        (out(&output), err(&output)),
        ("2\n".to_string(), String::new())
    );
    // Without the line nothing is lost.
    folder.write("none", "tick schedule 1\n");
    assert_eq!(
        out(&folder.tick(&["-X", "schedule=none", "counter.py"])),
        "4\n"
    );
    // The program has changed: lines moved, instructions came before.
    let edited = COUNTER.replace("100", "2").replace(
        "    for _ in",
        "    # A comment.\n    first = 1\n    second = first + first\n    for _ in",
    );
    folder.write("counter.py", &edited);
    folder.write("moved", &folder.read("exact").replace(".py:9 ", ".py:12 "));
    let output = folder.tick(&["-X", "schedule=moved", "counter.py"]);
    assert_eq!(out(&output), "2\n", "{}", err(&output));
    assert!(!err(&output).contains("left"), "{}", err(&output));
    assert!(err(&output).contains("another text"), "{}", err(&output));
    // What does not fit is told, with its line.
    folder.write(
        "wrong",
        "tick schedule 1\n# a comment\nT1 @26 counter.py:12 StoreGlobal nothing -> T2\nmain @99999 -> T2\n",
    );
    let output = folder.tick(&["-X", "schedule=wrong", "counter.py"]);
    assert_eq!(out(&output), "4\n");
    let told = err(&output);
    assert!(told.contains("left the schedule at its line 3"), "{told}");
    assert!(told.contains("1 more of its lines did not fit"), "{told}");
    folder.write("bad", "tick schedule 1\nT1 @x -> T2\n");
    let output = folder.tick(&["-X", "schedule=bad", "counter.py"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("line 2"), "{}", err(&output));
}

#[test]
fn a_schedule_says_what_it_means() {
    let folder = Folder::new();
    folder.write("counter.py", COUNTER);
    let drawn = folder.tick(&["-X", "seed=1", "-X", "save-schedule=drawn", "counter.py"]);
    assert!(drawn.status.success(), "{}", err(&drawn));
    let text = folder.read("drawn");
    for line in ["# T1 is Thread-1 (count)", "# T2 is Thread-2 (count)"] {
        assert!(text.lines().any(|other| other == line), "{text}");
    }
    // Lines that cannot fit anywhere say why.
    for (line, told) in [
        (
            "Thread-1 counter.py:9 -> T2",
            "there was no thread Thread-1",
        ),
        ("T1 counter.py:9 -> T3", "there was no thread T3"),
        ("T1 counter.py:9 Store -> T2", "there is no operation Store"),
        (
            "T1 counter.py:9 AddK -> T2",
            "do not switch in front of AddK",
        ),
        ("T1 counter.py:5 -> T2", "not reached"),
    ] {
        folder.write("edited", &format!("tick schedule 1\n{line}\n"));
        let output = folder.tick(&["-X", "schedule=edited", "counter.py"]);
        assert_eq!(out(&output), "200\n");
        assert!(err(&output).contains(told), "{line}: {}", err(&output));
    }
}

#[test]
fn recordings_are_the_same_twice() {
    const TELLERS: &str = "\
import queue
import threading
import time

till = threading.Lock()
receipts = queue.Queue()
closed = threading.Condition()


def teller(name):
    for number in range(5):
        with till:
            time.sleep(0.001)
        receipts.put((name, number))
        sum(range(1000))


def auditor():
    while receipts.get() is not None:
        with closed:
            closed.notify_all()


threads = [threading.Thread(target=teller, args=(name,), name=name) for name in ('ann', 'bob')]
threads.append(threading.Thread(target=auditor))
threading.Thread(target=threading.Event().wait, daemon=True).start()
for thread in threads:
    thread.start()
with closed:
    closed.wait(1)
for thread in threads[:2]:
    thread.join()
receipts.put(None)
threads[2].join()
# Locks that come and go, perhaps at the same place in memory.
for _ in range(20):
    threading.Lock().acquire()
";
    let record = |arguments: &[&str], name: &str| {
        // Each in a folder of its own: nothing of it may be in the file.
        let folder = Folder::new();
        folder.write("tellers.py", TELLERS);
        let output = folder.tick(arguments);
        assert!(output.status.success(), "{}", err(&output));
        let file = if name.is_empty() {
            String::new()
        } else {
            folder.read(name)
        };
        (out(&output), err(&output), file)
    };
    for seed in 1..=3 {
        let seed = format!("seed={seed}");
        for name in ["run.txt", "run.html", "run.svg", "run.json"] {
            let option = format!("trace={name}");
            let arguments = ["-X", &seed, "-X", &option, "tellers.py"];
            let first = record(&arguments, name);
            assert!(first.2.contains("tellers.py"), "{name} is of the program");
            assert!(first.2.contains(&seed), "{name} tells what decided");
            assert!(
                first == record(&arguments, name),
                "{name} under {seed} differs"
            );
        }
        let arguments = ["trace", "-X", &seed, "tellers.py"];
        let first = record(&arguments, "");
        assert!(first.1.contains("auditor"), "{}", first.1);
        assert_eq!(first, record(&arguments, ""));
    }
}

#[test]
fn verify_compares_two_runs() {
    let folder = Folder::new();
    folder.write("counter.py", COUNTER);
    let output = folder.tick(&["-X", "seed=3", "--verify", "counter.py"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let once = folder.tick(&["-X", "seed=3", "counter.py"]);
    assert_eq!(out(&output), out(&once));
    folder.write(
        "outside.py",
        "print(open('/proc/sys/kernel/random/uuid').read())\n",
    );
    let output = folder.tick(&["-X", "seed=3", "--verify", "outside.py"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).contains("the two runs differ"),
        "{}",
        err(&output)
    );
    let output = folder.tick(&["--verify", "counter.py"]);
    assert_eq!(output.status.code(), Some(2));
    // That a schedule is of another text is told once.
    folder.write("other", "tick schedule 1\nscript counter.py\nsha256 00\n");
    let output = folder.tick(&["-X", "schedule=other", "--verify", "counter.py"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let told = err(&output);
    assert_eq!(
        told.matches("another text of counter.py").count(),
        1,
        "{told}"
    );
}

fn seeded(seed: u64) -> std::sync::Arc<Interp> {
    let seeded = Some(Settings {
        seed,
        ..Settings::default()
    });
    Interp::new(Config {
        seeded,
        ..Config::default()
    })
}

/// What the program leaves in `answer`.
fn answer(interp: &std::sync::Arc<Interp>, program: &str) -> String {
    interp.attach(|vm| {
        if vm.run_text("<test>", program).is_err() {
            return vm.take_error_text();
        }
        match vm.evaluate_text("str(answer)") {
            Ok(value) => vm.string(&value).unwrap_or_default(),
            Err(_) => vm.take_error_text(),
        }
    })
}

#[test]
fn interpreters_have_clocks_of_their_own() {
    const SLEEPS: &str = "\
import threading, time
begin = time.monotonic()
threads = [threading.Thread(target=time.sleep, args=(1000 * n,)) for n in range(5)]
for thread in threads: thread.start()
for thread in threads: thread.join()
answer = round(time.monotonic() - begin)
";
    let (one, other) = (seeded(1), seeded(2));
    assert_eq!(answer(&one, SLEEPS), "4000");
    assert_eq!(
        answer(&other, "import time\nanswer = round(time.monotonic())"),
        "1"
    );
    assert_eq!(answer(&one, SLEEPS), "4000");
    let workers: Vec<_> = (0..4)
        .map(|seed| std::thread::spawn(move || answer(&seeded(seed), SLEEPS)))
        .collect();
    for worker in workers {
        assert_eq!(worker.join().ok().as_deref(), Some("4000"));
    }
    // Coroutines do not move between system threads.
    let elsewhere = std::thread::spawn(move || one.try_attach(|_| ()).is_err());
    assert_eq!(elsewhere.join().ok(), Some(true));
}

#[test]
fn threads_that_never_end_are_left_alone() {
    let interp = seeded(1);
    let program = "\
import threading
def waits(): threading.Event().wait()
threading.Thread(target=waits, daemon=True).start()
threading.Thread(target=waits).start()
answer = 'left'
";
    assert_eq!(answer(&interp, program), "left");
    assert_eq!(answer(&interp, "answer = threading.active_count()"), "3");
    let told = answer(&interp, "import threading\nthreading.Event().wait()");
    assert!(told.contains("all threads are blocked for ever"), "{told}");
}
