//! Arithmetic, comparison, jumps.
#![allow(non_snake_case)] // Handlers are named as their opcodes.

use super::attributes::kind_of;
use super::{Exit, attempt, constant_at, kill, next, put, resume, save, value_at, write_next};
use crate::code::{CONSTANT_FIRST, Ins, Op};
use crate::native::special::{BinaryOp, CompareOp, UnaryOp};
use crate::native::types::int_limbs;
use crate::object::kind;
use crate::object::number::{IntObject, Limbs};
use crate::object::value::{Raw, Value, tag};
use crate::vm::Vm;

/// The number of a K form is that of its register form plus this.
const K_FORMS: u8 = Op::AddK as u8 - Op::Add as u8;

/// `BinaryOp` of an arithmetic opcode, by distance from `Add` (K forms: `MatMul` has none).
fn binary_op(op: u8) -> (BinaryOp, bool) {
    let number = op - Op::Add as u8;
    if number < K_FORMS {
        return (BinaryOp::ALL[number as usize], false);
    }
    let number = number - K_FORMS;
    let number = if number >= BinaryOp::MatMul as u8 {
        number + 1
    } else {
        number
    };
    (BinaryOp::ALL[number as usize], true)
}

#[cold]
#[inline(never)]
pub(super) unsafe fn binary_slow(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    // SAFETY (of all handlers here): registers and constants exist and are bound, as the verifier checks.
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let (op, constant) = binary_op(ins.op);
        let left = value_at(base, ins.b);
        let right = if constant {
            constant_at(k, ins.c as usize)
        } else {
            value_at(base, ins.c)
        };
        let (left, right) = match ins.d & CONSTANT_FIRST {
            0 => (left, right),
            _ => (right, left),
        };
        let result = if ins.d & 4 != 0 {
            match vm.binary_fast(op, left, right) {
                Ok(result) if result.is_not_implemented() => vm.in_place(op, left, right),
                outcome => outcome,
            }
        } else {
            match vm.binary_fast(op, left, right) {
                Ok(result) if result.is_not_implemented() => vm.binary(op, left, right),
                outcome => outcome,
            }
        };
        let result = attempt!(result);
        if ins.d & 1 != 0 && ins.b != ins.a {
            kill(base, ins.b);
        }
        if ins.d & 2 != 0 && !constant && ins.c != ins.a {
            kill(base, ins.c);
        }
        put(base, ins.a, result);
        resume!(vm, pc, base, k)
    }
}

/// Arithmetic with a fast path for two ints (`None` where it does not serve) and for two floats. What needs a call of the
/// library for floats names the function of the handler's kind that does it.
macro_rules! arithmetic {
    ($($name:ident $constant_form:ident $int:expr, $float:tt, $other:ident;)*) => { $(
        arithmetic!(@handler $name $int, $float, $other, base, k, ins => *base.add((*ins).c as usize));
        arithmetic!(@handler $constant_form $int, $float, $other, base, k, ins => *k.add((*ins).c as usize));
    )* };
    (@handler $name:ident $int:expr, $float:tt, $other:ident, $base:ident, $k:ident, $ins:ident => $right:expr) => {
        pub(crate) unsafe fn $name(vm: &mut Vm, pc: *const Ins, $base: *mut Raw, t: i32, $k: *const Raw) -> Exit {
            unsafe {
                let $ins = pc.sub(1);
                let (x, y) = (*$base.add((*$ins).b as usize), $right);
                if x.tag == tag::INT && y.tag == tag::INT {
                    let int: fn(i64, i64) -> Option<i64> = $int;
                    if let Some(result) = int(x.bits as i64, y.bits as i64) {
                        write_next!(vm, pc, $base, t, $k, (*$ins).a, Raw::int(result))
                    }
                } else if x.tag == tag::FLOAT && y.tag == tag::FLOAT {
                    let (x, y) = (f64::from_bits(x.bits), f64::from_bits(y.bits));
                    arithmetic!(@float $float, vm, pc, $base, t, $k, $ins, x, y)
                } else {
                    return mixed(vm, pc, $base, t, $k);
                }
                return $other(vm, pc, $base, t, $k);
            }
            /// An int with a float, or objects.
            #[inline(never)]
            unsafe fn mixed(vm: &mut Vm, pc: *const Ins, $base: *mut Raw, t: i32, $k: *const Raw) -> Exit {
                // SAFETY: as for the handler, whose operands these are.
                unsafe {
                    let $ins = pc.sub(1);
                    if let Some((x, y)) = as_floats(*$base.add((*$ins).b as usize), $right) {
                        arithmetic!(@float $float, vm, pc, $base, t, $k, $ins, x, y)
                    }
                    return $other(vm, pc, $base, t, $k);
                }
            }
        }
    };
    (@float (none), $vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident, $ins:ident, $x:ident, $y:ident) => {{
        let _ = ($x, $y);
    }};
    (@float (call $function:ident), $vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident, $ins:ident, $x:ident, $y:ident) => {
        return $function($vm, $pc, $base, $t, $k, $x, $y)
    };
    (@float ($float:expr), $vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident, $ins:ident, $x:ident, $y:ident) => {{
        let float: fn(f64, f64) -> f64 = $float;
        let result = float($x, $y);
        write_next!($vm, $pc, $base, $t, $k, (*$ins).a, Raw::float(result))
    }};
}

