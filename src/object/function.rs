//! Functions, native functions, methods, cells, code objects with their runtime data, properties, class and static methods.
#![allow(unsafe_code)] // `unsafe impl Object`, and payload visits by the collector.

use super::class::ClassObject;
use super::dict::DictObject;
use super::heap::{Header, Layout, Object, Ref};
use super::pool::Pool;
use super::sequence::TupleObject;
use super::value::{Raw, Value};
use crate::code::{Code, Ins};
use crate::gil::GilCell;
use crate::native::{GetSetDefinition, NativeDefinition};
use std::cell::{Cell, UnsafeCell};
use std::sync::Arc;

/// An inline cache: guards and what they protect.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Cache {
    /// Kind word of the object, or version of the namespace.
    pub guard: u32,
    /// Version of all classes, or entry number, or slot offset.
    pub detail: u32,
    /// An address: a function kept alive by its class while the version holds.
    pub pointer: usize,
    /// A second guard and slot offset, or the two halves of a class's address.
    pub second: (u32, u32),
    /// Address of the interned name; never changes.
    pub name: u64,
}

impl Cache {
    /// A cache that matches nothing, for a name.
    pub const fn of_name(name: u64) -> Cache {
        Cache {
            guard: u32::MAX,
            detail: u32::MAX,
            pointer: 0,
            second: (u32::MAX, 0),
            name,
        }
    }
}

/// A code object: the immutable code and this interpreter's copy of its instructions, constants and caches.
#[repr(C)]
pub struct CodeObject {
    /// The header.
    pub header: Header,
    /// Number of parameter registers if all parameters are plain positional ones, else `u32::MAX`.
    pub simple_parameters: u32,
    /// Number of parameter registers if all parameters may be given by position, those of generators too, else `u32::MAX`.
    pub plain_parameters: u32,
    /// Number of named registers.
    pub named_registers: u32,
    /// Number of registers, at most 256.
    pub registers: u32,
    /// The instructions, quickened in place under the lock.
    pub instructions: Box<[UnsafeCell<Ins>]>,
    /// The constants as values, and the inline caches.
    pub pool: Pool,
    /// The shared code.
    pub code: Arc<Code>,
    /// The name of its functions: an interned string.
    pub name: Value,
    /// The dotted name of its functions: an interned string.
    pub qualified_name: Value,
    /// The names as interned strings.
    pub names: Box<[Value]>,
}

/// What a call reads of a function's code. A copy in the function: the way from there to the first instruction is one load, and
/// where programs do little but call, that way decides their speed.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The first instruction.
    pub first: *const Ins,
    /// The constants and inline caches.
    pub constants: *const Raw,
    /// As [`CodeObject::simple_parameters`].
    pub simple_parameters: u32,
    /// As [`CodeObject::named_registers`].
    pub named_registers: u32,
}

impl CodeObject {
    /// What calls read of it.
    pub fn entry(&self) -> Entry {
        Entry {
            first: self.instructions.as_ptr().cast(),
            constants: self.pool.start(),
            simple_parameters: self.simple_parameters,
            named_registers: self.named_registers,
        }
    }
}

/// A function written in the language.
#[repr(C)]
pub struct FunctionObject {
    /// The header.
    pub header: Header,
    /// Of its code.
    pub entry: Cell<Entry>,
    /// The globals of its module.
    pub globals: Ref<DictObject>,
    /// Its code; whoever changes it changes `entry`.
    pub code: GilCell<Ref<CodeObject>>,
    /// The closure: a tuple of cells.
    pub closure: Option<Ref<TupleObject>>,
    /// Defaults of positional parameters: a tuple or None.
    pub defaults: GilCell<Value>,
    /// Defaults of keyword-only parameters: a dict or None.
    pub keyword_defaults: GilCell<Value>,
    /// `__annotations__`: a dict or None until asked for.
    pub annotations: GilCell<Value>,
    /// `__name__`.
    pub name: GilCell<Value>,
    /// `__qualname__`.
    pub qualified_name: GilCell<Value>,
    /// `__doc__`.
    pub doc: GilCell<Value>,
    /// `__module__`.
    pub module: GilCell<Value>,
    /// `__dict__`, made when first asked for.
    pub dict: GilCell<Option<Ref<DictObject>>>,
}

/// A function written in Rust: a module's function, a method of a built-in type, or that method bound to an object.
#[repr(C)]
pub struct NativeFunctionObject {
    /// The header.
    pub header: Header,
    /// Name, signature, doc and code.
    pub definition: &'static NativeDefinition,
    /// The object it is bound to: first argument of every call; `MISSING` for an unbound method or a module's function.
    pub receiver: Value,
    /// The module's name, or None.
    pub module: Value,
    /// The class it is a method of.
    pub owner: Option<Ref<ClassObject>>,
    /// Which calls need no look at the signature.
    pub quick: Cell<Quick>,
}

/// Calls of a native function that go straight to its code.
#[derive(Clone, Copy)]
pub struct Quick {
    /// So many positional arguments and no others.
    pub arity: u32,
    /// The first one's kind word; 0 if it may be anything.
    pub receiver: u32,
}

impl Quick {
    /// Not known yet.
    pub const NONE: Quick = Quick {
        arity: u32::MAX,
        receiver: 0,
    };
    /// No call is, as a look at the signature has shown.
    pub const NEVER: Quick = Quick {
        arity: u32::MAX - 1,
        receiver: 0,
    };
    /// To be found at the first call.
    pub const fn unknown() -> Cell<Quick> {
        Cell::new(Quick::NONE)
    }
}

