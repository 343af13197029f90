//! The module `_thread`: threads, and the tools with which they wait for each other.
//!
//! Enters: callables to run. Leaves: handles, locks and their kin. `threading` is written in the language on top of this; its
//! docstring is the contract. How threads are started is in [`crate::vm::thread`].
mod barrier;
mod condition;
mod event;
pub mod handle;
mod local;
pub mod lock;
pub mod rlock;
mod semaphore;
pub mod shutdown;
pub mod wait;

use crate::native::{NativeModule, signals};
use crate::object::builtin::Exc;
use crate::object::dict::DictObject;
use crate::object::heap::{Layout, Ref};
use crate::object::module::ModuleObject;
use crate::object::value::Value;
use crate::vm::thread::interp_threads;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use std::sync::atomic::Ordering;

/// Fewest bytes a thread's stack may have.
const LEAST_STACK: i64 = 32 << 10;

native_functions! {
    static FUNCTIONS;
    /// A number that is the calling thread's as long as it lives.
    "get_ident()" fn get_ident(vm) -> u64 {
        Ok(vm.ident)
    }
    /// The system's number of the calling thread.
    "get_native_id()" fn get_native_id(vm) -> i64 {
        Ok(vm.native_id())
    }
    /// Start a thread that calls function(*args, **kwargs); its ident.
    "start_new_thread(function, args, kwargs=None, /)"
    fn start_new_thread(vm, function: &Value, arguments: &Value, keywords: &Value) -> u64 {
        start_raw(vm, function, arguments, keywords)
    }
    /// The old name of start_new_thread.
    "start_new(function, args, kwargs=None, /)"
    fn start_new(vm, function: &Value, arguments: &Value, keywords: &Value) -> u64 {
        start_raw(vm, function, arguments, keywords)
    }
    /// Start a thread that calls function(); its handle. Reports call it by its name.
    "start_joinable_thread(function, *, handle=None, daemon=True, name=None)"
    fn start_joinable_thread(vm, function: &Value, handle: &Value, daemon: bool, name: Option<&str>) -> Value {
        if !vm.is_callable(function) {
            raise!(vm, TypeError, "thread function must be callable");
        }
        let handle = if handle.is_none() { handle::make(vm)? } else { handle.clone() };
        if handle.payload::<handle::Handle>().is_none() {
            raise!(vm, TypeError, "'handle' must be a _ThreadHandle");
        }
        handle::start(vm, name, function, &Value::NONE, &Value::NONE, Some(&handle), daemon)?;
        Ok(handle)
    }
    /// The handle of a thread that was not started here.
    "_make_thread_handle(ident, /)" fn make_thread_handle(vm, ident: &Value) -> Value {
        let ident = vm.index_i64(ident)?;
        handle::adopt(vm, ident as u64)
    }
    /// The ident of the main thread.
    "_get_main_thread_ident()" fn get_main_thread_ident(vm) -> u64 {
        Ok(interp_threads(vm).main_ident)
    }
    /// Wait for the threads that are no daemons.
    "_shutdown()" fn shutdown_method(vm) -> () {
        handle::join_all(vm)
    }
    /// Whether this is the program's interpreter.
    "_is_main_interpreter()" fn is_main_interpreter(vm) -> bool {
        Ok(true)
    }
    /// Whether threads may be daemons.
    "daemon_threads_allowed()" fn daemon_threads_allowed(vm) -> bool {
        Ok(true)
    }
    /// A new lock.
    "allocate_lock()" fn allocate_lock(vm) -> Value {
        let class = vm.native_class(&lock::LOCK)?;
        let lock = vm.new_native(&class, lock::Lock::new(vm));
        vm.watch_lock(&lock);
        Ok(lock)
    }
    /// The old name of allocate_lock.
    "allocate()" fn allocate(vm) -> Value {
        let class = vm.native_class(&lock::LOCK)?;
        let lock = vm.new_native(&class, lock::Lock::new(vm));
        vm.watch_lock(&lock);
        Ok(lock)
    }
    /// End the calling thread, by SystemExit.
    "exit()" fn exit(vm) -> () {
        Err(vm.raise_with(Exc::SystemExit, Vec::new()))
    }
    /// The old name of exit.
    "exit_thread()" fn exit_thread(vm) -> () {
        Err(vm.raise_with(Exc::SystemExit, Vec::new()))
    }
    /// Act as if a signal had come: the main thread runs its handler.
    "interrupt_main(signum=2, /)" fn interrupt_main(vm, number: i32) -> () {
        if !(1..=signals::LAST).contains(&number) {
            raise!(vm, ValueError, "signal number out of range");
        }
        let handler = signals::handler_of(vm, number);
        if !handler.is_none() && handler.as_int().is_none() {
            signals::post(number);
        }
        signals::serve(vm)
    }
    /// Tell reports the name of a thread; of the calling one without an ident.
    "_note_name(name, ident=None, /)" fn note_name(vm, name: &str, ident: &Value) -> () {
        if ident.is_none() {
            vm.slot.set_name(name);
            vm.note_thread();
            if let Some(seeded) = &vm.interp().seeded {
                seeded.set_name(vm.slot.id(), name);
            }
            return Ok(());
        }
        let ident = vm.index_i64(ident)? as u64;
        if let Some(record) = interp_threads(vm).records.values().find(|record| record.ident == ident) {
            record.slot.set_name(name);
            let id = record.slot.id();
            if vm.is_recording() {
                vm.note_thread_number(id);
            }
        }
        Ok(())
    }
    /// How many threads were started and have not ended.
    "_count()" fn count(vm) -> usize {
        Ok(interp_threads(vm).records.values().filter(|record| record.started).count())
    }
    /// The size of the stacks of threads to be started; sets it to `size` if that is given. 0 stands for the default.
    "stack_size(size=0, /)" fn stack_size(vm, size: i64) -> usize {
        let old = interp_threads(vm).stack_size;
        if size < 0 {
            raise!(vm, ValueError, "size must be 0 or a positive value");
        }
        if size != 0 && size < LEAST_STACK {
            raise!(vm, ValueError, "size not valid: {size} bytes");
        }
        interp_threads(vm).stack_size = size as usize;
        Ok(old)
    }
}

