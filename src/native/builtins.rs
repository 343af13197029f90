//! The built-in functions that need nothing of the machine: numbers, iterables, attributes, `print`.
use crate::native::builtins_iter::callable_iterator;
use crate::native::special::{BinaryOp, CompareOp, SpecialMethod, UnaryOp};
use crate::native::types::sort::sort_values;
use crate::object::builtin::{Builtin, Exc};
use crate::object::bytes::{ByteArrayObject, BytesObject};
use crate::object::class::flags;
use crate::object::heap::Layout;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::numbers::{big_int_of, is_int};
use crate::vm::{Outcome, Vm};
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

crate::native_functions! {
    /// The functions of this file.
    pub static FUNCTIONS;
    /// Return the absolute value of the argument.
    "abs(x, /)" fn abs(vm, x: &Value) -> Value { vm.unary(UnaryOp::Absolute, x) }
    /// Return True if bool(x) is True for all values x in the iterable.
    "all(iterable, /)" fn all(vm, iterable: &Value) -> bool {
        let mut all = true;
        vm.for_each(iterable, |vm, item| {
            all = vm.truth(&item)?;
            Ok(all)
        })?;
        Ok(all)
    }
    /// Return True if bool(x) is True for any x in the iterable.
    "any(iterable, /)" fn any(vm, iterable: &Value) -> bool {
        let mut any = false;
        vm.for_each(iterable, |vm, item| {
            any = vm.truth(&item)?;
            Ok(!any)
        })?;
        Ok(any)
    }
    /// Return an ASCII-only representation of an object.
    "ascii(obj, /)" fn ascii(vm, value: &Value) -> Value { vm.ascii(value) }
    /// Return the binary representation of an integer.
    "bin(number, /)" fn bin(vm, number: &Value) -> String { based(vm, number, 2, "0b") }
    /// Return the octal representation of an integer.
    "oct(number, /)" fn oct(vm, number: &Value) -> String { based(vm, number, 8, "0o") }
    /// Return the hexadecimal representation of an integer.
    "hex(number, /)" fn hex(vm, number: &Value) -> String { based(vm, number, 16, "0x") }
    /// Return whether the object is callable (i.e., some kind of function).
    "callable(obj, /)" fn callable(vm, value: &Value) -> bool { Ok(vm.is_callable(value)) }
    /// Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.
    "chr(i, /)" fn chr(vm, number: &Value) -> Value {
        let number = vm.index_clamped(number)?;
        match u32::try_from(number) {
            Ok(code) if let Some(c) = crate::text::from_code_point(code) => Ok(vm.new_character(c)),
            _ => Err(vm.value_error("chr() arg not in range(0x110000)")),
        }
    }
    /// Return the Unicode code point for a one-character string.
    "ord(c, /)" fn ord(vm, value: &Value) -> i64 { ordinal(vm, value) }
    /// Deletes the named attribute from the given object.
    "delattr(obj, name, /)" fn delattr(vm, value: &Value, name: &Value) -> () {
        let name = vm.attribute_name(name)?;
        vm.set_attribute(value, &name, None)
    }
    /// Return the tuple (x//y, x%y). Invariant: div*y + mod == x.
    "divmod(x, y, /)" fn divmod(vm, x: &Value, y: &Value) -> Value { vm.binary(BinaryOp::DivMod, x, y) }
    /// Return type(value).__format__(value, format_spec).
    "format(value, format_spec='', /)" fn format(vm, value: &Value, spec: &Value) -> Value {
        let Some(spec) = spec.downcast::<StrObject>() else {
            let name = vm.type_name(spec);
            return Err(vm.type_error(format!("format() argument 2 must be str, not {name}")));
        };
        vm.format(value, spec.as_str())
    }
    /// Get a named attribute from an object; with a default, that is returned when the attribute does not exist.
    "getattr(object, name, default=<missing>, /)"
    fn getattr(vm, value: &Value, name: &Value, default: &Value) -> Value {
        let name = vm.attribute_name(name)?;
        if default.is_missing() {
            return vm.get_attribute(value, &name);
        }
        let outcome = vm.find_attribute(value, &name);
        Ok(vm.unless(Exc::AttributeError, outcome)?.flatten().unwrap_or_else(|| default.clone()))
    }
    /// Return whether the object has an attribute with the given name.
    "hasattr(obj, name, /)" fn hasattr(vm, value: &Value, name: &Value) -> bool {
        let name = vm.attribute_name(name)?;
        let outcome = vm.find_attribute(value, &name);
        Ok(vm.unless(Exc::AttributeError, outcome)?.flatten().is_some())
    }
    /// Sets the named attribute on the given object to the specified value.
    "setattr(obj, name, value, /)" fn setattr(vm, object: &Value, name: &Value, value: &Value) -> () {
        let name = vm.attribute_name(name)?;
        vm.set_attribute(object, &name, Some(value))
    }
    /// Return the hash value for the given object.
    "hash(obj, /)" fn hash(vm, value: &Value) -> i64 { Ok(vm.hash(value)? as i64) }
    /// Return the identity of an object.
    "id(obj, /)" fn id(vm, value: &Value) -> u64 { Ok(vm.identity_of(value)) }
    /// Return whether an object is an instance of a class or of a subclass thereof.
    "isinstance(obj, class_or_tuple, /)" fn isinstance(vm, value: &Value, class: &Value) -> bool {
        vm.isinstance(value, class)
    }
    /// Return whether 'cls' is derived from another class or is the same class.
    "issubclass(cls, class_or_tuple, /)" fn issubclass(vm, class: &Value, other: &Value) -> bool {
        vm.issubclass(class, other)
    }
    /// Get an iterator from an object; or one that calls a function until it returns the sentinel.
    "iter(object, sentinel=<missing>, /)" fn iter(vm, value: &Value, sentinel: &Value) -> Value {
        if sentinel.is_missing() { vm.iterate(value) } else { callable_iterator(vm, value, sentinel) }
    }
    /// Return an AsyncIterator for an AsyncIterable object.
    "aiter(async_iterable, /)" fn aiter(vm, value: &Value) -> Value {
        let Some(iterator) = vm.call_special(value, SpecialMethod::AsyncIter, &[])? else {
            let name = vm.type_name(value);
            return Err(vm.type_error(format!("'{name}' object is not an async iterable")));
        };
        if vm.find_special(&iterator, SpecialMethod::AsyncNext).is_none() {
            let name = vm.type_name(&iterator);
            return Err(vm.type_error(format!("aiter() returned not an async iterator of type '{name}'")));
        }
        Ok(iterator)
    }
    /// Return an awaitable for the next item of an asynchronous iterator; at its end the default, if given.
    "anext(async_iterator, default=<missing>, /)" fn anext(vm, iterator: &Value, default: &Value) -> Value {
        let Some(step) = vm.call_special(iterator, SpecialMethod::AsyncNext, &[])? else {
            let name = vm.type_name(iterator);
            return Err(vm.type_error(format!("'{name}' object is not an async iterator")));
        };
        if default.is_missing() {
            return Ok(step);
        }
        vm.call_module_function("_anext", "step_or_default", &[step, default.clone()])
    }
    /// Return the number of items in a container.
    "len(obj, /)" fn len(vm, value: &Value) -> usize { vm.length(value) }
    /// With a single iterable argument, return its biggest item. With two or more arguments, return the largest argument.
    "max(*args, key=None, default=<missing>)"
    fn max(vm, key: &Value, default: &Value, arguments: &TupleObject) -> Value {
        extreme(vm, "max", CompareOp::Gt, key, default, arguments.items())
    }
    /// With a single iterable argument, return its smallest item. With two or more arguments, return the smallest argument.
    "min(*args, key=None, default=<missing>)"
    fn min(vm, key: &Value, default: &Value, arguments: &TupleObject) -> Value {
        extreme(vm, "min", CompareOp::Lt, key, default, arguments.items())
    }
    /// Return the next item from the iterator. If default is given and the iterator is exhausted, it is returned.
    "next(iterator, default=<missing>, /)" fn next(vm, iterator: &Value, default: &Value) -> Value {
        if !vm.is_iterator(iterator) {
            let name = vm.type_name(iterator);
            return Err(vm.type_error(format!("'{name}' object is not an iterator")));
        }
        if default.is_missing() {
            return vm.next_or_stop(iterator);
        }
        Ok(vm.next(iterator)?.unwrap_or_else(|| default.clone()))
    }
    /// Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.
    "pow(base, exp, mod=None)" fn pow(vm, base: &Value, exponent: &Value, modulus: &Value) -> Value {
        if modulus.is_none() {
            return vm.binary(BinaryOp::Pow, base, exponent);
        }
        modular_power(vm, base, exponent, modulus)
    }
    /// Prints the values to a stream, or to sys.stdout by default.
    ///
    /// sep: string inserted between values, default a space; end: string appended after the last value, default a newline;
    /// file: a file-like object; flush: whether to forcibly flush the stream.
    "print(*args, sep=' ', end='\\n', file=None, flush=False)"
    fn print(vm, separator: &Value, end: &Value, file: &Value, flush: bool, arguments: &TupleObject) -> () {
        vm.record(|vm| crate::sched::Event::Print { site: vm.site_number() });
        let separator = part(vm, separator, "sep", " ")?;
        let end = part(vm, end, "end", "\n")?;
        let file = if file.is_none() {
            let sys = vm.sys();
            match vm.dict_get_str(&sys, "stdout") {
                Some(file) if file.is_none() => return Ok(()),
                Some(file) => file,
                None => return Err(vm.raise(Exc::RuntimeError, "lost sys.stdout")),
            }
        } else {
            file.clone()
        };
        if vm.class_of(&file).has(flags::LANGUAGE) {
            return print_by_parts(vm, &file, arguments.items(), [&separator, &end], flush);
        }
        // One write a call, so that lines of several threads never mix.
        let mut line = String::new();
        for (at, item) in arguments.items().iter().enumerate() {
            if at > 0 {
                line.push_str(&separator);
            }
            match item.downcast::<StrObject>() {
                Some(text) if text.header.shape() == Builtin::Str.shape() => line.push_str(text.as_str()),
                _ => line.push_str(&vm.str_text(item)?),
            }
        }
        line.push_str(&end);
        let line = vm.new_str(&line);
        vm.call_method(&file, "write", &[line])?;
        if flush {
            vm.call_method(&file, "flush", &[])?;
        }
        Ok(())
    }
    /// Return the canonical string representation of the object.
    "repr(obj, /)" fn repr(vm, value: &Value) -> Value { vm.repr(value) }
    /// Round a number to a given precision in decimal digits.
    "round(number, ndigits=None)" fn round(vm, number: &Value, digits: &Value) -> Value {
        let arguments = if digits.is_none() { &[][..] } else { std::slice::from_ref(digits) };
        match vm.call_special(number, SpecialMethod::Round, arguments)? {
            Some(result) => Ok(result),
            None => {
                let name = vm.type_name(number);
                Err(vm.type_error(format!("type {name} doesn't define __round__ method")))
            }
        }
    }
    /// Return a new list containing all items from the iterable in ascending order.
    ///
    /// A custom key function can be supplied to customize the sort order, and the reverse flag can be set to request the
    /// result in descending order.
    "sorted(iterable, /, *, key=None, reverse=False)"
    fn sorted(vm, iterable: &Value, key: &Value, reverse: bool) -> Value {
        let mut items = vm.collect(iterable)?;
        sort_values(vm, &mut items, key, reverse)?;
        Ok(vm.new_list(items))
    }
    /// Return the sum of a 'start' value (default: 0) plus an iterable of numbers.
    "sum(iterable, /, start=0)" fn sum(vm, iterable: &Value, start: &Value) -> Value {
        let refused = match start.layout() {
            Some(Layout::Str) => Some("sum() can't sum strings [use ''.join(seq) instead]"),
            Some(Layout::Bytes) => Some("sum() can't sum bytes [use b''.join(seq) instead]"),
            Some(Layout::ByteArray) => Some("sum() can't sum bytearray [use b''.join(seq) instead]"),
            _ => None,
        };
        match refused {
            Some(message) => Err(vm.type_error(message)),
            None => total(vm, iterable, start),
        }
    }
}

