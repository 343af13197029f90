//! Signals: what the kernel delivers becomes a bit and an interrupt of the main thread, which runs the handlers written in the
//! language at its next safe point.
//!
//! Enters: signals, in any thread, at any instruction. Leaves: calls of handlers in the main thread of the interpreter that
//! [`install`] was called for. The native module `_signal` is beside this file.
//!
//! A signal belongs to the process and its handler gets nothing but a number, so the two statics below are the exception to
//! the rule that all state hangs off an interpreter: which signals are pending, and whom to tell.
#![allow(unsafe_code)] // Signal handlers and calls of libc about signals.

use crate::deadlock::graph::Want;
use crate::gil::lock::SIGNAL_BIT;
use crate::gil::slot::Slot;
use crate::interp::Interp;
use crate::object::heap::Ref;
use crate::object::sequence::ListObject;
use crate::object::value::Value;
use crate::sched::{Event, Wait};
use crate::vm::{Outcome, Vm};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU64, Ordering};

/// Highest number of a signal.
pub const LAST: i32 = 64;

/// The signal that gets a thread out of a wait for another process; see `deadlock::board`. Ignored by default, it harms nobody.
pub const NUDGE: i32 = libc::SIGURG;

/// Signals that have come and were not served; bit `n - 1` is signal `n`.
static PENDING: AtomicU64 = AtomicU64::new(0);
/// Whom the handler tells.
static TARGET: AtomicPtr<Target> = AtomicPtr::new(std::ptr::null_mut());

/// The interpreter that receives signals, and its main thread. Never freed: a handler may be at work on any thread.
struct Target {
    interp: Arc<Interp>,
    slot: Arc<Slot>,
    /// `signal.set_wakeup_fd`: gets a byte for each signal; -1 for none.
    wakeup: AtomicI32,
    /// An event descriptor of the prompt, counted up at each signal; -1 for none.
    bell: AtomicI32,
    /// The thread that serves signals: a system call it waits in must be interrupted, too.
    thread: libc::pthread_t,
    /// The system's number of that thread.
    number: i64,
}

/// What the kernel calls. Only atomics, a futex wake and `write`, all of which are safe here.
extern "C" fn on_signal(number: libc::c_int) {
    // SAFETY: reads this thread's errno and puts it back, as what was interrupted expects.
    unsafe {
        let errno = libc::__errno_location();
        let saved = *errno;
        // A signal for the process may come to any thread; only the serving one has a system call to interrupt.
        match TARGET.load(Ordering::SeqCst).as_ref() {
            Some(target) if libc::pthread_equal(target.thread, libc::pthread_self()) == 0 => {
                libc::pthread_kill(target.thread, number);
            }
            _ => post(number),
        }
        *errno = saved;
    }
}

/// A SIGQUIT is being answered: the next one ends the process at once.
static QUITTING: AtomicBool = AtomicBool::new(false);

/// What the kernel calls for a SIGQUIT that the program has not asked for: the main thread tells where all threads are, and ends
/// the process by the signal, as would have happened anyhow.
extern "C" fn on_quit(number: libc::c_int) {
    // SAFETY: a target is never freed; the calls are async-signal-safe.
    unsafe {
        let here = match TARGET.load(Ordering::SeqCst).as_ref() {
            Some(target) => libc::pthread_equal(target.thread, libc::pthread_self()) != 0,
            None => true,
        };
        if here && QUITTING.swap(true, Ordering::SeqCst) {
            libc::signal(number, libc::SIG_DFL);
            libc::raise(number);
        }
    }
    on_signal(number);
}

/// Answers a SIGQUIT.
fn quit(vm: &mut Vm) -> ! {
    // What was printed comes first.
    crate::native::io::stdio::flush_stdio(vm);
    let text = vm.stacks_text();
    crate::native::io::file::write_all(2, text.as_bytes());
    // SAFETY: the default action of the signal ends the process.
    unsafe {
        libc::signal(libc::SIGQUIT, libc::SIG_DFL);
        libc::raise(libc::SIGQUIT);
    }
    std::process::abort()
}

