//! `FileIO`: a stream of bytes over a descriptor, one system call a method.
//!
//! Transfers that may block run without the interpreter's lock; small ones on regular files do not block and keep it. The
//! descriptor is closed when the object dies.
#![allow(unsafe_code)] // System calls on descriptors.

use super::{refuse_pickle, size_argument, unsupported};
use crate::gil::GilCell;
use crate::native::os_error::last_errno;
use crate::native::posix::path::{PathBytes, path_argument};
use crate::native::signals::Watch;
use crate::native::{Arguments, GetSetDefinition, NativeClass, Slots};
use crate::native_functions;
use crate::object::class::ClassObject;
use crate::object::cycle::visit_cell;
use crate::object::heap::Ref;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Raised, Vm};
use std::cell::Cell;

/// Transfers on regular files of at most so many bytes keep the lock.
const SMALL: usize = 64 << 10;

/// State of a `FileIO`.
pub struct FileIO {
    /// The descriptor; -1 once closed.
    pub fd: Cell<i32>,
    /// May be read.
    pub readable: Cell<bool>,
    /// May be written.
    pub writable: Cell<bool>,
    created: Cell<bool>,
    appending: Cell<bool>,
    /// Closing the object closes the descriptor.
    pub close_fd: Cell<bool>,
    /// A regular file: transfers do not wait for anybody.
    pub regular: Cell<bool>,
    seekable: Cell<Option<bool>>,
    /// `name`.
    pub name: GilCell<Value>,
}

impl Payload for FileIO {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit_cell(&self.name, visit);
    }
}

impl Drop for FileIO {
    fn drop(&mut self) {
        if self.fd.get() >= 0 && self.close_fd.get() {
            // SAFETY: the descriptor belongs to this object.
            unsafe { libc::close(self.fd.get()) };
        }
    }
}

impl FileIO {
    fn empty() -> FileIO {
        FileIO {
            fd: Cell::new(-1),
            readable: Cell::new(false),
            writable: Cell::new(false),
            created: Cell::new(false),
            appending: Cell::new(false),
            close_fd: Cell::new(true),
            regular: Cell::new(false),
            seekable: Cell::new(None),
            name: GilCell::new(Value::NONE),
        }
    }