/// An operation of floats that calls the library, `None` where it does not serve.
macro_rules! float_calls {
    ($($name:ident $float:expr;)*) => { $(
        #[inline(never)]
        unsafe fn $name(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw, x: f64, y: f64) -> Exit {
            unsafe {
                let float: fn(f64, f64) -> Option<f64> = $float;
                match float(x, y) {
                    Some(result) => write_next!(vm, pc, base, t, k, (*pc.sub(1)).a, Raw::float(result)),
                    None => binary_slow(vm, pc, base, t, k),
                }
            }
        }
    )* };
}
float_calls! {
    float_mod_next float_mod;
    float_pow_next |x, y| if x > 0.0 && y.is_finite() { Some(x.powf(y)).filter(|r| r.is_finite()) } else { None };
}

/// An int and a float as two floats, rounded as a conversion rounds.
#[inline(always)]
fn as_floats(x: Raw, y: Raw) -> Option<(f64, f64)> {
    match (x.tag, y.tag) {
        (tag::INT, tag::FLOAT) => Some((x.bits as i64 as f64, f64::from_bits(y.bits))),
        (tag::FLOAT, tag::INT) => Some((f64::from_bits(x.bits), y.bits as i64 as f64)),
        _ => None,
    }
}

/// Both operands if they fit 32 bits without a sign and the divisor is not zero: then a short division does.
#[inline(always)]
fn short(x: i64, y: i64) -> Option<(u32, u32)> {
    ((x | y) as u64 >> 32 == 0 && y != 0).then_some((x as u32, y as u32))
}

/// Floor division of ints; `None` for a zero divisor and for the one overflow.
#[inline(always)]
fn floor_div(x: i64, y: i64) -> Option<i64> {
    // Shifts round down, and powers of two are what programs divide by most.
    if y > 0 && y & (y - 1) == 0 {
        return Some(x >> y.trailing_zeros());
    }
    if let Some((x, y)) = short(x, y) {
        return Some(i64::from(x / y));
    }
    let quotient = x.checked_div(y)?;
    Some(if x % y != 0 && (x % y < 0) != (y < 0) {
        quotient - 1
    } else {
        quotient
    })
}

/// Remainder of floor division.
#[inline(always)]
fn floor_mod(x: i64, y: i64) -> Option<i64> {
    if y > 0 && y & (y - 1) == 0 {
        return Some(x & (y - 1));
    }
    if let Some((x, y)) = short(x, y) {
        return Some(i64::from(x % y));
    }
    if y == 0 || y == -1 {
        return if y == 0 { None } else { Some(0) };
    }
    let remainder = x % y;
    Some(if remainder != 0 && (remainder < 0) != (y < 0) {
        remainder + y
    } else {
        remainder
    })
}

/// Remainder of floats with the divisor's sign.
fn float_mod(x: f64, y: f64) -> Option<f64> {
    if y == 0.0 {
        return None;
    }
    let remainder = x % y;
    Some(if remainder == 0.0 {
        0.0f64.copysign(y)
    } else if (remainder < 0.0) != (y < 0.0) {
        remainder + y
    } else {
        remainder
    })
}

/// True quotient of ints where it is exact enough: both within 2**53.
#[inline(always)]
fn exact(x: i64) -> bool {
    x.unsigned_abs() <= 1 << 53
}

