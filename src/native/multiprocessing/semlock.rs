//! `_multiprocessing.SemLock`: locks and semaphores that processes share.
//!
//! Enters: a kind, a value and its maximum, or the coordinates of one that exists. Leaves: permits. `multiprocessing.synchronize`
//! derives its classes from this one. Taking and giving back a permit nobody else wants is one atomic operation each.
//!
//! What belongs to this process alone is in the object: which thread took it last and how often, so that a re-entrant lock can be
//! taken again. After a fork the child has taken nothing.

use super::arena::{self, Place};
use super::permits::Owner;
use super::process::ending_of;
use super::slot::{Answer, Slot};
use super::wait::{Patience, until_answered};
use crate::deadlock::family::Target;
use crate::gil::Gil;
use crate::gil::slot::Slot as ThreadSlot;
use crate::native::payload::state;
use crate::native::{Arguments, GetSetDefinition, NativeClass};
use crate::object::builtin::Exc;
use crate::object::class::flags;
use crate::object::heap::Layout;
use crate::object::native::Payload;
use crate::object::origin::{Holder, Origin, Taken, Waited};
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

/// The most permits there may be.
pub const MOST: i64 = i32::MAX as i64;
const RECURSIVE_MUTEX: i32 = 0;
const SEMAPHORE: i32 = 1;

/// `multiprocessing.synchronize.OwnerDied`.
pub static OWNER_DIED: NativeClass = NativeClass {
    name: "multiprocessing.synchronize.OwnerDied",
    doc: "The process that held the lock has ended without releasing it.",
    layout: Layout::Exception,
    base: Some(crate::object::builtin::EXCEPTIONS[Exc::RuntimeError as usize]),
    ..crate::native::types::exception::EXCEPTION
};

/// What is known of a lock or semaphore once it is initialised.
struct Known {
    place: Place,
    kind: i32,
    most: u32,
    /// It remembers the process that has it.
    is_lock: bool,
}

/// A lock or semaphore.
#[derive(Default)]
pub struct SemLock {
    known: OnceCell<Known>,
    /// Whether to take over from an owner that has died.
    recover: Cell<bool>,
    /// How often this process took it more than it gave it back.
    count: Cell<i64>,
    /// The thread that took it last.
    ident: Cell<u64>,
    /// The number of forks when the two above were true.
    forks: Cell<u32>,
    /// Who was notified and is to be woken when the lock is free: it could do nothing before.
    to_wake: RefCell<Vec<(Rc<Place>, u32)>>,
    has_to_wake: Cell<bool>,
    /// Where it was made; nothing in processes that were given it.
    origin: OnceCell<Origin>,
    /// Who took it in this process.
    taken: Taken,
}

impl Payload for SemLock {
    fn origin(&self) -> Option<&Origin> {
        self.origin.get()
    }
    fn holder(&self, _gil: &Gil) -> Option<Holder> {
        (self.count.get() > 0).then(|| self.taken.holder(false))
    }
    fn waited(&self, _gil: &Gil, _slot: &Arc<ThreadSlot>) -> Option<Waited> {
        let known = self.known.get()?;
        let noun = if known.is_lock { "lock" } else { "semaphore" };
        let whose = match known.place.slot().holder() {
            0 => String::new(),
            process if process == std::process::id() => String::new(),
            process => format!(", which the process with number {process} has"),
        };
        Some(Waited {
            doing: format!("waits for the {noun} {{}} between processes{whose}"),
            noun,
            origin: self.origin.get().cloned(),
        })
    }
}

impl SemLock {
    fn known(&self, vm: &Vm) -> Outcome<&Known> {
        match self.known.get() {
            Some(known) => {
                let forks = known.place.process.forks();
                if self.forks.get() != forks {
                    self.forks.set(forks);
                    self.count.set(0);
                    // Those are the parent's to wake.
                    self.has_to_wake.set(false);
                    self.to_wake.take();
                }
                Ok(known)
            }
            None => Err(vm.raise(Exc::RuntimeError, "SemLock.__init__() was not called")),
        }
    }

