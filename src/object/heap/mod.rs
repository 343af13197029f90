//! The heap of one interpreter: headers, cells in pages, counting, freeing without native recursion.
//!
//! Enters: payloads. Leaves: [`Ref`]s. Cells live in 64 KiB pages of one cell size each; a page's head names its heap, so a
//! destructor needs no other state, and the collector finds every object by walking the pages. Objects over 16 KiB have
//! pages of their own. All of it runs under the interpreter's lock; nothing here is atomic.
#![allow(unsafe_code)] // Allocation and type erasure: each block argues from the page layout or from a counted reference.

mod reference;

use super::value::{Raw, Value, tag};
use crate::gil::{Gil, GilCell};
use std::cell::{Cell, UnsafeCell};
use std::ptr::NonNull;

pub use reference::{Ref, header_of, value_of};

/// Mask of the bits of `Header::count` that count.
pub const COUNT_MASK: u32 = 0x3fff_ffff;
/// Set while weak references to the object exist.
pub const FLAG_WEAK: u32 = 0x8000_0000;
/// Set once the object's finalizer has run.
pub const FLAG_FINALIZED: u32 = 0x4000_0000;
/// Bit of `Header::kind` set for shapes whose class has a finalizer (`__del__`).
pub const KIND_FINALIZER: u32 = 1 << 23;
/// Bit of `Header::kind` set for shapes whose objects have an attribute dict behind the fixed part: instances of
/// subclasses of built-in types, and exceptions.
pub const KIND_ATTRIBUTES: u32 = 1 << 22;
/// Bits of `Header::kind` that number the shape, the two bits above included.
pub const KIND_SHAPE: u32 = 0x00ff_ffff;

/// The first eight bytes of every heap object.
#[repr(C)]
pub struct Header {
    count: Cell<u32>,
    kind: Cell<u32>,
}

impl Header {
    /// A header for a new object: one reference, of this shape and layout.
    pub const fn new(layout: Layout, shape: u32) -> Header {
        Header {
            count: Cell::new(1),
            kind: Cell::new(super::kind::word(layout, shape)),
        }
    }
    /// Adds a reference.
    #[inline(always)]
    pub fn retain(&self) {
        self.count.set(self.count.get().wrapping_add(1));
    }
    /// The number of references.
    pub fn count(&self) -> u32 {
        self.count.get() & COUNT_MASK
    }
    /// Layout and shape in one word, for guards of inline caches.
    #[inline(always)]
    pub fn kind(&self) -> u32 {
        self.kind.get()
    }
    /// The layout.
    #[inline(always)]
    pub fn layout(&self) -> Layout {
        // SAFETY: the top byte was written from a `Layout`.
        unsafe { std::mem::transmute::<u8, Layout>((self.kind.get() >> 24) as u8) }
    }
    /// The number of the shape, with which the interpreter's table tells class and slots.
    #[inline(always)]
    pub fn shape(&self) -> u32 {
        self.kind.get() & KIND_SHAPE
    }
    /// Gives the object another shape of the same layout.
    #[inline(always)]
    pub fn set_shape(&self, shape: u32) {
        self.kind.set(self.kind.get() & !KIND_SHAPE | shape);
    }
    /// Tests one of the flags beside the count.
    pub fn flag(&self, flag: u32) -> bool {
        self.count.get() & flag != 0
    }
    /// Sets or clears one of the flags beside the count.
    pub fn set_flag(&self, flag: u32, on: bool) {
        self.count.set(if on {
            self.count.get() | flag
        } else {
            self.count.get() & !flag
        });
    }
    /// The heap this object lives in.
    pub fn heap(&self) -> &Heap {
        // SAFETY: every object lies behind the head of a page, which is aligned to PAGE, and the heap outlives its objects.
        unsafe { &*(*page_of(self)).heap }
    }
}

/// The attribute dict behind objects whose kind says so.
pub type Attributes = GilCell<Option<Ref<super::dict::DictObject>>>;

/// The attribute dict behind the fixed part of an object, if its kind has one.
pub fn attributes(header: &Header) -> Option<&Attributes> {
    if header.kind() & KIND_ATTRIBUTES == 0 {
        return None;
    }
    // SAFETY: the kind says that `allocate_with_attributes` made the object, so the slot is there.
    unsafe {
        let size = (LAYOUTS[header.layout() as usize].size)(header);
        Some(
            &*(header as *const Header)
                .cast::<u8>()
                .add(size)
                .cast::<Attributes>(),
        )
    }
}

