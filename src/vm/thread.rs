//! Threads of an interpreter: their records, their start and end, and what they need from the system.
//!
//! A value cannot travel in the closure of a new system thread. The creator, which holds the lock, leaves it in the record of
//! the new thread; the new thread, once it holds the lock itself, takes it from there. All other data that belongs to one
//! thread and must be seen by others (thread-local values, exceptions sent to it) lies in the record, too.
#![allow(unsafe_code)] // Calls of libc: creating a thread, asking about the current one.

use crate::gil::lock::ASYNC_BIT;
use crate::gil::slot::Slot;
use crate::gil::{Gil, GilCell};
use crate::object::dict::DictObject;
use crate::object::heap::Ref;
use crate::object::origin::Origin;
use crate::object::value::Value;
use crate::sched::{Event, Instant};
use crate::vm::Vm;
use crate::vm::exit_record::Totals;
use crate::vm::frame::RegisterStack;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// What a new thread runs: Rust code, and the value handed over to it. The code calls [`Vm::leave_thread`] itself if somebody
/// is to be told of the end.
pub struct Start {
    /// The code.
    pub run: fn(&mut Vm, Value),
    /// Its argument.
    pub argument: Value,
}

/// The values that one `threading.local` object has in each thread, by the number of the thread's slot.
pub type LocalTable = GilCell<FxHashMap<u32, Ref<DictObject>>>;

/// A live thread.
pub struct ThreadRecord {
    /// Its ident; 0 until the system has made it.
    pub ident: u64,
    /// Its slot.
    pub slot: Arc<Slot>,
    /// Its machine, for those who show where it is; null until it has begun. See `vm::report::stacks`.
    pub(crate) machine: *const Vm,
    /// True if the interpreter started it, false if it was attached from outside (the main thread is).
    pub started: bool,
    /// What tells others of its end; None for a thread nobody can wait for.
    pub handle: Option<Value>,
    /// Nobody waits for it at the end of the interpreter.
    pub daemon: bool,
    /// Where it was started; `None` if it was attached from outside.
    pub origin: Option<Origin>,
    /// When it was made.
    pub(crate) born: Instant,
    start: Option<Start>,
    locals: Vec<Weak<LocalTable>>,
    /// An exception to raise in it at its next safe point.
    pending: Option<Value>,
}

/// The threads of an interpreter.
#[derive(Default)]
pub struct Threads {
    /// By the number of the slot, hence in the order of the starts.
    pub records: BTreeMap<u32, ThreadRecord>,
    /// `_thread.stack_size()`: 0 for the default.
    pub stack_size: usize,
    /// The ident of the main thread.
    pub main_ident: u64,
    /// What threads used that have ended.
    pub(crate) ended: Totals,
    /// Register stacks of threads that have ended.
    spare_stacks: Vec<RegisterStack>,
}

/// Address space for the native stack of a new thread; memory is used only when touched.
const STACK_SIZE: usize = 16 << 20;

/// What native code may use below the limit that it checks, and what the system keeps at the top.
const STACK_RESERVE: usize = 256 << 10;
/// Added to the size of a stack: the reserve, and what the interpreter itself needs, so that small sizes do.
const STACK_EXTRA: usize = STACK_RESERVE + (256 << 10);
/// Register stacks kept for further threads.
const MOST_SPARE_STACKS: usize = 8;

/// Address space that must be left when a thread starts.
const THREAD_ROOM: usize = 128 << 20;

/// A register stack for a new thread.
pub(crate) fn take_register_stack(gil: &mut Gil, is_main: bool) -> std::io::Result<RegisterStack> {
    let interp = gil.interp().clone();
    // SAFETY: the exclusive token.
    let spare = &mut unsafe { interp.state() }.threads.get_mut(gil).spare_stacks;
    let fits = |stack: &RegisterStack| stack.is_large() == is_main;
    match spare.iter().rposition(fits) {
        Some(at) => Ok(spare.swap_remove(at)),
        None => RegisterStack::new(is_main),
    }
}

