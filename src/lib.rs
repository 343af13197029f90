//! Tick: a small Python with a global interpreter lock you can see.
//!
//! Data flows one way: `source → syntax → compile → code → vm`, and `gil ← object ← vm ← native`.
pub mod cli;
pub mod code;
pub mod compile;
pub mod diag;
pub mod gil;
pub mod interp;
pub mod native;
pub mod object;
pub mod repl;
pub mod sched;
pub mod source;
pub mod text;
pub mod vm;
pub use tick_syntax as syntax;
