//! `tick test`.
use clap::{ArgMatches, Command};
/// x
pub const TOPIC: &str = "\n";
/// x
pub fn surface() -> Command { Command::new("test") }
/// x
pub fn run(_m: &ArgMatches, _o: &crate::cli::options::Options) -> u8 { 2 }
