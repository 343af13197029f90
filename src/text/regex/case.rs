//! Which characters are alike when case is ignored.
//!
//! What enters: a code point. What leaves: the others that match it. Only this folder uses it.

use super::ast::Fold;
use crate::text::{from_code_point, unicode};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Classes of alike characters, and where each of their members finds its class.
struct Classes {
    of: HashMap<u32, usize>,
    members: Vec<Vec<u32>>,
}

/// No character with a case lies above.
const LAST_CASED: u32 = 0x1_EFFF;

fn classes() -> &'static Classes {
    static CLASSES: OnceLock<Classes> = OnceLock::new();
    CLASSES.get_or_init(|| {
        let mut by_key: HashMap<String, Vec<u32>> = HashMap::new();
        for c in (0..=LAST_CASED).filter_map(char::from_u32) {
            // İ alone lowers to two characters; its simple form is `i`.
            let (mut lower, mut key) = (String::new(), String::new());
            unicode::push_lower(&mut lower, if c == '\u{130}' { 'i' } else { c });
            lower.chars().for_each(|c| unicode::push_upper(&mut key, c));
            if key.chars().ne([c]) || lower.chars().ne([c]) {
                by_key.entry(key).or_default().push(c as u32);
            }
        }
        let members: Vec<Vec<u32>> = by_key
            .into_values()
            .filter(|class| class.len() > 1)
            .collect();
        let of = members
            .iter()
            .enumerate()
            .flat_map(|(at, class)| class.iter().map(move |c| (*c, at)))
            .collect();
        Classes { of, members }
    })
}

/// The ASCII letters that have relatives outside ASCII, with their classes.
const WIDER: [(u8, &[u32]); 3] = [
    (b'i', &[0x49, 0x69, 0x130, 0x131]),
    (b'k', &[0x4b, 0x6b, 0x212a]),
    (b's', &[0x53, 0x73, 0x17f]),
];

/// The characters that match `code` when case is ignored; may be empty or hold `code` itself.
pub fn variants(code: u32, fold: Fold) -> &'static [u32] {
    static ASCII: [[u32; 2]; 26] = {
        let mut pairs = [[0; 2]; 26];
        let mut n = 0;
        while n < 26 {
            pairs[n] = [n as u32 + 65, n as u32 + 97];
            n += 1;
        }
        pairs
    };
    let ascii = u8::try_from(code).ok().filter(u8::is_ascii_alphabetic);
    match fold {
        Fold::Exact => &[],
        Fold::Ascii => ascii.map_or(&[], |b| &ASCII[(b.to_ascii_lowercase() - b'a') as usize]),
        Fold::Unicode => {
            // Patterns of plain letters need no table of all cased characters, which takes milliseconds to make.
            if let Some(letter) = ascii.map(|b| b.to_ascii_lowercase()) {
                let wider = WIDER.iter().find(|(of, _)| *of == letter);
                return wider.map_or(&ASCII[(letter - b'a') as usize], |(_, class)| *class);
            }
            if from_code_point(code).is_none_or(|c| !c.is_alphabetic() && code < 0x345) {
                return &[];
            }
            let classes = classes();
            classes
                .of
                .get(&code)
                .map_or(&[], |at| classes.members[*at].as_slice())
        }
    }
}

/// Whether two characters are alike.
pub fn alike(a: u32, b: u32, fold: Fold) -> bool {
    a == b || variants(a, fold).contains(&b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_ascii_letters_are_those_of_the_table() {
        for letter in ('A'..='Z').chain('a'..='z').map(u32::from) {
            let mut found = variants(letter, Fold::Unicode).to_vec();
            let mut made = classes().members[classes().of[&letter]].clone();
            found.sort();
            made.sort();
            assert_eq!(found, made);
        }
    }
}
