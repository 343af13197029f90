//! Records, numbers and texts as bytes: how the recorder keeps what is not new any more, and what child processes leave.
//!
//! Enters: records of one thread. Leaves: about a third of their size. Numbers are written seven bits a byte; times as the
//! difference to the one before, "none" as 0 and others one higher.
use crate::sched::{EventKind, NO_REASON, Record};

/// Appends a number, seven bits a byte, low ones first.
#[inline]
pub fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Appends a text with its length.
pub fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_number(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

/// Takes apart what was appended; `None` where it does not go on.
pub struct Reader<'a>(pub &'a [u8]);

impl Reader<'_> {
    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    /// The next number.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// The next number, if it has 32 bits.
    pub fn short(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    /// The next text.
    pub fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.number()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(String::from_utf8_lossy(text).into_owned())
    }
}

/// Small for small differences in either direction.
fn fold(difference: i64) -> u64 {
    (difference << 1 ^ difference >> 63) as u64
}

fn unfold(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

/// Packs records of one thread.
pub fn pack(records: impl Iterator<Item = Record>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(records.size_hint().1.unwrap_or(0) * 7);
    let mut time = 0;
    for record in records {
        bytes.push(record.kind as u8);
        if record.kind == EventKind::Release {
            bytes.push(record.reason);
        }
        put_number(&mut bytes, fold(record.time.wrapping_sub(time) as i64));
        put_number(&mut bytes, u64::from(record.argument.wrapping_add(1)));
        put_number(&mut bytes, u64::from(record.site.wrapping_add(1)));
        time = record.time;
    }
    bytes
}

/// The records of packed bytes, as far as they go.
pub fn unpack(bytes: &[u8]) -> Vec<Record> {
    let mut records = Vec::new();
    let mut reader = Reader(bytes);
    let mut time = 0;
    let mut next = || {
        let kind = EventKind::from_u8(reader.byte()?)?;
        let reason = match kind {
            EventKind::Release => reader.byte()?,
            _ => NO_REASON,
        };
        time = u64::wrapping_add(time, unfold(reader.number()?) as u64);
        Some(Record {
            time,
            kind,
            reason,
            argument: reader.short()?.wrapping_sub(1),
            site: reader.short()?.wrapping_sub(1),
        })
    };
    records.extend(std::iter::from_fn(&mut next));
    records
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn packing_loses_nothing(parts in prop::collection::vec(any::<(u64, u8, u8, u32, u32)>(), 0..300)) {
            let records: Vec<Record> = parts
                .into_iter()
                .map(|(time, kind, reason, argument, site)| {
                    let kind = EventKind::ALL[usize::from(kind) % EventKind::ALL.len()];
                    Record {
                        time: time & ((1 << 48) - 1),
                        kind,
                        reason: if kind == EventKind::Release { reason } else { NO_REASON },
                        argument,
                        site,
                    }
                })
                .collect();
            prop_assert_eq!(unpack(&pack(records.iter().copied())), records);
        }

        #[test]
        fn unpacking_survives_anything(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = unpack(&bytes);
        }
    }

    #[test]
    fn numbers_and_texts_come_back() {
        let mut bytes = Vec::new();
        put_number(&mut bytes, u64::MAX);
        put_text(&mut bytes, "grün");
        let mut reader = Reader(&bytes);
        assert_eq!(reader.number(), Some(u64::MAX));
        assert_eq!(reader.text().as_deref(), Some("grün"));
        assert_eq!(reader.byte(), None);
    }
}
