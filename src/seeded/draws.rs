//! Random numbers that are the same on every machine: a SplitMix64 generator (Steele, Lea, Flood 2014), and the mixing of it as a
//! hash of creation paths.

/// A generator. The same seed gives the same numbers.
#[derive(Clone, Debug)]
pub(super) struct Draws(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// Spreads a number over all bits; no two numbers give the same.
pub(super) const fn mix(number: u64) -> u64 {
    let mut z = number;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Draws {
    /// A generator that starts from `seed`, for one use of it.
    pub(super) const fn new(seed: u64, purpose: u64) -> Self {
        Draws(mix(seed.wrapping_add(STEP)) ^ mix(purpose.wrapping_mul(STEP)))
    }

    /// The next number.
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number below `bound`, which is not 0.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        (((self.next() >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// Fills a slice.
    pub(super) fn fill(&mut self, bytes: &mut [u8]) {
        for piece in bytes.chunks_mut(8) {
            let number = self.next().to_le_bytes();
            piece.copy_from_slice(&number[..piece.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_seed() {
        let (mut a, mut b, mut other) = (Draws::new(1, 2), Draws::new(1, 2), Draws::new(2, 2));
        assert!((0..100).all(|_| a.below(10) == b.below(10)));
        assert_ne!(a.next(), other.next());
        assert_eq!(a.below(1), 0);
        let mut bytes = [0; 13];
        a.fill(&mut bytes);
        assert_ne!(bytes, [0; 13]);
    }
}
