//! Child processes of `posix`: making them, waiting for them, replacing the process by a program.
//!
//! Enters: calls of the language. Leaves: pids, wait statuses, exit codes. All waiting for children goes through [`wait_for`].
#![allow(unsafe_code)] // System calls on processes.

use super::files::{Target, path_named, target};
use super::path::{encode_name, fspath};
use crate::native::os_error::last_errno;
use crate::native::signals::Watch;
use crate::native::{resource, structure};
use crate::object::builtin::Exc;
use crate::object::bytes::BytesObject;
use crate::object::value::Value;
use crate::sched::{Instant, Wait, now};
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise, structure};
use std::ffi::CString;

structure! {
    /// `posix.waitid_result`.
    pub static WAITED, WAITED_CLASS = "posix.waitid_result", "What became of a child.",
    [0 si_pid 1 si_uid 2 si_signo 3 si_status 4 si_code], [], []
}

/// What became of a child.
pub struct Ended {
    /// Its number.
    pub pid: i32,
    /// Its user.
    pub user: u32,
    /// Why the kernel tells: `CLD_EXITED`, `CLD_KILLED` …
    pub code: i32,
    /// The exit code or the signal.
    pub status: i32,
    /// What it used.
    pub usage: libc::rusage,
}

impl Ended {
    /// The two numbers in one, as `waitpid` has them.
    pub fn wait_status(&self) -> i32 {
        match self.code {
            libc::CLD_EXITED => (self.status & 0xff) << 8,
            libc::CLD_KILLED => self.status,
            libc::CLD_DUMPED => self.status | 0x80,
            libc::CLD_CONTINUED => 0xffff,
            _ => self.status << 8 | 0x7f,
        }
    }
}

/// Waits for children: the only place that asks the kernel what became of them. `kind` and `id` are those of `waitid`; without
/// `WNOHANG` the lock is given up meanwhile. `None` if nothing has happened yet.
pub fn wait_for(vm: &mut Vm, kind: u32, id: u32, options: i32) -> Outcome<Option<Ended>> {
    if kind == libc::P_ALL || kind == libc::P_PGID {
        // The helper of multiprocessing is no child that the program knows of.
        let modules = vm.modules();
        if let Some(zygote) = vm.dict_get_str(&modules, "multiprocessing.zygote") {
            vm.call_method(&zygote, "stop", &[])?;
        }
    }
    let waits = options & libc::WNOHANG == 0;
    // A Ctrl-C just before the call would be seen only after it; a descriptor of the child can be waited for without that gap.
    let only_ends = options & (libc::WSTOPPED | libc::WCONTINUED) == 0;
    if waits && kind == libc::P_PID && only_ends && crate::native::signals::is_signal_thread(vm) {
        let ended = ask(vm, None, kind, id, options | libc::WNOHANG)?;
        if ended.is_some() {
            return Ok(ended);
        }
        await_end(vm, id as i32, None)?;
    }
    let why = if !waits {
        None
    } else if kind == libc::P_PID {
        Some(Wait::Child(u64::from(id)))
    } else {
        Some(Wait::Child(0))
    };
    ask(vm, why, kind, id, options)
}

/// Waits until a process has ended or the time is over: whether it has ended; `None` if the system gives no descriptor of it.
pub fn await_end(vm: &mut Vm, pid: i32, deadline: Option<Instant>) -> Outcome<Option<bool>> {
    // SAFETY: a call on numbers.
    let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) } as i32;
    if fd < 0 {
        // No such process: nothing to wait for.
        return Ok((last_errno() == libc::ESRCH).then_some(true));
    }
    let watch = Watch::of(vm);
    let outcome = loop {
        let mut entries = [libc::pollfd {
            fd,
            events: libc::POLLIN,
            revents: 0,
        }];
        let call = || watch.poll(&mut entries, deadline.map(time_left));
        match vm.system_call(Some(Wait::Child(pid as u64)), call) {
            Ok(Ok(0)) if deadline.is_none_or(|deadline| now() < deadline) => {}
            Ok(Ok(count)) => break Ok(Some(count > 0)),
            Ok(Err(number)) => break Err(vm.raise_errno(number, None)),
            Err(raised) => break Err(raised),
        }
    };
    // SAFETY: the descriptor is this function's.
    unsafe { libc::close(fd) };
    outcome
}