arithmetic! {
    Add AddK |x, y| x.checked_add(y), (|x, y| x + y), add_other;
    Sub SubK |x, y| x.checked_sub(y), (|x, y| x - y), subtract_other;
    Mul MulK |x, y| x.checked_mul(y), (|x, y| x * y), multiply_other;
    FloorDiv FloorDivK floor_div, (none), ints_other;
    Mod ModK floor_mod, (call float_mod_next), mod_other;
    LeftShift LeftShiftK
        |x, y| if (0..63).contains(&y) && (x << y) >> y == x { Some(x << y) } else { None }, (none), ints_other;
    RightShift RightShiftK |x, y| if y >= 0 { Some(x >> y.min(63)) } else { None }, (none), ints_other;
    BitAnd BitAndK |x, y| Some(x & y), (none), ints_other;
    BitOr BitOrK |x, y| Some(x | y), (none), ints_other;
    BitXor BitXorK |x, y| Some(x ^ y), (none), ints_other;
    Pow PowK |x, y| if (0..64).contains(&y) { x.checked_pow(y as u32) } else { None }, (call float_pow_next), binary_slow;
}

/// The operands of the current instruction in their order.
#[inline(always)]
pub(super) unsafe fn operands(pc: *const Ins, base: *mut Raw, k: *const Raw) -> (Raw, Raw) {
    unsafe {
        let ins = pc.sub(1);
        let left = *base.add((*ins).b as usize);
        let right = if is_constant_form(ins) {
            *k.add((*ins).c as usize)
        } else {
            *base.add((*ins).c as usize)
        };
        match (*ins).d & CONSTANT_FIRST {
            0 => (left, right),
            _ => (right, left),
        }
    }
}

/// True if an arithmetic instruction has its second operand among the constants.
#[inline(always)]
unsafe fn is_constant_form(ins: *const Ins) -> bool {
    unsafe { (*ins).op >= Op::AddK as u8 }
}

/// Ends an arithmetic instruction with its result, whose count is owned: operands that die are freed.
macro_rules! finish_binary {
    ($vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident, $result:expr) => {{
        let result = $result;
        if (*$pc.sub(1)).d & 3 != 0 {
            $vm.parked = result;
            return $crate::vm::eval::arithmetic::finish_killing($vm, $pc, $base, $t, $k);
        }
        write_next!($vm, $pc, $base, $t, $k, (*$pc.sub(1)).a, result)
    }};
}
pub(super) use finish_binary;

/// As `finish_binary`, of the parked result where an operand may die.
#[inline(never)]
pub(super) unsafe fn finish_killing(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let result = std::mem::replace(&mut vm.parked, Raw::UNBOUND).into_value();
        if ins.d & 1 != 0 && ins.b != ins.a {
            kill(base, ins.b);
        }
        if ins.d & 2 != 0 && !is_constant_form(&ins) && ins.c != ins.a {
            kill(base, ins.c);
        }
        put(base, ins.a, result);
        resume!(vm, pc, base, k)
    }
}

/// The limbs of a machine int, which go into `room`, or of a plain int that is not long.
#[inline(always)]
unsafe fn limbs_of<'a>(raw: Raw, room: &'a mut [u64; 1]) -> Option<Limbs<'a>> {
    // SAFETY: registers hold live objects; the operation ends before they change.
    unsafe {
        if raw.tag == tag::INT {
            let small = raw.bits as i64;
            room[0] = small.unsigned_abs();
            return Some(Limbs {
                negative: small < 0,
                limbs: &room[..(small != 0) as usize],
            });
        }
        if kind_of(raw) == kind::INT {
            return (*(raw.bits as *const IntObject)).limbs();
        }
        None
    }
}

/// Arithmetic of ints of moderate length; the rest goes the general way.
macro_rules! long_ints {
    ($vm:ident, $pc:ident, $base:ident, $t:ident, $k:ident, $x:ident, $y:ident, $operation:expr) => {{
        let mut rooms = ([0], [0]);
        if let (Some(a), Some(b)) = (limbs_of($x, &mut rooms.0), limbs_of($y, &mut rooms.1))
            && let Some(result) = $operation(&*$vm, a, b)
        {
            finish_binary!($vm, $pc, $base, $t, $k, result.into_raw())
        }
        return binary_slow($vm, $pc, $base, $t, $k);
    }};
}

