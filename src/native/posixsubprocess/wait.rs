//! Waiting for a child, with a deadline and without taking note of it.
//!
//! Enters: the child's number and the list that has its exit code once that was taken. Leaves: whether it has ended. Only the
//! module's functions call.
#![allow(unsafe_code)] // Calls of the system.

use crate::native::os_error::last_errno;
use crate::native::posix::children::{await_end, wait_for};
use crate::object::builtin::Exc;
use crate::object::sequence::ListObject;
use crate::object::value::Value;
use crate::sched::{Instant, Wait, now};
use crate::vm::{Outcome, Vm};
use std::time::Duration;

/// Takes a child that failed to begin its program off the system's list.
pub(super) fn reap(pid: i32) {
    loop {
        // SAFETY: a child of this process that has ended or is about to.
        let result = unsafe { libc::waitpid(pid, std::ptr::null_mut(), 0) };
        if result >= 0 || last_errno() != libc::EINTR {
            return;
        }
    }
}

/// Waits until a child has ended, without taking note of it; false at the deadline. `known` has its exit code once that was taken.
pub(super) fn ended_by(
    vm: &mut Vm,
    pid: i32,
    known: &ListObject,
    deadline: Option<Instant>,
) -> Outcome<bool> {
    // As long as nobody has taken the exit code, the number means this child and no other process. The lock is held from here
    // to the system call that looks the number up.
    if exit_code_known(vm, known).is_some() || has_ended(pid) {
        return Ok(true);
    }
    if deadline.is_none() && !crate::native::signals::is_signal_thread(vm) {
        let outcome = wait_for(vm, libc::P_PID, pid as u32, libc::WEXITED | libc::WNOWAIT);
        if outcome.is_err() && vm.catch(Exc::ChildProcessError).is_none() {
            return outcome.map(|_| true);
        }
        return Ok(true);
    }
    match (await_end(vm, pid, deadline)?, deadline) {
        (Some(ended), _) => Ok(ended),
        (None, deadline) => ended_by_asking(vm, pid, deadline),
    }
}

/// The exit code in the list of a child.
pub(super) fn exit_code_known(vm: &Vm, known: &ListObject) -> Option<Value> {
    known
        .items
        .get(vm)
        .first()
        .filter(|code| !code.is_none())
        .cloned()
}

/// Whether a child has ended, without taking note of it; true, too, if there is no such child.
fn has_ended(pid: i32) -> bool {
    // SAFETY: the structure is filled by the call.
    unsafe {
        let mut told: libc::siginfo_t = std::mem::zeroed();
        let options = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
        libc::waitid(libc::P_PID, pid as u32, &mut told, options) != 0 || told.si_pid() != 0
    }
}

/// As [`ended_by`] on a system that has no descriptor for it: asks again and again.
fn ended_by_asking(vm: &mut Vm, pid: i32, deadline: Option<Instant>) -> Outcome<bool> {
    let mut pause = Duration::from_micros(500);
    loop {
        let ended = has_ended(pid);
        if ended || deadline.is_some_and(|deadline| now() >= deadline) {
            return Ok(ended);
        }
        let next = now() + pause;
        let next = deadline.map_or(next, |deadline| next.min(deadline));
        vm.block(Wait::Child(pid as u64), Some(next));
        crate::native::signals::serve(vm)?;
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}