/// Makes a signal pending, as if it had come.
pub fn post(number: i32) {
    if !(1..=LAST).contains(&number) {
        return;
    }
    PENDING.fetch_or(1 << (number - 1), Ordering::SeqCst);
    // SAFETY: a target is never freed.
    if let Some(target) = unsafe { TARGET.load(Ordering::SeqCst).as_ref() } {
        target.interp.lock.interrupt(&target.slot);
        let wakeup = target.wakeup.load(Ordering::Relaxed);
        if wakeup >= 0 {
            let byte = number as u8;
            // SAFETY: one byte is read from a local.
            unsafe { libc::write(wakeup, (&raw const byte).cast(), 1) };
        }
        let bell = target.bell.load(Ordering::Relaxed);
        if bell >= 0 {
            let one = 1u64;
            // SAFETY: eight bytes are read from a local.
            unsafe { libc::write(bell, (&raw const one).cast(), size_of::<u64>()) };
        }
    }
}

fn target(vm: &Vm) -> Option<&'static Target> {
    // SAFETY: a target is never freed.
    let target = unsafe { TARGET.load(Ordering::SeqCst).as_ref() }?;
    Arc::ptr_eq(&target.interp, vm.interp()).then_some(target)
}

/// True for the thread that may set and that runs handlers.
pub fn is_signal_thread(vm: &Vm) -> bool {
    vm.is_main && target(vm).is_some()
}

/// Whether the thread that serves signals sleeps in the kernel and no signal is on its way to it. A signal that was sent to the process
/// interrupts nobody before that thread has run; until then only the system knows of it. True if the system does not say.
pub fn serving_thread_sleeps(vm: &Vm) -> bool {
    let Some(target) = target(vm) else {
        return true;
    };
    if target.number == crate::vm::thread::native_id() {
        return true;
    }
    let Ok(status) = std::fs::read_to_string(format!("/proc/self/task/{}/status", target.number))
    else {
        return true;
    };
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        Some(line.trim_start_matches(':').trim())
    };
    let set = |name: &str| field(name).and_then(|text| u64::from_str_radix(text, 16).ok());
    let pending = set("SigPnd").unwrap_or(0) | set("ShdPnd").unwrap_or(0);
    let sleeps = field("State").is_none_or(|state| state.starts_with(['S', 'D']));
    sleeps && pending & !set("SigBlk").unwrap_or(0) == 0
}

/// Makes the calling thread the one that gets the signals: `SIGINT` raises KeyboardInterrupt, `SIGPIPE` and `SIGXFSZ` are
/// ignored so that writing fails with an error instead. To be called once by a program's main thread, and again in the child
/// of a fork.
pub fn install(vm: &mut Vm) {
    let wakeup = target(vm).map_or(-1, |old| old.wakeup.load(Ordering::Relaxed));
    let target = Target {
        interp: vm.interp().clone(),
        slot: vm.slot.clone(),
        wakeup: AtomicI32::new(wakeup),
        bell: AtomicI32::new(-1),
        // SAFETY: no preconditions.
        thread: unsafe { libc::pthread_self() },
        number: crate::vm::thread::native_id(),
    };
    TARGET.store(Box::into_raw(Box::new(target)), Ordering::SeqCst);
    if handler_of(vm, libc::SIGINT).is_none() {
        for number in [libc::SIGPIPE, libc::SIGXFSZ] {
            let _ = set_action(number, libc::SIG_IGN);
        }
        // To the program it is as if nothing had been set.
        if disposition(libc::SIGQUIT) == libc::SIG_DFL
            && set_action(libc::SIGQUIT, on_quit as *const () as libc::sighandler_t).is_ok()
        {
            let handlers = handlers(vm);
            if let Some(entry) = handlers.items.get_mut(vm).get_mut(libc::SIGQUIT as usize) {
                *entry = Value::int(0);
            }
        }
        if disposition(libc::SIGINT) != libc::SIG_IGN {
            let default = handler_of(vm, 0);
            drop(replace_handler(vm, libc::SIGINT, default));
            let _ = set_action(libc::SIGINT, handler_address());
        } else {
            drop(replace_handler(vm, libc::SIGINT, Value::int(1)));
        }
    }
}

/// What the kernel calls for a nudge: it has interrupted a system call, which is all it is for.
extern "C" fn on_nudge(_number: libc::c_int) {}

