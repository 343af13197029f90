//! Recording a run and showing it: who held the interpreter's lock, who wanted it, who waited for what.
//!
//! ```text
//!  events ──► recorder ──► rings, store ──┐
//!  names ───► desk ───────────────────────┼─► build ──► model ──► text, page, svg, perfetto
//!  child processes ──► children ──────────┘                  └──► why
//! ```
//! Enters: `-X trace`, `tick trace`, `tick why`, `tick.trace()`. Leaves: reports and files. While nothing is recorded the machine looks
//! at one flag where it waits, and nothing else is there.
mod area;
pub mod build;
#[cfg(test)]
mod build_tests;
pub mod children;
pub mod command;
pub mod cut;
pub mod desk;
pub mod look;
pub mod model;
mod notes;
mod numbers;
pub mod output;
mod pack;
pub mod page;
pub mod perfetto;
pub mod recorder;
mod ring;
pub mod session;
pub mod store;
pub mod svg;
pub mod text;
pub mod totals;
pub mod why;
