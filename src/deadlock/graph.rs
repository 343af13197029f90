//! Who waits for whom: the edges of the waits-for graph, and the two questions asked of it.
//!
//! Enters: the lock held, and what the calling thread is about to wait for, if anything. Leaves: the threads of a cycle, and
//! whether everybody is blocked. Nothing here raises, allocates values of the language or lets another thread run.
#![allow(unsafe_code)] // Objects that blocked threads keep alive are read by address.

use crate::code::Ins;
use crate::gil::slot::Slot;
use crate::native::signals;
use crate::object::function::CodeObject;
use crate::object::heap::Header;
use crate::object::module::ModuleObject;
use crate::object::origin::{Holder, Origin};
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::sched::{Reason, Wait};
use crate::vm::Vm;
use crate::vm::frame::{self, Frame};
use crate::vm::frames::frames_of;
use crate::vm::thread::interp_threads;
use std::sync::Arc;

/// What a thread waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Want {
    /// Why it waits.
    pub reason: Reason,
    /// The identity of the object; 0 for none.
    pub object: u64,
}

impl Want {
    /// What a wait is for.
    #[inline]
    pub fn of(why: &Wait) -> Want {
        Want {
            reason: why.reason(),
            object: why.object(),
        }
    }

    /// Whether the object is one that the waiting thread keeps alive as long as it waits.
    pub fn has_object(self) -> bool {
        use Reason as R;
        let with_object = match self.reason {
            R::Lock | R::RLock | R::Condition | R::Semaphore | R::Event | R::Barrier => true,
            R::Queue | R::Join | R::Import | R::Process => true,
            R::Sleep | R::Child | R::Input | R::Executor | R::Compute | R::Io => false,
        };
        with_object && self.object != 0
    }

    /// Whether only another thread of the interpreter can end the wait. A run that can be repeated waits for descriptors in the same
    /// way, but those may be ready at any time.
    pub fn is_for_thread(self) -> bool {
        use Reason as R;
        match self.reason {
            R::Lock | R::RLock | R::Condition | R::Semaphore | R::Event | R::Barrier => true,
            R::Queue | R::Join | R::Import => true,
            R::Sleep | R::Child | R::Input | R::Executor | R::Process | R::Compute | R::Io => false,
        }
    }

    /// Whether there may be one thread that everything depends on.
    pub fn may_have_holder(self) -> bool {
        use Reason as R;
        matches!(self.reason, R::Lock | R::RLock | R::Join | R::Import)
    }

    /// The object.
    ///
    /// # Safety
    /// The thread that waits for it, blocked, detached or about to block, still does.
    pub unsafe fn value(self) -> Option<Value> {
        // SAFETY: identities of objects are their addresses; whoever waits with one of these reasons has borrowed the object for
        // the whole call.
        self.has_object()
            .then(|| Value::of_header(unsafe { &*(self.object as *const Header) }))
    }
}

/// The graph as the calling thread sees it.
pub struct Graph {
    /// The caller's slot.
    pub me: Arc<Slot>,
    /// What the caller is about to wait for; `None` if it does not wait.
    pub want: Option<Want>,
}

/// The number of the instruction in front of `pc`, if that lies in this code.
fn instruction_in(code: &CodeObject, pc: *const Ins) -> Option<u32> {
    let first = code.instructions.as_ptr() as usize;
    let number = (pc as usize).checked_sub(first)? / size_of::<Ins>();
    (1..=code.instructions.len())
        .contains(&number)
        .then(|| number as u32 - 1)
}

/// Where a frame of `frames` is; `pc` is the place of the top one.
pub fn place_of(frames: &[Frame], index: usize, pc: *const Ins) -> Origin {
    Origin {
        code: frames[index].code().code.clone(),
        at: frame::instruction_in(frames, index, pc) as u32,
    }
}

/// Where a lock was taken that its holder still has.
pub struct Held {
    /// The place in the program.
    pub since: Origin,
    /// By a `with` statement that the holder is still inside of.
    pub is_inside_with: bool,
}

/// Where the holder took what it has: found in its frames, or else among all code that is alive.
pub fn held_since(vm: &mut Vm, holder: Holder) -> Option<Held> {
    if holder.pc.is_null() {
        return None;
    }
    let (frames, pc) = frames_of(vm, holder.slot);
    for index in (0..frames.len()).rev() {
        if let Some(at) = instruction_in(frames[index].code(), holder.pc) {
            let exact = Origin {
                code: frames[index].code().code.clone(),
                at,
            };
            // What the library took on behalf of the program is told with the program's line.
            let own = (0..=index)
                .rev()
                .find(|&index| !is_library(&frames[index].code().code));
            let since = match own {
                Some(own) if own != index => place_of(frames, own, pc),
                _ => exact.clone(),
            };
            return Some(Held {
                since,
                is_inside_with: exact.enters_with(),
            });
        }
    }
    let mut found = None;
    vm.heap().each(vm, &mut |header| {
        let value = Value::of_header(header);
        if let Some(code) = value.downcast::<CodeObject>()
            && let Some(at) = instruction_in(code, holder.pc)
        {
            found = Some(Held {
                since: Origin {
                    code: code.code.clone(),
                    at,
                },
                is_inside_with: false,
            });
        }
    });
    found
}

/// Whether code belongs to the library.
pub fn is_library(code: &crate::code::Code) -> bool {
    code.source.name.starts_with(crate::native::library::PREFIX)
}

