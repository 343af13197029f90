//! Recorded runs: the model, and what shows it.
pub mod model;
pub mod page;
pub mod perfetto;
pub mod svg;
