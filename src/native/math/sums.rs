//! Functions of `math` over many numbers whose results are rounded once: sums, products, lengths of vectors.
use super::{Kind, libm};
use crate::native::BinaryOp;
use crate::native_functions;
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::raise;
use crate::vm::{Outcome, Vm};
use num_traits::ToPrimitive;

native_functions! { pub(super) static FUNCTIONS;
    /// Return an accurate floating-point sum of the values in an iterable.
    "fsum(seq, /)" fn fsum(vm, seq: &Value) -> f64 {
        let mut sum = ExactSum::default();
        vm.for_each(seq, |vm, item| {
            let number = vm.float(&item)?;
            sum.add(number);
            Ok(true)
        })?;
        match sum.finish() {
            Ok(result) => Ok(result),
            Err(SumError::Overflow) => raise!(vm, OverflowError, "intermediate overflow in fsum"),
            Err(SumError::Undefined) => raise!(vm, ValueError, "-inf + inf in fsum"),
        }
    }
    /// Calculate the product of all the elements in the input iterable.
    "prod(iterable, /, *, start=1)" fn prod(vm, iterable: &Value, start: Value) -> Value {
        let mut result = start;
        let iterator = vm.iterate(iterable)?;
        while let Some(item) = vm.next(&iterator)? {
            result = match (result.as_int(), item.as_int(), result.as_float(), item.as_float()) {
                (Some(a), Some(b), ..) if a.checked_mul(b).is_some() => Value::int(a * b),
                (.., Some(a), Some(b)) => Value::float(a * b),
                _ => vm.binary(BinaryOp::Mul, &result, &item)?,
            };
        }
        Ok(result)
    }
    /// Return the sum of products of values from two iterables p and q of the same length.
    "sumprod(p, q, /)" fn sumprod(vm, p: &Value, q: &Value) -> Value {
        let (left, right) = (vm.iterate(p)?, vm.iterate(q)?);
        let mut pairs = Vec::new();
        loop {
            match (vm.next(&left)?, vm.next(&right)?) {
                (Some(a), Some(b)) => pairs.push((a, b)),
                (None, None) => break,
                _ => raise!(vm, ValueError, "Inputs are not the same length"),
            }
        }
        sum_of_products(vm, pairs)
    }
    /// Return the Euclidean distance between two points given as sequences of coordinates.
    "dist(p, q, /)" fn dist(vm, p: &Value, q: &Value) -> f64 {
        let (p, q) = (vm.collect(p)?, vm.collect(q)?);
        if p.len() != q.len() {
            raise!(vm, ValueError, "both points must have the same number of dimensions");
        }
        let mut coordinates = Vec::with_capacity(p.len());
        for (a, b) in p.iter().zip(&q) {
            coordinates.push((vm.float(a)? - vm.float(b)?).abs());
        }
        Ok(length(&coordinates))
    }
    /// Multidimensional Euclidean distance from the origin to a point.
    "hypot(*coordinates)" fn hypot(vm, coordinates: &TupleObject) -> f64 {
        let mut numbers = Vec::with_capacity(coordinates.items().len());
        for item in coordinates.items() {
            numbers.push(vm.float(item)?.abs());
        }
        Ok(length(&numbers))
    }
}

/// A sum of floats without rounding: parts that do not overlap, smallest first.
#[derive(Default)]
pub struct ExactSum {
    parts: Vec<f64>,
    special: f64,
    infinities: f64,
    overflow: bool,
}

/// Why a sum has no value.
pub enum SumError {
    /// Finite numbers whose partial sum is not.
    Overflow,
    /// Both infinities.
    Undefined,
}

/// The rounded sum and what rounding lost.
fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let (large, small) = if a.abs() < b.abs() { (b, a) } else { (a, b) };
    let sum = large + small;
    (sum, small - (sum - large))
}

impl ExactSum {
    /// Adds a number.
    pub fn add(&mut self, number: f64) {
        if !number.is_finite() {
            self.special += number;
            if number.is_infinite() {
                self.infinities += number;
            }
            return;
        }
        let mut rest = number;
        let mut kept = 0;
        for at in 0..self.parts.len() {
            let (sum, lost) = two_sum(rest, self.parts[at]);
            if lost != 0.0 {
                self.parts[kept] = lost;
                kept += 1;
            }
            rest = sum;
        }
        self.parts.truncate(kept);
        if rest != 0.0 {
            if rest.is_finite() {
                self.parts.push(rest);
            } else {
                self.overflow = true;
                self.parts.clear();
            }
        }
    }

