//! The module `_signal`: handlers, timers and masks as the program sees them. What happens when a signal comes is in
//! [`super::signals`].
#![allow(unsafe_code)] // Calls of libc about signals; the structures are plain C data.

use super::os_error::add_constants;
use super::signals;
use crate::native::{NativeClass, NativeDefinition, NativeModule};
use crate::object::builtin::Exc;
use crate::object::heap::{Layout, Ref};
use crate::object::module::ModuleObject;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use crate::{libc_constants, native_functions, raise};
use std::time::Duration;

const WAIT: Wait = Wait::Io {
    fd: -1,
    what: "waiting for a signal",
};
/// No time.
const NOT_AT_ALL: libc::timespec = libc::timespec {
    tv_sec: 0,
    tv_nsec: 0,
};

/// `signal.ItimerError`.
static ITIMER_ERROR: NativeClass = NativeClass {
    name: "signal.itimer_error",
    layout: Layout::Exception,
    base: Some(crate::object::builtin::EXCEPTIONS[Exc::OSError as usize]),
    ..crate::native::types::exception::EXCEPTION
};

native_functions! {
    static FUNCTIONS;
    /// Set what happens at a signal and return what was set before. Only for the main thread.
    "signal(signalnum, handler, /)" fn signal(vm, number: i32, handler: &Value) -> Value {
        if !signals::is_signal_thread(vm) {
            raise!(vm, ValueError, "signal only works in main thread of the main interpreter");
        }
        check_number(vm, number)?;
        let action = match handler.as_int() {
            Some(0) => libc::SIG_DFL,
            Some(1) => libc::SIG_IGN,
            None if vm.is_callable(handler) => signals::handler_address(),
            _ => raise!(vm, TypeError, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object"),
        };
        signals::serve(vm)?;
        // What the process was started with must be known before it is changed.
        signals::handler_of(vm, number);
        if let Err(error) = signals::set_action(number, action) {
            return Err(vm.raise_os_error(&error, None));
        }
        Ok(signals::replace_handler(vm, number, handler.clone()))
    }
    /// What is set for a signal: SIG_DFL, SIG_IGN, a callable, or None if it was not set from here.
    "getsignal(signalnum, /)" fn getsignal(vm, number: i32) -> Value {
        check_number(vm, number)?;
        Ok(signals::handler_of(vm, number))
    }
    /// The handler that raises KeyboardInterrupt.
    "default_int_handler(signalnum, frame, /)" fn keyboard_interrupt(vm, _number: i32, _frame: &Value) -> Value {
        Err(vm.raise_with(Exc::KeyboardInterrupt, Vec::new()))
    }
    /// Send a signal to the calling process.
    "raise_signal(signalnum, /)" fn raise_signal(vm, number: i32) -> () {
        // SAFETY: no preconditions.
        let result = unsafe { libc::raise(number) };
        check(vm, result)?;
        signals::serve(vm)
    }
    /// Send a signal to a thread.
    "pthread_kill(thread_id, signalnum, /)" fn pthread_kill(vm, thread: i64, number: i32) -> () {
        let known = crate::vm::thread::interp_threads(vm).records.values().any(|record| record.ident == thread as u64);
        if !known {
            return Err(vm.raise_errno(libc::ESRCH, None));
        }
        // SAFETY: the thread is alive: its record goes, under the lock, before it ends.
        // All threads of a run that can be repeated are this one.
        let error = unsafe {
            let thread = if vm.is_seeded() { libc::pthread_self() } else { thread as libc::pthread_t };
            libc::pthread_kill(thread, number)
        };
        if error != 0 {
            return Err(vm.raise_errno(error, None));
        }
        signals::serve(vm)
    }
    /// Wait until a signal comes.
    "pause()" fn pause(vm) -> () {
        if vm.is_seeded() {
            return vm.pause_until_signal(WAIT);
        }
        // SAFETY: no preconditions.
        vm.detach(WAIT, || unsafe { libc::pause() });
        signals::serve(vm)
    }
    /// Arrange for SIGALRM after some seconds; what was left of the former alarm.
    "alarm(seconds, /)" fn alarm(vm, seconds: i64) -> i64 {
        let mut timer = no_timer();
        timer.it_value.tv_sec = i64::from(seconds as libc::c_uint);
        let left = match vm.virtual_timer(libc::ITIMER_REAL, Some(timer)) {
            // SAFETY: no preconditions.
            None => return Ok(i64::from(unsafe { libc::alarm(seconds as libc::c_uint) })),
            Some(old) => old.unwrap_or(timer).it_value,
        };
        // Rounded as the kernel does, but not to 0 while it is on.
        let begun = left.tv_usec >= 500_000 || (left.tv_sec == 0 && left.tv_usec > 0);
        Ok(left.tv_sec + i64::from(begun))
    }
    /// Set a timer that sends SIGALRM, SIGVTALRM or SIGPROF after some seconds, and then every interval. The old setting.
    "setitimer(which, seconds, interval=0.0, /)" fn setitimer(vm, which: i32, seconds: f64, interval: Option<f64>) -> Value {
        let new = libc::itimerval {
            it_interval: timeval(vm, interval.unwrap_or(0.0))?,
            it_value: timeval(vm, seconds)?,
        };
        exchange_timer(vm, which, Some(new))
    }
    /// Seconds until the timer's next signal, and its interval.
    "getitimer(which, /)" fn getitimer(vm, which: i32) -> Value {
        exchange_timer(vm, which, None)
    }
    /// Whether system calls that the signal interrupts fail (flag true) or are restarted.
    "siginterrupt(signalnum, flag, /)" fn siginterrupt(vm, number: i32, flag: bool) -> () {
        check_number(vm, number)?;
        // SAFETY: the structure is filled by the first call.
        let result = unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            libc::sigaction(number, std::ptr::null(), &mut action);
            action.sa_flags = if flag { action.sa_flags & !libc::SA_RESTART } else { action.sa_flags | libc::SA_RESTART };
            libc::sigaction(number, &action, std::ptr::null_mut())
        };
        check(vm, result)
    }
    /// Write a byte to a descriptor for each signal; -1 stops that. The former descriptor.
    "set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)" fn set_wakeup_fd(vm, descriptor: i32, _warn: bool) -> i32 {
        if !signals::is_signal_thread(vm) {
            raise!(vm, ValueError, "set_wakeup_fd only works in main thread of the main interpreter");
        }
        if descriptor != -1 {
            // SAFETY: asks only.
            let flags = unsafe { libc::fcntl(descriptor, libc::F_GETFL) };
            check(vm, flags.min(0))?;
            if flags & libc::O_NONBLOCK == 0 {
                raise!(vm, ValueError, "the fd {descriptor} must be in non-blocking mode");
            }
        }
        Ok(signals::set_wakeup(vm, descriptor))
    }
    /// The system's description of a signal.
    "strsignal(signalnum, /)" fn strsignal(vm, number: i32) -> Option<String> {
        check_number(vm, number)?;
        // SAFETY: the answer is a string that nobody changes while the lock is held.
        let text = unsafe {
            let text = libc::strsignal(number);
            (!text.is_null()).then(|| std::ffi::CStr::from_ptr(text).to_string_lossy().into_owned())
        };
        Ok(text.filter(|text| !text.starts_with("Unknown signal")))
    }
    /// All signals of this platform.
    "valid_signals()" fn valid_signals(vm) -> Value {
        // SAFETY: the set is filled by the call.
        let set = unsafe {
            let mut set: libc::sigset_t = std::mem::zeroed();
            libc::sigfillset(&mut set);
            set
        };
        numbers_of(vm, &set)
    }
    /// Fetch and change the calling thread's mask; the old one.
    "pthread_sigmask(how, mask, /)" fn pthread_sigmask(vm, how: i32, mask: &Value) -> Value {
        let new = set_of(vm, mask)?;
        // SAFETY: both sets live across the call.
        let (error, old) = unsafe {
            let mut old: libc::sigset_t = std::mem::zeroed();
            (libc::pthread_sigmask(how, &new, &mut old), old)
        };
        if error != 0 {
            return Err(vm.raise_errno(error, None));
        }
        signals::serve(vm)?;
        numbers_of(vm, &old)
    }
    /// The signals that wait because they are blocked.
    "sigpending()" fn sigpending(vm) -> Value {
        // SAFETY: the set is filled by the call.
        let (result, set) = unsafe {
            let mut set: libc::sigset_t = std::mem::zeroed();
            (libc::sigpending(&mut set), set)
        };
        check(vm, result)?;
        numbers_of(vm, &set)
    }
    /// Wait for one of the signals and take it; its number.
    "sigwait(sigset, /)" fn sigwait(vm, sigset: &Value) -> i32 {
        let set = set_of(vm, sigset)?;
        if vm.is_seeded() {
            let fields = take_signal(vm, &set, None)?;
            return Ok(fields.map_or(0, |fields| fields[0] as i32));
        }
        let (error, number) = vm.detach(WAIT, || {
            let mut number = 0;
            // SAFETY: set and number live across the call.
            (unsafe { libc::sigwait(&set, &mut number) }, number)
        });
        if error != 0 {
            return Err(vm.raise_errno(error, None));
        }
        Ok(number)
    }
    /// Wait for one of the signals, for at most some seconds; what is known of it, or None.
    "sigtimedwait(sigset, timeout, /)" fn sigtimedwait(vm, sigset: &Value, timeout: f64) -> Option<Value> {
        if timeout < 0.0 {
            raise!(vm, ValueError, "timeout must be non-negative");
        }
        let set = set_of(vm, sigset)?;
        wait_for_signal(vm, set, Some(timeout))
    }
    /// Wait for one of the signals; what is known of it.
    "sigwaitinfo(sigset, /)" fn sigwaitinfo(vm, sigset: &Value) -> Option<Value> {
        let set = set_of(vm, sigset)?;
        wait_for_signal(vm, set, None)
    }
}

