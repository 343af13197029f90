//! Words of memory that outlive their process: where the newest records of a child process lie, so that they are there when it is
//! killed.
//!
//! Enters: a path, or a number of words. Leaves: words that one thread writes and others, also of other processes, read. For the
//! recorder and for whoever reads what child processes left.
#![allow(unsafe_code)] // Mapping a file.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::atomic::AtomicU64;

/// Words in memory or in a mapped file.
pub enum Area {
    /// In memory.
    Heap(Box<[AtomicU64]>),
    /// In a file; never unmapped.
    Mapped(&'static [AtomicU64]),
}

impl Area {
    /// Zeros in memory.
    pub fn heap(words: usize) -> Area {
        Area::Heap((0..words).map(|_| AtomicU64::new(0)).collect())
    }

    /// A new file of zeros, mapped.
    pub fn create(path: &Path, words: usize) -> io::Result<Area> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        file.set_len((words * size_of::<AtomicU64>()) as u64)?;
        Area::map(&file, words)
    }

    fn map(file: &File, words: usize) -> io::Result<Area> {
        // SAFETY: without MAP_FIXED the call replaces no other mapping.
        let address = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                words * size_of::<AtomicU64>(),
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_SHARED,
                file.as_raw_fd(),
                0,
            )
        };
        if address == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the mapping is page-aligned, that long and never unmapped; its words are touched as atomics only. The folder of
        // the file is private to the user, and nobody of ours makes the file shorter.
        let words = unsafe { std::slice::from_raw_parts(address.cast::<AtomicU64>(), words) };
        Ok(Area::Mapped(words))
    }

    /// The words.
    #[inline]
    pub fn words(&self) -> &[AtomicU64] {
        match self {
            Area::Heap(words) => words,
            Area::Mapped(words) => words,
        }
    }
}