impl Vm {
    /// Keeps the register stack of the calling thread, which has run its last instruction, for another one.
    pub(crate) fn give_register_stack(&mut self) {
        let mut stack = std::mem::replace(&mut self.stack, RegisterStack::none());
        let spare = &mut interp_threads(self).spare_stacks;
        if spare.len() < MOST_SPARE_STACKS {
            stack.trim();
            spare.push(stack);
        }
    }

    /// Makes a system thread attached to this interpreter. Gives its ident, or an error if the system has no room for another
    /// one. `handle` and `daemon` are noted in the record, `name` is for reports.
    pub fn start_thread(
        &mut self,
        start: Start,
        name: Option<&str>,
        handle: Option<Value>,
        daemon: bool,
    ) -> std::io::Result<u64> {
        // A thread that has begun cannot fail any more: its first allocations must find room.
        if !crate::memory::has_room(THREAD_ROOM) {
            return Err(std::io::Error::from_raw_os_error(libc::EAGAIN));
        }
        let registers = take_register_stack(self, false)?;
        let interp = self.interp().clone();
        let id = interp.next_thread.fetch_add(1, Ordering::Relaxed);
        let slot = match name {
            Some(name) => Slot::new(id, name),
            None => Slot::new(id, &format!("Thread-{id}")),
        };
        let born = self.now();
        let record = ThreadRecord {
            ident: 0,
            slot: slot.clone(),
            machine: std::ptr::null(),
            started: true,
            handle,
            daemon,
            origin: self.origin(),
            born,
            start: Some(start),
            locals: Vec::new(),
            pending: None,
        };
        let threads = interp_threads(self);
        threads.records.insert(id, record);
        let size = if threads.stack_size == 0 {
            STACK_SIZE
        } else {
            threads.stack_size
        };
        let size = size + STACK_EXTRA;
        let (seeded, child) = (interp.seeded.clone(), slot.clone());
        let body = move || {
            let top = 0u8;
            let limit = (&raw const top as usize).saturating_sub(size) + STACK_RESERVE;
            let attached = interp.attach_thread(slot, false, Some(registers), |vm| {
                vm.stack_limit = limit;
                vm.run_started_thread();
            });
            debug_assert!(attached.is_ok(), "the thread brought its registers");
        };
        let created = match seeded {
            None => create_system_thread(size, Box::new(body)),
            Some(seeded) => {
                (seeded.spawn(self.slot.id(), &child, size, Box::new(body))).map(|()| {
                    self.count_down();
                    self.interp().lock.enter_line(&child);
                    seeded.ident(id)
                })
            }
        };
        let threads = interp_threads(self);
        match created {
            Ok(ident) => {
                if let Some(record) = threads.records.get_mut(&id) {
                    record.ident = ident;
                }
                self.record(|vm| Event::ThreadCreate {
                    child: id,
                    site: vm.site_number(),
                });
                Ok(ident)
            }
            Err(error) => {
                let record = threads.records.remove(&id);
                drop(record);
                Err(error)
            }
        }
    }

    /// The system's number of the calling thread, as the program sees it.
    pub fn native_id(&self) -> i64 {
        match &self.interp().seeded {
            None => native_id(),
            Some(seeded) => seeded.native_id(self.slot.id()),
        }
    }

    /// The body of a started thread.
    fn run_started_thread(&mut self) {
        let id = self.slot.id();
        self.count_down();
        self.record(|_| Event::ThreadRun);
        self.note_thread();
        let start = interp_threads(self)
            .records
            .get_mut(&id)
            .and_then(|record| record.start.take());
        if let Some(Start { run, argument }) = start {
            run(self, argument);
        }
        self.settle();
        self.note_seeded_place(false);
    }