/// Visits every value an object owns.
pub fn traverse(header: &Header, visit: &mut dyn FnMut(&Value)) {
    // SAFETY: the row belongs to the object's layout; the collector runs under the lock.
    unsafe {
        if let Some(slot) = attributes(header)
            && let Some(dict) = &*slot.as_ptr()
        {
            visit(&dict.to_value());
        }
        (LAYOUTS[header.layout() as usize].traverse)(header, visit)
    }
}

/// The number of the cell an object lies in, as [`Heap::number_cells`] gave it.
#[inline]
pub fn cell_number(header: &Header) -> usize {
    let page = page_of(header);
    // SAFETY: every object lies behind a page's head.
    unsafe {
        let offset = std::ptr::from_ref(header) as usize - page as usize - HEAD;
        let cell = (*page).cell;
        let place = if cell > PAGE {
            0
        } else {
            offset as u32 / cell as u32
        };
        (*page).first_number.get() + place as usize
    }
}

/// Bytes of the cell an object lies in.
pub fn cell_bytes(header: &Header) -> usize {
    // SAFETY: every object lies behind a page's head.
    unsafe { (*page_of(header)).cell }
}

/// Drops what an object owns.
unsafe fn destroy(header: *mut Header) {
    // SAFETY: the caller owns the dead object.
    unsafe {
        if let Some(slot) = attributes(&*header) {
            drop(std::mem::take(&mut *slot.as_ptr()));
        }
        (LAYOUTS[(*header).layout() as usize].drop)(header);
    }
}

/// A heap object type: `repr(C)`, its header first.
///
/// # Safety
/// The type must be `#[repr(C)]`, begin with a [`Header`], and be the only type with its layout.
pub unsafe trait Object: 'static {
    /// The layout byte of this type.
    const LAYOUT: Layout;
    /// True if the object may be part of a reference cycle.
    const CYCLIC: bool;
    /// Shows every value the object owns to `visit`.
    fn traverse(&self, visit: &mut dyn FnMut(&Value));
    /// Releases what the object owns so that a cycle falls apart; the object stays valid, though empty.
    fn clear(&mut self) {}
    /// Number of bytes behind the fixed part, for objects with items in line.
    fn extra_bytes(&self) -> usize {
        0
    }
}

/// What a layout needs from the outside: type-erased.
pub struct LayoutTable {
    /// The layout's name.
    pub name: &'static str,
    /// Whether the collector looks at it.
    pub cyclic: bool,
    /// Drops the object in place.
    pub drop: unsafe fn(*mut Header),
    /// Visits the values it owns.
    pub traverse: unsafe fn(*const Header, &mut dyn FnMut(&Value)),
    /// Empties it.
    pub clear: unsafe fn(*mut Header),
    /// Size of the object in bytes.
    pub size: unsafe fn(*const Header) -> usize,
}

