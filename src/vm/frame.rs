//! Frames and the register stack.
#![allow(unsafe_code)] // The register stack is memory from the system; frames borrow what their callers keep alive.

use crate::code::Ins;
use crate::object::function::{CodeObject, FunctionObject};
use crate::object::generator::GeneratorObject;
use crate::object::value::{Raw, Value};
use crate::vm::Vm;

/// What happens with a frame's result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum FrameKind {
    /// The driver loop returns it to Rust.
    Entry,
    /// It goes to register `a` of the caller's call instruction, whose window starts at `b`.
    Call,
    /// As `Call`, for `__init__`: the result must be None, and the instance in the frame's `instance` goes to `a`.
    Construct,
    /// A property's getter: the result goes to register `a` of the caller's `GetAttr`.
    Get,
    /// A property's setter: the result is dropped.
    Set,
    /// A generator resumed by `ForIter`: what it yields goes to `a`, its end takes the jump.
    Iterate,
    /// A generator resumed by `Send`: what it yields goes to `a`, its result goes to `a` and takes the jump.
    Send,
}

/// One activation of a function.
pub struct Frame {
    /// The next instruction, while another frame is on top; for the top frame see `Vm::pc`.
    pub pc: *const Ins,
    /// Register 0.
    pub base: *mut Raw,
    /// The code's constants and inline caches, see [`crate::object::pool`].
    pub constants: *const Raw,
    /// The function's globals.
    pub globals: *const crate::object::dict::DictObject,
    /// The function; kept alive by whoever called (a register of the caller's frame, a generator, or Rust code). `Construct`,
    /// `Get` and `Set` frames own a count of it.
    pub function: *const FunctionObject,
    /// The code; kept alive by the function.
    pub code: *const CodeObject,
    /// The namespace of a class body, module or exec; the instance under construction of a `Construct` frame.
    pub namespace: Option<Value>,
    /// The generator this is the frame of, null for other frames. Such a frame runs in the generator's own registers. Whoever
    /// resumed it keeps it alive until the frame is gone: a register of the loop or delegation below, or Rust code.
    pub generator: *const GeneratorObject,
    /// For a generator's frame: the first free register of the stack.
    pub stack_top: *mut Raw,
    /// Number of handled exceptions below this frame.
    pub handled_base: u32,
    /// What happens with the result.
    pub kind: FrameKind,
}

impl Frame {
    /// The function.
    pub fn function(&self) -> &FunctionObject {
        // SAFETY: the caller of the frame keeps the function alive.
        unsafe { &*self.function }
    }
    /// The code object.
    pub fn code(&self) -> &CodeObject {
        // SAFETY: as above.
        unsafe { &*self.code }
    }
    /// The first register of the stack above it.
    #[inline(always)]
    pub(crate) fn free_registers(&self) -> *mut Raw {
        if self.generator.is_null() {
            // SAFETY: a frame's registers lie within the stack.
            unsafe { self.base.add(self.code().registers as usize) }
        } else {
            self.stack_top
        }
    }
    /// The generator this is the frame of.
    #[inline(always)]
    pub fn generator(&self) -> Option<&GeneratorObject> {
        // SAFETY: whoever resumed it keeps it alive.
        unsafe { self.generator.as_ref() }
    }
}

/// The frames of a thread, the innermost last: a vector that knows its ends by address, so that a call compares and adds once.
pub struct Frames {
    first: *mut Frame,
    /// Behind the innermost frame.
    end: *mut Frame,
    /// Where a frame may not begin without a closer look: the end of the room, or of what the recursion limit allows.
    limit: *mut Frame,
    capacity: usize,
    /// `sys.getrecursionlimit()`, at hand.
    most: usize,
}

/// Frames that there is room for at first.
const FIRST_FRAMES: usize = 64;

