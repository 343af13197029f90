//! The module `_queue`: `SimpleQueue`, and the native part of `queue.Queue`.
//!
//! Enters: items from producers. Leaves: the same items to consumers. Operations run under the interpreter's lock and need no
//! lock of their own. The contract, with the two modes of `Queue`, is the docstring of `queue.py`.

use crate::gil::lock::Blocked;
use crate::gil::slot::Slot;
use crate::gil::waiters::{Turnstile, WaitList};
use crate::gil::{Gil, GilCell};
use crate::native::collections::deque::{self, Deque};
use crate::native::signals;
use crate::native::thread::wait::{Patience, give_permits, payload, pick, take_permit};
use crate::native::{Arguments, GetSetDefinition, NativeClass, NativeModule};
use crate::object::builtin::Exc;
use crate::object::class::{ClassObject, flags};
use crate::object::cycle::visit_cell;
use crate::object::heap::{Layout, Ref};
use crate::object::native::Payload;
use crate::object::origin::{Origin, Waited};
use crate::object::value::Value;
use crate::sched::{Event, Wait};
use crate::vm::{Outcome, Raised, Vm};
use crate::{native_functions, raise};
use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::Arc;

const fn exception(name: &'static str) -> NativeClass {
    NativeClass {
        name,
        layout: Layout::Exception,
        base: Some(crate::object::builtin::EXCEPTIONS[Exc::Exception as usize]),
        ..crate::native::types::exception::EXCEPTION
    }
}

/// `queue.Empty`.
static EMPTY: NativeClass = exception("_queue.Empty");
/// `queue.Full`.
static FULL: NativeClass = exception("queue.Full");
/// `queue.ShutDown`.
static SHUT_DOWN: NativeClass = exception("queue.ShutDown");

fn raised(vm: &mut Vm, class: &'static NativeClass) -> Raised {
    vm.raise_native(class, Vec::new())
}

/// `block` and `timeout` of put and get.
fn patience_of(vm: &mut Vm, block: &Value, timeout: &Value) -> Outcome<Patience> {
    if !vm.truth(block)? {
        return Ok(Patience::Now);
    }
    if !timeout.is_none() && vm.float(timeout)? < 0.0 {
        raise!(vm, ValueError, "'timeout' must be a non-negative number");
    }
    Patience::of_timeout(vm, timeout)
}

/// Tells the recorder of an item that was put.
#[inline(always)]
fn note_put(vm: &mut Vm, this: &Value) {
    vm.record(|vm| {
        let (object, site) = vm.object_and_site(Wait::Queue(this.identity()));
        Event::Put { object, site }
    });
}

/// Tells the recorder of an item that was taken.
#[inline(always)]
fn note_get(vm: &mut Vm, this: &Value) {
    vm.record(|vm| {
        let (object, site) = vm.object_and_site(Wait::Queue(this.identity()));
        Event::Get { object, site }
    });
}

// ---- SimpleQueue ------------------------------------------------------------------------------------------------------------

/// An unbounded queue: the items, and one permit an item.
struct SimpleQueue {
    items: GilCell<VecDeque<Value>>,
    permits: GilCell<Turnstile>,
    origin: Option<Origin>,
}

/// What somebody who waits for a queue can say of it.
fn waited(doing: String, origin: &Option<Origin>) -> Option<Waited> {
    Some(Waited {
        doing,
        noun: "queue",
        origin: origin.clone(),
    })
}

impl Payload for SimpleQueue {
    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
    fn waited(&self, _gil: &Gil, _slot: &Arc<Slot>) -> Option<Waited> {
        waited("waits for an item in the queue {}".into(), &self.origin)
    }
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit_cell(&self.items, |items| items.iter().for_each(visit));
    }
    fn clear(&mut self) {
        self.items.get_mut_unshared().clear();
        self.permits.get_mut_unshared().reset(0);
    }
}

const SIMPLE_NAME: &str = "_queue.SimpleQueue";

fn simple_put(vm: &mut Vm, this: &Value, item: &Value) -> Outcome<()> {
    let queue: &SimpleQueue = payload(vm, this, SIMPLE_NAME)?;
    queue.items.get_mut(vm).push_back(item.clone());
    note_put(vm, this);
    give_permits(vm, &queue.permits, 1);
    Ok(())
}