/// `Add` of objects, and of ints whose sum is no machine int.
#[inline(never)]
unsafe fn add_other(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let (x, y) = operands(pc, base, k);
        if kind_of(x) == kind::STR && kind_of(y) == kind::STR {
            return super::strings::add_texts(vm, pc, base, t, k);
        }
        long_ints!(vm, pc, base, t, k, x, y, |gil, a, b| int_limbs::add(
            gil, a, b
        ))
    }
}

/// `Sub` of objects, and of ints whose difference is no machine int.
#[inline(never)]
unsafe fn subtract_other(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let (x, y) = operands(pc, base, k);
        long_ints!(vm, pc, base, t, k, x, y, |gil, a, b: Limbs<'_>| {
            let negative = !b.negative;
            int_limbs::add(gil, a, Limbs { negative, ..b })
        })
    }
}

/// `Mul` of objects, and of ints whose product is no machine int.
#[inline(never)]
unsafe fn multiply_other(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let (x, y) = operands(pc, base, k);
        long_ints!(vm, pc, base, t, k, x, y, |gil, a, b| int_limbs::multiply(
            gil, a, b
        ))
    }
}

/// `Mod` of objects.
#[inline(never)]
unsafe fn mod_other(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let (x, _) = operands(pc, base, k);
        if kind_of(x) == kind::STR {
            return super::strings::format_percent(vm, pc, base, t, k);
        }
        ints_other(vm, pc, base, t, k)
    }
}

/// Other operations on ints that are no machine ints, and on objects.
#[inline(never)]
unsafe fn ints_other(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let (x, y) = operands(pc, base, k);
        let (op, _) = binary_op((*pc.sub(1)).op);
        long_ints!(vm, pc, base, t, k, x, y, |gil, a, b| int_limbs::binary(
            gil, op, a, b
        ))
    }
}

macro_rules! true_division {
    ($name:ident, $ins:ident, $base:ident, $k:ident => $right:expr) => {
        pub(crate) unsafe fn $name(
            vm: &mut Vm,
            pc: *const Ins,
            $base: *mut Raw,
            t: i32,
            $k: *const Raw,
        ) -> Exit {
            unsafe {
                let $ins = pc.sub(1);
                let (x, y) = (*$base.add((*$ins).b as usize), $right);
                if x.tag == tag::FLOAT && y.tag == tag::FLOAT && f64::from_bits(y.bits) != 0.0 {
                    let result = f64::from_bits(x.bits) / f64::from_bits(y.bits);
                    write_next!(vm, pc, $base, t, $k, (*$ins).a, Raw::float(result))
                }
                if x.tag == tag::INT && y.tag == tag::INT && y.bits != 0 {
                    let (x, y) = (x.bits as i64, y.bits as i64);
                    if exact(x) && exact(y) {
                        write_next!(
                            vm,
                            pc,
                            $base,
                            t,
                            $k,
                            (*$ins).a,
                            Raw::float(x as f64 / y as f64)
                        )
                    }
                }
                if let Some((x, y)) = as_floats(x, y)
                    && y != 0.0
                {
                    write_next!(vm, pc, $base, t, $k, (*$ins).a, Raw::float(x / y))
                }
                return binary_slow(vm, pc, $base, t, $k);
            }
        }
    };
}
true_division!(TrueDiv, ins, base, k => *base.add((*ins).c as usize));
true_division!(TrueDivK, ins, base, k => *k.add((*ins).c as usize));

pub(crate) unsafe fn MatMul(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe { binary_slow(vm, pc, base, t, k) }
}

/// Comparison of two ints or two floats in line.
macro_rules! compared {
    ($x:ident, $y:ident, $operator:tt) => {
        if $x.tag == tag::INT && $y.tag == tag::INT {
            Some(($x.bits as i64) $operator ($y.bits as i64))
        } else if $x.tag == tag::FLOAT && $y.tag == tag::FLOAT {
            Some(f64::from_bits($x.bits) $operator f64::from_bits($y.bits))
        } else {
            None
        }
    };
}

