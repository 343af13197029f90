//! The module `binascii`: bytes as base 64 and hexadecimal text, checksums, quoted-printable.

use crate::native::{NativeClass, NativeModule};
use crate::native_functions;
use crate::object::builtin::{EXCEPTIONS, Exc};
use crate::object::heap::Layout;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::bytestrings;
use crate::vm::{Outcome, Raised, Vm};

/// `binascii.Error`.
static ERROR: NativeClass = NativeClass {
    name: "binascii.Error",
    layout: Layout::Exception,
    base: Some(EXCEPTIONS[Exc::ValueError as usize]),
    ..crate::native::types::exception::EXCEPTION
};

/// `binascii.Incomplete`.
static INCOMPLETE: NativeClass = NativeClass {
    name: "binascii.Incomplete",
    layout: Layout::Exception,
    base: Some(EXCEPTIONS[Exc::Exception as usize]),
    ..crate::native::types::exception::EXCEPTION
};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn error(vm: &mut Vm, message: impl AsRef<str>) -> Raised {
    vm.raise_native_text(&ERROR, message)
}

/// Bytes, or the bytes of an ASCII string.
fn ascii_argument(vm: &mut Vm, value: &Value) -> Outcome<Vec<u8>> {
    if let Some(text) = value.downcast::<StrObject>() {
        if !text.is_ascii() {
            return Err(vm.value_error("string argument should contain only ASCII characters"));
        }
        return Ok(text.as_str().as_bytes().to_vec());
    }
    match vm.bytes_like_if_any(value)? {
        Some(bytes) => Ok(bytes.into_vec()),
        None => {
            let name = vm.class_name(value);
            Err(vm.type_error(format!(
                "argument should be bytes, buffer or ASCII string, not '{name}'"
            )))
        }
    }
}

/// Bytes as digits of base 64, padded.
pub fn encode_base64(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len().div_ceil(3) * 4 + 1);
    for chunk in data.chunks(3) {
        let wide = chunk
            .iter()
            .fold(0u32, |wide, &byte| wide << 8 | byte as u32)
            << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = ALPHABET[(wide >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= chunk.len() { digit } else { b'=' });
        }
    }
    out
}

/// Base 64 back to bytes: foreign characters are left out, or in strict mode refused.
fn decode_base64(vm: &mut Vm, text: &[u8], strict: bool) -> Outcome<Vec<u8>> {
    if strict && text.first() == Some(&b'=') {
        return Err(error(vm, "Leading padding not allowed"));
    }
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut left, mut place, mut pads, mut digits, mut padded) = (0u32, 0, 0, 0usize, false);
    for (at, &byte) in text.iter().enumerate() {
        if byte == b'=' {
            padded = true;
            if place >= 2 {
                pads += 1;
                if place + pads >= 4 {
                    if strict && at + 1 < text.len() {
                        return Err(error(vm, "Excess data after padding"));
                    }
                    return Ok(out);
                }
            }
            continue;
        }
        let Some(digit) = ALPHABET.iter().position(|&letter| letter == byte) else {
            if strict {
                return Err(error(vm, "Only base64 data is allowed"));
            }
            continue;
        };
        if strict && padded {
            return Err(error(vm, "Discontinuous padding not allowed"));
        }
        pads = 0;
        digits += 1;
        left = left << 6 | digit as u32;
        place += 1;
        match place {
            2 => out.push((left >> 4) as u8),
            3 => out.push((left >> 2) as u8),
            4 => {
                out.push(left as u8);
                (left, place) = (0, 0);
            }
            _ => {}
        }
    }
    match place {
        0 => Ok(out),
        1 => Err(error(
            vm,
            format!(
                "Invalid base64-encoded string: number of data characters ({digits}) cannot be 1 more than a multiple of 4"
            ),
        )),
        _ => Err(error(vm, "Incorrect padding")),
    }
}

fn hex_text(vm: &mut Vm, data: &Value, separator: &Value, group: i64) -> Outcome<String> {
    let data = vm.bytes_like(data)?;
    let separator = match separator.is_missing() || separator.is_none() {
        true => None,
        false => {
            let bytes = ascii_argument(vm, separator)?;
            if bytes.len() != 1 {
                return Err(vm.value_error("sep must be length 1."));
            }
            Some(bytes[0] as char)
        }
    };
    Ok(bytestrings::hex(&data, separator, group))
}

fn unhex(vm: &mut Vm, text: &Value) -> Outcome<Vec<u8>> {
    let text = ascii_argument(vm, text)?;
    if text.len() % 2 != 0 {
        return Err(error(vm, "Odd-length string"));
    }
    let digit = |byte: u8| (byte as char).to_digit(16).map(|digit| digit as u8);
    let mut out = Vec::with_capacity(text.len() / 2);
    for pair in text.chunks(2) {
        match (digit(pair[0]), digit(pair[1])) {
            (Some(high), Some(low)) => out.push(high << 4 | low),
            _ => return Err(error(vm, "Non-hexadecimal digit found")),
        }
    }
    Ok(out)
}

