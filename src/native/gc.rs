//! The module `gc`: the cycle collector as the program sees it.
//!
//! The collector has one generation; where CPython shows three, the numbers of the other two are zero.

use crate::native::NativeModule;
use crate::native_functions;
use crate::object::cycle::{self, LEAST_THRESHOLD, is_tracked};
use crate::object::heap::{self, Ref};
use crate::object::module::ModuleObject;
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::value::Value;
use crate::raise;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

crate::payload! {
    /// What the module remembers for an interpreter.
    struct Settings {
        threshold: Cell<[i64; 3]>,
        debug: Cell<i64>,
        collections: Cell<i64>,
        collected: Cell<i64>,
        frozen: Cell<usize>,
        callbacks: Value,
    }
}

static SETTINGS: crate::native::NativeClass = crate::native::NativeClass {
    name: "gc.settings",
    ..crate::native::NativeClass::EMPTY
};

fn settings(vm: &mut Vm) -> Outcome<Value> {
    static KEY: u8 = 2;
    let key = &raw const KEY as usize;
    if let Some(known) = vm.module_data(key) {
        return Ok(known);
    }
    let class = vm.native_class(&SETTINGS)?;
    let callbacks = vm.new_list(Vec::new());
    let settings = Settings {
        threshold: Cell::new([LEAST_THRESHOLD as i64, 10, 0]),
        debug: Cell::new(0),
        collections: Cell::new(0),
        collected: Cell::new(0),
        frozen: Cell::new(0),
        callbacks,
    };
    let value = vm.new_native(&class, settings);
    vm.set_module_data(key, value.clone());
    Ok(value)
}

/// Opens the settings.
fn with<T>(vm: &mut Vm, work: impl FnOnce(&Settings) -> T) -> Outcome<T> {
    let value = settings(vm)?;
    match value.payload::<Settings>() {
        Some(settings) => Ok(work(settings)),
        None => raise!(vm, SystemError, "the settings of gc are lost"),
    }
}

/// Calls gc.callbacks with what is about to happen or has happened.
fn tell(vm: &mut Vm, phase: &str, generation: i64, collected: i64) -> Outcome<()> {
    let callbacks = with(vm, |settings| settings.callbacks.clone())?;
    let Some(list) = callbacks.downcast::<ListObject>() else {
        return Ok(());
    };
    if list.items.get(vm).is_empty() {
        return Ok(());
    }
    let info = vm.new_dict();
    for (name, number) in [
        ("generation", generation),
        ("collected", collected),
        ("uncollectable", 0),
    ] {
        vm.dict_set_str(&info, name, Value::int(number));
    }
    let (phase, info) = (vm.new_str(phase), info.into_value());
    for callback in list.items.get(vm).clone() {
        if vm.call(&callback, &[phase.clone(), info.clone()]).is_err() {
            vm.report_unraisable(
                "Exception ignored while calling GC callback ",
                Some(&callback),
            );
        }
    }
    Ok(())
}

/// The tracked objects that `wanted` picks, as a list.
fn objects(vm: &mut Vm, wanted: impl Fn(&heap::Header) -> bool) -> Value {
    let mut found = Vec::new();
    vm.heap().each(vm, &mut |header| {
        if is_tracked(header) && wanted(header) {
            found.push(Value::of_header(header));
        }
    });
    vm.new_list(found)
}

