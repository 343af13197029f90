//! The East Asian character sets, on encoding_rs.
//!
//! What enters: one character or the bytes of one. What leaves: its bytes or text. Only this module's parent calls it. GBK,
//! GB 2312, Shift JIS and the Korean sets agree with CPython on every character; EUC-JP writes no JIS X 0212, and Big5, GB 18030 and
//! cp932 differ in a few characters that the web's standard places elsewhere.

use encoding_rs::Encoding;

/// A character set: a row of [`SETS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MultiByte(usize);

/// Names in CPython and the encodings of encoding_rs.
static SETS: [(&str, &Encoding); 9] = [
    ("big5", encoding_rs::BIG5),
    ("cp932", encoding_rs::SHIFT_JIS),
    ("cp949", encoding_rs::EUC_KR),
    ("euc_jp", encoding_rs::EUC_JP),
    ("euc_kr", encoding_rs::EUC_KR),
    ("gb18030", encoding_rs::GB18030),
    ("gb2312", encoding_rs::GBK),
    ("gbk", encoding_rs::GBK),
    ("shift_jis", encoding_rs::SHIFT_JIS),
];

/// What stands at the front of some bytes.
pub(super) enum Found {
    /// One character (rarely two code points) and its size.
    Text(String, usize),
    /// The beginning of a character whose rest is missing.
    Cut,
    /// That many bytes that are no character.
    Bad(usize),
}

impl MultiByte {
    /// The set of that CPython name.
    pub(super) fn by_name(name: &str) -> Option<Self> {
        SETS.iter().position(|row| row.0 == name).map(MultiByte)
    }

    /// CPython's name of it.
    pub(super) fn name(self) -> &'static str {
        SETS[self.0].0
    }

    /// Whether what encoding_rs makes of some bytes belongs to the set itself, without the web's additions.
    fn contains(self, bytes: &[u8], c: char) -> bool {
        let private = matches!(c, '\u{e000}'..='\u{f8ff}');
        match (self.name(), bytes) {
            (_, [0..=0x7F]) => c.is_ascii(),
            ("gb18030", bytes) => bytes.len() != 1,
            ("gb2312", [lead, trail]) => {
                let row = matches!(lead, 0xA1..=0xA9 | 0xB0..=0xF7) && matches!(trail, 0xA1..=0xFE);
                let added = matches!(
                    (lead, trail),
                    (0xA2, 0xA1..=0xAA | 0xE3) | (0xA6, 0xD9..) | (0xA8, 0xBB..=0xC0)
                );
                row && !added && !private
            }
            ("gb2312" | "gbk", [_]) => false,
            ("gbk", [lead, trail]) => {
                let added = match (lead, trail) {
                    (0xA2, 0xE3)
                    | (0xA3, 0xA0)
                    | (0xA6, 0xD9..=0xDF | 0xEC | 0xED | 0xF3)
                    | (0xA8, 0xBC | 0xBF)
                    | (0xA9, 0x89..=0x95) => true,
                    (0xFE, _) => !matches!(c, '\u{fa0c}'..='\u{fa29}'),
                    _ => false,
                };
                !added && !private
            }
            ("gbk", _) => false,
            ("euc_kr", [lead, trail]) => *lead >= 0xA1 && *trail >= 0xA1 && c != '\u{3164}',
            ("shift_jis", [lead, _]) => !matches!(lead, 0x85..=0x87 | 0xED..=0xFC) && !private,
            ("euc_jp", [lead, _]) => !matches!(lead, 0xAD | 0xF5..=0xFE),
            ("shift_jis", [0x80 | 0xA0 | 0xFD..]) => false,
            _ => true,
        }
    }

    /// Characters at the same place in CPython's table and in the web's.
    fn twins(self) -> &'static [(char, char)] {
        match self.name() {
            "shift_jis" | "euc_jp" => &[
                ('\u{2016}', '\u{2225}'),
                ('\u{2212}', '\u{ff0d}'),
                ('\u{301c}', '\u{ff5e}'),
                ('\u{a2}', '\u{ffe0}'),
                ('\u{a3}', '\u{ffe1}'),
                ('\u{ac}', '\u{ffe2}'),
            ],
            "gb2312" => &[('\u{30fb}', '\u{b7}'), ('\u{2015}', '\u{2014}')],
            _ => &[],
        }
    }

    /// The web's character for CPython's `c`; a character that only the web has becomes one that has no bytes.
    fn web_of(self, c: char) -> char {
        match self
            .twins()
            .iter()
            .find(|(own, web)| c == *own || c == *web)
        {
            Some((own, web)) if c == *own => *web,
            Some(_) => '\u{10ffff}',
            None => c,
        }
    }

    /// CPython's character for the web's `c`.
    fn own_of(self, c: char) -> char {
        self.twins()
            .iter()
            .find(|(_, web)| c == *web)
            .map_or(c, |(own, _)| *own)
    }

    /// Appends a character's bytes; false if the set lacks it.
    pub(super) fn push_char(self, c: char, out: &mut Vec<u8>) -> bool {
        if c.is_ascii() {
            out.push(c as u8);
            return true;
        }
        if let ("shift_jis", '¥' | '‾') = (self.name(), c) {
            out.push(if c == '¥' { 0x5C } else { 0x7E });
            return true;
        }
        let mut buffer = [0; 4];
        let (bytes, _, missing) = SETS[self.0]
            .1
            .encode(self.web_of(c).encode_utf8(&mut buffer));
        if missing || !self.contains(&bytes, c) {
            return false;
        }
        out.extend_from_slice(&bytes);
        true
    }

    /// The character at the front of `bytes`, which is not empty and does not begin with ASCII.
    pub(super) fn char_at(self, bytes: &[u8]) -> Found {
        let encoding = SETS[self.0].1;
        for size in 1..=bytes.len().min(4) {
            let piece = &bytes[..size];
            let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(piece)
            else {
                continue;
            };
            // A longer piece that ends in ASCII is a bad lead followed by a character of its own.
            let Some(first) = text.chars().next() else {
                break;
            };
            if !self.contains(piece, first)
                || (size > 1 && text.as_bytes().last().is_some_and(u8::is_ascii))
            {
                break;
            }
            if text.chars().nth(1).is_none() {
                return Found::Text(self.own_of(first).to_string(), size);
            }
            return Found::Text(text.into_owned(), size);
        }
        let lead_may_go_on = match self.name() {
            "gb18030" => matches!(
                bytes,
                [_] | [0x81..=0xFE, 0x30..=0x39] | [0x81..=0xFE, 0x30..=0x39, 0x81..=0xFE]
            ),
            "euc_jp" => bytes.len() < if bytes[0] == 0x8F { 3 } else { 2 },
            _ => bytes.len() < 2,
        };
        if lead_may_go_on {
            Found::Cut
        } else {
            Found::Bad(1)
        }
    }
}