macro_rules! layouts {
    ($( $(#[$doc:meta])* $name:ident = $type:ty; )*) => {
        /// The physical type of a heap object. Subclasses of a built-in type share its layout.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[repr(u8)]
        pub enum Layout { $( $(#[$doc])* $name, )* }

        /// One row a layout.
        pub static LAYOUTS: &[LayoutTable] = &[ $( LayoutTable {
            name: stringify!($name),
            cyclic: <$type as Object>::CYCLIC,
            // SAFETY (of the four): called only with objects of this layout.
            drop: |header| unsafe { std::ptr::drop_in_place(header.cast::<$type>()) },
            traverse: |header, visit| unsafe { (*header.cast::<$type>()).traverse(visit) },
            clear: |header| unsafe { (*header.cast::<$type>()).clear() },
            size: |header| unsafe { size_of::<$type>() + (*header.cast::<$type>()).extra_bytes() },
        }, )* ];
    };
}
pub use super::layout::{LAYOUTS, Layout};
pub(super) use layouts;

const PAGE: usize = 1 << 16;
const SMALL: usize = 512;
const CLASSES: usize = 32 + 20;

#[repr(C)]
struct Page {
    heap: *const Heap,
    cell: usize,
    class: usize,
    bytes: usize,
    bump: Cell<usize>,
    /// Number of the first cell while the collector keeps tables.
    first_number: Cell<usize>,
    pad: [usize; 2],
}
const CHUNK: usize = 64 * PAGE;
const HEAD: usize = 64;
const _: () = assert!(size_of::<Page>() <= HEAD);

fn page_of(header: *const Header) -> *const Page {
    (header as usize & !(PAGE - 1)) as *const Page
}

/// Class and cell size of an object of `bytes`; classes grow by 16 bytes up to 512, then by a quarter.
fn class_of(bytes: usize) -> Option<(usize, usize)> {
    if bytes <= SMALL {
        let class = bytes.div_ceil(16).max(1) - 1;
        return Some((class, (class + 1) * 16));
    }
    let mut cell = SMALL;
    for class in 32..CLASSES {
        cell += (cell / 4).next_multiple_of(64);
        if bytes <= cell {
            return (cell <= PAGE / 4).then_some((class, cell));
        }
    }
    None
}

#[derive(Clone, Copy)]
#[repr(C)]
struct FreeCell {
    count_and_kind: u64,
    next: *mut FreeCell,
}

/// The heap of one interpreter.
pub struct Heap {
    free: [Cell<*mut FreeCell>; CLASSES],
    current: [Cell<*mut Page>; CLASSES],
    pages: UnsafeCell<Vec<*mut Page>>,
    /// Mappings that pages are cut from, and what is left of the newest.
    chunks: UnsafeCell<Vec<usize>>,
    chunk_at: Cell<usize>,
    chunk_end: Cell<usize>,
    draining: Cell<bool>,
    pending: UnsafeCell<Vec<NonNull<Header>>>,
    /// Objects whose finalizers wait for the next safe point.
    finalizers: UnsafeCell<Vec<Value>>,
    /// Called when an object with weak references dies; set by `object::weak`.
    weak_died: Cell<Option<fn(&Heap, &Header)>>,
    /// Data of `object::weak`.
    pub(super) weak: UnsafeCell<super::weak::WeakTable>,
    urgent: Cell<bool>,
    live: Cell<usize>,
    allocations: Cell<usize>,
    /// What `allocations` was when the program began; none if it did not say so, or if a collection has begun a new count.
    begun_at: Cell<Option<usize>>,
    collect_at: Cell<usize>,
}

impl Default for Heap {
    fn default() -> Self {
        Heap {
            free: std::array::from_fn(|_| Cell::new(std::ptr::null_mut())),
            current: std::array::from_fn(|_| Cell::new(std::ptr::null_mut())),
            pages: UnsafeCell::new(Vec::new()),
            chunks: UnsafeCell::new(Vec::new()),
            chunk_at: Cell::new(0),
            chunk_end: Cell::new(0),
            draining: Cell::new(false),
            pending: UnsafeCell::new(Vec::new()),
            finalizers: UnsafeCell::new(Vec::new()),
            weak_died: Cell::new(None),
            weak: UnsafeCell::default(),
            urgent: Cell::new(false),
            live: Cell::new(0),
            allocations: Cell::new(0),
            begun_at: Cell::new(None),
            collect_at: Cell::new(50_000),
        }
    }
}

impl Heap {
    /// Puts an object into a cell, with room for an attribute dict if its shape wants one.
    pub fn allocate_with_attributes<T: Object>(&self, _gil: &Gil, object: T) -> Ref<T> {
        let fixed = size_of::<T>() + object.extra_bytes();
        // SAFETY: the cell has room for a `T` and the dict's pointer behind it, and nobody else has it.
        unsafe {
            let cell = self.cell(fixed + 8, true).cast::<T>();
            cell.write(object);
            cell.cast::<u8>()
                .add(fixed)
                .cast::<Attributes>()
                .write(GilCell::new(None));
            Ref::from_raw(cell)
        }
    }

    /// Puts an object into a cell.
    #[inline(always)]
    pub fn allocate<T: Object>(&self, _gil: &Gil, object: T) -> Ref<T> {
        // SAFETY: the cell has room for a `T` and nobody else has it.
        unsafe {
            let cell = self.cell(size_of::<T>(), T::CYCLIC).cast::<T>();
            cell.write(object);
            Ref::from_raw(cell)
        }
    }

    /// Room for an object of `bytes`, uninitialised but for a zero count.
    ///
    /// # Safety
    /// The caller must hold the lock and write a valid object there at once.
    #[inline(always)]
    pub unsafe fn cell(&self, bytes: usize, cyclic: bool) -> *mut Header {
        if cyclic {
            self.allocations.set(self.allocations.get() + 1);
            if self.live.get() >= self.collect_at.get() {
                self.urgent.set(true);
            }
        }
        self.live.set(self.live.get() + 1);
        if bytes <= SMALL {
            let class = bytes.div_ceil(16).max(1) - 1;
            let cell = self.free[class].get();
            if !cell.is_null() {
                // SAFETY: cells on the list are free and hold the link.
                unsafe { self.free[class].set((*cell).next) };
                return cell.cast();
            }
        }
        self.cell_slow(bytes)
    }

    #[cold]
    #[inline(never)]
    fn cell_slow(&self, bytes: usize) -> *mut Header {
        let Some((class, size)) = class_of(bytes) else {
            return self.new_page(usize::MAX, bytes).1;
        };
        let free = self.free[class].get();
        if !free.is_null() {
            // SAFETY: cells on the list are free and hold the link.
            unsafe { self.free[class].set((*free).next) };
            return free.cast();
        }
        let page = self.current[class].get();
        if !page.is_null() {
            // SAFETY: pages are freed only with the heap.
            let head = unsafe { &*page };
            let at = head.bump.get();
            if at + size <= head.bytes {
                head.bump.set(at + size);
                return (page as usize + at) as *mut Header;
            }
        }
        let (page, cell) = self.new_page(class, size);
        self.current[class].set(page);
        cell
    }

    fn new_page(&self, class: usize, cell: usize) -> (*mut Page, *mut Header) {
        let bytes = if class == usize::MAX {
            (HEAD + cell).next_multiple_of(4096)
        } else {
            PAGE
        };
        let layout = std::alloc::Layout::from_size_align(bytes, PAGE)
            .expect("an object's size fits the address space");
        // SAFETY: the size is not zero; the head is written before anybody sees the page.
        unsafe {
            let page = if class == usize::MAX {
                let page = std::alloc::alloc_zeroed(layout).cast::<Page>();
                if page.is_null() {
                    std::alloc::handle_alloc_error(layout);
                }
                page
            } else {
                self.chunk_page()
            };
            page.write(Page {
                heap: self,
                cell,
                class,
                bytes,
                bump: Cell::new(HEAD + cell),
                first_number: Cell::new(usize::MAX / 2),
                pad: [0; 2],
            });
            (*self.pages.get()).push(page);
            (page, (page as usize + HEAD) as *mut Header)
        }
    }

    /// A zeroed page of a chunk: address space from the system, whose memory is used only when touched.
    fn chunk_page(&self) -> *mut Page {
        let at = self.chunk_at.get();
        if at == self.chunk_end.get() {
            // SAFETY: a private anonymous mapping, unmapped with the heap.
            let start = unsafe {
                libc::mmap(
                    std::ptr::null_mut(),
                    CHUNK + PAGE,
                    libc::PROT_READ | libc::PROT_WRITE,
                    libc::MAP_PRIVATE | libc::MAP_ANONYMOUS,
                    -1,
                    0,
                )
            };
            if start == libc::MAP_FAILED {
                // What was held back has room for a few chunks.
                if crate::memory::spend(CHUNK + PAGE) {
                    return self.chunk_page();
                }
                std::alloc::handle_alloc_error(std::alloc::Layout::new::<[u8; CHUNK]>());
            }
            // SAFETY: under the lock, no other borrow of the vector lives.
            unsafe { (*self.chunks.get()).push(start as usize) };
            let first = (start as usize).next_multiple_of(PAGE);
            self.chunk_at.set(first);
            self.chunk_end.set(first + CHUNK);
            return self.chunk_page();
        }
        self.chunk_at.set(at + PAGE);
        at as *mut Page
    }

    /// Gives a cell back.
    ///
    /// # Safety
    /// The object in it must have been dropped.
    unsafe fn free_cell(&self, cell: NonNull<Header>) {
        self.live.set(self.live.get() - 1);
        let page = page_of(cell.as_ptr());
        // SAFETY: the page is alive; the cell is ours again.
        unsafe {
            let class = (*page).class;
            if class == usize::MAX {
                let pages = &mut *self.pages.get();
                if let Some(at) = pages.iter().position(|&other| std::ptr::eq(other, page)) {
                    pages.swap_remove(at);
                }
                let layout = std::alloc::Layout::from_size_align_unchecked((*page).bytes, PAGE);
                std::alloc::dealloc(page as *mut u8, layout);
                return;
            }
            let cell = cell.as_ptr().cast::<FreeCell>();
            cell.write(FreeCell {
                count_and_kind: 0,
                next: self.free[class].get(),
            });
            self.free[class].set(cell);
        }
    }

    /// True when the next safe point has finalizers to run or a collection to make.
    #[inline(always)]
    pub fn urgent(&self) -> bool {
        self.urgent.get()
    }

    /// Takes the note of [`Heap::urgent`] back and returns the objects to finalize and whether a collection is due.
    pub fn take_urgent(&self, _gil: &Gil) -> (Vec<Value>, bool) {
        self.urgent.set(false);
        // SAFETY: under the lock; the vector is taken whole.
        let finalizers = unsafe { std::mem::take(&mut *self.finalizers.get()) };
        (finalizers, self.live.get() >= self.collect_at.get())
    }

    /// Queues an object for finalization at the next safe point.
    pub fn queue_finalizer(&self, value: Value) {
        // SAFETY: under the lock, no other borrow of the vector lives across a call.
        unsafe { (*self.finalizers.get()).push(value) };
        self.urgent.set(true);
    }

    /// Number of live objects.
    pub fn live(&self) -> usize {
        self.live.get()
    }

    /// Allocations of cyclic objects since the last collection, and at how many the next one is due.
    pub fn collection_counts(&self) -> (usize, usize) {
        (self.allocations.get(), self.collect_at.get())
    }

    /// Notes that the program begins now.
    pub fn begin_program(&self) {
        self.begun_at.set(Some(self.allocations.get()));
    }

    /// True unless the program has made so few objects that no cycle among them can be noticed when it dies: one for the
    /// function that its code is, and one more. What is noticed takes a cycle of two, or a class.
    pub fn may_hold_cycles(&self) -> bool {
        const FEW: usize = 2;
        self.begun_at
            .get()
            .is_none_or(|begun| self.allocations.get() - begun > FEW)
    }

    /// Starts a new count; the next collection is due when `after` more objects are alive than now (`usize::MAX`: never by
    /// itself). Growth counts, not allocations: a program that frees what it makes has no cycles to collect.
    pub fn restart_collection_count(&self, after: usize) {
        self.allocations.set(0);
        self.begun_at.set(None);
        self.collect_at.set(self.live.get().saturating_add(after));
    }

    /// Says who is told of dying objects that have weak references.
    pub fn on_weak_death(&self, told: fn(&Heap, &Header)) {
        self.weak_died.set(Some(told));
    }

    /// Numbers all cells for the collector's tables; how many there are. Numbers hold until the next call; a cell of a page
    /// made since then has a number beyond all tables.
    pub fn number_cells(&self, _gil: &Gil) -> usize {
        let mut count = 0;
        // SAFETY: under the lock; pages on the list are alive.
        unsafe {
            for &page in &*self.pages.get() {
                (*page).first_number.set(count);
                count += ((*page).bytes - HEAD) / (*page).cell;
            }
        }
        count
    }

    /// Calls `visit` for every live object.
    pub fn each(&self, _gil: &Gil, visit: &mut dyn FnMut(&Header)) {
        // SAFETY: under the lock; cells below the bump mark hold an object or a zero count.
        unsafe {
            for &page in (*self.pages.get()).clone().iter() {
                let (cell, end) = ((*page).cell, (*page).bump.get());
                let mut at = HEAD;
                while at + cell <= end {
                    let header = &*((page as usize + at) as *const Header);
                    if header.count.get() & COUNT_MASK != 0 {
                        visit(header);
                    }
                    at += cell;
                }
            }
        }
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        // Payload buffers of objects still alive are dropped without their references, then the pages go.
        // SAFETY: nobody can reach the objects any more: the interpreter is gone.
        unsafe {
            self.draining.set(true);
            let pages = std::mem::take(&mut *self.pages.get());
            for &page in &pages {
                let (cell, end) = ((*page).cell, (*page).bump.get());
                let mut at = HEAD;
                while at + cell <= end {
                    let header = (page as usize + at) as *mut Header;
                    if (*header).count.get() & COUNT_MASK != 0 {
                        // Every count is raised so that no release below reaches zero.
                        (*header).count.set(COUNT_MASK);
                    }
                    at += cell;
                }
            }
            // Finalizers that no safe point came for do not run any more.
            drop(std::mem::take(&mut *self.finalizers.get()));
            for &page in &pages {
                let (cell, end) = ((*page).cell, (*page).bump.get());
                let mut at = HEAD;
                while at + cell <= end {
                    let header = (page as usize + at) as *mut Header;
                    if (*header).count.get() & COUNT_MASK != 0 {
                        destroy(header);
                    }
                    at += cell;
                }
            }
            for page in pages {
                if (*page).class == usize::MAX {
                    let layout = std::alloc::Layout::from_size_align_unchecked((*page).bytes, PAGE);
                    std::alloc::dealloc(page.cast(), layout);
                }
            }
            for start in std::mem::take(&mut *self.chunks.get()) {
                libc::munmap(start as *mut libc::c_void, CHUNK + PAGE);
            }
        }
    }
}

/// Gives one reference back.
///
/// # Safety
/// The caller must own that reference and hold the lock of the object's interpreter.
#[inline(always)]
pub unsafe fn release(header: NonNull<Header>) {
    // SAFETY: the object is alive because the caller owns a reference.
    unsafe {
        let count = header.as_ref().count.get().wrapping_sub(1);
        header.as_ref().count.set(count);
        if count & COUNT_MASK == 0 {
            died(header);
        }
    }
}

/// Gives one reference back without freeing; true if it was the last one: then [`died`] must be called.
///
/// # Safety
/// As for [`release`].
#[inline(always)]
pub(crate) unsafe fn decrement(header: *const Header) -> bool {
    // SAFETY: the object is alive because the caller owns a reference.
    unsafe {
        let count = (*header).count.get().wrapping_sub(1);
        (*header).count.set(count);
        count & COUNT_MASK == 0
    }
}

/// The last reference is gone: finalize later, or drop and free now, children by a work list instead of recursion.
#[cold]
#[inline(never)]
pub(crate) unsafe fn died(header: NonNull<Header>) {
    // SAFETY: no reference is left, so the object is ours alone; the heap outlives it.
    unsafe {
        let heap = header.as_ref().heap();
        let object = header.as_ref();
        if object.kind.get() & KIND_FINALIZER != 0 && !object.flag(FLAG_FINALIZED) {
            object.retain();
            heap.queue_finalizer(
                Raw {
                    tag: tag::OBJECT,
                    bits: header.as_ptr() as u64,
                }
                .into_value(),
            );
            return;
        }
        // Strings die most, and mostly own nothing; long ints come next.
        if object.count.get() == 0 && object.kind.get() & KIND_ATTRIBUTES == 0 {
            let layout = object.layout() as u8;
            if layout == Layout::Str as u8 {
                std::ptr::drop_in_place(header.as_ptr().cast::<super::text::StrObject>());
                heap.free_cell(header);
                return;
            }
            if layout == Layout::Int as u8 {
                std::ptr::drop_in_place(header.as_ptr().cast::<super::number::IntObject>());
                heap.free_cell(header);
                return;
            }
        }
        let row = &LAYOUTS[object.layout() as usize];
        if !row.cyclic && object.count.get() == 0 && object.kind.get() & KIND_ATTRIBUTES == 0 {
            destroy(header.as_ptr());
            heap.free_cell(header);
            return;
        }
        if heap.draining.replace(true) {
            (*heap.pending.get()).push(header);
            return;
        }
        let mut next = Some(header);
        while let Some(header) = next {
            let object = header.as_ref();
            if object.flag(FLAG_WEAK)
                && let Some(told) = heap.weak_died.get()
            {
                object.retain();
                told(heap, object);
                object.count.set(object.count.get() - 1);
                object.set_flag(FLAG_WEAK, false);
            }
            if object.layout() as u8 == Layout::Generator as u8
                && !object.flag(FLAG_FINALIZED)
                && super::generator::wants_finalizer(header)
            {
                object.retain();
                heap.queue_finalizer(
                    Raw {
                        tag: tag::OBJECT,
                        bits: header.as_ptr() as u64,
                    }
                    .into_value(),
                );
            } else {
                destroy(header.as_ptr());
                heap.free_cell(header);
            }
            next = (*heap.pending.get()).pop();
        }
        heap.draining.set(false);
    }
}
