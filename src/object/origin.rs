//! Places in programs, and what threads wait for: what the tools of threads tell about themselves.
//!
//! Enters: nothing but code and numbers. Leaves: [`Origin`], a place that costs two words and no text until somebody asks for
//! it, [`Taken`], who took a lock last, and [`Waited`], what a thread that waits for an object can say of it. Tools make an origin
//! by [`Vm::origin`](crate::vm::Vm::origin) when they are made; whoever reports (deadlocks, traces, Ctrl-\) reads them.
use crate::code::{Code, Ins, Op};
use std::cell::Cell;
use std::sync::Arc;

/// An instruction of a code: where something was made, taken or waited for.
#[derive(Clone)]
pub struct Origin {
    /// The code.
    pub code: Arc<Code>,
    /// The instruction's number.
    pub at: u32,
}

impl Origin {
    /// The file's name, as tracebacks show it.
    pub fn file(&self) -> &str {
        &self.code.source.name
    }

    /// The line, counted from 1.
    pub fn line(&self) -> u32 {
        self.code.line_of(self.at as usize)
    }

    /// The function's name; `<module>` outside of functions.
    pub fn function(&self) -> &str {
        &self.code.name
    }

    /// Whether the instruction enters the manager of a `with` statement.
    pub fn enters_with(&self) -> bool {
        let before = (self.at as usize).checked_sub(1);
        before.is_some_and(|at| {
            let ins = self.code.instructions.get(at);
            ins.is_some_and(|ins| ins.op == Op::SetupWith as u8)
        })
    }
}

impl PartialEq for Origin {
    fn eq(&self, other: &Origin) -> bool {
        Arc::ptr_eq(&self.code, &other.code) && self.at == other.at
    }
}

/// Who took a lock last, and at which instruction: written at every acquisition, so it is two plain stores. It says who has the
/// lock only while the lock is taken.
pub struct Taken {
    slot: Cell<u32>,
    pc: Cell<*const Ins>,
}

impl Taken {
    /// By nobody yet.
    pub const fn new() -> Taken {
        Taken {
            slot: Cell::new(0),
            pc: Cell::new(std::ptr::null()),
        }
    }

    /// Notes that the thread of `slot` takes it, in the call before the instruction at `pc`.
    #[inline(always)]
    pub fn note(&self, slot: u32, pc: *const Ins) {
        self.slot.set(slot);
        self.pc.set(pc);
    }

    /// Who it was. `is_owner`: only that thread can let it go.
    pub fn holder(&self, is_owner: bool) -> Holder {
        Holder {
            slot: self.slot.get(),
            pc: self.pc.get(),
            is_owner,
        }
    }
}

impl Default for Taken {
    fn default() -> Self {
        Taken::new()
    }
}

/// The thread that has something.
#[derive(Clone, Copy, Debug)]
pub struct Holder {
    /// The id of its slot.
    pub slot: u32,
    /// The instruction behind the one that took it: an address to be compared, never followed. Null if unknown.
    pub pc: *const Ins,
    /// Only that thread can let it go, whatever others do.
    pub is_owner: bool,
}

/// What a thread that waits for an object can say of it.
pub struct Waited {
    /// What the thread does; `{}` stands for the object: `"waits for the lock {}"`.
    pub doing: String,
    /// What the object is: `"lock"`.
    pub noun: &'static str,
    /// Where it was made.
    pub origin: Option<Origin>,
}