/// Lets a nudge interrupt waits with a time limit; other system calls go on. To the program it is as if nothing had been set; if it
/// sets something itself, there are no nudges.
pub fn allow_nudges(vm: &mut Vm) {
    if disposition(NUDGE) != libc::SIG_DFL {
        return;
    }
    drop(replace_handler(vm, NUDGE, Value::int(0)));
    // SAFETY: the structure is filled as the call wants it; the handler does nothing.
    unsafe {
        let mut new: libc::sigaction = std::mem::zeroed();
        new.sa_sigaction = on_nudge as *const () as libc::sighandler_t;
        new.sa_flags = libc::SA_RESTART;
        libc::sigemptyset(&mut new.sa_mask);
        libc::sigaction(NUDGE, &new, std::ptr::null_mut());
    }
}

/// Waits for descriptors so that no signal slips past. A plain system call misses the signal that comes just before it.
#[derive(Clone, Copy)]
pub struct Watch {
    /// Only the thread that serves signals has to look out for them.
    serving: bool,
}

impl Watch {
    /// For the calling thread.
    pub fn of(vm: &Vm) -> Watch {
        Watch {
            serving: is_signal_thread(vm),
        }
    }

    /// `poll()` with a time or for ever, to be called without the lock: -1 with `EINTR` in errno if a signal is to be served, also if
    /// it came before.
    pub fn poll(self, entries: &mut [libc::pollfd], time: Option<libc::timespec>) -> i64 {
        let time = time.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
        let (list, count) = (entries.as_mut_ptr(), entries.len() as libc::nfds_t);
        // SAFETY: a list with its length; the set is filled by the call before it is used; errno is this thread's.
        unsafe {
            if !self.serving {
                return i64::from(libc::ppoll(list, count, time, std::ptr::null()));
            }
            let (mut all, mut old): (libc::sigset_t, libc::sigset_t) = std::mem::zeroed();
            libc::sigfillset(&mut all);
            libc::pthread_sigmask(libc::SIG_BLOCK, &all, &mut old);
            // What comes from here on waits until the next call lets it in.
            let result = if PENDING.load(Ordering::SeqCst) != 0 {
                *libc::__errno_location() = libc::EINTR;
                -1
            } else {
                libc::ppoll(list, count, time, &old)
            };
            let number = *libc::__errno_location();
            libc::pthread_sigmask(libc::SIG_SETMASK, &old, std::ptr::null_mut());
            *libc::__errno_location() = number;
            i64::from(result)
        }
    }
}

/// The address to give to [`set_action`] for a signal whose handler is written in the language.
pub fn handler_address() -> libc::sighandler_t {
    on_signal as *const () as libc::sighandler_t
}

/// What happens at a signal: `SIG_DFL`, `SIG_IGN` or an address.
pub fn disposition(number: i32) -> libc::sighandler_t {
    // SAFETY: a null new action only asks; the old one is a plain C structure.
    unsafe {
        let mut old: libc::sigaction = std::mem::zeroed();
        libc::sigaction(number, std::ptr::null(), &mut old);
        old.sa_sigaction
    }
}

/// Sets what happens at a signal. System calls are interrupted by it, not restarted.
pub fn set_action(number: i32, action: libc::sighandler_t) -> std::io::Result<()> {
    // SAFETY: the structure is filled as the call wants it; handlers are `on_signal`, which is async-signal-safe.
    let result = unsafe {
        let mut new: libc::sigaction = std::mem::zeroed();
        new.sa_sigaction = action;
        libc::sigemptyset(&mut new.sa_mask);
        libc::sigaction(number, &new, std::ptr::null_mut())
    };
    if result == 0 {
        Ok(())
    } else {
        Err(std::io::Error::last_os_error())
    }
}

/// Sets the descriptor that gets a byte for each signal; the old one.
pub fn set_wakeup(vm: &Vm, descriptor: i32) -> i32 {
    target(vm).map_or(-1, |target| {
        target.wakeup.swap(descriptor, Ordering::Relaxed)
    })
}

/// Entry of a signal in the list of handlers that nobody has asked the kernel about.
const UNASKED: Value = Value::NOT_IMPLEMENTED;

/// Sets the event descriptor that is counted up at each signal, for the prompt: its thread waits in a call that goes on after a
/// signal. It must stay open. The child of a fork has none.
pub fn set_bell(vm: &Vm, descriptor: i32) {
    if let Some(target) = target(vm) {
        target.bell.store(descriptor, Ordering::Relaxed);
    }
}

/// Whether a signal has come that was not served.
pub fn is_pending() -> bool {
    PENDING.load(Ordering::SeqCst) != 0
}