fn based(vm: &mut Vm, number: &Value, base: u32, prefix: &str) -> Outcome<String> {
    let number = vm.index_big(number)?;
    let sign = if number.sign() == Sign::Minus {
        "-"
    } else {
        ""
    };
    Ok(format!(
        "{sign}{prefix}{}",
        number.magnitude().to_str_radix(base)
    ))
}

fn ordinal(vm: &mut Vm, value: &Value) -> Outcome<i64> {
    let length = if let Some(text) = value.downcast::<StrObject>() {
        let mut characters = text.as_str().chars();
        if let (Some(only), None) = (characters.next(), characters.next()) {
            return Ok(i64::from(crate::text::to_code_point(only)));
        }
        text.length()
    } else if let Some(bytes) = value.downcast::<BytesObject>() {
        if let [only] = *bytes.bytes {
            return Ok(only as i64);
        }
        bytes.bytes.len()
    } else if let Some(bytes) = value.downcast::<ByteArrayObject>() {
        if let [only] = bytes.bytes.get(vm)[..] {
            return Ok(only as i64);
        }
        bytes.bytes.get(vm).len()
    } else {
        let name = vm.type_name(value);
        return Err(vm.type_error(format!(
            "ord() expected string of length 1, but {name} found"
        )));
    };
    Err(vm.type_error(format!(
        "ord() expected a character, but string of length {length} found"
    )))
}

