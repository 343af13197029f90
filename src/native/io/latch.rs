//! A latch: keeps threads out of a stream while one of them transfers its bytes without the interpreter's lock.
//!
//! As long as nobody leaves the lock, the lock itself makes every method of a stream one step, and the latch is one look at a
//! cell.

use crate::gil::GilCell;
use crate::gil::lock::Blocked;
use crate::gil::slot::Slot;
use crate::object::builtin::Exc;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::Arc;

/// Who is inside, and who waits.
pub struct Latch {
    owner: Cell<u32>,
    waiting: GilCell<VecDeque<Arc<Slot>>>,
}

impl Default for Latch {
    fn default() -> Self {
        Latch {
            owner: Cell::new(0),
            waiting: GilCell::new(VecDeque::new()),
        }
    }
}

impl Latch {
    /// True while nobody is inside.
    pub fn is_free(&self) -> bool {
        self.owner.get() == 0
    }

    /// Runs `work` inside. A thread that is inside already (a signal handler that prints, say) gets RuntimeError.
    pub fn hold<R>(
        &self,
        vm: &mut Vm,
        stream: &Value,
        work: impl FnOnce(&mut Vm) -> Outcome<R>,
    ) -> Outcome<R> {
        let me = vm.slot.id();
        while !self.is_free() {
            if self.owner.get() == me {
                let shown = vm.repr_text(stream)?;
                return Err(vm.raise(Exc::RuntimeError, format!("reentrant call inside {shown}")));
            }
            let slot = vm.slot.clone();
            self.waiting.get_mut(vm.gil()).push_back(slot);
            let why = Wait::Lock(stream.identity());
            let outcome = vm.block(why, None);
            let slot = vm.slot.clone();
            self.waiting
                .get_mut(vm.gil())
                .retain(|other| !Arc::ptr_eq(other, &slot));
            if outcome == Blocked::Interrupted {
                crate::native::signals::serve_waiting(vm, &why)?;
            }
        }
        self.owner.set(me);
        let result = work(vm);
        self.owner.set(0);
        vm.settle();
        let interp = vm.interp().clone();
        while let Some(next) = self.waiting.get_mut(vm.gil()).pop_front() {
            if interp.lock.wake(&next) {
                break;
            }
        }
        result
    }

    /// In the child of a fork: whoever was inside is gone.
    pub fn reset(&self) {
        self.owner.set(0);
    }
}
