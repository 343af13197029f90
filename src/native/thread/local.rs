//! `threading.local`: an object whose attributes are different in each thread.

use super::wait::payload;
use crate::gil::GilCell;
use crate::native::special::SpecialMethod;
use crate::native::{Arguments, NativeClass, Slots};
use crate::object::builtin::Exc;
use crate::object::class::{ClassObject, flags};
use crate::object::cycle::visit_cell;
use crate::object::dict::DictObject;
use crate::object::heap::Ref;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::raise;
use crate::vm::thread::LocalTable;
use crate::vm::{Outcome, Raised, Vm};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// The attributes of each thread, and what `__init__` gets in each of them: positional values, then those of the names.
pub struct Local {
    table: Rc<LocalTable>,
    values: Vec<Value>,
    names: Vec<Value>,
}

impl Payload for Local {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit_cell(&self.table, |table| {
            table.values().for_each(|dict| visit(&dict.to_value()))
        });
        self.values.iter().for_each(visit);
    }
    fn clear(&mut self) {
        // The threads' records refer to the table weakly, so with this reference the attributes go.
        self.table = Rc::new(GilCell::new(FxHashMap::default()));
        self.values.clear();
        self.names.clear();
    }
}

const NAME: &str = "_thread._local";

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    if !arguments.is_empty() && class.overrides.get() & SpecialMethod::Init.bit() == 0 {
        raise!(vm, TypeError, "Initialization arguments are not supported");
    }
    let local = Local {
        table: Rc::new(GilCell::new(FxHashMap::default())),
        values: arguments.values().to_vec(),
        names: arguments.names().to_vec(),
    };
    // This thread's attributes are there from now on; `__init__` is about to be called for them.
    vm.thread_local_dict(&local.table);
    Ok(vm.new_native(class, local))
}

/// The calling thread's attributes; the first time `__init__` of a subclass fills them.
fn dict_here(vm: &mut Vm, this: &Value) -> Outcome<Ref<DictObject>> {
    let local: &Local = payload(vm, this, NAME)?;
    let (dict, is_new) = vm.thread_local_dict(&local.table);
    if is_new && vm.overrides(this, SpecialMethod::Init) {
        let init = vm.get_attribute_str(this, "__init__")?;
        let (values, names) = (local.values.clone(), local.names.clone());
        if let Err(raised) = vm.call_with(&init, Arguments::with_names(&values, &names)) {
            // The next access tries again.
            let id = vm.slot.id();
            let half_made = local.table.get_mut(vm).remove(&id);
            drop(half_made);
            return Err(raised);
        }
    }
    Ok(dict)
}

fn is_dict_name(vm: &Vm, name: &Value) -> bool {
    name.is(&vm.intern("__dict__"))
}

fn get_attribute(vm: &mut Vm, this: &Value, name: &Value) -> Outcome<Option<Value>> {
    let dict = dict_here(vm, this)?;
    if is_dict_name(vm, name) {
        return Ok(Some(dict.into_value()));
    }
    let class = vm.class_of(this).clone();
    let on_class = vm.lookup(&class, name);
    match on_class {
        Some(found) if vm.is_data_descriptor(&found) => vm
            .bind_descriptor(&found, Some(this), &class.to_value())
            .map(Some),
        on_class => {
            if let Some(own) = vm.dict_get_name(&dict, name) {
                return Ok(Some(own));
            }
            match on_class {
                Some(found) => vm
                    .bind_descriptor(&found, Some(this), &class.to_value())
                    .map(Some),
                None => Err(missing(vm, this, name)),
            }
        }
    }
}

/// The AttributeError, in which the class itself has its dotted name.
fn missing(vm: &mut Vm, this: &Value, name: &Value) -> Raised {
    if vm.class_of(this).has(flags::LANGUAGE) {
        return vm.attribute_error(this, name);
    }
    let text = vm.str_text(name).unwrap_or_default();
    let message = vm.new_str(&format!("'{NAME}' object has no attribute '{text}'"));
    let attributes = [("name", name.clone()), ("obj", this.clone())];
    vm.raise_with_attributes(Exc::AttributeError, vec![message], &attributes)
}

fn set_attribute(vm: &mut Vm, this: &Value, name: &Value, new: Option<&Value>) -> Outcome<()> {
    let dict = dict_here(vm, this)?;
    if is_dict_name(vm, name) {
        let class = vm.class_name(this);
        raise!(
            vm,
            AttributeError,
            "'{class}' object attribute '__dict__' is read-only"
        );
    }
    let class = vm.class_of(this).clone();
    if let Some(found) = vm.lookup(&class, name)
        && vm.is_data_descriptor(&found)
    {
        return vm.set_by_descriptor(&found, this, name, new);
    }
    let old = match new {
        Some(new) => vm.dict_set_name(&dict, name, new.clone()),
        None => match vm.dict_remove_name(&dict, name) {
            Some(old) => Some(old),
            None => return Err(missing(vm, this, name)),
        },
    };
    drop(old);
    Ok(())
}

/// `_thread._local`.
pub static LOCAL: NativeClass = NativeClass {
    name: NAME,
    doc: "An object whose attributes are different in each thread.",
    slots: Slots {
        get_attribute: Some(get_attribute),
        set_attribute: Some(set_attribute),
        ..Slots::NONE
    },
    new: Some(new),
    init: Some(|_, _, _| Ok(())),
    flags: flags::WEAK,
    ..NativeClass::EMPTY
};
