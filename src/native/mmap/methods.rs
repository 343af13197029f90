//! The methods of `mmap.mmap`: reading and writing as a file, searching, moving, changing the size.

use super::{Access, Map, page_size};
use crate::native::payload::state;
use crate::native::types::buffer;
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::mapping::Mapping;
use crate::object::value::Value;
use crate::raise;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use std::io;
use std::os::fd::AsRawFd;
use std::sync::Arc;

/// The range that a search looks at: by default from the position to the end.
fn search_range(vm: &mut Vm, map: &Map, start: &Value, end: &Value) -> Outcome<(usize, usize)> {
    let mut bound = |value: &Value| match value.is_missing() || value.is_none() {
        true => Ok(None),
        false => vm.index_clamped(value).map(Some),
    };
    let (start, end) = (bound(start)?, bound(end)?);
    let length = map.memory(vm)?.len() as i64;
    let fit = |bound: i64| {
        if bound < 0 {
            (bound.saturating_add(length)).max(0)
        } else {
            bound.min(length)
        }
    };
    let start = start.map_or(map.position.get() as i64, fit);
    Ok((start as usize, end.map_or(length, fit) as usize))
}

fn place_or_none(found: Option<usize>) -> i64 {
    found.map_or(-1, |at| at as i64)
}

/// The bytes from the position on, at most `count`; the position moves behind them.
fn read_on(vm: &mut Vm, map: &Map, count: usize) -> Outcome<Value> {
    let at = map.position.get();
    let bytes = map.memory(vm)?.read(at, count);
    map.position.set(at + bytes.len());
    Ok(vm.new_bytes(bytes))
}

/// A call on the memory that may take long: without the interpreter's lock. Closing meanwhile leaves the memory to the call.
fn call_on_memory(
    vm: &mut Vm,
    map: &Map,
    what: &'static str,
    call: impl Fn(&Mapping) -> io::Result<()> + Send + Sync,
) -> Outcome<()> {
    map.memory(vm)?;
    let Some(memory) = map.memory.get(vm).clone() else {
        return Ok(());
    };
    let fd = map.file.get(vm).as_ref().map_or(-1, AsRawFd::as_raw_fd);
    let result = vm.system_call(Some(Wait::Io { fd, what }), || match call(&memory) {
        Ok(()) => 0,
        Err(_) => -1,
    })?;
    result
        .map(drop)
        .map_err(|number| vm.raise_errno(number, None))
}

fn close(vm: &mut Vm, value: &Value) -> Outcome<()> {
    let map: &Map = state(vm, value)?;
    if map.exports.get() > 0 {
        raise!(vm, BufferError, "cannot close exported pointers exist");
    }
    drop(map.memory.replace(vm.gil(), None));
    drop(map.file.replace(vm.gil(), None));
    Ok(())
}

/// Makes the file, if there is one, and the mapping longer or shorter.
fn resize(vm: &mut Vm, map: &Map, size: i64) -> Outcome<()> {
    let old = map.memory(vm)?.len();
    let users = map.memory.get(vm).as_ref().map_or(0, Arc::strong_count);
    if map.is_untracked {
        raise!(vm, ValueError, "can't resize with trackfd=False.");
    }
    if map.exports.get() > 0 || users > 1 {
        raise!(
            vm,
            BufferError,
            "mmap can't resize with extant buffers exported."
        );
    }
    if !matches!(map.access, Access::Write | Access::Default) {
        return Err(vm.type_error("mmap can't resize a readonly or copy-on-write memory map."));
    }
    let Some(end) = map.offset.checked_add(size).filter(|_| size >= 0) else {
        return Err(vm.value_error("new size out of range"));
    };
    if size == 0 {
        return Err(vm.raise_errno(libc::EINVAL, None));
    }
    let (size, page) = (size as usize, page_size());
    let descriptor = map.file.get(vm).as_ref().map(AsRawFd::as_raw_fd);
    if descriptor.is_none()
        && map.flags & libc::MAP_PRIVATE == 0
        && size > old.div_ceil(page) * page
    {
        return Err(vm.value_error("mmap: can't expand a shared anonymous mapping on Linux"));
    }
    if let Some(fd) = descriptor {
        super::truncate(vm, fd, end)?;
    }
    let resized = match map.memory.get_mut(vm.gil()).as_mut().and_then(Arc::get_mut) {
        Some(memory) => memory.resize(size),
        None => raise!(
            vm,
            BufferError,
            "mmap can't resize with extant buffers exported."
        ),
    };
    resized.map_err(|error| vm.raise_os_error(&error, None))?;
    map.position.set(map.position.get().min(size));
    Ok(())
}

