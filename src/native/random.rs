//! The module `_random`: the Mersenne Twister MT19937, with CPython's streams.
//!
//! Enters: seeds. Leaves: floats, bits and the state. `random.py` builds the distributions on it.
use crate::gil::GilCell;
use crate::native::{NativeClass, NativeModule};
use crate::object::class::flags;
use crate::object::native::Payload;
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::vm::numbers::{big_int_of, is_int};
use crate::vm::{Outcome, Vm};
use crate::{native_functions, raise};
use num_bigint::BigUint;
use std::io::Read;

/// `_random`.
pub static MODULE: NativeModule = NativeModule {
    name: "_random",
    doc: "The generator behind the module random.",
    functions: &[],
    classes: &[&RANDOM],
    init: None,
};

/// `_random.Random`.
static RANDOM: NativeClass = NativeClass {
    name: "_random.Random",
    doc: "Random numbers of the Mersenne Twister.",
    new: Some(|vm, class, _| {
        Ok(vm.new_native(
            class,
            Generator {
                twister: GilCell::new(Twister::unseeded()),
            },
        ))
    }),
    methods: METHODS,
    flags: flags::WEAK,
    ..NativeClass::EMPTY
};

const WORDS: usize = 624;
const MIDDLE: usize = 397;

/// Bytes that a generator is seeded from.
const ENTROPY: usize = 128;

struct Generator {
    twister: GilCell<Box<Twister>>,
}

impl Payload for Generator {}

struct Twister {
    words: [u32; WORDS],
    /// The next word to give out; `WORDS`: all are used up; more: not seeded yet.
    position: usize,
}

impl Twister {
    fn unseeded() -> Box<Twister> {
        Box::new(Twister {
            words: [0; WORDS],
            position: WORDS + 1,
        })
    }

    fn seed_word(&mut self, seed: u32) {
        self.words[0] = seed;
        for at in 1..WORDS {
            let last = self.words[at - 1];
            self.words[at] = 1_812_433_253u32
                .wrapping_mul(last ^ last >> 30)
                .wrapping_add(at as u32);
        }
        self.position = WORDS;
    }

    /// Seeds by an array of words, which is never empty.
    fn seed_words(&mut self, key: &[u32]) {
        self.seed_word(19_650_218);
        let mut at = 1;
        let mut advance =
            |words: &mut [u32; WORDS], factor: u32, term: &dyn Fn(u32, usize) -> u32| {
                let last = words[at - 1];
                words[at] = term(words[at] ^ (last ^ last >> 30).wrapping_mul(factor), at);
                at += 1;
                if at == WORDS {
                    words[0] = words[WORDS - 1];
                    at = 1;
                }
            };
        for round in 0..WORDS.max(key.len()) {
            let from = round % key.len();
            advance(&mut self.words, 1_664_525, &|word, _| {
                word.wrapping_add(key[from]).wrapping_add(from as u32)
            });
        }
        for _ in 1..WORDS {
            advance(&mut self.words, 1_566_083_941, &|word, at| {
                word.wrapping_sub(at as u32)
            });
        }
        self.words[0] = 0x8000_0000;
    }

    /// Seeds from the system's entropy.
    fn seed_anyhow(&mut self) {
        let mut bytes = [0; ENTROPY];
        let read =
            std::fs::File::open("/dev/urandom").and_then(|mut file| file.read_exact(&mut bytes));
        if read.is_err() {
            let now = std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .unwrap_or_default()
                .as_nanos();
            bytes[..16].copy_from_slice(&now.to_le_bytes());
            bytes[16..20].copy_from_slice(&std::process::id().to_le_bytes());
        }
        self.seed_bytes(&bytes);
    }

    fn seed_bytes(&mut self, bytes: &[u8]) {
        let key: Vec<u32> = bytes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|word| u32::from_le_bytes(*word))
            .collect();
        self.seed_words(&key);
    }

    #[cold]
    fn refill(&mut self) {
        if self.position > WORDS {
            self.seed_anyhow();
        }
        for at in 0..WORDS {
            let mixed = self.words[at] & 0x8000_0000 | self.words[(at + 1) % WORDS] & 0x7fff_ffff;
            let odd = if mixed & 1 != 0 { 0x9908_b0df } else { 0 };
            self.words[at] = self.words[(at + MIDDLE) % WORDS] ^ mixed >> 1 ^ odd;
        }
        self.position = 0;
    }

    #[inline]
    fn next(&mut self) -> u32 {
        if self.position >= WORDS {
            self.refill();
        }
        let mut word = self.words[self.position];
        self.position += 1;
        word ^= word >> 11;
        word ^= word << 7 & 0x9d2c_5680;
        word ^= word << 15 & 0xefc6_0000;
        word ^ word >> 18
    }

    fn float(&mut self) -> f64 {
        let (high, low) = (self.next() >> 5, self.next() >> 6);
        (high as f64 * 67_108_864.0 + low as f64) / 9_007_199_254_740_992.0
    }
}

