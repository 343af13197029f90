//! The end of an interpreter's threads: the others are waited for, then the callbacks of `atexit` run, then output is flushed.

use crate::native::atexit;
use crate::object::dict::DictObject;
use crate::object::value::Value;
use crate::vm::Vm;

/// What comes after the program's last instruction and before the interpreter ends. Called once, by the main thread. A signal
/// whose handler raises ends the waiting: so a second Ctrl-C ends a program that waits for its threads.
pub fn shutdown(vm: &mut Vm) {
    wait_for_threads(vm);
    atexit::run(vm);
    flush(vm);
}

fn loaded(vm: &mut Vm, name: &str) -> Option<Value> {
    let modules = vm.modules();
    vm.dict_get_str(&modules, name)
        .filter(|module| !module.is_none())
}

fn wait_for_threads(vm: &mut Vm) {
    let done = match loaded(vm, "threading") {
        None => super::handle::join_all(vm).map_err(|raised| (raised, None)),
        Some(threading) => vm
            .get_attribute_str(&threading, "_shutdown")
            .and_then(|shutdown| vm.call(&shutdown, &[]))
            .map(drop)
            .map_err(|raised| (raised, Some(threading))),
    };
    if let Err((_, module)) = done {
        vm.report_unraisable("Exception ignored in: ", module.as_ref());
    }
}

/// Flushes `sys.stdout` and `sys.stderr`.
fn flush(vm: &mut Vm) {
    let sys: crate::object::heap::Ref<DictObject> = vm.sys();
    for name in ["stdout", "stderr"] {
        let Some(stream) = vm
            .dict_get_str(&sys, name)
            .filter(|stream| !stream.is_none())
        else {
            continue;
        };
        let closed = vm.get_attribute_opt(&stream, "closed").ok().flatten();
        if closed.is_some_and(|closed| vm.truth(&closed).unwrap_or(false)) {
            continue;
        }
        let flushed = vm
            .get_attribute_str(&stream, "flush")
            .and_then(|flush| vm.call(&flush, &[]));
        if flushed.is_err() {
            vm.report_unraisable("Exception ignored in: ", Some(&stream));
        }
    }
}