fn simple_get(vm: &mut Vm, this: &Value, patience: Patience) -> Outcome<Value> {
    let queue: &SimpleQueue = payload(vm, this, SIMPLE_NAME)?;
    if take_permit(
        vm,
        &queue.permits,
        Wait::Queue(this.identity()),
        patience,
        false,
    )? && let Some(item) = queue.items.get_mut(vm).pop_front()
    {
        note_get(vm, this);
        return Ok(item);
    }
    Err(raised(vm, &EMPTY))
}

native_functions! {
    static SIMPLE_METHODS;
    /// Add an item; it never waits, `block` and `timeout` are there for other queues' sake.
    "put(self, /, item, block=True, timeout=None)"
    fn put(vm, this: &Value, item: &Value, _block: &Value, _timeout: &Value) -> () {
        simple_put(vm, this, item)
    }
    /// Add an item.
    "put_nowait(self, /, item)" fn put_nowait(vm, this: &Value, item: &Value) -> () {
        simple_put(vm, this, item)
    }
    /// Take the oldest item, waiting for one; with a timeout for at most that many seconds, then Empty is raised.
    "get(self, /, block=True, timeout=None)" fn get(vm, this: &Value, block: &Value, timeout: &Value) -> Value {
        let patience = patience_of(vm, block, timeout)?;
        simple_get(vm, this, patience)
    }
    /// Take the oldest item, or raise Empty.
    "get_nowait(self, /)" fn get_nowait(vm, this: &Value) -> Value {
        simple_get(vm, this, Patience::Now)
    }
    /// How many items there are.
    "qsize(self, /)" fn qsize(vm, this: &Value) -> usize {
        let queue: &SimpleQueue = payload(vm, this, SIMPLE_NAME)?;
        Ok(queue.items.get(vm).len())
    }
    /// Whether there are no items.
    "empty(self, /)" fn empty(vm, this: &Value) -> bool {
        let queue: &SimpleQueue = payload(vm, this, SIMPLE_NAME)?;
        Ok(queue.items.get(vm).is_empty())
    }
    /// For annotations.
    [class] "__class_getitem__(cls, item, /)" fn class_getitem(vm, class: &Value, item: &Value) -> Value {
        let types = vm.import_module("types")?;
        let alias = vm.get_attribute_str(&types, "GenericAlias")?;
        vm.call(&alias, &[class.clone(), item.clone()])
    }
}

/// `_queue.SimpleQueue`.
static SIMPLE_QUEUE: NativeClass = NativeClass {
    name: SIMPLE_NAME,
    doc: "An unbounded queue, first in, first out, without the tracking of tasks.",
    new: Some(|vm, class, arguments| {
        if class.overrides.get() & crate::native::SpecialMethod::Init.bit() == 0 {
            arguments.bind(vm, "SimpleQueue()")?;
        }
        let queue = SimpleQueue {
            items: GilCell::new(VecDeque::new()),
            permits: GilCell::new(Turnstile::new(0)),
            origin: vm.origin(),
        };
        Ok(vm.new_native(class, queue))
    }),
    init: Some(|_, _, _| Ok(())),
    methods: SIMPLE_METHODS,
    flags: flags::WEAK,
    ..NativeClass::EMPTY
};

// ---- Queue ------------------------------------------------------------------------------------------------------------------

/// The native part of `queue.Queue`.
struct Queue {
    /// A deque in plain mode; anything in hooked mode.
    items: GilCell<Value>,
    maxsize: GilCell<Value>,
    unfinished: Cell<i64>,
    is_shutdown: Cell<bool>,
    hooked: Cell<bool>,
    getters: GilCell<WaitList>,
    putters: GilCell<WaitList>,
    joiners: GilCell<WaitList>,
    origin: Option<Origin>,
}

impl Payload for Queue {
    fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
    fn waited(&self, gil: &Gil, slot: &Arc<Slot>) -> Option<Waited> {
        let doing = if self.putters.get(gil).contains(slot) {
            "waits for room in the queue {}, which is full".into()
        } else if self.joiners.get(gil).contains(slot) {
            let count = self.unfinished.get();
            let are = if count == 1 { "item is" } else { "items are" };
            format!(
                "waits until all is done in the queue {{}}; {count} {are} not reported by task_done()"
            )
        } else {
            "waits for an item in the queue {}".into()
        };
        waited(doing, &self.origin)
    }
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit_cell(&self.items, |items| visit(items));
        visit_cell(&self.maxsize, |maxsize| visit(maxsize));
    }
    fn clear(&mut self) {
        *self.items.get_mut_unshared() = Value::NONE;
    }
}

