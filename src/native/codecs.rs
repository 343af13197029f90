//! The module `_codecs`: encoding and decoding by name, and the error handlers that programs register.
//!
//! The kernel in `text::codec` asks for a handler by name at the first fault it cannot settle itself; [`encode_text`] and
//! [`decode_bytes`] find it here.

use crate::native::NativeModule;
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::bytes::BytesObject;
use crate::object::dict::DictObject;
use crate::object::heap::Ref;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::text::codec::{Answer, Codec, Errors, Substitute, decode_with, encode_with};
use crate::text::{Kind, TextError};
use crate::vm::{Outcome, Vm};

/// The registered handlers by name.
fn handlers(vm: &mut Vm) -> Ref<DictObject> {
    let hidden = vm.hidden_dict();
    if let Some(found) = vm
        .dict_get_str(&hidden, "codec error handlers")
        .and_then(|found| found.to_ref())
    {
        return found;
    }
    let made = vm.new_dict();
    vm.dict_set_str(&hidden, "codec error handlers", made.to_value());
    made
}

fn unknown(vm: &Vm, name: &str) -> crate::vm::Raised {
    vm.raise(
        Exc::LookupError,
        format!("unknown error handler name '{name}'"),
    )
}

/// The exception object of a Unicode fault.
fn exception_of(vm: &mut Vm, error: &TextError, object: &Value) -> Value {
    let _ = vm.unicode_error(error.clone(), object);
    vm.take_pending().unwrap_or(Value::NONE)
}

/// Asks a registered handler; what it raises is left pending and stands in `failed`.
fn ask(vm: &mut Vm, name: &str, error: &TextError, object: &Value) -> Outcome<Answer> {
    let table = handlers(vm);
    let Some(handler) = vm.dict_get_str(&table, name) else {
        return Err(unknown(vm, name));
    };
    let exception = exception_of(vm, error, object);
    let answer = vm.call(&handler, &[exception])?;
    let encoding = matches!(error.kind, Kind::UnicodeEncodeError(_));
    let wrong = || {
        if encoding {
            "encoding error handler must return (str/bytes, int) tuple"
        } else {
            "decoding error handler must return (str, int) tuple"
        }
    };
    let Some(tuple) = answer.downcast::<TupleObject>() else {
        return Err(vm.type_error(wrong()));
    };
    let [text, resume] = tuple.items() else {
        return Err(vm.type_error(wrong()));
    };
    let Some(resume) = crate::vm::numbers::small_int_of(resume) else {
        return Err(vm.type_error(wrong()));
    };
    let substitute = match (text.downcast::<StrObject>(), text.downcast::<BytesObject>()) {
        (Some(text), _) => Substitute::Text(text.as_str().to_string()),
        (_, Some(bytes)) if encoding => Substitute::Bytes(bytes.bytes.to_vec()),
        _ => return Err(vm.type_error(wrong())),
    };
    Ok(Answer { substitute, resume })
}

/// Encodes a string.
pub fn encode_text(vm: &mut Vm, value: &Value, encoding: &str, errors: &str) -> Outcome<Vec<u8>> {
    let codec = Codec::lookup(encoding).map_err(|error| vm.text_error(error))?;
    let Some(text) = value.downcast::<StrObject>() else {
        let name = vm.class_name(value);
        return Err(vm.type_error(format!("encode() argument 1 must be str, not {name}")));
    };
    vm.room_for(text.as_str().len().saturating_mul(4))?;
    let mut failed = None;
    let mut handler = |name: &str, error: &TextError| {
        ask(vm, name, error, value).map_err(|raised| {
            failed = Some(raised);
            error.clone()
        })
    };
    let result = encode_with(codec, text.as_str(), Errors::by_name(errors), &mut handler);
    match (result, failed) {
        (_, Some(raised)) => Err(raised),
        (Ok(bytes), None) => Ok(bytes),
        (Err(error), None) => Err(vm.unicode_error(error, value)),
    }
}

/// Decodes bytes.
pub fn decode_bytes(vm: &mut Vm, value: &Value, encoding: &str, errors: &str) -> Outcome<Value> {
    let codec = Codec::lookup(encoding).map_err(|error| vm.text_error(error))?;
    let bytes = vm.bytes_like(value)?;
    let object = match value.downcast::<BytesObject>() {
        Some(_) => value.clone(),
        None => vm.new_bytes(bytes.to_vec()),
    };
    let mut failed = None;
    let mut handler = |name: &str, error: &TextError| {
        ask(vm, name, error, &object).map_err(|raised| {
            failed = Some(raised);
            error.clone()
        })
    };
    let result = decode_with(codec, &bytes, Errors::by_name(errors), &mut handler);
    match (result, failed) {
        (_, Some(raised)) => Err(raised),
        (Ok(text), None) => Ok(vm.new_str(&text)),
        (Err(error), None) => Err(vm.unicode_error(error, &object)),
    }
}

