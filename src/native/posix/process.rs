//! Processes of `posix`: making, replacing, waiting for and signalling them; descriptors between them; the system's data.
#![allow(unsafe_code)] // System calls on processes.

use super::files::path_named;
use super::path::{decode_name, encode_name, fspath};
use crate::native::os_error::last_errno;
use crate::native::structure;
use crate::object::builtin::Exc;
use crate::object::bytes::BytesObject;
use crate::object::dict::DictObject;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, structure};
use std::ffi::{CStr, CString};

structure! {
    /// `os.terminal_size`.
    pub static TERMINAL, TERMINAL_CLASS = "os.terminal_size", "The size of a terminal.", [0 columns 1 lines], [], []
}
structure! {
    /// `posix.uname_result`.
    pub static UNAME, UNAME_CLASS = "posix.uname_result", "What the system calls itself.",
    [0 sysname 1 nodename 2 release 3 version 4 machine], [], []
}
structure! {
    /// `posix.times_result`.
    pub static TIMES, TIMES_CLASS = "posix.times_result", "Times of the process.",
    [0 user 1 system 2 children_user 3 children_system 4 elapsed], [], []
}

fn check(vm: &mut Vm, result: i64) -> Outcome<i64> {
    if result == -1 {
        Err(vm.raise_last_errno(None))
    } else {
        Ok(result)
    }
}

/// A program argument as the system takes it.
fn program_text(vm: &mut Vm, value: &Value) -> Outcome<CString> {
    let path = fspath(vm, value)?;
    let bytes = match path.downcast::<BytesObject>() {
        Some(bytes) => bytes.bytes.to_vec(),
        None => encode_name(vm, &path)?,
    };
    CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))
}

fn texts(vm: &mut Vm, values: &[Value]) -> Outcome<Vec<CString>> {
    values.iter().map(|value| program_text(vm, value)).collect()
}

/// Pointers to texts, ended by null.
fn pointers(texts: &[CString]) -> Vec<*const libc::c_char> {
    texts
        .iter()
        .map(|text| text.as_ptr())
        .chain([std::ptr::null()])
        .collect()
}

fn arguments_of(vm: &mut Vm, value: &Value, function: &str) -> Outcome<Vec<CString>> {
    use crate::object::heap::Layout;
    if !matches!(value.layout(), Some(Layout::Tuple | Layout::List)) {
        return Err(vm.type_error(format!("{function}() arg 2 must be a tuple or list")));
    }
    let items = vm.collect(value)?;
    if items.is_empty() {
        return Err(vm.value_error(format!("{function}() arg 2 must not be empty")));
    }
    let texts = texts(vm, &items)?;
    if texts[0].is_empty() {
        return Err(vm.value_error(format!("{function}() arg 2 first element cannot be empty")));
    }
    Ok(texts)
}

/// Waits for a child: `(pid, status)`.
fn wait_for(vm: &mut Vm, pid: i32, options: i32) -> Outcome<(i64, i32)> {
    let mut status = 0;
    // SAFETY: the status is filled by the call.
    let call = || unsafe { libc::waitpid(pid, &mut status, options) as i64 };
    let why = if options & libc::WNOHANG != 0 {
        None
    } else {
        Some(Wait::Child(pid as u64))
    };
    match vm.system_call(why, call)? {
        Ok(pid) => Ok((pid, status)),
        Err(number) => Err(vm.raise_errno(number, None)),
    }
}

/// Calls the functions registered by `register_at_fork`, in one of the three lists.
fn call_hooks(vm: &mut Vm, name: &str) {
    let hidden = vm.hidden_dict();
    let Some(hooks) = vm.dict_get_str(&hidden, name) else {
        return;
    };
    let mut hooks = vm.collect(&hooks).unwrap_or_default();
    if name == "before fork" {
        hooks.reverse();
    }
    for hook in hooks {
        if vm.call(&hook, &[]).is_err() {
            vm.report_unraisable("Exception ignored in: ", Some(&hook));
        }
    }
}

/// To be called first in a new process that is a copy of this one: the caller is its only thread. Runs the hooks of a fork.
pub(crate) fn begin_child(vm: &mut Vm) {
    crate::native::thread::after_fork_in_child(vm);
    call_hooks(vm, "after fork in child");
}

