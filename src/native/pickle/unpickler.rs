//! `Unpickler`, `load` and `loads`.

use super::input::{File, Input};
use super::load::{Load, Options};
use super::memo::ReadMemo;
use super::unpickling_error;
use crate::gil::GilCell;
use crate::native::buffer::ByteView;
use crate::native::payload::state;
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::object::class::flags;
use crate::object::dict::DictObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::borrow::Cow;
use std::cell::Cell;

crate::payload! {
    /// An unpickler: its file (None before `__init__`), what it read already, and its options.
    struct Unpickler {
        file: GilCell<Value>,
        memo: GilCell<ReadMemo>,
        fix_imports: Cell<bool>,
        encoding: GilCell<Value>,
        errors: GilCell<Value>,
        buffers: GilCell<Option<Value>>,
        protocol: Cell<i64>,
    }
}

/// The methods of a file, which must have two of them.
fn file_methods(vm: &mut Vm, file: &Value) -> Outcome<File> {
    let peek = vm.get_attribute_opt(file, "peek")?;
    let read = vm.get_attribute_opt(file, "read")?;
    let readline = vm.get_attribute_opt(file, "readline")?;
    match (read, readline) {
        (Some(read), Some(readline)) => Ok(File {
            read,
            readline,
            peek,
        }),
        _ => Err(vm.type_error("file must have 'read' and 'readline' attributes")),
    }
}

fn buffers(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    if value.is_none() || value.is_missing() {
        return Ok(None);
    }
    vm.iterate(value).map(Some)
}

