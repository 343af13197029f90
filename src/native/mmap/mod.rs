//! The module `mmap`: files as memory, and memory that a forked child shares.
//!
//! Enters: descriptors or none. Leaves: objects that are files and sequences of bytes at once. Other processes may change the bytes at
//! any moment; they are copied out and in. A file that somebody makes shorter than its mapping takes the memory away: touching
//! it kills the process by SIGBUS, as in CPython.
#![allow(unsafe_code)] // System calls on descriptors.

mod methods;

use crate::gil::GilCell;
use crate::libc_constants;
use crate::native::payload::state;
use crate::native::types::{buffer, slicing};
use crate::native::{Arguments, GetSetDefinition, NativeClass, NativeModule, Slots};
use crate::object::builtin::Exc;
use crate::object::class::{ClassObject, flags};
use crate::object::heap::Ref;
use crate::object::mapping::Mapping;
use crate::object::native::{Payload, SharedMapping};
use crate::object::range::SliceObject;
use crate::object::value::Value;
use crate::raise;
use crate::vm::{Outcome, Vm};
use std::cell::Cell;
use std::os::fd::{FromRawFd, OwnedFd};
use std::sync::Arc;

/// What a program may do with the bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Access {
    Default,
    Read,
    Write,
    Copy,
}

impl Access {
    fn name(self) -> &'static str {
        match self {
            Access::Default => "ACCESS_DEFAULT",
            Access::Read => "ACCESS_READ",
            Access::Write => "ACCESS_WRITE",
            Access::Copy => "ACCESS_COPY",
        }
    }
}

/// A mapping, its position as a file, and the file behind it.
pub struct Map {
    memory: GilCell<Option<Arc<Mapping>>>,
    exports: Cell<usize>,
    position: Cell<usize>,
    file: GilCell<Option<OwnedFd>>,
    /// There is a file, but the object does not keep it open.
    is_untracked: bool,
    offset: i64,
    access: Access,
    flags: i32,
}

impl Payload for Map {
    fn mapping(&self) -> Option<SharedMapping<'_>> {
        Some(SharedMapping {
            mapping: &self.memory,
            exports: &self.exports,
            range: None,
            format: 'B',
        })
    }
}

impl Map {
    /// The memory; ValueError once it is closed.
    fn memory<'a>(&'a self, vm: &'a Vm) -> Outcome<&'a Mapping> {
        match self.memory.get(vm) {
            Some(memory) => Ok(memory),
            None => Err(vm.value_error("mmap closed or invalid")),
        }
    }

    /// The memory, to be changed.
    fn writable<'a>(&'a self, vm: &'a Vm) -> Outcome<&'a Mapping> {
        let memory = self.memory(vm)?;
        if !memory.is_writable() {
            return Err(vm.type_error("mmap can't modify a readonly memory map."));
        }
        Ok(memory)
    }
}

/// The memory of an mmap object, to be kept by whoever lives in it.
pub fn memory_of(vm: &mut Vm, value: &Value) -> Outcome<Arc<Mapping>> {
    let map: &Map = state(vm, value)?;
    map.memory(vm)?;
    match map.memory.get(vm) {
        Some(memory) => Ok(memory.clone()),
        None => Err(vm.value_error("mmap closed or invalid")),
    }
}

/// The flags, protection and access of a new mapping.
fn modes(vm: &Vm, flags: i32, protection: i32, access: i64) -> Outcome<(i32, i32, Access)> {
    const BOTH: i32 = libc::PROT_READ | libc::PROT_WRITE;
    if access != 0 && (flags != libc::MAP_SHARED || protection != BOTH) {
        return Err(vm.value_error("mmap can't specify both access and flags, prot."));
    }
    Ok(match access {
        0 if protection & BOTH == BOTH => (flags, protection, Access::Default),
        0 if protection & libc::PROT_WRITE != 0 => (flags, protection, Access::Write),
        0 => (flags, protection, Access::Read),
        1 => (libc::MAP_SHARED, libc::PROT_READ, Access::Read),
        2 => (libc::MAP_SHARED, BOTH, Access::Write),
        3 => (libc::MAP_PRIVATE, BOTH, Access::Copy),
        _ => return Err(vm.value_error("mmap invalid access parameter.")),
    })
}

