//! The protocols' own source files beside the simulated `sync`.
#[path = "../../src/native/multiprocessing/notices.rs"]
pub mod notices;
#[path = "../../src/native/multiprocessing/permits.rs"]
pub mod permits;
#[path = "../../src/native/multiprocessing/slot.rs"]
pub mod slot;
#[path = "sync.rs"]
pub mod sync;