fn init(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<()> {
    let unpickler: &Unpickler = state(vm, value)?;
    let bound = arguments.bind(
        vm,
        "Unpickler(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
    )?;
    file_methods(vm, &bound[0])?;
    vm.string(&bound[2])?;
    vm.string(&bound[3])?;
    unpickler.fix_imports.set(vm.truth(&bound[1])?);
    let buffers = buffers(vm, &bound[4])?;
    drop(unpickler.file.replace(vm.gil(), bound[0].clone()));
    drop(unpickler.encoding.replace(vm.gil(), bound[2].clone()));
    drop(unpickler.errors.replace(vm.gil(), bound[3].clone()));
    drop(unpickler.buffers.replace(vm.gil(), buffers));
    drop(unpickler.memo.replace(vm.gil(), ReadMemo::default()));
    unpickler.protocol.set(0);
    Ok(())
}

fn load(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let unpickler: &Unpickler = state(vm, value)?;
    let file = unpickler.file.get(vm).clone();
    if file.is_none() {
        let name = vm.class_name(value);
        let message = format!("Unpickler.__init__() was not called by {name}.__init__()");
        return Err(unpickling_error(vm, message));
    }
    let file = file_methods(vm, &file)?;
    let (encoding, errors) = (
        unpickler.encoding.get(vm).clone(),
        unpickler.errors.get(vm).clone(),
    );
    let plain = vm.native_class(&UNPICKLER)?;
    let is_plain = std::ptr::eq(&**vm.class_of(value), &*plain);
    let own = vm.attribute_dict(value);
    let overrides = own.is_some_and(|own| vm.dict_get_str(&own, "find_class").is_some());
    let find_class = if is_plain && !overrides {
        None
    } else {
        Some(vm.get_attribute_str(value, "find_class")?)
    };
    let options = Options {
        fix_imports: unpickler.fix_imports.get(),
        encoding: vm.string(&encoding)?,
        errors: vm.string(&errors)?,
        buffers: unpickler.buffers.get(vm).clone(),
        persistent_load: vm.get_attribute_opt(value, "persistent_load")?,
        find_class,
    };
    let memo = unpickler.memo.replace(vm.gil(), ReadMemo::default());
    let mut load = Load::new(Input::of_file(file), memo, options);
    load.seen_protocol = Some(&unpickler.protocol);
    let outcome = load.run(vm);
    drop(unpickler.memo.replace(vm.gil(), load.memo));
    outcome
}

crate::native_functions! { static METHODS;
    /// Load a pickle.
    "load(self, /)" fn load_method(vm, value: &Value) -> Value { load(vm, value) }
    /// Return an object from a specified module.
    "find_class(self, module_name, global_name, /)" fn find_class(vm, value: &Value, module: &Value, name: &Value) -> Value {
        let unpickler: &Unpickler = state(vm, value)?;
        let (protocol, fix_imports) = (unpickler.protocol.get() as u8, unpickler.fix_imports.get());
        super::load_objects::find_class(vm, module, name, protocol, fix_imports)
    }
}

/// `_pickle.Unpickler`.
pub static UNPICKLER: NativeClass = NativeClass {
    name: "_pickle.Unpickler",
    doc: "This takes a binary file for reading a pickle data stream.",
    slots: Slots::NONE,
    new: Some(|vm, class, _| {
        Ok(vm.new_native(
            class,
            Unpickler {
                file: GilCell::new(Value::NONE),
                memo: GilCell::new(ReadMemo::default()),
                fix_imports: Cell::new(true),
                encoding: GilCell::new(Value::NONE),
                errors: GilCell::new(Value::NONE),
                buffers: GilCell::new(None),
                protocol: Cell::new(0),
            },
        ))
    }),
    init: Some(init),
    methods: METHODS,
    getset: &[GetSetDefinition {
        name: "memo",
        doc: "What was read already.",
        get: |vm, value| {
            let unpickler: &Unpickler = state(vm, value)?;
            let entries = unpickler.memo.get(vm).entries();
            let dict = vm.new_dict();
            for (number, object) in entries {
                vm.dict_set(&dict, &Value::int(number as i64), object)?;
            }
            Ok(dict.into_value())
        },
        set: Some(|vm, value, new| {
            let unpickler: &Unpickler = state(vm, value)?;
            let Some(dict) = new.and_then(|new| new.downcast::<DictObject>()) else {
                return Err(
                    vm.type_error("'memo' attribute must be an UnpicklerMemoProxy object or dict")
                );
            };
            let mut memo = ReadMemo::default();
            for entry in dict.map.get(vm).iter() {
                let Some(number) = entry
                    .key
                    .as_int()
                    .and_then(|number| usize::try_from(number).ok())
                else {
                    return Err(vm.type_error("memo key must be integers"));
                };
                memo.set(number, entry.value.clone());
            }
            drop(unpickler.memo.replace(vm.gil(), memo));
            Ok(())
        }),
    }],
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};

crate::native_functions! { pub static FUNCTIONS;
    /// Read and return an object from the pickle data stored in a file.
    "load(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())"
    fn load_function(vm, file: &Value, fix_imports: bool, encoding: &str, errors: &str, given: &Value) -> Value {
        let file = file_methods(vm, file)?;
        let options = Options {
            fix_imports,
            encoding: encoding.to_string(),
            errors: errors.to_string(),
            buffers: buffers(vm, given)?,
            ..Options::default()
        };
        Load::new(Input::of_file(file), ReadMemo::default(), options).run(vm)
    }
    /// Read and return an object from the given pickle data.
    "loads(data, /, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())"
    fn loads_function(vm, data: &Value, fix_imports: bool, encoding: &str, errors: &str, given: &Value) -> Value {
        let bytes = match vm.bytes_like(data)? {
            ByteView::Borrowed(bytes) => Cow::Borrowed(bytes),
            ByteView::Owned(bytes) => Cow::Owned(bytes),
        };
        let options = Options {
            fix_imports,
            encoding: encoding.to_string(),
            errors: errors.to_string(),
            buffers: buffers(vm, given)?,
            ..Options::default()
        };
        Load::new(Input::of_bytes(bytes), ReadMemo::default(), options).run(vm)
    }
}
