//! Directories: names in them, `scandir` and `DirEntry`.
#![allow(unsafe_code)] // Reading directories by C functions.

use super::files::{Target, path_named, stat_of, stat_value, target};
use super::path::{PathBytes, decode_name};
use crate::gil::GilCell;
use crate::native::os_error::last_errno;
use crate::native::{GetSetDefinition, NativeClass, Slots};
use crate::native_functions;
use crate::object::class::flags;
use crate::object::cycle::visit_cell;
use crate::object::native::Payload;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;

/// A name in a directory.
pub struct Entry {
    /// The name.
    pub name: Vec<u8>,
    /// `DT_DIR` and the like.
    pub kind: u8,
    /// The file's number.
    pub inode: u64,
}

/// Reads a directory by path or descriptor; an error number if that fails.
fn read_directory(target: &Target) -> Result<Vec<Entry>, i32> {
    // SAFETY: the stream is opened here, read to its end and closed; entries are valid until the next read.
    unsafe {
        let stream = match target {
            Target::Path(path) => libc::opendir(path.c_text().as_ptr()),
            Target::Descriptor(fd) => {
                let copy = libc::fcntl(*fd, libc::F_DUPFD_CLOEXEC, 0);
                if copy < 0 {
                    return Err(last_errno());
                }
                libc::fdopendir(copy)
            }
        };
        if stream.is_null() {
            return Err(last_errno());
        }
        if matches!(target, Target::Descriptor(_)) {
            libc::rewinddir(stream);
        }
        let mut entries = Vec::new();
        let outcome = loop {
            *libc::__errno_location() = 0;
            let entry = libc::readdir(stream);
            if entry.is_null() {
                break last_errno();
            }
            let name = std::ffi::CStr::from_ptr((*entry).d_name.as_ptr()).to_bytes();
            if name != b"." && name != b".." {
                entries.push(Entry {
                    name: name.to_vec(),
                    kind: (*entry).d_type,
                    inode: (*entry).d_ino,
                });
            }
        };
        libc::closedir(stream);
        if outcome == 0 {
            Ok(entries)
        } else {
            Err(outcome)
        }
    }
}

/// The entries of a directory, and whether its names are to be bytes.
pub fn names(vm: &mut Vm, path: &Value, function: &str) -> Outcome<(Vec<Entry>, bool)> {
    let target = target(vm, path, function, true)?;
    let bytes = matches!(&target, Target::Path(path) if path.is_bytes);
    match vm.detach(
        Wait::Io {
            fd: -1,
            what: "readdir",
        },
        || read_directory(&target),
    ) {
        Ok(mut entries) => {
            if vm.is_seeded() {
                // The order on the disk is the file system's.
                entries.sort_by(|one, other| one.name.cmp(&other.name));
            }
            Ok((entries, bytes))
        }
        Err(number) => Err(vm.raise_errno(number, Some(path))),
    }
}

/// The state of `scandir`'s iterator.
struct Scan {
    entries: GilCell<std::vec::IntoIter<Entry>>,
    folder: Option<PathBytes>,
}

impl Payload for Scan {}

/// The state of a `DirEntry`.
struct DirEntry {
    name: GilCell<Value>,
    path: GilCell<Value>,
    target: PathBytes,
    kind: Cell<u8>,
    inode: u64,
    status: GilCell<Value>,
}

impl Payload for DirEntry {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit_cell(&self.name, &mut *visit);
        visit_cell(&self.path, &mut *visit);
        visit_cell(&self.status, visit);
    }
}

fn next_entry(vm: &mut Vm, value: &Value) -> Outcome<Option<Value>> {
    let Some(scan) = value.payload::<Scan>() else {
        return Ok(None);
    };
    let Some(entry) = scan.entries.get_mut(vm.gil()).next() else {
        return Ok(None);
    };
    let mut path = scan
        .folder
        .as_ref()
        .map_or(Vec::new(), |folder| folder.bytes().to_vec());
    if !path.is_empty() && path.last() != Some(&b'/') {
        path.push(b'/');
    }
    path.extend_from_slice(&entry.name);
    let bytes = scan.folder.as_ref().is_some_and(|folder| folder.is_bytes);
    let make = |vm: &Vm, text: &[u8]| {
        if bytes {
            vm.new_bytes(text.to_vec())
        } else {
            decode_name(vm, text)
        }
    };
    let (name, path) = (make(vm, &entry.name), make(vm, &path));
    let target = super::path::path_argument(vm, &path)?;
    let class = vm.native_class(&DIR_ENTRY)?;
    Ok(Some(vm.new_native(
        &class,
        DirEntry {
            name: GilCell::new(name),
            path: GilCell::new(path),
            target,
            kind: Cell::new(entry.kind),
            inode: entry.inode,
            status: GilCell::new(Value::NONE),
        },
    )))
}

native_functions! { static SCAN_METHODS;
    /// The iterator.
    "__enter__(self, /)" fn enter(vm, value: &Value) -> Value { Ok(value.clone()) }
    /// Close.
    "__exit__(self, /, *args)" fn exit(vm, value: &Value, arguments: &Value) -> () { stop(vm, value); Ok(()) }
    /// Close.
    "close(self, /)" fn close(vm, value: &Value) -> () { stop(vm, value); Ok(()) }
}

