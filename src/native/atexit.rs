//! The module `atexit`: functions to be called when the program ends.

use crate::native::arguments::add_keywords;
use crate::native::{Arguments, NativeModule};
use crate::native_functions;
use crate::object::heap::Ref;
use crate::object::sequence::{ListObject, TupleObject};
use crate::object::value::Value;
use crate::raise;
use crate::vm::Vm;

/// The list of registered calls: tuples of function, positional arguments and keywords.
fn registered(vm: &mut Vm) -> Ref<ListObject> {
    static KEY: u8 = 1;
    let key = &raw const KEY as usize;
    if let Some(known) = vm.module_data(key).as_ref().and_then(Value::to_ref) {
        return known;
    }
    let list = vm.new_list_ref(Vec::new());
    vm.set_module_data(key, list.to_value());
    list
}

native_functions! {
    static FUNCTIONS;
    /// Call func(*args, **kwargs) when the program ends; what was registered last is called first.
    "register(func, /, *args, **kwargs)" fn register(vm, function: &Value, arguments: &Value, keywords: &Value) -> Value {
        if !vm.is_callable(function) {
            raise!(vm, TypeError, "the first argument must be callable");
        }
        let call = vm.new_tuple(vec![function.clone(), arguments.clone(), keywords.clone()]);
        let list = registered(vm);
        list.items.get_mut(vm).push(call);
        Ok(function.clone())
    }
    /// Forget every registered call of func.
    "unregister(func, /)" fn unregister(vm, function: &Value) -> () {
        let list = registered(vm);
        let calls = list.items.get(vm).clone();
        let mut kept = Vec::new();
        for call in calls {
            let Some(tuple) = call.downcast::<TupleObject>() else { continue };
            if !vm.equal(&tuple.items()[0], function)? {
                kept.push(call);
            }
        }
        drop(list.items.replace(vm, kept));
        Ok(())
    }
    /// Forget all registered calls.
    "_clear()" fn clear(vm) -> () {
        let list = registered(vm);
        drop(list.items.replace(vm, Vec::new()));
        Ok(())
    }
    /// Make all registered calls now, and forget them.
    "_run_exitfuncs()" fn run_exitfuncs(vm) -> () {
        run(vm);
        Ok(())
    }
    /// How many calls are registered.
    "_ncallbacks()" fn ncallbacks(vm) -> usize {
        let list = registered(vm);
        Ok(list.items.get(vm).len())
    }
}

/// Makes the registered calls, the last first, those that are registered meanwhile too. Exceptions are reported and do not stop
/// the rest.
pub fn run(vm: &mut Vm) {
    loop {
        let list = registered(vm);
        let Some(call) = list.items.get_mut(vm).pop() else {
            return;
        };
        let Some(tuple) = call.downcast::<TupleObject>() else {
            continue;
        };
        let [function, arguments, keywords] = tuple.items() else {
            continue;
        };
        let mut values = arguments
            .downcast::<TupleObject>()
            .map_or_else(Vec::new, |tuple| tuple.items().to_vec());
        let names = add_keywords(vm, keywords, &mut values);
        if vm
            .call_with(function, Arguments::with_names(&values, &names))
            .is_err()
        {
            vm.report_unraisable_call("Exception ignored in atexit callback", function);
        }
    }
}

/// `atexit`.
pub static MODULE: NativeModule = NativeModule {
    name: "atexit",
    doc: "Calls to be made when the program ends.",
    functions: &[FUNCTIONS],
    classes: &[],
    init: None,
};
