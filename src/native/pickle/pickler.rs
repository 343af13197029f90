//! `Pickler`, `dump` and `dumps`.

use super::memo::WriteMemo;
use super::opcode;
use super::output::Output;
use super::pickling_error;
use super::save::{Options, Save, protocol_argument};
use crate::gil::GilCell;
use crate::native::payload::state;
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::object::class::flags;
use crate::object::dict::DictObject;
use crate::object::sequence::TupleObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

crate::payload! {
    /// A pickler: its file's `write`, None before `__init__`; what it wrote already, and its options.
    struct Pickler {
        write: GilCell<Value>,
        memo: GilCell<WriteMemo>,
        protocol: Cell<i64>,
        fast: Cell<bool>,
        fix_imports: Cell<bool>,
        buffer_callback: GilCell<Option<Value>>,
    }
    /// What `Pickler.memo` shows.
    struct MemoProxy { pickler: Value }
}

/// The `write` of a file, and the callback, both checked.
fn file_write(vm: &mut Vm, file: &Value) -> Outcome<Value> {
    match vm.get_attribute_opt(file, "write")? {
        Some(write) => Ok(write),
        None => Err(vm.type_error("file must have a 'write' attribute")),
    }
}

fn callback(vm: &mut Vm, value: &Value, protocol: u8) -> Outcome<Option<Value>> {
    if value.is_none() || value.is_missing() {
        return Ok(None);
    }
    if protocol < 5 {
        return Err(vm.value_error("buffer_callback needs protocol >= 5"));
    }
    Ok(Some(value.clone()))
}

fn init(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<()> {
    let pickler: &Pickler = state(vm, value)?;
    let bound = arguments.bind(
        vm,
        "Pickler(file, protocol=None, fix_imports=True, buffer_callback=None)",
    )?;
    let protocol = protocol_argument(vm, &bound[1])?;
    let fix_imports = vm.truth(&bound[2])?;
    let callback = callback(vm, &bound[3], protocol)?;
    let write = file_write(vm, &bound[0])?;
    pickler.protocol.set(i64::from(protocol));
    pickler.fix_imports.set(fix_imports);
    pickler.fast.set(false);
    drop(pickler.write.replace(vm.gil(), write));
    drop(pickler.buffer_callback.replace(vm.gil(), callback));
    drop(pickler.memo.replace(vm.gil(), WriteMemo::default()));
    Ok(())
}

fn dump(vm: &mut Vm, value: &Value, object: &Value) -> Outcome<()> {
    let pickler: &Pickler = state(vm, value)?;
    let write = pickler.write.get(vm).clone();
    if write.is_none() {
        let name = vm.class_name(value);
        let message = format!("Pickler.__init__() was not called by {name}.__init__()");
        return Err(pickling_error(vm, message));
    }
    let options = Options {
        protocol: pickler.protocol.get() as u8,
        fast: pickler.fast.get(),
        fix_imports: pickler.fix_imports.get(),
        buffer_callback: pickler.buffer_callback.get(vm).clone(),
        persistent_id: vm.get_attribute_opt(value, "persistent_id")?,
        reducer_override: vm.get_attribute_opt(value, "reducer_override")?,
        dispatch_table: vm.get_attribute_opt(value, "dispatch_table")?,
        extra_reducers: vm.get_attribute_opt(value, "_extra_reducers")?,
    };
    let memo = pickler.memo.replace(vm.gil(), WriteMemo::default());
    let written = memo.count();
    let mut save = Save::new(Output::new(Some(write)), memo, options);
    let outcome = save.pickle(vm, object);
    if outcome.is_err() {
        // What failed left nothing that later pickles could refer to.
        save.memo.truncate(written);
    }
    drop(pickler.memo.replace(vm.gil(), save.memo));
    outcome.map(drop)
}

crate::native_functions! { static METHODS;
    /// Write a pickled representation of the given object to the open file.
    "dump(self, obj, /)" fn dump_method(vm, value: &Value, object: &Value) -> () { dump(vm, value, object) }
    /// Clears the pickler's "memo".
    "clear_memo(self, /)" fn clear_memo(vm, value: &Value) -> () {
        let pickler: &Pickler = state(vm, value)?;
        drop(pickler.memo.replace(vm.gil(), WriteMemo::default()));
        Ok(())
    }
}

/// Entries of a writer's memo as `{identity: (number, object)}`.
fn memo_dict(vm: &mut Vm, pickler: &Pickler) -> Outcome<Value> {
    let entries = pickler.memo.get(vm).entries();
    let dict = vm.new_dict();
    for (number, object) in entries {
        let key = vm.new_int_from(object.identity());
        let pair = vm.new_pair(Value::int(number as i64), object);
        vm.dict_set(&dict, &key, pair)?;
    }
    Ok(dict.into_value())
}

crate::native_functions! { static PROXY_METHODS;
    /// Remove all items from memo.
    "clear(self, /)" fn proxy_clear(vm, value: &Value) -> () {
        let proxy: &MemoProxy = state(vm, value)?;
        let pickler: &Pickler = state(vm, &proxy.pickler)?;
        drop(pickler.memo.replace(vm.gil(), WriteMemo::default()));
        Ok(())
    }
    /// Copy the memo to a new object.
    "copy(self, /)" fn proxy_copy(vm, value: &Value) -> Value {
        let proxy: &MemoProxy = state(vm, value)?;
        let pickler: &Pickler = state(vm, &proxy.pickler)?;
        memo_dict(vm, pickler)
    }
}

static MEMO_PROXY: NativeClass = NativeClass {
    name: "_pickle.PicklerMemoProxy",
    methods: PROXY_METHODS,
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

fn set_memo(vm: &mut Vm, value: &Value, new: Option<&Value>) -> Outcome<()> {
    let pickler: &Pickler = state(vm, value)?;
    let Some(new) = new else {
        return Err(vm.type_error("attribute deletion is not supported"));
    };
    let dict = match new.payload::<MemoProxy>() {
        Some(proxy) => {
            let other: &Pickler = state(vm, &proxy.pickler)?;
            memo_dict(vm, other)?
        }
        None => new.clone(),
    };
    let Some(dict) = dict.downcast::<DictObject>() else {
        let name = vm.class_name(new);
        return Err(vm.type_error(format!(
            "'memo' attribute must be a PicklerMemoProxy object or dict, not {name}"
        )));
    };
    let mut memo = WriteMemo::default();
    let entries: Vec<Value> = dict
        .map
        .get(vm)
        .iter()
        .map(|entry| entry.value.clone())
        .collect();
    for entry in entries {
        match entry.downcast::<TupleObject>().map(TupleObject::items) {
            Some([number, object]) if number.as_int().is_some_and(|number| number >= 0) => {
                memo.set(object, number.as_int().unwrap_or(0) as usize);
            }
            _ => return Err(vm.type_error("'memo' values must be 2-item tuples")),
        }
    }
    drop(pickler.memo.replace(vm.gil(), memo));
    Ok(())
}

/// `_pickle.Pickler`.
pub static PICKLER: NativeClass = NativeClass {
    name: "_pickle.Pickler",
    doc: "This takes a binary file for writing a pickle data stream.",
    slots: Slots::NONE,
    new: Some(|vm, class, _| {
        Ok(vm.new_native(
            class,
            Pickler {
                write: GilCell::new(Value::NONE),
                memo: GilCell::new(WriteMemo::default()),
                protocol: Cell::new(i64::from(opcode::DEFAULT)),
                fast: Cell::new(false),
                fix_imports: Cell::new(true),
                buffer_callback: GilCell::new(None),
            },
        ))
    }),
    init: Some(init),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "memo",
            doc: "What was written already.",
            get: |vm, value| {
                let class = vm.native_class(&MEMO_PROXY)?;
                let pickler = value.clone();
                Ok(vm.new_native(&class, MemoProxy { pickler }))
            },
            set: Some(set_memo),
        },
        GetSetDefinition {
            name: "fast",
            doc: "Whether no memo is written.",
            get: |vm, value| {
                let pickler: &Pickler = state(vm, value)?;
                Ok(Value::int(i64::from(pickler.fast.get())))
            },
            set: Some(|vm, value, new| {
                let fast = match new {
                    Some(new) => vm.truth(new)?,
                    None => false,
                };
                let pickler: &Pickler = state(vm, value)?;
                pickler.fast.set(fast);
                Ok(())
            }),
        },
        GetSetDefinition {
            name: "bin",
            doc: "Whether the protocol is a binary one.",
            get: |vm, value| {
                let pickler: &Pickler = state(vm, value)?;
                Ok(Value::int(i64::from(pickler.protocol.get() > 0)))
            },
            set: None,
        },
    ],
    flags: flags::HAS_DICT | flags::WEAK,
    ..NativeClass::EMPTY
};

