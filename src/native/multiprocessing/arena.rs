//! Shared arenas: pages of slots for what processes share, without names.
//!
//! Enters: requests for a slot; descriptors of arenas that another process passed on. Leaves: [`Place`]s, each a slot in an arena that
//! stays mapped as long as the place lives. An arena is a memory file that cannot shrink; its first slot says which arena it
//! is and how many slots were given out, so that processes that share it may all take slots. Slots are never used again: the kernel
//! frees an arena when the last process and object is gone.
#![allow(unsafe_code)] // Making and mapping the memory file.

use super::process::ThisProcess;
use super::slot::Slot;
use crate::gil::GilCell;
use crate::native::NativeClass;
use crate::object::mapping::Mapping;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::ffi::CStr;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};

/// Slots in an arena, the first one included.
const SLOTS: usize = 1024;
const SIZE: usize = SLOTS * size_of::<Slot>();
/// The first plain number of the first slot of every arena.
const MARK: u64 = u64::from_ne_bytes(*b"tick.v01");

/// An arena as this process has it.
pub struct Arena {
    mapping: Mapping,
    descriptor: OwnedFd,
    identity: u64,
}

/// A nameless file in memory, of zeros, that can neither shrink nor grow: whoever maps it cannot lose the memory.
pub fn memory_file(name: &CStr, size: usize) -> io::Result<OwnedFd> {
    // SAFETY: a text that ends with a zero, and flags.
    let descriptor =
        unsafe { libc::memfd_create(name.as_ptr(), libc::MFD_CLOEXEC | libc::MFD_ALLOW_SEALING) };
    if descriptor < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the descriptor was just made, and nobody else has it.
    let descriptor = unsafe { OwnedFd::from_raw_fd(descriptor) };
    let seals = libc::F_SEAL_SHRINK | libc::F_SEAL_GROW | libc::F_SEAL_SEAL;
    let size =
        libc::off_t::try_from(size).map_err(|_| io::Error::from_raw_os_error(libc::EFBIG))?;
    // SAFETY: calls on a descriptor of our own.
    let failed = unsafe {
        libc::ftruncate(descriptor.as_raw_fd(), size) != 0
            || libc::fcntl(descriptor.as_raw_fd(), libc::F_ADD_SEALS, seals) != 0
    };
    if failed {
        return Err(io::Error::last_os_error());
    }
    Ok(descriptor)
}

impl Arena {
    fn create() -> io::Result<Arena> {
        let descriptor = memory_file(c"tick-locks", SIZE)?;
        let mut identity = 0u64.to_ne_bytes();
        // SAFETY: the call fills the array.
        if unsafe { libc::getrandom(identity.as_mut_ptr().cast(), identity.len(), 0) }
            != identity.len() as isize
        {
            return Err(io::Error::last_os_error());
        }
        // Fits the ints of the language.
        let identity = u64::from_ne_bytes(identity) >> 1;
        let arena = Arena::map(descriptor, identity)?;
        let head = arena.slot(0);
        head.state.store(identity, Ordering::Relaxed);
        head.extra.store(1, Ordering::Relaxed);
        head.words[0].store(MARK, Ordering::Release);
        Ok(arena)
    }

    fn map(descriptor: OwnedFd, identity: u64) -> io::Result<Arena> {
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        let mapping = Mapping::new(
            Some(descriptor.as_raw_fd()),
            SIZE,
            protection,
            libc::MAP_SHARED,
            0,
        )?;
        Ok(Arena {
            mapping,
            descriptor,
            identity,
        })
    }

    /// Maps an arena that another process has made and passed on; `None` if the descriptor is not that arena.
    fn adopt(descriptor: RawFd, identity: u64) -> Option<Arena> {
        if !is_sealed(descriptor) {
            return None;
        }
        // SAFETY: the descriptor was passed to be owned by the arena.
        let arena = Arena::map(unsafe { OwnedFd::from_raw_fd(descriptor) }, identity).ok()?;
        let head = arena.slot(0);
        let is_it = head.words[0].load(Ordering::Acquire) == MARK
            && head.state.load(Ordering::Relaxed) == identity;
        is_it.then_some(arena)
    }

    /// A slot that nobody has had, all zeros; `None` if there is none.
    fn allocate(&self) -> Option<u32> {
        let next = &self.slot(0).extra;
        let taken = next.fetch_update(Ordering::AcqRel, Ordering::Relaxed, |next| {
            (next < SLOTS as u64).then_some(next + 1)
        });
        taken.ok().map(|index| index as u32)
    }

    /// The slot with this index, which is below the number of slots.
    fn slot(&self, index: u32) -> &Slot {
        // SAFETY: slots are atomics, and all processes use arenas in this way.
        let slot = unsafe {
            self.mapping
                .place::<Slot>(index as usize * size_of::<Slot>())
        };
        slot.expect("places are made with an index inside the arena")
    }
}

