//! An interpreter: its lock, its heap, its classes, modules and settings. Many live in one process, each under its own lock.
#![allow(unsafe_code)] // The state is shared between threads under the lock; see `gil/token.rs` for the argument.

use crate::gil::lock::GilLock;
use crate::gil::{Gil, GilCell};
use crate::native::special::SpecialMethod;
use crate::object::class::{ClassObject, Shape};
use crate::object::dict::DictObject;
use crate::object::heap::{Header, Heap, KIND_ATTRIBUTES, KIND_FINALIZER, Ref};
use crate::object::text::StrObject;
use crate::object::value::{Raw, Value};
use crate::vm::sites::{LINE_BITS, Line, line_number};
use hashbrown::HashTable;
use rustc_hash::FxHashMap;
use siphasher::sip::SipHasher13;
use std::cell::{Cell, UnsafeCell};
use std::hash::Hasher;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// How an interpreter is set up.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sys.argv`.
    pub argv: Vec<String>,
    /// `sys.path`, without the built-in library.
    pub path: Vec<String>,
    /// `sys.orig_argv`.
    pub orig_argv: Vec<String>,
    /// `sys.flags`.
    pub flags: Flags,
    /// Standard output is not buffered.
    pub unbuffered: bool,
    /// `-W` options.
    pub warnings: Vec<String>,
    /// `-X` options as name and value.
    pub options: Vec<(String, Option<String>)>,
    /// The key of the string hash; random if none.
    pub hash_seed: Option<u64>,
    /// The program's path for `sys.executable`.
    pub executable: String,
    /// The policy of the lock.
    pub policy: crate::gil::policy::Policy,
    /// Whether errors are coloured, whatever the environment and the terminal say.
    pub colour: Option<bool>,
    /// What to record of the program, and where to show it.
    pub trace: Option<crate::trace::output::Output>,
    /// A run that can be repeated, and how; see [`crate::seeded`].
    pub seeded: Option<crate::seeded::Settings>,
    /// `-X exit-record`: what the lock did is written somewhere when the process ends.
    pub exit_record: Option<crate::vm::exit_record::Request>,
    /// `-X pools=processes`: the library's pools of threads are pools of processes.
    pub pools_are_processes: bool,
    /// The native stack of the thread that will be the main one, if it is not the one the system gave it.
    pub stack: Option<std::ops::Range<usize>>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            argv: vec![String::new()],
            path: Vec::new(),
            orig_argv: Vec::new(),
            flags: Flags::default(),
            unbuffered: false,
            warnings: Vec::new(),
            options: Vec::new(),
            hash_seed: None,
            executable: String::new(),
            policy: Default::default(),
            colour: None,
            trace: None,
            seeded: None,
            exit_record: None,
            pools_are_processes: false,
            stack: None,
        }
    }
}

/// `sys.flags`. `optimize` decides about assertions and docstrings, `quiet` and `inspect` about the prompt, `safe_path` and
/// `ignore_environment` have done their work when the configuration is made; the others are for programs that ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The names are Python's.
pub struct Flags {
    pub debug: u32,
    pub inspect: u32,
    pub interactive: u32,
    pub optimize: u32,
    pub dont_write_bytecode: u32,
    pub no_user_site: u32,
    pub no_site: u32,
    pub ignore_environment: u32,
    pub verbose: u32,
    pub bytes_warning: u32,
    pub quiet: u32,
    pub hash_randomization: u32,
    pub isolated: u32,
    pub dev_mode: bool,
    pub utf8_mode: u32,
    pub warn_default_encoding: u32,
    pub safe_path: bool,
    pub int_max_str_digits: u32,
}

impl Default for Flags {
    fn default() -> Self {
        Flags {
            debug: 0,
            inspect: 0,
            interactive: 0,
            optimize: 0,
            dont_write_bytecode: 0,
            no_user_site: 0,
            no_site: 0,
            ignore_environment: 0,
            verbose: 0,
            bytes_warning: 0,
            quiet: 0,
            hash_randomization: 1,
            isolated: 0,
            dev_mode: false,
            utf8_mode: 1,
            warn_default_encoding: 0,
            safe_path: false,
            int_max_str_digits: 4300,
        }
    }
}