    fn mode(&self) -> &'static str {
        match (
            self.created.get(),
            self.appending.get(),
            self.readable.get(),
            self.writable.get(),
        ) {
            (true, _, true, _) => "xb+",
            (true, ..) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, ..) => "ab",
            (_, _, true, true) => "rb+",
            (_, _, true, _) => "rb",
            _ => "wb",
        }
    }

    /// How to wait for a transfer of that size: not at all, or without the lock.
    fn wait(&self, what: &'static str, size: usize) -> Option<Wait> {
        if self.regular.get() && size <= SMALL {
            None
        } else {
            Some(Wait::Io {
                fd: self.fd.get(),
                what,
            })
        }
    }

    /// The descriptor; ValueError when closed.
    pub fn descriptor(&self, vm: &Vm) -> Outcome<i32> {
        match self.fd.get() {
            fd if fd >= 0 => Ok(fd),
            _ => Err(closed_file(vm)),
        }
    }

    /// Reads up to `size` bytes; `None` if a descriptor that does not block has none.
    pub fn read(&self, vm: &mut Vm, size: usize) -> Outcome<Option<Vec<u8>>> {
        let mut buffer: Vec<u8> = vm.zeroed(size)?;
        let count = self.read_into(vm, &mut buffer)?;
        Ok(count.map(|count| {
            buffer.truncate(count);
            buffer
        }))
    }

    /// Reads into a slice.
    pub fn read_into(&self, vm: &mut Vm, buffer: &mut [u8]) -> Outcome<Option<usize>> {
        let fd = self.descriptor(vm)?;
        let wait = self.wait("read", buffer.len());
        // Somebody at a terminal may press Ctrl-C just before the call, and then nothing more.
        let watch = (fd == 0 && blocks_at_terminal(fd)).then(|| Watch::of(vm));
        let call = || {
            let mut entries = [libc::pollfd {
                fd,
                events: libc::POLLIN,
                revents: 0,
            }];
            if watch.is_some_and(|watch| watch.poll(&mut entries, None) < 0) {
                return -1;
            }
            // SAFETY: the slice has that length.
            unsafe { libc::read(fd, buffer.as_mut_ptr().cast(), buffer.len()) as i64 }
        };
        match vm.system_call(wait, call)? {
            Ok(count) => {
                if watch.is_some()
                    && let Some(console) = vm.interp().console.get()
                {
                    console.line_was_typed();
                }
                Ok(Some(count as usize))
            }
            Err(libc::EAGAIN) => Ok(None),
            Err(number) => Err(vm.raise_errno(number, None)),
        }
    }

    /// Reads to the end of the file.
    pub fn read_all(&self, vm: &mut Vm) -> Outcome<Option<Vec<u8>>> {
        let fd = self.descriptor(vm)?;
        let mut all = Vec::new();
        let mut size = super::BUFFER_SIZE;
        if self.regular.get() {
            // SAFETY: calls on an open descriptor that fill a structure.
            let (end, at) = unsafe {
                let mut status: libc::stat = std::mem::zeroed();
                libc::fstat(fd, &mut status);
                (status.st_size, libc::lseek(fd, 0, libc::SEEK_CUR))
            };
            size = (end - at).clamp(0, 1 << 30) as usize + 1;
        }
        loop {
            let Some(piece) = self.read(vm, size)? else {
                return Ok(if all.is_empty() { None } else { Some(all) });
            };
            if piece.is_empty() {
                return Ok(Some(all));
            }
            if all.is_empty() {
                all = piece;
            } else {
                vm.room(&mut all, piece.len())?;
                all.extend_from_slice(&piece);
            }
            size = all.len().clamp(super::BUFFER_SIZE, 1 << 20);
        }
    }

    /// Writes what the system takes at once; `None` if a descriptor that does not block takes nothing.
    pub fn write(&self, vm: &mut Vm, data: &[u8]) -> Outcome<Option<usize>> {
        let fd = self.descriptor(vm)?;
        let wait = self.wait("write", data.len());
        let console = match fd {
            1 | 2 => vm.interp().console.get().cloned(),
            _ => None,
        };
        let outcome = match console {
            Some(console) => {
                let slot = vm.slot.clone();
                vm.system_call(wait, || console.write(fd, &slot, data))?
            }
            None => {
                // SAFETY: the slice has that length.
                let call = || unsafe { libc::write(fd, data.as_ptr().cast(), data.len()) as i64 };
                vm.system_call(wait, call)?
            }
        };
        match outcome {
            Ok(count) => Ok(Some(count as usize)),
            Err(libc::EAGAIN) => Ok(None),
            Err(number) => Err(vm.raise_errno(number, None)),
        }
    }

    /// Moves the position.
    pub fn seek(&self, vm: &mut Vm, offset: i64, whence: i32) -> Outcome<i64> {
        let fd = self.descriptor(vm)?;
        // SAFETY: an open descriptor.
        let at = unsafe { libc::lseek(fd, offset, whence) };
        if at < 0 {
            Err(vm.raise_last_errno(None))
        } else {
            Ok(at)
        }
    }

    /// Whether the position can be moved.
    pub fn is_seekable(&self) -> bool {
        if let Some(known) = self.seekable.get() {
            return known;
        }
        // SAFETY: fails on a descriptor that is not open.
        let answer = unsafe { libc::lseek(self.fd.get(), 0, libc::SEEK_CUR) >= 0 };
        self.seekable.set(Some(answer));
        answer
    }

    /// Closes the descriptor.
    pub fn close(&self, vm: &mut Vm) -> Outcome<()> {
        let fd = self.fd.replace(-1);
        if fd < 0 || !self.close_fd.get() {
            return Ok(());
        }
        // SAFETY: the descriptor belongs to this object. After EINTR it is closed all the same.
        if unsafe { libc::close(fd) } != 0 && last_errno() != libc::EINTR {
            return Err(vm.raise_last_errno(None));
        }
        Ok(())
    }

    /// Takes over an open descriptor; OSError if it is none, or a directory (where `refuse` says so).
    pub fn adopt(&self, vm: &mut Vm, fd: i32, name: &Value) -> Outcome<()> {
        // SAFETY: the call fills the structure or fails.
        let (failed, status) = unsafe {
            let mut status: libc::stat = std::mem::zeroed();
            (libc::fstat(fd, &mut status) != 0, status)
        };
        if failed {
            let number = last_errno();
            let path = crate::vm::numbers::small_int_of(name)
                .is_none()
                .then_some(name);
            return Err(vm.raise_errno(number, path));
        }
        if status.st_mode & libc::S_IFMT == libc::S_IFDIR {
            return Err(vm.raise_errno(libc::EISDIR, Some(name)));
        }
        self.regular
            .set(status.st_mode & libc::S_IFMT == libc::S_IFREG);
        self.fd.set(fd);
        drop(self.name.replace(vm.gil(), name.clone()));
        Ok(())
    }
}

