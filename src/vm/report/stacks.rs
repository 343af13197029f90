//! Where every thread is: the answer to SIGQUIT (Ctrl-\\), what a test that is late tells, and `sys._current_frames`.
//!
//! Enters: the lock held. Leaves: the frames of all threads, as a text or as places. No code of the language runs meanwhile.

use crate::deadlock::graph::Graph;
use crate::deadlock::tell::threads_text;
use crate::object::function::CodeObject;
use crate::object::heap::Ref;
use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::frame::instruction_in;
use crate::vm::frames::frames_of;
use crate::vm::thread::interp_threads;

/// Where a frame of another thread stands.
pub(crate) struct Place {
    pub(crate) code: Ref<CodeObject>,
    pub(crate) globals: Value,
    pub(crate) instruction: usize,
}

impl Vm {
    /// The frames of all threads but this one, by ident, the outermost first.
    pub(crate) fn places_of_other_threads(&mut self) -> Vec<(u64, Vec<Place>)> {
        let me = self.slot.id();
        let records = interp_threads(self).records.iter();
        let threads: Vec<(u32, u64)> = records
            .filter(|(id, record)| **id != me && !record.machine.is_null())
            .map(|(&id, record)| (id, record.ident))
            .collect();
        let mut all = Vec::new();
        for (id, ident) in threads {
            let (frames, pc) = frames_of(self, id);
            let places = (0..frames.len()).map(|index| Place {
                code: Ref::of(frames[index].code()),
                globals: frames[index].function().globals.to_value(),
                instruction: instruction_in(frames, index, pc),
            });
            all.push((ident, places.collect()));
        }
        all
    }

    /// Makes what other threads may read of this one, its frames and its place in them, visible to them: the compiler could
    /// otherwise keep it to itself, for nobody else has a reference to the machine. Called before the lock is given away.
    #[inline(always)]
    pub(crate) fn show_frames(&mut self) {
        std::hint::black_box(&raw mut *self);
    }

    /// Where every thread is and what it waits for, the most recent call last.
    pub fn stacks_text(&mut self) -> String {
        let count = interp_threads(self).records.len();
        let threads = match count {
            1 => "thread".to_string(),
            count => format!("{count} threads"),
        };
        let process = self.process_number();
        let head =
            format!("Stacks of the {threads} of process {process}, the most recent call last:");
        let graph = Graph::new(self, self.waiting);
        threads_text(self, &graph, &head)
    }
}
