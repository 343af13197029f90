//! The rules' own source file beside the simulated `sync`.
#[path = "../../src/deadlock/statement.rs"]
pub mod statement;
#[path = "../shared_model/sync.rs"]
pub mod sync;