/// Raises the error of closed files.
fn closed_file(vm: &Vm) -> Raised {
    vm.value_error("I/O operation on closed file")
}

/// The state of a value that is a FileIO.
pub fn state<'a>(vm: &Vm, value: &'a Value) -> Outcome<&'a FileIO> {
    match value.payload::<FileIO>() {
        Some(file) => Ok(file),
        None => {
            let name = vm.class_name(value);
            Err(vm.type_error(format!(
                "descriptor requires a '_io.FileIO' object but received '{name}'"
            )))
        }
    }
}

/// A new, unopened file of this class.
fn new(vm: &mut Vm, class: &Ref<ClassObject>, _: Arguments) -> Outcome<Value> {
    Ok(vm.new_native(class, FileIO::empty()))
}

/// What a mode of FileIO means: `(flags, read, write, create, append)`.
fn parse_mode(vm: &mut Vm, mode: &str) -> Outcome<(i32, bool, bool, bool, bool)> {
    let bad = "Must have exactly one of create/read/write/append mode and at most one plus";
    let (mut kind, mut plus) = (None, false);
    for letter in mode.chars() {
        match letter {
            'r' | 'w' | 'a' | 'x' if kind.is_none() => kind = Some(letter),
            '+' if !plus => plus = true,
            'b' => {}
            'r' | 'w' | 'a' | 'x' | '+' => return Err(vm.value_error(bad)),
            _ => return Err(vm.value_error(format!("invalid mode: {mode}"))),
        }
    }
    let Some(kind) = kind else {
        return Err(vm.value_error(bad));
    };
    let (read, write) = (kind == 'r' || plus, kind != 'r' || plus);
    let access = match (read, write) {
        (true, true) => libc::O_RDWR,
        (true, false) => libc::O_RDONLY,
        _ => libc::O_WRONLY,
    };
    let more = match kind {
        'w' => libc::O_CREAT | libc::O_TRUNC,
        'x' => libc::O_CREAT | libc::O_EXCL,
        'a' => libc::O_CREAT | libc::O_APPEND,
        _ => 0,
    };
    Ok((
        access | more | libc::O_CLOEXEC,
        read,
        write,
        kind == 'x',
        kind == 'a',
    ))
}

fn init(vm: &mut Vm, value: &Value, arguments: Arguments) -> Outcome<()> {
    let bound = arguments.bind(vm, "FileIO(file, mode='r', closefd=True, opener=None)")?;
    let mode = match bound[1].downcast::<crate::object::text::StrObject>() {
        Some(mode) => mode.as_str(),
        None => {
            let name = vm.class_name(&bound[1]);
            return Err(vm.type_error(format!("FileIO() argument 'mode' must be str, not {name}")));
        }
    };
    let close_fd = vm.truth(&bound[2])?;
    open_into(vm, value, &bound[0], mode, close_fd, &bound[3])
}

/// Opens a path or takes a descriptor over.
pub fn open_into(
    vm: &mut Vm,
    value: &Value,
    name: &Value,
    mode: &str,
    close_fd: bool,
    opener: &Value,
) -> Outcome<()> {
    let file = state(vm, value)?;
    file.close(vm)?;
    let (flags, read, write, create, append) = parse_mode(vm, mode)?;
    file.close_fd.set(close_fd);
    let path = if name.as_bool().is_some() {
        Err(crate::vm::numbers::small_int_of(name).unwrap_or(0))
    } else {
        match crate::vm::numbers::small_int_of(name) {
            Some(fd) => Err(fd),
            None => Ok(path_argument(vm, name)?),
        }
    };
    let fd = match path {
        Err(fd) if fd < 0 => return Err(vm.value_error("negative file descriptor")),
        Err(fd) => fd as i32,
        Ok(_) if !close_fd => return Err(vm.value_error("Cannot use closefd=False with file name")),
        Ok(_) if !opener.is_none() && !opener.is_missing() => {
            let fd = vm.call(opener, &[name.clone(), Value::int(flags as i64)])?;
            let Some(fd) = crate::vm::numbers::small_int_of(&fd) else {
                return Err(vm.type_error("expected integer from opener"));
            };
            if fd < 0 {
                return Err(vm.value_error(format!("opener returned {fd}")));
            }
            fd as i32
        }
        Ok(path) => open_path(vm, &path, flags, 0o666, name)?,
    };
    let owned = name.is_object();
    if let Err(raised) = file.adopt(vm, fd, name) {
        if owned {
            // SAFETY: the descriptor was opened above and goes nowhere.
            unsafe { libc::close(fd) };
        }
        return Err(raised);
    }
    file.readable.set(read);
    file.writable.set(write);
    file.created.set(create);
    file.appending.set(append);
    file.seekable.set(None);
    if append && file.is_seekable() {
        file.seek(vm, 0, libc::SEEK_END)?;
    }
    Ok(())
}

