//! Code objects as bytes, for functions that travel by value, and the names that code looks up in its globals.

use crate::code::{Code, Const, Op, pack};
use crate::compile::verify;
use crate::native::types::code::code;
use crate::native_functions;
use crate::object::value::Value;
use crate::raise;
use crate::source::Source;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Code inside code, the outermost first.
fn each_code(code: &Arc<Code>, visit: &mut impl FnMut(&Code)) {
    visit(code);
    for constant in &code.constants {
        if let Const::Code(inner) = constant {
            each_code(inner, visit);
        }
    }
}

/// The names that code and all code inside it looks up in its globals.
fn global_names(code: &Arc<Code>) -> BTreeSet<Arc<str>> {
    let mut names = BTreeSet::new();
    each_code(code, &mut |code| {
        for ins in &code.instructions {
            let name = match Op::from_u8(ins.op) {
                Some(Op::LoadGlobal) => code.cache_names.get(ins.d as usize).copied(),
                Some(Op::LoadName | Op::LoadClassDeref) => Some(ins.d as u32),
                _ => None,
            };
            names.extend(name.and_then(|name| code.names.get(name as usize)).cloned());
        }
    });
    names
}

native_functions! { pub static FUNCTIONS;
    /// A code object as (name of its source, text of its source, bytes), which `unpack_code` takes.
    "pack_code(code, /)" fn pack_code(vm, value: &Value) -> Value {
        let code = code(vm, value)?.code.clone();
        let parts = vec![
            vm.intern(&code.source.name),
            vm.new_str(&code.source.text),
            vm.new_bytes(pack::pack(&code)),
        ];
        Ok(vm.new_tuple(parts))
    }
    /// The code object of what `pack_code` gave.
    "unpack_code(name, text, data, /)" fn unpack_code(vm, name: &str, text: &str, data: &Value) -> Value {
        let bytes = vm.bytes_like(data)?;
        let unpacked = pack::unpack(&bytes, &Arc::new(Source::new(name, text)));
        // What comes from outside may break the machine's rules; the verifier proves that it does not.
        let sound = |code: &Arc<Code>| {
            let mut sound = true;
            each_code(code, &mut |code| sound &= verify::verify(code).is_ok());
            sound
        };
        match unpacked {
            Ok(code) if sound(&code) => Ok(vm.new_code(&code).into_value()),
            _ => raise!(vm, ValueError, "bad packed code"),
        }
    }
    /// The names that a code object, and the code inside it, looks up in its globals.
    "global_names(code, /)" fn global_names_function(vm, value: &Value) -> Value {
        let code = code(vm, value)?.code.clone();
        let names = global_names(&code).iter().map(|name| vm.intern(name)).collect();
        Ok(vm.new_list(names))
    }
}
