//! Attributes and methods of code objects.
use crate::native::{GetSetDefinition, NativeDefinition, Slots};
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
            value.identity(),
        );
        Ok(vm.new_str(&format!(
            "<code object {name} at {at:#x}, file \"{file}\", line {line}>"
        )))
    }),
    ..Slots::NONE
};

/// Methods.
pub static METHODS: &[NativeDefinition] = &[];

/// Attributes.
pub static GETSET: &[GetSetDefinition] = &[
    GetSetDefinition {
        name: "co_name",
        doc: "",
        get: |vm, value| {
            let code = code(vm, value)?;
            Ok(vm.new_str(&code.code.name))
        },
        set: None,
    },
    GetSetDefinition {
        name: "co_filename",
        doc: "",
        get: |vm, value| {
            let code = code(vm, value)?;
            Ok(vm.new_str(&code.code.source.name))
        },
        set: None,
    },
    GetSetDefinition {
        name: "co_firstlineno",
        doc: "",
        get: |vm, value| Ok(Value::int(code(vm, value)?.code.first_line as i64)),
        set: None,
    },
];