native_functions! { pub(super) static METHODS;
    /// Unmap the memory. Memory views on it must have been released.
    "close(self, /)" fn close_method(vm, value: &Value) -> () { close(vm, value) }
    /// The object itself.
    "__enter__(self, /)" fn enter(vm, value: &Value) -> Value {
        state::<Map>(vm, value)?.memory(vm)?;
        Ok(value.clone())
    }
    /// Close.
    "__exit__(self, /, *args)" fn exit(vm, value: &Value, _arguments: &Value) -> () { close(vm, value) }
    /// Read at most n bytes, or all that are left.
    "read(self, n=None, /)" fn read(vm, value: &Value, n: &Value) -> Value {
        let map: &Map = state(vm, value)?;
        map.memory(vm)?;
        let count = if n.is_none() { -1 } else { vm.index_clamped(n)? };
        read_on(vm, map, usize::try_from(count).unwrap_or(usize::MAX))
    }
    /// Read up to the next line end, which is included.
    "readline(self, /)" fn readline(vm, value: &Value) -> Value {
        let map: &Map = state(vm, value)?;
        let (at, memory) = (map.position.get(), map.memory(vm)?);
        let end = memory.find(b"\n", at, memory.len()).map_or(memory.len(), |found| found + 1);
        read_on(vm, map, end.saturating_sub(at))
    }
    /// Read a byte as an int.
    "read_byte(self, /)" fn read_byte(vm, value: &Value) -> i64 {
        let map: &Map = state(vm, value)?;
        let at = map.position.get();
        match map.memory(vm)?.load(at, 1) {
            Some(item) => {
                map.position.set(at + 1);
                Ok(i64::from(item[0]))
            }
            None => Err(vm.value_error("read byte out of range")),
        }
    }
    /// Write bytes at the position; how many.
    "write(self, bytes, /)" fn write(vm, value: &Value, bytes: &Value) -> usize {
        let map: &Map = state(vm, value)?;
        let content = buffer::bytes_like(vm, bytes)?.into_owned();
        let (at, memory) = (map.position.get(), map.writable(vm)?);
        if memory.len().saturating_sub(at) < content.len() {
            return Err(vm.value_error("data out of range"));
        }
        memory.write(at, &content);
        map.position.set(at + content.len());
        Ok(content.len())
    }
    /// Write an int as a byte.
    "write_byte(self, byte, /)" fn write_byte(vm, value: &Value, byte: i64) -> () {
        let map: &Map = state(vm, value)?;
        let Ok(byte) = u8::try_from(byte) else {
            let side = if byte < 0 { "less than minimum" } else { "greater than maximum" };
            raise!(vm, OverflowError, "unsigned byte integer is {side}");
        };
        let at = map.position.get();
        if !map.writable(vm)?.store(at, &[byte]) {
            return Err(vm.value_error("write byte out of range"));
        }
        map.position.set(at + 1);
        Ok(())
    }
    /// Move the position: from the beginning, with whence 1 from where it is, with 2 from the end.
    "seek(self, pos, whence=0, /)" fn seek(vm, value: &Value, pos: i64, whence: i64) -> () {
        let map: &Map = state(vm, value)?;
        let length = map.memory(vm)?.len();
        let from = match whence {
            0 => 0,
            1 => map.position.get(),
            2 => length,
            _ => return Err(vm.value_error("unknown seek type")),
        };
        match (from as i64).checked_add(pos).and_then(|at| usize::try_from(at).ok()).filter(|&at| at <= length) {
            Some(at) => map.position.set(at),
            None => return Err(vm.value_error("seek out of range")),
        }
        Ok(())
    }
    /// Whether the position can be moved: always.
    "seekable(self, /)" fn seekable(vm, value: &Value) -> bool { Ok(true) }
    /// The position.
    "tell(self, /)" fn tell(vm, value: &Value) -> usize {
        let map: &Map = state(vm, value)?;
        map.memory(vm)?;
        Ok(map.position.get())
    }
    /// Where `sub` begins first, from `start`, which is the position by default; -1 if nowhere.
    "find(self, sub, start=<missing>, end=<missing>, /)"
    fn find(vm, value: &Value, sub: &Value, start: &Value, end: &Value) -> i64 {
        let map: &Map = state(vm, value)?;
        let wanted = buffer::bytes_like(vm, sub)?.into_owned();
        let (start, end) = search_range(vm, map, start, end)?;
        Ok(place_or_none(map.memory(vm)?.find(&wanted, start, end)))
    }
    /// Where `sub` begins last, from `start`, which is the position by default; -1 if nowhere.
    "rfind(self, sub, start=<missing>, end=<missing>, /)"
    fn rfind(vm, value: &Value, sub: &Value, start: &Value, end: &Value) -> i64 {
        let map: &Map = state(vm, value)?;
        let wanted = buffer::bytes_like(vm, sub)?.into_owned();
        let (start, end) = search_range(vm, map, start, end)?;
        Ok(place_or_none(map.memory(vm)?.rfind(&wanted, start, end)))
    }
    /// Copy count bytes from src to dest.
    "move(self, dest, src, count, /)" fn move_bytes(vm, value: &Value, dest: i64, src: i64, count: i64) -> () {
        let map: &Map = state(vm, value)?;
        let memory = map.writable(vm)?;
        let done = match (usize::try_from(dest), usize::try_from(src), usize::try_from(count)) {
            (Ok(dest), Ok(src), Ok(count)) => memory.copy_within(dest, src, count),
            _ => false,
        };
        if !done {
            return Err(vm.value_error("source, destination, or count out of range"));
        }
        Ok(())
    }
    /// Change the size of the memory and of the file behind it.
    "resize(self, newsize, /)" fn resize_method(vm, value: &Value, size: i64) -> () {
        let map: &Map = state(vm, value)?;
        resize(vm, map, size)
    }
    /// The size of the file.
    "size(self, /)" fn size(vm, value: &Value) -> i64 {
        let map: &Map = state(vm, value)?;
        let length = map.memory(vm)?.len();
        match map.file.get(vm).as_ref().map(AsRawFd::as_raw_fd) {
            Some(fd) => super::file_size(vm, fd),
            None if map.is_untracked => Err(vm.raise_errno(libc::EBADF, None)),
            None => Ok(length as i64),
        }
    }
    /// Write changes back to the file.
    "flush(self, offset=0, size=<missing>, /)" fn flush(vm, value: &Value, offset: i64, size: Option<i64>) -> () {
        let map: &Map = state(vm, value)?;
        let length = map.memory(vm)?.len() as i64;
        let size = size.unwrap_or(length.saturating_sub(offset));
        if offset < 0 || size < 0 || length.saturating_sub(offset) < size {
            return Err(vm.value_error("flush values out of range"));
        }
        if matches!(map.access, Access::Read | Access::Copy) {
            return Ok(());
        }
        call_on_memory(vm, map, "msync", move |memory| memory.flush(offset as usize, size as usize))
    }
    /// Tell the system how the memory will be used.
    "madvise(self, option, start=0, length=None, /)"
    fn madvise(vm, value: &Value, option: i32, start: i64, length: &Value) -> () {
        let map: &Map = state(vm, value)?;
        let size = map.memory(vm)?.len() as i64;
        let length = if length.is_none() { size } else { vm.index_i64(length)? };
        if start < 0 || start >= size {
            return Err(vm.value_error("madvise start out of bounds"));
        }
        if length < 0 {
            return Err(vm.value_error("madvise length invalid"));
        }
        if start.checked_add(length).is_none() {
            return Err(vm.raise(Exc::OverflowError, "madvise length too large"));
        }
        let count = length.min(size - start) as usize;
        call_on_memory(vm, map, "madvise", move |memory| memory.advise(option, start as usize, count))
    }
}