/// The time until a deadline as the system takes it.
pub fn time_left(deadline: Instant) -> libc::timespec {
    let left = deadline - now();
    libc::timespec {
        tv_sec: left.as_secs() as libc::time_t,
        tv_nsec: left.subsec_nanos() as libc::c_long,
    }
}

/// The system call of [`wait_for`].
fn ask(vm: &mut Vm, why: Option<Wait>, kind: u32, id: u32, options: i32) -> Outcome<Option<Ended>> {
    // SAFETY: plain numbers, for which zeros are values.
    let (mut told, mut usage): (libc::siginfo_t, libc::rusage) = unsafe { std::mem::zeroed() };
    struct Filled(*mut libc::siginfo_t, *mut libc::rusage);
    // SAFETY: the pointers are to locals of this call, which the other end of the wait, this thread itself, uses alone.
    unsafe impl Send for Filled {}
    let filled = Filled(&mut told, &mut usage);
    let call = move || {
        let filled = &filled;
        // SAFETY: the kernel fills both structures. The C library's `waitid` does not tell the usage.
        unsafe { libc::syscall(libc::SYS_waitid, kind, id, filled.0, options, filled.1) }
    };
    if let Err(number) = vm.system_call(why, call)? {
        return Err(vm.raise_errno(number, None));
    }
    // SAFETY: of a child's signal these fields are set; all are zero if nothing happened.
    let (pid, user, status) = unsafe { (told.si_pid(), told.si_uid(), told.si_status()) };
    let code = told.si_code;
    if matches!(code, libc::CLD_EXITED | libc::CLD_KILLED | libc::CLD_DUMPED) && pid != 0 {
        vm.note_child_ended(pid as u32);
    }
    Ok((pid != 0).then_some(Ended {
        pid,
        user,
        code,
        status,
        usage,
    }))
}

/// As `waitpid` says whom to wait for: the number of a child, -1 for any, 0 or less than -1 for a process group.
fn wait_for_pid(vm: &mut Vm, pid: i32, options: i32) -> Outcome<Option<Ended>> {
    let allowed = libc::WNOHANG
        | libc::WUNTRACED
        | libc::WCONTINUED
        | libc::__WNOTHREAD
        | libc::__WALL
        | libc::__WCLONE;
    if options & !allowed != 0 {
        return Err(vm.raise_errno(libc::EINVAL, None));
    }
    let (kind, id) = match pid {
        i32::MIN => return Err(vm.raise_errno(libc::ESRCH, None)),
        -1 => (libc::P_ALL, 0),
        1.. => (libc::P_PID, pid),
        _ => (libc::P_PGID, -pid),
    };
    wait_for(vm, kind, id as u32, options | libc::WEXITED)
}

/// `(pid, status)`, zeros if nothing happened.
fn pid_and_status(vm: &mut Vm, ended: Option<Ended>) -> Outcome<Value> {
    let (pid, status) = ended.map_or((0, 0), |ended| (ended.pid, ended.wait_status()));
    Ok(vm.new_pair(Value::int(i64::from(pid)), Value::int(i64::from(status))))
}

/// `(pid, status, usage)`.
fn with_usage(vm: &mut Vm, ended: Option<Ended>) -> Outcome<Value> {
    let (pid, status, usage) = match &ended {
        Some(ended) => (ended.pid, ended.wait_status(), ended.usage),
        // SAFETY: plain numbers, for which zeros are values.
        None => (0, 0, unsafe { std::mem::zeroed() }),
    };
    let usage = resource::usage_value(vm, &usage)?;
    Ok(vm.new_tuple(vec![
        Value::int(i64::from(pid)),
        Value::int(i64::from(status)),
        usage,
    ]))
}

