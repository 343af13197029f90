//! Numbers for sites and objects, given out while a recording goes on.
//!
//! Enters: places in code, and what threads wait for. Leaves: numbers for records, the same one each time, and at the end what each
//! number stands for. Used under the interpreter's lock.
use super::model::{NONE, Object, Site};
use crate::code::Code;
use crate::sched::{Reason, Wait};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Sites by where they are.
#[derive(Default)]
pub struct Sites {
    /// By the address of the code and the number of the instruction.
    by_instruction: FxHashMap<(usize, u32), u32>,
    /// By the address of the code and the line.
    by_line: FxHashMap<(usize, u32), u32>,
    /// Keeps the addresses from being used again.
    kept: Vec<Arc<Code>>,
    /// What the numbers stand for.
    pub list: Vec<Site>,
}

impl Sites {
    /// The number of an instruction's line, if it has one already.
    #[inline]
    pub fn find(&self, code: *const Code, instruction: usize) -> Option<u32> {
        let key = (code as usize, instruction as u32);
        self.by_instruction.get(&key).copied()
    }

    /// Gives an instruction's line a number; true if the line is a new one.
    pub fn add(&mut self, code: &Arc<Code>, instruction: usize) -> (u32, bool) {
        let address = Arc::as_ptr(code) as usize;
        let line = code.line_of(instruction);
        let next = self.list.len() as u32;
        let number = *self.by_line.entry((address, line)).or_insert(next);
        let is_new = number == next;
        if is_new {
            self.kept.push(code.clone());
            self.list.push(Site {
                file: code.source.name.to_string(),
                line,
                function: code.qualified_name.to_string(),
            });
        }
        let key = (address, instruction as u32);
        self.by_instruction.insert(key, number);
        (number, is_new)
    }

    /// The codes that sites are in: their sources have the lines.
    pub fn codes(&self) -> &[Arc<Code>] {
        &self.kept
    }
}

/// What an object is known by: the reason to wait for it, its identity, and the address of the name of a system call.
pub type ObjectKey = (Reason, u64, usize);

/// Where an object was made: the address of the code and the instruction; zeros if it is not known. Memory is used again: an object
/// at a known place that was made elsewhere is another one.
pub type Birth = (usize, u32);

/// Objects by what they are.
#[derive(Default)]
pub struct Objects {
    by_key: FxHashMap<ObjectKey, (u32, Birth)>,
    /// What the numbers stand for.
    pub list: Vec<Object>,
}

impl Objects {
    /// The key of what is waited for; `None` if it is nothing in particular.
    #[inline]
    pub fn key(wait: Wait) -> Option<ObjectKey> {
        match wait {
            Wait::Io { fd, what } => Some((Reason::Io, fd as u64, what.as_ptr() as usize)),
            Wait::Sleep(_) | Wait::Compute(_) => None,
            other => {
                Some((other.reason(), other.object(), 0)).filter(|(_, object, _)| *object != 0)
            }
        }
    }

    /// The number of an object, if it has one already.
    #[inline]
    pub fn find(&self, key: ObjectKey, birth: Birth) -> Option<u32> {
        let (number, known) = self.by_key.get(&key)?;
        (*known == birth).then_some(*number)
    }

    /// Gives an object a number. Without a name it gets one from its kind and place, or its kind and how many there were.
    pub fn add(
        &mut self,
        key: ObjectKey,
        birth: Birth,
        name: Option<String>,
        made: Option<(u32, &Site)>,
    ) -> u32 {
        let kind = kind_of(key.0);
        let name = name.unwrap_or_else(|| match made {
            Some((_, site)) => {
                let file = site.file.rsplit('/').next().unwrap_or(&site.file);
                format!("{kind} {file}:{}", site.line)
            }
            None => {
                let others = self.list.iter().filter(|object| object.kind == kind);
                format!("{kind} {}", others.count() + 1)
            }
        });
        let number = self.list.len() as u32;
        self.by_key.insert(key, (number, birth));
        self.list.push(Object {
            kind: kind.to_string(),
            name,
            made: made.map_or(NONE, |(number, _)| number),
        });
        number
    }
}

/// What a thread waits for when it waits for that reason.
fn kind_of(reason: Reason) -> &'static str {
    match reason {
        Reason::Lock => "Lock",
        Reason::RLock => "RLock",
        Reason::Condition => "Condition",
        Reason::Semaphore => "Semaphore",
        Reason::Event => "Event",
        Reason::Barrier => "Barrier",
        Reason::Queue => "Queue",
        Reason::Join => "Thread",
        Reason::Child => "Process",
        Reason::Input => "input",
        Reason::Import => "module",
        Reason::Executor => "Future",
        Reason::Process => "shared object",
        Reason::Io => "call",
        Reason::Sleep => "sleep",
        Reason::Compute => "computation",
    }
}
