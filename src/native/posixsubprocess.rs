//! The module `_posixsubprocess`: starts a program in a child process, waits for a child with a deadline, and feeds and drains
//! its pipes.
//!
//! Enters: what `subprocess.Popen` was asked for, ready-made descriptors among it. Leaves: the child's number, or the exception
//! that tells which of its steps failed. Callers: `subprocess`, `multiprocessing`.
//!
//! The child shares the memory of the parent until it has begun the new program (`CLONE_VM | CLONE_VFORK`), so that starting
//! costs the same however large the parent is. Only a `preexec_fn`, which runs code of the language in the child, needs a fork.
#![allow(unsafe_code)] // Making a child process and what it may do before it begins another program.

use super::posix::children::{
    await_end, environment_of, fork_by, pointers, program_text, texts, time_left, wait_for,
};
use super::posix::users;
use crate::native::NativeModule;
use crate::native::os_error::last_errno;
use crate::native::signals::Watch;
use crate::object::builtin::Exc;
use crate::object::bytes::ByteArrayObject;
use crate::object::sequence::ListObject;
use crate::object::value::Value;
use crate::sched::{Instant, Wait, now};
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use std::ffi::CString;
use std::mem::MaybeUninit;
use std::time::Duration;

/// Bytes of stack for a child that shares the memory of its parent; it makes system calls and little else.
const CHILD_STACK: usize = 64 << 10;

/// Everything the child needs, in plain C form: it may neither allocate nor touch a value.
struct Plan {
    programs: Vec<*const libc::c_char>,
    arguments: Vec<*const libc::c_char>,
    /// Empty for that of the process at the last moment.
    environment: Vec<*const libc::c_char>,
    directory: *const libc::c_char,
    /// Descriptors that become 0, 1 and 2; -1 for those to inherit.
    standard: [i32; 3],
    /// The parent's ends, to be closed; -1 for none.
    foreign: [i32; 3],
    /// Descriptors to keep, in order.
    keep: Vec<i32>,
    close_others: bool,
    restore_signals: bool,
    new_session: bool,
    /// -1 for none.
    process_group: i32,
    group: Option<u32>,
    user: Option<u32>,
    groups: Option<Vec<u32>>,
    /// -1 for none.
    umask: i32,
    /// The signals that were blocked before the parent blocked all; none after a fork.
    mask: Option<libc::sigset_t>,
}

/// Where the child failed.
#[derive(Clone, Copy, PartialEq)]
#[repr(i32)]
enum Step {
    /// Before the program began, without a file to blame.
    Before = 1,
    /// At changing the directory.
    Directory = 2,
    /// In the function that the caller gave.
    Function = 3,
    /// At beginning the program.
    Program = 4,
}

/// Why the child failed: the step and the error number.
#[derive(Clone, Copy)]
#[repr(C)]
struct Failure {
    step: Step,
    number: i32,
}

fn failure(step: Step) -> Failure {
    // SAFETY: errno is this thread's; the child borrows the parent's, which sleeps.
    Failure {
        step,
        number: unsafe { *libc::__errno_location() },
    }
}

impl Plan {
    /// Steps of the child up to the caller's function.
    ///
    /// # Safety
    /// To be called in the child only, which may share memory with the parent: nothing but system calls is allowed.
    unsafe fn prepare(&self) -> Result<(), Failure> {
        let checked = |result: i32| {
            if result < 0 {
                Err(failure(Step::Before))
            } else {
                Ok(result)
            }
        };
        // SAFETY: calls on numbers and on texts that end with zeros.
        unsafe {
            for &fd in &self.keep {
                checked(libc::fcntl(fd, libc::F_SETFD, 0))?;
            }
            for fd in self.foreign {
                if fd >= 0 {
                    libc::close(fd);
                }
            }
            let mut standard = self.standard;
            // A descriptor below its place must not be overwritten before its turn.
            for place in 1..3 {
                while (0..place).contains(&standard[place as usize]) {
                    standard[place as usize] = checked(libc::fcntl(
                        standard[place as usize],
                        libc::F_DUPFD_CLOEXEC,
                        3,
                    ))?;
                }
            }
            for (place, fd) in (0..).zip(standard) {
                if fd == place {
                    checked(libc::fcntl(fd, libc::F_SETFD, 0))?;
                } else if fd >= 0 {
                    checked(libc::dup2(fd, place))?;
                }
            }
            if !self.directory.is_null() && libc::chdir(self.directory) < 0 {
                return Err(failure(Step::Directory));
            }
            if self.umask >= 0 {
                libc::umask(self.umask as libc::mode_t);
            }
            if let Some(mask) = &self.mask {
                forget_handlers();
                libc::sigprocmask(libc::SIG_SETMASK, mask, std::ptr::null_mut());
            }
            if self.restore_signals {
                for number in [libc::SIGPIPE, libc::SIGXFSZ] {
                    libc::signal(number, libc::SIG_DFL);
                }
            }
            if self.new_session {
                checked(libc::setsid())?;
            }
            if self.process_group >= 0 {
                checked(libc::setpgid(0, self.process_group))?;
            }
            // Not by the C library, which would tell all threads of the process the memory belongs to.
            if let Some(groups) = &self.groups {
                checked(libc::syscall(libc::SYS_setgroups, groups.len(), groups.as_ptr()) as i32)?;
            }
            if let Some(group) = self.group {
                checked(libc::syscall(libc::SYS_setregid, group, group) as i32)?;
            }
            if let Some(user) = self.user {
                checked(libc::syscall(libc::SYS_setreuid, user, user) as i32)?;
            }
        }
        Ok(())
    }