const NAME: &str = "_queue.Queue";
/// The methods that a subclass overrides to order items in its own way.
const HOOKS: [&str; 4] = ["_init", "_qsize", "_put", "_get"];

impl Queue {
    /// How many items fit; `usize::MAX` if there is no bound.
    #[inline]
    fn bound(&self, vm: &Vm) -> usize {
        let maxsize = self.maxsize.get(vm);
        let bound = maxsize
            .as_int_or_bool()
            .or_else(|| maxsize.as_float().map(|size| size.ceil() as i64));
        match bound {
            Some(bound) if bound > 0 => bound as usize,
            _ => usize::MAX,
        }
    }
    /// The items, in plain mode.
    #[inline]
    fn deque(&self, vm: &mut Vm) -> Outcome<Value> {
        let items = self.items.get(vm).clone();
        if items.payload::<Deque>().is_none() {
            raise!(vm, RuntimeError, "Queue.__init__() was not called");
        }
        Ok(items)
    }
    fn wake_all(&self, vm: &mut Vm) {
        for line in [&self.getters, &self.putters, &self.joiners] {
            pick(vm, line, usize::MAX);
        }
    }
}

/// Waits in line until `ready` gives a result; None when patience ran out. `ready` runs under the lock and tells with
/// `Some` what came of it. A wake-up that a failing handler wastes goes to the next in line.
fn wait_until<T>(
    vm: &mut Vm,
    line: &GilCell<WaitList>,
    why: Wait,
    patience: Patience,
    mut ready: impl FnMut(&mut Vm) -> Outcome<Option<T>>,
) -> Outcome<Option<T>> {
    if patience == Patience::Now {
        return ready(vm);
    }
    let (since, slot) = (vm.now(), vm.slot.clone());
    let mut in_time = true;
    loop {
        if let Err(raised) = signals::serve_waiting(vm, &why) {
            pick(vm, line, 1);
            return Err(raised);
        }
        if let Some(result) = ready(vm)? {
            return Ok(Some(result));
        }
        if !in_time {
            return Ok(None);
        }
        line.get_mut(vm).join(&slot, since);
        in_time = vm.block(why, patience.deadline()) != Blocked::TimedOut;
        line.get_mut(vm).leave(&slot);
    }
}

/// What a step of put or get came to.
enum Step<T> {
    Done(T),
    ShutDown,
    /// The queue has left plain mode.
    Hooked,
}

/// The time left, as the hooked methods take it.
fn time_left(vm: &mut Vm, patience: Patience) -> Value {
    match patience {
        Patience::Until(deadline) => Value::float((deadline - vm.now()).as_secs_f64()),
        Patience::Now | Patience::Forever => Value::NONE,
    }
}

fn hooked(vm: &mut Vm, this: &Value, method: &str, arguments: &[Value]) -> Outcome<Value> {
    let method = vm.get_attribute_str(this, method)?;
    vm.call(&method, arguments)
}

fn put_item(
    vm: &mut Vm,
    this: &Value,
    item: &Value,
    block: &Value,
    timeout: &Value,
) -> Outcome<()> {
    let queue: &Queue = payload(vm, this, NAME)?;
    if queue.hooked.get() {
        return hooked(
            vm,
            this,
            "_hooked_put",
            &[item.clone(), block.clone(), timeout.clone()],
        )
        .map(drop);
    }
    let attempt = |vm: &mut Vm| -> Outcome<Option<Step<()>>> {
        if queue.hooked.get() {
            return Ok(Some(Step::Hooked));
        }
        if queue.is_shutdown.get() {
            return Ok(Some(Step::ShutDown));
        }
        let items = queue.deque(vm)?;
        let Some(deque) = items.payload::<Deque>() else {
            return Ok(None);
        };
        if deque.len(vm) >= queue.bound(vm) {
            return Ok(None);
        }
        drop(deque.push_right(vm, item.clone()));
        queue.unfinished.set(queue.unfinished.get() + 1);
        note_put(vm, this);
        pick(vm, &queue.getters, 1);
        Ok(Some(Step::Done(())))
    };
    let mut step = attempt(vm)?;
    let mut patience = Patience::Now;
    if step.is_none() {
        patience = patience_of(vm, block, timeout)?;
        if patience != Patience::Now {
            step = wait_until(
                vm,
                &queue.putters,
                Wait::Queue(this.identity()),
                patience,
                attempt,
            )?;
        }
    }
    match step {
        Some(Step::Done(())) => Ok(()),
        Some(Step::ShutDown) => Err(raised(vm, &SHUT_DOWN)),
        Some(Step::Hooked) => {
            let left = time_left(vm, patience);
            hooked(
                vm,
                this,
                "_hooked_put",
                &[item.clone(), block.clone(), left],
            )
            .map(drop)
        }
        None => Err(raised(vm, &FULL)),
    }
}