/// An interpreter.
pub struct Interp {
    /// Its lock.
    pub lock: GilLock,
    /// How it was set up.
    pub config: Config,
    /// Who decides about its threads, in a run that can be repeated.
    pub seeded: Option<Arc<crate::seeded::Seeded>>,
    /// Set when the interpreter is ending.
    pub finalizing: AtomicBool,
    /// Numbers for threads' slots.
    pub next_thread: std::sync::atomic::AtomicU32,
    /// Who stands between the standard streams and the terminal: the prompt, if there is one.
    pub console: std::sync::OnceLock<Arc<dyn crate::native::io::console::Console>>,
    /// What is known of a recording, if there is or was one; see `Vm::desk`.
    pub(crate) desk: std::sync::Mutex<Option<Box<crate::trace::desk::Desk>>>,
    state: UnsafeCell<Option<Box<Room>>>,
}

// SAFETY: everything but `state` is Sync by itself; `state` is reached only through a `Gil` (or before any token exists, in
// `Interp::new`), that is by the holder of the lock.
unsafe impl Sync for Interp {}
// SAFETY: as above; moving an interpreter between threads moves no thread's values.
unsafe impl Send for Interp {}

/// One line of the cache of class look-ups.
#[derive(Clone, Copy)]
struct Lookup {
    class: usize,
    name: u64,
    version: u32,
    found: Raw,
}

/// Lines of the cache of class look-ups.
const LOOKUPS: usize = 2048;
/// Room for the interned strings of a program that does little.
const STRINGS: usize = 896;
/// Room for its classes.
const CLASSES: usize = 224;

/// What an interpreter knows, under its lock.
pub struct State {
    /// Classes by number: the built-in ones, exceptions, then those made later.
    classes: UnsafeCell<Vec<Ref<ClassObject>>>,
    #[allow(clippy::vec_box)] // Borrows of shapes outlive growth of the table.
    shapes: UnsafeCell<Vec<Box<Shape>>>,
    interned: UnsafeCell<HashTable<Value>>,
    lookups: Box<[Cell<Lookup>]>,
    class_version: Cell<u32>,
    hash_keys: (u64, u64),
    special_names: UnsafeCell<Vec<Value>>,
    characters: UnsafeCell<Vec<Value>>,
    empty_tuple: UnsafeCell<Option<Value>>,
    module_name_key: UnsafeCell<Value>,
    native_classes: UnsafeCell<FxHashMap<usize, Ref<ClassObject>>>,
    /// `sys.modules`.
    pub modules: UnsafeCell<Option<Ref<DictObject>>>,
    /// The namespace of `builtins`.
    pub builtins: UnsafeCell<Option<Ref<DictObject>>>,
    /// The namespace of `sys`.
    pub sys: UnsafeCell<Option<Ref<DictObject>>>,
    /// `sys` has all its names; see `native::sys::complete`.
    pub sys_is_complete: Cell<bool>,
    /// `sys.setrecursionlimit`.
    pub recursion_limit: Cell<usize>,
    /// `sys.set_int_max_str_digits`: most digits of conversions between int and text, 0 for no limit.
    pub int_max_str_digits: Cell<usize>,
    /// Automatic collection of cycles is on.
    pub collecting: Cell<bool>,
    /// A collection is under way.
    pub collection_runs: Cell<bool>,
    /// The exit report is on; see `vm::report`.
    pub watching: Cell<bool>,
    /// Data that native modules keep for each interpreter, by the address of a static of theirs.
    pub module_data: GilCell<FxHashMap<usize, Value>>,
    /// Zip files that imports have looked into, by path; None for paths that are none.
    pub archives: GilCell<FxHashMap<String, Option<Arc<crate::native::zip_file::Archive>>>>,
    /// Threads that wait for a module another one imports.
    pub importers: GilCell<crate::gil::waiters::WaitList>,
    /// What is done and remembered about deadlocks.
    pub deadlock: crate::deadlock::Watch,
    /// The live threads.
    pub threads: GilCell<crate::vm::thread::Threads>,
    /// The heap; the last field, because it is dropped last.
    pub heap: Heap,
}

/// A table of attribute sites; see `vm::sites`.
pub(crate) type Sites = [UnsafeCell<Line>; 1 << LINE_BITS];

/// The state, and behind it a table that comes zeroed from the system, so that a short program touches little of it.
#[repr(C)]
pub(crate) struct Room {
    pub(crate) state: State,
    pub(crate) sites: Sites,
}