    /// Makes the record of a thread that was not started here, or completes that of one that was.
    pub(crate) fn enter_thread(&mut self) {
        let born = self.now();
        let (slot, ident, is_main) = (self.slot.clone(), self.ident, self.is_main);
        let threads = interp_threads(self);
        let main_ident = threads.main_ident;
        let has_main =
            (threads.records.values()).any(|record| !record.started && record.ident == main_ident);
        let machine = std::ptr::from_mut(self).cast_const();
        let threads = interp_threads(self);
        let becomes_main = is_main && !has_main;
        if becomes_main {
            threads.main_ident = ident;
        }
        let record = threads
            .records
            .entry(slot.id())
            .or_insert_with(|| ThreadRecord {
                ident,
                slot,
                machine: std::ptr::null(),
                started: false,
                handle: None,
                daemon: true,
                origin: None,
                born,
                start: None,
                locals: Vec::new(),
                pending: None,
            });
        record.ident = ident;
        record.machine = machine;
        self.is_main = becomes_main;
    }

    /// The end of the calling thread as others see it: its thread-local values are dropped, their finalizers run, and the record
    /// goes. Calling it again does nothing.
    pub fn leave_thread(&mut self) {
        let id = self.slot.id();
        // A finalizer may give the thread new local values; it cannot go on so for ever.
        for _ in 0..100 {
            let Some(record) = interp_threads(self).records.get_mut(&id) else {
                return;
            };
            let locals = std::mem::take(&mut record.locals);
            if locals.is_empty() && !self.heap().urgent() {
                break;
            }
            for table in locals.iter().filter_map(Weak::upgrade) {
                let values = table.get_mut(self).remove(&id);
                drop(values);
            }
            self.run_finalizers();
        }
        self.note_thread();
        let now = self.now();
        let threads = interp_threads(self);
        let record = threads.records.remove(&id);
        if let Some(record) = &record {
            threads.ended.add(record, now);
        }
        drop(record);
        self.note_used();
        self.record(|vm| Event::ThreadExit {
            ticks: vm.slot.usage().ticks,
        });
    }

    /// The calling thread's values in `table`, made if need be; true if they were.
    pub fn thread_local_dict(&mut self, table: &Rc<LocalTable>) -> (Ref<DictObject>, bool) {
        let id = self.slot.id();
        if let Some(dict) = table.get(self).get(&id) {
            return (dict.clone(), false);
        }
        let dict = self.new_dict();
        table.get_mut(self).insert(id, dict.clone());
        if let Some(record) = interp_threads(self).records.get_mut(&id) {
            record.locals.push(Rc::downgrade(table));
        }
        (dict, true)
    }

    /// Sends an exception (a class or an instance) to the thread of this ident, or takes one back with `None`. False if there is
    /// no such thread.
    pub fn send_exception(&mut self, ident: u64, exception: Option<Value>) -> bool {
        let records = &mut interp_threads(self).records;
        let Some(record) = records.values_mut().find(|record| record.ident == ident) else {
            return false;
        };
        let old = std::mem::replace(&mut record.pending, exception);
        drop(old);
        self.interp()
            .lock
            .breaker()
            .fetch_or(ASYNC_BIT, Ordering::Relaxed);
        true
    }

    /// Takes the exception sent to the calling thread.
    pub(crate) fn take_sent_exception(&mut self) -> Option<Value> {
        if self.interp().lock.breaker().load(Ordering::Relaxed) & ASYNC_BIT == 0 {
            return None;
        }
        let id = self.slot.id();
        let records = &mut interp_threads(self).records;
        let taken = records
            .get_mut(&id)
            .and_then(|record| record.pending.take());
        if records.values().all(|record| record.pending.is_none()) {
            self.interp()
                .lock
                .breaker()
                .fetch_and(!ASYNC_BIT, Ordering::Relaxed);
        }
        taken
    }

    /// In the child of a fork: the calling thread is the only one and the main one. Gives the handles of the threads that are
    /// gone.
    pub(crate) fn forget_other_threads(&mut self) -> Vec<Value> {
        let (id, ident) = (self.slot.id(), self.ident);
        self.is_main = true;
        let threads = interp_threads(self);
        threads.main_ident = ident;
        let records = std::mem::take(&mut threads.records);
        let (mut gone, mut handles) = (Vec::new(), Vec::new());
        for (number, mut record) in records {
            if number == id {
                interp_threads(self).records.insert(number, record);
            } else {
                handles.extend(record.handle.take());
                for table in record.locals.iter().filter_map(Weak::upgrade) {
                    gone.extend(table.get_mut(self).remove(&number));
                }
            }
        }
        drop(gone);
        handles
    }
}