fn get_item(vm: &mut Vm, this: &Value, block: &Value, timeout: &Value) -> Outcome<Value> {
    let queue: &Queue = payload(vm, this, NAME)?;
    if queue.hooked.get() {
        return hooked(vm, this, "_hooked_get", &[block.clone(), timeout.clone()]);
    }
    let attempt = |vm: &mut Vm| -> Outcome<Option<Step<Value>>> {
        if queue.hooked.get() {
            return Ok(Some(Step::Hooked));
        }
        let items = queue.deque(vm)?;
        let Some(deque) = items.payload::<Deque>() else {
            return Ok(None);
        };
        match deque.pop_left(vm) {
            Some(item) => {
                note_get(vm, this);
                pick(vm, &queue.putters, 1);
                Ok(Some(Step::Done(item)))
            }
            None if queue.is_shutdown.get() => Ok(Some(Step::ShutDown)),
            None => Ok(None),
        }
    };
    let mut step = attempt(vm)?;
    let mut patience = Patience::Now;
    if step.is_none() {
        patience = patience_of(vm, block, timeout)?;
        if patience != Patience::Now {
            step = wait_until(
                vm,
                &queue.getters,
                Wait::Queue(this.identity()),
                patience,
                attempt,
            )?;
        }
    }
    match step {
        Some(Step::Done(item)) => Ok(item),
        Some(Step::ShutDown) => Err(raised(vm, &SHUT_DOWN)),
        Some(Step::Hooked) => {
            let left = time_left(vm, patience);
            hooked(vm, this, "_hooked_get", &[block.clone(), left])
        }
        None => Err(raised(vm, &EMPTY)),
    }
}

/// Number of items, by whatever mode.
fn size(vm: &mut Vm, this: &Value) -> Outcome<i64> {
    let queue: &Queue = payload(vm, this, NAME)?;
    if queue.hooked.get() {
        let size = hooked(vm, this, "_hooked_qsize", &[])?;
        return vm.index_i64(&size);
    }
    let items = queue.deque(vm)?;
    Ok(items.payload::<Deque>().map_or(0, |deque| deque.len(vm)) as i64)
}

/// True if the value's class has the native method of this name.
fn is_native_method(vm: &mut Vm, this: &Value, name: &str) -> Outcome<bool> {
    let (name, native) = (vm.intern(name), vm.native_class(&QUEUE)?);
    let class = vm.class_of(this).clone();
    Ok(
        match (vm.lookup(&class, &name), vm.lookup(&native, &name)) {
            (Some(found), Some(own)) => found.is(&own),
            _ => false,
        },
    )
}

