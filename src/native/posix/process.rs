//! The process itself in `posix`: its numbers, groups, signals, times, and the system's data.
#![allow(unsafe_code)] // System calls on processes.

use super::path::decode_name;
use crate::native::structure;
use crate::object::dict::DictObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, structure};
use std::ffi::CStr;

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

native_functions! { pub static FUNCTIONS;
    /// The process's number.
    "getpid()" fn getpid(vm) -> i64 {
        Ok(vm.process_number())
    }
    /// The parent's number.
    "getppid()" fn getppid(vm) -> i64 {
        Ok(vm.shown_process(std::os::unix::process::parent_id() as i32))
    }
    /// The number of the process group.
    "getpgrp()" fn getpgrp(vm) -> i64 { Ok(vm.shown_process(unsafe { libc::getpgrp() })) }
    /// Make the process the leader of a process group of its own.
    "setpgrp()" fn setpgrp(vm) -> () {
        let result = unsafe { libc::setpgid(0, 0) };
        check(vm, result as i64).map(drop)
    }
    /// The process group of a process.
    "getpgid(pid)" fn getpgid(vm, pid: i32) -> i64 {
        let group = unsafe { libc::getpgid(vm.real_process(pid)) };
        check(vm, group as i64)?;
        Ok(vm.shown_process(group))
    }
    /// Move a process into a process group.
    "setpgid(pid, pgrp, /)" fn setpgid(vm, pid: i32, group: i32) -> () {
        let result = unsafe { libc::setpgid(vm.real_process(pid), vm.real_process(group)) };
        check(vm, result as i64).map(drop)
    }
    /// The session of a process.
    "getsid(pid, /)" fn getsid(vm, pid: i32) -> i64 {
        let session = unsafe { libc::getsid(vm.real_process(pid)) };
        check(vm, session as i64)?;
        Ok(vm.shown_process(session))
    }
    /// Begin a session.
    "setsid()" fn setsid(vm) -> i64 {
        let session = unsafe { libc::setsid() };
        check(vm, session as i64)?;
        Ok(vm.shown_process(session))
    }
    /// Send a signal to a process.
    "kill(pid, signal, /)" fn kill(vm, pid: i32, signal: i32) -> () {
        let real = vm.real_process(pid);
        if real != std::process::id() as i32 {
            vm.refuse_if_seeded("os.kill() of another process")?;
        }
        let result = unsafe { libc::kill(real, signal) };
        check(vm, result as i64)?;
        crate::native::signals::serve(vm)
    }
    /// Send a signal to a process group.
    "killpg(pgid, signal, /)" fn killpg(vm, group: i32, signal: i32) -> () {
        vm.refuse_if_seeded("os.killpg()")?;
        let result = unsafe { libc::killpg(group, signal) };
        check(vm, result as i64)?;
        crate::native::signals::serve(vm)
    }
    /// End the process at once.
    "_exit(status)" fn exit_now(vm, status: i32) -> () {
        crate::trace::session::finish_process(vm);
        vm.write_exit_record();
        crate::deadlock::family::before_end(vm);
        // SAFETY: no preconditions.
        unsafe { libc::_exit(status) }
    }
    /// Kill the process by SIGABRT.
    "abort()" fn abort(vm) -> () { unsafe { libc::abort() } }
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
        if let Some(work) = vm.virtual_clock(libc::CLOCK_PROCESS_CPUTIME_ID) {
            let elapsed = vm.virtual_clock(libc::CLOCK_MONOTONIC).unwrap_or_default();
            let items = [work, 0, 0, 0, elapsed].map(|nanos| Value::float(nanos as f64 / 1e9));
            return structure::make(vm, &TIMES, items.to_vec(), Vec::new());
        }
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
    /// A limit of the system by number or name.
    "sysconf(name, /)" fn sysconf(vm, name: &Value) -> i64 {
        let number = named_number(vm, name, SYSCONF)?;
        Ok(unsafe { libc::sysconf(number as i32) })
    }
    /// A text of the system by number or name; None if there is none.
    "confstr(name, /)" fn confstr(vm, name: &Value) -> Option<Value> {
        let number = named_number(vm, name, CONFSTR)?;
        let mut buffer = [0u8; 1024];
        // SAFETY: room for as many bytes as said.
        let length = unsafe { libc::confstr(number as i32, buffer.as_mut_ptr().cast(), buffer.len()) };
        Ok((length > 0).then(|| decode_name(vm, &buffer[..(length - 1).min(buffer.len() - 1)])))
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
}

/// A number of the system's configuration by itself or its name.
fn named_number(vm: &mut Vm, name: &Value, table: &[(&str, i64)]) -> Outcome<i64> {
    if let Some(number) = crate::vm::numbers::small_int_of(name) {
        return Ok(number);
    }
    let Some(text) = name.downcast::<crate::object::text::StrObject>() else {
        return Err(vm.type_error("configuration names must be strings or integers"));
    };
    match table.iter().find(|row| row.0 == text.as_str()) {
        Some(row) => Ok(row.1),
        None => Err(vm.value_error("unrecognized configuration name")),
    }
}

/// Names of `confstr`.
pub const CONFSTR: &[(&str, i64)] = &[
    ("CS_PATH", libc::_CS_PATH as i64),
    ("CS_GNU_LIBC_VERSION", libc::_CS_GNU_LIBC_VERSION as i64),
    (
        "CS_GNU_LIBPTHREAD_VERSION",
        libc::_CS_GNU_LIBPTHREAD_VERSION as i64,
    ),
];

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
    if let Some(seeded) = &vm.interp().seeded {
        seeded.fill_random(vm.slot.id(), bytes);
        return Ok(());
    }
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
