//! Tick: a small Python with a global interpreter lock you can see.
//!
//! Data flows one way: `source → syntax → compile → code → vm`, and `gil ← object ← vm ← native`.
//!
//! | folder | holds | may use |
//! |---|---|---|
//! | [`source`], [`syntax`] | text, spans, tokens, layout, grammar, tree, checks | nothing below |
//! | [`compile`], [`code`] | scopes, emission; opcodes, code as plain data, disassembly | the tree |
//! | [`memory`] | the allocator, and what happens when there is no memory | nothing |
//! | [`gil`], [`sched`] | the lock and its token; reasons to wait, events, the clock | nothing |
//! | [`seeded`] | runs that can be repeated: threads as coroutines under a seed and a clock of their own | the lock; its `vm` the machine |
//! | [`object`], [`interp`] | values, heap, cycle collector, built-in types' data; one interpreter's state | the token |
//! | [`vm`] | one thread attached to one interpreter: frames, handlers, calls, safe points | all above |
//! | [`native`], [`text`] | functions, classes and modules written in Rust; text and numbers without values | the machine |
//! | [`process`] | making processes: clones of a zygote, code by value | the machine |
//! | [`deadlock`] | who waits for whom, and what is told when nobody can go on | the machine |
//! | [`trace`] | recording a run, and showing who had the lock and who waited for what | the machine |
//! | [`testing`] | golden tests of programs: what `tick test` does | the command line |
//! | [`compare`] | a program under several policies of the lock: what `tick compare` does | the command line |
//! | [`cli`], [`repl`] | the `tick` command | everything |
//!
//! An interpreter is a value; running text in one needs no file and no process (`docs/embedding.md` tells more):
//!
//! ```
//! use tick::interp::{Config, Interp};
//!
//! let interp = Interp::new(Config::default());
//! let result: Result<String, String> = interp.attach(|vm| {
//!     let program = "def square(n):\n    return n * n\nnumbers = [square(n) for n in range(5)]\n";
//!     let ran = vm.run_text("<example>", program);
//!     match ran.and_then(|()| vm.evaluate_text("str(numbers)")) {
//!         // A value cannot leave the attachment; a Rust string can.
//!         Ok(value) => vm.string(&value).map_err(|_| vm.take_error_text()),
//!         Err(_) => Err(vm.take_error_text()),
//!     }
//! });
//! assert_eq!(result.as_deref(), Ok("[0, 1, 4, 9, 16]"));
//! ```
pub mod cli;
pub mod code;
pub mod compare;
pub mod compile;
pub mod deadlock;
pub mod diag;
pub mod gil;
pub mod interp;
pub mod memory;
pub mod native;
pub mod object;
pub mod process;
pub mod repl;
pub mod sched;
pub mod seeded;
pub mod source;
pub mod testing;
pub mod text;
pub mod trace;
pub mod vm;
pub use tick_syntax as syntax;

/// The examples of the manual for hosts, as tests.
#[cfg(doctest)]
#[doc = include_str!("../docs/embedding.md")]
mod embedding {}
