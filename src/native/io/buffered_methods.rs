//! Methods of the buffered streams: one table for all kinds; what a kind lacks is refused as its base refuses it.

use super::buffered::{Buffered, check_open, flush, raw_of, raw_read, raw_seek, state};
use super::{is_closed, refuse_pickle, size_argument};
use crate::native::GetSetDefinition;
use crate::native_functions;
use crate::object::value::Value;
use crate::vm::{Outcome, Raised, Vm};

/// Reads `size` bytes, or all; fewer only at the end or when the stream below has nothing yet (`None` if nothing at all).
pub fn read(vm: &mut Vm, value: &Value, size: Option<usize>) -> Outcome<Option<Vec<u8>>> {
    let state = state(vm, value)?;
    if let Some(size) = size
        && state.latch.is_free()
        && state.ahead_count(vm) >= size
    {
        return Ok(Some(state.take_ahead(vm, size)));
    }
    state.latch.hold(vm, value, |vm| {
        state.settle(vm)?;
        match size {
            Some(size) => read_exactly(vm, state, size),
            None => read_all(vm, state),
        }
    })
}

fn read_exactly(vm: &mut Vm, state: &Buffered, size: usize) -> Outcome<Option<Vec<u8>>> {
    let mut data = state.take_ahead(vm, size);
    while data.len() < size {
        let missing = size - data.len();
        let (count, piece) = if missing >= state.size.get() {
            let raw = state.raw.get(vm).clone();
            match raw_read(vm, &raw, missing)? {
                Some(piece) => (Some(piece.len()), piece),
                None => (None, Vec::new()),
            }
        } else {
            let count = state.fill(vm)?;
            (count, state.take_ahead(vm, missing))
        };
        match count {
            None if data.is_empty() => return Ok(None),
            None | Some(0) => break,
            Some(_) => data.extend_from_slice(&piece),
        }
    }
    Ok(Some(data))
}

fn read_all(vm: &mut Vm, state: &Buffered) -> Outcome<Option<Vec<u8>>> {
    let mut data = state.take_ahead(vm, usize::MAX);
    let raw = state.raw.get(vm).clone();
    let rest = match raw.payload::<super::file::FileIO>() {
        Some(file) if super::is_plain(vm, &raw) => file.read_all(vm)?,
        _ => {
            let name = if vm.get_attribute_opt(&raw, "readall")?.is_some() {
                "readall"
            } else {
                "read"
            };
            let rest = vm.call_method(&raw, name, &[])?;
            if rest.is_none() {
                None
            } else {
                Some(super::buffered::bytes_of(vm, &rest, name)?)
            }
        }
    };
    match rest {
        None if data.is_empty() => Ok(None),
        rest => {
            let rest = rest.unwrap_or_default();
            if data.is_empty() {
                return Ok(Some(rest));
            }
            data.extend_from_slice(&rest);
            Ok(Some(data))
        }
    }
}

/// Up to `size` bytes with at most one read below: what is ahead, or the next piece.
pub fn read_some(vm: &mut Vm, value: &Value, size: usize) -> Outcome<Vec<u8>> {
    let state = state(vm, value)?;
    state.latch.hold(vm, value, |vm| {
        state.settle(vm)?;
        if state.ahead_count(vm) == 0 {
            state.fill(vm)?;
        }
        Ok(state.take_ahead(vm, size))
    })
}

/// One line of at most `limit` bytes.
pub fn read_line(vm: &mut Vm, value: &Value, limit: usize) -> Outcome<Vec<u8>> {
    let state = state(vm, value)?;
    let whole = |vm: &Vm| {
        let ahead = &state.ahead.get(vm)[state.at.get()..];
        let ahead = &ahead[..ahead.len().min(limit)];
        memchr::memchr(b'\n', ahead)
            .map(|at| at + 1)
            .or((ahead.len() == limit).then_some(limit))
    };
    if state.latch.is_free()
        && let Some(count) = whole(vm)
    {
        return Ok(state.take_ahead(vm, count));
    }
    state.latch.hold(vm, value, |vm| {
        state.settle(vm)?;
        let mut line = Vec::new();
        loop {
            vm.check_memory()?;
            vm.room(&mut line, state.size.get())?;
            let left = limit - line.len();
            let ahead = &state.ahead.get(vm)[state.at.get()..];
            let ahead = &ahead[..ahead.len().min(left)];
            let end = memchr::memchr(b'\n', ahead).map(|at| at + 1);
            let count = end.unwrap_or(ahead.len());
            line.extend_from_slice(&state.take_ahead(vm, count));
            if end.is_some() || line.len() >= limit {
                return Ok(line);
            }
            if matches!(state.fill(vm)?, None | Some(0)) {
                return Ok(line);
            }
        }
    })
}