impl Room {
    /// The state with an empty table.
    fn new(state: State) -> Box<Room> {
        let mut room = Box::<Room>::new_zeroed();
        // SAFETY: the state is written, and an empty line is all zero bits (asserted beside it).
        unsafe {
            (&raw mut (*room.as_mut_ptr()).state).write(state);
            room.assume_init()
        }
    }
}

/// The index in the table of shapes.
#[inline(always)]
fn shape_index(shape: u32) -> usize {
    (shape & !(KIND_ATTRIBUTES | KIND_FINALIZER)) as usize
}

impl Interp {
    /// A new interpreter, with its built-in classes and modules in place. Panics where [`Interp::try_new`] gives an error.
    pub fn new(config: Config) -> Arc<Interp> {
        Interp::try_new(config).expect("address space for a register stack")
    }

    /// A new interpreter, or an error if the system has no room for its registers.
    pub fn try_new(config: Config) -> std::io::Result<Arc<Interp>> {
        let seeded = config.seeded.clone().map(crate::seeded::Seeded::new);
        let hash_seed = config.hash_seed;
        let hash_keys = match hash_seed.or(seeded.as_ref().map(|seeded| seeded.hash_seed())) {
            Some(0) => (0, 0),
            Some(seed) => (seed, seed.rotate_left(32) ^ 0x9e37_79b9_7f4a_7c15),
            None => {
                let random = std::collections::hash_map::RandomState::new();
                let key = |salt: u64| std::hash::BuildHasher::hash_one(&random, salt);
                (key(1), key(2))
            }
        };
        let state = State {
            classes: UnsafeCell::new(Vec::with_capacity(CLASSES)),
            shapes: UnsafeCell::new(Vec::with_capacity(CLASSES)),
            interned: UnsafeCell::new(HashTable::with_capacity(STRINGS)),
            // SAFETY: an empty line is all zero bits: numbers, and a raw value that is unbound.
            lookups: unsafe { Box::new_zeroed_slice(LOOKUPS).assume_init() },
            class_version: Cell::new(1),
            hash_keys,
            special_names: Default::default(),
            characters: Default::default(),
            empty_tuple: Default::default(),
            module_name_key: UnsafeCell::new(Value::NONE),
            native_classes: UnsafeCell::new(FxHashMap::with_capacity_and_hasher(
                CLASSES,
                Default::default(),
            )),
            modules: Default::default(),
            builtins: Default::default(),
            sys: Default::default(),
            sys_is_complete: Cell::new(false),
            recursion_limit: Cell::new(1000),
            int_max_str_digits: Cell::new(config.flags.int_max_str_digits as usize),
            collecting: Cell::new(true),
            collection_runs: Cell::new(false),
            watching: Cell::new(false),
            module_data: GilCell::new(FxHashMap::default()),
            archives: GilCell::new(Default::default()),
            importers: GilCell::new(Default::default()),
            deadlock: Default::default(),
            threads: GilCell::new(Default::default()),
            heap: Heap::default(),
        };
        let interp = Arc::new(Interp {
            lock: match &seeded {
                None => GilLock::new(config.policy),
                // The policy does not come in: the seed decides.
                Some(seeded) => GilLock::scheduled(Default::default(), seeded.clone()),
            },
            seeded,
            config,
            finalizing: AtomicBool::new(false),
            next_thread: std::sync::atomic::AtomicU32::new(1),
            console: std::sync::OnceLock::new(),
            desk: std::sync::Mutex::new(None),
            state: UnsafeCell::new(Some(Room::new(state))),
        });
        interp.try_attach(crate::vm::startup::populate)?;
        interp.lock.forget_holder();
        Ok(interp)
    }

    /// The state.
    ///
    /// # Safety
    /// The calling thread must hold the lock.
    #[inline(always)]
    pub(crate) unsafe fn state(&self) -> &State {
        // SAFETY: as below.
        unsafe { &self.room().state }
    }

    /// The state with its table.
    ///
    /// # Safety
    /// The calling thread must hold the lock.
    #[inline(always)]
    pub(crate) unsafe fn room(&self) -> &Room {
        // SAFETY: the state is there from `new` to `drop`; the lock is held.
        unsafe { (*self.state.get()).as_deref().unwrap_unchecked() }
    }
}

