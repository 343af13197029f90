//! `_thread.lock`: the plain lock.

use super::wait::{Patience, give_permits, note_released, note_taken, payload, take_lock};
use crate::gil::slot::Slot;
use crate::gil::waiters::Turnstile;
use crate::gil::{Gil, GilCell};
use crate::native::{Arguments, NativeClass, Slots};
use crate::object::class::{ClassObject, flags};
use crate::object::heap::Ref;
use crate::object::native::Payload;
use crate::object::origin::{Holder, Origin, Taken, Waited};
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use std::sync::Arc;

/// A plain lock: one permit.
pub struct Lock {
    turnstile: GilCell<Turnstile>,
    taken: Taken,
    origin: Option<Origin>,
}

impl Payload for Lock {
    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
    fn holder(&self, gil: &Gil) -> Option<Holder> {
        let turnstile = self.turnstile.get(gil);
        // Who was handed the permit has not noted that it took it.
        match turnstile.granted() {
            _ if turnstile.permits() > 0 => None,
            Some(slot) => Some(Holder {
                slot,
                pc: std::ptr::null(),
                is_owner: false,
            }),
            None => Some(self.taken.holder(false)),
        }
    }
    fn waited(&self, _gil: &Gil, _slot: &Arc<Slot>) -> Option<Waited> {
        Some(Waited {
            doing: "waits for the lock {}".into(),
            noun: "lock",
            origin: self.origin.clone(),
        })
    }
}

impl Lock {
    /// An unlocked lock, made by the running call.
    pub fn new(vm: &Vm) -> Lock {
        Lock {
            turnstile: GilCell::new(Turnstile::new(1)),
            taken: Taken::new(),
            origin: vm.origin(),
        }
    }
    /// Locks; false if patience ran out.
    #[inline]
    pub fn acquire(&self, vm: &mut Vm, this: &Value, patience: Patience) -> Outcome<bool> {
        self.acquire_with(vm, this, patience, false)
    }
    /// As [`Lock::acquire`]; with `deaf`, signals wait until later.
    #[inline]
    pub fn acquire_with(
        &self,
        vm: &mut Vm,
        this: &Value,
        patience: Patience,
        deaf: bool,
    ) -> Outcome<bool> {
        let why = Wait::Lock(this.identity());
        let taken = self.turnstile.get_mut(vm).try_take();
        if !taken && !take_lock(vm, &self.turnstile, why, patience, deaf)? {
            return Ok(false);
        }
        self.taken.note(vm.slot.id(), vm.pc);
        note_taken(vm, why);
        Ok(true)
    }
    /// Unlocks; raises RuntimeError if the lock is not locked.
    #[inline]
    pub fn release(&self, vm: &mut Vm, this: &Value) -> Outcome<()> {
        if !self.is_locked(vm) {
            raise!(vm, RuntimeError, "release unlocked lock");
        }
        give_permits(vm, &self.turnstile, 1);
        note_released(vm, Wait::Lock(this.identity()));
        Ok(())
    }
    /// Whether somebody has the lock.
    #[inline]
    pub fn is_locked(&self, vm: &Vm) -> bool {
        self.turnstile.get(vm).permits() == 0
    }
    /// Unlocks and forgets whoever waits, in the child of a fork.
    pub fn reset(&self, vm: &mut Vm) {
        self.turnstile.get_mut(vm).reset(1);
    }
}

native_functions! {
    static METHODS;
    /// Lock, waiting until that is possible or, with a timeout, for at most that many seconds. True if it was done.
    "acquire(self, /, blocking=True, timeout=-1)" fn acquire(vm, this: &Value, blocking: &Value, timeout: &Value) -> bool {
        let lock: &Lock = payload(vm, this, "_thread.lock")?;
        let patience = Patience::of_lock(vm, blocking, timeout)?;
        lock.acquire(vm, this, patience)
    }
    /// The old name of acquire.
    "acquire_lock(self, /, blocking=True, timeout=-1)"
    fn acquire_lock(vm, this: &Value, blocking: &Value, timeout: &Value) -> bool {
        let lock: &Lock = payload(vm, this, "_thread.lock")?;
        let patience = Patience::of_lock(vm, blocking, timeout)?;
        lock.acquire(vm, this, patience)
    }
    /// Unlock; any thread may.
    "release(self, /)" fn release(vm, this: &Value) -> () {
        let lock: &Lock = payload(vm, this, "_thread.lock")?;
        lock.release(vm, this)
    }
    /// The old name of release.
    "release_lock(self, /)" fn release_lock(vm, this: &Value) -> () {
        let lock: &Lock = payload(vm, this, "_thread.lock")?;
        lock.release(vm, this)
    }
    /// Whether somebody has the lock.
    "locked(self, /)" fn locked(vm, this: &Value) -> bool {
        let lock: &Lock = payload(vm, this, "_thread.lock")?;
        Ok(lock.is_locked(vm))
    }
    /// The old name of locked.
    "locked_lock(self, /)" fn locked_lock(vm, this: &Value) -> bool {
        let lock: &Lock = payload(vm, this, "_thread.lock")?;
        Ok(lock.is_locked(vm))
    }
    /// Lock.
    "__enter__(self, /)" fn enter(vm, this: &Value) -> bool {
        let lock: &Lock = payload(vm, this, "_thread.lock")?;
        lock.acquire(vm, this, Patience::Forever)
    }
    /// Unlock.
    "__exit__(self, exc_type=None, exc_value=None, traceback=None, /)"
    fn exit(vm, this: &Value, _class: &Value, _exception: &Value, _traceback: &Value) -> () {
        let lock: &Lock = payload(vm, this, "_thread.lock")?;
        lock.release(vm, this)
    }
    "_at_fork_reinit(self, /)" fn at_fork_reinit(vm, this: &Value) -> () {
        let lock: &Lock = payload(vm, this, "_thread.lock")?;
        lock.reset(vm);
        Ok(())
    }
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    arguments.no_keywords(vm, "lock")?;
    if !arguments.is_empty() {
        raise!(
            vm,
            TypeError,
            "lock expected 0 arguments, got {}",
            arguments.positional().len()
        );
    }
    let lock = vm.new_native(class, Lock::new(vm));
    vm.watch_lock(&lock);
    Ok(lock)
}

fn repr(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let lock: &Lock = payload(vm, this, "_thread.lock")?;
    let state = if lock.is_locked(vm) {
        "locked"
    } else {
        "unlocked"
    };
    Ok(vm.new_str(&format!(
        "<{state} _thread.lock object at {:#x}>",
        vm.identity_of(this)
    )))
}

/// `_thread.lock`.
pub static LOCK: NativeClass = NativeClass {
    name: "_thread.lock",
    doc: "A lock. acquire() waits until it is unlocked and locks it, release() unlocks it; `with` does both.",
    slots: Slots {
        repr: Some(repr),
        ..Slots::NONE
    },
    new: Some(new),
    methods: METHODS,
    flags: flags::FINAL | flags::WEAK,
    ..NativeClass::EMPTY
};
