//! The module `_posixshmem`: named segments of shared memory.
//!
//! Enters: names that begin with a slash. Leaves: descriptors. `multiprocessing.shared_memory` is built on it.
#![allow(unsafe_code)] // System calls with names and descriptors.
use crate::native::NativeModule;
use crate::native_functions;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::ffi::CString;

fn name_of(vm: &mut Vm, path: &str) -> Outcome<CString> {
    CString::new(path).map_err(|_| vm.value_error("embedded null character"))
}

native_functions! { static FUNCTIONS;
    /// Open a segment of shared memory; its descriptor.
    "shm_open(path, flags, mode=511)" fn shm_open(vm, path: &Value, flags: i32, mode: i32) -> i64 {
        let text: &str = crate::native::FromValue::from_value(vm, path)?;
        let name = name_of(vm, text)?;
        // SAFETY: a text that ends with a zero, and numbers.
        let call = || i64::from(unsafe { libc::shm_open(name.as_ptr(), flags, mode as libc::mode_t) });
        vm.system_call(None, call)?.map_err(|number| vm.raise_errno(number, Some(path)))
    }
    /// Remove the name of a segment of shared memory; the memory goes with its last user.
    "shm_unlink(path)" fn shm_unlink(vm, path: &Value) -> () {
        let text: &str = crate::native::FromValue::from_value(vm, path)?;
        let name = name_of(vm, text)?;
        // SAFETY: a text that ends with a zero.
        let call = || i64::from(unsafe { libc::shm_unlink(name.as_ptr()) });
        vm.system_call(None, call)?.map(drop).map_err(|number| vm.raise_errno(number, Some(path)))
    }
}

/// `_posixshmem`.
pub static MODULE: NativeModule = NativeModule {
    name: "_posixshmem",
    doc: "Named segments of shared memory.",
    functions: &[FUNCTIONS],
    classes: &[],
    init: None,
};
