//! Waiting: timeouts as the program gives them, and the two loops in which threads wait for each other.
//!
//! Both loops serve signals before every block, so that a signal never finds the main thread asleep, and leave the primitive
//! in order when a handler raises. Who got what it waited for although a signal came passes the interrupt on to the next wait.

use crate::gil::GilCell;
use crate::gil::lock::Blocked;
use crate::gil::slot::Slot;
use crate::gil::waiters::{Turnstile, WaitList};
use crate::native::signals;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::raise;
use crate::sched::{Event, Instant, Wait};
use crate::vm::{Outcome, Vm};
use std::sync::Arc;
use std::time::Duration;

/// The longest timeout in seconds.
pub const TIMEOUT_MAX: f64 = 9_223_372_036.0;

/// How long somebody is ready to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patience {
    /// Not at all.
    Now,
    /// Until then.
    Until(Instant),
    /// As long as it takes.
    Forever,
}

impl Patience {
    /// When it ends, if it does.
    pub fn deadline(self) -> Option<Instant> {
        match self {
            Patience::Until(deadline) => Some(deadline),
            Patience::Now | Patience::Forever => None,
        }
    }

    /// That many seconds from now; not at all if they are not above zero.
    fn of_seconds(vm: &mut Vm, seconds: f64) -> Outcome<Patience> {
        if seconds.is_nan() {
            raise!(vm, ValueError, "Invalid value NaN (not a number)");
        }
        if seconds <= 0.0 {
            return Ok(Patience::Now);
        }
        if seconds >= 9.3e18 {
            raise!(
                vm,
                OverflowError,
                "timestamp out of range for platform time_t"
            );
        }
        if seconds > TIMEOUT_MAX {
            raise!(vm, OverflowError, "timeout value is too large");
        }
        Ok(Patience::Until(vm.now() + Duration::from_secs_f64(seconds)))
    }

    /// A `timeout` for which None means for ever and zero or less not at all.
    pub fn of_timeout(vm: &mut Vm, timeout: &Value) -> Outcome<Patience> {
        if timeout.is_none() || timeout.is_missing() {
            return Ok(Patience::Forever);
        }
        let seconds = vm.float(timeout)?;
        Patience::of_seconds(vm, seconds)
    }

    /// `blocking` and `timeout` of a lock's `acquire`, where -1 means for ever.
    pub fn of_lock(vm: &mut Vm, blocking: &Value, timeout: &Value) -> Outcome<Patience> {
        let blocking = vm.truth(blocking)?;
        if timeout.as_int() == Some(-1) {
            return Ok(if blocking {
                Patience::Forever
            } else {
                Patience::Now
            });
        }
        let seconds = match timeout.as_float() {
            Some(seconds) => seconds,
            None => {
                let whole = vm.index(timeout)?;
                vm.float(&whole)?
            }
        };
        if seconds == -1.0 {
            return Ok(if blocking {
                Patience::Forever
            } else {
                Patience::Now
            });
        }
        if seconds.is_nan() {
            raise!(vm, ValueError, "Invalid value NaN (not a number)");
        }
        if !blocking {
            raise!(
                vm,
                ValueError,
                "can't specify a timeout for a non-blocking call"
            );
        }
        if seconds < 0.0 {
            raise!(
                vm,
                ValueError,
                "timeout value must be a non-negative number"
            );
        }
        Patience::of_seconds(vm, seconds)
    }

    /// `blocking` and `timeout` of a semaphore's `acquire`.
    pub fn of_semaphore(vm: &mut Vm, blocking: &Value, timeout: &Value) -> Outcome<Patience> {
        if vm.truth(blocking)? {
            return Patience::of_timeout(vm, timeout);
        }
        if !timeout.is_none() {
            raise!(
                vm,
                ValueError,
                "can't specify timeout for non-blocking acquire"
            );
        }
        Ok(Patience::Now)
    }
}

/// The payload of a method's receiver.
#[inline]
pub fn payload<'a, T: Payload>(vm: &mut Vm, this: &'a Value, class: &str) -> Outcome<&'a T> {
    match this.payload::<T>() {
        Some(payload) => Ok(payload),
        None => {
            let name = vm.class_name(this);
            raise!(
                vm,
                TypeError,
                "descriptor requires a '{class}' object but received a '{name}'"
            )
        }
    }
}

/// Passes an interrupt that was not served on to the next wait.
fn pass_on_interrupt(vm: &Vm, slot: &Arc<Slot>) {
    vm.interp().lock.interrupt(slot);
}