/// Whether a descriptor is a memory file of the size of an arena that cannot change its size any more.
fn is_sealed(descriptor: RawFd) -> bool {
    let seals = libc::F_SEAL_SHRINK | libc::F_SEAL_GROW;
    // SAFETY: the structure is filled by the call; both calls only ask.
    unsafe {
        let mut data: libc::stat = std::mem::zeroed();
        libc::fcntl(descriptor, libc::F_GET_SEALS) & seals == seals
            && libc::fcntl(descriptor, libc::F_GET_SEALS) >= 0
            && libc::fstat(descriptor, &mut data) == 0
            && data.st_size == SIZE as libc::off_t
    }
}

/// Whether two descriptors are of one file.
fn same_file(left: RawFd, right: RawFd) -> bool {
    // SAFETY: the structures are filled by the calls.
    unsafe {
        let (mut a, mut b): (libc::stat, libc::stat) = (std::mem::zeroed(), std::mem::zeroed());
        libc::fstat(left, &mut a) == 0
            && libc::fstat(right, &mut b) == 0
            && (a.st_dev, a.st_ino) == (b.st_dev, b.st_ino)
    }
}

/// A slot in an arena, and the process that looks at it.
pub struct Place {
    arena: Arc<Arena>,
    index: u32,
    /// The process.
    pub process: Rc<ThisProcess>,
}

impl Place {
    /// The slot.
    #[inline]
    pub fn slot(&self) -> &Slot {
        self.arena.slot(self.index)
    }

    /// What another process needs to find it: the descriptor of the arena, its identity, and the index.
    pub fn coordinates(&self) -> (RawFd, u64, u32) {
        (
            self.arena.descriptor.as_raw_fd(),
            self.arena.identity,
            self.index,
        )
    }
}

/// What an interpreter knows about arenas.
struct Registry {
    arenas: GilCell<Vec<Weak<Arena>>>,
    current: GilCell<Weak<Arena>>,
    process: Rc<ThisProcess>,
}

impl Payload for Registry {}

static REGISTRY: NativeClass = NativeClass {
    name: "_multiprocessing._Registry",
    ..NativeClass::EMPTY
};

const KEY: &NativeClass = &REGISTRY;

fn registry(vm: &mut Vm) -> Outcome<Value> {
    let key = std::ptr::from_ref(KEY) as usize;
    if let Some(known) = vm.module_data(key) {
        return Ok(known);
    }
    let class = vm.native_class(&REGISTRY)?;
    let fresh = Registry {
        arenas: GilCell::new(Vec::new()),
        current: GilCell::new(Weak::new()),
        process: Rc::new(ThisProcess::new()),
    };
    let fresh = vm.new_native(&class, fresh);
    vm.set_module_data(key, fresh.clone());
    Ok(fresh)
}

/// To be called in the child of a fork.
pub fn after_fork_in_child(vm: &mut Vm) {
    let known = vm.module_data(std::ptr::from_ref(KEY) as usize);
    if let Some(registry) = known.as_ref().and_then(|value| value.payload::<Registry>()) {
        registry.process.forked();
    }
}

fn known<'a>(vm: &mut Vm, value: &'a Value) -> Outcome<&'a Registry> {
    crate::native::payload::state(vm, value)
}

/// A new slot, all zeros.
pub fn allocate(vm: &mut Vm) -> Outcome<Place> {
    let value = registry(vm)?;
    let registry = known(vm, &value)?;
    let process = registry.process.clone();
    if let Some(arena) = registry.current.get(vm).upgrade()
        && let Some(index) = arena.allocate()
    {
        return Ok(Place {
            arena,
            index,
            process,
        });
    }
    let created = Arena::create();
    let arena = Arc::new(created.map_err(|error| vm.raise_os_error(&error, None))?);
    let index = arena.allocate().unwrap_or(1);
    remember(vm, registry, &arena);
    registry.current.replace(vm.gil(), Arc::downgrade(&arena));
    Ok(Place {
        arena,
        index,
        process,
    })
}

fn remember(vm: &mut Vm, registry: &Registry, arena: &Arc<Arena>) {
    let arenas = registry.arenas.get_mut(vm.gil());
    arenas.retain(|known| known.strong_count() > 0);
    arenas.push(Arc::downgrade(arena));
}

/// The slot with the coordinates that another process has passed on, with a descriptor of the arena of its own.
pub fn find(vm: &mut Vm, descriptor: RawFd, identity: u64, index: u32) -> Outcome<Place> {
    if index == 0 || index as usize >= SLOTS {
        return Err(vm.value_error("no such slot in an arena"));
    }
    let value = registry(vm)?;
    let registry = known(vm, &value)?;
    let process = registry.process.clone();
    let mut arenas = registry.arenas.get(vm).iter().filter_map(Weak::upgrade);
    if let Some(arena) = arenas.find(|arena| arena.identity == identity) {
        let own = arena.descriptor.as_raw_fd();
        if descriptor != own && same_file(descriptor, own) {
            // SAFETY: it was passed for this arena, which has one already.
            unsafe { libc::close(descriptor) };
        }
        return Ok(Place {
            arena,
            index,
            process,
        });
    }
    let Some(arena) = Arena::adopt(descriptor, identity) else {
        return Err(vm.value_error(format!(
            "descriptor {descriptor} is not the shared arena it should be"
        )));
    };
    let arena = Arc::new(arena);
    remember(vm, registry, &arena);
    Ok(Place {
        arena,
        index,
        process,
    })
}
