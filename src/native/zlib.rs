//! The module `zlib`: checksums. Compression is not supported: the names are there and say so.
use crate::native::NativeModule;
use crate::native::types::buffer::bytes_of;
use crate::native_functions;
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::raise;
use crate::vm::{Outcome, Vm};

/// `zlib`.
pub static MODULE: NativeModule = NativeModule {
    name: "zlib",
    doc: "Checksums of zlib.",
    functions: &[FUNCTIONS],
    classes: &[],
    init: None,
};

/// The bytes to sum up, and the sum so far: any int, of which the low 32 bits count.
fn arguments(vm: &mut Vm, data: &Value, start: &Value) -> Outcome<(Vec<u8>, u32)> {
    let start = vm.index_big(start)?;
    let low: u32 = start
        .to_signed_bytes_le()
        .iter()
        .take(4)
        .enumerate()
        .fold(0, |low, (at, &byte)| low | (byte as u32) << (8 * at));
    let extended = if start.sign() == num_bigint::Sign::Minus {
        low | sign_extension(&start)
    } else {
        low
    };
    match bytes_of(vm, data).map(|bytes| bytes.into_owned()) {
        Some(bytes) => Ok((bytes, extended)),
        None => {
            let name = vm.class_name(data);
            raise!(
                vm,
                TypeError,
                "a bytes-like object is required, not '{name}'"
            )
        }
    }
}

fn sign_extension(number: &num_bigint::BigInt) -> u32 {
    let length = number.to_signed_bytes_le().len();
    if length >= 4 {
        0
    } else {
        u32::MAX << (8 * length)
    }
}

fn unsupported(vm: &mut Vm, name: &str) -> Outcome<Value> {
    raise!(vm, NotImplementedError, "zlib.{name}() is not supported")
}

native_functions! { static FUNCTIONS;
    /// The CRC-32 checksum of data, going on from value.
    "crc32(data, value=0, /)" fn crc32(vm, data: &Value, value: &Value) -> u32 {
        let (bytes, start) = arguments(vm, data, value)?;
        let mut hasher = crc32fast::Hasher::new_with_initial(start);
        hasher.update(&bytes);
        Ok(hasher.finalize())
    }
    /// The Adler-32 checksum of data, going on from value.
    "adler32(data, value=1, /)" fn adler32(vm, data: &Value, value: &Value) -> u32 {
        let (bytes, start) = arguments(vm, data, value)?;
        let (mut a, mut b) = (start & 0xffff, start >> 16);
        // So many bytes can be added before a sum of 32 bits may overflow.
        for chunk in bytes.chunks(5552) {
            for &byte in chunk {
                a += byte as u32;
                b += a;
            }
            a %= 65521;
            b %= 65521;
        }
        Ok(b << 16 | a)
    }
    /// Not supported.
    "compress(*args, **kwargs)" fn compress(vm, arguments: &TupleObject, keywords: &Value) -> Value { unsupported(vm, "compress") }
    /// Not supported.
    "decompress(*args, **kwargs)" fn decompress(vm, arguments: &TupleObject, keywords: &Value) -> Value { unsupported(vm, "decompress") }
    /// Not supported.
    "compressobj(*args, **kwargs)" fn compressobj(vm, arguments: &TupleObject, keywords: &Value) -> Value { unsupported(vm, "compressobj") }
    /// Not supported.
    "decompressobj(*args, **kwargs)" fn decompressobj(vm, arguments: &TupleObject, keywords: &Value) -> Value { unsupported(vm, "decompressobj") }
}