crate::native_functions! { pub static FUNCTIONS;
    /// Write a pickled representation of obj to the open file object file.
    "dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None)"
    fn dump_function(vm, object: &Value, file: &Value, protocol: &Value, fix_imports: bool, buffers: &Value) -> () {
        let protocol = protocol_argument(vm, protocol)?;
        let buffer_callback = callback(vm, buffers, protocol)?;
        let write = file_write(vm, file)?;
        let options = Options { protocol, fix_imports, buffer_callback, ..Options::default() };
        Save::new(Output::new(Some(write)), WriteMemo::default(), options).pickle(vm, object).map(drop)
    }
    /// As `dumps`, with reducers by class that go before all others.
    "_dumps_between_processes(obj, protocol, reducers, /)"
    fn dumps_between_processes(vm, object: &Value, protocol: &Value, reducers: &Value) -> Value {
        let protocol = protocol_argument(vm, protocol)?;
        let options = Options { protocol, fix_imports: true, extra_reducers: Some(reducers.clone()), ..Options::default() };
        let bytes = Save::new(Output::new(None), WriteMemo::default(), options).pickle(vm, object)?;
        Ok(vm.new_bytes(bytes))
    }
    /// Return the pickled representation of the object as a bytes object.
    "dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None)"
    fn dumps_function(vm, object: &Value, protocol: &Value, fix_imports: bool, buffers: &Value) -> Value {
        let protocol = protocol_argument(vm, protocol)?;
        let buffer_callback = callback(vm, buffers, protocol)?;
        let options = Options { protocol, fix_imports, buffer_callback, ..Options::default() };
        let bytes = Save::new(Output::new(None), WriteMemo::default(), options).pickle(vm, object)?;
        Ok(vm.new_bytes(bytes))
    }
}
