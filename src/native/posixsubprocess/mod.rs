//! The module `_posixsubprocess`: starts a program in a child process, waits for a child with a deadline, and feeds and drains
//! its pipes.
//!
//! Enters: what `subprocess.Popen` was asked for, ready-made descriptors among it. Leaves: the child's number, or the exception
//! that tells which of its steps failed. Callers: `subprocess`, `multiprocessing`.
//!
//! The child shares the memory of the parent until it has begun the new program (`CLONE_VM | CLONE_VFORK`), so that starting
//! costs the same however large the parent is. Only a `preexec_fn`, which runs code of the language in the child, needs a fork.
#![allow(unsafe_code)] // A report of CPython's form.

mod child;
mod pipes;
mod wait;

use super::posix::children::{environment_of, pointers, program_text, texts, wait_for};
use super::posix::users;
use crate::native::NativeModule;
use crate::object::bytes::ByteArrayObject;
use crate::object::sequence::ListObject;
use crate::object::value::Value;
use crate::sched::now;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use child::{Failure, Plan, Step, inherited_environment, start_forking, start_sharing};
use pipes::{Stream, exchange};
use std::ffi::CString;
use std::time::Duration;
use wait::{ended_by, exit_code_known, reap};

/// Where programs are looked for: the value of PATH in the child's environment.
fn search_path(variables: Option<&[CString]>) -> Vec<u8> {
    use std::os::unix::ffi::OsStringExt;
    let found = match variables {
        Some(variables) => variables
            .iter()
            .find_map(|line| line.as_bytes().strip_prefix(b"PATH=").map(<[u8]>::to_vec)),
        None => std::env::var_os("PATH").map(OsStringExt::into_vec),
    };
    found.unwrap_or_else(|| b"/bin:/usr/bin".to_vec())
}

/// The files to try for a program.
fn candidates(program: CString, variables: Option<&[CString]>) -> Vec<CString> {
    if program.as_bytes().contains(&b'/') {
        return vec![program];
    }
    let folders = search_path(variables);
    let joined = folders.split(|&byte| byte == b':').map(|folder| {
        let mut path = folder.to_vec();
        if !path.is_empty() && path.last() != Some(&b'/') {
            path.push(b'/');
        }
        path.extend_from_slice(program.as_bytes());
        path
    });
    joined.filter_map(|path| CString::new(path).ok()).collect()
}

fn optional_id(
    vm: &mut Vm,
    value: &Value,
    take: fn(&mut Vm, &Value) -> Outcome<u32>,
) -> Outcome<Option<u32>> {
    if value.is_none() {
        Ok(None)
    } else {
        take(vm, value).map(Some)
    }
}

/// Descriptors to keep: different numbers in order.
fn kept(vm: &mut Vm, value: &Value) -> Outcome<Vec<i32>> {
    let mut keep = Vec::new();
    for item in vm.collect(value)? {
        match i32::try_from(vm.index_i64(&item)?) {
            Ok(fd) if fd >= 0 => keep.push(fd),
            _ => raise!(vm, ValueError, "bad value(s) in fds_to_keep"),
        }
    }
    keep.sort_unstable();
    keep.dedup();
    Ok(keep)
}

/// Options of a start that both functions of the module take alike.
struct Options<'a> {
    close_others: bool,
    restore_signals: bool,
    new_session: bool,
    process_group: i32,
    group: &'a Value,
    groups: &'a Value,
    user: &'a Value,
    umask: i32,
}

fn plan_of(
    vm: &mut Vm,
    options: &Options,
    keep: Vec<i32>,
    standard: [i32; 3],
    foreign: [i32; 3],
) -> Outcome<Plan> {
    let groups = if options.groups.is_none() {
        None
    } else {
        Some(users::groups(vm, options.groups)?)
    };
    Ok(Plan {
        programs: Vec::new(),
        arguments: Vec::new(),
        environment: Vec::new(),
        directory: std::ptr::null(),
        standard,
        foreign,
        keep,
        close_others: options.close_others,
        restore_signals: options.restore_signals,
        new_session: options.new_session,
        process_group: options.process_group,
        group: optional_id(vm, options.group, users::group)?,
        user: optional_id(vm, options.user, users::user)?,
        groups,
        umask: options.umask,
        mask: None,
    })
}