fn fork(vm: &mut Vm) -> Outcome<i64> {
    call_hooks(vm, "before fork");
    let threads = crate::vm::thread::interp_threads(vm).records.len();
    // SAFETY: the lock is held, so no other thread of this interpreter is inside the heap; the child has this thread only
    // and takes over the lock below.
    let pid = unsafe { libc::fork() };
    if pid == 0 {
        begin_child(vm);
        return Ok(0);
    }
    let number = last_errno();
    call_hooks(vm, "after fork in parent");
    if pid < 0 {
        return Err(vm.raise_errno(number, None));
    }
    if threads > 1 {
        // SAFETY: no preconditions.
        let me = unsafe { libc::getpid() };
        vm.warn(
            Exc::DeprecationWarning,
            &format!(
                "This process (pid={me}) is multi-threaded, use of fork() may lead to deadlocks in the child."
            ),
        )?;
    }
    Ok(pid as i64)
}

fn terminal_size(vm: &mut Vm, fd: i32) -> Outcome<Value> {
    // SAFETY: the structure is filled by the call.
    let size = unsafe {
        let mut size: libc::winsize = std::mem::zeroed();
        if libc::ioctl(fd, libc::TIOCGWINSZ, &mut size) != 0 {
            return Err(vm.raise_last_errno(None));
        }
        size
    };
    let items = vec![
        Value::int(size.ws_col as i64),
        Value::int(size.ws_row as i64),
    ];
    structure::make(vm, &TERMINAL, items, Vec::new())
}

fn ids_of_hook(vm: &mut Vm, name: &str, hook: &Value) -> Outcome<()> {
    if hook.is_missing() || hook.is_none() {
        return Ok(());
    }
    if !vm.is_callable(hook) {
        let class = vm.class_name(hook);
        return Err(vm.type_error(format!("'{name}' must be callable, not {class}")));
    }
    let hidden = vm.hidden_dict();
    let list = match vm.dict_get_str(&hidden, name) {
        Some(list) => list,
        None => {
            let list = vm.new_list(Vec::new());
            vm.dict_set_str(&hidden, name, list.clone());
            list
        }
    };
    vm.call_method(&list, "append", std::slice::from_ref(hook))
        .map(drop)
}

