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
    match fold {
        Fold::Exact => &[],
        Fold::Ascii => match u8::try_from(code) {
            Ok(b) if b.is_ascii_alphabetic() => &ASCII[(b.to_ascii_lowercase() - b'a') as usize],
            _ => &[],
        },
        Fold::Unicode => {
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
