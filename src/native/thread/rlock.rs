//! `_thread.RLock`: the lock that its owner may take again.

use super::wait::{Patience, give_permits, note_released, note_taken, payload, take_lock};
use crate::gil::slot::Slot;
use crate::gil::waiters::Turnstile;
use crate::gil::{Gil, GilCell};
use crate::native::{Arguments, NativeClass, Slots};
use crate::object::class::{ClassObject, flags};
use crate::object::heap::Ref;
use crate::object::native::Payload;
use crate::object::origin::{Holder, Origin, Taken, Waited};
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use std::cell::Cell;
use std::sync::Arc;

/// A re-entrant lock: one permit, and who has it how many times.
pub struct RLock {
    owner: Cell<u64>,
    count: Cell<u64>,
    turnstile: GilCell<Turnstile>,
    taken: Taken,
    origin: Option<Origin>,
}

impl Payload for RLock {
    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
    fn holder(&self, _gil: &Gil) -> Option<Holder> {
        (self.count.get() > 0).then(|| self.taken.holder(true))
    }
    fn waited(&self, _gil: &Gil, _slot: &Arc<Slot>) -> Option<Waited> {
        Some(Waited {
            doing: "waits for the re-entrant lock {}".into(),
            noun: "re-entrant lock",
            origin: self.origin.clone(),
        })
    }
}

impl RLock {
    /// An unlocked lock, made by the running call.
    fn new(vm: &Vm) -> RLock {
        RLock {
            owner: Cell::new(0),
            count: Cell::new(0),
            turnstile: GilCell::new(Turnstile::new(1)),
            taken: Taken::new(),
            origin: vm.origin(),
        }
    }
    /// Whether the calling thread has the lock.
    #[inline]
    pub fn is_owned(&self, vm: &Vm) -> bool {
        self.owner.get() == vm.ident
    }
    /// Locks once more; false if patience ran out.
    #[inline]
    pub fn acquire(&self, vm: &mut Vm, this: &Value, patience: Patience) -> Outcome<bool> {
        if self.is_owned(vm) {
            self.count.set(self.count.get() + 1);
            return Ok(true);
        }
        self.take(vm, this, patience, 1, false)
    }
    /// Locks `count` times at once, when the caller does not have the lock.
    fn take(
        &self,
        vm: &mut Vm,
        this: &Value,
        patience: Patience,
        count: u64,
        deaf: bool,
    ) -> Outcome<bool> {
        let why = Wait::RLock(this.identity());
        let taken = self.turnstile.get_mut(vm).try_take();
        if !taken && !take_lock(vm, &self.turnstile, why, patience, deaf)? {
            return Ok(false);
        }
        self.owner.set(vm.ident);
        self.count.set(count);
        self.taken.note(vm.slot.id(), vm.pc);
        note_taken(vm, why);
        Ok(true)
    }
    /// Unlocks once; raises RuntimeError if another thread, or none, has the lock.
    #[inline]
    pub fn release(&self, vm: &mut Vm, this: &Value) -> Outcome<()> {
        if !self.is_owned(vm) {
            raise!(vm, RuntimeError, "cannot release un-acquired lock");
        }
        match self.count.get() {
            1 => self.give(vm, this),
            count => self.count.set(count - 1),
        }
        Ok(())
    }
    fn give(&self, vm: &mut Vm, this: &Value) {
        self.owner.set(0);
        self.count.set(0);
        give_permits(vm, &self.turnstile, 1);
        note_released(vm, Wait::RLock(this.identity()));
    }
    /// Gives up all levels; how many they were. The caller has the lock.
    pub fn release_all(&self, vm: &mut Vm, this: &Value) -> u64 {
        let count = self.count.get();
        self.give(vm, this);
        count
    }
    /// Takes that many levels again. Signals wait until later.
    pub fn acquire_all(&self, vm: &mut Vm, this: &Value, count: u64) -> Outcome<()> {
        self.take(vm, this, Patience::Forever, count, true)
            .map(drop)
    }
    /// Unlocks and forgets whoever waits, in the child of a fork.
    pub fn reset(&self, vm: &mut Vm) {
        self.owner.set(0);
        self.count.set(0);
        self.turnstile.get_mut(vm).reset(1);
    }
}

const NAME: &str = "_thread.RLock";

