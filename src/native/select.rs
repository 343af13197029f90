//! The module `select`: waiting for several descriptors by `select`, `poll` and `epoll`, without the lock.
#![allow(unsafe_code)] // System calls on lists of C structures.

use crate::gil::GilCell;
use crate::libc_constants;
use crate::native::os_error::add_constants;
use crate::native::time::seconds_argument;
use crate::native::{GetSetDefinition, NativeClass, NativeModule};
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::sched::{Instant, Wait, now};
use crate::vm::{Outcome, Vm};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::time::Duration;

/// The descriptor of an int or an object with `fileno()`.
pub fn descriptor(vm: &mut Vm, value: &Value) -> Outcome<i32> {
    let number = if crate::vm::numbers::is_int(value) {
        vm.index_i64(value)?
    } else {
        let Some(method) = vm.get_attribute_opt(value, "fileno")? else {
            return Err(vm.type_error("argument must be an int, or have a fileno() method."));
        };
        let number = vm.call(&method, &[])?;
        match crate::vm::numbers::small_int_of(&number) {
            Some(number) => number,
            None => return Err(vm.type_error("fileno() returned a non-integer")),
        }
    };
    if number < 0 {
        let message = format!("file descriptor cannot be a negative integer ({number})");
        return Err(vm.value_error(message));
    }
    Ok(number as i32)
}

/// A deadline in seconds; none for ever.
fn deadline_argument(vm: &mut Vm, timeout: &Value) -> Outcome<Option<Instant>> {
    if timeout.is_none() || timeout.is_missing() {
        return Ok(None);
    }
    let outcome = seconds_argument(vm, timeout);
    let Ok(nanos) = outcome else {
        if vm.catch(Exc::TypeError).is_some() {
            return Err(vm.type_error("timeout must be a float or None"));
        }
        return outcome.map(|_| None);
    };
    if nanos < 0 {
        return Err(vm.value_error("timeout must be non-negative"));
    }
    Ok(Some(vm.now() + Duration::from_nanos(nanos as u64)))
}

/// Milliseconds left, rounded up; -1 for ever.
fn milliseconds_left(deadline: Option<Instant>) -> i32 {
    match deadline {
        None => -1,
        Some(deadline) => (deadline - now())
            .as_nanos()
            .div_ceil(1_000_000)
            .min(i32::MAX as u128) as i32,
    }
}

/// Polls until something is ready or the deadline is over, serving signals meanwhile.
pub fn poll_until(
    vm: &mut Vm,
    entries: &mut [libc::pollfd],
    deadline: Option<Instant>,
    what: &'static str,
) -> Outcome<i64> {
    if vm.is_seeded() {
        return vm.wait_descriptors(entries, deadline, Wait::Io { fd: -1, what });
    }
    loop {
        let left = milliseconds_left(deadline);
        let why = if left == 0 {
            None
        } else {
            Some(Wait::Io { fd: -1, what })
        };
        let failed = {
            // SAFETY: the slice has that length.
            let call = || unsafe {
                libc::poll(entries.as_mut_ptr(), entries.len() as libc::nfds_t, left) as i64
            };
            let mut call = call;
            let attempt = move || {
                let result = call();
                if result == -1 {
                    Err(crate::native::os_error::last_errno())
                } else {
                    Ok(result)
                }
            };
            match why {
                Some(why) => vm.detach(why, attempt),
                None => {
                    let mut attempt = attempt;
                    attempt()
                }
            }
        };
        match failed {
            Ok(0) if deadline.is_some_and(|deadline| now() < deadline) => {}
            Ok(count) => return Ok(count),
            Err(libc::EINTR) => {
                crate::native::signals::serve_waiting(vm, &Wait::Io { fd: -1, what })?
            }
            Err(number) => return Err(vm.raise_errno(number, None)),
        }
    }
}

