//! The module `_channel`: messages between processes through shared memory, without a system call while nobody has to be woken.
//!
//! Enters: bytes of messages. Leaves: the same bytes, each message once, in whatever process asks first. `shared` is the memory,
//! `ring` the protocol and what it promises when a process dies; here are the class and the waits under the interpreter's lock.
//! Callers: queues, pools and executors of processes.
#![allow(unsafe_code)] // Descriptors are closed.
mod ring;
mod shared;

use crate::deadlock::family::{Patrol, Slice, Target};
use crate::gil::Gil;
use crate::gil::slot::Slot;
use crate::native::os_error::last_errno;
use crate::native::payload::state;
use crate::native::select::{descriptor, poll_until};
use crate::native::thread::wait::Patience;
use crate::native::{NativeClass, NativeModule};
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::class::flags;
use crate::object::native::Payload;
use crate::object::origin::{Origin, Waited};
use crate::object::value::Value;
use crate::raise;
use crate::sched::{Instant, Wait, now};
use crate::vm::{Outcome, Raised, Vm};
use ring::{LOOK, Message, Step, Waiting, keep_promise};
use shared::Shared;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

/// Messages up to this size are copied without giving the interpreter's lock up.
const SHORT: usize = 1 << 16;

/// A channel as this process has it.
struct Channel {
    shared: Shared,
    /// The descriptor that tells of arrivals whoever polls; -1 if there is none.
    bell: i32,
    /// Where it was made; nothing in processes that were given it.
    origin: Option<Origin>,
}

impl Payload for Channel {
    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
    fn waited(&self, _gil: &Gil, _slot: &Arc<Slot>) -> Option<Waited> {
        let doing = match self.shared.is_empty() {
            true => "waits for the queue {} between processes, which is empty",
            false => "waits for the queue {} between processes",
        };
        Some(Waited {
            doing: doing.into(),
            noun: "queue",
            origin: self.origin.clone(),
        })
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        if self.bell >= 0 {
            // SAFETY: a descriptor of our own.
            unsafe { libc::close(self.bell) };
        }
    }
}

fn failed<T>(vm: &mut Vm, step: &Step<T>) -> Raised {
    match step {
        Step::Closed => vm.raise(Exc::EOFError, "the channel is closed"),
        Step::Reentered => vm.raise(
            Exc::RuntimeError,
            "a signal handler uses the channel whose use it interrupted",
        ),
        _ => vm.raise(Exc::OSError, "the channel's memory is damaged"),
    }
}

/// Does what `attempt` does outside the interpreter's lock, again after each signal; never `Interrupted`.
fn waited<T: Send>(
    vm: &mut Vm,
    this: &Value,
    patience: Patience,
    mut attempt: impl FnMut(&Waiting) -> Step<T> + Send,
) -> Outcome<Step<T>> {
    if vm.is_seeded() {
        // The other end is a thread of this program: it has to run meanwhile.
        loop {
            let now = Waiting {
                deadline: Some(now()),
                look: LOOK,
                interrupted: &|| false,
                was_in_vain: &AtomicBool::new(true),
            };
            let step = attempt(&now);
            let late = match patience {
                Patience::Now => true,
                other => {
                    let time = vm.now();
                    other.deadline().is_some_and(|deadline| deadline <= time)
                }
            };
            match step {
                Step::Late | Step::NotNow if !late => vm.pause(Wait::Process(this.identity()))?,
                other => return Ok(other),
            }
        }
    }
    let slot = vm.slot.clone();
    let deadline = match patience {
        Patience::Now => Some(now()),
        other => other.deadline(),
    };
    let why = Wait::Process(this.identity());
    let mut patrol = Patrol::begin(vm, deadline, &why);
    loop {
        let slice = patrol.as_ref().map(Patrol::slice);
        let interrupted = || slot.is_interrupted() || slice.as_ref().is_some_and(Slice::is_over);
        let look = slice.as_ref().map_or(LOOK, |slice| slice.end() - now());
        let was_in_vain = AtomicBool::new(true);
        let waiting = Waiting {
            deadline,
            look: look.min(LOOK),
            interrupted: &interrupted,
            was_in_vain: &was_in_vain,
        };
        match vm.detach(why, || attempt(&waiting)) {
            Step::Interrupted => {
                let was_in_vain = was_in_vain.into_inner();
                Patrol::after_interrupt(&mut patrol, vm, &why, was_in_vain, || Target::Anybody)?;
            }
            other => return Ok(other),
        }
    }
}