fn unquote(data: &[u8], header: bool) -> Vec<u8> {
    let digit = |byte: Option<&u8>| {
        byte.and_then(|&byte| (byte as char).to_digit(16))
            .map(|digit| digit as u8)
    };
    let (mut out, mut at) = (Vec::with_capacity(data.len()), 0);
    while at < data.len() {
        let byte = data[at];
        at += 1;
        match byte {
            b'=' if at >= data.len() => break,
            b'=' if data[at] == b'\n' || data[at] == b'\r' => {
                // A soft line break.
                match data[at..].iter().position(|&byte| byte == b'\n') {
                    Some(end) => at += end + 1,
                    None => at = data.len(),
                }
            }
            b'=' => match (digit(data.get(at)), digit(data.get(at + 1))) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    at += 2;
                }
                _ => out.push(b'='),
            },
            b'_' if header => out.push(b' '),
            other => out.push(other),
        }
    }
    out
}

/// Quoted-printable in lines of at most 76 characters.
fn quote(data: &[u8], tabs: bool, text: bool, header: bool) -> Vec<u8> {
    let (mut out, mut width) = (Vec::with_capacity(data.len()), 0);
    for (at, &byte) in data.iter().enumerate() {
        let end = data
            .get(at + 1)
            .is_none_or(|&next| text && (next == b'\n' || next == b'\r'));
        if text && (byte == b'\n' || (byte == b'\r' && data.get(at + 1) == Some(&b'\n'))) {
            out.push(byte);
            width = 0;
            continue;
        }
        let blank = byte == b' ' || byte == b'\t';
        let lone_point = byte == b'.' && width == 0 && end;
        let escaped = byte == b'='
            || byte > 126
            || (header && byte == b'_')
            || lone_point
            || (byte < 33 && !blank)
            || (blank && (end || (tabs && !(header && byte == b' '))));
        let size = if escaped { 3 } else { 1 };
        if width + size >= 76 && !(width + size == 76 && end) {
            out.extend_from_slice(b"=\n");
            width = 0;
        }
        if escaped {
            out.extend_from_slice(format!("={byte:02X}").as_bytes());
        } else {
            out.push(if header && byte == b' ' { b'_' } else { byte });
        }
        width += size;
    }
    out
}

native_functions! { static FUNCTIONS;
    /// Bytes as a line of base 64.
    "b2a_base64(data, /, *, newline=True)" fn b2a_base64(vm, data: &Value, newline: bool) -> Vec<u8> {
        let mut out = encode_base64(&vm.bytes_like(data)?);
        if newline {
            out.push(b'\n');
        }
        Ok(out)
    }
    /// Bytes of base 64.
    "a2b_base64(data, /, *, strict_mode=False)" fn a2b_base64(vm, data: &Value, strict: bool) -> Vec<u8> {
        let text = ascii_argument(vm, data)?;
        decode_base64(vm, &text, strict)
    }
    /// Bytes as hexadecimal digits.
    "hexlify(data, sep=<missing>, bytes_per_sep=1)" fn hexlify(vm, data: &Value, separator: &Value, group: i64) -> Vec<u8> {
        Ok(hex_text(vm, data, separator, group)?.into_bytes())
    }
    /// Bytes as hexadecimal digits.
    "b2a_hex(data, sep=<missing>, bytes_per_sep=1)" fn b2a_hex(vm, data: &Value, separator: &Value, group: i64) -> Vec<u8> {
        Ok(hex_text(vm, data, separator, group)?.into_bytes())
    }
    /// Bytes of hexadecimal digits.
    "unhexlify(hexstr, /)" fn unhexlify(vm, text: &Value) -> Vec<u8> { unhex(vm, text) }
    /// Bytes of hexadecimal digits.
    "a2b_hex(hexstr, /)" fn a2b_hex(vm, text: &Value) -> Vec<u8> { unhex(vm, text) }
    /// The CRC-32 of bytes.
    "crc32(data, crc=0, /)" fn crc32(vm, data: &Value, start: &Value) -> i64 {
        let start = vm.index_big(start)? & num_bigint::BigInt::from(u32::MAX);
        let mut sum = crc32fast::Hasher::new_with_initial(u32::try_from(start).unwrap_or(0));
        sum.update(&vm.bytes_like(data)?);
        Ok(sum.finalize() as i64)
    }
    /// The CRC-CCITT of bytes.
    "crc_hqx(data, crc, /)" fn crc_hqx(vm, data: &Value, start: i64) -> i64 {
        let mut sum = start as u32 & 0xffff;
        for &byte in vm.bytes_like(data)?.iter() {
            sum ^= (byte as u32) << 8;
            for _ in 0..8 {
                sum = if sum & 0x8000 != 0 { (sum << 1 ^ 0x1021) & 0xffff } else { sum << 1 & 0xffff };
            }
        }
        Ok(sum as i64)
    }
    /// Bytes of quoted-printable text.
    "a2b_qp(data, header=False)" fn a2b_qp(vm, data: &Value, header: bool) -> Vec<u8> {
        Ok(unquote(&ascii_argument(vm, data)?, header))
    }
    /// Bytes as quoted-printable text.
    "b2a_qp(data, quotetabs=False, istext=True, header=False)"
    fn b2a_qp(vm, data: &Value, tabs: bool, text: bool, header: bool) -> Vec<u8> {
        Ok(quote(&vm.bytes_like(data)?, tabs, text, header))
    }
}

/// `binascii`.
pub static MODULE: NativeModule = NativeModule {
    name: "binascii",
    doc: "Bytes as text and back, and checksums.",
    functions: &[FUNCTIONS],
    classes: &[&ERROR, &INCOMPLETE],
    init: None,
};