fn extreme(
    vm: &mut Vm,
    name: &str,
    op: CompareOp,
    key: &Value,
    default: &Value,
    arguments: &[Value],
) -> Outcome<Value> {
    let key = (!key.is_none()).then_some(key);
    let mut best: Option<(Value, Value)> = None;
    let consider = |vm: &mut Vm, item: Value, best: &mut Option<(Value, Value)>| -> Outcome<()> {
        if key.is_none()
            && let (Some(number), Some((_, best))) = (item.as_int(), best.as_mut())
            && let Some(other) = best.as_int()
            && (if op == CompareOp::Lt {
                number >= other
            } else {
                number <= other
            })
        {
            return Ok(());
        }
        let rank = match key {
            Some(key) => vm.call(key, std::slice::from_ref(&item))?,
            None => item.clone(),
        };
        let better = match best {
            None => true,
            Some((_, best)) => match (op, crate::native::types::sort::less_fast(&rank, best)) {
                (CompareOp::Lt, Some(less)) => less,
                (CompareOp::Gt, Some(true)) => false,
                (CompareOp::Gt, Some(false)) => {
                    match crate::native::types::sort::less_fast(best, &rank) {
                        Some(greater) => greater,
                        None => vm.compare_truth(op, &rank, best)?,
                    }
                }
                _ => vm.compare_truth(op, &rank, best)?,
            },
        };
        if better {
            *best = Some((item, rank));
        }
        Ok(())
    };
    match arguments {
        [] => return Err(vm.type_error(format!("{name} expected at least 1 argument, got 0"))),
        [iterable] => vm.for_each(iterable, |vm, item| {
            consider(vm, item, &mut best)?;
            Ok(true)
        })?,
        several => {
            if !default.is_missing() {
                return Err(vm.type_error(format!(
                    "Cannot specify a default for {name}() with multiple positional arguments"
                )));
            }
            for item in several {
                consider(vm, item.clone(), &mut best)?;
            }
        }
    }
    match best {
        Some((item, _)) => Ok(item),
        None if default.is_missing() => {
            Err(vm.value_error(format!("{name}() iterable argument is empty")))
        }
        None => Ok(default.clone()),
    }
}