native_functions! { static FUNCTIONS;
    /// Wait until files are ready: lists of those to read, to write, in error.
    "select(rlist, wlist, xlist, timeout=None, /)"
    fn select(vm, readers: &Value, writers: &Value, errors: &Value, timeout: &Value) -> Value {
        let mut lists = Vec::new();
        let mut wanted: BTreeMap<i32, i16> = BTreeMap::new();
        let deadline = deadline_argument(vm, timeout)?;
        let masks = [libc::POLLIN, libc::POLLOUT, libc::POLLPRI];
        for (list, mask) in [readers, writers, errors].into_iter().zip(masks) {
            if !vm.is_iterable(list) {
                return Err(vm.type_error("arguments 1-3 must be sequences"));
            }
            let mut pairs = Vec::new();
            for item in vm.collect(list)? {
                let fd = descriptor(vm, &item)?;
                if fd >= libc::FD_SETSIZE as i32 {
                    return Err(vm.value_error("filedescriptor out of range in select()"));
                }
                *wanted.entry(fd).or_default() |= mask;
                pairs.push((item, fd));
            }
            lists.push(pairs);
        }
        let mut entries: Vec<libc::pollfd> =
            wanted.iter().map(|(&fd, &events)| libc::pollfd { fd, events, revents: 0 }).collect();
        poll_until(vm, &mut entries, deadline, "select")?;
        if entries.iter().any(|entry| entry.revents & libc::POLLNVAL != 0) {
            return Err(vm.raise_errno(libc::EBADF, None));
        }
        let ready: BTreeMap<i32, i16> = entries.iter().map(|entry| (entry.fd, entry.revents)).collect();
        let shown = [
            libc::POLLIN | libc::POLLHUP | libc::POLLERR,
            libc::POLLOUT | libc::POLLERR,
            libc::POLLPRI,
        ];
        let mut answer = Vec::new();
        for (pairs, mask) in lists.into_iter().zip(shown) {
            let items = pairs.into_iter().filter(|(_, fd)| ready.get(fd).is_some_and(|events| events & mask != 0));
            let items = items.map(|(item, _)| item).collect();
            answer.push(vm.new_list(items));
        }
        Ok(vm.new_tuple(answer))
    }
    /// A poll object.
    "poll()" fn poll(vm) -> Value {
        let class = vm.native_class(&POLL)?;
        Ok(vm.new_native(&class, Poll { wanted: GilCell::new(BTreeMap::new()) }))
    }
}

/// State of a poll object: events by descriptor.
struct Poll {
    wanted: GilCell<BTreeMap<i32, i16>>,
}

impl Payload for Poll {}

fn polled<'a>(vm: &Vm, value: &'a Value) -> Outcome<&'a Poll> {
    value
        .payload()
        .ok_or_else(|| vm.type_error("a poll object is required"))
}

const ALL: i64 = (libc::POLLIN | libc::POLLPRI | libc::POLLOUT) as i64;

fn mask_argument(vm: &mut Vm, value: &Value) -> Outcome<i16> {
    let mask = if value.is_missing() {
        ALL
    } else {
        vm.index_i64(value)?
    };
    i16::try_from(mask)
        .or_else(|_| u16::try_from(mask).map(|mask| mask as i16))
        .map_err(|_| {
            let message = if mask < 0 {
                "value must be positive"
            } else {
                "Python int too large to convert to C unsigned short"
            };
            vm.raise(
                if mask < 0 {
                    Exc::ValueError
                } else {
                    Exc::OverflowError
                },
                message,
            )
        })
}

native_functions! { static POLL_METHODS;
    /// Watch a file.
    "register(self, fd, eventmask=<missing>, /)" fn poll_register(vm, value: &Value, file: &Value, mask: &Value) -> () {
        let (fd, mask) = (descriptor(vm, file)?, mask_argument(vm, mask)?);
        polled(vm, value)?.wanted.get_mut(vm.gil()).insert(fd, mask);
        Ok(())
    }
    /// Watch for other events.
    "modify(self, fd, eventmask, /)" fn poll_modify(vm, value: &Value, file: &Value, mask: &Value) -> () {
        let (fd, mask) = (descriptor(vm, file)?, mask_argument(vm, mask)?);
        match polled(vm, value)?.wanted.get_mut(vm.gil()).get_mut(&fd) {
            Some(slot) => {
                *slot = mask;
                Ok(())
            }
            None => Err(vm.raise_errno(libc::ENOENT, None)),
        }
    }
    /// Stop watching.
    "unregister(self, fd, /)" fn poll_unregister(vm, value: &Value, file: &Value) -> () {
        let fd = descriptor(vm, file)?;
        match polled(vm, value)?.wanted.get_mut(vm.gil()).remove(&fd) {
            Some(_) => Ok(()),
            None => Err(vm.key_error(&Value::int(fd as i64))),
        }
    }
    /// Wait: (descriptor, events) of those that are ready. The timeout is in milliseconds.
    "poll(self, timeout=None, /)" fn poll_wait(vm, value: &Value, timeout: &Value) -> Value {
        let deadline = if timeout.is_none() { None } else {
            let milliseconds = vm.float(timeout)?;
            if milliseconds < 0.0 { None } else { Some(vm.now() + Duration::from_secs_f64((milliseconds / 1e3).min(1e9))) }
        };
        let wanted = polled(vm, value)?.wanted.get(vm).clone();
        let mut entries: Vec<libc::pollfd> =
            wanted.iter().map(|(&fd, &events)| libc::pollfd { fd, events, revents: 0 }).collect();
        poll_until(vm, &mut entries, deadline, "poll")?;
        let ready = entries.iter().filter(|entry| entry.revents != 0);
        let pairs = ready.map(|entry| vm.new_pair(Value::int(entry.fd as i64), Value::int(entry.revents as u16 as i64)));
        let pairs = pairs.collect();
        Ok(vm.new_list(pairs))
    }
}

