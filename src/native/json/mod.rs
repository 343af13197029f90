//! The module `_json`: reads and writes JSON for the package `json`, whose docs hold the contract.
mod encode;
mod scan;

use crate::native::NativeModule;
use crate::native_functions;
use crate::object::text::StrObject;
use crate::object::value::Value;

/// `_json`.
pub static MODULE: NativeModule = NativeModule {
    name: "_json",
    doc: "Fast reading and writing of JSON.",
    functions: &[FUNCTIONS],
    classes: &[],
    init: None,
};

native_functions! { static FUNCTIONS;
    /// Read one value that starts at a position; gives the value and the position after it.
    "scan(text, pos, strict, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant, error, /)"
    fn scan(vm, text: &StrObject, pos: i64, strict: bool, object_hook: &Value, object_pairs_hook: &Value,
            parse_float: &Value, parse_int: &Value, parse_constant: &Value, error: &Value) -> Value {
        let hooks = scan::Hooks { object_hook, object_pairs_hook, parse_float, parse_int, parse_constant, error };
        scan::scan(vm, text, pos, strict, hooks)
    }
    /// Write a value in one line; None if that needs more than this module does alone.
    "encode(value, ensure_ascii, allow_nan, sort_keys, item_separator, key_separator, /)"
    fn encode(vm, value: &Value, ensure_ascii: bool, allow_nan: bool, sort_keys: bool, item_separator: &str,
              key_separator: &str) -> Option<String> {
        Ok(encode::encode(vm, value, encode::Style { ensure_ascii, allow_nan, sort_keys, item_separator, key_separator }))
    }
    /// Write a string.
    "quote(text, ensure_ascii, /)" fn quote(vm, text: &str, ensure_ascii: bool) -> String {
        vm.room_for(text.len().saturating_mul(6))?;
        let mut out = String::with_capacity(text.len() + 2);
        encode::quote(&mut out, text, ensure_ascii);
        Ok(out)
    }
}
