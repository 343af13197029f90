//! Golden tests of scripts.
pub mod command;
