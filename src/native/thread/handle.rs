//! `_thread._ThreadHandle`, and what a new thread does: call its function and say when it is done.

use super::wait::{Patience, join_line, payload, pick, wait_to_be_picked};
use crate::gil::slot::Slot;
use crate::gil::waiters::WaitList;
use crate::gil::{Gil, GilCell};
use crate::native::arguments::add_keywords;
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::object::builtin::Exc;
use crate::object::class::{ClassObject, flags};
use crate::object::heap::Ref;
use crate::object::native::Payload;
use crate::object::origin::{Holder, Waited};
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::thread::{Start, interp_threads};
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// How far a thread has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Progress {
    New,
    Started,
    Done,
}

/// A thread as others see it.
pub struct Handle {
    progress: Cell<Progress>,
    ident: Cell<u64>,
    /// The system's number; 0 until the thread has said it, -1 if it never will.
    native: Cell<i64>,
    /// The id of the thread's slot; 0 until the thread has begun.
    slot: Cell<u32>,
    /// Who waits for the end.
    joiners: GilCell<WaitList>,
    /// Who waits for the system's number.
    curious: GilCell<WaitList>,
}

impl Payload for Handle {
    fn holder(&self, _gil: &Gil) -> Option<Holder> {
        let runs = self.progress.get() == Progress::Started && self.slot.get() != 0;
        runs.then(|| Holder {
            slot: self.slot.get(),
            pc: std::ptr::null(),
            is_owner: true,
        })
    }
    fn waited(&self, _gil: &Gil, _slot: &Arc<Slot>) -> Option<Waited> {
        Some(Waited {
            doing: "waits for the thread {} to end".into(),
            noun: "thread",
            origin: None,
        })
    }
}

impl Handle {
    fn new(progress: Progress, ident: u64, native: i64) -> Handle {
        Handle {
            progress: Cell::new(progress),
            ident: Cell::new(ident),
            native: Cell::new(native),
            slot: Cell::new(0),
            joiners: GilCell::new(WaitList::new()),
            curious: GilCell::new(WaitList::new()),
        }
    }
    /// Marks the thread as ended and wakes up who waits for it.
    pub fn set_done(&self, vm: &mut Vm) {
        self.progress.set(Progress::Done);
        pick(vm, &self.curious, usize::MAX);
        pick(vm, &self.joiners, usize::MAX);
    }
    /// Waits for the end of the thread.
    pub fn join(&self, vm: &mut Vm, this: &Value, patience: Patience) -> Outcome<()> {
        while self.progress.get() != Progress::Done {
            join_line(vm, &self.joiners);
            if !wait_to_be_picked(vm, &self.joiners, Wait::Join(this.identity()), patience)? {
                break;
            }
        }
        Ok(())
    }
}

const NAME: &str = "_thread._ThreadHandle";

native_functions! {
    static METHODS;
    /// Whether the thread has ended.
    "is_done(self, /)" fn is_done(vm, this: &Value) -> bool {
        let handle: &Handle = payload(vm, this, NAME)?;
        Ok(handle.progress.get() == Progress::Done)
    }
    /// Mark the thread as ended.
    "_set_done(self, /)" fn set_done(vm, this: &Value) -> () {
        let handle: &Handle = payload(vm, this, NAME)?;
        handle.set_done(vm);
        Ok(())
    }
    /// Wait until the thread ends, or until `timeout` seconds have passed.
    "join(self, /, timeout=None)" fn join(vm, this: &Value, timeout: &Value) -> () {
        let handle: &Handle = payload(vm, this, NAME)?;
        let mut patience = Patience::of_timeout(vm, timeout)?;
        if patience == Patience::Now && vm.float(timeout)? < 0.0 {
            patience = Patience::Forever;
        }
        match handle.progress.get() {
            Progress::New => raise!(vm, RuntimeError, "thread not started"),
            Progress::Started if handle.ident.get() == vm.ident => {
                raise!(vm, RuntimeError, "Cannot join current thread")
            }
            _ => handle.join(vm, this, patience),
        }
    }
}

fn ident(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let handle: &Handle = payload(vm, this, NAME)?;
    Ok(vm.new_int_from(handle.ident.get()))
}

fn native(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let handle: &Handle = payload(vm, this, NAME)?;
    while handle.progress.get() == Progress::Started && handle.native.get() == 0 {
        join_line(vm, &handle.curious);
        wait_to_be_picked(
            vm,
            &handle.curious,
            Wait::Join(this.identity()),
            Patience::Forever,
        )?;
    }
    Ok(match handle.native.get() {
        0 | -1 => Value::NONE,
        native => Value::int(native),
    })
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    arguments.bind(vm, "_ThreadHandle()")?;
    Ok(vm.new_native(class, Handle::new(Progress::New, 0, 0)))
}

fn repr(vm: &mut Vm, this: &Value) -> Outcome<Value> {
    let handle: &Handle = payload(vm, this, NAME)?;
    Ok(vm.new_str(&format!("<{NAME} object: ident={}>", handle.ident.get())))
}