impl Frames {
    /// No frames, and how many there may be.
    pub fn new(most: usize) -> Frames {
        let mut room = std::mem::ManuallyDrop::new(Vec::<Frame>::with_capacity(FIRST_FRAMES));
        let first = room.as_mut_ptr();
        let mut frames = Frames {
            first,
            end: first,
            limit: first,
            capacity: room.capacity(),
            most,
        };
        frames.set_most(most);
        frames
    }
    /// Sets how many frames there may be. Those that are there stay.
    pub fn set_most(&mut self, most: usize) {
        self.most = most;
        // SAFETY: within the room, or its end.
        self.limit = unsafe { self.first.add(most.min(self.capacity)) };
    }
    /// True if one more frame fits without a closer look.
    #[inline(always)]
    pub(crate) fn has_place(&self) -> bool {
        self.end < self.limit
    }
    /// Makes sure that one more frame fits; false if it would be one too many.
    #[inline(always)]
    pub(crate) fn make_place(&mut self) -> bool {
        self.has_place() || self.grow()
    }
    /// The place of one more frame, uninitialised, which counts as pushed: the caller writes all its fields at once.
    ///
    /// # Safety
    /// There must be one.
    #[inline(always)]
    pub(crate) unsafe fn place(&mut self) -> *mut Frame {
        debug_assert!(self.has_place());
        let place = self.end;
        // SAFETY: the caller says that it lies within the room.
        self.end = unsafe { place.add(1) };
        place
    }
    /// The innermost frame's place; behind it, that of the next one.
    #[inline(always)]
    pub(crate) fn top(&self) -> *mut Frame {
        self.end.wrapping_sub(1)
    }
    /// Takes the innermost frame away, without dropping what it owns.
    ///
    /// # Safety
    /// There must be one, and its namespace be empty or taken over.
    #[inline(always)]
    pub(crate) unsafe fn forget_top(&mut self) {
        // SAFETY: the caller says that there is one.
        self.end = unsafe { self.end.sub(1) };
    }
    /// Takes the innermost frame.
    pub(crate) fn pop(&mut self) -> Option<Frame> {
        if self.end == self.first {
            return None;
        }
        // SAFETY: there is one, and it counts as gone before anybody sees it twice.
        unsafe {
            self.end = self.end.sub(1);
            Some(self.end.read())
        }
    }
    #[cold]
    #[inline(never)]
    fn grow(&mut self) -> bool {
        let length = self.len();
        if length >= self.most {
            return false;
        }
        if length == self.capacity {
            // SAFETY: the room was a vector's, and becomes one's again while it grows.
            let room = unsafe { Vec::from_raw_parts(self.first, length, self.capacity) };
            let mut room = std::mem::ManuallyDrop::new(room);
            room.reserve(length);
            self.first = room.as_mut_ptr();
            self.capacity = room.capacity();
            // SAFETY: so many frames are there.
            self.end = unsafe { self.first.add(length) };
        }
        self.set_most(self.most);
        true
    }
}

impl std::ops::Deref for Frames {
    type Target = [Frame];
    #[inline(always)]
    fn deref(&self) -> &[Frame] {
        // SAFETY: all frames up to the end are written.
        unsafe { std::slice::from_raw_parts(self.first, self.end.offset_from(self.first) as usize) }
    }
}

impl std::ops::DerefMut for Frames {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [Frame] {
        // SAFETY: as above, and this is the only reference.
        unsafe {
            std::slice::from_raw_parts_mut(self.first, self.end.offset_from(self.first) as usize)
        }
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        let length = self.len();
        // SAFETY: the room was a vector's.
        drop(unsafe { Vec::from_raw_parts(self.first, length, self.capacity) });
    }
}

/// Moves the content of a register, which was written a moment ago, see [`Raw::of_halves`].
///
/// # Safety
/// The first register's content must be owned by it, the second's by nobody.
#[inline(always)]
pub(crate) unsafe fn take_over(from: *mut Raw, to: *mut Raw) {
    // SAFETY: the caller says so.
    unsafe {
        let raw = Raw::of_halves(from);
        (*to).tag = raw.tag;
        (*to).bits = raw.bits;
        *from = Raw::UNBOUND;
    }
}

/// Address space for registers; pages are used only when touched.
pub struct RegisterStack {
    first: *mut Raw,
    bytes: usize,
}

/// Address space for the registers of the main thread: a million frames of the usual size.
const MAIN: usize = 256 << 20;
/// Address space for the registers of another thread: the default recursion limit fits four times, at the largest frames.
const OTHER: usize = 16 << 20;
/// Less than this is refused.
const LEAST: usize = 1 << 20;
/// Bytes behind those in which frames may begin: the largest frame has 256 registers, as the compiler and the verifier see to, and
/// a call writes some above it.
const RESERVE: usize = (256 + 260) * size_of::<Raw>();