native_functions! { pub static FUNCTIONS;
    /// The process's number.
    "getpid()" fn getpid(vm) -> i64 { Ok(std::process::id() as i64) }
    /// The parent's number.
    "getppid()" fn getppid(vm) -> i64 { Ok(std::os::unix::process::parent_id() as i64) }
    /// The user's number.
    "getuid()" fn getuid(vm) -> i64 { Ok(unsafe { libc::getuid() } as i64) }
    /// The effective user's number.
    "geteuid()" fn geteuid(vm) -> i64 { Ok(unsafe { libc::geteuid() } as i64) }
    /// The group's number.
    "getgid()" fn getgid(vm) -> i64 { Ok(unsafe { libc::getgid() } as i64) }
    /// The effective group's number.
    "getegid()" fn getegid(vm) -> i64 { Ok(unsafe { libc::getegid() } as i64) }
    /// The number of the process group.
    "getpgrp()" fn getpgrp(vm) -> i64 { Ok(unsafe { libc::getpgrp() } as i64) }
    /// The process group of a process.
    "getpgid(pid)" fn getpgid(vm, pid: i32) -> i64 { let group = unsafe { libc::getpgid(pid) }; check(vm, group as i64) }
    /// Move a process into a process group.
    "setpgid(pid, pgrp, /)" fn setpgid(vm, pid: i32, group: i32) -> () {
        let result = unsafe { libc::setpgid(pid, group) };
        check(vm, result as i64).map(drop)
    }
    /// The session of a process.
    "getsid(pid, /)" fn getsid(vm, pid: i32) -> i64 { let session = unsafe { libc::getsid(pid) }; check(vm, session as i64) }
    /// Begin a session.
    "setsid()" fn setsid(vm) -> i64 { let session = unsafe { libc::setsid() }; check(vm, session as i64) }
    /// Send a signal to a process.
    "kill(pid, signal, /)" fn kill(vm, pid: i32, signal: i32) -> () {
        let result = unsafe { libc::kill(pid, signal) };
        check(vm, result as i64)?;
        crate::native::signals::serve(vm)
    }
    /// Send a signal to a process group.
    "killpg(pgid, signal, /)" fn killpg(vm, group: i32, signal: i32) -> () {
        let result = unsafe { libc::killpg(group, signal) };
        check(vm, result as i64)?;
        crate::native::signals::serve(vm)
    }
    /// End the process at once.
    "_exit(status)" fn exit_now(vm, status: i32) -> () { unsafe { libc::_exit(status) } }
    /// Kill the process by SIGABRT.
    "abort()" fn abort(vm) -> () { unsafe { libc::abort() } }
    /// Make a child process: 0 in the child, the child's number in the parent.
    "fork()" fn fork_function(vm) -> i64 { fork(vm) }
    /// Functions to call around a fork.
    "register_at_fork(*, before=<missing>, after_in_child=<missing>, after_in_parent=<missing>)"
    fn register_at_fork(vm, before: &Value, child: &Value, parent: &Value) -> () {
        if before.is_missing() && child.is_missing() && parent.is_missing() {
            return Err(vm.type_error("At least one argument is required."));
        }
        ids_of_hook(vm, "before fork", before)?;
        ids_of_hook(vm, "after fork in child", child)?;
        ids_of_hook(vm, "after fork in parent", parent)
    }
    /// Wait for a child.
    "waitpid(pid, options, /)" fn waitpid(vm, pid: i32, options: i32) -> Value {
        let (pid, status) = wait_for(vm, pid, options)?;
        Ok(vm.new_pair(Value::int(pid), Value::int(status as i64)))
    }
    /// Wait for any child.
    "wait()" fn wait(vm) -> Value {
        let (pid, status) = wait_for(vm, -1, 0)?;
        Ok(vm.new_pair(Value::int(pid), Value::int(status as i64)))
    }
    /// The exit code of a status that wait gave.
    "waitstatus_to_exitcode(status)" fn exit_code(vm, status: i32) -> i64 {
        if libc::WIFEXITED(status) {
            return Ok(libc::WEXITSTATUS(status) as i64);
        }
        if libc::WIFSIGNALED(status) {
            return Ok(-(libc::WTERMSIG(status) as i64));
        }
        if libc::WIFSTOPPED(status) {
            let signal = libc::WSTOPSIG(status);
            return Err(vm.value_error(format!("process stopped by delivery of signal {signal}")));
        }
        Err(vm.value_error(format!("invalid wait status: {status}")))
    }
    /// Whether the process exited.
    "WIFEXITED(status)" fn w_if_exited(vm, status: i32) -> bool { Ok(libc::WIFEXITED(status)) }
    /// The exit code.
    "WEXITSTATUS(status)" fn w_exit_status(vm, status: i32) -> i32 { Ok(libc::WEXITSTATUS(status)) }
    /// Whether a signal killed the process.
    "WIFSIGNALED(status)" fn w_if_signaled(vm, status: i32) -> bool { Ok(libc::WIFSIGNALED(status)) }
    /// The signal that killed the process.
    "WTERMSIG(status)" fn w_term_signal(vm, status: i32) -> i32 { Ok(libc::WTERMSIG(status)) }
    /// Whether the process is stopped.
    "WIFSTOPPED(status)" fn w_if_stopped(vm, status: i32) -> bool { Ok(libc::WIFSTOPPED(status)) }
    /// The signal that stopped the process.
    "WSTOPSIG(status)" fn w_stop_signal(vm, status: i32) -> i32 { Ok(libc::WSTOPSIG(status)) }
    /// Whether the process goes on.
    "WIFCONTINUED(status)" fn w_if_continued(vm, status: i32) -> bool { Ok(libc::WIFCONTINUED(status)) }
    /// Whether the process left a core file.
    "WCOREDUMP(status)" fn w_core_dump(vm, status: i32) -> bool { Ok(libc::WCOREDUMP(status)) }
    /// Replace the process by a program.
    "execv(path, argv, /)" fn execv(vm, path: &Value, arguments: &Value) -> () {
        let (program, texts) = (path_named(vm, path, "execv")?.c_text(), arguments_of(vm, arguments, "execv")?);
        // SAFETY: texts that end with zeros, in a list that ends with null.
        unsafe { libc::execv(program.as_ptr(), pointers(&texts).as_ptr()) };
        Err(vm.raise_last_errno(Some(path)))
    }
    /// Replace the process by a program, with an environment.
    "execve(path, argv, env)" fn execve(vm, path: &Value, arguments: &Value, environment: &Value) -> () {
        let (program, texts) = (path_named(vm, path, "execve")?.c_text(), arguments_of(vm, arguments, "execve")?);
        let pairs = vm.call_method(environment, "items", &[])?;
        let mut variables = Vec::new();
        for pair in vm.collect(&pairs)? {
            let pair = vm.collect(&pair)?;
            let mut line = program_text(vm, &pair[0])?.into_bytes();
            line.push(b'=');
            line.extend_from_slice(program_text(vm, &pair[1])?.as_bytes());
            variables.extend(CString::new(line));
        }
        // SAFETY: as above.
        unsafe { libc::execve(program.as_ptr(), pointers(&texts).as_ptr(), pointers(&variables).as_ptr()) };
        Err(vm.raise_last_errno(Some(path)))
    }
    /// Run a command by the shell and wait for it; its wait status.
    "system(command)" fn system(vm, command: &Value) -> i64 {
        let command = program_text(vm, command)?;
        // SAFETY: a text that ends with a zero.
        Ok(vm.detach(Wait::Child(0), || unsafe { libc::system(command.as_ptr()) }) as i64)
    }
    /// Make a pipe: (reading end, writing end).
    "pipe()" fn pipe(vm) -> Value { make_pipe(vm, libc::O_CLOEXEC) }
    /// Make a pipe with flags.
    "pipe2(flags, /)" fn pipe2(vm, flags: i32) -> Value { make_pipe(vm, flags) }
    /// A second descriptor for the same file.
    "dup(fd, /)" fn dup(vm, fd: i32) -> i64 {
        let copy = unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) };
        check(vm, copy as i64)
    }
    /// Make `fd2` a second descriptor for the file of `fd`.
    "dup2(fd, fd2, inheritable=True)" fn dup2(vm, fd: i32, second: i32, inheritable: bool) -> i64 {
        let result = unsafe {
            match inheritable || fd == second {
                true => libc::dup2(fd, second),
                false => libc::dup3(fd, second, libc::O_CLOEXEC),
            }
        };
        check(vm, result as i64)
    }
    /// Whether child processes inherit a descriptor.
    "get_inheritable(fd, /)" fn get_inheritable(vm, fd: i32) -> bool {
        let flags = unsafe { libc::fcntl(fd, libc::F_GETFD) };
        Ok(check(vm, flags as i64)? & libc::FD_CLOEXEC as i64 == 0)
    }
    /// Say whether child processes inherit a descriptor.
    "set_inheritable(fd, inheritable, /)" fn set_inheritable(vm, fd: i32, inheritable: bool) -> () {
        let flags = unsafe { libc::fcntl(fd, libc::F_GETFD) };
        let flags = check(vm, flags as i64)? as i32 & !libc::FD_CLOEXEC;
        let flags = flags | if inheritable { 0 } else { libc::FD_CLOEXEC };
        let result = unsafe { libc::fcntl(fd, libc::F_SETFD, flags) };
        check(vm, result as i64).map(drop)
    }
    /// Whether calls on a descriptor wait.
    "get_blocking(fd, /)" fn get_blocking(vm, fd: i32) -> bool {
        let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
        Ok(check(vm, flags as i64)? & libc::O_NONBLOCK as i64 == 0)
    }
    /// Say whether calls on a descriptor wait.
    "set_blocking(fd, blocking, /)" fn set_blocking(vm, fd: i32, blocking: bool) -> () {
        let flags = unsafe { libc::fcntl(fd, libc::F_GETFL) };
        let flags = check(vm, flags as i64)? as i32 & !libc::O_NONBLOCK;
        let result = unsafe { libc::fcntl(fd, libc::F_SETFL, flags | if blocking { 0 } else { libc::O_NONBLOCK }) };
        check(vm, result as i64).map(drop)
    }
    /// Whether a descriptor is a terminal.
    "isatty(fd, /)" fn isatty(vm, fd: i32) -> bool { Ok(unsafe { libc::isatty(fd) } == 1) }
    /// The name of a terminal.
    "ttyname(fd, /)" fn ttyname(vm, fd: i32) -> Value {
        let mut buffer = [0u8; 256];
        let number = unsafe { libc::ttyname_r(fd, buffer.as_mut_ptr().cast(), buffer.len()) };
        if number != 0 {
            return Err(vm.raise_errno(number, None));
        }
        let end = buffer.iter().position(|&byte| byte == 0).unwrap_or(buffer.len());
        Ok(decode_name(vm, &buffer[..end]))
    }
    /// The size of a terminal.
    "get_terminal_size(fd=1, /)" fn get_terminal_size(vm, fd: i32) -> Value { terminal_size(vm, fd) }
    /// The user's name at the terminal.
    "getlogin()" fn getlogin(vm) -> Value {
        // SAFETY: the answer is null or a text that stays until the next call, which the lock keeps away.
        let name = unsafe {
            let name = libc::getlogin();
            (!name.is_null()).then(|| CStr::from_ptr(name).to_bytes().to_vec())
        };
        match name {
            Some(name) => Ok(decode_name(vm, &name)),
            None => Err(vm.raise_last_errno(None)),
        }
    }
    /// What the system calls itself.
    "uname()" fn uname(vm) -> Value {
        // SAFETY: the structure is filled by the call with texts that end with zeros.
        let items = unsafe {
            let mut names: libc::utsname = std::mem::zeroed();
            if libc::uname(&mut names) != 0 {
                return Err(vm.raise_last_errno(None));
            }
            [&names.sysname, &names.nodename, &names.release, &names.version, &names.machine]
                .map(|text| decode_name(vm, CStr::from_ptr(text.as_ptr()).to_bytes()))
        };
        structure::make(vm, &UNAME, items.to_vec(), Vec::new())
    }
    /// Processor times of the process and its children, and time elapsed.
    "times()" fn times(vm) -> Value {
        // SAFETY: the structure is filled by the call.
        let (times, elapsed, tick) = unsafe {
            let mut times: libc::tms = std::mem::zeroed();
            let elapsed = libc::times(&mut times);
            (times, elapsed, libc::sysconf(libc::_SC_CLK_TCK) as f64)
        };
        let items = [times.tms_utime, times.tms_stime, times.tms_cutime, times.tms_cstime, elapsed];
        let items = items.map(|count| Value::float(count as f64 / tick));
        structure::make(vm, &TIMES, items.to_vec(), Vec::new())
    }
    /// The number of processors, or None.
    "cpu_count()" fn cpu_count(vm) -> Option<i64> {
        let count = unsafe { libc::sysconf(libc::_SC_NPROCESSORS_ONLN) };
        Ok((count > 0).then_some(count))
    }
    /// The processors a process may use.
    "sched_getaffinity(pid, /)" fn sched_getaffinity(vm, pid: i32) -> Value {
        // SAFETY: the set is filled by the call.
        let numbers: Vec<i64> = unsafe {
            let mut set: libc::cpu_set_t = std::mem::zeroed();
            if libc::sched_getaffinity(pid, size_of::<libc::cpu_set_t>(), &mut set) != 0 {
                return Err(vm.raise_last_errno(None));
            }
            (0..libc::CPU_SETSIZE as usize).filter(|&cpu| libc::CPU_ISSET(cpu, &set)).map(|cpu| cpu as i64).collect()
        };
        let result = vm.new_set_from(Default::default(), false);
        for number in numbers {
            vm.set_add(&result, &Value::int(number))?;
        }
        Ok(result.into_value())
    }
    /// Let other processes run.
    "sched_yield()" fn sched_yield(vm) -> () {
        vm.detach(Wait::Sleep(0), std::thread::yield_now);
        Ok(())
    }
    /// The load of the system over 1, 5 and 15 minutes.
    "getloadavg()" fn getloadavg(vm) -> Value {
        let mut loads = [0f64; 3];
        // SAFETY: room for three.
        if unsafe { libc::getloadavg(loads.as_mut_ptr(), 3) } != 3 {
            return Err(vm.raise(Exc::OSError, "Load averages are unobtainable"));
        }
        Ok(vm.new_tuple(loads.map(Value::float).to_vec()))
    }
    /// A limit of the system by number or name.
    "sysconf(name, /)" fn sysconf(vm, name: &Value) -> i64 {
        let number = match crate::vm::numbers::small_int_of(name) {
            Some(number) => number,
            None => {
                let text = vm.string(name)?;
                match SYSCONF.iter().find(|row| row.0 == text) {
                    Some(row) => row.1,
                    None => return Err(vm.value_error("unrecognized configuration name")),
                }
            }
        };
        Ok(unsafe { libc::sysconf(number as i32) })
    }
    /// Random bytes from the system.
    "urandom(size, /)" fn urandom(vm, size: i64) -> Value {
        let Ok(size) = usize::try_from(size) else { return Err(vm.value_error("negative argument not allowed")) };
        let mut bytes: Vec<u8> = vm.zeroed(size)?;
        fill_random(vm, &mut bytes)?;
        Ok(vm.new_bytes(bytes))
    }
    /// Random bytes from the system.
    "getrandom(size, flags=0)" fn getrandom(vm, size: i64, flags: i64) -> Value { urandom(vm, &[Value::int(size)]) }
    /// What the system says of an error number.
    "strerror(code, /)" fn strerror(vm, number: i32) -> String { Ok(crate::native::os_error::strerror(number)) }
    /// Change the priority of the process.
    "nice(increment, /)" fn nice(vm, increment: i32) -> i64 { Ok(unsafe { libc::nice(increment) } as i64) }
    /// Numbers of the user's groups.
    "getgroups()" fn getgroups(vm) -> Value {
        let mut groups = [0u32; 1024];
        // SAFETY: room for as many as said.
        let count = unsafe { libc::getgroups(groups.len() as i32, groups.as_mut_ptr()) };
        let count = check(vm, count as i64)? as usize;
        Ok(vm.new_list(groups[..count].iter().map(|&group| Value::int(group as i64)).collect()))
    }
}

