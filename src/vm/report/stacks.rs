//! Where every thread is: the answer to SIGQUIT (Ctrl-\\), and what a test that is late tells.
//!
//! Enters: the lock held. Leaves: a text with the frames of all threads. No code of the language runs meanwhile.

use crate::deadlock::graph::Graph;
use crate::deadlock::tell::threads_text;
use crate::vm::Vm;
use crate::vm::thread::interp_threads;

impl Vm {
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
        let process = std::process::id();
        let head =
            format!("Stacks of the {threads} of process {process}, the most recent call last:");
        let graph = Graph::new(self, None);
        threads_text(self, &graph, &head)
    }
}