fn modular_power(vm: &mut Vm, base: &Value, exponent: &Value, modulus: &Value) -> Outcome<Value> {
    if !is_int(base) || !is_int(exponent) || !is_int(modulus) {
        if vm.overrides(base, SpecialMethod::Pow) {
            let result = vm.call_special(
                base,
                SpecialMethod::Pow,
                &[exponent.clone(), modulus.clone()],
            )?;
            if let Some(result) = result.filter(|result| !result.is_not_implemented()) {
                return Ok(result);
            }
        }
        let names = [
            vm.type_name(base),
            vm.type_name(exponent),
            vm.type_name(modulus),
        ];
        if names.iter().any(|name| name == "float") {
            return Err(
                vm.type_error("pow() 3rd argument not allowed unless all arguments are integers")
            );
        }
        let [a, b, c] = names;
        return Err(vm.type_error(format!(
            "unsupported operand type(s) for ** or pow(): '{a}', '{b}', '{c}'"
        )));
    }
    let int = |value: &Value| big_int_of(value).unwrap_or_default();
    let (mut base, mut exponent, modulus) = (int(base), int(exponent), int(modulus));
    if modulus.is_zero() {
        return Err(vm.value_error("pow() 3rd argument cannot be 0"));
    }
    let size = modulus.abs();
    if exponent.is_negative() {
        let found = base.mod_floor(&size).extended_gcd(&size);
        if !found.gcd.is_one() {
            return Err(vm.value_error("base is not invertible for the given modulus"));
        }
        base = found.x.mod_floor(&size);
        exponent = -exponent;
    }
    let result: BigInt = base.modpow(&exponent, &size);
    let result = result.mod_floor(&modulus);
    Ok(vm.new_int(result))
}