/// `open(2)`: opening a pipe waits for the other end, so the lock is given up.
pub fn open_path(
    vm: &mut Vm,
    path: &PathBytes,
    flags: i32,
    mode: u32,
    shown: &Value,
) -> Outcome<i32> {
    let text = path.c_text();
    vm.refuse_named_pipe(&text)?;
    let wait = Some(Wait::Io {
        fd: -1,
        what: "open",
    });
    // SAFETY: a text that ends with a zero.
    let call = || unsafe { libc::open(text.as_ptr(), flags, mode) as i64 };
    match vm.system_call(wait, call)? {
        Ok(fd) => Ok(fd as i32),
        Err(number) => Err(vm.raise_errno(number, Some(shown))),
    }
}

fn check_readable(vm: &mut Vm, value: &Value) -> Outcome<()> {
    let file = state(vm, value)?;
    file.descriptor(vm)?;
    if file.readable.get() {
        Ok(())
    } else {
        Err(unsupported(vm, "File not open for reading"))
    }
}

fn bytes_or_none(vm: &mut Vm, data: Option<Vec<u8>>) -> Value {
    data.map_or(Value::NONE, |data| vm.new_bytes(data))
}

native_functions! { static METHODS;
    /// Up to `size` bytes by one system call; all to the end without a size.
    "read(self, size=-1, /)" fn read(vm, value: &Value, size: Option<&Value>) -> Value {
        check_readable(vm, value)?;
        let file = state(vm, value)?;
        let data = match size_argument(vm, size)? {
            Some(size) => file.read(vm, size)?,
            None => file.read_all(vm)?,
        };
        Ok(bytes_or_none(vm, data))
    }
    /// All to the end.
    "readall(self, /)" fn readall(vm, value: &Value) -> Value {
        let data = state(vm, value)?.read_all(vm)?;
        Ok(bytes_or_none(vm, data))
    }
    /// Read into a buffer; the number of bytes read.
    "readinto(self, buffer, /)" fn readinto(vm, value: &Value, buffer: &Value) -> Option<usize> {
        check_readable(vm, value)?;
        let room = vm.writable_argument(buffer, "readinto()")?;
        let Some(data) = state(vm, value)?.read(vm, room)? else { return Ok(None) };
        vm.write_into(buffer, 0, &data)?;
        Ok(Some(data.len()))
    }
    /// Write bytes; the number written.
    "write(self, b, /)" fn write(vm, value: &Value, data: &Value) -> Option<usize> {
        let file = state(vm, value)?;
        file.descriptor(vm)?;
        if !file.writable.get() {
            return Err(unsupported(vm, "File not open for writing"));
        }
        let data = vm.bytes_like(data)?;
        file.write(vm, &data)
    }
    /// Move the position.
    "seek(self, pos, whence=0, /)" fn seek(vm, value: &Value, offset: i64, whence: i32) -> i64 {
        state(vm, value)?.seek(vm, offset, whence)
    }
    /// The position.
    "tell(self, /)" fn tell(vm, value: &Value) -> i64 { state(vm, value)?.seek(vm, 0, libc::SEEK_CUR) }
    /// Cut or extend the file; the position stays.
    "truncate(self, size=None, /)" fn truncate(vm, value: &Value, size: Option<&Value>) -> i64 {
        let file = state(vm, value)?;
        let fd = file.descriptor(vm)?;
        if !file.writable.get() {
            return Err(unsupported(vm, "File not open for writing"));
        }
        let size = match size.filter(|size| !size.is_none()) {
            Some(size) => vm.index_i64(size)?,
            None => file.seek(vm, 0, libc::SEEK_CUR)?,
        };
        // SAFETY: an open descriptor.
        if unsafe { libc::ftruncate(fd, size) } != 0 {
            return Err(vm.raise_last_errno(None));
        }
        Ok(size)
    }
    /// Close the file.
    "close(self, /)" fn close(vm, value: &Value) -> () {
        let file = state(vm, value)?;
        if file.fd.get() < 0 {
            return Ok(());
        }
        if !super::is_plain(vm, value) && vm.call_method(value, "flush", &[]).is_err() {
            let error = vm.take_pending();
            file.close(vm)?;
            return Err(error.map_or(Raised, |error| vm.raise_value(error)));
        }
        file.close(vm)
    }
    /// Whether the position can be moved.
    "seekable(self, /)" fn seekable(vm, value: &Value) -> bool {
        let file = state(vm, value)?;
        file.descriptor(vm)?;
        Ok(file.is_seekable())
    }
    /// Whether the file can be read.
    "readable(self, /)" fn readable(vm, value: &Value) -> bool {
        let file = state(vm, value)?;
        file.descriptor(vm)?;
        Ok(file.readable.get())
    }
    /// Whether the file can be written.
    "writable(self, /)" fn writable(vm, value: &Value) -> bool {
        let file = state(vm, value)?;
        file.descriptor(vm)?;
        Ok(file.writable.get())
    }
    /// The descriptor.
    "fileno(self, /)" fn fileno(vm, value: &Value) -> i32 { state(vm, value)?.descriptor(vm) }
    /// Whether this is a terminal.
    "isatty(self, /)" fn isatty(vm, value: &Value) -> bool {
        let fd = state(vm, value)?.descriptor(vm)?;
        // SAFETY: an open descriptor.
        Ok(unsafe { libc::isatty(fd) } == 1)
    }
    /// Refused.
    "__reduce_ex__(self, protocol, /)" fn reduce(vm, value: &Value, protocol: &Value) -> Value { refuse_pickle(vm, value) }
}

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let file = state(vm, value)?;
    let class = vm.dotted_name(&vm.class_of(value).clone());
    if file.fd.get() < 0 {
        return Ok(vm.new_str(&format!("<{class} [closed]>")));
    }
    let name = file.name.get(vm).clone();
    let name = vm.repr_text(&name)?;
    let close = if file.close_fd.get() { "True" } else { "False" };
    Ok(vm.new_str(&format!(
        "<{class} name={name} mode='{}' closefd={close}>",
        file.mode()
    )))
}

