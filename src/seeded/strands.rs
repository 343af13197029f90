//! Threads of the language as coroutines: their stacks, their beginning, switching, their end.
//!
//! A coroutine that never ends, because its thread is a daemon or blocked for ever, is neither resumed nor unwound: what lies on
//! its stack is left as it is, as with a system thread that sleeps when its process ends. It cannot be freed later either. On the
//! stack lie a machine with its registers, references that native calls hold, and references to the interpreter itself: as long as
//! the thread is there the interpreter is, and nothing says which is the last use of it. Unwinding would drop all that in the middle of
//! calls, each of which expects to go on with the lock in its hands, and would queue finalizers; taking the stack away without
//! unwinding would free the least part, leave the references counted, and the list of threads with pointers into it. A host that
//! runs many instances ends its threads, or counts with a stack and an interpreter for each instance that it leaves blocked.
#![allow(unsafe_code)] // A coroutine finds the way back to the driver through a pointer into its own stack.

use super::{MAIN, Seeded};
use crate::gil::slot::Slot;
use corosensei::stack::DefaultStack;
use corosensei::{Coroutine, CoroutineResult, Yielder};
use std::collections::BTreeMap;
use std::mem::ManuallyDrop;
use std::sync::Arc;
use std::sync::atomic::{AtomicPtr, Ordering};

/// Stacks kept for further threads.
const MOST_SPARE: usize = 16;

type Way = Yielder<(), ()>;

/// One thread that has not ended.
struct Strand {
    /// Not dropped unless it has ended: that would unwind it.
    coroutine: ManuallyDrop<Coroutine<(), (), (), DefaultStack>>,
    size: usize,
}

/// The threads that have not ended, and stacks.
#[derive(Default)]
pub(super) struct Strands {
    /// By slot. The one that runs is not among them.
    strands: BTreeMap<u32, Strand>,
    /// Of each the way back to the driver; null until it has begun.
    ways: BTreeMap<u32, Arc<AtomicPtr<Way>>>,
    spare: Vec<(usize, DefaultStack)>,
}

impl Seeded {
    /// Makes a thread that runs `body` when it is resumed first, on a stack of at least `size` bytes. `parent` makes it.
    pub fn spawn(
        &self,
        parent: u32,
        slot: &Arc<Slot>,
        size: usize,
        body: Box<dyn FnOnce() + Send>,
    ) -> std::io::Result<()> {
        let state = &mut *self.state.lock();
        let spare = &mut state.strands.spare;
        let stack = match spare.iter().rposition(|(other, _)| *other == size) {
            Some(at) => spare.swap_remove(at).1,
            None => DefaultStack::new(size)?,
        };
        let way: Arc<AtomicPtr<Way>> = Arc::default();
        let own = way.clone();
        let coroutine = Coroutine::with_stack(stack, move |yielder: &Way, ()| {
            own.store(std::ptr::from_ref(yielder).cast_mut(), Ordering::Relaxed);
            drop(own);
            // A panic ends this thread only; the hook has reported it.
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(body));
        });
        let child = state.child(parent, self.settings.seed);
        if let Some(replay) = &mut state.replay {
            replay.meet(&child.path);
        }
        if self.settings.save.is_some() {
            let name = slot.name().to_string();
            state.names.insert(child.path.clone(), name);
        }
        state.threads.insert(slot.id(), child);
        state.strands.ways.insert(slot.id(), way);
        let coroutine = ManuallyDrop::new(coroutine);
        let strand = Strand { coroutine, size };
        state.strands.strands.insert(slot.id(), strand);
        Ok(())
    }

    /// Lets the thread run until it suspends itself or ends. Called by the driver.
    pub(super) fn resume(&self, id: u32) {
        let strand = self.state.lock().strands.strands.remove(&id);
        let Some(mut strand) = strand else {
            return;
        };
        let result = strand.coroutine.resume(());
        let state = &mut *self.state.lock();
        if let CoroutineResult::Yield(()) = result {
            state.strands.strands.insert(id, strand);
            return;
        }
        state.strands.ways.remove(&id);
        if let Some(thread) = state.threads.remove(&id) {
            state.ended = Some((id, thread));
        }
        let stack = ManuallyDrop::into_inner(strand.coroutine).into_stack();
        if state.strands.spare.len() < MOST_SPARE {
            state.strands.spare.push((strand.size, stack));
        }
    }

    /// Goes back to the driver until it resumes this thread. False if the caller is no coroutine, but the driver itself.
    pub(super) fn suspend(&self, id: u32) -> bool {
        let way = match self.state.lock().strands.ways.get(&id) {
            Some(way) if id != MAIN => way.load(Ordering::Relaxed),
            _ => return false,
        };
        // SAFETY: the caller runs, so it has noted its yielder, which lives as long as its body; and it is the caller's own.
        unsafe { (*way).suspend(()) };
        true
    }
}
