//! Golden tests of programs: each runs in a process and a folder of its own, and what it prints and how it ends is compared with
//! files beside it. `tick test` is the command; the project's own tests in `tests/golden.rs` use the same code.
//!
//! Enters: paths. Leaves: verdicts, and expectations written anew on request.
//!
//! | file | holds |
//! |---|---|
//! | [`case`], [`directive`] | finding cases; what the head of a script says about its test |
//! | [`process`] | one process with its pipes, its time limit and its end |
//! | [`execute`], [`transcript`] | running a case, with retries and repetitions; sessions at the prompt |
//! | [`seeds`] | running a case under many schedules |
//! | [`pattern`], [`diff`] | comparing texts; showing how they differ |
//! | [`update`] | writing expectations |
//! | [`report`], [`command`] | verdicts as text, JSON, JUnit's XML or GitHub's annotations; the command |
pub mod case;
pub mod command;
pub mod diff;
pub mod directive;
pub mod execute;
pub mod pattern;
pub mod process;
pub mod report;
pub mod seeds;
pub mod transcript;
pub mod update;
pub mod watch;
