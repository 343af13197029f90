//! The module `posix`: files, directories, processes and the environment of the system.
pub mod path;