    /// How often this process took it more than it gave it back.
    pub fn count(&self, vm: &Vm) -> Outcome<i64> {
        self.known(vm)?;
        Ok(self.count.get())
    }

    /// Whether it remembers the process that has it.
    pub fn is_lock(&self) -> bool {
        self.known.get().is_some_and(|known| known.is_lock)
    }

    /// Whether the calling thread took it last and still has it.
    pub fn is_mine(&self, vm: &Vm) -> Outcome<bool> {
        self.known(vm)?;
        Ok(self.count.get() > 0 && self.ident.get() == vm.ident)
    }

    /// Takes it; false if patience ran out.
    pub fn acquire(&self, vm: &mut Vm, this: &Value, patience: Patience) -> Outcome<bool> {
        let known = self.known(vm)?;
        if known.kind == RECURSIVE_MUTEX && self.count.get() > 0 && self.ident.get() == vm.ident {
            self.count.set(self.count.get() + 1);
            return Ok(true);
        }
        let owner = known.is_lock.then(|| known.place.process.owner());
        if !known.place.slot().try_take(owner) && !self.wait(vm, this, known, owner, patience)? {
            return Ok(false);
        }
        self.count.set(self.count.get() + 1);
        self.ident.set(vm.ident);
        self.taken.note(vm.slot.id(), vm.pc);
        Ok(true)
    }

    #[cold]
    fn wait(
        &self,
        vm: &mut Vm,
        this: &Value,
        known: &Known,
        owner: Option<Owner>,
        patience: Patience,
    ) -> Outcome<bool> {
        let (slot, recover) = (known.place.slot(), self.recover.get());
        let deadline = match patience {
            Patience::Until(deadline) => deadline,
            Patience::Now if slot.is_promised() => Some(Slot::end_of_promise()),
            Patience::Now => return Ok(false),
        };
        // Held by another process, it may be free in less time than giving up the interpreter's lock takes.
        if known.place.process.spins() && owner.is_none_or(|owner| owner.process != slot.holder()) {
            for _ in 0..40 {
                if slot.try_take(owner) {
                    return Ok(true);
                }
                std::hint::spin_loop();
            }
        }
        let wait = |waiting: &super::slot::Waiting| slot.take(owner, recover, waiting);
        // Anybody may release a semaphore, and a lock unless it is re-entrant or was taken by `with`.
        let target = || match (
            slot.holder(),
            known.kind == RECURSIVE_MUTEX || slot.is_in_with(),
        ) {
            (process, true) if process != 0 => Target::Process(process),
            _ => Target::Anybody,
        };
        match until_answered(vm, this, &known.place, deadline, target, wait)? {
            Answer::Got => Ok(true),
            Answer::OwnerDied(process) => {
                let ending =
                    ending_of(process).map_or(String::new(), |ending| format!(" ({ending})"));
                let message = format!(
                    "the process {process} has ended{ending} while it held the lock {}",
                    vm.repr_text(this)?
                );
                Err(vm.raise_native_text(&OWNER_DIED, message))
            }
            Answer::TimedOut | Answer::Interrupted => Ok(false),
        }
    }

    /// Gives it back once.
    pub fn release(&self, vm: &mut Vm) -> Outcome<()> {
        let known = self.known(vm)?;
        let count = self.count.get();
        if known.kind == RECURSIVE_MUTEX {
            if count <= 0 || self.ident.get() != vm.ident {
                raise!(
                    vm,
                    AssertionError,
                    "attempt to release recursive lock not owned by thread"
                );
            }
            if count > 1 {
                self.count.set(count - 1);
                return Ok(());
            }
        }
        // Before the permit is free: another thread may take it at once.
        self.count.set(count - 1);
        if known.is_lock {
            known.place.slot().note_with(false);
        }
        if !known.place.slot().give(known.most) {
            self.count.set(count);
            raise!(vm, ValueError, "semaphore or lock released too many times");
        }
        if self.has_to_wake.get() {
            self.wake_notified();
        }
        Ok(())
    }