/// Takes a permit, waiting for one if need be. An exception of a signal handler leaves without one, unless `deaf`: then signals
/// are left for later.
pub fn take_permit(
    vm: &mut Vm,
    turnstile: &GilCell<Turnstile>,
    why: Wait,
    patience: Patience,
    deaf: bool,
) -> Outcome<bool> {
    if turnstile.get_mut(vm).try_take() {
        return Ok(true);
    }
    if patience == Patience::Now {
        return Ok(false);
    }
    let (since, slot) = (vm.now(), vm.slot.clone());
    let mut interrupted = false;
    loop {
        if deaf {
            // Nothing will ever wake this thread: better an exception than no answer.
            vm.raise_if_stuck()?;
        } else {
            signals::serve_waiting(vm, &why)?;
            // A handler may have given back what this thread waits for.
            if turnstile.get_mut(vm).try_take() {
                return Ok(true);
            }
        }
        turnstile.get_mut(vm).join(&slot, since);
        let blocked = vm.block(why, patience.deadline());
        interrupted |= blocked == Blocked::Interrupted;
        let taken = turnstile.get_mut(vm).settle(&slot);
        if taken || blocked == Blocked::TimedOut {
            if interrupted {
                pass_on_interrupt(vm, &slot);
            }
            return Ok(taken);
        }
        if deaf {
            // A signal can be left for later; that this will never end cannot.
            crate::deadlock::raise_told(vm)?;
        }
    }
}

/// As [`take_permit`] for a lock that was found taken; the recorder is told that it is wanted, and left if that comes to nothing.
#[cold]
pub fn take_lock(
    vm: &mut Vm,
    turnstile: &GilCell<Turnstile>,
    why: Wait,
    patience: Patience,
    deaf: bool,
) -> Outcome<bool> {
    if patience == Patience::Now {
        return Ok(false);
    }
    vm.record(|vm| {
        let (object, site) = vm.object_and_site(why);
        Event::LockWant {
            lock: why.object(),
            object,
            site,
        }
    });
    let taken = take_permit(vm, turnstile, why, patience, deaf);
    if taken != Ok(true) {
        vm.record(|vm| Event::LockLeft {
            object: vm.object_alone(why),
        });
    }
    taken
}

/// Tells the recorder of a lock that was taken; `why` is what one waits for it by.
#[inline(always)]
pub fn note_taken(vm: &mut Vm, why: Wait) {
    vm.record(|vm| {
        let (object, site) = vm.object_and_site(why);
        Event::LockGot {
            lock: why.object(),
            object,
            site,
        }
    });
}

/// Tells the recorder of a lock that was released.
#[inline(always)]
pub fn note_released(vm: &mut Vm, why: Wait) {
    vm.record(|vm| Event::LockReleased {
        lock: why.object(),
        object: vm.object_alone(why),
    });
}

/// Gives permits back, and calls as many threads from the line.
#[inline]
pub fn give_permits(vm: &mut Vm, turnstile: &GilCell<Turnstile>, count: usize) {
    if !turnstile.get_mut(vm).give_quietly(count) {
        vm.settle();
        let interp = vm.interp().clone();
        turnstile.get_mut(vm).give(&interp.lock, count);
    }
}

/// Picks at most `count` threads from the line, the first ones first.
pub fn pick(vm: &mut Vm, line: &GilCell<WaitList>, count: usize) {
    if line.get(vm).is_empty() {
        return;
    }
    vm.settle();
    let interp = vm.interp().clone();
    for _ in 0..count {
        if line.get_mut(vm).wake_one(&interp.lock).is_none() {
            break;
        }
    }
}

/// Puts the caller in line; [`wait_to_be_picked`] follows.
pub fn join_line(vm: &mut Vm, line: &GilCell<WaitList>) {
    let (since, slot) = (vm.now(), vm.slot.clone());
    line.get_mut(vm).join(&slot, since);
}

/// Waits to be picked from the line that the caller has joined; true if it was. Afterwards it is in line no more.
pub fn wait_to_be_picked(
    vm: &mut Vm,
    line: &GilCell<WaitList>,
    why: Wait,
    patience: Patience,
) -> Outcome<bool> {
    let slot = vm.slot.clone();
    if patience == Patience::Now {
        return Ok(line.get_mut(vm).leave(&slot));
    }
    loop {
        if let Err(raised) = signals::serve_waiting(vm, &why) {
            line.get_mut(vm).leave(&slot);
            return Err(raised);
        }
        // A handler, or code that ran since the caller joined, may have let others run.
        if !line.get(vm).contains(&slot) {
            return Ok(true);
        }
        let blocked = vm.block(why, patience.deadline());
        if blocked == Blocked::TimedOut {
            return Ok(line.get_mut(vm).leave(&slot));
        }
        if blocked == Blocked::Interrupted && !line.get(vm).contains(&slot) {
            pass_on_interrupt(vm, &slot);
            return Ok(true);
        }
    }
}
