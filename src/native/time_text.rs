//! Calendar fields as text: C's `strftime` with room for any result.
#![allow(unsafe_code)] // The C function writes into a buffer.

/// The fields by a format; what C does not know stays as it is.
pub fn strftime(format: &str, fields: &libc::tm) -> String {
    let mut text = String::new();
    for (at, part) in format.split('\0').enumerate() {
        if at > 0 {
            text.push('\0');
        }
        text.push_str(&part_text(part, fields));
    }
    text
}

fn part_text(part: &str, fields: &libc::tm) -> String {
    if part.is_empty() {
        return String::new();
    }
    // A mark in front tells an empty result from a buffer that is too small.
    let Ok(format) = std::ffi::CString::new(format!("\u{1}{part}")) else {
        return String::new();
    };
    let mut buffer = vec![0u8; 256 + part.len() * 4];
    loop {
        // SAFETY: the buffer has the length given; format and fields are valid.
        let length = unsafe {
            libc::strftime(
                buffer.as_mut_ptr().cast(),
                buffer.len(),
                format.as_ptr(),
                fields,
            )
        };
        if length > 0 {
            return String::from_utf8_lossy(&buffer[1..length]).into_owned();
        }
        if buffer.len() > 1 << 24 {
            return String::new();
        }
        let double = buffer.len() * 2;
        buffer.resize(double, 0);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn formats_fill_any_buffer() {
        // SAFETY: a C structure of numbers and a null pointer.
        let mut fields: libc::tm = unsafe { std::mem::zeroed() };
        (fields.tm_year, fields.tm_mday) = (124, 7);
        assert_eq!(super::strftime("%Y-%m-%d\0é", &fields), "2024-01-07\0é");
        assert_eq!(super::strftime(&"%Y".repeat(300), &fields).len(), 1200);
    }
}