fn stop(vm: &mut Vm, value: &Value) {
    if let Some(scan) = value.payload::<Scan>() {
        *scan.entries.get_mut(vm.gil()) = Vec::new().into_iter();
    }
}

/// `posix.ScandirIterator`.
static SCANDIR: NativeClass = NativeClass {
    name: "posix.ScandirIterator",
    slots: Slots {
        iterate: Some(|_, value| Ok(value.clone())),
        next: Some(next_entry),
        ..Slots::NONE
    },
    methods: SCAN_METHODS,
    ..NativeClass::EMPTY
};

fn entry<'a>(vm: &Vm, value: &'a Value) -> Outcome<&'a DirEntry> {
    value
        .payload()
        .ok_or_else(|| vm.type_error("a DirEntry is required"))
}

/// Whether the entry is of a kind; what is not there is of no kind.
fn is_kind(vm: &mut Vm, value: &Value, follow: bool, kind: u8, format: u32) -> Outcome<bool> {
    let entry = entry(vm, value)?;
    let known = entry.kind.get();
    if known != libc::DT_UNKNOWN && (known != libc::DT_LNK || !follow) {
        return Ok(known == kind);
    }
    match stat_of(&Target::Path(entry.target.clone()), libc::AT_FDCWD, follow) {
        Ok(status) => Ok(status.st_mode & libc::S_IFMT == format),
        Err(libc::ENOENT) => Ok(false),
        Err(number) => {
            let path = entry.path.get(vm).clone();
            Err(vm.raise_errno(number, Some(&path)))
        }
    }
}

native_functions! { static ENTRY_METHODS;
    /// Whether this is a directory.
    "is_dir(self, /, *, follow_symlinks=True)" fn is_dir(vm, value: &Value, follow: bool) -> bool {
        is_kind(vm, value, follow, libc::DT_DIR, libc::S_IFDIR)
    }
    /// Whether this is a regular file.
    "is_file(self, /, *, follow_symlinks=True)" fn is_file(vm, value: &Value, follow: bool) -> bool {
        is_kind(vm, value, follow, libc::DT_REG, libc::S_IFREG)
    }
    /// Whether this is a symbolic link.
    "is_symlink(self, /)" fn is_symlink(vm, value: &Value) -> bool {
        is_kind(vm, value, false, libc::DT_LNK, libc::S_IFLNK)
    }
    /// Whether this is a junction: never here.
    "is_junction(self, /)" fn is_junction(vm, value: &Value) -> bool { Ok(false) }
    /// The file's number.
    "inode(self, /)" fn inode(vm, value: &Value) -> u64 { Ok(entry(vm, value)?.inode) }
    /// What is known of the file; asked for once.
    "stat(self, /, *, follow_symlinks=True)" fn stat(vm, value: &Value, follow: bool) -> Value {
        let entry = entry(vm, value)?;
        let known = entry.status.get(vm).clone();
        if follow && !known.is_none() {
            return Ok(known);
        }
        match stat_of(&Target::Path(entry.target.clone()), libc::AT_FDCWD, follow) {
            Ok(status) => {
                let status = stat_value(vm, &status)?;
                if follow {
                    drop(entry.status.replace(vm.gil(), status.clone()));
                }
                Ok(status)
            }
            Err(number) => {
                let path = entry.path.get(vm).clone();
                Err(vm.raise_errno(number, Some(&path)))
            }
        }
    }
    /// The path.
    "__fspath__(self, /)" fn fspath(vm, value: &Value) -> Value { Ok(entry(vm, value)?.path.get(vm).clone()) }
}

/// `os.DirEntry`.
pub static DIR_ENTRY: NativeClass = NativeClass {
    name: "posix.DirEntry",
    doc: "A name that scandir found.",
    slots: Slots {
        repr: Some(|vm, value| {
            let name = entry(vm, value)?.name.get(vm).clone();
            let name = vm.repr_text(&name)?;
            Ok(vm.new_str(&format!("<DirEntry {name}>")))
        }),
        ..Slots::NONE
    },
    methods: ENTRY_METHODS,
    getset: &[
        GetSetDefinition {
            name: "name",
            doc: "The name.",
            get: |vm, value| Ok(entry(vm, value)?.name.get(vm).clone()),
            set: None,
        },
        GetSetDefinition {
            name: "path",
            doc: "The path: that of the directory, and the name.",
            get: |vm, value| Ok(entry(vm, value)?.path.get(vm).clone()),
            set: None,
        },
    ],
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

native_functions! { pub static FUNCTIONS;
    /// An iterator over the entries of a directory.
    "scandir(path=None)" fn scandir(vm, path: &Value) -> Value {
        let here = vm.new_str(".");
        let path = if path.is_none() { &here } else { path };
        let (entries, _) = names(vm, path, "scandir")?;
        let folder = match crate::vm::numbers::small_int_of(path) {
            Some(_) => None,
            None => Some(path_named(vm, path, "scandir")?),
        };
        let class = vm.native_class(&SCANDIR)?;
        Ok(vm.new_native(&class, Scan { entries: GilCell::new(entries.into_iter()), folder }))
    }
}
