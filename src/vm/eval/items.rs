//! Items: reading, writing and deleting by subscript, slices, membership.
//!
//! A slice between brackets is built for the one instruction that follows. Where that subscripts a plain list, tuple or
//! string and the bounds are ints or None, `BuildSlice` does its work, too, and no slice object is made.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::attributes::kind_of;
use super::{
    Exit, attempt, constant_at, kill, kill_write_next, next, put, resume, save, take, value_at,
    write_next,
};
use crate::code::{Ins, Op};
use crate::native::types::containers::{find_item, picked_indices};
use crate::native::types::slicing::Bounds;
use crate::object::dict::{DictMap, DictObject, Found, Glance};
use crate::object::kind;
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::set::SetObject;
use crate::object::text::StrObject;
use crate::object::value::{Raw, Value, tag};
use crate::vm::Vm;
use crate::vm::hashing::hash_of_int;

/// The number of the entry of a key whose hash needs no method. `Ask` for other keys, and where a key in the map must be
/// compared by language code.
#[inline(always)]
unsafe fn quick_entry(vm: &Vm, map: *const DictMap, key: &Value) -> Found {
    // SAFETY: registers hold live objects, and no map is borrowed for change while a handler runs.
    unsafe {
        let raw = key.raw();
        if raw.tag == tag::INT {
            return (*map).find_int(hash_of_int(raw.bits as i64), key);
        }
        if kind_of(raw) == kind::STR {
            let text = &*(raw.bits as *const StrObject);
            return (*map).find_text(vm.hash_of_str(text), key);
        }
        match vm.hash_fast(key) {
            Some(hash) => (*map).find(hash, key, &[]),
            None => Found::Ask(0),
        }
    }
}

/// A first look for a key: of an int, or of a plain string that knows its hash. No call, so that the handlers need to save
/// nothing.
#[inline(always)]
unsafe fn glance(map: *const DictMap, key: Raw) -> Glance {
    // SAFETY: registers hold live objects, and no map is borrowed for change while a handler runs.
    unsafe {
        let hash = if key.tag == tag::INT {
            // Such an int is its own hash, but for -1, which is none.
            if key.bits.wrapping_add(1 << 60) >> 61 != 0 {
                return Glance::Unclear;
            }
            key.bits - (key.bits == u64::MAX) as u64
        } else if kind_of(key) == kind::STR {
            let hash = (*(key.bits as *const StrObject)).hash.get();
            if hash == 0 {
                return Glance::Unclear;
            }
            hash
        } else {
            return Glance::Unclear;
        };
        (*map).glance(hash, key)
    }
}

/// The item of a plain list or tuple at an int, without a count of its own.
#[inline(always)]
unsafe fn sequence_item(container: Raw, index: Raw) -> Option<Raw> {
    unsafe {
        if index.tag != tag::INT {
            return None;
        }
        let kind = kind_of(container);
        let items: &[Value] = if kind == kind::LIST {
            &*(*(container.bits as *const ListObject)).items.as_ptr()
        } else if kind == kind::TUPLE {
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
        if kind_of(container) == kind::DICT {
            return get_item_of_dict(vm, pc, base, t, k);
        }
        get_item_slow(vm, pc, base, t, k)
    }
}

/// `GetItem` and `GetItemK` of a plain dict.
#[inline(never)]
unsafe fn get_item_of_dict(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let constant = (*ins).op == Op::GetItemK as u8;
        let container = *base.add((*ins).b as usize);
        let key = if constant {
            k.add((*ins).c as usize)
        } else {
            base.add((*ins).c as usize)
        };
        let map = (*(container.bits as *const DictObject)).map.as_ptr();
        let Glance::At(number) = glance(map, *key) else {
            return search_item_of_dict(vm, pc, base, t, k);
        };
        let dying = (*ins).d & if constant { 1 } else { 3 };
        if dying & 1 != 0 || dying != 0 && (*key).is_object() {
            return search_item_of_dict(vm, pc, base, t, k);
        }
        let entries = (*map).entries();
        let item = entries[number].value.raw();
        item.retain();
        write_next!(vm, pc, base, t, k, (*ins).a, item)
    }
}

