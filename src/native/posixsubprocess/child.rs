//! The child between the call that makes it and its program.
//!
//! Enters: a [`Plan`], ready-made descriptors among it. Leaves: the child's number, and why it failed if it did. Only the module's
//! functions call.
#![allow(unsafe_code)] // Making a child process and what it may do before it begins another program.

use super::wait::reap;
use crate::native::os_error::last_errno;
use crate::native::posix::children::fork_by;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use std::mem::MaybeUninit;

/// Bytes of stack for a child that shares the memory of its parent; it makes system calls and little else.
const CHILD_STACK: usize = 64 << 10;

/// Everything the child needs, in plain C form: it may neither allocate nor touch a value.
pub(super) struct Plan {
    pub(super) programs: Vec<*const libc::c_char>,
    pub(super) arguments: Vec<*const libc::c_char>,
    /// Empty for that of the process at the last moment.
    pub(super) environment: Vec<*const libc::c_char>,
    pub(super) directory: *const libc::c_char,
    /// Descriptors that become 0, 1 and 2; -1 for those to inherit.
    pub(super) standard: [i32; 3],
    /// The parent's ends, to be closed; -1 for none.
    pub(super) foreign: [i32; 3],
    /// Descriptors to keep, in order.
    pub(super) keep: Vec<i32>,
    pub(super) close_others: bool,
    pub(super) restore_signals: bool,
    pub(super) new_session: bool,
    /// -1 for none.
    pub(super) process_group: i32,
    pub(super) group: Option<u32>,
    pub(super) user: Option<u32>,
    pub(super) groups: Option<Vec<u32>>,
    /// -1 for none.
    pub(super) umask: i32,
    /// The signals that were blocked before the parent blocked all; none after a fork.
    pub(super) mask: Option<libc::sigset_t>,
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

/// Where the child failed.
#[derive(Clone, Copy, PartialEq)]
#[repr(i32)]
pub(super) enum Step {
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
pub(super) struct Failure {
    pub(super) step: Step,
    pub(super) number: i32,
}

fn failure(step: Step) -> Failure {
    // SAFETY: errno is this thread's; the child borrows the parent's, which sleeps.
    Failure {
        step,
        number: unsafe { *libc::__errno_location() },
    }
}

unsafe extern "C" {
    /// The environment of the process.
    static environ: *const *const libc::c_char;
}

/// The environment of this process as it is now: other threads may change it while the child reads. Texts of the environment
/// are never freed.
pub(super) fn inherited_environment() -> Vec<*const libc::c_char> {
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
    for number in 1..=crate::native::signals::LAST {
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
pub(super) fn start_sharing(vm: &mut Vm, plan: &mut Plan) -> Result<(i32, Option<Failure>), i32> {
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
pub(super) fn start_forking(
    vm: &mut Vm,
    plan: &Plan,
    function: &Value,
) -> Outcome<(i32, Option<Failure>)> {
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
