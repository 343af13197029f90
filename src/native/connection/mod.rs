//! The module `_connection`: what is hot of `multiprocessing.connection`.
//!
//! Enters: descriptors and objects. Leaves: the objects at the other end, as frames that CPython's connections read and write.
//! `_ConnectionBase` is the class that `multiprocessing.connection.Connection` derives from; its attribute `_reducers` says how
//! objects are pickled that only travel between processes. `stream` knows frames, `descriptors` sends open files.
pub mod descriptors;
mod stream;

use crate::native::payload::state;
use crate::native::pickle::input::Input;
use crate::native::pickle::load::{self, Load};
use crate::native::pickle::memo::{ReadMemo, WriteMemo};
use crate::native::pickle::output::Output;
use crate::native::pickle::save::{self, Save};
use crate::native::select::{descriptor, poll_until};
use crate::native::time::seconds_argument;
use crate::native::{Arguments, GetSetDefinition, NativeClass, NativeModule};
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::class::flags;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::sched::Instant;
use crate::vm::{Outcome, Raised, Vm};
use std::borrow::Cow;
use std::cell::Cell;
use std::time::Duration;
use stream::{Stream, head_of};

/// Pickles up to this size are read into room on the stack.
const SMALL: usize = 2048;

/// One end of a connection.
struct Connection {
    stream: Stream,
    readable: Cell<bool>,
    writable: Cell<bool>,
    /// A frame is being sent, or its sending was broken off.
    sending: Cell<bool>,
    /// A frame is awaited or being received, or that was broken off.
    receiving: Cell<bool>,
}

impl Payload for Connection {}

/// The connection, which must be open.
fn open<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a Connection> {
    let connection: &Connection = state(vm, value)?;
    if connection.stream.fd.get() < 0 {
        return Err(vm.raise(Exc::OSError, "handle is closed"));
    }
    Ok(connection)
}

fn readable<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a Connection> {
    let connection = open(vm, value)?;
    if !connection.readable.get() {
        return Err(vm.raise(Exc::OSError, "connection is write-only"));
    }
    Ok(connection)
}

fn writable<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a Connection> {
    let connection = open(vm, value)?;
    if !connection.writable.get() {
        return Err(vm.raise(Exc::OSError, "connection is read-only"));
    }
    Ok(connection)
}

/// A frame that cannot be read makes the rest of the stream worthless.
fn bad_length(vm: &mut Vm, connection: &Connection) -> Raised {
    if connection.writable.get() {
        connection.readable.set(false);
    } else {
        connection.stream.close();
    }
    vm.raise(Exc::OSError, "bad message length")
}

/// The bytes of the next frame, at most `most`.
fn receive(
    vm: &mut Vm,
    connection: &Connection,
    most: usize,
    deadline: Option<Instant>,
) -> Outcome<Vec<u8>> {
    let stream = &connection.stream;
    connection.receiving.set(true);
    match stream.receive_length(vm, deadline)? {
        Some(length) if length <= most => {
            let bytes = stream.receive_body(vm, length, deadline)?;
            connection.receiving.set(false);
            Ok(bytes)
        }
        _ => Err(bad_length(vm, connection)),
    }
}

fn unpickle(vm: &mut Vm, bytes: &[u8]) -> Outcome<Value> {
    let options = load::Options {
        fix_imports: true,
        encoding: "ASCII".to_string(),
        errors: "strict".to_string(),
        ..load::Options::default()
    };
    let input = Input::of_bytes(Cow::Borrowed(bytes));
    Load::new(input, ReadMemo::default(), options).run(vm)
}

/// The next object.
fn receive_object(vm: &mut Vm, connection: &Connection) -> Outcome<Value> {
    let stream = &connection.stream;
    connection.receiving.set(true);
    match stream.receive_length(vm, None)? {
        Some(length) if length <= SMALL => {
            let mut room = [0; SMALL];
            stream.receive_into(vm, &mut room[..length])?;
            connection.receiving.set(false);
            unpickle(vm, &room[..length])
        }
        Some(length) => {
            let bytes = stream.receive_body(vm, length, None)?;
            connection.receiving.set(false);
            unpickle(vm, &bytes)
        }
        None => Err(bad_length(vm, connection)),
    }
}

/// A frame with the pickle of an object.
fn pickle(vm: &mut Vm, value: &Value, object: &Value) -> Outcome<Vec<u8>> {
    let options = save::Options {
        protocol: crate::native::pickle::opcode::DEFAULT,
        fix_imports: true,
        extra_reducers: vm.get_attribute_opt(value, "_reducers")?,
        ..save::Options::default()
    };
    Save::new(Output::behind(&[0; 4]), WriteMemo::default(), options).pickle(vm, object)
}

