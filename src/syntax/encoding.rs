//! The bytes of a source file become text.
//!
//! In: bytes and the name that errors mention. Out: text without a byte order mark. UTF-8 unless a comment in the first
//! two lines names Latin-1 or ASCII.

use super::error::{Fault, SyntaxError};
use super::layout::point;

/// Decodes a source file.
pub fn decode(bytes: &[u8], filename: &str) -> Result<String, SyntaxError> {
    let (bytes, has_mark) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (bytes, false),
    };
    let declared = declared(bytes);
    let fail = |message: String, line: u32| {
        let mut error = Fault::new(message, point(0)).locate("");
        (error.line, error.end_line) = (line, line);
        error.column = 0;
        error
    };
    let name = declared.map(|name| name.to_ascii_lowercase().replace('_', "-"));
    match name.as_deref() {
        None | Some("utf-8" | "utf8" | "utf-8-sig" | "u8") => {}
        Some(name) if has_mark => {
            return Err(fail(format!("encoding problem: {name} with BOM"), 0));
        }
        Some("latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "l1") => {
            return Ok(bytes.iter().map(|byte| char::from(*byte)).collect());
        }
        Some("ascii" | "us-ascii") => {
            if let Some(at) = bytes.iter().position(|byte| !byte.is_ascii()) {
                let byte = bytes[at];
                let message = format!(
                    "'ascii' codec can't decode byte 0x{byte:02x} in position {at}: ordinal not in range(128)"
                );
                return Err(fail(format!("(unicode error) {message}"), 0));
            }
        }
        Some(_) => {
            return Err(fail(
                format!("encoding problem: {}", declared.unwrap_or_default()),
                0,
            ));
        }
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_string()),
        Err(error) => {
            let at = error.valid_up_to();
            let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            let message = format!(
                "Non-UTF-8 code starting with '\\x{:02x}' in file {filename} on line {line}, but no encoding declared; \
                 see https://peps.python.org/pep-0263/ for details",
                bytes[at]
            );
            Err(fail(message, line as u32))
        }
    }
}

/// The encoding that a comment in the first two lines names.
fn declared(bytes: &[u8]) -> Option<&str> {
    for line in bytes.split(|byte| *byte == b'\n').take(2) {
        let start = line
            .iter()
            .position(|byte| !matches!(byte, b' ' | b'\t' | b'\x0c' | b'\r'));
        let Some(start) = start else { continue };
        if line[start] != b'#' {
            return None;
        }
        let comment = &line[start..];
        let sign = (0..comment.len().saturating_sub(7)).find(|at| {
            comment[*at..].starts_with(b"coding") && matches!(comment[at + 6], b':' | b'=')
        });
        let Some(sign) = sign else { continue };
        let rest = &comment[sign + 7..];
        let skip = rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        let rest = &rest[skip..];
        let length = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
            .count();
        if length > 0 {
            return std::str::from_utf8(&rest[..length]).ok();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn encodings() {
        assert_eq!(decode("é".as_bytes(), "f").as_deref(), Ok("é"));
        assert_eq!(decode(b"\xef\xbb\xbfx", "f").as_deref(), Ok("x"));
        assert_eq!(
            decode(b"# -*- coding: latin-1 -*-\n\xe9", "f").as_deref(),
            Ok("# -*- coding: latin-1 -*-\né")
        );
        assert!(decode(b"x = 1\n# coding: latin-1\n\xe9", "f").is_err());
        let error = decode(b"\n\xe9", "f").expect_err("not UTF-8");
        assert!(
            error
                .message
                .starts_with("Non-UTF-8 code starting with '\\xe9' in file f on line 2")
        );
        assert!(decode(b"# coding: nothing", "f").is_err());
    }
}