/// Names of `sysconf`.
pub const SYSCONF: &[(&str, i64)] = &[
    ("SC_CLK_TCK", libc::_SC_CLK_TCK as i64),
    ("SC_NPROCESSORS_CONF", libc::_SC_NPROCESSORS_CONF as i64),
    ("SC_NPROCESSORS_ONLN", libc::_SC_NPROCESSORS_ONLN as i64),
    ("SC_OPEN_MAX", libc::_SC_OPEN_MAX as i64),
    ("SC_PAGESIZE", libc::_SC_PAGESIZE as i64),
    ("SC_PAGE_SIZE", libc::_SC_PAGESIZE as i64),
    ("SC_PHYS_PAGES", libc::_SC_PHYS_PAGES as i64),
    ("SC_AVPHYS_PAGES", libc::_SC_AVPHYS_PAGES as i64),
    ("SC_ARG_MAX", libc::_SC_ARG_MAX as i64),
    ("SC_SEM_NSEMS_MAX", libc::_SC_SEM_NSEMS_MAX as i64),
    ("SC_IOV_MAX", libc::_SC_IOV_MAX as i64),
    ("SC_CHILD_MAX", libc::_SC_CHILD_MAX as i64),
];

fn fill_random(vm: &mut Vm, bytes: &mut [u8]) -> Outcome<()> {
    let mut done = 0;
    while done < bytes.len() {
        let rest = &mut bytes[done..];
        // SAFETY: the slice has that length.
        let call = || unsafe { libc::getrandom(rest.as_mut_ptr().cast(), rest.len(), 0) as i64 };
        match vm.system_call(None, call)? {
            Ok(count) => done += count as usize,
            Err(number) => return Err(vm.raise_errno(number, None)),
        }
    }
    Ok(())
}

fn make_pipe(vm: &mut Vm, flags: i32) -> Outcome<Value> {
    let mut ends = [0; 2];
    // SAFETY: room for two.
    if unsafe { libc::pipe2(ends.as_mut_ptr(), flags) } != 0 {
        return Err(vm.raise_last_errno(None));
    }
    Ok(vm.new_pair(Value::int(ends[0] as i64), Value::int(ends[1] as i64)))
}

/// The environment as `posix.environ`: bytes to bytes.
pub fn environment(vm: &mut Vm) -> Outcome<crate::object::heap::Ref<DictObject>> {
    use std::os::unix::ffi::OsStrExt;
    let dict = vm.new_dict();
    for (name, value) in std::env::vars_os() {
        let (name, value) = (
            vm.new_bytes(name.as_bytes().to_vec()),
            vm.new_bytes(value.as_bytes().to_vec()),
        );
        vm.dict_set(&dict, &name, value)?;
    }
    Ok(dict)
}