/// Sends two pieces of one frame.
fn transmit(vm: &mut Vm, connection: &Connection, head: &[u8], body: &[u8]) -> Outcome<()> {
    connection.sending.set(true);
    connection.stream.send(vm, head, body)?;
    connection.sending.set(false);
    Ok(())
}

fn send_frame(vm: &mut Vm, connection: &Connection, mut frame: Vec<u8>) -> Outcome<()> {
    let (head, count) = head_of(frame.len() - 4);
    if count == 4 {
        frame[..4].copy_from_slice(&head[..4]);
        transmit(vm, connection, &frame, &[])
    } else {
        transmit(vm, connection, &head[..count], &frame[4..])
    }
}

/// A length of time as a deadline: none for ever, one that is over for a negative time.
fn deadline_of(vm: &mut Vm, timeout: &Value) -> Outcome<Option<Instant>> {
    if timeout.is_none() {
        return Ok(None);
    }
    let nanos = seconds_argument(vm, timeout)?;
    Ok(Some(vm.now() + Duration::from_nanos(nanos.max(0) as u64)))
}

fn watched(fd: i32) -> libc::pollfd {
    libc::pollfd {
        fd,
        events: libc::POLLIN,
        revents: 0,
    }
}

fn refuse_closed(vm: &mut Vm, entries: &[libc::pollfd]) -> Outcome<()> {
    match entries
        .iter()
        .any(|entry| entry.revents & libc::POLLNVAL != 0)
    {
        true => Err(vm.raise_errno(libc::EBADF, None)),
        false => Ok(()),
    }
}

