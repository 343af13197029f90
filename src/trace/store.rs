//! Where packed records and facts are kept: in memory up to a bound, in a file behind it.
//!
//! Enters: blocks of records, and facts (names of threads, sites, objects) as frames. Leaves: the same blocks. A program's own
//! recording keeps up to [`MEMORY`] bytes (some ten million events) in memory and puts the rest into a file. A child process writes
//! everything into its file, which its parent reads.
//!
//! # The file
//! Frames of a tag, a length in four bytes (little-endian), and that many bytes. See [`Tag`]. It is opened for each frame: a program
//! may close any descriptor, and open something else with the same number.
use super::pack;
use crate::sched::Record;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Bytes of packed records that are kept in memory.
pub const MEMORY: u64 = 64 << 20;

/// Bytes of a frame before its content.
pub const HEAD: usize = 5;

/// What a frame has in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Tag {
    /// The process: number, parent's number, when it began, its name.
    Process = 1,
    /// A site: file, line, function. Its number is how many came before.
    Site,
    /// An object: kind, name, the number of the site where it was made plus one. Its number is how many came before.
    Object,
    /// A thread: the slot's number, whether it is a daemon, its name. A later one about the same thread stands.
    Thread,
    /// Records: the thread, how many it made before, packed records.
    Records,
    /// A process that was waited for: its number, when.
    Ended,
    /// The end of the recording: when.
    End,
}

impl Tag {
    /// The tag of that number.
    pub fn from_u8(number: u8) -> Option<Tag> {
        use Tag::{End, Ended, Object, Process, Records, Site, Thread};
        [Process, Site, Object, Thread, Records, Ended, End]
            .into_iter()
            .find(|tag| *tag as u8 == number)
    }
}

/// Where a block of packed records is.
pub enum Block {
    /// In memory.
    Memory(Box<[u8]>),
    /// In the file: where, and how many bytes.
    File(u64, usize),
    /// Nowhere: there was no room.
    Lost,
}

/// The keeper of blocks.
pub struct Store {
    bound: u64,
    in_memory: AtomicU64,
    lost: AtomicU64,
    path: PathBuf,
    /// Bytes in the file.
    end: Mutex<u64>,
}

impl Store {
    /// A store that keeps that many bytes in memory. The file is made when it is needed.
    pub fn new(bound: u64, path: PathBuf) -> Store {
        Store {
            bound,
            in_memory: AtomicU64::new(0),
            lost: AtomicU64::new(0),
            path,
            end: Mutex::new(0),
        }
    }

    /// Keeps records of a thread, `count` of them, of which it made `first` before.
    pub fn keep(
        &self,
        thread: u32,
        (first, count): (u64, u64),
        records: impl Iterator<Item = Record>,
    ) -> Block {
        let packed = pack::pack(records);
        let length = packed.len() as u64;
        if self.in_memory.load(Ordering::Relaxed) + length <= self.bound {
            self.in_memory.fetch_add(length, Ordering::Relaxed);
            return Block::Memory(packed.into());
        }
        let mut bytes = Vec::with_capacity(packed.len() + 16);
        pack::put_number(&mut bytes, u64::from(thread));
        pack::put_number(&mut bytes, first);
        let head = bytes.len() as u64;
        bytes.extend_from_slice(&packed);
        match self.write(Tag::Records, &bytes) {
            Ok(at) => Block::File(at + head, packed.len()),
            Err(_) => {
                self.lost.fetch_add(count, Ordering::Relaxed);
                Block::Lost
            }
        }
    }

    /// Writes a frame; where its content begins.
    pub fn write(&self, tag: Tag, content: &[u8]) -> io::Result<u64> {
        let mut end = self.end.lock().unwrap_or_else(PoisonError::into_inner);
        let mut frame = Vec::with_capacity(content.len() + HEAD);
        frame.push(tag as u8);
        frame.extend_from_slice(&(content.len() as u32).to_le_bytes());
        frame.extend_from_slice(content);
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&self.path)?;
        // At its place: half a frame of a write that failed is written over.
        file.write_all_at(&frame, *end)?;
        let at = *end + HEAD as u64;
        *end += frame.len() as u64;
        Ok(at)
    }

    /// The packed records of a block.
    pub fn read(&self, block: &Block) -> Vec<u8> {
        match block {
            Block::Memory(bytes) => bytes.to_vec(),
            Block::File(at, length) => {
                let mut bytes = vec![0; *length];
                let file = File::open(&self.path);
                match file.and_then(|file| file.read_exact_at(&mut bytes, *at)) {
                    Ok(()) => bytes,
                    Err(_) => Vec::new(),
                }
            }
            Block::Lost => Vec::new(),
        }
    }

    /// Notes that a block is not needed any more.
    pub fn free(&self, block: &Block) {
        if let Block::Memory(bytes) = block {
            self.in_memory
                .fetch_sub(bytes.len() as u64, Ordering::Relaxed);
        }
    }

    /// Bytes kept in memory.
    pub fn in_memory(&self) -> u64 {
        self.in_memory.load(Ordering::Relaxed)
    }

    /// Records for which there was no room.
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }
}
