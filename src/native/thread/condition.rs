//! `threading.Condition`: waiting, under a lock, to be told.

use super::lock::Lock;
use super::rlock::{RLOCK, RLock};
use super::wait::{Patience, join_line, payload, pick, wait_to_be_picked};
use crate::gil::slot::Slot;
use crate::gil::waiters::WaitList;
use crate::gil::{Gil, GilCell};
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::object::class::{ClassObject, flags};
use crate::object::cycle::visit_cell;
use crate::object::heap::Ref;
use crate::object::native::Payload;
use crate::object::origin::{Origin, Waited};
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use std::sync::Arc;
use std::time::Duration;

/// The lock, and who waits.
pub struct Condition {
    lock: GilCell<Value>,
    line: GilCell<WaitList>,
    origin: Option<Origin>,
}

impl Payload for Condition {
    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
    fn waited(&self, _gil: &Gil, _slot: &Arc<Slot>) -> Option<Waited> {
        Some(Waited {
            doing: "waits to be notified by the condition {}".into(),
            noun: "condition",
            origin: self.origin.clone(),
        })
    }
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit_cell(&self.lock, |lock| visit(lock));
    }
    fn clear(&mut self) {
        *self.lock.get_mut_unshared() = Value::NONE;
    }
}

/// A condition's lock by what is known of it.
enum Kind<'a> {
    Plain(&'a Lock),
    Reentrant(&'a RLock),
    /// An object with acquire and release.
    Foreign,
}

/// What a wait gave up and takes again.
enum Saved {
    Plain,
    Levels(u64),
    State(Value),
}

fn kind<'a>(vm: &Vm, lock: &'a Value) -> Kind<'a> {
    if vm.class_of(lock).has(flags::LANGUAGE) {
        return Kind::Foreign;
    }
    match (lock.payload::<Lock>(), lock.payload::<RLock>()) {
        (Some(plain), _) => Kind::Plain(plain),
        (_, Some(reentrant)) => Kind::Reentrant(reentrant),
        _ => Kind::Foreign,
    }
}

fn is_owned(vm: &mut Vm, lock: &Value) -> Outcome<bool> {
    match kind(vm, lock) {
        Kind::Plain(plain) => Ok(plain.is_locked(vm)),
        Kind::Reentrant(reentrant) => Ok(reentrant.is_owned(vm)),
        Kind::Foreign => {
            if let Some(method) = vm.get_attribute_opt(lock, "_is_owned")? {
                let answer = vm.call(&method, &[])?;
                return vm.truth(&answer);
            }
            // A lock that can be taken was nobody's.
            let acquire = vm.get_attribute_str(lock, "acquire")?;
            let taken = vm.call(&acquire, &[Value::FALSE])?;
            if vm.truth(&taken)? {
                let release = vm.get_attribute_str(lock, "release")?;
                vm.call(&release, &[])?;
                return Ok(false);
            }
            Ok(true)
        }
    }
}

fn release_save(vm: &mut Vm, lock: &Value) -> Outcome<Saved> {
    match kind(vm, lock) {
        Kind::Plain(plain) => plain.release(vm, lock).map(|()| Saved::Plain),
        Kind::Reentrant(reentrant) => Ok(Saved::Levels(reentrant.release_all(vm, lock))),
        Kind::Foreign => {
            if let Some(method) = vm.get_attribute_opt(lock, "_release_save")? {
                return vm.call(&method, &[]).map(Saved::State);
            }
            let release = vm.get_attribute_str(lock, "release")?;
            vm.call(&release, &[]).map(|_| Saved::Plain)
        }
    }
}

fn acquire_restore(vm: &mut Vm, lock: &Value, saved: Saved) -> Outcome<()> {
    match (kind(vm, lock), saved) {
        (Kind::Plain(plain), _) => plain
            .acquire_with(vm, lock, Patience::Forever, true)
            .map(drop),
        (Kind::Reentrant(reentrant), Saved::Levels(count)) => {
            reentrant.acquire_all(vm, lock, count)
        }
        (_, Saved::State(state)) => {
            if let Some(method) = vm.get_attribute_opt(lock, "_acquire_restore")? {
                return vm.call(&method, &[state]).map(drop);
            }
            let acquire = vm.get_attribute_str(lock, "acquire")?;
            vm.call(&acquire, &[]).map(drop)
        }
        _ => {
            let acquire = vm.get_attribute_str(lock, "acquire")?;
            vm.call(&acquire, &[]).map(drop)
        }
    }
}

