//! A stretch of memory that other processes may share: mapped files, anonymous shared memory.
//!
//! Enters: a descriptor or none. Leaves: copies of its bytes, and single items read and written in one piece. Others may change the
//! memory at any moment, so no borrow of its bytes is ever given out; callers copy.
#![allow(unsafe_code)] // Mapping memory, and touching what is mapped.

use std::io;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering};

/// How many bytes a search copies at a time.
const BLOCK: usize = 64 << 10;

/// Mapped memory; unmapped when dropped.
#[derive(Debug)]
pub struct Mapping {
    address: NonNull<u8>,
    length: usize,
    writable: bool,
    readable: bool,
}

// SAFETY: the memory belongs to no thread; all access is by copies and atomics.
unsafe impl Send for Mapping {}
// SAFETY: as above.
unsafe impl Sync for Mapping {}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: this is the mapping made in `new`, and nobody borrows from it any more.
        unsafe { libc::munmap(self.address.as_ptr().cast(), self.length) };
    }
}

impl Mapping {
    /// Maps `length` bytes, above zero, of the file behind `descriptor` from `offset` on, or new zeros without one.
    pub fn new(
        descriptor: Option<i32>,
        length: usize,
        protection: i32,
        flags: i32,
        offset: i64,
    ) -> io::Result<Mapping> {
        // The system would choose the address among what is mapped already.
        let flags = flags & !(libc::MAP_FIXED | libc::MAP_FIXED_NOREPLACE | libc::MAP_GROWSDOWN);
        // SAFETY: without MAP_FIXED the call replaces no other mapping.
        let address = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                length,
                protection,
                flags,
                descriptor.unwrap_or(-1),
                offset,
            )
        };
        if std::ptr::eq(address, libc::MAP_FAILED) {
            return Err(io::Error::last_os_error());
        }
        match NonNull::new(address.cast()) {
            Some(address) => {
                Ok(Mapping {
                    address,
                    length,
                    writable: protection & libc::PROT_WRITE != 0,
                    // Whoever may write may read.
                    readable: protection & (libc::PROT_READ | libc::PROT_WRITE) != 0,
                })
            }
            None => Err(io::Error::from_raw_os_error(libc::EFAULT)),
        }
    }

    /// How many bytes there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.length
    }

    /// Never: a mapping has at least one byte.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Whether the bytes may be changed.
    pub fn is_writable(&self) -> bool {
        self.writable
    }

    /// Whether the bytes may be read.
    pub fn is_readable(&self) -> bool {
        self.readable
    }

    /// Copies bytes out, from `at` on, as many as there are and fit.
    pub fn read_into(&self, at: usize, into: &mut [u8]) -> usize {
        let count = self.length.saturating_sub(at).min(into.len());
        if !self.readable || count == 0 {
            return 0;
        }
        // SAFETY: the range lies inside the mapping, which lives as long as `self`; the copy goes to memory of this process alone.
        unsafe {
            std::ptr::copy_nonoverlapping(self.address.as_ptr().add(at), into.as_mut_ptr(), count)
        };
        count
    }

    /// A copy of at most `count` bytes from `at` on.
    pub fn read(&self, at: usize, count: usize) -> Vec<u8> {
        let count = self.length.saturating_sub(at).min(count);
        if !self.readable || count == 0 {
            return Vec::new();
        }
        let mut bytes = Vec::<u8>::with_capacity(count);
        // SAFETY: as in `read_into`; the vector has that capacity, and its bytes are set before its length says so.
        unsafe {
            std::ptr::copy_nonoverlapping(self.address.as_ptr().add(at), bytes.as_mut_ptr(), count);
            bytes.set_len(count);
        }
        bytes
    }

    /// Copies bytes in, from `at` on, as many as fit.
    pub fn write(&self, at: usize, bytes: &[u8]) -> usize {
        let count = self.length.saturating_sub(at).min(bytes.len());
        if !self.writable || count == 0 {
            return 0;
        }
        // SAFETY: the range lies inside the mapping, which may be written; the bytes are no part of it, since nobody borrows those.
        unsafe {
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), self.address.as_ptr().add(at), count)
        };
        count
    }

    /// Copies bytes to another place of the mapping; false if a range lies outside.
    pub fn copy_within(&self, to: usize, from: usize, count: usize) -> bool {
        let fits = |at: usize| at <= self.length && count <= self.length - at;
        if !fits(to) || !fits(from) || !self.writable || !self.readable {
            return false;
        }
        // SAFETY: both ranges lie inside the mapping; they may overlap, which this copy allows.
        unsafe {
            std::ptr::copy(
                self.address.as_ptr().add(from),
                self.address.as_ptr().add(to),
                count,
            )
        };
        true
    }

    /// The address of an item of `size` bytes at `at`, if it lies inside.
    #[inline]
    fn item(&self, at: usize, size: usize) -> Option<*mut u8> {
        if at > self.length || size > self.length - at {
            return None;
        }
        // SAFETY: inside the mapping.
        Some(unsafe { self.address.as_ptr().add(at) })
    }

    /// The bytes of an item of 1, 2, 4 or 8 bytes, read in one piece if it lies at a multiple of its size.
    #[inline]
    pub fn load(&self, at: usize, size: usize) -> Option<[u8; 8]> {
        if !self.readable {
            return None;
        }
        let place = self.item(at, size)?;
        let mut bytes = [0; 8];
        let aligned = place as usize & (size - 1) == 0;
        // SAFETY: the item lies inside the mapping and is aligned for its atomic; all access by this process is by copies and
        // atomics.
        unsafe {
            match size {
                1 => bytes[0] = AtomicU8::from_ptr(place).load(Ordering::Relaxed),
                2 if aligned => {
                    bytes[..2].copy_from_slice(
                        &AtomicU16::from_ptr(place.cast())
                            .load(Ordering::Relaxed)
                            .to_ne_bytes(),
                    );
                }
                4 if aligned => {
                    bytes[..4].copy_from_slice(
                        &AtomicU32::from_ptr(place.cast())
                            .load(Ordering::Relaxed)
                            .to_ne_bytes(),
                    );
                }
                8 if aligned => {
                    bytes = AtomicU64::from_ptr(place.cast())
                        .load(Ordering::Relaxed)
                        .to_ne_bytes()
                }
                _ => {
                    self.read_into(at, &mut bytes[..size]);
                }
            }
        }
        Some(bytes)
    }

    /// Writes an item of 1, 2, 4 or 8 bytes, in one piece if it lies at a multiple of its size; false if it lies outside.
    #[inline]
    pub fn store(&self, at: usize, item: &[u8]) -> bool {
        let Some(place) = self.item(at, item.len()).filter(|_| self.writable) else {
            return false;
        };
        fn raw<const N: usize>(bytes: &[u8]) -> [u8; N] {
            let mut out = [0; N];
            out.copy_from_slice(&bytes[..N]);
            out
        }
        let aligned = item.len().is_power_of_two() && place as usize & (item.len() - 1) == 0;
        // SAFETY: as in `load`.
        unsafe {
            match item.len() {
                1 => AtomicU8::from_ptr(place).store(item[0], Ordering::Relaxed),
                2 if aligned => {
                    AtomicU16::from_ptr(place.cast())
                        .store(u16::from_ne_bytes(raw(item)), Ordering::Relaxed);
                }
                4 if aligned => {
                    AtomicU32::from_ptr(place.cast())
                        .store(u32::from_ne_bytes(raw(item)), Ordering::Relaxed);
                }
                8 if aligned => {
                    AtomicU64::from_ptr(place.cast())
                        .store(u64::from_ne_bytes(raw(item)), Ordering::Relaxed);
                }
                _ => {
                    self.write(at, item);
                }
            }
        }
        true
    }

    /// Where `wanted` begins first inside a range.
    pub fn find(&self, wanted: &[u8], start: usize, end: usize) -> Option<usize> {
        let end = end.min(self.length);
        if start > end || wanted.len() > end - start {
            return None;
        }
        if wanted.is_empty() {
            return Some(start);
        }
        let (mut at, mut block) = (start, vec![0; BLOCK.max(wanted.len() * 2).min(end - start)]);
        while at + wanted.len() <= end {
            let count = self.read_into(
                at,
                &mut block[..(end - at).min(BLOCK.max(wanted.len() * 2))],
            );
            if let Some(found) = memchr::memmem::find(&block[..count], wanted) {
                return Some(at + found);
            }
            if count < wanted.len() {
                return None;
            }
            at += count - wanted.len() + 1;
        }
        None
    }

    /// Where `wanted` begins last inside a range.
    pub fn rfind(&self, wanted: &[u8], start: usize, end: usize) -> Option<usize> {
        let end = end.min(self.length);
        if start > end || wanted.len() > end - start {
            return None;
        }
        if wanted.is_empty() {
            return Some(end);
        }
        let size = BLOCK.max(wanted.len() * 2);
        let mut last = end;
        loop {
            let first = last.saturating_sub(size).max(start);
            let block = self.read(first, last - first);
            if let Some(found) = memchr::memmem::rfind(&block, wanted) {
                return Some(first + found);
            }
            if first == start {
                return None;
            }
            last = first + wanted.len() - 1;
        }
    }

    /// Makes the mapping longer or shorter; its address may change.
    pub fn resize(&mut self, length: usize) -> io::Result<()> {
        // SAFETY: this is the mapping made in `new`; it is borrowed exclusively, so nobody uses the old address.
        let address = unsafe {
            libc::mremap(
                self.address.as_ptr().cast(),
                self.length,
                length,
                libc::MREMAP_MAYMOVE,
            )
        };
        if std::ptr::eq(address, libc::MAP_FAILED) {
            return Err(io::Error::last_os_error());
        }
        match NonNull::new(address.cast()) {
            Some(address) => {
                (self.address, self.length) = (address, length);
                Ok(())
            }
            None => Err(io::Error::from_raw_os_error(libc::EFAULT)),
        }
    }

    /// Writes changed pages back to the file. `at` and `count` lie inside; `at` is a multiple of the page size.
    pub fn flush(&self, at: usize, count: usize) -> io::Result<()> {
        let Some(place) = self.item(at, count) else {
            return Err(io::Error::from_raw_os_error(libc::EINVAL));
        };
        // SAFETY: the range lies inside the mapping.
        match unsafe { libc::msync(place.cast(), count, libc::MS_SYNC) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }

    /// Tells the system how a range will be used.
    pub fn advise(&self, advice: i32, at: usize, count: usize) -> io::Result<()> {
        let Some(place) = self.item(at, count) else {
            return Err(io::Error::from_raw_os_error(libc::EINVAL));
        };
        // SAFETY: the range lies inside the mapping, of which nobody in this process relies on the content.
        match unsafe { libc::madvise(place.cast(), count, advice) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }

    /// The place of a value inside, for what lives in shared memory.
    ///
    /// # Safety
    /// `T` must be made of atomics only, and every process must use the memory at this place as a `T`.
    pub unsafe fn place<T>(&self, at: usize) -> Option<&T> {
        let place = self.item(at, size_of::<T>())?.cast::<T>();
        if !self.writable || !self.readable || !place.is_aligned() {
            return None;
        }
        // SAFETY: inside the mapping, aligned, and by contract a `T` for everybody; the mapping lives as long as `self`.
        Some(unsafe { &*place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anonymous(length: usize) -> Mapping {
        let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS;
        Mapping::new(None, length, libc::PROT_READ | libc::PROT_WRITE, flags, 0).unwrap()
    }

    #[test]
    fn bytes_come_back() {
        let mapping = anonymous(100);
        assert_eq!(mapping.write(98, b"abc"), 2);
        assert_eq!(mapping.read(97, 10), b"\0ab");
        assert_eq!(mapping.read(100, 1), b"");
        assert!(mapping.copy_within(0, 98, 2) && !mapping.copy_within(99, 0, 2));
        assert!(mapping.store(8, &7u64.to_ne_bytes()) && !mapping.store(93, &7u64.to_ne_bytes()));
        assert_eq!(mapping.load(8, 8), Some(7u64.to_ne_bytes()));
        assert_eq!(mapping.load(99, 2), None);
        assert!(mapping.store(1, &0x0102u16.to_ne_bytes()));
        assert_eq!(
            mapping
                .load(1, 2)
                .map(|bytes| u16::from_ne_bytes([bytes[0], bytes[1]])),
            Some(0x0102)
        );
    }

    #[test]
    fn searches_cross_blocks() {
        let mapping = anonymous(3 * BLOCK);
        for at in [5, BLOCK - 2, 2 * BLOCK - 1, 3 * BLOCK - 4] {
            mapping.write(at, b"WXYZ");
        }
        assert_eq!(mapping.find(b"WXYZ", 0, usize::MAX), Some(5));
        assert_eq!(mapping.find(b"WXYZ", 6, usize::MAX), Some(BLOCK - 2));
        assert_eq!(
            mapping.find(b"WXYZ", BLOCK, usize::MAX),
            Some(2 * BLOCK - 1)
        );
        assert_eq!(mapping.rfind(b"WXYZ", 0, usize::MAX), Some(3 * BLOCK - 4));
        assert_eq!(
            mapping.rfind(b"WXYZ", 0, 3 * BLOCK - 1),
            Some(2 * BLOCK - 1)
        );
        assert_eq!(mapping.rfind(b"WXYZ", 6, BLOCK + 1), None);
        assert_eq!(mapping.find(b"", 7, 9), Some(7));
        assert_eq!(mapping.rfind(b"", 7, 9), Some(9));
        assert_eq!(mapping.find(b"no", 0, usize::MAX), None);
    }
}
