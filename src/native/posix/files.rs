//! Files and directories of `posix` by path or descriptor.
#![allow(unsafe_code)] // System calls that take C texts and fill C structures.

use super::path::{PathBytes, decode_name, encode_name, fspath, path_argument};
use crate::native::os_error::last_errno;
use crate::native::structure;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, structure};
use std::ffi::CString;

structure! {
    /// `os.stat_result`.
    pub static STAT, STAT_CLASS = "os.stat_result", "What is known of a file.",
    [0 st_mode 1 st_ino 2 st_dev 3 st_nlink 4 st_uid 5 st_gid 6 st_size], [st_atime st_mtime st_ctime],
    [st_atime st_mtime st_ctime st_atime_ns st_mtime_ns st_ctime_ns st_blksize st_blocks st_rdev]
}

structure! {
    /// `os.statvfs_result`.
    pub static FILE_SYSTEM, FILE_SYSTEM_CLASS = "os.statvfs_result", "What is known of a file system.",
    [0 f_bsize 1 f_frsize 2 f_blocks 3 f_bfree 4 f_bavail 5 f_files 6 f_ffree 7 f_favail 8 f_flag 9 f_namemax], [], [f_fsid]
}

/// A path, or a descriptor where the function allows one.
pub enum Target {
    /// A path.
    Path(PathBytes),
    /// An open descriptor.
    Descriptor(i32),
}

/// The argument as a path or descriptor.
pub fn target(vm: &mut Vm, value: &Value, function: &str, descriptor: bool) -> Outcome<Target> {
    if descriptor && let Some(fd) = crate::vm::numbers::small_int_of(value) {
        return Ok(Target::Descriptor(fd as i32));
    }
    if !descriptor || fspath_able(vm, value) {
        return path_named(vm, value, function).map(Target::Path);
    }
    let name = vm.class_name(value);
    Err(vm.type_error(format!(
        "{function}: path should be string, bytes, os.PathLike or integer, not {name}"
    )))
}

fn fspath_able(vm: &mut Vm, value: &Value) -> bool {
    if fspath(vm, value).is_ok() {
        return true;
    }
    vm.take_pending();
    false
}

/// A path argument, with the TypeError and ValueError that name the function.
pub fn path_named(vm: &mut Vm, value: &Value, function: &str) -> Outcome<PathBytes> {
    if !fspath_able(vm, value) {
        let name = vm.class_name(value);
        return Err(vm.type_error(format!(
            "{function}: path should be string, bytes or os.PathLike, not {name}"
        )));
    }
    let outcome = path_argument(vm, value);
    if outcome.is_err()
        && vm.pending_is(crate::object::builtin::Exc::ValueError)
        && !vm.pending_is(crate::object::builtin::Exc::UnicodeError)
    {
        vm.take_pending();
        return Err(vm.value_error(format!("{function}: embedded null character in path")));
    }
    outcome
}

/// The directory descriptor of `dir_fd=`.
fn directory(vm: &mut Vm, value: &Value) -> Outcome<i32> {
    if value.is_none() || value.is_missing() {
        Ok(libc::AT_FDCWD)
    } else {
        Ok(vm.index_i64(value)? as i32)
    }
}

/// Makes a call that answers 0, or raises with the path.
pub fn done(vm: &mut Vm, result: i32, path: Option<&Value>) -> Outcome<()> {
    if result == 0 {
        Ok(())
    } else {
        Err(vm.raise_last_errno(path))
    }
}

/// Makes a call that may wait for a device, without the lock.
pub fn waiting(
    vm: &mut Vm,
    what: &'static str,
    path: Option<&Value>,
    call: impl FnMut() -> i64 + Send,
) -> Outcome<i64> {
    match vm.system_call(Some(Wait::Io { fd: -1, what }), call)? {
        Ok(result) => Ok(result),
        Err(number) => Err(vm.raise_errno(number, path)),
    }
}

