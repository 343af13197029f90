//! What the program calls the objects that threads wait for. Nothing is noted while it runs: names are looked for when a report
//! is written.
//!
//! Enters: identities. Leaves: names as one would write them, such as `first`, `self.lock`, `forks[2]`. Looked through, in this
//! order and two steps deep: the globals of `__main__`, those of modules whose functions run, local variables. No code of the
//! language runs meanwhile.
#![allow(unsafe_code)] // Registers of other threads' frames are read by address.

use super::graph::is_library;
use crate::native::library;
use crate::object::class::{ClassObject, flags};
use crate::object::dict::DictObject;
use crate::object::function::CellObject;
use crate::object::heap::{Layout, Ref, attributes};
use crate::object::instance::InstanceObject;
use crate::object::module::ModuleObject;
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::frames::frames_of;
use rustc_hash::{FxHashMap, FxHashSet};

/// Values that are looked at before the search is given up.
const MOST: usize = 50_000;
/// Steps from a variable to the object.
const DEPTH: usize = 2;

/// The names of those of the objects that have one; `threads` are the threads whose local variables are looked through.
pub fn names(vm: &mut Vm, wanted: &FxHashSet<u64>, threads: &[u32]) -> FxHashMap<u64, String> {
    let mut search = Search {
        wanted,
        found: FxHashMap::default(),
        seen: FxHashSet::default(),
        left: MOST,
    };
    let mut level = roots(vm, threads);
    for step in 0..=DEPTH {
        let mut next = Vec::new();
        for (name, value) in level {
            if search.is_done() {
                return search.found;
            }
            if search.look(&name, &value) && step < DEPTH {
                expand(vm, &name, &value, &mut next);
            }
        }
        level = next;
    }
    search.found
}

struct Search<'a> {
    wanted: &'a FxHashSet<u64>,
    found: FxHashMap<u64, String>,
    seen: FxHashSet<u64>,
    left: usize,
}

impl Search<'_> {
    fn is_done(&self) -> bool {
        self.left == 0 || self.found.len() == self.wanted.len()
    }

    /// Notes the name if the object is wanted; true if it was not seen before.
    fn look(&mut self, name: &str, value: &Value) -> bool {
        let identity = value.identity();
        self.left = self.left.saturating_sub(1);
        if !value.is_object() || !self.seen.insert(identity) {
            return false;
        }
        if self.wanted.contains(&identity) {
            self.found.insert(identity, name.to_string());
        }
        true
    }
}

/// The variables that are looked through.
fn roots(vm: &mut Vm, threads: &[u32]) -> Vec<(String, Value)> {
    let mut roots = Vec::new();
    let main = vm.main_namespace();
    entries(vm, &main, "", &mut roots);
    let mut known = vec![main];
    let mut locals = Vec::new();
    for &id in threads {
        let count = frames_of(vm, id).0.len();
        for index in (0..count).rev() {
            let frame = &frames_of(vm, id).0[index];
            let code = frame.code().code.clone();
            if is_library(&code) {
                continue;
            }
            let globals = frame.function().globals.clone();
            let base = frame.base;
            for (register, name) in code.local_names.iter().enumerate() {
                // SAFETY: a frame's registers lie within the stack or its generator; bound ones own their values, and the thread
                // does not run.
                let raw = unsafe { *base.add(register) };
                if raw.tag == 0 {
                    continue;
                }
                // SAFETY: as above.
                let value = unsafe { raw.to_value() };
                let content = match value.downcast::<CellObject>() {
                    Some(cell) => vm.cell_content(cell),
                    None => Some(value),
                };
                locals.extend(content.map(|value| (name.to_string(), value)));
            }
            if !known.iter().any(|other| other.is(&globals)) {
                let module = vm.dict_get_str(&globals, "__name__");
                let module = module
                    .as_ref()
                    .and_then(|name| name.downcast::<StrObject>());
                let prefix = module.map_or(String::new(), |name| format!("{}.", name.as_str()));
                entries(vm, &globals, &prefix, &mut roots);
                known.push(globals);
            }
        }
    }
    roots.extend(locals);
    roots
}

/// The entries of a namespace whose names do not begin with two underscores.
fn entries(vm: &Vm, dict: &Ref<DictObject>, prefix: &str, into: &mut Vec<(String, Value)>) {
    for entry in dict.map.get(vm).iter() {
        if let Some(name) = entry.key.downcast::<StrObject>()
            && !name.as_str().starts_with("__")
        {
            into.push((format!("{prefix}{}", name.as_str()), entry.value.clone()));
        }
    }
}

/// What can be reached from a value in one step.
fn expand(vm: &mut Vm, name: &str, value: &Value, into: &mut Vec<(String, Value)>) {
    let inside = format!("{name}.");
    if let Some(list) = value.downcast::<ListObject>() {
        items(name, list.items.get(vm), into);
    } else if let Some(tuple) = value.downcast::<TupleObject>() {
        items(name, tuple.items(), into);
    } else if let Some(dict) = value.downcast::<DictObject>() {
        for entry in dict.map.get(vm).iter() {
            let key = match entry.key.downcast::<StrObject>() {
                Some(text) => format!("'{}'", text.as_str()),
                None => match entry.key.as_int() {
                    Some(number) => number.to_string(),
                    None => continue,
                },
            };
            into.push((format!("{name}[{key}]"), entry.value.clone()));
        }
    } else if let Some(instance) = value.downcast::<InstanceObject>() {
        if let Some(dict) = instance.dict(vm) {
            entries(vm, &dict, &inside, into);
            return;
        }
        let shape = vm.shape(instance.header.shape());
        for (slot, key) in shape.names.iter().enumerate() {
            if let (Some(key), Some(value)) =
                (key.downcast::<StrObject>(), instance.get_slot(vm, slot))
            {
                into.push((format!("{inside}{}", key.as_str()), value));
            }
        }
    } else if let Some(class) = value.downcast::<ClassObject>() {
        if class.has(flags::LANGUAGE) {
            entries(vm, class.dict(vm), &inside, into);
        }
    } else if let Some(module) = value.downcast::<ModuleObject>() {
        let file = vm.dict_get_str(&module.dict, "__file__");
        let file = file.as_ref().and_then(|file| file.downcast::<StrObject>());
        if file.is_some_and(|file| !file.as_str().starts_with(library::PREFIX)) {
            entries(vm, &module.dict, &inside, into);
        }
    } else if value.layout() == Some(Layout::Native) {
        // The lock of a condition goes by the condition's name.
        if vm.class_of(value).native.name == "threading.Condition"
            && let Some(payload) = value.any_payload()
        {
            payload.traverse(&mut |lock| into.push((name.to_string(), lock.clone())));
        }
        let dict = value
            .header()
            .and_then(attributes)
            .and_then(|slot| slot.get(vm).clone());
        if let Some(dict) = dict {
            entries(vm, &dict, &inside, into);
        }
    }
}

fn items(name: &str, items: &[Value], into: &mut Vec<(String, Value)>) {
    let named = items.iter().enumerate();
    into.extend(named.map(|(index, item)| (format!("{name}[{index}]"), item.clone())));
}
