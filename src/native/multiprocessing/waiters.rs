//! `_multiprocessing.Waiters` and `_multiprocessing.Flag`: what conditions and events that processes share are made of.
//!
//! Enters: a lock the caller has taken, notifications, settings. Leaves: whether somebody was notified or the flag was set.

use super::arena::{self, Place};
use super::semlock::SemLock;
use super::slot::Answer;
use super::wait::{Patience, until_answered};
use crate::deadlock::family::Target;
use crate::gil::Gil;
use crate::gil::slot::Slot as ThreadSlot;
use crate::native::NativeClass;
use crate::native::payload::state;
use crate::object::builtin::Exc;
use crate::object::class::flags;
use crate::object::native::Payload;
use crate::object::origin::Waited;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

/// A slot that conditions, events or plain numbers live in.
#[derive(Default)]
pub struct Shared(OnceCell<Rc<Place>>);

impl Payload for Shared {
    fn waited(&self, _gil: &Gil, _slot: &Arc<ThreadSlot>) -> Option<Waited> {
        Some(Waited {
            doing: "waits for {} between processes".into(),
            noun: "signal",
            origin: None,
        })
    }
}

fn place<'a>(vm: &mut Vm, this: &'a Value) -> Outcome<&'a Rc<Place>> {
    match state::<Shared>(vm, this)?.0.get() {
        Some(place) => Ok(place),
        None => Err(vm.raise(Exc::RuntimeError, "__init__() was not called")),
    }
}

fn occupy(vm: &mut Vm, this: &Value, place: Place) -> Outcome<()> {
    if state::<Shared>(vm, this)?.0.set(Rc::new(place)).is_err() {
        raise!(vm, RuntimeError, "__init__() was called already");
    }
    Ok(())
}

/// Stops having the lock, however often it was taken; how often it was.
fn release_all(vm: &mut Vm, lock: &SemLock) -> Outcome<i64> {
    let count = lock.count(vm)?;
    for _ in 0..count {
        lock.release(vm)?;
    }
    Ok(count)
}

native_functions! {
    static SHARED_METHODS;
    /// What another process needs to find it: (descriptor of the arena, identity of the arena, slot).
    "_coordinates(self, /)" fn coordinates(vm, this: &Value) -> Value {
        let coordinates = place(vm, this)?.coordinates();
        Ok(super::coordinates_value(vm, coordinates))
    }
    /// Become the one with those coordinates.
    "_adopt(self, fd, identity, slot, /)" fn adopt(vm, this: &Value, fd: i32, identity: i64, slot: i64) -> () {
        let found = arena::find(vm, fd, identity as u64, super::slot_index(slot))?;
        occupy(vm, this, found)
    }
}

native_functions! {
    static WAITERS_METHODS;
    /// Give the lock up, wait to be notified, and take the lock again. True if notified, false if the timeout passed first.
    "wait(self, lock, timeout=None, /)" fn wait(vm, this: &Value, lock: &Value, timeout: &Value) -> bool {
        let semaphore: &SemLock = state(vm, lock)?;
        let patience = Patience::of(vm, true, timeout)?;
        let place = place(vm, this)?;
        let enrolled = place.slot().enrol();
        let levels = release_all(vm, semaphore)?;
        let deadline = match patience {
            Patience::Until(deadline) => deadline,
            Patience::Now => Some(crate::sched::now()),
        };
        let slot = place.slot();
        let wait = |waiting: &super::slot::Waiting| slot.await_notice(enrolled, waiting);
        let answer = until_answered(vm, this, place, deadline, || Target::Anybody, wait);
        if answer.is_err() {
            slot.leave(enrolled);
        }
        let raised = match answer {
            Ok(_) => None,
            Err(_) => vm.take_pending(),
        };
        for _ in 0..levels {
            semaphore.acquire(vm, lock, Patience::Until(None))?;
        }
        if let Some(raised) = raised {
            return Err(vm.raise_value(raised));
        }
        Ok(answer.is_ok_and(|answer| answer == Answer::Got))
    }
    /// Notify at most that many of those who wait. They wake up when the lock, which the caller has, is released.
    "notify(self, lock, count, /)" fn notify(vm, this: &Value, lock: &Value, count: i64) -> () {
        let semaphore: &SemLock = state(vm, lock)?;
        let place = place(vm, this)?;
        let count = place.slot().notify(count.clamp(0, i64::from(u32::MAX)) as u32);
        if count > 0 {
            semaphore.wake_on_release(place, count);
        }
        Ok(())
    }
    /// How many wait and were not notified yet.
    "enrolled(self, /)" fn enrolled(vm, this: &Value) -> u64 {
        Ok(place(vm, this)?.slot().enrolled())
    }
}

