//! Where every thread is: the answer to SIGQUIT (Ctrl-\\), and what a test that is late tells.
//!
//! Enters: the lock held. Leaves: a text with the frames of all threads. No code of the language runs meanwhile.
#![allow(unsafe_code)] // Reading the frames of other threads; the argument is beside it.

use crate::code::Ins;
use crate::gil::slot::State;
use crate::native::library;
use crate::vm::Vm;
use crate::vm::frame::Frame;
use crate::vm::thread::interp_threads;
use std::fmt::Write as _;
use std::sync::Arc;

/// Equal entries in a row that are shown before the rest is counted.
const REPEATS: usize = 3;

impl Vm {
    /// Makes what other threads may read of this one, its frames and its place in them, visible to them: the compiler could
    /// otherwise keep it to itself, for nobody else has a reference to the machine. Called before the lock is given away.
    #[inline(always)]
    pub(crate) fn show_frames(&mut self) {
        std::hint::black_box(&raw mut *self);
    }

    /// Where every thread is, the most recent call last.
    pub fn stacks_text(&mut self) -> String {
        let me = self.slot.id();
        let full = self.option("tb").is_some_and(|value| value == "full");
        let threads: Vec<_> = interp_threads(self)
            .records
            .iter()
            .map(|(id, record)| (*id, record.slot.clone(), record.machine))
            .collect();
        let mut text = format!(
            "Stacks of the {} of process {}, the most recent call last:\n",
            match threads.len() {
                1 => "thread".to_string(),
                count => format!("{count} threads"),
            },
            self.process_number()
        );
        for (id, slot, machine) in threads {
            let what = match (slot.state(), slot.waits_for()) {
                _ if id == me => String::new(),
                (State::Queued, _) => " (waiting for the global lock)".to_string(),
                (_, Some((reason, _))) => format!(" ({})", reason.text()),
                _ => String::new(),
            };
            let _ = writeln!(text, "Thread {:?}{what}:", &*slot.name());
            if machine.is_null() {
                text += "  has not begun\n";
                continue;
            }
            // SAFETY: the machine of a thread in the table is alive: its record is taken out before it goes, by the thread
            // itself, under the lock, which this thread has. Another thread changes its frames only while it has the lock; it
            // showed them ([`Vm::show_frames`]) before it gave the lock away.
            let (frames, pc) = unsafe { (&(*machine).frames, (*machine).pc) };
            self.frames_text(&mut text, frames, pc, full);
        }
        text
    }

    fn frames_text(&mut self, text: &mut String, frames: &[Frame], pc: *const Ins, full: bool) {
        let mut entries = Vec::new();
        for (index, frame) in frames.iter().enumerate() {
            let code = Arc::clone(&frame.code().code);
            if !full && code.source.name.starts_with(library::PREFIX) {
                continue;
            }
            let next = if index + 1 == frames.len() {
                pc
            } else {
                frame.pc
            };
            let first = frame.code().instructions.as_ptr() as usize;
            let number = (next as usize).saturating_sub(first) / size_of::<Ins>();
            entries.push((code, number.saturating_sub(1)));
        }
        if entries.is_empty() {
            text.push_str("  in no function\n");
        }
        let (mut last, mut times) = (None, 0);
        let repeated = |text: &mut String, times: usize| {
            if times > REPEATS {
                let more = times - REPEATS;
                let s = if more == 1 { "" } else { "s" };
                let _ = writeln!(text, "  [Previous line repeated {more} more time{s}]");
            }
        };
        for (code, number) in &entries {
            let line = code.line_of(*number);
            let here = Some((Arc::as_ptr(code), line));
            if last != here {
                repeated(text, times);
                (last, times) = (here, 0);
            }
            times += 1;
            if times > REPEATS {
                continue;
            }
            let (file, name) = (&code.source.name, &code.name);
            let _ = writeln!(text, "  File \"{file}\", line {line}, in {name}");
            if let Some(source) = self.shown_source(&code.source) {
                let shown = source.line(line).trim();
                if !shown.is_empty() {
                    let _ = writeln!(text, "    {shown}");
                }
            }
        }
        repeated(text, times);
    }
}
