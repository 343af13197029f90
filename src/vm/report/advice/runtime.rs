//! Advice about states: locks, threads, processes, loops, files, numbers.
use super::Case;
use crate::native::types::exception::field;
use crate::native::types::exception_fields::number;
use crate::object::exception::ExceptionObject;
use crate::object::text::StrObject;
use crate::vm::Vm;

/// Beginnings of messages and what may help.
const TABLE: &[(&str, &str, &str)] = &[
    (
        "RuntimeError",
        "threads can only be started once",
        "make a new Thread for each start",
    ),
    (
        "RuntimeError",
        "cannot join thread before it is started",
        "call start() first, then join()",
    ),
    (
        "RuntimeError",
        "cannot join current thread",
        "a thread that waits for its own end would wait for ever",
    ),
    (
        "RuntimeError",
        "release unlocked lock",
        "release() belongs behind an acquire() that gave True; `with lock:` keeps the two together",
    ),
    (
        "RuntimeError",
        "cannot release un-acquired lock",
        "only the thread that holds an RLock releases it; `with lock:` keeps the two together",
    ),
    (
        "RuntimeError",
        "cannot notify on un-acquired lock",
        "call notify() inside `with condition:`",
    ),
    (
        "RuntimeError",
        "cannot wait on un-acquired lock",
        "call wait() inside `with condition:`",
    ),
    (
        "RuntimeError",
        "dictionary changed size during iteration",
        "loop over a copy: for key in list(d)",
    ),
    (
        "RuntimeError",
        "dictionary keys changed during iteration",
        "loop over a copy: for key in list(d)",
    ),
    (
        "RuntimeError",
        "Set changed size during iteration",
        "loop over a copy: for x in list(s)",
    ),
    (
        "RuntimeError",
        "deque mutated during iteration",
        "loop over a copy: for x in list(d)",
    ),
    (
        "RuntimeError",
        "asyncio.run() cannot be called from a running event loop",
        "inside `async def`, write await instead",
    ),
    (
        "RuntimeError",
        "no running event loop",
        "tasks are made inside a coroutine that asyncio.run() runs",
    ),
    (
        "RuntimeError",
        "cannot schedule new futures after",
        "submit inside the `with` block of the executor",
    ),
    (
        "RuntimeError",
        "can't start new thread",
        "a ThreadPoolExecutor does many jobs with few threads",
    ),
    (
        "RuntimeError",
        "No active exception to reraise",
        "a bare raise stands in an except block",
    ),
    (
        "RuntimeError",
        "generator raised StopIteration",
        "end a generator with return; next(it, default) does not raise",
    ),
    (
        "AssertionError",
        "cannot start a process twice",
        "make a new Process for each start",
    ),
    (
        "AssertionError",
        "can only join a started process",
        "call start() first, then join()",
    ),
    (
        "AssertionError",
        "daemonic processes are not allowed to have children",
        "make the parent with daemon=False",
    ),
    (
        "ValueError",
        "semaphore or lock released too many times",
        "each release() belongs to one acquire(); `with lock:` keeps the two together",
    ),
    (
        "ValueError",
        "Semaphore released too many times",
        "each release() belongs to one acquire(); `with semaphore:` keeps the two together",
    ),
    (
        "ValueError",
        "task_done() called too many times",
        "call task_done() once for each get()",
    ),
    (
        "ValueError",
        "not enough values to unpack",
        "the value on the right has fewer items than names on the left",
    ),
    (
        "ValueError",
        "too many values to unpack",
        "the value on the right has more items than names on the left; *rest takes the others",
    ),
    (
        "ValueError",
        "I/O operation on closed file",
        "the file ends with its `with` block; use it inside",
    ),
    (
        "ValueError",
        "math domain error",
        "the module cmath knows complex results",
    ),
    (
        "ValueError",
        "list.remove(x): x not in list",
        "ask `if x in items` first",
    ),
    (
        "RecursionError",
        "maximum recursion depth exceeded",
        "a function that calls itself needs a case in which it does not",
    ),
    (
        "BrokenBarrierError",
        "",
        "another thread left the barrier: by an error, a timeout, or abort()",
    ),
    (
        "BrokenProcessPool",
        "",
        "a worker process was killed; the lines above, or its exit code, tell why",
    ),
    (
        "IndexError",
        "list index out of range",
        "the first item has the number 0, the last one len(items) - 1",
    ),
    ("IndexError", "pop from empty list", "ask `if items` first"),
    (
        "StopIteration",
        "",
        "next(it, default) does not raise at the end",
    ),
    ("Empty", "", "get() without `nowait` waits for an item"),
    ("Full", "", "put() without `nowait` waits for room"),
    (
        "UnicodeDecodeError",
        "",
        "the bytes are in another encoding: open(name, encoding=\"latin-1\"), or errors=\"replace\"",
    ),
];

pub(super) fn advice(case: &Case) -> Option<String> {
    if case.class == "ValueError"
        && let Some(text) = case
            .message
            .strip_prefix("invalid literal for int() with base 10: ")
    {
        let inner = text.trim_matches(['\'', '"']);
        return match inner {
            "" => Some("the text is empty".to_string()),
            inner if inner.trim().parse::<f64>().is_ok() => {
                Some(format!("int(float({text})) cuts the fraction off"))
            }
            _ => None,
        };
    }
    TABLE
        .iter()
        .find(|(class, start, _)| *class == case.class && case.message.starts_with(start))
        .map(|(_, _, advice)| advice.to_string())
}

/// Errors of the operating system.
pub(super) fn advice_on_system(
    vm: &mut Vm,
    case: &Case,
    exception: &ExceptionObject,
) -> Option<String> {
    let code = field(vm, exception, number::ERRNO).and_then(|code| code.as_int())?;
    match code as i32 {
        libc::ENOENT => {
            let name = field(vm, exception, number::FILENAME)?;
            let name = name.downcast::<StrObject>()?.as_str().to_string();
            nearest_file(vm, &name)
        }
        libc::EADDRINUSE => Some(
            "another program, or an earlier run of this one, has the port; SO_REUSEADDR, set before bind(), takes it over"
                .to_string(),
        ),
        libc::ECONNREFUSED => Some("nobody listens there: is the server started, and the port right?".to_string()),
        libc::EACCES if case.line.contains("bind") => Some("ports below 1024 belong to the system".to_string()),
        libc::EISDIR => Some("this is a folder; os.listdir(name) gives its files".to_string()),
        libc::EPIPE => Some("the reader of the pipe has gone".to_string()),
        _ => None,
    }
}

/// A file of the folder with a name like this.
fn nearest_file(vm: &mut Vm, name: &str) -> Option<String> {
    let path = std::path::Path::new(name);
    let wanted = path.file_name()?.to_string_lossy().into_owned();
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => std::path::Path::new("."),
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Some(format!("there is no folder {}", folder.display()));
    };
    const MOST: usize = 2000;
    let names = entries.flatten().take(MOST);
    let names: Vec<String> = names
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let near = vm.suggest(&wanted, names)?;
    Some(format!(
        "did you mean the file {}?",
        path.with_file_name(near).display()
    ))
}
