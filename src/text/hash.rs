//! Python's hashes: numbers by value, text and bytes by SipHash-1-3, tuples and frozensets from their elements' hashes.
//!
//! What enters: plain data and keys. What leaves: an `i64` that is never -1. Callers: every hashable object type.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};
use siphasher::sip::SipHasher13;

/// Numeric hashes are remainders by this prime, 2^61 - 1.
pub const MODULUS: u64 = (1 << 61) - 1;

/// The hash of infinity.
pub const INFINITY_HASH: i64 = 314_159;

/// What the imaginary part's hash is multiplied by.
const IMAGINARY: i64 = 1_000_003;

/// -1 marks an error in CPython's interface, so no hash is -1.
#[inline]
fn avoid_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// `hash` of a machine integer.
#[inline]
pub fn hash_int(n: i64) -> i64 {
    let magnitude = (n.unsigned_abs() % MODULUS) as i64;
    avoid_minus_one(if n < 0 { -magnitude } else { magnitude })
}

/// `hash` of an integer of any size.
pub fn hash_big(n: &BigInt) -> i64 {
    if let Some(small) = n.to_i64() {
        return hash_int(small);
    }
    // Horner over the 32-bit limbs, highest first; 2^32 · 2^61 fits in u128.
    let magnitude = n
        .magnitude()
        .iter_u32_digits()
        .rev()
        .fold(0u64, |hash, limb| {
            ((u128::from(hash) << 32 | u128::from(limb)) % u128::from(MODULUS)) as u64
        });
    avoid_minus_one(if n.is_negative() {
        -(magnitude as i64)
    } else {
        magnitude as i64
    })
}

/// `hash` of a float; `None` for NaN, whose hash is that of its object's identity.
pub fn hash_float(x: f64) -> Option<i64> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 {
            INFINITY_HASH
        } else {
            -INFINITY_HASH
        });
    }
    if x == x.trunc() && x.abs() < 9.0e18 {
        return Some(hash_int(x as i64));
    }
    let bits = x.to_bits();
    let field = (bits >> 52 & 0x7FF) as i64;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) = if field == 0 {
        (fraction, -1074)
    } else {
        (fraction | 1 << 52, field - 1075)
    };
    // Multiplying by a power of two modulo 2^61 - 1 rotates 61 bits.
    let turn = exponent.rem_euclid(61) as u32;
    let mantissa = mantissa % MODULUS;
    let rotated = if turn == 0 {
        mantissa
    } else {
        (mantissa << turn & MODULUS) | mantissa >> (61 - turn)
    };
    Some(avoid_minus_one(if x < 0.0 {
        -(rotated as i64)
    } else {
        rotated as i64
    }))
}

/// `hash` of a complex number from the hashes of its parts.
pub fn hash_complex(re: i64, im: i64) -> i64 {
    avoid_minus_one(re.wrapping_add(IMAGINARY.wrapping_mul(im)))
}

/// The key pair of the text hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashKeys(pub u64, pub u64);

impl HashKeys {
    /// The keys that `PYTHONHASHSEED=seed` gives; seed 0 turns randomisation off.
    pub fn from_seed(seed: u32) -> Self {
        if seed == 0 {
            return HashKeys(0, 0);
        }
        let mut state = seed;
        let mut next_key = || {
            let mut bytes = [0u8; 8];
            for byte in &mut bytes {
                state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
                *byte = (state >> 16) as u8;
            }
            u64::from_le_bytes(bytes)
        };
        HashKeys(next_key(), next_key())
    }
}

/// `hash` of bytes, or of text by its UTF-8 bytes (the same for ASCII text, as in CPython).
#[inline]
pub fn hash_bytes(bytes: &[u8], keys: HashKeys) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    avoid_minus_one(SipHasher13::new_with_keys(keys.0, keys.1).hash(bytes) as i64)
}

/// Builds `hash(tuple)` from the hashes of its elements, in order.
#[derive(Debug, Clone)]
pub struct TupleHasher {
    state: u64,
    count: u64,
}

const PRIME_1: u64 = 11_400_714_785_074_694_791;
const PRIME_2: u64 = 14_029_467_366_897_019_727;
const PRIME_5: u64 = 2_870_177_450_012_600_261;

impl Default for TupleHasher {
    fn default() -> Self {
        TupleHasher {
            state: PRIME_5,
            count: 0,
        }
    }
}

impl TupleHasher {
    /// Adds the next element's hash.
    #[inline]
    pub fn add(&mut self, hash: i64) {
        self.state = self
            .state
            .wrapping_add((hash as u64).wrapping_mul(PRIME_2))
            .rotate_left(31)
            .wrapping_mul(PRIME_1);
        self.count += 1;
    }

    /// The tuple's hash.
    pub fn finish(&self) -> i64 {
        let hash = self.state.wrapping_add(self.count ^ (PRIME_5 ^ 3_527_539));
        if hash == u64::MAX {
            1_546_275_796
        } else {
            hash as i64
        }
    }
}

/// `hash(tuple)` from its elements' hashes.
pub fn hash_tuple(hashes: impl IntoIterator<Item = i64>) -> i64 {
    let mut hasher = TupleHasher::default();
    hashes.into_iter().for_each(|hash| hasher.add(hash));
    hasher.finish()
}

/// `hash(frozenset)` from its elements' hashes, in any order.
pub fn hash_frozenset(hashes: impl IntoIterator<Item = i64>) -> i64 {
    let (mut hash, mut count) = (0u64, 0u64);
    for element in hashes {
        let element = element as u64;
        hash ^= ((element ^ 89_869_747) ^ (element << 16)).wrapping_mul(3_644_798_167);
        count += 1;
    }
    hash ^= count.wrapping_add(1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX {
        590_923_713
    } else {
        hash as i64
    }
}