/// A stat_result.
pub fn stat_value(vm: &mut Vm, status: &libc::stat) -> Outcome<Value> {
    let times = [
        (status.st_atime, status.st_atime_nsec),
        (status.st_mtime, status.st_mtime_nsec),
        (status.st_ctime, status.st_ctime_nsec),
    ];
    let items = [
        status.st_mode as i64,
        status.st_ino as i64,
        status.st_dev as i64,
        status.st_nlink as i64,
        status.st_uid as i64,
        status.st_gid as i64,
        status.st_size,
        times[0].0,
        times[1].0,
        times[2].0,
    ];
    let mut hidden: Vec<Value> = times
        .iter()
        .map(|(seconds, nanos)| Value::float(*seconds as f64 + *nanos as f64 * 1e-9))
        .collect();
    hidden.extend(
        times
            .iter()
            .map(|(seconds, nanos)| Value::int(seconds * 1_000_000_000 + nanos)),
    );
    hidden.extend([status.st_blksize, status.st_blocks, status.st_rdev as i64].map(Value::int));
    structure::make(
        vm,
        &STAT,
        items.into_iter().map(Value::int).collect(),
        hidden,
    )
}

/// `stat` and `lstat`.
pub fn stat_of(target: &Target, directory: i32, follow: bool) -> Result<libc::stat, i32> {
    // SAFETY: the structure is filled by a call that succeeds; paths end with a zero.
    unsafe {
        let mut status: libc::stat = std::mem::zeroed();
        let result = match target {
            Target::Descriptor(fd) => libc::fstat(*fd, &mut status),
            Target::Path(path) => {
                let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
                libc::fstatat(directory, path.c_text().as_ptr(), &mut status, flags)
            }
        };
        if result == 0 {
            Ok(status)
        } else {
            Err(last_errno())
        }
    }
}

fn stat_argument(
    vm: &mut Vm,
    path: &Value,
    function: &str,
    dir_fd: &Value,
    follow: bool,
) -> Outcome<Value> {
    let target = target(vm, path, function, function == "stat")?;
    let directory = directory(vm, dir_fd)?;
    match stat_of(&target, directory, follow) {
        Ok(status) => stat_value(vm, &status),
        Err(number) => Err(vm.raise_errno(number, Some(path).filter(|path| path.is_object()))),
    }
}

fn timespec(nanos: i128) -> libc::timespec {
    libc::timespec {
        tv_sec: nanos.div_euclid(1_000_000_000) as i64,
        tv_nsec: nanos.rem_euclid(1_000_000_000) as i64,
    }
}

/// Access and modification time of `utime`.
fn times_argument(vm: &mut Vm, times: &Value, nanos: &Value) -> Outcome<[libc::timespec; 2]> {
    let now = libc::timespec {
        tv_sec: 0,
        tv_nsec: libc::UTIME_NOW,
    };
    let (pair, whole) = match (times.is_none(), nanos.is_missing() || nanos.is_none()) {
        (true, true) => return Ok([now, now]),
        (false, true) => (times, false),
        (true, false) => (nanos, true),
        _ => {
            return Err(
                vm.value_error("utime: you may specify either 'times' or 'ns' but not both")
            );
        }
    };
    let items = match pair.layout() == Some(crate::object::heap::Layout::Tuple) {
        true => vm.collect(pair)?,
        false => Vec::new(),
    };
    let [access, change] = items.as_slice() else {
        return Err(vm.type_error(if whole {
            "utime: 'ns' must be a tuple of two ints"
        } else {
            "utime: 'times' must be either a tuple of two ints or None"
        }));
    };
    let mut result = [now, now];
    for (slot, value) in result.iter_mut().zip([access, change]) {
        *slot = if whole {
            timespec(vm.index_i64(value)? as i128)
        } else {
            timespec((vm.float(value)? * 1e9).floor() as i128)
        };
    }
    Ok(result)
}

fn list(vm: &mut Vm, path: &Value) -> Outcome<Vec<Value>> {
    let here = vm.new_str(".");
    let path = if path.is_none() { &here } else { path };
    let (names, bytes) = super::directory::names(vm, path, "listdir")?;
    Ok(names
        .iter()
        .map(|entry| {
            if bytes {
                vm.new_bytes(entry.name.clone())
            } else {
                decode_name(vm, &entry.name)
            }
        })
        .collect())
}

fn rename_to(
    vm: &mut Vm,
    from: &Value,
    to: &Value,
    from_fd: &Value,
    to_fd: &Value,
    function: &str,
) -> Outcome<()> {
    let (source, target) = (
        path_named(vm, from, function)?.c_text(),
        path_named(vm, to, function)?.c_text(),
    );
    let (source_fd, target_fd) = (directory(vm, from_fd)?, directory(vm, to_fd)?);
    // SAFETY: texts that end with zeros.
    if unsafe { libc::renameat(source_fd, source.as_ptr(), target_fd, target.as_ptr()) } != 0 {
        return Err(vm.raise_errno_paths(last_errno(), Some(from), Some(to)));
    }
    Ok(())
}