/// A program argument as the system takes it.
pub fn program_text(vm: &mut Vm, value: &Value) -> Outcome<CString> {
    let path = fspath(vm, value)?;
    let bytes = match path.downcast::<BytesObject>() {
        Some(bytes) => bytes.bytes.to_vec(),
        None => encode_name(vm, &path)?,
    };
    CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))
}

pub fn texts(vm: &mut Vm, values: &[Value]) -> Outcome<Vec<CString>> {
    values.iter().map(|value| program_text(vm, value)).collect()
}

/// Pointers to texts, ended by null.
pub fn pointers(texts: &[CString]) -> Vec<*const libc::c_char> {
    texts
        .iter()
        .map(|text| text.as_ptr())
        .chain([std::ptr::null()])
        .collect()
}

/// The arguments of a program; `what` begins the errors.
fn arguments_of(vm: &mut Vm, value: &Value, what: &str) -> Outcome<Vec<CString>> {
    use crate::object::heap::Layout;
    if !matches!(value.layout(), Some(Layout::Tuple | Layout::List)) {
        raise!(vm, TypeError, "{what} must be a tuple or list");
    }
    let items = vm.collect(value)?;
    let Some(first) = items.first() else {
        raise!(vm, ValueError, "{what} must not be empty")
    };
    if first
        .downcast::<crate::object::text::StrObject>()
        .is_some_and(|text| text.as_str().is_empty())
    {
        raise!(vm, ValueError, "{what} first element cannot be empty");
    }
    texts(vm, &items)
}

/// Variables of an environment as `name=value`; `strict` as for `execve`, where a name must have a character.
pub fn environment_of(vm: &mut Vm, value: &Value, strict: bool) -> Outcome<Vec<CString>> {
    let pairs = vm.call_method(value, "items", &[])?;
    let mut variables = Vec::new();
    for pair in vm.collect(&pairs)? {
        let pair = vm.collect(&pair)?;
        let [name, value] = &pair[..] else {
            raise!(vm, TypeError, "items() returned no pairs")
        };
        let (name, value) = (program_text(vm, name)?, program_text(vm, value)?);
        let signs = &name.as_bytes()[usize::from(strict && !name.is_empty())..];
        if signs.contains(&b'=') || strict && name.is_empty() {
            raise!(vm, ValueError, "illegal environment variable name");
        }
        let line = [name.as_bytes(), b"=", value.as_bytes()].concat();
        // Neither part has a zero.
        variables.extend(CString::new(line));
    }
    Ok(variables)
}

