//! The handlers of f-strings: a value formatted, parts joined.
//!
//! A formatted value that goes straight into a join may stay the machine int it is: the join writes its digits.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::arithmetic::{binary_slow, finish_binary, finish_killing, operands};
use super::attributes::kind_of;
use super::{Exit, attempt, kill, next, put, resume, save, value_at, write_next};
use crate::code::{CONSTANT_FIRST, Ins, Op};
use crate::native::types::percent::format_text;
use crate::object::kind;
use crate::object::text::{StrObject, copy_short};
use crate::object::value::{Raw, Value, tag};
use crate::text::digits;
use crate::vm::Vm;
use crate::vm::format::push_plain;

pub(crate) unsafe fn BuildString(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    // SAFETY (of all handlers here): registers exist and are bound, as the verifier checks.
    unsafe {
        let ins = pc.sub(1);
        save!(vm, pc, t);
        let parts = std::slice::from_raw_parts(
            base.add((*ins).b as usize).cast::<Value>(),
            (*ins).c as usize,
        );
        let joined = vm.join_parts(parts);
        for part in (*ins).b..(*ins).b + (*ins).c {
            kill(base, part);
        }
        put(base, (*ins).a, joined);
        resume!(vm, pc, base, k)
    }
}

impl Vm {
    /// Strings and machine ints as one string.
    fn join_parts(&self, parts: &[Value]) -> Value {
        let (mut size, mut length) = (0, 0);
        for part in parts {
            if let Some(number) = part.as_int() {
                let digits = digits::length(number);
                size += digits;
                length += digits;
            } else if let Some(text) = part.downcast::<StrObject>() {
                size += text.as_str().len();
                length += text.length();
            }
        }
        if size == 0 {
            return self.empty_str();
        }
        // SAFETY: the loop writes as many bytes and code points as the loop above counted.
        let joined = unsafe {
            StrObject::filled(self, size, length, |mut to| {
                for part in parts {
                    let size = if let Some(number) = part.as_int() {
                        let size = digits::length(number);
                        digits::write(std::slice::from_raw_parts_mut(to, size), number);
                        size
                    } else if let Some(text) = part.downcast::<StrObject>() {
                        let text = text.as_str();
                        copy_short(text.as_ptr(), to, text.len());
                        text.len()
                    } else {
                        0
                    };
                    to = to.add(size);
                }
            })
        };
        joined.into_value()
    }
}

/// `Add` of two plain strings.
#[inline(never)]
pub(super) unsafe fn add_texts(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let (x, y) = operands(pc, base, k);
        let text = &*(x.bits as *const StrObject);
        let more = &*(y.bits as *const StrObject);
        let mut spare = 0;
        if (*ins).d & (4 | CONSTANT_FIRST) == 4 && (*ins).a == (*ins).b {
            // The only reference is the register's, and no borrow of the text is alive.
            if text.grow(more) {
                if (*ins).d & 2 != 0 && (*ins).op == Op::Add as u8 {
                    save!(vm, pc, t);
                    kill(base, (*ins).c);
                    resume!(vm, pc, base, k)
                }
                next!(vm, pc, base, t, k)
            }
            if text.header.count() == 1 && text.as_str().len() > 32 {
                spare = text.as_str().len() / 2;
            }
        }
        let joined = text.joined(vm, more, spare).into_value().into_raw();
        finish_binary!(vm, pc, base, t, k, joined)
    }
}

/// `Mod` of a plain string.
#[inline(never)]
pub(super) unsafe fn format_percent(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let (x, y) = operands(pc, base, k);
        let kind = kind_of(y);
        // Other operands may have a method for this.
        if y.tag != tag::INT && kind != kind::TUPLE && kind != kind::STR {
            return binary_slow(vm, pc, base, t, k);
        }
        save!(vm, pc, t);
        let right = &*(&raw const y).cast::<Value>();
        let text = attempt!(format_text(
            vm,
            (*(x.bits as *const StrObject)).as_str(),
            right
        ));
        vm.parked = text.into_raw();
        finish_killing(vm, pc, base, vm.ticks, k)
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
        let ins = pc.sub(1);
        let x = *base.add((*ins).b as usize);
        // Without a spec an int is left to the join, and a string is itself; both in place.
        if (*ins).d & 2 == 0
            && (x.tag == tag::INT && (*ins).c == 0 && (*ins).d & 4 != 0
                || x.tag == tag::OBJECT
                    && x.header().kind() == kind::STR
                    && matches!((*ins).c, 0 | b's'))
            && (*ins).a == (*ins).b
        {
            next!(vm, pc, base, t, k)
        }
        format_slow(vm, pc, base, t, k)
    }
}

#[inline(never)]
unsafe fn format_slow(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let x = *base.add(ins.b as usize);
        if ins.d & 6 == 4 && ins.c == 0 && x.tag == tag::INT {
            put(base, ins.a, Value::int(x.bits as i64));
            resume!(vm, pc, base, k)
        }
        if ins.d & 2 != 0
            && ins.c == 0
            && let Some(spec) = value_at(base, ins.b + 1).downcast::<StrObject>()
        {
            let mut out = vm.take_scratch();
            if let Some(done) = push_plain(&mut out, value_at(base, ins.b), spec.as_str()) {
                attempt!(vm.text(done));
                let text = vm.str_of_scratch(out);
                kill(base, ins.b + 1);
                kill(base, ins.b);
                put(base, ins.a, text);
                resume!(vm, pc, base, k)
            }
            vm.scratch = out;
        }
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
        let text = match &spec {
            None => "",
            Some(spec) => spec.downcast::<StrObject>().map_or("", StrObject::as_str),
        };
        let text = attempt!(vm.format(&value, text));
        drop((value, spec));
        put(base, ins.a, text);
        resume!(vm, pc, base, k)
    }
}