/// As `get_item_of_dict`, for keys that a first look does not find, and operands that die.
#[inline(never)]
unsafe fn search_item_of_dict(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let constant = (*ins).op == Op::GetItemK as u8;
        let container = *base.add((*ins).b as usize);
        let key = if constant {
            constant_at(k, (*ins).c as usize)
        } else {
            value_at(base, (*ins).c)
        };
        let map = (*(container.bits as *const DictObject)).map.as_ptr();
        let Found::At(number) = quick_entry(vm, map, key) else {
            return get_item_slow(vm, pc, base, t, k);
        };
        let entries = (*map).entries();
        let item = entries[number].value.raw();
        item.retain();
        let dying = (*ins).d & if constant { 1 } else { 3 };
        if dying & 1 == 0 && (dying == 0 || !key.is_object()) {
            write_next!(vm, pc, base, t, k, (*ins).a, item)
        }
        save!(vm, pc, t);
        let ins = *ins;
        if dying & 2 != 0 {
            kill(base, ins.c);
        }
        if dying & 1 != 0 {
            kill(base, ins.b);
        }
        put(base, ins.a, item.into_value());
        resume!(vm, pc, base, k)
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
        if kind_of(container) == kind::DICT {
            return get_item_of_dict(vm, pc, base, t, k);
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
        if kind_of(container) == kind::LIST && index.tag == tag::INT {
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
        if kind_of(container) == kind::DICT {
            return set_item_of_dict(vm, pc, base, t, k);
        }
        set_item_slow(vm, pc, base, t, k)
    }
}

/// `SetItem` of a plain dict.
#[inline(never)]
unsafe fn set_item_of_dict(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let (container, key) = (*base.add((*ins).a as usize), base.add((*ins).b as usize));
        let map = (*(container.bits as *const DictObject)).map.as_ptr();
        let Glance::At(number) = glance(map, *key) else {
            return insert_item_of_dict(vm, pc, base, t, k);
        };
        if (*ins).d & 1 != 0 || (*ins).d & 2 != 0 && (*key).is_object() {
            return insert_item_of_dict(vm, pc, base, t, k);
        }
        let source = base.add((*ins).c as usize);
        let new = *source;
        if (*ins).d & 4 != 0 {
            (*source).tag = tag::UNBOUND;
        } else {
            new.retain();
        }
        let place = (*map).value_mut(number);
        let old = place.raw();
        std::ptr::write(place, new.into_value());
        if old.is_object() && crate::object::heap::decrement(old.bits as *const _) {
            return super::free_dying(vm, pc, base, t, k, old.bits);
        }
        next!(vm, pc, base, t, k)
    }
}