native_functions! { pub static FUNCTIONS;
    /// What is known of a file.
    "stat(path, *, dir_fd=None, follow_symlinks=True)"
    fn stat(vm, path: &Value, dir_fd: &Value, follow: bool) -> Value { stat_argument(vm, path, "stat", dir_fd, follow) }
    /// What is known of a file or link.
    "lstat(path, *, dir_fd=None)"
    fn lstat(vm, path: &Value, dir_fd: &Value) -> Value { stat_argument(vm, path, "lstat", dir_fd, false) }
    /// What is known of an open file.
    "fstat(fd)" fn fstat(vm, fd: i32) -> Value {
        match stat_of(&Target::Descriptor(fd), 0, true) {
            Ok(status) => stat_value(vm, &status),
            Err(number) => Err(vm.raise_errno(number, None)),
        }
    }
    /// What is known of the file system a file is on.
    "statvfs(path)" fn statvfs(vm, path: &Value) -> Value {
        let target = target(vm, path, "statvfs", true)?;
        // SAFETY: the structure is filled by a call that succeeds; a text that ends with a zero.
        let (failed, found) = unsafe {
            let mut found: libc::statvfs = std::mem::zeroed();
            let result = match &target {
                Target::Descriptor(fd) => libc::fstatvfs(*fd, &mut found),
                Target::Path(text) => libc::statvfs(text.c_text().as_ptr(), &mut found),
            };
            (result != 0, found)
        };
        if failed {
            return Err(vm.raise_last_errno(Some(path)));
        }
        let items = [
            found.f_bsize,
            found.f_frsize,
            found.f_blocks,
            found.f_bfree,
            found.f_bavail,
            found.f_files,
            found.f_ffree,
            found.f_favail,
            found.f_flag,
            found.f_namemax,
        ];
        let items = items.map(|number| vm.new_int_from(number));
        let id = vm.new_int_from(found.f_fsid);
        structure::make(vm, &FILE_SYSTEM, items.to_vec(), vec![id])
    }
    /// Names in a directory.
    "listdir(path=None)" fn listdir(vm, path: &Value) -> Value {
        let names = list(vm, path)?;
        Ok(vm.new_list(names))
    }
    /// Make a directory.
    "mkdir(path, mode=511, *, dir_fd=None)" fn mkdir(vm, path: &Value, mode: i64, dir_fd: &Value) -> () {
        let (text, directory) = (path_named(vm, path, "mkdir")?.c_text(), directory(vm, dir_fd)?);
        // SAFETY: a text that ends with a zero.
        let result = unsafe { libc::mkdirat(directory, text.as_ptr(), mode as u32) };
        done(vm, result, Some(path))
    }
    /// Remove an empty directory.
    "rmdir(path, *, dir_fd=None)" fn rmdir(vm, path: &Value, dir_fd: &Value) -> () {
        let (text, directory) = (path_named(vm, path, "rmdir")?.c_text(), directory(vm, dir_fd)?);
        // SAFETY: a text that ends with a zero.
        let result = unsafe { libc::unlinkat(directory, text.as_ptr(), libc::AT_REMOVEDIR) };
        done(vm, result, Some(path))
    }
    /// Remove a file.
    "unlink(path, *, dir_fd=None)" fn unlink(vm, path: &Value, dir_fd: &Value) -> () {
        let (text, directory) = (path_named(vm, path, "unlink")?.c_text(), directory(vm, dir_fd)?);
        // SAFETY: a text that ends with a zero.
        let result = unsafe { libc::unlinkat(directory, text.as_ptr(), 0) };
        done(vm, result, Some(path))
    }
    /// Remove a file.
    "remove(path, *, dir_fd=None)" fn remove(vm, path: &Value, dir_fd: &Value) -> () {
        let (text, directory) = (path_named(vm, path, "remove")?.c_text(), directory(vm, dir_fd)?);
        // SAFETY: a text that ends with a zero.
        let result = unsafe { libc::unlinkat(directory, text.as_ptr(), 0) };
        done(vm, result, Some(path))
    }
    /// Rename a file or directory.
    "rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)"
    fn rename(vm, from: &Value, to: &Value, from_fd: &Value, to_fd: &Value) -> () {
        rename_to(vm, from, to, from_fd, to_fd, "rename")
    }
    /// Rename, replacing what is there.
    "replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)"
    fn replace(vm, from: &Value, to: &Value, from_fd: &Value, to_fd: &Value) -> () {
        rename_to(vm, from, to, from_fd, to_fd, "replace")
    }
    /// Make a second name for a file.
    "link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)"
    fn link(vm, from: &Value, to: &Value, from_fd: &Value, to_fd: &Value, follow: bool) -> () {
        let (source, target) = (path_named(vm, from, "link")?.c_text(), path_named(vm, to, "link")?.c_text());
        let (source_fd, target_fd) = (directory(vm, from_fd)?, directory(vm, to_fd)?);
        // SAFETY: texts that end with zeros.
        if unsafe { libc::linkat(source_fd, source.as_ptr(), target_fd, target.as_ptr(), 0) } != 0 {
            return Err(vm.raise_errno_paths(last_errno(), Some(from), Some(to)));
        }
        Ok(())
    }
    /// Make a symbolic link.
    "symlink(src, dst, target_is_directory=False, *, dir_fd=None)"
    fn symlink(vm, from: &Value, to: &Value, is_directory: &Value, dir_fd: &Value) -> () {
        let (source, target) = (path_named(vm, from, "symlink")?.c_text(), path_named(vm, to, "symlink")?.c_text());
        let directory = directory(vm, dir_fd)?;
        // SAFETY: texts that end with zeros.
        if unsafe { libc::symlinkat(source.as_ptr(), directory, target.as_ptr()) } != 0 {
            return Err(vm.raise_errno_paths(last_errno(), Some(from), Some(to)));
        }
        Ok(())
    }
    /// What a symbolic link points to.
    "readlink(path, *, dir_fd=None)" fn readlink(vm, path: &Value, dir_fd: &Value) -> Value {
        let (given, directory) = (path_named(vm, path, "readlink")?, directory(vm, dir_fd)?);
        let (text, mut buffer) = (given.c_text(), vec![0u8; libc::PATH_MAX as usize]);
        // SAFETY: the buffer has the length given.
        let count =
            unsafe { libc::readlinkat(directory, text.as_ptr(), buffer.as_mut_ptr().cast(), buffer.len()) };
        if count < 0 {
            return Err(vm.raise_last_errno(Some(path)));
        }
        Ok(given.name(vm, &buffer[..count as usize]))
    }
    /// Whether a file may be accessed that way.
    "access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)"
    fn access(vm, path: &Value, mode: i32, dir_fd: &Value, effective: bool, follow: bool) -> bool {
        let (text, directory) = (path_named(vm, path, "access")?.c_text(), directory(vm, dir_fd)?);
        let mut flags = if effective { libc::AT_EACCESS } else { 0 };
        if !follow {
            flags |= libc::AT_SYMLINK_NOFOLLOW;
        }
        // SAFETY: a text that ends with a zero.
        Ok(unsafe { libc::faccessat(directory, text.as_ptr(), mode, flags) } == 0)
    }
    /// Change the permissions of a file.
    "chmod(path, mode, *, dir_fd=None, follow_symlinks=True)"
    fn chmod(vm, path: &Value, mode: i64, dir_fd: &Value, follow: bool) -> () {
        let directory = directory(vm, dir_fd)?;
        // SAFETY: a text that ends with a zero.
        let result = match target(vm, path, "chmod", true)? {
            Target::Descriptor(fd) => unsafe { libc::fchmod(fd, mode as u32) },
            Target::Path(text) => unsafe { libc::fchmodat(directory, text.c_text().as_ptr(), mode as u32, 0) },
        };
        done(vm, result, Some(path))
    }
    /// Change the owner of a file.
    "chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)"
    fn chown(vm, path: &Value, user: i64, group: i64, dir_fd: &Value, follow: bool) -> () {
        let (text, directory) = (path_named(vm, path, "chown")?.c_text(), directory(vm, dir_fd)?);
        let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
        // SAFETY: a text that ends with a zero.
        let result = unsafe { libc::fchownat(directory, text.as_ptr(), user as u32, group as u32, flags) };
        done(vm, result, Some(path))
    }
    /// Set the times of a file.
    "utime(path, times=None, *, ns=<missing>, dir_fd=None, follow_symlinks=True)"
    fn utime(vm, path: &Value, times: &Value, nanos: &Value, dir_fd: &Value, follow: bool) -> () {
        let (pair, directory) = (times_argument(vm, times, nanos)?, directory(vm, dir_fd)?);
        let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
        // SAFETY: two structures; a text that ends with a zero.
        let result = match target(vm, path, "utime", true)? {
            Target::Descriptor(fd) => unsafe { libc::futimens(fd, pair.as_ptr()) },
            Target::Path(text) => unsafe { libc::utimensat(directory, text.c_text().as_ptr(), pair.as_ptr(), flags) },
        };
        done(vm, result, Some(path))
    }
    /// Cut or extend a file.
    "truncate(path, length)" fn truncate(vm, path: &Value, length: i64) -> () {
        // SAFETY: a text that ends with a zero.
        let result = match target(vm, path, "truncate", true)? {
            Target::Descriptor(fd) => unsafe { libc::ftruncate(fd, length) },
            Target::Path(text) => unsafe { libc::truncate(text.c_text().as_ptr(), length) },
        };
        done(vm, result, Some(path))
    }
    /// Change the working directory.
    "chdir(path)" fn chdir(vm, path: &Value) -> () {
        // SAFETY: a text that ends with a zero.
        let result = match target(vm, path, "chdir", true)? {
            Target::Descriptor(fd) => unsafe { libc::fchdir(fd) },
            Target::Path(text) => unsafe { libc::chdir(text.c_text().as_ptr()) },
        };
        done(vm, result, Some(path))
    }
    /// The working directory.
    "getcwd()" fn getcwd(vm) -> Value {
        match std::env::current_dir() {
            Ok(path) => Ok(decode_name(vm, std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()))),
            Err(error) => Err(vm.raise_os_error(&error, None)),
        }
    }
    /// The working directory as bytes.
    "getcwdb()" fn getcwdb(vm) -> Vec<u8> {
        match std::env::current_dir() {
            Ok(path) => Ok(std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec()),
            Err(error) => Err(vm.raise_os_error(&error, None)),
        }
    }
    /// Set the mask of permissions for new files; the old one.
    "umask(mask, /)" fn umask(vm, mask: i64) -> i64 {
        let hidden = vm.hidden_dict();
        vm.dict_set_str(&hidden, crate::process::state::MASK_SET, Value::int(mask & 0o777));
        // SAFETY: no preconditions.
        Ok(unsafe { libc::umask(mask as u32) } as i64)
    }
    /// Make a named pipe.
    "mkfifo(path, mode=438, *, dir_fd=None)" fn mkfifo(vm, path: &Value, mode: i64, dir_fd: &Value) -> () {
        let (text, directory) = (path_named(vm, path, "mkfifo")?.c_text(), directory(vm, dir_fd)?);
        // SAFETY: a text that ends with a zero.
        let result = unsafe { libc::mkfifoat(directory, text.as_ptr(), mode as u32) };
        done(vm, result, Some(path))
    }
    /// Open a file; the descriptor, which child processes do not inherit.
    "open(path, flags, mode=511, *, dir_fd=None)" fn open(vm, path: &Value, flags: i32, mode: i64, dir_fd: &Value) -> i64 {
        let (text, directory) = (path_named(vm, path, "open")?.c_text(), directory(vm, dir_fd)?);
        vm.refuse_named_pipe(&text)?;
        // SAFETY: a text that ends with a zero.
        let call = || unsafe {
            libc::openat(directory, text.as_ptr(), flags | libc::O_CLOEXEC, mode as libc::c_uint) as i64
        };
        waiting(vm, "open", Some(path), call)
    }
    /// Close a descriptor.
    "close(fd)" fn close(vm, fd: i32) -> () {
        // SAFETY: fails on a descriptor that is not open.
        let result = unsafe { libc::close(fd) };
        done(vm, result, None)
    }
    /// Close descriptors from `fd_low` on, below `fd_high`.
    "closerange(fd_low, fd_high, /)" fn closerange(vm, low: i32, high: i32) -> () {
        // SAFETY: as above.
        if low.max(0) < high && unsafe { libc::close_range(low.max(0) as u32, high as u32 - 1, 0) } != 0 {
            return (low.max(0)..high).try_for_each(|fd| {
                // SAFETY: as above; for kernels without the call for many.
                unsafe { libc::close(fd) };
                Ok(())
            });
        }
        Ok(())
    }
    /// Read up to `length` bytes from a descriptor.
    "read(fd, length, /)" fn read(vm, fd: i32, length: i64) -> Value {
        let Ok(length) = usize::try_from(length) else { return Err(vm.raise_errno(libc::EINVAL, None)) };
        let mut buffer: Vec<u8> = vm.zeroed(length)?;
        // SAFETY: the buffer has the length given.
        let call = || unsafe { libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len()) as i64 };
        let result = vm.system_call(Some(Wait::Io { fd, what: "read" }), call)?;
        match result {
            Ok(count) => {
                buffer.truncate(count as usize);
                Ok(vm.new_bytes(buffer))
            }
            Err(number) => Err(vm.raise_errno(number, None)),
        }
    }
    /// Write bytes to a descriptor; how many it took.
    "write(fd, data, /)" fn write(vm, fd: i32, data: &Value) -> i64 {
        let data = vm.bytes_like(data)?;
        let bytes = &*data;
        // SAFETY: the slice has that length.
        let call = || unsafe { libc::write(fd, bytes.as_ptr().cast(), bytes.len()) as i64 };
        match vm.system_call(Some(Wait::Io { fd, what: "write" }), call)? {
            Ok(count) => Ok(count),
            Err(number) => Err(vm.raise_errno(number, None)),
        }
    }
    /// Move the position of a descriptor.
    "lseek(fd, position, how, /)" fn lseek(vm, fd: i32, position: i64, how: i32) -> i64 {
        // SAFETY: fails on a descriptor that is not open.
        let at = unsafe { libc::lseek(fd, position, how) };
        if at < 0 { Err(vm.raise_last_errno(None)) } else { Ok(at) }
    }
    /// Write what the system keeps of a file to the disk.
    "fsync(fd)" fn fsync(vm, fd: i32) -> () {
        // SAFETY: fails on a descriptor that is not open.
        waiting(vm, "fsync", None, || unsafe { libc::fsync(fd) } as i64).map(drop)
    }
    /// Cut or extend an open file.
    "ftruncate(fd, length, /)" fn ftruncate(vm, fd: i32, length: i64) -> () {
        // SAFETY: fails on a descriptor that is not open.
        let result = unsafe { libc::ftruncate(fd, length) };
        done(vm, result, None)
    }
    /// Change the permissions of an open file.
    "fchmod(fd, mode)" fn fchmod(vm, fd: i32, mode: i64) -> () {
        // SAFETY: fails on a descriptor that is not open.
        let result = unsafe { libc::fchmod(fd, mode as u32) };
        done(vm, result, None)
    }
    /// A path's bytes or text.
    "fspath(path)" fn fspath_function(vm, path: &Value) -> Value { fspath(vm, path) }
    /// Set a variable of the environment.
    "putenv(name, value, /)" fn putenv(vm, name: &Value, value: &Value) -> () {
        let (name, value) = (environment_text(vm, name)?, environment_text(vm, value)?);
        if name.as_bytes().contains(&b'=') || name.as_bytes().is_empty() {
            return Err(vm.value_error("illegal environment variable name"));
        }
        // SAFETY: texts that end with zeros; the lock keeps other threads of this interpreter out of the environment.
        let result = unsafe { libc::setenv(name.as_ptr(), value.as_ptr(), 1) };
        done(vm, result, None)
    }
    /// Remove a variable of the environment.
    "unsetenv(name, /)" fn unsetenv(vm, name: &Value) -> () {
        let name = environment_text(vm, name)?;
        // SAFETY: as above.
        let result = unsafe { libc::unsetenv(name.as_ptr()) };
        done(vm, result, None)
    }
}

fn environment_text(vm: &mut Vm, value: &Value) -> Outcome<CString> {
    let bytes = match vm.bytes_like_if_any(value)? {
        Some(bytes) => bytes.into_vec(),
        None => encode_name(vm, value)?,
    };
    CString::new(bytes).map_err(|_| vm.value_error("embedded null byte"))
}