native_functions! {
    static METHODS;
    /// Add an item, waiting while the queue is full; with a timeout for at most that many seconds, then Full is raised.
    "put(self, /, item, block=True, timeout=None)"
    fn queue_put(vm, this: &Value, item: &Value, block: &Value, timeout: &Value) -> () {
        put_item(vm, this, item, block, timeout)
    }
    /// Take an item, waiting for one; with a timeout for at most that many seconds, then Empty is raised.
    "get(self, /, block=True, timeout=None)" fn queue_get(vm, this: &Value, block: &Value, timeout: &Value) -> Value {
        get_item(vm, this, block, timeout)
    }
    /// Add an item, or raise Full.
    "put_nowait(self, /, item)" fn queue_put_nowait(vm, this: &Value, item: &Value) -> Value {
        if is_native_method(vm, this, "put")? {
            return put_item(vm, this, item, &Value::FALSE, &Value::NONE).map(|()| Value::NONE);
        }
        let put = vm.get_attribute_str(this, "put")?;
        vm.call_keywords(&put, std::slice::from_ref(item), &[("block", Value::FALSE)])
    }
    /// Take an item, or raise Empty.
    "get_nowait(self, /)" fn queue_get_nowait(vm, this: &Value) -> Value {
        if is_native_method(vm, this, "get")? {
            return get_item(vm, this, &Value::FALSE, &Value::NONE);
        }
        let get = vm.get_attribute_str(this, "get")?;
        vm.call_keywords(&get, &[], &[("block", Value::FALSE)])
    }
    /// How many items there are.
    "qsize(self, /)" fn queue_qsize(vm, this: &Value) -> i64 {
        size(vm, this)
    }
    /// Whether there are no items.
    "empty(self, /)" fn queue_empty(vm, this: &Value) -> bool {
        Ok(size(vm, this)? == 0)
    }
    /// Whether no item fits.
    "full(self, /)" fn queue_full(vm, this: &Value) -> bool {
        let queue: &Queue = payload(vm, this, NAME)?;
        let size = size(vm, this)?;
        Ok(size >= 0 && size as usize >= queue.bound(vm))
    }
    /// Say that the work on an item taken before is done.
    "task_done(self, /)" fn task_done(vm, this: &Value) -> () {
        let queue: &Queue = payload(vm, this, NAME)?;
        if queue.hooked.get() {
            return hooked(vm, this, "_hooked_task_done", &[]).map(drop);
        }
        let unfinished = queue.unfinished.get() - 1;
        if unfinished < 0 {
            raise!(vm, ValueError, "task_done() called too many times");
        }
        queue.unfinished.set(unfinished);
        if unfinished == 0 {
            pick(vm, &queue.joiners, usize::MAX);
        }
        Ok(())
    }
    /// Wait until the work on all items is done.
    "join(self, /)" fn join(vm, this: &Value) -> () {
        let queue: &Queue = payload(vm, this, NAME)?;
        let why = Wait::Queue(this.identity());
        if !queue.hooked.get() {
            wait_until(vm, &queue.joiners, why, Patience::Forever, |_| {
                Ok((queue.hooked.get() || queue.unfinished.get() == 0).then_some(()))
            })?;
        }
        if queue.hooked.get() {
            return hooked(vm, this, "_hooked_join", &[]).map(drop);
        }
        Ok(())
    }
    /// Refuse further items, and when there are none left (at once if `immediate`) raise ShutDown in those who wait.
    "shutdown(self, /, immediate=False)" fn shutdown(vm, this: &Value, immediate: &Value) -> () {
        let queue: &Queue = payload(vm, this, NAME)?;
        if queue.hooked.get() {
            return hooked(vm, this, "_hooked_shutdown", std::slice::from_ref(immediate)).map(drop);
        }
        let immediate = vm.truth(immediate)?;
        queue.is_shutdown.set(true);
        if immediate {
            let items = queue.deque(vm)?;
            if let Some(deque) = items.payload::<Deque>() {
                while let Some(item) = deque.pop_left(vm) {
                    drop(item);
                    queue.unfinished.set((queue.unfinished.get() - 1).max(0));
                }
            }
        }
        queue.wake_all(vm);
        Ok(())
    }
    "_set_hooked(self, /)" fn set_hooked(vm, this: &Value) -> () {
        let queue: &Queue = payload(vm, this, NAME)?;
        queue.hooked.set(true);
        queue.wake_all(vm);
        Ok(())
    }
    /// Make room for items.
    "_init(self, maxsize, /)" fn init_items(vm, this: &Value, _maxsize: &Value) -> () {
        let queue: &Queue = payload(vm, this, NAME)?;
        let items = deque::new_empty(vm)?;
        drop(queue.items.replace(vm, items));
        Ok(())
    }
    /// How many items there are.
    "_qsize(self, /)" fn items_size(vm, this: &Value) -> usize {
        let queue: &Queue = payload(vm, this, NAME)?;
        let items = queue.items.get(vm).clone();
        vm.length(&items)
    }
    /// Add an item.
    "_put(self, item, /)" fn items_put(vm, this: &Value, item: &Value) -> Value {
        let queue: &Queue = payload(vm, this, NAME)?;
        let items = queue.items.get(vm).clone();
        let append = vm.get_attribute_str(&items, "append")?;
        vm.call(&append, std::slice::from_ref(item))
    }
    /// Take an item.
    "_get(self, /)" fn items_get(vm, this: &Value) -> Value {
        let queue: &Queue = payload(vm, this, NAME)?;
        let items = queue.items.get(vm).clone();
        let popleft = vm.get_attribute_str(&items, "popleft")?;
        vm.call(&popleft, &[])
    }
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, _arguments: Arguments) -> Outcome<Value> {
    let queue = Queue {
        items: GilCell::new(Value::NONE),
        maxsize: GilCell::new(Value::int(0)),
        unfinished: Cell::new(0),
        is_shutdown: Cell::new(false),
        hooked: Cell::new(false),
        getters: GilCell::new(WaitList::new()),
        putters: GilCell::new(WaitList::new()),
        joiners: GilCell::new(WaitList::new()),
        origin: vm.origin(),
    };
    Ok(vm.new_native(class, queue))
}