macro_rules! comparisons {
    ($($name:ident $jump:ident $jump_constant:ident $operator:tt;)*) => { $(
        pub(crate) unsafe fn $name(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
            unsafe {
                let ins = pc.sub(1);
                let (x, y) = (*base.add((*ins).b as usize), *base.add((*ins).c as usize));
                if let Some(result) = compared!(x, y, $operator) {
                    write_next!(vm, pc, base, t, k, (*ins).a, Raw::bool(result))
                }
                return compare_slow(vm, pc, base, t, k);
            }
        }
        pub(crate) unsafe fn $jump(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
            unsafe {
                let ins = pc.sub(1);
                let (x, y) = (*base.add((*ins).b as usize), *base.add((*ins).c as usize));
                if let Some(result) = compared!(x, y, $operator) {
                    let pc = if result != ((*ins).a & 4 != 0) { pc.offset((*ins).d as isize) } else { pc };
                    next!(vm, pc, base, t, k)
                }
                return jump_slow(vm, pc, base, t, k);
            }
        }
        pub(crate) unsafe fn $jump_constant(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
            unsafe {
                let ins = pc.sub(1);
                let (x, y) = (*base.add((*ins).b as usize), *k.add((*ins).c as usize));
                if let Some(result) = compared!(x, y, $operator) {
                    let pc = if result != ((*ins).a & 4 != 0) { pc.offset((*ins).d as isize) } else { pc };
                    next!(vm, pc, base, t, k)
                }
                return jump_slow(vm, pc, base, t, k);
            }
        }
    )* };
}

comparisons! {
    CmpLt JumpLt JumpLtK <;
    CmpLe JumpLe JumpLeK <=;
    CmpGt JumpGt JumpGtK >;
    CmpGe JumpGe JumpGeK >=;
    CmpEq JumpEq JumpEqK ==;
    CmpNe JumpNe JumpNeK !=;
}

const COMPARE: [CompareOp; 6] = [
    CompareOp::Lt,
    CompareOp::Le,
    CompareOp::Gt,
    CompareOp::Ge,
    CompareOp::Eq,
    CompareOp::Ne,
];

#[inline(never)]
unsafe fn compare_slow(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let op = COMPARE[(ins.op - Op::CmpLt as u8) as usize];
        let (left, right) = (value_at(base, ins.b), value_at(base, ins.c));
        let result = match vm.compare_fast(op, left, right) {
            Some(result) => Value::bool(result),
            None => attempt!(vm.compare(op, left, right)),
        };
        if ins.d & 1 != 0 && ins.b != ins.a {
            kill(base, ins.b);
        }
        if ins.d & 2 != 0 && ins.c != ins.a {
            kill(base, ins.c);
        }
        put(base, ins.a, result);
        resume!(vm, pc, base, k)
    }
}

#[inline(never)]
unsafe fn jump_slow(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let constant = ins.op >= Op::JumpLtK as u8;
        let first = if constant { Op::JumpLtK } else { Op::JumpLt };
        let op = COMPARE[(ins.op - first as u8) as usize];
        let left = value_at(base, ins.b);
        let right = if constant {
            constant_at(k, ins.c as usize)
        } else {
            value_at(base, ins.c)
        };
        let result = match vm.compare_fast(op, left, right) {
            Some(result) => result,
            None => attempt!(vm.compare_truth(op, left, right)),
        };
        if ins.a & 1 != 0 {
            kill(base, ins.b);
        }
        if ins.a & 2 != 0 && !constant {
            kill(base, ins.c);
        }
        let pc = if result != (ins.a & 4 != 0) {
            pc.offset(ins.d as isize)
        } else {
            pc
        };
        resume!(vm, pc, base, k)
    }
}

macro_rules! unary {
    ($($name:ident $op:ident $int:expr, $float:expr;)*) => { $(
        pub(crate) unsafe fn $name(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
            unsafe {
                let ins = *pc.sub(1);
                let x = *base.add(ins.b as usize);
                let int: fn(i64) -> Option<i64> = $int;
                let float: fn(f64) -> Option<f64> = $float;
                if x.tag == tag::INT && let Some(result) = int(x.bits as i64) {
                    write_next!(vm, pc, base, t, k, ins.a, Raw::int(result))
                }
                if x.tag == tag::FLOAT && let Some(result) = float(f64::from_bits(x.bits)) {
                    write_next!(vm, pc, base, t, k, ins.a, Raw::float(result))
                }
                save!(vm, pc, t);
                let result = attempt!(vm.unary(UnaryOp::$op, value_at(base, ins.b)));
                if ins.d & 1 != 0 && ins.b != ins.a {
                    kill(base, ins.b);
                }
                put(base, ins.a, result);
                resume!(vm, pc, base, k)
            }
        }
    )* };
}

