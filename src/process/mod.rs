//! The native module `_process`: what `multiprocessing` needs to make processes.
//!
//! A child of the start method `spawn` is a clone of a *zygote*: this program executed anew once, with the library for children
//! loaded and nothing of the parent in it. `clone` makes the clone a child of the zygote's parent; `control` carries the requests;
//! `state` says whether a zygote would still pass on what a new process inherits; `code` carries functions by value. Only
//! `multiprocessing` in `src/lib_py` calls in.
mod clone;
mod code;
mod control;
pub mod state;

use crate::native::NativeModule;

/// `_process`.
pub static MODULE: NativeModule = NativeModule {
    name: "_process",
    doc: "What multiprocessing needs to make processes.",
    functions: &[
        clone::FUNCTIONS,
        code::FUNCTIONS,
        control::FUNCTIONS,
        state::FUNCTIONS,
    ],
    classes: &[],
    init: None,
};