const NAME: &str = "threading.Condition";

fn lock_of(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let condition: &Condition = payload(vm, this, NAME)?;
    Ok(condition.lock.get(vm).clone())
}

fn wait(vm: &mut Vm, this: &Value, patience: Patience) -> Outcome<bool> {
    let condition: &Condition = payload(vm, this, NAME)?;
    let lock = condition.lock.get(vm).clone();
    if !is_owned(vm, &lock)? {
        raise!(vm, RuntimeError, "cannot wait on un-acquired lock");
    }
    join_line(vm, &condition.line);
    let saved = match release_save(vm, &lock) {
        Ok(saved) => saved,
        Err(raised) => {
            let slot = vm.slot.clone();
            condition.line.get_mut(vm).leave(&slot);
            return Err(raised);
        }
    };
    let picked = wait_to_be_picked(
        vm,
        &condition.line,
        Wait::Condition(this.identity()),
        patience,
    );
    // The lock is taken again whatever happened; the exception of a handler must not be pending meanwhile.
    let exception = if picked.is_err() {
        vm.take_pending()
    } else {
        None
    };
    acquire_restore(vm, &lock, saved)?;
    match exception {
        Some(exception) => Err(vm.raise_value(exception)),
        None => picked,
    }
}

fn notify(vm: &mut Vm, this: &Value, count: usize) -> Outcome<()> {
    let condition: &Condition = payload(vm, this, NAME)?;
    let lock = condition.lock.get(vm).clone();
    if !is_owned(vm, &lock)? {
        raise!(vm, RuntimeError, "cannot notify on un-acquired lock");
    }
    pick(vm, &condition.line, count);
    Ok(())
}

native_functions! {
    static METHODS;
    /// Release the lock, wait until notified or until `timeout` seconds have passed, and lock again. False after a timeout.
    "wait(self, /, timeout=None)" fn wait_method(vm, this: &Value, timeout: &Value) -> bool {
        let patience = Patience::of_timeout(vm, timeout)?;
        wait(vm, this, patience)
    }
    /// Wait until `predicate()` is true, or for at most `timeout` seconds; its last result.
    "wait_for(self, /, predicate, timeout=None)" fn wait_for(vm, this: &Value, predicate: &Value, timeout: &Value) -> Value {
        let patience = Patience::of_timeout(vm, timeout)?;
        let overridden = vm.class_of(this).has(flags::LANGUAGE);
        loop {
            let result = vm.call(predicate, &[])?;
            if vm.truth(&result)? {
                return Ok(result);
            }
            let left = match patience {
                Patience::Until(deadline) => Some(deadline - vm.now()),
                Patience::Now => Some(Duration::ZERO),
                Patience::Forever => None,
            };
            if left == Some(Duration::ZERO) {
                return Ok(result);
            }
            if overridden {
                let left = left.map_or(Value::NONE, |left| Value::float(left.as_secs_f64()));
                let wait = vm.get_attribute_str(this, "wait")?;
                vm.call(&wait, &[left])?;
            } else {
                wait(vm, this, patience)?;
            }
        }
    }
    /// Wake up one thread that waits, or `n`.
    "notify(self, /, n=1)" fn notify_method(vm, this: &Value, n: i64) -> () {
        notify(vm, this, n.max(0) as usize)
    }
    /// Wake up all threads that wait.
    "notify_all(self, /)" fn notify_all(vm, this: &Value) -> () {
        notify(vm, this, usize::MAX)
    }
    /// The old name of notify_all.
    "notifyAll(self, /)" fn notify_all_deprecated(vm, this: &Value) -> () {
        super::warn_deprecated(vm, "notifyAll() is deprecated, use notify_all() instead")?;
        notify(vm, this, usize::MAX)
    }
    /// Take the lock.
    "__enter__(self, /)" fn enter(vm, this: &Value) -> Value {
        let lock = lock_of(vm, this)?;
        match kind(vm, &lock) {
            Kind::Plain(plain) => plain.acquire(vm, &lock, Patience::Forever).map(Value::bool),
            Kind::Reentrant(reentrant) => reentrant.acquire(vm, &lock, Patience::Forever).map(Value::bool),
            Kind::Foreign => {
                let enter = vm.get_attribute_str(&lock, "__enter__")?;
                vm.call(&enter, &[])
            }
        }
    }
    /// Give the lock up.
    "__exit__(self, exc_type=None, exc_value=None, traceback=None, /)"
    fn exit(vm, this: &Value, class: &Value, exception: &Value, traceback: &Value) -> Value {
        let lock = lock_of(vm, this)?;
        match kind(vm, &lock) {
            Kind::Plain(plain) => plain.release(vm, &lock).map(|()| Value::NONE),
            Kind::Reentrant(reentrant) => reentrant.release(vm, &lock).map(|()| Value::NONE),
            Kind::Foreign => {
                let exit = vm.get_attribute_str(&lock, "__exit__")?;
                vm.call(&exit, &[class.clone(), exception.clone(), traceback.clone()])
            }
        }
    }
    "_is_owned(self, /)" fn is_owned_method(vm, this: &Value) -> bool {
        let lock = lock_of(vm, this)?;
        is_owned(vm, &lock)
    }
    "_at_fork_reinit(self, /)" fn at_fork_reinit(vm, this: &Value) -> () {
        let condition: &Condition = payload(vm, this, NAME)?;
        condition.line.get_mut(vm).clear();
        let lock = condition.lock.get(vm).clone();
        match kind(vm, &lock) {
            Kind::Plain(plain) => plain.reset(vm),
            Kind::Reentrant(reentrant) => reentrant.reset(vm),
            Kind::Foreign => {
                let method = vm.get_attribute_str(&lock, "_at_fork_reinit")?;
                vm.call(&method, &[])?;
            }
        }
        Ok(())
    }
}

