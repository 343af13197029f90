//! Items: reading, writing and deleting by subscript, and slices.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::attributes::kind_of;
use super::{
    Exit, attempt, constant_at, kill, kill_write_next, next, put, resume, save, take, value_at,
    write_next,
};
use crate::code::{Ins, Op};
use crate::object::builtin::shape;
use crate::object::heap::Layout;
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::value::{Raw, Value, tag};
use crate::vm::Vm;

/// The kind word of plain lists.
pub(crate) const LIST_KIND: u32 = (Layout::List as u32) << 24 | shape::LIST;
/// The kind word of plain tuples.
pub(crate) const TUPLE_KIND: u32 = (Layout::Tuple as u32) << 24 | shape::TUPLE;
/// The kind word of plain dicts.
pub(crate) const DICT_KIND: u32 = (Layout::Dict as u32) << 24 | shape::DICT;

/// The item of a plain list or tuple at an int, without a count of its own.
#[inline(always)]
unsafe fn sequence_item(container: Raw, index: Raw) -> Option<Raw> {
    unsafe {
        if index.tag != tag::INT {
            return None;
        }
        let kind = kind_of(container);
        let items: &[Value] = if kind == LIST_KIND {
            &*(*(container.bits as *const ListObject)).items.as_ptr()
        } else if kind == TUPLE_KIND {
            (*(container.bits as *const TupleObject)).items()
        } else {
            return None;
        };
        let index = index.bits as i64;
        let at = if index < 0 {
            index + items.len() as i64
        } else {
            index
        };
        items.get(usize::try_from(at).ok()?).map(Value::raw)
    }
}

pub(crate) unsafe fn GetItem(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let container = *base.add((*ins).b as usize);
        let index = *base.add((*ins).c as usize);
        if let Some(item) = sequence_item(container, index) {
            item.retain();
            if (*ins).d & 1 != 0 && (*ins).a != (*ins).b {
                kill_write_next!(vm, pc, base, t, k, (*ins).b, (*ins).a, item)
            }
            write_next!(vm, pc, base, t, k, (*ins).a, item)
        }
        get_item_slow(vm, pc, base, t, k)
    }
}

#[inline(never)]
unsafe fn get_item_slow(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let constant = ins.op == Op::GetItemK as u8;
        let container = value_at(base, ins.b);
        let key = if constant {
            constant_at(k, ins.c as usize)
        } else {
            value_at(base, ins.c)
        };
        let item = attempt!(vm.get_item_fast(container, key));
        if ins.d & 1 != 0 && ins.b != ins.a {
            kill(base, ins.b);
        }
        if !constant && ins.d & 2 != 0 && ins.c != ins.a {
            kill(base, ins.c);
        }
        put(base, ins.a, item);
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn GetItemK(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let container = *base.add((*ins).b as usize);
        if let Some(item) = sequence_item(container, *k.add((*ins).c as usize)) {
            item.retain();
            if (*ins).d & 1 != 0 && (*ins).a != (*ins).b {
                kill_write_next!(vm, pc, base, t, k, (*ins).b, (*ins).a, item)
            }
            write_next!(vm, pc, base, t, k, (*ins).a, item)
        }
        get_item_slow(vm, pc, base, t, k)
    }
}

pub(crate) unsafe fn SetItem(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        let (container, index) = (*base.add(ins.a as usize), *base.add(ins.b as usize));
        if kind_of(container) == LIST_KIND && index.tag == tag::INT {
            let items = &mut *(*(container.bits as *const ListObject)).items.as_ptr();
            let index = index.bits as i64;
            let at = if index < 0 {
                index + items.len() as i64
            } else {
                index
            };
            if let Some(place) = usize::try_from(at).ok().and_then(|at| items.get_mut(at)) {
                let new = *base.add(ins.c as usize);
                if ins.d & 4 != 0 {
                    *base.add(ins.c as usize) = Raw::UNBOUND;
                } else {
                    new.retain();
                }
                let old = std::mem::replace(place, new.into_value()).into_raw();
                if ins.d & 1 != 0 {
                    save!(vm, pc, t);
                    if old.is_object() {
                        drop(old.into_value());
                    }
                    kill(base, ins.a);
                    resume!(vm, pc, base, k)
                }
                if old.is_object() && crate::object::heap::decrement(old.bits as *const _) {
                    vm.parked = old;
                    return super::free_then_next(vm, pc, base, t, k);
                }
                next!(vm, pc, base, t, k)
            }
        }
        set_item_slow(vm, pc, base, t, k)
    }
}

#[inline(never)]
unsafe fn set_item_slow(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let (container, key) = (value_at(base, ins.a), value_at(base, ins.b));
        if kind_of(container.raw()) == DICT_KIND
            && let Some(dict) = container.downcast::<crate::object::dict::DictObject>()
        {
            let value = if ins.d & 4 != 0 {
                take(base, ins.c)
            } else {
                value_at(base, ins.c).clone()
            };
            attempt!(vm.dict_set(dict, key, value));
        } else {
            attempt!(vm.set_item(container, key, Some(value_at(base, ins.c))));
            if ins.d & 4 != 0 {
                kill(base, ins.c);
            }
        }
        if ins.d & 2 != 0 {
            kill(base, ins.b);
        }
        if ins.d & 1 != 0 {
            kill(base, ins.a);
        }
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn DelItem(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        attempt!(vm.set_item(value_at(base, ins.a), value_at(base, ins.b), None));
        if ins.d & 2 != 0 {
            kill(base, ins.b);
        }
        if ins.d & 1 != 0 {
            kill(base, ins.a);
        }
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn BuildSlice(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let (start, stop) = (take(base, ins.b), take(base, ins.b + 1));
        let step = if ins.c == 3 {
            take(base, ins.b + 2)
        } else {
            Value::NONE
        };
        let slice = vm.new_slice(start, stop, step);
        put(base, ins.a, slice);
        resume!(vm, pc, base, k)
    }
}
