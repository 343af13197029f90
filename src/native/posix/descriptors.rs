//! Descriptors of `posix` beyond reading and writing files: pipes, copies, terminals, counters, vectors, positions, locks.
#![allow(unsafe_code)] // System calls on descriptors.

use super::files::{done, waiting};
use super::path::decode_name;
use crate::native::structure;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise, structure};

structure! {
    /// `os.terminal_size`.
    pub static TERMINAL, TERMINAL_CLASS = "os.terminal_size", "The size of a terminal.", [0 columns 1 lines], [], []
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

fn make_pipe(vm: &mut Vm, flags: i32) -> Outcome<Value> {
    let mut ends = [0; 2];
    // SAFETY: room for two.
    if unsafe { libc::pipe2(ends.as_mut_ptr(), flags) } != 0 {
        return Err(vm.raise_last_errno(None));
    }
    Ok(vm.new_pair(Value::int(ends[0] as i64), Value::int(ends[1] as i64)))
}

fn check(vm: &mut Vm, result: i64) -> Outcome<i64> {
    if result == -1 {
        Err(vm.raise_last_errno(None))
    } else {
        Ok(result)
    }
}

/// Makes a call on a descriptor that may wait, without the lock.
fn wait_on(
    vm: &mut Vm,
    fd: i32,
    what: &'static str,
    call: impl FnMut() -> i64 + Send,
) -> Outcome<i64> {
    match vm.system_call(Some(Wait::Io { fd, what }), call)? {
        Ok(count) => Ok(count),
        Err(number) => Err(vm.raise_errno(number, None)),
    }
}

/// Copies of the bytes of several objects.
fn several(vm: &mut Vm, function: &str, buffers: &Value) -> Outcome<Vec<Vec<u8>>> {
    if !vm.is_iterable(buffers) {
        raise!(vm, TypeError, "{function}() arg 2 must be a sequence");
    }
    let mut parts = Vec::new();
    for buffer in vm.collect(buffers)? {
        parts.push(vm.bytes_like(&buffer)?.into_vec());
    }
    Ok(parts)
}

/// Reads into several buffers in one call, from `offset` if there is one.
fn read_vectors(
    vm: &mut Vm,
    fd: i32,
    buffers: &Value,
    offset: Option<i64>,
    function: &'static str,
) -> Outcome<i64> {
    if !vm.is_iterable(buffers) {
        raise!(vm, TypeError, "{function}() arg 2 must be a sequence");
    }
    let buffers = vm.collect(buffers)?;
    let mut length = 0;
    for buffer in &buffers {
        length += match vm.writable_length(buffer)? {
            Some(length) => length,
            None => {
                vm.bytes_like(buffer)?;
                raise!(vm, BufferError, "Object is not writable.")
            }
        };
    }
    let mut room: Vec<u8> = vm.zeroed(length)?;
    let call = || {
        let part = libc::iovec {
            iov_base: room.as_mut_ptr().cast(),
            iov_len: room.len(),
        };
        // SAFETY: one part, which has that length.
        unsafe {
            match offset {
                Some(offset) => libc::preadv(fd, &part, 1, offset) as i64,
                None => libc::readv(fd, &part, 1) as i64,
            }
        }
    };
    let count = wait_on(vm, fd, function, call)?;
    let mut rest = &room[..count as usize];
    for buffer in &buffers {
        let length = vm.writable_argument(buffer, function)?.min(rest.len());
        let (part, after) = rest.split_at(length);
        vm.write_into(buffer, 0, part)?;
        rest = after;
    }
    Ok(count)
}

/// Writes several buffers in one call, at `offset` if there is one.
fn write_vectors(
    vm: &mut Vm,
    fd: i32,
    buffers: &Value,
    offset: Option<i64>,
    function: &'static str,
) -> Outcome<i64> {
    let parts = several(vm, function, buffers)?;
    let call = || {
        let list: Vec<libc::iovec> = parts
            .iter()
            .map(|part| libc::iovec {
                iov_base: part.as_ptr().cast_mut().cast(),
                iov_len: part.len(),
            })
            .collect();
        // SAFETY: as many parts as said, each with its length, all only read.
        unsafe {
            match offset {
                Some(offset) => libc::pwritev(fd, list.as_ptr(), list.len() as i32, offset) as i64,
                None => libc::writev(fd, list.as_ptr(), list.len() as i32) as i64,
            }
        }
    };
    wait_on(vm, fd, function, call)
}

/// A number from 0 to `most`.
fn unsigned(vm: &mut Vm, value: &Value, most: u64, too_large: &str) -> Outcome<u64> {
    let number = vm.index_big(value)?;
    match u64::try_from(&number) {
        Ok(number) if number <= most => Ok(number),
        Err(_) if number < num_bigint::BigInt::from(0) => {
            raise!(vm, ValueError, "value must be positive")
        }
        _ => raise!(vm, OverflowError, "{too_large}"),
    }
}

/// An offset that may be None.
fn offset_argument(vm: &mut Vm, value: &Value) -> Outcome<Option<i64>> {
    if value.is_none() || value.is_missing() {
        Ok(None)
    } else {
        vm.index_i64(value).map(Some)
    }
}

fn pointer_to(offset: &mut Option<i64>) -> *mut i64 {
    offset
        .as_mut()
        .map_or(std::ptr::null_mut(), std::ptr::from_mut)
}

native_functions! { pub static FUNCTIONS;
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
    /// Make a pair of descriptors: a terminal's two sides.
    "openpty()" fn openpty(vm) -> Value {
        let (mut outer, mut inner) = (-1, -1);
        // SAFETY: both numbers are filled by the call.
        let result = unsafe {
            let null = std::ptr::null_mut();
            libc::openpty(&mut outer, &mut inner, null, std::ptr::null(), std::ptr::null())
        };
        done(vm, result, None)?;
        for fd in [outer, inner] {
            // SAFETY: a call on numbers.
            unsafe { libc::fcntl(fd, libc::F_SETFD, libc::FD_CLOEXEC) };
        }
        Ok(vm.new_pair(Value::int(i64::from(outer)), Value::int(i64::from(inner))))
    }
    /// Make a terminal the controlling one of a new session, and the standard streams.
    "login_tty(fd, /)" fn login_tty(vm, fd: i32) -> () {
        let result = unsafe { libc::login_tty(fd) };
        done(vm, result, None)
    }
    /// The process group in the foreground of a terminal.
    "tcgetpgrp(fd, /)" fn tcgetpgrp(vm, fd: i32) -> i64 {
        let group = unsafe { libc::tcgetpgrp(fd) };
        check(vm, i64::from(group))?;
        Ok(vm.shown_process(group))
    }
    /// Put a process group into the foreground of a terminal.
    "tcsetpgrp(fd, pgid, /)" fn tcsetpgrp(vm, fd: i32, group: i32) -> () {
        let result = unsafe { libc::tcsetpgrp(fd, group) };
        done(vm, result, None)
    }
    /// The name of the controlling terminal.
    "ctermid()" fn ctermid(vm) -> &'static str { Ok("/dev/tty") }
    /// The encoding of a terminal; None for another file.
    "device_encoding(fd)" fn device_encoding(vm, fd: i32) -> Option<&'static str> {
        Ok((unsafe { libc::isatty(fd) } == 1).then_some("UTF-8"))
    }
    /// A counter as a descriptor.
    "eventfd(initval, flags=524288)" fn eventfd(vm, start: &Value, flags: i32) -> i64 {
        let start = unsigned(vm, start, u64::from(u32::MAX), "Python int too large for C unsigned int")? as u32;
        let fd = unsafe { libc::eventfd(start, flags) };
        check(vm, i64::from(fd))
    }
    /// Take the value of a counter, waiting until it is not zero.
    "eventfd_read(fd)" fn eventfd_read(vm, fd: i32) -> u64 {
        let mut value = 0u64;
        // SAFETY: eight bytes are read into a local.
        wait_on(vm, fd, "read", || unsafe { libc::read(fd, (&raw mut value).cast(), 8) as i64 })?;
        Ok(value)
    }
    /// Add to a counter.
    "eventfd_write(fd, value)" fn eventfd_write(vm, fd: i32, value: &Value) -> () {
        let value = unsigned(vm, value, u64::MAX, "int too big to convert")?;
        // SAFETY: eight bytes are written from a local.
        wait_on(vm, fd, "write", || unsafe { libc::write(fd, (&raw const value).cast(), 8) as i64 }).map(drop)
    }
    /// A file in memory.
    "memfd_create(name, flags=1)" fn memfd_create(vm, name: &Value, flags: i64) -> i64 {
        let name = super::children::program_text(vm, name)?;
        // SAFETY: a text that ends with a zero.
        let fd = unsafe { libc::memfd_create(name.as_ptr(), flags as u32) };
        check(vm, i64::from(fd))
    }
    /// Read from a place of a file.
    "pread(fd, length, offset, /)" fn pread(vm, fd: i32, length: i64, offset: i64) -> Value {
        let Ok(length) = usize::try_from(length) else { return Err(vm.raise_errno(libc::EINVAL, None)) };
        let mut buffer: Vec<u8> = vm.zeroed(length)?;
        // SAFETY: the buffer has the length given.
        let call = || unsafe { libc::pread(fd, buffer.as_mut_ptr().cast(), buffer.len(), offset) as i64 };
        let count = wait_on(vm, fd, "read", call)?;
        buffer.truncate(count as usize);
        Ok(vm.new_bytes(buffer))
    }
    /// Write at a place of a file; how many bytes it took.
    "pwrite(fd, buffer, offset, /)" fn pwrite(vm, fd: i32, data: &Value, offset: i64) -> i64 {
        let data = vm.bytes_like(data)?;
        let bytes = &*data;
        // SAFETY: the slice has that length.
        let call = || unsafe { libc::pwrite(fd, bytes.as_ptr().cast(), bytes.len(), offset) as i64 };
        wait_on(vm, fd, "write", call)
    }
    /// Read into several buffers.
    "readv(fd, buffers, /)" fn readv(vm, fd: i32, buffers: &Value) -> i64 { read_vectors(vm, fd, buffers, None, "readv") }
    /// Read into several buffers from a place of a file.
    "preadv(fd, buffers, offset, flags=0, /)" fn preadv(vm, fd: i32, buffers: &Value, offset: i64, flags: i32) -> i64 {
        if flags != 0 {
            raise!(vm, NotImplementedError, "preadv() with flags is not supported");
        }
        read_vectors(vm, fd, buffers, Some(offset), "preadv")
    }
    /// Write several buffers.
    "writev(fd, buffers, /)" fn writev(vm, fd: i32, buffers: &Value) -> i64 { write_vectors(vm, fd, buffers, None, "writev") }
    /// Write several buffers at a place of a file.
    "pwritev(fd, buffers, offset, flags=0, /)" fn pwritev(vm, fd: i32, buffers: &Value, offset: i64, flags: i32) -> i64 {
        if flags != 0 {
            raise!(vm, NotImplementedError, "pwritev() with flags is not supported");
        }
        write_vectors(vm, fd, buffers, Some(offset), "pwritev")
    }
    /// Send part of a file to another descriptor; how many bytes went.
    "sendfile(out_fd, in_fd, offset, count)" fn sendfile(vm, to: i32, from: i32, offset: &Value, count: usize) -> i64 {
        let mut offset = offset_argument(vm, offset)?;
        // SAFETY: the offset is null or a local.
        wait_on(vm, to, "sendfile", || unsafe { libc::sendfile(to, from, pointer_to(&mut offset), count) as i64 })
    }
    /// Move bytes between a pipe and another descriptor.
    "splice(src, dst, count, offset_src=None, offset_dst=None, flags=0)"
    fn splice(vm, from: i32, to: i32, count: i64, from_offset: &Value, to_offset: &Value, flags: i64) -> i64 {
        let Ok(count) = usize::try_from(count) else { raise!(vm, ValueError, "negative value for 'count' not allowed") };
        let (mut first, mut second) = (offset_argument(vm, from_offset)?, offset_argument(vm, to_offset)?);
        // SAFETY: the offsets are null or locals.
        let call = || unsafe {
            libc::splice(from, pointer_to(&mut first), to, pointer_to(&mut second), count, flags as u32) as i64
        };
        wait_on(vm, from, "splice", call)
    }
    /// Copy bytes from one file to another inside the system.
    "copy_file_range(src, dst, count, offset_src=None, offset_dst=None)"
    fn copy_file_range(vm, from: i32, to: i32, count: i64, from_offset: &Value, to_offset: &Value) -> i64 {
        let Ok(count) = usize::try_from(count) else { raise!(vm, ValueError, "negative value for 'count' not allowed") };
        let (mut first, mut second) = (offset_argument(vm, from_offset)?, offset_argument(vm, to_offset)?);
        // SAFETY: the offsets are null or locals.
        let call = || unsafe {
            libc::copy_file_range(from, pointer_to(&mut first), to, pointer_to(&mut second), count, 0) as i64
        };
        wait_on(vm, from, "copy_file_range", call)
    }
    /// Lock, test or unlock part of a file from its position on.
    "lockf(fd, command, length, /)" fn lockf(vm, fd: i32, command: i32, length: i64) -> () {
        wait_on(vm, fd, "lockf", || i64::from(unsafe { libc::lockf(fd, command, length) })).map(drop)
    }
    /// Reserve room on the disk.
    "posix_fallocate(fd, offset, length, /)" fn posix_fallocate(vm, fd: i32, offset: i64, length: i64) -> () {
        let number = vm.detach(Wait::Io { fd, what: "fallocate" }, || unsafe { libc::posix_fallocate(fd, offset, length) });
        if number == 0 { Ok(()) } else { Err(vm.raise_errno(number, None)) }
    }
    /// Say how a file will be used.
    "posix_fadvise(fd, offset, length, advice, /)" fn posix_fadvise(vm, fd: i32, offset: i64, length: i64, advice: i32) -> () {
        let number = vm.detach(Wait::Io { fd, what: "fadvise" }, || unsafe { libc::posix_fadvise(fd, offset, length, advice) });
        if number == 0 { Ok(()) } else { Err(vm.raise_errno(number, None)) }
    }
    /// Change the working directory to an open one.
    "fchdir(fd)" fn fchdir(vm, file: &Value) -> () {
        let fd = crate::native::fcntl::descriptor(vm, file)?;
        let result = unsafe { libc::fchdir(fd) };
        done(vm, result, None)
    }
    /// Change user and group of an open file.
    "fchown(fd, uid, gid)" fn fchown(vm, fd: i32, user: &Value, group: &Value) -> () {
        let (user, group) = (super::users::user(vm, user)?, super::users::group(vm, group)?);
        let result = unsafe { libc::fchown(fd, user, group) };
        done(vm, result, None)
    }
    /// Write the data of a file to the disk, not what describes it.
    "fdatasync(fd)" fn fdatasync(vm, file: &Value) -> () {
        let fd = crate::native::fcntl::descriptor(vm, file)?;
        waiting(vm, "fdatasync", None, || i64::from(unsafe { libc::fdatasync(fd) })).map(drop)
    }
    /// Write everything the system keeps to the disks.
    "sync()" fn sync(vm) -> () {
        vm.detach(Wait::Io { fd: -1, what: "sync" }, || unsafe { libc::sync() });
        Ok(())
    }
}