/// A method bound to an object.
#[repr(C)]
pub struct BoundMethodObject {
    /// The header.
    pub header: Header,
    /// The function.
    pub function: Value,
    /// The object.
    pub receiver: Value,
}

/// A closure cell.
#[repr(C)]
pub struct CellObject {
    /// The header.
    pub header: Header,
    /// The content; unbound if empty.
    pub content: UnsafeCell<Raw>,
}

/// A property.
#[repr(C)]
pub struct PropertyObject {
    /// The header.
    pub header: Header,
    /// Getter or None.
    pub getter: Value,
    /// Setter or None.
    pub setter: Value,
    /// Deleter or None.
    pub deleter: Value,
    /// Doc string.
    pub doc: GilCell<Value>,
    /// The name it was assigned to in a class, or None.
    pub name: GilCell<Value>,
}

/// `staticmethod(f)` or `classmethod(f)`.
#[repr(C)]
pub struct MethodWrapperObject {
    /// The header.
    pub header: Header,
    /// The function.
    pub function: GilCell<Value>,
    /// True for class methods.
    pub is_class_method: bool,
}

/// What a [`GetSetObject`] reaches.
#[derive(Clone, Copy)]
pub enum Access {
    /// Rust functions.
    Native(&'static GetSetDefinition),
    /// A slot of `__slots__`, by its index in the instance.
    Slot(u32),
    /// An item of a tuple with names.
    Item(u32),
}

/// An attribute of a native type computed by Rust functions, or a slot of `__slots__`.
#[repr(C)]
pub struct GetSetObject {
    /// The header.
    pub header: Header,
    /// The attribute's name.
    pub name: Value,
    /// The class it belongs to.
    pub owner: Ref<ClassObject>,
    /// What it reaches.
    pub access: Access,
}

/// Reads a payload during a collection.
///
/// # Safety
/// Only the collector may call it: under the lock, with no payload borrow alive.
pub(super) unsafe fn seen<T>(cell: &GilCell<T>) -> &T {
    // SAFETY: the caller says so.
    unsafe { &*cell.as_ptr() }
}

// SAFETY (of all below): repr(C), header first, the only type of its layout.
unsafe impl Object for CodeObject {
    const LAYOUT: Layout = Layout::Code;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        self.pool.constants().iter().for_each(visit);
    }
}
// SAFETY: as above.
unsafe impl Object for FunctionObject {
    const LAYOUT: Layout = Layout::Function;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: the collector runs under the lock.
        unsafe {
            visit(&seen(&self.code).to_value());
            visit(&self.globals.to_value());
            if let Some(closure) = &self.closure {
                visit(&closure.to_value());
            }
            for value in [
                &self.defaults,
                &self.keyword_defaults,
                &self.annotations,
                &self.name,
                &self.doc,
                &self.module,
            ] {
                visit(seen(value));
            }
            if let Some(dict) = seen(&self.dict) {
                visit(&dict.to_value());
            }
        }
    }
    fn clear(&mut self) {
        *self.defaults.get_mut_unshared() = Value::NONE;
        *self.keyword_defaults.get_mut_unshared() = Value::NONE;
        *self.annotations.get_mut_unshared() = Value::NONE;
        *self.dict.get_mut_unshared() = None;
        self.closure = None;
    }
}
// SAFETY: as above.
unsafe impl Object for NativeFunctionObject {
    const LAYOUT: Layout = Layout::NativeFunction;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.receiver);
        visit(&self.module);
        if let Some(owner) = &self.owner {
            visit(&owner.to_value());
        }
    }
}
// SAFETY: as above.
unsafe impl Object for BoundMethodObject {
    const LAYOUT: Layout = Layout::BoundMethod;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.function);
        visit(&self.receiver);
    }
}
// SAFETY: as above.
unsafe impl Object for CellObject {
    const LAYOUT: Layout = Layout::Cell;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: the collector runs under the lock; a bound raw value has the layout of a value.
        unsafe {
            let content = self.content.get();
            if (*content).tag != 0 {
                visit(&*content.cast::<Value>());
            }
        }
    }
    fn clear(&mut self) {
        let old = std::mem::replace(self.content.get_mut(), Raw::UNBOUND);
        if old.tag != 0 {
            // SAFETY: the cell owned the content.
            drop(unsafe { old.into_value() });
        }
    }
}
impl Drop for CellObject {
    fn drop(&mut self) {
        self.clear();
    }
}
// SAFETY: as above.
unsafe impl Object for PropertyObject {
    const LAYOUT: Layout = Layout::Property;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        for value in [&self.getter, &self.setter, &self.deleter] {
            visit(value);
        }
    }
}
// SAFETY: as above.
unsafe impl Object for MethodWrapperObject {
    const LAYOUT: Layout = Layout::MethodWrapper;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        // SAFETY: the collector runs under the lock.
        visit(unsafe { seen(&self.function) });
    }
}
// SAFETY: as above.
unsafe impl Object for GetSetObject {
    const LAYOUT: Layout = Layout::GetSet;
    const CYCLIC: bool = true;
    fn traverse(&self, visit: &mut dyn FnMut(&Value)) {
        visit(&self.owner.to_value());
    }
}