/// Which thread imports a module.
pub fn importer(vm: &mut Vm, module: &Value) -> Option<u32> {
    let dict = module.downcast::<ModuleObject>()?.dict.clone();
    let name = vm.dict_get_str(&dict, "__name__")?;
    let ident = vm.importer_of(name.downcast::<StrObject>()?.as_str())?;
    let records = &interp_threads(vm).records;
    let found = records.iter().find(|(_, record)| record.ident == ident);
    found.map(|(id, _)| *id)
}

impl Graph {
    /// The graph of a thread that is about to wait, or that ends.
    pub fn new(vm: &Vm, want: Option<Want>) -> Graph {
        Graph {
            me: vm.slot.clone(),
            want,
        }
    }

    /// What a thread waits for, for ever.
    fn want_of(&self, slot: &Arc<Slot>) -> Option<Want> {
        if Arc::ptr_eq(slot, &self.me) {
            return self.want;
        }
        want_in_block(slot)
    }

    /// As [`Graph::want_of`], by the id of the slot.
    pub fn want_of_id(&self, vm: &mut Vm, id: u32) -> Option<Want> {
        let slot = interp_threads(vm).records.get(&id)?.slot.clone();
        self.want_of(&slot)
    }

    /// Who has what `slot` waits for.
    pub fn holder(&self, vm: &mut Vm, slot: &Arc<Slot>) -> Option<Holder> {
        let want = self.want_of(slot)?;
        if !want.may_have_holder() {
            return None;
        }
        // SAFETY: the thread is blocked, or is the caller, which is about to block.
        let value = unsafe { want.value() }?;
        if want.reason == Reason::Import {
            return importer(vm, &value).map(|slot| Holder {
                slot,
                pc: std::ptr::null(),
                is_owner: true,
            });
        }
        value.any_payload()?.holder(vm)
    }

    /// Whether nobody but the holder will ever let it go: it is the owner by the nature of the thing, or it is inside of the
    /// `with` statement that took it. A plain lock that was taken otherwise may be released by anybody.
    fn is_certain(&self, vm: &mut Vm, holder: Holder) -> bool {
        if holder.is_owner {
            return true;
        }
        let inside = held_since(vm, holder).is_some_and(|held| held.is_inside_with);
        // A lock that its holder asks for again may be meant to be released by another thread, unless both are `with` statements.
        let again = holder.slot == self.me.id();
        inside && (!again || self.me_enters_with(vm))
    }

    fn me_enters_with(&self, vm: &mut Vm) -> bool {
        let (frames, pc) = frames_of(vm, self.me.id());
        let top = frames.len().checked_sub(1);
        top.is_some_and(|top| place_of(frames, top, pc).enters_with())
    }

    /// The threads of the cycle that waiting leads to from `start`, each waiting for the next one. With `certain`, only edges count
    /// that no other thread can undo.
    pub fn cycle(&self, vm: &mut Vm, start: &Arc<Slot>, certain: bool) -> Option<Vec<u32>> {
        let main = main_thread(vm);
        let mut path: Vec<u32> = vec![start.id()];
        let mut slot = start.clone();
        loop {
            if certain && Some(slot.id()) == main && may_be_woken_by_signal(vm) {
                return None;
            }
            let holder = self.holder(vm, &slot)?;
            let next = interp_threads(vm).records.get(&holder.slot)?.slot.clone();
            let again = path.iter().position(|&id| id == holder.slot);
            // A thread that goes on ends the chain; that is looked at first, since it costs least.
            if again.is_none() && self.want_of(&next).is_none() {
                return None;
            }
            if certain && !self.is_certain(vm, holder) {
                return None;
            }
            if let Some(at) = again {
                return Some(path.split_off(at));
            }
            path.push(holder.slot);
            slot = next;
        }
    }

    /// Whether no thread can go on, now that the caller waits or has ended.
    pub fn all_are_blocked(&self, vm: &mut Vm) -> bool {
        let main = main_thread(vm);
        let mut main_is_blocked = false;
        for (&id, record) in &interp_threads(vm).records {
            if id != self.me.id() && self.want_of(&record.slot).is_none() {
                return false;
            }
            main_is_blocked |= Some(id) == main;
        }
        main_is_blocked && !may_be_woken_by_signal(vm)
    }
}

/// What a blocked thread waits for that only another thread of the interpreter can do.
fn want_in_block(slot: &Slot) -> Option<Want> {
    if !slot.is_blocked_for_ever() {
        return None;
    }
    let (reason, object) = slot.waits_for()?;
    let want = Want { reason, object };
    want.is_for_thread().then_some(want)
}

/// Whether only another thread of the interpreter can let that thread go on.
pub(super) fn waits_for_thread(slot: &Slot) -> bool {
    want_in_block(slot).is_some()
}

/// The id of the main thread's slot.
pub fn main_thread(vm: &mut Vm) -> Option<u32> {
    let threads = interp_threads(vm);
    let ident = threads.main_ident;
    let found =
        (threads.records.iter()).find(|(_, record)| !record.started && record.ident == ident);
    found.map(|(id, _)| *id)
}

/// Whether a signal may make the main thread run code of the program, which may wake anybody. What the library sets for itself and
/// the handler that raises KeyboardInterrupt wake nobody.
pub(super) fn may_be_woken_by_signal(vm: &mut Vm) -> bool {
    let handlers = signals::programs_handlers(vm);
    handlers.iter().any(|handler| !is_of_library(vm, handler))
}

/// Whether a function or method belongs to the library.
fn is_of_library(vm: &Vm, handler: &Value) -> bool {
    use crate::object::function::{BoundMethodObject, FunctionObject};
    let function = match handler.downcast::<BoundMethodObject>() {
        Some(method) => method.function.clone(),
        None => handler.clone(),
    };
    let Some(function) = function.downcast::<FunctionObject>() else {
        return false;
    };
    is_library(&function.code.get(vm).code)
}
