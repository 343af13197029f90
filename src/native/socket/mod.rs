//! The module `_socket`: sockets of the system. `address` knows addresses, `functions` what needs no socket.
//!
//! A socket with a timeout has a descriptor that does not block: calls are tried, and wait by `poll` without the lock.
#![allow(unsafe_code)] // System calls on sockets.

pub mod address;
pub mod functions;

use crate::native::os_error::{add_constants, last_errno};
use crate::native::time::seconds_argument;
use crate::native::{GetSetDefinition, NativeClass, NativeModule, Slots};
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::sched::{Wait, now};
use crate::vm::{Outcome, Raised, Vm};
use address::{Address, address_argument};
use std::cell::Cell;
use std::time::Duration;

/// State of a socket.
pub struct Socket {
    fd: Cell<i32>,
    family: Cell<i32>,
    kind: Cell<i32>,
    protocol: Cell<i32>,
    /// Nanoseconds; none waits for ever, zero not at all.
    timeout: Cell<Option<i64>>,
}

impl Payload for Socket {}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.fd.get() >= 0 {
            // SAFETY: the descriptor belongs to this object.
            unsafe { libc::close(self.fd.get()) };
        }
    }
}

fn state<'a>(vm: &Vm, value: &'a Value) -> Outcome<&'a Socket> {
    value
        .payload()
        .ok_or_else(|| vm.type_error("a socket is required"))
}

fn set_blocking(vm: &mut Vm, fd: i32, blocking: bool) -> Outcome<()> {
    let mut on = !blocking as libc::c_int;
    // SAFETY: the flag is read by the call.
    if unsafe { libc::ioctl(fd, libc::FIONBIO, &mut on) } != 0 {
        return Err(vm.raise_last_errno(None));
    }
    Ok(())
}

/// A timeout argument: None, or seconds that are not negative.
pub fn timeout_argument(vm: &mut Vm, value: &Value) -> Outcome<Option<i64>> {
    if value.is_none() {
        return Ok(None);
    }
    let nanos = seconds_argument(vm, value)?;
    if nanos < 0 {
        return Err(vm.value_error("Timeout value out of range"));
    }
    Ok(Some(nanos))
}

/// Nanoseconds that nobody waits for.
const FOR_EVER: i64 = i64::MAX / 4;

/// Waits for a descriptor without the lock; false when the time is over.
pub fn wait_ready(
    vm: &mut Vm,
    fd: i32,
    events: i16,
    nanos: i64,
    what: &'static str,
) -> Outcome<bool> {
    let deadline = vm.now() + Duration::from_nanos(nanos as u64);
    if vm.is_seeded() {
        let mut entries = [libc::pollfd {
            fd,
            events,
            revents: 0,
        }];
        let deadline = (nanos < FOR_EVER).then_some(deadline);
        let count = vm.wait_descriptors(&mut entries, deadline, Wait::Io { fd, what })?;
        return Ok(count > 0);
    }
    loop {
        let left = (deadline - now())
            .as_nanos()
            .div_ceil(1_000_000)
            .min(i32::MAX as u128) as i32;
        let mut entry = libc::pollfd {
            fd,
            events,
            revents: 0,
        };
        // SAFETY: one entry.
        let call = || unsafe { libc::poll(&mut entry, 1, left) as i64 };
        match vm.system_call(Some(Wait::Io { fd, what }), call)? {
            Ok(0) if now() >= deadline => return Ok(false),
            Ok(0) => {}
            Ok(_) => return Ok(true),
            Err(number) => return Err(vm.raise_errno(number, None)),
        }
    }
}

impl Socket {
    /// Makes a call that may wait, as the timeout says.
    fn transfer(
        &self,
        vm: &mut Vm,
        what: &'static str,
        events: i16,
        deadline: Option<crate::sched::Instant>,
        mut call: impl FnMut(i32) -> i64 + Send,
    ) -> Outcome<i64> {
        let fd = self.fd.get();
        let Some(timeout) = self.timeout.get() else {
            return match vm.system_call(Some(Wait::Io { fd, what }), || call(fd))? {
                Ok(result) => Ok(result),
                Err(number) => Err(vm.raise_errno(number, None)),
            };
        };
        let deadline = deadline.unwrap_or_else(|| vm.now() + Duration::from_nanos(timeout as u64));
        // CPython polls first, and gives the lock up for both calls.
        let gives_up = vm.interp().lock.always_gives_up();
        let mut polls = gives_up && timeout > 0;
        loop {
            if polls {
                let left = (deadline - vm.now()).as_nanos() as i64;
                if left == 0 || !wait_ready(vm, fd, events, left, what)? {
                    return Err(vm.raise(Exc::TimeoutError, "timed out"));
                }
            }
            let why = gives_up.then_some(Wait::Io { fd, what });
            match vm.system_call(why, || call(fd))? {
                Ok(result) => return Ok(result),
                Err(libc::EAGAIN) if timeout > 0 => polls = true,
                Err(number) => return Err(vm.raise_errno(number, None)),
            }
        }
    }