native_functions! {
    static FLAG_METHODS;
    /// Whether it is set.
    "is_set(self, /)" fn is_set(vm, this: &Value) -> bool {
        Ok(place(vm, this)?.slot().is_set())
    }
    /// Set it, and wake whoever waits for it.
    "set(self, /)" fn set(vm, this: &Value) -> () {
        place(vm, this)?.slot().set();
        Ok(())
    }
    /// Clear it.
    "clear(self, /)" fn clear(vm, this: &Value) -> () {
        place(vm, this)?.slot().clear();
        Ok(())
    }
    /// Wait until it is set, or with a timeout for at most that many seconds. True if it is or was set.
    "wait(self, /, timeout=None)" fn wait_set(vm, this: &Value, timeout: &Value) -> bool {
        let place = place(vm, this)?;
        let before = place.slot().times_set();
        if place.slot().is_set() {
            return Ok(true);
        }
        let deadline = match Patience::of(vm, true, timeout)? {
            Patience::Until(deadline) => deadline,
            Patience::Now => return Ok(place.slot().is_set()),
        };
        let slot = place.slot();
        let wait = |waiting: &super::slot::Waiting| slot.await_set(before, waiting);
        let answer = until_answered(vm, this, place, deadline, || Target::Anybody, wait)?;
        Ok(answer == Answer::Got)
    }
}

native_functions! {
    static WORDS_METHODS;
    /// The number at that index.
    "get(self, index, /)" fn get_word(vm, this: &Value, index: usize) -> i64 {
        let slot = place(vm, this)?.slot();
        match slot.words.get(index) {
            Some(word) => Ok(word.load(super::sync::Ordering::Acquire) as i64),
            None => raise!(vm, IndexError, "index out of range"),
        }
    }
    /// Set the number at that index.
    "set(self, index, number, /)" fn set_word(vm, this: &Value, index: usize, number: i64) -> () {
        let slot = place(vm, this)?.slot();
        match slot.words.get(index) {
            Some(word) => word.store(number as u64, super::sync::Ordering::Release),
            None => raise!(vm, IndexError, "index out of range"),
        }
        Ok(())
    }
}

/// What the classes of this file have in common.
static SHARED: NativeClass = NativeClass {
    name: "_multiprocessing.Shared",
    doc: "A slot of memory that processes share.",
    new: Some(|vm, class, _| Ok(vm.new_native(class, Shared::default()))),
    init: Some(|vm, this, _| {
        let place = arena::allocate(vm)?;
        occupy(vm, this, place)
    }),
    methods: SHARED_METHODS,
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};

/// `_multiprocessing.Waiters`.
pub static WAITERS: NativeClass = NativeClass {
    name: "_multiprocessing.Waiters",
    doc: "Those who wait for a condition that processes share.",
    base: Some(&SHARED),
    methods: WAITERS_METHODS,
    ..SHARED
};

/// `_multiprocessing.Flag`.
pub static FLAG: NativeClass = NativeClass {
    name: "_multiprocessing.Flag",
    doc: "A flag that processes share and can wait for.",
    base: Some(&SHARED),
    methods: FLAG_METHODS,
    ..SHARED
};

/// `_multiprocessing.Words`.
pub static WORDS: NativeClass = NativeClass {
    name: "_multiprocessing.Words",
    doc: "Five numbers that processes share.",
    base: Some(&SHARED),
    methods: WORDS_METHODS,
    ..SHARED
};
