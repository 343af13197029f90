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
use std::sync::atomic::Ordering;

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

    /// Runs `work` inside. A thread that is inside already (a signal handler that prints, say) gets RuntimeError; so does who comes
    /// when a thread that will never run again is inside.
    pub fn hold<R>(
        &self,
        vm: &mut Vm,
        stream: &Value,
        work: impl FnOnce(&mut Vm) -> Outcome<R>,
    ) -> Outcome<R> {
        self.enter(vm, stream)?;
        let result = work(vm);
        vm.settle();
        self.hand_over(vm);
        result
    }

    /// Lets the first that waits be inside, or nobody. A thread that writes all the time would come back before who was woken.
    fn hand_over(&self, vm: &mut Vm) {
        let interp = vm.interp().clone();
        while let Some(next) = self.waiting.get_mut(vm.gil()).pop_front() {
            self.owner.set(next.id());
            // One that was interrupted instead is not inside.
            if interp.lock.wake(&next) {
                return;
            }
        }
        self.owner.set(0);
    }

    /// Waits until nobody is inside, and goes in. Errors as for [`Latch::hold`].
    pub fn enter(&self, vm: &mut Vm, stream: &Value) -> Outcome<()> {
        let me = vm.slot.id();
        while !self.is_free() {
            let is_mine = self.owner.get() == me;
            if is_mine || vm.interp().finalizing.load(Ordering::Relaxed) {
                let shown = vm.repr_text(stream)?;
                let message = match is_mine {
                    true => format!("reentrant call inside {shown}"),
                    false => format!(
                        "could not acquire lock for {shown} at interpreter shutdown, possibly due to daemon threads"
                    ),
                };
                return Err(vm.raise(Exc::RuntimeError, message));
            }
            let slot = vm.slot.clone();
            self.waiting.get_mut(vm.gil()).push_back(slot.clone());
            let why = Wait::Lock(stream.identity());
            let outcome = vm.block(why, None);
            self.waiting
                .get_mut(vm.gil())
                .retain(|other| !Arc::ptr_eq(other, &slot));
            if self.owner.get() == me {
                return Ok(());
            }
            if outcome == Blocked::Interrupted {
                crate::native::signals::serve_waiting(vm, &why)?;
            }
        }
        self.owner.set(me);
        Ok(())
    }

    /// Nobody is inside any more, and nobody is woken: for the one thread that is left, after a fork or at the end.
    pub fn reset(&self) {
        self.owner.set(0);
    }
}
