//! The module `posix`: files, directories, processes and the environment of the system. `os` adds the rest.
pub mod children;
pub mod descriptors;
pub mod directory;
pub mod files;
pub mod path;
pub mod process;
pub mod schedule;
pub mod users;

use crate::libc_constants;
use crate::native::NativeModule;
use crate::native::os_error::add_constants;
use crate::native::structure;
use crate::object::builtin::Exc;
use crate::object::value::Value;

const CONSTANTS: &[(&str, i64)] = libc_constants! {
    O_RDONLY O_WRONLY O_RDWR O_APPEND O_CREAT O_EXCL O_TRUNC O_NONBLOCK O_SYNC O_DSYNC O_RSYNC O_NOCTTY O_CLOEXEC O_DIRECTORY
    O_NOFOLLOW O_NDELAY O_DIRECT O_NOATIME O_PATH O_TMPFILE O_ASYNC O_LARGEFILE O_ACCMODE
    F_OK R_OK W_OK X_OK WNOHANG WUNTRACED WCONTINUED WEXITED WSTOPPED WNOWAIT P_PID P_PGID P_ALL P_PIDFD
    CLD_EXITED CLD_KILLED CLD_DUMPED CLD_TRAPPED CLD_STOPPED CLD_CONTINUED O_FSYNC F_LOCK F_TLOCK F_ULOCK F_TEST
    EFD_CLOEXEC EFD_NONBLOCK EFD_SEMAPHORE MFD_CLOEXEC MFD_ALLOW_SEALING MFD_HUGETLB SPLICE_F_MOVE SPLICE_F_MORE SPLICE_F_NONBLOCK
    POSIX_FADV_NORMAL POSIX_FADV_RANDOM POSIX_FADV_SEQUENTIAL POSIX_FADV_WILLNEED POSIX_FADV_DONTNEED POSIX_FADV_NOREUSE
    SCHED_RESET_ON_FORK RTLD_LAZY RTLD_NOW RTLD_GLOBAL RTLD_LOCAL RTLD_NODELETE RTLD_NOLOAD RTLD_DEEPBIND
    ST_RDONLY ST_NOSUID ST_NODEV ST_NOEXEC ST_SYNCHRONOUS ST_MANDLOCK ST_NOATIME ST_NODIRATIME ST_RELATIME
    PRIO_PROCESS PRIO_PGRP PRIO_USER SCHED_OTHER SCHED_FIFO SCHED_RR SCHED_BATCH SCHED_IDLE GRND_NONBLOCK GRND_RANDOM
};

/// Exit codes of `sysexits.h`.
const EXITS: &[(&str, i64)] = &[
    ("EX_OK", 0),
    ("EX_USAGE", 64),
    ("EX_DATAERR", 65),
    ("EX_NOINPUT", 66),
    ("EX_NOUSER", 67),
    ("EX_NOHOST", 68),
    ("EX_UNAVAILABLE", 69),
    ("EX_SOFTWARE", 70),
    ("EX_OSERR", 71),
    ("EX_OSFILE", 72),
    ("EX_CANTCREAT", 73),
    ("EX_IOERR", 74),
    ("EX_TEMPFAIL", 75),
    ("EX_PROTOCOL", 76),
    ("EX_NOPERM", 77),
    ("EX_CONFIG", 78),
    ("TMP_MAX", 238_328),
    ("NGROUPS_MAX", 65_536),
    ("SEEK_DATA", 3),
    ("SEEK_HOLE", 4),
    ("POSIX_SPAWN_OPEN", 0),
    ("POSIX_SPAWN_CLOSE", 1),
    ("POSIX_SPAWN_DUP2", 2),
];

/// `posix`.
pub static MODULE: NativeModule = NativeModule {
    name: "posix",
    doc: "Files, directories, processes and the environment of the system.",
    functions: &[
        files::FUNCTIONS,
        directory::FUNCTIONS,
        descriptors::FUNCTIONS,
        process::FUNCTIONS,
        children::FUNCTIONS,
        users::FUNCTIONS,
        schedule::FUNCTIONS,
    ],
    classes: &[
        &files::STAT_CLASS,
        &files::FILE_SYSTEM_CLASS,
        &directory::DIR_ENTRY,
        &descriptors::TERMINAL_CLASS,
        &process::UNAME_CLASS,
        &process::TIMES_CLASS,
        &children::WAITED_CLASS,
        &schedule::PARAMETER_CLASS,
    ],
    init: Some(|vm, module| {
        for structure in [
            &files::STAT,
            &files::FILE_SYSTEM,
            &descriptors::TERMINAL,
            &process::UNAME,
            &process::TIMES,
            &children::WAITED,
            &schedule::PARAMETER,
        ] {
            structure::describe(vm, structure)?;
        }
        add_constants(vm, &module.dict, CONSTANTS);
        add_constants(vm, &module.dict, EXITS);
        let environment = process::environment(vm)?;
        vm.dict_set_str(&module.dict, "environ", environment.into_value());
        let error = vm.exception_class(Exc::OSError).to_value();
        vm.dict_set_str(&module.dict, "error", error);
        let names = vm.new_dict();
        for (name, number) in process::SYSCONF {
            vm.dict_set_str(&names, name, Value::int(*number));
        }
        vm.dict_set_str(&module.dict, "sysconf_names", names.into_value());
        let names = vm.new_dict();
        for (name, number) in process::CONFSTR {
            vm.dict_set_str(&names, name, Value::int(*number));
        }
        vm.dict_set_str(&module.dict, "confstr_names", names.into_value());
        Ok(())
    }),
};