    /// The sum, rounded once.
    pub fn finish(&self) -> Result<f64, SumError> {
        if self.overflow {
            return Err(SumError::Overflow);
        }
        if self.special != 0.0 {
            if self.infinities.is_nan() {
                return Err(SumError::Undefined);
            }
            return Ok(self.special);
        }
        let Some((&last, rest)) = self.parts.split_last() else {
            return Ok(0.0);
        };
        let mut high = last;
        let mut low = 0.0;
        let mut at = rest.len();
        while at > 0 {
            at -= 1;
            (high, low) = two_sum(high, rest[at]);
            if low != 0.0 {
                break;
            }
        }
        // Half-way cases round by what lies below the half.
        if at > 0 && (low < 0.0 && rest[at - 1] < 0.0 || low > 0.0 && rest[at - 1] > 0.0) {
            let doubled = low * 2.0;
            let nudged = high + doubled;
            if doubled == nudged - high {
                high = nudged;
            }
        }
        Ok(high)
    }
}

/// Adds a product without rounding.
fn add_product(sum: &mut ExactSum, a: f64, b: f64) {
    let product = a * b;
    sum.add(product);
    if product.is_finite() {
        sum.add(libm::fma(a, b, -product));
    }
}

/// Runs of ints are added exactly, runs with floats with one rounding, anything else by its operators.
fn sum_of_products(vm: &mut Vm, pairs: Vec<(Value, Value)>) -> Outcome<Value> {
    let mut total = Value::int(0);
    let mut at = 0;
    while at < pairs.len() {
        let start = at;
        let mut all_ints = true;
        let mut floats = Vec::new();
        while let Some((a, b)) = pairs.get(at) {
            match (Kind::of(a), Kind::of(b)) {
                (Kind::Int(_), Kind::Int(_)) if all_ints => {}
                (Kind::Other, _) | (_, Kind::Other) => break,
                (Kind::Int(_), Kind::Int(_)) => break,
                (a, b) => {
                    let number = |kind: &Kind| match kind {
                        Kind::Float(number) => Some(*number),
                        Kind::Int(number) => number.to_f64().filter(|float| float.is_finite()),
                        Kind::Other => None,
                    };
                    let (Some(a), Some(b)) = (number(&a), number(&b)) else {
                        break;
                    };
                    if all_ints && at > start {
                        break;
                    }
                    all_ints = false;
                    floats.push((a, b));
                }
            }
            at += 1;
        }
        if at == start {
            let (a, b) = &pairs[at];
            let product = vm.binary(BinaryOp::Mul, a, b)?;
            total = vm.binary(BinaryOp::Add, &total, &product)?;
            at += 1;
        } else if all_ints {
            for (a, b) in &pairs[start..at] {
                let product = vm.binary(BinaryOp::Mul, a, b)?;
                total = vm.binary(BinaryOp::Add, &total, &product)?;
            }
        } else {
            let mut sum = ExactSum::default();
            let mut plain = 0.0;
            for &(a, b) in &floats {
                add_product(&mut sum, a, b);
                plain += a * b;
            }
            let part = match sum.finish() {
                Ok(part) if plain.is_finite() => part,
                _ => plain,
            };
            total = vm.binary(BinaryOp::Add, &total, &Value::float(part))?;
        }
    }
    Ok(total)
}

/// The length of a vector of coordinates that are not negative.
pub fn length(coordinates: &[f64]) -> f64 {
    if coordinates.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    if coordinates.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    let largest = coordinates.iter().copied().fold(0.0, f64::max);
    if largest == 0.0 || coordinates.len() == 1 {
        return largest;
    }
    // By a power of two, which loses nothing, unless the numbers are subnormal.
    let (_, exponent) = libm::frexp(largest);
    if exponent < -1023 {
        let scaled: Vec<f64> = coordinates.iter().map(|x| x / f64::MIN_POSITIVE).collect();
        return f64::MIN_POSITIVE * length(&scaled);
    }
    let mut sum = ExactSum::default();
    for &x in coordinates {
        let x = libm::ldexp(x, -exponent);
        add_product(&mut sum, x, x);
    }
    let root = match sum.finish() {
        Ok(square) => square.sqrt(),
        Err(_) => return f64::NAN,
    };
    // One step of Newton's on what the root's square misses.
    add_product(&mut sum, -root, root);
    let missing = sum.finish().unwrap_or(0.0);
    libm::ldexp(root + missing / (2.0 * root), exponent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_exact() {
        let mut sum = ExactSum::default();
        for number in [1e100, 1.0, -1e100, 1e-100, 1e50, -1.0, -1e50] {
            sum.add(number);
        }
        assert_eq!(sum.finish().ok(), Some(1e-100));
        let mut tenths = ExactSum::default();
        (0..10).for_each(|_| tenths.add(0.1));
        assert_eq!(tenths.finish().ok(), Some(1.0));
    }

    #[test]
    fn lengths() {
        assert_eq!(length(&[3.0, 4.0]), 5.0);
        assert_eq!(length(&[1e300, 1e300]), 1.4142135623730952e300);
        assert_eq!(length(&[5e-324, 5e-324]), 5e-324);
    }
}
