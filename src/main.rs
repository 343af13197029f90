//! The `tick` command.
//!
//! The C entry point is our own: what Rust's would do first (asking the system for the bounds of a stack that is not used,
//! handlers of a signal that means something else here) takes a tenth of the time of a short program.
#![cfg_attr(not(test), no_main)]
#![allow(unsafe_code)] // The name of the entry point.

/// Buffers of lists, dicts and strings come from here; objects have their own heap.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

// SAFETY: the C library calls this name once, with this signature.
#[cfg_attr(not(test), unsafe(no_mangle))]
#[cfg_attr(test, allow(dead_code))]
extern "C" fn main(_count: std::ffi::c_int, _arguments: *const *const std::ffi::c_char) -> std::ffi::c_int {
    tick::cli::main().into()
}
