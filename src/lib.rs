//! Tick: a small Python with a global interpreter lock you can see.
pub use tick_syntax as syntax;
pub mod text;

pub mod gil;
pub mod sched;
