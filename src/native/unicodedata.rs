//! The module `unicodedata`: properties of characters and normal forms.
//!
//! Enters: characters and text. Leaves: names of categories, numbers, text. Names of characters are not in the tables; asking for them
//! says so.
use crate::native::NativeModule;
use crate::native_functions;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::raise;
use crate::text::unicode;
use crate::vm::{Outcome, Vm};
use unicode_general_category::{GeneralCategory, get_general_category};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// `unicodedata`.
pub static MODULE: NativeModule = NativeModule {
    name: "unicodedata",
    doc: "Properties of characters.",
    functions: &[FUNCTIONS],
    classes: &[],
    init: Some(|vm, module| {
        let version = vm.new_str("16.0.0");
        vm.dict_set_str(&module.dict, "unidata_version", version);
        Ok(())
    }),
};

fn character(vm: &mut Vm, value: &Value, function: &str) -> Outcome<char> {
    let text = value
        .downcast::<StrObject>()
        .filter(|text| text.length() == 1);
    match text.and_then(|text| text.as_str().chars().next()) {
        Some(c) => Ok(c),
        None => {
            let name = vm.class_name(value);
            let what = if name == "str" {
                "a string of another length".to_string()
            } else {
                name
            };
            raise!(
                vm,
                TypeError,
                "{function}() argument 1 must be a unicode character, not {what}"
            )
        }
    }
}

fn category_name(c: char) -> &'static str {
    use GeneralCategory::*;
    if crate::text::is_surrogate(c) {
        return "Cs";
    }
    match get_general_category(c) {
        UppercaseLetter => "Lu",
        LowercaseLetter => "Ll",
        TitlecaseLetter => "Lt",
        ModifierLetter => "Lm",
        OtherLetter => "Lo",
        NonspacingMark => "Mn",
        SpacingMark => "Mc",
        EnclosingMark => "Me",
        DecimalNumber => "Nd",
        LetterNumber => "Nl",
        OtherNumber => "No",
        ConnectorPunctuation => "Pc",
        DashPunctuation => "Pd",
        OpenPunctuation => "Ps",
        ClosePunctuation => "Pe",
        InitialPunctuation => "Pi",
        FinalPunctuation => "Pf",
        OtherPunctuation => "Po",
        MathSymbol => "Sm",
        CurrencySymbol => "Sc",
        ModifierSymbol => "Sk",
        OtherSymbol => "So",
        SpaceSeparator => "Zs",
        LineSeparator => "Zl",
        ParagraphSeparator => "Zp",
        Control => "Cc",
        Format => "Cf",
        Surrogate => "Cs",
        PrivateUse => "Co",
        _ => "Cn",
    }
}

fn normal_form(vm: &mut Vm, form: &str, text: &str) -> Outcome<String> {
    Ok(match form {
        "NFC" => text.nfc().collect(),
        "NFD" => text.nfd().collect(),
        "NFKC" => text.nfkc().collect(),
        "NFKD" => text.nfkd().collect(),
        _ => raise!(vm, ValueError, "invalid normalization form"),
    })
}

native_functions! { static FUNCTIONS;
    /// The general category of a character.
    "category(chr, /)" fn category(vm, chr: &Value) -> &'static str { Ok(category_name(character(vm, chr, "category")?)) }
    /// The canonical combining class of a character.
    "combining(chr, /)" fn combining(vm, chr: &Value) -> i64 {
        Ok(canonical_combining_class(character(vm, chr, "combining")?) as i64)
    }
    /// The value of a decimal digit.
    "decimal(chr, default=..., /)" fn decimal(vm, chr: &Value, default: Option<Value>) -> Value {
        match (unicode::decimal_value(character(vm, chr, "decimal")?), default) {
            (Some(number), _) => Ok(Value::int(number as i64)),
            (None, Some(default)) => Ok(default),
            (None, None) => raise!(vm, ValueError, "not a decimal"),
        }
    }
    /// The value of a digit.
    "digit(chr, default=..., /)" fn digit(vm, chr: &Value, default: Option<Value>) -> Value {
        match (unicode::digit_value(character(vm, chr, "digit")?), default) {
            (Some(number), _) => Ok(Value::int(number as i64)),
            (None, Some(default)) => Ok(default),
            (None, None) => raise!(vm, ValueError, "not a digit"),
        }
    }
    /// A normal form of a text: NFC, NFD, NFKC or NFKD.
    "normalize(form, unistr, /)" fn normalize(vm, form: &str, unistr: &Value) -> Value {
        let Some(text) = unistr.downcast::<StrObject>() else {
            let name = vm.class_name(unistr);
            raise!(vm, TypeError, "normalize() argument 2 must be str, not {name}");
        };
        let result = normal_form(vm, form, text.as_str())?;
        Ok(if result == text.as_str() { unistr.clone() } else { vm.new_str(&result) })
    }
    /// Whether a text is in a normal form.
    "is_normalized(form, unistr, /)" fn is_normalized(vm, form: &str, unistr: &str) -> bool {
        Ok(normal_form(vm, form, unistr)? == unistr)
    }
    /// Not supported.
    "name(chr, default=..., /)" fn name(vm, chr: &Value, default: Option<Value>) -> Value {
        character(vm, chr, "name")?;
        raise!(vm, NotImplementedError, "unicodedata.name() is not supported: there is no table of names")
    }
    /// Not supported.
    "lookup(name, /)" fn lookup(vm, name: &Value) -> Value {
        raise!(vm, NotImplementedError, "unicodedata.lookup() is not supported: there is no table of names")
    }
}
