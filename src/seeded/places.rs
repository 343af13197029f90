//! Where a thread is, in words that a person reads and that stay the same when the program is edited elsewhere.

use crate::code::{Code, Ins, Op};
use crate::native::library;
use crate::vm::Vm;

/// The name that an instruction is about, if it has one.
fn subject(code: &Code, ins: Ins) -> Option<&str> {
    use Op::*;
    let number = match Op::from_u8(ins.op)? {
        LoadGlobal | StoreGlobal | GetAttr | SetAttr | LoadMethod | LoadSuperMethod => {
            *code.cache_names.get(ins.d as usize)? as usize
        }
        LoadName | StoreName | DeleteName | DeleteGlobal | LoadDeref | StoreDeref | DeleteDeref
        | LoadClassDeref | DelAttr | ImportName | ImportFrom => ins.d as usize,
        _ => return None,
    };
    code.names.get(number).map(|name| &**name)
}

impl Vm {
    /// File, line, operation and name, in the innermost function that is not the library's. `next`: of the instruction that
    /// comes next, else of the one that runs.
    pub(super) fn place(&self, next: bool) -> String {
        let is_own = |at: &usize| {
            let name = &self.frames[*at].code().code.source.name;
            !name.starts_with(library::PREFIX)
        };
        let last = self.frames.len().wrapping_sub(1);
        let Some(at) = (0..self.frames.len())
            .rev()
            .find(is_own)
            .or(self.frames.len().checked_sub(1))
        else {
            return String::new();
        };
        let frame = &self.frames[at];
        let pc = if at == last { self.pc } else { frame.pc };
        let first = frame.code().instructions.as_ptr() as usize;
        let behind = usize::from(!(next && at == last));
        let number =
            ((pc as usize).saturating_sub(first) / size_of::<Ins>()).saturating_sub(behind);
        let code = &frame.code().code;
        let Some(&ins) = code.instructions.get(number) else {
            return String::new();
        };
        let file = code.source.name.rsplit('/').next().unwrap_or_default();
        let operation = Op::from_u8(ins.op).map_or("?", Op::name);
        let line = code.line_of(number);
        match subject(code, ins) {
            Some(name) => format!("{file}:{line} {operation} {name}"),
            None => format!("{file}:{line} {operation}"),
        }
    }
}