/// The definition of the handler that raises KeyboardInterrupt.
pub fn default_int_handler() -> &'static NativeDefinition {
    let found = FUNCTIONS
        .iter()
        .find(|definition| definition.name() == "default_int_handler");
    found.unwrap_or(&FUNCTIONS[0])
}

fn check_number(vm: &mut Vm, number: i32) -> Outcome<()> {
    if (1..=signals::LAST).contains(&number) {
        return Ok(());
    }
    raise!(vm, ValueError, "signal number out of range")
}

/// Raises the error of a call that failed.
fn check(vm: &mut Vm, result: i32) -> Outcome<()> {
    if result == 0 {
        Ok(())
    } else {
        Err(vm.raise_last_errno(None))
    }
}

/// The setting of a timer, which gets a new one if that is given.
fn exchange_timer(vm: &mut Vm, which: i32, new: Option<libc::itimerval>) -> Outcome<Value> {
    let answer = vm.virtual_timer(which, new).unwrap_or_else(|| {
        let mut old = no_timer();
        // SAFETY: both structures live across the calls.
        let result = unsafe {
            match &new {
                Some(new) => libc::setitimer(which as _, new, &mut old),
                None => libc::getitimer(which as _, &mut old),
            }
        };
        if result == 0 {
            Ok(old)
        } else {
            Err(super::os_error::last_errno())
        }
    });
    match answer {
        Ok(old) => Ok(timer_pair(vm, &old)),
        Err(number) => Err(timer_error(vm, number)),
    }
}