    fn connect(&self, vm: &mut Vm, address: Address) -> Outcome<i32> {
        let number = self.connect_anywhere(vm, address)?;
        if vm.is_seeded()
            && matches!(number, 0 | libc::EINPROGRESS)
            && let Some(port) = address.port()
            && self.kind.get() & !(libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK) == libc::SOCK_STREAM
        {
            vm.refuse_other_program(port)?;
        }
        Ok(number)
    }

    fn connect_anywhere(&self, vm: &mut Vm, address: Address) -> Outcome<i32> {
        let (fd, timeout) = (self.fd.get(), self.timeout.get());
        // SAFETY: the address has the length it says.
        let connect = || unsafe { libc::connect(fd, address.pointer(), address.length) };
        let result = match timeout {
            None if vm.is_seeded() => {
                let why = Wait::Io {
                    fd,
                    what: "connect",
                };
                match vm.connect_seeded(why, || i64::from(connect()))? {
                    Ok(_) => 0,
                    // The rest of the connection is waited for below.
                    Err(libc::EINPROGRESS) => libc::EINTR,
                    Err(number) => number,
                }
            }
            None => vm.detach(
                Wait::Io {
                    fd,
                    what: "connect",
                },
                || if connect() == 0 { 0 } else { last_errno() },
            ),
            Some(_) => {
                if connect() == 0 {
                    0
                } else {
                    last_errno()
                }
            }
        };
        let waits = result == libc::EINTR
            || (result == libc::EINPROGRESS && timeout.is_some_and(|timeout| timeout > 0));
        if result == libc::EINTR {
            crate::native::signals::serve(vm)?;
        }
        if !waits {
            return Ok(result);
        }
        if !wait_ready(
            vm,
            fd,
            libc::POLLOUT,
            timeout.unwrap_or(FOR_EVER),
            "connect",
        )? {
            return Err(vm.raise(Exc::TimeoutError, "timed out"));
        }
        let (mut error, mut length) = (0i32, size_of::<i32>() as libc::socklen_t);
        // SAFETY: room for an int.
        unsafe {
            libc::getsockopt(
                fd,
                libc::SOL_SOCKET,
                libc::SO_ERROR,
                (&raw mut error).cast(),
                &mut length,
            );
        }
        Ok(if error == libc::EISCONN { 0 } else { error })
    }

    fn receive(&self, vm: &mut Vm, size: usize, flags: i32) -> Outcome<Vec<u8>> {
        let mut buffer: Vec<u8> = vm.zeroed(size)?;
        // SAFETY: the buffer has that length.
        let call =
            |fd| unsafe { libc::recv(fd, buffer.as_mut_ptr().cast(), buffer.len(), flags) as i64 };
        let count = self.transfer(vm, "recv", libc::POLLIN, None, call)?;
        buffer.truncate(count as usize);
        Ok(buffer)
    }

    fn receive_from(&self, vm: &mut Vm, size: usize, flags: i32) -> Outcome<(Vec<u8>, Value)> {
        let (mut buffer, mut address) = (vm.zeroed::<u8>(size)?, Address::empty());
        let call = |fd| {
            address = Address::empty();
            let (data, length) = (buffer.as_mut_ptr().cast(), &raw mut address.length);
            // SAFETY: buffer and address have the lengths they say.
            unsafe {
                libc::recvfrom(fd, data, buffer.len(), flags, address.pointer_mut(), length) as i64
            }
        };
        let count = self.transfer(vm, "recvfrom", libc::POLLIN, None, call)?;
        buffer.truncate(count as usize);
        let from = if address.length == 0 {
            Value::NONE
        } else {
            address.to_value(vm)
        };
        Ok((buffer, from))
    }
}