/// Methods on the state. Each `SAFETY` argument is the same: `&self` of a token means that the lock is held and no other
/// thread touches the table; no borrow handed out survives a change, because changes take `&mut Gil` or append to boxes.
impl Gil {
    /// The shape with this number.
    #[inline(always)]
    pub fn shape(&self, shape: u32) -> &Shape {
        // SAFETY: see above; numbers come from this table. Shapes are boxed and never removed.
        unsafe { (&*self.state().shapes.get()).get_unchecked(shape_index(shape)) }
    }
    /// Changes a shape's list of successors.
    pub(crate) fn shape_mut(&mut self, shape: u32) -> &mut Shape {
        // SAFETY: the exclusive token.
        unsafe { &mut (&mut *self.state().shapes.get())[shape_index(shape)] }
    }
    /// Adds a shape and returns its number, with `flags` of the kind word.
    pub(crate) fn add_shape(&self, shape: Shape, flags: u32) -> u32 {
        // SAFETY: see above; the boxes do not move when the vector grows.
        let shapes = unsafe { &mut *self.state().shapes.get() };
        shapes.push(Box::new(shape));
        let index = shapes.len() as u32 - 1;
        assert!(index < KIND_ATTRIBUTES, "more than four million shapes");
        index | flags
    }
    /// The class with this number.
    #[inline(always)]
    pub fn class_number(&self, number: usize) -> &Ref<ClassObject> {
        // SAFETY: see above; classes are never removed. The reference is to a vector element that may move when a class is
        // added, which takes `&mut Gil`.
        unsafe { &(&*self.state().classes.get())[number] }
    }
    /// Keeps a class alive as long as the interpreter.
    pub(crate) fn keep_class(&mut self, class: Ref<ClassObject>) {
        // SAFETY: the exclusive token.
        unsafe { (*self.state().classes.get()).push(class) }
    }
    /// The class of a heap object.
    #[inline(always)]
    pub fn class_of_header(&self, header: &Header) -> &Ref<ClassObject> {
        &self.shape(header.shape()).class
    }
    /// The version of all classes: changes when any class changes in a way that look-ups can see.
    #[inline(always)]
    pub fn class_version(&self) -> u32 {
        self.state().class_version.get()
    }
    /// Says that a class changed.
    pub fn bump_class_version(&self) {
        let version = &self.state().class_version;
        version.set(version.get().wrapping_add(1).max(1));
    }

    /// The line of the table of attribute sites for a kind of objects and a name with its use. The borrow must end before
    /// the next call.
    #[inline(always)]
    #[allow(clippy::mut_from_ref)] // The lock is held, and the borrow is used up at once.
    pub(crate) fn site_line(&self, kind: u32, name: u64) -> &mut Line {
        // SAFETY: see above; callers keep no borrow across a call.
        unsafe { &mut *self.sites()[line_number(kind, name)].get() }
    }
    /// Empties that table.
    pub(crate) fn forget_sites(&self) {
        for line in self.sites() {
            // SAFETY: see above.
            unsafe { *line.get() = Line::EMPTY };
        }
    }

    /// Looks a name (interned) up along the MRO of a class.
    #[inline]
    pub fn lookup(&self, class: &ClassObject, name: &Value) -> Option<Value> {
        let (class_at, name_at, version) = (
            class as *const ClassObject as usize,
            name.raw().bits,
            self.class_version(),
        );
        let line = self.lookup_line(class, name);
        let seen = line.get();
        if seen.class == class_at && seen.name == name_at && seen.version == version {
            // SAFETY: a found value stays in its class's namespace while the version holds.
            return (seen.found.tag != 0).then(|| unsafe { seen.found.to_value() });
        }
        let found = self.lookup_slowly(class, name);
        let raw = found.as_ref().map_or(Raw::UNBOUND, Value::raw);
        line.set(Lookup {
            class: class_at,
            name: name_at,
            version,
            found: raw,
        });
        found
    }

    #[inline(always)]
    fn lookup_line(&self, class: &ClassObject, name: &Value) -> &Cell<Lookup> {
        let (class_at, name_at) = (std::ptr::from_ref(class) as usize, name.raw().bits as usize);
        &self.state().lookups[(class_at >> 5 ^ name_at >> 4) % LOOKUPS]
    }
    /// Forgets what looking a name up in a class and in its subclasses found.
    pub(crate) fn forget_lookup(&self, class: &ClassObject, name: &Value) {
        let line = self.lookup_line(class, name);
        line.set(Lookup {
            version: 0,
            ..line.get()
        });
        for subclass in class.subclasses.get(self) {
            self.forget_lookup(subclass, name);
        }
    }
    fn lookup_slowly(&self, class: &ClassObject, name: &Value) -> Option<Value> {
        class
            .mro
            .get(self)
            .iter()
            .find_map(|base| self.dict_get_name(base.dict(self), name))
    }