fn timer_error(vm: &mut Vm, number: i32) -> crate::vm::Raised {
    let text = vm.new_str(&super::os_error::strerror(number));
    vm.raise_native(&ITIMER_ERROR, vec![Value::int(i64::from(number)), text])
}

fn timeval(vm: &mut Vm, seconds: f64) -> Outcome<libc::timeval> {
    if !seconds.is_finite() || seconds.abs() > 1e15 {
        raise!(
            vm,
            OverflowError,
            "timestamp out of range for platform time_t"
        );
    }
    let micros = (seconds * 1e6).ceil() as i64;
    Ok(libc::timeval {
        tv_sec: micros.div_euclid(1_000_000),
        tv_usec: micros.rem_euclid(1_000_000),
    })
}

fn no_timer() -> libc::itimerval {
    let zero = libc::timeval {
        tv_sec: 0,
        tv_usec: 0,
    };
    libc::itimerval {
        it_interval: zero,
        it_value: zero,
    }
}

fn timer_pair(vm: &Vm, timer: &libc::itimerval) -> Value {
    let seconds =
        |time: &libc::timeval| Value::float(time.tv_sec as f64 + time.tv_usec as f64 / 1e6);
    vm.new_pair(seconds(&timer.it_value), seconds(&timer.it_interval))
}

/// An iterable of numbers as a set for the kernel.
/// A set of signals from their numbers.
pub fn set_of(vm: &mut Vm, numbers: &Value) -> Outcome<libc::sigset_t> {
    // SAFETY: the set is emptied by the call.
    let mut set = unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut set);
        set
    };
    for number in vm.collect(numbers)? {
        let number = vm.index_i64(&number)?;
        if !(1..=i64::from(signals::LAST)).contains(&number) {
            raise!(
                vm,
                ValueError,
                "signal number {number} out of range [1; {}]",
                signals::LAST
            );
        }
        // SAFETY: the number is in range.
        unsafe { libc::sigaddset(&mut set, number as i32) };
    }
    Ok(set)
}

fn numbers_of(vm: &mut Vm, set: &libc::sigset_t) -> Outcome<Value> {
    let numbers = vm.new_set_from(Default::default(), false);
    for number in 1..=signals::LAST {
        // SAFETY: asks only.
        if unsafe { libc::sigismember(set, number) } == 1 {
            vm.set_add(&numbers, &Value::int(i64::from(number)))?;
        }
    }
    Ok(numbers.into_value())
}

/// What `sigtimedwait` answered: the signal's number, code, errno, sender, user, status and band; or None after the timeout.
fn wait_for_signal(
    vm: &mut Vm,
    set: libc::sigset_t,
    timeout: Option<f64>,
) -> Outcome<Option<Value>> {
    let Some(fields) = take_signal(vm, &set, timeout)? else {
        return Ok(None);
    };
    let mut items: Vec<Value> = fields.iter().map(|&field| Value::int(field)).collect();
    items.push(Value::int(0));
    make_info(vm, items).map(Some)
}

