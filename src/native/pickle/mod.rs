//! The module `_pickle`: objects as bytes and back, the machine of CPython's protocols 0 to 5.
//!
//! `save*` write, `load*` read, `reduce` tells how objects are made again, `pickler` and `unpickler` are the classes that programs
//! subclass. How functions and classes travel by value is written in the library: `multiprocessing.by_value` overrides reducers.
pub mod buffer;
pub mod input;
pub mod load;
mod load_objects;
pub mod memo;
pub mod opcode;
pub mod output;
mod pickler;
pub mod reduce;
pub mod save;
mod save_containers;
mod save_objects;
mod unpickler;

use crate::native::types::exception::EXCEPTION;
use crate::native::{NativeClass, NativeModule};
use crate::object::builtin::{EXCEPTIONS, Exc};
use crate::object::heap::Layout;
use crate::vm::{Raised, Vm};

/// `pickle.PickleError`.
pub static PICKLE_ERROR: NativeClass = NativeClass {
    name: "_pickle.PickleError",
    layout: Layout::Exception,
    base: Some(EXCEPTIONS[Exc::Exception as usize]),
    ..EXCEPTION
};

/// `pickle.PicklingError`.
pub static PICKLING_ERROR: NativeClass = NativeClass {
    name: "_pickle.PicklingError",
    layout: Layout::Exception,
    base: Some(&PICKLE_ERROR),
    ..EXCEPTION
};

/// `pickle.UnpicklingError`.
pub static UNPICKLING_ERROR: NativeClass = NativeClass {
    name: "_pickle.UnpicklingError",
    layout: Layout::Exception,
    base: Some(&PICKLE_ERROR),
    ..EXCEPTION
};

fn pickling_error(vm: &mut Vm, message: impl AsRef<str>) -> Raised {
    vm.raise_native_text(&PICKLING_ERROR, message)
}

fn unpickling_error(vm: &mut Vm, message: impl AsRef<str>) -> Raised {
    vm.raise_native_text(&UNPICKLING_ERROR, message)
}

/// `_pickle`.
pub static MODULE: NativeModule = NativeModule {
    name: "_pickle",
    doc: "Optimized implementation of the pickle protocols.",
    functions: &[pickler::FUNCTIONS, unpickler::FUNCTIONS],
    classes: &[
        &pickler::PICKLER,
        &unpickler::UNPICKLER,
        &buffer::PICKLE_BUFFER,
        &PICKLE_ERROR,
        &PICKLING_ERROR,
        &UNPICKLING_ERROR,
    ],
    init: Some(|vm, module| {
        let opcodes = vm.new_dict();
        for &(name, byte) in opcode::ALL {
            let byte = vm.new_bytes(vec![byte]);
            vm.dict_set_str(&opcodes, name, byte);
        }
        vm.dict_set_str(&module.dict, "_opcodes", opcodes.into_value());
        Ok(())
    }),
};
