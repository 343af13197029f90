//! The module `posix`: files, directories, processes and the environment of the system. `os` adds the rest.
pub mod directory;
pub mod files;
pub mod path;
pub mod process;

use crate::libc_constants;
use crate::native::NativeModule;
use crate::native::os_error::add_constants;
use crate::native::structure;
use crate::object::builtin::Exc;
use crate::object::value::Value;

const CONSTANTS: &[(&str, i64)] = libc_constants! {
    O_RDONLY O_WRONLY O_RDWR O_APPEND O_CREAT O_EXCL O_TRUNC O_NONBLOCK O_SYNC O_DSYNC O_RSYNC O_NOCTTY O_CLOEXEC O_DIRECTORY
    O_NOFOLLOW O_NDELAY O_DIRECT O_NOATIME O_PATH O_TMPFILE O_ASYNC O_LARGEFILE O_ACCMODE
    F_OK R_OK W_OK X_OK WNOHANG WUNTRACED WCONTINUED WEXITED WSTOPPED WNOWAIT P_PID P_PGID P_ALL
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
];

/// `posix`.
pub static MODULE: NativeModule = NativeModule {
    name: "posix",
    doc: "Files, directories, processes and the environment of the system.",
    functions: &[files::FUNCTIONS, directory::FUNCTIONS, process::FUNCTIONS],
    classes: &[
        &files::STAT_CLASS,
        &files::FILE_SYSTEM_CLASS,
        &directory::DIR_ENTRY,
        &process::TERMINAL_CLASS,
        &process::UNAME_CLASS,
        &process::TIMES_CLASS,
    ],
    init: Some(|vm, module| {
        for structure in [
            &files::STAT,
            &files::FILE_SYSTEM,
            &process::TERMINAL,
            &process::UNAME,
            &process::TIMES,
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
        Ok(())
    }),
};