/// Waits for one of the signals and takes it: its number, code, errno, sender, user and status; None after the timeout.
fn take_signal(
    vm: &mut Vm,
    set: &libc::sigset_t,
    timeout: Option<f64>,
) -> Outcome<Option<[i64; 6]>> {
    let time = timeout.map(|seconds| libc::timespec {
        tv_sec: seconds.min(1e15) as i64,
        tv_nsec: (seconds.fract() * 1e9) as i64,
    });
    let deadline =
        time.map(|time| vm.now() + Duration::new(time.tv_sec as u64, time.tv_nsec as u32));
    let is_seeded = vm.is_seeded();
    loop {
        // Where all threads are one for the system, the wait is not the kernel's.
        if is_seeded && !vm.wait_pending(set, deadline, WAIT)? {
            return Ok(None);
        }
        let time = match is_seeded {
            true => Some(NOT_AT_ALL),
            false => time,
        };
        let answer = vm.detach(WAIT, || {
            let time = time.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
            // SAFETY: the set, the time and the place for the answer live across the call; the fields read are plain integers
            // that the kernel has set or zeroed.
            unsafe {
                let mut info: libc::siginfo_t = std::mem::zeroed();
                let result = libc::sigtimedwait(set, &mut info, time);
                if result < 0 {
                    return Err(super::os_error::last_errno());
                }
                let fields = [
                    i64::from(info.si_signo),
                    i64::from(info.si_code),
                    i64::from(info.si_errno),
                    i64::from(info.si_pid()),
                    i64::from(info.si_uid()),
                    i64::from(info.si_status()),
                ];
                Ok(fields)
            }
        });
        match answer {
            Ok(mut fields) => {
                if fields[3] != 0 {
                    fields[3] = vm.shown_process(fields[3] as i32);
                }
                return Ok(Some(fields));
            }
            // Another thread was quicker.
            Err(libc::EAGAIN) if is_seeded => {}
            Err(libc::EAGAIN) => return Ok(None),
            Err(libc::EINTR) => signals::serve(vm)?,
            Err(number) => return Err(vm.raise_errno(number, None)),
        }
    }
}

/// A record with the fields of `struct_siginfo`.
fn make_info(vm: &mut Vm, items: Vec<Value>) -> Outcome<Value> {
    let names = [
        "si_signo",
        "si_code",
        "si_errno",
        "si_pid",
        "si_uid",
        "si_status",
        "si_band",
    ];
    let module = vm.import_module("types")?;
    let class = vm.get_attribute_str(&module, "SimpleNamespace")?;
    let fields: Vec<(&str, Value)> = names.into_iter().zip(items).collect();
    vm.call_keywords(&class, &[], &fields)
}

/// `_signal`.
pub static MODULE: NativeModule = NativeModule {
    name: "_signal",
    doc: "Signals of the system; the module `signal` is built on it.",
    functions: &[FUNCTIONS],
    classes: &[],
    init: Some(init),
};

fn init(vm: &mut Vm, module: &Ref<ModuleObject>) -> Outcome<()> {
    add_constants(
        vm,
        &module.dict,
        libc_constants! {
            SIGABRT SIGALRM SIGBUS SIGCHLD SIGCONT SIGFPE SIGHUP SIGILL SIGINT SIGIO SIGIOT SIGKILL SIGPIPE SIGPOLL SIGPROF
            SIGPWR SIGQUIT SIGSEGV SIGSTKFLT SIGSTOP SIGSYS SIGTERM SIGTRAP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGUSR1 SIGUSR2
            SIGVTALRM SIGWINCH SIGXCPU SIGXFSZ SIG_BLOCK SIG_UNBLOCK SIG_SETMASK ITIMER_REAL ITIMER_VIRTUAL ITIMER_PROF
        },
    );
    let others = [
        ("SIGCLD", i64::from(libc::SIGCHLD)),
        ("SIGRTMIN", i64::from(libc::SIGRTMIN())),
        ("SIGRTMAX", i64::from(libc::SIGRTMAX())),
        ("NSIG", i64::from(signals::LAST) + 1),
        ("SIG_DFL", 0),
        ("SIG_IGN", 1),
    ];
    add_constants(vm, &module.dict, &others);
    let default = signals::handler_of(vm, 0);
    vm.dict_set_str(&module.dict, "default_int_handler", default);
    let error = vm.native_class(&ITIMER_ERROR)?;
    vm.dict_set_str(&module.dict, "ItimerError", error.into_value());
    Ok(())
}
