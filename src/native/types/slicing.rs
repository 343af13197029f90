//! Subscripts: from keys and slices to positions.
//!
//! Enters: the value between the brackets. Leaves: positions inside a sequence, or CPython's errors. Callers: every type that
//! can be subscripted. An `__index__` method may change the very sequence that is subscripted; mutable types therefore use the
//! two steps [`unpack`] and [`Bounds::adjust`], or [`integer_key`] and [`place`], with the length read in between.

use crate::native::special::SpecialMethod;
use crate::object::builtin::Exc;
use crate::object::range::SliceObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// The bounds of a slice as numbers, not yet fitted to a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// First bound.
    pub start: Option<i64>,
    /// Second bound.
    pub stop: Option<i64>,
    /// Step, not zero and above `i64::MIN`.
    pub step: i64,
}

/// Start, stop and step inside a sequence, and how many positions they pick. For negative steps `stop` may be -1.
pub type Picked = (i64, i64, i64, usize);

impl Bounds {
    /// Fits the bounds to a length, as `slice.indices` does.
    #[inline]
    pub fn adjust(self, length: usize) -> Picked {
        let length = length as i64;
        let (low, high) = if self.step > 0 {
            (0, length)
        } else {
            (-1, length - 1)
        };
        let fit = |bound: i64| {
            if bound < 0 {
                bound.saturating_add(length).max(low)
            } else {
                bound.min(high)
            }
        };
        let (first, last) = if self.step > 0 {
            (low, high)
        } else {
            (high, low)
        };
        let start = self.start.map_or(first, fit);
        let stop = self.stop.map_or(last, fit);
        let span = if self.step > 0 {
            stop - start
        } else {
            start - stop
        };
        let count = if span > 0 {
            (span as u64 - 1) / self.step.unsigned_abs() + 1
        } else {
            0
        };
        (start, stop, self.step, count as usize)
    }
}

/// A bound of a slice, clamped to 64 bits; `None` for None and for an argument that was not given.
pub fn bound(vm: &mut Vm, value: &Value) -> Outcome<Option<i64>> {
    if value.is_none() || value.is_missing() {
        return Ok(None);
    }
    if !is_index(vm, value) {
        return Err(
            vm.type_error("slice indices must be integers or None or have an __index__ method")
        );
    }
    vm.index_clamped(value).map(Some)
}

/// True if `operator.index(value)` would find a way.
pub fn is_index(vm: &Vm, value: &Value) -> bool {
    crate::vm::numbers::is_int(value)
        || vm.overrides(value, SpecialMethod::Index)
        || vm
            .class_of(value)
            .slots()
            .conversions
            .contains(&crate::native::Conversion::Index)
}

/// The bounds of a slice. May run `__index__` methods.
pub fn unpack(vm: &mut Vm, slice: &SliceObject) -> Outcome<Bounds> {
    let step = match bound(vm, &slice.step)? {
        Some(0) => return Err(vm.value_error("slice step cannot be zero")),
        step => step.unwrap_or(1).max(-i64::MAX),
    };
    let start = bound(vm, &slice.start)?;
    let stop = bound(vm, &slice.stop)?;
    Ok(Bounds { start, stop, step })
}

/// What a slice picks from an immutable sequence of this length: start, stop, step, count.
pub fn resolve(vm: &mut Vm, slice: &SliceObject, length: usize) -> Outcome<Picked> {
    Ok(unpack(vm, slice)?.adjust(length))
}

/// A key that must be an integer. `complaint` begins the TypeError: `"list indices must be integers or slices"`.
pub fn integer_key(vm: &mut Vm, key: &Value, complaint: &str) -> Outcome<i64> {
    if let Some(small) = key.as_int_or_bool() {
        return Ok(small);
    }
    if !is_index(vm, key) {
        let name = vm.class_name(key);
        return Err(vm.type_error(format!("{complaint}, not {name}")));
    }
    let index = vm.index(key)?;
    match index.as_int_or_bool() {
        Some(small) => Ok(small),
        None => {
            let name = vm.class_name(key);
            Err(vm.raise(
                Exc::IndexError,
                format!("cannot fit '{name}' into an index-sized integer"),
            ))
        }
    }
}

/// The position of an index that may count from the end; `None` if it is outside.
#[inline]
pub fn place(index: i64, length: usize) -> Option<usize> {
    let at = if index < 0 {
        index.wrapping_add(length as i64)
    } else {
        index
    };
    ((at as u64) < length as u64).then_some(at as usize)
}

/// The position that a key names in an immutable sequence; `type_name` begins the messages: `"tuple"`.
pub fn index_of(vm: &mut Vm, key: &Value, length: usize, type_name: &str) -> Outcome<usize> {
    let index = match key.as_int_or_bool() {
        Some(small) => small,
        None => integer_key(
            vm,
            key,
            &format!("{type_name} indices must be integers or slices"),
        )?,
    };
    match place(index, length) {
        Some(at) => Ok(at),
        None => Err(vm.raise(Exc::IndexError, format!("{type_name} index out of range"))),
    }
}

#[cfg(test)]
mod tests {
    use super::Bounds;

    #[test]
    fn bounds_fit_as_slice_indices_does() {
        let fit = |start, stop, step, length| Bounds { start, stop, step }.adjust(length);
        assert_eq!(fit(None, None, 1, 5), (0, 5, 1, 5));
        assert_eq!(fit(None, None, -1, 5), (4, -1, -1, 5));
        assert_eq!(fit(Some(-3), Some(-1), 1, 5), (2, 4, 1, 2));
        assert_eq!(fit(Some(i64::MIN), Some(i64::MAX), 3, 5), (0, 5, 3, 2));
        assert_eq!(fit(Some(i64::MAX), Some(i64::MIN), -2, 5), (4, -1, -2, 3));
        assert_eq!(fit(Some(3), Some(1), 1, 5), (3, 1, 1, 0));
        assert_eq!(fit(None, None, -i64::MAX, 5), (4, -1, -i64::MAX, 1));
    }
}