/// The texts that a plan points into.
struct Texts {
    /// Files to try, in order.
    programs: Vec<CString>,
    arguments: Vec<CString>,
    /// None for the environment of the process.
    variables: Option<Vec<CString>>,
    directory: Option<CString>,
}

fn launch(
    vm: &mut Vm,
    plan: &mut Plan,
    texts: &Texts,
    function: &Value,
) -> Outcome<(i32, Option<Failure>)> {
    plan.programs = texts.programs.iter().map(|path| path.as_ptr()).collect();
    plan.arguments = pointers(&texts.arguments);
    plan.environment = texts.variables.as_deref().map(pointers).unwrap_or_default();
    plan.directory = (texts.directory.as_ref()).map_or(std::ptr::null(), |path| path.as_ptr());
    if function.is_none() {
        if plan.environment.is_empty() {
            plan.environment = inherited_environment();
        }
        return match start_sharing(vm, plan) {
            Ok(started) => Ok(started),
            Err(number) => Err(vm.raise_errno(number, None)),
        };
    }
    start_forking(vm, plan, function)
}

native_functions! { static FUNCTIONS;
    /// Start a program in a child process and append its number to `started`; False if the function raised an exception. A
    /// program that cannot be started raises OSError with the file to blame. Signals are served at the end: their exceptions
    /// come when the number is known.
    "start(started, program, args, cwd, env, close_fds, pass_fds, stdin, stdout, stderr, restore_signals, start_new_session, process_group, gid, extra_groups, uid, umask, preexec_fn, /)"
    fn start(vm, started: &ListObject, program: &Value, arguments: &Value, directory: &Value, environment: &Value, close_others: bool, keep: &Value,
             stdin: i32, stdout: i32, stderr: i32, restore_signals: bool, new_session: bool, process_group: i32, group: &Value,
             groups: &Value, user: &Value, umask: i32, function: &Value) -> bool {
        vm.refuse_if_seeded("starting a program")?;
        let keep = kept(vm, keep)?;
        let options = Options { close_others, restore_signals, new_session, process_group, group, groups, user, umask };
        let mut plan = plan_of(vm, &options, keep, [stdin, stdout, stderr], [-1; 3])?;
        let items = vm.collect(arguments)?;
        let arguments = texts(vm, &items)?;
        let folder = if directory.is_none() { None } else { Some(program_text(vm, directory)?) };
        let variables = if environment.is_none() { None } else { Some(environment_of(vm, environment, false)?) };
        let programs = candidates(program_text(vm, program)?, variables.as_deref());
        let texts = Texts { programs, arguments, variables, directory: folder };
        let (pid, told) = launch(vm, &mut plan, &texts, function)?;
        let Some(told) = told else {
            started.items.get_mut(vm.gil()).push(Value::int(i64::from(pid)));
            vm.note_child(pid);
            crate::native::signals::serve(vm)?;
            return Ok(true);
        };
        reap(pid);
        match told.step {
            Step::Function => Ok(false),
            Step::Before => Err(vm.raise_errno(told.number, None)),
            Step::Directory => Err(vm.raise_errno(told.number, Some(directory))),
            Step::Program => Err(vm.raise_errno(told.number, Some(program))),
        }
    }
    /// Start a program in a child process, with the arguments CPython's function of that name has; what fails in the child is
    /// written to the pipe for errors.
    "fork_exec(args, executable_list, close_fds, pass_fds, cwd, env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite, errpipe_read, errpipe_write, restore_signals, call_setsid, pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn, allow_vfork=True, /)"
    fn fork_exec(vm, arguments: &Value, programs: &Value, close_others: bool, keep: &Value, directory: &Value, environment: &Value,
                 stdin: i32, stdin_write: i32, stdout_read: i32, stdout: i32, stderr_read: i32, stderr: i32, report_read: i32,
                 report: i32, restore_signals: bool, new_session: bool, process_group: i32, group: &Value, groups: &Value,
                 user: &Value, umask: i32, function: &Value, share: bool) -> i64 {
        vm.refuse_if_seeded("a child process")?;
        if close_others && report < 3 {
            raise!(vm, ValueError, "errpipe_write must be >= 3");
        }
        let mut keep = kept(vm, keep)?;
        keep.retain(|&fd| fd != report);
        let options = Options { close_others, restore_signals, new_session, process_group, group, groups, user, umask };
        let mut plan = plan_of(vm, &options, keep, [stdin, stdout, stderr], [stdin_write, stdout_read, stderr_read])?;
        let items = vm.collect(arguments)?;
        let arguments = texts(vm, &items)?;
        let items = vm.collect(programs)?;
        let programs = texts(vm, &items)?;
        let folder = if directory.is_none() { None } else { Some(program_text(vm, directory)?) };
        let variables = if environment.is_none() { None } else {
            let items = vm.collect(environment)?;
            Some(texts(vm, &items)?)
        };
        let texts = Texts { programs, arguments, variables, directory: folder };
        let (pid, told) = launch(vm, &mut plan, &texts, function)?;
        vm.note_child(pid);
        if let Some(told) = told {
            let number = told.number;
            let line = match told.step {
                Step::Before => format!("OSError:{number:X}:noexec"),
                Step::Directory => format!("OSError:{number:X}:noexec:chdir"),
                Step::Function => "SubprocessError:0:Exception occurred in preexec_fn.".to_string(),
                Step::Program => format!("OSError:{number:X}:"),
            };
            // SAFETY: the text has that length.
            unsafe { libc::write(report, line.as_ptr().cast(), line.len()) };
        }
        Ok(i64::from(pid))
    }
    /// Wait until a child has ended, without taking its exit code; False after `seconds`, None for ever. `known` is the list that
    /// `take_exit_code` fills.
    "await_end(pid, known, seconds, /)" fn await_end_function(vm, pid: i32, known: &ListObject, seconds: &Value) -> bool {
        let deadline = if seconds.is_none() { None } else {
            Some(now() + Duration::from_secs_f64(vm.float(seconds)?.clamp(0.0, 1e9)))
        };
        ended_by(vm, pid, known, deadline)
    }
    /// The exit code of a child, None if it has not ended. It is put into the list `known`, from where all later calls have it:
    /// taking it and noting it are one step for other threads and for signals.
    "take_exit_code(pid, known, /)" fn take_exit_code(vm, pid: i32, known: &ListObject) -> Value {
        if let Some(code) = exit_code_known(vm, known) {
            return Ok(code);
        }
        let Some(ended) = wait_for(vm, libc::P_PID, pid as u32, libc::WEXITED | libc::WNOHANG)? else {
            return Ok(Value::NONE);
        };
        let code = Value::int(match ended.code {
            libc::CLD_EXITED => i64::from(ended.status & 0xff),
            _ => -i64::from(ended.status),
        });
        if let Some(slot) = known.items.get_mut(vm.gil()).first_mut() {
            *slot = code.clone();
        }
        Ok(code)
    }
    /// Feed and drain pipes until one of them is done: its place in `streams`, or None after `timeout` seconds. A stream is
    /// (descriptor, bytearray to extend), or (descriptor, None) for the one to feed with `input`, of which `position[0]` bytes
    /// are already gone.
    "exchange(streams, input, position, timeout, /)"
    fn exchange_function(vm, streams: &Value, input: &Value, position: &ListObject, timeout: &Value) -> Option<usize> {
        let deadline = if timeout.is_none() { None } else {
            Some(now() + Duration::from_secs_f64(vm.float(timeout)?.clamp(0.0, 1e9)))
        };
        let mut list = Vec::new();
        for stream in vm.collect(streams)? {
            let pair = vm.collect(&stream)?;
            let [fd, into] = &pair[..] else { raise!(vm, TypeError, "a stream is a pair") };
            let fd = vm.index_i64(fd)? as i32;
            if into.is_none() {
                list.push(Stream { fd, into: None });
            } else if into.downcast::<ByteArrayObject>().is_some() {
                list.push(Stream { fd, into: Some(into.clone()) });
            } else {
                raise!(vm, TypeError, "what is read goes to a bytearray");
            }
        }
        let input = vm.bytes_like(input)?;
        let mut at = position.items.get(vm).first().and_then(Value::as_int).unwrap_or(0).max(0) as usize;
        let outcome = exchange(vm, &list, &input, &mut at, deadline);
        if let Some(slot) = position.items.get_mut(vm.gil()).first_mut() {
            *slot = Value::int(at as i64);
        }
        outcome
    }
}

/// `_posixsubprocess`.
pub static MODULE: NativeModule = NativeModule {
    name: "_posixsubprocess",
    doc: "What the module `subprocess` needs of the system.",
    functions: &[FUNCTIONS],
    classes: &[],
    init: None,
};