/// `select.poll`.
static POLL: NativeClass = NativeClass {
    name: "select.poll",
    doc: "Watches descriptors by poll().",
    methods: POLL_METHODS,
    ..NativeClass::EMPTY
};

/// State of an epoll object: its descriptor.
struct Epoll {
    fd: Cell<i32>,
}

impl Payload for Epoll {}

impl Drop for Epoll {
    fn drop(&mut self) {
        if self.fd.get() >= 0 {
            // SAFETY: the descriptor belongs to this object.
            unsafe { libc::close(self.fd.get()) };
        }
    }
}

fn epoll_fd(vm: &Vm, value: &Value) -> Outcome<i32> {
    match value.payload::<Epoll>().map(|state| state.fd.get()) {
        Some(fd) if fd >= 0 => Ok(fd),
        _ => Err(vm.value_error("I/O operation on closed epoll object")),
    }
}

fn control(vm: &mut Vm, value: &Value, operation: i32, file: &Value, mask: i64) -> Outcome<()> {
    let own = epoll_fd(vm, value)?;
    let fd = descriptor(vm, file)?;
    let mut event = libc::epoll_event {
        events: mask as u32,
        u64: fd as u64,
    };
    // SAFETY: the event is read by the call.
    if unsafe { libc::epoll_ctl(own, operation, fd, &mut event) } != 0 {
        return Err(vm.raise_last_errno(None));
    }
    Ok(())
}

const EPOLL_ALL: i64 = (libc::EPOLLIN | libc::EPOLLPRI | libc::EPOLLOUT) as i64;