    /// The last steps of the child: closes what it shall not inherit and begins the program. Returns if that fails.
    ///
    /// # Safety
    /// As for [`Plan::prepare`].
    unsafe fn begin(&self, report: i32) -> Failure {
        // SAFETY: calls on numbers and on lists that end with null.
        unsafe {
            if self.close_others {
                let mut from = 3;
                let mut at = 0;
                loop {
                    // The list is in order; the descriptor of the report is not in it.
                    while at < self.keep.len() && self.keep[at] < from {
                        at += 1;
                    }
                    let mut next = self.keep.get(at).copied().unwrap_or(i32::MAX);
                    if report >= from && report < next {
                        next = report;
                    }
                    if next > from {
                        close_between(from, next);
                    }
                    if next == i32::MAX {
                        break;
                    }
                    from = next + 1;
                }
            }
            let mut told = failure(Step::Program);
            told.number = libc::ENOENT;
            let environment = if self.environment.is_empty() {
                environ
            } else {
                self.environment.as_ptr()
            };
            for &program in &self.programs {
                libc::execve(program, self.arguments.as_ptr(), environment);
                let now = failure(Step::Program);
                // The most telling error of those in the path.
                if !matches!(now.number, libc::ENOENT | libc::ENOTDIR) {
                    if matches!(told.number, libc::ENOENT | libc::ENOTDIR) {
                        told = now;
                    }
                } else if matches!(told.number, libc::ENOENT | libc::ENOTDIR) {
                    told = now;
                }
            }
            told
        }
    }
}

/// Closes descriptors from `from` on, below `to`.
///
/// # Safety
/// In a child only.
unsafe fn close_between(from: i32, to: i32) {
    // SAFETY: calls on numbers; closing what is not open fails without harm.
    unsafe {
        if libc::syscall(libc::SYS_close_range, from as u32, to as u32 - 1, 0) == 0 {
            return;
        }
        // Kernels without that call.
        let mut limit: libc::rlimit = std::mem::zeroed();
        libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit);
        for fd in from..to.min(limit.rlim_cur.min(1 << 20) as i32) {
            libc::close(fd);
        }
    }
}

/// Gives signals with handlers their default actions: handlers must not run in a child that shares memory.
///
/// # Safety
/// In a child whose signals are blocked.
unsafe fn forget_handlers() {
    for number in 1..=super::signals::LAST {
        // SAFETY: the structure is filled by the call and read by the next one.
        unsafe {
            let mut action = MaybeUninit::<libc::sigaction>::zeroed();
            if libc::sigaction(number, std::ptr::null(), action.as_mut_ptr()) != 0 {
                continue;
            }
            let action = action.assume_init_mut();
            if !matches!(action.sa_sigaction, libc::SIG_DFL | libc::SIG_IGN) {
                action.sa_sigaction = libc::SIG_DFL;
                action.sa_flags = 0;
                libc::sigaction(number, action, std::ptr::null_mut());
            }
        }
    }
}

/// What parent and child of a shared memory look at together.
struct Shared<'a> {
    plan: &'a Plan,
    told: Option<Failure>,
}

