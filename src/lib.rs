//! Tick: a small Python with a global interpreter lock you can see.
pub use tick_syntax as syntax;
pub mod code;
pub mod compile;
pub mod gil;
pub mod sched;
pub mod source;
pub mod text;
pub mod interp;
pub mod native;
pub mod object;
pub mod vm;