native_functions! { static METHODS;
    /// Send an object that can be pickled.
    "send(self, obj)" fn send(vm, value: &Value, object: &Value) -> () {
        writable(vm, value)?;
        let frame = pickle(vm, value, object)?;
        // The pickling may have run code that closed the connection.
        let connection = writable(vm, value)?;
        send_frame(vm, connection, frame)
    }
    /// Receive an object.
    "recv(self)" fn recv(vm, value: &Value) -> Value {
        let connection = readable(vm, value)?;
        receive_object(vm, connection)
    }
    /// Send an object and receive the answer.
    "_exchange(self, obj)" fn exchange(vm, value: &Value, object: &Value) -> Value {
        writable(vm, value)?;
        let frame = pickle(vm, value, object)?;
        writable(vm, value)?;
        let connection = readable(vm, value)?;
        connection.receiving.set(true);
        send_frame(vm, connection, frame)?;
        receive_object(vm, connection)
    }
    /// Send bytes of a bytes-like object.
    "send_bytes(self, buf, offset=0, size=None)"
    fn send_bytes(vm, value: &Value, buffer: &Value, offset: i64, size: Option<i64>) -> () {
        writable(vm, value)?;
        let Some(bytes) = vm.bytes_like_if_any(buffer)? else {
            let name = vm.class_name(buffer);
            return Err(vm.type_error(format!("memoryview: a bytes-like object is required, not '{name}'")));
        };
        let Ok(start) = usize::try_from(offset) else { return Err(vm.value_error("offset is negative")) };
        if start > bytes.len() {
            return Err(vm.value_error("buffer length < offset"));
        }
        let size = match size {
            None => bytes.len() - start,
            Some(size) => match usize::try_from(size) {
                Ok(size) if size <= bytes.len() - start => size,
                Ok(_) => return Err(vm.value_error("buffer length < offset + size")),
                Err(_) => return Err(vm.value_error("size is negative")),
            },
        };
        let (head, count) = head_of(size);
        let connection = open(vm, value)?;
        transmit(vm, connection, &head[..count], &bytes[start..start + size])
    }
    /// Receive bytes. A message longer than `maxlength` is an OSError, and the last that can be read.
    "recv_bytes(self, maxlength=None)" fn recv_bytes(vm, value: &Value, most: Option<i64>) -> Value {
        let connection = readable(vm, value)?;
        let most = match most.map(usize::try_from) {
            None => usize::MAX,
            Some(Ok(most)) => most,
            Some(Err(_)) => return Err(vm.value_error("negative maxlength")),
        };
        let bytes = receive(vm, connection, most, None)?;
        Ok(vm.new_bytes(bytes))
    }
    /// Receive bytes, in at most that many seconds; TimeoutError after them.
    "_recv_bytes_within(self, maxlength, timeout)"
    fn recv_bytes_within(vm, value: &Value, most: usize, timeout: &Value) -> Value {
        let connection = readable(vm, value)?;
        let deadline = deadline_of(vm, timeout)?;
        let bytes = receive(vm, connection, most, deadline)?;
        Ok(vm.new_bytes(bytes))
    }
    /// Receive bytes into a buffer; their number.
    "recv_bytes_into(self, buf, offset=0)" fn recv_bytes_into(vm, value: &Value, buffer: &Value, offset: i64) -> usize {
        let connection = readable(vm, value)?;
        let room = vm.writable_argument(buffer, "recv_bytes_into()")?;
        let Ok(offset) = usize::try_from(offset) else { return Err(vm.value_error("negative offset")) };
        if offset > room {
            return Err(vm.value_error("offset too large"));
        }
        let bytes = receive(vm, connection, usize::MAX, None)?;
        if bytes.len() > room - offset {
            let module = vm.import_module("multiprocessing.context")?;
            let class = vm.get_attribute_str(&module, "BufferTooShort")?;
            let bytes = vm.new_bytes(bytes);
            let error = vm.call(&class, &[bytes])?;
            return Err(vm.raise_value(error));
        }
        vm.write_into(buffer, offset, &bytes)?;
        Ok(bytes.len())
    }
    /// Whether there is something to receive, waiting up to that many seconds; None waits for ever.
    "poll(self, timeout=0.0)" fn poll(vm, value: &Value, timeout: &Value) -> bool {
        let fd = readable(vm, value)?.stream.fd.get();
        let deadline = if timeout.is_missing() { Some(vm.now()) } else { deadline_of(vm, timeout)? };
        let mut entries = [watched(fd)];
        poll_until(vm, &mut entries, deadline, "poll")?;
        refuse_closed(vm, &entries)?;
        Ok(entries[0].revents != 0)
    }
    /// The descriptor.
    "fileno(self)" fn fileno(vm, value: &Value) -> i32 { Ok(open(vm, value)?.stream.fd.get()) }
    /// Close the connection.
    "close(self)" fn close(vm, value: &Value) -> () {
        let connection: &Connection = state(vm, value)?;
        match connection.stream.close() {
            true => Ok(()),
            false => Err(vm.raise_last_errno(None)),
        }
    }
    /// Give the descriptor away: the connection is closed, the descriptor is not.
    "_detach(self)" fn detach(vm, value: &Value) -> i32 { Ok(open(vm, value)?.stream.fd.replace(-1)) }
    /// OSError unless open.
    "_check_closed(self)" fn check_closed(vm, value: &Value) -> () { open(vm, value).map(drop) }
    /// OSError unless it can be read.
    "_check_readable(self)" fn check_readable(vm, value: &Value) -> () {
        let connection: &Connection = state(vm, value)?;
        match connection.readable.get() {
            true => Ok(()),
            false => Err(vm.raise(Exc::OSError, "connection is write-only")),
        }
    }
    /// OSError unless it can be written.
    "_check_writable(self)" fn check_writable(vm, value: &Value) -> () {
        let connection: &Connection = state(vm, value)?;
        match connection.writable.get() {
            true => Ok(()),
            false => Err(vm.raise(Exc::OSError, "connection is read-only")),
        }
    }
    /// The connection itself.
    "__enter__(self)" fn enter(vm, value: &Value) -> Value { Ok(value.clone()) }
    /// Close.
    "__exit__(self, exc_type, exc_value, exc_tb)" fn exit(vm, value: &Value, class: &Value, exception: &Value, trace: &Value) -> Value {
        vm.call_method(value, "close", &[])
    }
}

fn make(
    vm: &mut Vm,
    class: &crate::object::heap::Ref<crate::object::class::ClassObject>,
    arguments: Arguments,
) -> Outcome<Value> {
    let bound = arguments.bind(vm, "Connection(handle, readable=True, writable=True)")?;
    let handle = vm.index_i64(&bound[0])?;
    let (readable, writable) = (vm.truth(&bound[1])?, vm.truth(&bound[2])?);
    let Some(fd) = i32::try_from(handle).ok().filter(|&fd| fd >= 0) else {
        return Err(vm.value_error("invalid handle"));
    };
    if !readable && !writable {
        let message = "at least one of `readable` and `writable` must be True";
        return Err(vm.value_error(message));
    }
    let connection = Connection {
        stream: Stream::new(fd),
        readable: Cell::new(readable),
        writable: Cell::new(writable),
        sending: Cell::new(false),
        receiving: Cell::new(false),
    };
    Ok(vm.new_native(class, connection))
}