/// `next(stream)`.
pub fn next_line(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    if !super::is_plain(vm, value) {
        return super::base::next_line(vm, value);
    }
    check_open(vm, value, "readline of closed file")?;
    let line = read_line(vm, value, usize::MAX)?;
    Ok(if line.is_empty() {
        None
    } else {
        Some(vm.new_bytes(line))
    })
}

/// The position as the user sees it.
pub fn tell(vm: &mut Vm, value: &Value) -> Outcome<i64> {
    let state = state(vm, value)?;
    let raw = raw_of(vm, value)?;
    let at = raw_seek(vm, &raw, 0, 1)?;
    Ok(at - state.ahead_count(vm) as i64 + state.pending.get(vm).len() as i64)
}

/// Moves the position.
pub fn seek(vm: &mut Vm, value: &Value, offset: i64, whence: i32) -> Outcome<i64> {
    check_open(vm, value, "seek of closed file")?;
    if !(0..=4).contains(&whence) {
        return Err(vm.value_error(format!("whence value {whence} unsupported")));
    }
    let state = state(vm, value)?;
    let raw = raw_of(vm, value)?;
    if !super::ask(vm, &raw, "seekable")? {
        return Err(super::unsupported(vm, "File or stream is not seekable."));
    }
    state.latch.hold(vm, value, |vm| {
        state.settle(vm)?;
        let ahead = state.ahead_count(vm) as i64;
        if whence < 2 && ahead > 0 {
            // Within what was read ahead nothing below moves.
            let step = if whence == 1 {
                offset
            } else {
                offset - (raw_seek(vm, &raw, 0, 1)? - ahead)
            };
            if step >= -(state.at.get() as i64) && step <= ahead {
                state.at.set((state.at.get() as i64 + step) as usize);
                let now = raw_seek(vm, &raw, 0, 1)?;
                return Ok(now - state.ahead_count(vm) as i64);
            }
        }
        let offset = if whence == 1 { offset - ahead } else { offset };
        let at = raw_seek(vm, &raw, offset, whence)?;
        state.forget_ahead(vm);
        Ok(at)
    })
}

/// Closes: pending bytes are written, and the stream below is closed even if that fails.
pub fn close(vm: &mut Vm, value: &Value) -> Outcome<()> {
    let Some(state) = value.payload::<Buffered>() else {
        return Err(Raised);
    };
    let raw = state.raw.get(vm).clone();
    if raw.is_none() || is_closed(vm, &raw)? {
        return Ok(());
    }
    let error = super::flush_for_close(vm, value, flush);
    state.pending.get_mut(vm.gil()).clear();
    state.forget_ahead(vm);
    vm.call_method(&raw, "close", &[])?;
    match error {
        Some(error) => Err(vm.raise_value(error)),
        None => Ok(()),
    }
}

fn bytes_or_none(vm: &Vm, data: Option<Vec<u8>>) -> Value {
    data.map_or(Value::NONE, |data| vm.new_bytes(data))
}

fn read_into(vm: &mut Vm, value: &Value, buffer: &Value, once: bool) -> Outcome<Value> {
    check_reads(vm, value, if once { "read1" } else { "read" })?;
    check_open(vm, value, "readinto of closed file")?;
    let room = vm.writable_argument(buffer, if once { "readinto1()" } else { "readinto()" })?;
    let data = if once {
        Some(read_some(vm, value, room)?)
    } else {
        read(vm, value, Some(room))?
    };
    let Some(data) = data else {
        return Ok(Value::NONE);
    };
    vm.write_into(buffer, 0, &data)?;
    Ok(Value::int(data.len() as i64))
}

