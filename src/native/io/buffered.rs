//! `BufferedReader`, `BufferedWriter`, `BufferedRandom`: one state for the three. Read-ahead bytes and pending bytes are
//! never there at the same time: reading writes out first, writing moves the position back first.

use super::buffered_methods::{GETSET, METHODS, repr};
use super::file::FileIO;
use super::latch::Latch;
use super::{BUFFER_SIZE, ask, is_plain, unsupported};
use crate::gil::GilCell;
use crate::native::{Arguments, NativeClass, Slots};
use crate::object::builtin::Exc;
use crate::object::bytes::{ByteArrayObject, BytesObject};
use crate::object::class::ClassObject;
use crate::object::cycle::visit_cell;
use crate::object::heap::Ref;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::vm::{Outcome, Raised, Vm};
use std::cell::Cell;

/// State of a buffered stream.
pub struct Buffered {
    /// The stream below; `None` before `__init__` and after `detach`.
    pub raw: GilCell<Value>,
    /// Bytes read ahead, from `at` on.
    pub ahead: GilCell<Vec<u8>>,
    /// First byte in `ahead` that was not handed out.
    pub at: Cell<usize>,
    /// Bytes to write.
    pub pending: GilCell<Vec<u8>>,
    /// Room of the buffer.
    pub size: Cell<usize>,
    /// Guards transfers.
    pub latch: Latch,
    /// Can be read, by kind.
    pub reads: bool,
    /// Can be written, by kind.
    pub writes: bool,
}

impl Payload for Buffered {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit_cell(&self.raw, visit);
    }
}

impl Drop for Buffered {
    /// Writes what is pending, if a native file is below; it closes itself when it dies.
    fn drop(&mut self) {
        let pending = std::mem::take(self.pending.get_mut_unshared());
        if !pending.is_empty()
            && let Some(file) = self.raw.get_mut_unshared().payload::<FileIO>()
            && file.fd.get() >= 0
        {
            super::file::write_all(file.fd.get(), &pending);
        }
    }
}

/// The state of a buffered stream that was initialised; else the error.
pub fn state<'a>(vm: &Vm, value: &'a Value) -> Outcome<&'a Buffered> {
    match value.payload::<Buffered>() {
        Some(state) if !state.raw.get(vm).is_none() => Ok(state),
        Some(_) => Err(vm.value_error("raw stream has been detached")),
        None => {
            let name = vm.class_name(value);
            Err(vm.type_error(format!("a buffered stream is required, not '{name}'")))
        }
    }
}

/// The stream below.
pub fn raw_of(vm: &Vm, value: &Value) -> Outcome<Value> {
    Ok(state(vm, value)?.raw.get(vm).clone())
}

/// The native file below, if it is one whose methods nobody overrides.
fn native_file<'a>(vm: &Vm, raw: &'a Value) -> Option<&'a FileIO> {
    raw.payload::<FileIO>().filter(|_| is_plain(vm, raw))
}

/// Raises ValueError with this text if the stream below is closed.
pub fn check_open(vm: &mut Vm, value: &Value, message: &str) -> Outcome<()> {
    let raw = raw_of(vm, value)?;
    let closed = match native_file(vm, &raw) {
        Some(file) => file.fd.get() < 0,
        None => super::is_closed(vm, &raw)?,
    };
    if closed {
        Err(vm.value_error(message))
    } else {
        Ok(())
    }
}

/// Reads from the stream below; `None` if it has nothing yet.
pub fn raw_read(vm: &mut Vm, raw: &Value, size: usize) -> Outcome<Option<Vec<u8>>> {
    if let Some(file) = native_file(vm, raw) {
        return file.read(vm, size);
    }
    let buffer = vm.zeroed(size)?;
    let buffer = vm.new_bytearray(buffer);
    let answer = vm.call_method(raw, "readinto", std::slice::from_ref(&buffer))?;
    if answer.is_none() {
        return Ok(None);
    }
    let count = vm.index_i64(&answer)?;
    let Some(bytes) = buffer.downcast::<ByteArrayObject>() else {
        return Ok(None);
    };
    if count < 0 || count as usize > size {
        let message = format!(
            "raw readinto() returned invalid length {count} (should have been between 0 and {size})"
        );
        return Err(vm.raise(Exc::OSError, message));
    }
    Ok(Some(bytes.bytes.get(vm)[..count as usize].to_vec()))
}

fn raw_write(vm: &mut Vm, raw: &Value, data: &[u8]) -> Outcome<Option<usize>> {
    if let Some(file) = native_file(vm, raw) {
        return file.write(vm, data);
    }
    let bytes = vm.new_bytes(data.to_vec());
    let answer = vm.call_method(raw, "write", &[bytes])?;
    if answer.is_none() {
        return Ok(None);
    }
    let (count, size) = (vm.index_i64(&answer)?, data.len());
    if count < 0 || count as usize > size {
        let message = format!(
            "raw write() returned invalid length {count} (should have been between 0 and {size})"
        );
        return Err(vm.raise(Exc::OSError, message));
    }
    Ok(Some(count as usize))
}