native_functions! { static EPOLL_METHODS;
    /// Watch a file.
    "register(self, fd, eventmask=<missing>)" fn epoll_register(vm, value: &Value, file: &Value, mask: Option<i64>) -> () {
        control(vm, value, libc::EPOLL_CTL_ADD, file, mask.unwrap_or(EPOLL_ALL))
    }
    /// Watch for other events.
    "modify(self, fd, eventmask)" fn epoll_modify(vm, value: &Value, file: &Value, mask: i64) -> () {
        control(vm, value, libc::EPOLL_CTL_MOD, file, mask)
    }
    /// Stop watching.
    "unregister(self, fd)" fn epoll_unregister(vm, value: &Value, file: &Value) -> () {
        control(vm, value, libc::EPOLL_CTL_DEL, file, 0)
    }
    /// Wait: (descriptor, events) of those that are ready. The timeout is in seconds.
    "poll(self, timeout=None, maxevents=-1)" fn epoll_wait(vm, value: &Value, timeout: &Value, most: i64) -> Value {
        let fd = epoll_fd(vm, value)?;
        if most == 0 || most < -1 {
            return Err(vm.value_error(format!("maxevents must be greater than 0, got {most}")));
        }
        let deadline = if timeout.is_none() { None } else {
            let seconds = vm.float(timeout)?;
            if seconds < 0.0 { None } else { Some(vm.now() + Duration::from_secs_f64(seconds.min(1e9))) }
        };
        let mut events = vec![libc::epoll_event { events: 0, u64: 0 }; if most < 0 { 1023 } else { most.min(1 << 16) as usize }];
        let count = loop {
            let mut left = milliseconds_left(deadline);
            if vm.is_seeded() {
                let mut entries = [libc::pollfd { fd, events: libc::POLLIN, revents: 0 }];
                vm.wait_descriptors(&mut entries, deadline, Wait::Io { fd, what: "epoll" })?;
                left = 0;
            }
            let why = if left == 0 { None } else { Some(Wait::Io { fd, what: "epoll" }) };
            // SAFETY: the slice has that length.
            let call = || unsafe { libc::epoll_wait(fd, events.as_mut_ptr(), events.len() as i32, left) as i64 };
            match vm.system_call(why, call)? {
                Ok(0) if deadline.is_none_or(|deadline| vm.now() < deadline) => {}
                Ok(count) => break count as usize,
                Err(number) => return Err(vm.raise_errno(number, None)),
            }
        };
        let pairs = events[..count].iter().map(|event| {
            let (fd, mask) = (event.u64 as i64, event.events as i64);
            vm.new_pair(Value::int(fd), Value::int(mask))
        });
        let pairs = pairs.collect();
        Ok(vm.new_list(pairs))
    }
    /// Close.
    "close(self, /)" fn epoll_close(vm, value: &Value) -> () {
        let fd = value.payload::<Epoll>().map_or(-1, |state| state.fd.replace(-1));
        // SAFETY: the descriptor belonged to this object.
        if fd >= 0 && unsafe { libc::close(fd) } != 0 {
            return Err(vm.raise_last_errno(None));
        }
        Ok(())
    }
    /// The descriptor.
    "fileno(self, /)" fn epoll_fileno(vm, value: &Value) -> i32 { epoll_fd(vm, value) }
    /// The object itself.
    "__enter__(self, /)" fn epoll_enter(vm, value: &Value) -> Value {
        epoll_fd(vm, value)?;
        Ok(value.clone())
    }
    /// Close.
    "__exit__(self, /, *args)" fn epoll_exit(vm, value: &Value, arguments: &Value) -> Value {
        vm.call_method(value, "close", &[])
    }
}

/// `select.epoll`.
static EPOLL: NativeClass = NativeClass {
    name: "select.epoll",
    doc: "Watches descriptors by epoll.",
    new: Some(|vm, class, arguments| {
        let bound = arguments.bind(vm, "epoll(sizehint=-1, flags=0)")?;
        let size = vm.index_i64(&bound[0])?;
        if size == 0 || size < -1 {
            return Err(vm.value_error("sizehint must be positive or -1"));
        }
        // SAFETY: no preconditions.
        let fd = unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) };
        if fd < 0 {
            return Err(vm.raise_last_errno(None));
        }
        Ok(vm.new_native(class, Epoll { fd: Cell::new(fd) }))
    }),
    methods: EPOLL_METHODS,
    getset: &[GetSetDefinition {
        name: "closed",
        doc: "Whether it is closed.",
        get: |_, value| {
            Ok(Value::bool(
                value
                    .payload::<Epoll>()
                    .is_none_or(|state| state.fd.get() < 0),
            ))
        },
        set: None,
    }],
    ..NativeClass::EMPTY
};

const CONSTANTS: &[(&str, i64)] = libc_constants! {
    POLLIN POLLPRI POLLOUT POLLERR POLLHUP POLLNVAL POLLRDNORM POLLRDBAND POLLWRNORM POLLWRBAND POLLRDHUP
    EPOLLIN EPOLLPRI EPOLLOUT EPOLLERR EPOLLHUP EPOLLRDHUP EPOLLONESHOT EPOLLEXCLUSIVE EPOLLRDNORM EPOLLRDBAND EPOLLWRNORM
    EPOLLWRBAND EPOLLMSG EPOLL_CLOEXEC
};

/// `select`.
pub static MODULE: NativeModule = NativeModule {
    name: "select",
    doc: "Waiting for several descriptors.",
    functions: &[FUNCTIONS],
    classes: &[&EPOLL],
    init: Some(|vm, module| {
        add_constants(vm, &module.dict, CONSTANTS);
        vm.dict_set_str(&module.dict, "EPOLLET", Value::int(1 << 31));
        vm.dict_set_str(&module.dict, "PIPE_BUF", Value::int(libc::PIPE_BUF as i64));
        let error = vm.exception_class(Exc::OSError).to_value();
        vm.dict_set_str(&module.dict, "error", error);
        Ok(())
    }),
};