// SAFETY: the mapping is owned memory without any tie to the thread that made it.
unsafe impl Send for RegisterStack {}

impl RegisterStack {
    /// Room for nothing: what is left when the stack has moved to another thread.
    pub const fn none() -> RegisterStack {
        RegisterStack {
            first: std::ptr::null_mut(),
            bytes: 0,
        }
    }
    /// Gives the memory of the deeper part back to the system and keeps the address space.
    pub fn trim(&mut self) {
        const KEPT: usize = 256 << 10;
        if self.bytes > KEPT {
            // SAFETY: the range lies within the mapping, whose frames are all gone; the pages read as zero afterwards.
            unsafe {
                libc::madvise(
                    self.first.cast::<u8>().add(KEPT).cast(),
                    self.bytes - KEPT,
                    libc::MADV_DONTNEED,
                )
            };
        }
    }
    /// Reserves the address space, less of it where the system gives less.
    pub fn new(is_main: bool) -> std::io::Result<RegisterStack> {
        let mut bytes = if is_main {
            crate::memory::share(MAIN)
        } else {
            OTHER
        };
        loop {
            // SAFETY: an anonymous private mapping; zeroed pages are unbound registers.
            let first = unsafe {
                libc::mmap(
                    std::ptr::null_mut(),
                    bytes,
                    libc::PROT_READ | libc::PROT_WRITE,
                    libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                    -1,
                    0,
                )
            };
            if first != libc::MAP_FAILED {
                return Ok(RegisterStack {
                    first: first.cast(),
                    bytes,
                });
            }
            if bytes <= LEAST {
                return Err(std::io::Error::last_os_error());
            }
            bytes /= 2;
        }
    }
    /// True if it is as large as the main thread's is to be.
    pub fn is_large(&self) -> bool {
        self.bytes > OTHER
    }
    /// The first register.
    pub fn first(&self) -> *mut Raw {
        self.first
    }
    /// Bytes of it in which frames may begin: the largest one, and what a call writes above it, have room behind them.
    pub fn room(&self) -> usize {
        self.bytes.saturating_sub(RESERVE)
    }
}

impl Drop for RegisterStack {
    fn drop(&mut self) {
        if self.first.is_null() {
            return;
        }
        // SAFETY: the mapping is ours; every frame has released its registers.
        unsafe { libc::munmap(self.first.cast(), self.bytes) };
    }
}

impl Vm {
    /// Makes the top frame the current one again.
    #[inline(always)]
    pub(crate) fn restore_top(&mut self) {
        if let Some(top) = self.frames.last() {
            self.pc = top.pc;
            self.globals = top.globals;
        }
    }
    /// True if a frame has room at `base`; `base` lies in the stack or, in a generator's frame, elsewhere: then the answer is
    /// false.
    #[inline(always)]
    pub(crate) fn has_room(&self, base: *mut Raw) -> bool {
        (base as usize).wrapping_sub(self.stack_first as usize) <= self.stack_room
    }
    /// True for a register of a generator, which does not lie in the stack.
    #[inline(always)]
    pub(crate) fn is_off_stack(&self, register: *mut Raw) -> bool {
        (register as usize).wrapping_sub(self.stack_first as usize) >= self.stack_room + RESERVE
    }
    /// The first register of the stack above the top frame.
    #[inline]
    pub(crate) fn free_registers(&self) -> *mut Raw {
        match self.frames.last() {
            Some(frame) => frame.free_registers(),
            None => self.stack.first(),
        }
    }
    /// The instruction number the top frame is at (the one being executed).
    pub(crate) fn instruction_of(&self, index: usize) -> usize {
        instruction_in(&self.frames, index, self.pc)
    }
}

/// The number of the instruction that a frame of a thread executes; `pc` is that of the thread's innermost frame.
pub(crate) fn instruction_in(frames: &[Frame], index: usize, pc: *const Ins) -> usize {
    let frame = &frames[index];
    let next = if index + 1 == frames.len() {
        pc
    } else {
        frame.pc
    };
    let first = frame.code().instructions.as_ptr() as usize;
    ((next as usize).saturating_sub(first) / size_of::<Ins>()).saturating_sub(1)
}