fn new(vm: &mut Vm, class: &Ref<ClassObject>, arguments: Arguments) -> Outcome<Value> {
    let bound = arguments.bind(
        vm,
        "mmap(fileno, length, flags=1, prot=3, access=0, offset=0, *, trackfd=True)",
    )?;
    let descriptor: i32 = crate::native::FromValue::from_value(vm, &bound[0])?;
    let length = vm.index_i64(&bound[1])?;
    let flags: i32 = crate::native::FromValue::from_value(vm, &bound[2])?;
    let protection: i32 = crate::native::FromValue::from_value(vm, &bound[3])?;
    let access = vm.index_i64(&bound[4])?;
    let offset = vm.index_i64(&bound[5])?;
    if length < 0 {
        raise!(vm, OverflowError, "memory mapped length must be positive");
    }
    if offset < 0 {
        raise!(vm, OverflowError, "memory mapped offset must be positive");
    }
    let keeps_file = vm.truth(&bound[6])?;
    let (mut flags, protection, access) = modes(vm, flags, protection, access)?;
    let (mut length, mut file) = (length as usize, None);
    if descriptor == -1 {
        flags |= libc::MAP_ANONYMOUS;
    } else {
        // SAFETY: the structure is filled by the call.
        let size = unsafe {
            let mut data: libc::stat = std::mem::zeroed();
            let known = libc::fstat(descriptor, &mut data) == 0
                && data.st_mode & libc::S_IFMT == libc::S_IFREG;
            known.then_some(data.st_size)
        };
        if let Some(size) = size {
            if length == 0 {
                if size == 0 {
                    return Err(vm.value_error("cannot mmap an empty file"));
                }
                if offset >= size {
                    return Err(vm.value_error("mmap offset is greater than file size"));
                }
                length = (size - offset) as usize;
            } else if offset > size || ((size - offset) as usize) < length {
                return Err(vm.value_error("mmap length is greater than file size"));
            }
        }
        if keeps_file {
            // SAFETY: the call takes numbers.
            let copy = unsafe { libc::fcntl(descriptor, libc::F_DUPFD_CLOEXEC, 0) };
            if copy < 0 {
                return Err(vm.raise_last_errno(None));
            }
            // SAFETY: the descriptor was just made, and nobody else has it.
            file = Some(unsafe { OwnedFd::from_raw_fd(copy) });
        }
    }
    let mapping = Mapping::new(
        (descriptor != -1).then_some(descriptor),
        length,
        protection,
        flags,
        offset,
    );
    let memory = mapping.map_err(|error| vm.raise_os_error(&error, None))?;
    Ok(vm.new_native(
        class,
        Map {
            memory: GilCell::new(Some(Arc::new(memory))),
            exports: Cell::new(0),
            position: Cell::new(0),
            is_untracked: descriptor != -1 && file.is_none(),
            file: GilCell::new(file),
            offset,
            access,
            flags,
        },
    ))
}

fn index_of(vm: &mut Vm, map: &Map, key: &Value, complaint: &str) -> Outcome<usize> {
    map.memory(vm)?;
    if !slicing::is_index(vm, key) {
        return Err(vm.type_error(complaint));
    }
    let index = slicing::integer_key(vm, key, complaint)?;
    // An `__index__` method may have closed the map.
    match slicing::place(index, map.memory(vm)?.len()) {
        Some(at) => Ok(at),
        None => Err(vm.raise(Exc::IndexError, "mmap index out of range")),
    }
}

