//! The `tick` command.

/// Buffers of lists, dicts and strings come from here; objects have their own heap.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    tick::cli::main()
}
