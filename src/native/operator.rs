//! The module `_operator`: the operators as functions, and `attrgetter`, `itemgetter`, `methodcaller`.
use crate::native::arguments::add_keywords;
use crate::native::payload::state;
use crate::native::special::{BinaryOp, CompareOp, SpecialMethod, UnaryOp};
use crate::native::types::containers::repr_joined;
use crate::native::{Arguments, NativeClass, NativeModule, Slots};
use crate::object::class::{ClassObject, flags};
use crate::object::heap::{Layout, Ref};
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::numbers::is_int;
use crate::vm::{Outcome, Vm};

macro_rules! operators {
    (compare: $($cmp:literal $cmp_doc:literal $cmp_name:ident $cmp_op:ident;)*
     binary: $($bin:literal $bin_doc:literal $bin_name:ident $bin_op:ident;)*
     in_place: $($ipl:literal $ipl_doc:literal $ipl_name:ident $ipl_op:ident;)*
     unary: $($una:literal $una_doc:literal $una_name:ident $una_op:ident;)*) => {
        crate::native_functions! { static OPERATORS;
            $( #[doc = $cmp_doc] $cmp fn $cmp_name(vm, a: &Value, b: &Value) -> Value { vm.compare(CompareOp::$cmp_op, a, b) } )*
            $( #[doc = $bin_doc] $bin fn $bin_name(vm, a: &Value, b: &Value) -> Value { vm.binary(BinaryOp::$bin_op, a, b) } )*
            $( #[doc = $ipl_doc] $ipl fn $ipl_name(vm, a: &Value, b: &Value) -> Value { vm.in_place(BinaryOp::$ipl_op, a, b) } )*
            $( #[doc = $una_doc] $una fn $una_name(vm, a: &Value) -> Value { vm.unary(UnaryOp::$una_op, a) } )*
        }
    };
}

operators! {
    compare:
        "lt(a, b, /)" "Same as a < b." lt Lt;
        "le(a, b, /)" "Same as a <= b." le Le;
        "eq(a, b, /)" "Same as a == b." eq Eq;
        "ne(a, b, /)" "Same as a != b." ne Ne;
        "ge(a, b, /)" "Same as a >= b." ge Ge;
        "gt(a, b, /)" "Same as a > b." gt Gt;
    binary:
        "add(a, b, /)" "Same as a + b." add Add;
        "sub(a, b, /)" "Same as a - b." sub Sub;
        "mul(a, b, /)" "Same as a * b." mul Mul;
        "matmul(a, b, /)" "Same as a @ b." matmul MatMul;
        "truediv(a, b, /)" "Same as a / b." truediv TrueDiv;
        "floordiv(a, b, /)" "Same as a // b." floordiv FloorDiv;
        "mod(a, b, /)" "Same as a % b." modulo Mod;
        "pow(a, b, /)" "Same as a ** b." pow Pow;
        "lshift(a, b, /)" "Same as a << b." lshift LeftShift;
        "rshift(a, b, /)" "Same as a >> b." rshift RightShift;
        "and_(a, b, /)" "Same as a & b." and BitAnd;
        "or_(a, b, /)" "Same as a | b." or BitOr;
        "xor(a, b, /)" "Same as a ^ b." xor BitXor;
    in_place:
        "iadd(a, b, /)" "Same as a += b." iadd Add;
        "isub(a, b, /)" "Same as a -= b." isub Sub;
        "imul(a, b, /)" "Same as a *= b." imul Mul;
        "imatmul(a, b, /)" "Same as a @= b." imatmul MatMul;
        "itruediv(a, b, /)" "Same as a /= b." itruediv TrueDiv;
        "ifloordiv(a, b, /)" "Same as a //= b." ifloordiv FloorDiv;
        "imod(a, b, /)" "Same as a %= b." imod Mod;
        "ipow(a, b, /)" "Same as a **= b." ipow Pow;
        "ilshift(a, b, /)" "Same as a <<= b." ilshift LeftShift;
        "irshift(a, b, /)" "Same as a >>= b." irshift RightShift;
        "iand(a, b, /)" "Same as a &= b." iand BitAnd;
        "ior(a, b, /)" "Same as a |= b." ior BitOr;
        "ixor(a, b, /)" "Same as a ^= b." ixor BitXor;
    unary:
        "neg(a, /)" "Same as -a." neg Negative;
        "pos(a, /)" "Same as +a." pos Positive;
        "inv(a, /)" "Same as ~a." inv Invert;
        "invert(a, /)" "Same as ~a." invert Invert;
        "abs(a, /)" "Same as abs(a)." abs Absolute;
}

/// True for what can be joined and has items by number.
fn is_sequence(vm: &Vm, value: &Value) -> bool {
    matches!(
        value.layout(),
        Some(Layout::List | Layout::Tuple | Layout::Str | Layout::Bytes | Layout::ByteArray)
    ) || vm.class_of(value).has(flags::SEQUENCE)
        || vm.overrides(value, SpecialMethod::GetItem)
}

fn check_sequence(vm: &mut Vm, value: &Value) -> Outcome<()> {
    if is_sequence(vm, value) {
        return Ok(());
    }
    let name = vm.class_name(value);
    Err(vm.type_error(format!("'{name}' object can't be concatenated")))
}

fn check_iterable(vm: &mut Vm, value: &Value) -> Outcome<()> {
    if vm.is_iterable(value) {
        return Ok(());
    }
    let name = vm.class_name(value);
    Err(vm.type_error(format!("argument of type '{name}' is not iterable")))
}

crate::native_functions! { static FUNCTIONS;
    /// Return True if a is true, False otherwise.
    "truth(a, /)" fn truth(vm, a: &Value) -> bool { vm.truth(a) }
    /// Same as not a.
    "not_(a, /)" fn not(vm, a: &Value) -> bool { Ok(!vm.truth(a)?) }
    /// Same as a is b.
    "is_(a, b, /)" fn is(vm, a: &Value, b: &Value) -> bool { Ok(a.is(b)) }
    /// Same as a is not b.
    "is_not(a, b, /)" fn is_not(vm, a: &Value, b: &Value) -> bool { Ok(!a.is(b)) }
    /// Same as a.__index__()
    "index(a, /)" fn index(vm, a: &Value) -> Value { vm.index(a) }
    /// Same as a + b, for a and b sequences.
    "concat(a, b, /)" fn concat(vm, a: &Value, b: &Value) -> Value {
        check_sequence(vm, a)?;
        vm.binary(BinaryOp::Add, a, b)
    }
    /// Same as a += b, for a and b sequences.
    "iconcat(a, b, /)" fn iconcat(vm, a: &Value, b: &Value) -> Value {
        check_sequence(vm, a)?;
        vm.in_place(BinaryOp::Add, a, b)
    }
    /// Same as b in a (note reversed operands).
    "contains(a, b, /)" fn contains(vm, a: &Value, b: &Value) -> bool { vm.contains(a, b) }
    /// Return the number of items in a which are, or which equal, b.
    "countOf(a, b, /)" fn count_of(vm, a: &Value, b: &Value) -> usize {
        check_iterable(vm, a)?;
        let mut count = 0;
        vm.for_each(a, |vm, item| {
            count += vm.equal(&item, b)? as usize;
            Ok(true)
        })?;
        Ok(count)
    }
    /// Return the first index of b in a.
    "indexOf(a, b, /)" fn index_of(vm, a: &Value, b: &Value) -> usize {
        check_iterable(vm, a)?;
        let (mut at, mut found) = (0, None);
        vm.for_each(a, |vm, item| {
            if vm.equal(&item, b)? {
                found = Some(at);
            }
            at += 1;
            Ok(found.is_none())
        })?;
        match found {
            Some(at) => Ok(at),
            None => Err(vm.value_error("sequence.index(x): x not in sequence")),
        }
    }
    /// Same as a[b].
    "getitem(a, b, /)" fn getitem(vm, a: &Value, b: &Value) -> Value { vm.get_item(a, b) }
    /// Same as a[b] = c.
    "setitem(a, b, c, /)" fn setitem(vm, a: &Value, b: &Value, c: &Value) -> () { vm.set_item(a, b, Some(c)) }
    /// Same as del a[b].
    "delitem(a, b, /)" fn delitem(vm, a: &Value, b: &Value) -> () { vm.set_item(a, b, None) }
    /// Return an estimate of the number of items in obj.
    "length_hint(obj, default=0, /)" fn length_hint(vm, value: &Value, default: &Value) -> Value {
        if !is_int(default) {
            let name = vm.class_name(default);
            return Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")));
        }
        if let Some(length) = vm.length_if_any(value)? {
            return Ok(Value::int(length as i64));
        }
        let outcome = vm.call_special(value, SpecialMethod::LengthHint, &[]);
        let hint = vm.unless(crate::object::builtin::Exc::TypeError, outcome)?.flatten();
        match hint {
            None => Ok(default.clone()),
            Some(hint) if hint.is_not_implemented() => Ok(default.clone()),
            Some(hint) if !is_int(&hint) => {
                let name = vm.class_name(&hint);
                Err(vm.type_error(format!("__length_hint__ must be an integer, not {name}")))
            }
            Some(hint) if hint.as_int().is_some_and(|hint| hint < 0) => {
                Err(vm.value_error("__length_hint__() should return >= 0"))
            }
            Some(hint) => Ok(hint),
        }
    }
    /// Same as obj(*args, **kwargs).
    "call(obj, /, *args, **kwargs)" fn call(vm, function: &Value, positional: &TupleObject, keywords: &Value) -> Value {
        let mut values = positional.items().to_vec();
        let names = add_keywords(vm, keywords, &mut values);
        vm.call_with(function, Arguments::with_names(&values, &names))
    }
    /// Return 'a == b', in a time that does not tell where the two differ.
    "_compare_digest(a, b, /)" fn compare_digest(vm, a: &Value, b: &Value) -> bool {
        let bytes = |vm: &mut Vm, value: &Value| -> Outcome<Vec<u8>> {
            if let Some(text) = value.downcast::<StrObject>() {
                if !text.is_ascii() {
                    return Err(vm.type_error("comparing strings with non-ASCII characters is not supported"));
                }
                return Ok(text.as_str().as_bytes().to_vec());
            }
            if let Some(bytes) = value.downcast::<crate::object::bytes::BytesObject>() {
                return Ok(bytes.bytes.to_vec());
            }
            if let Some(bytes) = value.downcast::<crate::object::bytes::ByteArrayObject>() {
                return Ok(bytes.bytes.get(vm).clone());
            }
            let name = vm.class_name(value);
            Err(vm.type_error(format!("a bytes-like object is required, not '{name}'")))
        };
        if (a.layout() == Some(Layout::Str)) != (b.layout() == Some(Layout::Str)) {
            let (a, b) = (vm.class_name(a), vm.class_name(b));
            return Err(vm.type_error(format!(
                "unsupported operand types(s) or combination of types: '{a}' and '{b}'"
            )));
        }
        let (a, b) = (bytes(vm, a)?, bytes(vm, b)?);
        let mut difference = a.len() ^ b.len();
        for (at, byte) in a.iter().enumerate() {
            difference |= (byte ^ b.get(at).copied().unwrap_or(!byte)) as usize;
        }
        Ok(difference == 0)
    }
}

crate::payload! {
    struct ItemGetter { keys: Vec<Value> }
    /// Attribute paths, each as its interned names.
    struct AttrGetter { names: Vec<Value>, paths: Vec<Vec<Value>> }
    struct MethodCaller { name: Value, values: Vec<Value>, keyword_names: Vec<Value> }
}

/// The one argument of a call of a getter.
fn only<'a>(vm: &mut Vm, arguments: Arguments<'a>, name: &str) -> Outcome<&'a Value> {
    arguments.no_keywords(vm, name)?;
    match arguments.positional() {
        [only] => Ok(only),
        other => Err(vm.type_error(format!("{name} expected 1 argument, got {}", other.len()))),
    }
}

/// One result alone, several as a tuple.
fn gathered(vm: &mut Vm, mut results: Vec<Value>) -> Value {
    match results.len() {
        1 => results.pop().unwrap_or(Value::NONE),
        _ => vm.new_tuple(results),
    }
}

fn new_itemgetter(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    arguments.no_keywords(vm, "itemgetter")?;
    if arguments.is_empty() {
        return Err(vm.type_error("itemgetter expected 1 argument, got 0"));
    }
    Ok(vm.new_native(
        class,
        ItemGetter {
            keys: arguments.positional().to_vec(),
        },
    ))
}

fn call_itemgetter(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<Value> {
    let getter: &ItemGetter = state(vm, value)?;
    let object = only(vm, arguments, "itemgetter")?;
    if let [key] = getter.keys.as_slice() {
        return vm.get_item(object, key);
    }
    let mut results = Vec::with_capacity(getter.keys.len());
    for key in &getter.keys {
        results.push(vm.get_item(object, key)?);
    }
    Ok(vm.new_tuple(results))
}

fn repr_itemgetter(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let getter: &ItemGetter = state(vm, value)?;
    let text = vm.guard_repr(value, |vm| {
        repr_joined(vm, |_, at| getter.keys.get(at).cloned())
    })?;
    Ok(vm.new_str(&format!(
        "operator.itemgetter({})",
        text.as_deref().unwrap_or("...")
    )))
}

fn new_attrgetter(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    arguments.no_keywords(vm, "attrgetter")?;
    if arguments.is_empty() {
        return Err(vm.type_error("attrgetter expected 1 argument, got 0"));
    }
    let mut paths = Vec::new();
    for name in arguments.positional() {
        let Some(text) = name.downcast::<StrObject>() else {
            return Err(vm.type_error("attribute name must be a string"));
        };
        paths.push(
            text.as_str()
                .split('.')
                .map(|part| vm.intern(part))
                .collect(),
        );
    }
    Ok(vm.new_native(
        class,
        AttrGetter {
            names: arguments.positional().to_vec(),
            paths,
        },
    ))
}

fn call_attrgetter(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<Value> {
    let getter: &AttrGetter = state(vm, value)?;
    let object = only(vm, arguments, "attrgetter")?;
    let mut results = Vec::with_capacity(getter.paths.len());
    for path in &getter.paths {
        let mut found = object.clone();
        for name in path {
            found = vm.get_attribute(&found, name)?;
        }
        results.push(found);
    }
    Ok(gathered(vm, results))
}

fn repr_attrgetter(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let getter: &AttrGetter = state(vm, value)?;
    let text = repr_joined(vm, |_, at| getter.names.get(at).cloned())?;
    Ok(vm.new_str(&format!("operator.attrgetter({text})")))
}

fn new_methodcaller(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let Some(name) = arguments.positional().first() else {
        return Err(vm.type_error("methodcaller needs at least one argument, the method name"));
    };
    if name.layout() != Some(Layout::Str) {
        return Err(vm.type_error("method name must be a string"));
    }
    let name = vm.intern_value(name);
    let (values, keyword_names) = (
        arguments.rest().values().to_vec(),
        arguments.names().to_vec(),
    );
    Ok(vm.new_native(
        class,
        MethodCaller {
            name,
            values,
            keyword_names,
        },
    ))
}

fn call_methodcaller(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<Value> {
    let caller: &MethodCaller = state(vm, value)?;
    let object = only(vm, arguments, "methodcaller")?;
    let method = vm.get_attribute(object, &caller.name)?;
    vm.call_with(
        &method,
        Arguments::with_names(&caller.values, &caller.keyword_names),
    )
}

fn repr_methodcaller(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let caller: &MethodCaller = state(vm, value)?;
    let text = vm.guard_repr(value, |vm| {
        let mut parts = vec![vm.repr_text(&caller.name)?];
        let positional = caller.values.len() - caller.keyword_names.len();
        for argument in &caller.values[..positional] {
            parts.push(vm.repr_text(argument)?);
        }
        for (name, argument) in caller
            .keyword_names
            .iter()
            .zip(&caller.values[positional..])
        {
            parts.push(format!(
                "{}={}",
                vm.str_text(name)?,
                vm.repr_text(argument)?
            ));
        }
        Ok(parts.join(", "))
    })?;
    Ok(vm.new_str(&format!(
        "operator.methodcaller({})",
        text.as_deref().unwrap_or("...")
    )))
}

/// `(class, arguments)`: how pickle makes a getter again.
fn reduced(vm: &mut Vm, value: &Value, arguments: Vec<Value>) -> Value {
    let (class, arguments) = (vm.class_of(value).to_value(), vm.new_tuple(arguments));
    vm.new_pair(class, arguments)
}

crate::native_functions! { static ITEMGETTER_METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn itemgetter_reduce(vm, value: &Value) -> Value {
        let keys = state::<ItemGetter>(vm, value)?.keys.clone();
        Ok(reduced(vm, value, keys))
    }
}

crate::native_functions! { static ATTRGETTER_METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn attrgetter_reduce(vm, value: &Value) -> Value {
        let names = state::<AttrGetter>(vm, value)?.names.clone();
        Ok(reduced(vm, value, names))
    }
}

crate::native_functions! { static METHODCALLER_METHODS;
    /// Return state information for pickling.
    "__reduce__(self, /)" fn methodcaller_reduce(vm, value: &Value) -> Value {
        let caller: &MethodCaller = state(vm, value)?;
        let positional = caller.values.len() - caller.keyword_names.len();
        let mut arguments = vec![caller.name.clone()];
        arguments.extend_from_slice(&caller.values[..positional]);
        if caller.keyword_names.is_empty() {
            return Ok(reduced(vm, value, arguments));
        }
        // Keywords travel inside a partial of the class.
        let functools = vm.import_module("functools")?;
        let partial = vm.get_attribute_str(&functools, "partial")?;
        let mut values = vec![vm.class_of(value).to_value(), caller.name.clone()];
        values.extend_from_slice(&caller.values[positional..]);
        let maker = vm.call_with(&partial, Arguments::with_names(&values, &caller.keyword_names))?;
        let rest = vm.new_tuple(arguments.split_off(1));
        Ok(vm.new_pair(maker, rest))
    }
}

static ITEMGETTER: NativeClass = NativeClass {
    name: "operator.itemgetter",
    doc: "Return a callable object that fetches the given item(s) from its operand.",
    layout: Layout::Native,
    slots: Slots {
        repr: Some(repr_itemgetter),
        call: Some(call_itemgetter),
        ..Slots::NONE
    },
    new: Some(new_itemgetter),
    methods: ITEMGETTER_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

static ATTRGETTER: NativeClass = NativeClass {
    name: "operator.attrgetter",
    doc: "Return a callable object that fetches the given attribute(s) from its operand.",
    layout: Layout::Native,
    slots: Slots {
        repr: Some(repr_attrgetter),
        call: Some(call_attrgetter),
        ..Slots::NONE
    },
    new: Some(new_attrgetter),
    methods: ATTRGETTER_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

static METHODCALLER: NativeClass = NativeClass {
    name: "operator.methodcaller",
    doc: "Return a callable object that calls the given method on its operand.",
    layout: Layout::Native,
    slots: Slots {
        repr: Some(repr_methodcaller),
        call: Some(call_methodcaller),
        ..Slots::NONE
    },
    new: Some(new_methodcaller),
    methods: METHODCALLER_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

/// `_operator`.
pub static MODULE: NativeModule = NativeModule {
    name: "_operator",
    doc: "Operator interface.",
    functions: &[OPERATORS, FUNCTIONS],
    classes: &[&ITEMGETTER, &ATTRGETTER, &METHODCALLER],
    init: None,
};