/// `block` and `timeout`.
fn patience_of(vm: &mut Vm, block: bool, timeout: &Value) -> Outcome<Patience> {
    match block {
        true => Patience::of_timeout(vm, timeout),
        false => Ok(Patience::Now),
    }
}

/// What a step of somebody who may not wait any longer says: whether it was done.
fn is_done(vm: &mut Vm, step: Step<()>) -> Outcome<bool> {
    match step {
        Step::Done(()) => Ok(true),
        Step::Late | Step::NotNow => Ok(false),
        other => Err(failed(vm, &other)),
    }
}

fn send(vm: &mut Vm, this: &Value, data: &Value, tag: u64, patience: Patience) -> Outcome<bool> {
    let channel: &Channel = state(vm, this)?;
    let shared = &channel.shared;
    let bytes = vm.bytes_like(data)?;
    if bytes.len() <= SHORT || patience == Patience::Now {
        match shared.send_now(&bytes, tag) {
            Step::NotNow if patience != Patience::Now => {}
            step => {
                if let Step::Done(()) = step {
                    channel.sent();
                }
                return is_done(vm, step);
            }
        }
    }
    let mut sent = 0;
    let tell = || channel.tell();
    let outcome = waited(vm, this, patience, |waiting| {
        shared.send(&bytes, tag, &mut sent, &tell, waiting)
    });
    match outcome {
        Ok(step) => {
            if let Step::Done(()) = step {
                channel.keep_promise();
            }
            is_done(vm, step)
        }
        Err(raised) => {
            // The message is in pieces, some of which are on their way: nobody will send the others.
            if sent != 0 {
                shared.abandon();
            }
            Err(raised)
        }
    }
}

/// The next message; `None` when patience ran out.
fn receive(
    vm: &mut Vm,
    this: &Value,
    slot: Option<usize>,
    patience: Patience,
) -> Outcome<Option<Message>> {
    let channel: &Channel = state(vm, this)?;
    let shared = &channel.shared;
    match shared.receive_now(SHORT as u64, slot) {
        Step::Done(message) => return Ok(Some(message)),
        Step::NotNow if patience == Patience::Now => return Ok(None),
        Step::NotNow | Step::Late => {}
        other => return Err(failed(vm, &other)),
    }
    match waited(vm, this, patience, |waiting| shared.receive(slot, waiting))? {
        Step::Done(message) => Ok(Some(message)),
        Step::Late | Step::NotNow => Ok(None),
        other => Err(failed(vm, &other)),
    }
}

/// Whether a process has ended, zombies included.
fn has_ended(process: u32) -> bool {
    // SAFETY: two numbers; then one entry for a descriptor of our own, which is closed.
    unsafe {
        let file = libc::syscall(libc::SYS_pidfd_open, process as libc::pid_t, 0) as i32;
        if file < 0 {
            return last_errno() == libc::ESRCH;
        }
        let mut entry = libc::pollfd {
            fd: file,
            events: libc::POLLIN,
            revents: 0,
        };
        let ready = libc::poll(&mut entry, 1, 0);
        libc::close(file);
        ready == 1
    }
}