/// Refuses what the kind of stream lacks, as its base does.
fn check_kind(
    vm: &mut Vm,
    value: &Value,
    there: impl Fn(&Buffered) -> bool,
    method: &str,
) -> Outcome<()> {
    match value.payload::<Buffered>() {
        Some(state) if !there(state) => Err(super::unsupported(vm, method)),
        _ => Ok(()),
    }
}

fn check_reads(vm: &mut Vm, value: &Value, method: &str) -> Outcome<()> {
    check_kind(vm, value, |state| state.reads, method)
}

native_functions! { pub static METHODS;
    /// Write what is pending.
    "flush(self, /)" fn flush_method(vm, value: &Value) -> () {
        check_open(vm, value, "flush of closed file")?;
        flush(vm, value)
    }
    /// Close the stream and the one below.
    "close(self, /)" fn close_method(vm, value: &Value) -> () { close(vm, value) }
    /// Give the stream below away.
    "detach(self, /)" fn detach(vm, value: &Value) -> Value {
        vm.call_method(value, "flush", &[])?;
        let state = state(vm, value)?;
        Ok(state.raw.replace(vm.gil(), Value::NONE))
    }
    /// Whether the position can be moved.
    "seekable(self, /)" fn seekable(vm, value: &Value) -> Value { let raw = raw_of(vm, value)?; vm.call_method(&raw, "seekable", &[]) }
    /// The descriptor.
    "fileno(self, /)" fn fileno(vm, value: &Value) -> Value { let raw = raw_of(vm, value)?; vm.call_method(&raw, "fileno", &[]) }
    /// Whether this is a terminal.
    "isatty(self, /)" fn isatty(vm, value: &Value) -> Value { let raw = raw_of(vm, value)?; vm.call_method(&raw, "isatty", &[]) }
    /// Move the position.
    "seek(self, target, whence=0, /)" fn seek_method(vm, value: &Value, offset: i64, whence: i32) -> i64 {
        seek(vm, value, offset, whence)
    }
    /// The position.
    "tell(self, /)" fn tell_method(vm, value: &Value) -> i64 { tell(vm, value) }
    /// Cut or extend the stream; the position stays.
    "truncate(self, pos=None, /)" fn truncate(vm, value: &Value, size: &Value) -> Value {
        check_open(vm, value, "truncate of closed file")?;
        if !state(vm, value)?.writes {
            return Err(super::unsupported(vm, "truncate"));
        }
        flush(vm, value)?;
        let size = if size.is_none() { Value::int(tell(vm, value)?) } else { size.clone() };
        let raw = raw_of(vm, value)?;
        vm.call_method(&raw, "truncate", &[size])
    }
    /// Refused.
    "__reduce_ex__(self, protocol, /)" fn reduce(vm, value: &Value, protocol: &Value) -> Value { refuse_pickle(vm, value) }
    /// Whether the stream below can be read.
    "readable(self, /)" fn readable(vm, value: &Value) -> Value {
        if !state(vm, value)?.reads { return Ok(Value::FALSE) }
        let raw = raw_of(vm, value)?;
        vm.call_method(&raw, "readable", &[])
    }
    /// Whether the stream below can be written.
    "writable(self, /)" fn writable(vm, value: &Value) -> Value {
        if !state(vm, value)?.writes { return Ok(Value::FALSE) }
        let raw = raw_of(vm, value)?;
        vm.call_method(&raw, "writable", &[])
    }
    /// `size` bytes, or all; None if the stream does not block and has nothing.
    "read(self, size=-1, /)" fn read_method(vm, value: &Value, size: Option<&Value>) -> Value {
        check_reads(vm, value, "read")?;
        let size = match size {
            Some(size) if !size.is_none() => match vm.index_i64(size)? {
                -1 => None,
                size if size < 0 => return Err(vm.value_error("read length must be non-negative or -1")),
                size => Some(size as usize),
            },
            _ => None,
        };
        check_open(vm, value, "read of closed file")?;
        let data = read(vm, value, size)?;
        Ok(bytes_or_none(vm, data))
    }
    /// Up to `size` bytes with at most one read below.
    "read1(self, size=-1, /)" fn read1(vm, value: &Value, size: i64) -> Value {
        check_reads(vm, value, "read1")?;
        check_open(vm, value, "read of closed file")?;
        let size = if size < 0 { state(vm, value)?.size.get() } else { size as usize };
        if size == 0 {
            return Ok(vm.new_bytes(Vec::new()));
        }
        let data = read_some(vm, value, size)?;
        Ok(vm.new_bytes(data))
    }
    /// Bytes that come next, without handing them out.
    "peek(self, size=0, /)" fn peek(vm, value: &Value, size: i64) -> Value {
        check_reads(vm, value, "peek")?;
        check_open(vm, value, "peek of closed file")?;
        let state = state(vm, value)?;
        state.latch.hold(vm, value, |vm| {
            state.settle(vm)?;
            if state.ahead_count(vm) == 0 {
                state.fill(vm)?;
            }
            Ok(vm.new_bytes(state.ahead.get(vm)[state.at.get()..].to_vec()))
        })
    }
    /// Read into a buffer; the number of bytes read.
    "readinto(self, buffer, /)" fn readinto(vm, value: &Value, buffer: &Value) -> Value { read_into(vm, value, buffer, false) }
    /// Read into a buffer, with at most one read below.
    "readinto1(self, buffer, /)" fn readinto1(vm, value: &Value, buffer: &Value) -> Value { read_into(vm, value, buffer, true) }
    /// One line.
    "readline(self, size=-1, /)" fn readline(vm, value: &Value, size: Option<&Value>) -> Value {
        check_reads(vm, value, "read")?;
        let limit = size_argument(vm, size)?.unwrap_or(usize::MAX);
        check_open(vm, value, "readline of closed file")?;
        let line = read_line(vm, value, limit)?;
        Ok(vm.new_bytes(line))
    }
    /// Write bytes; the number of bytes.
    "write(self, buffer, /)" fn write(vm, value: &Value, data: &Value) -> usize {
        check_kind(vm, value, |state| state.writes, "write")?;
        check_open(vm, value, "write to closed file")?;
        let data = vm.bytes_like(data)?;
        let state = state(vm, value)?;
        state.write(vm, value, &data)?;
        Ok(data.len())
    }
}