/// What a built-in handler answers to a Unicode error, when a program calls it.
fn built_in_answer(vm: &mut Vm, name: &str, exception: &Value) -> Outcome<Value> {
    let class = vm.class_of(exception).clone();
    let is = |vm: &Vm, kind: Exc| class.is_subclass_of(vm, vm.exception_class(kind));
    let (encodes, decodes) = (
        is(vm, Exc::UnicodeEncodeError),
        is(vm, Exc::UnicodeDecodeError),
    );
    if !encodes && !decodes && !is(vm, Exc::UnicodeTranslateError) {
        let name = vm.name_of_class(&class);
        return Err(vm.type_error(format!("don't know how to handle {name} in error callback")));
    }
    if name == "strict" {
        return Err(vm.raise_value(exception.clone()));
    }
    let start = vm.get_attribute_str(exception, "start")?;
    let end = vm.get_attribute_str(exception, "end")?;
    let object = vm.get_attribute_str(exception, "object")?;
    let range = vm.new_slice(start.clone(), end.clone(), Value::NONE);
    let part = vm.get_item(&object, &range)?;
    let text = match (name, decodes) {
        ("ignore", _) => String::new(),
        ("replace", true) => "\u{fffd}".to_string(),
        ("replace", false) => (if encodes { "?" } else { "\u{fffd}" }).repeat(vm.length(&part)?),
        ("backslashreplace", true) => vm
            .bytes_like(&part)?
            .iter()
            .map(|byte| format!("\\x{byte:02x}"))
            .collect(),
        ("namereplace", false) => {
            let mut text = String::new();
            for character in vm.collect(&part)? {
                let name = vm.call_module_function("unicodedata", "name", &[character])?;
                text.push_str(&format!("\\N{{{}}}", vm.string(&name)?));
            }
            text
        }
        (_, false) => {
            // The kernel's own answer: the part alone, encoded as ASCII by that handler.
            let bytes = encode_text(vm, &part, "ascii", name)?;
            let result = vm.new_bytes(bytes.clone());
            if matches!(name, "surrogateescape" | "surrogatepass") {
                return Ok(vm.new_pair(result, end));
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }
        (_, true) => {
            let decoded = decode_bytes(vm, &part, "ascii", name)?;
            return Ok(vm.new_pair(decoded, end));
        }
    };
    let text = vm.new_str(&text);
    Ok(vm.new_pair(text, end))
}

macro_rules! built_in_handlers {
    ($($function:ident $name:literal $signature:literal)*) => {
        native_functions! { static HANDLERS; $(
            /// A handler of Unicode errors.
            $signature fn $function(vm, exception: &Value) -> Value { built_in_answer(vm, $name, exception) }
        )* }
        /// Names of the functions by the names of the handlers.
        const HANDLER_NAMES: &[&str] = &[$($name),*];
    };
}

built_in_handlers! {
    strict "strict" "strict_errors(exception, /)"
    ignore "ignore" "ignore_errors(exception, /)"
    replace "replace" "replace_errors(exception, /)"
    backslash "backslashreplace" "backslashreplace_errors(exception, /)"
    xml "xmlcharrefreplace" "xmlcharrefreplace_errors(exception, /)"
    named "namereplace" "namereplace_errors(exception, /)"
    escape "surrogateescape" "surrogateescape(exception, /)"
    pass "surrogatepass" "surrogatepass(exception, /)"
}

fn text_or<'a>(value: &'a Value, default: &'a str) -> &'a str {
    value
        .downcast::<StrObject>()
        .map_or(default, StrObject::as_str)
}

native_functions! { static FUNCTIONS;
    /// Encode text.
    "encode(obj, encoding='utf-8', errors='strict')" fn encode(vm, object: &Value, encoding: &Value, errors: &Value) -> Vec<u8> {
        encode_text(vm, object, text_or(encoding, "utf-8"), text_or(errors, "strict"))
    }
    /// Decode bytes.
    "decode(obj, encoding='utf-8', errors='strict')" fn decode(vm, object: &Value, encoding: &Value, errors: &Value) -> Value {
        decode_bytes(vm, object, text_or(encoding, "utf-8"), text_or(errors, "strict"))
    }
    /// Register a handler of Unicode errors by name.
    "register_error(errors, handler, /)" fn register_error(vm, name: &str, handler: &Value) -> () {
        if !vm.is_callable(handler) {
            return Err(vm.type_error("handler must be callable"));
        }
        let table = handlers(vm);
        vm.dict_set_str(&table, name, handler.clone());
        Ok(())
    }
    /// The handler of Unicode errors with this name.
    "lookup_error(name, /)" fn lookup_error(vm, name: &str) -> Value {
        let table = handlers(vm);
        if let Some(found) = vm.dict_get_str(&table, name) {
            return Ok(found);
        }
        match HANDLER_NAMES.iter().position(|known| *known == name) {
            Some(at) => {
                let module = vm.intern("_codecs");
                let handler = vm.new_native_function(&HANDLERS[at], module);
                vm.dict_set_str(&table, name, handler.clone());
                Ok(handler)
            }
            None => Err(unknown(vm, name)),
        }
    }
}

/// `_codecs`.
pub static MODULE: NativeModule = NativeModule {
    name: "_codecs",
    doc: "Encoding and decoding by name.",
    functions: &[FUNCTIONS],
    classes: &[],
    init: None,
};