/// How many other threads the end of the program waits for, and their names, the first five of them; none without such threads.
pub fn awaited_threads(vm: &mut Vm) -> Option<String> {
    let me = vm.slot.id();
    let names: Vec<String> = interp_threads(vm)
        .records
        .iter()
        .filter(|(id, record)| **id != me && !record.daemon && record.handle.is_some())
        .map(|(_, record)| record.slot.name().to_string())
        .collect();
    let count = names.len();
    let s = if count == 1 { "" } else { "s" };
    let more = if count > 5 { ", ..." } else { "" };
    let shown = names[..count.min(5)].join(", ");
    (count > 0).then(|| format!("{count} thread{s}: {shown}{more}"))
}

/// The table of threads.
pub fn interp_threads(vm: &mut Vm) -> &mut Threads {
    let interp = Arc::as_ptr(vm.interp());
    // SAFETY: the interpreter outlives the token, which is borrowed exclusively as long as the result lives.
    unsafe { (*interp).state().threads.get_mut(vm.gil()) }
}

/// What a new system thread runs.
type Body = Box<dyn FnOnce() + Send>;

/// Makes a detached system thread and gives its ident. Not `std::thread`: that one maps a signal stack for each thread, which
/// costs system calls and mappings, and gives no ident before the thread runs.
fn create_system_thread(stack_size: usize, body: Body) -> std::io::Result<u64> {
    extern "C" fn begin(body: *mut libc::c_void) -> *mut libc::c_void {
        // SAFETY: the pointer is the box made below, handed over once.
        let body = unsafe { Box::from_raw(body.cast::<Body>()) };
        // A panic ends this thread only; the hook has reported it.
        let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(*body));
        std::ptr::null_mut()
    }
    let body = Box::into_raw(Box::new(body));
    // SAFETY: the attributes are initialised by the first call and destroyed by the last; the box goes to the new thread, or
    // back here if there is none.
    unsafe {
        let mut attributes: libc::pthread_attr_t = std::mem::zeroed();
        libc::pthread_attr_init(&mut attributes);
        libc::pthread_attr_setstacksize(&mut attributes, stack_size);
        libc::pthread_attr_setdetachstate(&mut attributes, libc::PTHREAD_CREATE_DETACHED);
        let mut ident: libc::pthread_t = 0;
        let error = libc::pthread_create(&mut ident, &attributes, begin, body.cast());
        libc::pthread_attr_destroy(&mut attributes);
        if error != 0 {
            drop(Box::from_raw(body));
            return Err(std::io::Error::from_raw_os_error(error));
        }
        Ok(ident as u64)
    }
}

/// The calling thread's ident as `get_ident` shows it.
pub fn native_ident() -> u64 {
    // SAFETY: no preconditions.
    unsafe { libc::pthread_self() as u64 }
}

/// The system's number of the calling thread.
pub fn native_id() -> i64 {
    // SAFETY: no preconditions.
    i64::from(unsafe { libc::gettid() })
}

/// The lowest address the native stack of the calling thread may reach, with a reserve for what does not check.
pub fn native_stack_limit(config: &crate::interp::Config) -> usize {
    const RESERVE: usize = 192 << 10;
    let here = 0u8;
    if let Some(stack) = &config.stack
        && stack.contains(&(&raw const here as usize))
    {
        return stack.start + RESERVE;
    }
    // SAFETY: the attributes are initialised by the first call and destroyed by the last.
    unsafe {
        let mut attributes: libc::pthread_attr_t = std::mem::zeroed();
        if libc::pthread_getattr_np(libc::pthread_self(), &mut attributes) != 0 {
            return (&raw const attributes as usize).saturating_sub(512 << 10);
        }
        let (mut low, mut size) = (std::ptr::null_mut(), 0);
        libc::pthread_attr_getstack(&attributes, &mut low, &mut size);
        libc::pthread_attr_destroy(&mut attributes);
        low as usize + RESERVE.min(size / 2)
    }
}