    #[cold]
    fn wake_notified(&self) {
        self.has_to_wake.set(false);
        for (place, count) in self.to_wake.take() {
            place.slot().call(count);
        }
    }

    /// Wakes that many of those who sleep at a place, once the lock, which the caller has, is released. If the process is killed before,
    /// they find out by themselves.
    pub fn wake_on_release(&self, place: &Rc<Place>, count: u32) {
        self.to_wake.borrow_mut().push((place.clone(), count));
        self.has_to_wake.set(true);
    }
}

native_functions! { static METHODS;
    /// Take it, waiting until that is possible or, with a timeout, for at most that many seconds. True if it was done.
    "acquire(self, /, block=True, timeout=None)" fn acquire(vm, this: &Value, block: bool, timeout: &Value) -> bool {
        let lock: &SemLock = state(vm, this)?;
        let patience = Patience::of(vm, block, timeout)?;
        lock.acquire(vm, this, patience)
    }
    /// Give it back.
    "release(self, /)" fn release(vm, this: &Value) -> () {
        let lock: &SemLock = state(vm, this)?;
        lock.release(vm)
    }
    /// Take it.
    "__enter__(self, /)" fn enter(vm, this: &Value) -> bool {
        let lock: &SemLock = state(vm, this)?;
        let taken = lock.acquire(vm, this, Patience::Until(None))?;
        if taken && let Some(known) = lock.known.get() {
            known.place.slot().note_with(true);
        }
        Ok(taken)
    }
    /// Give it back.
    "__exit__(self, exc_type=None, exc_value=None, traceback=None, /)"
    fn exit(vm, this: &Value, _class: &Value, _exception: &Value, _traceback: &Value) -> () {
        let lock: &SemLock = state(vm, this)?;
        lock.release(vm)
    }
    /// How often this process took it more than it gave it back.
    "_count(self, /)" fn count(vm, this: &Value) -> i64 {
        let lock: &SemLock = state(vm, this)?;
        lock.count(vm)
    }
    /// Whether the calling thread has it.
    "_is_mine(self, /)" fn is_mine(vm, this: &Value) -> bool {
        let lock: &SemLock = state(vm, this)?;
        lock.is_mine(vm)
    }
    /// How many permits are free.
    "_get_value(self, /)" fn get_value(vm, this: &Value) -> u32 {
        let lock: &SemLock = state(vm, this)?;
        Ok(lock.known(vm)?.place.slot().permits())
    }
    /// Whether no permit is free.
    "_is_zero(self, /)" fn is_zero(vm, this: &Value) -> bool {
        let lock: &SemLock = state(vm, this)?;
        Ok(lock.known(vm)?.place.slot().permits() == 0)
    }
    /// Forget that this process has it.
    "_after_fork(self, /)" fn after_fork(vm, this: &Value) -> () {
        let lock: &SemLock = state(vm, this)?;
        lock.count.set(0);
        Ok(())
    }
    /// What another process needs to find it: (descriptor of the arena, identity of the arena, slot).
    "_coordinates(self, /)" fn coordinates(vm, this: &Value) -> Value {
        let lock: &SemLock = state(vm, this)?;
        let coordinates = lock.known(vm)?.place.coordinates();
        Ok(super::coordinates_value(vm, coordinates))
    }
    /// Become the lock or semaphore with those coordinates.
    "_adopt(self, fd, identity, slot, kind, maxvalue, is_lock, recover, /)"
    fn adopt(vm, this: &Value, fd: i32, identity: i64, slot: i64, kind: i32, most: i32, is_lock: bool, recover: bool) -> () {
        let lock: &SemLock = state(vm, this)?;
        let place = arena::find(vm, fd, identity as u64, super::slot_index(slot))?;
        lock.recover.set(recover);
        initialise(vm, lock, place, kind, most, is_lock)
    }
    /// The lock or semaphore with those coordinates.
    [class]
    "_rebuild(cls, fd, identity, slot, kind, maxvalue, is_lock=False, recover=False, /)"
    fn rebuild(
        vm, class: &Value, fd: i32, identity: i64, slot: i64, kind: i32, most: i32, is_lock: bool, recover: bool
    ) -> Value {
        let class = vm.native_class(&SEM_LOCK)?;
        let lock = SemLock { recover: Cell::new(recover), ..SemLock::default() };
        let place = arena::find(vm, fd, identity as u64, super::slot_index(slot))?;
        initialise(vm, &lock, place, kind, most, is_lock)?;
        Ok(vm.new_native(&class, lock))
    }
}