/// Those of the descriptors that can be read; returns at once when a message is there.
fn wait(vm: &mut Vm, this: &Value, watched: &Value, timeout: &Value) -> Outcome<Value> {
    let channel: &Channel = state(vm, this)?;
    if channel.bell < 0 {
        raise!(vm, ValueError, "the channel has no descriptor to poll");
    }
    let deadline = Patience::of_timeout(vm, timeout)?;
    let objects = vm.collect(watched)?;
    let mut entries = Vec::with_capacity(objects.len() + 1);
    let entry = |fd| libc::pollfd {
        fd,
        events: libc::POLLIN,
        revents: 0,
    };
    entries.push(entry(channel.bell));
    for object in &objects {
        entries.push(entry(descriptor(vm, object)?));
    }
    channel.shared.head().polled.store(1, SeqCst);
    let deadline = match deadline {
        _ if !channel.shared.is_empty() => Some(now()),
        Patience::Now => Some(now()),
        other => other.deadline(),
    };
    let outcome = patrol_until(vm, this, &mut entries, deadline);
    channel.shared.head().polled.store(0, SeqCst);
    outcome?;
    if entries[0].revents != 0 {
        let mut count = 0u64;
        // SAFETY: room for eight bytes; the descriptor does not block.
        unsafe { libc::read(channel.bell, (&raw mut count).cast(), 8) };
    }
    let ready = objects.iter().zip(&entries[1..]);
    let ready = ready.filter(|(_, entry)| entry.revents != 0);
    let ready = ready.map(|(object, _)| object.clone()).collect();
    Ok(vm.new_list(ready))
}

/// As [`poll_until`], and looks for deadlocks.
fn patrol_until(
    vm: &mut Vm,
    this: &Value,
    entries: &mut [libc::pollfd],
    deadline: Option<Instant>,
) -> Outcome<()> {
    let why = Wait::Process(this.identity());
    match Patrol::begin(vm, deadline, &why) {
        None => poll_until(vm, entries, deadline, "poll").map(drop),
        Some(patrol) => patrol.poll(vm, entries, why, Target::Anybody),
    }
}

/// How a child that is being spawned gets the channel: by descriptors that are passed on to it.
fn reduced(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let context = vm.import_module("multiprocessing.context")?;
    let check = vm.get_attribute_str(&context, "assert_spawning")?;
    vm.call(&check, std::slice::from_ref(this))?;
    let get = vm.get_attribute_str(&context, "get_spawning_popen")?;
    let popen = vm.call(&get, &[])?;
    let channel: &Channel = state(vm, this)?;
    let mut numbers = Vec::new();
    for fd in [channel.shared.file, channel.bell] {
        let fd = Value::int(fd.into());
        numbers.push(match fd.as_int() {
            Some(-1) => fd,
            _ => vm.call_method(&popen, "duplicate_for_child", &[fd])?,
        });
    }
    let module = vm.import_module("_channel")?;
    let attach = vm.get_attribute_str(&module, "attach")?;
    let numbers = vm.new_tuple(numbers);
    Ok(vm.new_pair(attach, numbers))
}