/// The descriptor, None once closed.
fn handle(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let connection: &Connection = state(vm, value)?;
    let fd = connection.stream.fd.get();
    Ok(if fd < 0 {
        Value::NONE
    } else {
        Value::int(i64::from(fd))
    })
}

/// Another descriptor, or None: the old one is not closed, as with an attribute.
fn set_handle(vm: &mut Vm, value: &Value, new: Option<&Value>) -> Outcome<()> {
    let connection: &Connection = state(vm, value)?;
    let fd = match new {
        Some(new) if !new.is_none() => vm.index_i64(new)? as i32,
        _ => -1,
    };
    connection.stream.fd.set(fd);
    Ok(())
}

/// `_connection._ConnectionBase`.
static CONNECTION: NativeClass = NativeClass {
    name: "multiprocessing.connection._ConnectionBase",
    doc: "One end of a connection.",
    new: Some(make),
    init: Some(|_, _, _| Ok(())),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "closed",
            doc: "Whether it is closed.",
            get: |vm, value| {
                let connection: &Connection = state(vm, value)?;
                Ok(Value::bool(connection.stream.fd.get() < 0))
            },
            set: None,
        },
        GetSetDefinition {
            name: "readable",
            doc: "Whether it can be read.",
            get: |vm, value| {
                let connection: &Connection = state(vm, value)?;
                Ok(Value::bool(connection.readable.get()))
            },
            set: None,
        },
        GetSetDefinition {
            name: "writable",
            doc: "Whether it can be written.",
            get: |vm, value| {
                let connection: &Connection = state(vm, value)?;
                Ok(Value::bool(connection.writable.get()))
            },
            set: None,
        },
        GetSetDefinition {
            name: "_out_of_step",
            doc: "Whether a frame, or an exchange, has begun and not ended.",
            get: |vm, value| {
                let connection: &Connection = state(vm, value)?;
                Ok(Value::bool(
                    connection.sending.get() || connection.receiving.get(),
                ))
            },
            set: None,
        },
        GetSetDefinition {
            name: "_handle",
            doc: "The descriptor; None once closed.",
            get: handle,
            set: Some(set_handle),
        },
    ],
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};

native_functions! { static FUNCTIONS;
    /// Those of the objects that are ready to be read, in their order, waiting up to that many seconds.
    "wait(object_list, timeout=None)" fn wait(vm, objects: &Value, timeout: &Value) -> Value {
        let deadline = deadline_of(vm, timeout)?;
        let objects = vm.collect(objects)?;
        let mut entries = Vec::with_capacity(objects.len());
        for object in &objects {
            let fd = match object.payload::<Connection>() {
                Some(_) => open(vm, object)?.stream.fd.get(),
                None => match descriptor(vm, object) {
                    Ok(fd) => fd,
                    Err(_) if vm.catch(Exc::TypeError).is_some() => {
                        let text = vm.repr_text(object)?;
                        return Err(vm.value_error(format!("Invalid file object: {text}")));
                    }
                    Err(raised) => return Err(raised),
                },
            };
            entries.push(watched(fd));
        }
        poll_until(vm, &mut entries, deadline, "poll")?;
        refuse_closed(vm, &entries)?;
        let ready = objects.iter().zip(&entries).filter(|(_, entry)| entry.revents != 0);
        let ready = ready.map(|(object, _)| object.clone()).collect();
        Ok(vm.new_list(ready))
    }
    /// Send copies of open descriptors over a local socket.
    "send_descriptors(fd, descriptors, /)" fn send_descriptors(vm, fd: i32, given: &Value) -> () {
        let mut numbers = Vec::new();
        for item in vm.collect(given)? {
            numbers.push(descriptor(vm, &item)?);
        }
        descriptors::send(vm, fd, &numbers, &[])
    }
    /// Receive up to `count` descriptors that were sent at once.
    "receive_descriptors(fd, count, /)" fn receive_descriptors(vm, fd: i32, count: usize) -> Value {
        let numbers = descriptors::receive(vm, fd, count, &mut [])?;
        Ok(vm.new_list(numbers.into_iter().map(|fd| Value::int(i64::from(fd))).collect()))
    }
}

/// `_connection`.
pub static MODULE: NativeModule = NativeModule {
    name: "_connection",
    doc: "Messages between processes.",
    functions: &[FUNCTIONS],
    classes: &[&CONNECTION],
    init: None,
};
