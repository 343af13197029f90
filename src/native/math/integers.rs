//! Functions of `math` on integers of any size.
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::raise;
use crate::vm::{Outcome, Vm};
use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};

native_functions! { pub(super) static FUNCTIONS;
    /// Number of ways to choose k items from n items without repetition and without order.
    "comb(n, k, /)" fn comb(vm, n: &Value, k: &Value) -> BigInt {
        let (n, k) = (vm.index_big(n)?, vm.index_big(k)?);
        if n.sign() == Sign::Minus {
            raise!(vm, ValueError, "n must be a non-negative integer");
        }
        if k.sign() == Sign::Minus {
            raise!(vm, ValueError, "k must be a non-negative integer");
        }
        if k > n {
            return Ok(BigInt::zero());
        }
        let k = k.clone().min(&n - &k);
        let Some(steps) = k.to_u32() else {
            raise!(vm, OverflowError, "min(n - k, k) must not exceed {}", u32::MAX);
        };
        if let Some(result) = n.to_u64().and_then(|n| small_comb(n, steps as u64)) {
            return Ok(BigInt::from(result));
        }
        Ok(falling_product(&n, steps as u64) / factorial_of(steps as u64))
    }
    /// Number of ways to choose k items from n items without repetition and with order.
    "perm(n, k=None, /)" fn perm(vm, n: &Value, k: &Value) -> BigInt {
        if k.is_none() {
            return factorial_checked(vm, n);
        }
        let (n, k) = (vm.index_big(n)?, vm.index_big(k)?);
        if n.sign() == Sign::Minus {
            raise!(vm, ValueError, "n must be a non-negative integer");
        }
        if k.sign() == Sign::Minus {
            raise!(vm, ValueError, "k must be a non-negative integer");
        }
        if k > n {
            return Ok(BigInt::zero());
        }
        let Some(steps) = k.to_u32() else {
            raise!(vm, OverflowError, "k must not exceed {}", u32::MAX);
        };
        Ok(falling_product(&n, steps as u64))
    }
    /// Find n!.
    "factorial(n, /)" fn factorial(vm, n: &Value) -> BigInt { factorial_checked(vm, n) }
    /// Greatest common divisor.
    "gcd(*integers)" fn gcd(vm, integers: &TupleObject) -> Value {
        fold(vm, integers, 0, gcd_small, |a, b| a.gcd(&b))
    }
    /// Least common multiple.
    "lcm(*integers)" fn lcm(vm, integers: &TupleObject) -> Value {
        fold(vm, integers, 1, |a, b| {
            if a == 0 || b == 0 {
                return Some(0);
            }
            let divisor = gcd_small(a, b)?;
            (a / divisor).checked_mul(b)?.checked_abs()
        }, |a, b| a.lcm(&b))
    }
    /// Return the integer part of the square root of the input.
    "isqrt(n, /)" fn isqrt(vm, n: &Value) -> Value {
        let index = vm.index(n)?;
        if let Some(small) = index.as_int() {
            if small < 0 {
                raise!(vm, ValueError, "isqrt() argument must be nonnegative");
            }
            return Ok(Value::int((small as u64).isqrt() as i64));
        }
        let big = vm.index_big(&index)?;
        if big.sign() == Sign::Minus {
            raise!(vm, ValueError, "isqrt() argument must be nonnegative");
        }
        Ok(vm.new_int(big.sqrt()))
    }
}

fn gcd_small(a: i64, b: i64) -> Option<i64> {
    a.unsigned_abs().gcd(&b.unsigned_abs()).to_i64()
}

/// Folds arguments, in machine ints as long as results fit.
fn fold(
    vm: &mut Vm,
    arguments: &TupleObject,
    start: i64,
    small: fn(i64, i64) -> Option<i64>,
    big: fn(BigInt, BigInt) -> BigInt,
) -> Outcome<Value> {
    let mut result = Value::int(start);
    for argument in arguments.items() {
        let next = vm.index(argument)?;
        let fast = match (result.as_int(), next.as_int()) {
            (Some(a), Some(b)) => small(a, b),
            _ => None,
        };
        result = match fast {
            Some(number) => Value::int(number),
            None => {
                let (a, b) = (vm.index_big(&result)?, vm.index_big(&next)?);
                let number = big(a, b);
                vm.new_int(number)
            }
        };
    }
    Ok(result)
}

fn factorial_checked(vm: &mut Vm, n: &Value) -> Outcome<BigInt> {
    let n = vm.index_big(n)?;
    if n.sign() == Sign::Minus {
        return Err(vm.raise(
            Exc::ValueError,
            "factorial() not defined for negative values",
        ));
    }
    match n.to_i64() {
        Some(n) if n < 1 << 40 => Ok(factorial_of(n as u64)),
        Some(_) => Err(vm.raise_with(Exc::MemoryError, Vec::new())),
        None => Err(vm.raise(
            Exc::OverflowError,
            format!("factorial() argument should not exceed {}", i64::MAX),
        )),
    }
}

/// `n choose k` while all intermediate products fit.
fn small_comb(n: u64, k: u64) -> Option<u64> {
    let mut result = 1u64;
    for step in 0..k {
        // The product of step + 1 consecutive numbers is divisible by (step + 1)!, so every division is exact.
        result = result.checked_mul(n - step)? / (step + 1);
    }
    Some(result)
}

/// `n * (n - 1) * …`, `count` factors.
fn falling_product(n: &BigInt, count: u64) -> BigInt {
    if count == 0 {
        return BigInt::one();
    }
    match n.to_u64() {
        Some(n) => BigInt::from(range_product(n - count + 1, n)),
        None => {
            let mut result = n.clone();
            for step in 1..count {
                result *= n - step;
            }
            result
        }
    }
}

fn factorial_of(n: u64) -> BigInt {
    if n < 2 {
        BigInt::one()
    } else {
        BigInt::from(range_product(2, n))
    }
}

/// The product of all numbers from `first` to `last`, halves first so that factors are of like size.
fn range_product(first: u64, last: u64) -> BigUint {
    if last - first < 16 {
        let mut result = BigUint::one();
        let mut part = 1u64;
        for number in first..=last {
            part = match part.checked_mul(number) {
                Some(product) => product,
                None => {
                    result *= part;
                    number
                }
            };
        }
        return result * part;
    }
    let middle = first + (last - first) / 2;
    range_product(first, middle) * range_product(middle + 1, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products() {
        assert_eq!(factorial_of(0), BigInt::one());
        assert_eq!(factorial_of(20), BigInt::from(2_432_902_008_176_640_000u64));
        assert_eq!(factorial_of(25).to_string(), "15511210043330985984000000");
        assert_eq!(small_comb(10, 3), Some(120));
        assert_eq!(falling_product(&BigInt::from(10), 3), BigInt::from(720));
    }
}