/// The life of a child that shares memory.
extern "C" fn live(shared: *mut libc::c_void) -> libc::c_int {
    // SAFETY: the parent sleeps in `clone` until this child has begun the program or ended, so the structure is this child's.
    unsafe {
        let shared = &mut *shared.cast::<Shared>();
        let told = match shared.plan.prepare() {
            Ok(()) => shared.plan.begin(-1),
            Err(told) => told,
        };
        shared.told = Some(told);
        libc::_exit(255)
    }
}

/// Starts the program in a child that shares memory until then: the number of the child, and why it failed if it did. The caller
/// has to wait for a child that failed, too.
fn start_sharing(vm: &mut Vm, plan: &mut Plan) -> Result<(i32, Option<Failure>), i32> {
    struct Everything<'a>(&'a mut Plan);
    // SAFETY: plain numbers and pointers to texts that live as long as the plan; one thread at a time uses it.
    unsafe impl Send for Everything<'_> {}
    let everything = Everything(plan);
    // Other threads go on meanwhile: the child looks at nothing but the plan.
    vm.detach(Wait::Child(0), move || {
        let everything = everything;
        let plan = everything.0;
        let mut stack: Vec<MaybeUninit<u8>> = Vec::with_capacity(CHILD_STACK);
        // SAFETY: all signals are blocked while the child lives in this memory, so that no handler runs in it; its stack is
        // the vector, whose end is aligned as the processor wants it; the arguments outlive the call, which returns when the
        // child is done with them.
        unsafe {
            let (mut all, mut old): (libc::sigset_t, libc::sigset_t) = std::mem::zeroed();
            libc::sigfillset(&mut all);
            libc::pthread_sigmask(libc::SIG_BLOCK, &all, &mut old);
            plan.mask = Some(old);
            let mut shared = Shared { plan, told: None };
            let top = (stack.as_mut_ptr() as usize + CHILD_STACK) & !63;
            let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
            let pid = libc::clone(
                live,
                top as *mut libc::c_void,
                flags,
                (&raw mut shared).cast(),
            );
            let number = last_errno();
            libc::pthread_sigmask(libc::SIG_SETMASK, &old, std::ptr::null_mut());
            // What the child wrote, the compiler does not know of.
            let told = std::ptr::read_volatile(&raw const shared.told);
            if pid < 0 {
                Err(number)
            } else {
                Ok((pid, told))
            }
        }
    })
}

/// Starts the program by a fork, calling `function` in the child.
fn start_forking(vm: &mut Vm, plan: &Plan, function: &Value) -> Outcome<(i32, Option<Failure>)> {
    let mut ends = [-1; 2];
    // SAFETY: room for two; then calls on numbers.
    unsafe {
        if libc::pipe2(ends.as_mut_ptr(), libc::O_CLOEXEC) != 0 {
            return Err(vm.raise_last_errno(None));
        }
        // The report must not be in the way of the standard streams.
        if ends[1] < 3 {
            let high = libc::fcntl(ends[1], libc::F_DUPFD_CLOEXEC, 3);
            let number = last_errno();
            libc::close(ends[1]);
            ends[1] = high;
            if high < 0 {
                libc::close(ends[0]);
                return Err(vm.raise_errno(number, None));
            }
        }
    }
    // SAFETY: `fork_by` repairs what the child must have repaired.
    let forked = fork_by(vm, None, || unsafe { libc::fork() });
    if let Ok(0) = forked {
        // SAFETY: this is the child.
        unsafe {
            let told = match plan.prepare() {
                Err(told) => told,
                Ok(()) => match vm.call(function, &[]) {
                    Ok(_) => plan.begin(ends[1]),
                    Err(_) => Failure {
                        step: Step::Function,
                        number: 0,
                    },
                },
            };
            libc::write(ends[1], (&raw const told).cast(), size_of::<Failure>());
            libc::_exit(255)
        }
    }
    // SAFETY: the descriptors are this function's.
    unsafe { libc::close(ends[1]) };
    let mut words = [0i32; 2];
    let read = match &forked {
        Ok(_) => {
            let call = || {
                // SAFETY: as many bytes as there is room for; what is written at once is read at once.
                unsafe {
                    libc::read(ends[0], words.as_mut_ptr().cast(), size_of_val(&words)) as i64
                }
            };
            vm.system_call(Some(Wait::Child(0)), call)
        }
        Err(_) => Ok(Ok(0)),
    };
    // SAFETY: as above.
    unsafe { libc::close(ends[0]) };
    let pid = forked? as i32;
    let read = match read {
        Ok(read) => read,
        Err(raised) => {
            // A signal's handler wants to leave; nobody else knows the child.
            // SAFETY: a child of this process.
            unsafe { libc::kill(pid, libc::SIGKILL) };
            reap(pid);
            return Err(raised);
        }
    };
    let told = match read {
        Ok(8) => {
            let step = match words[0] {
                1 => Step::Before,
                2 => Step::Directory,
                3 => Step::Function,
                _ => Step::Program,
            };
            Some(Failure {
                step,
                number: words[1],
            })
        }
        _ => None,
    };
    Ok((pid, told))
}

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

