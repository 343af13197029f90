//! The built-in class `slice`.
use crate::native::special::CompareOp;
use crate::native::types::containers::this;
use crate::native::types::slicing::is_index;
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::object::class::flags;
use crate::object::heap::Layout;
use crate::object::range::SliceObject;
use crate::object::value::Value;
use crate::vm::numbers::big_int_of;
use crate::vm::{Outcome, Vm};
use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

/// Checks that a bound can serve as an index.
fn check_bound(vm: &mut Vm, value: &Value) -> Outcome<()> {
    if is_index(vm, value) {
        return Ok(());
    }
    Err(vm.type_error("slice indices must be integers or None or have an __index__ method"))
}

fn new(
    vm: &mut Vm,
    _: &crate::object::heap::Ref<crate::object::class::ClassObject>,
    arguments: Arguments,
) -> Outcome<Value> {
    arguments.no_keywords(vm, "slice")?;
    match arguments.positional() {
        [stop] => Ok(vm.new_slice(Value::NONE, stop.clone(), Value::NONE)),
        [start, stop] => Ok(vm.new_slice(start.clone(), stop.clone(), Value::NONE)),
        [start, stop, step] => Ok(vm.new_slice(start.clone(), stop.clone(), step.clone())),
        [] => Err(vm.type_error("slice expected at least 1 argument, got 0")),
        more => Err(vm.type_error(format!(
            "slice expected at most 3 arguments, got {}",
            more.len()
        ))),
    }
}

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let slice: &SliceObject = this(vm, value)?;
    let parts = [
        vm.repr_text(&slice.start)?,
        vm.repr_text(&slice.stop)?,
        vm.repr_text(&slice.step)?,
    ];
    Ok(vm.new_str(&format!("slice({})", parts.join(", "))))
}

fn as_tuple(vm: &mut Vm, slice: &SliceObject) -> Value {
    vm.new_tuple(vec![
        slice.start.clone(),
        slice.stop.clone(),
        slice.step.clone(),
    ])
}

fn compare(vm: &mut Vm, op: CompareOp, left: &Value, right: &Value) -> Outcome<Value> {
    let (Some(a), Some(b)) = (
        left.downcast::<SliceObject>(),
        right.downcast::<SliceObject>(),
    ) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let (a, b) = (as_tuple(vm, a), as_tuple(vm, b));
    super::containers::compare_sequences(vm, op, &a, &b)
}

fn hash(vm: &mut Vm, value: &Value) -> Outcome<u64> {
    let slice: &SliceObject = this(vm, value)?;
    let tuple = as_tuple(vm, slice);
    vm.hash(&tuple)
}

/// A bound as an int of any size.
fn big_bound(vm: &mut Vm, value: &Value) -> Outcome<Option<BigInt>> {
    if value.is_none() {
        return Ok(None);
    }
    check_bound(vm, value)?;
    let index = vm.index(value)?;
    Ok(big_int_of(&index))
}

crate::native_functions! { static METHODS;
    /// Start, stop and step of this slice for a sequence of the given length.
    "indices(self, length, /)" fn indices(vm, slice: &SliceObject, length: &Value) -> Value {
        let length = vm.index_big(length)?;
        if length.is_negative() {
            return Err(vm.value_error("length should not be negative"));
        }
        let step = big_bound(vm, &slice.step)?.unwrap_or_else(BigInt::one);
        if step.is_zero() {
            return Err(vm.value_error("slice step cannot be zero"));
        }
        let down = step.is_negative();
        let (lowest, highest) = if down { (BigInt::from(-1), &length - 1) } else { (BigInt::zero(), length.clone()) };
        let clamp = |bound: BigInt| {
            if bound.is_negative() { (bound + &length).max(lowest.clone()) } else { bound.min(highest.clone()) }
        };
        let (first, last) = if down { (&highest, &lowest) } else { (&lowest, &highest) };
        let start = big_bound(vm, &slice.start)?.map_or_else(|| first.clone(), clamp);
        let stop = big_bound(vm, &slice.stop)?.map_or_else(|| last.clone(), clamp);
        let parts = vec![vm.new_int(start), vm.new_int(stop), vm.new_int(step)];
        Ok(vm.new_tuple(parts))
    }
    /// Help for pickle.
    "__reduce__(self, /)" fn reduce(vm, value: &Value) -> Value {
        let slice: &SliceObject = this(vm, value)?;
        let arguments = as_tuple(vm, slice);
        let class = vm.class_of(value).to_value();
        Ok(vm.new_pair(class, arguments))
    }
}

/// `slice`.
pub static SLICE: NativeClass = NativeClass {
    name: "slice",
    doc: "slice(stop)\nslice(start, stop[, step])\n\nA set of indices, as written between brackets.",
    layout: Layout::Slice,
    slots: Slots {
        repr: Some(repr),
        compare: Some(compare),
        hash: Some(hash),
        ..Slots::NONE
    },
    new: Some(new),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "start",
            doc: "",
            get: |vm, value| Ok(this::<SliceObject>(vm, value)?.start.clone()),
            set: None,
        },
        GetSetDefinition {
            name: "stop",
            doc: "",
            get: |vm, value| Ok(this::<SliceObject>(vm, value)?.stop.clone()),
            set: None,
        },
        GetSetDefinition {
            name: "step",
            doc: "",
            get: |vm, value| Ok(this::<SliceObject>(vm, value)?.step.clone()),
            set: None,
        },
    ],
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};