/// Makes a condition around a new re-entrant lock; `__init__` may replace it.
fn new(vm: &mut Vm, class: &Ref<ClassObject>, _arguments: Arguments) -> Outcome<Value> {
    Ok(vm.new_native(
        class,
        Condition {
            lock: GilCell::new(Value::NONE),
            line: GilCell::new(WaitList::new()),
            origin: vm.origin(),
        },
    ))
}

fn init(vm: &mut Vm, this: &Value, arguments: Arguments) -> Outcome<()> {
    let bound = arguments.bind(vm, "Condition.__init__(lock=None)")?;
    let condition: &Condition = payload(vm, this, NAME)?;
    let lock = if bound[0].is_none() {
        let class = vm.native_class(&RLOCK)?;
        vm.instantiate(&class, Arguments::NONE)?
    } else {
        // What is no lock is refused at once.
        for method in ["acquire", "release"] {
            vm.get_attribute_str(&bound[0], method)?;
        }
        bound[0].clone()
    };
    drop(condition.lock.replace(vm, lock));
    Ok(())
}

fn repr(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let condition: &Condition = payload(vm, this, NAME)?;
    let count = condition.line.get(vm).len();
    let lock = condition.lock.get(vm).clone();
    let lock = vm.repr_text(&lock)?;
    Ok(vm.new_str(&format!("<Condition({lock}, {count})>")))
}

/// `threading.Condition`.
pub static CONDITION: NativeClass = NativeClass {
    name: NAME,
    doc: "Threads that have the lock wait here until another one, which has it then, notifies them.",
    slots: Slots {
        repr: Some(repr),
        ..Slots::NONE
    },
    new: Some(new),
    init: Some(init),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "acquire",
            doc: "The lock's acquire().",
            get: |vm, this| {
                let lock = lock_of(vm, this)?;
                vm.get_attribute_str(&lock, "acquire")
            },
            set: None,
        },
        GetSetDefinition {
            name: "release",
            doc: "The lock's release().",
            get: |vm, this| {
                let lock = lock_of(vm, this)?;
                vm.get_attribute_str(&lock, "release")
            },
            set: None,
        },
        GetSetDefinition {
            name: "_lock",
            doc: "The lock.",
            get: lock_of,
            set: None,
        },
    ],
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};