/// As `set_item_of_dict`, for keys that a first look does not find, and operands that die.
#[inline(never)]
unsafe fn insert_item_of_dict(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        let (container, key) = (*base.add(ins.a as usize), value_at(base, ins.b));
        let map = (*(container.bits as *const DictObject)).map.as_ptr();
        let found = quick_entry(vm, map, key);
        if let Found::Ask(_) = found {
            return set_item_slow(vm, pc, base, t, k);
        }
        let new = *base.add(ins.c as usize);
        if ins.d & 4 != 0 {
            *base.add(ins.c as usize) = Raw::UNBOUND;
        } else {
            new.retain();
        }
        let old = match found {
            Found::At(number) => {
                std::mem::replace((*map).value_mut(number), new.into_value()).into_raw()
            }
            _ => {
                let hash = vm.hash_fast(key).unwrap_or_default();
                (*map).insert_new(hash, key.clone(), new.into_value());
                Raw::UNBOUND
            }
        };
        if !old.is_object() && ins.d & 1 == 0 && (ins.d & 2 == 0 || !key.is_object()) {
            next!(vm, pc, base, t, k)
        }
        save!(vm, pc, t);
        if old.is_object() {
            drop(old.into_value());
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
        if kind_of(container.raw()) == kind::DICT
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

/// The bounds of a slice in registers if they are ints or None and the step is not zero.
#[inline(always)]
unsafe fn quick_bounds(first: *const Raw, count: u8) -> Option<Bounds> {
    // SAFETY: the operands of `BuildSlice` exist.
    unsafe {
        let quick = |raw: Raw| raw.tag == tag::INT || raw.tag == tag::NONE;
        let bound = |raw: Raw| (raw.tag == tag::INT).then_some(raw.bits as i64);
        let (start, stop) = (*first, *first.add(1));
        let mut step = 1;
        if count == 3 {
            let raw = *first.add(2);
            step = bound(raw).unwrap_or(1);
            if !quick(raw) || step == 0 || step == i64::MIN {
                return None;
            }
        }
        if !quick(start) || !quick(stop) {
            return None;
        }
        let (start, stop) = (bound(start), bound(stop));
        Some(Bounds { start, stop, step })
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
        let (ins, following) = (pc.sub(1), pc);
        // The work of two instructions costs two ticks.
        if t > 1 {
            if (*following).op == Op::GetItem as u8
                && (*following).c == (*ins).a
                && (*following).d & 2 != 0
            {
                return get_slice(vm, pc, base, t, k);
            }
            let writes =
                (*following).op == Op::SetItem as u8 || (*following).op == Op::DelItem as u8;
            if writes && (*following).b == (*ins).a && (*following).d & 2 != 0 {
                return set_slice(vm, pc, base, t, k);
            }
        }
        build_slice(vm, pc, base, t, k)
    }
}

#[inline(never)]
unsafe fn build_slice(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
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

/// `BuildSlice` and the `GetItem` behind it.
#[inline(never)]
unsafe fn get_slice(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let (ins, following) = (*pc.sub(1), *pc);
        let Some(bounds) = quick_bounds(base.add(ins.b as usize), ins.c) else {
            return build_slice(vm, pc, base, t, k);
        };
        let container = value_at(base, following.b);
        let kind = kind_of(container.raw());
        let part = if kind == kind::LIST {
            let list = &*(container.raw().bits as *const ListObject);
            let part = picked_items(list.items.get(vm), bounds);
            vm.new_list(part)
        } else if kind == kind::TUPLE {
            let tuple = &*(container.raw().bits as *const TupleObject);
            let part = picked_items(tuple.items(), bounds);
            if part.len() == tuple.items().len() && bounds.step == 1 {
                container.clone()
            } else {
                vm.new_tuple(part)
            }
        } else if kind == kind::STR && bounds.step == 1 {
            let text = &*(container.raw().bits as *const StrObject);
            let (start, stop, _, count) = bounds.adjust(text.length());
            if count == text.length() {
                container.clone()
            } else {
                vm.new_str(text.slice(start as usize, stop.max(start) as usize))
            }
        } else {
            return build_slice(vm, pc, base, t, k);
        };
        let pc = pc.add(1);
        let t = t - 1;
        save!(vm, pc, t);
        if following.d & 1 != 0 && following.b != following.a {
            kill(base, following.b);
        }
        put(base, following.a, part);
        resume!(vm, pc, base, k)
    }
}

/// `BuildSlice` and the `SetItem` or `DelItem` behind it: a part of a list without steps becomes that of another.
#[inline(never)]
unsafe fn set_slice(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let (ins, following) = (*pc.sub(1), *pc);
        let container = *base.add(following.a as usize);
        let Some(bounds) = quick_bounds(base.add(ins.b as usize), ins.c) else {
            return build_slice(vm, pc, base, t, k);
        };
        if kind_of(container) != kind::LIST || bounds.step != 1 {
            return build_slice(vm, pc, base, t, k);
        }
        let writes = following.op == Op::SetItem as u8;
        let new: &[Value] = if writes {
            let source = *base.add(following.c as usize);
            let kind = kind_of(source);
            if kind == kind::LIST && source.bits != container.bits {
                &*(*(source.bits as *const ListObject)).items.as_ptr()
            } else if kind == kind::TUPLE {
                (*(source.bits as *const TupleObject)).items()
            } else {
                return build_slice(vm, pc, base, t, k);
            }
        } else {
            &[]
        };
        let pc = pc.add(1);
        let t = t - 1;
        save!(vm, pc, t);
        let items = (*(container.bits as *const ListObject)).items.as_ptr();
        let (start, _, _, count) = bounds.adjust((*items).len());
        // SAFETY: destructors run no language code, and the source is not this list, so nobody looks at the items meanwhile.
        let source = *base.add(following.c as usize);
        if following.d & 4 != 0
            && writes
            && new.len() == count
            && kind_of(source) == kind::LIST
            && source.header().count() == 1
        {
            // A list that dies here takes the old items in exchange.
            let others = (*(source.bits as *const ListObject)).items.as_ptr();
            let place = (*items).as_mut_ptr().add(start as usize);
            std::ptr::swap_nonoverlapping(place, (*others).as_mut_ptr(), count);
        } else {
            replace_items(items, start as usize, count, new);
        }
        if writes && following.d & 4 != 0 {
            kill(base, following.c);
        }
        if following.d & 1 != 0 {
            kill(base, following.a);
        }
        resume!(vm, pc, base, k)
    }
}

/// The items of a sequence that a slice picks.
fn picked_items(items: &[Value], bounds: Bounds) -> Vec<Value> {
    let picked @ (start, _, step, count) = bounds.adjust(items.len());
    let start = start as usize;
    match step {
        _ if count == 0 => Vec::new(),
        1 => items[start..start + count].to_vec(),
        -1 => items[start + 1 - count..=start]
            .iter()
            .rev()
            .cloned()
            .collect(),
        _ => picked_indices(picked).map(|at| items[at].clone()).collect(),
    }
}

/// Puts clones of `new` in the place of `count` items from `start` on.
///
/// # Safety
/// The range must be inside, `new` must not be part of `items`, and nobody else may hold a borrow of them.
unsafe fn replace_items(items: *mut Vec<Value>, start: usize, count: usize, new: &[Value]) {
    // SAFETY: the vector is shortened to `start` while items behind it are dropped and moved, and then gets its length.
    unsafe {
        let length = (*items).len();
        if new.len() > count {
            (*items).reserve(new.len() - count);
        }
        (*items).set_len(start);
        let place = (*items).as_mut_ptr().add(start);
        // The last item goes first, as finalizers show.
        for at in (0..count).rev() {
            place.add(at).drop_in_place();
        }
        if new.len() != count {
            let rest = length - start - count;
            std::ptr::copy(place.add(count), place.add(new.len()), rest);
        }
        for (at, item) in new.iter().enumerate() {
            place.add(at).write(item.clone());
        }
        (*items).set_len(length - count + new.len());
    }
}

/// Writes a boolean to the register `a` of the instruction before `pc`; where a jump on it follows, takes that, too.
macro_rules! answer_next {
    ($vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident, $truth:expr) => {{
        let truth: bool = $truth;
        let a = (*$pc.sub(1)).a;
        let following = $pc;
        let wanted = (*following).op == Op::JumpIfTrue as u8;
        if (wanted || (*following).op == Op::JumpIfFalse as u8)
            && (*following).b == a
            && $t > 1
            && !(*$base.add(a as usize)).is_object()
        {
            *$base.add(a as usize) = Raw::bool(truth);
            let distance = if truth == wanted { (*following).d } else { 0 };
            let (pc, t) = ($pc.add(1).offset(distance as isize), $t - 1);
            next!($vm, pc, $base, t, $k)
        }
        write_next!($vm, $pc, $base, $t, $k, a, Raw::bool(truth))
    }};
}

pub(crate) unsafe fn In(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let (key, container) = (*base.add((*ins).b as usize), *base.add((*ins).c as usize));
        let kind = kind_of(container);
        let map = if kind == kind::SET || kind == kind::FROZENSET {
            (*(container.bits as *const SetObject)).map.as_ptr()
        } else if kind == kind::DICT {
            (*(container.bits as *const DictObject)).map.as_ptr()
        } else {
            return in_slow(vm, pc, base, t, k);
        };
        // A container that dies here is rare.
        if (*ins).d & 2 != 0 || key.is_object() && (*ins).d & 1 != 0 {
            return in_slow(vm, pc, base, t, k);
        }
        let found = match glance(map, key) {
            Glance::At(_) => true,
            Glance::Absent => false,
            Glance::Unclear => return in_map(vm, pc, base, t, k),
        };
        answer_next!(vm, pc, base, t, k, found != ((*ins).d & 4 != 0))
    }
}