fn size_of_buffer(vm: &mut Vm, size: i64, function: &str) -> Outcome<usize> {
    usize::try_from(size).map_err(|_| vm.value_error(format!("negative buffersize in {function}")))
}

fn option_number(vm: &mut Vm, value: &Value) -> Outcome<Option<i32>> {
    match crate::vm::numbers::is_int(value) {
        true => Ok(Some(vm.index_i64(value)? as i32)),
        false => Ok(None),
    }
}

fn name_of(vm: &mut Vm, value: &Value, peer: bool) -> Outcome<Value> {
    let fd = state(vm, value)?.fd.get();
    let mut address = Address::empty();
    let length = &raw mut address.length;
    // SAFETY: the address has the length it says.
    let result = unsafe {
        match peer {
            true => libc::getpeername(fd, address.pointer_mut(), length),
            false => libc::getsockname(fd, address.pointer_mut(), length),
        }
    };
    if result != 0 {
        return Err(vm.raise_last_errno(None));
    }
    Ok(address.to_value(vm))
}

native_functions! { static METHODS;
    /// Wait for a connection: (descriptor, address).
    "_accept(self, /)" fn accept(vm, value: &Value) -> Value {
        let mut address = Address::empty();
        let call = |fd| {
            address = Address::empty();
            let length = &raw mut address.length;
            // SAFETY: the address has the length it says.
            unsafe { libc::accept4(fd, address.pointer_mut(), length, libc::SOCK_CLOEXEC) as i64 }
        };
        let fd = state(vm, value)?.transfer(vm, "accept", libc::POLLIN, None, call)?;
        let address = address.to_value(vm);
        Ok(vm.new_pair(Value::int(fd), address))
    }
    /// Give the socket an address.
    "bind(self, address, /)" fn bind(vm, value: &Value, address: &Value) -> () {
        let socket = state(vm, value)?;
        let address = address_argument(vm, socket.family.get(), address, "bind")?;
        // SAFETY: the address has the length it says.
        if unsafe { libc::bind(socket.fd.get(), address.pointer(), address.length) } != 0 {
            return Err(vm.raise_last_errno(None));
        }
        Ok(())
    }
    /// Connect to an address.
    "connect(self, address, /)" fn connect(vm, value: &Value, address: &Value) -> () {
        let socket = state(vm, value)?;
        let address = address_argument(vm, socket.family.get(), address, "connect")?;
        match socket.connect(vm, address)? {
            0 => Ok(()),
            number => Err(vm.raise_errno(number, None)),
        }
    }
    /// Connect to an address; the error number.
    "connect_ex(self, address, /)" fn connect_ex(vm, value: &Value, address: &Value) -> i32 {
        let socket = state(vm, value)?;
        let address = address_argument(vm, socket.family.get(), address, "connect_ex")?;
        let outcome = socket.connect(vm, address);
        if outcome.is_err() && vm.catch(Exc::TimeoutError).is_some() {
            return Ok(libc::EAGAIN);
        }
        outcome
    }
    /// Take connections.
    "listen(self, backlog=128, /)" fn listen(vm, value: &Value, backlog: i32) -> () {
        if unsafe { libc::listen(state(vm, value)?.fd.get(), backlog.max(0)) } != 0 {
            return Err(vm.raise_last_errno(None));
        }
        Ok(())
    }
    /// Close the socket.
    "close(self, /)" fn close(vm, value: &Value) -> () {
        let fd = state(vm, value)?.fd.replace(-1);
        if fd >= 0 && unsafe { libc::close(fd) } != 0 && last_errno() != libc::ECONNRESET {
            return Err(vm.raise_last_errno(None));
        }
        Ok(())
    }
    /// Give the descriptor away.
    "detach(self, /)" fn detach(vm, value: &Value) -> i32 { Ok(state(vm, value)?.fd.replace(-1)) }
    /// The descriptor; -1 once closed.
    "fileno(self, /)" fn fileno(vm, value: &Value) -> i32 { Ok(state(vm, value)?.fd.get()) }
    /// The own address.
    "getsockname(self, /)" fn getsockname(vm, value: &Value) -> Value { name_of(vm, value, false) }
    /// The other end's address.
    "getpeername(self, /)" fn getpeername(vm, value: &Value) -> Value { name_of(vm, value, true) }
    /// An option: an int, or bytes where a length is given.
    "getsockopt(self, level, option, buflen=0, /)" fn getsockopt(vm, value: &Value, level: i32, option: i32, size: i64) -> Value {
        let fd = state(vm, value)?.fd.get();
        if !(0..=1024).contains(&size) {
            return Err(vm.raise(Exc::OSError, "getsockopt buflen out of range"));
        }
        let mut buffer = vec![0u8; if size == 0 { 4 } else { size as usize }];
        let mut length = buffer.len() as libc::socklen_t;
        // SAFETY: the buffer has that length.
        if unsafe { libc::getsockopt(fd, level, option, buffer.as_mut_ptr().cast(), &mut length) } != 0 {
            return Err(vm.raise_last_errno(None));
        }
        buffer.truncate(length as usize);
        if size == 0 {
            let mut number = [0u8; 4];
            number[..buffer.len()].copy_from_slice(&buffer);
            return Ok(Value::int(i32::from_ne_bytes(number) as i64));
        }
        Ok(vm.new_bytes(buffer))
    }
    /// Set an option: to an int, to bytes, or to nothing of a length.
    "setsockopt(self, level, option, value, optlen=<missing>, /)"
    fn setsockopt(vm, value: &Value, level: i32, option: i32, setting: &Value, length: &Value) -> () {
        let fd = state(vm, value)?.fd.get();
        let bytes = match option_number(vm, setting)? {
            Some(number) => number.to_ne_bytes().to_vec(),
            None if setting.is_none() => vec![0; vm.index_i64(length)?.clamp(0, 1 << 16) as usize],
            None => vm.bytes_like(setting)?.into_vec(),
        };
        let size = bytes.len() as libc::socklen_t;
        // SAFETY: the buffer has that length.
        if unsafe { libc::setsockopt(fd, level, option, bytes.as_ptr().cast(), size) } != 0 {
            return Err(vm.raise_last_errno(None));
        }
        Ok(())
    }
    /// Up to `bufsize` bytes; none at the end.
    "recv(self, bufsize, flags=0, /)" fn recv(vm, value: &Value, size: i64, flags: i32) -> Vec<u8> {
        let size = size_of_buffer(vm, size, "recv")?;
        state(vm, value)?.receive(vm, size, flags)
    }
    /// Receive into a buffer; the number of bytes.
    "recv_into(self, buffer, nbytes=0, flags=0)" fn recv_into(vm, value: &Value, buffer: &Value, size: i64, flags: i32) -> usize {
        let room = vm.writable_argument(buffer, "recv_into()")?;
        let size = match size_of_buffer(vm, size, "recv_into")? { 0 => room, size => size };
        if size > room {
            return Err(vm.value_error("buffer too small for requested bytes"));
        }
        let data = state(vm, value)?.receive(vm, size, flags)?;
        vm.write_into(buffer, 0, &data)?;
        Ok(data.len())
    }
    /// Up to `bufsize` bytes, and who sent them.
    "recvfrom(self, bufsize, flags=0, /)" fn recvfrom(vm, value: &Value, size: i64, flags: i32) -> Value {
        let size = size_of_buffer(vm, size, "recvfrom")?;
        let (data, from) = state(vm, value)?.receive_from(vm, size, flags)?;
        let data = vm.new_bytes(data);
        Ok(vm.new_pair(data, from))
    }
    /// Receive into a buffer: (number of bytes, who sent them).
    "recvfrom_into(self, buffer, nbytes=0, flags=0)"
    fn recvfrom_into(vm, value: &Value, buffer: &Value, size: i64, flags: i32) -> Value {
        let room = vm.writable_argument(buffer, "recvfrom_into()")?;
        let size = match size_of_buffer(vm, size, "recvfrom_into")? { 0 => room, size => size };
        if size > room {
            return Err(vm.value_error("nbytes is greater than the length of the buffer"));
        }
        let (data, from) = state(vm, value)?.receive_from(vm, size, flags)?;
        vm.write_into(buffer, 0, &data)?;
        Ok(vm.new_pair(Value::int(data.len() as i64), from))
    }
    /// Send bytes; how many went.
    "send(self, data, flags=0, /)" fn send(vm, value: &Value, data: &Value, flags: i32) -> i64 {
        let data = vm.bytes_like(data)?;
        let bytes = &*data;
        let flags = flags | libc::MSG_NOSIGNAL;
        // SAFETY: the slice has that length.
        let call = |fd| unsafe { libc::send(fd, bytes.as_ptr().cast(), bytes.len(), flags) as i64 };
        state(vm, value)?.transfer(vm, "send", libc::POLLOUT, None, call)
    }
    /// Send all bytes; the timeout is for all of them.
    "sendall(self, data, flags=0, /)" fn sendall(vm, value: &Value, data: &Value, flags: i32) -> () {
        let data = vm.bytes_like(data)?;
        let socket = state(vm, value)?;
        let now = vm.now();
        let deadline = socket.timeout.get().map(|timeout| now + Duration::from_nanos(timeout as u64));
        let flags = flags | libc::MSG_NOSIGNAL;
        let mut rest = &data[..];
        while !rest.is_empty() {
            // SAFETY: the slice has that length.
            let call = |fd| unsafe { libc::send(fd, rest.as_ptr().cast(), rest.len(), flags) as i64 };
            let count = socket.transfer(vm, "send", libc::POLLOUT, deadline, call)?;
            rest = &rest[count as usize..];
        }
        Ok(())
    }
    /// Send bytes to an address: `sendto(data, [flags,] address)`.
    "sendto(self, data, flags, address=<missing>, /)"
    fn sendto(vm, value: &Value, data: &Value, flags: &Value, address: &Value) -> i64 {
        let socket = state(vm, value)?;
        let data = vm.bytes_like(data)?;
        let bytes = &*data;
        let (flags, address) = match address.is_missing() {
            true => (0, flags),
            false => (vm.index_i64(flags)? as i32, address),
        };
        let (flags, address) = (flags | libc::MSG_NOSIGNAL, address_argument(vm, socket.family.get(), address, "sendto")?);
        let call = |fd| {
            let (data, length) = (bytes.as_ptr().cast(), bytes.len());
            // SAFETY: slice and address have the lengths they say.
            unsafe { libc::sendto(fd, data, length, flags, address.pointer(), address.length) as i64 }
        };
        socket.transfer(vm, "sendto", libc::POLLOUT, None, call)
    }
    /// Wait for ever, or not at all.
    "setblocking(self, flag, /)" fn setblocking(vm, value: &Value, blocking: bool) -> () {
        let socket = state(vm, value)?;
        socket.timeout.set(if blocking { None } else { Some(0) });
        set_blocking(vm, socket.fd.get(), blocking)
    }
    /// Whether calls wait.
    "getblocking(self, /)" fn getblocking(vm, value: &Value) -> bool { Ok(state(vm, value)?.timeout.get() != Some(0)) }
    /// How long calls wait: seconds, or None for ever.
    "settimeout(self, value, /)" fn settimeout(vm, value: &Value, timeout: &Value) -> () {
        let socket = state(vm, value)?;
        let timeout = timeout_argument(vm, timeout)?;
        socket.timeout.set(timeout);
        set_blocking(vm, socket.fd.get(), timeout.is_none())
    }
    /// How long calls wait.
    "gettimeout(self, /)" fn gettimeout(vm, value: &Value) -> Option<f64> {
        Ok(state(vm, value)?.timeout.get().map(|nanos| nanos as f64 / 1e9))
    }
    /// Close one or both directions.
    "shutdown(self, how, /)" fn shutdown(vm, value: &Value, how: i32) -> () {
        if unsafe { libc::shutdown(state(vm, value)?.fd.get(), how) } != 0 {
            return Err(vm.raise_last_errno(None));
        }
        Ok(())
    }
}

