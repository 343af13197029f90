//! The end of an interpreter's threads: the others are waited for, then the callbacks of `atexit` run.

use crate::native::atexit;
use crate::object::value::Value;
use crate::vm::Vm;

/// What comes after the program's last instruction and before the interpreter ends. Called once, by the main thread. A signal
/// whose handler raises ends the waiting: so a second Ctrl-C ends a program that waits for its threads.
pub fn shutdown(vm: &mut Vm) {
    vm.begin_end();
    wait_for_threads(vm);
    atexit::run(vm);
    crate::deadlock::family::before_end(vm);
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
    let Err((_, module)) = done else { return };
    if crate::deadlock::note_at_end(vm) {
        // Those that can go on are waited for all the same.
        let joined = super::handle::join_all(vm);
        if joined.is_err() {
            vm.report_unraisable("Exception ignored on threading shutdown: ", module.as_ref());
        }
    } else {
        vm.report_unraisable("Exception ignored on threading shutdown: ", module.as_ref());
    }
}