    /// The value of a string key of a dict.
    pub fn dict_get_name(&self, dict: &DictObject, name: &Value) -> Option<Value> {
        let text: &StrObject = name.downcast()?;
        let map = dict.map.get(self);
        let number = map.find_str(self.hash_of_str(text), text.as_str())?;
        Some(map.entries()[number].value.clone())
    }
    /// The value of a string key of a dict.
    pub fn dict_get_str(&self, dict: &DictObject, name: &str) -> Option<Value> {
        let map = dict.map.get(self);
        let number = map.find_str(self.hash_of_text(name), name)?;
        Some(map.entries()[number].value.clone())
    }
    /// Sets the value of a string key; returns the old value.
    pub fn dict_set_name(
        &mut self,
        dict: &DictObject,
        name: &Value,
        value: Value,
    ) -> Option<Value> {
        let text: &StrObject = name.downcast()?;
        let hash = self.hash_of_str(text);
        let map = dict.map.get_mut(self);
        match map.find_str(hash, text.as_str()) {
            Some(number) => Some(std::mem::replace(map.value_mut(number), value)),
            None => {
                map.insert_new(hash, name.clone(), value);
                None
            }
        }
    }
    /// Sets the value of a string key.
    pub fn dict_set_str(&mut self, dict: &DictObject, name: &str, value: Value) {
        let name = self.intern(name);
        self.dict_set_name(dict, &name, value);
    }
    /// Removes a string key and returns its value.
    pub fn dict_remove_name(&mut self, dict: &DictObject, name: &Value) -> Option<Value> {
        let text: &StrObject = name.downcast()?;
        let hash = self.hash_of_str(text);
        let map = dict.map.get_mut(self);
        let number = map.find_str(hash, text.as_str())?;
        Some(map.remove(number).1)
    }

    /// The hash of a text.
    pub fn hash_of_text(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        let (first, second) = self.state().hash_keys;
        let mut hasher = SipHasher13::new_with_keys(first, second);
        hasher.write(text.as_bytes());
        let hash = hasher.finish();
        if hash == u64::MAX { u64::MAX - 1 } else { hash }
    }
    /// The hash of bytes.
    pub fn hash_of_bytes(&self, bytes: &[u8]) -> u64 {
        if bytes.is_empty() {
            return 0;
        }
        let (first, second) = self.state().hash_keys;
        let mut hasher = SipHasher13::new_with_keys(first, second);
        hasher.write(bytes);
        let hash = hasher.finish();
        if hash == u64::MAX { u64::MAX - 1 } else { hash }
    }
    /// The hash of a string object, computed once.
    #[inline(always)]
    pub fn hash_of_str(&self, text: &StrObject) -> u64 {
        match text.hash.get() {
            0 => {
                let hash = self.hash_of_text(text.as_str());
                text.hash.set(hash);
                hash
            }
            hash => hash,
        }
    }