/// The list of handlers by the signal's number, as `signal.getsignal` shows them: None for those not set by the language. Its
/// entry 0, which is no signal's, is the function that raises KeyboardInterrupt.
fn handlers(vm: &mut Vm) -> Ref<ListObject> {
    static KEY: u8 = 0;
    let key = &raw const KEY as usize;
    if let Some(known) = vm.module_data(key).as_ref().and_then(Value::to_ref) {
        return known;
    }
    let default_int_handler =
        vm.new_native_function(super::signal::default_int_handler(), Value::NONE);
    let list = vm.new_list_ref(Vec::new());
    let items = (0..=LAST).map(|number| match number {
        0 => default_int_handler.clone(),
        // `install` decides about it.
        libc::SIGINT => Value::NONE,
        _ => UNASKED,
    });
    *list.items.get_mut(vm) = items.collect();
    vm.set_module_data(key, list.to_value());
    list
}

/// What is set for a signal.
pub fn handler_of(vm: &mut Vm, number: i32) -> Value {
    let handlers = handlers(vm);
    match handlers.items.get_mut(vm).get_mut(number as usize) {
        Some(entry) => {
            if entry.is(&UNASKED) {
                *entry = match disposition(number) {
                    libc::SIG_DFL => Value::int(0),
                    libc::SIG_IGN => Value::int(1),
                    _ => Value::NONE,
                };
            }
            entry.clone()
        }
        None => Value::NONE,
    }
}

/// The handlers that the program has set, without the one that raises KeyboardInterrupt.
pub fn programs_handlers(vm: &mut Vm) -> Vec<Value> {
    let handlers = handlers(vm);
    let items = handlers.items.get(vm);
    let Some(default) = items.first() else {
        return Vec::new();
    };
    let set =
        |handler: &&Value| handler.is_object() && !handler.is(default) && !handler.is(&UNASKED);
    items.iter().filter(set).cloned().collect()
}

/// Notes what is set for a signal; what was before.
pub fn replace_handler(vm: &mut Vm, number: i32, handler: Value) -> Value {
    let old = handler_of(vm, number);
    let handlers = handlers(vm);
    if let Some(entry) = handlers.items.get_mut(vm).get_mut(number as usize) {
        *entry = handler;
    }
    old
}

/// As [`serve`] for a thread that waits, and whose wait was interrupted or has not begun: a SIGQUIT tells what for.
pub fn serve_waiting(vm: &mut Vm, why: &Wait) -> Outcome<()> {
    let before = vm.waiting.replace(Want::of(why));
    let outcome = serve(vm);
    vm.waiting = before;
    outcome
}

/// Runs the handlers of pending signals, if this is the thread for it. Called at safe points when [`SIGNAL_BIT`] is set and
/// after waits that were interrupted. An exception of a handler leaves the signals behind it pending.
pub fn serve(vm: &mut Vm) -> Outcome<()> {
    let lock_bits = vm.interp().lock.breaker().load(Ordering::Relaxed);
    if lock_bits & SIGNAL_BIT == 0 {
        return Ok(());
    }
    vm.raise_if_stuck()?;
    if !is_signal_thread(vm) {
        return Ok(());
    }
    // The bit stays set: signals that came, too, are served next.
    crate::deadlock::raise_told(vm)?;
    vm.slot.take_interrupt();
    vm.interp()
        .lock
        .breaker()
        .fetch_and(!SIGNAL_BIT, Ordering::AcqRel);
    let mut pending = PENDING.swap(0, Ordering::SeqCst);
    if pending != 0 {
        crate::deadlock::family::before_going_on(vm);
    }
    while pending != 0 {
        let number = pending.trailing_zeros() as i32 + 1;
        pending &= pending - 1;
        vm.record(|vm| Event::Signal {
            number: number as u32,
            site: vm.site_number(),
        });
        let handler = handler_of(vm, number);
        if number == libc::SIGQUIT && QUITTING.load(Ordering::SeqCst) {
            quit(vm);
        }
        if handler.is_none() || handler.as_int().is_some() {
            continue;
        }
        let outcome = vm.call(&handler, &[Value::int(i64::from(number)), Value::NONE]);
        if let Err(raised) = outcome {
            if pending != 0 {
                PENDING.fetch_or(pending, Ordering::SeqCst);
                vm.interp()
                    .lock
                    .breaker()
                    .fetch_or(SIGNAL_BIT, Ordering::Release);
            }
            return Err(raised);
        }
    }
    Ok(())
}