fn start_raw(vm: &mut Vm, function: &Value, arguments: &Value, keywords: &Value) -> Outcome<u64> {
    if !vm.is_callable(function) {
        raise!(vm, TypeError, "first arg must be callable");
    }
    if arguments.layout() != Some(Layout::Tuple) {
        raise!(vm, TypeError, "2nd arg must be a tuple");
    }
    if !keywords.is_none() && keywords.downcast::<DictObject>().is_none() {
        raise!(vm, TypeError, "optional 3rd arg must be a dictionary");
    }
    handle::start(vm, None, function, arguments, keywords, None, true)
}

/// Warns of an old name; the caller in the language is to blame.
fn warn_deprecated(vm: &mut Vm, message: &str) -> Outcome<()> {
    let warnings = vm.import_module("warnings")?;
    let warn = vm.get_attribute_str(&warnings, "warn")?;
    let (message, class) = (
        vm.new_str(message),
        vm.exception_class(Exc::DeprecationWarning).to_value(),
    );
    vm.call_keywords(&warn, &[message, class], &[("stacklevel", Value::int(1))])
        .map(drop)
}

/// To be called by `os.fork` in the child, before anything else runs there: the caller, who has the lock, is the only thread and
/// the main one. `threading._after_fork` comes next.
pub fn after_fork_in_child(vm: &mut Vm) {
    let interp = vm.interp().clone();
    interp.lock.after_fork_in_child(&vm.slot);
    let next = interp.next_thread.load(Ordering::Relaxed);
    interp.lock.forget_others(&vm.slot, next);
    let handles = vm.forget_other_threads();
    for handle in &handles {
        if let Some(handle) = handle.payload::<handle::Handle>() {
            handle.set_done(vm);
        }
    }
    signals::install(vm);
    crate::deadlock::after_fork_in_child(vm);
    crate::native::multiprocessing::after_fork_in_child(vm);
}

/// From now on other threads that ask for the lock sleep for ever.
pub fn stop_other_threads(vm: &mut Vm) {
    crate::native::io::stdio::between_writes(vm, |vm| {
        let interp = vm.interp().clone();
        interp.finalizing.store(true, Ordering::Relaxed);
        interp.lock.finalize(&vm.slot);
    });
}

/// `_thread`.
pub static MODULE: NativeModule = NativeModule {
    name: "_thread",
    doc: "Threads and locks; the module `threading` is built on it.",
    functions: &[FUNCTIONS],
    classes: &[
        &lock::LOCK,
        &rlock::RLOCK,
        &condition::CONDITION,
        &event::EVENT,
        &semaphore::SEMAPHORE,
        &semaphore::BOUNDED_SEMAPHORE,
        &barrier::BARRIER,
        &barrier::BROKEN_BARRIER_ERROR,
        &local::LOCAL,
        &handle::HANDLE,
        &crate::deadlock::DEADLOCK_ERROR,
    ],
    init: Some(init),
};

fn init(vm: &mut Vm, module: &Ref<ModuleObject>) -> Outcome<()> {
    let lock = vm.native_class(&lock::LOCK)?.into_value();
    vm.dict_set_str(&module.dict, "LockType", lock);
    let error = vm.exception_class(Exc::RuntimeError).to_value();
    vm.dict_set_str(&module.dict, "error", error);
    vm.dict_set_str(&module.dict, "TIMEOUT_MAX", Value::float(wait::TIMEOUT_MAX));
    Ok(())
}
