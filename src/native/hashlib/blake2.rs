//! BLAKE2b and BLAKE2s (RFC 7693) with key, salt, personalisation and tree parameters, which the crates do not offer together.
//! Used by `_hashlib`.

/// The parameters besides the message. Counts are those of the parameter block.
#[derive(Clone, Default)]
pub(super) struct Parameters {
    pub(super) digest_size: u8,
    pub(super) key: Vec<u8>,
    pub(super) salt: Vec<u8>,
    pub(super) person: Vec<u8>,
    pub(super) fanout: u8,
    pub(super) depth: u8,
    pub(super) leaf_size: u32,
    pub(super) node_offset: u64,
    pub(super) node_depth: u8,
    pub(super) inner_size: u8,
    pub(super) last_node: bool,
}

const SIGMA: [[usize; 16]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
    [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
    [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
    [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
    [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
    [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
    [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
    [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
];

macro_rules! blake2 {
    ($name:ident $word:ident block $block:literal rounds $rounds:literal rotate $r1:literal $r2:literal $r3:literal $r4:literal
     offset $offset:literal initial $initial:expr) => {
        /// A hash under way.
        #[derive(Clone)]
        pub(super) struct $name {
            state: [$word; 8],
            count: u128,
            buffer: [u8; $block],
            filled: usize,
            last_node: bool,
            size: usize,
        }

        impl $name {
            const INITIAL: [$word; 8] = $initial;
            const WORD: usize = size_of::<$word>();

            /// Starts a hash.
            pub(super) fn new(parameters: &Parameters) -> $name {
                let mut block = vec![
                    parameters.digest_size,
                    parameters.key.len() as u8,
                    parameters.fanout,
                    parameters.depth,
                ];
                block.extend(parameters.leaf_size.to_le_bytes());
                block.extend(&parameters.node_offset.to_le_bytes()[..$offset]);
                block.extend([parameters.node_depth, parameters.inner_size]);
                // Salt and personalisation are two words each and end the block; reserved bytes before them are zero.
                block.resize(4 * Self::WORD, 0);
                for part in [&parameters.salt, &parameters.person] {
                    let end = block.len() + 2 * Self::WORD;
                    block.extend(part);
                    block.resize(end, 0);
                }
                let mut state = Self::INITIAL;
                for (word, bytes) in state.iter_mut().zip(block.chunks_exact(Self::WORD)) {
                    *word ^= bytes
                        .iter()
                        .rev()
                        .fold(0, |word, &byte| word << 8 | byte as $word);
                }
                let mut hash = $name {
                    state,
                    count: 0,
                    buffer: [0; $block],
                    filled: 0,
                    last_node: parameters.last_node,
                    size: parameters.digest_size as usize,
                };
                if !parameters.key.is_empty() {
                    let mut key = [0; $block];
                    key[..parameters.key.len()].copy_from_slice(&parameters.key);
                    hash.update(&key);
                }
                hash
            }

            /// Takes in data. The last block stays in the buffer until more comes.
            pub(super) fn update(&mut self, mut data: &[u8]) {
                while !data.is_empty() {
                    if self.filled == $block {
                        self.count += $block;
                        self.compress(false);
                        self.filled = 0;
                    }
                    let take = data.len().min($block - self.filled);
                    self.buffer[self.filled..self.filled + take].copy_from_slice(&data[..take]);
                    self.filled += take;
                    data = &data[take..];
                }
            }

            /// The digest.
            pub(super) fn digest(&self) -> Vec<u8> {
                let mut last = self.clone();
                last.count += last.filled as u128;
                last.buffer[last.filled..].fill(0);
                last.compress(true);
                let mut digest: Vec<u8> = last
                    .state
                    .iter()
                    .flat_map(|word| word.to_le_bytes())
                    .collect();
                digest.truncate(last.size);
                digest
            }

            fn compress(&mut self, last: bool) {
                let mut message = [0; 16];
                for (word, bytes) in message.iter_mut().zip(self.buffer.as_chunks().0) {
                    *word = $word::from_le_bytes(*bytes);
                }
                let mut v = [0; 16];
                v[..8].copy_from_slice(&self.state);
                v[8..].copy_from_slice(&Self::INITIAL);
                v[12] ^= self.count as $word;
                v[13] ^= (self.count >> $word::BITS) as $word;
                if last {
                    v[14] = !v[14];
                    if self.last_node {
                        v[15] = !v[15];
                    }
                }
                let mut mix = |a: usize, b: usize, c: usize, d: usize, x: $word, y: $word| {
                    v[a] = v[a].wrapping_add(v[b]).wrapping_add(x);
                    v[d] = (v[d] ^ v[a]).rotate_right($r1);
                    v[c] = v[c].wrapping_add(v[d]);
                    v[b] = (v[b] ^ v[c]).rotate_right($r2);
                    v[a] = v[a].wrapping_add(v[b]).wrapping_add(y);
                    v[d] = (v[d] ^ v[a]).rotate_right($r3);
                    v[c] = v[c].wrapping_add(v[d]);
                    v[b] = (v[b] ^ v[c]).rotate_right($r4);
                };
                for round in 0..$rounds {
                    let order = &SIGMA[round % 10];
                    for column in 0..4 {
                        let (x, y) = (message[order[2 * column]], message[order[2 * column + 1]]);
                        mix(column, 4 + column, 8 + column, 12 + column, x, y);
                    }
                    for diagonal in 0..4 {
                        let (x, y) = (
                            message[order[8 + 2 * diagonal]],
                            message[order[9 + 2 * diagonal]],
                        );
                        mix(
                            diagonal,
                            4 + (diagonal + 1) % 4,
                            8 + (diagonal + 2) % 4,
                            12 + (diagonal + 3) % 4,
                            x,
                            y,
                        );
                    }
                }
                for at in 0..8 {
                    self.state[at] ^= v[at] ^ v[at + 8];
                }
            }
        }
    };
}

blake2! { Blake2b u64 block 128 rounds 12 rotate 32 24 16 63 offset 8 initial [
    0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179,
] }
blake2! { Blake2s u32 block 64 rounds 10 rotate 16 12 8 7 offset 6 initial [
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
] }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::bytestrings::hex;

    fn plain(digest_size: u8) -> Parameters {
        Parameters {
            digest_size,
            fanout: 1,
            depth: 1,
            ..Parameters::default()
        }
    }

    #[test]
    fn digests() {
        let mut hash = Blake2b::new(&plain(64));
        hash.update(b"abc");
        assert!(
            hex(&hash.digest(), None, 1)
                .starts_with("ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b7")
        );
        let mut hash = Blake2s::new(&plain(32));
        hash.update(b"abc");
        assert!(
            hex(&hash.digest(), None, 1)
                .starts_with("508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a29")
        );
    }
}