/// The environment of `execve` and `posix_spawn`.
fn environment_argument(vm: &mut Vm, value: &Value, function: &str) -> Outcome<Vec<CString>> {
    let is_mapping = vm.get_attribute_opt(value, "keys")?.is_some()
        && vm.get_attribute_opt(value, "items")?.is_some();
    if !is_mapping {
        raise!(
            vm,
            TypeError,
            "{function}: environment must be a mapping object"
        );
    }
    environment_of(vm, value, true)
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
pub fn begin_child(vm: &mut Vm) {
    crate::native::thread::after_fork_in_child(vm);
    crate::trace::session::begin_copy(vm);
    call_hooks(vm, "after fork in child");
}

/// As [`begin_child`] in a clone of a zygote, which records nothing: whether the clone does is seen when it is asked for.
pub fn begin_clone(vm: &mut Vm) {
    crate::native::thread::after_fork_in_child(vm);
    call_hooks(vm, "after fork in child");
}

/// Runs the hooks and `make`, which forks; warns in the name of `function` if there are threads. 0 in the child.
pub fn fork_by(vm: &mut Vm, function: Option<&str>, make: impl FnOnce() -> i32) -> Outcome<i64> {
    call_hooks(vm, "before fork");
    crate::deadlock::family::before_fork(vm);
    let threads = crate::vm::thread::interp_threads(vm).records.len();
    // The lock is held, so no other thread of this interpreter is inside the heap; the child has this thread only and takes
    // over the lock below.
    let pid = make();
    if pid == 0 {
        begin_child(vm);
        return Ok(0);
    }
    let number = last_errno();
    if pid > 0 {
        // Before the hooks, which may wait.
        crate::deadlock::family::note_child(vm, pid as u32);
        vm.record(|vm| crate::sched::Event::Fork {
            process: pid as u32,
            site: vm.site_number(),
        });
    }
    call_hooks(vm, "after fork in parent");
    if pid < 0 {
        return Err(vm.raise_errno(number, None));
    }
    if let Some(function) = function
        && threads > 1
    {
        // SAFETY: no preconditions.
        let me = unsafe { libc::getpid() };
        let text = format!(
            "This process (pid={me}) is multi-threaded, use of {function}() may lead to deadlocks in the child."
        );
        // A filter may make an error of the warning; the child's number must not be lost by it.
        if vm.warn(Exc::DeprecationWarning, &text).is_err() {
            vm.report_unraisable("Exception ignored in fork: ", None);
        }
    }
    Ok(pid as i64)
}

fn add_hook(vm: &mut Vm, name: &str, parameter: &str, hook: &Value) -> Outcome<()> {
    if hook.is_missing() || hook.is_none() {
        return Ok(());
    }
    if !vm.is_callable(hook) {
        let class = vm.class_name(hook);
        return Err(vm.type_error(format!("'{parameter}' must be callable, not {class}")));
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

/// Attributes and actions of `posix_spawn`, freed at the end.
struct SpawnPlan {
    attributes: libc::posix_spawnattr_t,
    actions: libc::posix_spawn_file_actions_t,
}

impl Drop for SpawnPlan {
    fn drop(&mut self) {
        // SAFETY: both were initialised by `SpawnPlan::new`.
        unsafe {
            libc::posix_spawnattr_destroy(&mut self.attributes);
            libc::posix_spawn_file_actions_destroy(&mut self.actions);
        }
    }
}

impl SpawnPlan {
    fn new() -> SpawnPlan {
        // SAFETY: the calls fill the structures.
        unsafe {
            let mut plan: SpawnPlan = std::mem::zeroed();
            libc::posix_spawnattr_init(&mut plan.attributes);
            libc::posix_spawn_file_actions_init(&mut plan.actions);
            plan
        }
    }

    /// `file_actions=`: tuples of a kind and its operands.
    fn add_actions(&mut self, vm: &mut Vm, actions: &Value) -> Outcome<()> {
        if actions.is_missing() || actions.is_none() {
            return Ok(());
        }
        if !vm.is_iterable(actions) {
            raise!(vm, TypeError, "file_actions must be a sequence or None");
        }
        for action in vm.collect(actions)? {
            let parts = action
                .downcast::<crate::object::sequence::TupleObject>()
                .map(|tuple| tuple.items().to_vec());
            let Some((kind, operands)) = parts.as_deref().and_then(<[Value]>::split_first) else {
                raise!(
                    vm,
                    TypeError,
                    "Each file_actions element must be a non-empty tuple"
                );
            };
            let mut numbers = Vec::new();
            let result = match (vm.index_i64(kind)?, operands) {
                (SPAWN_OPEN, [fd, path, flags, mode]) => {
                    for value in [fd, flags, mode] {
                        numbers.push(vm.index_i64(value)?);
                    }
                    let path = program_text(vm, path)?;
                    let [fd, flags, mode] =
                        [numbers[0] as i32, numbers[1] as i32, numbers[2] as i32];
                    // SAFETY: the C library copies the path.
                    unsafe {
                        libc::posix_spawn_file_actions_addopen(
                            &mut self.actions,
                            fd,
                            path.as_ptr(),
                            flags,
                            mode as u32,
                        )
                    }
                }
                (SPAWN_CLOSE, [fd]) => {
                    let fd = vm.index_i64(fd)? as i32;
                    // SAFETY: initialised actions.
                    unsafe { libc::posix_spawn_file_actions_addclose(&mut self.actions, fd) }
                }
                (SPAWN_DUP2, [fd, second]) => {
                    let (fd, second) = (vm.index_i64(fd)? as i32, vm.index_i64(second)? as i32);
                    // SAFETY: initialised actions.
                    unsafe { libc::posix_spawn_file_actions_adddup2(&mut self.actions, fd, second) }
                }
                (SPAWN_OPEN, _) => raise!(
                    vm,
                    TypeError,
                    "A open file_action tuple must have 5 elements"
                ),
                (SPAWN_CLOSE, _) => raise!(
                    vm,
                    TypeError,
                    "A close file_action tuple must have 2 elements"
                ),
                (SPAWN_DUP2, _) => raise!(
                    vm,
                    TypeError,
                    "A dup2 file_action tuple must have 3 elements"
                ),
                _ => raise!(vm, TypeError, "Unknown file_actions identifier"),
            };
            if result != 0 {
                return Err(vm.raise_errno(result, None));
            }
        }
        Ok(())
    }
}

const SPAWN_OPEN: i64 = 0;
const SPAWN_CLOSE: i64 = 1;
const SPAWN_DUP2: i64 = 2;

/// `posix_spawn` and `posix_spawnp`: the arguments in the order of their signatures.
fn spawn(vm: &mut Vm, arguments: [&Value; 10], searching: bool) -> Outcome<i64> {
    vm.refuse_if_seeded("os.posix_spawn()")?;
    let [
        path,
        argv,
        environment,
        actions,
        group,
        reset_ids,
        session,
        mask,
        defaults,
        scheduler,
    ] = arguments;
    let function = if searching {
        "posix_spawnp"
    } else {
        "posix_spawn"
    };
    let program = path_named(vm, path, function)?.c_text();
    let texts = arguments_of(vm, argv, &format!("{function}: argv"))?;
    let variables = environment_argument(vm, environment, function)?;
    let mut plan = SpawnPlan::new();
    plan.add_actions(vm, actions)?;
    let mut flags = 0;
    if !group.is_missing() {
        let group = vm.index_i64(group)? as i32;
        flags |= libc::POSIX_SPAWN_SETPGROUP;
        // SAFETY: initialised attributes, here and below.
        unsafe { libc::posix_spawnattr_setpgroup(&mut plan.attributes, group) };
    }
    if vm.truth(reset_ids)? {
        flags |= libc::POSIX_SPAWN_RESETIDS;
    }
    if vm.truth(session)? {
        flags |= i32::from(libc::POSIX_SPAWN_SETSID);
    }
    if !mask.is_missing() {
        let set = crate::native::signal::set_of(vm, mask)?;
        flags |= libc::POSIX_SPAWN_SETSIGMASK;
        unsafe { libc::posix_spawnattr_setsigmask(&mut plan.attributes, &set) };
    }
    if !defaults.is_missing() {
        let set = crate::native::signal::set_of(vm, defaults)?;
        flags |= libc::POSIX_SPAWN_SETSIGDEF;
        unsafe { libc::posix_spawnattr_setsigdefault(&mut plan.attributes, &set) };
    }
    if !scheduler.is_missing() && !scheduler.is_none() {
        let pair = vm.collect(scheduler)?;
        let [policy, parameters] = &pair[..] else {
            raise!(vm, TypeError, "A scheduler tuple must have two elements");
        };
        let parameters = super::schedule::parameters(vm, parameters)?;
        if !policy.is_none() {
            let policy = vm.index_i64(policy)? as i32;
            flags |= libc::POSIX_SPAWN_SETSCHEDULER;
            unsafe { libc::posix_spawnattr_setschedpolicy(&mut plan.attributes, policy) };
        }
        flags |= libc::POSIX_SPAWN_SETSCHEDPARAM;
        unsafe { libc::posix_spawnattr_setschedparam(&mut plan.attributes, &parameters) };
    }
    let mut pid = 0;
    let (texts, variables) = (pointers(&texts), pointers(&variables));
    // SAFETY: texts that end with zeros, in lists that end with null; initialised attributes and actions.
    let result = unsafe {
        libc::posix_spawnattr_setflags(&mut plan.attributes, flags as libc::c_short);
        let call = if searching {
            libc::posix_spawnp
        } else {
            libc::posix_spawn
        };
        let (texts, variables) = (texts.as_ptr().cast(), variables.as_ptr().cast());
        call(
            &mut pid,
            program.as_ptr(),
            &plan.actions,
            &plan.attributes,
            texts,
            variables,
        )
    };
    if result != 0 {
        return Err(vm.raise_errno(result, Some(path)));
    }
    Ok(i64::from(pid))
}

/// Ends the recording of a run whose process is about to become another program, unless that program is none.
fn before_execution(vm: &mut Vm, program: Option<&CString>) {
    // SAFETY: a text that ends with a zero.
    if program.is_none_or(|program| unsafe { libc::access(program.as_ptr(), libc::X_OK) } == 0) {
        crate::trace::session::finish_process(vm);
    }
}

native_functions! { pub static FUNCTIONS;
    /// Make a child process: 0 in the child, the child's number in the parent.
    "fork()" fn fork_function(vm) -> i64 {
        vm.refuse_if_seeded("os.fork()")?;
        // SAFETY: what the child must repair, `fork_by` does.
        fork_by(vm, Some("fork"), || unsafe { libc::fork() })
    }
    /// Make a child process with a terminal of its own: (pid, descriptor of the other side).
    "forkpty()" fn forkpty(vm) -> Value {
        vm.refuse_if_seeded("os.forkpty()")?;
        let mut fd = -1;
        // SAFETY: as above; the descriptor is filled by the call.
        let make = || unsafe { libc::forkpty(&mut fd, std::ptr::null_mut(), std::ptr::null(), std::ptr::null()) };
        let pid = fork_by(vm, Some("forkpty"), make)?;
        Ok(vm.new_pair(Value::int(pid), Value::int(i64::from(fd))))
    }
    /// Functions to call around a fork.
    "register_at_fork(*, before=<missing>, after_in_child=<missing>, after_in_parent=<missing>)"
    fn register_at_fork(vm, before: &Value, child: &Value, parent: &Value) -> () {
        if before.is_missing() && child.is_missing() && parent.is_missing() {
            return Err(vm.type_error("At least one argument is required."));
        }
        add_hook(vm, "before fork", "before", before)?;
        add_hook(vm, "after fork in child", "after_in_child", child)?;
        add_hook(vm, "after fork in parent", "after_in_parent", parent)
    }
    /// Wait for a child: (pid, status).
    "waitpid(pid, options, /)" fn waitpid(vm, pid: i32, options: i32) -> Value {
        let ended = wait_for_pid(vm, pid, options)?;
        pid_and_status(vm, ended)
    }
    /// Wait for any child: (pid, status).
    "wait()" fn wait(vm) -> Value {
        let ended = wait_for_pid(vm, -1, 0)?;
        pid_and_status(vm, ended)
    }
    /// Wait for any child: (pid, status, usage).
    "wait3(options)" fn wait3(vm, options: i32) -> Value {
        let ended = wait_for_pid(vm, -1, options)?;
        with_usage(vm, ended)
    }
    /// Wait for a child: (pid, status, usage).
    "wait4(pid, options)" fn wait4(vm, pid: i32, options: i32) -> Value {
        let ended = wait_for_pid(vm, pid, options)?;
        with_usage(vm, ended)
    }
    /// Wait for children as `idtype` and `id` say; None if nothing happened.
    "waitid(idtype, id, options, /)" fn waitid(vm, kind: i32, id: i32, options: i32) -> Option<Value> {
        let Some(ended) = wait_for(vm, kind as u32, id as u32, options)? else { return Ok(None) };
        let items = [i64::from(ended.pid), i64::from(ended.user), i64::from(libc::SIGCHLD), i64::from(ended.status), i64::from(ended.code)];
        structure::make(vm, &WAITED, items.map(Value::int).to_vec(), Vec::new()).map(Some)
    }
    /// A descriptor that stands for a process and becomes readable when it has ended.
    "pidfd_open(pid, flags=0)" fn pidfd_open(vm, pid: i32, flags: i32) -> i64 {
        // SAFETY: a call on numbers.
        let fd = unsafe { libc::syscall(libc::SYS_pidfd_open, vm.real_process(pid), flags) };
        if fd < 0 { Err(vm.raise_last_errno(None)) } else { Ok(fd) }
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
        vm.refuse_if_seeded("os.execv()")?;
        let (program, texts) = (path_named(vm, path, "execv")?.c_text(), arguments_of(vm, arguments, "execv() arg 2")?);
        before_execution(vm, Some(&program));
        // SAFETY: texts that end with zeros, in a list that ends with null.
        unsafe { libc::execv(program.as_ptr(), pointers(&texts).as_ptr()) };
        Err(vm.raise_last_errno(None))
    }
    /// Replace the process by a program, with an environment.
    "execve(path, argv, env)" fn execve(vm, path: &Value, arguments: &Value, environment: &Value) -> () {
        vm.refuse_if_seeded("os.execve()")?;
        let program = target(vm, path, "execve", true)?;
        let texts = arguments_of(vm, arguments, "execve: argv")?;
        let variables = environment_argument(vm, environment, "execve")?;
        let (texts, variables) = (pointers(&texts), pointers(&variables));
        match &program {
            Target::Path(path) => before_execution(vm, Some(&path.c_text())),
            Target::Descriptor(_) => before_execution(vm, None),
        }
        // SAFETY: as above.
        unsafe {
            match &program {
                Target::Path(path) => libc::execve(path.c_text().as_ptr(), texts.as_ptr(), variables.as_ptr()),
                Target::Descriptor(fd) => libc::fexecve(*fd, texts.as_ptr(), variables.as_ptr()),
            }
        };
        Err(vm.raise_last_errno(Some(path)))
    }
    /// Run a program in a child process.
    "posix_spawn(path, argv, env, /, *, file_actions=<missing>, setpgroup=<missing>, resetids=False, setsid=False, setsigmask=<missing>, setsigdef=<missing>, scheduler=<missing>)"
    fn posix_spawn(vm, a: &Value, b: &Value, c: &Value, d: &Value, e: &Value, f: &Value, g: &Value, h: &Value, i: &Value, j: &Value) -> i64 {
        spawn(vm, [a, b, c, d, e, f, g, h, i, j], false)
    }
    /// Run a program found in PATH in a child process.
    "posix_spawnp(path, argv, env, /, *, file_actions=<missing>, setpgroup=<missing>, resetids=False, setsid=False, setsigmask=<missing>, setsigdef=<missing>, scheduler=<missing>)"
    fn posix_spawnp(vm, a: &Value, b: &Value, c: &Value, d: &Value, e: &Value, f: &Value, g: &Value, h: &Value, i: &Value, j: &Value) -> i64 {
        spawn(vm, [a, b, c, d, e, f, g, h, i, j], true)
    }
    /// Run a command by the shell and wait for it; its wait status.
    "system(command)" fn system(vm, command: &Value) -> i64 {
        vm.refuse_if_seeded("os.system()")?;
        let command = program_text(vm, command)?;
        // SAFETY: a text that ends with a zero.
        Ok(vm.detach(Wait::Child(0), || unsafe { libc::system(command.as_ptr()) }) as i64)
    }
}