/// Moves the stream below.
pub fn raw_seek(vm: &mut Vm, raw: &Value, offset: i64, whence: i32) -> Outcome<i64> {
    if let Some(file) = native_file(vm, raw) {
        return file.seek(vm, offset, whence);
    }
    let at = match (offset, whence) {
        (0, 1) => vm.call_method(raw, "tell", &[])?,
        _ => vm.call_method(
            raw,
            "seek",
            &[Value::int(offset), Value::int(whence as i64)],
        )?,
    };
    let at = vm.index_i64(&at)?;
    if at < 0 {
        return Err(vm.raise(
            Exc::OSError,
            format!("Raw stream returned invalid position {at}"),
        ));
    }
    Ok(at)
}

impl Buffered {
    /// Bytes that were read ahead.
    pub fn ahead_count(&self, vm: &Vm) -> usize {
        self.ahead.get(vm).len() - self.at.get()
    }
    /// Hands out up to `count` of the bytes read ahead.
    pub fn take_ahead(&self, vm: &mut Vm, count: usize) -> Vec<u8> {
        let from = self.at.get();
        let ahead = self.ahead.get_mut(vm.gil());
        let end = from.saturating_add(count).min(ahead.len());
        if from == 0 && end == ahead.len() {
            return std::mem::take(ahead);
        }
        self.at.set(end);
        ahead[from..end].to_vec()
    }
    /// Forgets the bytes read ahead.
    pub fn forget_ahead(&self, vm: &mut Vm) {
        self.ahead.get_mut(vm.gil()).clear();
        self.at.set(0);
    }
    /// Reads ahead once, keeping what is there. The latch is held. `None` if the stream below has nothing yet.
    pub fn fill(&self, vm: &mut Vm) -> Outcome<Option<usize>> {
        let raw = self.raw.get(vm).clone();
        let Some(data) = raw_read(vm, &raw, self.size.get())? else {
            return Ok(None);
        };
        let count = data.len();
        let from = self.at.replace(0);
        let ahead = self.ahead.get_mut(vm.gil());
        if from >= ahead.len() {
            *ahead = data;
        } else {
            ahead.drain(..from);
            ahead.extend_from_slice(&data);
        }
        Ok(Some(count))
    }
    /// Puts bytes behind the pending ones and writes out when there are too many. One step for other threads, unless it
    /// has to write.
    pub fn write(&self, vm: &mut Vm, value: &Value, data: &[u8]) -> Outcome<()> {
        if self.latch.is_free() && self.ahead.get(vm).is_empty() {
            let room = self.size.get();
            let pending = self.pending.get_mut(vm.gil());
            if pending.len() + data.len() <= room {
                pending.extend_from_slice(data);
                return Ok(());
            }
        }
        self.latch.hold(vm, value, |vm| {
            self.rewind(vm)?;
            if !self.pending.get(vm).is_empty()
                && self.pending.get(vm).len() + data.len() > self.size.get()
            {
                let outcome = self.write_out(vm);
                if outcome.is_err() && vm.pending_is(Exc::BrokenPipeError) {
                    // Nobody will ever read it.
                    self.pending.get_mut(vm.gil()).clear();
                }
                outcome?;
            }
            self.pending.get_mut(vm.gil()).extend_from_slice(data);
            if self.pending.get(vm).len() <= self.size.get() {
                return Ok(());
            }
            let outcome = self.write_out(vm);
            if outcome.is_err() && !vm.pending_is(Exc::BlockingIOError) {
                // What is too large for the buffer is not kept for another attempt.
                self.pending.get_mut(vm.gil()).clear();
            }
            outcome
        })
    }
    /// Moves the stream below back to where reading stopped. The latch is held.
    pub fn rewind(&self, vm: &mut Vm) -> Outcome<()> {
        let count = self.ahead_count(vm);
        self.forget_ahead(vm);
        if count > 0 {
            let raw = self.raw.get(vm).clone();
            raw_seek(vm, &raw, -(count as i64), 1)?;
        }
        Ok(())
    }
    /// Writes all pending bytes. The latch is held. What could not be written stays pending.
    pub fn write_out(&self, vm: &mut Vm) -> Outcome<()> {
        let raw = self.raw.get(vm).clone();
        let data = std::mem::take(self.pending.get_mut(vm.gil()));
        let mut done = 0;
        while done < data.len() {
            let outcome = raw_write(vm, &raw, &data[done..]);
            match outcome {
                Ok(Some(count)) => done += count,
                other => {
                    let rest = data[done..].to_vec();
                    self.pending.get_mut(vm.gil()).splice(..0, rest);
                    other?;
                    let text = "write could not complete without blocking";
                    return Err(vm.raise_os_class(
                        Exc::BlockingIOError,
                        libc::EAGAIN,
                        text,
                        None,
                        None,
                    ));
                }
            }
        }
        if self.pending.get(vm).is_empty() {
            // The allocation is worth keeping.
            let mut data = data;
            data.clear();
            *self.pending.get_mut(vm.gil()) = data;
        }
        Ok(())
    }
    /// Writes pending bytes out, before reading or moving. The latch is held.
    pub fn settle(&self, vm: &mut Vm) -> Outcome<()> {
        if self.pending.get(vm).is_empty() {
            Ok(())
        } else {
            self.write_out(vm)
        }
    }
}