native_functions! { static METHODS;
    /// Send bytes, with a number for the receiver; False if there was no room in time.
    "send(self, data, block=True, timeout=None, tag=0)"
    fn send_method(vm, this: &Value, data: &Value, block: bool, timeout: &Value, tag: i64) -> bool {
        let patience = patience_of(vm, block, timeout)?;
        send(vm, this, data, tag as u64, patience)
    }
    /// Receive bytes; None if there were none in time. EOFError when the channel is closed and empty.
    "receive(self, block=True, timeout=None)" fn receive_method(vm, this: &Value, block: bool, timeout: &Value) -> Value {
        let patience = patience_of(vm, block, timeout)?;
        let message = receive(vm, this, None, patience)?;
        Ok(message.map_or(Value::NONE, |message| vm.new_bytes(message.bytes)))
    }
    /// Receive (number, bytes), and leave the number in that slot, where it stays when the receiver is killed.
    "receive_tagged(self, block=True, slot=None)"
    fn receive_tagged(vm, this: &Value, block: bool, slot: Option<i64>) -> Value {
        let patience = if block { Patience::Forever } else { Patience::Now };
        let slot = slot.and_then(|slot| usize::try_from(slot).ok());
        Ok(match receive(vm, this, slot, patience)? {
            None => Value::NONE,
            Some(message) => {
                let bytes = vm.new_bytes(message.bytes);
                vm.new_pair(Value::int(message.tag as i64), bytes)
            }
        })
    }
    /// The number in a slot.
    "slot(self, index)" fn slot(vm, this: &Value, index: usize) -> i64 {
        let channel: &Channel = state(vm, this)?;
        match channel.shared.head().slots.get(index) {
            Some(slot) => Ok(slot.load(SeqCst) as i64),
            None => raise!(vm, IndexError, "no such slot"),
        }
    }
    /// Put a number into a slot.
    "set_slot(self, index, number)" fn set_slot(vm, this: &Value, index: usize, number: i64) -> () {
        let channel: &Channel = state(vm, this)?;
        match channel.shared.head().slots.get(index) {
            Some(slot) => slot.store(number as u64, SeqCst),
            None => raise!(vm, IndexError, "no such slot"),
        }
        Ok(())
    }
    /// Count an item that will be sent; False if the limit did not allow it in time.
    "reserve(self, block=True, timeout=None)" fn reserve(vm, this: &Value, block: bool, timeout: &Value) -> bool {
        let channel: &Channel = state(vm, this)?;
        let shared = &channel.shared;
        let producer = channel.producer();
        if shared.reserve_now(producer) {
            return Ok(true);
        }
        let patience = patience_of(vm, block, timeout)?;
        if patience == Patience::Now {
            return Ok(false);
        }
        let step = waited(vm, this, patience, |waiting| shared.reserve(producer, &has_ended, waiting))?;
        is_done(vm, step)
    }
    /// An item that was counted will not be sent.
    "unreserve(self)" fn unreserve(vm, this: &Value) -> () {
        let channel: &Channel = state(vm, this)?;
        channel.shared.unreserve(channel.producer());
        Ok(())
    }
    /// How many items are counted.
    "count(self)" fn count(vm, this: &Value) -> u32 {
        let channel: &Channel = state(vm, this)?;
        Ok(channel.shared.head().count.load(SeqCst))
    }
    /// Whether the limit is reached.
    "full(self)" fn full(vm, this: &Value) -> bool {
        let channel: &Channel = state(vm, this)?;
        let head = channel.shared.head();
        Ok(head.limit != 0 && head.count.load(SeqCst) >= head.limit)
    }
    /// Whether there is no message.
    "empty(self)" fn empty(vm, this: &Value) -> bool {
        let channel: &Channel = state(vm, this)?;
        Ok(channel.shared.is_empty())
    }
    /// Count an item that somebody shall report as done.
    "add_task(self)" fn add_task(vm, this: &Value) -> () {
        let channel: &Channel = state(vm, this)?;
        channel.shared.head().unfinished.fetch_add(1, SeqCst);
        Ok(())
    }
    /// Report an item as done; False if there is none left to report.
    "task_done(self)" fn task_done(vm, this: &Value) -> bool {
        let channel: &Channel = state(vm, this)?;
        Ok(channel.shared.task_done())
    }
    /// Wait until all items are reported as done.
    "join(self)" fn join(vm, this: &Value) -> () {
        let channel: &Channel = state(vm, this)?;
        let shared = &channel.shared;
        waited(vm, this, Patience::Forever, |waiting| shared.join(waiting)).map(drop)
    }
    /// Let nobody send any more.
    "close(self)" fn close(vm, this: &Value) -> () {
        let channel: &Channel = state(vm, this)?;
        channel.shared.close();
        channel.ring();
        Ok(())
    }
    /// Whether nobody can send any more.
    "is_closed(self)" fn is_closed(vm, this: &Value) -> bool {
        let channel: &Channel = state(vm, this)?;
        Ok(channel.shared.head().closed.load(SeqCst) != 0)
    }
    /// Wait for a message, or until one of the descriptors can be read: those that can.
    "wait(self, descriptors, timeout=None)" fn wait_method(vm, this: &Value, watched: &Value, timeout: &Value) -> Value {
        wait(vm, this, watched, timeout)
    }
    /// Let whoever waits in wait() return.
    "interrupt(self)" fn interrupt(vm, this: &Value) -> () {
        let channel: &Channel = state(vm, this)?;
        channel.ring();
        Ok(())
    }
    /// For a child that is being spawned.
    "__reduce__(self)" fn reduce(vm, this: &Value) -> Value { reduced(vm, this) }
    /// The descriptors of the memory and of the bell, the latter -1 if there is none.
    "descriptors(self)" fn descriptors(vm, this: &Value) -> Value {
        let channel: &Channel = state(vm, this)?;
        Ok(vm.new_pair(Value::int(channel.shared.file.into()), Value::int(channel.bell.into())))
    }
}

