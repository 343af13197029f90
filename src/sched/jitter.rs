//! Random numbers for decisions of the scheduler: small, seedable, not for anything that must be hard to guess.
use std::sync::atomic::{AtomicU64, Ordering};

/// A xorshift generator. The same seed gives the same numbers. Meant for one user at a time (the holder of the interpreter's
/// lock); two at once are harmless but may see the same number.
#[derive(Debug)]
pub struct Jitter(AtomicU64);

impl Jitter {
    /// A generator that starts from `seed`.
    pub const fn new(seed: u64) -> Self {
        Jitter(AtomicU64::new(Self::state(seed)))
    }

    /// Starts again, from `seed`.
    pub fn reseed(&self, seed: u64) {
        self.0.store(Self::state(seed), Ordering::Relaxed);
    }

    /// The next number.
    #[inline]
    pub fn next_u64(&self) -> u64 {
        let mut state = self.0.load(Ordering::Relaxed);
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        self.0.store(state, Ordering::Relaxed);
        state
    }

    /// A number below `bound` (0 when `bound` is 0); the bias of the multiplication does not matter here.
    #[inline]
    pub fn below(&self, bound: u32) -> u32 {
        (((self.next_u64() >> 32) * u64::from(bound)) >> 32) as u32
    }

    /// Zero is the one state xorshift never leaves; the odd constants spread small seeds over all bits.
    const fn state(seed: u64) -> u64 {
        let state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0xd1b5_4a32_d192_ed03;
        if state == 0 { 1 } else { state }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_decide() {
        let (a, b) = (Jitter::new(1), Jitter::new(1));
        let same =
            (0..100).all(|_| a.below(10) == b.below(10) && a.below(0) == 0 && b.below(1) == 0);
        assert!(same);
        b.reseed(2);
        assert_ne!(a.next_u64(), b.next_u64());
    }
}
