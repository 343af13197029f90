//! The module `_multiprocessing`: what processes share without names.
//!
//! Enters: requests of the package `multiprocessing`. Leaves: locks, semaphores, conditions, flags that lie in shared memory, on which
//! processes wait by the kernel's futexes; no other process has a hand in it.
//!
//! | file | holds |
//! |---|---|
//! | [`sync`], [`slot`] | sleeping on shared words; the 64 bytes of one primitive and how one waits for it |
//! | [`permits`], [`notices`] | the protocols of locks and semaphores, of conditions and events; no values, model-checked |
//! | [`arena`], [`process`] | memory files of slots; which process this is, and who has ended |
//! | [`wait`], [`semlock`], [`waiters`] | waiting without the interpreter's lock; the classes |
//! | [`typed`], [`guard`] | numbers and characters in shared memory; locks around them |
pub mod arena;
pub mod guard;
pub mod notices;
pub mod permits;
pub mod process;
pub mod semlock;
pub mod slot;
pub mod sync;
pub mod typed;
pub mod wait;
pub mod waiters;

use crate::deadlock::family::{self, Patrol, Target};
use crate::native::NativeModule;
use crate::native::select::poll_until;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::Vm;
pub use arena::after_fork_in_child;

/// Coordinates of a slot as the language has them.
fn coordinates_value(vm: &mut Vm, (descriptor, identity, index): (i32, u64, u32)) -> Value {
    let items = vec![
        Value::int(i64::from(descriptor)),
        Value::int(identity as i64),
        Value::int(i64::from(index)),
    ];
    vm.new_tuple(items)
}

/// The index of a slot; 0, which is no slot that can be had, for a number out of range.
fn slot_index(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

crate::native_functions! { static FUNCTIONS;
    /// RuntimeError in a run that can be repeated, which has no child processes.
    "check_processes_allowed()" fn check_processes_allowed(vm) -> () { vm.refuse_if_seeded("a process of multiprocessing") }
    /// Whether there may be child processes.
    "has_processes()" fn has_processes(vm) -> bool { Ok(!vm.is_seeded()) }
    /// A nameless file in memory that keeps the size it gets; its descriptor.
    "memory_file(size, /)" fn memory_file(vm, size: usize) -> i32 {
        use std::os::fd::IntoRawFd;
        match arena::memory_file(c"tick-shared", size) {
            Ok(descriptor) => Ok(descriptor.into_raw_fd()),
            Err(error) => Err(vm.raise_os_error(&error, None)),
        }
    }
    /// The descriptor of the board on which processes that belong together look for deadlocks; None without one.
    "board()" fn board(vm) -> Value {
        Ok(match family::descriptor(vm) {
            -1 => Value::NONE,
            fd => Value::int(i64::from(fd)),
        })
    }
    /// Take the board that the parent has passed on.
    "adopt_board(fd, /)" fn adopt_board(vm, fd: i32) -> () {
        family::adopt(vm, fd);
        Ok(())
    }
    /// Note a child that was just made on the board.
    "note_child(pid, /)" fn note_child(vm, pid: i32) -> () {
        family::note_child(vm, pid as u32);
        Ok(())
    }
    /// Wait until the child with that number has ended, of which the descriptor tells.
    "await_child(sentinel, pid, /)" fn await_child(vm, sentinel: i32, pid: i32) -> () {
        let why = Wait::Child(pid as u64);
        let mut entries = [libc::pollfd { fd: sentinel, events: libc::POLLIN, revents: 0 }];
        match Patrol::begin(vm, None, &why) {
            None => poll_until(vm, &mut entries, None, "poll").map(drop),
            Some(patrol) => patrol.poll(vm, &mut entries, why, Target::Process(pid as u32)),
        }
    }
}

/// `_multiprocessing`.
pub static MODULE: NativeModule = NativeModule {
    name: "_multiprocessing",
    doc: "What processes share: locks, semaphores, conditions, flags.",
    functions: &[FUNCTIONS, guard::FUNCTIONS],
    classes: &[
        &semlock::SEM_LOCK,
        &guard::GUARD,
        &typed::SCALAR,
        &typed::VECTOR,
        &typed::CHARACTERS,
        &typed::TEXT,
        &waiters::WAITERS,
        &waiters::FLAG,
        &waiters::WORDS,
        &semlock::OWNER_DIED,
    ],
    init: Some(|vm, module| {
        let class = vm.native_class(&semlock::SEM_LOCK)?;
        let most = Value::int(semlock::MOST);
        let namespace = class.dict(vm);
        vm.dict_set_str(namespace, "SEM_VALUE_MAX", most);
        vm.bump_class_version();
        let flags = vm.new_dict();
        vm.dict_set_str(&flags, "HAVE_SEM_OPEN", Value::int(1));
        vm.dict_set_str(&flags, "HAVE_SEM_TIMEDWAIT", Value::int(1));
        vm.dict_set_str(&module.dict, "flags", flags.into_value());
        Ok(())
    }),
};
