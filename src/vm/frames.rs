//! Looking into live frames, and small matters of the machine that several native modules share.
#![allow(unsafe_code)] // Registers of live frames are read by address.

use crate::code::Ins;
use crate::native::library;
use crate::native::thread::wait::{Patience, join_line, pick, wait_to_be_picked};
use crate::object::dict::DictObject;
use crate::object::function::CellObject;
use crate::object::heap::{Layout, Ref};
use crate::object::origin::Origin;
use crate::object::value::{Raw, Value};
use crate::sched::Wait;
use crate::vm::frame::Frame;
use crate::vm::thread::interp_threads;
use crate::vm::{Outcome, Vm};

/// The key under which `module_data` keeps what no language code sees.
static HIDDEN: u8 = 0;
/// The key of values kept alive for ever.
static KEPT: u8 = 0;
/// The key of the list of modules whose code is running.
static IMPORTING: u8 = 0;

/// The frames of a thread and where the top one is; empty for one that has not begun.
pub fn frames_of(vm: &mut Vm, id: u32) -> (&[Frame], *const Ins) {
    if id == vm.slot.id() {
        return (&vm.frames, vm.pc);
    }
    match interp_threads(vm).records.get(&id) {
        Some(record) if !record.machine.is_null() => {
            let machine = record.machine;
            // SAFETY: the machine of a thread in the table is alive: its record is taken out before it goes, by the thread itself,
            // under the lock, which this thread has. Another thread changes its frames only while it has the lock; it showed them
            // (`Vm::show_frames`) before it gave the lock away. The borrow ends with that of this thread's machine.
            unsafe { (&(*machine).frames, (*machine).pc) }
        }
        _ => (&[], std::ptr::null()),
    }
}

impl Vm {
    /// Where the running call was made: the innermost place of the program itself, the library's left out if there is another.
    pub fn origin(&self) -> Option<Origin> {
        let top = self.frames.len().checked_sub(1)?;
        let own = |index: &usize| {
            let code = &self.frames[*index].code().code;
            !code.source.name.starts_with(library::PREFIX)
        };
        let index = (0..=top).rev().find(own).unwrap_or(top);
        Some(Origin {
            code: self.frames[index].code().code.clone(),
            at: self.instruction_of(index) as u32,
        })
    }
    /// A named local of a frame; `is_cell`: the register holds a cell.
    pub(crate) fn local_in_frame(
        &self,
        index: usize,
        register: usize,
        is_cell: bool,
    ) -> Option<Value> {
        let frame = &self.frames[index];
        // SAFETY: a frame's registers lie within the stack; bound ones own their values.
        let raw: Raw = unsafe { *frame.base.add(register) };
        if raw.tag == 0 {
            return None;
        }
        // SAFETY: as above.
        let value = unsafe { raw.to_value() };
        match value.downcast::<CellObject>() {
            Some(cell) if is_cell => self.cell_content(cell),
            _ => Some(value),
        }
    }
    /// The first argument of the running function, also if it is a cell.
    pub(crate) fn first_argument(&self) -> Option<Value> {
        let index = self.frames.len().checked_sub(1)?;
        let code = &self.frames[index].code().code;
        let first = self.local_in_frame(index, 0, code.cell_registers.contains(&0))?;
        if code.positional == 0 {
            let tuple: &crate::object::sequence::TupleObject = first.downcast()?;
            return tuple.items().first().cloned();
        }
        Some(first)
    }
    fn data(&mut self, key: &'static u8) -> Ref<DictObject> {
        let key = key as *const u8 as usize;
        if let Some(found) = self.module_data(key).and_then(|value| value.to_ref()) {
            return found;
        }
        let dict = self.new_dict();
        self.set_module_data(key, dict.to_value());
        dict
    }
    /// A dict of the interpreter that language code does not see.
    pub fn hidden_dict(&mut self) -> Ref<DictObject> {
        self.data(&HIDDEN)
    }
    /// Keeps a value alive as long as the interpreter.
    pub fn keep_alive(&mut self, value: Value) {
        let kept = self.data(&KEPT);
        let key = Value::int(value.identity() as i64);
        let outcome = self.dict_set(&kept, &key, value);
        debug_assert!(outcome.is_ok());
    }
    /// Notes that a module's code begins to run on this thread.
    pub(crate) fn begin_import(&mut self, name: &str) {
        let importing = self.data(&IMPORTING);
        let owner = Value::int(self.ident as i64);
        self.dict_set_str(&importing, name, owner);
    }
    /// Notes that a module's code has ended.
    pub(crate) fn end_import(&mut self, name: &str) {
        let importing = self.data(&IMPORTING);
        let name = self.intern(name);
        self.dict_remove_name(&importing, &name);
        let interp = self.interp().clone();
        // SAFETY: the lock is held; the interpreter outlives the borrow.
        let waiting = unsafe { &interp.state().importers };
        pick(self, waiting, usize::MAX);
    }
    /// The ident of the thread that runs the module's code.
    pub(crate) fn importer_of(&mut self, name: &str) -> Option<u64> {
        let importing = self.data(&IMPORTING);
        let owner = self.dict_get_str(&importing, name)?;
        owner.as_int().map(|ident| ident as u64)
    }
    /// True while the module's code runs.
    pub(crate) fn is_importing(&mut self, name: &str) -> bool {
        let importing = self.data(&IMPORTING);
        self.dict_get_str(&importing, name).is_some()
    }
    /// Waits while another thread runs the code of a module that this thread imports.
    pub(crate) fn wait_for_import(&mut self, name: &str, module: &Value) -> Outcome<()> {
        loop {
            let importing = self.data(&IMPORTING);
            if importing.map.get(self).is_empty() {
                return Ok(());
            }
            let owner = self
                .dict_get_str(&importing, name)
                .and_then(|owner| owner.as_int());
            match owner {
                Some(owner) if owner != self.ident as i64 && !self.waits_in_circle(owner) => {
                    let waiting = format!("{:x} waits", self.ident);
                    self.dict_set_str(&importing, &waiting, Value::int(owner));
                    let interp = self.interp().clone();
                    // SAFETY: the lock is held; the interpreter outlives the borrow.
                    let line = unsafe { &interp.state().importers };
                    join_line(self, line);
                    let object = match module.layout() {
                        Some(Layout::Module) => module.identity(),
                        _ => 0,
                    };
                    let picked =
                        wait_to_be_picked(self, line, Wait::Import(object), Patience::Forever);
                    let waiting = self.intern(&waiting);
                    self.dict_remove_name(&importing, &waiting);
                    picked?;
                }
                _ => return Ok(()),
            }
        }
    }
    /// True if the owner of an import waits, by way of others, for this thread: then nobody waits.
    fn waits_in_circle(&mut self, owner: i64) -> bool {
        let importing = self.data(&IMPORTING);
        let mut at = owner;
        for _ in 0..64 {
            match self
                .dict_get_str(&importing, &format!("{:x} waits", at as u64))
                .and_then(|next| next.as_int())
            {
                Some(next) if next == self.ident as i64 => return true,
                Some(next) => at = next,
                None => return false,
            }
        }
        true
    }
}