/// Buffers whose size the kernel does not change as it sees fit: how much a call takes at once is then the same every time.
fn fix_buffers(fd: i32) {
    let size: libc::c_int = 1 << 20;
    for option in [libc::SO_SNDBUF, libc::SO_RCVBUF] {
        // SAFETY: an int with its size; a refusal leaves the buffer as it is.
        unsafe {
            let length = size_of_val(&size) as libc::socklen_t;
            libc::setsockopt(
                fd,
                libc::SOL_SOCKET,
                option,
                (&raw const size).cast(),
                length,
            );
        }
    }
}

fn init(vm: &mut Vm, value: &Value, arguments: crate::native::Arguments) -> Outcome<()> {
    let bound = arguments.bind(vm, "socket(family=-1, type=-1, proto=-1, fileno=None)")?;
    let Some(socket) = value.payload::<Socket>() else {
        return Err(Raised);
    };
    let mut numbers = [0i32; 3];
    for (slot, value) in numbers.iter_mut().zip(&bound) {
        *slot = vm.index_i64(value)? as i32;
    }
    let [mut family, mut kind, mut protocol] = numbers;
    let fd = if bound[3].is_none() {
        family = if family == -1 { libc::AF_INET } else { family };
        kind = if kind == -1 { libc::SOCK_STREAM } else { kind };
        protocol = protocol.max(0);
        // SAFETY: no preconditions.
        let fd = unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) };
        if fd < 0 {
            return Err(vm.raise_last_errno(None));
        }
        if vm.is_seeded() && matches!(family, libc::AF_INET | libc::AF_INET6) {
            fix_buffers(fd);
        }
        fd
    } else {
        if bound[3].as_float().is_some() {
            return Err(vm.type_error("integer argument expected, got float"));
        }
        let fd = vm.index_i64(&bound[3])?;
        if fd < 0 {
            return Err(vm.value_error("negative file descriptor"));
        }
        let fd = fd as i32;
        for (slot, option) in [
            (&mut family, libc::SO_DOMAIN),
            (&mut kind, libc::SO_TYPE),
            (&mut protocol, libc::SO_PROTOCOL),
        ] {
            let mut length = size_of::<i32>() as libc::socklen_t;
            let mut number = 0i32;
            let place = (&raw mut number).cast();
            // SAFETY: room for an int.
            if unsafe { libc::getsockopt(fd, libc::SOL_SOCKET, option, place, &mut length) } != 0 {
                return Err(vm.raise_last_errno(None));
            }
            if *slot == -1 {
                *slot = number;
            }
        }
        fd
    };
    socket.fd.set(fd);
    socket.family.set(family);
    socket
        .kind
        .set(kind & !(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC));
    socket.protocol.set(protocol);
    let default = functions::default_timeout(vm);
    let timeout = if kind & libc::SOCK_NONBLOCK != 0 {
        Some(0)
    } else {
        default
    };
    socket.timeout.set(timeout);
    if timeout.is_some() {
        set_blocking(vm, fd, false)?;
    }
    Ok(())
}