native_functions! {
    static METHODS;
    /// Lock once more, waiting while another thread has the lock, with a timeout for at most that many seconds.
    "acquire(self, /, blocking=True, timeout=-1)" fn acquire(vm, this: &Value, blocking: &Value, timeout: &Value) -> bool {
        let lock: &RLock = payload(vm, this, NAME)?;
        let patience = Patience::of_lock(vm, blocking, timeout)?;
        lock.acquire(vm, this, patience)
    }
    /// Unlock once; the lock is free when that was done as often as acquire().
    "release(self, /)" fn release(vm, this: &Value) -> () {
        let lock: &RLock = payload(vm, this, NAME)?;
        lock.release(vm, this)
    }
    /// Lock once more.
    "__enter__(self, /)" fn enter(vm, this: &Value) -> bool {
        let lock: &RLock = payload(vm, this, NAME)?;
        lock.acquire(vm, this, Patience::Forever)
    }
    /// Unlock once.
    "__exit__(self, exc_type=None, exc_value=None, traceback=None, /)"
    fn exit(vm, this: &Value, _class: &Value, _exception: &Value, _traceback: &Value) -> () {
        let lock: &RLock = payload(vm, this, NAME)?;
        lock.release(vm, this)
    }
    /// Whether the calling thread has the lock.
    "_is_owned(self, /)" fn is_owned(vm, this: &Value) -> bool {
        let lock: &RLock = payload(vm, this, NAME)?;
        Ok(lock.is_owned(vm))
    }
    /// How often the calling thread has the lock.
    "_recursion_count(self, /)" fn recursion_count(vm, this: &Value) -> u64 {
        let lock: &RLock = payload(vm, this, NAME)?;
        Ok(if lock.is_owned(vm) { lock.count.get() } else { 0 })
    }
    /// Unlock whatever the number of levels; what _acquire_restore() takes.
    "_release_save(self, /)" fn release_save(vm, this: &Value) -> Value {
        let lock: &RLock = payload(vm, this, NAME)?;
        if lock.count.get() == 0 {
            raise!(vm, RuntimeError, "cannot release un-acquired lock");
        }
        let owner = vm.new_int_from(lock.owner.get());
        let count = lock.release_all(vm, this);
        let count = vm.new_int_from(count);
        Ok(vm.new_pair(count, owner))
    }
    /// Lock again as it was before _release_save().
    "_acquire_restore(self, state, /)" fn acquire_restore(vm, this: &Value, state: &TupleObject) -> () {
        let lock: &RLock = payload(vm, this, NAME)?;
        let [count, owner] = state.items() else {
            raise!(vm, TypeError, "_acquire_restore() argument must be a tuple of two ints");
        };
        let (count, owner) = (vm.index_i64(count)?, vm.index_i64(owner)?);
        lock.acquire_all(vm, this, count as u64)?;
        lock.owner.set(owner as u64);
        Ok(())
    }
    "_at_fork_reinit(self, /)" fn at_fork_reinit(vm, this: &Value) -> () {
        let lock: &RLock = payload(vm, this, NAME)?;
        lock.reset(vm);
        Ok(())
    }
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, _arguments: Arguments) -> Outcome<Value> {
    let lock = vm.new_native(class, RLock::new(vm));
    vm.watch_lock(&lock);
    Ok(lock)
}

/// Subclasses may give their own `__init__` what they like.
fn init(_: &mut Vm, _: &Value, _: Arguments) -> Outcome<()> {
    Ok(())
}

fn repr(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let lock: &RLock = payload(vm, this, NAME)?;
    let state = if lock.count.get() > 0 {
        "locked"
    } else {
        "unlocked"
    };
    let (owner, count) = (lock.owner.get(), lock.count.get());
    let name = vm.dotted_name(&vm.class_of(this).clone());
    Ok(vm.new_str(&format!(
        "<{state} {name} object owner={owner} count={count} at {:#x}>",
        vm.identity_of(this)
    )))
}

/// `_thread.RLock`.
pub static RLOCK: NativeClass = NativeClass {
    name: NAME,
    doc: "A lock that the thread which has it may take again; it is free when it was released as often.",
    slots: Slots {
        repr: Some(repr),
        ..Slots::NONE
    },
    new: Some(new),
    init: Some(init),
    methods: METHODS,
    flags: flags::WEAK,
    ..NativeClass::EMPTY
};