fn initialise(
    vm: &mut Vm,
    lock: &SemLock,
    place: Place,
    kind: i32,
    most: i32,
    is_lock: bool,
) -> Outcome<()> {
    lock.forks.set(place.process.forks());
    let known = Known {
        place,
        kind,
        most: most as u32,
        is_lock,
    };
    if lock.known.set(known).is_err() {
        raise!(vm, RuntimeError, "SemLock.__init__() was called already");
    }
    Ok(())
}

fn start(vm: &mut Vm, this: &Value, arguments: Arguments) -> Outcome<()> {
    let bound = arguments.bind(vm, "SemLock.__init__(kind, value, maxvalue, is_lock=False)")?;
    let mut numbers = [0; 3];
    for (number, value) in numbers.iter_mut().zip(&bound) {
        *number = crate::native::FromValue::from_value(vm, value)?;
    }
    let [kind, value, most] = numbers;
    let is_lock = vm.truth(&bound[3])?;
    if kind != RECURSIVE_MUTEX && kind != SEMAPHORE {
        raise!(vm, ValueError, "unrecognized kind");
    }
    if value < 0 {
        return Err(vm.raise_errno(libc::EINVAL, None));
    }
    let lock: &SemLock = state(vm, this)?;
    if let Some(origin) = vm.origin() {
        let _ = lock.origin.set(origin);
    }
    let place = arena::allocate(vm)?;
    place.slot().set_permits(value as u32);
    initialise(vm, lock, place, kind, most, is_lock)
}

fn attribute(vm: &mut Vm, this: &Value, read: fn(&Known) -> i64) -> Outcome<Value> {
    let lock: &SemLock = state(vm, this)?;
    Ok(Value::int(read(lock.known(vm)?)))
}

/// `_multiprocessing.SemLock`.
pub static SEM_LOCK: NativeClass = NativeClass {
    name: "_multiprocessing.SemLock",
    doc: "SemLock(kind, value, maxvalue, is_lock=False)\n\nA lock or semaphore that processes share.",
    new: Some(|vm, class, _| Ok(vm.new_native(class, SemLock::default()))),
    init: Some(start),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "kind",
            doc: "0 for a re-entrant lock, 1 for anything else.",
            get: |vm, this| attribute(vm, this, |known| i64::from(known.kind)),
            set: None,
        },
        GetSetDefinition {
            name: "maxvalue",
            doc: "The most permits there may be.",
            get: |vm, this| attribute(vm, this, |known| i64::from(known.most)),
            set: None,
        },
        GetSetDefinition {
            name: "handle",
            doc: "The number of the slot.",
            get: |vm, this| attribute(vm, this, |known| i64::from(known.place.coordinates().2)),
            set: None,
        },
        GetSetDefinition {
            name: "name",
            doc: "None: it has no name.",
            get: |_, _| Ok(Value::NONE),
            set: None,
        },
        GetSetDefinition {
            name: "_is_lock",
            doc: "Whether it remembers the process that has it.",
            get: |vm, this| attribute(vm, this, |known| i64::from(known.is_lock)),
            set: None,
        },
        GetSetDefinition {
            name: "_recover",
            doc: "Whether acquire takes the lock over from a process that has ended, instead of raising OwnerDied.",
            get: |vm, this| Ok(Value::bool(state::<SemLock>(vm, this)?.recover.get())),
            set: Some(|vm, this, value| {
                let recover = value.map_or(Ok(false), |value| vm.truth(value))?;
                state::<SemLock>(vm, this)?.recover.set(recover);
                Ok(())
            }),
        },
    ],
    flags: flags::WEAK,
    ..NativeClass::EMPTY
};
