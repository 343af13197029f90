//! Substring search for texts that are mostly short: a byte by `memchr`, a short needle by its first byte, and the two-way
//! searcher of `memmem` once the first byte proves common.
//!
//! What enters: a haystack and a needle, as bytes. What leaves: offsets. Callers: the methods of `str` and `bytes`.

use memchr::{memchr, memmem};

/// How much work on false candidates is borne at once and in every `1 << PACE` bytes of the haystack, counted in candidates
/// of a short needle, before the general searcher, whose preparation costs as much, takes over.
const PATIENCE: usize = 4;
const PACE: u32 = 5;

/// The first place of `needle` in `haystack`.
#[inline]
pub fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    match needle {
        [] => Some(0),
        &[byte] => memchr(byte, haystack),
        _ => Matches::new(haystack, needle).next(),
    }
}

/// True if `needle` is somewhere in `haystack`.
#[inline]
pub fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    find(haystack, needle).is_some()
}

/// The places of a needle, which must not be empty, from the front and without overlap.
pub struct Matches<'a> {
    haystack: &'a [u8],
    needle: &'a [u8],
    at: usize,
    wasted: usize,
    /// The general searcher, over the haystack from this place on.
    general: Option<(usize, Box<memmem::FindIter<'a, 'a>>)>,
}

impl<'a> Matches<'a> {
    /// A search from the front.
    #[inline]
    pub fn new(haystack: &'a [u8], needle: &'a [u8]) -> Self {
        debug_assert!(!needle.is_empty());
        Matches {
            haystack,
            needle,
            at: 0,
            wasted: 0,
            general: None,
        }
    }

    #[cold]
    fn next_generally(&mut self) -> Option<usize> {
        let (haystack, needle, at) = (self.haystack, self.needle, self.at);
        let (start, found) = self.general.get_or_insert_with(|| {
            let rest = memmem::find_iter(&haystack[at..], needle);
            (at, Box::new(rest))
        });
        found.next().map(|found| *start + found)
    }
}

impl Iterator for Matches<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.general.is_some() {
            return self.next_generally();
        }
        let (first, size) = (self.needle[0], self.needle.len());
        // The first byte of a match stands before this place.
        let end = (self.haystack.len() + 1).checked_sub(size)?;
        while self.at < end {
            let found = self.at + memchr(first, &self.haystack[self.at..end])?;
            if self.haystack[found + 1..found + size] == self.needle[1..] {
                self.at = found + size;
                return Some(found);
            }
            self.at = found + 1;
            self.wasted += 1 + size / 16;
            if self.wasted > PATIENCE + (self.at >> PACE) {
                return self.next_generally();
            }
        }
        None
    }
}

/// A set of ASCII characters.
#[derive(Clone, Copy)]
pub struct AsciiSet(u128);

/// Python's whitespace below 128.
pub const ASCII_SPACE: AsciiSet = AsciiSet(0x1_f000_3e00);

impl AsciiSet {
    /// The characters of an ASCII text; the others are left out.
    pub fn new(text: &[u8]) -> Self {
        AsciiSet(
            text.iter()
                .filter(|b| b.is_ascii())
                .fold(0, |set, &b| set | 1 << b),
        )
    }
    /// True if the set has this byte.
    #[inline(always)]
    pub fn has(self, byte: u8) -> bool {
        byte.is_ascii() && self.0 >> byte & 1 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_as_memmem() {
        let haystacks = [
            "",
            "a",
            "aab",
            "abcabcabc",
            "aaaaaaaaaaaaaaaaaaaaab aab",
            "xyxyxyxyxyxz",
        ];
        let needles = ["a", "ab", "aab", "abc", "xyz", "xz", "b", "aaaaaaaaaab"];
        for haystack in haystacks.map(str::as_bytes) {
            for needle in needles.map(str::as_bytes) {
                let found: Vec<usize> = Matches::new(haystack, needle).collect();
                let right: Vec<usize> = memmem::find_iter(haystack, needle).collect();
                assert_eq!(found, right, "{needle:?} in {haystack:?}");
                assert_eq!(find(haystack, needle), right.first().copied());
            }
        }
    }

    #[test]
    fn spaces() {
        for code in 0..128u8 {
            assert_eq!(
                ASCII_SPACE.has(code),
                crate::text::unicode::is_space(code as char)
            );
        }
    }
}
