//! The algorithms by name, and what is built on them. Plain Rust on plain data.
use super::blake2::{Blake2b, Blake2s, Parameters};
use md5::Digest;
use md5::digest::core_api::BlockSizeUser;
use sha3::digest::{ExtendableOutput, Update, XofReader};

macro_rules! algorithms {
    ($($name:literal $variant:ident $type:ty, $size:literal, $block:literal;)*) => {
        /// The state of a hash.
        #[derive(Clone)]
        #[allow(clippy::large_enum_variant)]
        pub(super) enum Hasher {
            $($variant($type),)*
            Shake128(sha3::Shake128),
            Shake256(sha3::Shake256),
            Blake2b(Blake2b),
            Blake2s(Blake2s),
        }

        /// The names that `new` knows.
        pub(super) const NAMES: &[&str] = &[$($name,)* "shake_128", "shake_256", "blake2b", "blake2s"];

        impl Hasher {
            /// Takes in data.
            pub(super) fn update(&mut self, data: &[u8]) {
                match self {
                    $(Hasher::$variant(hasher) => Digest::update(hasher, data),)*
                    Hasher::Shake128(hasher) => hasher.update(data),
                    Hasher::Shake256(hasher) => hasher.update(data),
                    Hasher::Blake2b(hasher) => hasher.update(data),
                    Hasher::Blake2s(hasher) => hasher.update(data),
                }
            }
            /// The digest; `length` matters for extendable ones only.
            pub(super) fn digest(self, length: usize) -> Vec<u8> {
                let mut out = vec![0; if self.is_extendable() { length } else { 0 }];
                match self {
                    $(Hasher::$variant(hasher) => return hasher.finalize().to_vec(),)*
                    Hasher::Shake128(hasher) => hasher.finalize_xof().read(&mut out),
                    Hasher::Shake256(hasher) => hasher.finalize_xof().read(&mut out),
                    Hasher::Blake2b(hasher) => return hasher.digest(),
                    Hasher::Blake2s(hasher) => return hasher.digest(),
                }
                out
            }
            /// True for SHAKE, whose digests are as long as one likes.
            pub(super) fn is_extendable(&self) -> bool {
                matches!(self, Hasher::Shake128(_) | Hasher::Shake256(_))
            }
        }

        /// A fresh hash by name.
        pub(super) fn start(name: &str) -> Option<Start> {
            let (name, hasher, digest_size, block_size) = match name {
                $($name => ($name, Hasher::$variant(<$type>::new()), $size, $block),)*
                "shake_128" => ("shake_128", Hasher::Shake128(Default::default()), 0, 168),
                "shake_256" => ("shake_256", Hasher::Shake256(Default::default()), 0, 136),
                "blake2b" => return Some(Start::blake2(64, &plain(64))),
                "blake2s" => return Some(Start::blake2(32, &plain(32))),
                _ => return None,
            };
            Some(Start { name, hasher: Box::new(hasher), digest_size, block_size })
        }

        /// The key derivation with an algorithm.
        pub(super) fn pbkdf2(name: &str) -> Option<Derive> {
            match name {
                $($name => Some(derive_key::<$type>),)*
                _ => None,
            }
        }
    };
}

/// A key from password, salt, number of iterations and length.
pub(super) type Derive = fn(&[u8], &[u8], u32, usize) -> Vec<u8>;

algorithms! {
    "md5" Md5 md5::Md5, 16, 64;
    "sha1" Sha1 sha1::Sha1, 20, 64;
    "sha224" Sha224 sha2::Sha224, 28, 64;
    "sha256" Sha256 sha2::Sha256, 32, 64;
    "sha384" Sha384 sha2::Sha384, 48, 128;
    "sha512" Sha512 sha2::Sha512, 64, 128;
    "sha3_224" Sha3x224 sha3::Sha3_224, 28, 144;
    "sha3_256" Sha3x256 sha3::Sha3_256, 32, 136;
    "sha3_384" Sha3x384 sha3::Sha3_384, 48, 104;
    "sha3_512" Sha3x512 sha3::Sha3_512, 64, 72;
}

/// A hash before its first byte.
pub(super) struct Start {
    pub(super) name: &'static str,
    pub(super) hasher: Box<Hasher>,
    pub(super) digest_size: usize,
    pub(super) block_size: usize,
}

fn plain(digest_size: u8) -> Parameters {
    Parameters {
        digest_size,
        fanout: 1,
        depth: 1,
        ..Parameters::default()
    }
}

impl Start {
    /// BLAKE2 with parameters: `limit` is 64 for BLAKE2b, 32 for BLAKE2s.
    pub(super) fn blake2(limit: u8, parameters: &Parameters) -> Start {
        let (name, hasher) = match limit {
            64 => ("blake2b", Hasher::Blake2b(Blake2b::new(parameters))),
            _ => ("blake2s", Hasher::Blake2s(Blake2s::new(parameters))),
        };
        let digest_size = parameters.digest_size as usize;
        Start {
            name,
            hasher: Box::new(hasher),
            digest_size,
            block_size: 2 * limit as usize,
        }
    }
    /// The largest digest, if this is BLAKE2.
    pub(super) fn blake2_limit(&self) -> Option<u8> {
        match *self.hasher {
            Hasher::Blake2b(_) => Some(64),
            Hasher::Blake2s(_) => Some(32),
            _ => None,
        }
    }
}

/// PBKDF2 over HMAC. The states behind the padded keys are kept, so that an iteration costs two blocks.
fn derive_key<D: Digest + Clone + BlockSizeUser>(
    password: &[u8],
    salt: &[u8],
    iterations: u32,
    length: usize,
) -> Vec<u8> {
    let mut key = if password.len() > D::block_size() {
        D::digest(password).to_vec()
    } else {
        password.to_vec()
    };
    key.resize(D::block_size(), 0);
    let padded =
        |pad: u8| D::new().chain_update(key.iter().map(|byte| byte ^ pad).collect::<Vec<_>>());
    let (inner, outer) = (padded(0x36), padded(0x5c));
    let keyed = |parts: [&[u8]; 2]| {
        let mut hash = inner.clone();
        parts
            .into_iter()
            .for_each(|part| Digest::update(&mut hash, part));
        outer.clone().chain_update(hash.finalize()).finalize()
    };
    let mut derived = Vec::with_capacity(length);
    let mut block = 0u32;
    while derived.len() < length {
        block += 1;
        let mut last = keyed([salt, &block.to_be_bytes()]);
        let mut sum = last.clone();
        for _ in 1..iterations {
            last = keyed([&last, &[]]);
            sum.iter_mut()
                .zip(&last)
                .for_each(|(sum, byte)| *sum ^= byte);
        }
        derived.extend_from_slice(&sum);
    }
    derived.truncate(length);
    derived
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::bytestrings::hex;

    #[test]
    fn derived_keys() {
        let derive = pbkdf2("sha1").expect("sha1 is there");
        assert_eq!(
            hex(&derive(b"password", b"salt", 2, 20), None, 1),
            "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"
        );
    }
}
