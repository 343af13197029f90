//! The constants and the inline caches of a code object in one piece of memory: the constants from its address on upwards, the
//! caches downwards. So the one pointer that the handlers carry reaches both, and a call has one less to save.
//!
//! Enters: constants and the names of the caches. Leaves: places of both. Code objects own pools; handlers read them.
#![allow(unsafe_code)] // One block of memory for two slices.

use super::function::Cache;
use super::value::{Raw, Value};
use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::ptr::NonNull;

/// Constants and inline caches.
pub struct Pool {
    /// Constant 0; in front of it lies cache 0, in front of that cache 1.
    start: NonNull<Value>,
    constants: u32,
    caches: u32,
}

/// The place of a cache, from the address that [`Pool::start`] gives.
///
/// # Safety
/// The pool must be alive and have this cache.
#[inline(always)]
pub(crate) unsafe fn cache_at(start: *const Raw, number: i32) -> *mut Cache {
    // SAFETY: the caller says so; caches lie in front of the constants, the last one first. (`!number` is `-1 - number`.)
    unsafe { start.cast_mut().cast::<Cache>().offset(!number as isize) }
}

impl Pool {
    /// A pool of constants, and of empty caches with the addresses of their names.
    pub fn new(constants: Vec<Value>, names: &[u64]) -> Pool {
        let (layout, offset) = Self::layout(constants.len(), names.len());
        // SAFETY: the layout has a size, because there is room for one constant more than there are.
        let block = unsafe { alloc(layout) };
        if block.is_null() {
            handle_alloc_error(layout);
        }
        let pool = Pool {
            // SAFETY: the offset lies within the block, and addresses of blocks are not null.
            start: unsafe { NonNull::new_unchecked(block.add(offset).cast()) },
            constants: constants.len() as u32,
            caches: names.len() as u32,
        };
        // SAFETY: each place lies within the block and is written once.
        unsafe {
            for (number, constant) in constants.into_iter().enumerate() {
                pool.start.add(number).write(constant);
            }
            for (number, &name) in names.iter().enumerate() {
                cache_at(pool.start(), number as i32).write(Cache::of_name(name));
            }
        }
        pool
    }

    /// The layout of the block, aligned so that no cache lies in two cache lines, and where in it the constants begin.
    fn layout(constants: usize, caches: usize) -> (Layout, usize) {
        let offset = caches * size_of::<Cache>();
        let bytes = offset + (constants + 1) * size_of::<Value>();
        let layout = Layout::from_size_align(bytes, size_of::<Cache>());
        (layout.expect("pools are small"), offset)
    }

    /// What handlers hold: the address of constant 0.
    #[inline(always)]
    pub fn start(&self) -> *const Raw {
        self.start.as_ptr().cast_const().cast()
    }

    /// The constants.
    pub fn constants(&self) -> &[Value] {
        // SAFETY: so many are written, and nobody writes them again.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.constants as usize) }
    }

    /// The place of a cache. To be read and written under the lock.
    ///
    /// Panics if there is no such cache.
    pub fn cache(&self, number: i32) -> *mut Cache {
        assert!((number as u32) < self.caches);
        // SAFETY: as checked.
        unsafe { cache_at(self.start(), number) }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let (layout, offset) = Self::layout(self.constants as usize, self.caches as usize);
        // SAFETY: the constants are ours and dropped once; the block is as it was allocated. Caches own nothing.
        unsafe {
            for number in 0..self.constants as usize {
                self.start.add(number).drop_in_place();
            }
            dealloc(self.start.as_ptr().cast::<u8>().sub(offset), layout);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_and_caches_lie_apart() {
        assert_eq!(size_of::<Cache>(), 32);
        for (constants, caches) in [(0, 0), (0, 3), (1, 0), (5, 2), (2, 300)] {
            let values = (0..constants).map(Value::int).collect();
            let names: Vec<u64> = (0..caches).map(|number| 7000 + number).collect();
            let pool = Pool::new(values, &names);
            for number in 0..caches as i32 {
                // SAFETY: nobody else has the pool.
                let cache = unsafe { &mut *pool.cache(number) };
                assert_eq!(cache.name, 7000 + number as u64);
                assert_eq!(std::ptr::from_mut(cache) as usize % 32, 0);
                cache.clear();
            }
            let read: Vec<_> = pool.constants().iter().map(Value::as_int).collect();
            assert_eq!(read, (0..constants).map(Some).collect::<Vec<_>>());
        }
    }

    #[test]
    #[should_panic]
    fn a_cache_that_is_not_there() {
        Pool::new(Vec::new(), &[1]).cache(1);
    }
}