/// `print` to a file whose class is written in the language: each part by a call of its own.
fn print_by_parts(
    vm: &mut Vm,
    file: &Value,
    items: &[Value],
    [separator, end]: [&str; 2],
    flush: bool,
) -> Outcome<()> {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            let separator = vm.new_str(separator);
            vm.call_method(file, "write", &[separator])?;
        }
        let text = vm.str(item)?;
        vm.call_method(file, "write", &[text])?;
    }
    let end = vm.new_str(end);
    vm.call_method(file, "write", &[end])?;
    if flush {
        vm.call_method(file, "flush", &[])?;
    }
    Ok(())
}

/// `sep` or `end` of `print`.
fn part(vm: &mut Vm, value: &Value, name: &str, default: &str) -> Outcome<String> {
    if value.is_none() || value.is_missing() {
        return Ok(default.to_string());
    }
    match value.downcast::<StrObject>() {
        Some(text) => Ok(text.as_str().to_string()),
        None => {
            let class = vm.type_name(value);
            Err(vm.type_error(format!("{name} must be None or a string, not {class}")))
        }
    }
}

/// What `sum` has so far; ints and floats without objects, floats with the error that rounding left.
enum Sum {
    Int(i64),
    Float { sum: f64, lost: f64 },
    Any(Value),
}

impl Sum {
    fn value(&self) -> Value {
        match self {
            Sum::Int(number) => Value::int(*number),
            Sum::Float { sum, lost } if *lost != 0.0 && lost.is_finite() => {
                Value::float(sum + lost)
            }
            Sum::Float { sum, .. } => Value::float(*sum),
            Sum::Any(value) => value.clone(),
        }
    }
}

fn total(vm: &mut Vm, iterable: &Value, start: &Value) -> Outcome<Value> {
    let mut sum = match (start.as_int(), start.as_float()) {
        (Some(number), _) => Sum::Int(number),
        (_, Some(number)) => Sum::Float {
            sum: number,
            lost: 0.0,
        },
        _ => Sum::Any(start.clone()),
    };
    vm.for_each(iterable, |vm, item| {
        match &mut sum {
            Sum::Int(number) => {
                if let Some(next) = item
                    .as_int_or_bool()
                    .and_then(|item| number.checked_add(item))
                {
                    *number = next;
                    return Ok(true);
                }
            }
            Sum::Float { sum, lost } => {
                if let Some(item) = item.as_float() {
                    let next = *sum + item;
                    *lost += if sum.abs() >= item.abs() {
                        (*sum - next) + item
                    } else {
                        (item - next) + *sum
                    };
                    *sum = next;
                    return Ok(true);
                }
                if let Some(item) = item.as_int() {
                    *sum += item as f64;
                    return Ok(true);
                }
            }
            Sum::Any(_) => {}
        }
        let so_far = sum.value();
        let next = vm.binary(BinaryOp::Add, &so_far, &item)?;
        sum = match (next.as_int(), next.as_float()) {
            (Some(number), _) => Sum::Int(number),
            (_, Some(number)) => Sum::Float {
                sum: number,
                lost: 0.0,
            },
            _ => Sum::Any(next),
        };
        Ok(true)
    })?;
    Ok(sum.value())
}