/// Seeds from what a run that can be repeated has for entropy.
fn seed_from_run(vm: &mut Vm, generator: &Generator) {
    let mut bytes = [0; ENTROPY];
    if let Some(seeded) = &vm.interp().seeded {
        seeded.fill_random(vm.slot.id(), &mut bytes);
    }
    generator.twister.get_mut(vm.gil()).seed_bytes(&bytes);
}

fn twister<'a>(vm: &'a mut Vm, value: &'a Value) -> Outcome<&'a mut Twister> {
    match value.payload::<Generator>() {
        Some(generator) => {
            if vm.is_seeded() && generator.twister.get(vm).position > WORDS {
                seed_from_run(vm, generator);
            }
            Ok(generator.twister.get_mut(vm.gil()))
        }
        None => {
            let name = vm.class_name(value);
            Err(vm.type_error(format!(
                "descriptor requires a '_random.Random' object but received a '{name}'"
            )))
        }
    }
}

native_functions! { static METHODS;
    /// The next random float in the half-open interval from 0.0 to 1.0.
    "random(self, /)" fn random(vm, this: &Value) -> f64 { Ok(twister(vm, this)?.float()) }
    /// Start anew from an int, from the hash of another object, or from the system's entropy.
    "seed(self, n=None, /)" fn seed(vm, this: &Value, n: &Value) -> () {
        if n.is_none() {
            match this.payload::<Generator>() {
                Some(generator) if vm.is_seeded() => {
                    twister(vm, this)?;
                    seed_from_run(vm, generator);
                }
                _ => twister(vm, this)?.seed_anyhow(),
            }
            return Ok(());
        }
        let key = match big_int_of(n) {
            Some(number) if is_int(n) => number.magnitude().to_u32_digits(),
            _ => {
                let hash = vm.hash(n)?;
                BigUint::from(hash).to_u32_digits()
            }
        };
        twister(vm, this)?.seed_words(if key.is_empty() { &[0] } else { &key });
        Ok(())
    }
    /// An int of that many random bits.
    "getrandbits(self, k, /)" fn getrandbits(vm, this: &Value, k: i64) -> Value {
        if k < 0 {
            raise!(vm, ValueError, "number of bits must be non-negative");
        }
        let twister = twister(vm, this)?;
        match k {
            0 => Ok(Value::int(0)),
            1..=32 => Ok(Value::int((twister.next() >> (32 - k)) as i64)),
            33..=63 => {
                let low = twister.next() as u64;
                let high = (twister.next() >> (64 - k)) as u64;
                Ok(Value::int((high << 32 | low) as i64))
            }
            _ => {
                let mut words = Vec::new();
                let count = (k as u64).div_ceil(32) as usize;
                if !crate::memory::reserve_exact(&mut words, count) {
                    return Err(vm.raise_with(crate::object::builtin::Exc::MemoryError, Vec::new()));
                }
                words.extend((0..count).map(|_| twister.next()));
                if k % 32 != 0
                    && let Some(last) = words.last_mut()
                {
                    *last >>= 32 - k % 32;
                }
                Ok(vm.new_int(BigUint::new(words).into()))
            }
        }
    }
    /// The state: 624 words and the position.
    "getstate(self, /)" fn getstate(vm, this: &Value) -> Value {
        let twister = twister(vm, this)?;
        if twister.position > WORDS {
            twister.seed_anyhow();
        }
        let mut items: Vec<Value> = twister.words.iter().map(|&word| Value::int(word as i64)).collect();
        items.push(Value::int(twister.position as i64));
        Ok(vm.new_tuple(items))
    }
    /// Restore a state.
    "setstate(self, state, /)" fn setstate(vm, this: &Value, state: &Value) -> () {
        let Some(tuple) = state.downcast::<TupleObject>() else { raise!(vm, TypeError, "state vector must be a tuple") };
        if tuple.items().len() != WORDS + 1 {
            raise!(vm, ValueError, "state vector is the wrong size");
        }
        let mut words = [0; WORDS];
        for (word, item) in words.iter_mut().zip(tuple.items()) {
            let Ok(number) = u32::try_from(vm.index_i64(item)?) else {
                raise!(vm, OverflowError, "Python int too large to convert to C unsigned long");
            };
            *word = number;
        }
        let position = vm.index_i64(&tuple.items()[WORDS])?;
        if !(0..=WORDS as i64).contains(&position) {
            raise!(vm, ValueError, "invalid state");
        }
        let twister = twister(vm, this)?;
        twister.words = words;
        twister.position = position as usize;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_those_of_the_reference() {
        let mut twister = Twister::unseeded();
        twister.seed_words(&[0x123, 0x234, 0x345, 0x456]);
        assert_eq!(
            [twister.next(), twister.next(), twister.next()],
            [1_067_595_299, 955_945_823, 477_289_528]
        );
        twister.seed_words(&[0]);
        assert_eq!(twister.float(), 0.8444218515250481);
    }
}