fn raw_attribute(vm: &mut Vm, value: &Value, name: &str) -> Outcome<Value> {
    let raw = raw_of(vm, value)?;
    vm.get_attribute_str(&raw, name)
}

/// Attributes of the buffered streams.
pub const GETSET: &[GetSetDefinition] = &[
    GetSetDefinition {
        name: "raw",
        doc: "The stream below.",
        get: |vm, value| {
            Ok(value
                .payload::<Buffered>()
                .map_or(Value::NONE, |state| state.raw.get(vm).clone()))
        },
        set: None,
    },
    GetSetDefinition {
        name: "closed",
        doc: "Whether the stream is closed.",
        get: |vm, value| raw_attribute(vm, value, "closed"),
        set: None,
    },
    GetSetDefinition {
        name: "name",
        doc: "The name of the stream below.",
        get: |vm, value| raw_attribute(vm, value, "name"),
        set: None,
    },
    GetSetDefinition {
        name: "mode",
        doc: "The mode of the stream below.",
        get: |vm, value| raw_attribute(vm, value, "mode"),
        set: None,
    },
];

/// `<_io.BufferedReader name='x'>`.
pub fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let class = vm.dotted_name(&vm.class_of(value).clone());
    let name = match raw_attribute(vm, value, "name") {
        Ok(name) => format!(" name={}", vm.repr_text(&name)?),
        Err(_) => {
            vm.take_pending();
            String::new()
        }
    };
    Ok(vm.new_str(&format!("<{class}{name}>")))
}