/// Writes pending bytes out.
pub fn flush(vm: &mut Vm, value: &Value) -> Outcome<()> {
    let state = state(vm, value)?;
    if state.pending.get(vm).is_empty() && state.latch.is_free() {
        return Ok(());
    }
    state.latch.hold(vm, value, |vm| state.settle(vm))
}

fn make(vm: &mut Vm, class: &Ref<ClassObject>, reads: bool, writes: bool) -> Value {
    vm.new_native(
        class,
        Buffered {
            raw: GilCell::new(Value::NONE),
            ahead: GilCell::new(Vec::new()),
            at: Cell::new(0),
            pending: GilCell::new(Vec::new()),
            size: Cell::new(BUFFER_SIZE),
            latch: Latch::default(),
            reads,
            writes,
        },
    )
}

/// A buffered stream over a stream that is known to fit.
pub fn over(
    vm: &mut Vm,
    definition: &'static NativeClass,
    raw: Value,
    size: usize,
) -> Outcome<Value> {
    let class = vm.native_class(definition)?;
    let (reads, writes) = (
        !std::ptr::eq(definition, &WRITER),
        !std::ptr::eq(definition, &READER),
    );
    let value = make(vm, &class, reads, writes);
    if let Some(state) = value.payload::<Buffered>() {
        state.size.set(size);
        drop(state.raw.replace(vm.gil(), raw));
    }
    Ok(value)
}

fn init(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<()> {
    let name = vm
        .class_of(value)
        .native
        .name
        .rsplit('.')
        .next()
        .unwrap_or_default();
    let bound = arguments.bind(vm, &format!("{name}(raw, buffer_size=8192)"))?;
    let Some(state) = value.payload::<Buffered>() else {
        return Err(Raised);
    };
    let raw = &bound[0];
    if state.reads && state.writes && !ask(vm, raw, "seekable")? {
        return Err(unsupported(vm, "File or stream is not seekable."));
    }
    if state.reads && !ask(vm, raw, "readable")? {
        return Err(unsupported(vm, "File or stream is not readable."));
    }
    if state.writes && !ask(vm, raw, "writable")? {
        return Err(unsupported(vm, "File or stream is not writable."));
    }
    let size = vm.index_i64(&bound[1])?;
    if size <= 0 {
        return Err(vm.value_error("buffer size must be strictly positive"));
    }
    state.size.set(size as usize);
    state.forget_ahead(vm);
    state.pending.get_mut(vm.gil()).clear();
    drop(state.raw.replace(vm.gil(), raw.clone()));
    if native_file(vm, raw).is_none()
        && let Some(header) = value.header()
    {
        // A stream of the language below is written to by calls, so `__del__` has to flush.
        header.set_shape(header.shape() | crate::object::heap::KIND_FINALIZER);
    }
    Ok(())
}

/// `_io.BufferedReader`.
pub static READER: NativeClass = NativeClass {
    name: "_io.BufferedReader",
    doc: "A buffer over a stream of bytes, for reading.",
    base: Some(&super::base::BUFFERED_BASE),
    slots: Slots {
        repr: Some(repr),
        next: Some(super::buffered_methods::next_line),
        ..super::base::SLOTS
    },
    new: Some(|vm, class, _| Ok(make(vm, class, true, false))),
    init: Some(init),
    methods: METHODS,
    getset: GETSET,
    ..NativeClass::EMPTY
};

/// `_io.BufferedWriter`.
pub static WRITER: NativeClass = NativeClass {
    name: "_io.BufferedWriter",
    doc: "A buffer over a stream of bytes, for writing.",
    slots: Slots {
        repr: Some(repr),
        ..super::base::SLOTS
    },
    new: Some(|vm, class, _| Ok(make(vm, class, false, true))),
    ..READER
};

/// `_io.BufferedRandom`.
pub static RANDOM: NativeClass = NativeClass {
    name: "_io.BufferedRandom",
    doc: "A buffer over a stream of bytes that can be read, written and moved.",
    new: Some(|vm, class, _| Ok(make(vm, class, true, true))),
    ..READER
};

/// Bytes of a value that must be bytes.
pub fn bytes_of(vm: &Vm, value: &Value, method: &str) -> Outcome<Vec<u8>> {
    match value.downcast::<BytesObject>() {
        Some(bytes) => Ok(bytes.bytes.to_vec()),
        None => Err(vm.type_error(format!("{method}() should return bytes"))),
    }
}