unsafe extern "C" {
    /// The environment of the process.
    static environ: *const *const libc::c_char;
}

/// The environment of this process as it is now: other threads may change it while the child reads. Texts of the environment
/// are never freed.
fn inherited_environment() -> Vec<*const libc::c_char> {
    let mut list = Vec::new();
    // SAFETY: a list that ends with null; the lock keeps this interpreter's threads from changing it.
    unsafe {
        let mut at = environ;
        while !at.is_null() && !(*at).is_null() {
            list.push(*at);
            at = at.add(1);
        }
    }
    list.push(std::ptr::null());
    list
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

fn launch(vm: &mut Vm, plan: &mut Plan, function: &Value) -> Outcome<(i32, Option<Failure>)> {
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

/// Takes a child that failed to begin its program off the system's list.
fn reap(pid: i32) {
    loop {
        // SAFETY: a child of this process that has ended or is about to.
        let result = unsafe { libc::waitpid(pid, std::ptr::null_mut(), 0) };
        if result >= 0 || last_errno() != libc::EINTR {
            return;
        }
    }
}

/// Waits until a child has ended, without taking note of it; false at the deadline. `known` has its exit code once that was taken.
fn ended_by(vm: &mut Vm, pid: i32, known: &ListObject, deadline: Option<Instant>) -> Outcome<bool> {
    // As long as nobody has taken the exit code, the number means this child and no other process. The lock is held from here
    // to the system call that looks the number up.
    if exit_code_known(vm, known).is_some() || has_ended(pid) {
        return Ok(true);
    }
    if deadline.is_none() && !crate::native::signals::is_signal_thread(vm) {
        let outcome = wait_for(vm, libc::P_PID, pid as u32, libc::WEXITED | libc::WNOWAIT);
        if outcome.is_err() && vm.catch(Exc::ChildProcessError).is_none() {
            return outcome.map(|_| true);
        }
        return Ok(true);
    }
    match (await_end(vm, pid, deadline)?, deadline) {
        (Some(ended), _) => Ok(ended),
        (None, deadline) => ended_by_asking(vm, pid, deadline),
    }
}

/// The exit code in the list of a child.
fn exit_code_known(vm: &Vm, known: &ListObject) -> Option<Value> {
    known
        .items
        .get(vm)
        .first()
        .filter(|code| !code.is_none())
        .cloned()
}

/// Whether a child has ended, without taking note of it; true, too, if there is no such child.
fn has_ended(pid: i32) -> bool {
    // SAFETY: the structure is filled by the call.
    unsafe {
        let mut told: libc::siginfo_t = std::mem::zeroed();
        let options = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
        libc::waitid(libc::P_PID, pid as u32, &mut told, options) != 0 || told.si_pid() != 0
    }
}

/// As [`ended_by`] on a system that has no descriptor for it: asks again and again.
fn ended_by_asking(vm: &mut Vm, pid: i32, deadline: Option<Instant>) -> Outcome<bool> {
    let mut pause = Duration::from_micros(500);
    loop {
        let ended = has_ended(pid);
        if ended || deadline.is_some_and(|deadline| now() >= deadline) {
            return Ok(ended);
        }
        let next = now() + pause;
        let next = deadline.map_or(next, |deadline| next.min(deadline));
        vm.block(Wait::Child(pid as u64), Some(next));
        crate::native::signals::serve(vm)?;
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

/// Most bytes that one turn of [`exchange`] reads.
const PIECE: usize = 64 << 10;

/// A pipe to feed or drain in [`exchange`].
struct Stream {
    fd: i32,
    /// Where what comes goes; none for the pipe to be fed.
    into: Option<Value>,
}

/// Feeds one pipe and drains others at the same time, until one of them is done: its place in the list. `None` if the deadline
/// came first. What was moved is in the bytearrays and the position, whatever happens.
fn exchange(
    vm: &mut Vm,
    streams: &[Stream],
    input: &[u8],
    position: &mut usize,
    deadline: Option<Instant>,
) -> Outcome<Option<usize>> {
    let watch = Watch::of(vm);
    let mut order: Vec<usize> = (0..streams.len()).collect();
    let mut buffer: Vec<u8> = Vec::new();
    loop {
        let mut entries: Vec<libc::pollfd> = order
            .iter()
            .map(|&at| {
                let events = if streams[at].into.is_some() {
                    libc::POLLIN
                } else {
                    libc::POLLOUT
                };
                libc::pollfd {
                    fd: streams[at].fd,
                    events,
                    revents: 0,
                }
            })
            .collect();
        let from = (*position).min(input.len());
        let mut moved: Option<(usize, Result<usize, i32>)> = None;
        // The system call that waits and the one that moves bytes go together, without the lock.
        let call = || {
            let ready = watch.poll(&mut entries, deadline.map(time_left));
            let Some(at) = entries
                .iter()
                .position(|entry| ready > 0 && entry.revents != 0)
            else {
                return ready;
            };
            let (fd, rest) = (entries[at].fd, &input[from..]);
            let count = if entries[at].events == libc::POLLIN {
                buffer.clear();
                buffer.reserve(PIECE);
                // SAFETY: there is room for as many bytes as said; those the system wrote count.
                unsafe {
                    let count = libc::read(fd, buffer.as_mut_ptr().cast(), PIECE);
                    buffer.set_len(count.max(0) as usize);
                    count
                }
            } else if rest.is_empty() {
                0
            } else {
                // SAFETY: the slice has that length.
                unsafe { libc::write(fd, rest.as_ptr().cast(), rest.len()) }
            };
            moved = Some((at, usize::try_from(count).map_err(|_| last_errno())));
            1
        };
        if let Err(number) = vm.system_call(Some(Wait::Child(0)), call)? {
            return Err(vm.raise_errno(number, None));
        }
        let Some((at, result)) = moved else {
            if deadline.is_some_and(|deadline| now() >= deadline) {
                return Ok(None);
            }
            continue;
        };
        // What was served now stands behind the others next time.
        let stream = order.remove(at);
        order.push(stream);
        match (result, &streams[stream].into) {
            (Ok(0), Some(_)) => return Ok(Some(stream)),
            (Ok(_), Some(into)) => {
                if let Some(array) = into.downcast::<ByteArrayObject>() {
                    array.bytes.get_mut(vm.gil()).extend_from_slice(&buffer);
                }
            }
            (Ok(count), None) => {
                *position = from + count;
                if *position >= input.len() {
                    return Ok(Some(stream));
                }
            }
            (Err(libc::EINTR), _) => crate::native::signals::serve(vm)?,
            (Err(libc::EAGAIN), _) => {}
            // The child does not want the rest.
            (Err(libc::EPIPE), None) => return Ok(Some(stream)),
            (Err(number), _) => return Err(vm.raise_errno(number, None)),
        }
    }
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
        let texts = texts(vm, &items)?;
        let folder = if directory.is_none() { None } else { Some(program_text(vm, directory)?) };
        let variables = if environment.is_none() { None } else { Some(environment_of(vm, environment, false)?) };
        let programs = candidates(program_text(vm, program)?, variables.as_deref());
        plan.programs = programs.iter().map(|path| path.as_ptr()).collect();
        plan.arguments = pointers(&texts);
        plan.environment = variables.as_deref().map(pointers).unwrap_or_default();
        plan.directory = folder.as_ref().map_or(std::ptr::null(), |folder| folder.as_ptr());
        let (pid, told) = launch(vm, &mut plan, function)?;
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
        let texts_of_arguments = texts(vm, &items)?;
        let items = vm.collect(programs)?;
        let programs = texts(vm, &items)?;
        let folder = if directory.is_none() { None } else { Some(program_text(vm, directory)?) };
        let variables = if environment.is_none() { None } else {
            let items = vm.collect(environment)?;
            Some(texts(vm, &items)?)
        };
        plan.programs = programs.iter().map(|path| path.as_ptr()).collect();
        plan.arguments = pointers(&texts_of_arguments);
        plan.environment = variables.as_deref().map(pointers).unwrap_or_default();
        plan.directory = folder.as_ref().map_or(std::ptr::null(), |folder| folder.as_ptr());
        let (pid, told) = launch(vm, &mut plan, function)?;
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