unary! {
    Negative Negative |x| x.checked_neg(), |x| Some(-x);
    Positive Positive Some, Some;
    Invert Invert |x| Some(!x), |_| None;
}

pub(crate) unsafe fn Not(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        let x = base.add((*ins).b as usize);
        if (*x).tag == tag::BOOL {
            let result = Raw::bool((*x).bits == 0);
            write_next!(vm, pc, base, t, k, (*ins).a, result)
        }
        not_slow(vm, pc, base, t, k)
    }
}

#[inline(never)]
unsafe fn not_slow(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let truth = attempt!(vm.truth(value_at(base, ins.b)));
        if ins.d & 1 != 0 && ins.b != ins.a {
            kill(base, ins.b);
        }
        put(base, ins.a, Value::bool(!truth));
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn Is(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = pc.sub(1);
        if (*ins).d & 3 == 0 {
            let same = value_at(base, (*ins).b).is(value_at(base, (*ins).c));
            let result = Raw::bool(same != ((*ins).d & 4 != 0));
            write_next!(vm, pc, base, t, k, (*ins).a, result)
        }
        is_killing(vm, pc, base, t, k)
    }
}

#[inline(never)]
unsafe fn is_killing(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        let same = value_at(base, ins.b).is(value_at(base, ins.c));
        save!(vm, pc, t);
        if ins.d & 1 != 0 && ins.b != ins.a {
            kill(base, ins.b);
        }
        if ins.d & 2 != 0 && ins.c != ins.a {
            kill(base, ins.c);
        }
        put(base, ins.a, Value::bool(same != (ins.d & 4 != 0)));
        resume!(vm, pc, base, k)
    }
}

pub(crate) unsafe fn Jump(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let pc = pc.offset((*pc.sub(1)).d as isize);
        next!(vm, pc, base, t, k)
    }
}

macro_rules! truth_jumps {
    ($($name:ident $wanted:literal;)*) => { $(
        pub(crate) unsafe fn $name(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
            unsafe {
                let ins = pc.sub(1);
                let x = base.add((*ins).b as usize);
                // The tags of None, booleans and ints are neighbours.
                if (*x).tag.wrapping_sub(tag::NONE) <= tag::INT - tag::NONE {
                    let pc = if ((*x).bits != 0) == $wanted { pc.offset((*ins).d as isize) } else { pc };
                    next!(vm, pc, base, t, k)
                }
                return truth_jump_slow(vm, pc, base, t, k);
            }
        }
    )* };
}
const _: () = assert!(tag::NONE + 1 == tag::BOOL && tag::BOOL + 1 == tag::INT);

#[inline(never)]
unsafe fn truth_jump_slow(
    vm: &mut Vm,
    pc: *const Ins,
    base: *mut Raw,
    t: i32,
    k: *const Raw,
) -> Exit {
    unsafe {
        let ins = *pc.sub(1);
        save!(vm, pc, t);
        let truth = attempt!(vm.truth(value_at(base, ins.b)));
        if ins.a & 1 != 0 {
            kill(base, ins.b);
        }
        let taken = truth == (ins.op == Op::JumpIfTrue as u8);
        let pc = if taken { pc.offset(ins.d as isize) } else { pc };
        resume!(vm, pc, base, k)
    }
}

truth_jumps! { JumpIfTrue true; JumpIfFalse false; }

macro_rules! none_jumps {
    ($($name:ident $wanted:literal;)*) => { $(
        pub(crate) unsafe fn $name(vm: &mut Vm, pc: *const Ins, base: *mut Raw, t: i32, k: *const Raw) -> Exit {
            unsafe {
                let ins = *pc.sub(1);
                let is_none = (*base.add(ins.b as usize)).tag == tag::NONE;
                let pc = if is_none == $wanted { pc.offset(ins.d as isize) } else { pc };
                if ins.a & 1 != 0 {
                    save!(vm, pc, t);
                    kill(base, ins.b);
                    resume!(vm, pc, base, k)
                }
                next!(vm, pc, base, t, k)
            }
        }
    )* };
}
none_jumps! { JumpIfNone true; JumpIfNotNone false; }