/// `_thread._ThreadHandle`.
pub static HANDLE: NativeClass = NativeClass {
    name: NAME,
    doc: "A thread to be started, running, or ended.",
    slots: Slots {
        repr: Some(repr),
        ..Slots::NONE
    },
    new: Some(new),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "ident",
            doc: "What get_ident() says in the thread.",
            get: ident,
            set: None,
        },
        GetSetDefinition {
            name: "native_id",
            doc: "The system's number of the thread.",
            get: native,
            set: None,
        },
    ],
    flags: flags::FINAL | flags::WEAK,
    ..NativeClass::EMPTY
};

/// The handle of a thread that was not started here.
pub fn adopt(vm: &mut Vm, ident: u64) -> Outcome<Value> {
    let class = vm.native_class(&HANDLE)?;
    let handle = Handle::new(Progress::Started, ident, -1);
    let records = interp_threads(vm).records.iter();
    if let Some((id, _)) = records
        .into_iter()
        .find(|(_, record)| record.ident == ident)
    {
        handle.slot.set(*id);
    }
    Ok(vm.new_native(&class, handle))
}

/// A new handle.
pub fn make(vm: &mut Vm) -> Outcome<Value> {
    let class = vm.native_class(&HANDLE)?;
    Ok(vm.new_native(&class, Handle::new(Progress::New, 0, 0)))
}

/// Starts a thread that calls `function(*arguments, **keywords)`; its ident. A thread with a handle that is no daemon is
/// waited for at the end. `name` is for reports.
pub fn start(
    vm: &mut Vm,
    name: Option<&str>,
    function: &Value,
    arguments: &Value,
    keywords: &Value,
    handle: Option<&Value>,
    daemon: bool,
) -> Outcome<u64> {
    if vm.interp().finalizing.load(Ordering::Relaxed) {
        raise!(
            vm,
            PythonFinalizationError,
            "can't create new thread at interpreter shutdown"
        );
    }
    if let Some(value) = handle {
        let handle: &Handle = payload(vm, value, NAME)?;
        if handle.progress.get() != Progress::New {
            raise!(vm, RuntimeError, "thread already started");
        }
    }
    let handle = handle.cloned().unwrap_or(Value::NONE);
    let argument = vm.new_tuple(vec![
        function.clone(),
        arguments.clone(),
        keywords.clone(),
        handle.clone(),
    ]);
    let waited_for = (!handle.is_none()).then(|| handle.clone());
    match vm.start_thread(Start { run, argument }, name, waited_for, daemon) {
        Ok(ident) => {
            if let Some(handle) = handle.payload::<Handle>() {
                handle.progress.set(Progress::Started);
                handle.ident.set(ident);
            }
            Ok(ident)
        }
        Err(_) => raise!(vm, RuntimeError, "can't start new thread"),
    }
}

/// What a thread runs, given function, positional arguments, keywords and handle.
fn run(vm: &mut Vm, argument: Value) {
    let Some(tuple) = argument.to_ref::<TupleObject>() else {
        return;
    };
    let [function, arguments, keywords, handle] = tuple.items() else {
        return;
    };
    let handle = handle.clone();
    if let Some(handle) = handle.payload::<Handle>() {
        handle.native.set(vm.native_id());
        handle.slot.set(vm.slot.id());
        pick(vm, &handle.curious, usize::MAX);
    }
    let mut values = arguments
        .downcast::<TupleObject>()
        .map_or_else(Vec::new, |tuple| tuple.items().to_vec());
    let names = add_keywords(vm, keywords, &mut values);
    if vm
        .call_with(function, Arguments::with_names(&values, &names))
        .is_err()
        && vm.catch(Exc::SystemExit).is_none()
    {
        vm.report_unraisable_call("Exception ignored in thread started by", function);
    }
    drop(values);
    drop(tuple);
    drop(argument);
    vm.leave_thread();
    if let Some(handle) = handle.payload::<Handle>() {
        handle.set_done(vm);
    }
    crate::deadlock::at_thread_end(vm);
}

/// Waits for every thread that is no daemon and has a handle, those started meanwhile too, but for those that a deadlock holds.
/// Only for the end of the program: a deadlock that comes to light is told, and the waiting goes on without its threads.
pub fn join_all(vm: &mut Vm) -> Outcome<()> {
    loop {
        let me = vm.slot.id();
        let threads = interp_threads(vm).records.iter();
        let waited_for: Vec<(u32, Value)> = threads
            .filter(|(id, record)| **id != me && !record.daemon)
            .filter_map(|(id, record)| Some((*id, record.handle.clone()?)))
            .collect();
        let mut waited_for = waited_for.into_iter();
        let next = waited_for.find(|(id, _)| !crate::deadlock::is_stuck(vm, *id));
        let Some((_, value)) = next else {
            return Ok(());
        };
        if let Some(handle) = value.payload::<Handle>() {
            let joined = handle.join(vm, &value, Patience::Forever);
            if joined.is_err() && !crate::deadlock::note_at_end(vm) {
                return joined;
            }
        }
    }
}
