//! Tuples with named fields made by native code: `sys.version_info`, `os.stat_result`, `time.struct_time`.
use crate::native::arguments::Arguments;
use crate::object::builtin::Builtin;
use crate::object::class::ClassObject;
use crate::object::heap::Ref;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};

/// The class with this dotted name and these fields, made at first use in the language: a tuple with properties.
pub fn class(vm: &mut Vm, name: &str, fields: &[String]) -> Outcome<Ref<ClassObject>> {
    let key = vm.intern(&format!("named tuple {name}"));
    let builtins = vm.hidden_dict();
    if let Some(class) = vm
        .dict_get_name(&builtins, &key)
        .and_then(|class| class.to_ref())
    {
        return Ok(class);
    }
    let (module, short) = name.rsplit_once('.').unwrap_or(("builtins", name));
    let namespace = vm.new_dict();
    let module = vm.intern(module);
    vm.dict_set_str(&namespace, "__module__", module);
    let slots = vm.empty_tuple();
    vm.dict_set_str(&namespace, "__slots__", slots);
    let names: Vec<Value> = fields.iter().map(|field| vm.intern(field)).collect();
    let names = vm.new_tuple(names);
    vm.dict_set_str(&namespace, "__match_args__", names.clone());
    vm.dict_set_str(&namespace, "n_fields", Value::int(fields.len() as i64));
    vm.dict_set_str(
        &namespace,
        "n_sequence_fields",
        Value::int(fields.len() as i64),
    );
    vm.dict_set_str(&namespace, "n_unnamed_fields", Value::int(0));
    let text = source(short, fields, name);
    let globals = vm.new_dict();
    let builtin_names = vm.builtins().into_value();
    vm.dict_set_str(&globals, "__builtins__", builtin_names);
    let own_name = vm.intern(name);
    vm.dict_set_str(&globals, "__name__", own_name);
    let code = vm.compile_text(
        "<lib>/named_tuple",
        &text,
        crate::syntax::Mode::Module,
        false,
    )?;
    vm.run_code(&code, &globals, None)?;
    for part in ["__repr__", "__reduce__", "__new__"]
        .iter()
        .copied()
        .chain(fields.iter().map(String::as_str))
    {
        if let Some(value) = vm.dict_get_str(&globals, part) {
            vm.dict_set_str(&namespace, part, value);
        }
    }
    let (base, meta) = (
        vm.class(Builtin::Tuple).to_value(),
        vm.class(Builtin::Type).clone(),
    );
    let (short, bases) = (vm.intern(short), vm.new_tuple(vec![base]));
    let class = vm.make_class(&meta, &short, &bases, &namespace, Arguments::NONE)?;
    vm.dict_set_name(&builtins, &key, class.clone());
    class.to_ref().ok_or_else(|| vm.type_error("not a class"))
}

/// The methods of such a class, in the language.
fn source(short: &str, fields: &[String], name: &str) -> String {
    let mut text = String::new();
    for (at, field) in fields.iter().enumerate() {
        text +=
            &format!("{field} = property(lambda self: self[{at}] if len(self) > {at} else None)\n");
    }
    let shown = if name.starts_with("sys.") || name.contains('.') {
        name
    } else {
        short
    };
    text += "def __repr__(self):\n";
    let pairs: Vec<String> = fields
        .iter()
        .enumerate()
        .map(|(at, field)| format!("{field}={{self[{at}]!r}}"))
        .collect();
    text += &format!("    return f'{shown}({})'\n", pairs.join(", "));
    text += "def __reduce__(self):\n    return type(self), (tuple(self),)\n";
    let count = fields.len();
    text += &format!(
        "def __new__(cls, sequence, dict=None):\n    sequence = tuple(sequence)\n    if len(sequence) < {count}:\n        \
         raise TypeError(f'{shown}() takes an at least {count}-sequence ({{len(sequence)}}-sequence given)')\n    return \
         tuple.__new__(cls, sequence)\n"
    );
    text
}

/// A tuple with named fields.
pub fn make(vm: &mut Vm, name: &str, fields: &[String], values: Vec<Value>) -> Outcome<Value> {
    let class = class(vm, name, fields)?;
    Ok(vm
        .new_tuple_of_shape(class.root_shape.get(), values)
        .into_value())
}