/// `In` of a plain dict or set where a first look does not tell; neither operand dies.
#[inline(never)]
unsafe fn in_map(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let (key, container) = (value_at(base, (*ins).b), *base.add((*ins).c as usize));
        let map = if kind_of(container) == kind::DICT {
            (*(container.bits as *const DictObject)).map.as_ptr()
        } else {
            (*(container.bits as *const SetObject)).map.as_ptr()
        };
        let found = match quick_entry(vm, map, key) {
            Found::At(_) => true,
            Found::Absent => false,
            Found::Ask(_) => return in_slow(vm, pc, base, t, k),
        };
        answer_next!(vm, pc, base, t, k, found != ((*ins).d & 4 != 0))
    }
}

#[inline(never)]
unsafe fn in_slow(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let (key, container) = (value_at(base, ins.b), value_at(base, ins.c));
        let kind = kind_of(container.raw());
        let found = if kind == kind::LIST || kind == kind::TUPLE {
            attempt!(find_item(vm, key, 0, usize::MAX, container)).is_some()
        } else {
            attempt!(vm.contains(container, key))
        };
        if ins.d & 1 != 0 && ins.b != ins.a {
            kill(base, ins.b);
        }
        if ins.d & 2 != 0 && ins.c != ins.a {
            kill(base, ins.c);
        }
        put(base, ins.a, Value::bool(found != (ins.d & 4 != 0)));
        resume!(vm, pc, base, k)
    }
}
