//! The handlers of f-strings: a value formatted, parts joined.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::{Exit, attempt, kill, put, resume, save, take, value_at};
use crate::code::Ins;
use crate::object::text::StrObject;
use crate::object::value::Raw;
use crate::vm::Vm;

pub(crate) unsafe fn BuildString(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let parts: Vec<_> = (ins.b..ins.b + ins.c).map(|at| take(base, at)).collect();
        let texts = || parts.iter().filter_map(|part| part.downcast::<StrObject>());
        let mut joined = compact_str::CompactString::with_capacity(
            texts().map(|text| text.as_str().len()).sum(),
        );
        texts().for_each(|text| joined.push_str(text.as_str()));
        let joined = vm.new_str_from(joined);
        drop(parts);
        put(base, ins.a, joined);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn FormatValue(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let value = value_at(base, ins.b).clone();
        let spec = if ins.d & 2 != 0 {
            vm.take_register(base.add(ins.b as usize + 1))
        } else {
            None
        };
        if ins.d & 3 != 0 {
            kill(base, ins.b);
        }
        let value = match ins.c {
            b's' => attempt!(vm.str(&value)),
            b'r' => attempt!(vm.repr(&value)),
            b'a' => attempt!(vm.ascii(&value)),
            _ => value,
        };
        let spec = attempt!(spec.map_or(Ok(String::new()), |spec| vm.string(&spec)));
        let text = attempt!(vm.format(&value, &spec));
        drop(value);
        put(base, ins.a, text);
        resume!(vm, pc, base, k)
    }
}