fn init(vm: &mut Vm, this: &Value, arguments: Arguments) -> Outcome<()> {
    let bound = arguments.bind(vm, "Queue.__init__(maxsize=0)")?;
    let queue: &Queue = payload(vm, this, NAME)?;
    drop(queue.maxsize.replace(vm, bound[0].clone()));
    queue.unfinished.set(0);
    queue.is_shutdown.set(false);
    for hook in HOOKS {
        if !is_native_method(vm, this, hook)? {
            queue.hooked.set(true);
            let method = vm.get_attribute_str(this, "_init")?;
            return vm.call(&method, &[bound[0].clone()]).map(drop);
        }
    }
    let items = deque::new_empty(vm)?;
    drop(queue.items.replace(vm, items));
    Ok(())
}

fn deleted(vm: &mut Vm) -> Raised {
    vm.type_error("cannot delete an attribute of a queue")
}

/// `_queue.Queue`.
static QUEUE: NativeClass = NativeClass {
    name: NAME,
    doc: "The native part of queue.Queue.",
    new: Some(new),
    init: Some(init),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "maxsize",
            doc: "How many items fit, without a bound if not above 0.",
            get: |vm, this| {
                let queue: &Queue = payload(vm, this, NAME)?;
                Ok(queue.maxsize.get(vm).clone())
            },
            set: Some(|vm, this, new| {
                let queue: &Queue = payload(vm, this, NAME)?;
                let Some(new) = new else {
                    return Err(deleted(vm));
                };
                drop(queue.maxsize.replace(vm, new.clone()));
                pick(vm, &queue.putters, usize::MAX);
                Ok(())
            }),
        },
        GetSetDefinition {
            name: "unfinished_tasks",
            doc: "How many items were put and not reported by task_done().",
            get: |vm, this| {
                let queue: &Queue = payload(vm, this, NAME)?;
                Ok(Value::int(queue.unfinished.get()))
            },
            set: Some(|vm, this, new| {
                let queue: &Queue = payload(vm, this, NAME)?;
                let Some(new) = new else {
                    return Err(deleted(vm));
                };
                queue.unfinished.set(vm.index_i64(new)?);
                Ok(())
            }),
        },
        GetSetDefinition {
            name: "is_shutdown",
            doc: "Whether further items are refused.",
            get: |vm, this| {
                let queue: &Queue = payload(vm, this, NAME)?;
                Ok(Value::bool(queue.is_shutdown.get()))
            },
            set: Some(|vm, this, new| {
                let queue: &Queue = payload(vm, this, NAME)?;
                let Some(new) = new else {
                    return Err(deleted(vm));
                };
                queue.is_shutdown.set(vm.truth(new)?);
                Ok(())
            }),
        },
        GetSetDefinition {
            name: "queue",
            doc: "The items.",
            get: |vm, this| {
                let queue: &Queue = payload(vm, this, NAME)?;
                Ok(queue.items.get(vm).clone())
            },
            set: Some(|vm, this, new| {
                let queue: &Queue = payload(vm, this, NAME)?;
                let Some(new) = new else {
                    return Err(deleted(vm));
                };
                drop(queue.items.replace(vm, new.clone()));
                if !queue.hooked.replace(true) {
                    queue.wake_all(vm);
                }
                Ok(())
            }),
        },
    ],
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};

/// `_queue`.
pub static MODULE: NativeModule = NativeModule {
    name: "_queue",
    doc: "Queues between threads; the module `queue` is built on it.",
    functions: &[],
    classes: &[&EMPTY, &FULL, &SHUT_DOWN, &SIMPLE_QUEUE, &QUEUE],
    init: None,
};