macro_rules! numbers {
    ($($name:literal $field:ident)*) => { &[$(GetSetDefinition {
        name: $name,
        doc: "",
        get: |vm, value| Ok(Value::int(state(vm, value)?.$field.get() as i64)),
        set: None,
    },)* GetSetDefinition {
        name: "timeout",
        doc: "How long calls wait.",
        get: |vm, value| Ok(state(vm, value)?.timeout.get().map_or(Value::NONE, |nanos| Value::float(nanos as f64 / 1e9))),
        set: None,
    }] };
}

/// `_socket.socket`.
pub static SOCKET: NativeClass = NativeClass {
    name: "_socket.socket",
    doc: "One end of a connection.",
    slots: Slots {
        repr: Some(|vm, value| {
            let socket = state(vm, value)?;
            let text = format!(
                "<socket object, fd={}, family={}, type={}, proto={}>",
                socket.fd.get(),
                socket.family.get(),
                socket.kind.get(),
                socket.protocol.get()
            );
            Ok(vm.new_str(&text))
        }),
        ..Slots::NONE
    },
    new: Some(|vm, class, _| {
        let (fd, family, kind, protocol) =
            (Cell::new(-1), Cell::new(-1), Cell::new(-1), Cell::new(-1));
        Ok(vm.new_native(
            class,
            Socket {
                fd,
                family,
                kind,
                protocol,
                timeout: Cell::new(None),
            },
        ))
    }),
    init: Some(init),
    methods: METHODS,
    getset: numbers! { "family" family "type" kind "proto" protocol },
    flags: crate::object::class::flags::WEAK,
    ..NativeClass::EMPTY
};

/// `_socket`.
pub static MODULE: NativeModule = NativeModule {
    name: "_socket",
    doc: "Sockets of the system.",
    functions: &[functions::FUNCTIONS],
    classes: &[&SOCKET, &address::GAI_ERROR, &address::HOST_ERROR],
    init: Some(|vm, module| {
        add_constants(vm, &module.dict, functions::CONSTANTS);
        vm.dict_set_str(&module.dict, "has_ipv6", Value::TRUE);
        let error = vm.exception_class(Exc::OSError).to_value();
        vm.dict_set_str(&module.dict, "error", error);
        let timeout = vm.exception_class(Exc::TimeoutError).to_value();
        vm.dict_set_str(&module.dict, "timeout", timeout);
        let class = vm.native_class(&SOCKET)?.into_value();
        vm.dict_set_str(&module.dict, "SocketType", class);
        Ok(())
    }),
};
