//! The front half: source text in, syntax tree or syntax error out. Holds no run-time values; any thread may call.

pub mod ast;
pub mod span;

pub use span::{LineIndex, Place, Span};
