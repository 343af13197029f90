//! Machine ints as decimal digits, written where they are to stand.
//!
//! Enters: an `i64`. Leaves: digits in a buffer. Callers: `str` and `repr` of ints, f-strings, formatting, json.

/// Most bytes that a machine int takes.
pub const MAX_DIGITS: usize = 20;

/// The pairs of digits from 00 to 99.
static PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut number = 0;
    while number < 100 {
        pairs[number] = [b'0' + number as u8 / 10, b'0' + number as u8 % 10];
        number += 1;
    }
    pairs
};

/// The powers of ten that a machine word holds.
pub static POWERS: [u64; 20] = {
    let mut powers = [1; 20];
    let mut at = 1;
    while at < 20 {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// How many decimal digits a magnitude has.
#[inline(always)]
pub fn count(magnitude: u64) -> usize {
    // 1233 / 4096 is log10(2), near enough for 64 bits.
    let guess = ((64 - (magnitude | 1).leading_zeros()) as usize * 1233) >> 12;
    guess + (magnitude >= POWERS[guess]) as usize + (magnitude == 0 && guess == 0) as usize
}

/// How many bytes a machine int takes in decimal, its sign included.
#[inline(always)]
pub fn length(number: i64) -> usize {
    count(number.unsigned_abs()) + (number < 0) as usize
}

/// Writes a magnitude so that its digits fill `to`, with zeros in front.
#[inline]
pub fn fill(to: &mut [u8], mut magnitude: u64) {
    let mut end = to.len();
    while end >= 8 && magnitude > u64::from(u32::MAX) {
        // Two halves of a half word do not wait for each other.
        let low = (magnitude % 100_000_000) as u32;
        magnitude /= 100_000_000;
        let (high, low) = (low / 10_000, low % 10_000);
        let eight = &mut to[end - 8..end];
        eight[0..2].copy_from_slice(&PAIRS[(high / 100) as usize]);
        eight[2..4].copy_from_slice(&PAIRS[(high % 100) as usize]);
        eight[4..6].copy_from_slice(&PAIRS[(low / 100) as usize]);
        eight[6..8].copy_from_slice(&PAIRS[(low % 100) as usize]);
        end -= 8;
    }
    // What is above has no place in `to`.
    let mut magnitude = magnitude as u32;
    while end >= 2 {
        to[end - 2..end].copy_from_slice(&PAIRS[(magnitude % 100) as usize]);
        magnitude /= 100;
        end -= 2;
    }
    if end == 1 {
        to[0] = b'0' + (magnitude % 10) as u8;
    }
}

/// Writes a machine int into a slice of exactly [`length`] bytes.
#[inline]
pub fn write(to: &mut [u8], number: i64) {
    let negative = (number < 0) as usize;
    if negative == 1 {
        to[0] = b'-';
    }
    fill(&mut to[negative..], number.unsigned_abs());
}

/// The decimal text of a machine int, in a buffer of the caller's.
#[inline]
pub fn decimal(buffer: &mut [u8; MAX_DIGITS], number: i64) -> &str {
    let digits = &mut buffer[..length(number)];
    write(digits, number);
    std::str::from_utf8(digits).unwrap_or_default()
}

/// Appends the decimal text of a machine int.
#[inline]
pub fn push(out: &mut String, number: i64) {
    out.push_str(decimal(&mut [0; MAX_DIGITS], number));
}

#[cfg(test)]
mod tests {
    #[test]
    fn digits_of_edges() {
        let edges = [0, 1, 9, 10, 99, 100, 101, 999, 1000, 12345, i64::MAX];
        let powers = (0..19).flat_map(|n| [10i64.pow(n) - 1, 10i64.pow(n), 10i64.pow(n) + 1]);
        for number in edges.into_iter().chain(powers) {
            for number in [number, -number, -number - 1] {
                let mut buffer = [0; super::MAX_DIGITS];
                assert_eq!(super::decimal(&mut buffer, number), number.to_string());
            }
        }
        assert_eq!(super::count(u64::MAX), 20);
    }
}