native_functions! { static FUNCTIONS;
    /// The channel whose descriptors another process gave; they belong to it from now on.
    "attach(memory, bell=-1)" fn attach(vm, file: i32, bell: i32) -> Value {
        match Shared::attach(file) {
            Ok(shared) => make(vm, shared, bell),
            Err(number) => Err(vm.raise_errno(number, None)),
        }
    }
}

impl Channel {
    /// Tells whoever polls that something came.
    fn tell(&self) {
        if self.bell >= 0 && self.shared.head().polled.load(SeqCst) != 0 {
            self.ring();
        }
    }
    fn ring(&self) {
        if self.bell >= 0 {
            let one = 1u64;
            // SAFETY: eight bytes, as the descriptor takes them. It does not block: a counter that is full has told enough.
            unsafe { libc::write(self.bell, (&raw const one).cast(), 8) };
        }
    }
    /// This process among those who have promised items; only where the number of items is limited.
    fn producer(&self) -> Option<&shared::Producer> {
        match self.shared.head().limit {
            0 => None,
            _ => self.shared.producer(std::process::id()),
        }
    }
    fn keep_promise(&self) {
        if let Some(producer) = self.producer() {
            keep_promise(producer);
        }
    }
    /// After a message is sent whole.
    fn sent(&self) {
        self.keep_promise();
        self.tell();
    }
}

fn make(vm: &mut Vm, shared: Shared, bell: i32) -> Outcome<Value> {
    let class = vm.native_class(&CHANNEL)?;
    let channel = Channel {
        shared,
        bell,
        origin: None,
    };
    Ok(vm.new_native(&class, channel))
}

/// `_channel.Channel`.
static CHANNEL: NativeClass = NativeClass {
    name: "_channel.Channel",
    doc: "Messages between processes through shared memory.",
    new: Some(|vm, class, arguments| {
        let bound = arguments.bind(vm, "Channel(capacity, limit=0, counted=False, bell=False)")?;
        let capacity = vm.index_i64(&bound[0])?.max(0) as usize;
        let limit = vm.index_i64(&bound[1])?;
        // What cannot be reached is no limit.
        let limit = u32::try_from(limit).unwrap_or(0);
        let (counted, bell) = (vm.truth(&bound[2])?, vm.truth(&bound[3])?);
        let shared = match Shared::new(capacity, limit, counted) {
            Ok(shared) => shared,
            Err(number) => return Err(vm.raise_errno(number, None)),
        };
        let bell = match bell {
            // SAFETY: two numbers.
            true => unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) },
            false => -1,
        };
        if bell < 0 && vm.truth(&bound[3])? {
            return Err(vm.raise_last_errno(None));
        }
        let channel = Channel {
            shared,
            bell,
            origin: vm.origin(),
        };
        Ok(vm.new_native(class, channel))
    }),
    init: Some(|_, _, _| Ok(())),
    methods: METHODS,
    flags: flags::WEAK,
    ..NativeClass::EMPTY
};

/// `_channel`.
pub static MODULE: NativeModule = NativeModule {
    name: "_channel",
    doc: "Messages between processes through shared memory.",
    functions: &[FUNCTIONS],
    classes: &[&CHANNEL],
    init: None,
};
