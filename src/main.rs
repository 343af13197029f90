//! The `tick` command.
//!
//! The C entry point is our own: what Rust's would do first (asking the system for the bounds of a stack that is not used,
//! handlers of a signal that means something else here) takes a tenth of the time of a short program.
#![cfg_attr(not(test), no_main)]
#![allow(unsafe_code)] // The name of the entry point.

/// Buffers of lists, dicts and strings come from here; objects have their own heap.
#[global_allocator]
static ALLOCATOR: tick::memory::Allocator = tick::memory::Allocator;

unsafe extern "C" {
    fn mi_option_get(option: std::ffi::c_int) -> std::ffi::c_long;
    fn mi_option_set(option: std::ffi::c_int, value: std::ffi::c_long);
}

/// The allocator's option of how many KiB of address space it takes at a time.
const ARENA_RESERVE: std::ffi::c_int = 23;
/// Its option to ask for huge pages.
const ALLOW_HUGE_PAGES: std::ffi::c_int = 43;

/// Makes the allocator begin with a small arena, and stay with ordinary pages: the tables of its usual 1 GiB, and clearing the
/// huge pages it asks for, cost a tenth of the time of a short program, and each of ten thousand threads would fill its own.
/// What the environment sets (`MIMALLOC_ARENA_RESERVE`, `MIMALLOC_ALLOW_THP`) stands, in a build whose allocator looks there:
/// `.cargo/config.toml` says that ours does not.
fn begin_small() {
    // SAFETY: the options are numbers in a table; an option is changed only if it has the default that is expected of it.
    unsafe {
        if mi_option_get(ARENA_RESERVE) != 1 << 20 || mi_option_get(ALLOW_HUGE_PAGES) != 1 {
            return;
        }
        mi_option_set(ARENA_RESERVE, 64 << 10);
        mi_option_set(ALLOW_HUGE_PAGES, 0);
    }
}

// SAFETY: the C library calls this name once, with this signature.
#[cfg_attr(not(test), unsafe(no_mangle))]
#[cfg_attr(test, allow(dead_code))]
extern "C" fn main(
    _count: std::ffi::c_int,
    _arguments: *const *const std::ffi::c_char,
) -> std::ffi::c_int {
    begin_small();
    tick::memory::note_limit();
    tick::cli::main().into()
}