/// `_io.FileIO`.
pub static FILE_IO: NativeClass = NativeClass {
    name: "_io.FileIO",
    doc: "A stream of bytes over a descriptor.",
    base: Some(&super::base::RAW_BASE),
    slots: Slots {
        repr: Some(repr),
        ..super::base::SLOTS
    },
    new: Some(new),
    init: Some(init),
    methods: METHODS,
    getset: &[
        GetSetDefinition {
            name: "closed",
            doc: "Whether the file is closed.",
            get: |vm, value| Ok(Value::bool(state(vm, value)?.fd.get() < 0)),
            set: None,
        },
        GetSetDefinition {
            name: "mode",
            doc: "The mode.",
            get: |vm, value| Ok(vm.new_str(state(vm, value)?.mode())),
            set: None,
        },
        GetSetDefinition {
            name: "closefd",
            doc: "Whether closing closes the descriptor.",
            get: |vm, value| Ok(Value::bool(state(vm, value)?.close_fd.get())),
            set: None,
        },
        GetSetDefinition {
            name: "name",
            doc: "The path or descriptor the file was opened with.",
            get: |vm, value| Ok(state(vm, value)?.name.get(vm).clone()),
            set: Some(|vm, value, new| {
                let new = new.cloned().unwrap_or(Value::NONE);
                drop(state(vm, value)?.name.replace(vm.gil(), new));
                Ok(())
            }),
        },
    ],
    ..NativeClass::EMPTY
};

/// True for a terminal on which reading waits for what is typed.
fn blocks_at_terminal(fd: i32) -> bool {
    // SAFETY: the calls fail on what is no open descriptor.
    unsafe { libc::isatty(fd) == 1 && libc::fcntl(fd, libc::F_GETFL) & libc::O_NONBLOCK == 0 }
}

/// Writes all of it while nobody runs language code: for streams that die with bytes pending. Errors have no one to go to.
pub fn write_all(fd: i32, mut data: &[u8]) {
    while !data.is_empty() {
        // SAFETY: the slice has that length.
        let count = unsafe { libc::write(fd, data.as_ptr().cast(), data.len()) };
        if count > 0 {
            data = &data[count as usize..];
        } else if last_errno() != libc::EINTR {
            return;
        }
    }
}
