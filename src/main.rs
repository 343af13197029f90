//! The `tick` command.
fn main() {}
