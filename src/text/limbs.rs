//! Magnitudes of integers as 64-bit limbs, the lowest first: the arithmetic of numbers of moderate length.
//!
//! What enters: slices of limbs without leading zeros, and room for the result. What leaves: the result's limbs, which may have
//! leading zeros. Callers: `int` objects; what is longer or harder goes to num-bigint.

use std::cmp::Ordering;

/// The largest power of ten in a limb, and its exponent.
const CHUNK: u64 = 10_000_000_000_000_000_000;
const CHUNK_DIGITS: usize = 19;

/// The limbs without leading zeros.
#[inline]
pub fn trimmed(limbs: &[u64]) -> &[u64] {
    let mut length = limbs.len();
    while length > 0 && limbs[length - 1] == 0 {
        length -= 1;
    }
    &limbs[..length]
}

/// The order of two magnitudes.
#[inline]
pub fn compare(a: &[u64], b: &[u64]) -> Ordering {
    a.len()
        .cmp(&b.len())
        .then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

/// The number of significant bits.
#[inline]
pub fn bits(limbs: &[u64]) -> u64 {
    match limbs.last() {
        Some(last) => limbs.len() as u64 * 64 - u64::from(last.leading_zeros()),
        None => 0,
    }
}

/// `out = a + b`; `a` is not the shorter one, `out` as long as `a` or one limb longer. Gives the carry that has no place.
#[inline]
pub fn add(out: &mut [u64], a: &[u64], b: &[u64]) -> bool {
    let (low, high) = a.split_at(b.len());
    let (out_low, out_high) = out.split_at_mut(b.len());
    let mut carry = false;
    // Within four limbs the carry stays a flag of the processor.
    let (fours, rest) = out_low.as_chunks_mut::<4>();
    let (low_fours, low) = low.as_chunks::<4>();
    let (b_fours, b) = b.as_chunks::<4>();
    for at in 0..fours.len() {
        let (to, x, y) = (&mut fours[at], &low_fours[at], &b_fours[at]);
        (to[0], carry) = x[0].carrying_add(y[0], carry);
        (to[1], carry) = x[1].carrying_add(y[1], carry);
        (to[2], carry) = x[2].carrying_add(y[2], carry);
        (to[3], carry) = x[3].carrying_add(y[3], carry);
    }
    for at in 0..rest.len() {
        (rest[at], carry) = low[at].carrying_add(b[at], carry);
    }
    let (out_high, last) = out_high.split_at_mut(high.len());
    for at in 0..high.len() {
        (out_high[at], carry) = high[at].overflowing_add(carry as u64);
    }
    match last.first_mut() {
        Some(last) => {
            *last = carry as u64;
            false
        }
        None => carry,
    }
}

/// True if `a + b` may have a limb more than `a`, which is not the shorter one.
#[inline]
pub fn may_grow(a: &[u64], b: &[u64]) -> bool {
    let top = |limbs: &[u64]| limbs.last().copied().unwrap_or(0);
    let other = if a.len() == b.len() { top(b) } else { 0 };
    top(a).carrying_add(other, true).1
}

/// `out = a - b` for `a >= b`; `out` is as long as `a`.
#[inline]
pub fn subtract(out: &mut [u64], a: &[u64], b: &[u64]) {
    let (low, high) = a.split_at(b.len());
    let (out_low, out_high) = out.split_at_mut(b.len());
    let mut borrow = false;
    for ((to, &x), &y) in out_low.iter_mut().zip(low).zip(b) {
        (*to, borrow) = x.borrowing_sub(y, borrow);
    }
    for (to, &x) in out_high.iter_mut().zip(high) {
        (*to, borrow) = x.overflowing_sub(borrow as u64);
    }
}

/// `out = a * b`; `out` is as long as both together.
#[inline]
pub fn multiply(out: &mut [u64], a: &[u64], b: &[u64]) {
    let Some((&first, rest)) = b.split_first() else {
        return out.fill(0);
    };
    let mut carry = 0;
    for (to, &x) in out.iter_mut().zip(a) {
        (*to, carry) = x.carrying_mul(first, carry);
    }
    out[a.len()] = carry;
    for (at, &y) in rest.iter().enumerate() {
        let mut carry = 0;
        let row = &mut out[at + 1..at + 2 + a.len()];
        let (last, row) = row.split_last_mut().expect("room for the carry");
        for (to, &x) in row.iter_mut().zip(a) {
            (*to, carry) = x.carrying_mul_add(y, *to, carry);
        }
        *last = carry;
    }
}

/// What division by one limb needs: the limb shifted so that its top bit is set, the shift, and
/// `(2^128 - 1) / limb - 2^64`.
#[derive(Clone, Copy)]
struct Divisor {
    limb: u64,
    shift: u32,
    reciprocal: u64,
}

impl Divisor {
    const fn new(limb: u64) -> Divisor {
        let shift = limb.leading_zeros();
        let limb = limb << shift;
        Divisor {
            limb,
            shift,
            reciprocal: (u128::MAX / limb as u128) as u64,
        }
    }

    /// `(high * 2^64 + low) / limb` for `high < limb`, by two multiplications (Möller and Granlund, 2011).
    #[inline(always)]
    fn step(&self, high: u64, low: u64) -> (u64, u64) {
        let guess = u128::from(self.reciprocal) * u128::from(high)
            + (u128::from(high) << 64 | u128::from(low));
        let mut quotient = ((guess >> 64) as u64).wrapping_add(1);
        let mut rest = low.wrapping_sub(quotient.wrapping_mul(self.limb));
        if rest > guess as u64 {
            quotient = quotient.wrapping_sub(1);
            rest = rest.wrapping_add(self.limb);
        }
        if rest >= self.limb {
            quotient = quotient.wrapping_add(1);
            rest -= self.limb;
        }
        (quotient, rest)
    }

    /// Divides in place; the remainder.
    #[inline]
    fn divide(&self, limbs: &mut [u64]) -> u64 {
        let shift = self.shift;
        let mut rest = 0;
        if shift == 0 {
            for limb in limbs.iter_mut().rev() {
                (*limb, rest) = self.step(rest, *limb);
            }
            return rest;
        }
        let mut pending = 0;
        if let Some(&last) = limbs.last() {
            rest = last >> (64 - shift);
            pending = last;
        }
        for at in (0..limbs.len()).rev() {
            let next = if at > 0 { limbs[at - 1] } else { 0 };
            let low = pending << shift | next >> (64 - shift);
            pending = next;
            (limbs[at], rest) = self.step(rest, low);
        }
        rest >> shift
    }
}

/// `out = a / limb`, rounded down; the remainder. `out` is as long as `a`, the divisor not zero.
#[inline]
pub fn divide_by_limb(out: &mut [u64], a: &[u64], limb: u64) -> u64 {
    out.copy_from_slice(a);
    if a.len() > 3 {
        return Divisor::new(limb).divide(out);
    }
    let mut rest = 0;
    for to in out.iter_mut().rev() {
        (*to, rest) = divide_step(rest, *to, limb);
    }
    rest
}

/// `a % limb`.
#[inline]
pub fn remainder_by_limb(a: &[u64], limb: u64) -> u64 {
    if limb.is_power_of_two() {
        return a.first().map_or(0, |low| low & (limb - 1));
    }
    if a.len() > 3 {
        let divisor = Divisor::new(limb);
        let shift = divisor.shift;
        let mut rest = 0;
        for &low in a.iter().rev() {
            if shift == 0 {
                rest = divisor.step(rest, low).1;
            } else {
                // The remainder so far is below the divisor, hence its shifted form has room for the next bits.
                rest = divisor
                    .step(rest << shift | low >> (64 - shift), low << shift)
                    .1
                    >> shift;
            }
        }
        return rest;
    }
    a.iter()
        .rev()
        .fold(0, |rest, &low| divide_step(rest, low, limb).1)
}

#[inline(always)]
fn divide_step(high: u64, low: u64, limb: u64) -> (u64, u64) {
    if high == 0 {
        return (low / limb, low % limb);
    }
    let whole = u128::from(high) << 64 | u128::from(low);
    (
        (whole / u128::from(limb)) as u64,
        (whole % u128::from(limb)) as u64,
    )
}

/// `out = a << count`; `out` has `count / 64 + 1` limbs more than `a`.
#[inline]
pub fn shift_left(out: &mut [u64], a: &[u64], count: u64) {
    let (limbs, count) = ((count / 64) as usize, (count % 64) as u32);
    out[..limbs].fill(0);
    let out = &mut out[limbs..];
    let mut low = 0;
    for (to, &x) in out.iter_mut().zip(a) {
        *to = x << count | low;
        low = if count == 0 { 0 } else { x >> (64 - count) };
    }
    out[a.len()] = low;
}

/// `out = a >> count`; `out` has `count / 64` limbs less than `a`.
#[inline]
pub fn shift_right(out: &mut [u64], a: &[u64], count: u64) {
    let (limbs, count) = ((count / 64) as usize, (count % 64) as u32);
    let a = &a[limbs..];
    for (at, to) in out.iter_mut().enumerate() {
        let high = a.get(at + 1).copied().unwrap_or(0);
        *to = a[at] >> count | if count == 0 { 0 } else { high << (64 - count) };
    }
}

/// The remainder by `2^61 - 1`, the modulus of numeric hashes.
#[inline]
pub fn hash(limbs: &[u64]) -> u64 {
    const MODULUS: u64 = super::hash::MODULUS;
    limbs.iter().rev().fold(0, |hash, &limb| {
        // 2^64 is 8 by this modulus.
        let whole = u128::from(hash) * 8 + u128::from(limb);
        let folded = (whole as u64 & MODULUS) + (whole >> 61) as u64;
        if folded >= MODULUS {
            folded - MODULUS
        } else {
            folded
        }
    })
}

/// Appends the decimal digits; destroys the limbs. Quadratic, so for short numbers only.
pub fn push_decimal(out: &mut String, limbs: &mut [u64]) {
    const TEN: Divisor = Divisor::new(CHUNK);
    let mut chunks: smallvec::SmallVec<[u64; 32]> = smallvec::SmallVec::new();
    let mut count = trimmed(limbs).len();
    while count > 0 {
        chunks.push(TEN.divide(&mut limbs[..count]));
        count = trimmed(&limbs[..count]).len();
    }
    let mut buffer = [0; CHUNK_DIGITS + 1];
    for (at, &chunk) in chunks.iter().rev().enumerate() {
        let size = if at == 0 {
            super::digits::count(chunk)
        } else {
            CHUNK_DIGITS
        };
        super::digits::fill(&mut buffer[..size], chunk);
        out.push_str(std::str::from_utf8(&buffer[..size]).unwrap_or_default());
    }
    if chunks.is_empty() {
        out.push('0');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;

    /// Limbs with many extreme ones.
    fn random(state: &mut u64, most: usize) -> Vec<u64> {
        let mut next = || {
            *state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            *state >> 11 ^ *state << 31
        };
        let count = (next() % most as u64) as usize;
        let mut limbs: Vec<u64> = (0..count)
            .map(|_| match next() % 5 {
                0 => u64::MAX,
                1 => 0,
                2 => 1 << (next() % 64),
                _ => next(),
            })
            .collect();
        if let Some(last) = limbs.last_mut() {
            *last |= 1;
        }
        limbs
    }

    fn big(limbs: &[u64]) -> BigUint {
        let halves = limbs.iter().flat_map(|&l| [l as u32, (l >> 32) as u32]);
        BigUint::new(halves.collect())
    }

    #[test]
    fn the_same_as_num_bigint() {
        let mut state = 1;
        for _ in 0..3000 {
            let (a, b) = (random(&mut state, 9), random(&mut state, 9));
            let (a, b) = if compare(&a, &b).is_lt() {
                (b, a)
            } else {
                (a, b)
            };
            let (x, y) = (big(&a), big(&b));
            assert_eq!(compare(&a, &b), x.cmp(&y));
            assert_eq!(bits(&a), x.bits());
            let mut out = vec![7; a.len() + 1];
            add(&mut out, &a, &b);
            assert_eq!(big(&out), &x + &y);
            let mut out = vec![7; a.len()];
            let carry = add(&mut out, &a, &b);
            assert!(!carry || may_grow(&a, &b));
            assert_eq!(
                big(&out) + (BigUint::from(carry as u8) << (a.len() * 64)),
                &x + &y
            );
            let mut out = vec![7; a.len()];
            subtract(&mut out, &a, &b);
            assert_eq!(big(&out), &x - &y);
            let mut out = vec![7; a.len() + b.len()];
            multiply(&mut out, &a, &b);
            assert_eq!(big(&out), &x * &y);
            let limb = b.last().copied().unwrap_or(12_345_678_901_234_567_890);
            let mut out = vec![7; a.len()];
            let rest = divide_by_limb(&mut out, &a, limb);
            assert_eq!((big(&out), BigUint::from(rest)), (&x / limb, &x % limb));
            assert_eq!(BigUint::from(remainder_by_limb(&a, limb)), &x % limb);
            let count = state % 200;
            let mut out = vec![7; a.len() + count as usize / 64 + 1];
            shift_left(&mut out, &a, count);
            assert_eq!(big(&out), &x << count);
            if count < 64 * a.len() as u64 {
                let mut out = vec![7; a.len() - count as usize / 64];
                shift_right(&mut out, &a, count);
                assert_eq!(big(&out), &x >> count);
            }
            let hash_of_x = &x % super::super::hash::MODULUS;
            assert_eq!(BigUint::from(hash(&a)), hash_of_x);
            let mut text = String::new();
            push_decimal(&mut text, &mut a.clone());
            assert_eq!(text, x.to_string());
        }
    }
}
