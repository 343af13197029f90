//! The module `fcntl`: flags and locks of file descriptors.
#![allow(unsafe_code)] // System calls on descriptors.
use crate::native::{NativeModule, os_error};
use crate::native_functions;
use crate::object::value::Value;
use crate::raise;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};

/// `fcntl`.
pub static MODULE: NativeModule = NativeModule {
    name: "fcntl",
    doc: "Flags and locks of file descriptors.",
    functions: &[FUNCTIONS],
    classes: &[],
    init: Some(|vm, module| {
        os_error::add_constants(vm.gil(), &module.dict, CONSTANTS);
        Ok(())
    }),
};

const CONSTANTS: &[(&str, i64)] = &[
    ("F_DUPFD", libc::F_DUPFD as i64),
    ("F_DUPFD_CLOEXEC", libc::F_DUPFD_CLOEXEC as i64),
    ("F_GETFD", libc::F_GETFD as i64),
    ("F_SETFD", libc::F_SETFD as i64),
    ("F_GETFL", libc::F_GETFL as i64),
    ("F_SETFL", libc::F_SETFL as i64),
    ("F_GETOWN", libc::F_GETOWN as i64),
    ("F_SETOWN", libc::F_SETOWN as i64),
    ("F_GETSIG", F_GETSIG as i64),
    ("F_SETSIG", F_SETSIG as i64),
    ("F_GETPIPE_SZ", libc::F_GETPIPE_SZ as i64),
    ("F_SETPIPE_SZ", libc::F_SETPIPE_SZ as i64),
    ("FD_CLOEXEC", libc::FD_CLOEXEC as i64),
    ("LOCK_SH", libc::LOCK_SH as i64),
    ("LOCK_EX", libc::LOCK_EX as i64),
    ("LOCK_NB", libc::LOCK_NB as i64),
    ("LOCK_UN", libc::LOCK_UN as i64),
];

/// Which signal tells of readiness; the same number on every architecture of Linux.
const F_SETSIG: i32 = 10;
const F_GETSIG: i32 = 11;

/// The descriptor of an int or of an object with `fileno()`.
pub fn descriptor(vm: &mut Vm, value: &Value) -> Outcome<i32> {
    let number = if value.as_int().is_some() {
        vm.index_i64(value)?
    } else if vm.get_attribute_opt(value, "fileno")?.is_some() {
        let number = vm.call_method(value, "fileno", &[])?;
        vm.index_i64(&number)?
    } else {
        raise!(
            vm,
            TypeError,
            "argument must be an int, or have a fileno() method."
        )
    };
    match i32::try_from(number) {
        Ok(number) if number >= 0 => Ok(number),
        _ => raise!(
            vm,
            ValueError,
            "file descriptor cannot be a negative integer ({number})"
        ),
    }
}

/// Tries to lock a file until it succeeds, while other threads run.
fn lock_patiently(
    vm: &mut Vm,
    fd: i32,
    what: &'static str,
    mut call: impl FnMut() -> i64 + Send,
) -> Outcome<()> {
    loop {
        match vm.system_call(None, &mut call)? {
            Err(libc::EAGAIN) => vm.pause(Wait::Io { fd, what })?,
            result => return answer(vm, result).map(|_| ()),
        }
    }
}

fn answer(vm: &mut Vm, result: Result<i64, i32>) -> Outcome<i64> {
    result.map_err(|number| vm.raise_errno(number, None))
}

native_functions! { static FUNCTIONS;
    /// Perform an operation with an int argument on a descriptor.
    "fcntl(fd, cmd, arg=0, /)" fn fcntl(vm, fd: &Value, cmd: i32, arg: &Value) -> i64 {
        let fd = descriptor(vm, fd)?;
        if vm.as_int_value(arg).is_none() {
            raise!(vm, NotImplementedError, "fcntl.fcntl() with a buffer is not supported");
        }
        let argument = vm.index_i64(arg)? as libc::c_long;
        let takes_int = [
            libc::F_DUPFD, libc::F_DUPFD_CLOEXEC, libc::F_GETFD, libc::F_SETFD, libc::F_GETFL, libc::F_SETFL,
            libc::F_GETPIPE_SZ, libc::F_SETPIPE_SZ, libc::F_GETOWN, libc::F_SETOWN, F_GETSIG, F_SETSIG,
        ];
        if !takes_int.contains(&cmd) {
            raise!(vm, NotImplementedError, "fcntl.fcntl() operation {cmd} is not supported");
        }
        // SAFETY: these operations take an int and touch no memory of the caller's.
        let result = vm.system_call(None, || unsafe { libc::fcntl(fd, cmd, argument) } as i64)?;
        answer(vm, result)
    }
    /// Lock or unlock an open file as a whole.
    "flock(fd, operation, /)" fn flock(vm, fd: &Value, operation: i32) -> () {
        let fd = descriptor(vm, fd)?;
        // SAFETY: the call takes two ints.
        if vm.is_seeded() && operation & libc::LOCK_NB == 0 {
            // The one who has it is a thread of this program, as a rule.
            return lock_patiently(vm, fd, "flock", || unsafe { libc::flock(fd, operation | libc::LOCK_NB) } as i64);
        }
        let result = vm.system_call(Some(Wait::Io { fd, what: "flock" }), || unsafe { libc::flock(fd, operation) } as i64)?;
        answer(vm, result).map(|_| ())
    }
    /// Lock or unlock a part of a file for this process.
    "lockf(fd, cmd, len=0, start=0, whence=0, /)"
    fn lockf(vm, fd: &Value, cmd: i32, len: i64, start: i64, whence: i32) -> () {
        let fd = descriptor(vm, fd)?;
        let kind = if cmd & libc::LOCK_UN != 0 {
            libc::F_UNLCK
        } else if cmd & libc::LOCK_SH != 0 {
            libc::F_RDLCK
        } else if cmd & libc::LOCK_EX != 0 {
            libc::F_WRLCK
        } else {
            raise!(vm, ValueError, "unrecognized lockf argument");
        };
        // SAFETY: the structure is plain numbers, for which zeros are values.
        let mut lock: libc::flock = unsafe { std::mem::zeroed() };
        lock.l_type = kind as libc::c_short;
        lock.l_whence = whence as libc::c_short;
        lock.l_start = start;
        lock.l_len = len;
        let operation = if cmd & libc::LOCK_NB != 0 { libc::F_SETLK } else { libc::F_SETLKW };
        // SAFETY: the call reads the structure.
        let call = || unsafe { libc::fcntl(fd, operation, &raw const lock) } as i64;
        let result = vm.system_call(Some(Wait::Io { fd, what: "lockf" }), call)?;
        answer(vm, result).map(|_| ())
    }
    /// Not supported.
    "ioctl(fd, request, arg=0, mutate_flag=True, /)"
    fn ioctl(vm, fd: &Value, request: &Value, arg: &Value, mutate_flag: &Value) -> () {
        raise!(vm, NotImplementedError, "fcntl.ioctl() is not supported")
    }
}