fn get_item(vm: &mut Vm, value: &Value, key: &Value) -> Outcome<Value> {
    let map: &Map = state(vm, value)?;
    if let Some(slice) = key.downcast::<SliceObject>() {
        map.memory(vm)?;
        let bounds = slicing::unpack(vm, slice)?;
        let memory = map.memory(vm)?;
        let (start, _, step, count) = bounds.adjust(memory.len());
        let bytes = if step == 1 {
            memory.read(start as usize, count)
        } else {
            let at = |n: usize| (start + n as i64 * step) as usize;
            (0..count)
                .map(|n| memory.load(at(n), 1).map_or(0, |item| item[0]))
                .collect()
        };
        return Ok(vm.new_bytes(bytes));
    }
    let at = index_of(vm, map, key, "mmap indices must be integers")?;
    match map.memory(vm)?.load(at, 1) {
        Some(item) => Ok(Value::int(i64::from(item[0]))),
        None => Err(vm.raise(Exc::IndexError, "mmap index out of range")),
    }
}

fn set_item(vm: &mut Vm, value: &Value, key: &Value, new: Option<&Value>) -> Outcome<()> {
    let map: &Map = state(vm, value)?;
    map.writable(vm)?;
    if let Some(slice) = key.downcast::<SliceObject>() {
        let Some(new) = new else {
            return Err(vm.type_error("mmap object doesn't support slice deletion"));
        };
        let bounds = slicing::unpack(vm, slice)?;
        let content = buffer::bytes_like(vm, new)?.into_owned();
        let memory = map.writable(vm)?;
        let (start, _, step, count) = bounds.adjust(memory.len());
        if content.len() != count {
            return Err(vm.raise(Exc::IndexError, "mmap slice assignment is wrong size"));
        }
        if step == 1 {
            memory.write(start as usize, &content);
        } else {
            for (n, byte) in content.iter().enumerate() {
                memory.store(
                    (start + n as i64 * step) as usize,
                    std::slice::from_ref(byte),
                );
            }
        }
        return Ok(());
    }
    let at = index_of(vm, map, key, "mmap indices must be integer")?;
    let Some(new) = new else {
        return Err(vm.type_error("mmap doesn't support item deletion"));
    };
    if !slicing::is_index(vm, new) {
        return Err(vm.type_error("mmap item value must be an int"));
    }
    let number = vm.index(new)?;
    let Some(byte) = number
        .as_int_or_bool()
        .and_then(|number| u8::try_from(number).ok())
    else {
        return Err(vm.value_error("mmap item value must be in range(0, 256)"));
    };
    map.writable(vm)?.store(at, &[byte]);
    Ok(())
}

/// The state of an iterator: its map, and the next index.
struct Items {
    map: Value,
    next: Cell<usize>,
}

impl Payload for Items {
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.map);
    }
}

static ITERATOR: NativeClass = NativeClass {
    name: "iterator",
    slots: Slots {
        iterate: Some(|_, iterator| Ok(iterator.clone())),
        next: Some(|vm, iterator| {
            let items: &Items = state(vm, iterator)?;
            let map: &Map = state(vm, &items.map)?;
            let at = items.next.get();
            let Some(item) = map.memory(vm)?.load(at, 1) else {
                return Ok(None);
            };
            items.next.set(at + 1);
            Ok(Some(vm.new_bytes(vec![item[0]])))
        }),
        ..Slots::NONE
    },
    flags: flags::FINAL,
    ..NativeClass::EMPTY
};

fn repr(vm: &mut Vm, value: &Value) -> Outcome<Value> {
    let map: &Map = state(vm, value)?;
    let class = vm.native_class(&MMAP)?;
    let name = match vm.class_of(value).is(&class) {
        true => "mmap.mmap".to_string(),
        false => vm.class_name(value).to_string(),
    };
    let text = match map.memory.get(vm) {
        None => format!("<{name} closed=True>"),
        Some(memory) => format!(
            "<{name} closed=False, access={}, length={}, pos={}, offset={}>",
            map.access.name(),
            memory.len(),
            map.position.get(),
            map.offset
        ),
    };
    Ok(vm.new_str(&text))
}