native_functions! {
    static FUNCTIONS;
    /// Find and free objects that are reachable only from each other; how many they were.
    "collect(generation=2)" fn collect(vm, generation: i64) -> i64 {
        if !(0..=2).contains(&generation) {
            raise!(vm, ValueError, "invalid generation");
        }
        tell(vm, "start", generation, 0)?;
        let mut collected = cycle::collect(vm) as i64;
        // What the finalizers and callbacks let go may be garbage in its turn.
        if collected > 0 {
            vm.run_finalizers();
            collected += cycle::collect(vm) as i64;
        }
        vm.run_finalizers();
        with(vm, |settings| {
            settings.collections.set(settings.collections.get() + 1);
            settings.collected.set(settings.collected.get() + collected);
        })?;
        tell(vm, "stop", generation, collected)?;
        Ok(collected)
    }
    /// Collect automatically from now on.
    "enable()" fn enable(vm) -> () {
        vm.state().collecting.set(true);
        let after = LEAST_THRESHOLD.max(vm.heap().live() / 2);
        vm.heap().restart_collection_count(after);
        Ok(())
    }
    /// Do not collect automatically from now on.
    "disable()" fn disable(vm) -> () {
        vm.state().collecting.set(false);
        Ok(())
    }
    /// Whether garbage is collected automatically.
    "isenabled()" fn isenabled(vm) -> bool {
        Ok(vm.state().collecting.get())
    }
    /// The thresholds that set_threshold() has set.
    "get_threshold()" fn get_threshold(vm) -> Value {
        let threshold = with(vm, |settings| settings.threshold.get())?;
        Ok(vm.new_tuple(threshold.map(Value::int).to_vec()))
    }
    /// Collect after that many allocations of containers; 0 for never. The other two are kept and not used.
    "set_threshold(threshold0, threshold1=10, threshold2=10, /)"
    fn set_threshold(vm, first: i64, second: i64, third: i64) -> () {
        with(vm, |settings| settings.threshold.set([first, second, third]))?;
        let after = if first <= 0 { usize::MAX } else { first as usize };
        vm.heap().restart_collection_count(after);
        Ok(())
    }
    /// Allocations of containers since the last collection, and two zeros.
    "get_count()" fn get_count(vm) -> Value {
        let allocations = vm.heap().collection_counts().0;
        Ok(vm.new_tuple(vec![Value::int(allocations as i64), Value::int(0), Value::int(0)]))
    }
    /// All objects that the collector looks at.
    "get_objects(generation=None)" fn get_objects(vm, _generation: &Value) -> Value {
        Ok(objects(vm, |_| true))
    }
    /// The objects that refer to any of these directly.
    "get_referrers(*objs)" fn get_referrers(vm, wanted: &TupleObject) -> Value {
        let itself = heap::header_of(wanted);
        Ok(objects(vm, |header| {
            let mut refers = false;
            if !std::ptr::eq(header, itself) {
                heap::traverse(header, &mut |value| refers |= wanted.items().iter().any(|one| one.is(value)));
            }
            refers
        }))
    }
    /// The objects that these refer to directly.
    "get_referents(*objs)" fn get_referents(vm, from: &TupleObject) -> Value {
        let mut found = Vec::new();
        for value in from.items() {
            if let Some(header) = value.header() {
                heap::traverse(header, &mut |value| found.push(value.clone()));
            }
        }
        Ok(vm.new_list(found))
    }
    /// Whether the collector looks at the object.
    "is_tracked(obj, /)" fn is_tracked_function(vm, value: &Value) -> bool {
        Ok(value.header().is_some_and(is_tracked))
    }
    /// Whether the object's finalizer has run.
    "is_finalized(obj, /)" fn is_finalized(vm, value: &Value) -> bool {
        Ok(value.header().is_some_and(|header| header.flag(heap::FLAG_FINALIZED)))
    }
    /// Count the objects there are as permanent. They are looked at all the same.
    "freeze()" fn freeze(vm) -> () {
        let mut count = 0;
        vm.heap().each(vm, &mut |header| count += usize::from(is_tracked(header)));
        with(vm, |settings| settings.frozen.set(count))
    }
    /// Count no objects as permanent any more.
    "unfreeze()" fn unfreeze(vm) -> () {
        with(vm, |settings| settings.frozen.set(0))
    }
    /// How many objects are counted as permanent.
    "get_freeze_count()" fn get_freeze_count(vm) -> usize {
        with(vm, |settings| settings.frozen.get())
    }
    /// The flags set by set_debug().
    "get_debug()" fn get_debug(vm) -> i64 {
        with(vm, |settings| settings.debug.get())
    }
    /// Set flags; they are kept, and nothing is printed.
    "set_debug(flags, /)" fn set_debug(vm, flags: i64) -> () {
        with(vm, |settings| settings.debug.set(flags))
    }
    /// For each generation how many collections there were and what they found.
    "get_stats()" fn get_stats(vm) -> Value {
        let (collections, collected) = with(vm, |settings| (settings.collections.get(), settings.collected.get()))?;
        let mut stats = Vec::new();
        for (collections, collected) in [(0, 0), (0, 0), (collections, collected)] {
            let dict = vm.new_dict();
            vm.dict_set_str(&dict, "collections", Value::int(collections));
            vm.dict_set_str(&dict, "collected", Value::int(collected));
            vm.dict_set_str(&dict, "uncollectable", Value::int(0));
            stats.push(dict.into_value());
        }
        Ok(vm.new_list(stats))
    }
}

const DEBUG_FLAGS: &[(&str, i64)] = &[
    ("DEBUG_STATS", 1),
    ("DEBUG_COLLECTABLE", 2),
    ("DEBUG_UNCOLLECTABLE", 4),
    ("DEBUG_SAVEALL", 32),
    ("DEBUG_LEAK", 38),
];

fn init(vm: &mut Vm, module: &Ref<ModuleObject>) -> Outcome<()> {
    super::os_error::add_constants(vm, &module.dict, DEBUG_FLAGS);
    let callbacks = with(vm, |settings| settings.callbacks.clone())?;
    vm.dict_set_str(&module.dict, "callbacks", callbacks);
    let garbage = vm.new_list(Vec::new());
    vm.dict_set_str(&module.dict, "garbage", garbage);
    Ok(())
}

/// `gc`.
pub static MODULE: NativeModule = NativeModule {
    name: "gc",
    doc: "The collector of objects that are reachable only from each other.",
    functions: &[FUNCTIONS],
    classes: &[],
    init: Some(init),
};
