//! Paths: from arguments (str, bytes, path-like) to what the system takes, and back.

use crate::native::special::SpecialMethod;
use crate::object::bytes::BytesObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::codec::{Codec, Errors, decode, encode};
use crate::vm::{Outcome, Vm};
use std::ffi::CString;

/// A path as the system takes it.
#[derive(Clone)]
pub struct PathBytes {
    text: CString,
    /// It was given as bytes, so results are bytes.
    pub is_bytes: bool,
}

impl PathBytes {
    /// The path for a system call.
    pub fn c_text(&self) -> CString {
        self.text.clone()
    }
    /// The bytes of the path.
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }
    /// A name from the system in the form this path was given in.
    pub fn name(&self, vm: &Vm, bytes: &[u8]) -> Value {
        if self.is_bytes {
            vm.new_bytes(bytes.to_vec())
        } else {
            decode_name(vm, bytes)
        }
    }
}

/// A name from the system as a string; bytes that are no UTF-8 become lone surrogates.
pub fn decode_name(vm: &Vm, bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => vm.new_str(text),
        Err(_) => {
            vm.new_str(&decode(Codec::Utf8, bytes, Errors::SurrogateEscape).unwrap_or_default())
        }
    }
}

/// A string as the system takes it.
pub fn encode_name(vm: &mut Vm, text: &Value) -> Outcome<Vec<u8>> {
    let Some(object) = text.downcast::<StrObject>() else {
        return Ok(Vec::new());
    };
    if object.is_ascii() {
        return Ok(object.as_str().as_bytes().to_vec());
    }
    encode(Codec::Utf8, object.as_str(), Errors::SurrogateEscape)
        .map_err(|error| vm.unicode_error(error, text))
}

/// `os.fspath(value)`: str or bytes.
pub fn fspath(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    if value.downcast::<StrObject>().is_some() || value.downcast::<BytesObject>().is_some() {
        return Ok(value.clone());
    }
    let class = vm.class_name(value);
    match vm.find_special(value, SpecialMethod::FsPath) {
        Some(method) if !method.is_none() => {
            let path = vm.call_found(&method, value, &[])?;
            if path.downcast::<StrObject>().is_some() || path.downcast::<BytesObject>().is_some() {
                return Ok(path);
            }
            let name = vm.class_name(&path);
            Err(vm.type_error(format!(
                "expected {class}.__fspath__() to return str or bytes, not {name}"
            )))
        }
        _ => Err(vm.type_error(format!(
            "expected str, bytes or os.PathLike object, not {class}"
        ))),
    }
}

/// A path argument.
pub fn path_argument(vm: &mut Vm, value: &Value) -> Outcome<PathBytes> {
    let path = fspath(vm, value)?;
    let (bytes, is_bytes) = match path.downcast::<BytesObject>() {
        Some(bytes) => (bytes.bytes.to_vec(), true),
        None => (encode_name(vm, &path)?, false),
    };
    match CString::new(bytes) {
        Ok(text) => Ok(PathBytes { text, is_bytes }),
        Err(_) => Err(vm.value_error("embedded null byte")),
    }
}