/// `mmap.mmap`.
pub static MMAP: NativeClass = NativeClass {
    name: "mmap.mmap",
    doc: "mmap(fileno, length, flags=MAP_SHARED, prot=PROT_WRITE|PROT_READ, access=ACCESS_DEFAULT, offset=0, *, trackfd=True)\n\nThe bytes of a \
          file, from offset on, as memory; with -1 for a file, memory that forked children share.",
    slots: Slots {
        repr: Some(repr),
        length: Some(|vm, value| Ok(state::<Map>(vm, value)?.memory(vm)?.len())),
        get_item: Some(get_item),
        set_item: Some(set_item),
        iterate: Some(|vm, value| {
            state::<Map>(vm, value)?.memory(vm)?;
            let class = vm.native_class(&ITERATOR)?;
            let items = Items {
                map: value.clone(),
                next: Cell::new(0),
            };
            Ok(vm.new_native(&class, items))
        }),
        ..Slots::NONE
    },
    new: Some(new),
    methods: methods::METHODS,
    getset: &[GetSetDefinition {
        name: "closed",
        doc: "Whether it is closed.",
        get: |vm, value| {
            Ok(Value::bool(
                state::<Map>(vm, value)?.memory.get(vm).is_none(),
            ))
        },
        set: None,
    }],
    flags: flags::SEQUENCE | flags::WEAK,
    ..NativeClass::EMPTY
};

const CONSTANTS: &[(&str, i64)] = libc_constants! {
    MAP_SHARED MAP_PRIVATE MAP_ANON MAP_ANONYMOUS MAP_DENYWRITE MAP_EXECUTABLE MAP_POPULATE MAP_STACK MAP_NORESERVE
    PROT_EXEC PROT_READ PROT_WRITE
    MADV_NORMAL MADV_RANDOM MADV_SEQUENTIAL MADV_WILLNEED MADV_DONTNEED MADV_REMOVE MADV_DONTFORK MADV_DOFORK MADV_HWPOISON
    MADV_MERGEABLE MADV_UNMERGEABLE MADV_HUGEPAGE MADV_NOHUGEPAGE MADV_DONTDUMP MADV_DODUMP MADV_FREE
};

/// Bytes of a page of memory.
fn page_size() -> usize {
    // SAFETY: the call has no preconditions.
    usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096)
}

/// `mmap`.
pub static MODULE: NativeModule = NativeModule {
    name: "mmap",
    doc: "Files as memory.",
    functions: &[],
    classes: &[&MMAP],
    init: Some(|vm, module| {
        crate::native::os_error::add_constants(vm, &module.dict, CONSTANTS);
        let access = [Access::Default, Access::Read, Access::Write, Access::Copy];
        for access in access {
            vm.dict_set_str(&module.dict, access.name(), Value::int(access as i64));
        }
        let page = Value::int(page_size() as i64);
        vm.dict_set_str(&module.dict, "PAGESIZE", page.clone());
        vm.dict_set_str(&module.dict, "ALLOCATIONGRANULARITY", page);
        let error = vm.exception_class(Exc::OSError).to_value();
        vm.dict_set_str(&module.dict, "error", error);
        Ok(())
    }),
};

/// The size of the file behind a descriptor.
fn file_size(vm: &mut Vm, fd: i32) -> Outcome<i64> {
    // SAFETY: the structure is filled by the call.
    let size = unsafe {
        let mut data: libc::stat = std::mem::zeroed();
        (libc::fstat(fd, &mut data) == 0).then_some(data.st_size)
    };
    size.ok_or_else(|| vm.raise_last_errno(None))
}

/// Gives the file behind a descriptor that size.
fn truncate(vm: &mut Vm, fd: i32, size: i64) -> Outcome<()> {
    // SAFETY: the call takes two numbers.
    let result = vm.system_call(None, || i64::from(unsafe { libc::ftruncate(fd, size) }))?;
    result
        .map(drop)
        .map_err(|number| vm.raise_errno(number, None))
}