    /// The interned string with this text. Names of attributes are compared by address, so they must be interned.
    pub fn intern(&self, text: &str) -> Value {
        let hash = self.hash_of_text(text);
        // SAFETY: see above; the borrow ends before anything else touches the table.
        let table = unsafe { &mut *self.state().interned.get() };
        let same = |value: &Value| {
            value
                .downcast::<StrObject>()
                .is_some_and(|other| other.as_str() == text)
        };
        if let Some(found) = table.find(hash, same) {
            return found.clone();
        }
        let value = self.new_str_uncached(text);
        if let Some(object) = value.downcast::<StrObject>() {
            object.hash.set(hash);
            object.set_interned();
        }
        table.insert_unique(hash, value.clone(), |value| {
            value
                .downcast::<StrObject>()
                .map_or(0, |other| self.hash_of_str(other))
        });
        value
    }
    /// The interned string of a string value.
    pub fn intern_value(&self, value: &Value) -> Value {
        match value.downcast::<StrObject>() {
            Some(text) if text.is_interned() => value.clone(),
            Some(text) => self.intern(text.as_str()),
            None => value.clone(),
        }
    }
    /// The interned name of a special method.
    #[inline(always)]
    pub fn special_name(&self, method: SpecialMethod) -> &Value {
        // SAFETY: see above; filled at start-up and never changed.
        unsafe { &(&*self.state().special_names.get())[method as usize] }
    }
    /// `''`.
    #[inline]
    pub fn empty_str(&self) -> Value {
        self.ascii_character(128)
    }
    /// The string of one ASCII character.
    #[inline]
    pub fn ascii_character(&self, byte: u8) -> Value {
        // SAFETY: see above; filled at start-up and never changed.
        unsafe { (&*self.state().characters.get())[byte as usize].clone() }
    }
    /// `()`.
    pub fn empty_tuple(&self) -> Value {
        // SAFETY: see above; filled at start-up.
        unsafe {
            (*self.state().empty_tuple.get())
                .clone()
                .unwrap_or(Value::NONE)
        }
    }
    /// `"__name__"`, under which globals have the name of their module.
    pub(crate) fn module_name_key(&self) -> &Value {
        // SAFETY: see above; filled at start-up and never changed.
        unsafe { &*self.state().module_name_key.get() }
    }
    /// Fills the tables of strings that the interpreter itself needs.
    pub(crate) fn fill_tables(&mut self) {
        let names = SpecialMethod::ALL
            .iter()
            .map(|method| self.intern(method.name()))
            .collect();
        // The empty string is number 128.
        let characters = (0..128u8)
            .map(|byte| self.intern(char::from(byte).encode_utf8(&mut [0; 4])))
            .chain(std::iter::once_with(|| self.intern("")))
            .collect();
        let empty = self.new_tuple_uncached(Vec::new());
        let module_name_key = self.intern("__name__");
        // SAFETY: the exclusive token.
        unsafe {
            *self.state().special_names.get() = names;
            *self.state().characters.get() = characters;
            *self.state().empty_tuple.get() = Some(empty);
            *self.state().module_name_key.get() = module_name_key;
        }
    }
    /// What a native module keeps for this interpreter; `key` is the address of a static of the module.
    pub fn module_data(&self, key: usize) -> Option<Value> {
        self.state().module_data.get(self).get(&key).cloned()
    }
    /// Keeps something for a native module; the old value, if any, is dropped.
    pub fn set_module_data(&mut self, key: usize, value: Value) {
        let interp = self.interp().clone();
        // SAFETY: the exclusive token.
        let old = unsafe { interp.state() }
            .module_data
            .get_mut(self)
            .insert(key, value);
        drop(old);
    }
    /// The class of a native definition made before, if any.
    pub(crate) fn known_native_class(&self, definition: usize) -> Option<Ref<ClassObject>> {
        // SAFETY: see above.
        unsafe {
            (*self.state().native_classes.get())
                .get(&definition)
                .cloned()
        }
    }
    /// Remembers the class of a native definition.
    pub(crate) fn remember_native_class(&mut self, definition: usize, class: Ref<ClassObject>) {
        // SAFETY: the exclusive token.
        unsafe { (*self.state().native_classes.get()).insert(definition, class) };
    }
    /// `sys.modules`.
    pub fn modules(&self) -> Ref<DictObject> {
        // SAFETY: see above; set at start-up.
        unsafe {
            (*self.state().modules.get())
                .clone()
                .expect("set at start-up")
        }
    }
    /// The namespace of `builtins`.
    pub fn builtins(&self) -> Ref<DictObject> {
        // SAFETY: see above; set at start-up.
        unsafe {
            (*self.state().builtins.get())
                .clone()
                .expect("set at start-up")
        }
    }
    /// The address of the items of `builtins`; null during start-up.
    pub(crate) fn builtins_map(&self) -> *const crate::object::dict::DictMap {
        // SAFETY: see above.
        unsafe {
            (*self.state().builtins.get())
                .as_ref()
                .map_or(std::ptr::null(), |dict| dict.map.as_ptr())
        }
    }
    /// The namespace of `sys`.
    pub fn sys(&self) -> Ref<DictObject> {
        // SAFETY: see above; set at start-up.
        unsafe { (*self.state().sys.get()).clone().expect("set at start-up") }
    }
    /// Sets the namespaces that the interpreter itself uses.
    pub(crate) fn set_namespaces(
        &mut self,
        modules: Ref<DictObject>,
        builtins: Ref<DictObject>,
        sys: Ref<DictObject>,
    ) {
        // SAFETY: the exclusive token.
        unsafe {
            *self.state().modules.get() = Some(modules);
            *self.state().builtins.get() = Some(builtins);
            *self.state().sys.get() = Some(sys);
        }
    }
}
