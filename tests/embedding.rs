//! Several interpreters in one process: they run at the same time, do not see each other, and take their memory with them.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, mpsc};
use std::time::Duration;
use tick::interp::{Config, Interp};
use tick::sched::Wait;
use tick::vm::Vm;

/// Runs a program and reads one global as text.
fn run(vm: &mut Vm, text: &str, expression: &str) -> Result<String, String> {
    let ran = vm.run_text("<test>", text);
    match ran.and_then(|()| vm.evaluate_text(&format!("str({expression})"))) {
        Ok(value) => vm.string(&value).map_err(|_| vm.take_error_text()),
        Err(_) => Err(vm.take_error_text()),
    }
}

/// Fails instead of hanging: the work must end within some minutes.
fn in_time<R: Send + 'static>(work: impl FnOnce() -> R + Send + 'static) -> R {
    let (done, result) = mpsc::channel();
    let thread = std::thread::spawn(move || done.send(work()));
    match result.recv_timeout(Duration::from_secs(300)) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("no end within five minutes"),
        Err(mpsc::RecvTimeoutError::Disconnected) => match thread.join() {
            Err(panic) => std::panic::resume_unwind(panic),
            Ok(_) => unreachable!("a thread that ends well has sent its result"),
        },
    }
}

#[test]
fn two_interpreters_run_at_the_same_time() {
    // Each thread holds the lock of its own interpreter while it waits for the other at the barrier. Were there one lock, the
    // second could never come.
    in_time(|| {
        let barrier = Arc::new(Barrier::new(2));
        let threads: Vec<_> = (0..2)
            .map(|number| {
                let barrier = barrier.clone();
                std::thread::spawn(move || {
                    let interp = Interp::new(Config::default());
                    interp.attach(|vm| {
                        let mut totals = Vec::new();
                        for round in 0..5 {
                            barrier.wait();
                            let text =
                                format!("total = sum(n * {number} + {round} for n in range(1000))");
                            totals.push(run(vm, &text, "total"));
                        }
                        totals
                    })
                })
            })
            .collect();
        for (number, thread) in threads.into_iter().enumerate() {
            let totals = thread.join().expect("no thread panics");
            let expected: Vec<_> = (0..5)
                .map(|round| Ok((499_500 * number + 1000 * round).to_string()))
                .collect();
            assert_eq!(totals, expected);
        }
    });
}

#[test]
fn one_interpreter_lets_others_in_only_while_detached() {
    in_time(|| {
        let interp = Interp::new(Config::default());
        let inside = AtomicUsize::new(0);
        let (first_in, second_done) = (Barrier::new(2), Barrier::new(2));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                interp.attach(|vm| {
                    inside.fetch_add(1, Ordering::SeqCst);
                    first_in.wait();
                    for _ in 0..1000 {
                        assert_eq!(
                            inside.load(Ordering::SeqCst),
                            1,
                            "the lock is held, nobody else is in"
                        );
                        std::thread::yield_now();
                    }
                    inside.fetch_sub(1, Ordering::SeqCst);
                    // While this thread is away the other one comes in; it could not otherwise, and this would not end.
                    vm.detach(Wait::Compute(0), || second_done.wait());
                })
            });
            scope.spawn(|| {
                first_in.wait();
                interp.attach(|_| {
                    assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                    inside.fetch_sub(1, Ordering::SeqCst);
                    second_done.wait();
                })
            });
        });
    });
}

#[test]
fn interpreters_do_not_see_each_other() {
    let (one, two) = (
        Interp::new(Config::default()),
        Interp::new(Config::default()),
    );
    let change = "import builtins\nbuiltins.shared = 1\nlen = None\nname = 'one'";
    assert_eq!(
        one.attach(|vm| run(vm, change, "name")),
        Ok("one".to_string())
    );
    assert_eq!(
        one.attach(|vm| run(vm, "", "(shared, name, len)")),
        Ok("(1, 'one', None)".to_string())
    );
    let seen = two.attach(|vm| {
        run(
            vm,
            "",
            "('name' in globals(), hasattr(__builtins__, 'shared'), len('abc'))",
        )
    });
    assert_eq!(seen, Ok("(False, False, 3)".to_string()));
}

#[test]
fn errors_leave_as_text() {
    let interp = Interp::new(Config::default());
    assert_eq!(
        interp.attach(|vm| run(vm, "raise ValueError('no')", "0")),
        Err("ValueError: no".to_string())
    );
    assert_eq!(
        interp
            .attach(|vm| run(vm, "def f(:\n", "0"))
            .map_err(|text| text.starts_with("SyntaxError")),
        Err(true)
    );
    assert_eq!(
        interp.attach(|vm| run(vm, "x = 1", "x")),
        Ok("1".to_string())
    );
}

#[test]
fn attaching_twice_panics() {
    let (one, two) = (
        Interp::new(Config::default()),
        Interp::new(Config::default()),
    );
    for inner in [&one, &two] {
        let nested =
            std::panic::catch_unwind(AssertUnwindSafe(|| one.attach(|_| inner.attach(|_| ()))));
        let message = *nested
            .expect_err("the second token would alias the first")
            .downcast::<&str>()
            .expect("a text");
        assert!(
            message.contains("attached to an interpreter already"),
            "{message}"
        );
    }
    // Neither lock stays behind.
    assert_eq!(one.attach(|vm| run(vm, "", "1 + 1")), Ok("2".to_string()));
    assert_eq!(two.attach(|vm| run(vm, "", "1 + 1")), Ok("2".to_string()));
}

#[test]
fn detached_thread_may_attach_to_another_interpreter() {
    let (one, two) = (
        Interp::new(Config::default()),
        Interp::new(Config::default()),
    );
    let inner =
        one.attach(|vm| vm.detach(Wait::Compute(0), || two.attach(|vm| run(vm, "", "6 * 7"))));
    assert_eq!(inner, Ok("42".to_string()));
}

/// Resident memory of this process in KiB.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .expect("every process has one");
    line.split_whitespace()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .expect("a number")
}

#[test]
fn a_dropped_interpreter_frees_its_heap() {
    // Each round leaves cycles, finalizers that wait, weak references, generators under way and big buffers behind.
    let text = r#"
class Node:
    def __init__(self):
        self.me = self
    def __del__(self):
        pass
kept = [Node() for _ in range(2000)]
names = {str(n): [n] * 50 for n in range(5000)}
big = bytearray(1_000_000)
def numbers():
    try:
        while True:
            yield 1
    finally:
        pass
going = [numbers() for _ in range(100)]
for generator in going:
    next(generator)
"#;
    let round = || {
        let interp = Interp::new(Config::default());
        let result = interp.attach(|vm| run(vm, text, "len(kept) + len(names)"));
        assert_eq!(result, Ok("7000".to_string()));
    };
    (0..20).for_each(|_| round());
    let before = resident();
    (0..60).for_each(|_| round());
    let grown = resident().saturating_sub(before);
    // A round's heap is about ten megabytes: sixty of them kept would be hundreds.
    assert!(grown < 60_000, "{grown} KiB more after sixty interpreters");
}
