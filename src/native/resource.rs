//! The module `resource`: what the process uses and may use.
#![allow(unsafe_code)] // System calls that fill a structure.
use crate::native::{NativeModule, os_error, structure};
use crate::object::value::Value;
use crate::raise;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, structure};

/// `resource`.
pub static MODULE: NativeModule = NativeModule {
    name: "resource",
    doc: "What the process uses and may use.",
    functions: &[FUNCTIONS],
    classes: &[&USAGE_CLASS],
    init: Some(|vm, module| {
        structure::describe(vm, &USAGE)?;
        os_error::add_constants(vm.gil(), &module.dict, CONSTANTS);
        let error = vm
            .exception_class(crate::object::builtin::Exc::OSError)
            .to_value();
        vm.dict_set_str(&module.dict, "error", error);
        Ok(())
    }),
};

const CONSTANTS: &[(&str, i64)] = &[
    ("RUSAGE_SELF", libc::RUSAGE_SELF as i64),
    ("RUSAGE_CHILDREN", libc::RUSAGE_CHILDREN as i64),
    ("RUSAGE_THREAD", libc::RUSAGE_THREAD as i64),
    ("RLIM_INFINITY", -1),
    ("RLIMIT_CPU", libc::RLIMIT_CPU as i64),
    ("RLIMIT_FSIZE", libc::RLIMIT_FSIZE as i64),
    ("RLIMIT_DATA", libc::RLIMIT_DATA as i64),
    ("RLIMIT_STACK", libc::RLIMIT_STACK as i64),
    ("RLIMIT_CORE", libc::RLIMIT_CORE as i64),
    ("RLIMIT_RSS", libc::RLIMIT_RSS as i64),
    ("RLIMIT_NPROC", libc::RLIMIT_NPROC as i64),
    ("RLIMIT_NOFILE", libc::RLIMIT_NOFILE as i64),
    ("RLIMIT_MEMLOCK", libc::RLIMIT_MEMLOCK as i64),
    ("RLIMIT_AS", libc::RLIMIT_AS as i64),
];

structure! {
    /// `resource.struct_rusage`.
    pub static USAGE, USAGE_CLASS = "resource.struct_rusage", "What processes have used.",
    [0 ru_utime 1 ru_stime 2 ru_maxrss 3 ru_ixrss 4 ru_idrss 5 ru_isrss 6 ru_minflt 7 ru_majflt 8 ru_nswap 9 ru_inblock 10 ru_oublock
     11 ru_msgsnd 12 ru_msgrcv 13 ru_nsignals 14 ru_nvcsw 15 ru_nivcsw], [], []
}

/// A `struct_rusage`.
pub fn usage_value(vm: &mut Vm, usage: &libc::rusage) -> Outcome<Value> {
    let times = [usage.ru_utime, usage.ru_stime];
    let times = times.map(|time| Value::float(time.tv_sec as f64 + time.tv_usec as f64 * 1e-6));
    let counts = [
        usage.ru_maxrss,
        usage.ru_ixrss,
        usage.ru_idrss,
        usage.ru_isrss,
        usage.ru_minflt,
        usage.ru_majflt,
        usage.ru_nswap,
        usage.ru_inblock,
        usage.ru_oublock,
        usage.ru_msgsnd,
        usage.ru_msgrcv,
        usage.ru_nsignals,
        usage.ru_nvcsw,
        usage.ru_nivcsw,
    ];
    let items = times.into_iter().chain(counts.map(Value::int)).collect();
    structure::make(vm, &USAGE, items, Vec::new())
}

fn limit_kind(vm: &mut Vm, kind: i64) -> Outcome<libc::__rlimit_resource_t> {
    match libc::__rlimit_resource_t::try_from(kind) {
        Ok(kind) if kind < 16 => Ok(kind),
        _ => raise!(vm, ValueError, "invalid resource specified"),
    }
}

fn limit_value(limit: libc::rlim_t) -> Value {
    Value::int(if limit == libc::RLIM_INFINITY {
        -1
    } else {
        limit as i64
    })
}

native_functions! { static FUNCTIONS;
    /// What the process, its children or this thread have used.
    "getrusage(who, /)" fn getrusage(vm, who: i32) -> Value {
        // SAFETY: the structure is plain numbers, for which zeros are values.
        let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
        // SAFETY: the call fills the structure.
        if unsafe { libc::getrusage(who, &mut usage) } != 0 {
            if os_error::last_errno() == libc::EINVAL {
                raise!(vm, ValueError, "invalid who parameter");
            }
            return Err(vm.raise_last_errno(None));
        }
        let clock = match who {
            libc::RUSAGE_THREAD => libc::CLOCK_THREAD_CPUTIME_ID,
            _ => libc::CLOCK_PROCESS_CPUTIME_ID,
        };
        if let Some(work) = vm.virtual_clock(clock) {
            // SAFETY: as above.
            usage = unsafe { std::mem::zeroed() };
            if who != libc::RUSAGE_CHILDREN {
                let micros = (work / 1000) as i64;
                usage.ru_utime = libc::timeval { tv_sec: micros / 1_000_000, tv_usec: micros % 1_000_000 };
            }
        }
        usage_value(vm, &usage)
    }
    /// The soft and the hard limit of a resource.
    "getrlimit(resource, /)" fn getrlimit(vm, resource: i64) -> Value {
        let kind = limit_kind(vm, resource)?;
        let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        // SAFETY: the call fills the structure.
        if unsafe { libc::getrlimit(kind, &mut limit) } != 0 {
            return Err(vm.raise_last_errno(None));
        }
        Ok(vm.new_pair(limit_value(limit.rlim_cur), limit_value(limit.rlim_max)))
    }
    /// Set the soft and the hard limit of a resource.
    "setrlimit(resource, limits, /)" fn setrlimit(vm, resource: i64, limits: &Value) -> () {
        let kind = limit_kind(vm, resource)?;
        let items = vm.collect(limits)?;
        let [soft, hard] = &items[..] else { raise!(vm, ValueError, "expected a tuple of 2 integers") };
        let (soft, hard) = (vm.index_i64(soft)?, vm.index_i64(hard)?);
        let limit = libc::rlimit { rlim_cur: soft as libc::rlim_t, rlim_max: hard as libc::rlim_t };
        // SAFETY: the call reads the structure.
        let failed = unsafe { libc::setrlimit(kind, &limit) } != 0;
        if failed {
            match os_error::last_errno() {
                libc::EINVAL => raise!(vm, ValueError, "current limit exceeds maximum limit"),
                libc::EPERM => raise!(vm, ValueError, "not allowed to raise maximum limit"),
                _ => return Err(vm.raise_last_errno(None)),
            }
        }
        crate::memory::note_limit();
        Ok(())
    }
    /// Bytes of a page of memory.
    "getpagesize()" fn getpagesize(vm) -> i64 {
        // SAFETY: the call has no preconditions.
        Ok(unsafe { libc::sysconf(libc::_SC_PAGESIZE) })
    }
}
