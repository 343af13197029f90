//! Attributes and methods of code objects.
use crate::native::{GetSetDefinition, Slots};
use crate::object::function::CodeObject;
use crate::object::heap::Ref;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// The code object of a value.
pub fn code(vm: &mut Vm, value: &Value) -> Outcome<Ref<CodeObject>> {
    value
        .to_ref()
        .ok_or_else(|| vm.type_error("expected a code object"))
}

/// Operations.
pub const SLOTS: Slots = Slots {
    repr: Some(|vm, value| {
        let code = code(vm, value)?;
        let code = &code.code;
        let (name, file, line, at) = (
            &code.name,
            &code.source.name,
            code.first_line,
            vm.identity_of(value),
        );
        Ok(vm.new_str(&format!(
            "<code object {name} at {at:#x}, file \"{file}\", line {line}>"
        )))
    }),
    ..Slots::NONE
};

/// The name `code_flags` gives a bit of ours, as CPython numbers it.
fn flags_of(code: &crate::code::Code) -> i64 {
    use crate::code::flags as ours;
    let has = |bit: u32| code.flags & bit != 0;
    let mut bits = 0;
    if has(ours::FUNCTION) {
        bits |= 1 | 2;
    }
    if has(ours::VARARGS) {
        bits |= 4;
    }
    if has(ours::VARKEYWORDS) {
        bits |= 8;
    }
    if has(ours::NESTED) {
        bits |= 16;
    }
    bits |= match (has(ours::GENERATOR), has(ours::COROUTINE)) {
        (true, true) => 0x200,
        (true, false) => 0x20,
        (false, true) => 0x80,
        (false, false) => 0,
    };
    if has(ours::FUTURE_ANNOTATIONS) {
        bits |= 0x100_0000;
    }
    bits
}

fn strings<'a>(vm: &mut Vm, names: impl Iterator<Item = &'a std::sync::Arc<str>>) -> Value {
    let names = names.map(|name| vm.intern(name)).collect();
    vm.new_tuple(names)
}

/// Line and column of start and end of an instruction, as `co_positions` gives them.
fn position(vm: &Vm, code: &crate::code::Code, instruction: usize) -> Value {
    let span = code.spans.get(instruction).copied().unwrap_or_default();
    let (line, column) = code.source.line_column(span.start);
    let (end_line, end_column) = code.source.line_column(span.end);
    let items = [line, end_line, column, end_column];
    vm.new_tuple(items.map(|number| Value::int(number as i64)).to_vec())
}

crate::native_functions! { pub static METHODS;
    /// For each instruction line, end line, column and end column.
    "co_positions(self, /)" fn co_positions(vm, this: &Value) -> Value {
        let code = code(vm, this)?;
        let rows = (0..code.code.instructions.len()).map(|at| position(vm, &code.code, at)).collect();
        let rows = vm.new_list(rows);
        vm.iterate(&rows)
    }
    /// Runs of instructions of one line: start, end and line.
    "co_lines(self, /)" fn co_lines(vm, this: &Value) -> Value {
        let code = code(vm, this)?;
        let mut runs: Vec<(usize, usize, u32)> = Vec::new();
        for at in 0..code.code.instructions.len() {
            let line = code.code.line_of(at);
            match runs.last_mut() {
                Some(run) if run.2 == line => run.1 = at + 1,
                _ => runs.push((at, at + 1, line)),
            }
        }
        let rows = runs
            .into_iter()
            .map(|(start, end, line)| {
                let row = [start as i64 * 2, end as i64 * 2, line as i64];
                vm.new_tuple(row.map(Value::int).to_vec())
            })
            .collect();
        let rows = vm.new_list(rows);
        vm.iterate(&rows)
    }
    /// Not supported: code objects cannot be changed.
    "replace(self, /, **changes)" fn replace(vm, this: &Value, changes: &Value) -> Value {
        crate::raise!(vm, NotImplementedError, "code.replace() is not supported: code objects cannot be changed");
    }
}

macro_rules! code_attributes {
    ($($name:literal $vm:ident $code:ident => $body:expr;)*) => {
        /// Attributes.
        pub static GETSET: &[GetSetDefinition] = &[GetSetDefinition {
            name: "co_consts",
            doc: "",
            get: |vm, value| {
                let constants = code(vm, value)?.pool.constants().to_vec();
                Ok(vm.new_tuple(constants))
            },
            set: None,
        }, $(GetSetDefinition {
            name: $name,
            doc: "",
            get: |$vm, value| {
                let object = code($vm, value)?;
                let $code = &object.code;
                Ok($body)
            },
            set: None,
        },)*];
    };
}
code_attributes! {
    "co_name" vm code => vm.new_str(&code.name);
    "co_qualname" vm code => vm.new_str(&code.qualified_name);
    "co_filename" vm code => vm.new_str(&code.source.name);
    "co_firstlineno" _vm code => Value::int(code.first_line as i64);
    "co_argcount" _vm code => Value::int(code.positional as i64);
    "co_posonlyargcount" _vm code => Value::int(code.positional_only as i64);
    "co_kwonlyargcount" _vm code => Value::int(code.keyword_only as i64);
    "co_nlocals" _vm code => Value::int((code.local_names.len() - code.free_names.len()) as i64);
    "co_stacksize" _vm code => Value::int(code.registers as i64 - code.local_names.len() as i64);
    "co_flags" _vm code => Value::int(flags_of(code));
    "co_varnames" vm code => strings(vm, code.local_names[..code.local_names.len() - code.free_names.len()].iter());
    "co_freevars" vm code => strings(vm, code.free_names.iter());
    "co_cellvars" vm code => strings(vm, code.cell_registers.iter().map(|&at| &code.local_names[at as usize]));
    "co_names" vm code => strings(vm, code.names.iter());
    "co_code" vm code => vm.new_bytes(vec![0; code.instructions.len() * 2]);
}
